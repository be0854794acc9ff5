//! Programs of several fields, as people write them: attitudes, control, sparse matrices, transforms, finite elements, prices, orbits.
#![allow(clippy::style, clippy::complexity, clippy::perf, clippy::too_many_arguments, clippy::excessive_precision)]

use std::f64::consts::{PI, TAU};

use jac::{Differentiable, differentiable};

#[differentiable]
pub fn triad(b1: [f64; 3], b2: [f64; 3], r1: [f64; 3], r2: [f64; 3]) -> [[f64; 3]; 3] {
    fn cross(a: [f64; 3], b: [f64; 3]) -> [f64; 3] {
        [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
    }
    fn unit(v: [f64; 3]) -> [f64; 3] {
        let n = v.iter().map(|x| x * x).sum::<f64>().sqrt();
        v.map(|x| x / n)
    }
    let frame = |a: [f64; 3], b: [f64; 3]| {
        let t1 = unit(a);
        let t2 = unit(cross(a, b));
        [t1, t2, cross(t1, t2)]
    };
    let (fb, fr) = (frame(b1, b2), frame(r1, r2));
    let mut m = [[0.0; 3]; 3];
    for (i, row) in m.iter_mut().enumerate() {
        for (j, e) in row.iter_mut().enumerate() {
            *e = (0..3).map(|k| fb[k][i] * fr[k][j]).sum();
        }
    }
    m
}

#[derive(Differentiable, Debug, Clone, Default)]
pub struct Workspace {
    x: Vec<[f64; 2]>,
    lambda: Vec<[f64; 2]>,
    grad: Vec<f64>,
}
#[differentiable]
impl Workspace {
    pub fn with_horizon(n: usize) -> Self {
        Workspace { x: vec![[0.0; 2]; n + 1], lambda: vec![[0.0; 2]; n + 1], grad: vec![0.0; n] }
    }
    fn rollout(&mut self, x0: [f64; 2], u: &[f64], dt: f64) -> f64 {
        self.x[0] = x0;
        let mut cost = 0.0;
        for k in 0..u.len() {
            let [p, v] = self.x[k];
            self.x[k + 1] = [p + dt * v, v + dt * (u[k] - 0.1 * v * v.abs())];
            cost += 0.5 * dt * (p * p + 0.1 * u[k] * u[k]);
        }
        let last = self.x.last().unwrap();
        cost + last[0].powi(2) + last[1].powi(2)
    }
    fn sweep(&mut self, u: &[f64], dt: f64) {
        let n = u.len();
        let t = self.x[n];
        self.lambda[n] = [2.0 * t[0], 2.0 * t[1]];
        for k in (0..n).rev() {
            let [p, v] = self.x[k];
            let [lp, lv] = self.lambda[k + 1];
            self.lambda[k] = [lp + dt * p, dt * lp + lv * (1.0 - 0.2 * dt * v.abs())];
            self.grad[k] = dt * lv + 0.1 * dt * u[k];
        }
    }
}
#[differentiable]
pub fn gradient_descent(x0: [f64; 2], u: &mut [f64], step: f64, iters: usize) -> f64 {
    let mut ws = Workspace::with_horizon(u.len());
    let mut best = f64::INFINITY;
    for _ in 0..iters {
        let c = ws.rollout(x0, u, 0.1);
        if c < best {
            best = c;
        }
        ws.sweep(u, 0.1);
        for (ui, g) in u.iter_mut().zip(&ws.grad) {
            *ui -= step * g;
        }
    }
    best
}

pub trait Ode<const N: usize> {
    fn rhs(&self, t: f64, y: &[f64; N]) -> [f64; N];
    fn jac(&self, t: f64, y: &[f64; N]) -> [[f64; N]; N];
}
#[derive(Differentiable, Debug, Clone, Copy)]
pub struct VanDerPol {
    pub mu: f64,
}
#[differentiable]
impl Ode<2> for VanDerPol {
    fn rhs(&self, _t: f64, y: &[f64; 2]) -> [f64; 2] {
        [y[1], self.mu * ((1.0 - y[0].powi(2)) * y[1]) - y[0]]
    }
    fn jac(&self, _t: f64, y: &[f64; 2]) -> [[f64; 2]; 2] {
        [[0.0, 1.0], [-2.0 * self.mu * y[0] * y[1] - 1.0, self.mu * (1.0 - y[0] * y[0])]]
    }
}
#[differentiable]
pub fn solve2(a: [[f64; 2]; 2], b: [f64; 2]) -> [f64; 2] {
    let [[p, q], [r, s]] = a;
    let det = p * s - q * r;
    [(s * b[0] - q * b[1]) / det, (p * b[1] - r * b[0]) / det]
}
#[differentiable]
pub fn ros2(sys: &VanDerPol, y0: [f64; 2], h: f64, n: usize) -> [f64; 2] {
    const GAMMA: f64 = 1.7071067811865475;
    let mut y = y0;
    let mut t = 0.0;
    for _ in 0..n {
        let j = sys.jac(t, &y);
        let w = [[1.0 - GAMMA * h * j[0][0], -GAMMA * h * j[0][1]], [-GAMMA * h * j[1][0], 1.0 - GAMMA * h * j[1][1]]];
        let k1 = solve2(w, sys.rhs(t, &y));
        let ys = [y[0] + h * k1[0], y[1] + h * k1[1]];
        let f2 = sys.rhs(t + h, &ys);
        let k2 = solve2(w, [f2[0] - 2.0 * k1[0], f2[1] - 2.0 * k1[1]]);
        for i in 0..2 {
            y[i] += h * (1.5 * k1[i] + 0.5 * k2[i]);
        }
        t += h;
    }
    y
}

#[derive(Differentiable, Debug, Clone)]
pub struct Csr {
    pub row_ptr: Vec<usize>,
    pub col_idx: Vec<usize>,
    pub values: Vec<f64>,
}
#[differentiable]
impl Csr {
    pub fn nrows(&self) -> usize {
        self.row_ptr.len() - 1
    }
    pub fn spmv(&self, x: &[f64]) -> Vec<f64> {
        self.row_ptr
            .windows(2)
            .map(|w| {
                let (lo, hi) = (w[0], w[1]);
                self.col_idx[lo..hi].iter().zip(&self.values[lo..hi]).map(|(&j, &a)| a * x[j]).sum()
            })
            .collect()
    }
    pub fn diag(&self) -> Vec<f64> {
        let mut d = Vec::with_capacity(self.nrows());
        for i in 0..self.nrows() {
            for p in self.row_ptr[i]..self.row_ptr[i + 1] {
                if self.col_idx[p] == i {
                    d.push(self.values[p]);
                    break;
                }
            }
        }
        d
    }
}
#[differentiable]
pub fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b.iter()).map(|(x, y)| x * y).sum()
}
#[differentiable]
pub fn pcg(a: &Csr, b: &[f64], tol: f64, maxit: usize) -> Result<Vec<f64>, String> {
    let n = b.len();
    if n != a.nrows() {
        return Err(format!("size mismatch: {} vs {}", n, a.nrows()));
    }
    let inv: Vec<f64> = a.diag().into_iter().map(f64::recip).collect();
    let mut x = vec![0.0; n];
    let mut r = b.to_vec();
    let mut z: Vec<_> = r.iter().zip(&inv).map(|(r, m)| r * m).collect();
    let mut p = z.clone();
    let mut rz = dot(&r, &z);
    for _ in 0..maxit {
        let ap = a.spmv(&p);
        let alpha = rz / dot(&p, &ap);
        for i in 0..n {
            x[i] += alpha * p[i];
            r[i] -= alpha * ap[i];
        }
        if dot(&r, &r).sqrt() < tol {
            return Ok(x);
        }
        z = r.iter().zip(&inv).map(|(r, m)| r * m).collect();
        let rz_new = dot(&r, &z);
        let beta = rz_new / rz;
        rz = rz_new;
        p = z.iter().zip(&p).map(|(z, p)| z + beta * p).collect();
    }
    Err("did not converge".to_string())
}

