//! `Option` and `Result`: the tangent space of what is there.
//!
//! A value that is absent has the tangents that a present one has, and they say nothing. An error has none.

use super::Space;
use crate::float::Float;
use crate::lanes::Lanes;
use crate::rule::Pairwise;
use crate::trace::Residual;

macro_rules! optional {
    ($type:ty, $present:path $(, $error:ident)?) => {
        impl<T: Space $(, $error)?> Space for $type {
            type Tangent<const W: usize> = T::Tangent<W>;
            type Cotangent<const W: usize> = T::Cotangent<W>;
            type Shape = T::Shape;
            type Plain = T::Plain;
            type WithFloat<F: Float> = T::WithFloat<F>;
            const DIMENSION: Option<usize> = T::DIMENSION;
            const EPSILON: f64 = T::EPSILON;

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn shape(&self) -> T::Shape {
                match self {
                    $present(value) => value.shape(),
                    _ => T::Shape::empty(),
                }
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
            fn dimension(shape: &T::Shape) -> usize {
                T::dimension(shape)
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn seed<const W: usize>(shape: &T::Shape, offset: usize) -> T::Tangent<W> {
                T::seed(shape, offset)
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn lift<const W: usize>(value: &T::Plain) -> T::Tangent<W> {
                T::lift(value)
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn from_plain(value: T::Plain) -> T::Tangent<1> {
                T::from_plain(value)
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn plain<const W: usize>(tangent: &T::Tangent<W>, lane: usize) -> T::Plain {
                T::plain(tangent, lane)
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn into_plain(tangent: T::Tangent<1>) -> T::Plain {
                T::into_plain(tangent)
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn lane<F: Float, const W: usize>(tangent: &T::Tangent<W>, lane: usize) -> T::WithFloat<F> {
                T::lane(tangent, lane)
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn for_each<F: Float, const W: usize>(
                tangent: &T::Tangent<W>,
                first: usize,
                visit: &mut impl FnMut(usize, Lanes<F, W>),
            ) {
                T::for_each(tangent, first, visit);
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn for_each_float(&self, visit: &mut impl FnMut(Option<f64>)) {
                match self {
                    $present(value) => value.for_each_float(visit),
                    _ => (0..T::dimension(&T::Shape::empty())).for_each(|_| visit(None)),
                }
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn conforms(shape: &T::Shape, value: &T::Plain) -> bool {
                T::conforms(shape, value)
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn takes_cotangent(&self, by: &T::Plain) -> bool {
                match self {
                    $present(value) => value.takes_cotangent(by),
                    _ => true,
                }
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn tangents_in_place(seeds: &[T::Plain]) -> Option<&[T::Tangent<1>]> {
                T::tangents_in_place(seeds)
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn is_alike(&self, other: &Self) -> bool {
                match (self, other) {
                    ($present(value), $present(other)) => value.is_alike(other),
                    // Without a length, what is absent is as any other.
                    _ => T::DIMENSION.is_some(),
                }
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn complete<const W: usize>(shape: &T::Shape, tangent: &mut T::Tangent<W>) {
                T::complete(shape, tangent);
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn write_seed<const W: usize>(
                shapes: &[T::Shape],
                tangents: &mut [T::Tangent<W>],
                offset: usize,
                unit: bool,
            ) {
                T::write_seed(shapes, tangents, offset, unit);
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn pairwise<const W: usize>(
                tangent: &mut T::Tangent<W>,
                plain: &T::Plain,
                visit: &mut impl Pairwise<W>,
            ) {
                T::pairwise(tangent, plain, visit);
            }
        }
    };
}
optional!(Option<T>, Some);
optional!(Result<T, E>, Ok, E);
