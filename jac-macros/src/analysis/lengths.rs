//! Lengths: which of them are the same whatever the values of the inputs are.

use std::collections::HashSet;

use crate::ir::*;

/// The lengths that are no matter of values: of what cannot get longer or shorter, and of what the caller passes and nothing replaces.
pub struct Lengths {
    fixed: HashSet<Var>,
    /// What the caller passes, and copies of what it passes.
    passed: HashSet<Var>,
    /// Lists that are made empty and then only get longer, by whole elements, in blocks that are entered whatever the inputs are.
    pushed: HashSet<Var>,
    /// What is written as a whole, or lent to be written.
    replaced: Vec<Place>,
}

impl Lengths {
    pub fn of(function: &Function) -> Lengths {
        let layouts = super::layout::analyse(function);
        let mut fixed = (0..function.variables.len()).map(Var).filter(|var| layouts.is_fixed(*var)).collect();
        collect_arrays(&function.body, &mut fixed);
        let passed = function.parameters.iter().map(|parameter| parameter.var).collect();
        let mut replaced = Vec::new();
        collect_replaced(&function.body, &mut replaced);
        let mut pushed = HashSet::new();
        collect_pushed(&function.body, &mut pushed);
        let mut lengths = Lengths { fixed, passed, pushed, replaced };
        loop {
            let before = lengths.passed.len();
            lengths.collect_copies(&function.body);
            if lengths.passed.len() == before {
                return lengths;
            }
        }
    }

    /// The length of what stands there, wherever values change.
    pub fn are_fixed(&self, place: &Place, changing: &HashSet<Var>) -> bool {
        let is_whole = matches!(place.projections.as_slice(), [] | [Projection::Deref]);
        if is_whole && (self.fixed.contains(&place.base) || self.pushed.contains(&place.base)) {
            return true;
        }
        self.are_as_passed(place, changing)
    }

    /// The lengths and the integers of what stands there are those that the caller passes.
    pub fn are_as_passed(&self, place: &Place, changing: &HashSet<Var>) -> bool {
        let mut picked = false;
        place_index_reads(place, &mut |var| picked |= changing.contains(&var));
        let parts = |place: &Place| -> Vec<Projection> {
            place.projections.iter().filter(|part| !matches!(part, Projection::Deref)).cloned().collect()
        };
        let own = parts(place);
        // What is written at `x[i]` does not matter to the length of `x`.
        let may_hold = |written: &Place| {
            let written_parts = parts(written);
            let pairs = written_parts.iter().zip(&own);
            written.base == place.base
                && written_parts.len() <= own.len()
                && pairs.into_iter().all(|pair| match pair {
                    (Projection::Field(one), Projection::Field(other)) => one == other,
                    _ => true,
                })
        };
        !picked && self.passed.contains(&place.base) && !self.replaced.iter().any(may_hold)
    }
}

impl Lengths {
    /// Copies of what is passed, or of its fields, as long as nothing replaces a part of the original.
    fn collect_copies(&mut self, block: &Block) {
        for statement in &block.statements {
            match statement {
                Statement::Let { var, value, .. } | Statement::Mutable { var, value } => {
                    let (base, projections): (_, &[Projection]) = match value {
                        Rvalue::Use(Operand::Var(source)) => (*source, &[]),
                        Rvalue::Load(place) | Rvalue::Clone(place) => (place.base, &place.projections),
                        _ => continue,
                    };
                    let is_named =
                        projections.iter().all(|part| matches!(part, Projection::Field(_) | Projection::Deref));
                    let is_kept = !self.replaced.iter().any(|written| written.base == base);
                    if is_named && is_kept && self.passed.contains(&base) {
                        self.passed.insert(*var);
                    }
                }
                Statement::If { then, otherwise, .. } => {
                    self.collect_copies(then);
                    self.collect_copies(otherwise);
                }
                Statement::For(for_loop) => self.collect_copies(&for_loop.body),
                _ => {}
            }
        }
    }
}

impl Lengths {
    /// An input decides how often it gets longer.
    pub fn is_uneven(&mut self, list: Var) {
        self.pushed.remove(&list);
    }
}

/// Lists that are empty when they are made, and to which nothing happens but that elements are pushed and set.
fn collect_pushed(function: &Block, pushed: &mut HashSet<Var>) {
    fn collect(block: &Block, made: &mut HashSet<Var>, changed: &mut HashSet<Var>) {
        for statement in &block.statements {
            match statement {
                Statement::Let { var, value: Rvalue::VecLiteral(elements), .. }
                | Statement::Mutable { var, value: Rvalue::VecLiteral(elements) }
                    if elements.is_empty() =>
                {
                    made.insert(*var);
                }
                Statement::Push { place, .. } if place.projections.is_empty() => {}
                Statement::Store { place, .. } if !place.projections.is_empty() => {}
                Statement::If { then, otherwise, .. } => {
                    collect(then, made, changed);
                    collect(otherwise, made, changed);
                }
                Statement::For(for_loop) => collect(&for_loop.body, made, changed),
                statement => changed.extend(replaced_by(statement).iter().map(|place| place.base)),
            }
        }
    }
    let mut changed = HashSet::new();
    collect(function, pushed, &mut changed);
    pushed.retain(|var| !changed.contains(var));
}

/// What is certainly an array: the compiler makes nothing else of it.
fn collect_arrays(block: &Block, arrays: &mut HashSet<Var>) {
    for statement in &block.statements {
        match statement {
            Statement::Let { var, value: Rvalue::Runtime("array" | "array_beside", _), .. }
            | Statement::Mutable { var, value: Rvalue::Runtime("array" | "array_beside", _) } => {
                arrays.insert(*var);
            }
            Statement::If { then, otherwise, .. } => {
                collect_arrays(then, arrays);
                collect_arrays(otherwise, arrays);
            }
            Statement::For(for_loop) => collect_arrays(&for_loop.body, arrays),
            _ => {}
        }
    }
}

fn collect_replaced(block: &Block, replaced: &mut Vec<Place>) {
    for statement in &block.statements {
        match statement {
            Statement::If { then, otherwise, .. } => {
                collect_replaced(then, replaced);
                collect_replaced(otherwise, replaced);
            }
            Statement::For(for_loop) => collect_replaced(&for_loop.body, replaced),
            statement => replaced.extend(replaced_by(statement)),
        }
    }
}

/// What a statement without blocks writes as a whole, or lends to be written.
fn replaced_by(statement: &Statement) -> Vec<Place> {
    match statement {
        Statement::Store { place, .. }
        | Statement::Push { place, .. }
        | Statement::Truncate { place, .. }
        | Statement::Replace { place, .. } => vec![place.clone()],
        Statement::Swap { first, second } => vec![first.clone(), second.clone()],
        Statement::Assign { var, .. } | Statement::Update { var, .. } => vec![Place::whole(*var)],
        Statement::Call(call) | Statement::Derived(Derived { call, .. }) => {
            let lent = call.arguments.iter().filter_map(|argument| match argument {
                Argument::Borrow { lending, place } if lending.may_write() => Some(place.clone()),
                _ => None,
            });
            lent.collect()
        }
        Statement::Operate(_) | Statement::Declare { .. } => {
            let mut read = Vec::new();
            statement_reads(statement, &mut |var| read.push(Place::whole(var)));
            read
        }
        _ => Vec::new(),
    }
}
