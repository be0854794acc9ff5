//! What a linearization does not go through, and what has none.

use jac::{Differentiable, differentiable};

#[differentiable]
fn helper(x: f64) -> f64 {
    x * x
}

#[differentiable(linearize)]
fn of_helper(x: f64) -> f64 {
    helper(x) + 1.0
}

#[derive(Clone, Differentiable)]
struct Arm {
    length: f64,
}

#[differentiable]
impl Arm {
    fn reach(&self, angle: f64) -> f64 {
        self.length * angle.cos()
    }
}

#[differentiable(linearize)]
fn of_method(arm: &Arm, angle: f64) -> f64 {
    arm.reach(angle)
}

#[differentiable(linearize)]
fn of_method_by_path(arm: &Arm, angle: f64) -> f64 {
    Arm::reach(arm, angle)
}

#[differentiable]
impl std::ops::Mul<f64> for Arm {
    type Output = Arm;
    fn mul(self, by: f64) -> Arm {
        Arm { length: self.length * by }
    }
}

#[differentiable(linearize)]
fn of_operator(arm: Arm, by: f64) -> Arm {
    arm * by
}

fn uses(x: f64) {
    helper::linearize(x);
}

fn main() {}
