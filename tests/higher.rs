//! Derivatives of higher order, as users call them: against closed forms, hyper-dual numbers, and each other.
#![cfg(feature = "std")]
#![allow(clippy::needless_range_loop)] // iterators are another chapter

#[path = "higher/operators.rs"]
mod operators;

use std::cell::Cell;

use jac::{Differentiable, Jacobian, Strategy, differentiable};
use num_dual::{DualNum, HyperDual64};

#[differentiable(order = 4)]
fn rosenbrock(x: [f64; 2]) -> f64 {
    let a = 1.0 - x[0];
    let b = x[1] - x[0] * x[0];
    a * a + 100.0 * b * b
}

#[test]
fn a_polynomial_has_the_derivatives_of_its_closed_form() {
    let [x, y] = [0.5, 0.75];
    let hessian = [[2.0 + 1200.0 * x * x - 400.0 * y, -400.0 * x], [-400.0 * x, 200.0]];
    assert_eq!(rosenbrock::hessian([x, y]), hessian);
    let (value, gradient, again) = rosenbrock::value_gradient_and_hessian([x, y]);
    assert_eq!((value, gradient), rosenbrock::value_and_gradient([x, y]));
    assert_eq!((value, again), (rosenbrock([x, y]), hessian));
    assert_eq!(Jacobian::<Jacobian<rosenbrock>>::new().at([x, y]), Ok(hessian));
    let third = [[[2400.0 * x, -400.0], [-400.0, 0.0]], [[-400.0, 0.0], [0.0, 0.0]]];
    assert_eq!(Jacobian::<Jacobian<Jacobian<rosenbrock>>>::new().at([x, y]), Ok(third));
    let fourth = [[[[2400.0, 0.0], [0.0, 0.0]], [[0.0; 2]; 2]], [[[0.0; 2]; 2]; 2]];
    assert_eq!(Jacobian::<Jacobian<Jacobian<Jacobian<rosenbrock>>>>::new().at([x, y]), Ok(fourth));
}

#[test]
fn products_with_a_hessian_are_those_of_the_matrix() {
    let (x, v) = ([0.3, -0.7], [1.5, -2.0]);
    let h = rosenbrock::hessian(x);
    let expected = [0, 1].map(|i| h[i][0] * v[0] + h[i][1] * v[1]);
    let (value, product) = rosenbrock::hvp(x, v);
    assert_eq!(value, rosenbrock(x));
    assert_eq!(rosenbrock::vhp(x, v), (value, product));
    for i in 0..2 {
        assert!((product[i] - expected[i]).abs() <= 1e-12 * (1.0 + expected[i].abs()));
    }
}

/// Two inputs, several outputs, of different shapes.
#[differentiable(order = 3)]
fn mixed(x: [f64; 2], y: f64) -> ([f64; 2], f64) {
    ([x[0] * x[1] * y, x[0].sin() * y], x[0].powi(3) / y)
}

#[test]
fn blocks_of_blocks_have_the_shape_of_the_output_and_of_the_input_again() {
    let (x, y) = ([0.4, 1.3], 2.0);
    let at = (x, y);
    for strategy in [Strategy::Auto, Strategy::Forward, Strategy::Reverse] {
        for vectorize in [false, true] {
            let builder = Jacobian::<Jacobian<mixed>>::new().strategy(strategy).vectorize(vectorize);
            let ((of_first, by_y), of_second) = builder.at(at).unwrap();
            // By x, then by x and by y.
            let ((xx, xy), (yx, yy)) = (of_first, by_y);
            let (sin, cos) = x[0].sin_cos();
            assert_eq!(xx, [[[0.0, y], [y, 0.0]], [[-sin * y, 0.0], [0.0, 0.0]]]);
            assert_eq!(xy, [[x[1], x[0]], [cos, 0.0]]);
            assert_eq!(yx, xy);
            assert_eq!(yy, [0.0, 0.0]);
            let ((xx, xy), (yx, yy)) = of_second;
            let close = |a: f64, b: f64| assert!((a - b).abs() <= 1e-14 * (1.0 + b.abs()), "{a} for {b}");
            close(xx[0][0], 6.0 * x[0] / y);
            assert_eq!([xx[0][1], xx[1][0], xx[1][1]], [0.0; 3]);
            close(xy[0], -3.0 * x[0] * x[0] / (y * y));
            close(yx[0], xy[0]);
            close(yy, 2.0 * x[0].powi(3) / y.powi(3));
        }
    }
    let third = Jacobian::<Jacobian<Jacobian<mixed>>>::new().at(at).unwrap();
    // The first output by x, x and y.
    assert_eq!(third.0.0.0.1, [[[0.0, 1.0], [1.0, 0.0]], [[-x[0].sin(), 0.0], [0.0, 0.0]]]);
    // The second output by y, y and y.
    assert!((third.1.1.1.1 + 6.0 * x[0].powi(3) / y.powi(4)).abs() <= 1e-14);
}

