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
    }

    #[differentiable]
    impl Energy for Spring {
        fn energy(&self, x: f64) -> f64 {
            self.k * x
        }
    }
}

mod without {
    use super::*;

    pub trait Other {
        fn energy(&self, x: f64) -> f64;
    }

    impl Other for Spring {
        fn energy(&self, x: f64) -> f64 {
            100.0 * self.k * x
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
}

fn main() {}
