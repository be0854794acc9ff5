//! Joint: both sweeps in one, for callers that know the cotangent of the result beforehand.
//!
//! Before: a forward sweep, and the reverse sweep that follows it. After: one body that does both. The reverse of a loop whose iterations
//! do not depend on each other runs in the loop itself, right behind each iteration: what it needs is at hand, and nothing is recorded.
//! What else it needs of the reverse sweep, in particular the cotangent of a sum that the loop makes, moves in front of the loop. That
//! is possible if it reads nothing of the forward sweep that comes later. Otherwise the reverse sweep follows the forward sweep: that is a
//! gain where a loop records into an array, which would move with the pullback. Where no loop gains, there is no joint sweep.
//!
//! The reverse sweep reads memory as it is when the forward sweep is over, where that is also what it was before; so it may as well
//! read it earlier, if what it reads is written by then.

use std::collections::{HashMap, HashSet};

use super::adjoint::defined_by;
use super::reversed::{Access, collect_defined, collect_writes, each_place, key};
use crate::analysis::activity::call_targets;
use crate::hygiene::Names;
use crate::ir::*;

/// The forward and the reverse sweep of a function as one body, whose [`Reverse`] has nothing left but the results.
pub fn joint(adjoint: &Function, names: &mut Names) -> Option<Function> {
    let reverse = adjoint.reverse.as_ref()?;
    let written = adjoint.parameters.iter().any(|parameter| parameter.passing == Passing::Mutable);
    if written || adjoint.result.is_none() || !reverse.own_traces.is_empty() || !adjoint.floats.is_empty() {
        return None;
    }
    let varied = reverse.primals.values().copied().collect();
    let mut joint = Joint {
        slices: &adjoint.slices,
        varied: &varied,
        variables: &adjoint.variables,
        parameters: &adjoint.parameters,
        forward: adjoint.body.statements.clone(),
        reverse: reverse.body.statements.clone(),
        wrapped: reverse.wrapped.clone(),
    };
    let fused = joint.fuse_all(names);
    if fused == 0 && !records_into_an_array(&adjoint.body) {
        return None;
    }
    let Joint { forward, reverse, wrapped, .. } = joint;
    let mut function = adjoint.clone();
    function.body = Block { statements: forward.into_iter().chain(reverse).collect() };
    let reverse = function.reverse.as_mut().expect("it has one");
    reverse.body = Block::default();
    reverse.wrapped = wrapped;
    Some(function)
}

/// What is recorded into an array moves with the pullback, and stays where it is if there is none.
fn records_into_an_array(block: &Block) -> bool {
    block.statements.iter().any(|statement| match statement {
        Statement::For(for_loop) => {
            for_loop.recorded.as_ref().is_some_and(|recording| recording.storage.length().is_some())
        }
        _ => false,
    })
}

struct Joint<'a> {
    slices: &'a HashMap<Var, Var>,
    /// What has a cotangent.
    varied: &'a HashSet<Var>,
    variables: &'a [Variable],
    parameters: &'a [Parameter],
    forward: Vec<Statement>,
    reverse: Vec<Statement>,
    wrapped: HashSet<Var>,
}

