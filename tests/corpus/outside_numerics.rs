//! Numerical methods, learning kernels and adversarial control flow, as people write them.
#![allow(clippy::style, clippy::complexity, clippy::perf)]

use jac::differentiable;

#[differentiable]
pub fn horner(coefficients: &[f64], x: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |acc, &c| acc * x + c)
}

#[differentiable]
pub fn thomas(a: &[f64], b: &[f64], c: &[f64], d: &[f64]) -> Vec<f64> {
    let n = d.len();
    let mut c_star = vec![0.0; n];
    let mut d_star = vec![0.0; n];
    c_star[0] = c[0] / b[0];
    d_star[0] = d[0] / b[0];
    for i in 1..n {
        let m = 1.0 / (b[i] - a[i] * c_star[i - 1]);
        c_star[i] = c[i] * m;
        d_star[i] = (d[i] - a[i] * d_star[i - 1]) * m;
    }
    let mut x = d_star;
    for i in (0..n - 1).rev() {
        let next = x[i + 1];
        x[i] -= c_star[i] * next;
    }
    x
}

#[differentiable]
pub fn cholesky(a: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let n = a.len();
    let mut l = vec![vec![0.0; n]; n];
    for i in 0..n {
        for j in 0..=i {
            let sum: f64 = (0..j).map(|k| l[i][k] * l[j][k]).sum();
            if i == j {
                l[i][j] = (a[i][i] - sum).sqrt();
            } else {
                l[i][j] = (a[i][j] - sum) / l[j][j];
            }
        }
    }
    l
}

#[differentiable]
fn forward_substitution(l: &[Vec<f64>], b: &[f64]) -> Vec<f64> {
    let mut y = Vec::with_capacity(b.len());
    for (i, row) in l.iter().enumerate() {
        let dot: f64 = row.iter().zip(&y).map(|(a, b)| a * b).sum();
        y.push((b[i] - dot) / row[i]);
    }
    y
}

#[differentiable]
pub fn log_density(x: &[f64], covariance: &[Vec<f64>]) -> f64 {
    let l = cholesky(covariance);
    let z = forward_substitution(&l, x);
    let log_det: f64 = l.iter().enumerate().map(|(i, row)| row[i].ln()).sum();
    -0.5 * z.iter().map(|v| v * v).sum::<f64>() - log_det
}

#[differentiable]
pub fn determinant(mut a: Vec<Vec<f64>>) -> f64 {
    let n = a.len();
    let mut det = 1.0;
    for col in 0..n {
        let mut pivot = col;
        for row in col + 1..n {
            if a[row][col].abs() > a[pivot][col].abs() {
                pivot = row;
            }
        }
        if a[pivot][col] == 0.0 {
            return 0.0;
        }
        if pivot != col {
            a.swap(pivot, col);
            det = -det;
        }
        det *= a[col][col];
        for row in col + 1..n {
            let factor = a[row][col] / a[col][col];
            for k in col..n {
                a[row][k] -= factor * a[col][k];
            }
        }
    }
    det
}

/// Radix two, decimation in time, on interleaved parts.
#[differentiable]
pub fn fft(data: &mut [f64]) {
    let n = data.len() / 2;
    let mut j = 0;
    for i in 1..n {
        let mut bit = n >> 1;
        while j & bit != 0 {
            j ^= bit;
            bit >>= 1;
        }
        j |= bit;
        if i < j {
            data.swap(2 * i, 2 * j);
            data.swap(2 * i + 1, 2 * j + 1);
        }
    }
    let mut len = 2;
    while len <= n {
        let angle = -2.0 * std::f64::consts::PI / len as f64;
        for start in (0..n).step_by(len) {
            for k in 0..len / 2 {
                let (s, c) = (angle * k as f64).sin_cos();
                let a = 2 * (start + k);
                let b = 2 * (start + k + len / 2);
                let re = data[b] * c - data[b + 1] * s;
                let im = data[b] * s + data[b + 1] * c;
                data[b] = data[a] - re;
                data[b + 1] = data[a + 1] - im;
                data[a] += re;
                data[a + 1] += im;
            }
        }
        len *= 2;
    }
}

#[differentiable]
pub fn convolution(signal: &[f64], kernel: &[f64]) -> Vec<f64> {
    let mut out = vec![0.0; signal.len() + kernel.len() - 1];
    for (i, s) in signal.iter().enumerate() {
        for (o, k) in out[i..].iter_mut().zip(kernel) {
            *o += s * k;
        }
    }
    out
}

#[differentiable]
pub fn log_sum_exp(x: &[f64]) -> f64 {
    let m = x.iter().cloned().fold(f64::NEG_INFINITY, f64::max);
    m + x.iter().map(|v| (v - m).exp()).sum::<f64>().ln()
}

