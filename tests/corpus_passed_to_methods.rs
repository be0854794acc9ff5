//! Functions and closures that are passed to methods.

mod harness;
mod corpus {
    pub mod passed_to_methods;
}
twin::twins!("tests/corpus/passed_to_methods.rs");

derivatives! {
    passed_to_methods {
        solved(k, h, y0, steps) { k = 0.7, h = 0.1, y0 = 1.2, steps = 6usize; k = 0.7, h = 0.1, y0 = 1.2, steps = 0usize; }
        changing(h, y0, n) { h = 0.1, y0 = 0.4, n = 5usize; h = 0.1, y0 = 0.4, n = 0usize; }
        owned(h, y, w) { h = 0.1, y = [0.4, -0.7], w = 1.3; }
        by_path(a, b) { a = 0.3, b = 1.7; }
        fitted(h, &rates[..], y0) { h = 0.1, rates = vec![0.7, 0.4, -0.3], y0 = 1.2; h = 0.1, rates = Vec::<f64>::new(), y0 = 1.2; }
        combined(p, q, s) { p = [0.3, 0.7], q = [1.1, -0.4], s = 0.6; }
        roots(damping, a) { damping = [0.9, 0.8], a = [1.3, 2.4]; }
        nothing_varies(x) { x = 0.7; }
        lent(&rates[..], &mut y[..], h) { rates = vec![0.7, 0.4], y = vec![0.5, -0.6, 0.2], h = 0.3; }
        of_two(h, x) { h = 0.3, x = 0.8; }
    }
}

/// The time does not vary where the function is called, and its root has no slope at the start.
#[test]
fn constants_have_no_slope() {
    let (_, slope) = corpus::passed_to_methods::at_a_singular_time::value_and_gradient(0.1, 1.5);
    let (_, tangent) = corpus::passed_to_methods::at_a_singular_time::jvp(0.1, 1.5, 1.0);
    // One step of Heun's method multiplies what depends on y by this.
    let expected = 1.0 - 0.1 + 0.005;
    assert!((slope - expected).abs() < 1e-15 && (tangent - expected).abs() < 1e-15, "{slope} {tangent} {expected}");
}
