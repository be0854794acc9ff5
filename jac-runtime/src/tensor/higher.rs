//! Derivatives of higher order: the tangents of pullbacks, and the tangents of these.
//!
//! Before: a method with its pullback, over elements of any kind. After: beside it `pullback_tangent` and so on, of which each joins what it is
//! given with its newest tangents, runs the function of one order less over numbers with a tangent, and parts what comes back. So nothing is
//! differentiated by hand twice.

use ndarray::{Array, ArrayRef, Axis, DimMax, Dimension, IntoDimension, Ix1, Ix2, IxDyn, RemoveAxis, SliceArg};

use super::dot::DotRule;
use super::join::{
    ArrayOf, Kind, List, Nothing, OneNumber, add_parts, join_array, join_present, join_tangent, joined_bar, part_array,
    part_tangent, taken_bar,
};
use super::methods::handles;
use super::orders::{each_order, lanes};
use super::{ArrayTangent, Element};
use crate::cotangent::Cotangent;
#[cfg(feature = "std")]
use crate::sweep::LeftOutOfWrt;
use crate::sweep::Sweep;
use crate::tape::Tape;

/// What is read of an array: the array, or a tangent of it.
macro_rules! read {
    ($number:ty, $dim:ty, []) => { &ArrayRef<$number, $dim> };
    ($number:ty, $dim:ty, [$($widths:ident)+]) => { Option<&ArrayTangent<lanes!($number; $($widths)+), $dim>> };
}
/// The same of what a method is called on, in reverse.
macro_rules! again {
    ($number:ty, $dim:ty, []) => { Option<&ArrayRef<$number, $dim>> };
    ($number:ty, $dim:ty, $widths:tt) => { read!($number, $dim, $widths) };
}
/// The same of what is written.
macro_rules! written {
    ($number:ty, $dim:ty, []) => { &mut ArrayRef<$number, $dim> };
    ($number:ty, $dim:ty, [$($widths:ident)+]) => { &mut ArrayTangent<lanes!($number; $($widths)+), $dim> };
}
/// Where its cotangent is accumulated.
macro_rules! bar {
    ($number:ty, $dim:ty, [$($widths:ident)+]) => { Option<&Array<Cotangent<lanes!($number; $($widths)+)>, $dim>> };
}
/// A value of a kind, or a tangent of it.
macro_rules! of_kind {
    ($kind:ty, $number:ty, []) => { <$kind as Kind>::Value<$number> };
    ($kind:ty, $number:ty, [$($widths:ident)+]) => { <$kind as Kind>::Vectors<lanes!($number; $($widths)+)> };
}
/// An argument that does not vary, or what stands in the place of its tangent.
macro_rules! constant {
    (type $type:ty, $tangent:ty, []) => {
        $type
    };
    (type $type:ty, $tangent:ty, $widths:tt) => {
        $tangent
    };
    (joined [], $value:ident) => {
        super::dual::Dual::constant($value)
    };
    (joined $widths:tt, $value:ident) => {
        $value
    };
}

