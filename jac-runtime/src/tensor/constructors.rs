//! Arrays made of numbers, and the numbers of arrays.

use alloc::vec::Vec;

use ndarray::{Array, ArrayRef, Axis, Dimension, Ix0, Ix1, Ix2, Ix3, RemoveAxis, ShapeBuilder, Zip};

use super::dual::Dual;
use super::methods::handles;
use super::partial::total;
use super::{ArrayTangent, Bar, Dot, Element};
use crate::cotangent::{Accumulate, Cotangent};
use crate::lanes::Lanes;
use crate::space::{CotangentOf, Space, Tangent};
use crate::sweep::Sweep;
use crate::tape::Tape;

/// The elements of an array in logical order, and an array of given elements: what elementwise functions are written with.
pub trait Elements<F, D: Dimension> {
    /// The elements in logical order.
    fn jac_elements(&self) -> Vec<F>;
    /// An array of the same shape with these elements.
    fn jac_with_elements<G>(&self, elements: Vec<G>) -> Array<G, D>;
    /// `concatenate(axis, &[self, other]).unwrap()`
    fn jac_concatenated(&self, axis: Axis, other: &ArrayRef<F, D>) -> Array<F, D>
    where
        D: RemoveAxis;
}

impl<F: Clone, D: Dimension> Elements<F, D> for ArrayRef<F, D> {
    #[inline]
    fn jac_elements(&self) -> Vec<F> {
        match self.as_slice() {
            Some(elements) => elements.to_vec(),
            None => self.iter().cloned().collect(),
        }
    }
    #[inline]
    fn jac_with_elements<G>(&self, elements: Vec<G>) -> Array<G, D> {
        Array::from_shape_vec(self.raw_dim(), elements).expect("one element for each")
    }
    #[inline]
    #[track_caller]
    fn jac_concatenated(&self, axis: Axis, other: &ArrayRef<F, D>) -> Array<F, D>
    where
        D: RemoveAxis,
    {
        match ndarray::concatenate(axis, &[self.view(), other.view()]) {
            Ok(array) => array,
            Err(error) => panic!("arrays cannot be concatenated: {error}"),
        }
    }
}

/// The elements in logical order, in the memory of the array if they are in that order there.
fn into_elements<V: Copy, D: Dimension>(array: Array<V, D>) -> Vec<V> {
    if !array.is_standard_layout() {
        return array.jac_elements();
    }
    let length = array.len();
    match array.into_raw_vec_and_offset() {
        (elements, None | Some(0)) if elements.len() == length => elements,
        (elements, offset) => elements[offset.unwrap_or(0)..][..length].to_vec(),
    }
}

impl handles::Elements {
    /// For a linearization.
    #[inline]
    pub fn linearized<F: Element, D: Dimension, const W: usize, const MASK: u128>(
        self,
        _: Sweep<W, MASK>,
        array: &ArrayRef<F, D>,
        _: &mut Tape,
    ) -> (Vec<F>, impl Fn(&Tape, Option<&Dot<F, D, W>>) -> (Vec<Lanes<F, W>>,) + use<F, D, W, MASK>) {
        let length = array.len();
        let linear = move |_: &Tape, dot: Option<&Dot<F, D, W>>| {
            let dots = match dot.and_then(ArrayTangent::array) {
                Some(dot) => dot.jac_elements(),
                None => alloc::vec![Lanes::ZERO; length],
            };
            (dots,)
        };
        (array.jac_elements(), linear)
    }

    /// Forward mode.
    #[inline]
    pub fn tangent<F: Element, D: Dimension, const W: usize, const MASK: u128>(
        self,
        _: Sweep<W, MASK>,
        array: &ArrayRef<F, D>,
        dot: Option<&Dot<F, D, W>>,
    ) -> (Vec<F>, Vec<Lanes<F, W>>) {
        let dots = match dot.and_then(ArrayTangent::array) {
            Some(dot) => dot.jac_elements(),
            None => alloc::vec![Lanes::ZERO; array.len()],
        };
        (array.jac_elements(), dots)
    }

