//! The reverse of statements without blocks: what flows back from a result to its operands.

use super::super::partials::{Partial, partial, select, times};
use super::super::squares::{Square, twice};
use super::{SWEEP, State, Transform, negated};
use crate::analysis::resized;
use crate::ir::*;
use crate::rules::compares;

impl Transform<'_> {
    pub(super) fn reverse_let(&mut self, var: Var, value: &Rvalue, reverse: &mut Vec<Statement>) {
        if self.kind(var) == Kind::Memory {
            let Some(bar) = self.bars.get(&var).copied() else { return };
            let element =
                |projection| Rvalue::Vector(VectorOp::Get(Place { base: bar, projections: vec![projection] }));
            match value {
                Rvalue::Array(operands) | Rvalue::VecLiteral(operands) => {
                    for (index, operand) in operands.iter().enumerate() {
                        let index = proc_macro2::Literal::usize_unsuffixed(index);
                        let index = Operand::Constant(quote::quote!(#index));
                        self.contribute(operand, element(Projection::Index(index)), reverse);
                    }
                }
                Rvalue::Tuple(operands) => {
                    for (index, operand) in operands.iter().enumerate() {
                        let member = syn::Member::Unnamed(syn::Index::from(index));
                        self.contribute(operand, element(Projection::Field(member)), reverse);
                    }
                }
                Rvalue::Struct(literal @ StructLiteral { base: None, .. }) => {
                    for (member, operand) in &literal.fields {
                        self.contribute(operand, element(literal.part(member)), reverse);
                    }
                }
                value => {
                    let whole = self.last_read(bar);
                    let taken = self.companion_vector(var, "bar_value");
                    let mut contributions = Vec::new();
                    self.reverse_rvalue(value, Operand::Var(taken), &Operand::Var(var), &mut contributions);
                    if !contributions.is_empty() {
                        reverse.push(Statement::Let { var: taken, annotation: None, value: whole });
                        reverse.append(&mut contributions);
                    }
                }
            }
        } else if self.state(var) == State::Live {
            let bar = self.bar(var);
            self.reverse_rvalue(value, Operand::Var(bar), &Operand::Var(var), reverse);
        }
    }

    /// The contributions of `result = value` to its operands, given the cotangent of the result.
    fn reverse_rvalue(&mut self, value: &Rvalue, bar: Operand, result: &Operand, out: &mut Vec<Statement>) {
        match value {
            Rvalue::Use(operand) | Rvalue::Wrap(_, operand) | Rvalue::Unwrap(operand) => {
                self.contribute(operand, Rvalue::Use(bar), out);
            }
            Rvalue::Load(place) | Rvalue::Clone(place) if place.projections.is_empty() => {
                self.contribute(&Operand::Var(place.base), Rvalue::Use(bar), out);
            }
            Rvalue::Load(place) | Rvalue::Clone(place) => self.contribute_to_place(place, Rvalue::Use(bar), out),
            Rvalue::Negate(operand) => self.contribute(operand, Rvalue::Negate(bar), out),
            Rvalue::Cast(operand, ..) => {
                // What is cast back is of a type that inference may not see.
                let from = operand.var().and_then(|var| self.function.variables[var.0].width);
                let from = from.map(|width| {
                    let float = proc_macro2::Ident::new(width.name(), proc_macro2::Span::call_site());
                    (syn::parse_quote!(#float), vec![SWEEP])
                });
                self.contribute(operand, Rvalue::Vector(VectorOp::Cast(bar, from)), out);
            }
            Rvalue::Binary(op, left, right) => self.reverse_binary(*op, left, right, bar, result, out),
            Rvalue::Elementary { arguments, .. } if self.paired(result, value).is_some() => {
                let partial = self.paired(result, value).expect("it is there");
                self.contribute(&arguments[0], times(bar, partial), out);
            }
            Rvalue::Elementary { rule, arguments, .. } => {
                let rule = select(rule, |index| self.activity.varied(&arguments[index]));
                for (index, argument) in arguments.iter().enumerate() {
                    match partial(rule, index, arguments, result, !self.function.floats.is_empty()) {
                        Partial::Zero => {}
                        Partial::One => self.contribute(argument, Rvalue::Use(bar.clone()), out),
                        Partial::Value(partial) if compares(rule.partials[index]) => {
                            let chosen = VectorOp::Chosen(bar.clone(), Operand::nested(partial));
                            self.contribute(argument, Rvalue::Vector(chosen), out);
                        }
                        Partial::Value(partial) => {
                            self.contribute(argument, times(bar.clone(), Operand::nested(partial)), out);
                        }
                    }
                }
            }
            Rvalue::Array(operands) | Rvalue::VecLiteral(operands) => {
                let fixed = self.layouts.is_fixed_operand(result);
                for (index, operand) in operands.iter().enumerate() {
                    let projected = if fixed { Projected::Index(index) } else { Projected::Part(index) };
                    let element = VectorOp::Element(bar.clone(), projected);
                    self.contribute(operand, Rvalue::Vector(element), out);
                }
            }
            Rvalue::Tuple(operands) => {
                for (index, operand) in operands.iter().enumerate() {
                    let element = VectorOp::Element(bar.clone(), Projected::Field(index));
                    self.contribute(operand, Rvalue::Vector(element), out);
                }
            }
            Rvalue::Struct(literal) => {
                if let Some(base) = &literal.base {
                    let members = literal.fields.iter().map(|(member, _)| member.clone()).collect();
                    self.contribute(base, Rvalue::Vector(VectorOp::Without(bar.clone(), members)), out);
                }
                for (member, operand) in &literal.fields {
                    let element = VectorOp::Element(bar.clone(), Projected::Member(literal.part(member)));
                    self.contribute(operand, Rvalue::Vector(element), out);
                }
            }
            Rvalue::Repeat(operand, _) | Rvalue::VecRepeat(operand, _) => {
                self.contribute(operand, Rvalue::Vector(VectorOp::Sum(bar)), out);
            }
            Rvalue::Length(_)
            | Rvalue::Within(_)
            | Rvalue::Path { .. }
            | Rvalue::Opaque(_)
            | Rvalue::Runtime(..)
            | Rvalue::Kept { .. }
            | Rvalue::Held(_)
            | Rvalue::Vector(_)
            | Rvalue::Slice(_)
            | Rvalue::Runs(_) => {}
            Rvalue::Operator(_) => unreachable!("`operate` reverses it"),
        }
    }

    fn reverse_binary(
        &mut self,
        op: Op,
        left: &Operand,
        right: &Operand,
        bar: Operand,
        result: &Operand,
        out: &mut Vec<Statement>,
    ) {
        match op {
            Op::Add => {
                self.contribute(left, Rvalue::Use(bar.clone()), out);
                self.contribute(right, Rvalue::Use(bar), out);
            }
            Op::Sub => {
                self.contribute(left, Rvalue::Use(bar.clone()), out);
                self.contribute(right, Rvalue::Negate(bar), out);
            }
            Op::Mul => match self.squares.get(result) {
                Some(Square { var, partial: Some(partial), .. }) => {
                    self.contribute(&Operand::Var(var), times(bar, partial), out)
                }
                Some(Square { var, half, .. }) => self.contribute(&Operand::Var(var), times(twice(&bar), half), out),
                None => {
                    for (operand, factor) in [(left, right), (right, left)] {
                        let contribution = match self.squares.factor(factor, operand) {
                            Some(factor) => times(bar.clone(), factor),
                            None => Rvalue::Use(bar.clone()),
                        };
                        self.contribute(operand, contribution, out);
                    }
                }
            },
            Op::Div => {
                let scaled = Rvalue::Binary(Op::Div, bar, right.clone());
                if !self.activity.active(right) {
                    self.contribute(left, scaled, out);
                    return;
                }
                let span = proc_macro2::Span::call_site();
                let numerator = self.new_vector("numerator_bar", span);
                out.push(Statement::Let { var: numerator, annotation: None, value: scaled });
                let numerator = Operand::Var(numerator);
                self.contribute(left, Rvalue::Use(numerator.clone()), out);
                self.contribute(right, negated(times(numerator, result.clone())), out);
            }
            Op::Rem => {
                self.contribute(left, Rvalue::Use(bar.clone()), out);
                let operands = vec![left.clone(), right.clone(), result.clone()];
                let slope = Operand::nested(Rvalue::Runtime("rem_divisor", operands));
                self.contribute(right, times(bar, slope), out);
            }
        }
    }

    /// The reverse of an element more is one less: the cotangent is as long as the `Vec` is.
    pub(super) fn push(
        &mut self,
        place: Place,
        value: Operand,
        forward: &mut Vec<Statement>,
        reverse: &mut Vec<Statement>,
    ) {
        if self.follows(place.base) {
            let popped = Rvalue::Vector(VectorOp::Pop(self.bar_place(&place)));
            if self.activity.active(&value) {
                self.contribute(&value, popped, reverse);
            } else {
                reverse.push(Statement::Evaluate(popped));
            }
            self.resize(&place, Resizing::Longer(value.clone()), forward);
        }
        forward.push(Statement::Push { place, value });
    }

    /// The elements that are dropped come back with cotangents of zero.
    pub(super) fn truncate(
        &mut self,
        place: Place,
        length: Operand,
        forward: &mut Vec<Statement>,
        reverse: &mut Vec<Statement>,
    ) {
        if self.follows(place.base) {
            let tail = self.companion(place.base, "tail");
            self.function.variables[tail.0].kind = Kind::Memory;
            self.records.scopes.define(tail, self.current());
            let value = Rvalue::Vector(VectorOp::SpaceOfTail(place.clone(), length.clone()));
            forward.push(Statement::Let { var: tail, annotation: None, value });
            let value = Rvalue::Vector(VectorOp::SpaceCotangent(tail, vec![SWEEP]));
            reverse.push(Statement::Append { place: self.bar_place(&place), value });
            self.resize(&place, Resizing::Shorter(length.clone()), forward);
        }
        forward.push(Statement::Truncate { place, length });
    }

    /// The cotangents change places too.
    pub(super) fn swap(
        &mut self,
        first: Place,
        second: Place,
        forward: &mut Vec<Statement>,
        reverse: &mut Vec<Statement>,
    ) {
        if !self.activity.is_active(first.base) || !self.activity.exchanges(&first, &second) {
            forward.push(Statement::Swap { first, second });
            return;
        }
        let (one, other) = (self.bar_place(&first), self.bar_place(&second));
        let places = [&first, &second];
        let owned = places.into_iter().all(|place| self.kind(place.base) == Kind::Memory);
        let exclusive =
            places.into_iter().all(|place| self.reshaped.contains(&place.base) || self.is_replaced(place.base));
        let fixed = self.layouts.is_fixed_place(&first);
        if exclusive && !owned && !fixed {
            let own = places.map(|place| place.base).into_iter().find(|base| self.reshaped.contains(base));
            reverse.push(Statement::Swap { first: one, second: other });
            forward.push(Statement::Swap { first, second });
            if let Some(own) = own {
                self.measure(&Place::whole(own), forward);
            }
            return;
        }
        if owned && !fixed {
            let spaces = [&first, &second].map(|place| Place {
                base: self.space(place.base),
                projections: self.function.in_companion(&place.projections),
            });
            let [space, other_space] = spaces;
            forward.push(Statement::Resize {
                space: space.base,
                projections: space.projections,
                change: Resizing::Exchanged(other_space),
            });
            reverse.push(Statement::Swap { first: one, second: other });
        } else {
            if !fixed {
                forward.push(Statement::RequireAlike { first: first.clone(), second: second.clone() });
            }
            let span = proc_macro2::Span::call_site();
            let taken = [one.clone(), other.clone()].map(|place| {
                let var = self.new_vector("swapped_bar", span);
                let value = Rvalue::Vector(VectorOp::Take(place));
                reverse.push(Statement::Let { var, annotation: None, value });
                Rvalue::Use(Operand::Var(var))
            });
            for (place, value) in [other, one].into_iter().zip(taken) {
                reverse.push(Statement::Accumulate { place, value });
            }
        }
        forward.push(Statement::Swap { first, second });
    }

    /// The caller's memory, of which the cotangent may get another shape.
    fn is_replaced(&self, base: Var) -> bool {
        let parameter = self.function.parameters.iter().find(|parameter| parameter.var == base && parameter.exclusive);
        parameter.is_some_and(resized::may_be_replaced)
    }

    /// The space of a variable has at a place the shape of what that holds now.
    pub(super) fn measure(&mut self, place: &Place, forward: &mut Vec<Statement>) {
        if !place.projections.is_empty() && self.is_in_shape(place) {
            self.resize(place, Resizing::Measured(place.clone()), forward);
            return;
        }
        let whole = Rvalue::Vector(VectorOp::SpaceOf(Place::whole(place.base)));
        forward.push(Statement::Update { var: self.space(place.base), value: whole });
    }

    /// The part is selected in shapes as it is in values: that of a struct has its fields, that of a list has elements. Of other types nothing is known.
    fn is_in_shape(&self, place: &Place) -> bool {
        place.projections.iter().enumerate().all(|(depth, projection)| match projection {
            Projection::Field(_) => true,
            Projection::Index(_) | Projection::Slice { .. } => {
                let list = Place { base: place.base, projections: place.projections[..depth].to_vec() };
                self.types.is_sequence(&list)
            }
            Projection::Deref | Projection::Inside | Projection::Held(_) | Projection::Array(_) => false,
        })
    }

    fn resize(&mut self, place: &Place, change: Resizing, forward: &mut Vec<Statement>) {
        if self.kind(place.base) != Kind::Memory {
            return;
        }
        let space = self.space(place.base);
        let projections = self.function.in_companion(&place.projections);
        forward.push(Statement::Resize { space, projections, change });
    }

    pub(super) fn store(
        &mut self,
        place: Place,
        op: Option<Op>,
        value: Operand,
        forward: &mut Vec<Statement>,
        reverse: &mut Vec<Statement>,
    ) {
        if !self.activity.is_active(place.base) {
            forward.push(Statement::Store { place, op, value });
            return;
        }
        let bar = self.bar_place(&place);
        let active = self.activity.active(&value);
        match op {
            None if active => self.contribute(&value, Rvalue::Vector(VectorOp::Take(bar)), reverse),
            None => reverse.push(Statement::Evaluate(Rvalue::Vector(VectorOp::Take(bar)))),
            Some(Op::Sub) => self.contribute(&value, negated(Rvalue::Vector(VectorOp::Get(bar))), reverse),
            Some(_) => self.contribute(&value, Rvalue::Vector(VectorOp::Get(bar)), reverse),
        }
        let base = place.base;
        if place.projections.is_empty() && self.reshaped.contains(&base) {
            let (space, bar) = (self.space(base), self.bar(base));
            let before = self.companion(space, "before");
            self.function.variables[before.0].kind = Kind::Memory;
            self.records.scopes.define(before, self.current());
            let same = Rvalue::Vector(VectorOp::SameSpace(space));
            forward.push(Statement::Let { var: before, annotation: None, value: same });
            forward.push(Statement::Store { place, op, value });
            self.measure(&Place::whole(base), forward);
            let reshaped = Rvalue::Vector(VectorOp::SpaceCotangent(before, vec![SWEEP]));
            reverse.push(Statement::Update { var: bar, value: reshaped });
        } else if op.is_none() && !self.layouts.is_fixed_place(&place) && !self.layouts.keeps_shape(&value) {
            if self.is_replaced(base) {
                let before = self.companion(base, "before");
                self.function.variables[before.0].kind = Kind::Memory;
                self.records.scopes.define(before, self.current());
                let space = Rvalue::Vector(VectorOp::SpaceOf(place.clone()));
                forward.push(Statement::Let { var: before, annotation: None, value: space });
                forward.push(Statement::Store { place: place.clone(), op, value });
                let value = Rvalue::Vector(VectorOp::SpaceCotangent(before, vec![SWEEP]));
                reverse.push(Statement::Reshape { place: self.bar_place(&place), value });
                return;
            }
            // A constant fits what has any shape: the space of a variable of the function stays as it is.
            let statement = match self.layouts.is_fixed_operand(&value) {
                true => Statement::Store { place, op, value },
                false => Statement::Replace { place, value },
            };
            forward.push(statement);
        } else {
            forward.push(Statement::Store { place, op, value });
        }
    }
}
