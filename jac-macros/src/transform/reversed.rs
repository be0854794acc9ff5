//! Reversed loops: in order, and with what does not change done once.
//!
//! Before: the body of a reversed loop, with all that it reads in scope. After:
//!
//! - what is added to one cotangent in every iteration is summed in a variable, and added when the loop is over;
//! - of an array with an element for each iteration, the part that the loop runs over is sliced in front. The compiler
//!   then knows its length, and checks no bound in the loop. This is sound for what every iteration reads: the forward loop has read all of it.
//!   The loop then excludes its end, as the compiler makes better code of that;
//! - a loop whose iterations do not depend on each other runs in the order of the forward sweep, which memory likes better. Sums
//!   of cotangents may be taken in any order.

use std::collections::{HashMap, HashSet};

use quote::ToTokens;

use super::adjoint::defined_by;
use crate::hygiene::Names;
use crate::ir::*;

/// What is known of arrays.
pub trait Arrays {
    /// The cotangents that are zero where an iteration begins or ends, whatever the order.
    fn private(&self) -> HashSet<Var> {
        HashSet::new()
    }
    /// It certainly is an array, a slice or a `Vec`, and its length is not known at compile time.
    fn is_dynamic(&self, array: &Place, is_cotangent: bool) -> bool;
    /// The cotangent certainly is that of an array, a slice or a `Vec`: another index selects another element.
    fn has_elements_apart(&self, cotangent: &Place) -> bool;
}

/// Returns the statements in front of the loop, and those after it.
pub fn lean(
    reversed: &mut Loop,
    function: &mut Function,
    arrays: &dyn Arrays,
    names: &mut Names,
) -> (Vec<Statement>, Vec<Statement>) {
    let Some(index) = reversed.index else { return Default::default() };
    let Some(range) = plain_range(reversed) else { return Default::default() };
    drop_identities(&mut reversed.body);
    let order = Indices::of_elements(index, reversed);
    reversed.in_order = is_independent(&reversed.body, &order, arrays, &function.slices);
    let indices = Indices::of(index, reversed);
    super::lean::reversed(reversed, function, arrays, names, range, indices)
}

/// The iterations do not depend on each other.
pub fn is_in_order(mut reversed: Loop, function: &Function, arrays: &dyn Arrays) -> bool {
    let (Some(index), Some(_)) = (reversed.index, plain_range(&reversed)) else { return false };
    drop_identities(&mut reversed.body);
    let order = Indices::of_elements(index, &reversed);
    is_independent(&reversed.body, &order, arrays, &function.slices)
}

/// From `low` up to `high`, all of it.
pub fn plain_range(reversed: &Loop) -> Option<Range> {
    let range = reversed.range.as_ref().filter(|_| reversed.count.is_none() && reversed.until.is_none())?;
    range
        .adaptors
        .iter()
        .all(|adaptor| matches!(adaptor, Adaptor::Reverse))
        .then(|| Range { adaptors: Vec::new(), ..range.clone() })
}

/// `let a = p; .. p = a;` where nothing else writes either: `p` is what it was.
fn drop_identities(body: &mut Block) {
    let mut writes: Vec<Var> = Vec::new();
    collect_writes(body, &mut writes);
    let once = |var: Var| writes.iter().filter(|write| **write == var).count();
    let mut copies: Vec<(Var, Var)> = Vec::new();
    let mut identities = Vec::new();
    for (position, statement) in body.statements.iter().enumerate() {
        match statement {
            Statement::Let { var, annotation: None, value: Rvalue::Use(Operand::Var(of)) }
            | Statement::Mutable { var, value: Rvalue::Use(Operand::Var(of)) }
                if once(*var) == 1 =>
            {
                let root = root(*of, &copies);
                copies.push((*var, root));
            }
            Statement::Update { var, value: Rvalue::Use(Operand::Var(of)) }
                if once(*var) == 1 && root(*of, &copies) == *var =>
            {
                identities.push(position);
            }
            _ => {}
        }
    }
    for position in identities.into_iter().rev() {
        body.statements.remove(position);
    }
}

