//! Reductions: of all elements to a number, and of an axis to an array.
//!
//! The partials are computed where they are needed, from the array itself. Conventions: the derivative of a standard deviation that is 0 is 0,
//! and that of a product by a factor is the product of the others, also where that factor is 0.

use alloc::vec::Vec;

use ndarray::{Array, ArrayRef, Axis, Dimension, RemoveAxis, Zip};

use super::methods::handles;
use super::partial::{Elements, Partial, total};
use super::{ArrayTangent, Bar, Dot, Element};
use crate::cotangent::Accumulate;
use crate::float::Number;
use crate::lanes::{Lanes, Linear};
#[cfg(feature = "std")]
use crate::sweep::LeftOutOfWrt;
use crate::sweep::Sweep;
use crate::tape::Tape;

const AGAIN: &str = "what a method borrows is passed to its pullback";

/// What stands in the source behind an `unwrap`.
pub trait Reduced<F, D: Dimension> {
    /// `mean().unwrap()`
    fn jac_mean(&self) -> F;
    /// `mean_axis(axis).unwrap()`
    fn jac_mean_axis(&self, axis: Axis) -> Array<F, D::Smaller>
    where
        D: RemoveAxis;
    /// `sum()`
    fn jac_sum(&self) -> F;
    /// `sum_axis(axis)`
    fn jac_sum_axis(&self, axis: Axis) -> Array<F, D::Smaller>
    where
        D: RemoveAxis;
}

impl<F: Element, D: Dimension> Reduced<F, D> for ArrayRef<F, D> {
    #[inline]
    #[track_caller]
    fn jac_mean(&self) -> F {
        self.mean().expect("the mean of an empty array is asked for")
    }
    #[inline]
    #[track_caller]
    fn jac_mean_axis(&self, axis: Axis) -> Array<F, D::Smaller>
    where
        D: RemoveAxis,
    {
        self.mean_axis(axis).expect("the mean of an empty axis is asked for")
    }
    #[inline]
    fn jac_sum(&self) -> F {
        self.sum()
    }
    #[inline]
    #[track_caller]
    fn jac_sum_axis(&self, axis: Axis) -> Array<F, D::Smaller>
    where
        D: RemoveAxis,
    {
        self.sum_axis(axis)
    }
}

/// The sum of the tangents of the elements, each times its partial.
#[inline]
fn inner<F: Element, D: Dimension, const W: usize>(
    dot: &Array<Lanes<F, W>, D>,
    partial: &Partial<F, D>,
) -> Lanes<F, W> {
    match partial {
        Partial::One => total(dot.view()),
        Partial::MinusOne => -total(dot.view()),
        Partial::Times(Elements::All(number)) => total(dot.view()) * *number,
        Partial::Over(Elements::All(number)) => total(dot.view()) / *number,
        Partial::Times(Elements::Owned(numbers)) => {
            Zip::from(dot).and(numbers).fold(Lanes::ZERO, |sum, dot, number| sum + *dot * *number)
        }
        Partial::Times(Elements::View(numbers)) => {
            Zip::from(dot).and(numbers).fold(Lanes::ZERO, |sum, dot, number| sum + *dot * *number)
        }
        partial => {
            let mut dot = dot.clone();
            partial.multiply(&mut dot);
            total(dot.view())
        }
    }
}

/// Adds to the cotangent of each element that of the sum, times its partial.
#[inline]
fn outer<F: Element, D: Dimension, const W: usize>(bar: &Bar<F, D, W>, by: Lanes<F, W>, partial: &Partial<F, D>) {
    let all = |by: Lanes<F, W>| bar.for_each(|bar| bar.add(by));
    match partial {
        Partial::One => all(by),
        Partial::MinusOne => all(-by),
        Partial::Times(Elements::All(number)) => all(by * *number),
        Partial::Over(Elements::All(number)) => all(by / *number),
        Partial::Times(Elements::Owned(numbers)) => {
            Zip::from(bar).and(numbers).for_each(|bar, number| bar.add(by * *number));
        }
        Partial::Times(Elements::View(numbers)) => {
            Zip::from(bar).and(numbers).for_each(|bar, number| bar.add(by * *number));
        }
        Partial::Over(Elements::Owned(numbers)) => {
            Zip::from(bar).and(numbers).for_each(|bar, number| bar.add(by / *number));
        }
        Partial::Over(Elements::View(numbers)) => {
            Zip::from(bar).and(numbers).for_each(|bar, number| bar.add(by / *number));
        }
    }
}

