//! Every elementary rule, in both modes and both precisions: across the domain against closed forms, and at kinks, poles and
//! beyond against the conventions that the documentation lists.
#![allow(clippy::needless_range_loop)] // iterators are another chapter

mod harness;

use std::f64::consts::{LN_2, LN_10, PI};

use harness::dual::Dual;
use jac::differentiable;

/// Zero, infinite and NaN slopes exactly, others to a few units in the last place.
#[track_caller]
fn assert_slope<F: Precision>(at: &str, found: F, expected: f64) {
    let found: f64 = found.into();
    let close = (found - expected).abs() <= F::EPSILON * (4.0 + 200.0 * expected.abs());
    assert!(
        close || found == expected || found.is_nan() && expected.is_nan(),
        "{at}: the slope is {found:e}, expected {expected:e}"
    );
}

trait Precision: Into<f64> {
    const EPSILON: f64;
    fn nearest(x: f64) -> Self;
}

impl Precision for f64 {
    const EPSILON: f64 = f64::EPSILON;
    fn nearest(x: f64) -> f64 {
        x
    }
}

impl Precision for f32 {
    const EPSILON: f64 = f32::EPSILON as f64;
    fn nearest(x: f64) -> f32 {
        x as f32
    }
}

/// The slope of a function that is constant where it is differentiable.
fn flat(_: f64) -> f64 {
    0.0
}

const WIDE: [f64; 10] = [-1e30, -7.4, -1.0, -0.3, -1e-20, 1e-30, 0.3, 1.0, 42.7, 1e30];
const MODERATE: [f64; 10] = [-20.0, -3.6, -1.0, -1e-8, 1e-20, 1e-3, 0.3, 1.0, 2.0, 20.0];
const POSITIVE: [f64; 9] = [1e-30, 1e-8, 0.01, 0.3, 1.0, 2.0, 42.0, 1e5, 1e30];
const INSIDE: [f64; 9] = [-0.999, -0.5, -0.1, -1e-8, 1e-20, 0.3, 0.5, 0.7, 0.999];
const ABOVE_ONE: [f64; 8] = [1.01, 1.1, 1.5, 2.0, 10.0, 1e3, 1e6, 1e15];
const ABOVE_MINUS_ONE: [f64; 9] = [-0.999, -0.5, -1e-8, 1e-30, 1e-3, 0.3, 1.0, 42.0, 1e20];

const MIDDLE: [f64; 6] = [1e-3, 0.5, 0.9, 1.0, 2.0, 10.0];
const BASES: [f64; 4] = [0.1, 0.5, 2.0, 10.0];
const REMAINDERS: [(f64, f64); 10] = [
    (5.3, 2.0),
    (-5.3, 2.0),
    (5.3, -2.0),
    (-5.3, -2.0),
    (0.7, 3.0),
    (-0.7, 3.0),
    (1e6, 7.3),
    (100.25, 0.1),
    (1e-20, 1.0),
    (-1e30, 1e28),
];

fn pairs<const M: usize, const N: usize>(x: [f64; M], y: [f64; N]) -> impl Iterator<Item = (f64, f64)> {
    x.into_iter().flat_map(move |x| y.map(|y| (x, y)))
}

/// Pairs that are no ties.
fn apart<const N: usize>(x: [f64; N]) -> impl Iterator<Item = (f64, f64)> {
    pairs(x, x).filter(|(x, y)| x != y)
}

/// A function of one variable: `name(x) = value, slope, points`. The slope is in `f64` at any precision.
macro_rules! slopes {
    ($float:ident; $($name:ident($x:ident) = $value:expr, $slope:expr, $points:expr;)*) => {$(
        mod $name {
            use super::*;

            #[differentiable]
            fn f($x: $float) -> $float {
                $value
            }

            #[test]
            fn has_its_slope_in_both_modes_across_the_domain() {
                for x in $points {
                    let x = <$float as Precision>::nearest(x);
                    let slope = |$x: f64| -> f64 { $slope };
                    let expected: f64 = <$float as Precision>::nearest(slope(x.into())).into();
                    let at = format!("{} at {x:e}", stringify!($name));
                    let (value, tangent) = f::jvp(x, 1.0);
                    assert_eq!(value.to_bits(), f(x).to_bits(), "{at}");
                    assert_slope(&at, tangent, expected);
                    let (value, cotangent) = f::vjp(x, 1.0);
                    assert_eq!(value.to_bits(), f(x).to_bits(), "{at}");
                    assert_slope(&at, cotangent, expected);
                }
            }
        }
    )*};
}

