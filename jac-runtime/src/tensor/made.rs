//! Arrays of what a list or nested arrays hold, and arrays of one number: they are linear, so that each version of a value goes its own way.

use alloc::vec::Vec;

use ndarray::{Array, Dimension, Ix0, Ix1, Ix2, Ix3, ShapeBuilder};

use super::dual::Dual;
use super::orders::{each_order, lanes};
use super::partial::total;
use super::{ArrayTangent, Dot, Element};
use crate::cotangent::{Accumulate, Cotangent};
use crate::lanes::{Lanes, Linear};
use crate::sweep::Sweep;
use crate::tape::Tape;

/// A float, or nested arrays of them: what `array![..]` is written with.
pub trait Nested {
    /// The type of the floats.
    type Float: Element;
    /// As many axes as there are arrays.
    type Dim: Dimension;
    /// The same with other elements.
    type Over<E>;
    /// Writes the lengths, the outermost first.
    fn lengths(lengths: &mut [usize]);
    /// Adds the floats in order.
    fn floats(&self, floats: &mut Vec<Self::Float>);
    /// Adds the elements in order.
    fn elements<E: Copy>(over: &Self::Over<E>, elements: &mut Vec<E>);
    /// Adds one vector to the cotangent of each float.
    fn pull<L: Linear>(bar: &Self::Over<Cotangent<L>>, by: &mut impl Iterator<Item = L>);
}

macro_rules! numbers {
    ($([$($generics:tt)*] $number:ty;)*) => {$(
        impl<$($generics)*> Nested for $number {
            type Float = $number;
            type Dim = Ix0;
            type Over<E> = E;
            #[inline]
            fn lengths(_: &mut [usize]) {}
            #[inline]
            fn floats(&self, floats: &mut Vec<$number>) {
                floats.push(*self);
            }
            #[inline]
            fn elements<E: Copy>(over: &E, elements: &mut Vec<E>) {
                elements.push(*over);
            }
            #[inline]
            fn pull<L: Linear>(bar: &Cotangent<L>, by: &mut impl Iterator<Item = L>) {
                by.into_iter().take(1).for_each(|by| bar.add(by));
            }
        }
    )*};
}
numbers! {
    [] f32;
    [] f64;
    [F: Element, const V: usize] Dual<F, V>;
}

impl<T: Nested, const N: usize> Nested for [T; N] {
    type Float = T::Float;
    type Dim = <T::Dim as Dimension>::Larger;
    type Over<E> = [T::Over<E>; N];
    #[inline]
    fn lengths(lengths: &mut [usize]) {
        if let Some((length, inner)) = lengths.split_first_mut() {
            *length = N;
            T::lengths(inner);
        }
    }
    #[inline]
    fn floats(&self, floats: &mut Vec<T::Float>) {
        self.iter().for_each(|element| element.floats(floats));
    }
    #[inline]
    fn elements<E: Copy>(over: &Self::Over<E>, elements: &mut Vec<E>) {
        over.iter().for_each(|element| T::elements(element, elements));
    }
    #[inline]
    fn pull<L: Linear>(bar: &Self::Over<Cotangent<L>>, by: &mut impl Iterator<Item = L>) {
        bar.iter().for_each(|bar| T::pull(bar, by));
    }
}

/// What an array is made of.
pub trait Source {
    /// The type of the floats.
    type Float: Element;
    /// The axes of the array.
    type Dim: Dimension;
    /// The same with other elements.
    type Over<E>;
    /// The array.
    fn array(&self) -> Array<Self::Float, Self::Dim>;
    /// The length of a list. Nested arrays have theirs in their type, and none is asked for.
    fn length(&self) -> usize;
    /// The tangent of an array that is made of so many.
    fn vectors<L: Linear>(length: usize, over: &Self::Over<L>) -> ArrayTangent<L, Self::Dim>;
    /// Reverse.
    fn pull_back<L: Linear>(bar: &Self::Over<Cotangent<L>>, by: &Array<L, Self::Dim>);
}

