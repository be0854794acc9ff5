//! Estimation and control.

use jac::{Differentiable, differentiable};

use std::f64::consts::{PI, TAU};
use std::fmt;

pub const GRAVITY: f64 = 9.80665;

pub type Mat2 = [[f64; 2]; 2];

#[differentiable]
pub fn mat_mul<const N: usize, const M: usize, const K: usize>(a: &[[f64; M]; N], b: &[[f64; K]; M]) -> [[f64; K]; N] {
    let mut c = [[0.0; K]; N];
    for i in 0..N {
        for j in 0..K {
            for k in 0..M {
                c[i][j] += a[i][k] * b[k][j];
            }
        }
    }
    c
}

#[differentiable]
fn transpose<const N: usize, const M: usize>(a: &[[f64; M]; N]) -> [[f64; N]; M] {
    std::array::from_fn(|j| std::array::from_fn(|i| a[i][j]))
}

/// A constant-velocity Kalman filter.
#[derive(Debug, Clone, Copy, Differentiable)]
pub struct KalmanFilter {
    pub x: [f64; 2],
    pub p: Mat2,
    pub q: f64,
    pub r: f64,
}

#[differentiable]
impl KalmanFilter {
    pub fn new(x0: f64, q: f64, r: f64) -> Self {
        KalmanFilter { x: [x0, 0.0], p: [[1.0, 0.0], [0.0, 1.0]], q, r }
    }

    pub fn predict(&mut self, dt: f64) {
        let f = [[1.0, dt], [0.0, 1.0]];
        let x = self.x;
        self.x = [x[0] + dt * x[1], x[1]];
        self.p = mat_mul(&mat_mul(&f, &self.p), &transpose(&f));
        self.p[0][0] += self.q * dt.powi(3) / 3.0;
        self.p[0][1] += self.q * dt * dt / 2.0;
        self.p[1][0] += self.q * dt * dt / 2.0;
        self.p[1][1] += self.q * dt;
    }

    /// Returns the log likelihood of the innovation.
    pub fn update(&mut self, z: f64) -> f64 {
        let innovation = z - self.x[0];
        let s = self.p[0][0] + self.r;
        let k = [self.p[0][0] / s, self.p[1][0] / s];
        self.x[0] += k[0] * innovation;
        self.x[1] += k[1] * innovation;
        let p = self.p;
        for i in 0..2 {
            for j in 0..2 {
                self.p[i][j] = p[i][j] - k[i] * p[0][j];
            }
        }
        -0.5 * (TAU.ln() + s.ln() + innovation * innovation / s)
    }
}

#[differentiable]
pub fn kf_log_likelihood(q: f64, r: f64, zs: &[f64]) -> f64 {
    let mut kf = KalmanFilter::new(zs[0], q, r);
    let mut ll = 0.0;
    for &z in &zs[1..] {
        kf.predict(0.1);
        ll += kf.update(z);
    }
    ll
}

#[differentiable]
pub fn kf_missing(q: f64, zs: &[Option<f64>]) -> [f64; 2] {
    let mut kf = KalmanFilter::new(0.0, q, 0.2);
    for z in zs {
        kf.predict(0.5);
        if let Some(z) = z {
            let _ = kf.update(*z);
        }
    }
    kf.x
}

/// Wraps to (-pi, pi].
#[differentiable]
fn wrap_angle(mut a: f64) -> f64 {
    while a > PI {
        a -= TAU;
    }
    while a <= -PI {
        a += TAU;
    }
    a
}

