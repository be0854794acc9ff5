//! What a method is called on, in method syntax. The caller does not know how the method takes it: by value, by `&`, or by `&mut`.
//!
//! The caller passes its tangent in the way that it can, and the method takes what it needs. So does a pullback: it is
//! passed the value once more, if that has not changed, and somewhere to accumulate.

use core::marker::PhantomData;

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
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn from_receiver(_: Absent) -> Self {
        None
    }
}

impl<'a, T> FromReceiver<Option<&'a T>> for Option<&'a T> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn from_receiver(tangent: Option<&'a T>) -> Self {
        tangent
    }
}

impl<'a, T> FromReceiver<&'a mut T> for Option<&'a T> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn from_receiver(tangent: &'a mut T) -> Self {
        Some(tangent)
    }
}

/// A method that changes what it is called on.
impl<'a, T> FromReceiver<&'a mut T> for &'a mut T {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn from_receiver(tangent: &'a mut T) -> Self {
        tangent
    }
}

/// A field that is marked `#[constant]` has the tangent `()`.
impl FromReceiver<Option<&()>> for Option<&LeftOutOfWrt> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn from_receiver(_: Option<&()>) -> Self {
        None
    }
}

impl FromReceiver<&mut ()> for Option<&LeftOutOfWrt> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn from_receiver(_: &mut ()) -> Self {
        None
    }
}

/// The tangent, as the method wants it.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn tangent_of_receiver<R: FromReceiver<S>, S>(tangent: S) -> R {
    R::from_receiver(tangent)
}

/// Where a method accumulates the cotangent of what it is called on, given that of the caller.
pub trait OfReceiver<C>: Sized {
    /// The cotangent, if the method has one.
    fn of_receiver(cotangent: &C) -> Option<&Self>;
}

impl<T: Accumulate> OfReceiver<T> for T {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn of_receiver(cotangent: &T) -> Option<&T> {
        Some(cotangent)
    }
}

/// That what it is called on does not vary, the tangent tells.
impl<C> OfReceiver<C> for LeftOutOfWrt {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn of_receiver(_: &C) -> Option<&LeftOutOfWrt> {
        None
    }
}

/// The cotangent, as the method wants it.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn cotangent_of_receiver<T: OfReceiver<C>, C>(cotangent: &C) -> Option<&T> {
    T::of_receiver(cotangent)
}

/// The same, given a cotangent that the method may make longer or shorter.
#[diagnostic::on_unimplemented(
    message = "the cotangent of what this method is called on has another type than the method takes",
    label = "called here"
)]
pub trait FromCotangent<'a, C>: Sized {
    /// The cotangent, if the method has one.
    fn from_cotangent(cotangent: &'a mut C) -> Option<Self>;
}

impl<'a, T: OfReceiver<C>, C> FromCotangent<'a, C> for &'a T {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn from_cotangent(cotangent: &'a mut C) -> Option<&'a T> {
        T::of_receiver(cotangent)
    }
}

impl<'a, T: Accumulate> FromCotangent<'a, T> for &'a mut T {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn from_cotangent(cotangent: &'a mut T) -> Option<&'a mut T> {
        Some(cotangent)
    }
}

/// The cotangent, as the method wants it.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn cotangent_of_receiver_mut<'a, R: FromCotangent<'a, C>, C>(cotangent: &'a mut C) -> Option<R> {
    R::from_cotangent(cotangent)
}

/// How a method takes what it is called on: `self`.
#[derive(Debug)]
pub struct TakesValue;

/// `&self`.
#[derive(Debug)]
pub struct TakesShared;

/// `&mut self`.
#[derive(Debug)]
pub struct TakesMutable;

/// A proof that a call in method syntax is of the method that has the derivatives.
///
/// A trait in scope may have a method of the same name that takes what it is called on in another way, and goes before: of a type with `m(self)`,
/// the `m(&self)` of a trait where the call is on a reference; of one with `m(&self)`, the `m(self)` of a trait. So generated code that is
/// never run calls the method `m` of a trait of its own, which takes anything by value, on what the other two ways would take. If another trait
/// has such a method, that is ambiguous, and an error. `Receiver` is what the call is on, `Owner` what has the method.
#[derive(Debug)]
pub struct Taken<Kind, Receiver: ?Sized, Owner>(PhantomData<(Kind, Owner)>, PhantomData<Receiver>);

