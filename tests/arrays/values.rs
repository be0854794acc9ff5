//! Functions of arrays that are owned or borrowed.

use jac::differentiable;
use ndarray::{Array0, Array1, Array2, Array3, Array6, Axis, array, concatenate, stack};

#[differentiable]
pub fn elements(x: &Array1<f64>) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        sum += x[i] * x[i].sin();
    }
    sum
}

#[differentiable]
pub fn layer(w: &Array2<f64>, x: &Array1<f64>, b: &Array1<f64>) -> Array1<f64> {
    w.dot(x) + b
}

#[differentiable]
pub fn arithmetic(x: &Array2<f64>, y: &Array1<f64>, s: f64) -> Array2<f64> {
    let z = x * y + 2.0 * x / s;
    -(&z * &z) / y - s
}

/// Scalars on the left, remainders, and an operand that is broadcast along both axes.
#[differentiable]
pub fn scalars(x: &Array1<f64>, s: f64) -> Array2<f64> {
    let column = x.view().insert_axis(Axis(1));
    let table = &column + x - s * x;
    s / (&table + 10.0) - table % 0.75 + (5.0 - x) % (s + 2.0)
}

#[differentiable]
pub fn products(w: &Array2<f64>, x: &Array1<f64>) -> Array1<f64> {
    let square = w.t().dot(w);
    x.dot(&square) + square.dot(x) * x.dot(x)
}

#[differentiable]
pub fn reductions(w: &Array2<f64>) -> Array1<f64> {
    let numbers = w.sum() + w.product() + w.var(1.0) * w.std(0.0) - w.mean().unwrap();
    let spread = w.var_axis(Axis(0), 1.0) + w.std_axis(Axis(1), 0.0);
    spread * numbers + w.sum_axis(Axis(1)) - w.mean_axis(Axis(0)).unwrap()
}

#[differentiable]
pub fn elementwise(x: &Array2<f64>, s: f64) -> Array2<f64> {
    let y = x.mapv(|v| (v * s).tanh());
    let mut z = (x * &y).mapv(f64::exp);
    z.mapv_inplace(|v| v * v + s);
    z.map(|&v| if v > 1.0 { v.ln() } else { v * s }) + x.sin().powi(2)
}

#[differentiable]
pub fn views(x: &Array2<f64>) -> Array1<f64> {
    let first = x.row(0);
    let last = x.column(x.ncols() - 1);
    let up = first.insert_axis(Axis(0));
    &up.row(0) * last.sum() + x.t().diag().mean().unwrap() + x.mean_axis(Axis(0)).unwrap() * x.index_axis(Axis(1), 1)
}

#[differentiable]
pub fn writes(x: &Array1<f64>, a: f64) -> Array1<f64> {
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
pub fn made(x: &Array1<f64>, a: f64) -> Array2<f64> {
    let m = array![[x[0], a], [a * a, x[1]]];
    let v = Array1::from_vec(vec![a, x[2]]);
    let w = concatenate![Axis(0), v, v];
    let q = w.into_shape_with_order((2, 2)).unwrap();
    m.dot(&q) + stack![Axis(0), v, v] * x.sum() + Array2::<f64>::eye(2) * a
}

#[differentiable]
pub fn owned(x: Array1<f64>, y: Array1<f64>) -> (Array1<f64>, f64) {
    let z = x * &y;
    let w = z.clone() - y;
    (w.exp(), z.sum())
}

#[differentiable]
pub fn in_place(x: &Array1<f64>, y: &mut Array1<f64>) {
    for i in 0..x.len() {
        y[i] = y[i] * x[i] + x[0];
    }
    *y += x;
    *y *= 2.0;
    y.scaled_add(x[1], x);
}

#[differentiable]
pub fn loops(x: &Array2<f64>, v: &Array1<f64>) -> f64 {
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

/// What is overwritten later, exchanged, and returned on two ways.
#[differentiable]
pub fn ways(x: &Array1<f64>, s: f64) -> Array1<f64> {
    let mut a = x * s;
    let b = &a * &a;
    a[0] = b[1] * s;
    if s < 0.0 {
        return a * b;
    }
    let mut c = a.clone();
    for i in 0..2 {
        let next = &c * &b + a[i];
        a = c;
        c = next;
    }
    if c.sum() > 0.0 { c / a } else { c - &b }
}

#[differentiable]
pub fn calls(w: &Array2<f64>, x: &Array1<f64>) -> Array1<f64> {
    let b = x * 0.5;
    let once = layer(w, x, &b);
    let twice: Array1<f64> = layer(w, &once, x);
    let still = Array2::from_elem((3, 3), 0.25);
    let held = layer(&still, &twice.tanh(), &b);
    let (changed, sum) = owned(held, twice.tanh());
    let mut target = changed;
    in_place(&b, &mut target);
    target * sum
}

#[differentiable]
pub fn axes(x: &Array6<f64>, y: &Array3<f64>, z: &Array0<f64>) -> Array3<f64> {
    let flat = x.to_shape((2, 3, 2)).unwrap().to_owned();
    let turned = flat.permuted_axes([1, 0, 2]);
    turned * y + z
}

#[differentiable]
pub fn single(x: &Array1<f32>, s: f32) -> Array1<f32> {
    (x * s).exp() + x.dot(x)
}
