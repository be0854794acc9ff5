//! Casts there and back.

mod harness;
mod corpus {
    pub mod casts;
}
twin::twins!("tests/corpus/casts.rs");

derivatives! {
    casts {
        later(&x[..], n) { x = [0.25f32, 0.75f32], n = 0usize; x = [0.25f32, 0.75f32], n = 1usize; }
        later_in_branches(x, y) { x = 0.5f32, y = 0.25f32; x = 0.5f32, y = 1.5f32; }
        in_one_branch(x) { x = 0.75f32; x = -0.75f32; x = 2.0f32; }
        carried(x, n) { x = 0.75f32, n = 3usize; x = 0.75f32, n = 0usize; }
        looped(x) { x = 0.75f32; }
        parts(x) { x = 0.75f32; x = -0.75f32; }
        left_early(x) { x = 3.0f32; x = 0.25f32; x = 0.0625f32; }
        back_and_forth(x) { x = 0.75f32; }
    }
}

#[allow(clippy::needless_late_init)]
/// Literals that are of type `f32` because what stands beside them is. Differences would only see the rounding.
#[jac::differentiable]
fn literals(x: f64) -> f64 {
    let pair = (x as f32, 0.5);
    let (a, b) = pair;
    let swapped = if x > 0.0 { (b, a) } else { (a, b) };
    let list = [swapped.1, 2.0];
    let d;
    d = list.first().copied().unwrap_or(1.0).min(8.0);
    (d * list[1]) as f64 + swapped.0 as f64
}

#[test]
fn literals_beside_casts_have_their_type() {
    assert_eq!(literals::value_and_gradient(0.75), (2.0, 2.0));
    assert_eq!(literals::value_and_gradient(-0.75), (0.25, 1.0));
    assert_eq!(literals::jvp(0.75, 1.0), (2.0, 2.0));
}

/// What is made of equal literals is of one type here, and of the other one there.
#[jac::differentiable]
fn made_of_literals(x: f64) -> f64 {
    let third = 1.0 / 3.0;
    let narrow = x as f32 * third;
    let also_third = 1.0 / 3.0;
    x * also_third + narrow as f64
}

#[test]
fn what_is_made_of_equal_literals_may_be_of_two_types() {
    let expected = (0.75 / 3.0 + (0.75f32 * (1.0f32 / 3.0)) as f64, 1.0 / 3.0 + (1.0f32 / 3.0) as f64);
    assert_eq!(made_of_literals(0.75), expected.0);
    assert_eq!(made_of_literals::value_and_gradient(0.75), expected);
    assert_eq!(made_of_literals::jvp(0.75, 1.0), expected);
}
