//! The rules of the operators between arrays, and between arrays and scalars: by value or by reference, with broadcasting.
//!
//! The partials are those of floats (see `crate::operators`), so that a kink is treated alike in a number and in an array of them. What is
//! kept is the shapes of the operands.

use ndarray::{Array, ArrayBase, DimMax, Dimension, OwnedRepr, Zip};

use super::dual::Dual;
use super::partial::{Elements, Operand, Partial};
use super::{ArrayTangent, Element, Valued};
use crate::cotangent::Vector;
use crate::kinks::rem_divisor;
use crate::lanes::Lanes;
use crate::operators::{LinearRule, OperatorLinear, OperatorPullback, OperatorRule, operation};
use crate::space::{Space, Tangent};
use crate::trace::Residual;

/// The partials of an operator, given those of the operands and of the result that they are made of.
trait Elementwise {
    /// By the left operand.
    fn by_left<'a, F: Element, O: Dimension>(right: impl FnOnce() -> Elements<'a, F, O>) -> Partial<'a, F, O>;
    /// By the right operand.
    fn by_right<'a, F: Element, O: Dimension + 'a>(
        left: impl FnOnce() -> Elements<'a, F, O>,
        right: impl FnOnce() -> Elements<'a, F, O>,
        result: impl FnOnce() -> &'a Array<F, O>,
    ) -> Partial<'a, F, O>;
}

/// `with` of each number of a result, and the number of an operand there.
fn with_result<F: Element, O: Dimension>(
    result: &Array<F, O>,
    right: &Elements<F, O>,
    with: impl Fn(F, F) -> F,
) -> Array<F, O> {
    match right {
        Elements::All(right) => result.mapv(|result| with(result, *right)),
        Elements::View(right) => Zip::from(result).and(right).map_collect(|result, right| with(*result, *right)),
        Elements::Owned(right) => Zip::from(result).and(right).map_collect(|result, right| with(*result, *right)),
    }
}

macro_rules! elementwise {
    ($($operation:ident $assignment:ident: |$left:ident, $right:ident, $result:ident| $by_left:expr, $by_right:expr;)*) => {$(
        elementwise!(@one $operation |$left, $right, $result| $by_left, $by_right);
        elementwise!(@one $assignment |$left, $right, $result| $by_left, $by_right);
    )*};
    (@one $operation:ident |$left:ident, $right:ident, $result:ident| $by_left:expr, $by_right:expr) => {
        impl Elementwise for operation::$operation {
            #[inline]
            #[allow(unused_variables)]
            fn by_left<'a, F: Element, O: Dimension>($right: impl FnOnce() -> Elements<'a, F, O>) -> Partial<'a, F, O> {
                $by_left
            }
            #[inline]
            #[allow(unused_variables)]
            fn by_right<'a, F: Element, O: Dimension + 'a>(
                $left: impl FnOnce() -> Elements<'a, F, O>,
                $right: impl FnOnce() -> Elements<'a, F, O>,
                $result: impl FnOnce() -> &'a Array<F, O>,
            ) -> Partial<'a, F, O> {
                $by_right
            }
        }
    };
}
elementwise! {
    Add AddAssign: |left, right, result| Partial::One, Partial::One;
    Sub SubAssign: |left, right, result| Partial::One, Partial::MinusOne;
    Mul MulAssign: |left, right, result| Partial::Times(right()), Partial::Times(left());
    Div DivAssign: |left, right, result|
        Partial::Over(right()),
        Partial::Times(Elements::Owned(with_result(result(), &right(), |result, right| -(result / right))));
    Rem RemAssign: |left, right, result| Partial::One, {
        let (result, right) = (result(), right());
        let quotients = match left() {
            Elements::All(left) => with_result(result, &right, |result, right| rem_divisor(left, right, result)),
            left => {
                let mut partials = with_result(result, &left, |_, left| left);
                let rem = |left: &mut F, right: F, result: F| *left = rem_divisor(*left, right, result);
                match &right {
                    Elements::All(right) => Zip::from(&mut partials).and(result).for_each(|left, result| rem(left, *right, *result)),
                    Elements::View(right) => Zip::from(&mut partials).and(right).and(result).for_each(|left, right, result| rem(left, *right, *result)),
                    Elements::Owned(right) => Zip::from(&mut partials).and(right).and(result).for_each(|left, right, result| rem(left, *right, *result)),
                }
                partials
            }
        };
        Partial::Times(Elements::Owned(quotients))
    };
}

