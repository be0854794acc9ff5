//! Functions that are passed to functions: what they capture, and what stands beside that.
//!
//! A sweep takes a function in two parts: its *code*, which is a closure that holds nothing, and its *environment*, which is what it
//! captures. The environment is an argument like any other: it is lent, has a tangent or a cotangent beside it, and is passed again to
//! the reverse sweep. So no pullback holds a borrow. The type of an environment says what is in it, and holds nothing itself.

use core::marker::PhantomData;

use crate::space::Space;
use crate::sweep::{Sweep, beside};

/// What a function captures, as a type.
pub trait Environment: Copy {
    /// References to it.
    type References<'a>: Copy
    where
        Self: 'a;
    /// Its tangents, where there are any.
    type Tangents<'a, const W: usize>: Copy
    where
        Self: 'a;
    /// Where its cotangents are accumulated.
    type Cotangents<'a, const W: usize>: Copy
    where
        Self: 'a;

    /// References that live shorter.
    fn shorter<'a: 'b, 'b>(lent: Self::References<'a>) -> Self::References<'b>
    where
        Self: 'a;
    /// The same of tangents.
    fn shorter_tangents<'a: 'b, 'b, const W: usize>(tangents: Self::Tangents<'a, W>) -> Self::Tangents<'b, W>
    where
        Self: 'a;
    /// The same of cotangents.
    fn shorter_cotangents<'a: 'b, 'b, const W: usize>(cotangents: Self::Cotangents<'a, W>) -> Self::Cotangents<'b, W>
    where
        Self: 'a;
}

/// What an environment refers to.
pub struct Lent<'a, E: Environment + 'a>(pub E::References<'a>);

/// The tangents of that.
pub struct LentTangents<'a, E: Environment + 'a, const W: usize>(pub E::Tangents<'a, W>);

/// The cotangents of that.
pub struct LentCotangents<'a, E: Environment + 'a, const W: usize>(pub E::Cotangents<'a, W>);

impl<'a, E: Environment + 'a> Clone for Lent<'a, E> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn clone(&self) -> Self {
        *self
    }
}

impl<'a, E: Environment + 'a> Copy for Lent<'a, E> {}

impl<'a, E: Environment + 'a, const W: usize> Clone for LentTangents<'a, E, W> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn clone(&self) -> Self {
        *self
    }
}

impl<'a, E: Environment + 'a, const W: usize> Copy for LentTangents<'a, E, W> {}

impl<'a, E: Environment + 'a, const W: usize> Clone for LentCotangents<'a, E, W> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn clone(&self) -> Self {
        *self
    }
}

impl<'a, E: Environment + 'a, const W: usize> Copy for LentCotangents<'a, E, W> {}

impl<'a, E: Environment + 'a> Lent<'a, E> {
    /// The same for a shorter time. The compiler does not see that it may be.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn shorter<'b>(self) -> Lent<'b, E>
    where
        'a: 'b,
    {
        Lent(E::shorter(self.0))
    }
}

impl<'a, E: Environment + 'a, const W: usize> LentTangents<'a, E, W> {
    /// The same for a shorter time.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn shorter<'b>(self) -> LentTangents<'b, E, W>
    where
        'a: 'b,
    {
        LentTangents(E::shorter_tangents(self.0))
    }
}

impl<'a, E: Environment + 'a, const W: usize> LentCotangents<'a, E, W> {
    /// The same for a shorter time.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn shorter<'b>(self) -> LentCotangents<'b, E, W>
    where
        'a: 'b,
    {
        LentCotangents(E::shorter_cotangents(self.0))
    }
}

/// Nothing, or nothing more.
impl Environment for () {
    type References<'a> = ();
    type Tangents<'a, const W: usize> = ();
    type Cotangents<'a, const W: usize> = ();

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn shorter<'a: 'b, 'b>(_: Self::References<'a>) -> Self::References<'b>
    where
        Self: 'a,
    {
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn shorter_tangents<'a: 'b, 'b, const W: usize>(_: Self::Tangents<'a, W>) -> Self::Tangents<'b, W>
    where
        Self: 'a,
    {
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn shorter_cotangents<'a: 'b, 'b, const W: usize>(_: Self::Cotangents<'a, W>) -> Self::Cotangents<'b, W>
    where
        Self: 'a,
    {
    }
}

