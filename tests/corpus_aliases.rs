//! Aliases of types, statics and constants.

mod harness;
mod corpus {
    pub mod aliases;
}
twin::twins!("tests/corpus/aliases.rs");

derivatives! {
    aliases {
        norm(v) { v = [0.6, -1.2, 0.4]; }
        cross(&a, &b) { a = [0.6, -1.2, 0.4], b = [1.1, 0.3, -0.7]; }
        apply(&a, x) { a = [[0.6, -1.2], [1.1, 0.3]], x = [0.4, 2.0]; }
        scaled(factor, &list, &mut out) {
            factor = 0.7, list = vec![[0.6, -1.2, 0.4], [1.1, 0.3, -0.7]], out = [0.1, 0.2, 0.3];
            factor = 0.7, list = Vec::<[f64; 3]>::new(), out = [0.1, 0.2, 0.3];
        }
        of_pair(pair) { pair = (0.7, [0.6, -1.2, 0.4]); }
        elementary(x, y, steps) { x = 0.7, y = 0.4, steps = 3i32; x = 0.2, y = 1.4, steps = 0i32; }
        whole(x, n, shift) { x = [0.6, -1.2, 0.4], n = 5usize, shift = -3i32; x = [0.6, -1.2, 0.4], n = 1usize, shift = 0i32; }
        statics(x) { x = [0.6, -1.2, 0.4]; }
        cast(&x[..], n) { x = vec![0.6, -1.2, 0.4], n = 3usize; x = vec![0.6], n = 0usize; }
    }
}

/// An alias may be the name of a float, and `gradient` is there if it is.
#[test]
fn the_gradient_is_there_whatever_a_float_is_called() {
    use corpus::aliases::{norm, of_pair};
    assert_eq!(norm::gradient([2.0, 0.0, 0.0]), [1.0, 0.0, 0.0]);
    assert_eq!(of_pair::value_and_gradient((3.0, [2.0, 0.0, 0.0])), (6.0, (2.0, [3.0, 0.0, 0.0])));
    assert_eq!(norm::jacobian([2.0, 0.0, 0.0]), [1.0, 0.0, 0.0]);
}

type Count = usize;

/// The macro does not see that this is an integer: it is an input, and its derivatives are `()`.
#[jac::differentiable]
fn repeated(x: f64, n: Count) -> f64 {
    let mut product = 1.0;
    for _ in 0..n {
        product *= x;
    }
    product
}

#[jac::differentiable]
fn calls_repeated(x: f64) -> f64 {
    repeated(x, 3) * x
}

#[test]
fn an_alias_of_an_integer_is_an_input_without_floats() {
    assert_eq!(repeated::gradient(2.0, 3), (12.0, ()));
    assert_eq!(repeated::jvp(2.0, 3, 1.0, ()), (8.0, 12.0));
    assert_eq!(calls_repeated::gradient(2.0), 32.0);
}
