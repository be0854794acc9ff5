//! References to what is not copied, chosen by a condition or by a position in a chain, and arrays of `Vec`s that are taken apart.

use std::mem;

use jac::{Differentiable, differentiable};

#[derive(Clone, Debug, Differentiable)]
struct Layer {
    bias: f64,
    weights: Vec<f64>,
}

#[differentiable]
pub fn chosen(x: f64, y: f64) -> f64 {
    let a = vec![x, y * x];
    let b = vec![y, x * x];
    let r = if x > 0.5 { &a } else { &b };
    r[0] * r[1] + a[0] * b[1]
}

#[differentiable]
pub fn chosen_row(x: f64, y: f64) -> f64 {
    let a = [[x, y * x], [y, y]];
    let b = [[y, x * x]];
    let r = if x > 0.5 { &a[1] } else { &b[0] };
    r[0] * r[1]
}

#[differentiable]
pub fn chosen_in_loop(x: f64, y: f64) -> f64 {
    let a = Layer { bias: x, weights: vec![y] };
    let b = Layer { bias: y * y, weights: vec![x * y] };
    let mut sum = 0.0;
    for k in 0..3 {
        let r = if k == 1 { &a } else { &b };
        sum += r.bias * r.weights[0];
    }
    sum * a.bias + b.weights[0]
}

#[differentiable]
pub fn structs(x: f64, y: f64) -> f64 {
    let a = vec![Layer { bias: x, weights: vec![y] }];
    let b = vec![Layer { bias: y, weights: vec![x] }];
    a.iter().chain(&b).map(|layer| layer.bias * layer.weights[0] * layer.bias).sum()
}

#[differentiable]
pub fn flattened(x: f64, y: f64) -> f64 {
    let a = vec![vec![x], vec![y]];
    let b = vec![vec![x * y, y]];
    a.iter().chain(&b).flatten().map(|v| v * v).sum()
}

#[differentiable]
pub fn flattened_arrays(x: f64, y: f64) -> f64 {
    let a = [[x, y], [y, x * x]];
    let b = [[x * y, 1.0]];
    a.iter().chain(&b).flatten().map(|v| v * v).sum()
}

#[differentiable]
pub fn rows(a: &[Vec<f64>], b: &Vec<Vec<f64>>) -> f64 {
    let mut sum = 0.0;
    for row in a.iter().chain(b.iter()) {
        for v in row {
            sum += v * v * row[0];
        }
    }
    sum + a.iter().chain(b).map(|row| row.iter().sum::<f64>().powi(2)).sum::<f64>()
}

#[differentiable]
pub fn three(x: f64, y: f64) -> f64 {
    let a = vec![vec![x], vec![y]];
    let b = vec![vec![x * y, y]];
    a.iter().chain(&b).chain(a.iter()).zip(b[0].iter().cycle()).map(|(r, w)| r[0] * r[r.len() - 1] * w).sum()
}

#[differentiable]
pub fn taken_apart(x: f64, y: f64) -> f64 {
    let [mut a, b] = [vec![x, y], vec![y; 2]];
    a[0] *= b[1];
    let [mut p, _, q] = [a, vec![0.0, 1.0], vec![y]];
    p.push(q[0]);
    p[2] * p[0] + p[1]
}

#[differentiable]
pub fn taken_apart_single(x: f32, y: f32) -> f32 {
    let [mut a, b] = [x * y, y];
    a *= b;
    let [c, d] = [b, a];
    let [e, f] = [1.0, c];
    let [r, s] = [&a, &d];
    a + c * d * e + f + r * s
}

#[differentiable]
pub fn swapped(x: f64, y: f64) -> f64 {
    let (mut a, mut b) = (x * y, y);
    mem::swap(&mut a, &mut b);
    let old = mem::replace(&mut a, x);
    a * b * b + old
}
