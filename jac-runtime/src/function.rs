//! `Function`: a differentiable function as generic code sees it.

use crate::dependence::Dependence;
use crate::float::Float;
use crate::jacobian::{IndependenceError, first_independence};
use crate::space::{Space, Tangent};
use crate::tape::Tape;

/// A function that `#[differentiable]` was applied to, as a type: the namesake of the function.
///
/// `Args` is the type of its parameter, or the tuple of the types of all its parameters, in order. An
/// `&mut` parameter stands in `Args` as it is; the functions below leave it unchanged and return its final
/// value as a part of the output.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a differentiable function of `{Args}`",
    note = "put `#[differentiable]` on the function; `Args` is its parameter, or the tuple of all its parameters"
)]
pub trait Function<Args> {
    /// The differentiable inputs in their owned form: one of them as it is, several as a tuple.
    type Input: Space;
    /// What it computes, in owned form: the result, then each `&mut` parameter, one as it is, several as a tuple.
    type Output: Space;

    /// The names of the differentiable inputs.
    const INPUTS: &'static [&'static str];
    /// The names of the outputs: `result`, and the names of `&mut` parameters.
    const OUTPUTS: &'static [&'static str];
    /// How each output depends on each input: row-major, outputs by inputs.
    const DEPENDENCE: &'static [Dependence];

    /// What strict mode reports: an output that depends on no input, or else on some input.
    const INDEPENDENCE: Option<IndependenceError> = first_independence::<Self, Args>();
    /// There is a Jacobian by elimination, and it is cheaper than sweeps.
    const ELIMINATES: bool = false;

    /// Each element of the output is made of the element of the input with the same number, and of no other: both are arrays or `Vec`s.
    const DIAGONAL: bool = false;

    /// The shape of the inputs.
    fn input_shape(args: &Args) -> <Self::Input as Space>::Shape;

    /// The value: the function itself.
    #[inline]
    fn value(args: &Args) -> Self::Output {
        Self::tangent::<1>(args, &Self::Input::origin(&Self::input_shape(args))).0
    }

    /// The value, and its tangent for `W` seeds.
    fn tangent<const W: usize>(args: &Args, seed: &Tangent<Self::Input, W>)
    -> (Self::Output, Tangent<Self::Output, W>);

    /// The value, and the linear map from `W` cotangents of the output to those of the input. The primal is
    /// evaluated once, here; the pullback can be called any number of times.
    #[allow(clippy::type_complexity)]
    #[inline]
    fn pullback<'a, const W: usize>(
        args: &'a Args,
    ) -> (Self::Output, impl Fn(Tangent<Self::Output, W>) -> Tangent<Self::Input, W> + 'a)
    where
        Self::Output: 'a,
        Self::Input: 'a,
    {
        let (value, pullback, tape) = Self::recorded::<W>(args, Tape::default());
        (value, move |by: Tangent<Self::Output, W>| pullback(&tape, by))
    }

    /// The same, on a tape that the caller keeps. The pullback wants the tape as it is returned here.
    ///
    /// Either this or [`pullback`](Self::pullback) must be written; each is made of the other.
    #[allow(clippy::type_complexity)]
    #[inline]
    fn recorded<'a, const W: usize>(
        args: &'a Args,
        tape: Tape,
    ) -> (Self::Output, impl Fn(&Tape, Tangent<Self::Output, W>) -> Tangent<Self::Input, W> + 'a, Tape)
    where
        Self::Output: 'a,
        Self::Input: 'a,
    {
        let (value, pullback) = Self::pullback::<W>(args);
        (value, move |_: &Tape, by: Tangent<Self::Output, W>| pullback(by), tape)
    }

    /// There is a [`joint`](Self::joint) sweep, which is cheaper than the value and its pullback.
    const JOINT: bool = false;

    /// The value, and the cotangents of the input for `W` cotangents of the output that are known beforehand: both sweeps in one.
    ///
    /// Only where [`JOINT`](Self::JOINT) holds.
    #[inline]
    fn joint<const W: usize>(
        args: &Args,
        by: Tangent<Self::Output, W>,
        tape: Tape,
    ) -> (Self::Output, Tangent<Self::Input, W>, Tape) {
        let (value, pullback, tape) = Self::recorded::<W>(args, tape);
        let cotangent = pullback(&tape, by);
        (value, cotangent, tape)
    }

    /// The value, and every element of the Jacobian that is not zero by structure: by elimination along the computational graph,
    /// when the function was compiled.
    ///
    /// Only where [`ELIMINATES`](Self::ELIMINATES) holds; the input and the output then have a fixed size.
    #[inline]
    fn eliminate(_args: &Args, _elements: &mut impl Elements) -> Self::Output {
        unreachable!("`eliminate` is not called unless `ELIMINATES`")
    }
}

/// Where the elements of a Jacobian go. It starts as zero.
pub trait Elements {
    /// Sets an element, by flat indices.
    fn set<F: Float>(&mut self, row: usize, column: usize, value: F);
}
