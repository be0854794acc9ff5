//! `Box` and `VecDeque`: what is in a `Box` has its own tangents, and a list has those of a `Vec`.

use alloc::boxed::Box;
use alloc::collections::VecDeque;
use alloc::vec::Vec;

use super::Space;
use crate::float::Float;
use crate::lanes::Lanes;
use crate::rule::Pairwise;

/// What a tangent space does without a value of its type, as that of another type does it.
macro_rules! as_of {
    ($other:ty) => {
        type Tangent<const W: usize> = <$other as Space>::Tangent<W>;
        type Cotangent<const W: usize> = <$other as Space>::Cotangent<W>;
        type Shape = <$other as Space>::Shape;
        type Plain = <$other as Space>::Plain;
        type WithFloat<F: Float> = <$other as Space>::WithFloat<F>;
        const DIMENSION: Option<usize> = <$other as Space>::DIMENSION;
        const ELEMENT: Option<usize> = <$other as Space>::ELEMENT;
        const EPSILON: f64 = <$other as Space>::EPSILON;

        #[inline]
        fn origin<const W: usize>(shape: &Self::Shape) -> Self::Tangent<W> {
            <$other>::origin(shape)
        }
        #[inline]
        fn cotangent<const W: usize>(shape: &Self::Shape) -> Self::Cotangent<W> {
            <$other>::cotangent(shape)
        }
        #[inline]
        fn cotangent_of<const W: usize>(shape: &Self::Shape, first: Self::Tangent<W>) -> Self::Cotangent<W> {
            <$other>::cotangent_of(shape, first)
        }
        #[inline]
        fn tangent_shape<const W: usize>(shape: &Self::Shape) -> <Self::Tangent<W> as Space>::Shape {
            <$other>::tangent_shape::<W>(shape)
        }
        #[inline]
        fn dimension(shape: &Self::Shape) -> usize {
            <$other>::dimension(shape)
        }
        #[inline]
        fn seed<const W: usize>(shape: &Self::Shape, offset: usize) -> Self::Tangent<W> {
            <$other>::seed(shape, offset)
        }
        #[inline]
        fn seed_elements<const W: usize>(shape: &Self::Shape) -> Self::Tangent<W> {
            <$other>::seed_elements(shape)
        }
        #[inline]
        fn lift<const W: usize>(value: &Self::Plain) -> Self::Tangent<W> {
            <$other>::lift(value)
        }
        #[inline]
        fn from_plain(value: Self::Plain) -> Self::Tangent<1> {
            <$other>::from_plain(value)
        }
        #[inline]
        fn plain<const W: usize>(tangent: &Self::Tangent<W>, lane: usize) -> Self::Plain {
            <$other>::plain(tangent, lane)
        }
        #[inline]
        fn into_plain(tangent: Self::Tangent<1>) -> Self::Plain {
            <$other>::into_plain(tangent)
        }
        #[inline]
        fn set_float<F: Float>(plain: &mut Self::Plain, index: usize, value: F) {
            <$other>::set_float(plain, index, value);
        }
        #[inline]
        fn lane<F: Float, const W: usize>(tangent: &Self::Tangent<W>, lane: usize) -> Self::WithFloat<F> {
            <$other>::lane(tangent, lane)
        }
        #[inline]
        fn for_each<F: Float, const W: usize>(
            tangent: &Self::Tangent<W>,
            first: usize,
            visit: &mut impl FnMut(usize, Lanes<F, W>),
        ) {
            <$other>::for_each(tangent, first, visit);
        }
        #[inline]
        fn conforms(shape: &Self::Shape, value: &Self::Plain) -> bool {
            <$other>::conforms(shape, value)
        }
        #[inline]
        fn complete<const W: usize>(shape: &Self::Shape, tangent: &mut Self::Tangent<W>) {
            <$other>::complete(shape, tangent);
        }
        #[inline]
        fn write_seed<const W: usize>(
            shapes: &[Self::Shape],
            tangents: &mut [Self::Tangent<W>],
            offset: usize,
            unit: bool,
        ) {
            <$other>::write_seed(shapes, tangents, offset, unit);
        }
        #[inline]
        fn pairwise<const W: usize>(tangent: &mut Self::Tangent<W>, plain: &Self::Plain, visit: &mut impl Pairwise<W>) {
            <$other>::pairwise(tangent, plain, visit);
        }
        #[inline]
        fn members(shape: &Self::Shape, visit: &mut impl FnMut(usize)) {
            <$other>::members(shape, visit);
        }
    };
}

impl<T: Space> Space for Box<T> {
    as_of!(T);

    #[inline]
    fn shape(&self) -> Self::Shape {
        T::shape(self)
    }
    #[inline]
    fn for_each_float(&self, visit: &mut impl FnMut(Option<f64>)) {
        T::for_each_float(self, visit);
    }
    #[inline]
    fn takes_cotangent(&self, by: &Self::Plain) -> bool {
        T::takes_cotangent(self, by)
    }
    #[inline]
    fn is_alike(&self, other: &Self) -> bool {
        T::is_alike(self, other)
    }
}

macro_rules! lists {
    ($($list:ty)*) => {$(
        impl<T: Space> Space for $list {
            as_of!(Vec<T>);

            #[inline]
            fn shape(&self) -> Self::Shape {
                self.iter().map(T::shape).collect()
            }
            #[inline]
            fn for_each_float(&self, visit: &mut impl FnMut(Option<f64>)) {
                self.iter().for_each(|element| element.for_each_float(visit));
            }
            #[inline]
            fn is_alike(&self, other: &Self) -> bool {
                self.len() == other.len() && self.iter().zip(other.iter()).all(|(one, other)| one.is_alike(other))
            }
        }
    )*};
}
lists!(Box<[T]> VecDeque<T>);
