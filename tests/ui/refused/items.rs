//! What the attribute does not go on.
use jac::differentiable;

#[differentiable]
struct Point {
    x: f64,
}

#[differentiable]
const HALF: f64 = 0.5;

#[differentiable]
mod inner {}

impl Point {
    #[differentiable]
    fn norm(&self) -> f64 {
        self.x.abs()
    }
}

trait Norm {
    #[differentiable]
    fn norm(x: f64) -> f64;
}

fn main() {}
