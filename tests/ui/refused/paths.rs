//! Paths that look like functions of floats, and are not.

use jac::differentiable;

mod lookalike {
    pub mod f64 {
        pub fn sin(x: std::primitive::f64) -> std::primitive::f64 {
            3.0 * x
        }
    }
    pub mod libm {
        pub fn sinh(x: f64) -> f64 {
            3.0 * x
        }
    }
}

mod a_module_named_like_the_type {
    use super::lookalike::f64;
    use jac::differentiable;

    #[differentiable]
    fn f(x: std::primitive::f64) -> std::primitive::f64 {
        f64::sin(x)
    }
}

#[differentiable]
fn in_another_module(x: f64) -> f64 {
    lookalike::f64::sin(x)
}

#[differentiable]
fn libm_elsewhere(x: f64) -> f64 {
    lookalike::libm::sinh(x)
}

mod a_module_named_libm {
    use jac::differentiable;

    mod libm {
        pub fn slope(x: f64) -> f64 {
            3.0 * x
        }
        pub fn gone(x: f64) -> f64 {
            x
        }
    }

    #[differentiable]
    fn f(x: f64) -> f64 {
        libm::slope(x) + libm::gone(x)
    }
}

#[differentiable]
fn without_rule(x: f64, bits: u64) -> f64 {
    f64::from_bits(bits) * f64::next_up(x)
}

#[differentiable]
fn through_a_trait(x: f64) -> f64 {
    <f64 as Into<f64>>::into(x)
}

fn main() {}
