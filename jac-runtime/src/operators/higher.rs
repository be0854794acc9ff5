//! Operators in derivatives of higher order: the tangents of [`OperatorRule::pullback`](super::OperatorRule::pullback), and of what it leaves.
//!
//! One rule gives every signature, as in [`order`](crate::order): what there is, then its tangents of the new sweep, in the same order. The sweeps stand
//! with the newest first. `#[differentiable(order = n)]` on the `impl` of an operator writes the rules up to that order.

use super::{Kept, Operator};
use crate::cotangent::Vector;
use crate::space::{Space, Tangent};
use crate::sweep::Sweep;
use crate::trace::Residual;

/// The tangent of a type for these numbers of lanes, the oldest first.
macro_rules! tangent {
    ($type:ty;) => { $type };
    ($type:ty; $width:ident $($newer:ident)*) => { tangent!(Tangent<$type, $width>; $($newer)*) };
}

/// A trait for the rules of an order, one for what they leave, how that is made of a closure, and how generated code finds them. What that asks is spelled out where
/// the macro is called, as errors show it.
macro_rules! order {
    (
        $(#[$of_rule:meta])*
        $rule:ident, $forward:ident, $found:ident;
        $(#[$of_pullback:meta])*
        $Pullback:ident, $pull:ident, $kept:ident;
        where [$($asked:tt)+];
        sweeps $($width:ident $mask:ident)+;
        versions $($left:ident $right:ident $result:ident $bar:ident [$($of:ident)+];)+
    ) => {
        $(#[$of_rule])*
        pub trait $rule<Operation, Right: Space, LeftForm, RightForm, $(const $width: usize,)+ const W: usize>: Space {
            /// The type of the result.
            type Output: Space;

            /// The value and its tangents, and what the reverse sweep needs besides what is passed again. It holds no borrow.
            #[allow(clippy::type_complexity, clippy::too_many_arguments)]
            fn $forward<$(const $mask: u128,)+ const BARS: u128>(
                left: &Self,
                right: &Right,
                $($left: Option<&tangent!(Self; $($of)+)>, $right: Option<&tangent!(Right; $($of)+)>,)+
            ) -> (
                Self::Output,
                $(tangent!(Self::Output; $($of)+),)+
                impl $Pullback<Self, Right, Self::Output, $($width,)+ W>
                + use<Self, Operation, Right, LeftForm, RightForm, $($width, $mask,)+ W, BARS>,
            );
        }

        $(#[$of_pullback])*
        pub trait $Pullback<Left: Space, Right: Space, Output: Space, $(const $width: usize,)+ const W: usize>: Residual {
            /// The cotangents of the operands, and their tangents. See [`OperatorPullback::pull`](super::OperatorPullback::pull).
            #[allow(clippy::type_complexity, clippy::too_many_arguments)]
            fn $pull(
                &self,
                left: Option<&Left>,
                right: Option<&Right>,
                result: Option<&Output>,
                bar: Tangent<Output, W>,
                $(
                    $left: Option<&tangent!(Left; $($of)+)>,
                    $right: Option<&tangent!(Right; $($of)+)>,
                    $result: Option<&tangent!(Output; $($of)+)>,
                    $bar: tangent!(Tangent<Output, W>; $($of)+),
                )+
            ) -> (
                (Tangent<Left, W>, Tangent<Right, W>),
                $((tangent!(Tangent<Left, W>; $($of)+), tangent!(Tangent<Right, W>; $($of)+)),)+
            );
        }

        /// Makes what an operator leaves of a closure, as [`kept`](super::kept) does for the first order: it gets the operands, where they are passed
        /// again, and the cotangent of the result; then the tangents of these.
        #[cfg_attr(not(debug_assertions), inline(always))]
        pub fn $kept<Left, Right, Output, F, $(const $width: usize,)+ const W: usize>(pullback: F) -> Kept<F>
        where
            Left: Space,
            Right: Space,
            Output: Space,
            F: Fn(
                Option<&Left>,
                Option<&Right>,
                Tangent<Output, W>,
                $(
                    Option<&tangent!(Left; $($of)+)>,
                    Option<&tangent!(Right; $($of)+)>,
                    tangent!(Tangent<Output, W>; $($of)+),
                )+
            ) -> (
                (Tangent<Left, W>, Tangent<Right, W>),
                $((tangent!(Tangent<Left, W>; $($of)+), tangent!(Tangent<Right, W>; $($of)+)),)+
            ),
        {
            Kept(Some(pullback))
        }

        impl<Left, Right, Output, F, $(const $width: usize,)+ const W: usize>
            $Pullback<Left, Right, Output, $($width,)+ W> for Kept<F>
        where
            Left: Space,
            Right: Space,
            Output: Space,
            F: Fn(
                Option<&Left>,
                Option<&Right>,
                Tangent<Output, W>,
                $(
                    Option<&tangent!(Left; $($of)+)>,
                    Option<&tangent!(Right; $($of)+)>,
                    tangent!(Tangent<Output, W>; $($of)+),
                )+
            ) -> (
                (Tangent<Left, W>, Tangent<Right, W>),
                $((tangent!(Tangent<Left, W>; $($of)+), tangent!(Tangent<Right, W>; $($of)+)),)+
            ),
        {
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn $pull(
                &self,
                left: Option<&Left>,
                right: Option<&Right>,
                _: Option<&Output>,
                bar: Tangent<Output, W>,
                $(
                    $left: Option<&tangent!(Left; $($of)+)>,
                    $right: Option<&tangent!(Right; $($of)+)>,
                    _: Option<&tangent!(Output; $($of)+)>,
                    $bar: tangent!(Tangent<Output, W>; $($of)+),
                )+
            ) -> (
                (Tangent<Left, W>, Tangent<Right, W>),
                $((tangent!(Tangent<Left, W>; $($of)+), tangent!(Tangent<Right, W>; $($of)+)),)+
            ) {
                match &self.0 {
                    Some(pullback) => pullback(left, right, bar, $($left, $right, $bar,)+),
                    None => {
                        $(let $result = (Vector::ZERO, Vector::ZERO);)+
                        ((Vector::ZERO, Vector::ZERO), $($result,)+)
                    }
                }
            }
        }

        impl<Operation, LeftForm, RightForm> Operator<Operation, LeftForm, RightForm> {
            #[doc = concat!("See [`", stringify!($rule), "`].")]
            #[cfg_attr(not(debug_assertions), inline(always))]
            #[track_caller]
            #[allow(clippy::type_complexity, clippy::too_many_arguments)]
            pub fn $found<Left, Right, $(const $width: usize, const $mask: u128,)+ const W: usize, const BARS: u128>(
                _: ($(Sweep<$width, $mask>,)+ Sweep<W, BARS>),
                left: &Left,
                right: &Right,
                $($left: Option<&tangent!(Left; $($of)+)>, $right: Option<&tangent!(Right; $($of)+)>,)+
            ) -> (
                Left::Output,
                $(tangent!(Left::Output; $($of)+),)+
                impl $Pullback<Left, Right, Left::Output, $($width,)+ W>
                + use<Operation, LeftForm, RightForm, Left, Right, $($width, $mask,)+ W, BARS>,
            )
            where
                $($asked)+,
                Right: Space,
            {
                Left::$forward::<$($mask,)+ BARS>(left, right, $($left, $right,)+)
            }
        }
    };
}

order! {
    /// The derivatives of second order of an operator between two types, for sweeps of `W` lanes and tangents of `V`.
    #[diagnostic::on_unimplemented(
        message = "the operator `{Operation}` between `{Self}` and `{Right}` has no derivatives of order 2",
        label = "needs `#[differentiable(order = 2)]` on the `impl` of this operator",
        note = "a function of `order = n` uses operators of that order: those of floats and integers have all that are needed, others get them by the \
                option on their `impl`"
    )]
    SecondOrderRule, pullback_tangent, of_order_2;
    /// What an operator leaves for the reverse sweep, with its tangent.
    SecondOrderPullback, pull_tangent, kept_tangent;
    where [Left: SecondOrderRule<Operation, Right, LeftForm, RightForm, V, W>];
    sweeps V DOTS;
    versions
        left_dot right_dot result_dot bar_dot [V];
}

order! {
    /// The derivatives of third order of an operator between two types.
    #[diagnostic::on_unimplemented(
        message = "the operator `{Operation}` between `{Self}` and `{Right}` has no derivatives of order 3",
        label = "needs `#[differentiable(order = 3)]` on the `impl` of this operator",
        note = "a function of `order = n` uses operators of that order: those of floats and integers have all that are needed, others get them by the option \
                on their `impl`"
    )]
    ThirdOrderRule, pullback_tangent_tangent, of_order_3;
    /// The tangent of a [`SecondOrderPullback`].
    ThirdOrderPullback, pull_tangent_tangent, kept_tangent_tangent;
    where [Left: ThirdOrderRule<Operation, Right, LeftForm, RightForm, U, V, W>];
    sweeps U DASHES V DOTS;
    versions
        left_dot right_dot result_dot bar_dot [V];
        left_dash right_dash result_dash bar_dash [U];
        left_dot_dash right_dot_dash result_dot_dash bar_dot_dash [V U];
}

