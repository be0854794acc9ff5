//! Tangent: forward mode.
//!
//! Before: IR in single assignment form, or a derivative that `flatten` made flat. After: the same IR, with the tangent `x_dot`
//! beside every varied variable `x`: `x_dot` is assigned where `x` is, from the tangents of what `x` is made of. The tangent of
//! a function with a reverse sweep is one with a reverse sweep: residuals have tangents, and so have cotangents.

mod calls;
mod choices;
mod operators;
mod vectors;

use std::collections::{HashMap, HashSet};

use super::adjoint::{may_blow_up, unbounded};
use super::partials::{Partial, partial, select, times};
use super::require::{Requirements, requirements};
use super::squares::{Square, Squares, squares, twice};
use crate::analysis::activity::Activity;
use crate::analysis::layout::Layouts;
use crate::hygiene::Names;
use crate::ir::*;

pub fn tangent(function: &Function, activity: &Activity, layouts: &Layouts, names: &mut Names) -> Function {
    let mut function = function.clone();
    let sweep = function.sweeps();
    let suffix = match function.tangents.len() {
        0 => "dot".to_owned(),
        1 => "dash".to_owned(),
        more => format!("dash{more}"),
    };
    let body = std::mem::take(&mut function.body);
    let mut reverse = function.reverse.take();
    let mut inputs: Vec<Var> = function.parameters.iter().map(|parameter| parameter.var).collect();
    if let Some(reverse) = &reverse {
        let references = function.parameters.iter().filter_map(|parameter| reverse.cotangents.get(&parameter.var));
        inputs.extend(references.chain([&reverse.seed]));
    }
    let inputs: Vec<Var> =
        inputs.into_iter().flat_map(|input| function.versions(input)).map(|(version, _)| version).collect();
    let older: Vec<Operand> = function.tangents.iter().flat_map(|tangent| &tangent.results).cloned().collect();
    let squares = match sweep {
        0 => squares(&body, function.result.as_ref(), &|operand| activity.varied(operand)),
        _ => Squares::default(),
    };
    // Of the function itself: its derivatives take what it says of zeros.
    let (chosen, unbounded) = match sweep {
        0 => (choices::chosen(&body, activity), unbounded(&body)),
        _ => Default::default(),
    };
    let (dots, blows_up) = (HashMap::new(), false);
    let mut transform =
        Transform { function, activity, layouts, names, sweep, suffix, dots, squares, chosen, unbounded, blows_up };
    for var in inputs {
        transform.dot(var);
    }
    let mut body = transform.block(body);
    let brought_to_life = transform.function.parameters.iter().filter(|parameter| {
        parameter.passing == Passing::Value && !parameter.differentiable && activity.is_varied(parameter.var)
    });
    // `wrt` leaves it out, so that nothing is passed, and something that varies is stored in it.
    let starts = brought_to_life.map(|parameter| Statement::Let {
        var: transform.dots[&parameter.var],
        annotation: None,
        value: Rvalue::Vector(VectorOp::ZeroLike(Operand::Var(parameter.var), sweep)),
    });
    body.statements.splice(0..0, starts.collect::<Vec<_>>());
    let results = transform.function.result.clone().into_iter().chain(older);
    let results: Vec<Operand> = results.map(|result| transform.dot_operand(&result, &mut body.statements)).collect();
    if let Some(reverse) = &mut reverse {
        reverse.body = transform.block(std::mem::take(&mut reverse.body));
        for index in 0..reverse.results.len() {
            let results = reverse.results[index].clone();
            let dots =
                results.iter().map(|result| transform.dot_operand(result, &mut reverse.body.statements)).collect();
            reverse.results.push(dots);
        }
    }
    let Transform { mut function, dots, .. } = transform;
    function.body = body;
    function.reverse = reverse;
    function.tangents.push(Companions { dots, results });
    function
}

struct Transform<'a> {
    function: Function,
    activity: &'a Activity,
    layouts: &'a Layouts,
    names: &'a mut Names,
    sweep: SweepId,
    suffix: String,
    dots: HashMap<Var, Var>,
    squares: Squares,
    /// See [`choices`].
    chosen: HashSet<Var>,
    /// What may be infinite.
    unbounded: HashSet<Var>,
    /// So may be the partials of the value at hand.
    blows_up: bool,
}

