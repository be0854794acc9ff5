//! The part of an array with one axis that a loop runs over.

use core::ops::Index;

use ndarray::{ArrayRef, ArrayView, Axis, Ix1, Slice};

use super::ArrayTangent;
use crate::window::Window;

/// A part of an array with one axis, or nothing.
#[derive(Debug)]
pub struct Part<'a, T>(Option<ArrayView<'a, T, Ix1>>);

impl<T> Default for Part<'_, T> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn default() -> Self {
        Part(None)
    }
}

impl<T> Index<usize> for Part<'_, T> {
    type Output = T;
    #[cfg_attr(not(debug_assertions), inline(always))]
    #[track_caller]
    fn index(&self, index: usize) -> &T {
        &self.0.as_ref().expect("a loop that runs has elements")[index]
    }
}

impl<T> Window for ArrayRef<T, Ix1> {
    type Part<'a>
        = Part<'a, T>
    where
        T: 'a;
    #[cfg_attr(not(debug_assertions), inline(always))]
    #[track_caller]
    fn __window(&self, start: usize, length: usize) -> Part<'_, T> {
        Part(Some(self.slice_axis(Axis(0), Slice::from(start..start + length))))
    }
}

impl<T> Window for ArrayTangent<T, Ix1> {
    type Part<'a>
        = Part<'a, T>
    where
        T: 'a;
    #[cfg_attr(not(debug_assertions), inline(always))]
    #[track_caller]
    fn __window(&self, start: usize, length: usize) -> Part<'_, T> {
        Part(self.array().map(|array| array.slice_axis(Axis(0), Slice::from(start..start + length))))
    }
}
