//! Indices of users' types: `m[(i, j)]`.
//!
//! An `impl Index` with the attribute chooses a place from an index. The same place is chosen in tangents and cotangents: companions of the
//! type, whose fields have other types. They are indexed by way of the type that they belong to.

use core::ops::Index;

/// A field, by the hash of its name.
pub trait Field<const NAME: u128> {
    /// Its type.
    type Type;
    /// The field.
    fn field(&self) -> &Self::Type;
    /// The field, to be written.
    fn field_mut(&mut self) -> &mut Self::Type;
}

/// How a companion of a type is indexed.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is indexed here by an `Index` that has no derivative",
    note = "put `#[differentiable]` on the `impl Index`, and on the `impl IndexMut` if there is one"
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
    #[inline(always)]
    pub fn new(of: &'a C, start: usize) -> Self {
        Shifted { of: Some(of), start }
    }
}

impl<C> Default for Shifted<'_, C> {
    #[inline(always)]
    fn default() -> Self {
        Shifted { of: None, start: 0 }
    }
}

impl<C: Index<usize>> Index<usize> for Shifted<'_, C> {
    type Output = C::Output;
    #[inline(always)]
    fn index(&self, index: usize) -> &C::Output {
        &self.of.expect("the loop runs")[self.start + index]
    }
}
