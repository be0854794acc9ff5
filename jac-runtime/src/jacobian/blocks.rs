//! The shape of a Jacobian: a tree of blocks, by the members of the output, then by those of the input.
//!
//! Tuples on either side distribute: `J.0.1` is the block of output 0 and input 1. What is not a tuple is an
//! [`Atom`]; a pair of atoms has one block. Sweeps fill all blocks at once; each knows the lane of its first
//! row or column, as in [`row`](super::row).

use core::marker::PhantomData;
use core::slice::from_mut;

use super::nest::Nest;
use super::precision::{Floats, OfInput};
use super::row::{Row, Zero};
use crate::float::Float;
use crate::function::Function;
use crate::space::{Space, Tangent};

/// An output by an input.
#[derive(Debug)]
pub struct By<O, I>(PhantomData<fn() -> (O, I)>);

/// The blocks of an output by an input, and how sweeps fill them.
#[diagnostic::on_unimplemented(
    message = "the Jacobian of `{O}` by `{I}` has no type",
    note = "use `jacobian_into`, which exists for every function"
)]
pub trait Assemble<O: Space, I: Space, G: Floats> {
    /// The blocks.
    type Blocks;
    /// Blocks of zeros.
    fn zeros(output: &O::Shape, input: &I::Shape) -> Self::Blocks;
    /// Zeros where the size is known at compile time, and nothing where it is not.
    fn blank() -> Self::Blocks;
    /// What is [`blank`](Self::blank) becomes [`zeros`](Self::zeros), where it is.
    fn complete(blocks: &mut Self::Blocks, output: &O::Shape, input: &I::Shape);
    /// Forward: the blocks, from a sweep that carries all of their columns; column 0 is lane `lane`.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn from_columns<const W: usize>(
        tangent: &Tangent<O, W>,
        output: &O::Shape,
        input: &I::Shape,
        lane: usize,
    ) -> Self::Blocks {
        let mut blocks = Self::zeros(output, input);
        Self::set_columns(&mut blocks, tangent, output, input, lane);
        blocks
    }
    /// Forward: sets the columns that the sweep carries.
    fn set_columns<const W: usize>(
        blocks: &mut Self::Blocks,
        tangent: &Tangent<O, W>,
        output: &O::Shape,
        input: &I::Shape,
        lane: usize,
    );
    /// Reverse: the blocks, from a sweep that carries all of their rows; row 0 is lane `lane`.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn from_rows<const W: usize>(
        cotangent: &Tangent<I, W>,
        output: &O::Shape,
        input: &I::Shape,
        lane: usize,
    ) -> Self::Blocks {
        let mut blocks = Self::zeros(output, input);
        Self::set_rows(&mut blocks, cotangent, output, input, lane);
        blocks
    }
    /// Reverse: sets the rows that the sweep carries.
    fn set_rows<const W: usize>(
        blocks: &mut Self::Blocks,
        cotangent: &Tangent<I, W>,
        output: &O::Shape,
        input: &I::Shape,
        lane: usize,
    );
    /// Sets one lane of a tangent of the input to a row of the blocks.
    fn read_row<const W: usize>(
        blocks: &Self::Blocks,
        row: usize,
        output: &O::Shape,
        input: &I::Shape,
        tangent: &mut Tangent<I, W>,
        lane: usize,
    );
    /// Elimination: sets one element. Blocks are of fixed size.
    fn set_element<F: Float>(blocks: &mut Self::Blocks, row: usize, column: usize, value: F);
}

/// Anything that is not a tuple: an output and an input of this kind share one block.
#[diagnostic::on_unimplemented(
    message = "a Jacobian has no block of a `{Self}`: it is neither a float nor an array or a tuple of floats",
    note = "floats, arrays, `Vec`s and tuples of these have blocks; of other types use `jacobian_into`, which fills a matrix with a row for each float of the \
            output, or `jvp`, `vjp` and `gradient`"
)]
pub trait Atom: Space + Element {}

/// What an [`Atom`] may consist of, and whether its size is known at compile time.
#[diagnostic::on_unimplemented(
    message = "a Jacobian has no block of arrays or `Vec`s of `{Self}`",
    note = "arrays and `Vec`s of floats, nested or not, have blocks; of other types use `jacobian_into`, which fills a matrix with a row for each float of the output, \
            or `jvp`, `vjp` and `gradient`"
)]
pub trait Element {
    /// [`Fixed`], [`Growable`] or [`Absent`].
    type Extent: Extent;
}

