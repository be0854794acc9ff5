//! Products with a Jacobian, as functions of the arguments and of the vector: `g::jvp(..)` and `g::vjp(..)` in a differentiated function.
//!
//! The arguments are a pair: those of the function, and the vector.

use core::marker::PhantomData;

use super::Derivative;
use super::lanes::{by_lanes, complete, from_lanes, lane, without_seed, zeros};
use super::sweeps::width;
use crate::lanes::Lanes;
use crate::order::{ALL, INPUTS, SecondOrder};
use crate::rule::{add_product, insert, place, unit};
use crate::space::{Plain, Space, Tangent};

/// The value of `F`, and a cotangent times its Jacobian.
#[derive(Debug)]
pub struct Vjp<F: ?Sized>(PhantomData<fn() -> F>);

/// The value of `F`, and its Jacobian times a tangent.
#[derive(Debug)]
pub struct Jvp<F: ?Sized>(PhantomData<fn() -> F>);

/// The same vector as a tangent of what it is a plain tangent of.
#[cfg_attr(not(debug_assertions), inline(always))]
fn of_plain<T: Space<Plain: Space<Plain = T::Plain>>, const W: usize>(
    shape: &T::Shape,
    tangent: &Tangent<T::Plain, W>,
) -> Tangent<T, W> {
    let mut result = T::origin::<W>(shape);
    for index in 0..W {
        insert::<T, W>(&mut result, index, &T::Plain::plain::<W>(tangent, index));
    }
    result
}

/// The same vector as a tangent of plain tangents.
#[cfg_attr(not(debug_assertions), inline(always))]
fn into_plain<T: Space<Plain: Space<Plain = T::Plain>>, const W: usize>(
    shape: &T::Shape,
    mut tangent: Tangent<T, W>,
) -> Tangent<T::Plain, W> {
    T::complete(shape, &mut tangent);
    let lanes: [T::Plain; W] = core::array::from_fn(|index| T::plain::<W>(&tangent, index));
    from_lanes::<T::Plain, W>(&T::into_plain(T::origin::<1>(shape)).shape(), &lanes)
}

/// Gives a zero without a length its shape.
#[cfg_attr(not(debug_assertions), inline(always))]
fn completed<T: Space, const W: usize>(shape: &T::Shape, mut tangent: Tangent<T, W>) -> Tangent<T, W> {
    T::complete(shape, &mut tangent);
    tangent
}

impl<F: SecondOrder<Args>, Args> Derivative<(Args, Plain<F::Output>)> for Vjp<F>
where
    F::Input: Space<Plain: Space<Plain = Plain<F::Input>>>,
    F::Output: Space<Plain: Space<Plain = Plain<F::Output>>>,
{
    type Input = (F::Input, Plain<F::Output>);
    type Output = (F::Output, Plain<F::Input>);

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn value((args, by): &(Args, Plain<F::Output>)) -> Self::Output {
        crate::jacobian::vjp::<F, Args>(args, by.clone())
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn tangent_of<const V: usize, const DOTS: u128>(
        (args, by): &(Args, Plain<F::Output>),
        (dot, by_dot): &Tangent<Self::Input, V>,
    ) -> (Self::Output, Tangent<Self::Output, V>) {
        let input = F::input_shape(args);
        let (value, value_dot, pullback) = F::pullback_tangent::<V, ALL, 1, ALL>(args, dot);
        let output = value.shape();
        let by_dot = completed::<Plain<F::Output>, V>(&by.shape(), by_dot.clone());
        let seed_dot = by_lanes::<F::Output, 1, V>(&output, |index| {
            F::Output::lift::<1>(&Plain::<F::Output>::plain::<V>(&by_dot, index))
        });
        let (product, product_dot) = pullback(F::Output::lift::<1>(by), seed_dot);
        let product = F::Input::into_plain(completed::<F::Input, 1>(&input, product));
        let product_dot = into_plain::<F::Input, V>(&input, without_seed::<F::Input, V>(&input, product_dot));
        ((value, product), (value_dot, product_dot))
    }
    /// Along the cotangent of the product, the value moves as the vector is pulled back to, and the product as the second derivatives say.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn pull<const W: usize, const BARS: u128>(
        (args, by): &(Args, Plain<F::Output>),
        (value_bar, product_bar): Tangent<Self::Output, W>,
    ) -> Tangent<Self::Input, W> {
        let input = F::input_shape(args);
        let of_product = F::Input::into_plain(F::Input::origin::<1>(&input)).shape();
        let along = of_plain::<F::Input, W>(&input, &completed::<Plain<F::Input>, W>(&of_product, product_bar));
        let (value, value_dot, pullback) = F::pullback_tangent::<W, ALL, 1, BARS>(args, &along);
        let output = value.shape();
        let value_bar = completed::<F::Output, W>(&output, value_bar);
        let seed_dot = by_lanes::<F::Output, 1, W>(&output, |index| {
            F::Output::lift::<1>(&F::Output::plain::<W>(&value_bar, index))
        });
        let (_, back) = pullback(F::Output::lift::<1>(by), seed_dot);
        (without_seed::<F::Input, W>(&input, back), into_plain::<F::Output, W>(&output, value_dot))
    }
}

