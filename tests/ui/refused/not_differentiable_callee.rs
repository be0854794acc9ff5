//! Calls of ordinary functions.
use jac::differentiable;

fn plain(x: f64) -> f64 {
    x * x
}

mod inner {
    pub fn plain(x: &[f64]) -> f64 {
        x[0]
    }
}

#[differentiable]
fn calls(x: [f64; 2]) -> f64 {
    // Without an input that varies there is nothing to differentiate.
    let weight = plain(2.0);
    weight * plain(x[0]) + inner::plain(&x)
}

fn main() {
    calls([1.0, 2.0]);
    calls::gradient([1.0, 2.0]);
}
