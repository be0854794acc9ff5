impl horner {
    #[doc(hidden)]
    #[inline]
    pub fn __tangent<const WIDTH: usize, const MASK: u128>(
        _: ::jac::__private::Sweep<WIDTH, MASK>,
        coefficients: &[f64; 5],
        mut x: f64,
        coefficients_dot: ::core::option::Option<
            &::jac::__private::Tangent<[f64; 5], WIDTH>,
        >,
        mut x_dot: ::jac::__private::Tangent<f64, WIDTH>,
    ) -> (f64, ::jac::__private::Tangent<f64, WIDTH>) {
        let _ = horner;
        use ::jac::__private as jac;
        use ::jac::__private::methods::*;
        let coefficients_dot_absent = jac::zero_like::<_, WIDTH>(coefficients);
        let coefficients_dot = coefficients_dot.unwrap_or(&coefficients_dot_absent);
        let value = 0.0f64;
        let mut value_3 = value;
        let mut value_3_dot = jac::zero_like::<_, WIDTH>(&value);
        for i in (0..5).rev() {
            let value_1 = value_3;
            let value_1_dot = value_3_dot;
            let value_2 = value_1 * x + coefficients[i];
            let value_2_dot = value_1_dot * x
                + (if MASK & 2 != 0 { x_dot * value_1 } else { jac::zero() })
                + (if MASK & 1 != 0 { coefficients_dot[i] } else { jac::zero() });
            value_3 = value_2;
            value_3_dot = value_2_dot;
        }
        (value_3, value_3_dot)
    }
    #[doc(hidden)]
    #[inline]
    pub fn __pullback<const WIDTH: usize, const MASK: u128>(
        _: ::jac::__private::Sweep<WIDTH, MASK>,
        coefficients: &[f64; 5],
        mut x: f64,
        tape: &mut ::jac::__private::Tape,
    ) -> (
        f64,
        impl ::core::ops::Fn(
            &::jac::__private::Tape,
            &[f64; 5],
            ::core::option::Option<&::jac::__private::CotangentOf<[f64; 5], WIDTH>>,
            ::jac::__private::Tangent<f64, WIDTH>,
        ) -> (::jac::__private::Tangent<f64, WIDTH>,) + use<WIDTH, MASK>,
    ) {
        use ::jac::__private as jac;
        use ::jac::__private::methods::*;
        let value = 0.0f64;
        let mut value_3 = value;
        let mut value_1_slope_last = 0.0;
        for i in (0..5).rev() {
            let value_1 = value_3;
            let value_1_slope = value_1_slope_last;
            let value_1_slope_next = x * value_1_slope + value_1;
            let value_2 = value_1 * x + coefficients[i];
            value_3 = value_2;
            value_1_slope_last = value_1_slope_next;
        }
        (
            value_3,
            move |
                tape: &::jac::__private::Tape,
                coefficients: &[f64; 5],
                coefficients_bar: ::core::option::Option<
                    &::jac::__private::CotangentOf<[f64; 5], WIDTH>,
                >,
                result_bar: ::jac::__private::Tangent<f64, WIDTH>|
            {
                let coefficients_bar_absent = jac::space_of(coefficients)
                    .cotangent::<WIDTH>();
                let coefficients_bar = coefficients_bar
                    .unwrap_or(&coefficients_bar_absent);
                let mut value_3_bar = result_bar;
                let x_bar = if MASK & 2 != 0 {
                    value_3_bar * value_1_slope_last
                } else {
                    jac::zero()
                };
                for i in (0..5) {
                    let value_2_bar = value_3_bar;
                    let product_bar = value_2_bar;
                    let element_bar = value_2_bar;
                    if MASK & 1 != 0 {
                        jac::accumulate_first(
                            MASK & 18446744073709551616 != 0,
                            &coefficients_bar[i],
                            element_bar,
                        );
                    }
                    value_3_bar = product_bar * x;
                }
                (x_bar,)
            },
        )
    }
}
