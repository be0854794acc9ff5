//! Cotangents that are set by what is added first, and those that are not.

use std::ops::{Index, IndexMut};

use jac::{Differentiable, differentiable};

/// What has been added to the one is in the other where more is added.
#[differentiable]
pub fn exchanged(x: f64) -> f64 {
    let mut a = vec![x, 1.0];
    let mut b = vec![2.0 * x, 3.0];
    let t = a[0] * b[1];
    std::mem::swap(&mut a, &mut b);
    t * b[0] + a[0] * x
}

/// Several indices select one element.
#[derive(Clone, Copy, Debug, Differentiable)]
pub struct Ring {
    pub values: [f64; 3],
}

#[differentiable]
impl Index<usize> for Ring {
    type Output = f64;
    fn index(&self, index: usize) -> &f64 {
        &self.values[index % 3]
    }
}

#[differentiable]
impl IndexMut<usize> for Ring {
    fn index_mut(&mut self, index: usize) -> &mut f64 {
        &mut self.values[index % 3]
    }
}

/// What it is does not stand in the source of those that use it.
pub type Circle = Ring;

#[differentiable]
fn ring(x: f64) -> Ring {
    Ring { values: [x, 2.0 * x, x * x] }
}

#[differentiable]
pub fn one_element_twice(x: f64) -> f64 {
    let r = ring(x);
    r[0] * r[3] * r[1] * r[4]
}

#[differentiable]
fn product(pair: (Circle, [f64; 2])) -> f64 {
    pair.0[2] * pair.0[5] * pair.1[0] * pair.1[1]
}

#[differentiable]
pub fn in_a_field(x: f64, y: [f64; 2]) -> f64 {
    product((ring(x), y))
}

#[differentiable]
fn of_circle(x: f64, mut r: Circle) -> f64 {
    let t = r[2] * r[5];
    r[1] = t * x;
    r[4] * r[3] * r[0]
}

#[differentiable]
pub fn behind_an_alias(x: f64) -> f64 {
    of_circle(x, ring(x))
}

/// One iteration reads what another has written.
#[differentiable]
pub fn around(x: f64) -> f64 {
    let mut r = ring(x);
    for i in 0..8 {
        r[i] = r[i] * x + i as f64;
    }
    r[0] + r[1] * r[2]
}

#[differentiable]
fn turn(x: f64, r: &mut Circle) {
    for i in 0..7 {
        r[i + 1] = r[i + 1] * x * x + i as f64;
    }
}

#[differentiable]
pub fn around_behind_a_reference(x: f64) -> f64 {
    let mut r = ring(x);
    turn(x, &mut r);
    r[0] * r[1] * r[2]
}
