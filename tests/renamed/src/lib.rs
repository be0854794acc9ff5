//! A package in which `jac` has another name: generated code must name it by the option `crate`.

use autodiff::{differentiable, Differentiable};

pub mod prelude {
    //! As a package would re-export its dependency.

    pub use autodiff as derivatives;
}

/// A struct of fixed size.
#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
#[differentiable(crate = autodiff)]
pub struct Spring {
    /// Force by length.
    pub stiffness: f64,
    /// Where the force is zero.
    pub rest: [f64; 2],
}

/// One whose constructor is called.
#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
#[differentiable(crate = crate::prelude::derivatives)]
pub struct Pair(pub f64, pub f64);

#[differentiable(crate = autodiff)]
pub fn pull(spring: Spring, x: [f64; 2]) -> [f64; 2] {
    [spring.stiffness * (spring.rest[0] - x[0]), spring.stiffness * (spring.rest[1] - x[1])]
}

/// Loops that record, slices, calls, an `&mut` parameter, and `constant`.
#[differentiable(crate = ::autodiff, strict, out(trace))]
pub fn relax(spring: Spring, x: &[f64], trace: &mut [f64]) -> f64 {
    let mut energy = 0.0;
    for i in 0..x.len() {
        let force = pull(spring, [x[i], energy]);
        energy += (force[0] * force[1]).sin() * autodiff::constant(x[i]);
        trace[i] = energy;
    }
    energy
}

#[differentiable(crate = self::prelude::derivatives)]
pub fn swapped(x: f64, y: f64) -> Pair {
    Pair(y * x, x)
}

/// A macro that others may call: they need not depend on `jac`.
#[macro_export]
macro_rules! squared {
    ($name:ident) => {
        #[$crate::prelude::derivatives::differentiable(crate = $crate::prelude::derivatives)]
        fn $name(x: f64) -> f64 {
            x * x
        }
    };
}
