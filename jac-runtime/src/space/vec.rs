//! `Vec`: tangents are `Vec`s of the same length, except that the empty one is zero at any length.

use alloc::vec::Vec;

use super::Space;
use crate::cotangent::{Accumulate, Vector, same_length};
use crate::float::Float;
use crate::lanes::Lanes;
use crate::rule::{Pairwise, wrong_length};

impl<V: Vector> Vector for Vec<V> {
    const ZERO: Self = Vec::new();
    #[inline]
    fn accumulate(&mut self, other: Self) {
        if self.is_empty() {
            *self = other;
        } else if !other.is_empty() {
            same_length(self.len(), other.len());
            for (target, value) in self.iter_mut().zip(other) {
                target.accumulate(value);
            }
        }
    }
}

impl<A: Accumulate> Accumulate for Vec<A> {
    type Value = Vec<A::Value>;
    const IS_LIST: bool = true;
    #[inline]
    fn add(&self, value: Self::Value) {
        self.as_slice().add(value);
    }
    #[inline]
    fn initialise(&self, value: Self::Value) {
        self.as_slice().initialise(value);
    }
    #[inline]
    fn get(&self) -> Self::Value {
        Accumulate::get(self.as_slice())
    }
    #[inline]
    fn take(&self) -> Self::Value {
        Accumulate::take(self.as_slice())
    }
    #[inline]
    fn into_value(self) -> Self::Value {
        self.into_iter().map(A::into_value).collect()
    }
}

impl<T: Space> Space for Vec<T> {
    type Tangent<const W: usize> = Vec<T::Tangent<W>>;
    type Cotangent<const W: usize> = Vec<T::Cotangent<W>>;
    /// Of zero-sized elements for a `Vec` of fixed-size values: a length that needs no memory.
    type Shape = Vec<T::Shape>;
    type Plain = Vec<T::Plain>;
    type WithFloat<F: Float> = Vec<T::WithFloat<F>>;
    const ELEMENT: Option<usize> = T::DIMENSION;
    const EPSILON: f64 = T::EPSILON;

    #[inline]
    fn shape(&self) -> Self::Shape {
        self.iter().map(T::shape).collect()
    }
    #[inline]
    fn origin<const W: usize>(shape: &Self::Shape) -> Self::Tangent<W> {
        shape.iter().map(T::origin).collect()
    }
    #[inline]
    fn cotangent<const W: usize>(shape: &Self::Shape) -> Self::Cotangent<W> {
        shape.iter().map(T::cotangent).collect()
    }
    #[inline]
    fn cotangent_of<const W: usize>(shape: &Self::Shape, first: Self::Tangent<W>) -> Self::Cotangent<W> {
        if first.is_empty() {
            return Self::cotangent(shape);
        }
        same_length(shape.len(), first.len());
        // In place.
        first.into_iter().zip(shape).map(|(first, shape)| T::cotangent_of(shape, first)).collect()
    }
    #[inline]
    fn tangent_shape<const W: usize>(shape: &Self::Shape) -> <Self::Tangent<W> as Space>::Shape {
        shape.iter().map(T::tangent_shape::<W>).collect()
    }
    #[inline]
    fn dimension(shape: &Self::Shape) -> usize {
        shape.iter().map(T::dimension).sum()
    }
    #[inline]
    fn seed<const W: usize>(shape: &Self::Shape, mut offset: usize) -> Self::Tangent<W> {
        shape
            .iter()
            .map(|shape| {
                let tangent = T::seed(shape, offset);
                offset = offset.wrapping_sub(T::dimension(shape));
                tangent
            })
            .collect()
    }
    #[inline]
    fn seed_elements<const W: usize>(shape: &Self::Shape) -> Self::Tangent<W> {
        shape.iter().map(|shape| T::seed(shape, 0)).collect()
    }
    #[inline]
    fn lift<const W: usize>(value: &Self::Plain) -> Self::Tangent<W> {
        value.iter().map(T::lift).collect()
    }
    #[inline]
    fn from_plain(value: Self::Plain) -> Self::Tangent<1> {
        value.into_iter().map(T::from_plain).collect()
    }
    #[inline]
    fn plain<const W: usize>(tangent: &Self::Tangent<W>, lane: usize) -> Self::Plain {
        tangent.iter().map(|element| T::plain(element, lane)).collect()
    }
    #[inline]
    fn into_plain(tangent: Self::Tangent<1>) -> Self::Plain {
        tangent.into_iter().map(T::into_plain).collect()
    }
    #[inline]
    fn lane<F: Float, const W: usize>(tangent: &Self::Tangent<W>, lane: usize) -> Self::WithFloat<F> {
        tangent.iter().map(|element| T::lane(element, lane)).collect()
    }
    #[inline]
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
    #[inline]
    fn for_each_float(&self, visit: &mut impl FnMut(Option<f64>)) {
        for element in self {
            element.for_each_float(visit);
        }
    }
    #[inline]
    fn write_seed<const W: usize>(
        shapes: &[Self::Shape],
        tangents: &mut [Self::Tangent<W>],
        mut offset: usize,
        unit: bool,
    ) {
        for (shape, tangent) in shapes.iter().zip(tangents) {
            T::write_seed(shape, tangent, offset, unit);
            offset = offset.wrapping_sub(Self::dimension(shape));
        }
    }
    #[inline]
    fn conforms(shape: &Self::Shape, value: &Self::Plain) -> bool {
        shape.len() == value.len() && shape.iter().zip(value).all(|(shape, value)| T::conforms(shape, value))
    }
    #[inline]
    fn is_alike(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().zip(other).all(|(one, other)| one.is_alike(other))
    }
    #[inline]
    fn complete<const W: usize>(shape: &Self::Shape, tangent: &mut Self::Tangent<W>) {
        if tangent.is_empty() {
            *tangent = Self::origin(shape);
        } else {
            for (shape, tangent) in shape.iter().zip(tangent) {
                T::complete(shape, tangent);
            }
        }
    }
    #[inline]
    fn pairwise<const W: usize>(tangent: &mut Self::Tangent<W>, plain: &Self::Plain, visit: &mut impl Pairwise<W>) {
        if tangent.len() != plain.len() {
            wrong_length();
        }
        for (tangent, plain) in tangent.iter_mut().zip(plain) {
            T::pairwise(tangent, plain, visit);
        }
    }
}
