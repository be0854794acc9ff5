//! `Vec`s as values.
#![allow(clippy::style, clippy::complexity, reason = "the forms are what is tested")]

mod harness;
mod corpus {
    pub mod vectors;
}
twin::twins!("tests/corpus/vectors.rs");

derivatives! {
    vectors {
        constant_results(x) { x = 0.7; }
        constant_then_varying(x) { x = 0.7; }
        arguments_by_value(x, y) { x = 0.7, y = 1.3; }
        branches(x) { x = 0.7; x = -0.7; }
        lengths_in_branches(x) { x = 1.7; x = 0.7; x = -0.7; }
        overwritten(x, y) { x = 0.7, y = 1.3; }
        overwritten_by_constant(x) { x = 0.7; }
        grown(x, n) { x = 0.7, n = 0usize; x = 0.7, n = 1usize; x = 0.6, n = 4usize; }
        overwritten_in_a_branch(&x[..]) { x = vec![0.5, -0.3, 0.2, -1.1, 0.4]; x = vec![-0.5]; x = Vec::<f64>::new(); }
        overwritten_in_nested_loops(x) { x = 0.9; }
        moved(&x[..]) { x = vec![0.7, 1.3]; x = vec![-0.7, 1.3]; }
        moved_in_one_branch(&x[..]) { x = vec![0.7, 1.3]; x = vec![-0.7, 1.3]; }
        moved_into_calls(x, y) { x = 0.7, y = 1.3; x = 0.1, y = 0.2; }
        moved_in_a_loop(x, n) { x = 0.7, n = 3usize; x = 0.7, n = 0usize; }
        two_in_turn(x, n) { x = 0.7, n = 3usize; x = 0.7, n = 0usize; }
        in_tuples(x) { x = 0.7; }
        from_a_pair(x) { x = 0.7; }
        triangle(&x[..]) { x = vec![0.7, 1.3, 0.3]; x = vec![0.4]; }
        rows_copied(x) { x = 0.7; }
        array_of_vectors(x) { x = 0.7; }
        ignored(x) { x = 0.7; }
        returned_early(x) { x = -0.7; x = 0.7; x = 2.7; }
        broken_out(x) { x = 0.7; x = 6.7; }
        altered(w.clone(), x) { w = vec![0.5, 2.0, -1.5, 4.0], x = 0.7; w = vec![0.5], x = 0.7; }
        set_later(x) { x = 0.7; x = -0.7; }
        borrowed_then_overwritten(x) { x = 0.7; }
        left_out_comes_to_vary(x) { x = 0.7; }
    }
}
