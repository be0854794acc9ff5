//! Indices of users' types: `m[(i, j)]`.
//!
//! An `impl Index` with the attribute chooses a place from an index. The same place is chosen in tangents and cotangents: companions of the
//! type, whose fields have other types. They are indexed by way of the type that they belong to.
//!
//! What an index asks of the value, a companion cannot be asked. So a place is chosen in two steps: from the value and the index to a path,
//! which holds no borrow and can be recorded, and from the path to the place in a companion.

use core::marker::PhantomData;
use core::ops::Index;

use crate::trace::Residual;

/// A field, by the hash of its name.
pub trait Field<const NAME: u128> {
    /// Its type.
    type Type;
    /// The field.
    fn field(&self) -> &Self::Type;
    /// The field, to be written.
    fn field_mut(&mut self) -> &mut Self::Type;
}

/// The companions of an `enum`: products, with a field for each part of each variant. Those of one that does not vary have nothing in any field.
pub trait Product {}

impl Product for () {}

impl<const NAME: u128> Field<NAME> for () {
    type Type = ();
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn field(&self) -> &() {
        self
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn field_mut(&mut self) -> &mut () {
        self
    }
}

/// Fields of such companions, as generated code selects them: by methods, so that references are looked behind.
pub trait Holds: Product {
    /// See [`Field::field`].
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn jac_held<const NAME: u128>(&self) -> &<Self as Field<NAME>>::Type
    where
        Self: Field<NAME>,
    {
        self.field()
    }
    /// See [`Field::field_mut`].
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn jac_held_mut<const NAME: u128>(&mut self) -> &mut <Self as Field<NAME>>::Type
    where
        Self: Field<NAME>,
    {
        self.field_mut()
    }
}

impl<C: Product> Holds for C {}

/// What generated code matches, behind a reference, whatever it was itself.
pub trait Lent {
    /// It.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn jac_lent(&self) -> &Self {
        self
    }
    /// It, to be written.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn jac_lent_mut(&mut self) -> &mut Self {
        self
    }
}

impl<T: ?Sized> Lent for T {}

/// How a companion of a type is indexed.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is indexed here by an `Index` that has no derivative",
    note = "put `#[differentiable]` on the `impl Index`, and on the `impl IndexMut` if there is one",
    note = "where an `Index` by integers asks `self`, a field of it must be read in the same function, or be written"
)]
pub trait IndexOf<I, Companion> {
    /// What stands there.
    type Output: ?Sized;
    /// The place that `index` chooses in the type itself.
    fn index(companion: &Companion, index: I) -> &Self::Output;
}

/// How a companion of a type is indexed to be written.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is indexed here by an `IndexMut` that has no derivative",
    note = "put `#[differentiable]` on the `impl IndexMut`"
)]
pub trait IndexMutOf<I, Companion>: IndexOf<I, Companion> {
    /// The place that `index_mut` chooses in the type itself.
    fn index_mut(companion: &mut Companion, index: I) -> &mut Self::Output;
}

/// What an index asks of a value.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is indexed here by an `Index` that has no derivative",
    note = "put `#[differentiable]` on the `impl Index`, and on the `impl IndexMut` if there is one"
)]
pub trait Paths<I> {
    /// What is kept of the answer: nothing, if the index alone chooses the place.
    type Path;
    /// Asks.
    fn path(&self, index: I) -> Self::Path;
}

/// What the index asks of the value.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn path<C: Paths<I> + ?Sized, I>(of: &C, index: I) -> C::Path {
    of.path(index)
}

impl<I, T> Paths<I> for [T] {
    type Path = ();
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn path(&self, _: I) {}
}

impl<I, T, const N: usize> Paths<I> for [T; N] {
    type Path = ();
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn path(&self, _: I) {}
}

#[cfg(feature = "alloc")]
impl<I, T> Paths<I> for alloc::vec::Vec<T> {
    type Path = ();
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn path(&self, _: I) {}
}

