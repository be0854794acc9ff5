//! `Float`: the floats, from `std` or from `libm`. What generated code needs of them, and what functions that are generic over the
//! type of their floats may use.
//!
//! Partial derivatives call the free functions of [`math`]; the primal keeps the calls that the user wrote.

use core::cmp::Ordering;
use core::fmt::{Debug, Display, LowerExp};
use core::iter::{Product, Sum};
use core::ops::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Rem, RemAssign, Sub, SubAssign};

use crate::lanes::Linear;
use crate::space::Space;
use crate::trace::Residual;

mod sealed {
    pub trait Sealed {}
    impl Sealed for f32 {}
    impl Sealed for f64 {}
}

/// Applies a macro to the elementary functions: their names here, in `libm` for `f64`, and there for `f32`.
macro_rules! unary {
    ($with:ident) => {
        $with! {
            sqrt sqrt sqrtf, cbrt cbrt cbrtf, exp exp expf, exp2 exp2 exp2f, exp_m1 expm1 expm1f,
            ln log logf, ln_1p log1p log1pf, log2 log2 log2f, log10 log10 log10f,
            sin sin sinf, cos cos cosf, tan tan tanf, asin asin asinf, acos acos acosf, atan atan atanf,
            sinh sinh sinhf, cosh cosh coshf, tanh tanh tanhf, asinh asinh asinhf, acosh acosh acoshf, atanh atanh atanhf,
            floor floor floorf, ceil ceil ceilf, round round roundf, round_ties_even rint rintf, trunc trunc truncf
        }
    };
}

/// The same of those with two arguments.
macro_rules! binary {
    ($with:ident) => {
        $with! { powf pow powf, hypot hypot hypotf, atan2 atan2 atan2f }
    };
}

macro_rules! declare_unary {
    ($($name:ident $double:ident $single:ident),*) => {$(
        #[doc = concat!("`", stringify!($name), "` of `self`, as of `f64`.")]
        #[cfg(any(feature = "std", feature = "libm"))]
        fn $name(self) -> Self;
    )*};
}

macro_rules! declare_binary {
    ($($name:ident $double:ident $single:ident),*) => {$(
        #[doc = concat!("`", stringify!($name), "` of `self` and `other`, as of `f64`.")]
        #[cfg(any(feature = "std", feature = "libm"))]
        fn $name(self, other: Self) -> Self;
    )*};
}

/// What vectors are scaled by: a float, or a float with a tangent.
pub trait Number:
    Linear<Scalar = Self>
    + Space<Plain = Self, Shape = ()>
    + Residual
    + Copy
    + Debug
    + PartialEq
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Rem<Output = Self>
    + Neg<Output = Self>
    + AddAssign
    + SubAssign
    + MulAssign
    + DivAssign
    + RemAssign
    + 'static
{
    /// 1.
    const ONE: Self;
    /// ½.
    const HALF: Self;
    /// The nearest value of this type.
    fn from_f64(value: f64) -> Self;
    /// The nearest `f64`.
    fn to_f64(self) -> f64;
}

