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

#[differentiable]
fn changes_while_skipping(x: &[f64], y: &[f64]) -> f64 {
    let mut n = 0.0;
    let mut counted = |v: &f64| {
        n += 1.0;
        v * n
    };
    let z: f64 = x.iter().map(&mut counted).skip(2).sum();
    x.iter().zip(y.iter().map(|v| counted(v))).map(|(a, b)| a * b).sum::<f64>() * z
}

fn main() {}
