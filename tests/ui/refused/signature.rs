//! Parameters, results and what stands in front of `fn`.
use jac::differentiable;

#[differentiable]
async fn asynchronous(x: f64) -> f64 {
    x
}

#[differentiable]
const fn constant(x: f64) -> f64 {
    x
}

#[differentiable]
unsafe fn not_safe(x: f64) -> f64 {
    x
}

#[differentiable]
extern "C" fn foreign(x: f64) -> f64 {
    x
}

#[differentiable]
fn generic<T: Copy>(x: T) -> T {
    x
}

#[differentiable]
fn argument_of_some_type(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    x
}

#[differentiable]
fn argument_of_any_type(f: &dyn Fn(f64) -> f64, x: f64) -> f64 {
    x
}

#[differentiable]
fn function_pointer(f: fn(f64) -> f64, x: f64) -> f64 {
    x
}

#[differentiable]
fn raw_pointer(x: *const f64) -> f64 {
    0.0
}

#[differentiable]
fn references_inside(x: &[&f64], y: (&f64, f64)) -> f64 {
    y.1
}

#[differentiable]
fn returns_a_reference(x: &[f64]) -> &f64 {
    &x[0]
}

#[differentiable]
fn returns_references(x: &[f64]) -> (f64, &[f64]) {
    (x[0], x)
}

fn main() {}
