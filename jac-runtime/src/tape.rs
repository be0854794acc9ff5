//! `Tape`: where forward sweeps record what the reverse sweep needs of loops whose trip count is known at run time.
//!
//! One tape serves a whole sweep, callees included. It is a set of stacks, one for each type of record, that grow only: what is
//! recorded stays where it is until the tape is cleared, so that a pullback can be called any number of times. A pullback holds
//! no memory of its own but [`Segment`]s, which say where its records start. A stack that is cleared keeps its memory, which
//! is what makes a [`Tape`] a workspace.

use core::fmt;
use core::marker::PhantomData;

use crate::trace::Residual;

/// The memory of reverse sweeps, to be kept between calls.
///
/// A derivative in reverse mode records what it needs of loops whose trip count is known at run time only. Given the same
/// workspace each time, it finds the memory of earlier calls, and allocates only if it needs more:
///
/// ```ignore
/// # // through the facade, where this is `jac::Workspace`
/// #[differentiable]
/// fn decay(x: f64, steps: usize) -> f64 {
///     (0..steps).fold(x, |x, _| x * x.cos())
/// }
///
/// let mut workspace = Workspace::new();
/// for x in [0.1, 0.2, 0.3] {
///     // Only the first call allocates.
///     let (value, slope) = decay::value_and_gradient_with(x, 1000, &mut workspace);
/// }
/// ```
///
/// What is computed does not depend on what was in the workspace. Functions whose loops have small constant bounds use nothing of it.
///
/// With the feature `std`, calls without a workspace find the memory of the thread's last call, up to 64 MiB.
#[derive(Default)]
pub struct Tape {
    /// None until something is recorded.
    #[cfg(feature = "alloc")]
    stacks: Option<alloc::boxed::Box<stacks::Stacks>>,
}

impl Tape {
    /// The tape, empty, with its memory. Nothing is left of it here.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn reused(&mut self) -> Tape {
        #[cfg(feature = "alloc")]
        self.clear();
        core::mem::take(self)
    }
}

impl fmt::Debug for Tape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tape").finish_non_exhaustive()
    }
}

/// How much is recorded: what comes later can be forgotten.
#[derive(Debug, Default)]
pub struct Mark {
    /// The heights of the stacks that have names.
    #[cfg(feature = "alloc")]
    known: [usize; 7],
    /// Those of the others: where they are kept, and how many there are.
    #[cfg(feature = "alloc")]
    others: (usize, usize),
}

/// Nothing is on a tape.
#[cfg(not(feature = "alloc"))]
impl Tape {
    /// How much is recorded.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn mark(&mut self) -> Mark {
        Mark::default()
    }

    /// Forgets what was recorded since.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn rewind(&mut self, _: &Mark) {}

    /// The mark is needed no more.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn forget(&mut self, _: Mark) {}
}

/// Where the records of one execution of a loop start. `Key` tells the stacks of two loops apart that record the same type.
pub struct Segment<Key, R> {
    start: usize,
    record: PhantomData<fn() -> (Key, R)>,
}

impl<Key, R> Segment<Key, R> {
    #[cfg(feature = "alloc")]
    fn at(start: usize) -> Self {
        Segment { start, record: PhantomData }
    }
}

impl<Key, R> Clone for Segment<Key, R> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn clone(&self) -> Self {
        *self
    }
}

impl<Key, R> Copy for Segment<Key, R> {}

impl<Key, R> Residual for Segment<Key, R> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn empty() -> Self {
        Segment { start: 0, record: PhantomData }
    }
}

impl<Key, R> fmt::Debug for Segment<Key, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Segment").field(&self.start).finish()
    }
}

#[cfg(feature = "alloc")]
pub use stacks::Recorder;

#[cfg(feature = "alloc")]
mod stacks {
    use alloc::boxed::Box;
    use alloc::vec::Vec;
    use core::any::{Any, TypeId};
    use core::marker::PhantomData;

    use super::{Segment, Tape};
    use crate::float::Float;
    use crate::sweep::Snapshot;
    use crate::trace::{Residual, empty};

    /// Records of one type. What lies above the top was recorded before the tape was cleared, and is written over.
    #[derive(Debug)]
    struct Stack<Key, R> {
        entries: Vec<R>,
        top: usize,
        key: PhantomData<fn() -> Key>,
    }

