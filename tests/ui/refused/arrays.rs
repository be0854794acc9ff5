use jac::differentiable;
use ndarray::{Array1, Array2, Zip};

#[differentiable]
fn mutable_row(x: &Array1<f64>, y: &mut Array2<f64>) {
    y.row_mut(0).assign(x);
}

#[differentiable]
fn zipped(x: &Array1<f64>, y: &mut Array1<f64>) {
    Zip::from(y).and(x).for_each(|y, &x| *y = x);
}

#[differentiable]
fn accumulated(x: &Array1<f64>) -> f64 {
    x.fold(0.0, |sum, x| sum + x)
}

#[differentiable]
fn of_view(x: ndarray::ArrayView1<'_, f64>) -> f64 {
    x[0] * x[0]
}

fn main() {}