/// The shapes of the operands, and which of them vary.
#[derive(Debug)]
pub struct KeptShapes<Left: Space, Right: Space, Operation> {
    shapes: Option<(Left::Shape, Right::Shape)>,
    varied: [bool; 2],
    operation: core::marker::PhantomData<fn() -> Operation>,
}

impl<Left: Space, Right: Space, Operation> Residual for KeptShapes<Left, Right, Operation> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn empty() -> Self {
        KeptShapes { shapes: None, varied: [false; 2], operation: core::marker::PhantomData }
    }
}

impl<Left: Space, Right: Space, Operation> KeptShapes<Left, Right, Operation> {
    #[inline]
    fn of<const MASK: u128>(left: &Left, right: &Right) -> Self {
        let shapes = Some((left.shape(), right.shape()));
        KeptShapes { shapes, varied: [MASK & 1 != 0, MASK & 2 != 0], operation: core::marker::PhantomData }
    }
}

const PASSED: &str = "what the arithmetic of floats needs is passed again";

/// The sum of two terms, of which either may be zero.
fn sum<F: Element, O: Dimension, const W: usize>(
    left: Option<Array<Lanes<F, W>, O>>,
    right: Option<Array<Lanes<F, W>, O>>,
) -> ArrayTangent<Lanes<F, W>, O> {
    let mut sum = ArrayTangent(left);
    sum.accumulate(ArrayTangent(right));
    sum
}

impl<F, Left, Right, O, Operation, const W: usize> OperatorPullback<Left, Right, Array<F, O>, W>
    for KeptShapes<Left, Right, Operation>
where
    F: Element,
    O: Dimension,
    Left: Operand<F, O>,
    Right: Operand<F, O>,
    Operation: Elementwise,
{
    #[inline]
    fn pull(
        &self,
        left: Option<&Left>,
        right: Option<&Right>,
        result: Option<&Array<F, O>>,
        bar: Tangent<Array<F, O>, W>,
    ) -> (Tangent<Left, W>, Tangent<Right, W>) {
        let (Some((left_shape, right_shape)), Some(bar)) = (&self.shapes, bar.0) else {
            return (Vector::ZERO, Vector::ZERO);
        };
        let shape = bar.raw_dim();
        let left = || left.expect(PASSED).elements(&shape);
        let right = || right.expect(PASSED).elements(&shape);
        let right_bar = |bar: Array<Lanes<F, W>, O>| {
            Right::collect(right_shape, bar, &Operation::by_right(left, right, || result.expect(PASSED)))
        };
        let left_bar = |bar: Array<Lanes<F, W>, O>| Left::collect(left_shape, bar, &Operation::by_left(right));
        match self.varied {
            [true, true] => (left_bar(bar.clone()), right_bar(bar)),
            [true, false] => (left_bar(bar), Vector::ZERO),
            [false, true] => (Vector::ZERO, right_bar(bar)),
            [false, false] => (Vector::ZERO, Vector::ZERO),
        }
    }
}

/// The tangent of an elementwise result.
#[inline]
fn tangent<F, Left, Right, O, Operation: Elementwise, const W: usize>(
    result: &Array<F, O>,
    (left, right): (&Left, &Right),
    left_dot: Option<&Tangent<Left, W>>,
    right_dot: Option<&Tangent<Right, W>>,
) -> ArrayTangent<Lanes<F, W>, O>
where
    F: Element,
    O: Dimension,
    Left: Operand<F, O>,
    Right: Operand<F, O>,
{
    let shape = result.raw_dim();
    let (left, right) = (|| left.elements(&shape), || right.elements(&shape));
    let by_left = left_dot.and_then(|dot| Left::spread(dot, &Operation::by_left(right), &shape));
    let by_right = right_dot.and_then(|dot| Right::spread(dot, &Operation::by_right(left, right, || result), &shape));
    sum(by_left, by_right)
}

/// The shape of an elementwise result.
#[derive(Debug)]
pub struct KeptShape<O, Operation> {
    shape: Option<O>,
    operation: core::marker::PhantomData<fn() -> Operation>,
}

impl<O, Operation> Residual for KeptShape<O, Operation> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn empty() -> Self {
        KeptShape { shape: None, operation: core::marker::PhantomData }
    }
}

impl<F, Left, Right, O, Operation, const W: usize> OperatorLinear<Left, Right, Array<F, O>, W>
    for KeptShape<O, Operation>
