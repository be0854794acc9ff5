//! An `&mut` workspace passed down two calls.
use jac::differentiable;

#[differentiable]
fn square_all(x: &[f64; 3], work: &mut [f64; 3]) {
    for i in 0..3 {
        work[i] += x[i] * x[i];
    }
}

#[differentiable]
fn accumulate(x: &[f64; 3], work: &mut [f64; 3]) -> f64 {
    square_all(x, work);
    work[0] * work[1] + work[2]
}

#[differentiable]
fn workspace(x: [f64; 3]) -> f64 {
    let mut work = [1.0; 3];
    let first = accumulate(&x, &mut work);
    first * accumulate(&x, &mut work)
}
