//! Ordinary code: slices that are matched, references that are given later, loops over references, options in variants, chosen functions in methods.
#![allow(clippy::style, clippy::complexity)]

use jac::{Differentiable, differentiable};

#[differentiable]
pub fn matched_slices(x: &[f64], n: usize) -> f64 {
    let [a, b] = x[..n] else { return x[0] * x[0] };
    let rest = match x[n..] {
        [] => a,
        [c] => a * c,
        [c, d] => b * c * d,
        _ => 1.0,
    };
    if let [first, .., last] = x[1..] { rest + first * last } else { rest * b }
}

#[differentiable]
pub fn given_later(x: &[f64], n: usize, up: bool) -> f64 {
    let one;
    let twice = 2.0 * x[0];
    one = &x[n];
    let part: &[f64];
    if up {
        let from = n;
        part = &x[from..];
    } else {
        part = &x[..2];
    }
    let side;
    match n {
        0 => side = &x[1],
        1 => {
            side = &x[2];
        }
        _ => side = &x[0],
    }
    one * twice + part[0] * part[1] * side
}

#[differentiable]
pub fn over_references(x: f64, y: f64, z: f64) -> (f64, f64) {
    let (mut a, mut b, mut c) = (x, y, z);
    let mut sum = 0.0;
    'all: for side in [&mut a, &mut b, &mut c] {
        if *side < 0.0 {
            continue;
        }
        for k in 0..3 {
            if k == 1 {
                continue;
            }
            if *side > 5.0 {
                break 'all;
            }
            *side *= x;
            sum += *side;
        }
        if sum > 8.0 {
            break;
        }
        *side += 1.0;
    }
    let mut product = 1.0;
    for v in [&a, &b, &c] {
        product *= 1.0 + v * v;
    }
    (a * b * c + sum, product)
}

#[derive(Clone, Debug, PartialEq, Differentiable)]
#[varies]
pub enum Shape {
    Corner { at: Option<f64>, width: f64 },
    Two(Option<f64>, Option<f64>),
    Nothing,
}

#[differentiable]
fn shape(kind: usize, x: f64, y: f64) -> Shape {
    match kind {
        0 => Shape::Corner { at: Some(x), width: y },
        1 => Shape::Corner { at: None, width: y },
        2 => Shape::Two(Some(x), None),
        3 => Shape::Two(Some(x), Some(y)),
        4 => Shape::Two(None, None),
        _ => Shape::Nothing,
    }
}

#[differentiable]
fn seen(shape: &Shape, k: f64) -> f64 {
    match shape {
        Shape::Corner { at, width } => at.unwrap_or(k) * width + at.map_or(k, |at| at * at),
        Shape::Two(one, two) => one.unwrap_or(2.0) * two.or(*one).unwrap_or(k),
        Shape::Nothing => k,
    }
}

#[differentiable]
fn taken(shape: Shape, k: f64) -> f64 {
    match shape {
        Shape::Corner { at, width } => at.unwrap_or(k) * width,
        Shape::Two(Some(one), two) => {
            if two.is_some() {
                one * two.unwrap()
            } else {
                one * one
            }
        }
        Shape::Two(one, two) => one.or(two).unwrap_or_else(|| k * k),
        Shape::Nothing => k,
    }
}

#[differentiable]
fn changed(shape: &mut Shape, k: f64) -> f64 {
    match shape {
        Shape::Corner { at, .. } => {
            let before = at.unwrap_or(k);
            *at = Some(before * k);
            before
        }
        _ => k,
    }
}

#[differentiable]
pub fn options_in_variants(kind: usize, x: f64, y: f64, k: f64) -> f64 {
    let mut shape = shape(kind, x, y);
    let before = seen(&shape, k) * changed(&mut shape, y);
    before + seen(&shape, x) + taken(shape, k)
}

#[derive(Clone, Debug, PartialEq, Differentiable)]
pub struct Best {
    pub first: Option<f64>,
    pub all: [Option<f64>; 2],
}

#[differentiable]
pub fn options_in_parts(x: f64, y: f64, which: usize) -> f64 {
    let some = |v: f64, bit: usize| if which & bit == 0 { Some(v) } else { None };
    let best = Best { first: some(x, 1), all: [some(y, 2), some(x * y, 4)] };
    let one = best.first;
    let other = best.all[1];
    let Best { first, all } = best;
    let [a, b] = all;
    let sum = one.unwrap_or(y) * other.unwrap_or(x) + first.or(a).map_or(y, |v| v * v);
    sum * b.or_else(|| Some(x)).unwrap() + if a.is_some() { a.unwrap() } else { x }
}

#[derive(Clone, Debug, PartialEq, Differentiable)]
pub struct Euler {
    pub h: f64,
}

#[differentiable]
impl Euler {
    fn step(&self, f: impl Fn(f64) -> f64, y: f64) -> f64 {
        y + self.h * f(y)
    }
}

#[differentiable]
fn square(x: f64) -> f64 {
    x * x
}

#[differentiable]
fn wave(x: f64) -> f64 {
    x.sin() * 0.5
}

#[differentiable]
pub fn chosen_in_methods(h: f64, y: f64, up: bool, k: usize) -> f64 {
    let euler = Euler { h };
    let slope = if up { square } else { wave };
    let table = [f64::cos, f64::tanh];
    let mut y = euler.step(slope, y);
    y = euler.step(if up { f64::exp } else { square }, y);
    let chosen = table[k];
    euler.step(chosen, y) + euler.step(&slope, y)
}
