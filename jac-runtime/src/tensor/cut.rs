//! Parts of an array that have a number: lanes, windows and chunks.
//!
//! Before: a view, and what a producer of `ndarray` would go through. After: the part of that number in logical order, as the same kind of view;
//! and how many there are, as integers.

use ndarray::{ArrayBase, ArrayRef, Axis, Dimension, IntoDimension, Ix1, RawData, RemoveAxis, Slice};

/// The lane of this number along an axis.
#[track_caller]
pub(super) fn lane<S: RawData, D: Dimension>(
    array: ArrayBase<S, D>,
    axis: Axis,
    mut number: usize,
) -> ArrayBase<S, Ix1> {
    let mut lane = array.into_dyn();
    // The last of the other axes runs fastest.
    for other in (0..lane.ndim()).rev().filter(|other| *other != axis.index()) {
        let length = lane.len_of(Axis(other));
        lane.index_axis_inplace(Axis(other), number % length);
        number /= length;
    }
    lane.into_dimensionality().expect("one axis is left")
}

/// From one place on an axis up to another.
#[track_caller]
pub(super) fn stretch<S: RawData, D: Dimension>(
    array: ArrayBase<S, D>,
    axis: Axis,
    low: usize,
    high: usize,
) -> ArrayBase<S, D> {
    array.slice_axis_move(axis, Slice::from(low..high))
}

/// The block of this number, if they have this size and these distances.
#[track_caller]
pub(super) fn block<S: RawData, D: Dimension>(
    mut array: ArrayBase<S, D>,
    size: &D,
    step: &D,
    mut number: usize,
) -> ArrayBase<S, D> {
    let counts = blocks(&array.raw_dim(), size, step);
    for axis in (0..array.ndim()).rev() {
        let start = number % counts[axis] * step[axis];
        number /= counts[axis];
        array.slice_axis_inplace(Axis(axis), Slice::from(start..start + size[axis]));
    }
    array
}

/// How many blocks there are along each axis.
#[track_caller]
fn blocks<D: Dimension>(dim: &D, size: &D, step: &D) -> D {
    let mut counts = dim.clone();
    for axis in 0..dim.ndim() {
        assert!(size[axis] > 0 && step[axis] > 0, "a part of an array has elements, and the next one begins elsewhere");
        counts[axis] = if dim[axis] < size[axis] { 0 } else { (dim[axis] - size[axis]) / step[axis] + 1 };
    }
    counts
}

/// One along each axis.
pub(super) fn ones<D: Dimension>(like: &D) -> D {
    let mut ones = like.clone();
    ones.slice_mut().fill(1);
    ones
}

/// How many parts an array has.
pub trait Counted<D: Dimension> {
    /// The lanes along an axis, by the other axes.
    fn jac_lanes_dim(&self, axis: Axis) -> D::Smaller
    where
        D: RemoveAxis;
    /// All lanes along an axis.
    fn jac_lane_count(&self, axis: Axis) -> usize;
    /// `windows(size)` along each axis.
    fn jac_windows_dim<E: IntoDimension<Dim = D>>(&self, size: E) -> D;
    /// All windows.
    fn jac_window_count<E: IntoDimension<Dim = D>>(&self, size: E) -> usize;
    /// `windows_with_stride(size, stride)` along each axis.
    fn jac_strided_windows_dim<E: IntoDimension<Dim = D>>(&self, size: E, stride: E) -> D;
    /// All of these.
    fn jac_strided_window_count<E: IntoDimension<Dim = D>>(&self, size: E, stride: E) -> usize;
    /// `exact_chunks(size)` along each axis.
    fn jac_chunks_dim<E: IntoDimension<Dim = D>>(&self, size: E) -> D;
    /// All chunks.
    fn jac_chunk_count<E: IntoDimension<Dim = D>>(&self, size: E) -> usize;
    /// `axis_windows(axis, size)`
    fn jac_axis_window_count(&self, axis: Axis, size: usize) -> usize;
    /// `axis_chunks_iter(axis, size)`
    fn jac_axis_chunk_count(&self, axis: Axis, size: usize) -> usize;
    /// The axis of rows.
    fn jac_last_axis(&self) -> Axis;
    /// The axis of columns.
    fn jac_first_axis(&self) -> Axis;
}

impl<F, D: Dimension> Counted<D> for ArrayRef<F, D> {
    #[track_caller]
    fn jac_lanes_dim(&self, axis: Axis) -> D::Smaller
    where
        D: RemoveAxis,
    {
        self.raw_dim().remove_axis(axis)
    }
    #[track_caller]
    fn jac_lane_count(&self, axis: Axis) -> usize {
        let others = self.shape().iter().enumerate().filter(|(other, _)| *other != axis.index());
        others.map(|(_, length)| length).product()
    }
    #[track_caller]
    fn jac_windows_dim<E: IntoDimension<Dim = D>>(&self, size: E) -> D {
        let dim = self.raw_dim();
        blocks(&dim, &size.into_dimension(), &ones(&dim))
    }
    #[track_caller]
    fn jac_window_count<E: IntoDimension<Dim = D>>(&self, size: E) -> usize {
        self.jac_windows_dim(size).size()
    }
    #[track_caller]
    fn jac_strided_windows_dim<E: IntoDimension<Dim = D>>(&self, size: E, stride: E) -> D {
        blocks(&self.raw_dim(), &size.into_dimension(), &stride.into_dimension())
    }
    #[track_caller]
    fn jac_strided_window_count<E: IntoDimension<Dim = D>>(&self, size: E, stride: E) -> usize {
        self.jac_strided_windows_dim(size, stride).size()
    }
    #[track_caller]
    fn jac_chunks_dim<E: IntoDimension<Dim = D>>(&self, size: E) -> D {
        let size = size.into_dimension();
        blocks(&self.raw_dim(), &size, &size)
    }
    #[track_caller]
    fn jac_chunk_count<E: IntoDimension<Dim = D>>(&self, size: E) -> usize {
        self.jac_chunks_dim(size).size()
    }
    #[track_caller]
    fn jac_axis_window_count(&self, axis: Axis, size: usize) -> usize {
        assert!(size > 0, "a window has elements");
        (self.len_of(axis) + 1).saturating_sub(size)
    }
    #[track_caller]
    fn jac_axis_chunk_count(&self, axis: Axis, size: usize) -> usize {
        self.len_of(axis).div_ceil(size)
    }
    #[track_caller]
    fn jac_last_axis(&self) -> Axis {
        Axis(self.ndim().checked_sub(1).expect("an array without axes has no lanes"))
    }
    fn jac_first_axis(&self) -> Axis {
        Axis(0)
    }
}
