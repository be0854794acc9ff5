//! Derivatives that a function does not have, or that were not asked for.
use jac::differentiable;

#[differentiable]
fn vector(x: [f64; 2], k: f64) -> [f64; 2] {
    [x[0] * k, x[1]]
}

#[differentiable]
fn number(x: [f64; 2]) -> f64 {
    x[0] * x[1]
}

#[differentiable]
fn writes(x: &[f64], y: &mut [f64]) {
    y[0] = x[0];
}

#[differentiable]
fn takes<F: Fn(f64) -> f64>(f: F, x: f64) -> f64 {
    f(x) * x
}

fn main() {
    let _ = vector::gradient([1.0, 2.0], 2.0);
    let _ = vector::hessian([1.0, 2.0], 3.0);
    let _ = number::hessian([1.0, 2.0])[0][1];
    let _ = number::hvp([1.0, 2.0], [1.0, 2.0]);
    writes::gradient(&[1.0][..], &mut [0.0][..]);
    let _ = takes::gradient(|x: f64| x, 2.0);
}
