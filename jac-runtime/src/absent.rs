//! What a function does not have, and why: for those who look for it.
//!
//! The namesake of a function has `gradient`, `hessian` and their kin where there is such a derivative. Where there is none, or it was not asked for,
//! a function of that name asks for one of these traits. Nothing implements them: the message is all that they are for.

/// A function that gives one number, and changes nothing behind `&mut`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not give one number alone: it has no gradient and no Hessian",
    label = "use `jacobian`, or `vjp` with a cotangent of what it gives"
)]
pub trait GivesOneNumber<'delayed> {}

/// A function with second derivatives.
#[diagnostic::on_unimplemented(
    message = "second derivatives of `{Self}` were not asked for",
    label = "put the option on the function: `#[differentiable(order = 2)]`"
)]
pub trait HasSecondDerivatives<'delayed> {}

/// A function without parameters that are functions.
#[diagnostic::on_unimplemented(
    message = "`{Self}` takes a function: its derivatives are those of what calls it",
    label = "write a `#[differentiable]` function that calls it, and differentiate that"
)]
pub trait TakesNoFunctions<'delayed> {}