    impl<Key, R> Default for Stack<Key, R> {
        #[inline]
        fn default() -> Self {
            Stack { entries: Vec::new(), top: 0, key: PhantomData }
        }
    }

    impl<Key, R> Stack<Key, R> {
        #[cfg_attr(not(debug_assertions), inline(always))]
        fn push(&mut self, record: R) {
            match self.entries.get_mut(self.top) {
                Some(entry) => *entry = record,
                None => self.entries.push(record),
            }
            self.top += 1;
        }
    }

    /// What all stacks can do.
    trait Clear: Any {
        /// Forgets what was recorded since there were so many records.
        fn rewind(&mut self, top: usize);
        fn top(&self) -> usize;
        fn capacity(&self) -> usize;
        fn recorded(&self) -> usize;
    }

    impl<Key: 'static, R: 'static> Clear for Stack<Key, R> {
        #[cfg_attr(not(debug_assertions), inline(always))]
        fn rewind(&mut self, top: usize) {
            self.top = top;
        }
        #[cfg_attr(not(debug_assertions), inline(always))]
        fn top(&self) -> usize {
            self.top
        }
        fn capacity(&self) -> usize {
            self.entries.capacity() * size_of::<R>()
        }
        fn recorded(&self) -> usize {
            self.entries[..self.top]
                .iter()
                .map(|record| size_of::<R>() + owned::<R, f64>(record) + owned::<R, f32>(record))
                .sum()
        }
    }

