//! Ranges as parameters and as arguments.

mod harness;
mod corpus {
    pub mod ranges;
}
twin::twins!("tests/corpus/ranges.rs");

use corpus::ranges::{part, written};

derivatives! {
    ranges {
        parts(&x[..], k) { x = [1.3, 0.2, 0.7, -0.4, 0.9], k = 2usize; }
        of_halves(&x[..]) { x = [1.3, 0.2, 0.7, -0.4, 0.9]; }
        of_parts(&x[..], k) { x = [1.3, 0.2, 0.7, -0.4, 0.9], k = 2usize; }
        all_handed_on(&x[..], k) { x = [1.3, 0.2, 0.7, -0.4, 0.9], k = 3usize; }
        written_twice(&mut x[..], k) { x = [1.3, 0.2, 0.7, -0.4, 0.9], k = 2usize; }
        of_table(&v[..], k) { v = [1.3, 0.2, 0.7], k = 0.8; }
    }
}

const X: [f64; 5] = [1.3, 0.2, 0.7, -0.4, 0.9];

/// Ranges have no tangents: they are passed as they are.
#[test]
fn ranges_are_passed_as_they_are() {
    let direction = vec![0.3, -0.2, 0.5, 0.1, 0.4];
    let (value, gradient) = part::value_and_gradient(&X, 1..4);
    assert_eq!(value, part(&X, 1..4));
    // total * x[2] + 3 x[0]
    let total = 0.2 * 0.2 + 0.7 * 0.7 + 0.4 * 0.4;
    let expected = [3.0, 2.0 * 0.2 * 0.7, 2.0 * 0.7 * 0.7 + total, -2.0 * 0.4 * 0.7, 0.0];
    for (found, expected) in gradient.iter().zip(expected) {
        assert!((found - expected).abs() < 1e-14, "{gradient:?}");
    }
    let (_, product) = part::jvp(&X, 1..4, direction.clone());
    let along: f64 = gradient.iter().zip(&direction).map(|(g, v)| g * v).sum();
    assert!((product - along).abs() < 1e-14);
    assert_eq!(part::gradient(&X, 2..2), vec![0.0; 5]);
}

/// A range out of bounds panics as in the function.
#[test]
fn ranges_out_of_bounds_panic() {
    let panics = |call: &dyn Fn()| std::panic::catch_unwind(std::panic::AssertUnwindSafe(call)).is_err();
    assert!(panics(&|| {
        let _ = part(&X, 3..6);
    }));
    assert!(panics(&|| drop(part::gradient(&X, 3..6))));
    assert!(panics(&|| {
        let _ = part::jvp(&X, 3..6, vec![0.0; 5]);
    }));
    assert!(panics(&|| written(&mut [1.0, 2.0], 0..3, 0..1)));
    assert!(panics(&|| {
        let _ = written::vjp(&mut [1.0, 2.0], 0..3, 0..1, vec![1.0, 0.0]);
    }));
}
