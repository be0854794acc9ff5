//! Methods that return references, where nothing tells that they do.
use jac::{Differentiable, differentiable};

#[derive(Clone, Differentiable)]
struct Matrix {
    data: Vec<f64>,
    columns: usize,
}

#[differentiable]
impl Matrix {
    fn line(&self, i: usize) -> &[f64] {
        &self.data[i * self.columns..(i + 1) * self.columns]
    }
}

#[differentiable]
fn total(x: &[f64]) -> f64 {
    x[0] + x[1]
}

#[differentiable]
fn passed(m: &Matrix) -> f64 {
    total(m.line(0))
}

#[differentiable]
fn indexed(m: &Matrix) -> f64 {
    m.line(0)[1]
}

fn main() {}
