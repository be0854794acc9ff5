//! Stiff problems and integrators.

use jac::{Differentiable, differentiable};

use std::f64::consts::PI;
use std::ops::{Add, AddAssign, Mul, Sub};

/// Robertson's chemical kinetics.
#[differentiable]
pub fn robertson(_t: f64, y: &[f64], rates: &[f64; 3]) -> Vec<f64> {
    let [k1, k2, k3] = *rates;
    let r1 = k1 * y[0];
    let r2 = k2 * y[1] * y[2];
    let r3 = k3 * y[1].powi(2);
    vec![-r1 + r2, r1 - r2 - r3, r3]
}

#[differentiable]
pub fn hires(y: &[f64; 8]) -> [f64; 8] {
    let mut dy = [0f64; 8];
    dy[0] = -1.71 * y[0] + 0.43 * y[1] + 8.32 * y[2] + 0.0007;
    dy[1] = 1.71 * y[0] - 8.75 * y[1];
    dy[2] = -10.03 * y[2] + 0.43 * y[3] + 0.035 * y[4];
    dy[3] = 8.32 * y[1] + 1.71 * y[2] - 1.12 * y[3];
    dy[4] = -1.745 * y[4] + 0.43 * y[5] + 0.43 * y[6];
    dy[5] = -280. * y[5] * y[7] + 0.69 * y[3] + 1.71 * y[4] - 0.43 * y[5] + 0.69 * y[6];
    dy[6] = 280. * y[5] * y[7] - 1.81 * y[6];
    dy[7] = -dy[6];
    dy
}

/// Seven bodies in a plane; q holds x then y coordinates.
#[differentiable]
pub fn pleiades(q: &[f64], dq: &mut [f64]) {
    const N: usize = 7;
    assert_eq!(q.len(), 4 * N);
    let (pos, vel) = q.split_at(2 * N);
    let (x, y) = pos.split_at(N);
    dq[..2 * N].copy_from_slice(vel);
    for i in 0..N {
        let mut sx = 0.0;
        let mut sy = 0.0;
        for j in 0..N {
            if i == j {
                continue;
            }
            let mass = (j + 1) as f64;
            let dx = x[j] - x[i];
            let dy = y[j] - y[i];
            let rij = (dx * dx + dy * dy).powf(1.5);
            sx += mass * dx / rij;
            sy += mass * dy / rij;
        }
        dq[2 * N + i] = sx;
        dq[3 * N + i] = sy;
    }
}

/// 1D Brusselator, method of lines.
#[differentiable]
pub fn brusselator(u: &[f64], alpha: f64) -> Vec<f64> {
    let n = u.len() / 2;
    let dx = 1.0 / (n as f64 + 1.0);
    let c = alpha / dx.powi(2);
    let at = |field: usize, i: isize| -> f64 {
        if i < 0 || i >= n as isize { if field == 0 { 1.0 } else { 3.0 } } else { u[2 * i as usize + field] }
    };
    (0..n as isize)
        .flat_map(|i| {
            let (a, b) = (at(0, i), at(1, i));
            let lap_a = at(0, i - 1) - 2.0 * a + at(0, i + 1);
            let lap_b = at(1, i - 1) - 2.0 * b + at(1, i + 1);
            [1.0 + a * a * b - 4.0 * a + c * lap_a, 3.0 * a - a * a * b + c * lap_b]
        })
        .collect()
}

#[derive(Debug, Clone, Copy, PartialEq, Differentiable)]
pub struct State {
    pub x: f64,
    pub v: f64,
}

#[differentiable]
impl Add for State {
    type Output = State;
    fn add(self, rhs: State) -> Self {
        State { x: self.x + rhs.x, v: self.v + rhs.v }
    }
}

#[differentiable]
impl Mul<f64> for State {
    type Output = State;
    fn mul(self, k: f64) -> State {
        State { x: self.x * k, v: self.v * k }
    }
}

#[differentiable]
impl AddAssign for State {
    fn add_assign(&mut self, rhs: State) {
        *self = *self + rhs;
    }
}

#[differentiable]
fn rk4_step<F>(f: &F, t: f64, s: State, dt: f64) -> State
where
    F: Fn(f64, State) -> State,
{
    let half = dt / 2.;
    let k1 = f(t, s);
    let k2 = f(t + half, s + k1 * half);
    let k3 = f(t + half, s + k2 * half);
    let k4 = f(t + dt, s + k3 * dt);
    s + (k1 + k2 * 2.0 + k3 * 2.0 + k4) * (dt / 6.0)
}

