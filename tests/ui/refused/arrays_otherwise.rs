//! Methods and types of `ndarray` for which there are others.
use jac::differentiable;
use ndarray::{ArcArray1, Array1, Array2, Axis, s};

#[differentiable]
fn in_memory_order(x: &Array2<f64>) -> f64 {
    x.as_slice_memory_order().unwrap()[0]
}

#[differentiable]
fn as_a_slice(mut x: Array1<f64>) -> f64 {
    x.as_slice_mut().unwrap()[0] = 1.0;
    x.sum()
}

#[differentiable]
fn collapsed(mut x: Array2<f64>) -> f64 {
    x.collapse_axis(Axis(0), 1);
    x.sum()
}

#[differentiable]
fn with_axes(x: Array2<f64>) -> f64 {
    let y: Array2<f64> = x.into_dimensionality().unwrap();
    y.sum()
}

#[differentiable]
fn by_axis(mut x: Array2<f64>) -> f64 {
    let y = x.map_axis_mut(Axis(0), |mut lane| {
        lane[0] = 1.0;
        lane.sum()
    });
    y.sum()
}

#[differentiable]
fn permuted(mut x: Array2<f64>) -> f64 {
    x.permute_axes([1, 0]);
    x.sum()
}

#[differentiable]
fn shorter(mut x: Array2<f64>) -> f64 {
    x.remove_index(Axis(0), 1);
    x.sum()
}

#[differentiable]
fn shared(x: &ArcArray1<f64>) -> f64 {
    x.sum()
}

#[differentiable]
fn parts_of_one(x: &Array1<f64>) -> f64 {
    let mut y = x.clone();
    let mut view = y.slice_mut(s![1..]);
    view[0] = y[0];
    view[1] = 2.0;
    y[0]
}

#[differentiable]
fn at_the_ends(mut x: Array1<f64>) -> f64 {
    if let Some(v) = x.first_mut() {
        *v = 2.0;
    }
    if let Some(v) = x.last_mut() {
        *v = 2.0;
    }
    x.sum()
}

#[differentiable(wrt(x))]
fn parted(x: Array1<f64>, keys: &Array1<i64>) -> f64 {
    x[0] * keys.partition(1, Axis(0))[1] as f64
}

fn main() {}
