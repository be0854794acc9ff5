//! Strict mode: an error if some output is independent of some input, by data flow and not by value.

use core::error::Error;
use core::fmt;

use crate::dependence::Dependence;
use crate::function::Function;

/// An output or an input: its position among them, and its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Its index among the outputs, or among the differentiable inputs.
    pub index: usize,
    /// Its name.
    pub name: &'static str,
}

/// No data flows from an input, or from any input, to an output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct IndependenceError {
    /// The output.
    pub output: Position,
    /// The input that it is independent of; `None` if it depends on no input at all.
    pub input: Option<Position>,
    /// It is the derivative of the output by this input that is meant, and not the output.
    pub derivative: Option<Position>,
}

impl fmt::Display for IndependenceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let output = self.output.name;
        match (self.derivative, self.input) {
            (None, Some(input)) => write!(f, "output `{output}` is independent of input `{}`", input.name),
            (None, None) => write!(f, "output `{output}` depends on no input"),
            (Some(by), Some(input)) => {
                write!(
                    f,
                    "the derivative of output `{output}` by input `{}` is independent of input `{}`",
                    by.name, input.name
                )
            }
            (Some(by), None) => write!(f, "the derivative of output `{output}` by input `{}` is constant", by.name),
        }
    }
}

impl Error for IndependenceError {}

/// The first independence, in PyTorch's order: outputs that depend on no input come before pairs.
pub const fn first_independence<F, Args>() -> Option<IndependenceError>
where
    F: Function<Args> + ?Sized,
{
    let (outputs, inputs) = (F::OUTPUTS, F::INPUTS);
    assert!(F::DEPENDENCE.len() == outputs.len() * inputs.len(), "the table of dependence has a wrong size");
    let mut pair = None;
    let mut o = 0;
    while o < outputs.len() {
        let output = Position { index: o, name: outputs[o] };
        let mut depends = false;
        let mut i = 0;
        while i < inputs.len() {
            if !matches!(F::DEPENDENCE[o * inputs.len() + i], Dependence::Independent) {
                depends = true;
            } else if pair.is_none() {
                let input = Some(Position { index: i, name: inputs[i] });
                pair = Some(IndependenceError { output, input, derivative: None });
            }
            i += 1;
        }
        if !depends {
            return Some(IndependenceError { output, input: None, derivative: None });
        }
        o += 1;
    }
    pair
}

/// What strict mode reports of the derivative of `F`: what it reports of `F`, else the first block that is constant. If there is none, each
/// output is nonlinear in each input, and every block depends on every input as far as is known.
pub const fn first_constant<F, Args>() -> Option<IndependenceError>
where
    F: Function<Args> + ?Sized,
{
    if F::INDEPENDENCE.is_some() {
        return F::INDEPENDENCE;
    }
    let (outputs, inputs) = (F::OUTPUTS, F::INPUTS);
    let mut entry = 0;
    while entry < F::DEPENDENCE.len() {
        if !matches!(F::DEPENDENCE[entry], Dependence::Nonlinear) {
            let (o, i) = (entry / inputs.len(), entry % inputs.len());
            return Some(IndependenceError {
                output: Position { index: o, name: outputs[o] },
                input: None,
                derivative: Some(Position { index: i, name: inputs[i] }),
            });
        }
        entry += 1;
    }
    None
}
