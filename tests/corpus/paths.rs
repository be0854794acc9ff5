//! Functions and constants of floats by path, in every spelling.

use jac::differentiable;

/// Of one argument and of more, by the name of the type.
#[differentiable]
pub fn by_name(x: f64, y: f64) -> f64 {
    let (sine, cosine) = f64::sin_cos(x * y);
    f64::mul_add(x, y, sine) + f64::max(x, y) * f64::min(x, cosine) + f64::powi(x, 3) + f64::powf(y, x)
        - f64::hypot(x, y) * f64::atan2(y, x)
        + f64::copysign(x, -y)
        + f64::clamp(y, -0.5, 0.5)
        + f64::rem_euclid(x, 0.6)
        + f64::log(y, 3.0)
        + f64::abs(x - y)
}

/// The same in single precision.
#[differentiable]
pub fn single(x: f32, y: f32) -> f32 {
    let (sine, cosine) = f32::sin_cos(x * y);
    f32::mul_add(x, y, sine) + f32::max(x, y) * f32::min(x, cosine) + f32::powi(x, 3) + f32::powf(y, x)
        - f32::hypot(x, y) * f32::atan2(y, x)
        + <f32>::sqrt(y) * core::primitive::f32::exp(-x)
        + core::f32::consts::PI * x
        + f32::EPSILON
}

/// In angle brackets, and from the module of primitive types.
#[differentiable]
pub fn in_brackets(x: f64, y: core::primitive::f64) -> f64 {
    let s = <f64>::sin(x) + <core::primitive::f64>::ln(y) + ::core::primitive::f64::cbrt(x);
    let t = std::primitive::f64::tanh(<f64>::max(x, y)) * <f64>::sin_cos(y).1;
    s * t
}

/// Constants by path.
#[differentiable]
pub fn constants(x: f64) -> f64 {
    use core::f64::consts::{self, SQRT_2};
    const HALF_TURN: f64 = std::f64::consts::PI;
    let limit = f64::MAX.min(x * core::f64::consts::E);
    if x > f64::NEG_INFINITY && x.abs() > 0.5 + f64::EPSILON {
        limit * HALF_TURN + x * SQRT_2 + consts::FRAC_PI_3 * x * x
    } else {
        x * f64::EPSILON
    }
}

/// Questions, as values and in conditions.
#[differentiable]
pub fn questions(x: f64) -> f64 {
    let finite = f64::is_finite(x);
    let negative = f64::is_sign_negative(x);
    if finite && !f64::is_nan(x) && negative { f64::exp(x) } else { f64::sqrt(x) }
}

/// Both functions of one name: those of `libm`, and by path in a fold.
#[differentiable]
pub fn libm_and_folds(x: &[f64]) -> f64 {
    let largest = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let smallest = x.iter().copied().fold(1e9, <f64>::min);
    let mut sum = 0.0;
    for i in 0..x.len() {
        let (sine, cosine) = libm::sincos(x[i]);
        sum += libm::exp(x[i] - largest) * sine + cosine * smallest;
    }
    sum
}

/// The primitive type's function takes a reference through a variable.
#[differentiable]
pub fn of_references(x: &f64, y: &[f64]) -> f64 {
    f64::sin(*x) * f64::max(y[0], *x)
}
