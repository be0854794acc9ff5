//! Functions that write through `&mut` parameters: these are inputs and outputs.
#![allow(clippy::needless_range_loop)] // iterators are another chapter

use jac::differentiable;

#[differentiable]
pub fn scale(factor: f64, x: &mut [f64]) {
    for i in 0..x.len() {
        x[i] *= factor;
    }
}

/// All four compound assignments.
#[differentiable]
pub fn compound(x: &[f64; 3], y: &mut [f64; 4]) {
    y[0] += x[0] * x[1];
    y[1] -= x[1].sin();
    y[2] *= x[2] + y[0];
    y[3] /= 2.0 + x[0] * x[0];
    y[3] += y[3];
    y[2] -= y[2] * y[2];
    y[1] *= y[1];
}

/// An explicit Euler step; the old state is overwritten element by element.
#[differentiable]
pub fn lotka_volterra_step(state: &mut [f64; 2], rates: [f64; 4], h: f64) {
    let [alpha, beta, gamma, delta] = rates;
    let (prey, predator) = (state[0], state[1]);
    state[0] += h * (alpha * prey - beta * prey * predator);
    state[1] += h * (delta * prey * predator - gamma * predator);
}

/// The output is overwritten: its old value does not matter.
#[differentiable]
pub fn residuals(x: &[f64], out: &mut [f64]) {
    for i in 0..out.len() {
        out[i] = 10.0 * (x[i + 1] - x[i] * x[i]);
    }
}

/// In place and with a result.
#[differentiable]
pub fn normalise(x: &mut [f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        sum += x[i] * x[i];
    }
    let norm = sum.sqrt();
    for i in 0..x.len() {
        x[i] /= norm;
    }
    norm
}

/// A Gauss–Seidel sweep: every element reads ones already overwritten.
#[differentiable]
pub fn gauss_seidel(a: &[[f64; 3]; 3], b: &[f64; 3], x: &mut [f64; 3]) {
    for _ in 0..2 {
        for i in 0..3 {
            let mut rest = b[i];
            for j in 0..3 {
                if j != i {
                    rest -= a[i][j] * x[j];
                }
            }
            x[i] = rest / a[i][i];
        }
    }
}

/// Nested arrays in place.
#[differentiable]
pub fn transpose_and_square(m: &mut [[f64; 3]; 3]) {
    for i in 0..3 {
        for j in i + 1..3 {
            let upper = m[i][j];
            m[i][j] = m[j][i] * m[i][i];
            m[j][i] = upper;
        }
        m[i][i] *= m[i][i];
    }
}

/// Two outputs and an input between them; a whole array is assigned.
#[differentiable]
pub fn sum_and_difference(sum: &mut [f64; 2], x: [f64; 2], difference: &mut [f64; 2]) {
    let before = *sum;
    *sum = [before[0] + x[0] * difference[0], before[1] + x[1]];
    *difference = [before[0] - x[0], sum[1] * x[1]];
}

/// The workspace is an output too, and what it held before is an input that does not matter.
#[differentiable]
pub fn with_workspace(x: &[f64], workspace: &mut [f64]) -> f64 {
    workspace[0] = x[0];
    for i in 1..x.len() {
        workspace[i] = workspace[i - 1] * x[i];
    }
    let mut sum = 0.0;
    for i in 0..x.len() {
        workspace[i] *= workspace[i];
        sum += workspace[i];
    }
    sum
}

/// Written conditionally.
#[differentiable]
pub fn rectify(x: &mut [f64], leak: f64) {
    for i in 0..x.len() {
        if x[i] < 0.0 {
            x[i] *= leak;
        } else if x[i] > 1.0 {
            x[i] = 1.0 + leak * (x[i] - 1.0);
        }
    }
}

/// Nothing is written, or nothing is left.
#[differentiable]
pub fn does_nothing(x: f64, y: &mut [f64; 2]) {
    let _ = x * y[0];
}

#[differentiable]
pub fn clears(x: &mut [f64; 3]) {
    for i in 0..x.len() {
        x[i] = 0.0;
    }
}

/// Float and integer buffers side by side: the signs that were seen.
#[differentiable]
pub fn count_signs(x: &[f64], y: &mut [f64], counts: &mut [usize; 2]) {
    for i in 0..x.len() {
        if x[i] < 0.0 {
            counts[0] += 1;
        } else {
            counts[1] += 1;
        }
        y[counts[0]] += x[i] * x[i] * counts[1] as f64;
    }
}

/// A second-order recursive filter, in place, with its state kept by the caller.
#[differentiable]
pub fn biquad(signal: &mut [f64], b: [f64; 3], a: [f64; 2], state: &mut [f64; 2]) {
    for n in 0..signal.len() {
        let input = signal[n];
        let output = b[0] * input + state[0];
        state[0] = b[1] * input - a[0] * output + state[1];
        state[1] = b[2] * input - a[1] * output;
        signal[n] = output;
    }
}

fn length(y: &[f64; 2]) -> f64 {
    y[0] * y[0] + y[1] * y[1]
}

/// What may be written is only read in conditions and indices.
#[differentiable]
pub fn read_in_conditions(y: &mut [f64; 2], table: &mut [f64], x: f64) {
    let view = &mut *y;
    while length(view) < 2.0 {
        view[0] += x;
    }
    if length(y) > 3.0 && table.len() > 1 {
        table[length(y) as usize % 2] *= y[1];
    }
}
