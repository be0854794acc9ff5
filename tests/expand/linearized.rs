//! A linearization: what is run once, and what is linear in tangents.

use jac::differentiable;

#[differentiable(linearize)]
fn step(state: f64, rate: f64) -> f64 {
    if state > 1.0 { state.sin() * rate } else { state }
}

#[differentiable(linearize)]
fn linearized(x: &[f64], y: &mut [f64]) -> f64 {
    let mut state = 1.0;
    for i in 0..x.len() {
        state = step(state, x[i]) + x[i] / state;
        y[i] = state.exp();
    }
    state
}
