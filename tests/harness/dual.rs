//! `Dual`: what `f32` and `f64` become in the twins of the corpus.
//!
//! The rules of smooth functions are those of `num-dual`; what it lacks (kinks, remainders, rounding) is defined here.

use std::cell::Cell;
use std::cmp::Ordering;
use std::fmt;
use std::ops::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Rem, RemAssign, Sub, SubAssign};

use num_dual::{Dual64, DualNum};

/// A number with a derivative along one direction.
#[derive(Clone, Copy, Debug, Default)]
pub struct Dual {
    pub value: f64,
    pub slope: f64,
}

thread_local! {
    /// See [`closest_tie`].
    static CLOSEST: Cell<f64> = const { Cell::new(f64::INFINITY) };
}

/// How close any comparison came to a tie since this was last asked, relative to what was compared: closer than
/// rounding, the function itself may have gone the other way.
pub fn closest_tie() -> f64 {
    CLOSEST.replace(f64::INFINITY)
}

/// Two numbers are compared. A tie between the same function is no tie: either has the same derivative.
fn compared(a: Dual, b: Dual) {
    if a.value != b.value || a.slope != b.slope {
        let distance = (a.value - b.value).abs() / a.value.abs().max(b.value.abs()).max(1.0);
        CLOSEST.set(CLOSEST.get().min(distance));
    }
}

/// A number is rounded, with jumps at the integers and `offset` beside them.
fn rounded(x: Dual, offset: f64) {
    let nearest = (x.value - offset).round() + offset;
    compared(x, Dual::constant(nearest));
}

/// A constant: a float, or an array of floats.
pub trait Lift {
    type Dual;
    fn lift(self) -> Self::Dual;
}

impl Lift for f64 {
    type Dual = Dual;
    fn lift(self) -> Dual {
        Dual::constant(self)
    }
}

impl Lift for f32 {
    type Dual = Dual;
    fn lift(self) -> Dual {
        Dual::constant(self.into())
    }
}

impl<T: Lift, const N: usize> Lift for [T; N] {
    type Dual = [T::Dual; N];
    fn lift(self) -> Self::Dual {
        self.map(T::lift)
    }
}

impl<A: Lift, B: Lift> Lift for (A, B) {
    type Dual = (A::Dual, B::Dual);
    fn lift(self) -> Self::Dual {
        (self.0.lift(), self.1.lift())
    }
}

pub fn lift<T: Lift>(constant: T) -> T::Dual {
    constant.lift()
}

/// `as` between integers and dual numbers.
pub trait CastTo<T> {
    fn cast_to(self) -> T;
}

impl CastTo<Dual> for Dual {
    fn cast_to(self) -> Dual {
        self
    }
}

impl CastTo<Dual> for bool {
    fn cast_to(self) -> Dual {
        Dual::constant(u8::from(self).into())
    }
}

macro_rules! casts {
    ($($from:ident)*) => {$(
        impl CastTo<Dual> for $from {
            fn cast_to(self) -> Dual {
                Dual::constant(self as f64)
            }
        }
        impl CastTo<$from> for Dual {
            fn cast_to(self) -> $from {
                rounded(self, 0.0);
                self.value as $from
            }
        }
        impl CastTo<$from> for bool {
            fn cast_to(self) -> $from {
                self as $from
            }
        }
        casts!($from: i8 i16 i32 i64 isize u8 u16 u32 u64 usize);
    )*};
    ($from:ident: $($to:ident)*) => {$(
        impl CastTo<$to> for $from {
            fn cast_to(self) -> $to {
                self as $to
            }
        }
    )*};
}
casts!(i8 i16 i32 i64 isize u8 u16 u32 u64 usize);

macro_rules! smooth {
    ($($name:ident)*) => {$(
        pub fn $name(self) -> Dual {
            DualNum::$name(&self.inner()).into()
        }
    )*};
}

