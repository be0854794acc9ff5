//! Networks, arms, filters, tables, events: more that people write.
use jac::{Differentiable, differentiable};

// neural net with layers
#[derive(Clone, Debug, Differentiable)]
pub struct Layer {
    pub weights: Vec<Vec<f64>>,
    pub bias: Vec<f64>,
}
#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
pub enum Act {
    Relu,
    Tanh,
    Sigmoid,
    Leaky { shift: i32 },
}
#[differentiable]
impl Act {
    fn apply(&self, x: f64) -> f64 {
        match self {
            Act::Relu => x.max(0.0),
            Act::Tanh => x.tanh(),
            Self::Sigmoid => 1.0 / (1.0 + (-x).exp()),
            Self::Leaky { shift } => {
                if x > 0.0 {
                    x
                } else {
                    x * 0.1 + *shift as f64
                }
            }
        }
    }
}
#[differentiable]
impl Layer {
    fn forward(&self, input: &[f64], act: Act) -> Vec<f64> {
        self.weights
            .iter()
            .zip(self.bias.iter())
            .map(|(row, b)| {
                let z = row.iter().zip(input).map(|(w, x)| w * x).sum::<f64>() + b;
                act.apply(z)
            })
            .collect()
    }
}
#[derive(Clone, Debug, Differentiable)]
pub struct Network {
    pub layers: Vec<Layer>,
    pub scale: f64,
}
#[differentiable]
impl Network {
    fn predict(&self, x: &[f64]) -> Vec<f64> {
        let mut h = x.to_vec();
        let n = self.layers.len();
        for (i, layer) in self.layers.iter().enumerate() {
            let act = if i + 1 == n { Act::Tanh } else { Act::Leaky { shift: 0 } };
            h = layer.forward(&h, act);
        }
        h.iter_mut().for_each(|v| *v *= self.scale);
        h
    }
    pub fn loss(&self, xs: &[[f64; 2]], ys: &[f64]) -> f64 {
        let mut total = 0.0;
        for (x, y) in xs.iter().zip(ys) {
            let p = self.predict(x)[0];
            total += (p - y).powi(2);
        }
        total / xs.len() as f64 + 1e-3 * self.l2()
    }
    fn l2(&self) -> f64 {
        self.layers.iter().flat_map(|l| l.weights.iter()).flatten().map(|w| w * w).sum()
    }
}

