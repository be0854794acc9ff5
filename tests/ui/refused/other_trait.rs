//! Derivatives are those of one trait, and what is called is a method of another, which is in scope.
use jac::{Differentiable, differentiable};

#[derive(Clone, Copy, Differentiable)]
struct Spring {
    k: f64,
}

mod with_derivatives {
    use super::*;

    pub trait Energy {
        fn energy(&self, x: f64) -> f64;
        fn each<const N: usize>(&self, x: [f64; N]) -> f64;
        fn new(k: f64) -> Self;
        fn longer(self, by: f64) -> f64;
    }

    #[differentiable]
    impl Energy for Spring {
        fn energy(&self, x: f64) -> f64 {
            self.k * x
        }
        fn each<const N: usize>(&self, x: [f64; N]) -> f64 {
            self.k * x[0]
        }
        fn new(k: f64) -> Self {
            Spring { k }
        }
        fn longer(self, by: f64) -> f64 {
            self.k * by
        }
    }
}

mod without {
    use super::*;

    pub trait Other {
        fn energy(&self, x: f64) -> f64;
        fn each<const N: usize>(&self, x: [f64; N]) -> f64;
        fn new(k: f64) -> Self;
        fn longer(self, by: f64) -> f64;
    }

    impl Other for Spring {
        fn energy(&self, x: f64) -> f64 {
            100.0 * self.k * x
        }
        fn each<const N: usize>(&self, x: [f64; N]) -> f64 {
            100.0 * self.k * x[0]
        }
        fn new(k: f64) -> Self {
            Spring { k: 100.0 * k }
        }
        fn longer(self, by: f64) -> f64 {
            100.0 * self.k * by
        }
    }

    #[differentiable]
    fn called(spring: Spring, x: f64) -> f64 {
        spring.energy(x)
    }

    #[differentiable]
    fn by_path(spring: Spring, x: f64) -> f64 {
        Spring::energy(&spring, x)
    }

    #[differentiable]
    fn behind_the_type(spring: Spring, x: f64) -> f64 {
        <Spring>::energy(&spring, x)
    }

    #[differentiable]
    fn with_parameters(spring: Spring, x: f64) -> f64 {
        spring.each([x])
    }

    #[differentiable]
    fn without_receiver(x: f64) -> f64 {
        Spring::new(x).k
    }

    #[differentiable]
    fn by_value(spring: Spring, x: f64) -> f64 {
        Spring::longer(spring, x)
    }

    #[differentiable]
    fn named(spring: Spring, x: f64) -> f64 {
        <Spring as Other>::new(x).k + <Spring as Other>::longer(spring, x)
    }
}

fn main() {}
