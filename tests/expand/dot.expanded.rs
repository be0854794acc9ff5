impl dot {
    #[doc(hidden)]
    #[inline]
    pub fn __tangent<const WIDTH: usize, const MASK: u128>(
        _: ::jac::__private::Sweep<WIDTH, MASK>,
        x: &[f64],
        y: &[f64],
        x_dot: ::core::option::Option<&[::jac::__private::Tangent<f64, WIDTH>]>,
        y_dot: ::core::option::Option<&[::jac::__private::Tangent<f64, WIDTH>]>,
    ) -> (f64, ::jac::__private::Tangent<f64, WIDTH>) {
        let _ = dot;
        use ::jac::__private as jac;
        use ::jac::__private::methods::*;
        let x_dot_present = (MASK & 1 != 0)
            && ((MASK & 4294967296 == 0) || x_dot.is_some());
        let x_dot = jac::beside(x_dot, x);
        let y_dot_present = (MASK & 2 != 0)
            && ((MASK & 8589934592 == 0) || y_dot.is_some());
        let y_dot = jac::beside(y_dot, y);
        let sum = 0.0f64;
        let value = x.len();
        let x_window_1 = if 0 < value {
            x.__window(0, value)
        } else {
            ::core::default::Default::default()
        };
        let x_dot_window = if x_dot_present && 0 < value {
            x_dot.__window(0, value)
        } else {
            ::core::default::Default::default()
        };
        let y_window_1 = if 0 < value {
            y.__window(0, value)
        } else {
            ::core::default::Default::default()
        };
        let y_dot_window = if y_dot_present && 0 < value {
            y_dot.__window(0, value)
        } else {
            ::core::default::Default::default()
        };
        let mut sum_3 = sum;
        let mut sum_3_dot = jac::zero_like::<_, WIDTH>(&sum);
        for i in (0..value) {
            let sum_1 = sum_3;
            let sum_1_dot = sum_3_dot;
            let element = x_window_1[i];
            let element_1 = y_window_1[i];
            let sum_2 = sum_1 + element * element_1;
            let sum_2_dot = sum_1_dot
                + ((if x_dot_present {
                    x_dot_window[i] * element_1
                } else {
                    jac::zero()
                })
                    + (if y_dot_present {
                        y_dot_window[i] * element
                    } else {
                        jac::zero()
                    }));
            sum_3 = sum_2;
            sum_3_dot = sum_2_dot;
        }
        (sum_3, sum_3_dot)
    }
    #[doc(hidden)]
    #[inline]
    pub fn __pullback<const WIDTH: usize, const MASK: u128>(
        _: ::jac::__private::Sweep<WIDTH, MASK>,
        x: &[f64],
        y: &[f64],
        tape: &mut ::jac::__private::Tape,
    ) -> (
        f64,
        impl ::core::ops::Fn(
            &::jac::__private::Tape,
            &[f64],
            ::core::option::Option<&[::jac::__private::CotangentOf<f64, WIDTH>]>,
            &[f64],
            ::core::option::Option<&[::jac::__private::CotangentOf<f64, WIDTH>]>,
            ::jac::__private::Tangent<f64, WIDTH>,
        ) -> () + use<WIDTH, MASK>,
    ) {
        use ::jac::__private as jac;
        use ::jac::__private::methods::*;
        let sum = 0.0f64;
        let value = x.len();
        let x_window_2 = if 0 < value {
            x.__window(0, value)
        } else {
            ::core::default::Default::default()
        };
        let y_window_2 = if 0 < value {
            y.__window(0, value)
        } else {
            ::core::default::Default::default()
        };
        let mut sum_3 = sum;
        for i in (0..value) {
            let sum_1 = sum_3;
            let sum_2 = sum_1 + x_window_2[i] * y_window_2[i];
            sum_3 = sum_2;
        }
        (
            sum_3,
            move |
                tape: &::jac::__private::Tape,
                x: &[f64],
                x_bar: ::core::option::Option<
                    &[::jac::__private::CotangentOf<f64, WIDTH>],
                >,
                y: &[f64],
                y_bar: ::core::option::Option<
                    &[::jac::__private::CotangentOf<f64, WIDTH>],
                >,
                result_bar: ::jac::__private::Tangent<f64, WIDTH>|
            {
                let x_bar_present = (MASK & 1 != 0)
                    && ((MASK & 4294967296 == 0) || x_bar.is_some());
                let x_bar = jac::beside(x_bar, x);
                let y_bar_present = (MASK & 2 != 0)
                    && ((MASK & 8589934592 == 0) || y_bar.is_some());
                let y_bar = jac::beside(y_bar, y);
                let sum_3_bar = result_bar;
                let x_window = if 0 < value {
                    x.__window(0, value)
                } else {
                    ::core::default::Default::default()
                };
                let y_window = if 0 < value {
                    y.__window(0, value)
                } else {
                    ::core::default::Default::default()
                };
                let y_bar_window = if y_bar_present && 0 < value {
                    y_bar.__window(0, value)
                } else {
                    ::core::default::Default::default()
                };
                let x_bar_window = if x_bar_present && 0 < value {
                    x_bar.__window(0, value)
                } else {
                    ::core::default::Default::default()
                };
                if jac::is_seeded(&sum_3_bar) {
                    for i in (0..value) {
                        let sum_2_bar = sum_3_bar;
                        let product_bar = sum_2_bar;
                        let element_bar = if x_bar_present {
                            product_bar * y_window[i]
                        } else {
                            jac::zero()
                        };
                        let element_1_bar = if y_bar_present {
                            product_bar * x_window[i]
                        } else {
                            jac::zero()
                        };
                        if y_bar_present {
                            jac::accumulate_first(
                                MASK & 36893488147419103232 != 0,
                                &y_bar_window[i],
                                element_1_bar,
                            );
                        }
                        if x_bar_present {
                            jac::accumulate_first(
                                MASK & 18446744073709551616 != 0,
                                &x_bar_window[i],
                                element_bar,
                            );
                        }
                    }
                }
                ()
            },
        )
    }
}
