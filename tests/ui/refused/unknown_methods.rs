//! Methods without a rule.
use jac::differentiable;

#[differentiable]
fn on_a_float(x: f64) -> f64 {
    // Where nothing varies, any method will do.
    x.to_bits() as f64 + 2.0_f64.to_bits() as f64
}

#[differentiable]
fn on_a_slice(x: &[f64]) -> f64 {
    let y = x.first().copied().unwrap_or(0.0);
    y * x[0]
}

#[differentiable]
fn with_a_closure(x: [f64; 3]) -> f64 {
    let y = x.iter().is_sorted_by(|a, b| a < b);
    let z = x.iter().rfind(|x| **x > 0.0);
    x[y as usize] * z.map_or(1.0, |z| f64::from_bits_of(*z as usize))
}

trait FromBits {
    fn from_bits_of(bits: usize) -> f64;
}

impl FromBits for f64 {
    fn from_bits_of(bits: usize) -> f64 {
        bits as f64
    }
}

#[differentiable]
fn that_may_change_its_receiver(x: f64) -> f64 {
    let mut weights = vec![1.0, 2.0, 3.0];
    let y = weights[0] * x * x;
    weights.dedup();
    let view = &mut weights;
    view.dedup_by(|a, b| a == b);
    let mut order = vec![0, 1, 2];
    if order.splice(..1, [2]).count() > 1 {
        return y;
    }
    y * weights[order[0]]
}

fn main() {}