/// A floating-point type that can be differentiated: `f32` or `f64`.
///
/// A function can be generic over it. It has the methods of `f32` and `f64` that have a rule of differentiation, those with elementary functions
/// if there is `std` or `libm`. A number is written `T::from_f64(0.5)`; `T::ZERO`, `T::ONE` and `T::HALF` are constants.
///
/// ```ignore
/// // through the facade
/// #[differentiable]
/// fn norm<T: Float, const N: usize>(x: [T; N]) -> T {
///     x.iter().map(|x| *x * *x).sum::<T>().sqrt()
/// }
///
/// let by_x = norm::gradient([3.0_f32, 4.0]);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a float that `jac` can differentiate",
    note = "the elementary functions are differentiated on `f32` and `f64`; a type parameter is one of these if its bound is `jac::Float`; \
            an input of another type is left out by `wrt(..)`"
)]
pub trait Float:
    sealed::Sealed
    + Number
    + Default
    + Display
    + LowerExp
    + PartialOrd
    + Sum
    + Product
    + for<'a> Sum<&'a Self>
    + for<'a> Product<&'a Self>
    + Send
    + Sync
{
    /// Sums of squares from here to [`LARGE_SQUARE`](Self::LARGE_SQUARE) have lost nothing to underflow or overflow.
    const SMALL_SQUARE: Self;
    /// See [`SMALL_SQUARE`](Self::SMALL_SQUARE).
    const LARGE_SQUARE: Self;
    /// The nearest value of this type.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn from_float<G: Number>(value: G) -> Self {
        Self::from_f64(value.to_f64())
    }
    /// True for NaN.
    fn is_nan(self) -> bool;
    /// False for NaN and infinity.
    fn is_finite(self) -> bool;
    /// True for both infinities.
    fn is_infinite(self) -> bool;
    /// True with a sign, that of -0.0 and of NaN included.
    fn is_sign_negative(self) -> bool;
    /// True without a sign.
    fn is_sign_positive(self) -> bool;
    /// The order in which -0.0 comes before 0.0, and NaN first or last.
    fn total_cmp(&self, other: &Self) -> Ordering;
    /// The magnitude.
    fn abs(self) -> Self;
    /// The magnitude of `self` with the sign of `sign`.
    fn copysign(self, sign: Self) -> Self;
    /// 1 with the sign of `self`; NaN for NaN.
    fn signum(self) -> Self;
    /// 1 / `self`.
    fn recip(self) -> Self;
    /// The larger one; the other one of NaN.
    fn max(self, other: Self) -> Self;
    /// The smaller one; the other one of NaN.
    fn min(self, other: Self) -> Self;
    /// The nearest value between two bounds.
    fn clamp(self, low: Self, high: Self) -> Self;
    /// From radians.
    fn to_degrees(self) -> Self;
    /// From degrees.
    fn to_radians(self) -> Self;
    unary!(declare_unary);
    binary!(declare_binary);
    /// `self` to an integer power.
    #[cfg(any(feature = "std", feature = "libm"))]
    fn powi(self, exponent: i32) -> Self;
    /// `self * factor + summand`, rounded once.
    #[cfg(any(feature = "std", feature = "libm"))]
    fn mul_add(self, factor: Self, summand: Self) -> Self;
    /// The logarithm to a base.
    #[cfg(any(feature = "std", feature = "libm"))]
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn log(self, base: Self) -> Self {
        self.ln() / base.ln()
    }
    /// Sine and cosine.
    #[cfg(any(feature = "std", feature = "libm"))]
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn sin_cos(self) -> (Self, Self) {
        (self.sin(), self.cos())
    }
    /// What is left of `self` without its integer part.
    #[cfg(any(feature = "std", feature = "libm"))]
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn fract(self) -> Self {
        self - self.trunc()
    }
    /// The remainder that is not negative.
    #[cfg(any(feature = "std", feature = "libm"))]
    #[inline]
    fn rem_euclid(self, divisor: Self) -> Self {
        let remainder = self % divisor;
        if remainder < Self::ZERO { remainder + divisor.abs() } else { remainder }
    }
    /// The quotient that belongs to [`rem_euclid`](Self::rem_euclid).
    #[cfg(any(feature = "std", feature = "libm"))]
    #[inline]
    fn div_euclid(self, divisor: Self) -> Self {
        let quotient = (self / divisor).trunc();
        if self % divisor < Self::ZERO {
            return if divisor > Self::ZERO { quotient - Self::ONE } else { quotient + Self::ONE };
        }
        quotient
    }
}

/// What `core` has.
macro_rules! forward {
    ($float:ident: $($name:ident($($argument:ident: $type:ty),*) -> $result:ty;)*) => {$(
        #[cfg_attr(not(debug_assertions), inline(always))]
        fn $name(self $(, $argument: $type)*) -> $result {
            <$float>::$name(self $(, $argument)*)
        }
    )*};
}

