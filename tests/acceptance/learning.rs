//! Learning.

use jac::{Differentiable, differentiable};

use std::collections::HashMap;

#[differentiable]
pub fn logistic_regression(w: &[f64], bias: f64, xs: &[Vec<f64>], labels: &[bool], l2: f64) -> f64 {
    let n = xs.len() as f64;
    let nll: f64 = xs
        .iter()
        .zip(labels)
        .map(|(x, &label)| {
            let z: f64 = bias + x.iter().zip(w).map(|(a, b)| a * b).sum::<f64>();
            if label { (-z).exp().ln_1p() } else { z.exp().ln_1p() }
        })
        .sum();
    nll / n + l2 * w.iter().map(|v| v.powi(2)).sum::<f64>()
}

#[derive(Debug, Clone, Copy, PartialEq, Differentiable)]
pub enum Act {
    Relu,
    Tanh,
    LeakyRelu(f64),
    Gelu,
    Identity,
}

#[differentiable]
impl Act {
    fn apply(self, x: f64) -> f64 {
        match self {
            Act::Relu => x.max(0.0),
            Act::Tanh => x.tanh(),
            Act::LeakyRelu(slope) if x < 0.0 => slope * x,
            Act::LeakyRelu(_) | Act::Identity => x,
            Act::Gelu => 0.5 * x * (1.0 + (0.7978845608 * (x + 0.044715 * x.powi(3))).tanh()),
        }
    }
}

#[derive(Debug, Clone, Differentiable)]
pub struct Dense {
    pub w: Vec<Vec<f64>>,
    pub b: Vec<f64>,
    pub act: Act,
}

#[differentiable]
impl Dense {
    pub fn forward(&self, x: &[f64]) -> Vec<f64> {
        self.w
            .iter()
            .zip(&self.b)
            .map(|(row, b)| row.iter().zip(x).fold(*b, |s, (w, x)| s + w * x))
            .map(|z| self.act.apply(z))
            .collect()
    }
}

#[derive(Clone, Differentiable)]
pub struct Mlp {
    pub layers: Vec<Dense>,
}

#[differentiable]
impl Mlp {
    pub fn forward(&self, x: &[f64]) -> Vec<f64> {
        self.layers.iter().fold(x.to_vec(), |h, layer| layer.forward(&h))
    }

    pub fn loss(&self, batch: &[(Vec<f64>, usize)]) -> f64 {
        let mut total = 0.0;
        for (x, label) in batch {
            let logits = self.forward(x);
            let max = logits.iter().cloned().fold(f64::MIN, f64::max);
            let log_z = logits.iter().map(|l| (l - max).exp()).sum::<f64>().ln() + max;
            total += log_z - logits[*label];
        }
        total / batch.len() as f64
    }
}

#[differentiable]
pub fn mlp_loss(mlp: &Mlp, batch: &[(Vec<f64>, usize)]) -> f64 {
    mlp.loss(batch)
}

#[differentiable]
pub fn attention(q: &[Vec<f64>], k: &[Vec<f64>], v: &[Vec<f64>], causal: bool) -> Vec<Vec<f64>> {
    let scale = (q[0].len() as f64).sqrt();
    q.iter()
        .enumerate()
        .map(|(i, qi)| {
            let limit = if causal { i + 1 } else { k.len() };
            let scores: Vec<f64> =
                k[..limit].iter().map(|kj| qi.iter().zip(kj).map(|(a, b)| a * b).sum::<f64>() / scale).collect();
            let m = scores.iter().fold(f64::NEG_INFINITY, |a, &b| a.max(b));
            let e: Vec<f64> = scores.iter().map(|s| (s - m).exp()).collect();
            let z: f64 = e.iter().sum();
            let mut out = vec![0.0; v[0].len()];
            for (w, vj) in e.iter().zip(v) {
                for (o, x) in out.iter_mut().zip(vj) {
                    *o += w / z * x;
                }
            }
            out
        })
        .collect()
}

