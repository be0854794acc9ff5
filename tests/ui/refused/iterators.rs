//! Iterators and closures that are not understood.
use jac::differentiable;

#[differentiable]
fn closure_in_a_variable(x: f64) -> f64 {
    let square = |x: f64| x * x;
    square(x)
}

#[differentiable]
fn functions_by_name(x: [f64; 3]) -> f64 {
    let y: f64 = x.iter().copied().map(f64::sin).sum();
    x.iter().copied().fold(y, hypotenuse)
}

fn hypotenuse(x: f64, y: f64) -> f64 {
    x.hypot(y)
}

#[differentiable]
fn returns_from_a_closure(x: [f64; 3]) -> f64 {
    x.iter().map(|v| { return v * v; }).sum()
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
fn moving_closure(x: &[f64], scale: f64) -> f64 {
    x.iter().map(move |v| v * scale).sum()
}

#[differentiable]
fn returning_closure(x: &[f64], y: &mut [f64]) {
    x.iter().zip(y.iter_mut()).for_each(|(a, b)| {
        if *a < 0.0 {
            return;
        }
        *b = *a;
    });
}

#[differentiable]
fn bound_reference(x: &f64) -> f64 {
    match x {
        v => *v * 2.0,
    }
}

fn main() {}
