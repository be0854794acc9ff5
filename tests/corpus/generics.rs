//! Const generics, lifetimes, visibility and attributes on the functions themselves.
#![allow(clippy::needless_range_loop)] // iterators are another chapter

use jac::differentiable;

#[differentiable]
pub fn dot<const N: usize>(x: [f64; N], y: [f64; N]) -> f64 {
    let mut sum = 0.0;
    for i in 0..N {
        sum += x[i] * y[i];
    }
    sum
}

/// Rosenbrock's residuals in N dimensions.
#[differentiable]
pub fn rosenbrock<const N: usize>(x: &[f64; N]) -> [f64; N] {
    let mut residuals = [0.0; N];
    for i in 0..N - 1 {
        residuals[i] = 10.0 * (x[i + 1] - x[i] * x[i]);
    }
    residuals[N - 1] = 1.0 - x[0];
    residuals
}

/// Two parameters of shape.
#[differentiable]
pub fn multiply<const M: usize, const N: usize>(a: &[[f64; N]; M], x: &[f64; N]) -> [f64; M] {
    let mut y = [0.0; M];
    for i in 0..M {
        for j in 0..N {
            y[i] += a[i][j] * x[j];
        }
    }
    y
}

/// Three of them.
#[differentiable]
pub fn matrix_product<const M: usize, const K: usize, const N: usize>(
    a: [[f64; K]; M],
    b: [[f64; N]; K],
) -> [[f64; N]; M] {
    let mut c = [[0.0; N]; M];
    for i in 0..M {
        for j in 0..N {
            for k in 0..K {
                c[i][j] += a[i][k] * b[k][j];
            }
        }
    }
    c
}

/// A generic callee, called with inferred and with written parameters.
#[differentiable]
pub fn norms(x: [f64; 3], y: [f64; 2]) -> f64 {
    dot(x, x).sqrt() + dot::<2>(y, y) * dot::<1>([x[0]], [y[1]])
}

/// Recurrences whose trip count is a parameter of the type.
#[differentiable]
pub fn iterate<const STEPS: usize>(mut state: [f64; STEPS]) -> [f64; STEPS] {
    for step in 0..STEPS {
        state[step] = state[step] * state[(step + 1) % STEPS] + 0.1 * STEPS as f64;
    }
    state
}

/// The name of the parameter is one that generated code might use.
#[differentiable]
#[allow(non_upper_case_globals)]
pub fn named_width<const W: usize>(x: [f64; W], scale: f64) -> f64 {
    let mut product = 1.0;
    for lane in 0..W {
        product *= x[lane] * scale;
    }
    product
}

/// Written lifetimes.
#[differentiable]
pub fn with_lifetimes<'a, 'b>(x: &'a [f64], y: &'b [f64; 2]) -> f64
where
    'a: 'b,
{
    x[0] * y[0] + x[x.len() - 1] * y[1]
}

/// In place, generic in both shapes.
#[differentiable]
pub fn scale_rows<const M: usize, const N: usize>(factors: &[f64; M], matrix: &mut [[f64; N]; M]) {
    for i in 0..M {
        for j in 0..N {
            matrix[i][j] *= factors[i];
        }
    }
}

/// Visible in the crate only.
#[differentiable]
pub(crate) fn crate_visible(x: f64) -> f64 {
    x * x
}

#[doc = "Attributes survive."]
#[must_use]
#[inline(never)]
#[differentiable]
#[cold]
pub fn decorated(x: f64) -> f64 {
    crate_visible(x).sin()
}
