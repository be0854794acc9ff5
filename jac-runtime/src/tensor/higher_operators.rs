//! Operators in derivatives of higher order: the tangents of what their rules leave.
//!
//! As of methods (see `higher`): the rule is that of numbers with a tangent.

use ndarray::{Array, DimMax, Dimension};

use super::Element;
use super::dual::Dual;
use super::join::Join;
use crate::lanes::Lanes;
use crate::operators::{ByValue, Operator, OperatorPullback, OperatorRule, operation, rules};
use crate::space::{Space, Tangent};
use crate::sweep::Sweep;
use crate::trace::Residual;

/// The derivatives of second order of an operator between two types.
#[diagnostic::on_unimplemented(
    message = "the operator `{Operation}` between `{Self}` and `{Right}` has no derivatives of order 2",
    label = "this cannot be differentiated twice",
    note = "in a function of `order = 2` with arrays, operators are those of arrays and floats; call a function of that order, or take `order = 1`"
)]
pub trait SecondOrderRule<Operation, Right: Space, LeftForm, RightForm>: Space {
    /// The type of the result.
    type Output: Space;

    /// The tangent of [`OperatorRule::pullback`].
    fn pullback_tangent<const V: usize, const DOTS: u128, const W: usize, const BARS: u128>(
        left: &Self,
        right: &Right,
        left_dot: Option<&Tangent<Self, V>>,
        right_dot: Option<&Tangent<Right, V>>,
    ) -> (
        Self::Output,
        Tangent<Self::Output, V>,
        impl OperatorPullbackTangent<Self, Right, Self::Output, V, W>
        + use<Self, Operation, Right, LeftForm, RightForm, V, DOTS, W, BARS>,
    );
}

/// What an operator leaves for the reverse sweep, with its tangent.
pub trait OperatorPullbackTangent<Left: Space, Right: Space, Output: Space, const V: usize, const W: usize>:
    Residual
{
    /// The cotangents of the operands, and their tangents. See [`OperatorPullback::pull`].
    fn pull_tangent(
        &self,
        left: Option<&Left>,
        right: Option<&Right>,
        result: Option<&Output>,
        bar: Tangent<Output, W>,
        left_dot: Option<&Tangent<Left, V>>,
        right_dot: Option<&Tangent<Right, V>>,
        result_dot: Option<&Tangent<Output, V>>,
        bar_dot: Tangent<Tangent<Output, W>, V>,
    ) -> ((Tangent<Left, W>, Tangent<Right, W>), (Tangent<Tangent<Left, W>, V>, Tangent<Tangent<Right, W>, V>));
}

impl<Operation, LeftForm, RightForm> Operator<Operation, LeftForm, RightForm> {
    /// See [`SecondOrderRule::pullback_tangent`].
    #[inline(always)]
    pub fn pullback_tangent<Left, Right, const V: usize, const DOTS: u128, const W: usize, const BARS: u128>(
        _: (Sweep<V, DOTS>, Sweep<W, BARS>),
        left: &Left,
        right: &Right,
        left_dot: Option<&Tangent<Left, V>>,
        right_dot: Option<&Tangent<Right, V>>,
    ) -> (
        Left::Output,
        Tangent<Left::Output, V>,
        impl OperatorPullbackTangent<Left, Right, Left::Output, V, W>
        + use<Operation, LeftForm, RightForm, Left, Right, V, DOTS, W, BARS>,
    )
    where
        Left: SecondOrderRule<Operation, Right, LeftForm, RightForm>,
        Right: Space,
    {
        Left::pullback_tangent::<V, DOTS, W, BARS>(left, right, left_dot, right_dot)
    }
}

/// What the rule of numbers with a tangent keeps.
#[derive(Debug)]
pub struct KeptJoined<K>(K);

impl<K: Residual> Residual for KeptJoined<K> {
    #[inline(always)]
    fn empty() -> Self {
        KeptJoined(K::empty())
    }
}

/// The value with its tangent, if there is a value.
#[inline]
fn joined<T: Join<V> + Clone, const V: usize>(value: Option<&T>, dot: Option<&Tangent<T, V>>) -> Option<T::Joined> {
    value.map(|value| value.join_ref(dot))
}