/// A number of elements as a float.
#[inline]
fn number<F: Number>(count: usize) -> F {
    F::from_f64(count as f64)
}

/// For each element the product of all others.
fn products_of_others<F: Element, D: Dimension>(array: &ArrayRef<F, D>) -> Array<F, D> {
    let factors: Vec<F> = array.iter().copied().collect();
    let mut products = factors.clone();
    let mut before = F::ONE;
    for (product, factor) in products.iter_mut().zip(&factors) {
        *product = before;
        before *= *factor;
    }
    let mut behind = F::ONE;
    for (product, factor) in products.iter_mut().zip(&factors).rev() {
        *product *= behind;
        behind *= *factor;
    }
    Array::from_shape_vec(array.raw_dim(), products).expect("one for each")
}

/// The derivative of a variance by each element.
#[cfg(feature = "std")]
fn by_variance<F: Element, D: Dimension>(array: &ArrayRef<F, D>, ddof: F) -> Array<F, D> {
    let count: F = number(array.len());
    let mean = array.mean().unwrap_or(F::ZERO);
    array.mapv(|element| (element - mean) * (F::ONE + F::ONE) / (count - ddof))
}

/// That of a standard deviation.
#[cfg(feature = "std")]
fn by_deviation<F: Element, D: Dimension>(array: &ArrayRef<F, D>, ddof: F, deviation: F) -> Array<F, D> {
    let mut partials = by_variance(array, ddof);
    let factor = if deviation == F::ZERO { F::ZERO } else { F::HALF / deviation };
    partials.mapv_inplace(|partial| partial * factor);
    partials
}

#[cfg(feature = "std")]
macro_rules! unit {
    ($name:ident) => {
        LeftOutOfWrt
    };
}

macro_rules! to_number {
    ($($handle:ident ($($argument:ident),*) [$($float:tt)*] |$array:ident, $value:ident| $result:expr, $partial:expr, needs $needs:tt;)*) => {$(
        to_number!(@each $handle ($($argument),*) [$($float)*] |$array, $value| $result, $partial, needs $needs);
    )*};
    (@each $handle:ident ($($argument:ident),*) [$F:ident: $($bound:tt)*] |$array:ident, $value:ident| $result:expr, $partial:expr, needs $needs:tt) => {
        impl handles::$handle {
            /// Forward mode.
            #[inline]
            #[track_caller]
            #[allow(unused_variables)]
            pub fn tangent<$F: $($bound)*, D: Dimension, const W: usize, const MASK: u128>(
                self,
                _: Sweep<W, MASK>,
                $array: &ArrayRef<$F, D>,
                $($argument: $F,)*
                dot: Option<&Dot<$F, D, W>>,
                $(_: unit!($argument),)*
            ) -> ($F, Lanes<$F, W>) {
                let $value = $result;
                let dot = dot.and_then(ArrayTangent::array).map_or(Lanes::ZERO, |dot| inner(dot, &$partial));
                ($value, dot)
            }

            /// Reverse mode.
            #[inline]
            #[track_caller]
            #[allow(unused_variables, clippy::unused_unit)]
            pub fn pullback<$F: $($bound)*, D: Dimension, const W: usize, const MASK: u128>(
                self,
                _: Sweep<W, MASK>,
                $array: &ArrayRef<$F, D>,
                $($argument: $F,)*
                _: &mut Tape,
            ) -> (
                $F,
                impl Fn(&Tape, Option<&ArrayRef<$F, D>>, Option<&Bar<$F, D, W>>, Lanes<$F, W>) -> ($(unit!($argument),)*)
                    + use<$F, D, W, MASK>,
            ) {
                let $value = $result;
                let pull = move |_: &Tape, again: Option<&ArrayRef<$F, D>>, bar: Option<&Bar<$F, D, W>>, by: Lanes<$F, W>| {
                    if let Some(bar) = bar {
                        to_number!(@again $needs $array again bar);
                        outer(bar, by, &$partial);
                    }
                    ($({ let $argument = LeftOutOfWrt; $argument },)*)
                };
                ($value, pull)
            }

            /// For a linearization.
            #[inline]
            #[track_caller]
            #[allow(unused_variables)]
            pub fn linearized<$F: $($bound)*, D: Dimension, const W: usize, const MASK: u128>(
                self,
                _: Sweep<W, MASK>,
                $array: &ArrayRef<$F, D>,
                $($argument: $F,)*
                _: &mut Tape,
            ) -> (
                $F,
                impl Fn(&Tape, Option<&Dot<$F, D, W>>, $(unit!($argument)),*) -> (Lanes<$F, W>,) + use<$F, D, W, MASK>,
            ) {
                let $value = $result;
                let partial: Partial<'_, $F, D> = $partial;
                let linear = move |_: &Tape, dot: Option<&Dot<$F, D, W>>, $(_: unit!($argument)),*| {
                    (dot.and_then(ArrayTangent::array).map_or(Lanes::ZERO, |dot| inner(dot, &partial)),)
                };
                ($value, linear)
            }
        }
    };
    (@again array $array:ident $again:ident $bar:ident) => {
        let $array = $again.expect(AGAIN);
    };
    (@again length $array:ident $again:ident $bar:ident) => {
        let $array = $bar;
    };
}
to_number! {
    Sum () [F: Element] |array, value| array.sum(), Partial::One, needs length;
    Mean () [F: Element] |array, value| array.jac_mean(), Partial::Over(Elements::All(number(array.len()))), needs length;
    Product () [F: Element] |array, value| array.product(), Partial::Times(Elements::Owned(products_of_others(array))), needs array;
}
#[cfg(feature = "std")]
to_number! {
    Var (ddof) [F: Element] |array, value| F::var(array, ddof),
        Partial::Times(Elements::Owned(by_variance(array, ddof))), needs array;
    Std (ddof) [F: Element] |array, value| F::std(array, ddof),
        Partial::Times(Elements::Owned(by_deviation(array, ddof, value))), needs array;
}

