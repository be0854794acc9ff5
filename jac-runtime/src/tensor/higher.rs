//! Derivatives of higher order: the tangents of pullbacks.
//!
//! Before: a method with its pullback, over elements of any kind. After: beside it `pullback_tangent`, which joins what it is given with its
//! tangents, runs the pullback over numbers with a tangent, and parts what comes back. So nothing is differentiated by hand twice.

use alloc::vec::Vec;

use ndarray::{Array, ArrayRef, Axis, DimMax, Dimension, IntoDimension, Ix1, Ix2, IxDyn, RemoveAxis, SliceArg};

use super::constructors::{Nested, NestedArray, OfVec};
use super::dot::DotRule;
use super::dual::Dual;
use super::join::{Join, add_parts, join_array, part_array};
use super::methods::handles;
use super::writes::{CHANGED, SHAPED};
use super::{ArrayTangent, Bar, Dot, Element};
use crate::cotangent::{Accumulate, Cotangent};
use crate::lanes::Lanes;
use crate::space::{CotangentOf, Space, Tangent};
#[cfg(feature = "std")]
use crate::sweep::LeftOutOfWrt;
use crate::sweep::Sweep;
use crate::tape::Tape;

/// What the tangent of a cotangent is accumulated in.
type BarDot<F, D, const W: usize, const V: usize> = Array<Cotangent<Lanes<Lanes<F, W>, V>>, D>;

/// Where the cotangent of an array with a tangent is accumulated.
fn joined_bar<F: Element, D: Dimension, const W: usize, const V: usize>(
    bar: Option<&Bar<F, D, W>>,
) -> Option<Bar<Dual<F, V>, D, W>> {
    bar.map(|bar| Array::from_shape_simple_fn(bar.raw_dim(), || Cotangent::ZERO))
}