impl<A: Nested> Source for A {
    type Float = A::Float;
    type Dim = A::Dim;
    type Over<E> = A::Over<E>;
    #[inline]
    fn array(&self) -> Array<A::Float, A::Dim> {
        let mut floats = Vec::new();
        self.floats(&mut floats);
        shaped::<A, _>(floats)
    }
    #[inline]
    fn length(&self) -> usize {
        0
    }
    #[inline]
    fn vectors<L: Linear>(_: usize, over: &A::Over<L>) -> ArrayTangent<L, A::Dim> {
        let mut vectors = Vec::new();
        A::elements(over, &mut vectors);
        shaped::<A, L>(vectors).into()
    }
    #[inline]
    fn pull_back<L: Linear>(bar: &A::Over<Cotangent<L>>, by: &Array<L, A::Dim>) {
        A::pull(bar, &mut by.iter().copied());
    }
}

/// The array with these elements in order, of the shape of a nested array.
fn shaped<A: Nested, E>(elements: Vec<E>) -> Array<E, A::Dim> {
    let mut shape = A::Dim::zeros(A::Dim::NDIM.unwrap_or(0));
    A::lengths(shape.slice_mut());
    Array::from_shape_vec(shape, elements).expect("one element for each")
}

/// The empty list is a zero tangent.
impl<F: Element> Source for Vec<F> {
    type Float = F;
    type Dim = Ix1;
    type Over<E> = Vec<E>;
    #[inline]
    fn array(&self) -> Array<F, Ix1> {
        Array::from_vec(self.clone())
    }
    #[inline]
    fn length(&self) -> usize {
        self.len()
    }
    #[inline]
    fn vectors<L: Linear>(length: usize, over: &Vec<L>) -> ArrayTangent<L, Ix1> {
        ArrayTangent((over.len() == length).then(|| Array::from_vec(over.clone())))
    }
    #[inline]
    fn pull_back<L: Linear>(bar: &Vec<Cotangent<L>>, by: &Array<L, Ix1>) {
        bar.iter().zip(by).for_each(|(bar, by)| bar.add(*by));
    }
}

macro_rules! into_array {
    ($($trait:ident $method:ident $finder:ident $dim:ident [$($length:ident)*] $array:ty, $make:ident, $levels:literal;)*) => {$(
        #[doc = concat!("`array![..]` of ", $levels, ", as a method of the nested array.")]
        pub trait $trait<F> {
            /// The array.
            fn $method(self) -> Array<F, $dim>;
            /// Where generated code finds the derivatives.
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn $finder(&self) -> ArrayFrom {
                ArrayFrom
            }
        }
        impl<F: Clone, $(const $length: usize),*> $trait<F> for $array {
            #[inline]
            fn $method(self) -> Array<F, $dim> {
                ndarray::$make(&self)
            }
        }
    )*};
}
into_array! {
    IntoArray1 jac_into_array1 __jac_into_array1_method Ix1 [N] [F; N], arr1, "numbers";
    IntoArray2 jac_into_array2 __jac_into_array2_method Ix2 [N M] [[F; M]; N], arr2, "rows";
    IntoArray3 jac_into_array3 __jac_into_array3_method Ix3 [N M K] [[[F; K]; M]; N], arr3, "matrices";
}

/// `Array::from_vec(..)`, as a method of the `Vec`.
pub trait IntoVector<F> {
    /// The array.
    fn jac_into_array1(self) -> Array<F, Ix1>;
    /// Where generated code finds the derivatives.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn __jac_into_array1_method(&self) -> ArrayFrom {
        ArrayFrom
    }
}
impl<F> IntoVector<F> for Vec<F> {
    #[inline]
    fn jac_into_array1(self) -> Array<F, Ix1> {
        Array::from_vec(self)
    }
}

/// The derivatives of `array![..]` and `Array::from_vec(..)`.
#[derive(Clone, Copy, Debug)]
pub struct ArrayFrom;

/// The tangent of the array of `A`.
type OfArray<A, const W: usize> = Dot<<A as Source>::Float, <A as Source>::Dim, W>;
/// The tangent of an `A`.
type OfSource<A, const W: usize> = <A as Source>::Over<Lanes<<A as Source>::Float, W>>;

