//! `Nest`: a fixed-size output with each float replaced by a row. `[f64; M]` by `[f64; N]` is `[[f64; N]; M]`.
//!
//! Rows and columns are addressed by lane, as in [`row`](super::row).

use core::array::from_fn;
use core::cmp::Ordering;
use core::slice::from_mut;

use super::precision::Floats;
use super::row::{Row, Zero, divided};
use crate::float::Float;
use crate::space::{Space, Tangent};

/// A fixed-size output.
#[diagnostic::on_unimplemented(
    message = "an output of type `{Self}` has no statically shaped block",
    note = "floats, and arrays and tuples of these have one; for other types use `jacobian_into`"
)]
pub trait Nest: Space {
    /// This type with each float replaced by the row of an `I`.
    type Nest<G: Floats, I: Row>: Zero;

    /// The number of floats.
    const COUNT: usize = match Self::DIMENSION {
        Some(dimension) => dimension,
        None => panic!("a statically shaped block must have a fixed size"),
    };

    /// Forward: the nest, from a sweep that carries all of its columns; column 0 is lane `lane`.
    fn from_columns<G: Floats, I: Row, const W: usize>(tangent: &Tangent<Self, W>, lane: usize) -> Self::Nest<G, I>;
    /// Forward: sets the columns that the sweep carries.
    fn set_columns<G: Floats, I: Row, const W: usize>(
        nest: &mut Self::Nest<G, I>,
        tangent: &Tangent<Self, W>,
        lane: usize,
    );
    /// Reverse: the nest, from a sweep that carries all of its rows; row 0 is lane `lane`.
    fn from_rows<G: Floats, I: Row, const W: usize>(cotangent: &Tangent<I, W>, lane: usize) -> Self::Nest<G, I>;
    /// Reverse: sets the rows of consecutive nests that the sweep carries.
    fn set_rows<G: Floats, I: Row, const W: usize>(
        nests: &mut [Self::Nest<G, I>],
        cotangent: &Tangent<I, W>,
        lane: usize,
    );
    /// Sets one lane of a tangent of the input to a row of the nest.
    fn read_row<G: Floats, I: Row, const W: usize>(
        nest: &Self::Nest<G, I>,
        row: usize,
        tangent: &mut Tangent<I, W>,
        lane: usize,
    );
    /// Elimination: sets one element.
    fn set_element<G: Floats, I: Row, F: Float>(nest: &mut Self::Nest<G, I>, row: usize, column: usize, value: F);
}

