//! Splines, trees, factorisations, transforms, likelihoods.
use jac::{Differentiable, differentiable};

// 1 Biquad cascade with a struct state
#[derive(Clone, Copy, Default, Differentiable)]
pub struct Biquad {
    pub b: [f64; 3],
    pub a: [f64; 2],
    z: [f64; 2],
}
#[differentiable]
impl Biquad {
    pub fn new(b: [f64; 3], a: [f64; 2]) -> Self {
        Self { b, a, z: [0.0; 2] }
    }
    pub fn step(&mut self, x: f64) -> f64 {
        let y = self.b[0] * x + self.z[0];
        self.z[0] = self.b[1] * x - self.a[0] * y + self.z[1];
        self.z[1] = self.b[2] * x - self.a[1] * y;
        y
    }
}
#[differentiable]
pub fn cascade(b: [f64; 3], a: [f64; 2], xs: &[f64]) -> f64 {
    let mut stages = [Biquad::new(b, a); 3];
    let mut energy = 0.0;
    for &x in xs {
        let y = stages.iter_mut().fold(x, |x, s| s.step(x));
        energy += y * y;
    }
    energy / xs.len() as f64
}

// 2 soft-DTW
#[differentiable]
pub fn soft_min(a: f64, b: f64, c: f64, gamma: f64) -> f64 {
    let m = a.min(b).min(c);
    if m.is_infinite() {
        return m;
    }
    let s: f64 = [a, b, c].iter().map(|v| (-(v - m) / gamma).exp()).sum();
    m - gamma * s.ln()
}
#[differentiable]
pub fn soft_dtw(x: &[f64], y: &[f64], gamma: f64) -> f64 {
    let (n, m) = (x.len(), y.len());
    let mut d = vec![vec![f64::INFINITY; m + 1]; n + 1];
    d[0][0] = 0.0;
    for i in 1..=n {
        for j in 1..=m {
            let cost = (x[i - 1] - y[j - 1]).powi(2);
            d[i][j] = cost + soft_min(d[i - 1][j], d[i][j - 1], d[i - 1][j - 1], gamma);
        }
    }
    d[n][m]
}

// 3 De Boor
#[differentiable(wrt(x, control))]
pub fn de_boor(x: f64, knots: &[f64], control: &[f64], degree: usize) -> f64 {
    let span = knots.partition_point(|&k| k <= x).saturating_sub(1).clamp(degree, control.len() - 1);
    let mut d: Vec<f64> = (0..=degree).map(|j| control[j + span - degree]).collect();
    for r in 1..=degree {
        for j in (r..=degree).rev() {
            let left = knots[j + span - degree];
            let right = knots[j + 1 + span - r];
            let alpha = (x - left) / (right - left);
            d[j] = (1.0 - alpha) * d[j - 1] + alpha * d[j];
        }
    }
    d[degree]
}

// 4 Binomial option tree
#[differentiable]
pub fn american_put(s: f64, k: f64, r: f64, sigma: f64, t: f64) -> f64 {
    const N: usize = 24;
    let dt = t / N as f64;
    let up = (sigma * dt.sqrt()).exp();
    let down = up.recip();
    let p = ((r * dt).exp() - down) / (up - down);
    let discount = (-r * dt).exp();
    let mut v: Vec<f64> = (0..=N).map(|i| (k - s * up.powi(2 * i as i32 - N as i32)).max(0.0)).collect();
    for level in (0..N).rev() {
        for i in 0..=level {
            let hold = discount * (p * v[i + 1] + (1.0 - p) * v[i]);
            let exercise = k - s * up.powi(2 * i as i32 - level as i32);
            v[i] = hold.max(exercise);
        }
    }
    v[0]
}