/// What kind of block atoms have.
pub trait Extent {
    /// The kind of the block of an output of this kind and an input of kind `E`.
    type By<E: Extent>: Extent;
    /// The kind of the block of a [`Growable`] output and an input of this kind.
    type ByGrowable: Extent;
}

/// Of a size known at compile time: blocks are nested arrays.
#[derive(Debug)]
pub enum Fixed {}

/// Of a size known at run time: blocks are `ndarray` arrays.
#[derive(Debug)]
pub enum Growable {}

/// Without floats: blocks are `()`.
#[derive(Debug)]
pub enum Absent {}

impl Extent for Fixed {
    type By<E: Extent> = E;
    type ByGrowable = Growable;
}

impl Extent for Growable {
    type By<E: Extent> = E::ByGrowable;
    type ByGrowable = Growable;
}

impl Extent for Absent {
    type By<E: Extent> = Absent;
    type ByGrowable = Absent;
}

/// The kind of the block of two atoms.
type BlockExtent<O, I> = <<O as Element>::Extent as Extent>::By<<I as Element>::Extent>;

/// The block of two atoms, for a kind of block.
#[cfg_attr(
    not(feature = "ndarray"),
    diagnostic::on_unimplemented(
        message = "the block of `{O}` by `{I}` has a size known at run time only",
        label = "needs the feature `ndarray`",
        note = "enable the feature `ndarray` of `jac` for blocks that are `ndarray` arrays, or use `jacobian_into`"
    )
)]
#[cfg_attr(
    feature = "ndarray",
    diagnostic::on_unimplemented(
        message = "`{O}` by `{I}` has no block",
        note = "runtime-sized values have blocks if they are `Vec`s or arrays, nested or not, of floats; use `jacobian_into` for others"
    )
)]
pub trait Block<O: Space, I: Space, G: Floats>: Assemble<O, I, G> {}

impl<O: Nest, I: Row, G: Floats> Block<O, I, G> for Fixed {}
impl<O: Space, I: Space, G: Floats> Block<O, I, G> for Absent {}

