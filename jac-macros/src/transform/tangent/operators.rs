//! The tangent of operators of types that only the compiler knows: their rule gives it with the result.

use super::{Transform, zero};
use crate::analysis::activity::COTANGENTS;
use crate::ir::*;

impl Transform<'_> {
    pub(super) fn operate(&mut self, result: Var, annotation: Option<syn::Type>, operator: Operator) -> Statement {
        let (masks, dots, tangents) = (Vec::new(), Vec::new(), Vec::new());
        let kept = None;
        let is_linear = false;
        Statement::Operate(self.operated(Operate {
            result,
            annotation,
            operator,
            kept,
            masks,
            dots,
            tangents,
            is_linear,
        }))
    }

    /// The tangent of an operator that has tangents of older sweeps, or leaves something for the reverse sweep.
    pub(super) fn operated(&mut self, operate: Operate) -> Operate {
        let Operate { result, annotation, operator, kept, mut masks, mut dots, mut tangents, is_linear } = operate;
        let mut mask: Mask = 0;
        let mut own = Vec::new();
        for (position, operand) in operator.operands().enumerate() {
            let companion = self.operated_dot(operand);
            if !matches!(companion, Companion::Absent) {
                mask |= 1 << position;
            }
            own.push(companion);
        }
        own.resize(2, Companion::Absent);
        // The cotangents that its reverse will start from vary.
        masks.push(if kept.is_some() { mask | COTANGENTS } else { mask });
        let older: Vec<Companion> = tangents.iter().map(|tangent| self.companion_dot(tangent)).collect();
        tangents.extend(own);
        tangents.extend(older);
        for result in [result].into_iter().chain(dots.clone()) {
            let dot = self.dot(result);
            dots.push(dot);
        }
        Operate { result, annotation, operator, kept, masks, dots, tangents, is_linear }
    }

    fn operated_dot(&mut self, operand: &Operated) -> Companion {
        let Some(var) = operand.var().filter(|var| self.activity.is_varied(*var)) else { return Companion::Absent };
        let place = match operand {
            Operated::Place(place) => self.dot_place(place),
            _ => Place::whole(self.dot(var)),
        };
        Companion::Shared(place, self.condition(var))
    }

    /// The tangent of the reverse of an operator.
    pub(super) fn pull(&mut self, mut pull: Pull) -> Pull {
        let Pull { left, right, result, bar, left_bar, right_bar, tangents, .. } = &pull;
        let again = [left, right, result]
            .map(|again| again.as_ref().map_or(Companion::Absent, |operand| self.operated_dot(operand)));
        let bar = self.dot_of(bar);
        let mut dot_of_bar =
            |bar: &Option<Var>| bar.filter(|bar| self.activity.is_varied(*bar)).map(|bar| self.dot(bar));
        let (left_bar, right_bar) = (dot_of_bar(left_bar), dot_of_bar(right_bar));
        let mut more = vec![PullTangent { again, bar, left_bar, right_bar }];
        for PullTangent { again, bar, left_bar, right_bar } in tangents {
            let again = again.each_ref().map(|companion| self.companion_dot(companion));
            let bar = self.used(bar).unwrap_or_else(zero);
            let mut dot_of_bar =
                |bar: &Option<Var>| bar.filter(|bar| self.activity.is_varied(*bar)).map(|bar| self.dot(bar));
            let (left_bar, right_bar) = (dot_of_bar(left_bar), dot_of_bar(right_bar));
            more.push(PullTangent { again, bar, left_bar, right_bar });
        }
        pull.tangents.extend(more);
        pull
    }
}
