//! How many seeds a sweep carries, and which mode is cheaper: constants wherever the dimensions are.
//!
//! A forward sweep of `W` seeds is taken to cost `4 + W`; the reverse mode `4`, and `2 (2 + W)` for each sweep.
//! These are rough: the primal is worth a few lanes, a reverse sweep about two forward ones.

/// The widths of sweeps over values whose dimension is known at compile time.
const WIDTHS: [usize; 6] = [1, 2, 3, 4, 6, 8];
/// The widest sweep.
pub(super) const WIDEST: usize = 8;

/// The cost of forward mode.
const fn forward_cost(columns: usize, width: usize) -> usize {
    columns.div_ceil(width).saturating_mul(4 + width)
}

/// The cost of reverse mode.
const fn reverse_cost(rows: usize, width: usize) -> usize {
    rows.div_ceil(width).saturating_mul(2 * (2 + width)).saturating_add(4)
}

/// The width of sweeps over `dimension` seeds: all in one up to eight, with at most one lane to spare; beyond
/// that, the one of `WIDTHS` that costs least.
const fn width(dimension: usize) -> usize {
    let mut best = WIDEST;
    let mut k = 0;
    while k < WIDTHS.len() {
        if forward_cost(dimension, WIDTHS[k]) < forward_cost(dimension, best) {
            best = WIDTHS[k];
        }
        k += 1;
    }
    if dimension == 0 { 1 } else { best }
}

/// The width for a dimension that is known at compile time, else 0.
pub(super) const fn width_if_known(dimension: Option<usize>) -> usize {
    match dimension {
        Some(dimension) => width(dimension),
        None => 0,
    }
}

/// A dimension that is known at compile time.
pub(super) const fn known(dimension: Option<usize>) -> usize {
    match dimension {
        Some(dimension) => dimension,
        None => 0,
    }
}

/// The width for a dimension known at run time only: one of two, as each is a copy of the function.
pub(super) const fn width_at_run_time(dimension: usize) -> usize {
    if dimension <= 4 { 4 } else { WIDEST }
}

/// Decided: forward.
pub(super) const FORWARD: u8 = 0;
/// Decided: reverse.
pub(super) const REVERSE: u8 = 1;
/// To be decided when the dimension of the input is known.
pub(super) const BY_INPUT: u8 = 2;
/// To be decided when the first forward sweep has shown the dimension of the output.
pub(super) const BY_OUTPUT: u8 = 3;

/// The cheaper mode, or when it can be known.
pub(super) const fn mode(columns: Option<usize>, rows: Option<usize>) -> u8 {
    match (columns, rows) {
        (Some(columns), Some(rows)) => {
            if reverse_pays(columns, width(columns), rows, true) {
                REVERSE
            } else {
                FORWARD
            }
        }
        // One sweep whatever the size of the other side.
        (Some(columns), None) if columns <= WIDEST => FORWARD,
        (None, Some(rows)) if rows <= WIDEST => REVERSE,
        (None, Some(_)) => BY_INPUT,
        (_, None) => BY_OUTPUT,
    }
}

/// Whether reverse mode costs less than forward sweeps of `width` seeds.
pub(super) const fn reverse_pays(columns: usize, forward_width: usize, rows: usize, vectorize: bool) -> bool {
    let reverse_width = if vectorize { width(rows) } else { 1 };
    let (reverse, forward) = (reverse_cost(rows, reverse_width), forward_cost(columns, forward_width));
    // Several forward sweeps also evaluate the function several times.
    reverse < forward || (reverse == forward && columns > forward_width)
}

/// The same with sweeps of one width in both modes.
pub(super) const fn reverse_pays_at(columns: usize, rows: usize, width: usize) -> bool {
    width > 0 && reverse_cost(rows, width) < forward_cost(columns, width)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn up_to_eight_seeds_go_in_one_sweep() {
        for dimension in 1..=8 {
            let width = width(dimension);
            assert!(width >= dimension && width <= dimension + 1);
        }
    }

    #[test]
    fn larger_dimensions_take_the_width_that_costs_least() {
        assert_eq!([9, 12, 16, 17, 18, 24].map(width), [6, 6, 8, 6, 6, 8]);
    }

    #[test]
    fn a_gradient_of_many_inputs_goes_in_reverse_and_a_square_jacobian_forward() {
        assert_eq!(mode(Some(2), Some(2)), FORWARD);
        assert_eq!(mode(Some(6), Some(6)), FORWARD);
        assert_eq!(mode(Some(3), Some(1)), FORWARD);
        assert_eq!(mode(Some(8), Some(1)), REVERSE);
        assert_eq!(mode(Some(100), Some(100)), FORWARD);
        assert_eq!(mode(Some(100), Some(10)), REVERSE);
        assert_eq!(mode(Some(0), Some(5)), FORWARD);
        assert_eq!(mode(None, Some(1)), REVERSE);
        assert_eq!(mode(Some(3), None), FORWARD);
    }
}
