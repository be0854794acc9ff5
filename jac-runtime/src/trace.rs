//! Traces: where a forward sweep leaves what the reverse sweep needs of each iteration of a loop.
//!
//! A loop whose trip count is bounded at compile time records into an array, any other into a
//! [`Trace`], one a loop, shared by all executions of that loop. What is recorded is a [`Residual`].

use core::cmp::Ordering;

use crate::lanes::{Lanes, Linear};
use crate::space::{Space, SpaceOf};

/// Something that can be recorded: it has a placeholder for "not recorded yet" or "not on this path".
pub trait Residual: Sized {
    /// The placeholder. Never read.
    fn empty() -> Self;
}

macro_rules! numbers {
    ($($type:ty = $empty:expr),* $(,)?) => {$(
        impl Residual for $type {
            #[cfg_attr(not(debug_assertions), inline(always))]
    fn empty() -> Self {
        $empty
    }
        }
    )*};
}
numbers!(
    f32 = 0.0,
    f64 = 0.0,
    bool = false,
    char = '\0',
    Ordering = Ordering::Equal,
    () = (),
    u8 = 0,
    u16 = 0,
    u32 = 0,
    u64 = 0,
    u128 = 0,
    usize = 0,
    i8 = 0,
    i16 = 0,
    i32 = 0,
    i64 = 0,
    i128 = 0,
    isize = 0,
);

impl<R: Residual, const N: usize> Residual for [R; N] {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn empty() -> Self {
        core::array::from_fn(|_| R::empty())
    }
}

/// Ranges that are passed to functions.
impl<R: Residual> Residual for core::ops::Range<R> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn empty() -> Self {
        R::empty()..R::empty()
    }
}

/// Pullbacks of callees, and whatever else has no natural placeholder.
impl<R> Residual for Option<R> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn empty() -> Self {
        None
    }
}

impl<T: Residual, E> Residual for Result<T, E> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn empty() -> Self {
        Ok(T::empty())
    }
}

impl<L: Linear, const W: usize> Residual for Lanes<L, W> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn empty() -> Self {
        Lanes::ZERO
    }
}

impl<T: Space> Residual for SpaceOf<T> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn empty() -> Self {
        SpaceOf::empty()
    }
}

#[cfg(feature = "alloc")]
impl<R> Residual for alloc::vec::Vec<R> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn empty() -> Self {
        alloc::vec::Vec::new()
    }
}

macro_rules! tuple {
    ($($R:ident)*) => {
        impl<$($R: Residual),*> Residual for ($($R,)*) {
            #[cfg_attr(not(debug_assertions), inline(always))]
    fn empty() -> Self {
        ($($R::empty(),)*)
    }
        }
    };
}
tuple!(A);
tuple!(A B);
tuple!(A B C);
tuple!(A B C D);
tuple!(A B C D E);
tuple!(A B C D E F);
tuple!(A B C D E F G);
tuple!(A B C D E F G H);
tuple!(A B C D E F G H I);
tuple!(A B C D E F G H I J);
tuple!(A B C D E F G H I J K);
tuple!(A B C D E F G H I J K L);

/// An array whose elements are all set later. The length is what inference makes of it.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn array<R: Residual, const N: usize>() -> [R; N] {
    core::array::from_fn(|_| R::empty())
}

/// The same, of the length of another array.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn array_beside<T, R: Residual, const N: usize>(_: [T; N]) -> [R; N] {
    array()
}

/// The placeholder of a residual whose type inference knows.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn empty<R: Residual>() -> R {
    R::empty()
}

/// The most bytes that the trace of one loop may take on the stack, with what is recorded in the loop: without optimisation, a sweep has several copies of it
/// there at once. Where there is no other place than the stack, it is for the target to say how much there is.
const LARGEST_FIXED_TRACE: usize = if cfg!(feature = "alloc") { 1 << 18 } else { 1 << 20 };

const fn require_room<R, const N: usize>() {
    assert!(
        size_of::<[R; N]>() <= LARGEST_FIXED_TRACE,
        "this loop would record more on the stack than fits there: bind its constant bound with `let` first, so that it records on the heap"
    );
}

/// The trace of a loop with at most `N` iterations.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn fixed_trace<R: Residual, const N: usize>() -> [R; N] {
    const { require_room::<R, N>() };
    core::array::from_fn(|_| R::empty())
}

/// The same for records without a placeholder. It is made where it stands, where [`fixed_trace`] may copy it there.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn optional_trace<R, const N: usize>() -> [Option<R>; N] {
    const { require_room::<Option<R>, N>() };
    [const { None }; N]
}

/// What an iteration has left, which has run.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn filled<R>(slot: &Option<R>) -> &R {
    match slot {
        Some(record) => record,
        None => unreachable!("the iterations of a loop fill their slots"),
    }
}

/// The trace of a loop whose trip count is known at run time: one segment for each execution of the loop.
#[cfg(feature = "alloc")]
#[derive(Debug)]
pub struct Trace<R> {
    entries: alloc::vec::Vec<R>,
}

