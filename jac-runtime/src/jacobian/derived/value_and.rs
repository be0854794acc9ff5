//! A value and a derivative beside it: `g::value_and_gradient(..)` in a differentiated function.

use core::marker::PhantomData;

use super::{Derivative, SecondDerivative};
use crate::cotangent::Vector;
use crate::function::Function;
use crate::order::{ALL, SecondOrder};
use crate::space::{Space, Tangent};

/// The function `F` and its derivative `D`, as one function.
#[derive(Debug)]
pub struct ValueAnd<F: ?Sized, D: ?Sized>(PhantomData<fn() -> F>, PhantomData<fn() -> D>);

impl<F, D, Args> Derivative<Args> for ValueAnd<F, D>
where
    F: Function<Args>,
    D: Derivative<Args, Input = F::Input>,
{
    type Input = F::Input;
    type Output = (F::Output, D::Output);

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn value(args: &Args) -> Self::Output {
        (F::value(args), D::value(args))
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn tangent_of<const V: usize, const DOTS: u128>(
        args: &Args,
        dot: &Tangent<F::Input, V>,
    ) -> (Self::Output, Tangent<Self::Output, V>) {
        let (value, value_dot) = F::tangent::<V>(args, dot);
        let (derivative, derivative_dot) = D::tangent_of::<V, DOTS>(args, dot);
        ((value, derivative), (value_dot, derivative_dot))
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn pull<const W: usize, const BARS: u128>(args: &Args, bar: Tangent<Self::Output, W>) -> Tangent<F::Input, W> {
        let (bar, derivative_bar) = bar;
        let mut total = F::Input::origin::<W>(&F::input_shape(args));
        total.accumulate(F::pullback::<W>(args).1(bar));
        total.accumulate(D::pull::<W, BARS>(args, derivative_bar));
        total
    }
}

impl<F, D, Args> SecondDerivative<Args> for ValueAnd<F, D>
where
    F: SecondOrder<Args>,
    D: SecondDerivative<Args, Input = F::Input>,
{
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn pull_tangent<const V: usize, const W: usize, const BARS: u128>(
        args: &Args,
        dot: &Tangent<F::Input, V>,
        bar: Tangent<Self::Output, W>,
        bar_dot: Tangent<Tangent<Self::Output, W>, V>,
    ) -> (Tangent<F::Input, W>, Tangent<Tangent<F::Input, W>, V>) {
        let ((bar, derivative_bar), (bar_dot, derivative_bar_dot)) = (bar, bar_dot);
        let (_, _, pullback) = F::pullback_tangent::<V, ALL, W, BARS>(args, dot);
        let (mut total, mut total_dot) = pullback(bar, bar_dot);
        let (more, more_dot) = D::pull_tangent::<V, W, BARS>(args, dot, derivative_bar, derivative_bar_dot);
        total.accumulate(more);
        total_dot.accumulate(more_dot);
        (total, total_dot)
    }
}
