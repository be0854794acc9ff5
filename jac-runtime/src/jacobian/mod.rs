//! Jacobians: from a [`Function`](crate::function::Function), which propagates tangents and cotangents, to products, gradients and
//! whole Jacobians.
//!
//! # Blocks
//!
//! The Jacobian of a function has the structure of its output, and inside of that the structure of its input:
//!
//! | output | input | Jacobian |
//! |---|---|---|
//! | `f64` | `f64` | `f64` |
//! | `f64` | `[f64; N]` | `[f64; N]` |
//! | `[f64; M]` | `f64` | `[f64; M]` |
//! | `[f64; M]` | `[f64; N]` | `[[f64; N]; M]` |
//! | `[[f64; 2]; M]` | `[f64; N]` | `[[[f64; N]; 2]; M]` |
//! | `(A, B)` | `X` | `(A by X, B by X)` |
//! | `A`, not a tuple | `(X, Y)` | `(A by X, A by Y)` |
//! | `(A, B)` | `(X, Y)` | `((A by X, A by Y), (B by X, B by Y))`: `j.1.0` is the block of output 1 and input 0 |
//! | an integer, `bool`, `()` | any | `()`, and the same the other way round |
//! | `Vec<f64>` | `Vec<f64>`, also from a slice | `ndarray::Array2<f64>` |
//! | `f64` | `Vec<f64>` | `ndarray::Array1<f64>` |
//! | `Vec<[f64; 3]>` | `[f64; N]` | `ndarray::Array3<f64>` |
//!
//! A block with a `Vec` on either side is an `ndarray` array of shape output ++ input, and needs the feature `ndarray`; a `Vec` of
//! `Vec`s must then be rectangular, or making the block panics. A length of zero is a length like any other. [`jacobian_into`] needs
//! neither and exists for every function.
//!
//! For functions that mix `f32` and `f64`: blocks have the float types of the input, those of [`jacfwd`] the
//! float type of the output.

mod blocks;
mod builder;
mod derived;
mod diagonal;
mod drivers;
mod given;
#[cfg(feature = "ndarray")]
mod growable;
mod hessian;
mod independence;
mod matrix;
mod nest;
mod plan;
mod precision;
mod products;
mod row;
mod structure;
pub(crate) mod sweep;

pub use blocks::{
    Absent, Assemble, Atom, Block, Blocks, By, Element, Extent, Fixed, ForwardBlocks, Growable, HasBlocks,
};
pub use builder::{InWorkspace, Jacobian, Point, Strategy};
pub use derived::{
    Derivative, DerivedFrom, Gradient, Hessian, Jvp, OfBlocks, OfGradient, Rows, SecondDerivative, ValueAnd, Vjp,
};
pub use drivers::{
    jacfwd, jacobian, jacobian_into, jacobian_into_with, jacrev, value_and_jacfwd, value_and_jacobian, value_and_jacrev,
};
#[cfg(feature = "alloc")]
pub use given::{GivenSlice, given_slice};
pub use given::{given, product_of};
#[cfg(feature = "ndarray")]
pub use growable::Rectangular;
pub use hessian::{HasHessian, gradient_and_hessian, hvp};
pub use independence::{IndependenceError, Position, first_constant, first_independence};
pub use nest::Nest;
pub use precision::{As, Floats, OfInput, OfOutput, Own, Precision};
pub use products::{
    HasGradient, OneFloat, cotangent_of_plain, gradient, jvp, plain_of_cotangent, value_and_gradient,
    value_and_gradient_with, vjp, vjp_with,
};
pub use row::Row;