    /// Reverse mode.
    #[inline]
    pub fn pullback<F: Element, D: Dimension, const W: usize, const MASK: u128>(
        self,
        _: Sweep<W, MASK>,
        array: &ArrayRef<F, D>,
        _: &mut Tape,
    ) -> (Vec<F>, impl Fn(&Tape, Option<&ArrayRef<F, D>>, Option<&Bar<F, D, W>>, Vec<Lanes<F, W>>) + use<F, D, W, MASK>)
    {
        let pull = |_: &Tape, _: Option<&ArrayRef<F, D>>, bar: Option<&Bar<F, D, W>>, by: Vec<Lanes<F, W>>| match bar
            .map(|bar| (bar, bar.as_slice()))
        {
            Some((_, Some(bar))) => bar.iter().zip(by).for_each(|(bar, by)| bar.add(by)),
            Some((bar, None)) => bar.iter().zip(by).for_each(|(bar, by)| bar.add(by)),
            None => {}
        };
        (array.jac_elements(), pull)
    }
}

impl handles::WithElements {
    /// For a linearization: the array gives its shape.
    #[inline]
    pub fn linearized<F: Element, D: Dimension, G: Element, const W: usize, const MASK: u128>(
        self,
        _: Sweep<W, MASK>,
        array: &ArrayRef<F, D>,
        elements: Vec<G>,
        _: &mut Tape,
    ) -> (Array<G, D>, impl Fn(&Tape, Option<&Dot<F, D, W>>, Vec<Lanes<G, W>>) -> (Dot<G, D, W>,) + use<F, D, G, W, MASK>)
    {
        let value = array.jac_with_elements(elements);
        let shape = value.raw_dim();
        let linear = move |_: &Tape, _: Option<&Dot<F, D, W>>, dots: Vec<Lanes<G, W>>| {
            let dot = (dots.len() == shape.size())
                .then(|| Array::from_shape_vec(shape.clone(), dots).expect("there is one for each element"));
            (ArrayTangent(dot),)
        };
        (value, linear)
    }

    /// Forward mode: the array gives its shape.
    #[inline]
    pub fn tangent<F, D: Dimension, G: Element, const W: usize, const MASK: u128>(
        self,
        _: Sweep<W, MASK>,
        array: &ArrayRef<F, D>,
        elements: Vec<G>,
        _: Option<&Dot<F, D, W>>,
        dots: Vec<Lanes<G, W>>,
    ) -> (Array<G, D>, Dot<G, D, W>)
    where
        F: Element,
    {
        let dot = (dots.len() == elements.len()).then(|| array.jac_with_elements(dots));
        (array.jac_with_elements(elements), ArrayTangent(dot))
    }

    /// Reverse mode.
    #[inline]
    pub fn pullback<F: Element, D: Dimension, G: Element, const W: usize, const MASK: u128>(
        self,
        _: Sweep<W, MASK>,
        array: &ArrayRef<F, D>,
        elements: Vec<G>,
        _: &mut Tape,
    ) -> (
        Array<G, D>,
        impl Fn(&Tape, Option<&ArrayRef<F, D>>, Option<&Bar<F, D, W>>, Dot<G, D, W>) -> (Vec<Lanes<G, W>>,)
        + use<F, D, G, W, MASK>,
    ) {
        let pull = |_: &Tape, _: Option<&ArrayRef<F, D>>, _: Option<&Bar<F, D, W>>, by: Dot<G, D, W>| {
            (by.0.map_or_else(Vec::new, into_elements),)
        };
        (array.jac_with_elements(elements), pull)
    }
}

impl handles::Concatenated {
    /// For a linearization: zeros without a shape are given that of the array.
    #[inline]
    #[track_caller]
    pub fn linearized<F: Element, D: RemoveAxis, const W: usize, const MASK: u128>(
        self,
        _: Sweep<W, MASK>,
        array: &ArrayRef<F, D>,
        axis: Axis,
        other: &ArrayRef<F, D>,
        _: &mut Tape,
    ) -> (
        Array<F, D>,
        impl Fn(&Tape, Option<&Dot<F, D, W>>, (), Option<&Dot<F, D, W>>) -> (Dot<F, D, W>,) + use<F, D, W, MASK>,
    ) {
        let shapes = (array.raw_dim(), other.raw_dim());
        let linear = move |_: &Tape, dot: Option<&Dot<F, D, W>>, (): (), other_dot: Option<&Dot<F, D, W>>| {
            let completed = |dot: Option<&Dot<F, D, W>>, shape: &D| match dot.and_then(ArrayTangent::array) {
                Some(dot) => dot.clone(),
                None => Array::from_elem(shape.clone(), Lanes::ZERO),
            };
            let (dot, other_dot) = (completed(dot, &shapes.0), completed(other_dot, &shapes.1));
            (ArrayTangent(Some(dot.jac_concatenated(axis, &other_dot))),)
        };
        (array.jac_concatenated(axis, other), linear)
    }