/// The sum of two vectors.
#[inline]
fn added<V: Linear>(one: &V, other: &V) -> V {
    let mut sum = *one;
    sum.accumulate(*other);
    sum
}

/// Adds the cotangent of the reduced array to that of each element that it was made of.
#[inline]
fn along<F: Element, D: RemoveAxis, const W: usize>(
    bar: &Bar<F, D, W>,
    by: &Array<Lanes<F, W>, D::Smaller>,
    axis: Axis,
) {
    if axis.index() + 1 == bar.ndim() {
        Zip::from(bar.lanes(axis)).and(by).for_each(|lane, by| lane.for_each(|bar| bar.add(*by)));
    } else {
        for part in bar.axis_iter(axis) {
            Zip::from(&part).and(by).for_each(|bar, by| bar.add(*by));
        }
    }
}

impl handles::SumAxis {
    /// For a linearization.
    #[inline]
    #[track_caller]
    pub fn linearized<F: Element, D: RemoveAxis, const W: usize, const MASK: u128>(
        self,
        _: Sweep<W, MASK>,
        array: &ArrayRef<F, D>,
        axis: Axis,
        _: &mut Tape,
    ) -> (
        Array<F, D::Smaller>,
        impl Fn(&Tape, Option<&Dot<F, D, W>>, ()) -> (Dot<F, D::Smaller, W>,) + use<F, D, W, MASK>,
    ) {
        let linear = move |_: &Tape, dot: Option<&Dot<F, D, W>>, (): ()| {
            let dot = dot.and_then(ArrayTangent::array).map(|dot| dot.fold_axis(axis, Lanes::ZERO, added));
            (ArrayTangent(dot),)
        };
        (array.sum_axis(axis), linear)
    }

    /// Forward mode.
    #[inline]
    #[track_caller]
    pub fn tangent<F: Element, D: RemoveAxis, const W: usize, const MASK: u128>(
        self,
        _: Sweep<W, MASK>,
        array: &ArrayRef<F, D>,
        axis: Axis,
        dot: Option<&Dot<F, D, W>>,
        (): (),
    ) -> (Array<F, D::Smaller>, Dot<F, D::Smaller, W>) {
        let dot = dot.and_then(ArrayTangent::array).map(|dot| dot.fold_axis(axis, Lanes::ZERO, added));
        (array.sum_axis(axis), ArrayTangent(dot))
    }