macro_rules! questions {
    ($($name:ident)*) => {$(
        pub fn $name(self) -> bool {
            self.value.$name()
        }
    )*};
}

macro_rules! rounding {
    ($($name:ident $offset:literal)*) => {$(
        pub fn $name(self) -> Dual {
            rounded(self, $offset);
            Dual::constant(self.value.$name())
        }
    )*};
}

impl From<f64> for Dual {
    fn from(value: f64) -> Dual {
        Dual::constant(value)
    }
}

impl From<i32> for Dual {
    fn from(value: i32) -> Dual {
        Dual::constant(value.into())
    }
}

impl From<Dual64> for Dual {
    fn from(dual: Dual64) -> Dual {
        Dual { value: dual.re, slope: dual.eps }
    }
}

impl Dual {
    pub const EPSILON: Dual = Dual::constant(f64::EPSILON);
    pub const INFINITY: Dual = Dual::constant(f64::INFINITY);
    pub const NEG_INFINITY: Dual = Dual::constant(f64::NEG_INFINITY);
    pub const MAX: Dual = Dual::constant(f64::MAX);
    pub const MIN: Dual = Dual::constant(f64::MIN);

    pub const fn constant(value: f64) -> Dual {
        Dual { value, slope: 0.0 }
    }

    questions!(is_nan is_finite is_infinite is_sign_negative is_sign_positive);

    pub fn total_cmp(&self, other: &Dual) -> Ordering {
        compared(*self, *other);
        self.value.total_cmp(&other.value)
    }

    fn inner(self) -> Dual64 {
        Dual64::new(self.value, self.slope)
    }

    smooth!(recip sqrt cbrt exp exp2 exp_m1 ln ln_1p log2 log10 sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh);
    rounding!(floor 0.0 ceil 0.0 round 0.5 trunc 0.0);

    pub fn signum(self) -> Dual {
        compared(self, Dual::constant(0.0));
        Dual::constant(self.value.signum())
    }

    pub fn powi(self, exponent: i32) -> Dual {
        DualNum::powi(&self.inner(), exponent).into()
    }

    pub fn powf(self, exponent: impl Into<Dual>) -> Dual {
        let exponent = exponent.into();
        if exponent.slope == 0.0 {
            DualNum::powf(&self.inner(), exponent.value).into()
        } else {
            DualNum::powd(&self.inner(), exponent.inner()).into()
        }
    }

    pub fn sin_cos(self) -> (Dual, Dual) {
        (self.sin(), self.cos())
    }

    pub fn atan2(self, x: Dual) -> Dual {
        DualNum::atan2(&self.inner(), x.inner()).into()
    }

    pub fn hypot(self, other: Dual) -> Dual {
        (self * self + other * other).sqrt()
    }

    pub fn log(self, base: impl Into<Dual>) -> Dual {
        self.ln() / base.into().ln()
    }

    pub fn mul_add(self, factor: Dual, term: Dual) -> Dual {
        self * factor + term
    }

    pub fn abs(self) -> Dual {
        compared(self, Dual::constant(0.0));
        if self.value < 0.0 { -self } else { self }
    }

    pub fn copysign(self, sign: Dual) -> Dual {
        compared(self, Dual::constant(0.0));
        compared(sign, Dual::constant(0.0));
        if self.value.is_sign_negative() == sign.value.is_sign_negative() { self } else { -self }
    }

    pub fn max(self, other: impl Into<Dual>) -> Dual {
        let other = other.into();
        compared(self, other);
        if self.value > other.value { self } else { other }
    }

    pub fn min(self, other: impl Into<Dual>) -> Dual {
        let other = other.into();
        compared(self, other);
        if self.value < other.value { self } else { other }
    }

    pub fn clamp(self, low: impl Into<Dual>, high: impl Into<Dual>) -> Dual {
        self.max(low).min(high)
    }

    pub fn fract(self) -> Dual {
        self - self.trunc()
    }

