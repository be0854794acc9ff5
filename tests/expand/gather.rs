//! Integer state that the reverse sweep needs again.
use jac::differentiable;

#[differentiable]
fn gather(x: [f64; 8], index: [usize; 4]) -> f64 {
    let mut position = 0;
    let mut product = 1.0;
    for k in 0..4 {
        position = (position + index[k]) % 8;
        product *= x[position];
    }
    product
}
