//! Functions that are generic over the type of their floats, and over types that do not vary.
#![allow(clippy::needless_range_loop)] // iterators are another chapter

use jac::{Float, differentiable};

/// Arithmetic, numbers, and functions by method and by path.
#[differentiable]
pub fn scalar<T: Float>(x: T, y: T) -> T {
    let half = T::from_f64(0.5);
    let z = x * y + half * x.sin() - T::ONE / (y * y + T::from_f64(1.0));
    z.exp() * T::max(x, y) + T::cos(z) / T::from_f64(-3.0)
}

/// Every rule whose partial has a number in it.
#[differentiable]
pub fn rules<T: Float>(x: T, y: T) -> [T; 12] {
    [
        x.sqrt() + x.cbrt(),
        x.exp2() + x.ln_1p() + x.exp_m1(),
        x.log2() * x.log10(),
        x.tan() + x.tanh(),
        (x * T::HALF).asin() - (y * T::HALF).acos(),
        x.atan() + x.asinh() + (x + T::from_f64(2.0)).acosh(),
        (x * T::HALF).atanh() + x.recip(),
        x.to_degrees() * y.to_radians(),
        x.powi(3) + y.powi(-2) + x.powf(y),
        x.hypot(y) + x.atan2(y) + x.log(y + T::from_f64(2.0)),
        x.mul_add(y, x) + x.sinh() * y.cosh() + y.fract(),
        x.clamp(T::ZERO, T::ONE) * y + x.min(y) * x.abs() + (x % y) * y.copysign(x),
    ]
}

/// Loops that record, on the stack and on the heap; sums and products.
#[differentiable]
pub fn loops<T: Float, const N: usize>(x: [T; N], y: &[T]) -> (T, [T; N]) {
    let mut out = [T::ZERO; N];
    let mut state = T::ONE;
    for i in 0..N {
        state = state * x[i] + T::HALF;
        out[i] = state.sin();
    }
    for value in y {
        state = state * *value - state.cos();
        if state > T::from_f64(0.25) {
            state *= T::from_f64(0.5);
        }
    }
    let sum = x.iter().map(|v| *v * state).sum::<T>() + y.iter().product::<T>();
    (sum, out)
}

/// In place, with bounds in a `where` clause.
#[differentiable]
pub fn scaled<T>(factor: T, x: &[T], y: &mut [T])
where
    T: Float,
{
    for i in 0..x.len() {
        y[i] = y[i] * factor + x[i] * x[0];
    }
}

/// A callee that is generic, called from one that is and from one that is not, with both types.
#[differentiable]
pub fn calls<T: Float>(x: T, n: usize) -> T {
    let mut y = [x; 3];
    for i in 0..n {
        let before = y;
        scaled(scalar(x, y[i % 3]), &before[..], &mut y);
    }
    let (sum, out) = loops(y, &[x, T::HALF]);
    sum + out[1] + loops::<T, 1>([x], &y[1..]).0
}

#[differentiable]
pub fn instances(x: f64, y: f32) -> (f64, f32) {
    (scalar(x, 0.7) + scalar::<f64>(1.5, x), scalar(y, 0.5) * calls::<f32>(y, 2))
}

/// Two types of floats, which do not meet.
#[differentiable]
pub fn of_two<A: Float, B: Float>(x: [A; 2], y: B) -> (A, B) {
    (x[0].sin() * x[1], y.cos() * y)
}

/// A type parameter that is none of ours: data, and a strategy.
pub trait Kernel {
    fn weight(i: usize) -> f64;
}

#[derive(Clone, Copy)]
pub struct Flat;

#[derive(Clone, Copy)]
pub struct Rising;

impl Kernel for Flat {
    fn weight(_: usize) -> f64 {
        1.0
    }
}

impl Kernel for Rising {
    fn weight(i: usize) -> f64 {
        i as f64
    }
}

impl Kernel for usize {
    fn weight(i: usize) -> f64 {
        (i % 2) as f64
    }
}

#[differentiable(wrt(x))]
pub fn weighted<K: Kernel>(kernel: &K, x: &[f64]) -> f64 {
    let _ = kernel;
    let mut sum = 0.0;
    for i in 0..x.len() {
        sum += x[i] * x[i] * K::weight(i);
    }
    sum
}

#[differentiable]
pub fn strategies(x: [f64; 3]) -> f64 {
    weighted(&Flat, &x) * weighted::<Rising>(&Rising, &x[1..])
}

/// Both kinds in one function, with a constant; the data is passed by value.
#[differentiable(wrt(x))]
pub fn mixed<K: Kernel + Clone, T: Float, const N: usize>(kernel: K, x: [T; N]) -> T {
    let _ = kernel;
    let mut sum = T::ZERO;
    for i in 0..N {
        sum += x[i].sin() * T::from_f64(2.0);
        if K::weight(i) > 0.5 {
            sum *= x[i];
        }
    }
    sum
}

/// With a rule of its own.
#[differentiable(pullback = cubed_pullback)]
pub fn cubed<T: Float>(x: T) -> T {
    x * x * x
}

fn cubed_pullback<T: Float>(x: T) -> (T, impl Fn(T) -> T) {
    (x * x * x, move |by| T::from_f64(3.0) * x * x * by)
}

/// It calls itself.
#[differentiable]
pub fn power<T: Float>(x: T, n: u32) -> T {
    if n == 0 { T::ONE } else { cubed(x) * power(x, n - 1) }
}