// 5 LU with partial pivoting, returns log|det| and solution
#[differentiable]
pub fn solve_lu<const N: usize>(mut a: [[f64; N]; N], mut b: [f64; N]) -> ([f64; N], f64) {
    let mut log_det = 0.0;
    for k in 0..N {
        let pivot = (k..N).max_by(|&i, &j| a[i][k].abs().total_cmp(&a[j][k].abs())).unwrap();
        a.swap(k, pivot);
        b.swap(k, pivot);
        log_det += a[k][k].abs().ln();
        for i in k + 1..N {
            let f = a[i][k] / a[k][k];
            for j in k..N {
                a[i][j] -= f * a[k][j];
            }
            b[i] -= f * b[k];
        }
    }
    for i in (0..N).rev() {
        for j in i + 1..N {
            b[i] -= a[i][j] * b[j];
        }
        b[i] /= a[i][i];
    }
    (b, log_det)
}
#[differentiable]
pub fn use_lu(a: [[f64; 4]; 4], b: [f64; 4]) -> f64 {
    let (x, d) = solve_lu::<4>(a, b);
    x.iter().zip(&b).map(|(x, b)| x * b).sum::<f64>() + d
}

// 6 Householder QR least squares on flat storage
#[differentiable(out(a, b))]
pub fn householder(a: &mut [f64], b: &mut [f64], rows: usize, cols: usize) {
    let mut v = vec![0.0; rows];
    for k in 0..cols {
        let mut norm = 0.0;
        for i in k..rows {
            norm += a[i * cols + k] * a[i * cols + k];
        }
        let norm = norm.sqrt();
        let alpha = if a[k * cols + k] > 0.0 { -norm } else { norm };
        for i in k..rows {
            v[i] = a[i * cols + k];
        }
        v[k] -= alpha;
        let vv: f64 = v[k..].iter().map(|x| x * x).sum();
        if vv == 0.0 {
            continue;
        }
        for j in k..cols {
            let dot: f64 = (k..rows).map(|i| v[i] * a[i * cols + j]).sum();
            let f = 2.0 * dot / vv;
            for i in k..rows {
                a[i * cols + j] -= f * v[i];
            }
        }
        let dot = (k..rows).fold(0.0, |s, i| s + v[i] * b[i]);
        for i in k..rows {
            b[i] -= 2.0 * dot / vv * v[i];
        }
    }
}
#[differentiable]
pub fn least_squares(a: &[f64], b: &[f64]) -> Vec<f64> {
    let cols = 2;
    let rows = b.len();
    let (mut a, mut b) = (a.to_vec(), b.to_vec());
    householder(&mut a, &mut b, rows, cols);
    let mut x = vec![0.0; cols];
    for i in (0..cols).rev() {
        let tail: f64 = (i + 1..cols).map(|j| a[i * cols + j] * x[j]).sum();
        x[i] = (b[i] - tail) / a[i * cols + i];
    }
    x
}

// 7 N-body energy with symmetric pairs, iterators
#[derive(Clone, Copy, Differentiable)]
pub struct Body {
    pub position: [f64; 3],
    pub velocity: [f64; 3],
    pub mass: f64,
}
#[differentiable]
pub fn energy(bodies: &[Body]) -> f64 {
    bodies
        .iter()
        .enumerate()
        .map(|(i, a)| {
            let kinetic = 0.5 * a.mass * a.velocity.iter().map(|v| v * v).sum::<f64>();
            let potential: f64 = bodies[i + 1..]
                .iter()
                .map(|b| {
                    let r2: f64 = a.position.iter().zip(b.position.iter()).map(|(p, q)| (p - q).powi(2)).sum();
                    -a.mass * b.mass / r2.sqrt()
                })
                .sum();
            kinetic + potential
        })
        .sum()
}

// 8 recursion over an expression tree of indices
#[differentiable(wrt(leaves))]
pub fn tree_value(nodes: &[(usize, usize, char)], root: usize, leaves: &[f64]) -> f64 {
    if root < leaves.len() {
        return leaves[root];
    }
    let (l, r, op) = nodes[root - leaves.len()];
    let (a, b) = (tree_value(nodes, l, leaves), tree_value(nodes, r, leaves));
    match op {
        '+' => a + b,
        '-' => a - b,
        '*' => a * b,
        '/' if b != 0.0 => a / b,
        _ => f64::NAN,
    }
}

