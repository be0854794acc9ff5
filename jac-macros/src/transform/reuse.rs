//! Reuse: an element that was read is not read again.
//!
//! Before: each mention of `x[i]` is a load of its own. After: a load of what a variable holds already, with no write to the memory in
//! between, is that variable. In the reverse sweep this saves a record, and an addition to memory: what flows back to two loads is
//! added up first.

use std::collections::{HashMap, HashSet};

use super::reversed::key;
use crate::analysis::activity::call_targets;
use crate::analysis::layout::Layouts;
use crate::ir::*;

/// Before the analyses of activity and of memory.
pub fn reuse(function: &mut Function, layouts: &Layouts) {
    let mut body = std::mem::take(&mut function.body);
    block(&mut body, function, layouts, &mut Vec::new());
    take_apart(&mut body, function);
    function.body = body;
}

/// Tuples of floats of which nothing but fields is read are their fields.
fn take_apart(body: &mut Block, function: &Function) {
    let mut tuples = HashMap::new();
    collect_tuples(body, function, &mut tuples);
    if tuples.is_empty() {
        return;
    }
    let mut mentions: HashMap<Var, usize> = HashMap::new();
    block_reads(body, &mut |var| *mentions.entry(var).or_default() += 1);
    function.result.iter().for_each(|result| operand_reads(result, &mut |var| *mentions.entry(var).or_default() += 1));
    let mut written = HashSet::new();
    body.statements.iter().for_each(|statement| collect_written(statement, &mut written));
    let mut fields: HashMap<Var, usize> = HashMap::new();
    each_value(body, &mut |_, value| {
        if let Some((base, _)) = field(value) {
            *fields.entry(base).or_default() += 1;
        }
    });
    tuples.retain(|tuple, _| !written.contains(tuple) && mentions.get(tuple) == fields.get(tuple));
    each_value(body, &mut |_, value| {
        let part = field(value).and_then(|(base, index)| tuples.get(&base)?.get(index).cloned());
        if let Some(part) = part {
            *value = Rvalue::Use(part);
        }
    });
    drop_made(body, &|var| tuples.contains_key(&var));
}

fn collect_tuples(block: &Block, function: &Function, tuples: &mut HashMap<Var, Vec<Operand>>) {
    for statement in &block.statements {
        match statement {
            Statement::Let { var, annotation: None, value: Rvalue::Tuple(parts) } => {
                let is_float = |part: &Operand| {
                    part.var().is_some_and(|part| {
                        let variable = &function.variables[part.0];
                        variable.kind == Kind::Value && variable.width.is_some()
                    })
                };
                if function.variables[var.0].kind == Kind::Memory && parts.iter().all(is_float) {
                    tuples.insert(*var, parts.clone());
                }
            }
            Statement::If { then, otherwise, .. } => {
                collect_tuples(then, function, tuples);
                collect_tuples(otherwise, function, tuples);
            }
            Statement::For(for_loop) => collect_tuples(&for_loop.body, function, tuples),
            _ => {}
        }
    }
}

/// The variable and the position, if the value is the field of a tuple.
fn field(value: &Rvalue) -> Option<(Var, usize)> {
    let Rvalue::Load(place) = value else { return None };
    match place.projections.as_slice() {
        [Projection::Field(syn::Member::Unnamed(index))] => Some((place.base, index.index as usize)),
        _ => None,
    }
}

fn each_value(block: &mut Block, visit: &mut dyn FnMut(Var, &mut Rvalue)) {
    for statement in &mut block.statements {
        match statement {
            Statement::Let { var, value, .. } => visit(*var, value),
            Statement::If { then, otherwise, .. } => {
                each_value(then, visit);
                each_value(otherwise, visit);
            }
            Statement::For(for_loop) => each_value(&mut for_loop.body, visit),
            _ => {}
        }
    }
}

fn drop_made(block: &mut Block, unread: &dyn Fn(Var) -> bool) {
    block.statements.retain(|statement| !matches!(statement, Statement::Let { var, .. } if unread(*var)));
    for statement in &mut block.statements {
        match statement {
            Statement::If { then, otherwise, .. } => {
                drop_made(then, unread);
                drop_made(otherwise, unread);
            }
            Statement::For(for_loop) => drop_made(&mut for_loop.body, unread),
            _ => {}
        }
    }
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
