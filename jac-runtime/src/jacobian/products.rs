//! Products with a Jacobian, one seed each: what users call as `f::jvp`, `f::vjp` and `f::gradient`.

use crate::float::Float;
use crate::function::{Elements, Function};
use crate::space::Space;
use crate::tape::Tape;
use crate::trace::Residual;

/// The value, and the Jacobian times `seed`: forward mode, one sweep.
///
/// `seed` is a tangent of the input in its owned form, `()` in place of what does not vary; the product has the form of the
/// output. Fixed-size functions do not allocate.
///
/// # Panics
///
/// If a `Vec` of `seed` has another length than the input.
#[inline]
#[track_caller]
pub fn jvp<F, Args>(args: &Args, seed: <F::Input as Space>::Plain) -> (F::Output, <F::Output as Space>::Plain)
where
    F: Function<Args>,
{
    if const { F::Input::DIMENSION.is_none() } && !F::Input::conforms(&F::input_shape(args), &seed) {
        wrong_shape("the tangent", "the input");
    }
    let (value, mut tangent) = F::tangent::<1>(args, &F::Input::from_plain(seed));
    F::Output::complete(&value.shape(), &mut tangent);
    let product = F::Output::into_plain(tangent);
    (value, product)
}

/// The value, and `by` (a cotangent of the output) times the Jacobian: reverse mode, one sweep.
///
/// `by` has the owned form of the output, `()` in place of what does not vary; the product has that of the input. Fixed-size
/// functions do not allocate.
///
/// # Panics
///
/// If a `Vec` of `by` has another length than the output.
#[inline]
#[track_caller]
pub fn vjp<F, Args>(args: &Args, by: <F::Output as Space>::Plain) -> (F::Output, <F::Input as Space>::Plain)
where
    F: Function<Args>,
{
    vjp_with::<F, Args>(args, by, &mut Tape::default())
}

/// [`vjp`], with the memory of earlier calls.
///
/// # Panics
///
/// As [`vjp`].
#[inline]
#[track_caller]
pub fn vjp_with<F, Args>(
    args: &Args,
    by: <F::Output as Space>::Plain,
    workspace: &mut Tape,
) -> (F::Output, <F::Input as Space>::Plain)
where
    F: Function<Args>,
{
    if const { F::JOINT && F::Output::DIMENSION.is_some() } {
        let by = F::Output::from_plain(by);
        let (value, mut cotangent, tape) = F::joint::<1>(args, by, workspace.reused());
        *workspace = tape;
        F::Input::complete(&F::input_shape(args), &mut cotangent);
        return (value, F::Input::into_plain(cotangent));
    }
    let (value, pullback, tape) = F::recorded::<1>(args, workspace.reused());
    if const { F::Output::DIMENSION.is_none() } && !value.takes_cotangent(&by) {
        wrong_shape("the cotangent", "the output");
    }
    let mut cotangent = pullback(&tape, F::Output::from_plain(by));
    *workspace = tape;
    F::Input::complete(&F::input_shape(args), &mut cotangent);
    (value, F::Input::into_plain(cotangent))
}

/// A cotangent as users write it, for one sweep.
///
/// # Panics
///
/// If a `Vec` of it has another length than the output.
#[inline]
#[track_caller]
pub fn cotangent_of_plain<T: Space>(shape: &T::Shape, by: T::Plain) -> T::Tangent<1> {
    if const { T::DIMENSION.is_none() } && !T::conforms(shape, &by) {
        wrong_shape("the cotangent", "the output");
    }
    T::from_plain(by)
}

/// The cotangent that a sweep gives, as users read it.
#[inline]
pub fn plain_of_cotangent<T: Space>(shape: &T::Shape, mut cotangent: T::Tangent<1>) -> T::Plain {
    T::complete(shape, &mut cotangent);
    T::into_plain(cotangent)
}

/// A gradient that is filled by elimination.
struct Gradient<I: Space>(I::Plain);

impl<I: Space> Elements for Gradient<I> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn set<F: Float>(&mut self, _: usize, column: usize, value: F) {
        I::set_float(&mut self.0, column, value);
    }
}

/// A result that is one float, perhaps inside of an `Option` or a `Result`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not one float: a gradient is that of a function whose result is one",
    note = "`jacobian` is for results of any shape, `vjp` for a linear function of them"
)]
pub trait OneFloat: Space {}

#[diagnostic::do_not_recommend]
impl<F: Float + Space> OneFloat for F {}
impl<T: OneFloat> OneFloat for Option<T> {}
impl<T: OneFloat, E> OneFloat for Result<T, E> {}

/// The value of a scalar function and its gradient, in the owned form and the float types of the input: reverse
/// mode, one sweep, at a small multiple of the cost of the function whatever the number of inputs; by elimination where it is cheaper.
#[inline]
pub fn value_and_gradient<F, Args>(args: &Args) -> (F::Output, <F::Input as Space>::Plain)
where
    F: Function<Args>,
    F::Output: OneFloat,
{
    value_and_gradient_with::<F, Args>(args, &mut Tape::default())
}

/// [`value_and_gradient`], with the memory of earlier calls.
#[inline]
pub fn value_and_gradient_with<F, Args>(args: &Args, workspace: &mut Tape) -> (F::Output, <F::Input as Space>::Plain)
where
    F: Function<Args>,
    F::Output: OneFloat,
{
    if const { F::ELIMINATES } {
        let zero = F::Input::origin::<1>(&F::input_shape(args));
        let mut gradient = Gradient::<F::Input>(F::Input::into_plain(zero));
        let value = F::eliminate(args, &mut gradient);
        return (value, gradient.0);
    }
    let (value, mut cotangent, tape) = if const { F::JOINT } {
        F::joint::<1>(args, F::Output::seed(&<F::Output as Space>::Shape::empty(), 0), workspace.reused())
    } else {
        let (value, pullback, tape) = F::recorded::<1>(args, workspace.reused());
        let cotangent = pullback(&tape, F::Output::seed(&value.shape(), 0));
        (value, cotangent, tape)
    };
    *workspace = tape;
    F::Input::complete(&F::input_shape(args), &mut cotangent);
    (value, F::Input::into_plain(cotangent))
}

/// The gradient of a scalar function. See [`value_and_gradient`].
#[inline]
pub fn gradient<F, Args>(args: &Args) -> <F::Input as Space>::Plain
where
    F: Function<Args>,
    F::Output: OneFloat,
{
    value_and_gradient::<F, Args>(args).1
}

/// A function of these inputs and outputs whose result is one float. Generated code asks for it where the source does not show
/// what the type of the result is.
pub trait HasGradient<Args, Input: Space, Output> {
    /// See [`value_and_gradient`].
    fn value_and_gradient(args: &Args, workspace: &mut Tape) -> (Output, Input::Plain);
}

impl<F, Args, Input: Space, Output: OneFloat> HasGradient<Args, Input, Output> for F
where
    F: Function<Args, Input = Input, Output = Output>,
{
    #[inline]
    fn value_and_gradient(args: &Args, workspace: &mut Tape) -> (Output, Input::Plain) {
        value_and_gradient_with::<F, Args>(args, workspace)
    }
}

#[cold]
#[inline(never)]
#[track_caller]
pub(super) fn wrong_shape(what: &str, whose: &str) -> ! {
    panic!("{what} has a `Vec` of another length than {whose}");
}
