//! Adjoint: reverse mode.
//!
//! Before: IR in single assignment form. After: a forward sweep, which is the primal with what it
//! leaves behind, and a reverse sweep as its continuation, which walks the same structure backwards and adds
//! each statement's contribution to the cotangents `x_bar` of its operands. The reverse sweep names
//! values of the forward sweep freely; `restore` sees to it that they are there.

mod calls;
mod counters;
mod flow;
mod forwards;
mod operators;
mod pairs;
mod rvalues;
mod wanted;

use std::collections::{BTreeMap, HashMap, HashSet};

pub use wanted::{may_blow_up, unbounded};

use super::initialise::{Sequences, initialise, made_of_first};
use super::record::{Records, Traces};
use super::restore::Scopes;
use super::reuse::collect_written;
use super::squares::{Squares, squares};
use crate::analysis::activity::Activity;
use crate::analysis::layout::Layouts;
use crate::analysis::memory::Memory;
use crate::analysis::private::{self, Private};
use crate::analysis::resized;
use crate::analysis::types::Types;
use crate::hygiene::Names;
use crate::ir::*;

/// The forward sweep, whose [`Reverse`] is the reverse sweep.
pub fn adjoint(
    function: &Function,
    activity: &Activity,
    types: &Types,
    layouts: &Layouts,
    memory: &Memory,
    traces: Traces,
    names: &mut Names,
) -> Function {
    let mut private = private::analyse(function);
    if !traces.lean || !traces.copies_on_tape {
        private.vectors.clear();
    }
    let memory = &memory.with_own_of_iterations(&private);
    let records = Records::new(layouts, memory, traces, Scopes::of(function), true);
    let mut function = function.clone();
    let body = std::mem::take(&mut function.body);
    let mut reshaped = HashSet::new();
    collect_reshaped(&body, &function, activity, layouts, &mut reshaped);
    // What the caller owns has its shape there.
    reshaped.retain(|var| function.variables[var.0].kind == Kind::Memory);
    let mut lent = HashSet::new();
    collect_lent(&body, &mut lent);
    let mut transform = Transform {
        activity,
        types,
        layouts,
        records,
        reshaped,
        lent,
        names,
        bars: HashMap::new(),
        spaces: BTreeMap::new(),
        states: HashMap::new(),
        past_states: Vec::new(),
        primals: HashMap::new(),
        memories: HashMap::new(),
        pending: BTreeMap::new(),
        frames: vec![Frame { block: Scopes::ROOT, is_loop: false, guard: None }],
        wanted: HashMap::new(),
        conditional: HashSet::new(),
        under: None,
        under_condition: false,
        unbounded: wanted::unbounded(&body),
        copies: HashMap::new(),
        pairs: HashMap::new(),
        private,
        forwards: HashSet::new(),
        squares: squares(&body, function.result.as_ref(), &|operand| activity.varied(operand)),
        function,
    };
    let parameters = transform.function.parameters.clone();
    let references = parameters.iter().filter(|parameter| parameter.passing != Passing::Value);
    let cotangents = references.map(|parameter| (parameter.var, transform.bar(parameter.var))).collect();
    let seed = transform.new_vector("result_bar", proc_macro2::Span::call_site());
    let mut start = Vec::new();
    if let Some(result) = transform.function.result.clone() {
        transform.contribute(&result, Rvalue::Use(Operand::Var(seed)), &mut start);
    }
    let Swept { forward, mut reverse } = transform.block(body, Scopes::ROOT);
    start.append(&mut reverse);
    let (forward, reverse) = transform.finish_block(forward, start, Scopes::ROOT);
    let values = parameters.iter().filter(|parameter| parameter.passing == Passing::Value);
    let results = values.map(|parameter| {
        Operand::nested(if parameter.differentiable { transform.collected(parameter.var) } else { zero() })
    });
    let results: Vec<Operand> = results.collect();
    let Transform { mut function, records, names, primals, .. } = transform;
    function.body = Block { statements: forward };
    let body = Block { statements: reverse };
    function.reverse = Some(Reverse {
        cotangents,
        seed,
        body,
        results: vec![results],
        own_traces: records.own,
        wrapped: records.wrapped,
        primals,
        starting_at_zero: 0,
        dots: None,
    });
    crate::moves::keep_for_reverse(&mut function, layouts, names);
    function
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
    /// A branch of the reverse sweep alone: what it reverses stands in the block around.
    guard: Option<wanted::Wanted>,
}

