//! Mutable views of arrays that are not known to end.
use jac::differentiable;
use ndarray::{Array2, s};

#[differentiable]
fn given_by_a_block(x: &Array2<f64>) -> Array2<f64> {
    let mut a = x.clone();
    let mut t = {
        let v = a.view_mut();
        v.reversed_axes()
    };
    t *= 2.0;
    a
}

#[differentiable]
fn without_a_name(x: &Array2<f64>) -> Array2<f64> {
    let mut a = x.clone();
    a.view_mut().reversed_axes().assign(x);
    a
}

#[differentiable]
fn assigned(x: &Array2<f64>) -> Array2<f64> {
    let mut a = x.clone();
    let mut t;
    t = a.row_mut(0);
    t *= 2.0;
    a
}

#[differentiable]
fn in_an_order_that_is_not_seen(x: &Array2<f64>) -> Array2<f64> {
    let mut a = x.clone();
    let axes = [1, 0];
    let mut t = a.view_mut().permuted_axes(axes);
    t *= 2.0;
    a
}

#[differentiable]
fn one_of_two(x: &Array2<f64>, k: f64) -> Array2<f64> {
    let mut a = x.clone();
    let mut t = if k > 0.0 { a.row_mut(0) } else { a.row_mut(1) };
    t *= k;
    a
}

#[differentiable]
fn with_another_array_of_the_name(x: &Array2<f64>, k: f64) -> f64 {
    let mut a = x.clone();
    let mut t = a.slice_mut(s![1.., ..]);
    let a = k * k;
    println!("{a}");
    t *= a;
    t.sum() + a
}

fn main() {}
