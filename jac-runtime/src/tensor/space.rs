//! The tangent space of an array: arrays of lanes of the same shape, or a zero of whatever shape.

use core::ops::{Index, IndexMut};

use ndarray::{Array, ArrayBase, ArrayRef, Data, Dimension, NdIndex, OwnedRepr, RawData, Zip};

use crate::cotangent::{Accumulate, Cotangent, Vector};
use crate::float::{Float, Number};
use crate::index::Paths;
use crate::lanes::{Lanes, Linear};
use crate::rule::{Pairwise, wrong_length};
use crate::space::Space;
use crate::trace::Residual;

/// The tangent of an array: an array of lanes of the same shape, or a zero that fits any shape.
///
/// What can be indexed has its shape: the tangents of variables.
#[derive(Clone, Debug)]
pub struct ArrayTangent<V, D: Dimension>(pub(crate) Option<Array<V, D>>);

#[cold]
#[inline(never)]
#[track_caller]
fn without_shape() -> ! {
    panic!("`jac`: the tangent of an array has no elements: it is a zero without a shape");
}

impl<V, D: Dimension> ArrayTangent<V, D> {
    /// The array, if there is one.
    #[inline]
    pub fn array(&self) -> Option<&Array<V, D>> {
        self.0.as_ref()
    }
}

impl<V, D: Dimension> From<Array<V, D>> for ArrayTangent<V, D> {
    #[inline]
    fn from(array: Array<V, D>) -> Self {
        ArrayTangent(Some(array))
    }
}

impl<I, S: RawData, D> Paths<I> for ArrayBase<S, D> {
    type Path = ();
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn path(&self, _: I) {}
}

impl<I, A, D> Paths<I> for ArrayRef<A, D> {
    type Path = ();
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn path(&self, _: I) {}
}

impl<V, D: Dimension, I: NdIndex<D>> Index<I> for ArrayTangent<V, D> {
    type Output = V;
    #[inline]
    #[track_caller]
    fn index(&self, index: I) -> &V {
        match &self.0 {
            Some(array) => &array[index],
            None => without_shape(),
        }
    }
}

impl<V, D: Dimension, I: NdIndex<D>> IndexMut<I> for ArrayTangent<V, D> {
    #[inline]
    #[track_caller]
    fn index_mut(&mut self, index: I) -> &mut V {
        match &mut self.0 {
            Some(array) => &mut array[index],
            None => without_shape(),
        }
    }
}

/// Two arrays of different shapes are never added.
#[inline]
#[track_caller]
fn same_shape(target: &[usize], value: &[usize]) {
    assert!(target == value, "`jac`: a cotangent of shape {value:?} cannot be added to one of shape {target:?}");
}

impl<V: Vector, D: Dimension> Vector for ArrayTangent<V, D> {
    const ZERO: Self = ArrayTangent(None);
    #[inline]
    fn accumulate(&mut self, other: Self) {
        match (&mut self.0, other.0) {
            (_, None) => {}
            (this @ None, other) => *this = other,
            (Some(this), Some(other)) => {
                same_shape(this.shape(), other.shape());
                Zip::from(this).and(&other).for_each(|target, value| target.accumulate(value.clone()));
            }
        }
    }
}

impl<A: Accumulate, D: Dimension> Accumulate for ArrayBase<OwnedRepr<A>, D> {
    type Value = ArrayTangent<A::Value, D>;
    #[inline]
    fn add(&self, value: Self::Value) {
        if let Some(value) = value.0 {
            same_shape(self.shape(), value.shape());
            Zip::from(self).and(&value).for_each(|target, value| target.add(value.clone()));
        }
    }
    #[inline]
    fn initialise(&self, value: Self::Value) {
        if let Some(value) = value.0 {
            same_shape(self.shape(), value.shape());
            Zip::from(self).and(&value).for_each(|target, value| target.initialise(value.clone()));
        }
    }
    #[inline]
    fn get(&self) -> Self::Value {
        self.map(A::get).into()
    }
    #[inline]
    fn take(&self) -> Self::Value {
        self.map(A::take).into()
    }
}

/// Writes the units of a seed with that offset into an array in standard layout.
#[inline]
fn write_units<L: Linear, D: Dimension, const W: usize>(
    array: &mut Array<Lanes<L, W>, D>,
    offset: usize,
    value: L::Scalar,
) {
    let floats = array.len() * L::COUNT;
    let Some(elements) = array.as_slice_mut() else { return };
    for lane in 0..W {
        let index = offset.wrapping_add(lane);
        if index < floats {
            *elements[index / L::COUNT].0[lane].component_mut(index % L::COUNT) = value;
        }
    }
}

