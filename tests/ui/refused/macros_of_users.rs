//! Macros by names that are taken for those of the library.

mod textual {
    use jac::differentiable;

    macro_rules! vec {
        ($($value:expr),*) => { ::std::vec![$($value * 2.0),*] }
    }
    macro_rules! matches {
        ($value:expr, $pattern:pat) => { !::std::matches!($value, $pattern) }
    }

    #[differentiable]
    fn list(x: f64) -> f64 {
        let list = vec![x, x];
        list[0] * list[1]
    }

    #[differentiable]
    fn question(x: f64, n: usize) -> f64 {
        if matches!(n, 1) { x } else { x * x }
    }
}

mod imported {
    use jac::differentiable;

    mod macros {
        macro_rules! doubled {
            ($($value:expr),*) => { ::std::vec![$($value * 2.0),*] }
        }
        pub(crate) use doubled;
    }
    use macros::doubled as vec;

    #[differentiable]
    fn list(x: f64) -> f64 {
        let list = vec![x, x];
        list[0] * list[1]
    }
}

fn main() {}
