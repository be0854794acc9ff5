//! What looks like a method or an operator without a derivative, and is one of a type of the user.

use std::ops::{BitXor, Index};

use jac::{Differentiable, differentiable};

#[derive(Clone, Copy, Differentiable)]
pub struct Vector(f64, f64);

impl Vector {
    pub fn len(&self) -> f64 {
        self.0.hypot(self.1)
    }
    pub fn floor(self) -> f64 {
        self.0 * self.1
    }
    pub fn fract(self) -> Vector {
        Vector(self.0 * self.0, self.1 * self.1)
    }
    pub fn eq(self, scale: f64) -> f64 {
        self.0 * scale
    }
}

impl BitXor for Vector {
    type Output = f64;
    fn bitxor(self, other: Vector) -> f64 {
        self.0 * other.1 - self.1 * other.0
    }
}

pub struct Table([f64; 4]);

impl Index<f64> for Table {
    type Output = f64;
    fn index(&self, position: f64) -> &f64 {
        &self.0[position as usize]
    }
}

#[differentiable]
fn length(v: Vector) -> f64 {
    let n = v.len();
    n * 2.0
}

#[differentiable]
fn locally_constant(v: Vector) -> f64 {
    v.floor() * 2.0
}

// What stands further down has not been seen.
#[differentiable]
fn of_unknown_type(v: Vector) -> f64 {
    same(v).floor() * 2.0
}

#[differentiable]
fn same(v: Vector) -> Vector {
    v
}

#[differentiable]
fn slope_one(v: Vector) -> Vector {
    v.fract()
}

#[differentiable]
fn bits(v: Vector, w: Vector) -> f64 {
    (v ^ w) * 2.0
}

#[differentiable]
fn comparison(v: Vector, x: f64) -> f64 {
    v.eq(x) * 2.0
}

#[differentiable(wrt(x))]
fn interpolated(table: &Table, x: f64) -> f64 {
    table[x]
}

mod mem {
    pub fn swap<T: Clone>(one: &mut T, other: &mut T) {
        *one = other.clone();
    }
}

#[differentiable]
fn of_own_module(x: f64, y: f64) -> f64 {
    let (mut a, mut b) = (x, y);
    mem::swap(&mut a, &mut b);
    a * b
}

fn main() {}
