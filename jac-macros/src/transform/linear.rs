//! Linear: what a linearization is made of, a sweep that is run once and a continuation for each tangent.
//!
//! Before: the tangent, whose statements are of two kinds: those that read no vector are the function itself, the others are
//! linear in the tangents. After: the former, with what they leave behind, and the latter as a continuation, which walks the same
//! structure forwards. It names values of the former freely; `record` sees to it that they are there. Partials are values, made
//! once: what is left to the continuation is sums and products. Nothing is passed to it again, so that it holds no borrow and
//! the caller may overwrite its arguments.

use std::collections::{HashMap, HashSet};

use proc_macro2::{Span, TokenStream};
use quote::quote;

use super::record::{Records, Traces};
use super::restore::Scopes;
use crate::analysis::layout::Layouts;
use crate::analysis::memory::Memory;
use crate::errors::Errors;
use crate::hygiene::Names;
use crate::ir::*;

/// The sweep that is run once, whose [`Reverse`] is the continuation. `tangent` is the tangent of the function.
pub fn linearize(
    function: &Function,
    tangent: &Function,
    layouts: &Layouts,
    memory: &Memory,
    traces: Traces,
    names: &mut Names,
    errors: &mut Errors,
) -> Function {
    let mut tangent = tangent.clone();
    let companions = tangent.tangents.remove(0);
    let mut body = std::mem::take(&mut tangent.body);
    prune(&mut body, &tangent, &companions);
    let records = Records::new(layouts, memory, traces, Scopes::of(function), false);
    let mut split = Split { function: tangent, records, names, errors, current: vec![Scopes::ROOT] };
    let Halves { now, later } = split.block(body, Scopes::ROOT);
    let seed = split.new_variable("unit", Kind::Value);
    let Split { mut function, records, names, .. } = split;
    let dots = function.parameters.iter().map(|parameter| (parameter.var, companions.dots[&parameter.var]));
    let dots: HashMap<Var, Var> = dots.collect();
    let is_reference = |var: &Var| {
        let of = function.parameters.iter().find(|parameter| parameter.var == *var);
        of.is_some_and(|parameter| parameter.passing != Passing::Value)
    };
    let cotangents = dots.iter().filter(|(var, _)| is_reference(var)).map(|(var, dot)| (*var, *dot)).collect();
    function.body = Block { statements: now };
    function.reverse = Some(Reverse {
        cotangents,
        seed,
        body: Block { statements: later },
        results: vec![companions.results],
        own_traces: records.own,
        wrapped: records.wrapped,
        primals: HashMap::new(),
        starting_at_zero: 0,
        dots: Some(dots),
    });
    crate::moves::keep_for_reverse(&mut function, layouts, names);
    function
}

/// A block of the function, and the same block of the continuation.
#[derive(Default)]
struct Halves {
    now: Vec<Statement>,
    later: Vec<Statement>,
}

struct Split<'a> {
    /// The tangent, without its body.
    function: Function,
    records: Records<'a>,
    names: &'a mut Names,
    errors: &'a mut Errors,
    /// The blocks that are open.
    current: Vec<usize>,
}