/// EKF of a unicycle that measures range and bearing of landmarks.
#[differentiable]
pub fn ekf_slam_update(pose: [f64; 3], landmark: [f64; 2], measured: (f64, f64), noise: (f64, f64)) -> [f64; 3] {
    let (dx, dy) = (landmark[0] - pose[0], landmark[1] - pose[1]);
    let q = dx * dx + dy * dy;
    let range = q.sqrt();
    let bearing = wrap_angle(dy.atan2(dx) - pose[2]);
    let h = [[-dx / range, -dy / range, 0.0], [dy / q, -dx / q, -1.0]];
    let p: [[f64; 3]; 3] = [[0.1, 0.01, 0.0], [0.01, 0.2, 0.0], [0.0, 0.0, 0.05]];
    let ht = transpose(&h);
    let pht = mat_mul(&p, &ht);
    let mut s = mat_mul(&h, &pht);
    s[0][0] += noise.0.powi(2);
    s[1][1] += noise.1.powi(2);
    let det = s[0][0] * s[1][1] - s[0][1] * s[1][0];
    let si = [[s[1][1] / det, -s[0][1] / det], [-s[1][0] / det, s[0][0] / det]];
    let k = mat_mul(&pht, &si);
    let y = [[measured.0 - range], [wrap_angle(measured.1 - bearing)]];
    let dxs = mat_mul(&k, &y);
    let mut out = pose;
    for (o, d) in out.iter_mut().zip(dxs.iter()) {
        *o += d[0];
    }
    out[2] = wrap_angle(out[2]);
    out
}

#[derive(Debug, Differentiable)]
pub enum FilterError {
    NotPositiveDefinite { row: usize },
    BadDimension { expected: usize, got: usize },
}

impl fmt::Display for FilterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FilterError::NotPositiveDefinite { row } => write!(f, "not positive definite at {row}"),
            FilterError::BadDimension { expected, got } => write!(f, "expected {expected}, got {got}"),
        }
    }
}

impl std::error::Error for FilterError {}

#[differentiable]
pub fn cholesky(a: &[Vec<f64>]) -> Result<Vec<Vec<f64>>, FilterError> {
    let n = a.len();
    let mut l = vec![vec![0.0; n]; n];
    for i in 0..n {
        if a[i].len() != n {
            return Err(FilterError::BadDimension { expected: n, got: a[i].len() });
        }
        for j in 0..=i {
            let sum: f64 = l[i].iter().take(j).zip(l[j].iter()).map(|(x, y)| x * y).sum();
            if i == j {
                let d = a[i][i] - sum;
                if d <= 0.0 {
                    return Err(FilterError::NotPositiveDefinite { row: i });
                }
                l[i][j] = d.sqrt();
            } else {
                l[i][j] = (a[i][j] - sum) / l[j][j];
            }
        }
    }
    Ok(l)
}

#[derive(Differentiable)]
struct UtParams {
    alpha: f64,
    beta: f64,
    kappa: f64,
}

#[differentiable]
impl UtParams {
    const STANDARD: UtParams = UtParams { alpha: 0.5, beta: 2.0, kappa: 0.0 };

    fn lambda(&self, n: usize) -> f64 {
        self.alpha.powi(2) * (n as f64 + self.kappa) - n as f64
    }
}

/// The unscented transform of range and bearing.
#[differentiable]
pub fn unscented(mean: &[f64], cov: &[Vec<f64>]) -> Result<(Vec<f64>, Vec<Vec<f64>>), FilterError> {
    let n = mean.len();
    let lambda = UtParams::STANDARD.lambda(n);
    let scaled: Vec<Vec<f64>> = cov.iter().map(|row| row.iter().map(|c| c * (n as f64 + lambda)).collect()).collect();
    let l = cholesky(&scaled)?;
    let mut sigma = vec![mean.to_vec()];
    for j in 0..n {
        sigma.push((0..n).map(|i| mean[i] + l[i][j]).collect());
        sigma.push((0..n).map(|i| mean[i] - l[i][j]).collect());
    }
    let w = 0.5 / (n as f64 + lambda);
    let w0 = lambda / (n as f64 + lambda);
    let w0c = w0 + 1.0 - UtParams::STANDARD.alpha.powi(2) + UtParams::STANDARD.beta;
    let ys: Vec<Vec<f64>> = sigma.iter().map(|s| vec![s[0].hypot(s[1]), s[1].atan2(s[0])]).collect();
    let mut m = vec![0.0; 2];
    for (k, y) in ys.iter().enumerate() {
        let weight = if k == 0 { w0 } else { w };
        for (mi, yi) in m.iter_mut().zip(y) {
            *mi += weight * yi;
        }
    }
    let mut c = vec![vec![0.0; 2]; 2];
    for (k, y) in ys.iter().enumerate() {
        let weight = if k == 0 { w0c } else { w };
        for i in 0..2 {
            for j in 0..2 {
                c[i][j] += weight * (y[i] - m[i]) * (y[j] - m[j]);
            }
        }
    }
    Ok((m, c))
}

