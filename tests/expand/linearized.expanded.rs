impl step {
    #[doc(hidden)]
    #[inline]
    pub fn __tangent<const WIDTH: usize, const MASK: u128>(
        _: ::jac::__private::Sweep<WIDTH, MASK>,
        mut state: f64,
        mut rate: f64,
        mut state_dot: ::jac::__private::Tangent<f64, WIDTH>,
        mut rate_dot: ::jac::__private::Tangent<f64, WIDTH>,
    ) -> (f64, ::jac::__private::Tangent<f64, WIDTH>) {
        let _ = step;
        use ::jac::__private as jac;
        use ::jac::__private::methods::*;
        let (choice, choice_dot) = if state > 1.0 {
            let sin_1 = state.sin();
            (
                sin_1 * rate,
                (if MASK & 1 != 0 {
                    state_dot * jac::cos(state) * rate
                } else {
                    jac::zero()
                }) + (if MASK & 2 != 0 { rate_dot * sin_1 } else { jac::zero() }),
            )
        } else {
            (state, state_dot)
        };
        (choice, choice_dot)
    }
    #[doc(hidden)]
    #[inline]
    pub fn __pullback<const WIDTH: usize, const MASK: u128>(
        _: ::jac::__private::Sweep<WIDTH, MASK>,
        mut state: f64,
        mut rate: f64,
        tape: &mut ::jac::__private::Tape,
    ) -> (
        f64,
        impl ::core::ops::Fn(
            &::jac::__private::Tape,
            ::jac::__private::Tangent<f64, WIDTH>,
        ) -> (
                ::jac::__private::Tangent<f64, WIDTH>,
                ::jac::__private::Tangent<f64, WIDTH>,
            ) + use<WIDTH, MASK>,
    ) {
        use ::jac::__private as jac;
        use ::jac::__private::methods::*;
        let condition = state > 1.0;
        let (choice, sin_1) = if condition {
            let sin_1 = state.sin();
            (sin_1 * rate, sin_1)
        } else {
            (state, jac::empty())
        };
        (
            choice,
            move |
                tape: &::jac::__private::Tape,
                result_bar: ::jac::__private::Tangent<f64, WIDTH>|
            {
                let choice_bar = result_bar;
                let mut state_bar = jac::zero();
                let mut rate_bar = jac::zero();
                if condition {
                    let product_bar = choice_bar;
                    rate_bar = if MASK & 2 != 0 {
                        product_bar * sin_1
                    } else {
                        jac::zero()
                    };
                    state_bar = if MASK & 1 != 0 {
                        product_bar * rate * jac::cos(state)
                    } else {
                        jac::zero()
                    };
                } else {
                    state_bar = choice_bar;
                }
                (state_bar, rate_bar)
            },
        )
    }
    #[doc(hidden)]
    #[inline]
    pub fn __linearized<const WIDTH: usize, const MASK: u128>(
        _: ::jac::__private::Sweep<WIDTH, MASK>,
        mut state: f64,
        mut rate: f64,
        tape: &mut ::jac::__private::Tape,
    ) -> (
        f64,
        impl ::core::ops::Fn(
            &::jac::__private::Tape,
            ::jac::__private::Tangent<f64, WIDTH>,
            ::jac::__private::Tangent<f64, WIDTH>,
        ) -> (::jac::__private::Tangent<f64, WIDTH>,) + use<WIDTH, MASK>,
    ) {
        use ::jac::__private as jac;
        use ::jac::__private::methods::*;
        let condition = state > 1.0;
        let (choice, sin_1, partial) = if condition {
            let sin_1 = state.sin();
            let partial = jac::cos(state);
            (sin_1 * rate, sin_1, partial)
        } else {
            (state, jac::empty(), jac::empty())
        };
        (
            choice,
            move |
                tape: &::jac::__private::Tape,
                mut state_dot: ::jac::__private::Tangent<f64, WIDTH>,
                mut rate_dot: ::jac::__private::Tangent<f64, WIDTH>|
            {
                let choice_dot = if condition {
                    (if MASK & 1 != 0 {
                        state_dot * partial * rate
                    } else {
                        jac::zero()
                    }) + (if MASK & 2 != 0 { rate_dot * sin_1 } else { jac::zero() })
                } else {
                    state_dot
                };
                (choice_dot,)
            },
        )
    }
}
impl linearized {
    #[doc(hidden)]
    #[inline]
    pub fn __tangent<const WIDTH: usize, const MASK: u128>(
        _: ::jac::__private::Sweep<WIDTH, MASK>,
        x: &[f64],
        y: &mut [f64],
        x_dot: ::core::option::Option<&[::jac::__private::Tangent<f64, WIDTH>]>,
        y_dot: &mut [::jac::__private::Tangent<f64, WIDTH>],
    ) -> (f64, ::jac::__private::Tangent<f64, WIDTH>) {
        let _ = linearized;
        use ::jac::__private as jac;
        use ::jac::__private::methods::*;
        let x_dot_present = (MASK & 1 != 0)
            && ((MASK & 4294967296 == 0) || x_dot.is_some());
        let x_dot = jac::beside(x_dot, x);
        let y_dot = jac::beside_mut(y_dot, &*y);
        let state = 1.0f64;
        let value = x.len();
        let x_window = if 0 < value {
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
            let element = x_window[i];
            let element_dot = if x_dot_present { x_dot_window[i] } else { jac::zero() };
            const _: () = <step_needs_the_attribute_differentiable>::__accepts(3);
            let (step_value, step_value_dot) = <step_needs_the_attribute_differentiable>::__tangent(
                jac::Sweep::<WIDTH, 3>,
                state_1,
                element,
                state_1_dot,
                element_dot,
            );
            let quotient = element / state_1;
            let quotient_dot = (element_dot
                - (if x_dot_present { state_1_dot * quotient } else { jac::zero() }))
                / state_1;
            let (state_2, state_2_dot) = jac::by_value::Add::tangent(
                jac::Sweep::<WIDTH, 3>,
                &step_value,
                &quotient,
                if x_dot_present {
                    ::core::option::Option::Some(&step_value_dot)
                } else {
                    ::core::option::Option::None
                },
                if x_dot_present {
                    ::core::option::Option::Some(&quotient_dot)
                } else {
                    ::core::option::Option::None
                },
            );
            let exp_1 = state_2.exp();
            y_dot_window[i] = if x_dot_present {
                state_2_dot * exp_1
            } else {
                jac::zero()
            };
            y_window[i] = exp_1;
            state_3 = state_2;
            state_3_dot = state_2_dot;
        }
        (state_3, state_3_dot)
    }
    #[doc(hidden)]
    #[inline]
    pub fn __pullback<const WIDTH: usize, const MASK: u128>(
        _: ::jac::__private::Sweep<WIDTH, MASK>,
        x: &[f64],
        y: &mut [f64],
        tape: &mut ::jac::__private::Tape,
    ) -> (
        f64,
        impl ::core::ops::Fn(
            &::jac::__private::Tape,
            &[f64],
            ::core::option::Option<&[::jac::__private::CotangentOf<f64, WIDTH>]>,
            (),
            &[::jac::__private::CotangentOf<f64, WIDTH>],
            ::jac::__private::Tangent<f64, WIDTH>,
        ) -> () + use<WIDTH, MASK>,
    ) {
        use ::jac::__private as jac;
        use ::jac::__private::methods::*;
        let state = 1.0f64;
        let value = x.len();
        let x_window_1 = if 0 < value {
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
        struct Loop_1;
        let mut trace_1 = tape.record::<Loop_1, _>();
        for i in (0..value) {
            let state_1 = state_3;
            let element = x_window_1[i];
            let (step_value, step_value_pullback) = <step_needs_the_attribute_differentiable>::__pullback(
                jac::Sweep::<WIDTH, 3>,
                state_1,
                element,
                tape,
            );
            let quotient = element / state_1;
            let (state_2, state_2_kept_1) = jac::by_value::Add::pullback(
                jac::Sweep::<WIDTH, 3>,
                &step_value,
                &quotient,
            );
            let exp_1 = state_2.exp();
            y_window_1[i] = exp_1;
            state_3 = state_2;
            trace_1
                .push((state_1, quotient, exp_1, state_2_kept_1, step_value_pullback));
        }
        let trace_1 = tape.finish(trace_1);
        (
            state_3,
            move |
                tape: &::jac::__private::Tape,
                x: &[f64],
                x_bar: ::core::option::Option<
                    &[::jac::__private::CotangentOf<f64, WIDTH>],
                >,
                _: (),
                y_bar: &[::jac::__private::CotangentOf<f64, WIDTH>],
                result_bar: ::jac::__private::Tangent<f64, WIDTH>|
            {
                let x_bar_present = (MASK & 1 != 0)
                    && ((MASK & 4294967296 == 0) || x_bar.is_some());
                let x_bar = jac::beside(x_bar, x);
                let mut state_3_bar = result_bar;
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
                for (i, slot) in jac::replayed(
                    (0..value),
                    tape.records(trace_1, count),
                ) {
                    let &(
                        state_1,
                        quotient,
                        exp_1,
                        ref state_2_kept_1,
                        ref step_value_pullback,
                    ) = slot;
                    let mut state_2_bar = state_3_bar;
                    let exp_1_bar = jac::take(&y_bar_window[i]);
                    if x_bar_present {
                        jac::add_to(&mut state_2_bar, exp_1_bar * exp_1);
                    }
                    let (step_value_contribution, quotient_contribution) = jac::OperatorPullback::pull(
                        state_2_kept_1,
                        ::core::option::Option::None,
                        ::core::option::Option::None,
                        ::core::option::Option::None,
                        state_2_bar,
                    );
                    let numerator_bar = quotient_contribution / state_1;
                    state_3_bar = if x_bar_present {
                        -(numerator_bar * quotient)
                    } else {
                        jac::zero()
                    };
                    let mut element_bar = numerator_bar;
                    let step_value_bar = step_value_contribution;
                    let (state_1_contribution, element_contribution) = step_value_pullback(
                        tape,
                        step_value_bar,
                    );
                    jac::add_to(&mut state_3_bar, state_1_contribution);
                    jac::add_to(&mut element_bar, element_contribution);
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
    #[doc(hidden)]
    #[inline]
    pub fn __linearized<const WIDTH: usize, const MASK: u128>(
        _: ::jac::__private::Sweep<WIDTH, MASK>,
        x: &[f64],
        y: &mut [f64],
        tape: &mut ::jac::__private::Tape,
    ) -> (
        f64,
        impl ::core::ops::Fn(
            &::jac::__private::Tape,
            ::core::option::Option<&[::jac::__private::Tangent<f64, WIDTH>]>,
            &mut [::jac::__private::Tangent<f64, WIDTH>],
        ) -> (::jac::__private::Tangent<f64, WIDTH>,) + use<WIDTH, MASK>,
    ) {
        use ::jac::__private as jac;
        use ::jac::__private::methods::*;
        let state = 1.0f64;
        let value = x.len();
        let mut state_3 = state;
        struct Loop;
        let mut trace = tape.record::<Loop, _>();
        for i in (0..value) {
            let state_1 = state_3;
            let element = x[i];
            let (step_value, step_value_linear) = {
                #[diagnostic::on_unimplemented(
                    message = "`step` has no linearization",
                    label = "`linearize` does not go through this call",
                    note = "put the option on the function, or on its `impl` block: `#[differentiable(linearize)]`",
                    note = "if there is no linearization of it, remove `linearize` here, and take several tangents at once: \
                        `jacfwd`, or `Function::tangent::<W>`"
                )]
                trait __Linearizes {
                    type Value;
                    type Linear;
                }
                trait __Linearized: ::core::marker::Sized {
                    fn __linearized<Argument0, Argument1, Argument2, Argument3>(
                        _: Argument0,
                        _: Argument1,
                        _: Argument2,
                        _: Argument3,
                    ) -> (<Self as __Linearizes>::Value, <Self as __Linearizes>::Linear)
                    where
                        Self: __Linearizes;
                }
                impl<Callee> __Linearized for Callee {
                    fn __linearized<Argument0, Argument1, Argument2, Argument3>(
                        _: Argument0,
                        _: Argument1,
                        _: Argument2,
                        _: Argument3,
                    ) -> (<Self as __Linearizes>::Value, <Self as __Linearizes>::Linear)
                    where
                        Self: __Linearizes,
                    {
                        ::core::unreachable!()
                    }
                }
                <step_needs_the_attribute_differentiable>::__linearized(
                    jac::Sweep::<WIDTH, 3>,
                    state_1,
                    element,
                    tape,
                )
            };
            let quotient = element / state_1;
            let (state_2, state_2_kept) = jac::by_value::Add::linearized(
                jac::Sweep::<WIDTH, 3>,
                &step_value,
                &quotient,
            );
            let exp_1 = state_2.exp();
            y[i] = exp_1;
            state_3 = state_2;
            trace.push((state_1, quotient, exp_1, step_value_linear, state_2_kept));
        }
        let trace = tape.finish(trace);
        (
            state_3,
            move |
                tape: &::jac::__private::Tape,
                x_dot: ::core::option::Option<&[::jac::__private::Tangent<f64, WIDTH>]>,
                y_dot: &mut [::jac::__private::Tangent<f64, WIDTH>]|
            {
                let x_dot_present = MASK & 1 != 0
                    && (MASK & 4294967296 == 0 || x_dot.is_some());
                let x_dot = x_dot.unwrap_or_default();
                let mut state_3_dot = jac::zero_like::<_, WIDTH>(&(0.0 as f64));
                let count_1 = jac::trip_count(&(0..value));
                for (i, slot_1) in jac::replayed_in_order(
                    (0..value),
                    tape.records(trace, count_1),
                ) {
                    let state_1_dot = state_3_dot;
                    let &(
                        state_1,
                        quotient,
                        exp_1,
                        ref step_value_linear,
                        ref state_2_kept,
                    ) = slot_1;
                    let element_dot = if x_dot_present { x_dot[i] } else { jac::zero() };
                    let (step_value_dot,) = step_value_linear(
                        tape,
                        state_1_dot,
                        element_dot,
                    );
                    let quotient_dot = (element_dot
                        - (if x_dot_present {
                            state_1_dot * quotient
                        } else {
                            jac::zero()
                        })) / state_1;
                    let state_2_dot = jac::OperatorLinear::push(
                        state_2_kept,
                        ::core::option::Option::None,
                        ::core::option::Option::None,
                        ::core::option::Option::None,
                        if x_dot_present {
                            ::core::option::Option::Some(&step_value_dot)
                        } else {
                            ::core::option::Option::None
                        },
                        if x_dot_present {
                            ::core::option::Option::Some(&quotient_dot)
                        } else {
                            ::core::option::Option::None
                        },
                    );
                    y_dot[i] = if x_dot_present {
                        state_2_dot * exp_1
                    } else {
                        jac::zero()
                    };
                    state_3_dot = state_2_dot;
                }
                (state_3_dot,)
            },
        )
    }
}
