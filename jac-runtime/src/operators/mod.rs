//! Operators: the derivatives of `+ - * / %`, of negation and of compound assignment, by type.
//!
//! The macro sees `a * b` and no types. Where it can show that floats are multiplied, it writes the derivative out.
//! Everywhere else (what calls return, fields of structs, constants, values of users' own types) it names the operator, and
//! the compiler finds the [`OperatorRule`] of the operands' types: the rule of a float, the rule of an integer, which does
//! nothing, or that of an `impl` which carries `#[differentiable]`.
//!
//! # The protocol
//!
//! `a * b` in forward mode is [`Operator::tangent`], which gives the value and its tangent. In reverse mode the forward sweep
//! calls [`Operator::pullback`], which gives the value and what the reverse sweep needs besides the operands; the reverse
//! sweep calls [`OperatorPullback::pull`] on that, any number of times. What is kept holds no borrow of an operand. Instead,
//! operands are *passed again*:
//!
//! - an operand that was a reference, always;
//! - an operand or the result that the arithmetic of floats would need: for `*`, the other operand; for `/`, the divisor and the
//!   result; for `%`, all three. For `+`, `-` and negation: nothing.
//!
//! So floats keep nothing, and behind a field they cost what they cost in a local variable. A rule that needs
//! more keeps it: see [`kept`].

use core::marker::PhantomData;

use crate::cotangent::Vector;
use crate::space::{Space, Tangent};
use crate::sweep::Sweep;
use crate::trace::Residual;

mod higher;
mod higher_numbers;
mod jets;
mod numbers;

pub use higher::{
    FourthOrderPullback, FourthOrderRule, SecondOrderPullback, SecondOrderRule, ThirdOrderPullback, ThirdOrderRule,
    kept_tangent, kept_tangent_tangent, kept_tangent_tangent_tangent,
};
#[cfg(feature = "ndarray")]
pub(crate) use numbers::rules;
pub use numbers::{Discrete, NoOperator};

/// The operators, as types. Negation is an operator whose right operand is `()`. A compound assignment is an operator
/// whose result is the new value of what stands on its left.
pub mod operation {
    macro_rules! operations {
        ($($(#[$doc:meta])* $name:ident)*) => {$(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, Default)]
            pub struct $name;

            /// The rule keeps nothing.
            impl crate::trace::Residual for $name {
                #[cfg_attr(not(debug_assertions), inline(always))]
    fn empty() -> Self {
        $name
    }
            }
        )*};
    }
    operations! {
        /// `a + b`
        Add
        /// `a - b`
        Sub
        /// `a * b`
        Mul
        /// `a / b`
        Div
        /// `a % b`
        Rem
        /// `-a`
        Neg
        /// `a += b`
        AddAssign
        /// `a -= b`
        SubAssign
        /// `a *= b`
        MulAssign
        /// `a /= b`
        DivAssign
        /// `a %= b`
        RemAssign
    }
}

/// The operand stands in the source as a value. So does what is assigned to, and the right operand of negation.
#[derive(Clone, Copy, Debug)]
pub struct ByValue;

/// The operand stands in the source as a shared reference.
#[derive(Clone, Copy, Debug)]
pub struct ByReference;

/// The derivatives of an operator between two types.
///
/// `Self` and `Right` are the types of the operands, without the reference of one that stands as `&T` in the source:
/// `impl Mul<&Vec3> for &Vec3` has the rules `OperatorRule<operation::Mul, Vec3, ByReference, ByReference, W> for Vec3`.
/// All operands are handed over by reference; a rule for values clones what it consumes.
///
/// `#[differentiable]` on the `impl` of an operator writes this, for sweeps of `W` lanes: of a type that is generic over floats, a function
/// that is generic like it knows the tangents of one number of lanes only. Bit 0 of `MASK` says that the left operand varies,
/// bit 1 that the right one does.
#[diagnostic::on_unimplemented(
    message = "no differentiable operator `{Operation}` between `{Self}` and `{Right}`",
    label = "this cannot be differentiated",
    note = "put `#[differentiable]` on the `impl` of the operator, or stop differentiation with `jac::constant(..)` at both operands"
)]
pub trait OperatorRule<Operation, Right: Space, LeftForm, RightForm, const W: usize>: Space {
    /// The type of the result.
    type Output: Space;

