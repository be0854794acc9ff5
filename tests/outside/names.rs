//! Methods that have the names of those of the standard library.
use jac::{Differentiable, differentiable};

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
