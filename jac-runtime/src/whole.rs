//! The proof that a method of slices, called on an array or a `Vec`, is not that of a trait for the whole.
//!
//! Before: generated code that is never run, with calls of such methods on wholes of which it says nothing but what they are, and a trait with methods of these names for
//! anything. After: the compiler finds these in each of the steps in which it would find one of another trait in scope, so that the call is ambiguous if there is one.
//! (The trait is not here: of any method that is missing the compiler would say that it has one.)

use crate::receiver::never;

/// Nothing but the methods of that trait takes it.
#[derive(Clone, Copy, Debug)]
pub struct NothingElseTakesThis;

/// An array of anything, for what is never run.
pub fn never_array<T, const N: usize>() -> [T; N] {
    never()
}

/// A list of anything, for what is never run.
#[cfg(feature = "alloc")]
pub fn never_list<T>() -> alloc::vec::Vec<T> {
    never()
}

/// There are no lists.
#[cfg(not(feature = "alloc"))]
pub fn never_list<T>() -> [T; 0] {
    never()
}

/// Arrays and lists, of which it is said at last what is in them. Before that, a trait for arrays of whatever kind makes calls ambiguous.
pub trait HoldsNothing {}

impl HoldsNothing for [(); 0] {}

#[cfg(feature = "alloc")]
impl HoldsNothing for alloc::vec::Vec<()> {}

/// Says what was in one.
pub fn held_nothing(_: impl HoldsNothing) {}
