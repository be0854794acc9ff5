//! A row-major matrix in a slice, outputs by inputs over flat indices, and how sweeps fill it: the buffer of
//! `jacobian_into`, and the memory of a runtime-sized block. Rows and columns are addressed by lane, as in
//! [`row`](super::row).

use super::row::copy_lanes;
use crate::float::Float;
use crate::space::{Space, Tangent};

/// Forward: sets the columns that the sweep carries; column 0 is lane `lane`.
#[inline(always)]
pub(super) fn set_columns<O: Space, F: Float, const W: usize>(
    elements: &mut [F],
    columns: usize,
    tangent: &Tangent<O, W>,
    lane: usize,
) {
    if columns == 0 {
        return;
    }
    let mut rows = elements.chunks_exact_mut(columns);
    O::for_each::<F, W>(tangent, 0, &mut |_, lanes| {
        if let Some(row) = rows.next() {
            copy_lanes(row, &lanes, lane);
        }
    });
}

/// Reverse: sets the rows that the sweep carries; row 0 is lane `lane`.
#[inline(always)]
pub(super) fn set_rows<I: Space, F: Float, const W: usize>(
    elements: &mut [F],
    columns: usize,
    cotangent: &Tangent<I, W>,
    lane: usize,
) {
    if columns == 0 {
        return;
    }
    let first = if lane <= W { lane } else { 0 };
    let skipped = first.wrapping_sub(lane).wrapping_mul(columns);
    let Some(elements) = elements.get_mut(skipped..) else {
        return;
    };
    for (row, lane) in elements.chunks_exact_mut(columns).zip(first..W) {
        let mut row = row.iter_mut();
        I::for_each::<F, W>(cotangent, 0, &mut |_, lanes| {
            if let (Some(element), Some(value)) = (row.next(), lanes.0.get(lane)) {
                *element = *value;
            }
        });
    }
}
