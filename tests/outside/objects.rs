//! Objects that change: controllers, integrators with workspaces, buffers, filters, machines.
use jac::{Differentiable, differentiable};

// PID controller simulation
#[derive(Clone, Debug, Default, Differentiable)]
pub struct Pid {
    pub kp: f64,
    pub ki: f64,
    pub kd: f64,
    integral: f64,
    last: f64,
}
#[differentiable]
impl Pid {
    pub fn new(kp: f64, ki: f64, kd: f64) -> Self {
        Pid { kp, ki, kd, ..Default::default() }
    }
    pub fn control(&mut self, error: f64, dt: f64) -> f64 {
        self.integral = (self.integral + error * dt).clamp(-2.0, 2.0);
        let derivative = (error - self.last) / dt;
        self.last = error;
        self.kp * error + self.ki * self.integral + self.kd * derivative
    }
    pub fn reset(&mut self) {
        self.integral = 0.0;
        self.last = 0.0;
    }
}
#[derive(Clone, Copy, Debug, Differentiable)]
pub struct Plant {
    pub position: f64,
    pub speed: f64,
}
#[differentiable]
impl Plant {
    pub fn advance(&mut self, force: f64, dt: f64) {
        self.speed += (force - 0.3 * self.speed) * dt;
        self.position += self.speed * dt;
    }
}
#[differentiable]
pub fn tracking(gains: [f64; 3], target: f64) -> f64 {
    let [kp, ki, kd] = gains;
    let mut pid = Pid::new(kp, ki, kd);
    let mut plant = Plant { position: 0.0, speed: 0.0 };
    let mut cost = 0.0;
    for k in 0..40 {
        if k == 20 {
            pid.reset();
        }
        let goal = if k < 20 { target } else { -target };
        let error = goal - plant.position;
        let u = pid.control(error, 0.1);
        plant.advance(u, 0.1);
        cost += error.powi(2) + 1e-3 * u * u;
    }
    cost
}

// RK4 integrator object with workspace
#[derive(Clone, Differentiable)]
pub struct Rk4 {
    k: [Vec<f64>; 4],
    stage: Vec<f64>,
}
#[differentiable]
impl Rk4 {
    pub fn new(n: usize) -> Self {
        Rk4 { k: [vec![0.0; n], vec![0.0; n], vec![0.0; n], vec![0.0; n]], stage: vec![0.0; n] }
    }
    pub fn step(&mut self, y: &mut [f64], p: &[f64], h: f64) {
        lotka(y, p, &mut self.k[0]);
        for i in 0..y.len() {
            self.stage[i] = y[i] + 0.5 * h * self.k[0][i];
        }
        lotka(&self.stage, p, &mut self.k[1]);
        for i in 0..y.len() {
            self.stage[i] = y[i] + 0.5 * h * self.k[1][i];
        }
        lotka(&self.stage, p, &mut self.k[2]);
        for i in 0..y.len() {
            self.stage[i] = y[i] + h * self.k[2][i];
        }
        lotka(&self.stage, p, &mut self.k[3]);
        for i in 0..y.len() {
            y[i] += h / 6.0 * (self.k[0][i] + 2.0 * (self.k[1][i] + self.k[2][i]) + self.k[3][i]);
        }
    }
}
#[differentiable(out(dy))]
pub fn lotka(y: &[f64], p: &[f64], dy: &mut [f64]) {
    dy[0] = y[0] * (p[0] - p[1] * y[1]);
    dy[1] = -y[1] * (p[2] - p[3] * y[0]);
}
#[differentiable]
pub fn lotka_end(p: &[f64], y0: &[f64]) -> f64 {
    let mut y = y0.to_vec();
    let mut solver = Rk4::new(y.len());
    for _ in 0..20 {
        solver.step(&mut y, p, 0.05);
    }
    y[0] * y[1]
}

// double buffered heat
#[differentiable]
pub fn heat(u0: &[f64], k: f64, steps: usize) -> Vec<f64> {
    let mut u = u0.to_vec();
    let mut next = vec![0.0; u.len()];
    for _ in 0..steps {
        for i in 0..u.len() {
            let left = if i > 0 { u[i - 1] } else { u[i] };
            let right = *u.get(i + 1).unwrap_or(&u[i]);
            next[i] = u[i] + k * (left - 2.0 * u[i] + right);
        }
        std::mem::swap(&mut u, &mut next);
    }
    u
}

