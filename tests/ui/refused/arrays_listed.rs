//! A list of mutable views of an array that does not vary yet.
use jac::differentiable;
use ndarray::Array2;

#[differentiable]
fn listed(k: f64) -> Array2<f64> {
    let mut a = Array2::zeros((2, 2));
    let mut rows: Vec<_> = a.rows_mut().into_iter().collect();
    rows[0][1] = k;
    a
}

fn main() {}
