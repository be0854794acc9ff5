//! Kernels of benchmarks, residuals and discretisations, as people write them.
#![allow(clippy::style, clippy::complexity, clippy::perf, clippy::too_many_arguments, clippy::excessive_precision)]

use jac::{Differentiable, differentiable};

/// log-sum-exp, the stable one.
#[differentiable]
pub fn logsumexp(x: &[f64]) -> f64 {
    let m = x.iter().cloned().fold(f64::NEG_INFINITY, f64::max);
    let s: f64 = x.iter().map(|v| (v - m).exp()).sum();
    m + s.ln()
}

#[differentiable]
pub fn q_times_x(d: usize, qdiag: &[f64], l: &[f64], x: &[f64], out: &mut [f64]) {
    for i in 0..d {
        out[i] = qdiag[i] * x[i];
    }
    let mut lp = 0;
    for i in 0..d {
        for j in i + 1..d {
            out[j] += l[lp] * x[i];
            lp += 1;
        }
    }
}

#[differentiable]
pub fn log_wishart_prior(p: usize, k: usize, gamma: f64, m: usize, sum_qs: &[f64], qdiags: &[f64], icf: &[f64]) -> f64 {
    let n = p + m + 1;
    let icf_sz = icf.len() / k;
    let c = n as f64 * p as f64 * (gamma.ln() - 0.5 * 2f64.ln());
    let mut out = 0.0;
    for ik in 0..k {
        let frob = qdiags[ik * p..(ik + 1) * p].iter().map(|q| q * q).sum::<f64>()
            + icf[ik * icf_sz + p..(ik + 1) * icf_sz].iter().map(|q| q * q).sum::<f64>();
        out += 0.5 * gamma * gamma * frob - m as f64 * sum_qs[ik];
    }
    out - k as f64 * c
}

#[differentiable]
pub fn gmm_objective(
    d: usize,
    k: usize,
    n: usize,
    alphas: &[f64],
    means: &[f64],
    icf: &[f64],
    x: &[f64],
    gamma: f64,
    m: usize,
) -> f64 {
    let constant = -(n as f64) * d as f64 * 0.5 * (2.0 * std::f64::consts::PI).ln();
    let icf_sz = d * (d + 1) / 2;
    let mut qdiags = vec![0.0; d * k];
    let mut sum_qs = vec![0.0; k];
    let mut xcentered = vec![0.0; d];
    let mut qxcentered = vec![0.0; d];
    let mut main_term = vec![0.0; k];
    for ik in 0..k {
        for id in 0..d {
            let q = icf[ik * icf_sz + id];
            sum_qs[ik] += q;
            qdiags[ik * d + id] = q.exp();
        }
    }
    let mut slse = 0.0;
    for ix in 0..n {
        for ik in 0..k {
            for id in 0..d {
                xcentered[id] = x[ix * d + id] - means[ik * d + id];
            }
            q_times_x(d, &qdiags[ik * d..], &icf[ik * icf_sz + d..], &xcentered, &mut qxcentered);
            let sq: f64 = qxcentered.iter().map(|v| v.powi(2)).sum();
            main_term[ik] = alphas[ik] + sum_qs[ik] - 0.5 * sq;
        }
        slse += logsumexp(&main_term);
    }
    let lse_alphas = logsumexp(alphas);
    constant + slse - n as f64 * lse_alphas + log_wishart_prior(d, k, gamma, m, &sum_qs, &qdiags, icf)
}

#[differentiable]
pub fn gmm_223(alphas: &[f64], means: &[f64], icf: &[f64], x: &[f64], gamma: f64) -> f64 {
    gmm_objective(2, 2, 3, alphas, means, icf, x, gamma, 2)
}

