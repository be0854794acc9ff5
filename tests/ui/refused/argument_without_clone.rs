use jac::{Differentiable, differentiable};

#[derive(Differentiable)]
struct Spring {
    stiffness: f64,
}

#[differentiable]
fn energy(spring: Spring, x: f64) -> f64 {
    0.5 * spring.stiffness * x * x
}

#[differentiable]
fn scaled(spring: Spring, factor: f64) -> Spring {
    Spring { stiffness: spring.stiffness * factor }
}

fn main() {}