macro_rules! higher {
    ($(
        $handle:ident [$($generics:ident,)*] $receiver:ident[$from:ty] ($($kind:ident[$type:ty])*) -> $output:ty,
        where [$($bounds:tt)*];
    )*) => {$(
        higher!(@argument [$handle [$($generics,)*] $receiver[$from] $output, [$($bounds)*]] ($($kind[$type])*)
            forward {[] [] [] []} reverse {[] [] [] [] [] [] []} results {[] [] [] [] [] []});
    )*};

    // An array, which is read.
    (@argument $method:tt (array[$dim:ty] $($rest:tt)*)
        forward {[$($values:tt)*] [$($dots:tt)*] [$($join:tt)*] [$($passed:tt)*]}
        reverse {[$($again:tt)*] [$($again_types:tt)*] [$($again_dots:tt)*] [$($again_dot_types:tt)*] [$($before:tt)*] [$($pulled:tt)*] [$($after:tt)*]}
        results $results:tt
    ) => {
        higher!(@argument $method ($($rest)*)
            forward {
                [$($values)* value: &ArrayRef<F, $dim>,]
                [$($dots)* dot: Option<&Dot<F, $dim, V>>,]
                [$($join)* let joined = join_array(value, dot.and_then(ArrayTangent::array));]
                [$($passed)* &joined,]
            }
            reverse {
                [$($again)* value: &ArrayRef<F, $dim>, bar: Option<&Bar<F, $dim, W>>,]
                [$($again_types)* &ArrayRef<F, $dim>, Option<&Bar<F, $dim, W>>,]
                [$($again_dots)* dot: Option<&Dot<F, $dim, V>>, bar_dot: Option<&BarDot<F, $dim, W, V>>,]
                [$($again_dot_types)* Option<&Dot<F, $dim, V>>, Option<&BarDot<F, $dim, W, V>>,]
                [$($before)* let (joined, joined_bar) = (join_array(value, dot.and_then(ArrayTangent::array)), joined_bar(bar));]
                [$($pulled)* &joined, joined_bar.as_ref(),]
                [$($after)* add_parts(joined_bar, bar, bar_dot);]
            }
            results $results);
    };
    // A number.
    (@argument $method:tt (number[$type:ty] $($rest:tt)*)
        forward {[$($values:tt)*] [$($dots:tt)*] [$($join:tt)*] [$($passed:tt)*]}
        reverse $reverse:tt
        results {[$($types:tt)*] [$($dot_types:tt)*] [$($pattern:tt)*] [$($part:tt)*] [$($value:tt)*] [$($dot:tt)*]}
    ) => {
        higher!(@argument $method ($($rest)*)
            forward {
                [$($values)* value: $type,]
                [$($dots)* dot: Tangent<$type, V>,]
                [$($join)* let joined = <$type as Join<V>>::join(value, dot);]
                [$($passed)* joined,]
            }
            reverse $reverse
            results {
                [$($types)* Tangent<$type, W>,]
                [$($dot_types)* Tangent<Tangent<$type, W>, V>,]
                [$($pattern)* pulled,]
                [$($part)* let (pulled, pulled_dot) = <Tangent<$type, W> as Join<V>>::part(pulled);]
                [$($value)* pulled,]
                [$($dot)* pulled_dot,]
            });
    };
    // What has no tangent.
    (@argument $method:tt (plain[$type:ty] $($rest:tt)*)
        forward {[$($values:tt)*] [$($dots:tt)*] $join:tt [$($passed:tt)*]}
        reverse $reverse:tt
        results {[$($types:tt)*] [$($dot_types:tt)*] [$($pattern:tt)*] $part:tt [$($value:tt)*] [$($dot:tt)*]}
    ) => {
        higher!(@argument $method ($($rest)*)
            forward {[$($values)* value: $type,] [$($dots)* _: (),] $join [$($passed)* value,]}
            reverse $reverse
            results {[$($types)* (),] [$($dot_types)* (),] [$($pattern)* _,] $part [$($value)* (),] [$($dot)* (),]});
    };
    // A number that must not vary.
    (@argument $method:tt (left_out[$type:ty] $($rest:tt)*)
        forward {[$($values:tt)*] [$($dots:tt)*] $join:tt [$($passed:tt)*]}
        reverse $reverse:tt
        results {[$($types:tt)*] [$($dot_types:tt)*] [$($pattern:tt)*] $part:tt [$($value:tt)*] [$($dot:tt)*]}
    ) => {
        higher!(@argument $method ($($rest)*)
            forward {[$($values)* value: $type,] [$($dots)* _: LeftOutOfWrt,] $join [$($passed)* Dual::constant(value),]}
            reverse $reverse
            results {
                [$($types)* LeftOutOfWrt,] [$($dot_types)* LeftOutOfWrt,] [$($pattern)* _,] $part
                [$($value)* LeftOutOfWrt,] [$($dot)* LeftOutOfWrt,]
            });
    };

    // What is read, and what is read again in reverse.
    (@argument [$handle:ident $generics:tt reads[$from:ty] $($rest:tt)*] () $($lists:tt)*) => {
        higher!(@reading $handle $generics [$from] (|_, _| None::<Array<Dual<F, V>, $from>>) $($rest)*; $($lists)*);
    };
    (@argument [$handle:ident $generics:tt again[$from:ty] $($rest:tt)*] () $($lists:tt)*) => {
        higher!(@reading $handle $generics [$from]
            (|again: Option<&ArrayRef<F, $from>>, dot: Option<&Dot<F, $from, V>>|
                again.map(|again| join_array(again, dot.and_then(ArrayTangent::array))))
            $($rest)*; $($lists)*);
    };
    (@reading $handle:ident [$($generics:ident,)*] [$from:ty] $again_joined:tt $output:ty, [$($bounds:tt)*];
        forward {[$($values:tt)*] [$($dots:tt)*] [$($join:tt)*] [$($passed:tt)*]}
        reverse {[$($again:tt)*] [$($again_types:tt)*] [$($again_dots:tt)*] [$($again_dot_types:tt)*] [$($before:tt)*] [$($pulled:tt)*] [$($after:tt)*]}
        results {[$($types:tt)*] [$($dot_types:tt)*] [$($pattern:tt)*] [$($part:tt)*] [$($value:tt)*] [$($dot:tt)*]}
    ) => {
        impl handles::$handle {
            /// The tangent of the pullback.
            #[inline]
            #[track_caller]
            #[allow(clippy::unused_unit)]
            pub fn pullback_tangent<F: Element, $($generics,)* const V: usize, const DOTS: u128, const W: usize, const BARS: u128>(
                self,
                (_, sweep): (Sweep<V, DOTS>, Sweep<W, BARS>),
                receiver: &ArrayRef<F, $from>,
                $($values)*
                receiver_dot: Option<&Dot<F, $from, V>>,
                $($dots)*
                tape: &mut Tape,
            ) -> (
                $output,
                Tangent<$output, V>,
                impl Fn(
                    &Tape,
                    Option<&ArrayRef<F, $from>>,
                    Option<&Bar<F, $from, W>>,
                    $($again_types)*
                    Tangent<$output, W>,
                    Option<&Dot<F, $from, V>>,
                    Option<&BarDot<F, $from, W, V>>,
                    $($again_dot_types)*
                    Tangent<Tangent<$output, W>, V>,
                ) -> (($($types)*), ($($dot_types)*)) + use<F, $($generics,)* V, DOTS, W, BARS>,
            )
            where
                $($bounds)*
            {
                let joined = join_array(receiver, receiver_dot.and_then(ArrayTangent::array));
                let (output, pull) = {
                    $($join)*
                    self.pullback(sweep, &joined, $($passed)* tape)
                };
                let (output, output_dot) = <$output as Join<V>>::part(output);
                let pull = move |
                    tape: &Tape,
                    again: Option<&ArrayRef<F, $from>>,
                    bar: Option<&Bar<F, $from, W>>,
                    $($again)*
                    by: Tangent<$output, W>,
                    again_dot: Option<&Dot<F, $from, V>>,
                    bar_dot: Option<&BarDot<F, $from, W, V>>,
                    $($again_dots)*
                    by_dot: Tangent<Tangent<$output, W>, V>,
                | {
                    let again: Option<Array<Dual<F, V>, $from>> = $again_joined(again, again_dot);
                    let joined_bar = joined_bar(bar);
                    $($before)*
                    let by = <Tangent<$output, W> as Join<V>>::join(by, by_dot);
                    let ($($pattern)*) = pull(tape, again.as_deref(), joined_bar.as_ref(), $($pulled)* by);
                    add_parts(joined_bar, bar, bar_dot);
                    $($after)*
                    $($part)*
                    (($($value)*), ($($dot)*))
                };
                (output, output_dot, pull)
            }
        }
    };

    // What is written.
    (@argument [$handle:ident [$($generics:ident,)*] writes[$from:ty] $output:ty, [$($bounds:tt)*]] ()
        forward {[$($values:tt)*] [$($dots:tt)*] [$($join:tt)*] [$($passed:tt)*]}
        reverse {[$($again:tt)*] [$($again_types:tt)*] [$($again_dots:tt)*] [$($again_dot_types:tt)*] [$($before:tt)*] [$($pulled:tt)*] [$($after:tt)*]}
        results {[$($types:tt)*] [$($dot_types:tt)*] [$($pattern:tt)*] [$($part:tt)*] [$($value:tt)*] [$($dot:tt)*]}
    ) => {
        impl handles::$handle {
            /// The tangent of the pullback.
            #[inline]
            #[track_caller]
            #[allow(clippy::unused_unit)]
            pub fn pullback_tangent<F: Element, $($generics,)* const V: usize, const DOTS: u128, const W: usize, const BARS: u128>(
                self,
                (_, sweep): (Sweep<V, DOTS>, Sweep<W, BARS>),
                receiver: &mut ArrayRef<F, $from>,
                $($values)*
                receiver_dot: &mut Dot<F, $from, V>,
                $($dots)*
                tape: &mut Tape,
            ) -> (
                (),
                (),
                impl Fn(
                    &Tape,
                    Option<&ArrayRef<F, $from>>,
                    Option<&Bar<F, $from, W>>,
                    $($again_types)*
                    (),
                    Option<&Dot<F, $from, V>>,
                    Option<&BarDot<F, $from, W, V>>,
                    $($again_dot_types)*
                    (),
                ) -> (($($types)*), ($($dot_types)*)) + use<F, $($generics,)* V, DOTS, W, BARS>,
            )
            where
                $($bounds)*
            {
                let receiver_dot = receiver_dot.0.as_mut().expect(SHAPED);
                let mut joined = join_array(receiver, Some(receiver_dot));
                let ((), pull) = {
                    $($join)*
                    self.pullback(sweep, &mut joined, $($passed)* tape)
                };
                let (value, dot) = part_array(&joined);
                receiver.assign(&value);
                receiver_dot.assign(&dot);
                let pull = move |
                    tape: &Tape,
                    _: Option<&ArrayRef<F, $from>>,
                    bar: Option<&Bar<F, $from, W>>,
                    $($again)*
                    (): (),
                    _: Option<&Dot<F, $from, V>>,
                    bar_dot: Option<&BarDot<F, $from, W, V>>,
                    $($again_dots)*
                    (): (),
                | {
                    let taken = bar.expect(CHANGED).take();
                    let taken_dot = bar_dot.expect(CHANGED).take();
                    let target = joined_bar(bar).expect(CHANGED);
                    target.add(<Dot<F, $from, W> as Join<V>>::join(taken, taken_dot));
                    $($before)*
                    let ($($pattern)*) = pull(tape, None, Some(&target), $($pulled)* ());
                    add_parts(Some(target), bar, bar_dot);
                    $($after)*
                    $($part)*
                    (($($value)*), ($($dot)*))
                };
                ((), (), pull)
            }
        }
    };
}

