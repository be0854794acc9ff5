//! Rules of users: derivatives that are functions of plain values, for one seed at a time.
//!
//! Before: a sweep of `W` lanes, and a rule that knows nothing of lanes. After: the rule was called once for each lane, or for each
//! float of an input or output where a mode is assembled from the rule of the other one.

use crate::cotangent::Vector;
use crate::float::Number;
use crate::lanes::Lanes;
use crate::space::Space;

/// Visits the floats of a tangent, each with the float at its place in a tangent for one seed.
pub trait Pairwise<const W: usize> {
    /// One pair.
    fn pair<F: Number>(&mut self, lanes: &mut Lanes<F, W>, plain: F);
}

/// Sets one lane.
struct Insert {
    lane: usize,
}

impl<const W: usize> Pairwise<W> for Insert {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn pair<F: Number>(&mut self, lanes: &mut Lanes<F, W>, plain: F) {
        lanes.0[self.lane] = plain;
    }
}

/// Adds up products.
struct Product<'a, const W: usize> {
    sum: &'a mut Lanes<f64, W>,
}

impl<const W: usize> Pairwise<W> for Product<'_, W> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn pair<F: Number>(&mut self, lanes: &mut Lanes<F, W>, plain: F) {
        *self.sum += lanes.to() * plain.to_f64();
    }
}

/// Sets the float where the unit is.
struct Place<const W: usize> {
    value: Lanes<f64, W>,
}

impl<const W: usize> Pairwise<W> for Place<W> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn pair<F: Number>(&mut self, lanes: &mut Lanes<F, W>, plain: F) {
        if plain != F::ZERO {
            *lanes = self.value.to();
        }
    }
}

/// The tangent with every zero of full length.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn completed<T: Space, const W: usize>(shape: &T::Shape, mut tangent: T::Tangent<W>) -> T::Tangent<W> {
    T::complete(shape, &mut tangent);
    tangent
}

/// Sets one lane of a tangent of that shape.
///
/// # Panics
///
/// If a `Vec` of what the rule returned has another length than the value has.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn insert<T: Space, const W: usize>(tangent: &mut T::Tangent<W>, lane: usize, plain: &T::Plain) {
    T::pairwise(tangent, plain, &mut Insert { lane });
}

/// The unit tangent of one float.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn unit<T: Space>(shape: &T::Shape, index: usize) -> T::Plain {
    T::into_plain(T::seed::<1>(shape, index))
}

/// A zero tangent for one seed.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn plain_zero<T: Space>(shape: &T::Shape) -> T::Plain {
    T::into_plain(T::origin::<1>(shape))
}

/// `sum += tangent · plain`.
///
/// # Panics
///
/// If a `Vec` of what the rule returned has another length than the value has.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn add_product<T: Space, const W: usize>(sum: &mut Lanes<f64, W>, tangent: &T::Tangent<W>, plain: &T::Plain) {
    T::pairwise(&mut tangent.clone(), plain, &mut Product { sum });
}

/// Sets the float of a tangent where `unit` is not zero.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn place<T: Space, const W: usize>(tangent: &mut T::Tangent<W>, unit: &T::Plain, value: Lanes<f64, W>) {
    T::pairwise(tangent, unit, &mut Place { value });
}

/// Forward mode by a rule for one seed: `rule(lane)` is the value and its tangent along that lane.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn tangent_by_lanes<T: Space, const W: usize>(mut rule: impl FnMut(usize) -> (T, T::Plain)) -> (T, T::Tangent<W>) {
    let (value, first) = rule(0);
    let mut tangent = T::origin(&value.shape());
    insert::<T, W>(&mut tangent, 0, &first);
    for lane in 1..W {
        insert::<T, W>(&mut tangent, lane, &rule(lane).1);
    }
    (value, tangent)
}

/// The lanes of a tangent that may be absent: zero, then.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn present<V: Vector>(tangent: Option<&V>) -> V {
    tangent.map_or(V::ZERO, V::clone)
}

#[cfg(feature = "alloc")]
#[cold]
#[inline(never)]
#[track_caller]
pub(crate) fn wrong_length() -> ! {
    panic!("a rule of differentiation returned a `Vec` of another length than the value has");
}
