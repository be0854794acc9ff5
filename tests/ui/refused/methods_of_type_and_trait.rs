//! A method of a trait behind one of the type with the same name: a call of the latter would be differentiated as the former.
use jac::{Differentiable, differentiable};

#[derive(Clone, Copy, Differentiable)]
pub struct Circle {
    radius: f64,
}

impl Circle {
    pub fn area(&self) -> f64 {
        self.radius * self.radius
    }
}

pub trait Shape {
    fn area(&self) -> f64;
    fn twice(&self) -> f64;
}

#[differentiable]
impl Shape for Circle {
    fn area(&self) -> f64 {
        3.0 * self.radius * self.radius
    }

    fn twice(&self) -> f64 {
        2.0 * self.area()
    }
}

fn main() {}
