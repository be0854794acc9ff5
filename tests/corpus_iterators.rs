//! Chains of iterators.
#![allow(clippy::style, clippy::complexity, reason = "the forms are what is tested")]

mod harness;
mod corpus {
    pub mod iterators;
}
twin::twins!("tests/corpus/iterators.rs");

derivatives! {
    iterators {
        filtered(&x[..], limit) {
            x = vec![0.3, 1.5, -0.2, 0.9], limit = 0.4;
            x = vec![0.3, 1.5], limit = 4.0;
            x = Vec::<f64>::new(), limit = 0.4;
        }
        filter_mapped(&x[..], y) { x = vec![0.3, 1.5, -0.2, 0.9], y = 0.4; }
        chained(&x[..], &y[..]) {
            x = vec![0.3, 1.5, -0.2], y = vec![0.9, 0.4];
            x = Vec::<f64>::new(), y = vec![0.9, 0.4];
            x = vec![0.9, 0.4], y = Vec::<f64>::new();
        }
        chunks_of_three(&x[..], &mut y[..]) {
            x = vec![0.3, 1.5, -0.2, 0.9, 0.1, 0.7, 0.8], y = vec![0.9, 0.4, 0.7];
            x = vec![0.3], y = vec![0.9, 0.4];
        }
        whiles(&x[..], limit) {
            x = vec![0.3, 0.5, -0.2, 1.9, 0.2], limit = 0.8;
            x = vec![0.3, 0.5], limit = 0.8;
            x = vec![1.3, 0.5], limit = 0.8;
        }
        counted_behind_a_filter(&x[..], &w[..]) {
            x = vec![0.3, 0.5, -0.2, 1.9, 0.2, -1.0, 0.4, 0.7], w = vec![0.8, 0.3, 2.0];
            x = vec![0.3, -0.5], w = vec![0.8, 0.3, 2.0];
        }
        left_early(&x[..], limit) {
            x = vec![0.3, 0.1, -0.2, 0.9, 4.0, 0.25], limit = 3.0;
            x = vec![0.3, 1.1, 1.2, -0.9, 1.5, 0.25], limit = 2.0;
            x = vec![0.3, 1.1, 0.2, -2.9, 1.5, 0.25], limit = 1.0;
        }
        returned(&x[..]) { x = vec![1.3, -0.5, 1.2, 0.4]; x = vec![1.3, -0.5, 0.2, 0.4]; }
        questions(&x[..], y) {
            x = vec![0.3, 0.7, -0.2], y = 0.4;
            x = vec![0.3, 0.1, 11.0], y = 0.4;
            x = vec![0.3, 0.1], y = 0.4;
            x = Vec::<f64>::new(), y = 0.4;
        }
        extremes(&x[..]) { x = vec![0.3, 1.5, -0.2, 0.9]; x = vec![-3.3]; }
        reduced(&x[..], y) {
            x = vec![0.3, 1.5, -0.2, 0.9], y = 0.6;
            x = vec![0.3], y = 0.6;
            x = Vec::<f64>::new(), y = 0.6;
        }
        collected(&x[..], y) {
            x = vec![0.3, 1.5, -0.2, 0.9], y = 0.6;
            x = Vec::<f64>::new(), y = 0.6;
        }
        returned_vector(&x[..]) { x = vec![0.3, 1.5, -0.2, 0.9]; x = vec![0.3]; }
        nested_vectors(&x[..], n) { x = vec![0.3, 1.5, -0.2], n = 3usize; x = vec![0.3], n = 0usize; }
        flat(&x[..], n) { x = vec![0.3, 1.5, -0.2, 2.4], n = 4usize; x = vec![0.3], n = 1usize; }
        unzipped(&x[..]) { x = vec![0.3, 1.5, -0.2]; }
        scanned(&x[..]) { x = vec![0.3, 1.5, -0.2]; }
        cycled(&x[..], &w[..]) { x = vec![0.3, 1.5, -0.2], w = vec![0.7, 1.1]; }
        held(&x[..], y) {
            x = vec![0.3, 1.5, -0.2, 0.9], y = 0.6;
            x = vec![0.3], y = 0.6;
            x = Vec::<f64>::new(), y = 0.6;
        }
        pulled(&x[..]) { x = vec![0.3, -0.5, 3.2, 0.9]; x = vec![-0.5]; }
        values(x, v.clone()) { x = [0.3, 1.5, -0.2, 0.9], v = vec![0.7, -1.1]; }
        arrays(x, &y, k) { x = [0.3, 1.5, -0.2], y = [0.7, -1.1, 0.4], k = 1.3; }
        array_returned(x) { x = [0.3, 1.5, -0.2, 0.9]; }
        structured(&x[..], &mut y[..]) { x = vec![[0.3, 1.5], [-0.2, 0.9]], y = vec![0.7, -1.1, 0.4]; }
        taken_apart(&x[..], y) {
            x = vec![0.3, 1.5, -0.2, 0.9, 1.1, 0.4], y = 0.6;
            x = vec![0.3, 1.5], y = 0.6;
            x = Vec::<f64>::new(), y = 0.6;
        }
        constants(x) { x = [0.3, 1.5, -0.2]; }
        largest_of_some(&x[..]) { x = vec![0.3, 1.5, -0.2, 0.9]; x = vec![0.3]; }
        windows_of_filters(&x[..], &mut y[..]) { x = vec![0.3, 1.5, -0.2, 0.9, 1.1], y = vec![0.7, 0.4, 1.2]; }
        ties(&x[..]) { x = vec![0.3, 1.5, -0.2, 0.9]; }
        state_behind_a_filter(&x[..]) { x = vec![0.3, -0.5, 1.2, 0.9]; x = vec![-0.5, 0.3]; }
        by_row(&m[..], n, &v[..]) { m = vec![0.3, 1.5, -0.2, 0.9, 0.1, 0.8], n = 2usize, v = vec![0.7, -1.1]; }
        sums_of_integers(&x[..], &sizes[..]) { x = vec![0.3, 1.5, -0.2], sizes = vec![2usize, 3, 5]; }
        taken_apart_twice(x) { x = [[0.3, -0.7], [1.1, 0.2], [-0.4, 0.9]]; x = [[4.5, -0.7], [0.4, 1.2], [0.2, 0.1]]; }
        more_than_there_were(x) { x = 0.7; x = -1.3; }
        chosen_by_iterators(&x[..], &table[..]) {
            x = vec![0.3, 1.5, -0.2], table = vec![(0.0, 1.0), (0.5, 2.0), (2.0, 0.3)];
        }
        parted_and_retained(&x[..]) { x = vec![0.1, 0.7, 0.31, 0.95, 0.22, 0.8, 0.5]; x = Vec::<f64>::new(); x = vec![0.4]; }
        counted_from_the_end(&x[..], &y[..]) { x = vec![0.3, 1.5, -0.2, 0.9, 1.1], y = vec![0.7, -1.3]; x = vec![0.3], y = vec![0.7, -1.3]; }
        between_bounds(&x[..], &bounds[..]) {
            x = vec![0.3, 1.5, -0.2, 0.9, 1.1], bounds = vec![0usize, 2, 3, 5];
            x = vec![0.3, 1.5], bounds = vec![1usize];
        }
    }
}