/// A loop over a slice, with a callee.
#[differentiable(order = 2)]
fn step(state: f64, x: f64) -> f64 {
    (state * x).tanh() + 0.1 * x * x
}

#[differentiable(order = 2)]
fn recurrence(x: &[f64]) -> f64 {
    let mut state = 0.7;
    for i in 0..x.len() {
        state = step(state, x[i]);
    }
    state
}

fn recurrence_twin(x: &[HyperDual64]) -> HyperDual64 {
    x.iter().fold(HyperDual64::from(0.7), |state, x| (state * *x).tanh() + *x * *x * 0.1)
}

#[test]
fn products_of_a_loop_agree_with_hyper_dual_numbers() {
    let x = [0.9, -1.3, 0.4, 1.7, -0.6];
    let v = [0.3, -0.2, 0.8, 0.1, -0.5];
    let (value, product) = recurrence::hvp(&x, &v[..]);
    assert_eq!(value, recurrence(&x));
    for i in 0..5 {
        let at = |k: usize| HyperDual64::new(x[k], v[k], if k == i { 1.0 } else { 0.0 }, 0.0);
        let expected = recurrence_twin(&[0, 1, 2, 3, 4].map(at)).eps1eps2;
        assert!((product[i] - expected).abs() <= 1e-13 * (1.0 + expected.abs()), "{} for {expected}", product[i]);
    }
    let columns: Vec<f64> = (0..5)
        .map(|i| {
            let mut unit = [0.0; 5];
            unit[i] = 1.0;
            recurrence::hvp(&x, &unit[..]).1.iter().zip(v).map(|(h, v)| h * v).sum()
        })
        .collect();
    for i in 0..5 {
        assert!((product[i] - columns[i]).abs() <= 1e-13 * (1.0 + columns[i].abs()));
    }
}

/// Every input of its own; more inputs than one sweep carries.
#[differentiable(order = 2)]
fn chained(x: [f64; 11]) -> f64 {
    let mut sum = 0.0;
    for i in 0..10 {
        sum += (x[i] * x[i + 1]).exp() + x[i].powi(3);
    }
    sum
}

#[test]
fn hessians_larger_than_a_sweep_are_complete_and_symmetric() {
    let x: [f64; 11] = std::array::from_fn(|i| 0.1 * i as f64 - 0.4);
    let hessian = chained::hessian(x);
    let expected = |i: usize, j: usize| {
        let pair = |i: usize| (x[i] * x[i + 1]).exp();
        let mut sum = 0.0;
        if i == j {
            sum += if i < 10 { 6.0 * x[i] + x[i + 1].powi(2) * pair(i) } else { 0.0 };
            sum += if i > 0 { x[i - 1].powi(2) * pair(i - 1) } else { 0.0 };
        } else if i.abs_diff(j) == 1 {
            let k = i.min(j);
            sum += (1.0 + x[k] * x[k + 1]) * pair(k);
        }
        sum
    };
    for i in 0..11 {
        for j in 0..11 {
            assert!((hessian[i][j] - expected(i, j)).abs() <= 1e-14 * (1.0 + expected(i, j).abs()), "{i}, {j}");
            assert!((hessian[i][j] - hessian[j][i]).abs() <= 1e-15 * (1.0 + hessian[i][j].abs()));
        }
    }
}

/// Affine: its gradient is constant.
#[differentiable(order = 2)]
fn affine(x: [f64; 3], scale: f64) -> f64 {
    2.0 * x[0] - x[2] + 3.0 * scale
}

#[differentiable(order = 2, inactive)]
fn rounded(x: f64) -> f64 {
    x.round()
}

/// A callee without a derivative, of the order of its caller.
#[differentiable(order = 2)]
fn with_rounding(x: f64) -> f64 {
    rounded(x) * x * x
}

#[differentiable(order = 3)]
fn generic<const N: usize>(x: [f64; N]) -> f64 {
    let mut product = 1.0;
    for i in 0..N {
        product *= x[i];
    }
    product
}

