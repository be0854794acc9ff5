//! Operators and elementary functions: of numbers, or of types that only the compiler knows.
//!
//! Before: IR in single assignment form, with the operators of the source. After: those of numbers are arithmetic, which the
//! transforms differentiate themselves. The others stay, and their rules are found by the compiler; a compound store among them is a
//! load, an operator and a store. `z.exp()`, where `z` may be of a type of the user's, is a call of a method; if it is a number after all, as with
//! an alias, the compiler finds the method among those of numbers (see `numbers`).

use crate::analysis::nodes::Known;
use crate::analysis::types::{OF_INTEGERS, Types};
use crate::hygiene::Names;
use crate::ir::*;
use crate::rules::Rule;

/// Where `all_of_numbers`, `z.exp()` is that of a number unless `z` is certainly a struct: the methods of numbers that the compiler finds have first derivatives only.
pub fn resolve(function: &mut Function, types: &Types, all_of_numbers: bool, names: &mut Names) {
    let mut body = std::mem::take(&mut function.body);
    let stores = types.stores_of_numbers().iter().copied();
    Operators { function, types, all_of_numbers, names, stores }.block(&mut body);
    function.body = body;
}

struct Operators<'a, I> {
    function: &'a mut Function,
    types: &'a Types,
    all_of_numbers: bool,
    names: &'a mut Names,
    stores: I,
}

