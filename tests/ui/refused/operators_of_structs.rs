//! Operators of structs in functions of a higher order.
use core::ops::{Add, MulAssign};

use jac::{Differentiable, differentiable};

#[derive(Clone, Copy, Differentiable)]
struct Pair {
    x: f64,
    y: f64,
}

#[differentiable]
impl Add for Pair {
    type Output = Pair;
    fn add(self, other: Pair) -> Pair {
        Pair { x: self.x + other.x, y: self.y + other.y }
    }
}

#[differentiable]
impl MulAssign<f64> for Pair {
    fn mul_assign(&mut self, by: f64) {
        self.x *= by;
        self.y *= by;
    }
}

#[differentiable(order = 2)]
fn sum(x: f64, y: f64) -> f64 {
    let pair = Pair { x, y };
    let twice = pair + pair;
    twice.x * twice.y
}

#[differentiable(order = 2)]
fn scaled(x: f64, y: f64) -> f64 {
    let mut pair = Pair { x, y };
    pair *= x;
    pair.x * pair.y
}

fn main() {}
