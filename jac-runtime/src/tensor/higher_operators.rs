//! Operators in derivatives of higher order: the tangents of what their rules leave.
//!
//! As of methods (see `higher`): the rule is that of numbers with a tangent.

use ndarray::{Array, DimMax, Dimension};

use super::Element;
use super::dual::Dual;
use super::join::{ArrayOf, Kind, Nothing, OneNumber, join_present};
use super::orders::{each_order, lanes};
use crate::cotangent::Vector;
use crate::lanes::Lanes;
use crate::operators::{ByValue, Operator, OperatorPullback, OperatorRule, operation, rules};
use crate::space::Space;
use crate::sweep::Sweep;
use crate::trace::Residual;

/// A value, or a tangent of it.
macro_rules! of_kind {
    ($kind:ty, $number:ty, []) => { <$kind as Kind>::Value<$number> };
    ($kind:ty, $number:ty, [$($widths:ident)+]) => { <$kind as Kind>::Vectors<lanes!($number; $($widths)+)> };
}
/// The value and its newest tangent as one, if they are there.
macro_rules! join {
    ($kind:ty, $number:ty, $new:ident, [], $value:ident, $dot:ident) => {
        $value.map(|value| <$kind as Kind>::join::<$number, $new>(value, $dot.unwrap_or(&Vector::ZERO)))
    };
    ($kind:ty, $number:ty, $new:ident, [$($widths:ident)+], $value:ident, $dot:ident) => {
        join_present::<$kind, lanes!($number; $($widths)+), $new>($value, $dot)
    };
}
/// The reverse.
macro_rules! part {
    ($kind:ty, $number:ty, $new:ident, [], $joined:ident) => { <$kind as Kind>::part::<$number, $new>($joined) };
    ($kind:ty, $number:ty, $new:ident, [$($widths:ident)+], $joined:ident) => {
        <$kind as Kind>::part_vectors::<lanes!($number; $($widths)+), $new>($joined)
    };
}
/// A cotangent and its newest tangent as one.
macro_rules! joined_bar {
    ($new:ident, [$($widths:ident)+], $bar:ident, $dot:ident) => {
        Output::join_vectors::<lanes!(F; $($widths)+), $new>(&$bar, &$dot)
    };
}
macro_rules! one_or_tuple {
    ($one:tt) => { $one };
    ($($several:tt)*) => { ($($several),*) };
}

