//! Initialise: the first addition to a cotangent that is still zero becomes an assignment.
//!
//! Before: cotangents of memory start at zero, and everything is added to them. After: where a block
//! declares a cotangent, what adds to a part of it before anything else has touched that part sets it; also in a loop of which each
//! iteration adds to an element of its own, or to one that no iteration before has reached, and in two loops, of which the outer one has a row, or a range
//! of elements, for each iteration, and the inner one an element of it. This saves an addition of zero, which IEEE arithmetic does not let the compiler drop. A cotangent
//! that is set as a whole is made of what it is set to: that of a `Vec` which is returned is the caller's, in the same memory.
//!
//! The cotangents of parameters start at zero if the sweep is told so, by a bit of its mask ([`starts_at_zero`]). Drivers tell it: they make the
//! cotangents for one call of the reverse sweep, one for each parameter, whatever the arguments have in common. Calls within functions do not.

use std::collections::{HashMap, HashSet};

use quote::ToTokens;

use super::reversed::{Access, Indices, collect_writes, each_place};
use super::taken::set_what_was_taken;
use crate::analysis::types::Types;
use crate::ir::*;
use crate::lower::{passing, row_type};

/// In the block that declares them. Loops are left as they are: their order is not decided yet.
pub fn initialise(statements: &mut [Statement], slices: &HashMap<Var, Var>, sequences: &Sequences) {
    Walk::new(slices, sequences, false).block(statements);
}

/// In all blocks of an adjoint, and of the cotangents of its parameters. This comes last: nothing may be added before what sets.
pub fn initialise_all(function: &mut Function, types: &Types) {
    let Some(reverse) = &mut function.reverse else { return };
    let sequences = Sequences { primals: &reverse.primals, types };
    let mut walk = Walk::new(&function.slices, &sequences, true);
    for (position, parameter) in function.parameters.iter().enumerate() {
        let is_lent = parameter.passing == Passing::Shared && parameter.callable.is_none() && parameter.view.is_none();
        if let Some(bar) = reverse.cotangents.get(&parameter.var).filter(|_| is_lent)
            && row_type(passing(&parameter.ty).1).is_none()
        {
            walk.clean.insert(*bar, Clean { told_by: Some(starts_at_zero(position)), touched: Vec::new() });
        }
    }
    walk.block(&mut function.body.statements);
    walk.block(&mut reverse.body.statements);
    reverse.starting_at_zero = walk.told;
    for body in [&mut function.body, &mut reverse.body] {
        set_what_was_taken(body, &function.slices, &sequences);
    }
}

/// A cotangent that is set as a whole before anything else happens to it is declared there.
pub fn made_of_first(statements: &mut Vec<Statement>, may_allocate: &dyn Fn(&Var) -> bool) {
    for declared in (0..statements.len()).rev() {
        let Statement::Let { var, value: Rvalue::Vector(VectorOp::SpaceCotangent(space, _)), .. } =
            statements[declared]
        else {
            continue;
        };
        if !may_allocate(&var) {
            continue;
        }
        let rest = &statements[declared + 1..];
        let Some(first) = rest.iter().position(|statement| mentioned(statement).contains(&var)) else { continue };
        let Statement::Initialise { place, value, .. } = &rest[first] else { continue };
        if place.base != var || !place.projections.is_empty() {
            continue;
        }
        let value = Rvalue::Vector(VectorOp::CotangentOf(space, Box::new(value.clone())));
        statements[declared + 1 + first] = Statement::Let { var, annotation: None, value };
        statements.remove(declared);
    }
}

/// The variables that a statement reads or writes.
pub fn mentioned(statement: &Statement) -> Vec<Var> {
    let mut mentioned = Vec::new();
    collect_writes(&Block { statements: vec![statement.clone()] }, &mut mentioned);
    statement_reads(statement, &mut |read| mentioned.push(read));
    mentioned
}

