//! Derivatives as functions: [`Jacobian<F>`](super::Jacobian) and [`Gradient<F>`] can be differentiated themselves, as often as the order of `F` allows,
//! less one. And so can what a differentiated function calls: `g::jvp(..)`, `g::vjp(..)`, and these with the value.

mod lanes;
mod products;
mod rows;
mod sweeps;
mod third;
mod value_and;

use core::marker::PhantomData;

pub(super) use lanes::without_seed;
pub use products::{Jvp, Vjp};
pub use rows::{OfBlocks, OfGradient, Rows};
pub use value_and::ValueAnd;

use super::blocks::HasBlocks;
use super::builder::Jacobian;
use super::independence::{IndependenceError, first_constant};
use super::products::OneFloat;
use crate::dependence::Dependence;
use crate::function::Function;
use crate::order::{ALL, FourthOrder, INPUTS, SecondOrder, ThirdOrder};
use crate::space::{Space, Tangent};

/// The gradient of `F`, as a function: of the arguments of `F`, to a value that looks like its differentiable inputs.
#[derive(Debug)]
pub struct Gradient<F: ?Sized>(PhantomData<fn() -> F>);

/// The Hessian of `F`, as a function.
pub type Hessian<F> = Jacobian<Gradient<F>>;

/// A derivative of a function, with derivatives of its own.
pub trait Derivative<Args> {
    /// The inputs that vary, in their owned form.
    type Input: Space;
    /// The derivative.
    type Output: Space;
    /// The derivative.
    fn value(args: &Args) -> Self::Output;
    /// The derivative, and its tangent for inputs of which those in `DOTS` vary.
    fn tangent_of<const V: usize, const DOTS: u128>(
        args: &Args,
        dot: &Tangent<Self::Input, V>,
    ) -> (Self::Output, Tangent<Self::Output, V>);
    /// The cotangents of the inputs in `BARS`, for one of the derivative.
    fn pull<const W: usize, const BARS: u128>(args: &Args, bar: Tangent<Self::Output, W>) -> Tangent<Self::Input, W>;
}

/// A derivative of a function, with second derivatives of its own.
pub trait SecondDerivative<Args>: Derivative<Args> {
    /// The tangent of [`pull`](Derivative::pull).
    #[allow(clippy::type_complexity)]
    fn pull_tangent<const V: usize, const W: usize, const BARS: u128>(
        args: &Args,
        dot: &Tangent<Self::Input, V>,
        bar: Tangent<Self::Output, W>,
        bar_dot: Tangent<Tangent<Self::Output, W>, V>,
    ) -> (Tangent<Self::Input, W>, Tangent<Tangent<Self::Input, W>, V>);
}

/// A derivative of `F` that is made of rows.
pub trait DerivedFrom<F: Function<Args>, Args> {
    /// How.
    type Rows: Rows<F::Output, F::Input>;
}

impl<F: HasBlocks<Args>, Args> DerivedFrom<F, Args> for Jacobian<F>
where
    F::Blocks: Space<Plain = F::Blocks>,
{
    type Rows = OfBlocks<F::Assembly>;
}

impl<F: Function<Args>, Args> DerivedFrom<F, Args> for Gradient<F>
where
    F::Output: OneFloat,
    <F::Input as Space>::Plain: Space<Plain = <F::Input as Space>::Plain>,
{
    type Rows = OfGradient;
}

/// How the derivative is made of rows.
type RowsOf<D, F, Args> = <D as DerivedFrom<F, Args>>::Rows;

/// The derivative as a value.
type Value<D, F, Args> =
    <RowsOf<D, F, Args> as Rows<<F as Function<Args>>::Output, <F as Function<Args>>::Input>>::Value;

