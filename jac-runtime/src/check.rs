//! A gradient checker for tests: tangent, adjoint and central differences of one function at one point.
//!
//! The three must agree in every element of the Jacobian; besides, tangent and adjoint must compute the same value, be
//! transposes of each other for a seed that is not a unit (the dot-product identity), and the pullback must give the same result each
//! time it is called. It holds no opinion about points where a function has a kink or a pole: check next to them.

use alloc::vec;
use alloc::vec::Vec;

use crate::cotangent::add_to;
use crate::function::Function;
use crate::jacobian::sweep::{forward_any_width, reverse_any_width};
use crate::space::{Space, Tangent};

mod disagreement;
mod perturb;

use disagreement::coordinates;
pub use disagreement::{Coordinate, Disagreement, Disagreements};
pub use perturb::{Coordinates, Perturb};

/// Checks the derivatives of `F` at `args`: the argument of a function with one parameter, else the tuple of all
/// arguments. See [`Checker`] for step and tolerance.
///
/// ```
/// # use jac_runtime::check::Perturb;
/// # use jac_runtime::function::Function;
/// # fn test<f>() where f: for<'a> Function<[f64; 2]> {
/// use jac_runtime::check::check;
///
/// check::<f, _>([1.0, 2.0]).unwrap();
/// # }
/// ```
///
/// # Errors
///
/// If anything disagrees; the error prints what, and the numbers.
///
/// # Panics
///
/// If parameters with floats are not differentiated: tell which ones are, with [`Checker::wrt`].
#[track_caller]
pub fn check<F, Args>(args: Args) -> Result<(), Disagreements>
where
    Args: Perturb,
    F: for<'a> Function<Args::View<'a>>,
{
    Checker::new().run::<F, Args>(args)
}

/// A gradient checker with its options.
#[derive(Clone, Copy, Debug, Default)]
#[must_use = "a checker does nothing before `run`"]
pub struct Checker<'a> {
    step: Option<f64>,
    tolerance: Option<f64>,
    wrt: Option<&'a [usize]>,
}

impl<'a> Checker<'a> {
    /// The default step and tolerance; every parameter is an input.
    pub const fn new() -> Self {
        Checker { step: None, tolerance: None, wrt: None }
    }

    /// The step of the central differences, relative to `max(1, |x|)`. If not called: the cube root of the machine epsilon of the
    /// least precise float in inputs and outputs, 6e-6 for `f64` and 5e-3 for `f32`.
    pub const fn step(mut self, step: f64) -> Self {
        self.step = Some(step);
        self
    }

    /// How far derivatives may part, relative to `max(1, |derivative|)`. If not called: the same cube root, 6e-6 for `f64` and 5e-3 for `f32`. In comparisons
    /// with central differences, the rounding errors of these are granted in addition.
    pub const fn tolerance(mut self, tolerance: f64) -> Self {
        self.tolerance = Some(tolerance);
        self
    }

    /// The positions of the parameters that are differentiated, as in `#[differentiable(wrt(..))]`. Needed only if others
    /// contain floats.
    pub const fn wrt(mut self, parameters: &'a [usize]) -> Self {
        self.wrt = Some(parameters);
        self
    }

