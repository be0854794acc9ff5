//! `Sweeps`: one function at one point, by tangent and by adjoint, and what in these disagrees.

use alloc::vec;
use alloc::vec::Vec;

use super::disagreement::{Coordinate, Disagreement, coordinates};
use crate::cotangent::add_to;
use crate::function::Function;
use crate::jacobian::sweep::{forward_any_width, reverse_any_width};
use crate::space::{Space, Tangent};
use crate::tape::Tape;

/// What tangent and adjoint have to say at one point.
pub struct Sweeps {
    pub(super) inputs: Vec<Coordinate>,
    outputs: Vec<Coordinate>,
    /// The machine epsilon of the least precise float.
    pub(super) epsilon: f64,
    /// The value from the function itself.
    function: Vec<Option<f64>>,
    /// The value and the Jacobian from the tangent.
    tangent: (Vec<Option<f64>>, Vec<f64>),
    /// The value and the Jacobian from the adjoint.
    adjoint: (Vec<Option<f64>>, Vec<f64>),
    /// `J dx` of one `dx`, from the tangent.
    pushed: (Vec<f64>, Vec<f64>),
    /// `byᵀ J` of one `by`, from the adjoint, and once more.
    pulled: (Vec<f64>, Vec<f64>, Vec<f64>),
}

impl Sweeps {
    #[doc(hidden)]
    pub fn of<F: Function<Args>, Args>(args: &Args) -> Self {
        let input = F::input_shape(args);
        let (value, pullback) = F::pullback::<1>(args);
        let output = value.shape();
        let (columns, rows) = (F::Input::dimension(&input), F::Output::dimension(&output));

        let mut forward = vec![0.0; rows * columns];
        let (forward_value, _) = forward_any_width::<F, Args, _, false>(args, &mut forward[..], &mut Tape::default());
        let mut reverse = vec![0.0; rows * columns];
        let (reverse_value, _) = reverse_any_width::<F, Args, _>(args, &mut reverse[..], &mut Tape::default());

        let there = floats(&value);
        let dx = uneven::<F::Input>(&input, |_| true);
        // What is absent is handed back as it came, to what was there before: that is no part of the derivative.
        let by = uneven::<F::Output>(&output, |index| there.get(index).is_none_or(Option::is_some));
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
            function: floats(&F::value(args)),
            tangent: (floats(&forward_value), forward),
            adjoint: (floats(&reverse_value), reverse),
            pushed: (flat::<F::Input>(&dx), flat::<F::Output>(&dy)),
            pulled: (flat::<F::Output>(&by), pull(), pull()),
        }
    }

    /// Values that differ.
    pub(super) fn values(&self) -> Vec<Disagreement> {
        let all = self.function.iter().zip(&self.tangent.0).zip(&self.adjoint.0).zip(&self.outputs);
        // What is absent is so in all three.
        let number = |float: &Option<f64>| float.unwrap_or(f64::NAN);
        let differs = |function: &Option<f64>, other: &Option<f64>| {
            let (value, of_sweep) = (number(function), number(other));
            function.is_some() != other.is_some() || !agree(value, of_sweep, 4.0 * self.epsilon * magnitude(value))
        };
        all.filter(|(((function, tangent), adjoint), _)| differs(function, tangent) || differs(function, adjoint))
            .map(|(((function, tangent), adjoint), &output)| Disagreement::Value {
                output,
                function: number(function),
                tangent: number(tangent),
                adjoint: number(adjoint),
            })
            .collect()
    }

    /// Where an input is moved, the value has another number of floats, or others are there.
    pub(super) fn size(&self, column: usize, moved: &[Option<f64>]) -> Option<Disagreement> {
        let alike = |(float, moved): (&Option<f64>, &Option<f64>)| float.is_some() == moved.is_some();
        let same = self.function.len() == moved.len() && self.function.iter().zip(moved).all(alike);
        let there = |floats: &[Option<f64>]| floats.iter().flatten().count();
        let (floats, moved) = (there(&self.function), there(moved));
        (!same).then(|| Disagreement::Size { input: self.inputs[column], floats, moved })
    }

    /// One derivative, if it differs.
    pub(super) fn derivative(
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
    pub(super) fn products(&self, tolerance: f64) -> Vec<Disagreement> {
        let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        // The tangent of what is absent says nothing.
        let of_absent = |index: usize| self.function.get(index).is_some_and(Option::is_none);
        let size = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| (a * b).max(-a * b)).sum::<f64>();
        let (dx, dy) = &self.pushed;
        let dy: Vec<f64> = dy.iter().enumerate().map(|(row, &x)| if of_absent(row) { 0.0 } else { x }).collect();
        let (by, bx, again) = &self.pulled;
        let (tangent, adjoint) = (dot(by, &dy), dot(bx, dx));
        let tolerance = tolerance * f64::max(1.0, f64::max(size(by, &dy), size(bx, dx)));
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
#[doc(hidden)]
pub fn value<F: Function<Args>, Args>(args: &Args) -> Vec<Option<f64>> {
    floats(&F::value(args))
}

/// Its floats, one for each of its tangent: those of what is absent are `None`.
fn floats<S: Space>(value: &S) -> Vec<Option<f64>> {
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

/// A tangent of small integers that differ from one float to the next, and of zeros where floats are left out.
fn uneven<S: Space>(shape: &S::Shape, has: impl Fn(usize) -> bool) -> Tangent<S, 1> {
    let mut tangent = S::origin(shape);
    for index in (0..S::dimension(shape)).filter(|index| has(*index)) {
        for _ in 0..=(index * 7 + 3) % 4 {
            add_to(&mut tangent, S::seed(shape, index));
        }
    }
    tangent
}

/// The scale of what is relative to `x`.
pub(super) fn magnitude(x: f64) -> f64 {
    x.abs().max(1.0)
}

fn agree(a: f64, b: f64, tolerance: f64) -> bool {
    a == b || (a.is_nan() && b.is_nan()) || (a - b).abs() <= tolerance
}