/// A function of two variables: `name(x, y) = value, (slope by x, slope by y), points`.
macro_rules! slopes_of_two {
    ($float:ident; $($name:ident($x:ident, $y:ident) = $value:expr, ($dx:expr, $dy:expr), $points:expr;)*) => {$(
        mod $name {
            use super::*;

            #[differentiable]
            fn f($x: $float, $y: $float) -> $float {
                $value
            }

            #[test]
            fn has_its_slopes_in_both_modes_across_the_domain() {
                for (x, y) in $points {
                    let (x, y) = (<$float as Precision>::nearest(x), <$float as Precision>::nearest(y));
                    #[allow(unused_variables)]
                    let slopes = |$x: f64, $y: f64| -> (f64, f64) { ($dx, $dy) };
                    let (dx, dy) = slopes(x.into(), y.into());
                    let dx: f64 = <$float as Precision>::nearest(dx).into();
                    let dy: f64 = <$float as Precision>::nearest(dy).into();
                    let at = format!("{} at ({x:e}, {y:e})", stringify!($name));
                    let (value, (bx, by)) = f::vjp(x, y, 1.0);
                    assert_eq!(value.to_bits(), f(x, y).to_bits(), "{at}");
                    assert_slope(&at, bx, dx);
                    assert_slope(&at, by, dy);
                    // Along a unit vector, a slope that is not finite hides the other.
                    if dy.is_finite() {
                        assert_slope(&at, f::jvp(x, y, 1.0, 0.0).1, dx);
                    }
                    if dx.is_finite() {
                        assert_slope(&at, f::jvp(x, y, 0.0, 1.0).1, dy);
                    }
                }
            }
        }
    )*};
}

/// The closed forms of the tables above against dual numbers.
macro_rules! closed_forms {
    ($float:ident; $($name:ident($x:ident) = $value:expr, $slope:expr, $points:expr;)*) => {
        #[test]
        fn closed_forms_agree_with_dual_numbers() {$(
            for x in [0.31, 0.77, 1.3, 2.6] {
                let slope = |$x: f64| -> f64 { $slope };
                let $x = Dual { value: x, slope: 1.0 };
                let dual: Dual = $value;
                assert_slope(&format!("{} at {x}", stringify!($name)), slope(x), dual.slope);
            }
        )*}
    };
}

macro_rules! closed_forms_of_two {
    ($float:ident; $($name:ident($x:ident, $y:ident) = $value:expr, ($dx:expr, $dy:expr), $points:expr;)*) => {
        #[test]
        fn closed_forms_of_two_agree_with_dual_numbers() {$(
            for (x, y) in [(0.31, 0.77), (1.3, 2.6), (2.9, 1.7)] {
                #[allow(unused_variables)]
                let slopes = |$x: f64, $y: f64| -> (f64, f64) { ($dx, $dy) };
                let along = |first: f64, second: f64| {
                    let $x = Dual { value: x, slope: first };
                    let $y = Dual { value: y, slope: second };
                    let dual: Dual = $value;
                    dual.slope
                };
                let at = format!("{} at ({x}, {y})", stringify!($name));
                assert_slope(&at, slopes(x, y).0, along(1.0, 0.0));
                assert_slope(&at, slopes(x, y).1, along(0.0, 1.0));
            }
        )*}
    };
}

