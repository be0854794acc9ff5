//! Two nested loops whose inner result feeds the outer.
use jac::differentiable;

#[differentiable]
fn energy<const N: usize>(a: [[f64; N]; N], x: [f64; N]) -> f64 {
    let mut total = 0.0;
    for i in 0..N {
        let mut row = 0.0;
        for j in 0..N {
            row += a[i][j] * x[j];
        }
        let squashed = row.tanh();
        total += squashed * squashed;
    }
    total
}
