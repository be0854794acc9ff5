//! Diagonal: the Jacobian of what maps a list element by element, in one sweep.
//!
//! Before: a function that says so ([`Function::DIAGONAL`]). Its Jacobian is zero beside the blocks of each element of the output by the element of the input with
//! the same number. One sweep carries a seed for each float of an element, in all elements at once, as their blocks have no row and no column in common
//! (Curtis, Powell and Reid, "On the Estimation of Sparse Jacobian Matrices", 1974): forward or in reverse, whichever needs fewer.

use super::plan::known;
use super::sweep::Target;
use crate::function::Function;
use crate::space::Space;
use crate::tape::Tape;

/// The number of seeds, or 0 where there is no such sweep.
pub(super) const fn width<F: Function<Args>, Args>() -> usize {
    match (F::DIAGONAL, F::Input::ELEMENT, F::Output::ELEMENT) {
        (true, Some(columns), Some(rows)) => match if columns < rows { columns } else { rows } {
            width @ (1 | 2 | 3 | 4 | 6 | 8) => width,
            _ => 0,
        },
        _ => 0,
    }
}

/// All elements that are not zero by structure, in one sweep.
#[cfg_attr(not(debug_assertions), inline(always))]
#[track_caller]
pub(super) fn of_any_width<F, Args, T>(args: &Args, target: T, workspace: &mut Tape) -> (F::Output, T::State)
where
    F: Function<Args>,
    T: Target<F::Output, F::Input>,
{
    match const { width::<F, Args>() } {
        1 => of_width::<F, Args, T, 1>(args, target, workspace),
        2 => of_width::<F, Args, T, 2>(args, target, workspace),
        3 => of_width::<F, Args, T, 3>(args, target, workspace),
        4 => of_width::<F, Args, T, 4>(args, target, workspace),
        6 => of_width::<F, Args, T, 6>(args, target, workspace),
        _ => of_width::<F, Args, T, 8>(args, target, workspace),
    }
}

#[cfg_attr(not(debug_assertions), inline(always))]
#[track_caller]
fn of_width<F, Args, T, const W: usize>(args: &Args, target: T, workspace: &mut Tape) -> (F::Output, T::State)
where
    F: Function<Args>,
    T: Target<F::Output, F::Input>,
{
    let (rows, columns) = const { (known(F::Output::ELEMENT), known(F::Input::ELEMENT)) };
    let input = F::input_shape(args);
    if rows > columns {
        let (value, mut tangent) = F::tangent::<W>(args, &F::Input::seed_elements::<W>(&input));
        let output = value.shape();
        F::Output::complete(&output, &mut tangent);
        let (width, mut state) = (F::Input::dimension(&input), target.zeros(&output, &input));
        F::Output::for_each::<f64, W>(&tangent, 0, &mut |row, lanes| {
            for lane in 0..W {
                let column = row / rows * columns + lane;
                if column < width {
                    T::set_element(&mut state, width, row, column, lanes[lane]);
                }
            }
        });
        return (value, state);
    }
    let (value, pullback, tape) = F::recorded::<W>(args, workspace.reused());
    let output = value.shape();
    let mut cotangent = pullback(&tape, F::Output::seed_elements::<W>(&output));
    *workspace = tape;
    F::Input::complete(&input, &mut cotangent);
    let (width, mut state) = (F::Input::dimension(&input), target.zeros(&output, &input));
    F::Input::for_each::<f64, W>(&cotangent, 0, &mut |column, lanes| {
        for lane in 0..W {
            // A row that is not there has no element to set.
            T::set_element(&mut state, width, column / columns * rows + lane, column, lanes[lane]);
        }
    });
    (value, state)
}