impl ArrayFrom {
    /// For a linearization.
    #[inline]
    pub fn linearized<A: Source, const W: usize, const MASK: u128>(
        self,
        _: Sweep<W, MASK>,
        source: &A,
        _: &mut Tape,
    ) -> (Array<A::Float, A::Dim>, impl Fn(&Tape, Option<&OfSource<A, W>>) -> (OfArray<A, W>,) + use<A, W, MASK>) {
        let length = source.length();
        let linear = move |_: &Tape, dot: Option<&OfSource<A, W>>| {
            (dot.map_or(ArrayTangent(None), |dot| A::vectors::<Lanes<A::Float, W>>(length, dot)),)
        };
        (source.array(), linear)
    }

    /// Nothing is needed again.
    #[inline]
    pub fn kept<A>(self, _: &A) -> Option<A> {
        None
    }

    /// Nor its tangent.
    #[inline]
    pub fn kept_vector<A>(self, _: &A) -> Option<A> {
        None
    }

    /// Forward mode.
    #[inline]
    pub fn tangent<A: Source, const W: usize, const MASK: u128>(
        self,
        _: Sweep<W, MASK>,
        source: &A,
        dot: Option<&OfSource<A, W>>,
    ) -> (Array<A::Float, A::Dim>, OfArray<A, W>) {
        let dot = dot.map_or(ArrayTangent(None), |dot| A::vectors::<Lanes<A::Float, W>>(source.length(), dot));
        (source.array(), dot)
    }

    /// Reverse mode.
    #[inline]
    pub fn pullback<A: Source, const W: usize, const MASK: u128>(
        self,
        _: Sweep<W, MASK>,
        source: &A,
        _: &mut Tape,
    ) -> (
        Array<A::Float, A::Dim>,
        impl Fn(&Tape, Option<&A>, Option<&A::Over<Cotangent<Lanes<A::Float, W>>>>, OfArray<A, W>) + use<A, W, MASK>,
    ) {
        let pull =
            |_: &Tape, _: Option<&A>, bar: Option<&A::Over<Cotangent<Lanes<A::Float, W>>>>, by: OfArray<A, W>| {
                if let (Some(bar), Some(by)) = (bar, by.array()) {
                    A::pull_back(bar, by);
                }
            };
        (source.array(), pull)
    }
}

/// What is given to make an array: a list or the like, or a tangent of one.
macro_rules! source {
    ([]) => { &A };
    ([$($widths:ident)+]) => { Option<&A::Over<lanes!(A::Float; $($widths)+)>> };
    (again []) => { Option<&A> };
    (again $widths:tt) => { source!($widths) };
    (array []) => { Array<A::Float, A::Dim> };
    (array [$($widths:ident)+]) => { ArrayTangent<lanes!(A::Float; $($widths)+), A::Dim> };
    (bar [$($widths:ident)+]) => { Option<&A::Over<Cotangent<lanes!(A::Float; $($widths)+)>>> };
    (unit $widths:tt) => { () };
    (made [] $first:ident $value:ident) => { $first.array() };
    (made [$($widths:ident)+] $first:ident $dot:ident) => {
        $dot.map_or(ArrayTangent(None), |dot| A::vectors::<lanes!(A::Float; $($widths)+)>($first.length(), dot))
    };
}