/// Of which cotangents another index selects another element.
pub struct Sequences<'a> {
    /// What each cotangent is the cotangent of.
    pub primals: &'a HashMap<Var, Var>,
    pub types: &'a Types,
}

impl Sequences<'_> {
    pub fn has(&self, cotangent: &Place) -> bool {
        let primal = self.primals.get(&cotangent.base).map(|base| Place { base: *base, ..cotangent.clone() });
        primal.is_some_and(|primal| self.types.is_sequence(&primal))
    }
}

/// A cotangent that was zero where it was declared.
struct Clean {
    /// The bit of the mask that says so; none if it is zero in any case.
    told_by: Option<Mask>,
    /// The parts that may not be zero any more.
    touched: Vec<Path>,
}

/// How a part is selected, up to where that is not known: from there on, it may be any.
type Path = Vec<Step>;

#[derive(Clone, PartialEq)]
enum Step {
    /// A field, or an element at a literal index.
    Constant(String),
    /// An element that is another one in each iteration of the loop.
    Own(Own),
    /// Some element.
    Any,
}

#[derive(Clone, PartialEq)]
struct Own {
    /// What is added to the loop's index, if that is a literal.
    offset: Option<i64>,
    /// No iteration selects one before this.
    least: i64,
}

/// True if the two parts may have something in common.
fn overlap(one: &Path, other: &Path) -> bool {
    one.iter().zip(other).all(|pair| match pair {
        (Step::Constant(one), Step::Constant(other)) => one == other,
        (Step::Constant(constant), Step::Own(own)) | (Step::Own(own), Step::Constant(constant)) => {
            constant.parse::<i64>().map_or(true, |constant| constant >= own.least)
        }
        _ => true,
    })
}

/// True if every element that both select is selected by the one first: in an earlier iteration, or `before` in the same.
fn leads(one: &Path, other: &Path, ascending: bool, before: bool) -> bool {
    for pair in one.iter().zip(other) {
        match pair {
            (Step::Own(one), Step::Own(other)) => {
                let (Some(first), Some(second)) = (one.offset, other.offset) else { return false };
                let is_earlier = if ascending { first > second } else { first < second };
                return is_earlier || (first == second && before);
            }
            (Step::Constant(one), Step::Constant(other)) if one == other => {}
            _ => return false,
        }
    }
    false
}

/// What a slice is a part of.
#[derive(Clone)]
struct Window {
    base: Var,
    path: Path,
    is_sequence: bool,
    /// Where it begins, if it is a part of all of what `path` selects.
    start: Option<Option<Operand>>,
    /// No other iteration has one of its elements.
    is_own: bool,
}

/// What a statement in a loop adds to.
struct Part {
    base: Var,
    path: Path,
    /// In a loop within: whether each iteration of that has an element of its own.
    within: Option<bool>,
}

/// A loop of which the iterations are looked at.
struct Outer<'a> {
    indices: Indices,
    /// What slices from outside of it are parts of.
    outside: HashMap<Var, Window>,
    /// The slices that it has made.
    slices: Vec<(Var, &'a Slice)>,
}

struct Walk<'a> {
    slices: &'a HashMap<Var, Var>,
    sequences: &'a Sequences<'a>,
    /// Also what stands in loops and branches.
    everywhere: bool,
    clean: HashMap<Var, Clean>,
    /// What slices are parts of.
    windows: HashMap<Var, Window>,
    /// Bounds between which each iteration of a loop has a range of its own.
    ranges: Vec<Bounds>,
    /// The bits that are asked.
    told: Mask,
}

