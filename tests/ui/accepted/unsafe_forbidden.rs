//! Generated code contains no `unsafe`.
#![forbid(unsafe_code)]

use jac::differentiable;

#[differentiable]
fn sum_of_squares(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        sum += x[i] * x[i];
    }
    sum
}

fn main() {
    assert_eq!(sum_of_squares::gradient(&[1.0, 2.0]), [2.0, 4.0]);
}
