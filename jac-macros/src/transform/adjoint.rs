//! Adjoint: reverse mode.
//!
//! Before: IR in single assignment form. After: a forward sweep, which is the primal with what it
//! leaves behind, and a reverse sweep, which walks the same structure backwards and adds each
//! statement's contribution to the cotangents `x_bar` of its operands. The reverse sweep names
//! values of the forward sweep freely; `restore` sees to it that they are there.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::initialise::initialise;
use super::nest::{free_variables, nest};
use super::partials::{Partial, partial, select};
use super::restore::{self, Scopes};
use crate::analysis::activity::Activity;
use crate::analysis::layout::Layouts;
use crate::analysis::memory::Memory;
use crate::hygiene::Names;
use crate::ir::*;

pub struct Adjoint {
    /// The forward sweep.
    pub function: Function,
    pub reverse: Block,
    /// The cotangent variable of each variable that has one.
    pub bars: HashMap<Var, Var>,
    /// The cotangent of the result, as the reverse sweep gets it.
    pub seed: Var,
    /// The cotangents of the parameters passed by value, in order.
    pub results: Vec<Operand>,
    /// The heap traces, with the variable that holds the reverse sweep's cursor.
    pub heap_traces: Vec<(Var, Var)>,
    /// Pullbacks that were recorded, and so are wrapped in an `Option`.
    pub wrapped: HashSet<Var>,
}

pub fn adjoint(
    function: &Function,
    activity: &Activity,
    layouts: &Layouts,
    memory: &Memory,
    names: &mut Names,
) -> Adjoint {
    let scopes = Scopes::of(function);
    let mut function = function.clone();
    let body = std::mem::take(&mut function.body);
    let mut reshaped = HashSet::new();
    collect_reshaped(&body, activity, layouts, &mut reshaped);
    let mut transform = Transform {
        activity,
        layouts,
        memory,
        reshaped,
        names,
        scopes,
        bars: HashMap::new(),
        spaces: BTreeMap::new(),
        states: HashMap::new(),
        pending: BTreeMap::new(),
        frames: vec![Frame { block: Scopes::ROOT, is_loop: false }],
        heap_traces: Vec::new(),
        wrapped: HashSet::new(),
        function,
    };
    let parameters = transform.function.parameters.clone();
    for parameter in &parameters {
        if parameter.passing != Passing::Value {
            transform.bar(parameter.var);
        }
    }
    let seed = transform.new_variable("result_bar", proc_macro2::Span::call_site());
    let mut start = Vec::new();
    if let Some(result) = transform.function.result.clone() {
        transform.contribute(&result, Rvalue::Use(Operand::Var(seed)), &mut start);
    }
    let Swept { forward, mut reverse } = transform.block(body, Scopes::ROOT);
    start.append(&mut reverse);
    let (forward, reverse) = transform.finish_block(forward, start, Scopes::ROOT);
    let results: Vec<Rvalue> = parameters
        .iter()
        .filter(|parameter| parameter.passing == Passing::Value)
        .map(|parameter| if parameter.differentiable { transform.collected(parameter.var) } else { zero() })
        .collect();
    let Transform { mut function, bars, heap_traces, wrapped, .. } = transform;
    let (mut forward, mut reverse) = (Block { statements: forward }, Block { statements: reverse });
    let mut results: Vec<Operand> = results.into_iter().map(Operand::nested).collect();
    let captured = free_variables(&reverse);
    let mut result = function.result.take();
    nest(&function, &mut forward, result.iter_mut().collect(), &captured);
    nest(&function, &mut reverse, results.iter_mut().collect(), &[]);
    function.body = forward;
    function.result = result;
    Adjoint { function, reverse, bars, seed, results, heap_traces, wrapped }
}

/// What is known of the cotangent of a value where the reverse sweep stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Not declared: nothing has contributed yet.
    Fresh,
    /// Declared, and handed on: it must be set before it is read.
    Stale,
    /// Something has contributed.
    Live,
}

struct Frame {
    block: usize,
    is_loop: bool,
}

struct Swept {
    forward: Vec<Statement>,
    reverse: Vec<Statement>,
}

