//! Sweeps: seeds go in, tangents or cotangents come out and are written to their place in a target. Functions that were
//! eliminated need none.
//!
//! Everything here is generic over the target (blocks or a buffer) and over the width, which is a constant
//! wherever the dimension is: the arms of `match const { .. }` that are not taken are not instantiated.

use core::marker::PhantomData;
use core::slice::{from_mut, from_ref};

use super::blocks::Assemble;
use super::diagonal;
use super::matrix;
use super::plan;
use super::precision::Floats;
use crate::float::Float;
use crate::function::{Elements, Function};
use crate::space::{Space, Tangent};
use crate::tape::Tape;
use crate::trace::Residual;

/// Where the Jacobian of an output by an input goes.
pub(crate) trait Target<O: Space, I: Space>: Sized {
    /// The target while it is filled.
    type State;
    /// Before the first sweep.
    #[track_caller]
    fn start(self, output: &O::Shape, input: &I::Shape) -> Self::State;
    /// Forward: one sweep; column 0 is lane `lane`.
    fn set_columns<const W: usize>(
        state: &mut Self::State,
        tangent: &Tangent<O, W>,
        output: &O::Shape,
        input: &I::Shape,
        lane: usize,
    );
    /// Reverse: one sweep; row 0 is lane `lane`.
    fn set_rows<const W: usize>(
        state: &mut Self::State,
        cotangent: &Tangent<I, W>,
        output: &O::Shape,
        input: &I::Shape,
        lane: usize,
    );
    /// Elimination: before the first element. All elements are zero.
    fn zeros(self, output: &O::Shape, input: &I::Shape) -> Self::State;
    /// Elimination: sets one element. `columns` is the number of input floats.
    fn set_element<F: Float>(state: &mut Self::State, columns: usize, row: usize, column: usize, value: F);
    /// Forward: the only sweep.
    #[cfg_attr(not(debug_assertions), inline(always))]
    #[track_caller]
    fn all_columns<const W: usize>(self, tangent: &Tangent<O, W>, output: &O::Shape, input: &I::Shape) -> Self::State {
        let mut state = self.start(output, input);
        Self::set_columns(&mut state, tangent, output, input, 0);
        state
    }
    /// Reverse: the only sweep.
    #[cfg_attr(not(debug_assertions), inline(always))]
    #[track_caller]
    fn all_rows<const W: usize>(self, cotangent: &Tangent<I, W>, output: &O::Shape, input: &I::Shape) -> Self::State {
        let mut state = self.start(output, input);
        Self::set_rows(&mut state, cotangent, output, input, 0);
        state
    }
}

/// What is the same for blocks wherever they are.
macro_rules! of_blocks {
    () => {
        #[cfg_attr(not(debug_assertions), inline(always))]
        fn set_columns<const W: usize>(
            blocks: &mut Self::State,
            tangent: &Tangent<O, W>,
            output: &O::Shape,
            input: &I::Shape,
            lane: usize,
        ) {
            A::set_columns(blocks, tangent, output, input, lane);
        }
        #[cfg_attr(not(debug_assertions), inline(always))]
        fn set_rows<const W: usize>(
            blocks: &mut Self::State,
            cotangent: &Tangent<I, W>,
            output: &O::Shape,
            input: &I::Shape,
            lane: usize,
        ) {
            A::set_rows(blocks, cotangent, output, input, lane);
        }
        #[cfg_attr(not(debug_assertions), inline(always))]
        fn set_element<F: Float>(blocks: &mut Self::State, _: usize, row: usize, column: usize, value: F) {
            A::set_element(blocks, row, column, value);
        }
    };
}

/// Into new blocks, assembled by `A`, with the floats that `G` names.
pub(super) struct IntoBlocks<A, G>(PhantomData<(A, G)>);

impl<A, G> IntoBlocks<A, G> {
    pub(super) const NEW: Self = IntoBlocks(PhantomData);
}

