//! Arrays of `ndarray` in differentiable functions.
#![cfg(feature = "ndarray")]

use jac::check::check;
use jac::differentiable;
use ndarray::{Array1, Array2, Axis, array, concatenate, stack};

#[differentiable]
fn elements(x: &Array1<f64>) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        sum += x[i] * x[i].sin();
    }
    sum
}

#[differentiable]
fn layer(w: &Array2<f64>, x: &Array1<f64>, b: &Array1<f64>) -> Array1<f64> {
    w.dot(x) + b
}

#[differentiable]
fn arithmetic(x: &Array2<f64>, y: &Array1<f64>, s: f64) -> Array2<f64> {
    let z = x * y + 2.0 * x / s;
    -(&z * &z) / y - s
}

#[differentiable]
fn sums(x: &Array2<f64>) -> f64 {
    let y = x.t().dot(x);
    y.sum() + x.product() + x.var(1.0) * x.std(0.0)
}

#[test]
fn works() {
    let x = array![0.3, -0.7, 1.1];
    check::<elements, _>(&x).unwrap();
    let w = array![[0.3, 0.2, -0.4], [1.0, 2.0, -0.1]];
    let b = array![0.3, -0.7];
    check::<layer, _>((&w, &x, &b)).unwrap();
    check::<arithmetic, _>((&w, &x, 0.7_f64)).unwrap();
    check::<sums, _>(&w).unwrap();
}

#[differentiable]
fn elementwise(x: &Array2<f64>, s: f64) -> Array2<f64> {
    let y = x.mapv(|v| (v * s).tanh());
    let mut z = (x * &y).mapv(f64::exp);
    z.mapv_inplace(|v| v * v + s);
    z
}

#[differentiable]
fn views(x: &Array2<f64>) -> Array1<f64> {
    let first = x.row(0);
    let last = x.column(x.ncols() - 1);
    let up = first.insert_axis(Axis(0));
    &up.row(0) * last.sum()
        + x.sum_axis(Axis(1)).product()
        + x.t().diag().mean().unwrap()
        + x.mean_axis(Axis(0)).unwrap()
}

#[differentiable]
fn writes(x: &Array1<f64>, a: f64) -> Array1<f64> {
    let mut y = Array1::zeros(x.len());
    y.assign(x);
    y[1] *= a;
    y += x;
    y.scaled_add(a, x);
    let mut z = Array1::from_elem(x.raw_dim(), a);
    z[0] = x[1] * y[2];
    y = &y * &z;
    z.fill(a * a);
    y + z
}

#[differentiable]
fn made(x: &Array1<f64>, a: f64) -> Array2<f64> {
    let m = array![[x[0], a], [a * a, x[1]]];
    let v = Array1::from_vec(vec![a, x[2]]);
    let w = concatenate![Axis(0), v, v];
    let q = w.into_shape_with_order((2, 2)).unwrap();
    m.dot(&q) + stack![Axis(0), v, v] * x.sum()
}

#[test]
fn more() {
    let x = array![0.3, -0.7, 1.1];
    let w = array![[0.3, 0.2, -0.4], [1.0, 2.0, -0.1], [0.7, 0.9, 1.3]];
    check::<elementwise, _>((&w, 0.7_f64)).unwrap();
    check::<views, _>(&w).unwrap();
    check::<writes, _>((&x, 0.7_f64)).unwrap();
    check::<made, _>((&x, 0.7_f64)).unwrap();
}

#[differentiable]
fn owned(x: Array1<f64>, y: Array1<f64>) -> (Array1<f64>, f64) {
    let z = x * &y;
    let w = z.clone() - y;
    (w.exp(), z.sum())
}

#[differentiable]
fn in_place(x: &Array1<f64>, y: &mut Array1<f64>) {
    for i in 0..x.len() {
        y[i] = y[i] * x[i] + x[0];
    }
    *y += x;
    *y *= 2.0;
    y.scaled_add(x[1], x);
}

#[differentiable]
fn loops(x: &Array2<f64>, v: &Array1<f64>) -> f64 {
    let mut state = v.clone();
    let mut norms = 0.0;
    for k in 0..3 {
        state = x.dot(&state).tanh() + v * (k as f64);
        norms += state.dot(&state).sqrt();
        if norms > 3.0 {
            state = &state * 0.5;
        }
    }
    for row in x.outer_iter() {
        norms += row.sum() * row[0];
    }
    for (i, column) in x.axis_iter(Axis(1)).enumerate() {
        norms += column.product() * v[i];
    }
    for e in &state {
        norms += e * e;
    }
    for (e, w) in state.iter().zip(v.iter()) {
        norms += e * w;
    }
    norms + x[[0, 1]] * x[(1, 0)]
}

#[test]
fn even_more() {
    let x = array![0.3, -0.7, 1.1];
    let w = array![[0.3, 0.2, -0.4], [1.0, 2.0, -0.1], [0.7, 0.9, 1.3]];
    check::<owned, _>((x.clone(), &x + 1.0)).unwrap();
    let mut y = &x + 2.0;
    check::<in_place, _>((&x, &mut y)).unwrap();
    check::<loops, _>((&w, &x)).unwrap();
}
