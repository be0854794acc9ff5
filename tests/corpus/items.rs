//! Items in the bodies of functions: local functions are differentiated as well.
#![allow(clippy::needless_range_loop, clippy::needless_return)] // items behind a jump

use jac::differentiable;

/// A local function, called twice, with a constant and a type of the body.
#[differentiable]
pub fn local_function(x: f64, y: f64) -> f64 {
    const SCALE: f64 = 1.5;
    type Pair = (f64, f64);
    fn product(a: f64, b: f64) -> f64 {
        a * b.sin()
    }
    let pair: Pair = (x, y);
    SCALE * product(pair.0, pair.1) + product(y, x)
}

/// They call each other, stand behind their calls, and one has items of its own.
#[differentiable]
pub fn behind(x: &[f64]) -> f64 {
    let size = norm(x);
    for i in 0..x.len() {
        if picked(i) {
            return size * square(x[i]);
        }
    }
    return size;

    fn norm(x: &[f64]) -> f64 {
        fn root(x: f64) -> f64 {
            x.sqrt()
        }
        let mut sum = 0.0;
        for &x in x {
            sum += square(x);
        }
        root(sum)
    }
    fn square(x: f64) -> f64 {
        x * x
    }
    // Not differentiated: it does what has no derivative.
    fn picked(index: usize) -> bool {
        format!("{index}").len() > 1 || matches!(index, 2 | 7)
    }
}

/// It hides a function outside, and one has the name of the function itself.
#[differentiable]
pub fn hidden(x: f64) -> f64 {
    fn helper(x: f64) -> f64 {
        x * x * x
    }
    fn hidden(x: f64) -> f64 {
        2.0 * helper(x)
    }
    helper(x) + hidden(x)
}

#[differentiable]
pub fn helper(x: f64) -> f64 {
    x.cos()
}

/// In place, generic, recursive, and one that has the attribute already.
#[differentiable]
pub fn several_kinds(x: [f64; 3], n: usize) -> f64 {
    fn scale<const N: usize>(x: &mut [f64; N], by: f64) {
        for x in x {
            *x *= by;
        }
    }
    fn power(x: f64, n: usize) -> f64 {
        if n == 0 { 1.0 } else { x * power(x, n - 1) }
    }
    #[differentiable]
    fn difference(a: f64, b: f64) -> f64 {
        a - b
    }
    let mut y = x;
    scale(&mut y, power(x[0], n));
    scale(&mut y, helper(x[1]));
    difference(y[0] * y[1], y[2])
}