impl<'a> Walk<'a> {
    fn new(slices: &'a HashMap<Var, Var>, sequences: &'a Sequences, everywhere: bool) -> Walk<'a> {
        let (clean, windows, ranges) = Default::default();
        Walk { slices, sequences, everywhere, clean, windows, ranges, told: 0 }
    }

    fn block(&mut self, statements: &mut [Statement]) {
        for statement in statements {
            match statement {
                Statement::Let { var, value: Rvalue::Vector(VectorOp::SpaceCotangent(..)), .. } => {
                    self.clean.insert(*var, Clean { told_by: None, touched: Vec::new() });
                }
                Statement::Let { var, value: Rvalue::Slice(slice), .. } => self.window(*var, slice, None),
                statement if only_reads(statement) && !self.replaces(statement) => {}
                Statement::Accumulate { place, .. } => {
                    let mut lists = Vec::new();
                    let (base, path) = self.part_if(place, None, &mut Some(&mut lists));
                    let told_by = self.untouched(base, &path);
                    self.touch(base, path);
                    if let Some(told_by) = told_by {
                        self.set(statement, told_by, lists);
                    }
                }
                Statement::Initialise { place, .. } => {
                    let (base, path) = self.part_if(place, None, &mut Some(&mut Vec::new()));
                    self.touch(base, path);
                }
                Statement::Guard(_, block) => self.block(&mut block.statements),
                Statement::For(for_loop) if self.everywhere => {
                    self.inner(&mut for_loop.body.statements);
                    self.iterations(for_loop);
                }
                // What one branch would set and the other add to, the compiler does not vectorise.
                Statement::If { then, otherwise, .. } if self.everywhere => {
                    self.inner(&mut then.statements);
                    self.inner(&mut otherwise.statements);
                    self.forget(statement);
                }
                statement => self.forget(statement),
            }
        }
    }

    /// A block that is run any number of times, or perhaps not: only what it declares itself is zero in it.
    fn inner(&mut self, statements: &mut [Statement]) {
        Walk::new(self.slices, self.sequences, true).block(statements);
    }

    /// The iterations of a loop that is run once. What each adds to an element of its own sets it.
    fn iterations(&mut self, for_loop: &mut Loop) {
        let Some(indices) = indices_of(for_loop) else { return self.forget(&Statement::For(for_loop.clone())) };
        let mut parts: Vec<Part> = Vec::new();
        self.ranges = own_ranges(for_loop, &indices);
        let mut outer = Outer { indices, outside: self.windows.clone(), slices: Vec::new() };
        self.parts(&for_loop.body.statements, &mut outer, &mut parts);
        self.ranges.clear();
        let reversals = for_loop.range.iter().flat_map(|range| &range.adaptors);
        let reversals = reversals.filter(|adaptor| matches!(adaptor, Adaptor::Reverse)).count();
        let ascending = (reversals % 2 == 0) == (!for_loop.reversed || for_loop.in_order);
        let mut next = 0;
        self.set_own(&mut for_loop.body.statements, &parts, ascending, &mut next);
        for Part { base, path, .. } in parts {
            let path = path.into_iter().map(|step| if let Step::Own(_) = step { Step::Any } else { step });
            let path = path.collect();
            self.touch(base, path);
        }
    }

    /// The parts that the iterations add to, in order. Cotangents that something else is done to are forgotten.
    fn parts<'b>(&mut self, statements: &'b [Statement], outer: &mut Outer<'b>, parts: &mut Vec<Part>) {
        for statement in statements {
            match statement {
                Statement::Let { var, value: Rvalue::Slice(slice), .. } => {
                    self.window(*var, slice, Some(&outer.indices));
                    outer.slices.push((*var, slice));
                }
                statement if only_reads(statement) && !self.replaces(statement) => {}
                Statement::Accumulate { place, .. } | Statement::Initialise { place, .. } => {
                    let (base, path) = self.part(place, Some(&outer.indices));
                    parts.push(Part { base, path, within: None });
                }
                Statement::Guard(_, block) => self.parts(&block.statements, outer, parts),
                Statement::If { then, otherwise, joins, .. } if only_loops([then, otherwise], joins) => {
                    self.parts(&then.statements, outer, parts);
                    self.parts(&otherwise.statements, outer, parts);
                }
                Statement::For(inner) => match indices_of(inner) {
                    Some(indices) => {
                        // The same slices, as the iterations of the inner loop find them.
                        let mut view = Walk::new(self.slices, self.sequences, true);
                        view.windows = outer.outside.clone();
                        for (var, slice) in &outer.slices {
                            view.window(*var, slice, Some(&indices));
                        }
                        self.parts_within(&inner.body.statements, &outer.indices, &mut view, &indices, parts);
                    }
                    None => self.forget(statement),
                },
                statement => self.forget(statement),
            }
        }
    }

    /// Those of a loop in the loop: where its iterations add, to the outer one, and to itself.
    fn parts_within(
        &mut self,
        statements: &[Statement],
        outer: &Indices,
        view: &mut Walk,
        inner: &Indices,
        parts: &mut Vec<Part>,
    ) {
        for statement in statements {
            match statement {
                Statement::Let { var, value: Rvalue::Slice(slice), .. } => {
                    self.window(*var, slice, Some(outer));
                    view.window(*var, slice, Some(inner));
                }
                statement if only_reads(statement) && !self.replaces(statement) => {}
                Statement::Accumulate { place, .. } | Statement::Initialise { place, .. } => {
                    let (base, path) = self.part(place, Some(outer));
                    let (_, within) = view.part(place, Some(inner));
                    parts.push(Part { base, path, within: Some(has_own(&within)) });
                }
                Statement::Guard(_, block) => self.parts_within(&block.statements, outer, view, inner, parts),
                statement => self.forget(statement),
            }
        }
    }

    /// `next` counts the parts.
    fn set_own(&mut self, statements: &mut [Statement], parts: &[Part], ascending: bool, next: &mut usize) {
        for statement in statements {
            match statement {
                Statement::Accumulate { .. } | Statement::Initialise { .. } => {
                    let Part { base, path, within } = &parts[*next];
                    let mut others = parts.iter().enumerate().filter(|(position, _)| position != next);
                    let is_own = has_own(path)
                        && match within {
                            None => others.all(|(position, other)| {
                                other.base != *base
                                    || !overlap(&other.path, path)
                                    || leads(path, &other.path, ascending, *next < position)
                            }),
                            Some(is_own) => *is_own && others.all(|(_, other)| other.base != *base),
                        };
                    *next += 1;
                    let is_added = matches!(statement, Statement::Accumulate { .. });
                    if let Some(told_by) = self.untouched(*base, path).filter(|_| is_own && is_added) {
                        self.set(statement, told_by, Vec::new());
                    }
                }
                Statement::Guard(_, block) => self.set_own(&mut block.statements, parts, ascending, next),
                Statement::If { then, otherwise, joins, .. } if only_loops([then, otherwise], joins) => {
                    self.set_own(&mut then.statements, parts, ascending, next);
                    self.set_own(&mut otherwise.statements, parts, ascending, next);
                }
                Statement::For(inner) if indices_of(inner).is_some() => {
                    self.set_within(&mut inner.body.statements, parts, ascending, next);
                }
                _ => {}
            }
        }
    }

    /// The statements of a loop in the loop that [`Walk::parts_within`] has seen.
    fn set_within(&mut self, statements: &mut [Statement], parts: &[Part], ascending: bool, next: &mut usize) {
        for statement in statements {
            match statement {
                Statement::Accumulate { .. } | Statement::Initialise { .. } => {
                    self.set_own(std::slice::from_mut(statement), parts, ascending, next);
                }
                Statement::Guard(_, block) => self.set_within(&mut block.statements, parts, ascending, next),
                _ => {}
            }
        }
    }

    fn set(&mut self, statement: &mut Statement, told_by: Option<Mask>, lists: Vec<Place>) {
        if let Statement::Accumulate { place, value } = statement {
            self.told |= told_by.unwrap_or(0);
            *statement = Statement::Initialise { place: place.clone(), value: value.clone(), told_by, lists };
        }
    }

    /// What says that the part is zero, if it may be.
    fn untouched(&self, base: Var, path: &Path) -> Option<Option<Mask>> {
        let clean = self.clean.get(&base)?;
        (!clean.touched.iter().any(|touched| overlap(touched, path))).then_some(clean.told_by)
    }

    fn touch(&mut self, base: Var, path: Path) {
        if let Some(clean) = self.clean.get_mut(&base) {
            clean.touched.push(path);
        }
    }

    /// A cotangent is assigned as a whole: whatever that is, it is not zero because it was declared so.
    fn replaces(&self, statement: &Statement) -> bool {
        matches!(statement, Statement::Update { var, .. } if self.clean.contains_key(var))
    }

    /// Something that is not looked into may be done to what the statement mentions.
    fn forget(&mut self, statement: &Statement) {
        for var in mentioned(statement) {
            let whole = self.whole(var);
            self.clean.remove(&whole);
        }
    }

    fn whole(&self, mut var: Var) -> Var {
        while let Some(whole) = self.slices.get(&var) {
            var = *whole;
        }
        var
    }

    fn window(&mut self, var: Var, slice: &Slice, indices: Option<&Indices>) {
        let (base, path) = self.part(&slice.array, indices);
        // Where it starts elsewhere in each iteration, the loop's index does not tell elements apart.
        let starts = |start: &Operand| indices.is_none_or(|indices| indices.is_fixed(start));
        let is_fixed = |projection: &Projection| match projection {
            Projection::Slice { low, high, .. } => [low, high].into_iter().flatten().all(starts),
            _ => true,
        };
        let is_sequence = self.is_sequence(&slice.array)
            && slice.start.as_ref().is_none_or(starts)
            && slice.array.projections.iter().all(is_fixed);
        let is_cut = |projection: &Projection| matches!(projection, Projection::Slice { .. });
        let is_part = self.slices.contains_key(&slice.array.base) || slice.array.projections.iter().any(is_cut);
        let start = (!is_part).then(|| slice.start.clone());
        let is_own = indices.is_some() && self.is_own_range(&slice.array);
        self.windows.insert(var, Window { base, path, is_sequence, start, is_own });
    }

    /// Elements of a variable's own between bounds that are others in each iteration.
    fn is_own_range(&self, array: &Place) -> bool {
        let Some((cut, prefix)) = array.projections.split_last() else { return false };
        let is_part = self.windows.contains_key(&array.base) || self.slices.contains_key(&array.base);
        let sequence = Place { base: array.base, projections: prefix.to_vec() };
        !is_part && self.sequences.has(&sequence) && bounds(cut).is_some_and(|bounds| self.ranges.contains(&bounds))
    }

    fn is_sequence(&self, array: &Place) -> bool {
        match self.windows.get(&array.base) {
            Some(window) => window.is_sequence && array.projections.is_empty(),
            None => self.sequences.has(array),
        }
    }

    fn part(&self, place: &Place, indices: Option<&Indices>) -> (Var, Path) {
        self.part_if(place, indices, &mut None)
    }

    /// The same, if what is put into `lists` are arrays or `Vec`s: that of a cotangent the compiler knows where the macro does not.
    fn part_if(&self, place: &Place, indices: Option<&Indices>, lists: &mut Option<&mut Vec<Place>>) -> (Var, Path) {
        let (base, mut path) = match self.windows.get(&place.base) {
            Some(window) => (window.base, window.path.clone()),
            // A part of something.
            None if self.slices.contains_key(&place.base) => return (self.whole(place.base), Path::new()),
            None => (place.base, Path::new()),
        };
        for (position, projection) in place.projections.iter().enumerate() {
            path.push(match projection {
                Projection::Field(member) => Step::Constant(member.to_token_stream().to_string()),
                Projection::Index(index) => {
                    let array = Place { base: place.base, projections: place.projections[..position].to_vec() };
                    let is_own = self.windows.get(&place.base).is_some_and(|window| window.is_own) && position == 0;
                    match (self.is_sequence(&array) || is_own, lists.as_mut()) {
                        (true, _) => self.step(place.base, index, indices),
                        (false, Some(lists)) if has_a_name(&array) && matches!(index, Operand::Constant(_)) => {
                            lists.push(array);
                            self.step(place.base, index, None)
                        }
                        _ => Step::Any,
                    }
                }
                Projection::Deref | Projection::Inside | Projection::Held(_) | Projection::Array(_) => continue,
                Projection::Slice { .. } => break,
            });
        }
        (base, path)
    }

    fn step(&self, array: Var, index: &Operand, indices: Option<&Indices>) -> Step {
        let window = self.windows.get(&array);
        let somewhere = Step::Own(Own { offset: None, least: 0 });
        if window.is_some_and(|window| window.is_own) {
            return somewhere;
        }
        match (index, indices) {
            // Literals only: a named constant may equal another. In a slice, elements have other numbers.
            (Operand::Constant(index), _) if window.is_none() => {
                literal(index).map_or(Step::Any, |index| Step::Constant(index.to_string()))
            }
            (Operand::Var(index), Some(indices)) => match (indices.terms(*index), window.map(|window| &window.start)) {
                (None, _) => Step::Any,
                (_, Some(None)) => somewhere,
                (Some(terms), None) => own(&terms, indices),
                // A slice begins where what is added to the index says.
                (Some(mut terms), Some(Some(start))) => {
                    terms.extend(start.clone().map(|start| (Op::Add, start)));
                    own(&terms, indices)
                }
            },
            // In a slice that begins where the loop does, and what is added or subtracted besides.
            (Operand::Nested(value), Some(indices)) => match &**value {
                Rvalue::Binary(Op::Sub, Operand::Var(index), low)
                    if *index == indices.index && indices.is_invariant(low) =>
                {
                    let start = window.and_then(|window| window.start.as_ref()?.as_ref());
                    let terms = start.and_then(|start| added_to(start, low));
                    terms.map_or(somewhere, |terms| own(&terms, indices))
                }
                _ => Step::Any,
            },
            _ => Step::Any,
        }
    }
}

