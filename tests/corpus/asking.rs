//! Indices of users' types that ask the value where a place is.
#![allow(clippy::useless_vec, clippy::needless_range_loop, clippy::assign_op_pattern)]

use core::ops::{Index, IndexMut};
use jac::{Differentiable, differentiable};

/// Rows behind each other on the heap.
#[derive(Clone, Debug, PartialEq, Differentiable)]
pub struct Matrix {
    pub rows: usize,
    pub columns: usize,
    pub data: Vec<f64>,
}

#[differentiable]
impl Index<(usize, usize)> for Matrix {
    type Output = f64;
    fn index(&self, (i, j): (usize, usize)) -> &f64 {
        assert!(i < self.rows && j < self.columns, "no element {i}, {j}");
        &self.data[i * self.columns + j]
    }
}

#[differentiable]
impl IndexMut<(usize, usize)> for Matrix {
    fn index_mut(&mut self, (row, column): (usize, usize)) -> &mut f64 {
        &mut self.data[row * self.columns + column]
    }
}

/// Its rows.
#[differentiable]
impl Index<usize> for Matrix {
    type Output = [f64];
    fn index(&self, row: usize) -> &[f64] {
        let start = row * self.columns;
        &self.data[start..start + self.columns]
    }
}

#[differentiable]
impl IndexMut<usize> for Matrix {
    fn index_mut(&mut self, row: usize) -> &mut [f64] {
        let start = row * self.columns;
        &mut self.data[start..start + self.columns]
    }
}

/// A band of a square matrix: what lies outside is one element of its own.
#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
pub struct Band<const N: usize> {
    width: usize,
    lower: bool,
    values: [[f64; N]; 3],
    outside: f64,
}

#[differentiable]
impl<const N: usize> Index<[usize; 2]> for Band<N> {
    type Output = f64;
    fn index(&self, at: [usize; 2]) -> &f64 {
        let [i, j] = if self.lower { at } else { [at[1], at[0]] };
        if i >= j && i - j < self.width { &self.values[i - j][j] } else { &self.outside }
    }
}

#[differentiable]
impl<const N: usize> IndexMut<[usize; 2]> for Band<N> {
    fn index_mut(&mut self, at: [usize; 2]) -> &mut f64 {
        let [i, j] = if self.lower { at } else { [at[1], at[0]] };
        if i >= j && i - j < self.width { &mut self.values[i - j][j] } else { &mut self.outside }
    }
}

/// Two matrices in one, of which a name chooses.
#[derive(Clone, Debug, PartialEq, Differentiable)]
pub struct Pair {
    first: Matrix,
    second: Matrix,
    swapped: bool,
}

#[differentiable]
impl Index<(u8, usize)> for Pair {
    type Output = [f64];
    fn index(&self, (which, row): (u8, usize)) -> &[f64] {
        match (which, self.swapped) {
            (0, false) | (1, true) => &self.first.data[row * self.first.columns..(row + 1) * self.first.columns],
            (0, true) | (1, false) => &self.second.data[self.second.columns * row..=self.second.columns * row + 1],
            _ => panic!("no matrix {which}"),
        }
    }
}

#[differentiable]
impl IndexMut<(u8, usize)> for Pair {
    fn index_mut(&mut self, (which, row): (u8, usize)) -> &mut [f64] {
        match (which, self.swapped) {
            (0, false) | (1, true) => &mut self.first.data[row * self.first.columns..(row + 1) * self.first.columns],
            (0, true) | (1, false) => &mut self.second.data[self.second.columns * row..=self.second.columns * row + 1],
            _ => panic!("no matrix {which}"),
        }
    }
}

/// In a loop, behind a shared reference.
#[differentiable]
fn sum_of_products(m: &Matrix, x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..m.rows {
        for j in 0..m.columns {
            sum += m[(i, j)] * x[j] * m[(i, j)].sin();
        }
    }
    sum
}

#[differentiable]
pub fn read(data: Vec<f64>, x: &[f64]) -> f64 {
    let m = Matrix { rows: data.len() / x.len(), columns: x.len(), data };
    let corner = &m[(0, 1)];
    sum_of_products(&m, x) * *corner + m[(1, 0)]
}

