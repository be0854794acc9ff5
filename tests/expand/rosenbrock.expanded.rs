impl rosenbrock {
    #[doc(hidden)]
    #[inline]
    pub fn __tangent<const WIDTH: usize, const MASK: u128>(
        _: ::jac::__private::Sweep<WIDTH, MASK>,
        mut x: [f64; 2],
        mut x_dot: ::jac::__private::Tangent<[f64; 2], WIDTH>,
    ) -> ([f64; 2], ::jac::__private::Tangent<[f64; 2], WIDTH>) {
        let _ = rosenbrock;
        use ::jac::__private as jac;
        use ::jac::__private::methods::*;
        let element_1 = x[0];
        let element_1_dot = x_dot[0];
        let element_2_dot = element_1_dot;
        (
            [10.0 * (x[1] - element_1 * element_1), 1.0 - element_1],
            [(x_dot[1] - element_1_dot * (element_1 + element_1)) * 10.0, -element_1_dot],
        )
    }
    #[doc(hidden)]
    #[inline]
    pub fn __pullback<const WIDTH: usize, const MASK: u128>(
        _: ::jac::__private::Sweep<WIDTH, MASK>,
        mut x: [f64; 2],
        tape: &mut ::jac::__private::Tape,
    ) -> (
        [f64; 2],
        impl ::core::ops::Fn(
            &::jac::__private::Tape,
            ::jac::__private::Tangent<[f64; 2], WIDTH>,
        ) -> (::jac::__private::Tangent<[f64; 2], WIDTH>,) + use<WIDTH, MASK>,
    ) {
        use ::jac::__private as jac;
        use ::jac::__private::methods::*;
        let mut x_space = jac::space_of(&x);
        let element_1 = x[0];
        (
            [10.0 * (x[1] - element_1 * element_1), 1.0 - element_1],
            move |
                tape: &::jac::__private::Tape,
                result_bar: ::jac::__private::Tangent<[f64; 2], WIDTH>|
            {
                let x_bar = x_space.cotangent::<WIDTH>();
                let array_bar = result_bar;
                let mut element_1_bar = -array_bar[1];
                let difference_bar = array_bar[0] * 10.0;
                let product_bar = -difference_bar;
                jac::add_to(&mut element_1_bar, (product_bar + product_bar) * element_1);
                jac::initialise(&x_bar[0], element_1_bar);
                jac::initialise(&x_bar[1], difference_bar);
                (jac::into_value(x_bar),)
            },
        )
    }
}
