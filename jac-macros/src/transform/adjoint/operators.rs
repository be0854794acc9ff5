//! The reverse of operators of types that only the compiler knows: their rule keeps what it needs, and gets again what floats
//! would need, so that floats keep nothing.

use super::{State, Transform};
use crate::ir::*;

impl Transform<'_> {
    pub(super) fn operate(
        &mut self,
        result: Var,
        annotation: Option<syn::Type>,
        operator: Operator,
        forward: &mut Vec<Statement>,
        reverse: &mut Vec<Statement>,
    ) {
        let is_memory = self.kind(result) == Kind::Memory;
        let wanted = if is_memory { self.bars.contains_key(&result) } else { self.state(result) == State::Live };
        if !self.activity.is_active(result) || !wanted {
            forward.push(Statement::Let { var: result, annotation, value: Rvalue::Operator(operator) });
            return;
        }
        let kept = self.companion(result, "kept");
        self.function.variables[kept.0].kind = Kind::Memory;
        self.records.scopes.define(kept, self.records.scopes.home(result));

        let active: Vec<bool> =
            operator.operands().map(|operand| operand.var().is_some_and(|var| self.activity.is_active(var))).collect();
        let (left_active, right_active) = (active[0], active.get(1) == Some(&true));
        let (left_again, right_again, result_again) = match operator.operation {
            Operation::Negate => (false, false, false),
            Operation::Binary(op) | Operation::Assign(op) => match op {
                Op::Add | Op::Sub => (false, false, false),
                Op::Mul => (right_active, left_active, false),
                Op::Div => (false, true, right_active),
                Op::Rem => (right_active, right_active, right_active),
            },
        };
        let left = self.again(&operator.left, left_again, result, forward);
        let right = operator.right.as_ref().and_then(|right| self.again(right, right_again, result, forward));
        let again = result_again.then_some(Operated::Referred(Operand::Var(result)));

        let bar = self.bar(result);
        let bar = if is_memory {
            let taken = self.companion_vector(result, "bar_value");
            let whole = self.last_read(bar);
            reverse.push(Statement::Let { var: taken, annotation: None, value: whole });
            Operand::Var(taken)
        } else {
            Operand::Var(bar)
        };
        let mut mask: Mask = 0;
        let mut bars = [None, None];
        for (position, operand) in operator.operands().enumerate().filter(|(position, _)| active[*position]) {
            mask |= 1 << position;
            bars[position] = operand.var().map(|var| self.companion_vector(var, "contribution"));
        }
        let [left_bar, right_bar] = bars;
        let is_sum = match operator.operation {
            Operation::Binary(op) | Operation::Assign(op) => matches!(op, Op::Add | Op::Sub),
            Operation::Negate => true,
        };
        let factors = operator.operands().filter_map(Operated::var).filter(|_| !is_sum).collect();
        let pull = Pull { kept, left, right, result: again, bar, left_bar, right_bar, factors, tangents: Vec::new() };
        reverse.push(Statement::Pull(pull));
        for (operand, bar) in operator.operands().zip(bars) {
            let Some(bar) = bar else { continue };
            let bar = Rvalue::Use(Operand::Var(bar));
            match operand {
                Operated::Value(operand) | Operated::Referred(operand) => self.contribute(operand, bar, reverse),
                Operated::Place(place) => self.contribute_to_place(place, bar, reverse),
            }
        }
        forward.push(Statement::Operate(Operate {
            result,
            annotation,
            operator,
            kept: Some(kept),
            masks: vec![mask],
            dots: Vec::new(),
            tangents: Vec::new(),
            is_linear: false,
        }));
    }

    /// The operand as it is passed again: a reference always, a value if floats need it.
    fn again(
        &mut self,
        operand: &Operated,
        wanted: bool,
        reader: Var,
        forward: &mut Vec<Statement>,
    ) -> Option<Operated> {
        match operand {
            Operated::Value(operand) => wanted.then(|| Operated::Referred(operand.clone())),
            Operated::Referred(operand) => Some(Operated::Referred(operand.clone())),
            Operated::Place(place) if self.stays(place, reader) => Some(Operated::Place(place.clone())),
            Operated::Place(place) => {
                let copy = self.copy_of(place.base, reader, Kind::Memory);
                forward.push(Statement::Let { var: copy, annotation: None, value: Rvalue::Clone(place.clone()) });
                Some(Operated::Place(Place::whole(copy)))
            }
        }
    }
}
