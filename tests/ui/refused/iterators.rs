//! Iterators and closures that are not understood.
use jac::differentiable;

#[differentiable]
fn no_function(x: [f64; 3], y: f64) -> f64 {
    x.iter().copied().map([f64::sin][0]).sum::<f64>() + x.iter().copied().fold(y, [f64::max][0])
}

#[differentiable]
fn collects(x: &[f64]) -> Vec<f64> {
    x.iter().map(|v| v * v).collect()
}

#[differentiable]
fn other_adaptors(x: &[f64]) -> f64 {
    let y: f64 = x.iter().skip_while(|v| **v > 0.0).sum();
    let z = x.iter().copied().reduce(f64::max);
    y * z.unwrap_or(1.0)
}

fn main() {}