    /// Reverse mode.
    #[inline]
    #[track_caller]
    pub fn pullback<F: Element, D: RemoveAxis, const W: usize, const MASK: u128>(
        self,
        _: Sweep<W, MASK>,
        array: &ArrayRef<F, D>,
        axis: Axis,
        _: &mut Tape,
    ) -> (
        Array<F, D::Smaller>,
        impl Fn(&Tape, Option<&ArrayRef<F, D>>, Option<&Bar<F, D, W>>, Dot<F, D::Smaller, W>) -> ((),) + use<F, D, W, MASK>,
    ) {
        let pull =
            move |_: &Tape, _: Option<&ArrayRef<F, D>>, bar: Option<&Bar<F, D, W>>, by: Dot<F, D::Smaller, W>| {
                if let (Some(bar), Some(by)) = (bar, by.array()) {
                    along(bar, by, axis);
                }
                ((),)
            };
        (array.sum_axis(axis), pull)
    }
}

impl handles::MeanAxis {
    /// For a linearization.
    #[inline]
    #[track_caller]
    pub fn linearized<F: Element, D: RemoveAxis, const W: usize, const MASK: u128>(
        self,
        _: Sweep<W, MASK>,
        array: &ArrayRef<F, D>,
        axis: Axis,
        _: &mut Tape,
    ) -> (
        Array<F, D::Smaller>,
        impl Fn(&Tape, Option<&Dot<F, D, W>>, ()) -> (Dot<F, D::Smaller, W>,) + use<F, D, W, MASK>,
    ) {
        let count: F = number(array.len_of(axis));
        let linear = move |_: &Tape, dot: Option<&Dot<F, D, W>>, (): ()| {
            let dot = dot.and_then(ArrayTangent::array).map(|dot| {
                let mut dot = dot.fold_axis(axis, Lanes::ZERO, added);
                dot.map_inplace(|dot| *dot = *dot / count);
                dot
            });
            (ArrayTangent(dot),)
        };
        (array.jac_mean_axis(axis), linear)
    }

    /// Forward mode.
    #[inline]
    #[track_caller]
    pub fn tangent<F: Element, D: RemoveAxis, const W: usize, const MASK: u128>(
        self,
        _: Sweep<W, MASK>,
        array: &ArrayRef<F, D>,
        axis: Axis,
        dot: Option<&Dot<F, D, W>>,
        (): (),
    ) -> (Array<F, D::Smaller>, Dot<F, D::Smaller, W>) {
        let count: F = number(array.len_of(axis));
        let dot = dot.and_then(ArrayTangent::array).map(|dot| {
            let mut dot = dot.fold_axis(axis, Lanes::ZERO, added);
            dot.map_inplace(|dot| *dot = *dot / count);
            dot
        });
        (array.jac_mean_axis(axis), ArrayTangent(dot))
    }

    /// Reverse mode.
    #[inline]
    #[track_caller]
    pub fn pullback<F: Element, D: RemoveAxis, const W: usize, const MASK: u128>(
        self,
        _: Sweep<W, MASK>,
        array: &ArrayRef<F, D>,
        axis: Axis,
        _: &mut Tape,
    ) -> (
        Array<F, D::Smaller>,
        impl Fn(&Tape, Option<&ArrayRef<F, D>>, Option<&Bar<F, D, W>>, Dot<F, D::Smaller, W>) -> ((),) + use<F, D, W, MASK>,
    ) {
        let count: F = number(array.len_of(axis));
        let pull =
            move |_: &Tape, _: Option<&ArrayRef<F, D>>, bar: Option<&Bar<F, D, W>>, mut by: Dot<F, D::Smaller, W>| {
                if let (Some(bar), Some(by)) = (bar, &mut by.0) {
                    by.map_inplace(|by| *by = *by / count);
                    along(bar, by, axis);
                }
                ((),)
            };
        (array.jac_mean_axis(axis), pull)
    }
}

