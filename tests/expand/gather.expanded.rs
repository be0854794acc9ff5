impl gather {
    #[doc(hidden)]
    #[inline]
    pub fn __tangent<const WIDTH: usize, const MASK: u128>(
        _: ::jac::__private::Sweep<WIDTH, MASK>,
        mut x: [f64; 8],
        mut index: [usize; 4],
        mut x_dot: ::jac::__private::Tangent<[f64; 8], WIDTH>,
        mut index_dot: ::jac::__private::Tangent<[usize; 4], WIDTH>,
    ) -> (f64, ::jac::__private::Tangent<f64, WIDTH>) {
        let _ = gather;
        use ::jac::__private as jac;
        use ::jac::__private::methods::*;
        let position = 0;
        let product = 1.0f64;
        let mut position_3 = position;
        let mut product_3 = product;
        let mut product_3_dot = jac::zero_like::<_, WIDTH>(&product);
        for k in (0..4) {
            let position_1 = position_3;
            let product_1 = product_3;
            let product_1_dot = product_3_dot;
            let position_2 = (position_1 + index[k]) % 8;
            let element_1 = x[position_2];
            let product_2_dot = product_1_dot * element_1
                + x_dot[position_2] * product_1;
            let product_2 = product_1 * element_1;
            position_3 = position_2;
            product_3 = product_2;
            product_3_dot = product_2_dot;
        }
        (product_3, product_3_dot)
    }
    #[doc(hidden)]
    #[inline]
    pub fn __pullback<const WIDTH: usize, const MASK: u128>(
        _: ::jac::__private::Sweep<WIDTH, MASK>,
        mut x: [f64; 8],
        mut index: [usize; 4],
        tape: &mut ::jac::__private::Tape,
    ) -> (
        f64,
        impl ::core::ops::Fn(
            &::jac::__private::Tape,
            ::jac::__private::Tangent<f64, WIDTH>,
        ) -> (
                ::jac::__private::Tangent<[f64; 8], WIDTH>,
                ::jac::__private::Tangent<[usize; 4], WIDTH>,
            ) + use<WIDTH, MASK>,
    ) {
        use ::jac::__private as jac;
        use ::jac::__private::methods::*;
        let mut x_space = jac::space_of(&x);
        let position = 0;
        let product = 1.0f64;
        let mut trace = jac::fixed_trace::<_, 4usize>();
        let mut position_3 = position;
        let mut product_3 = product;
        for (k, slot) in jac::recorded((0..4), &mut trace) {
            let position_1 = position_3;
            let product_1 = product_3;
            let position_2 = (position_1 + index[k]) % 8;
            let product_2 = product_1 * x[position_2];
            position_3 = position_2;
            product_3 = product_2;
            *slot = (product_1, position_2);
        }
        (
            product_3,
            move |
                tape: &::jac::__private::Tape,
                result_bar: ::jac::__private::Tangent<f64, WIDTH>|
            {
                let x_bar = x_space.cotangent::<WIDTH>();
                let mut product_3_bar = result_bar;
                let count = jac::trip_count(&(0..4));
                for (k, slot) in jac::replayed(
                    (0..4),
                    jac::first(trace.as_slice(), count),
                ) {
                    let &(product_1, position_2) = slot;
                    let product_2_bar = product_3_bar;
                    product_3_bar = product_2_bar * x[position_2];
                    jac::accumulate(&x_bar[position_2], product_2_bar * product_1);
                }
                (jac::into_value(x_bar), jac::zero())
            },
        )
    }
}