/// The methods of one variable, for a macro that takes such a table.
macro_rules! methods {
    ($table:ident $float:ident) => {
        $table! { $float;
            recip(x) = x.recip(), -1.0 / x / x, WIDE;
            sqrt(x) = x.sqrt(), 0.5 / x.sqrt(), POSITIVE;
            cbrt(x) = x.cbrt(), x.cbrt() / x / 3.0, WIDE;
            exp(x) = x.exp(), x.exp(), MODERATE;
            exp2(x) = x.exp2(), x.exp2() * LN_2, MODERATE;
            exp_m1(x) = x.exp_m1(), x.exp(), MODERATE;
            ln(x) = x.ln(), 1.0 / x, POSITIVE;
            ln_1p(x) = x.ln_1p(), 1.0 / (1.0 + x), ABOVE_MINUS_ONE;
            log2(x) = x.log2(), 1.0 / x / LN_2, POSITIVE;
            log10(x) = x.log10(), 1.0 / x / LN_10, POSITIVE;
            sin(x) = x.sin(), x.cos(), WIDE;
            cos(x) = x.cos(), -x.sin(), WIDE;
            tan(x) = x.tan(), x.cos().powi(-2), MODERATE;
            sine_of_both(x) = x.sin_cos().0, x.cos(), WIDE;
            cosine_of_both(x) = x.sin_cos().1, -x.sin(), WIDE;
            asin(x) = x.asin(), 1.0 / ((1.0 - x) * (1.0 + x)).sqrt(), INSIDE;
            acos(x) = x.acos(), -1.0 / ((1.0 - x) * (1.0 + x)).sqrt(), INSIDE;
            atan(x) = x.atan(), 1.0 / (1.0 + x * x), WIDE;
            sinh(x) = x.sinh(), x.cosh(), MODERATE;
            cosh(x) = x.cosh(), x.sinh(), MODERATE;
            tanh(x) = x.tanh(), x.cosh().powi(-2), MODERATE;
            asinh(x) = x.asinh(), 1.0 / x.hypot(1.0), WIDE;
            acosh(x) = x.acosh(), 1.0 / ((x - 1.0) * (x + 1.0)).sqrt(), ABOVE_ONE;
            atanh(x) = x.atanh(), 1.0 / ((1.0 - x) * (1.0 + x)), INSIDE;
            abs(x) = x.abs(), x.signum(), WIDE;
            negation(x) = -x, flat(x) - 1.0, WIDE;
            signum(x) = x.signum(), flat(x), WIDE;
            floor(x) = x.floor(), flat(x), WIDE;
            ceil(x) = x.ceil(), flat(x), WIDE;
            round(x) = x.round(), flat(x), WIDE;
            trunc(x) = x.trunc(), flat(x), WIDE;
            fract(x) = x.fract(), flat(x) + 1.0, WIDE;
            to_degrees(x) = x.to_degrees(), flat(x) + 180.0 / PI, WIDE;
            to_radians(x) = x.to_radians(), flat(x) + PI / 180.0, WIDE;
            power_0(x) = x.powi(0), flat(x), WIDE;
            power_1(x) = x.powi(1), flat(x) + 1.0, WIDE;
            power_2(x) = x.powi(2), 2.0 * x, WIDE;
            power_3(x) = x.powi(3), 3.0 * x * x, WIDE;
            power_7(x) = x.powi(7), 7.0 * x.powi(6), MODERATE;
            power_minus_2(x) = x.powi(-2), -2.0 / x / x / x, WIDE;
            power_two_and_a_half(x) = x.powf(2.5), 2.5 * x * x.sqrt(), POSITIVE;
            power_a_third(x) = x.powf(1.0 / 3.0), x.cbrt() / x / 3.0, POSITIVE;
            power_minus_a_half(x) = x.powf(-0.5), -0.5 / x / x.sqrt(), POSITIVE;
            log_to_base_3(x) = x.log(3.0), 1.0 / x / 3f64.ln(), POSITIVE;
            max_with_a_half(x) = x.max(0.5), if x > 0.5 { 1.0 } else { 0.0 }, WIDE;
            min_with_a_half(x) = x.min(0.5), if x < 0.5 { 1.0 } else { 0.0 }, WIDE;
            clamp(x) = x.clamp(-2.0, 2.0), if x.abs() < 2.0 { 1.0 } else { 0.0 }, WIDE;
            square(x) = x * x, 2.0 * x, WIDE;
            itself_by_itself(x) = x / x, flat(x), MODERATE;
        }
    };
}

