//! Generated code causes no warning, not even of lints that are off by default.
#![deny(warnings)]
#![deny(
    missing_docs,
    missing_debug_implementations,
    missing_copy_implementations,
    unreachable_pub,
    unused_qualifications,
    unused_results,
    trivial_casts,
    trivial_numeric_casts,
    single_use_lifetimes,
    unused_lifetimes,
    elided_lifetimes_in_paths,
    explicit_outlives_requirements,
    let_underscore_drop,
    unused_import_braces,
    variant_size_differences,
    rust_2018_idioms,
    rust_2021_compatibility,
    rust_2024_compatibility,
    nonstandard_style,
    future_incompatible
)]

use jac::{Differentiable, differentiable};

/// The square.
#[differentiable]
pub fn square(x: f64) -> f64 {
    x * x
}

/// A bit of everything.
#[differentiable]
#[inline]
#[must_use]
pub fn model(x: &[f64], weights: [f64; 3], n: usize) -> (f64, Vec<f64>) {
    let mut sum = 0.0;
    let mut values = vec![0.0; n];
    for i in 0..n {
        let scaled = weights[i % 3] * x[i];
        if scaled > 0.0 {
            sum += square(scaled);
        } else {
            sum -= scaled.sin();
        }
        values[i] = sum;
    }
    (sum, values)
}

/// In place.
#[differentiable(wrt(x, y))]
pub(crate) fn accumulate<'a>(x: &'a [f64; 2], y: &'a mut [f64; 2], scale: f64) {
    for i in 0..2 {
        y[i] += scale * x[i];
    }
}

/// Generic.
#[differentiable]
fn dot<const N: usize>(x: &[f64; N], y: &[f64; N]) -> f64 {
    let mut sum = 0.0;
    for i in 0..N {
        sum += x[i] * y[i];
    }
    sum
}

fn cubed_jvp(x: f64, dx: f64) -> (f64, f64) {
    (x * x * x, 3.0 * x * x * dx)
}

/// With a rule.
#[differentiable(jvp = cubed_jvp, vjp = cubed_jvp)]
pub fn cubed(x: f64) -> f64 {
    x * x * x
}

fn first_pullback(x: &[f64], n: usize) -> (f64, impl Fn(f64) -> Vec<f64> + use<>) {
    let length = x.len();
    let pull = move |by| {
        let mut by_x = vec![0.0; length];
        by_x[n] = by;
        by_x
    };
    (x[n], pull)
}

/// With another one.
#[differentiable(pullback = first_pullback, wrt(x))]
pub fn first(x: &[f64], n: usize) -> f64 {
    x[n]
}

/// Without a derivative.
#[differentiable(inactive)]
pub fn rounded(x: f64, _: &[f64]) -> f64 {
    x.round()
}

/// Generic over its float, and over data.
#[differentiable(wrt(x))]
pub fn generic<K: Into<usize> + Copy, T>(index: K, x: &[T]) -> T
where
    T: jac::Float,
{
    x[0].exp() * T::from_f64(2.0) + x[index.into()]
}

/// A trait of which the derivatives are found.
#[differentiable]
pub trait Rate<const N: usize> {
    /// The slope.
    fn rate(&self, t: f64, y: &[f64; N], out: &mut [f64]) -> f64;

    /// What has a body.
    fn order(&self) -> usize {
        N
    }
}

/// A private one, of data.
#[differentiable]
trait Table {
    #[differentiable(wrt(x))]
    fn look(&self, x: f64, name: &str) -> f64;
}

/// Has both.
#[derive(Clone, Copy, Debug, Differentiable)]
pub struct Decay {
    /// The rate.
    pub k: f64,
}

#[differentiable]
impl Rate<1> for Decay {
    fn rate(&self, t: f64, y: &[f64; 1], out: &mut [f64]) -> f64 {
        out[0] = self.k * y[0];
        t * self.k
    }
}

#[differentiable]
impl Table for Decay {
    #[differentiable(wrt(x))]
    fn look(&self, x: f64, name: &str) -> f64 {
        if name == "twice" { 2.0 * x } else { x }
    }
}

/// Through the trait.
#[differentiable]
pub fn slope<R: Rate<1>>(model: &R, t: f64) -> f64 {
    let mut out = [0.0; 1];
    model.rate(t, &[t], &mut out) + out[0]
}

#[differentiable(wrt(x))]
fn looked<T: Table>(table: &T, x: f64) -> f64 {
    table.look(x, "twice")
}

fn main() {
    assert_eq!(generic::gradient(1_usize, &[0.0, 1.0]), [2.0, 1.0]);
    assert_eq!(cubed::gradient(2.0), 12.0);
    assert_eq!(first::gradient(&[1.0, 2.0], 1), [0.0, 1.0]);
    let (_, values) = model(&[1.0, -2.0], [0.5, 1.0, 2.0], 2);
    assert_eq!(values.len(), 2);
    let (value, _) = model::vjp(&[1.0, -2.0], [0.5, 1.0, 2.0], 2, (1.0, vec![0.0, 1.0]));
    assert_eq!(value.1, values);
    let mut y = [1.0, 2.0];
    let (_, tangent) = accumulate::jvp(&[1.0, 2.0], &mut y, 2.0, &[1.0, 0.0], &[0.0, 0.0]);
    assert_eq!((y, tangent), ([3.0, 6.0], [2.0, 0.0]));
    assert_eq!(dot::gradient(&[1.0, 2.0], &[3.0, 4.0]), ([3.0, 4.0], [1.0, 2.0]));
}
