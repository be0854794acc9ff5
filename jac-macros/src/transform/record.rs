//! Records: what blocks of a forward sweep leave for its continuation, and where.
//!
//! Before: a nested block of the forward sweep, and the block of the continuation that stands for it. After: the latter starts with
//! what it recomputes, and what it reads besides is recorded: by a loop in a trace, by a branch in joins.

use std::collections::HashSet;

use quote::quote;

use super::restore::{self, Scopes};
use crate::analysis::layout::Layouts;
use crate::analysis::memory::Memory;
use crate::hygiene::Names;
use crate::ir::*;

/// What may be recorded on the tape: it holds no borrow, and no record of a loop inside of another one of the same loop.
#[derive(Clone, Copy, Debug)]
pub struct Traces {
    /// Loops.
    pub on_tape: bool,
    /// Copies of arguments that are written later.
    pub copies_on_tape: bool,
    /// Reversed loops are made lean: there will be no tangents of them.
    pub lean: bool,
}

pub struct Records<'a> {
    pub layouts: &'a Layouts,
    pub memory: &'a Memory,
    pub traces: Traces,
    pub scopes: Scopes,
    /// What stands behind `&` is passed to the continuation again.
    pub passed_again: bool,
    /// The traces that are the function's own, with their cursors.
    pub own: Vec<(Var, Var)>,
    /// Pullbacks that are wrapped in an `Option`.
    pub wrapped: HashSet<Var>,
}

impl<'a> Records<'a> {
    pub fn new(
        layouts: &'a Layouts,
        memory: &'a Memory,
        traces: Traces,
        scopes: Scopes,
        passed_again: bool,
    ) -> Records<'a> {
        Records { layouts, memory, traces, scopes, passed_again, own: Vec::new(), wrapped: HashSet::new() }
    }

    /// Makes what the continuation of a nested block reads available there. `pushed`: it is recorded when it is there, and needs
    /// no placeholder of its own.
    #[allow(clippy::too_many_arguments)] // what a block is to its continuation
    pub fn restore(
        &mut self,
        function: &Function,
        id: usize,
        index: Option<Var>,
        pushed: bool,
        handed_on: &[(Var, Var)],
        forward: &[Statement],
        later: &mut Vec<Statement>,
    ) -> Vec<Residual> {
        let (scopes, memory, passed_again) = (&self.scopes, self.memory, self.passed_again);
        let mut residuals =
            restore::restore(id, index, function, scopes, memory, passed_again, handed_on, forward, later);
        for residual in &mut residuals {
            let kind = function.variables[residual.var.0].kind;
            residual.copied = kind == Kind::Value && self.layouts.may_be_moved(residual.var);
            // Once wrapped, it stays so on its way outwards.
            residual.wrapped = !pushed && kind == Kind::Pullback && self.wrapped.insert(residual.var);
        }
        residuals
    }

    /// The joins by which one side of a branch leaves what is recorded there to the block around it.
    pub fn leave(&mut self, residuals: Vec<Residual>, is_then: bool, outer: usize, joins: &mut Vec<Join>) {
        for residual in residuals {
            self.scopes.rehome(residual.var, outer);
            let value = Operand::Var(residual.var);
            let value = if residual.wrapped { Operand::nested(Rvalue::Runtime("Some", vec![value])) } else { value };
            let empty = Operand::nested(Rvalue::Runtime("empty", Vec::new()));
            let (then, otherwise) = if is_then { (value, empty) } else { (empty, value) };
            joins.push(Join { var: residual.var, then, otherwise });
        }
    }

    /// What a loop records is read by its continuation. The trace of known length is declared in front.
    pub fn record(
        &mut self,
        function: &mut Function,
        names: &mut Names,
        for_loop: &mut Loop,
        outer: usize,
        residuals: Vec<Residual>,
        forward: &mut Vec<Statement>,
    ) -> Option<Recording> {
        if residuals.is_empty() {
            return None;
        }
        let recording = self.recording(function, names, for_loop, outer, residuals);
        for_loop.recorded = Some(recording.clone());
        if let Some(length) = recording.storage.length() {
            let trace = if recording.optional { "optional_trace" } else { "fixed_trace" };
            let mut operands = vec![length.tokens()];
            if let Storage::Bounded { many, one_by_one, .. } = &recording.storage {
                let key = one_by_one.as_ref().map_or_else(|| quote!(()), |(key, _)| quote!(#key));
                operands.extend([many.clone(), key]);
            }
            let value = Rvalue::Runtime(trace, operands.into_iter().map(Operand::Constant).collect());
            forward.push(Statement::Mutable { var: recording.trace, value });
        }
        Some(recording)
    }

    fn recording(
        &mut self,
        function: &mut Function,
        names: &mut Names,
        for_loop: &Loop,
        outer: usize,
        residuals: Vec<Residual>,
    ) -> Recording {
        let span = proc_macro2::Span::call_site();
        let trace = function.new_variable(names.fresh("trace", span), Kind::Value, false);
        let exchanges = residuals.iter().any(|residual| residual.exchanged);
        let storage = match &for_loop.bound {
            Some(bound) => {
                function.variables[trace.0].kind = Kind::Memory;
                self.scopes.define(trace, outer);
                let is_generic = matches!(bound, Bound::Path { generic: true, .. });
                let records = count(bound, &residuals, &for_loop.body);
                match records.are_many() {
                    Some(many) if self.traces.on_tape && !is_generic => {
                        let alone = !exchanges && !uses_tape(function, &for_loop.body);
                        let one_by_one = (!alone).then(|| (names.fresh("Loop", span), names.fresh("recorder", span)));
                        Storage::Bounded { length: bound.clone(), many, one_by_one }
                    }
                    _ => Storage::Fixed(bound.clone()),
                }
            }
            None if self.traces.on_tape => {
                self.scopes.define(trace, outer);
                let alone = for_loop.until.is_none() && !exchanges && !uses_tape(function, &for_loop.body);
                if alone {
                    Storage::Slots(names.fresh("slots", span))
                } else {
                    Storage::Tape(names.fresh("Loop", span))
                }
            }
            None => {
                function.variables[trace.0].kind = Kind::Memory;
                self.scopes.define(trace, Scopes::ROOT);
                let cursor = function.new_variable(names.fresh("cursor", span), Kind::Value, false);
                self.own.push((trace, cursor));
                Storage::Own { cursor }
            }
        };
        let kind = |var: Var| function.variables[var.0].kind;
        let holds_pullbacks = residuals.iter().any(|residual| kind(residual.var) == Kind::Pullback);
        let optional = holds_pullbacks && storage.length().is_some();
        Recording { trace, storage, residuals, optional }
    }
}

/// How many records the trace of a loop has, with those in its body. An iteration that leaves nothing but traces of other loops has none of its own.
fn count<'a>(bound: &Bound, residuals: impl IntoIterator<Item = &'a Residual>, body: &Block) -> RecordCount {
    let traces = traces_in(body);
    let own = residuals.into_iter().any(|residual| !traces.contains(&residual.var));
    RecordCount::of_loop(bound, records_in(body).plus(RecordCount::Number(usize::from(own))))
}

