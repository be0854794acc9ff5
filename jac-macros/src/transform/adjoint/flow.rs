//! The reverse of branches and loops: the same structure backwards, with what it needs of the values inside.

use std::collections::{HashMap, HashSet};

use super::super::reversed::{Arrays, lean, updates_last};
use super::counters::Reversed;
use super::forwards::Forwards;
use super::{Frame, SWEEP, State, Swept, Transform, defined_by, zero};
use crate::analysis::activity::Activity;
use crate::analysis::layout::Layouts;
use crate::analysis::types::Types;
use crate::ir::*;
use crate::lower::passing;
use crate::surface::is_slice;

impl Transform<'_> {
    pub(super) fn branch(
        &mut self,
        condition: Operand,
        then: (Block, usize),
        otherwise: (Block, usize),
        mut joins: Vec<Join>,
        forward: &mut Vec<Statement>,
        reverse: &mut Vec<Statement>,
    ) {
        let outer = self.current();
        let live: Vec<Join> = joins.iter().filter(|join| self.state(join.var) == State::Live).cloned().collect();
        let before = self.past_states.len();
        let mut forward_blocks = Vec::new();
        let mut reverse_blocks = Vec::new();
        let mut live_after = Vec::new();
        let mut shared = Vec::new();
        for ((block, id), is_then) in [(then, true), (otherwise, false)] {
            self.frames.push(Frame { block: id, is_loop: false, guard: None });
            let mut start = Vec::new();
            for join in &live {
                let bar = Rvalue::Use(Operand::Var(self.bar(join.var)));
                // What is wanted on some paths alone is so on either side.
                let under_condition = self.under_condition;
                self.under_condition |= self.conditional.contains(&join.var);
                self.contribute(if is_then { &join.then } else { &join.otherwise }, bar, &mut start);
                self.under_condition = under_condition;
            }
            let Swept { forward, reverse } = self.block(block, id);
            start.extend(reverse);
            let (forward, mut reverse) = self.finish_block(forward, start, id);
            self.frames.pop();
            let mut residuals = self.records.restore(&self.function, id, None, false, &[], &forward, &mut reverse);
            if is_then {
                shared = residuals.iter().map(|residual| residual.var).filter(|var| self.is_float(*var)).collect();
            } else {
                self.share(&mut shared, &mut residuals, &mut joins, &mut reverse);
            }
            self.records.leave(residuals, is_then, outer, &mut joins);
            forward_blocks.push(Block { statements: forward });
            reverse_blocks.push(Block { statements: reverse });
            live_after.push(self.rewind_states(before));
        }
        let live_after: [Vec<Var>; 2] = live_after.try_into().expect("two branches");
        self.note_sides(&condition, &live_after);
        // Live after either branch.
        let mut live_after = live_after.concat();
        live_after.sort();
        for var in live_after {
            self.set_state(var, State::Live);
        }
        self.settle(reverse);
        let [then, otherwise]: [Block; 2] = forward_blocks.try_into().expect("two branches");
        let [reverse_then, reverse_otherwise]: [Block; 2] = reverse_blocks.try_into().expect("two branches");
        if !(reverse_then.statements.is_empty() && reverse_otherwise.statements.is_empty()) {
            reverse.push(Statement::If {
                condition: condition.clone(),
                then: reverse_then,
                otherwise: reverse_otherwise,
                joins: Vec::new(),
            });
        }
        forward.push(Statement::If { condition, then, otherwise, joins });
    }

    fn is_float(&self, var: Var) -> bool {
        self.kind(var) == Kind::Value && self.function.variables[var.0].width.is_some()
    }

    /// Of the two sides of a branch, one runs: floats that one of them leaves have the places of those that the other leaves.
    fn share(
        &self,
        left: &mut Vec<Var>,
        residuals: &mut Vec<Residual>,
        joins: &mut [Join],
        reverse: &mut Vec<Statement>,
    ) {
        let width = |var: Var| self.function.variables[var.0].width;
        residuals.retain(|residual| {
            let var = residual.var;
            let found = left.iter().position(|other| self.is_float(var) && width(*other) == width(var));
            let Some(found) = found else { return true };
            let other = left.remove(found);
            let join = joins.iter_mut().find(|join| join.var == other).expect("the other side has left it");
            join.otherwise = Operand::Var(var);
            let value = Rvalue::Use(Operand::Var(other));
            reverse.insert(0, Statement::Let { var, annotation: None, value });
            false
        });
    }

    pub(super) fn for_loop(
        &mut self,
        mut for_loop: Loop,
        id: usize,
        forward: &mut Vec<Statement>,
        reverse: &mut Vec<Statement>,
    ) {
        let outer = self.reversed_block();
        let active: Vec<Carried> =
            for_loop.carried.iter().filter(|carried| self.activity.is_active(carried.phi)).cloned().collect();
        // One variable carries the cotangent backwards through the iterations.
        for carried in &active {
            let bar = self.bar(carried.out);
            if self.state(carried.out) != State::Live {
                let space = self.space(carried.out);
                reverse.push(Statement::Mutable {
                    var: bar,
                    value: Rvalue::Vector(VectorOp::SpaceZero(space, vec![SWEEP])),
                });
            }
            self.bars.insert(carried.phi, bar);
            self.set_state(carried.phi, State::Stale);
        }
        let forwards = self.carry_forwards(&for_loop, id, outer);
        if let [carried] = active.as_slice() {
            for Forwards { by, carried: slope, .. } in &forwards {
                let bar = Operand::Var(self.bar(carried.out));
                self.contribute(&Operand::Var(*by), Rvalue::Binary(Op::Mul, bar, Operand::Var(slope.out)), reverse);
            }
        }
        self.frames.push(Frame { block: id, is_loop: true, guard: None });
        self.forwards.extend(forwards.iter().map(|forwards| forwards.by));
        let mut start = Vec::new();
        let mut handed_on = Vec::new();
        for carried in &active {
            let bar = self.bar(carried.phi);
            if !self.activity.active(&carried.next) {
                continue;
            }
            let taken = self.companion_vector(carried.phi, "bar_next");
            self.function.variables[taken.0].temporary = true;
            start.push(Statement::Let { var: taken, annotation: None, value: Rvalue::Use(Operand::Var(bar)) });
            handed_on.push((carried.next.clone(), taken));
        }
        for (next, taken) in handed_on {
            self.contribute(&next, Rvalue::Use(Operand::Var(taken)), &mut start);
        }
        let Swept { forward: mut body, reverse: reverse_body } = self.block(std::mem::take(&mut for_loop.body), id);
        for Forwards { by, carried, next } in forwards {
            self.forwards.remove(&by);
            // Before the value, which then takes the place of the one before.
            let mut reads_body = false;
            let defined: HashSet<Var> = body.iter().flat_map(defined_by).collect();
            statement_reads(&next, &mut |read| reads_body |= defined.contains(&read));
            body.insert(if reads_body { body.len() } else { 0 }, next);
            for_loop.carried.push(carried);
        }
        start.extend(reverse_body);
        for carried in &active {
            if self.state(carried.phi) == State::Stale {
                let bar = self.bar(carried.phi);
                start.push(Statement::Update { var: bar, value: zero() });
            }
        }
        let (body, mut reverse_body) = self.finish_block(body, start, id);
        self.frames.pop();
        let nothing_to_do = reverse_body.is_empty();
        let pushed = for_loop.bound.is_some() || self.records.traces.on_tape;
        let pairs = for_loop.carried.iter().filter_map(|carried| Some((carried.phi, carried.next.var()?)));
        let handed_on: Vec<(Var, Var)> = pairs.filter(|_| self.records.traces.lean).collect();
        let index = for_loop.index;
        let before = reverse_body.clone();
        let mut residuals =
            self.records.restore(&self.function, id, index, pushed, &handed_on, &body, &mut reverse_body);
        let mut counted_again = Vec::new();
        if self.records.traces.lean && self.runs_in_order(&for_loop, &before) {
            let block = Reversed { id, index, pushed, forward: &body, reverse: before };
            if let Some(again) = self.count_again(&for_loop.carried, &residuals, block) {
                (counted_again, residuals, reverse_body) = again;
            }
        }
        for var in self.private.vectors_of(for_loop.id) {
            let mut is_read = false;
            reverse_body.iter().for_each(|statement| statement_reads(statement, &mut |read| is_read |= read == var));
            if is_read {
                residuals.push(Residual { var, by_reference: true, copied: false, wrapped: false, exchanged: true });
            }
        }
        self.settle(reverse);
        // Not where it runs in the order of the forward sweep, as it does where it counts again.
        if self.records.traces.lean && counted_again.is_empty() {
            self.hand_back(&for_loop.carried, &mut residuals, &mut reverse_body, reverse);
        }
        for_loop.body = Block { statements: body };
        if !nothing_to_do {
            let mut reversed = Loop {
                reversed: true,
                in_order: false,
                rewinds: None,
                recorded: None,
                replayed: None,
                index: for_loop.index,
                range: for_loop.range.clone(),
                until: None,
                count: None,
                carried: counted_again,
                body: Block { statements: reverse_body },
                bound: None,
                id: for_loop.id,
            };
            if for_loop.until.is_some() {
                let count = self.new_variable("iterations", proc_macro2::Span::call_site());
                self.records.scopes.define(count, outer);
                for_loop.count = Some(count);
                reversed.count = Some(count);
            }
            reversed.replayed =
                self.records.record(&mut self.function, self.names, &mut for_loop, outer, residuals, forward);
            if self.records.traces.lean {
                updates_last(&mut reversed.body);
                let arrays = Known {
                    private: self.private_cotangents(for_loop.id),
                    primals: &self.primals,
                    types: self.types,
                    layouts: self.layouts,
                    activity: self.activity,
                    parameters: &self.function.parameters.clone(),
                };
                let (before, after) = lean(&mut reversed, &mut self.function, &arrays, self.names);
                assert!(reversed.in_order || reversed.carried.is_empty(), "what counts again runs in its order");
                reverse.extend(before);
                reverse.push(Statement::For(reversed));
                reverse.extend(after);
            } else {
                reverse.push(Statement::For(reversed));
            }
        }
        for carried in &active {
            let bar = Rvalue::Use(Operand::Var(self.bar(carried.phi)));
            self.contribute(&carried.initial, bar, reverse);
        }
        forward.push(Statement::For(for_loop));
    }

    /// What an iteration hands on is what the next one has started with, and so what the reverse sweep has read just before: it is
    /// recorded once.
    fn hand_back(
        &mut self,
        carried: &[Carried],
        residuals: &mut Vec<Residual>,
        body: &mut Vec<Statement>,
        before: &mut Vec<Statement>,
    ) {
        for Carried { phi, next, out, .. } in carried {
            let Operand::Var(next) = next else { continue };
            let is_plain = |var: Var| {
                residuals.iter().any(|residual| residual.var == var && !residual.copied && !residual.by_reference)
            };
            if next == phi || !is_plain(*phi) || !is_plain(*next) {
                continue;
            }
            residuals.retain(|residual| residual.var != *next);
            let handed = self.companion(*phi, "handed_on");
            before.push(Statement::Mutable { var: handed, value: Rvalue::Use(Operand::Var(*out)) });
            let value = Rvalue::Use(Operand::Var(handed));
            body.insert(0, Statement::Let { var: *next, annotation: None, value });
            body.insert(1, Statement::Update { var: handed, value: Rvalue::Use(Operand::Var(*phi)) });
        }
    }
}

