//! A loop with carried state that writes array elements.
use jac::differentiable;

#[differentiable]
fn recurrence(x: &[f64], y: &mut [f64]) {
    let mut state = 1.0;
    for i in 0..x.len() {
        state = state * x[i] + 0.5;
        y[i] = state.sin();
    }
}
