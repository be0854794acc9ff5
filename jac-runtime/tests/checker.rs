//! The gradient checker: it passes what is right and says where wrong derivatives part.

mod functions;

use functions::*;
use jac_runtime::check::{Checker, Disagreement, check};

#[test]
fn right_derivatives_pass() {
    check::<Rosenbrock, _>([1.5, -2.0]).unwrap();
    check::<Ring, _>([0.5, 1.5, -2.0, 3.0, 1.0e3, 7.0, 0.25, -0.125, 2.0]).unwrap();
    check::<Ring, [f64; 0]>([]).unwrap();
    check::<Sine, _>(1.25e2).unwrap();
    check::<Pair, _>((3.0_f64, 2_i32, [1.0, -2.0, 0.5])).unwrap();
}

#[test]
fn slices_and_single_precision_pass() {
    check::<Products, _>(&[1.0, 2.0, 4.0, -8.0][..]).unwrap();
    check::<Square, _>(&[1.0, 2.0, 4.0, -8.0][..]).unwrap();
    check::<Square, _>(&[][..]).unwrap();
    check::<Widen, _>([1.5_f32, -0.75]).unwrap();
}

#[test]
fn parameters_that_are_not_differentiated_are_left_alone() {
    let mut x = [1.0, 2.0];
    Checker::new().wrt(&[1]).run::<InPlace, _>((3.0_f64, &mut x[..])).unwrap();
    assert_eq!(x, [1.0, 2.0]);
}

#[test]
#[should_panic(
    expected = "the arguments have 3 floats, the differentiable inputs 2: name the differentiated parameters"
)]
fn parameters_that_are_not_differentiated_must_be_named() {
    let _ = check::<InPlace, _>((3.0_f64, &mut [1.0, 2.0][..]));
}

#[test]
fn a_wrong_tangent_is_named_with_its_numbers() {
    let error = check::<Wrong, _>([3.0, 5.0]).unwrap_err();
    let found: Vec<_> = error.iter().copied().collect();
    let [Disagreement::Derivative { output, input, tangent, adjoint, .. }, Disagreement::Transpose { .. }] = found[..]
    else {
        panic!("{error}");
    };
    assert_eq!((output.name, output.index, input.name, input.index), ("result", Some(0), "x", Some(0)));
    assert_eq!((tangent, adjoint), (-30.0, -60.0));
    let text = error.to_string();
    let beginning = "derivatives disagree:\n  derivative of output `result` (element 0) by input `x` (element 0): \
                     tangent -30, adjoint -60, central differences -";
    assert!(text.starts_with(beginning), "{text}");
    assert_eq!(format!("{error:?}"), text);
}

#[test]
fn a_value_that_is_not_the_function_s_is_named() {
    let error = check::<Shifted, _>([3.0, 5.0]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "derivatives disagree:\n  value of output `result` (element 1): the function computes -1.5, the tangent -2, the adjoint -2"
    );
}

#[test]
fn step_and_tolerance_can_be_chosen() {
    assert!(Checker::new().tolerance(2.0).run::<Wrong, _>([3.0, 5.0]).is_ok());
    assert!(Checker::new().step(0.5).run::<Sine, _>(1.0).is_err());
}

/// What is absent says nothing, and what stands behind it is compared with itself.
#[test]
fn what_is_absent_has_a_row_of_its_own() {
    check::<Partial, _>([0.7, 3.0]).unwrap();
    check::<Partial, _>([-0.7, 3.0]).unwrap();
    let error = check::<Partial, _>([1e-9, 3.0]).unwrap_err();
    let beginning = "derivatives disagree:\n  size of the output: 2 floats, and 1 where input `x` (element 0) is moved";
    assert!(error.to_string().starts_with(beginning), "{error}");
}
