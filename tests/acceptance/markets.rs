//! Statistics and finance.

use jac::{Differentiable, differentiable};

type Result<T> = std::result::Result<T, Error>;

#[derive(Debug, Clone, PartialEq, Differentiable)]
pub enum Error {
    Domain(&'static str),
    NoConvergence { iterations: usize, residual: f64 },
    Parse(String),
}

const SQRT_2PI: f64 = 2.506_628_274_631_000_5;

#[differentiable]
fn norm_pdf(x: f64) -> f64 {
    (-0.5 * x * x).exp() / SQRT_2PI
}

/// Abramowitz and Stegun 26.2.17.
#[differentiable]
fn norm_cdf(x: f64) -> f64 {
    const A: [f64; 5] = [0.319381530, -0.356563782, 1.781477937, -1.821255978, 1.330274429];
    let k = 1.0 / (1.0 + 0.2316419 * x.abs());
    let poly = A.iter().rev().fold(0.0, |s, a| (s + a) * k);
    let tail = norm_pdf(x) * poly;
    if x >= 0.0 { 1.0 - tail } else { tail }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Differentiable)]
pub enum OptionType {
    Call,
    Put,
}

#[derive(Debug, Clone, Copy, Differentiable)]
pub struct Market {
    pub spot: f64,
    pub rate: f64,
    pub dividend: f64,
    pub vol: f64,
}

#[derive(Debug, Clone, Copy, Differentiable)]
pub struct Contract {
    pub strike: f64,
    pub expiry: f64,
    pub kind: OptionType,
}

#[differentiable]
impl Contract {
    pub fn payoff(&self, s: f64) -> f64 {
        use OptionType::*;
        match self.kind {
            Call => (s - self.strike).max(0.0),
            Put => (self.strike - s).max(0.0),
        }
    }
}

#[differentiable]
pub fn black_scholes(m: &Market, c: &Contract) -> Result<f64> {
    if m.vol <= 0.0 || c.expiry <= 0.0 {
        return Err(Error::Domain("vol and expiry must be positive"));
    }
    let sqrt_t = c.expiry.sqrt();
    let d1 = ((m.spot / c.strike).ln() + (m.rate - m.dividend + 0.5 * m.vol.powi(2)) * c.expiry) / (m.vol * sqrt_t);
    let d2 = d1 - m.vol * sqrt_t;
    let df = (-m.rate * c.expiry).exp();
    let dq = (-m.dividend * c.expiry).exp();
    let price = match c.kind {
        OptionType::Call => m.spot * dq * norm_cdf(d1) - c.strike * df * norm_cdf(d2),
        OptionType::Put => c.strike * df * norm_cdf(-d2) - m.spot * dq * norm_cdf(-d1),
    };
    Ok(price)
}

#[differentiable]
pub fn implied_vol(price: f64, m: &Market, c: &Contract) -> Result<f64> {
    let mut vol = 0.3;
    let mut residual = f64::NAN;
    for _ in 0..60 {
        let trial = Market { vol, ..*m };
        residual = black_scholes(&trial, c)? - price;
        let d1 = ((m.spot / c.strike).ln() + (m.rate + 0.5 * vol * vol) * c.expiry) / (vol * c.expiry.sqrt());
        let vega = m.spot * norm_pdf(d1) * c.expiry.sqrt();
        let step = residual / vega;
        vol = (vol - step).max(1e-4);
        if step.abs() < 1e-12 {
            return Ok(vol);
        }
    }
    Err(Error::NoConvergence { iterations: 60, residual })
}

