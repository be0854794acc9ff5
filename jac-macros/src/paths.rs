//! Paths: what an index of a user's type asks of the value.
//!
//! Before: IR in single assignment form. After: in front of each statement that selects a part of something that varies, and is no array as far
//! as can be seen, stands what the index asks of the value (`Rvalue::Path`), and `Function::index_paths` has it for the index. A companion cannot
//! be asked itself, as it has no integers, and is indexed by both. Where a type chooses by the index alone, and in arrays, a path is `()`.

use std::collections::HashSet;

use crate::analysis::activity::Activity;
use crate::analysis::types::Types;
use crate::hygiene::Names;
use crate::ir::*;
use crate::transform::reuse::collect_written;
use crate::transform::reversed::key;

/// Tells whether there is any.
pub fn resolve(function: &mut Function, types: &Types, activity: &Activity, names: &mut Names) -> bool {
    let mut body = std::mem::take(&mut function.body);
    let mut paths = Paths { function, types, activity, names, asked: Vec::new() };
    paths.block(&mut body);
    function.body = body;
    !function.index_paths.is_empty()
}

struct Paths<'a> {
    function: &'a mut Function,
    types: &'a Types,
    activity: &'a Activity,
    names: &'a mut Names,
    /// What was asked in this block and is not written since.
    asked: Vec<Asked>,
}

struct Asked {
    /// The place, with the index of the source.
    key: String,
    reads: Vec<Var>,
    index: Var,
}

impl Paths<'_> {
    fn block(&mut self, block: &mut Block) {
        let mut out = Vec::with_capacity(block.statements.len());
        let outer = std::mem::take(&mut self.asked);
        for mut statement in std::mem::take(&mut block.statements) {
            match &mut statement {
                Statement::If { then, otherwise, .. } => {
                    self.block(then);
                    self.block(otherwise);
                }
                Statement::For(for_loop) => self.block(&mut for_loop.body),
                // What is read does not vary, whatever it is a part of.
                Statement::Let { var, value: Rvalue::Load(_) | Rvalue::Clone(_), .. }
                    if !self.activity.is_varied(*var) => {}
                statement => each_place(statement, &mut |place| self.place(place, &mut out)),
            }
            let mut written = HashSet::new();
            collect_written(&statement, &mut written);
            self.asked.retain(|asked| !asked.reads.iter().any(|read| written.contains(read)));
            out.push(statement);
        }
        block.statements = out;
        self.asked = outer;
    }

    fn place(&mut self, place: &mut Place, out: &mut Vec<Statement>) {
        if !self.activity.is_varied(place.base) {
            return;
        }
        for position in 0..place.projections.len() {
            let Projection::Index(index) = &place.projections[position] else { continue };
            let of = Place { base: place.base, projections: place.projections[..position].to_vec() };
            if !self.may_ask(&of, index) {
                continue;
            }
            let index = index.clone();
            let selected = Place { base: place.base, projections: place.projections[..=position].to_vec() };
            let key = key(&selected);
            let asked = self.asked.iter().find(|asked| asked.key == key).map(|asked| asked.index);
            let own = asked.unwrap_or_else(|| {
                // It is nothing else than an index, and what chooses a place has no derivative.
                if let Some(var) = index.var().filter(|var| self.function.variables[var.0].temporary) {
                    self.function.variables[var.0].discrete = true;
                }
                let mut reads = Vec::new();
                place_reads(&selected, &mut |read| reads.push(read));
                // Each place has an index of its own.
                let at = index.var().unwrap_or(place.base);
                let own = self.variable("index", at, Rvalue::Use(index), out);
                let path = self.variable("path", at, Rvalue::Path { of, index: Operand::Var(own) }, out);
                self.function.index_paths.insert(own, path);
                self.asked.push(Asked { key, reads, index: own });
                own
            });
            place.projections[position] = Projection::Index(Operand::Var(own));
        }
    }

    /// What is indexed is of a type of the user's, as far as that can be seen: it is a struct, or the index is no integer.
    fn may_ask(&self, of: &Place, index: &Operand) -> bool {
        match index {
            Operand::Var(index) if self.types.is_compound(*index) => true,
            _ => self.types.is_struct(of),
        }
    }

    fn variable(&mut self, stem: &str, like: Var, value: Rvalue, out: &mut Vec<Statement>) -> Var {
        let ident = self.names.fresh(stem, self.function.variables[like.0].ident.span());
        let var = self.function.new_variable(ident, Kind::Value, true);
        self.function.variables[var.0].discrete = true;
        out.push(Statement::Let { var, annotation: None, value });
        var
    }
}

/// The places of which there are companions, if the statement is one of a function and no block.
pub fn each_place(statement: &mut Statement, visit: &mut dyn FnMut(&mut Place)) {
    match statement {
        Statement::Let { value, .. } | Statement::Evaluate(value) => match value {
            Rvalue::Load(place) | Rvalue::Clone(place) => visit(place),
            Rvalue::Operator(operator) => {
                for operand in operator.operands_mut() {
                    if let Operated::Place(place) = operand {
                        visit(place);
                    }
                }
            }
            _ => {}
        },
        Statement::Store { place, .. } | Statement::Push { place, .. } | Statement::Truncate { place, .. } => {
            visit(place);
        }
        Statement::Swap { first, second } => {
            visit(first);
            visit(second);
        }
        Statement::Call(call) => {
            for argument in &mut call.arguments {
                match argument {
                    Argument::Value(_) => {}
                    Argument::Borrow { place, .. } => visit(place),
                    Argument::Rows(places) => places.iter_mut().for_each(&mut *visit),
                    // What is captured is captured whole.
                    Argument::Function(_) => {}
                }
            }
        }
        _ => {}
    }
}
