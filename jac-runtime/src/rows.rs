//! Slices of references, `&[&[f64]]`: what each element refers to is a row.
//!
//! The tangents and cotangents of rows lie where those of what they are parts of lie, so that a function that is given rows gets slices of
//! references to these. Drivers own all rows, as a `Vec`, and lend them.

use alloc::vec::Vec;

use crate::space::{Space, SpaceOf, slice_space, space_of};
use crate::sweep::Snapshot;
use crate::taken::Lent;

/// What an element of a slice of references refers to: something of fixed size, a `Vec`, or a slice.
pub trait Row {
    /// A `Vec` for a slice, the type itself otherwise.
    type Owned: Space;
    /// Its shape.
    fn row_shape(&self) -> <Self::Owned as Space>::Shape;
}

impl<T: Space> Row for T {
    type Owned = T;
    #[inline(always)]
    fn row_shape(&self) -> T::Shape {
        space_of(self).into_shape()
    }
}

impl<T: Space> Row for [T] {
    type Owned = Vec<T>;
    #[inline]
    fn row_shape(&self) -> <Vec<T> as Space>::Shape {
        slice_space(self).into_shape()
    }
}

/// The space of the rows: that of a `Vec` of their owned forms.
#[inline]
pub fn rows_space<R: Row + ?Sized>(rows: &[&R]) -> SpaceOf<Vec<R::Owned>> {
    SpaceOf::of_shape(rows.iter().map(|row| R::row_shape(row)).collect())
}

/// References to rows that are owned.
#[inline]
pub fn rows<T: Lent<U>, U: ?Sized>(owned: &[T]) -> Vec<&U> {
    owned.iter().map(Lent::lent).collect()
}

/// Copies of rows.
#[inline]
pub fn owned_rows<T: Snapshot + ?Sized>(rows: &[&T]) -> Vec<T::Owned> {
    rows.iter().map(|row| T::snapshot(row)).collect()
}
