//! The derivatives of functions and structs in a package that has another name for `jac`.

use autodiff::{check::check, Jacobian};
use renamed::{pull, relax, swapped, Pair, PairTangent, Spring, SpringTangent};

const SPRING: Spring = Spring { stiffness: 3.0, rest: [0.5, -1.0] };

#[test]
fn a_struct_has_its_tangent() {
    let (force, by) = pull::vjp(SPRING, [1.0, 2.0], [1.0, 10.0]);
    assert_eq!(force, [-1.5, -9.0]);
    assert_eq!(by.0, SpringTangent { stiffness: -30.5, rest: [3.0, 30.0] });
    assert_eq!(by.1, [-3.0, -30.0]);
}

#[test]
fn loops_and_slices_differentiate() {
    let x = [0.3, -0.2, 0.9];
    let mut trace = [0.0; 3];
    let (_, tangent) = relax::jvp(SPRING, &x, &mut trace, SpringTangent::default(), vec![0.0, 1.0, 0.0]);
    let (_, by) = relax::vjp(SPRING, &x, &mut trace, (1.0, vec![0.0; 3]));
    assert!((tangent.0 - by.1[1]).abs() < 1e-14, "{tangent:?} {by:?}");
    assert_ne!(tangent.0, 0.0);
}

#[test]
fn a_constructor_is_a_function() {
    let (value, tangent) = swapped::jvp(2.0, 3.0, 1.0, 10.0);
    assert_eq!((value, tangent), (Pair(6.0, 2.0), PairTangent(23.0, 1.0)));
}

#[test]
fn a_macro_brings_its_own_path() {
    renamed::squared!(square);
    check::<square, _>(3.0_f64).unwrap();
    assert_eq!(Jacobian::<square>::new().at(3.0), Ok(6.0));
}