#[differentiable]
pub fn van_der_pol(mu: f64, x0: f64, t_end: f64, steps: usize) -> State {
    let f = |_t: f64, s: State| State { x: s.v, v: mu * (1.0 - s.x * s.x) * s.v - s.x };
    let dt = t_end / steps as f64;
    let mut s = State { x: x0, v: 0.0 };
    let mut t = 0.0;
    for _ in 0..steps {
        s = rk4_step(&f, t, s, dt);
        t += dt;
    }
    s
}

/// Forced Duffing oscillator; returns the trajectory energy integrated.
#[differentiable]
pub fn duffing(delta: f64, gamma: f64, n: usize) -> f64 {
    let dt = 0.05;
    let f = move |t: f64, s: State| State { x: s.v, v: -delta * s.v + s.x - s.x.powi(3) + gamma * (1.2 * t).cos() };
    let mut state = State { x: 1.0, v: 0.0 };
    let mut sum = State { x: 0.0, v: 0.0 };
    for i in 0..n {
        state = rk4_step(&f, i as f64 * dt, state, dt);
        sum += state * dt;
    }
    sum.x * sum.x + sum.v * sum.v
}

// Dormand-Prince 5(4)
const C: [f64; 7] = [0.0, 1.0 / 5.0, 3.0 / 10.0, 4.0 / 5.0, 8.0 / 9.0, 1.0, 1.0];
const A: [[f64; 6]; 7] = [
    [0.0; 6],
    [1.0 / 5.0, 0.0, 0.0, 0.0, 0.0, 0.0],
    [3.0 / 40.0, 9.0 / 40.0, 0.0, 0.0, 0.0, 0.0],
    [44.0 / 45.0, -56.0 / 15.0, 32.0 / 9.0, 0.0, 0.0, 0.0],
    [19372.0 / 6561.0, -25360.0 / 2187.0, 64448.0 / 6561.0, -212.0 / 729.0, 0.0, 0.0],
    [9017.0 / 3168.0, -355.0 / 33.0, 46732.0 / 5247.0, 49.0 / 176.0, -5103.0 / 18656.0, 0.0],
    [35.0 / 384.0, 0.0, 500.0 / 1113.0, 125.0 / 192.0, -2187.0 / 6784.0, 11.0 / 84.0],
];
const E: [f64; 7] =
    [71.0 / 57600.0, 0.0, -71.0 / 16695.0, 71.0 / 1920.0, -17253.0 / 339200.0, 22.0 / 525.0, -1.0 / 40.0];

#[derive(Debug, Clone, PartialEq, Differentiable)]
pub enum IntegrationError {
    StepTooSmall { t: f64, h: f64 },
    TooManySteps(usize),
}

#[derive(Debug, Clone, Copy, Differentiable)]
pub struct Tolerances {
    pub rtol: f64,
    pub atol: f64,
    pub max_steps: usize,
}

#[differentiable]
impl Default for Tolerances {
    fn default() -> Self {
        Tolerances { rtol: 1e-6, atol: 1e-9, max_steps: 10_000 }
    }
}

#[differentiable]
fn error_norm(err: &[f64], y0: &[f64], y1: &[f64], tol: &Tolerances) -> f64 {
    let sum: f64 = err
        .iter()
        .zip(y0.iter().zip(y1.iter()))
        .map(|(e, (a, b))| {
            let sc = tol.atol + tol.rtol * a.abs().max(b.abs());
            (e / sc).powi(2)
        })
        .sum();
    (sum / err.len() as f64).sqrt()
}

#[differentiable]
fn dopri5<F: Fn(f64, &[f64]) -> Vec<f64>>(
    f: F,
    t0: f64,
    t1: f64,
    y0: &[f64],
    tol: Tolerances,
) -> Result<Vec<f64>, IntegrationError> {
    let n = y0.len();
    let mut y = y0.to_vec();
    let mut t = t0;
    let mut h = (t1 - t0) * 0.01;
    let mut k: Vec<Vec<f64>> = vec![vec![0.0; n]; 7];
    k[0] = f(t, &y);
    for _ in 0..tol.max_steps {
        if t >= t1 {
            return Ok(y);
        }
        if t + h > t1 {
            h = t1 - t;
        }
        if h.abs() < 1e-14 {
            return Err(IntegrationError::StepTooSmall { t, h });
        }
        for s in 1..7 {
            let mut stage = y.clone();
            for j in 0..s {
                for i in 0..n {
                    stage[i] += h * A[s][j] * k[j][i];
                }
            }
            k[s] = f(t + C[s] * h, &stage);
        }
        let mut y_new = y.clone();
        let mut err = vec![0.0; n];
        for i in 0..n {
            for s in 0..6 {
                y_new[i] += h * A[6][s] * k[s][i];
            }
            for s in 0..7 {
                err[i] += h * E[s] * k[s][i];
            }
        }
        let en = error_norm(&err, &y, &y_new, &tol);
        if en <= 1.0 {
            t += h;
            y = y_new;
            k[0] = k[6].clone();
        }
        let factor = if en == 0.0 { 5.0 } else { (0.9 * en.powf(-0.2)).clamp(0.2, 5.0) };
        h *= factor;
    }
    Err(IntegrationError::TooManySteps(tol.max_steps))
}

