//! Generated code names nothing that its surroundings may have redefined.
#![allow(dead_code, non_camel_case_types, unused_macros)]

mod core {}
mod std {}
mod alloc {}
mod jac {}
struct Option;
struct Some;
struct None;
struct Vec;
struct Clone;
struct Default;
struct Iterator;
struct Lanes;
struct Space;
struct Function;
struct Sweep;
trait Fn {}
trait FnOnce {}
const W: usize = 3;
const MASK: u128 = 0;

macro_rules! vec {
    () => {
        compile_error!("not this one")
    };
}
macro_rules! assert {
    () => {
        compile_error!("not this one")
    };
}

fn drop() {}

#[::jac::differentiable]
fn weighted(x: [f64; W], y: &mut [f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..W {
        sum += x[i] * y[i];
        y[i] *= x[i];
    }
    sum
}

#[::jac::differentiable]
fn twice<const N: usize>(x: [f64; N]) -> f64 {
    let mut y = [0.5; W];
    weighted(x_of(x[0]), &mut y) * y[0]
}

#[::jac::differentiable]
fn x_of(x: f64) -> [f64; W] {
    [x; W]
}

#[::jac::differentiable(jvp = scaled_jvp)]
fn scaled_forward(x: &[f64], lane: f64) -> f64 {
    x[0] * lane
}

fn scaled_jvp(x: &[f64], lane: f64, dx: &[f64], rule: f64) -> (f64, f64) {
    (x[0] * lane, dx[0] * lane + x[0] * rule)
}

#[::jac::differentiable(pullback = rule)]
fn scaled_reverse(x: &[f64], lane: f64) -> f64 {
    x[0] * lane
}

fn rule(x: &[f64], by: f64) -> (f64, impl ::core::ops::Fn(f64) -> (::std::vec::Vec<f64>, f64) + use<>) {
    let sum = x[0];
    (sum * by, move |value| (::std::vec![value * by], value * sum))
}

#[::jac::differentiable(inactive)]
fn rounded(x: f64) -> f64 {
    x.round()
}

#[::jac::differentiable]
fn all(x: f64) -> f64 {
    scaled_forward(&[x], x) * scaled_reverse(&[x], x) + rounded(x) * ::jac::constant(x)
}

#[::jac::differentiable]
fn generic<T: ::jac::Float, const MASK_1: usize>(x: [T; MASK_1], y: &[T]) -> T {
    let mut sum = T::from_f64(0.5);
    for i in 0..MASK_1 {
        sum += x[i].sqrt() * y[i] / sum;
    }
    sum
}

fn main() {
    assert_eq!(generic::gradient([4.0_f32], &[2.0]), ([1.0], ::std::vec![4.0]));
    assert_eq!(all::jvp(2.0, 1.0), (20.0, 32.0));
    assert_eq!(all::gradient(2.0), 32.0);
    assert_eq!(scaled_forward::gradient(&[3.0], 2.0), (::std::vec![2.0], 3.0));
    assert_eq!(scaled_reverse::jvp(&[3.0], 2.0, &[1.0], 0.0), (6.0, 2.0));
    let mut y = [1.0; 3];
    let (value, (x_bar, _)) = weighted::vjp([1.0, 2.0, 3.0], &mut y, (1.0, ::std::vec![0.0; 3]));
    assert_eq!(value.0, 6.0);
    assert_eq!(x_bar, [1.0; 3]);
    assert_eq!(twice::gradient([2.0]), [3.0]);
}
