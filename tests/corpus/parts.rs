//! Methods that return references to parts of what they are called on.
#![allow(clippy::borrow_deref_ref, clippy::needless_range_loop, clippy::assign_op_pattern, clippy::explicit_auto_deref)]

use jac::{Differentiable, differentiable};

/// Rows behind each other on the heap.
#[derive(Clone, Debug, PartialEq, Differentiable)]
pub struct Matrix {
    pub rows: usize,
    pub columns: usize,
    pub data: Vec<f64>,
}

#[differentiable]
impl Matrix {
    pub fn at(&self, i: usize, j: usize) -> &f64 {
        assert!(i < self.rows && j < self.columns, "no element {i}, {j}");
        &self.data[i * self.columns + j]
    }

    pub fn at_mut(&mut self, i: usize, j: usize) -> &mut f64 {
        &mut self.data[i * self.columns + j]
    }

    pub fn row(&self, i: usize) -> &[f64] {
        let start = i * self.columns;
        &self.data[start..start + self.columns]
    }

    pub fn row_mut(&mut self, i: usize) -> &mut [f64] {
        let start = i * self.columns;
        &mut self.data[start..start + self.columns]
    }

    pub fn as_slice(&self) -> &[f64] {
        &self.data
    }

    /// In the block, the methods are known.
    pub fn trace(&self) -> f64 {
        let mut sum = 0.0;
        for i in 0..self.rows {
            sum += *self.at(i, i) + self.row(i)[0] * self.row(0)[i];
        }
        sum
    }

    pub fn scale(&mut self, k: f64) {
        for i in 0..self.rows {
            *self.at_mut(i, 0) *= k;
            for x in self.row_mut(i) {
                *x += k;
            }
            let row = self.row_mut(i);
            row[1] = row[0] * row[1];
            self.row_mut(i)[0] = k.sin();
        }
    }

    pub fn norm(&self) -> f64 {
        let mut sum = self.as_slice()[0];
        for i in 0..self.rows {
            sum += self.row(i).iter().map(|x| x * x).sum::<f64>();
            sum *= total(self.row(i));
        }
        sum
    }
}

/// What is chosen does not depend on the value.
#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
pub struct State {
    values: [[f64; 3]; 2],
    mass: f64,
}

#[differentiable]
impl State {
    pub fn position(&self) -> &[f64; 3] {
        &self.values[0]
    }

    pub fn velocity(&self) -> &[f64; 3] {
        &self.values[1]
    }

    pub fn velocity_mut(&mut self) -> &mut [f64; 3] {
        &mut self.values[1]
    }

    pub fn mass_mut(&mut self) -> &mut f64 {
        &mut self.mass
    }

    pub fn part(&self, velocity: bool) -> &[f64] {
        if velocity { &self.values[1] } else { &self.values[0] }
    }
}

#[differentiable]
fn total(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        sum += x[i] * (1.0 + i as f64).sqrt();
    }
    sum
}

#[differentiable]
fn dot(x: &[f64; 3], y: &[f64; 3]) -> f64 {
    x[0] * y[0] + x[1] * y[1] + x[2] * y[2]
}

#[differentiable]
pub fn read(data: Vec<f64>, k: f64) -> f64 {
    let m = Matrix { rows: 2, columns: data.len() / 2, data };
    let mut sum = k;
    for i in 0..2 {
        let row: &[f64] = m.row(i);
        for j in 0..m.columns {
            sum += *m.at(i, j) * row[j] * k;
        }
        sum *= total(row) + *m.at(1 - i, 0);
    }
    sum + total(&*m.row(1))
}

#[differentiable]
pub fn written(data: Vec<f64>, k: f64) -> f64 {
    let mut m = Matrix { rows: 2, columns: 2, data };
    *m.at_mut(0, 1) = k * *m.at(1, 1);
    for i in 0..m.rows {
        *m.at_mut(i, 1 - i) *= *m.at(i, i);
        let row: &mut [f64] = m.row_mut(i);
        row[0] -= row[1] * k;
    }
    m.scale(k);
    m.trace() * *m.at(0, 1) + m.norm() + *m.at(1, 0)
}

#[differentiable]
pub fn in_state(values: [[f64; 3]; 2], mass: f64) -> f64 {
    let mut s = State { values, mass };
    let p: &[f64; 3] = s.position();
    let v: &[f64; 3] = s.velocity();
    let energy = 0.5 * s.mass * dot(p, v);
    (*s.velocity_mut())[1] *= energy;
    let v: &mut [f64; 3] = s.velocity_mut();
    v[0] += v[2] * energy;
    *s.mass_mut() += energy;
    let part: &[f64] = s.part(true);
    energy * part[1] + dot(&*s.velocity(), &*s.position()) * s.mass
}