/// The traces of the loops in the block that may be arrays.
fn traces_in(block: &Block) -> Vec<Var> {
    let traces = block.statements.iter().flat_map(|statement| match statement {
        Statement::If { then, otherwise, .. } => [traces_in(then), traces_in(otherwise)].concat(),
        Statement::For(for_loop) => {
            let bounded = |recording: &&Recording| recording.storage.length().is_some();
            for_loop.recorded.iter().filter(bounded).map(|recording| recording.trace).collect()
        }
        _ => Vec::new(),
    });
    traces.collect()
}

/// How many records the traces of the loops in the block have, and those of its calls. What is certainly on the tape leaves a number behind.
fn records_in(block: &Block) -> RecordCount {
    let records = block.statements.iter().map(|statement| match statement {
        Statement::Derived(_) => RecordCount::OF_CALL,
        Statement::If { then, otherwise, .. } => records_in(then).plus(records_in(otherwise)),
        Statement::For(for_loop) => match for_loop.recorded.as_ref().and_then(|recording| recording.storage.length()) {
            Some(bound) => {
                let residuals = for_loop.recorded.iter().flat_map(|recording| &recording.residuals);
                count(bound, residuals, &for_loop.body)
            }
            None => RecordCount::NONE,
        },
        _ => RecordCount::NONE,
    });
    records.fold(RecordCount::NONE, RecordCount::plus)
}

/// Something in the block may be recorded on the tape.
fn uses_tape(function: &Function, block: &Block) -> bool {
    block.statements.iter().any(|statement| match statement {
        Statement::Derived(_) => true,
        Statement::Let { var, .. } => function.variables[var.0].kind == Kind::Kept,
        Statement::If { then, otherwise, .. } => uses_tape(function, then) || uses_tape(function, otherwise),
        Statement::For(for_loop) => {
            let on_tape = |recording: &Recording| {
                !matches!(recording.storage, Storage::Fixed(_))
                    || recording.residuals.iter().any(|residual| residual.exchanged)
            };
            for_loop.recorded.as_ref().is_some_and(on_tape) || uses_tape(function, &for_loop.body)
        }
        _ => false,
    })
}
