//! What is taken apart where it stands, with a condition behind it that could change it.
use jac::differentiable;

#[differentiable]
fn with_a_condition(v: &mut [f64]) -> f64 {
    if let [a, b, ..] = *v
        && a > 0.5
    {
        a * b
    } else {
        0.0
    }
}

fn main() {}
