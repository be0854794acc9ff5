//! Residuals of test problems, and small functions that test tools for differentiation.
use jac::differentiable;
use std::f64::consts::PI;
#[differentiable]
pub fn helical_valley(x: &[f64; 3]) -> [f64; 3] {
    let [x1, x2, x3] = *x;
    let theta = if x1 > 0.0 {
        (x2 / x1).atan() / (2.0 * PI)
    } else if x1 < 0.0 {
        (x2 / x1).atan() / (2.0 * PI) + 0.5
    } else {
        0.25
    };
    [10.0 * (x3 - 10.0 * theta), 10.0 * ((x1 * x1 + x2 * x2).sqrt() - 1.0), x3]
}
#[differentiable]
pub fn bard(x: [f64; 3]) -> [f64; 15] {
    const Y: [f64; 15] = [0.14, 0.18, 0.22, 0.25, 0.29, 0.32, 0.35, 0.39, 0.37, 0.58, 0.73, 0.96, 1.34, 2.10, 4.39];
    std::array::from_fn(|i| {
        let u = (i + 1) as f64;
        let v = 16.0 - u;
        let w = u.min(v);
        Y[i] - (x[0] + u / (v * x[1] + w * x[2]))
    })
}
#[differentiable]
pub fn box3d(x: &[f64], f: &mut [f64]) {
    for (i, fi) in f.iter_mut().enumerate() {
        let t = 0.1 * (i as f64 + 1.0);
        *fi = (-t * x[0]).exp() - (-t * x[1]).exp() - x[2] * ((-t).exp() - (-10.0 * t).exp());
    }
}
#[differentiable]
pub fn watson(x: &[f64]) -> Vec<f64> {
    let n = x.len();
    let mut f = Vec::with_capacity(31);
    for i in 1..=29 {
        let t = i as f64 / 29.0;
        let mut s1 = 0.0;
        let mut tp = 1.0;
        for j in 1..n {
            s1 += j as f64 * tp * x[j];
            tp *= t;
        }
        let s2 = (0..n).map(|j| t.powi(j as i32) * x[j]).sum::<f64>();
        f.push(s1 - s2 * s2 - 1.0);
    }
    f.push(x[0]);
    f.push(x[1] - x[0] * x[0] - 1.0);
    f
}
#[differentiable]
pub fn penalty2(x: &[f64]) -> f64 {
    let n = x.len();
    let a: f64 = 1e-5;
    let mut s = (x[0] - 0.2).powi(2);
    for i in 1..n {
        let yi = ((i + 1) as f64 / 10.0).exp() + (i as f64 / 10.0).exp();
        s += a * ((x[i] / 10.0).exp() + (x[i - 1] / 10.0).exp() - yi).powi(2);
    }
    for i in n..2 * n - 1 {
        s += a * ((x[i + 1 - n] / 10.0).exp() - (-0.1f64).exp()).powi(2);
    }
    let t: f64 = x.iter().enumerate().map(|(i, xi)| (n - i) as f64 * xi * xi).sum::<f64>() - 1.0;
    s + t * t
}
#[differentiable]
pub fn broyden_tridiagonal(x: &[f64], f: &mut [f64]) {
    let n = x.len();
    for i in 0..n {
        let prev = if i == 0 { 0.0 } else { x[i - 1] };
        let next = if i + 1 < n { x[i + 1] } else { 0.0 };
        f[i] = (3.0 - 2.0 * x[i]) * x[i] - prev - 2.0 * next + 1.0;
    }
}
#[differentiable]
pub fn broyden_banded(x: &[f64]) -> Vec<f64> {
    let n = x.len();
    (0..n)
        .map(|i| {
            let lo = i.saturating_sub(5);
            let hi = (i + 1).min(n - 1);
            let s: f64 = (lo..=hi).filter(|&j| j != i).map(|j| x[j] * (1.0 + x[j])).sum();
            x[i] * (2.0 + 5.0 * x[i] * x[i]) + 1.0 - s
        })
        .collect()
}
#[differentiable]
pub fn trigonometric(x: &[f64]) -> Vec<f64> {
    let n = x.len() as f64;
    let c = x.iter().map(|v| v.cos()).sum::<f64>();
    x.iter().zip(1..).map(|(xi, i)| n - c + i as f64 * (1.0 - xi.cos()) - xi.sin()).collect::<Vec<_>>()
}
#[differentiable]
pub fn discrete_integral(x: &[f64]) -> Vec<f64> {
    let n = x.len();
    let h = 1.0 / (n + 1) as f64;
    let t = |i: usize| (i + 1) as f64 * h;
    let cube = |i: usize| (x[i] + t(i) + 1.0).powi(3);
    let mut out = vec![0.0; n];
    for i in 0..n {
        let left = (0..=i).fold(0.0, |s, j| s + t(j) * cube(j));
        let right = (i + 1..n).fold(0.0, |s, j| s + (1.0 - t(j)) * cube(j));
        out[i] = x[i] + h * ((1.0 - t(i)) * left + t(i) * right) / 2.0;
    }
    out
}
#[differentiable]
pub fn chebyquad(x: &[f64]) -> Vec<f64> {
    let n = x.len();
    let mut fvec = vec![0.0; n];
    for &xj in x {
        let mut t1 = 1.0;
        let mut t2 = 2.0 * xj - 1.0;
        let t = 2.0 * t2;
        for f in fvec.iter_mut() {
            *f += t2;
            let th = t * t2 - t1;
            t1 = t2;
            t2 = th;
        }
    }
    let mut iev = -1;
    for k in 0..n {
        fvec[k] /= n as f64;
        if iev > 0 {
            fvec[k] += 1.0 / ((k + 1) * (k + 1) - 1) as f64;
        }
        iev = -iev;
    }
    fvec
}
#[differentiable]
pub fn osborne1(x: &[f64; 5], y: &[f64; 33]) -> f64 {
    y.iter()
        .enumerate()
        .map(|(i, yi)| {
            let t = 10.0 * i as f64;
            let r = yi - (x[0] + x[1] * (-t * x[3]).exp() + x[2] * (-t * x[4]).exp());
            r * r
        })
        .sum()
}
#[differentiable]
pub fn brown_almost_linear(x: &[f64]) -> Vec<f64> {
    let n = x.len();
    let sum: f64 = x.iter().sum();
    let prod: f64 = x.iter().product();
    let mut f: Vec<f64> = x.iter().take(n - 1).map(|xi| xi + sum - (n as f64 + 1.0)).collect();
    f.push(prod - 1.0);
    f
}
#[differentiable]
pub fn ackley(x: &[f64]) -> f64 {
    let n = x.len() as f64;
    let a = x.iter().map(|&xi| xi.powi(2)).sum::<f64>() / n;
    let b = x.iter().map(|&xi| (2.0 * PI * xi).cos()).sum::<f64>() / n;
    -20.0 * (-0.2 * a.sqrt()).exp() - b.exp() + 20.0 + std::f64::consts::E
}
#[differentiable]
pub fn griewank(x: &[f64]) -> f64 {
    let (s, p) = x
        .iter()
        .enumerate()
        .fold((0.0, 1.0), |(s, p), (i, &v)| (s + v * v / 4000.0, p * (v / ((i + 1) as f64).sqrt()).cos()));
    1.0 + s - p
}
#[differentiable]
pub fn self_weighted_logit(x: &[f64]) -> f64 {
    let d: f64 = x.iter().zip(x.iter()).map(|(a, b)| a * b).sum();
    1.0 / (1.0 + (-d).exp())
}
#[differentiable]
pub fn rand_switch(x: f64, mode: i32) -> f64 {
    match mode {
        0 => x.sin(),
        1 | 2 => {
            let y = x * x;
            y.ln_1p()
        }
        n if n < 0 => -x,
        3..=7 => x.tanh() * mode as f64,
        _ => x.cbrt(),
    }
}
#[differentiable]
pub fn arr2arr(x: &[f64], y: &mut [f64]) {
    y[0] = x[0] * x[1];
    for i in 1..y.len() {
        y[i] = y[i - 1].sin() * x[i % x.len()];
        y[i - 1] += 2.0 * y[i];
    }
}
#[differentiable]
pub fn mat_dot(a: &[[f64; 4]; 3], b: &[[f64; 2]; 4]) -> [[f64; 2]; 3] {
    let mut c = [[0.0; 2]; 3];
    for (ci, ai) in c.iter_mut().zip(a) {
        for (k, aik) in ai.iter().enumerate() {
            for (cij, bkj) in ci.iter_mut().zip(&b[k]) {
                *cij += aik * bkj;
            }
        }
    }
    c
}
#[differentiable]
pub fn mat2num_4(a: &[Vec<f64>]) -> f64 {
    let mut m = 0.0;
    for r in a {
        for v in r {
            m += v;
        }
    }
    m / (a.len() * a[0].len()) as f64
}
#[differentiable]
pub fn softmax(x: &[f64]) -> Vec<f64> {
    let m = x.iter().cloned().fold(f64::NEG_INFINITY, f64::max);
    let e: Vec<f64> = x.iter().map(|v| (v - m).exp()).collect();
    let s: f64 = e.iter().sum();
    e.into_iter().map(|v| v / s).collect()
}
#[differentiable]
pub fn cumulative(x: &[f64]) -> Vec<f64> {
    x.iter()
        .scan(0.0, |acc, &v| {
            *acc += v;
            Some(*acc)
        })
        .collect()
}
#[differentiable]
pub fn pairwise(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for (i, a) in x.iter().enumerate() {
        for b in &x[i + 1..] {
            s += (a - b).abs().sqrt();
        }
    }
    s
}
#[differentiable]
pub fn median3(a: f64, b: f64, c: f64) -> f64 {
    a.max(b.min(c)).min(b.max(c))
}
#[differentiable]
pub fn huber(r: &[f64], delta: f64) -> f64 {
    r.iter().map(|&e| if e.abs() <= delta { 0.5 * e * e } else { delta * (e.abs() - 0.5 * delta) }).sum()
}
#[differentiable]
pub fn max_min(x: &[f64]) -> f64 {
    let mx = x.iter().copied().max_by(|a, b| a.partial_cmp(b).unwrap()).unwrap();
    let mn = x.iter().copied().min_by(|a, b| a.total_cmp(b)).unwrap();
    mx - mn
}
#[differentiable]
pub fn convolve(x: &[f64], k: &[f64]) -> Vec<f64> {
    x.windows(k.len()).map(|w| w.iter().zip(k.iter().rev()).map(|(a, b)| a * b).sum()).collect()
}
#[differentiable]
pub fn trapz(x: &[f64], y: &[f64]) -> f64 {
    x.windows(2).zip(y.windows(2)).map(|(x, y)| 0.5 * (x[1] - x[0]) * (y[0] + y[1])).sum()
}
