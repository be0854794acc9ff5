//! What is seldom written, and refused.
use std::collections::HashMap;

use jac::differentiable;

#[differentiable]
fn assigned_no_option(x: f64, flag: bool) -> f64 {
    let mut held = Some(x);
    if flag {
        held = (Some(x), 2.0);
    }
    held.unwrap_or(1.0)
}

#[differentiable]
fn changed_without_mut(x: f64) -> f64 {
    let held = Some(x);
    if let Some(v) = &mut held {
        *v += 1.0;
    }
    x
}

fn make(_: f64) -> &'static f64 {
    &1.0
}

#[differentiable]
fn a_reference_to_nothing(x: f64) -> f64 {
    let y: &f64 = make(x);
    x
}

#[differentiable]
fn options_in_an_array(x: &[f64]) -> f64 {
    let held = [x.first(), x.last()];
    x[0]
}

#[differentiable]
fn a_slice_alone(x: &[f64]) -> f64 {
    let y = x[1..];
    x[0]
}

#[differentiable]
fn a_range_alone(x: f64) -> f64 {
    let y = ..3;
    x
}

#[differentiable]
fn for_with_a_value(x: f64) -> f64 {
    for _ in 0..3 {
        break x;
    }
    x
}

#[differentiable]
fn boxed(f: Box<dyn Fn(f64) -> f64>, x: f64) -> f64 {
    x
}

#[differentiable]
fn of_any_type(f: impl Clone, x: f64) -> f64 {
    x
}

#[differentiable]
fn behind_a_trait(f: &dyn Send, x: f64) -> f64 {
    x
}

#[differentiable]
fn pointers(f: &[fn(f64) -> f64], x: f64) -> f64 {
    x
}

#[differentiable(wrt(x))]
fn a_map(x: f64, table: &HashMap<String, f64>) -> f64 {
    let mut sum = x;
    for (_, table) in table {
        sum += x * table;
    }
    sum + table.iter().map(|(_, weight)| weight * x).sum::<f64>()
}

#[differentiable]
fn flattened(x: &[f64]) -> f64 {
    x.iter().map(|v| (v, v)).flatten().sum()
}

#[differentiable]
fn filtered_without_options(x: &[f64]) -> f64 {
    x.iter().filter_map(|v| (v, v)).sum()
}

#[differentiable]
fn left_behind_a_filter(x: &[f64]) -> f64 {
    let mut it = x.iter().filter(|v| **v > 0.0);
    let found = it.find(|v| **v > 1.0);
    x[0]
}

#[differentiable]
fn changed_by_an_argument(x: f64, mut v: Vec<f64>) -> f64 {
    v.total({
        v.push(x);
        1.0
    })
}

#[differentiable]
fn length_behind_a_filter(x: &[f64]) -> f64 {
    x.iter().filter(|v| **v > 0.0).len() as f64
}

fn main() {}
