//! The space of a number in a field that is marked `#[constant]`.
//!
//! In bodies it is a number like any other, with a tangent, which is zero, and a cotangent, which nobody reads. It is no input and no output: no
//! seed reaches it, and users see `()` in its place.

use core::marker::PhantomData;

use super::Space;
use crate::cotangent::Vector;
use crate::float::Float;
use crate::lanes::Lanes;
use crate::rule::Pairwise;
use crate::trace::Residual;

/// Stands for a `T` that does not vary, where the tangent space of a struct is made of those of its fields.
#[derive(Debug)]
pub struct Constant<T>(PhantomData<fn() -> T>);

impl<T: Space> Space for Constant<T> {
    type Tangent<const W: usize> = T::Tangent<W>;
    type Cotangent<const W: usize> = T::Cotangent<W>;
    type Shape = T::Shape;
    type Plain = ();
    type WithFloat<F: Float> = ();
    const DIMENSION: Option<usize> = Some(0);
    const EPSILON: f64 = 0.0;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn shape(&self) -> T::Shape {
        T::Shape::empty()
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn origin<const W: usize>(shape: &T::Shape) -> T::Tangent<W> {
        T::origin(shape)
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn cotangent<const W: usize>(shape: &T::Shape) -> T::Cotangent<W> {
        T::cotangent(shape)
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn cotangent_of<const W: usize>(shape: &T::Shape, first: T::Tangent<W>) -> T::Cotangent<W> {
        T::cotangent_of(shape, first)
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn tangent_shape<const W: usize>(shape: &T::Shape) -> <T::Tangent<W> as Space>::Shape {
        T::tangent_shape::<W>(shape)
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn dimension(_: &T::Shape) -> usize {
        0
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn seed<const W: usize>(shape: &T::Shape, _: usize) -> T::Tangent<W> {
        T::origin(shape)
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn lift<const W: usize>((): &()) -> T::Tangent<W> {
        T::Tangent::ZERO
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn plain<const W: usize>(_: &T::Tangent<W>, _: usize) {}
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn lane<F: Float, const W: usize>(_: &T::Tangent<W>, _: usize) {}
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn for_each<F: Float, const W: usize>(_: &T::Tangent<W>, _: usize, _: &mut impl FnMut(usize, Lanes<F, W>)) {}
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn for_each_float(&self, _: &mut impl FnMut(Option<f64>)) {}
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn complete<const W: usize>(shape: &T::Shape, tangent: &mut T::Tangent<W>) {
        T::complete(shape, tangent);
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn pairwise<const W: usize>(_: &mut T::Tangent<W>, (): &(), _: &mut impl Pairwise<W>) {}
}
