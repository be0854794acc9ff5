impl square_all {
    #[doc(hidden)]
    #[inline]
    pub fn __tangent<const WIDTH: usize, const MASK: u128>(
        _: ::jac::__private::Sweep<WIDTH, MASK>,
        x: &[f64; 3],
        work: &mut [f64; 3],
        x_dot: ::core::option::Option<&::jac::__private::Tangent<[f64; 3], WIDTH>>,
        work_dot: &mut ::jac::__private::Tangent<[f64; 3], WIDTH>,
    ) -> ((), ::jac::__private::Tangent<(), WIDTH>) {
        let _ = square_all;
        use ::jac::__private as jac;
        use ::jac::__private::methods::*;
        let x_dot_absent = jac::zero_like::<_, WIDTH>(x);
        let x_dot = x_dot.unwrap_or(&x_dot_absent);
        for i in (0..3) {
            let element = x[i];
            let element_dot = if MASK & 1 != 0 { x_dot[i] } else { jac::zero() };
            let element_1_dot = element_dot;
            work_dot[i]
                += if MASK & 1 != 0 {
                    element_dot * (element + element)
                } else {
                    jac::zero()
                };
            work[i] += element * element;
        }
        ((), ())
    }
    #[doc(hidden)]
    #[inline]
    pub fn __pullback<const WIDTH: usize, const MASK: u128>(
        _: ::jac::__private::Sweep<WIDTH, MASK>,
        x: &[f64; 3],
        work: &mut [f64; 3],
        tape: &mut ::jac::__private::Tape,
    ) -> (
        (),
        impl ::core::ops::Fn(
            &::jac::__private::Tape,
            &[f64; 3],
            ::core::option::Option<&::jac::__private::CotangentOf<[f64; 3], WIDTH>>,
            (),
            &::jac::__private::CotangentOf<[f64; 3], WIDTH>,
            ::jac::__private::Tangent<(), WIDTH>,
        ) -> () + use<WIDTH, MASK>,
    ) {
        use ::jac::__private as jac;
        use ::jac::__private::methods::*;
        for i in (0..3) {
            let element = x[i];
            work[i] += element * element;
        }
        (
            (),
            move |
                tape: &::jac::__private::Tape,
                x: &[f64; 3],
                x_bar: ::core::option::Option<
                    &::jac::__private::CotangentOf<[f64; 3], WIDTH>,
                >,
                _: (),
                work_bar: &::jac::__private::CotangentOf<[f64; 3], WIDTH>,
                result_bar: ::jac::__private::Tangent<(), WIDTH>|
            {
                let x_bar_absent = jac::space_of(x).cotangent::<WIDTH>();
                let x_bar = x_bar.unwrap_or(&x_bar_absent);
                for i in (0..3) {
                    let product_bar = jac::get(&work_bar[i]);
                    let element_bar = if MASK & 1 != 0 {
                        (product_bar + product_bar) * x[i]
                    } else {
                        jac::zero()
                    };
                    if MASK & 1 != 0 {
                        jac::accumulate_first(
                            MASK & 18446744073709551616 != 0,
                            &x_bar[i],
                            element_bar,
                        );
                    }
                }
                ()
            },
        )
    }
}
impl accumulate {
    #[doc(hidden)]
    #[inline]
    pub fn __tangent<const WIDTH: usize, const MASK: u128>(
        _: ::jac::__private::Sweep<WIDTH, MASK>,
        x: &[f64; 3],
        work: &mut [f64; 3],
        x_dot: ::core::option::Option<&::jac::__private::Tangent<[f64; 3], WIDTH>>,
        work_dot: &mut ::jac::__private::Tangent<[f64; 3], WIDTH>,
    ) -> (f64, ::jac::__private::Tangent<f64, WIDTH>) {
        let _ = accumulate;
        use ::jac::__private as jac;
        use ::jac::__private::methods::*;
        let x_dot_absent = jac::zero_like::<_, WIDTH>(x);
        let x_dot = x_dot.unwrap_or(&x_dot_absent);
        const _: () = <square_all_needs_the_attribute_differentiable>::__accepts(
            4294967299,
        );
        let (square_all_value, square_all_value_dot) = <square_all_needs_the_attribute_differentiable>::__tangent(
            jac::Sweep::<WIDTH, 4294967299>,
            &(*x),
            &mut (*work),
            if MASK & 1 != 0 {
                ::core::option::Option::Some(&(*x_dot))
            } else {
                ::core::option::Option::None
            },
            jac::taken_tangent(&mut (*work_dot)),
        );
        let element = work[0];
        let element_1 = work[1];
        (
            element * element_1 + work[2],
            work_dot[0] * element_1 + work_dot[1] * element + work_dot[2],
        )
    }
    #[doc(hidden)]
    #[inline]
    pub fn __pullback<const WIDTH: usize, const MASK: u128>(
        _: ::jac::__private::Sweep<WIDTH, MASK>,
        x: &[f64; 3],
        work: &mut [f64; 3],
        tape: &mut ::jac::__private::Tape,
    ) -> (
        f64,
        impl ::core::ops::Fn(
            &::jac::__private::Tape,
            &[f64; 3],
            ::core::option::Option<&::jac::__private::CotangentOf<[f64; 3], WIDTH>>,
            (),
            &mut ::jac::__private::CotangentOf<[f64; 3], WIDTH>,
            ::jac::__private::Tangent<f64, WIDTH>,
        ) -> () + use<WIDTH, MASK>,
    ) {
        use ::jac::__private as jac;
        use ::jac::__private::methods::*;
        let mut work_copy = jac::hold(&(*work));
        let (square_all_value, square_all_value_pullback) = <square_all_needs_the_attribute_differentiable>::__pullback(
            jac::Sweep::<WIDTH, 4294967299>,
            &(*x),
            &mut (*work),
            tape,
        );
        let element = work[0];
        let element_1 = work[1];
        (
            element * element_1 + work[2],
            move |
                tape: &::jac::__private::Tape,
                x: &[f64; 3],
                x_bar: ::core::option::Option<
                    &::jac::__private::CotangentOf<[f64; 3], WIDTH>,
                >,
                _: (),
                work_bar: &mut ::jac::__private::CotangentOf<[f64; 3], WIDTH>,
                result_bar: ::jac::__private::Tangent<f64, WIDTH>|
            {
                let x_bar_absent = jac::space_of(x).cotangent::<WIDTH>();
                let x_bar = x_bar.unwrap_or(&x_bar_absent);
                let sum_bar = result_bar;
                let product_bar = sum_bar;
                jac::accumulate(&work_bar[2], sum_bar);
                jac::accumulate(&work_bar[1], product_bar * element);
                jac::accumulate(&work_bar[0], product_bar * element_1);
                square_all_value_pullback(
                    tape,
                    &(*x),
                    if MASK & 1 != 0 {
                        ::core::option::Option::Some(&(*x_bar))
                    } else {
                        ::core::option::Option::None
                    },
                    jac::held(&work_copy, |work_copy| work_copy),
                    jac::taken_cotangent(&mut (*work_bar)),
                    jac::zero(),
                );
                ()
            },
        )
    }
}
impl workspace {
    #[doc(hidden)]
    #[inline]
    pub fn __tangent<const WIDTH: usize, const MASK: u128>(
        _: ::jac::__private::Sweep<WIDTH, MASK>,
        mut x: [f64; 3],
        mut x_dot: ::jac::__private::Tangent<[f64; 3], WIDTH>,
    ) -> (f64, ::jac::__private::Tangent<f64, WIDTH>) {
        let _ = workspace;
        use ::jac::__private as jac;
        use ::jac::__private::methods::*;
        let mut work = [1.0; 3];
        let mut work_dot = jac::zero_like::<_, WIDTH>(&work);
        const _: () = <accumulate_needs_the_attribute_differentiable>::__accepts(3);
        let (first, first_dot) = <accumulate_needs_the_attribute_differentiable>::__tangent(
            jac::Sweep::<WIDTH, 3>,
            &x,
            &mut work,
            ::core::option::Option::Some(&x_dot),
            &mut work_dot,
        );
        const _: () = <accumulate_needs_the_attribute_differentiable>::__accepts(3);
        let (accumulate_value_1, accumulate_value_1_dot) = <accumulate_needs_the_attribute_differentiable>::__tangent(
            jac::Sweep::<WIDTH, 3>,
            &x,
            &mut work,
            ::core::option::Option::Some(&x_dot),
            &mut work_dot,
        );
        let (product, product_dot) = jac::by_value::Mul::tangent(
            jac::Sweep::<WIDTH, 3>,
            &first,
            &accumulate_value_1,
            ::core::option::Option::Some(&first_dot),
            ::core::option::Option::Some(&accumulate_value_1_dot),
        );
        (product, product_dot)
    }
    #[doc(hidden)]
    #[inline]
    pub fn __pullback<const WIDTH: usize, const MASK: u128>(
        _: ::jac::__private::Sweep<WIDTH, MASK>,
        mut x: [f64; 3],
        tape: &mut ::jac::__private::Tape,
    ) -> (
        f64,
        impl ::core::ops::Fn(
            &::jac::__private::Tape,
            ::jac::__private::Tangent<f64, WIDTH>,
        ) -> (::jac::__private::Tangent<[f64; 3], WIDTH>,) + use<WIDTH, MASK>,
    ) {
        use ::jac::__private as jac;
        use ::jac::__private::methods::*;
        let mut x_space = jac::space_of(&x);
        let mut work = [1.0; 3];
        let mut work_space = jac::space_of(&work);
        let (first, first_pullback) = <accumulate_needs_the_attribute_differentiable>::__pullback(
            jac::Sweep::<WIDTH, 3>,
            &x,
            &mut work,
            tape,
        );
        let (accumulate_value_1, accumulate_value_1_pullback) = <accumulate_needs_the_attribute_differentiable>::__pullback(
            jac::Sweep::<WIDTH, 3>,
            &x,
            &mut work,
            tape,
        );
        let (product, product_kept) = jac::by_value::Mul::pullback(
            jac::Sweep::<WIDTH, 3>,
            &first,
            &accumulate_value_1,
        );
        (
            product,
            move |
                tape: &::jac::__private::Tape,
                result_bar: ::jac::__private::Tangent<f64, WIDTH>|
            {
                let x_bar = x_space.cotangent::<WIDTH>();
                let mut work_bar = work_space.cotangent::<WIDTH>();
                let product_bar = result_bar;
                let (first_contribution, accumulate_value_1_contribution) = jac::OperatorPullback::pull(
                    &product_kept,
                    ::core::option::Option::Some(&first),
                    ::core::option::Option::Some(&accumulate_value_1),
                    ::core::option::Option::None,
                    product_bar,
                );
                let first_bar = first_contribution;
                let accumulate_value_1_bar = accumulate_value_1_contribution;
                accumulate_value_1_pullback(
                    tape,
                    &x,
                    ::core::option::Option::Some(&x_bar),
                    (),
                    &mut work_bar,
                    accumulate_value_1_bar,
                );
                first_pullback(
                    tape,
                    &x,
                    ::core::option::Option::Some(&x_bar),
                    (),
                    &mut work_bar,
                    first_bar,
                );
                (jac::into_value(x_bar),)
            },
        )
    }
}