impl<O: Space, I: Space, G: Floats, A: Assemble<O, I, G>> Target<O, I> for IntoBlocks<A, G> {
    type State = A::Blocks;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn start(self, output: &O::Shape, input: &I::Shape) -> A::Blocks {
        A::zeros(output, input)
    }
    of_blocks!();
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn zeros(self, output: &O::Shape, input: &I::Shape) -> A::Blocks {
        A::zeros(output, input)
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn all_columns<const W: usize>(self, tangent: &Tangent<O, W>, output: &O::Shape, input: &I::Shape) -> A::Blocks {
        A::from_columns(tangent, output, input, 0)
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn all_rows<const W: usize>(self, cotangent: &Tangent<I, W>, output: &O::Shape, input: &I::Shape) -> A::Blocks {
        A::from_rows(cotangent, output, input, 0)
    }
}

/// Into blocks that the caller has, and which are blank.
pub(super) struct InPlace<'blocks, A: Assemble<O, I, G>, O: Space, I: Space, G: Floats>(&'blocks mut A::Blocks);

impl<'blocks, O: Space, I: Space, G: Floats, A: Assemble<O, I, G>> Target<O, I> for InPlace<'blocks, A, O, I, G> {
    type State = &'blocks mut A::Blocks;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn start(self, output: &O::Shape, input: &I::Shape) -> Self::State {
        A::complete(self.0, output, input);
        self.0
    }
    of_blocks!();
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn zeros(self, output: &O::Shape, input: &I::Shape) -> Self::State {
        self.start(output, input)
    }
}

/// More bytes than this are filled where the caller wants them. Less is better off in registers until it is returned.
const LARGE: usize = 2048;

/// Blocks, filled by `fill`: a large result is not moved.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn filled<A, O: Space, I: Space, G: Floats>(
    small: impl FnOnce(IntoBlocks<A, G>) -> A::Blocks,
    large: impl FnOnce(InPlace<'_, A, O, I, G>),
) -> A::Blocks
where
    A: Assemble<O, I, G>,
{
    if const { size_of::<A::Blocks>() <= LARGE } { small(IntoBlocks::NEW) } else { in_place(large) }
}