    pub fn rem_euclid(self, divisor: Dual) -> Dual {
        rounded(self / divisor, 0.0);
        let quotient = (self.value - self.value.rem_euclid(divisor.value)) / divisor.value;
        self - Dual::constant(quotient.round()) * divisor
    }

    pub fn to_degrees(self) -> Dual {
        self * Dual::constant(180.0 / std::f64::consts::PI)
    }

    pub fn to_radians(self) -> Dual {
        self * Dual::constant(std::f64::consts::PI / 180.0)
    }
}

impl fmt::Display for Dual {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        self.value.fmt(formatter)
    }
}

impl Neg for Dual {
    type Output = Dual;
    fn neg(self) -> Dual {
        Dual { value: -self.value, slope: -self.slope }
    }
}

impl Neg for &Dual {
    type Output = Dual;
    fn neg(self) -> Dual {
        -*self
    }
}

impl PartialEq for Dual {
    fn eq(&self, other: &Dual) -> bool {
        self.value == other.value
    }
}

impl PartialOrd for Dual {
    fn partial_cmp(&self, other: &Dual) -> Option<Ordering> {
        compared(*self, *other);
        self.value.partial_cmp(&other.value)
    }
}

macro_rules! operators {
    ($($trait:ident $method:ident $assign:ident $method_assign:ident ($x:ident, $y:ident) $result:expr;)*) => {$(
        impl $trait for Dual {
            type Output = Dual;
            fn $method(self, $y: Dual) -> Dual {
                let $x = self;
                $result
            }
        }
        impl $trait<&Dual> for Dual {
            type Output = Dual;
            fn $method(self, other: &Dual) -> Dual {
                self.$method(*other)
            }
        }
        impl $trait<Dual> for &Dual {
            type Output = Dual;
            fn $method(self, other: Dual) -> Dual {
                (*self).$method(other)
            }
        }
        impl $trait for &Dual {
            type Output = Dual;
            fn $method(self, other: &Dual) -> Dual {
                (*self).$method(*other)
            }
        }
        impl $assign for Dual {
            fn $method_assign(&mut self, other: Dual) {
                *self = (*self).$method(other);
            }
        }
        impl $assign<&Dual> for Dual {
            fn $method_assign(&mut self, other: &Dual) {
                *self = (*self).$method(*other);
            }
        }
    )*};
}
operators! {
    Add add AddAssign add_assign (x, y) (x.inner() + y.inner()).into();
    Sub sub SubAssign sub_assign (x, y) (x.inner() - y.inner()).into();
    Mul mul MulAssign mul_assign (x, y) (x.inner() * y.inner()).into();
    Div div DivAssign div_assign (x, y) (x.inner() / y.inner()).into();
    Rem rem RemAssign rem_assign (x, y) {
        rounded(x / y, 0.0);
        x - Dual::constant((x.value / y.value).trunc()) * y
    };
}

/// The functions of the crate `libm`, over dual numbers.
pub mod libm {
    use super::Dual;

    macro_rules! functions {
        ($($name:ident = $method:ident,)*) => {$(
            pub fn $name(x: Dual) -> Dual {
                x.$method()
            }
        )*};
    }
    functions! {
        sin = sin, cos = cos, tan = tan, asin = asin, acos = acos, atan = atan, sinh = sinh, cosh = cosh,
        tanh = tanh, exp = exp, expm1 = exp_m1, exp2 = exp2, log = ln, log1p = ln_1p, log2 = log2, log10 = log10,
        sqrt = sqrt, cbrt = cbrt, fabs = abs, floor = floor,
        sinf = sin, cosf = cos, expf = exp, sqrtf = sqrt, tanhf = tanh, logf = ln,
    }

    pub fn pow(x: Dual, y: Dual) -> Dual {
        x.powf(y)
    }

    pub fn hypot(x: Dual, y: Dual) -> Dual {
        x.hypot(y)
    }

    pub fn sincos(x: Dual) -> (Dual, Dual) {
        x.sin_cos()
    }

