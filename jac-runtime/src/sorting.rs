//! The order of a sort, as exchanges of elements.
//!
//! Before: a slice, and how its elements compare. After: which element each one changes places with, from the first on. Sweeps exchange
//! what they have in the same places.

use alloc::vec::Vec;
use core::cmp::Ordering;

/// For each place `i`, in order, the place with which `i` is exchanged, so that after all of these exchanges the elements are sorted: as
/// by `sort_by`, equal ones in the order that they had.
pub fn exchanges_that_sort<T>(elements: &[T], mut compare: impl FnMut(&T, &T) -> Ordering) -> Vec<usize> {
    let mut sorted: Vec<usize> = (0..elements.len()).collect();
    sorted.sort_by(|one, other| compare(&elements[*one], &elements[*other]));
    // Where each element is, and which one is at each place.
    let mut places: Vec<usize> = (0..elements.len()).collect();
    let mut found: Vec<usize> = places.clone();
    for place in 0..elements.len() {
        let element = sorted[place];
        let from = places[element];
        places[found[place]] = from;
        found.swap(place, from);
        // What is needed is at its place from here on.
        sorted[place] = from;
    }
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorts_and_keeps_the_order_of_equal_ones() {
        let mut state = 7_u32;
        for length in [0, 1, 2, 3, 10, 100] {
            let mut elements: Vec<(u32, usize)> = Vec::new();
            for place in 0..length {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                elements.push((state >> 28, place));
            }
            let mut expected = elements.clone();
            expected.sort_by_key(|element| element.0);
            for (place, other) in
                exchanges_that_sort(&elements, |one, other| one.0.cmp(&other.0)).into_iter().enumerate()
            {
                elements.swap(place, other);
            }
            assert_eq!(elements, expected);
        }
    }
}