    /// The value and its tangent. An operand without a tangent is held constant in this sweep.
    fn tangent<const MASK: u128>(
        left: &Self,
        right: &Right,
        left_dot: Option<&Tangent<Self, W>>,
        right_dot: Option<&Tangent<Right, W>>,
    ) -> (Self::Output, Tangent<Self::Output, W>);

    /// The value, and what the reverse sweep needs besides what is passed again. It holds no borrow.
    fn pullback<const MASK: u128>(
        left: &Self,
        right: &Right,
    ) -> (
        Self::Output,
        impl OperatorPullback<Self, Right, Self::Output, W> + use<Self, Operation, Right, LeftForm, RightForm, W, MASK>,
    );
}

/// The linear part of an operator between two types: what a linearization makes of it.
///
/// As [`OperatorRule`] has a pullback for cotangents, this has a function of tangents. The same operands are passed again.
#[diagnostic::on_unimplemented(
    message = "`linearize` does not go through the operator `{Operation}` between `{Self}` and `{Right}`",
    label = "the operator has no linear rule",
    note = "if the `impl` of the operator is yours, put the option there: `#[differentiable(linearize)]`",
    note = "otherwise remove `linearize` here, and take several tangents at once: `jacfwd`, or `Function::tangent::<W>`"
)]
pub trait LinearRule<Operation, Right: Space, LeftForm, RightForm, const W: usize>:
    OperatorRule<Operation, Right, LeftForm, RightForm, W>
{
    /// The value, and what the tangent needs besides what is passed again. It holds no borrow.
    fn linearized<const MASK: u128>(
        left: &Self,
        right: &Right,
    ) -> (
        Self::Output,
        impl OperatorLinear<Self, Right, Self::Output, W> + use<Self, Operation, Right, LeftForm, RightForm, W, MASK>,
    );
}

/// What an operator leaves for the tangents.
pub trait OperatorLinear<Left: Space, Right: Space, Output: Space, const W: usize>: Residual {
    /// The tangent of the result, given those of the operands: `None` for one that does not vary. Which of `left`, `right` and `result`
    /// are passed again, the module says.
    fn push(
        &self,
        left: Option<&Left>,
        right: Option<&Right>,
        result: Option<&Output>,
        left_dot: Option<&Tangent<Left, W>>,
        right_dot: Option<&Tangent<Right, W>>,
    ) -> Tangent<Output, W>;
}

/// What an operator leaves for the reverse sweep.
pub trait OperatorPullback<Left: Space, Right: Space, Output: Space, const W: usize>: Residual {
    /// The cotangents of the operands, given that of the result; zero for an operand that does not vary.
    ///
    /// The module says which of `left`, `right` and `result` are passed again. `None` stands for what is not, and for what
    /// would scale the cotangent of an operand that is held constant in this sweep.
    fn pull(
        &self,
        left: Option<&Left>,
        right: Option<&Right>,
        result: Option<&Output>,
        bar: Tangent<Output, W>,
    ) -> (Tangent<Left, W>, Tangent<Right, W>);
}

/// The pullback of an operator, made of a closure.
#[derive(Debug)]
pub struct Kept<F>(Option<F>);

impl<F> Residual for Kept<F> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn empty() -> Self {
        Kept(None)
    }
}

/// Makes the pullback of an operator of a closure. It gets the operands, where they are passed again, and the cotangent
/// of the result. It must not hold a borrow.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn kept<Left, Right, Output, F, const W: usize>(pullback: F) -> Kept<F>
where
    Left: Space,
    Right: Space,
    Output: Space,
    F: Fn(Option<&Left>, Option<&Right>, Tangent<Output, W>) -> (Tangent<Left, W>, Tangent<Right, W>),
{
    Kept(Some(pullback))
}

