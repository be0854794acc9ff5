//! A method of a trait without the attribute, for arrays or `Vec`s, that goes before the one of slices, or for anything.

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

trait Counted {
    fn len(&self) -> usize;
}

impl Counted for [f64; 4] {
    fn len(&self) -> usize {
        3
    }
}

trait Walked {
    fn iter(&self) -> std::slice::Iter<'_, f64>;
}

impl Walked for Vec<f64> {
    fn iter(&self) -> std::slice::Iter<'_, f64> {
        self[1..].iter()
    }
}

/// It takes what it is called on, so that it goes before what `Vec` has as well.
trait Anything: Sized {
    fn first(self) -> Option<&'static f64> {
        None
    }
}

impl<T> Anything for T {}

trait OfReference {
    fn get(&self, at: usize) -> Option<&f64>;
}

impl OfReference for &[f64; 3] {
    fn get(&self, _: usize) -> Option<&f64> {
        None
    }
}

#[differentiable]
fn counted(x: [f64; 4]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        sum += x[i] * x[i];
    }
    sum
}

/// Behind a reference, in a closure and in a macro.
#[differentiable]
fn counted_elsewhere(x: &[[f64; 4]]) -> Vec<f64> {
    let lengths: f64 = x.iter().map(|row| row[0] * row.len() as f64).sum();
    vec![lengths; x[0].len()]
}

#[differentiable]
fn walked(x: f64) -> f64 {
    let list = vec![x, 2.0];
    list.iter().sum()
}

#[differentiable]
fn first_of(x: &mut [f64]) -> f64 {
    *x.first().unwrap()
}

#[differentiable]
fn got(x: &[f64; 3]) -> f64 {
    *x.get(1).unwrap()
}

/// Of slices, and of what no trait has another one for.
#[differentiable]
fn of_slices(x: &mut [f64], y: &[f64], mut a: [[f64; 2]; 2], list: &Vec<f64>) -> f64 {
    x.reverse();
    a[..].swap(0, 1);
    a[..].to_vec()[0][1] * x[0] * y.first().unwrap() * list.len() as f64 + y[1..].iter().sum::<f64>()
}

fn main() {}