impl Joint<'_> {
    /// Returns how many loops have their reverse in them.
    fn fuse_all(&mut self, names: &mut Names) -> usize {
        let loops = self.forward.iter().filter_map(|statement| match statement {
            Statement::For(for_loop) => Some(for_loop.id),
            _ => None,
        });
        let loops: Vec<usize> = loops.collect();
        loops.into_iter().filter(|id| self.fuse(*id, names).is_some()).count()
    }

    /// It adds to several parts of one cotangent, which may be the same, so that it cannot be vectorised.
    fn is_scattered(&self, block: &Block) -> bool {
        let mut places = HashMap::new();
        let inner =
            |statement: &Statement| matches!(statement, Statement::For(inner) if self.is_scattered(&inner.body));
        block.statements.iter().any(inner) || self.adds_apart(block, &mut places)
    }

    fn adds_apart(&self, block: &Block, places: &mut HashMap<Var, String>) -> bool {
        block.statements.iter().any(|statement| match statement {
            Statement::Accumulate { place, .. } => {
                let key = key(place);
                let before = places.insert(self.memory(place.base), key.clone());
                before.is_some_and(|before| before != key)
            }
            Statement::Guard(_, guarded) => self.adds_apart(guarded, places),
            _ => false,
        })
    }

    /// Moves the reverse of a loop into the loop; none if that is not possible.
    fn fuse(&mut self, id: usize, names: &mut Names) -> Option<()> {
        let is_it = |statement: &Statement| matches!(statement, Statement::For(for_loop) if for_loop.id == id);
        let position = self.forward.iter().position(is_it)?;
        let behind = self.reverse.iter().position(is_it)?;
        let (Statement::For(for_loop), Statement::For(reversed)) = (&self.forward[position], &self.reverse[behind])
        else {
            return None;
        };
        if !reversed.in_order || for_loop.until.is_some() || for_loop.count.is_some() || reversed.count.is_some() {
            return None;
        }
        // Otherwise the compiler makes more of two loops than of one: it vectorises the reverse.
        if for_loop.recorded.is_none() && !self.is_scattered(&reversed.body) {
            return None;
        }
        let mut own = HashSet::new();
        collect_defined(&for_loop.body, &mut own);
        own.extend(for_loop.carried.iter().map(|carried| carried.phi));
        own.extend(for_loop.index);
        // What the next iteration sets anew is in place still.
        let recorded = for_loop.recorded.iter().flat_map(|recording| &recording.residuals);
        own.extend(recorded.filter(|residual| residual.exchanged).map(|residual| residual.var));
        let mut needed = Effects::default();
        self.block(&reversed.body, &mut needed);
        needed.without(&own);
        let mut inner = HashSet::new();
        collect_defined(&reversed.body, &mut inner);
        needed.without(&inner);

        // What of the reverse sweep must come first.
        let mut first = Vec::new();
        for index in (0..behind).rev() {
            let mut effects = Effects::default();
            self.statement(&self.reverse[index], &mut effects);
            if needed.conflicts(&effects) {
                needed.add(effects);
                first.push(index);
            }
        }
        // The type of a local variable may be one that the compiler finds out later, and so that of its cotangent: something that varies must have
        // been written to it before its cotangent is used.
        let is_used_before = |var: Var| {
            let mut is_used = false;
            let mut moved = first.iter().map(|index| &self.reverse[*index]);
            moved.by_ref().for_each(|statement| statement_reads(statement, &mut |read| is_used |= read == var));
            is_used
        };
        let is_typed = |statement: &Statement| match statement {
            Statement::Let { var, value: Rvalue::Vector(op), .. }
            | Statement::Mutable { var, value: Rvalue::Vector(op) } => {
                match op {
                    VectorOp::SpaceCotangent(space, _)
                    | VectorOp::SpaceZero(space, _)
                    | VectorOp::CotangentOf(space, _) => {
                        // The forward sweep in the loop comes before the reverse in it.
                        self.is_typed(*space, if is_used_before(*var) { position } else { position + 1 })
                    }
                    VectorOp::StructOf { .. } => false,
                    _ => true,
                }
            }
            _ => true,
        };
        if !first.iter().all(|index| is_typed(&self.reverse[*index])) {
            return None;
        }
        let reversed_defines = |var: &Var| first.iter().any(|index| defines(&self.reverse[*index], *var));
        let available = needed.all().all(|var| reversed_defines(var) || !self.is_written_from(position, *var));
        if !available {
            return None;
        }

        let (Statement::For(mut for_loop), Statement::For(reversed)) =
            (self.forward.remove(position), self.reverse.remove(behind))
        else {
            unreachable!("they are loops")
        };
        let mut moved: Vec<Statement> = first.into_iter().map(|index| self.reverse.remove(index)).collect();
        moved.reverse();
        for statement in &for_loop.body.statements {
            if let Statement::Derived(Derived { pullback: Some(pullback), .. }) = statement {
                self.wrapped.remove(pullback);
            }
        }
        let mut body = Joint {
            forward: std::mem::take(&mut for_loop.body.statements),
            reverse: reversed.body.statements,
            wrapped: std::mem::take(&mut self.wrapped),
            ..*self
        };
        body.fuse_all(names);
        for_loop.body.statements = body.forward.into_iter().chain(body.reverse).collect();
        self.wrapped = body.wrapped;
        let trace = for_loop.recorded.take().map(|recording| recording.trace);
        if self.leaves_records(&for_loop.body) {
            for_loop.rewinds = Some(names.fresh("place", proc_macro2::Span::call_site()));
        }
        moved.push(Statement::For(for_loop));
        self.forward.splice(position..position, moved);
        self.forward.retain(|statement| {
            !matches!(statement, Statement::Mutable { var, value: Rvalue::Runtime("fixed_trace" | "optional_trace", _) } if Some(*var) == trace)
        });
        Some(())
    }

    /// Something is left on the tape: by loops, by callees, and copies for their reverse.
    fn leaves_records(&self, block: &Block) -> bool {
        block.statements.iter().any(|statement| match statement {
            Statement::For(for_loop) => {
                let on_tape = |recording: &Recording| {
                    !matches!(recording.storage, Storage::Fixed(_))
                        || recording.residuals.iter().any(|residual| residual.exchanged)
                };
                let records = for_loop.recorded.as_ref().is_some_and(on_tape);
                for_loop.rewinds.is_none() && (records || self.leaves_records(&for_loop.body))
            }
            Statement::If { then, otherwise, .. } => self.leaves_records(then) || self.leaves_records(otherwise),
            Statement::Guard(_, block) => self.leaves_records(block),
            Statement::Let { var, .. } => self.variables[var.0].kind == Kind::Kept,
            Statement::Derived(_) | Statement::Operate(_) => true,
            _ => false,
        })
    }

    /// The space is that of a parameter, or of memory of which elements are set before the position.
    fn is_typed(&self, space: Var, position: usize) -> bool {
        let mut set = HashSet::new();
        self.collect_set(&self.forward[..position], &mut set);
        self.forward.iter().any(|statement| {
            matches!(statement, Statement::Let { var, value: Rvalue::Vector(VectorOp::SpaceOf(of)), .. }
                if *var == space
                    && (self.parameters.iter().any(|parameter| parameter.var == of.base) || set.contains(&of.base)))
        })
    }

    /// Memory of which elements are set to what varies.
    fn collect_set(&self, statements: &[Statement], set: &mut HashSet<Var>) {
        for statement in statements {
            match statement {
                Statement::Store { place, value: Operand::Var(value), .. }
                | Statement::Push { place, value: Operand::Var(value) }
                    if self.varied.contains(value) =>
                {
                    set.insert(place.base);
                }
                Statement::If { then, otherwise, .. } => {
                    self.collect_set(&then.statements, set);
                    self.collect_set(&otherwise.statements, set);
                }
                Statement::For(for_loop) => self.collect_set(&for_loop.body.statements, set),
                _ => {}
            }
        }
    }

    /// The forward sweep defines the variable, or writes to it, at the position or later.
    fn is_written_from(&self, position: usize, var: Var) -> bool {
        let mut written = HashSet::new();
        self.forward[position..].iter().for_each(|statement| collect_written(statement, &mut written));
        written.contains(&var)
    }

    /// What a place is a part of.
    fn memory(&self, mut var: Var) -> Var {
        while let Some(whole) = self.slices.get(&var) {
            var = *whole;
        }
        var
    }

    fn block(&self, block: &Block, effects: &mut Effects) {
        block.statements.iter().for_each(|statement| self.statement(statement, effects));
    }

    fn statement(&self, statement: &Statement, effects: &mut Effects) {
        match statement {
            Statement::Let { var, value, .. }
            | Statement::Mutable { var, value }
            | Statement::Update { var, value } => {
                effects.writes.insert(*var);
                self.value(value, effects);
            }
            Statement::Evaluate(value) => self.value(value, effects),
            Statement::AddTo { var, value } => {
                effects.sums.insert(*var);
                self.value(value, effects);
            }
            Statement::Accumulate { place, value } => {
                self.sum(place, effects);
                self.value(value, effects);
            }
            Statement::Initialise { place, value, .. } => {
                effects.writes.insert(self.memory(place.base));
                self.indices(place, effects);
                self.value(value, effects);
            }
            Statement::Guard(_, block) => self.block(block, effects),
            Statement::If { condition, then, otherwise, joins } if joins.is_empty() => {
                self.operand(condition, effects);
                self.block(then, effects);
                self.block(otherwise, effects);
            }
            Statement::For(for_loop) if for_loop.reversed => {
                let mut header = for_loop.clone();
                let body = std::mem::take(&mut header.body);
                let mut inside = Effects::default();
                for carried in &mut header.carried {
                    let next = std::mem::replace(&mut carried.next, carried.initial.clone());
                    self.operand(&next, &mut inside);
                }
                statement_reads(&Statement::For(header), &mut |var| self.read(var, effects));
                self.block(&body, &mut inside);
                let mut own = HashSet::new();
                collect_defined(&Block { statements: vec![statement.clone()] }, &mut own);
                inside.without(&own);
                effects.add(inside);
            }
            Statement::PullCall { pullback, results, arguments } => {
                effects.reads.insert(*pullback);
                effects.writes.extend(results.iter().flatten().flatten());
                for argument in arguments {
                    match argument {
                        Companion::Primal(place) | Companion::Again(place) | Companion::Held(place) => {
                            place_reads(place, &mut |var| self.read(var, effects));
                        }
                        Companion::PrimalRows(places) => {
                            for place in places {
                                place_reads(place, &mut |var| self.read(var, effects));
                            }
                        }
                        Companion::Rows { rows, .. } => {
                            for row in rows {
                                place_reads(&row.primal, &mut |var| self.read(var, effects));
                                if let Some((place, _)) = &row.vector {
                                    self.sum(place, effects);
                                }
                            }
                        }
                        Companion::Environment { passed, vectors, .. } => {
                            for place in &passed.captures {
                                place_reads(place, &mut |var| self.read(var, effects));
                            }
                            for (place, _) in vectors.iter().flatten() {
                                self.sum(place, effects);
                            }
                        }
                        Companion::Kept(var) => self.read(*var, effects),
                        Companion::Receiver(_) => unreachable!("it belongs to a linearization"),
                        Companion::Value(value) => self.value(value, effects),
                        // A callee adds to the cotangent of what it takes by shared reference.
                        Companion::Cotangent(place, _) | Companion::ReceiverCotangent(place, _, Lending::Shared) => {
                            self.sum(place, effects);
                        }
                        Companion::Absent | Companion::AbsentReceiver | Companion::Unasked | Companion::NotHeld => {}
                        Companion::Accumulated(place)
                        | Companion::ReceiverCotangent(place, ..)
                        | Companion::Mutable(place)
                        | Companion::Shared(place, _)
                        | Companion::Either(place)
                        | Companion::EitherCotangent(place) => {
                            effects.writes.insert(self.memory(place.base));
                            self.indices(place, effects);
                        }
                    }
                }
            }
            Statement::Pull(pull) => {
                statement_reads(statement, &mut |var| self.read(var, effects));
                effects.writes.extend(pull.bars());
            }
            other => {
                let mut touched = Vec::new();
                statement_reads(other, &mut |var| touched.push(var));
                collect_writes(&Block { statements: vec![other.clone()] }, &mut touched);
                for var in touched {
                    self.read(var, effects);
                    effects.writes.insert(self.memory(var));
                }
            }
        }
    }

    fn value(&self, value: &Rvalue, effects: &mut Effects) {
        match value {
            // A name for a part, which reads nothing of it.
            Rvalue::Slice(slice) if self.variables[slice.array.base.0].vector => {
                self.indices(&slice.array, effects);
                let Range { low, high, .. } = &slice.runs;
                for operand in slice.start.iter().chain([&slice.length, low, high]) {
                    self.operand(operand, effects);
                }
            }
            value => {
                rvalue_reads(value, &mut |var| self.read(var, effects));
                each_place(&mut value.clone(), &mut |place, access| {
                    if access != Access::Primal && !matches!(value, Rvalue::Vector(VectorOp::Get(_))) {
                        effects.writes.insert(self.memory(place.base));
                    }
                });
            }
        }
    }

    fn operand(&self, operand: &Operand, effects: &mut Effects) {
        operand_reads(operand, &mut |var| self.read(var, effects));
    }

    /// A variable is read, and what it is a part of.
    fn read(&self, var: Var, effects: &mut Effects) {
        effects.reads.extend([var, self.memory(var)]);
    }

    /// Something is added to a cotangent. Of a part, the name is read.
    fn sum(&self, place: &Place, effects: &mut Effects) {
        let memory = self.memory(place.base);
        effects.sums.insert(memory);
        if memory != place.base {
            effects.reads.insert(place.base);
        }
        self.indices(place, effects);
    }

    fn indices(&self, place: &Place, effects: &mut Effects) {
        place_index_reads(place, &mut |var| self.read(var, effects));
    }
}

