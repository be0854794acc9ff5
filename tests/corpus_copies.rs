//! The corpus: copies of arguments that are written after the call.

mod harness;
mod corpus {
    pub mod copies;
}
twin::twins!("tests/corpus/copies.rs");

derivatives! {
    copies {
        two_stages(&x[..], h, steps) {
            x = vec![0.5, -0.3, 0.8], h = 0.3, steps = 2usize;
            x = vec![0.7, 0.2], h = 0.1, steps = 0usize;
            x = vec![0.4], h = 0.5, steps = 3usize;
        }
        of_selected(&x[..], steps) { x = vec![0.5, -0.3, 0.8, 0.1], steps = 3usize; x = vec![0.25], steps = 2usize; }
        parts(&x[..], a) { x = vec![0.7, 0.3, 0.9, -0.4], a = 0.6; x = vec![0.1, 0.9], a = 1.1; }
        nested(&x[..], a) { x = vec![0.7, 0.3], a = 0.6; }
        single(&x[..], a) { x = vec![0.7f32, 0.3, -0.2], a = 0.6f32; }
        growing(&x[..], a) { x = vec![0.7, 0.3, -0.2], a = 0.6; x = Vec::<f64>::new(), a = 1.2; }
        quotients(&x[..], a, b) { x = vec![0.7, 0.3, -0.2, 0.9], a = 0.6, b = 1.3; x = Vec::<f64>::new(), a = 1.2, b = 0.0; }
    }
}

/// What is held constant is not read, and what varies in other ways is.
#[test]
fn a_fixed_step_gives_the_gradient_of_a_varying_one() {
    let x = [0.5, -0.3, 0.8];
    let gradient = corpus::copies::fixed_step::gradient(&x, 0.3, 4);
    let y = corpus::copies::two_stages(&x, 0.3, 4);
    let (of_x, _) = corpus::copies::two_stages::vjp(&x, 0.3, 4, vec![y[2], 0.0, y[0]]).1;
    for (one, other) in gradient.iter().zip(of_x) {
        assert!((one - other).abs() < 1e-14, "{one} {other}");
    }
}

/// What the reverse of a callee reads is known to its callers.
#[test]
fn only_what_is_read_is_copied() {
    use corpus::copies::{advance, products, selected};
    // `products` reads either factor if the other varies.
    assert_eq!(products::__reads(0b001), 0b010);
    assert_eq!(products::__reads(0b010), 0b001);
    assert_eq!(products::__reads(0b111), 0b011);
    // `advance` reads the slope if the step varies, and never `y`.
    assert_eq!(advance::__reads(0b1101), 0);
    assert_eq!(advance::__reads(0b1111), 0b0100);
    assert_eq!(selected::__reads(0b111) & 0b001, 0b001);
}
