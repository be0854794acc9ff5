//! Functions that write, in conditions: what they are passed is lent to be read.
use jac::differentiable;

fn written(y: &mut [f64; 2]) -> f64 {
    y[0] += 1.0;
    y[0]
}

#[differentiable]
fn in_a_condition(x: f64, y: &mut [f64; 2]) -> f64 {
    if written(y) > 0.0 { x } else { y[1] }
}

fn main() {}
