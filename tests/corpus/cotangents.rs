//! Cotangents that are set by what is added first, and those that are not.
#![allow(clippy::needless_range_loop)] // as people write them

use std::ops::{Index, IndexMut};

use jac::{Differentiable, differentiable};

/// What has been added to the one is in the other where more is added.
#[differentiable]
pub fn exchanged(x: f64) -> f64 {
    let mut a = vec![x, 1.0];
    let mut b = vec![2.0 * x, 3.0];
    let t = a[0] * b[1];
    std::mem::swap(&mut a, &mut b);
    t * b[0] + a[0] * x
}

/// Several indices select one element.
#[derive(Clone, Copy, Debug, Differentiable)]
pub struct Ring {
    pub values: [f64; 3],
}

#[differentiable]
impl Index<usize> for Ring {
    type Output = f64;
    fn index(&self, index: usize) -> &f64 {
        &self.values[index % 3]
    }
}

#[differentiable]
impl IndexMut<usize> for Ring {
    fn index_mut(&mut self, index: usize) -> &mut f64 {
        &mut self.values[index % 3]
    }
}

/// What it is does not stand in the source of those that use it.
pub type Circle = Ring;

#[differentiable]
fn ring(x: f64) -> Ring {
    Ring { values: [x, 2.0 * x, x * x] }
}

#[differentiable]
pub fn one_element_twice(x: f64) -> f64 {
    let r = ring(x);
    r[0] * r[3] * r[1] * r[4]
}

#[differentiable]
fn product(pair: (Circle, [f64; 2])) -> f64 {
    pair.0[2] * pair.0[5] * pair.1[0] * pair.1[1]
}

#[differentiable]
pub fn in_a_field(x: f64, y: [f64; 2]) -> f64 {
    product((ring(x), y))
}

#[differentiable]
fn of_circle(x: f64, mut r: Circle) -> f64 {
    let t = r[2] * r[5];
    r[1] = t * x;
    r[4] * r[3] * r[0]
}

#[differentiable]
pub fn behind_an_alias(x: f64) -> f64 {
    of_circle(x, ring(x))
}

/// One iteration reads what another has written.
#[differentiable]
pub fn around(x: f64) -> f64 {
    let mut r = ring(x);
    for i in 0..8 {
        r[i] = r[i] * x + i as f64;
    }
    r[0] + r[1] * r[2]
}

#[differentiable]
fn turn(x: f64, r: &mut Circle) {
    for i in 0..7 {
        r[i + 1] = r[i + 1] * x * x + i as f64;
    }
}

#[differentiable]
pub fn around_behind_a_reference(x: f64) -> f64 {
    let mut r = ring(x);
    turn(x, &mut r);
    r[0] * r[1] * r[2]
}

/// Each element once.
#[differentiable]
pub fn weighted(x: &[f64], w: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        sum += x[i] * w[i];
    }
    sum
}

/// Of two parameters that are one slice, and of parts of one: the sweep is not told of its cotangents.
#[differentiable]
pub fn of_the_same(x: &[f64]) -> f64 {
    let square = weighted(x, x);
    let shifted = weighted(&x[1..], &x[..x.len() - 1]);
    square * shifted + weighted(x, x)
}

/// An element is added to in two iterations.
#[differentiable]
pub fn neighbours(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 1..x.len() {
        sum += x[i] * x[i - 1].sin();
    }
    sum
}

/// And from both ends.
#[differentiable]
pub fn mirrored(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        sum += x[i] * x[x.len() - 1 - i];
    }
    sum
}

/// Every iteration adds to the same element, or to those of an index that is not that of the loop.
#[differentiable]
pub fn indirect(x: &[f64], at: &[usize]) -> f64 {
    let mut sum = 0.0;
    for i in 0..at.len() {
        sum += x[at[i]] * x[i / 2] + x[1] * (i as f64);
    }
    sum
}

/// What stands before, between and after loops adds as well.
#[differentiable]
pub fn around_loops(x: &[f64], y: &[f64]) -> f64 {
    let mut sum = x[0] * y[1];
    for i in 0..x.len() {
        sum += x[i] * x[i] * y[i];
    }
    sum += sum * x[1];
    for i in 1..x.len() {
        sum += x[i].sin() * y[i - 1];
    }
    sum * x[x.len() - 1] * y[0]
}

/// A loop in a loop goes over its elements many times.
#[differentiable]
pub fn many_times(x: &[f64], times: usize) -> f64 {
    let mut state = 1.0;
    for j in 0..times {
        for i in 0..x.len() {
            state += x[i] * state * (j as f64 + 0.1);
        }
    }
    state
}

/// In one branch, in the other, and behind both.
#[differentiable]
pub fn in_branches(x: &[f64], k: usize) -> f64 {
    let mut sum = 1.0;
    if k == 0 {
        sum += x[2] * x[0];
    }
    if x[0] > 0.0 {
        for i in 0..x.len() {
            sum += x[i] * x[k];
        }
    } else {
        sum *= x[1];
    }
    if sum > 0.1 {
        for i in k..x.len() {
            sum += sum * x[i];
        }
    }
    sum
}

/// Elements of elements: the same member of each, another one, and all of each.
#[differentiable]
pub fn members(points: &[[f64; 3]], pair: &(f64, [f64; 2])) -> f64 {
    let mut sum = pair.0 * pair.1[1];
    for i in 0..points.len() {
        sum += points[i][0] * points[i][2] * pair.1[0];
    }
    for i in 0..points.len() {
        sum += points[i][0] * points[i][1] * pair.0;
    }
    sum
}