    /// Forward mode.
    #[inline]
    #[track_caller]
    pub fn tangent<F: Element, D: RemoveAxis, const W: usize, const MASK: u128>(
        self,
        _: Sweep<W, MASK>,
        array: &ArrayRef<F, D>,
        axis: Axis,
        other: &ArrayRef<F, D>,
        dot: Option<&Dot<F, D, W>>,
        (): (),
        other_dot: Option<&Dot<F, D, W>>,
    ) -> (Array<F, D>, Dot<F, D, W>) {
        let completed = |dot: Option<&Dot<F, D, W>>, array: &ArrayRef<F, D>| match dot.and_then(ArrayTangent::array) {
            Some(dot) => dot.clone(),
            None => Array::from_elem(array.raw_dim(), Lanes::ZERO),
        };
        let (dot, other_dot) = (completed(dot, array), completed(other_dot, other));
        (array.jac_concatenated(axis, other), ArrayTangent(Some(dot.jac_concatenated(axis, &other_dot))))
    }

    /// Reverse mode.
    #[inline]
    #[track_caller]
    pub fn pullback<F: Element, D: RemoveAxis, const W: usize, const MASK: u128>(
        self,
        _: Sweep<W, MASK>,
        array: &ArrayRef<F, D>,
        axis: Axis,
        other: &ArrayRef<F, D>,
        _: &mut Tape,
    ) -> (
        Array<F, D>,
        impl Fn(
            &Tape,
            Option<&ArrayRef<F, D>>,
            Option<&Bar<F, D, W>>,
            &ArrayRef<F, D>,
            Option<&Bar<F, D, W>>,
            Dot<F, D, W>,
        ) -> ((),)
        + use<F, D, W, MASK>,
    ) {
        let length = array.len_of(axis);
        let pull = move |_: &Tape,
                         _: Option<&ArrayRef<F, D>>,
                         bar: Option<&Bar<F, D, W>>,
                         _: &ArrayRef<F, D>,
                         other_bar: Option<&Bar<F, D, W>>,
                         by: Dot<F, D, W>| {
            if let Some(by) = by.array() {
                let (own, rest) = by.view().split_at(axis, length);
                for (bar, by) in [(bar, own), (other_bar, rest)] {
                    if let Some(bar) = bar {
                        Zip::from(bar).and(by).for_each(|bar, by| bar.add(*by));
                    }
                }
            }
            ((),)
        };
        (array.jac_concatenated(axis, other), pull)
    }
}

/// The associated functions of `Array` that take what varies: their derivatives stand beside them.
pub trait ArrayConstructors<F, D: Dimension>: Sized {
    /// `from_elem` in forward mode.
    fn __from_elem_tangent<Shape: ShapeBuilder<Dim = D>, const W: usize, const MASK: u128>(
        _: Sweep<W, MASK>,
        shape: Shape,
        value: F,
        shape_dot: (),
        value_dot: Lanes<F, W>,
    ) -> (Array<F, D>, Dot<F, D, W>)
    where
        F: Element;

    /// `from_elem` in reverse mode.
    fn __from_elem_pullback<Shape: ShapeBuilder<Dim = D>, const W: usize, const MASK: u128>(
        _: Sweep<W, MASK>,
        shape: Shape,
        value: F,
        _: &mut Tape,
    ) -> (Array<F, D>, impl Fn(&Tape, Dot<F, D, W>) -> ((), Lanes<F, W>) + use<Self, F, D, Shape, W, MASK>)
    where
        F: Element;

    /// `from_elem` in a linearization.
    #[allow(clippy::type_complexity)]
    fn __from_elem_linearized<Shape: ShapeBuilder<Dim = D>, const W: usize, const MASK: u128>(
        _: Sweep<W, MASK>,
        shape: Shape,
        value: F,
        _: &mut Tape,
    ) -> (Array<F, D>, impl Fn(&Tape, (), Lanes<F, W>) -> (Dot<F, D, W>,) + use<Self, F, D, Shape, W, MASK>)
    where
        F: Element;

