//! Filters, networks, control, reactions.
use jac::{Differentiable, differentiable};
pub type Mat<const R: usize, const C: usize> = [[f64; C]; R];
#[differentiable]
pub fn matmul<const R: usize, const K: usize, const C: usize>(a: &Mat<R, K>, b: &Mat<K, C>) -> Mat<R, C> {
    let mut c = [[0.0; C]; R];
    for i in 0..R {
        for j in 0..C {
            for k in 0..K {
                c[i][j] += a[i][k] * b[k][j];
            }
        }
    }
    c
}
#[differentiable]
pub fn transpose<const R: usize, const C: usize>(a: &Mat<R, C>) -> Mat<C, R> {
    std::array::from_fn(|i| std::array::from_fn(|j| a[j][i]))
}
#[differentiable]
pub fn matadd<const R: usize, const C: usize>(a: &Mat<R, C>, b: &Mat<R, C>) -> Mat<R, C> {
    let mut c = *a;
    for i in 0..R {
        for j in 0..C {
            c[i][j] += b[i][j];
        }
    }
    c
}
#[derive(Clone, Copy, Debug, Differentiable)]
pub struct Kf {
    pub x: [f64; 2],
    pub p: Mat<2, 2>,
}
#[differentiable]
impl Kf {
    pub fn predict(&mut self, dt: f64, q: f64) {
        let f = [[1.0, dt], [0.0, 1.0]];
        self.x = [self.x[0] + dt * self.x[1], self.x[1]];
        let fp = matmul(&f, &self.p);
        self.p = matmul(&fp, &transpose(&f));
        self.p[0][0] += q * dt;
        self.p[1][1] += q * dt;
    }
    pub fn update(&mut self, z: f64, r: f64) -> f64 {
        let y = z - self.x[0];
        let s = self.p[0][0] + r;
        let k = [self.p[0][0] / s, self.p[1][0] / s];
        for i in 0..2 {
            self.x[i] += k[i] * y;
        }
        let p = self.p;
        for i in 0..2 {
            for j in 0..2 {
                self.p[i][j] = p[i][j] - k[i] * p[0][j];
            }
        }
        0.5 * (y * y / s + s.ln() + (2.0 * std::f64::consts::PI).ln())
    }
}
#[differentiable(wrt(theta))]
pub fn neg_log_likelihood(theta: [f64; 2], zs: &[f64], dt: f64) -> f64 {
    let mut kf = Kf { x: [0.0; 2], p: [[1.0, 0.0], [0.0, 1.0]] };
    let mut nll = 0.0;
    let (q, r) = (theta[0].exp(), theta[1].exp());
    for &z in zs {
        kf.predict(dt, q);
        nll += kf.update(z, r);
    }
    nll
}
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
pub struct Mlp {
    pub layers: Vec<Layer>,
}
#[differentiable]
impl Mlp {
    pub fn forward(&self, x: &[f64]) -> Vec<f64> {
        let mut a = x.to_vec();
        let n = self.layers.len();
        for (i, l) in self.layers.iter().enumerate() {
            a = l.forward(&a);
            if i + 1 < n {
                for v in a.iter_mut() {
                    *v = v.tanh();
                }
            }
        }
        a
    }
    pub fn loss(&self, x: &[f64], target: &[f64]) -> f64 {
        let y = self.forward(x);
        y.iter().zip(target).map(|(a, b)| (a - b).powi(2)).sum::<f64>() / y.len() as f64
    }
}
#[derive(Clone, Copy, PartialEq, Debug, Differentiable)]
pub enum Activation {
    Relu,
    Tanh,
    Sigmoid,
    Gelu,
}
#[differentiable]
pub fn activate(a: Activation, x: f64) -> f64 {
    match a {
        Activation::Relu => x.max(0.0),
        Activation::Tanh => x.tanh(),
        Activation::Sigmoid => 1.0 / (1.0 + (-x).exp()),
        Activation::Gelu => 0.5 * x * (1.0 + (0.7978845608 * (x + 0.044715 * x.powi(3))).tanh()),
    }
}
#[derive(Clone, Copy, Debug, Differentiable)]
pub struct CartPole {
    pub x: f64,
    pub v: f64,
    pub th: f64,
    pub w: f64,
}
#[derive(Clone, Copy, Debug, Differentiable)]
pub struct Params {
    pub m: f64,
    pub mp: f64,
    pub l: f64,
    pub g: f64,
}
#[differentiable]
impl CartPole {
    fn deriv(&self, u: f64, p: &Params) -> CartPole {
        let (s, c) = self.th.sin_cos();
        let t = (u + p.mp * p.l * self.w * self.w * s) / (p.m + p.mp);
        let a = (p.g * s - c * t) / (p.l * (4.0 / 3.0 - p.mp * c * c / (p.m + p.mp)));
        CartPole { x: self.v, v: t - p.mp * p.l * a * c / (p.m + p.mp), th: self.w, w: a }
    }
    fn axpy(&self, h: f64, d: &CartPole) -> CartPole {
        CartPole { x: self.x + h * d.x, v: self.v + h * d.v, th: self.th + h * d.th, w: self.w + h * d.w }
    }
    pub fn step(self, u: f64, h: f64, p: &Params) -> CartPole {
        let k1 = self.deriv(u, p);
        let k2 = self.axpy(h / 2.0, &k1).deriv(u, p);
        let k3 = self.axpy(h / 2.0, &k2).deriv(u, p);
        let k4 = self.axpy(h, &k3).deriv(u, p);
        self.axpy(h / 6.0, &k1).axpy(h / 3.0, &k2).axpy(h / 3.0, &k3).axpy(h / 6.0, &k4)
    }
}
#[differentiable(wrt(u))]
pub fn mpc_cost(x0: CartPole, u: &[f64], h: f64, p: &Params) -> f64 {
    let mut s = x0;
    let mut j = 0.0;
    for &ui in u {
        s = s.step(ui, h, p);
        j += s.x.powi(2) + 10.0 * (1.0 - s.th.cos()) + 0.01 * ui * ui;
    }
    j + 100.0 * (s.v * s.v + s.w * s.w)
}
#[differentiable]
pub fn lotka(y: &[f64; 2], p: &[f64; 4]) -> [f64; 2] {
    [p[0] * y[0] - p[1] * y[0] * y[1], p[2] * y[0] * y[1] - p[3] * y[1]]
}
#[differentiable]
pub fn rk4_lotka(y0: [f64; 2], p: &[f64; 4], steps: usize) -> [f64; 2] {
    let h = 0.01;
    (0..steps).fold(y0, |y, _| {
        let k1 = lotka(&y, p);
        let k2 = lotka(&[y[0] + 0.5 * h * k1[0], y[1] + 0.5 * h * k1[1]], p);
        let k3 = lotka(&[y[0] + 0.5 * h * k2[0], y[1] + 0.5 * h * k2[1]], p);
        let k4 = lotka(&[y[0] + h * k3[0], y[1] + h * k3[1]], p);
        [
            y[0] + h / 6.0 * (k1[0] + 2.0 * k2[0] + 2.0 * k3[0] + k4[0]),
            y[1] + h / 6.0 * (k1[1] + 2.0 * k2[1] + 2.0 * k3[1] + k4[1]),
        ]
    })
}
#[differentiable]
pub fn robertson(y: [f64; 3]) -> [f64; 3] {
    let r1 = 0.04 * y[0];
    let r2 = 1e4 * y[1] * y[2];
    let r3 = 3e7 * y[1].powi(2);
    [-r1 + r2, r1 - r2 - r3, r3]
}
#[differentiable]
pub fn heat_step(u: &mut Vec<f64>, alpha: f64, steps: u32) {
    for _ in 0..steps {
        let old = u.clone();
        for i in 1..u.len() - 1 {
            u[i] = old[i] + alpha * (old[i + 1] - 2.0 * old[i] + old[i - 1]);
        }
    }
}
#[differentiable]
pub fn brusselator(u: &[[f64; 2]], a: f64, b: f64) -> Vec<[f64; 2]> {
    u.iter()
        .enumerate()
        .map(|(i, &[x, y])| {
            let l = u[(i + u.len() - 1) % u.len()];
            let r = u[(i + 1) % u.len()];
            [a + x * x * y - (b + 1.0) * x + (l[0] - 2.0 * x + r[0]), b * x - x * x * y + (l[1] - 2.0 * y + r[1])]
        })
        .collect()
}
#[differentiable]
pub fn pid(gains: [f64; 3], set: f64, n: usize) -> f64 {
    let [kp, ki, kd] = gains;
    let mut x = 0.0;
    let mut integral = 0.0;
    let mut prev: Option<f64> = None;
    let mut cost = 0.0;
    for _ in 0..n {
        let e = set - x;
        integral += e * 0.1;
        let d = match prev {
            Some(p) => (e - p) / 0.1,
            None => 0.0,
        };
        let u = (kp * e + ki * integral + kd * d).clamp(-5.0, 5.0);
        x += 0.1 * (u - 0.5 * x);
        prev = Some(e);
        cost += e.powi(2);
    }
    cost
}
