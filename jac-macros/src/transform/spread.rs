//! Spread: what a loop spreads is looked at before it does.
//!
//! Before: a reverse sweep, some of whose loops do nothing but add multiples of a cotangent to others, which is the same in every iteration: they are
//! the reverse of a sum. After: such a loop is run if that cotangent is not zero under all seeds. The rows of a Jacobian have a seed each, so that most outputs
//! have none in most sweeps; and products of a zero that nobody asks for cost as much as others. Under one seed nothing is asked ([`VectorOp::Seeded`]).
//!
//! If the cotangent is zero in front of the loop, it stays so, whatever the loop adds to: all that it adds is zero. That must not depend on the number of seeds,
//! or on which rows share a sweep: a zero times an infinite partial is NaN. So the loops are those whose partials are finite where the values of the function are.

use std::collections::HashSet;

use proc_macro2::Span;

use super::adjoint::defined_by;
use super::reversed::key;
use crate::hygiene::Names;
use crate::ir::*;
use crate::rules::is_total;

pub fn only_what_is_seeded(function: &mut Function, names: &mut Names) {
    let Some(mut reverse) = function.reverse.take() else { return };
    block(&mut reverse.body, function, names);
    function.reverse = Some(reverse);
}

fn block(body: &mut Block, function: &mut Function, names: &mut Names) {
    for mut statement in std::mem::take(&mut body.statements) {
        match &mut statement {
            Statement::If { then, otherwise, .. } => {
                block(then, function, names);
                block(otherwise, function, names);
            }
            Statement::Guard(_, inner) => block(inner, function, names),
            Statement::For(for_loop) => {
                if let Some(source) = source(for_loop, function) {
                    let condition =
                        function.new_variable(names.fresh("is_seeded", Span::call_site()), Kind::Value, true);
                    function.variables[condition.0].discrete = true;
                    let value = source.seeded();
                    body.statements.push(Statement::Let { var: condition, annotation: None, value });
                    let (then, otherwise) = (Block { statements: vec![statement] }, Block::default());
                    let condition = Operand::Var(condition);
                    statement = Statement::If { condition, then, otherwise, joins: Vec::new() };
                } else {
                    block(&mut for_loop.body, function, names);
                }
            }
            _ => {}
        }
        body.statements.push(statement);
    }
}

/// What a loop spreads.
#[derive(Clone)]
enum Source {
    /// A cotangent of memory.
    Cotangent(Place),
    Vector(Var),
}

impl PartialEq for Source {
    fn eq(&self, other: &Source) -> bool {
        match (self, other) {
            (Source::Cotangent(one), Source::Cotangent(other)) => key(one) == key(other),
            (Source::Vector(one), Source::Vector(other)) => one == other,
            _ => false,
        }
    }
}

impl Source {
    fn seeded(self) -> Rvalue {
        match self {
            Source::Cotangent(place) => Rvalue::Vector(VectorOp::Seeded(place)),
            Source::Vector(var) => Rvalue::Runtime("is_seeded", vec![Operand::Var(var)]),
        }
    }
}

/// The one cotangent that the loop spreads, if that is all that it does.
fn source(for_loop: &Loop, function: &Function) -> Option<Source> {
    let mut spread = Spread { function, changed: HashSet::new(), vanishing: HashSet::new(), source: None };
    spread.change(for_loop);
    if spread.is_all_in(for_loop) { spread.source } else { None }
}

struct Spread<'a> {
    function: &'a Function,
    /// What is another variable, or another value, in each iteration.
    changed: HashSet<Var>,
    /// Values in the loop that are zero if the source is.
    vanishing: HashSet<Var>,
    source: Option<Source>,
}

