//! Types that are not written where they are used.

mod harness;
mod corpus {
    pub mod types;
}
twin::twins!("tests/corpus/types.rs");

derivatives! {
    types {
        counted(x) { x = 0.7; }
        taken_apart(t) { t = (3usize, 0.7); }
        filled(x, y) { x = 0.7, y = -1.3; }
        joined(&x[..]) { x = [0.5, 1.7, 0.2, 2.5, -1.0]; x = [2.5, 0.2]; }
        polynomial(&terms[..], x) { terms = [(0.5, 3i32), (-1.5, 1), (2.0, 0), (0.25, -2)], x = 1.3; }
        arithmetic(x, n) { x = 1.3, n = (9i32, 2i32); x = 0.8, n = (-4i32, 3i32); }
        nested(x, y) { x = 0.7, y = -1.3; }
        carried(x) { x = 1.1; }
    }
}
