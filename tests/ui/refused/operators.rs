use std::ops::{Add, Mul};

use jac::{Differentiable, Float, differentiable};

#[derive(Clone, Copy, Differentiable)]
struct Vec2 {
    x: f64,
    y: f64,
}

impl Mul<f64> for Vec2 {
    type Output = Vec2;
    fn mul(self, by: f64) -> Vec2 {
        Vec2 { x: self.x * by, y: self.y * by }
    }
}

/// There is no rule.
#[differentiable]
fn without_a_rule(v: Vec2, by: f64) -> Vec2 {
    v * by
}

#[derive(Clone, Copy, Differentiable)]
struct Complex<T> {
    re: T,
    im: T,
}

impl<T: Float> Add for Complex<T> {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Complex { re: self.re + other.re, im: self.im + other.im }
    }
}

/// There is none in a generic function, either.
#[differentiable]
fn generic_without_a_rule<T: Float>(z: Complex<T>) -> Complex<T> {
    z + z
}

/// In the logarithm.
#[derive(Clone, Copy, Differentiable)]
struct Log(f64);

#[differentiable]
impl Add for Log {
    type Output = Log;
    fn add(self, other: Log) -> Log {
        Log((self.0.exp() + other.0.exp()).ln())
    }
}

#[differentiable]
impl Mul for Log {
    type Output = Log;
    fn mul(self, other: Log) -> Log {
        unsafe { Log(self.0 + other.0) }
    }
}

fn main() {}
