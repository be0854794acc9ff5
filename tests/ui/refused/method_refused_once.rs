//! What calls a method that is refused says nothing of it.
use jac::{Differentiable, differentiable};

#[derive(Clone, Copy, Differentiable)]
struct Spring {
    k: f64,
}

#[differentiable]
impl Spring {
    fn force(&self, x: f64) -> f64 {
        async { x };
        self.k * x
    }

    fn energy(&self, x: f64) -> f64 {
        0.5 * self.force(x) * x
    }

    fn free() -> f64 {
        async { 1.0 };
        1.0
    }
}

#[differentiable]
fn both(spring: Spring, x: f64) -> f64 {
    spring.force(x) + spring.energy(x) + Spring::force(&spring, x) + Spring::free()
}

fn main() {
    both::gradient(Spring { k: 1.0 }, 2.0);
}
