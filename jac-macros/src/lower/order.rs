//! Order of evaluation: an operand has the value that it had when its turn came, whatever the
//! operands after it assign.

use syn::Expr;
use syn::spanned::Spanned;

use super::Lowering;
use crate::ir::*;

impl Lowering<'_> {
    /// Lowers expressions from left to right.
    pub fn in_order<'e>(
        &mut self,
        expressions: impl IntoIterator<Item = &'e Expr>,
        lower: fn(&mut Self, &Expr) -> Operand,
    ) -> Vec<Operand> {
        self.in_order_of(expressions, lower)
    }

    /// The same, of expressions about which more is known.
    pub fn in_order_of<E>(
        &mut self,
        expressions: impl IntoIterator<Item = E>,
        mut lower: impl FnMut(&mut Self, E) -> Operand,
    ) -> Vec<Operand> {
        let mut lowered: Vec<(Operand, usize)> = Vec::new();
        for expression in expressions {
            let operand = lower(self, expression);
            lowered.push((operand, self.statements.len()));
        }
        for (operand, mark) in lowered.iter_mut().rev() {
            self.settle(operand, *mark);
        }
        lowered.into_iter().map(|(operand, _)| operand).collect()
    }

    /// Keeps the value that `operand` had at `mark`, an index into the statements, if it has been changed since.
    pub fn settle(&mut self, operand: &mut Operand, mark: usize) {
        let Operand::Var(var) = *operand else { return };
        if !self.statements[mark..].iter().any(|statement| changes(statement, var)) {
            return;
        }
        let ident = self.function.variables[var.0].ident.clone();
        let copy = self.temporary(&ident.to_string(), ident.span());
        self.function.variables[copy.0].discrete = self.function.variables[var.0].discrete;
        let value = Rvalue::Use(Operand::Var(var));
        self.insert(mark, vec![Statement::Let { var: copy, annotation: None, value }]);
        *operand = Operand::Var(copy);
    }

    /// The same for an operand of an operator.
    pub fn settle_operated(&mut self, operand: &mut Operated, mark: usize) {
        match operand {
            Operated::Value(operand) | Operated::Referred(operand) => self.settle(operand, mark),
            Operated::Place(place) => self.settle_place(place, mark),
        }
    }

    /// An operand with the value that it has now, whatever is assigned to its variable later.
    pub fn fixed_operand(&mut self, expression: &Expr) -> Operand {
        match self.operand(expression) {
            Operand::Var(var) if !self.function.variables[var.0].temporary => {
                let copy = self.temporary("fixed", expression.span());
                self.function.variables[copy.0].discrete = self.function.variables[var.0].discrete;
                let value = Rvalue::Use(Operand::Var(var));
                self.statements.push(Statement::Let { var: copy, annotation: None, value });
                Operand::Var(copy)
            }
            operand => operand,
        }
    }

    /// The same for what certainly is a `usize`: a count, a length, a position.
    pub fn count_operand(&mut self, expression: &Expr) -> Operand {
        let count = self.fixed_operand(expression);
        if let Operand::Var(var) = count {
            self.function.typed.push((var, syn::parse_quote!(usize)));
        }
        count
    }

    /// The same for the indices in a place.
    pub fn settle_place(&mut self, place: &mut Place, mark: usize) {
        map_place(place, &mut |operand| self.settle(operand, mark));
    }
}

/// The statement may change the variable.
pub fn changes(statement: &Statement, var: Var) -> bool {
    let within = |block: &Block| block.statements.iter().any(|statement| changes(statement, var));
    match statement {
        Statement::Assign { var: assigned, .. } => *assigned == var,
        Statement::Store { place, .. } | Statement::Push { place, .. } | Statement::Truncate { place, .. } => {
            place.base == var
        }
        Statement::If { then, otherwise, .. } => within(then) || within(otherwise),
        Statement::For(for_loop) => within(&for_loop.body),
        Statement::Call(call) => call
            .arguments
            .iter()
            .any(|argument| matches!(argument, Argument::Borrow { lending, place } if lending.may_write() && place.base == var)),
        _ => false,
    }
}
