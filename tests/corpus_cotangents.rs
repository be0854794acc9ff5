//! Cotangents that are set by what is added first, and those that are not.

mod harness;
mod corpus {
    pub mod cotangents;
}
twin::twins!("tests/corpus/cotangents.rs");

derivatives! {
    cotangents {
        exchanged(x) { x = 0.7; }
        one_element_twice(x) { x = 0.7; }
        in_a_field(x, y) { x = 0.7, y = [0.3, -1.2]; }
        behind_an_alias(x) { x = 0.7; }
        around(x) { x = 0.7; }
        around_behind_a_reference(x) { x = 0.7; }
    }
}