/// Written in loops, and read again.
#[differentiable]
pub fn product(a: &[f64; 6], b: &[f64; 6]) -> f64 {
    let a = Matrix { rows: 2, columns: 3, data: a.to_vec() };
    let b = Matrix { rows: 3, columns: 2, data: b.to_vec() };
    let mut c = Matrix { rows: 2, columns: 2, data: vec![0.0; 4] };
    for i in 0..a.rows {
        for j in 0..b.columns {
            for k in 0..3 {
                c[(i, j)] += a[(i, k)] * b[(k, j)];
            }
            c[(i, j)] = c[(i, j)].sin();
        }
    }
    c[(0, 1)] *= c[(1, 0)];
    c[(0, 0)] + c[(0, 1)] * c[(1, 1)]
}

/// In place, behind `&mut`.
#[differentiable]
fn factorise(m: &mut Matrix) {
    for k in 0..m.rows {
        for i in k + 1..m.rows {
            m[(i, k)] /= m[(k, k)];
            for j in k + 1..m.columns {
                m[(i, j)] = m[(i, j)] - m[(i, k)] * m[(k, j)];
            }
        }
    }
}

#[differentiable]
pub fn determinant(a: [[f64; 3]; 3]) -> f64 {
    let mut data = Vec::new();
    for row in a {
        data.extend_from_slice(&row);
    }
    let mut m = Matrix { rows: 3, columns: 3, data };
    factorise(&mut m);
    let mut product = 1.0;
    for i in 0..3 {
        product *= m[(i, i)];
    }
    product
}

/// The shape changes while it is used: each place is where it was.
#[differentiable]
pub fn reshaped(data: Vec<f64>) -> f64 {
    let mut m = Matrix { rows: 2, columns: 3, data };
    let mut sum = 1.0;
    for step in 0..4 {
        sum = sum * m[(1, 1)] + m[(0, 1)] * m[(1, 0)];
        m[(1, 0)] *= sum;
        m.columns = 2 + (step + m.columns) % 3;
    }
    sum * m[(1, 0)]
}

/// Conditions choose, and what is chosen has no shape of its own.
#[differentiable]
pub fn banded(values: [[f64; 4]; 3], outside: f64, lower: bool) -> f64 {
    let mut band = Band { width: 2, lower, values, outside };
    let mut sum = 0.0;
    for i in 0..4 {
        for j in 0..4 {
            sum += band[[i, j]] * (1 + i + 2 * j) as f64;
            band[[i, j]] *= 0.5 + band[[j, i]];
        }
        band.width = 1 + (i + 1) % 3;
        band.lower = !band.lower;
    }
    sum + band.outside
}

/// Rows.
#[differentiable]
pub fn rows(first: Vec<f64>, second: Vec<f64>, swapped: bool) -> f64 {
    let first = Matrix { rows: 2, columns: 2, data: first };
    let second = Matrix { rows: 2, columns: 2, data: second };
    let mut pair = Pair { first, second, swapped };
    let mut sum = 0.0;
    for row in 0..2 {
        pair[(1, row)][0] += pair[(0, row)][1] * pair[(1, 1 - row)][1];
        sum += pair[(0, row)].iter().sum::<f64>();
        pair.swapped = !pair.swapped;
        for (x, y) in pair[(0, row)].iter().zip(&pair[(1, 0)]) {
            sum *= x * y;
        }
    }
    sum * pair[(0, 1)][0]
}

/// A part of a part, in a loop of unknown length.
#[differentiable]
pub fn nested(data: Vec<f64>, x: f64) -> f64 {
    let mut levels = vec![Matrix { rows: 2, columns: 2, data }];
    let mut k = 0;
    let mut sum = x;
    while k < 3 {
        sum = sum * levels[0][(k % 2, 1)] + x * levels[0][(1, k % 2)];
        levels[0][(0, k % 2)] += sum.sin();
        k += 1;
    }
    sum + levels[0][(0, 0)]
}

#[differentiable]
fn norm(x: &[f64]) -> f64 {
    x.iter().map(|x| x * x).sum::<f64>().sqrt()
}

/// An integer is the index: the fields tell that it is a struct.
#[differentiable]
pub fn normalised(data: Vec<f64>, k: f64) -> f64 {
    let mut m = Matrix { rows: 2, columns: data.len() / 2, data };
    for i in 0..m.rows {
        let length = norm(&m[i]);
        for j in 0..m.columns {
            m[i][j] = m[i][j] * k / length + m[(1 - i, j)];
        }
        m[1][i] += k;
        let row = &mut m[i];
        row[0] *= row[1];
    }
    let mut sum = 0.0;
    for (x, y) in m[0].iter().zip(&m[1]) {
        sum += x * y;
    }
    sum
}
