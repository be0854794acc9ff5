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

#[derive(Clone, Copy, Differentiable)]
struct Longest {
    x: f64,
}

#[differentiable]
impl core::iter::Sum for Longest {
    fn sum<I: Iterator<Item = Longest>>(items: I) -> Longest {
        items.max_by(|a, b| a.x.total_cmp(&b.x)).unwrap_or(Longest { x: 0.0 })
    }
}

mod look_alike {
    use jac::{Differentiable, differentiable};

    trait Sum {
        fn sum<I: Iterator<Item = Small>>(items: I) -> Small;
    }

    #[derive(Clone, Copy, Differentiable)]
    struct Small {
        x: f64,
    }

    #[differentiable]
    impl Sum for Small {
        fn sum<I: Iterator<Item = Small>>(items: I) -> Small {
            items.fold(Small { x: 0.0 }, |a, b| Small { x: a.x + b.x })
        }
    }
}

fn main() {}