fn zero() -> Rvalue {
    Rvalue::Vector(VectorOp::Zero)
}

impl Transform<'_> {
    /// The variable that holds the tangent of `var`.
    fn dot(&mut self, var: Var) -> Var {
        if let Some(dot) = self.dots.get(&var) {
            return *dot;
        }
        let Variable { ident, kind, temporary, .. } = self.function.variables[var.0].clone();
        let ident = self.names.fresh(&format!("{ident}_{}", self.suffix), ident.span());
        let dot = self.function.new_variable(ident, kind, temporary);
        self.function.variables[dot.0].vector = true;
        self.dots.insert(var, dot);
        dot
    }

    fn varied(&self, operand: &Operand) -> bool {
        self.activity.varied(operand)
    }

    /// The tangent of an operand, zero if it does not vary.
    fn dot_of(&mut self, operand: &Operand) -> Rvalue {
        match operand.var() {
            Some(var) if self.activity.is_varied(var) => Rvalue::Use(Operand::Var(self.dot(var))),
            // A placeholder, which has no type of its own.
            _ if matches!(operand, Operand::Nested(_)) => zero(),
            _ => Rvalue::Vector(VectorOp::ZeroLike(operand.clone(), self.sweep)),
        }
    }

    /// The same where its type is known from the context, evaluated now: what does not vary may be moved by what follows.
    fn dot_operand(&mut self, operand: &Operand, statements: &mut Vec<Statement>) -> Operand {
        // Of a placeholder that is never read, the same.
        if let Operand::Nested(value) = operand
            && matches!(**value, Rvalue::Runtime("empty", _))
        {
            return operand.clone();
        }
        match operand.var() {
            Some(var) if self.activity.is_varied(var) => Operand::Var(self.dot(var)),
            Some(var) if !self.layouts.is_fixed(var) => {
                let ident = self.function.variables[var.0].ident.clone();
                let ident = self.names.fresh(&format!("{ident}_{}", self.suffix), ident.span());
                let dot = self.function.new_variable(ident, Kind::Value, true);
                self.function.variables[dot.0].vector = true;
                let value = Rvalue::Vector(VectorOp::ZeroLike(operand.clone(), self.sweep));
                statements.push(Statement::Let { var: dot, annotation: None, value });
                Operand::Var(dot)
            }
            _ => Operand::nested(zero()),
        }
    }

    fn dot_place(&mut self, place: &Place) -> Place {
        Place { base: self.dot(place.base), projections: self.function.in_companion(&place.projections) }
    }

    /// The term, wherever the operand varies: it may vary with inputs only that this call holds constant. A sum of zeros
    /// is zero, but a product with an infinite partial is not.
    fn when(&mut self, var: Var, term: Rvalue) -> Rvalue {
        let condition = self.condition(var);
        if self.always(condition) { term } else { Rvalue::Vector(VectorOp::When(condition, Box::new(term))) }
    }

    /// One of the inputs that the variable depends on varies. If it is one slice, and the tangent of that is there.
    fn condition(&mut self, var: Var) -> Condition {
        let mask = self.activity.dependences[var.0];
        let slice = if self.function.may_be_absent(var) { Some(var) } else { self.function.slice_alone_in(mask) };
        let present = slice.map(|slice| self.dot(slice)).map(|dot| self.presence(dot));
        Condition { sweep: self.sweep, mask, present }
    }

    /// The condition holds in every sweep.
    fn always(&self, condition: Condition) -> bool {
        condition.mask == self.activity.all && condition.present.is_none()
    }

    fn presence(&mut self, dot: Var) -> Var {
        presence(&mut self.function, self.names, dot)
    }

    /// `operand_dot · factor`, where the factor is a float.
    fn scaled(&mut self, operand: &Operand, partial: Partial) -> Option<Rvalue> {
        let var = operand.var().filter(|var| self.activity.is_varied(*var))?;
        let dot = Operand::Var(self.dot(var));
        match partial {
            Partial::Zero => None,
            Partial::One => Some(Rvalue::Use(dot)),
            Partial::Value(partial) => Some(self.product(var, times(dot, Operand::nested(partial)))),
        }
    }

    /// A product with its tangent may be one of zero and infinity.
    fn asks(&self, operand: &Operand) -> bool {
        self.blows_up && operand.var().is_some_and(|var| self.chosen.contains(&var))
    }

    /// A product with the tangent of `var`, or a quotient of it.
    fn product(&mut self, var: Var, product: Rvalue) -> Rvalue {
        let product = if self.asks(&Operand::Var(var)) {
            let dot = Operand::Var(self.dot(var));
            Rvalue::Runtime("where_not_zero", vec![dot, Operand::nested(product)])
        } else {
            product
        };
        self.when(var, product)
    }

    fn block(&mut self, block: Block) -> Block {
        let mut statements = Vec::new();
        for statement in block.statements {
            // Asked once, of what the user wrote.
            let Requirements { before, after } = match self.sweep {
                0 => requirements(&self.function, self.activity, &statement),
                _ => Requirements::default(),
            };
            statements.extend(before);
            self.statement(statement, &mut statements);
            statements.extend(after);
        }
        Block { statements }
    }

    fn statement(&mut self, statement: Statement, statements: &mut Vec<Statement>) {
        match statement {
            Statement::Let { var, annotation, value: Rvalue::Operator(operator) } if self.activity.is_varied(var) => {
                let operate = self.operate(var, annotation, operator);
                statements.push(operate);
            }
            Statement::Let { var, annotation, value } => {
                let mut after = Vec::new();
                let dot = self.activity.is_varied(var).then(|| self.rvalue(var, &value, statements, &mut after));
                let dot = dot.map(|value| Statement::Let { var: self.dot(var), annotation: None, value });
                // A register that holds a factor for the last time can take the product: the value is that, where its tangent comes first.
                let reads = |statement: &Statement| {
                    let mut reads = false;
                    statement_reads(statement, &mut |read| reads |= read == var);
                    reads
                };
                let first = matches!(value, Rvalue::Binary(Op::Mul, ..)) && !dot.as_ref().is_some_and(reads);
                let value = Statement::Let { var, annotation, value };
                let [one, other] = if first { [dot, Some(value)] } else { [Some(value), dot] };
                statements.extend(one);
                statements.append(&mut after);
                statements.extend(other);
            }
            Statement::Mutable { var, value } => {
                let mut after = Vec::new();
                let dot = self.activity.is_varied(var).then(|| self.rvalue(var, &value, statements, &mut after));
                statements.push(Statement::Mutable { var, value });
                statements.append(&mut after);
                if let Some(value) = dot {
                    let var = self.dot(var);
                    statements.push(Statement::Mutable { var, value });
                }
            }
            Statement::Update { var, value } => {
                if self.activity.is_varied(var) {
                    let (var, value) = (self.dot(var), self.updated(&value));
                    statements.push(Statement::Update { var, value });
                }
                statements.push(Statement::Update { var, value });
            }
            Statement::AddTo { var, value } => {
                if let Some(value) = self.used(&value) {
                    let var = self.dot(var);
                    statements.push(Statement::AddTo { var, value });
                }
                statements.push(Statement::AddTo { var, value });
            }
            Statement::Accumulate { place, value } => {
                if let Some(value) = self.used(&value) {
                    let place = self.dot_place(&place);
                    statements.push(Statement::Accumulate { place, value });
                }
                statements.push(Statement::Accumulate { place, value });
            }
            Statement::Initialise { place, value, told_by, lists } => {
                if let Some(value) = self.used(&value) {
                    let lists = lists.iter().map(|list| self.dot_place(list)).collect();
                    let place = self.dot_place(&place);
                    statements.push(Statement::Initialise { place, value, told_by, lists });
                }
                statements.push(Statement::Initialise { place, value, told_by, lists });
            }
            Statement::Evaluate(value) => {
                if let Some(value) = self.used(&value) {
                    statements.push(Statement::Evaluate(value));
                }
                statements.push(Statement::Evaluate(value));
            }
            Statement::Guard(condition, block) => {
                let block = self.block(block);
                statements.push(Statement::Guard(condition, block));
            }
            Statement::Store { place, op, value } => {
                if self.activity.is_varied(place.base) {
                    let dot_place = self.dot_place(&place);
                    if op.is_none() || self.varied(&value) {
                        let value = self.dot_operand(&value, statements);
                        statements.push(Statement::Store { place: dot_place, op, value });
                    }
                }
                statements.push(Statement::Store { place, op, value });
            }
            Statement::Push { place, value } => {
                if self.follows(place.base) {
                    let dot_place = self.dot_place(&place);
                    let value = self.dot_operand(&value, statements);
                    statements.push(Statement::Push { place: dot_place, value });
                }
                statements.push(Statement::Push { place, value });
            }
            Statement::Truncate { place, length } => {
                if self.follows(place.base) {
                    let place = self.dot_place(&place);
                    statements.push(Statement::Truncate { place, length: length.clone() });
                }
                statements.push(Statement::Truncate { place, length });
            }
            Statement::Swap { first, second } => {
                if self.activity.exchanges(&first, &second) {
                    let (first, second) = (self.dot_place(&first), self.dot_place(&second));
                    statements.push(Statement::Swap { first, second });
                }
                statements.push(Statement::Swap { first, second });
            }
            Statement::Append { place, value } => {
                if self.activity.is_varied(place.base) {
                    let (place, value) = (self.dot_place(&place), self.updated(&value));
                    statements.push(Statement::Append { place, value });
                }
                statements.push(Statement::Append { place, value });
            }
            Statement::Reshape { place, value } => {
                if self.activity.is_varied(place.base) {
                    let (place, value) = (self.dot_place(&place), self.updated(&value));
                    statements.push(Statement::Reshape { place, value });
                }
                statements.push(Statement::Reshape { place, value });
            }
            Statement::If { condition, then, otherwise, mut joins } => {
                let mut then = self.block(then);
                let mut otherwise = self.block(otherwise);
                for index in 0..joins.len() {
                    let join = joins[index].clone();
                    if self.has_tangent(join.var) {
                        let then = self.dot_operand(&join.then, &mut then.statements);
                        let otherwise = self.dot_operand(&join.otherwise, &mut otherwise.statements);
                        joins.push(Join { var: self.dot(join.var), then, otherwise });
                    }
                }
                statements.push(Statement::If { condition, then, otherwise, joins });
            }
            Statement::For(mut for_loop) => {
                for recording in [&mut for_loop.recorded, &mut for_loop.replayed].into_iter().flatten() {
                    self.recording(recording);
                }
                for_loop.body = self.block(for_loop.body);
                for index in 0..for_loop.carried.len() {
                    let carried = for_loop.carried[index].clone();
                    if self.activity.is_varied(carried.phi) {
                        let initial = self.dots(std::slice::from_ref(&carried.initial), statements).remove(0);
                        let next = self.dot_operand(&carried.next, &mut for_loop.body.statements);
                        let (phi, out) = (self.dot(carried.phi), self.dot(carried.out));
                        for_loop.carried.push(Carried { phi, initial, next, out });
                    }
                }
                statements.push(Statement::For(for_loop));
            }
            Statement::Call(call) => self.call(call, statements),
            Statement::Derived(derived) => self.derived(derived, statements),
            Statement::PullCall { pullback, results, arguments } => {
                let pulled = self.pull_call(pullback, results, arguments);
                statements.push(pulled);
            }
            Statement::Declare { var, annotation } => {
                statements.push(Statement::Declare { var, annotation });
                if self.activity.is_varied(var) {
                    statements.push(Statement::Declare { var: self.dot(var), annotation: None });
                }
            }
            Statement::Replace { place, value } => {
                if self.activity.is_varied(place.base) {
                    let dot_place = self.dot_place(&place);
                    let value = self.dot_operand(&value, statements);
                    statements.push(Statement::Store { place: dot_place, op: None, value });
                }
                statements.push(Statement::Replace { place, value });
            }
            Statement::Operate(operate) => {
                let operate = self.operated(operate);
                statements.push(Statement::Operate(operate));
            }
            Statement::Pull(pull) => {
                let pull = self.pull(pull);
                statements.push(Statement::Pull(pull));
            }
            other @ (Statement::Assign { .. }
            | Statement::Require { .. }
            | Statement::RequireTaken { .. }
            | Statement::Split { .. }
            | Statement::Resize { .. }
            | Statement::RequireAlike { .. }) => statements.push(other),
        }
    }

    /// The tangent follows what happens to the shape: also behind `&mut`, where the caller has one whatever varies.
    fn follows(&self, base: Var) -> bool {
        self.activity.is_varied(base) || self.sweep == 0 && self.function.is_exclusive(base)
    }

    /// The tangent of what a variable is set to.
    fn updated(&mut self, value: &Rvalue) -> Rvalue {
        match value {
            Rvalue::Vector(VectorOp::SpaceZero(space, sweeps)) => {
                Rvalue::Vector(VectorOp::SpaceZero(*space, self.and_this(sweeps)))
            }
            Rvalue::Vector(VectorOp::SpaceCotangent(space, sweeps)) => {
                Rvalue::Vector(VectorOp::SpaceCotangent(*space, self.and_this(sweeps)))
            }
            value => self.used(value).unwrap_or_else(zero),
        }
    }

    /// The tangent of what a statement without a result of its own uses, if it varies.
    fn used(&mut self, value: &Rvalue) -> Option<Rvalue> {
        match value {
            Rvalue::Use(operand) if self.varied(operand) => Some(self.dot_of(operand)),
            Rvalue::Vector(VectorOp::Get(place)) if self.activity.is_varied(place.base) => {
                Some(Rvalue::Vector(VectorOp::Get(self.dot_place(place))))
            }
            Rvalue::Vector(VectorOp::Pop(place)) if self.activity.is_varied(place.base) => {
                Some(Rvalue::Vector(VectorOp::Pop(self.dot_place(place))))
            }
            Rvalue::Vector(VectorOp::Take(place)) if self.activity.is_varied(place.base) => {
                Some(Rvalue::Vector(VectorOp::Take(self.dot_place(place))))
            }
            _ => None,
        }
    }

    /// It varies, and is no pullback: these hold the tangents of what they hold.
    fn has_tangent(&self, var: Var) -> bool {
        self.activity.is_varied(var) && self.function.variables[var.0].kind != Kind::Pullback
    }

    fn recording(&mut self, recording: &mut Recording) {
        for index in 0..recording.residuals.len() {
            let residual = recording.residuals[index].clone();
            if self.has_tangent(residual.var) {
                recording.residuals.push(Residual { var: self.dot(residual.var), ..residual });
            }
        }
    }

    /// The tangents of what a value is made of.
    fn dots(&mut self, operands: &[Operand], statements: &mut Vec<Statement>) -> Vec<Operand> {
        operands
            .iter()
            .map(|operand| match self.dot_operand(operand, statements) {
                Operand::Nested(_) => Operand::nested(self.dot_of(operand)),
                dot => dot,
            })
            .collect()
    }

    /// The tangents of the fields of a literal that vary, and the other fields.
    fn fields(
        &mut self,
        fields: &[(Projection, Operand)],
        dot_of: impl Fn(&mut Self, &Operand) -> Operand,
    ) -> (Vec<(Projection, Operand)>, Vec<Projection>) {
        let (mut dots, mut zeros) = (Vec::new(), Vec::new());
        for (member, operand) in fields {
            if self.varied(operand) {
                dots.push((member.clone(), dot_of(self, operand)));
            } else {
                zeros.push(member.clone());
            }
        }
        (dots, zeros)
    }

    /// The same for the parts of a variable. A literal has its type from the variable alone, so that its zero is made like the part.
    fn dots_of_parts(
        &mut self,
        var: Var,
        operands: &[Operand],
        part: &dyn Fn(usize) -> Projection,
        statements: &mut Vec<Statement>,
    ) -> Vec<Operand> {
        let mut dots = self.dots(operands, statements);
        if !self.layouts.is_fixed(var) {
            return dots; // it may have been moved
        }
        for (index, (dot, operand)) in dots.iter_mut().zip(operands).enumerate() {
            if let Operand::Constant(_) = operand {
                let part = Place { base: var, projections: vec![part(index)] };
                let part = Operand::nested(Rvalue::Load(part));
                *dot = Operand::nested(Rvalue::Vector(VectorOp::ZeroLike(part, self.sweep)));
            }
        }
        dots
    }

    /// The tangent of a variable's value. What it reads that the value moves is evaluated in front, what it makes of the
    /// variable itself after it.
    fn rvalue(
        &mut self,
        var: Var,
        value: &Rvalue,
        statements: &mut Vec<Statement>,
        after: &mut Vec<Statement>,
    ) -> Rvalue {
        let result = Operand::Var(var);
        self.blows_up = self.sweep == 0 && may_blow_up(value, &self.unbounded);
        let terms = match value {
            Rvalue::Use(operand) | Rvalue::Wrap(_, operand) | Rvalue::Unwrap(operand) if self.varied(operand) => {
                return self.dot_of(operand);
            }
            Rvalue::Load(place) if self.activity.is_varied(place.base) => {
                let load = Rvalue::Load(self.dot_place(place));
                // The tangent of an input that is held constant may be absent.
                let may_be_absent = self.function.variables[place.base.0].kind == Kind::Reference { mutable: false };
                return if may_be_absent { self.when(place.base, load) } else { load };
            }
            Rvalue::Held(place) if self.activity.is_varied(place.base) => return Rvalue::Held(self.dot_place(place)),
            Rvalue::Clone(place) if self.activity.is_varied(place.base) => {
                let clone = Rvalue::Clone(self.dot_place(place));
                let condition = self.condition(place.base);
                return if self.always(condition) {
                    clone
                } else {
                    let value = Box::new(clone);
                    Rvalue::Vector(VectorOp::WhenElseLike { condition, value, like: result, sweep: self.sweep })
                };
            }
            Rvalue::Kept { method, receiver, copied } if self.activity.is_varied(copied.base) => {
                let copied = self.dot_place(copied);
                return Rvalue::Kept { method: method.clone(), receiver: receiver.clone(), copied };
            }
            Rvalue::VecLiteral(operands) if operands.iter().any(|operand| self.varied(operand)) => {
                return Rvalue::VecLiteral(self.dots(operands, statements));
            }
            Rvalue::Negate(operand) if self.varied(operand) => {
                return Rvalue::Negate(Operand::nested(self.dot_of(operand)));
            }
            Rvalue::Cast(operand, ty, _) if self.varied(operand) => {
                let to = Some((ty.clone(), vec![self.sweep]));
                return Rvalue::Vector(VectorOp::Cast(Operand::nested(self.dot_of(operand)), to));
            }
            Rvalue::Array(operands) if operands.iter().any(|operand| self.varied(operand)) => {
                return Rvalue::Array(self.dots_of_parts(var, operands, &element, statements));
            }
            Rvalue::Struct(literal) => {
                let fields = literal.fields.iter();
                let fields: Vec<_> = fields.map(|(member, operand)| (literal.part(member), operand.clone())).collect();
                let (fields, zeros) = self.fields(&fields, |this, operand| Operand::nested(this.dot_of(operand)));
                let base = literal.base.as_ref().filter(|base| self.varied(base)).cloned();
                let base = base.map(|base| Operand::nested(self.dot_of(&base)));
                return Rvalue::Vector(VectorOp::StructOf { like: result, sweep: self.sweep, base, fields, zeros });
            }
            Rvalue::Tuple(operands) if operands.iter().any(|operand| self.varied(operand)) => {
                return Rvalue::Tuple(self.dots_of_parts(var, operands, &field, statements));
            }
            Rvalue::Repeat(operand, length) if self.varied(operand) => {
                return Rvalue::Repeat(Operand::nested(self.dot_of(operand)), length.clone());
            }
            Rvalue::VecRepeat(operand, count) if self.varied(operand) => {
                return Rvalue::VecRepeat(Operand::nested(self.dot_of(operand)), count.clone());
            }
            // It has room for as many.
            Rvalue::Runtime("with_capacity", arguments) => {
                let length = arguments[0].clone();
                return Rvalue::Vector(VectorOp::CapacityLike { like: result, length, sweep: self.sweep });
            }
            Rvalue::Vector(vector) => return self.vector(vector, var, statements, after),
            Rvalue::Binary(op @ (Op::Mul | Op::Div), left, right) if self.function.is_vector(left) => {
                self.scaled_vector(*op, left, right, &result, after)
            }
            Rvalue::Binary(op, left, right) => self.binary(*op, left, right, &result),
            Rvalue::Runtime(name, arguments) if crate::rules::helper(name).is_some() => {
                self.helper(name, arguments, &result)
            }

            Rvalue::Elementary { rule, arguments, .. } => {
                let rule = select(rule, |index| self.varied(&arguments[index]));
                let generic = !self.function.floats.is_empty();
                (0..arguments.len())
                    .filter_map(|index| {
                        self.scaled(&arguments[index], partial(rule, index, arguments, &result, generic))
                    })
                    .map(|term| (Op::Add, term))
                    .collect()
            }
            _ => Vec::new(),
        };
        sum(terms).unwrap_or_else(|| Rvalue::Vector(VectorOp::ZeroLike(result, self.sweep)))
    }

    /// A partial, as a function of the arguments of the elementary function.
    fn helper(&mut self, name: &str, arguments: &[Operand], result: &Operand) -> Vec<(Op, Rvalue)> {
        let Some(rule) = crate::rules::helper(name) else { return Vec::new() };
        let generic = !self.function.floats.is_empty();
        (0..arguments.len())
            .filter_map(|index| self.scaled(&arguments[index], partial(rule, index, arguments, result, generic)))
            .map(|term| (Op::Add, term))
            .collect()
    }

    fn binary(&mut self, op: Op, left: &Operand, right: &Operand, result: &Operand) -> Vec<(Op, Rvalue)> {
        let value = |value: Rvalue| Partial::Value(value);
        let mut terms = Vec::new();
        let mut term = |sign: Op, term: Option<Rvalue>| terms.extend(term.map(|term| (sign, term)));
        match op {
            Op::Add | Op::Sub => {
                term(Op::Add, self.scaled(left, Partial::One));
                term(op, self.scaled(right, Partial::One));
            }
            Op::Mul => match self.squares.get(result) {
                Some(Square { var, half, partial }) => {
                    let partial = partial.unwrap_or_else(|| twice(&half));
                    term(Op::Add, self.scaled(&Operand::Var(var), value(Rvalue::Use(partial))));
                }
                None => {
                    for (operand, factor) in [(left, right), (right, left)] {
                        let factor = self.squares.factor(factor, operand);
                        let partial = factor.map_or(Partial::One, |factor| value(Rvalue::Use(factor)));
                        term(Op::Add, self.scaled(operand, partial));
                    }
                }
            },
            // Divided once. What comes of a choice is looked at by itself.
            Op::Div if self.varied(left) && self.varied(right) && !self.asks(left) && !self.asks(right) => {
                let dots = [
                    (Op::Add, self.scaled(left, Partial::One)),
                    (Op::Sub, self.scaled(right, value(Rvalue::Use(result.clone())))),
                ];
                let dots = dots.into_iter().filter_map(|(sign, dot)| Some((sign, dot?))).collect();
                let quotient = |dot| Rvalue::Binary(Op::Div, Operand::nested(dot), right.clone());
                term(Op::Add, sum(dots).map(quotient));
            }
            Op::Div => {
                if let Some(var) = left.var().filter(|var| self.activity.is_varied(*var)) {
                    let dot = Operand::Var(self.dot(var));
                    let quotient = Rvalue::Binary(Op::Div, dot, right.clone());
                    term(Op::Add, Some(self.product(var, quotient)));
                }
                let slope = Rvalue::Binary(Op::Div, result.clone(), right.clone());
                term(Op::Sub, self.scaled(right, value(slope)));
            }
            Op::Rem => {
                term(Op::Add, self.scaled(left, Partial::One));
                let operands = vec![left.clone(), right.clone(), result.clone()];
                term(Op::Add, self.scaled(right, value(Rvalue::Runtime("rem_divisor", operands))));
            }
        }
        terms
    }
}