impl<I: Iterator<Item = bool>> Operators<'_, I> {
    fn block(&mut self, block: &mut Block) {
        let mut statements = Vec::with_capacity(block.statements.len());
        for mut statement in std::mem::take(&mut block.statements) {
            match statement {
                Statement::Let { var, annotation, value: Rvalue::Operator(operator) }
                    if self.types.is_of_numbers(var) =>
                {
                    let value = self.arithmetic(operator, &mut statements);
                    statements.push(Statement::Let { var, annotation, value });
                }
                Statement::Let {
                    var,
                    annotation,
                    value: Rvalue::Elementary { rule, spelling: Spelling::Method(name), arguments },
                } if self.may_be_of_user(&arguments[0]) || self.may_be_integers(rule, &arguments) => {
                    self.method(var, annotation, name, arguments, &mut statements);
                }
                Statement::Store { place, op: Some(op), value } => {
                    if self.stores.next().expect("one for each") {
                        statements.push(Statement::Store { place, op: Some(op), value });
                    } else {
                        self.store(place, op, value, &mut statements);
                    }
                }
                Statement::If { ref mut then, ref mut otherwise, .. } => {
                    self.block(then);
                    self.block(otherwise);
                    statements.push(statement);
                }
                Statement::For(ref mut for_loop) => {
                    self.block(&mut for_loop.body);
                    statements.push(statement);
                }
                // A copy of a float is a float that is read.
                Statement::Let { var, annotation, value: Rvalue::Clone(place) }
                    if !place.projections.is_empty() && matches!(self.types.of(var), Known::Float(_)) =>
                {
                    statements.push(Statement::Let { var, annotation, value: Rvalue::Load(place) });
                }
                Statement::Let { value: Rvalue::Operator(ref operator), .. } => {
                    copied(&mut statements, operator);
                    statements.push(statement);
                }
                statement => statements.push(statement),
            }
        }
        block.statements = statements;
    }

    fn may_be_of_user(&self, receiver: &Operand) -> bool {
        match receiver {
            Operand::Var(var) if self.all_of_numbers => self.types.is_of_user(*var),
            Operand::Var(var) => self.types.may_be_of_user(*var),
            _ => false,
        }
    }

    /// `n.min(m.rows)`: the compiler sees that it is one of integers, whose methods have derivatives that say nothing.
    fn may_be_integers(&self, rule: &Rule, arguments: &[Operand]) -> bool {
        let known = |operand: &Operand| operand.var().map(|var| self.types.of(var));
        let (receiver, others) = arguments.split_first().expect("an elementary function has an argument");
        !self.all_of_numbers
            && OF_INTEGERS.contains(&rule.name)
            && known(receiver) == Some(Known::Discrete)
            && others.iter().any(|other| known(other) == Some(Known::Nothing))
    }

    /// `receiver.name(arguments)`, of a type that the compiler knows.
    fn method(
        &mut self,
        var: Var,
        annotation: Option<syn::Type>,
        name: proc_macro2::Ident,
        arguments: Vec<Operand>,
        statements: &mut Vec<Statement>,
    ) {
        let span = name.span();
        let new = |this: &mut Self, stem: &str, kind| {
            let ident = this.names.fresh(stem, span);
            this.function.new_variable(ident, kind, true)
        };
        let mut arguments = arguments.into_iter();
        let receiver = arguments.next().expect("an elementary function has an argument");
        let result = new(self, "value", Kind::Value);
        let place = match receiver.var().and_then(|var| self.only_loaded(var, statements)) {
            Some(place) => place,
            None => {
                if let Operand::Var(var) = receiver {
                    clone_loaded(statements, var);
                }
                let copy = new(self, "receiver", Kind::Memory);
                let value = match receiver {
                    Operand::Var(var) => Rvalue::Clone(Place::whole(var)),
                    operand => Rvalue::Use(operand),
                };
                statements.push(Statement::Let { var: copy, annotation: None, value });
                Place::whole(copy)
            }
        };
        let place = Argument::Borrow { lending: Lending::Shared, place };
        let arguments = [place].into_iter().chain(arguments.map(Argument::Value)).collect();
        let callee = Callee::Method { name, turbofish: None };
        statements.push(Statement::Call(Call::of(callee, arguments, result, span)));
        statements.push(Statement::Let { var, annotation, value: Rvalue::Use(Operand::Var(result)) });
    }

    /// The place that was read for the method alone, with nothing behind it but other reads: what stands there need not be copied, and perhaps cannot.
    fn only_loaded(&self, var: Var, statements: &mut Vec<Statement>) -> Option<Place> {
        let is_read = |statement: &Statement| {
            matches!(statement, Statement::Let { value: Rvalue::Load(_) | Rvalue::Clone(_) | Rvalue::Use(_), .. })
        };
        let is_plain = |projection: &Projection| {
            matches!(projection, Projection::Deref | Projection::Field(_) | Projection::Index(_))
        };
        let start = statements.iter().rposition(|statement| !is_read(statement)).map_or(0, |last| last + 1);
        let is_it = |statement: &Statement| matches!(statement, Statement::Let { var: loaded, .. } if *loaded == var);
        let position = start + statements[start..].iter().position(is_it)?;
        if !self.function.variables[var.0].temporary {
            return None;
        }
        match &statements[position] {
            Statement::Let { value: Rvalue::Load(place), .. } if place.projections.iter().all(is_plain) => {
                match statements.remove(position) {
                    Statement::Let { value: Rvalue::Load(place), .. } => Some(place),
                    _ => unreachable!("it was looked at"),
                }
            }
            _ => None,
        }
    }

    fn arithmetic(&mut self, operator: Operator, statements: &mut Vec<Statement>) -> Rvalue {
        let left = self.number(operator.left, statements);
        let right = operator.right.map(|right| self.number(right, statements));
        match (operator.operation, right) {
            (Operation::Binary(op) | Operation::Assign(op), Some(right)) => Rvalue::Binary(op, left, right),
            _ => Rvalue::Negate(left),
        }
    }

    /// A reference to a number stands for the number.
    fn number(&mut self, operand: Operated, statements: &mut Vec<Statement>) -> Operand {
        match operand {
            Operated::Value(operand) | Operated::Referred(operand) => operand,
            Operated::Place(place) => self.name("element", Rvalue::Load(place), statements),
        }
    }

    fn store(&mut self, place: Place, op: Op, value: Operand, statements: &mut Vec<Statement>) {
        let old = self.name("old", Rvalue::Clone(place.clone()), statements);
        let right = Some(Operated::Value(value));
        let span = self.function.variables[place.base.0].ident.span();
        let operator = Operator { operation: Operation::Assign(op), left: Operated::Value(old), right, span };
        let value = self.name("updated", Rvalue::Operator(operator), statements);
        statements.push(Statement::Store { place, op: None, value });
    }

    fn name(&mut self, stem: &str, value: Rvalue, statements: &mut Vec<Statement>) -> Operand {
        let ident = self.names.fresh(stem, proc_macro2::Span::call_site());
        let var = self.function.new_variable(ident, Kind::Value, true);
        statements.push(Statement::Let { var, annotation: None, value });
        Operand::Var(var)
    }
}

/// What a variable is read from may stand behind a reference, and its type may be no `Copy`.
fn clone_loaded(statements: &mut [Statement], var: Var) {
    let read = statements.iter_mut().rev().find_map(|statement| match statement {
        Statement::Let { var: read, value, .. } if *read == var => Some(value),
        _ => None,
    });
    if let Some(value) = read
        && let Rvalue::Load(place) = value
    {
        *value = Rvalue::Clone(place.clone());
    }
}

/// What `place op= right` takes from the place is a copy: it may stand behind a reference, and its type may be no `Copy`.
fn copied(statements: &mut [Statement], operator: &Operator) {
    let (Operation::Assign(_), Operated::Value(Operand::Var(old))) = (operator.operation, &operator.left) else {
        return;
    };
    clone_loaded(statements, *old);
}
