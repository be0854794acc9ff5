//! A method of a trait without the attribute, for arrays or `Vec`s, that goes before the one of slices.

use jac::differentiable;

trait Columns {
    fn swap(&mut self, i: usize, j: usize);
}

impl Columns for [[f64; 2]; 2] {
    fn swap(&mut self, i: usize, j: usize) {
        for row in self {
            row[..].swap(i, j);
        }
    }
}

trait Padded {
    fn to_vec(&self) -> Vec<f64>;
}

impl<const N: usize> Padded for [f64; N] {
    fn to_vec(&self) -> Vec<f64> {
        vec![0.0, self[0], 0.0]
    }
}

trait Filled {
    fn fill(&mut self, by: f64);
}

impl Filled for Vec<f64> {
    fn fill(&mut self, by: f64) {
        self[0] = by;
    }
}

#[differentiable]
fn exchanged(mut a: [[f64; 2]; 2]) -> f64 {
    a.swap(0, 1);
    a[0][0]
}

#[differentiable]
fn padded(a: &[f64; 2]) -> f64 {
    let list = a.to_vec();
    list[1]
}

#[differentiable]
fn filled(x: f64) -> f64 {
    let mut list = vec![x, 2.0];
    list.fill(x * x);
    list[1]
}

/// Of slices.
#[differentiable]
fn of_slices(x: &mut [f64], mut a: [[f64; 2]; 2]) -> f64 {
    x.reverse();
    a[..].swap(0, 1);
    a[..].to_vec()[0][1] * x[0]
}

fn main() {}
