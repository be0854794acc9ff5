//! Reuse: an element that was read is not read again.
//!
//! Before: each mention of `x[i]` is a load of its own. After: a load of what a variable holds already, with no write to the memory in
//! between, is that variable. In the reverse sweep this saves a record, and an addition to memory: what flows back to two loads is
//! added up first.

use std::collections::HashSet;

use super::reversed::key;
use crate::analysis::activity::call_targets;
use crate::analysis::layout::Layouts;
use crate::ir::*;

/// Before the analyses of activity and of memory.
pub fn reuse(function: &mut Function, layouts: &Layouts) {
    let mut body = std::mem::take(&mut function.body);
    block(&mut body, function, layouts, &mut Vec::new());
    function.body = body;
}

/// A load whose value is still that of the memory.
#[derive(Clone)]
struct Loaded {
    key: String,
    /// The memory, and what its indices are made of.
    reads: Vec<Var>,
    var: Var,
}

fn block(block: &mut Block, function: &Function, layouts: &Layouts, loaded: &mut Vec<Loaded>) {
    for statement in &mut block.statements {
        match statement {
            Statement::Let { var, annotation: None, value } => {
                let Rvalue::Load(place) = value else { continue };
                let is_element = matches!(place.projections.last(), Some(Projection::Index(_)));
                let is_value = function.variables[var.0].kind == Kind::Value && layouts.is_fixed(*var);
                if !is_element || !is_value {
                    continue;
                }
                let key = key(place);
                if let Some(before) = loaded.iter().find(|loaded| loaded.key == key) {
                    *value = Rvalue::Use(Operand::Var(before.var));
                    continue;
                }
                let mut reads = Vec::new();
                place_reads(place, &mut |read| reads.push(read));
                loaded.push(Loaded { key, reads, var: *var });
            }
            Statement::If { then, otherwise, .. } => {
                for inner in [then, otherwise] {
                    self::block(inner, function, layouts, &mut loaded.clone());
                }
                forget(statement, loaded);
            }
            Statement::For(_) => {
                forget(statement, loaded);
                if let Statement::For(for_loop) = statement {
                    self::block(&mut for_loop.body, function, layouts, &mut loaded.clone());
                }
            }
            statement => forget(statement, loaded),
        }
    }
}

/// What the statement writes is no more what was loaded.
fn forget(statement: &Statement, loaded: &mut Vec<Loaded>) {
    let mut written = HashSet::new();
    collect_written(statement, &mut written);
    loaded.retain(|loaded| !loaded.reads.iter().any(|read| written.contains(read)));
}

/// What a statement of the function writes, also inside of blocks.
pub fn collect_written(statement: &Statement, written: &mut HashSet<Var>) {
    match statement {
        Statement::Store { place, .. } => {
            written.insert(place.base);
        }
        Statement::Assign { var, .. } | Statement::Declare { var, .. } => {
            written.insert(*var);
        }
        Statement::Call(call) => written.extend(call_targets(call)),
        Statement::If { then, otherwise, .. } => {
            then.statements.iter().chain(&otherwise.statements).for_each(|inner| collect_written(inner, written));
        }
        Statement::For(for_loop) => for_loop.body.statements.iter().for_each(|inner| collect_written(inner, written)),
        Statement::Let { .. } | Statement::Evaluate(_) | Statement::Require { .. } | Statement::RequireTaken { .. } => {
        }
        other => statement_reads(other, &mut |var| {
            written.insert(var);
        }),
    }
}