macro_rules! rule_of_order {
    // In the trait.
    (@order {
        names [$name:ident $lower:ident $trait:ident $($names:ident)*]
        new $new:ident
        generics [$($parameters:tt)*] [$($arguments:ident),*] $lower_arguments:tt [$($widths:ident),*] $lower_widths:tt
        sweeps $types:tt $pattern:tt $passed:tt pairs $pairs:tt
        all [$first:tt $(($a:ident $b:ident $c:ident $d:ident $v:tt $w:tt))*]
    }) => {
        /// The value, its tangents, and what the reverse sweep needs: the tangent of the function of one order less.
        fn $name<$($parameters)*>(
            left: &Self,
            right: &Right,
            $($a: Option<&of_kind!(Self::Left, Self::Float, $v)>, $b: Option<&of_kind!(Self::Right, Self::Float, $v)>,)*
        ) -> (
            of_kind!(Self::Output, Self::Float, []),
            $(of_kind!(Self::Output, Self::Float, $v),)*
            impl $trait<Self::Left, Self::Right, Self::Output, Self::Float, $($widths),*>
            + use<Self, Operation, Right, LeftForm, RightForm, $($arguments),*>,
        );
    };
    // In an implementation: that of the second order calls the rule of the first.
    (@order {
        names [pullback_tangent $lower:ident $($names:ident)*] $($order:tt)*
    } $generics:tt $operation:ident, $number:ty, $right:ty, $left_kind:ty, $right_kind:ty, $output_kind:ty) => {
        rule_of_order!(@of pullback_tangent $lower $($names)*; [
            OperatorRule<operation::$operation, <$right_kind as Kind>::Value<Dual<$number, V>>, ByValue, ByValue, W>
        ] [BARS] {$($order)*} $generics $number, $right, $left_kind, $right_kind, $output_kind);
    };
    (@order {
        names [$name:ident $lower:ident $($names:ident)*]
        new $new:ident
        generics $parameters:tt $arguments:tt [$($lower_arguments:ident),*] $($order:tt)*
    } $generics:tt $operation:ident, $number:ty, $right:ty, $left_kind:ty, $right_kind:ty, $output_kind:ty) => {
        rule_of_order!(@of $name $lower $($names)*; [
            HigherOrderRule<operation::$operation, <$right_kind as Kind>::Value<Dual<$number, $new>>, ByValue, ByValue>
        ] [$($lower_arguments),*] {new $new generics $parameters $arguments [$($lower_arguments),*] $($order)*}
            $generics $number, $right, $left_kind, $right_kind, $output_kind);
    };
    (@of $name:ident $lower:ident $trait:ident $($names:ident)*; [$($lower_trait:tt)*] [$($lower_arguments:ident),*] {
        new $new:ident
        generics [$($parameters:tt)*] [$($arguments:ident),*] $all_lower:tt [$($widths:ident),*] $lower_widths:tt
        sweeps $types:tt $pattern:tt $passed:tt
        pairs [
            (($left:ident $right_value:ident $output:ident $bar:ident [] $w:tt)
                ($left_dot:ident $right_dot:ident $output_dot:ident $bar_dot:ident $new_v:tt $new_w:tt))
            $((
                ($left_v:ident $right_v:ident $output_v:ident $bar_v:ident $v:tt $wv:tt)
                ($left_v_dot:ident $right_v_dot:ident $output_v_dot:ident $bar_v_dot:ident $dots:tt $bar_dots:tt)
            ))*
        ]
        all [$first:tt $(($a:ident $b:ident $c:ident $d:ident $all_v:tt $all_w:tt))*]
    } [$($generics:tt)*] $number:ty, $right:ty, $left_kind:ty, $right_kind:ty, $output_kind:ty) => {
        #[inline]
        #[track_caller]
        fn $name<$($parameters)*>(
            $left: &Self,
            $right_value: &$right,
            $($a: Option<&of_kind!($left_kind, $number, $all_v)>, $b: Option<&of_kind!($right_kind, $number, $all_v)>,)*
        ) -> (
            of_kind!($output_kind, $number, []),
            $(of_kind!($output_kind, $number, $all_v),)*
            impl $trait<$left_kind, $right_kind, $output_kind, $number, $($widths),*>
            + use<$($generics)* $($arguments),*>,
        ) {
            let $left = <$left_kind as Kind>::join::<$number, $new>($left, $left_dot.unwrap_or(&Vector::ZERO));
            let $right_value = <$right_kind as Kind>::join::<$number, $new>($right_value, $right_dot.unwrap_or(&Vector::ZERO));
            $(
                let $left_v = join!($left_kind, $number, $new, $v, $left_v, $left_v_dot);
                let $right_v = join!($right_kind, $number, $new, $v, $right_v, $right_v_dot);
            )*
            let ($output, $($output_v,)* kept) =
                <<$left_kind as Kind>::Value<Dual<$number, $new>> as $($lower_trait)*>::$lower::<$($lower_arguments),*>(
                    &$left, &$right_value, $($left_v.as_ref(), $right_v.as_ref()),*
                );
            let ($output, $output_dot) = part!($output_kind, $number, $new, [], $output);
            $(let ($output_v, $output_v_dot) = part!($output_kind, $number, $new, $v, $output_v);)*
            ($output, $($output_v,)* $output_dot, $($output_v_dot,)* KeptJoined(kept))
        }
    };
}

/// The derivatives of higher order of an operator between two types.
#[diagnostic::on_unimplemented(
    message = "the operator `{Operation}` between `{Self}` and `{Right}` has no derivatives of higher order",
    label = "this cannot be differentiated twice",
    note = "in a function of `order = 2` or more with arrays, operators are those of arrays and floats; call a function of that order, or take `order = 1`"
)]
pub trait HigherOrderRule<Operation, Right: Space, LeftForm, RightForm>: Space {
    /// The type of the numbers.
    type Float: Element;
    /// What the left operand is.
    type Left: Kind;
    /// What the right operand is.
    type Right: Kind;
    /// What the result is.
    type Output: Kind;