#[derive(Differentiable, Debug, Clone)]
pub struct Spline {
    xs: Vec<f64>,
    ys: Vec<f64>,
    m: Vec<f64>,
}
#[differentiable]
impl Spline {
    /// Natural cubic spline by the Thomas algorithm.
    pub fn natural(xs: &[f64], ys: &[f64]) -> Self {
        assert_eq!(xs.len(), ys.len());
        let n = xs.len();
        let mut m = vec![0.0; n];
        let mut c = vec![0.0; n];
        for i in 1..n - 1 {
            let (h0, h1) = (xs[i] - xs[i - 1], xs[i + 1] - xs[i]);
            let d = 6.0 * ((ys[i + 1] - ys[i]) / h1 - (ys[i] - ys[i - 1]) / h0);
            let den = 2.0 * (h0 + h1) - h0 * c[i - 1];
            c[i] = h1 / den;
            m[i] = (d - h0 * m[i - 1]) / den;
        }
        for i in (1..n - 1).rev() {
            m[i] -= c[i] * m[i + 1];
        }
        Spline { xs: xs.to_vec(), ys: ys.to_vec(), m }
    }
    pub fn eval(&self, x: f64) -> f64 {
        let i = match self.xs.binary_search_by(|p| p.partial_cmp(&x).unwrap()) {
            Ok(i) => i.min(self.xs.len() - 2),
            Err(i) => i.clamp(1, self.xs.len() - 1) - 1,
        };
        let h = self.xs[i + 1] - self.xs[i];
        let a = (self.xs[i + 1] - x) / h;
        let b = (x - self.xs[i]) / h;
        a * self.ys[i]
            + b * self.ys[i + 1]
            + ((a.powi(3) - a) * self.m[i] + (b.powi(3) - b) * self.m[i + 1]) * h * h / 6.0
    }
}
#[differentiable]
pub fn spline_at(xs: &[f64], ys: &[f64], at: f64) -> f64 {
    Spline::natural(xs, ys).eval(at)
}
#[differentiable]
pub fn spline_many(xs: &[f64], ys: &[f64], at: &[f64]) -> Vec<f64> {
    let s = Spline::natural(xs, ys);
    at.iter().map(|&x| s.eval(x)).collect()
}

