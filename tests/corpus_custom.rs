//! Functions with rules of their own.

mod harness;
mod corpus {
    pub mod custom;
}
twin::twins!("tests/corpus/custom.rs");

derivatives! {
    custom {
        root_by_jvp(a) { a = 2.0; a = 0.3; }
        root_by_vjp(a) { a = 2.0; a = 0.3; }
        root_by_pullback(a) { a = 2.0; a = 0.3; }
        root_by_both(a) { a = 2.0; a = 0.3; }
        written_in_place(x) { x = 1.3; }
        blend_by_jvp(a, &x[..], shift, &y) { a = 0.7, x = vec![1.0, -0.5, 2.0, 0.3], shift = 1usize, y = [0.4, 1.3]; }
        blend_by_vjp(a, &x[..], shift, &y) { a = 0.7, x = vec![1.0, -0.5, 2.0, 0.3], shift = 1usize, y = [0.4, 1.3]; }
        blend_by_pullback(a, &x[..], shift, &y) {
            a = 0.7, x = vec![1.0, -0.5, 2.0, 0.3], shift = 1usize, y = [0.4, 1.3];
            a = 0.7, x = vec![1.0], shift = 0usize, y = [0.4, 1.3];
        }
        cumulated(x.clone(), scale) {
            x = vec![1.0, -0.5, 2.0], scale = 0.7;
            x = Vec::<f64>::new(), scale = 0.7;
        }
        polar(z, turns) { z = (0.6_f32, -1.2_f32), turns = 2; }
        energy(x) { x = [0.6, -1.2, 2.0]; }
        calls_rules(x, n) {
            x = [0.9, -1.3, 0.4], n = 3usize;
            x = [0.2, 0.3, 0.4], n = 1usize;
            x = [0.9, -1.3, 0.4], n = 0usize;
        }
        interpolated(x, &knots[..], &values[..]) { x = 0.72, knots = vec![0.1, 0.6, 1.2], values = vec![2.0, -1.0, 0.5]; }
        inactive_flow(x) { x = [0.82, 0.31, 1.13]; x = [0.82, 1.21, -0.43]; }
        aliased_rules(x) { x = [0.9, -1.3, 0.4, 1.1]; }
    }
}
