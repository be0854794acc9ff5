//! Facade, to be documented.
#![no_std]
pub use jac_macros::differentiable;
#[cfg(feature = "alloc")]
pub use jac_runtime::check;
pub use jac_runtime::dependence::Dependence;
pub use jac_runtime::float::Float;
pub use jac_runtime::function::Function;
pub use jac_runtime::jacobian::{IndependenceError, Jacobian, Strategy};
pub use jac_runtime::space::{Space, Tangent};

/// Keeps its argument only where blocks of runtime-sized values exist.
#[cfg(feature = "ndarray")]
#[doc(hidden)]
#[macro_export]
macro_rules! __with_ndarray {
    ($($items:tt)*) => { $($items)* };
}

/// Keeps its argument only where blocks of runtime-sized values exist.
#[cfg(not(feature = "ndarray"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __with_ndarray {
    ($($items:tt)*) => {};
}

/// What generated code names. Not public API.
#[doc(hidden)]
pub mod __private {
    #[cfg(feature = "alloc")]
    extern crate alloc;
    #[cfg(feature = "alloc")]
    pub use alloc::{vec, vec::Vec};

    pub use crate::__with_ndarray as with_ndarray;
    pub use jac_runtime::cotangent::{accumulate, add_to, get, sum, take, zero};
    pub use jac_runtime::dependence::{Dependence, Flow, solve};
    #[cfg(any(feature = "std", feature = "libm"))]
    pub use jac_runtime::float::math::*;
    pub use jac_runtime::function::Function;
    pub use jac_runtime::float::Float;
    pub use jac_runtime::jacobian::{
        Blocks, ForwardBlocks, gradient, jacobian_into, jvp, value_and_gradient, value_and_jacfwd, value_and_jacobian,
        value_and_jacrev, vjp,
    };
    pub use jac_runtime::kinks::*;
    #[cfg(feature = "alloc")]
    pub use jac_runtime::space::slice_space;
    pub use jac_runtime::space::{CotangentOf, Plain, Space, Tangent, space_of, zero_like};
    pub use jac_runtime::sweep::{IntoPlain, Sweep, snapshot};
    #[cfg(feature = "alloc")]
    pub use jac_runtime::trace::Trace;
    pub use jac_runtime::trace::{empty, fixed_trace, reversed, trip_count};
}
