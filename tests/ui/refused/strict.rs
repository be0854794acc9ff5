//! Independence, where `strict` forbids it.
use jac::differentiable;

#[differentiable(strict)]
fn unused(x: f64, _y: f64) -> f64 {
    x * x
}

#[differentiable(strict)]
fn constant_output(x: f64) -> (f64, f64) {
    (x * x, 1.0)
}

#[differentiable(strict)]
fn unwritten(x: f64, y: &mut [f64]) -> f64 {
    x * y[0]
}

#[differentiable]
fn first(x: f64, _y: f64) -> f64 {
    x
}

#[differentiable(strict)]
fn through_a_call(x: f64, y: f64) -> f64 {
    first(x * x, y)
}

fn main() {}
