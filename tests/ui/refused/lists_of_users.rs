//! Types of the user's with a length and elements, which are no slices: what their own methods do is not what those of slices do.

use std::ops::{Index, IndexMut};

use jac::{Differentiable, differentiable};

#[derive(Clone, Debug, Differentiable)]
struct Ring {
    items: Vec<f64>,
    head: usize,
}

#[differentiable]
impl Index<usize> for Ring {
    type Output = f64;
    fn index(&self, i: usize) -> &f64 {
        &self.items[i]
    }
}

#[differentiable]
impl IndexMut<usize> for Ring {
    fn index_mut(&mut self, i: usize) -> &mut f64 {
        &mut self.items[i]
    }
}

#[differentiable]
fn ring(x: f64, y: f64) -> Ring {
    Ring { items: vec![x, y, x * y], head: 1 }
}

impl Ring {
    fn len(&self) -> usize {
        self.items.len()
    }
    fn get(&self, i: usize) -> Option<&f64> {
        self.items.get((i + self.head) % self.items.len())
    }
    fn last(&self) -> Option<f64> {
        self.items.first().copied()
    }
    fn iter(&self) -> std::iter::Rev<std::slice::Iter<'_, f64>> {
        self.items.iter().rev()
    }
    fn windows(&self, n: usize) -> std::slice::Chunks<'_, f64> {
        self.items.chunks(n)
    }
    fn as_slice(&self) -> &[f64] {
        &self.items[self.head..]
    }
    fn reserve(&mut self, count: usize) {
        self.head += count;
    }
    fn insert(&mut self, at: usize, value: f64) {
        self.items[at] = value;
    }
    fn push(&mut self, value: f64) {
        self.items[self.head] = value;
    }
}

impl<'a> IntoIterator for &'a Ring {
    type Item = &'a f64;
    type IntoIter = std::iter::Rev<std::slice::Iter<'a, f64>>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[differentiable]
fn last(x: f64, y: f64) -> f64 {
    let ring = ring(x, y);
    ring.last().unwrap() * x
}

#[differentiable]
fn get(x: f64, y: f64) -> f64 {
    let ring = ring(x, y);
    match ring.get(1) {
        Some(value) => value * x,
        None => y,
    }
}

#[differentiable]
fn iter(x: f64, y: f64) -> f64 {
    let ring = ring(x, y);
    ring.iter().zip([x, y]).map(|(a, b)| a * b).sum()
}

#[differentiable]
fn gone_through(x: f64, y: f64) -> f64 {
    let mut sum = 0.0;
    for value in &ring(x, y) {
        sum = sum * 0.5 + value;
    }
    sum
}

#[differentiable]
fn windows(x: f64, y: f64) -> f64 {
    let ring = ring(x, y);
    let mut count = 0.0;
    for _ in ring.windows(2) {
        count += x;
    }
    count
}

#[differentiable]
fn as_slice(x: f64, y: f64) -> f64 {
    let ring = ring(x, y);
    let slice = ring.as_slice();
    slice[0] * y
}

#[differentiable]
fn reserve(x: f64, y: f64) -> f64 {
    let mut ring = ring(x, y);
    ring.reserve(1);
    ring[ring.head] * y
}

/// What the methods are called on does not vary.
#[differentiable]
fn of_data(x: f64) -> f64 {
    let mut ring = ring(0.5, 0.25);
    ring.insert(0, 2.0);
    ring.push(3.0);
    ring.last().unwrap() * x
}

fn main() {}
