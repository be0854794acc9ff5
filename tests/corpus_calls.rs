//! Calls, within a module, across modules and across crates.

mod harness;
mod corpus {
    pub mod calls;
}
twin::twins!("tests/corpus/calls.rs", "tests/neighbour/src/lib.rs");

derivatives! {
    calls {
        by_any_path(x) { x = 0.8; }
        across_crates(mass, velocity) {
            mass = 0.6, velocity = [1.0, -2.0, 0.5];
            mass = 1.6, velocity = [1.0, -2.0, 0.5];
        }
        filled_by_a_neighbour(x) { x = 1.3; }
        triangle_area(a, b, c) { a = [0.0, 0.1, 0.2], b = [1.0, 0.3, -0.4], c = [0.5, 2.0, 0.7]; }
        norms_of_parts(&x[..], cut) { x = vec![0.5, -1.0, 2.0, 0.7, 1.1], cut = 2usize; }
        written_by_parts(x, a) { x = [1.0, -0.5, 0.3, 2.0, 0.7, 0.1], a = 0.8; }
        overwritten_by_callee(x) { x = [0.9, -1.3]; }
        overwritten_by_caller(x) { x = [0.9, -1.3, 0.4]; }
        same_argument_twice(x, y) { x = 0.6, y = [1.1, -0.7, 2.0]; }
        oscillator(state, mu, steps) {
            state = [1.0, 0.5], mu = 1.2, steps = 9usize;
            state = [1.0, 0.5], mu = 1.2, steps = 0usize;
        }
        workspace_down_two_calls(x) { x = [0.9, -1.3, 0.4, 1.7]; }
        plain_integer_helper(x) { x = [0.9, -1.3, 0.4, 1.7, 0.2]; }
        composed(x) { x = 0.7; x = 3.1; x = -1.0; }
        complex_power(z, exponent) { z = (0.6, 1.2), exponent = 2.5; }
        layers(&weights, x, depth) {
            weights = [[0.5, -0.8], [1.1, 0.3]], x = [0.9, 0.4], depth = 5usize;
        }
        unused_result(x) { x = [0.9, -1.3, 0.4]; }
        conditions_that_write(x) { x = 0.3; x = 0.7; x = 1.9; }
        constant_call(x) { x = 2.0; }
        inactive_uses_of_calls(x) { x = [1.5, 1.2, 0.3, 0.8]; x = [1.5, 1.7, -0.3, -0.8]; }
        names_of_modes(x, n) { x = 0.7, n = 0usize; x = 0.7, n = 2usize; x = 0.7, n = 5usize; }
    }
}
