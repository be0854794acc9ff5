//! Generic vectors, complex numbers, traits, control flow, curves, finance.
use jac::{Differentiable, differentiable};
use std::ops::*;
#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
pub struct V<const N: usize>(pub [f64; N]);
#[differentiable]
impl<const N: usize> V<N> {
    pub fn zero() -> Self {
        V([0.0; N])
    }
    pub fn dot(&self, o: &Self) -> f64 {
        self.0.iter().zip(&o.0).map(|(a, b)| a * b).sum()
    }
    pub fn norm(&self) -> f64 {
        self.dot(self).sqrt()
    }
}
#[differentiable]
impl<const N: usize> Add for V<N> {
    type Output = Self;
    fn add(self, o: Self) -> Self {
        let mut r = self;
        for i in 0..N {
            r.0[i] += o.0[i];
        }
        r
    }
}
#[differentiable]
impl<const N: usize> Sub for V<N> {
    type Output = Self;
    fn sub(mut self, o: Self) -> Self {
        for (a, b) in self.0.iter_mut().zip(o.0.iter()) {
            *a -= *b;
        }
        self
    }
}
#[differentiable]
impl<const N: usize> Mul<f64> for V<N> {
    type Output = Self;
    fn mul(self, s: f64) -> Self {
        V(self.0.map(|x| x * s))
    }
}
#[differentiable]
impl<const N: usize> Index<usize> for V<N> {
    type Output = f64;
    fn index(&self, i: usize) -> &f64 {
        &self.0[i]
    }
}
#[differentiable]
impl<const N: usize> IndexMut<usize> for V<N> {
    fn index_mut(&mut self, i: usize) -> &mut f64 {
        &mut self.0[i]
    }
}
#[differentiable]
pub fn reflect<const N: usize>(v: V<N>, n: V<N>) -> V<N> {
    v - n * (2.0 * v.dot(&n) / n.dot(&n))
}
#[differentiable]
pub fn reflect3(v: V<3>, n: V<3>) -> f64 {
    let r = reflect(v, n);
    r[0] + 2.0 * r[1] - r[2] + r.norm()
}
#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
pub struct C64 {
    pub re: f64,
    pub im: f64,
}
#[differentiable]
impl C64 {
    pub fn new(re: f64, im: f64) -> Self {
        C64 { re, im }
    }
    pub fn abs2(self) -> f64 {
        self.re * self.re + self.im * self.im
    }
    pub fn exp(self) -> C64 {
        let r = self.re.exp();
        C64::new(r * self.im.cos(), r * self.im.sin())
    }
}
#[differentiable]
impl Add for C64 {
    type Output = C64;
    fn add(self, o: C64) -> C64 {
        C64::new(self.re + o.re, self.im + o.im)
    }
}
#[differentiable]
impl Mul for C64 {
    type Output = C64;
    fn mul(self, o: C64) -> C64 {
        C64::new(self.re * o.re - self.im * o.im, self.re * o.im + self.im * o.re)
    }
}
#[differentiable]
impl AddAssign for C64 {
    fn add_assign(&mut self, o: C64) {
        *self = *self + o;
    }
}
#[differentiable]
pub fn mandel(c: C64, n: usize) -> f64 {
    let mut z = C64::new(0.0, 0.0);
    for _ in 0..n {
        z = z * z + c;
        if z.abs2() > 4.0 {
            break;
        }
    }
    z.abs2()
}
#[differentiable]
pub fn dft_mag(x: &[f64], k: usize) -> f64 {
    let n = x.len() as f64;
    let mut s = C64 { re: 0.0, im: 0.0 };
    for (j, v) in x.iter().enumerate() {
        let w = C64::new(0.0, -2.0 * std::f64::consts::PI * (j * k) as f64 / n).exp();
        s += C64::new(*v, 0.0) * w;
    }
    s.abs2().sqrt()
}
pub trait Shape {
    fn area(&self) -> f64;
    fn scale(&self, s: f64) -> Self;
}
#[derive(Clone, Copy, Debug, Differentiable)]
pub struct Circle {
    pub r: f64,
}
#[derive(Clone, Copy, Debug, Differentiable)]
pub struct Rect {
    pub w: f64,
    pub h: f64,
}
#[differentiable]
impl Shape for Circle {
    fn area(&self) -> f64 {
        std::f64::consts::PI * self.r * self.r
    }
    fn scale(&self, s: f64) -> Self {
        Circle { r: self.r * s }
    }
}
#[differentiable]
impl Shape for Rect {
    fn area(&self) -> f64 {
        self.w * self.h
    }
    fn scale(&self, s: f64) -> Self {
        Rect { w: self.w * s, h: self.h * s }
    }
}
#[differentiable]
pub fn total(c: Circle, r: Rect, s: f64) -> f64 {
    c.scale(s).area() + r.scale(s).area()
}
#[differentiable]
pub fn logistic_growth(r: f64, k: f64, p0: f64) -> f64 {
    let mut p = p0;
    for _ in 0..20 {
        p = p + r * p * (1.0 - p / k);
    }
    p
}
#[differentiable]
pub fn tuple_struct(p: (f64, f64), q: &(f64, [f64; 2])) -> (f64, f64) {
    let (a, b) = p;
    let &(c, [d, e]) = q;
    (a * c + d, b * e - c.sqrt())
}
#[differentiable]
pub fn while_let(x: &[f64]) -> f64 {
    let mut it = x.iter();
    let mut s = 1.0;
    while let Some(v) = it.next() {
        s = s * 0.5 + v * v;
    }
    s
}
#[differentiable]
pub fn stack_machine(x: &[f64], ops: &[u8]) -> f64 {
    let mut st: Vec<f64> = Vec::new();
    let mut k = 0;
    for op in ops {
        match op {
            b'p' => {
                st.push(x[k]);
                k += 1;
            }
            b'+' => {
                let b = st.pop().unwrap();
                let a = st.pop().unwrap();
                st.push(a + b);
            }
            b'*' => {
                let b = st.pop().unwrap();
                let a = st.pop().unwrap();
                st.push(a * b);
            }
            _ => {}
        }
    }
    st.pop().unwrap_or(0.0)
}
#[differentiable]
pub fn labelled(x: &[f64]) -> f64 {
    let mut s = 0.0;
    'o: for i in 0..x.len() {
        for j in 0..i {
            if x[i] * x[j] > 4.0 {
                continue 'o;
            }
            if s > 50.0 {
                break 'o;
            }
            s += x[i] * x[j];
        }
    }
    s
}
#[differentiable]
pub fn let_else(x: &[f64]) -> f64 {
    let [a, b, rest @ ..] = x else { return 0.0 };
    let Some(l) = rest.last() else { return a * b };
    a * b + l.exp()
}
#[differentiable]
pub fn mem_ops(a: f64, b: f64) -> f64 {
    let (mut x, mut y) = (a * 2.0, b * 3.0);
    std::mem::swap(&mut x, &mut y);
    let old = std::mem::replace(&mut x, a.sin());
    let t = std::mem::take(&mut y);
    old * t + x + y
}
#[differentiable]
pub fn geometric(x: &[f64; 4]) -> f64 {
    let p: f64 = x.iter().product();
    p.powf(1.0 / x.len() as f64)
}
#[differentiable]
pub fn shoelace(p: &[(f64, f64)]) -> f64 {
    let n = p.len();
    0.5 * (0..n)
        .map(|i| {
            let (x1, y1) = p[i];
            let (x2, y2) = p[(i + 1) % n];
            x1 * y2 - x2 * y1
        })
        .sum::<f64>()
        .abs()
}
#[differentiable]
pub fn haversine(lat1: f64, lon1: f64, lat2: f64, lon2: f64) -> f64 {
    let (p1, p2) = (lat1.to_radians(), lat2.to_radians());
    let dp = p2 - p1;
    let dl = (lon2 - lon1).to_radians();
    let a = (dp / 2.0).sin().powi(2) + p1.cos() * p2.cos() * (dl / 2.0).sin().powi(2);
    2.0 * 6371.0 * a.sqrt().atan2((1.0 - a).sqrt())
}
#[differentiable]
pub fn de_casteljau(ctrl: &[[f64; 2]], t: f64) -> [f64; 2] {
    let mut pts = ctrl.to_vec();
    while pts.len() > 1 {
        pts = pts.windows(2).map(|w| [w[0][0] * (1.0 - t) + w[1][0] * t, w[0][1] * (1.0 - t) + w[1][1] * t]).collect();
    }
    pts[0]
}
#[differentiable]
pub fn bspline(t: f64, k: usize, i: usize, knots: &[f64]) -> f64 {
    if k == 0 {
        return if knots[i] <= t && t < knots[i + 1] { 1.0 } else { 0.0 };
    }
    let mut r = 0.0;
    let d1 = knots[i + k] - knots[i];
    if d1 > 0.0 {
        r += (t - knots[i]) / d1 * bspline(t, k - 1, i, knots);
    }
    let d2 = knots[i + k + 1] - knots[i + 1];
    if d2 > 0.0 {
        r += (knots[i + k + 1] - t) / d2 * bspline(t, k - 1, i + 1, knots);
    }
    r
}
#[differentiable]
pub fn power_iteration(a: &[[f64; 3]; 3], iters: usize) -> f64 {
    let mut v = [1.0, 0.5, 0.25];
    let mut lambda = 0.0;
    for _ in 0..iters {
        let mut w = [0.0; 3];
        for (wi, row) in w.iter_mut().zip(a.iter()) {
            *wi = row.iter().zip(v.iter()).map(|(a, b)| a * b).sum();
        }
        lambda = w.iter().map(|x| x * x).sum::<f64>().sqrt();
        for (vi, wi) in v.iter_mut().zip(w) {
            *vi = wi / lambda;
        }
    }
    lambda
}
#[differentiable]
pub fn jacobi_solve(a: &[f64], b: &[f64], n: usize, iters: usize) -> Vec<f64> {
    let mut x = vec![0.0; n];
    let mut xn = vec![0.0; n];
    for _ in 0..iters {
        for i in 0..n {
            let s: f64 = (0..n).filter(|j| *j != i).map(|j| a[i * n + j] * x[j]).sum();
            xn[i] = (b[i] - s) / a[i * n + i];
        }
        std::mem::swap(&mut x, &mut xn);
    }
    x
}
#[differentiable]
pub fn erf_approx(x: f64) -> f64 {
    let t = 1.0 / (1.0 + 0.5 * x.abs());
    let coeffs = [-1.26551223, 1.00002368, 0.37409196, 0.09678418];
    let poly = coeffs.iter().rev().fold(0.0, |acc, c| acc * t + c);
    let r = 1.0 - t * (-x * x + poly).exp();
    if x.is_sign_positive() { r } else { -r }
}
#[differentiable]
pub fn black_scholes(s: f64, k: f64, r: f64, sigma: f64, t: f64) -> f64 {
    fn cdf(x: f64) -> f64 {
        0.5 * (1.0 + erf_approx(x / std::f64::consts::SQRT_2))
    }
    let d1 = ((s / k).ln() + (r + sigma.powi(2) / 2.0) * t) / (sigma * t.sqrt());
    let d2 = d1 - sigma * t.sqrt();
    s * cdf(d1) - k * (-r * t).exp() * cdf(d2)
}