macro_rules! float {
    ($float:ident, $unary:ident, $binary:ident, $pow:ident, $fma:ident) => {
        impl Number for $float {
            const ONE: Self = 1.0;
            const HALF: Self = 0.5;
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn from_f64(value: f64) -> Self {
                value as $float
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn to_f64(self) -> f64 {
                self as f64
            }
        }

        impl Float for $float {
            const SMALL_SQUARE: Self = $float::MIN_POSITIVE / $float::EPSILON;
            const LARGE_SQUARE: Self = $float::MAX;
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn total_cmp(&self, other: &Self) -> Ordering {
                <$float>::total_cmp(self, other)
            }
            forward! { $float:
                is_nan() -> bool;
                is_finite() -> bool;
                is_infinite() -> bool;
                is_sign_negative() -> bool;
                is_sign_positive() -> bool;
                abs() -> Self;
                copysign(sign: Self) -> Self;
                signum() -> Self;
                recip() -> Self;
                max(other: Self) -> Self;
                min(other: Self) -> Self;
                clamp(low: Self, high: Self) -> Self;
                to_degrees() -> Self;
                to_radians() -> Self;
            }
            unary!($unary);
            binary!($binary);
            #[cfg(feature = "std")]
            forward! { $float:
                powi(exponent: i32) -> Self;
                mul_add(factor: Self, summand: Self) -> Self;
                log(base: Self) -> Self;
                sin_cos() -> (Self, Self);
                fract() -> Self;
                rem_euclid(divisor: Self) -> Self;
                div_euclid(divisor: Self) -> Self;
            }
            #[cfg(all(feature = "libm", not(feature = "std")))]
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn powi(self, exponent: i32) -> Self {
                libm::$pow(self, exponent as Self)
            }
            #[cfg(all(feature = "libm", not(feature = "std")))]
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn mul_add(self, factor: Self, summand: Self) -> Self {
                libm::$fma(self, factor, summand)
            }
        }
    };
}

macro_rules! unary_single {
    ($($name:ident $double:ident $single:ident),*) => {$(
        #[cfg(feature = "std")]
        #[cfg_attr(not(debug_assertions), inline(always))]
        fn $name(self) -> Self {
            <f32>::$name(self)
        }
        #[cfg(all(feature = "libm", not(feature = "std")))]
        #[cfg_attr(not(debug_assertions), inline(always))]
        fn $name(self) -> Self {
            libm::$single(self)
        }
    )*};
}

macro_rules! binary_single {
    ($($name:ident $double:ident $single:ident),*) => {$(
        #[cfg(feature = "std")]
        #[cfg_attr(not(debug_assertions), inline(always))]
        fn $name(self, other: Self) -> Self {
            <f32>::$name(self, other)
        }
        #[cfg(all(feature = "libm", not(feature = "std")))]
        #[cfg_attr(not(debug_assertions), inline(always))]
        fn $name(self, other: Self) -> Self {
            libm::$single(self, other)
        }
    )*};
}

macro_rules! unary_double {
    ($($name:ident $double:ident $single:ident),*) => {$(
        #[cfg(feature = "std")]
        #[cfg_attr(not(debug_assertions), inline(always))]
        fn $name(self) -> Self {
            <f64>::$name(self)
        }
        #[cfg(all(feature = "libm", not(feature = "std")))]
        #[cfg_attr(not(debug_assertions), inline(always))]
        fn $name(self) -> Self {
            libm::$double(self)
        }
    )*};
}

macro_rules! binary_double {
    ($($name:ident $double:ident $single:ident),*) => {$(
        #[cfg(feature = "std")]
        #[cfg_attr(not(debug_assertions), inline(always))]
        fn $name(self, other: Self) -> Self {
            <f64>::$name(self, other)
        }
        #[cfg(all(feature = "libm", not(feature = "std")))]
        #[cfg_attr(not(debug_assertions), inline(always))]
        fn $name(self, other: Self) -> Self {
            libm::$double(self, other)
        }
    )*};
}

float!(f32, unary_single, binary_single, powf, fmaf);
float!(f64, unary_double, binary_double, pow, fma);

/// A number of the type of another one.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn like<F: Float>(_: F, number: f64) -> F {
    F::from_f64(number)
}

/// Compiles if the type is a float.
#[cfg_attr(not(debug_assertions), inline(always))]
pub const fn is_float<F: Float>() {}

/// The elementary functions as free functions, for generated code.
#[cfg(any(feature = "std", feature = "libm"))]
pub mod math {
    use super::Float;

    macro_rules! free {
        ($($name:ident)*) => {$(
            #[doc = concat!("`", stringify!($name), "` of `x`.")]
            #[cfg_attr(not(debug_assertions), inline(always))]
            pub fn $name<F: Float>(x: F) -> F {
                Float::$name(x)
            }
        )*};
    }
    free!(sqrt cbrt exp exp2 exp_m1 ln ln_1p log2 log10 sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh floor ceil round trunc abs);

    macro_rules! free2 {
        ($($name:ident)*) => {$(
            #[doc = concat!("`", stringify!($name), "` of `x` and `y`.")]
            #[cfg_attr(not(debug_assertions), inline(always))]
            pub fn $name<F: Float>(x: F, y: F) -> F {
                Float::$name(x, y)
            }
        )*};
    }
    free2!(powf hypot atan2);

    /// `x` to the integer power `n`.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn powi<F: Float>(x: F, n: i32) -> F {
        Float::powi(x, n)
    }
}
