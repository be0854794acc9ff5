//! Tuples.

mod harness;
mod corpus {
    pub mod tuples;
}
twin::twins!("tests/corpus/tuples.rs");

derivatives! {
    tuples {
        complex_product(a, b) { a = (0.5, -1.0), b = (2.0, 0.3); }
        julia(z, c, n) { z = (0.3, 0.2), c = (-0.4, 0.6), n = 5usize; }
        fields(x, y) { x = 0.5, y = -1.3; }
        nested(pose) { pose = ([0.5, -1.0], (0.7, 1.3)); }
        tagged(x, table) { x = (0.5, 1usize), table = [1.1, -0.7, 2.0]; }
        shoelace(points) { points = [(0.0, 0.1), (2.0, 0.3), (2.5, 1.9), (-0.4, 1.2)]; }
        springs(particles, stiffness) {
            particles = [(0.0, 0.1), (1.2, -0.3), (2.5, 0.2)], stiffness = 3.0;
        }
        orbital_elements(state, mu) { state = ([1.0, 0.2, -0.1], [-0.1, 0.9, 0.3]), mu = 1.1; }
    }
}
