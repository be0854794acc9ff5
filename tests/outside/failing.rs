//! Functions that fail: equations without a solution, tables without an entry, iterations that do not converge.
use jac::{Differentiable, differentiable};

// --- two-body orbit propagation with universal variables, fails when Kepler diverges
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum OrbitError {
    NotConverged { iterations: usize },
    Parabolic,
}

#[differentiable]
pub fn kepler(mean: f64, ecc: f64) -> Result<f64, OrbitError> {
    if ecc >= 1.0 {
        return Err(OrbitError::Parabolic);
    }
    let mut e = if ecc > 0.8 { std::f64::consts::PI } else { mean };
    for _ in 0..50 {
        let f = e - ecc * e.sin() - mean;
        let fp = 1.0 - ecc * e.cos();
        let de = f / fp;
        e -= de;
        if de.abs() < 1e-13 {
            return Ok(e);
        }
    }
    Err(OrbitError::NotConverged { iterations: 50 })
}

#[derive(Debug, Clone, Copy, PartialEq, Differentiable)]
pub struct Elements {
    pub a: f64,
    pub e: f64,
    pub m0: f64,
}

#[differentiable]
impl Elements {
    pub fn position(&self, t: f64, mu: f64) -> Result<[f64; 2], OrbitError> {
        let n = (mu / self.a.powi(3)).sqrt();
        let ea = kepler(self.m0 + n * t, self.e)?;
        let (s, c) = ea.sin_cos();
        Ok([self.a * (c - self.e), self.a * (1.0 - self.e * self.e).sqrt() * s])
    }
    pub fn radius(&self, t: f64, mu: f64) -> Option<f64> {
        let [x, y] = self.position(t, mu).ok()?;
        Some(x.hypot(y))
    }
    pub fn with_phase(mut self, dm: f64) -> Self {
        self.m0 += dm;
        self
    }
}

#[differentiable]
pub fn miss(a: f64, e: f64, t: f64) -> f64 {
    let orbit = Elements { a, e, m0: 0.1 }.with_phase(0.2 * a);
    match (orbit.position(t, 1.0), orbit.radius(t, 1.0)) {
        (Ok([x, y]), Some(r)) => x * y / r,
        (Err(OrbitError::NotConverged { iterations }), _) => iterations as f64,
        _ => 0.0,
    }
}

// --- linear solve by LU with pivoting, returning Option
#[differentiable]
pub fn lu_solve<const N: usize>(a: &[[f64; N]; N], b: &[f64; N]) -> Option<[f64; N]> {
    let mut m = *a;
    let mut x = *b;
    for k in 0..N {
        let p = (k..N).max_by(|&i, &j| m[i][k].abs().total_cmp(&m[j][k].abs()))?;
        if m[p][k].abs() < 1e-12 {
            return None;
        }
        m.swap(k, p);
        x.swap(k, p);
        for i in k + 1..N {
            let l = m[i][k] / m[k][k];
            for j in k..N {
                m[i][j] -= l * m[k][j];
            }
            x[i] -= l * x[k];
        }
    }
    for k in (0..N).rev() {
        for j in k + 1..N {
            x[k] -= m[k][j] * x[j];
        }
        x[k] /= m[k][k];
    }
    Some(x)
}

#[differentiable]
pub fn newton2(x0: [f64; 2], c: f64) -> Option<[f64; 2]> {
    let mut x = x0;
    for _ in 0..20 {
        let f = [x[0] * x[0] + x[1] - c, x[1] * x[1] - x[0]];
        let j = [[2.0 * x[0], 1.0], [-1.0, 2.0 * x[1]]];
        let d = lu_solve(&j, &f)?;
        x = [x[0] - d[0], x[1] - d[1]];
        if d.iter().map(|v| v * v).sum::<f64>() < 1e-24 {
            return Some(x);
        }
    }
    None
}

