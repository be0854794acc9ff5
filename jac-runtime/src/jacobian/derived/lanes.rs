//! Lanes of tangents of tangents: taken off, put on, and looked at.
//!
//! The newest order is the outermost, so that a lane of a tangent of vectors is one of these vectors.

use crate::rule::insert;
use crate::space::{Space, Tangent};

/// The tangent whose lanes are these values.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn from_lanes<T: Space<Plain = T>, const V: usize>(shape: &T::Shape, lanes: &[T; V]) -> Tangent<T, V> {
    let mut tangent = T::origin::<V>(shape);
    for (lane, value) in lanes.iter().enumerate() {
        insert::<T, V>(&mut tangent, lane, value);
    }
    tangent
}

/// A vector of an older order, from one lane of its tangent.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn lane<T: Space, const W: usize, const V: usize>(
    tangent: &Tangent<Tangent<T, W>, V>,
    lane: usize,
) -> Tangent<T, W> {
    <Tangent<T, W> as Space>::plain::<V>(tangent, lane)
}

/// The tangent of vectors, made lane by lane.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn by_lanes<T: Space, const W: usize, const V: usize>(
    shape: &T::Shape,
    mut of: impl FnMut(usize) -> Tangent<T, W>,
) -> Tangent<Tangent<T, W>, V> {
    let mut tangent = <Tangent<T, W> as Space>::origin::<V>(&T::tangent_shape::<W>(shape));
    for lane in 0..V {
        let mut value = of(lane);
        T::complete(shape, &mut value);
        insert::<Tangent<T, W>, V>(&mut tangent, lane, &value);
    }
    tangent
}

/// The zero tangent of vectors.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn zeros<T: Space, const W: usize, const V: usize>(shape: &T::Shape) -> Tangent<Tangent<T, W>, V> {
    <Tangent<T, W> as Space>::origin::<V>(&T::tangent_shape::<W>(shape))
}

/// Gives zeros without a length their shape.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn complete<T: Space, const W: usize, const V: usize>(shape: &T::Shape, tangent: &mut Tangent<Tangent<T, W>, V>) {
    if const { T::DIMENSION.is_none() } {
        <Tangent<T, W> as Space>::complete::<V>(&T::tangent_shape::<W>(shape), tangent);
    }
}

/// Without the one lane of the cotangent.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn without_seed<T: Space, const V: usize>(
    shape: &T::Shape,
    mut tangent: Tangent<Tangent<T, 1>, V>,
) -> Tangent<T, V> {
    complete::<T, 1, V>(shape, &mut tangent);
    let mut result = T::origin::<V>(shape);
    for index in 0..V {
        insert::<T, V>(&mut result, index, &T::into_plain(lane::<T, 1, V>(&tangent, index)));
    }
    result
}

/// The same, of a tangent of these.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn tangent_without_seed<T: Space, const V: usize, const U: usize>(
    shape: &T::Shape,
    tangent: Tangent<Tangent<Tangent<T, 1>, V>, U>,
) -> Tangent<Tangent<T, V>, U> {
    let of = |index| <Tangent<Tangent<T, 1>, V> as Space>::plain::<U>(&tangent, index);
    let is_zero_without_length = const { T::DIMENSION.is_none() };
    if is_zero_without_length {
        let mut tangent = tangent;
        let of_vectors = <Tangent<T, 1> as Space>::tangent_shape::<V>(&T::tangent_shape::<1>(shape));
        <Tangent<Tangent<T, 1>, V> as Space>::complete::<U>(&of_vectors, &mut tangent);
        return by_lanes::<T, V, U>(shape, |index| {
            without_seed::<T, V>(shape, <Tangent<Tangent<T, 1>, V> as Space>::plain::<U>(&tangent, index))
        });
    }
    by_lanes::<T, V, U>(shape, |index| without_seed::<T, V>(shape, of(index)))
}

/// Every float is zero.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn is_zero<T: Space, const V: usize>(tangent: &Tangent<T, V>) -> bool {
    let mut zero = true;
    T::for_each::<f64, V>(tangent, 0, &mut |_, lanes| zero &= lanes.0.iter().all(|lane| *lane == 0.0));
    zero
}