macro_rules! methods_of_two {
    ($table:ident $float:ident) => {
        $table! { $float;
            sum(x, y) = x + y, (1.0, 1.0), pairs(WIDE, WIDE);
            difference(x, y) = x - y, (1.0, -1.0), pairs(WIDE, WIDE);
            product(x, y) = x * y, (y, x), pairs(WIDE, WIDE);
            quotient(x, y) = x / y, (1.0 / y, -x / y / y), pairs(MODERATE, MODERATE);
            powf(x, y) = x.powf(y), (y * x.powf(y - 1.0), x.powf(y) * x.ln()), pairs(MIDDLE, MODERATE);
            log(x, y) = x.log(y), (1.0 / x / y.ln(), -x.ln() / y / y.ln().powi(2)), pairs(POSITIVE, BASES);
            hypot(x, y) = x.hypot(y), (x / x.hypot(y), y / x.hypot(y)), pairs(WIDE, WIDE);
            atan2(x, y) = x.atan2(y), (y / x.hypot(y) / x.hypot(y), -x / x.hypot(y) / x.hypot(y)), pairs(WIDE, WIDE);
            max(x, y) = x.max(y), (if x > y { 1.0 } else { 0.0 }, if x > y { 0.0 } else { 1.0 }), apart(WIDE);
            min(x, y) = x.min(y), (if x < y { 1.0 } else { 0.0 }, if x < y { 0.0 } else { 1.0 }), apart(WIDE);
            copysign(x, y) = x.copysign(y), (x.signum() * y.signum(), 0.0), pairs(WIDE, WIDE);
            remainder(x, y) = x % y, (1.0, -(x / y).trunc()), REMAINDERS;
            rem_euclid(x, y) = x.rem_euclid(y), (1.0, ((x.rem_euclid(y) - x) / y).round()), REMAINDERS;
            mul_add(x, y) = x.mul_add(y, x), (y + 1.0, x), pairs(MODERATE, MODERATE);
        }
    };
}

/// Functions of the type, by path.
macro_rules! by_path {
    ($float:ident) => {
        mod by_path {
            use super::*;

            slopes! { $float;
                sin(x) = $float::sin(x), x.cos(), WIDE;
                sqrt(x) = $float::sqrt(x), 0.5 / x.sqrt(), POSITIVE;
                powi(x) = $float::powi(x, 3), 3.0 * x * x, WIDE;
                abs(x) = $float::abs(x), x.signum(), WIDE;
                clamp(x) = $float::clamp(x, -2.0, 2.0), if x.abs() < 2.0 { 1.0 } else { 0.0 }, WIDE;
                two_to_the(x) = $float::powf(2.0, x), x.exp2() * LN_2, MODERATE;
            }

            slopes_of_two! { $float;
                atan2(x, y) = $float::atan2(x, y), (y / x.hypot(y) / x.hypot(y), -x / x.hypot(y) / x.hypot(y)), pairs(BASES, BASES);
                max(x, y) = $float::max(x, y), (if x > y { 1.0 } else { 0.0 }, if x > y { 0.0 } else { 1.0 }), apart(WIDE);
                mul_add(x, y) = $float::mul_add(x, y, 3.0), (y, x), pairs(BASES, BASES);
            }
        }
    };
}

