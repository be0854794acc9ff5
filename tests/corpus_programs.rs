//! What random programs found.

mod harness;
mod corpus {
    pub mod programs;
}
twin::twins!("tests/corpus/programs.rs");

derivatives! {
    programs {
        collected_constants(&x[..], n) { x = vec![0.5, -1.0, 2.0], n = 2usize; }
        fields_cast(x, count) { x = 0.75, count = 2usize; x = -1.25, count = 0usize; }
        calls_only_the_integer(x) { x = 0.75; x = -1.25; }
        told_by_another_version(x) { x = 0.75; x = 1.5; }
        told_by_another_call(x) { x = 0.75; x = -1.25; }
        sum_of_literals(x, n) { x = 0.75, n = 3usize; x = 0.75, n = 0usize; }
        loops_at_the_end(x, n) {
            x = 0.75, n = 0usize;
            x = 0.75, n = 1usize;
            x = 0.75, n = 2usize;
            x = 0.75, n = 4usize;
        }
        normalise(&mut rows[..]) {
            rows = [[0.5, 1.5], [-0.25, 0.75], [1.25, -2.0]];
            rows = [[0.125, 0.0625]];
        }
        parts_of_tuples(x, y) { x = 0.75, y = -1.25; }
        last_of_each(&x) { x = [0.5, 1.5, 2.5, -0.5, 0.25, 3.0]; }
        typed_elsewhere(x) { x = 0.75; }
        compared_copy(&x) { x = 0.75; x = 0.25; }
        typed_by_order(&x) { x = [0.5, -1.25, 0.8]; x = [0.5, -1.25, 0.25]; }
        declared_by_a_closure(x) { x = 0.75; x = -1.25; }
        negated_product(x, n) { x = 0.75, n = 3usize; x = 0.75, n = 0usize; }
    }
}

/// Differences would only see the rounding.
#[test]
fn what_is_cast_back_may_get_its_value_later() {
    use corpus::programs::cast_later;
    assert_eq!(cast_later::value_and_gradient(&[0.25, 0.125], 1), (0.015625, vec![0.0, 0.25]));
    assert_eq!(cast_later::value_and_gradient(&[-0.25, 0.125], 1), (-0.03125, vec![0.125, -0.25]));
    assert_eq!(cast_later::value_and_gradient(&[0.25, 0.75], 1), (0.25, vec![0.0, 0.0]));
}

#[test]
fn literals_among_casts_are_of_single_precision() {
    use corpus::programs::single_among_casts;
    let (value, slope) = single_among_casts::value_and_gradient(0.75);
    let tanh = 0.75_f64.tanh();
    assert!((f64::from(value) - 2.0 * tanh).abs() < 1e-6);
    assert!((slope - 2.0 * (1.0 - tanh * tanh)).abs() < 1e-6);
    assert_eq!(single_among_casts::jvp(0.75, 1.0).1, slope as f32);
}

#[test]
fn literals_have_the_width_that_a_closure_declares() {
    use corpus::programs::single_elsewhere;
    assert_eq!(single_elsewhere::value_and_gradient(0.75), (0.5625, 1.5));
}
