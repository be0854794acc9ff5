//! Reuse: an element that was read is not read again, and a float that was computed is not computed again.
//!
//! Before: each mention of `x[i]` is a load of its own, and each `a.sin()` a sine. After: a load of what a variable holds already, with no write to the memory in
//! between, is that variable, and so is what an operator or an elementary function makes of the same. In the reverse sweep this saves a record, and an addition to memory: what flows back to the two is
//! added up first.

use std::collections::{HashMap, HashSet};

use super::reversed::key;
use crate::analysis::activity::call_targets;
use crate::analysis::layout::Layouts;
use crate::ir::*;

/// Before the analyses of activity and of memory.
pub fn reuse(function: &mut Function, layouts: &Layouts) {
    let mut body = std::mem::take(&mut function.body);
    block(&mut body, function, layouts, &mut Held::default());
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

/// What variables hold.
#[derive(Clone, Default)]
struct Held {
    loaded: Vec<Loaded>,
    computed: HashMap<String, Var>,
    /// Other names for values.
    copies: HashMap<Var, Var>,
}

/// A load whose value is still that of the memory.
#[derive(Clone)]
struct Loaded {
    key: String,
    /// The memory, and what its indices are made of.
    reads: Vec<Var>,
    var: Var,
}

impl Held {
    /// The variable that holds the value of a load already.
    fn loaded(&mut self, var: Var, place: &Place) -> Option<Var> {
        let key = key(place);
        let before = self.loaded.iter().find(|loaded| loaded.key == key).map(|loaded| loaded.var);
        if before.is_none() {
            let mut reads = Vec::new();
            place_reads(place, &mut |read| reads.push(read));
            self.loaded.push(Loaded { key, reads, var });
        }
        before
    }

    /// The variable that holds the same float already.
    fn computed(&mut self, var: Var, value: &Rvalue) -> Option<Var> {
        // What is made of literals alone may be of one type here and of another one there.
        let mut has_type = false;
        each_operand(value, &mut |operand| has_type |= !matches!(operand, Operand::Constant(_)));
        if !has_type {
            return None;
        }
        let operand = |operand: &Operand| match operand {
            Operand::Var(var) => format!("v{}", self.copies.get(var).unwrap_or(var).0),
            Operand::Constant(tokens) => tokens.to_string(),
            Operand::Nested(value) => format!("{value:?}"),
        };
        let key = match value {
            Rvalue::Negate(of) => format!("-{}", operand(of)),
            Rvalue::Binary(op, left, right) => format!("{op:?} {} {}", operand(left), operand(right)),
            Rvalue::Elementary { rule, spelling, arguments } => {
                let spelling = match spelling {
                    Spelling::Method(_) => String::new(),
                    Spelling::Path(path) => path.to_string(),
                };
                format!("{spelling} {} {:?}", rule.name, arguments.iter().map(operand).collect::<Vec<_>>())
            }
            _ => return None,
        };
        match self.computed.get(&key) {
            Some(before) => Some(*before),
            None => {
                self.computed.insert(key, var);
                None
            }
        }
    }

    /// What the statement writes is no more what was loaded.
    fn forget(&mut self, statement: &Statement) {
        let mut written = HashSet::new();
        collect_written(statement, &mut written);
        self.loaded.retain(|loaded| !loaded.reads.iter().any(|read| written.contains(read)));
    }
}

fn is_of_values(value: &Rvalue, function: &Function) -> bool {
    let mut is_of_values = true;
    rvalue_reads(value, &mut |var| is_of_values &= function.variables[var.0].kind == Kind::Value);
    is_of_values
}

fn block(block: &mut Block, function: &Function, layouts: &Layouts, held: &mut Held) {
    for statement in &mut block.statements {
        match statement {
            Statement::Let { var, annotation: None, value } => {
                let is_value = function.variables[var.0].kind == Kind::Value && layouts.is_fixed(*var);
                let before = match &*value {
                    Rvalue::Load(place)
                        if matches!(place.projections.last(), Some(Projection::Index(_))) && is_value =>
                    {
                        held.loaded(*var, place)
                    }
                    // Memory may hold something else in between.
                    value if is_value && function.variables[var.0].width.is_some() && is_of_values(value, function) => {
                        held.computed(*var, value)
                    }
                    _ => None,
                };
                if let Some(before) = before {
                    *value = Rvalue::Use(Operand::Var(before));
                }
                if let Rvalue::Use(Operand::Var(of)) = value
                    && function.variables[of.0].kind == Kind::Value
                {
                    let of = held.copies.get(of).copied().unwrap_or(*of);
                    held.copies.insert(*var, of);
                }
            }
            Statement::If { then, otherwise, .. } => {
                for inner in [then, otherwise] {
                    self::block(inner, function, layouts, &mut held.clone());
                }
                held.forget(statement);
            }
            Statement::For(_) => {
                held.forget(statement);
                if let Statement::For(for_loop) = statement {
                    self::block(&mut for_loop.body, function, layouts, &mut held.clone());
                }
            }
            statement => held.forget(statement),
        }
    }
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
