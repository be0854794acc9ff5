//! Types that are not written where they are used: integers beside floats, in tuples, arrays and what calls return.
#![allow(clippy::needless_range_loop, unused_assignments)]

use jac::differentiable;

/// An integer in a local tuple.
#[differentiable]
pub fn counted(x: f64) -> f64 {
    let p = (x, 2usize);
    p.0 * p.1 as f64
}

/// The parts of a tuple, one of each kind, by name.
#[differentiable]
pub fn taken_apart(t: (usize, f64)) -> f64 {
    let (n, y) = t;
    let twice = n * 2 + 1;
    y * n as f64 + y / twice as f64
}

/// Arrays in a tuple with a count, updated in a loop.
#[differentiable]
pub fn filled(x: f64, y: f64) -> f64 {
    let mut state = ([0.0, 0.0, 0.0], 0);
    for k in 0..5usize {
        state.0[state.1] += x * k as f64;
        state.1 = (state.1 + 1) % 3;
    }
    state.1 += 4;
    state.0[0] * y + state.0[1] - state.0[2] * state.1 as f64
}

/// Integers through joins, loops and a tuple that is reassigned.
#[differentiable]
pub fn joined(x: &[f64]) -> f64 {
    let mut best = (0, x[0]);
    for k in 1..x.len() {
        if x[k] > best.1 {
            best = (k, x[k]);
        }
    }
    let weight = if best.0 > 1 { best.0 - 1 } else { best.0 + 1 };
    best.1 * best.1 * weight as f64
}

/// An array of pairs: integers are read beside what varies.
#[differentiable]
pub fn polynomial(terms: &[(f64, i32)], x: f64) -> f64 {
    let mut total = 0.0;
    for &(coefficient, power) in terms {
        total += coefficient * x.powi(power - 1) * power as f64;
    }
    total
}

/// Integer arithmetic of every kind, far from any annotation.
#[differentiable]
pub fn arithmetic(x: f64, n: (i32, i32)) -> f64 {
    let (a, b) = n;
    let mut c = (a - b) * 3;
    c /= 2;
    c %= 7;
    c = -c;
    let d = (c.abs().max(2), b.min(a).signum());
    x.powi(d.0) * d.1 as f64 + x * c as f64
}

/// Nested tuples, of which some do not vary at all.
#[differentiable]
pub fn nested(x: f64, y: f64) -> f64 {
    let mut table = (((1, 2), [3u8, 4]), (x, (y, 5i64)));
    table.0.0.0 += 2;
    table.0.1[1] *= 2;
    table.1.1.0 *= table.1.0;
    let ((pair, bytes), (a, (b, last))) = table;
    a * (pair.0 + pair.1) as f64 + b * (bytes[0] + bytes[1]) as f64 - b * last as f64
}

/// A flag and a counter, carried with a value.
#[differentiable]
pub fn carried(x: f64) -> f64 {
    let mut state = (x, true, 1u32);
    for _ in 0..4 {
        let (value, up, n) = state;
        state = if up { (value * x, false, n + 1) } else { (value + x / n as f64, true, n * 2) };
    }
    state.0 * state.2 as f64
}
