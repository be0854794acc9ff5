//! Failures: what outputs are computed of that was in an `Err`.
//!
//! Numbers in errors carry no derivative. Where a function fails, its derivatives fail with the same error, so that nothing is lost; but a caller that takes a number
//! out of an error and computes an output of it would take what varies for a constant. Whether such a number varies, only the function that failed knows. So the
//! compiler is asked for the type of what is taken out: integers, flags and text never vary, and anything else is refused unless `jac::constant` says that
//! this is meant.
//!
//! Before: activity. After: the variables whose types are to be checked, where they are defined or passed.

use std::collections::HashSet;

use super::activity::{self, Activity};
use crate::ir::*;

#[derive(Default)]
pub struct Failures {
    computed_with: HashSet<Var>,
    passed: HashSet<Var>,
}

impl Failures {
    /// The variable was taken out of an error, and an output is computed of it.
    pub fn computed_with(&self, var: Var) -> bool {
        self.computed_with.contains(&var)
    }

    /// The variable may hold an error with something in it that varies, but does not vary itself, and a callee that gives an output would take it for a constant.
    pub fn passed(&self, var: Var) -> bool {
        self.passed.contains(&var)
    }
}

pub fn analyse(function: &Function, activity: &Activity) -> Failures {
    let mut failures = Failures::default();
    if has_failures(&function.body) {
        let counted = activity::counting_failures(function, activity);
        let mut search = Search { activity, counted, taken: HashSet::new(), failures: &mut failures };
        search.block(&function.body);
        function.result.iter().for_each(|result| search.operand(result));
    }
    failures
}

fn has_failures(block: &Block) -> bool {
    block.statements.iter().any(|statement| match statement {
        Statement::Let { value: Rvalue::Opaque(opaque), .. } => {
            matches!(opaque.if_varied, IfVaried::Failure | IfVaried::OfFailure)
        }
        Statement::If { then, otherwise, .. } => has_failures(then) || has_failures(otherwise),
        Statement::For(for_loop) => has_failures(&for_loop.body),
        _ => false,
    })
}

struct Search<'a> {
    activity: &'a Activity,
    /// What varies, if what is in an `Err` counts.
    counted: Vec<Mask>,
    /// What was taken out of an error, and of no type that was checked.
    taken: HashSet<Var>,
    failures: &'a mut Failures,
}

impl Search<'_> {
    /// It does not vary, but an error in it may.
    fn holds(&self, var: Var) -> bool {
        self.counted[var.0] != 0 && !self.activity.is_varied(var)
    }

    /// An output is computed of it.
    fn variable(&mut self, var: Var) {
        if self.taken.contains(&var) {
            self.failures.computed_with.insert(var);
        }
    }

    fn operand(&mut self, operand: &Operand) {
        operand_reads(operand, &mut |var| self.variable(var));
    }

    /// What is stored in something is computed with, if that is of use.
    fn stored(&mut self, value: &Operand, into: Var) {
        if self.activity.useful[into.0] {
            self.operand(value);
        }
    }

    fn block(&mut self, block: &Block) {
        block.statements.iter().for_each(|statement| self.statement(statement));
    }

    fn statement(&mut self, statement: &Statement) {
        match statement {
            Statement::Let { var, value, .. } => self.defined(*var, value),
            Statement::Assign { var, value } => self.stored(value, *var),
            Statement::Store { place, value, .. }
            | Statement::Replace { place, value }
            | Statement::Push { place, value } => self.stored(value, place.base),
            Statement::Swap { first, second } => {
                if self.activity.useful[first.base.0] || self.activity.useful[second.base.0] {
                    self.variable(first.base);
                    self.variable(second.base);
                }
            }
            Statement::If { then, otherwise, joins, .. } => {
                self.block(then);
                self.block(otherwise);
                for join in joins {
                    self.stored(&join.then, join.var);
                    self.stored(&join.otherwise, join.var);
                }
            }
            Statement::For(for_loop) => {
                for carried in &for_loop.carried {
                    self.stored(&carried.initial, carried.out);
                }
                self.block(&for_loop.body);
                for carried in &for_loop.carried {
                    self.stored(&carried.next, carried.out);
                }
            }
            Statement::Call(call) => self.call(call),
            // They give nothing.
            Statement::Declare { .. }
            | Statement::Evaluate(_)
            | Statement::Truncate { .. }
            | Statement::RequireTaken { .. } => {}
            made_by_transforms => activity::unreachable_before_transforms(made_by_transforms),
        }
    }

    fn defined(&mut self, var: Var, value: &Rvalue) {
        match value {
            // Numbers of an error in another one go on as they are.
            Rvalue::Opaque(Opaque { if_varied: IfVaried::Stopped(_) | IfVaried::Failure, .. }) => {}
            Rvalue::Opaque(Opaque { reads, if_varied, .. }) => {
                let is_taken = |read: &Var| match if_varied {
                    IfVaried::OfFailure => self.counted[read.0] != 0,
                    _ => self.holds(*read),
                };
                if reads.iter().any(|read| self.taken.contains(read) || is_taken(read)) {
                    self.taken.insert(var);
                }
            }
            // A part of it, or a copy.
            Rvalue::Use(_) | Rvalue::Load(_) | Rvalue::Clone(_) => {
                let mut is_taken = false;
                activity::derivative_reads(value, &mut |read| is_taken |= self.taken.contains(&read));
                if is_taken {
                    self.taken.insert(var);
                }
            }
            value if self.activity.useful[var.0] => {
                activity::derivative_reads(value, &mut |read| self.variable(read));
            }
            _ => {}
        }
    }

    fn call(&mut self, call: &Call) {
        let writes = activity::call_targets(call).any(|base| self.activity.useful[base.0]);
        // All that it gives was in errors.
        if !writes && !self.activity.is_varied(call.result) {
            if activity::call_sources(call).any(|var| self.taken.contains(&var) || self.holds(var)) {
                self.taken.insert(call.result);
            }
        } else if writes || self.activity.useful[call.result.0] {
            for var in activity::call_sources(call) {
                if self.taken.contains(&var) {
                    self.failures.computed_with.insert(var);
                } else if self.holds(var) {
                    self.failures.passed.insert(var);
                }
            }
        }
    }
}
