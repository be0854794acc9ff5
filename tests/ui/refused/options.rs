//! Options of the attribute.
use jac::differentiable;

#[differentiable(order)]
fn unknown(x: f64) -> f64 {
    x
}

#[differentiable(fast = true, wrt(x))]
fn unknown_with_a_value(x: f64) -> f64 {
    x
}

#[differentiable(wrt(x), wrt(x))]
fn twice(x: f64) -> f64 {
    x
}

#[differentiable(wrt(x, x))]
fn listed_twice(x: f64) -> f64 {
    x
}

#[differentiable(wrt)]
fn no_list(x: f64) -> f64 {
    x
}

#[differentiable(wrt())]
fn empty_list(x: f64) -> f64 {
    x
}

#[differentiable(out)]
fn no_outputs(x: &mut f64) {
    *x = 1.0;
}

#[differentiable(wrt = x)]
fn value_for_a_list(x: f64) -> f64 {
    x
}

#[differentiable(strict(x))]
fn list_for_a_flag(x: f64) -> f64 {
    x
}

#[differentiable(strict = true)]
fn value_for_a_flag(x: f64) -> f64 {
    x
}

#[differentiable(wrt("x"))]
fn quoted(x: f64) -> f64 {
    x
}

#[differentiable(wrt(x) strict)]
fn without_a_comma(x: f64) -> f64 {
    x
}

#[differentiable("strict")]
fn no_name(x: f64) -> f64 {
    x
}

#[differentiable(wrt(z))]
fn no_such_input(x: f64, y: f64) -> f64 {
    x * y
}

#[differentiable(out(z))]
fn no_such_output(x: f64, y: &mut f64) {
    *y = x;
}

#[differentiable(wrt(n))]
fn not_varying(x: f64, n: usize) -> f64 {
    x * n as f64
}

#[differentiable(out(x))]
fn not_written(x: f64, y: &mut f64) {
    *y = x;
}

#[differentiable(wrt(x, y), out(y))]
fn both(x: f64, y: &mut f64) {
    *y = x;
}

#[differentiable(fast, strict(x), wrt(z))]
fn several(x: f64) -> f64 {
    x
}

#[differentiable(crate)]
fn no_path(x: f64) -> f64 {
    x
}

#[differentiable(crate = "jac")]
fn quoted_path(x: f64) -> f64 {
    x
}

#[differentiable(crate = )]
fn empty_path(x: f64) -> f64 {
    x
}

#[derive(jac::Differentiable)]
#[differentiable(wrt(x))]
struct Option1 {
    x: f64,
}

#[derive(jac::Differentiable)]
#[differentiable(crate = "jac")]
struct Quoted {
    x: f64,
}

#[derive(jac::Differentiable)]
#[differentiable(crate = jac, strict)]
struct More {
    x: f64,
}

#[derive(jac::Differentiable)]
#[differentiable(crate = jac)]
#[differentiable(crate = jac)]
struct Twice {
    x: f64,
}

fn main() {}
