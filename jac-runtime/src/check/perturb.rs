//! `Perturb`: arguments that can be moved a little, which central differences need.

use alloc::vec::Vec;
use core::cmp::Ordering;

use super::sweeps::{Sweeps, value};
use crate::function::Function;
use crate::space::Space;
use crate::trace::Residual;

/// Owned data whose floats can be moved.
///
/// Floats, integers (which stay as they are), and arrays, tuples, `Vec`s and derived structs of these; the structs need `Clone`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be perturbed by the gradient checker",
    note = "floats, integers, and arrays, tuples, `Vec`s and derived structs of these can, if they are `Clone`; implement `Coordinates` for other types"
)]
pub trait Coordinates: Clone + 'static {
    /// Replaces each float `x` by `map(x)`, in memory order: all those that are differentiated, and no others. For a float of something that is
    /// absent, calls `map` with NaN.
    fn map_floats(&mut self, map: &mut dyn FnMut(f64) -> f64);
}

/// An argument, or the tuple of all arguments, that can be perturbed: [`Coordinates`], or references and slices of these.
///
/// The checker copies the arguments, moves the floats of the copy, and calls the function on a view of the copy.
#[diagnostic::on_unimplemented(
    message = "arguments of type `{Self}` cannot be perturbed by the gradient checker",
    note = "floats, integers, text, arrays, tuples, `Vec`s and `Option`s of these, and references, slices and slices of slices of them can; a view of `ndarray` is given as an array"
)]
pub trait Perturb {
    /// An owned copy.
    type Owned: Clone;
    /// What the argument borrows: the copy, or references to its rows.
    type Lent<'a>;
    /// The type itself, with another lifetime.
    type View<'a>;

    /// An owned copy.
    fn to_owned(&self) -> Self::Owned;
    /// What the argument borrows.
    fn lend(owned: &mut Self::Owned) -> Self::Lent<'_>;
    /// The argument again.
    fn view<'a>(lent: &'a mut Self::Lent<'_>) -> Self::View<'a>;
    /// Replaces each float `x` by `map(parameter, x)`, in memory order; `parameter` is the index in a tuple of arguments,
    /// and 0 for a single one.
    fn map_floats(owned: &mut Self::Owned, map: &mut dyn FnMut(usize, f64) -> f64);
}

/// Arguments that `F` can be checked at.
///
/// The trait stands between [`Perturb`] and [`Function`] for the sake of inference: `check::<f, _>(..)` finds the `_`.
#[diagnostic::on_unimplemented(
    message = "`{F}` cannot be checked at arguments of type `{Self}`",
    note = "it must be a differentiable function of these, and they must be floats, integers, arrays, tuples and `Vec`s, or references to these"
)]
pub trait Checkable<F>: Perturb {
    /// What tangent and adjoint have to say.
    #[doc(hidden)]
    fn sweeps(owned: &mut Self::Owned) -> Sweeps;
    /// The value.
    #[doc(hidden)]
    fn value(owned: &mut Self::Owned) -> Vec<Option<f64>>;
}

macro_rules! checkable {
    ($view:ty) => {
        fn sweeps(owned: &mut Self::Owned) -> Sweeps {
            Sweeps::of::<Differentiable, $view>(&Self::view(&mut Self::lend(owned)))
        }
        fn value(owned: &mut Self::Owned) -> Vec<Option<f64>> {
            value::<Differentiable, $view>(&Self::view(&mut Self::lend(owned)))
        }
    };
}

/// Arguments of a type that is [`Coordinates`] are their own view.
macro_rules! by_value {
    ($type:ty $(, $($generics:tt)*)?) => {
        impl<Differentiable: Function<$type>, $($($generics)*)?> Checkable<Differentiable> for $type {
            checkable!(Self);
        }

        impl$(<$($generics)*>)? Perturb for $type {
            type Owned = Self;
            type Lent<'a> = &'a Self;
            type View<'a> = Self;
            #[inline]
            fn to_owned(&self) -> Self {
                self.clone()
            }
            #[inline]
            fn lend(owned: &mut Self) -> &Self {
                owned
            }
            #[inline]
            fn view(lent: &mut &Self) -> Self {
                (*lent).clone()
            }
            #[inline]
            fn map_floats(owned: &mut Self, map: &mut dyn FnMut(usize, f64) -> f64) {
                Coordinates::map_floats(owned, &mut |x| map(0, x));
            }
        }
    };
}