impl<Kind, Receiver: ?Sized, Owner> Taken<Kind, Receiver, Owner> {
    /// It has no contents.
    pub const NEW: Self = Taken(PhantomData, PhantomData);
}

#[allow(clippy::mut_from_ref, clippy::unused_self)]
impl<Receiver: ?Sized, Owner> Taken<TakesValue, Receiver, Owner> {
    /// What a method with `&self` would take.
    pub fn __one(&self) -> &Owner {
        unreachable!("it is never run")
    }

    /// What a method with `&mut self` would take.
    pub fn __other(&self) -> &mut Owner {
        unreachable!("it is never run")
    }
}

#[allow(clippy::mut_from_ref, clippy::unused_self)]
impl<Receiver: ?Sized, Owner> Taken<TakesShared, Receiver, Owner> {
    /// What a method with `&mut self` would take.
    pub fn __other(&self) -> &mut Owner {
        unreachable!("it is never run")
    }
}

/// Where the call is on what the method takes, no other goes before.
impl<Owner> Taken<TakesShared, &Owner, Owner> {
    /// Nothing.
    pub fn __one(&self) -> Absent {
        Absent
    }
}

impl<Owner> Taken<TakesMutable, &mut Owner, Owner> {
    /// Nothing.
    pub fn __one(&self) -> Absent {
        Absent
    }

    /// Nothing.
    pub fn __other(&self) -> Absent {
        Absent
    }
}

/// What is left, in method syntax: of calls on what the method does not take as it stands.
pub trait TakenOtherwise<Owner> {
    /// What a method with `self` would take.
    fn __one(&self) -> Owner;

    /// What a method with `&self` would take.
    fn __other(&self) -> &Owner;
}

impl<Kind, Receiver: ?Sized, Owner> TakenOtherwise<Owner> for Taken<Kind, Receiver, Owner> {
    fn __one(&self) -> Owner {
        unreachable!("it is never run")
    }

    fn __other(&self) -> &Owner {
        unreachable!("it is never run")
    }
}

/// What stands for the trait that a method is of, if it is of none.
///
/// Derivatives are found by the type, whichever trait is in scope where the method is called: of two traits with methods of one name that a type has,
/// the call may be of the one and its derivatives of the other. So a handle gives a value of which nothing is known but the trait that has
/// the derivatives, and generated code that is never run calls the method on that: it is found if that trait is in scope, and then there is no other,
/// or the call would be ambiguous.
#[derive(Clone, Copy, Debug)]
pub struct OfNoTrait;

/// Arguments of the stand-in for a trait: they have the types of those of the call, from which its generic parameters follow.
#[derive(Clone, Copy, Debug)]
pub struct ByType;

impl ByType {
    /// An argument.
    pub fn like<T>(self, argument: &T) -> T {
        never_like(argument)
    }
}

/// Arguments of the stand-in for a trait: of a signature that says `Self`, which is another type there, they have the types that it wants.
#[derive(Clone, Copy, Debug)]
pub struct BySignature;

impl BySignature {
    /// An argument.
    pub fn like<T, U>(self, _: &T) -> U {
        never()
    }
}

/// A value for what is never run.
pub fn never<T>() -> T {
    unreachable!("it is never run")
}

/// The same, of the type of another.
fn never_like<T>(_: &T) -> T {
    unreachable!("it is never run")
}

/// Of handles of methods that are not of a user's `impl` block: methods of numbers and arrays.
pub trait TakenAnyhow: Sized {
    /// No proof.
    fn taken<Receiver: ?Sized>(self, _: &Receiver) -> Taken<TakesMutable, &'static mut Absent, Absent> {
        Taken::NEW
    }

    /// They are of no trait of the user's.
    fn of_trait(self) -> (OfNoTrait, ByType) {
        (OfNoTrait, ByType)
    }
}

impl<Handle> TakenAnyhow for Handle {}
