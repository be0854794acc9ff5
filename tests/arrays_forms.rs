//! What is written with `ndarray` in forms that have no derivative of their own: views, parts that are written, `Zip`, and what is made of
//! functions and iterators.
#![cfg(feature = "ndarray")]
#![allow(clippy::needless_range_loop, clippy::toplevel_ref_arg)]

#[macro_use]
#[path = "harness/checked.rs"]
mod checked;

#[allow(clippy::explicit_into_iter_loop, clippy::into_iter_on_ref)] // as people write it
#[path = "arrays/exclusive.rs"]
mod exclusive;

#[path = "arrays/forms.rs"]
mod forms;

use forms::*;
use ndarray::{Array0, Array1, Array2, Array3, Array6, ArrayD, ShapeBuilder, array};

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
fn views_that_are_written_are_parameters() {
    let x = x();
    jac::check::check::<filled, _>((&mut (&x + 0.4), &x, 0.7_f64)).unwrap();
    jac::check::check::<scaled, _>((&mut x.clone(), 0.7_f64)).unwrap();
    jac::check::check::<parts_of_view, _>((&mut m(), &x)).unwrap();
    jac::check::check::<lent_on, _>((&mut m(), &x, 0.7_f64)).unwrap();
    let many = Array6::from_shape_fn((1, 2, 1, 2, 1, 1), |(_, i, _, j, _, _)| 0.3 + i as f64 - 0.6 * j as f64);
    let three = Array3::from_elem((1, 2, 1), 0.4);
    let dynamic = ArrayD::zeros(vec![2, 2]);
    jac::check::check::<of_many_axes, _>((
        &mut many.clone(),
        three,
        &mut Array0::from_elem((), 0.2),
        &mut dynamic.clone(),
    ))
    .unwrap();
    checked!(by_reference at (m(), x.clone()));
    checked!(lent at (&m(), &x));
    checked!(bare at (&[0.3, -0.2][..], &array![0.7, 1.1]));
    // The caller's view is written, and what stands beside it is not.
    let (mut a, tangent) = (m(), array![1.0, 2.0, 3.0]);
    let ((value, after), _) = filled::jvp(a.row_mut(1), &x, 0.7, tangent.clone(), tangent, 1.0);
    let mut expected = m();
    assert_eq!(value, filled(expected.row_mut(1), &x, 0.7));
    assert_eq!((&a, after), (&expected, expected.row(1).to_owned()));
    let mut a = m();
    let ((_, after), (_, by_x, _)) = filled::vjp(a.row_mut(1), &x, 0.7, (1.0, x.clone()));
    assert_eq!((a.row(1).to_owned(), by_x.len()), (after, 3));
    let (value, pullback) = by_reference::pullback(&m().view(), &x.view());
    assert_eq!(pullback(1.0), by_reference::gradient(&m().view(), &x.view()));
    assert_eq!(value, by_reference(&m().view(), &x.view()));
    let mut v = x.clone();
    let (after, _) = scaled::jvp(&mut v.view_mut(), 0.3, x.clone(), 1.0);
    assert_eq!(after, v);
}

#[test]
fn parts_are_written() {
    checked!(lines at (&x(), 0.7_f64));
    checked!(named at &x());
    checked!(rows at (&m(), &x()));
    checked!(twice at (&m(), &(m() - 0.25)));
    checked!(rows at (&columns(), &(x() - 2.0)));
    let square = array![[2.0, 0.5, -0.3], [0.4, 1.5, 0.2], [-0.3, 0.2, 2.5]];
    checked!(overwritten_in_loops at (&square, &x()));
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

/// What the type alone tells to be written is written by derivatives.
#[test]
fn exclusive_references_are_written_through() {
    use exclusive::*;
    let n = m() * 0.4 + 0.5;
    checked!(loops at (&mut m(), &n, 0.7_f64));
    checked!(loops at (&mut columns(), &n, 0.7_f64));
    checked!(vectors at (&mut x(), &mut (x() + 0.3), 0.7_f64));
    checked!(zips at (&mut m(), &mut n.clone()));
    checked!(second at (&m(), &mut n.clone(), true));
    checked!(second at (&m(), &mut n.clone(), false));
    checked!(folded at (&mut m(), &mut n.clone()));
    checked!(read at (&mut m(), &n));
    checked!(named at (&mut m(), &x(), 0.7_f64));
    checked!(whole at (&mut m(), 0.7_f64));
    checked!(line at (&mut x(), 0.7_f64));
}
