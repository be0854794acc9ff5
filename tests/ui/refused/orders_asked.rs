//! Derivatives of an order that the function, an operator or a callee has not.

use std::ops::Mul;

use jac::{Differentiable, Jacobian, differentiable};

#[differentiable]
fn once(x: f64) -> f64 {
    x * x
}

#[differentiable(order = 2)]
fn twice(x: f64) -> f64 {
    x * x
}

#[differentiable(order = 3)]
fn thrice(x: f64) -> f64 {
    x * x
}

fn nested() {
    let _ = Jacobian::<Jacobian<once>>::new().at(1.0);
    let _ = Jacobian::<Jacobian<Jacobian<twice>>>::new().at(1.0);
    let _ = Jacobian::<Jacobian<Jacobian<Jacobian<thrice>>>>::new().at(1.0);
}

#[differentiable(order = 4)]
fn calls_of_a_lower_order(x: f64) -> f64 {
    thrice(x)
}

#[derive(Clone, Copy, Differentiable)]
struct Length(f64);

#[differentiable(order = 3)]
impl Mul for Length {
    type Output = f64;
    fn mul(self, other: Length) -> f64 {
        self.0 * other.0
    }
}

#[differentiable(order = 4)]
fn squared(x: Length) -> f64 {
    x * x
}

fn main() {}
