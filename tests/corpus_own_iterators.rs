//! Iterators of one's own, in loops and chains.

mod harness;
mod corpus {
    pub mod own_iterators;
}
twin::twins!("tests/corpus/own_iterators.rs");

derivatives! {
    own_iterators {
        of_parameter(points, n, k) {
            points = [0.6, 1.2], n = 4usize, k = 0.8; points = [0.6, 1.2], n = 0usize, k = 0.8;
            points = [30.0, 1.2], n = 4usize, k = 0.8; points = [-0.6, 1.2], n = 4usize, k = 0.8;
        }
        of_value(x, n) { x = 0.7, n = 3usize; x = 0.7, n = 0usize; x = 1.3, n = 5usize; }
        of_method(curve, steps, step) { curve = [0.7], steps = 3usize, step = 0.8; }
        chains(x, k, n) { x = 0.7, k = 0.9, n = 4usize; x = 0.7, k = 0.9, n = 0usize; }
        lent(x, n, taken) {
            x = 0.7, n = 5usize, taken = 2usize; x = 0.7, n = 5usize, taken = 0usize; x = 1.7, n = 5usize, taken = 1usize;
            x = 0.7, n = 2usize, taken = 5usize;
        }
        behind_reference(points, n) { points = [0.6, 1.2], n = 3usize; points = [0.6, 1.2], n = 5usize; }
    }
}
