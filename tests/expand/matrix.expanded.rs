impl matrix {
    #[doc(hidden)]
    #[inline]
    pub fn __tangent<const WIDTH: usize, const MASK: u128>(
        _: ::jac::__private::Sweep<WIDTH, MASK>,
        a: &[[f64; 8]; 8],
        mut x: [f64; 8],
        _: ::core::option::Option<&::jac::__private::Tangent<[[f64; 8]; 8], WIDTH>>,
        mut x_dot: ::jac::__private::Tangent<[f64; 8], WIDTH>,
    ) -> ([f64; 8], ::jac::__private::Tangent<[f64; 8], WIDTH>) {
        let _ = matrix;
        use ::jac::__private as jac;
        use ::jac::__private::methods::*;
        let mut y = [0.0; 8];
        let mut y_dot = jac::zero_like::<_, WIDTH>(&y);
        for i in (0..8) {
            for j in (0..8) {
                let element = a[i][j];
                y_dot[i] += x_dot[j] * element;
                y[i] += element * x[j];
            }
        }
        (y, y_dot)
    }
    #[doc(hidden)]
    #[inline]
    pub fn __pullback<const WIDTH: usize, const MASK: u128>(
        _: ::jac::__private::Sweep<WIDTH, MASK>,
        a: &[[f64; 8]; 8],
        mut x: [f64; 8],
        tape: &mut ::jac::__private::Tape,
    ) -> (
        [f64; 8],
        impl ::core::ops::Fn(
            &::jac::__private::Tape,
            &[[f64; 8]; 8],
            ::core::option::Option<&::jac::__private::CotangentOf<[[f64; 8]; 8], WIDTH>>,
            ::jac::__private::Tangent<[f64; 8], WIDTH>,
        ) -> (::jac::__private::Tangent<[f64; 8], WIDTH>,) + use<WIDTH, MASK>,
    ) {
        use ::jac::__private as jac;
        use ::jac::__private::methods::*;
        let mut x_space = jac::space_of(&x);
        let mut y = [0.0; 8];
        let mut y_space = jac::space_of(&y);
        for i in (0..8) {
            for j in (0..8) {
                y[i] += a[i][j] * x[j];
            }
        }
        (
            y,
            move |
                tape: &::jac::__private::Tape,
                a: &[[f64; 8]; 8],
                _: ::core::option::Option<
                    &::jac::__private::CotangentOf<[[f64; 8]; 8], WIDTH>,
                >,
                result_bar: ::jac::__private::Tangent<[f64; 8], WIDTH>|
            {
                let a = jac::read_again(a);
                let x_bar = x_space.cotangent::<WIDTH>();
                let y_bar = y_space.cotangent::<WIDTH>();
                jac::initialise(&y_bar, result_bar);
                for i in (0..8) {
                    let is_seeded = jac::is_seeded_at(&y_bar[i]);
                    if is_seeded {
                        for j in (0..8) {
                            jac::accumulate(&x_bar[j], jac::get(&y_bar[i]) * a[i][j]);
                        }
                    }
                }
                (jac::into_value(x_bar),)
            },
        )
    }
}
