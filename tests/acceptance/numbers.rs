//! Complex numbers, units, polynomials, kernels, and what is made step by step.

use jac::{Differentiable, differentiable};

use std::ops::{Add, Div, Mul, Sub};

#[derive(Clone, Copy, Debug, Differentiable)]
pub struct Complex {
    re: f64,
    im: f64,
}

#[differentiable]
impl Complex {
    fn from_polar(r: f64, theta: f64) -> Self {
        Complex { re: r * theta.cos(), im: r * theta.sin() }
    }
    fn norm_sqr(&self) -> f64 {
        self.re * self.re + self.im * self.im
    }
}

#[differentiable]
impl Add for Complex {
    type Output = Complex;
    fn add(self, rhs: Complex) -> Complex {
        Complex { re: self.re + rhs.re, im: self.im + rhs.im }
    }
}
#[differentiable]
impl Sub for Complex {
    type Output = Complex;
    fn sub(self, rhs: Complex) -> Complex {
        Complex { re: self.re - rhs.re, im: self.im - rhs.im }
    }
}
#[differentiable]
impl Mul for Complex {
    type Output = Complex;
    fn mul(self, rhs: Complex) -> Complex {
        Complex { re: self.re * rhs.re - self.im * rhs.im, im: self.re * rhs.im + self.im * rhs.re }
    }
}
#[differentiable]
impl From<f64> for Complex {
    fn from(re: f64) -> Self {
        Complex { re, im: 0.0 }
    }
}

#[differentiable]
fn fft(a: &[Complex]) -> Vec<Complex> {
    let n = a.len();
    if n == 1 {
        return a.to_vec();
    }
    assert!(n.is_power_of_two());
    let even: Vec<Complex> = a.iter().step_by(2).copied().collect();
    let odd: Vec<Complex> = a.iter().skip(1).step_by(2).cloned().collect();
    let (e, o) = (fft(&even), fft(&odd));
    let mut out = vec![Complex::from(0.0); n];
    for k in 0..n / 2 {
        let w = Complex::from_polar(1.0, -2.0 * std::f64::consts::PI * k as f64 / n as f64);
        let t = w * o[k];
        out[k] = e[k] + t;
        out[k + n / 2] = e[k] - t;
    }
    out
}

#[differentiable]
pub fn power_spectrum(signal: &[f64]) -> Vec<f64> {
    let z: Vec<Complex> = signal.iter().map(|&s| s.into()).collect();
    fft(&z).iter().map(|c| c.norm_sqr() / signal.len() as f64).collect()
}

/// Iterated complex map; smooth escape time.
#[differentiable]
pub fn escape(c_re: f64, c_im: f64) -> f64 {
    let c = Complex { re: c_re, im: c_im };
    let mut z = Complex::from(0.0);
    let mut n = 0;
    while z.norm_sqr() < 64.0 && n < 30 {
        z = z * z + c;
        n += 1;
    }
    if n == 30 { z.norm_sqr() } else { n as f64 + 1.0 - z.norm_sqr().ln().log2() }
}

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
pub struct Meters(pub f64);

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
pub struct Seconds(pub f64);

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
pub struct MetersPerSecond(f64);

#[differentiable]
impl Div<Seconds> for Meters {
    type Output = MetersPerSecond;
    fn div(self, t: Seconds) -> MetersPerSecond {
        MetersPerSecond(self.0 / t.0)
    }
}

#[differentiable]
impl Mul<Seconds> for MetersPerSecond {
    type Output = Meters;
    fn mul(self, rhs: Seconds) -> Self::Output {
        Meters(self.0 * rhs.0)
    }
}

#[differentiable]
pub fn stopping_distance(d: Meters, t: Seconds, mu: f64) -> Meters {
    let v = d / t;
    let reaction = v * Seconds(1.5);
    let Meters(r) = reaction;
    Meters(r + v.0.powi(2) / (2.0 * mu * 9.81))
}

#[derive(Clone, Debug, Differentiable)]
pub struct Polynomial<const N: usize> {
    coeffs: [f64; N],
}

#[differentiable]
impl<const N: usize> Polynomial<N> {
    pub const DEGREE: usize = N - 1;

    pub fn eval(&self, x: f64) -> f64 {
        self.coeffs.iter().rev().fold(0.0, |acc, &c| acc * x + c)
    }

    pub fn derivative_at(&self, x: f64) -> f64 {
        (1..N).map(|k| k as f64 * self.coeffs[k] * x.powi(k as i32 - 1)).sum()
    }

    pub fn newton_root(&self, start: f64) -> Option<f64> {
        let mut x = start;
        for _ in 0..50 {
            let fx = self.eval(x);
            if fx.abs() < 1e-13 {
                return Some(x);
            }
            let d = self.derivative_at(x);
            if d == 0.0 {
                return None;
            }
            x -= fx / d;
        }
        None
    }
}

