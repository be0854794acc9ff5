//! The loss of a recurrent network of LSTM cells, which predicts each character of a text from those before.

use jac::differentiable;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::measure::{Evaluation, Repeat};
use crate::protocol::with_input;

#[differentiable]
fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// One layer: `signal` is its input, and then its output. Weights and biases are those of the forget gate, the input
/// gate, the output gate and the change.
#[differentiable]
fn layer(weights: &[f64], biases: &[f64], hidden: &mut [f64], cell: &mut [f64], signal: &mut [f64]) {
    let b = signal.len();
    for i in 0..b {
        let forget = sigmoid(signal[i] * weights[i] + biases[i]);
        let input = sigmoid(hidden[i] * weights[b + i] + biases[b + i]);
        let output = sigmoid(signal[i] * weights[2 * b + i] + biases[2 * b + i]);
        let change = (hidden[i] * weights[3 * b + i] + biases[3 * b + i]).tanh();
        cell[i] = cell[i] * forget + input * change;
        hidden[i] = output * cell[i].tanh();
        signal[i] = hidden[i];
    }
}

/// The logarithm of the probability of the character `next`, up to its sign.
#[differentiable(wrt(scores))]
fn log_probability(scores: &[f64], next: &[f64]) -> f64 {
    let normaliser = (2.0 + scores.iter().map(|y| y.exp()).sum::<f64>()).ln();
    scores.iter().zip(next).map(|(y, next)| next * (y - normaliser)).sum()
}

/// The mean loss over a text of characters with `b` bits. `main` has a row of weights and one of biases for each
/// layer, `state` a row of hidden values and one of cells.
#[differentiable(wrt(main, extra))]
pub fn objective(main: &[f64], extra: &[f64], state: &[f64], text: &[f64], b: usize) -> f64 {
    let layers = state.len() / (2 * b);
    let mut hidden = vec![0.0; b * layers];
    let mut cells = vec![0.0; b * layers];
    for j in 0..layers {
        for i in 0..b {
            hidden[b * j + i] = state[2 * b * j + i];
            cells[b * j + i] = state[2 * b * j + b + i];
        }
    }
    let mut signal = vec![0.0; b];
    let mut total = 0.0;
    for (now, next) in text.chunks_exact(b).zip(text.chunks_exact(b).skip(1)) {
        for i in 0..b {
            signal[i] = now[i] * extra[i];
        }
        for j in 0..layers {
            let parameters = &main[8 * b * j..8 * b * (j + 1)];
            let (weights, biases) = parameters.split_at(4 * b);
            let hidden = &mut hidden[b * j..b * (j + 1)];
            let cell = &mut cells[b * j..b * (j + 1)];
            layer(weights, biases, hidden, cell, &mut signal);
        }
        for i in 0..b {
            signal[i] = signal[i] * extra[b + i] + extra[2 * b + i];
        }
        total += log_probability(&signal, next);
    }
    -total / (text.len() - b) as f64
}

#[derive(Deserialize)]
struct Input {
    main_params: Vec<Vec<f64>>,
    extra_params: Vec<Vec<f64>>,
    state: Vec<Vec<f64>>,
    sequence: Vec<Vec<f64>>,
    #[serde(flatten)]
    repeat: Repeat,
}

pub fn evaluate(function: &str, input: Value) -> Option<Result<Evaluation, serde_json::Error>> {
    match function {
        "objective" => with_input(input, |input: Input| {
            let (main, extra) = (input.main_params.concat(), input.extra_params.concat());
            let (state, text) = (input.state.concat(), input.sequence.concat());
            let b = extra.len() / 3;
            input.repeat.run(|| objective(&main, &extra, &state, &text, b), |y| json!(y))
        }),
        "jacobian" => with_input(input, |input: Input| {
            let (main, extra) = (input.main_params.concat(), input.extra_params.concat());
            let (state, text) = (input.state.concat(), input.sequence.concat());
            let b = extra.len() / 3;
            input.repeat.run(
                || objective::gradient(&main, &extra, &state, &text, b),
                |(by_main, by_extra)| json!([by_main, by_extra].concat()),
            )
        }),
        _ => None,
    }
}