macro_rules! scalar {
    ($($float:ident)*) => {$(
        impl Nest for $float {
            type Nest<G: Floats, I: Row> = I::Row<G::Row<$float>>;

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn from_columns<G: Floats, I: Row, const W: usize>(
                tangent: &Tangent<Self, W>,
                lane: usize,
            ) -> Self::Nest<G, I> {
                I::from_lanes::<G::Row<$float>, $float, W>(tangent, lane)
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn set_columns<G: Floats, I: Row, const W: usize>(
                nest: &mut Self::Nest<G, I>,
                tangent: &Tangent<Self, W>,
                lane: usize,
            ) {
                I::set_lanes::<G::Row<$float>, $float, W>(from_mut(nest), tangent, lane);
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn from_rows<G: Floats, I: Row, const W: usize>(
                cotangent: &Tangent<I, W>,
                lane: usize,
            ) -> Self::Nest<G, I> {
                I::from_cotangent::<G::Row<$float>, W>(cotangent, lane)
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn set_rows<G: Floats, I: Row, const W: usize>(
                nests: &mut [Self::Nest<G, I>],
                cotangent: &Tangent<I, W>,
                lane: usize,
            ) {
                // Either the rows start inside the sweep, or the sweep inside the rows.
                let first = if lane <= W { lane } else { 0 };
                if let Some(nests) = nests.get_mut(first.wrapping_sub(lane)..) {
                    for (nest, lane) in nests.iter_mut().zip(first..W) {
                        *nest = I::from_cotangent::<G::Row<$float>, W>(cotangent, lane);
                    }
                }
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn read_row<G: Floats, I: Row, const W: usize>(
                nest: &Self::Nest<G, I>,
                _: usize,
                tangent: &mut Tangent<I, W>,
                lane: usize,
            ) {
                I::into_lane::<G::Row<$float>, W>(nest, tangent, lane);
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn set_element<G: Floats, I: Row, F: Float>(nest: &mut Self::Nest<G, I>, _: usize, column: usize, value: F) {
                I::set_element::<G::Row<$float>, F>(nest, column, value);
            }
        }
    )*};
}
scalar!(f32 f64);

impl<T: Nest, const N: usize> Nest for [T; N] {
    type Nest<G: Floats, I: Row> = [T::Nest<G, I>; N];

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn from_columns<G: Floats, I: Row, const W: usize>(tangent: &Tangent<Self, W>, lane: usize) -> Self::Nest<G, I> {
        from_fn(|i| T::from_columns::<G, I, W>(&tangent[i], lane))
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn set_columns<G: Floats, I: Row, const W: usize>(
        nest: &mut Self::Nest<G, I>,
        tangent: &Tangent<Self, W>,
        lane: usize,
    ) {
        for (nest, tangent) in nest.iter_mut().zip(tangent) {
            T::set_columns::<G, I, W>(nest, tangent, lane);
        }
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn from_rows<G: Floats, I: Row, const W: usize>(cotangent: &Tangent<I, W>, lane: usize) -> Self::Nest<G, I> {
        from_fn(|i| T::from_rows::<G, I, W>(cotangent, lane.wrapping_add(i * T::COUNT)))
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn set_rows<G: Floats, I: Row, const W: usize>(
        nests: &mut [Self::Nest<G, I>],
        cotangent: &Tangent<I, W>,
        lane: usize,
    ) {
        T::set_rows::<G, I, W>(nests.as_flattened_mut(), cotangent, lane);
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn read_row<G: Floats, I: Row, const W: usize>(
        nest: &Self::Nest<G, I>,
        row: usize,
        tangent: &mut Tangent<I, W>,
        lane: usize,
    ) {
        T::read_row::<G, I, W>(&nest[row / T::COUNT], row % T::COUNT, tangent, lane);
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn set_element<G: Floats, I: Row, F: Float>(nest: &mut Self::Nest<G, I>, row: usize, column: usize, value: F) {
        if let Some((index, row)) = divided(row, T::COUNT)
            && let Some(nest) = nest.get_mut(index)
        {
            T::set_element::<G, I, F>(nest, row, column, value);
        }
    }
}

macro_rules! tuple {
    ($($T:ident $index:tt)*) => {
        impl<$($T: Nest),*> Nest for ($($T,)*) {
            type Nest<Family: Floats, Input: Row> = ($($T::Nest<Family, Input>,)*);

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn from_columns<Family: Floats, Input: Row, const W: usize>(
                tangent: &Tangent<Self, W>,
                lane: usize,
            ) -> Self::Nest<Family, Input> {
                ($($T::from_columns::<Family, Input, W>(&tangent.$index, lane),)*)
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn set_columns<Family: Floats, Input: Row, const W: usize>(
                nest: &mut Self::Nest<Family, Input>,
                tangent: &Tangent<Self, W>,
                lane: usize,
            ) {
                $($T::set_columns::<Family, Input, W>(&mut nest.$index, &tangent.$index, lane);)*
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            #[allow(unused_assignments)]
            fn from_rows<Family: Floats, Input: Row, const W: usize>(
                cotangent: &Tangent<Input, W>,
                mut lane: usize,
            ) -> Self::Nest<Family, Input> {
                ($({
                    let member = $T::from_rows::<Family, Input, W>(cotangent, lane);
                    lane = lane.wrapping_add($T::COUNT);
                    member
                },)*)
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn set_rows<Family: Floats, Input: Row, const W: usize>(
                nests: &mut [Self::Nest<Family, Input>],
                cotangent: &Tangent<Input, W>,
                mut lane: usize,
            ) {
                for nest in nests {
                    $(
                        $T::set_rows::<Family, Input, W>(from_mut(&mut nest.$index), cotangent, lane);
                        lane = lane.wrapping_add($T::COUNT);
                    )*
                }
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            #[allow(unused_assignments)]
            fn read_row<Family: Floats, Input: Row, const W: usize>(
                nest: &Self::Nest<Family, Input>,
                mut row: usize,
                tangent: &mut Tangent<Input, W>,
                lane: usize,
            ) {
                $(
                    if row < $T::COUNT {
                        $T::read_row::<Family, Input, W>(&nest.$index, row, tangent, lane);
                    }
                    row = row.wrapping_sub($T::COUNT);
                )*
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            #[allow(unused_assignments)]
            fn set_element<Family: Floats, Input: Row, Scalar: Float>(
                nest: &mut Self::Nest<Family, Input>,
                mut row: usize,
                column: usize,
                value: Scalar,
            ) {
                $(
                    if row < $T::COUNT {
                        return $T::set_element::<Family, Input, Scalar>(&mut nest.$index, row, column, value);
                    }
                    row -= $T::COUNT;
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

macro_rules! discrete {
    ($($type:ty),*) => {$(
        impl Nest for $type {
            type Nest<G: Floats, I: Row> = ();

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn from_columns<G: Floats, I: Row, const W: usize>((): &(), _: usize) {}
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn set_columns<G: Floats, I: Row, const W: usize>((): &mut (), (): &(), _: usize) {}
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn from_rows<G: Floats, I: Row, const W: usize>(_: &Tangent<I, W>, _: usize) {}
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn set_rows<G: Floats, I: Row, const W: usize>(_: &mut [()], _: &Tangent<I, W>, _: usize) {}
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn read_row<G: Floats, I: Row, const W: usize>(_: &(), _: usize, _: &mut Tangent<I, W>, _: usize) {}
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn set_element<G: Floats, I: Row, F: Float>((): &mut (), _: usize, _: usize, _: F) {}
        }
    )*};
}
discrete!(u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize, bool, char, (), Ordering);