/// A named function captures nothing. It is told what varies.
impl<const V: usize, const MASK: u128> Environment for Sweep<V, MASK> {
    type References<'a> = Sweep<V, MASK>;
    type Tangents<'a, const W: usize> = ();
    type Cotangents<'a, const W: usize> = ();

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn shorter<'a: 'b, 'b>(lent: Self::References<'a>) -> Self::References<'b>
    where
        Self: 'a,
    {
        lent
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn shorter_tangents<'a: 'b, 'b, const W: usize>(_: Self::Tangents<'a, W>) -> Self::Tangents<'b, W>
    where
        Self: 'a,
    {
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn shorter_cotangents<'a: 'b, 'b, const W: usize>(_: Self::Cotangents<'a, W>) -> Self::Cotangents<'b, W>
    where
        Self: 'a,
    {
    }
}

/// A variable that varies, and the rest.
pub struct Captured<T: ?Sized, R>(PhantomData<fn(&T)>, R);

impl<T: ?Sized, R: Copy> Clone for Captured<T, R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: ?Sized, R: Copy> Copy for Captured<T, R> {}

impl<T: Behind + ?Sized, R: Environment> Environment for Captured<T, R> {
    type References<'a>
        = (&'a T, R::References<'a>)
    where
        Self: 'a;
    type Tangents<'a, const W: usize>
        = (Option<&'a T::Tangent<W>>, R::Tangents<'a, W>)
    where
        Self: 'a;
    type Cotangents<'a, const W: usize>
        = (Option<&'a T::Cotangent<W>>, R::Cotangents<'a, W>)
    where
        Self: 'a;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn shorter<'a: 'b, 'b>(lent: Self::References<'a>) -> Self::References<'b>
    where
        Self: 'a,
    {
        (lent.0, R::shorter(lent.1))
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn shorter_tangents<'a: 'b, 'b, const W: usize>(tangents: Self::Tangents<'a, W>) -> Self::Tangents<'b, W>
    where
        Self: 'a,
    {
        (tangents.0, R::shorter_tangents(tangents.1))
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn shorter_cotangents<'a: 'b, 'b, const W: usize>(cotangents: Self::Cotangents<'a, W>) -> Self::Cotangents<'b, W>
    where
        Self: 'a,
    {
        (cotangents.0, R::shorter_cotangents(cotangents.1))
    }
}

/// A variable that does not vary, and the rest.
pub struct Held<T: ?Sized, R>(PhantomData<fn(&T)>, R);

impl<T: ?Sized, R: Copy> Clone for Held<T, R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: ?Sized, R: Copy> Copy for Held<T, R> {}

impl<T: ?Sized, R: Environment> Environment for Held<T, R> {
    type References<'a>
        = (&'a T, R::References<'a>)
    where
        Self: 'a;
    type Tangents<'a, const W: usize>
        = ((), R::Tangents<'a, W>)
    where
        Self: 'a;
    type Cotangents<'a, const W: usize>
        = ((), R::Cotangents<'a, W>)
    where
        Self: 'a;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn shorter<'a: 'b, 'b>(lent: Self::References<'a>) -> Self::References<'b>
    where
        Self: 'a,
    {
        (lent.0, R::shorter(lent.1))
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn shorter_tangents<'a: 'b, 'b, const W: usize>(tangents: Self::Tangents<'a, W>) -> Self::Tangents<'b, W>
    where
        Self: 'a,
    {
        ((), R::shorter_tangents(tangents.1))
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn shorter_cotangents<'a: 'b, 'b, const W: usize>(cotangents: Self::Cotangents<'a, W>) -> Self::Cotangents<'b, W>
    where
        Self: 'a,
    {
        ((), R::shorter_cotangents(cotangents.1))
    }
}

/// Fails to compile if code holds something: a variable that it captures besides its environment would be taken for a constant.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn holds_nothing<F>(_: &F) {
    const { assert!(size_of::<F>() == 0, "`jac`: a closure captures a variable that is not in its environment") }
}

/// A parameter that is a function, and the rest.
#[derive(Clone, Copy)]
pub struct Forwarded<E, R>(E, R);

impl<E: Environment, R: Environment> Environment for Forwarded<E, R> {
    type References<'a>
        = (Lent<'a, E>, R::References<'a>)
    where
        Self: 'a;
    type Tangents<'a, const W: usize>
        = (LentTangents<'a, E, W>, R::Tangents<'a, W>)
    where
        Self: 'a;
    type Cotangents<'a, const W: usize>
        = (LentCotangents<'a, E, W>, R::Cotangents<'a, W>)
    where
        Self: 'a;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn shorter<'a: 'b, 'b>(lent: Self::References<'a>) -> Self::References<'b>
    where
        Self: 'a,
    {
        (lent.0.shorter(), R::shorter(lent.1))
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn shorter_tangents<'a: 'b, 'b, const W: usize>(tangents: Self::Tangents<'a, W>) -> Self::Tangents<'b, W>
    where
        Self: 'a,
    {
        (tangents.0.shorter(), R::shorter_tangents(tangents.1))
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn shorter_cotangents<'a: 'b, 'b, const W: usize>(cotangents: Self::Cotangents<'a, W>) -> Self::Cotangents<'b, W>
    where
        Self: 'a,
    {
        (cotangents.0.shorter(), R::shorter_cotangents(cotangents.1))
    }
}

/// The environment with what a parameter that is a function captures.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn forwarded<E, R>(environment: E, rest: R) -> Forwarded<E, R> {
    Forwarded(environment, rest)
}

/// The environment with a variable that varies.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn captured<T: ?Sized, R>(_: &T, rest: R) -> Captured<T, R> {
    Captured(PhantomData, rest)
}

/// The environment with a variable that does not vary.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn captured_constant<T: ?Sized, R>(_: &T, rest: R) -> Held<T, R> {
    Held(PhantomData, rest)
}

/// What stands behind a reference to an argument: a value, or a slice of values.
pub trait Behind {
    /// Its tangent.
    type Tangent<const W: usize>: ?Sized;
    /// What its cotangent is accumulated in.
    type Cotangent<const W: usize>: ?Sized;
    /// A zero tangent of it, if such a thing exists.
    type ZeroTangent<const W: usize>;
    /// A zero cotangent of it, if such a thing exists.
    type ZeroCotangent<const W: usize>;

