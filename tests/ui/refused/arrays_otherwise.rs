//! Methods and types of `ndarray` for which there are others.
use jac::differentiable;
use ndarray::{ArcArray1, Array1, Array2, Axis};

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

fn main() {}
