//! Integers, `bool`, users' enums and the like: the trivial space, `()`.

use core::cmp::Ordering;

use crate::cotangent::{Accumulate, Vector};

impl Vector for () {
    const ZERO: Self = ();
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn accumulate(&mut self, (): ()) {}
}

impl Accumulate for () {
    type Value = ();
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn add(&self, (): ()) {}
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn initialise(&self, (): ()) {}
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn get(&self) {}
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn take(&self) {}
}

/// The trivial space. Every name is written out: users' types have it, too, in scopes where any name may mean something else.
#[doc(hidden)]
#[macro_export]
macro_rules! __discrete_space {
    ($($type:ty),* $(,)?) => {$(
        #[automatically_derived]
        impl $crate::space::Space for $type {
            type Tangent<const WIDTH: ::core::primitive::usize> = ();
            type Cotangent<const WIDTH: ::core::primitive::usize> = ();
            type Shape = ();
            type Plain = ();
            type WithFloat<F: $crate::float::Float> = ();
            const DIMENSION: ::core::option::Option<::core::primitive::usize> = ::core::option::Option::Some(0);
            const EPSILON: ::core::primitive::f64 = 0.0;
            const LAYOUT: &'static $crate::layout::Layout = &$crate::layout::Layout::Absent;

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn shape(&self) {}
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn origin<const WIDTH: ::core::primitive::usize>(_: &()) {}
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn cotangent<const WIDTH: ::core::primitive::usize>(_: &()) {}
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn tangent_shape<const WIDTH: ::core::primitive::usize>(_: &()) {}
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn dimension(_: &()) -> ::core::primitive::usize {
                0
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn seed<const WIDTH: ::core::primitive::usize>(_: &(), _: ::core::primitive::usize) {}
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn lift<const WIDTH: ::core::primitive::usize>((): &()) {}
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn plain<const WIDTH: ::core::primitive::usize>((): &(), _: ::core::primitive::usize) {}
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn lane<F: $crate::float::Float, const WIDTH: ::core::primitive::usize>(_: &(), _: ::core::primitive::usize) {}
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn for_each_float(&self, _: &mut impl ::core::ops::FnMut(::core::option::Option<::core::primitive::f64>)) {}
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn write_seed<const WIDTH: ::core::primitive::usize>(
                _: &[()],
                _: &mut [()],
                _: ::core::primitive::usize,
                _: ::core::primitive::bool,
            ) {
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn for_each<F: $crate::float::Float, const WIDTH: ::core::primitive::usize>(
                _: &(),
                _: ::core::primitive::usize,
                _: &mut impl ::core::ops::FnMut(::core::primitive::usize, $crate::lanes::Lanes<F, WIDTH>),
            ) {
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn pairwise<const WIDTH: ::core::primitive::usize>(_: &mut (), (): &(), _: &mut impl $crate::rule::Pairwise<WIDTH>) {}
        }
    )*};
}
__discrete_space!(u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize, bool, char, (), Ordering);
