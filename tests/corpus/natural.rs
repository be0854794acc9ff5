//! What people write around their numbers, as it stands.
#![allow(clippy::assign_op_pattern, clippy::nonminimal_bool)]

use jac::{Differentiable, differentiable};

/// Scales the first and says whether it is large.
#[differentiable]
fn step(v: &mut [f64], g: f64) -> bool {
    v[0] = v[0] * g;
    v[0].abs() > 1.0
}

#[differentiable]
fn halvings(v: &mut [f64], n: usize) -> usize {
    for v in v.iter_mut() {
        *v *= 0.5;
    }
    v.len().min(n)
}

/// It has no attribute, and reads only.
fn is_small(v: &[f64]) -> bool {
    v[0].abs() < 0.1
}

/// A function that writes, and says something, in conditions.
#[differentiable]
pub fn conditions(v: &mut [f64], g: f64) -> f64 {
    let mut sum = 0.0;
    if step(v, g) {
        sum += v[0] * v[0];
    } else if !step(v, g * g) || is_small(v) {
        sum -= v[0] * g;
    }
    if g > 2.0 && step(v, 1.0 / g) {
        sum *= v[0];
    }
    if halvings(v, 1) > 0 && !is_small(v) {
        sum += v[1].sin();
    }
    sum
}

#[differentiable]
pub fn repeated(v: &mut [f64], g: f64) -> f64 {
    let mut n = 0;
    while step(v, g) {
        v[1] += v[0] * g;
        n += 1;
    }
    while !is_small(v) && !step(v, 0.5 * g) && n < 20 {
        v[1] *= g;
        n += 1;
    }
    match halvings(v, 2) {
        0 => g,
        1 => v[0] * g,
        _ => v[0] * v[1],
    }
}

/// Local functions, and those of a block.
#[differentiable]
pub fn within(v: &mut [f64], g: f64) -> f64 {
    fn grow(v: &mut [f64], g: f64) -> bool {
        v[1] += g * v[0];
        v[1] < 3.0
    }
    let mut n = 0;
    while grow(v, g) && n < 10 {
        n += 1;
    }
    v[1] * g
}

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
pub struct Gain {
    pub gain: f64,
}

#[differentiable]
impl Gain {
    fn apply(&self, v: &mut [f64]) -> bool {
        v[0] *= self.gain;
        v[0] > 0.5
    }
    fn shift(v: &mut [f64], by: f64) -> bool {
        v[1] += by * by;
        v[1] > 1.0
    }
    fn all(&self, v: &mut [f64]) -> f64 {
        if self.apply(v) && Self::shift(v, self.gain) { v[0] * v[1] } else { v[0] + self.gain }
    }
}

#[differentiable]
pub fn of_block(v: &mut [f64], g: f64) -> f64 {
    let gain = Gain { gain: g };
    gain.all(v) * g
}

#[differentiable]
fn sine_like(x: f64) -> f64 {
    x - x * x * x / 6.0
}

#[differentiable]
fn cosine_like(x: f64) -> f64 {
    1.0 - x * x / 2.0
}

/// Loops over functions.
#[differentiable]
pub fn over_functions(x: f64) -> f64 {
    let mut sum = 0.0;
    for f in [sine_like, cosine_like] {
        sum += f(x) * f(sum);
    }
    sum
}

#[differentiable]
pub fn over_tables(x: f64, w: &[f64]) -> f64 {
    let table: [fn(f64) -> f64; 3] = [sine_like, f64::sin, |v| v * v];
    let mut product = x;
    for f in table {
        product += f(product);
    }
    for (f, w) in table.iter().zip(w).rev() {
        if product > 100.0 {
            break;
        }
        product *= w + f(x);
    }
    for (i, &f) in table.iter().enumerate().skip(1) {
        product += f(x + i as f64);
    }
    product + table.iter().map(|f| f(x)).sum::<f64>() + [sine_like, cosine_like].iter().map(|f| f(x)).product::<f64>()
}

/// Functions that capture what varies, behind references.
#[differentiable]
pub fn over_closures(x: f64, k: f64) -> f64 {
    let scaled = |v: f64| v * k;
    let table: [&dyn Fn(f64) -> f64; 3] = [&sine_like, &scaled, &|v: f64| v + x * x];
    let mut product = 1.0;
    for f in table {
        product *= f(x) + product;
    }
    for f in table.iter() {
        product += f(k);
    }
    product
}

/// Data that is borrowed, by a lifetime without a name.
pub struct Borrowed<'a> {
    pub x: &'a [f64],
    pub n: usize,
}

#[differentiable]
impl Borrowed<'_> {
    #[differentiable(wrt(k))]
    fn total(&self, k: f64) -> f64 {
        let mut sum = 0.0;
        for x in self.x {
            sum += x * k * k;
        }
        sum * self.n as f64
    }
    #[differentiable(wrt(k))]
    fn twice(&self, k: f64) -> f64 {
        self.total(k) * 2.0
    }
}

#[differentiable(wrt(k))]
pub fn borrowed(data: &Borrowed<'_>, k: f64) -> f64 {
    data.total(k) * data.twice(k * k)
}

/// Methods that numbers, arrays and lists get by traits.
pub trait Activation {
    fn relu(self) -> Self;
    fn swish(self) -> Self;
    fn gated(&self, by: Self) -> Self;
}

#[differentiable]
impl Activation for f64 {
    fn relu(self) -> f64 {
        if self > 0.0 { self } else { 0.0 }
    }
    fn swish(self) -> Self {
        self / (1.0 + (-self).exp())
    }
    fn gated(&self, by: f64) -> f64 {
        self.relu() * by.swish()
    }
}

pub trait Norm {
    fn length(&self) -> f64;
    fn plus(self, other: Self) -> Self;
    fn scale_by(&mut self, k: f64);
}

#[differentiable]
impl<const N: usize> Norm for [f64; N] {
    fn length(&self) -> f64 {
        let mut sum = 0.0;
        for v in self {
            sum += v * v;
        }
        sum.sqrt()
    }
    fn plus(self, other: Self) -> Self {
        let mut result = self;
        for i in 0..N {
            result[i] += other[i] * self.length();
        }
        result
    }
    fn scale_by(&mut self, k: f64) {
        for v in self.iter_mut() {
            *v *= k;
        }
    }
}

pub trait Centered {
    fn middle(&self) -> f64;
    fn center(&mut self);
}

#[differentiable]
impl Centered for Vec<f64> {
    fn middle(&self) -> f64 {
        self.iter().sum::<f64>() / self.len() as f64
    }
    fn center(&mut self) {
        let middle = self.middle();
        for v in self {
            *v -= middle;
        }
    }
}

#[differentiable]
pub fn of_numbers(x: f64, list: &[f64]) -> f64 {
    let each: f64 = list.iter().map(|v| v.relu()).sum();
    x.relu() + (x * x).swish() + x.sin().swish().gated(x * 2.0) + each + list[0].swish()
}

#[differentiable]
pub fn of_arrays(x: [f64; 3], k: f64) -> f64 {
    let mut y = x.plus(x);
    y.scale_by(k);
    x.length() * y.length() * y[0]
}

#[differentiable]
pub fn of_lists(x: &[f64]) -> f64 {
    let mut list = x.to_vec();
    list.center();
    list[0] * list.middle() + list[0] * list[1]
}