// 9 Newton with Option-like failure
#[differentiable]
pub fn implied_vol(price: f64, s: f64, k: f64, t: f64) -> f64 {
    let mut sigma = 0.3;
    for _ in 0..50 {
        let d1 = ((s / k).ln() + 0.5 * sigma * sigma * t) / (sigma * t.sqrt());
        let d2 = d1 - sigma * t.sqrt();
        let value = s * normal_cdf(d1) - k * normal_cdf(d2);
        let vega = s * normal_pdf(d1) * t.sqrt();
        let step = (value - price) / vega;
        sigma -= step;
        if step.abs() < 1e-13 {
            break;
        }
    }
    sigma
}
#[differentiable]
fn normal_pdf(x: f64) -> f64 {
    (-0.5 * x * x).exp() / (2.0 * std::f64::consts::PI).sqrt()
}
#[differentiable]
fn normal_cdf(x: f64) -> f64 {
    // Abramowitz Stegun 7.1.26
    let z = x.abs() / std::f64::consts::SQRT_2;
    let t = 1.0 / (1.0 + 0.3275911 * z);
    let poly = [0.254829592, -0.284496736, 1.421413741, -1.453152027, 1.061405429]
        .iter()
        .rev()
        .fold(0.0, |acc, &c| (acc + c) * t);
    let erf = 1.0 - poly * (-z * z).exp();
    if x >= 0.0 { 0.5 * (1.0 + erf) } else { 0.5 * (1.0 - erf) }
}

// 10 FFT recursion
#[derive(Clone, Copy, Debug, Differentiable, PartialEq)]
pub struct Complex {
    pub re: f64,
    pub im: f64,
}
#[differentiable]
impl std::ops::Add for Complex {
    type Output = Self;
    fn add(self, o: Self) -> Self {
        Complex { re: self.re + o.re, im: self.im + o.im }
    }
}
#[differentiable]
impl std::ops::Sub for Complex {
    type Output = Self;
    fn sub(self, o: Self) -> Self {
        Complex { re: self.re - o.re, im: self.im - o.im }
    }
}
#[differentiable]
impl std::ops::Mul for Complex {
    type Output = Self;
    fn mul(self, o: Self) -> Self {
        Complex { re: self.re * o.re - self.im * o.im, im: self.re * o.im + self.im * o.re }
    }
}
#[differentiable]
impl Complex {
    pub fn polar(r: f64, theta: f64) -> Self {
        let (s, c) = theta.sin_cos();
        Complex { re: r * c, im: r * s }
    }
    pub fn norm_sqr(&self) -> f64 {
        self.re * self.re + self.im * self.im
    }
}
#[differentiable]
pub fn fft(x: &[Complex]) -> Vec<Complex> {
    let n = x.len();
    if n == 1 {
        return x.to_vec();
    }
    let even: Vec<Complex> = x.iter().step_by(2).copied().collect();
    let odd: Vec<Complex> = x.iter().skip(1).step_by(2).copied().collect();
    let (e, o) = (fft(&even), fft(&odd));
    let mut out = vec![Complex { re: 0.0, im: 0.0 }; n];
    for k in 0..n / 2 {
        let t = Complex::polar(1.0, -2.0 * std::f64::consts::PI * k as f64 / n as f64) * o[k];
        out[k] = e[k] + t;
        out[k + n / 2] = e[k] - t;
    }
    out
}
#[differentiable]
pub fn spectrum(signal: &[f64]) -> Vec<f64> {
    let x: Vec<Complex> = signal.iter().map(|&re| Complex { re, im: 0.0 }).collect();
    fft(&x).iter().map(|c| c.norm_sqr().sqrt()).collect()
}

// 11 stack machine with while let pop
#[differentiable(wrt(x))]
pub fn dfs_sum(children: &[Vec<usize>], x: &[f64]) -> f64 {
    let mut stack = vec![0usize];
    let mut depth = vec![1.0; x.len()];
    let mut total = 0.0;
    while let Some(node) = stack.pop() {
        total += x[node].sin() * depth[node];
        for &c in &children[node] {
            depth[c] = depth[node] * x[node];
            stack.push(c);
        }
    }
    total
}

