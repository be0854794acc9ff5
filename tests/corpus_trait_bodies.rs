//! Functions that have a body in their trait.

mod harness;
mod corpus {
    pub mod trait_bodies;
}
twin::twins!("tests/corpus/trait_bodies.rs");

derivatives! {
    trait_bodies {
        bodies(p, t) { p = [1.3, 0.2], t = 0.4; }
        given(p, t) { p = [1.3, 0.2], t = 0.4; }
        chained(k, t) { k = [1.3, 0.2], t = 0.4; }
        raw_names(k, t) { k = [1.3, 0.2], t = 0.4; }
    }
}
