//! Sums of one's own types.
#![allow(clippy::style, clippy::complexity)]

use std::iter::Sum;
use std::ops::{Add, AddAssign, Mul};

use jac::{Differentiable, differentiable};

#[derive(Differentiable, Clone, Copy, Debug, PartialEq, Default)]
pub struct Force {
    pub x: f64,
    pub y: f64,
}

#[differentiable]
impl Add for Force {
    type Output = Force;
    fn add(self, other: Force) -> Force {
        Force { x: self.x + other.x, y: self.y + other.y }
    }
}

#[differentiable]
impl AddAssign for Force {
    fn add_assign(&mut self, other: Force) {
        self.x += other.x;
        self.y += other.y;
    }
}

#[differentiable]
impl Mul<f64> for Force {
    type Output = Force;
    fn mul(self, by: f64) -> Force {
        Force { x: self.x * by, y: self.y * by }
    }
}

#[differentiable]
impl Force {
    fn zero() -> Self {
        Force { x: 0.0, y: 0.0 }
    }

    fn between(a: [f64; 2], b: [f64; 2]) -> Force {
        let d = [b[0] - a[0], b[1] - a[1]];
        let r = (d[0] * d[0] + d[1] * d[1] + 0.1).sqrt();
        Force { x: d[0] / r.powi(3), y: d[1] / r.powi(3) }
    }
}

#[differentiable]
impl Sum for Force {
    fn sum<I: Iterator<Item = Force>>(items: I) -> Force {
        items.fold(Force::zero(), |a, b| a + b)
    }
}

#[differentiable]
impl<'a> Sum<&'a Force> for Force {
    fn sum<I: Iterator<Item = &'a Self>>(items: I) -> Self {
        let mut sum = Self::zero();
        for item in items {
            sum += *item;
        }
        sum
    }
}

#[differentiable]
pub fn attracted(x: &[f64], mass: f64) -> f64 {
    let at = [x[0], x[1]];
    let total: Force = x.chunks_exact(2).skip(1).map(|p| Force::between(at, [p[0], p[1]]) * mass).sum();
    let forces: Vec<Force> = x.chunks_exact(2).map(|p| Force { x: p[0], y: p[1] * mass }).collect();
    let all = forces.iter().sum::<Force>();
    let copied: Force = forces.iter().copied().filter(|f| f.x > 0.3).sum();
    total.x * all.y + total.y * all.x + copied.x * copied.y * mass
}

#[differentiable]
fn resultant(forces: &[Force], scale: f64) -> Force {
    forces.iter().map(|f| *f * scale).sum()
}

#[differentiable]
pub fn none_or_some(x: f64, n: usize) -> f64 {
    let forces = vec![Force { x, y: x * x }; n];
    let sum = resultant(&forces, x);
    sum.x + sum.y
}

/// What the sum is, its `impl` says.
#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
pub struct Series<const N: usize> {
    pub terms: [f64; N],
}

#[differentiable]
impl<const N: usize> Sum for Series<N> {
    fn sum<I: Iterator<Item = Self>>(series: I) -> Self {
        let mut total = Series { terms: [0.5; N] };
        for one in series {
            for (t, s) in total.terms.iter_mut().zip(one.terms) {
                *t = (*t + s).sin();
            }
        }
        total
    }
}

#[differentiable]
pub fn of_series(x: [f64; 2]) -> f64 {
    let total = (0..3).map(|k| Series { terms: [x[0] * k as f64, x[1] + k as f64] }).sum::<Series<2>>();
    total.terms[0] * total.terms[1]
}

/// A trait of one's own of that name.
pub mod of_ones_own {
    use jac::{Differentiable, differentiable};

    pub trait Sum {
        fn sum(&self, by: f64) -> f64;
    }

    #[derive(Differentiable, Clone, Copy, Debug)]
    pub struct Pair(pub f64, pub f64);

    #[differentiable]
    impl Sum for Pair {
        fn sum(&self, by: f64) -> f64 {
            self.0 * by + self.1
        }
    }

    #[differentiable]
    pub fn summed(x: f64, y: f64) -> f64 {
        Pair(x, y).sum(x)
    }
}

#[differentiable]
pub fn by_a_trait_of_ones_own(x: f64, y: f64) -> f64 {
    of_ones_own::summed(x, y) * y
}
