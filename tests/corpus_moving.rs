//! References that are assigned to.

mod harness;
#[allow(clippy::redundant_slicing)] // the forms are what is tested
mod corpus {
    pub mod moving;
}
twin::twins!("tests/corpus/moving.rs");

derivatives! {
    moving {
        walk(&x[..], n) {
            x = vec![0.3, 0.9, 0.12, 0.5, 0.7, 0.45, 0.2], n = 2usize;
            x = vec![0.3, 0.9, 0.12], n = 3usize;
            x = vec![0.0; 0], n = 1usize;
        }
        pattern(&x[..], a) { x = vec![0.3, 0.9, -0.12, 0.5], a = 0.8; x = vec![0.0; 0], a = 0.5; }
        split(&mut y[..], k) { y = vec![0.3, 0.9, -0.12, 0.5, 0.4], k = 0.8; }
        inputs(&p[..], &seq[..], b) { p = vec![0.3, 0.9], seq = vec![-0.12, 0.5, 0.4, 0.8, 1.3, 0.2], b = 2usize; }
        rows(&m[..], pick) {
            m = vec![[0.1, 0.2, 0.3], [0.4, 0.5, 0.9], [0.3, 0.2, 0.1]], pick = 7usize;
            m = vec![[0.1, 0.2, 0.3], [0.4, 0.5, 0.9], [0.3, 0.2, 0.1]], pick = 2usize;
        }
        halves(&x[..], t) { x = vec![0.3, 0.9, 0.12, 0.5, 0.7, 0.45, 0.2], t = 0.4; }
        captured(&x[..]) { x = vec![0.3, 0.9, 0.12, 0.5]; }
    }
}
