//! Arrays made of numbers, and the numbers of arrays.

use alloc::vec::Vec;

use ndarray::{Array, ArrayRef, Axis, Dimension, RemoveAxis, ShapeBuilder, Zip};

use super::methods::handles;
use super::partial::total;
use super::{ArrayTangent, Bar, Dot, Element};
use crate::cotangent::Accumulate;
use crate::lanes::Lanes;
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
}
