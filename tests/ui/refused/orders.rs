//! Orders: what a function of a higher order calls must have it too.
use jac::differentiable;

#[differentiable]
fn once(x: f64) -> f64 {
    x * x
}

#[differentiable(order = 2)]
fn calls_a_lower_order(x: f64) -> f64 {
    once(x) * x
}

#[differentiable]
fn calls_a_derivative(x: f64) -> f64 {
    once::gradient(x) * x
}

#[differentiable(order = 2)]
fn twice(x: f64) -> f64 {
    x * x * x
}

#[differentiable(order = 2)]
fn calls_a_derivative_twice(x: f64) -> f64 {
    twice::gradient(x) * x
}

#[differentiable]
fn calls_a_hessian(x: f64) -> f64 {
    twice::hessian(x)
}

fn main() {}