/// Elements that overlap, of one slice under two names.
#[differentiable]
pub fn halves(x: &[f64], k: usize) -> f64 {
    let (left, right) = (&x[..k], &x[1..]);
    let mut sum = 0.0;
    for i in 0..k {
        sum += left[i] * right[i];
    }
    for (a, b) in x.iter().zip(&x[k..]) {
        sum += a * b.sin();
    }
    sum
}

/// The loop ends early.
#[differentiable]
pub fn until_large(x: &[f64], limit: f64) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        sum += x[i] * x[i];
        if sum > limit {
            break;
        }
    }
    sum * limit
}

/// In steps, and backwards.
#[differentiable]
pub fn in_steps(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in (0..x.len()).step_by(2) {
        sum += x[i] * x[i];
    }
    for i in (1..x.len()).rev() {
        sum = sum * 0.5 + x[i];
    }
    sum
}

/// Local variables: a loop over one that a loop has made.
#[differentiable]
pub fn locals(x: &[f64]) -> f64 {
    let mut y = vec![0.0; x.len()];
    for i in 0..x.len() {
        y[i] = x[i] * x[i];
    }
    let mut sum = 0.0;
    for i in 0..x.len() {
        let mut z = [0.0; 3];
        for j in 0..3 {
            z[j] = x[i] * j as f64 + y[i];
        }
        for j in 0..3 {
            sum += z[j] * z[j] * y[i];
        }
        sum += z[1];
    }
    for i in 0..x.len() {
        sum += y[i].sin();
    }
    sum
}

/// What is returned is made of the caller's cotangent.
#[differentiable]
pub fn doubled(x: &[f64], factor: f64) -> Vec<f64> {
    let mut y = vec![0.0; x.len()];
    for i in 0..x.len() {
        y[i] = 2.0 * x[i] * factor;
    }
    y
}

#[differentiable]
pub fn doubled_rows(x: &[f64], factor: f64) -> (Vec<[f64; 2]>, Vec<Vec<f64>>) {
    let mut rows = vec![[0.0; 2]; x.len()];
    let mut lists = vec![vec![0.0; x.len()]; 2];
    for i in 0..x.len() {
        rows[i] = [x[i] * factor, 1.0];
        rows[i][1] += rows[i][0] * x[0];
        lists[1][i] = rows[i][1].sin();
    }
    (rows, lists)
}

#[differentiable]
fn logged(x: &[f64], log: &mut [f64; 2]) -> Vec<f64> {
    let mut y = x.to_vec();
    y[0] *= x[0];
    log[0] = y[0] * x[0];
    log[1] = y[1];
    y
}

/// Nothing is asked of what the call returns: its cotangent is a zero without a length.
#[differentiable]
pub fn result_is_left(x: &[f64]) -> f64 {
    let mut log = [0.0; 2];
    logged(x, &mut log);
    log[0] * log[1]
}

/// And one element of it, and all of it, and it changes before.
#[differentiable]
pub fn result_is_used(x: &[f64], factor: f64) -> f64 {
    let mut y = doubled(x, factor);
    let z = doubled(&y, x[0]);
    y[1] *= z[0];
    y[1] + weighted(&y, &z) + y.len() as f64 * x[0]
}

/// Of three neighbours the last sets, as no iteration before has reached it.
#[differentiable]
pub fn three_points(x: &[f64]) -> f64 {
    let mut sum = x[0] * x[1];
    for i in 1..x.len() - 1 {
        sum += x[i - 1] * x[i] + x[i + 1].sin() * x[i];
    }
    sum
}

/// The same in an array, the other way round, and with elements at the ends before and behind.
#[differentiable]
pub fn three_points_of_an_array(x: [f64; 6], y: &[f64; 6]) -> f64 {
    let mut sum = x[5] * y[1];
    for i in (1..5).rev() {
        sum = sum * 0.9 + x[i - 1] * y[i] * x[i + 1] * y[i - 1] * y[i + 1];
    }
    for i in 0..4 {
        sum += y[i + 2] * x[i] * y[i];
    }
    sum + x[0] * y[5]
}

/// The reverse runs from the end.
#[differentiable]
pub fn recursive_filter(x: &[f64], y: &[f64], from: usize) -> f64 {
    let mut state = 1.0;
    for i in from..x.len() {
        state = state * x[i] * y[i - 1] + x[i - 1] * y[i].sin();
    }
    state
}

/// In steps, which leave some elements to the other.
#[differentiable]
pub fn neighbours_in_steps(x: &[f64], y: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in (0..x.len() - 3).step_by(2) {
        sum += x[i] * x[i + 1] * x[i + 3];
    }
    let mut state = sum;
    for i in (0..y.len() - 3).step_by(2).rev() {
        state = state * y[i + 3] + y[i + 1] * y[i];
    }
    state
}

/// Members of neighbours, each in a way of its own.
#[differentiable]
pub fn neighbouring_members(x: &[[f64; 2]]) -> f64 {
    let mut sum = x[2][1] * x[0][0];
    for i in 1..x.len() {
        sum += x[i][0] * x[i - 1][1] + x[i - 1][0] * x[i][0] * x[i][1];
    }
    sum
}

/// At a distance that is no literal, and of parts that begin elsewhere.
#[differentiable]
pub fn distant(x: &[f64], k: usize) -> f64 {
    let (tail, mut sum) = (&x[1..], 0.0);
    for i in 0..tail.len() - 2 {
        sum += tail[i] * x[i + 1] * x[i] * tail[i + 2];
    }
    for i in k..x.len() {
        sum += x[i - k] * x[i].sin();
    }
    sum
}
