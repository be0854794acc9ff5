//! Sine and cosine of one number, each of which is the derivative of the other.
//!
//! Before: the reverse of a sine calls the cosine. After: where the function has both, it reads the other; in a loop, where the
//! argument would be recorded for the call, the forward sweep evaluates both, which costs little more than one, and leaves the other.

use super::{State, Transform};
use crate::ir::*;

impl Transform<'_> {
    /// What evaluates the other of the two, if the function does not.
    pub(super) fn pair(&mut self, var: Var, value: &Rvalue) -> Option<Statement> {
        let (other, argument) = other(value)?;
        if !self.records.traces.lean || self.state(var) != State::Live {
            return None;
        }
        if let Some(known) = self.records.scopes.evaluated_beside(var, other, &argument) {
            self.pairs.insert(var, known);
            return None;
        }
        if !self.frames.iter().any(|frame| frame.is_loop) {
            return None;
        }
        let partial = self.companion(var, other);
        self.function.variables[partial.0].temporary = true;
        self.records.scopes.define(partial, self.reversed_block());
        self.pairs.insert(var, partial);
        let value = Rvalue::Runtime(other, vec![argument]);
        Some(Statement::Let { var: partial, annotation: None, value })
    }

    /// The partial of a sine or cosine, if the other is at hand.
    pub(super) fn paired(&self, result: &Operand, value: &Rvalue) -> Option<Operand> {
        let known = Operand::Var(*self.pairs.get(&result.var()?)?);
        let (other, _) = other(value)?;
        Some(if other == "cos" { known } else { Operand::nested(Rvalue::Negate(known)) })
    }
}

/// The other of the two, and the argument.
pub fn other(value: &Rvalue) -> Option<(&'static str, Operand)> {
    let Rvalue::Elementary { rule, arguments, .. } = value else { return None };
    let other = match rule.name {
        "sin" => "cos",
        "cos" => "sin",
        _ => return None,
    };
    Some((other, arguments[0].clone()))
}