#[differentiable]
pub fn cubic_root(c: [f64; 4]) -> f64 {
    let p = Polynomial { coeffs: c };
    p.newton_root(1.0).expect("no root") * Polynomial::<4>::DEGREE as f64
}

#[differentiable]
pub trait Kernel {
    fn value(&self, a: &[f64], b: &[f64]) -> f64;
    fn diagonal(&self, a: &[f64]) -> f64 {
        self.value(a, a)
    }
}

#[derive(Clone, Debug, Differentiable)]
pub struct Rbf {
    pub length: f64,
    pub variance: f64,
}

#[derive(Clone, Debug, Differentiable)]
pub struct Matern32 {
    pub length: f64,
}

#[derive(Clone, Debug, Differentiable)]
pub struct SumKernel<A, B>(pub A, pub B);

#[differentiable]
impl Kernel for Rbf {
    fn value(&self, a: &[f64], b: &[f64]) -> f64 {
        let d2: f64 = a.iter().zip(b.iter()).map(|(x, y)| (x - y).powi(2)).sum();
        self.variance * (-0.5 * d2 / self.length.powi(2)).exp()
    }
    fn diagonal(&self, _a: &[f64]) -> f64 {
        self.variance
    }
}

#[differentiable]
impl Kernel for Matern32 {
    fn value(&self, a: &[f64], b: &[f64]) -> f64 {
        let mut d2 = 1e-12;
        for i in 0..a.len() {
            d2 += (a[i] - b[i]) * (a[i] - b[i]);
        }
        let s = 3f64.sqrt() * d2.sqrt() / self.length;
        (1.0 + s) * (-s).exp()
    }
}

#[differentiable]
impl<A: Kernel, B: Kernel> Kernel for SumKernel<A, B> {
    fn value(&self, a: &[f64], b: &[f64]) -> f64 {
        self.0.value(a, b) + self.1.value(a, b)
    }
}

#[differentiable]
fn gram<K: Kernel>(k: &K, xs: &[Vec<f64>], noise: f64) -> Vec<Vec<f64>> {
    let n = xs.len();
    let mut g = vec![vec![0.0; n]; n];
    for i in 0..n {
        g[i][i] = k.diagonal(&xs[i]) + noise;
        for j in 0..i {
            let v = k.value(&xs[i], &xs[j]);
            g[i][j] = v;
            g[j][i] = v;
        }
    }
    g
}

#[differentiable]
pub fn gp_nll(length: f64, variance: f64, noise: f64, xs: &[Vec<f64>], ys: &[f64]) -> f64 {
    let kernel = SumKernel(Rbf { length, variance }, Matern32 { length: 2.0 * length });
    let mut l = gram(&kernel, xs, noise);
    let n = ys.len();
    let mut logdet = 0.0;
    for j in 0..n {
        for k in 0..j {
            for i in j..n {
                l[i][j] -= l[i][k] * l[j][k];
            }
        }
        let d = l[j][j].sqrt();
        logdet += d.ln();
        for i in j..n {
            l[i][j] /= d;
        }
    }
    let mut alpha = ys.to_vec();
    for i in 0..n {
        for k in 0..i {
            alpha[i] -= l[i][k] * alpha[k];
        }
        alpha[i] /= l[i][i];
    }
    0.5 * alpha.iter().map(|a| a * a).sum::<f64>() + logdet + 0.5 * n as f64 * std::f64::consts::TAU.ln()
}

/// A trajectory as an iterator.
#[derive(Clone, Debug, Differentiable)]
pub struct Projectile {
    pos: (f64, f64),
    vel: (f64, f64),
    drag: f64,
    dt: f64,
}

#[differentiable]
impl Iterator for Projectile {
    type Item = (f64, f64);
    fn next(&mut self) -> Option<(f64, f64)> {
        if self.pos.1 < 0.0 {
            return None;
        }
        let speed = self.vel.0.hypot(self.vel.1);
        self.vel.0 -= self.dt * self.drag * speed * self.vel.0;
        self.vel.1 -= self.dt * (9.81 + self.drag * speed * self.vel.1);
        self.pos.0 += self.dt * self.vel.0;
        self.pos.1 += self.dt * self.vel.1;
        Some(self.pos)
    }
}

#[differentiable]
pub fn landing(angle: f64, speed: f64, drag: f64) -> f64 {
    let mut p = Projectile { pos: (0.0, 0.0), vel: (speed * angle.cos(), speed * angle.sin()), drag, dt: 0.05 };
    let mut last = (0.0, 0.0);
    while let Some(q) = p.next() {
        last = q;
    }
    last.0
}
