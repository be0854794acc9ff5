//! A row-major matrix in a slice, outputs by inputs over flat indices, and how sweeps fill it: the buffer of
//! `jacobian_into`, and the memory of a runtime-sized block. Rows and columns are addressed by lane, as in
//! [`row`](super::row).

use super::row::copy_lanes;
use crate::float::Float;
#[cfg(feature = "ndarray")]
use crate::lanes::Lanes;
#[cfg(feature = "ndarray")]
use crate::rule::Pairwise;
use crate::space::{Space, Tangent};

/// Forward: sets the columns that the sweep carries; column 0 is lane `lane`.
#[cfg_attr(not(debug_assertions), inline(always))]
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
#[cfg_attr(not(debug_assertions), inline(always))]
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

/// Sets one lane of a tangent to a row.
#[cfg(feature = "ndarray")]
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn into_lane<I: Space, F: Float, const W: usize>(row: &[F], tangent: &mut Tangent<I, W>, lane: usize) {
    struct IntoLane<'a, F> {
        row: core::slice::Iter<'a, F>,
        lane: usize,
    }
    impl<F: Float, const W: usize> Pairwise<W> for IntoLane<'_, F> {
        #[cfg_attr(not(debug_assertions), inline(always))]
        fn pair<G: crate::float::Number>(&mut self, lanes: &mut Lanes<G, W>, _: G) {
            if let Some(value) = self.row.next() {
                lanes.0[self.lane] = G::from_f64(value.to_f64());
            }
        }
    }
    // Only the places of the floats count.
    let places = I::plain::<W>(tangent, lane);
    I::pairwise(tangent, &places, &mut IntoLane { row: row.iter(), lane });
}
