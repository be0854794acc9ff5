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

mod a_type_named_like_a_queue {
    use jac::differentiable;

    pub struct VecDeque<T>(T);

    impl<T: Default> VecDeque<T> {
        pub fn new() -> Self {
            VecDeque(T::default())
        }
        pub fn push_back(&mut self, value: T) {
            self.0 = value;
        }
        pub fn len(&self) -> usize {
            1
        }
    }

    #[differentiable]
    fn f(x: f64) -> f64 {
        let mut queue = VecDeque::new();
        queue.push_back(x);
        queue.push_back(x);
        queue.len() as f64 * x
    }
}

fn main() {}