#[test]
fn constants_vanish_and_inactive_functions_have_no_second_derivative_either() {
    assert_eq!(affine::hessian([1.0, 2.0, 3.0], 4.0), (([[0.0; 3]; 3], [0.0; 3]), ([0.0; 3], 0.0)));
    assert_eq!(with_rounding::hessian(2.8), 6.0);
    assert_eq!(generic::hessian([2.0, 3.0, 5.0]), [[0.0, 5.0, 3.0], [5.0, 0.0, 2.0], [3.0, 2.0, 0.0]]);
    let third = Jacobian::<Jacobian<Jacobian<generic>>>::new().at([2.0, 3.0, 5.0]).unwrap();
    assert_eq!((third[0][1][2], third[2][0][1], third[0][0][1]), (1.0, 1.0, 0.0));
}

#[test]
fn a_pole_is_infinite_and_not_nan() {
    #[differentiable(order = 2)]
    fn root(x: f64) -> f64 {
        x.sqrt()
    }
    assert_eq!(root::hessian(0.0), f64::NEG_INFINITY);
    // Held constant, an input at a pole does no harm.
    #[differentiable(order = 2)]
    fn of_both(x: f64, y: f64) -> f64 {
        x.sqrt() + y * y * y
    }
    #[differentiable(order = 2)]
    fn of_one(y: f64) -> f64 {
        of_both(0.0, y)
    }
    assert_eq!(of_one::hessian(2.0), 12.0);
}

#[test]
fn strict_mode_of_a_second_level_reports_independence_first_and_then_constant_derivatives() {
    #[differentiable(order = 2)]
    fn partly_constant(x: f64, y: f64) -> (f64, f64) {
        (x * x * y, 3.0 * x + y * y)
    }
    #[differentiable(order = 2)]
    fn partly_independent(x: f64, y: f64) -> (f64, f64) {
        (2.0 * x + y, y * y)
    }
    let second = Jacobian::<Jacobian<partly_constant>>::new();
    assert!(second.at((1.0, 2.0)).is_ok());
    assert!(Jacobian::<partly_constant>::new().strict(true).at((1.0, 2.0)).is_ok());
    for builder in [second, second.strategy(Strategy::Forward), second.strategy(Strategy::Reverse).vectorize(false)] {
        let error = builder.strict(true).at((1.0, 2.0)).unwrap_err();
        assert_eq!(error.to_string(), "the derivative of output `result.1` by input `x` is constant");
        assert_eq!((error.output.index, error.derivative.map(|by| by.index), error.input), (1, Some(0), None));
    }
    let error = Jacobian::<Jacobian<partly_independent>>::new().strict(true).at((1.0, 2.0)).unwrap_err();
    assert_eq!(error.to_string(), "output `result.1` is independent of input `x`");
    let nonlinear = Jacobian::<Jacobian<rosenbrock>>::new().strict(true);
    assert!(nonlinear.at([1.0, 2.0]).is_ok());
    assert!(Jacobian::<Jacobian<Jacobian<rosenbrock>>>::new().strict(true).at([1.0, 2.0]).is_ok());
}

#[test]
fn any_number_of_lanes_gives_the_same_jacobian() {
    #[differentiable(order = 2)]
    fn many(x: [f64; 7]) -> [f64; 5] {
        let mut y = [1.0; 5];
        for i in 0..7 {
            for j in 0..5 {
                y[j] = y[j] * x[i].cos() + x[(i + j) % 7];
            }
        }
        y
    }
    let x = [0.1, 0.5, -0.3, 0.9, 1.2, -0.7, 0.4];
    let expected = many::jacobian(x);
    let close = |found: [[f64; 7]; 5]| {
        for (found, expected) in found.iter().flatten().zip(expected.iter().flatten()) {
            assert!((found - expected).abs() <= 1e-14 * (1.0 + expected.abs()), "{found} for {expected}");
        }
    };
    for strategy in [Strategy::Auto, Strategy::Forward, Strategy::Reverse] {
        let builder = Jacobian::<many>::new().strategy(strategy);
        close(builder.lanes::<1>().at(x).unwrap());
        close(builder.lanes::<3>().at(x).unwrap());
        close(builder.lanes::<5>().at(x).unwrap());
        close(builder.lanes::<16>().at(x).unwrap());
        close(builder.lanes::<4>().vectorize(false).at(x).unwrap());
    }
    let hessian = chained::hessian([0.2; 11]);
    let found = Jacobian::<Jacobian<chained>>::new().lanes::<4>().at([0.2; 11]).unwrap();
    for (found, expected) in found.iter().flatten().zip(hessian.iter().flatten()) {
        assert!((found - expected).abs() <= 1e-14 * (1.0 + expected.abs()));
    }
}

thread_local!(static CALLS: Cell<usize> = const { Cell::new(0) });