impl<F: SecondOrder<Args>, Args> Derivative<(Args, Plain<F::Input>)> for Jvp<F>
where
    F::Input: Space<Plain: Space<Plain = Plain<F::Input>>>,
    F::Output: Space<Plain: Space<Plain = Plain<F::Output>>>,
{
    type Input = (F::Input, Plain<F::Input>);
    type Output = (F::Output, Plain<F::Output>);

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn value((args, vector): &(Args, Plain<F::Input>)) -> Self::Output {
        crate::jacobian::jvp::<F, Args>(args, vector.clone())
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn tangent_of<const V: usize, const DOTS: u128>(
        args: &(Args, Plain<F::Input>),
        dot: &Tangent<Self::Input, V>,
    ) -> (Self::Output, Tangent<Self::Output, V>) {
        match const { width(F::Output::DIMENSION) } {
            1 => jvp_tangent::<F, Args, V, DOTS, 1>(args, dot),
            2 => jvp_tangent::<F, Args, V, DOTS, 2>(args, dot),
            3 => jvp_tangent::<F, Args, V, DOTS, 3>(args, dot),
            _ => jvp_tangent::<F, Args, V, DOTS, 4>(args, dot),
        }
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn pull<const W: usize, const BARS: u128>(
        (args, vector): &(Args, Plain<F::Input>),
        (value_bar, product_bar): Tangent<Self::Output, W>,
    ) -> Tangent<Self::Input, W> {
        let input = F::input_shape(args);
        let along = F::Input::lift::<1>(vector);
        let (value, _, pullback) = F::pullback_tangent::<1, ALL, W, BARS>(args, &along);
        let output = value.shape();
        let of_product = F::Output::into_plain(F::Output::origin::<1>(&output)).shape();
        let seed = of_plain::<F::Output, W>(&output, &completed::<Plain<F::Output>, W>(&of_product, product_bar));
        let (vector_bar, mut back) = pullback(seed, by_lanes::<F::Output, W, 1>(&output, |_| value_bar.clone()));
        complete::<F::Input, W, 1>(&input, &mut back);
        (lane::<F::Input, W, 1>(&back, 0), into_plain::<F::Input, W>(&input, vector_bar))
    }
}

/// Row by row of the Jacobian: there is no tangent of a tangent, but one of a pullback.
#[cfg_attr(not(debug_assertions), inline(always))]
#[allow(clippy::type_complexity)]
fn jvp_tangent<F, Args, const V: usize, const DOTS: u128, const W: usize>(
    (args, vector): &(Args, Plain<F::Input>),
    (dot, vector_dot): &(Tangent<F::Input, V>, Tangent<Plain<F::Input>, V>),
) -> ((F::Output, Plain<F::Output>), (Tangent<F::Output, V>, Tangent<Plain<F::Output>, V>))
where
    F: SecondOrder<Args>,
    F::Input: Space<Plain: Space<Plain = Plain<F::Input>>>,
    F::Output: Space<Plain: Space<Plain = Plain<F::Output>>>,
{
    let input = F::input_shape(args);
    let (value, value_dot, pullback) = F::pullback_tangent::<V, INPUTS, W, ALL>(args, dot);
    let (_, product) = crate::jacobian::jvp::<F, Args>(args, vector.clone());
    let (output, of_product) = (value.shape(), product.shape());
    let vector_dot = completed::<Plain<F::Input>, V>(&vector.shape(), vector_dot.clone());
    let mut product_dot = Plain::<F::Output>::origin::<V>(&of_product);
    let rows = F::Output::dimension(&output);
    for first in (0..rows).step_by(W) {
        let (mut bar, mut bar_dot) = pullback(F::Output::seed::<W>(&output, first), zeros::<F::Output, W, V>(&output));
        F::Input::complete(&input, &mut bar);
        complete::<F::Input, W, V>(&input, &mut bar_dot);
        let mut sums = [Lanes::<f64, W>::ZERO; V];
        for (index, sum) in sums.iter_mut().enumerate() {
            add_product::<F::Input, W>(sum, &lane::<F::Input, W, V>(&bar_dot, index), vector);
            add_product::<F::Input, W>(sum, &bar, &Plain::<F::Input>::plain::<V>(&vector_dot, index));
        }
        for row in first..rows.min(first + W) {
            let of_row = Lanes(sums.map(|sum| sum.0[row - first]));
            place::<Plain<F::Output>, V>(&mut product_dot, &unit::<Plain<F::Output>>(&of_product, row), of_row);
        }
    }
    ((value, product), (value_dot, product_dot))
}
