//! Derivatives called in the bodies of differentiated functions: each in both modes against differences, and at second order.
#![allow(clippy::cloned_ref_to_slice_refs)] // calls of functions alone are differentiated
#![cfg(feature = "std")]
#![allow(clippy::needless_range_loop)] // iterators are another chapter

use jac::check::check;
use jac::differentiable;

#[differentiable(order = 3)]
fn energy(x: [f64; 2]) -> f64 {
    x[0].sin() * x[1].powi(3) + x[0] * x[0] * x[1]
}

/// A gradient penalty.
#[differentiable(order = 2)]
fn penalty(x: [f64; 2], weight: f64) -> f64 {
    let g = energy::gradient(x);
    energy(x) + weight * (g[0] * g[0] + g[1] * g[1])
}

#[differentiable]
fn with_value(x: [f64; 2]) -> f64 {
    let (value, g) = energy::value_and_gradient(x);
    value * g[0] - g[1]
}

#[differentiable(order = 2)]
fn arm(q: [f64; 2]) -> [f64; 2] {
    [q[0].cos() + 0.5 * (q[0] + q[1]).cos(), q[0].sin() + 0.5 * (q[0] + q[1]).sin()]
}

/// The manipulability of a robot arm.
#[differentiable]
fn manipulability(q: [f64; 2]) -> f64 {
    let j = arm::jacobian(q);
    (j[0][0] * j[1][1] - j[0][1] * j[1][0]).abs()
}

#[differentiable]
fn newton_step(x: [f64; 2]) -> [f64; 2] {
    let g = energy::gradient(x);
    let h = energy::hessian(x);
    let det = h[0][0] * h[1][1] - h[0][1] * h[1][0];
    [x[0] - (h[1][1] * g[0] - h[0][1] * g[1]) / det, x[1] - (h[0][0] * g[1] - h[1][0] * g[0]) / det]
}

#[differentiable]
fn pushed(q: [f64; 2], v: [f64; 2]) -> f64 {
    let (p, dp) = arm::jvp(q, v);
    p[0] * dp[1] - p[1] * dp[0]
}

#[differentiable]
fn pulled(q: [f64; 2], w: [f64; 2]) -> f64 {
    let (p, b) = arm::vjp(q, w);
    p[0] * b[1] - p[1] * b[0] * b[0]
}

/// Of slices, of several inputs, in a loop.
#[differentiable(order = 2)]
fn weighted(x: &[f64], weight: f64, power: i32) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        sum += x[i].powi(power) * weight;
    }
    sum * weight
}

#[differentiable]
fn steps(x: &[f64], weight: f64) -> f64 {
    let mut total = 0.0;
    let mut w = weight;
    for _ in 0..3 {
        let (by_x, by_weight) = weighted::gradient(x, w, 3);
        for i in 0..by_x.len() {
            total += by_x[i] * by_x[i];
        }
        w -= 0.01 * by_weight;
    }
    total * w
}

/// One step of the covariance of an extended Kalman filter, sensitive to the state where it is linearised.
#[differentiable(order = 2)]
fn dynamics(x: [f64; 2], dt: f64) -> [f64; 2] {
    [x[0] + dt * x[1], x[1] - dt * x[0].sin()]
}

#[differentiable]
fn covariance(x: [f64; 2], dt: f64, p: [[f64; 2]; 2]) -> [[f64; 2]; 2] {
    let (f, _by_dt) = dynamics::jacobian(x, dt);
    let mut result = [[0.0; 2]; 2];
    for i in 0..2 {
        for j in 0..2 {
            for k in 0..2 {
                for l in 0..2 {
                    result[i][j] += f[i][k] * p[k][l] * f[j][l];
                }
            }
        }
    }
    result
}

/// What varies here is an input of the callee only in part.
#[differentiable]
fn of_one_input(weight: f64) -> f64 {
    let x = [0.4, -0.3, 1.1];
    let (_, by_weight) = weighted::gradient(&x, weight, 2);
    by_weight * weight
}

/// Types by other names, and structs.
mod named {
    use super::*;
    use jac::Differentiable;

    type Scalar = f64;
    type State = [f64; 2];
    type Residuals = [f64; 3];

    #[derive(Clone, Differentiable)]
    struct Curve {
        start: f64,
        knots: Vec<f64>,
    }

    #[derive(Clone, Copy, Differentiable)]
    struct Body {
        mass: f64,
        velocity: State,
    }

    #[differentiable(order = 3)]
    fn cost(x: State) -> Scalar {
        x[0].powi(4) * x[1].powi(3)
    }

    #[differentiable(order = 3)]
    fn residuals(x: &State, k: Scalar) -> Residuals {
        [x[0] * x[1], x[0].sin() * k, x[1].powi(3)]
    }

    #[differentiable(order = 2)]
    fn length(curve: &Curve, others: &[Curve]) -> Scalar {
        curve.start * curve.knots[0] * curve.knots[1] * others[0].start
    }

    #[differentiable(order = 2)]
    fn pushed(body: &Body, by: f64) -> Body {
        Body { mass: body.mass * by, velocity: [body.velocity[0] * body.mass, by * body.velocity[1].exp()] }
    }

