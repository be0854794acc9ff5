//! Calls of what cannot be differentiated.
use jac::differentiable;

#[differentiable]
fn square(x: f64) -> f64 {
    x * x
}

const SQUARE: fn(f64) -> f64 = square;

#[differentiable]
fn write(x: &mut f64) {
    *x *= 2.0;
}

#[differentiable]
fn in_a_variable(x: f64) -> f64 {
    let f = SQUARE;
    f(x)
}

#[differentiable]
fn of_an_expression(x: f64) -> f64 {
    (if x > 0.0 { square } else { square })(x)
}

#[differentiable]
fn through_a_type(x: f64) -> f64 {
    <f64 as std::ops::Mul>::mul(x, x)
}

#[differentiable]
fn without_a_rule(x: f64) -> f64 {
    f64::from_bits(7) * x + libm::j0(x)
}

#[differentiable]
fn swap<'a>(mut x: &'a [f64], mut y: &'a [f64]) -> f64 {
    std::mem::swap(&mut x, &mut y);
    let z = std::mem::replace(&mut (x[0] * 2.0), 1.0);
    x[0] / y[0] * z
}

#[differentiable]
fn writes_to_nothing(x: f64) -> f64 {
    write(&mut (x * 2.0));
    x
}

#[differentiable]
fn reference_to_reference(x: &f64) -> f64 {
    square(*x) + other(&x)
}

#[differentiable]
fn other(x: &f64) -> f64 {
    *x
}

fn main() {}
