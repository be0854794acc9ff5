//! Methods that have the names of those of the standard library.
use jac::{Differentiable, differentiable};
use std::ops::*;

#[derive(Clone, Debug, Differentiable)]
pub struct Series {
    pub c: Vec<f64>,
    pub order: usize,
}
#[differentiable]
impl Series {
    fn get(&self, i: usize) -> f64 {
        self.c[i]
    }
    fn len(&self) -> usize {
        self.order
    }
    fn first(&self) -> f64 {
        self.c[0]
    }
    fn last(&self) -> f64 {
        self.c[self.order - 1]
    }
    fn sum(&self) -> f64 {
        self.c.iter().sum()
    }
    fn min(&self) -> f64 {
        self.c.iter().copied().fold(f64::INFINITY, f64::min)
    }
    fn map(&self, k: f64) -> Series {
        Series { c: self.c.iter().map(|c| c * k).collect(), order: self.order }
    }
    fn set(&mut self, i: usize, v: f64) {
        self.c[i] = v;
    }
    fn add(&mut self, i: usize, v: f64) {
        self.c[i] += v;
    }
    fn eval(&self, x: f64) -> f64 {
        let mut r = 0.0;
        for i in (0..self.len()).rev() {
            r = r * x + self.get(i);
        }
        r
    }
    fn dot(&self, other: &Series) -> f64 {
        (0..self.len()).map(|i| self.get(i) * other.get(i)).sum()
    }
    fn is_small(&self) -> bool {
        self.sum() < 1.0
    }

    fn to_sum(&self) -> f64 {
        self.c.iter().sum()
    }
    fn count_sum(&self) -> f64 {
        self.c.iter().sum()
    }
}
#[differentiable]
pub fn series(s: &Series, x: f64) -> f64 {
    let mut t = s.map(2.0);
    t.set(0, x * x);
    t.add(1, x.sin());
    let v = t.get(0) + s.get(1) * s.first() + t.last() + s.sum() * t.min();
    let w = if t.is_small() { 0.5 } else { 1.5 };
    let n = s.len();
    let mut acc = 0.0;
    for i in 0..n {
        acc += t.get(i) * s.get(n - 1 - i);
    }
    acc * v * w + s.eval(x) + s.dot(&t) + s.to_sum() + t.count_sum()
}
#[differentiable]
pub fn by_name(x: f64, how: &str, others: &[String]) -> f64 {
    match how {
        "sine" => x.sin(),
        name if name.len() > 4 => 2.0 * x,
        _ => x * others.len() as f64,
    }
}

#[derive(Clone, Copy, Debug, Differentiable)]
pub struct Complex {
    pub re: f64,
    pub im: f64,
}
#[differentiable]
impl Mul for Complex {
    type Output = Complex;
    fn mul(self, o: Complex) -> Complex {
        Complex::new(self.re * o.re - self.im * o.im, self.re * o.im + self.im * o.re)
    }
}
#[differentiable]
impl Add<f64> for Complex {
    type Output = Complex;
    fn add(self, o: f64) -> Complex {
        Complex::new(self.re + o, self.im)
    }
}
#[differentiable]
impl Complex {
    fn new(re: f64, im: f64) -> Self {
        Complex { re, im }
    }
    fn abs(self) -> f64 {
        self.re.hypot(self.im)
    }
    fn arg(&self) -> f64 {
        self.im.atan2(self.re)
    }
    fn exp(self) -> Self {
        let r = self.re.exp();
        Self::new(r * self.im.cos(), r * self.im.sin())
    }
    fn ln(self) -> Self {
        Self::new(self.abs().ln(), self.arg())
    }
    fn powi(self, n: i32) -> Self {
        let mut r = Complex::new(1.0, 0.0);
        for _ in 0..n {
            r = r * self;
        }
        r
    }
    fn powf(self, p: f64) -> Self {
        let l = self.ln();
        Complex::new(l.re * p, l.im * p).exp()
    }
    fn sqrt(self) -> Self {
        self.powf(0.5)
    }
    fn recip(self) -> Self {
        let d = self.re * self.re + self.im * self.im;
        Self::new(self.re / d, -self.im / d)
    }
    fn max(self, o: Self) -> f64 {
        self.re.max(o.re)
    }
    fn sin(&self) -> Self {
        Self::new(self.re.sin() * self.im.cosh(), self.re.cos() * self.im.sinh())
    }
}
#[differentiable]
pub fn wave(z: Complex, k: f64) -> f64 {
    let a = (z * z + k).sqrt();
    let b = z.exp() * a.recip();
    b.abs() + a.ln().arg() + z.powi(3).re + z.sin().im + a.max(b) + (z + 1.0).exp().re
}

#[derive(Clone, Copy, Debug, Differentiable)]
pub struct Halves {
    pub upper: f64,
    pub lower: f64,
}

/// What a method of the list gives has the name of a struct behind it.
#[differentiable]
pub fn named_again(x: f64) -> f64 {
    let mut list: Vec<f64> = Vec::new();
    list.push(x);
    list.push(x * x);
    let part = list.remove(1);
    list.push(part * x);
    let mut part = Halves { upper: part, lower: list[0] };
    part.upper += list[1];
    part.upper * part.lower
}
