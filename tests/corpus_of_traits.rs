//! Functions of traits, found by the path of type and trait.

mod harness;
mod corpus {
    pub mod of_traits;
}
twin::twins!("tests/corpus/of_traits.rs");

derivatives! {
    of_traits {
        by_the_path_of_the_trait(x, y) { x = 0.7, y = -1.1; }
    }
}
