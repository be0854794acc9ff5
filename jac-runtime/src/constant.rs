//! `constant`: stops differentiation at a value.

use crate::cotangent::Vector;
use crate::dependence::Dependence;
use crate::space::{Space, Tangent};
use crate::sweep::Sweep;
use crate::tape::Tape;

/// Returns its argument, and hides from differentiation where it comes from: its tangent is zero (PyTorch's `detach`).
///
/// In a differentiable function, what stands in it need not be differentiable: it is evaluated as written. Of a reference (`jac::constant(&x)`), the function sees a copy.
///
/// ```ignore
/// #[differentiable]
/// fn f(x: f64) -> f64 {
///     x * jac::constant(x) // the derivative is x, not 2x
/// }
/// ```
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn constant<T>(value: T) -> T {
    value
}

/// The derivatives of the function [`constant`](fn@constant).
#[allow(non_camel_case_types)]
#[derive(Debug)]
pub enum constant {}

/// The proof that a function named `constant` is [`constant`](fn@constant).
#[diagnostic::on_unimplemented(
    message = "this function is named `constant`, and is not `jac::constant`",
    label = "not `jac::constant`",
    note = "inside of a differentiable function, the name stands for `jac::constant`; call this one by another name"
)]
pub trait IsConstant {}

impl IsConstant for constant {}

/// Compiles only for [`constant`](fn@constant).
pub const fn is_constant<F: IsConstant>() {}

impl constant {
    #[doc(hidden)]
    pub const fn __accepts(_: u128) {}

    #[doc(hidden)]
    pub const fn __depends(_: usize, _: usize) -> Dependence {
        Dependence::Independent
    }

    #[doc(hidden)]
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn __tangent<T: Space, const W: usize, const MASK: u128>(
        _: Sweep<W, MASK>,
        value: T,
        _: Tangent<T, W>,
    ) -> (T, Tangent<T, W>) {
        let zero = T::origin(&value.shape());
        (value, zero)
    }

    #[doc(hidden)]
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn __pullback<T: Space, const W: usize, const MASK: u128>(
        _: Sweep<W, MASK>,
        value: T,
        _: &mut Tape,
    ) -> (T, impl Fn(&Tape, Tangent<T, W>) -> (Tangent<T, W>,) + use<T, W, MASK>) {
        (value, |_: &Tape, _| (Vector::ZERO,))
    }
}
