//! Forms at the edge of the language: one function for each.
#![allow(clippy::needless_range_loop)] // iterators are another chapter

use jac::differentiable;

/// A loop variable with the name of a parameter, and parameters that are patterns or unused.
#[differentiable]
pub fn patterns([a, b]: [f64; 2], (c, (d, _)): (f64, (f64, f64)), _unused: f64, _: f64) -> f64 {
    let mut sum = 0.0;
    for a in 0..3 {
        sum += b * a as f64 + c * sum;
    }
    sum * a - d
}

/// Imports inside the body, and constants that shadow imports.
#[differentiable]
pub fn local_items(x: f64) -> f64 {
    use std::f64::consts::LN_2;
    const SCALE: f64 = 2.5;
    const COUNT: usize = 3;
    let mut y = x * LN_2;
    for i in 0..COUNT {
        y = SCALE * y.sin() + i as f64;
    }
    y
}

/// A variable that is declared first and assigned later, in one arm or the other.
#[differentiable]
#[allow(clippy::needless_late_init)]
pub fn assigned_later(x: f64) -> f64 {
    let y;
    let z: f64;
    if x > 0.0 {
        y = x * x;
        z = y + 1.0;
    } else {
        z = -x;
        y = z * z * x;
    }
    y * z
}

/// Destructuring assignment.
#[differentiable]
pub fn exchanged(x: f64, y: f64) -> (f64, f64) {
    let (mut a, mut b) = (x, y);
    (a, b) = (b * a, a);
    for _ in 0..3 {
        (a, b) = (0.5 * b, a + b * b);
    }
    (a, b)
}

/// A unit, a tuple of one, and wildcards.
#[differentiable]
#[allow(clippy::let_unit_value)]
pub fn degenerate(x: (f64,), unit: ()) -> (f64,) {
    let (y,) = x;
    let _ = unit;
    let (z, _) = (y * y, y);
    (z * x.0,)
}

/// A length that only the caller's turbofish gives.
#[differentiable]
fn powers<const N: usize>(x: f64) -> [f64; N] {
    let mut powers = [1.0; N];
    for i in 1..N {
        powers[i] = powers[i - 1] * x;
    }
    powers
}

#[differentiable]
pub fn polynomial<const N: usize>(coefficients: [f64; N], x: f64) -> f64 {
    sum_of_products(coefficients, powers::<N>(x)) + powers::<4>(x)[3]
}

/// A parameter of the type that is not a length.
#[differentiable]
fn monomial<const DEGREE: i32, const NEGATE: bool>(x: f64) -> f64 {
    if NEGATE { -x.powi(DEGREE) } else { x.powi(DEGREE) }
}

#[differentiable]
pub fn cubic(x: f64) -> f64 {
    monomial::<3, false>(x) + monomial::<{ 1 + 1 }, true>(x)
}

#[differentiable]
fn sum_of_products<const N: usize>(x: [f64; N], y: [f64; N]) -> f64 {
    let mut sum = 0.0;
    for i in 0..N {
        sum += x[i] * y[i];
    }
    sum
}

/// Elements of one array exchanged by a destructuring assignment.
#[differentiable]
pub fn exchanged_elements(mut x: [f64; 2]) -> [f64; 2] {
    (x[0], x[1]) = (x[1] * 2.0, x[0] * x[1]);
    [x[0], x[1]] = [x[1], x[0] * x[0]];
    x
}

/// Methods of slices and integers besides `len`.
#[differentiable]
pub fn integer_methods(x: &[f64], n: usize) -> f64 {
    if x.is_empty() {
        return_value(1.0)
    } else {
        let i = n.min(x.len() - 1);
        let j = n.pow(2) % x.len();
        let k = n.wrapping_sub(1).trailing_zeros() as usize % x.len();
        x[i] * x[j] + x[k].sin()
    }
}

#[differentiable]
fn return_value(x: f64) -> f64 {
    x
}

/// Conversions by `From`, both ways of writing them.
#[differentiable]
pub fn conversions(x: f32, n: i32) -> f64 {
    let wide = f64::from(x);
    let k: f64 = n.into();
    wide * wide + f64::from(n) * wide + k
}

/// A swap of two elements by the method of slices.
#[differentiable]
pub fn swapped(x: &mut [f64; 3]) {
    x[1] *= x[0];
    x.swap(0, 2);
    x[0] += x[2] * x[1];
}