#[differentiable]
pub fn fft(re: &mut [f64], im: &mut [f64]) {
    let n = re.len();
    debug_assert!(n.is_power_of_two());
    let bits = n.trailing_zeros();
    for i in 0..n {
        let j = i.reverse_bits() >> (usize::BITS - bits);
        if j > i {
            re.swap(i, j);
            im.swap(i, j);
        }
    }
    let mut len = 2;
    while len <= n {
        let ang = -2.0 * std::f64::consts::PI / len as f64;
        for (cr, ci) in re.chunks_exact_mut(len).zip(im.chunks_exact_mut(len)) {
            let (ar, br) = cr.split_at_mut(len / 2);
            let (ai, bi) = ci.split_at_mut(len / 2);
            for k in 0..len / 2 {
                let (s, c) = (ang * k as f64).sin_cos();
                let (tr, ti) = (br[k] * c - bi[k] * s, br[k] * s + bi[k] * c);
                br[k] = ar[k] - tr;
                bi[k] = ai[k] - ti;
                ar[k] += tr;
                ai[k] += ti;
            }
        }
        len <<= 1;
    }
}
#[differentiable]
pub fn spectrum(x: &[f64]) -> Vec<f64> {
    let mut re = x.to_vec();
    let mut im = vec![0.0; x.len()];
    fft(&mut re, &mut im);
    re.into_iter().zip(im).map(|(a, b)| (a * a + b * b).ln_1p()).take(x.len() / 2 + 1).collect()
}

