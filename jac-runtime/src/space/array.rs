//! Arrays: the tangent of an array is the array of the tangents.

use core::array::from_fn;

use super::Space;
use crate::cotangent::{Accumulate, Vector};
use crate::float::Float;
use crate::lanes::Lanes;
use crate::layout::Layout;
use crate::rule::Pairwise;

impl<V: Vector, const N: usize> Vector for [V; N] {
    const ZERO: Self = [const { V::ZERO }; N];
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn accumulate(&mut self, other: Self) {
        for (target, value) in self.iter_mut().zip(other) {
            target.accumulate(value);
        }
    }
}

impl<A: Accumulate, const N: usize> Accumulate for [A; N] {
    type Value = [A::Value; N];
    const IS_LIST: bool = true;
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn add(&self, value: Self::Value) {
        for (target, value) in self.iter().zip(value) {
            target.add(value);
        }
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn initialise(&self, value: Self::Value) {
        for (target, value) in self.iter().zip(value) {
            target.initialise(value);
        }
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn get(&self) -> Self::Value {
        from_fn(|i| self[i].get())
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn take(&self) -> Self::Value {
        from_fn(|i| self[i].take())
    }
}

impl<T: Space, const N: usize> Space for [T; N] {
    type Tangent<const W: usize> = [T::Tangent<W>; N];
    type Cotangent<const W: usize> = [T::Cotangent<W>; N];
    type Shape = [T::Shape; N];
    type Plain = [T::Plain; N];
    type WithFloat<F: Float> = [T::WithFloat<F>; N];
    const DIMENSION: Option<usize> = match T::DIMENSION {
        Some(dimension) => Some(N * dimension),
        None if N == 0 => Some(0),
        None => None,
    };
    const ELEMENT: Option<usize> = T::DIMENSION;
    const EPSILON: f64 = T::EPSILON;
    const LAYOUT: &'static Layout = &Layout::Array(N, T::LAYOUT);

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn tangents_in_place(seeds: &[Self::Plain]) -> Option<&[Self::Tangent<1>]> {
        if N == 0 {
            return None;
        }
        Some(T::tangents_in_place(seeds.as_flattened())?.as_chunks::<N>().0)
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn shape(&self) -> Self::Shape {
        from_fn(|i| self[i].shape())
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn origin<const W: usize>(shape: &Self::Shape) -> Self::Tangent<W> {
        from_fn(|i| T::origin(&shape[i]))
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn cotangent<const W: usize>(shape: &Self::Shape) -> Self::Cotangent<W> {
        from_fn(|i| T::cotangent(&shape[i]))
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn tangent_shape<const W: usize>(shape: &Self::Shape) -> <Self::Tangent<W> as Space>::Shape {
        from_fn(|i| T::tangent_shape::<W>(&shape[i]))
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn dimension(shape: &Self::Shape) -> usize {
        shape.iter().map(T::dimension).sum()
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn seed<const W: usize>(shape: &Self::Shape, mut offset: usize) -> Self::Tangent<W> {
        from_fn(|i| {
            let tangent = T::seed(&shape[i], offset);
            offset = offset.wrapping_sub(T::dimension(&shape[i]));
            tangent
        })
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn seed_elements<const W: usize>(shape: &Self::Shape) -> Self::Tangent<W> {
        from_fn(|i| T::seed(&shape[i], 0))
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn lift<const W: usize>(value: &Self::Plain) -> Self::Tangent<W> {
        from_fn(|i| T::lift(&value[i]))
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn from_plain(value: Self::Plain) -> Self::Tangent<1> {
        value.map(T::from_plain)
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn plain<const W: usize>(tangent: &Self::Tangent<W>, lane: usize) -> Self::Plain {
        from_fn(|i| T::plain(&tangent[i], lane))
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn into_plain(tangent: Self::Tangent<1>) -> Self::Plain {
        tangent.map(T::into_plain)
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn set_float<F: Float>(plain: &mut Self::Plain, index: usize, value: F) {
        if let Some(dimension) = T::DIMENSION
            && dimension > 0
            && let Some(plain) = plain.get_mut(index / dimension)
        {
            T::set_float(plain, index % dimension, value);
        }
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn lane<F: Float, const W: usize>(tangent: &Self::Tangent<W>, lane: usize) -> Self::WithFloat<F> {
        from_fn(|i| T::lane(&tangent[i], lane))
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn for_each<F: Float, const W: usize>(
        tangent: &Self::Tangent<W>,
        mut first: usize,
        visit: &mut impl FnMut(usize, Lanes<F, W>),
    ) {
        for element in tangent {
            let mut count = 0;
            T::for_each::<F, W>(element, first, &mut |index, lanes| {
                count += 1;
                visit(index, lanes);
            });
            first += count;
        }
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn for_each_float(&self, visit: &mut impl FnMut(Option<f64>)) {
        for element in self {
            element.for_each_float(visit);
        }
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn write_seed<const W: usize>(
        shapes: &[Self::Shape],
        tangents: &mut [Self::Tangent<W>],
        offset: usize,
        unit: bool,
    ) {
        T::write_seed(shapes.as_flattened(), tangents.as_flattened_mut(), offset, unit);
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn conforms(shape: &Self::Shape, value: &Self::Plain) -> bool {
        shape.iter().zip(value).all(|(shape, value)| T::conforms(shape, value))
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn is_alike(&self, other: &Self) -> bool {
        self.iter().zip(other).all(|(one, other)| one.is_alike(other))
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn complete<const W: usize>(shape: &Self::Shape, tangent: &mut Self::Tangent<W>) {
        for (shape, tangent) in shape.iter().zip(tangent) {
            T::complete(shape, tangent);
        }
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn pairwise<const W: usize>(tangent: &mut Self::Tangent<W>, plain: &Self::Plain, visit: &mut impl Pairwise<W>) {
        for (tangent, plain) in tangent.iter_mut().zip(plain) {
            T::pairwise(tangent, plain, visit);
        }
    }
}