struct Swept {
    forward: Vec<Statement>,
    reverse: Vec<Statement>,
}

struct Transform<'a> {
    function: Function,
    activity: &'a Activity,
    types: &'a Types,
    layouts: &'a Layouts,
    records: Records<'a>,
    /// Memory of the function's own that is overwritten as a whole, perhaps by a `Vec` of another length, or gets longer: its space changes with it.
    reshaped: HashSet<Var>,
    /// What is lent by `&mut`: so are the cotangents.
    lent: HashSet<Var>,
    names: &'a mut Names,
    bars: HashMap<Var, Var>,
    /// What each cotangent is the cotangent of.
    primals: HashMap<Var, Var>,
    /// The variables whose cotangents each block accumulates in memory.
    memories: HashMap<usize, Vec<Var>>,
    /// For each variable whose zero is needed, the variable that keeps its space.
    spaces: BTreeMap<Var, Var>,
    states: HashMap<Var, State>,
    /// What they were before each change, to go back from one branch to the start of the other.
    past_states: Vec<(Var, Option<State>)>,
    /// Cotangents that must be zeroed before the statement in whose reverse they are first used.
    pending: BTreeMap<Var, State>,
    frames: Vec<Frame>,
    /// Values whose cotangents are zero but on one side of a branch behind them.
    wanted: HashMap<Var, wanted::Wanted>,
    /// Values whose cotangents may be zero because branches and loops behind them were not entered.
    conditional: HashSet<Var>,
    /// What is being reversed is a value of the one kind or the other.
    under: Option<wanted::Wanted>,
    under_condition: bool,
    /// Values that may be infinite, or that have a partial that may be.
    unbounded: HashSet<Var>,
    /// For each block, the copies that hold what memory holds where the reverse sweep stands.
    copies: HashMap<usize, Vec<Copied>>,
    /// For sines and cosines, the variable that holds the other of the two.
    pairs: HashMap<Var, Var>,
    private: Private,
    /// What the loop that is being reversed carries derivatives by forwards: nothing is added to its cotangent there.
    forwards: HashSet<Var>,
    squares: Squares,
}

struct Copied {
    base: Var,
    /// Tells the place apart.
    key: String,
    copy: Var,
}

/// The sweep of the cotangents.
const SWEEP: SweepId = 0;

fn zero() -> Rvalue {
    Rvalue::Vector(VectorOp::Zero)
}

fn negated(value: Rvalue) -> Rvalue {
    Rvalue::Negate(Operand::nested(value))
}

