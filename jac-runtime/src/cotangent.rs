//! `Cotangent`: where the reverse sweep accumulates.
//!
//! Cotangents sit behind shared references: two arguments of a call may be the same variable, or
//! overlapping parts of one array, and both accumulate. A `Cell` makes that safe and costs nothing.

use core::cell::Cell;

use crate::lanes::Linear;

/// The accumulated cotangent of one float: lanes, or lanes of lanes.
#[derive(Debug)]
#[repr(transparent)]
pub struct Cotangent<L: Linear>(Cell<L>);

impl<L: Linear> Default for Cotangent<L> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn default() -> Self {
        Self::ZERO
    }
}

impl<L: Linear> Cotangent<L> {
    /// Nothing accumulated yet.
    #[allow(clippy::declare_interior_mutable_const)] // used as an initialiser only
    pub const ZERO: Self = Cotangent(Cell::new(L::ZERO));

    /// This much accumulated.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(crate) const fn new(first: L) -> Self {
        Cotangent(Cell::new(first))
    }
}

/// Lanes lie side by side, and are added as vectors. A loop over elements is better not vectorised across them, by shuffles, as the compiler
/// does; and no loop is with this in it, which is no instruction.
#[cfg_attr(not(debug_assertions), inline(always))]
fn keep_lanes_together<L: Linear>() {
    if L::COUNT > 1 {
        core::hint::black_box(());
    }
}

/// Something that cotangents are accumulated in: a [`Cotangent`], or an array, tuple or `Vec` of them.
pub trait Accumulate {
    /// What is added to it and read from it.
    type Value: Vector;
    /// It is an array or a `Vec`: another index selects another element.
    const IS_LIST: bool = false;
    /// Adds `value`.
    fn add(&self, value: Self::Value);
    /// Sets what is zero.
    fn initialise(&self, value: Self::Value);
    /// The accumulated value.
    fn get(&self) -> Self::Value;
    /// The accumulated value, leaving zero: the reverse of an overwrite.
    fn take(&self) -> Self::Value;
    /// See [`is_seeded`]: here of what is accumulated.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn is_seeded(&self) -> bool {
        true
    }
    /// The accumulated value, when the sweep is over. A `Vec` keeps its memory.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn into_value(self) -> Self::Value
    where
        Self: Sized,
    {
        self.get()
    }
}

