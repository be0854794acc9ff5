//! Arrays of `ndarray` in functions of higher order: the same functions as at first order, differentiated twice and three times, and closed forms.
#![cfg(feature = "ndarray")]

#[allow(clippy::needless_range_loop)]
mod values {
    twin::of_order!(2, "tests/arrays/values.rs");
}
#[allow(clippy::needless_range_loop, clippy::toplevel_ref_arg)]
mod forms {
    twin::of_order!(2, "tests/arrays/forms.rs");
}
#[allow(clippy::needless_range_loop, clippy::ptr_arg, clippy::explicit_counter_loop)]
mod natural {
    twin::of_order!(2, "tests/arrays/natural.rs");
}

#[allow(clippy::needless_range_loop)]
mod values_thrice {
    twin::of_order!(3, "tests/arrays/values.rs");
}
#[allow(clippy::needless_range_loop, clippy::toplevel_ref_arg)]
mod forms_thrice {
    twin::of_order!(3, "tests/arrays/forms.rs");
}
#[allow(clippy::needless_range_loop, clippy::ptr_arg, clippy::explicit_counter_loop)]
mod natural_thrice {
    twin::of_order!(3, "tests/arrays/natural.rs");
}

use jac::check::check;
use jac::{Jacobian, differentiable};
use ndarray::{Array0, Array1, Array2, Array3, ArrayView1, array};

fn x() -> Array1<f64> {
    array![0.3, -0.7, 1.1]
}

fn w() -> Array2<f64> {
    array![[0.3, 0.2, -0.4], [1.0, 2.0, -0.1], [0.7, 0.9, 1.3]]
}

fn m() -> Array2<f64> {
    array![[0.3, 0.2, -0.4], [1.0, 2.0, -0.1]]
}

/// The Jacobian as a function: its tangent and adjoint against its differences, and both modes against each other.
macro_rules! checked {
    ($($name:ty => $args:expr;)*) => {$(
        if let Err(disagreement) = check::<Jacobian<$name>, _>($args) {
            panic!("{}: {disagreement}", stringify!($name));
        }
    )*};
}

#[test]
fn jacobians_of_functions_of_arrays_are_functions() {
    let (x, w) = (x(), w());
    checked! {
        values::elements => &x;
        values::layer => (&w, &x, &(&x * 2.0));
        values::arithmetic => (&w, &x, 0.7_f64);
        values::scalars => (&x, 0.7_f64);
        values::products => (&w, &x);
        values::reductions => &w;
        values::elementwise => (&w, 0.7_f64);
        values::views => &w;
        values::writes => (&x, 0.7_f64);
        values::made => (&x, 0.7_f64);
        values::owned => (x.clone(), &x + 1.0);
        values::loops => (&w, &x);
        values::ways => (&x, 0.7_f64);
        values::ways => (&x, -0.7_f64);
        values::calls => (&w, &x);
    }
}

#[test]
fn jacobians_of_what_is_written_in_other_forms_are_functions() {
    let (x, m) = (x(), m());
    checked! {
        forms::norm => x.clone();
        forms::viewed => (m.clone(), x.clone(), &array![0.5, -2.0]);
        forms::by_reference => (m.clone(), x.clone());
        forms::lent => (&(&m * 0.2), &(&x * 0.3));
        forms::bare => (&[0.3, -0.2][..], &array![0.7, 1.1]);
        forms::lines => (&x, 0.7_f64);
        forms::named => &x;
        forms::rows => (&m, &x);
        forms::twice => (&m, &(&m - 0.25));
        forms::elements => (&m, 0.7_f64);
        forms::zipped => (&m, &(&m + 0.5));
        forms::folded => (&m, &(&m + 0.5));
        forms::gone_through => &m;
        forms::made => (&x, 0.7_f64);
        forms::deep => &x;
        forms::listed => (&[0.3, 0.2, -0.4, 1.0][..], &Array0::from_elem((), 0.7));
    }
}

#[test]
fn jacobians_of_code_as_it_is_written_are_functions() {
    let (x, m) = (x(), w());
    let t = Array3::from_shape_fn((2, 2, 3), |(i, j, k)| ((5 * i + 3 * j + 7 * k) as f64 * 0.41).cos() + 0.2);
    let image = Array2::from_shape_fn((4, 4), |(i, j)| ((3 * i + 7 * j) as f64 * 0.37).sin() + 0.1 * i as f64);
    checked! {
        natural::convolved => (&array![0.3, -0.7, 1.1, 0.8, -1.6], &x);
        natural::convolved_in_planes => (&image, &array![[1.2, 0.3], [0.2, 0.9]]);
        natural::normalised => (&m, &x);
        natural::with_indices => (&m, &t);
        natural::lanes => &(&t * 0.3);
        natural::side_by_side => (&m, &x, &[2usize, 0, 1][..]);
        natural::rearranged => (&t, &[2usize, 0, 2][..]);
        natural::split => &m;
        natural::grown => (&m, &x);
        natural::left => (&m, &array![2usize, 0, 1], &array![[true, false, true], [true, true, false], [false, true, true]]);
        natural::scaled_products => (&m, &(&m - 0.5), 0.5_f64, 0.3_f64);
    }
}

