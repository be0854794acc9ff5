//! Counters: integers that a loop carries are counted again, and not recorded, where its reverse runs in its order.
//!
//! Before: the reverse of a loop's body, which reads what the loop carries. After: the reversed loop carries the integers among it, too, if what it
//! has at hand says how they go on.

use super::super::reversed::is_in_order;
use super::Transform;
use super::flow::Known;
use crate::ir::*;

/// The body of a loop and its reverse, to which nothing is added yet that restores values.
pub(super) struct Reversed<'a> {
    pub id: usize,
    pub index: Option<Var>,
    pub pushed: bool,
    pub forward: &'a [Statement],
    pub reverse: Vec<Statement>,
}

/// What the reversed loop carries, what is recorded, and the body.
type CountedAgain = (Vec<Carried>, Vec<Residual>, Vec<Statement>);

impl Transform<'_> {
    /// The cotangents of what iterations of a loop have to themselves.
    pub(super) fn private_cotangents(&self, id: usize) -> std::collections::HashSet<Var> {
        let private = self.private.of_loops.get(&id).into_iter().flatten();
        private.filter_map(|var| self.bars.get(var)).copied().collect()
    }

    /// The reverse of the loop will run in its order.
    pub(super) fn runs_in_order(&self, for_loop: &Loop, reverse: &[Statement]) -> bool {
        let body = Block { statements: reverse.to_vec() };
        let reversed = Loop { reversed: true, carried: Vec::new(), recorded: None, body, ..for_loop.clone() };
        let arrays = Known {
            private: self.private_cotangents(for_loop.id),
            primals: &self.primals,
            types: self.types,
            layouts: self.layouts,
            activity: self.activity,
            parameters: &self.function.parameters,
        };
        is_in_order(reversed, &self.function, &arrays)
    }

    /// Counts again what would be recorded; none if there is nothing, or it is not known how to.
    pub(super) fn count_again(
        &mut self,
        carried: &[Carried],
        residuals: &[Residual],
        block: Reversed,
    ) -> Option<CountedAgain> {
        let is_integer = |var: Var| self.function.variables[var.0].discrete && !self.activity.is_varied(var);
        let is_recorded = |residuals: &[Residual], var: Var| residuals.iter().any(|residual| residual.var == var);
        let mut counters = Vec::new();
        for Carried { phi, initial, next, .. } in carried {
            let Operand::Var(next) = next else { continue };
            let is_counter = is_recorded(residuals, *phi) && is_integer(*phi) && is_integer(*next) && phi != next;
            if is_counter && !matches!(initial, Operand::Nested(_)) {
                counters.push((*phi, initial.clone(), *next));
            }
        }
        // A second search would take what is wrapped for what is so already.
        if counters.is_empty() || residuals.iter().any(|residual| residual.wrapped) {
            return None;
        }
        let Reversed { id, index, pushed, forward, mut reverse } = block;
        for (_, _, next) in &counters {
            reverse.push(Statement::Evaluate(Rvalue::Use(Operand::Var(*next))));
        }
        // What the next iteration has read is at hand in the other order alone.
        let mut residuals = self.records.restore(&self.function, id, index, pushed, &[], forward, &mut reverse);
        reverse.truncate(reverse.len() - counters.len());
        if counters.iter().any(|(_, _, next)| is_recorded(&residuals, *next)) {
            return None;
        }
        residuals.retain(|residual| counters.iter().all(|(phi, ..)| *phi != residual.var));
        let carried = counters.into_iter().map(|(phi, initial, next)| {
            let out = self.companion(phi, "again");
            Carried { phi, initial, next: Operand::Var(next), out }
        });
        Some((carried.collect(), residuals, reverse))
    }
}
