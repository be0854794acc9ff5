//! What is written with `ndarray` in forms that have no derivative of their own: views, parts that are written, `Zip`, and what is made of
//! functions and iterators.
#![cfg(feature = "ndarray")]
#![allow(clippy::needless_range_loop, clippy::toplevel_ref_arg)]

#[macro_use]
#[path = "harness/checked.rs"]
mod checked;

#[path = "arrays/forms.rs"]
mod forms;

use forms::*;
use ndarray::{Array0, Array1, Array2, ShapeBuilder, array};

fn x() -> Array1<f64> {
    array![0.3, -0.7, 1.1]
}

fn m() -> Array2<f64> {
    array![[0.3, 0.2, -0.4], [1.0, 2.0, -0.1]]
}

/// The same numbers, column after column in memory.
fn columns() -> Array2<f64> {
    let numbers = m().t().iter().copied().collect();
    Array2::from_shape_vec((2, 3).f(), numbers).unwrap()
}

#[test]
fn views_are_parameters() {
    let (m, x) = (m(), x());
    checked!(norm at x.clone());
    checked!(viewed at (m.clone(), x.clone(), &array![0.5, -2.0]));
    let by = viewed::jacrev(m.view(), x.view(), &array![0.5, -2.0]);
    assert_eq!(by, viewed::jacrev(columns().view(), x.view(), &array![0.5, -2.0]));
    assert_eq!(norm::gradient(array![0.0, 4.0].view()), array![0.0, 1.0]);
    let (value, pullback) = norm::pullback(m.row(1));
    assert_eq!((value, pullback(value)), (norm(m.row(1)), m.row(1).to_owned()));
    assert!((norm::jvp(x.view(), x.clone()).1 - norm(x.view())).abs() < 1e-15);
}

#[test]
fn parts_are_written() {
    checked!(lines at (&x(), 0.7_f64));
    checked!(named at &x());
    checked!(rows at (&m(), &x()));
    checked!(twice at (&m(), &(m() - 0.25)));
    checked!(rows at (&columns(), &(x() - 2.0)));
}

#[test]
fn elements_are_gone_through() {
    for m in [m(), columns()] {
        checked!(elements at (&m, 0.7_f64));
        checked!(zipped at (&m, &(&m + 0.5)));
        checked!(gone_through at &m);
    }
    checked!(zipped at (&m(), &columns()));
    checked!(folded at (&m(), &(m() + 0.5)));
    jac::check::check::<folded, _>((&columns(), &(m() + 0.5))).unwrap();
}

#[test]
fn arrays_are_made() {
    checked!(made at (&x(), 0.7_f64));
    checked!(deep at &x());
    checked!(listed at (&[0.3, 0.2, -0.4, 1.0][..], &Array0::from_elem((), 0.7)));
    // Blocks have a type if the number of axes has; products do not need it.
    let (x, y) = (m().into_dyn(), (x() * 2.0).into_dyn());
    jac::check::check::<dynamic, _>((&x, &y)).unwrap();
    checked::values::<dynamic, _>(&(&x, &y));
}

#[test]
fn empty_arrays_have_empty_blocks() {
    let none = Array2::<f64>::zeros((0, 3));
    assert_eq!(gone_through::gradient(&Array2::zeros((0, 0))).len(), 0);
    assert_eq!(elements::jacobian(&Array2::zeros((2, 0)), 1.0).0.shape(), [2, 0, 2, 0]);
    assert_eq!(zipped::jacobian(&none, &none).1.shape(), [0, 3, 0, 3]);
    assert_eq!(folded::gradient(&none, &none).0.shape(), [0, 3]);
}

#[test]
#[should_panic(expected = "one shape")]
fn arrays_of_two_shapes_are_not_zipped() {
    zipped::jvp(&m(), &Array2::zeros((3, 2)), m(), Array2::zeros((3, 2)));
}
