//! Straight-line code on a small array.
use jac::differentiable;

#[differentiable]
fn rosenbrock(x: [f64; 2]) -> [f64; 2] {
    [10.0 * (x[1] - x[0] * x[0]), 1.0 - x[0]]
}
