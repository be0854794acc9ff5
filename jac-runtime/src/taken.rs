//! `&mut` references that are passed by their names: the callee may take them by `&` as well.
//!
//! Before: `g(y)`, where `y` is an `&mut` reference. The macro sees no signature of `g`; the compiler lends `y` by `&` if `g` wants that.
//! After: the tangent and the cotangent of `y`, and what it holds, in the form that the derivatives of `g` take them in. Each
//! function here returns what the parameter that it stands for asks for, which inference knows. A copy for the reverse sweep is
//! made only if the callee takes `y` by `&`: one that takes it by `&mut` does not ask what it held.

use core::fmt;

use crate::sweep::Snapshot;
use crate::trace::Residual;

/// What a reference is lent as: to the same, to a slice of an array or of a `Vec`.
pub trait Lent<T: ?Sized> {
    /// By `&`.
    fn lent(&self) -> &T;
    /// By `&mut`.
    fn lent_mut(&mut self) -> &mut T;
}

impl<T: ?Sized> Lent<T> for T {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn lent(&self) -> &T {
        self
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn lent_mut(&mut self) -> &mut T {
        self
    }
}

impl<T, const N: usize> Lent<[T]> for [T; N] {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn lent(&self) -> &[T] {
        self
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn lent_mut(&mut self) -> &mut [T] {
        self
    }
}

#[cfg(feature = "alloc")]
impl<T> Lent<[T]> for alloc::vec::Vec<T> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn lent(&self) -> &[T] {
        self
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn lent_mut(&mut self) -> &mut [T] {
        self
    }
}

#[cfg(feature = "alloc")]
impl<T> Lent<[T]> for alloc::boxed::Box<[T]> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn lent(&self) -> &[T] {
        self
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn lent_mut(&mut self) -> &mut [T] {
        self
    }
}

/// How a callee takes the tangent of a reference.
#[diagnostic::on_unimplemented(
    message = "the function does not differentiate what is passed here, which varies",
    label = "called here",
    note = "if its `wrt` leaves the parameter out, add it there, or pass `jac::constant(..)` of it"
)]
pub trait TakesTangent<'a, T: ?Sized> {
    /// In that form.
    fn take(tangent: &'a mut T) -> Self;
}

impl<'a, T: Lent<U> + ?Sized, U: ?Sized> TakesTangent<'a, T> for &'a mut U {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn take(tangent: &'a mut T) -> Self {
        Lent::lent_mut(tangent)
    }
}

impl<'a, T: Lent<U> + ?Sized, U: ?Sized> TakesTangent<'a, T> for Option<&'a U> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn take(tangent: &'a mut T) -> Self {
        Some(Lent::lent(&*tangent))
    }
}

/// The tangent of what is passed, as the callee takes it.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn taken_tangent<'a, T: ?Sized, R: TakesTangent<'a, T>>(tangent: &'a mut T) -> R {
    R::take(tangent)
}

/// How the pullback of a callee takes the cotangent of a reference.
#[diagnostic::on_unimplemented(
    message = "the function does not differentiate what is passed here, which varies",
    label = "called here",
    note = "if its `wrt` leaves the parameter out, add it there, or pass `jac::constant(..)` of it"
)]
pub trait TakesCotangent<'a, T: ?Sized> {
    /// In that form.
    fn take(cotangent: &'a mut T) -> Self;
}

impl<'a, T: Lent<U> + ?Sized, U: ?Sized> TakesCotangent<'a, T> for &'a U {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn take(cotangent: &'a mut T) -> Self {
        Lent::lent(&*cotangent)
    }
}

impl<'a, T: Lent<U> + ?Sized, U: ?Sized> TakesCotangent<'a, T> for &'a mut U {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn take(cotangent: &'a mut T) -> Self {
        Lent::lent_mut(cotangent)
    }
}

impl<'a, T: Lent<U> + ?Sized, U: ?Sized> TakesCotangent<'a, T> for Option<&'a U> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn take(cotangent: &'a mut T) -> Self {
        Some(Lent::lent(&*cotangent))
    }
}