/// Along an axis, the partials of each lane for itself.
#[cfg(feature = "std")]
macro_rules! spread_of_axis {
    ($($handle:ident $method:ident |$lane:ident, $ddof:ident, $value:ident| $partials:expr;)*) => {$(
        impl handles::$handle {
            fn partials<F: Element, D: RemoveAxis>(
                array: &ArrayRef<F, D>,
                axis: Axis,
                $ddof: F,
                values: &Array<F, D::Smaller>,
            ) -> Array<F, D> {
                let mut all = Array::from_elem(array.raw_dim(), F::ZERO);
                #[allow(unused_variables)]
                Zip::from(all.lanes_mut(axis)).and(array.lanes(axis)).and(values).for_each(|mut target, $lane, $value| {
                    target.assign(&$partials);
                });
                all
            }

            /// Forward mode.
            #[inline]
            #[track_caller]
            pub fn tangent<F: Element, D: RemoveAxis, const W: usize, const MASK: u128>(
                self,
                _: Sweep<W, MASK>,
                array: &ArrayRef<F, D>,
                axis: Axis,
                ddof: F,
                dot: Option<&Dot<F, D, W>>,
                (): (),
                _: LeftOutOfWrt,
            ) -> (Array<F, D::Smaller>, Dot<F, D::Smaller, W>) {
                let values = F::$method(array, axis, ddof);
                let dot = dot.and_then(ArrayTangent::array).map(|dot| {
                    let mut dot = dot.clone();
                    let partials = Self::partials(array, axis, ddof, &values);
                    Zip::from(&mut dot).and(&partials).for_each(|dot, partial| *dot = *dot * *partial);
                    dot.fold_axis(axis, Lanes::ZERO, added)
                });
                (values, ArrayTangent(dot))
            }

            /// Reverse mode.
            #[inline]
            #[track_caller]
            pub fn pullback<F: Element, D: RemoveAxis, const W: usize, const MASK: u128>(
                self,
                _: Sweep<W, MASK>,
                array: &ArrayRef<F, D>,
                axis: Axis,
                ddof: F,
                _: &mut Tape,
            ) -> (
                Array<F, D::Smaller>,
                impl Fn(&Tape, Option<&ArrayRef<F, D>>, Option<&Bar<F, D, W>>, Dot<F, D::Smaller, W>) -> ((), LeftOutOfWrt)
                    + use<F, D, W, MASK>,
            ) {
                let values = F::$method(array, axis, ddof);
                let kept = values.clone();
                let pull = move |_: &Tape, again: Option<&ArrayRef<F, D>>, bar: Option<&Bar<F, D, W>>, by: Dot<F, D::Smaller, W>| {
                    if let (Some(bar), Some(by)) = (bar, by.array()) {
                        let partials = Self::partials(again.expect(AGAIN), axis, ddof, &kept);
                        Zip::from(bar.lanes(axis)).and(partials.lanes(axis)).and(by).for_each(|bar, partials, by| {
                            Zip::from(&bar).and(&partials).for_each(|bar, partial| bar.add(*by * *partial));
                        });
                    }
                    ((), LeftOutOfWrt)
                };
                (values, pull)
            }

            /// For a linearization.
            #[inline]
            #[track_caller]
            pub fn linearized<F: Element, D: RemoveAxis, const W: usize, const MASK: u128>(
                self,
                _: Sweep<W, MASK>,
                array: &ArrayRef<F, D>,
                axis: Axis,
                ddof: F,
                _: &mut Tape,
            ) -> (
                Array<F, D::Smaller>,
                impl Fn(&Tape, Option<&Dot<F, D, W>>, (), LeftOutOfWrt) -> (Dot<F, D::Smaller, W>,) + use<F, D, W, MASK>,
            ) {
                let values = F::$method(array, axis, ddof);
                let partials = Self::partials(array, axis, ddof, &values);
                let linear = move |_: &Tape, dot: Option<&Dot<F, D, W>>, (): (), _: LeftOutOfWrt| {
                    let dot = dot.and_then(ArrayTangent::array).map(|dot| {
                        let mut dot = dot.clone();
                        Zip::from(&mut dot).and(&partials).for_each(|dot, partial| *dot = *dot * *partial);
                        dot.fold_axis(axis, Lanes::ZERO, added)
                    });
                    (ArrayTangent(dot),)
                };
                (values, linear)
            }
        }
    )*};
}
#[cfg(feature = "std")]
spread_of_axis! {
    VarAxis var_axis |lane, ddof, value| by_variance(&lane, ddof);
    StdAxis std_axis |lane, ddof, value| by_deviation(&lane, ddof, *value);
}
