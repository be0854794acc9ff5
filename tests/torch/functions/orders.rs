//! Jacobians of Jacobians: the function of a case is itself a derivative.
#![allow(non_camel_case_types)]

use jac::{Jacobian, differentiable};

#[differentiable(order = 2)]
pub fn rosenbrock(x: [f64; 2]) -> f64 {
    100.0 * (x[1] - x[0].powi(2)).powi(2) + (1.0 - x[0]).powi(2)
}
pub type hess_rosenbrock = Jacobian<rosenbrock>;

#[differentiable(order = 3)]
pub fn product_of_cubes(z: [f64; 2]) -> f64 {
    z[0].powi(3) * z[1].powi(3)
}
pub type hess_prod_cubes = Jacobian<product_of_cubes>;
pub type third_prod_cubes = Jacobian<Jacobian<product_of_cubes>>;

#[differentiable(order = 2)]
pub fn logsumexp(z: [f64; 3]) -> f64 {
    (z[0].exp() + z[1].exp() + z[2].exp()).ln()
}
pub type hess_logsumexp = Jacobian<logsumexp>;

#[differentiable(order = 2)]
pub fn two_inputs(a: [f64; 2], b: [f64; 2]) -> f64 {
    a[0] * b[0].powi(2) + a[1] * b[1].powi(2) + a[0] * a[1]
}
pub type hess_two_inputs = Jacobian<two_inputs>;

#[differentiable(order = 2)]
pub fn square(z: [f64; 3]) -> f64 {
    z[0] * z[0] + z[1] * z[1] + z[2] * z[2]
}
pub type hess_quadratic_constant = Jacobian<square>;

#[differentiable(order = 2)]
pub fn linear(z: [f64; 2]) -> f64 {
    3.0 * z[0] + 3.0 * z[1]
}
pub type hess_linear_zero = Jacobian<linear>;

#[differentiable(order = 3)]
pub fn quartic(z: f64) -> f64 {
    z.powi(4)
}
pub type third_scalar_quartic = Jacobian<Jacobian<quartic>>;

#[differentiable(order = 2)]
pub fn abs_and_relu(z: [f64; 2]) -> f64 {
    let relu = z.map(|z| if z > 0.0 { z } else { 0.0 });
    z[0].abs() + z[1].abs() + relu[0] + relu[1]
}
pub type nd_hess_abs_relu = Jacobian<abs_and_relu>;
