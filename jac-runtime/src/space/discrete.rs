//! Integers, `bool` and the like: the trivial space, `()`.

use super::Space;
use crate::cotangent::{Accumulate, Vector};
use crate::float::Float;
use crate::lanes::Lanes;
use crate::layout::Layout;
use crate::rule::Pairwise;

impl Vector for () {
    const ZERO: Self = ();
    #[inline(always)]
    fn accumulate(&mut self, (): ()) {}
}

impl Accumulate for () {
    type Value = ();
    #[inline(always)]
    fn add(&self, (): ()) {}
    #[inline(always)]
    fn initialise(&self, (): ()) {}
    #[inline(always)]
    fn get(&self) {}
    #[inline(always)]
    fn take(&self) {}
}

macro_rules! discrete {
    ($($type:ty),*) => {$(
        impl Space for $type {
            type Tangent<const W: usize> = ();
            type Cotangent<const W: usize> = ();
            type Shape = ();
            type Plain = ();
            type WithFloat<F: Float> = ();
            const DIMENSION: Option<usize> = Some(0);
            const EPSILON: f64 = 0.0;
            const LAYOUT: &'static Layout = &Layout::Absent;

            #[inline(always)]
            fn shape(&self) {}
            #[inline(always)]
            fn zero<const W: usize>(_: &()) {}
            #[inline(always)]
            fn cotangent<const W: usize>(_: &()) {}
            #[inline(always)]
            fn tangent_shape<const W: usize>(_: &()) {}
            #[inline(always)]
            fn dimension(_: &()) -> usize {
                0
            }
            #[inline(always)]
            fn seed<const W: usize>(_: &(), _: usize) {}
            #[inline(always)]
            fn lift<const W: usize>((): &()) {}
            #[inline(always)]
            fn plain<const W: usize>((): &(), _: usize) {}
            #[inline(always)]
            fn lane<F: Float, const W: usize>(_: &(), _: usize) {}
            #[inline(always)]
            fn for_each_float(&self, _: &mut impl FnMut(f64)) {}
            #[inline(always)]
            fn write_seed<const W: usize>(_: &[()], _: &mut [()], _: usize, _: bool) {}
            #[inline(always)]
            fn for_each<F: Float, const W: usize>(_: &(), _: usize, _: &mut impl FnMut(usize, Lanes<F, W>)) {}
            #[inline(always)]
            fn pairwise<const W: usize>(_: &mut (), (): &(), _: &mut impl Pairwise<W>) {}
        }
    )*};
}
discrete!(u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize, bool, char, ());
