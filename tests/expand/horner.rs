//! A polynomial: the carried state is recorded, one number an iteration.
use jac::differentiable;

#[differentiable]
fn horner(coefficients: &[f64; 5], x: f64) -> f64 {
    let mut value = 0.0;
    for i in (0..5).rev() {
        value = value * x + coefficients[i];
    }
    value
}
