//! A method that may write what it is called on, and one that cannot: the compiler finds both.
use jac::differentiable;

#[differentiable]
fn filter(gain: f64, x: &[f64]) -> f64 {
    let first = Filter::new(gain);
    let mut filter = first;
    let y = filter.update(x[0]);
    y * first.response(x[1])
}
