//! What a pattern finds in one of several variants, and changes where it is.
use jac::{Differentiable, differentiable};

#[derive(Clone, Copy, Differentiable)]
enum Mode {
    Up(u32),
    Down(u32),
    Still,
}

#[derive(Clone, Copy, Differentiable)]
struct State {
    mode: Mode,
    limit: Option<f64>,
    value: f64,
}

#[differentiable]
fn of_an_enum(mut state: State, x: f64) -> f64 {
    if let Mode::Up(count) | Mode::Down(count) = &mut state.mode {
        *count += 1;
    }
    match state.mode {
        Mode::Up(count) => x * count as f64,
        _ => x * state.value,
    }
}

#[differentiable]
fn of_a_parameter(mode: &mut Mode, x: f64) -> f64 {
    match mode {
        Mode::Up(count) | Mode::Down(count) => {
            *count = 3;
            x * *count as f64
        }
        Mode::Still => x,
    }
}

#[differentiable]
fn looked_at(mode: &mut Mode, limit: &mut Option<f64>, x: f64) -> f64 {
    let y = if let Some(limit) = limit { x.min(*limit) } else { x };
    match mode {
        Mode::Up(count) => y * *count as f64,
        _ => y,
    }
}

fn main() {}
