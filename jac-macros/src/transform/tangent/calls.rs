//! The tangent of calls: of the callee itself, of its derivatives, and of the pullbacks that they leave.

use super::{Transform, zero};
use crate::analysis::activity::{COTANGENTS, call_targets};
use crate::ir::*;

impl Transform<'_> {
    pub(super) fn call(&mut self, call: Call, statements: &mut Vec<Statement>) {
        // In a derivative a call is left whose results are not active.
        let targets = || call_targets(&call).any(|base| self.activity.is_varied(base));
        if self.sweep > 0 && !self.activity.is_varied(call.result) && !targets() {
            statements.push(Statement::Call(call));
            return;
        }
        let derived = Derived {
            call,
            dots: Vec::new(),
            pullback: None,
            masks: Vec::new(),
            tangents: Vec::new(),
            is_linear: false,
        };
        self.derived(derived, statements);
    }

    /// The tangent of a call, or of a call of a derivative.
    pub(super) fn derived(&mut self, derived: Derived, statements: &mut Vec<Statement>) {
        let Derived { mut call, mut dots, pullback, mut masks, mut tangents, is_linear } = derived;
        let mut mask: Mask = 0;
        for argument in &mut call.arguments {
            if let Argument::Function(passed) = argument {
                let vectors = self.captured_dots(passed);
                passed.vary(&vectors, Condition { sweep: self.sweep, mask: self.activity.all, present: None });
            }
        }
        let mut own = Vec::new();
        for (position, argument) in call.arguments.iter().enumerate() {
            let bit = 1 << position;
            let is_receiver = position == 0 && call.callee.is_method();
            own.push(match argument {
                Argument::Value(operand) if self.varied(operand) => {
                    mask |= bit;
                    Companion::Value(self.dot_of(operand))
                }
                Argument::Value(_) => Companion::Value(zero()),
                Argument::Borrow { lending, place } if self.activity.is_varied(place.base) => {
                    mask |= bit;
                    let (condition, place) = (self.condition(place.base), self.dot_place(place));
                    // What a method is called on is no slice.
                    if *lending == Lending::Shared && !is_receiver && !self.always(condition) {
                        mask |= perhaps_absent(position);
                    }
                    match lending {
                        Lending::Shared => Companion::Shared(place, condition),
                        Lending::Mutable => Companion::Mutable(place),
                        Lending::Either => Companion::Either(place),
                    }
                }
                Argument::Rows(places) if places.iter().any(|place| self.activity.is_varied(place.base)) => {
                    mask |= bit;
                    let companion = self.row_dots(places);
                    if !self.always(rows_condition(&companion)) {
                        mask |= perhaps_absent(position);
                    }
                    companion
                }
                Argument::Rows(_) => Companion::Absent,
                Argument::Function(passed) => {
                    let varied = |place: &Place| self.activity.is_varied(place.base);
                    if passed.captures.iter().any(varied) {
                        mask |= bit;
                    }
                    let vectors = self.captured_dots(passed);
                    Companion::Environment { passed: passed.clone(), vectors, are_cotangents: false }
                }
                Argument::Borrow { .. } if is_receiver => Companion::AbsentReceiver,
                Argument::Borrow { .. } => Companion::Absent,
            });
        }
        if mask == 0 && masks.is_empty() {
            statements.push(Statement::Call(call));
            return;
        }
        debug_assert!(mask != 0, "what is active varies: {call:?}");
        // The cotangents that the pullback will start from vary.
        masks.push(if pullback.is_some() { mask | COTANGENTS } else { mask });
        let older: Vec<Companion> = tangents.iter().map(|tangent| self.companion_dot(tangent)).collect();
        tangents.extend(own);
        tangents.extend(older);
        for result in [call.result].into_iter().chain(dots.clone()) {
            let dot = self.dot(result);
            dots.push(dot);
        }
        statements.push(Statement::Derived(Derived { call, dots, pullback, masks, tangents, is_linear }));
    }

    /// The tangents of what a function captures.
    fn captured_dots(&mut self, passed: &Passed) -> Vec<Option<(Place, Condition)>> {
        let dots = passed.captures.iter().map(|place| {
            let varied = self.activity.is_varied(place.base);
            varied.then(|| (self.dot_place(place), self.condition(place.base)))
        });
        dots.collect()
    }

    /// The tangents of rows.
    fn row_dots(&mut self, places: &[Place]) -> Companion {
        let rows = places.iter().map(|place| {
            let varied = self.activity.is_varied(place.base);
            let vector = varied.then(|| (self.dot_place(place), self.condition(place.base)));
            RowVector { primal: place.clone(), vector, sweeps: vec![self.sweep] }
        });
        Companion::Rows { rows: rows.collect(), are_cotangents: false }
    }

    /// The tangent of what stands beside an argument.
    pub(super) fn companion_dot(&mut self, companion: &Companion) -> Companion {
        match companion {
            Companion::Value(value) => Companion::Value(self.used(value).unwrap_or_else(zero)),
            Companion::Absent => Companion::Absent,
            Companion::AbsentReceiver => Companion::AbsentReceiver,
            Companion::Unasked => Companion::Unasked,
            Companion::NotHeld => Companion::NotHeld,
            Companion::Held(place) if self.activity.is_varied(place.base) => Companion::Held(self.dot_place(place)),
            Companion::Held(_) => Companion::NotHeld,
            Companion::Either(place) => Companion::Either(self.dot_place(place)),
            Companion::EitherCotangent(place) => Companion::EitherCotangent(self.dot_place(place)),
            Companion::Kept(var) if self.activity.is_varied(*var) => Companion::Kept(self.dot(*var)),
            Companion::Kept(_) => Companion::Absent,
            Companion::Primal(place) | Companion::Again(place) | Companion::Shared(place, _) => {
                if self.activity.is_varied(place.base) {
                    let condition = self.condition(place.base);
                    Companion::Shared(self.dot_place(place), condition)
                } else {
                    Companion::Absent
                }
            }
            Companion::Cotangent(place, condition) => {
                let dot = self.dot_place(place);
                Companion::Cotangent(dot, Condition { present: self.presence_of_dot(condition), ..*condition })
            }
            Companion::ReceiverCotangent(place, condition, lending) => {
                let dot = self.dot_place(place);
                let present = self.presence_of_dot(condition);
                Companion::ReceiverCotangent(dot, Condition { present, ..*condition }, *lending)
            }
            Companion::PrimalRows(places) if places.iter().any(|place| self.activity.is_varied(place.base)) => {
                self.row_dots(places)
            }
            Companion::PrimalRows(_) => Companion::Absent,
            Companion::Rows { rows, are_cotangents } => {
                let dots = rows.iter().map(|row| {
                    let sweeps = row.sweeps.iter().copied().chain([self.sweep]).collect();
                    let vector = row.vector.as_ref().and_then(|(place, condition)| {
                        if *are_cotangents {
                            let dot = self.dot_place(place);
                            return Some((dot, Condition { present: self.presence_of_dot(condition), ..*condition }));
                        }
                        let varied = self.activity.is_varied(place.base);
                        varied.then(|| (self.dot_place(place), self.condition(place.base)))
                    });
                    RowVector { primal: row.primal.clone(), vector, sweeps }
                });
                Companion::Rows { rows: dots.collect(), are_cotangents: *are_cotangents }
            }
            Companion::Receiver(_) => unreachable!("there are no tangents of linearizations"),
            Companion::Environment { .. } => unreachable!("functions as arguments have first derivatives only"),
            Companion::Mutable(place) => Companion::Mutable(self.dot_place(place)),
            Companion::Accumulated(place) => Companion::Accumulated(self.dot_place(place)),
        }
    }

    /// What says that the tangent is there of a cotangent that is there on a condition. That may be that of an input which the
    /// cotangent depends on.
    fn presence_of_dot(&mut self, condition: &Condition) -> Option<Var> {
        let meant = condition.present.and_then(|present| self.function.present_companion(present));
        meant.map(|bar| self.dot(bar)).map(|dot| self.presence(dot))
    }

    /// The tangent of a call of a pullback: one call for all orders.
    pub(super) fn pull_call(
        &mut self,
        pullback: Var,
        mut results: Vec<Vec<Option<Var>>>,
        mut arguments: Vec<Companion>,
    ) -> Statement {
        let dots: Vec<Companion> = arguments.iter().map(|argument| self.companion_dot(argument)).collect();
        arguments.extend(dots);
        for index in 0..results.len() {
            let varied = |var: &Var| self.activity.is_varied(*var);
            let varied: Vec<Option<Var>> = results[index].iter().map(|result| result.filter(varied)).collect();
            results.push(varied.into_iter().map(|result| result.map(|var| self.dot(var))).collect());
        }
        Statement::PullCall { pullback, results, arguments }
    }
}