// Network with Vec<Layer>
#[derive(Clone, Debug, Differentiable)]
pub struct Layer {
    pub w: Vec<Vec<f64>>,
    pub b: Vec<f64>,
}
#[differentiable]
impl Layer {
    pub fn forward(&self, x: &[f64]) -> Vec<f64> {
        self.w.iter().zip(&self.b).map(|(row, b)| row.iter().zip(x).map(|(w, x)| w * x).sum::<f64>() + b).collect()
    }
}
#[derive(Clone, Debug, Differentiable)]
pub struct Network {
    pub layers: Vec<Layer>,
}
#[differentiable]
impl Network {
    pub fn predict(&self, x: &[f64]) -> Vec<f64> {
        let mut h = x.to_vec();
        let last = self.layers.len() - 1;
        for (i, layer) in self.layers.iter().enumerate() {
            h = layer.forward(&h);
            if i != last {
                h.iter_mut().for_each(|v| *v = v.tanh());
            }
        }
        h
    }
}
#[differentiable]
pub fn loss(net: &Network, x: &[f64], y: &[f64]) -> f64 {
    let out = net.predict(x);
    out.iter().zip(y).map(|(a, b)| (a - b).powi(2)).sum::<f64>() / y.len() as f64
}

// Ring buffer moving average with VecDeque-free indexes
#[derive(Clone, Differentiable)]
pub struct Ring<const N: usize> {
    data: [f64; N],
    head: usize,
    len: usize,
}
#[differentiable]
impl<const N: usize> Ring<N> {
    pub fn new() -> Self {
        Ring { data: [0.0; N], head: 0, len: 0 }
    }
    pub fn push(&mut self, x: f64) {
        self.data[self.head] = x;
        self.head = (self.head + 1) % N;
        self.len = (self.len + 1).min(N);
    }
    pub fn mean(&self) -> f64 {
        let mut s = 0.0;
        for i in 0..self.len {
            s += self.data[i];
        }
        s / self.len as f64
    }
}
#[differentiable]
pub fn smoothed(x: &[f64]) -> f64 {
    let mut ring = Ring::<3>::new();
    let mut out = 0.0;
    for v in x {
        ring.push(v * v);
        out += ring.mean().sqrt();
    }
    out
}

// CSR sparse matvec + conjugate gradient
#[derive(Clone, Debug, Differentiable)]
pub struct Csr {
    pub rows: Vec<usize>,
    pub cols: Vec<usize>,
    pub vals: Vec<f64>,
}
#[differentiable]
impl Csr {
    pub fn mul(&self, x: &[f64]) -> Vec<f64> {
        let n = self.rows.len() - 1;
        let mut y = vec![0.0; n];
        for i in 0..n {
            for k in self.rows[i]..self.rows[i + 1] {
                y[i] += self.vals[k] * x[self.cols[k]];
            }
        }
        y
    }
}
#[differentiable]
pub fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
#[differentiable]
pub fn cg(a: &Csr, b: &[f64], iterations: usize) -> Vec<f64> {
    let mut x = vec![0.0; b.len()];
    let mut r = b.to_vec();
    let mut p = r.clone();
    let mut rr = dot(&r, &r);
    for _ in 0..iterations {
        let ap = a.mul(&p);
        let alpha = rr / dot(&p, &ap);
        for (x, p) in x.iter_mut().zip(&p) {
            *x += alpha * p;
        }
        for (r, ap) in r.iter_mut().zip(&ap) {
            *r -= alpha * ap;
        }
        let new = dot(&r, &r);
        if new.sqrt() < 1e-12 {
            break;
        }
        let beta = new / rr;
        p.iter_mut().zip(&r).for_each(|(p, r)| *p = r + beta * *p);
        rr = new;
    }
    x
}

// Adam optimiser unrolled
#[derive(Clone, Copy, Differentiable)]
pub struct Adam {
    m: [f64; 2],
    v: [f64; 2],
    rate: f64,
    t: i32,
}
#[differentiable]
impl Adam {
    pub fn update(&mut self, x: &mut [f64; 2], g: [f64; 2]) {
        self.t += 1;
        for i in 0..2 {
            self.m[i] = 0.9 * self.m[i] + 0.1 * g[i];
            self.v[i] = 0.99 * self.v[i] + 0.01 * g[i] * g[i];
            let mh = self.m[i] / (1.0 - 0.9_f64.powi(self.t));
            let vh = self.v[i] / (1.0 - 0.99_f64.powi(self.t));
            x[i] -= self.rate * mh / (vh.sqrt() + 1e-8);
        }
    }
}
#[differentiable]
pub fn train(start: [f64; 2], rate: f64) -> f64 {
    let mut x = start;
    let mut opt = Adam { m: [0.0; 2], v: [0.0; 2], rate, t: 0 };
    for _ in 0..8 {
        let g = [2.0 * (x[0] - 1.0) + x[1], 4.0 * x[1].powi(3) + x[0]];
        opt.update(&mut x, g);
    }
    x[0] * x[0] + x[1]
}

