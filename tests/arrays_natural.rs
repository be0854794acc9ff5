//! Numerical code as it is written with `ndarray` by those who never read what is supported.
#![cfg(feature = "ndarray")]

#[macro_use]
#[path = "harness/checked.rs"]
mod checked;

#[allow(clippy::explicit_counter_loop, clippy::misrefactored_assign_op)] // as people write it
#[path = "arrays/named_again.rs"]
mod named_again;

#[allow(clippy::explicit_counter_loop, clippy::ptr_arg)] // as people write it
#[path = "arrays/natural.rs"]
mod natural;

#[path = "arrays/failing.rs"]
mod failing;

use natural::*;
use ndarray::{Array1, Array2, Array3, array};

fn x() -> Array1<f64> {
    array![0.3, -0.7, 1.1]
}

fn m() -> Array2<f64> {
    array![[0.3, 0.2, -0.4], [1.0, 2.0, -0.1], [0.7, 0.9, 1.3]]
}

fn t() -> Array3<f64> {
    Array3::from_shape_fn((2, 2, 3), |(i, j, k)| ((5 * i + 3 * j + 7 * k) as f64 * 0.41).cos() + 0.2)
}

#[test]
fn windows_and_chunks() {
    checked!(convolved at (&array![0.3, -0.7, 1.1, 0.8, -1.6], &x()));
    let image = Array2::from_shape_fn((4, 4), |(i, j)| ((3 * i + 7 * j) as f64 * 0.37).sin() + 0.1 * i as f64);
    checked!(convolved_in_planes at (&image, &array![[1.2, 0.3], [0.2, 0.9]]));
}

#[test]
fn lanes_and_indices() {
    checked!(normalised at (&m(), &x()));
    checked!(with_indices at (&m(), &t()));
    checked!(lanes at &(t() * 0.3));
    checked!(side_by_side at (&m(), &x(), &[2usize, 0, 1][..]));
}

#[test]
fn loops_are_left() {
    let mask = array![[true, false, true], [true, true, false], [false, true, true]];
    let labels = array![2usize, 0, 1];
    jac::check::check::<left, _>((&m(), &labels, &mask)).unwrap();
    checked::values::<left, _>(&(&m(), &labels, &mask));
    jac::check::check::<left, _>((&(m() - 0.6), &labels, &mask)).unwrap();
    checked!(left_in_each_other at &m());
    checked!(changing_arguments at (&array![0.3, -0.7, 1.1, 0.8], &m()));
    checked!(shadowed at (&m(), &(m() - 0.5), &t()));
}

#[test]
fn shapes_change() {
    checked!(rearranged at (&t(), &[2usize, 0, 2][..]));
    jac::check::check::<of_no_type, _>(&m()).unwrap();
    checked::values::<of_no_type, _>(&&m());
    checked!(grown at (&m(), &x()));
}

#[test]
fn parts_and_products() {
    checked!(split at &m());
    checked!(empty_parts at &m());
    checked!(scaled_products at (&m(), &(m() - 0.5), 0.5_f64, 0.3_f64));
    jac::check::check::<of_lengths_in_fields, _>(&vec![1.0, 2.0, 3.0]).unwrap();
    let layer = Layer { weights: m(), bias: x() };
    jac::check::check::<ends, _>((&x(), &m(), &layer)).unwrap();
}

#[test]
fn names_of_views_are_given_again() {
    use named_again::*;
    let x = array![[1.0, 2.0], [3.0, 4.0]];
    checked!(elements_of_the_name at &x);
    checked!(names_in_all_places at (&x, 0.7_f64));
    checked!(views_of_the_name at (&array![1.0, 2.0, 3.0], 0.7_f64));
    checked!(another_of_the_name at (&x, 0.7_f64));
    checked!(borrowed_from at (&x, 0.7_f64));
    checked!(reshaped_views at (&x, 0.7_f64));
    checked!(split_views at (&x, 0.7_f64));
    checked!(parameters_that_become_others at (&x, 0.7_f64));
    checked!(names_of_the_same_letters at (&x, 0.7_f64));
}

#[test]
fn what_may_fail() {
    use failing::*;
    let (positive, indefinite) = (array![[2.0, 0.3], [0.3, 1.5]], array![[2.0, 3.3], [3.3, 1.5]]);
    let b = array![0.4, 0.7];
    for a in [&positive, &indefinite] {
        jac::check::check::<cholesky, _>(a).unwrap();
        jac::check::check::<forward, _>((a, &b)).unwrap();
        jac::check::check::<log_likelihood, _>((a, &b)).unwrap();
        jac::check::check::<with_alternatives, _>((a, &b)).unwrap();
        jac::check::check::<mean_rows, _>(a).unwrap();
    }
    assert_eq!(log_likelihood::gradient(&indefinite, &b), Err("not positive".to_string()));
    assert_eq!(forward::jacobian(&positive, &x()), Err("2 is not 3".to_string()));
    assert_eq!(cholesky::jacobian(&positive).unwrap().shape(), [2, 2, 2, 2]);
    // By dA = dL Lᵀ + L dLᵀ, the derivative of half of log det A is half of its inverse.
    let (by_a, by_b) = log_likelihood::gradient(&positive, &array![0.0, 0.0]).unwrap();
    let determinant = 2.0 * 1.5 - 0.3 * 0.3;
    assert!((by_a[[0, 0]] + 0.5 * 1.5 / determinant).abs() < 1e-14 && by_b == array![0.0, 0.0]);
}
