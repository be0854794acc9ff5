//! Cotangents that are set by what is added first, and those that are not.

use jac::differentiable;

/// What has been added to the one is in the other where more is added.
#[differentiable]
pub fn exchanged(x: f64) -> f64 {
    let mut a = vec![x, 1.0];
    let mut b = vec![2.0 * x, 3.0];
    let t = a[0] * b[1];
    std::mem::swap(&mut a, &mut b);
    t * b[0] + a[0] * x
}
