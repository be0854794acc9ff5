//! The functions of the cases.

mod arrays;
mod documented;
mod elementary;
mod kinks;
mod orders;
mod structure;
mod vectors;

pub use arrays::*;
pub use documented::*;
pub use elementary::*;
pub use kinks::*;
pub use orders::{
    hess_linear_zero, hess_logsumexp, hess_prod_cubes, hess_quadratic_constant, hess_rosenbrock, hess_two_inputs,
    nd_hess_abs_relu, third_prod_cubes, third_scalar_quartic,
};
pub use structure::*;
pub use vectors::*;
