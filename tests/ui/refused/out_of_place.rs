//! What stands where it means nothing: most of it is an error without the attribute, too.
use std::ops::{AddAssign, Index};

use jac::{Differentiable, differentiable};

trait Norm {
    fn norm(&self) -> f64;
}

#[differentiable]
impl Norm for [f64] {
    fn norm(&self) -> f64 {
        self[0]
    }
}

#[derive(Clone, Copy, Differentiable)]
struct V {
    a: [f64; 2],
}

#[differentiable]
impl Index<usize> for V {
    type Output = f64;
    #[differentiable(skip)]
    fn index(&self, i: usize) -> &f64 {
        &self.a[i]
    }
}

#[differentiable]
impl AddAssign for V {
    fn add_assign(self: &mut Self, other: V) {
        self.a[0] += other.a[0];
    }
}

#[differentiable]
impl V {
    fn part(&mut self) -> &[f64; 2] {
        &self.a
    }

    #[allow(clippy::mut_from_ref)]
    fn leaked(&self) -> &mut [f64; 2] {
        unimplemented!()
    }
}

#[differentiable]
fn assigned<'a>(mut y: &'a mut f64, z: &'a mut f64) {
    *y = 1.0;
    y = z;
    *y *= 2.0;
}

#[differentiable]
fn cloned(x: &[f64]) -> f64 {
    let mut n = 0;
    let it = x.iter().map(|v| {
        n += 1;
        v * 2.0
    });
    let other = it.clone();
    other.sum()
}

#[differentiable]
fn left_with_nothing_to_leave(x: f64) -> f64 {
    if x > 0.0 {
        break;
    }
    x
}

#[differentiable]
fn pairs_of_a_range(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for (a, _b) in 0..3 {
        sum += x[a];
    }
    sum
}

fn of(x: &[f64]) -> &[f64] {
    x
}

#[differentiable]
fn copied_from_a_call(a: [f64; 2]) -> f64 {
    let mut y = [0.0; 2];
    y.copy_from_slice(of(&a));
    y[0]
}

#[differentiable]
fn no_range(x: &ndarray::Array1<f64>) -> f64 {
    x.slice(ndarray::s![=> 3]).sum()
}

fn main() {}