    /// Checks the derivatives of `F` at `args`: the argument of a function with one parameter, else the tuple of all
    /// arguments. Evaluates the function twice for each input float.
    ///
    /// # Errors
    ///
    /// If anything disagrees; the error prints what, and the numbers.
    ///
    /// # Panics
    ///
    /// If parameters with floats are not differentiated and [`wrt`](Self::wrt) does not say so.
    #[track_caller]
    pub fn run<F, Args>(self, args: Args) -> Result<(), Disagreements>
    where
        Args: Perturb,
        F: for<'b> Function<Args::View<'b>>,
    {
        let mut owned = args.to_owned();
        let inputs = self.inputs::<Args>(&mut owned);
        let sweeps = Sweeps::of::<F, _>(&Args::view(&mut owned));
        assert!(
            inputs.len() == sweeps.inputs.len(),
            "the arguments have {} floats, the differentiable inputs {}: name the differentiated parameters with `wrt`",
            inputs.len(),
            sweeps.inputs.len(),
        );
        let default = cube_root(sweeps.epsilon);
        let (step, tolerance) = (self.step.unwrap_or(default), self.tolerance.unwrap_or(default));

        let mut disagreements = sweeps.values();
        let columns = inputs.len();
        for (column, &x) in inputs.iter().enumerate() {
            let step = step * magnitude(x);
            let mut at = |x: f64| {
                let mut owned = owned.clone();
                self.replace::<Args>(&mut owned, column, x);
                // As rounded to the type of the input.
                let x = self.inputs::<Args>(&mut owned)[column];
                (x, value::<F, _>(&Args::view(&mut owned)))
            };
            let ((low, below), (high, above)) = (at(x - step), at(x + step));
            for (row, (below, above)) in below.iter().zip(&above).enumerate() {
                let rounding = 8.0 * sweeps.epsilon * f64::max(magnitude(*below), magnitude(*above)) / (high - low);
                disagreements.extend(sweeps.derivative(
                    row,
                    column,
                    columns,
                    (above - below) / (high - low),
                    tolerance,
                    rounding,
                ));
            }
        }
        disagreements.extend(sweeps.products(tolerance));
        if disagreements.is_empty() { Ok(()) } else { Err(Disagreements(disagreements)) }
    }

    fn is_input(&self, parameter: usize) -> bool {
        self.wrt.is_none_or(|parameters| parameters.contains(&parameter))
    }

    /// The floats of the inputs.
    fn inputs<Args: Perturb>(&self, owned: &mut Args::Owned) -> Vec<f64> {
        let mut inputs = Vec::new();
        Args::map_floats(owned, &mut |parameter, x| {
            if self.is_input(parameter) {
                inputs.push(x);
            }
            x
        });
        inputs
    }

    /// Replaces one float of the inputs.
    fn replace<Args: Perturb>(&self, owned: &mut Args::Owned, index: usize, value: f64) {
        let mut next = 0;
        Args::map_floats(owned, &mut |parameter, x| {
            if !self.is_input(parameter) {
                return x;
            }
            next += 1;
            if next == index + 1 { value } else { x }
        });
    }
}

/// What tangent and adjoint have to say at one point.
struct Sweeps {
    inputs: Vec<Coordinate>,
    outputs: Vec<Coordinate>,
    epsilon: f64,
    /// The value and the Jacobian from the tangent.
    tangent: (Vec<f64>, Vec<f64>),
    /// The value and the Jacobian from the adjoint.
    adjoint: (Vec<f64>, Vec<f64>),
    /// `J dx` of one `dx`, from the tangent.
    pushed: (Vec<f64>, Vec<f64>),
    /// `byᵀ J` of one `by`, from the adjoint, and once more.
    pulled: (Vec<f64>, Vec<f64>, Vec<f64>),
}

impl Sweeps {
    fn of<F: Function<Args>, Args>(args: &Args) -> Self {
        let input = F::input_shape(args);
        let (value, pullback) = F::pullback::<1>(args);
        let output = value.shape();
        let (columns, rows) = (F::Input::dimension(&input), F::Output::dimension(&output));

        let mut forward = vec![0.0; rows * columns];
        let (forward_value, _) = forward_any_width::<F, Args, _, false>(args, &mut forward[..]);
        let mut reverse = vec![0.0; rows * columns];
        let (reverse_value, _) = reverse_any_width::<F, Args, _>(args, &mut reverse[..]);

        let dx = uneven::<F::Input>(&input);
        let by = uneven::<F::Output>(&output);
        let mut dy = F::tangent::<1>(args, &dx).1;
        F::Output::complete(&output, &mut dy);
        let pull = || {
            let mut bx = pullback(by.clone());
            F::Input::complete(&input, &mut bx);
            flat::<F::Input>(&bx)
        };

        Sweeps {
            inputs: coordinates::<F::Input>(&input, F::INPUTS, "input"),
            outputs: coordinates::<F::Output>(&output, F::OUTPUTS, "output"),
            epsilon: f64::max(F::Input::EPSILON, F::Output::EPSILON),
            tangent: (floats(&forward_value), forward),
            adjoint: (floats(&reverse_value), reverse),
            pushed: (flat::<F::Input>(&dx), flat::<F::Output>(&dy)),
            pulled: (flat::<F::Output>(&by), pull(), pull()),
        }
    }