where
    F: Element,
    O: Dimension,
    Left: Operand<F, O>,
    Right: Operand<F, O>,
    Operation: Elementwise,
{
    #[inline]
    fn push(
        &self,
        left: Option<&Left>,
        right: Option<&Right>,
        result: Option<&Array<F, O>>,
        left_dot: Option<&Tangent<Left, W>>,
        right_dot: Option<&Tangent<Right, W>>,
    ) -> Tangent<Array<F, O>, W> {
        let Some(shape) = &self.shape else { return Vector::ZERO };
        let left = || left.expect(PASSED).elements(shape);
        let right = || right.expect(PASSED).elements(shape);
        let by_left = left_dot.and_then(|dot| Left::spread(dot, &Operation::by_left(right), shape));
        let by_right = right_dot
            .and_then(|dot| Right::spread(dot, &Operation::by_right(left, right, || result.expect(PASSED)), shape));
        sum(by_left, by_right)
    }
}

macro_rules! rule {
    (
        [$($parameters:tt)*] [$($generics:tt)*] $operation:ident, $left:ty, $right:ty => $float:ty, $dim:ty, where [$($bounds:tt)*],
        |$l:ident, $r:ident| $value:expr
    ) => {
        #[diagnostic::do_not_recommend]
        impl<$($parameters)* LeftForm, RightForm, const W: usize>
            OperatorRule<operation::$operation, $right, LeftForm, RightForm, W> for $left
        where $($bounds)*
        {
            type Output = Array<$float, $dim>;
            #[inline]
            #[track_caller]
            fn tangent<const MASK: u128>(
                $l: &$left,
                $r: &$right,
                left_dot: Option<&Tangent<$left, W>>,
                right_dot: Option<&Tangent<$right, W>>,
            ) -> (Self::Output, Tangent<Self::Output, W>) {
                let result = $value;
                let dot = tangent::<_, _, _, _, operation::$operation, W>(&result, ($l, $r), left_dot, right_dot);
                (result, dot)
            }
            #[inline]
            #[track_caller]
            fn pullback<const MASK: u128>(
                $l: &$left,
                $r: &$right,
            ) -> (
                Self::Output,
                impl OperatorPullback<$left, $right, Self::Output, W> + use<$($generics)* LeftForm, RightForm, W, MASK>,
            ) {
                ($value, KeptShapes::<$left, $right, operation::$operation>::of::<MASK>($l, $r))
            }
        }

        #[diagnostic::do_not_recommend]
        impl<$($parameters)* LeftForm, RightForm, const W: usize>
            LinearRule<operation::$operation, $right, LeftForm, RightForm, W> for $left
        where $($bounds)*
        {
            #[inline]
            #[track_caller]
            fn linearized<const MASK: u128>(
                $l: &$left,
                $r: &$right,
            ) -> (
                Self::Output,
                impl OperatorLinear<$left, $right, Self::Output, W> + use<$($generics)* LeftForm, RightForm, W, MASK>,
            ) {
                let result: Array<$float, $dim> = $value;
                let shape = Some(result.raw_dim());
                (result, KeptShape::<$dim, operation::$operation> { shape, operation: core::marker::PhantomData })
            }
        }
    };
}

