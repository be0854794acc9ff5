//! Functions and closures as arguments, where they cannot be differentiated.
use jac::differentiable;

#[differentiable]
fn apply(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    f(x)
}

#[differentiable]
fn changes_what_it_captures(x: f64) -> f64 {
    let mut sum = 0.0;
    let mut y = [x; 2];
    apply_mut(
        |z| {
            sum += z;
            z
        },
        x,
    ) + apply_mut(
        |z| {
            y[0] = z;
            y[1]
        },
        sum,
    )
}

#[differentiable]
fn apply_mut(mut f: impl FnMut(f64) -> f64, x: f64) -> f64 {
    f(x)
}

struct Curve;

impl Curve {
    fn at(x: f64) -> f64 {
        x
    }
}

#[differentiable]
fn path_of_a_method(x: f64) -> f64 {
    apply(Curve::at, x)
}

#[differentiable]
fn wrong_count(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    f(x, x)
}

#[differentiable(wrt(x))]
fn left_out(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    f(x)
}

#[differentiable]
fn of_unknown_type(x: f64) -> f64 {
    apply(|z| square(z), x) + apply(|z| square(z) * z, x) + apply(|z: f64| square(z), x)
}

#[differentiable]
fn square(x: f64) -> f64 {
    x * x
}

#[differentiable(order = 2)]
fn second_order(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    f(x)
}

#[differentiable(order = 2)]
fn second_order_of_a_closure(x: f64) -> f64 {
    apply(|z| z * x, x)
}

#[differentiable]
fn writes(f: impl Fn(&[f64], &mut [f64]), x: &[f64]) -> f64 {
    f(x, x);
    x[0]
}

#[differentiable]
fn inside_of_a_closure(x: f64) -> f64 {
    apply(|z| z * unsafe { x }, x) + apply(|z| { let t = [|a: f64| a]; t[0](z) }, x)
}

trait Applies {
    fn with(&self, f: impl Fn(f64) -> f64, x: f64) -> f64;
}

#[differentiable]
impl Applies for Curve {
    fn with(&self, f: impl Fn(f64) -> f64, x: f64) -> f64 {
        f(x)
    }
}

#[differentiable]
fn stored(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    let both = [f];
    both.len() as f64 * x
}

fn main() {}
