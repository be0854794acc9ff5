//! Generic functions as users call them: names, types and bounds.
#![allow(clippy::style, clippy::complexity, reason = "the forms are what is tested")]

use std::fmt::Display;
use std::ops::Mul;

use jac::check::{Checker, check};
use jac::{Float, Function, Jacobian, Strategy, differentiable};

#[differentiable]
fn square<T: Float, const N: usize>(x: [T; N]) -> T {
    x.iter().map(|x| *x * *x).sum::<T>()
}

#[test]
fn each_float_has_its_derivatives() {
    assert_eq!(square([3.0, 4.0]), 25.0);
    assert_eq!(square::gradient([3.0, 4.0]), [6.0, 8.0]);
    assert_eq!(square::gradient([3.0_f32, 4.0]), [6.0_f32, 8.0]);
    assert_eq!(square::jvp([3.0_f32, 4.0], [1.0, 0.0]), (25.0_f32, 6.0));
    assert_eq!(square::vjp::<f64, 2>([3.0, 4.0], 10.0), (25.0, [60.0, 80.0]));
    assert_eq!(square::jacobian([3.0, 4.0]), [6.0, 8.0]);
    assert_eq!(square::value_and_jacfwd([3.0_f32, 4.0]), (25.0, [6.0_f32, 8.0]));
    assert_eq!(Jacobian::<square>::new().strategy(Strategy::Reverse).at([3.0, 4.0]), Ok([6.0, 8.0]));
    let mut row = [0.0_f32; 2];
    assert_eq!(square::jacobian_into([3.0_f64, 4.0], &mut row), 25.0);
    assert_eq!(row, [6.0_f32, 8.0]);
    check::<square, _>([3.0, 4.0, 1.0]).unwrap();
    check::<square, _>([3.0_f32, 4.0]).unwrap();
}

#[differentiable(out(y))]
fn scale<'a, T: Float>(x: &'a [T], factor: T, y: &mut [T]) {
    for i in 0..x.len() {
        y[i] = x[i] * factor;
    }
}

#[test]
fn references_and_slices_are_generic_too() {
    let mut y = [0.0_f32; 2];
    let (value, tangent) = scale::jvp(&[1.0, 2.0], 3.0_f32, &mut y, &[0.0, 0.0], 1.0);
    assert_eq!((value, tangent), (vec![3.0, 6.0], vec![1.0, 2.0]));
    assert_eq!(y, [3.0, 6.0]);
    let (_, (by_x, by_factor)) = scale::vjp(&[1.0, 2.0], 3.0, &mut [0.0; 2], vec![1.0, 10.0]);
    assert_eq!((by_x, by_factor), (vec![3.0, 30.0], 21.0));
}

/// A function that takes derivatives of one that is generic says for which floats they exist.
fn newton<T: Float>(mut x: T) -> T
where
    residual: Function<T, Input = T, Output = T>,
{
    for _ in 0..20 {
        let (value, slope) = residual::value_and_gradient(x);
        x -= value / slope;
    }
    x
}

#[differentiable]
fn residual<T: Float>(x: T) -> T {
    x * x - T::from_f64(2.0)
}

#[test]
fn generic_code_uses_derivatives() {
    assert_eq!(newton(1.0_f32), 2.0_f32.sqrt());
    assert!((newton(1.0_f64) - 2.0_f64.sqrt()).abs() < 1e-15);
}

/// A trait of one's own over `Float`, and bounds in several places.
trait Number: Float + Display {
    fn tenth() -> Self {
        Self::from_f64(0.1)
    }
}

impl Number for f32 {}
impl Number for f64 {}

trait Unit<T> {
    fn factor() -> T;
}

struct Metre;

impl Unit<f64> for Metre {
    fn factor() -> f64 {
        1.0
    }
}

impl Unit<f32> for Metre {
    fn factor() -> f32 {
        1.0
    }
}

struct Foot;

impl Unit<f64> for Foot {
    fn factor() -> f64 {
        0.3048
    }
}