impl<Left, Right, Output, K, const V: usize, const W: usize> OperatorPullbackTangent<Left, Right, Output, V, W>
    for KeptJoined<K>
where
    Left: Join<V> + Clone,
    Right: Join<V> + Clone,
    Output: Join<V> + Clone,
    Tangent<Left, W>: Join<V, Joined = Tangent<Left::Joined, W>>,
    Tangent<Right, W>: Join<V, Joined = Tangent<Right::Joined, W>>,
    Tangent<Output, W>: Join<V, Joined = Tangent<Output::Joined, W>>,
    K: OperatorPullback<Left::Joined, Right::Joined, Output::Joined, W>,
{
    #[inline]
    fn pull_tangent(
        &self,
        left: Option<&Left>,
        right: Option<&Right>,
        result: Option<&Output>,
        bar: Tangent<Output, W>,
        left_dot: Option<&Tangent<Left, V>>,
        right_dot: Option<&Tangent<Right, V>>,
        result_dot: Option<&Tangent<Output, V>>,
        bar_dot: Tangent<Tangent<Output, W>, V>,
    ) -> ((Tangent<Left, W>, Tangent<Right, W>), (Tangent<Tangent<Left, W>, V>, Tangent<Tangent<Right, W>, V>)) {
        let (left, right) = (joined(left, left_dot), joined(right, right_dot));
        let (left_bar, right_bar) =
            self.0.pull(left.as_ref(), right.as_ref(), joined(result, result_dot).as_ref(), bar.join(bar_dot));
        let (left_bar, left_bar_dot) = <Tangent<Left, W> as Join<V>>::part(left_bar);
        let (right_bar, right_bar_dot) = <Tangent<Right, W> as Join<V>>::part(right_bar);
        ((left_bar, right_bar), (left_bar_dot, right_bar_dot))
    }
}

macro_rules! second_order {
    ($($operation:ident ($($form:ident)?, $right_form:ident) [$($generics:ident,)*] $left:ty, $right:ty => $output:ty, where [$($bounds:tt)*];)*) => {$(
        impl<$($generics,)* LeftForm $(, $form)?> SecondOrderRule<operation::$operation, $right, LeftForm, $right_form> for $left
        where
            $($bounds)*
        {
            type Output = $output;
            #[inline]
            #[track_caller]
            fn pullback_tangent<const V: usize, const DOTS: u128, const W: usize, const BARS: u128>(
                left: &Self,
                right: &$right,
                left_dot: Option<&Tangent<Self, V>>,
                right_dot: Option<&Tangent<$right, V>>,
            ) -> (
                $output,
                Tangent<$output, V>,
                impl OperatorPullbackTangent<Self, $right, $output, V, W>
                + use<$($generics,)* LeftForm, $($form,)? V, DOTS, W, BARS>,
            ) {
                let left = <$left as Join<V>>::join_ref(left, left_dot);
                let right = <$right as Join<V>>::join_ref(right, right_dot);
                let (output, kept) =
                    <<$left as Join<V>>::Joined as OperatorRule<
                        operation::$operation, <$right as Join<V>>::Joined, ByValue, ByValue, W,
                    >>::pullback::<BARS>(&left, &right);
                let (output, output_dot) = <$output as Join<V>>::part(output);
                (output, output_dot, KeptJoined(kept))
            }
        }
    )*};
}