/// Sets what the loop hands on when what it was has been added where it belongs: the product then takes its place, and nothing is copied.
pub fn updates_last(body: &mut Block) {
    let statements = &mut body.statements;
    for position in (0..statements.len()).rev() {
        let Statement::Update { var, value } = &statements[position] else { continue };
        if !is_arithmetic(value) || position + 1 == statements.len() {
            continue;
        }
        let later = Block { statements: statements[position + 1..].to_vec() };
        let mut written = Vec::new();
        collect_writes(&later, &mut written);
        // A product that comes later takes a place of its own anyway.
        let mut may_wait = !written.contains(var) && !computes(&later);
        block_reads(&later, &mut |read| may_wait &= read != *var);
        rvalue_reads(value, &mut |read| may_wait &= !written.contains(&read));
        if may_wait {
            let update = statements.remove(position);
            statements.push(update);
        }
    }
}

fn computes(block: &Block) -> bool {
    block.statements.iter().any(|statement| match statement {
        Statement::Let { value: Rvalue::Use(Operand::Var(_)), .. } => false,
        Statement::Accumulate { value, .. } | Statement::Initialise { value, .. } | Statement::AddTo { value, .. } => {
            !matches!(value, Rvalue::Use(Operand::Var(_)))
        }
        Statement::Guard(_, block) => computes(block),
        _ => true,
    })
}

/// It reads variables alone, and no memory.
fn is_arithmetic(value: &Rvalue) -> bool {
    let operand = |operand: &Operand| match operand {
        Operand::Nested(value) => is_arithmetic(value),
        Operand::Var(_) | Operand::Constant(_) => true,
    };
    match value {
        Rvalue::Use(value) | Rvalue::Negate(value) => operand(value),
        Rvalue::Binary(_, left, right) => operand(left) && operand(right),
        Rvalue::Vector(VectorOp::When(_, value)) => is_arithmetic(value),
        _ => false,
    }
}

fn root(var: Var, copies: &[(Var, Var)]) -> Var {
    copies.iter().find(|(copy, _)| *copy == var).map_or(var, |(_, root)| *root)
}

/// The variables that are defined or written in a block, once for each time.
pub fn collect_writes(block: &Block, writes: &mut Vec<Var>) {
    for statement in &block.statements {
        writes.extend(defined_by(statement));
        if let Statement::Let { value, .. }
        | Statement::Mutable { value, .. }
        | Statement::Update { value, .. }
        | Statement::AddTo { value, .. }
        | Statement::Accumulate { value, .. }
        | Statement::Initialise { value, .. }
        | Statement::Evaluate(value) = statement
        {
            each_place(&mut value.clone(), &mut |place, access| {
                if access == Access::Shrinks {
                    writes.push(place.base);
                }
            });
        }
        match statement {
            // What is written through it is a part of the array.
            Statement::Let { value: Rvalue::Slice(slice), .. } if slice.mutable => writes.push(slice.array.base),
            Statement::Update { var, .. } | Statement::AddTo { var, .. } | Statement::Assign { var, .. } => {
                writes.push(*var)
            }
            Statement::Store { place, .. } | Statement::Replace { place, .. } => writes.push(place.base),
            Statement::PullCall { results, .. } => writes.extend(results.iter().flatten().flatten()),
            Statement::Pull(pull) => writes.extend(pull.bars()),
            Statement::If { then, otherwise, .. } => {
                collect_writes(then, writes);
                collect_writes(otherwise, writes);
            }
            Statement::Guard(_, block) => collect_writes(block, writes),
            Statement::For(inner) => {
                writes.extend(inner.index);
                let residuals = inner.replayed.iter().flat_map(|recording| &recording.residuals);
                writes.extend(residuals.map(|residual| residual.var));
                writes.extend(inner.carried.iter().map(|carried| carried.phi));
                collect_writes(&inner.body, writes);
            }
            Statement::Let { .. }
            | Statement::Mutable { .. }
            | Statement::Evaluate(_)
            | Statement::Require { .. }
            | Statement::RequireTaken { .. }
            | Statement::Accumulate { .. }
            | Statement::Initialise { .. } => {}
            other => statement_reads(other, &mut |var| writes.push(var)),
        }
    }
}

/// The cotangents of which callees may make a part longer or shorter: they are borrowed there.
fn collect_resized(block: &Block, resized: &mut HashSet<Var>) {
    for statement in &block.statements {
        match statement {
            Statement::PullCall { arguments, .. } => {
                resized.extend(arguments.iter().filter_map(Companion::resized).map(|place| place.base));
            }
            Statement::If { then, otherwise, .. } => {
                collect_resized(then, resized);
                collect_resized(otherwise, resized);
            }
            Statement::Guard(_, inner) => collect_resized(inner, resized),
            Statement::For(inner) => collect_resized(&inner.body, resized),
            _ => {}
        }
    }
}

