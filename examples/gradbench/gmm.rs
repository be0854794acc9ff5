//! The logarithm of the posterior density of a mixture of Gaussians, with a Wishart prior on the precisions.
//!
//! The precision of a component is QᵀQ. Q is lower triangular, with the exponentials of `q` on its diagonal and `l` below, column by column.
#![allow(clippy::needless_range_loop)] // the triangle is written with its indices, as in the formula

use std::f64::consts::{LN_2, PI};

use jac::differentiable;
use libm::lgamma;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::measure::{Evaluation, Repeat};
use crate::protocol::with_input;

/// The Wishart prior.
#[derive(Clone, Copy, Deserialize)]
pub struct Wishart {
    pub gamma: f64,
    pub m: u32,
}

impl Wishart {
    /// The logarithm of the normalising constant, in `d` dimensions.
    fn normalisation(&self, d: usize) -> f64 {
        let degrees = d as f64 + f64::from(self.m) + 1.0;
        let mut log_gamma = (d * (d - 1)) as f64 / 4.0 * PI.ln();
        for j in 0..d {
            log_gamma += lgamma((degrees - j as f64) / 2.0);
        }
        degrees * d as f64 * (self.gamma.ln() - LN_2 / 2.0) - log_gamma
    }
}

/// ln Σ exp v
#[differentiable]
fn log_sum_exp(v: &[f64]) -> f64 {
    let largest = v.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    largest + v.iter().map(|v| (v - largest).exp()).sum::<f64>().ln()
}

/// The logarithm of the density. Matrices are row-major: `mu` and `q` have `d` columns, as has `x`, `l` has d·(d − 1)/2.
#[differentiable(wrt(alpha, mu, q, l))]
pub fn objective(x: &[f64], prior: Wishart, d: usize, alpha: &[f64], mu: &[f64], q: &[f64], l: &[f64]) -> f64 {
    let (n, k) = (x.len() / d, alpha.len());
    let below = d * (d - 1) / 2;

    let mut diagonals = vec![0.0; k * d];
    for (diagonal, q) in diagonals.iter_mut().zip(q) {
        *diagonal = q.exp();
    }
    let mut offsets = vec![0.0; k];
    for j in 0..k {
        offsets[j] = alpha[j] + q[j * d..(j + 1) * d].iter().sum::<f64>();
    }

    let mut centred = vec![0.0; d];
    let mut product = vec![0.0; d];
    let mut terms = vec![0.0; k];
    let mut total = 0.0;
    for x in x.chunks_exact(d) {
        for j in 0..k {
            for i in 0..d {
                centred[i] = x[i] - mu[j * d + i];
            }
            // Q·v, one column of Q after the other.
            let diagonal = &diagonals[j * d..(j + 1) * d];
            for i in 0..d {
                product[i] = diagonal[i] * centred[i];
            }
            let entries = &l[j * below..(j + 1) * below];
            let mut next = 0;
            for i in 0..d {
                let v = centred[i];
                let rows = &mut product[i + 1..];
                for (product, entry) in rows.iter_mut().zip(&entries[next..]) {
                    *product += entry * v;
                }
                next += d - 1 - i;
            }
            terms[j] = offsets[j] - 0.5 * product.iter().map(|p| p * p).sum::<f64>();
        }
        let evidence: f64 = log_sum_exp(&terms);
        total += evidence;
    }

    let squares = diagonals.iter().map(|v| v * v).sum::<f64>() + l.iter().map(|v| v * v).sum::<f64>();
    let gamma: f64 = prior.gamma;
    let penalty = 0.5 * gamma * gamma * squares - f64::from(prior.m) * q.iter().sum::<f64>();
    let constant: f64 = k as f64 * prior.normalisation(d) - 0.5 * (n * d) as f64 * (2.0 * PI).ln();
    let weights: f64 = log_sum_exp(alpha);
    constant + total - n as f64 * weights - penalty
}

#[derive(Deserialize)]
struct Input {
    d: usize,
    x: Vec<Vec<f64>>,
    #[serde(flatten)]
    prior: Wishart,
    alpha: Vec<f64>,
    mu: Vec<Vec<f64>>,
    q: Vec<Vec<f64>>,
    l: Vec<Vec<f64>>,
    #[serde(flatten)]
    repeat: Repeat,
}

/// Rows of equal length.
fn rows(flat: &[f64], columns: usize, count: usize) -> Vec<&[f64]> {
    (0..count).map(|row| &flat[row * columns..(row + 1) * columns]).collect()
}

pub fn evaluate(function: &str, input: Value) -> Option<Result<Evaluation, serde_json::Error>> {
    match function {
        "objective" => with_input(input, |Input { d, x, prior, alpha, mu, q, l, repeat }| {
            let (x, mu, q, l) = (x.concat(), mu.concat(), q.concat(), l.concat());
            repeat.run(|| objective(&x, prior, d, &alpha, &mu, &q, &l), |y| json!(y))
        }),
        "jacobian" => with_input(input, |Input { d, x, prior, alpha, mu, q, l, repeat }| {
            let (x, mu, q, l) = (x.concat(), mu.concat(), q.concat(), l.concat());
            let k = alpha.len();
            repeat.run(
                || objective::gradient(&x, prior, d, &alpha, &mu, &q, &l),
                |(alpha, mu, q, l)| {
                    let (mu, q, l) = (rows(&mu, d, k), rows(&q, d, k), rows(&l, d * (d - 1) / 2, k));
                    json!({ "alpha": alpha, "mu": mu, "q": q, "l": l })
                },
            )
        }),
        _ => None,
    }
}
