//! `Vec`s in structs that get longer and shorter.

mod harness;
mod corpus {
    pub mod growing;
}
twin::twins!("tests/corpus/growing.rs");

derivatives! {
    growing {
        logged(x, n) { x = 0.7, n = 2usize; x = 0.7, n = 3usize; x = 0.7, n = 6usize; }
        lit(x) { x = 0.7; }
        from_constant(x) { x = 0.7; }
        of_constant(x) { x = 0.7; }
        nested(x, n) { x = 0.7, n = 0usize; x = 0.7, n = 1usize; x = 0.7, n = 3usize; x = 0.7, n = 6usize; }
    }
}
