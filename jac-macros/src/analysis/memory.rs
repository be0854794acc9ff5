//! When memory holds what it held: whether a load can be repeated at the end of a block.
//!
//! Over-approximates writes: any store to, mutable borrow of, or move out of any part of a variable
//! counts for all of it, from its position to the end, and everywhere in a loop that both share.

use std::collections::HashMap;

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
    /// Where each variable is declared.
    declarations: HashMap<Var, Position>,
    /// Where each `Let` and `Call` stands, by the variable it defines.
    definitions: HashMap<Var, Position>,
}

pub fn analyse(function: &Function) -> Memory {
    let mut scan = Scan {
        function,
        memory: Memory { writes: HashMap::new(), declarations: HashMap::new(), definitions: HashMap::new() },
        order: 0,
        loops: Vec::new(),
    };
    scan.block(&function.body);
    scan.memory
}

impl Memory {
    /// The memory is written, moved or lent mutably after the statement that defines `reader`.
    pub fn is_written_after(&self, base: Var, reader: Var) -> bool {
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
    function: &'a Function,
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
                        && place.projections.is_empty()
                        && !self.is_copy(place.base)
                    {
                        // Reading a whole variable may move it.
                        self.write(place.base);
                    }
                }
                Statement::Declare { var, .. } => {
                    let position = self.position();
                    self.memory.declarations.insert(*var, position);
                }
                Statement::Evaluate(_) => {}
                Statement::Assign { var, .. } => self.write(*var),
                Statement::Store { place, .. } => self.write(place.base),
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

    /// A parameter of a type that is certainly `Copy`.
    fn is_copy(&self, var: Var) -> bool {
        let parameter = self.function.parameters.iter().find(|parameter| parameter.var == var);
        parameter.is_some_and(|parameter| certainly_copy(&parameter.ty))
    }
}

pub fn certainly_copy(ty: &syn::Type) -> bool {
    match ty {
        syn::Type::Path(path) => path.path.get_ident().is_some_and(|ident| {
            let name = ident.to_string();
            matches!(name.as_str(), "f32" | "f64") || crate::rules::DISCRETE.contains(&name.as_str())
        }),
        syn::Type::Array(array) => certainly_copy(&array.elem),
        syn::Type::Tuple(tuple) => tuple.elems.iter().all(certainly_copy),
        syn::Type::Paren(paren) => certainly_copy(&paren.elem),
        syn::Type::Group(group) => certainly_copy(&group.elem),
        syn::Type::Reference(reference) => reference.mutability.is_none(),
        _ => false,
    }
}
