//! Nesting: a temporary that is used once goes to where it is used.
//!
//! Before: flat statements. After: expressions as a person would write them. A temporary moves only
//! within its block, and not across a write to memory that it reads.

use std::collections::{HashMap, HashSet};

use crate::ir::*;

/// Nests a function, after all other transforms.
pub fn nest(function: &mut Function) {
    let mut body = std::mem::take(&mut function.body);
    let mut result = function.result.take();
    let mut tangents: Vec<Vec<Operand>> =
        function.tangents.iter_mut().map(|tangent| std::mem::take(&mut tangent.results)).collect();
    let mut reverse = function.reverse.take();
    let mut captured = Vec::new();
    if let Some(reverse) = &reverse {
        captured = free_variables(&reverse.body);
        let results = reverse.results.iter().flatten();
        results.for_each(|result| operand_reads(result, &mut |var| captured.push(var)));
    }
    let tail = result.iter_mut().chain(tangents.iter_mut().flatten()).collect();
    nest_block(function, &mut body, tail, &captured);
    if let Some(reverse) = &mut reverse {
        nest_block(function, &mut reverse.body, reverse.results.iter_mut().flatten().collect(), &[]);
    }
    function.body = body;
    function.result = result;
    for (tangent, results) in function.tangents.iter_mut().zip(tangents) {
        tangent.results = results;
    }
    function.reverse = reverse;
}

/// Nests the statements of a block. `tail` holds what is evaluated after them, `elsewhere` what other code reads.
fn nest_block(function: &Function, block: &mut Block, tail: Vec<&mut Operand>, elsewhere: &[Var]) {
    let mut uses: HashMap<Var, usize> = HashMap::new();
    let mut count = |var: Var| *uses.entry(var).or_default() += 1;
    block_reads(block, &mut count);
    for operand in &tail {
        operand_reads(operand, &mut count);
    }
    elsewhere.iter().copied().for_each(count);
    let mut updated = HashSet::new();
    collect_updated(block, &mut updated);
    Nesting { function, uses: &uses, updated: &updated }.block(block, tail);
}

/// What the block reads and does not define.
fn free_variables(block: &Block) -> Vec<Var> {
    let mut defined = HashSet::new();
    collect_defined(block, &mut defined);
    let mut free = Vec::new();
    block_reads(block, &mut |var| {
        if !defined.contains(&var) {
            free.push(var);
        }
    });
    free
}

fn collect_defined(block: &Block, defined: &mut HashSet<Var>) {
    for statement in &block.statements {
        defined.extend(super::adjoint::defined_by(statement));
        each_block(statement, &mut |block| collect_defined(block, defined));
    }
}

fn collect_updated(block: &Block, updated: &mut HashSet<Var>) {
    for statement in &block.statements {
        if let Statement::AddTo { var, .. } | Statement::Update { var, .. } | Statement::Assign { var, .. } = statement
        {
            updated.insert(*var);
        }
        each_block(statement, &mut |block| collect_updated(block, updated));
    }
}

fn each_block(statement: &Statement, visit: &mut dyn FnMut(&Block)) {
    match statement {
        Statement::If { then, otherwise, .. } => {
            visit(then);
            visit(otherwise);
        }
        Statement::For(for_loop) => visit(&for_loop.body),
        Statement::Guard(_, block) => visit(block),
        _ => {}
    }
}

struct Nesting<'a> {
    function: &'a Function,
    uses: &'a HashMap<Var, usize>,
    /// Variables that are assigned to after their definition.
    updated: &'a HashSet<Var>,
}

/// A temporary on its way to its use.
struct Candidate {
    var: Var,
    value: Rvalue,
    /// What it reads: it must not cross a change of that.
    reads: Vec<Var>,
}

