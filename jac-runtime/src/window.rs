//! The part of an array that a loop runs over, taken out in front of the loop, so that the compiler knows how many elements there are.

/// A slice, what derefs to one, or an array with one axis.
pub trait Window {
    /// The part, borrowed.
    type Part<'a>: Default
    where
        Self: 'a;
    /// So many elements from `start` on.
    fn __window(&self, start: usize, length: usize) -> Self::Part<'_>;
}

/// A slice, or what derefs to one, that is written.
pub trait WindowMut {
    /// The element.
    type Element;
    /// So many elements from `start` on.
    fn __window_mut(&mut self, start: usize, length: usize) -> &mut [Self::Element];
}

impl<T> WindowMut for [T] {
    type Element = T;
    #[cfg_attr(not(debug_assertions), inline(always))]
    #[track_caller]
    fn __window_mut(&mut self, start: usize, length: usize) -> &mut [T] {
        &mut self[start..][..length]
    }
}

impl<T> Window for [T] {
    type Part<'a>
        = &'a [T]
    where
        T: 'a;
    #[cfg_attr(not(debug_assertions), inline(always))]
    #[track_caller]
    fn __window(&self, start: usize, length: usize) -> &[T] {
        &self[start..][..length]
    }
}

/// Its elements are not beside each other.
#[cfg(feature = "alloc")]
impl<T> Window for alloc::collections::VecDeque<T> {
    type Part<'a>
        = crate::index::Shifted<'a, Self>
    where
        T: 'a;
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn __window(&self, start: usize, _: usize) -> crate::index::Shifted<'_, Self> {
        crate::index::Shifted::new(self, start)
    }
}