struct Transform<'a> {
    function: Function,
    activity: &'a Activity,
    layouts: &'a Layouts,
    memory: &'a Memory,
    /// Memory that is overwritten as a whole, perhaps by a `Vec` of another length: its space changes with it.
    reshaped: HashSet<Var>,
    names: &'a mut Names,
    scopes: Scopes,
    bars: HashMap<Var, Var>,
    /// For each variable whose zero is needed, the variable that keeps its space.
    spaces: BTreeMap<Var, Var>,
    states: HashMap<Var, State>,
    /// Cotangents that must be zeroed before the statement in whose reverse they are first used.
    pending: BTreeMap<Var, State>,
    frames: Vec<Frame>,
    heap_traces: Vec<(Var, Var)>,
    wrapped: HashSet<Var>,
}

fn zero() -> Rvalue {
    Rvalue::Vector(VectorOp::Zero)
}

fn negated(value: Rvalue) -> Rvalue {
    Rvalue::Negate(Operand::nested(value))
}

fn times(left: Operand, right: Operand) -> Rvalue {
    Rvalue::Binary(Op::Mul, left, right)
}

impl Transform<'_> {
    fn new_variable(&mut self, stem: &str, span: proc_macro2::Span) -> Var {
        let ident = self.names.fresh(stem, span);
        self.function.new_variable(ident, Kind::Value, false)
    }

    fn companion(&mut self, var: Var, suffix: &str) -> Var {
        let ident = self.function.variables[var.0].ident.clone();
        self.new_variable(&format!("{ident}_{suffix}"), ident.span())
    }

    /// The variable that holds the cotangent of `var`.
    fn bar(&mut self, var: Var) -> Var {
        if let Some(bar) = self.bars.get(&var) {
            return *bar;
        }
        let bar = self.companion(var, "bar");
        self.function.variables[bar.0].temporary = self.function.variables[var.0].temporary;
        if let Kind::Reference { .. } = self.kind(var) {
            self.function.variables[bar.0].kind = Kind::Reference { mutable: false };
        } else if self.reshaped.contains(&var) {
            self.function.variables[bar.0].kind = Kind::Memory;
        }
        self.bars.insert(var, bar);
        bar
    }

    fn space(&mut self, var: Var) -> Var {
        if let Some(space) = self.spaces.get(&var) {
            return *space;
        }
        let space = self.companion(var, "space");
        // Read through a reference where it is recorded: it is not `Copy`.
        self.function.variables[space.0].kind = Kind::Memory;
        self.scopes.define(space, self.scopes.home(var));
        self.spaces.insert(var, space);
        space
    }

    fn kind(&self, var: Var) -> Kind {
        self.function.variables[var.0].kind
    }

    fn state(&self, var: Var) -> State {
        self.states.get(&var).copied().unwrap_or(State::Fresh)
    }

    fn current(&self) -> usize {
        self.frames.last().expect("the root is open").block
    }

    fn bar_place(&mut self, place: &Place) -> Place {
        Place { base: self.bar(place.base), projections: place.projections.clone() }
    }

    /// True if a loop lies between the block where `var` lives and the current one.
    fn across_loop(&self, var: Var) -> bool {
        let home = self.scopes.home(var);
        self.frames.iter().rev().take_while(|frame| frame.block != home).any(|frame| frame.is_loop)
    }

    /// Adds `value` to the cotangent of an operand, if it is active.
    fn contribute(&mut self, operand: &Operand, value: Rvalue, out: &mut Vec<Statement>) {
        let Some(var) = operand.var().filter(|var| self.activity.is_active(*var)) else { return };
        if self.kind(var) != Kind::Value {
            self.contribute_to_place(&Place::whole(var), value, out);
            return;
        }
        let bar = self.bar(var);
        // A sum of zeros is zero; a product with an infinite partial is not.
        let dependences = if value.multiplies() { self.activity.dependences[var.0] } else { self.activity.all };
        let conditional = dependences != self.activity.all;
        let when = |value: Rvalue| {
            if conditional { Rvalue::Vector(VectorOp::When(dependences, Box::new(value))) } else { value }
        };
        let here = self.scopes.home(var) == self.current();
        match (self.state(var), here) {
            (State::Fresh, true) => out.push(Statement::Mutable { var: bar, value: when(value) }),
            (State::Stale, true) => out.push(Statement::Update { var: bar, value: when(value) }),
            (State::Live, _) => self.guarded(dependences, Statement::AddTo { var: bar, value }, out),
            (state, false) => {
                self.pending.entry(var).or_insert(state);
                if self.across_loop(var) {
                    self.guarded(dependences, Statement::AddTo { var: bar, value }, out);
                } else {
                    // It is zero on this path.
                    out.push(Statement::Update { var: bar, value: when(value) });
                }
            }
        }
        self.states.insert(var, State::Live);
    }

    /// The statement, if the inputs that its target depends on are active.
    fn guarded(&self, dependences: Mask, statement: Statement, out: &mut Vec<Statement>) {
        if dependences == self.activity.all {
            out.push(statement);
        } else {
            out.push(Statement::Guard(dependences, Block { statements: vec![statement] }));
        }
    }

    /// Adds to the cotangent of what a place holds.
    fn contribute_to_place(&mut self, place: &Place, value: Rvalue, out: &mut Vec<Statement>) {
        if self.activity.is_active(place.base) {
            // The cotangent of an input that is held constant may be absent.
            let may_be_absent = self.kind(place.base) == Kind::Reference { mutable: false };
            let dependences = if may_be_absent || value.multiplies() {
                self.activity.dependences[place.base.0]
            } else {
                self.activity.all
            };
            let place = self.bar_place(place);
            self.guarded(dependences, Statement::Accumulate { place, value }, out);
        }
    }

    /// Declares what the statement just reversed left pending in this block.
    fn settle(&mut self, out: &mut Vec<Statement>) {
        let here = self.current();
        let settled: Vec<(Var, State)> = self
            .pending
            .iter()
            .filter(|(var, _)| self.scopes.home(**var) == here)
            .map(|(var, state)| (*var, *state))
            .collect();
        for (var, state) in settled {
            self.pending.remove(&var);
            let bar = self.bar(var);
            out.push(match state {
                State::Fresh => Statement::Mutable { var: bar, value: zero() },
                _ => Statement::Update { var: bar, value: zero() },
            });
        }
    }

    /// The cotangent of a parameter passed by value, when the sweep is over.
    fn collected(&mut self, var: Var) -> Rvalue {
        if !self.activity.is_active(var) {
            return zero();
        }
        let bar = self.bar(var);
        match self.kind(var) {
            Kind::Value if self.state(var) == State::Live => Rvalue::Use(Operand::Var(bar)),
            Kind::Value => zero(),
            _ => Rvalue::Vector(VectorOp::Get(Place::whole(bar))),
        }
    }

    fn block(&mut self, block: Block, id: usize) -> Swept {
        let mut reversed_forward: Vec<Vec<Statement>> = Vec::new();
        let mut reverse = Vec::new();
        let mut children = self.scopes.children(id);
        for statement in block.statements.into_iter().rev() {
            let mut forward = Vec::new();
            self.statement(statement, &mut children, &mut forward, &mut reverse);
            reversed_forward.push(forward);
        }
        Swept { forward: reversed_forward.into_iter().rev().flatten().collect(), reverse }
    }

    /// Puts the cotangents of the block's memory in front of its reverse, and keeps the spaces that zeros are made from.
    fn finish_block(
        &mut self,
        forward: Vec<Statement>,
        reverse: Vec<Statement>,
        id: usize,
    ) -> (Vec<Statement>, Vec<Statement>) {
        let mut accumulators: Vec<Var> = self
            .bars
            .keys()
            .copied()
            .filter(|var| self.kind(*var) == Kind::Memory && self.scopes.home(*var) == id)
            .collect();
        accumulators.sort();
        let mut head = Vec::new();
        for var in accumulators {
            let space = self.space(var);
            let bar = self.bar(var);
            let value = Rvalue::Vector(VectorOp::SpaceCotangent(space));
            head.push(Statement::Let { var: bar, annotation: None, value });
        }
        head.extend(reverse);
        initialise(&mut head);
        let mut kept = Vec::new();
        if id == Scopes::ROOT {
            for parameter in &self.function.parameters.clone() {
                self.keep_space(parameter.var, &mut kept);
            }
        }
        for statement in forward {
            let defined = defined_by(&statement);
            kept.push(statement);
            for var in defined {
                self.keep_space(var, &mut kept);
            }
        }
        (kept, head)
    }

    fn keep_space(&mut self, var: Var, out: &mut Vec<Statement>) {
        if let Some(space) = self.spaces.get(&var) {
            let (space, value) = (*space, Rvalue::Vector(VectorOp::SpaceOf(var)));
            out.push(if self.reshaped.contains(&var) {
                Statement::Mutable { var: space, value }
            } else {
                Statement::Let { var: space, annotation: None, value }
            });
        }
    }

    fn statement(
        &mut self,
        statement: Statement,
        children: &mut Vec<usize>,
        forward: &mut Vec<Statement>,
        reverse: &mut Vec<Statement>,
    ) {
        match statement {
            Statement::Let { var, annotation, value } => {
                if self.activity.is_active(var) {
                    self.reverse_let(var, &value, reverse);
                }
                forward.push(Statement::Let { var, annotation, value });
            }
            Statement::Store { place, op, value } => self.store(place, op, value, forward, reverse),
            Statement::Call(call) => self.call(call, forward, reverse),
            Statement::If { condition, then, otherwise, joins } => {
                let otherwise_id = children.pop().expect("every block is numbered");
                let then_id = children.pop().expect("every block is numbered");
                self.branch(condition, (then, then_id), (otherwise, otherwise_id), joins, forward, reverse);
            }
            Statement::For(for_loop) => {
                let id = children.pop().expect("every block is numbered");
                self.for_loop(for_loop, id, forward, reverse);
            }
            other => forward.push(other),
        }
    }

    fn reverse_let(&mut self, var: Var, value: &Rvalue, reverse: &mut Vec<Statement>) {
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
                Rvalue::Struct(StructLiteral { fields, base: None, .. }) => {
                    for (member, operand) in fields {
                        self.contribute(operand, element(Projection::Field(member.clone())), reverse);
                    }
                }
                value => {
                    let whole = Rvalue::Vector(VectorOp::Get(Place::whole(bar)));
                    let taken = self.companion(var, "bar_value");
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
            Rvalue::Use(operand) => self.contribute(operand, Rvalue::Use(bar), out),
            Rvalue::Load(place) | Rvalue::Clone(place) if place.projections.is_empty() => {
                self.contribute(&Operand::Var(place.base), Rvalue::Use(bar), out);
            }
            Rvalue::Load(place) | Rvalue::Clone(place) => self.contribute_to_place(place, Rvalue::Use(bar), out),
            Rvalue::Negate(operand) => self.contribute(operand, Rvalue::Negate(bar), out),
            Rvalue::Cast(operand, _) => {
                // What is cast back is of a type that inference does not see.
                let from = operand.var().and_then(|var| self.scopes.cast_type(var));
                self.contribute(operand, Rvalue::Vector(VectorOp::Cast(bar, from)), out);
            }
            Rvalue::Binary(op, left, right) => self.reverse_binary(*op, left, right, bar, result, out),
            Rvalue::Elementary { rule, arguments, .. } => {
                let rule = select(rule, |index| self.activity.varied(&arguments[index]));
                for (index, argument) in arguments.iter().enumerate() {
                    match partial(rule, index, arguments, result) {
                        Partial::Zero => {}
                        Partial::One => self.contribute(argument, Rvalue::Use(bar.clone()), out),
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
                    let element = VectorOp::Element(bar.clone(), Projected::Member(member.clone()));
                    self.contribute(operand, Rvalue::Vector(element), out);
                }
            }
            Rvalue::Repeat(operand, _) | Rvalue::VecRepeat(operand, _) => {
                self.contribute(operand, Rvalue::Vector(VectorOp::Sum(bar)), out);
            }
            Rvalue::Length(_) | Rvalue::Opaque(_) | Rvalue::Runtime(..) | Rvalue::Vector(_) => {}
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
            Op::Mul => {
                self.contribute(left, times(bar.clone(), right.clone()), out);
                self.contribute(right, times(bar, left.clone()), out);
            }
            Op::Div => {
                let scaled = Rvalue::Binary(Op::Div, bar, right.clone());
                if !self.activity.active(right) {
                    self.contribute(left, scaled, out);
                    return;
                }
                let span = proc_macro2::Span::call_site();
                let numerator = self.new_variable("numerator_bar", span);
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

    fn store(
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
            self.scopes.define(before, self.current());
            let same = Rvalue::Vector(VectorOp::SameSpace(space));
            forward.push(Statement::Let { var: before, annotation: None, value: same });
            forward.push(Statement::Store { place, op, value });
            forward.push(Statement::Update { var: space, value: Rvalue::Vector(VectorOp::SpaceOf(base)) });
            let reshaped = Rvalue::Vector(VectorOp::SpaceCotangent(before));
            reverse.push(Statement::Update { var: bar, value: reshaped });
        } else if op.is_none() && !self.layouts.is_fixed_place(&place) && !self.layouts.is_fixed_operand(&value) {
            forward.push(Statement::Replace { place, value });
        } else {
            forward.push(Statement::Store { place, op, value });
        }
    }

    fn call(&mut self, call: Call, forward: &mut Vec<Statement>, reverse: &mut Vec<Statement>) {
        let mut mask: Mask = 0;
        for (position, argument) in call.arguments.iter().enumerate() {
            let active = match argument {
                Argument::Value(operand) => self.activity.active(operand),
                Argument::Borrow { place, .. } => self.activity.is_active(place.base),
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
        let pullback = self.companion(call.result, "pullback");
        self.scopes.define_opaque(pullback, self.scopes.home(call.result));

        let mut arguments = Vec::new();
        let mut results = Vec::new();
        let mut contributions = Vec::new();
        for argument in &call.arguments {
            match argument {
                Argument::Value(operand) => {
                    let active = self.activity.active(operand);
                    let name = match operand {
                        Operand::Var(var) if active => Some(self.companion(*var, "contribution")),
                        _ => None,
                    };
                    results.push(name);
                    if let Some(name) = name {
                        contributions.push((operand.clone(), name));
                    }
                }
                Argument::Borrow { mutable: true, place } => {
                    // The pullback accumulates for all that the callee wrote, of whatever type.
                    let place = self.bar_place(place);
                    arguments.push(Companion::Accumulated(place));
                }
                Argument::Borrow { mutable: false, place } => {
                    let primal = self.as_it_was(place, call.result, forward);
                    arguments.push(Companion::Primal(primal));
                    arguments.push(if self.activity.is_active(place.base) {
                        let dependences = self.activity.dependences[place.base.0];
                        let mask = if dependences == self.activity.all { Mask::MAX } else { dependences };
                        Companion::Shared(self.bar_place(place), mask)
                    } else {
                        Companion::Absent
                    });
                }
            }
        }
        let seed = if self.state(call.result) == State::Live {
            Rvalue::Use(Operand::Var(self.bar(call.result)))
        } else {
            zero()
        };
        reverse.push(Statement::PullCall { pullback, results, arguments, seed });
        for (operand, name) in contributions {
            self.contribute(&operand, Rvalue::Use(Operand::Var(name)), reverse);
        }
        forward.push(Statement::ForwardCall { call, pullback, mask });
    }

    /// The place, holding in the reverse sweep what it holds at the call: a copy if it is written later.
    fn as_it_was(&mut self, place: &Place, reader: Var, forward: &mut Vec<Statement>) -> Place {
        let kept = match self.kind(place.base) {
            Kind::Reference { mutable } => !mutable,
            _ => !self.memory.is_written_after(place.base, reader),
        };
        if kept {
            return place.clone();
        }
        let copy = self.companion(place.base, "copy");
        self.function.variables[copy.0].kind = Kind::Memory;
        self.scopes.define(copy, self.scopes.home(reader));
        // Of a variable, all of it: its type may be of fixed size. Of a slice behind a reference, the part.
        let (source, projections) = match self.kind(place.base) {
            Kind::Memory => (Place::whole(place.base), place.projections.clone()),
            _ => (place.clone(), Vec::new()),
        };
        forward.push(Statement::Let { var: copy, annotation: None, value: Rvalue::Clone(source) });
        Place { base: copy, projections }
    }

    fn branch(
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
        let before = self.states.clone();
        let mut forward_blocks = Vec::new();
        let mut reverse_blocks = Vec::new();
        let mut after = Vec::new();
        for ((block, id), is_then) in [(then, true), (otherwise, false)] {
            self.states.clone_from(&before);
            self.frames.push(Frame { block: id, is_loop: false });
            let mut start = Vec::new();
            for join in &live {
                let bar = Rvalue::Use(Operand::Var(self.bar(join.var)));
                self.contribute(if is_then { &join.then } else { &join.otherwise }, bar, &mut start);
            }
            let Swept { forward, reverse } = self.block(block, id);
            start.extend(reverse);
            let (mut forward, mut reverse) = self.finish_block(forward, start, id);
            self.frames.pop();
            let residuals = self.restore(id, None, &mut forward, &mut reverse);
            for residual in residuals {
                self.scopes.rehome(residual.var, outer);
                let value = Operand::Var(residual.var);
                let value =
                    if residual.wrapped { Operand::nested(Rvalue::Runtime("Some", vec![value])) } else { value };
                let empty = Operand::nested(Rvalue::Runtime("empty", Vec::new()));
                let (then, otherwise) = if is_then { (value, empty) } else { (empty, value) };
                joins.push(Join { var: residual.var, then, otherwise });
            }
            forward_blocks.push(Block { statements: forward });
            reverse_blocks.push(Block { statements: reverse });
            after.push(self.states.clone());
        }
        // Live after either branch.
        self.states = before;
        for states in after {
            for (var, state) in states {
                if state == State::Live {
                    self.states.insert(var, state);
                }
            }
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

    fn for_loop(&mut self, mut for_loop: Loop, id: usize, forward: &mut Vec<Statement>, reverse: &mut Vec<Statement>) {
        let outer = self.current();
        let active: Vec<Carried> =
            for_loop.carried.iter().filter(|carried| self.activity.is_active(carried.phi)).cloned().collect();
        // One variable carries the cotangent backwards through the iterations.
        for carried in &active {
            let bar = self.bar(carried.out);
            if self.state(carried.out) != State::Live {
                let space = self.space(carried.out);
                reverse.push(Statement::Mutable { var: bar, value: Rvalue::Vector(VectorOp::SpaceZero(space)) });
            }
            self.bars.insert(carried.phi, bar);
            self.states.insert(carried.phi, State::Stale);
        }
        self.frames.push(Frame { block: id, is_loop: true });
        let mut start = Vec::new();
        let mut handed_on = Vec::new();
        for carried in &active {
            let bar = self.bar(carried.phi);
            if !self.activity.active(&carried.next) {
                continue;
            }
            let taken = self.companion(carried.phi, "bar_next");
            self.function.variables[taken.0].temporary = true;
            start.push(Statement::Let { var: taken, annotation: None, value: Rvalue::Use(Operand::Var(bar)) });
            handed_on.push((carried.next.clone(), taken));
        }
        for (next, taken) in handed_on {
            self.contribute(&next, Rvalue::Use(Operand::Var(taken)), &mut start);
        }
        let Swept { forward: body, reverse: reverse_body } = self.block(std::mem::take(&mut for_loop.body), id);
        start.extend(reverse_body);
        for carried in &active {
            if self.state(carried.phi) == State::Stale {
                let bar = self.bar(carried.phi);
                start.push(Statement::Update { var: bar, value: zero() });
            }
        }
        let (mut body, mut reverse_body) = self.finish_block(body, start, id);
        self.frames.pop();
        let nothing_to_do = reverse_body.is_empty();
        let residuals = self.restore(id, for_loop.index, &mut body, &mut reverse_body);
        self.settle(reverse);
        for_loop.body = Block { statements: body };
        if !nothing_to_do {
            let mut reversed = Loop {
                reversed: true,
                recorded: None,
                replayed: None,
                index: for_loop.index,
                range: for_loop.range.clone(),
                until: None,
                count: None,
                carried: Vec::new(),
                body: Block { statements: reverse_body },
                bound: None,
                id: for_loop.id,
            };
            if for_loop.until.is_some() {
                let count = self.new_variable("iterations", proc_macro2::Span::call_site());
                self.scopes.define(count, outer);
                for_loop.count = Some(count);
                reversed.count = Some(count);
            }
            if !residuals.is_empty() {
                let recording = self.recording(&for_loop, outer, residuals);
                for_loop.recorded = Some(recording.clone());
                if let Storage::Fixed(_) = recording.storage {
                    let value = Rvalue::Runtime("fixed_trace", vec![fixed_length(&recording)]);
                    forward.push(Statement::Mutable { var: recording.trace, value });
                }
                reversed.replayed = Some(recording);
            }
            reverse.push(Statement::For(reversed));
        }
        for carried in &active {
            let bar = Rvalue::Use(Operand::Var(self.bar(carried.phi)));
            self.contribute(&carried.initial, bar, reverse);
        }
        forward.push(Statement::For(for_loop));
    }

    fn recording(&mut self, for_loop: &Loop, outer: usize, residuals: Vec<Residual>) -> Recording {
        let span = proc_macro2::Span::call_site();
        let trace = self.new_variable("trace", span);
        self.function.variables[trace.0].kind = Kind::Memory;
        let cursor = self.new_variable("cursor", span);
        let storage = match &for_loop.bound {
            Some(bound) => {
                self.scopes.define(trace, outer);
                Storage::Fixed(bound.clone())
            }
            None => {
                self.scopes.define(trace, Scopes::ROOT);
                self.heap_traces.push((trace, cursor));
                Storage::Heap
            }
        };
        Recording { trace, cursor, storage, residuals }
    }

    /// Makes what the reverse of a nested block reads available there.
    fn restore(
        &mut self,
        id: usize,
        index: Option<Var>,
        forward: &mut [Statement],
        reverse: &mut Vec<Statement>,
    ) -> Vec<Residual> {
        let mut residuals = restore::restore(id, index, &self.function, &self.scopes, self.memory, forward, reverse);
        for residual in &mut residuals {
            // Once wrapped, it stays so on its way outwards.
            residual.wrapped = self.scopes.is_opaque(residual.var) && self.wrapped.insert(residual.var);
        }
        residuals
    }
}

fn fixed_length(recording: &Recording) -> Operand {
    match &recording.storage {
        Storage::Fixed(length) => Operand::Constant(length.clone()),
        Storage::Heap => Operand::Constant(Default::default()),
    }
}

/// Active memory that is overwritten as a whole, and may hold a `Vec`.
fn collect_reshaped(block: &Block, activity: &Activity, layouts: &Layouts, reshaped: &mut HashSet<Var>) {
    for statement in &block.statements {
        match statement {
            Statement::Store { place, .. }
                if place.projections.is_empty() && activity.is_active(place.base) && !layouts.is_fixed(place.base) =>
            {
                reshaped.insert(place.base);
            }
            Statement::If { then, otherwise, .. } => {
                collect_reshaped(then, activity, layouts, reshaped);
                collect_reshaped(otherwise, activity, layouts, reshaped);
            }
            Statement::For(for_loop) => collect_reshaped(&for_loop.body, activity, layouts, reshaped),
            _ => {}
        }
    }
}

/// The variables that a statement defines in its block.
pub fn defined_by(statement: &Statement) -> Vec<Var> {
    match statement {
        Statement::Let { var, .. } | Statement::Mutable { var, .. } | Statement::Declare { var, .. } => vec![*var],
        Statement::If { joins, .. } => joins.iter().map(|join| join.var).collect(),
        Statement::For(for_loop) => {
            let count = for_loop.count.filter(|_| !for_loop.reversed);
            for_loop.carried.iter().map(|carried| carried.out).chain(count).collect()
        }
        Statement::Call(call) | Statement::TangentCall { call, .. } => vec![call.result],
        Statement::ForwardCall { call, pullback, .. } => vec![call.result, *pullback],
        _ => Vec::new(),
    }
}
