//! Facade, to be documented.
#![no_std]
pub use jac_macros::differentiable;
pub use jac_runtime::function::Function;
pub use jac_runtime::space::{Space, Tangent};

/// What generated code names. Not public API.
#[doc(hidden)]
pub mod __private {
    #[cfg(feature = "alloc")]
    extern crate alloc;
    #[cfg(feature = "alloc")]
    pub use alloc::{vec, vec::Vec};

    pub use jac_runtime::cotangent::{accumulate, add_to, get, sum, take, zero};
    pub use jac_runtime::dependence::{Dependence, Flow, solve};
    #[cfg(any(feature = "std", feature = "libm"))]
    pub use jac_runtime::float::math::*;
    pub use jac_runtime::function::Function;
    pub use jac_runtime::kinks::*;
    #[cfg(feature = "alloc")]
    pub use jac_runtime::space::slice_space;
    pub use jac_runtime::space::{CotangentOf, Space, Tangent, space_of, zero_like};
    pub use jac_runtime::sweep::{Sweep, snapshot};
    #[cfg(feature = "alloc")]
    pub use jac_runtime::trace::Trace;
    pub use jac_runtime::trace::{empty, fixed_trace, reversed, trip_count};
}
