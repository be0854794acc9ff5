//! Cotangents that are zero on all paths but some.
//!
//! A norm that is computed in front of a branch, and used on one side of it, has a zero for a cotangent where the other side is taken; and zero times
//! the infinite partial of a root at zero is NaN. So what is reversed for branches and loops behind it alone is reversed where it is wanted. Only
//! what may have infinite partials is: other products with zero are zero.
//!
//! Of a number, its cotangent says whether it is wanted: it is not zero. Each seed has a say for itself, so that it does not matter which rows of a
//! Jacobian share a sweep. Where there will be tangents of the reverse sweep, the tangent of a zero
//! matters, and of other types than numbers, zero cannot be asked for: then it is the side of a branch that was taken, if there is one alone.

use std::collections::HashSet;

use super::{Frame, State, Transform};
use crate::analysis::activity::call_targets;
use crate::ir::*;

/// The side of a branch where a cotangent is not zero.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    condition: Var,
    then: bool,
}

impl Wanted {
    /// The cotangent itself says so.
    const BY_VALUE: Wanted = Wanted { condition: Var(usize::MAX), then: true };
}

impl Transform<'_> {
    /// Behind a branch, in the order of the reverse sweep: what has become live on one side of it alone.
    pub(super) fn note_sides(&mut self, condition: &Operand, live: &[Vec<Var>; 2]) {
        let Operand::Var(condition) = condition else { return };
        for (side, other, then) in [(&live[0], &live[1], true), (&live[1], &live[0], false)] {
            for var in side.iter().filter(|var| !other.contains(var)) {
                self.note_wanted(*var, Wanted { condition: *condition, then });
            }
        }
    }

    /// If nothing else has contributed to it.
    fn note_wanted(&mut self, var: Var, wanted: Wanted) {
        let is_of_block = self.records.scopes.home(var) == self.reversed_block();
        if self.kind(var) == Kind::Value && self.state(var) == State::Fresh && is_of_block {
            self.wanted.insert(var, wanted);
        }
    }

    /// What is contributed elsewhere is wanted elsewhere, too.
    pub(super) fn note_contribution(&mut self, var: Var) {
        let here = self.frames.last().and_then(|frame| frame.guard).or(self.under);
        if self.state(var) == State::Live && self.wanted.get(&var) != here.as_ref() {
            self.wanted.remove(&var);
        }
        let is_conditional = self.records.scopes.home(var) != self.current() || self.under_condition;
        if !is_conditional {
            self.conditional.remove(&var);
        } else if self.state(var) != State::Live {
            self.conditional.insert(var);
        }
    }

    /// Reverses a statement that makes a value of operands, where the cotangent of the value may be other than zero.
    pub(super) fn where_wanted(
        &mut self,
        var: Var,
        operands: Vec<Var>,
        blows_up: bool,
        reverse: &mut Vec<Statement>,
        inside: impl FnOnce(&mut Self, &mut Vec<Statement>),
    ) {
        if self.kind(var) != Kind::Value || self.state(var) != State::Live {
            return inside(self, reverse);
        }
        let wanted = self.wanted.get(&var).copied();
        let is_conditional = self.conditional.contains(&var);
        let is_number = self.function.variables[var.0].width.is_some();
        if !blows_up {
            let fresh: Vec<Var> = operands.into_iter().filter(|operand| self.state(*operand) == State::Fresh).collect();
            let under = (std::mem::replace(&mut self.under, wanted), self.under_condition);
            self.under_condition |= is_conditional;
            inside(self, reverse);
            (self.under, self.under_condition) = under;
            let Some(wanted) = wanted else { return };
            for operand in fresh {
                let is_of_block = self.records.scopes.home(operand) == self.reversed_block();
                if self.state(operand) == State::Live && self.kind(operand) == Kind::Value && is_of_block {
                    self.wanted.insert(operand, wanted);
                }
            }
            return;
        }
        if self.records.traces.lean && is_number && is_conditional {
            return self.where_not_zero(var, wanted, reverse, inside);
        }
        self.on_side(wanted, reverse, inside);
    }

    /// Reverses something on one side of a branch, if it is wanted there alone.
    pub(super) fn on_side(
        &mut self,
        wanted: Option<Wanted>,
        reverse: &mut Vec<Statement>,
        inside: impl FnOnce(&mut Self, &mut Vec<Statement>),
    ) {
        let Some(wanted) = wanted else { return inside(self, reverse) };
        let before = self.past_states.len();
        let block = self.records.scopes.aside();
        self.frames.push(Frame { block, is_loop: false, guard: Some(wanted) });
        let mut guarded = Vec::new();
        inside(self, &mut guarded);
        self.frames.pop();
        let live = self.rewind_states(before);
        for operand in &live {
            self.note_wanted(*operand, wanted);
        }
        for operand in live {
            self.set_state(operand, State::Live);
        }
        self.settle(reverse);
        if !guarded.is_empty() {
            let guarded = Block { statements: guarded };
            let (then, otherwise) = if wanted.then { (guarded, Block::default()) } else { (Block::default(), guarded) };
            let condition = Operand::Var(wanted.condition);
            reverse.push(Statement::If { condition, then, otherwise, joins: Vec::new() });
        }
    }

    /// The side of a branch where all is wanted that a loop hands on, if it changes nothing else. Seeds have no say for themselves here: it would cost
    /// a comparison for each product in the loop.
    pub(super) fn side_of_loop(&self, for_loop: &Loop) -> Option<Wanted> {
        let carried = for_loop.carried.iter().map(|carried| carried.out);
        let live: Vec<Var> =
            carried.filter(|out| self.activity.is_active(*out) && self.state(*out) == State::Live).collect();
        let (first, others) = live.split_first()?;
        let wanted = *self.wanted.get(first)?;
        let is_same = others.iter().all(|out| self.wanted.get(out) == Some(&wanted));
        let mut written = HashSet::new();
        for_loop.body.statements.iter().for_each(|statement| super::collect_written(statement, &mut written));
        let is_outside = |base: Var| self.frames.iter().any(|frame| frame.block == self.records.scopes.home(base));
        let changes_more = written.into_iter().any(|base| self.activity.is_active(base) && is_outside(base));
        (is_same && !changes_more).then_some(wanted)
    }

    /// Reverses a statement that makes a number, where the cotangent of that is not zero.
    fn where_not_zero(
        &mut self,
        var: Var,
        wanted: Option<Wanted>,
        reverse: &mut Vec<Statement>,
        inside: impl FnOnce(&mut Self, &mut Vec<Statement>),
    ) {
        let before = self.past_states.len();
        let block = self.records.scopes.aside();
        self.frames.push(Frame { block, is_loop: false, guard: Some(Wanted::BY_VALUE) });
        let mut guarded = Vec::new();
        inside(self, &mut guarded);
        self.frames.pop();
        let live = self.rewind_states(before);
        // A loop that has made one of them asks for the side.
        if let Some(wanted) = wanted {
            live.iter().for_each(|operand| self.note_wanted(*operand, wanted));
        }
        for operand in live {
            self.set_state(operand, State::Live);
        }
        self.settle(reverse);
        if guarded.is_empty() {
            return;
        }
        let bar = self.bar(var);
        let where_not_zero = |value: &mut Rvalue| value.where_not_zero(bar);
        guarded.iter_mut().for_each(|statement| statement.each_value_mut(&where_not_zero));
        let condition = self.new_variable("is_wanted", proc_macro2::Span::call_site());
        self.function.variables[condition.0].discrete = true;
        let value = Rvalue::Runtime("is_wanted", vec![Operand::Var(bar)]);
        reverse.push(Statement::Let { var: condition, annotation: None, value });
        let (then, otherwise) = (Block { statements: guarded }, Block::default());
        reverse.push(Statement::If { condition: Operand::Var(condition), then, otherwise, joins: Vec::new() });
    }

    /// A product with a partial of it may be NaN where the cotangent is zero.
    pub(super) fn blows_up(&self, value: &Rvalue) -> bool {
        may_blow_up(value, &self.unbounded)
    }

    pub(super) fn operator_blows_up(&self, operator: &Operator) -> bool {
        operator_may_blow_up(operator, &self.unbounded)
    }
}

