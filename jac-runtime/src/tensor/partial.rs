//! Partial derivatives of elementwise operations, and how tangents and cotangents pass through them.
//!
//! An operand is an array or a scalar, of the shape of the result or broadcast to it. Forward, its tangent is spread over the shape
//! of the result and multiplied by the partial; in reverse, the cotangent of the result is multiplied and summed over what was broadcast.

use ndarray::{Array, ArrayBase, ArrayView, Axis, Dimension, Zip};

use super::dual::Dual;
use super::{ArrayTangent, Element, Valued};
use crate::float::Number;
use crate::lanes::{Lanes, Linear};
use crate::space::{Space, Tangent};

/// Numbers, one for each element of a result.
pub enum Elements<'a, F, O: Dimension> {
    All(F),
    View(ArrayView<'a, F, O>),
    Owned(Array<F, O>),
}

/// The derivative of an elementwise result by an operand.
pub enum Partial<'a, F, O: Dimension> {
    One,
    MinusOne,
    Times(Elements<'a, F, O>),
    Over(Elements<'a, F, O>),
}

impl<F: Number, O: Dimension> Partial<'_, F, O> {
    /// Applies `with` to each vector and its number.
    #[inline]
    fn each<V: Linear<Scalar = F>>(numbers: &Elements<F, O>, vectors: &mut Array<V, O>, with: impl Fn(V, F) -> V) {
        match numbers {
            Elements::All(number) => vectors.map_inplace(|vector| *vector = with(*vector, *number)),
            Elements::View(view) => {
                Zip::from(vectors).and(view).for_each(|vector, number| *vector = with(*vector, *number));
            }
            Elements::Owned(array) => {
                Zip::from(vectors).and(array).for_each(|vector, number| *vector = with(*vector, *number));
            }
        }
    }

    /// Multiplies each vector.
    #[inline]
    pub fn multiply<V: Linear<Scalar = F>>(&self, vectors: &mut Array<V, O>) {
        match self {
            Partial::One => {}
            Partial::MinusOne => vectors.map_inplace(|vector| *vector = -*vector),
            Partial::Times(numbers) => Self::each(numbers, vectors, V::scale),
            Partial::Over(numbers) => Self::each(numbers, vectors, V::shrink),
        }
    }
}

/// The sum of vectors. Several sums run side by side: one sum waits for each addition.
pub fn total<V: Linear, D: Dimension>(vectors: ArrayView<V, D>) -> V {
    let Some(slice) = vectors.as_slice_memory_order() else {
        return vectors.fold(V::ZERO, |mut sum, vector| {
            sum.accumulate(*vector);
            sum
        });
    };
    let (chunks, rest) = slice.as_chunks::<8>();
    let mut sums = [V::ZERO; 8];
    for chunk in chunks {
        for (sum, vector) in sums.iter_mut().zip(chunk) {
            sum.accumulate(*vector);
        }
    }
    let mut sum = V::ZERO;
    for vector in sums.iter().chain(rest) {
        sum.accumulate(*vector);
    }
    sum
}

/// An array of the shape that was broadcast, with the sums over what it was broadcast to.
pub fn summed<V: Linear, O: Dimension, D: Dimension>(vectors: Array<V, O>, shape: &D) -> Array<V, D> {
    const SAME: &str = "an array can be summed to the shape that it was broadcast from";
    if vectors.shape() == shape.slice() {
        return vectors.into_dimensionality().expect(SAME);
    }
    let sum = |one: &V, other: &V| {
        let mut one = *one;
        one.accumulate(*other);
        one
    };
    let mut vectors = vectors.into_dyn();
    while vectors.ndim() > shape.ndim() {
        vectors = vectors.fold_axis(Axis(0), V::ZERO, sum);
    }
    for axis in 0..shape.ndim() {
        if shape[axis] == 1 && vectors.len_of(Axis(axis)) != 1 {
            vectors = vectors.fold_axis(Axis(axis), V::ZERO, sum).insert_axis(Axis(axis));
        }
    }
    vectors.into_dimensionality().expect(SAME)
}

/// What stands beside an elementwise operator: an array or a scalar.
pub trait Operand<F: Element, O: Dimension>: Space {
    /// Its numbers, over the shape of the result.
    fn elements(&self, shape: &O) -> Elements<'_, F, O>;
    /// Forward: the tangent times the partial, over the shape of the result. None is zero.
    fn spread<const W: usize>(
        dot: &Tangent<Self, W>,
        partial: &Partial<F, O>,
        shape: &O,
    ) -> Option<Array<Lanes<F, W>, O>>;
    /// Reverse: the cotangent of the result times the partial, summed.
    fn collect<const W: usize>(
        shape: &Self::Shape,
        bar: Array<Lanes<F, W>, O>,
        partial: &Partial<F, O>,
    ) -> Tangent<Self, W>;
}

macro_rules! scalar {
    ($([$($generics:tt)*] $float:ty;)*) => {$(
        impl<O: Dimension, $($generics)*> Operand<$float, O> for $float {
            #[inline]
            fn elements(&self, _: &O) -> Elements<'_, $float, O> {
                Elements::All(*self)
            }
            #[inline]
            fn spread<const W: usize>(
                dot: &Lanes<$float, W>,
                partial: &Partial<$float, O>,
                shape: &O,
            ) -> Option<Array<Lanes<$float, W>, O>> {
                let mut dots = Array::from_elem(shape.clone(), *dot);
                partial.multiply(&mut dots);
                Some(dots)
            }
            #[inline]
            fn collect<const W: usize>(
                _: &(),
                mut bar: Array<Lanes<$float, W>, O>,
                partial: &Partial<$float, O>,
            ) -> Lanes<$float, W> {
                partial.multiply(&mut bar);
                total(bar.view())
            }
        }
    )*};
}
scalar! {
    [] f32;
    [] f64;
    [F: Element, const V: usize] Dual<F, V>;
}

impl<S: Valued<Elem = F>, D: Dimension, F: Element, O: Dimension> Operand<F, O> for ArrayBase<S, D> {
    #[inline]
    #[track_caller]
    fn elements(&self, shape: &O) -> Elements<'_, F, O> {
        Elements::View(self.broadcast(shape.clone()).expect("what has been broadcast can be broadcast again"))
    }
    #[inline]
    fn spread<const W: usize>(
        dot: &Tangent<Self, W>,
        partial: &Partial<F, O>,
        shape: &O,
    ) -> Option<Array<Lanes<F, W>, O>> {
        let dot = dot.array()?.broadcast(shape.clone()).expect("a tangent has the shape of its variable");
        let mut dots = dot.to_owned();
        partial.multiply(&mut dots);
        Some(dots)
    }
    #[inline]
    fn collect<const W: usize>(
        shape: &Option<D>,
        mut bar: Array<Lanes<F, W>, O>,
        partial: &Partial<F, O>,
    ) -> Tangent<Self, W> {
        let shape = shape.as_ref().expect("the shape of an operand is kept");
        partial.multiply(&mut bar);
        ArrayTangent::from(summed(bar, shape))
    }
}
