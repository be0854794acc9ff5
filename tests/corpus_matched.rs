//! Patterns that bind by value, and variants that hold what varies.

mod harness;
mod corpus {
    pub mod matched;
    pub mod variants;
}
twin::twins!("tests/corpus/matched.rs", "tests/corpus/variants.rs");

derivatives! {
    matched {
        element(x) { x = 0.7; }
        row(x) { x = 0.7; }
        written(&mut v[..]) {
            v = vec![0.7, 0.4, 0.2];
            v = vec![0.7, 0.4];
            v = vec![0.4, 0.7];
            v = vec![0.7];
            v = Vec::<f64>::new();
        }
        exchanged(&mut v[..]) { v = vec![0.7, 0.4, 0.2]; v = vec![0.7]; }
        pairs(&v[..], limit) {
            v = vec![(0.2, 0.4), (0.9, 0.3)], limit = 0.1;
            v = vec![(0.2, 0.4), (0.9, 0.3)], limit = 0.3;
        }
        referred(&mut v[..]) { v = vec![0.7, 0.4, 0.2]; v = vec![0.7]; }
        shaded(x, y, holes) {
            x = 0.3, y = 0.9, holes = 3u32;
            x = 0.3, y = 0.9, holes = 0u32;
            x = 0.9, y = 0.3, holes = 1u32;
            x = 0.9, y = 0.2, holes = 2u32;
        }
        cells(x, y) { x = 0.3, y = 0.7; x = 0.7, y = 0.3; }
    }
}

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
        counted(&x[..], up) { x = vec![0.7, 0.4, 0.9], up = 0u32; x = vec![0.7, 0.4, 0.9], up = 2u32; }
    }
}