impl Rvalue {
    /// Zero under the seeds under which `bar` is.
    fn where_not_zero(&mut self, bar: Var) {
        match self {
            Rvalue::Vector(VectorOp::When(_, value)) => value.where_not_zero(bar),
            value if value.multiplies() => {
                let product = std::mem::replace(value, Rvalue::Use(Operand::Var(bar)));
                *value = Rvalue::Runtime("where_not_zero", vec![Operand::Var(bar), Operand::nested(product)]);
            }
            _ => {}
        }
    }
}

impl Statement {
    fn each_value_mut(&mut self, visit: &impl Fn(&mut Rvalue)) {
        match self {
            Statement::Let { value, .. }
            | Statement::Mutable { value, .. }
            | Statement::Update { value, .. }
            | Statement::AddTo { value, .. }
            | Statement::Accumulate { value, .. } => visit(value),
            Statement::Guard(_, block) => {
                block.statements.iter_mut().for_each(|statement| statement.each_value_mut(visit));
            }
            _ => {}
        }
    }
}

/// Functions whose partials are finite wherever their arguments are.
const BOUNDED: &[&str] = &[
    "abs",
    "asinh",
    "atan",
    "ceil",
    "clamp",
    "copysign",
    "cos",
    "floor",
    "fract",
    "max",
    "min",
    "mul_add",
    "rem_euclid",
    "round",
    "signum",
    "sin",
    "tanh",
    "to_degrees",
    "to_radians",
    "trunc",
];

