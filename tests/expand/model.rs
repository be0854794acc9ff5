//! Parameters that are held constant, and an exponential whose value is its derivative.
use jac::differentiable;

#[differentiable(wrt(b))]
fn model(b: [f64; 3], x: f64) -> f64 {
    let decay = (-b[1] * x).exp();
    b[0] * decay / (1.0 + b[2] * decay)
}
