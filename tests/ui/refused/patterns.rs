//! Patterns.
use jac::differentiable;

#[differentiable]
fn parameter(&x: &f64) -> f64 {
    x * x
}

#[differentiable]
fn rest(x: (f64, f64, f64), y: [f64; 3]) -> f64 {
    let (.., a) = x;
    let [b, c @ ..] = y;
    a * b * c[0]
}

#[differentiable]
fn by_reference(x: [f64; 2]) -> f64 {
    let ref y = x[0] * x[1];
    y * x[0]
}

#[differentiable]
fn alternatives(x: f64) -> f64 {
    let (0.. | _) = 1;
    x
}

#[differentiable]
fn otherwise(x: f64) -> f64 {
    let (y, 0): (f64, i32) = (x, 0) else { return x };
    y * y
}

#[differentiable]
fn two_without_a_value(x: f64) -> f64 {
    let [y, z];
    y = x;
    z = x;
    y * z
}

fn main() {}