    /// The tangent, or zero. That of a slice has no elements: whoever reads it asks before.
    fn tangent_beside<'a, const W: usize>(
        &self,
        tangent: Option<&'a Self::Tangent<W>>,
        zero: &'a mut Option<Self::ZeroTangent<W>>,
    ) -> &'a Self::Tangent<W>;

    /// The same of a cotangent.
    fn cotangent_beside<'a, const W: usize>(
        &self,
        cotangent: Option<&'a Self::Cotangent<W>>,
        zero: &'a mut Option<Self::ZeroCotangent<W>>,
    ) -> &'a Self::Cotangent<W>;
}

impl<T: Space> Behind for T {
    type Tangent<const W: usize> = T::Tangent<W>;
    type Cotangent<const W: usize> = T::Cotangent<W>;
    type ZeroTangent<const W: usize> = T::Tangent<W>;
    type ZeroCotangent<const W: usize> = T::Cotangent<W>;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn tangent_beside<'a, const W: usize>(
        &self,
        tangent: Option<&'a T::Tangent<W>>,
        zero: &'a mut Option<T::Tangent<W>>,
    ) -> &'a T::Tangent<W> {
        match tangent {
            Some(tangent) => tangent,
            None => zero.insert(T::origin(&self.shape())),
        }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn cotangent_beside<'a, const W: usize>(
        &self,
        cotangent: Option<&'a T::Cotangent<W>>,
        zero: &'a mut Option<T::Cotangent<W>>,
    ) -> &'a T::Cotangent<W> {
        match cotangent {
            Some(cotangent) => cotangent,
            None => zero.insert(T::cotangent(&self.shape())),
        }
    }
}

impl<T: Space> Behind for [T] {
    type Tangent<const W: usize> = [T::Tangent<W>];
    type Cotangent<const W: usize> = [T::Cotangent<W>];
    type ZeroTangent<const W: usize> = ();
    type ZeroCotangent<const W: usize> = ();

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn tangent_beside<'a, const W: usize>(
        &self,
        tangent: Option<&'a [T::Tangent<W>]>,
        _: &'a mut Option<()>,
    ) -> &'a [T::Tangent<W>] {
        beside(tangent, self)
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn cotangent_beside<'a, const W: usize>(
        &self,
        cotangent: Option<&'a [T::Cotangent<W>]>,
        _: &'a mut Option<()>,
    ) -> &'a [T::Cotangent<W>] {
        beside(cotangent, self)
    }
}

/// The tangent of what is behind a reference, or zero.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn tangent_beside<'a, T: Behind + ?Sized, const W: usize>(
    value: &T,
    tangent: Option<&'a T::Tangent<W>>,
    zero: &'a mut Option<T::ZeroTangent<W>>,
) -> &'a T::Tangent<W> {
    value.tangent_beside::<W>(tangent, zero)
}

/// The cotangent of what is behind a reference, or zero.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn cotangent_beside<'a, T: Behind + ?Sized, const W: usize>(
    value: &T,
    cotangent: Option<&'a T::Cotangent<W>>,
    zero: &'a mut Option<T::ZeroCotangent<W>>,
) -> &'a T::Cotangent<W> {
    value.cotangent_beside::<W>(cotangent, zero)
}
