//! `Float`: what the generated code needs of `f32` and `f64`, from `std` or from `libm`.
//!
//! Partial derivatives call the free functions of [`math`]; the primal keeps the calls that the user wrote.

use core::fmt::Debug;
use core::ops::{Add, AddAssign, Div, Mul, Neg, Rem, Sub};

use crate::lanes::Linear;

mod sealed {
    pub trait Sealed {}
    impl Sealed for f32 {}
    impl Sealed for f64 {}
}

/// A floating-point type that can be differentiated: `f32` or `f64`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a float that `jac` can differentiate",
    note = "the elementary functions are differentiated on `f32` and `f64`"
)]
pub trait Float:
    sealed::Sealed
    + Linear<Scalar = Self>
    + Copy
    + Default
    + Debug
    + PartialEq
    + PartialOrd
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Rem<Output = Self>
    + Neg<Output = Self>
    + AddAssign
    + 'static
{
    /// 1.
    const ONE: Self;
    /// ½.
    const HALF: Self;
    /// Sums of squares from here to [`LARGE_SQUARE`](Self::LARGE_SQUARE) have lost nothing to underflow or overflow.
    const SMALL_SQUARE: Self;
    /// See [`SMALL_SQUARE`](Self::SMALL_SQUARE).
    const LARGE_SQUARE: Self;
    /// The nearest value of this type.
    fn from_f64(value: f64) -> Self;
    /// The nearest `f64`.
    fn to_f64(self) -> f64;
    /// The nearest value of this type.
    #[inline(always)]
    fn from_float<G: Float>(value: G) -> Self {
        Self::from_f64(value.to_f64())
    }
    /// True for NaN.
    fn is_nan(self) -> bool;
    /// The magnitude of `self` with the sign of `sign`.
    fn copysign(self, sign: Self) -> Self;
    #[doc = "`sqrt` of `self`."]
    #[cfg(any(feature = "std", feature = "libm"))]
    fn sqrt(self) -> Self;
    #[doc = "`cbrt` of `self`."]
    #[cfg(any(feature = "std", feature = "libm"))]
    fn cbrt(self) -> Self;
    #[doc = "`exp` of `self`."]
    #[cfg(any(feature = "std", feature = "libm"))]
    fn exp(self) -> Self;
    #[doc = "`exp2` of `self`."]
    #[cfg(any(feature = "std", feature = "libm"))]
    fn exp2(self) -> Self;
    #[doc = "`exp_m1` of `self`."]
    #[cfg(any(feature = "std", feature = "libm"))]
    fn exp_m1(self) -> Self;
    #[doc = "`ln` of `self`."]
    #[cfg(any(feature = "std", feature = "libm"))]
    fn ln(self) -> Self;
    #[doc = "`ln_1p` of `self`."]
    #[cfg(any(feature = "std", feature = "libm"))]
    fn ln_1p(self) -> Self;
    #[doc = "`log2` of `self`."]
    #[cfg(any(feature = "std", feature = "libm"))]
    fn log2(self) -> Self;
    #[doc = "`log10` of `self`."]
    #[cfg(any(feature = "std", feature = "libm"))]
    fn log10(self) -> Self;
    #[doc = "`sin` of `self`."]
    #[cfg(any(feature = "std", feature = "libm"))]
    fn sin(self) -> Self;
    #[doc = "`cos` of `self`."]
    #[cfg(any(feature = "std", feature = "libm"))]
    fn cos(self) -> Self;
    #[doc = "`tan` of `self`."]
    #[cfg(any(feature = "std", feature = "libm"))]
    fn tan(self) -> Self;
    #[doc = "`asin` of `self`."]
    #[cfg(any(feature = "std", feature = "libm"))]
    fn asin(self) -> Self;
    #[doc = "`acos` of `self`."]
    #[cfg(any(feature = "std", feature = "libm"))]
    fn acos(self) -> Self;
    #[doc = "`atan` of `self`."]
    #[cfg(any(feature = "std", feature = "libm"))]
    fn atan(self) -> Self;
    #[doc = "`sinh` of `self`."]
    #[cfg(any(feature = "std", feature = "libm"))]
    fn sinh(self) -> Self;
    #[doc = "`cosh` of `self`."]
    #[cfg(any(feature = "std", feature = "libm"))]
    fn cosh(self) -> Self;
    #[doc = "`tanh` of `self`."]
    #[cfg(any(feature = "std", feature = "libm"))]
    fn tanh(self) -> Self;
    #[doc = "`asinh` of `self`."]
    #[cfg(any(feature = "std", feature = "libm"))]
    fn asinh(self) -> Self;
    #[doc = "`acosh` of `self`."]
    #[cfg(any(feature = "std", feature = "libm"))]
    fn acosh(self) -> Self;
    #[doc = "`atanh` of `self`."]
    #[cfg(any(feature = "std", feature = "libm"))]
    fn atanh(self) -> Self;
    #[doc = "`floor` of `self`."]
    #[cfg(any(feature = "std", feature = "libm"))]
    fn floor(self) -> Self;
    #[doc = "`ceil` of `self`."]
    #[cfg(any(feature = "std", feature = "libm"))]
    fn ceil(self) -> Self;
    #[doc = "`round` of `self`."]
    #[cfg(any(feature = "std", feature = "libm"))]
    fn round(self) -> Self;
    #[doc = "`trunc` of `self`."]
    #[cfg(any(feature = "std", feature = "libm"))]
    fn trunc(self) -> Self;
    #[doc = "`abs` of `self`."]
    #[cfg(any(feature = "std", feature = "libm"))]
    fn abs(self) -> Self;
    #[doc = "`powf` of `self`."]
    #[cfg(any(feature = "std", feature = "libm"))]
    fn powf(self, exponent: Self) -> Self;
    #[doc = "`hypot` of `self`."]
    #[cfg(any(feature = "std", feature = "libm"))]
    fn hypot(self, other: Self) -> Self;
    #[doc = "`atan2` of `self`."]
    #[cfg(any(feature = "std", feature = "libm"))]
    fn atan2(self, x: Self) -> Self;
    #[doc = "`powi` of `self`."]
    #[cfg(any(feature = "std", feature = "libm"))]
    fn powi(self, exponent: i32) -> Self;
}