#[differentiable(wrt(p, y0))]
pub fn lotka_volterra(p: &[f64; 4], y0: &[f64], tol: Tolerances) -> Result<Vec<f64>, IntegrationError> {
    dopri5(|_, y| vec![p[0] * y[0] - p[1] * y[0] * y[1], p[2] * y[0] * y[1] - p[3] * y[1]], 0.0, 2.0, y0, tol)
}

#[differentiable]
pub fn lotka_volterra_default(p: &[f64; 4], y0: &[f64]) -> f64 {
    let tol = Tolerances { rtol: 1e-4, ..Default::default() };
    match lotka_volterra(p, y0, tol) {
        Ok(y) => y.iter().sum(),
        Err(IntegrationError::StepTooSmall { .. }) => f64::NAN,
        Err(IntegrationError::TooManySteps(n)) => n as f64,
    }
}

#[differentiable]
fn lu_solve(mut a: Vec<Vec<f64>>, mut b: Vec<f64>) -> Option<Vec<f64>> {
    let n = b.len();
    for k in 0..n {
        let p = (k..n).max_by(|&i, &j| a[i][k].abs().partial_cmp(&a[j][k].abs()).unwrap())?;
        if a[p][k].abs() < 1e-14 {
            return None;
        }
        a.swap(k, p);
        b.swap(k, p);
        for i in k + 1..n {
            let m = a[i][k] / a[k][k];
            for j in k..n {
                a[i][j] -= m * a[k][j];
            }
            b[i] -= m * b[k];
        }
    }
    let mut x = vec![0.0; n];
    for i in (0..n).rev() {
        let s: f64 = (i + 1..n).map(|j| a[i][j] * x[j]).sum();
        x[i] = (b[i] - s) / a[i][i];
    }
    Some(x)
}

/// BDF2 with Newton and a finite-difference Jacobian for Robertson's problem.
#[differentiable]
pub fn bdf2_robertson(rates: [f64; 3], y0: [f64; 3], h: f64, steps: usize) -> Option<[f64; 3]> {
    let f = |y: &[f64; 3]| {
        let r = robertson(0.0, y, &rates);
        [r[0], r[1], r[2]]
    };
    let mut prev = y0;
    let mut curr = y0;
    for step in 0..steps {
        let (a0, a1, beta) = if step == 0 { (1.0, 0.0, 1.0) } else { (4.0 / 3.0, -1.0 / 3.0, 2.0 / 3.0) };
        let mut next = curr;
        'newton: for _iteration in 0..20 {
            let fy = f(&next);
            let mut residual = vec![0.0; 3];
            for i in 0..3 {
                residual[i] = next[i] - a0 * curr[i] - a1 * prev[i] - h * beta * fy[i];
            }
            let jac = vec![
                vec![1.0 + h * beta * rates[0], -h * beta * rates[1] * next[2], -h * beta * rates[1] * next[1]],
                vec![
                    -h * beta * rates[0],
                    1.0 + h * beta * (rates[1] * next[2] + 2.0 * rates[2] * next[1]),
                    h * beta * rates[1] * next[1],
                ],
                vec![0.0, -2.0 * h * beta * rates[2] * next[1], 1.0],
            ];
            let delta = lu_solve(jac, residual)?;
            let mut worst = 0.0_f64;
            for (n, d) in next.iter_mut().zip(delta.iter()) {
                *n -= d;
                worst = worst.max(d.abs());
            }
            if worst < 1e-12 {
                break 'newton;
            }
        }
        prev = std::mem::replace(&mut curr, next);
    }
    Some(curr)
}

/// Velocity Verlet of a chain of springs.
#[differentiable]
pub fn spring_chain(q0: &[f64], k: f64, dt: f64, n: usize) -> (Vec<f64>, Vec<f64>) {
    let force = |q: &Vec<f64>| -> Vec<f64> {
        let mut f = vec![0.; q.len()];
        for (i, w) in q.windows(2).enumerate() {
            let stretch = w[1] - w[0] - 1.0;
            f[i] += k * stretch + 0.1 * stretch.powi(3);
            f[i + 1] -= k * stretch + 0.1 * stretch.powi(3);
        }
        f
    };
    let mut q = q0.to_vec();
    let mut p = vec![0.0; q.len()];
    let mut acc = force(&q);
    for _ in 0..n {
        p.iter_mut().zip(&acc).for_each(|(p, a)| *p += 0.5 * dt * a);
        q.iter_mut().zip(&p).for_each(|(q, p)| *q += dt * p);
        acc = force(&q);
        p.iter_mut().zip(&acc).for_each(|(p, a)| *p += 0.5 * dt * a);
    }
    (q, p)
}