#[differentiable(inactive)]
fn counted(x: f64) -> f64 {
    CALLS.with(|calls| calls.set(calls.get() + 1));
    x
}

#[differentiable]
fn of_two_inputs(x: [f64; 2], y: &[f64]) -> (f64, [f64; 2]) {
    let weight = counted(0.5);
    let mut sum = weight;
    for i in 0..y.len() {
        sum = sum * y[i] + x[0];
    }
    (sum, [x[1] * sum, x[0].sin()])
}

#[test]
fn a_pullback_evaluates_the_function_once() {
    let (x, y) = ([0.3, 0.8], [1.1, -0.4, 0.6]);
    let (expected, _) = of_two_inputs::vjp(x, &y, (1.0, [0.0, 0.0]));
    let before = CALLS.with(Cell::get);
    let (value, pullback) = of_two_inputs::pullback(x, &y);
    assert_eq!(value, expected);
    let pulled: Vec<_> = [(1.0, [0.0, 0.0]), (0.0, [1.0, 0.5]), (-2.0, [0.3, 0.1])].map(&pullback).into();
    assert_eq!(CALLS.with(Cell::get), before + 1);
    assert_eq!(pulled[1], of_two_inputs::vjp(x, &y, (0.0, [1.0, 0.5])).1);
    assert_eq!(pulled[2], of_two_inputs::vjp(x, &y, (-2.0, [0.3, 0.1])).1);
}

/// A hundred variables, of which neighbours interact.
#[differentiable(order = 2)]
fn hundred(x: [f64; 100]) -> f64 {
    let weight = counted(2.0);
    let mut sum = 0.0;
    for i in 0..99 {
        let bend = x[i + 1] - x[i] * x[i];
        sum += weight * bend * bend + x[i].cos();
    }
    sum
}

#[test]
fn a_hessian_evaluates_the_function_once_for_eight_columns() {
    let x: [f64; 100] = std::array::from_fn(|i| (0.37 * i as f64).sin());
    let before = CALLS.with(Cell::get);
    let hessian = hundred::hessian(x);
    assert_eq!(CALLS.with(Cell::get), before + 13);
    for i in 0..100 {
        let inner = |i: usize| 12.0 * x[i] * x[i] - 4.0 * x[i + 1];
        let own = if i < 99 { 2.0 * inner(i) - x[i].cos() } else { 0.0 };
        let expected = own + if i > 0 { 4.0 } else { 0.0 };
        assert!((hessian[i][i] - expected).abs() <= 1e-12 * (1.0 + expected.abs()), "{i}");
        if i < 99 {
            assert!((hessian[i][i + 1] + 8.0 * x[i]).abs() <= 1e-12);
        }
        assert!(hessian[i][(i + 2) % 100].abs() <= 1e-12);
    }
}

#[differentiable(order = 3)]
fn root(x: f64, y: f64) -> Option<f64> {
    if x < 0.0 { None } else { Some(x.sqrt() * y * y) }
}

/// Goes through a function that may fail, and fails in a way of its own.
#[differentiable(order = 3)]
fn root_of_product(x: &[f64]) -> Result<f64, String> {
    let mut product = 1.0;
    for factor in x {
        if *factor == 0.0 {
            return Err("zero".to_owned());
        }
        product *= factor;
    }
    Ok(root(product, x[0]).ok_or("negative")?)
}

#[differentiable(order = 3)]
fn two_that_may_fail(x: [f64; 2]) -> Option<[f64; 2]> {
    Some([root(x[0], x[1])?, x[0] * x[1] * x[1]])
}

#[test]
fn hessians_of_what_may_fail_are_inside_of_what_it_returns() {
    let (gradient, hessian) = ((2.25, 12.0), ((-0.28125, 1.5), (1.5, 4.0)));
    assert_eq!(root::hessian(4.0, 3.0), Some(hessian));
    assert_eq!(root::value_gradient_and_hessian(4.0, 3.0), Some((18.0, gradient, hessian)));
    assert_eq!(root::hvp(4.0, 3.0, 1.0, 0.0), Some((18.0, hessian.0)));
    assert_eq!(root::vhp(4.0, 3.0, 0.0, 1.0), Some((18.0, hessian.1)));
    assert_eq!(root::hessian(-4.0, 3.0), None);
    assert_eq!(root::value_gradient_and_hessian(-4.0, 3.0), None);
    assert_eq!(root::hvp(-4.0, 3.0, 1.0, 0.0), None);

    // √(x y) x²
    let (x, y) = (4.0_f64, 3.0_f64);
    let expected = [3.75 * x.sqrt() * y.sqrt(), 1.25 * x.powf(1.5) / y.sqrt(), -0.25 * x.powf(2.5) / y.powf(1.5)];
    let close = |found: f64, expected: f64| assert!((found - expected).abs() < 1e-13, "{found} and {expected}");
    let (_, product) = root_of_product::hvp(&[x, y], &[1.0, 0.0][..]).unwrap();
    close(product[0], expected[0]);
    close(product[1], expected[1]);
    let (_, product) = root_of_product::hvp(&[x, y], &[0.0, 1.0][..]).unwrap();
    close(product[1], expected[2]);
    assert_eq!(root_of_product::hvp(&[x, 0.0], &[1.0, 0.0][..]), Err("zero".to_owned()));
    assert_eq!(root_of_product::hvp(&[x, -y], &[1.0, 0.0][..]), Err("negative".to_owned()));
}