// Enum state machine, with data
#[derive(Clone, Copy, PartialEq, Debug, Differentiable)]
pub enum Phase {
    Idle,
    Burn { remaining: u32 },
    Coast,
}
#[derive(Clone, Copy, Differentiable)]
pub struct Rocket {
    pub h: f64,
    pub v: f64,
    pub m: f64,
    pub phase: Phase,
}
#[differentiable]
impl Rocket {
    fn tick(&mut self, thrust: f64, dt: f64) {
        let force = match self.phase {
            Phase::Idle => 0.0,
            Phase::Burn { .. } => {
                self.m -= 0.01 * thrust * dt;
                thrust
            }
            Phase::Coast => -0.05 * self.v * self.v.abs(),
        };
        self.v += (force / self.m - 9.81) * dt;
        self.h += self.v * dt;
        self.phase = match self.phase {
            Phase::Idle => Phase::Burn { remaining: 5 },
            Phase::Burn { remaining: 0 } => Phase::Coast,
            Phase::Burn { remaining } => Phase::Burn { remaining: remaining - 1 },
            Phase::Coast => Phase::Coast,
        };
    }
}
#[differentiable]
pub fn apogee(thrust: f64, mass: f64) -> f64 {
    let mut rocket = Rocket { h: 0.0, v: 0.0, m: mass, phase: Phase::Idle };
    let mut highest = f64::NEG_INFINITY;
    while rocket.h >= -1.0 {
        rocket.tick(thrust, 0.1);
        if rocket.h > highest {
            highest = rocket.h;
        }
        if rocket.phase == Phase::Coast && rocket.v < 0.0 {
            break;
        }
    }
    highest
}

// stack-allocated matrix type with get/set & ops
#[derive(Clone, Copy, Debug, Differentiable)]
pub struct Mat<const R: usize, const C: usize>([[f64; C]; R]);
#[differentiable]
impl<const R: usize, const C: usize> Mat<R, C> {
    pub fn zero() -> Self {
        Mat([[0.0; C]; R])
    }
    pub fn get(&self, r: usize, c: usize) -> f64 {
        self.0[r][c]
    }
    pub fn set(&mut self, r: usize, c: usize, v: f64) {
        self.0[r][c] = v;
    }
    pub fn transpose(&self) -> Mat<C, R> {
        let mut t = Mat::<C, R>::zero();
        for r in 0..R {
            for c in 0..C {
                t.set(c, r, self.get(r, c));
            }
        }
        t
    }
    pub fn times<const K: usize>(&self, o: &Mat<C, K>) -> Mat<R, K> {
        let mut m = Mat::<R, K>::zero();
        for r in 0..R {
            for k in 0..K {
                let mut s = 0.0;
                for c in 0..C {
                    s += self.get(r, c) * o.get(c, k);
                }
                m.set(r, k, s);
            }
        }
        m
    }
}
#[differentiable]
pub fn gram(a: [[f64; 2]; 3]) -> [[f64; 2]; 2] {
    let m = Mat(a);
    m.transpose().times(&m).0
}

// Metropolis style accept/reject with LCG rng in integers
#[differentiable]
pub fn walk(mu: f64, sigma: f64, n: usize) -> f64 {
    let mut seed: u64 = 12345;
    let mut next = || {
        seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (seed >> 11) as f64 / (1u64 << 53) as f64
    };
    let mut x = mu;
    let mut s = 0.0;
    for _ in 0..n {
        let z = (next() + next() + next() + next() - 2.0) * 3f64.sqrt();
        x = 0.5 * x + 0.5 * mu + sigma * z;
        s += x * x;
    }
    s / n as f64
}

// generic over trait with associated const and fn pointer table
pub trait Kernel {
    const SCALE: f64;
    fn k(r: f64) -> f64;
}
pub struct Gauss;
#[differentiable]
impl Kernel for Gauss {
    const SCALE: f64 = 0.5;
    fn k(r: f64) -> f64 {
        (-Self::SCALE * r * r).exp()
    }
}
#[differentiable]
pub fn density(xs: &[f64], h: f64, at: f64) -> f64 {
    xs.iter().map(|x| <Gauss as Kernel>::k((at - x) / h)).sum::<f64>() / (xs.len() as f64 * h)
}

// two objects exchanging
#[differentiable]
pub fn exchange(a: [f64; 3], b: [f64; 3]) -> f64 {
    let (mut p, mut q) = (Body { x: a, w: a[0] }, Body { x: b, w: b[1] });
    for k in 0..3 {
        p.pull(&q, 0.1);
        q.pull(&p, 0.2);
        if k == 1 {
            std::mem::swap(&mut p, &mut q);
        }
        let old = std::mem::replace(&mut p.w, q.w);
        q.w *= old;
    }
    p.x[0] * q.x[1] + p.w - q.x[2]
}
#[derive(Clone, Copy, Differentiable)]
pub struct Body {
    x: [f64; 3],
    w: f64,
}
#[differentiable]
impl Body {
    fn pull(&mut self, other: &Body, h: f64) {
        for (x, o) in self.x.iter_mut().zip(&other.x) {
            *x += h * other.w * (o - *x);
        }
        self.w += h * other.x[0] * self.x[2];
    }
}
