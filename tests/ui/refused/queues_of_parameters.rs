//! A queue that is a parameter keeps its elements where they are.
use std::collections::VecDeque;

use jac::differentiable;

#[differentiable]
fn pushed(queue: &mut VecDeque<f64>, x: f64) {
    queue[0] *= x;
    queue.push_back(x);
}

#[differentiable]
fn exchanged(mut queue: VecDeque<f64>, x: f64) -> f64 {
    queue.swap(0, 1);
    queue[0] * x
}

fn main() {}
