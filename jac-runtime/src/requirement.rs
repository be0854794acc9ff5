//! Requirements: what generated code takes for granted of a type that it does not know, for the compiler to check.

use core::cmp::Ordering;
use core::ops::{Range, RangeInclusive};

use crate::float::Float;

/// A type that does not vary: what is made of varying values by comparisons, casts and bit operations.
///
/// An overloaded operator or a method that looks like one of these may give something else. It is refused by this bound.
#[diagnostic::on_unimplemented(
    message = "`{Self}` may vary, but what gives it here has no derivative",
    label = "made of something that varies",
    note = "this form is differentiated for integers and the like only, whatever a type makes of it; \
            call a `#[differentiable]` function instead, or stop differentiation with `jac::constant(..)`"
)]
pub trait Discrete {}

macro_rules! discrete {
    ($($type:ty),* $(,)?) => {$(
        impl Discrete for $type {}
    )*};
}
discrete!(u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize, bool, char, (), str, Ordering);

impl<T: Discrete + ?Sized> Discrete for &T {}
impl<T: Discrete> Discrete for Option<T> {}
impl<T: Discrete, E: Discrete> Discrete for Result<T, E> {}
impl<T: Discrete> Discrete for [T] {}
impl<T: Discrete, const N: usize> Discrete for [T; N] {}
impl<T: Discrete> Discrete for Range<T> {}
impl<T: Discrete> Discrete for RangeInclusive<T> {}
impl<A: Discrete, B: Discrete> Discrete for (A, B) {}
impl<A: Discrete, B: Discrete, C: Discrete> Discrete for (A, B, C) {}
impl<A: Discrete, B: Discrete, C: Discrete, D: Discrete> Discrete for (A, B, C, D) {}
#[cfg(feature = "ndarray")]
impl<I> Discrete for ndarray::Dim<I> {}
#[cfg(feature = "ndarray")]
impl Discrete for ndarray::Axis {}
#[cfg(feature = "ndarray")]
impl<T, D: ndarray::Dimension, E: ndarray::Dimension> Discrete for ndarray::SliceInfo<T, D, E> {}

/// What an `enum` with `#[derive(Differentiable)]` may hold that does not vary.
#[diagnostic::on_unimplemented(
    message = "`{Self}` may vary, and this `enum` is data that does not",
    label = "held by an `enum` with `#[derive(Differentiable)]`",
    note = "mark the `enum` with `#[varies]`: its tangent has a field for each part of each variant; or take `#[derive(Differentiable)]` away, \
            and keep the `enum` in a field marked `#[constant]`, or behind a parameter that `wrt(..)` leaves out"
)]
pub trait HeldByEnum {}

#[diagnostic::do_not_recommend]
impl<T: Discrete> HeldByEnum for T {}

/// Compiles if an `enum` may hold it.
pub const fn held_by_enum<T: HeldByEnum + ?Sized>() {}

/// Text, which does not vary.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the type of text of the standard library",
    label = "taken for text by its name",
    note = "if nothing in it varies, mark the field `#[constant]`; otherwise give the type another name"
)]
pub trait Text {}

impl Text for &'static str {}
impl<T: Text> Text for Option<T> {}
#[cfg(feature = "alloc")]
impl<T: Text> Text for alloc::vec::Vec<T> {}

#[cfg(feature = "alloc")]
impl Text for alloc::string::String {}

/// Compiles if it is text.
pub const fn is_text<T: Text>() {}

/// What a name in a pattern may be bound to, inside of an enum or a struct that the macro does not take apart.
#[diagnostic::on_unimplemented(
    message = "this name is bound to a part of something that varies: to a `{Self}`, inside of an enum or a struct",
    label = "the pattern is taken apart by the compiler, without a derivative",
    note = "bind the whole, or take the parts out in front"
)]
pub trait PartOfData {}

#[diagnostic::do_not_recommend]
impl<T: Discrete + ?Sized> PartOfData for T {}

/// Compiles if the value is of a type that does not vary.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn part_of_data<T: PartOfData + ?Sized>(_: &T) {}

/// What an output may be computed of that was taken out of an `Err`: numbers in errors carry no derivative.
#[diagnostic::on_unimplemented(
    message = "an output is computed of this `{Self}`, which was in an `Err`: it may vary, and carries no derivative",
    label = "taken out of an error",
    note = "write `jac::constant(..)` around it where it is computed with, which says that it counts as constant"
)]
pub trait PartOfFailure {}

#[diagnostic::do_not_recommend]
impl<T: Discrete + ?Sized> PartOfFailure for T {}
#[cfg(feature = "alloc")]
impl PartOfFailure for alloc::string::String {}

/// Compiles if the value is of a type that does not vary.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn part_of_failure<T: PartOfFailure + ?Sized>(_: &T) {}

/// Compiles if the value is of a type that does not vary.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn discrete<T: Discrete + ?Sized>(_: &T) {}

/// A float, and not another type that has a method of the same name.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a float, and this method has the name of an elementary function",
    label = "differentiated by the rule for `f32` and `f64`",
    note = "call a `#[differentiable]` method of this name by its path: `{Self}::method(value)`"
)]
pub trait ElementaryArgument {}

