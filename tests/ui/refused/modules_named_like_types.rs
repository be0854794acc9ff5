//! Modules with the names of a primitive type and of the crate `libm`: their functions only look like elementary ones.

mod a_module_named_like_the_type {
    use jac::differentiable;

    mod f64 {
        pub fn sin(x: std::primitive::f64) -> std::primitive::f64 {
            3.0 * x
        }
    }

    #[differentiable]
    fn f(x: std::primitive::f64) -> std::primitive::f64 {
        f64::sin(x)
    }
}

mod a_module_named_libm {
    use jac::differentiable;

    mod libm {
        pub fn sin(x: f64) -> f64 {
            3.0 * x
        }
    }

    #[differentiable]
    fn f(x: f64) -> f64 {
        libm::sin(x)
    }
}

fn main() {}