#[differentiable]
pub fn softmax(x: &[f64]) -> Vec<f64> {
    let m = x.iter().copied().max_by(|a, b| a.partial_cmp(b).unwrap()).unwrap();
    let exps: Vec<f64> = x.iter().map(|v| (v - m).exp()).collect();
    let total: f64 = exps.iter().sum();
    exps.into_iter().map(|e| e / total).collect()
}

#[differentiable]
fn dense(weights: &[f64], bias: &[f64], input: &[f64]) -> Vec<f64> {
    weights
        .chunks(input.len())
        .zip(bias)
        .map(|(row, b)| row.iter().zip(input).map(|(w, x)| w * x).sum::<f64>() + b)
        .collect()
}

#[differentiable]
pub fn mlp(w1: &[f64], b1: &[f64], w2: &[f64], b2: &[f64], x: &[f64], label: usize) -> f64 {
    let hidden: Vec<f64> = dense(w1, b1, x).iter().map(|h| h.tanh()).collect();
    let logits = dense(w2, b2, &hidden);
    log_sum_exp(&logits) - logits[label]
}

#[differentiable]
pub fn spline(knots: &[f64], values: &[f64], slopes: &[f64], at: f64) -> f64 {
    let i = knots.windows(2).position(|w| at < w[1]).unwrap_or(knots.len() - 2);
    let h = knots[i + 1] - knots[i];
    let t = (at - knots[i]) / h;
    let (t2, t3) = (t * t, t * t * t);
    values[i] * (2.0 * t3 - 3.0 * t2 + 1.0)
        + slopes[i] * h * (t3 - 2.0 * t2 + t)
        + values[i + 1] * (3.0 * t2 - 2.0 * t3)
        + slopes[i + 1] * h * (t3 - t2)
}

#[differentiable]
pub fn newton_sqrt(a: f64) -> f64 {
    let mut x = if a > 1.0 { a } else { 1.0 };
    for _ in 0..50 {
        let next = 0.5 * (x + a / x);
        if (next - x).abs() < 1e-14 {
            return next;
        }
        x = next;
    }
    x
}

#[differentiable]
pub fn kepler(mean: f64, eccentricity: f64) -> f64 {
    let mut e = mean;
    loop {
        let step = (e - eccentricity * e.sin() - mean) / (1.0 - eccentricity * e.cos());
        e -= step;
        if step.abs() < 1e-13 {
            break e;
        }
    }
}

#[differentiable]
pub fn simpson(a: f64, b: f64, k: f64, n: usize) -> f64 {
    let h = (b - a) / n as f64;
    let f = |x: f64| (-k * x * x).exp() * x.cos();
    let odd: f64 = (1..n).step_by(2).map(|i| f(a + i as f64 * h)).sum();
    let even: f64 = (2..n).step_by(2).map(|i| f(a + i as f64 * h)).sum();
    h / 3.0 * (f(a) + 4.0 * odd + 2.0 * even + f(b))
}

#[differentiable]
pub fn gauss_legendre(low: f64, high: f64, p: f64) -> f64 {
    const NODES: [(f64, f64); 3] =
        [(-0.7745966692414834, 5.0 / 9.0), (0.0, 8.0 / 9.0), (0.7745966692414834, 5.0 / 9.0)];
    let (half, mid) = ((high - low) / 2.0, (high + low) / 2.0);
    NODES.iter().map(|&(x, w)| w * (mid + half * x).powf(p)).sum::<f64>() * half
}

#[differentiable]
pub fn adaptive_simpson(a: f64, b: f64, k: f64, depth: u32) -> f64 {
    let f = |x: f64| (k * x).sin() / (1.0 + x * x);
    let m = 0.5 * (a + b);
    let whole = (b - a) / 6.0 * (f(a) + 4.0 * f(m) + f(b));
    let left = (m - a) / 6.0 * (f(a) + 4.0 * f(0.5 * (a + m)) + f(m));
    let right = (b - m) / 6.0 * (f(m) + 4.0 * f(0.5 * (m + b)) + f(b));
    if depth == 0 || (left + right - whole).abs() < 1e-6 {
        return left + right;
    }
    adaptive_simpson(a, m, k, depth - 1) + adaptive_simpson(m, b, k, depth - 1)
}

/// The sum over a tree that is given by index arrays.
#[differentiable]
pub fn tree_sum(node: usize, left: &[usize], right: &[usize], values: &[f64]) -> f64 {
    if node >= values.len() {
        return 0.0;
    }
    let below = tree_sum(left[node], left, right, values) + tree_sum(right[node], left, right, values);
    values[node] * (1.0 + below.tanh())
}

#[differentiable]
fn transform(x: f64, k: f64) -> f64 {
    (x * k).sin() + x
}

#[differentiable]
fn layer(x: &[f64], k: f64) -> Vec<f64> {
    x.iter().map(|v| transform(*v, k)).collect()
}

#[differentiable]
fn network(x: &[f64], ks: &[f64]) -> f64 {
    let mut state = x.to_vec();
    for &k in ks {
        state = layer(&state, k);
    }
    state.iter().sum()
}

