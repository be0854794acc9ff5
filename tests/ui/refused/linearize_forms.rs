//! Forms that a linearization does not have yet.

use jac::differentiable;

#[differentiable(linearize)]
fn taking_a_function(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    f(x) * x
}

#[differentiable]
fn integral(f: impl Fn(f64) -> f64, to: f64) -> f64 {
    f(0.5 * to) * to
}

#[differentiable(linearize)]
fn passing_a_function(x: f64, k: f64) -> f64 {
    integral(|t| t * k, x)
}

#[differentiable(linearize)]
fn taking_rows(rows: &[&[f64]], x: f64) -> f64 {
    rows[0][0] * x
}

#[differentiable(linearize)]
fn first(rows: &[f64]) -> f64 {
    rows[0]
}

#[differentiable]
fn of_rows(rows: &[&[f64]]) -> f64 {
    first(rows[0])
}

#[differentiable(linearize)]
fn passing_rows(x: &[f64], y: &[f64]) -> f64 {
    of_rows(&[x, y])
}

#[differentiable(jvp = ruled_jvp, linearize)]
fn ruled(rows: &[&[f64]]) -> f64 {
    rows[0][0]
}

fn ruled_jvp(rows: &[&[f64]], dot: &[Vec<f64>]) -> (f64, f64) {
    (rows[0][0], dot[0][0])
}

#[differentiable(linearize = 2)]
fn with_a_value(x: f64) -> f64 {
    x
}

#[differentiable(order = 2)]
fn square(x: f64) -> f64 {
    x * x
}

#[differentiable(linearize)]
fn slope(x: f64) -> f64 {
    square::gradient(x)
}

fn main() {}
