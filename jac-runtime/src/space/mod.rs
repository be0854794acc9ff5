//! `Space`: the tangent space of a type.
//!
//! Floats have [`Lanes`], arrays arrays, tuples tuples, `Vec`s `Vec`s; integers and the like have `()`,
//! which costs nothing. One file a family of types.

use core::marker::PhantomData;

use crate::cotangent::{Accumulate, Vector};
use crate::float::Float;
use crate::lanes::Lanes;
use crate::layout::Layout;
use crate::rule::Pairwise;
use crate::trace::Residual;

mod array;
#[cfg(feature = "alloc")]
mod boxed;
mod constant;
mod discrete;
mod optional;
mod scalar;
mod tuple;
#[cfg(feature = "alloc")]
mod vec;

pub use constant::Constant;

/// A type with a tangent space, possibly the trivial one.
///
/// `W` is the number of seeds that one sweep carries. Scalars of a value are numbered in memory order ("flat index").
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no tangent space",
    note = "put `#[derive(Differentiable)]` on it, if it is yours; or leave it out of what varies: a parameter by `#[differentiable(wrt(..))]`, a field by `#[constant]`",
    note = "floats, integers, `bool`, arrays, tuples and `Vec`s of these, and derived structs can be differentiated"
)]
pub trait Space: Sized {
    /// Tangents: plain vectors. They have tangents themselves, those of the next order.
    type Tangent<const W: usize>: Vector + Space<Plain = Self::Tangent<W>>;
    /// Cotangents: where the reverse sweep accumulates.
    type Cotangent<const W: usize>: Accumulate<Value = Self::Tangent<W>>;
    /// What is needed, besides the type, to make a zero: the lengths of `Vec`s. Zero-sized otherwise.
    type Shape: Clone + Residual;
    /// A tangent or cotangent for one seed, as users write it: the type itself with `()` for what does not vary.
    type Plain: Clone;
    /// `Plain` with every float of type `F`.
    type WithFloat<F: Float>;

    /// The number of floats, if every value of the type has the same: it decides at compile time how many
    /// seeds a sweep carries.
    const DIMENSION: Option<usize> = None;
    /// The number of floats in each element of an array or a `Vec`, if every element has the same.
    const ELEMENT: Option<usize> = None;
    /// The machine epsilon of the least precise float, 0 without one.
    const EPSILON: f64 = f64::EPSILON;
    /// Where the floats are, if that is told.
    const LAYOUT: &'static Layout = &Layout::Unknown;