    /// Its tangent.
    #[allow(clippy::type_complexity)]
    fn __from_elem_pullback_tangent<
        Shape: ShapeBuilder<Dim = D>,
        const V: usize,
        const DOTS: u128,
        const W: usize,
        const BARS: u128,
    >(
        sweeps: (Sweep<V, DOTS>, Sweep<W, BARS>),
        shape: Shape,
        value: F,
        shape_dot: (),
        value_dot: Lanes<F, V>,
        tape: &mut Tape,
    ) -> (
        Array<F, D>,
        Dot<F, D, V>,
        impl Fn(&Tape, Dot<F, D, W>, Tangent<Dot<F, D, W>, V>) -> (((), Lanes<F, W>), ((), Lanes<Lanes<F, W>, V>))
        + use<Self, F, D, Shape, V, DOTS, W, BARS>,
    )
    where
        F: Element;
}

impl<F, D: Dimension> ArrayConstructors<F, D> for Array<F, D> {
    #[inline]
    fn __from_elem_tangent<Shape: ShapeBuilder<Dim = D>, const W: usize, const MASK: u128>(
        _: Sweep<W, MASK>,
        shape: Shape,
        value: F,
        (): (),
        dot: Lanes<F, W>,
    ) -> (Array<F, D>, Dot<F, D, W>)
    where
        F: Element,
    {
        let array = Array::from_elem(shape, value);
        let dot = Array::from_elem(array.raw_dim(), dot);
        (array, ArrayTangent(Some(dot)))
    }

    #[inline]
    fn __from_elem_pullback<Shape: ShapeBuilder<Dim = D>, const W: usize, const MASK: u128>(
        _: Sweep<W, MASK>,
        shape: Shape,
        value: F,
        _: &mut Tape,
    ) -> (Array<F, D>, impl Fn(&Tape, Dot<F, D, W>) -> ((), Lanes<F, W>) + use<F, D, Shape, W, MASK>)
    where
        F: Element,
    {
        let pull = |_: &Tape, by: Dot<F, D, W>| ((), by.array().map_or(Lanes::ZERO, |by| total(by.view())));
        (Array::from_elem(shape, value), pull)
    }

    #[inline]
    fn __from_elem_linearized<Shape: ShapeBuilder<Dim = D>, const W: usize, const MASK: u128>(
        _: Sweep<W, MASK>,
        shape: Shape,
        value: F,
        _: &mut Tape,
    ) -> (Array<F, D>, impl Fn(&Tape, (), Lanes<F, W>) -> (Dot<F, D, W>,) + use<F, D, Shape, W, MASK>)
    where
        F: Element,
    {
        let array = Array::from_elem(shape, value);
        let shape = array.raw_dim();
        let linear =
            move |_: &Tape, (): (), dot: Lanes<F, W>| (ArrayTangent(Some(Array::from_elem(shape.clone(), dot))),);
        (array, linear)
    }

    #[inline]
    fn __from_elem_pullback_tangent<
        Shape: ShapeBuilder<Dim = D>,
        const V: usize,
        const DOTS: u128,
        const W: usize,
        const BARS: u128,
    >(
        _: (Sweep<V, DOTS>, Sweep<W, BARS>),
        shape: Shape,
        value: F,
        (): (),
        value_dot: Lanes<F, V>,
        _: &mut Tape,
    ) -> (
        Array<F, D>,
        Dot<F, D, V>,
        impl Fn(&Tape, Dot<F, D, W>, Tangent<Dot<F, D, W>, V>) -> (((), Lanes<F, W>), ((), Lanes<Lanes<F, W>, V>))
        + use<F, D, Shape, V, DOTS, W, BARS>,
    )
    where
        F: Element,
    {
        let array = Array::from_elem(shape, value);
        let dot = Array::from_elem(array.raw_dim(), value_dot);
        let pull = |_: &Tape, by: Dot<F, D, W>, by_dot: Tangent<Dot<F, D, W>, V>| {
            let by = by.array().map_or(Lanes::ZERO, |by| total(by.view()));
            (((), by), ((), by_dot.array().map_or(Lanes::ZERO, |by| total(by.view()))))
        };
        (array, dot.into(), pull)
    }
}