#[diagnostic::do_not_recommend]
impl<F: Float> ElementaryArgument for F {}

/// Compiles if the value is a float.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn float<F: ElementaryArgument>(_: &F) {}

/// What `sum` and `product` make of items: a number.
#[diagnostic::on_unimplemented(
    message = "`sum` and `product` are those of numbers here, and `{Self}` is none",
    label = "made by an `impl` that has no derivatives",
    note = "put `#[differentiable]` on the `impl Sum`, in front of the function; or write what it does: `fold(zero, |sum, item| sum + item)`, with the attribute on \
            the `impl` of the operator"
)]
pub trait Summed {}

#[diagnostic::do_not_recommend]
impl<F: Float> Summed for F {}

macro_rules! summed {
    ($($type:ty),* $(,)?) => {$(
        impl Summed for $type {}
    )*};
}
summed!(u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize);

/// Compiles only for a number.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn summed<T: Summed>() {}

/// What the methods of slices and `Vec`s are taken apart for, into a length and elements. A type of the user's with `len` and `Index` has methods of
/// these names that may do something else.
#[diagnostic::on_unimplemented(
    message = "this is differentiated as what slices and `Vec`s have, and `{Self}` is none",
    label = "taken for a method of a slice or a `Vec`, or a loop over one",
    note = "call a `#[differentiable]` method of `{Self}` by its path: `Type::method(&value, ..)`",
    note = "in a loop, go through the indices or through a slice or a `Vec` that is inside of it"
)]
pub trait List {}

impl<T> List for [T] {}
impl<T, const N: usize> List for [T; N] {}
/// It has slices, and gets longer and shorter in the same way.
impl List for str {}
impl<S: List + ?Sized> List for &S {}
impl<S: List + ?Sized> List for &mut S {}
impl<S: List + ?Sized> List for core::cell::Ref<'_, S> {}
impl<S: List + ?Sized> List for core::cell::RefMut<'_, S> {}
#[cfg(feature = "alloc")]
impl List for alloc::string::String {}
#[cfg(feature = "alloc")]
impl<T> List for alloc::vec::Vec<T> {}
#[cfg(feature = "alloc")]
impl<T> List for alloc::collections::VecDeque<T> {}
#[cfg(feature = "alloc")]
impl<S: List + ?Sized> List for alloc::boxed::Box<S> {}
#[cfg(feature = "alloc")]
impl<S: List + ?Sized> List for alloc::rc::Rc<S> {}
#[cfg(all(feature = "alloc", target_has_atomic = "ptr"))]
impl<S: List + ?Sized> List for alloc::sync::Arc<S> {}
#[cfg(feature = "alloc")]
impl<S: List + alloc::borrow::ToOwned + ?Sized> List for alloc::borrow::Cow<'_, S> {}
#[cfg(feature = "std")]
impl<S: List> List for std::sync::LazyLock<S> {}
#[cfg(feature = "ndarray")]
impl<S: ndarray::RawData<Elem = A>, A> List for ndarray::ArrayBase<S, ndarray::Ix1> {}
#[cfg(feature = "ndarray")]
impl<A> List for ndarray::ArrayRef<A, ndarray::Ix1> {}

/// Compiles only for what has these methods.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn list<S: List + ?Sized>(_: &S) {}

/// What `as_ref` gives a reference to itself of, and `as_slice`.
#[diagnostic::on_unimplemented(
    message = "this is differentiated as the `as_ref` or `as_slice` of a `Vec`, a `Box` or an `Option`, and `{Self}` is none",
    label = "taken for a reference to all of it",
    note = "call a `#[differentiable]` method of `{Self}` by its path: `Type::method(&value, ..)`"
)]
pub trait SeenWhole {}

impl<T> SeenWhole for [T] {}
impl SeenWhole for str {}
#[cfg(feature = "alloc")]
impl SeenWhole for alloc::string::String {}
impl<T, const N: usize> SeenWhole for [T; N] {}
impl<T> SeenWhole for Option<T> {}
impl<T, E> SeenWhole for Result<T, E> {}
impl<S: SeenWhole + ?Sized> SeenWhole for &S {}
impl<S: SeenWhole + ?Sized> SeenWhole for &mut S {}
#[cfg(feature = "alloc")]
impl<T> SeenWhole for alloc::vec::Vec<T> {}
#[cfg(feature = "alloc")]
impl<T: ?Sized> SeenWhole for alloc::boxed::Box<T> {}
#[cfg(feature = "alloc")]
impl<T: ?Sized> SeenWhole for alloc::rc::Rc<T> {}
#[cfg(all(feature = "alloc", target_has_atomic = "ptr"))]
impl<T: ?Sized> SeenWhole for alloc::sync::Arc<T> {}
#[cfg(feature = "alloc")]
impl<T: alloc::borrow::ToOwned + ?Sized> SeenWhole for alloc::borrow::Cow<'_, T> {}

/// Compiles only for what these methods give a reference to.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn seen_whole<S: SeenWhole + ?Sized>(_: &S) {}
