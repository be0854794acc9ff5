//! Variants that hold what varies.

mod harness;
mod corpus {
    pub mod variants;
}
twin::twins!("tests/corpus/variants.rs");

derivatives! {
    variants {
        volume(x, k) { x = 0.7, k = 0usize; x = 0.7, k = 1usize; x = 0.7, k = 2usize; x = 0.7, k = 3usize; }
        grown(x, k, n) {
            x = 0.7, k = 0usize, n = 3usize;
            x = 0.7, k = 1usize, n = 3usize;
            x = 0.7, k = 2usize, n = 2usize;
            x = 0.7, k = 3usize, n = 1usize;
        }
        scene(x, y, n) { x = 0.7, y = 1.2, n = 7usize; x = 0.7, y = 1.2, n = 1usize; x = 0.7, y = 1.2, n = 0usize; }
        changed(x, n) { x = 0.7, n = 0usize; x = 0.7, n = 1usize; x = 0.7, n = 5usize; }
        alternatives(x, k) { x = 0.7, k = 0usize; x = 0.7, k = 1usize; x = 0.7, k = 2usize; x = 0.7, k = 3usize; }
        lent(x, k) { x = 0.7, k = 0usize; x = 0.7, k = 1usize; x = 0.7, k = 2usize; x = 0.7, k = 3usize; }
        lists(x, k) { x = 0.7, k = 1usize; x = 0.7, k = 2usize; x = 0.7, k = 4usize; x = 0.7, k = 5usize; }
        counted(&x[..], up) { x = vec![0.7, 0.4, 0.9], up = 0u32; x = vec![0.7, 0.4, 0.9], up = 2u32; }
    }
}
