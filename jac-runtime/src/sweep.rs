//! What a sweep is told by its caller.

/// Selects the number of lanes, and the inputs that vary: bit `k` of `MASK` for parameter `k`.
#[derive(Clone, Copy, Debug)]
pub struct Sweep<const W: usize, const MASK: u128>;

/// The tangent of a parameter that `wrt` leaves out: there is none. An argument that varies does not fit.
#[derive(Clone, Copy, Debug)]
pub struct LeftOutOfWrt;

impl crate::cotangent::Vector for LeftOutOfWrt {
    const ZERO: Self = LeftOutOfWrt;
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn accumulate(&mut self, _: Self) {}
}

/// Two functions are one: the type of a function is its own.
#[diagnostic::on_unimplemented(
    message = "this looks like what the standard library or `libm` has by this path, and is something else",
    label = "`jac` takes this path for the one of the library",
    note = "give another name to what stands last in the path, or to the module or type in front of it; of `Result::Ok`, where `Result` is an alias, write `Ok`"
)]
pub trait SameFunction<F> {}

impl<F> SameFunction<F> for F {}

/// Keeps the compiler from concluding that the two are one before it has seen the second.
impl<F> SameFunction<(F,)> for F {}

/// Compiles if what is written names the function that is meant.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn same_function<F: SameFunction<G>, G>(_written: F, _meant: G) {}

/// An argument that is passed by value: each sweep takes a copy.
#[diagnostic::on_unimplemented(
    message = "a `{Self}` is passed by value, and cannot be cloned",
    label = "derivatives take a copy of this argument for each sweep",
    note = "put `#[derive(Clone)]` on `{Self}`, or take it by reference"
)]
pub trait CopiedArgument {
    /// The copy.
    fn copied(&self) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: Clone> CopiedArgument for T {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn copied(&self) -> T {
        self.clone()
    }
}

/// A copy of an argument.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn copied_argument<T: CopiedArgument>(argument: &T) -> T {
    argument.copied()
}

/// Two methods are one.
#[diagnostic::on_unimplemented(
    message = "the type has a method of this name of its own, beside that of the trait",
    label = "this goes behind the method of the type: calls of that would be differentiated as this one",
    note = "rename one of the two, or leave this one out: `#[differentiable(skip)]`"
)]
pub trait SameMethod<F> {}

impl<F> SameMethod<F> for F {}

/// Keeps the compiler from concluding that the two are one before it has seen the second.
impl<F> SameMethod<(F,)> for F {}

/// Compiles if the name, behind that of the type, is the method of the trait.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn same_method<F: SameMethod<G>, G>(_found: F, _of_trait: G) {}

/// The tangent or cotangent of a slice, empty if there is none. The compiler learns that it has the slice's length, and checks one bound
/// for both.
#[cfg_attr(not(debug_assertions), inline(always))]
#[track_caller]
pub fn beside<'a, T, U>(companion: Option<&'a [U]>, slice: &[T]) -> &'a [U] {
    match companion {
        Some(companion) if !is_left_behind(companion, slice) => &companion[..slice.len()],
        _ => Default::default(),
    }
}

/// A `Vec` of integers that was filled through `&mut` has got longer, and what stands beside it has not: it says nothing.
#[cfg_attr(not(debug_assertions), inline(always))]
const fn is_left_behind<T, U>(companion: &[U], slice: &[T]) -> bool {
    size_of::<U>() == 0 && companion.len() < slice.len()
}

/// The same for what is behind `&mut`.
#[cfg_attr(not(debug_assertions), inline(always))]
#[track_caller]
pub fn beside_mut<'a, T, U>(companion: &'a mut [U], slice: &[T]) -> &'a mut [U] {
    let length = if is_left_behind(companion, slice) { 0 } else { slice.len() };
    &mut companion[..length]
}

/// An owned copy of an argument that is written before the reverse sweep needs it.
pub trait Snapshot {
    /// The owned form: a `Vec` for a slice, the type itself otherwise.
    type Owned;
    /// Copies.
    fn snapshot(&self) -> Self::Owned;
    /// Copies, into the memory of what is no more needed.
    fn snapshot_into(&self, owned: &mut Self::Owned);
    /// What is copied, if it has the type of the copy.
    fn as_owned(&self) -> Option<&Self::Owned>;
    /// The number of elements of what has not.
    fn length(&self) -> usize;
}

impl<T: Clone> Snapshot for T {
    type Owned = T;
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn snapshot(&self) -> T {
        self.clone()
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn snapshot_into(&self, owned: &mut T) {
        owned.clone_from(self);
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn as_owned(&self) -> Option<&T> {
        Some(self)
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn length(&self) -> usize {
        1
    }
}

#[cfg(feature = "alloc")]
impl<T: Clone> Snapshot for [T] {
    type Owned = alloc::vec::Vec<T>;
    #[inline]
    fn snapshot(&self) -> alloc::vec::Vec<T> {
        self.to_vec()
    }
    #[inline]
    fn snapshot_into(&self, owned: &mut Self::Owned) {
        owned.clear();
        owned.extend_from_slice(self);
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn as_owned(&self) -> Option<&Self::Owned> {
        None
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn length(&self) -> usize {
        self.len()
    }
}

/// An owned copy of what a place holds.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn snapshot<T: Snapshot + ?Sized>(place: &T) -> T::Owned {
    place.snapshot()
}

/// The tangent of a parameter passed by reference, as users may give it: owned or borrowed.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a tangent of a parameter of type `{P}`",
    note = "pass a tangent of the same shape, by value or by reference"
)]
pub trait IntoPlain<P: ?Sized> {
    /// The owned form.
    type Plain;
    /// As an owned tangent.
    fn into_plain(self) -> Self::Plain;
}

impl<P> IntoPlain<P> for P {
    type Plain = P;
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn into_plain(self) -> P {
        self
    }
}

impl<P: Clone> IntoPlain<P> for &P {
    type Plain = P;
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn into_plain(self) -> P {
        self.clone()
    }
}

#[cfg(feature = "alloc")]
pub use slices::SlicePlain;

#[cfg(feature = "alloc")]
mod slices {
    use alloc::vec::Vec;

    use super::IntoPlain;

    /// The tangent of a parameter that is a slice, as users may give it: owned or borrowed.
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not a tangent of a parameter of type `&[{T}]`",
        note = "pass a tangent of the same length, by value or by reference"
    )]
    pub trait SlicePlain<T> {
        /// The tangents of the elements.
        fn as_plain(&self) -> &[T];
    }

    macro_rules! slices {
        ($($type:ty $([$($generics:tt)*])?),*) => {$(
            impl<T $(, $($generics)*)?> SlicePlain<T> for $type {
                #[cfg_attr(not(debug_assertions), inline(always))]
                fn as_plain(&self) -> &[T] {
                    &self[..]
                }
            }

            impl<T: Clone $(, $($generics)*)?> IntoPlain<[T]> for $type {
                type Plain = Vec<T>;
                #[inline]
                fn into_plain(self) -> Vec<T> {
                    self.to_vec()
                }
            }
        )*};
    }
    slices!(&[T], &Vec<T>, [T; N] [const N: usize], &[T; N] [const N: usize]);

    impl<T> SlicePlain<T> for Vec<T> {
        #[cfg_attr(not(debug_assertions), inline(always))]
        fn as_plain(&self) -> &[T] {
            self
        }
    }

    impl<T> IntoPlain<[T]> for Vec<T> {
        type Plain = Vec<T>;
        #[inline]
        fn into_plain(self) -> Vec<T> {
            self
        }
    }
}
