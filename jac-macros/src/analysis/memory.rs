//! When memory holds what it held: whether a load can be repeated at the end of a block.
//!
//! Over-approximates writes: any store to, mutable borrow of, or move out of any part of a variable
//! counts for all of it, from its position to the end, and everywhere in a loop that both share.

use std::collections::{HashMap, HashSet};

use super::layout::Layouts;
use super::private::Private;
use crate::ir::*;

/// The position of a statement: a number in program order, and the loops around it.
#[derive(Clone, Debug)]
pub struct Position {
    order: usize,
    loops: Vec<usize>,
}

#[derive(Clone)]
pub struct Memory {
    /// The loops whose iterations have a variable to themselves: what the next iteration writes is not what this one has read.
    private: HashMap<Var, HashSet<usize>>,
    /// Where each variable is written.
    writes: HashMap<Var, Vec<Position>>,
    /// Variables that are moved somewhere: the closure of the reverse sweep cannot have them.
    moved: HashSet<Var>,
    /// Where each variable is declared.
    declarations: HashMap<Var, Position>,
    /// Where each `Let` and `Call` stands, by the variable it defines.
    definitions: HashMap<Var, Position>,
}

pub fn analyse(function: &Function, layouts: &Layouts) -> Memory {
    let mut scan = Scan {
        layouts,
        memory: Memory {
            private: HashMap::new(),
            writes: HashMap::new(),
            moved: HashSet::new(),
            declarations: HashMap::new(),
            definitions: HashMap::new(),
        },
        order: 0,
        loops: Vec::new(),
    };
    scan.block(&function.body);
    scan.memory
}

impl Memory {
    /// The same, where each iteration of a loop leaves the `Vec`s that it has to itself as they are.
    pub fn with_own_of_iterations(&self, private: &Private) -> Memory {
        let mut memory = self.clone();
        for id in private.of_loops.keys() {
            for var in private.vectors_of(*id) {
                memory.private.entry(var).or_default().insert(*id);
            }
        }
        memory
    }

    /// Iterations have it to themselves: its length is the same all the time.
    pub fn is_private(&self, base: Var) -> bool {
        self.private.contains_key(&base)
    }

    /// The memory is written or lent mutably somewhere, or moved.
    pub fn is_written(&self, base: Var) -> bool {
        self.moved.contains(&base) || self.writes.contains_key(&base)
    }

    /// The memory is written or lent mutably after the statement that defines `reader`, or moved.
    pub fn is_written_after(&self, base: Var, reader: Var) -> bool {
        if self.moved.contains(&base) {
            return true;
        }
        let Some(writes) = self.writes.get(&base) else { return false };
        let Some(reader) = self.definitions.get(&reader) else { return true };
        let declared = self.declarations.get(&base).map_or(0, |position| position.loops.len());
        let own = self.private.get(&base).and_then(|own| reader.loops.iter().rposition(|id| own.contains(id)));
        let declared = own.map_or(declared, |position| declared.max(position + 1));
        writes.iter().any(|write| {
            let shared = write.loops.iter().zip(&reader.loops).take_while(|(a, b)| a == b).count();
            write.order >= reader.order || shared > declared
        })
    }
}

struct Scan<'a> {
    layouts: &'a Layouts,
    memory: Memory,
    order: usize,
    loops: Vec<usize>,
}

impl Scan<'_> {
    fn position(&self) -> Position {
        Position { order: self.order, loops: self.loops.clone() }
    }

    fn write(&mut self, base: Var) {
        let position = self.position();
        self.memory.writes.entry(base).or_default().push(position);
    }

    fn block(&mut self, block: &Block) {
        for statement in &block.statements {
            self.order += 1;
            match statement {
                Statement::Let { var, value, .. } => {
                    let position = self.position();
                    self.memory.definitions.insert(*var, position.clone());
                    self.memory.declarations.insert(*var, position);
                    if let Rvalue::Load(place) = value
                        && !self.layouts.is_fixed(*var)
                        && !place.projections.iter().any(|projection| matches!(projection, Projection::Index(_)))
                    {
                        // Reading a whole variable, or a field, may move it.
                        self.memory.moved.insert(place.base);
                    }
                }
                Statement::Declare { var, .. } => {
                    let position = self.position();
                    self.memory.declarations.insert(*var, position);
                }
                Statement::Evaluate(_) | Statement::RequireTaken { .. } => {}
                Statement::Assign { var, .. } => self.write(*var),
                Statement::Store { place, .. } | Statement::Push { place, .. } | Statement::Truncate { place, .. } => {
                    self.write(place.base);
                }
                Statement::Swap { first, second } => {
                    self.write(first.base);
                    self.write(second.base);
                }
                Statement::If { then, otherwise, .. } => {
                    self.block(then);
                    self.block(otherwise);
                }
                Statement::For(for_loop) => {
                    self.loops.push(for_loop.id);
                    self.block(&for_loop.body);
                    self.loops.pop();
                }
                Statement::Call(call) => {
                    let position = self.position();
                    self.memory.definitions.insert(call.result, position);
                    for base in crate::analysis::activity::call_targets(call) {
                        self.write(base);
                    }
                }
                made_by_transforms => crate::analysis::activity::unreachable_before_transforms(made_by_transforms),
            }
        }
    }
}
