//! Macros that read: `assert!`, `println!`, `panic!` and their kin.
#![allow(clippy::needless_range_loop, clippy::diverging_sub_expression)]

use jac::differentiable;

#[differentiable]
pub fn guarded(x: f64, limit: f64) -> f64 {
    assert!(x > 0.0, "x is {x}, and the limit {limit:.3}, {}", x * limit);
    debug_assert!(limit.is_finite());
    let y = x.sqrt();
    debug_assert_eq!(y.is_nan(), false, "y = {y:>width$.2}", width = 8);
    let x = y * limit;
    assert_ne!(x, limit + 17.0, "{x:?} {{x}} {0}", y);
    x * y
}

/// One way never returns.
#[differentiable]
pub fn fails_on_one_way(kind: usize, x: f64) -> f64 {
    let factor = match kind {
        0 => x.sin(),
        1 => 2.0,
        _ => unreachable!("there is no kind {kind}"),
    };
    let shifted = if x > -100.0 { factor * x } else { panic!("{x} is too small") };
    if kind > 7 {
        todo!();
    }
    shifted * x
}

#[differentiable]
pub fn returns_or_fails(x: f64) -> f64 {
    if x > -1000.0 {
        return x * x;
    }
    unimplemented!("{}", x);
}

/// What is printed is what the variables hold there.
#[differentiable]
pub fn told(x: &[f64], y: &mut [f64]) {
    let mut sum = 0.0;
    for i in 0..x.len() {
        let part = &x[i..];
        eprint!("{i} {part:?} {sum} ");
        sum += x[i] * x[i];
        eprintln!("{sum} {:?}", y);
        y[i] *= sum;
        assert!(y[i] < 1000.0 + part[0]);
    }
}

/// A condition that cannot be asserted without a loop around it.
#[differentiable]
pub fn asserted_in_branches(x: [f64; 4], n: usize) -> f64 {
    let mut product = 1.0;
    for i in 0..n {
        if x[i] < 0.0 {
            assert_eq!(i % 2, 1, "negative at {i}");
            product *= x[i];
        } else if i > 10 {
            unreachable!();
        }
        product += x[i];
    }
    product
}