    /// Values that differ.
    fn values(&self) -> Vec<Disagreement> {
        let both = self.tangent.0.iter().zip(&self.adjoint.0).zip(&self.outputs);
        both.filter(|((tangent, adjoint), _)| !agree(**tangent, **adjoint, 4.0 * self.epsilon * magnitude(**tangent)))
            .map(|((&tangent, &adjoint), &output)| Disagreement::Value { output, tangent, adjoint })
            .collect()
    }

    /// One derivative, if it differs.
    fn derivative(
        &self,
        row: usize,
        column: usize,
        columns: usize,
        differences: f64,
        tolerance: f64,
        rounding: f64,
    ) -> Option<Disagreement> {
        let (tangent, adjoint) = (self.tangent.1[row * columns + column], self.adjoint.1[row * columns + column]);
        let exact = tolerance * f64::max(magnitude(tangent), magnitude(adjoint));
        let agreed = agree(tangent, adjoint, exact)
            && agree(tangent, differences, exact + rounding)
            && agree(adjoint, differences, exact + rounding);
        (!agreed).then(|| Disagreement::Derivative {
            output: self.outputs[row],
            input: self.inputs[column],
            tangent,
            adjoint,
            differences,
            tolerance: exact + rounding,
        })
    }

    /// The dot-product identity, and the repetition of the pullback.
    fn products(&self, tolerance: f64) -> Vec<Disagreement> {
        let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        let size = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| (a * b).max(-a * b)).sum::<f64>();
        let (dx, dy) = &self.pushed;
        let (by, bx, again) = &self.pulled;
        let (tangent, adjoint) = (dot(by, dy), dot(bx, dx));
        let tolerance = tolerance * f64::max(1.0, f64::max(size(by, dy), size(bx, dx)));
        let mut disagreements = Vec::new();
        if !agree(tangent, adjoint, tolerance) {
            disagreements.push(Disagreement::Transpose { tangent, adjoint, tolerance });
        }
        for ((&first, &again), &input) in bx.iter().zip(again).zip(&self.inputs) {
            if !agree(first, again, 0.0) {
                disagreements.push(Disagreement::Repetition { input, first, again });
            }
        }
        disagreements
    }
}

/// The value of the function.
fn value<F: Function<Args>, Args>(args: &Args) -> Vec<f64> {
    floats(&F::tangent::<1>(args, &F::Input::zero(&F::input_shape(args))).0)
}

/// Its floats.
fn floats<S: Space>(value: &S) -> Vec<f64> {
    let mut floats = Vec::new();
    value.for_each_float(&mut |x| floats.push(x));
    floats
}

/// The floats of a tangent.
fn flat<S: Space>(tangent: &Tangent<S, 1>) -> Vec<f64> {
    let mut floats = Vec::new();
    S::for_each::<f64, 1>(tangent, 0, &mut |_, lanes| floats.push(lanes.0[0]));
    floats
}

/// A tangent of small integers that differ from one float to the next.
fn uneven<S: Space>(shape: &S::Shape) -> Tangent<S, 1> {
    let mut tangent = S::zero(shape);
    for index in 0..S::dimension(shape) {
        for _ in 0..=(index * 7 + 3) % 4 {
            add_to(&mut tangent, S::seed(shape, index));
        }
    }
    tangent
}

fn magnitude(x: f64) -> f64 {
    x.abs().max(1.0)
}

fn agree(a: f64, b: f64, tolerance: f64) -> bool {
    a == b || (a.is_nan() && b.is_nan()) || (a - b).abs() <= tolerance
}

/// Of the machine epsilon of `f64` or of `f32`.
fn cube_root(epsilon: f64) -> f64 {
    if epsilon <= f64::EPSILON { 6.055454452393343e-6 } else { 4.921566601151847e-3 }
}
