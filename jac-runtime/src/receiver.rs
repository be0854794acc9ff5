//! What a method is called on, in method syntax. The caller does not know how the method takes it: by value, by `&`, or by `&mut`.
//!
//! The caller passes its tangent in the way that it can, and the method takes what it needs. So does a pullback: it is
//! passed the value once more, if that has not changed, and somewhere to accumulate.

use crate::cotangent::Accumulate;
use crate::sweep::LeftOutOfWrt;

/// There is no tangent: what the method is called on does not vary.
#[derive(Clone, Copy, Debug)]
pub struct Absent;

/// The tangent of what a method is called on, as the method takes it, given how the caller has it.
#[diagnostic::on_unimplemented(
    message = "this method does not differentiate what it is called on, which varies here",
    label = "what this is called on varies",
    note = "if `wrt` of the method leaves out `self`, add it there, or call the method on `jac::constant(..)`",
    note = "a variable that is declared `mut` may vary because the method could change it: call the method by its path, `Type::method(&variable, ..)`"
)]
pub trait FromReceiver<S> {
    /// The tangent, if there is one.
    fn from_receiver(tangent: S) -> Self;
}

impl<T> FromReceiver<Absent> for Option<&T> {
    #[inline(always)]
    fn from_receiver(_: Absent) -> Self {
        None
    }
}

impl<'a, T> FromReceiver<Option<&'a T>> for Option<&'a T> {
    #[inline(always)]
    fn from_receiver(tangent: Option<&'a T>) -> Self {
        tangent
    }
}

impl<'a, T> FromReceiver<&'a mut T> for Option<&'a T> {
    #[inline(always)]
    fn from_receiver(tangent: &'a mut T) -> Self {
        Some(tangent)
    }
}

/// A method that changes what it is called on.
impl<'a, T> FromReceiver<&'a mut T> for &'a mut T {
    #[inline(always)]
    fn from_receiver(tangent: &'a mut T) -> Self {
        tangent
    }
}

/// A field that is marked `#[constant]` has the tangent `()`.
impl FromReceiver<Option<&()>> for Option<&LeftOutOfWrt> {
    #[inline(always)]
    fn from_receiver(_: Option<&()>) -> Self {
        None
    }
}

impl FromReceiver<&mut ()> for Option<&LeftOutOfWrt> {
    #[inline(always)]
    fn from_receiver(_: &mut ()) -> Self {
        None
    }
}

/// The tangent, as the method wants it.
#[inline(always)]
pub fn tangent_of_receiver<R: FromReceiver<S>, S>(tangent: S) -> R {
    R::from_receiver(tangent)
}

/// Where a method accumulates the cotangent of what it is called on, given that of the caller.
pub trait OfReceiver<C>: Sized {
    /// The cotangent, if the method has one.
    fn of_receiver(cotangent: &C) -> Option<&Self>;
}

impl<T: Accumulate> OfReceiver<T> for T {
    #[inline(always)]
    fn of_receiver(cotangent: &T) -> Option<&T> {
        Some(cotangent)
    }
}

/// That what it is called on does not vary, the tangent tells.
impl<C> OfReceiver<C> for LeftOutOfWrt {
    #[inline(always)]
    fn of_receiver(_: &C) -> Option<&LeftOutOfWrt> {
        None
    }
}

/// The cotangent, as the method wants it.
#[inline(always)]
pub fn cotangent_of_receiver<T: OfReceiver<C>, C>(cotangent: &C) -> Option<&T> {
    T::of_receiver(cotangent)
}
