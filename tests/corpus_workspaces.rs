//! Lists that are used again in every iteration.

mod harness;
mod corpus {
    pub mod workspaces;
}
twin::twins!("tests/corpus/workspaces.rs");

derivatives! {
    workspaces {
        residuals_of_rows(&a[..], &x[..], rows) {
            a = vec![0.7, -1.1, 2.0, 0.4, 0.9, -0.3], x = vec![0.3, 1.2, 0.8], rows = 2usize;
            a = vec![0.7, -1.1, 2.0], x = vec![0.3, 1.2, 0.8], rows = 0usize;
            a = vec![0.7], x = Vec::<f64>::new(), rows = 3usize;
        }
        softmax_of_rows(&a[..], &x[..]) {
            a = vec![0.7, -1.1, 2.0, 0.4, 0.9, -0.3], x = vec![0.3, 1.2, 0.8];
            a = vec![0.7, 0.4], x = vec![0.3];
        }
        mixture(&a[..], &means[..], columns) {
            a = vec![0.7, -1.1, 2.0, 0.4], means = vec![0.3, 1.2, 0.8, 0.1, -0.4, 0.6], columns = 2usize;
            a = vec![0.7, -1.1, 2.0, 0.4], means = vec![0.3, 1.2], columns = 1usize;
        }
        one_by_one(&x[..]) { x = vec![0.7, -1.1, 2.0]; x = Vec::<f64>::new(); }
        constant_length(&x[..]) { x = vec![0.7, -1.1, 2.0, 0.4]; x = vec![0.7]; x = Vec::<f64>::new(); }
        carried_over(&x[..]) { x = vec![0.7, -1.1, 2.0]; x = vec![0.7]; }
        read_before(&x[..]) { x = vec![0.7, -1.1, 2.0]; x = vec![0.7]; }
        set_under_a_condition(&x[..]) { x = vec![0.7, -1.1, 2.0]; x = vec![-0.7, 0.9, 0.2]; }
        read_afterwards(&x[..]) { x = vec![0.7, -1.1, 2.0]; x = vec![0.7]; }
        left_by_the_last(&x[..]) { x = vec![0.7, -1.1, 2.0]; x = vec![0.7]; x = Vec::<f64>::new(); }
        longer(&x[..]) { x = vec![0.7, -1.1, 2.0]; x = vec![0.7]; }
        lent(&x[..]) { x = vec![0.7, -1.1, 2.0]; x = vec![0.7]; }
        left_early(&x[..], most) {
            x = vec![0.7, 1.1, 2.0, 0.3], most = 1.7;
            x = vec![0.7, 1.1, 2.0, 0.3], most = 1e3;
        }
        with_state(&x[..], steps) { x = vec![0.7, 1.1, 2.0], steps = 3usize; x = vec![0.7], steps = 0usize; }
        packed(&entries[..], &x[..]) {
            entries = vec![0.7, 1.1, 2.0, 0.3, -0.4, 0.9], x = vec![0.4, 0.8, -1.2];
            entries = Vec::<f64>::new(), x = Vec::<f64>::new();
        }
        two_integers(&x[..]) { x = vec![0.7, 1.1, 2.0, 0.3, 1.6, -0.2]; x = vec![0.7]; }
        pairs(&x[..]) { x = vec![0.7, 1.1, 2.0]; }
        parts_of_pairs(&x[..]) { x = vec![0.7, 1.1, 2.0]; }
    }
}
