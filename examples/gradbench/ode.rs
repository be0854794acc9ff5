//! A chain of linear differential equations, y₀' = x₀ and yᵢ' = xᵢ·yᵢ₋₁ from y = 0, by the classical Runge–Kutta method on [0, 2].

use jac::differentiable;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::measure::{Evaluation, Repeat};
use crate::protocol::with_input;

/// The right-hand side.
#[differentiable(out(slope))]
fn right_hand_side(x: &[f64], y: &[f64], slope: &mut [f64]) {
    slope[0] = x[0];
    for i in 1..x.len() {
        slope[i] = x[i] * y[i - 1];
    }
}

/// y ← y + h·slope
#[differentiable(out(result))]
fn advance(y: &[f64], h: f64, slope: &[f64], result: &mut [f64]) {
    for ((result, y), slope) in result.iter_mut().zip(y).zip(slope) {
        *result = y + h * slope;
    }
}

/// y(2)
#[differentiable(wrt(x))]
pub fn solve(x: &[f64], steps: usize) -> Vec<f64> {
    let n = x.len();
    let h = 2.0 / steps as f64;
    let mut y = vec![0.0; n];
    let (mut k1, mut k2, mut k3, mut k4) = (vec![0.0; n], vec![0.0; n], vec![0.0; n], vec![0.0; n]);
    let mut stage = vec![0.0; n];
    for _ in 0..steps {
        right_hand_side(x, &y, &mut k1);
        advance(&y, h / 2.0, &k1, &mut stage);
        right_hand_side(x, &stage, &mut k2);
        advance(&y, h / 2.0, &k2, &mut stage);
        right_hand_side(x, &stage, &mut k3);
        advance(&y, h, &k3, &mut stage);
        right_hand_side(x, &stage, &mut k4);
        for i in 0..n {
            y[i] += h / 6.0 * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i]);
        }
    }
    y
}

/// The last component of y(2).
#[differentiable(wrt(x))]
pub fn last(x: &[f64], steps: usize) -> f64 {
    let y = solve(x, steps);
    y[x.len() - 1]
}

#[derive(Deserialize)]
struct Input {
    x: Vec<f64>,
    s: usize,
    #[serde(flatten)]
    repeat: Repeat,
}

pub fn evaluate(function: &str, input: Value) -> Option<Result<Evaluation, serde_json::Error>> {
    match function {
        "primal" => with_input(input, |Input { x, s, repeat }| repeat.run(|| solve(&x, s), |y| json!(y))),
        "gradient" => with_input(input, |Input { x, s, repeat }| repeat.run(|| last::gradient(&x, s), |y| json!(y))),
        _ => None,
    }
}
