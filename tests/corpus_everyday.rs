//! Ordinary code.

mod harness;
mod corpus {
    pub mod everyday;
}
twin::twins!("tests/corpus/everyday.rs");

derivatives! {
    everyday {
        matched_slices(&x[..], n) {
            x = vec![0.7, 1.3, -0.4, 0.9], n = 2usize; x = vec![0.7, 1.3, -0.4], n = 2usize; x = vec![0.7, 1.3], n = 2usize;
            x = vec![0.7, 1.3, -0.4, 0.9], n = 1usize;
        }
        given_later(&x[..], n, up) {
            x = vec![0.7, 1.3, -0.4], n = 0usize, up = true; x = vec![0.7, 1.3, -0.4], n = 1usize, up = true;
            x = vec![0.7, 1.3, -0.4], n = 2usize, up = false;
        }
        over_references(x, y, z) {
            x = 0.7, y = 1.3, z = 0.2; x = -0.7, y = 1.3, z = 2.0; x = 3.0, y = 1.0, z = 1.0; x = 1.5, y = 6.0, z = 1.0;
            x = 1.5, y = 0.5, z = 1.0;
        }
        options_in_variants(kind, x, y, k) {
            kind = 0usize, x = 0.7, y = 1.3, k = 0.4; kind = 1usize, x = 0.7, y = 1.3, k = 0.4; kind = 2usize, x = 0.7, y = 1.3, k = 0.4;
            kind = 3usize, x = 0.7, y = 1.3, k = 0.4; kind = 4usize, x = 0.7, y = 1.3, k = 0.4; kind = 5usize, x = 0.7, y = 1.3, k = 0.4;
        }
        options_in_parts(x, y, which) {
            x = 0.7, y = 1.3, which = 0usize; x = 0.7, y = 1.3, which = 1usize; x = 0.7, y = 1.3, which = 2usize; x = 0.7, y = 1.3, which = 3usize;
            x = 0.7, y = 1.3, which = 4usize; x = 0.7, y = 1.3, which = 7usize;
        }
        chosen_in_methods(h, y, up, k) { h = 0.3, y = 0.8, up = true, k = 0usize; h = 0.3, y = 0.8, up = false, k = 1usize; }
    }
}
