//! Derivatives of higher order, as generic code sees them: the tangents of a pullback.
//!
//! One rule gives every signature: what there is, then its tangents of the new sweep, in the same order. A method of order `n` has `n`
//! sweeps, the newest first: for each the number of its lanes, and what varies in it. Bit `k` of a mask stands for parameter `k`; of the tangents, the bits
//! from 64 on stand for the cotangents that the pullback starts from: see [`INPUTS`].

use crate::function::Function;
use crate::space::Tangent;

/// The inputs vary, the cotangents that a pullback starts from do not.
pub const INPUTS: u128 = u32::MAX as u128;

/// Everything varies.
pub const ALL: u128 = INPUTS | (u64::MAX as u128) << 64;

/// A function with second derivatives: of `#[differentiable(order = 2)]` or more.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no second derivatives",
    note = "write `#[differentiable(order = 2)]`, or a higher order, on the function"
)]
pub trait SecondOrder<Args>: Function<Args> {
    /// The value, its tangent, and the pullback with its tangent: it takes cotangents of the output and tangents of these, and gives those of the
    /// input. With a cotangent whose tangent is zero, the tangent of what it gives is a product with second derivatives.
    #[allow(clippy::type_complexity)]
    fn pullback_tangent<'a, const V: usize, const DOTS: u128, const W: usize, const BARS: u128>(
        args: &'a Args,
        dot: &'a Tangent<Self::Input, V>,
    ) -> (
        Self::Output,
        Tangent<Self::Output, V>,
        impl Fn(
            Tangent<Self::Output, W>,
            Tangent<Tangent<Self::Output, W>, V>,
        ) -> (Tangent<Self::Input, W>, Tangent<Tangent<Self::Input, W>, V>)
        + 'a,
    )
    where
        Self::Output: 'a,
        Self::Input: 'a;
}

/// A function with third derivatives: of `#[differentiable(order = 3)]` or more.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no third derivatives",
    note = "write `#[differentiable(order = 3)]`, or a higher order, on the function"
)]
pub trait ThirdOrder<Args>: SecondOrder<Args> {
    /// The tangent of [`pullback_tangent`](SecondOrder::pullback_tangent).
    #[allow(clippy::type_complexity)]
    fn pullback_tangent_tangent<
        'a,
        const U: usize,
        const DASHES: u128,
        const V: usize,
        const DOTS: u128,
        const W: usize,
        const BARS: u128,
    >(
        args: &'a Args,
        dot: &'a Tangent<Self::Input, V>,
        dash: &'a Tangent<Self::Input, U>,
        dot_dash: &'a Tangent<Tangent<Self::Input, V>, U>,
    ) -> (
        Self::Output,
        Tangent<Self::Output, V>,
        Tangent<Self::Output, U>,
        Tangent<Tangent<Self::Output, V>, U>,
        impl Fn(
            Tangent<Self::Output, W>,
            Tangent<Tangent<Self::Output, W>, V>,
            Tangent<Tangent<Self::Output, W>, U>,
            Tangent<Tangent<Tangent<Self::Output, W>, V>, U>,
        ) -> (
            Tangent<Self::Input, W>,
            Tangent<Tangent<Self::Input, W>, V>,
            Tangent<Tangent<Self::Input, W>, U>,
            Tangent<Tangent<Tangent<Self::Input, W>, V>, U>,
        ) + 'a,
    )
    where
        Self::Output: 'a,
        Self::Input: 'a;
}

/// A function with fourth derivatives: of `#[differentiable(order = 4)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no fourth derivatives",
    note = "write `#[differentiable(order = 4)]` on the function"
)]
pub trait FourthOrder<Args>: ThirdOrder<Args> {
    /// The tangent of [`pullback_tangent_tangent`](ThirdOrder::pullback_tangent_tangent).
    #[allow(clippy::type_complexity, clippy::too_many_arguments)]
    fn pullback_tangent_tangent_tangent<
        'a,
        const T: usize,
        const STROKES: u128,
        const U: usize,
        const DASHES: u128,
        const V: usize,
        const DOTS: u128,
        const W: usize,
        const BARS: u128,
    >(
        args: &'a Args,
        dot: &'a Tangent<Self::Input, V>,
        dash: &'a Tangent<Self::Input, U>,
        dot_dash: &'a Tangent<Tangent<Self::Input, V>, U>,
        stroke: &'a Tangent<Self::Input, T>,
        dot_stroke: &'a Tangent<Tangent<Self::Input, V>, T>,
        dash_stroke: &'a Tangent<Tangent<Self::Input, U>, T>,
        dot_dash_stroke: &'a Tangent<Tangent<Tangent<Self::Input, V>, U>, T>,
    ) -> (
        Self::Output,
        Tangent<Self::Output, V>,
        Tangent<Self::Output, U>,
        Tangent<Tangent<Self::Output, V>, U>,
        Tangent<Self::Output, T>,
        Tangent<Tangent<Self::Output, V>, T>,
        Tangent<Tangent<Self::Output, U>, T>,
        Tangent<Tangent<Tangent<Self::Output, V>, U>, T>,
        impl Fn(
            Tangent<Self::Output, W>,
            Tangent<Tangent<Self::Output, W>, V>,
            Tangent<Tangent<Self::Output, W>, U>,
            Tangent<Tangent<Tangent<Self::Output, W>, V>, U>,
            Tangent<Tangent<Self::Output, W>, T>,
            Tangent<Tangent<Tangent<Self::Output, W>, V>, T>,
            Tangent<Tangent<Tangent<Self::Output, W>, U>, T>,
            Tangent<Tangent<Tangent<Tangent<Self::Output, W>, V>, U>, T>,
        ) -> (
            Tangent<Self::Input, W>,
            Tangent<Tangent<Self::Input, W>, V>,
            Tangent<Tangent<Self::Input, W>, U>,
            Tangent<Tangent<Tangent<Self::Input, W>, V>, U>,
            Tangent<Tangent<Self::Input, W>, T>,
            Tangent<Tangent<Tangent<Self::Input, W>, V>, T>,
            Tangent<Tangent<Tangent<Self::Input, W>, U>, T>,
            Tangent<Tangent<Tangent<Tangent<Self::Input, W>, V>, U>, T>,
        ) + 'a,
    )
    where
        Self::Output: 'a,
        Self::Input: 'a;
}

/// The namesake of a function with derivatives of order 2. Generated code names these by way of it, so that a lower order is one error.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no derivatives of order 2",
    label = "needs `#[differentiable(order = 2)]` on `{Self}`",
    note = "a function of `order = n` calls functions of that order; one that calls `g::gradient(..)`, or another derivative of `g`, needs `g` of one order more"
)]
pub trait OfSecondOrder {
    /// The namesake itself.
    type Sweeps;
}

/// The namesake of a function with derivatives of order 3. Generated code names these by way of it, so that a lower order is one error.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no derivatives of order 3",
    label = "needs `#[differentiable(order = 3)]` on `{Self}`",
    note = "a function of `order = n` calls functions of that order; one that calls `g::gradient(..)`, or another derivative of `g`, needs `g` of one order more"
)]
pub trait OfThirdOrder {
    /// The namesake itself.
    type Sweeps;
}

/// The namesake of a function with derivatives of order 4. Generated code names these by way of it, so that a lower order is one error.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no derivatives of order 4",
    label = "needs `#[differentiable(order = 4)]` on `{Self}`",
    note = "a function of `order = n` calls functions of that order; one that calls `g::gradient(..)`, or another derivative of `g`, needs `g` of one order more"
)]
pub trait OfFourthOrder {
    /// The namesake itself.
    type Sweeps;
}
