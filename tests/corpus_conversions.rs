//! Conversions between one's own types, numbers and arrays.

mod harness;
mod corpus {
    pub mod conversions;
}
twin::twins!("tests/corpus/conversions.rs");

derivatives! {
    conversions {
        of_several(x, y) { x = 0.7, y = 1.3; }
        of_slices(&x[..]) { x = vec![0.7, 1.3, -0.4]; }
        to_the_library(x, y) { x = 0.7, y = 1.3; }
        generic(x, y) { x = [0.7, 1.3, -0.4], y = 0.6; }
        mapped(&x[..]) { x = vec![0.7, 1.3, -0.4]; }
        given(x, up) { x = 0.7, up = true; x = 0.7, up = false; }
    }
}
