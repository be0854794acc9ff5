//! Indices that ask `self`, where a function does not see whom to ask.
use jac::{Differentiable, differentiable};
use std::ops::Index;

#[derive(Clone, Differentiable)]
struct Rows {
    data: Vec<f64>,
    columns: usize,
}

#[differentiable]
impl Index<usize> for Rows {
    type Output = [f64];
    fn index(&self, row: usize) -> &[f64] {
        &self.data[row * self.columns..(row + 1) * self.columns]
    }
}

#[derive(Clone, Differentiable)]
struct Plain(Vec<f64>);

impl Index<(usize, usize)> for Plain {
    type Output = f64;
    fn index(&self, (i, j): (usize, usize)) -> &f64 {
        &self.0[2 * i + j]
    }
}

#[differentiable]
fn first(rows: &Rows) -> f64 {
    rows[0][1]
}

#[differentiable]
fn without_attribute(rows: &Plain) -> f64 {
    rows[(0, 1)]
}

fn main() {}
