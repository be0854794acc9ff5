//! The reverse of calls: the callee's forward sweep leaves a pullback, which the reverse sweep calls.

use std::collections::HashSet;

use super::super::reversed::key;
use super::super::separate::is_separable;
use super::{Copied, SWEEP, State, Transform, zero};
use crate::analysis::resized;
use crate::ir::*;

/// No other argument is a part of what a method is called on, or the same.
fn is_apart(receiver: &Place, call: &Call) -> bool {
    call.arguments.iter().skip(1).all(|argument| match argument {
        Argument::Value(_) => true,
        Argument::Borrow { place, .. } => is_separable(receiver, place),
        argument => !argument.vars().contains(&receiver.base),
    })
}

impl Transform<'_> {
    pub(super) fn call(&mut self, mut call: Call, forward: &mut Vec<Statement>, reverse: &mut Vec<Statement>) {
        let mut mask: Mask = 0;
        for (position, argument) in call.arguments.iter().enumerate() {
            let active = match argument {
                Argument::Value(operand) => self.activity.active(operand),
                Argument::Borrow { place, .. } => self.activity.is_active(place.base),
                Argument::Rows(places) => places.iter().any(|place| self.activity.is_active(place.base)),
                Argument::Function(passed) => passed.captures.iter().any(|place| self.activity.is_active(place.base)),
            };
            if active {
                mask |= 1 << position;
            }
        }
        let written = crate::analysis::activity::call_targets(&call).any(|base| self.activity.is_active(base));
        let wanted = self.state(call.result) == State::Live || written;
        if mask == 0 || !wanted {
            forward.push(Statement::Call(call));
            return;
        }
        let resized: Vec<Place> = resized::by_call(&call, &self.function, self.layouts).cloned().collect();
        let pullback = self.companion(call.result, "pullback");
        self.function.variables[pullback.0].kind = Kind::Pullback;
        self.records.scopes.define(pullback, self.records.scopes.home(call.result));

        for argument in &mut call.arguments {
            if let Argument::Function(passed) = argument {
                let vectors = self.captured_cotangents(passed);
                passed.vary(&vectors, self.always());
            }
        }
        let mut arguments = Vec::new();
        let mut copies = Vec::new();
        // What is copied was often written just before, element by element: the processor can read it at once, and all at once, a little later.
        let written: HashSet<Var> = crate::analysis::activity::call_targets(&call).collect();
        let mut copied_after = Vec::new();
        let mut results = Vec::new();
        let mut contributions = Vec::new();
        for (position, argument) in call.arguments.iter().enumerate() {
            match argument {
                // How it is passed, the method says.
                Argument::Borrow { place, lending } if position == 0 && call.callee.is_method() => {
                    arguments.push(self.receiver_again(place, &call, forward));
                    arguments.push(if self.activity.is_active(place.base) {
                        let condition = self.condition(place.base);
                        let lending = if is_apart(place, &call) { *lending } else { Lending::Shared };
                        Companion::ReceiverCotangent(self.bar_place(place), condition, lending)
                    } else {
                        Companion::Absent
                    });
                }
                Argument::Value(operand) => {
                    let active = self.activity.active(operand);
                    let name = match operand {
                        Operand::Var(var) if active => Some(self.companion_vector(*var, "contribution")),
                        _ => None,
                    };
                    results.push(name);
                    if let Some(name) = name {
                        contributions.push((operand.clone(), name));
                    }
                }
                Argument::Rows(places) => {
                    let primals: Vec<Place> =
                        places.iter().map(|place| self.as_it_was(place, call.result, forward)).collect();
                    let rows = places.iter().zip(&primals).map(|(place, primal)| {
                        let active = self.activity.is_active(place.base);
                        let vector = active.then(|| (self.bar_place(place), self.condition(place.base)));
                        RowVector { primal: primal.clone(), vector, sweeps: vec![SWEEP] }
                    });
                    let companion = Companion::Rows { rows: rows.collect(), are_cotangents: true };
                    let condition = rows_condition(&companion);
                    arguments.push(Companion::PrimalRows(primals));
                    arguments.push(if condition.mask == 0 {
                        Companion::Absent
                    } else {
                        if condition != self.always() {
                            mask |= perhaps_absent(position);
                        }
                        companion
                    });
                }
                Argument::Function(passed) => {
                    let vectors = self.captured_cotangents(passed);
                    let mut passed = passed.clone();
                    for place in &mut passed.captures {
                        *place = self.as_it_was(place, call.result, forward);
                        if self.kind(place.base) == Kind::Kept {
                            copies.push((place.base, None));
                        }
                    }
                    arguments.push(Companion::Environment { passed, vectors, are_cotangents: true });
                }
                // The pullback accumulates for all that the callee wrote, of whatever type.
                Argument::Borrow { lending: Lending::Mutable, place } => {
                    let place = self.bar_place(place);
                    arguments.extend([Companion::Unasked, Companion::Accumulated(place)]);
                }
                Argument::Borrow { lending: Lending::Either, place } => {
                    let held = self.held(place, call.result, forward);
                    let place = self.bar_place(place);
                    arguments.extend([Companion::Held(held), Companion::EitherCotangent(place)]);
                }
                Argument::Borrow { lending: Lending::Shared, place } => {
                    // The callee does not change it, unless it is passed another part of it.
                    let copies_go = if written.contains(&place.base) { &mut *forward } else { &mut copied_after };
                    let primal = self.as_it_was(place, call.result, copies_go);
                    if self.kind(primal.base) == Kind::Kept {
                        copies.push((primal.base, Some(position)));
                    }
                    arguments.push(Companion::Primal(primal));
                    arguments.push(if self.activity.is_active(place.base) {
                        let condition = self.condition(place.base);
                        if condition != self.always() {
                            mask |= perhaps_absent(position);
                        }
                        Companion::Cotangent(self.bar_place(place), condition)
                    } else {
                        Companion::Absent
                    });
                }
            }
        }
        for (copy, position) in copies {
            let reader = position.and_then(|position| call.callee.reader(mask, position));
            let readers = self.function.readers.entry(copy).or_default();
            readers.push(reader);
        }
        let seed = if self.state(call.result) == State::Live {
            Rvalue::Use(Operand::Var(self.bar(call.result)))
        } else {
            zero()
        };
        arguments.push(Companion::Value(seed));
        reverse.push(Statement::PullCall { pullback, results: vec![results], arguments });
        for (operand, name) in contributions {
            self.contribute(&operand, Rvalue::Use(Operand::Var(name)), reverse);
        }
        let (dots, tangents) = (Vec::new(), Vec::new());
        let (pullback, masks, is_linear) = (Some(pullback), vec![mask], false);
        forward.push(Statement::Derived(Derived { call, dots, pullback, masks, tangents, is_linear }));
        forward.append(&mut copied_after);
        for place in resized {
            if self.reshaped.contains(&place.base) {
                self.measure(&place, forward);
            }
        }
    }

    /// The cotangents of what a function captures.
    fn captured_cotangents(&mut self, passed: &Passed) -> Vec<Option<(Place, Condition)>> {
        let cotangents = passed.captures.iter().map(|place| {
            let active = self.activity.is_active(place.base);
            active.then(|| (self.bar_place(place), self.condition(place.base)))
        });
        cotangents.collect()
    }

    /// What a method is called on, for the reverse sweep: if it is written later, what the method kept of it.
    fn receiver_again(&mut self, place: &Place, call: &Call, forward: &mut Vec<Statement>) -> Companion {
        let Callee::Method { name, .. } = &call.callee else { unreachable!("asked of methods") };
        if self.stays(place, call.result) {
            return Companion::Again(place.clone());
        }
        let kept = self.copy_of(place.base, call.result, Kind::Memory);
        let value = Rvalue::Kept { method: name.clone(), receiver: place.clone(), copied: place.clone() };
        forward.push(Statement::Let { var: kept, annotation: None, value });
        Companion::Kept(kept)
    }

    /// The place holds in the reverse sweep what it holds at the call.
    pub(super) fn stays(&self, place: &Place, reader: Var) -> bool {
        match self.kind(place.base) {
            Kind::Reference { mutable } => !mutable,
            _ => !self.records.memory.is_written_after(place.base, reader),
        }
    }

    pub(super) fn copy_of(&mut self, base: Var, reader: Var, kind: Kind) -> Var {
        let copy = self.companion(base, "copy");
        self.function.variables[copy.0].kind = kind;
        self.records.scopes.define(copy, self.records.scopes.home(reader));
        copy
    }

    /// The place, holding in the reverse sweep what it holds at the call: a copy if it is written later.
    fn as_it_was(&mut self, place: &Place, reader: Var, forward: &mut Vec<Statement>) -> Place {
        if self.stays(place, reader) {
            return place.clone();
        }
        let (source, projections) = self.copied_at(place);
        let (block, key) = (self.reversed_block(), key(&source));
        let made = self.copies.get(&block).and_then(|copies| copies.iter().find(|made| made.key == key));
        let copy = match made {
            Some(made) => made.copy,
            None => {
                let copy = self.copy_of(place.base, reader, self.kind_of_copy(place));
                self.copies.entry(block).or_default().push(Copied { base: place.base, key, copy });
                copy
            }
        };
        forward.push(Statement::Let { var: copy, annotation: None, value: Rvalue::Clone(source) });
        Place { base: copy, projections }
    }

    /// The same of what the callee may write: a copy if it does not.
    fn held(&mut self, place: &Place, reader: Var, forward: &mut Vec<Statement>) -> Place {
        let (copy, source) = self.copy_at(place, reader);
        forward.push(Statement::Let { var: copy.base, annotation: None, value: Rvalue::Held(source) });
        copy
    }

    /// What is copied, and where the place is in it. Of a variable, all of it: its type may be of fixed size. Of a slice behind a
    /// reference, the part.
    fn copied_at(&self, place: &Place) -> (Place, Vec<Projection>) {
        match self.kind(place.base) {
            Kind::Memory => (Place::whole(place.base), place.projections.clone()),
            _ => (place.clone(), Vec::new()),
        }
    }

    fn kind_of_copy(&self, place: &Place) -> Kind {
        let on_tape = self.records.traces.copies_on_tape && !self.layouts.is_fixed(place.base);
        if on_tape { Kind::Kept } else { Kind::Memory }
    }

    /// The place in a copy, and what is copied.
    fn copy_at(&mut self, place: &Place, reader: Var) -> (Place, Place) {
        let base = self.copy_of(place.base, reader, self.kind_of_copy(place));
        let (source, projections) = self.copied_at(place);
        (Place { base, projections }, source)
    }
}
