//! Cotangents that are set by what is added first, and those that are not.

mod harness;
mod corpus {
    pub mod cotangents;
}
twin::twins!("tests/corpus/cotangents.rs");

derivatives! {
    cotangents {
        exchanged(x) { x = 0.7; }
    }
}
