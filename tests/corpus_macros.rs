//! Macros that read.
#![allow(clippy::style, clippy::complexity, reason = "the forms are what is tested")]

mod harness;
mod corpus {
    pub mod macros;
}
twin::twins!("tests/corpus/macros.rs");

derivatives! {
    macros {
        guarded(x, limit) { x = 1.5, limit = 0.7; x = 0.3, limit = -2.0; }
        fails_on_one_way(kind, x) { kind = 0usize, x = 1.5; kind = 1usize, x = -0.5; }
        returns_or_fails(x) { x = 1.5; x = -1.5; }
        told(&x[..], &mut y[..]) {
            x = vec![1.5, -0.3, 0.7], y = vec![0.1, 0.2, 0.3];
            x = Vec::<f64>::new(), y = Vec::<f64>::new();
        }
        asserted_in_branches(x, n) {
            x = [1.5, -0.3, 0.7, -0.1], n = 4usize;
            x = [1.5, -0.3, 0.7, -0.1], n = 0usize;
        }
    }
}

mod evaluation {
    use std::cell::Cell;

    use jac::differentiable;

    thread_local! {
        static COUNT: Cell<usize> = const { Cell::new(0) };
    }

    fn counted() -> bool {
        COUNT.set(COUNT.get() + 1);
        true
    }

    #[differentiable]
    fn counts(x: &[f64]) -> f64 {
        let mut product = 1.0;
        for v in x {
            assert!(counted(), "{v}");
            product *= v.sin();
        }
        product
    }

    fn count_of<R>(run: impl FnOnce() -> R) -> usize {
        COUNT.set(0);
        run();
        COUNT.take()
    }

    #[test]
    fn arguments_are_evaluated_once_a_sweep() {
        let x = [0.3, 0.4, 0.5];
        assert_eq!(count_of(|| counts(&x)), 3);
        assert_eq!(count_of(|| counts::jvp(&x, &x)), 3);
        assert_eq!(count_of(|| counts::vjp(&x, 1.0)), 3);
        assert_eq!(count_of(|| counts::gradient(&x)), 3);
    }

    #[differentiable]
    fn refuses(x: f64) -> f64 {
        assert!(x < 2.0, "{x} is too large");
        let y = match x {
            0.0..1.0 => x * x,
            _ => panic!("{x} is out of range"),
        };
        y * x
    }

    #[test]
    #[should_panic(expected = "3.5 is too large")]
    fn derivatives_fail_where_the_function_does() {
        let _ = refuses::vjp(3.5, 1.0);
    }

    #[test]
    #[should_panic(expected = "1.5 is out of range")]
    fn tangents_fail_where_the_function_does() {
        let _ = refuses::jvp(1.5, 1.0);
    }
}