/// The cotangent of what is passed, as the pullback takes it.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn taken_cotangent<'a, T: ?Sized, R: TakesCotangent<'a, T>>(cotangent: &'a mut T) -> R {
    R::take(cotangent)
}

/// Whether a callee asks in the reverse sweep what a reference held.
pub trait Asks {
    /// A copy, if it asks.
    type Copied<T>;
    /// Where a copy stands on the tape, if it asks.
    #[cfg(feature = "alloc")]
    type Recorded<T>: Copy;
    /// Copies, if it asks.
    fn copied<P: Snapshot + ?Sized>(place: &P) -> Self::Copied<P::Owned>;
    /// Copies to the tape, if it asks.
    #[cfg(feature = "alloc")]
    fn recorded<P: Snapshot<Owned: 'static> + ?Sized>(
        tape: &mut crate::tape::Tape,
        place: &P,
    ) -> Self::Recorded<P::Owned>;
}

/// It takes the reference by `&`.
#[derive(Debug)]
pub enum ByShared {}

/// It takes the reference by `&mut`.
#[derive(Debug)]
pub enum ByMutable {}

impl Asks for ByShared {
    type Copied<T> = T;
    #[cfg(feature = "alloc")]
    type Recorded<T> = crate::tape::Segment<crate::tape::Snapshots, T>;
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn copied<P: Snapshot + ?Sized>(place: &P) -> P::Owned {
        place.snapshot()
    }
    #[cfg(feature = "alloc")]
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn recorded<P: Snapshot<Owned: 'static> + ?Sized>(
        tape: &mut crate::tape::Tape,
        place: &P,
    ) -> Self::Recorded<P::Owned> {
        tape.keep(place)
    }
}

impl Asks for ByMutable {
    type Copied<T> = ();
    #[cfg(feature = "alloc")]
    type Recorded<T> = ();
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn copied<P: Snapshot + ?Sized>(_: &P) {}
    #[cfg(feature = "alloc")]
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn recorded<P: Snapshot<Owned: 'static> + ?Sized>(_: &mut crate::tape::Tape, _: &P) {}
}

/// What a reference held, for a callee that may ask for it.
pub struct Held<T, A: Asks>(A::Copied<T>);

impl<T: Residual> Residual for Held<T, ByShared> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn empty() -> Self {
        Held(T::empty())
    }
}

impl<T> Residual for Held<T, ByMutable> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn empty() -> Self {
        Held(())
    }
}

impl<T, A: Asks<Copied<T>: Clone>> Clone for Held<T, A> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn clone(&self) -> Self {
        Held(self.0.clone())
    }
}

impl<T, A: Asks<Copied<T>: Copy>> Copy for Held<T, A> {}

impl<T, A: Asks> fmt::Debug for Held<T, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Held").finish_non_exhaustive()
    }
}

/// A copy of what a reference holds, if the callee will ask for it.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn hold<P: Snapshot + ?Sized, A: Asks>(place: &P) -> Held<P::Owned, A> {
    Held(A::copied(place))
}

/// The same, on the tape.
#[cfg(feature = "alloc")]
pub struct HeldOnTape<T, A: Asks>(A::Recorded<T>);

#[cfg(feature = "alloc")]
impl<T: 'static> Residual for HeldOnTape<T, ByShared> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn empty() -> Self {
        HeldOnTape(crate::tape::Segment::empty())
    }
}

#[cfg(feature = "alloc")]
impl<T> Residual for HeldOnTape<T, ByMutable> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn empty() -> Self {
        HeldOnTape(())
    }
}

#[cfg(feature = "alloc")]
impl<T, A: Asks> Clone for HeldOnTape<T, A> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn clone(&self) -> Self {
        *self
    }
}

#[cfg(feature = "alloc")]
impl<T, A: Asks> Copy for HeldOnTape<T, A> {}

#[cfg(feature = "alloc")]
impl<T, A: Asks> fmt::Debug for HeldOnTape<T, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HeldOnTape").finish_non_exhaustive()
    }
}

