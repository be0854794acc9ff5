//! Branches with several assignments.
use jac::differentiable;

#[differentiable]
fn branches(x: f64, y: f64) -> (f64, f64) {
    let mut a = x * y;
    let mut b = x + y;
    if a > 1.0 {
        a = a.ln();
        b *= a;
    } else if b < 0.0 {
        b = -b;
    } else {
        a = b.sqrt();
    }
    (a * b, b)
}
