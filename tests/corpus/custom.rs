//! Functions with derivatives of the user's: every form of rule, and both modes from each.
#![allow(clippy::needless_range_loop)] // iterators are another chapter

use jac::differentiable;

/// √a by Newton's method, which is not read: a foreign function could stand here.
#[differentiable(jvp = root_jvp)]
pub fn root_by_jvp(a: f64) -> f64 {
    newton(a)
}

fn newton(a: f64) -> f64 {
    let mut x = 1.0;
    for _ in 0..60 {
        x = 0.5 * (x + a / x);
    }
    x
}

fn root_jvp(a: f64, da: f64) -> (f64, f64) {
    let x = newton(a);
    (x, da / (2.0 * x))
}

#[differentiable(vjp = root_vjp)]
pub fn root_by_vjp(a: f64) -> f64 {
    newton(a)
}

fn root_vjp(a: f64, by: f64) -> (f64, f64) {
    let x = newton(a);
    (x, by / (2.0 * x))
}

#[differentiable(pullback = root_pullback)]
pub fn root_by_pullback(a: f64) -> f64 {
    newton(a)
}

fn root_pullback(a: f64) -> (f64, impl Fn(f64) -> f64) {
    let x = newton(a);
    (x, move |by| by / (2.0 * x))
}

#[differentiable(jvp = root_jvp, pullback = root_pullback)]
pub fn root_by_both(a: f64) -> f64 {
    newton(a)
}

/// A rule where it is used.
#[differentiable(jvp = |x, dx| (x.sin() * x, (x.cos() * x + x.sin()) * dx))]
pub fn written_in_place(x: f64) -> f64 {
    x.sin() * x
}

/// Several inputs of several kinds: a value, a slice, an integer, a reference to an array; a result of several floats.
#[differentiable(jvp = blend_jvp)]
pub fn blend_by_jvp(a: f64, x: &[f64], shift: usize, y: &[f64; 2]) -> [f64; 3] {
    blend(a, x, shift, y)
}

#[differentiable(vjp = blend_vjp)]
pub fn blend_by_vjp(a: f64, x: &[f64], shift: usize, y: &[f64; 2]) -> [f64; 3] {
    blend(a, x, shift, y)
}

#[differentiable(pullback = blend_pullback)]
pub fn blend_by_pullback(a: f64, x: &[f64], shift: usize, y: &[f64; 2]) -> [f64; 3] {
    blend(a, x, shift, y)
}

fn blend(a: f64, x: &[f64], shift: usize, y: &[f64; 2]) -> [f64; 3] {
    let mut sum = 0.0;
    for i in 0..x.len() {
        sum += x[i] * x[(i + shift) % x.len()];
    }
    [a * sum, sum * y[0], a * y[1] * y[0]]
}

fn blend_jvp(
    a: f64,
    x: &[f64],
    shift: usize,
    y: &[f64; 2],
    da: f64,
    dx: &[f64],
    dy: &[f64; 2],
) -> ([f64; 3], [f64; 3]) {
    let (mut sum, mut dsum) = (0.0, 0.0);
    for i in 0..x.len() {
        let j = (i + shift) % x.len();
        sum += x[i] * x[j];
        dsum += dx[i] * x[j] + x[i] * dx[j];
    }
    let value = [a * sum, sum * y[0], a * y[1] * y[0]];
    (value, [da * sum + a * dsum, dsum * y[0] + sum * dy[0], da * y[1] * y[0] + a * dy[1] * y[0] + a * y[1] * dy[0]])
}

fn blend_vjp(a: f64, x: &[f64], shift: usize, y: &[f64; 2], by: [f64; 3]) -> ([f64; 3], (f64, Vec<f64>, [f64; 2])) {
    let value = blend(a, x, shift, y);
    let sum = value[0] / a;
    let by_sum = by[0] * a + by[1] * y[0];
    let by_a = by[0] * sum + by[2] * y[1] * y[0];
    let by_y = [by[1] * sum + by[2] * a * y[1], by[2] * a * y[0]];
    let mut by_x = vec![0.0; x.len()];
    for i in 0..x.len() {
        let j = (i + shift) % x.len();
        by_x[i] += by_sum * x[j];
        by_x[j] += by_sum * x[i];
    }
    (value, (by_a, by_x, by_y))
}

#[allow(clippy::type_complexity)]
fn blend_pullback(
    a: f64,
    x: &[f64],
    shift: usize,
    y: &[f64; 2],
) -> ([f64; 3], impl Fn([f64; 3]) -> (f64, Vec<f64>, [f64; 2]) + use<>) {
    let value = blend(a, x, shift, y);
    let (x, y) = (x.to_vec(), *y);
    (value, move |by| blend_vjp(a, &x, shift, &y, by).1)
}

