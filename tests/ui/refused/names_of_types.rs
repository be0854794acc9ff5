//! A function whose namesake would be a second type of one name.
use jac::differentiable;

#[allow(non_camel_case_types)]
pub struct state {
    pub x: f64,
}

#[differentiable]
fn state(x: f64) -> f64 {
    x
}

fn main() {}
