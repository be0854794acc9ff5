//! The tangent of operators of types that only the compiler knows: their rule gives it with the result.

use super::Transform;
use crate::ir::*;

impl Transform<'_> {
    pub(super) fn operate(&mut self, result: Var, annotation: Option<syn::Type>, operator: Operator) -> Statement {
        let mut mask: Mask = 0;
        let mut operands = Vec::new();
        for (position, operand) in operator.operands().enumerate() {
            let varied = operand.var().filter(|var| self.activity.is_varied(*var));
            operands.push(match varied {
                Some(var) => {
                    mask |= 1 << position;
                    let place = match operand {
                        Operated::Place(place) => self.dot_place(place),
                        _ => Place::whole(self.dot(var)),
                    };
                    Companion::Shared(place, self.condition(var))
                }
                None => Companion::Absent,
            });
        }
        let beside = Beside::Tangent { dot: self.dot(result), operands };
        Statement::Operate(Operate { result, annotation, operator, mask, beside })
    }
}
