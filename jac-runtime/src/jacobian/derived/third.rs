//! The tangents of the tangents of a derivative, made of the sweeps of the function of two orders more: as in [`sweeps`](super::sweeps).

use core::array::from_fn;

use super::lanes::{by_lanes, complete, from_lanes, is_zero, lane, tangent_without_seed, without_seed, zeros};
use super::rows::Rows;
use super::sweeps::{output_shape, row_of, taken_apart};
use crate::cotangent::Vector;
use crate::order::{ALL, FourthOrder, INPUTS, ThirdOrder};
use crate::rule::insert;
use crate::space::{Space, Tangent};

/// A tangent of tangents of vectors.
type Nested<T, const W: usize, const V: usize, const U: usize> = Tangent<Tangent<Tangent<T, W>, V>, U>;

#[cfg_attr(not(debug_assertions), inline(always))]
fn complete_nested<T: Space, const W: usize, const V: usize, const U: usize>(
    shape: &T::Shape,
    tangent: &mut Nested<T, W, V, U>,
) {
    if const { T::DIMENSION.is_none() } {
        let shape = <Tangent<T, W> as Space>::tangent_shape::<V>(&T::tangent_shape::<W>(shape));
        <Tangent<Tangent<T, W>, V> as Space>::complete::<U>(&shape, tangent);
    }
}

#[cfg_attr(not(debug_assertions), inline(always))]
fn by_nested_lanes<T: Space, const W: usize, const V: usize, const U: usize>(
    shape: &T::Shape,
    mut of: impl FnMut(usize) -> Tangent<Tangent<T, W>, V>,
) -> Nested<T, W, V, U> {
    let of_vectors = <Tangent<T, W> as Space>::tangent_shape::<V>(&T::tangent_shape::<W>(shape));
    let mut tangent = <Tangent<Tangent<T, W>, V> as Space>::origin::<U>(&of_vectors);
    for index in 0..U {
        insert::<Tangent<Tangent<T, W>, V>, U>(&mut tangent, index, &of(index));
    }
    tangent
}

#[cfg_attr(not(debug_assertions), inline(always))]
fn nested_lane<T: Space, const W: usize, const V: usize, const U: usize>(
    tangent: &Nested<T, W, V, U>,
    index: usize,
) -> Tangent<Tangent<T, W>, V> {
    <Tangent<Tangent<T, W>, V> as Space>::plain::<U>(tangent, index)
}

#[cfg_attr(not(debug_assertions), inline(always))]
fn nested_zeros<T: Space, const W: usize, const V: usize, const U: usize>(shape: &T::Shape) -> Nested<T, W, V, U> {
    zeros::<Tangent<T, W>, V, U>(&T::tangent_shape::<W>(shape))
}

/// The derivative, its tangents of two sweeps, and the tangent of these.
#[cfg_attr(not(debug_assertions), inline(always))]
#[allow(clippy::type_complexity)]
pub fn tangent_tangent<F, Args, R, const V: usize, const U: usize>(
    args: &Args,
    dot: &Tangent<F::Input, V>,
    dash: &Tangent<F::Input, U>,
    dot_dash: &Tangent<Tangent<F::Input, V>, U>,
) -> (R::Value, Tangent<R::Value, V>, Tangent<R::Value, U>, Tangent<Tangent<R::Value, V>, U>)
where
    F: ThirdOrder<Args>,
    R: Rows<F::Output, F::Input>,
{
    let input = F::input_shape(args);
    let (value, _, _, _, pullback) =
        F::pullback_tangent_tangent::<U, INPUTS, V, INPUTS, 1, ALL>(args, dot, dash, dot_dash);
    let output = value.shape();
    let rows = || R::zeros(&output, &input);
    let (mut value, mut dots, mut dashes): (_, [_; V], [_; U]) = (rows(), from_fn(|_| rows()), from_fn(|_| rows()));
    let mut both: [[R::Value; V]; U] = from_fn(|_| from_fn(|_| rows()));
    for row in 0..F::Output::dimension(&output) {
        let first = 0usize.wrapping_sub(row);
        let (mut bar, mut bar_dot, mut bar_dash, mut bar_dot_dash) = pullback(
            F::Output::seed::<1>(&output, row),
            zeros::<F::Output, 1, V>(&output),
            zeros::<F::Output, 1, U>(&output),
            nested_zeros::<F::Output, 1, V, U>(&output),
        );
        F::Input::complete(&input, &mut bar);
        complete::<F::Input, 1, V>(&input, &mut bar_dot);
        complete::<F::Input, 1, U>(&input, &mut bar_dash);
        complete_nested::<F::Input, 1, V, U>(&input, &mut bar_dot_dash);
        let set = |rows: &mut R::Value, bar: &Tangent<F::Input, 1>| R::set_rows::<1>(rows, bar, &output, &input, first);
        set(&mut value, &bar);
        for (index, rows) in dots.iter_mut().enumerate() {
            set(rows, &lane::<F::Input, 1, V>(&bar_dot, index));
        }
        for (index, rows) in dashes.iter_mut().enumerate() {
            set(rows, &lane::<F::Input, 1, U>(&bar_dash, index));
        }
        for (index, dots) in both.iter_mut().enumerate() {
            let bar_dot = nested_lane::<F::Input, 1, V, U>(&bar_dot_dash, index);
            for (index, rows) in dots.iter_mut().enumerate() {
                set(rows, &lane::<F::Input, 1, V>(&bar_dot, index));
            }
        }
    }
    let shape = value.shape();
    let both = by_lanes::<R::Value, V, U>(&shape, |index| from_lanes::<R::Value, V>(&shape, &both[index]));
    (value, from_lanes::<R::Value, V>(&shape, &dots), from_lanes::<R::Value, U>(&shape, &dashes), both)
}

