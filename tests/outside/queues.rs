//! Queues, and lists that are joined, split and freed of what is there twice.
use std::collections::VecDeque;

use jac::differentiable;

#[differentiable]
pub fn deduped(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    v.dedup();
    v.iter().enumerate().map(|(i, v)| v * (i + 1) as f64).sum()
}
#[differentiable]
pub fn deduped_by(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    v.dedup_by(|a, b| (*a - *b).abs() < 0.1);
    v.iter().enumerate().map(|(i, v)| v * (i + 1) as f64).sum()
}
#[differentiable]
pub fn deduped_by_key(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    v.dedup_by_key(|a| (*a * 4.0) as i64);
    v.iter().enumerate().map(|(i, v)| v * (i + 1) as f64).sum()
}
#[differentiable]
pub fn split_in_two(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let tail = v.split_off(2);
    v.iter().sum::<f64>() * tail[0]
}
#[differentiable]
pub fn joined(x: &[Vec<f64>]) -> f64 {
    let v = x.concat();
    v.iter().enumerate().map(|(i, v)| v * v * i as f64).sum()
}
#[differentiable]
pub fn joined_slices(x: &[f64], y: &[f64]) -> f64 {
    let v = [x, y].concat();
    let w = [&x[1..], &v, y].concat();
    v.iter().chain(&w).enumerate().map(|(i, v)| v * v * i as f64).sum()
}
#[differentiable]
pub fn queue(x: &[f64]) -> f64 {
    let mut q = VecDeque::new();
    let mut s = 0.0;
    for v in x {
        q.push_back(v * v);
        if q.len() > 2 {
            s += q.pop_front().unwrap() * 0.5;
        }
        s += q.iter().sum::<f64>() * q[0];
    }
    s
}
#[differentiable]
pub fn window(x: &[f64], k: f64) -> Vec<f64> {
    let mut q: VecDeque<f64> = VecDeque::with_capacity(3);
    let mut out = Vec::new();
    for &v in x {
        if q.len() == 3 {
            q.pop_front();
        }
        q.push_back(v);
        let mean = q.iter().sum::<f64>() / q.len() as f64;
        out.push(mean * k + q.front().unwrap() * q.back().unwrap());
    }
    while let Some(v) = q.pop_back() {
        out.push(v * v);
    }
    out
}
#[differentiable]
pub fn filtered(x: &[f64], taps: &[f64]) -> f64 {
    let mut q: std::collections::VecDeque<f64> = std::iter::repeat(0.0).take(taps.len()).collect();
    let mut r = VecDeque::from(vec![1.0, 2.0]);
    let mut z = x.iter().copied().collect::<VecDeque<_>>();
    let mut s = 0.0;
    for &v in x {
        q.push_front(v);
        q.truncate(taps.len());
        s += q.iter().zip(taps).map(|(a, b)| a * b).sum::<f64>();
        r.push_back(s);
        r[0] *= v;
        s *= r[0];
        s += z.pop_front().unwrap_or(0.0);
    }
    s + r.pop_front().unwrap() * r.iter().sum::<f64>()
}
