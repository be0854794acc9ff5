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
}

impl fmt::Display for IndependenceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.input {
            Some(input) => write!(f, "output `{}` is independent of input `{}`", self.output.name, input.name),
            None => write!(f, "output `{}` depends on no input", self.output.name),
        }
    }
}

impl Error for IndependenceError {}

/// The first independence, in PyTorch's order: outputs that depend on no input come before pairs.
pub(super) const fn first_independence<F, Args>() -> Option<IndependenceError>
where
    F: Function<Args>,
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
                pair = Some(IndependenceError { output, input: Some(Position { index: i, name: inputs[i] }) });
            }
            i += 1;
        }
        if !depends {
            return Some(IndependenceError { output, input: None });
        }
        o += 1;
    }
    pair
}
