//! Which types are atoms, and how tuples distribute over blocks.

use core::cmp::Ordering;

use super::blocks::{Absent, Assemble, Atom, By, Element, Fixed};
use super::plan::known;
use super::precision::Floats;
use crate::float::Float;
use crate::space::{Space, Tangent};

macro_rules! atoms {
    ($extent:ty: $($type:ty),*) => {$(
        impl Atom for $type {}
        impl Element for $type {
            type Extent = $extent;
        }
    )*};
}
atoms!(Fixed: f32, f64);
atoms!(Absent: u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize, bool, char, (), Ordering);

impl<T: Space + Element, const N: usize> Atom for [T; N] {}
impl<T: Element, const N: usize> Element for [T; N] {
    type Extent = T::Extent;
}

#[cfg(feature = "alloc")]
impl<T: Space + Element> Atom for alloc::vec::Vec<T> {}
#[cfg(feature = "alloc")]
impl<T: Element> Element for alloc::vec::Vec<T> {
    type Extent = <T::Extent as super::blocks::Extent>::ByGrowable;
}

#[cfg(feature = "ndarray")]
impl<S: crate::tensor::Valued, D: ndarray::Dimension> Atom for ndarray::ArrayBase<S, D> where S::Elem: Float {}
#[cfg(feature = "ndarray")]
impl<S: ndarray::Data, D: ndarray::Dimension> Element for ndarray::ArrayBase<S, D>
where
    S::Elem: Float,
{
    type Extent = super::blocks::Growable;
}