impl Unit<f32> for Foot {
    fn factor() -> f32 {
        0.3048
    }
}

#[differentiable(wrt(x))]
fn area<T, U>(x: [T; 2], unit: &U) -> T
where
    T: Number + Mul<Output = T>,
    U: Unit<T>,
{
    let factor = U::factor();
    let _ = unit;
    x[0] * x[1] * factor * factor + T::tenth()
}

#[test]
fn bounds_of_every_kind_hold() {
    assert_eq!(area::gradient([2.0, 3.0], &Metre), [3.0, 2.0]);
    assert_eq!(area::gradient([2.0_f32, 3.0], &Metre), [3.0_f32, 2.0]);
    assert_eq!(area::gradient([1.0, 1.0], &Foot), [0.3048 * 0.3048; 2]);
    Checker::new().wrt(&[0]).run::<area_in_feet, _>([2.0, 3.0]).unwrap();
}

#[differentiable]
fn area_in_feet(x: [f64; 2]) -> f64 {
    area(x, &Foot)
}

/// Every method of `Float` is that of the floats.
#[test]
#[allow(clippy::type_complexity)]
fn the_methods_are_those_of_the_floats() {
    fn all<T: Float>(x: T, y: T) -> Vec<T> {
        let (sin, cos) = x.sin_cos();
        vec![
            x.sqrt(),
            x.cbrt(),
            x.exp(),
            x.exp2(),
            x.exp_m1(),
            x.ln(),
            x.ln_1p(),
            x.log2(),
            x.log10(),
            x.log(y),
            x.sin(),
            x.cos(),
            x.tan(),
            x.asin(),
            x.acos(),
            x.atan(),
            x.sinh(),
            x.cosh(),
            x.tanh(),
            x.asinh(),
            y.acosh(),
            x.atanh(),
            x.floor(),
            x.ceil(),
            x.round(),
            x.round_ties_even(),
            x.trunc(),
            x.fract(),
            x.abs(),
            x.signum(),
            x.recip(),
            x.max(y),
            x.min(y),
            x.clamp(T::ZERO, y),
            x.to_degrees(),
            x.to_radians(),
            x.powf(y),
            x.hypot(y),
            x.atan2(y),
            x.powi(-3),
            x.mul_add(y, y),
            x.copysign(y),
            (-y).rem_euclid(x),
            (-y).div_euclid(x),
            sin,
            cos,
        ]
    }
    macro_rules! inherent {
        ($float:ident, $x:expr, $y:expr) => {{
            let (x, y): ($float, $float) = ($x, $y);
            let (sin, cos) = x.sin_cos();
            vec![
                x.sqrt(),
                x.cbrt(),
                x.exp(),
                x.exp2(),
                x.exp_m1(),
                x.ln(),
                x.ln_1p(),
                x.log2(),
                x.log10(),
                x.log(y),
                x.sin(),
                x.cos(),
                x.tan(),
                x.asin(),
                x.acos(),
                x.atan(),
                x.sinh(),
                x.cosh(),
                x.tanh(),
                x.asinh(),
                y.acosh(),
                x.atanh(),
                x.floor(),
                x.ceil(),
                x.round(),
                x.round_ties_even(),
                x.trunc(),
                x.fract(),
                x.abs(),
                x.signum(),
                x.recip(),
                x.max(y),
                x.min(y),
                x.clamp(0.0, y),
                x.to_degrees(),
                x.to_radians(),
                x.powf(y),
                x.hypot(y),
                x.atan2(y),
                x.powi(-3),
                x.mul_add(y, y),
                x.copysign(y),
                (-y).rem_euclid(x),
                (-y).div_euclid(x),
                sin,
                cos,
            ]
        }};
    }
    assert_eq!(all(0.6_f64, 1.7), inherent!(f64, 0.6, 1.7));
    assert_eq!(all(0.6_f32, 1.7), inherent!(f32, 0.6, 1.7));
}
