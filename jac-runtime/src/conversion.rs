//! Conversions: `Celsius::from(x)`. A type may have several, which have one name: what is converted tells which it is.

use core::marker::PhantomData;

/// What has the derivatives of the conversion of a type from another one.
#[diagnostic::on_unimplemented(
    message = "this conversion to `{Self}` is not known to `jac`: it cannot be differentiated",
    label = "not a function of an `impl` block with `#[differentiable]`",
    note = "put the attribute on the `impl From<..> for {Self}`, call a `#[differentiable]` function, or stop differentiation with \
            `jac::constant(..)`"
)]
pub trait Converts<Argument> {
    /// A type with the derivatives as methods.
    type Derivatives;
    /// A value of it.
    fn derivatives() -> Self::Derivatives;
}

/// What is converted, by its type alone. It is known before the conversion is looked for: where there is but one, the compiler would take the argument for what that takes.
pub struct Converted<Argument>(PhantomData<fn() -> Argument>);

/// The type of what is passed.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn converted<Argument>(_: &Argument) -> Converted<Argument> {
    Converted(PhantomData)
}

/// By the path of the type, functions that it has itself go before this one, as they do with `from`.
pub trait ConvertsByPath {
    /// The derivatives of the conversion of this.
    #[doc(hidden)]
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn __from_derivatives<Argument>(_: Converted<Argument>) -> <Self as Converts<Argument>>::Derivatives
    where
        Self: Converts<Argument>,
    {
        Self::derivatives()
    }
}

impl<T> ConvertsByPath for T {}

/// The derivatives of the conversion of this, whatever functions the type has itself.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn conversion<T: Converts<Argument>, Argument>(_: Converted<Argument>) -> T::Derivatives {
    T::derivatives()
}