/// The variable that says whether the tangent or cotangent of a slice is there.
pub fn presence(function: &mut Function, names: &mut Names, companion: Var) -> Var {
    if let Some(present) = function.presences.get(&companion) {
        return *present;
    }
    let ident = function.variables[companion.0].ident.clone();
    let ident = names.fresh(&format!("{ident}_present"), ident.span());
    let present = function.new_variable(ident, Kind::Value, false);
    function.variables[present.0].discrete = true;
    function.presences.insert(companion, present);
    present
}

fn field(index: usize) -> Projection {
    Projection::Field(syn::Member::Unnamed(index.into()))
}

fn element(index: usize) -> Projection {
    let index = proc_macro2::Literal::usize_unsuffixed(index);
    Projection::Index(Operand::Constant(quote::quote!(#index)))
}

/// The signed terms as one expression.
fn sum(terms: Vec<(Op, Rvalue)>) -> Option<Rvalue> {
    let mut total: Option<Rvalue> = None;
    for (sign, term) in terms {
        total = Some(match (total, sign) {
            (None, Op::Sub) => Rvalue::Negate(Operand::nested(term)),
            (None, _) => term,
            (Some(total), sign) => Rvalue::Binary(sign, Operand::nested(total), Operand::nested(term)),
        });
    }
    total
}
