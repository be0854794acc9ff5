//! Loops, `match` and jumps that are not understood.
use jac::differentiable;

#[differentiable]
fn never_ends(x: f64) -> f64 {
    loop {
        let _y = x;
    }
}

#[differentiable]
fn open_range(x: f64) -> f64 {
    let mut y = x;
    for i in ..3 {
        y += x?;
    }
    y
}

#[differentiable]
fn over_something_else(x: &[f64]) -> f64 {
    let mut y = 0.0;
    for v in x.iter().filter(|v| **v > 0.0) {
        y += v;
    }
    for part in x.split(|v| *v == 0.0) {
        y += part[0];
    }
    y
}

fn main() {}
