//! Rotations, bodies in motion, cameras.

use jac::{Differentiable, differentiable};

use std::f64::consts::FRAC_PI_2;

use super::filters::{GRAVITY, mat_mul};

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
pub struct Quaternion {
    pub w: f64,
    pub x: f64,
    pub y: f64,
    pub z: f64,
}

#[differentiable]
impl Quaternion {
    pub const IDENTITY: Self = Quaternion { w: 1.0, x: 0.0, y: 0.0, z: 0.0 };

    pub fn from_axis_angle(axis: [f64; 3], angle: f64) -> Self {
        let (s, c) = (angle * 0.5).sin_cos();
        Quaternion { w: c, x: axis[0] * s, y: axis[1] * s, z: axis[2] * s }
    }

    pub fn norm(&self) -> f64 {
        (self.w * self.w + self.x * self.x + self.y * self.y + self.z * self.z).sqrt()
    }

    pub fn normalize(self) -> Self {
        let n = self.norm();
        Self { w: self.w / n, x: self.x / n, y: self.y / n, z: self.z / n }
    }

    pub fn conjugate(&self) -> Self {
        Self { x: -self.x, y: -self.y, z: -self.z, ..*self }
    }

    pub fn rotate(&self, v: [f64; 3]) -> [f64; 3] {
        let p = Quaternion { w: 0.0, x: v[0], y: v[1], z: v[2] };
        let r = *self * p * self.conjugate();
        [r.x, r.y, r.z]
    }

    pub fn to_euler(self) -> (f64, f64, f64) {
        let Quaternion { w, x, y, z } = self;
        let roll = (2.0 * (w * x + y * z)).atan2(1.0 - 2.0 * (x * x + y * y));
        let sinp = 2.0 * (w * y - z * x);
        let pitch = if sinp.abs() >= 1.0 { FRAC_PI_2.copysign(sinp) } else { sinp.asin() };
        let yaw = (2.0 * (w * z + x * y)).atan2(1.0 - 2.0 * (y * y + z * z));
        (roll, pitch, yaw)
    }
}

#[differentiable]
impl std::ops::Mul for Quaternion {
    type Output = Quaternion;

    #[rustfmt::skip]
    fn mul(self, o: Quaternion) -> Quaternion {
        Quaternion {
            w: self.w * o.w - self.x * o.x - self.y * o.y - self.z * o.z,
            x: self.w * o.x + self.x * o.w + self.y * o.z - self.z * o.y,
            y: self.w * o.y - self.x * o.z + self.y * o.w + self.z * o.x,
            z: self.w * o.z + self.x * o.y - self.y * o.x + self.z * o.w,
        }
    }
}

#[differentiable]
impl Default for Quaternion {
    fn default() -> Self {
        Self::IDENTITY
    }
}

/// Madgwick-like complementary filter.
#[differentiable]
pub fn attitude(gyro: &[[f64; 3]], accel: &[[f64; 3]], gain: f64) -> (f64, f64, f64) {
    let dt = 0.01;
    let mut q = Quaternion::default();
    for (w, a) in gyro.iter().zip(accel.iter()) {
        let n = a.iter().map(|v| v * v).sum::<f64>().sqrt();
        let a = a.map(|v| v / n);
        let down = q.conjugate().rotate([0.0, 0.0, 1.0]);
        let e = [a[1] * down[2] - a[2] * down[1], a[2] * down[0] - a[0] * down[2], a[0] * down[1] - a[1] * down[0]];
        let rate = Quaternion { w: 0.0, x: w[0] + gain * e[0], y: w[1] + gain * e[1], z: w[2] + gain * e[2] };
        let dq = q * rate;
        q.w += 0.5 * dt * dq.w;
        q.x += 0.5 * dt * dq.x;
        q.y += 0.5 * dt * dq.y;
        q.z += 0.5 * dt * dq.z;
        q = q.normalize();
    }
    q.to_euler()
}

#[differentiable]
pub fn slerp(a: Quaternion, b: Quaternion, t: f64) -> Quaternion {
    let mut dot = a.w * b.w + a.x * b.x + a.y * b.y + a.z * b.z;
    let mut end = b;
    if dot < 0.0 {
        dot = -dot;
        end = Quaternion { w: -b.w, x: -b.x, y: -b.y, z: -b.z };
    }
    let (ka, kb) = if dot > 0.9995 {
        (1.0 - t, t)
    } else {
        let theta = dot.acos();
        let s = theta.sin();
        (((1.0 - t) * theta).sin() / s, (t * theta).sin() / s)
    };
    Quaternion {
        w: ka * a.w + kb * end.w,
        x: ka * a.x + kb * end.x,
        y: ka * a.y + kb * end.y,
        z: ka * a.z + kb * end.z,
    }
    .normalize()
}

