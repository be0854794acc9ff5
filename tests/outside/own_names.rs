//! Methods under the names of floats' and lists', of what other methods made.
use std::ops::{Add, Mul};

use jac::{Differentiable, differentiable};

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
pub struct Complex {
    pub re: f64,
    pub im: f64,
}
#[differentiable]
impl Complex {
    pub fn new(re: f64, im: f64) -> Complex {
        Complex { re, im }
    }
    pub fn abs(self) -> f64 {
        self.re.hypot(self.im)
    }
    pub fn arg(self) -> f64 {
        self.im.atan2(self.re)
    }
    pub fn exp(self) -> Complex {
        let r = self.re.exp();
        Complex { re: r * self.im.cos(), im: r * self.im.sin() }
    }
    pub fn ln(self) -> Complex {
        Complex { re: self.abs().ln(), im: self.arg() }
    }
    pub fn sqrt(self) -> Complex {
        let r = self.abs();
        let a = ((r + self.re) / 2.0).sqrt();
        Complex { re: a, im: self.im / (2.0 * a) }
    }
    pub fn mul_add(self, a: Complex, b: Complex) -> Complex {
        self * a + b
    }
    pub fn powi(self, n: i32) -> Complex {
        let mut z = Complex::new(1.0, 0.0);
        for _ in 0..n {
            z = z * self;
        }
        z
    }
    pub fn recip(self) -> Complex {
        let d = self.re * self.re + self.im * self.im;
        Complex { re: self.re / d, im: -self.im / d }
    }
    pub fn scale(self, k: f64) -> Complex {
        Complex { re: self.re * k, im: self.im * k }
    }
    pub fn max(self, other: Complex) -> Complex {
        if self.abs() > other.abs() { self } else { other }
    }
    pub fn norm(&self) -> f64 {
        self.ln().exp().abs()
    }
    pub fn chained(self) -> Complex {
        self.exp().sqrt().ln().mul_add(self, self).recip()
    }
}
#[differentiable]
impl Add for Complex {
    type Output = Complex;
    fn add(self, o: Complex) -> Complex {
        Complex { re: self.re + o.re, im: self.im + o.im }
    }
}
#[differentiable]
impl Mul for Complex {
    type Output = Complex;
    fn mul(self, o: Complex) -> Complex {
        Complex { re: self.re * o.re - self.im * o.im, im: self.re * o.im + self.im * o.re }
    }
}

#[differentiable]
pub fn modulus(z: Complex) -> f64 {
    z.exp().abs()
}
#[differentiable]
pub fn fused(z: Complex, a: Complex) -> f64 {
    z.mul_add(a, a).sqrt().abs()
}
#[differentiable]
pub fn made(re: f64, im: f64) -> f64 {
    Complex::new(re, im).exp().ln().abs()
}
#[differentiable]
pub fn of_a_square(re: f64, im: f64) -> f64 {
    let z = Complex::new(re, im);
    (z * z).sqrt().exp().arg()
}
#[differentiable]
pub fn of_a_sum(z: Complex) -> f64 {
    (z + z.sqrt()).powi(3).abs().sqrt()
}
#[differentiable]
pub fn annotated(z: Complex) -> f64 {
    let w: Complex = z.scale(2.0);
    w.exp().mul_add(w, z).abs()
}
#[differentiable]
pub fn in_a_chain(zs: &[Complex]) -> f64 {
    zs.iter().map(|z| z.exp().abs()).sum()
}
#[differentiable]
pub fn in_a_loop(zs: &[Complex]) -> f64 {
    let mut s = 0.0;
    for z in zs {
        s += z.sqrt().ln().abs().sqrt();
    }
    s
}
#[differentiable]
pub fn of_elements(zs: &[Complex], k: f64) -> f64 {
    zs[0].exp().abs() * k + zs[1].mul_add(zs[0], zs[1]).sqrt().abs()
}

#[derive(Clone, Debug, Differentiable)]
pub struct Bag {
    pub items: Vec<f64>,
    pub weight: f64,
}
#[differentiable]
impl Bag {
    pub fn iter(&self) -> Vec<f64> {
        self.items.iter().rev().copied().collect()
    }
    pub fn total(&self) -> f64 {
        let mut s = 0.0;
        for v in self.iter() {
            s = s * 0.5 + v;
        }
        s
    }
    pub fn sums(&self) -> f64 {
        self.iter().into_iter().map(|v| v * v).sum()
    }
    pub fn points(&self) -> Vec<f64> {
        self.items.clone()
    }
}
#[differentiable]
pub fn of_bag(bag: &Bag) -> f64 {
    let mut s = bag.weight;
    for v in bag.iter() {
        s = s * 0.5 + v * v;
    }
    s
}
#[differentiable]
pub fn bags(x: f64) -> f64 {
    let bag = Bag { items: vec![x, 2.0], weight: 1.0 };
    let mut s = 0.0;
    for v in bag.iter() {
        s = s * 0.5 + v * v;
    }
    for v in bag.points() {
        s = s * 0.5 + v * v;
    }
    s + bag.iter().iter().sum::<f64>() + bag.total() * bag.sums()
}