impl<L: Linear> Accumulate for Cotangent<L> {
    type Value = L;
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn add(&self, value: L) {
        keep_lanes_together::<L>();
        let mut sum = self.0.get();
        sum.accumulate(value);
        self.0.set(sum);
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn initialise(&self, value: L) {
        self.0.set(value);
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn get(&self) -> L {
        self.0.get()
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn take(&self) -> L {
        self.0.replace(L::ZERO)
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn is_seeded(&self) -> bool {
        is_seeded(&self.0.get())
    }
}

/// Two `Vec`s of different lengths are never added.
#[cfg(feature = "alloc")]
#[inline]
#[track_caller]
pub(crate) fn same_length(target: usize, value: usize) {
    assert!(target == value, "`jac`: a cotangent of length {value} cannot be added to one of length {target}");
}

/// A slice takes the cotangent of a copy of it, whose empty form is zero.
#[cfg(feature = "alloc")]
impl<A: Accumulate> Accumulate for [A] {
    type Value = alloc::vec::Vec<A::Value>;
    #[inline]
    fn add(&self, value: Self::Value) {
        if value.is_empty() {
            return;
        }
        same_length(self.len(), value.len());
        for (target, value) in self.iter().zip(value) {
            target.add(value);
        }
    }
    #[inline]
    fn initialise(&self, value: Self::Value) {
        if value.is_empty() {
            return;
        }
        same_length(self.len(), value.len());
        for (target, value) in self.iter().zip(value) {
            target.initialise(value);
        }
    }
    #[inline]
    fn get(&self) -> Self::Value {
        self.iter().map(A::get).collect()
    }
    #[inline]
    fn take(&self) -> Self::Value {
        self.iter().map(A::take).collect()
    }
}

/// A row of a slice of references.
impl<A: Accumulate + ?Sized> Accumulate for &A {
    type Value = A::Value;
    #[inline]
    fn add(&self, value: Self::Value) {
        (**self).add(value);
    }
    #[inline]
    fn initialise(&self, value: Self::Value) {
        (**self).initialise(value);
    }
    #[inline]
    fn get(&self) -> Self::Value {
        Accumulate::get(&**self)
    }
    #[inline]
    fn take(&self) -> Self::Value {
        Accumulate::take(&**self)
    }
    #[inline]
    fn is_seeded(&self) -> bool {
        Accumulate::is_seeded(&**self)
    }
}

/// A value of a tangent space: a plain vector.
pub trait Vector: Clone {
    /// The additive identity. For a `Vec` it is the empty one, which adds to any length.
    const ZERO: Self;
    /// `self += other`.
    fn accumulate(&mut self, other: Self);
    /// See [`is_seeded`].
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn is_seeded(&self) -> bool {
        true
    }
}

/// A vector is not zero under all of several seeds. Where each row of a Jacobian has a seed of its own, most of what is computed of one output has
/// none. Under one seed, and of what is not one number, it is not asked.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn is_seeded<V: Vector>(vector: &V) -> bool {
    vector.is_seeded()
}

/// The same of a cotangent.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn is_seeded_at<A: Accumulate + ?Sized>(cotangent: &A) -> bool {
    cotangent.is_seeded()
}

/// Adds `value` to a cotangent.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn accumulate<A: Accumulate + ?Sized>(target: &A, value: A::Value) {
    target.add(value);
}

/// Sets a cotangent that is zero.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn initialise<A: Accumulate + ?Sized>(target: &A, value: A::Value) {
    target.initialise(value);
}

/// Sets a cotangent that is known to be zero; adds to it otherwise.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn accumulate_first<A: Accumulate + ?Sized>(is_zero: bool, target: &A, value: A::Value) {
    if is_zero {
        target.initialise(value);
    } else {
        target.add(value);
    }
}

/// Another index of the cotangent selects another element: of a type of the user's it may be the same.
#[cfg_attr(not(debug_assertions), inline(always))]
pub const fn is_list<A: Accumulate + ?Sized>(_: &A) -> bool {
    A::IS_LIST
}

/// Takes the cotangent of something that is about to be un-assigned.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn take<A: Accumulate + ?Sized>(target: &A) -> A::Value {
    target.take()
}

/// Takes the last element of a growing cotangent away: the reverse of `push`.
#[cfg(feature = "alloc")]
#[inline]
pub fn pop<A: Accumulate>(target: &mut alloc::vec::Vec<A>) -> A::Value {
    target.pop().expect("a cotangent is as long as its variable").into_value()
}

/// Reads a cotangent.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn get<A: Accumulate + ?Sized>(target: &A) -> A::Value {
    target.get()
}

/// What was accumulated, when the sweep is over.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn into_value<A: Accumulate>(target: A) -> A::Value {
    target.into_value()
}

/// `target += value` on plain vectors.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn add_to<V: Vector>(target: &mut V, value: V) {
    target.accumulate(value);
}

/// The zero of a vector space that inference knows.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn zero<V: Vector>() -> V {
    V::ZERO
}

/// An element of an array or `Vec` of vectors. A `Vec` without elements is zero.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn part<V: Vector>(elements: &impl AsRef<[V]>, index: usize) -> V {
    let elements = elements.as_ref();
    if elements.is_empty() { V::ZERO } else { elements[index].clone() }
}

/// The sum of the elements of an array or `Vec` of vectors: the reverse of `[value; N]`.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn sum<V: Vector>(elements: impl IntoIterator<Item = V>) -> V {
    let mut total = V::ZERO;
    for element in elements {
        total.accumulate(element);
    }
    total
}