macro_rules! float {
    ($float:ident { $($libm:tt)* }) => {
        impl Float for $float {
            const ONE: Self = 1.0;
            const HALF: Self = 0.5;
            const SMALL_SQUARE: Self = $float::MIN_POSITIVE / $float::EPSILON;
            const LARGE_SQUARE: Self = $float::MAX;
            #[inline(always)]
            fn from_f64(value: f64) -> Self { value as $float }
            #[inline(always)]
            fn to_f64(self) -> f64 { self as f64 }
            #[inline(always)]
            fn is_nan(self) -> bool { <$float>::is_nan(self) }
            #[inline(always)]
            fn copysign(self, sign: Self) -> Self { <$float>::copysign(self, sign) }
            #[cfg(feature = "std")]
            #[inline(always)]
            fn sqrt(self) -> Self { <$float>::sqrt(self) }
            #[cfg(feature = "std")]
            #[inline(always)]
            fn cbrt(self) -> Self { <$float>::cbrt(self) }
            #[cfg(feature = "std")]
            #[inline(always)]
            fn exp(self) -> Self { <$float>::exp(self) }
            #[cfg(feature = "std")]
            #[inline(always)]
            fn exp2(self) -> Self { <$float>::exp2(self) }
            #[cfg(feature = "std")]
            #[inline(always)]
            fn exp_m1(self) -> Self { <$float>::exp_m1(self) }
            #[cfg(feature = "std")]
            #[inline(always)]
            fn ln(self) -> Self { <$float>::ln(self) }
            #[cfg(feature = "std")]
            #[inline(always)]
            fn ln_1p(self) -> Self { <$float>::ln_1p(self) }
            #[cfg(feature = "std")]
            #[inline(always)]
            fn log2(self) -> Self { <$float>::log2(self) }
            #[cfg(feature = "std")]
            #[inline(always)]
            fn log10(self) -> Self { <$float>::log10(self) }
            #[cfg(feature = "std")]
            #[inline(always)]
            fn sin(self) -> Self { <$float>::sin(self) }
            #[cfg(feature = "std")]
            #[inline(always)]
            fn cos(self) -> Self { <$float>::cos(self) }
            #[cfg(feature = "std")]
            #[inline(always)]
            fn tan(self) -> Self { <$float>::tan(self) }
            #[cfg(feature = "std")]
            #[inline(always)]
            fn asin(self) -> Self { <$float>::asin(self) }
            #[cfg(feature = "std")]
            #[inline(always)]
            fn acos(self) -> Self { <$float>::acos(self) }
            #[cfg(feature = "std")]
            #[inline(always)]
            fn atan(self) -> Self { <$float>::atan(self) }
            #[cfg(feature = "std")]
            #[inline(always)]
            fn sinh(self) -> Self { <$float>::sinh(self) }
            #[cfg(feature = "std")]
            #[inline(always)]
            fn cosh(self) -> Self { <$float>::cosh(self) }
            #[cfg(feature = "std")]
            #[inline(always)]
            fn tanh(self) -> Self { <$float>::tanh(self) }
            #[cfg(feature = "std")]
            #[inline(always)]
            fn asinh(self) -> Self { <$float>::asinh(self) }
            #[cfg(feature = "std")]
            #[inline(always)]
            fn acosh(self) -> Self { <$float>::acosh(self) }
            #[cfg(feature = "std")]
            #[inline(always)]
            fn atanh(self) -> Self { <$float>::atanh(self) }
            #[cfg(feature = "std")]
            #[inline(always)]
            fn floor(self) -> Self { <$float>::floor(self) }
            #[cfg(feature = "std")]
            #[inline(always)]
            fn ceil(self) -> Self { <$float>::ceil(self) }
            #[cfg(feature = "std")]
            #[inline(always)]
            fn round(self) -> Self { <$float>::round(self) }
            #[cfg(feature = "std")]
            #[inline(always)]
            fn trunc(self) -> Self { <$float>::trunc(self) }
            #[cfg(feature = "std")]
            #[inline(always)]
            fn abs(self) -> Self { <$float>::abs(self) }
            #[cfg(feature = "std")]
            #[inline(always)]
            fn powf(self, other: Self) -> Self { <$float>::powf(self, other) }
            #[cfg(feature = "std")]
            #[inline(always)]
            fn hypot(self, other: Self) -> Self { <$float>::hypot(self, other) }
            #[cfg(feature = "std")]
            #[inline(always)]
            fn atan2(self, other: Self) -> Self { <$float>::atan2(self, other) }
            #[cfg(feature = "std")]
            #[inline(always)]
            fn powi(self, exponent: i32) -> Self { <$float>::powi(self, exponent) }
            $($libm)*
        }
    };
}

