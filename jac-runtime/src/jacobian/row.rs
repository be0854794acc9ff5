//! `Row`: the derivatives of one output float, in the shape of the input.
//!
//! Columns are addressed by lane: element `e` of a row belongs to lane `lane + e` of the sweep, in wrapping
//! arithmetic, so that a `lane` below zero stands for a sweep that starts inside the row. Elements whose lane is
//! outside of `0..W` are left alone when a row is filled; a row is only made from a sweep that carries all of it.

use core::array::from_fn;
use core::cmp::Ordering;
use core::slice::from_mut;

use super::precision::Precision;
use crate::float::Float;
use crate::lanes::Lanes;
use crate::space::{Space, Tangent};

/// Something with a zero: rows, and nests of rows.
pub trait Zero: Copy {
    /// The zero.
    fn blank() -> Self;
}

/// A fixed-size input: its row is the type itself, with `()` for what does not vary and floats chosen by `P`.
#[diagnostic::on_unimplemented(
    message = "an input of type `{Self}` has no statically shaped block",
    note = "floats, integers, and arrays and tuples of these have one; for other types use `jacobian_into`"
)]
pub trait Row: Space {
    /// The row.
    type Row<P: Precision>: Zero;

    /// The number of floats in a row.
    const COUNT: usize = match Self::DIMENSION {
        Some(dimension) => dimension,
        None => panic!("the row of a Jacobian must have a fixed size"),
    };

    /// Forward: the row whose element `e` is lane `lane + e`.
    fn from_lanes<P: Precision, F: Float, const W: usize>(lanes: &Lanes<F, W>, lane: usize) -> Self::Row<P>;
    /// Forward: sets the elements of consecutive rows whose lanes the sweep carries.
    fn set_lanes<P: Precision, F: Float, const W: usize>(rows: &mut [Self::Row<P>], lanes: &Lanes<F, W>, lane: usize);
    /// Reverse: the row that is one lane of a cotangent.
    fn from_cotangent<P: Precision, const W: usize>(cotangent: &Tangent<Self, W>, lane: usize) -> Self::Row<P>;
    /// Sets one lane of a tangent to the row.
    fn into_lane<P: Precision, const W: usize>(row: &Self::Row<P>, tangent: &mut Tangent<Self, W>, lane: usize);
    /// Elimination: sets one element.
    fn set_element<P: Precision, F: Float>(row: &mut Self::Row<P>, column: usize, value: F);
}

/// One lane, or zero if the sweep does not carry it.
#[cfg_attr(not(debug_assertions), inline(always))]
fn lane_or_zero<F: Float, G: Float, const W: usize>(lanes: &Lanes<F, W>, lane: usize) -> G {
    lanes.0.get(lane).map_or(G::ZERO, |&value| G::from_float(value))
}

/// `row[e] = lanes[lane + e]` for every `e` whose lane the sweep carries.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn copy_lanes<F: Float, G: Float, const W: usize>(row: &mut [F], lanes: &Lanes<G, W>, lane: usize) {
    let lanes = lanes.to::<F>().0;
    if let Some(lanes) = lanes.get(lane..) {
        // The row starts inside the sweep.
        for (element, value) in row.iter_mut().zip(lanes) {
            *element = *value;
        }
    } else if let Some(rest) = row.get_mut(0usize.wrapping_sub(lane)..) {
        // The sweep starts inside the row.
        if let Some(elements) = rest.first_chunk_mut() {
            *elements = lanes;
        } else {
            for (element, value) in rest.iter_mut().zip(lanes) {
                *element = value;
            }
        }
    }
}

impl<F: Float> Zero for F {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn blank() -> Self {
        F::ZERO
    }
}