    /// The shape of this value.
    fn shape(&self) -> Self::Shape;
    /// The zero tangent of that shape.
    fn origin<const W: usize>(shape: &Self::Shape) -> Self::Tangent<W>;
    /// A zero cotangent of that shape.
    fn cotangent<const W: usize>(shape: &Self::Shape) -> Self::Cotangent<W>;
    /// A cotangent of that shape that holds `first`. A `Vec` keeps its memory.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn cotangent_of<const W: usize>(shape: &Self::Shape, first: Self::Tangent<W>) -> Self::Cotangent<W> {
        let cotangent = Self::cotangent(shape);
        cotangent.initialise(first);
        cotangent
    }
    /// The shape of the tangents of a value of that shape.
    fn tangent_shape<const W: usize>(shape: &Self::Shape) -> <Self::Tangent<W> as Space>::Shape;
    /// The number of floats in a value of that shape.
    fn dimension(shape: &Self::Shape) -> usize;
    /// The tangent whose flat element `offset + l` is the unit of lane `l`.
    fn seed<const W: usize>(shape: &Self::Shape, offset: usize) -> Self::Tangent<W>;
    /// In each element (see [`ELEMENT`](Self::ELEMENT)) the tangent whose float `i` has 1 in lane `i`.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn seed_elements<const W: usize>(shape: &Self::Shape) -> Self::Tangent<W> {
        Self::seed(shape, 0)
    }
    /// The tangent whose lanes are all equal to `value`.
    fn lift<const W: usize>(value: &Self::Plain) -> Self::Tangent<W>;
    /// The tangent for one seed that users write so. A `Vec` keeps its memory.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn from_plain(value: Self::Plain) -> Self::Tangent<1> {
        Self::lift(&value)
    }
    /// One lane of a tangent.
    fn plain<const W: usize>(tangent: &Self::Tangent<W>, lane: usize) -> Self::Plain;
    /// A tangent for one seed as users write it. A `Vec` keeps its memory.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn into_plain(tangent: Self::Tangent<1>) -> Self::Plain {
        Self::plain::<1>(&tangent, 0)
    }
    /// Sets the float with that flat index. Values of run-time size, and structs, are left alone.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn set_float<F: Float>(_plain: &mut Self::Plain, _index: usize, _value: F) {}
    /// One lane of a tangent, as floats of type `F`.
    fn lane<F: Float, const W: usize>(tangent: &Self::Tangent<W>, lane: usize) -> Self::WithFloat<F>;
    /// Calls `visit(flat index, lanes)` for each float, converted to `F`.
    fn for_each<F: Float, const W: usize>(
        tangent: &Self::Tangent<W>,
        first: usize,
        visit: &mut impl FnMut(usize, Lanes<F, W>),
    );

    /// Calls `visit` with each float of this value, in the order of its tangent's; with `None` for one of what is absent.
    fn for_each_float(&self, visit: &mut impl FnMut(Option<f64>));

    /// Whether `value` is a tangent of that shape: whether its `Vec`s have the same lengths.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn conforms(_shape: &Self::Shape, _value: &Self::Plain) -> bool {
        true
    }
    /// Whether `by` is a cotangent of this value. Of what is absent, any is.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn takes_cotangent(&self, by: &Self::Plain) -> bool {
        Self::conforms(&self.shape(), by)
    }
    /// The tangents for one seed that users write so, where they have the same form.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn tangents_in_place(_seeds: &[Self::Plain]) -> Option<&[Self::Tangent<1>]> {
        None
    }
    /// Whether the two have one shape: whether their `Vec`s have the same lengths.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn is_alike(&self, _other: &Self) -> bool {
        true
    }
    /// Replaces zeros that have no length (an empty `Vec` is zero at any length) by zeros of that shape.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn complete<const W: usize>(_shape: &Self::Shape, _tangent: &mut Self::Tangent<W>) {}
    /// Writes 1 (0 if not `unit`) where the seed with that offset has 1, in consecutive tangents, and leaves the rest
    /// alone: from one sweep to the next, a seed differs in few places.
    #[inline]
    fn write_seed<const W: usize>(
        shapes: &[Self::Shape],
        tangents: &mut [Self::Tangent<W>],
        mut offset: usize,
        unit: bool,
    ) {
        for (shape, tangent) in shapes.iter().zip(tangents) {
            *tangent = if unit { Self::seed(shape, offset) } else { Self::origin(shape) };
            offset = offset.wrapping_sub(Self::dimension(shape));
        }
    }
    /// Visits the floats of a tangent, each with the float at its place in a tangent for one seed. Both are complete.
    ///
    /// # Panics
    ///
    /// If a `Vec` of `plain` has another length than that of `tangent`.
    fn pairwise<const W: usize>(tangent: &mut Self::Tangent<W>, plain: &Self::Plain, visit: &mut impl Pairwise<W>);
    /// Calls `visit(dimension)` for each member of a tuple, or once for any other type.
    fn members(shape: &Self::Shape, visit: &mut impl FnMut(usize)) {
        visit(Self::dimension(shape));
    }
}

/// The shape of a value together with its type: what the reverse sweep keeps of a variable in order
/// to make its zero cotangent. Zero-sized for fixed-size types.
pub struct SpaceOf<T: Space> {
    shape: T::Shape,
    space: PhantomData<fn() -> T>,
}

impl<T: Space> Clone for SpaceOf<T> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn clone(&self) -> Self {
        SpaceOf { shape: self.shape.clone(), space: PhantomData }
    }
}

impl<T: Space> SpaceOf<T> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(crate) fn empty() -> Self {
        SpaceOf { shape: T::Shape::empty(), space: PhantomData }
    }

    /// The space of what has that shape.
    #[cfg(feature = "alloc")]
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(crate) fn of_shape(shape: T::Shape) -> Self {
        SpaceOf { shape, space: PhantomData }
    }

    /// The shape alone.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn into_shape(self) -> T::Shape {
        self.shape
    }

    /// The shape, which follows a `Vec` that gets longer or shorter.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn shape_mut(&mut self) -> &mut T::Shape {
        &mut self.shape
    }

    /// A zero cotangent, to accumulate in.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn cotangent<const W: usize>(&self) -> T::Cotangent<W> {
        T::cotangent(&self.shape)
    }

    /// What is accumulated in, with what is added first.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn cotangent_of<const W: usize>(&self, first: T::Tangent<W>) -> T::Cotangent<W> {
        T::cotangent_of(&self.shape, first)
    }

    /// Gives a tangent that shape, where it is a zero without one.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn complete<const W: usize>(&self, tangent: &mut T::Tangent<W>) {
        T::complete(&self.shape, tangent);
    }

    /// A zero tangent.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn zero<const W: usize>(&self) -> T::Tangent<W> {
        T::origin(&self.shape)
    }

    /// The space of the tangents.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn tangent<const W: usize>(&self) -> SpaceOf<T::Tangent<W>> {
        SpaceOf { shape: T::tangent_shape::<W>(&self.shape), space: PhantomData }
    }
}

