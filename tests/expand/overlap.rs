//! A call with overlapping slices whose callee overwrites what the caller needs later.
use jac::differentiable;

#[differentiable]
fn rotate(from: &[f64], to: &mut [f64]) -> f64 {
    let product = from[0] * to[0];
    to[0] = product + from[1];
    product * to[1]
}

#[differentiable]
fn overlap(x: [f64; 4]) -> f64 {
    let mut y = x;
    let first = y[0] * y[1];
    let second = rotate(&x[0..3], &mut y[1..3]);
    let third = rotate(&x[1..4], &mut y[0..2]);
    first * second + third * y[1]
}
