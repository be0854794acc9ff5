//! Patterns that bind by value.

mod harness;
mod corpus {
    pub mod matched;
}
twin::twins!("tests/corpus/matched.rs");

derivatives! {
    matched {
        orderings(&x[..], bound) {
            x = vec![0.3, 0.7, 0.2, 0.5, 0.9, 0.8, 0.85], bound = 0.6;
            x = vec![0.7, 0.3, 0.5, 0.55], bound = 0.4;
            x = vec![0.7], bound = 0.4;
            x = vec![0.7, f64::NAN], bound = 0.4;
        }
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
