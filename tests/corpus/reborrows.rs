//! `&mut` references that are passed by their names to functions that take `&`.
#![allow(clippy::ptr_arg)] // one of them is about `Vec`s

use jac::{Differentiable, differentiable};

#[differentiable]
fn norm(x: &[f64]) -> f64 {
    x.iter().map(|x| x * x).sum::<f64>().sqrt()
}

#[differentiable]
fn dot(x: &[f64], y: &[f64]) -> f64 {
    x.iter().zip(y).map(|(x, y)| x * y).sum()
}

#[differentiable]
fn volume(x: &[f64; 3]) -> f64 {
    x[0] * x[1] * x[2]
}

#[differentiable]
fn scale(x: &mut [f64], by: f64) {
    for x in x.iter_mut() {
        *x *= by;
    }
}

#[differentiable]
fn cube(x: &f64) -> f64 {
    x * x * x
}

/// Overwritten after it was passed, twice.
#[differentiable]
pub fn normalised(y: &mut [f64]) -> f64 {
    let first = norm(y);
    scale(y, 1.0 / first);
    let second = norm(y);
    y[0] *= first;
    second + norm(y)
}

/// An array, as an array and as a slice.
#[differentiable]
pub fn array(y: &mut [f64; 3], x: f64) -> f64 {
    let before = volume(y);
    y[1] = x * y[1] + before;
    let after = norm(y);
    scale(y, after);
    before * after
}

/// Copies on the tape, in a loop whose length is known at run time.
#[differentiable]
pub fn relaxed(y: &mut [f64], steps: usize) {
    for _ in 0..steps {
        let size = norm(y);
        for y in y.iter_mut() {
            *y = (*y / size).sin() + 0.1 * size;
        }
    }
}

/// The same in a loop of known length, of an array.
#[differentiable]
pub fn relaxed_array(x: [f64; 3]) -> [f64; 3] {
    let mut z = x;
    let y = &mut z;
    for _ in 0..3 {
        let size = volume(y);
        y[0] = size.sin() + y[1];
        y[2] *= 1.0 + 0.1 * norm(y);
    }
    z
}

/// Twice in one call.
#[differentiable]
pub fn with_itself(y: &mut [f64]) -> f64 {
    let square = dot(y, y);
    let shifted = dot(y, &y[1..]);
    y[0] += square;
    square * shifted + dot(&y[1..], y)
}

/// Parts of local memory.
#[differentiable]
pub fn parts(x: &[f64]) -> f64 {
    let mut copy = x.to_vec();
    let middle = &mut copy[1..3];
    let before = norm(middle);
    middle[0] *= before;
    let after = norm(middle);
    before * after + copy[1]
}

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
pub struct Body {
    pub position: [f64; 2],
    pub velocity: [f64; 2],
    pub mass: f64,
}

#[differentiable]
fn energy(body: &Body) -> f64 {
    0.5 * body.mass * dot(&body.velocity, &body.velocity) + norm(&body.position)
}

#[differentiable]
fn damp(body: &mut Body, factor: f64) -> f64 {
    let before = energy(body);
    body.velocity[0] *= factor * before;
    before / energy(body)
}

/// A struct.
#[differentiable]
pub fn damped(position: [f64; 2], velocity: [f64; 2], mass: f64, factor: f64) -> f64 {
    let mut body = Body { position, velocity, mass };
    let ratio = damp(&mut body, factor);
    let again = &mut body;
    ratio * damp(again, factor) + energy(again)
}

/// A `Vec`.
#[differentiable]
pub fn lengths(y: &mut Vec<f64>, x: f64) -> f64 {
    let before = norm(y);
    y[0] = x * before;
    before * norm(y)
}

#[differentiable]
fn outer(y: &mut [f64]) -> f64 {
    let inner = middle(y);
    y[0] = inner;
    inner * norm(y)
}

#[differentiable]
fn middle(y: &mut [f64]) -> f64 {
    let norm = norm(y);
    y[1] = norm * y[0];
    norm
}

/// Down several calls, which take it in both ways.
#[differentiable]
pub fn several_levels(x: [f64; 3]) -> f64 {
    let mut work = x;
    let y = &mut work;
    let first = outer(y);
    let second = outer(y);
    first * second + volume(y)
}

/// Elements and rows.
#[differentiable]
pub fn elements(matrix: &mut [[f64; 3]; 2]) -> f64 {
    let mut sum = 0.0;
    for row in matrix.iter_mut() {
        let before = volume(row);
        for x in row.iter_mut() {
            *x = before + cube(x);
        }
        sum += norm(row);
    }
    sum
}

/// In a branch, and not on all paths.
#[differentiable]
pub fn sometimes(y: &mut [f64], limit: f64) -> f64 {
    let mut total = 0.0;
    while norm(y) > limit {
        if y[0] > 0.5 {
            let size = norm(y);
            y[0] *= 0.5 / (1.0 + size);
            total += size;
        } else {
            scale(y, 0.7);
        }
    }
    total + y[0]
}

/// Calls itself with a copy that it may write to.
#[differentiable]
pub fn recursive(x: &[f64], depth: usize) -> f64 {
    if depth == 0 {
        return norm(x);
    }
    let mut copy = x.to_vec();
    let y = &mut copy[..];
    y[0] = y[0].sin() + y[1];
    let inner = recursive(y, depth - 1);
    y[1] += 0.1 * inner.sin();
    inner + recursive(y, depth - 1)
}

#[differentiable]
fn mean<const N: usize>(x: &[f64; N]) -> f64 {
    let mut sum = 0.0;
    for &x in x {
        sum += x;
    }
    sum / N as f64
}

/// To a generic function.
#[differentiable]
pub fn centred<const N: usize>(y: &mut [f64; N]) -> f64 {
    let before = mean(y);
    for y in y.iter_mut() {
        *y -= before * before;
    }
    mean(y)
}

#[differentiable]
fn damped_by(rate: f64, state: &f64) -> f64 {
    rate * state - 0.25 * state * state
}

/// The state of `scan`, by its name.
#[differentiable]
pub fn scanned(x: &[f64]) -> f64 {
    let states = x.iter().scan(0.5, |state, &rate| {
        *state = 1.0 + damped_by(rate, state);
        Some(*state * rate)
    });
    states.sum()
}