/// Lee's DCT-II, recursive.
#[differentiable]
pub fn dct2(x: &mut [f64], tmp: &mut [f64]) {
    let n = x.len();
    if n == 1 {
        return;
    }
    let half = n / 2;
    for i in 0..half {
        let (a, b) = (x[i], x[n - 1 - i]);
        tmp[i] = a + b;
        tmp[i + half] = (a - b) / (2.0 * ((i as f64 + 0.5) * std::f64::consts::PI / n as f64).cos());
    }
    let (t0, t1) = tmp.split_at_mut(half);
    let (x0, x1) = x.split_at_mut(half);
    dct2(t0, x0);
    dct2(t1, x1);
    for i in 0..half - 1 {
        x[2 * i] = tmp[i];
        x[2 * i + 1] = tmp[i + half] + tmp[i + half + 1];
    }
    x[n - 2] = tmp[half - 1];
    x[n - 1] = tmp[n - 1];
}

#[derive(Differentiable, Debug, Clone, Copy, Default)]
pub struct Gaussian1 {
    pub mean: f64,
    pub var: f64,
}
#[derive(Differentiable, Debug, Clone, Copy)]
pub struct Model {
    pub a: f64,
    pub q: f64,
    pub r: f64,
    pub prior: Gaussian1,
}
#[differentiable]
impl Model {
    fn predict(&self, s: Gaussian1) -> Gaussian1 {
        Gaussian1 { mean: self.a * s.mean, var: self.a * self.a * s.var + self.q }
    }
    fn update(&self, s: Gaussian1, z: f64) -> (Gaussian1, f64) {
        let innov = z - s.mean;
        let cov = s.var + self.r;
        let k = s.var / cov;
        let ll = -0.5 * (innov * innov / cov + cov.ln());
        (Gaussian1 { mean: s.mean + k * innov, var: (1.0 - k) * s.var }, ll)
    }
    pub fn smooth(&self, zs: &[Option<f64>]) -> (Vec<Gaussian1>, f64) {
        let mut filtered = Vec::with_capacity(zs.len());
        let mut state = self.prior;
        let mut total = 0.0;
        for z in zs {
            let p = self.predict(state);
            state = if let Some(z) = *z {
                let (s, ll) = self.update(p, z);
                total += ll;
                s
            } else {
                p
            };
            filtered.push(state);
        }
        let mut out = filtered.clone();
        for i in (0..filtered.len() - 1).rev() {
            let f = filtered[i];
            let p = self.predict(f);
            let g = f.var * self.a / p.var;
            let next = out[i + 1];
            out[i] = Gaussian1 { mean: f.mean + g * (next.mean - p.mean), var: f.var + g * g * (next.var - p.var) };
        }
        (out, total)
    }
}
#[differentiable]
pub fn smoothed(m: Model, zs: &[Option<f64>]) -> (f64, f64) {
    let (s, ll) = m.smooth(zs);
    (s.iter().map(|g| g.mean / g.var).sum(), ll)
}

#[differentiable]
fn erfc(x: f64) -> f64 {
    let t = 1.0 / (1.0 + 0.3275911 * x);
    let poly = [0.254829592, -0.284496736, 1.421413741, -1.453152027, 1.061405429]
        .iter()
        .rev()
        .fold(0.0, |acc, c| acc * t + c)
        * t;
    poly * (-x * x).exp()
}
#[differentiable]
pub fn ewald(q: &[f64], r: &[[f64; 3]], l: f64, alpha: f64, kmax: i32) -> f64 {
    let n = q.len();
    let mut real = 0.0;
    for i in 0..n {
        for j in (i + 1)..n {
            let mut d2 = 0.0;
            for c in 0..3 {
                let mut d = r[i][c] - r[j][c];
                d -= l * (d / l).round();
                d2 += d * d;
            }
            let d = d2.sqrt();
            real += q[i] * q[j] * erfc(alpha * d) / d;
        }
    }
    let mut recip = 0.0;
    for kx in -kmax..=kmax {
        for ky in -kmax..=kmax {
            for kz in -kmax..=kmax {
                if kx == 0 && ky == 0 && kz == 0 {
                    continue;
                }
                let k = [kx, ky, kz].map(|k| TAU * f64::from(k) / l);
                let k2: f64 = k.iter().map(|v| v * v).sum();
                let (mut sc, mut ss) = (0.0, 0.0);
                for (qi, ri) in q.iter().zip(r.iter()) {
                    let phase = k[0] * ri[0] + k[1] * ri[1] + k[2] * ri[2];
                    sc += qi * phase.cos();
                    ss += qi * phase.sin();
                }
                recip += (-k2 / (4.0 * alpha * alpha)).exp() / k2 * (sc * sc + ss * ss);
            }
        }
    }
    let self_term: f64 = q.iter().map(|q| q * q).sum::<f64>() * alpha / PI.sqrt();
    real + recip * TAU / l.powi(3) - self_term
}

