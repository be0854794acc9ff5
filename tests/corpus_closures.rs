//! Closures, functions by name, references in tuples and chosen by branches.
#![allow(clippy::style, clippy::complexity, reason = "the forms are what is tested")]

mod harness;
mod corpus {
    pub mod closures;
}
twin::twins!("tests/corpus/closures.rs");

derivatives! {
    closures {
        bound(x, y) { x = 0.7, y = 1.3; }
        shadowed(x, y) { x = 0.7, y = 1.3; }
        mutable_state(x) { x = [0.3, 0.5, -0.2, 0.9]; x = [0.3, -0.5, -0.2, 0.9]; }
        moved(x, y) { x = 0.7, y = 1.3; }
        forked(x, s) { x = [0.3, 0.5, -0.2], s = 0.9; }
        by_name(&x[..], y) {
            x = vec![0.3, 0.5, -0.2], y = 0.9;
            x = vec![0.3], y = 0.9;
        }
        rows_by_name(&x[..], &y[..]) {
            x = vec![0.3, 0.5, -0.2, 0.1, 0.7], y = vec![0.9, 0.4, 1.5];
        }
        returning(&x[..], limit) {
            x = vec![0.3, 2.5, -0.2, -5.0, 0.7], limit = 0.9;
            x = vec![5.3, -7.5, -8.2], limit = 1.9;
            x = Vec::<f64>::new(), limit = 1.9;
        }
        returning_nothing(&x[..], &mut y[..]) { x = vec![0.3, -2.5, 0.7], y = vec![0.9, 0.4, 1.5]; }
        slices(&x[..], &mut y[..], k) { x = vec![0.3, -2.5, 0.7], y = vec![0.9, 0.4, 1.5], k = 0.6; }
        argument_order(x) { x = 0.7; }
        conditions(x, n) {
            x = [0.3, 0.5, -0.2], n = 6usize;
            x = [0.3, 0.5, 0.7], n = 5usize;
            x = [0.3, 0.5, 0.7], n = 0usize;
        }
        immediate(x, y) { x = 0.7, y = 1.3; }
        tuples_of_references(x, &y[..], k) { x = [0.3, 0.5, -0.2], y = vec![0.9, 0.4, 1.5], k = 1usize; }
        chosen_references(&a, b, k) {
            a = [[0.1, 0.2], [0.3, 0.4], [0.5, 0.6]], b = [0.7, -0.8], k = 0usize;
            a = [[0.1, 0.2], [0.3, 0.4], [0.5, 0.6]], b = [-0.7, 0.8], k = 1usize;
            a = [[0.1, 0.2], [0.3, 0.4], [0.5, 0.6]], b = [0.7, 0.8], k = 2usize;
        }
        tuples_of_branches(x, y, flag) {
            x = 0.7, y = 1.3, flag = true;
            x = 1.7, y = 1.3, flag = false;
        }
        none_called(x) { x = 0.7; }
        of_the_same_name(x, y) {
            x = 0.9, y = 1.3;
            x = 1.9, y = 1.3;
            x = 0.3, y = 1.3;
        }
        nested(&x[..], w) { x = vec![0.3, -2.5, 0.7], w = 0.6; }
    }
}
