//! What is taken apart where it stands, with a condition behind it that could change it.
use jac::differentiable;

#[differentiable]
fn with_a_condition(v: &mut [f64]) -> f64 {
    if let [a, b, ..] = *v
        && a > 0.5
    {
        a * b
    } else {
        0.0
    }
}

#[derive(Clone, Copy, jac::Differentiable)]
enum Either {
    One(f64),
    Two(f64, f64),
}

#[differentiable]
fn of_two_variants(x: f64, two: bool) -> f64 {
    let mut either = if two { Either::Two(x, 2.0) } else { Either::One(x) };
    if let Either::One(ref mut v) | Either::Two(ref mut v, _) = either {
        *v *= 3.0;
    }
    match either {
        Either::One(v) => v,
        Either::Two(v, w) => v * w,
    }
}

#[derive(Clone, Copy, jac::Differentiable)]
enum Step {
    By(usize),
    Not,
}

#[differentiable]
fn by_an_imported_name(x: f64, step: Step) -> f64 {
    use Step::{By, Not};
    let mut step = step;
    if let By(ref mut n) = step {
        *n += 1;
    }
    match step {
        By(n) => x * n as f64,
        Not => x,
    }
}

fn main() {}
