//! What is sorted.

mod harness;
mod corpus {
    pub mod sorting;
}
twin::twins!("tests/corpus/sorting.rs");

derivatives! {
    sorting {
        median(&x[..]) { x = vec![0.3, 0.9, 0.12, 0.5, 0.7]; x = vec![0.9, 0.3, 0.12, 0.5]; x = vec![0.4]; }
        trimmed(&x[..], k) { x = vec![0.3, 0.9, 0.12, 0.5, 0.7], k = 0.8; x = vec![0.9, 0.3], k = 0.8; }
        ranked(&x[..], &w[..]) { x = vec![0.3, 0.9, 0.12, 0.5], w = vec![1.0, 0.7, -0.3, 0.2]; x = vec![0.0; 0], w = vec![0.0; 0]; }
        nearest(&mut points, to, steps) {
            points = [[0.3, 0.9], [0.12, 0.5], [0.7, -0.4], [1.1, 0.3]], to = [0.4, 0.2], steps = 4usize;
        }
        sorted_rows(&rows[..]) { rows = vec![vec![0.3, 0.9], vec![0.12, 0.5], vec![0.7, -0.4]]; }
        ends(&x[..]) { x = vec![0.3, 0.9, 0.12]; x = vec![0.3, 0.9]; }
    }
}