impl Nesting<'_> {
    fn block(&self, block: &mut Block, tail: Vec<&mut Operand>) {
        let mut waiting: Vec<Candidate> = Vec::new();
        let mut statements: Vec<Statement> = Vec::new();
        for mut statement in std::mem::take(&mut block.statements) {
            if let Statement::Mutable { var, value } = &statement
                && !self.updated.contains(var)
                && self.function.variables[var.0].kind == Kind::Value
            {
                statement = Statement::Let { var: *var, annotation: None, value: value.clone() };
            }
            // `x[i] += ..` on vectors borrows `x` before it evaluates the right-hand side.
            if let Statement::Store { place, op: Some(_), .. } = &statement {
                flush(&mut waiting, &mut statements, |candidate| candidate.reads.contains(&place.base));
            }
            // So does a method that is called on an element.
            if let Statement::Push { place, .. } = &statement
                && place.projections.iter().any(selects)
            {
                flush(&mut waiting, &mut statements, |candidate| candidate.reads.contains(&place.base));
            }
            if let Some(place) = borrowed_first(&statement) {
                let mut within = Vec::new();
                place_index_reads(place, &mut |var| within.push(var));
                for candidate in waiting.iter().rev() {
                    if within.contains(&candidate.var) {
                        within.extend(&candidate.reads);
                    }
                }
                flush(&mut waiting, &mut statements, |candidate| {
                    within.contains(&candidate.var) && candidate.reads.contains(&place.base)
                });
            }
            visit_operands(&mut statement, &mut |operand| take_candidates(operand, &mut waiting));
            self.inner_blocks(&mut statement);
            // What this statement may write is not read later than before.
            let written = self.written(&statement);
            if written.everything {
                flush(&mut waiting, &mut statements, |_| true);
            } else if !written.memory.is_empty() {
                flush(&mut waiting, &mut statements, |candidate| {
                    candidate.reads.iter().any(|read| written.memory.contains(read))
                });
            }
            match statement {
                Statement::Let { var, annotation: None, value } if self.is_candidate(var, &value) => {
                    let mut reads = Vec::new();
                    rvalue_reads(&value, &mut |read| reads.extend([read, self.memory(read)]));
                    waiting.push(Candidate { var, value, reads });
                }
                // A block of its own is evaluated as it stands, with what it reads in place.
                statement => {
                    let mut needed = Vec::new();
                    statement_reads(&statement, &mut |var| needed.push(var));
                    flush(&mut waiting, &mut statements, |candidate| needed.contains(&candidate.var));
                    statements.push(statement);
                }
            }
        }
        for operand in tail {
            visit_operand(operand, &mut |operand| take_candidates(operand, &mut waiting));
        }
        flush(&mut waiting, &mut statements, |_| true);
        block.statements = statements;
    }

    fn inner_blocks(&self, statement: &mut Statement) {
        match statement {
            Statement::If { then, otherwise, joins, .. } => {
                let (mut then_tail, mut otherwise_tail) = (Vec::new(), Vec::new());
                for join in joins {
                    then_tail.push(&mut join.then);
                    otherwise_tail.push(&mut join.otherwise);
                }
                self.block(then, then_tail);
                self.block(otherwise, otherwise_tail);
            }
            Statement::For(for_loop) => {
                // What is recorded is named at the end of the body: recorded values stay variables.
                let next = for_loop.carried.iter_mut().map(|carried| &mut carried.next);
                let tail = next.chain(&mut for_loop.until).collect();
                self.block(&mut for_loop.body, tail);
            }
            Statement::Guard(_, block) => self.block(block, Vec::new()),
            _ => {}
        }
    }

    fn is_candidate(&self, var: Var, value: &Rvalue) -> bool {
        let variable = &self.function.variables[var.0];
        let pure = match value {
            Rvalue::Vector(vector) => matches!(
                vector,
                VectorOp::When(..)
                    | VectorOp::Each { .. }
                    | VectorOp::Cast(..)
                    | VectorOp::Chosen(..)
                    | VectorOp::Element(..)
                    | VectorOp::Sum(..)
                    | VectorOp::Get(_)
            ),
            Rvalue::Runtime("fixed_trace" | "optional_trace", _) => false,
            _ => true,
        };
        pure && variable.temporary && variable.kind == Kind::Value && self.uses.get(&var) == Some(&1)
    }

    /// What a slice is a part of.
    fn memory(&self, var: Var) -> Var {
        self.function.slices.get(&var).copied().unwrap_or(var)
    }

    fn written(&self, statement: &Statement) -> Written {
        let mut written = Written::default();
        match statement {
            Statement::Store { place, .. }
            | Statement::Push { place, .. }
            | Statement::Truncate { place, .. }
            | Statement::Append { place, .. }
            | Statement::Reshape { place, .. }
            | Statement::Replace { place, .. }
            | Statement::Accumulate { place, .. }
            | Statement::Initialise { place, .. } => written.memory.push(self.memory(place.base)),
            Statement::AddTo { var, .. } | Statement::Update { var, .. } | Statement::Assign { var, .. } => {
                written.memory.push(*var);
            }
            // Until the loop behind it is over, the array is read through it only.
            Statement::Let { value: Rvalue::Slice(slice), .. } if slice.mutable => {
                written.memory.push(self.memory(slice.array.base));
            }
            Statement::Let { value, .. } | Statement::Mutable { value, .. } | Statement::Evaluate(value) => {
                if takes(value) {
                    written.everything = true;
                }
            }
            Statement::If { .. } | Statement::For(_) | Statement::Guard(..) => written.everything = true,
            Statement::Call(_) | Statement::Derived(_) | Statement::PullCall { .. } => written.everything = true,
            Statement::Operate(_) | Statement::Pull(_) | Statement::Split { .. } => {}
            Statement::Swap { first, second } => written.memory.extend([first.base, second.base]),
            Statement::Resize { space, .. } => written.memory.push(*space),
            Statement::Declare { .. }
            | Statement::Require { .. }
            | Statement::RequireTaken { .. }
            | Statement::RequireAlike { .. } => {}
        }
        written
    }
}

#[derive(Default)]
struct Written {
    memory: Vec<Var>,
    everything: bool,
}

/// `x[a..b][i] = ..` borrows `x` before it evaluates `i`.
fn borrowed_first(statement: &Statement) -> Option<&Place> {
    let (Statement::Store { place, .. } | Statement::Replace { place, .. }) = statement else { return None };
    (place.projections.iter().filter(|projection| selects(projection)).count() > 1).then_some(place)
}

