//! The operators of floats and integers in derivatives of higher order.
//!
//! Each is one formula over [jets](super::jets), whatever the order.

use super::jets::{JetNumber, Jets, joined, joined2, joined3, parted, parted2, parted3};
use super::numbers::no_such_operator;
use super::{
    ByValue, Discrete, FourthOrderPullback, FourthOrderRule, OperatorRule, SecondOrderPullback, SecondOrderRule,
    ThirdOrderPullback, ThirdOrderRule, operation,
};
use crate::float::Float;
use crate::kinks::rem_divisor;
use crate::lanes::Lanes;
use crate::space::Space;
use crate::trace::Residual;

/// The formulas of an operator of two numbers.
trait Formula {
    fn result<S: JetNumber>(left: S, right: S) -> S;
    /// The cotangents of the operands. What is not passed again scales that of an operand that does not vary.
    fn pull<J: Jets>(left: Option<J::Scalar>, right: Option<J::Scalar>, result: Option<J::Scalar>, bar: J) -> (J, J);
}

#[cfg_attr(not(debug_assertions), inline(always))]
fn partial<S: JetNumber>(left: S, right: S, result: S::Number) -> S::Number {
    rem_divisor(left.number(), right.number(), result)
}

macro_rules! formulas {
    ($($operation:ident $assignment:ident;
        |$left:ident, $right:ident| $result:expr;
        |$again_left:pat_param, $again_right:pat_param, $again_result:pat_param, $bar:ident| $pulled:expr;)*) => {$(
        formulas!(@of $operation $left $right [$result] [$again_left, $again_right, $again_result, $bar] [$pulled]);
        formulas!(@of $assignment $left $right [$result] [$again_left, $again_right, $again_result, $bar] [$pulled]);
    )*};
    (@of $operation:ident $left:ident $right:ident [$result:expr]
        [$again_left:pat_param, $again_right:pat_param, $again_result:pat_param, $bar:ident] [$pulled:expr]) => {
        impl Formula for operation::$operation {
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn result<S: JetNumber>($left: S, $right: S) -> S {
                $result
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn pull<J: Jets>(
                $again_left: Option<J::Scalar>,
                $again_right: Option<J::Scalar>,
                $again_result: Option<J::Scalar>,
                $bar: J,
            ) -> (J, J) {
                $pulled
            }
        }
    };
}
formulas! {
    Add AddAssign;
    |left, right| left.plus(right);
    |_, _, _, bar| (bar, bar);

    Sub SubAssign;
    |left, right| left.plus(right.negated());
    |_, _, _, bar| (bar, bar.negated());

    Mul MulAssign;
    |left, right| left.times(right);
    |left, right, _, bar| (scaled(bar, right), scaled(bar, left));

    Div DivAssign;
    |left, right| left.divided(right);
    |_, right, result, bar| {
        let numerator = right.map_or(J::ZERO, |right| bar.over(right));
        (numerator, scaled(numerator, result).negated())
    };

    Rem RemAssign;
    |left, right| left.remainder(right, partial(left, right, left.number() % right.number()));
    |left, right, result, bar| match (left, right, result) {
        (Some(left), Some(right), Some(result)) => {
            (bar, bar.times_constant(partial(left, right, result.number())))
        }
        _ => (bar, J::ZERO),
    };
}

#[cfg_attr(not(debug_assertions), inline(always))]
fn scaled<J: Jets>(bar: J, factor: Option<J::Scalar>) -> J {
    factor.map_or(J::ZERO, |factor| bar.times(factor))
}

/// The type of a tangent of a float, or of a cotangent of one, for these numbers of lanes, the oldest first.
macro_rules! lanes {
    ($type:ty;) => { $type };
    ($type:ty; $width:ident $($newer:ident)*) => { lanes!(Lanes<$type, $width>; $($newer)*) };
}

/// Applies a macro to each order: to the names of its traits and functions, the sweeps, the newest first, and the tangents, with their sweeps.
macro_rules! orders {
    ($with:ident $($argument:tt)*) => {
        $with! { $($argument)* [
            SecondOrderRule pullback_tangent, SecondOrderPullback pull_tangent, joined parted;
            sweeps V DOTS;
            versions
                left_dot right_dot result_dot bar_dot [V];
        ] }
        $with! { $($argument)* [
            ThirdOrderRule pullback_tangent_tangent,
            ThirdOrderPullback pull_tangent_tangent, joined2 parted2;
            sweeps U DASHES V DOTS;
            versions
                left_dot right_dot result_dot bar_dot [V];
                left_dash right_dash result_dash bar_dash [U];
                left_dot_dash right_dot_dash result_dot_dash bar_dot_dash [V U];
        ] }
        $with! { $($argument)* [
            FourthOrderRule pullback_tangent_tangent_tangent,
            FourthOrderPullback pull_tangent_tangent_tangent, joined3 parted3;
            sweeps T STROKES U DASHES V DOTS;
            versions
                left_dot right_dot result_dot bar_dot [V];
                left_dash right_dash result_dash bar_dash [U];
                left_dot_dash right_dot_dash result_dot_dash bar_dot_dash [V U];
                left_stroke right_stroke result_stroke bar_stroke [T];
                left_dot_stroke right_dot_stroke result_dot_stroke bar_dot_stroke [V T];
                left_dash_stroke right_dash_stroke result_dash_stroke bar_dash_stroke [U T];
                left_dot_dash_stroke right_dot_dash_stroke result_dot_dash_stroke bar_dot_dash_stroke [V U T];
        ] }
    };
}

/// The rules of floats of an order.
macro_rules! floats {
    ([
        $rule:ident $forward:ident, $Pullback:ident $pull:ident, $joined:ident $parted:ident;
        sweeps $($width:ident $mask:ident)+;
        versions $($left:ident $right:ident $result:ident $bar:ident [$($of:ident)+];)+
    ]) => {
        #[diagnostic::do_not_recommend]
        impl<F, Operation, LeftForm, RightForm, $(const $width: usize,)+ const W: usize>
            $rule<Operation, F, LeftForm, RightForm, $($width,)+ W> for F
        where
            F: Float $(+ Space<Tangent<$width> = Lanes<F, $width>>)+ + Space<Tangent<W> = Lanes<F, W>>,
            Operation: Formula + Residual + Default,
        {
            type Output = F;
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn $forward<$(const $mask: u128,)+ const BARS: u128>(
                left: &F,
                right: &F,
                $($left: Option<&lanes!(F; $($of)+)>, $right: Option<&lanes!(F; $($of)+)>,)+
            ) -> (
                F,
                $(lanes!(F; $($of)+),)+
                impl $Pullback<F, F, F, $($width,)+ W>
                + use<F, Operation, LeftForm, RightForm, $($width, $mask,)+ W, BARS>,
            ) {
                let left = $joined(*left, $($left.copied(),)+);
                let right = $joined(*right, $($right.copied(),)+);
                let (value, $($result,)+) = $parted(Operation::result(left, right));
                (value, $($result,)+ Operation::default())
            }
        }

        impl<F, Operation, $(const $width: usize,)+ const W: usize> $Pullback<F, F, F, $($width,)+ W> for Operation
        where
            F: Float $(+ Space<Tangent<$width> = Lanes<F, $width>>)+ + Space<Tangent<W> = Lanes<F, W>>,
            Operation: Formula + Residual,
        {
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn $pull(
                &self,
                left: Option<&F>,
                right: Option<&F>,
                result: Option<&F>,
                bar: Lanes<F, W>,
                $(
                    $left: Option<&lanes!(F; $($of)+)>,
                    $right: Option<&lanes!(F; $($of)+)>,
                    $result: Option<&lanes!(F; $($of)+)>,
                    $bar: lanes!(Lanes<F, W>; $($of)+),
                )+
            ) -> (
                (Lanes<F, W>, Lanes<F, W>),
                $((lanes!(Lanes<F, W>; $($of)+), lanes!(Lanes<F, W>; $($of)+)),)+
            ) {
                let left = left.map(|left| $joined(*left, $($left.copied(),)+));
                let right = right.map(|right| $joined(*right, $($right.copied(),)+));
                let result = result.map(|result| $joined(*result, $($result.copied(),)+));
                let bar = $joined(bar, $(Some($bar),)+);
                let (left_bar, right_bar) = Operation::pull(left, right, result, bar);
                let (left_bar, $($left,)+) = $parted(left_bar);
                let (right_bar, $($right,)+) = $parted(right_bar);
                ((left_bar, right_bar), $(($left, $right),)+)
            }
        }

        #[diagnostic::do_not_recommend]
        impl<F, Form, $(const $width: usize,)+ const W: usize>
            $rule<operation::Neg, (), Form, ByValue, $($width,)+ W> for F
        where
            F: Float $(+ Space<Tangent<$width> = Lanes<F, $width>>)+ + Space<Tangent<W> = Lanes<F, W>>,
        {
            type Output = F;
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn $forward<$(const $mask: u128,)+ const BARS: u128>(
                value: &F,
                (): &(),
                $($left: Option<&lanes!(F; $($of)+)>, _: Option<&()>,)+
            ) -> (
                F,
                $(lanes!(F; $($of)+),)+
                impl $Pullback<F, (), F, $($width,)+ W> + use<F, Form, $($width, $mask,)+ W, BARS>,
            ) {
                (-*value, $($left.map_or(Lanes::ZERO, |dot| -*dot),)+ operation::Neg)
            }
        }

        impl<F, $(const $width: usize,)+ const W: usize> $Pullback<F, (), F, $($width,)+ W> for operation::Neg
        where
            F: Float $(+ Space<Tangent<$width> = Lanes<F, $width>>)+ + Space<Tangent<W> = Lanes<F, W>>,
        {
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn $pull(
                &self,
                _: Option<&F>,
                _: Option<&()>,
                _: Option<&F>,
                bar: Lanes<F, W>,
                $(
                    _: Option<&lanes!(F; $($of)+)>,
                    _: Option<&()>,
                    _: Option<&lanes!(F; $($of)+)>,
                    $bar: lanes!(Lanes<F, W>; $($of)+),
                )+
            ) -> ((Lanes<F, W>, ()), $((lanes!(Lanes<F, W>; $($of)+), ()),)+) {
                ((-bar, ()), $((-$bar, ()),)+)
            }
        }

        /// Keeps the compiler from concluding that the operands are of one type before it has seen the second.
        #[diagnostic::do_not_recommend]
        impl<F, Operation, LeftForm, RightForm, $(const $width: usize,)+ const W: usize>
            $rule<Operation, char, LeftForm, RightForm, $($width,)+ W> for F
        where
            F: Float $(+ Space<Tangent<$width> = Lanes<F, $width>>)+ + Space<Tangent<W> = Lanes<F, W>>,
        {
            type Output = F;
            fn $forward<$(const $mask: u128,)+ const BARS: u128>(
                _: &F,
                _: &char,
                $(_: Option<&lanes!(F; $($of)+)>, _: Option<&()>,)+
            ) -> (
                F,
                $(lanes!(F; $($of)+),)+
                impl $Pullback<F, char, F, $($width,)+ W>
                + use<F, Operation, LeftForm, RightForm, $($width, $mask,)+ W, BARS>,
            ) {
                $(let $result = no_such_operator();)+
                (no_such_operator(), $($result,)+ super::NoOperator)
            }
        }

        impl<F, $(const $width: usize,)+ const W: usize> $Pullback<F, char, F, $($width,)+ W> for super::NoOperator
        where
            F: Float $(+ Space<Tangent<$width> = Lanes<F, $width>>)+ + Space<Tangent<W> = Lanes<F, W>>,
        {
            fn $pull(
                &self,
                _: Option<&F>,
                _: Option<&char>,
                _: Option<&F>,
                _: Lanes<F, W>,
                $(
                    _: Option<&lanes!(F; $($of)+)>,
                    _: Option<&()>,
                    _: Option<&lanes!(F; $($of)+)>,
                    _: lanes!(Lanes<F, W>; $($of)+),
                )+
            ) -> ((Lanes<F, W>, ()), $((lanes!(Lanes<F, W>; $($of)+), ()),)+) {
                $(let $result = no_such_operator();)+
                (no_such_operator(), $($result,)+)
            }
        }
    };
}
orders!(floats);

/// The same for each version.
macro_rules! trivial {
    ($version:ident _) => {
        _
    };
    ($version:ident $type:ty) => {
        $type
    };
}

/// The rules of an integer of an order, with another one or with none on the right: they give its value.
macro_rules! integer {
    ($integer:ident [$right:ty] [
        $rule:ident $forward:ident, $Pullback:ident $pull:ident, $joined:ident $parted:ident;
        sweeps $($width:ident $mask:ident)+;
        versions $($left:ident $right_dot:ident $result:ident $bar:ident [$($of:ident)+];)+
    ]) => {
        #[diagnostic::do_not_recommend]
        impl<Operation, LeftForm, RightForm, $(const $width: usize,)+ const W: usize>
            $rule<Operation, $right, LeftForm, RightForm, $($width,)+ W> for $integer
        where
            $integer: OperatorRule<Operation, $right, LeftForm, RightForm, W, Output = $integer>,
        {
            type Output = $integer;
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn $forward<$(const $mask: u128,)+ const BARS: u128>(
                left: &$integer,
                right: &$right,
                $(trivial!($left _): Option<&()>, _: Option<&()>,)+
            ) -> (
                $integer,
                $(trivial!($left ()),)+
                impl $Pullback<$integer, $right, $integer, $($width,)+ W>
                + use<Operation, LeftForm, RightForm, $($width, $mask,)+ W, BARS>,
            ) {
                let (value, ()) = OperatorRule::tangent::<0>(left, right, None, None);
                $(let $left = ();)+
                (value, $($left,)+ Discrete)
            }
        }
    };
}
macro_rules! integers {
    ($($integer:ident)*) => {$(
        orders!(integer $integer [$integer]);
        orders!(integer $integer [()]);
    )*};
}
integers!(u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize);

/// What an operator of integers leaves, of an order.
macro_rules! discrete {
    ([
        $rule:ident $forward:ident, $Pullback:ident $pull:ident, $joined:ident $parted:ident;
        sweeps $($width:ident $mask:ident)+;
        versions $($left:ident $right:ident $result:ident $bar:ident [$($of:ident)+];)+
    ]) => {
        impl<Left, Right, Output, $(const $width: usize,)+ const W: usize>
            $Pullback<Left, Right, Output, $($width,)+ W> for Discrete
        where
            Left: Space<Tangent<W> = ()> $(+ Space<Tangent<$width> = ()>)+,
            Right: Space<Tangent<W> = ()> $(+ Space<Tangent<$width> = ()>)+,
            Output: Space<Tangent<W> = ()> $(+ Space<Tangent<$width> = ()>)+,
        {
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn $pull(
                &self,
                _: Option<&Left>,
                _: Option<&Right>,
                _: Option<&Output>,
                (): (),
                $(trivial!($left _): Option<&()>, _: Option<&()>, _: Option<&()>, (): (),)+
            ) -> (((), ()), $(trivial!($left ((), ())),)+) {
                $(let $left = ((), ());)+
                (((), ()), $($left,)+)
            }
        }
    };
}
orders!(discrete);