    each_order!(rule_of_order);
}

macro_rules! pull_of_order {
    // At the second order, the function below is that of a rule of first order, which is about spaces.
    (@order {
        names [pullback_tangent $lower:ident $trait:ident $lower_trait:ident $($names:ident)*]
        new $new:ident
        generics $parameters:tt $arguments:tt $lower_arguments:tt $widths:tt $lower_widths:tt
        sweeps $types:tt $pattern:tt $passed:tt pairs $pairs:tt all $all:tt
    }) => {
        pull_of_order!(@of $trait [$($names)*] $new $widths $pairs $all [
            Left::Value<Dual<F, $new>>: Space<Tangent<W> = Left::Vectors<Lanes<Dual<F, $new>, W>>>,
            Right::Value<Dual<F, $new>>: Space<Tangent<W> = Right::Vectors<Lanes<Dual<F, $new>, W>>>,
            Output::Value<Dual<F, $new>>: Space<Tangent<W> = Output::Vectors<Lanes<Dual<F, $new>, W>>>,
            K: $lower_trait<Left::Value<Dual<F, $new>>, Right::Value<Dual<F, $new>>, Output::Value<Dual<F, $new>>, W>,
        ]);
    };
    (@order {
        names [$name:ident $lower:ident $trait:ident $lower_trait:ident $($names:ident)*]
        new $new:ident
        generics $parameters:tt $arguments:tt $lower_arguments:tt $widths:tt [$($lower_widths:ident),*]
        sweeps $types:tt $pattern:tt $passed:tt pairs $pairs:tt all $all:tt
    }) => {
        pull_of_order!(@of $trait [$($names)*] $new $widths $pairs $all [
            K: $lower_trait<Left, Right, Output, Dual<F, $new>, $($lower_widths),*>,
        ]);
    };
    (@of $trait:ident [$pull:ident $lower_pull:ident $($other_names:ident)*] $new:ident [$($widths:ident),*]
        [$((
            ($left:ident $right:ident $result:ident $bar:ident $v:tt $w:tt)
            ($left_dot:ident $right_dot:ident $result_dot:ident $bar_dot:ident $dots:tt $bar_dots:tt)
        ))*]
        [$(($a:ident $b:ident $c:ident $d:ident $all_v:tt $all_w:tt))*]
        [$($bounds:tt)*]
    ) => {
        /// What an operator leaves for the reverse sweep, with its tangents.
        pub trait $trait<Left: Kind, Right: Kind, Output: Kind, F: Element, $(const $widths: usize),*>: Residual {
            /// The cotangents of the operands, and their tangents. See [`OperatorPullback::pull`].
            fn $pull(
                &self,
                $(
                    $a: Option<&of_kind!(Left, F, $all_v)>,
                    $b: Option<&of_kind!(Right, F, $all_v)>,
                    $c: Option<&of_kind!(Output, F, $all_v)>,
                    $d: of_kind!(Output, F, $all_w),
                )*
            ) -> ($((of_kind!(Left, F, $all_w), of_kind!(Right, F, $all_w)),)*);
        }

        impl<Left: Kind, Right: Kind, Output: Kind, F: Element, K: Residual, $(const $widths: usize),*>
            $trait<Left, Right, Output, F, $($widths),*> for KeptJoined<K>
        where
            $($bounds)*
        {
            #[inline]
            fn $pull(
                &self,
                $(
                    $a: Option<&of_kind!(Left, F, $all_v)>,
                    $b: Option<&of_kind!(Right, F, $all_v)>,
                    $c: Option<&of_kind!(Output, F, $all_v)>,
                    $d: of_kind!(Output, F, $all_w),
                )*
            ) -> ($((of_kind!(Left, F, $all_w), of_kind!(Right, F, $all_w)),)*) {
                $(
                    let $left = join!(Left, F, $new, $v, $left, $left_dot);
                    let $right = join!(Right, F, $new, $v, $right, $right_dot);
                    let $result = join!(Output, F, $new, $v, $result, $result_dot);
                    let $bar = joined_bar!($new, $w, $bar, $bar_dot);
                )*
                let one_or_tuple!($(($left, $right))*) =
                    self.0.$lower_pull($($left.as_ref(), $right.as_ref(), $result.as_ref(), $bar),*);
                $(
                    let ($left, $left_dot) = part!(Left, F, $new, $w, $left);
                    let ($right, $right_dot) = part!(Right, F, $new, $w, $right);
                )*
                ($(($left, $right),)* $(($left_dot, $right_dot),)*)
            }
        }
    };
}
each_order!(pull_of_order);

