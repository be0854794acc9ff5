impl energy {
    #[doc(hidden)]
    #[inline]
    pub fn __tangent<const N: usize, const WIDTH: usize, const MASK: u128>(
        _: ::jac::__private::Sweep<WIDTH, MASK>,
        mut a: [[f64; N]; N],
        mut x: [f64; N],
        mut a_dot: ::jac::__private::Tangent<[[f64; N]; N], WIDTH>,
        mut x_dot: ::jac::__private::Tangent<[f64; N], WIDTH>,
    ) -> (f64, ::jac::__private::Tangent<f64, WIDTH>) {
        let _ = energy::<N>;
        use ::jac::__private as jac;
        use ::jac::__private::methods::*;
        let total = 0.0f64;
        let mut total_3 = total;
        let mut total_3_dot = jac::zero_like::<_, WIDTH>(&total);
        for i in (0..N) {
            let total_1 = total_3;
            let total_1_dot = total_3_dot;
            let row = 0.0f64;
            let mut row_3 = row;
            let mut row_3_dot = jac::zero_like::<_, WIDTH>(&row);
            for j in (0..N) {
                let row_1 = row_3;
                let row_1_dot = row_3_dot;
                let element = a[i][j];
                let element_1 = x[j];
                let row_2 = row_1 + element * element_1;
                let row_2_dot = row_1_dot
                    + ((if MASK & 1 != 0 {
                        a_dot[i][j] * element_1
                    } else {
                        jac::zero()
                    }) + (if MASK & 2 != 0 { x_dot[j] * element } else { jac::zero() }));
                row_3 = row_2;
                row_3_dot = row_2_dot;
            }
            let squashed = row_3.tanh();
            let squashed_dot = row_3_dot * (1.0 - squashed * squashed);
            let total_2 = total_1 + squashed * squashed;
            let total_2_dot = total_1_dot + squashed_dot * (squashed + squashed);
            total_3 = total_2;
            total_3_dot = total_2_dot;
        }
        (total_3, total_3_dot)
    }
    #[doc(hidden)]
    #[inline]
    pub fn __pullback<const N: usize, const WIDTH: usize, const MASK: u128>(
        _: ::jac::__private::Sweep<WIDTH, MASK>,
        mut a: [[f64; N]; N],
        mut x: [f64; N],
        tape: &mut ::jac::__private::Tape,
    ) -> (
        f64,
        impl ::core::ops::Fn(
            &::jac::__private::Tape,
            ::jac::__private::Tangent<f64, WIDTH>,
        ) -> (
                ::jac::__private::Tangent<[[f64; N]; N], WIDTH>,
                ::jac::__private::Tangent<[f64; N], WIDTH>,
            ) + use<N, WIDTH, MASK>,
    ) {
        use ::jac::__private as jac;
        use ::jac::__private::methods::*;
        let mut a_space = jac::space_of(&a);
        let mut x_space = jac::space_of(&x);
        let total = 0.0f64;
        let mut trace = jac::fixed_trace::<_, N>();
        let mut total_3 = total;
        for (i, slot) in jac::recorded((0..N), &mut trace) {
            let total_1 = total_3;
            let row = 0.0f64;
            let mut row_3 = row;
            for j in (0..N) {
                let row_1 = row_3;
                let row_2 = row_1 + a[i][j] * x[j];
                row_3 = row_2;
            }
            let squashed = row_3.tanh();
            let total_2 = total_1 + squashed * squashed;
            total_3 = total_2;
            *slot = (squashed,);
        }
        (
            total_3,
            move |
                tape: &::jac::__private::Tape,
                result_bar: ::jac::__private::Tangent<f64, WIDTH>|
            {
                let a_bar = a_space.cotangent::<WIDTH>();
                let x_bar = x_space.cotangent::<WIDTH>();
                let total_3_bar = result_bar;
                if jac::is_seeded(&total_3_bar) {
                    let count = jac::trip_count(&(0..N));
                    for (i, slot) in jac::replayed_in_order(
                        (0..N),
                        jac::first(trace.as_slice(), count),
                    ) {
                        let &(squashed,) = slot;
                        let total_2_bar = total_3_bar;
                        let product_1_bar = total_2_bar;
                        let squashed_bar = (product_1_bar + product_1_bar) * squashed;
                        let row_3_bar = squashed_bar * (1.0 - squashed * squashed);
                        for j in (0..N) {
                            let row_2_bar = row_3_bar;
                            let product_bar = row_2_bar;
                            jac::accumulate(
                                &x_bar[j],
                                if MASK & 2 != 0 {
                                    product_bar * a[i][j]
                                } else {
                                    jac::zero()
                                },
                            );
                            jac::initialise(
                                &a_bar[i][j],
                                if MASK & 1 != 0 { product_bar * x[j] } else { jac::zero() },
                            );
                        }
                    }
                }
                (jac::into_value(a_bar), jac::into_value(x_bar))
            },
        )
    }
}