macro_rules! tuple {
    ($($T:ident $index:tt)*) => {
        /// Inside of arrays only: elsewhere tuples distribute.
        impl<$($T),*> Element for ($($T,)*) {
            type Extent = Fixed;
        }

        impl<$($T: Space,)* Input: Space, Family: Floats> Assemble<($($T,)*), Input, Family>
            for By<($($T,)*), Input>
        where
            $(By<$T, Input>: Assemble<$T, Input, Family>,)*
        {
            type Blocks = ($(<By<$T, Input> as Assemble<$T, Input, Family>>::Blocks,)*);

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn zeros(output: &<($($T,)*) as Space>::Shape, input: &Input::Shape) -> Self::Blocks {
                ($(<By<$T, Input> as Assemble<$T, Input, Family>>::zeros(&output.$index, input),)*)
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn blank() -> Self::Blocks {
                ($(<By<$T, Input> as Assemble<$T, Input, Family>>::blank(),)*)
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn complete(blocks: &mut Self::Blocks, output: &<($($T,)*) as Space>::Shape, input: &Input::Shape) {
                $(<By<$T, Input> as Assemble<$T, Input, Family>>::complete(&mut blocks.$index, &output.$index, input);)*
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn from_columns<const W: usize>(
                tangent: &Tangent<($($T,)*), W>,
                output: &<($($T,)*) as Space>::Shape,
                input: &Input::Shape,
                lane: usize,
            ) -> Self::Blocks {
                ($(<By<$T, Input> as Assemble<$T, Input, Family>>::from_columns(&tangent.$index, &output.$index, input, lane),)*)
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn set_columns<const W: usize>(
                blocks: &mut Self::Blocks,
                tangent: &Tangent<($($T,)*), W>,
                output: &<($($T,)*) as Space>::Shape,
                input: &Input::Shape,
                lane: usize,
            ) {
                $(<By<$T, Input> as Assemble<$T, Input, Family>>::set_columns(&mut blocks.$index, &tangent.$index, &output.$index, input, lane);)*
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            #[allow(unused_assignments)]
            fn from_rows<const W: usize>(
                cotangent: &Tangent<Input, W>,
                output: &<($($T,)*) as Space>::Shape,
                input: &Input::Shape,
                mut lane: usize,
            ) -> Self::Blocks {
                ($({
                    let member = <By<$T, Input> as Assemble<$T, Input, Family>>::from_rows(cotangent, &output.$index, input, lane);
                    lane = lane.wrapping_add($T::dimension(&output.$index));
                    member
                },)*)
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            #[allow(unused_assignments)]
            fn set_rows<const W: usize>(
                blocks: &mut Self::Blocks,
                cotangent: &Tangent<Input, W>,
                output: &<($($T,)*) as Space>::Shape,
                input: &Input::Shape,
                mut lane: usize,
            ) {
                $(
                    <By<$T, Input> as Assemble<$T, Input, Family>>::set_rows(&mut blocks.$index, cotangent, &output.$index, input, lane);
                    lane = lane.wrapping_add($T::dimension(&output.$index));
                )*
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            #[allow(unused_assignments)]
            fn read_row<const W: usize>(
                blocks: &Self::Blocks,
                mut row: usize,
                output: &<($($T,)*) as Space>::Shape,
                input: &Input::Shape,
                tangent: &mut Tangent<Input, W>,
                lane: usize,
            ) {
                $(
                    let rows = $T::dimension(&output.$index);
                    if row < rows {
                        <By<$T, Input> as Assemble<$T, Input, Family>>::read_row(&blocks.$index, row, &output.$index, input, tangent, lane);
                    }
                    row = row.wrapping_sub(rows);
                )*
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            #[allow(unused_assignments)]
            fn set_element<Scalar: Float>(blocks: &mut Self::Blocks, mut row: usize, column: usize, value: Scalar) {
                $(
                    let rows = const { known($T::DIMENSION) };
                    if row < rows {
                        return <By<$T, Input> as Assemble<$T, Input, Family>>::set_element(&mut blocks.$index, row, column, value);
                    }
                    row -= rows;
                )*
            }
        }

        impl<Output: Atom, $($T: Space,)* Family: Floats> Assemble<Output, ($($T,)*), Family>
            for By<Output, ($($T,)*)>
        where
            $(By<Output, $T>: Assemble<Output, $T, Family>,)*
        {
            type Blocks = ($(<By<Output, $T> as Assemble<Output, $T, Family>>::Blocks,)*);

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn zeros(output: &Output::Shape, input: &<($($T,)*) as Space>::Shape) -> Self::Blocks {
                ($(<By<Output, $T> as Assemble<Output, $T, Family>>::zeros(output, &input.$index),)*)
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn blank() -> Self::Blocks {
                ($(<By<Output, $T> as Assemble<Output, $T, Family>>::blank(),)*)
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn complete(blocks: &mut Self::Blocks, output: &Output::Shape, input: &<($($T,)*) as Space>::Shape) {
                $(<By<Output, $T> as Assemble<Output, $T, Family>>::complete(&mut blocks.$index, output, &input.$index);)*
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            #[allow(unused_assignments)]
            fn from_columns<const W: usize>(
                tangent: &Tangent<Output, W>,
                output: &Output::Shape,
                input: &<($($T,)*) as Space>::Shape,
                mut lane: usize,
            ) -> Self::Blocks {
                ($({
                    let member = <By<Output, $T> as Assemble<Output, $T, Family>>::from_columns(tangent, output, &input.$index, lane);
                    lane = lane.wrapping_add($T::dimension(&input.$index));
                    member
                },)*)
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            #[allow(unused_assignments)]
            fn set_columns<const W: usize>(
                blocks: &mut Self::Blocks,
                tangent: &Tangent<Output, W>,
                output: &Output::Shape,
                input: &<($($T,)*) as Space>::Shape,
                mut lane: usize,
            ) {
                $(
                    <By<Output, $T> as Assemble<Output, $T, Family>>::set_columns(&mut blocks.$index, tangent, output, &input.$index, lane);
                    lane = lane.wrapping_add($T::dimension(&input.$index));
                )*
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn from_rows<const W: usize>(
                cotangent: &Tangent<($($T,)*), W>,
                output: &Output::Shape,
                input: &<($($T,)*) as Space>::Shape,
                lane: usize,
            ) -> Self::Blocks {
                ($(<By<Output, $T> as Assemble<Output, $T, Family>>::from_rows(&cotangent.$index, output, &input.$index, lane),)*)
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn set_rows<const W: usize>(
                blocks: &mut Self::Blocks,
                cotangent: &Tangent<($($T,)*), W>,
                output: &Output::Shape,
                input: &<($($T,)*) as Space>::Shape,
                lane: usize,
            ) {
                $(<By<Output, $T> as Assemble<Output, $T, Family>>::set_rows(&mut blocks.$index, &cotangent.$index, output, &input.$index, lane);)*
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn read_row<const W: usize>(
                blocks: &Self::Blocks,
                row: usize,
                output: &Output::Shape,
                input: &<($($T,)*) as Space>::Shape,
                tangent: &mut Tangent<($($T,)*), W>,
                lane: usize,
            ) {
                $(<By<Output, $T> as Assemble<Output, $T, Family>>::read_row(&blocks.$index, row, output, &input.$index, &mut tangent.$index, lane);)*
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            #[allow(unused_assignments)]
            fn set_element<Scalar: Float>(blocks: &mut Self::Blocks, row: usize, mut column: usize, value: Scalar) {
                $(
                    let columns = const { known($T::DIMENSION) };
                    if column < columns {
                        return <By<Output, $T> as Assemble<Output, $T, Family>>::set_element(&mut blocks.$index, row, column, value);
                    }
                    column -= columns;
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

/// The blocks of what may be absent are those of what is inside: zero where nothing is.
macro_rules! outcome {
    ($output:ty $(, $error:ident)?) => {
        impl<T: Space, Input: Space, Family: Floats $(, $error)?> Assemble<$output, Input, Family> for By<$output, Input>
        where
            By<T, Input>: Assemble<T, Input, Family>,
        {
            type Blocks = <By<T, Input> as Assemble<T, Input, Family>>::Blocks;

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn zeros(output: &T::Shape, input: &Input::Shape) -> Self::Blocks {
                <By<T, Input> as Assemble<T, Input, Family>>::zeros(output, input)
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn blank() -> Self::Blocks {
                <By<T, Input> as Assemble<T, Input, Family>>::blank()
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn complete(blocks: &mut Self::Blocks, output: &T::Shape, input: &Input::Shape) {
                <By<T, Input> as Assemble<T, Input, Family>>::complete(blocks, output, input);
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn from_columns<const W: usize>(
                tangent: &Tangent<T, W>,
                output: &T::Shape,
                input: &Input::Shape,
                lane: usize,
            ) -> Self::Blocks {
                <By<T, Input> as Assemble<T, Input, Family>>::from_columns(tangent, output, input, lane)
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn set_columns<const W: usize>(
                blocks: &mut Self::Blocks,
                tangent: &Tangent<T, W>,
                output: &T::Shape,
                input: &Input::Shape,
                lane: usize,
            ) {
                <By<T, Input> as Assemble<T, Input, Family>>::set_columns(blocks, tangent, output, input, lane);
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn from_rows<const W: usize>(
                cotangent: &Tangent<Input, W>,
                output: &T::Shape,
                input: &Input::Shape,
                lane: usize,
            ) -> Self::Blocks {
                <By<T, Input> as Assemble<T, Input, Family>>::from_rows(cotangent, output, input, lane)
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn set_rows<const W: usize>(
                blocks: &mut Self::Blocks,
                cotangent: &Tangent<Input, W>,
                output: &T::Shape,
                input: &Input::Shape,
                lane: usize,
            ) {
                <By<T, Input> as Assemble<T, Input, Family>>::set_rows(blocks, cotangent, output, input, lane);
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn read_row<const W: usize>(
                blocks: &Self::Blocks,
                row: usize,
                output: &T::Shape,
                input: &Input::Shape,
                tangent: &mut Tangent<Input, W>,
                lane: usize,
            ) {
                <By<T, Input> as Assemble<T, Input, Family>>::read_row(blocks, row, output, input, tangent, lane);
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn set_element<Scalar: Float>(blocks: &mut Self::Blocks, row: usize, column: usize, value: Scalar) {
                <By<T, Input> as Assemble<T, Input, Family>>::set_element(blocks, row, column, value);
            }
        }
    };
}
outcome!(Option<T>);
outcome!(Result<T, E>, E);