/// 4th-order Yoshida of a pendulum; energy drift.
#[differentiable]
pub fn yoshida_pendulum(theta: f64, omega: f64, g_over_l: f64) -> f64 {
    let cbrt2 = 2f64.cbrt();
    let w1 = 1.0 / (2.0 - cbrt2);
    let w0 = -cbrt2 * w1;
    let cs = [w1 / 2.0, (w0 + w1) / 2.0, (w0 + w1) / 2.0, w1 / 2.0];
    let ds = [w1, w0, w1];
    let energy = |q: f64, p: f64| p * p / 2.0 - g_over_l * q.cos();
    let e0 = energy(theta, omega);
    let (mut q, mut p) = (theta, omega);
    let dt = 0.1;
    for _ in 0..10 {
        for stage in 0..4 {
            q += cs[stage] * p * dt;
            if let Some(d) = ds.get(stage) {
                p -= d * g_over_l * q.sin() * dt;
            }
        }
    }
    (energy(q, p) - e0).abs() + 0.01 * (q / PI).powi(2)
}

#[differentiable]
trait OdeSystem {
    const DIM: usize;
    fn rhs(&self, t: f64, y: &[f64], dydt: &mut [f64]);
}

#[derive(Clone, Debug, Differentiable)]
pub struct Lorenz {
    sigma: f64,
    rho: f64,
    beta: f64,
}

#[differentiable]
impl Default for Lorenz {
    fn default() -> Self {
        Self { sigma: 10.0, rho: 28.0, beta: 8.0 / 3.0 }
    }
}

#[differentiable]
impl OdeSystem for Lorenz {
    const DIM: usize = 3;
    fn rhs(&self, _t: f64, y: &[f64], dydt: &mut [f64]) {
        dydt[0] = self.sigma * (y[1] - y[0]);
        dydt[1] = y[0] * (self.rho - y[2]) - y[1];
        dydt[2] = y[0] * y[1] - self.beta * y[2];
    }
}

#[differentiable]
fn heun<S: OdeSystem>(system: &S, y: &mut [f64], dt: f64, steps: usize) {
    let mut k1 = vec![0.0; S::DIM];
    let mut k2 = vec![0.0; S::DIM];
    let mut tmp = vec![0.0; S::DIM];
    for n in 0..steps {
        let t = n as f64 * dt;
        system.rhs(t, y, &mut k1);
        for i in 0..S::DIM {
            tmp[i] = y[i] + dt * k1[i];
        }
        system.rhs(t + dt, &tmp, &mut k2);
        for i in 0..S::DIM {
            y[i] += 0.5 * dt * (k1[i] + k2[i]);
        }
    }
}

#[differentiable]
pub fn lorenz_end(y0: [f64; 3], rho: f64) -> f64 {
    let sys = Lorenz { rho, ..Lorenz::default() };
    let mut y = y0;
    heun(&sys, &mut y, 0.01, 25);
    y.iter().map(|v| v * v).sum::<f64>().sqrt()
}

#[differentiable]
fn difference(a: State, b: State) -> State {
    a - b
}

#[differentiable]
impl Sub for State {
    type Output = State;
    fn sub(self, o: State) -> State {
        State { x: self.x - o.x, v: self.v - o.v }
    }
}

/// Shooting method residual.
#[differentiable]
pub fn shooting(slope: f64, target: f64) -> f64 {
    let f = |_: f64, s: State| State { x: s.v, v: 1.5 * s.x.powi(2) };
    let mut s = State { x: 4.0, v: slope };
    for i in 0..20 {
        s = rk4_step(&f, i as f64 * 0.05, s, 0.05);
    }
    let gap = difference(s, State { x: target, v: 0.0 });
    gap.x
}

/// Adams–Bashforth 3 with history in a ring.
#[differentiable]
pub fn adams_bashforth(lambda: f64, y0: f64, steps: usize) -> Vec<f64> {
    let h = 0.1;
    let f = |t: f64, y: f64| lambda * y + t.sin();
    let mut out = Vec::with_capacity(steps + 1);
    out.push(y0);
    let mut hist = [0.0; 3];
    let mut y = y0;
    for n in 0..steps {
        let t = n as f64 * h;
        hist[n % 3] = f(t, y);
        y += match n {
            0 => h * hist[0],
            1 => h * (1.5 * hist[1] - 0.5 * hist[0]),
            _ => h * (23.0 * hist[n % 3] - 16.0 * hist[(n + 2) % 3] + 5.0 * hist[(n + 1) % 3]) / 12.0,
        };
        out.push(y);
    }
    out
}
