impl filter {
    #[doc(hidden)]
    #[inline]
    pub fn __tangent<const WIDTH: usize, const MASK: u128>(
        _: ::jac::__private::Sweep<WIDTH, MASK>,
        mut gain: f64,
        x: &[f64],
        mut gain_dot: ::jac::__private::Tangent<f64, WIDTH>,
        x_dot: ::core::option::Option<&[::jac::__private::Tangent<f64, WIDTH>]>,
    ) -> (f64, ::jac::__private::Tangent<f64, WIDTH>) {
        let _ = filter;
        use ::jac::__private as jac;
        use ::jac::__private::methods::*;
        let x_dot_present = (MASK & 2 != 0)
            && ((MASK & 8589934592 == 0) || x_dot.is_some());
        let x_dot = jac::beside(x_dot, x);
        let (new_value, new_value_dot) = Filter::__new_tangent(
            jac::Sweep::<WIDTH, 1>,
            gain,
            gain_dot,
        );
        let mut first = new_value;
        let mut first_dot = new_value_dot;
        let mut filter = first;
        let mut filter_dot = first_dot;
        let element = x[0];
        let element_dot = if x_dot_present { x_dot[0] } else { jac::zero() };
        if false {
            struct NothingElseTakesThis;
            trait CallItByPathAsThereAreTwoOfThisName: ::core::marker::Sized {
                fn update(self, _: NothingElseTakesThis) {}
            }
            impl<T> CallItByPathAsThereAreTwoOfThisName for T {}
            let taken = filter.__update_method().taken(&filter);
            taken.__one().update(NothingElseTakesThis);
            taken.__other().update(NothingElseTakesThis);
        }
        if false {
            trait OfNoTrait: ::core::marker::Sized {
                fn update<Argument0>(self, _: Argument0) {}
            }
            impl OfNoTrait for jac::OfNoTrait {}
            let (mut stand_in, like) = filter.__update_method().of_trait();
            let argument0 = like.like(&element);
            stand_in.update(argument0);
        }
        let (y, y_dot) = filter
            .__update_method()
            .tangent(
                jac::Sweep::<WIDTH, 3>,
                &mut filter,
                element,
                jac::tangent_of_receiver(&mut filter_dot),
                element_dot,
            );
        let element_1 = x[1];
        let element_1_dot = if x_dot_present { x_dot[1] } else { jac::zero() };
        if false {
            struct NothingElseTakesThis;
            trait CallItByPathAsThereAreTwoOfThisName: ::core::marker::Sized {
                fn response(self, _: NothingElseTakesThis) {}
            }
            impl<T> CallItByPathAsThereAreTwoOfThisName for T {}
            let taken = first.__response_method().taken(&first);
            taken.__one().response(NothingElseTakesThis);
            taken.__other().response(NothingElseTakesThis);
        }
        if false {
            trait OfNoTrait: ::core::marker::Sized {
                fn response<Argument0>(self, _: Argument0) {}
            }
            impl OfNoTrait for jac::OfNoTrait {}
            let (mut stand_in, like) = first.__response_method().of_trait();
            let argument0 = like.like(&element_1);
            stand_in.response(argument0);
        }
        let (response_value, response_value_dot) = first
            .__response_method()
            .tangent(
                jac::Sweep::<WIDTH, 3>,
                &first,
                element_1,
                jac::tangent_of_receiver(
                    if MASK & 1 != 0 {
                        ::core::option::Option::Some(&first_dot)
                    } else {
                        ::core::option::Option::None
                    },
                ),
                element_1_dot,
            );
        let (product, product_dot) = jac::by_value::Mul::tangent(
            jac::Sweep::<WIDTH, 3>,
            &y,
            &response_value,
            ::core::option::Option::Some(&y_dot),
            ::core::option::Option::Some(&response_value_dot),
        );
        (product, product_dot)
    }
    #[doc(hidden)]
    #[inline]
    pub fn __pullback<const WIDTH: usize, const MASK: u128>(
        _: ::jac::__private::Sweep<WIDTH, MASK>,
        mut gain: f64,
        x: &[f64],
        tape: &mut ::jac::__private::Tape,
    ) -> (
        f64,
        impl ::core::ops::Fn(
            &::jac::__private::Tape,
            &[f64],
            ::core::option::Option<&[::jac::__private::CotangentOf<f64, WIDTH>]>,
            ::jac::__private::Tangent<f64, WIDTH>,
        ) -> (::jac::__private::Tangent<f64, WIDTH>,) + use<WIDTH, MASK>,
    ) {
        use ::jac::__private as jac;
        use ::jac::__private::methods::*;
        let (new_value, new_value_pullback) = Filter::__new_pullback(
            jac::Sweep::<WIDTH, 1>,
            gain,
            tape,
        );
        let mut first = new_value;
        let mut first_space = jac::space_of(&first);
        let mut filter = jac::snapshot(&first);
        let mut filter_space = jac::space_of(&filter);
        let mut filter_copy = filter.__update_method().kept(&filter);
        let element = x[0];
        let (y, y_pullback) = filter
            .__update_method()
            .pullback(jac::Sweep::<WIDTH, 3>, &mut filter, element, tape);
        filter_space = jac::space_of(&filter);
        let mut first_copy = first.__response_method().kept(&first);
        let element_1 = x[1];
        let (response_value, response_value_pullback) = first
            .__response_method()
            .pullback(jac::Sweep::<WIDTH, 3>, &first, element_1, tape);
        let (product, product_kept) = jac::by_value::Mul::pullback(
            jac::Sweep::<WIDTH, 3>,
            &y,
            &response_value,
        );
        (
            product,
            move |
                tape: &::jac::__private::Tape,
                x: &[f64],
                x_bar: ::core::option::Option<
                    &[::jac::__private::CotangentOf<f64, WIDTH>],
                >,
                result_bar: ::jac::__private::Tangent<f64, WIDTH>|
            {
                let x_bar_present = (MASK & 2 != 0)
                    && ((MASK & 8589934592 == 0) || x_bar.is_some());
                let x_bar = jac::beside(x_bar, x);
                let first_bar = first_space.cotangent::<WIDTH>();
                let mut filter_bar = filter_space.cotangent::<WIDTH>();
                let product_bar = result_bar;
                let (y_contribution, response_value_contribution) = jac::OperatorPullback::pull(
                    &product_kept,
                    ::core::option::Option::Some(&y),
                    ::core::option::Option::Some(&response_value),
                    ::core::option::Option::None,
                    product_bar,
                );
                let y_bar = y_contribution;
                let response_value_bar = response_value_contribution;
                let (element_1_contribution,) = response_value_pullback(
                    tape,
                    first_copy.as_ref(),
                    if MASK & 1 != 0 {
                        jac::cotangent_of_receiver(&first_bar)
                    } else {
                        ::core::option::Option::None
                    },
                    response_value_bar,
                );
                let element_1_bar = element_1_contribution;
                if x_bar_present {
                    jac::accumulate_first(
                        MASK & 36893488147419103232 != 0,
                        &x_bar[1],
                        element_1_bar,
                    );
                }
                let (element_contribution,) = y_pullback(
                    tape,
                    filter_copy.as_ref(),
                    jac::cotangent_of_receiver_mut(&mut filter_bar),
                    y_bar,
                );
                let element_bar = element_contribution;
                if x_bar_present {
                    jac::accumulate_first(
                        MASK & 36893488147419103232 != 0,
                        &x_bar[0],
                        element_bar,
                    );
                }
                let filter_bar_value = jac::into_value(filter_bar);
                jac::accumulate(&first_bar, filter_bar_value);
                let first_bar_value = jac::into_value(first_bar);
                let new_value_bar = first_bar_value;
                let (gain_contribution,) = new_value_pullback(tape, new_value_bar);
                let gain_bar = gain_contribution;
                (gain_bar,)
            },
        )
    }
}
