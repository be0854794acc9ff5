//! Rows: how a derivative is made of the cotangents of a reverse sweep, and how it is taken apart into tangents of the input.

use core::marker::PhantomData;

use super::super::blocks::Assemble;
use super::super::precision::OfInput;
use crate::rule::insert;
use crate::space::{Space, Tangent};

/// A derivative of an output by an input, as a value: a row for each float of the output, of the shape of the input.
pub trait Rows<O: Space, I: Space> {
    /// The derivative. It varies itself, and as a tangent it looks the same.
    type Value: Space<Plain = Self::Value>;
    /// Zeros.
    fn zeros(output: &O::Shape, input: &I::Shape) -> Self::Value;
    /// Sets the rows that a sweep carries; row 0 is lane `lane`.
    fn set_rows<const W: usize>(
        value: &mut Self::Value,
        cotangent: &Tangent<I, W>,
        output: &O::Shape,
        input: &I::Shape,
        lane: usize,
    );
    /// Sets one lane of a tangent of the input to a row.
    fn read_row<const W: usize>(
        value: &Self::Value,
        row: usize,
        output: &O::Shape,
        input: &I::Shape,
        tangent: &mut Tangent<I, W>,
        lane: usize,
    );
}

/// The blocks of a Jacobian.
#[derive(Debug)]
pub struct OfBlocks<A>(PhantomData<A>);

impl<O: Space, I: Space, A: Assemble<O, I, OfInput>> Rows<O, I> for OfBlocks<A>
where
    A::Blocks: Space<Plain = A::Blocks>,
{
    type Value = A::Blocks;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn zeros(output: &O::Shape, input: &I::Shape) -> A::Blocks {
        A::zeros(output, input)
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn set_rows<const W: usize>(
        value: &mut A::Blocks,
        cotangent: &Tangent<I, W>,
        output: &O::Shape,
        input: &I::Shape,
        lane: usize,
    ) {
        A::set_rows(value, cotangent, output, input, lane);
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn read_row<const W: usize>(
        value: &A::Blocks,
        row: usize,
        output: &O::Shape,
        input: &I::Shape,
        tangent: &mut Tangent<I, W>,
        lane: usize,
    ) {
        A::read_row(value, row, output, input, tangent, lane);
    }
}

/// The gradient of a scalar: one row, in the owned form of the input.
#[derive(Debug)]
pub enum OfGradient {}

impl<O: Space, I: Space> Rows<O, I> for OfGradient
where
    I::Plain: Space<Plain = I::Plain>,
{
    type Value = I::Plain;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn zeros(_: &O::Shape, input: &I::Shape) -> I::Plain {
        I::into_plain(I::origin::<1>(input))
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn set_rows<const W: usize>(
        value: &mut I::Plain,
        cotangent: &Tangent<I, W>,
        _: &O::Shape,
        _: &I::Shape,
        lane: usize,
    ) {
        *value = I::plain::<W>(cotangent, lane);
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn read_row<const W: usize>(
        value: &I::Plain,
        _: usize,
        _: &O::Shape,
        _: &I::Shape,
        tangent: &mut Tangent<I, W>,
        lane: usize,
    ) {
        insert::<I, W>(tangent, lane, value);
    }
}
