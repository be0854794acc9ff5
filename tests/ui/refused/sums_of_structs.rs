//! Sums that an `impl` of the user's makes.
use jac::{Differentiable, differentiable};

#[derive(Clone, Copy, Differentiable)]
struct Pair {
    x: f64,
    y: f64,
}

impl core::iter::Sum for Pair {
    fn sum<I: Iterator<Item = Pair>>(items: I) -> Pair {
        items.fold(Pair { x: 0.0, y: 0.0 }, |a, b| Pair { x: a.x + b.x, y: a.y + b.y })
    }
}

#[differentiable]
fn sum(pairs: &[Pair]) -> f64 {
    let sum: Pair = pairs.iter().copied().sum();
    sum.x * sum.y
}

fn main() {}