fn has_own(path: &Path) -> bool {
    path.iter().any(|step| matches!(step, Step::Own(_)))
}

/// Of a loop over a range.
fn indices_of(for_loop: &Loop) -> Option<Indices> {
    let index = for_loop.index.filter(|_| for_loop.range.is_some())?;
    let mut indices = Indices::of(index, for_loop);
    collect_carried(for_loop, &mut indices.defined);
    Some(indices)
}

fn collect_carried(for_loop: &Loop, carried: &mut HashSet<Var>) {
    carried.extend(for_loop.carried.iter().map(|carried| carried.phi));
    for statement in &for_loop.body.statements {
        if let Statement::For(inner) = statement {
            collect_carried(inner, carried);
        }
    }
}

/// A branch that computes, and has loops.
fn only_loops(blocks: [&Block; 2], joins: &[Join]) -> bool {
    let mut statements = blocks.into_iter().flat_map(|block| &block.statements);
    joins.is_empty()
        && statements.all(|statement| {
            let slices = matches!(statement, Statement::Let { value: Rvalue::Slice(_), .. });
            slices || only_reads(statement) || matches!(statement, Statement::For(_))
        })
}

/// The bounds of a slice, which excludes the second.
type Bounds = [Var; 2];

fn bounds(projection: &Projection) -> Option<Bounds> {
    let Projection::Slice { low: Some(low), high: Some(high), inclusive: false } = projection else { return None };
    Some([low.var()?, high.var()?])
}