/// What statements of the reverse sweep do to variables. Sums may be taken in any order.
#[derive(Default)]
struct Effects {
    reads: HashSet<Var>,
    writes: HashSet<Var>,
    sums: HashSet<Var>,
}

impl Effects {
    fn add(&mut self, other: Effects) {
        self.reads.extend(other.reads);
        self.writes.extend(other.writes);
        self.sums.extend(other.sums);
    }

    fn without(&mut self, own: &HashSet<Var>) {
        for set in [&mut self.reads, &mut self.writes, &mut self.sums] {
            set.retain(|var| !own.contains(var));
        }
    }

    fn all(&self) -> impl Iterator<Item = &Var> {
        self.reads.iter().chain(&self.writes).chain(&self.sums)
    }

    /// One of them must not come before the other.
    fn conflicts(&self, other: &Effects) -> bool {
        let meet = |one: &HashSet<Var>, other: &HashSet<Var>| !one.is_disjoint(other);
        other.all().any(|var| self.writes.contains(var))
            || self.all().any(|var| other.writes.contains(var))
            || meet(&self.sums, &other.reads)
            || meet(&self.reads, &other.sums)
    }
}

fn defines(statement: &Statement, var: Var) -> bool {
    defined_by(statement).contains(&var)
        || match statement {
            Statement::PullCall { results, .. } => results.iter().flatten().flatten().any(|result| *result == var),
            Statement::Pull(pull) => pull.bars().any(|bar| bar == var),
            _ => false,
        }
}

/// What a statement of the forward sweep defines or writes, also inside of it.
fn collect_written(statement: &Statement, written: &mut HashSet<Var>) {
    written.extend(defined_by(statement));
    match statement {
        Statement::Let { .. } | Statement::Mutable { .. } | Statement::Evaluate(_) => {}
        Statement::Require { .. } | Statement::RequireTaken { .. } => {}
        Statement::Declare { .. } | Statement::Operate(_) => {}
        Statement::Store { place, .. } | Statement::Push { place, .. } | Statement::Truncate { place, .. } => {
            written.insert(place.base);
        }
        Statement::Assign { var, .. } | Statement::Update { var, .. } => {
            written.insert(*var);
        }
        Statement::Call(call) | Statement::Derived(Derived { call, .. }) => written.extend(call_targets(call)),
        Statement::If { then, otherwise, .. } => {
            then.statements.iter().chain(&otherwise.statements).for_each(|inner| collect_written(inner, written));
        }
        Statement::For(for_loop) => {
            for_loop.body.statements.iter().for_each(|inner| collect_written(inner, written));
        }
        other => statement_reads(other, &mut |var| {
            written.insert(var);
        }),
    }
}
