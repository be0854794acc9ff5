//! Slices that become arrays of a type that is not seen.
use jac::differentiable;

#[differentiable]
fn norm(v: &[f64; 3]) -> f64 {
    v.iter().map(|v| v * v).sum::<f64>().sqrt()
}

#[differentiable]
fn argument(x: &[f64]) -> f64 {
    norm(x[..3].try_into().unwrap())
}

#[differentiable]
fn variable(x: &[f64]) -> f64 {
    let v = x[..3].try_into().unwrap();
    norm(v)
}

#[differentiable]
fn result(x: &[f64]) -> [f64; 2] {
    x[..2].try_into().expect("two")
}

fn main() {}