#[cfg(feature = "alloc")]
impl crate::tape::Tape {
    /// Records a copy of what a reference holds, if the callee will ask for it.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn hold<P: Snapshot<Owned: 'static> + ?Sized, A: Asks>(&mut self, place: &P) -> HeldOnTape<P::Owned, A> {
        HeldOnTape(A::recorded(self, place))
    }

    /// What [`held`] gives of a copy that is not on the tape.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn held<'a, T: 'static, U: ?Sized + 'a, R: TakesPrimal<'a, U>>(
        &'a self,
        held: HeldOnTape<T, R::Asks>,
        part: impl FnOnce(&'a T) -> &'a U,
    ) -> R {
        R::recorded(self, held, part)
    }
}

/// How the pullback of a callee takes what a reference held: not at all, if it is one that the callee wrote to.
pub trait TakesPrimal<'a, U: ?Sized + 'a>: Sized {
    /// Whether it does.
    type Asks: Asks;
    /// In that form.
    fn copied<T>(copy: &'a Held<T, Self::Asks>, part: impl FnOnce(&'a T) -> &'a U) -> Self;
    /// In that form, from the tape.
    #[cfg(feature = "alloc")]
    fn recorded<T: 'static>(
        tape: &'a crate::tape::Tape,
        copy: HeldOnTape<T, Self::Asks>,
        part: impl FnOnce(&'a T) -> &'a U,
    ) -> Self;
}

impl<'a, U: ?Sized + 'a> TakesPrimal<'a, U> for () {
    type Asks = ByMutable;
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn copied<T>(_: &'a Held<T, ByMutable>, _: impl FnOnce(&'a T) -> &'a U) -> Self {}
    #[cfg(feature = "alloc")]
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn recorded<T: 'static>(
        _: &'a crate::tape::Tape,
        _: HeldOnTape<T, ByMutable>,
        _: impl FnOnce(&'a T) -> &'a U,
    ) -> Self {
    }
}

impl<'a, U: Lent<V> + ?Sized + 'a, V: ?Sized> TakesPrimal<'a, U> for &'a V {
    type Asks = ByShared;
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn copied<T>(copy: &'a Held<T, ByShared>, part: impl FnOnce(&'a T) -> &'a U) -> Self {
        Lent::lent(part(&copy.0))
    }
    #[cfg(feature = "alloc")]
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn recorded<T: 'static>(
        tape: &'a crate::tape::Tape,
        copy: HeldOnTape<T, ByShared>,
        part: impl FnOnce(&'a T) -> &'a U,
    ) -> Self {
        Lent::lent(part(tape.kept(copy.0)))
    }
}

/// Tangents may be absent; these are not.
impl<'a, U: Lent<V> + ?Sized + 'a, V: ?Sized> TakesPrimal<'a, U> for Option<&'a V> {
    type Asks = ByShared;
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn copied<T>(copy: &'a Held<T, ByShared>, part: impl FnOnce(&'a T) -> &'a U) -> Self {
        Some(Lent::lent(part(&copy.0)))
    }
    #[cfg(feature = "alloc")]
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn recorded<T: 'static>(
        tape: &'a crate::tape::Tape,
        copy: HeldOnTape<T, ByShared>,
        part: impl FnOnce(&'a T) -> &'a U,
    ) -> Self {
        Some(Lent::lent(part(tape.kept(copy.0))))
    }
}

/// What a reference held, as the pullback takes it: a part of the copy.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn held<'a, T: 'a, U: ?Sized + 'a, R: TakesPrimal<'a, U>>(
    copy: &'a Held<T, R::Asks>,
    part: impl FnOnce(&'a T) -> &'a U,
) -> R {
    R::copied(copy, part)
}

/// No tangent of what a reference held: it does not vary.
pub trait TakesNone {
    /// In the form that is asked for.
    const NONE: Self;
}

impl TakesNone for () {
    const NONE: Self = ();
}

impl<T: ?Sized> TakesNone for Option<&T> {
    const NONE: Self = None;
}
