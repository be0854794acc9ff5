//! The proof that a method of slices, called on an array or a `Vec`, is not that of a trait for the whole.
//!
//! Before: generated code that is never run, with calls of such methods on wholes of which it says nothing but what they are. After: the compiler finds the methods of
//! this trait in each of the steps in which it would find one of another trait in scope, so that the call is ambiguous if there is one.

use crate::receiver::never;

/// Nothing but the methods of the trait below takes it.
#[derive(Clone, Copy, Debug)]
pub struct NothingElseTakesThis;

macro_rules! methods_of_slices {
    ($($name:ident)*) => {
        /// It has each method of slices that is more than a call to generated code.
        #[allow(missing_docs)]
        pub trait CallItOnTheSliceAsATraitTakesTheWhole: Sized {
            $(
                fn $name(self, _: NothingElseTakesThis) -> Self {
                    self
                }
            )*
        }
    };
}

methods_of_slices! {
    chunks chunks_exact chunks_exact_mut chunks_mut clone_from_slice concat copy_from_slice copy_within fill first first_chunk
    first_chunk_mut first_mut get get_mut iter iter_mut last last_mut len rchunks rchunks_mut reverse rotate_left rotate_right sort
    sort_by sort_unstable sort_unstable_by split_at split_at_mut split_first split_first_mut split_last split_last_mut swap
    swap_with_slice to_vec windows
}

impl<T> CallItOnTheSliceAsATraitTakesTheWhole for T {}

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
