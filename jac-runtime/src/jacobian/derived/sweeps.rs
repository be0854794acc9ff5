//! The sweeps of a derivative: its tangent and its pullback, and the tangents of that, made of the sweeps of the function of one order more.
//!
//! Forward, a derivative is a pullback with a tangent beside it. In reverse, the cotangent of a row of the derivative is taken for a tangent of the input:
//! derivatives are symmetric in the inputs, so that the tangent of a pullback along it is what flows back. Nothing is reversed twice.
//! Rows whose cotangent is zero are left out.

use core::array::from_fn;

use super::lanes::{by_lanes, complete, from_lanes, is_zero, lane, tangent_without_seed, without_seed, zeros};
use super::rows::Rows;
use crate::cotangent::Vector;
use crate::function::Function;
use crate::order::{ALL, INPUTS, SecondOrder, ThirdOrder};
use crate::space::{Space, Tangent};
use crate::trace::Residual;

/// The rows that one sweep carries.
pub const fn width(rows: Option<usize>) -> usize {
    match rows {
        Some(rows @ 0..=3) if rows > 0 => rows,
        Some(0) => 1,
        _ => 4,
    }
}

/// The derivative.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn value<F, Args, R>(args: &Args) -> R::Value
where
    F: Function<Args>,
    R: Rows<F::Output, F::Input>,
{
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn by<F, Args, R, const W: usize>(args: &Args) -> R::Value
    where
        F: Function<Args>,
        R: Rows<F::Output, F::Input>,
    {
        let input = F::input_shape(args);
        let (value, pullback) = F::pullback::<W>(args);
        let output = value.shape();
        let mut rows = R::zeros(&output, &input);
        for first in (0..F::Output::dimension(&output)).step_by(W) {
            let mut bar = pullback(F::Output::seed(&output, first));
            F::Input::complete(&input, &mut bar);
            R::set_rows::<W>(&mut rows, &bar, &output, &input, 0usize.wrapping_sub(first));
        }
        rows
    }
    match const { width(F::Output::DIMENSION) } {
        1 => by::<F, Args, R, 1>(args),
        2 => by::<F, Args, R, 2>(args),
        3 => by::<F, Args, R, 3>(args),
        _ => by::<F, Args, R, 4>(args),
    }
}

/// The derivative and its tangent.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn tangent<F, Args, R, const V: usize, const DOTS: u128>(
    args: &Args,
    dot: &Tangent<F::Input, V>,
) -> (R::Value, Tangent<R::Value, V>)
where
    F: SecondOrder<Args>,
    R: Rows<F::Output, F::Input>,
{
    match const { width(F::Output::DIMENSION) } {
        1 => tangent_by::<F, Args, R, V, DOTS, 1>(args, dot),
        2 => tangent_by::<F, Args, R, V, DOTS, 2>(args, dot),
        3 => tangent_by::<F, Args, R, V, DOTS, 3>(args, dot),
        _ => tangent_by::<F, Args, R, V, DOTS, 4>(args, dot),
    }
}

#[cfg_attr(not(debug_assertions), inline(always))]
fn tangent_by<F, Args, R, const V: usize, const DOTS: u128, const W: usize>(
    args: &Args,
    dot: &Tangent<F::Input, V>,
) -> (R::Value, Tangent<R::Value, V>)
where
    F: SecondOrder<Args>,
    R: Rows<F::Output, F::Input>,
{
    let input = F::input_shape(args);
    let (value, _, pullback) = F::pullback_tangent::<V, DOTS, W, ALL>(args, dot);
    let output = value.shape();
    let mut rows = R::zeros(&output, &input);
    let mut lanes: [R::Value; V] = from_fn(|_| R::zeros(&output, &input));
    for first in (0..F::Output::dimension(&output)).step_by(W) {
        let row = 0usize.wrapping_sub(first);
        let seed = F::Output::seed::<W>(&output, first);
        let (mut bar, mut bar_dot) = pullback(seed, zeros::<F::Output, W, V>(&output));
        F::Input::complete(&input, &mut bar);
        complete::<F::Input, W, V>(&input, &mut bar_dot);
        R::set_rows::<W>(&mut rows, &bar, &output, &input, row);
        for (index, rows) in lanes.iter_mut().enumerate() {
            R::set_rows::<W>(rows, &lane::<F::Input, W, V>(&bar_dot, index), &output, &input, row);
        }
    }
    let dot = from_lanes::<R::Value, V>(&rows.shape(), &lanes);
    (rows, dot)
}

