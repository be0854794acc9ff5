//! What a `match` and its kin give names to by value: copies of what was there, whatever changes behind them.
use jac::{Differentiable, differentiable};

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
pub enum Mode {
    Up,
    Down(u32),
}

/// Of a place that is matched where it stands, as a part of it may be no `Copy`.
#[differentiable]
pub fn element(x: f64) -> f64 {
    let mut cells = [(Mode::Up, x), (Mode::Down(2), 2.0 * x)];
    match cells[0] {
        (Mode::Up, v) => {
            cells[0].1 = 5.0 * x * x;
            v * cells[0].1
        }
        (Mode::Down(_), v) => v,
    }
}

/// Of what is behind a reference.
#[differentiable]
pub fn row(x: f64) -> f64 {
    let mut v = [x, 2.0 * x, 3.0];
    let w = &v[..2];
    let [a, b] = *w else { return 0.0 };
    v[0] = 5.0 * x;
    v[1] = a;
    a * b + v[0] * v[1]
}

#[differentiable]
pub fn written(v: &mut [f64]) -> f64 {
    match *v {
        [] => 0.0,
        [a] => a,
        [a, b] if a > b => a * b,
        [a, .., b] => {
            v[0] = 5.0 * b;
            v[1] = a;
            a * b + v[0] * v[1]
        }
    }
}

#[differentiable]
pub fn exchanged(v: &mut [f64]) -> f64 {
    if let [a, b, ..] = *v {
        v.swap(0, 1);
        a * 2.0 + v[0] * b
    } else {
        1.0
    }
}

/// Tuples in a row, and a condition behind what is taken apart.
#[differentiable]
pub fn pairs(v: &[(f64, f64)], limit: f64) -> f64 {
    if let [(a, b), .., (c, d)] = *v
        && a > limit
    {
        a * d - b * c
    } else {
        limit
    }
}

/// By reference, names are of what is there.
#[differentiable]
pub fn referred(v: &mut [f64]) -> f64 {
    match v {
        [a, b, ..] => {
            let t = *a;
            *a = *b * 2.0;
            t * *a
        }
        _ => 0.0,
    }
}