/// At kinks, poles and outside of the domain.
macro_rules! at_singular_points {
    ($float:ident) => {
        mod at_singular_points {
            use super::*;

            const INFINITY: f64 = f64::INFINITY;
            const NAN: f64 = f64::NAN;

            slopes! { $float;
                abs(x) = x.abs(), flat(x), [0.0, -0.0];
                abs_of_nan(x) = x.abs(), NAN * x, [NAN];
                clamp(x) = x.clamp(-1.0, 1.0), flat(x), [-1.0, 1.0, 2.0];
                clamp_of_nan(x) = x.clamp(-1.0, 1.0), if x.is_nan() { 0.0 } else { 1.0 }, [NAN];
                relu_by_max(x) = x.max(0.0), flat(x) + 0.5, [0.0, -0.0];
                min_with_one(x) = x.min(1.0), flat(x) + 0.5, [1.0];
                max_with_itself(x) = x.max(x), flat(x) + 1.0, [1.0];
                signum(x) = x.signum(), flat(x), [0.0, -0.0];
                floor(x) = x.floor(), flat(x), [2.0, -2.0, 0.0];
                ceil(x) = x.ceil(), flat(x), [2.0, -2.0, 0.0];
                round(x) = x.round(), flat(x), [0.5, -0.5, 0.0];
                trunc(x) = x.trunc(), flat(x), [0.0, 1.0];
                fract(x) = x.fract(), flat(x) + 1.0, [2.0, 0.0];
                sqrt_at_zero(x) = x.sqrt(), INFINITY + x, [0.0];
                sqrt_below_zero(x) = x.sqrt(), NAN * x, [-1.0];
                inverse_sqrt(x) = x.sqrt().recip(), x - INFINITY, [0.0];
                sqrt_of_square(x) = (x * x).sqrt(), NAN * x, [0.0];
                cbrt(x) = x.cbrt(), INFINITY + x, [0.0, -0.0];
                ln_at_zero(x) = x.ln(), INFINITY + x, [0.0];
                ln_below_zero(x) = x.ln(), 1.0 / x, [-1.0, -2.0];
                log2_at_zero(x) = x.log2(), INFINITY + x, [0.0];
                log10_at_zero(x) = x.log10(), INFINITY + x, [0.0];
                ln_1p(x) = x.ln_1p(), INFINITY + x, [-1.0];
                recip(x) = x.recip(), x - INFINITY, [0.0, -0.0];
                one_by(x) = 1.0 / x, x - INFINITY, [0.0, -0.0];
                asin(x) = x.asin(), INFINITY + x, [1.0, -1.0];
                asin_outside(x) = x.asin(), NAN * x, [2.0, -2.0];
                acos(x) = x.acos(), x - INFINITY, [1.0, -1.0];
                acosh(x) = x.acosh(), INFINITY + x, [1.0];
                acosh_outside(x) = x.acosh(), NAN * x, [0.5];
                atanh(x) = x.atanh(), INFINITY + x, [1.0, -1.0];
                power_0(x) = x.powi(0), flat(x), [0.0, -2.0];
                power_1(x) = x.powi(1), flat(x) + 1.0, [0.0, -2.0];
                power_2(x) = x.powi(2), 2.0 * x, [0.0, -2.0];
                power_3(x) = x.powi(3), 3.0 * x * x, [0.0, -2.0];
                power_minus_1(x) = x.powi(-1), x - INFINITY, [0.0];
                power_a_half(x) = x.powf(0.5), INFINITY + x, [0.0];
                power_a_half_below_zero(x) = x.powf(0.5), NAN * x, [-1.0];
                power_one_and_a_half(x) = x.powf(1.5), flat(x), [0.0];
                power_one_and_a_half_below_zero(x) = x.powf(1.5), NAN * x, [-1.0];
                power_zero(x) = x.powf(0.0), flat(x), [0.0, -2.0];
                power_one(x) = x.powf(1.0), flat(x) + 1.0, [0.0, -2.0];
                power_two(x) = x.powf(2.0), 2.0 * x, [0.0, -2.0];
                power_three(x) = x.powf(3.0), 3.0 * x * x, [0.0, -2.0];
                zero_to_the(x) = $float::powf(0.0, x), if x < 0.0 { -INFINITY } else { 0.0 }, [0.0, 1.0, -1.0];
                minus_two_to_the(x) = $float::powf(-2.0, x), NAN * x, [2.0];
                exp(x) = x.exp(), if x > 0.0 { INFINITY } else { 0.0 }, [800.0, -800.0, INFINITY, -INFINITY];
                tanh(x) = x.tanh(), 0.0 / x, [800.0, -800.0, INFINITY, -INFINITY];
                atan(x) = x.atan(), 0.0 / x, [INFINITY, -INFINITY];
                sin(x) = x.sin(), NAN * x, [INFINITY, NAN];
                square(x) = x * x, 2.0 * x, [0.0, NAN, INFINITY];
                entropy(x) = x * x.ln(), NAN * x, [0.0];
                relu_by_branch(x) = if x > 0.0 { x } else { 0.0 }, flat(x), [0.0];
                leaky_by_branch(x) = if x > 0.0 { x } else { 0.1 * x }, flat(x) + 0.1, [0.0];
                masked_root(x) = if x > 0.0 { x.sqrt() } else { 0.0 }, flat(x), [0.0];
                sinc(x) = if x != 0.0 { x.sin() / x } else { 1.0 }, flat(x), [0.0];
            }

            slopes_of_two! { $float;
                powf_at_the_origin(x, y) = x.powf(y), (0.0, 0.0), [(0.0, 0.0), (0.0, 2.0)];
                powf_at_a_pole(x, y) = x.powf(y), (-INFINITY, -INFINITY), [(0.0, -1.0)];
                powf_root(x, y) = x.powf(y), (INFINITY, 0.0), [(0.0, 0.5)];
                powf_line(x, y) = x.powf(y), (1.0, 0.0), [(0.0, 1.0)];
                powf_below_zero(x, y) = x.powf(y), (y * x.powf(y - 1.0), NAN),
                    [(-2.0, 2.0), (-2.0, 3.0), (-2.0, -1.0), (-2.0, 0.0)];
                atan2_at_the_origin(x, y) = x.atan2(y), (0.0, 0.0), [(0.0, 0.0)];
                atan2_on_the_cut(x, y) = x.atan2(y), (-1.0, 0.0), [(0.0, -1.0), (-0.0, -1.0)];
                hypot(x, y) = x.hypot(y), (NAN, NAN), [(0.0, 0.0)];
                zero_by_zero(x, y) = x / y, (INFINITY, NAN), [(0.0, 0.0)];
                one_by_zero(x, y) = x / y, (INFINITY, -INFINITY), [(1.0, 0.0)];
                max_at_a_tie(x, y) = x.max(y), (0.5, 0.5), [(1.0, 1.0), (0.0, -0.0), (INFINITY, INFINITY)];
                min_at_a_tie(x, y) = x.min(y), (0.5, 0.5), [(1.0, 1.0), (-0.0, 0.0)];
                max_with_nan(x, y) = x.max(y), (0.0, 1.0), [(NAN, 1.0)];
                max_and_nan(x, y) = x.max(y), (1.0, 0.0), [(1.0, NAN)];
                min_with_nan(x, y) = x.min(y), (0.0, 1.0), [(NAN, 1.0)];
                remainder(x, y) = x % y, (1.0, -2.0), [(4.0, 2.0)];
                remainder_below_zero(x, y) = x % y, (1.0, 0.0), [(-1.0, 3.0)];
                rem_euclid(x, y) = x.rem_euclid(y), (1.0, -2.0), [(4.0, 2.0)];
                rem_euclid_below_zero(x, y) = x.rem_euclid(y), (1.0, 1.0), [(-1.0, 3.0)];
                copysign_at_zero(x, y) = x.copysign(y), (0.0, 0.0), [(0.0, 1.0), (0.0, -1.0)];
                copysign(x, y) = x.copysign(y), (-1.0, 0.0), [(-2.0, 1.0), (2.0, -1.0)];
                clamp_between_itself(x, y) = x.clamp(y, y), (0.0, 1.0), [(0.0, 1.0), (3.0, 1.0)];
            }

            #[differentiable]
            fn clamp_to(x: $float, low: $float, high: $float) -> $float {
                x.clamp(low, high)
            }

            #[test]
            fn a_clamp_splits_a_tie_with_its_varying_bound() {
                for ((x, low, high), expected) in [
                    ((1.5, 1.0, 2.0), (1.0, 0.0, 0.0)),
                    ((1.0, 1.0, 2.0), (0.5, 0.5, 0.0)),
                    ((2.0, 1.0, 2.0), (0.5, 0.0, 0.5)),
                    ((2.0, 2.0, 2.0), (1.0, 0.0, 0.0)),
                    ((0.0, 1.0, 2.0), (0.0, 1.0, 0.0)),
                    ((3.0, 1.0, 2.0), (0.0, 0.0, 1.0)),
                ] {
                    assert_eq!(clamp_to::gradient(x, low, high), expected);
                    let forward = (
                        clamp_to::jvp(x, low, high, 1.0, 0.0, 0.0).1,
                        clamp_to::jvp(x, low, high, 0.0, 1.0, 0.0).1,
                        clamp_to::jvp(x, low, high, 0.0, 0.0, 1.0).1,
                    );
                    assert_eq!(forward, expected);
                }
            }

            #[differentiable]
            fn root(x: $float) -> $float {
                x.sqrt()
            }

            #[test]
            fn a_zero_seed_times_an_infinite_slope_is_not_masked() {
                assert!(root::jvp(0.0, 0.0).1.is_nan());
                assert!(root::vjp(0.0, 0.0).1.is_nan());
            }
        }
    };
}

