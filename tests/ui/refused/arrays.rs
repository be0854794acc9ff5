use jac::differentiable;
use ndarray::{Array, Array1, Array2, ArrayView, ArrayView1, ArrayViewMut1, ArrayViewMut2, Axis, Dimension, Zip, s};

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
fn changing_what_is_around_rows(x: &Array2<f64>) -> f64 {
    let mut sum = 0.0;
    Zip::from(x.rows()).for_each(|row| sum += row[0]);
    sum
}

#[differentiable]
#[allow(deprecated)]
fn in_the_order_of_memory(x: &Array2<f64>) -> Array1<f64> {
    x.clone().reversed_axes().into_shape(4).unwrap()
}

#[differentiable]
fn a_view_of_another_shape(x: &Array2<f64>) -> Array2<f64> {
    let mut y = x.clone();
    let mut v = y.view_mut();
    v.swap_axes(0, 1);
    v *= 2.0;
    y
}

#[differentiable]
fn a_view_of_the_caller(mut v: ArrayViewMut2<f64>) {
    v.swap_axes(0, 1);
    v[[0, 1]] *= 2.0;
}

#[differentiable]
fn of_mutable_places(x: &Array1<f64>) -> f64 {
    let mut y = x.clone();
    *y.get_mut(0).unwrap() = 2.0;
    y.slice_collapse(s![1..]);
    y.sum()
}

#[differentiable]
fn of_any_number_of_axes<D: Dimension>(x: &Array<f64, D>) -> f64 {
    x.mapv(|v| v * v).sum()
}

#[differentiable]
fn of_a_list(x: &Array2<f64>) -> Array2<f64> {
    let rows: Vec<ArrayView1<f64>> = x.outer_iter().collect();
    ndarray::stack(Axis(0), &rows).unwrap()
}

fn main() {}