impl Transform<'_> {
    fn new_variable(&mut self, stem: &str, span: proc_macro2::Span) -> Var {
        let ident = self.names.fresh(stem, span);
        self.function.new_variable(ident, Kind::Value, false)
    }

    /// A variable of a tangent space.
    fn new_vector(&mut self, stem: &str, span: proc_macro2::Span) -> Var {
        let var = self.new_variable(stem, span);
        self.function.variables[var.0].vector = true;
        var
    }

    fn companion_vector(&mut self, var: Var, suffix: &str) -> Var {
        let companion = self.companion(var, suffix);
        self.function.variables[companion.0].vector = true;
        companion
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
        let bar = self.companion_vector(var, "bar");
        self.function.variables[bar.0].temporary = self.function.variables[var.0].temporary;
        if let Kind::Reference { .. } = self.kind(var) {
            self.function.variables[bar.0].kind = Kind::Reference { mutable: self.function.is_exclusive(var) };
        } else if self.reshaped.contains(&var) || self.lent.contains(&var) {
            self.function.variables[bar.0].kind = Kind::Memory;
        }
        self.bars.insert(var, bar);
        self.primals.insert(bar, var);
        if self.kind(var) == Kind::Memory {
            self.memories.entry(self.records.scopes.home(var)).or_default().push(var);
        }
        bar
    }

    fn space(&mut self, var: Var) -> Var {
        if let Some(space) = self.spaces.get(&var) {
            return *space;
        }
        let space = self.companion(var, "space");
        // Read through a reference where it is recorded: it is not `Copy`.
        self.function.variables[space.0].kind = Kind::Memory;
        self.records.scopes.define(space, self.records.scopes.home(var));
        self.spaces.insert(var, space);
        space
    }

    /// The cotangent follows what happens to the shape.
    fn follows(&self, base: Var) -> bool {
        self.activity.is_active(base) || self.function.is_exclusive(base)
    }

    fn kind(&self, var: Var) -> Kind {
        self.function.variables[var.0].kind
    }

    fn state(&self, var: Var) -> State {
        self.states.get(&var).copied().unwrap_or(State::Fresh)
    }

    fn set_state(&mut self, var: Var, state: State) {
        self.past_states.push((var, self.states.insert(var, state)));
    }

    /// Goes back to the states at a time. Gives the variables that have become live since.
    fn rewind_states(&mut self, time: usize) -> Vec<Var> {
        let mut live = Vec::new();
        while self.past_states.len() > time {
            let (var, before) = self.past_states.pop().expect("it is longer");
            if self.state(var) == State::Live {
                live.push(var);
            }
            match before {
                Some(state) => self.states.insert(var, state),
                None => self.states.remove(&var),
            };
        }
        live
    }

    fn current(&self) -> usize {
        self.frames.last().expect("the root is open").block
    }

    /// The block of the function that is being reversed.
    fn reversed_block(&self) -> usize {
        self.frames.iter().rev().find(|frame| frame.guard.is_none()).expect("the root is open").block
    }

    fn bar_place(&mut self, place: &Place) -> Place {
        Place { base: self.bar(place.base), projections: self.function.in_companion(&place.projections) }
    }

    /// True if a loop lies between the block where `var` lives and the current one.
    fn across_loop(&self, var: Var) -> bool {
        let home = self.records.scopes.home(var);
        self.frames.iter().rev().take_while(|frame| frame.block != home).any(|frame| frame.is_loop)
    }

    /// Adds `value` to the cotangent of an operand, if it is active.
    fn contribute(&mut self, operand: &Operand, value: Rvalue, out: &mut Vec<Statement>) {
        let is_active = |var: &Var| self.activity.is_active(*var) && !self.forwards.contains(var);
        let Some(var) = operand.var().filter(is_active) else { return };
        if self.kind(var) != Kind::Value {
            self.contribute_to_place(&Place::whole(var), value, out);
            return;
        }
        self.note_contribution(var);
        let bar = self.bar(var);
        // A sum of zeros is zero; a product with an infinite partial is not.
        let condition = if value.multiplies() { self.condition(var) } else { self.always() };
        let conditional = condition != self.always();
        let when = |value: Rvalue| {
            if conditional { Rvalue::Vector(VectorOp::When(condition, Box::new(value))) } else { value }
        };
        let here = self.records.scopes.home(var) == self.current();
        match (self.state(var), here) {
            (State::Fresh, true) => out.push(Statement::Mutable { var: bar, value: when(value) }),
            (State::Stale, true) => out.push(Statement::Update { var: bar, value: when(value) }),
            (State::Live, _) => self.guarded(condition, Statement::AddTo { var: bar, value }, out),
            (state, false) => {
                self.pending.entry(var).or_insert(state);
                if self.across_loop(var) {
                    self.guarded(condition, Statement::AddTo { var: bar, value }, out);
                } else {
                    // It is zero on this path.
                    out.push(Statement::Update { var: bar, value: when(value) });
                }
            }
        }
        self.set_state(var, State::Live);
    }

    /// One of the inputs that the variable depends on varies. If it is one slice, and the cotangent of that is there.
    fn condition(&mut self, var: Var) -> Condition {
        let mask = self.activity.dependences[var.0];
        let slice = if self.function.may_be_absent(var) { Some(var) } else { self.function.slice_alone_in(mask) };
        let present = slice.map(|slice| self.bar(slice));
        let present = present.map(|bar| super::tangent::presence(&mut self.function, self.names, bar));
        Condition { sweep: SWEEP, mask, present }
    }

    /// Holds in every sweep.
    fn always(&self) -> Condition {
        Condition { sweep: SWEEP, mask: self.activity.all, present: None }
    }

    /// The statement, if the condition holds.
    fn guarded(&self, condition: Condition, statement: Statement, out: &mut Vec<Statement>) {
        if condition == self.always() {
            out.push(statement);
        } else {
            out.push(Statement::Guard(condition, Block { statements: vec![statement] }));
        }
    }

    /// Adds to the cotangent of what a place holds.
    fn contribute_to_place(&mut self, place: &Place, value: Rvalue, out: &mut Vec<Statement>) {
        if self.activity.is_active(place.base) {
            // The cotangent of an input that is held constant may be absent.
            let may_be_absent = self.kind(place.base) == Kind::Reference { mutable: false };
            let condition =
                if may_be_absent || value.multiplies() { self.condition(place.base) } else { self.always() };
            let place = self.bar_place(place);
            self.guarded(condition, Statement::Accumulate { place, value }, out);
        }
    }

    /// Declares what the statement just reversed left pending in this block.
    fn settle(&mut self, out: &mut Vec<Statement>) {
        let here = self.current();
        let settled: Vec<(Var, State)> = self
            .pending
            .iter()
            .filter(|(var, _)| self.records.scopes.home(**var) == here)
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
        // Nothing but integers may have been read of what is active.
        let Some(bar) = self.bars.get(&var).copied().filter(|_| self.activity.is_active(var)) else { return zero() };
        match self.kind(var) {
            Kind::Value if self.state(var) == State::Live => Rvalue::Use(Operand::Var(bar)),
            Kind::Value => zero(),
            Kind::Memory => self.last_read(bar),
            _ => Rvalue::Vector(VectorOp::Get(Place::whole(bar))),
        }
    }

    /// The cotangent of memory where the memory is defined: nothing reads it any more. A tangent of the sweep would.
    fn last_read(&self, bar: Var) -> Rvalue {
        let whole = Place::whole(bar);
        Rvalue::Vector(if self.records.traces.lean { VectorOp::Collect(whole) } else { VectorOp::Get(whole) })
    }

    fn block(&mut self, block: Block, id: usize) -> Swept {
        let mut reversed_forward: Vec<Vec<Statement>> = Vec::new();
        let mut reverse = Vec::new();
        let mut children = self.records.scopes.children(id);
        for statement in block.statements.into_iter().rev() {
            let mut written = HashSet::new();
            collect_written(&statement, &mut written);
            self.copies.entry(id).or_default().retain(|copied| !written.contains(&copied.base));
            let mut forward = Vec::new();
            self.statement(statement, &mut children, &mut forward, &mut reverse);
            reversed_forward.push(forward);
        }
        // A copy is made for the first that needs it.
        let mut made = HashSet::new();
        let is_first = |statement: &Statement| match statement {
            Statement::Let { var, value: Rvalue::Clone(_), .. } => made.insert(*var),
            _ => true,
        };
        let forward = reversed_forward.into_iter().rev().flatten().filter(is_first).collect();
        self.copies.remove(&id);
        Swept { forward, reverse }
    }

    /// Puts the cotangents of the block's memory in front of its reverse, and keeps the spaces that zeros are made from.
    fn finish_block(
        &mut self,
        forward: Vec<Statement>,
        reverse: Vec<Statement>,
        id: usize,
    ) -> (Vec<Statement>, Vec<Statement>) {
        let mut accumulators = self.memories.remove(&id).unwrap_or_default();
        accumulators.sort();
        let mut head = Vec::new();
        for var in accumulators {
            let space = self.space(var);
            let bar = self.bar(var);
            let value = Rvalue::Vector(VectorOp::SpaceCotangent(space, vec![SWEEP]));
            head.push(Statement::Let { var: bar, annotation: None, value });
        }
        head.extend(reverse);
        let sequences = Sequences { primals: &self.primals, types: self.types };
        initialise(&mut head, &self.function.slices, &sequences);
        if self.records.traces.lean {
            // What is of fixed size lies in registers, if it is not moved.
            let may_allocate = |bar: &Var| self.primals.get(bar).is_some_and(|primal| !self.layouts.is_fixed(*primal));
            made_of_first(&mut head, &may_allocate);
        }
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
            let (space, value) = (*space, Rvalue::Vector(VectorOp::SpaceOf(Place::whole(var))));
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
            Statement::Let { var, annotation, value: Rvalue::Operator(operator) } => {
                let operands = operator.operands().filter_map(Operated::var).collect();
                let blows_up = self.operator_blows_up(&operator);
                self.where_wanted(var, operands, blows_up, reverse, |this, reverse| {
                    this.operate(var, annotation, operator, forward, reverse);
                });
            }
            Statement::Let { var, annotation, value } => {
                let mut other = None;
                if self.activity.is_active(var) {
                    other = self.pair(var, &value);
                    let mut operands = Vec::new();
                    rvalue_reads(&value, &mut |read| operands.push(read));
                    let blows_up = self.blows_up(&value);
                    self.where_wanted(var, operands, blows_up, reverse, |this, reverse| {
                        this.reverse_let(var, &value, reverse);
                    });
                }
                forward.push(Statement::Let { var, annotation, value });
                forward.extend(other);
            }
            Statement::Store { place, op, value } => self.store(place, op, value, forward, reverse),
            Statement::Push { place, value } => self.push(place, value, forward, reverse),
            Statement::Swap { first, second } => self.swap(first, second, forward, reverse),
            Statement::Truncate { place, length } => self.truncate(place, length, forward, reverse),
            Statement::Call(call) => {
                let operands = call.arguments.iter().flat_map(Argument::vars).collect();
                let writes = crate::analysis::activity::call_targets(&call).next().is_some();
                self.where_wanted(call.result, operands, !writes, reverse, |this, reverse| {
                    this.call(call, forward, reverse);
                });
            }
            Statement::If { condition, then, otherwise, joins } => {
                let otherwise_id = children.pop().expect("every block is numbered");
                let then_id = children.pop().expect("every block is numbered");
                self.branch(condition, (then, then_id), (otherwise, otherwise_id), joins, forward, reverse);
            }
            Statement::For(for_loop) => {
                let id = children.pop().expect("every block is numbered");
                let wanted = self.side_of_loop(&for_loop);
                self.on_side(wanted, reverse, |this, reverse| this.for_loop(for_loop, id, forward, reverse));
            }
            other => forward.push(other),
        }
    }
}

