//! `Vec`s behind `&mut` that get longer and shorter.

mod harness;
mod corpus {
    pub mod resized;
}
twin::twins!("tests/corpus/resized.rs");

derivatives! {
    resized {
        history(x, &mut out) { x = 0.7, out = Vec::<f64>::new(); x = 0.7, out = vec![1.0, 2.0]; }
        total(x) { x = 0.7; }
        passed_on(x, &mut out) { x = 0.7, out = Vec::<f64>::new(); x = 0.7, out = vec![1.0, 2.0]; }
        passed_on_twice(x, y) { x = 0.7, y = 0.3; }
        integrate(x, n, &mut log) { x = 0.7, n = 3usize, log = Vec::<[f64; 2]>::new(); x = 0.9, n = 7usize, log = vec![[1.0, 2.0]]; }
        integrated(x, n) { x = 0.7, n = 2usize; x = 0.7, n = 7usize; x = 1.1, n = 5usize; }
        on_one_side(x, &mut out) { x = 0.2, out = Vec::<f64>::new(); x = 0.7, out = vec![0.1, 0.2]; x = 0.2, out = vec![0.1, 0.2]; }
        on_both_sides(x) { x = 0.2; x = 0.7; x = 0.1; }
        tree(x, depth, &mut out) { x = 0.7, depth = 2usize, out = vec![0.3]; x = 0.7, depth = 0usize, out = vec![0.3]; }
        walked(x, depth) { x = 0.7, depth = 3usize; }
        operations(x, &values[..], &mut out) { x = 0.7, values = vec![0.3, 0.4], out = vec![1.0]; x = 0.7, values = vec![0.3], out = vec![1.0, 0.5, 0.4, 0.3, 0.2]; }
        operated(x, &values[..]) { x = 0.7, values = vec![0.3, 0.4]; }
        whole(x, &mut out) { x = 0.7, out = vec![0.3, 0.4]; x = 0.3, out = vec![0.3, 0.4]; }
        of_whole(x) { x = 0.7; x = 0.3; }
        exchange(&mut a, &mut b, x) { a = vec![0.3, 0.4], b = vec![0.5], x = 0.7; a = vec![0.3], b = Vec::<f64>::new(), x = 0.7; }
        copy_into(&from, &mut to, x) { from = vec![0.3, 0.4], to = vec![0.5], x = 0.7; }
        exchanged(x) { x = 0.7; }
        rows(x, &mut table) { x = 0.7, table = vec![vec![0.3], vec![]]; }
        each(x, &mut rows[..]) { x = 0.7, rows = vec![vec![0.3], vec![], vec![0.1, 0.2]]; }
        all_rows(x) { x = 0.7; }
        buffers(x, n) { x = 0.7, n = 0usize; x = 0.7, n = 3usize; }
        work(x, &mut stack) { x = 0.7, stack = vec![0.3, 2.0]; x = 0.7, stack = Vec::<f64>::new(); }
        worked(x) { x = 0.7; }
        recorded(x, &mut out) { x = 0.7, out = vec![0.2]; }
        of_given(x) { x = 0.7; }
        pointed_at(x) { x = 0.7; }
        fallible(x, &mut out) { x = 0.7, out = vec![0.2]; x = 1.7, out = Vec::<f64>::new(); }
        failed(x) { x = 0.7; x = 1.2; }
        deep(x) { x = 0.7; }
        steps(x, n) { x = 0.7, n = 0usize; x = 0.7, n = 2usize; x = 0.7, n = 5usize; }
    }
}