macro_rules! operators {
    ($($operation:ident $assignment:ident $sign:tt $tangent:ident $pull:ident;)*) => {$(
        second_order! {
            $operation (RightForm, RightForm) [F, D, E,] Array<F, D>, Array<F, E> => Array<F, <D as DimMax<E>>::Output>, where [
                F: Element, D: Dimension + DimMax<E>, E: Dimension,
            ];
            $assignment (RightForm, RightForm) [F, D, E,] Array<F, D>, Array<F, E> => Array<F, D>, where [
                F: Element, D: Dimension, E: Dimension,
            ];
        }
        operators!(@float $operation $assignment f32);
        operators!(@float $operation $assignment f64);
        operators!(@dual $operation $sign $tangent $pull);
        operators!(@dual $assignment $sign $tangent $pull);
    )*};
    (@float $operation:ident $assignment:ident $float:ident) => {
        second_order! {
            $operation (RightForm, RightForm) [D,] Array<$float, D>, $float => Array<$float, D>, where [D: Dimension,];
            $operation (RightForm, RightForm) [D,] $float, Array<$float, D> => Array<$float, D>, where [D: Dimension,];
            $assignment (RightForm, RightForm) [D,] Array<$float, D>, $float => Array<$float, D>, where [D: Dimension,];
            $operation (RightForm, RightForm) [] $float, $float => $float, where [];
            $assignment (RightForm, RightForm) [] $float, $float => $float, where [];
        }
    };
    (@dual $operation:ident $sign:tt $tangent:ident $pull:ident) => {
        impl<F: Element, LeftForm, RightForm, const U: usize, const W: usize>
            OperatorRule<operation::$operation, Dual<F, U>, LeftForm, RightForm, W> for Dual<F, U>
        {
            type Output = Self;
            #[inline(always)]
            fn tangent<const MASK: u128>(
                left: &Self,
                right: &Self,
                left_dot: Option<&Lanes<Self, W>>,
                right_dot: Option<&Lanes<Self, W>>,
            ) -> (Self, Lanes<Self, W>) {
                let result = *left $sign *right;
                (result, rules::$tangent(*left, *right, result, left_dot.copied(), right_dot.copied()))
            }
            #[inline(always)]
            fn pullback<const MASK: u128>(
                left: &Self,
                right: &Self,
            ) -> (Self, impl OperatorPullback<Self, Self, Self, W> + use<F, LeftForm, RightForm, U, W, MASK>) {
                (*left $sign *right, operation::$operation)
            }
        }

        impl<F: Element, const U: usize, const W: usize> OperatorPullback<Dual<F, U>, Dual<F, U>, Dual<F, U>, W>
            for operation::$operation
        {
            #[inline(always)]
            fn pull(
                &self,
                left: Option<&Dual<F, U>>,
                right: Option<&Dual<F, U>>,
                result: Option<&Dual<F, U>>,
                bar: Lanes<Dual<F, U>, W>,
            ) -> (Lanes<Dual<F, U>, W>, Lanes<Dual<F, U>, W>) {
                rules::$pull(left.copied(), right.copied(), result.copied(), bar)
            }
        }
    };
}
operators! {
    Add AddAssign + add pull_add;
    Sub SubAssign - sub pull_sub;
    Mul MulAssign * mul pull_mul;
    Div DivAssign / div pull_div;
    Rem RemAssign % rem pull_rem;
}

second_order! {
    Neg (, ByValue) [F, D,] Array<F, D>, () => Array<F, D>, where [F: Element, D: Dimension,];
    Neg (, ByValue) [] f32, () => f32, where [];
    Neg (, ByValue) [] f64, () => f64, where [];
}

impl<F: Element, Form, const U: usize, const W: usize> OperatorRule<operation::Neg, (), Form, ByValue, W>
    for Dual<F, U>
{
    type Output = Self;
    #[inline(always)]
    fn tangent<const MASK: u128>(
        value: &Self,
        (): &(),
        dot: Option<&Lanes<Self, W>>,
        _: Option<&()>,
    ) -> (Self, Lanes<Self, W>) {
        (-*value, dot.map_or(Lanes::ZERO, |dot| -*dot))
    }
    #[inline(always)]
    fn pullback<const MASK: u128>(
        value: &Self,
        (): &(),
    ) -> (Self, impl OperatorPullback<Self, (), Self, W> + use<F, Form, U, W, MASK>) {
        (-*value, operation::Neg)
    }
}

impl<F: Element, const U: usize, const W: usize> OperatorPullback<Dual<F, U>, (), Dual<F, U>, W> for operation::Neg {
    #[inline(always)]
    fn pull(
        &self,
        _: Option<&Dual<F, U>>,
        _: Option<&()>,
        _: Option<&Dual<F, U>>,
        bar: Lanes<Dual<F, U>, W>,
    ) -> (Lanes<Dual<F, U>, W>, ()) {
        (-bar, ())
    }
}
