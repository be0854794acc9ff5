//! Iterators of one's own, in loops and chains.
#![allow(clippy::style, clippy::complexity)]

use jac::{Differentiable, differentiable};

#[derive(Clone, Debug, PartialEq, Differentiable)]
pub struct Points {
    pub at: f64,
    pub step: f64,
    pub left: usize,
}

#[differentiable]
impl Iterator for Points {
    type Item = f64;
    fn next(&mut self) -> Option<f64> {
        if self.left == 0 {
            return None;
        }
        self.left -= 1;
        let at = self.at;
        self.at = self.at * self.step + 0.25;
        Some(at)
    }
}

#[differentiable]
impl Points {
    fn new(at: f64, left: usize) -> Points {
        Points { at, step: at * at, left }
    }
}

/// One that never ends.
#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
pub struct Powers {
    pub base: f64,
    pub power: f64,
}

#[differentiable]
impl Iterator for Powers {
    type Item = (f64, f64);
    fn next(&mut self) -> Option<(f64, f64)> {
        self.power *= self.base;
        Some((self.base, self.power))
    }
}

#[derive(Clone, Debug, PartialEq, Differentiable)]
pub struct Curve {
    pub start: f64,
    pub steps: usize,
}

#[differentiable]
impl Curve {
    fn walk(&self, step: f64) -> Points {
        Points { at: self.start, step, left: self.steps }
    }
}

#[differentiable]
pub fn of_parameter(points: [f64; 2], n: usize, k: f64) -> f64 {
    fn sum(points: Points, k: f64) -> f64 {
        let mut sum = 0.0;
        for q in points {
            if q > 40.0 {
                break;
            }
            if q < 0.0 {
                continue;
            }
            sum += q * q * k;
        }
        sum
    }
    sum(Points { at: points[0], step: points[1], left: n }, k)
}

#[differentiable]
pub fn of_value(x: f64, n: usize) -> f64 {
    let mut sum = 0.0;
    for (i, q) in Points::new(x, n).enumerate() {
        for r in (Points { at: q, step: x, left: i }) {
            sum += q * r;
        }
    }
    'outer: for q in Points::new(x, n) {
        for (base, power) in (Powers { base: q, power: 1.0 }) {
            sum += base * power;
            if sum.abs() > 3.0 {
                break 'outer;
            }
            if power < 0.1 {
                continue 'outer;
            }
        }
    }
    sum
}

#[differentiable]
pub fn of_method(curve: [f64; 1], steps: usize, step: f64) -> f64 {
    let curve = Curve { start: curve[0], steps };
    let mut sum = 1.0;
    for q in curve.walk(step) {
        sum *= 1.0 + 0.1 * q;
    }
    let walk = curve.walk(step * step);
    sum + walk.map(|q| q.sin()).sum::<f64>()
}

#[differentiable]
pub fn chains(x: f64, k: f64, n: usize) -> [f64; 6] {
    let all: Vec<f64> = Points::new(x, n).collect();
    let sum: f64 = Points::new(x, n).filter(|q| *q > 0.3).map(|q| q * k).sum();
    let product = Points { at: k, step: x, left: n }.skip(1).fold(1.0, |product, q| product * q);
    let powers: f64 = Powers { base: x, power: k }.take(n).map(|(_, power)| power).sum();
    let weighed: f64 = Points::new(k, n).zip(&all).map(|(a, b)| a * b).sum();
    let last = Points::new(x, n).take_while(|q| *q < 3.0).last().unwrap_or(k);
    [all.iter().map(|v| v * v).sum(), sum, product, powers, weighed, last]
}

/// What is left of one that is lent.
#[differentiable]
pub fn lent(x: f64, n: usize, taken: usize) -> (f64, f64) {
    let mut points = Points::new(x, n);
    let mut sum = 0.0;
    for q in points.by_ref().take(taken) {
        sum += q * q;
    }
    let between = points.at * points.step;
    for q in &mut points {
        sum += q * x;
        if sum > 2.0 {
            break;
        }
    }
    let rest: f64 = points.by_ref().map(|q| q * q * q).sum();
    (sum + rest * points.at, between + points.left as f64 * x)
}

#[differentiable]
pub fn behind_reference(points: [f64; 2], n: usize) -> f64 {
    fn first_two(points: &mut Points) -> f64 {
        let mut sum = 0.0;
        for q in points.by_ref().take(2) {
            sum += q * q;
        }
        sum
    }
    let mut points = Points { at: points[0], step: points[1], left: n };
    first_two(&mut points) * points.at + first_two(&mut points)
}
