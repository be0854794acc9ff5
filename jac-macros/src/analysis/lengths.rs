//! Lengths: which of them are the same whatever the values of the inputs are.

use std::collections::HashSet;

use crate::ir::*;

/// The lengths that are no matter of values: of what cannot get longer or shorter, and of what the caller passes and nothing replaces.
pub struct Lengths {
    fixed: HashSet<Var>,
    passed: HashSet<Var>,
    /// What is written as a whole, or lent to be written.
    replaced: Vec<Place>,
}

impl Lengths {
    pub fn of(function: &Function) -> Lengths {
        let layouts = super::layout::analyse(function);
        let mut fixed = (0..function.variables.len()).map(Var).filter(|var| layouts.is_fixed(*var)).collect();
        collect_arrays(&function.body, &mut fixed);
        let passed = function.parameters.iter().map(|parameter| parameter.var).collect();
        let mut replaced = Vec::new();
        collect_replaced(&function.body, &mut replaced);
        Lengths { fixed, passed, replaced }
    }

    /// The length of what stands there, wherever values change.
    pub fn are_fixed(&self, place: &Place, changing: &HashSet<Var>) -> bool {
        let is_whole = matches!(place.projections.as_slice(), [] | [Projection::Deref]);
        if is_whole && self.fixed.contains(&place.base) {
            return true;
        }
        let mut picked = false;
        place_index_reads(place, &mut |var| picked |= changing.contains(&var));
        // What is written at `x[i]` does not matter to the length of `x`.
        let may_hold = |written: &Place| {
            let pairs = written.projections.iter().zip(&place.projections);
            written.base == place.base
                && written.projections.len() <= place.projections.len()
                && pairs.into_iter().all(|pair| match pair {
                    (Projection::Field(one), Projection::Field(other)) => one == other,
                    _ => true,
                })
        };
        !picked && self.passed.contains(&place.base) && !self.replaced.iter().any(may_hold)
    }
}

/// What is certainly an array: the compiler makes nothing else of it.
fn collect_arrays(block: &Block, arrays: &mut HashSet<Var>) {
    for statement in &block.statements {
        match statement {
            Statement::Let { var, value: Rvalue::Runtime("array_beside", _), .. }
            | Statement::Mutable { var, value: Rvalue::Runtime("array_beside", _) } => {
                arrays.insert(*var);
            }
            Statement::If { then, otherwise, .. } => {
                collect_arrays(then, arrays);
                collect_arrays(otherwise, arrays);
            }
            Statement::For(for_loop) => collect_arrays(&for_loop.body, arrays),
            _ => {}
        }
    }
}

fn collect_replaced(block: &Block, replaced: &mut Vec<Place>) {
    for statement in &block.statements {
        match statement {
            Statement::Store { place, .. }
            | Statement::Push { place, .. }
            | Statement::Truncate { place, .. }
            | Statement::Replace { place, .. } => replaced.push(place.clone()),
            Statement::Swap { first, second } => replaced.extend([first.clone(), second.clone()]),
            Statement::Assign { var, .. } | Statement::Update { var, .. } => replaced.push(Place::whole(*var)),
            Statement::Call(call) | Statement::Derived(Derived { call, .. }) => {
                for argument in &call.arguments {
                    if let Argument::Borrow { lending, place } = argument
                        && lending.may_write()
                    {
                        replaced.push(place.clone());
                    }
                }
            }
            Statement::Operate(_) | Statement::Declare { .. } => {
                statement_reads(statement, &mut |var| replaced.push(Place::whole(var)));
            }
            Statement::If { then, otherwise, .. } => {
                collect_replaced(then, replaced);
                collect_replaced(otherwise, replaced);
            }
            Statement::For(for_loop) => collect_replaced(&for_loop.body, replaced),
            _ => {}
        }
    }
}