#[derive(Differentiable, Debug, Clone)]
pub struct Mesh {
    pub nodes: Vec<[f64; 2]>,
    pub elems: Vec<[usize; 3]>,
}
#[differentiable]
impl Mesh {
    fn geometry(&self, e: &[usize; 3]) -> (f64, [[f64; 2]; 3]) {
        let [a, b, c] = e.map(|i| self.nodes[i]);
        let area2 = (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1]);
        let g = [[b[1] - c[1], c[0] - b[0]], [c[1] - a[1], a[0] - c[0]], [a[1] - b[1], b[0] - a[0]]]
            .map(|g| g.map(|v| v / area2));
        (0.5 * area2, g)
    }
    pub fn assemble(&self, kappa: &[f64], load: f64) -> (Vec<Vec<f64>>, Vec<f64>) {
        let n = self.nodes.len();
        let mut k = vec![vec![0.0; n]; n];
        let mut f = vec![0.0; n];
        for (e, kap) in self.elems.iter().zip(kappa) {
            let (area, g) = self.geometry(e);
            for (a, &i) in e.iter().enumerate() {
                f[i] += load * area / 3.0;
                for (b, &j) in e.iter().enumerate() {
                    k[i][j] += kap * area * (g[a][0] * g[b][0] + g[a][1] * g[b][1]);
                }
            }
        }
        (k, f)
    }
}
#[differentiable]
pub fn poisson(mesh: &Mesh, kappa: &[f64], load: f64, fixed: &[usize]) -> Vec<f64> {
    let (mut k, mut f) = mesh.assemble(kappa, load);
    let n = f.len();
    for &d in fixed {
        for j in 0..n {
            k[d][j] = 0.0;
        }
        k[d][d] = 1.0;
        f[d] = 0.0;
    }
    for p in 0..n {
        for i in p + 1..n {
            let m = k[i][p] / k[p][p];
            if m == 0.0 {
                continue;
            }
            let (top, bottom) = k.split_at_mut(i);
            for (x, y) in bottom[0][p..].iter_mut().zip(&top[p][p..]) {
                *x -= m * y;
            }
            f[i] -= m * f[p];
        }
    }
    for i in (0..n).rev() {
        let s: f64 = (i + 1..n).map(|j| k[i][j] * f[j]).sum();
        f[i] = (f[i] - s) / k[i][i];
    }
    f
}

