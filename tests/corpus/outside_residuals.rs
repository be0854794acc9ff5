//! Residuals of Moré, Garbow and Hillstrom (1981), as someone writes them who has the paper and no library in mind.
#![allow(clippy::style, clippy::complexity, clippy::perf)]

use jac::differentiable;

#[differentiable]
pub fn rosenbrock(x: &[f64; 2]) -> [f64; 2] {
    [10.0 * (x[1] - x[0] * x[0]), 1.0 - x[0]]
}

#[differentiable]
pub fn freudenstein_roth(x: &[f64; 2]) -> [f64; 2] {
    let [a, b] = *x;
    [-13.0 + a + ((5.0 - b) * b - 2.0) * b, -29.0 + a + ((b + 1.0) * b - 14.0) * b]
}

#[differentiable]
pub fn beale(x: &[f64]) -> Vec<f64> {
    const Y: [f64; 3] = [1.5, 2.25, 2.625];
    Y.iter().enumerate().map(|(i, y)| y - x[0] * (1.0 - x[1].powi(i as i32 + 1))).collect()
}

#[differentiable]
pub fn helical_valley(x: &[f64; 3]) -> [f64; 3] {
    use std::f64::consts::PI;
    let theta = if x[0] > 0.0 { (x[1] / x[0]).atan() / (2.0 * PI) } else { (x[1] / x[0]).atan() / (2.0 * PI) + 0.5 };
    [10.0 * (x[2] - 10.0 * theta), 10.0 * (x[0].hypot(x[1]) - 1.0), x[2]]
}

const BARD_Y: [f64; 15] = [0.14, 0.18, 0.22, 0.25, 0.29, 0.32, 0.35, 0.39, 0.37, 0.58, 0.73, 0.96, 1.34, 2.10, 4.39];

#[differentiable]
pub fn bard(x: [f64; 3]) -> [f64; 15] {
    std::array::from_fn(|i| {
        let u = (i + 1) as f64;
        let v = 15.0 - i as f64;
        let w = u.min(v);
        BARD_Y[i] - (x[0] + u / (v * x[1] + w * x[2]))
    })
}

static KOWALIK: [(f64, f64); 11] = [
    (0.1957, 4.0000),
    (0.1947, 2.0000),
    (0.1735, 1.0000),
    (0.1600, 0.5000),
    (0.0844, 0.2500),
    (0.0627, 0.1670),
    (0.0456, 0.1250),
    (0.0342, 0.1000),
    (0.0323, 0.0833),
    (0.0235, 0.0714),
    (0.0246, 0.0625),
];

#[differentiable]
pub fn kowalik_osborne(x: &[f64], fvec: &mut [f64]) {
    for (f, (y, u)) in fvec.iter_mut().zip(KOWALIK.iter()) {
        *f = y - x[0] * (u * u + u * x[1]) / (u * u + u * x[2] + x[3]);
    }
}

#[differentiable]
pub fn meyer(x: &[f64; 3]) -> Vec<f64> {
    const Y: [f64; 16] = [
        34780.0, 28610.0, 23650.0, 19630.0, 16370.0, 13720.0, 11540.0, 9744.0, 8261.0, 7030.0, 6005.0, 5147.0, 4427.0,
        3820.0, 3307.0, 2872.0,
    ];
    let mut r = Vec::with_capacity(16);
    for (i, y) in Y.iter().enumerate() {
        let t = 45.0 + 5.0 * (i + 1) as f64;
        r.push(x[0] * (x[1] / (t + x[2])).exp() - y);
    }
    r
}

#[differentiable]
pub fn gulf(x: &[f64; 3], m: usize) -> Vec<f64> {
    (1..=m)
        .map(|i| {
            let t = i as f64 / 100.0;
            let y = 25.0 + (-50.0 * t.ln()).powf(2.0 / 3.0);
            (-(y - x[1]).abs().powf(x[2]) / x[0]).exp() - t
        })
        .collect()
}

