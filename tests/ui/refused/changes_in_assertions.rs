//! What changes something where it may not be evaluated.
use jac::differentiable;

#[differentiable]
fn doubled(x: &mut f64) -> bool {
    *x *= 2.0;
    *x > 0.0
}

#[differentiable]
fn asserted(x: f64) -> f64 {
    let mut y = x;
    let mut stack = vec![x, 2.0];
    debug_assert!(doubled(&mut y));
    debug_assert_eq!(stack.pop().unwrap_or(0.0), 2.0);
    assert!(y > 0.0, "not {}, {}", doubled(&mut y), x);
    // An assertion itself is evaluated, and so is what is printed.
    assert!(doubled(&mut y));
    debug_assert!(stack.iter().take(1).all(|v| *v > 0.0));
    y * stack[0]
}

fn main() {}
