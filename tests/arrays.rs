//! Arrays of `ndarray` in differentiable functions: tangent and adjoint against central differences, modes against each other, at every width.
#![cfg(feature = "ndarray")]
#![allow(clippy::needless_range_loop)]

#[macro_use]
#[path = "harness/checked.rs"]
mod checked;

#[path = "arrays/values.rs"]
mod values;

use jac::check::check;
use jac::differentiable;
use ndarray::{Array0, Array1, Array2, Array3, Array6, ShapeBuilder, array};
use values::*;

fn x() -> Array1<f64> {
    array![0.3, -0.7, 1.1]
}

fn w() -> Array2<f64> {
    array![[0.3, 0.2, -0.4], [1.0, 2.0, -0.1], [0.7, 0.9, 1.3]]
}

#[test]
fn derivatives_agree_with_differences_and_with_each_other() {
    let (x, w) = (x(), w());
    checked!(elements at &x);
    checked!(layer at (&w, &x, &(&x * 2.0)));
    checked!(arithmetic at (&w, &x, 0.7_f64));
    checked!(scalars at (&x, 0.7_f64));
    checked!(products at (&w, &x));
    checked!(reductions at &w);
    checked!(elementwise at (&w, 0.7_f64));
    checked!(views at &w);
    checked!(writes at (&x, 0.7_f64));
    checked!(made at (&x, 0.7_f64));
    checked!(owned at (x.clone(), &x + 1.0));
    checked!(loops at (&w, &x));
    checked!(ways at (&x, 0.7_f64));
    checked!(ways at (&x, -0.7_f64));
    checked!(calls at (&w, &x));
    check::<in_place, _>((&x, &mut (&x + 2.0))).unwrap();
}

#[test]
fn the_order_of_elements_in_memory_does_not_matter() {
    let columns = Array2::from_shape_vec((3, 3).f(), w().iter().map(|v| v * 1.5).collect()).unwrap();
    let rows = columns.as_standard_layout().to_owned();
    assert_ne!(columns.strides(), rows.strides());
    assert_eq!(loops::jacrev(&columns, &x()), loops::jacrev(&rows, &x()));
    assert_eq!(elementwise::jacfwd(&columns, 0.5), elementwise::jacfwd(&rows, 0.5));
    assert_eq!(products::jacrev(&columns, &x()), products::jacrev(&rows, &x()));
}

#[test]
fn blocks_have_the_axes_of_the_output_and_of_the_input() {
    let x = Array6::from_shape_fn((2, 1, 3, 1, 2, 1), |(a, _, b, _, c, _)| (a + 2 * b + 5 * c) as f64);
    let y = Array3::from_elem((3, 2, 2), 2.0);
    let z = Array0::from_elem((), 1.0);
    let (by_x, by_y, by_z) = axes::jacobian(&x, &y, &z);
    assert_eq!(by_x.shape(), [3, 2, 2, 2, 1, 3, 1, 2, 1]);
    assert_eq!(by_y.shape(), [3, 2, 2, 3, 2, 2]);
    assert_eq!(by_z.shape(), [3, 2, 2]);
    checked!(axes at (&x, &y, &z));
}

#[test]
fn empty_arrays_have_empty_blocks() {
    let x = Array1::<f64>::zeros(0);
    assert_eq!(elements::gradient(&x), x);
    let (by_x, by_s) = scalars::jacobian(&x, 2.0);
    assert_eq!((by_x.shape(), by_s.shape()), (&[0, 0, 0][..], &[0, 0][..]));
}

#[test]
fn floats_of_single_precision() {
    let x = array![0.5_f32, -0.25];
    let (by_x, by_s) = single::jacobian(&x, 2.0);
    let expected = array![[2.0 * 1.0_f32.exp() + 1.0, -0.5], [1.0, 2.0 * (-0.5_f32).exp() - 0.5]];
    assert!((by_x - expected).iter().all(|error| error.abs() < 1e-6));
    assert!((by_s[0] - 0.5 * 1.0_f32.exp()).abs() < 1e-6);
}

#[test]
fn a_product_and_a_deviation_have_the_slopes_of_the_conventions() {
    #[differentiable]
    fn product(x: &Array1<f64>) -> f64 {
        x.product()
    }
    #[differentiable]
    fn deviation(x: &Array1<f64>) -> f64 {
        x.std(1.0)
    }
    assert_eq!(product::gradient(&array![2.0, 0.0, 3.0]), array![0.0, 6.0, 0.0]);
    assert_eq!(product::gradient(&array![2.0, 0.0, 0.0]), array![0.0, 0.0, 0.0]);
    assert_eq!(deviation::gradient(&array![1.0, 1.0]), array![0.0, 0.0]);
}