impl<O: Nest, I: Row, G: Floats> Assemble<O, I, G> for Fixed {
    type Blocks = O::Nest<G, I>;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn zeros(_: &O::Shape, _: &I::Shape) -> Self::Blocks {
        Zero::blank()
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn blank() -> Self::Blocks {
        Zero::blank()
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn complete(_: &mut Self::Blocks, _: &O::Shape, _: &I::Shape) {}
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn from_columns<const W: usize>(tangent: &Tangent<O, W>, _: &O::Shape, _: &I::Shape, lane: usize) -> Self::Blocks {
        O::from_columns::<G, I, W>(tangent, lane)
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn set_columns<const W: usize>(
        blocks: &mut Self::Blocks,
        tangent: &Tangent<O, W>,
        _: &O::Shape,
        _: &I::Shape,
        lane: usize,
    ) {
        O::set_columns::<G, I, W>(blocks, tangent, lane);
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn from_rows<const W: usize>(cotangent: &Tangent<I, W>, _: &O::Shape, _: &I::Shape, lane: usize) -> Self::Blocks {
        O::from_rows::<G, I, W>(cotangent, lane)
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn set_rows<const W: usize>(
        blocks: &mut Self::Blocks,
        cotangent: &Tangent<I, W>,
        _: &O::Shape,
        _: &I::Shape,
        lane: usize,
    ) {
        O::set_rows::<G, I, W>(from_mut(blocks), cotangent, lane);
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn read_row<const W: usize>(
        blocks: &Self::Blocks,
        row: usize,
        _: &O::Shape,
        _: &I::Shape,
        tangent: &mut Tangent<I, W>,
        lane: usize,
    ) {
        O::read_row::<G, I, W>(blocks, row, tangent, lane);
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn set_element<F: Float>(blocks: &mut Self::Blocks, row: usize, column: usize, value: F) {
        O::set_element::<G, I, F>(blocks, row, column, value);
    }
}

impl<O: Space, I: Space, G: Floats> Assemble<O, I, G> for Absent {
    type Blocks = ();

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn zeros(_: &O::Shape, _: &I::Shape) {}
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn blank() {}
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn complete((): &mut (), _: &O::Shape, _: &I::Shape) {}
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn set_columns<const W: usize>((): &mut (), _: &Tangent<O, W>, _: &O::Shape, _: &I::Shape, _: usize) {}
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn set_rows<const W: usize>((): &mut (), _: &Tangent<I, W>, _: &O::Shape, _: &I::Shape, _: usize) {}
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn read_row<const W: usize>((): &(), _: usize, _: &O::Shape, _: &I::Shape, _: &mut Tangent<I, W>, _: usize) {}
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn set_element<F: Float>((): &mut (), _: usize, _: usize, _: F) {}
}

impl<O: Atom, I: Atom, G: Floats> Assemble<O, I, G> for By<O, I>
where
    BlockExtent<O, I>: Block<O, I, G>,
{
    type Blocks = <BlockExtent<O, I> as Assemble<O, I, G>>::Blocks;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn zeros(output: &O::Shape, input: &I::Shape) -> Self::Blocks {
        <BlockExtent<O, I> as Assemble<O, I, G>>::zeros(output, input)
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn blank() -> Self::Blocks {
        <BlockExtent<O, I> as Assemble<O, I, G>>::blank()
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn complete(blocks: &mut Self::Blocks, output: &O::Shape, input: &I::Shape) {
        <BlockExtent<O, I> as Assemble<O, I, G>>::complete(blocks, output, input);
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn from_columns<const W: usize>(
        tangent: &Tangent<O, W>,
        output: &O::Shape,
        input: &I::Shape,
        lane: usize,
    ) -> Self::Blocks {
        <BlockExtent<O, I> as Assemble<O, I, G>>::from_columns(tangent, output, input, lane)
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn set_columns<const W: usize>(
        blocks: &mut Self::Blocks,
        tangent: &Tangent<O, W>,
        output: &O::Shape,
        input: &I::Shape,
        lane: usize,
    ) {
        <BlockExtent<O, I> as Assemble<O, I, G>>::set_columns(blocks, tangent, output, input, lane);
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn from_rows<const W: usize>(
        cotangent: &Tangent<I, W>,
        output: &O::Shape,
        input: &I::Shape,
        lane: usize,
    ) -> Self::Blocks {
        <BlockExtent<O, I> as Assemble<O, I, G>>::from_rows(cotangent, output, input, lane)
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn set_rows<const W: usize>(
        blocks: &mut Self::Blocks,
        cotangent: &Tangent<I, W>,
        output: &O::Shape,
        input: &I::Shape,
        lane: usize,
    ) {
        <BlockExtent<O, I> as Assemble<O, I, G>>::set_rows(blocks, cotangent, output, input, lane);
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn read_row<const W: usize>(
        blocks: &Self::Blocks,
        row: usize,
        output: &O::Shape,
        input: &I::Shape,
        tangent: &mut Tangent<I, W>,
        lane: usize,
    ) {
        <BlockExtent<O, I> as Assemble<O, I, G>>::read_row(blocks, row, output, input, tangent, lane);
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn set_element<F: Float>(blocks: &mut Self::Blocks, row: usize, column: usize, value: F) {
        <BlockExtent<O, I> as Assemble<O, I, G>>::set_element(blocks, row, column, value);
    }
}

/// A differentiable function whose Jacobian has a type: the tree of its blocks, with the floats that `G` names.
///
/// Every function of fixed-size values has one; with values of run-time size, it needs the feature `ndarray`.
pub trait HasBlocks<Args, G: Floats = OfInput>: Function<Args> {
    /// The tree of blocks.
    type Blocks;
    /// How sweeps fill them.
    type Assembly: Assemble<Self::Output, Self::Input, G, Blocks = Self::Blocks>;
}

impl<F, Args, G: Floats> HasBlocks<Args, G> for F
where
    F: Function<Args>,
    By<F::Output, F::Input>: Assemble<F::Output, F::Input, G>,
{
    type Blocks = <By<F::Output, F::Input> as Assemble<F::Output, F::Input, G>>::Blocks;
    type Assembly = By<F::Output, F::Input>;
}

/// The Jacobian of `F` at arguments of type `Args`, with the float types of the input.
pub type Blocks<F, Args> = <F as HasBlocks<Args, OfInput>>::Blocks;

/// The Jacobian of `F` at arguments of type `Args`, with the float types of the output: what `jacfwd` gives.
pub type ForwardBlocks<F, Args> = <F as HasBlocks<Args, super::precision::OfOutput>>::Blocks;