// 12 Kalman filter struct with const generics
#[derive(Clone, Differentiable)]
pub struct Kalman<const N: usize> {
    pub x: [f64; N],
    pub p: [[f64; N]; N],
}
#[differentiable]
impl<const N: usize> Kalman<N> {
    pub fn predict(&mut self, f: &[[f64; N]; N], q: f64) {
        let x = self.x;
        for i in 0..N {
            self.x[i] = (0..N).map(|j| f[i][j] * x[j]).sum();
        }
        let mut fp = [[0.0; N]; N];
        for i in 0..N {
            for j in 0..N {
                for k in 0..N {
                    fp[i][j] += f[i][k] * self.p[k][j];
                }
            }
        }
        for i in 0..N {
            for j in 0..N {
                self.p[i][j] = if i == j { q } else { 0.0 };
                for k in 0..N {
                    self.p[i][j] += fp[i][k] * f[j][k];
                }
            }
        }
    }
    pub fn update(&mut self, z: f64, r: f64) -> f64 {
        let s = self.p[0][0] + r;
        let gain: [f64; N] = std::array::from_fn(|i| self.p[i][0] / s);
        let innovation = z - self.x[0];
        for i in 0..N {
            self.x[i] += gain[i] * innovation;
        }
        let first = self.p[0];
        for (row, g) in self.p.iter_mut().zip(gain) {
            for (p, f) in row.iter_mut().zip(first) {
                *p -= g * f;
            }
        }
        -0.5 * (innovation * innovation / s + s.ln())
    }
}
#[differentiable]
pub fn log_likelihood(zs: &[f64], q: f64, r: f64) -> f64 {
    let mut filter = Kalman::<2> { x: [0.0; 2], p: [[1.0, 0.0], [0.0, 1.0]] };
    let f = [[1.0, 0.1], [0.0, 1.0]];
    zs.iter()
        .map(|&z| {
            filter.predict(&f, q);
            filter.update(z, r)
        })
        .sum()
}

// 14 trait with generic param
pub trait Potential {
    fn value(&self, r: f64) -> f64;
}
#[derive(Clone, Copy, Differentiable)]
pub struct Morse {
    pub depth: f64,
    pub width: f64,
    pub r0: f64,
}
#[derive(Clone, Copy, Differentiable)]
pub struct LennardJones {
    pub epsilon: f64,
    pub sigma: f64,
}
#[differentiable]
impl Potential for Morse {
    fn value(&self, r: f64) -> f64 {
        let e = 1.0 - (-self.width * (r - self.r0)).exp();
        self.depth * e * e
    }
}
#[differentiable]
impl Potential for LennardJones {
    fn value(&self, r: f64) -> f64 {
        let s6 = (self.sigma / r).powi(6);
        4.0 * self.epsilon * (s6 * s6 - s6)
    }
}
#[differentiable]
pub fn two(m: Morse, l: LennardJones, r: f64) -> f64 {
    m.value(r) + l.value(r * 1.1)
}

// 15 thomas algorithm with zipped iter_mut and windows
#[differentiable]
pub fn thomas(lower: &[f64], diag: &[f64], upper: &[f64], rhs: &[f64]) -> Vec<f64> {
    let n = diag.len();
    let mut c = upper.to_owned();
    let mut d = rhs.to_owned();
    c[0] /= diag[0];
    d[0] /= diag[0];
    for i in 1..n {
        let m = 1.0 / (diag[i] - lower[i - 1] * c[i - 1]);
        if let Some(ci) = c.get_mut(i) {
            *ci *= m;
        }
        d[i] = (d[i] - lower[i - 1] * d[i - 1]) * m;
    }
    for i in (0..n - 1).rev() {
        d[i] -= c[i] * d[i + 1];
    }
    d
}
