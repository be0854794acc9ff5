//! Vectors: arrays of fixed size where the size is fixed.

use jac::differentiable;
use ndarray::{Array1, Array2, Axis, array};

#[differentiable]
pub fn one_elem_tuple_in_out(x: [f64; 2]) -> ([f64; 2],) {
    (x.map(|x| x * x),)
}

#[differentiable]
pub fn vec_elementwise_square(x: &Array1<f64>) -> Array1<f64> {
    x.powi(2)
}

#[differentiable]
pub fn vec_identity(x: Array1<f64>) -> Array1<f64> {
    x
}

#[differentiable]
pub fn vec_rosenbrock_residual(x: [f64; 2]) -> [f64; 2] {
    [10.0 * (x[1] - x[0] * x[0]), 1.0 - x[0]]
}

#[differentiable]
pub fn vec_gradient_of_quadratic(x: &Array1<f64>) -> f64 {
    let a = array![[2.0, 1.0, 0.5], [0.0, 3.0, -1.0], [1.0, 0.25, 4.0]];
    0.5 * a.dot(x).dot(x)
}

#[differentiable]
pub fn vec_outer(x: &Array1<f64>, y: &Array1<f64>) -> Array2<f64> {
    x.view().insert_axis(Axis(1)).dot(&y.view().insert_axis(Axis(0)))
}

#[differentiable]
pub fn vec_cumsum_cumprod(x: [f64; 4]) -> ([f64; 4], [f64; 4]) {
    let (mut sums, mut products) = (x, x);
    for i in 1..4 {
        sums[i] += sums[i - 1];
        products[i] *= products[i - 1];
    }
    (sums, products)
}

#[differentiable]
pub fn vec_cross(a: [f64; 3], b: [f64; 3]) -> [f64; 3] {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

#[differentiable]
pub fn vec_normalize(x: &Array1<f64>) -> Array1<f64> {
    x / x.dot(x).sqrt()
}

/// The logarithm of the sum of exponentials, without overflow: what is subtracted is added again, whatever it is.
#[differentiable]
pub fn logsumexp(x: &[f64]) -> f64 {
    let mut most = f64::NEG_INFINITY;
    for i in 0..x.len() {
        most = jac::constant(most.max(x[i]));
    }
    let shift = if most.is_finite() { most } else { 0.0 };
    let mut sum = 0.0;
    for i in 0..x.len() {
        sum += (x[i] - shift).exp();
    }
    sum.ln() + shift
}

#[differentiable]
pub fn vec_log_softmax(x: [f64; 4]) -> [f64; 4] {
    let total = logsumexp(&x);
    x.map(|x| x - total)
}

#[differentiable]
pub fn vec_logsumexp(x: [f64; 4]) -> f64 {
    logsumexp(&x)
}

#[differentiable]
pub fn vec_logsumexp_large(x: [f64; 3]) -> f64 {
    logsumexp(&x)
}

#[differentiable]
pub fn idx_single(x: [f64; 3]) -> f64 {
    x[1]
}

#[differentiable]
pub fn idx_slice_step(x: [f64; 6]) -> [f64; 3] {
    core::array::from_fn(|i| x[2 * i] * x[2 * i + 1])
}

#[differentiable]
pub fn idx_gather_repeat(x: [f64; 3]) -> [f64; 3] {
    [0, 0, 2].map(|i: usize| x[i] * x[i])
}

#[differentiable]
pub fn empty_input(x: &Array1<f64>) -> f64 {
    x.sum()
}

#[differentiable]
pub fn empty_input_mixed(x: &Array1<f64>, y: &Array1<f64>) -> Array1<f64> {
    ndarray::concatenate(Axis(0), &[x.view(), y.view()]).unwrap() * 2.0
}

#[differentiable]
pub fn empty_output(x: &[f64]) -> Vec<f64> {
    x[..0].to_vec()
}
