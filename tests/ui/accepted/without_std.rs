//! A crate without the prelude of `std`.
#![no_std]

extern crate alloc;
extern crate std;

use alloc::vec;
use alloc::vec::Vec;
use jac::differentiable;

#[differentiable]
fn squares(x: &[f64]) -> Vec<f64> {
    let mut y = vec![0.0; x.len()];
    for i in 0..x.len() {
        y[i] = x[i] * x[i];
    }
    y
}

#[differentiable]
fn iterated(x: f64, n: usize) -> f64 {
    let mut y = x;
    for _ in 0..n {
        y = y * y + x;
    }
    y
}

fn main() {
    assert_eq!(squares::vjp(&[1.0, 2.0], vec![1.0, 1.0]).1, [2.0, 4.0]);
    assert_eq!(iterated::gradient(1.0, 2), 13.0);
}