macro_rules! made {
    (@order {
        names [$name:ident $lower:ident $($of_others:ident)*]
        new $new:ident
        generics [$($parameters:tt)*] [$($arguments:tt)*] $lower_arguments:tt $widths:tt $lower_widths:tt
        sweeps [$sweeps:ty] $pattern:tt $passed:tt pairs $pairs:tt
        all [($first:ident $first_bar:ident $first_by:ident $first_other:ident [] $first_w:tt)
            $(($value:ident $bar:ident $by:ident $other:ident $v:tt $w:tt))*]
    }) => {
        impl ArrayFrom {
            #[doc = concat!("The tangent of `", stringify!($lower), "`.")]
            #[inline]
            pub fn $name<A: Source, $($parameters)*>(
                self,
                _: $sweeps,
                $first: &A,
                $($value: source!($v),)*
                _: &mut Tape,
            ) -> (
                Array<A::Float, A::Dim>,
                $(source!(array $v),)*
                impl Fn(
                    &Tape,
                    Option<&A>,
                    source!(bar $first_w),
                    source!(array $first_w),
                    $(source!($v), source!(bar $w), source!(array $w),)*
                ) -> ((), $(source!(unit $v),)*) + use<A, $($arguments)*>,
            ) {
                $(let $value = source!(made $v $first $value);)*
                let pull = |
                    _: &Tape,
                    _: Option<&A>,
                    $first_bar: source!(bar $first_w),
                    $first_by: source!(array $first_w),
                    $(_: source!($v), $bar: source!(bar $w), $by: source!(array $w),)*
                | {
                    if let (Some(bar), Some(by)) = ($first_bar, $first_by.array()) {
                        A::pull_back(bar, by);
                    }
                    $(if let (Some(bar), Some(by)) = ($bar, $by.array()) {
                        A::pull_back(bar, by);
                    })*
                    ((), $(source!(unit $v),)*)
                };
                ($first.array(), $($value,)* pull)
            }
        }
    };
}
each_order!(made);

/// A number, or a tangent of it, and what stands beside it.
macro_rules! number {
    ([]) => { F };
    ([$($widths:ident)+]) => { lanes!(F; $($widths)+) };
    (array []) => { Array<F, D> };
    (array [$($widths:ident)+]) => { ArrayTangent<lanes!(F; $($widths)+), D> };
}

macro_rules! from_elem {
    (@order {
        names [$lower:ident $($of_others:ident)*]
        new $new:ident
        generics [$($parameters:tt)*] [$($arguments:tt)*] $lower_arguments:tt $widths:tt $lower_widths:tt
        sweeps [$sweeps:ty] $pattern:tt $passed:tt pairs $pairs:tt
        all $all:tt
    }) => {
        from_elem!(@named [$($of_others)*] [$($parameters)*] [$($arguments)*] $sweeps, $all);
    };
    (@named [$lower:ident $trait:ident $lower_trait:ident $pull:ident $lower_pull:ident $name:ident]
        [$($parameters:tt)*] [$($arguments:tt)*] $sweeps:ty,
        [($first:ident $first_bar:ident $first_by:ident $first_other:ident [] $first_w:tt)
            $(($value:ident $bar:ident $by:ident $other:ident $v:tt $w:tt))*]
    ) => {
        /// The tangent of the function of one order less.
        fn $name<Shape: ShapeBuilder<Dim = D>, $($parameters)*>(
            _: $sweeps,
            shape: Shape,
            $first: F,
            $(_: (), $value: number!($v),)*
            _: &mut Tape,
        ) -> (
            Array<F, D>,
            $(number!(array $v),)*
            impl Fn(&Tape, number!(array $first_w), $(number!(array $w),)*) -> (((), number!($first_w)), $(((), number!($w)),)*)
            + use<Self, F, D, Shape, $($arguments)*>,
        )
        where
            F: Element,
        {
            let array = Array::from_elem(shape, $first);
            $(let $value = ArrayTangent(Some(Array::from_elem(array.raw_dim(), $value)));)*
            let pull = |_: &Tape, $first_by: number!(array $first_w), $($by: number!(array $w),)*| {
                (
                    ((), $first_by.array().map_or(Lanes::ZERO, |by| total(by.view()))),
                    $(((), $by.array().map_or(Lanes::ZERO, |by| total(by.view()))),)*
                )
            };
            (array, $($value,)* pull)
        }
    };
}

/// `from_elem` in derivatives of higher order.
pub trait HigherArrayConstructors<F, D: Dimension>: Sized {
    each_order!(from_elem);
}
impl<F, D: Dimension> HigherArrayConstructors<F, D> for Array<F, D> {}
