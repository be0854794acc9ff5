//! A method of a trait without the attribute that goes before the one of numbers, behind a reference.

use jac::differentiable;

trait Link {
    fn exp(&self) -> f64;
    fn sin_cos(&self) -> (f64, f64);
    fn sqrt(&mut self) -> f64;
}

impl Link for f64 {
    fn exp(&self) -> f64 {
        2.0 * self
    }
    fn sin_cos(&self) -> (f64, f64) {
        (*self, 1.0)
    }
    fn sqrt(&mut self) -> f64 {
        *self *= 2.0;
        *self
    }
}

#[differentiable]
fn shared(x: &[f64]) -> f64 {
    x.iter().map(|v| v.exp()).sum()
}

#[differentiable]
fn both(x: &[f64]) -> f64 {
    let last = x.last().unwrap();
    let (sine, cosine) = last.sin_cos();
    sine * cosine
}

#[differentiable]
fn changed(x: &mut [f64]) {
    for v in x {
        *v = v.sqrt();
    }
}

/// The methods of the numbers themselves.
#[differentiable]
fn of_numbers(x: &[f64]) -> f64 {
    let (sine, cosine) = x[0].sin_cos();
    x.iter().map(|v| (*v).exp()).sum::<f64>() + x.iter().map(|&v| v.exp()).sum::<f64>().exp() * sine * cosine
}

fn main() {}