/// A function of its own, so that the blocks are the result from the start.
#[cfg_attr(not(debug_assertions), inline(always))]
fn in_place<A, O: Space, I: Space, G: Floats>(fill: impl FnOnce(InPlace<'_, A, O, I, G>)) -> A::Blocks
where
    A: Assemble<O, I, G>,
{
    let mut blocks = A::blank();
    fill(InPlace(&mut blocks));
    blocks
}

/// Into a row-major buffer, outputs by inputs over flat indices.
impl<'buffer, F: Float, O: Space, I: Space> Target<O, I> for &'buffer mut [F] {
    type State = &'buffer mut [F];

    #[cfg_attr(not(debug_assertions), inline(always))]
    #[track_caller]
    fn start(self, output: &O::Shape, input: &I::Shape) -> &'buffer mut [F] {
        let (rows, columns) = (O::dimension(output), I::dimension(input));
        if Some(self.len()) != rows.checked_mul(columns) {
            wrong_length(self.len(), rows, columns);
        }
        self
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn set_columns<const W: usize>(
        buffer: &mut &'buffer mut [F],
        tangent: &Tangent<O, W>,
        _: &O::Shape,
        input: &I::Shape,
        lane: usize,
    ) {
        matrix::set_columns::<O, F, W>(buffer, I::dimension(input), tangent, lane);
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn set_rows<const W: usize>(
        buffer: &mut &'buffer mut [F],
        cotangent: &Tangent<I, W>,
        _: &O::Shape,
        input: &I::Shape,
        lane: usize,
    ) {
        matrix::set_rows::<I, F, W>(buffer, I::dimension(input), cotangent, lane);
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    #[track_caller]
    fn zeros(self, output: &O::Shape, input: &I::Shape) -> &'buffer mut [F] {
        let buffer = Target::<O, I>::start(self, output, input);
        buffer.fill(F::ZERO);
        buffer
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn set_element<G: Float>(buffer: &mut &'buffer mut [F], columns: usize, row: usize, column: usize, value: G) {
        if let Some(element) = buffer.get_mut(row * columns + column) {
            *element = F::from_float(value);
        }
    }
}

#[cold]
#[inline(never)]
#[track_caller]
fn wrong_length(length: usize, rows: usize, columns: usize) -> ! {
    panic!("the buffer of a Jacobian of {rows} output by {columns} input floats has length {length}");
}

/// Whether one sweep of `width` carries every seed, as far as is known at compile time.
const fn one_sweep(dimension: Option<usize>, width: usize) -> bool {
    match dimension {
        Some(dimension) => dimension <= width,
        None => false,
    }
}

/// Seeds for the sweep that starts at `first`.
#[cfg_attr(not(debug_assertions), inline(always))]
fn seed_at<S: Space, const W: usize>(shape: &S::Shape, first: usize) -> Tangent<S, W> {
    if const { one_sweep(S::DIMENSION, W) } {
        S::seed(shape, first)
    } else {
        let mut seed = S::origin(shape);
        S::write_seed(from_ref(shape), from_mut(&mut seed), first, true);
        seed
    }
}

/// Seeds for the sweep that starts at `first`, from those of the sweep before.
#[cfg_attr(not(debug_assertions), inline(always))]
fn advance<S: Space, const W: usize>(shape: &S::Shape, seed: &mut Tangent<S, W>, first: usize) {
    S::write_seed(from_ref(shape), from_mut(seed), first.wrapping_sub(W), false);
    S::write_seed(from_ref(shape), from_mut(seed), first, true);
}

/// All columns, in sweeps of `W`. With `PROBE`, in reverse mode instead if the dimension of the output, known
/// after the first sweep, makes that cheaper.
#[cfg_attr(not(debug_assertions), inline(always))]
#[track_caller]
pub(super) fn forward<F, Args, T, const W: usize, const PROBE: bool>(
    args: &Args,
    target: T,
    workspace: &mut Tape,
) -> (F::Output, T::State)
where
    F: Function<Args>,
    T: Target<F::Output, F::Input>,
{
    let input = F::input_shape(args);
    let columns = F::Input::dimension(&input);
    let mut seed = seed_at::<F::Input, W>(&input, 0);
    // Not destructured: that would copy the tangent.
    let mut swept = F::tangent::<W>(args, &seed);
    let output = swept.0.shape();
    F::Output::complete(&output, &mut swept.1);
    if const { one_sweep(F::Input::DIMENSION, W) } {
        let state = target.all_columns(&swept.1, &output, &input);
        return (swept.0, state);
    }
    if PROBE && columns > W && plan::reverse_pays(columns - W, W, F::Output::dimension(&output), W > 1) {
        return if W == 1 {
            reverse::<F, Args, T, 1>(args, target, workspace)
        } else {
            reverse::<F, Args, T, { plan::WIDEST }>(args, target, workspace)
        };
    }
    let mut state = target.start(&output, &input);
    T::set_columns(&mut state, &swept.1, &output, &input, 0);
    let mut first = W;
    while first < columns {
        advance::<F::Input, W>(&input, &mut seed, first);
        let mut swept = F::tangent::<W>(args, &seed);
        F::Output::complete(&output, &mut swept.1);
        T::set_columns(&mut state, &swept.1, &output, &input, 0usize.wrapping_sub(first));
        first += W;
    }
    (swept.0, state)
}

/// All rows, in sweeps of `W` over one evaluation of the primal.
#[cfg_attr(not(debug_assertions), inline(always))]
#[track_caller]
pub(super) fn reverse<F, Args, T, const W: usize>(args: &Args, target: T, workspace: &mut Tape) -> (F::Output, T::State)
where
    F: Function<Args>,
    T: Target<F::Output, F::Input>,
{
    let input = F::input_shape(args);
    let (value, pullback, tape) = F::recorded::<W>(args, workspace.reused());
    let output = value.shape();
    if const { one_sweep(F::Output::DIMENSION, W) } {
        let mut cotangent = pullback(&tape, seed_at::<F::Output, W>(&output, 0));
        F::Input::complete(&input, &mut cotangent);
        *workspace = tape;
        let state = target.all_rows(&cotangent, &output, &input);
        return (value, state);
    }
    let mut state = target.start(&output, &input);
    let mut first = 0;
    while first < F::Output::dimension(&output) {
        let mut cotangent = pullback(&tape, seed_at::<F::Output, W>(&output, first));
        F::Input::complete(&input, &mut cotangent);
        T::set_rows(&mut state, &cotangent, &output, &input, 0usize.wrapping_sub(first));
        first += W;
    }
    *workspace = tape;
    (value, state)
}

/// Forward mode, in sweeps of a width that suits the input.
#[cfg_attr(not(debug_assertions), inline(always))]
#[track_caller]
pub(crate) fn forward_any_width<F, Args, T, const PROBE: bool>(
    args: &Args,
    target: T,
    workspace: &mut Tape,
) -> (F::Output, T::State)
where
    F: Function<Args>,
    T: Target<F::Output, F::Input>,
{
    match const { plan::width_if_known(F::Input::DIMENSION) } {
        0 => match plan::width_at_run_time(F::Input::dimension(&F::input_shape(args))) {
            4 => forward::<F, Args, T, 4, PROBE>(args, target, workspace),
            _ => forward::<F, Args, T, 8, PROBE>(args, target, workspace),
        },
        1 => forward::<F, Args, T, 1, PROBE>(args, target, workspace),
        2 => forward::<F, Args, T, 2, PROBE>(args, target, workspace),
        3 => forward::<F, Args, T, 3, PROBE>(args, target, workspace),
        4 => forward::<F, Args, T, 4, PROBE>(args, target, workspace),
        6 => forward::<F, Args, T, 6, PROBE>(args, target, workspace),
        _ => forward::<F, Args, T, 8, PROBE>(args, target, workspace),
    }
}

/// Reverse mode, in sweeps of a width that suits the output.
#[cfg_attr(not(debug_assertions), inline(always))]
#[track_caller]
pub(crate) fn reverse_any_width<F, Args, T>(args: &Args, target: T, workspace: &mut Tape) -> (F::Output, T::State)
where
    F: Function<Args>,
    T: Target<F::Output, F::Input>,
{
    match const { plan::width_if_known(F::Output::DIMENSION) } {
        1 => reverse::<F, Args, T, 1>(args, target, workspace),
        2 => reverse::<F, Args, T, 2>(args, target, workspace),
        3 => reverse::<F, Args, T, 3>(args, target, workspace),
        4 => reverse::<F, Args, T, 4>(args, target, workspace),
        6 => reverse::<F, Args, T, 6>(args, target, workspace),
        _ => reverse::<F, Args, T, 8>(args, target, workspace),
    }
}

/// A target that is filled by elimination.
struct Filled<F, Args, T>
where
    F: Function<Args>,
    T: Target<F::Output, F::Input>,
{
    state: T::State,
}

impl<F, Args, T> Elements for Filled<F, Args, T>
where
    F: Function<Args>,
    T: Target<F::Output, F::Input>,
{
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn set<G: Float>(&mut self, row: usize, column: usize, value: G) {
        T::set_element(&mut self.state, const { plan::known(F::Input::DIMENSION) }, row, column, value);
    }
}

/// By elimination.
#[cfg_attr(not(debug_assertions), inline(always))]
#[track_caller]
fn eliminated<F, Args, T>(args: &Args, target: T) -> (F::Output, T::State)
where
    F: Function<Args>,
    T: Target<F::Output, F::Input>,
{
    // What has a fixed size has one shape.
    let (output, input) = (<F::Output as Space>::Shape::empty(), F::input_shape(args));
    let mut filled = Filled::<F, Args, T> { state: target.zeros(&output, &input) };
    let value = F::eliminate(args, &mut filled);
    (value, filled.state)
}

/// By elimination, or in the cheaper mode.
#[cfg_attr(not(debug_assertions), inline(always))]
#[track_caller]
pub(super) fn automatic<F, Args, T>(args: &Args, target: T, workspace: &mut Tape) -> (F::Output, T::State)
where
    F: Function<Args>,
    T: Target<F::Output, F::Input>,
{
    if const { F::ELIMINATES } {
        return eliminated::<F, Args, T>(args, target);
    }
    if const { diagonal::width::<F, Args>() > 0 } {
        return diagonal::of_any_width::<F, Args, T>(args, target, workspace);
    }
    match const { plan::mode(F::Input::DIMENSION, F::Output::DIMENSION) } {
        plan::FORWARD => forward_any_width::<F, Args, T, false>(args, target, workspace),
        plan::REVERSE => reverse_any_width::<F, Args, T>(args, target, workspace),
        plan::BY_INPUT => {
            let columns = F::Input::dimension(&F::input_shape(args));
            let rows = const { plan::known(F::Output::DIMENSION) };
            if plan::reverse_pays(columns, plan::width_at_run_time(columns), rows, true) {
                reverse_any_width::<F, Args, T>(args, target, workspace)
            } else {
                forward_any_width::<F, Args, T, false>(args, target, workspace)
            }
        }
        _ => forward_any_width::<F, Args, T, true>(args, target, workspace),
    }
}

/// The cheaper mode with one seed a sweep.
#[cfg_attr(not(debug_assertions), inline(always))]
#[track_caller]
pub(super) fn automatic_one_by_one<F, Args, T>(args: &Args, target: T, workspace: &mut Tape) -> (F::Output, T::State)
where
    F: Function<Args>,
    T: Target<F::Output, F::Input>,
{
    match const { F::Output::DIMENSION } {
        Some(rows) => {
            let columns = F::Input::dimension(&F::input_shape(args));
            if plan::reverse_pays(columns, 1, rows, false) {
                reverse::<F, Args, T, 1>(args, target, workspace)
            } else {
                forward::<F, Args, T, 1, false>(args, target, workspace)
            }
        }
        None => forward::<F, Args, T, 1, true>(args, target, workspace),
    }
}

/// Forward mode, in sweeps of a width that the user sets; 0 is never taken.
#[cfg_attr(not(debug_assertions), inline(always))]
#[track_caller]
pub(super) fn forward_of_width<F, Args, T, const W: usize>(
    args: &Args,
    target: T,
    workspace: &mut Tape,
) -> (F::Output, T::State)
where
    F: Function<Args>,
    T: Target<F::Output, F::Input>,
{
    match const { W } {
        0 => forward_any_width::<F, Args, T, false>(args, target, workspace),
        _ => forward::<F, Args, T, W, false>(args, target, workspace),
    }
}

/// Reverse mode, in sweeps of a width that the user sets.
#[cfg_attr(not(debug_assertions), inline(always))]
#[track_caller]
pub(super) fn reverse_of_width<F, Args, T, const W: usize>(
    args: &Args,
    target: T,
    workspace: &mut Tape,
) -> (F::Output, T::State)
where
    F: Function<Args>,
    T: Target<F::Output, F::Input>,
{
    match const { W } {
        0 => reverse_any_width::<F, Args, T>(args, target, workspace),
        _ => reverse::<F, Args, T, W>(args, target, workspace),
    }
}

/// The cheaper mode, in sweeps of a width that the user sets.
#[cfg_attr(not(debug_assertions), inline(always))]
#[track_caller]
pub(super) fn automatic_of_width<F, Args, T, const W: usize>(
    args: &Args,
    target: T,
    workspace: &mut Tape,
) -> (F::Output, T::State)
where
    F: Function<Args>,
    T: Target<F::Output, F::Input>,
{
    let columns = F::Input::dimension(&F::input_shape(args));
    let rows = match const { F::Output::DIMENSION } {
        Some(rows) => rows,
        None => F::Output::dimension(&F::value(args).shape()),
    };
    if plan::reverse_pays_at(columns, rows, W) {
        reverse_of_width::<F, Args, T, W>(args, target, workspace)
    } else {
        forward_of_width::<F, Args, T, W>(args, target, workspace)
    }
}
