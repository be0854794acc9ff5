//! Rules of the user's, and what is declared inactive.
use jac::differentiable;

fn jvp(x: f64, dx: f64) -> (f64, f64) {
    (x, dx)
}

fn vjp(x: f64, by: f64) -> (f64, f64) {
    (x, by)
}

#[differentiable(vjp = vjp, pullback = vjp)]
fn two_forms(x: f64) -> f64 {
    x
}

#[differentiable(inactive, jvp = jvp)]
fn rule_of_nothing(x: f64) -> f64 {
    x
}

#[differentiable(inactive, strict)]
fn strictly_nothing(x: f64) -> f64 {
    x
}

#[differentiable(jvp)]
fn no_rule(x: f64) -> f64 {
    x
}

#[differentiable(pullback(vjp))]
fn rule_in_parentheses(x: f64) -> f64 {
    x
}

#[differentiable(inactive(x))]
fn inactive_in_part(x: f64) -> f64 {
    x
}

#[differentiable(jvp = jvp)]
fn in_place(x: &mut f64) -> f64 {
    *x
}

#[differentiable(inactive)]
fn inactive_in_place(x: &mut f64) {
    *x = 1.0;
}

#[differentiable(jvp = jvp)]
fn no_result(x: f64) {
    let _ = x;
}

#[differentiable(jvp = jvp)]
fn no_input(n: usize) -> f64 {
    n as f64
}

#[differentiable(jvp = jvp, wrt(y))]
fn no_such_input(x: f64) -> f64 {
    x
}

#[differentiable(jvp = jvp, recursive)]
fn not_read(x: f64) -> f64 {
    x
}

#[differentiable(recursive(f))]
fn names_a_callee(x: f64) -> f64 {
    x
}

fn main() {}
