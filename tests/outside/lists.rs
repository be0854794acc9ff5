//! Lists: of types of one's own, of integers and flags, in fields and results.
use jac::{Differentiable, differentiable};
use std::ops::Index;

// A ring buffer with methods that have names of slices
#[derive(Clone, Debug, Differentiable)]
pub struct Ring {
    buf: [f64; 4],
    head: usize,
}
#[differentiable]
impl Ring {
    fn new() -> Self {
        Ring { buf: [0.0; 4], head: 0 }
    }
    fn record(&mut self, x: f64) {
        self.buf[self.head] = x;
        self.head = (self.head + 1) % 4;
    }
    fn len(&self) -> usize {
        4
    }
    fn last(&self) -> Option<f64> {
        Some(self.buf[(self.head + 3) % 4])
    }
    fn first(&self) -> f64 {
        self.buf[(self.head + 2) % 4]
    }
    fn swap(&mut self, a: usize, b: usize) {
        let (a, b) = ((self.head + a) % 4, (self.head + b) % 4);
        self.buf.swap(a, b);
    }
    fn fill(&mut self, x: f64) {
        self.buf[self.head] = x * x;
    }
}
#[differentiable]
impl Index<usize> for Ring {
    type Output = f64;
    fn index(&self, i: usize) -> &f64 {
        &self.buf[i]
    }
}
#[differentiable]
pub fn recorded(x: f64, y: f64) -> f64 {
    let mut r = Ring::new();
    r.record(x);
    r.record(y);
    r.last().unwrap() * x
}
#[differentiable]
pub fn recorded_first(x: f64, y: f64) -> f64 {
    let mut r = Ring { buf: [x; 4], head: 2 };
    r.record(y * x);
    r.record(y);
    r.first() * x + r[0]
}
#[differentiable]
pub fn changed(x: f64, y: f64) -> f64 {
    let mut r = Ring::new();
    r.record(x);
    r.record(y);
    r.swap(1, 3);
    r.fill(y);
    r[0] * x + r[1].sin() + r[2] * r[3]
}
#[differentiable]
fn made(x: f64, y: f64) -> Ring {
    Ring { buf: [x, y, x * y, y * y], head: 1 }
}
#[differentiable]
pub fn by_path(x: f64, y: f64) -> f64 {
    let r = made(x, y);
    let value = Ring::last(&r).unwrap();
    let mut product = value * Ring::first(&r);
    for k in 0..r.len() {
        product += r[k] * x;
    }
    product
}
