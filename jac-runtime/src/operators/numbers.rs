//! The operators of floats and integers.
//!
//! Floats keep nothing: what their reverse needs is passed again. The arithmetic is that of the macro. What is done with integers does not vary.

use super::{ByValue, LinearRule, OperatorLinear, OperatorPullback, OperatorRule, kept, operation};
use crate::cotangent::Vector;
use crate::float::Float;
use crate::kinks::rem_divisor;
use crate::lanes::Lanes;
use crate::space::{Space, Tangent};
use crate::trace::Residual;

/// The sum of the terms that there are, the second one with its sign.
#[cfg_attr(not(debug_assertions), inline(always))]
fn sum<V: Vector>(left: Option<V>, right: Option<V>) -> V {
    match (left, right) {
        (Some(mut left), Some(right)) => {
            left.accumulate(right);
            left
        }
        (Some(term), None) | (None, Some(term)) => term,
        (None, None) => V::ZERO,
    }
}

macro_rules! floats {
    ($($operation:ident $assignment:ident $operator:tt $tangent:ident $pull:ident,)*) => {$(
        floats!(@rule $operation $operator $tangent $pull);
        floats!(@rule $assignment $operator $tangent $pull);
    )*};
    (@rule $operation:ident $operator:tt $tangent:ident $pull:ident) => {
        #[diagnostic::do_not_recommend]
        impl<F, LeftForm, RightForm, const W: usize> OperatorRule<operation::$operation, F, LeftForm, RightForm, W> for F
        where
            F: Float + Space<Tangent<W> = Lanes<F, W>>,
        {
            type Output = F;
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn tangent<const MASK: u128>(
                left: &F,
                right: &F,
                left_dot: Option<&Lanes<F, W>>,
                right_dot: Option<&Lanes<F, W>>,
            ) -> (F, Lanes<F, W>) {
                let result = *left $operator *right;
                (result, rules::$tangent(*left, *right, result, left_dot.copied(), right_dot.copied()))
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn pullback<const MASK: u128>(
                left: &F,
                right: &F,
            ) -> (F, impl OperatorPullback<F, F, F, W> + use<F, LeftForm, RightForm, W, MASK>) {
                (*left $operator *right, operation::$operation)
            }
        }

        #[diagnostic::do_not_recommend]
        impl<F, LeftForm, RightForm, const W: usize> LinearRule<operation::$operation, F, LeftForm, RightForm, W> for F
        where
            F: Float + Space<Tangent<W> = Lanes<F, W>>,
        {
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn linearized<const MASK: u128>(
                left: &F,
                right: &F,
            ) -> (F, impl OperatorLinear<F, F, F, W> + use<F, LeftForm, RightForm, W, MASK>) {
                (*left $operator *right, operation::$operation)
            }
        }

        impl<F, const W: usize> OperatorLinear<F, F, F, W> for operation::$operation
        where
            F: Float + Space<Tangent<W> = Lanes<F, W>>,
        {
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn push(
                &self,
                left: Option<&F>,
                right: Option<&F>,
                result: Option<&F>,
                left_dot: Option<&Lanes<F, W>>,
                right_dot: Option<&Lanes<F, W>>,
            ) -> Lanes<F, W> {
                let number = |passed: Option<&F>| passed.copied().unwrap_or(F::ZERO);
                rules::$tangent(
                    number(left), number(right), number(result), left_dot.copied(), right_dot.copied(),
                )
            }
        }

        impl<F, const W: usize> OperatorPullback<F, F, F, W> for operation::$operation
        where
            F: Float + Space<Tangent<W> = Lanes<F, W>>,
        {
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn pull(
                &self,
                left: Option<&F>,
                right: Option<&F>,
                result: Option<&F>,
                bar: Lanes<F, W>,
            ) -> (Lanes<F, W>, Lanes<F, W>) {
                rules::$pull(left.copied(), right.copied(), result.copied(), bar)
            }
        }
    };
}

/// The rules of numbers. The arithmetic is that of the macro, so that it does not matter who writes it.
pub(crate) mod rules {
    use super::{Vector, rem_divisor, sum};
    use crate::float::Number;
    use crate::lanes::Lanes;

    type Dot<F, const W: usize> = Option<Lanes<F, W>>;
    type Bars<F, const W: usize> = (Lanes<F, W>, Lanes<F, W>);

    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn add<F: Number, const W: usize>(_: F, _: F, _: F, left: Dot<F, W>, right: Dot<F, W>) -> Lanes<F, W> {
        sum(left, right)
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn pull_add<F: Number, const W: usize>(
        _: Option<F>,
        _: Option<F>,
        _: Option<F>,
        bar: Lanes<F, W>,
    ) -> Bars<F, W> {
        (bar, bar)
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn sub<F: Number, const W: usize>(_: F, _: F, _: F, left: Dot<F, W>, right: Dot<F, W>) -> Lanes<F, W> {
        match (left, right) {
            (Some(left), Some(right)) => left - right,
            (left, right) => sum(left, right.map(|right| -right)),
        }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn pull_sub<F: Number, const W: usize>(
        _: Option<F>,
        _: Option<F>,
        _: Option<F>,
        bar: Lanes<F, W>,
    ) -> Bars<F, W> {
        (bar, -bar)
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn mul<F: Number, const W: usize>(
        left: F,
        right: F,
        _: F,
        left_dot: Dot<F, W>,
        right_dot: Dot<F, W>,
    ) -> Lanes<F, W> {
        sum(left_dot.map(|dot| dot * right), right_dot.map(|dot| dot * left))
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn pull_mul<F: Number, const W: usize>(
        left: Option<F>,
        right: Option<F>,
        _: Option<F>,
        bar: Lanes<F, W>,
    ) -> Bars<F, W> {
        let scaled = |factor: Option<F>| factor.map_or(Vector::ZERO, |factor| bar * factor);
        (scaled(right), scaled(left))
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn div<F: Number, const W: usize>(
        _: F,
        right: F,
        result: F,
        left_dot: Dot<F, W>,
        right_dot: Dot<F, W>,
    ) -> Lanes<F, W> {
        match (left_dot, right_dot) {
            (Some(left_dot), Some(right_dot)) => (left_dot - right_dot * result) / right,
            (left_dot, right_dot) => {
                sub(result, right, result, left_dot.map(|dot| dot / right), right_dot.map(|dot| dot * (result / right)))
            }
        }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn pull_div<F: Number, const W: usize>(
        _: Option<F>,
        right: Option<F>,
        result: Option<F>,
        bar: Lanes<F, W>,
    ) -> Bars<F, W> {
        let numerator = right.map_or(Vector::ZERO, |right| bar / right);
        (numerator, result.map_or(Vector::ZERO, |result| -(numerator * result)))
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn rem<F: Number, const W: usize>(
        left: F,
        right: F,
        result: F,
        left_dot: Dot<F, W>,
        right_dot: Dot<F, W>,
    ) -> Lanes<F, W> {
        sum(left_dot, right_dot.map(|dot| dot * rem_divisor(left, right, result)))
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn pull_rem<F: Number, const W: usize>(
        left: Option<F>,
        right: Option<F>,
        result: Option<F>,
        bar: Lanes<F, W>,
    ) -> Bars<F, W> {
        match (left, right, result) {
            (Some(left), Some(right), Some(result)) => (bar, bar * rem_divisor(left, right, result)),
            _ => (bar, Vector::ZERO),
        }
    }
}

floats! {
    Add AddAssign + add pull_add,
    Sub SubAssign - sub pull_sub,
    Mul MulAssign * mul pull_mul,
    Div DivAssign / div pull_div,
    Rem RemAssign % rem pull_rem,
}

pub(super) fn no_such_operator<T>() -> T {
    unreachable!("floats and characters have no operators")
}

/// Keeps the compiler from concluding that the operands are of one type before it has seen the second.
#[diagnostic::do_not_recommend]
impl<F, Operation, LeftForm, RightForm, const W: usize> OperatorRule<Operation, char, LeftForm, RightForm, W> for F
where
    F: Float + Space<Tangent<W> = Lanes<F, W>>,
{
    type Output = F;
    fn tangent<const MASK: u128>(_: &F, _: &char, _: Option<&Lanes<F, W>>, _: Option<&()>) -> (F, Lanes<F, W>) {
        no_such_operator()
    }
    fn pullback<const MASK: u128>(
        _: &F,
        _: &char,
    ) -> (F, impl OperatorPullback<F, char, F, W> + use<F, Operation, LeftForm, RightForm, W, MASK>) {
        (no_such_operator(), kept::<F, char, F, _, W>(|_, _, _| no_such_operator()))
    }
}

/// The same of linear rules.
#[diagnostic::do_not_recommend]
impl<F, Operation, LeftForm, RightForm, const W: usize> LinearRule<Operation, char, LeftForm, RightForm, W> for F
where
    F: Float + Space<Tangent<W> = Lanes<F, W>>,
{
    fn linearized<const MASK: u128>(
        _: &F,
        _: &char,
    ) -> (F, impl OperatorLinear<F, char, F, W> + use<F, Operation, LeftForm, RightForm, W, MASK>) {
        (no_such_operator(), NoOperator)
    }
}

/// What an operator that there is not leaves.
#[derive(Clone, Copy, Debug)]
pub struct NoOperator;

impl Residual for NoOperator {
    fn empty() -> Self {
        NoOperator
    }
}

impl<F: Space, const W: usize> OperatorLinear<F, char, F, W> for NoOperator {
    fn push(
        &self,
        _: Option<&F>,
        _: Option<&char>,
        _: Option<&F>,
        _: Option<&Tangent<F, W>>,
        _: Option<&()>,
    ) -> Tangent<F, W> {
        no_such_operator()
    }
}

#[diagnostic::do_not_recommend]
impl<F, Form, const W: usize> OperatorRule<operation::Neg, (), Form, ByValue, W> for F
where
    F: Float + Space<Tangent<W> = Lanes<F, W>>,
{
    type Output = F;
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn tangent<const MASK: u128>(value: &F, _: &(), dot: Option<&Lanes<F, W>>, _: Option<&()>) -> (F, Lanes<F, W>) {
        (-*value, dot.map_or(Vector::ZERO, |dot| -*dot))
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn pullback<const MASK: u128>(
        value: &F,
        _: &(),
    ) -> (F, impl OperatorPullback<F, (), F, W> + use<F, Form, W, MASK>) {
        (-*value, operation::Neg)
    }
}

impl<F, const W: usize> OperatorPullback<F, (), F, W> for operation::Neg
where
    F: Float + Space<Tangent<W> = Lanes<F, W>>,
{
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn pull(&self, _: Option<&F>, _: Option<&()>, _: Option<&F>, bar: Lanes<F, W>) -> (Lanes<F, W>, ()) {
        (-bar, ())
    }
}

#[diagnostic::do_not_recommend]
impl<F, Form, const W: usize> LinearRule<operation::Neg, (), Form, ByValue, W> for F
where
    F: Float + Space<Tangent<W> = Lanes<F, W>>,
{
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn linearized<const MASK: u128>(
        value: &F,
        _: &(),
    ) -> (F, impl OperatorLinear<F, (), F, W> + use<F, Form, W, MASK>) {
        (-*value, operation::Neg)
    }
}

impl<F, const W: usize> OperatorLinear<F, (), F, W> for operation::Neg
where
    F: Float + Space<Tangent<W> = Lanes<F, W>>,
{
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn push(
        &self,
        _: Option<&F>,
        _: Option<&()>,
        _: Option<&F>,
        dot: Option<&Lanes<F, W>>,
        _: Option<&()>,
    ) -> Lanes<F, W> {
        dot.map_or(Vector::ZERO, |dot| -*dot)
    }
}

/// The pullback of an operator on what does not vary.
#[derive(Clone, Copy, Debug)]
pub struct Discrete;

impl Residual for Discrete {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn empty() -> Self {
        Discrete
    }
}

impl<Left, Right, Output, const W: usize> OperatorPullback<Left, Right, Output, W> for Discrete
where
    Left: Space<Tangent<W> = ()>,
    Right: Space<Tangent<W> = ()>,
    Output: Space<Tangent<W> = ()>,
{
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn pull(&self, _: Option<&Left>, _: Option<&Right>, _: Option<&Output>, (): ()) -> ((), ()) {
        ((), ())
    }
}

impl<Left, Right, Output, const W: usize> OperatorLinear<Left, Right, Output, W> for Discrete
where
    Left: Space<Tangent<W> = ()>,
    Right: Space<Tangent<W> = ()>,
    Output: Space<Tangent<W> = ()>,
{
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn push(&self, _: Option<&Left>, _: Option<&Right>, _: Option<&Output>, _: Option<&()>, _: Option<&()>) {}
}

macro_rules! integers {
    ($($integer:ident)*) => {$(
        integers!(@rule $integer Add +);
        integers!(@rule $integer Sub -);
        integers!(@rule $integer Mul *);
        integers!(@rule $integer Div /);
        integers!(@rule $integer Rem %);
        integers!(@rule $integer AddAssign +);
        integers!(@rule $integer SubAssign -);
        integers!(@rule $integer MulAssign *);
        integers!(@rule $integer DivAssign /);
        integers!(@rule $integer RemAssign %);
    )*};
    (@rule $integer:ident $operation:ident $operator:tt) => {
        #[diagnostic::do_not_recommend]
        impl<LeftForm, RightForm, const W: usize> OperatorRule<operation::$operation, $integer, LeftForm, RightForm, W>
            for $integer
        {
            type Output = $integer;
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn tangent<const MASK: u128>(
                left: &$integer,
                right: &$integer,
                _: Option<&()>,
                _: Option<&()>,
            ) -> ($integer, ()) {
                (*left $operator *right, ())
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn pullback<const MASK: u128>(
                left: &$integer,
                right: &$integer,
            ) -> (
                $integer,
                impl OperatorPullback<$integer, $integer, $integer, W> + use<LeftForm, RightForm, W, MASK>,
            ) {
                (*left $operator *right, Discrete)
            }
        }

        #[diagnostic::do_not_recommend]
        impl<LeftForm, RightForm, const W: usize> LinearRule<operation::$operation, $integer, LeftForm, RightForm, W>
            for $integer
        {
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn linearized<const MASK: u128>(
                left: &$integer,
                right: &$integer,
            ) -> (
                $integer,
                impl OperatorLinear<$integer, $integer, $integer, W> + use<LeftForm, RightForm, W, MASK>,
            ) {
                (*left $operator *right, Discrete)
            }
        }
    };
}
integers!(u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize);

macro_rules! negated_integers {
    ($($integer:ident)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<Form, const W: usize> OperatorRule<operation::Neg, (), Form, ByValue, W> for $integer {
            type Output = $integer;
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn tangent<const MASK: u128>(
                value: &$integer,
                _: &(),
                _: Option<&()>,
                _: Option<&()>,
            ) -> ($integer, ()) {
                (-*value, ())
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn pullback<const MASK: u128>(
                value: &$integer,
                _: &(),
            ) -> ($integer, impl OperatorPullback<$integer, (), $integer, W> + use<Form, W, MASK>) {
                (-*value, Discrete)
            }
        }

        #[diagnostic::do_not_recommend]
        impl<Form, const W: usize> LinearRule<operation::Neg, (), Form, ByValue, W> for $integer {
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn linearized<const MASK: u128>(
                value: &$integer,
                _: &(),
            ) -> ($integer, impl OperatorLinear<$integer, (), $integer, W> + use<Form, W, MASK>) {
                (-*value, Discrete)
            }
        }
    )*};
}
negated_integers!(i8 i16 i32 i64 i128 isize);
