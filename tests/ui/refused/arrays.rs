use jac::differentiable;
use ndarray::{Array1, Array2, ArrayView1, ArrayViewMut1, Zip};

#[differentiable]
fn of_lent_view(x: &ArrayView1<'_, f64>) -> f64 {
    x[0] * x[0]
}

#[differentiable]
fn of_mutable_view(x: &Array1<f64>, mut y: ArrayViewMut1<'_, f64>) {
    y[0] = x[0];
}

#[differentiable]
fn changing_what_is_around(x: &Array1<f64>, y: &Array1<f64>) -> f64 {
    let mut sum = 0.0;
    Zip::from(x).and(y).for_each(|x, y| sum += x * y);
    sum
}

#[differentiable]
fn split(x: &Array2<f64>) -> Array1<f64> {
    Zip::from(x.rows()).map_collect(|row| row[0])
}

fn main() {}
