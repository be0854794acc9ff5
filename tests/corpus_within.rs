//! What is in an `Option`, read and changed where it is.
#![allow(
    clippy::manual_unwrap_or,
    clippy::manual_flatten,
    clippy::filter_map_identity,
    reason = "the forms are what is tested"
)]

mod harness;
mod corpus {
    pub mod within;
}
twin::twins!("tests/corpus/within.rs");

derivatives! {
    within {
        trained(&x[..], &w[..], b, rate, steps) {
            x = vec![0.7, 0.2], w = vec![0.4, 0.9], b = 0.6, rate = 0.3, steps = 3usize;
            x = vec![0.7, 0.2], w = vec![0.4, 0.9], b = -0.6, rate = 0.3, steps = 2usize;
            x = vec![0.7, 0.2], w = vec![0.4, 0.9], b = 0.6, rate = 0.3, steps = 0usize;
        }
        copies(limit, angle, x) { limit = 0.7, angle = 0.4, x = 1.3; }
        of_bounded(limit, x) { limit = 0.7, x = 1.3; limit = 0.2, x = 1.3; }
        of_weighted(&x[..]) { x = vec![0.7, 0.2, 0.9]; x = Vec::<f64>::new(); }
        taken_out(x, b) { x = 0.7, b = 1.3; }
        chosen(x, y) { x = 0.7, y = 1.3; x = -0.7, y = 1.3; x = 0.7, y = 0.01; }
        scaled_inside(x, y) { x = 1.3, y = 0.4; }
        carried_inside(x, y) { x = 1.3, y = 0.4; x = 0.7, y = 0.9; }
        several_inside(x, y) { x = 1.3, y = 0.4; x = 1.3, y = -0.4; }
        list_inside(x, y) { x = 1.3, y = 0.4; }
        flattened(&x[..]) { x = vec![0.7, -0.2, 0.9, 0.12]; x = vec![-0.7]; x = vec![0.7]; }
        search(&x[..]) { x = vec![0.7, 0.2, 0.9, 0.12]; x = vec![0.7]; x = Vec::<f64>::new(); }
    }
}
