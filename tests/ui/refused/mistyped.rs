//! What nobody means, and is hardly ever written.
use jac::differentiable;

#[differentiable]
fn an_attribute(x: f64) -> f64 {
    #[must_use]
    let y = x * x;
    y
}

#[differentiable]
fn a_list(x: f64) -> f64 {
    let v = vec![x => 2];
    v[0]
}

#[differentiable]
fn a_pattern(x: f64) -> f64 {
    if matches!(x) { x } else { 1.0 }
}

#[differentiable]
fn the_rest_of_elements(x: &[f64]) -> f64 {
    let parts = x.iter();
    let rest = parts.remainder();
    total(parts.remainder()) + rest[0]
}

#[differentiable]
fn total(x: &[f64]) -> f64 {
    x[0]
}

#[differentiable]
fn borrowed_mutably(x: f64, mut k: usize) -> f64 {
    while k == *(&mut k) {}
    x
}

#[differentiable]
fn arguments_of_options(x: f64) -> f64 {
    let y = Some(x);
    y.unwrap(2)
}

#[differentiable]
fn extended(x: f64) -> f64 {
    let mut v = vec![x];
    v.extend(x + 1.0);
    v[0]
}

#[differentiable]
fn chains_are_not_kept(x: &[f64], y: &[f64]) -> f64 {
    let most = x.iter().map(|v| y.iter().map(|w| w * v)).max_by(|_, _| std::cmp::Ordering::Less);
    x[0]
}

#[differentiable]
fn not_named(x: f64, y: &[_]) -> f64 {
    x
}

#[differentiable]
unsafe extern "C" fn variadic(x: f64, mut rest: ...) -> f64 {
    x
}

#[differentiable]
fn apply(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    f(x)
}

#[differentiable]
#[rustfmt::skip]
fn many(x: f64) -> f64 {
    let (a0, b0, c0, d0, e0, f0, g0, h0, i0, j0, k0) = (x, x, x, x, x, x, x, x, x, x, x);
    let (a1, b1, c1, d1, e1, f1, g1, h1, i1, j1, k1) = (x, x, x, x, x, x, x, x, x, x, x);
    let (a2, b2, c2, d2, e2, f2, g2, h2, i2, j2) = (x, x, x, x, x, x, x, x, x, x);
    apply(
        &|v: f64| {
            v + a0 + b0 + c0 + d0 + e0 + f0 + g0 + h0 + i0 + j0 + k0
                + a1 + b1 + c1 + d1 + e1 + f1 + g1 + h1 + i1 + j1 + k1
                + a2 + b2 + c2 + d2 + e2 + f2 + g2 + h2 + i2 + j2
        },
        x,
    )
}

fn main() {}