/// A float, or nested arrays of them: what `array![..]` is written with.
pub trait Nested: Space {
    /// The type of the floats.
    type Float: Element;
    /// As many axes as there are arrays.
    type Dim: Dimension;
    /// Writes the lengths, the outermost first.
    fn lengths(lengths: &mut [usize]);
    /// Adds the floats in order.
    fn floats(&self, floats: &mut Vec<Self::Float>);
    /// Adds their tangents in order.
    fn lanes<const W: usize>(dot: &Tangent<Self, W>, lanes: &mut Vec<Lanes<Self::Float, W>>);
    /// Adds one vector to the cotangent of each float.
    fn pull<const W: usize>(bar: &CotangentOf<Self, W>, by: &mut impl Iterator<Item = Lanes<Self::Float, W>>);
}

macro_rules! numbers {
    ($([$($generics:tt)*] $number:ty;)*) => {$(
        impl<$($generics)*> Nested for $number {
            type Float = $number;
            type Dim = Ix0;
            #[inline]
            fn lengths(_: &mut [usize]) {}
            #[inline]
            fn floats(&self, floats: &mut Vec<$number>) {
                floats.push(*self);
            }
            #[inline]
            fn lanes<const W: usize>(dot: &Lanes<$number, W>, lanes: &mut Vec<Lanes<$number, W>>) {
                lanes.push(*dot);
            }
            #[inline]
            fn pull<const W: usize>(bar: &Cotangent<Lanes<$number, W>>, by: &mut impl Iterator<Item = Lanes<$number, W>>) {
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
    fn lanes<const W: usize>(dot: &Tangent<Self, W>, lanes: &mut Vec<Lanes<T::Float, W>>) {
        dot.iter().for_each(|dot| T::lanes(dot, lanes));
    }
    #[inline]
    fn pull<const W: usize>(bar: &CotangentOf<Self, W>, by: &mut impl Iterator<Item = Lanes<T::Float, W>>) {
        bar.iter().for_each(|bar| T::pull(bar, by));
    }
}

/// The array with these elements in order, of the shape of a nested array.
fn shaped<A: Nested, V>(elements: Vec<V>) -> Array<V, A::Dim> {
    let mut shape = A::Dim::zeros(A::Dim::NDIM.unwrap_or(0));
    A::lengths(shape.slice_mut());
    Array::from_shape_vec(shape, elements).expect("one element for each")
}

macro_rules! into_array {
    ($($trait:ident $method:ident $finder:ident $dim:ident [$($length:ident)*] $array:ty, $make:ident, $levels:literal;)*) => {$(
        #[doc = concat!("`array![..]` of ", $levels, ", as a method of the nested array.")]
        pub trait $trait<F> {
            /// The array.
            fn $method(self) -> Array<F, $dim>;
            /// Where generated code finds the derivatives.
            #[inline(always)]
            fn $finder(&self) -> NestedArray {
                NestedArray
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

/// The array of a nested array.
fn array_of<A: Nested>(array: &A) -> Array<A::Float, A::Dim> {
    let mut floats = Vec::new();
    array.floats(&mut floats);
    shaped::<A, _>(floats)
}

/// `Array::from_vec(..)`, as a method of the `Vec`.
pub trait IntoVector<F> {
    /// The array.
    fn jac_into_array1(self) -> Array<F, Ix1>;
    /// Where generated code finds the derivatives.
    #[inline(always)]
    fn __jac_into_array1_method(&self) -> OfVec {
        OfVec
    }
}
impl<F> IntoVector<F> for Vec<F> {
    #[inline]
    fn jac_into_array1(self) -> Array<F, Ix1> {
        Array::from_vec(self)
    }
}

/// The derivatives of `Array::from_vec(..)`.
#[derive(Clone, Copy, Debug)]
pub struct OfVec;

impl OfVec {
    /// For a linearization.
    #[inline]
    #[allow(clippy::ptr_arg)]
    pub fn linearized<F: Element, const W: usize, const MASK: u128>(
        self,
        _: Sweep<W, MASK>,
        elements: &Vec<F>,
        _: &mut Tape,
    ) -> (Array<F, Ix1>, impl Fn(&Tape, Option<&Vec<Lanes<F, W>>>) -> (Dot<F, Ix1, W>,) + use<F, W, MASK>) {
        let length = elements.len();
        let linear = move |_: &Tape, dots: Option<&Vec<Lanes<F, W>>>| {
            let dots = dots.filter(|dots| dots.len() == length);
            (ArrayTangent(dots.map(|dots| Array::from_vec(dots.clone()))),)
        };
        (Array::from_vec(elements.clone()), linear)
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
    #[allow(clippy::ptr_arg)]
    pub fn tangent<F: Element, const W: usize, const MASK: u128>(
        self,
        _: Sweep<W, MASK>,
        elements: &Vec<F>,
        dots: Option<&Vec<Lanes<F, W>>>,
    ) -> (Array<F, Ix1>, Dot<F, Ix1, W>) {
        let dots = dots.filter(|dots| dots.len() == elements.len());
        (Array::from_vec(elements.clone()), ArrayTangent(dots.map(|dots| Array::from_vec(dots.clone()))))
    }

    /// Reverse mode.
    #[inline]
    #[allow(clippy::ptr_arg)]
    pub fn pullback<F: Element, const W: usize, const MASK: u128>(
        self,
        _: Sweep<W, MASK>,
        elements: &Vec<F>,
        _: &mut Tape,
    ) -> (
        Array<F, Ix1>,
        impl Fn(&Tape, Option<&Vec<F>>, Option<&Vec<Cotangent<Lanes<F, W>>>>, Dot<F, Ix1, W>) + use<F, W, MASK>,
    ) {
        let pull = |_: &Tape, _: Option<&Vec<F>>, bar: Option<&Vec<Cotangent<Lanes<F, W>>>>, by: Dot<F, Ix1, W>| {
            if let (Some(bar), Some(by)) = (bar, by.array()) {
                bar.iter().zip(by).for_each(|(bar, by)| bar.add(*by));
            }
        };
        (Array::from_vec(elements.clone()), pull)
    }
}

/// The derivatives of `array![..]`.
#[derive(Clone, Copy, Debug)]
pub struct NestedArray;

impl NestedArray {
    /// For a linearization.
    #[inline]
    pub fn linearized<A: Nested, const W: usize, const MASK: u128>(
        self,
        _: Sweep<W, MASK>,
        array: &A,
        _: &mut Tape,
    ) -> (
        Array<A::Float, A::Dim>,
        impl Fn(&Tape, Option<&Tangent<A, W>>) -> (Dot<A::Float, A::Dim, W>,) + use<A, W, MASK>,
    ) {
        let linear = |_: &Tape, dot: Option<&Tangent<A, W>>| {
            let dot = dot.map(|dot| {
                let mut lanes = Vec::new();
                A::lanes(dot, &mut lanes);
                shaped::<A, Lanes<A::Float, W>>(lanes)
            });
            (ArrayTangent(dot),)
        };
        (array_of(array), linear)
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
    pub fn tangent<A: Nested, const W: usize, const MASK: u128>(
        self,
        _: Sweep<W, MASK>,
        array: &A,
        dot: Option<&Tangent<A, W>>,
    ) -> (Array<A::Float, A::Dim>, Dot<A::Float, A::Dim, W>) {
        let dot = dot.map(|dot| {
            let mut lanes = Vec::new();
            A::lanes(dot, &mut lanes);
            shaped::<A, Lanes<A::Float, W>>(lanes)
        });
        (array_of(array), ArrayTangent(dot))
    }

    /// Reverse mode.
    #[inline]
    pub fn pullback<A: Nested, const W: usize, const MASK: u128>(
        self,
        _: Sweep<W, MASK>,
        array: &A,
        _: &mut Tape,
    ) -> (
        Array<A::Float, A::Dim>,
        impl Fn(&Tape, Option<&A>, Option<&CotangentOf<A, W>>, Dot<A::Float, A::Dim, W>) + use<A, W, MASK>,
    ) {
        let pull = |_: &Tape, _: Option<&A>, bar: Option<&CotangentOf<A, W>>, by: Dot<A::Float, A::Dim, W>| {
            if let (Some(bar), Some(by)) = (bar, by.array()) {
                A::pull(bar, &mut by.iter().copied());
            }
        };
        (array_of(array), pull)
    }
}