#[inline]
fn zeros<V: Vector, D: Dimension>(shape: &Option<D>) -> ArrayTangent<V, D> {
    ArrayTangent(shape.as_ref().map(|shape| Array::from_elem(shape.clone(), V::ZERO)))
}

#[inline]
fn cotangents<L: Linear, D: Dimension>(shape: &Option<D>) -> Array<Cotangent<L>, D> {
    Array::from_shape_simple_fn(shape.clone().unwrap_or_default(), || Cotangent::ZERO)
}

/// What the space of an array and that of its tangents have in common: `L` is the element of either.
macro_rules! common {
    ($L:ty) => {
        type Tangent<const W: usize> = ArrayTangent<Lanes<$L, W>, D>;
        type Cotangent<const W: usize> = Array<Cotangent<Lanes<$L, W>>, D>;
        /// None only where nothing is recorded yet.
        type Shape = Option<D>;
        const EPSILON: f64 = <$L as Linear>::EPSILON;

        #[inline]
        fn origin<const W: usize>(shape: &Option<D>) -> Self::Tangent<W> {
            zeros(shape)
        }
        #[inline]
        fn cotangent<const W: usize>(shape: &Option<D>) -> Self::Cotangent<W> {
            cotangents(shape)
        }
        #[inline]
        fn tangent_shape<const W: usize>(shape: &Option<D>) -> Option<D> {
            shape.clone()
        }
        #[inline]
        fn dimension(shape: &Option<D>) -> usize {
            shape.as_ref().map_or(0, D::size) * <$L as Linear>::COUNT
        }
        #[inline]
        fn seed<const W: usize>(shape: &Option<D>, offset: usize) -> Self::Tangent<W> {
            let mut seed: Self::Tangent<W> = zeros(shape);
            if let Some(seed) = &mut seed.0 {
                write_units(seed, offset, <$L as Linear>::Scalar::ONE);
            }
            seed
        }
        #[inline]
        fn write_seed<const W: usize>(
            shapes: &[Option<D>],
            tangents: &mut [Self::Tangent<W>],
            mut offset: usize,
            unit: bool,
        ) {
            let value = if unit { Number::ONE } else { <$L as Linear>::Scalar::ZERO };
            for (shape, tangent) in shapes.iter().zip(tangents) {
                if let Some(tangent) = &mut tangent.0 {
                    write_units(tangent, offset, value);
                }
                offset = offset.wrapping_sub(Self::dimension(shape));
            }
        }
        #[inline]
        fn for_each<F: Float, const W: usize>(
            tangent: &Self::Tangent<W>,
            mut first: usize,
            visit: &mut impl FnMut(usize, Lanes<F, W>),
        ) {
            for lanes in tangent.0.iter().flatten() {
                for index in 0..<$L as Linear>::COUNT {
                    visit(first + index, Lanes(lanes.0.map(|lanes| F::from_float(lanes.component(index)))));
                }
                first += <$L as Linear>::COUNT;
            }
        }
        #[inline]
        fn complete<const W: usize>(shape: &Option<D>, tangent: &mut Self::Tangent<W>) {
            if tangent.0.is_none() {
                *tangent = zeros(shape);
            }
        }
    };
}

/// Where the elements of an array stand that is a value: in itself, or behind a shared reference.
///
/// What is written through a mutable view is written elsewhere. It is a copy in sweeps, which is written back, and no sweep knows it as it is.
#[diagnostic::on_unimplemented(
    message = "a mutable view of an array that cannot be followed",
    note = "give it a name where it is made: `let mut row = y.row_mut(i);`, or write elements of the array itself: `y[[i, j]] = ..`"
)]
pub trait Valued: Data {}
impl<A> Valued for OwnedRepr<A> {}
impl<A> Valued for ndarray::ViewRepr<&A> {}
impl<A> Valued for ndarray::OwnedArcRepr<A> {}
impl<A> Valued for ndarray::CowRepr<'_, A> {}

