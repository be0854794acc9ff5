//! A product with a matrix: the reverse sweep reads that again.
use jac::differentiable;

#[differentiable(wrt(x))]
fn matrix(a: &[[f64; 8]; 8], x: [f64; 8]) -> [f64; 8] {
    let mut y = [0.0; 8];
    for i in 0..8 {
        for j in 0..8 {
            y[i] += a[i][j] * x[j];
        }
    }
    y
}