/// SE(3) exponential.
#[differentiable]
pub fn se3_exp(xi: &[f64; 6]) -> ([[f64; 3]; 3], [f64; 3]) {
    let (v, w) = xi.split_at(3);
    let theta2: f64 = w.iter().map(|x| x * x).sum();
    let theta = theta2.sqrt();
    let (a, b, c) = if theta < 1e-5 {
        (1.0 - theta2 / 6.0, 0.5 - theta2 / 24.0, 1.0 / 6.0 - theta2 / 120.0)
    } else {
        (theta.sin() / theta, (1.0 - theta.cos()) / theta2, (theta - theta.sin()) / (theta2 * theta))
    };
    let hat = [[0.0, -w[2], w[1]], [w[2], 0.0, -w[0]], [-w[1], w[0], 0.0]];
    let hat2 = mat_mul(&hat, &hat);
    let mut r = [[0.0; 3]; 3];
    let mut t = [0.0; 3];
    for i in 0..3 {
        for j in 0..3 {
            let id = if i == j { 1.0 } else { 0.0 };
            r[i][j] = id + a * hat[i][j] + b * hat2[i][j];
            t[i] += (id + b * hat[i][j] + c * hat2[i][j]) * v[j];
        }
    }
    (r, t)
}

#[differentiable]
pub fn so3_log(r: &[[f64; 3]; 3]) -> [f64; 3] {
    let cos = ((r[0][0] + r[1][1] + r[2][2] - 1.0) / 2.0).clamp(-1.0, 1.0);
    let angle = cos.acos();
    let k = match angle {
        a if a < 1e-6 => 0.5,
        a => a / (2.0 * a.sin()),
    };
    [k * (r[2][1] - r[1][2]), k * (r[0][2] - r[2][0]), k * (r[1][0] - r[0][1])]
}

#[derive(Clone, Debug, Differentiable)]
pub struct ImuSample {
    pub accel: [f64; 3],
    pub gyro: [f64; 3],
    pub dt: f64,
}

#[derive(Clone, Debug, Differentiable)]
pub struct Preintegrated {
    pub rotation: [[f64; 3]; 3],
    pub velocity: [f64; 3],
    pub position: [f64; 3],
}

#[differentiable]
fn apply(m: &[[f64; 3]; 3], v: &[f64; 3]) -> [f64; 3] {
    let mut out = [0.0; 3];
    for (o, row) in out.iter_mut().zip(m) {
        *o = row.iter().zip(v.iter()).map(|(a, b)| a * b).sum();
    }
    out
}

#[differentiable]
pub fn preintegrate(samples: &[ImuSample], bias_a: [f64; 3], bias_g: [f64; 3]) -> Preintegrated {
    let mut state =
        Preintegrated { rotation: [[1., 0., 0.], [0., 1., 0.], [0., 0., 1.]], velocity: [0.0; 3], position: [0.0; 3] };
    for s in samples {
        let acc = apply(&state.rotation, &[0, 1, 2].map(|i| s.accel[i] - bias_a[i]));
        for i in 0..3 {
            state.position[i] += state.velocity[i] * s.dt + 0.5 * acc[i] * s.dt * s.dt;
            state.velocity[i] += acc[i] * s.dt;
        }
        let xi = [
            0.0,
            0.0,
            0.0,
            (s.gyro[0] - bias_g[0]) * s.dt,
            (s.gyro[1] - bias_g[1]) * s.dt,
            (s.gyro[2] - bias_g[2]) * s.dt,
        ];
        let (dr, _) = se3_exp(&xi);
        state.rotation = mat_mul(&state.rotation, &dr);
    }
    state
}

/// Quadrotor: position, velocity, roll-pitch-yaw; controls: thrust and body rates.
#[differentiable]
pub fn quadrotor_rollout(x0: [f64; 9], controls: &[[f64; 4]], mass: f64) -> f64 {
    let dt = 0.02;
    let mut x = x0;
    let mut cost = 0.0;
    for u in controls {
        let (sr, cr) = x[6].sin_cos();
        let (sp, cp) = x[7].sin_cos();
        let (sy, cy) = x[8].sin_cos();
        let thrust = u[0] / mass;
        let acc = [thrust * (cr * sp * cy + sr * sy), thrust * (cr * sp * sy - sr * cy), thrust * cr * cp - GRAVITY];
        let rates =
            [u[1] + sr * sp / cp * u[2] + cr * sp / cp * u[3], cr * u[2] - sr * u[3], sr / cp * u[2] + cr / cp * u[3]];
        for i in 0..3 {
            x[i] += dt * x[3 + i];
            x[3 + i] += dt * acc[i];
            x[6 + i] += dt * rates[i];
        }
        cost += x[..3].iter().map(|p| p.powi(2)).sum::<f64>() + 0.01 * u[1..].iter().map(|r| r * r).sum::<f64>();
    }
    cost
}

/// Two-link arm by recursion over links: end point.
#[differentiable]
pub fn forward_kinematics(angles: &[f64], lengths: &[f64]) -> (f64, f64) {
    fn go(angles: &[f64], lengths: &[f64], heading: f64) -> (f64, f64) {
        match (angles.split_first(), lengths.split_first()) {
            (Some((a, angles)), Some((l, lengths))) => {
                let h = heading + a;
                let (x, y) = go(angles, lengths, h);
                (x + l * h.cos(), y + l * h.sin())
            }
            _ => (0.0, 0.0),
        }
    }
    go(angles, lengths, 0.0)
}