#[differentiable]
pub fn three_levels(x: &[f64], ks: &[f64]) -> f64 {
    network(x, ks) * network(&x[1..], &ks[..1])
}

#[differentiable]
pub fn gaussian_mixture(alphas: &[f64], means: &[f64], log_sigmas: &[f64], x: &[f64]) -> f64 {
    let lse = log_sum_exp(alphas);
    x.iter()
        .map(|xi| {
            let terms: Vec<f64> = alphas
                .iter()
                .zip(means)
                .zip(log_sigmas)
                .map(|((a, m), s)| {
                    let z = (xi - m) / s.exp();
                    a - lse - s - 0.5 * z * z
                })
                .collect();
            log_sum_exp(&terms)
        })
        .sum()
}

#[differentiable]
pub fn lstm_cell(weights: &[f64], bias: &[f64], state: &mut [f64], cell: &mut [f64], input: &[f64]) {
    let n = state.len();
    let sigmoid = |v: f64| 1.0 / (1.0 + (-v).exp());
    for i in 0..n {
        let gate = |g: usize, v: f64| weights[g * n + i] * v + bias[g * n + i];
        let forget = sigmoid(gate(0, input[i]));
        let ingate = sigmoid(gate(1, state[i]));
        let outgate = sigmoid(gate(2, input[i]));
        let change = gate(3, state[i]).tanh();
        cell[i] = cell[i] * forget + ingate * change;
        state[i] = outgate * cell[i].tanh();
    }
}

#[differentiable]
pub fn k_means(points: &[[f64; 2]], centres: &[[f64; 2]]) -> f64 {
    points
        .iter()
        .map(|p| centres.iter().map(|c| (p[0] - c[0]).powi(2) + (p[1] - c[1]).powi(2)).fold(f64::INFINITY, f64::min))
        .sum()
}

#[differentiable]
pub fn overwritten_inputs(mut x: Vec<f64>, y: &mut [f64]) -> f64 {
    for i in 0..x.len() {
        let j = (i + 1) % y.len();
        x[i] *= y[j];
        y[j] = x[i] + y[j].sin();
        if y[j] > 1.0 {
            y.swap(0, j);
        }
    }
    while let Some(last) = x.last() {
        if last.abs() < 0.5 {
            break;
        }
        x.pop();
    }
    x.iter().sum::<f64>() + y.iter().product::<f64>()
}

#[differentiable]
pub fn collatz_like(x: f64, n: u32) -> f64 {
    let (mut k, mut v) = (n, x);
    while k != 1 {
        (k, v) = match k % 2 {
            0 => (k / 2, v.sqrt() + 0.1),
            _ => (3 * k + 1, v * v * 0.5 + x),
        };
    }
    v
}

#[differentiable]
pub fn sparse_product(values: &[f64], columns: &[usize], starts: &[usize], x: &[f64]) -> Vec<f64> {
    starts
        .windows(2)
        .map(|w| {
            let range = w[0]..w[1];
            range.map(|k| values[k] * x[columns[k]]).sum::<f64>()
        })
        .collect()
}

#[differentiable]
pub fn smallest_gap(x: &[f64]) -> f64 {
    let mut best = f64::MAX;
    'outer: for (i, a) in x.iter().enumerate() {
        for b in x.iter().skip(i + 1) {
            let gap = (a - b).powi(2);
            if gap < 1e-4 {
                best = gap;
                break 'outer;
            }
            best = best.min(gap);
        }
    }
    best.sqrt()
}

#[differentiable]
pub fn moving_average(x: &[f64], width: usize) -> Vec<f64> {
    let mut window: Vec<f64> = Vec::new();
    let mut out = Vec::new();
    for &v in x {
        window.push(v);
        if window.len() > width {
            window.remove(0);
        }
        out.push(window.iter().sum::<f64>() / window.len() as f64);
    }
    out
}

#[differentiable]
pub fn conjugate_gradient(a: &[f64], b: &[f64]) -> Vec<f64> {
    let n = b.len();
    let dot = |u: &[f64], v: &[f64]| -> f64 { u.iter().zip(v).map(|(p, q)| p * q).sum() };
    let mut x = vec![0.0; n];
    let mut r = b.to_vec();
    let mut p = r.clone();
    let mut rr = dot(&r, &r);
    for _ in 0..n {
        let ap: Vec<f64> = a.chunks_exact(n).map(|row| dot(row, &p)).collect();
        let alpha = rr / dot(&p, &ap);
        for i in 0..n {
            x[i] += alpha * p[i];
            r[i] -= alpha * ap[i];
        }
        let next = dot(&r, &r);
        if next.sqrt() < 1e-12 {
            break;
        }
        let beta = next / rr;
        p.iter_mut().zip(&r).for_each(|(p, r)| *p = r + beta * *p);
        rr = next;
    }
    x
}
