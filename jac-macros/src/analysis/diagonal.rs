//! Diagonal: whether each element of the output is computed of the element of the input with the same number alone.
//!
//! Before: IR in single assignment form, and what varies. The answer is yes for what maps a list: one loop, of which each iteration reads
//! `x[i]` and sets `y[i]`, or puts one element behind those of the iterations before. The Jacobian is then zero beside the diagonal of
//! its blocks, and one sweep finds all of them (`jacobian/diagonal.rs` in the runtime). Whether what is indexed is an array or a `Vec`,
//! the compiler says.

use super::activity::Activity;
use crate::ir::*;
use crate::transform::adjoint::defined_by;

pub fn is_diagonal(function: &Function, activity: &Activity) -> bool {
    let mut inputs = function.parameters.iter().filter(|parameter| parameter.differentiable);
    let (Some(input), None) = (inputs.next(), inputs.next()) else { return false };
    let Some(Operand::Var(result)) = function.result else { return false };
    // The result is what the memory holds at the end.
    let (statements, output) = match function.body.statements.split_last() {
        Some((Statement::Let { var, value: Rvalue::Load(place), .. }, statements))
            if *var == result && place.projections.is_empty() =>
        {
            (statements, place.base)
        }
        _ => (function.body.statements.as_slice(), result),
    };
    let is_written = |parameter: &Parameter| parameter.passing == Passing::Mutable || parameter.callable.is_some();
    if function.parameters.iter().any(is_written) || input.var == output {
        return false;
    }
    let ends = Ends { input: input.var, output };
    let mut loops = statements.iter().filter(|statement| ends.are_used_by(statement));
    let (Some(Statement::For(for_loop)), None) = (loops.next(), loops.next()) else { return false };
    let Some(index) = for_loop.index.filter(|_| for_loop.range.is_some()) else { return false };
    let is_alone = statements.iter().all(|statement| match statement {
        Statement::For(other) if std::ptr::eq(other, for_loop) => true,
        statement => defined_by(statement).iter().all(|var| *var == output || !activity.is_varied(*var)),
    });
    let mut iteration = Iteration { ends, index, pushes: 0 };
    is_alone
        && !for_loop.carried.iter().any(|carried| activity.is_varied(carried.phi) || activity.is_varied(carried.out))
        && iteration.is_closed(&for_loop.body, true)
        && (iteration.pushes == 0
            || iteration.pushes == 1
                && counts_from_zero(for_loop)
                && statements.iter().any(|statement| is_empty(statement, output)))
}

/// The list is made without elements.
fn is_empty(statement: &Statement, list: Var) -> bool {
    match statement {
        Statement::Let { var, value, .. } if *var == list => match value {
            Rvalue::VecLiteral(elements) => elements.is_empty(),
            value => matches!(value, Rvalue::Runtime("with_capacity", _)),
        },
        _ => false,
    }
}

fn counts_from_zero(for_loop: &Loop) -> bool {
    let is_zero =
        |low: &Operand| matches!(low, Operand::Constant(low) if ["0", "0usize"].contains(&low.to_string().as_str()));
    for_loop.range.as_ref().is_some_and(|range| range.adaptors.is_empty() && is_zero(&range.low))
}

/// The input and the output.
#[derive(Clone, Copy)]
struct Ends {
    input: Var,
    output: Var,
}

impl Ends {
    fn has(self, var: Var) -> bool {
        var == self.input || var == self.output
    }

    /// Something besides their lengths, of values that carry derivatives. The output is declared without being used.
    fn are_used_by(self, statement: &Statement) -> bool {
        match statement {
            Statement::Let { value, .. } | Statement::Evaluate(value) => self.are_used_by_value(value),
            statement => {
                let mut are_used = false;
                statement_reads(statement, &mut |var| are_used |= self.has(var));
                are_used
            }
        }
    }

    fn are_used_by_value(self, value: &Rvalue) -> bool {
        if matches!(value, Rvalue::Length(_) | Rvalue::Within(_) | Rvalue::Opaque(_)) {
            return false;
        }
        let mut are_used = false;
        rvalue_reads(value, &mut |var| are_used |= self.has(var));
        are_used
    }
}

struct Iteration {
    ends: Ends,
    index: Var,
    /// Elements that are put at the end of the output.
    pushes: usize,
}

impl Iteration {
    /// Of the input and the output, nothing is used but the elements at the loop's index.
    fn is_closed(&mut self, block: &Block, is_outermost: bool) -> bool {
        block.statements.iter().all(|statement| match statement {
            Statement::Let { value: Rvalue::Load(place) | Rvalue::Clone(place), .. } => self.is_own(place),
            Statement::Let { value: Rvalue::Operator(operator), .. } => {
                operator.operands().all(|operand| match operand {
                    Operated::Place(place) => self.is_own(place),
                    operand => operand.var().is_none_or(|var| !self.ends.has(var)),
                })
            }
            Statement::Store { place, value, .. } => {
                self.is_own(place) && value.var().is_none_or(|value| !self.ends.has(value))
            }
            Statement::Push { place, value } if place.base == self.ends.output && place.projections.is_empty() => {
                self.pushes += 1;
                is_outermost && value.var().is_none_or(|value| !self.ends.has(value))
            }
            Statement::If { then, otherwise, joins, .. } => {
                let mut sides = joins.iter().flat_map(|join| [&join.then, &join.otherwise]);
                sides.all(|side| side.var().is_none_or(|var| !self.ends.has(var)))
                    && self.is_closed(then, false)
                    && self.is_closed(otherwise, false)
            }
            Statement::For(inner) => {
                let mut carried = inner.carried.iter().flat_map(|carried| [&carried.initial, &carried.next]);
                carried.all(|operand| operand.var().is_none_or(|var| !self.ends.has(var)))
                    && self.is_closed(&inner.body, false)
            }
            Statement::Call(call) => call.arguments.iter().all(|argument| match argument {
                Argument::Borrow { place, .. } => self.is_own(place),
                Argument::Rows(places) => places.iter().all(|place| self.is_own(place)),
                argument => !argument.vars().into_iter().any(|var| self.ends.has(var)),
            }),
            statement => !self.ends.are_used_by(statement),
        })
    }

    fn is_own(&self, place: &Place) -> bool {
        let mut selected = place.projections.iter().filter(|projection| !matches!(projection, Projection::Deref));
        let is_at_index =
            matches!(selected.next(), Some(Projection::Index(Operand::Var(index))) if *index == self.index);
        let mut is_elsewhere = false;
        place_index_reads(place, &mut |var| is_elsewhere |= self.ends.has(var));
        !is_elsewhere && (!self.ends.has(place.base) || is_at_index)
    }
}
