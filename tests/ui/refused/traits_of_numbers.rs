//! A trait of one's own for numbers: its methods are not found through a bound.
use jac::differentiable;
use std::ops::{Add, Mul};

#[differentiable]
trait Real: Copy + Add<Output = Self> + Mul<Output = Self> {
    fn root(self) -> Self;
}

#[differentiable]
impl Real for f64 {
    fn root(self) -> f64 {
        self.sqrt()
    }
}

#[differentiable]
fn length<T: Real>(x: T) -> T {
    (x * x + x).root()
}

fn main() {}
