//! Partials at kinks and singular points: the conventions of `jac` where the formula alone does not decide.
//!
//! Each function is a partial derivative of one elementary function. The conventions are those of
//! PyTorch's reverse mode: the minimum-norm subgradient at a kink, ½ for each argument at a tie,
//! and the limits of IEEE arithmetic at a pole.

use crate::cotangent::Vector;
use crate::float::{Float, Number};
use crate::lanes::{Lanes, Linear};

/// ∂|x|/∂x: the sign, and 0 at 0. NaN stays NaN.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn sign<F: Float>(x: F) -> F {
    if x == F::ZERO || x.is_nan() { x } else { F::ONE.copysign(x) }
}

/// The cotangent of an argument of `max` and its kin: none where another one is the result, however large that of the result is.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn chosen<L: Linear, const W: usize>(bar: Lanes<L, W>, partial: L::Scalar) -> Lanes<L, W> {
    if partial == L::Scalar::ZERO { Lanes::ZERO } else { bar * partial }
}

/// ∂max(x, y)/∂x: 1 where `x` is returned, ½ at a tie.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn max_partial<F: Float>(x: F, y: F) -> F {
    if x > y || (y.is_nan() && !x.is_nan()) {
        F::ONE
    } else if x < y || (x.is_nan() && !y.is_nan()) {
        F::ZERO
    } else {
        F::HALF
    }
}

/// ∂min(x, y)/∂x: 1 where `x` is returned, ½ at a tie.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn min_partial<F: Float>(x: F, y: F) -> F {
    max_partial(-x, -y)
}

/// ∂clamp(x, low, high)/∂x with constant bounds: 1 strictly between them, 0 at and beyond a bound.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn clamp_interior<F: Float>(x: F, low: F, high: F) -> F {
    if low < x && x < high { F::ONE } else { F::ZERO }
}

/// ∂clamp(x, low, high)/∂x when the bounds vary too: a tie with one bound is split with it.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn clamp_value<F: Float>(x: F, low: F, high: F) -> F {
    if low < x && x < high || (x == low && x == high) {
        F::ONE
    } else if x == low || x == high {
        F::HALF
    } else {
        F::ZERO
    }
}

/// ∂clamp(x, low, high)/∂low.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn clamp_low<F: Float>(x: F, low: F, high: F) -> F {
    if x < low {
        F::ONE
    } else if x == low && low < high {
        F::HALF
    } else {
        F::ZERO
    }
}

/// ∂clamp(x, low, high)/∂high.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn clamp_high<F: Float>(x: F, low: F, high: F) -> F {
    if x > high {
        F::ONE
    } else if x == high && low < high {
        F::HALF
    } else {
        F::ZERO
    }
}

/// ∂copysign(x, sign)/∂x: 0 at 0, else the product of the signs.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn copysign_partial<F: Float>(x: F, signed: F) -> F {
    if x == F::ZERO { F::ZERO } else { signed / x }
}

/// ∂(x mod y)/∂y for the truncated remainder `%`.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn rem_divisor<F: Number>(x: F, y: F, remainder: F) -> F {
    rounded_quotient(x, y, remainder)
}

/// ∂(x mod y)/∂y for any remainder: minus the whole quotient, from `x = quotient·y + remainder`.
#[cfg_attr(not(debug_assertions), inline(always))]
fn rounded_quotient<F: Number>(x: F, y: F, remainder: F) -> F {
    let quotient = (x - remainder) / y;
    // The division rounds; the quotient is a whole number as long as it is exactly representable.
    -(F::from_f64(round_half_away(quotient.to_f64())))
}

/// The nearest whole number, without `std`.
#[cfg_attr(not(debug_assertions), inline(always))]
fn round_half_away(x: f64) -> f64 {
    const WHOLE_FROM: f64 = 4_503_599_627_370_496.0; // 2^52
    if x.is_nan() || x.abs() >= WHOLE_FROM {
        return x;
    }
    let magnitude = (x.abs() + 0.5) as u64 as f64;
    magnitude.copysign(x)
}

/// ∂powf(x, y)/∂x = y·x^(y−1), and 0 for y = 0 also at x = 0.
#[cfg(any(feature = "std", feature = "libm"))]
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn powf_base<F: Float>(x: F, y: F) -> F {
    if y == F::ZERO { F::ZERO } else { y * x.powf(y - F::ONE) }
}

/// ∂powf(x, y)/∂y = x^y·ln x, and 0 at x = 0 for y ≥ 0.
#[cfg(any(feature = "std", feature = "libm"))]
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn powf_exponent<F: Float>(x: F, y: F, power: F) -> F {
    if x == F::ZERO && y >= F::ZERO { F::ZERO } else { power * x.ln() }
}

/// ∂powi(x, n)/∂x = n·x^(n−1), and 0 for n = 0 also at x = 0.
#[cfg(any(feature = "std", feature = "libm"))]
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn powi_base<F: Float>(x: F, n: i32) -> F {
    match n {
        0 => F::ZERO,
        1 => F::ONE,
        2 => x + x,
        3 => F::from_f64(3.0) * (x * x),
        i32::MIN => F::from_f64(n as f64) * (x.powi(i32::MIN) / x),
        _ => F::from_f64(n as f64) * x.powi(n - 1),
    }
}

/// ∂atan2(y, x)/∂y = x / (x² + y²), and 0 at the origin.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn atan2_first<F: Float>(y: F, x: F) -> F {
    over_square(x, x, y)
}

/// ∂atan2(y, x)/∂x = −y / (x² + y²), and 0 at the origin.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn atan2_second<F: Float>(y: F, x: F) -> F {
    over_square(-y, x, y)
}

/// `numerator / (x² + y²)`, and 0 at the origin; the squares may leave the range of the type.
#[cfg_attr(not(debug_assertions), inline(always))]
fn over_square<F: Float>(numerator: F, x: F, y: F) -> F {
    let square = x * x + y * y;
    if square >= F::SMALL_SQUARE && square <= F::LARGE_SQUARE {
        return numerator / square;
    }
    let (x_size, y_size) = (x.copysign(F::ONE), y.copysign(F::ONE));
    let scale = if x_size > y_size { x_size } else { y_size };
    if scale == F::ZERO {
        return F::ZERO;
    }
    let (x, y) = (x / scale, y / scale);
    numerator / scale / (x * x + y * y) / scale
}

/// The product with a partial that is zero by structure on one side of a branch: zero there, though the other may be infinite.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn times_where_wanted<F: Float>(partial: F, other: F) -> F {
    if partial == F::ZERO { F::ZERO } else { partial * other }
}

/// The cotangent of a number is not zero: what made the number has a part in the derivative.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn is_wanted<F: Float, const W: usize>(bar: Lanes<F, W>) -> bool {
    bar.0.iter().any(|bar| *bar != F::ZERO)
}

/// A product with a vector, which is zero under the seeds under which that is, though the other factor may be infinite: a zero that comes of a choice says
/// that there is no derivative.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn where_not_zero<A: Linear, B: Linear, const W: usize>(
    vector: Lanes<A, W>,
    mut product: Lanes<B, W>,
) -> Lanes<B, W> {
    for (lane, product) in vector.0.iter().zip(&mut product.0) {
        if (0..A::COUNT).all(|index| lane.component(index) == A::Scalar::ZERO) {
            *product = B::ZERO;
        }
    }
    product
}
