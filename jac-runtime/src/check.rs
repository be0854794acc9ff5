//! A gradient checker for tests: tangent, adjoint and central differences of one function at one point.
//!
//! The three must agree in every element of the Jacobian; besides, tangent and adjoint must compute the value of the function, be
//! transposes of each other for a seed that is not a unit (the dot-product identity), and the pullback must give the same result each
//! time it is called. It holds no opinion about points where a function has a kink or a pole: check next to them.

use alloc::vec::Vec;

mod disagreement;
mod perturb;
mod sweeps;

pub use disagreement::{Coordinate, Disagreement, Disagreements};
pub use perturb::{Checkable, Coordinates, Perturb};
use sweeps::magnitude;
#[doc(hidden)]
pub use sweeps::{Sweeps, value};

/// Checks the derivatives of `F` at `args`: the argument of a function with one parameter, else the tuple of all
/// arguments. See [`Checker`] for step and tolerance.
///
/// ```ignore
/// // through the facade
/// check::<rosenbrock, _>([1.0, 2.0]).unwrap();
/// check::<weighted, _>((0.5_f64, &x[..])).unwrap();
/// ```
///
/// Numbers that stand alone in a tuple of arguments need their type (`0.5_f64`), or `_` must be spelled out.
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
    Args: Checkable<F>,
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
        Args: Checkable<F>,
    {
        let mut owned = args.to_owned();
        let inputs = self.inputs::<Args>(&mut owned);
        let sweeps = Args::sweeps(&mut owned);
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
            let at = |x: f64| {
                let mut owned = owned.clone();
                self.replace::<Args>(&mut owned, column, x);
                // As rounded to the type of the input.
                let x = self.inputs::<Args>(&mut owned)[column];
                (x, Args::value(&mut owned))
            };
            // What is absent cannot be moved, and nothing depends on it.
            let is_absent = x.is_nan() && at(0.0).0.is_nan();
            let ((low, below), (high, above)) = (at(x - step), at(x + step));
            if let Some(size) = [&below, &above].into_iter().find_map(|other| sweeps.size(column, other)) {
                disagreements.push(size);
                continue;
            }
            for (row, floats) in below.iter().zip(&above).enumerate() {
                // What is absent has no derivative to compare.
                let (Some(below), Some(above)) = floats else { continue };
                if is_absent {
                    disagreements.extend(sweeps.derivative(row, column, columns, 0.0, tolerance, 0.0));
                    continue;
                }
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

/// Of the machine epsilon of `f64` or of `f32`.
fn cube_root(epsilon: f64) -> f64 {
    if epsilon <= f64::EPSILON { 6.055454452393343e-6 } else { 4.921566601151847e-3 }
}