#[differentiable]
pub fn box_three(x: &[f64], m: usize) -> f64 {
    let mut total = 0.0;
    for i in 1..=m {
        let t = 0.1 * i as f64;
        let r = (-t * x[0]).exp() - (-t * x[1]).exp() - x[2] * ((-t).exp() - (-10.0 * t).exp());
        total += r * r;
    }
    total
}

#[differentiable]
pub fn powell_singular(x: [f64; 4]) -> [f64; 4] {
    let [a, b, c, d] = x;
    let (u, v) = (b - 2.0 * c, a - d);
    [a + 10.0 * b, 5f64.sqrt() * (c - d), u * u, 10f64.sqrt() * v.powi(2)]
}

#[differentiable]
pub fn wood(x: &[f64]) -> f64 {
    let residuals = [
        10.0 * (x[1] - x[0].powi(2)),
        1.0 - x[0],
        90f64.sqrt() * (x[3] - x[2].powi(2)),
        1.0 - x[2],
        10f64.sqrt() * (x[1] + x[3] - 2.0),
        (x[1] - x[3]) / 10f64.sqrt(),
    ];
    residuals.iter().map(|r| r * r).sum()
}

#[differentiable]
pub fn biggs_exp6(x: &[f64; 6], m: usize) -> f64 {
    (1..=m)
        .map(|i| {
            let t = 0.1 * i as f64;
            let y = (-t).exp() - 5.0 * (-10.0 * t).exp() + 3.0 * (-4.0 * t).exp();
            let f = x[2] * (-t * x[0]).exp() - x[3] * (-t * x[1]).exp() + x[5] * (-t * x[4]).exp() - y;
            f * f
        })
        .sum()
}

#[differentiable]
pub fn watson(x: &[f64]) -> Vec<f64> {
    let n = x.len();
    let mut f = vec![0.0; 31];
    for i in 0..29 {
        let t = (i + 1) as f64 / 29.0;
        let mut s1 = 0.0;
        let mut power = 1.0;
        for j in 1..n {
            s1 += j as f64 * power * x[j];
            power *= t;
        }
        let s2 = x.iter().rev().fold(0.0, |acc, c| acc * t + c);
        f[i] = s1 - s2 * s2 - 1.0;
    }
    f[29] = x[0];
    f[30] = x[1] - x[0] * x[0] - 1.0;
    f
}

#[differentiable]
pub fn extended_rosenbrock(x: &[f64]) -> f64 {
    x.chunks_exact(2)
        .map(|p| {
            let (a, b) = (p[0], p[1]);
            100.0 * (b - a * a).powi(2) + (1.0 - a).powi(2)
        })
        .sum()
}

#[differentiable]
pub fn extended_powell(x: &[f64], r: &mut [f64]) {
    assert_eq!(x.len(), r.len());
    for (x, r) in x.chunks_exact(4).zip(r.chunks_exact_mut(4)) {
        r[0] = x[0] + 10.0 * x[1];
        r[1] = 5f64.sqrt() * (x[2] - x[3]);
        r[2] = (x[1] - 2.0 * x[2]).powi(2);
        r[3] = 10f64.sqrt() * (x[0] - x[3]).powi(2);
    }
}

#[differentiable]
pub fn penalty_i(x: &[f64]) -> f64 {
    let a: f64 = 1e-5;
    let linear: f64 = x.iter().map(|v| a * (v - 1.0).powi(2)).sum();
    let sphere = x.iter().map(|v| v * v).sum::<f64>() - 0.25;
    linear + sphere * sphere
}

#[differentiable]
pub fn variably_dimensioned(x: &[f64]) -> Vec<f64> {
    let mut f: Vec<f64> = x.iter().map(|v| v - 1.0).collect();
    let s: f64 = x.iter().enumerate().map(|(j, v)| (j + 1) as f64 * (v - 1.0)).sum();
    f.push(s);
    f.push(s * s);
    f
}