float!(f32 {
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn sqrt(self) -> Self { libm::sqrtf(self) }
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn cbrt(self) -> Self { libm::cbrtf(self) }
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn exp(self) -> Self { libm::expf(self) }
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn exp2(self) -> Self { libm::exp2f(self) }
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn exp_m1(self) -> Self { libm::expm1f(self) }
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn ln(self) -> Self { libm::logf(self) }
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn ln_1p(self) -> Self { libm::log1pf(self) }
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn log2(self) -> Self { libm::log2f(self) }
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn log10(self) -> Self { libm::log10f(self) }
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn sin(self) -> Self { libm::sinf(self) }
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn cos(self) -> Self { libm::cosf(self) }
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn tan(self) -> Self { libm::tanf(self) }
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn asin(self) -> Self { libm::asinf(self) }
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn acos(self) -> Self { libm::acosf(self) }
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn atan(self) -> Self { libm::atanf(self) }
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn sinh(self) -> Self { libm::sinhf(self) }
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn cosh(self) -> Self { libm::coshf(self) }
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn tanh(self) -> Self { libm::tanhf(self) }
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn asinh(self) -> Self { libm::asinhf(self) }
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn acosh(self) -> Self { libm::acoshf(self) }
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn atanh(self) -> Self { libm::atanhf(self) }
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn floor(self) -> Self { libm::floorf(self) }
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn ceil(self) -> Self { libm::ceilf(self) }
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn round(self) -> Self { libm::roundf(self) }
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn trunc(self) -> Self { libm::truncf(self) }
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn abs(self) -> Self { libm::fabsf(self) }
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn powf(self, other: Self) -> Self { libm::powf(self, other) }
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn hypot(self, other: Self) -> Self { libm::hypotf(self, other) }
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn atan2(self, other: Self) -> Self { libm::atan2f(self, other) }
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn powi(self, exponent: i32) -> Self { libm::powf(self, exponent as Self) }
});
float!(f64 {
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn sqrt(self) -> Self { libm::sqrt(self) }
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn cbrt(self) -> Self { libm::cbrt(self) }
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn exp(self) -> Self { libm::exp(self) }
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn exp2(self) -> Self { libm::exp2(self) }
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn exp_m1(self) -> Self { libm::expm1(self) }
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn ln(self) -> Self { libm::log(self) }
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn ln_1p(self) -> Self { libm::log1p(self) }
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn log2(self) -> Self { libm::log2(self) }
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn log10(self) -> Self { libm::log10(self) }
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn sin(self) -> Self { libm::sin(self) }
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn cos(self) -> Self { libm::cos(self) }
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn tan(self) -> Self { libm::tan(self) }
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn asin(self) -> Self { libm::asin(self) }
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn acos(self) -> Self { libm::acos(self) }
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn atan(self) -> Self { libm::atan(self) }
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn sinh(self) -> Self { libm::sinh(self) }
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn cosh(self) -> Self { libm::cosh(self) }
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn tanh(self) -> Self { libm::tanh(self) }
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn asinh(self) -> Self { libm::asinh(self) }
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn acosh(self) -> Self { libm::acosh(self) }
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn atanh(self) -> Self { libm::atanh(self) }
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn floor(self) -> Self { libm::floor(self) }
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn ceil(self) -> Self { libm::ceil(self) }
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn round(self) -> Self { libm::round(self) }
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn trunc(self) -> Self { libm::trunc(self) }
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn abs(self) -> Self { libm::fabs(self) }
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn powf(self, other: Self) -> Self { libm::pow(self, other) }
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn hypot(self, other: Self) -> Self { libm::hypot(self, other) }
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn atan2(self, other: Self) -> Self { libm::atan2(self, other) }
    #[cfg(all(feature = "libm", not(feature = "std")))]
    #[inline(always)]
    fn powi(self, exponent: i32) -> Self { libm::pow(self, exponent as Self) }
});

/// The elementary functions as free functions, for generated code.
#[cfg(any(feature = "std", feature = "libm"))]
pub mod math {
    use super::Float;

    macro_rules! free {
        ($($name:ident)*) => {$(
            #[doc = concat!("`", stringify!($name), "` of `x`.")]
            #[inline(always)]
            pub fn $name<F: Float>(x: F) -> F {
                Float::$name(x)
            }
        )*};
    }
    free!(sqrt cbrt exp exp2 exp_m1 ln ln_1p log2 log10 sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh floor ceil round trunc abs);

    macro_rules! free2 {
        ($($name:ident)*) => {$(
            #[doc = concat!("`", stringify!($name), "` of `x` and `y`.")]
            #[inline(always)]
            pub fn $name<F: Float>(x: F, y: F) -> F {
                Float::$name(x, y)
            }
        )*};
    }
    free2!(powf hypot atan2);

    /// `x` to the integer power `n`.
    #[inline(always)]
    pub fn powi<F: Float>(x: F, n: i32) -> F {
        Float::powi(x, n)
    }
}