macro_rules! rules {
    ($($operation:ident $assignment:ident $sign:tt $assign:tt;)*) => {$(
        rule! {
            [S, D, S2, E, F,] [S, D, S2, E, F,] $operation, ArrayBase<S, D>, ArrayBase<S2, E> => F, <D as DimMax<E>>::Output,
            where [S: Valued<Elem = F>, S2: Valued<Elem = F>, F: Element, D: Dimension + DimMax<E>, E: Dimension],
            |left, right| left $sign right
        }
        rule! {
            [D, S2, E, F,] [D, S2, E, F,] $assignment, ArrayBase<OwnedRepr<F>, D>, ArrayBase<S2, E> => F, D,
            where [S2: Valued<Elem = F>, F: Element, D: Dimension, E: Dimension],
            |left, right| {
                let mut result = left.clone();
                assigned!(result $assign right);
                result
            }
        }
        scalars!($operation $assignment $sign $assign [] [] f32, left right *left $sign right);
        scalars!($operation $assignment $sign $assign [] [] f64, left right *left $sign right);
        scalars!($operation $assignment $sign $assign [F: Element, const V: usize,] [F, V,] Dual<F, V>,
            left right right.mapv(|right| *left $sign right));
    )*};
}
macro_rules! assigned {
    ($result:ident $assign:tt $right:ident) => {
        $result $assign $right
    };
}
macro_rules! scalars {
    ($operation:ident $assignment:ident $sign:tt $assign:tt [$($parameters:tt)*] [$($generics:tt)*] $number:ty, $left:ident $right:ident $scaled:expr) => {
        rule! {
            [S, D, $($parameters)*] [S, D, $($generics)*] $operation, ArrayBase<S, D>, $number => $number, D,
            where [S: Valued<Elem = $number>, D: Dimension],
            |left, right| left $sign *right
        }
        rule! {
            [S, D, $($parameters)*] [S, D, $($generics)*] $operation, $number, ArrayBase<S, D> => $number, D,
            where [S: Valued<Elem = $number>, D: Dimension],
            |$left, $right| $scaled
        }
        rule! {
            [D, $($parameters)*] [D, $($generics)*] $assignment, ArrayBase<OwnedRepr<$number>, D>, $number => $number, D,
            where [D: Dimension],
            |left, right| {
                let mut result = left.clone();
                let right = *right;
                assigned!(result $assign right);
                result
            }
        }
    };
}
rules! {
    Add AddAssign + +=;
    Sub SubAssign - -=;
    Mul MulAssign * *=;
    Div DivAssign / /=;
    Rem RemAssign % %=;
}

/// Negation keeps nothing.
#[diagnostic::do_not_recommend]
impl<S, D, F, Form, const W: usize> OperatorRule<operation::Neg, (), Form, crate::operators::ByValue, W>
    for ArrayBase<S, D>
where
    S: Valued<Elem = F>,
    F: Element,
    D: Dimension,
{
    type Output = Array<F, D>;
    #[inline]
    fn tangent<const MASK: u128>(
        value: &Self,
        _: &(),
        dot: Option<&Tangent<Self, W>>,
        _: Option<&()>,
    ) -> (Self::Output, Tangent<Self::Output, W>) {
        let dot = dot.and_then(ArrayTangent::array).map(|dot| dot.mapv(|dot| -dot));
        (value.mapv(|value| -value), ArrayTangent(dot))
    }
    #[inline]
    fn pullback<const MASK: u128>(
        value: &Self,
        _: &(),
    ) -> (Self::Output, impl OperatorPullback<Self, (), Self::Output, W> + use<S, D, F, Form, W, MASK>) {
        (value.mapv(|value| -value), operation::Neg)
    }
}

#[diagnostic::do_not_recommend]
impl<S, D, F, Form, const W: usize> LinearRule<operation::Neg, (), Form, crate::operators::ByValue, W>
    for ArrayBase<S, D>
where
    S: Valued<Elem = F>,
    F: Element,
    D: Dimension,
{
    #[inline]
    fn linearized<const MASK: u128>(
        value: &Self,
        _: &(),
    ) -> (Self::Output, impl OperatorLinear<Self, (), Self::Output, W> + use<S, D, F, Form, W, MASK>) {
        (value.mapv(|value| -value), operation::Neg)
    }
}

impl<S, D, F, const W: usize> OperatorLinear<ArrayBase<S, D>, (), Array<F, D>, W> for operation::Neg
where
    S: Valued<Elem = F>,
    F: Element,
    D: Dimension,
{
    #[inline]
    fn push(
        &self,
        _: Option<&ArrayBase<S, D>>,
        _: Option<&()>,
        _: Option<&Array<F, D>>,
        dot: Option<&ArrayTangent<Lanes<F, W>, D>>,
        _: Option<&()>,
    ) -> ArrayTangent<Lanes<F, W>, D> {
        ArrayTangent(dot.and_then(ArrayTangent::array).map(|dot| dot.mapv(|dot| -dot)))
    }
}

impl<S, D, F, const W: usize> OperatorPullback<ArrayBase<S, D>, (), Array<F, D>, W> for operation::Neg
where
    S: Valued<Elem = F>,
    F: Element,
    D: Dimension,
{
    #[inline]
    fn pull(
        &self,
        _: Option<&ArrayBase<S, D>>,
        _: Option<&()>,
        _: Option<&Array<F, D>>,
        bar: ArrayTangent<Lanes<F, W>, D>,
    ) -> (ArrayTangent<Lanes<F, W>, D>, ()) {
        (ArrayTangent(bar.0.map(|bar| bar.mapv_into(|bar| -bar))), ())
    }
}