#[cfg(feature = "alloc")]
impl<R: Residual> Default for Trace<R> {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(feature = "alloc")]
impl<R: Residual> Trace<R> {
    /// An empty trace. Allocates nothing yet.
    #[inline]
    pub const fn new() -> Self {
        Trace { entries: alloc::vec::Vec::new() }
    }

    /// A segment for the next `count` iterations.
    #[inline]
    pub fn extend(&mut self, count: usize) -> &mut [R] {
        let start = self.entries.len();
        self.entries.resize_with(start + count, empty);
        &mut self.entries[start..]
    }

    /// Records one iteration more.
    #[inline]
    pub fn push(&mut self, entry: R) {
        self.entries.push(entry);
    }

    /// Where the reverse sweep starts: behind the last segment.
    #[inline]
    pub fn cursor(&self) -> usize {
        self.entries.len()
    }

    /// The last segment not yet read, of `count` iterations; moves the cursor before it.
    #[inline]
    pub fn segment(&self, cursor: &mut usize, count: usize) -> &[R] {
        let end = *cursor;
        *cursor = end - count;
        &self.entries[*cursor..end]
    }

    /// The next segment not yet read, of `count` iterations, for a continuation that goes forwards; moves the cursor behind it.
    #[inline]
    pub fn segment_in_order(&self, cursor: &mut usize, count: usize) -> &[R] {
        let start = *cursor;
        *cursor = start + count;
        &self.entries[start..*cursor]
    }
}

/// The number of iterations of a counted loop.
#[inline]
pub fn trip_count<I: Iterator + Clone>(range: &I) -> usize {
    match range.size_hint() {
        (low, Some(high)) if low == high => low,
        _ => range.clone().count(),
    }
}

/// The items of a counted loop, last one first.
#[inline]
pub fn reversed<I: Iterator + Clone>(range: I) -> impl Iterator<Item = I::Item> {
    (0..trip_count(&range)).rev().filter_map(move |index| range.clone().nth(index))
}

/// A type of numbers to count by.
pub trait Counter: Copy {
    /// The number that comes so many after this one in a range.
    fn after(self, steps: usize) -> Self;
}

macro_rules! counters {
    ($($ty:ty)*) => {$(
        impl Counter for $ty {
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn after(self, steps: usize) -> Self {
                self.wrapping_add(steps as $ty)
            }
        }
    )*};
}
counters!(u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize);

impl Counter for char {
    fn after(self, steps: usize) -> Self {
        (self..=char::MAX).nth(steps).unwrap_or(char::MAX)
    }
}

/// The iterations of a loop, each with the place of its record.
///
/// # Panics
///
/// If there are more iterations than records: a bound that the macro took from the source does not hold. Never, as far as is known;
/// but the reverse sweep would leave out the rest without a word.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn recorded<I: Iterator + Clone, R>(
    range: I,
    records: &mut [R],
) -> core::iter::Zip<I, core::slice::IterMut<'_, R>> {
    assert!(
        trip_count(&range) <= records.len(),
        "a loop has more iterations than its bound in the source: this is a bug in jac"
    );
    range.zip(records)
}

/// The iterations of a loop that counts by one, each with its position. That alone counts, so that what is as long as the loop is checked once.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn counted<T: Counter>(range: core::ops::Range<T>) -> impl Iterator<Item = (T, usize)>
where
    core::ops::Range<T>: Iterator + Clone,
{
    (0..trip_count(&range)).map(move |position| (range.start.after(position), position))
}

/// The first `count` records. There are as many: [`recorded`] has seen to it.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn first<R>(records: &[R], count: usize) -> &[R] {
    &records[..count.min(records.len())]
}

/// The iterations of a loop that counts by one, each with its record, the last one first. One variable counts, so that the end of
/// the loop is tested once.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn replayed<T: Counter, R>(range: core::ops::Range<T>, mut records: &[R]) -> impl Iterator<Item = (T, &R)> {
    core::iter::from_fn(move || {
        let (record, before) = records.split_last()?;
        records = before;
        Some((range.start.after(before.len()), record))
    })
}

/// The same, the first one first.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn replayed_in_order<T: Counter, R>(range: core::ops::Range<T>, records: &[R]) -> impl Iterator<Item = (T, &R)> {
    (0..records.len()).map(move |position| (range.start.after(position), &records[position]))
}

#[cfg(test)]
mod tests {
    use super::recorded;

    #[test]
    fn a_loop_may_have_fewer_iterations_than_records() {
        let mut records = [0; 4];
        for (iteration, record) in recorded((-1..9).step_by(4), &mut records) {
            *record = iteration;
        }
        assert_eq!(records, [-1, 3, 7, 0]);
    }

    #[test]
    #[should_panic = "more iterations than its bound"]
    fn a_loop_may_not_have_more_iterations_than_records() {
        recorded(-1..3, &mut [0; 3]).for_each(drop);
    }
}
