//! Methods whose type is not seen, and structs that hold references.
use std::borrow::Cow;

use jac::{Differentiable, differentiable};

trait Residual {
    fn eval(&self, x: &[f64]) -> f64;
}

#[derive(Clone, Differentiable)]
struct First {
    weight: f64,
}

impl Residual for First {
    fn eval(&self, x: &[f64]) -> f64 {
        self.weight * x[0]
    }
}

#[differentiable]
impl First {
    fn eval(&self, x: &[f64]) -> f64 {
        x[0]
    }
}

#[differentiable]
fn in_a_list(x: &[f64]) -> f64 {
    let all: Vec<Box<dyn Residual>> = vec![Box::new(First { weight: 1.0 })];
    all.iter().map(|one| one.eval(x)).sum()
}

#[differentiable(wrt(x))]
fn in_a_slice(x: &[f64], all: &[Box<dyn Residual>]) -> f64 {
    let mut sum = 0.0;
    for one in all {
        sum += one.eval(x);
    }
    sum
}

#[differentiable(wrt(x))]
fn with_more_bounds(x: &[f64], one: &(dyn Residual + Send)) -> f64 {
    one.eval(x)
}

#[differentiable(wrt(x))]
fn of_a_parameter<R: Residual>(x: &[f64], one: &R) -> f64 {
    R::eval(one, x) + <R as Residual>::eval(one, x)
}

#[differentiable]
fn hidden_by_its_own(x: &[f64]) -> f64 {
    <First as Residual>::eval(&First { weight: x[0] }, x)
}

struct View<'a> {
    data: &'a [f64],
    stride: usize,
}

#[differentiable]
fn in_a_struct(x: &[f64]) -> f64 {
    let view = View { data: x, stride: 2 };
    view.data[view.stride]
}

#[differentiable]
fn in_a_cow(x: &[f64]) -> f64 {
    let data = if x.len() > 2 { Cow::Borrowed(x) } else { Cow::Owned(vec![x[0]; 3]) };
    data[0] * data[1]
}

#[differentiable]
fn many(x: &[f64]) -> impl Iterator<Item = f64> {
    x.iter().map(|v| v * v)
}

fn main() {}
