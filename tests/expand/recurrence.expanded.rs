impl recurrence {
    #[doc(hidden)]
    #[inline]
    pub fn __tangent<const WIDTH: usize, const MASK: u128>(
        _: ::jac::__private::Sweep<WIDTH, MASK>,
        x: &[f64],
        y: &mut [f64],
        x_dot: ::core::option::Option<&[::jac::__private::Tangent<f64, WIDTH>]>,
        y_dot: &mut [::jac::__private::Tangent<f64, WIDTH>],
    ) -> ((), ::jac::__private::Tangent<(), WIDTH>) {
        let _ = recurrence;
        use ::jac::__private as jac;
        use ::jac::__private::methods::*;
        let x_dot_present = (MASK & 1 != 0)
            && ((MASK & 4294967296 == 0) || x_dot.is_some());
        let x_dot = jac::beside(x_dot, x);
        let y_dot = jac::beside_mut(y_dot, &*y);
        let state = 1.0f64;
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
        let y_dot_window = if 0 < value {
            y_dot.__window_mut(0, value)
        } else {
            ::core::default::Default::default()
        };
        let y_window = if 0 < value {
            y.__window_mut(0, value)
        } else {
            ::core::default::Default::default()
        };
        let mut state_3 = state;
        let mut state_3_dot = jac::zero_like::<_, WIDTH>(&state);
        for i in (0..value) {
            let state_1 = state_3;
            let state_1_dot = state_3_dot;
            let element = x_window_1[i];
            let state_2 = state_1 * element + 0.5;
            let state_2_dot = (if x_dot_present {
                state_1_dot * element
            } else {
                jac::zero()
            }) + (if x_dot_present { x_dot_window[i] * state_1 } else { jac::zero() });
            y_dot_window[i] = if x_dot_present {
                state_2_dot * jac::cos(state_2)
            } else {
                jac::zero()
            };
            y_window[i] = state_2.sin();
            state_3 = state_2;
            state_3_dot = state_2_dot;
        }
        ((), ())
    }
    #[doc(hidden)]
    #[inline]
    pub fn __pullback<const WIDTH: usize, const MASK: u128>(
        _: ::jac::__private::Sweep<WIDTH, MASK>,
        x: &[f64],
        y: &mut [f64],
        tape: &mut ::jac::__private::Tape,
    ) -> (
        (),
        impl ::core::ops::Fn(
            &::jac::__private::Tape,
            &[f64],
            ::core::option::Option<&[::jac::__private::CotangentOf<f64, WIDTH>]>,
            (),
            &[::jac::__private::CotangentOf<f64, WIDTH>],
            ::jac::__private::Tangent<(), WIDTH>,
        ) -> () + use<WIDTH, MASK>,
    ) {
        use ::jac::__private as jac;
        use ::jac::__private::methods::*;
        let state = 1.0f64;
        let value = x.len();
        let x_window_2 = if 0 < value {
            x.__window(0, value)
        } else {
            ::core::default::Default::default()
        };
        let y_window_1 = if 0 < value {
            y.__window_mut(0, value)
        } else {
            ::core::default::Default::default()
        };
        let mut state_3 = state;
        let count = jac::trip_count(&(0..value));
        let (trace, slots) = tape.reserve::<(), _>(count);
        for (i, slot) in jac::counted((0..value)) {
            let slot = &mut slots[slot];
            let state_1 = state_3;
            let state_2 = state_1 * x_window_2[i] + 0.5;
            let sin_1_cos = jac::cos(state_2);
            y_window_1[i] = state_2.sin();
            state_3 = state_2;
            *slot = (state_1, sin_1_cos);
        }
        let mut state_3_space = jac::space_of(&state_3);
        (
            (),
            move |
                tape: &::jac::__private::Tape,
                x: &[f64],
                x_bar: ::core::option::Option<
                    &[::jac::__private::CotangentOf<f64, WIDTH>],
                >,
                _: (),
                y_bar: &[::jac::__private::CotangentOf<f64, WIDTH>],
                result_bar: ::jac::__private::Tangent<(), WIDTH>|
            {
                let x_bar_present = (MASK & 1 != 0)
                    && ((MASK & 4294967296 == 0) || x_bar.is_some());
                let x_bar = jac::beside(x_bar, x);
                let mut state_3_bar = state_3_space.zero::<WIDTH>();
                let x_window = if 0 < value {
                    x.__window(0, value)
                } else {
                    ::core::default::Default::default()
                };
                let y_bar_window = if 0 < value {
                    y_bar.__window(0, value)
                } else {
                    ::core::default::Default::default()
                };
                let x_bar_window = if x_bar_present && 0 < value {
                    x_bar.__window(0, value)
                } else {
                    ::core::default::Default::default()
                };
                let count = jac::trip_count(&(0..value));
                for (i, slot) in jac::replayed((0..value), tape.records(trace, count)) {
                    let &(state_1, sin_1_cos) = slot;
                    let mut state_2_bar = state_3_bar;
                    let element = x_window[i];
                    let sin_1_bar = jac::take(&y_bar_window[i]);
                    if x_bar_present {
                        jac::add_to(&mut state_2_bar, sin_1_bar * sin_1_cos);
                    }
                    let product_bar = state_2_bar;
                    state_3_bar = if x_bar_present {
                        product_bar * element
                    } else {
                        jac::zero()
                    };
                    let element_bar = if x_bar_present {
                        product_bar * state_1
                    } else {
                        jac::zero()
                    };
                    if x_bar_present {
                        jac::accumulate_first(
                            MASK & 18446744073709551616 != 0,
                            &x_bar_window[i],
                            element_bar,
                        );
                    }
                }
                ()
            },
        )
    }
}
