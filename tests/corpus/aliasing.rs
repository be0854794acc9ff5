//! One variable in several places: the same argument twice, overlapping parts, values that outlive an overwrite.
#![allow(clippy::needless_range_loop)] // iterators are another chapter

use jac::differentiable;

#[differentiable]
fn dot(x: &[f64], y: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        sum += x[i] * y[i] * (i + 1) as f64;
    }
    sum
}

#[differentiable]
fn cross(a: &[f64], b: &[f64], out: &mut [f64]) {
    out[0] = a[1] * b[2] - a[2] * b[1];
    out[1] = a[2] * b[0] - a[0] * b[2];
    out[2] = a[0] * b[1] - a[1] * b[0];
}

#[differentiable]
fn blend(x: &[f64; 3], y: &[f64; 3], t: f64) -> [f64; 3] {
    [x[0] + t * (y[0] - x[0]), x[1] * y[1].powi(2), x[2] + t * y[2]]
}

#[differentiable]
fn add(a: f64, b: f64, c: f64) -> f64 {
    a * b + b * c * c
}

/// Overlapping slices of one array.
#[differentiable]
pub fn autocorrelation(x: &[f64]) -> [f64; 3] {
    let n = x.len();
    [dot(x, x), dot(&x[..n - 1], &x[1..]), dot(&x[2..], &x[..n - 2])]
}

/// Disjoint parts of one array, read and written.
#[differentiable]
pub fn cross_of_parts(mut x: [f64; 9]) -> [f64; 9] {
    let copy = x;
    cross(&copy[0..3], &copy[3..6], &mut x[6..9]);
    cross(&copy[1..4], &copy[3..6], &mut x[0..3]);
    x
}

/// `g(&x, &x)` of arrays.
#[differentiable]
pub fn same_array_twice(x: [f64; 3], t: f64) -> [f64; 3] {
    let once = blend(&x, &x, t);
    let mut twice = blend(&once, &x, t * t);
    twice = blend(&twice, &twice, twice[0]);
    twice
}

/// `f(x, x, x)` and nested uses of the result.
#[differentiable]
pub fn same_scalar_thrice(x: f64) -> f64 {
    let y = add(x, x, x);
    add(y, x, add(y, y, x))
}

/// Parts of a nested array.
#[differentiable]
pub fn rows_of_one_matrix(m: [[f64; 3]; 2]) -> f64 {
    dot(&m[0], &m[1]) * dot(&m[0], &m[0]) + dot(&m[1][1..], &m[0][..2])
}

/// An element by value together with its array by reference.
#[differentiable]
pub fn element_and_array(x: [f64; 3]) -> [f64; 3] {
    blend(&x, &[x[2], x[1], x[0]], x[1])
}

/// An element of an array that the callee writes, passed by value.
#[differentiable]
fn divide_by(divisor: f64, x: &mut [f64]) {
    for i in 0..x.len() {
        x[i] /= divisor;
    }
}

#[differentiable]
pub fn divide_by_own_element(mut x: [f64; 3]) -> [f64; 3] {
    divide_by(x[1], &mut x);
    divide_by(1.0 + x[0] * x[0], &mut x[1..]);
    x
}

/// A value copied before it is overwritten, by the caller or by the callee.
#[differentiable]
pub fn outlives_overwrite(x: f64, y: [f64; 2]) -> f64 {
    let mut a = x;
    let b = a;
    a *= b;
    let c = a;
    a = c.sin();
    let mut v = y;
    let w = v;
    v[0] = w[1] * a;
    divide_by(b + 3.0, &mut v);
    a * b + c * v[0] + w[0] * v[1]
}

/// Assigned to itself, as an element and as a whole.
#[differentiable]
#[allow(clippy::self_assignment, clippy::almost_swapped)]
pub fn self_assignment(mut x: [f64; 2]) -> [f64; 2] {
    x[0] = x[0];
    let y = x;
    x = y;
    x = [x[1] * x[0], x[0]];
    x = [x[1] * 2.0, x[0] * x[1]];
    x
}

/// Everything reads and writes one buffer.
#[differentiable]
pub fn one_buffer(buffer: &mut [f64]) {
    for i in 0..buffer.len() {
        let j = (i * 2 + 1) % buffer.len();
        buffer[i] = buffer[j] * buffer[i] + buffer[0];
        buffer[j] += buffer[i] * buffer[j];
    }
}

/// Parts whose bounds are computed, and overlap more and more.
#[differentiable]
pub fn growing_windows(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for width in 1..x.len() {
        sum += dot(&x[..width], &x[x.len() - width..]) / width as f64;
    }
    sum
}

#[differentiable]
pub fn mixed(low: &mut [f64], high: &[f64], by: f64) -> f64 {
    let mut sum = 0.0;
    for i in 0..low.len() {
        low[i] = low[i] * high[i % high.len()] + by;
        sum += low[i] * low[i];
    }
    sum
}

#[differentiable]
fn exchanged(a: &mut [f64], b: &mut [f64]) {
    for i in 0..a.len().min(b.len()) {
        (a[i], b[i]) = (b[i] * a[i], a[i] + b[i]);
    }
}

/// Both halves of a split, passed together: mutable beside shared, and both mutable.
#[differentiable]
pub fn halves(x: &mut [f64], k: usize, by: f64) -> f64 {
    let (low, high) = x.split_at_mut(k);
    let first = mixed(low, &*high, by);
    exchanged(low, high);
    let second = mixed(high, &low[..], first);
    first * by + second
}

/// A workspace taken apart, in a loop whose split moves.
#[differentiable]
pub fn workspace_parts(x: &[f64], n: usize) -> f64 {
    let mut work = vec![0.5; 3 * n];
    let mut total = 0.0;
    for step in 0..n {
        let (a, rest) = work.split_at_mut(n);
        let (b, c) = rest.split_at_mut(1 + step);
        for i in 0..a.len() {
            a[i] += x[i % x.len()];
        }
        total += mixed(b, &*a, x[0]) * 0.25;
        exchanged(a, c);
        exchanged(c, b);
        total += mixed(a, &c[..], total);
    }
    total
}
