//! Whole Jacobians: what users call as `f::jacobian`, `f::jacfwd`, `f::jacrev` and `f::jacobian_into`.

use super::blocks::{Blocks, ForwardBlocks, HasBlocks};
use super::precision::OfOutput;
use super::sweep::{IntoBlocks, automatic, filled, forward_any_width, reverse_any_width};
use crate::float::Float;
use crate::function::Function;
use crate::tape::Tape;

/// The value and the Jacobian, in the cheaper of the two modes.
///
/// The Jacobian is a tree of [`Blocks`](crate::jacobian#blocks) with the float types of the input.
///
/// # Cost
///
/// Where all sizes stand in the source, and it takes fewer operations than sweeps, the Jacobian is made by elimination when the function is compiled
/// ([`Function::ELIMINATES`]): with no seeds, and no arithmetic on what is zero or one by structure. Otherwise sweeps make it.
///
/// A sweep carries up to eight seeds. Forward mode needs one seed for each input float and evaluates the
/// function once a sweep; reverse mode needs one for each output float and evaluates the function once. A forward
/// sweep of `W` seeds is taken to cost `4 + W`, reverse mode `4`, and `2 (2 + W)` for each sweep; the mode that costs less is
/// chosen, forward if equal. The choice is made at compile time if the dimensions are known then, or if one side
/// fits in one sweep and the other has a size known at run time; if the output has a size known at run time only, it is
/// made after the first forward sweep. Fixed-size functions do not allocate.
#[inline]
pub fn value_and_jacobian<F, Args>(args: &Args) -> (F::Output, Blocks<F, Args>)
where
    F: HasBlocks<Args>,
{
    automatic::<F, Args, _>(args, IntoBlocks::<F::Assembly, _>::NEW, &mut Tape::default())
}

/// The Jacobian, in the cheaper of the two modes. See [`value_and_jacobian`].
#[inline]
pub fn jacobian<F, Args>(args: &Args) -> Blocks<F, Args>
where
    F: HasBlocks<Args>,
{
    filled::<F::Assembly, F::Output, F::Input, _>(
        |target| automatic::<F, Args, _>(args, target, &mut Tape::default()).1,
        |target| _ = automatic::<F, Args, _>(args, target, &mut Tape::default()),
    )
}

/// The value and the Jacobian in forward mode, with the float types of the output.
///
/// A sweep carries up to eight columns, and evaluates the function.
#[inline]
pub fn value_and_jacfwd<F, Args>(args: &Args) -> (F::Output, ForwardBlocks<F, Args>)
where
    F: HasBlocks<Args, OfOutput>,
{
    forward_any_width::<F, Args, _, false>(args, IntoBlocks::<F::Assembly, _>::NEW, &mut Tape::default())
}

/// The Jacobian in forward mode. See [`value_and_jacfwd`].
#[inline]
pub fn jacfwd<F, Args>(args: &Args) -> ForwardBlocks<F, Args>
where
    F: HasBlocks<Args, OfOutput>,
{
    filled::<F::Assembly, F::Output, F::Input, _>(
        |target| forward_any_width::<F, Args, _, false>(args, target, &mut Tape::default()).1,
        |target| _ = forward_any_width::<F, Args, _, false>(args, target, &mut Tape::default()),
    )
}

/// The value and the Jacobian in reverse mode, with the float types of the input.
///
/// The function is evaluated once; a reverse sweep carries up to eight rows.
#[inline]
pub fn value_and_jacrev<F, Args>(args: &Args) -> (F::Output, Blocks<F, Args>)
where
    F: HasBlocks<Args>,
{
    reverse_any_width::<F, Args, _>(args, IntoBlocks::<F::Assembly, _>::NEW, &mut Tape::default())
}

/// The Jacobian in reverse mode. See [`value_and_jacrev`].
#[inline]
pub fn jacrev<F, Args>(args: &Args) -> Blocks<F, Args>
where
    F: HasBlocks<Args>,
{
    filled::<F::Assembly, F::Output, F::Input, _>(
        |target| reverse_any_width::<F, Args, _>(args, target, &mut Tape::default()).1,
        |target| _ = reverse_any_width::<F, Args, _>(args, target, &mut Tape::default()),
    )
}

/// Writes the Jacobian into `jacobian` and returns the value.
///
/// The matrix is row-major: `jacobian[row * columns + column]` is the derivative of output float `row` by input float
/// `column`, both counted in memory order, through tuples, arrays and `Vec`s alike; integers do not count. It exists for
/// every function, and is converted to the float type of the buffer. The mode is chosen as by [`value_and_jacobian`]. Allocates nothing
/// of its own: only what values and tangents of run-time size take.
///
/// # Panics
///
/// If the length of `jacobian` is not the number of output floats times the number of input floats.
#[inline]
#[track_caller]
pub fn jacobian_into<F, Args, T>(args: &Args, jacobian: &mut [T]) -> F::Output
where
    F: Function<Args>,
    T: Float,
{
    jacobian_into_with::<F, Args, T>(args, jacobian, &mut Tape::default())
}

/// [`jacobian_into`], with the memory of earlier calls.
///
/// # Panics
///
/// As [`jacobian_into`].
#[inline]
#[track_caller]
pub fn jacobian_into_with<F, Args, T>(args: &Args, jacobian: &mut [T], workspace: &mut Tape) -> F::Output
where
    F: Function<Args>,
    T: Float,
{
    automatic::<F, Args, _>(args, jacobian, workspace).0
}