// --- bisection with closures, secant
#[differentiable]
pub fn bracketed(lo: f64, hi: f64, k: f64) -> Option<f64> {
    let f = |x: f64| x.powi(3) - k * x - 1.0;
    let (mut a, mut b) = (lo, hi);
    let (mut fa, fb) = (f(a), f(b));
    if fa * fb > 0.0 {
        return None;
    }
    while (b - a).abs() > 1e-3 {
        let m = 0.5 * (a + b);
        let fm = f(m);
        if fa * fm <= 0.0 {
            b = m;
        } else {
            a = m;
            fa = fm;
        }
    }
    let slope = 3.0 * a * a - k;
    (slope != 0.0).then_some(())?;
    Some(a - f(a) / slope)
}

// --- interpolation in a table: Option<usize> data, and Option<f64>
#[differentiable]
pub fn interpolate(xs: &[f64], ys: &[f64], x: f64) -> Option<f64> {
    let i = xs.iter().position(|&v| v > x)?;
    let i = i.checked_sub(1)?;
    let t = (x - xs[i]) / (xs[i + 1] - xs[i]);
    Some(ys[i] + t * (ys[i + 1] - ys[i]))
}
#[differentiable]
pub fn blended(xs: &[f64], ys: &[f64], x: f64) -> f64 {
    let lo = interpolate(xs, ys, x - 0.4).or(ys.first().copied()).unwrap_or(0.0);
    let hi = interpolate(xs, ys, x + 0.4).unwrap_or_else(|| ys[ys.len() - 1]);
    interpolate(xs, ys, x).map_or(0.5 * (lo + hi), |m| (lo + 2.0 * m + hi) / 4.0)
}
#[differentiable]
pub fn first_crossing(ys: &[f64], level: f64) -> Option<f64> {
    for (i, w) in ys.windows(2).enumerate() {
        let (a, b) = (w[0] - level, w[1] - level);
        if a * b < 0.0 {
            return Some(i as f64 + a / (a - b));
        }
    }
    None
}
#[differentiable]
pub fn ratio(ys: &[f64]) -> Result<f64, String> {
    let up = first_crossing(ys, 0.5).ok_or_else(|| format!("no crossing of {} values", ys.len()))?;
    let mean = if ys.is_empty() { return Err("empty".to_string()) } else { ys.iter().sum::<f64>() / ys.len() as f64 };
    Ok(up / mean)
}

#[differentiable]
pub fn normalized(x: &[f64]) -> Option<Vec<f64>> {
    let n = x.iter().map(|v| v * v).sum::<f64>().sqrt();
    if n < 1e-9 {
        return None;
    }
    Some(x.iter().map(|v| v / n).collect())
}
#[differentiable]
pub fn cosines(x: &[f64], y: &[f64]) -> Option<f64> {
    let (a, b) = (normalized(x)?, normalized(y)?);
    Some(a.iter().zip(&b).map(|(a, b)| a * b).sum())
}
#[differentiable]
pub fn all(x: &[f64]) -> Option<Vec<f64>> {
    x.iter().map(|v| if *v > 0.0 { Some(v.ln()) } else { None }).collect()
}
#[differentiable]
pub fn total(x: &[f64]) -> Option<f64> {
    x.iter().map(|v| if *v > 0.0 { Some(v.ln()) } else { None }).sum()
}

#[differentiable]
pub fn roots(x: &[f64]) -> Result<f64, String> {
    let all = x
        .iter()
        .enumerate()
        .map(|(i, v)| if *v > 0.0 { Ok(v.sqrt()) } else { Err(format!("{i}")) })
        .collect::<Result<Vec<f64>, String>>()?;
    let total: f64 = x.iter().map(|v| lnp(*v).ok_or("no".to_string())).sum::<Result<f64, String>>()?;
    if all.len() > 7 {
        return x.iter().map(|v| lnp(*v).ok_or_else(|| "x".to_string())).product();
    }
    Ok(all.iter().product::<f64>() * total)
}
#[differentiable]
fn lnp(x: f64) -> Option<f64> {
    if x > 0.0 { Some(x.ln()) } else { None }
}
#[differentiable]
pub fn logs(x: &[f64]) -> Option<Vec<f64>> {
    x.iter().map(|v| lnp(*v)).collect()
}