#[derive(Clone, Copy, Debug, Default, Differentiable)]
pub struct Pid {
    pub kp: f64,
    pub ki: f64,
    pub kd: f64,
    integral: f64,
    last_error: Option<f64>,
    limit: f64,
}

#[differentiable]
impl Pid {
    pub fn new(kp: f64, ki: f64, kd: f64) -> Self {
        Self { kp, ki, kd, limit: f64::INFINITY, ..Default::default() }
    }

    pub fn with_limit(mut self, limit: f64) -> Self {
        self.limit = limit;
        self
    }

    pub fn step(&mut self, setpoint: f64, measured: f64, dt: f64) -> f64 {
        let error = setpoint - measured;
        let derivative = match self.last_error {
            Some(last) => (error - last) / dt,
            None => 0.0,
        };
        self.last_error = Some(error);
        let candidate = self.integral + error * dt;
        let raw = self.kp * error + self.ki * candidate + self.kd * derivative;
        if raw.abs() < self.limit {
            self.integral = candidate;
        }
        raw.clamp(-self.limit, self.limit)
    }
}

#[differentiable]
pub fn pid_cost(gains: [f64; 3], tau: f64) -> f64 {
    let [kp, ki, kd] = gains;
    let mut pid = Pid::new(kp, ki, kd).with_limit(3.0);
    let mut y = 0.0;
    let dt = 0.05;
    (0..40)
        .map(|i| {
            let target = if i < 20 { 1.0 } else { -0.5 };
            let u = pid.step(target, y, dt);
            y += dt * (u - y) / tau;
            (target - y).powi(2) * dt
        })
        .sum()
}

/// Second-order Butterworth low-pass by the bilinear transform.
#[derive(Debug, Clone, Differentiable)]
pub struct Biquad {
    b: [f64; 3],
    a: [f64; 2],
    z: [f64; 2],
}

#[differentiable]
impl Biquad {
    pub fn butterworth(cutoff: f64, fs: f64) -> Biquad {
        let k = (PI * cutoff / fs).tan();
        let q = std::f64::consts::FRAC_1_SQRT_2;
        let norm = 1.0 / (1.0 + k / q + k * k);
        let b0 = k * k * norm;
        Biquad { b: [b0, 2.0 * b0, b0], a: [2.0 * (k * k - 1.0) * norm, (1.0 - k / q + k * k) * norm], z: [0.0; 2] }
    }

    pub fn process(&mut self, x: f64) -> f64 {
        let y = self.b[0] * x + self.z[0];
        self.z[0] = self.b[1] * x - self.a[0] * y + self.z[1];
        self.z[1] = self.b[2] * x - self.a[1] * y;
        y
    }
}

#[differentiable]
pub fn butterworth_filter(signal: &[f64], cutoff: f64) -> Vec<f64> {
    let mut filter = Biquad::butterworth(cutoff, 100.0);
    signal.iter().map(|&x| filter.process(x)).collect()
}

/// Forward–backward filtering.
#[differentiable]
pub fn filtfilt(signal: &[f64], cutoff: f64) -> Vec<f64> {
    let mut once = butterworth_filter(signal, cutoff);
    once.reverse();
    let mut twice = butterworth_filter(&once, cutoff);
    twice.reverse();
    twice
}