/// The Jacobian of the Jacobian in the same way.
macro_rules! checked_twice {
    ($($name:ty => $args:expr;)*) => { checked! { $(Jacobian<$name> => $args;)* } };
}

#[test]
fn second_derivatives_of_functions_of_arrays_are_functions() {
    let (x, w, m) = (array![0.3, -0.7], array![[0.3, 0.2], [1.0, 2.0]], array![[0.3, 0.2], [1.0, 2.0]]);
    let image = Array2::from_shape_fn((3, 3), |(i, j)| ((3 * i + 7 * j) as f64 * 0.37).sin() + 0.1 * i as f64);
    let cube = Array3::from_shape_fn((2, 2, 2), |(i, j, k)| ((5 * i + 3 * j + 7 * k) as f64 * 0.41).cos() + 0.2);
    checked_twice! {
        values_thrice::elements => &self::x();
        values_thrice::layer => (&w, &x, &(&x * 2.0));
        values_thrice::arithmetic => (&w, &x, 0.7_f64);
        values_thrice::scalars => (&x, 0.7_f64);
        values_thrice::products => (&w, &x);
        values_thrice::reductions => &w;
        values_thrice::elementwise => (&w, 0.7_f64);
        values_thrice::views => &self::w();
        values_thrice::writes => (&self::x(), 0.7_f64);
        values_thrice::made => (&self::x(), 0.7_f64);
        values_thrice::owned => (x.clone(), &x + 1.0);
        values_thrice::loops => (&w, &x);
        values_thrice::ways => (&x, 0.7_f64);
        values_thrice::ways => (&x, -0.7_f64);
        values_thrice::calls => (&w, &x);
        forms_thrice::norm => x.clone();
        forms_thrice::viewed => (self::m(), self::x(), &array![0.5, -2.0]);
        forms_thrice::by_reference => (self::m(), self::x());
        forms_thrice::lent => (&(&m * 0.2), &(&x * 0.3));
        forms_thrice::bare => (&[0.3, -0.2][..], &array![0.7, 1.1]);
        forms_thrice::lines => (&self::x(), 0.7_f64);
        forms_thrice::named => &self::x();
        forms_thrice::rows => (&self::m(), &self::x());
        forms_thrice::twice => (&m, &(&m - 0.25));
        forms_thrice::elements => (&m, 0.7_f64);
        forms_thrice::zipped => (&m, &(&m + 0.5));
        forms_thrice::folded => (&m, &(&m + 0.5));
        forms_thrice::gone_through => &m;
        forms_thrice::made => (&x, 0.7_f64);
        forms_thrice::deep => &self::x();
        forms_thrice::listed => (&[0.3, 0.2, -0.4, 1.0][..], &Array0::from_elem((), 0.7));
        natural_thrice::convolved => (&array![0.3, -0.7, 1.1, 0.8, -1.6], &self::x());
        natural_thrice::convolved_in_planes => (&image, &array![[1.2, 0.3], [0.2, 0.9]]);
        natural_thrice::normalised => (&m, &x);
        natural_thrice::side_by_side => (&self::w(), &self::x(), &[2usize, 0, 1][..]);
        natural_thrice::rearranged => (&Array3::from_shape_fn((2, 2, 3), |(i, j, k)| (i + 2 * j) as f64 - 0.3 * k as f64), &[2usize, 0, 2][..]);
        natural_thrice::lanes => &(&cube * 0.3);
        natural_thrice::split => &self::w();
        natural_thrice::grown => (&m, &x);
        natural_thrice::scaled_products => (&m, &(&m - 0.5), 0.5_f64, 0.3_f64);
    }
}

/// Half a quadratic form, and a quartic.
#[differentiable(order = 4)]
fn energy(a: &Array2<f64>, x: &Array1<f64>) -> f64 {
    let squares = x.mapv(|v| v * v);
    0.5 * x.dot(&a.dot(x)) + squares.dot(&squares)
}

#[test]
fn hessians_of_closed_form() {
    let (a, x) = (w(), x());
    let ((by_aa, _), (by_xa, by_xx)) = energy::hessian(&a, &x);
    let expected = 0.5 * (&a + &a.t()) + Array2::from_diag(&x.mapv(|v| 12.0 * v * v));
    assert!((&by_xx - &expected).iter().all(|error| error.abs() < 1e-14));
    assert_eq!(by_aa.iter().filter(|value| **value != 0.0).count(), 0);
    assert_eq!(by_xa[[1, 1, 2]], 0.5 * x[2]);
    assert_eq!(by_xa[[1, 1, 1]], x[1]);
    let (v, direction) = (array![1.0, -2.0, 0.5], Array2::zeros((3, 3)));
    let (value, (_, product)) = energy::hvp(&a, &x, direction, v.clone());
    assert_eq!(value, energy(&a, &x));
    assert!((product - expected.dot(&v)).iter().all(|error| error.abs() < 1e-14));
}