/// What the analyses know of arrays.
pub(super) struct Known<'a> {
    /// The cotangents that are zero where an iteration begins or ends.
    pub private: HashSet<Var>,
    /// What each cotangent is the cotangent of.
    pub primals: &'a HashMap<Var, Var>,
    pub types: &'a Types,
    pub layouts: &'a Layouts,
    pub activity: &'a Activity,
    pub parameters: &'a [Parameter],
}

impl Known<'_> {
    fn primal(&self, cotangent: &Place) -> Option<Place> {
        let base = *self.primals.get(&cotangent.base)?;
        Some(Place { base, projections: cotangent.projections.clone() })
    }
}

impl Arrays for Known<'_> {
    fn private(&self) -> HashSet<Var> {
        self.private.clone()
    }

    fn has_elements_apart(&self, cotangent: &Place) -> bool {
        self.primal(cotangent).is_some_and(|primal| self.types.is_sequence(&primal))
    }

    fn is_dynamic(&self, array: &Place, is_cotangent: bool) -> bool {
        let primal = if is_cotangent { self.primal(array) } else { Some(array.clone()) };
        let Some(primal) = primal else { return false };
        let base = primal.base;
        // What varies and has elements is an array, if perhaps one of `ndarray`: nothing else has tangents with elements.
        let is_array = self.activity.dependences.get(base.0).is_some_and(|dependences| *dependences != 0)
            || self.parameters.iter().any(|parameter| {
                parameter.var == base && array.projections.is_empty() && is_slice(passing(&parameter.ty).1)
            });
        is_array && !self.layouts.is_fixed_place(&primal)
    }
}