/// What is known of the indices in the body.
pub struct Indices {
    pub index: Var,
    /// The least index.
    pub low: Option<Operand>,
    /// What changes from one iteration to the next.
    pub defined: HashSet<Var>,
    /// Variables that are the loop's index with invariant terms added or subtracted.
    affine: Vec<(Var, Vec<(Op, Operand)>)>,
}

impl Indices {
    pub fn of(index: Var, reversed: &Loop) -> Indices {
        let mut indices = Indices::of_elements(index, reversed);
        collect_resized(&reversed.body, &mut indices.defined);
        indices
    }

    /// The same, where a list whose elements get longer and shorter in callees counts as one that stays.
    fn of_elements(index: Var, reversed: &Loop) -> Indices {
        let mut defined: HashSet<Var> = HashSet::from([index]);
        defined
            .extend(reversed.replayed.iter().flat_map(|recording| &recording.residuals).map(|residual| residual.var));
        let mut writes: Vec<Var> = reversed.carried.iter().map(|carried| carried.phi).collect();
        collect_writes(&reversed.body, &mut writes);
        defined.extend(writes);
        let low = reversed.range.as_ref().map(|range| range.low.clone());
        let mut indices = Indices { index, low, defined, affine: Vec::new() };
        // Variables of the body that are made of what does not change, as what they are made of.
        let mut invariant: Vec<(Var, Operand)> = Vec::new();
        for statement in &reversed.body.statements {
            let Statement::Let { var, annotation: None, value: Rvalue::Binary(op, left, right) } = statement else {
                continue;
            };
            let made_of = |operand: &Operand| match operand {
                Operand::Var(var) if indices.defined.contains(var) => {
                    invariant.iter().find(|(known, _)| known == var).map(|(_, value)| value.clone())
                }
                operand => indices.is_invariant(operand).then(|| operand.clone()),
            };
            let terms = |operand: &Operand| operand.var().and_then(|var| indices.terms(var));
            let (left_value, right_value) = (made_of(left), made_of(right));
            match (op, terms(left), terms(right), left_value, right_value) {
                (Op::Add | Op::Sub, Some(mut terms), _, _, Some(value)) => {
                    terms.push((*op, value));
                    indices.affine.push((*var, terms));
                }
                (Op::Add, _, Some(mut terms), Some(value), _) => {
                    terms.push((Op::Add, value));
                    indices.affine.push((*var, terms));
                }
                (Op::Add | Op::Sub | Op::Mul, _, _, Some(left), Some(right)) => {
                    invariant.push((*var, binary(*op, left, right)));
                }
                _ => {}
            }
        }
        indices
    }

    pub fn is_invariant(&self, operand: &Operand) -> bool {
        match operand {
            Operand::Var(var) => !self.defined.contains(var),
            Operand::Constant(_) => true,
            Operand::Nested(_) => false,
        }
    }

    /// Nothing that changes from one iteration to the next is read.
    pub fn is_fixed(&self, operand: &Operand) -> bool {
        let mut fixed = true;
        operand_reads(operand, &mut |var| fixed &= !self.defined.contains(&var));
        fixed
    }

    pub fn is_invariant_place(&self, place: &Place) -> bool {
        !self.defined.contains(&place.base)
            && place.projections.iter().all(|projection| match projection {
                Projection::Field(_)
                | Projection::Deref
                | Projection::Inside
                | Projection::Held(_)
                | Projection::Array(_) => true,
                Projection::Index(index) => self.is_invariant(index),
                Projection::Slice { low, high, .. } => {
                    [low, high].into_iter().flatten().all(|bound| self.is_invariant(bound))
                }
            })
    }

    /// What is added to the loop's index, and subtracted from it, to give this index; none if it is another one.
    pub fn terms(&self, index: Var) -> Option<Vec<(Op, Operand)>> {
        if index == self.index {
            return Some(Vec::new());
        }
        self.affine.iter().find(|(var, _)| *var == index).map(|(_, terms)| terms.clone())
    }

    /// The place is another one in each iteration.
    fn is_own_element(&self, place: &Place, arrays: &dyn Arrays) -> bool {
        match place.projections.split_last() {
            Some((Projection::Index(Operand::Var(index)), prefix)) => {
                let array = Place { base: place.base, projections: prefix.to_vec() };
                self.terms(*index).is_some() && self.is_invariant_place(&array) && arrays.has_elements_apart(&array)
            }
            _ => false,
        }
    }
}