/// The value and its newest tangent as one, and how that is passed.
macro_rules! join {
    (written [], $value:ident, $dot:ident) => { join_array($value, $dot.array()) };
    (written $widths:tt, $value:ident, $dot:ident) => { join_tangent($value, $dot) };
    (kind $kind:ty, $number:ty, $new:ident, [], $value:ident, $dot:ident) => {
        <$kind as Kind>::join::<$number, $new>(&$value, &$dot)
    };
    (kind $kind:ty, $number:ty, $new:ident, [$($widths:ident)+], $value:ident, $dot:ident) => {
        <$kind as Kind>::join_vectors::<lanes!($number; $($widths)+), $new>(&$value, &$dot)
    };
    (read $number:ty, $dim:ty, $new:ident, [], $value:ident, $dot:ident) => {
        join_array($value, $dot.and_then(ArrayTangent::array))
    };
    (again $number:ty, $dim:ty, $new:ident, [], $value:ident, $dot:ident) => {
        $value.map(|value| join_array(value, $dot.and_then(ArrayTangent::array)))
    };
    ($way:ident $number:ty, $dim:ty, $new:ident, [$($widths:ident)+], $value:ident, $dot:ident) => {
        join_present::<ArrayOf<$dim>, lanes!($number; $($widths)+), $new>($value, $dot)
    };
}
macro_rules! lent {
    (read [], $joined:ident) => {
        &$joined
    };
    (again [], $joined:ident) => {
        $joined.as_deref()
    };
    ($way:ident $widths:tt, $joined:ident) => {
        $joined.as_ref()
    };
}
/// The reverse.
macro_rules! part {
    (written $number:ty, $dim:ty, $new:ident, [], $joined:ident, $value:ident, $dot:ident) => {
        let (new, new_dot) = part_array::<$number, $dim, $new>(&$joined);
        $value.assign(&new);
        *$dot = new_dot.into();
    };
    (written $number:ty, $dim:ty, $new:ident, [$($widths:ident)+], $joined:ident, $value:ident, $dot:ident) => {
        (*$value, *$dot) = part_tangent::<lanes!($number; $($widths)+), $dim, $new>(&$joined);
    };
    (kind $kind:ty, $number:ty, $new:ident, [], $joined:ident) => { <$kind as Kind>::part::<$number, $new>($joined) };
    (kind $kind:ty, $number:ty, $new:ident, [$($widths:ident)+], $joined:ident) => {
        <$kind as Kind>::part_vectors::<lanes!($number; $($widths)+), $new>($joined)
    };
}
/// The results of one version stand alone, those of several in a tuple.
macro_rules! one_or_tuple {
    ($one:tt) => { $one };
    ($($several:tt)*) => { ($($several),*) };
}

/// The cotangents of arrays, with their newest tangents.
macro_rules! joined_bar {
    ($dim:ty, $new:ident, [$($widths:ident)+], $bar:ident) => { joined_bar::<lanes!(F; $($widths)+), $dim, $new>($bar) };
}
macro_rules! taken_bar {
    ($dim:ty, $new:ident, [$($widths:ident)+], $bar:ident, $dot:ident) => {
        taken_bar::<lanes!(F; $($widths)+), $dim, $new>($bar, $dot)
    };
}
macro_rules! add_parts {
    ($dim:ty, $new:ident, [$($widths:ident)+], $joined:ident, $bar:ident, $dot:ident) => {
        add_parts::<lanes!(F; $($widths)+), $dim, $new>($joined, $bar, $dot)
    };
}

