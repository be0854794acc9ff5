//! Checked: a part is within bounds where it is referred to, whatever is read of it.
//!
//! A view is a name for a place, so that a bound that is wrong would be noticed where an element is read, or never. So the length of a slice is asked where
//! the reference is made, as that panics where the slice would, and of an element whether it is there; but not where what follows in the same block asks anyway.

use std::collections::HashSet;

use super::Lowering;
use super::view::View;
use crate::ir::*;

impl Lowering<'_> {
    /// The view is within bounds, or this panics.
    pub fn check_bounds(&mut self, view: &View) {
        if let Some(Projection::Slice { .. } | Projection::Array(Some(_))) = view.place.projections.last() {
            let var = self.temporary("length", proc_macro2::Span::call_site());
            self.function.variables[var.0].discrete = true;
            self.checks.insert(var);
            let value = Rvalue::Length(view.place.clone());
            self.statements.push(Statement::Let { var, annotation: None, value });
        } else if view.place.projections.iter().any(|projection| matches!(projection, Projection::Index(_))) {
            self.statements.push(Statement::Evaluate(Rvalue::Within(view.place.clone())));
        }
    }
}

/// Leaves out what later statements of the block check as well.
pub fn drop_repeated(block: &mut Block, checks: &HashSet<Var>) {
    let mut asked: Vec<Place> = Vec::new();
    let mut statements = Vec::with_capacity(block.statements.len());
    for mut statement in std::mem::take(&mut block.statements).into_iter().rev() {
        match &mut statement {
            Statement::If { then, otherwise, .. } => {
                drop_repeated(then, checks);
                drop_repeated(otherwise, checks);
            }
            Statement::For(for_loop) => drop_repeated(&mut for_loop.body, checks),
            Statement::Let { var, value: Rvalue::Length(place), .. }
                if checks.contains(var) && asked.iter().any(|later| is_part(later, place)) =>
            {
                continue;
            }
            Statement::Evaluate(Rvalue::Within(place)) if asked.iter().any(|later| is_part(later, place)) => continue,
            statement => each_selected(statement, &mut |place| asked.push(place.clone())),
        }
        statements.push(statement);
    }
    statements.reverse();
    block.statements = statements;
}

fn is_part(part: &Place, whole: &Place) -> bool {
    let depth = whole.projections.len();
    part.base == whole.base
        && part.projections.get(..depth).is_some_and(|prefix| same_projections(prefix, &whole.projections))
}

/// The places of which a statement selects a part in any case.
fn each_selected(statement: &Statement, visit: &mut dyn FnMut(&Place)) {
    match statement {
        Statement::Let { value: Rvalue::Load(place) | Rvalue::Clone(place) | Rvalue::Length(place), .. }
        | Statement::Evaluate(Rvalue::Within(place))
        | Statement::Store { place, .. }
        | Statement::Push { place, .. }
        | Statement::Truncate { place, .. } => visit(place),
        Statement::Let { value: Rvalue::Operator(operator), .. } => {
            for operand in operator.operands() {
                if let Operated::Place(place) = operand {
                    visit(place);
                }
            }
        }
        Statement::Swap { first, second } => {
            visit(first);
            visit(second);
        }
        Statement::Call(call) => {
            for argument in &call.arguments {
                if let Argument::Borrow { place, .. } = argument {
                    visit(place);
                }
            }
        }
        _ => {}
    }
}