    pub fn atan2(y: Dual, x: Dual) -> Dual {
        y.atan2(x)
    }
}

impl std::iter::Sum for Dual {
    fn sum<I: Iterator<Item = Dual>>(numbers: I) -> Dual {
        numbers.fold(Dual::constant(-0.0), |total, number| total + number)
    }
}

impl<'a> std::iter::Sum<&'a Dual> for Dual {
    fn sum<I: Iterator<Item = &'a Dual>>(numbers: I) -> Dual {
        numbers.copied().sum()
    }
}

impl std::iter::Product for Dual {
    fn product<I: Iterator<Item = Dual>>(numbers: I) -> Dual {
        numbers.fold(Dual::constant(1.0), |total, number| total * number)
    }
}

impl<'a> std::iter::Product<&'a Dual> for Dual {
    fn product<I: Iterator<Item = &'a Dual>>(numbers: I) -> Dual {
        numbers.copied().product()
    }
}

/// `jac::Float` over dual numbers: what generic functions are twinned with.
pub trait Float:
    Copy
    + PartialOrd
    + fmt::Display
    + std::ops::Add<Output = Self>
    + std::ops::Sub<Output = Self>
    + std::ops::Mul<Output = Self>
    + std::ops::Div<Output = Self>
    + std::ops::Rem<Output = Self>
    + Neg<Output = Self>
    + std::ops::AddAssign
    + std::ops::SubAssign
    + std::ops::MulAssign
    + std::ops::DivAssign
    + std::iter::Sum
    + std::iter::Product
    + for<'a> std::iter::Sum<&'a Self>
    + for<'a> std::iter::Product<&'a Self>
    + 'static
{
    const ZERO: Self;
    const ONE: Self;
    const HALF: Self;
    fn from_f64(value: Dual) -> Self;
    fn sin_cos(self) -> (Self, Self);
    fn powi(self, exponent: i32) -> Self;
    fn mul_add(self, factor: Self, term: Self) -> Self;
    fn clamp(self, low: Self, high: Self) -> Self;
    fn is_nan(self) -> bool;
    float_functions!(declare);
}

macro_rules! float_functions {
    ($with:ident) => {
        $with! {
            [recip sqrt cbrt exp exp2 exp_m1 ln ln_1p log2 log10 sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh]
            [abs signum floor ceil round trunc fract to_degrees to_radians]
            [powf hypot atan2 log copysign max min rem_euclid]
        }
    };
}
use float_functions;

macro_rules! declare {
    ([$($smooth:ident)*] [$($kinked:ident)*] [$($binary:ident)*]) => {
        $(fn $smooth(self) -> Self;)*
        $(fn $kinked(self) -> Self;)*
        $(fn $binary(self, other: Self) -> Self;)*
    };
}
use declare;

macro_rules! define {
    ([$($smooth:ident)*] [$($kinked:ident)*] [$($binary:ident)*]) => {
        $(fn $smooth(self) -> Self { Dual::$smooth(self) })*
        $(fn $kinked(self) -> Self { Dual::$kinked(self) })*
        $(fn $binary(self, other: Self) -> Self { Dual::$binary(self, other) })*
    };
}

impl Float for Dual {
    const ZERO: Self = Dual::constant(0.0);
    const ONE: Self = Dual::constant(1.0);
    const HALF: Self = Dual::constant(0.5);
    fn from_f64(value: Dual) -> Self {
        value
    }
    fn sin_cos(self) -> (Self, Self) {
        Dual::sin_cos(self)
    }
    fn powi(self, exponent: i32) -> Self {
        Dual::powi(self, exponent)
    }
    fn mul_add(self, factor: Self, term: Self) -> Self {
        Dual::mul_add(self, factor, term)
    }
    fn clamp(self, low: Self, high: Self) -> Self {
        Dual::clamp(self, low, high)
    }
    fn is_nan(self) -> bool {
        Dual::is_nan(self)
    }
    float_functions!(define);
}
