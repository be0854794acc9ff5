//! Arrays of `ndarray` in functions of higher order: the same functions as at first order, differentiated twice, others that are
//! differentiated three and four times, and closed forms.
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

use jac::check::check;
use jac::{Jacobian, differentiable};
use ndarray::{Array0, Array1, Array2, Array3, ArrayView1, array, s};

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

/// What there is for arrays, over few elements.
mod thrice {
    use jac::differentiable;
    use ndarray::linalg::general_mat_mul;
    use ndarray::{Array0, Array1, Array2, Array3, Axis, Zip, array, concatenate, s};

    #[differentiable(order = 3)]
    pub fn broadcast(x: &Array2<f64>, row: &Array1<f64>, s: f64) -> Array2<f64> {
        let mut y = x * row - row / (x + 3.0) + s * x;
        y += row;
        y *= s;
        y -= &(x % 2.0);
        y /= 1.5;
        -y + s / (row * row + 1.0)
    }

    #[differentiable(order = 3)]
    pub fn products(a: &Array2<f64>, x: &Array1<f64>) -> f64 {
        let y = a.dot(x);
        let z = y.dot(a);
        let square = a.t().dot(a);
        let mut sum = Array2::<f64>::zeros((2, 2));
        general_mat_mul(x[0], &square, a, 0.5, &mut sum);
        z.dot(&y) * y.dot(x) + square.dot(&sum).sum() + a.product()
    }

    #[differentiable(order = 3)]
    pub fn reductions(x: &Array2<f64>, t: &Array3<f64>) -> Array1<f64> {
        let means = x.mean_axis(Axis(0)).unwrap() * x.std_axis(Axis(0), 0.0) + x.var_axis(Axis(1), 1.0);
        let sums = t.sum_axis(Axis(2)).sum_axis(Axis(1));
        means * sums * (x.var(0.0) + x.std(0.0) + x.mean().unwrap())
    }

    #[differentiable(order = 3)]
    pub fn elementwise(x: &Array2<f64>, s: &Array0<f64>) -> Array2<f64> {
        let y = x.mapv(|v| v.sin() * v + v.powi(3));
        let mut z = Array2::zeros((2, 2));
        Zip::from(&mut z).and(x).and(&y).for_each(|z, &x, &y| *z = (x * y).exp());
        let scale = s[[]];
        z.map(|z| z * scale * scale) * y
    }

    #[differentiable(order = 3)]
    pub fn parts(x: &Array2<f64>, y: &Array1<f64>) -> f64 {
        let mut m = x * x;
        m.row_mut(0).assign(&(y * x[[1, 1]]));
        m.column_mut(1).scaled_add(y[0], &x.row(1));
        m.slice_mut(s![1, ..]).fill(y[1] * y[1]);
        let cut = m.slice(s![.., ..;-1]).to_owned();
        let joined = concatenate(Axis(0), &[x.view(), cut.view()]).unwrap();
        let mut sum = 0.0;
        for window in joined.windows((2, 2)) {
            sum += window.product();
        }
        for row in joined.rows() {
            sum += row.dot(y) * y.sum();
        }
        sum * joined.diag().sum()
    }

    #[differentiable(order = 3)]
    pub fn made(x: &Array1<f64>, s: f64) -> Array1<f64> {
        let m = array![[s * x[0], x[1]], [s * s, x[0] * x[1]]];
        let list = vec![x[0] * s, s * s * s];
        let filled = Array1::from_elem(2, s * s * s);
        let own = Array1::from_vec(list);
        let mut by_index = Array1::zeros(2);
        for i in 0..2 {
            by_index[i] = x[i] * x[1 - i] * s;
        }
        let total: f64 = x.iter().map(|v| v * v * v).sum();
        m.dot(&own) * filled * total + by_index * Array2::from_diag(x).diag()
    }

    #[differentiable(order = 3)]
    pub fn changed(x: &Array1<f64>, y: &mut Array1<f64>) {
        for _ in 0..2 {
            *y *= x;
            y[0] += x[1] * y[1];
        }
        if y[0] > 0.0 {
            y.mapv_inplace(|v| v * v);
        }
    }

    #[differentiable(order = 3)]
    pub fn calls(a: &Array2<f64>, x: &Array1<f64>) -> f64 {
        let mut y = x * 2.0;
        changed(x, &mut y);
        products(a, &y) * y.sum()
    }
}

#[differentiable(order = 4)]
fn four_times(x: &Array1<f64>, a: &Array2<f64>) -> f64 {
    let mut y = a.dot(x) * x;
    y += &x.mapv(|v| v.sin());
    y.slice_mut(s![..1]).fill(x[0] * x[1] * x[1]);
    let filled = Array1::from_elem(2, x[0] * x[0]) * array![x[1], x[0] * x[1]];
    y.dot(&filled) + y.product() * y.sum()
}

#[test]
fn second_and_third_derivatives_of_functions_of_arrays_are_functions() {
    let (x, m) = (array![0.3, -0.7], array![[0.3, 0.25], [1.0, 1.7]]);
    let t = Array3::from_shape_fn((2, 2, 2), |(i, j, k)| ((5 * i + 3 * j + 7 * k) as f64 * 0.41).cos() + 0.2);
    checked! {
        Jacobian<thrice::broadcast> => (&m, &x, 0.7);
        Jacobian<thrice::products> => (&m, &x);
        Jacobian<thrice::reductions> => (&m, &t);
        Jacobian<thrice::elementwise> => (&m, &Array0::from_elem((), 0.7));
        Jacobian<thrice::parts> => (&m, &x);
        Jacobian<thrice::made> => (&x, 0.7);
        Jacobian<thrice::changed> => (&x, &mut array![0.4, 1.3]);
        Jacobian<thrice::calls> => (&m, &x);
        Jacobian<Jacobian<four_times>> => (&x, &m);
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
