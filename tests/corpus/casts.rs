//! Casts there and back, through everything that hides the type of what is cast from inference.
#![allow(clippy::needless_range_loop, clippy::needless_late_init, clippy::let_and_return)]

use jac::differentiable;

/// A variable that gets its value later.
#[differentiable]
pub fn later(x: &[f32], n: usize) -> f32 {
    let d;
    d = (x[n] as f64).min(0.5);
    d as f32
}

#[differentiable]
pub fn later_in_branches(x: f32, y: f32) -> f32 {
    let d;
    if x > y {
        d = x as f64 * 2.0;
    } else {
        d = y as f64;
    }
    let e = 0.25_f64.max(d);
    e as f32 * x
}

/// Of one branch only the type is known.
#[differentiable]
pub fn in_one_branch(x: f32) -> f32 {
    let d = if x > 0.0 { 1.0 } else { x as f64 };
    let e = match x < 1.0 {
        true => d,
        false => 2.0,
    };
    (e as f32).sin() + d as f32
}

/// Through the iterations of a loop.
#[differentiable]
pub fn carried(x: f32, n: usize) -> f32 {
    let mut sum = 0.0;
    let mut last = x as f64;
    for _ in 0..n {
        last = last * 0.5 + 0.125;
        sum += last as f32;
    }
    sum * last as f32
}

/// A value of a loop, and one that nothing but the cast uses.
#[differentiable]
pub fn looped(x: f32) -> f32 {
    let mut k = 0;
    let found = loop {
        k += 1;
        let y = (x as f64).powi(k);
        if k > 3 {
            break y;
        }
    };
    found as f32
}

/// Parts of tuples and arrays, options, closures.
#[differentiable]
pub fn parts(x: f32) -> f32 {
    let pair = (x as f64, 0.5);
    let (a, b) = pair;
    let swapped = if x > 0.0 { (b, a) } else { (a, b) };
    let list = [swapped.0, swapped.1 * a];
    let first = list.first().copied().unwrap_or(1.0);
    let narrow = |y: f32| y as f64;
    let last = Some(narrow(x)).map(|y| y * y).unwrap_or_default();
    first as f32 + list[1] as f32 * last as f32
}

/// Early exits.
#[differentiable]
pub fn left_early(x: f32) -> f32 {
    let y = x as f64;
    let z = if y > 2.0 {
        return y as f32;
    } else {
        y.sqrt()
    };
    for k in 0..3 {
        let w = z.mul_add(0.5, k as f64);
        if w > 1.5 {
            return w as f32 * x;
        }
    }
    z as f32
}

/// There, back, and there again.
#[differentiable]
pub fn back_and_forth(x: f32) -> f32 {
    let mut y = x;
    for _ in 0..3 {
        let narrow = y as f64;
        let halved = { narrow * 0.5 };
        y = halved as f32 + (halved as f32) as f64 as f32;
    }
    y
}
