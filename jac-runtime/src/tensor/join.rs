//! A value and its tangent as one value of numbers with a tangent, and back.
//!
//! What has a tangent of its own is joined with the tangents of both, so that a tangent of numbers becomes one of numbers with a tangent: a
//! derivative of order n becomes one of order n − 1.

use alloc::vec::Vec;

use ndarray::{Array, ArrayRef, Dimension, Zip};

use super::dual::Dual;
use super::{ArrayTangent, Element};
use crate::cotangent::{Accumulate, Cotangent, Vector};
use crate::lanes::{Lanes, Linear};

/// A number, or lanes of numbers, of which each can be joined with its tangent.
pub trait JoinElement<const V: usize>: Linear {
    /// The same of numbers with a tangent.
    type Joined: Linear;
    /// The number with its tangent.
    fn join_element(self, dot: Lanes<Self, V>) -> Self::Joined;
    /// The reverse.
    fn part_element(joined: Self::Joined) -> (Self, Lanes<Self, V>);
}

impl<F: Element, const V: usize> JoinElement<V> for F {
    type Joined = Dual<F, V>;
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn join_element(self, dot: Lanes<F, V>) -> Dual<F, V> {
        Dual { value: self, dot }
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn part_element(joined: Dual<F, V>) -> (F, Lanes<F, V>) {
        (joined.value, joined.dot)
    }
}

impl<L: JoinElement<V>, const W: usize, const V: usize> JoinElement<V> for Lanes<L, W> {
    type Joined = Lanes<L::Joined, W>;
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn join_element(self, dot: Lanes<Self, V>) -> Self::Joined {
        Lanes(core::array::from_fn(|lane| self.0[lane].join_element(Lanes(dot.0.map(|dot| dot.0[lane])))))
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn part_element(joined: Self::Joined) -> (Self, Lanes<Self, V>) {
        let (mut value, mut dot) = (Lanes::ZERO, Lanes([Lanes::ZERO; V]));
        for lane in 0..W {
            let (element, dots) = L::part_element(joined.0[lane]);
            value.0[lane] = element;
            for (dot, element) in dot.0.iter_mut().zip(dots.0) {
                dot.0[lane] = element;
            }
        }
        (value, dot)
    }
}

/// An array of numbers with a tangent. What has no tangent does not vary.
pub fn join_array<L: JoinElement<V>, D: Dimension, const V: usize>(
    value: &ArrayRef<L, D>,
    dot: Option<&Array<Lanes<L, V>, D>>,
) -> Array<L::Joined, D> {
    match dot {
        Some(dot) => Zip::from(value).and(dot).map_collect(|value, dot| value.join_element(*dot)),
        None => value.map(|value| value.join_element(Lanes::ZERO)),
    }
}

/// The reverse of [`join_array`].
pub fn part_array<L: JoinElement<V>, D: Dimension, const V: usize>(
    joined: &ArrayRef<L::Joined, D>,
) -> (Array<L, D>, Array<Lanes<L, V>, D>) {
    (joined.map(|joined| L::part_element(*joined).0), joined.map(|joined| L::part_element(*joined).1))
}

/// The tangent of an array, with its tangent.
pub fn join_tangent<L: JoinElement<V>, D: Dimension, const V: usize>(
    value: &ArrayTangent<L, D>,
    dot: &ArrayTangent<Lanes<L, V>, D>,
) -> ArrayTangent<L::Joined, D> {
    ArrayTangent(match (value.array(), dot.array()) {
        (None, None) => None,
        (Some(value), dot) => Some(join_array(value, dot)),
        (None, Some(dot)) => Some(dot.map(|dot| L::ZERO.join_element(*dot))),
    })
}

/// The reverse of [`join_tangent`].
pub fn part_tangent<L: JoinElement<V>, D: Dimension, const V: usize>(
    joined: &ArrayTangent<L::Joined, D>,
) -> (ArrayTangent<L, D>, ArrayTangent<Lanes<L, V>, D>) {
    match joined.array() {
        Some(joined) => {
            let (value, dot) = part_array(joined);
            (value.into(), dot.into())
        }
        None => (Vector::ZERO, Vector::ZERO),
    }
}

/// Where the cotangent of an array with a tangent is accumulated.
pub fn joined_bar<L: JoinElement<V>, D: Dimension, const V: usize>(
    bar: Option<&Array<Cotangent<L>, D>>,
) -> Option<Array<Cotangent<L::Joined>, D>> {
    bar.map(|bar| Array::from_shape_simple_fn(bar.raw_dim(), || Cotangent::ZERO))
}

/// The cotangent of what is written, with its tangent: it is taken.
pub fn taken_bar<L: JoinElement<V>, D: Dimension, const V: usize>(
    bar: Option<&Array<Cotangent<L>, D>>,
    dot: Option<&Array<Cotangent<Lanes<L, V>>, D>>,
) -> Option<Array<Cotangent<L::Joined>, D>> {
    let target = joined_bar::<L, D, V>(bar)?;
    let (taken, taken_dot) = (bar.map(Accumulate::take), dot.map(Accumulate::take));
    target.add(join_tangent(&taken.unwrap_or(Vector::ZERO), &taken_dot.unwrap_or(Vector::ZERO)));
    Some(target)
}

/// Adds what was accumulated with its tangent to a cotangent and its tangent.
pub fn add_parts<L: JoinElement<V>, D: Dimension, const V: usize>(
    joined: Option<Array<Cotangent<L::Joined>, D>>,
    bar: Option<&Array<Cotangent<L>, D>>,
    dot: Option<&Array<Cotangent<Lanes<L, V>>, D>>,
) {
    let Some(joined) = joined else { return };
    let (value, value_dot) = part_tangent::<L, D, V>(&joined.into_value());
    if let Some(bar) = bar {
        bar.add(value);
    }
    if let Some(dot) = dot {
        dot.add(value_dot);
    }
}

/// A kind of value that is taken and given: a number, a list of numbers, an array, or nothing, whatever the numbers are.
pub trait Kind {
    /// The value.
    type Value<F: Element>;
    /// Its tangent, and tangents of that.
    type Vectors<L: Linear>: Vector;
    /// The value with its tangent.
    fn join<F: Element, const V: usize>(
        value: &Self::Value<F>,
        dot: &Self::Vectors<Lanes<F, V>>,
    ) -> Self::Value<Dual<F, V>>;
    /// The reverse.
    fn part<F: Element, const V: usize>(
        joined: Self::Value<Dual<F, V>>,
    ) -> (Self::Value<F>, Self::Vectors<Lanes<F, V>>);
    /// The tangent with its tangent.
    fn join_vectors<L: JoinElement<V>, const V: usize>(
        value: &Self::Vectors<L>,
        dot: &Self::Vectors<Lanes<L, V>>,
    ) -> Self::Vectors<L::Joined>;
    /// The reverse.
    fn part_vectors<L: JoinElement<V>, const V: usize>(
        joined: Self::Vectors<L::Joined>,
    ) -> (Self::Vectors<L>, Self::Vectors<Lanes<L, V>>);
}

/// Nothing.
#[derive(Debug)]
pub enum Nothing {}

impl Kind for Nothing {
    type Value<F: Element> = ();
    type Vectors<L: Linear> = ();
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn join<F: Element, const V: usize>((): &(), (): &()) {}
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn part<F: Element, const V: usize>((): ()) -> ((), ()) {
        ((), ())
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn join_vectors<L: JoinElement<V>, const V: usize>((): &(), (): &()) {}
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn part_vectors<L: JoinElement<V>, const V: usize>((): ()) -> ((), ()) {
        ((), ())
    }
}

/// A number.
#[derive(Debug)]
pub enum OneNumber {}

impl Kind for OneNumber {
    type Value<F: Element> = F;
    type Vectors<L: Linear> = L;
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn join<F: Element, const V: usize>(value: &F, dot: &Lanes<F, V>) -> Dual<F, V> {
        value.join_element(*dot)
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn part<F: Element, const V: usize>(joined: Dual<F, V>) -> (F, Lanes<F, V>) {
        F::part_element(joined)
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn join_vectors<L: JoinElement<V>, const V: usize>(value: &L, dot: &Lanes<L, V>) -> L::Joined {
        value.join_element(*dot)
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn part_vectors<L: JoinElement<V>, const V: usize>(joined: L::Joined) -> (L, Lanes<L, V>) {
        L::part_element(joined)
    }
}

/// A list of numbers. Of tangents, the empty one is zero.
#[derive(Debug)]
pub enum List {}

impl Kind for List {
    type Value<F: Element> = Vec<F>;
    type Vectors<L: Linear> = Vec<L>;
    #[inline]
    fn join<F: Element, const V: usize>(value: &Vec<F>, dot: &Vec<Lanes<F, V>>) -> Vec<Dual<F, V>> {
        Self::join_vectors(value, dot)
    }
    #[inline]
    fn part<F: Element, const V: usize>(joined: Vec<Dual<F, V>>) -> (Vec<F>, Vec<Lanes<F, V>>) {
        Self::part_vectors(joined)
    }
    #[inline]
    fn join_vectors<L: JoinElement<V>, const V: usize>(value: &Vec<L>, dot: &Vec<Lanes<L, V>>) -> Vec<L::Joined> {
        let value_of = |index: usize| value.get(index).copied().unwrap_or(L::ZERO);
        let dot_of = |index: usize| dot.get(index).copied().unwrap_or(Lanes::ZERO);
        (0..value.len().max(dot.len())).map(|index| value_of(index).join_element(dot_of(index))).collect()
    }
    #[inline]
    fn part_vectors<L: JoinElement<V>, const V: usize>(joined: Vec<L::Joined>) -> (Vec<L>, Vec<Lanes<L, V>>) {
        joined.into_iter().map(L::part_element).unzip()
    }
}

/// An array.
#[derive(Debug)]
pub struct ArrayOf<D>(core::marker::PhantomData<D>);

impl<D: Dimension> Kind for ArrayOf<D> {
    type Value<F: Element> = Array<F, D>;
    type Vectors<L: Linear> = ArrayTangent<L, D>;
    #[inline]
    fn join<F: Element, const V: usize>(
        value: &Array<F, D>,
        dot: &ArrayTangent<Lanes<F, V>, D>,
    ) -> Array<Dual<F, V>, D> {
        join_array(value, dot.array())
    }
    #[inline]
    fn part<F: Element, const V: usize>(joined: Array<Dual<F, V>, D>) -> (Array<F, D>, ArrayTangent<Lanes<F, V>, D>) {
        let (value, dot) = part_array(&joined);
        (value, dot.into())
    }
    #[inline]
    fn join_vectors<L: JoinElement<V>, const V: usize>(
        value: &ArrayTangent<L, D>,
        dot: &ArrayTangent<Lanes<L, V>, D>,
    ) -> ArrayTangent<L::Joined, D> {
        join_tangent(value, dot)
    }
    #[inline]
    fn part_vectors<L: JoinElement<V>, const V: usize>(
        joined: ArrayTangent<L::Joined, D>,
    ) -> (ArrayTangent<L, D>, ArrayTangent<Lanes<L, V>, D>) {
        part_tangent(&joined)
    }
}

/// The tangent with its tangent, if there is one.
pub fn join_present<K: Kind, L: JoinElement<V>, const V: usize>(
    value: Option<&K::Vectors<L>>,
    dot: Option<&K::Vectors<Lanes<L, V>>>,
) -> Option<K::Vectors<L::Joined>> {
    if value.is_none() && dot.is_none() {
        return None;
    }
    Some(K::join_vectors::<L, V>(value.unwrap_or(&Vector::ZERO), dot.unwrap_or(&Vector::ZERO)))
}
