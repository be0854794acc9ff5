impl branches {
    #[doc(hidden)]
    #[inline]
    pub fn __tangent<const WIDTH: usize, const MASK: u128>(
        _: ::jac::__private::Sweep<WIDTH, MASK>,
        mut x: f64,
        mut y: f64,
        mut x_dot: ::jac::__private::Tangent<f64, WIDTH>,
        mut y_dot: ::jac::__private::Tangent<f64, WIDTH>,
    ) -> ((f64, f64), ::jac::__private::Tangent<(f64, f64), WIDTH>) {
        let _ = branches;
        use ::jac::__private as jac;
        use ::jac::__private::methods::*;
        let a_dot = (if MASK & 1 != 0 { x_dot * y } else { jac::zero() })
            + (if MASK & 2 != 0 { y_dot * x } else { jac::zero() });
        let a = x * y;
        let b = x + y;
        let b_dot = x_dot + y_dot;
        let (a_4, b_4, a_4_dot, b_4_dot) = if a > 1.0 {
            let a_1 = a.ln();
            let a_1_dot = a_dot / a;
            let b_1_dot = b_dot * a_1 + a_1_dot * b;
            let b_1 = b * a_1;
            (a_1, b_1, a_1_dot, b_1_dot)
        } else {
            let (a_3, b_3, a_3_dot, b_3_dot) = if b < 0.0 {
                let b_2 = -b;
                let b_2_dot = -b_dot;
                (a, b_2, a_dot, b_2_dot)
            } else {
                let a_2 = b.sqrt();
                let a_2_dot = b_dot * (0.5 / a_2);
                (a_2, b, a_2_dot, b_dot)
            };
            (a_3, b_3, a_3_dot, b_3_dot)
        };
        ((a_4 * b_4, b_4), (a_4_dot * b_4 + b_4_dot * a_4, b_4_dot))
    }
    #[doc(hidden)]
    #[inline]
    pub fn __pullback<const WIDTH: usize, const MASK: u128>(
        _: ::jac::__private::Sweep<WIDTH, MASK>,
        mut x: f64,
        mut y: f64,
        tape: &mut ::jac::__private::Tape,
    ) -> (
        (f64, f64),
        impl ::core::ops::Fn(
            &::jac::__private::Tape,
            ::jac::__private::Tangent<(f64, f64), WIDTH>,
        ) -> (
                ::jac::__private::Tangent<f64, WIDTH>,
                ::jac::__private::Tangent<f64, WIDTH>,
            ) + use<WIDTH, MASK>,
    ) {
        use ::jac::__private as jac;
        use ::jac::__private::methods::*;
        let a = x * y;
        let b = x + y;
        let condition = a > 1.0;
        let (a_4, b_4, a_1, condition_1) = if condition {
            let a_1 = a.ln();
            let b_1 = b * a_1;
            (a_1, b_1, a_1, jac::empty())
        } else {
            let condition_1 = b < 0.0;
            let (a_3, b_3, a_2) = if condition_1 {
                let b_2 = -b;
                (a, b_2, jac::empty())
            } else {
                let a_2 = b.sqrt();
                (a_2, b, a_2)
            };
            (a_3, b_3, a_2, condition_1)
        };
        (
            (a_4 * b_4, b_4),
            move |
                tape: &::jac::__private::Tape,
                result_bar: ::jac::__private::Tangent<(f64, f64), WIDTH>|
            {
                let tuple_bar = result_bar;
                let product_bar = tuple_bar.0;
                let mut b_4_bar = tuple_bar.1;
                let a_4_bar = product_bar * b_4;
                jac::add_to(&mut b_4_bar, product_bar * a_4);
                let mut a_bar = jac::zero();
                let mut b_bar = jac::zero();
                if condition {
                    let mut a_1_bar = a_4_bar;
                    let b_1_bar = b_4_bar;
                    b_bar = b_1_bar * a_1;
                    jac::add_to(&mut a_1_bar, b_1_bar * b);
                    a_bar = a_1_bar / a;
                } else {
                    let a_2 = a_1;
                    let a_3_bar = a_4_bar;
                    let b_3_bar = b_4_bar;
                    if condition_1 {
                        a_bar = a_3_bar;
                        let b_2_bar = b_3_bar;
                        b_bar = -b_2_bar;
                    } else {
                        let a_2_bar = a_3_bar;
                        b_bar = b_3_bar;
                        jac::add_to(&mut b_bar, a_2_bar * (0.5 / a_2));
                    }
                }
                let mut x_bar = b_bar;
                let mut y_bar = b_bar;
                if MASK & 1 != 0 {
                    jac::add_to(&mut x_bar, a_bar * y);
                }
                if MASK & 2 != 0 {
                    jac::add_to(&mut y_bar, a_bar * x);
                }
                (x_bar, y_bar)
            },
        )
    }
}
