//! The builder: `torch.autograd.functional.jacobian` and its options, without its exclusions.

use core::fmt;
use core::marker::PhantomData;

use super::blocks::{Assemble, HasBlocks};
use super::independence::IndependenceError;
use super::precision::OfInput;
use super::sweep::{
    IntoBlocks, automatic, automatic_of_width, automatic_one_by_one, forward, forward_any_width, forward_of_width,
    reverse, reverse_any_width, reverse_of_width,
};
use crate::function::Function;
use crate::tape::Tape;

/// In which direction derivatives are propagated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Strategy {
    /// The cheaper of the two, by [the rule](crate::jacobian::value_and_jacobian#cost) of `jacobian`.
    #[default]
    Auto,
    /// Forward: columns of the Jacobian.
    Forward,
    /// Reverse: rows of the Jacobian.
    Reverse,
}

/// The Jacobian of `F`, with options. Named [`at`](Self::at) a point it gives the blocks.
///
/// `F` is the namesake of a function with `#[differentiable]`:
///
/// ```ignore
/// # // through the facade
/// #[differentiable]
/// fn rosenbrock(x: [f64; 2]) -> [f64; 2] {
///     [10.0 * (x[1] - x[0] * x[0]), 1.0 - x[0]]
/// }
///
/// let j = Jacobian::<rosenbrock>::new().strategy(Strategy::Forward).strict(true).at([1.0, 2.0])?;
/// assert_eq!(j, [[-20.0, 10.0], [-1.0, 0.0]]);
/// ```
///
/// The options combine freely. They are known at run time only, so that `at` makes code for both modes, with and
/// without vectorisation, and leaves to the optimiser what is not used; where that matters, `F::jacobian` and its
/// kin fix the choice.
///
/// `W` is the number of seeds a sweep carries, if [`lanes`](Self::lanes) sets it; 0 stands for one that suits the shapes.
#[must_use = "a builder does nothing before `at`"]
pub struct Jacobian<F: ?Sized, const W: usize = 0> {
    strategy: Strategy,
    vectorize: bool,
    strict: bool,
    function: PhantomData<fn() -> F>,
}

impl<F: ?Sized> Jacobian<F> {
    /// The cheaper mode, many seeds a sweep, not strict.
    #[inline]
    pub const fn new() -> Self {
        Jacobian { strategy: Strategy::Auto, vectorize: true, strict: false, function: PhantomData }
    }
}

impl<F: ?Sized, const W: usize> Jacobian<F, W> {
    /// Which mode. [`Strategy::Auto`] if not called.
    #[inline]
    pub const fn strategy(mut self, strategy: Strategy) -> Self {
        self.strategy = strategy;
        self
    }

    /// Whether a sweep carries many seeds (up to eight) or one. True if not called.
    ///
    /// The results are the same, except for rounding in loops that the compiler vectorises differently.
    #[inline]
    pub const fn vectorize(mut self, vectorize: bool) -> Self {
        self.vectorize = vectorize;
        self
    }

    /// How many seeds a sweep carries, with vectorisation. If not called, one to eight, as suits the dimension where it is known at compile time.
    ///
    /// More lanes than there are seeds do no harm but cost; the last sweep may carry fewer. The results are the same up to rounding.
    ///
    /// ```ignore
    /// let j = Jacobian::<rosenbrock>::new().lanes::<4>().at(x)?;
    /// ```
    #[inline]
    pub const fn lanes<const LANES: usize>(self) -> Jacobian<F, LANES> {
        const { assert!(LANES > 0, "a sweep carries at least one seed") }
        Jacobian { strategy: self.strategy, vectorize: self.vectorize, strict: self.strict, function: PhantomData }
    }

    /// Whether an output that is independent of an input is an error. False if not called: its block is zero.
    ///
    /// Independence is a matter of data flow, decided when the function is compiled: `x * 0.0` depends on `x`, and `x` cast to an
    /// integer does not. An output that depends on no input is reported first, then the first independent pair. Of a function that is a derivative itself
    /// (`Jacobian::<Jacobian<F>>`), what strict mode reports of `F` comes first, then a block of its Jacobian that is constant.
    #[inline]
    pub const fn strict(mut self, strict: bool) -> Self {
        self.strict = strict;
        self
    }

    /// The Jacobian at `args`: the argument of a function with one parameter, else the tuple of all arguments, in order.
    ///
    /// Blocks have the float types of the input whatever the strategy.
    ///
    /// # Errors
    ///
    /// If [`strict`](Self::strict) and an output is independent of an input. Without `strict` the result is always `Ok`.
    #[inline]
    pub fn at<Args>(self, args: Args) -> Result<Args::Blocks, IndependenceError>
    where
        F: Function<Args> + Sized,
        Args: Point<F>,
    {
        Ok(self.value_and_at(args)?.1)
    }

