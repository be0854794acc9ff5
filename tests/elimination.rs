//! Jacobians by elimination, as users get them: which functions have one, what stays apart in it, and that it is the one of the sweeps.

mod corpus {
    pub mod elimination;
    pub mod kernels;
}

use corpus::elimination::*;
use corpus::kernels;
use jac::{Function, Jacobian, Strategy, differentiable};

fn eliminates<F: Function<Args>, Args>() -> bool {
    F::ELIMINATES
}

#[test]
fn functions_of_fixed_size_have_one() {
    assert!(eliminates::<overwritten, [f64; 3]>());
    assert!(eliminates::<arm, [f64; 3]>());
    assert!(eliminates::<nested_branches, [f64; 3]>());
    assert!(eliminates::<early_return, [f64; 2]>());
    assert!(eliminates::<breaks, [f64; 4]>());
    assert!(eliminates::<steps, [f64; 6]>());
    assert!(eliminates::<constants, [f64; 4]>());
    assert!(eliminates::<named_constants, [f64; 3]>());
    assert!(eliminates::<alias, (Pair, Real)>());
    assert!(eliminates::<tuples, (([f64; 2], f64), [[f64; 2]; 2])>());
    assert!(eliminates::<permuted, [f64; 3]>());
    assert!(eliminates::<viewed, [f64; 6]>());
    assert!(eliminates::<matched, ([f64; 2], usize)>());
    assert!(eliminates::<single, [f32; 3]>());
    assert!(eliminates::<generic_head, ([f64; 5], [f64; 2])>());
    assert!(eliminates::<chain, f64>());
    assert!(eliminates::<closure, [f64; 2]>());
    assert!(eliminates::<named_in_branches, [f64; 3]>());
    assert!(eliminates::<applied, (&[[f64; 5]; 5], [f64; 5])>());
    assert!(eliminates::<contracted, (&([[f64; 3]; 3], f64), &[[f64; 3]; 3])>());
    assert!(eliminates::<kernels::sph3, [f64; 3]>());
    assert!(eliminates::<kernels::ekf6, [f64; 6]>());
    assert!(eliminates::<kernels::arm6, [f64; 6]>());
    assert!(eliminates::<kernels::rosen10, [f64; 10]>());
}

#[test]
fn what_is_not_seen_through_is_left_to_the_sweeps() {
    assert!(!eliminates::<generic_length, ([f64; 3], [f64; 2])>());
    assert!(!eliminates::<counted_by_a_constant, [f64; 4]>());
    assert!(!eliminates::<dense, [f64; 4]>(), "lanes are cheaper");
    assert!(!eliminates::<calling, [f64; 2]>());
    assert!(!eliminates::<mixed, ([f32; 2], f64)>());
    assert!(!eliminates::<integers_overflow, [f64; 2]>(), "the integers do not fit every type");
    assert!(!eliminates::<alias_passed_on, Pair>(), "the result may be anything");
}

#[differentiable(wrt(x))]
fn product(a: &[[f64; 5]; 5], x: [f64; 5]) -> [f64; 5] {
    let mut y = [0.0; 5];
    for i in 0..5 {
        for j in 0..5 {
            y[i] += a[i][j] * x[j];
        }
    }
    y
}

#[test]
fn the_jacobian_of_a_product_with_a_matrix_is_the_matrix_to_the_bit() {
    let a: [[f64; 5]; 5] = std::array::from_fn(|i| std::array::from_fn(|j| (3.1 * i as f64 + 1.7 * j as f64).sin()));
    let mut a = a;
    (a[1][2], a[4][0], a[2][2]) = (f64::NAN, f64::NEG_INFINITY, -0.0);
    assert!(eliminates::<product, (&[[f64; 5]; 5], [f64; 5])>());
    let (_, j) = product::value_and_jacobian(&a, [0.5, -1.3, 0.7, 0.9, -0.2]);
    assert_eq!(j.map(|row| row.map(f64::to_bits)), a.map(|row| row.map(f64::to_bits)));
}

/// A name that stands for something else than floats.
mod named {
    use jac::differentiable;

    pub type Grid = [[f64; 2]; 2];
    pub type List = Vec<f64>;

    #[differentiable]
    pub fn row(x: Grid) -> f64 {
        let r = x[1];
        r[0] * r[1] * x[0][1]
    }

    #[differentiable]
    pub fn list(x: List) -> f64 {
        x[0] * x[1] * 2.0
    }
}

#[test]
fn names_of_types_are_seen_through_by_the_compiler() {
    assert!(eliminates::<named::row, named::Grid>());
    assert_eq!(named::row::gradient([[1.0, 2.0], [3.0, 4.0]]), [[0.0, 12.0], [8.0, 6.0]]);
    assert!(!eliminates::<named::list, Vec<f64>>());
    assert_eq!(named::list::gradient(vec![3.0, 4.0, 5.0]), [8.0, 6.0, 0.0]);
}

#[differentiable]
fn singular(x: [f64; 3]) -> [f64; 3] {
    let root = x[0].sqrt();
    [root, root * x[1], x[1] * x[2]]
}

