//! Views and iterators: names for parts of slices, chains lowered to loops.
#![allow(clippy::needless_range_loop)]

use jac::differentiable;

#[differentiable]
pub fn halves(x: &[f64]) -> f64 {
    let (left, right) = x.split_at(x.len() / 2);
    let mut sum = 0.0;
    for (a, b) in left.iter().zip(right) {
        sum += a * b;
    }
    sum * left[0] + right.len() as f64
}

#[differentiable]
pub fn rows(a: &[f64], x: &[f64], y: &mut [f64]) {
    let n = x.len();
    for (i, out) in y.iter_mut().enumerate() {
        let row = &a[i * n..(i + 1) * n];
        *out = row.iter().zip(x.iter()).map(|(a, x)| a * x).sum::<f64>();
    }
}

#[differentiable]
pub fn moving_view(x: [f64; 6]) -> f64 {
    let mut start = 0;
    let mut total = 1.0;
    for k in 0..3 {
        let part = &x[start..start + 2];
        start += k;
        total = total * part[0] + part[1].sin();
    }
    total
}

#[differentiable]
pub fn write_through(x: &mut [f64; 6], scale: f64) {
    let first = &mut x[0..3];
    first[0] *= scale;
    first[2] += first[0] * first[1];
    let (a, b) = x.split_at_mut(3);
    for (u, v) in a.iter_mut().zip(b.iter()) {
        *u = *u * *v + scale;
    }
    for v in b {
        *v += 1.0;
    }
}

#[differentiable]
pub fn folds(x: &[f64]) -> (f64, f64, f64, f64) {
    let largest = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let product: f64 = x.iter().product();
    let horner = x.iter().rev().fold(0.0, |value, c| value * 0.7 + c);
    let log_sum = largest + x.iter().map(|v| (v - largest).exp()).sum::<f64>().ln();
    (largest, product, horner, log_sum)
}

#[differentiable]
pub fn chunks(x: &[f64], y: &mut [f64]) -> f64 {
    for (row, out) in x.chunks_exact(3).zip(y.chunks_exact_mut(2)) {
        out[0] = row[0] * row[1];
        out[1] = row[2] / row[0];
    }
    x.windows(2).map(|w| (w[1] - w[0]).powi(2)).sum()
}

#[differentiable]
pub fn skips(x: [f64; 7]) -> f64 {
    let mut sum = 0.0;
    for v in x.iter().skip(1).step_by(2) {
        sum += v * v;
    }
    for (i, &v) in x.iter().enumerate().take(3) {
        sum += v.sin() * i as f64;
    }
    for v in x {
        if v < 0.0 {
            continue;
        }
        if v > 5.0 {
            break;
        }
        sum *= 1.0 + 0.1 * v;
    }
    sum
}

#[differentiable]
fn norm(v: &[f64]) -> f64 {
    v.iter().map(|c| c * c).sum::<f64>().sqrt()
}

#[differentiable]
pub fn passed_on(x: &[f64]) -> f64 {
    let (head, tail) = x.split_at(2);
    let middle = &tail[0..tail.len() - 1];
    norm(head) * norm(middle) + norm(&middle[1..]) + norm(x)
}

#[differentiable]
pub fn matrix_views(m: &[[f64; 3]; 3], v: &[f64; 3]) -> [f64; 3] {
    let mut out = [0.0; 3];
    for (row, o) in m.iter().zip(out.iter_mut()) {
        let [a, b, c] = row;
        *o = a * v[0] + b * v[1] * c;
    }
    out
}

#[differentiable]
pub fn shadowed_view(x: &[f64]) -> f64 {
    let v = &x[1..];
    let v = v[0] * v[1];
    let w = &v;
    *w * 2.0 + w.sin()
}

/// What an adaptor is given is evaluated once, whatever the body assigns.
#[differentiable]
pub fn changing_adaptors(x: [f64; 6]) -> f64 {
    let mut n = 2;
    let mut sum = 0.0;
    for part in x.chunks_exact(n) {
        sum += part[0] * part[1];
        n += 1;
    }
    for v in x.iter().skip(n - 4) {
        sum += v * v * n as f64;
        n += 1;
    }
    let mut k = 1usize;
    for (v, i) in x.iter().zip(k..4) {
        sum += v * v * i as f64;
        k += 2;
    }
    sum * (n + k) as f64
}

/// An array that is gone through by value is copied first.
#[differentiable]
pub fn changed_while_iterated(x: [f64; 4]) -> f64 {
    let mut y = x;
    let mut sum = 0.0;
    for v in y {
        y[3] *= v;
        y[2] = sum;
        sum += v * v;
    }
    sum * y[3] + y[2]
}

#[differentiable]
pub fn consumed_in_place(x: &[f64], y: &mut [f64]) {
    let mut total = 0.0;
    x.iter().zip(y.iter_mut()).for_each(|(a, b)| {
        total += a * *b;
        *b = total;
    });
    y[0] *= total;
}

/// The items of a range have the type that the language gives them.
#[differentiable]
pub fn integers_below_zero(x: [f64; 3], n: i32) -> f64 {
    let centred: f64 = (0..3).map(|i| (i - 1) as f64 * x[0].powi(i)).sum();
    let inclusive: f64 = (-n..=n).map(|k| x[1] * (k - 1) as f64 * x[1]).sum();
    let mut sum = 0.0;
    for (v, i) in x.iter().zip(0..3) {
        sum += v * v * (i - 2) as f64;
    }
    let reversed: f64 = (n - 2..n).rev().map(|k| x[2].powi(k) * k as f64).sum();
    centred + inclusive * sum + reversed
}

/// The partials of what a variable starts with are made of its value then, not of what is written through a reference.
#[differentiable]
pub fn overwritten_results(x: f64, y: f64) -> f64 {
    let mut a = x.tanh();
    let mut b = y / (x * x + 2.0);
    let mut c = (x * y).exp();
    let copy = move |s: f64| a * s * b;
    let k = copy(y) * c;
    let r = &mut a;
    *r = k;
    let (p, q) = (&mut b, &mut c);
    *p *= k;
    *q = k * y;
    k * a + b * c
}
