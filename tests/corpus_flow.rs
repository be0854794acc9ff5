//! `while`, `loop`, jumps, early returns and `match`.

mod harness;
mod corpus {
    pub mod flow;
}
twin::twins!("tests/corpus/flow.rs");

derivatives! {
    flow {
        square_root(a) {
            a = 2.0;
            a = 0.3;
            a = 70.0;
        }
        kepler_loop(mean, eccentricity) {
            mean = 0.7, eccentricity = 0.2;
            mean = 3.0, eccentricity = 0.9;
        }
        early_return(x, y) {
            x = -1.0, y = 0.5;
            x = 5.0, y = 3.0;
            x = 0.5, y = 3.0;
        }
        return_from_loops(x) {
            x = [0.1, 0.2, 0.3, 0.4];
            x = [1.0, 1.2, 0.3, 0.4];
            x = [0.1, -1.5, 0.3, 0.4];
        }
        skip_and_leave(&x[..]) {
            x = vec![1.0, -2.0, 0.5, 3.0, 5.0];
            x = vec![-1.0, -2.0];
            x = Vec::<f64>::new();
            x = vec![0.1, 0.2, 0.3];
        }
        labelled_blocks(&x[..], limit) {
            x = vec![0.5, -0.3, 0.8, 0.2], limit = 3.0;
            x = vec![0.5, -1.3, 0.8], limit = 1.5;
            x = vec![0.5, 0.3, 1.8, 0.2], limit = 0.9;
            x = vec![0.5, -0.6, 0.8], limit = 4.0;
            x = Vec::<f64>::new(), limit = 0.7;
            x = vec![2.5], limit = 0.2;
        }
        labelled(a, limit) {
            a = [[1.0, 2.0, 0.5], [0.3, -1.0, 2.0], [1.5, 0.2, 0.4]], limit = 10.0;
            a = [[1.0, 2.0, 0.5], [0.3, 1.0, 2.0], [1.5, 0.2, 0.4]], limit = 1.5;
            a = [[-1.0, 2.0, 0.5], [0.3, 1.0, 2.0], [1.5, 0.2, 0.4]], limit = 100.0;
        }
        nested_while(x) {
            x = 0.8;
            x = -0.3;
        }
        matched(kind, x, y) {
            kind = 0usize, x = 1.5, y = 0.7;
            kind = 2usize, x = 1.5, y = 0.7;
            kind = 4usize, x = 1.5, y = 0.7;
            kind = 8usize, x = 1.5, y = 0.7;
            kind = 9usize, x = 1.5, y = 0.7;
        }
        matched_tuple(a, flag, x) {
            a = 3, flag = true, x = 0.7;
            a = 3, flag = false, x = 0.7;
            a = 4, flag = true, x = 0.7;
            a = 5, flag = true, x = 0.7;
        }
        collatz_walk(x, start) {
            x = 0.8, start = 6u32;
            x = 0.8, start = 1u32;
            x = 0.8, start = 7u32;
        }
        calls_in_while(x) {
            x = 0.5;
            x = 3.0;
        }
        in_place_until(&mut x[..], limit) {
            x = vec![0.5, 3.0, 0.2, 0.7, 5.0], limit = 2.0;
            x = Vec::<f64>::new(), limit = 2.0;
        }
        bound_in_match(x, v) {
            x = 2.0, v = 3.0;
            x = -2.0, v = 3.0;
            x = 0.5, v = 0.7;
        }
        rebound_in_match(x, start) {
            x = 0.7, start = 2usize;
            x = 0.7, start = 0usize;
        }
        or_return(x, y) {
            x = 3.0, y = 1.0;
            x = 1.0, y = 3.0;
        }
        returns_last(x) {
            x = 1.0;
            x = -1.0;
        }
    }
}

#[test]
fn a_newton_step_after_a_bisection_carries_the_derivative() {
    let (root, slope) = corpus::flow::bisection::value_and_gradient(2.0);
    assert!((root - 2.0_f64.cbrt()).abs() < 1e-12);
    assert!((slope - 1.0 / (3.0 * root * root)).abs() < 1e-6);
}
