//! Const generics, lifetimes and attributes.

mod harness;
mod corpus {
    pub mod generics;
}
twin::twins!("tests/corpus/generics.rs");

derivatives! {
    generics {
        dot(x, y) {
            x = [0.5, -1.0, 2.0], y = [1.0, 0.3, 0.7];
            x = [0.5], y = [3.0];
            x = [0.0; 0], y = [0.0; 0];
        }
        rosenbrock(&x) { x = [0.5, -1.0, 2.0, 0.3]; x = [0.5, 2.0]; x = [0.4]; }
        multiply(&a, &x) {
            a = [[0.5, -1.0, 2.0], [1.0, 0.3, 0.7]], x = [0.9, -0.2, 1.5];
            a = [[0.5], [1.0], [3.0]], x = [0.9];
        }
        matrix_product(a, b) {
            a = [[0.5, -1.0, 2.0], [1.0, 0.3, 0.7]], b = [[0.9], [-0.2], [1.5]];
        }
        norms(x, y) { x = [0.5, -1.0, 2.0], y = [1.0, 0.3]; }
        iterate(state) { state = [0.5, -1.0, 2.0, 0.3, 1.2]; state = [0.5]; }
        named_width(x, scale) { x = [0.5, -1.0, 2.0], scale = 0.7; }
        with_lifetimes(&x[..], &y) { x = vec![0.5, -1.0, 2.0], y = [1.0, 0.3]; }
        scale_rows(&factors, &mut matrix) {
            factors = [2.0, -0.5], matrix = [[0.5, -1.0, 2.0], [1.0, 0.3, 0.7]];
        }
        decorated(x) { x = 1.3; }
    }
}
