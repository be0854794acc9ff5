//! Tuples, up to eight members.

use core::slice::{from_mut, from_ref};

use super::Space;
use crate::cotangent::{Accumulate, Vector};
use crate::float::Float;
use crate::lanes::Lanes;
use crate::layout::Layout;
use crate::rule::Pairwise;

macro_rules! tuple {
    ($($T:ident $index:tt),*) => {
        impl<$($T: Vector),*> Vector for ($($T,)*) {
            const ZERO: Self = ($($T::ZERO,)*);
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn accumulate(&mut self, other: Self) {
                $(self.$index.accumulate(other.$index);)*
            }
        }

        impl<$($T: Accumulate),*> Accumulate for ($($T,)*) {
            type Value = ($($T::Value,)*);
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn add(&self, value: Self::Value) {
                $(self.$index.add(value.$index);)*
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn initialise(&self, value: Self::Value) {
                $(self.$index.initialise(value.$index);)*
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn get(&self) -> Self::Value {
                ($(self.$index.get(),)*)
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn take(&self) -> Self::Value {
                ($(self.$index.take(),)*)
            }
        }

        impl<$($T: Space),*> Space for ($($T,)*) {
            type Tangent<const W: usize> = ($($T::Tangent<W>,)*);
            type Cotangent<const W: usize> = ($($T::Cotangent<W>,)*);
            type Shape = ($($T::Shape,)*);
            type Plain = ($($T::Plain,)*);
            type WithFloat<Scalar: Float> = ($($T::WithFloat<Scalar>,)*);
            const DIMENSION: Option<usize> = {
                let total = Some(0);
                $(let total = match (total, $T::DIMENSION) {
                    (Some(total), Some(dimension)) => Some(total + dimension),
                    _ => None,
                };)*
                total
            };
            const EPSILON: f64 = {
                let coarsest = 0.0;
                $(let coarsest = if $T::EPSILON > coarsest { $T::EPSILON } else { coarsest };)*
                coarsest
            };
            const LAYOUT: &'static Layout = &Layout::Tuple(&[$($T::LAYOUT),*]);

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn shape(&self) -> Self::Shape {
                ($(self.$index.shape(),)*)
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn origin<const W: usize>(shape: &Self::Shape) -> Self::Tangent<W> {
                ($($T::origin(&shape.$index),)*)
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn cotangent<const W: usize>(shape: &Self::Shape) -> Self::Cotangent<W> {
                ($($T::cotangent(&shape.$index),)*)
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn cotangent_of<const W: usize>(shape: &Self::Shape, first: Self::Tangent<W>) -> Self::Cotangent<W> {
                ($($T::cotangent_of(&shape.$index, first.$index),)*)
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn tangent_shape<const W: usize>(shape: &Self::Shape) -> <Self::Tangent<W> as Space>::Shape {
                ($($T::tangent_shape::<W>(&shape.$index),)*)
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn dimension(shape: &Self::Shape) -> usize {
                0 $(+ $T::dimension(&shape.$index))*
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            #[allow(unused_assignments)]
            fn seed<const W: usize>(shape: &Self::Shape, mut offset: usize) -> Self::Tangent<W> {
                ($({
                    let tangent = $T::seed(&shape.$index, offset);
                    offset = offset.wrapping_sub($T::dimension(&shape.$index));
                    tangent
                },)*)
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn lift<const W: usize>(value: &Self::Plain) -> Self::Tangent<W> {
                ($($T::lift(&value.$index),)*)
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn from_plain(value: Self::Plain) -> Self::Tangent<1> {
                ($($T::from_plain(value.$index),)*)
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn plain<const W: usize>(tangent: &Self::Tangent<W>, lane: usize) -> Self::Plain {
                ($($T::plain(&tangent.$index, lane),)*)
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn into_plain(tangent: Self::Tangent<1>) -> Self::Plain {
                ($($T::into_plain(tangent.$index),)*)
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            #[allow(unused_assignments)]
            fn set_float<Scalar: Float>(plain: &mut Self::Plain, mut index: usize, value: Scalar) {
                $(
                    let dimension = match $T::DIMENSION {
                        Some(dimension) => dimension,
                        None => return,
                    };
                    if index < dimension {
                        return $T::set_float(&mut plain.$index, index, value);
                    }
                    index -= dimension;
                )*
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn lane<Scalar: Float, const W: usize>(tangent: &Self::Tangent<W>, lane: usize) -> Self::WithFloat<Scalar> {
                ($($T::lane(&tangent.$index, lane),)*)
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            #[allow(unused_assignments)]
            fn for_each<Scalar: Float, const W: usize>(
                tangent: &Self::Tangent<W>,
                mut first: usize,
                visit: &mut impl FnMut(usize, Lanes<Scalar, W>),
            ) {
                $({
                    let mut count = 0;
                    $T::for_each::<Scalar, W>(&tangent.$index, first, &mut |index, lanes| {
                        count += 1;
                        visit(index, lanes);
                    });
                    first += count;
                })*
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn for_each_float(&self, visit: &mut impl FnMut(Option<f64>)) {
                $(self.$index.for_each_float(visit);)*
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn write_seed<const W: usize>(
                shapes: &[Self::Shape],
                tangents: &mut [Self::Tangent<W>],
                mut offset: usize,
                unit: bool,
            ) {
                for (shape, tangent) in shapes.iter().zip(tangents) {
                    $(
                        $T::write_seed(from_ref(&shape.$index), from_mut(&mut tangent.$index), offset, unit);
                        offset = offset.wrapping_sub($T::dimension(&shape.$index));
                    )*
                }
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn conforms(shape: &Self::Shape, value: &Self::Plain) -> bool {
                true $(&& $T::conforms(&shape.$index, &value.$index))*
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn is_alike(&self, other: &Self) -> bool {
                true $(&& self.$index.is_alike(&other.$index))*
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn complete<const W: usize>(shape: &Self::Shape, tangent: &mut Self::Tangent<W>) {
                $($T::complete(&shape.$index, &mut tangent.$index);)*
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn pairwise<const W: usize>(tangent: &mut Self::Tangent<W>, plain: &Self::Plain, visit: &mut impl Pairwise<W>) {
                $($T::pairwise(&mut tangent.$index, &plain.$index, visit);)*
            }
            fn members(shape: &Self::Shape, visit: &mut impl FnMut(usize)) {
                $(visit($T::dimension(&shape.$index));)*
            }
        }
    };
}

tuple!(A 0);
tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
tuple!(A 0, B 1, C 2, D 3);
tuple!(A 0, B 1, C 2, D 3, E 4);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11);