#[cfg(feature = "alloc")]
impl<I, T> Paths<I> for alloc::boxed::Box<[T]> {
    type Path = ();
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn path(&self, _: I) {}
}

#[cfg(feature = "alloc")]
impl<I, T> Paths<I> for alloc::collections::VecDeque<T> {
    type Path = ();
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn path(&self, _: I) {}
}

/// What an `Index<I>` that asks `self` has found out, the index of a companion: which of the places in the source it is, if there are several, and its
/// indices.
#[derive(Debug)]
pub struct AsksSelf<I, const STEPS: usize> {
    /// The numbers.
    pub steps: [usize; STEPS],
    index: PhantomData<fn(I)>,
}

impl<I, const STEPS: usize> AsksSelf<I, STEPS> {
    /// With these numbers.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn new(steps: [usize; STEPS]) -> Self {
        AsksSelf { steps, index: PhantomData }
    }
}

impl<I, const STEPS: usize> Clone for AsksSelf<I, STEPS> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn clone(&self) -> Self {
        *self
    }
}

impl<I, const STEPS: usize> Copy for AsksSelf<I, STEPS> {}

impl<I, const STEPS: usize> Residual for AsksSelf<I, STEPS> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn empty() -> Self {
        AsksSelf::new([0; STEPS])
    }
}

/// What stands in the place of an index `I` of a value where a companion is indexed.
pub trait Leads<I> {
    /// The index of the companion.
    type To;
    /// The index itself, or the path in its place.
    fn lead(self, index: I) -> Self::To;
}

impl<I> Leads<I> for () {
    type To = I;
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn lead(self, index: I) -> I {
        index
    }
}

impl<I, const STEPS: usize> Leads<I> for AsksSelf<I, STEPS> {
    type To = Self;
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn lead(self, _: I) -> Self {
        self
    }
}

/// The index that stands for a method which returns a part of what it is called on: the hash of its name, and its arguments.
#[derive(Clone, Copy, Debug)]
pub struct Part<const NAME: u128, Args>(pub Args);

impl<const NAME: u128, Args: Residual> Residual for Part<NAME, Args> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn empty() -> Self {
        Part(Args::empty())
    }
}

/// Stands where the derivatives of a method would be found that returns a part of what it is called on.
#[derive(Clone, Copy, Debug)]
pub struct ReturnsReference;

/// No type is this.
#[diagnostic::on_unimplemented(
    message = "nothing tells here that this method returns a reference",
    label = "taken for a method that returns a value",
    note = "write `*` in front of the call, or bind what it returns with its type: `let row: &[f64] = m.row(i);`"
)]
pub trait Told {}

/// What is asked of a method that returns a value.
pub trait OfValue {
    /// Says what is wrong.
    fn tangent(&self) {}
    /// Says what is wrong.
    fn pullback(&self) {}
}

impl<T: ?Sized + Told> OfValue for T {}

/// By what a companion is indexed, given the index of the value and what that asked.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn lead<I, P: Leads<I>>(index: I, path: P) -> P::To {
    path.lead(index)
}

/// `index` and `index_mut` choose the same place.
pub const fn is_same_place(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len() != other.len() {
        return false;
    }
    let mut position = 0;
    while position < one.len() {
        if one[position] != other[position] {
            return false;
        }
        position += 1;
    }
    true
}

/// What is indexed, from a position on.
#[derive(Clone, Copy, Debug)]
pub struct Shifted<'a, C> {
    of: Option<&'a C>,
    start: usize,
}

impl<'a, C> Shifted<'a, C> {
    /// From `start` on.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn new(of: &'a C, start: usize) -> Self {
        Shifted { of: Some(of), start }
    }
}

impl<C> Default for Shifted<'_, C> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn default() -> Self {
        Shifted { of: None, start: 0 }
    }
}

impl<C: Index<usize>> Index<usize> for Shifted<'_, C> {
    type Output = C::Output;
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn index(&self, index: usize) -> &C::Output {
        &self.of.expect("the loop runs")[self.start + index]
    }
}