#[cfg(feature = "alloc")]
impl<T: Space> SpaceOf<alloc::vec::Vec<T>> {
    /// A `Vec` with room for so many tangents of the elements.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn with_capacity<const W: usize>(&self, capacity: usize) -> alloc::vec::Vec<T::Tangent<W>> {
        alloc::vec::Vec::with_capacity(capacity)
    }
}

/// The space of a value.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn space_of<T: Space>(value: &T) -> SpaceOf<T> {
    SpaceOf { shape: value.shape(), space: PhantomData }
}

/// The space of a slice: that of the `Vec` with the same elements.
#[cfg(feature = "alloc")]
#[inline]
pub fn slice_space<T: Space>(slice: &[T]) -> SpaceOf<alloc::vec::Vec<T>> {
    SpaceOf { shape: slice.iter().map(T::shape).collect(), space: PhantomData }
}

/// The shape of a `Vec` that gets an element more.
#[cfg(feature = "alloc")]
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn lengthen<T: Space>(shape: &mut alloc::vec::Vec<T::Shape>, element: &T) {
    if size_of::<T::Shape>() == 0 {
        // Shapes without a size are counted, and never too many to count.
        *shape = core::iter::repeat_with(T::Shape::empty).take(shape.len().wrapping_add(1)).collect();
    } else {
        shape.push(element.shape());
    }
}

/// The shape of a `Vec` that keeps its first elements.
#[cfg(feature = "alloc")]
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn shorten<S>(shape: &mut alloc::vec::Vec<S>, length: usize) {
    shape.truncate(length);
}

/// The shape of what may have got another one.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn measure<T: Space>(shape: &mut T::Shape, value: &T) {
    *shape = value.shape();
}

/// The shapes of elements that may have got others.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn measure_each<T: Space>(shapes: &mut [T::Shape], values: &[T]) {
    for (shape, value) in shapes.iter_mut().zip(values) {
        *shape = value.shape();
    }
}

/// A `Vec` with room for so many elements.
#[cfg(feature = "alloc")]
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn with_capacity<T>(capacity: usize) -> alloc::vec::Vec<T> {
    alloc::vec::Vec::with_capacity(capacity)
}

/// A `Vec` with room for so many tangents of the elements of another.
#[cfg(feature = "alloc")]
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn with_capacity_like<T: Space, const W: usize>(
    _: &alloc::vec::Vec<T>,
    capacity: usize,
) -> alloc::vec::Vec<T::Tangent<W>> {
    alloc::vec::Vec::with_capacity(capacity)
}

/// The zero tangent of a value.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn zero_like<T: Space, const W: usize>(value: &T) -> T::Tangent<W> {
    T::origin(&value.shape())
}

/// Gives the tangent of a value the value's shape, where it is a zero without one.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn complete<T: Space, const W: usize>(value: &T, tangent: &mut T::Tangent<W>) {
    T::complete(&value.shape(), tangent);
}

/// Sets a part of a variable. The variable's cotangent has one shape only.
#[cfg_attr(not(debug_assertions), inline(always))]
#[track_caller]
pub fn replace<T: Space>(value: T, place: &mut T) {
    assert!(
        place.is_alike(&value),
        "`jac`: a `Vec` inside of another value, or an array behind `&mut`, is overwritten by one of another length, \
         which reverse mode does not support"
    );
    *place = value;
}

/// Two parts of memory that the caller owns are exchanged.
#[cfg_attr(not(debug_assertions), inline(always))]
#[track_caller]
pub fn require_alike<T: Space>(first: &T, second: &T) {
    assert!(
        first.is_alike(second),
        "`jac`: `Vec`s of different lengths behind `&mut` are swapped, which reverse mode does not support"
    );
}

/// A tangent or cotangent of a `T` for one seed, as users write it.
pub type Plain<T> = <T as Space>::Plain;
/// The tangent of a `T` for `W` seeds.
pub type Tangent<T, const W: usize> = <T as Space>::Tangent<W>;
/// What the cotangent of a `T` is accumulated in, for `W` seeds.
pub type CotangentOf<T, const W: usize> = <T as Space>::Cotangent<W>;
