//! Parameters, results and what stands in front of `fn`.
use jac::differentiable;

#[differentiable]
async fn asynchronous(x: f64) -> f64 {
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
fn argument_of_some_type(_f: impl Fn(f64) -> f64, x: f64) -> f64 {
    x
}

#[differentiable]
fn argument_of_any_type(_f: &dyn Fn(f64) -> f64, x: f64) -> f64 {
    x
}

#[differentiable]
fn function_pointer(_f: fn(f64) -> f64, x: f64) -> f64 {
    x
}

#[differentiable]
fn returns_some_type(x: f64) -> impl Fn(f64) -> f64 {
    move |y| x * y
}

#[differentiable]
fn returns_any_type(x: f64) -> Box<dyn Fn(f64) -> f64> {
    Box::new(move |y| x * y)
}

#[differentiable(wrt(x))]
fn some_type_left_out(_f: impl Fn(f64) -> f64, x: f64) -> f64 {
    x
}

#[differentiable]
fn raw_pointer(_x: *const f64) -> f64 {
    0.0
}

#[differentiable]
fn references_inside(_x: &[&f64], y: (&f64, f64)) -> f64 {
    y.1
}

#[differentiable]
fn returns_a_reference(x: &[f64]) -> &f64 {
    todo(x)
}

fn todo(x: &[f64]) -> &f64 {
    &x[0]
}

#[differentiable]
fn returns_references(x: &[f64]) -> (f64, &[f64]) {
    (x[0], x)
}

#[differentiable]
#[allow(clippy::too_many_arguments)]
fn many(a: f64, n: usize, b: f64, c: f64, d: f64, e: f64, f: f64, g: f64, h: f64, i: f64, j: f64) -> f64 {
    a * b * c * d * e * f * g * h * i * j * n as f64
}

fn main() {}
