//! Sums of one's own types.

mod harness;
mod corpus {
    pub mod own_sums;
}
twin::twins!("tests/corpus/own_sums.rs");

derivatives! {
    own_sums {
        attracted(&x[..], mass) {
            x = vec![0.35, 0.7, -0.4, 0.9, 1.2, -0.1], mass = 0.8;
            x = vec![0.4, 0.7], mass = 0.8;
        }
        none_or_some(x, n) { x = 0.7, n = 3usize; x = 0.7, n = 0usize; x = 0.7, n = 1usize; }
        by_a_trait_of_ones_own(x, y) { x = 0.7, y = 0.3; }
        of_series(x) { x = [0.7, 0.3]; }
    }
}