/// The cotangent of the input, its tangents of two sweeps, and the tangent of these.
#[cfg_attr(not(debug_assertions), inline(always))]
#[allow(clippy::type_complexity, clippy::too_many_arguments)]
pub fn pull_tangent_tangent<F, Args, R, const U: usize, const V: usize, const W: usize, const BARS: u128>(
    args: &Args,
    dot: &Tangent<F::Input, V>,
    dash: &Tangent<F::Input, U>,
    dot_dash: &Tangent<Tangent<F::Input, V>, U>,
    bar: Tangent<R::Value, W>,
    mut bar_dot: Tangent<Tangent<R::Value, W>, V>,
    mut bar_dash: Tangent<Tangent<R::Value, W>, U>,
    mut bar_dot_dash: Nested<R::Value, W, V, U>,
) -> (Tangent<F::Input, W>, Tangent<Tangent<F::Input, W>, V>, Tangent<Tangent<F::Input, W>, U>, Nested<F::Input, W, V, U>)
where
    F: FourthOrder<Args>,
    R: Rows<F::Output, F::Input>,
{
    let (output, input) = (output_shape::<F, Args>(args), F::input_shape(args));
    let shape = R::zeros(&output, &input).shape();
    complete::<R::Value, W, V>(&shape, &mut bar_dot);
    complete::<R::Value, W, U>(&shape, &mut bar_dash);
    complete_nested::<R::Value, W, V, U>(&shape, &mut bar_dot_dash);
    let apart = |vector| taken_apart::<R::Value, W>(&shape, vector);
    let bar = apart(bar);
    let bar_dot: [_; V] = from_fn(|index| apart(lane::<R::Value, W, V>(&bar_dot, index)));
    let bar_dash: [_; U] = from_fn(|index| apart(lane::<R::Value, W, U>(&bar_dash, index)));
    let bar_dot_dash: [[_; V]; U] = from_fn(|index| {
        let bar_dot = nested_lane::<R::Value, W, V, U>(&bar_dot_dash, index);
        from_fn(|index| apart(lane::<R::Value, W, V>(&bar_dot, index)))
    });
    let mut total = (
        F::Input::origin::<W>(&input),
        zeros::<F::Input, W, V>(&input),
        zeros::<F::Input, W, U>(&input),
        nested_zeros::<F::Input, W, V, U>(&input),
    );
    for row in 0..F::Output::dimension(&output) {
        let of = |bar| row_of::<F, Args, R, W>(bar, row, &output, &input);
        let along = of(&bar);
        let along_dot = by_lanes::<F::Input, W, V>(&input, |index| of(&bar_dot[index]));
        let along_dash = by_lanes::<F::Input, W, U>(&input, |index| of(&bar_dash[index]));
        let along_dot_dash = by_nested_lanes::<F::Input, W, V, U>(&input, |outer| {
            by_lanes::<F::Input, W, V>(&input, |index| of(&bar_dot_dash[outer][index]))
        });
        if is_zero::<F::Input, W>(&along)
            && is_zero::<Tangent<F::Input, W>, V>(&along_dot)
            && is_zero::<Tangent<F::Input, W>, U>(&along_dash)
            && is_zero::<Tangent<Tangent<F::Input, W>, V>, U>(&along_dot_dash)
        {
            continue;
        }
        let (.., pullback) = F::pullback_tangent_tangent_tangent::<U, INPUTS, V, INPUTS, W, INPUTS, 1, BARS>(
            args,
            &along,
            dot,
            &along_dot,
            dash,
            &along_dash,
            dot_dash,
            &along_dot_dash,
        );
        let of_seed = F::Output::tangent_shape::<1>(&output);
        let (_, back, _, back_dot, _, back_dash, _, back_dot_dash) = pullback(
            F::Output::seed::<1>(&output, row),
            zeros::<F::Output, 1, W>(&output),
            zeros::<F::Output, 1, V>(&output),
            nested_zeros::<F::Output, 1, W, V>(&output),
            zeros::<F::Output, 1, U>(&output),
            nested_zeros::<F::Output, 1, W, U>(&output),
            nested_zeros::<F::Output, 1, V, U>(&output),
            nested_zeros::<Tangent<F::Output, 1>, W, V, U>(&of_seed),
        );
        total.0.accumulate(without_seed::<F::Input, W>(&input, back));
        total.1.accumulate(tangent_without_seed::<F::Input, W, V>(&input, back_dot));
        total.2.accumulate(tangent_without_seed::<F::Input, W, U>(&input, back_dash));
        let mut back_dot_dash = back_dot_dash;
        complete_nested::<Tangent<F::Input, 1>, W, V, U>(&F::Input::tangent_shape::<1>(&input), &mut back_dot_dash);
        total.3.accumulate(by_nested_lanes::<F::Input, W, V, U>(&input, |index| {
            tangent_without_seed::<F::Input, W, V>(
                &input,
                nested_lane::<Tangent<F::Input, 1>, W, V, U>(&back_dot_dash, index),
            )
        }));
    }
    total
}
