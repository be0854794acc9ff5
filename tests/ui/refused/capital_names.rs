//! Names in patterns that look like constants, where variables have them.
#![allow(non_snake_case)]
use jac::differentiable;

#[differentiable]
fn matched(x: f64, n: usize) -> f64 {
    let N = 3;
    match n {
        N => x * N as f64,
    }
}

#[differentiable]
fn inside(x: f64, y: f64) -> f64 {
    let R = y;
    if let Some(R) = Some(x * y) { R * x } else { R }
}

#[differentiable]
fn lent(x: [f64; 3], A: f64) -> f64 {
    let s = {
        let [A, ref rest @ ..] = x;
        A * rest[0]
    };
    s * A
}

fn main() {}
