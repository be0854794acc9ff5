//! `Option`s and patterns that are not understood.
use jac::differentiable;

fn root(x: f64) -> Option<f64> {
    (x > 0.0).then(|| x.sqrt())
}

#[differentiable]
fn mapped(x: f64) -> f64 {
    let y = root(x).map(|v| v * 2.0);
    or_zero(y)
}

#[differentiable]
fn of_references(x: &[f64]) -> f64 {
    let mut best = x.first();
    for v in x {
        best = Some(v);
    }
    best.unwrap() * 2.0
}

#[differentiable]
fn other_methods(x: f64) -> f64 {
    let mut y = Some(x);
    if let Some(v) = y.as_mut() {
        *v += 1.0;
    }
    let _z = Some(x).filter(|v| *v > 0.0).take();
    let _w = Some(x).xor(Some(2.0));
    x
}

const NOTHING: Option<f64> = None;

#[differentiable]
fn constant_pattern(x: f64) -> f64 {
    match Some(x) {
        NOTHING => x,
        _ => 1.0,
    }
}

#[differentiable]
fn bound_by_reference(x: [f64; 3], n: i32) -> f64 {
    let y = match x {
        [a, b @ ..] => a,
    };
    match (n, y) {
        (0, ref z) => *z,
        _ => y,
    }
}

#[differentiable]
fn or_zero(x: Option<f64>) -> f64 {
    x.unwrap_or(0.0)
}

fn main() {}