mod double {
    use super::*;

    methods!(slopes f64);
    methods_of_two!(slopes_of_two f64);
    by_path!(f64);
    at_singular_points!(f64);

    slopes! { f64;
        tan_at_a_quarter_turn(x) = x.tan(), if x > 0.0 { 2.6670937881135714e32 } else { 0.0 }, [PI / 2.0];
    }
}

mod single {
    use super::*;

    methods!(slopes f32);
    methods_of_two!(slopes_of_two f32);
    by_path!(f32);
    at_singular_points!(f32);
}

mod closed_forms {
    use super::*;

    methods!(closed_forms f64);
    methods_of_two!(closed_forms_of_two f64);
}

/// The functions of the crate `libm`.
mod libm_in_double {
    use super::*;

    slopes! { f64;
        sqrt(x) = libm::sqrt(x), 0.5 / x.sqrt(), POSITIVE;
        cbrt(x) = libm::cbrt(x), x.cbrt() / x / 3.0, WIDE;
        exp(x) = libm::exp(x), x.exp(), MODERATE;
        exp2(x) = libm::exp2(x), x.exp2() * LN_2, MODERATE;
        expm1(x) = libm::expm1(x), x.exp(), MODERATE;
        log(x) = libm::log(x), 1.0 / x, POSITIVE;
        log1p(x) = libm::log1p(x), 1.0 / (1.0 + x), ABOVE_MINUS_ONE;
        log2(x) = libm::log2(x), 1.0 / x / LN_2, POSITIVE;
        log10(x) = libm::log10(x), 1.0 / x / LN_10, POSITIVE;
        sin(x) = libm::sin(x), x.cos(), WIDE;
        cos(x) = libm::cos(x), -x.sin(), WIDE;
        tan(x) = libm::tan(x), x.cos().powi(-2), MODERATE;
        asin(x) = libm::asin(x), 1.0 / ((1.0 - x) * (1.0 + x)).sqrt(), INSIDE;
        acos(x) = libm::acos(x), -1.0 / ((1.0 - x) * (1.0 + x)).sqrt(), INSIDE;
        atan(x) = libm::atan(x), 1.0 / (1.0 + x * x), WIDE;
        sinh(x) = libm::sinh(x), x.cosh(), MODERATE;
        cosh(x) = libm::cosh(x), x.sinh(), MODERATE;
        tanh(x) = libm::tanh(x), x.cosh().powi(-2), MODERATE;
        asinh(x) = libm::asinh(x), 1.0 / x.hypot(1.0), WIDE;
        acosh(x) = libm::acosh(x), 1.0 / ((x - 1.0) * (x + 1.0)).sqrt(), ABOVE_ONE;
        atanh(x) = libm::atanh(x), 1.0 / ((1.0 - x) * (1.0 + x)), INSIDE;
        fabs(x) = libm::fabs(x), x.signum(), WIDE;
        floor(x) = libm::floor(x), flat(x), WIDE;
        ceil(x) = libm::ceil(x), flat(x), WIDE;
        round(x) = libm::round(x), flat(x), WIDE;
        trunc(x) = libm::trunc(x), flat(x), WIDE;
        exp10(x) = libm::exp10(x), libm::exp10(x) * LN_10, MODERATE;
        erf(x) = libm::erf(x), 2.0 / PI.sqrt() * (-x * x).exp(), MODERATE;
        erfc(x) = libm::erfc(x), -2.0 / PI.sqrt() * (-x * x).exp(), MODERATE;
        lgamma(x) = libm::lgamma(x), harmonic(x), WHOLE;
        tgamma(x) = libm::tgamma(x), libm::tgamma(x) * harmonic(x), WHOLE;
    }

