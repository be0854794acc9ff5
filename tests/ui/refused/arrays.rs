use jac::differentiable;
use ndarray::{Array, Array1, Array2, ArrayView, ArrayView1, ArrayViewMut1, Axis, Dimension, Zip};

#[differentiable]
fn of_exchanged_view(x: &mut ArrayView1<'_, f64>) -> f64 {
    x[0] * x[0]
}

#[differentiable]
fn of_views_in_a_tuple(x: (ArrayViewMut1<'_, f64>, f64)) -> f64 {
    x.1
}

fn concatenate<A: Clone, D: Dimension>(_: Axis, arrays: &[ArrayView<A, D>]) -> Option<Array<A, D>> {
    arrays.first().map(|array| array.to_owned())
}

#[differentiable]
fn of_another_function(x: &Array1<f64>) -> Array1<f64> {
    concatenate(Axis(0), &[x.view(), x.view()]).unwrap()
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