/// Emission along a ray through layers, with opacity from a power law.
#[derive(Differentiable, Clone, Debug)]
pub struct Layer {
    pub t: f64,
    pub rho: f64,
    pub ds: f64,
}
pub mod physics {
    use jac::differentiable;
    pub(crate) const H_OVER_K: f64 = 4.8;
    #[differentiable]
    pub(crate) fn planck(nu: f64, t: f64) -> f64 {
        nu.powi(3) / (H_OVER_K * nu / t).exp_m1()
    }
    pub mod opacity {
        use jac::differentiable;
        #[differentiable]
        pub fn kramers(rho: f64, t: f64) -> f64 {
            0.4 * rho * t.powf(-3.5)
        }
    }
}
#[differentiable]
pub fn emergent(layers: &[Layer], nu: f64, background: f64) -> f64 {
    use physics::{opacity, planck};
    layers.iter().rev().fold(background, |intensity, layer| {
        let Layer { t, rho, ds } = layer;
        let tau = opacity::kramers(*rho, *t) * rho * ds;
        let att = (-tau).exp();
        intensity * att + planck(nu, *t) * (1.0 - att)
    })
}
#[differentiable]
pub fn optical_depth_where_one(layers: &[Layer]) -> Option<f64> {
    let mut tau = 0.0;
    let mut depth = 0.0;
    for Layer { t, rho, ds } in layers {
        let dtau = physics::opacity::kramers(*rho, *t) * rho * ds;
        if tau + dtau >= 1.0 {
            return Some(depth + ds * (1.0 - tau) / dtau);
        }
        tau += dtau;
        depth += ds;
    }
    None
}

#[derive(Differentiable, Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Call,
    Put,
}
#[derive(Differentiable, Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exercise {
    European,
    American,
}
#[differentiable(wrt(s, k, r, sigma, t))]
#[allow(clippy::too_many_arguments)]
pub fn crr(s: f64, k: f64, r: f64, sigma: f64, t: f64, n: usize, kind: Kind, ex: Exercise) -> f64 {
    let dt = t / n as f64;
    let u = (sigma * dt.sqrt()).exp();
    let d = u.recip();
    let disc = (-r * dt).exp();
    let p = ((r * dt).exp() - d) / (u - d);
    let payoff = |x: f64| match kind {
        Kind::Call => (x - k).max(0.0),
        Kind::Put => (k - x).max(0.0),
    };
    let mut v: Vec<f64> = (0..=n).map(|i| payoff(s * u.powi(2 * i as i32 - n as i32))).collect();
    for step in (0..n).rev() {
        for i in 0..=step {
            let cont = disc * (p * v[i + 1] + (1.0 - p) * v[i]);
            v[i] = if matches!(ex, Exercise::American) {
                cont.max(payoff(s * u.powi(2 * i as i32 - step as i32)))
            } else {
                cont
            };
        }
        v.truncate(step + 1);
    }
    v[0]
}

#[differentiable]
pub fn options(s: f64, k: f64, r: f64, sigma: f64) -> f64 {
    let put = crr(s, k, r, sigma, 0.5, 6, Kind::Put, Exercise::American);
    put + 2.0 * crr(s, k, r, sigma, 1.0, 5, Kind::Call, Exercise::European)
}

#[derive(Debug, Clone, PartialEq)]
pub enum LambertError {
    NoConvergence { iters: usize },
    Degenerate,
}
#[differentiable]
pub fn stumpff(z: f64) -> (f64, f64) {
    if z > 1e-6 {
        let s = z.sqrt();
        ((1.0 - s.cos()) / z, (s - s.sin()) / s.powi(3))
    } else if z < -1e-6 {
        let s = (-z).sqrt();
        ((s.cosh() - 1.0) / (-z), (s.sinh() - s) / s.powi(3))
    } else {
        (0.5 - z / 24.0, 1.0 / 6.0 - z / 120.0)
    }
}
#[differentiable]
pub fn lambert(r1: [f64; 3], r2: [f64; 3], tof: f64, mu: f64) -> Result<([f64; 3], [f64; 3]), LambertError> {
    let norm = |v: &[f64; 3]| v.iter().map(|x| x.powi(2)).sum::<f64>().sqrt();
    let (n1, n2) = (norm(&r1), norm(&r2));
    let cosd = r1.iter().zip(&r2).map(|(a, b)| a * b).sum::<f64>() / (n1 * n2);
    let dtheta = cosd.clamp(-1.0, 1.0).acos();
    let a = dtheta.sin() * (n1 * n2 / (1.0 - dtheta.cos())).sqrt();
    if a == 0.0 {
        return Err(LambertError::Degenerate);
    }
    let mut z = 0.5;
    let mut it = 0;
    let y = loop {
        let (c, s) = stumpff(z);
        let y = n1 + n2 + a * (z * s - 1.0) / c.sqrt();
        let x = (y / c).sqrt();
        let f = x.powi(3) * s + a * y.sqrt() - mu.sqrt() * tof;
        let df = x.powi(3) * ((c - 1.5 * s / c) / (2.0 * z) + 0.75 * s * s / c)
            + 0.125 * a * (3.0 * s / c * y.sqrt() + a / x);
        let dz = f / df;
        z -= dz;
        it += 1;
        if dz.abs() < 1e-13 {
            break y;
        }
        if it > 60 {
            return Err(LambertError::NoConvergence { iters: it });
        }
    };
    let (f, g, gdot) = (1.0 - y / n1, a * (y / mu).sqrt(), 1.0 - y / n2);
    let v1 = std::array::from_fn(|i| (r2[i] - f * r1[i]) / g);
    let v2 = std::array::from_fn(|i| (gdot * r2[i] - r1[i]) / g);
    Ok((v1, v2))
}