macro_rules! inherent_of_order {
    (@order {
        names [$name:ident $lower:ident $trait:ident $($names:ident)*]
        new $new:ident
        generics [$($parameters:tt)*] [$($arguments:ident),*] $lower_arguments:tt [$($widths:ident),*] $lower_widths:tt
        sweeps [$sweeps:ty] $pattern:tt $passed:tt pairs $pairs:tt
        all [$first:tt $(($a:ident $b:ident $c:ident $d:ident $v:tt $w:tt))*]
    }) => {
        impl<Operation, LeftForm, RightForm> Operator<Operation, LeftForm, RightForm> {
            #[doc = concat!("See [`HigherOrderRule::", stringify!($name), "`].")]
            #[cfg_attr(not(debug_assertions), inline(always))]
            pub fn $name<Left, Right, $($parameters)*>(
                _: $sweeps,
                left: &Left,
                right: &Right,
                $($a: Option<&of_kind!(Left::Left, Left::Float, $v)>, $b: Option<&of_kind!(Left::Right, Left::Float, $v)>,)*
            ) -> (
                of_kind!(Left::Output, Left::Float, []),
                $(of_kind!(Left::Output, Left::Float, $v),)*
                impl $trait<Left::Left, Left::Right, Left::Output, Left::Float, $($widths),*>
                + use<Operation, LeftForm, RightForm, Left, Right, $($arguments),*>,
            )
            where
                Left: HigherOrderRule<Operation, Right, LeftForm, RightForm>,
                Right: Space,
            {
                Left::$name::<$($arguments),*>(left, right, $($a, $b),*)
            }
        }
    };
}
each_order!(inherent_of_order);

/// What the rule of numbers with a tangent keeps.
#[derive(Debug)]
pub struct KeptJoined<K>(K);

impl<K: Residual> Residual for KeptJoined<K> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn empty() -> Self {
        KeptJoined(K::empty())
    }
}