macro_rules! scalar {
    ($($float:ident)*) => {$(
        impl Row for $float {
            type Row<P: Precision> = P::Float<$float>;

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn from_lanes<P: Precision, F: Float, const W: usize>(lanes: &Lanes<F, W>, lane: usize) -> Self::Row<P> {
                lane_or_zero(lanes, lane)
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn set_lanes<P: Precision, F: Float, const W: usize>(
                rows: &mut [Self::Row<P>],
                lanes: &Lanes<F, W>,
                lane: usize,
            ) {
                copy_lanes(rows, lanes, lane);
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn from_cotangent<P: Precision, const W: usize>(cotangent: &Lanes<$float, W>, lane: usize) -> Self::Row<P> {
                lane_or_zero(cotangent, lane)
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn into_lane<P: Precision, const W: usize>(row: &Self::Row<P>, tangent: &mut Lanes<$float, W>, lane: usize) {
                tangent.0[lane] = <$float as Float>::from_float(*row);
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn set_element<P: Precision, F: Float>(row: &mut Self::Row<P>, _: usize, value: F) {
                *row = Float::from_float(value);
            }
        }
    )*};
}
scalar!(f32 f64);

impl<T: Zero, const N: usize> Zero for [T; N] {
    // Stored, and not a constant: that would be copied.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn blank() -> Self {
        [T::blank(); N]
    }
}

impl<T: Row, const N: usize> Row for [T; N] {
    type Row<P: Precision> = [T::Row<P>; N];

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn from_lanes<P: Precision, F: Float, const W: usize>(lanes: &Lanes<F, W>, lane: usize) -> Self::Row<P> {
        from_fn(|i| T::from_lanes::<P, F, W>(lanes, lane.wrapping_add(i * T::COUNT)))
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn set_lanes<P: Precision, F: Float, const W: usize>(rows: &mut [Self::Row<P>], lanes: &Lanes<F, W>, lane: usize) {
        T::set_lanes::<P, F, W>(rows.as_flattened_mut(), lanes, lane);
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn from_cotangent<P: Precision, const W: usize>(cotangent: &Tangent<Self, W>, lane: usize) -> Self::Row<P> {
        from_fn(|i| T::from_cotangent::<P, W>(&cotangent[i], lane))
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn into_lane<P: Precision, const W: usize>(row: &Self::Row<P>, tangent: &mut Tangent<Self, W>, lane: usize) {
        for (row, tangent) in row.iter().zip(tangent) {
            T::into_lane::<P, W>(row, tangent, lane);
        }
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn set_element<P: Precision, F: Float>(row: &mut Self::Row<P>, column: usize, value: F) {
        if let Some((index, column)) = divided(column, T::COUNT)
            && let Some(row) = row.get_mut(index)
        {
            T::set_element::<P, F>(row, column, value);
        }
    }
}

/// The quotient and the remainder of a flat index by the number of floats in an element.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn divided(index: usize, count: usize) -> Option<(usize, usize)> {
    Some((index.checked_div(count)?, index.checked_rem(count)?))
}

impl Zero for () {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn blank() {}
}

macro_rules! discrete {
    ($($type:ty),*) => {$(
        impl Row for $type {
            type Row<P: Precision> = ();

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn from_lanes<P: Precision, F: Float, const W: usize>(_: &Lanes<F, W>, _: usize) {}
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn set_lanes<P: Precision, F: Float, const W: usize>(_: &mut [()], _: &Lanes<F, W>, _: usize) {}
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn from_cotangent<P: Precision, const W: usize>((): &(), _: usize) {}
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn into_lane<P: Precision, const W: usize>((): &(), (): &mut (), _: usize) {}
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn set_element<P: Precision, F: Float>((): &mut (), _: usize, _: F) {}
        }
    )*};
}
discrete!(u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize, bool, char, (), Ordering);

macro_rules! tuple {
    ($($T:ident $index:tt)*) => {
        impl<$($T: Zero),*> Zero for ($($T,)*) {
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn blank() -> Self {
                ($($T::blank(),)*)
            }
        }

        impl<$($T: Row),*> Row for ($($T,)*) {
            type Row<Floats: Precision> = ($($T::Row<Floats>,)*);

            #[cfg_attr(not(debug_assertions), inline(always))]
            #[allow(unused_assignments)]
            fn from_lanes<Floats: Precision, Scalar: Float, const W: usize>(
                lanes: &Lanes<Scalar, W>,
                mut lane: usize,
            ) -> Self::Row<Floats> {
                ($({
                    let member = $T::from_lanes::<Floats, Scalar, W>(lanes, lane);
                    lane = lane.wrapping_add($T::COUNT);
                    member
                },)*)
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn set_lanes<Floats: Precision, Scalar: Float, const W: usize>(
                rows: &mut [Self::Row<Floats>],
                lanes: &Lanes<Scalar, W>,
                mut lane: usize,
            ) {
                for row in rows {
                    $(
                        $T::set_lanes::<Floats, Scalar, W>(from_mut(&mut row.$index), lanes, lane);
                        lane = lane.wrapping_add($T::COUNT);
                    )*
                }
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn from_cotangent<Floats: Precision, const W: usize>(
                cotangent: &Tangent<Self, W>,
                lane: usize,
            ) -> Self::Row<Floats> {
                ($($T::from_cotangent::<Floats, W>(&cotangent.$index, lane),)*)
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn into_lane<Floats: Precision, const W: usize>(row: &Self::Row<Floats>, tangent: &mut Tangent<Self, W>, lane: usize) {
                $($T::into_lane::<Floats, W>(&row.$index, &mut tangent.$index, lane);)*
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            #[allow(unused_assignments)]
            fn set_element<Floats: Precision, Scalar: Float>(
                row: &mut Self::Row<Floats>,
                mut column: usize,
                value: Scalar,
            ) {
                $(
                    if column < $T::COUNT {
                        return $T::set_element::<Floats, Scalar>(&mut row.$index, column, value);
                    }
                    column -= $T::COUNT;
                )*
            }
        }
    };
}
tuple!(A 0);
tuple!(A 0 B 1);
tuple!(A 0 B 1 C 2);
tuple!(A 0 B 1 C 2 D 3);
tuple!(A 0 B 1 C 2 D 3 E 4);
tuple!(A 0 B 1 C 2 D 3 E 4 F 5);
tuple!(A 0 B 1 C 2 D 3 E 4 F 5 G 6);
tuple!(A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7);
tuple!(A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8);
tuple!(A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9);
tuple!(A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9 K 10);
tuple!(A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9 K 10 L 11);
