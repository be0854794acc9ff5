//! What maps a list element by element, and what nearly does.
#![allow(clippy::needless_range_loop)] // the loops are what is tested

use jac::differentiable;

#[differentiable]
pub fn indexed(x: &[f64]) -> Vec<f64> {
    let mut y = vec![0.0; x.len()];
    for i in 0..x.len() {
        y[i] = x[i].sin() * x[i];
    }
    y
}

#[differentiable]
pub fn collected(x: &[f64], scale: f64) -> Vec<f64> {
    x.iter().map(|x| (x * scale).exp()).collect()
}

#[differentiable]
pub fn mapped(x: &[f64], n: i32) -> Vec<f64> {
    x.iter().map(|x| x.exp().powi(n)).collect()
}

#[differentiable]
pub fn row_sums(x: &[[f64; 11]; 23]) -> [f64; 23] {
    let mut sums = [0.0; 23];
    for i in 0..23 {
        for j in 0..11 {
            sums[i] += x[i][j].exp();
        }
    }
    sums
}

#[differentiable]
pub fn pushed(x: &[[f64; 3]]) -> Vec<f64> {
    let mut y = vec![];
    for row in x {
        let norm = row.iter().map(|x| x * x).sum::<f64>().sqrt();
        y.push(norm + row[0]);
    }
    y
}

#[differentiable]
pub fn polar(p: [f64; 2]) -> [f64; 2] {
    [p[0].hypot(p[1]), p[1].atan2(p[0])]
}

#[differentiable]
pub fn points(x: &[[f64; 2]]) -> Vec<[f64; 2]> {
    x.iter().map(|p| polar(*p)).collect()
}

/// More floats in an element of the output: forward.
#[differentiable]
pub fn powers(x: &[f64]) -> Vec<[f64; 3]> {
    x.iter().map(|&x| [x, x * x, x.powi(3)]).collect()
}

#[differentiable]
pub fn single(x: &[f32; 40]) -> [f32; 40] {
    let mut y = [0.0; 40];
    for i in 0..40 {
        y[i] = x[i] * x[i] + 1.0;
    }
    y
}

#[differentiable]
pub fn until(x: &[f64]) -> Vec<f64> {
    let mut y = vec![1.0; x.len()];
    for i in 0..x.len() {
        if x[i] < 0.0 {
            break;
        }
        if x[i] > 2.0 {
            continue;
        }
        y[i] = x[i].sqrt();
    }
    y
}

#[differentiable]
pub fn backwards(x: &[f64]) -> Vec<f64> {
    let mut y = vec![0.0; x.len()];
    for i in (1..x.len()).rev().step_by(2) {
        y[i] += x[i] * x[i];
    }
    y
}

// None of these is one.

#[differentiable]
pub fn reversed(x: &[f64]) -> Vec<f64> {
    let mut y = Vec::new();
    for i in (0..x.len()).rev() {
        y.push(x[i] * x[i]);
    }
    y
}

#[differentiable]
pub fn shifted(x: &[f64]) -> Vec<f64> {
    let mut y = Vec::new();
    for i in 1..x.len() {
        y.push(x[i] * x[i]);
    }
    y
}

#[differentiable]
pub fn filtered(x: &[f64]) -> Vec<f64> {
    let mut y = Vec::new();
    for i in 0..x.len() {
        if x[i] > 1.0 {
            y.push(x[i] * x[i]);
        }
    }
    y
}

#[differentiable]
pub fn neighbours(x: &[f64]) -> Vec<f64> {
    let mut y = vec![0.0; x.len()];
    for i in 1..x.len() {
        y[i] = x[i] * x[i - 1];
    }
    y
}

#[differentiable]
pub fn running(x: &[f64]) -> Vec<f64> {
    let mut y = vec![0.0; x.len()];
    let mut sum = 0.0;
    for i in 0..x.len() {
        sum += x[i] * x[i];
        y[i] = sum;
    }
    y
}

#[differentiable]
pub fn kept(x: &[f64]) -> Vec<f64> {
    let mut y = vec![0.0; x.len()];
    let mut last = [1.0; 1];
    for i in 0..x.len() {
        y[i] = x[i] * last[0];
        last[0] = x[i];
    }
    y
}

#[differentiable]
pub fn centred(x: &[f64]) -> Vec<f64> {
    let mean = x.iter().sum::<f64>() / x.len() as f64;
    x.iter().map(|x| (x - mean) * x).collect()
}

#[differentiable]
pub fn twice(x: &[f64]) -> Vec<f64> {
    let mut y = Vec::new();
    for v in x {
        y.push(v * v);
        y.push(v.sin());
    }
    y
}

#[differentiable]
pub fn filled(x: &[f64]) -> Vec<f64> {
    let mut y = vec![x[0]; x.len()];
    for i in 1..x.len() {
        y[i] = x[i].cos();
    }
    y
}

#[differentiable]
pub fn then_scaled(x: &[f64]) -> Vec<f64> {
    let mut y: Vec<f64> = x.iter().map(|x| x * x).collect();
    for i in 0..y.len() {
        y[i] *= x[0];
    }
    y
}

#[differentiable]
pub fn crossed(x: &[f64], order: &[usize]) -> Vec<f64> {
    let mut y = vec![0.0; x.len()];
    for i in 0..x.len() {
        y[order[i]] = x[i] * x[i];
    }
    y
}

#[differentiable]
pub fn behind_others(x: &[f64]) -> Vec<f64> {
    let mut y = vec![0.5; 2];
    for v in x {
        y.push(v * v);
    }
    y
}

#[differentiable]
pub fn nested(x: &[[f64; 3]]) -> Vec<f64> {
    let mut y = Vec::new();
    for row in x {
        for v in row {
            y.push(v.exp());
        }
    }
    y
}
