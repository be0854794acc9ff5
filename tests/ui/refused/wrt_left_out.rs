//! A call that passes something that varies where `wrt` leaves it out.
use jac::differentiable;

#[differentiable(wrt(x))]
fn weighted(x: f64, weight: f64) -> f64 {
    x * weight
}

#[differentiable]
fn passes_a_constant(x: f64) -> f64 {
    weighted(x, 2.0)
}

#[differentiable]
fn passes_its_input(x: f64) -> f64 {
    weighted(x, x * x)
}

fn main() {
    passes_a_constant::gradient(1.0);
    passes_its_input::gradient(1.0);
}
