impl model {
    #[doc(hidden)]
    #[inline]
    pub fn __tangent<const WIDTH: usize, const MASK: u128>(
        _: ::jac::__private::Sweep<WIDTH, MASK>,
        mut b: [f64; 3],
        mut x: f64,
        mut b_dot: ::jac::__private::Tangent<[f64; 3], WIDTH>,
        _: ::jac::__private::Tangent<f64, WIDTH>,
    ) -> (f64, ::jac::__private::Tangent<f64, WIDTH>) {
        let _ = model;
        use ::jac::__private as jac;
        use ::jac::__private::methods::*;
        let decay = (-b[1] * x).exp();
        let decay_dot = -b_dot[1] * x * decay;
        let element_1 = b[0];
        let element_2 = b[2];
        let sum = 1.0 + element_2 * decay;
        let quotient = element_1 * decay / sum;
        (
            quotient,
            (b_dot[0] * decay + decay_dot * element_1
                - (b_dot[2] * decay + decay_dot * element_2) * quotient) / sum,
        )
    }
    #[doc(hidden)]
    #[inline]
    pub fn __pullback<const WIDTH: usize, const MASK: u128>(
        _: ::jac::__private::Sweep<WIDTH, MASK>,
        mut b: [f64; 3],
        mut x: f64,
        tape: &mut ::jac::__private::Tape,
    ) -> (
        f64,
        impl ::core::ops::Fn(
            &::jac::__private::Tape,
            ::jac::__private::Tangent<f64, WIDTH>,
        ) -> (
                ::jac::__private::Tangent<[f64; 3], WIDTH>,
                ::jac::__private::Tangent<f64, WIDTH>,
            ) + use<WIDTH, MASK>,
    ) {
        use ::jac::__private as jac;
        use ::jac::__private::methods::*;
        let mut b_space = jac::space_of(&b);
        let decay = (-b[1] * x).exp();
        let element_1 = b[0];
        let element_2 = b[2];
        let sum = 1.0 + element_2 * decay;
        let quotient = element_1 * decay / sum;
        (
            quotient,
            move |
                tape: &::jac::__private::Tape,
                result_bar: ::jac::__private::Tangent<f64, WIDTH>|
            {
                let b_bar = b_space.cotangent::<WIDTH>();
                let numerator_bar = result_bar / sum;
                let product_1_bar = numerator_bar;
                let product_2_bar = -(numerator_bar * quotient);
                let mut decay_bar = product_2_bar * element_2;
                jac::initialise(&b_bar[2], product_2_bar * decay);
                jac::add_to(&mut decay_bar, product_1_bar * element_1);
                jac::initialise(&b_bar[0], product_1_bar * decay);
                jac::initialise(&b_bar[1], -(decay_bar * decay * x));
                (jac::into_value(b_bar), jac::zero())
            },
        )
    }
}
