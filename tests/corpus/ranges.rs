//! Ranges as parameters and as arguments.
#![allow(clippy::needless_range_loop)]

use jac::{Differentiable, differentiable};

use std::ops::Range;

/// A part, which is asked for its bounds, its length and whether it is empty.
#[differentiable]
pub fn part(x: &[f64], part: core::ops::Range<usize>) -> f64 {
    if part.is_empty() {
        return 1.0;
    }
    let middle = (part.start + part.end) / 2;
    let total: f64 = x[part.clone()].iter().map(|v| v * v).sum();
    total * x[middle] + part.len() as f64 * x[0]
}

/// Three parts of one list, one of them empty, with bounds that are computed.
#[differentiable]
pub fn parts(x: &[f64], k: usize) -> f64 {
    let n = x.len();
    part(x, 0..k) * part(x, k..n) + part(x, n..n) * x[1] + part(x, k - 1..k + 1)
}

/// Halves a range until one number is left.
#[differentiable]
pub fn halved(x: &[f64], range: Range<usize>) -> f64 {
    match range.len() {
        0 => 0.0,
        1 => x[range.start] * x[range.start],
        n => {
            let middle = range.start + n / 2;
            let left = halved(x, range.start..middle);
            let right = halved(x, middle..range.end);
            left * right + left.sin()
        }
    }
}

#[differentiable]
pub fn of_halves(x: &[f64]) -> f64 {
    halved(x, 0..x.len())
}

/// Gone through, by value and behind a reference.
#[differentiable]
pub fn gone_through(x: &[f64], forwards: Range<usize>, backwards: &Range<usize>) -> f64 {
    let mut value = 1.0;
    for i in forwards {
        value = value * x[i] + x[0];
    }
    for i in backwards.clone().rev() {
        value = (value * x[i]).cos() * x[i];
    }
    value * backwards.len() as f64
}

/// Written, with another range for what is read.
#[differentiable]
pub fn written(x: &mut [f64], to: Range<usize>, from: Range<usize>) {
    let scale: f64 = x[from].iter().sum();
    for v in &mut x[to] {
        *v *= scale;
    }
}

#[derive(Clone, Debug, PartialEq, Differentiable)]
pub struct Table {
    values: Vec<f64>,
    gain: f64,
}

#[differentiable]
impl Table {
    pub fn sum_of(&self, rows: Range<usize>, by: f64) -> f64 {
        self.values[rows].iter().map(|v| v * by).sum::<f64>() * self.gain
    }

    fn scale(&mut self, rows: Range<usize>, by: f64) {
        for row in rows {
            self.values[row] *= by;
        }
    }
}

/// Methods that take ranges.
#[differentiable]
pub fn of_table(values: &[f64], by: f64) -> f64 {
    let mut table = Table { values: values.to_vec(), gain: by };
    table.scale(1..values.len(), by * by);
    table.sum_of(0..2, by) * table.sum_of(1..table.values.len(), 2.0)
}

#[differentiable]
pub fn of_parts(x: &[f64], k: usize) -> f64 {
    let range = k..k + 2;
    part(x, range.start..range.end) * gone_through(x, 1..k + 2, &(k..x.len()))
}

#[differentiable]
pub fn written_twice(x: &mut [f64], k: usize) {
    written(x, 0..k, k..k + 2);
    written(x, k..x.len(), 0..1);
}

fn of_reference_checked(range: &Range<usize>) -> bool {
    range.start < range.end
}

#[differentiable]
pub fn behind(x: &[f64], range: &Range<usize>) -> f64 {
    x[range.clone()].iter().map(|v| v.sin()).sum()
}

/// Handed on, by value, as a copy and by reference: one that is a parameter, and one with a name.
#[differentiable]
pub fn handed_on(x: &[f64], range: Range<usize>) -> f64 {
    let rest = range.end..x.len();
    let mut sum = 0.0;
    for (v, k) in x.iter().zip(rest.clone()) {
        sum += v * k as f64;
    }
    if of_reference_checked(&range) {
        sum += part(x, range.clone()) * behind(x, &range);
    }
    sum * part(x, rest) + part(x, range)
}

#[differentiable]
pub fn all_handed_on(x: &[f64], k: usize) -> f64 {
    handed_on(x, 1..k) * handed_on(x, 0..k + 1)
}
