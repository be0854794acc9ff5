//! Functions as arguments that the compiler does not accept.
use jac::differentiable;

#[differentiable]
fn apply(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    f(x)
}

fn plain(x: f64) -> f64 {
    x * x
}

#[differentiable]
fn without_derivative(x: f64) -> f64 {
    apply(plain, x)
}

fn from_outside() -> f64 {
    apply::gradient(|x| x * x, 1.0)
}

fn main() {}
