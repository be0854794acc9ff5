//! What the compiler has to say about the function itself is said once.
use jac::differentiable;

#[differentiable]
fn mixes_types(x: f64, n: usize) -> f64 {
    x * n
}

#[differentiable]
fn moves_twice(x: Vec<f64>) -> f64 {
    let y = x;
    let z = x;
    y[0] * z[0]
}

#[differentiable]
fn unknown_name(x: f64) -> f64 {
    x * y
}

#[differentiable]
fn wrong_result(x: f64) -> [f64; 2] {
    x
}

#[differentiable]
fn square(x: f64) -> f64 {
    x * x
}

#[differentiable]
fn wrong_arguments(x: f64) -> f64 {
    square(x, x) + square([x]) + square(&x)
}

fn main() {}
