//! `Vec`s that cannot get longer or shorter, and operations on whole sequences that are not understood.
use jac::{Differentiable, differentiable};

#[derive(Clone, Differentiable)]
struct State {
    values: Vec<f64>,
}

#[differentiable]
fn of_the_caller(x: f64, w: &mut Vec<f64>) {
    w.push(x);
    w.clear();
    w.extend(std::iter::once(x));
    if let Some(v) = w.pop() {
        w[0] = v;
    }
}

#[differentiable]
fn of_a_struct(x: f64, state: &mut State) -> f64 {
    state.values.push(x);
    state.values[0] * x
}

fn main() {}
