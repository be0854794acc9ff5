//! Methods in method syntax that have no derivative: the compiler looks for them, and finds none.
use jac::{Differentiable, differentiable};

trait Special {
    fn gamma_of(self) -> f64;
    fn total(&self) -> f64;
}

impl Special for f64 {
    fn gamma_of(self) -> f64 {
        self
    }
    fn total(&self) -> f64 {
        *self
    }
}

impl Special for &Vec<f64> {
    fn gamma_of(self) -> f64 {
        self[0]
    }
    fn total(&self) -> f64 {
        self[0]
    }
}

#[differentiable]
fn of_a_trait(x: f64) -> f64 {
    // Where nothing varies, any method will do.
    x.gamma_of() + 2.0_f64.gamma_of()
}

#[differentiable]
fn of_a_list(x: Vec<f64>) -> f64 {
    let y = &x;
    y.total()
}

#[differentiable]
fn of_the_standard_library(x: f64, weights: &[f64]) -> f64 {
    let mut stack = weights.to_vec();
    stack.rotate_left(2);
    stack.insert(0, x);
    stack[0] * stack[1]
}

#[derive(Clone, Debug, Differentiable)]
struct Arm {
    gain: f64,
}

impl Arm {
    fn reach(&self, q: f64) -> f64 {
        self.gain * q
    }
}

#[differentiable]
fn without_the_attribute(arm: &Arm, q: f64) -> f64 {
    arm.reach(q)
}

fn main() {}
