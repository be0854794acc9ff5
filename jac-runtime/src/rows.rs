//! Slices of references, `&[&[f64]]`: what each element refers to is a row.
//!
//! The tangents and cotangents of rows lie where those of what they are parts of lie, so that a function that is given rows gets slices of
//! references to these. Drivers own all rows, as a `Vec`, and lend them.

use alloc::vec::Vec;
use core::ops::Deref;

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
    #[cfg_attr(not(debug_assertions), inline(always))]
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

/// The space of a row.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn row_space<R: Row + ?Sized>(row: &R) -> SpaceOf<R::Owned> {
    SpaceOf::of_shape(row.row_shape())
}

/// The vector beside a row: that of the variable that the row is a part of, or a zero of its own.
#[derive(Debug)]
pub enum RowBeside<'a, T: ?Sized, O> {
    /// A part of another vector.
    Lent(&'a T),
    /// A zero.
    Zero(O),
}

impl<T: ?Sized, O: Lent<T>> Deref for RowBeside<'_, T, O> {
    type Target = T;
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn deref(&self) -> &T {
        match self {
            RowBeside::Lent(vector) => vector,
            RowBeside::Zero(zero) => zero.lent(),
        }
    }
}

/// The vector beside a row, if it is there.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn row_beside<T: ?Sized, O>(vector: Option<&T>, zero: impl FnOnce() -> O) -> RowBeside<'_, T, O> {
    vector.map_or_else(|| RowBeside::Zero(zero()), RowBeside::Lent)
}

/// The vectors of rows, if one of the rows varies.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn rows_if<T>(varies: bool, rows: &[T]) -> Option<&[T]> {
    varies.then_some(rows)
}
