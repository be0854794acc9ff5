//! Functions and constants of floats by path.
#![allow(clippy::style, clippy::complexity, reason = "the forms are what is tested")]

mod harness;
mod corpus {
    pub mod paths;
}
twin::twins!("tests/corpus/paths.rs");

derivatives! {
    paths {
        by_name(x, y) { x = 0.7, y = 1.3; x = 1.4, y = 0.4; }
        single(x, y) { x = 0.7f32, y = 1.3f32; x = 1.4f32, y = 0.4f32; }
        in_brackets(x, y) { x = 0.7, y = 1.3; x = 1.4, y = 0.4; }
        constants(x) { x = 0.7; x = 0.3; }
        questions(x) { x = 0.7; x = -0.7; }
        libm_and_folds(&x[..]) { x = vec![0.7, 1.3, -0.4]; x = Vec::<f64>::new(); }
        of_references(&x, &y[..]) { x = 0.7, y = vec![1.3]; x = 1.4, y = vec![1.1]; }
    }
}
