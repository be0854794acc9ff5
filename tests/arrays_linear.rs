//! Linearizations of functions of arrays of `ndarray`: their linear part is their tangent.
#![cfg(feature = "ndarray")]

use jac::{Linearize, Space};

#[allow(clippy::needless_range_loop)]
mod values {
    twin::of_order!(linearize, "tests/arrays/values.rs");
}
#[allow(clippy::needless_range_loop, clippy::toplevel_ref_arg)]
mod forms {
    twin::of_order!(linearize, "tests/arrays/forms.rs");
}
#[allow(clippy::needless_range_loop, clippy::ptr_arg, clippy::explicit_counter_loop)]
mod natural {
    twin::of_order!(linearize, "tests/arrays/natural.rs");
}

/// The numbers of a tangent.
fn numbers<T: Space, const W: usize>(shape: &T::Shape, mut tangent: T::Tangent<W>) -> Vec<u64> {
    T::complete(shape, &mut tangent);
    let mut numbers = Vec::new();
    T::for_each::<f64, W>(&tangent, 0, &mut |_, lanes| numbers.extend(lanes.0.map(f64::to_bits)));
    numbers
}

/// Each column of the Jacobian, of one linearization, is that of a tangent of its own, to the bit.
#[track_caller]
fn agrees<F: Linearize<A>, A, const W: usize>(arguments: &A) {
    let shape = F::input_shape(arguments);
    let (value, linear) = F::linearized::<W>(arguments);
    let output = value.shape();
    for column in (0..F::Input::dimension(&shape)).step_by(W) {
        let seed = F::Input::seed::<W>(&shape, column);
        let (expected_value, expected) = F::tangent::<W>(arguments, &seed);
        let expected = numbers::<F::Output, W>(&expected_value.shape(), expected);
        assert_eq!(numbers::<F::Output, W>(&output, linear(&seed)), expected, "column {column}");
    }
    let mut floats = [Vec::new(), Vec::new()];
    value.for_each_float(&mut |x| floats[0].push(x.map(f64::to_bits)));
    F::value(arguments).for_each_float(&mut |x| floats[1].push(x.map(f64::to_bits)));
    assert_eq!(floats[0], floats[1], "the value");
}

macro_rules! linear {
    ($($name:ident at $arguments:expr;)*) => {$({
        let arguments = $arguments;
        crate::agrees::<$name, _, 1>(&arguments);
        crate::agrees::<$name, _, 4>(&arguments);
    })*};
}

mod values_at_points {
    #[allow(unused_imports)]
    use ndarray::{Array0, Array1, Array2, Array3, Array6, ShapeBuilder, array};

    use super::values::*;

    fn x() -> Array1<f64> {
        array![0.3, -0.7, 1.1]
    }

    fn w() -> Array2<f64> {
        array![[0.3, 0.2, -0.4], [1.0, 2.0, -0.1], [0.7, 0.9, 1.3]]
    }

    #[test]
    fn the_linear_part_is_the_tangent() {
        linear! {
            elements at &x();
            layer at (&w(), &x(), &(&x() * 2.0));
            arithmetic at (&w(), &x(), 0.7_f64);
            scalars at (&x(), 0.7_f64);
            products at (&w(), &x());
            reductions at &w();
            elementwise at (&w(), 0.7_f64);
            views at &w();
            writes at (&x(), 0.7_f64);
            made at (&x(), 0.7_f64);
            owned at (x().clone(), &x() + 1.0);
            loops at (&w(), &x());
            ways at (&x(), 0.7_f64);
            ways at (&x(), -0.7_f64);
            calls at (&w(), &x());
        }
    }
}

mod forms_at_points {
    #[allow(unused_imports)]
    use ndarray::{Array0, Array1, Array2, Array3, Array6, ArrayD, ShapeBuilder, array};

    use super::forms::*;

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
    fn the_linear_part_is_the_tangent() {
        linear! {
            norm at x().clone();
            viewed at (m().clone(), x().clone(), &array![0.5, -2.0]);
            by_reference at (m(), x().clone());
            lent at (&m(), &x());
            bare at (&[0.3, -0.2][..], &array![0.7, 1.1]);
            lines at (&x(), 0.7_f64);
            named at &x();
            rows at (&m(), &x());
            twice at (&m(), &(m() - 0.25));
            rows at (&columns(), &(x() - 2.0));
            elements at (&m(), 0.7_f64);
            zipped at (&m(), &(&m() + 0.5));
            gone_through at &m();
            zipped at (&m(), &columns());
            folded at (&m(), &(m() + 0.5));
            made at (&x(), 0.7_f64);
            deep at &x();
            listed at (&[0.3, 0.2, -0.4, 1.0][..], &Array0::from_elem((), 0.7));
        }
    }
}

mod natural_at_points {
    #[allow(unused_imports)]
    use ndarray::{Array1, Array2, Array3, array};

    use super::natural::*;

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
    fn the_linear_part_is_the_tangent() {
        let image = Array2::from_shape_fn((4, 4), |(i, j)| ((3 * i + 7 * j) as f64 * 0.37).sin() + 0.1 * i as f64);
        linear! {
            convolved at (&array![0.3, -0.7, 1.1, 0.8, -1.6], &x());
            convolved_in_planes at (&image, &array![[1.2, 0.3], [0.2, 0.9]]);
            normalised at (&m(), &x());
            with_indices at (&m(), &t());
            lanes at &(t() * 0.3);
            side_by_side at (&m(), &x(), &[2usize, 0, 1][..]);
            left_in_each_other at &m();
            changing_arguments at (&array![0.3, -0.7, 1.1, 0.8], &m());
            shadowed at (&m(), &(m() - 0.5), &t());
            rearranged at (&t(), &[2usize, 0, 2][..]);
            grown at (&m(), &x());
            split at &m();
            empty_parts at &m();
            scaled_products at (&m(), &(m() - 0.5), 0.5_f64, 0.3_f64);
        }
    }
}

/// As `jvp` takes them: the caller's views are written, and what stands beside them is not.
#[test]
fn views_are_parameters() {
    use ndarray::array;
    let (x, m) = (array![0.3, -0.7, 1.1], array![[0.3, 0.2, -0.4], [1.0, 2.0, -0.1]]);
    let (value, linear) = forms::norm::linearize(m.row(1));
    assert_eq!((value, linear.jvp(&x)), forms::norm::jvp(m.row(1), x.clone()));
    let (value, linear) = forms::by_reference::linearize(&m.view(), &x.view());
    assert_eq!((value, linear.jvp(&m, &x)), forms::by_reference::jvp(&m.view(), &x.view(), &m, &x));
    let (mut a, mut b) = (m.clone(), m.clone());
    let (value, linear) = forms::filled::linearize(a.row_mut(1), &x, 0.7);
    let expected = forms::filled::jvp(b.row_mut(1), &x, 0.7, x.clone(), x.clone(), 1.0);
    assert_eq!((value, linear.jvp(&x, &x, 1.0)), expected);
    assert_eq!(a, b);
}
