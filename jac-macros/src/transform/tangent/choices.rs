//! Choices: values whose tangent is zero where something that does not vary was chosen.
//!
//! `x.max(0.0)` is zero where `x` is negative, whatever `x` does: nothing that is made of it there has a part in the derivative. A sweep in reverse mode ends at the
//! choice. In forward mode a tangent of zero goes on, and zero times the infinite partial of a root is NaN. So products with the tangents of what is found here are
//! zero where the tangent is, if the other factor may be infinite. Other tangents are multiplied without being looked at.

use std::collections::HashSet;

use crate::analysis::activity::Activity;
use crate::ir::*;
use crate::rules::compares;
use crate::transform::partials::select;

/// What `max` and its kin give, and branches of which one gives what does not vary; and what is made of these alone.
pub fn chosen(body: &Block, activity: &Activity) -> HashSet<Var> {
    let mut choices = Choices { activity, chosen: HashSet::new() };
    choices.block(body);
    choices.chosen
}

struct Choices<'a> {
    activity: &'a Activity,
    chosen: HashSet<Var>,
}

impl Choices<'_> {
    fn block(&mut self, block: &Block) {
        for statement in &block.statements {
            match statement {
                Statement::Let { var, value, .. } if self.activity.is_varied(*var) && self.is_choice(value) => {
                    self.chosen.insert(*var);
                }
                Statement::If { then, otherwise, joins, .. } => {
                    self.block(then);
                    self.block(otherwise);
                    for join in joins.iter().filter(|join| self.activity.is_varied(join.var)) {
                        if self.ends_at_choice(&join.then) || self.ends_at_choice(&join.otherwise) {
                            self.chosen.insert(join.var);
                        }
                    }
                }
                Statement::For(for_loop) => self.for_loop(for_loop),
                _ => {}
            }
        }
    }

    fn for_loop(&mut self, for_loop: &Loop) {
        // What is carried comes back.
        let mut before = None;
        while before != Some(self.chosen.len()) {
            before = Some(self.chosen.len());
            self.block(&for_loop.body);
            for carried in for_loop.carried.iter().filter(|carried| self.activity.is_varied(carried.out)) {
                if self.ends_at_choice(&carried.initial) && self.ends_at_choice(&carried.next) {
                    self.chosen.extend([carried.phi, carried.out]);
                }
            }
        }
    }

    /// It does not vary, or what it is made of need not.
    fn ends_at_choice(&self, operand: &Operand) -> bool {
        !self.activity.varied(operand) || operand.var().is_some_and(|var| self.chosen.contains(&var))
    }

    fn is_choice(&self, value: &Rvalue) -> bool {
        match value {
            Rvalue::Use(operand) | Rvalue::Negate(operand) | Rvalue::Cast(operand, ..) => self.ends_at_choice(operand),
            Rvalue::Binary(_, left, right) => self.ends_at_choice(left) && self.ends_at_choice(right),
            Rvalue::Elementary { rule, arguments, .. } => {
                let rule = select(rule, |index| self.activity.varied(&arguments[index]));
                compares(rule.partials[0]) || arguments.iter().all(|argument| self.ends_at_choice(argument))
            }
            _ => false,
        }
    }
}