macro_rules! floats {
    ($($float:ident)*) => {$(
        impl Coordinates for $float {
            #[inline]
            fn map_floats(&mut self, map: &mut dyn FnMut(f64) -> f64) {
                *self = map(f64::from(*self)) as $float;
            }
        }
        by_value!($float);
    )*};
}
floats!(f32 f64);

macro_rules! discrete {
    ($($type:ty),*) => {$(
        impl Coordinates for $type {
            #[inline]
            fn map_floats(&mut self, _: &mut dyn FnMut(f64) -> f64) {}
        }
        by_value!($type);
    )*};
}
discrete!(u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize, bool, char, (), Ordering);
discrete!(&'static str, alloc::string::String);

impl<T: Coordinates + Space> Coordinates for Option<T> {
    fn map_floats(&mut self, map: &mut dyn FnMut(f64) -> f64) {
        match self {
            Some(value) => value.map_floats(map),
            // It has the tangents of what is not there.
            None => (0..T::dimension(&T::Shape::empty())).for_each(|_| {
                map(f64::NAN);
            }),
        }
    }
}
by_value!(Option<T>, T: Coordinates + Space);

impl<T: Coordinates + Space, E: Clone + 'static> Coordinates for Result<T, E> {
    fn map_floats(&mut self, map: &mut dyn FnMut(f64) -> f64) {
        match self {
            Ok(value) => value.map_floats(map),
            Err(_) => None::<T>.map_floats(map),
        }
    }
}
by_value!(Result<T, E>, T: Coordinates + Space, E: Clone + 'static);

impl<T: Coordinates, const N: usize> Coordinates for [T; N] {
    fn map_floats(&mut self, map: &mut dyn FnMut(f64) -> f64) {
        for element in self {
            element.map_floats(map);
        }
    }
}
by_value!([T; N], T: Coordinates, const N: usize);

impl<T: Coordinates> Coordinates for Vec<T> {
    fn map_floats(&mut self, map: &mut dyn FnMut(f64) -> f64) {
        for element in self {
            element.map_floats(map);
        }
    }
}
by_value!(Vec<T>, T: Coordinates);

impl<T: Coordinates> Coordinates for alloc::boxed::Box<T> {
    fn map_floats(&mut self, map: &mut dyn FnMut(f64) -> f64) {
        T::map_floats(self, map);
    }
}
by_value!(alloc::boxed::Box<T>, T: Coordinates);

impl<T: Coordinates> Coordinates for alloc::boxed::Box<[T]> {
    fn map_floats(&mut self, map: &mut dyn FnMut(f64) -> f64) {
        self.iter_mut().for_each(|element| element.map_floats(map));
    }
}
by_value!(alloc::boxed::Box<[T]>, T: Coordinates);

impl<T: Coordinates> Coordinates for alloc::collections::VecDeque<T> {
    fn map_floats(&mut self, map: &mut dyn FnMut(f64) -> f64) {
        self.iter_mut().for_each(|element| element.map_floats(map));
    }
}
by_value!(alloc::collections::VecDeque<T>, T: Coordinates);

#[cfg(feature = "ndarray")]
impl<T: Coordinates, D: ndarray::Dimension + 'static> Coordinates for ndarray::Array<T, D> {
    fn map_floats(&mut self, map: &mut dyn FnMut(f64) -> f64) {
        for element in self {
            element.map_floats(map);
        }
    }
}
#[cfg(feature = "ndarray")]
by_value!(ndarray::Array<T, D>, T: Coordinates, D: ndarray::Dimension + 'static);

macro_rules! by_reference {
    ($([$($mut:tt)?])*) => {$(
        impl<T: Coordinates, Differentiable: for<'a> Function<&'a $($mut)? [T]>> Checkable<Differentiable> for &$($mut)? [T] {
            checkable!(&$($mut)? [T]);
        }

        impl<T: Coordinates, Differentiable: for<'a> Function<&'a $($mut)? T>> Checkable<Differentiable> for &$($mut)? T {
            checkable!(&$($mut)? T);
        }

        impl<T: Coordinates> Perturb for &$($mut)? [T] {
            type Owned = Vec<T>;
            type Lent<'a> = &'a mut Vec<T>;
            type View<'a> = &'a $($mut)? [T];
            fn to_owned(&self) -> Vec<T> {
                self.to_vec()
            }
            fn lend(owned: &mut Vec<T>) -> &mut Vec<T> {
                owned
            }
            fn view<'a>(lent: &'a mut &mut Vec<T>) -> Self::View<'a> {
                lent
            }
            fn map_floats(owned: &mut Vec<T>, map: &mut dyn FnMut(usize, f64) -> f64) {
                Coordinates::map_floats(owned, &mut |x| map(0, x));
            }
        }

        impl<T: Coordinates> Perturb for &$($mut)? T {
            type Owned = T;
            type Lent<'a> = &'a mut T;
            type View<'a> = &'a $($mut)? T;
            fn to_owned(&self) -> T {
                T::clone(self)
            }
            fn lend(owned: &mut T) -> &mut T {
                owned
            }
            fn view<'a>(lent: &'a mut &mut T) -> Self::View<'a> {
                lent
            }
            fn map_floats(owned: &mut T, map: &mut dyn FnMut(usize, f64) -> f64) {
                Coordinates::map_floats(owned, &mut |x| map(0, x));
            }
        }
    )*};
}
by_reference!([] [mut]);