/// N-link pendulum: mass matrix and gravity vector, solved by Gaussian elimination.
#[differentiable]
pub fn n_link_acceleration(theta: &[f64], omega: &[f64], len: f64) -> Vec<f64> {
    let n = theta.len();
    let mut m = vec![vec![0.0; n + 1]; n];
    for i in 0..n {
        for j in 0..n {
            let count = (n - i.max(j)) as f64;
            m[i][j] = count * len * len * (theta[i] - theta[j]).cos();
            m[i][n] -= count * len * len * omega[j] * omega[j] * (theta[i] - theta[j]).sin();
        }
        m[i][n] -= (n - i) as f64 * GRAVITY * len * theta[i].sin();
    }
    for k in 0..n {
        let pivot_row = m[k].clone();
        for row in m.iter_mut().skip(k + 1) {
            let f = row[k] / pivot_row[k];
            for (r, p) in row.iter_mut().zip(&pivot_row) {
                *r -= f * p;
            }
        }
    }
    let mut acc = vec![0.0; n];
    for i in (0..n).rev() {
        let tail: f64 = acc[i + 1..].iter().zip(&m[i][i + 1..n]).map(|(a, b)| a * b).sum();
        acc[i] = (m[i][n] - tail) / m[i][i];
    }
    acc
}

#[derive(Clone, Debug, Default, Differentiable)]
pub struct MpcConfig {
    pub horizon: usize,
    pub q: [f64; 2],
    pub r: f64,
    pub terminal: Option<[f64; 2]>,
}

#[differentiable]
impl MpcConfig {
    pub fn new(horizon: usize) -> Self {
        Self { horizon, q: [1.0, 0.1], r: 0.01, terminal: None }
    }
    pub fn terminal(mut self, weights: [f64; 2]) -> Self {
        self.terminal = Some(weights);
        self
    }
}

#[differentiable]
pub fn mpc_cost(config: &MpcConfig, u: &[f64], x0: (f64, f64)) -> f64 {
    let (mut p, mut v) = x0;
    let mut j = 0.0;
    for k in 0..config.horizon.min(u.len()) {
        j += config.q[0] * p * p + config.q[1] * v * v + config.r * u[k].powi(2);
        let next = (p + 0.1 * v, v + 0.1 * (u[k] - 0.3 * v * v.abs()));
        (p, v) = next;
    }
    if let Some([qp, qv]) = config.terminal {
        j += qp * p * p + qv * v * v;
    }
    j
}

#[differentiable]
pub fn mpc_with_builder(u: &[f64], weight: f64) -> f64 {
    let config = MpcConfig::new(5).terminal([weight, 2.0 * weight]);
    let [qp, qv] = config.terminal.unwrap_or([0.0; 2]);
    let mut x = (1.0, 0.0);
    for &uk in u.iter().take(config.horizon) {
        x = (x.0 + 0.1 * x.1, x.1 + 0.1 * uk);
    }
    mpc_cost(&config, u, (1.0, 0.0)) + qp * x.0 + qv * x.1
}

#[derive(Debug, Clone, Copy, Differentiable)]
pub enum CameraModel {
    Pinhole { fx: f64, fy: f64, cx: f64, cy: f64 },
    Brown { f: f64, k: [f64; 3], p: [f64; 2] },
    Fisheye { f: f64, k: [f64; 4] },
}

#[differentiable]
impl CameraModel {
    pub fn project(&self, point: &[f64; 3]) -> Option<[f64; 2]> {
        let &[x, y, z] = point;
        if z <= 1e-6 {
            return None;
        }
        let (u, v) = (x / z, y / z);
        let r2 = u * u + v * v;
        Some(match *self {
            CameraModel::Pinhole { fx, fy, cx, cy } => [fx * u + cx, fy * v + cy],
            CameraModel::Brown { f, k, p } => {
                let radial = 1.0 + r2 * (k[0] + r2 * (k[1] + r2 * k[2]));
                let du = 2.0 * p[0] * u * v + p[1] * (r2 + 2.0 * u * u);
                let dv = p[0] * (r2 + 2.0 * v * v) + 2.0 * p[1] * u * v;
                [f * (u * radial + du), f * (v * radial + dv)]
            }
            CameraModel::Fisheye { f, k } => {
                let r = r2.sqrt();
                let theta = r.atan();
                let t2 = theta * theta;
                let poly = k.iter().rev().fold(0.0, |acc, &c| acc * t2 + c) * t2 + 1.0;
                let scale = if r > 1e-8 { theta * poly / r } else { 1.0 };
                [f * scale * u, f * scale * v]
            }
        })
    }
}

#[differentiable]
pub fn reprojection_error(cam: &CameraModel, points: &[[f64; 3]], observed: &[[f64; 2]]) -> f64 {
    points
        .iter()
        .zip(observed)
        .filter_map(|(p, o)| cam.project(p).map(|uv| (uv[0] - o[0]).powi(2) + (uv[1] - o[1]).powi(2)))
        .map(|e2| if e2 > 1.0 { 2.0 * e2.sqrt() - 1.0 } else { e2 })
        .sum()
}