#[derive(Differentiable, Debug, Clone, Copy)]
pub struct State {
    pub r: [f64; 3],
    pub v: [f64; 3],
}
#[differentiable]
impl std::ops::Add for State {
    type Output = State;
    fn add(self, o: State) -> State {
        State { r: std::array::from_fn(|i| self.r[i] + o.r[i]), v: std::array::from_fn(|i| self.v[i] + o.v[i]) }
    }
}
#[differentiable]
impl std::ops::Mul<State> for f64 {
    type Output = State;
    fn mul(self, s: State) -> State {
        State { r: s.r.map(|x| self * x), v: s.v.map(|x| self * x) }
    }
}
#[differentiable]
impl std::ops::AddAssign for State {
    fn add_assign(&mut self, o: State) {
        *self = *self + o;
    }
}
#[differentiable]
fn deriv(s: State, mu: f64, j2: f64) -> State {
    let [x, y, z] = s.r;
    let r2 = x * x + y * y + z * z;
    let r = r2.sqrt();
    let k = 1.5 * j2 / r2;
    let zz = 5.0 * z * z / r2;
    let g = -mu / (r2 * r);
    State {
        r: s.v,
        v: [g * x * (1.0 + k * (1.0 - zz)), g * y * (1.0 + k * (1.0 - zz)), g * z * (1.0 + k * (3.0 - zz))],
    }
}
#[differentiable]
pub fn propagate(mut s: State, mu: f64, j2: f64, dt: f64, n: u32) -> State {
    for _ in 0..n {
        let k1 = deriv(s, mu, j2);
        let k2 = deriv(s + 0.5 * dt * k1, mu, j2);
        let k3 = deriv(s + 0.5 * dt * k2, mu, j2);
        let k4 = deriv(s + dt * k3, mu, j2);
        s += dt / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4);
    }
    s
}

/// Jacobi's iteration on a matrix made of parts.
#[differentiable]
pub fn jacobi_sparse(starts: &[usize], columns: &[usize], values: &[f64], b: &[f64]) -> Vec<f64> {
    let a = Csr { row_ptr: starts.to_vec(), col_idx: columns.to_vec(), values: values.to_vec() };
    let d = a.diag();
    let mut x = vec![0.0; b.len()];
    for _ in 0..2 {
        let ax = a.spmv(&x);
        for i in 0..b.len() {
            x[i] += (b[i] - ax[i]) / d[i];
        }
    }
    x
}

/// One step of Mahony's filter for each sample: what is made is taken apart at once.
#[differentiable]
pub fn corrected(rates: &[[f64; 3]], error: [f64; 3], gain: f64) -> f64 {
    let mut angle = 0.1;
    for w in rates {
        let [p, q, r] = std::array::from_fn(|i| w[i] + gain * error[i]);
        let [first, .., last]: [f64; 4] = std::array::from_fn(|i| p * q + angle * i as f64);
        angle += p * q * r - first * last;
    }
    angle
}