    #[differentiable(order = 2)]
    pub fn slope(x: &State) -> f64 {
        let (value, g) = cost::value_and_gradient(*x);
        value * g[0] * g[1]
    }

    #[differentiable(order = 2)]
    pub fn pivot(x: State, k: f64) -> f64 {
        let (j, by_k) = residuals::jacobian(&x, k);
        let (r, (again, _)) = residuals::value_and_jacobian(&x, k);
        j[0][1] * j[1][0] * again[2][1] + by_k[1] * r[0]
    }

    /// Data that holds references, beside types by other names.
    pub struct Samples<'a> {
        pub at: &'a [f64],
    }

    #[differentiable(order = 2, wrt(x))]
    pub fn sampled(samples: &Samples<'_>, x: &State, name: &str) -> State {
        let scale = if name == "half" { 0.5 } else { 1.0 };
        [samples.at[0] * x[0] * x[1] * scale, samples.at[1] * x[0].exp()]
    }

    #[differentiable]
    pub fn curvature(x: State) -> f64 {
        let h = cost::hessian(x);
        h[0][0] * h[0][1]
    }

    #[differentiable]
    pub fn of_lists(start: f64, knots: [f64; 2]) -> f64 {
        let curve = Curve { start, knots: knots.to_vec() };
        let (by_curve, others) = length::gradient(&curve, &[curve.clone()]);
        by_curve.start * by_curve.knots[0] * others[0].start
    }

    #[differentiable]
    pub fn of_structs(mass: f64, velocity: State, by: f64) -> f64 {
        let body = Body { mass, velocity };
        let (after, (by_body, slope)) = pushed::vjp(&body, by, BodyTangent { mass: by, velocity });
        after.mass * by_body.mass * by_body.velocity[1] * slope
    }
}

#[test]
fn types_may_have_other_names() {
    let x = [0.3, 0.7];
    check::<named::slope, _>(&x).unwrap();
    check::<named::pivot, _>((x, 1.5_f64)).unwrap();
    check::<named::curvature, _>(x).unwrap();
    let samples = named::Samples { at: &[1.5, 0.4] };
    let (_, j) = named::sampled::value_and_jacobian(&samples, &x, "half");
    let (_, dy) = named::sampled::jvp(&samples, &x, "half", [0.5, 2.0]);
    assert!((0.5 * j[0][0] + 2.0 * j[0][1] - dy[0]).abs() < 1e-14 && (0.5 * j[1][0] - dy[1]).abs() < 1e-14);
    check::<named::of_lists, _>((1.5_f64, x)).unwrap();
    check::<named::of_structs, _>((1.5_f64, x, 0.4_f64)).unwrap();
    check::<jac::__private::Gradient<named::slope>, _>(&x).unwrap();
    check::<jac::__private::Gradient<named::pivot>, _>((x, 1.5_f64)).unwrap();
}

#[test]
fn derivatives_of_derivatives_agree_with_differences_in_both_modes() {
    let x = [0.3, 0.7];
    check::<penalty, _>((x, 0.5_f64)).unwrap();
    check::<with_value, _>(x).unwrap();
    check::<manipulability, _>(x).unwrap();
    check::<newton_step, _>(x).unwrap();
    check::<pushed, _>((x, [0.2, 0.9])).unwrap();
    check::<pulled, _>((x, [0.2, 0.9])).unwrap();
    check::<steps, _>((&[0.4, -0.7, 1.2][..], 0.8_f64)).unwrap();
    check::<covariance, _>((x, 0.1_f64, [[1.0, 0.2], [0.2, 0.5]])).unwrap();
    check::<of_one_input, _>(0.8_f64).unwrap();
}

#[test]
fn the_cotangent_of_a_gradient_pulls_back_to_a_product_with_the_hessian() {
    #[differentiable]
    fn gradient(x: [f64; 2]) -> [f64; 2] {
        energy::gradient(x)
    }
    let (x, w) = ([0.3, 0.7], [1.1, -0.4]);
    assert_eq!(gradient::vjp(x, w), (energy::gradient(x), energy::hvp(x, w).1));
    assert_eq!(gradient::jacobian(x), energy::hessian(x));
}

#[test]
fn a_gradient_penalty_has_a_hessian() {
    let (x, weight) = ([0.3, 0.7], 0.5);
    let ((xx, xw), (wx, ww)) = penalty::hessian(x, weight);
    let step = 1e-5;
    for k in 0..2 {
        let at = |d: f64| {
            let mut moved = x;
            moved[k] += d;
            penalty::gradient(moved, weight)
        };
        let (right, left) = (at(step), at(-step));
        for i in 0..2 {
            let slope = (right.0[i] - left.0[i]) / (2.0 * step);
            assert!((xx[i][k] - slope).abs() <= 1e-7 * (1.0 + slope.abs()), "{} for {slope}", xx[i][k]);
            assert!((xx[i][k] - xx[k][i]).abs() <= 1e-13 * (1.0 + slope.abs()));
        }
        let slope = (right.1 - left.1) / (2.0 * step);
        assert!((wx[k] - slope).abs() <= 1e-7 * (1.0 + slope.abs()));
        assert!((wx[k] - xw[k]).abs() <= 1e-13 * (1.0 + slope.abs()));
    }
    assert_eq!(ww, 0.0);
}