impl<S: Valued, D: Dimension> Space for ArrayBase<S, D>
where
    S::Elem: Number,
{
    common!(S::Elem);
    type Plain = Array<S::Elem, D>;
    type WithFloat<F: Float> = Array<F, D>;

    #[inline]
    fn shape(&self) -> Option<D> {
        Some(self.raw_dim())
    }
    #[inline]
    fn lift<const W: usize>(value: &Array<S::Elem, D>) -> Self::Tangent<W> {
        value.map(|element| Lanes([*element; W])).into()
    }
    #[inline]
    fn plain<const W: usize>(tangent: &Self::Tangent<W>, lane: usize) -> Array<S::Elem, D> {
        match &tangent.0 {
            Some(tangent) => tangent.map(|lanes| lanes.0[lane]),
            None => Array::from_elem(D::default(), S::Elem::ZERO),
        }
    }
    #[inline]
    fn lane<F: Float, const W: usize>(tangent: &Self::Tangent<W>, lane: usize) -> Array<F, D> {
        match &tangent.0 {
            Some(tangent) => tangent.map(|lanes| F::from_float(lanes.0[lane])),
            None => Array::from_elem(D::default(), F::ZERO),
        }
    }
    #[inline]
    fn for_each_float(&self, visit: &mut impl FnMut(Option<f64>)) {
        for element in self {
            visit(Some(element.to_f64()));
        }
    }
    #[inline]
    fn conforms(shape: &Option<D>, value: &Array<S::Elem, D>) -> bool {
        shape.as_ref() == Some(&value.raw_dim())
    }
    #[inline]
    fn is_alike(&self, other: &Self) -> bool {
        self.raw_dim() == other.raw_dim()
    }
    #[inline]
    fn pairwise<const W: usize>(
        tangent: &mut Self::Tangent<W>,
        plain: &Array<S::Elem, D>,
        visit: &mut impl Pairwise<W>,
    ) {
        let Some(tangent) = &mut tangent.0 else { wrong_length() };
        if tangent.raw_dim() != plain.raw_dim() {
            wrong_length();
        }
        for (lanes, plain) in tangent.iter_mut().zip(plain) {
            visit.pair(lanes, *plain);
        }
    }
}

impl<L: Linear, D: Dimension> Space for ArrayTangent<L, D> {
    common!(L);
    type Plain = Self;
    type WithFloat<F: Float> = ArrayTangent<L::With<F>, D>;

    #[inline]
    fn shape(&self) -> Option<D> {
        self.0.as_ref().map(|array| array.raw_dim())
    }
    #[inline]
    fn lift<const W: usize>(value: &Self) -> Self::Tangent<W> {
        ArrayTangent(value.0.as_ref().map(|value| value.map(|element| Lanes([*element; W]))))
    }
    #[inline]
    fn plain<const W: usize>(tangent: &Self::Tangent<W>, lane: usize) -> Self {
        ArrayTangent(tangent.0.as_ref().map(|tangent| tangent.map(|lanes| lanes.0[lane])))
    }
    #[inline]
    fn lane<F: Float, const W: usize>(tangent: &Self::Tangent<W>, lane: usize) -> Self::WithFloat<F> {
        ArrayTangent(tangent.0.as_ref().map(|tangent| tangent.map(|lanes| lanes.0[lane].convert())))
    }
    #[inline]
    fn for_each_float(&self, visit: &mut impl FnMut(Option<f64>)) {
        for element in self.0.iter().flatten() {
            (0..L::COUNT).for_each(|index| visit(Some(element.component(index).to_f64())));
        }
    }
    #[inline]
    fn conforms(shape: &Option<D>, value: &Self) -> bool {
        *shape == value.shape()
    }
    #[inline]
    fn is_alike(&self, other: &Self) -> bool {
        self.shape() == other.shape()
    }
    #[inline]
    fn pairwise<const W: usize>(tangent: &mut Self::Tangent<W>, plain: &Self, visit: &mut impl Pairwise<W>) {
        let (Some(tangent), Some(plain)) = (&mut tangent.0, &plain.0) else { return };
        if tangent.raw_dim() != plain.raw_dim() {
            wrong_length();
        }
        for (lanes, plain) in tangent.iter_mut().zip(plain) {
            for index in 0..L::COUNT {
                let mut one = Lanes(lanes.0.map(|lanes| lanes.component(index)));
                visit.pair(&mut one, plain.component(index));
                for (target, lane) in lanes.0.iter_mut().zip(one.0) {
                    *target.component_mut(index) = lane;
                }
            }
        }
    }
}

impl<A: Vector, D: Dimension> Residual for ArrayBase<OwnedRepr<A>, D> {
    #[inline]
    fn empty() -> Self {
        Array::from_elem(D::default(), A::ZERO)
    }
}

impl<V, D: Dimension> Residual for ArrayTangent<V, D> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn empty() -> Self {
        ArrayTangent(None)
    }
}