#[test]
fn third_and_fourth_derivatives_of_closed_form() {
    let (a, x) = (w(), x());
    // By x, x, x and then a: only the quartic has something.
    let (_, (_, (_, by_xxx))) = Jacobian::<Jacobian<Jacobian<energy>>>::new().at((&a, &x)).unwrap();
    for (index, found) in by_xxx.indexed_iter() {
        let expected = if index.0 == index.1 && index.1 == index.2 { 24.0 * x[index.0] } else { 0.0 };
        assert!((found - expected).abs() < 1e-13, "{index:?}: {found}");
    }
    let (((_, by_aax), (by_axa, by_axx)), _) = Jacobian::<Jacobian<Jacobian<energy>>>::new().at((&a, &x)).unwrap();
    assert!(by_aax.iter().chain(&by_axa).all(|entry| *entry == 0.0));
    assert_eq!(by_axx.shape(), [3, 3, 3, 3]);
    for ((i, j, k, l), found) in by_axx.indexed_iter() {
        let expected = if (i, j) == (k, l) || (i, j) == (l, k) { if i == j { 1.0 } else { 0.5 } } else { 0.0 };
        assert!((found - expected).abs() < 1e-15);
    }
    // Eight axes are more than a number of axes that is part of the type.
    let fourth = Jacobian::<Jacobian<Jacobian<Jacobian<energy>>>>::new().at((&a, &x)).unwrap();
    assert_eq!(fourth.0.0.0.0.shape(), [3; 8]);
    let by_xxxx = fourth.1.1.1.1;
    for ((i, j, k, l), found) in by_xxxx.indexed_iter() {
        let expected = if i == j && j == k && k == l { 24.0 } else { 0.0 };
        assert!((found - expected).abs() < 1e-12);
    }
}

/// The square of the norm of a gradient: what a penalty is made of.
#[differentiable]
fn penalty(a: &Array2<f64>, x: &Array1<f64>) -> f64 {
    let (_, by_x) = energy::gradient(a, x);
    by_x.dot(&by_x) + energy(a, x)
}

#[differentiable(order = 2)]
fn bowl(x: ArrayView1<'_, f64>) -> f64 {
    x.dot(&x).sin() + x.product()
}

/// Some steps of a descent, of which the step is differentiated.
#[differentiable]
fn descent(start: &Array1<f64>, step: f64) -> Array1<f64> {
    let mut x = start.clone();
    for _ in 0..3 {
        let by_x = bowl::gradient(x.view());
        x = x - step * by_x;
    }
    x
}

#[test]
fn gradients_of_functions_of_arrays_are_called() {
    let (a, x) = (w(), x());
    check::<penalty, _>((&a, &x)).unwrap();
    check::<descent, _>((&x, 0.1_f64)).unwrap();
    // |∇|² for the quartic alone.
    let (_, by_x) = penalty::gradient(&Array2::zeros((3, 3)), &x);
    let expected = x.mapv(|v| 96.0 * v.powi(5) + 4.0 * v.powi(3));
    assert!((by_x - expected).iter().all(|error| error.abs() < 1e-13));
}

#[differentiable(order = 2)]
fn single(x: &Array1<f32>, s: f32) -> f32 {
    (x * s).mapv(|v| v * v * v).sum() / s
}

/// Calls the gradient of a function of views behind references.
#[differentiable]
fn of_gradient(a: &Array2<f64>, x: &Array1<f64>) -> f64 {
    let (by_a, by_x) = forms::by_reference::gradient(&a.view(), &x.view());
    by_a.sum() * by_x.dot(x)
}

#[test]
fn second_derivatives_of_functions_of_views() {
    let (m, x) = (m(), x());
    check::<of_gradient, _>((&m, &x)).unwrap();
    let ((by_mm, by_mx), _) = forms::by_reference::hessian(&m.view(), &x.view());
    assert!(by_mm.iter().all(|entry| *entry == 0.0));
    assert_eq!((by_mx[[0, 0, 0]], by_mx[[0, 1, 0]], by_mx[[0, 1, 1]]), (3.0, 2.0, 1.0));
}

#[test]
fn single_precision_and_empty_arrays() {
    let (by_x, by_s) = single::hessian(&array![1.0_f32, 2.0], 1.0);
    assert_eq!(by_x.0, array![[6.0, 0.0], [0.0, 12.0]]);
    // Σ x³ s².
    assert_eq!((by_x.1, by_s.1), (array![6.0, 24.0], 18.0));
    let none = Array1::<f32>::zeros(0);
    assert_eq!(single::hessian(&none, 1.0).0.0.shape(), [0, 0]);
}
