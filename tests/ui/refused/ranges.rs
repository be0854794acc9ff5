//! Ranges as parameters and as arguments, in which something varies.
use jac::differentiable;

/// A type of one's own of that name, in which something may vary.
#[derive(Clone)]
struct Range<T> {
    start: T,
    end: T,
    by: f64,
}

#[differentiable]
fn of_another_type(x: &[f64], range: Range<usize>) -> f64 {
    x[range.start] * x[range.end - 1] * range.by
}

#[differentiable(wrt(x))]
fn within(x: f64, range: std::ops::Range<f64>) -> f64 {
    x * (range.end - range.start)
}

#[differentiable]
fn that_varies(x: f64) -> f64 {
    within(x, x..2.0)
}

fn main() {}
