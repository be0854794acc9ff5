//! Slices as arrays.

mod harness;
mod corpus {
    pub mod chunks;
}
twin::twins!("tests/corpus/chunks.rs");

derivatives! {
    chunks {
        views(&x[..]) { x = vec![0.5, -1.0, 2.0, 0.3, 0.7]; }
        copies(&x[..], &mut y[..]) { x = vec![0.5, -1.0, 2.0], y = vec![0.3, 0.7, -0.4]; }
        written(&x[..], &mut y[..]) { x = vec![0.5, -1.0], y = vec![0.3, 0.7, -0.4, 1.1]; }
        records(&cameras[..], &points[..], &seen[..]) {
            cameras = vec![0.5, -1.0, 2.0, 0.3, 0.7, 0.4, -0.6, 1.2], points = vec![0.3, 0.7, 1.4, -1.1, 0.2, 0.9],
                seen = vec![0usize, 0, 0, 1, 1, 1, 1, 0];
        }
        first_chunk(&x[..]) { x = vec![0.5, -1.0, 2.0, 0.3]; }
        at_the_end(&x[..]) { x = vec![0.5, -1.0, 2.0, 0.3]; }
    }
}