/// Bounds of which no two iterations have an index in common: those of rows, and those of slices each of which begins where the one before ends.
///
/// Every iteration has sliced something there, or has panicked: so the first bound is not behind the second, and no product has overflowed.
fn own_ranges(for_loop: &Loop, indices: &Indices) -> Vec<Bounds> {
    let statements = &for_loop.body.statements;
    let value = |var: Var| {
        let mut values = statements.iter().filter_map(|statement| match statement {
            Statement::Let { var: defined, value, .. } if *defined == var => Some(value),
            _ => None,
        });
        values.next()
    };
    let is_index = |operand: &Operand| operand.var() == Some(indices.index);
    // What the loop's index is multiplied by.
    let factor = |var: Var| match value(var)? {
        Rvalue::Binary(Op::Mul, left, right) if is_index(left) && indices.is_invariant(right) => Some(right),
        Rvalue::Binary(Op::Mul, left, right) if is_index(right) && indices.is_invariant(left) => Some(left),
        _ => None,
    };
    let is_same = |one: &Operand, other: &Operand| format!("{one:?}") == format!("{other:?}");
    // One row after another: where some are left out, products may overflow between two that are there.
    let mut adaptors = for_loop.range.iter().flat_map(|range| &range.adaptors);
    let is_plain = adaptors.all(|adaptor| matches!(adaptor, Adaptor::Reverse));
    let is_row = |[low, high]: Bounds| {
        let width = factor(low).filter(|_| is_plain);
        width.is_some_and(|width| match value(high) {
            Some(Rvalue::Binary(Op::Add, left, right)) => {
                left.var() == Some(low) && is_same(right, width) || right.var() == Some(low) && is_same(left, width)
            }
            _ => false,
        })
    };
    let meets = |[low, high]: Bounds| {
        for_loop.carried.iter().any(|carried| carried.phi == low && carried.next.var() == Some(high))
    };
    let sliced = statements.iter().filter_map(|statement| match statement {
        Statement::Let { value: Rvalue::Length(place), .. } => bounds(place.projections.last()?),
        _ => None,
    });
    sliced.filter(|bounds| is_row(*bounds) || meets(*bounds)).collect()
}

