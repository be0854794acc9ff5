//! Assignments.
use jac::differentiable;

#[differentiable]
fn has_no_value(mut x: f64) -> f64 {
    let (_a, _b) = (x = 2.0 * x, x);
    let _c = [x += 1.0];
    x
}

#[differentiable]
fn to_nothing(x: f64, n: usize) -> f64 {
    [1.0, 2.0][n] = x;
    *(&mut 1.0) += x;
    x
}

#[differentiable]
fn to_a_reference<'a>(x: &'a [f64], mut y: &'a [f64]) -> f64 {
    let z = y[0];
    y = x;
    y[0] * z
}

#[differentiable]
fn in_parts(x: f64) -> f64 {
    let y: [f64; 2];
    if x > 0.0 {
        y = [x, 1.0];
    } else {
        y = [1.0, x];
    }
    y[0] * y[1]
}

// Of numbers, the right side is computed first; of other types, the place is found first.
#[differentiable]
fn in_which_order(x: f64, y: f64) -> f64 {
    let mut a = [x, y];
    let b = [x, y];
    let mut i = 0;
    a[i] += {
        i += 1;
        &b[i]
    };
    a[0] * a[1]
}

fn main() {}
