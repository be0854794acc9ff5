//! Methods that return references.
use jac::{Differentiable, differentiable};

#[derive(Clone, Differentiable)]
struct Matrix {
    data: Vec<f64>,
    columns: usize,
    other: f64,
}

#[differentiable]
impl Matrix {
    fn largest(&self) -> &f64 {
        self.data.iter().max_by(|a, b| a.total_cmp(b)).unwrap()
    }

    fn of_two<'a>(&'a self, other: &'a Matrix) -> &'a f64 {
        &self.data[other.columns]
    }

    fn generic<I: Into<usize>>(&self, i: I) -> &f64 {
        &self.data[i.into()]
    }

    #[differentiable(wrt(self))]
    fn with_options(&self) -> &f64 {
        &self.data[0]
    }

    fn by_name(&self) -> &f64 {
        let data = &self.data;
        if data.len() > 1 { &data[1] } else { &self.other }
    }

    #[differentiable(skip)]
    fn skipped(&self) -> &f64 {
        &self.data[0]
    }
}

#[differentiable]
fn free(x: &[f64; 3]) -> &f64 {
    &x[0]
}

fn main() {}
