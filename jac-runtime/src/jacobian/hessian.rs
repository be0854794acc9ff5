//! Second derivatives of scalar functions: what users call as `f::hessian`, `f::hvp` and `f::vhp`.

use super::blocks::{Blocks, HasBlocks};
use super::derived::Gradient;
use super::precision::OfInput;
use super::products::{OneFloat, wrong_shape};
use super::sweep::{IntoBlocks, forward_any_width};
use crate::function::Function;
use crate::order::{ALL, INPUTS, SecondOrder};
use crate::space::{Plain, Space, Tangent};
use crate::tape::Tape;

/// The gradient of a scalar function, and its Hessian: the Jacobian of the gradient.
///
/// Forward over reverse mode: a sweep carries up to eight columns, and evaluates the function and its reverse once. The result is symmetric up to
/// rounding. Fixed-size functions do not allocate.
#[inline]
pub fn gradient_and_hessian<F, Args>(args: &Args) -> (Plain<F::Input>, Blocks<Gradient<F>, Args>)
where
    F: Function<Args>,
    Gradient<F>: HasBlocks<Args, Input = F::Input, Output = Plain<F::Input>>,
    F::Input: Space<Plain: Space>,
{
    type Assembly<F, Args> = <Gradient<F> as HasBlocks<Args>>::Assembly;
    forward_any_width::<Gradient<F>, Args, _, false>(
        args,
        IntoBlocks::<Assembly<F, Args>, OfInput>::NEW,
        &mut Tape::default(),
    )
}

/// A function of these inputs and outputs whose result is one float, and whose Hessian has a type. Generated code asks for it where the source
/// does not show what the type of the result is.
pub trait HasHessian<Args, Input: Space, Output> {
    /// The type of the Hessian.
    type Hessian;
    /// See [`gradient_and_hessian`].
    fn gradient_and_hessian(args: &Args) -> (Input::Plain, Self::Hessian);
}

impl<F, Args, Input, Output: OneFloat> HasHessian<Args, Input, Output> for F
where
    F: Function<Args, Input = Input, Output = Output>,
    Gradient<F>: HasBlocks<Args, Input = Input, Output = Plain<Input>>,
    Input: Space<Plain: Space>,
{
    type Hessian = Blocks<Gradient<F>, Args>;
    #[inline]
    fn gradient_and_hessian(args: &Args) -> (Input::Plain, Self::Hessian) {
        gradient_and_hessian::<F, Args>(args)
    }
}

/// The value of a scalar function, and the product of its Hessian with a vector, which looks like the differentiable inputs.
///
/// One sweep forward and one in reverse, whatever the number of inputs. As the Hessian is symmetric, this is the product from either side.
///
/// # Panics
///
/// If a `Vec` of `vector` has another length than the input.
#[inline]
#[track_caller]
pub fn hvp<F, Args>(args: &Args, vector: &Plain<F::Input>) -> (F::Output, Plain<F::Input>)
where
    F: SecondOrder<Args>,
    F::Output: OneFloat,
{
    let input = F::input_shape(args);
    if const { F::Input::DIMENSION.is_none() } && !F::Input::conforms(&input, vector) {
        wrong_shape("the vector", "the input");
    }
    let dot = F::Input::lift::<1>(vector);
    let (value, _, pullback) = F::pullback_tangent::<1, INPUTS, 1, ALL>(args, &dot);
    let output = value.shape();
    let of_seed = <Tangent<F::Output, 1> as Space>::origin::<1>(&F::Output::tangent_shape::<1>(&output));
    let (_, product) = pullback(F::Output::seed::<1>(&output, 0), of_seed);
    (value, F::Input::into_plain(super::derived::without_seed::<F::Input, 1>(&input, product)))
}