/// A product with a partial of it may be NaN where the other factor is zero.
pub fn may_blow_up(value: &Rvalue, unbounded: &HashSet<Var>) -> bool {
    let is_unbounded = |operand: &Operand| operand.var().is_some_and(|var| unbounded.contains(&var));
    match value {
        Rvalue::Binary(Op::Div | Op::Rem, ..) => true,
        Rvalue::Binary(Op::Mul, left, right) => is_unbounded(left) || is_unbounded(right),
        Rvalue::Elementary { rule, arguments, .. } => {
            let is_power = rule.name == "powi" && arguments[1].is_natural();
            !(is_power || BOUNDED.contains(&rule.name)) || arguments.iter().any(is_unbounded)
        }
        Rvalue::Operator(operator) => operator_may_blow_up(operator, unbounded),
        _ => false,
    }
}

fn operator_may_blow_up(operator: &Operator, unbounded: &HashSet<Var>) -> bool {
    match operator.operation {
        Operation::Binary(Op::Div | Op::Rem) | Operation::Assign(Op::Div | Op::Rem) => true,
        Operation::Binary(Op::Mul) | Operation::Assign(Op::Mul) => {
            operator.operands().filter_map(Operated::var).any(|var| unbounded.contains(&var))
        }
        _ => false,
    }
}

impl Operand {
    /// An exponent of which it is seen that it is a natural number.
    pub fn is_natural(&self) -> bool {
        matches!(self, Operand::Constant(tokens) if tokens.to_string().parse::<u32>().is_ok())
    }
}

/// The values of a function that may be infinite: poles, what calls give, and what is made of either.
pub fn unbounded(body: &Block) -> HashSet<Var> {
    let mut unbounded = HashSet::new();
    collect_unbounded(body, &mut unbounded);
    unbounded
}

fn collect_unbounded(block: &Block, unbounded: &mut HashSet<Var>) {
    for statement in &block.statements {
        match statement {
            Statement::Let { var, value, .. } => {
                let mut is_unbounded = may_blow_up(value, unbounded);
                rvalue_reads(value, &mut |read| is_unbounded |= unbounded.contains(&read));
                if is_unbounded {
                    unbounded.insert(*var);
                }
            }
            Statement::Call(call) => {
                unbounded.insert(call.result);
                unbounded.extend(call_targets(call));
            }
            Statement::If { then, otherwise, joins, .. } => {
                collect_unbounded(then, unbounded);
                collect_unbounded(otherwise, unbounded);
                for join in joins {
                    let is_unbounded = |side: &Operand| side.var().is_some_and(|var| unbounded.contains(&var));
                    if is_unbounded(&join.then) || is_unbounded(&join.otherwise) {
                        unbounded.insert(join.var);
                    }
                }
            }
            Statement::For(for_loop) => {
                // What is carried comes back.
                let mut before = None;
                while before != Some(unbounded.len()) {
                    before = Some(unbounded.len());
                    for carried in &for_loop.carried {
                        let is_unbounded = |side: &Operand| side.var().is_some_and(|var| unbounded.contains(&var));
                        if is_unbounded(&carried.initial) || is_unbounded(&carried.next) {
                            unbounded.extend([carried.phi, carried.out]);
                        }
                    }
                    collect_unbounded(&for_loop.body, unbounded);
                }
            }
            _ => {}
        }
    }
}
