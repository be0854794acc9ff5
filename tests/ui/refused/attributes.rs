//! Attributes inside of a function.
use jac::differentiable;

#[differentiable]
fn configured(x: f64, #[cfg(any())] z: f64) -> f64 {
    let mut y = x;
    #[cfg(any())]
    let y = 2.0 * y;
    #[cfg_attr(any(), allow(unused))]
    {
        y *= x;
    }
    y
}

fn main() {}
