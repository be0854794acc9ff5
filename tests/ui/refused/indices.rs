//! Indices of users' types: they choose a place, and nothing else.
use jac::{Differentiable, differentiable};
use std::ops::{Index, IndexMut};

#[derive(Clone, Differentiable)]
struct Table {
    data: Vec<f64>,
    columns: usize,
}

#[differentiable]
impl Index<(usize, usize)> for Table {
    type Output = f64;
    fn index(&self, (i, j): (usize, usize)) -> &f64 {
        &self.data[i * self.columns + j]
    }
}

#[differentiable]
impl Index<usize> for Table {
    type Output = f64;
    fn index(&self, i: usize) -> &f64 {
        if self.data.len() > i { &self.data[i] } else { &0.0 }
    }
}

#[differentiable]
impl Index<bool> for Table {
    type Output = f64;
    fn index(&self, first: bool) -> &f64 {
        let k = self.data.len() - 1;
        if first { self.data.first().unwrap() } else { &self.data[k] }
    }
}

#[differentiable(order = 2)]
impl Index<char> for Table {
    type Output = [f64];
    fn index(&self, _: char) -> &[f64] {
        &self.data[1..]
    }
}

#[derive(Clone, Differentiable)]
struct Pair<T> {
    first: T,
    second: T,
}

#[differentiable]
impl<T> Index<usize> for Pair<T> {
    type Output = T;
    fn index(&self, i: usize) -> &T {
        if i == 0 { &self.first } else { &self.second }
    }
}

#[derive(Clone, Copy, Differentiable)]
struct Couple([f64; 2]);

#[differentiable]
impl Index<usize> for Couple {
    type Output = f64;
    fn index(&self, i: usize) -> &f64 {
        &self.0[i]
    }
}

#[differentiable]
impl IndexMut<usize> for Couple {
    fn index_mut(&mut self, i: usize) -> &mut f64 {
        &mut self.0[1 - i]
    }
}

#[derive(Clone, Copy, Differentiable)]
struct Twins {
    x: [f64; 2],
    y: [f64; 2],
}

#[differentiable]
impl Index<usize> for Twins {
    type Output = f64;
    fn index(&self, x: usize) -> &f64 {
        &self.x[x]
    }
}

#[differentiable]
impl IndexMut<usize> for Twins {
    fn index_mut(&mut self, y: usize) -> &mut f64 {
        &mut self.y[y]
    }
}

#[derive(Clone, Copy)]
struct Key {
    row: usize,
    column: usize,
}

#[differentiable]
impl Index<Key> for Twins {
    type Output = f64;
    fn index(&self, key: Key) -> &f64 {
        let Key { row, .. } = key;
        &self.x[row]
    }
}

#[differentiable]
impl IndexMut<Key> for Twins {
    fn index_mut(&mut self, key: Key) -> &mut f64 {
        let Key { column, .. } = key;
        &mut self.x[column]
    }
}

#[derive(Clone, Differentiable)]
struct Rows {
    data: Vec<f64>,
    columns: usize,
}

#[differentiable]
impl Index<usize> for Rows {
    type Output = [f64];
    fn index(&self, row: usize) -> &[f64] {
        &self.data[row * self.columns..][..self.columns]
    }
}

#[differentiable]
impl Index<u8> for Rows {
    type Output = f64;
    fn index(&self, row: u8) -> &f64 {
        let data = &self.data;
        &data[row as usize]
    }
}

fn main() {}
