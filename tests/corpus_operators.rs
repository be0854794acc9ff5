//! Operators whose types only the compiler knows.

mod harness;
mod corpus {
    pub mod operators;
}
twin::twins!("tests/corpus/operators.rs");

derivatives! {
    operators {
        by_count(&x[..], limit) {
            x = [0.5, 1.5, 2.5], limit = 1.0;
            x = [0.5, 1.5, 2.5], limit = 0.1;
            x = [0.5, 1.5, 2.5], limit = 3.0;
        }
        all_of(a, b, s) { a = [0.3, -0.7], b = [1.1, 0.4], s = 1.3; }
        orbit_of(at, velocity, steps) {
            at = [1.0, 0.1], velocity = [0.1, 0.9], steps = 5usize;
            at = [1.0, 0.1], velocity = [0.1, 0.9], steps = 0usize;
        }
        fields_of(focal, center, &x[..]) {
            focal = 0.7, center = [0.3, -0.8], x = [0.5, -1.5, 0.25];
            focal = 0.7, center = [0.3, -0.8], x = [2.5];
        }
        parts_of(a, &trail, s) { a = [0.3, -0.7], trail = [[0.5, 0.1], [1.2, -0.4], [0.9, 0.8]], s = 1.3; }
        chosen_of(a, b) {
            a = [0.3, -0.7], b = [1.1, 0.4];
            a = [1.3, 0.7], b = [-1.1, 0.4];
            a = [0.1, 0.2], b = [0.2, 0.1];
        }
        beside_constants(a, s) { a = [0.3, -0.7], s = 1.3; }
        of_calls(x, y, n) { x = 0.7, y = -0.4, n = 3usize; x = 0.7, y = -0.4, n = 0usize; }
        sum_of_matrices(a, b) { a = [[0.3, -0.7, 0.1], [0.2, 0.9, 1.1]], b = [[1.3, 0.4, 0.6], [-0.2, 0.8, 0.5]]; }
    }
}
