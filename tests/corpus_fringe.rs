//! Forms at the edge of the language.

mod harness;
mod corpus {
    pub mod fringe;
}
twin::twins!("tests/corpus/fringe.rs");

derivatives! {
    fringe {
        doubled_often(x) { x = [0.7, 1.3, 0.4]; }
        patterns(x, y, u, v) { x = [0.7, -1.1], y = (2.0, (0.4, 3.0)), u = 1.0, v = 2.0; }
        local_items(x) { x = 0.7; }
        assigned_later(x) { x = 0.7; x = -1.3; }
        exchanged(x, y) { x = 0.5, y = -1.3; }
        degenerate(x, unit) { x = (0.5,), unit = (); }
        polynomial(coefficients, x) { coefficients = [1.0, -2.0, 0.5], x = 1.3; }
        cubic(x) { x = 1.3; }
        exchanged_elements(x) { x = [0.7, -1.1]; }
        integer_methods(&x[..], n) {
            x = vec![0.7, -1.1, 2.0], n = 2usize;
            x = Vec::<f64>::new(), n = 2usize;
        }
        conversions(x, n) { x = 0.7f32, n = 3; }
        swapped(&mut x) { x = [0.7, -1.1, 2.0]; }
        options_of_data(&x[..], k, n) {
            x = vec![0.7, -1.1, 2.0], k = Some(1usize), n = 0usize;
            x = vec![0.7, -1.1, 2.0], k = None::<usize>, n = 1usize;
            x = vec![0.7, -1.1, 2.0], k = Some(2usize), n = 3usize;
        }
        through_references(&x[..]) { x = vec![(1.3, [0.7, 0.3]), (0.2, [0.1, 1.3]), (2.2, [1.1, 1.2])]; }
        written_through_references(&mut x[..], k) { x = vec![(1.3, 0.7), (0.4, 1.2)], k = 0.9; }
        two_lists(&mut x[..], &mut y[..], k) { x = vec![1.1, 0.7], y = vec![0.3, 1.9, 0.5], k = 0.7; x = vec![1.1, 3.7], y = vec![0.3], k = 0.7; }
        three_lists(x) { x = 1.3; }
        operators_by_path(&x[..]) { x = vec![0.7, -1.1, 2.0]; }
        pattern_behind_reference(&p) { p = ([0.3, 0.4], [1.2, 0.7]); }
        patterns_behind_references(&x, &mut p) { x = [0.3, 0.4, 0.9, -1.0], p = (0.5, [0.2, 0.3]); }
        constants_in_blocks(x, n) { x = 0.7, n = 0usize; x = 0.7, n = 3usize; }
    }
}