higher! {
    Transposed [D,] reads[D] () -> Array<F, D>, where [D: Dimension];
    ReversedAxes [D,] reads[D] () -> Array<F, D>, where [D: Dimension];
    View [D,] reads[D] () -> Array<F, D>, where [D: Dimension];
    IntoOwned [D,] reads[D] () -> Array<F, D>, where [D: Dimension];
    PermutedAxes [D, A,] reads[D] (plain[A]) -> Array<F, D>, where [D: Dimension, A: IntoDimension<Dim = D> + Clone];
    Row [] reads[Ix2] (plain[usize]) -> Array<F, Ix1>, where [];
    Column [] reads[Ix2] (plain[usize]) -> Array<F, Ix1>, where [];
    IndexAxis [D,] reads[D] (plain[Axis] plain[usize]) -> Array<F, D::Smaller>, where [D: RemoveAxis];
    Outer [D,] reads[D] (plain[usize]) -> Array<F, D::Smaller>, where [D: RemoveAxis];
    InsertAxis [D,] reads[D] (plain[Axis]) -> Array<F, D::Larger>, where [D: Dimension];
    Diag [D,] reads[D] () -> Array<F, Ix1>, where [D: Dimension];
    Slice [D, I,] reads[D] (plain[I]) -> Array<F, I::OutDim>, where [D: Dimension, I: SliceArg<D> + Clone];
    SliceAxis [D,] reads[D] (plain[Axis] plain[ndarray::Slice]) -> Array<F, D>, where [D: Dimension];
    RemoveAxis [D,] reads[D] (plain[Axis]) -> Array<F, D::Smaller>, where [D: RemoveAxis];
    IntoDyn [D,] reads[D] () -> Array<F, IxDyn>, where [D: Dimension];
    SwappedAxes [D,] reads[D] (plain[usize] plain[usize]) -> Array<F, D>, where [D: Dimension];
    InvertedAxis [D,] reads[D] (plain[Axis]) -> Array<F, D>, where [D: Dimension];
    Select [D, I,] reads[D] (plain[Axis] plain[I]) -> Array<F, D>, where [D: RemoveAxis, I: AsRef<[usize]> + Clone];
    Triu [D,] reads[D] (plain[isize]) -> Array<F, D>, where [D: Dimension];
    Tril [D,] reads[D] (plain[isize]) -> Array<F, D>, where [D: Dimension];
    Lane [D,] reads[D] (plain[Axis] plain[usize]) -> Array<F, Ix1>, where [D: Dimension];
    Stretch [D,] reads[D] (plain[Axis] plain[usize] plain[usize]) -> Array<F, D>, where [D: Dimension];
    WindowOf [D, E,] reads[D] (plain[E] plain[usize]) -> Array<F, D>, where [D: Dimension, E: IntoDimension<Dim = D> + Clone];
    StridedWindow [D, E,] reads[D] (plain[E] plain[E] plain[usize]) -> Array<F, D>, where [D: Dimension, E: IntoDimension<Dim = D> + Clone];
    Chunk [D, E,] reads[D] (plain[E] plain[usize]) -> Array<F, D>, where [D: Dimension, E: IntoDimension<Dim = D> + Clone];
    FromDiag [] reads[Ix1] () -> Array<F, Ix2>, where [];
    Broadcast [D, E,] reads[D] (plain[E]) -> Array<F, E::Dim>, where [D: Dimension + DimMax<E::Dim>, E: IntoDimension + Clone];
    Reshaped [D, E,] reads[D] (plain[E]) -> Array<F, E::Dim>, where [D: Dimension, E: IntoDimension + Clone];
    Elements [D,] reads[D] () -> Vec<F>, where [D: Dimension, F: Join<V, Joined = Dual<F, V>> + Space<Tangent<V> = Lanes<F, V>> + Space<Tangent<W> = Lanes<F, W>>];
    Concatenated [D,] reads[D] (plain[Axis] array[D]) -> Array<F, D>, where [D: RemoveAxis];
    Assign [D, E,] writes[D] (array[E]) -> (), where [D: Dimension, E: Dimension];
    SetRow [E,] writes[Ix2] (plain[usize] array[E]) -> (), where [E: Dimension];
    SetColumn [E,] writes[Ix2] (plain[usize] array[E]) -> (), where [E: Dimension];
    SetIndexAxis [D, E,] writes[D] (plain[Axis] plain[usize] array[E]) -> (), where [D: RemoveAxis, E: Dimension];
    SetOuter [D, E,] writes[D] (plain[usize] array[E]) -> (), where [D: RemoveAxis, E: Dimension];
    SetSlice [D, I, E,] writes[D] (plain[I] array[E]) -> (), where [D: Dimension, I: SliceArg<D> + Clone, E: Dimension];
    SetSliceAxis [D, E,] writes[D] (plain[Axis] plain[ndarray::Slice] array[E]) -> (), where [D: Dimension, E: Dimension];
    SetLane [D, E,] writes[D] (plain[Axis] plain[usize] array[E]) -> (), where [D: Dimension, E: Dimension];
    SetStretch [D, E,] writes[D] (plain[Axis] plain[usize] plain[usize] array[E]) -> (), where [D: Dimension, E: Dimension];
    SetChunk [D, I, E,] writes[D] (plain[I] plain[usize] array[E]) -> (), where [D: Dimension, I: IntoDimension<Dim = D> + Clone, E: Dimension];
    MatMul [] writes[Ix2] (number[F] array[Ix2] array[Ix2] number[F]) -> (), where [F: Join<V, Joined = Dual<F, V>> + Space<Tangent<V> = Lanes<F, V>> + Space<Tangent<W> = Lanes<F, W>>];
    MatVecMul [] writes[Ix1] (number[F] array[Ix2] array[Ix1] number[F]) -> (), where [F: Join<V, Joined = Dual<F, V>> + Space<Tangent<V> = Lanes<F, V>> + Space<Tangent<W> = Lanes<F, W>>];
    SetDiag [D, E,] writes[D] (array[E]) -> (), where [D: Dimension, E: Dimension];
    SumAxis [D,] reads[D] (plain[Axis]) -> Array<F, D::Smaller>, where [D: RemoveAxis];
    MeanAxis [D,] reads[D] (plain[Axis]) -> Array<F, D::Smaller>, where [D: RemoveAxis];
    Sum [D,] reads[D] () -> F, where [D: Dimension, F: Join<V, Joined = Dual<F, V>> + Space<Tangent<V> = Lanes<F, V>> + Space<Tangent<W> = Lanes<F, W>>];
    Mean [D,] reads[D] () -> F, where [D: Dimension, F: Join<V, Joined = Dual<F, V>> + Space<Tangent<V> = Lanes<F, V>> + Space<Tangent<W> = Lanes<F, W>>];
    Product [D,] again[D] () -> F, where [D: Dimension, F: Join<V, Joined = Dual<F, V>> + Space<Tangent<V> = Lanes<F, V>> + Space<Tangent<W> = Lanes<F, W>>];
    Fill [D,] writes[D] (number[F]) -> (), where [D: Dimension, F: Join<V, Joined = Dual<F, V>> + Space<Tangent<V> = Lanes<F, V>> + Space<Tangent<W> = Lanes<F, W>>];
    ScaledAdd [D, E,] writes[D] (number[F] array[E]) -> (), where [D: Dimension, E: Dimension, F: Join<V, Joined = Dual<F, V>> + Space<Tangent<V> = Lanes<F, V>> + Space<Tangent<W> = Lanes<F, W>>];
    WithElements [D, G,] reads[D] (number[Vec<G>]) -> Array<G, D>, where [D: Dimension, G: Element, G: Join<V, Joined = Dual<G, V>> + Space<Tangent<V> = Lanes<G, V>> + Space<Tangent<W> = Lanes<G, W>>];
    Dot [D, E,] again[D] (array[E]) -> <D as DotRule<F, E>>::Value, where [
        D: DotRule<F, E, Value: Join<V>>,
        E: Dimension,
        D: DotRule<Dual<F, V>, E, Value = <<D as DotRule<F, E>>::Value as Join<V>>::Joined>,
        Tangent<<D as DotRule<F, E>>::Value, W>: Join<V, Joined = Tangent<<D as DotRule<Dual<F, V>, E>>::Value, W>>
    ];
}

