//! Arguments that are written after the call, so that the reverse sweep needs copies: once where the memory is the same, and only the shape
//! where the callee's reverse reads no number.
#![allow(clippy::needless_range_loop, clippy::ptr_arg)] // as people write them

use jac::differentiable;

/// Affine in everything but `h`: the reverse reads `slope` only if `h` varies.
#[differentiable(out(result))]
pub fn advance(y: &[f64], h: f64, slope: &[f64], result: &mut [f64]) {
    for i in 0..result.len() {
        result[i] = y[i] + h * slope[i];
    }
}

/// Products of neighbours.
#[differentiable(out(slope))]
pub fn products(x: &[f64], y: &[f64], slope: &mut [f64]) {
    for i in 0..slope.len() {
        slope[i] = x[i] * y[y.len() - 1 - i];
    }
}

/// A method of two stages, with memory that is used again and again.
#[differentiable]
pub fn two_stages(x: &[f64], h: f64, steps: usize) -> Vec<f64> {
    let n = x.len();
    let mut y = vec![0.5; n];
    let (mut k1, mut k2, mut stage) = (vec![0.0; n], vec![0.0; n], vec![0.0; n]);
    for _ in 0..steps {
        products(x, &y, &mut k1);
        advance(&y, h / 2.0, &k1, &mut stage);
        products(x, &stage, &mut k2);
        advance(&y, h, &k2, &mut stage);
        products(&y, &stage, &mut k1);
        for i in 0..n {
            y[i] += h / 6.0 * (k1[i] + 2.0 * k2[i]);
        }
    }
    y
}

/// The same with a step that does not vary.
#[differentiable(wrt(x))]
pub fn fixed_step(x: &[f64], h: f64, steps: usize) -> f64 {
    let y = two_stages(x, h, steps);
    y[0] * y[y.len() - 1]
}

/// Numbers of the argument stand in conditions, in indices and behind kinks, and flow on linearly.
#[differentiable(out(result))]
pub fn selected(v: &[f64], w: &[f64], result: &mut [f64]) {
    for i in 0..result.len() {
        let place = (v[i].abs() * 3.0) as usize % v.len();
        if v[i] > 0.2 {
            result[i] = w[place] - v[i];
        } else {
            result[i] = w[i].max(v[place]);
        }
    }
}

#[differentiable]
pub fn of_selected(x: &[f64], steps: usize) -> f64 {
    let mut v = x.to_vec();
    let mut w = vec![0.0; x.len()];
    let mut total = 0.0;
    for step in 0..steps {
        selected(&v, x, &mut w);
        for i in 0..v.len() {
            v[i] = 0.7 * w[i] + 0.1 * step as f64;
        }
        selected(x, &v, &mut w);
        v[0] = w[0] * x[0];
        let sum: f64 = w.iter().sum();
        total += sum;
    }
    total + v[0]
}

/// A weighted sum, which is handed on.
#[differentiable]
fn weighted(v: &[f64], weight: f64) -> f64 {
    let mut sum = 0.0;
    for v in v {
        sum += weight * v;
    }
    sum
}

#[differentiable]
fn handed_on(v: &[f64], weight: f64) -> f64 {
    weighted(&v[1..], weight) + weighted(&v[..1], 2.0)
}

/// Parts of one array, before and after writes, some of them in branches.
#[differentiable]
pub fn parts(x: &[f64], a: f64) -> f64 {
    let mut v = x.to_vec();
    let mut total = 0.0;
    for i in 0..x.len() {
        total += handed_on(&v, a);
        total += handed_on(&v[..2], v[1]);
        if v[i] > 0.5 {
            total += weighted(&v, a);
            v[i] = total * 0.1;
            total += weighted(&v, a * a);
        }
        total += weighted(&v, v[0]);
        v[0] *= a;
        total += weighted(&v[i..], a);
    }
    total
}

/// Rows of rows: nothing of them is left out.
#[differentiable]
fn trace(rows: &Vec<Vec<f64>>, scale: f64) -> f64 {
    let mut sum = 0.0;
    for i in 0..rows.len() {
        sum += scale * rows[i][i];
    }
    sum
}

#[differentiable]
pub fn nested(x: &[f64], a: f64) -> f64 {
    let mut rows = vec![x.to_vec(), x.to_vec()];
    let mut total = 0.0;
    for i in 0..2 {
        total += trace(&rows, a);
        total += trace(&rows, 2.0) * x[i];
        rows[i][1] = total;
        rows[1][i] *= a;
    }
    total
}

#[differentiable]
fn scaled_single(v: &[f32], by: f32) -> f32 {
    let mut sum = 0.0;
    for i in 0..v.len() {
        sum += by * v[i];
    }
    sum
}

/// In single precision, and fixed arrays.
#[differentiable]
pub fn single(x: &[f32], a: f32) -> f32 {
    let mut v = x.to_vec();
    let mut fixed = [a, 2.0 * a];
    let mut total = 0.0f32;
    for i in 0..x.len() {
        total += scaled_single(&v, 3.0) + scaled_single(&fixed, a) + scaled_single(&fixed, 0.5);
        v[i] *= a;
        fixed[i % 2] = total * 0.1;
        total += scaled_single(&v, a);
    }
    total
}

/// Sums of what was there, with lengths that change.
#[differentiable]
pub fn growing(x: &[f64], a: f64) -> f64 {
    let mut v = Vec::new();
    let mut total = a;
    for i in 0..x.len() {
        v.push(x[i] * total);
        total += weighted(&v, 0.3) + weighted(&v, a);
    }
    total
}

/// Quotients of what does not change in a loop.
#[differentiable]
pub fn quotients(x: &[f64], a: f64, b: f64) -> f64 {
    let mut total = 0.0;
    for i in 0..x.len() {
        let outer = a / b;
        for j in 0..i {
            let rate = outer / x[i];
            total += rate * x[j] * x[j] / b + outer * (x[j] / (1.0 + j as f64)).sin();
        }
        total *= outer;
    }
    total
}