/// The functions of each order of each method. An argument is `array[D]`, which is read, `number[K, F]`, a value of a kind that varies,
/// `plain[T]`, which has no tangent, or `left_out[F]`, a number that must not vary. What a method is called on is read, and perhaps
/// read again in reverse, or it is written.
macro_rules! higher {
    ($(
        $handle:ident [$($generics:ident,)*] $receiver:ident[$from:ty] ($($kind:ident $type:tt)*) -> $output:tt,
        where [$($bounds:tt)*];
    )*) => {$(
        each_order!(higher $handle [$($generics,)*] [$($bounds)*] [[$receiver [$from]] $([$kind $type])* [gives $output]]);
    )*};

    (@order {
        names [$name:ident $lower:ident $($of_operators:ident)*]
        new $new:ident
        generics $parameters:tt $arguments:tt $($of_operator:tt)*
    } $handle:ident $generics:tt $bounds:tt $items:tt) => {
        higher!(@versions [$handle $name $lower $generics $bounds $parameters $arguments] $new $items $($of_operator)*);
    };
    // Of each version: what the method is called on, the arguments, and the result.
    (@versions $method:tt $new:ident $items:tt $l:tt $w:tt $lw:tt
        sweeps $types:tt $pattern:tt $passed:tt
        pairs [$((($a:ident $b:ident $c:ident $d:ident $v:tt $bars:tt) ($e:ident $f:ident $g:ident $h:ident $dots:tt $bar_dots:tt)))*] $($all:tt)*
    ) => {
        higher!(@next $method [$types $pattern $passed] [$(([$new $v $dots $bars $bar_dots] $items))*] []
            forward {[] [] [] [] []} reverse {[] [] [] [] []} pulled {[] [] [] [] [] []} output {});
    };
    (@next $method:tt $sweeps:tt [($version:tt [[$kind:ident $type:tt] $($items:tt)*]) $($todo:tt)*] $done:tt $($lists:tt)*) => {
        higher!(@$kind $version $type; [$method $sweeps [($version [$($items)*]) $($todo)*] $done] $($lists)*);
    };
    (@next $method:tt $sweeps:tt [($version:tt []) $($todo:tt)*] [$($done:tt)*] $($lists:tt)*) => {
        higher!(@next $method $sweeps [$($todo)*] [$($done)* {$($lists)*}]
            forward {[] [] [] [] []} reverse {[] [] [] [] []} pulled {[] [] [] [] [] []} output {});
    };

    (@reads [$new:ident $v:tt $dots:tt $w:tt $bars:tt] [$dim:ty]; $($state:tt)*) => {
        higher!(@add $($state)*
            add {[value: read!(F, $dim, $v),] [dot: read!(F, $dim, $dots),]
                [let joined = join!(read F, $dim, $new, $v, value, dot);] [lent!(read $v, joined),] []}
            {[(_: again!(F, $dim, $v)) (bar: bar!(F, $dim, $w))] [(_: read!(F, $dim, $dots)) (bar_dot: bar!(F, $dim, $bars))]
                [let joined_bar = joined_bar!($dim, $new, $w, bar);]
                [None, joined_bar.as_ref(),] [add_parts!($dim, $new, $w, joined_bar, bar, bar_dot);]}
            {[] [] [] [] [] []} {});
    };
    (@again [$new:ident $v:tt $dots:tt $w:tt $bars:tt] [$dim:ty]; $($state:tt)*) => {
        higher!(@add $($state)*
            add {[value: read!(F, $dim, $v),] [dot: read!(F, $dim, $dots),]
                [let joined = join!(read F, $dim, $new, $v, value, dot);] [lent!(read $v, joined),] []}
            {[(value: again!(F, $dim, $v)) (bar: bar!(F, $dim, $w))] [(dot: read!(F, $dim, $dots)) (bar_dot: bar!(F, $dim, $bars))]
                [let joined = join!(again F, $dim, $new, $v, value, dot);
                let joined_bar = joined_bar!($dim, $new, $w, bar);]
                [lent!(again $v, joined), joined_bar.as_ref(),] [add_parts!($dim, $new, $w, joined_bar, bar, bar_dot);]}
            {[] [] [] [] [] []} {});
    };
    (@writes [$new:ident $v:tt $dots:tt $w:tt $bars:tt] [$dim:ty]; $($state:tt)*) => {
        higher!(@add $($state)*
            add {[value: written!(F, $dim, $v),] [dot: written!(F, $dim, $dots),]
                [let mut joined = join!(written $v, value, dot);] [&mut joined,] [part!(written F, $dim, $new, $v, joined, value, dot);]}
            {[(_: again!(F, $dim, $v)) (bar: bar!(F, $dim, $w))] [(_: read!(F, $dim, $dots)) (bar_dot: bar!(F, $dim, $bars))]
                [let taken = taken_bar!($dim, $new, $w, bar, bar_dot);]
                [None, taken.as_ref(),] [add_parts!($dim, $new, $w, taken, bar, bar_dot);]}
            {[] [] [] [] [] []} {});
    };
    (@array [$new:ident $v:tt $dots:tt $w:tt $bars:tt] [$dim:ty]; $($state:tt)*) => {
        higher!(@add $($state)*
            add {[value: read!(F, $dim, $v),] [dot: read!(F, $dim, $dots),]
                [let joined = join!(read F, $dim, $new, $v, value, dot);] [lent!(read $v, joined),] []}
            {[(value: read!(F, $dim, $v)) (bar: bar!(F, $dim, $w))] [(dot: read!(F, $dim, $dots)) (bar_dot: bar!(F, $dim, $bars))]
                [let joined = join!(read F, $dim, $new, $v, value, dot);
                let joined_bar = joined_bar!($dim, $new, $w, bar);]
                [lent!(read $v, joined), joined_bar.as_ref(),] [add_parts!($dim, $new, $w, joined_bar, bar, bar_dot);]}
            {[] [] [] [] [] []} {});
    };
    (@number [$new:ident $v:tt $dots:tt $w:tt $bars:tt] [$kind:ty, $number:ty]; $($state:tt)*) => {
        higher!(@add $($state)*
            add {[value: of_kind!($kind, $number, $v),] [dot: of_kind!($kind, $number, $dots),]
                [let joined = join!(kind $kind, $number, $new, $v, value, dot);] [joined,] []}
            {[] [] [] [] []}
            {[of_kind!($kind, $number, $w),] [of_kind!($kind, $number, $bars),] [pulled,]
                [let (pulled, pulled_dot) = part!(kind $kind, $number, $new, $w, pulled);] [pulled,] [pulled_dot,]} {});
    };
    (@plain [$new:ident $v:tt $($w:tt)*] [$type:ty]; $($state:tt)*) => {
        higher!(@add $($state)*
            add {[value: constant!(type $type, (), $v),] [_: (),] [] [value,] []}
            {[] [] [] [] []} {[(),] [(),] [_,] [] [(),] [(),]} {});
    };
    (@left_out [$new:ident $v:tt $($w:tt)*] [$type:ty]; $($state:tt)*) => {
        higher!(@add $($state)*
            add {[value: constant!(type $type, LeftOutOfWrt, $v),] [_: LeftOutOfWrt,] [] [constant!(joined $v, value),] []}
            {[] [] [] [] []}
            {[LeftOutOfWrt,] [LeftOutOfWrt,] [_,] [] [LeftOutOfWrt,] [LeftOutOfWrt,]} {});
    };
    (@gives [$new:ident $v:tt $dots:tt $w:tt $bars:tt] [$kind:ty, $number:ty]; $($state:tt)*) => {
        higher!(@add $($state)*
            add {[] [] [] [] []}
            {[(by: of_kind!($kind, $number, $w))] [(by_dot: of_kind!($kind, $number, $bars))]
                [let by = join!(kind $kind, $number, $new, $w, by, by_dot);] [by,] []}
            {[] [] [] [] [] []}
            {[of_kind!($kind, $number, $v)] [of_kind!($kind, $number, $dots)] output output_dot
                [let (output, output_dot) = part!(kind $kind, $number, $new, $v, output);]});
    };
    (@add [$($context:tt)*]
        forward {[$($first:tt)*] [$($second:tt)*] [$($join:tt)*] [$($passed:tt)*] [$($after:tt)*]}
        reverse {[$($again:tt)*] [$($again_dot:tt)*] [$($before:tt)*] [$($pulled:tt)*] [$($behind:tt)*]}
        pulled {[$($type:tt)*] [$($dot_type:tt)*] [$($pattern:tt)*] [$($part:tt)*] [$($value:tt)*] [$($dot:tt)*]}
        output {$($output:tt)*}
        add {[$($more_first:tt)*] [$($more_second:tt)*] [$($more_join:tt)*] [$($more_passed:tt)*] [$($more_after:tt)*]}
        {[$($more_again:tt)*] [$($more_again_dot:tt)*] [$($more_before:tt)*] [$($more_pulled:tt)*] [$($more_behind:tt)*]}
        {[$($more_type:tt)*] [$($more_dot_type:tt)*] [$($more_pattern:tt)*] [$($more_part:tt)*] [$($more_value:tt)*] [$($more_dot:tt)*]}
        {$($more_output:tt)*}
    ) => {
        higher!(@next $($context)*
            forward {
                [$($first)* $($more_first)*] [$($second)* $($more_second)*] [$($join)* $($more_join)*] [$($passed)* $($more_passed)*]
                [$($after)* $($more_after)*]
            }
            reverse {
                [$($again)* $($more_again)*] [$($again_dot)* $($more_again_dot)*] [$($before)* $($more_before)*]
                [$($pulled)* $($more_pulled)*] [$($behind)* $($more_behind)*]
            }
            pulled {
                [$($type)* $($more_type)*] [$($dot_type)* $($more_dot_type)*] [$($pattern)* $($more_pattern)*] [$($part)* $($more_part)*]
                [$($value)* $($more_value)*] [$($dot)* $($more_dot)*]
            }
            output {$($output)* $($more_output)*});
    };

    (@next
        [$handle:ident $name:ident $lower:ident [$($generics:ident,)*] [$($bounds:tt)*] [$($parameters:tt)*] [$($arguments:tt)*]]
        [[$sweeps:ty] [$sweeps_pattern:pat] [$sweeps_passed:expr]] []
        [$({
            forward {[$($first:tt)*] [$($second:tt)*] [$($join:tt)*] [$($passed:tt)*] [$($after:tt)*]}
            reverse {
                [$(($again:tt: $again_type:ty))*] [$(($again_dot:tt: $again_dot_type:ty))*] [$($before:tt)*] [$($pulled:tt)*]
                [$($behind:tt)*]
            }
            pulled {[$($type:tt)*] [$($dot_type:tt)*] [$($pattern:tt)*] [$($part:tt)*] [$($value:tt)*] [$($dot:tt)*]}
            output {[$($output_type:tt)*] [$($output_dot_type:tt)*] $output:ident $output_dot:ident [$($output_part:tt)*]}
        })*]
        $($empty:tt)*
    ) => {
        impl handles::$handle {
            #[doc = concat!("The tangent of `", stringify!($lower), "`.")]
            #[inline]
            #[track_caller]
            #[allow(clippy::unused_unit, clippy::let_unit_value)]
            pub fn $name<F: Element, $($generics,)* $($parameters)*>(
                self,
                $sweeps_pattern: $sweeps,
                $($($first)*)*
                $($($second)*)*
                tape: &mut Tape,
            ) -> (
                $($($output_type)*,)*
                $($($output_dot_type)*,)*
                impl Fn(&Tape, $($($again_type,)*)* $($($again_dot_type,)*)*) -> ($(($($type)*),)* $(($($dot_type)*),)*)
                + use<F, $($generics,)* $($arguments)*>,
            )
            where
                $($bounds)*
            {
                $($($join)*)*
                let ($($output,)* pull) = self.$lower($sweeps_passed, $($($passed)*)* tape);
                $($($after)*)*
                $($($output_part)*)*
                let pull = move |tape: &Tape, $($($again: $again_type,)*)* $($($again_dot: $again_dot_type,)*)*| {
                    $($($before)*)*
                    let one_or_tuple!($(($($pattern)*))*) = pull(tape, $($($pulled)*)*);
                    $($($behind)*)*
                    $($($part)*)*
                    ($(($($value)*),)* $(($($dot)*),)*)
                };
                ($($output,)* $($output_dot,)* pull)
            }
        }
    };
}

