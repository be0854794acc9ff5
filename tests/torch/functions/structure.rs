//! Which output depends on which input, control flow, and code that writes.

use jac::differentiable;
use ndarray::{Array1, Array2};

#[differentiable]
pub fn const_second_output(x: [f64; 2]) -> ([f64; 2], [f64; 1]) {
    (x.map(|x| x * x), [1.0])
}

#[differentiable]
pub fn indep_input(x: &Array1<f64>, _y: &Array2<f64>) -> Array1<f64> {
    x.exp()
}

#[differentiable]
pub fn indep_cross(x: [f64; 2], y: [f64; 1]) -> ([f64; 2], [f64; 1]) {
    (x.map(|x| x * x), y.map(|y| y * y))
}

#[differentiable]
pub fn indep_const_element(x: [f64; 2]) -> [f64; 2] {
    [x[0] * x[0], 5.0]
}

#[differentiable]
pub fn indep_detach(x: [f64; 2]) -> [f64; 2] {
    [x[0] * jac::constant(x[0]), x[1] * jac::constant(x[1])]
}

#[differentiable]
pub fn indep_times_zero(x: &Array1<f64>) -> Array1<f64> {
    x * 0.0
}

#[differentiable]
pub fn linear_affine(x: &Array1<f64>, y: &Array1<f64>) -> Array1<f64> {
    3.0 * x + 2.0 * y - 1.0
}

#[differentiable]
pub fn bilinear(x: &Array1<f64>, y: &Array1<f64>) -> Array1<f64> {
    x * y
}

#[differentiable]
pub fn quad_plus_linear(x: [f64; 2], y: [f64; 2]) -> [f64; 2] {
    core::array::from_fn(|i| x[i] * x[i] + 3.0 * y[i])
}

#[differentiable]
pub fn two_out_second_linear(x: [f64; 2]) -> ([f64; 2], [f64; 2]) {
    (x.map(|x| x * x), x.map(|x| 3.0 * x))
}

#[differentiable]
pub fn cf_if_pos(x: &Array1<f64>) -> Array1<f64> {
    if x.sum() > 0.0 { x * x } else { -x }
}

pub use cf_if_pos as cf_if_neg;

#[differentiable]
pub fn cf_newton_sqrt(a: &Array1<f64>) -> Array1<f64> {
    let mut y = a.clone();
    for _ in 0..20 {
        y = 0.5 * (&y + &(a / &y));
    }
    y
}

#[differentiable]
pub fn cf_horner(c: [f64; 3], x: &Array1<f64>) -> Array1<f64> {
    let mut y = Array1::zeros(x.len());
    for i in 0..3 {
        y = y * x + c[i];
    }
    y
}

#[differentiable]
pub fn mut_clone_inplace(x: &Array1<f64>) -> Array1<f64> {
    let mut y = x.clone();
    y[0] = x[1] * x[1];
    y += x;
    y *= 2.0;
    y
}

#[differentiable]
pub fn where_two_inputs(x: [f64; 2], y: [f64; 2]) -> [f64; 2] {
    core::array::from_fn(|i| if x[i] > 0.0 { x[i] } else { y[i] })
}

#[differentiable]
pub fn app_arm6(q: [f64; 6]) -> [f64; 6] {
    const LENGTHS: [f64; 6] = [0.4, 0.35, 0.3, 0.25, 0.2, 0.1];
    let mut rotation = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
    let mut p = [0.0; 3];
    for i in 0..6 {
        let (s, c) = q[i].sin_cos();
        let step = if i % 2 == 0 {
            [[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]]
        } else {
            [[c, 0.0, s], [0.0, 1.0, 0.0], [-s, 0.0, c]]
        };
        let mut next = [[0.0; 3]; 3];
        for j in 0..3 {
            for k in 0..3 {
                for l in 0..3 {
                    next[j][k] += rotation[j][l] * step[l][k];
                }
            }
        }
        rotation = next;
        for j in 0..3 {
            p[j] += rotation[j][0] * LENGTHS[i] + rotation[j][2] * 0.05 * i as f64;
        }
    }
    [
        p[0],
        p[1],
        p[2],
        rotation[2][1].atan2(rotation[2][2]),
        (-rotation[2][0]).asin(),
        rotation[1][0].atan2(rotation[0][0]),
    ]
}

#[differentiable]
pub fn app_ekf6(s: [f64; 6]) -> [f64; 6] {
    let [px, py, th, v, w, a] = s;
    let dt = 0.05;
    let (vm, tm) = (v + 0.5 * a * dt, th + 0.5 * w * dt);
    [
        px + vm * tm.cos() * dt,
        py + vm * tm.sin() * dt,
        th + w * dt,
        v + a * dt - 0.1 * v * v.abs() * dt,
        w - 0.3 * w * dt + 0.02 * v * th.sin() * dt,
        a * (-0.5 * dt).exp(),
    ]
}

#[differentiable]
pub fn app_mlp(x: &Array1<f64>, w1: &Array2<f64>, b1: &Array1<f64>, w2: &Array2<f64>) -> Array1<f64> {
    w2.dot(&(w1.dot(x) + b1).tanh())
}