impl Split<'_> {
    fn new_variable(&mut self, stem: &str, kind: Kind) -> Var {
        let ident = self.names.fresh(stem, Span::call_site());
        self.function.new_variable(ident, kind, true)
    }

    /// A variable of the function itself, defined in the block that is open.
    fn define(&mut self, stem: &str, kind: Kind) -> Var {
        let var = self.new_variable(stem, kind);
        self.records.scopes.define(var, self.here());
        var
    }

    fn here(&self) -> usize {
        *self.current.last().expect("the root is open")
    }

    fn stem(&self, var: Var, suffix: &str) -> String {
        format!("{}_{suffix}", self.function.variables[var.0].ident)
    }

    fn is_vector(&self, var: Var) -> bool {
        self.function.variables[var.0].vector
    }

    /// There is a vector in it.
    fn is_linear(&self, value: &Rvalue) -> bool {
        let mut linear = self.function.makes_vector(value);
        rvalue_reads(value, &mut |var| linear |= self.is_vector(var));
        linear
    }

    fn block(&mut self, block: Block, id: usize) -> Halves {
        let mut halves = Halves::default();
        let mut children = self.records.scopes.children(id).into_iter();
        for statement in block.statements {
            self.statement(statement, &mut children, &mut halves);
        }
        halves
    }

    fn statement(&mut self, statement: Statement, children: &mut std::vec::IntoIter<usize>, halves: &mut Halves) {
        match statement {
            Statement::Let { var, annotation, mut value } if self.is_vector(var) => {
                self.rvalue(&mut value, &mut halves.now);
                halves.later.push(Statement::Let { var, annotation, value });
            }
            Statement::Store { mut place, op, mut value } if self.is_vector(place.base) => {
                self.operand(&mut value, &mut halves.now);
                self.place(&mut place, &mut halves.now);
                halves.later.push(Statement::Store { place, op, value });
            }
            Statement::Push { mut place, mut value } if self.is_vector(place.base) => {
                self.operand(&mut value, &mut halves.now);
                self.place(&mut place, &mut halves.now);
                halves.later.push(Statement::Push { place, value });
            }
            Statement::Truncate { ref place, .. } if self.is_vector(place.base) => halves.later.push(statement),
            Statement::Swap { ref first, .. } if self.is_vector(first.base) => halves.later.push(statement),
            Statement::Operate(operate) => self.operate(operate, halves),
            Statement::Derived(derived) => self.call(derived, halves),
            Statement::If { condition, then, otherwise, joins } => {
                let mut next = || children.next().expect("every block is numbered");
                let (then, otherwise) = ((then, next()), (otherwise, next()));
                self.branch(condition, then, otherwise, joins, halves);
            }
            Statement::For(for_loop) => {
                let id = children.next().expect("every block is numbered");
                self.for_loop(for_loop, id, halves);
            }
            // The tangent has asked.
            Statement::Require { .. } => {}
            other => halves.now.push(other),
        }
    }

    fn branch(
        &mut self,
        condition: Operand,
        then: (Block, usize),
        otherwise: (Block, usize),
        joins: Vec<Join>,
        halves: &mut Halves,
    ) {
        let (later_joins, mut joins): (Vec<Join>, Vec<Join>) =
            joins.into_iter().partition(|join| self.is_vector(join.var));
        let outer = self.here();
        let sides = [(then, true), (otherwise, false)].map(|((block, id), is_then)| {
            self.current.push(id);
            let Halves { now, mut later } = self.block(block, id);
            self.current.pop();
            let residuals = self.records.restore(&self.function, id, None, false, &[], &now, &mut later);
            self.records.leave(residuals, is_then, outer, &mut joins);
            (Block { statements: now }, Block { statements: later })
        });
        let [(then, later_then), (otherwise, later_otherwise)] = sides;
        if !(later_then.statements.is_empty() && later_otherwise.statements.is_empty() && later_joins.is_empty()) {
            halves.later.push(Statement::If {
                condition: condition.clone(),
                then: later_then,
                otherwise: later_otherwise,
                joins: later_joins,
            });
        }
        halves.now.push(Statement::If { condition, then, otherwise, joins });
    }

    fn for_loop(&mut self, mut for_loop: Loop, id: usize, halves: &mut Halves) {
        let outer = self.here();
        let (mut carried, own): (Vec<Carried>, Vec<Carried>) =
            std::mem::take(&mut for_loop.carried).into_iter().partition(|carried| self.is_vector(carried.phi));
        for_loop.carried = own;
        for carried in &mut carried {
            self.operand(&mut carried.initial, &mut halves.now);
        }
        self.current.push(id);
        let mut body = self.block(std::mem::take(&mut for_loop.body), id);
        for carried in &mut carried {
            self.operand(&mut carried.next, &mut body.now);
        }
        self.current.pop();
        let Halves { now, mut later } = body;
        let is_empty = later.is_empty() && carried.is_empty();
        let pushed = for_loop.bound.is_some() || self.records.traces.on_tape;
        let residuals = self.records.restore(&self.function, id, for_loop.index, pushed, &[], &now, &mut later);
        for_loop.body = Block { statements: now };
        if !is_empty {
            if for_loop.until.is_some() && for_loop.count.is_none() {
                for_loop.count = Some(self.define("iterations", Kind::Value));
            }
            let records = &mut self.records;
            let replayed =
                records.record(&mut self.function, self.names, &mut for_loop, outer, residuals, &mut halves.now);
            halves.later.push(Statement::For(Loop {
                reversed: true,
                in_order: true,
                rewinds: None,
                recorded: None,
                replayed,
                index: for_loop.index,
                range: for_loop.range.clone(),
                until: None,
                count: for_loop.count,
                carried,
                body: Block { statements: later },
                bound: None,
                id: for_loop.id,
            }));
        }
        halves.now.push(Statement::For(for_loop));
    }

    fn call(&mut self, derived: Derived, halves: &mut Halves) {
        let Derived { call, dots, masks, mut tangents, .. } = derived;
        let refused = match &call.callee {
            Callee::Derived { .. } => Some("a derivative of a function"),
            // One that is passed to this function is refused with it.
            Callee::Parameter => Some("a function that a function is passed to"),
            _ if tangents.iter().any(|companion| matches!(companion, Companion::Environment { .. })) => {
                Some("a function that a function is passed to")
            }
            _ if tangents.iter().any(|companion| matches!(companion, Companion::Rows { .. })) => {
                Some("a function that references in an array are passed to")
            }
            _ => None,
        };
        if let Some(what) = refused {
            self.errors.span(
                call.span,
                format!(
                    "`linearize` does not go through a call of {what} yet; remove `linearize`, and take several tangents at once: \
                     `jacfwd`, or `Function::tangent::<W>`"
                ),
            );
        }
        for companion in &mut tangents {
            match companion {
                Companion::Value(value) => self.rvalue(value, &mut halves.now),
                Companion::Shared(place, _) | Companion::Mutable(place) | Companion::Either(place) => {
                    self.place(place, &mut halves.now);
                }
                _ => {}
            }
        }
        if call.callee.is_method() {
            let receiver = tangents.remove(0);
            tangents.insert(0, Companion::Receiver(Box::new(receiver)));
        }
        let pullback = self.define(&self.stem(call.result, "linear"), Kind::Pullback);
        halves.later.push(Statement::PullCall {
            pullback,
            results: vec![dots.into_iter().map(Some).collect()],
            arguments: tangents,
        });
        halves.now.push(Statement::Derived(Derived {
            call,
            dots: Vec::new(),
            pullback: Some(pullback),
            masks,
            tangents: Vec::new(),
            is_linear: true,
        }));
    }

    /// What floats need is there again, as in reverse mode.
    fn operate(&mut self, operate: Operate, halves: &mut Halves) {
        let Operate { result, annotation, operator, masks, dots, tangents, .. } = operate;
        let kept = self.define(&self.stem(result, "kept"), Kind::Memory);
        let varies = |position: u32| masks[0] & (1 << position) != 0;
        let (left_again, right_again, result_again) = match operator.operation {
            Operation::Negate => (false, false, false),
            Operation::Binary(op) | Operation::Assign(op) => match op {
                Op::Add | Op::Sub => (false, false, false),
                Op::Mul => (varies(1), varies(0), false),
                Op::Div => (false, true, varies(1)),
                Op::Rem => (varies(1), varies(1), varies(1)),
            },
        };
        let left = self.again(&operator.left, left_again, &mut halves.now);
        let right = operator.right.as_ref().and_then(|right| self.again(right, right_again, &mut halves.now));
        let again = [left, right, result_again.then_some(Operated::Referred(Operand::Var(result)))];
        let mut tangents = tangents;
        for companion in &mut tangents {
            if let Companion::Shared(place, _) = companion {
                self.place(place, &mut halves.now);
            }
        }
        let value = Rvalue::Vector(VectorOp::Operated(Box::new(OperatorPush { kept, again, tangents })));
        halves.later.push(Statement::Let { var: dots[0], annotation: None, value });
        halves.now.push(Statement::Operate(Operate {
            result,
            annotation,
            operator,
            kept: Some(kept),
            masks,
            dots: Vec::new(),
            tangents: Vec::new(),
            is_linear: true,
        }));
    }

    fn again(&mut self, operand: &Operated, wanted: bool, now: &mut Vec<Statement>) -> Option<Operated> {
        match operand {
            _ if !wanted => None,
            Operated::Value(operand) | Operated::Referred(operand) => Some(Operated::Referred(operand.clone())),
            Operated::Place(place) => {
                let copy = self.define(&self.stem(place.base, "copy"), Kind::Memory);
                now.push(Statement::Let { var: copy, annotation: None, value: Rvalue::Clone(place.clone()) });
                Some(Operated::Place(Place::whole(copy)))
            }
        }
    }

    /// Takes out of a linear value what does not read a vector.
    fn rvalue(&mut self, value: &mut Rvalue, now: &mut Vec<Statement>) {
        match value {
            Rvalue::Vector(vector) => match vector {
                VectorOp::ZeroLike(like, _) => self.like(like, now),
                VectorOp::CapacityLike { like, length, .. } => {
                    self.like(like, now);
                    self.operand(length, now);
                }
                VectorOp::When(_, value) => self.rvalue(value, now),
                VectorOp::WhenElseLike { value, like, .. } => {
                    self.rvalue(value, now);
                    self.like(like, now);
                }
                VectorOp::StructOf { like, base, fields, zeros, .. } => {
                    if base.is_none() || !zeros.is_empty() {
                        self.like(like, now);
                    } else {
                        // It is not looked at.
                        *like = Operand::Constant(TokenStream::new());
                    }
                    for operand in fields.iter_mut().map(|(_, operand)| operand).chain(base) {
                        self.operand(operand, now);
                    }
                }
                VectorOp::Cast(operand, _) | VectorOp::Sum(operand) | VectorOp::Element(operand, _) => {
                    self.operand(operand, now);
                }
                _ => {}
            },
            value => map_operands(value, &mut |operand| self.operand(operand, now)),
        }
    }

    fn place(&mut self, place: &mut Place, now: &mut Vec<Statement>) {
        map_place(place, &mut |operand| self.operand(operand, now));
    }

    fn operand(&mut self, operand: &mut Operand, now: &mut Vec<Statement>) {
        let Operand::Nested(value) = operand else { return };
        if self.is_linear(value) {
            return self.rvalue(value, now);
        }
        let mut reads = false;
        rvalue_reads(value, &mut |_| reads = true);
        // An index of a companion is chosen where it stands.
        if !reads || matches!(**value, Rvalue::Runtime("lead" | "Some" | "empty", _)) {
            return;
        }
        let partial = self.define("partial", Kind::Value);
        now.push(Statement::Let { var: partial, annotation: None, value: (**value).clone() });
        *operand = Operand::Var(partial);
    }

    /// What a zero is made like: a kept space in place of a value.
    fn like(&mut self, like: &mut Operand, now: &mut Vec<Statement>) {
        let var = match like {
            Operand::Constant(_) => return,
            Operand::Var(var) => {
                if let Some(width) = self.function.variables[var.0].width {
                    let float = proc_macro2::Ident::new(width.name(), Span::call_site());
                    *like = Operand::Constant(quote!((0.0 as #float)));
                    return;
                }
                *var
            }
            Operand::Nested(value) => {
                let part = self.define("part", Kind::Value);
                now.push(Statement::Let { var: part, annotation: None, value: (**value).clone() });
                part
            }
        };
        let space = self.define(&self.stem(var, "space"), Kind::Memory);
        let value = Rvalue::Vector(VectorOp::SpaceOf(Place::whole(var)));
        now.push(Statement::Let { var: space, annotation: None, value });
        *like = Operand::nested(Rvalue::Vector(VectorOp::SameSpace(space)));
    }
}

/// Leaves out of a tangent what no output depends on: it would be recorded for nothing.
fn prune(body: &mut Block, function: &Function, companions: &Companions) {
    let mut live = Live { function, vars: HashSet::new(), changed: true };
    for result in &companions.results {
        operand_reads(result, &mut |var| live.insert(var));
    }
    for parameter in function.parameters.iter().filter(|parameter| parameter.passing == Passing::Mutable) {
        live.insert(companions.dots[&parameter.var]);
    }
    while std::mem::take(&mut live.changed) {
        live.block(body);
    }
    live.prune(body);
}

/// The vectors that something is made of which is wanted.
struct Live<'a> {
    function: &'a Function,
    vars: HashSet<Var>,
    changed: bool,
}

impl Live<'_> {
    fn insert(&mut self, var: Var) {
        if self.is_vector(var) && self.vars.insert(var) {
            self.changed = true;
        }
    }

    fn is_vector(&self, var: Var) -> bool {
        self.function.variables[var.0].vector
    }

    fn is_dead(&self, var: Var) -> bool {
        self.is_vector(var) && !self.vars.contains(&var)
    }

    /// The vectors that a statement without blocks makes or changes.
    fn made(statement: &Statement) -> Vec<Var> {
        match statement {
            Statement::Let { var, .. } => vec![*var],
            Statement::Store { place, .. } | Statement::Push { place, .. } | Statement::Truncate { place, .. } => {
                vec![place.base]
            }
            Statement::Swap { first, second } => vec![first.base, second.base],
            Statement::Operate(operate) => operate.dots.clone(),
            Statement::Derived(derived) => {
                let written = derived.tangents.iter().filter_map(|companion| match companion {
                    Companion::Mutable(place) | Companion::Either(place) => Some(place.base),
                    _ => None,
                });
                written.chain(derived.dots.iter().copied()).collect()
            }
            _ => Vec::new(),
        }
    }

    fn block(&mut self, block: &Block) {
        for statement in block.statements.iter().rev() {
            match statement {
                Statement::If { then, otherwise, joins, .. } => {
                    for join in joins.iter().filter(|join| self.vars.contains(&join.var)).collect::<Vec<_>>() {
                        operand_reads(&join.then, &mut |var| self.insert(var));
                        operand_reads(&join.otherwise, &mut |var| self.insert(var));
                    }
                    self.block(then);
                    self.block(otherwise);
                }
                Statement::For(for_loop) => {
                    for Carried { phi, initial, next, out } in &for_loop.carried {
                        if self.vars.contains(phi) || self.vars.contains(out) {
                            self.insert(*phi);
                            operand_reads(initial, &mut |var| self.insert(var));
                            operand_reads(next, &mut |var| self.insert(var));
                        }
                    }
                    self.block(&for_loop.body);
                }
                statement => {
                    if Self::made(statement).iter().any(|var| self.vars.contains(var)) {
                        statement_reads(statement, &mut |var| self.insert(var));
                    }
                }
            }
        }
    }

    fn prune(&self, block: &mut Block) {
        let statements = std::mem::take(&mut block.statements).into_iter().filter_map(|mut statement| {
            match &mut statement {
                Statement::If { then, otherwise, joins, .. } => {
                    joins.retain(|join| !self.is_dead(join.var));
                    self.prune(then);
                    self.prune(otherwise);
                    return Some(statement);
                }
                Statement::For(for_loop) => {
                    for_loop.carried.retain(|carried| !self.is_dead(carried.phi));
                    self.prune(&mut for_loop.body);
                    return Some(statement);
                }
                _ => {}
            }
            let made = Self::made(&statement);
            if made.is_empty() || !made.iter().all(|var| self.is_dead(*var)) {
                return Some(statement);
            }
            match statement {
                Statement::Operate(Operate { result, annotation, operator, .. }) => {
                    Some(Statement::Let { var: result, annotation, value: Rvalue::Operator(operator) })
                }
                Statement::Derived(derived) => Some(Statement::Call(derived.call)),
                _ => None,
            }
        });
        block.statements = statements.collect();
    }
}