/// Active memory whose shape changes: it is overwritten as a whole, and may hold a `Vec`, or a `Vec` of it gets longer or
/// shorter, perhaps in a callee.
fn collect_reshaped(
    block: &Block,
    function: &Function,
    activity: &Activity,
    layouts: &Layouts,
    reshaped: &mut HashSet<Var>,
) {
    for statement in &block.statements {
        match statement {
            Statement::Store { place, .. }
                if place.projections.is_empty() && activity.is_active(place.base) && !layouts.is_fixed(place.base) =>
            {
                reshaped.insert(place.base);
            }
            Statement::Swap { first, second }
                if activity.is_active(first.base)
                    && activity.exchanges(first, second)
                    && !layouts.is_fixed_place(first) =>
            {
                reshaped.extend([first.base, second.base]);
            }
            Statement::Push { place, .. } | Statement::Truncate { place, .. } if activity.is_active(place.base) => {
                reshaped.insert(place.base);
            }
            Statement::Call(call) => {
                let resized = resized::by_call(call, function, layouts).map(|place| place.base);
                reshaped.extend(resized.filter(|base| activity.is_active(*base)));
            }
            Statement::If { then, otherwise, .. } => {
                collect_reshaped(then, function, activity, layouts, reshaped);
                collect_reshaped(otherwise, function, activity, layouts, reshaped);
            }
            Statement::For(for_loop) => collect_reshaped(&for_loop.body, function, activity, layouts, reshaped),
            _ => {}
        }
    }
}

fn collect_lent(block: &Block, lent: &mut HashSet<Var>) {
    for statement in &block.statements {
        match statement {
            Statement::Call(call) => lent.extend(crate::analysis::activity::call_targets(call)),
            Statement::If { then, otherwise, .. } => {
                collect_lent(then, lent);
                collect_lent(otherwise, lent);
            }
            Statement::For(for_loop) => collect_lent(&for_loop.body, lent),
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
            let recorded = for_loop.recorded.iter().filter(|recording| recording.storage.is_on_tape());
            let segment = recorded.map(|recording| recording.trace);
            for_loop.carried.iter().map(|carried| carried.out).chain(count).chain(segment).collect()
        }
        Statement::Call(call) => vec![call.result],
        Statement::Operate(Operate { result, dots, kept, .. }) => {
            [result].into_iter().chain(dots).chain(kept).copied().collect()
        }
        Statement::Derived(derived) => {
            let results = derived.dots.iter().chain(&derived.pullback);
            [derived.call.result].iter().chain(results).copied().collect()
        }
        _ => Vec::new(),
    }
}