/// Implements the rule, with the functions of all orders.
macro_rules! higher_order {
    ($(
        $operation:ident ($($form:ident)?, $right_form:ident) [$($generics:tt)*] [$($names:tt)*] $number:ty:
        $left:ty, $left_kind:ty; $right:ty, $right_kind:ty => $output_kind:ty, where [$($bounds:tt)*];
    )*) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($generics)* LeftForm $(, $form)?> HigherOrderRule<operation::$operation, $right, LeftForm, $right_form> for $left
        where
            $($bounds)*
        {
            type Float = $number;
            type Left = $left_kind;
            type Right = $right_kind;
            type Output = $output_kind;
            each_order!(rule_of_order [$($names)* LeftForm, $($form,)?] $operation, $number, $right, $left_kind, $right_kind, $output_kind);
        }
    )*};
}
macro_rules! operators {
    ($($operation:ident $assignment:ident $sign:tt $tangent:ident $pull:ident;)*) => {$(
        higher_order! {
            $operation (RightForm, RightForm) [F, D, E,] [F, D, E,] F:
                Array<F, D>, ArrayOf<D>; Array<F, E>, ArrayOf<E> => ArrayOf<<D as DimMax<E>>::Output>,
                where [F: Element, D: Dimension + DimMax<E>, E: Dimension,];
            $assignment (RightForm, RightForm) [F, D, E,] [F, D, E,] F:
                Array<F, D>, ArrayOf<D>; Array<F, E>, ArrayOf<E> => ArrayOf<D>,
                where [F: Element, D: Dimension, E: Dimension,];
        }
        operators!(@number $operation $assignment [] [] f32);
        operators!(@number $operation $assignment [] [] f64);
        operators!(@number $operation $assignment [F: Element, const N: usize,] [F, N,] Dual<F, N>);
        operators!(@dual $operation $sign $tangent $pull);
        operators!(@dual $assignment $sign $tangent $pull);
    )*};
    (@number $operation:ident $assignment:ident [$($generics:tt)*] [$($names:tt)*] $number:ty) => {
        higher_order! {
            $operation (RightForm, RightForm) [D: Dimension, $($generics)*] [D, $($names)*] $number:
                Array<$number, D>, ArrayOf<D>; $number, OneNumber => ArrayOf<D>, where [];
            $operation (RightForm, RightForm) [D: Dimension, $($generics)*] [D, $($names)*] $number:
                $number, OneNumber; Array<$number, D>, ArrayOf<D> => ArrayOf<D>, where [];
            $assignment (RightForm, RightForm) [D: Dimension, $($generics)*] [D, $($names)*] $number:
                Array<$number, D>, ArrayOf<D>; $number, OneNumber => ArrayOf<D>, where [];
            $operation (RightForm, RightForm) [$($generics)*] [$($names)*] $number: $number, OneNumber; $number, OneNumber => OneNumber, where [];
            $assignment (RightForm, RightForm) [$($generics)*] [$($names)*] $number: $number, OneNumber; $number, OneNumber => OneNumber, where [];
        }
    };
    (@dual $operation:ident $sign:tt $tangent:ident $pull:ident) => {
        #[diagnostic::do_not_recommend]
        impl<F: Element, LeftForm, RightForm, const U: usize, const W: usize>
            OperatorRule<operation::$operation, Dual<F, U>, LeftForm, RightForm, W> for Dual<F, U>
        {
            type Output = Self;
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn tangent<const MASK: u128>(
                left: &Self,
                right: &Self,
                left_dot: Option<&Lanes<Self, W>>,
                right_dot: Option<&Lanes<Self, W>>,
            ) -> (Self, Lanes<Self, W>) {
                let result = *left $sign *right;
                (result, rules::$tangent(*left, *right, result, left_dot.copied(), right_dot.copied()))
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
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
            #[cfg_attr(not(debug_assertions), inline(always))]
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

higher_order! {
    Neg (, ByValue) [F: Element, D: Dimension,] [F, D,] F: Array<F, D>, ArrayOf<D>; (), Nothing => ArrayOf<D>, where [];
    Neg (, ByValue) [] [] f32: f32, OneNumber; (), Nothing => OneNumber, where [];
    Neg (, ByValue) [] [] f64: f64, OneNumber; (), Nothing => OneNumber, where [];
    Neg (, ByValue) [F: Element, const N: usize,] [F, N,] Dual<F, N>: Dual<F, N>, OneNumber; (), Nothing => OneNumber, where [];
}

#[diagnostic::do_not_recommend]
impl<F: Element, Form, const U: usize, const W: usize> OperatorRule<operation::Neg, (), Form, ByValue, W>
    for Dual<F, U>
{
    type Output = Self;
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn tangent<const MASK: u128>(
        value: &Self,
        (): &(),
        dot: Option<&Lanes<Self, W>>,
        _: Option<&()>,
    ) -> (Self, Lanes<Self, W>) {
        (-*value, dot.map_or(Lanes::ZERO, |dot| -*dot))
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn pullback<const MASK: u128>(
        value: &Self,
        (): &(),
    ) -> (Self, impl OperatorPullback<Self, (), Self, W> + use<F, Form, U, W, MASK>) {
        (-*value, operation::Neg)
    }
}

impl<F: Element, const U: usize, const W: usize> OperatorPullback<Dual<F, U>, (), Dual<F, U>, W> for operation::Neg {
    #[cfg_attr(not(debug_assertions), inline(always))]
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
