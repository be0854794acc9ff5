//! Traces of loops whose trip count is bounded at compile time: an array, or a part of the tape, where it would be large and there is an allocator.
//!
//! Which it is follows from the number of records, and is known to the compiler: the trace is of the one type or of the other.

use crate::tape::Tape;
use crate::trace::{Residual, fixed_trace, optional_trace};

/// The choice of a trace: `MANY` records are more than the stack should hold.
#[derive(Debug)]
pub struct Bounded<const MANY: bool>;

/// What the traces of a [`Bounded`] are. `Key` is what tells loops apart that record one iteration after the other.
pub trait Traces {
    /// The trace of a loop with at most `N` iterations, each of which leaves an `R`.
    type Trace<Key, R, const N: usize>;
    /// A trace without records.
    fn fixed_trace<Key, R: Residual, const N: usize>() -> Self::Trace<Key, R, N>;
    /// The same for records without a placeholder.
    fn optional_trace<Key, R, const N: usize>() -> Self::Trace<Key, Option<R>, N>;
}

macro_rules! arrays {
    ($($many:literal)*) => {$(
        impl Traces for Bounded<$many> {
            type Trace<Key, R, const N: usize> = [R; N];
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn fixed_trace<Key, R: Residual, const N: usize>() -> [R; N] {
                fixed_trace()
            }
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn optional_trace<Key, R, const N: usize>() -> [Option<R>; N] {
                optional_trace()
            }
        }
    )*};
}
arrays!(false);
// There is no other place.
#[cfg(not(feature = "alloc"))]
arrays!(true);

/// A trace that is an array or on the tape.
pub trait BoundedTrace: RecordsOf {
    /// What takes the records one after the other.
    type Recorder<'a>: Record<Self::Record>
    where
        Self: 'a;
    /// Room for the records of `count` iterations. Nothing else is recorded meanwhile.
    fn slots<'a>(&'a mut self, tape: &'a mut Tape, count: usize) -> &'a mut [Self::Record];
    /// Starts to record one iteration after the other.
    fn begin(&mut self, tape: &mut Tape) -> Self::Recorder<'_>;
}

/// What a trace holds, or the reference to it that stands in a record of another loop.
pub trait RecordsOf {
    /// What an iteration leaves.
    type Record;
    /// The records of `count` iterations.
    fn read<'a>(&'a self, tape: &'a Tape, count: usize) -> &'a [Self::Record];
}

impl<T: RecordsOf> RecordsOf for &T {
    type Record = T::Record;
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn read<'a>(&'a self, tape: &'a Tape, count: usize) -> &'a [T::Record] {
        T::read(self, tape, count)
    }
}

/// What takes records one after the other.
pub trait Record<R> {
    /// Takes one.
    fn record(&mut self, record: R);
    /// The loop is over.
    fn end(self, tape: &mut Tape);
}

impl<R, const N: usize> RecordsOf for [R; N] {
    type Record = R;
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn read<'a>(&'a self, _: &'a Tape, count: usize) -> &'a [R] {
        crate::trace::first(self, count)
    }
}

impl<R: Residual, const N: usize> BoundedTrace for [R; N] {
    type Recorder<'a>
        = core::slice::IterMut<'a, R>
    where
        Self: 'a;
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn slots<'a>(&'a mut self, _: &'a mut Tape, _: usize) -> &'a mut [R] {
        self
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn begin(&mut self, _: &mut Tape) -> core::slice::IterMut<'_, R> {
        self.iter_mut()
    }
}

impl<R> Record<R> for core::slice::IterMut<'_, R> {
    /// # Panics
    ///
    /// If there are more iterations than records, as in [`recorded`](crate::trace::recorded).
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn record(&mut self, record: R) {
        *self.next().expect("a loop has more iterations than its bound in the source: this is a bug in jac") = record;
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn end(self, _: &mut Tape) {}
}

/// Takes what an iteration leaves.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn record<R>(recorder: &mut impl Record<R>, record: R) {
    recorder.record(record);
}

impl Tape {
    /// Room for the records of `count` iterations of a loop in which nothing else is recorded.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn slots<'a, T: BoundedTrace>(&'a mut self, trace: &'a mut T, count: usize) -> &'a mut [T::Record] {
        trace.slots(self, count)
    }

    /// Starts to record a loop, one iteration after the other.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn begin<'a, T: BoundedTrace>(&mut self, trace: &'a mut T) -> T::Recorder<'a> {
        trace.begin(self)
    }

    /// The loop is over.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn end<R>(&mut self, recorder: impl Record<R>) {
        recorder.end(self);
    }

    /// The records of `count` iterations.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn read<'a, T: RecordsOf>(&'a self, trace: &'a T, count: usize) -> &'a [T::Record] {
        trace.read(self, count)
    }
}

#[cfg(feature = "alloc")]
mod on_tape {
    use super::{Bounded, BoundedTrace, Record, RecordsOf, Traces};
    use crate::tape::{Recorder, Segment, Tape};
    use crate::trace::{Residual, empty};

    impl Traces for Bounded<true> {
        type Trace<Key, R, const N: usize> = Segment<Key, R>;
        #[cfg_attr(not(debug_assertions), inline(always))]
        fn fixed_trace<Key, R: Residual, const N: usize>() -> Segment<Key, R> {
            empty()
        }
        #[cfg_attr(not(debug_assertions), inline(always))]
        fn optional_trace<Key, R, const N: usize>() -> Segment<Key, Option<R>> {
            empty()
        }
    }

    impl<Key: 'static, R: 'static> RecordsOf for Segment<Key, R> {
        type Record = R;
        #[cfg_attr(not(debug_assertions), inline(always))]
        fn read<'a>(&'a self, tape: &'a Tape, count: usize) -> &'a [R] {
            tape.records(*self, count)
        }
    }

    impl<Key: 'static, R: Residual + 'static> BoundedTrace for Segment<Key, R> {
        type Recorder<'a>
            = (&'a mut Segment<Key, R>, Recorder<Key, R>)
        where
            Self: 'a;
        #[cfg_attr(not(debug_assertions), inline(always))]
        fn slots<'a>(&'a mut self, tape: &'a mut Tape, count: usize) -> &'a mut [R] {
            let (segment, slots) = tape.reserve(count);
            *self = segment;
            slots
        }
        #[cfg_attr(not(debug_assertions), inline(always))]
        fn begin(&mut self, tape: &mut Tape) -> Self::Recorder<'_> {
            (self, tape.record())
        }
    }

    impl<Key: 'static, R: 'static> Record<R> for (&mut Segment<Key, R>, Recorder<Key, R>) {
        #[cfg_attr(not(debug_assertions), inline(always))]
        fn record(&mut self, record: R) {
            self.1.push(record);
        }
        #[cfg_attr(not(debug_assertions), inline(always))]
        fn end(self, tape: &mut Tape) {
            *self.0 = tape.finish(self.1);
        }
    }
}
