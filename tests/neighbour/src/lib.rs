//! Differentiable functions of another crate.
#![warn(clippy::pedantic, clippy::nursery)] // of generated code
#![allow(clippy::suboptimal_flops)]
#![allow(clippy::needless_range_loop)] // iterators are another chapter

use jac::{Differentiable, differentiable};

/// ½·m·v².
#[differentiable(linearize, order = 3)]
#[must_use]
pub fn kinetic_energy(mass: f64, velocity: &[f64; 3]) -> f64 {
    0.5 * mass * geometry::squared_norm(velocity)
}

/// Hermite's step between 0 and 1.
#[differentiable(linearize, order = 3)]
#[must_use]
pub fn smooth_step(x: f64) -> f64 {
    if x <= 0.0 {
        0.0
    } else if x >= 1.0 {
        1.0
    } else {
        x * x * (3.0 - 2.0 * x)
    }
}

/// 1, x, x², … in place.
#[differentiable(linearize, order = 3)]
pub fn powers_into(x: f64, powers: &mut [f64]) {
    let mut power = 1.0;
    for i in 0..powers.len() {
        powers[i] = power;
        power *= x;
    }
}

/// Multiplies every element.
#[differentiable(linearize, order = 3)]
pub fn scale(values: &mut [f64], factor: f64) {
    for i in 0..values.len() {
        values[i] *= factor;
    }
}

/// Functions one module down.
pub mod geometry {
    use jac::differentiable;

    /// The squared Euclidean norm.
    #[differentiable(linearize, order = 3)]
    #[must_use]
    pub fn squared_norm<const N: usize>(x: &[f64; N]) -> f64 {
        let mut sum = 0.0;
        for i in 0..N {
            sum += x[i] * x[i];
        }
        sum
    }

    /// The Euclidean norm of a vector of three.
    #[differentiable(linearize, order = 3)]
    #[must_use]
    pub fn norm(x: &[f64; 3]) -> f64 {
        libm::sqrt(squared_norm(x))
    }
}

/// A spring, with methods that take it in every way.
#[derive(Clone, Copy, Debug, Differentiable)]
pub struct Spring {
    pub stiffness: f64,
    pub length: f64,
}

#[differentiable]
impl Spring {
    #[must_use]
    pub fn force(&self, x: f64) -> f64 {
        -self.stiffness * (x - self.length)
    }

    #[must_use]
    pub fn energy(self, x: f64) -> f64 {
        let force = self.force(x);
        0.5 * force * force / self.stiffness
    }

    /// Returns the length that is left.
    pub fn shorten(&mut self, by: f64) -> f64 {
        self.length *= (-by * by).exp();
        self.length
    }
}