    /// The value and the Jacobian at `args`. See [`at`](Self::at).
    ///
    /// # Errors
    ///
    /// As [`at`](Self::at).
    #[inline]
    pub fn value_and_at<Args>(self, args: Args) -> Result<(F::Output, Args::Blocks), IndependenceError>
    where
        F: Function<Args> + Sized,
        Args: Point<F>,
    {
        self.value_and_at_with(args, &mut Tape::default())
    }

    /// The same builder, with the memory of earlier calls: what reverse mode records of loops whose trip count is known
    /// at run time only.
    #[inline]
    pub const fn workspace(self, workspace: &mut Tape) -> InWorkspace<'_, F, W> {
        InWorkspace { options: self, workspace }
    }

    #[inline]
    fn value_and_at_with<Args>(
        self,
        args: Args,
        workspace: &mut Tape,
    ) -> Result<(F::Output, Args::Blocks), IndependenceError>
    where
        F: Function<Args> + Sized,
        Args: Point<F>,
    {
        if self.strict
            && let Some(error) = const { F::INDEPENDENCE }
        {
            return Err(error);
        }
        let target = IntoBlocks::<Args::Assembly, OfInput>::NEW;
        if W > 0 && self.vectorize {
            return Ok(match self.strategy {
                Strategy::Auto => automatic_of_width::<F, Args, _, W>(&args, target, workspace),
                Strategy::Forward => forward_of_width::<F, Args, _, W>(&args, target, workspace),
                Strategy::Reverse => reverse_of_width::<F, Args, _, W>(&args, target, workspace),
            });
        }
        Ok(match (self.strategy, self.vectorize) {
            (Strategy::Auto, true) => automatic::<F, Args, _>(&args, target, workspace),
            (Strategy::Forward, true) => forward_any_width::<F, Args, _, false>(&args, target, workspace),
            (Strategy::Reverse, true) => reverse_any_width::<F, Args, _>(&args, target, workspace),
            (Strategy::Auto, false) => automatic_one_by_one::<F, Args, _>(&args, target, workspace),
            (Strategy::Forward, false) => forward::<F, Args, _, 1, false>(&args, target, workspace),
            (Strategy::Reverse, false) => reverse::<F, Args, _, 1>(&args, target, workspace),
        })
    }
}

/// A [`Jacobian`] with a workspace. Each call of `at` uses it anew.
#[must_use = "a builder does nothing before `at`"]
pub struct InWorkspace<'workspace, F: ?Sized, const W: usize = 0> {
    options: Jacobian<F, W>,
    workspace: &'workspace mut Tape,
}

impl<F: ?Sized, const W: usize> InWorkspace<'_, F, W> {
    /// See [`Jacobian::at`].
    ///
    /// # Errors
    ///
    /// As [`Jacobian::at`].
    #[inline]
    pub fn at<Args>(&mut self, args: Args) -> Result<Args::Blocks, IndependenceError>
    where
        F: Function<Args> + Sized,
        Args: Point<F>,
    {
        Ok(self.value_and_at(args)?.1)
    }

    /// See [`Jacobian::value_and_at`].
    ///
    /// # Errors
    ///
    /// As [`Jacobian::at`].
    #[inline]
    pub fn value_and_at<Args>(&mut self, args: Args) -> Result<(F::Output, Args::Blocks), IndependenceError>
    where
        F: Function<Args> + Sized,
        Args: Point<F>,
    {
        self.options.value_and_at_with(args, self.workspace)
    }
}

impl<F: ?Sized, const W: usize> fmt::Debug for InWorkspace<'_, F, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InWorkspace").field("options", &self.options).finish_non_exhaustive()
    }
}

/// Arguments at which `F` has a Jacobian with a type: [`HasBlocks`] seen from the other side, for the sake of inference and
/// of the compiler's messages.
pub trait Point<F: Function<Self>>: Sized {
    /// The tree of blocks.
    type Blocks;
    /// How sweeps fill them.
    type Assembly: Assemble<F::Output, F::Input, OfInput, Blocks = Self::Blocks>;
}

impl<F: HasBlocks<Args>, Args> Point<F> for Args {
    type Blocks = F::Blocks;
    type Assembly = F::Assembly;
}

impl<F: ?Sized, const W: usize> Clone for Jacobian<F, W> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}

impl<F: ?Sized, const W: usize> Copy for Jacobian<F, W> {}

impl<F: ?Sized> Default for Jacobian<F> {
    #[inline]
    fn default() -> Self {
        Self::new()
    }
}

impl<F: ?Sized, const W: usize> fmt::Debug for Jacobian<F, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Jacobian")
            .field("strategy", &self.strategy)
            .field("vectorize", &self.vectorize)
            .field("strict", &self.strict)
            .finish()
    }
}
