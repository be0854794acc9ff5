//! What a `clone` that is written by hand does is not looked at.
use jac::{Differentiable, differentiable};

#[derive(Differentiable)]
pub struct Fresh {
    value: f64,
    history: Vec<f64>,
}

#[differentiable]
impl Clone for Fresh {
    fn clone(&self) -> Fresh {
        Fresh { value: self.value, history: vec![0.0; self.history.len()] }
    }
}

#[derive(Differentiable)]
pub struct Halved {
    value: f64,
}

#[differentiable]
impl Halved {
    pub fn clone(&self) -> Halved {
        Halved { value: 0.5 * self.value }
    }
}

fn main() {}