    /// The logarithmic derivative of the gamma function at whole numbers.
    fn harmonic(x: f64) -> f64 {
        const EULER: f64 = 0.577_215_664_901_532_9;
        (1..x as usize).map(|k| 1.0 / k as f64).sum::<f64>() - EULER
    }

    const WHOLE: [f64; 6] = [1.0, 2.0, 3.0, 9.0, 10.0, 15.0];

    slopes_of_two! { f64;
        pow(x, y) = libm::pow(x, y), (y * x.powf(y - 1.0), x.powf(y) * x.ln()), pairs(MIDDLE, MODERATE);
        hypot(x, y) = libm::hypot(x, y), (x / x.hypot(y), y / x.hypot(y)), pairs(WIDE, WIDE);
        atan2(x, y) = libm::atan2(x, y), (y / x.hypot(y) / x.hypot(y), -x / x.hypot(y) / x.hypot(y)), pairs(BASES, BASES);
        fmax(x, y) = libm::fmax(x, y), (if x > y { 1.0 } else { 0.0 }, if x > y { 0.0 } else { 1.0 }), apart(WIDE);
        fmin(x, y) = libm::fmin(x, y), (if x < y { 1.0 } else { 0.0 }, if x < y { 0.0 } else { 1.0 }), apart(WIDE);
        fmod(x, y) = libm::fmod(x, y), (1.0, -(x / y).trunc()), REMAINDERS;
        copysign(x, y) = libm::copysign(x, y), (x.signum() * y.signum(), 0.0), pairs(WIDE, WIDE);
        fma(x, y) = libm::fma(x, y, x), (y + 1.0, x), pairs(MODERATE, MODERATE);
    }
}