impl<T: Coordinates, Differentiable: for<'a> Function<&'a [&'a [T]]>> Checkable<Differentiable> for &[&[T]] {
    checkable!(&[&[T]]);
}

/// Rows that lie anywhere.
impl<T: Coordinates> Perturb for &[&[T]] {
    type Owned = Vec<Vec<T>>;
    type Lent<'a> = Vec<&'a [T]>;
    type View<'a> = &'a [&'a [T]];
    fn to_owned(&self) -> Vec<Vec<T>> {
        self.iter().map(|row| row.to_vec()).collect()
    }
    fn lend(owned: &mut Vec<Vec<T>>) -> Vec<&[T]> {
        owned.iter().map(|row| &row[..]).collect()
    }
    fn view<'a>(lent: &'a mut Vec<&[T]>) -> &'a [&'a [T]] {
        lent
    }
    fn map_floats(owned: &mut Vec<Vec<T>>, map: &mut dyn FnMut(usize, f64) -> f64) {
        Coordinates::map_floats(owned, &mut |x| map(0, x));
    }
}

macro_rules! tuple {
    ($($T:ident $index:tt)*) => {
        impl<$($T: Coordinates),*> Coordinates for ($($T,)*) {
            fn map_floats(&mut self, map: &mut dyn FnMut(f64) -> f64) {
                $(self.$index.map_floats(map);)*
            }
        }

        impl<$($T: Perturb,)* Differentiable: for<'a> Function<($($T::View<'a>,)*)>> Checkable<Differentiable> for ($($T,)*) {
            checkable!(($($T::View<'_>,)*));
        }

        impl<$($T: Perturb),*> Perturb for ($($T,)*) {
            type Owned = ($($T::Owned,)*);
            type Lent<'a> = ($($T::Lent<'a>,)*);
            type View<'a> = ($($T::View<'a>,)*);
            fn to_owned(&self) -> Self::Owned {
                ($(self.$index.to_owned(),)*)
            }
            fn lend(owned: &mut Self::Owned) -> Self::Lent<'_> {
                ($($T::lend(&mut owned.$index),)*)
            }
            fn view<'a>(lent: &'a mut Self::Lent<'_>) -> Self::View<'a> {
                ($($T::view(&mut lent.$index),)*)
            }
            fn map_floats(owned: &mut Self::Owned, map: &mut dyn FnMut(usize, f64) -> f64) {
                $($T::map_floats(&mut owned.$index, &mut |_, x| map($index, x));)*
            }
        }
    };
}
tuple!(A 0);
tuple!(A 0 B 1);
tuple!(A 0 B 1 C 2);
tuple!(A 0 B 1 C 2 D 3);
tuple!(A 0 B 1 C 2 D 3 E 4);
tuple!(A 0 B 1 C 2 D 3 E 4 F 5);
tuple!(A 0 B 1 C 2 D 3 E 4 F 5 G 6);
tuple!(A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7);
tuple!(A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8);
tuple!(A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9);
tuple!(A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9 K 10);
tuple!(A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9 K 10 L 11);