/// The iterations can run in any order: what one reads of a cotangent or sets to zero, no other changes, and sums are not read.
fn is_independent(body: &Block, indices: &Indices, arrays: &dyn Arrays, slices: &HashMap<Var, Var>) -> bool {
    let mut local = arrays.private();
    collect_defined(body, &mut local);
    let (sums, reads) = (HashSet::new(), HashSet::new());
    let mut iteration = Iteration { local, slices, accesses: Vec::new(), sums, reads };
    if !iteration.block(body) || !iteration.sums.is_disjoint(&iteration.reads) {
        return false;
    }
    let accesses = &iteration.accesses;
    accesses.iter().all(|(place, _)| {
        let of_base = || accesses.iter().filter(|(other, _)| other.base == place.base);
        let all = |kind| of_base().all(|(_, other)| *other == kind);
        all(Effect::Adds)
            || all(Effect::Reads)
            || (indices.is_own_element(place, arrays) && of_base().all(|(other, _)| key(other) == key(place)))
    })
}

/// The variables that a block of the reverse sweep defines, also inside of other blocks.
pub fn collect_defined(block: &Block, defined: &mut HashSet<Var>) {
    for statement in &block.statements {
        defined.extend(defined_by(statement));
        match statement {
            Statement::PullCall { results, .. } => defined.extend(results.iter().flatten().flatten()),
            Statement::Pull(pull) => defined.extend(pull.bars()),
            Statement::If { then, otherwise, .. } => {
                collect_defined(then, defined);
                collect_defined(otherwise, defined);
            }
            Statement::Guard(_, block) => collect_defined(block, defined),
            Statement::For(inner) => {
                defined.extend(inner.index);
                let residuals = inner.replayed.iter().flat_map(|recording| &recording.residuals);
                defined.extend(residuals.map(|residual| residual.var));
                defined.extend(inner.carried.iter().map(|carried| carried.phi));
                collect_defined(&inner.body, defined);
            }
            _ => {}
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Effect {
    Adds,
    Reads,
    /// Reads it, and perhaps sets it.
    Changes,
}

/// What one iteration does.
struct Iteration<'a> {
    /// The variables of the iteration itself.
    local: HashSet<Var>,
    /// What slices are parts of.
    slices: &'a HashMap<Var, Var>,
    /// The cotangents that it does something to.
    accesses: Vec<(Place, Effect)>,
    /// What it adds to, of what outlives it.
    sums: HashSet<Var>,
    reads: HashSet<Var>,
}

impl Iteration<'_> {
    fn access(&mut self, place: &Place, effect: Effect) {
        let mut place = place.clone();
        while let Some(whole) = self.slices.get(&place.base) {
            place = Place::whole(*whole);
        }
        if !self.local.contains(&place.base) {
            self.accesses.push((place, effect));
        }
    }

    /// False if there is something that may not commute.
    fn block(&mut self, block: &Block) -> bool {
        block.statements.iter().all(|statement| match statement {
            Statement::Let { value, .. } | Statement::Mutable { value, .. } | Statement::Evaluate(value) => {
                self.value(value);
                true
            }
            Statement::AddTo { var, value } => {
                self.value(value);
                if !self.local.contains(var) {
                    self.sums.insert(*var);
                }
                true
            }
            Statement::Update { var, value } => {
                self.value(value);
                self.local.contains(var)
            }
            Statement::Accumulate { place, value } => {
                self.access(place, Effect::Adds);
                self.value(value);
                true
            }
            Statement::Initialise { place, value, .. } => {
                self.access(place, Effect::Changes);
                self.value(value);
                true
            }
            Statement::Guard(_, block) => self.block(block),
            Statement::If { condition, then, otherwise, joins } if joins.is_empty() => {
                operand_reads(condition, &mut |var| {
                    self.reads.insert(var);
                });
                self.block(then) && self.block(otherwise)
            }
            // Traces that are the function's own are read backwards.
            Statement::For(inner) => {
                let is_own = |recording: &Recording| matches!(recording.storage, Storage::Own { .. });
                !inner.replayed.as_ref().is_some_and(is_own) && self.block(&inner.body)
            }
            Statement::Pull(_) => {
                statement_reads(statement, &mut |var| {
                    self.reads.insert(var);
                });
                true
            }
            Statement::PullCall { arguments, .. } => arguments.iter().all(|argument| match argument {
                Companion::Value(value) => {
                    self.value(value);
                    true
                }
                // The callee adds to it.
                Companion::Cotangent(place, _) | Companion::ReceiverCotangent(place, _, Lending::Shared) => {
                    self.access(place, Effect::Adds);
                    true
                }
                Companion::Rows { rows, .. } => {
                    for (place, _) in rows.iter().filter_map(|row| row.vector.as_ref()) {
                        self.access(place, Effect::Adds);
                    }
                    true
                }
                Companion::Environment { vectors, .. } => {
                    for (place, _) in vectors.iter().flatten() {
                        self.access(place, Effect::Adds);
                    }
                    true
                }
                Companion::Accumulated(place)
                | Companion::EitherCotangent(place)
                | Companion::ReceiverCotangent(place, ..) => {
                    self.access(place, Effect::Changes);
                    true
                }
                companion => matches!(
                    companion,
                    Companion::Absent
                        | Companion::AbsentReceiver
                        | Companion::Unasked
                        | Companion::NotHeld
                        | Companion::Held(_)
                        | Companion::Primal(_)
                        | Companion::PrimalRows(_)
                        | Companion::Again(_)
                        | Companion::Kept(_)
                ),
            }),
            _ => false,
        })
    }

    fn value(&mut self, value: &Rvalue) {
        rvalue_reads(value, &mut |var| {
            self.reads.insert(var);
        });
        each_place(&mut value.clone(), &mut |place, access| match access {
            Access::Primal => {}
            Access::Reads => self.access(place, Effect::Reads),
            Access::Cotangent | Access::Shrinks => self.access(place, Effect::Changes),
        });
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Access {
    Primal,
    Cotangent,
    /// A cotangent that stays as it is.
    Reads,
    /// A cotangent loses its last element.
    Shrinks,
}

/// The places that a value reads.
pub fn each_place(value: &mut Rvalue, visit: &mut dyn FnMut(&mut Place, Access)) {
    let nested = |operand: &mut Operand, visit: &mut dyn FnMut(&mut Place, Access)| {
        if let Operand::Nested(value) = operand {
            each_place(value, visit);
        }
    };
    match value {
        Rvalue::Load(place) => visit(place, Access::Primal),
        Rvalue::Vector(VectorOp::Get(place) | VectorOp::Seeded(place)) => visit(place, Access::Reads),
        Rvalue::Vector(VectorOp::Collect(place) | VectorOp::Take(place)) => visit(place, Access::Cotangent),
        Rvalue::Vector(VectorOp::Pop(place)) => visit(place, Access::Shrinks),
        Rvalue::Vector(
            VectorOp::When(_, value) | VectorOp::WhenElseLike { value, .. } | VectorOp::CotangentOf(_, value),
        ) => each_place(value, visit),
        Rvalue::Vector(
            VectorOp::Cast(operand, _)
            | VectorOp::Sum(operand)
            | VectorOp::Element(operand, _)
            | VectorOp::Without(operand, _),
        ) => nested(operand, visit),
        Rvalue::Vector(VectorOp::Chosen(vector, partial)) => {
            nested(vector, visit);
            nested(partial, visit);
        }
        value => map_operands(value, &mut |operand| nested(operand, visit)),
    }
}

/// Tells places apart.
pub fn key(place: &Place) -> String {
    let operand = |operand: &Operand| match operand {
        Operand::Var(var) => format!("v{}", var.0),
        Operand::Constant(tokens) => tokens.to_string(),
        Operand::Nested(value) => format!("{value:?}"),
    };
    let projections = place.projections.iter().map(|projection| match projection {
        Projection::Field(member) => member.to_token_stream().to_string(),
        Projection::Index(index) => format!("[{}]", operand(index)),
        Projection::Slice { low, high, inclusive } => {
            format!("[{:?}..{inclusive}{:?}]", low.as_ref().map(operand), high.as_ref().map(operand))
        }
        Projection::Deref => "*".to_owned(),
        Projection::Inside => "?".to_owned(),
        Projection::Held(held) => format!("?{}", held.field().to_token_stream()),
        Projection::Array(_) => String::new(),
    });
    let projections: Vec<String> = projections.collect();
    format!("v{}.{}", place.base.0, projections.join("."))
}

pub fn binary(op: Op, left: Operand, right: Operand) -> Operand {
    Operand::nested(Rvalue::Binary(op, left, right))
}
