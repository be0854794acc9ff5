//! Indices of users' types.
#![allow(clippy::needless_range_loop, clippy::assign_op_pattern)]

use core::ops::{Index, IndexMut};
use jac::{Differentiable, differentiable};

#[derive(Clone, Debug, PartialEq, Differentiable)]
pub struct Matrix<const R: usize, const C: usize> {
    rows: [[f64; C]; R],
    scale: f64,
}

#[differentiable]
impl<const R: usize, const C: usize> Index<(usize, usize)> for Matrix<R, C> {
    type Output = f64;
    fn index(&self, (r, c): (usize, usize)) -> &f64 {
        assert!(r < R, "no row {r}");
        &self.rows[r][c]
    }
}

#[differentiable]
impl<const R: usize, const C: usize> IndexMut<(usize, usize)> for Matrix<R, C> {
    fn index_mut(&mut self, (i, j): (usize, usize)) -> &mut f64 {
        &mut self.rows[i][j]
    }
}

#[differentiable]
impl<const R: usize, const C: usize> Index<usize> for Matrix<R, C> {
    type Output = [f64; C];
    fn index(&self, row: usize) -> &[f64; C] {
        let row = row % R;
        &self.rows[row]
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
pub struct Vec3 {
    x: f64,
    y: f64,
    z: f64,
}

#[differentiable]
impl Index<usize> for Vec3 {
    type Output = f64;
    fn index(&self, axis: usize) -> &f64 {
        match axis {
            0 => &self.x,
            1 => &self.y,
            2 => &self.z,
            _ => panic!("no axis {axis}"),
        }
    }
}

#[differentiable]
impl IndexMut<usize> for Vec3 {
    fn index_mut(&mut self, k: usize) -> &mut f64 {
        match k {
            0 => &mut self.x,
            1 => &mut self.y,
            2 => &mut self.z,
            _ => panic!("no axis {k}"),
        }
    }
}

/// Packed, symmetric.
#[derive(Clone, Debug, PartialEq, Differentiable)]
pub struct Symmetric(Vec<f64>);

#[differentiable]
impl Index<[usize; 2]> for Symmetric {
    type Output = f64;
    fn index(&self, at: [usize; 2]) -> &f64 {
        let (low, high) = if at[0] < at[1] { (at[0], at[1]) } else { (at[1], at[0]) };
        &self.0[high * (high + 1) / 2 + low]
    }
}

#[differentiable]
impl IndexMut<[usize; 2]> for Symmetric {
    fn index_mut(&mut self, at: [usize; 2]) -> &mut f64 {
        let (low, high) = if at[0] < at[1] { (at[0], at[1]) } else { (at[1], at[0]) };
        &mut self.0[high * (high + 1) / 2 + low]
    }
}

#[differentiable]
pub fn read(rows: [[f64; 3]; 2], v: &[f64; 3]) -> [f64; 2] {
    let m = Matrix { rows, scale: v[0] };
    let mut y = [0.0; 2];
    for i in 0..2 {
        for j in 0..3 {
            y[i] += m[(i, j)] * v[j] * m.scale;
        }
        y[i] *= m[(0, 1)] + m[i][2] + m[i + 2][0];
    }
    y
}

#[differentiable]
pub fn product(a: [[f64; 2]; 3], b: [[f64; 3]; 2]) -> [[f64; 3]; 3] {
    let (a, b) = (Matrix { rows: a, scale: 1.0 }, Matrix { rows: b, scale: 2.0 });
    let mut c = Matrix { rows: [[0.0; 3]; 3], scale: 0.0 };
    for i in 0..3 {
        for j in 0..3 {
            let mut sum = 0.0;
            for k in 0..2 {
                sum += a[(i, k)] * b[(k, j)];
            }
            c[(i, j)] = sum.sin();
            c[(j, i)] += sum * c[(i, j)];
        }
    }
    c[(1, 1)] *= c[(0, 2)];
    c.rows
}

#[differentiable]
fn trace(m: &Matrix<2, 2>) -> f64 {
    let corner = &m[(0, 0)];
    *corner * m[(1, 1)] + m[1].iter().sum::<f64>()
}

#[differentiable]
fn turned(m: &mut Matrix<2, 2>, k: f64) {
    let kept = m[(0, 0)];
    m[(0, 0)] = m[(0, 1)] * k;
    m[(0, 1)] = kept * kept;
    m.scale = m[(0, 1)];
}

#[differentiable]
pub fn passed(rows: [[f64; 2]; 2], k: f64) -> f64 {
    let mut m = Matrix { rows, scale: k };
    turned(&mut m, k);
    let first = trace(&m);
    m[(1, 1)] = m[(1, 1)].sqrt() * first;
    first + trace(&m) * m.scale
}

#[differentiable]
pub fn axes(x: f64, y: f64, z: f64) -> (f64, f64) {
    let mut v = Vec3 { x, y, z };
    let mut total = 1.0;
    for k in 0..3 {
        total *= v[k];
        v[(k + 1) % 3] -= v[k] * v[k];
    }
    v[0] = v[2] * total;
    let w = Vec3 { y: v[1] + x, ..v };
    (w[0] + w[1], v[0] * w[1] * w[2])
}

#[differentiable]
pub fn dot(a: &[f64; 3], b: [f64; 3]) -> f64 {
    let (a, b) = (Vec3 { x: a[0], y: a[1], z: a[2] }, Vec3 { x: b[0], y: b[1], z: b[2] });
    let mut sum = 0.0;
    for i in 0..3 {
        sum += a[i] * b[i];
    }
    sum * (0..3).map(|i| a[i].sin()).sum::<f64>()
}

#[differentiable]
pub fn packed(x: Vec<f64>, n: usize) -> f64 {
    let mut s = Symmetric(x);
    let mut sum = 0.0;
    for i in 0..n {
        for j in 0..n {
            s[[i, j]] *= s[[j, i]];
            sum += s[[i, j]].sin() * (i + 2 * j) as f64;
        }
    }
    sum
}

/// The two differ in what they say where there is no place, and in where they ask.
#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
pub struct Pair {
    first: f64,
    second: [f64; 2],
}

#[differentiable]
impl Index<usize> for Pair {
    type Output = f64;
    fn index(&self, i: usize) -> &f64 {
        if i >= 3 {
            panic!("no part {i}");
        }
        match i {
            0 => &self.first,
            k if k < 3 => &self.second[k - 1],
            other => panic!("no part {other}"),
        }
    }
}

#[differentiable]
impl IndexMut<usize> for Pair {
    fn index_mut(&mut self, at: usize) -> &mut f64 {
        match at {
            0 => &mut self.first,
            other if other < 3 => &mut self.second[other - 1],
            _ => unreachable!(),
        }
    }
}

#[differentiable]
impl Index<bool> for Pair {
    type Output = f64;
    fn index(&self, first: bool) -> &f64 {
        if first { &self.first } else { &self.second[0] }
    }
}

#[differentiable]
impl IndexMut<bool> for Pair {
    fn index_mut(&mut self, first: bool) -> &mut f64 {
        assert!(self.second.len() == 2);
        if first {
            &mut self.first
        } else if self.second.is_empty() {
            panic!("there is none")
        } else {
            &mut self.second[0]
        }
    }
}

#[differentiable]
pub fn in_two_words(x: [f64; 3]) -> f64 {
    let mut pair = Pair { first: x[0], second: [x[1], x[2]] };
    pair[0] *= pair[1];
    pair[2] -= pair[0] * pair[false];
    pair[true] *= pair[2];
    pair[0] + pair[1] * pair[2]
}
