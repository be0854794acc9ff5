//! Whole-array operations.
#![allow(clippy::style, clippy::complexity, reason = "the forms are what is tested")]

mod harness;
mod corpus {
    pub mod sequences;
}
twin::twins!("tests/corpus/sequences.rs");

derivatives! {
    sequences {
        pushed(&x[..], y) {
            x = vec![0.3, 1.5, -0.2, 0.9], y = 0.4;
            x = Vec::<f64>::new(), y = 0.4;
        }
        pushed_what_depends_on_it(x, n) { x = 0.7, n = 4usize; x = 0.7, n = 0usize; }
        seen_while_it_grows(x, y) { x = 0.7, y = 1.3; }
        stack(&x[..], &ops[..]) {
            x = vec![0.3, 1.5, -0.2, 0.9], ops = vec![0u8, 0, 1, 0, 2, 3, 0];
            x = vec![0.3, 1.5, -0.2, 0.9], ops = vec![0u8, 0, 0, 1, 3, 2];
        }
        popped_in_a_loop(&x[..]) { x = vec![0.3, 1.5, -0.2, 0.9, 1.1]; x = Vec::<f64>::new(); }
        cut_and_grown(x, y, n) { x = 0.7, y = 1.3, n = 2usize; x = 0.7, y = 1.3, n = 4usize; x = 0.7, y = 1.3, n = 0usize; }
        inserted_and_removed(&x[..], y) { x = vec![0.3, 1.5, -0.2], y = 0.4; x = vec![0.3], y = 0.4; }
        turned(&mut x[..], y) { x = vec![0.3, 1.5, -0.2, 0.9], y = [0.7, 0.2, -0.4]; x = vec![0.3, 1.5, 0.1], y = [0.7, 0.2, -0.4]; }
        copied(&x[..], &mut y[..], n) { x = vec![0.3, 1.5, -0.2, 0.9, 0.2, 0.8], y = vec![0.7, 0.2, -0.4], n = 4usize; }
        exchanged(x, y, n) { x = 0.7, y = 1.3, n = 3usize; x = 0.7, y = 1.3, n = 0usize; }
        two_buffers(&x[..], steps) { x = vec![0.3, 1.5, -0.2, 0.9], steps = 3usize; x = vec![0.3, 1.5], steps = 0usize; }
        rows_exchanged(x, y) { x = 0.7, y = 1.3; }
        rows_pushed(&x[..], n) { x = vec![0.3, 1.5, -0.2, 0.9], n = 4usize; x = vec![0.3], n = 1usize; }
        solved_with_pivots(&a[..], &b[..], n) {
            a = vec![0.3, 1.5, -0.2, 0.9, 0.1, 0.8, -1.1, 0.7, 0.4], b = vec![0.7, 0.2, -0.4], n = 3usize;
        }
        pushed_on_one_way(x, flag) { x = 0.7, flag = true; x = 0.7, flag = false; }
        made_anew(&x[..]) { x = vec![0.3, 1.5, -0.2, 0.9]; }
        constants_pushed(x) { x = 0.7; }
        tuples_pushed(&x[..]) { x = vec![0.3, 1.5, -0.2, 0.9]; }
        buckets(&x[..], limit) { x = vec![0.3, 1.5, -0.2, 0.9, 1.1], limit = 0.6; x = Vec::<f64>::new(), limit = 0.6; }
        moved_on(x, n) { x = 0.7, n = 2usize; x = 0.7, n = 5usize; x = 0.7, n = 0usize; }
        lengths_of_what_is_assigned(x) { x = 0.7; x = 0.3; }
        lists_in_parts(x, y) { x = 1.3, y = 0.4; }
        exchanged_lists(x) { x = 0.7; x = 0.3; }
        swapped_with(&mut x[..], &mut y[..]) { x = vec![0.3, 1.5], y = vec![0.7, 0.2]; }
    }
}
