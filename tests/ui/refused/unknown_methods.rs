//! Methods without a rule.
use jac::differentiable;

#[differentiable]
fn on_a_float(x: f64) -> f64 {
    x.to_bits() as f64 + x.gamma() + f64::from_bits(x.to_bits())
}

#[differentiable]
fn on_something_that_varies(x: &[f64]) -> f64 {
    *x.first().unwrap() + x.concat()
}

#[differentiable]
fn that_may_change_its_receiver(x: f64) -> f64 {
    let mut weights = [1.0, 2.0, 3.0];
    let y = weights[0] * x * x;
    weights.reverse();
    weights[1..].fill(2.0);
    let mut order = vec![0, 1, 2];
    if order.pop().is_some() {
        order.push(7);
    }
    y * weights[order[0]]
}

fn main() {}
