//! Orders: what the option accepts, and which derivatives can be called.
use jac::differentiable;

#[differentiable(order = 5)]
fn too_high(x: f64) -> f64 {
    x
}

#[differentiable(order = 0)]
fn too_low(x: f64) -> f64 {
    x
}

#[differentiable(order(2))]
fn list_for_a_number(x: f64) -> f64 {
    x
}

fn cube_vjp(x: f64, by: f64) -> (f64, f64) {
    (x * x * x, 3.0 * x * x * by)
}

#[differentiable(vjp = cube_vjp, order = 2)]
fn rule_of_its_own(x: f64) -> f64 {
    x * x * x
}

#[differentiable(order = 2)]
fn twice(x: f64) -> f64 {
    x * x * x
}

#[differentiable]
fn forward_jacobian(x: f64) -> f64 {
    twice::jacfwd(x)
}

#[differentiable]
fn product_with_a_hessian(x: f64) -> f64 {
    twice::hvp(x, 1.0).1
}

#[differentiable(order = 4)]
fn four_times(x: f64) -> f64 {
    x * x * x
}

#[differentiable(order = 3)]
fn differentiates_a_gradient_thrice(x: f64) -> f64 {
    four_times::gradient(x) * x
}

#[differentiable(order = 2)]
fn differentiates_a_product_twice(x: f64) -> f64 {
    four_times::vjp(x, 1.0).1 * x
}

fn main() {
    let _ = too_high::gradient(1.0);
}
