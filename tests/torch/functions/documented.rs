//! The examples of PyTorch's documentation and of its own tests.

use jac::differentiable;
use ndarray::{Array0, Array1, Array2, Array3, Axis, array, stack};

#[differentiable]
pub fn doc_exp_reducer_f32(x: &Array2<f32>) -> Array1<f32> {
    x.exp().sum_axis(Axis(1))
}

pub use doc_exp_reducer_f32 as doc_exp_reducer_create_graph_f32;

#[differentiable]
pub fn doc_exp_adder_f32(x: &Array1<f32>, y: &Array1<f32>) -> Array1<f32> {
    2.0 * x.exp() + 3.0 * y
}

#[differentiable]
pub fn doc_exp_reducer_f64(x: &Array2<f64>) -> Array1<f64> {
    x.exp().sum_axis(Axis(1))
}

#[differentiable]
pub fn doc_exp_adder_f64(x: &Array1<f64>, y: &Array1<f64>) -> Array1<f64> {
    2.0 * x.exp() + 3.0 * y
}

#[differentiable]
pub fn doc_linear_model_f64(x: &Array2<f64>) -> Array2<f64> {
    let w = array![[2.0, -1.0], [0.0, 1.0]];
    let b = array![1.0, 0.5];
    x.dot(&w.t()) + b
}

#[differentiable]
pub fn up_narrow3(a: [f64; 4]) -> [f64; 3] {
    [3.0 * a[0], 3.0 * a[1], 3.0 * a[2]]
}

#[differentiable]
pub fn up_two_out_indep(a: [f64; 4], b: [f64; 5]) -> ([f64; 5], [f64; 3]) {
    (b, [3.0 * a[0], 3.0 * a[1], 3.0 * a[2]])
}

#[differentiable]
pub fn up_add_exp_reducer(x: &Array2<f64>, y: &Array2<f64>) -> Array1<f64> {
    (x + &y.exp()).sum_axis(Axis(1))
}

#[differentiable]
pub fn up_add_exp_reducer2(x: &Array2<f64>, y: &Array2<f64>) -> Array1<f64> {
    (x + y).exp().sum_axis(Axis(1))
}

#[differentiable]
pub fn up_reducer(x: &Array2<f64>) -> f64 {
    x.sum()
}

#[differentiable]
pub fn up_expander(x: f64) -> Array1<f64> {
    Array1::from_elem(4, x)
}

#[differentiable]
pub fn up_simple_3d(x: &Array3<f64>) -> Array3<f64> {
    3.0 * x.powi(2)
}

#[differentiable]
pub fn up_multi_input(x: &Array2<f64>, y: &Array2<f64>) -> Array2<f64> {
    (x.cos() * x).dot(&y.sin())
}

#[differentiable]
pub fn up_multi_in_multi_out(x: &Array2<f64>, y: &Array2<f64>) -> (Array2<f64>, Array2<f64>, f64) {
    let row_sums = x.sum_axis(Axis(1));
    ((x * x).dot(y), x.dot(&(row_sums * y)), y.sum())
}

#[differentiable]
pub fn up_unrelated(x: [f64; 2], y: [f64; 3]) -> ([f64; 2], [f64; 3], [f64; 2], [f64; 3]) {
    (x, y, x, y)
}

#[differentiable]
pub fn up_zero_dim_out(x: &Array1<f64>, y: &Array1<f64>) -> (f64, f64, Array1<f64>) {
    (x.sum(), y.sum(), x * y)
}

#[differentiable]
pub fn up_zero_dim_in(x: &Array0<f64>) -> Array1<f64> {
    stack![Axis(0), x.view(), x.view(), x.view()]
}

#[differentiable]
pub fn up_zero_dim_mixed(x: f64, y: [f64; 1]) -> (f64, [f64; 1]) {
    (y[0], [x * y[0]])
}

#[differentiable]
pub fn up_diff_dtype_f32in(x: [f32; 3], y: [f32; 3]) -> ([f32; 3], [f64; 3]) {
    let z = [x[0] * y[0], x[1] * y[1], x[2] * y[2]];
    (z, z.map(|z| z as f64))
}