/// A `Vec` in and out.
#[differentiable(vjp = cumulated_vjp)]
pub fn cumulated(x: Vec<f64>, scale: f64) -> Vec<f64> {
    let mut sum = 0.0;
    let mut sums = Vec::new();
    for i in 0..x.len() {
        sum += x[i] * scale;
        sums.push(sum);
    }
    sums
}

fn cumulated_vjp(x: Vec<f64>, scale: f64, by: Vec<f64>) -> (Vec<f64>, (Vec<f64>, f64)) {
    let mut by_x = vec![0.0; x.len()];
    let mut by_sum = 0.0;
    let mut by_scale = 0.0;
    for i in (0..x.len()).rev() {
        by_sum += by[i];
        by_x[i] = by_sum * scale;
        by_scale += by_sum * x[i];
    }
    (cumulated(x, scale), (by_x, by_scale))
}

/// A tuple of both; single precision.
#[differentiable(jvp = polar_jvp)]
pub fn polar(z: (f32, f32), turns: i32) -> (f32, f32) {
    (z.0.hypot(z.1), z.1.atan2(z.0) + turns as f32)
}

fn polar_jvp(z: (f32, f32), turns: i32, dz: (f32, f32)) -> ((f32, f32), (f32, f32)) {
    let r = z.0.hypot(z.1);
    let tangent = ((z.0 * dz.0 + z.1 * dz.1) / r, (z.0 * dz.1 - z.1 * dz.0) / (r * r));
    ((r, z.1.atan2(z.0) + turns as f32), tangent)
}

/// Generic in a length: the rule is too.
#[differentiable(pullback = energy_pullback)]
pub fn energy<const N: usize>(x: [f64; N]) -> f64 {
    let mut sum = 0.0;
    for i in 0..N {
        sum += x[i] * x[i] * x[i];
    }
    sum
}

fn energy_pullback<const N: usize>(x: [f64; N]) -> (f64, impl Fn(f64) -> [f64; N]) {
    (energy(x), move |by| {
        let mut by_x = x;
        for i in 0..N {
            by_x[i] = 3.0 * by * x[i] * x[i];
        }
        by_x
    })
}

/// Rules in callees: in loops that record, in branches, with arguments that vary and that do not.
#[differentiable]
pub fn calls_rules(x: [f64; 3], n: usize) -> f64 {
    let mut state = x[0];
    for i in 0..n {
        let mixed = blend_by_pullback(state, &x, i, &[2.0, x[1]]);
        state = root_by_jvp(1.0 + mixed[0] * mixed[0]) + mixed[2];
        if state > 1.5 {
            let other = blend_by_jvp(2.0, &x[1..], 1, &[state, 0.5]);
            state = root_by_vjp(1.0 + other[1] * other[1]) * other[2] + energy([state, 0.3]);
        }
    }
    state
}

/// The same argument twice, slices that overlap, and an argument that is overwritten afterwards.
#[differentiable]
pub fn aliased_rules(x: [f64; 4]) -> f64 {
    let mut y = x;
    let first = blend_by_vjp(y[0], &y[1..], 1, &[y[0], y[3]]);
    y[1] = first[0] * y[2];
    let second = blend_by_jvp(y[1], &y, 2, &[y[1], y[1]]);
    y[0] = 0.0;
    let third = blend_by_pullback(y[1], &y[..3], 1, &[y[0], second[2]]);
    y[1] = 0.0;
    first[1] * second[0] + third[0] + third[2] + y[1]
}

/// Which of the knots is nearest: no derivative, by the word of the attribute. What it does is not read.
#[differentiable(inactive)]
pub fn nearest(x: f64, knots: &[f64]) -> usize {
    let distance = |knot: &f64| (knot - x).abs();
    let order = |a: &usize, b: &usize| distance(&knots[*a]).partial_cmp(&distance(&knots[*b])).unwrap();
    (0..knots.len()).min_by(order).unwrap()
}

/// Rounded to tenths: locally constant.
#[differentiable(inactive)]
pub fn rounded(x: [f64; 2]) -> [f64; 2] {
    [(x[0] * 10.0).round() / 10.0, (x[1] * 10.0).round() / 10.0]
}

#[differentiable]
pub fn interpolated(x: f64, knots: &[f64], values: &[f64]) -> f64 {
    let index = nearest(x, knots);
    let tenth = rounded([x, knots[0]]);
    values[index] * (x - knots[index]) + tenth[0] * x + tenth[1]
}

/// Inactive results in loops, as conditions and bounds.
#[differentiable]
pub fn inactive_flow(x: [f64; 3]) -> f64 {
    let mut sum = x[0];
    for i in 0..nearest(x[1], &x) + 2 {
        let tenth = rounded([sum, x[i % 3]]);
        if nearest(sum, &[0.0, 1.0, 2.0]) == 1 {
            sum *= tenth[1] + x[i % 3];
        } else {
            sum += tenth[0] * x[2];
        }
    }
    sum
}