// MPC rollout with trait
pub trait Dynamics {
    fn step(&self, x: &[f64; 2], u: f64, dt: f64) -> [f64; 2];
}
#[derive(Clone, Copy, Differentiable)]
pub struct Pend {
    pub g: f64,
    pub l: f64,
    pub damping: f64,
}
#[differentiable]
impl Dynamics for Pend {
    fn step(&self, x: &[f64; 2], u: f64, dt: f64) -> [f64; 2] {
        let acc = -self.g / self.l * x[0].sin() - self.damping * x[1] + u;
        [x[0] + dt * x[1], x[1] + dt * acc]
    }
}
#[differentiable]
pub fn rollout(p: &Pend, x0: [f64; 2], us: &[f64], dt: f64) -> f64 {
    let mut x = x0;
    let mut cost = 0.0;
    for &u in us {
        x = p.step(&x, u, dt);
        cost += x[0].powi(2) + 0.1 * x[1] * x[1] + 0.01 * u * u;
    }
    cost + 10.0 * x.iter().map(|v| v.abs()).sum::<f64>()
}
// bicycle model, tuple state, const array of waypoints
const WAYPOINTS: [(f64, f64); 3] = [(0.0, 0.0), (1.0, 0.5), (2.0, 1.5)];
#[differentiable]
pub fn track(controls: &[(f64, f64)], wheelbase: f64) -> f64 {
    let (mut x, mut y, mut th, mut v) = (0.0, 0.0, 0.0, 1.0);
    let mut cost = 0.0;
    for (k, &(a, delta)) in controls.iter().enumerate() {
        x += v * f64::cos(th) * 0.1;
        y += v * f64::sin(th) * 0.1;
        th += v / wheelbase * delta.tan() * 0.1;
        v += a * 0.1;
        let (wx, wy) = WAYPOINTS[k.min(WAYPOINTS.len() - 1)];
        let d2 = (x - wx) * (x - wx) + (y - wy) * (y - wy);
        cost += d2;
    }
    cost
}
// IK residual with DH table struct array
#[derive(Clone, Copy, Differentiable)]
pub struct Dh {
    pub a: f64,
    pub alpha: f64,
    pub d: f64,
}
pub type Mat4 = [[f64; 4]; 4];
#[differentiable]
pub fn dh_matrix(p: &Dh, q: f64) -> Mat4 {
    let (st, ct) = q.sin_cos();
    let (sa, ca) = p.alpha.sin_cos();
    [[ct, -st * ca, st * sa, p.a * ct], [st, ct * ca, -ct * sa, p.a * st], [0.0, sa, ca, p.d], [0.0, 0.0, 0.0, 1.0]]
}
#[differentiable]
pub fn matmul4(a: &Mat4, b: &Mat4) -> Mat4 {
    let mut c = [[0.0; 4]; 4];
    for (ci, ai) in c.iter_mut().zip(a.iter()) {
        for j in 0..4 {
            ci[j] = ai.iter().zip(b.iter()).map(|(x, row)| x * row[j]).sum();
        }
    }
    c
}
#[differentiable]
pub fn fk(dh: &[Dh], q: &[f64]) -> [f64; 3] {
    let t = dh.iter().zip(q).fold(identity(), |t, (p, &qi)| matmul4(&t, &dh_matrix(p, qi)));
    [t[0][3], t[1][3], t[2][3]]
}
#[differentiable]
pub fn identity() -> Mat4 {
    let mut m = [[0.0; 4]; 4];
    for i in 0..4 {
        m[i][i] = 1.0;
    }
    m
}
// heat equation implicit: tridiagonal with workspace struct
#[derive(Clone, Differentiable)]
pub struct Workspace {
    pub c: Vec<f64>,
    pub d: Vec<f64>,
}
#[differentiable]
pub fn implicit_heat(u: &mut [f64], kappa: f64, dt: f64, steps: usize, ws: &mut Workspace) {
    let n = u.len();
    let r = kappa * dt * (n as f64 + 1.0).powi(2);
    for _ in 0..steps {
        ws.c[0] = -r / (1.0 + 2.0 * r);
        ws.d[0] = u[0] / (1.0 + 2.0 * r);
        for i in 1..n {
            let m = 1.0 + 2.0 * r + r * ws.c[i - 1];
            ws.c[i] = -r / m;
            ws.d[i] = (u[i] + r * ws.d[i - 1]) / m;
        }
        u[n - 1] = ws.d[n - 1];
        for i in (0..n - 1).rev() {
            u[i] = ws.d[i] - ws.c[i] * u[i + 1];
        }
    }
}
// recursive FFT-like
#[differentiable]
pub fn dct_recursive(x: &[f64]) -> Vec<f64> {
    let n = x.len();
    if n <= 1 {
        return x.to_vec();
    }
    let half = n / 2;
    let even: Vec<f64> = (0..half).map(|i| x[i] + x[n - 1 - i]).collect();
    let odd: Vec<f64> = (0..half)
        .map(|i| (x[i] - x[n - 1 - i]) / (2.0 * (std::f64::consts::PI * (i as f64 + 0.5) / n as f64).cos()))
        .collect();
    let e = dct_recursive(&even);
    let mut o = dct_recursive(&odd);
    for i in 0..half - 1 {
        o[i] += o[i + 1];
    }
    let mut out = Vec::with_capacity(n);
    for i in 0..half {
        out.push(e[i]);
        out.push(o[i]);
    }
    out
}
// event detection / bouncing ball
#[differentiable]
pub fn bounce(h0: f64, e: f64, t_end: f64) -> (f64, u32) {
    let g = 9.81;
    let (mut h, mut v, mut t) = (h0, 0.0, 0.0);
    let mut bounces = 0u32;
    loop {
        let disc: f64 = v * v + 2.0 * g * h;
        let hit = (v + disc.sqrt()) / g;
        if t + hit > t_end || bounces >= 5 {
            let rest = t_end - t;
            break (h + v * rest - 0.5 * g * rest * rest, bounces);
        }
        t += hit;
        v = -e * (v - g * hit);
        h = 0.0;
        bounces += 1;
    }
}
// interpolation over struct of arrays with binary search
#[derive(Clone, Differentiable)]
pub struct Table1d {
    pub xs: Vec<f64>,
    pub ys: Vec<f64>,
}
#[differentiable]
impl Table1d {
    fn eval(&self, x: f64) -> f64 {
        let i = match self.xs.binary_search_by(|p| p.partial_cmp(&x).unwrap()) {
            Ok(i) => return self.ys[i],
            Err(i) => i,
        };
        if i == 0 {
            return self.ys[0];
        }
        if i >= self.xs.len() {
            return *self.ys.last().unwrap();
        }
        let t = (x - self.xs[i - 1]) / (self.xs[i] - self.xs[i - 1]);
        (1.0 - t) * self.ys[i - 1] + t * self.ys[i]
    }
    fn integral(&self) -> f64 {
        self.xs.windows(2).zip(self.ys.windows(2)).map(|(x, y)| 0.5 * (x[1] - x[0]) * (y[0] + y[1])).sum()
    }
}
#[differentiable]
pub fn lookup(t: &Table1d, q: &[f64]) -> f64 {
    q.iter().map(|&x| t.eval(x)).sum::<f64>() * t.integral()
}
// particle filter weights normalisation with early exits
#[differentiable]
pub fn normalise(w: &mut [f64]) -> bool {
    let s: f64 = w.iter().sum();
    if s <= 0.0 {
        return false;
    }
    for wi in w.iter_mut() {
        *wi /= s;
    }
    true
}
#[differentiable]
pub fn resample(w: &[f64], x: &[f64], u: f64) -> f64 {
    let mut w = w.to_vec();
    if !normalise(&mut w) {
        return f64::NAN;
    }
    let mut c = 0.0;
    let mut mean = 0.0;
    for (wi, xi) in w.iter().zip(x) {
        c += wi;
        mean += wi * xi;
        if c > u {
            return mean / c;
        }
    }
    mean
}
// generic dims
#[differentiable]
pub fn gram_det<const N: usize>(a: &[[f64; N]; N]) -> f64 {
    let mut g = [[0.0; N]; N];
    for i in 0..N {
        for j in 0..N {
            g[i][j] = (0..N).map(|k| a[k][i] * a[k][j]).sum::<f64>() + if i == j { 0.1 } else { 0.0 };
        }
    }
    let mut d = 1.0;
    for k in 0..N {
        d *= g[k][k];
        for i in (k + 1)..N {
            let f = g[i][k] / g[k][k];
            for j in k..N {
                g[i][j] -= f * g[k][j];
            }
        }
    }
    d.ln()
}
// spring mass network with edges
#[differentiable]
pub fn spring_energy(pos: &[[f64; 2]], edges: &[(usize, usize, f64)], k: f64) -> f64 {
    edges
        .iter()
        .map(|&(i, j, rest)| {
            let d = [pos[i][0] - pos[j][0], pos[i][1] - pos[j][1]];
            let len = (d[0] * d[0] + d[1] * d[1]).sqrt();
            0.5 * k * (len - rest).powi(2)
        })
        .sum()
}
// memoised dp
#[differentiable]
pub fn dtw(a: &[f64], b: &[f64]) -> f64 {
    let (n, m) = (a.len(), b.len());
    let mut dp = vec![vec![f64::INFINITY; m + 1]; n + 1];
    dp[0][0] = 0.0;
    for i in 1..=n {
        for j in 1..=m {
            let cost = (a[i - 1] - b[j - 1]).powi(2);
            dp[i][j] = cost + dp[i - 1][j].min(dp[i][j - 1]).min(dp[i - 1][j - 1]);
        }
    }
    dp[n][m]
}
#[differentiable]
pub fn viterbi(obs: &[usize], trans: &[[f64; 2]; 2], emit: &[[f64; 3]; 2], init: [f64; 2]) -> f64 {
    let mut alpha = [init[0].ln() + emit[0][obs[0]].ln(), init[1].ln() + emit[1][obs[0]].ln()];
    for &o in obs.iter().skip(1) {
        let mut next = [f64::NEG_INFINITY; 2];
        for (j, nj) in next.iter_mut().enumerate() {
            let terms: Vec<f64> = (0..2).map(|i| alpha[i] + trans[i][j].ln()).collect();
            let m = terms.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            *nj = m + terms.iter().map(|t| (t - m).exp()).sum::<f64>().ln() + emit[j][o].ln();
        }
        alpha = next;
    }
    let m = alpha[0].max(alpha[1]);
    m + ((alpha[0] - m).exp() + (alpha[1] - m).exp()).ln()
}
// closures returning tuples, nested closures
#[differentiable]
pub fn nested(x: f64, y: f64) -> f64 {
    let polar = |a: f64, b: f64| {
        let r = a.hypot(b);
        (r, b.atan2(a))
    };
    let twice = |v: f64| {
        let sq = |w: f64| w * w;
        sq(v) + sq(v + 1.0)
    };
    let (r, th) = polar(x, y);
    twice(r) * th
        + (0..3)
            .map(|i| {
                let (a, b) = polar(x + i as f64, y);
                a * b
            })
            .sum::<f64>()
}
#[differentiable]
pub fn secant(a: f64) -> f64 {
    fn f(x: f64, a: f64) -> f64 {
        x.cos() - a * x
    }
    let (mut x0, mut x1) = (0.0, 1.0);
    for _ in 0..30 {
        let (f0, f1) = (f(x0, a), f(x1, a));
        if (f1 - f0).abs() < 1e-14 {
            break;
        }
        let x2 = x1 - f1 * (x1 - x0) / (f1 - f0);
        x0 = x1;
        x1 = x2;
    }
    x1
}
#[differentiable]
pub fn ode_events(x: &[f64; 2], p: [f64; 3]) -> [f64; 2] {
    let mut s = *x;
    let mut hist: Vec<[f64; 2]> = vec![s];
    for k in 0..20 {
        let [a, b] = s;
        s = [a + 0.05 * (p[0] * a - p[1] * a * b), b + 0.05 * (p[1] * a * b - p[2] * b)];
        if k % 5 == 4 {
            hist.push(s);
        }
    }
    let last = hist[hist.len() - 2];
    [s[0] + last[1], hist.iter().map(|h| h[0]).sum()]
}