/// No variable selects it, so that it can be named again.
fn has_a_name(place: &Place) -> bool {
    place.projections.iter().all(|projection| match projection {
        Projection::Field(_) | Projection::Deref | Projection::Index(Operand::Constant(_)) => true,
        Projection::Index(_)
        | Projection::Inside
        | Projection::Held(_)
        | Projection::Slice { .. }
        | Projection::Array(_) => false,
    })
}

/// The element at the loop's index, with terms added.
fn own(terms: &[(Op, Operand)], indices: &Indices) -> Step {
    let offset = terms.iter().try_fold(0, |offset, (op, term)| match (op, term) {
        (Op::Add, Operand::Constant(term)) => Some(offset + literal(term)?),
        (Op::Sub, Operand::Constant(term)) => Some(offset - literal(term)?),
        _ => None,
    });
    let first = indices.low.as_ref().and_then(|low| if let Operand::Constant(low) = low { literal(low) } else { None });
    let least = offset.map_or(0, |offset| first.unwrap_or(0) + offset).max(0);
    Step::Own(Own { offset, least })
}

/// What is added to `low` to give the sum.
fn added_to(sum: &Operand, low: &Operand) -> Option<Vec<(Op, Operand)>> {
    if format!("{sum:?}") == format!("{low:?}") {
        return Some(Vec::new());
    }
    let Operand::Nested(value) = sum else { return None };
    let Rvalue::Binary(op @ (Op::Add | Op::Sub), left, right) = &**value else { return None };
    let mut terms = added_to(left, low)?;
    terms.push((*op, right.clone()));
    Some(terms)
}

pub fn literal(tokens: &proc_macro2::TokenStream) -> Option<i64> {
    syn::parse2::<syn::LitInt>(tokens.clone()).ok()?.base10_parse().ok()
}

/// What it does to cotangents is to read them, and perhaps to leave zero behind: it takes no element away.
pub fn only_reads(statement: &Statement) -> bool {
    let (Statement::Let { value, .. }
    | Statement::Mutable { value, .. }
    | Statement::Update { value, .. }
    | Statement::AddTo { value, .. }
    | Statement::Evaluate(value)) = statement
    else {
        return false;
    };
    let mut only_reads = true;
    each_place(&mut value.clone(), &mut |_, access| only_reads &= access != Access::Shrinks);
    only_reads
}