#[differentiable]
pub fn layer_norm(x: &[f64], gamma: &[f64], beta: &[f64]) -> Vec<f64> {
    let n = x.len() as f64;
    let mean = x.iter().sum::<f64>() / n;
    let var = x.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / n;
    let inv = (var + 1e-5).sqrt().recip();
    x.iter().zip(gamma.iter().zip(beta.iter())).map(|(v, (g, b))| (v - mean) * inv * g + b).collect()
}

/// Cross-correlation of an image, valid region, stride and several channels.
#[differentiable]
pub fn conv2d(
    image: &[Vec<Vec<f64>>],
    kernels: &[Vec<Vec<Vec<f64>>>],
    bias: &[f64],
    stride: usize,
) -> Vec<Vec<Vec<f64>>> {
    let (h, w) = (image[0].len(), image[0][0].len());
    kernels
        .iter()
        .zip(bias)
        .map(|(kernel, &b)| {
            let (kh, kw) = (kernel[0].len(), kernel[0][0].len());
            let rows = (h - kh) / stride + 1;
            let cols = (w - kw) / stride + 1;
            let mut out = vec![vec![b; cols]; rows];
            for r in 0..rows {
                for c in 0..cols {
                    for (channel, plane) in kernel.iter().zip(image) {
                        for dr in 0..kh {
                            for dc in 0..kw {
                                out[r][c] += channel[dr][dc] * plane[r * stride + dr][c * stride + dc];
                            }
                        }
                    }
                }
            }
            out
        })
        .collect()
}

#[differentiable]
pub fn max_pool1d(x: &[f64], size: usize) -> Vec<f64> {
    x.chunks(size).map(|c| c.iter().copied().reduce(f64::max).unwrap()).collect()
}

#[differentiable]
fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

#[derive(Clone, Differentiable)]
pub struct GruCell {
    wz: Vec<Vec<f64>>,
    wr: Vec<Vec<f64>>,
    wh: Vec<Vec<f64>>,
}

#[differentiable]
impl GruCell {
    pub fn random(n: usize, m: usize) -> GruCell {
        let mut rng = Lcg(42);
        let mut make =
            || -> Vec<Vec<f64>> { (0..n).map(|_| (0..n + m).map(|_| rng.next_f64() - 0.5).collect()).collect() };
        GruCell { wz: make(), wr: make(), wh: make() }
    }

    fn gate(w: &[Vec<f64>], input: &[f64]) -> Vec<f64> {
        w.iter().map(|row| sigmoid(row.iter().zip(input).map(|(a, b)| a * b).sum())).collect()
    }

    pub fn step(&self, h: &[f64], x: &[f64]) -> Vec<f64> {
        let hx = [h, x].concat();
        let z = Self::gate(&self.wz, &hx);
        let r = Self::gate(&self.wr, &hx);
        let mut gated: Vec<f64> = h.iter().zip(&r).map(|(h, r)| h * r).collect();
        gated.extend_from_slice(x);
        let cand: Vec<f64> =
            self.wh.iter().map(|row| row.iter().zip(&gated).map(|(a, b)| a * b).sum::<f64>().tanh()).collect();
        h.iter().zip(&z).zip(&cand).map(|((h, z), c)| (1.0 - z) * h + z * c).collect()
    }
}

struct Lcg(u64);

impl Lcg {
    fn next_f64(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }
}

#[differentiable]
pub fn gru_sequence(cell: &GruCell, xs: &[Vec<f64>]) -> f64 {
    let mut h = vec![0.0; 2];
    for x in xs {
        h = cell.step(&h, x);
    }
    h.iter().sum()
}

/// Monte Carlo with its own generator.
#[differentiable]
pub fn pi_like(scale: f64, n: usize) -> f64 {
    let mut rng = Lcg(7);
    let mut sum = 0.0;
    for _ in 0..n {
        let u1 = rng.next_f64().max(1e-12);
        let u2 = rng.next_f64();
        let z = (-2.0 * u1.ln()).sqrt() * (2.0 * std::f64::consts::PI * u2).cos();
        sum += (scale * z).exp();
    }
    sum / n as f64
}