#[differentiable]
pub fn cross(a: &[f64; 3], b: &[f64; 3]) -> [f64; 3] {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

#[differentiable]
pub fn dot3(a: &[f64; 3], b: &[f64; 3]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

#[differentiable]
pub fn rodrigues(rot: &[f64; 3], x: &[f64; 3]) -> [f64; 3] {
    let sqtheta = dot3(rot, rot);
    if sqtheta != 0.0 {
        let theta = sqtheta.sqrt();
        let (s, c) = theta.sin_cos();
        let w = rot.map(|r| r / theta);
        let wx = cross(&w, x);
        let tmp = dot3(&w, x) * (1.0 - c);
        std::array::from_fn(|i| x[i] * c + wx[i] * s + w[i] * tmp)
    } else {
        let rx = cross(rot, x);
        [x[0] + rx[0], x[1] + rx[1], x[2] + rx[2]]
    }
}

#[differentiable]
pub fn radial_distort(rad: &[f64], proj: &mut [f64]) {
    let rsq = proj.iter().map(|p| p * p).sum::<f64>();
    let l = 1.0 + rad[0] * rsq + rad[1] * rsq * rsq;
    for p in proj.iter_mut() {
        *p *= l;
    }
}

const ROT: usize = 0;

const C: usize = 3;

const F: usize = 6;

const X0: usize = 7;

const RAD: usize = 9;

#[differentiable]
pub fn project(cam: &[f64], x: &[f64; 3]) -> [f64; 2] {
    let centre: &[f64; 3] = cam[C..C + 3].try_into().unwrap();
    let rot: &[f64; 3] = cam[ROT..ROT + 3].try_into().unwrap();
    let xo = [x[0] - centre[0], x[1] - centre[1], x[2] - centre[2]];
    let xc = rodrigues(rot, &xo);
    let mut p = [xc[0] / xc[2], xc[1] / xc[2]];
    radial_distort(&cam[RAD..], &mut p);
    for (i, p) in p.iter_mut().enumerate() {
        *p = *p * cam[F] + cam[X0 + i];
    }
    p
}

#[differentiable]
pub fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

#[differentiable]
pub fn lstm_model(hsize: usize, weight: &[f64], bias: &[f64], hidden: &mut [f64], cell: &mut [f64], input: &[f64]) {
    let mut gates = vec![0.0; 4 * hsize];
    let (forget, rest) = gates.split_at_mut(hsize);
    let (ingate, rest) = rest.split_at_mut(hsize);
    let (outgate, change) = rest.split_at_mut(hsize);
    for i in 0..hsize {
        forget[i] = sigmoid(input[i] * weight[i] + bias[i]);
        ingate[i] = sigmoid(hidden[i] * weight[hsize + i] + bias[hsize + i]);
        outgate[i] = sigmoid(input[i] * weight[2 * hsize + i] + bias[2 * hsize + i]);
        change[i] = (hidden[i] * weight[3 * hsize + i] + bias[3 * hsize + i]).tanh();
    }
    for i in 0..hsize {
        cell[i] = cell[i] * forget[i] + ingate[i] * change[i];
    }
    for i in 0..hsize {
        hidden[i] = outgate[i] * cell[i].tanh();
    }
}

#[differentiable]
pub fn lstm_predict(l: usize, b: usize, w: &[f64], w2: &[f64], s: &mut [f64], x: &[f64], x2: &mut [f64]) {
    for i in 0..b {
        x2[i] = x[i] * w2[i];
    }
    let mut xp: Vec<f64> = x2.to_vec();
    for i in 0..l {
        let (h, c) = s[2 * b * i..2 * b * (i + 1)].split_at_mut(b);
        lstm_model(b, &w[i * 8 * b..i * 8 * b + 4 * b], &w[i * 8 * b + 4 * b..(i + 1) * 8 * b], h, c, &xp);
        xp.copy_from_slice(h);
    }
    for i in 0..b {
        x2[i] = xp[i] * w2[b + i] + w2[2 * b + i];
    }
}

#[differentiable]
pub fn lstm_objective(l: usize, c: usize, b: usize, main: &[f64], extra: &[f64], state: &[f64], seq: &[f64]) -> f64 {
    let mut total = 0.0;
    let mut count = 0;
    let mut state = state.to_owned();
    let mut input = &seq[..b];
    let mut ypred = vec![0.0; b];
    let mut t = 0;
    while t < (c - 1) * b {
        lstm_predict(l, b, main, extra, &mut state, input, &mut ypred);
        let lse = (2.0 + ypred.iter().map(|y| y.exp()).sum::<f64>()).ln();
        let gold = &seq[t + b..t + 2 * b];
        for i in 0..b {
            total += gold[i] * (ypred[i] - lse);
        }
        count += b;
        input = gold;
        t += b;
    }
    -total / count as f64
}

#[differentiable]
pub fn soft_dtw(a: &[f64], b: &[f64], gamma: f64) -> f64 {
    let m = b.len();
    let mut prev = vec![1e6; m + 1];
    prev[0] = 0.0;
    for x in a {
        let mut row = vec![1e6; m + 1];
        for (j, y) in b.iter().enumerate() {
            let candidates = [prev[j], prev[j + 1], row[j]];
            let lo = candidates.iter().cloned().fold(f64::INFINITY, f64::min);
            let s: f64 = candidates.iter().map(|c| (-(c - lo) / gamma).exp()).sum();
            row[j + 1] = (x - y).powi(2) + lo - gamma * s.ln();
        }
        prev = row;
    }
    prev[m]
}

#[differentiable]
pub fn minor_det(a: &[f64], n: usize, rows: usize, mask: &mut Vec<bool>) -> f64 {
    if rows == n {
        return 1.0;
    }
    let mut sign = 1.0;
    let mut sum = 0.0;
    for c in 0..n {
        if mask[c] {
            continue;
        }
        mask[c] = true;
        sum += sign * a[rows * n + c] * minor_det(a, n, rows + 1, mask);
        mask[c] = false;
        sign = -sign;
    }
    sum
}

#[differentiable]
pub fn det(a: &[f64], n: usize) -> f64 {
    let mut mask = vec![false; n];
    minor_det(a, n, 0, &mut mask)
}

#[differentiable]
pub fn laplace(m: &[Vec<f64>]) -> f64 {
    match m.len() {
        1 => m[0][0],
        2 => m[0][0] * m[1][1] - m[0][1] * m[1][0],
        n => (0..n)
            .map(|col| {
                let sub: Vec<Vec<f64>> = m[1..]
                    .iter()
                    .map(|row| row.iter().enumerate().filter(|&(j, _)| j != col).map(|(_, &v)| v).collect())
                    .collect();
                let sign = if col % 2 == 0 { 1.0 } else { -1.0 };
                sign * m[0][col] * laplace(&sub)
            })
            .sum(),
    }
}

#[differentiable]
pub fn kmeans_min_by(points: &[Vec<f64>], centres: &[Vec<f64>]) -> f64 {
    let dist = |a: &[f64], b: &[f64]| -> f64 { a.iter().zip(b.iter()).map(|(x, y)| (x - y).powi(2)).sum() };
    let mut total = 0.0;
    for p in points {
        let best = centres.iter().map(|c| dist(p, c)).min_by(|a, b| a.partial_cmp(b).unwrap()).unwrap();
        total += best;
    }
    total
}

#[derive(Clone, Copy, Debug, Differentiable)]
pub struct Particle {
    position: (f64, f64),
    velocity: (f64, f64),
}

#[differentiable]
pub fn accel(w: f64, charges: &[(f64, f64)], pos: (f64, f64)) -> (f64, f64) {
    let (mut ax, mut ay) = (0.0, -w * 0.1);
    for &(cx, cy) in charges {
        let (dx, dy) = (pos.0 - cx, pos.1 - cy);
        let r = (dx * dx + dy * dy).sqrt();
        ax += dx / r.powi(3);
        ay += dy / r.powi(3);
    }
    (ax, ay)
}

#[differentiable]
pub fn naive_euler(w: f64) -> f64 {
    let charges = [(10.0, 10.0 - w), (10.0, 0.0)];
    let mut p = Particle { position: (0.0, 8.0), velocity: (0.75, 0.0) };
    let dt = 1e-1;
    loop {
        let a = accel(w, &charges, p.position);
        let next = Particle {
            position: (p.position.0 + dt * p.velocity.0, p.position.1 + dt * p.velocity.1),
            velocity: (p.velocity.0 + dt * a.0, p.velocity.1 + dt * a.1),
        };
        if next.position.1 <= 0.0 {
            let delta = -p.position.1 / next.velocity.1;
            let xf = p.position.0 + delta * next.velocity.0;
            return xf * xf;
        }
        p = next;
    }
}

#[differentiable]
pub fn softmax_in_place(x: &mut [f64]) {
    let m = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut z = 0.0;
    for v in x.iter_mut() {
        *v = (*v - m).exp();
        z += *v;
    }
    x.iter_mut().for_each(|v| *v /= z);
}

#[differentiable]
pub fn attention(q: &[Vec<f64>], k: &[Vec<f64>], v: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let scale = (k[0].len() as f64).sqrt().recip();
    q.iter()
        .map(|qi| {
            let mut scores: Vec<f64> =
                k.iter().map(|kj| qi.iter().zip(kj).map(|(a, b)| a * b).sum::<f64>() * scale).collect();
            softmax_in_place(&mut scores);
            let mut out = vec![0.0; v[0].len()];
            for (s, vj) in scores.iter().zip(v) {
                for (o, x) in out.iter_mut().zip(vj) {
                    *o += s * x;
                }
            }
            out
        })
        .collect()
}

#[differentiable]
pub fn forward_algorithm(init: &[f64], trans: &[Vec<f64>], emit: &[Vec<f64>], obs: &[usize]) -> f64 {
    let n = init.len();
    let mut alpha: Vec<f64> = (0..n).map(|s| init[s] * emit[s][obs[0]]).collect();
    let mut log_lik = 0.0;
    for &o in &obs[1..] {
        let scale: f64 = alpha.iter().sum();
        log_lik += scale.ln();
        alpha = (0..n)
            .map(|j| alpha.iter().enumerate().map(|(i, a)| a / scale * trans[i][j]).sum::<f64>() * emit[j][o])
            .collect();
    }
    log_lik + alpha.iter().sum::<f64>().ln()
}

#[differentiable]
pub fn lu_logdet(a: &mut [Vec<f64>]) -> Result<f64, &'static str> {
    let n = a.len();
    let mut sign = 1.0;
    let mut logdet = 0.0;
    for k in 0..n {
        let mut p = k;
        for i in k + 1..n {
            if a[i][k].abs() > a[p][k].abs() {
                p = i;
            }
        }
        if a[p][k] == 0.0 {
            return Err("singular");
        }
        if p != k {
            a.swap(p, k);
            sign = -sign;
        }
        for i in k + 1..n {
            let f = a[i][k] / a[k][k];
            for j in k..n {
                let t = a[k][j];
                a[i][j] -= f * t;
            }
        }
        logdet += a[k][k].abs().ln();
        sign *= a[k][k].signum();
    }
    if sign < 0.0 { Err("negative") } else { Ok(logdet) }
}

#[differentiable]
pub fn logdet(a: &[Vec<f64>]) -> f64 {
    let mut work = a.to_vec();
    lu_logdet(&mut work).unwrap_or(f64::INFINITY)
}

#[differentiable]
pub fn discrete_integral(x: &[f64]) -> Vec<f64> {
    let n = x.len();
    let h = 1.0 / (n as f64 + 1.0);
    let t = |j: usize| (j + 1) as f64 * h;
    let cube = |j: usize| (x[j] + t(j) + 1.0).powi(3);
    (0..n)
        .map(|i| {
            let left: f64 = (0..=i).map(|j| t(j) * cube(j)).sum();
            let right: f64 = (i + 1..n).map(|j| (1.0 - t(j)) * cube(j)).sum();
            x[i] + 0.5 * h * ((1.0 - t(i)) * left + t(i) * right)
        })
        .collect()
}

#[differentiable]
pub fn broyden_banded(x: &[f64], out: &mut [f64]) {
    let (ml, mu) = (5usize, 1usize);
    let n = x.len();
    for i in 0..n {
        let k1 = i.saturating_sub(ml);
        let k2 = (i + mu).min(n - 1);
        let mut temp = 0.0;
        for (j, xj) in x.iter().enumerate().skip(k1).take(k2 + 1 - k1) {
            if j != i {
                temp += xj * (1.0 + xj);
            }
        }
        out[i] = x[i] * (2.0 + 5.0 * x[i] * x[i]) + 1.0 - temp;
    }
}

#[differentiable]
pub fn broyden_tri(x: &[f64]) -> f64 {
    let padded: Vec<f64> = std::iter::once(0.0).chain(x.iter().cloned()).chain(std::iter::once(0.0)).collect();
    padded.windows(3).map(|w| ((3.0 - 2.0 * w[1]) * w[1] - w[0] - 2.0 * w[2] + 1.0).powi(2)).sum()
}

#[differentiable]
pub fn penalty_ii(x: &[f64]) -> Vec<f64> {
    let n = x.len();
    let a = 1e-5f64.sqrt();
    let mut f = vec![x[0] - 0.2];
    for i in 2..=n {
        let y = (i as f64 / 10.0).exp() + ((i - 1) as f64 / 10.0).exp();
        f.push(a * ((x[i - 1] / 10.0).exp() + (x[i - 2] / 10.0).exp() - y));
    }
    for i in n + 1..2 * n {
        f.push(a * ((x[i - n] / 10.0).exp() - (-0.1f64).exp()));
    }
    let last = x.iter().rev().zip(1..).map(|(xi, k)| k as f64 * xi * xi).sum::<f64>() - 1.0;
    f.push(last);
    f
}

#[differentiable]
pub fn vdp(mu: f64, y: [f64; 2]) -> [f64; 2] {
    [y[1], mu * (1.0 - y[0] * y[0]) * y[1] - y[0]]
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum StepError {
    TooManySteps,
    StepTooSmall,
}

#[differentiable]
pub fn bs23(mu: f64, y0: [f64; 2], t_end: f64, tol: f64) -> Result<[f64; 2], StepError> {
    let mut t = 0.0;
    let mut y = y0;
    let mut h = 0.05;
    let mut k1 = vdp(mu, y);
    let mut steps = 0;
    while t < t_end {
        if steps > 200 {
            return Err(StepError::TooManySteps);
        }
        steps += 1;
        if t + h > t_end {
            h = t_end - t;
        }
        let k2 = vdp(mu, [y[0] + 0.5 * h * k1[0], y[1] + 0.5 * h * k1[1]]);
        let k3 = vdp(mu, [y[0] + 0.75 * h * k2[0], y[1] + 0.75 * h * k2[1]]);
        let mut ynew = [0.0; 2];
        for i in 0..2 {
            ynew[i] = y[i] + h * (2.0 / 9.0 * k1[i] + 1.0 / 3.0 * k2[i] + 4.0 / 9.0 * k3[i]);
        }
        let k4 = vdp(mu, ynew);
        let err = (0..2)
            .map(|i| h * (-5.0 / 72.0 * k1[i] + 1.0 / 12.0 * k2[i] + 1.0 / 9.0 * k3[i] - 1.0 / 8.0 * k4[i]))
            .map(f64::abs)
            .fold(0.0, f64::max);
        if err <= tol {
            t += h;
            y = ynew;
            k1 = k4;
        }
        let factor = 0.9 * (tol / err.max(1e-12)).powf(1.0 / 3.0);
        h *= factor.clamp(0.2, 5.0);
        if h < 1e-10 && t < t_end {
            return Err(StepError::StepTooSmall);
        }
    }
    Ok(y)
}

#[differentiable]
pub fn end_state(mu: f64, y0: [f64; 2]) -> [f64; 2] {
    match bs23(mu, y0, 0.7, 1e-3) {
        Ok(y) => y,
        Err(StepError::TooManySteps) => [0.0; 2],
        Err(_) => panic!("step"),
    }
}

#[differentiable]
pub fn smooth(u: &mut [f64], f: &[f64], h: f64, sweeps: usize) {
    for _ in 0..sweeps {
        for i in 1..u.len() - 1 {
            u[i] = 0.5 * (u[i - 1] + u[i + 1] + h * h * f[i]);
        }
    }
}

#[differentiable]
pub fn residual(u: &[f64], f: &[f64], h: f64) -> Vec<f64> {
    let mut r = vec![0.0; u.len()];
    for i in 1..u.len() - 1 {
        r[i] = f[i] - (2.0 * u[i] - u[i - 1] - u[i + 1]) / (h * h);
    }
    r
}

#[differentiable]
pub fn v_cycle(u: &mut Vec<f64>, f: &[f64], h: f64) {
    let n = u.len();
    if n <= 3 {
        if n == 3 {
            u[1] = 0.5 * (u[0] + u[2] + h * h * f[1]);
        }
        return;
    }
    smooth(u, f, h, 2);
    let r = residual(u, f, h);
    let nc = n / 2 + 1;
    let coarse: Vec<f64> = (0..nc)
        .map(|i| if i == 0 || i == nc - 1 { 0.0 } else { 0.25 * (r[2 * i - 1] + 2.0 * r[2 * i] + r[2 * i + 1]) })
        .collect();
    let mut e = vec![0.0; nc];
    v_cycle(&mut e, &coarse, 2.0 * h);
    for i in 0..nc - 1 {
        u[2 * i] += e[i];
        u[2 * i + 1] += 0.5 * (e[i] + e[i + 1]);
    }
    u[n - 1] += e[nc - 1];
    smooth(u, f, h, 2);
}

#[differentiable]
pub fn poisson(f: &[f64], cycles: u8) -> f64 {
    let h = 1.0 / (f.len() - 1) as f64;
    let mut u = vec![0.0; f.len()];
    for _ in 0..cycles {
        v_cycle(&mut u, f, h);
    }
    u.iter().zip(f).map(|(u, f)| u * f).sum::<f64>() * h
}

#[differentiable]
pub fn minmod(a: f64, b: f64) -> f64 {
    if a * b <= 0.0 {
        0.0
    } else if a.abs() < b.abs() {
        a
    } else {
        b
    }
}

#[differentiable]
pub fn burgers_flux(l: f64, r: f64) -> f64 {
    let f = |u: f64| 0.5 * u * u;
    let s = 0.5 * (l + r);
    if l > r {
        if s > 0.0 { f(l) } else { f(r) }
    } else if l > 0.0 {
        f(l)
    } else if r < 0.0 {
        f(r)
    } else {
        0.0
    }
}

#[differentiable]
pub fn muscl_step(u: &[f64], dt_dx: f64) -> Vec<f64> {
    let n = u.len();
    let at = |i: isize| u[i.rem_euclid(n as isize) as usize];
    let slope = |i: isize| minmod(at(i) - at(i - 1), at(i + 1) - at(i));
    let flux: Vec<f64> =
        (0..n as isize).map(|i| burgers_flux(at(i) + 0.5 * slope(i), at(i + 1) - 0.5 * slope(i + 1))).collect();
    (0..n).map(|i| u[i] - dt_dx * (flux[i] - flux[(i + n - 1) % n])).collect()
}

#[differentiable]
pub fn advect(mut u: Vec<f64>, steps: usize, cfl: f64) -> Vec<f64> {
    for _ in 0..steps {
        u = muscl_step(&u, cfl);
    }
    u
}
