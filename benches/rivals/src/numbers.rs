//! Numbers of all crates.

use std::ops::{Add, Mul, Neg, Sub};

use ad_trait::AD;
use ad_trait::forward_ad::adfn::adfn;
use ad_trait::reverse_ad::adr::adr;
use echidna::{Dual, Reverse};
use num_dual::{DualNum, DualSVec64};
use simba::scalar::{ComplexField, RealField};

/// What the functions need of a number.
pub trait Number: Copy + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> + Neg<Output = Self> {
    fn lift(value: f64) -> Self;
    /// Times a number that does not vary.
    fn times(self, factor: f64) -> Self;
    fn sin(self) -> Self;
    fn cos(self) -> Self;
    fn sin_cos(self) -> (Self, Self);
    fn abs(self) -> Self;
    fn asin(self) -> Self;
    fn atan2(self, other: Self) -> Self;
}

macro_rules! number {
    ([$($generics:tt)*] $type:ty; $lift:path; $number:path) => {
        impl<$($generics)*> Number for $type {
            #[inline]
            fn lift(value: f64) -> Self {
                $lift(value)
            }
            #[inline]
            fn times(self, factor: f64) -> Self {
                self * factor
            }
            number!($number);
        }
    };
    ($number:path) => {
        #[inline]
        fn sin(self) -> Self {
            <Self as $number>::sin(self)
        }
        #[inline]
        fn cos(self) -> Self {
            <Self as $number>::cos(self)
        }
        #[inline]
        fn sin_cos(self) -> (Self, Self) {
            <Self as $number>::sin_cos(self)
        }
        #[inline]
        fn asin(self) -> Self {
            <Self as $number>::asin(self)
        }
        #[inline]
        fn abs(self) -> Self {
            <Self as $number>::abs(self)
        }
        #[inline]
        fn atan2(self, other: Self) -> Self {
            <Self as $number>::atan2(self, other)
        }
    };
}

number!([] Dual<f64>; Dual::constant; num_traits::Float);
number!([] Reverse<f64>; Reverse::constant; num_traits::Float);

/// `ad_trait` has the functions of `nalgebra`'s traits.
macro_rules! of_nalgebra {
    ([$($generics:tt)*] $type:ty) => {
        impl<$($generics)*> Number for $type {
            #[inline]
            fn lift(value: f64) -> Self {
                <Self as AD>::constant(value)
            }
            #[inline]
            fn times(self, factor: f64) -> Self {
                self * ad_trait::F64(factor)
            }
            #[inline]
            fn sin(self) -> Self {
                ComplexField::sin(self)
            }
            #[inline]
            fn cos(self) -> Self {
                ComplexField::cos(self)
            }
            #[inline]
            fn sin_cos(self) -> (Self, Self) {
                ComplexField::sin_cos(self)
            }
            #[inline]
            fn asin(self) -> Self {
                ComplexField::asin(self)
            }
            #[inline]
            fn abs(self) -> Self {
                ComplexField::abs(self)
            }
            #[inline]
            fn atan2(self, other: Self) -> Self {
                RealField::atan2(self, other)
            }
        }
    };
}

of_nalgebra!([] adr);
of_nalgebra!([const N: usize] adfn<N>);

impl<const N: usize> Number for DualSVec64<N> {
    #[inline]
    fn lift(value: f64) -> Self {
        Self::from(value)
    }
    #[inline]
    fn times(self, factor: f64) -> Self {
        self * factor
    }
    #[inline]
    fn sin(self) -> Self {
        DualNum::sin(&self)
    }
    #[inline]
    fn cos(self) -> Self {
        DualNum::cos(&self)
    }
    #[inline]
    fn sin_cos(self) -> (Self, Self) {
        DualNum::sin_cos(&self)
    }
    #[inline]
    fn asin(self) -> Self {
        DualNum::asin(&self)
    }
    #[inline]
    fn abs(self) -> Self {
        num_traits::Signed::abs(&self)
    }
    #[inline]
    fn atan2(self, other: Self) -> Self {
        DualNum::atan2(&self, other)
    }
}