#[differentiable]
pub fn trigonometric(x: &[f64]) -> Vec<f64> {
    let n = x.len() as f64;
    let cosines: f64 = x.iter().map(|v| v.cos()).sum();
    x.iter().enumerate().map(|(i, v)| n - cosines + (i + 1) as f64 * (1.0 - v.cos()) - v.sin()).collect()
}

#[differentiable]
pub fn brown_almost_linear(x: &[f64]) -> Vec<f64> {
    let n = x.len();
    let sum: f64 = x.iter().sum();
    let mut f: Vec<f64> = x[..n - 1].iter().map(|v| v + sum - (n as f64 + 1.0)).collect();
    f.push(x.iter().product::<f64>() - 1.0);
    f
}

#[differentiable]
pub fn discrete_boundary_value(x: &[f64]) -> Vec<f64> {
    let n = x.len();
    let h = 1.0 / (n + 1) as f64;
    (0..n)
        .map(|i| {
            let before = if i == 0 { 0.0 } else { x[i - 1] };
            let after = if i + 1 < n { x[i + 1] } else { 0.0 };
            let t = (i + 1) as f64 * h;
            2.0 * x[i] - before - after + h * h * (x[i] + t + 1.0).powi(3) / 2.0
        })
        .collect()
}

#[differentiable]
pub fn discrete_integral(x: &[f64], f: &mut [f64]) {
    let n = x.len();
    let h = 1.0 / (n as f64 + 1.0);
    let t = |i: usize| (i + 1) as f64 * h;
    for i in 0..n {
        let lower: f64 = (0..=i).map(|j| t(j) * (x[j] + t(j) + 1.0).powi(3)).sum();
        let upper: f64 = (i + 1..n).map(|j| (1.0 - t(j)) * (x[j] + t(j) + 1.0).powi(3)).sum();
        f[i] = x[i] + h * ((1.0 - t(i)) * lower + t(i) * upper) / 2.0;
    }
}

#[differentiable]
pub fn broyden_tridiagonal(x: &[f64]) -> f64 {
    let n = x.len();
    let mut total = 0.0;
    for (i, &xi) in x.iter().enumerate() {
        let mut r = (3.0 - 2.0 * xi) * xi + 1.0;
        if i > 0 {
            r -= x[i - 1];
        }
        if i < n - 1 {
            r -= 2.0 * x[i + 1];
        }
        total += r * r;
    }
    total
}

#[differentiable]
pub fn broyden_banded(x: &[f64]) -> Vec<f64> {
    let n = x.len();
    let mut out = Vec::new();
    for i in 0..n {
        let low = i.saturating_sub(5);
        let high = (i + 1).min(n - 1);
        let coupling: f64 = (low..=high).filter(|&j| j != i).map(|j| x[j] * (1.0 + x[j])).sum();
        out.push(x[i] * (2.0 + 5.0 * x[i].powi(2)) + 1.0 - coupling);
    }
    out
}

#[differentiable]
pub fn chebyquad(x: &[f64]) -> Vec<f64> {
    let n = x.len();
    let mut f = vec![0.0; n];
    for &xj in x {
        let mut t0 = 1.0;
        let mut t1 = 2.0 * xj - 1.0;
        let twice = 2.0 * t1;
        for fi in f.iter_mut() {
            *fi += t1;
            let next = twice * t1 - t0;
            t0 = t1;
            t1 = next;
        }
    }
    for (i, fi) in f.iter_mut().enumerate() {
        *fi /= n as f64;
        if i % 2 == 1 {
            let k = (i + 1) as f64;
            *fi += 1.0 / (k * k - 1.0);
        }
    }
    f
}

#[differentiable]
pub fn osborne_two(x: &[f64; 11], times: &[f64]) -> Vec<f64> {
    let mut model = vec![];
    for t in times {
        let mut y = x[0] * (-t * x[4]).exp();
        for k in 1..4 {
            let d = t - x[7 + k];
            y += x[k] * (-d * d * x[4 + k]).exp();
        }
        model.push(y);
    }
    model
}
