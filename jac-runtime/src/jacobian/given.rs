//! Tangents as users give them to `jvp`: what has the form that a sweep wants is not copied.

use super::products::wrong_shape;
use crate::space::Space;
#[cfg(feature = "alloc")]
use crate::sweep::SlicePlain;

/// The tangent of an input.
///
/// # Panics
///
/// If a `Vec` of it has another length than the input.
#[cfg_attr(not(debug_assertions), inline(always))]
#[track_caller]
pub fn given<T: Space>(shape: &T::Shape, seed: T::Plain) -> T::Tangent<1> {
    if const { T::DIMENSION.is_none() } && !T::conforms(shape, &seed) {
        wrong_shape("the tangent", "the input");
    }
    T::from_plain(seed)
}

/// The tangent of a slice: the user's own memory where elements have the same form.
#[cfg(feature = "alloc")]
pub enum GivenSlice<'a, V> {
    /// The user's.
    Borrowed(&'a [V]),
    /// A copy.
    Owned(alloc::vec::Vec<V>),
}

#[cfg(feature = "alloc")]
impl<V> GivenSlice<'_, V> {
    /// The tangents of the elements.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn elements(&self) -> &[V] {
        match self {
            GivenSlice::Borrowed(elements) => elements,
            GivenSlice::Owned(elements) => elements,
        }
    }
}

/// The tangent of a slice.
///
/// # Panics
///
/// If it, or a `Vec` in it, has another length than the input.
#[cfg(feature = "alloc")]
#[cfg_attr(not(debug_assertions), inline(always))]
#[track_caller]
pub fn given_slice<'a, T>(slice: &[T], seed: &'a impl SlicePlain<T::Plain>) -> GivenSlice<'a, T::Tangent<1>>
where
    T: Space<Plain: 'a, Tangent<1>: 'a>,
{
    let seed = seed.as_plain();
    if seed.len() != slice.len() {
        wrong_shape("the tangent", "the input");
    }
    if const { T::DIMENSION.is_none() }
        && !slice.iter().zip(seed).all(|(input, seed)| T::conforms(&input.shape(), seed))
    {
        wrong_shape("the tangent", "the input");
    }
    match T::tangents_in_place(seed) {
        Some(elements) => GivenSlice::Borrowed(elements),
        None => GivenSlice::Owned(seed.iter().map(|seed| T::lift(seed)).collect()),
    }
}

/// The value and its tangent, as users read it.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn product_of<T: Space>(value: T, mut tangent: T::Tangent<1>) -> (T, T::Plain) {
    T::complete(&value.shape(), &mut tangent);
    (value, T::into_plain(tangent))
}