mod libm_in_single {
    use super::*;

    slopes! { f32;
        sqrtf(x) = libm::sqrtf(x), 0.5 / x.sqrt(), POSITIVE;
        cbrtf(x) = libm::cbrtf(x), x.cbrt() / x / 3.0, WIDE;
        expf(x) = libm::expf(x), x.exp(), MODERATE;
        expm1f(x) = libm::expm1f(x), x.exp(), MODERATE;
        logf(x) = libm::logf(x), 1.0 / x, POSITIVE;
        log1pf(x) = libm::log1pf(x), 1.0 / (1.0 + x), ABOVE_MINUS_ONE;
        sinf(x) = libm::sinf(x), x.cos(), MODERATE;
        cosf(x) = libm::cosf(x), -x.sin(), MODERATE;
        tanhf(x) = libm::tanhf(x), x.cosh().powi(-2), MODERATE;
        atanf(x) = libm::atanf(x), 1.0 / (1.0 + x * x), WIDE;
        fabsf(x) = libm::fabsf(x), x.signum(), WIDE;
        erff(x) = libm::erff(x), 2.0 / PI.sqrt() * (-x * x).exp(), MODERATE;
    }

    slopes_of_two! { f32;
        powf(x, y) = libm::powf(x, y), (y * x.powf(y - 1.0), x.powf(y) * x.ln()), pairs(MIDDLE, MODERATE);
        hypotf(x, y) = libm::hypotf(x, y), (x / x.hypot(y), y / x.hypot(y)), pairs(WIDE, WIDE);
        atan2f(x, y) = libm::atan2f(x, y), (y / x.hypot(y) / x.hypot(y), -x / x.hypot(y) / x.hypot(y)), pairs(BASES, BASES);
    }
}

/// Singular points of what is written with loops.
mod of_loops {
    use super::*;

    #[differentiable]
    fn norm(x: [f64; 2]) -> f64 {
        let mut sum = 0.0;
        for i in 0..2 {
            sum += x[i] * x[i];
        }
        sum.sqrt()
    }

    #[differentiable]
    fn largest(x: [f64; 4]) -> f64 {
        let mut largest = x[0];
        for i in 1..4 {
            largest = largest.max(x[i]);
        }
        largest
    }

    #[differentiable]
    fn smallest(x: [f64; 4]) -> f64 {
        let mut smallest = f64::INFINITY;
        for i in 0..4 {
            smallest = smallest.min(x[i]);
        }
        smallest
    }

    #[differentiable]
    fn product(x: [f64; 3]) -> f64 {
        let mut product = 1.0;
        for i in 0..3 {
            product *= x[i];
        }
        product
    }

    #[differentiable]
    fn log_sum_exp(x: [f64; 2]) -> f64 {
        let largest = x[0].max(x[1]);
        let mut sum = 0.0;
        for i in 0..2 {
            sum += (x[i] - largest).exp();
        }
        largest + sum.ln()
    }

    #[test]
    fn a_written_norm_has_no_gradient_at_the_origin() {
        assert!(norm::gradient([0.0; 2]).iter().all(|slope| slope.is_nan()));
        let [x, y] = norm::gradient([3.0, 4.0]);
        assert_slope("norm", x, 0.6);
        assert_slope("norm", y, 0.8);
    }

    #[test]
    fn two_equal_extrema_share_the_gradient() {
        assert_eq!(largest::gradient([2.0, 1.0, 2.0, 1.0]), [0.5, 0.0, 0.5, 0.0]);
        assert_eq!(smallest::gradient([2.0, 1.0, 2.0, 1.0]), [0.0, 0.5, 0.0, 0.5]);
    }

    #[test]
    fn a_product_with_zeros_has_the_products_of_the_others() {
        assert_eq!(product::gradient([2.0, 0.0, 3.0]), [0.0, 6.0, 0.0]);
        assert_eq!(product::gradient([2.0, 0.0, 0.0]), [0.0; 3]);
    }

    #[test]
    fn log_sum_exp_ignores_what_is_minus_infinity() {
        let minus = f64::NEG_INFINITY;
        assert_eq!(log_sum_exp::gradient([0.0, minus]), [1.0, 0.0]);
        assert!(log_sum_exp::gradient([minus, minus]).iter().all(|slope| slope.is_nan()));
    }
}