/// Of what arrays are made of: a list, or nested arrays.
macro_rules! made {
    ($($handle:ident [$($generics:ident,)*] $from:ty => $to:ty, where [$($bounds:tt)*];)*) => {$(
        impl $handle {
            /// The tangent of the pullback.
            #[inline]
            #[allow(clippy::ptr_arg)]
            pub fn pullback_tangent<$($generics,)* const V: usize, const DOTS: u128, const W: usize, const BARS: u128>(
                self,
                (_, sweep): (Sweep<V, DOTS>, Sweep<W, BARS>),
                receiver: &$from,
                dot: Option<&Tangent<$from, V>>,
                tape: &mut Tape,
            ) -> (
                $to,
                Tangent<$to, V>,
                impl Fn(
                    &Tape,
                    Option<&$from>,
                    Option<&CotangentOf<$from, W>>,
                    Tangent<$to, W>,
                    Option<&Tangent<$from, V>>,
                    Option<&CotangentOf<Tangent<$from, W>, V>>,
                    Tangent<Tangent<$to, W>, V>,
                ) -> ((), ()) + use<$($generics,)* V, DOTS, W, BARS>,
            )
            where
                $($bounds)*
                Tangent<$from, W>: Join<V, Joined = Tangent<<$from as Join<V>>::Joined, W>>,
            {
                let joined = receiver.join_ref(dot);
                let shape = joined.shape();
                let (output, pull) = self.pullback(sweep, &joined, tape);
                let (output, output_dot) = <$to as Join<V>>::part(output);
                let pull = move |
                    tape: &Tape,
                    _: Option<&$from>,
                    bar: Option<&CotangentOf<$from, W>>,
                    by: Tangent<$to, W>,
                    _: Option<&Tangent<$from, V>>,
                    bar_dot: Option<&CotangentOf<Tangent<$from, W>, V>>,
                    by_dot: Tangent<Tangent<$to, W>, V>,
                | {
                    let joined_bar = <$from as Join<V>>::Joined::cotangent(&shape);
                    pull(tape, None, Some(&joined_bar), <Tangent<$to, W> as Join<V>>::join(by, by_dot));
                    add_parts(Some(joined_bar), bar, bar_dot);
                    ((), ())
                };
                (output, output_dot, pull)
            }
        }
    )*};
}
made! {
    OfVec [F,] Vec<F> => Array<F, Ix1>, where [
        F: Element + Join<V, Joined = Dual<F, V>> + Space<Tangent<V> = Lanes<F, V>> + Space<Tangent<W> = Lanes<F, W>>,
    ];
    NestedArray [A,] A => Array<A::Float, A::Dim>, where [
        A: Nested + Clone + Join<V, Joined: Nested<Float = Dual<A::Float, V>, Dim = A::Dim>>,
    ];
}

#[cfg(feature = "std")]
higher! {
    Var [D,] again[D] (left_out[F]) -> F, where [D: Dimension, F: Join<V, Joined = Dual<F, V>> + Space<Tangent<V> = Lanes<F, V>> + Space<Tangent<W> = Lanes<F, W>>];
    Std [D,] again[D] (left_out[F]) -> F, where [D: Dimension, F: Join<V, Joined = Dual<F, V>> + Space<Tangent<V> = Lanes<F, V>> + Space<Tangent<W> = Lanes<F, W>>];
    VarAxis [D,] again[D] (plain[Axis] left_out[F]) -> Array<F, D::Smaller>, where [D: RemoveAxis];
    StdAxis [D,] again[D] (plain[Axis] left_out[F]) -> Array<F, D::Smaller>, where [D: RemoveAxis];
}
