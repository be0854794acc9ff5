//! Reductions, linear algebra, broadcasting and shapes: arrays as PyTorch has tensors.

use jac::differentiable;
use ndarray::{Array1, Array2, Array3, Axis, stack};

use super::vectors::logsumexp;

#[differentiable]
pub fn red_sum_mean(x: &Array2<f64>) -> (f64, f64, Array1<f64>, Array1<f64>) {
    (x.sum(), x.mean().unwrap(), x.sum_axis(Axis(0)), x.mean_axis(Axis(1)).unwrap())
}

#[differentiable]
pub fn red_prod_two_zeros(x: &Array1<f64>) -> f64 {
    x.product()
}

#[differentiable]
pub fn red_max_min(x: [[f64; 3]; 2]) -> (f64, f64, [f64; 2], [f64; 3]) {
    let most = x.map(|row| row[0].max(row[1]).max(row[2]));
    let least = core::array::from_fn(|j| x[0][j].min(x[1][j]));
    let all = x[0][0].min(x[0][1]).min(x[0][2]).min(x[1][0]).min(x[1][1]).min(x[1][2]);
    (most[0].max(most[1]), all, most, least)
}

/// At the origin the norm has the slope 0, as in PyTorch: the root is not taken there.
#[differentiable]
pub fn norm(x: &[f64]) -> f64 {
    let square = x.iter().map(|x| x * x).sum::<f64>();
    if square > 0.0 { square.sqrt() } else { 0.0 }
}

#[differentiable]
pub fn red_norms(x: [f64; 4]) -> (f64, f64, f64, f64, f64) {
    let sizes = x.map(f64::abs);
    let cubes = sizes.iter().map(|x| x.powi(3)).sum::<f64>();
    let most = sizes.iter().fold(0.0, |most: f64, size| most.max(*size));
    (sizes.iter().sum(), norm(&x), most, cubes.powf(1.0 / 3.0), norm(&x))
}

#[differentiable]
pub fn red_var_std(x: &Array1<f64>) -> (f64, f64, f64) {
    (x.var(1.0), x.std(1.0), x.var(0.0))
}

#[differentiable]
pub fn red_logsumexp_dim(x: [[f64; 2]; 3]) -> [f64; 3] {
    x.map(|row| logsumexp(&row))
}

/// Stable, as PyTorch's is where it matters.
#[differentiable]
pub fn sorted<const N: usize>(x: [f64; N]) -> [f64; N] {
    let mut x = x;
    for i in 1..N {
        let mut j = i;
        while j > 0 && x[j - 1] > x[j] {
            x.swap(j - 1, j);
            j -= 1;
        }
    }
    x
}

/// All elements that are the median share it.
#[differentiable]
pub fn median<const N: usize>(x: [f64; N]) -> f64 {
    let middle = jac::constant(sorted(x)[(N - 1) / 2]);
    let mut sum = 0.0;
    let mut count = 0.0;
    for i in 0..N {
        if x[i] == middle {
            sum += x[i];
            count += 1.0;
        }
    }
    sum / count
}

#[differentiable]
pub fn red_median_sort(x: [f64; 5]) -> (f64, [f64; 5], f64) {
    (median(x), sorted(x), sorted(x)[1])
}

#[differentiable]
pub fn mat_vec(a: &Array2<f64>, x: &Array1<f64>) -> Array1<f64> {
    a.dot(x)
}

#[differentiable]
pub fn mat_bmm_3d(a: &Array3<f64>, b: &Array3<f64>) -> Array3<f64> {
    let first = a.index_axis(Axis(0), 0).dot(&b.index_axis(Axis(0), 0));
    let second = a.index_axis(Axis(0), 1).dot(&b.index_axis(Axis(0), 1));
    stack![Axis(0), first, second]
}

#[differentiable]
pub fn mat_solve(a: [[f64; 2]; 2], b: [f64; 2]) -> [f64; 2] {
    let determinant = a[0][0] * a[1][1] - a[0][1] * a[1][0];
    [(b[0] * a[1][1] - a[0][1] * b[1]) / determinant, (a[0][0] * b[1] - b[0] * a[1][0]) / determinant]
}

#[differentiable]
pub fn mat_power(a: &Array2<f64>) -> Array2<f64> {
    a.dot(a).dot(a)
}

#[differentiable]
pub fn shape_broadcast(x: &Array2<f64>, y: &Array1<f64>) -> Array2<f64> {
    x * y
}

#[differentiable]
pub fn shape_broadcast_scalar(s: f64, x: &Array2<f64>) -> Array2<f64> {
    s * x + s
}

#[differentiable]
pub fn shape_permute_3d(x: &Array3<f64>) -> Array3<f64> {
    x.clone().permuted_axes([2, 0, 1]) * 2.0
}
