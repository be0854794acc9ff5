impl power {
    #[doc(hidden)]
    #[inline]
    pub fn __tangent<const WIDTH: usize, const MASK: u128>(
        _: ::jac::__private::Sweep<WIDTH, MASK>,
        mut x: f64,
        mut n: u32,
        mut x_dot: ::jac::__private::Tangent<f64, WIDTH>,
        mut n_dot: ::jac::__private::Tangent<u32, WIDTH>,
    ) -> (f64, ::jac::__private::Tangent<f64, WIDTH>) {
        let _ = power;
        use ::jac::__private as jac;
        use ::jac::__private::methods::*;
        let (choice, choice_dot) = if n == 0 {
            (1.0, jac::zero())
        } else {
            let difference = n - 1;
            const _: () = <power>::__accepts(1);
            let (power_value, power_value_dot) = <power>::__tangent(
                jac::Sweep::<WIDTH, 1>,
                x,
                difference,
                x_dot,
                jac::zero(),
            );
            (x * power_value, x_dot * power_value + power_value_dot * x)
        };
        (choice, choice_dot)
    }
    #[doc(hidden)]
    #[inline]
    pub fn __pullback<const WIDTH: usize, const MASK: u128>(
        _: ::jac::__private::Sweep<WIDTH, MASK>,
        mut x: f64,
        mut n: u32,
        tape: &mut ::jac::__private::Tape,
    ) -> (
        f64,
        ::jac::__private::Box<
            dyn ::core::ops::Fn(
                &::jac::__private::Tape,
                ::jac::__private::Tangent<f64, WIDTH>,
            ) -> (
                    ::jac::__private::Tangent<f64, WIDTH>,
                    ::jac::__private::Tangent<u32, WIDTH>,
                ),
        >,
    ) {
        use ::jac::__private as jac;
        use ::jac::__private::methods::*;
        let condition = n == 0;
        let (choice, power_value, power_value_pullback) = if condition {
            (1.0, jac::empty(), jac::empty())
        } else {
            let difference = n - 1;
            let (power_value, power_value_pullback) = <power>::__pullback(
                jac::Sweep::<WIDTH, 1>,
                x,
                difference,
                tape,
            );
            (
                x * power_value,
                power_value,
                ::core::option::Option::Some(power_value_pullback),
            )
        };
        (
            choice,
            jac::Box::new(move |
                tape: &::jac::__private::Tape,
                result_bar: ::jac::__private::Tangent<f64, WIDTH>|
            {
                let mut x_bar = jac::zero();
                let choice_bar = result_bar;
                if condition {} else {
                    let product_bar = choice_bar;
                    x_bar = product_bar * power_value;
                    let power_value_bar = product_bar * x;
                    let (x_contribution, _) = power_value_pullback
                        .as_ref()
                        .map_or_else(
                            jac::zero,
                            |pullback| pullback(tape, power_value_bar),
                        );
                    jac::add_to(&mut x_bar, x_contribution);
                }
                (x_bar, jac::zero())
            }),
        )
    }
}
