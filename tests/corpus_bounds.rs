//! What is known by a bound alone.

mod harness;
mod corpus {
    pub mod bounds;
}
twin::twins!("tests/corpus/bounds.rs");

derivatives! {
    bounds {
        several(p, y) { p = [1.3, 0.2, 0.7], y = [0.4, 0.5]; }
        solved(k, y) { k = 1.3, y = [0.4, 0.5]; }
        phases(p, x) { p = [1.3, 0.2], x = [0.4, 0.5]; }
        samples(p, x) { p = [1.3, 0.2], x = [0.4, 0.5]; }
    }
}