#[differentiable]
pub fn american_binomial(m: &Market, c: &Contract, steps: usize) -> f64 {
    let dt = c.expiry / steps as f64;
    let u = (m.vol * dt.sqrt()).exp();
    let d = u.recip();
    let p = (((m.rate - m.dividend) * dt).exp() - d) / (u - d);
    let disc = (-m.rate * dt).exp();
    let mut values: Vec<f64> =
        (0..=steps).map(|j| c.payoff(m.spot * u.powi(j as i32) * d.powi((steps - j) as i32))).collect();
    for i in (0..steps).rev() {
        for j in 0..=i {
            let cont = disc * (p * values[j + 1] + (1.0 - p) * values[j]);
            let s = m.spot * u.powi(2 * j as i32 - i as i32);
            values[j] = cont.max(c.payoff(s));
        }
        values.truncate(i + 1);
    }
    values[0]
}

/// Heston by full-truncation Euler, normals given as pairs.
#[differentiable]
pub fn heston_mc(params: [f64; 5], spot: f64, strike: f64, paths: &[Vec<(f64, f64)>]) -> f64 {
    let [v0, kappa, theta, xi, rho] = params;
    let rate = 0.02;
    let total: f64 = paths
        .iter()
        .map(|path| {
            let dt = 1.0 / path.len() as f64;
            let (log_s, _) = path.iter().fold((spot.ln(), v0), |(ls, v), &(z1, z2)| {
                let vp = v.max(0.0);
                let zv = rho * z1 + (1.0 - rho * rho).sqrt() * z2;
                let ls = ls + (rate - 0.5 * vp) * dt + (vp * dt).sqrt() * z1;
                (ls, v + kappa * (theta - vp) * dt + xi * (vp * dt).sqrt() * zv)
            });
            (log_s.exp() - strike).max(0.0)
        })
        .sum();
    (-rate).exp() * total / paths.len() as f64
}

/// Hagan's SABR formula.
#[differentiable]
pub fn sabr(f: f64, k: f64, t: f64, alpha: f64, beta: f64, rho: f64, nu: f64) -> f64 {
    let one_b = 1.0 - beta;
    let fk = (f * k).powf(one_b / 2.0);
    let log = (f / k).ln();
    let a = 1.0
        + (one_b.powi(2) / 24.0 * alpha.powi(2) / fk.powi(2)
            + 0.25 * rho * beta * nu * alpha / fk
            + (2.0 - 3.0 * rho * rho) / 24.0 * nu * nu)
            * t;
    if log.abs() < 1e-8 {
        return alpha / fk * a;
    }
    let z = nu / alpha * fk * log;
    let x = (((1.0 - 2.0 * rho * z + z * z).sqrt() + z - rho) / (1.0 - rho)).ln();
    let b = 1.0 + one_b.powi(2) / 24.0 * log.powi(2) + one_b.powi(4) / 1920.0 * log.powi(4);
    alpha / (fk * b) * z / x * a
}

#[derive(Debug, Clone, Differentiable)]
pub enum Instrument {
    Deposit { maturity: f64, rate: f64 },
    Swap { years: usize, rate: f64 },
}

#[derive(Debug, Clone, Default, Differentiable)]
pub struct Curve {
    times: Vec<f64>,
    log_df: Vec<f64>,
}

#[differentiable]
impl Curve {
    pub fn discount(&self, t: f64) -> f64 {
        match self.times.iter().position(|&x| x >= t) {
            None => {
                let n = self.times.len();
                (self.log_df[n - 1] * t / self.times[n - 1]).exp()
            }
            Some(0) => (self.log_df[0] * t / self.times[0]).exp(),
            Some(i) => {
                let w = (t - self.times[i - 1]) / (self.times[i] - self.times[i - 1]);
                ((1.0 - w) * self.log_df[i - 1] + w * self.log_df[i]).exp()
            }
        }
    }

    fn push(&mut self, t: f64, df: f64) {
        self.times.push(t);
        self.log_df.push(df.ln());
    }
}

#[differentiable]
pub fn bootstrap(instruments: &[Instrument]) -> Curve {
    let mut curve = Curve::default();
    for inst in instruments {
        match inst {
            Instrument::Deposit { maturity, rate } => curve.push(*maturity, 1.0 / (1.0 + rate * maturity)),
            &Instrument::Swap { years, rate } => {
                let annuity: f64 = (1..years).map(|y| curve.discount(y as f64)).sum();
                let df = (1.0 - rate * annuity) / (1.0 + rate);
                curve.push(years as f64, df);
            }
        }
    }
    curve
}