#[test]
fn jacobians_of_jacobians_of_what_may_fail_are_zero_where_nothing_is() {
    let second = Jacobian::<Jacobian<two_that_may_fail>>::new();
    assert_eq!(second.at([4.0, 3.0]).unwrap(), [[[-0.28125, 1.5], [1.5, 4.0]], [[0.0, 6.0], [6.0, 8.0]]]);
    assert_eq!(second.at([-4.0, 3.0]).unwrap(), [[[0.0; 2]; 2]; 2]);
    let third = Jacobian::<Jacobian<Jacobian<two_that_may_fail>>>::new().at([4.0, 3.0]).unwrap();
    assert_eq!(third[0], [[[0.10546875, -0.1875], [-0.1875, 0.5]], [[-0.1875, 0.5], [0.5, 0.0]]]);
    assert_eq!(third[1], [[[0.0, 0.0], [0.0, 2.0]], [[0.0, 2.0], [2.0, 0.0]]]);
    jac::check::check::<Jacobian<Jacobian<two_that_may_fail>>, _>([4.0, 3.0]).unwrap();
}

type Real = f64;

#[differentiable(order = 2)]
fn of_an_alias(x: Real) -> Real {
    x * x * x
}

#[test]
fn hessians_of_a_float_by_another_name() {
    assert_eq!(of_an_alias::hessian(2.0), 12.0);
    assert_eq!(of_an_alias::hvp(2.0, 0.5), (8.0, 6.0));
}

#[derive(Clone, Copy, Differentiable)]
struct Matrix<const R: usize, const C: usize> {
    at: [[f64; C]; R],
}

/// The result has parameters in another order than the inputs.
#[differentiable(order = 2)]
impl<const R: usize, const K: usize, const C: usize> core::ops::Mul<Matrix<K, C>> for Matrix<R, K> {
    type Output = Matrix<R, C>;
    fn mul(self, other: Matrix<K, C>) -> Matrix<R, C> {
        let mut product = Matrix { at: [[0.0; C]; R] };
        for i in 0..R {
            for j in 0..C {
                for k in 0..K {
                    product.at[i][j] += self.at[i][k] * other.at[k][j];
                }
            }
        }
        product
    }
}

#[differentiable(order = 2)]
fn weighted<const R: usize, const K: usize>(a: &Matrix<R, K>, b: &Matrix<K, 1>) -> Matrix<R, 1> {
    let mut product = Matrix { at: [[0.0; 1]; R] };
    for i in 0..R {
        for k in 0..K {
            product.at[i][0] += a.at[i][k] * b.at[k][0].sin();
        }
    }
    product
}

#[differentiable(order = 2)]
fn of_matrices(x: [f64; 2]) -> f64 {
    let a = Matrix { at: [[x[0], x[1], 1.0], [x[1] * x[0], 2.0, x[0]]] };
    let b = Matrix { at: [[x[0]], [x[1].sin()], [x[1]]] };
    let c = Matrix { at: [[x[0], x[1]]] } * weighted(&a, &b);
    (c * Matrix { at: [[x[1], 3.0]] }).at[0][0]
}

#[test]
fn products_of_matrices_have_second_derivatives() {
    let (x, h) = ([0.7, 0.4], 1e-5);
    let hessian = of_matrices::hessian(x);
    for k in 0..2 {
        let [mut above, mut below] = [x, x];
        above[k] += h;
        below[k] -= h;
        let (above, below) = (of_matrices::gradient(above), of_matrices::gradient(below));
        for i in 0..2 {
            let expected = (above[i] - below[i]) / (2.0 * h);
            assert!((hessian[i][k] - expected).abs() <= 1e-8, "{} for {expected}", hessian[i][k]);
        }
    }
}