higher! {
    Transposed [D,] reads[D] () -> [ArrayOf<D>, F], where [D: Dimension];
    ReversedAxes [D,] reads[D] () -> [ArrayOf<D>, F], where [D: Dimension];
    View [D,] reads[D] () -> [ArrayOf<D>, F], where [D: Dimension];
    IntoOwned [D,] reads[D] () -> [ArrayOf<D>, F], where [D: Dimension];
    PermutedAxes [D, A,] reads[D] (plain[A]) -> [ArrayOf<D>, F], where [D: Dimension, A: IntoDimension<Dim = D> + Clone];
    Row [] reads[Ix2] (plain[usize]) -> [ArrayOf<Ix1>, F], where [];
    Column [] reads[Ix2] (plain[usize]) -> [ArrayOf<Ix1>, F], where [];
    IndexAxis [D,] reads[D] (plain[Axis] plain[usize]) -> [ArrayOf<D::Smaller>, F], where [D: RemoveAxis];
    Outer [D,] reads[D] (plain[usize]) -> [ArrayOf<D::Smaller>, F], where [D: RemoveAxis];
    InsertAxis [D,] reads[D] (plain[Axis]) -> [ArrayOf<D::Larger>, F], where [D: Dimension];
    Diag [D,] reads[D] () -> [ArrayOf<Ix1>, F], where [D: Dimension];
    Slice [D, I,] reads[D] (plain[I]) -> [ArrayOf<I::OutDim>, F], where [D: Dimension, I: SliceArg<D> + Clone];
    SliceAxis [D,] reads[D] (plain[Axis] plain[ndarray::Slice]) -> [ArrayOf<D>, F], where [D: Dimension];
    RemoveAxis [D,] reads[D] (plain[Axis]) -> [ArrayOf<D::Smaller>, F], where [D: RemoveAxis];
    IntoDyn [D,] reads[D] () -> [ArrayOf<IxDyn>, F], where [D: Dimension];
    SwappedAxes [D,] reads[D] (plain[usize] plain[usize]) -> [ArrayOf<D>, F], where [D: Dimension];
    InvertedAxis [D,] reads[D] (plain[Axis]) -> [ArrayOf<D>, F], where [D: Dimension];
    Select [D, I,] reads[D] (plain[Axis] plain[I]) -> [ArrayOf<D>, F], where [D: RemoveAxis, I: AsRef<[usize]> + Clone];
    Triu [D,] reads[D] (plain[isize]) -> [ArrayOf<D>, F], where [D: Dimension];
    Tril [D,] reads[D] (plain[isize]) -> [ArrayOf<D>, F], where [D: Dimension];
    Lane [D,] reads[D] (plain[Axis] plain[usize]) -> [ArrayOf<Ix1>, F], where [D: Dimension];
    Stretch [D,] reads[D] (plain[Axis] plain[usize] plain[usize]) -> [ArrayOf<D>, F], where [D: Dimension];
    WindowOf [D, E,] reads[D] (plain[E] plain[usize]) -> [ArrayOf<D>, F], where [D: Dimension, E: IntoDimension<Dim = D> + Clone];
    StridedWindow [D, E,] reads[D] (plain[E] plain[E] plain[usize]) -> [ArrayOf<D>, F], where [D: Dimension, E: IntoDimension<Dim = D> + Clone];
    Chunk [D, E,] reads[D] (plain[E] plain[usize]) -> [ArrayOf<D>, F], where [D: Dimension, E: IntoDimension<Dim = D> + Clone];
    FromDiag [] reads[Ix1] () -> [ArrayOf<Ix2>, F], where [];
    Broadcast [D, E,] reads[D] (plain[E]) -> [ArrayOf<E::Dim>, F], where [D: Dimension + DimMax<E::Dim>, E: IntoDimension + Clone];
    Reshaped [D, E,] reads[D] (plain[E]) -> [ArrayOf<E::Dim>, F], where [D: Dimension, E: IntoDimension + Clone];
    Elements [D,] reads[D] () -> [List, F], where [D: Dimension];
    Concatenated [D,] reads[D] (plain[Axis] array[D]) -> [ArrayOf<D>, F], where [D: RemoveAxis];
    Assign [D, E,] writes[D] (array[E]) -> [Nothing, F], where [D: Dimension, E: Dimension];
    SetRow [E,] writes[Ix2] (plain[usize] array[E]) -> [Nothing, F], where [E: Dimension];
    SetColumn [E,] writes[Ix2] (plain[usize] array[E]) -> [Nothing, F], where [E: Dimension];
    SetIndexAxis [D, E,] writes[D] (plain[Axis] plain[usize] array[E]) -> [Nothing, F], where [D: RemoveAxis, E: Dimension];
    SetOuter [D, E,] writes[D] (plain[usize] array[E]) -> [Nothing, F], where [D: RemoveAxis, E: Dimension];
    SetSlice [D, I, E,] writes[D] (plain[I] array[E]) -> [Nothing, F], where [D: Dimension, I: SliceArg<D> + Clone, E: Dimension];
    SetSliceAxis [D, E,] writes[D] (plain[Axis] plain[ndarray::Slice] array[E]) -> [Nothing, F], where [D: Dimension, E: Dimension];
    SetLane [D, E,] writes[D] (plain[Axis] plain[usize] array[E]) -> [Nothing, F], where [D: Dimension, E: Dimension];
    SetStretch [D, E,] writes[D] (plain[Axis] plain[usize] plain[usize] array[E]) -> [Nothing, F], where [D: Dimension, E: Dimension];
    SetChunk [D, I, E,] writes[D] (plain[I] plain[usize] array[E]) -> [Nothing, F], where [D: Dimension, I: IntoDimension<Dim = D> + Clone, E: Dimension];
    MatMul [] writes[Ix2] (number[OneNumber, F] array[Ix2] array[Ix2] number[OneNumber, F]) -> [Nothing, F], where [];
    MatVecMul [] writes[Ix1] (number[OneNumber, F] array[Ix2] array[Ix1] number[OneNumber, F]) -> [Nothing, F], where [];
    SetDiag [D, E,] writes[D] (array[E]) -> [Nothing, F], where [D: Dimension, E: Dimension];
    SumAxis [D,] reads[D] (plain[Axis]) -> [ArrayOf<D::Smaller>, F], where [D: RemoveAxis];
    MeanAxis [D,] reads[D] (plain[Axis]) -> [ArrayOf<D::Smaller>, F], where [D: RemoveAxis];
    Sum [D,] reads[D] () -> [OneNumber, F], where [D: Dimension];
    Mean [D,] reads[D] () -> [OneNumber, F], where [D: Dimension];
    Product [D,] again[D] () -> [OneNumber, F], where [D: Dimension];
    Fill [D,] writes[D] (number[OneNumber, F]) -> [Nothing, F], where [D: Dimension];
    ScaledAdd [D, E,] writes[D] (number[OneNumber, F] array[E]) -> [Nothing, F], where [D: Dimension, E: Dimension];
    WithElements [D, G,] reads[D] (number[List, G]) -> [ArrayOf<D>, G], where [D: Dimension, G: Element];
    Dot [D, E,] again[D] (array[E]) -> [<D as DotRule<E>>::Kind, F], where [D: DotRule<E>, E: Dimension];
}

#[cfg(feature = "std")]
higher! {
    Var [D,] again[D] (left_out[F]) -> [OneNumber, F], where [D: Dimension];
    Std [D,] again[D] (left_out[F]) -> [OneNumber, F], where [D: Dimension];
    VarAxis [D,] again[D] (plain[Axis] left_out[F]) -> [ArrayOf<D::Smaller>, F], where [D: RemoveAxis];
    StdAxis [D,] again[D] (plain[Axis] left_out[F]) -> [ArrayOf<D::Smaller>, F], where [D: RemoveAxis];
}