    /// The bytes behind a `Vec` of floats, if it is one.
    fn owned<R: 'static, F: Float>(record: &R) -> usize {
        let floats = (record as &dyn Any).downcast_ref::<Vec<F>>();
        floats.map_or(0, |floats| size_of_val(floats.as_slice()))
    }

    /// The stacks: those of the most common records, which the compiler finds, and the others, which are looked up.
    #[derive(Default)]
    pub struct Stacks {
        one: Stack<(), (f64,)>,
        two: Stack<(), (f64, f64)>,
        three: Stack<(), (f64, f64, f64)>,
        four: Stack<(), (f64, f64, f64, f64)>,
        index: Stack<(), (usize,)>,
        indices: Stack<(), (usize, usize)>,
        copies: Stack<super::Snapshots, Vec<f64>>,
        /// Without what a loop that is not over records into.
        others: Vec<(TypeId, Option<Box<dyn Clear>>)>,
        /// What the heights of the others were where there are marks.
        heights: Vec<usize>,
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn same<T: 'static, U: 'static>(it: &mut T) -> Option<&mut U> {
        (it as &mut dyn Any).downcast_mut()
    }

    impl Stacks {
        #[cfg_attr(not(debug_assertions), inline(always))]
        fn of<Key: 'static, R: 'static>(&mut self) -> &mut Stack<Key, R> {
            let wanted = TypeId::of::<Stack<Key, R>>();
            macro_rules! known {
                ($($field:ident)*) => {$(
                    // Evaluated at compile time.
                    if wanted == type_of(&self.$field) {
                        return same(&mut self.$field).expect("the types are the same");
                    }
                )*};
            }
            known!(one two three four index indices copies);
            self.other(wanted)
        }

        #[inline]
        fn other<Key: 'static, R: 'static>(&mut self, wanted: TypeId) -> &mut Stack<Key, R> {
            let index = self.index::<Key, R>(wanted);
            let stack = self.others[index].1.as_mut().expect("only what a loop records into is taken");
            let stack: &mut dyn Any = &mut **stack;
            stack.downcast_mut().expect("it was found by its type")
        }

        #[cfg_attr(not(debug_assertions), inline(always))]
        fn index<Key: 'static, R: 'static>(&mut self, wanted: TypeId) -> usize {
            match self.others.iter().position(|(key, _)| *key == wanted) {
                Some(index) => index,
                None => self.insert::<Key, R>(wanted),
            }
        }

        #[cold]
        #[inline(never)]
        fn insert<Key: 'static, R: 'static>(&mut self, wanted: TypeId) -> usize {
            self.others.push((wanted, Some(Box::new(Stack::<Key, R>::default()))));
            self.others.len() - 1
        }

        #[cfg_attr(not(debug_assertions), inline(always))]
        fn get<Key: 'static, R: 'static>(&self) -> &[R] {
            let wanted = TypeId::of::<Stack<Key, R>>();
            macro_rules! known {
                ($($field:ident)*) => {$(
                    if wanted == type_of(&self.$field)
                        && let Some(stack) = (&self.$field as &dyn Any).downcast_ref::<Stack<Key, R>>()
                    {
                        return &stack.entries;
                    }
                )*};
            }
            known!(one two three four index indices copies);
            let found = self.others.iter().find(|(key, _)| *key == wanted);
            let stack = found.and_then(|(_, stack)| (&**stack.as_ref()? as &dyn Any).downcast_ref::<Stack<Key, R>>());
            stack.map_or(&[], |stack| &stack.entries)
        }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn type_of<T: 'static>(_: &T) -> TypeId {
        TypeId::of::<T>()
    }

    impl Stacks {
        fn clear(&mut self) {
            // What a panic has left out does not come back.
            self.others.retain(|(_, stack)| stack.is_some());
            self.heights.clear();
            self.rewind(&super::Mark::default());
        }

        #[cfg_attr(not(debug_assertions), inline(always))]
        fn mark(&mut self) -> super::Mark {
            let Stacks { one, two, three, four, index, indices, copies, others, heights } = self;
            let known = [one.top, two.top, three.top, four.top, index.top, indices.top, copies.top];
            let start = heights.len();
            heights.extend(others.iter().map(|(_, stack)| stack.as_ref().map_or(0, |stack| stack.top())));
            super::Mark { known, others: (start, others.len()) }
        }

        #[cfg_attr(not(debug_assertions), inline(always))]
        fn rewind(&mut self, mark: &super::Mark) {
            let Stacks { one, two, three, four, index, indices, copies, others, heights } = self;
            [one.top, two.top, three.top, four.top, index.top, indices.top, copies.top] = mark.known;
            let (start, count) = mark.others;
            for (index, (_, stack)) in others.iter_mut().enumerate() {
                // What a loop around records into is out, and stays as it is.
                if let Some(stack) = stack {
                    stack.rewind(if index < count { heights[start + index] } else { 0 });
                }
            }
        }

        fn capacity(&self) -> usize {
            let Stacks { one, two, three, four, index, indices, copies, others, .. } = self;
            let known = one.capacity() + two.capacity() + three.capacity() + four.capacity();
            let known = known + index.capacity() + indices.capacity() + copies.capacity();
            known + others.iter().filter_map(|(_, stack)| stack.as_ref()).map(|stack| stack.capacity()).sum::<usize>()
        }

        fn recorded(&self) -> usize {
            let Stacks { one, two, three, four, index, indices, copies, others, .. } = self;
            let known = one.recorded() + two.recorded() + three.recorded() + four.recorded();
            let known = known + index.recorded() + indices.recorded() + copies.recorded();
            known + others.iter().filter_map(|(_, stack)| stack.as_ref()).map(|stack| stack.recorded()).sum::<usize>()
        }
    }

    /// The memory of the last tape that was dropped, for each thread.
    #[cfg(feature = "std")]
    mod last {
        use super::{Box, Stacks};
        use core::cell::Cell;

        /// The most bytes that are kept.
        const MOST: usize = 64 << 20;

        std::thread_local! {
            static LAST: Cell<Option<Box<Stacks>>> = const { Cell::new(None) };
        }

        #[cold]
        #[inline(never)]
        pub fn take() -> Box<Stacks> {
            // While a thread ends, there is none.
            LAST.try_with(Cell::take).ok().flatten().unwrap_or_default()
        }

        #[inline(never)]
        pub fn keep(mut stacks: Box<Stacks>) {
            if stacks.capacity() <= MOST {
                stacks.clear();
                let before = LAST.try_with(|last| last.replace(Some(stacks)));
                drop(before);
            }
        }
    }

    #[cfg(not(feature = "std"))]
    mod last {
        use super::{Box, Stacks};

        #[cold]
        #[inline(never)]
        pub fn take() -> Box<Stacks> {
            Box::default()
        }

        #[cfg_attr(not(debug_assertions), inline(always))]
        pub fn keep(_: Box<Stacks>) {}
    }

    impl Drop for Tape {
        #[inline]
        fn drop(&mut self) {
            if let Some(stacks) = self.stacks.take() {
                last::keep(stacks);
            }
        }
    }

    impl Tape {
        /// An empty tape. Allocates nothing yet.
        #[inline]
        pub const fn new() -> Self {
            Tape { stacks: None }
        }

        /// Forgets what is recorded, and keeps the memory.
        #[inline]
        pub fn clear(&mut self) {
            if let Some(stacks) = &mut self.stacks {
                stacks.clear();
            }
        }

        /// The memory that it holds, in bytes.
        pub fn capacity(&self) -> usize {
            self.stacks.as_ref().map_or(0, |stacks| stacks.capacity())
        }

        /// The bytes that the last derivative left here for its reverse sweep: records of iterations, and copies of arguments that were
        /// written later. It takes as long as there are records.
        pub fn recorded(&self) -> usize {
            self.stacks.as_ref().map_or(0, |stacks| stacks.recorded())
        }

        #[cfg_attr(not(debug_assertions), inline(always))]
        fn stacks(&mut self) -> &mut Stacks {
            self.stacks.get_or_insert_with(last::take)
        }

        #[cfg_attr(not(debug_assertions), inline(always))]
        fn entries<Key: 'static, R: 'static>(&self) -> &[R] {
            self.stacks.as_ref().map_or(&[], |stacks| stacks.get::<Key, R>())
        }

        /// How much is recorded. Marks are forgotten in the reverse order.
        #[cfg_attr(not(debug_assertions), inline(always))]
        pub fn mark(&mut self) -> super::Mark {
            self.stacks.as_mut().map(|stacks| stacks.mark()).unwrap_or_default()
        }

        /// Forgets what was recorded since: it is written over.
        #[cfg_attr(not(debug_assertions), inline(always))]
        pub fn rewind(&mut self, mark: &super::Mark) {
            if let Some(stacks) = &mut self.stacks {
                stacks.rewind(mark);
            }
        }

        /// The mark is needed no more.
        #[cfg_attr(not(debug_assertions), inline(always))]
        pub fn forget(&mut self, mark: super::Mark) {
            if let Some(stacks) = &mut self.stacks {
                stacks.heights.truncate(mark.others.0);
            }
        }

        /// Room for the records of `count` iterations of a loop in which nothing else is recorded.
        #[cfg_attr(not(debug_assertions), inline(always))]
        pub fn reserve<Key: 'static, R: Residual + 'static>(&mut self, count: usize) -> (Segment<Key, R>, &mut [R]) {
            let stack = self.stacks().of::<Key, R>();
            let start = stack.top;
            let end = start + count;
            if end > stack.entries.len() {
                grow(&mut stack.entries, end);
            }
            stack.top = end;
            (Segment::at(start), &mut stack.entries[start..end])
        }

        /// Starts to record a loop, one iteration after the other. `Key` belongs to this loop alone.
        ///
        /// # Panics
        ///
        /// If the loop records already: a function that calls itself must say so, by its name or by the option `recursive`.
        #[cfg_attr(not(debug_assertions), inline(always))]
        pub fn record<Key: 'static, R: 'static>(&mut self) -> Recorder<Key, R> {
            let stacks = self.stacks();
            let index = stacks.index::<Key, R>(TypeId::of::<Stack<Key, R>>());
            let stack = stacks.others[index].1.take();
            let stack: Box<dyn Any> =
                stack.expect("`jac`: a function that calls itself through others needs the option `recursive`");
            let mut home = stack.downcast::<Stack<Key, R>>().expect("it was found by its type");
            let stack = core::mem::take(&mut *home);
            Recorder { start: stack.top, stack, home, index }
        }

        /// The loop is over.
        #[cfg_attr(not(debug_assertions), inline(always))]
        pub fn finish<Key: 'static, R: 'static>(&mut self, recorder: Recorder<Key, R>) -> Segment<Key, R> {
            let Recorder { stack, start, mut home, index } = recorder;
            *home = stack;
            self.stacks().others[index].1 = Some(home);
            Segment::at(start)
        }

        /// Records a copy of a value.
        #[cfg_attr(not(debug_assertions), inline(always))]
        pub fn keep<T: Snapshot + ?Sized>(&mut self, value: &T) -> Segment<super::Snapshots, T::Owned>
        where
            T::Owned: 'static,
        {
            let stack = self.stacks().of::<super::Snapshots, T::Owned>();
            let start = stack.top;
            match stack.entries.get_mut(start) {
                Some(entry) => value.snapshot_into(entry),
                None => stack.entries.push(value.snapshot()),
            }
            stack.top += 1;
            Segment::at(start)
        }

        /// Records a copy of a value, if it is read; otherwise something of its shape.
        #[cfg_attr(not(debug_assertions), inline(always))]
        pub fn keep_if<T: Snapshot + ?Sized>(&mut self, value: &T, is_read: bool) -> Segment<super::Snapshots, T::Owned>
        where
            T::Owned: 'static,
        {
            if is_read {
                return self.keep(value);
            }
            let stack = self.stacks().of::<super::Snapshots, T::Owned>();
            let start = stack.top;
            match stack.entries.get_mut(start) {
                Some(entry) => shape_into(value, entry),
                None => stack.entries.push(value.snapshot()),
            }
            stack.top += 1;
            #[cfg(debug_assertions)]
            spoil(&mut stack.entries[start]);
            Segment::at(start)
        }

        /// Records a `Vec` that is set anew before it is read again, and gives one of the same length for it.
        #[cfg_attr(not(debug_assertions), inline(always))]
        pub fn exchange<T: Clone + 'static>(&mut self, list: &mut Vec<T>) -> Segment<super::Snapshots, Vec<T>> {
            let stack = self.stacks().of::<super::Snapshots, Vec<T>>();
            let start = stack.top;
            match stack.entries.get_mut(start) {
                Some(entry) if entry.len() == list.len() => core::mem::swap(entry, list),
                Some(entry) => entry.clone_from(list),
                None => stack.entries.push(list.clone()),
            }
            stack.top += 1;
            #[cfg(debug_assertions)]
            spoil(list);
            Segment::at(start)
        }

        /// The copy that was recorded.
        #[cfg_attr(not(debug_assertions), inline(always))]
        pub fn kept<T: 'static>(&self, segment: Segment<super::Snapshots, T>) -> &T {
            &self.entries::<super::Snapshots, T>()[segment.start]
        }

        /// The records of `count` iterations of a loop.
        #[cfg_attr(not(debug_assertions), inline(always))]
        pub fn records<Key: 'static, R: 'static>(&self, segment: Segment<Key, R>, count: usize) -> &[R] {
            &self.entries::<Key, R>()[segment.start..][..count]
        }
    }

    /// Makes a copy that only the shape will be asked of: floats stay what they were.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn shape_into<T: Snapshot + ?Sized>(value: &T, copy: &mut T::Owned)
    where
        T::Owned: 'static,
    {
        if !resized::<T, f64>(value, copy) && !resized::<T, f32>(value, copy) {
            value.snapshot_into(copy);
        }
    }

    /// Makes a `Vec` of floats as long as what is copied, if it is one.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn resized<T: Snapshot + ?Sized, F: Float>(value: &T, copy: &mut T::Owned) -> bool
    where
        T::Owned: 'static,
    {
        let Some(copy) = same::<T::Owned, Vec<F>>(copy) else { return false };
        let whole = value.as_owned().and_then(|whole| (whole as &dyn Any).downcast_ref::<Vec<F>>());
        copy.resize(whole.map_or_else(|| value.length(), Vec::len), F::ZERO);
        true
    }

    /// Makes floats what no result can be made of, so that tests find out whether they are read.
    #[cfg(debug_assertions)]
    fn spoil<T: 'static>(copy: &mut T) {
        if let Some(floats) = same::<T, Vec<f64>>(copy) {
            floats.fill(f64::NAN);
        } else if let Some(floats) = same::<T, Vec<f32>>(copy) {
            floats.fill(f32::NAN);
        }
    }

    /// Memory grows by half at least, so that it is filled and moved a bounded number of times.
    #[cold]
    #[inline(never)]
    fn grow<R: Residual>(entries: &mut Vec<R>, least: usize) {
        entries.reserve(least - entries.len());
        let length = entries.capacity().min(2 * least);
        entries.resize_with(length, empty);
    }

    /// A loop that is recorded.
    #[derive(Debug)]
    pub struct Recorder<Key, R> {
        stack: Stack<Key, R>,
        start: usize,
        /// What the stack is moved out of, and where that was.
        home: Box<Stack<Key, R>>,
        index: usize,
    }

    impl<Key, R> Recorder<Key, R> {
        /// Records one iteration.
        #[cfg_attr(not(debug_assertions), inline(always))]
        pub fn push(&mut self, record: R) {
            self.stack.push(record);
        }
    }
}

/// The key of copies.
#[derive(Debug)]
pub struct Snapshots;
