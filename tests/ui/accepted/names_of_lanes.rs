//! Types with the names that generated code might give to its constants.
#![deny(warnings)]

use jac::{Differentiable, differentiable};

#[derive(Clone, Copy, Differentiable)]
pub struct W(f64);
#[derive(Clone, Copy, Differentiable)]
pub struct V(f64);
#[derive(Clone, Copy, Differentiable)]
pub struct U(f64);
#[derive(Clone, Copy, Differentiable)]
pub struct Scalar(f64);
#[derive(Clone, Copy, Differentiable)]
pub struct Checked<Owner>(Owner);
#[derive(Clone, Copy, Differentiable)]
pub enum F {
    Up,
}

#[differentiable]
impl From<f64> for W {
    fn from(x: f64) -> W {
        W(x * x)
    }
}

#[differentiable]
impl core::ops::Add<V> for W {
    type Output = U;
    fn add(self, other: V) -> U {
        U(self.0 + other.0)
    }
}

#[differentiable(order = 3)]
pub fn twice(x: f64) -> f64 {
    x * x * x
}

#[differentiable]
pub fn sum(w: W, v: V, scalar: Scalar, checked: Checked<f64>, up: F) -> f64 {
    let sum = w + v;
    match up {
        F::Up => sum.0 * scalar.0 * checked.0 + W::from(v.0).0,
    }
}

fn main() {
    assert_eq!(twice::gradient(2.0), 12.0);
    let (value, by) = sum::vjp(W(1.0), V(2.0), Scalar(3.0), Checked(4.0), F::Up, 1.0);
    assert_eq!((value, by.0.0, by.1.0, by.2.0, by.3.0), (40.0, 12.0, 16.0, 12.0, 9.0));
}