/// The shape of the output, which decides how many rows there are. Of a fixed size, all have one shape.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn output_shape<F: Function<Args>, Args>(args: &Args) -> <F::Output as Space>::Shape {
    if const { F::Output::DIMENSION.is_some() } { Residual::empty() } else { F::value(args).shape() }
}

/// The cotangent of the input, for one of the derivative.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn pull<F, Args, R, const W: usize, const BARS: u128>(
    args: &Args,
    bar: Tangent<R::Value, W>,
) -> Tangent<F::Input, W>
where
    F: SecondOrder<Args>,
    R: Rows<F::Output, F::Input>,
{
    let (output, input) = (output_shape::<F, Args>(args), F::input_shape(args));
    let bar = taken_apart::<R::Value, W>(&R::zeros(&output, &input).shape(), bar);
    let mut total = F::Input::origin::<W>(&input);
    for row in 0..F::Output::dimension(&output) {
        let dot = row_of::<F, Args, R, W>(&bar, row, &output, &input);
        if is_zero::<F::Input, W>(&dot) {
            continue;
        }
        let (_, _, pullback) = F::pullback_tangent::<W, INPUTS, 1, BARS>(args, &dot);
        let seed = F::Output::seed::<1>(&output, row);
        let (_, bar_dot) = pullback(seed, zeros::<F::Output, 1, W>(&output));
        total.accumulate(without_seed::<F::Input, W>(&input, bar_dot));
    }
    total
}

/// The lanes of a vector, one by one.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn taken_apart<T: Space<Plain = T>, const W: usize>(shape: &T::Shape, mut vector: Tangent<T, W>) -> [T; W] {
    T::complete(shape, &mut vector);
    from_fn(|lane| T::plain::<W>(&vector, lane))
}

/// One row of each lane, as a tangent of the input.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn row_of<F, Args, R, const W: usize>(
    lanes: &[R::Value; W],
    row: usize,
    output: &<F::Output as Space>::Shape,
    input: &<F::Input as Space>::Shape,
) -> Tangent<F::Input, W>
where
    F: Function<Args>,
    R: Rows<F::Output, F::Input>,
{
    let mut tangent = F::Input::origin::<W>(input);
    for (lane, value) in lanes.iter().enumerate() {
        R::read_row::<W>(value, row, output, input, &mut tangent, lane);
    }
    tangent
}

/// The cotangent of the input and its tangent, for one of the derivative and its tangent.
#[cfg_attr(not(debug_assertions), inline(always))]
#[allow(clippy::type_complexity)]
pub fn pull_tangent<F, Args, R, const V: usize, const W: usize, const BARS: u128>(
    args: &Args,
    dot: &Tangent<F::Input, V>,
    bar: Tangent<R::Value, W>,
    mut bar_dot: Tangent<Tangent<R::Value, W>, V>,
) -> (Tangent<F::Input, W>, Tangent<Tangent<F::Input, W>, V>)
where
    F: ThirdOrder<Args>,
    R: Rows<F::Output, F::Input>,
{
    let (output, input) = (output_shape::<F, Args>(args), F::input_shape(args));
    let shape = R::zeros(&output, &input).shape();
    complete::<R::Value, W, V>(&shape, &mut bar_dot);
    let bar = taken_apart::<R::Value, W>(&shape, bar);
    let bar_dot: [_; V] = from_fn(|index| taken_apart::<R::Value, W>(&shape, lane::<R::Value, W, V>(&bar_dot, index)));
    let of_seed = F::Output::tangent_shape::<1>(&output);
    let mut total = F::Input::origin::<W>(&input);
    let mut total_dot = zeros::<F::Input, W, V>(&input);
    for row in 0..F::Output::dimension(&output) {
        let along = row_of::<F, Args, R, W>(&bar, row, &output, &input);
        let along_dot =
            by_lanes::<F::Input, W, V>(&input, |index| row_of::<F, Args, R, W>(&bar_dot[index], row, &output, &input));
        if is_zero::<F::Input, W>(&along) && is_zero::<Tangent<F::Input, W>, V>(&along_dot) {
            continue;
        }
        let (.., pullback) =
            F::pullback_tangent_tangent::<V, INPUTS, W, INPUTS, 1, BARS>(args, &along, dot, &along_dot);
        let (_, back, _, back_dot) = pullback(
            F::Output::seed::<1>(&output, row),
            zeros::<F::Output, 1, W>(&output),
            zeros::<F::Output, 1, V>(&output),
            zeros::<Tangent<F::Output, 1>, W, V>(&of_seed),
        );
        total.accumulate(without_seed::<F::Input, W>(&input, back));
        total_dot.accumulate(tangent_without_seed::<F::Input, W, V>(&input, back_dot));
    }
    (total, total_dot)
}