/// By a method, which borrows what it is called on.
fn selects(projection: &Projection) -> bool {
    matches!(projection, Projection::Index(_) | Projection::Slice { .. } | Projection::Inside | Projection::Held(_))
}

/// Reading this leaves zero behind.
fn takes(value: &Rvalue) -> bool {
    match value {
        Rvalue::Vector(VectorOp::Take(_) | VectorOp::Pop(_)) => true,
        Rvalue::Vector(VectorOp::When(_, value) | VectorOp::WhenElseLike { value, .. }) => takes(value),
        _ => {
            let mut found = false;
            each_operand(value, &mut |operand| {
                if let Operand::Nested(inner) = operand {
                    found |= takes(inner);
                }
            });
            found
        }
    }
}

fn take_candidates(operand: &mut Operand, waiting: &mut Vec<Candidate>) {
    if let Operand::Var(var) = operand
        && let Some(position) = waiting.iter().position(|candidate| candidate.var == *var)
    {
        let candidate = waiting.remove(position);
        *operand = Operand::nested(candidate.value);
    }
}

/// Puts back those that must not wait any longer, and what they read.
fn flush(waiting: &mut Vec<Candidate>, statements: &mut Vec<Statement>, which: impl Fn(&Candidate) -> bool) {
    let mut leaving = vec![false; waiting.len()];
    for index in (0..waiting.len()).rev() {
        let read = (index + 1..waiting.len())
            .any(|later| leaving[later] && waiting[later].reads.contains(&waiting[index].var));
        leaving[index] = read || which(&waiting[index]);
    }
    let mut leaving = leaving.into_iter();
    waiting.retain_mut(|candidate| {
        if !leaving.next().expect("one for each") {
            return true;
        }
        let value = std::mem::replace(&mut candidate.value, Rvalue::Tuple(Vec::new()));
        statements.push(Statement::Let { var: candidate.var, annotation: None, value });
        false
    });
}

/// Calls `visit` for each operand that the statement itself evaluates, outermost first: not for those in its blocks.
fn visit_operands(statement: &mut Statement, visit: &mut dyn FnMut(&mut Operand)) {
    match statement {
        Statement::Let { value, .. }
        | Statement::Mutable { value, .. }
        | Statement::Update { value, .. }
        | Statement::AddTo { value, .. }
        | Statement::Evaluate(value) => visit_rvalue(value, visit),
        Statement::Accumulate { place, value } | Statement::Initialise { place, value, .. } => {
            visit_rvalue(value, visit);
            visit_place(place, visit);
        }
        Statement::Store { place, value, .. }
        | Statement::Replace { place, value }
        | Statement::Push { place, value } => {
            visit_operand(value, visit);
            visit_place(place, visit);
        }
        Statement::If { condition, .. } => visit_operand(condition, visit),
        Statement::For(for_loop) => {
            // The bounds are printed again where the trip count is needed: they stay variables.
            for carried in &mut for_loop.carried {
                visit_operand(&mut carried.initial, visit);
            }
        }
        _ => {}
    }
}

fn visit_operand(operand: &mut Operand, visit: &mut dyn FnMut(&mut Operand)) {
    visit(operand);
    if let Operand::Nested(value) = operand {
        visit_rvalue(value, visit);
    }
}

fn visit_place(place: &mut Place, visit: &mut dyn FnMut(&mut Operand)) {
    map_place(place, &mut |operand| visit_operand(operand, visit));
}

fn visit_rvalue(value: &mut Rvalue, visit: &mut dyn FnMut(&mut Operand)) {
    match value {
        Rvalue::Vector(vector) => match vector {
            VectorOp::When(_, value) | VectorOp::WhenElseLike { value, .. } | VectorOp::CotangentOf(_, value) => {
                visit_rvalue(value, visit)
            }
            VectorOp::Chosen(vector, partial) => {
                visit_operand(vector, visit);
                visit_operand(partial, visit);
            }
            // What a closure evaluates stays outside of it.
            VectorOp::Each { dot: operand, .. }
            | VectorOp::Cast(operand, _)
            | VectorOp::Element(operand, _)
            | VectorOp::Sum(operand) => visit_operand(operand, visit),
            VectorOp::Get(place)
            | VectorOp::Collect(place)
            | VectorOp::Take(place)
            | VectorOp::Pop(place)
            | VectorOp::Seeded(place) => visit_place(place, visit),
            VectorOp::Zero
            | VectorOp::ZeroLike(..)
            | VectorOp::CapacityLike { .. }
            | VectorOp::StructOf { .. }
            | VectorOp::Without(..)
            | VectorOp::SpaceOf(_)
            | VectorOp::SpaceOfTail(..)
            | VectorOp::SameSpace(_)
            | VectorOp::SpaceZero(..)
            | VectorOp::SpaceCotangent(..)
            | VectorOp::Operated(_) => {}
        },
        value => map_operands(value, &mut |operand| visit_operand(operand, visit)),
    }
}
