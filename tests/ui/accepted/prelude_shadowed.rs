//! Generated code names nothing that its surroundings may have redefined.
#![allow(dead_code, non_camel_case_types, unused_macros)]

mod core {}
mod std {}
mod alloc {}
mod jac {}
struct Option;
struct Some;
struct None;
struct Vec;
struct Clone;
struct Default;
struct Iterator;
struct Lanes;
struct Space;
struct Function;
struct Sweep;
trait Fn {}
trait FnOnce {}
const W: usize = 3;
const MASK: u128 = 0;

macro_rules! vec {
    () => {
        compile_error!("not this one")
    };
}
macro_rules! assert {
    () => {
        compile_error!("not this one")
    };
}

fn drop() {}

#[::jac::differentiable]
fn weighted(x: [f64; W], y: &mut [f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..W {
        sum += x[i] * y[i];
        y[i] *= x[i];
    }
    sum
}

#[::jac::differentiable]
fn twice<const N: usize>(x: [f64; N]) -> f64 {
    let mut y = [0.5; W];
    weighted(x_of(x[0]), &mut y) * y[0]
}

#[::jac::differentiable]
fn x_of(x: f64) -> [f64; W] {
    [x; W]
}

fn main() {
    let mut y = [1.0; 3];
    let (value, (x_bar, _)) = weighted::vjp([1.0, 2.0, 3.0], &mut y, (1.0, ::std::vec![0.0; 3]));
    assert_eq!(value.0, 6.0);
    assert_eq!(x_bar, [1.0; 3]);
    assert_eq!(twice::gradient([2.0]), [3.0]);
}
