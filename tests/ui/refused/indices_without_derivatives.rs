//! Indices of users' types whose `impl` has no attribute.
use jac::{Differentiable, differentiable};
use std::ops::Index;

#[derive(Clone, Copy, Differentiable)]
struct Couple([f64; 2]);

impl Index<usize> for Couple {
    type Output = f64;
    fn index(&self, i: usize) -> &f64 {
        &self.0[i]
    }
}

#[differentiable]
fn sum(x: Couple) -> f64 {
    x[0] + x[1]
}

fn main() {}
