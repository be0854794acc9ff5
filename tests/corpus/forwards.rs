//! Loops that carry one number, of which the derivative by what stays the same is carried forwards; and some that look like it.
#![allow(clippy::needless_range_loop)] // as people write them

use jac::differentiable;

/// Exponential smoothing: the start depends on what stays the same, too.
#[differentiable]
pub fn smoothed(u: &[f64], alpha: f64) -> f64 {
    let mut y = alpha * 0.3;
    for u in u {
        y += alpha * (u - y);
    }
    y * y + alpha
}

/// Two that stay the same, in a loop around.
#[differentiable]
pub fn two_coefficients(u: &[f64], a: f64, b: f64) -> f64 {
    let mut total = 0.0;
    for j in 0..3 {
        let mut y = 0.1;
        for u in u {
            y = a * y - b * u * y + a * u;
        }
        total += y * (j as f64 + a);
    }
    total
}

/// Horner's scheme in two variables: what stays the same in one loop is carried by the other.
#[differentiable]
pub fn in_two_variables(c: &[f64], x: f64, y: f64, n: usize) -> f64 {
    let mut outer = 0.0;
    for i in 0..n {
        let mut inner = outer * 0.1;
        for j in 0..n {
            inner = inner * x + c[i * n + j];
        }
        outer = outer * y + inner;
    }
    outer
}

/// The coefficient is the number of the loop around.
#[differentiable]
pub fn by_what_is_carried(c: &[f64], x: f64, steps: usize) -> f64 {
    let mut x = x;
    for _ in 0..steps {
        let mut value = 1.0;
        for c in c {
            value = value * x + c;
        }
        x = 0.1 * value;
    }
    x
}

/// Not affine.
#[differentiable]
pub fn quadratic(c: &[f64], x: f64) -> f64 {
    let mut value = 0.3;
    for c in c {
        value = value * value * x + c;
    }
    value
}

/// The coefficient of the number changes.
#[differentiable]
pub fn with_its_own_coefficient(c: &[f64], x: f64) -> f64 {
    let mut value = 0.3;
    for c in c {
        value = value * c * x + x;
    }
    value
}

/// Two numbers.
#[differentiable]
pub fn with_slope(c: &[f64], x: f64) -> [f64; 2] {
    let (mut value, mut slope) = (0.0, 0.0);
    for c in c {
        slope = slope * x + value;
        value = value * x + c;
    }
    [value, slope]
}

/// Left early.
#[differentiable]
pub fn until_it_is_large(c: &[f64], x: f64) -> f64 {
    let mut value = 0.3;
    for c in c {
        value = value * x + c;
        if value > 2.0 {
            break;
        }
    }
    value
}

/// Singles.
#[differentiable]
pub fn single(c: &[f32], x: f32) -> f32 {
    let mut value = 0.0;
    for c in c.iter().rev() {
        value = value * x + c;
    }
    value
}
