//! Items inside of a function.
use jac::differentiable;

const SCALE: f64 = 3.0;

#[differentiable]
fn with_items(x: f64) -> f64 {
    fn helper(x: f64) -> f64 {
        x
    }
    struct Local;
    static mut COUNT: usize = 0;
    type Real = f64;
    const TWO: f64 = 2.0;
    x * TWO
}

#[differentiable]
fn in_a_block(x: f64) -> f64 {
    let y = SCALE * x;
    let z = {
        const SCALE: f64 = 2.0;
        use std::f64::consts::PI as E;
        SCALE * x * E
    };
    y * z
}

fn main() {}