/// Weighted counts in a dictionary of data; parameters by name.
#[differentiable(wrt(theta))]
pub fn named_parameters(theta: &[f64], names: &HashMap<String, usize>, x: f64) -> std::result::Result<f64, String> {
    let get = |name: &str| names.get(name).map(|&i| theta[i]).ok_or(format!("missing {name}"));
    let a = get("amplitude")?;
    let k = get("rate")?;
    Ok(a * (-k * x).exp())
}

#[differentiable]
pub fn huber(residuals: &[f64], delta: f64) -> f64 {
    residuals
        .iter()
        .map(|&r| match r.abs() {
            a if a <= delta => 0.5 * r * r,
            a => delta * (a - 0.5 * delta),
        })
        .sum::<f64>()
}

#[differentiable]
pub fn quantile(xs: &[f64], q: f64) -> f64 {
    assert!((0.0..=1.0).contains(&q));
    let mut sorted = xs.to_vec();
    sorted.sort_unstable_by(|a, b| a.partial_cmp(b).expect("nan"));
    let pos = q * (sorted.len() - 1) as f64;
    let lo = pos.floor() as usize;
    let hi = pos.ceil() as usize;
    let frac = pos - lo as f64;
    sorted[lo] * (1.0 - frac) + sorted[hi] * frac
}

#[differentiable]
pub fn kmeans_inertia(points: &[[f64; 2]], init: &[[f64; 2]], rounds: usize) -> f64 {
    let mut centers = init.to_vec();
    let d2 = |a: &[f64; 2], b: &[f64; 2]| (a[0] - b[0]).powi(2) + (a[1] - b[1]).powi(2);
    for _ in 0..rounds {
        let mut sums = vec![([0.0; 2], 0usize); centers.len()];
        for p in points {
            let best = (0..centers.len())
                .min_by(|&i, &j| d2(p, &centers[i]).partial_cmp(&d2(p, &centers[j])).unwrap())
                .unwrap();
            let (s, n) = &mut sums[best];
            s[0] += p[0];
            s[1] += p[1];
            *n += 1;
        }
        for (c, (s, n)) in centers.iter_mut().zip(sums) {
            if n > 0 {
                *c = s.map(|v| v / n as f64);
            }
        }
    }
    points.iter().map(|p| centers.iter().map(|c| d2(p, c)).fold(f64::INFINITY, f64::min)).sum()
}

/// Student-t log likelihood by Lanczos log-gamma.
#[differentiable]
pub fn ln_gamma(x: f64) -> f64 {
    const G: f64 = 7.0;
    const COEF: &[f64] = &[
        0.99999999999980993,
        676.5203681218851,
        -1259.1392167224028,
        771.32342877765313,
        -176.61502916214059,
        12.507343278686905,
        -0.13857109526572012,
        9.9843695780195716e-6,
        1.5056327351493116e-7,
    ];
    if x < 0.5 {
        let pi = std::f64::consts::PI;
        return (pi / (pi * x).sin()).ln() - ln_gamma(1.0 - x);
    }
    let x = x - 1.0;
    let mut a = COEF[0];
    let t = x + G + 0.5;
    for (i, &c) in COEF.iter().enumerate().skip(1) {
        a += c / (x + i as f64);
    }
    0.5 * (2.0 * std::f64::consts::PI).ln() + (x + 0.5) * t.ln() - t + a.ln()
}

#[differentiable]
pub fn student_t(nu: f64, mu: f64, sigma: f64, xs: &[f64]) -> f64 {
    let c = ln_gamma((nu + 1.0) / 2.0) - ln_gamma(nu / 2.0) - 0.5 * (nu * std::f64::consts::PI).ln() - sigma.ln();
    xs.iter().map(|x| c - (nu + 1.0) / 2.0 * (1.0 + ((x - mu) / sigma).powi(2) / nu).ln()).sum()
}
