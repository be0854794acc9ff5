//! Calls in which some arguments vary and others do not, passed on to further calls: what is held constant has no tangent, at any depth.

use jac::{Strategy, differentiable};

#[differentiable]
fn first_squared(a: &[f64]) -> f64 {
    a[0] * a[0]
}

#[differentiable]
fn scaled(a: &[f64], y: f64) -> f64 {
    first_squared(a) * y
}

#[differentiable]
fn of_constants(y: f64) -> f64 {
    let c = [3.0];
    scaled(&c, y)
}

#[test]
fn a_slice_that_is_held_constant_is_passed_on() {
    assert_eq!(of_constants::jvp(2.0, 1.0), (18.0, 9.0));
    assert_eq!(of_constants::gradient(2.0), 9.0);
}

#[differentiable]
fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..a.len() {
        sum += a[i] * b[i];
    }
    sum
}

#[differentiable]
fn rows(a: &[[f64; 2]], b: &[f64]) -> f64 {
    let mut sum = 0.0;
    for (row, x) in a.iter().zip(b) {
        sum += row[0] * x + dot(&row[..], &row[..]) * dot(&b[..1], row);
    }
    sum
}

/// Parts of slices, copies of them, and slices of slices, each passed on twice.
#[differentiable]
fn middle(a: &[f64], b: &[f64], rows_of: &[[f64; 2]]) -> f64 {
    let copy = a.to_vec();
    let view = &b[1..];
    dot(&a[1..], view) + dot(&copy, &copy) * dot(a, b) + rows(rows_of, view) + rows(&rows_of[1..], a)
}

/// The first does not vary.
#[differentiable]
fn outer(y: [f64; 3], rows_of: &[[f64; 2]]) -> f64 {
    let a = [1.0, 2.0, -1.5];
    middle(&a, &y, rows_of)
}

/// Only the rows vary.
#[differentiable]
fn outermost(x: [[f64; 2]; 2]) -> f64 {
    let a = vec![0.5, -2.0, 1.0];
    middle(&a, &[2.0, 1.0, 3.0], &x) + outer([1.0, 2.0, 3.0], &x)
}

#[test]
fn slices_are_held_constant_at_any_depth() {
    let x = [[0.5, -1.0], [2.0, 0.25]];
    let gradient = outermost::gradient(x);
    let mut differences = [[0.0; 2]; 2];
    for i in 0..2 {
        for k in 0..2 {
            let at = |h: f64| {
                let mut x = x;
                x[i][k] += h;
                outermost(x)
            };
            differences[i][k] = (at(1e-5) - at(-1e-5)) / 2e-5;
        }
    }
    for (g, d) in gradient.as_flattened().iter().zip(differences.as_flattened()) {
        assert!((g - d).abs() < 1e-6 * (1.0 + d.abs()), "{gradient:?} {differences:?}");
    }
    let forward = jac::Jacobian::<outermost>::new().strategy(Strategy::Forward).at(x).unwrap();
    for (g, d) in gradient.as_flattened().iter().zip(forward.as_flattened()) {
        assert!((g - d).abs() < 1e-12 * (1.0 + d.abs()));
    }
    let y = [0.5, 1.5, -1.0];
    let (by_y, by_rows) = outer::gradient(y, &x);
    let (_, forward) = outer::jvp(y, &x, [1.0, -2.0, 0.5], vec![[0.25, 1.0], [-1.0, 3.0]]);
    let product = by_y[0] - 2.0 * by_y[1] + 0.5 * by_y[2] + 0.25 * by_rows[0][0] + by_rows[0][1] - by_rows[1][0]
        + 3.0 * by_rows[1][1];
    assert!((forward - product).abs() < 1e-12 * (1.0 + product.abs()));
}

#[differentiable]
fn pole(a: &[f64], b: &[f64]) -> f64 {
    a[0].sqrt() * b[0]
}

#[differentiable]
fn between(a: &[f64], b: &[f64]) -> f64 {
    pole(a, b)
}

#[differentiable]
fn at_a_pole(y: f64) -> f64 {
    between(&[0.0], &[y])
}

#[test]
fn an_infinite_partial_by_what_is_held_constant_does_no_harm() {
    assert_eq!(at_a_pole::jvp(2.0, 1.0), (0.0, 0.0));
    assert_eq!(at_a_pole::gradient(2.0), 0.0);
}

/// Recursion holds its masks fixed too.
#[differentiable]
fn horner(c: &[f64], x: f64) -> f64 {
    if c.is_empty() { 0.0 } else { c[0] + x * horner(&c[1..], x) }
}

#[differentiable]
fn cubic(x: f64) -> f64 {
    let c = [1.0, -2.0, 0.5, 3.0];
    horner(&c, x)
}

#[test]
fn recursion_holds_a_slice_constant() {
    let slope = -2.0 + 2.0 * 0.5 * 2.0 + 3.0 * 3.0 * 4.0;
    assert_eq!(cubic::jvp(2.0, 1.0), (23.0, slope));
    assert_eq!(cubic::gradient(2.0), slope);
}
