//! Operators of a lower order than the function that they are used in.
use core::ops::{Add, Mul, MulAssign};

use jac::{Differentiable, Float, differentiable};

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

#[derive(Clone, Copy, Differentiable)]
struct Complex<T> {
    re: T,
    im: T,
}

#[differentiable(order = 2)]
impl<T: Float> Mul for Complex<T> {
    type Output = Complex<T>;
    fn mul(self, other: Complex<T>) -> Complex<T> {
        Complex { re: self.re * other.re - self.im * other.im, im: self.re * other.im + self.im * other.re }
    }
}

#[differentiable(order = 3)]
fn squared<T: Float>(x: T) -> T {
    let z = Complex { re: x, im: x };
    (z * z).im
}

fn main() {}
