//! Conversions: `Celsius::from(x)`. A type may have several, which have one name: what is converted tells which it is.

/// What has the derivatives of the conversion of a type from another one.
#[diagnostic::on_unimplemented(
    message = "`{Self}::from` is not known to `jac` for `{Argument}`: it cannot be differentiated",
    label = "not a function of an `impl` block with `#[differentiable]`",
    note = "put the attribute on `impl From<{Argument}> for {Self}`, call a `#[differentiable]` function, or stop differentiation with \
            `jac::constant(..)`"
)]
pub trait Converts<Argument> {
    /// A type with the derivatives as methods.
    type Derivatives;
    /// A value of it.
    fn derivatives() -> Self::Derivatives;
}

/// By the path of the type, functions that it has itself go before this one, as they do with `from`.
pub trait ConvertsByPath {
    /// The derivatives of the conversion of what is passed.
    #[doc(hidden)]
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn __from_derivatives<Argument>(_: &Argument) -> <Self as Converts<Argument>>::Derivatives
    where
        Self: Converts<Argument>,
    {
        Self::derivatives()
    }
}

impl<T> ConvertsByPath for T {}

/// The derivatives of the conversion of what is passed, whatever functions the type has itself.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn conversion<T: Converts<Argument>, Argument>(_: &Argument) -> T::Derivatives {
    T::derivatives()
}
