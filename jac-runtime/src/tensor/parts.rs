//! Parts of an array that are written: what stands in the source as a mutable view.
//!
//! Before: `x.row_mut(i).assign(&y)`, and what changes a row in another way on a copy of it. After: a method of the array, which writes the part
//! and no more. In reverse, the cotangent of what was written is taken out of that part, and summed over what was broadcast.

use ndarray::{Array, ArrayRef, Axis, Dimension, IntoDimension, Ix2, RemoveAxis, SliceArg};

use super::methods::handles;
use super::writes::{CHANGED, SHAPED, add_summed};
use super::{ArrayTangent, Bar, Dot, Element, cut};
use crate::cotangent::Accumulate;
use crate::lanes::Lanes;
use crate::sweep::Sweep;
use crate::tape::Tape;

macro_rules! unit {
    ($name:ident) => {
        ()
    };
}

macro_rules! parts {
    (
        $(#[$about:meta])* $trait:ident $dims:tt of $of:ty;
        $(
            $(#[$doc:meta])* $method:ident $handle:ident [$($generics:ident),*] ($($argument:ident: $type:ty),*), where [$($bounds:tt)*],
            |$view:ident| $body:expr;
        )*
    ) => {
        parts!(@trait $dims $of,
            $(#[$about])* $trait $($(#[$doc])* $method [$($generics),*] ($($argument: $type),*), [$($bounds)*], |$view| $body;)*);
        $(parts!(@handle $dims $of, $handle [$($generics),*] ($($argument: $type),*), [$($bounds)*], |$view| $body);)*
    };
    (@trait [$($dim:ident)?] $of:ty,
        $(#[$about:meta])* $trait:ident
        $($(#[$doc:meta])* $method:ident [$($generics:ident),*] ($($argument:ident: $type:ty),*), [$($bounds:tt)*], |$view:ident| $body:expr;)*
    ) => {
        $(#[$about])*
        pub trait $trait<F, $($dim: Dimension)?> {
            $(
                $(#[$doc])*
                fn $method<$($generics,)* E: Dimension>(&mut self, $($argument: $type,)* value: &ArrayRef<F, E>)
                where
                    $($bounds)*;
            )*
        }
        impl<F: Clone, $($dim: Dimension)?> $trait<F, $($dim)?> for ArrayRef<F, $of> {
            $(
                #[inline]
                #[track_caller]
                fn $method<$($generics,)* E: Dimension>(&mut self, $($argument: $type,)* value: &ArrayRef<F, E>)
                where
                    $($bounds)*
                {
                    let $view = self.view_mut();
                    let mut part = $body;
                    part.assign(value);
                }
            )*
        }
    };
    (@handle [$($dim:ident)?] $of:ty,
        $handle:ident [$($generics:ident),*] ($($argument:ident: $type:ty),*), [$($bounds:tt)*], |$view:ident| $body:expr
    ) => {
        #[allow(clippy::clone_on_copy)]
        impl handles::$handle {
            /// Forward mode.
            #[inline]
            #[track_caller]
            pub fn tangent<F: Element, $($dim: Dimension,)? $($generics,)* E: Dimension, const W: usize, const MASK: u128>(
                self,
                _: Sweep<W, MASK>,
                target: &mut ArrayRef<F, $of>,
                $($argument: $type,)*
                value: &ArrayRef<F, E>,
                target_dot: &mut Dot<F, $of, W>,
                $(_: unit!($argument),)*
                value_dot: Option<&Dot<F, E, W>>,
            ) -> ((), ())
            where $($bounds)*
            {
                {
                    $(let $argument = $argument.clone();)*
                    let $view = target.view_mut();
                    let mut part = $body;
                    part.assign(value);
                }
                let $view = target_dot.0.as_mut().expect(SHAPED).view_mut();
                let mut part = $body;
                match value_dot.and_then(ArrayTangent::array) {
                    Some(dot) => part.assign(dot),
                    None => part.fill(Lanes::ZERO),
                }
                ((), ())
            }

            /// For a linearization.
            #[inline]
            #[track_caller]
            #[allow(clippy::unused_unit)]
            pub fn linearized<F: Element, $($dim: Dimension,)? $($generics,)* E: Dimension, const W: usize, const MASK: u128>(
                self,
                _: Sweep<W, MASK>,
                target: &mut ArrayRef<F, $of>,
                $($argument: $type,)*
                value: &ArrayRef<F, E>,
                _: &mut Tape,
            ) -> (
                (),
                impl Fn(&Tape, &mut Dot<F, $of, W>, $(unit!($argument),)* Option<&Dot<F, E, W>>) -> ((),)
                + use<F, $($dim,)? $($generics,)* E, W, MASK>,
            )
            where $($bounds)*
            {
                {
                    $(let $argument = $argument.clone();)*
                    let $view = target.view_mut();
                    let mut part = $body;
                    part.assign(value);
                }
                let linear = move |_: &Tape, target_dot: &mut Dot<F, $of, W>, $(_: unit!($argument),)* value_dot: Option<&Dot<F, E, W>>| {
                    $(let $argument = $argument.clone();)*
                    let $view = target_dot.0.as_mut().expect(SHAPED).view_mut();
                    let mut part = $body;
                    match value_dot.and_then(ArrayTangent::array) {
                        Some(dot) => part.assign(dot),
                        None => part.fill(Lanes::ZERO),
                    }
                    ((),)
                };
                ((), linear)
            }

            /// Reverse mode.
            #[inline]
            #[track_caller]
            #[allow(clippy::unused_unit)]
            pub fn pullback<F: Element, $($dim: Dimension,)? $($generics,)* E: Dimension, const W: usize, const MASK: u128>(
                self,
                _: Sweep<W, MASK>,
                target: &mut ArrayRef<F, $of>,
                $($argument: $type,)*
                value: &ArrayRef<F, E>,
                _: &mut Tape,
            ) -> (
                (),
                impl Fn(
                    &Tape,
                    Option<&ArrayRef<F, $of>>,
                    Option<&Bar<F, $of, W>>,
                    &ArrayRef<F, E>,
                    Option<&Bar<F, E, W>>,
                    (),
                ) -> ($(unit!($argument),)*)
                + use<F, $($dim,)? $($generics,)* E, W, MASK>,
            )
            where $($bounds)*
            {
                {
                    $(let $argument = $argument.clone();)*
                    let $view = target.view_mut();
                    let mut part = $body;
                    part.assign(value);
                }
                let pull = move |_: &Tape,
                            _: Option<&ArrayRef<F, $of>>,
                            target: Option<&Bar<F, $of, W>>,
                            _: &ArrayRef<F, E>,
                            value: Option<&Bar<F, E, W>>,
                            (): ()| {
                    $(let $argument = $argument.clone();)*
                    let $view = target.expect(CHANGED).view();
                    let part = $body;
                    let taken: Array<Lanes<F, W>, _> = part.map(|bar| bar.take());
                    if let Some(bar) = value {
                        add_summed(bar, taken);
                    }
                    ($({ let $argument = (); $argument },)*)
                };
                ((), pull)
            }
        }
    };
}

parts! {
    /// Rows and columns of a matrix, as methods that assign what they are given, which may be broadcast.
    WrittenLines [] of Ix2;
    /// `row_mut(index).assign(value)`
    jac_set_row SetRow [] (index: usize), where [], |view| view.index_axis_move(Axis(0), index);
    /// `column_mut(index).assign(value)`
    jac_set_column SetColumn [] (index: usize), where [], |view| view.index_axis_move(Axis(1), index);
}

parts! {
    /// Parts of an array, as methods that assign what they are given, which may be broadcast.
    WrittenParts [D] of D;
    /// `index_axis_mut(axis, index).assign(value)`
    jac_set_index_axis SetIndexAxis [] (axis: Axis, index: usize), where [D: RemoveAxis], |view| view.index_axis_move(axis, index);
    /// The same of the first axis.
    jac_set_outer SetOuter [] (index: usize), where [D: RemoveAxis], |view| view.index_axis_move(Axis(0), index);
    /// `slice_mut(info).assign(value)`
    jac_set_slice SetSlice [I] (info: I), where [I: SliceArg<D> + Clone], |view| view.slice_move(info);
    /// `slice_axis_mut(axis, slice).assign(value)`
    jac_set_slice_axis SetSliceAxis [] (axis: Axis, slice: ndarray::Slice), where [], |view| view.slice_axis_move(axis, slice);
    /// The same of a lane.
    jac_set_lane SetLane [] (axis: Axis, number: usize), where [], |view| cut::lane(view, axis, number);
    /// The same of a stretch of an axis.
    jac_set_stretch SetStretch [] (axis: Axis, low: usize, high: usize), where [], |view| cut::stretch(view, axis, low, high);
    /// The same of a chunk.
    jac_set_chunk SetChunk [I] (size: I, number: usize), where [I: IntoDimension<Dim = D> + Clone],
        |view| { let size = size.into_dimension(); cut::block(view, &size, &size, number) };
    /// `diag_mut().assign(value)`
    jac_set_diag SetDiag [] (), where [], |view| view.into_diag();
}
