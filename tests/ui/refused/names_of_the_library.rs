//! Functions, variants and macros of one's own, by paths that are taken for those of the library.

mod iterators {
    use jac::differentiable;

    mod iter {
        use jac::differentiable;

        #[differentiable]
        pub fn once(a: f64) -> Vec<f64> {
            vec![a * a, a]
        }
        pub fn repeat<T: Clone>(value: T) -> std::iter::Repeat<T> {
            std::iter::repeat(value)
        }
        pub fn repeat_n(value: f64, count: usize) -> Vec<f64> {
            vec![2.0 * value; count]
        }
        pub fn successors(first: Option<f64>, next: impl Fn(&f64) -> Option<f64>) -> impl Iterator<Item = f64> {
            std::iter::successors(first, next).skip(1)
        }
        pub fn zip<'a>(x: &'a [f64], y: &'a [f64]) -> impl Iterator<Item = (&'a f64, &'a f64)> {
            y.iter().zip(x)
        }
    }

    #[differentiable]
    fn once(x: f64) -> f64 {
        let mut sum = 0.0;
        for v in iter::once(x) {
            sum += v;
        }
        sum
    }

    #[differentiable]
    fn repeat(x: f64) -> f64 {
        iter::repeat(x).take(3).sum()
    }

    #[differentiable]
    fn repeat_n(x: f64) -> f64 {
        let mut sum = 0.0;
        for v in iter::repeat_n(x, 3) {
            sum += v;
        }
        sum
    }

    #[differentiable]
    fn successors(x: f64) -> f64 {
        let mut sum = 0.0;
        for v in iter::successors(Some(x), |v| if *v > 9.0 { None } else { Some(2.0 * v) }) {
            sum += v;
        }
        sum
    }

    #[differentiable]
    fn zip(x: &[f64], y: &[f64]) -> f64 {
        iter::zip(x, y).map(|(a, b)| a - b).sum()
    }
}

mod arrays {
    use jac::differentiable;

    fn from_fn(f: impl Fn(usize) -> f64) -> [f64; 2] {
        [f(1), f(0)]
    }

    mod array {
        pub fn from_fn(f: impl Fn(usize) -> f64) -> [f64; 2] {
            [f(1), f(0)]
        }
    }

    #[differentiable]
    fn bare(x: f64) -> f64 {
        let list: [f64; 2] = from_fn(|i| x * i as f64);
        list[0]
    }

    #[differentiable]
    fn by_path(x: f64) -> f64 {
        let list: [f64; 2] = array::from_fn(|i| x * i as f64);
        list[0]
    }
}

mod variants {
    use jac::differentiable;

    #[derive(Clone, Copy)]
    enum Perhaps {
        Some(f64),
        None,
    }
    use Perhaps::{None, Some};

    impl Perhaps {
        fn unwrap_or(self, otherwise: f64) -> f64 {
            match self {
                Some(v) => v * v,
                None => otherwise,
            }
        }
    }

    #[differentiable]
    fn option(x: f64) -> f64 {
        let perhaps = if x > 0.0 { Some(x) } else { None };
        perhaps.unwrap_or(1.0)
    }

    #[allow(non_snake_case)]
    fn Ok(x: f64) -> Result<f64, ()> {
        Result::Ok(x * x)
    }

    #[differentiable]
    fn result(x: f64) -> Result<f64, ()> {
        Ok(x)
    }
}

mod methods {
    use jac::{Differentiable, differentiable};

    // What stands further down has not been seen.
    #[differentiable]
    fn both(phase: Phase) -> f64 {
        let (sine, cosine) = phase.sin_cos();
        sine * cosine
    }

    #[derive(Clone, Copy, Differentiable)]
    struct Phase(f64);

    #[differentiable]
    impl Phase {
        fn sin(self) -> f64 {
            self.0.sin()
        }
        fn cos(self) -> f64 {
            self.0.cos()
        }
        fn sin_cos(self) -> (f64, f64) {
            (self.0, self.0 * self.0)
        }
    }
}

mod library {
    use jac::differentiable;

    mod std {
        pub mod mem {
            pub fn replace(place: &mut f64, value: f64) -> f64 {
                *place = value;
                value
            }
        }
    }

    mod f64 {
        type Float = core::primitive::f64;
        pub fn from(x: f32) -> Float {
            2.0 * x as Float
        }
    }

    #[differentiable]
    fn replace(x: core::primitive::f64) -> core::primitive::f64 {
        let mut y = x;
        let old = std::mem::replace(&mut y, 1.0);
        old * y
    }

    #[differentiable]
    fn from(x: f32) -> core::primitive::f64 {
        f64::from(x)
    }
}

mod operators {
    use jac::differentiable;

    mod own {
        pub trait Neg {
            fn neg(self) -> f64;
        }
        impl Neg for f64 {
            fn neg(self) -> f64 {
                self * self
            }
        }
        pub struct Add;
        impl Add {
            pub fn add(a: f64, b: f64) -> f64 {
                a * b
            }
        }
    }

    #[differentiable]
    fn negated(x: [f64; 2]) -> [f64; 2] {
        x.map(own::Neg::neg)
    }

    #[differentiable]
    fn added(x: [f64; 2]) -> f64 {
        x.iter().copied().fold(1.0, own::Add::add)
    }
}

fn main() {}
