//! Functions in modules, in functions, with any visibility; imports bring the derivatives along.
mod outer {
    use jac::differentiable;

    pub mod inner {
        use super::*;

        /// Visible in the crate.
        #[differentiable]
        pub(crate) fn square(x: f64) -> f64 {
            scale(x) * scale(x)
        }

        #[differentiable]
        pub(in super::super) fn cube(x: f64) -> f64 {
            super::inner::square(x) * self::square(x) / crate::outer::scale(x)
        }
    }

    #[differentiable]
    pub(super) fn scale(x: f64) -> f64 {
        SCALE * x
    }

    const SCALE: f64 = 1.0;
}

use jac::differentiable as derived;
use outer::inner::{cube, square as renamed};

fn main() {
    const LOCAL: f64 = 2.0;

    #[derived]
    fn local(x: f64) -> f64 {
        LOCAL * renamed(x)
    }

    if true {
        #[derived]
        fn in_a_block(x: f64) -> f64 {
            local(x) * x
        }
        assert_eq!(in_a_block::gradient(1.0), 6.0);
    }
    assert_eq!(renamed::gradient(3.0), 6.0);
    assert_eq!(cube::gradient(2.0), 12.0);
    assert_eq!(outer::scale::gradient(2.0), 1.0);
}
