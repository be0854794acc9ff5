//! What is sorted, and in what order things would be.
use jac::differentiable;

/// A median.
#[differentiable]
pub fn median(x: &[f64]) -> f64 {
    let mut sorted = x.to_vec();
    sorted.sort_by(|a, b| a.partial_cmp(b).unwrap());
    let n = sorted.len();
    if n % 2 == 1 { sorted[n / 2] * 2.0 } else { sorted[n / 2 - 1] * sorted[n / 2] }
}

/// Without the largest and the smallest.
#[differentiable]
pub fn trimmed(x: &[f64], k: f64) -> f64 {
    let mut sorted = x.to_vec();
    sorted.sort_unstable_by(|a, b| b.total_cmp(a));
    let mut sum = 0.0;
    for v in &sorted[1..sorted.len() - 1] {
        sum = sum * k + v * v;
    }
    sum
}

/// The order alone.
#[differentiable]
pub fn ranked(x: &[f64], w: &[f64]) -> f64 {
    let mut order: Vec<usize> = (0..x.len()).collect();
    order.sort_by(|&i, &j| x[j].partial_cmp(&x[i]).unwrap());
    order.iter().zip(w).map(|(&i, w)| x[i] * x[i] * w).sum()
}

/// In place, in each step of a loop, by distances that vary.
#[differentiable]
pub fn nearest(points: &mut [[f64; 2]; 4], to: [f64; 2], steps: usize) -> f64 {
    let mut sum = 0.0;
    for step in 0..steps {
        points.sort_by(|a, b| (a[0] - to[0]).abs().partial_cmp(&(b[0] - to[0]).abs()).unwrap());
        points[0][0] += to[1] * points[1][1];
        sum += points[step][0] * points[step][1];
    }
    sum
}

/// Rows that are no `Copy`.
#[differentiable]
pub fn sorted_rows(rows: &[Vec<f64>]) -> f64 {
    let mut sorted = rows.to_vec();
    sorted.sort_by(|a, b| a[0].partial_cmp(&b[0]).unwrap());
    sorted[0][1] * sorted[1][0] + sorted[2].iter().map(|v| v * v).sum::<f64>()
}

/// The ends, by the references that methods give.
#[differentiable]
pub fn ends(x: &[f64]) -> Vec<f64> {
    let mut y = x.to_vec();
    *y.first_mut().unwrap() *= 2.0;
    *y.last_mut().unwrap() += x[1] * x[0];
    *y.get_mut(1).expect("there are two") = x[0].sin();
    y
}