impl<Left, Right, Output, F, const W: usize> OperatorPullback<Left, Right, Output, W> for Kept<F>
where
    Left: Space,
    Right: Space,
    Output: Space,
    F: Fn(Option<&Left>, Option<&Right>, Tangent<Output, W>) -> (Tangent<Left, W>, Tangent<Right, W>),
{
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn pull(
        &self,
        left: Option<&Left>,
        right: Option<&Right>,
        _: Option<&Output>,
        bar: Tangent<Output, W>,
    ) -> (Tangent<Left, W>, Tangent<Right, W>) {
        match &self.0 {
            Some(pullback) => pullback(left, right, bar),
            None => (Vector::ZERO, Vector::ZERO),
        }
    }
}

/// The same for a linear function of the tangents of the operands. Nothing is passed to it again.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn kept_linear<Left, Right, Output, F, const W: usize>(linear: F) -> Kept<F>
where
    Left: Space,
    Right: Space,
    Output: Space,
    F: Fn(Option<&Tangent<Left, W>>, Option<&Tangent<Right, W>>) -> Tangent<Output, W>,
{
    Kept(Some(linear))
}

impl<Left, Right, Output, F, const W: usize> OperatorLinear<Left, Right, Output, W> for Kept<F>
where
    Left: Space,
    Right: Space,
    Output: Space,
    F: Fn(Option<&Tangent<Left, W>>, Option<&Tangent<Right, W>>) -> Tangent<Output, W>,
{
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn push(
        &self,
        _: Option<&Left>,
        _: Option<&Right>,
        _: Option<&Output>,
        left_dot: Option<&Tangent<Left, W>>,
        right_dot: Option<&Tangent<Right, W>>,
    ) -> Tangent<Output, W> {
        match &self.0 {
            Some(linear) => linear(left_dot, right_dot),
            None => Vector::ZERO,
        }
    }
}

/// An operator in the source, for generated code: the rest of the types is inferred.
#[derive(Debug)]
pub struct Operator<Operation, LeftForm, RightForm>(PhantomData<(Operation, LeftForm, RightForm)>);

impl<Operation, LeftForm, RightForm> Operator<Operation, LeftForm, RightForm> {
    /// See [`OperatorRule::tangent`].
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn tangent<Left, Right, const W: usize, const MASK: u128>(
        _: Sweep<W, MASK>,
        left: &Left,
        right: &Right,
        left_dot: Option<&Tangent<Left, W>>,
        right_dot: Option<&Tangent<Right, W>>,
    ) -> (Left::Output, Tangent<Left::Output, W>)
    where
        Left: OperatorRule<Operation, Right, LeftForm, RightForm, W>,
        Right: Space,
    {
        Left::tangent::<MASK>(left, right, left_dot, right_dot)
    }

    /// See [`OperatorRule::pullback`].
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn pullback<Left, Right, const W: usize, const MASK: u128>(
        _: Sweep<W, MASK>,
        left: &Left,
        right: &Right,
    ) -> (
        Left::Output,
        impl OperatorPullback<Left, Right, Left::Output, W> + use<Operation, LeftForm, RightForm, Left, Right, W, MASK>,
    )
    where
        Left: OperatorRule<Operation, Right, LeftForm, RightForm, W>,
        Right: Space,
    {
        Left::pullback::<MASK>(left, right)
    }

    /// See [`LinearRule::linearized`].
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn linearized<Left, Right, const W: usize, const MASK: u128>(
        _: Sweep<W, MASK>,
        left: &Left,
        right: &Right,
    ) -> (
        Left::Output,
        impl OperatorLinear<Left, Right, Left::Output, W> + use<Operation, LeftForm, RightForm, Left, Right, W, MASK>,
    )
    where
        Left: LinearRule<Operation, Right, LeftForm, RightForm, W>,
        Right: Space,
    {
        Left::linearized::<MASK>(left, right)
    }
}

/// The operators between values.
pub mod by_value {
    use super::{ByValue, Operator, operation};

    macro_rules! operators {
        ($($name:ident)*) => {$(
            #[doc = concat!("[`operation::", stringify!($name), "`] of values.")]
            pub type $name = Operator<operation::$name, ByValue, ByValue>;
        )*};
    }
    operators!(Add Sub Mul Div Rem Neg AddAssign SubAssign MulAssign DivAssign RemAssign);
}