#[differentiable]
pub fn forward_rate(quotes: [f64; 3], t: f64) -> f64 {
    let instruments = vec![
        Instrument::Deposit { maturity: 1.0, rate: quotes[0] },
        Instrument::Swap { years: 2, rate: quotes[1] },
        Instrument::Swap { years: 3, rate: quotes[2] },
    ];
    let c = bootstrap(&instruments);
    (c.discount(t) / c.discount(t + 0.25) - 1.0) / 0.25
}

/// HMM forward algorithm in log space.
#[differentiable]
pub fn hmm_log_likelihood(log_pi: &[f64], log_a: &[Vec<f64>], means: &[f64], obs: &[f64]) -> f64 {
    fn log_sum_exp(xs: &[f64]) -> f64 {
        let m = xs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if m.is_infinite() {
            return m;
        }
        m + xs.iter().map(|x| (x - m).exp()).sum::<f64>().ln()
    }
    let emit = |s: usize, y: f64| -0.5 * (y - means[s]).powi(2) - SQRT_2PI.ln();
    let k = means.len();
    let mut alpha: Vec<f64> = (0..k).map(|s| log_pi[s] + emit(s, obs[0])).collect();
    for &y in obs.iter().skip(1) {
        alpha = (0..k)
            .map(|s| {
                let terms: Vec<f64> = alpha.iter().enumerate().map(|(r, a)| a + log_a[r][s]).collect();
                log_sum_exp(&terms) + emit(s, y)
            })
            .collect();
    }
    log_sum_exp(&alpha)
}

/// Viterbi: the score of the best path, and the path.
#[differentiable]
pub fn viterbi(log_a: &[Vec<f64>], log_b: &[Vec<f64>]) -> (f64, Vec<usize>) {
    let n = log_a.len();
    let mut score = log_b[0].clone();
    let mut back: Vec<Vec<usize>> = Vec::new();
    for b in &log_b[1..] {
        let mut next = vec![f64::NEG_INFINITY; n];
        let mut from = vec![0usize; n];
        for s in 0..n {
            for r in 0..n {
                let candidate = score[r] + log_a[r][s];
                if candidate > next[s] {
                    next[s] = candidate;
                    from[s] = r;
                }
            }
            next[s] += b[s];
        }
        back.push(from);
        score = next;
    }
    let (mut state, best) =
        score.iter().enumerate().max_by(|a, b| a.1.partial_cmp(b.1).unwrap()).map(|(i, s)| (i, *s)).unwrap();
    let mut path = vec![state];
    for from in back.iter().rev() {
        state = from[state];
        path.push(state);
    }
    path.reverse();
    (best, path)
}

#[differentiable]
pub fn garch_nll(theta: &[f64; 3], returns: &[f64]) -> f64 {
    let &[omega, alpha, beta] = theta;
    assert!(alpha + beta < 1.0, "not stationary: {} + {}", alpha, beta);
    let mean = returns.iter().sum::<f64>() / returns.len() as f64;
    let init = returns.iter().map(|r| (r - mean).powi(2)).sum::<f64>() / (returns.len() - 1) as f64;
    returns
        .iter()
        .scan(init, |h, &r| {
            let e = r - mean;
            let term = 0.5 * (h.ln() + e * e / *h);
            *h = omega + alpha * e * e + beta * *h;
            Some(term)
        })
        .sum()
}

#[differentiable]
pub fn arma11(phi: f64, theta: f64, c: f64, y: &[f64]) -> f64 {
    let mut eps_prev = 0.0;
    let mut sse = 0.0;
    for w in y.windows(2) {
        if let [prev, cur] = w {
            let pred = c + phi * prev + theta * eps_prev;
            eps_prev = cur - pred;
            sse += eps_prev * eps_prev;
        }
    }
    sse
}
