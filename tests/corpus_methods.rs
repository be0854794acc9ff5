//! Methods in method syntax.

mod harness;
mod corpus {
    pub mod methods;
}
twin::twins!("tests/corpus/methods.rs");

derivatives! {
    methods {
        chain(a, b) { a = [0.3, -0.7, 1.1], b = [1.3, 0.2, -0.4]; }
        in_place(a, by) { a = [0.3, -0.7, 1.1], by = 1.7; }
        stretched_until(a) { a = [0.3, -0.7, 1.1]; a = [2.0, 0.1, -0.2]; }
        polygon(&points[..]) {
            points = [[0.3, -0.7, 1.1], [1.0, 0.2, 0.1], [-0.4, 0.9, 0.3], [0.2, 0.2, 2.0], [0.7, -0.1, 0.4]];
            points = [[0.5, 0.25, 0.125], [1.0, 2.0, 3.0]];
        }
        orbit(at, velocity, mass, steps) {
            at = [1.0, 0.1, -0.2], velocity = [0.1, 0.9, 0.3], mass = 1.1, steps = 4usize;
            at = [1.0, 0.1, -0.2], velocity = [0.1, 0.9, 0.3], mass = 1.1, steps = 0usize;
        }
        through_references(&mut state, &other) { state = [0.5, 1.5, -0.3], other = [0.2, -0.6, 1.0]; }
        series(&a[..], &b[..], x) { a = [0.5, 0.25, -1.0], b = [0.7, 0.1], x = 0.9; a = [0.5], b = [2.0], x = -0.4; }
        shadowed(a) { a = [0.3, -0.7, 1.1]; }
        exits(a, limit) { a = [0.3, -0.7, 1.1], limit = 2.5; a = [0.3, -0.7, 1.1], limit = 50.0; a = [0.3, -0.7, -0.5], limit = 0.1; }
        in_closures(a, t) { a = [0.3, -0.7, 1.1], t = 0.6; a = [0.3, -0.7, 1.1], t = -0.6; }
        of_a_trait(at, depth) { at = [0.3, -0.7], depth = 1.3; }
        lent_by_name(slope, offset, &mut y[..]) { slope = 0.5, offset = -0.2, y = vec![0.5, -1.0, 2.0]; }
        updated(a, t, n) {
            a = [0.3, -0.7, 1.1], t = 0.6, n = 2usize;
            a = [0.3, -0.7, 1.1], t = 0.6, n = 0usize;
        }
        turned(a, t) { a = [0.3, -0.7, 1.1], t = 0.6; a = [0.9, -0.7, 1.1], t = 0.7; a = [-1.9, 0.2, 1.1], t = 0.7; }
        updated_in_place(a, by) { a = [0.3, -0.7, 1.1], by = 1.7; }
        changed_by_methods_alone(a, by, n) { a = [0.3, -0.7, 1.1], by = 0.6, n = 3usize; a = [0.3, -0.7, 1.1], by = 0.6, n = 0usize; }
        questions(a, by) { a = [0.3, -0.7, 0.1], by = 1.7; a = [1.3, -0.7, 0.1], by = 0.7; a = [0.1, 0.2, 0.3], by = 0.5; }
        rings(x, n) { x = 0.7, n = 1usize; x = 0.7, n = 4usize; }
        many_rings(x) { x = 0.7; }
        constant_numbers(stiffness, x, by) { stiffness = 1.3, x = [0.7, -0.4], by = 0.6; }
    }
}
