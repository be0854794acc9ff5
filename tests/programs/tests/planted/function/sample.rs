//! Functions whose twins are others.

use jac::differentiable;

#[differentiable]
pub fn right(x: f64, y: &[f64]) -> f64 {
    x.sin() * y[0] + y[1]
}

#[differentiable]
pub fn wrong(x: f64, y: &[f64]) -> f64 {
    x.sin() * y[0] + y[1]
}
