//! Blocks of runtime-sized values: `ndarray` arrays of shape output ++ input, in row-major order.

use alloc::vec::Vec;

use ndarray::{Array, ArrayBase, DimAdd, Dimension, Ix0};

use super::blocks::{Assemble, Block, Growable};
use super::matrix;
use super::precision::{Floats, Precision};
use crate::cotangent::Vector;
use crate::float::Float;
use crate::space::{Space, Tangent};
use crate::tensor::Valued;

/// A float, or arrays and `Vec`s of them: a rectangular array of one float type.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a rectangular array of floats",
    note = "blocks of runtime-sized values are `ndarray` arrays; use `jacobian_into` for other types"
)]
pub trait Rectangular: Space {
    /// The type of the elements.
    type Float: Float;
    /// The number of axes, as a type.
    type Rank: Dimension;
    /// The number of axes.
    const AXES: usize;

    /// Writes the length of each axis. Without a shape (inside of something empty) a `Vec` counts as empty.
    ///
    /// # Panics
    ///
    /// If the `Vec`s of one axis differ in length.
    fn extents(shape: Option<&Self::Shape>, extents: &mut [usize]);
}

macro_rules! scalar {
    ($($float:ident)*) => {$(
        impl Rectangular for $float {
            type Float = $float;
            type Rank = Ix0;
            const AXES: usize = 0;
            fn extents(_: Option<&()>, _: &mut [usize]) {}
        }
    )*};
}
scalar!(f32 f64);

/// The extents of elements, which must agree.
fn common_extents<T: Rectangular>(shapes: Option<&[T::Shape]>, extents: &mut [usize]) {
    let (first, rest) = match shapes.and_then(<[_]>::split_first) {
        Some((first, rest)) => (Some(first), rest),
        None => (None, &[][..]),
    };
    T::extents(first, extents);
    if T::DIMENSION.is_none() {
        let mut others = extents.to_vec();
        for shape in rest {
            T::extents(Some(shape), &mut others);
            assert!(*extents == *others, "the block of a nested `Vec` needs inner lengths that are all equal");
        }
    }
}

impl<T: Rectangular, const N: usize> Rectangular for [T; N] {
    type Float = T::Float;
    type Rank = <T::Rank as Dimension>::Larger;
    const AXES: usize = 1 + T::AXES;
    fn extents(shape: Option<&Self::Shape>, extents: &mut [usize]) {
        if let Some((extent, inner)) = extents.split_first_mut() {
            *extent = N;
            common_extents::<T>(shape.map(|shape| &shape[..]), inner);
        }
    }
}

impl<T: Rectangular> Rectangular for Vec<T> {
    type Float = T::Float;
    type Rank = <T::Rank as Dimension>::Larger;
    const AXES: usize = 1 + T::AXES;
    fn extents(shape: Option<&Self::Shape>, extents: &mut [usize]) {
        if let Some((extent, inner)) = extents.split_first_mut() {
            *extent = shape.map_or(0, Vec::len);
            common_extents::<T>(shape.map(|shape| &shape[..]), inner);
        }
    }
}

impl<S: Valued, D: Dimension> Rectangular for ArrayBase<S, D>
where
    S::Elem: Float,
{
    type Float = S::Elem;
    type Rank = D;
    const AXES: usize = match D::NDIM {
        Some(axes) => axes,
        None => panic!(
            "the block of an array whose number of axes is known at run time only has no type: use `jacobian_into`"
        ),
    };
    fn extents(shape: Option<&Option<D>>, extents: &mut [usize]) {
        match shape {
            Some(Some(shape)) => extents.copy_from_slice(shape.slice()),
            _ => extents.fill(0),
        }
    }
}

/// The float type of a block.
type BlockFloat<O, I, G> =
    <<G as Floats>::Row<<O as Rectangular>::Float> as Precision>::Float<<I as Rectangular>::Float>;
/// The rank of a block.
type BlockRank<O, I> = <<O as Rectangular>::Rank as DimAdd<<I as Rectangular>::Rank>>::Output;

impl<O: Rectangular, I: Rectangular, G: Floats> Block<O, I, G> for Growable where O::Rank: DimAdd<I::Rank> {}

impl<O: Rectangular, I: Rectangular, G: Floats> Assemble<O, I, G> for Growable
where
    O::Rank: DimAdd<I::Rank>,
{
    type Blocks = Array<BlockFloat<O, I, G>, BlockRank<O, I>>;

    #[inline]
    fn zeros(output: &O::Shape, input: &I::Shape) -> Self::Blocks {
        let mut extents = BlockRank::<O, I>::zeros(O::AXES + I::AXES);
        let (outer, inner) = extents.slice_mut().split_at_mut(O::AXES);
        O::extents(Some(output), outer);
        I::extents(Some(input), inner);
        Array::from_elem(extents, Vector::ZERO)
    }
    #[inline]
    fn blank() -> Self::Blocks {
        Array::from_elem(BlockRank::<O, I>::zeros(O::AXES + I::AXES), Vector::ZERO)
    }
    #[inline]
    fn complete(blocks: &mut Self::Blocks, output: &O::Shape, input: &I::Shape) {
        *blocks = <Self as Assemble<O, I, G>>::zeros(output, input);
    }
    #[inline]
    fn set_columns<const W: usize>(
        block: &mut Self::Blocks,
        tangent: &Tangent<O, W>,
        _: &O::Shape,
        input: &I::Shape,
        lane: usize,
    ) {
        if let Some(elements) = block.as_slice_mut() {
            matrix::set_columns::<O, _, W>(elements, I::dimension(input), tangent, lane);
        }
    }
    #[inline]
    fn set_rows<const W: usize>(
        block: &mut Self::Blocks,
        cotangent: &Tangent<I, W>,
        _: &O::Shape,
        input: &I::Shape,
        lane: usize,
    ) {
        if let Some(elements) = block.as_slice_mut() {
            matrix::set_rows::<I, _, W>(elements, I::dimension(input), cotangent, lane);
        }
    }
    #[inline]
    fn read_row<const W: usize>(
        block: &Self::Blocks,
        row: usize,
        _: &O::Shape,
        input: &I::Shape,
        tangent: &mut Tangent<I, W>,
        lane: usize,
    ) {
        let columns = I::dimension(input);
        if let Some(elements) = block.as_slice() {
            matrix::into_lane::<I, _, W>(&elements[row * columns..][..columns], tangent, lane);
        }
    }
    #[inline]
    fn set_element<F: Float>(block: &mut Self::Blocks, row: usize, column: usize, value: F) {
        let columns: usize = block.shape()[O::AXES..].iter().product();
        if let Some(element) = block.as_slice_mut().and_then(|elements| elements.get_mut(row * columns + column)) {
            *element = Float::from_float(value);
        }
    }
}
