//! Which float types a block has: those of the input, or that of the output. The two differ for functions
//! that mix `f32` and `f64`, and then `jacrev` and `jacobian` follow the input, `jacfwd` the output, as
//! PyTorch does.

use core::marker::PhantomData;

use crate::float::Float;

/// A choice of float types for a row, made for each float of the input.
pub trait Precision: 'static {
    /// The type in place of `F`.
    type Float<F: Float>: Float;
}

/// Every float keeps its type.
#[derive(Debug)]
pub enum Own {}

/// Every float becomes an `F`.
#[derive(Debug)]
pub struct As<F>(PhantomData<F>);

impl Precision for Own {
    type Float<F: Float> = F;
}

impl<G: Float> Precision for As<G> {
    type Float<F: Float> = G;
}

/// Whose float types a block has: [`OfInput`] or [`OfOutput`].
pub trait Floats: 'static {
    /// The floats of the row that belongs to an output float of type `O`.
    type Row<O: Float>: Precision;
}

/// Blocks have the float types of the input.
#[derive(Debug)]
pub enum OfInput {}

/// Blocks have the float types of the output.
#[derive(Debug)]
pub enum OfOutput {}

impl Floats for OfInput {
    type Row<O: Float> = Own;
}

impl Floats for OfOutput {
    type Row<O: Float> = As<O>;
}
