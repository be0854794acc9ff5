//! What the place of a value tells of its type: of a sum, of what `into` gives, of the slice that is matched.

use jac::{Differentiable, Float, differentiable};

#[differentiable]
fn mean<T: Float>(x: &[T], n: usize) -> T {
    let s: T = x.iter().map(|v| *v * *v).sum();
    let k = T::from_f64(n as f64 * 0.5);
    let p: T = x.iter().product();
    s / T::from_f64(x.len() as f64) * k * p
}
#[differentiable]
fn mixed<T: Float>(x: &[T], y: &[f64]) -> (T, f64) {
    let s: f64 = y.iter().map(|v| v * v).sum();
    let t: T = x.iter().copied().sum();
    let mut w = T::ZERO;
    for (i, v) in x.iter().enumerate() {
        w += *v * T::from_f64((i as f64 + 1.0).sqrt());
    }
    (t * t * w, s)
}
#[differentiable]
pub fn generic(x: f64, y: f64) -> f64 {
    let m = mixed(&[x, y, x * y], &[x, y]);
    mean(&[x, y, x * y], 3) * m.0 * m.1
}
#[derive(Clone, Copy, Differentiable)]
struct Celsius(f64);
#[derive(Clone, Copy, Differentiable)]
struct Fahrenheit<T>(T);
#[differentiable]
impl From<Celsius> for Fahrenheit<f64> {
    fn from(c: Celsius) -> Fahrenheit<f64> {
        Fahrenheit(c.0 * 1.8 + 32.0)
    }
}
#[differentiable]
pub fn converted(x: f64, y: f64) -> f64 {
    let t: Fahrenheit<f64> = Celsius(x * y).into();
    t.0 * y
}
#[differentiable]
pub fn matched(v: Vec<f64>) -> f64 {
    let mut w = v.clone();
    match w.as_mut_slice() {
        [a, b] => *a *= *b * 2.0,
        _ => {}
    }
    w[0] * match v.as_slice() {
        [x] => *x,
        [x, y] => x * y,
        _ => 0.0,
    }
}
#[differentiable]
pub fn matched_parts(v: &Vec<f64>) -> f64 {
    if let [x, y, ..] = v.as_slice() {
        x * *y
    } else {
        match v.as_slice() {
            [] => 0.0,
            [x, rest @ ..] => *x * rest.iter().sum::<f64>() + *x,
        }
    }
}
