impl rotate {
    #[doc(hidden)]
    #[inline]
    pub fn __tangent<const WIDTH: usize, const MASK: u128>(
        _: ::jac::__private::Sweep<WIDTH, MASK>,
        from: &[f64],
        to: &mut [f64],
        from_dot: ::core::option::Option<&[::jac::__private::Tangent<f64, WIDTH>]>,
        to_dot: &mut [::jac::__private::Tangent<f64, WIDTH>],
    ) -> (f64, ::jac::__private::Tangent<f64, WIDTH>) {
        let _ = rotate;
        use ::jac::__private as jac;
        use ::jac::__private::methods::*;
        let from_dot_present = (MASK & 1 != 0)
            && ((MASK & 4294967296 == 0) || from_dot.is_some());
        let from_dot = jac::beside(from_dot, from);
        let to_dot = jac::beside_mut(to_dot, &*to);
        let element = from[0];
        let element_1 = to[0];
        let product_dot = (if from_dot_present {
            from_dot[0] * element_1
        } else {
            jac::zero()
        }) + to_dot[0] * element;
        let product = element * element_1;
        to_dot[0] = product_dot
            + (if from_dot_present { from_dot[1] } else { jac::zero() });
        to[0] = product + from[1];
        let element_3 = to[1];
        (product * element_3, product_dot * element_3 + to_dot[1] * product)
    }
    #[doc(hidden)]
    #[inline]
    pub fn __pullback<const WIDTH: usize, const MASK: u128>(
        _: ::jac::__private::Sweep<WIDTH, MASK>,
        from: &[f64],
        to: &mut [f64],
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
        let element = from[0];
        let element_1 = to[0];
        let product = element * element_1;
        to[0] = product + from[1];
        let element_3 = to[1];
        (
            product * element_3,
            move |
                tape: &::jac::__private::Tape,
                from: &[f64],
                from_bar: ::core::option::Option<
                    &[::jac::__private::CotangentOf<f64, WIDTH>],
                >,
                _: (),
                to_bar: &[::jac::__private::CotangentOf<f64, WIDTH>],
                result_bar: ::jac::__private::Tangent<f64, WIDTH>|
            {
                let from_bar_present = (MASK & 1 != 0)
                    && ((MASK & 4294967296 == 0) || from_bar.is_some());
                let from_bar = jac::beside(from_bar, from);
                let product_1_bar = result_bar;
                let mut product_bar = product_1_bar * element_3;
                jac::accumulate(&to_bar[1], product_1_bar * product);
                let sum_bar = jac::take(&to_bar[0]);
                jac::add_to(&mut product_bar, sum_bar);
                let element_2_bar = sum_bar;
                if from_bar_present {
                    jac::accumulate_first(
                        MASK & 18446744073709551616 != 0,
                        &from_bar[1],
                        element_2_bar,
                    );
                }
                jac::initialise(&to_bar[0], product_bar * element);
                let element_bar = if from_bar_present {
                    product_bar * element_1
                } else {
                    jac::zero()
                };
                if from_bar_present {
                    jac::accumulate_first(
                        MASK & 18446744073709551616 != 0,
                        &from_bar[0],
                        element_bar,
                    );
                }
                ()
            },
        )
    }
}
impl overlap {
    #[doc(hidden)]
    #[inline]
    pub fn __tangent<const WIDTH: usize, const MASK: u128>(
        _: ::jac::__private::Sweep<WIDTH, MASK>,
        mut x: [f64; 4],
        mut x_dot: ::jac::__private::Tangent<[f64; 4], WIDTH>,
    ) -> (f64, ::jac::__private::Tangent<f64, WIDTH>) {
        let _ = overlap;
        use ::jac::__private as jac;
        use ::jac::__private::methods::*;
        let mut y = x;
        let mut y_dot = x_dot;
        let element = y[0];
        let element_1 = y[1];
        let first_dot = y_dot[0] * element_1 + y_dot[1] * element;
        let first = element * element_1;
        const _: () = <rotate_needs_the_attribute_differentiable>::__accepts(3);
        let (second, second_dot) = <rotate_needs_the_attribute_differentiable>::__tangent(
            jac::Sweep::<WIDTH, 3>,
            &x[0..3],
            &mut y[1..3],
            ::core::option::Option::Some(&x_dot[0..3]),
            &mut y_dot[1..3],
        );
        const _: () = <rotate_needs_the_attribute_differentiable>::__accepts(3);
        let (third, third_dot) = <rotate_needs_the_attribute_differentiable>::__tangent(
            jac::Sweep::<WIDTH, 3>,
            &x[1..4],
            &mut y[0..2],
            ::core::option::Option::Some(&x_dot[1..4]),
            &mut y_dot[0..2],
        );
        let (product, product_dot) = jac::by_value::Mul::tangent(
            jac::Sweep::<WIDTH, 3>,
            &first,
            &second,
            ::core::option::Option::Some(&first_dot),
            ::core::option::Option::Some(&second_dot),
        );
        let element_2 = y[1];
        let element_2_dot = y_dot[1];
        let (product_1, product_1_dot) = jac::by_value::Mul::tangent(
            jac::Sweep::<WIDTH, 3>,
            &third,
            &element_2,
            ::core::option::Option::Some(&third_dot),
            ::core::option::Option::Some(&element_2_dot),
        );
        let (sum, sum_dot) = jac::by_value::Add::tangent(
            jac::Sweep::<WIDTH, 3>,
            &product,
            &product_1,
            ::core::option::Option::Some(&product_dot),
            ::core::option::Option::Some(&product_1_dot),
        );
        (sum, sum_dot)
    }
    #[doc(hidden)]
    #[inline]
    pub fn __pullback<const WIDTH: usize, const MASK: u128>(
        _: ::jac::__private::Sweep<WIDTH, MASK>,
        mut x: [f64; 4],
        tape: &mut ::jac::__private::Tape,
    ) -> (
        f64,
        impl ::core::ops::Fn(
            &::jac::__private::Tape,
            ::jac::__private::Tangent<f64, WIDTH>,
        ) -> (::jac::__private::Tangent<[f64; 4], WIDTH>,) + use<WIDTH, MASK>,
    ) {
        use ::jac::__private as jac;
        use ::jac::__private::methods::*;
        let mut x_space = jac::space_of(&x);
        let mut y = x;
        let mut y_space = jac::space_of(&y);
        let element = y[0];
        let element_1 = y[1];
        let first = element * element_1;
        let (second, second_pullback) = <rotate_needs_the_attribute_differentiable>::__pullback(
            jac::Sweep::<WIDTH, 3>,
            &x[0..3],
            &mut y[1..3],
            tape,
        );
        let (third, third_pullback) = <rotate_needs_the_attribute_differentiable>::__pullback(
            jac::Sweep::<WIDTH, 3>,
            &x[1..4],
            &mut y[0..2],
            tape,
        );
        let (product, product_kept) = jac::by_value::Mul::pullback(
            jac::Sweep::<WIDTH, 3>,
            &first,
            &second,
        );
        let element_2 = y[1];
        let (product_1, product_1_kept) = jac::by_value::Mul::pullback(
            jac::Sweep::<WIDTH, 3>,
            &third,
            &element_2,
        );
        let (sum, sum_kept) = jac::by_value::Add::pullback(
            jac::Sweep::<WIDTH, 3>,
            &product,
            &product_1,
        );
        (
            sum,
            move |
                tape: &::jac::__private::Tape,
                result_bar: ::jac::__private::Tangent<f64, WIDTH>|
            {
                let x_bar = x_space.cotangent::<WIDTH>();
                let mut y_bar = y_space.cotangent::<WIDTH>();
                let sum_bar = result_bar;
                let (product_contribution, product_1_contribution) = jac::OperatorPullback::pull(
                    &sum_kept,
                    ::core::option::Option::None,
                    ::core::option::Option::None,
                    ::core::option::Option::None,
                    sum_bar,
                );
                let product_1_bar = product_1_contribution;
                let (third_contribution, element_2_contribution) = jac::OperatorPullback::pull(
                    &product_1_kept,
                    ::core::option::Option::Some(&third),
                    ::core::option::Option::Some(&element_2),
                    ::core::option::Option::None,
                    product_1_bar,
                );
                let third_bar = third_contribution;
                jac::initialise(&y_bar[1], element_2_contribution);
                let product_bar = product_contribution;
                let (first_contribution, second_contribution) = jac::OperatorPullback::pull(
                    &product_kept,
                    ::core::option::Option::Some(&first),
                    ::core::option::Option::Some(&second),
                    ::core::option::Option::None,
                    product_bar,
                );
                let first_bar = first_contribution;
                let second_bar = second_contribution;
                third_pullback(
                    tape,
                    &x[1..4],
                    ::core::option::Option::Some(&x_bar[1..4]),
                    (),
                    &mut y_bar[0..2],
                    third_bar,
                );
                second_pullback(
                    tape,
                    &x[0..3],
                    ::core::option::Option::Some(&x_bar[0..3]),
                    (),
                    &mut y_bar[1..3],
                    second_bar,
                );
                jac::accumulate(&y_bar[1], first_bar * element);
                jac::accumulate(&y_bar[0], first_bar * element_1);
                let y_bar_value = jac::into_value(y_bar);
                jac::accumulate(&x_bar, y_bar_value);
                (jac::into_value(x_bar),)
            },
        )
    }
}