impl Spread<'_> {
    fn change(&mut self, for_loop: &Loop) {
        self.changed.extend(for_loop.index);
        let replayed = for_loop.replayed.iter().flat_map(|recording| &recording.residuals);
        self.changed.extend(replayed.map(|residual| residual.var));
        self.change_in(&for_loop.body);
    }

    fn change_in(&mut self, block: &Block) {
        for statement in &block.statements {
            self.changed.extend(defined_by(statement));
            match statement {
                Statement::AddTo { var, .. } | Statement::Update { var, .. } => {
                    self.changed.insert(*var);
                }
                Statement::If { then, otherwise, .. } => {
                    self.change_in(then);
                    self.change_in(otherwise);
                }
                Statement::Guard(_, inner) => self.change_in(inner),
                Statement::For(inner) => self.change(inner),
                _ => {}
            }
        }
    }

    /// Nothing comes of the loop but zeros, if the source is zero.
    fn is_all_in(&mut self, for_loop: &Loop) -> bool {
        let has_cursor = |recording: &Recording| matches!(recording.storage, Storage::Own { .. });
        for_loop.carried.is_empty()
            && for_loop.recorded.is_none()
            && !for_loop.replayed.as_ref().is_some_and(has_cursor)
            && self.is_all_of(&for_loop.body)
    }

    fn is_all_of(&mut self, block: &Block) -> bool {
        block.statements.iter().all(|statement| match statement {
            Statement::Let { var, value, .. } | Statement::Mutable { var, value } => {
                if self.vanishes(value) {
                    self.vanishing.insert(*var);
                    return true;
                }
                // What has to do with cotangents otherwise may be anything.
                !matches!(value, Rvalue::Vector(_)) && !self.function.variables[var.0].vector
            }
            Statement::AddTo { value, .. }
            | Statement::Accumulate { value, .. }
            | Statement::Initialise { value, .. } => self.vanishes(value),
            Statement::Guard(_, inner) => self.is_all_of(inner),
            Statement::For(inner) => self.is_all_in(inner),
            Statement::If { then, otherwise, joins, .. } => {
                joins.is_empty() && self.is_all_of(then) && self.is_all_of(otherwise)
            }
            _ => false,
        })
    }

    fn vanishes(&mut self, value: &Rvalue) -> bool {
        match value {
            Rvalue::Use(operand) | Rvalue::Negate(operand) => self.operand_vanishes(operand),
            Rvalue::Binary(Op::Mul, left, right) => {
                self.operand_vanishes(left) && is_finite(right) || is_finite(left) && self.operand_vanishes(right)
            }
            Rvalue::Binary(Op::Div, dividend, Operand::Constant(_)) => self.operand_vanishes(dividend),
            Rvalue::Binary(Op::Add | Op::Sub, left, right) => {
                self.operand_vanishes(left) && self.operand_vanishes(right)
            }
            Rvalue::Vector(VectorOp::When(_, value)) => self.vanishes(value),
            Rvalue::Vector(VectorOp::Cast(operand, _) | VectorOp::Chosen(operand, _)) => self.operand_vanishes(operand),
            Rvalue::Vector(VectorOp::Get(place)) => {
                let mut is_same = true;
                place_reads(place, &mut |var| is_same &= !self.changed.contains(&var));
                is_same && self.comes_of(Source::Cotangent(place.clone()))
            }
            _ => false,
        }
    }

    fn operand_vanishes(&mut self, operand: &Operand) -> bool {
        match operand {
            Operand::Var(var) if self.vanishing.contains(var) => true,
            Operand::Var(var) => {
                self.function.variables[var.0].vector
                    && !self.changed.contains(var)
                    && self.comes_of(Source::Vector(*var))
            }
            Operand::Nested(value) => self.vanishes(value),
            Operand::Constant(_) => false,
        }
    }

    fn comes_of(&mut self, source: Source) -> bool {
        let known = self.source.get_or_insert(source.clone());
        *known == source
    }
}

/// A factor is finite if the values of the function are: it is one of them, or a partial without a pole.
fn is_finite(factor: &Operand) -> bool {
    match factor {
        Operand::Var(_) | Operand::Constant(_) => true,
        Operand::Nested(value) => match &**value {
            Rvalue::Use(operand) | Rvalue::Negate(operand) | Rvalue::Cast(operand, ..) => is_finite(operand),
            Rvalue::Load(_) | Rvalue::Opaque(_) => true,
            Rvalue::Binary(Op::Add | Op::Sub | Op::Mul, left, right) => is_finite(left) && is_finite(right),
            Rvalue::Binary(Op::Div, dividend, Operand::Constant(_)) => is_finite(dividend),
            Rvalue::Runtime("powi_base", operands) => is_finite(&operands[0]) && operands[1].is_natural(),
            Rvalue::Runtime(function, operands) => is_total(function) && operands.iter().all(is_finite),
            _ => false,
        },
    }
}