#[test]
fn an_infinite_partial_stays_in_its_own_elements() {
    let j = singular::jacobian([0.0, 2.0, 3.0]);
    assert_eq!(j[0], [f64::INFINITY, 0.0, 0.0]);
    assert_eq!(j[1], [f64::INFINITY, 0.0, 0.0]);
    assert_eq!(j[2], [0.0, 3.0, 2.0]);
    let j = singular::jacobian([0.0, 0.0, 3.0]);
    assert!(j[1][0].is_nan(), "zero times infinity on the element's own path");
    assert_eq!((j[1][1], j[1][2]), (0.0, 0.0));
    assert_eq!(j[2], [0.0, 3.0, 0.0]);
    let j = singular::jacobian([f64::NAN, 2.0, 3.0]);
    assert!(j[0][0].is_nan() && j[1][0].is_nan() && j[1][1].is_nan());
    assert_eq!((j[0][1], j[2]), (0.0, [0.0, 3.0, 2.0]));
}

#[allow(clippy::eq_op)] // what cancels is what is asked
#[differentiable]
fn cancelled(x: f64, y: f64) -> f64 {
    y / x - y / x + x.sqrt() * y - y * x.sqrt()
}

#[test]
fn infinite_partials_do_not_cancel() {
    let (by_x, by_y) = cancelled::jacobian(0.0, 2.0);
    assert!(by_x.is_nan() && by_y.is_nan(), "infinity less infinity, as by sweeps");
    let swept = cancelled::vjp(0.0, 2.0, 1.0).1;
    assert!(swept.0.is_nan() && swept.1.is_nan());
    assert_eq!(cancelled::jacobian(4.0, 2.0), (0.0, 0.0));
}

#[differentiable(wrt(x))]
fn held(x: [f64; 2], gain: f64, n: i32, table: &[f64; 3]) -> [f64; 2] {
    let k = gain * table[1];
    [k * x[0].powi(n), x[1].powi(3) * table[2] + table[0]]
}

#[differentiable]
fn stopped(x: [f64; 2]) -> f64 {
    let square = x[0] * x[0];
    let held = jac::constant(square);
    held * x[1] + square
}

#[test]
fn what_is_held_constant_has_no_elements() {
    assert!(eliminates::<held, ([f64; 2], f64, i32, &[f64; 3])>());
    assert_eq!(held::jacobian([3.0, 2.0], 0.5, 2, &[1.0, 4.0, 0.25]), [[12.0, 0.0], [0.0, 3.0]]);
    assert_eq!(held::jacobian([0.0, 2.0], 0.5, 0, &[1.0, 4.0, 0.25]), [[0.0, 0.0], [0.0, 3.0]]);
    assert!(eliminates::<stopped, [f64; 2]>());
    assert_eq!(stopped::gradient([3.0, 5.0]), [6.0, 9.0]);
}

#[test]
fn every_way_to_ask_gives_the_same() {
    let (p, q) = (([0.5, -1.3], 0.7), [[0.1, 0.2], [0.3, 0.4]]);
    let j = tuples::jacobian(p, q);
    assert_eq!(j, tuples::jacrev(p, q));
    assert_eq!(j, tuples::jacfwd(p, q));
    assert_eq!(tuples::value_and_jacobian(p, q), (tuples(p, q), j));
    assert_eq!(Jacobian::<tuples>::new().at((p, q)), Ok(j));
    assert_eq!(Jacobian::<tuples>::new().strategy(Strategy::Reverse).at((p, q)), Ok(j));
    let mut buffer = [9.0; 6 * 7];
    assert_eq!(tuples::jacobian_into(p, q, &mut buffer), tuples(p, q));
    let mut single = [9.0_f32; 6 * 7];
    tuples::jacobian_into(p, q, &mut single);
    let rows: [[f64; 7]; 6] = core::array::from_fn(|row| core::array::from_fn(|column| buffer[7 * row + column]));
    assert_eq!(rows[0], [-1.3, 0.5, 0.0, 0.0, 0.0, 0.0, 0.0]);
    assert_eq!(rows[3], [0.7, 0.0, 0.5, 0.0, 0.0, 0.0, 0.0]);
    assert!(buffer.iter().zip(&single).all(|(double, single)| *double as f32 == *single));
}

#[test]
#[should_panic(expected = "the buffer of a Jacobian of 6 output by 7 input floats has length 41")]
fn a_buffer_of_another_length_is_refused() {
    tuples::jacobian_into(([0.5, -1.3], 0.7), [[0.1, 0.2], [0.3, 0.4]], &mut [0.0; 41]);
}

#[test]
#[should_panic(expected = "out of range")]
fn assertions_of_the_function_hold() {
    checked::jacobian([-11.0, 0.0]);
}

/// What single precision cannot hold is computed where the function is called: it is no literal.
#[differentiable]
fn beyond_single_precision(x: [f32; 2]) -> f32 {
    x[0] * 1e30 * 1e30 + x[1] / 1e-30 / 1e-30
}

#[test]
fn numbers_are_folded_within_the_range_of_the_float_type() {
    assert_eq!(beyond_single_precision::gradient([1.0, 2.0]), [f32::INFINITY; 2]);
    assert_eq!(beyond_single_precision::jacrev([1.0, 2.0]), [f32::INFINITY; 2]);
}
