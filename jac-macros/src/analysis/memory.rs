//! When memory holds what it held: whether a load can be repeated at the end of a block.
//!
//! Over-approximates writes: any store to, mutable borrow of, or move out of any part of a variable
//! counts for all of it, from its position to the end, and everywhere in a loop that both share.

use std::collections::{HashMap, HashSet};

use super::layout::Layouts;
use crate::ir::*;

/// The position of a statement: a number in program order, and the loops around it.
#[derive(Clone, Debug)]
pub struct Position {
    order: usize,
    loops: Vec<usize>,
}

pub struct Memory {
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