order! {
    /// The derivatives of fourth order of an operator between two types.
    #[diagnostic::on_unimplemented(
        message = "the operator `{Operation}` between `{Self}` and `{Right}` has no derivatives of order 4",
        label = "needs `#[differentiable(order = 4)]` on the `impl` of this operator",
        note = "a function of `order = n` uses operators of that order: those of floats and integers have all that are needed, others get them by the option \
                on their `impl`"
    )]
    FourthOrderRule, pullback_tangent_tangent_tangent, of_order_4;
    /// The tangent of a [`ThirdOrderPullback`].
    FourthOrderPullback, pull_tangent_tangent_tangent, kept_tangent_tangent_tangent;
    where [Left: FourthOrderRule<Operation, Right, LeftForm, RightForm, T, U, V, W>];
    sweeps T STROKES U DASHES V DOTS;
    versions
        left_dot right_dot result_dot bar_dot [V];
        left_dash right_dash result_dash bar_dash [U];
        left_dot_dash right_dot_dash result_dot_dash bar_dot_dash [V U];
        left_stroke right_stroke result_stroke bar_stroke [T];
        left_dot_stroke right_dot_stroke result_dot_stroke bar_dot_stroke [V T];
        left_dash_stroke right_dash_stroke result_dash_stroke bar_dash_stroke [U T];
        left_dot_dash_stroke right_dot_dash_stroke result_dot_dash_stroke bar_dot_dash_stroke [V U T];
}
