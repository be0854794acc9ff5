//! Copies of chosen elements: some indices of an axis, each as often as it is named, and triangles of matrices.

use ndarray::{Array, ArrayRef, Axis, Dimension, RemoveAxis, Zip};

use super::methods::handles;
use super::{ArrayTangent, Bar, Dot, Element};
use crate::cotangent::{Accumulate, Vector};
use crate::float::Number;
use crate::lanes::Linear;
use crate::sweep::Sweep;
use crate::tape::Tape;

/// What gives an array of chosen elements.
pub trait Chosen<F, D: Dimension> {
    /// `select(axis, indices)`
    fn jac_select<I: AsRef<[usize]>>(&self, axis: Axis, indices: I) -> Array<F, D>
    where
        D: RemoveAxis;
}

impl<F: Copy, D: Dimension> Chosen<F, D> for ArrayRef<F, D> {
    #[inline]
    #[track_caller]
    fn jac_select<I: AsRef<[usize]>>(&self, axis: Axis, indices: I) -> Array<F, D>
    where
        D: RemoveAxis,
    {
        self.select(axis, indices.as_ref())
    }
}

impl handles::Select {
    /// For a linearization.
    #[inline]
    #[track_caller]
    pub fn linearized<F: Element, D: RemoveAxis, I: AsRef<[usize]> + Clone, const W: usize, const MASK: u128>(
        self,
        _: Sweep<W, MASK>,
        array: &ArrayRef<F, D>,
        axis: Axis,
        indices: I,
        _: &mut Tape,
    ) -> (Array<F, D>, impl Fn(&Tape, Option<&Dot<F, D, W>>, (), ()) -> (Dot<F, D, W>,) + use<F, D, I, W, MASK>) {
        let value = array.select(axis, indices.as_ref());
        let linear = move |_: &Tape, dot: Option<&Dot<F, D, W>>, (): (), (): ()| {
            (ArrayTangent(dot.and_then(ArrayTangent::array).map(|dot| dot.select(axis, indices.as_ref()))),)
        };
        (value, linear)
    }

    /// Forward mode.
    #[inline]
    #[track_caller]
    pub fn tangent<F: Element, D: RemoveAxis, I: AsRef<[usize]> + Clone, const W: usize, const MASK: u128>(
        self,
        _: Sweep<W, MASK>,
        array: &ArrayRef<F, D>,
        axis: Axis,
        indices: I,
        dot: Option<&Dot<F, D, W>>,
        (): (),
        (): (),
    ) -> (Array<F, D>, Dot<F, D, W>) {
        let dot = dot.and_then(ArrayTangent::array).map(|dot| dot.select(axis, indices.as_ref()));
        (array.select(axis, indices.as_ref()), ArrayTangent(dot))
    }

    /// Reverse mode.
    #[inline]
    #[track_caller]
    pub fn pullback<F: Element, D: RemoveAxis, I: AsRef<[usize]> + Clone, const W: usize, const MASK: u128>(
        self,
        _: Sweep<W, MASK>,
        array: &ArrayRef<F, D>,
        axis: Axis,
        indices: I,
        _: &mut Tape,
    ) -> (
        Array<F, D>,
        impl Fn(&Tape, Option<&ArrayRef<F, D>>, Option<&Bar<F, D, W>>, Dot<F, D, W>) -> ((), ()) + use<F, D, I, W, MASK>,
    ) {
        let value = array.select(axis, indices.as_ref());
        let pull = move |_: &Tape, _: Option<&ArrayRef<F, D>>, bar: Option<&Bar<F, D, W>>, by: Dot<F, D, W>| {
            if let (Some(bar), Some(by)) = (bar, by.array()) {
                for (by, index) in by.axis_iter(axis).zip(indices.as_ref()) {
                    Zip::from(&bar.index_axis(axis, *index)).and(&by).for_each(|bar, by| bar.add(*by));
                }
            }
            ((), ())
        };
        (value, pull)
    }
}

macro_rules! triangles {
    ($($handle:ident $method:ident;)*) => {$(
        impl handles::$handle {
            /// The vectors that stand in the triangle, and zeros.
            fn of<V: Linear<Scalar: Element>, D: Dimension>(vectors: &Array<V, D>, diagonal: isize) -> Array<V, D> {
                let chosen = vectors.map(|_| V::Scalar::ONE).$method(diagonal);
                let mut vectors = vectors.clone();
                Zip::from(&mut vectors).and(&chosen).for_each(|vector, chosen| {
                    if *chosen == V::Scalar::ZERO {
                        *vector = V::ZERO;
                    }
                });
                vectors
            }

            /// Forward mode.
            #[inline]
            pub fn tangent<F: Element, D: Dimension, const W: usize, const MASK: u128>(
                self,
                _: Sweep<W, MASK>,
                array: &ArrayRef<F, D>,
                diagonal: isize,
                dot: Option<&Dot<F, D, W>>,
                (): (),
            ) -> (Array<F, D>, Dot<F, D, W>) {
                let dot = dot.and_then(ArrayTangent::array).map(|dot| Self::of(dot, diagonal));
                (array.$method(diagonal), ArrayTangent(dot))
            }

            /// Reverse mode.
            #[inline]
            pub fn pullback<F: Element, D: Dimension, const W: usize, const MASK: u128>(
                self,
                _: Sweep<W, MASK>,
                array: &ArrayRef<F, D>,
                diagonal: isize,
                _: &mut Tape,
            ) -> (
                Array<F, D>,
                impl Fn(&Tape, Option<&ArrayRef<F, D>>, Option<&Bar<F, D, W>>, Dot<F, D, W>) -> ((),) + use<F, D, W, MASK>,
            ) {
                let pull = move |_: &Tape, _: Option<&ArrayRef<F, D>>, bar: Option<&Bar<F, D, W>>, by: Dot<F, D, W>| {
                    if let (Some(bar), Some(by)) = (bar, by.array()) {
                        bar.add(ArrayTangent(Some(Self::of(by, diagonal))));
                    }
                    ((),)
                };
                (array.$method(diagonal), pull)
            }

            /// For a linearization.
            #[inline]
            pub fn linearized<F: Element, D: Dimension, const W: usize, const MASK: u128>(
                self,
                _: Sweep<W, MASK>,
                array: &ArrayRef<F, D>,
                diagonal: isize,
                _: &mut Tape,
            ) -> (
                Array<F, D>,
                impl Fn(&Tape, Option<&Dot<F, D, W>>, ()) -> (Dot<F, D, W>,) + use<F, D, W, MASK>,
            ) {
                let linear = move |_: &Tape, dot: Option<&Dot<F, D, W>>, (): ()| {
                    (ArrayTangent(dot.and_then(ArrayTangent::array).map(|dot| Self::of(dot, diagonal))),)
                };
                (array.$method(diagonal), linear)
            }
        }
    )*};
}
triangles! {
    Triu triu;
    Tril tril;
}