macro_rules! derived {
    ($($derivative:ident)*) => {$(
        impl<F: SecondOrder<Args>, Args> Derivative<Args> for $derivative<F>
        where
            Self: DerivedFrom<F, Args>,
        {
            type Input = F::Input;
            type Output = Value<Self, F, Args>;
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn value(args: &Args) -> Self::Output {
                sweeps::value::<F, Args, RowsOf<Self, F, Args>>(args)
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn tangent_of<const V: usize, const DOTS: u128>(
                args: &Args,
                dot: &Tangent<Self::Input, V>,
            ) -> (Self::Output, Tangent<Self::Output, V>) {
                sweeps::tangent::<F, Args, RowsOf<Self, F, Args>, V, DOTS>(args, dot)
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn pull<const W: usize, const BARS: u128>(
                args: &Args,
                bar: Tangent<Self::Output, W>,
            ) -> Tangent<Self::Input, W> {
                sweeps::pull::<F, Args, RowsOf<Self, F, Args>, W, BARS>(args, bar)
            }
        }

        impl<F: ThirdOrder<Args>, Args> SecondDerivative<Args> for $derivative<F>
        where
            Self: DerivedFrom<F, Args>,
        {
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn pull_tangent<const V: usize, const W: usize, const BARS: u128>(
                args: &Args,
                dot: &Tangent<Self::Input, V>,
                bar: Tangent<Self::Output, W>,
                bar_dot: Tangent<Tangent<Self::Output, W>, V>,
            ) -> (Tangent<Self::Input, W>, Tangent<Tangent<Self::Input, W>, V>) {
                sweeps::pull_tangent::<F, Args, RowsOf<Self, F, Args>, V, W, BARS>(args, dot, bar, bar_dot)
            }
        }

        impl<F: SecondOrder<Args>, Args> Function<Args> for $derivative<F>
        where
            Self: DerivedFrom<F, Args>,
        {
            type Input = F::Input;
            type Output = Value<Self, F, Args>;
            const INPUTS: &'static [&'static str] = F::INPUTS;
            const OUTPUTS: &'static [&'static str] = F::OUTPUTS;
            // Overestimated: what is affine has a constant derivative, which strict mode reports before it comes here.
            const DEPENDENCE: &'static [Dependence] = F::DEPENDENCE;
            const INDEPENDENCE: Option<IndependenceError> = first_constant::<F, Args>();

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn input_shape(args: &Args) -> <Self::Input as Space>::Shape {
                F::input_shape(args)
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn value(args: &Args) -> Self::Output {
                <Self as Derivative<Args>>::value(args)
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn tangent<const W: usize>(
                args: &Args,
                seed: &Tangent<Self::Input, W>,
            ) -> (Self::Output, Tangent<Self::Output, W>) {
                Self::tangent_of::<W, INPUTS>(args, seed)
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn pullback<'a, const W: usize>(
                args: &'a Args,
            ) -> (Self::Output, impl Fn(Tangent<Self::Output, W>) -> Tangent<Self::Input, W> + 'a)
            where
                Self::Output: 'a,
                Self::Input: 'a,
            {
                (<Self as Derivative<Args>>::value(args), |bar| Self::pull::<W, ALL>(args, bar))
            }
        }

        impl<F: ThirdOrder<Args>, Args> SecondOrder<Args> for $derivative<F>
        where
            Self: DerivedFrom<F, Args>,
        {
            #[cfg_attr(not(debug_assertions), inline(always))]
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
                Self::Input: 'a,
            {
                let (value, value_dot) = Self::tangent_of::<V, INPUTS>(args, dot);
                let pullback = |bar, bar_dot| Self::pull_tangent::<V, W, BARS>(args, dot, bar, bar_dot);
                (value, value_dot, pullback)
            }
        }

        impl<F: FourthOrder<Args>, Args> ThirdOrder<Args> for $derivative<F>
        where
            Self: DerivedFrom<F, Args>,
        {
            #[cfg_attr(not(debug_assertions), inline(always))]
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
                Self::Input: 'a,
            {
                let (value, value_dot, value_dash, value_dot_dash) =
                    third::tangent_tangent::<F, Args, RowsOf<Self, F, Args>, V, U>(args, dot, dash, dot_dash);
                let pullback = |bar, bar_dot, bar_dash, bar_dot_dash| {
                    third::pull_tangent_tangent::<F, Args, RowsOf<Self, F, Args>, U, V, W, BARS>(
                        args, dot, dash, dot_dash, bar, bar_dot, bar_dash, bar_dot_dash,
                    )
                };
                (value, value_dot, value_dash, value_dot_dash, pullback)
            }
        }
    )*};
}
derived!(Jacobian Gradient);
