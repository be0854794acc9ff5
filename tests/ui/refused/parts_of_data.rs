//! Names in patterns that the compiler takes apart.
use jac::differentiable;

#[derive(Clone, Copy, jac::Differentiable)]
struct Pair(f64, f64);

#[differentiable]
fn varies_in_a_struct(pair: Pair) -> f64 {
    match pair {
        Pair(a, b) if a > b => a * b,
        Pair(a, 0.0) => a,
        _ => 1.0,
    }
}

fn main() {}
