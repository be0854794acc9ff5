//! Moves: a variable is moved only where nothing behind reads it.
//!
//! Before: IR in single assignment form, in which flags stand for jumps. After: what is given away on a way that ends in
//! a jump, and is named behind it, is given away as a copy. The compiler does not know that the flag keeps the two apart.

use std::collections::HashSet;

use crate::analysis::layout::{self, Layouts};
use crate::hygiene::Names;
use crate::ir::*;
use crate::lower::{is_placeholder, renumber};
use crate::transform::adjoint::defined_by;

pub fn resolve(function: &mut Function, names: &mut Names) {
    if !function.jumps {
        return; // Control flow is the user's, and the compiler accepted it.
    }
    let layouts = layout::analyse(function);
    let mut body = std::mem::take(&mut function.body);
    let mut live = Live::default();
    if let Some(result) = &function.result {
        read(result, &layouts, &mut live);
    }
    Moves { function, names, layouts }.block(&mut body, live);
    function.body = body;
}

/// The variables that may be read from here on, among those that may be moved.
type Live = HashSet<Var>;

/// The same for a forward sweep, behind which the reverse sweep reads what it has kept.
pub fn keep_for_reverse(function: &mut Function, layouts: &Layouts, names: &mut Names) {
    let Some(reverse) = &function.reverse else { return };
    let mut live = Live::default();
    block_reads(&reverse.body, &mut |var| {
        let is_own = matches!(function.variables[var.0].kind, Kind::Value | Kind::Memory);
        if is_own && layouts.may_be_moved(var) {
            live.insert(var);
        }
    });
    if live.is_empty() {
        return;
    }
    let layouts = layouts.clone();
    let mut body = std::mem::take(&mut function.body);
    let mut result = function.result.take();
    let mut moves = Moves { function, names, layouts };
    let mut copies = Vec::new();
    if let Some(result) = &mut result {
        moves.keep(result, &live, &mut copies);
        read(result, &moves.layouts, &mut live);
    }
    moves.block(&mut body, live);
    body.statements.append(&mut copies);
    function.body = body;
    function.result = result;
}

/// A clone of a part that is certainly `Copy` is a load.
pub fn load_copies(function: &mut Function) {
    fn clones<'a>(block: &'a mut Block, of: &mut dyn FnMut(&'a mut Rvalue)) {
        for statement in &mut block.statements {
            match statement {
                Statement::Let { value, .. } => match value {
                    Rvalue::Clone(place) if !is_part(place) => {}
                    Rvalue::Clone(_) => of(value),
                    _ => {}
                },
                Statement::If { then, otherwise, .. } => {
                    clones(then, of);
                    clones(otherwise, of);
                }
                Statement::For(for_loop) => clones(&mut for_loop.body, of),
                _ => {}
            }
        }
    }
    // Of a slice it is a `Vec`.
    fn is_part(place: &Place) -> bool {
        !matches!(place.projections.last(), None | Some(Projection::Slice { .. } | Projection::Deref))
    }
    let mut body = std::mem::take(&mut function.body);
    let mut there_are = false;
    clones(&mut body, &mut |_| there_are = true);
    function.body = body;
    if !there_are {
        return;
    }
    let layouts = layout::analyse(function);
    clones(&mut function.body, &mut |value| {
        if let Rvalue::Clone(place) = value
            && layouts.is_fixed_place(place)
        {
            *value = Rvalue::Load(place.clone());
        }
    });
}

struct Moves<'a> {
    function: &'a mut Function,
    names: &'a mut Names,
    layouts: Layouts,
}

impl Moves<'_> {
    /// Gives what is live in front of the block.
    fn block(&mut self, block: &mut Block, mut live: Live) -> Live {
        let mut reversed = Vec::with_capacity(block.statements.len());
        for statement in std::mem::take(&mut block.statements).into_iter().rev() {
            let mut copies = Vec::new();
            let statement = self.statement(statement, &mut live, &mut copies);
            reversed.push(statement);
            reversed.extend(copies);
        }
        reversed.reverse();
        block.statements = reversed;
        live
    }

    fn statement(&mut self, mut statement: Statement, live: &mut Live, copies: &mut Vec<Statement>) -> Statement {
        match &mut statement {
            Statement::Let { value, .. } => match value {
                Rvalue::Use(Operand::Var(var)) if live.contains(var) => *value = Rvalue::Clone(Place::whole(*var)),
                Rvalue::Load(place) if place.projections.is_empty() && live.contains(&place.base) => {
                    *value = Rvalue::Clone(place.clone());
                }
                Rvalue::Array(_)
                | Rvalue::Tuple(_)
                | Rvalue::VecLiteral(_)
                | Rvalue::Struct(_)
                | Rvalue::Wrap(..)
                | Rvalue::Unwrap(_) => {
                    map_operands(value, &mut |operand| self.keep(operand, live, copies));
                }
                Rvalue::Opaque(opaque) if gives_away(opaque) => {
                    let mut given = Operand::Var(opaque.reads[0]);
                    self.keep(&mut given, live, copies);
                    if let Operand::Var(kept) = given {
                        renumber(opaque, &|_| kept);
                    }
                }
                _ => {}
            },
            Statement::Store { op: None, value, .. } | Statement::Push { value, .. } => self.keep(value, live, copies),
            Statement::Call(call) => {
                for argument in &mut call.arguments {
                    if let Argument::Value(operand) = argument {
                        self.keep(operand, live, copies);
                    }
                }
            }
            Statement::Derived(derived) => {
                for argument in &mut derived.call.arguments {
                    if let Argument::Value(operand) = argument {
                        self.keep(operand, live, copies);
                    }
                }
            }
            Statement::If { then, otherwise, joins, .. } => {
                let mut before = Live::new();
                for (block, side) in [(then, 0), (otherwise, 1)] {
                    let mut after = live.clone();
                    for join in joins.iter_mut() {
                        let operand = if side == 0 { &mut join.then } else { &mut join.otherwise };
                        self.keep_at_the_end(operand, live, block);
                        read(operand, &self.layouts, &mut after);
                    }
                    before.extend(self.block(block, after));
                }
                *live = before;
            }
            Statement::For(for_loop) => {
                let mut after = live.clone();
                after.extend(exposed_by_body(for_loop, &self.layouts));
                for carried in &mut for_loop.carried {
                    self.keep_at_the_end(&mut carried.next, &after, &mut for_loop.body);
                    self.keep(&mut carried.initial, live, copies);
                }
                for carried in &for_loop.carried {
                    read(&carried.next, &self.layouts, &mut after);
                }
                live.extend(self.block(&mut for_loop.body, after));
            }
            _ => {}
        }
        step(&statement, &self.layouts, live);
        statement
    }

    /// Replaces an operand that is read later by a copy of it.
    fn keep(&mut self, operand: &mut Operand, live: &Live, copies: &mut Vec<Statement>) {
        let Some(var) = operand.var().filter(|var| live.contains(var)) else { return };
        let ident = self.function.variables[var.0].ident.clone();
        let ident = self.names.fresh(&format!("{ident}_copy"), ident.span());
        let copy = self.function.new_variable(ident, Kind::Value, true);
        copies.push(Statement::Let { var: copy, annotation: None, value: Rvalue::Clone(Place::whole(var)) });
        *operand = Operand::Var(copy);
    }

    fn keep_at_the_end(&mut self, operand: &mut Operand, live: &Live, block: &mut Block) {
        let mut copies = Vec::new();
        self.keep(operand, live, &mut copies);
        block.statements.append(&mut copies);
    }
}

/// An error, or what may be one, is taken out of a variable, or put into something: `error_of(outcome)`, `Err(error)`.
fn gives_away(opaque: &Opaque) -> bool {
    let is_variable = |argument: &syn::Expr| matches!(argument, syn::Expr::Path(path) if path.path.get_ident().is_some_and(is_placeholder));
    matches!(opaque.if_varied, IfVaried::Failure | IfVaried::OfFailure)
        && opaque.reads.len() == 1
        && matches!(&opaque.expression, syn::Expr::Call(call) if call.args.iter().all(is_variable))
}

fn read(operand: &Operand, layouts: &Layouts, live: &mut Live) {
    live.extend(operand.var().filter(|var| layouts.may_be_moved(*var)));
}

/// What is live in front of the statement, given what is live behind it. Blocks within it count as a whole.
fn step(statement: &Statement, layouts: &Layouts, live: &mut Live) {
    match statement {
        Statement::Store { place, op: None, value } if place.projections.is_empty() => {
            live.remove(&place.base);
            return read(value, layouts, live);
        }
        // What their blocks read is in `live` already.
        Statement::If { joins, .. } => {
            for join in joins {
                live.remove(&join.var);
            }
            return;
        }
        Statement::For(for_loop) => {
            for carried in &for_loop.carried {
                live.remove(&carried.out);
                live.remove(&carried.phi);
                read(&carried.initial, layouts, live);
            }
            return;
        }
        statement => {
            for var in defined_by(statement) {
                live.remove(&var);
            }
        }
    }
    statement_reads(statement, &mut |var| {
        if layouts.may_be_moved(var) {
            live.insert(var);
        }
    });
}

/// What is live in front of a block, given what is live at its end.
fn exposed(block: &Block, mut live: Live, layouts: &Layouts) -> Live {
    for statement in block.statements.iter().rev() {
        match statement {
            Statement::If { then, otherwise, joins, .. } => {
                let after = live.clone();
                for (block, side) in [(then, 0), (otherwise, 1)] {
                    let mut at_its_end = after.clone();
                    for join in joins {
                        read(if side == 0 { &join.then } else { &join.otherwise }, layouts, &mut at_its_end);
                    }
                    live.extend(exposed(block, at_its_end, layouts));
                }
            }
            Statement::For(for_loop) => live.extend(exposed_by_body(for_loop, layouts)),
            _ => {}
        }
        step(statement, layouts, &mut live);
    }
    live
}

/// What the next iteration may read of what it was before it. What is carried starts anew.
fn exposed_by_body(for_loop: &Loop, layouts: &Layouts) -> Live {
    let mut live = Live::new();
    for carried in &for_loop.carried {
        read(&carried.next, layouts, &mut live);
    }
    let mut live = exposed(&for_loop.body, live, layouts);
    for carried in &for_loop.carried {
        live.remove(&carried.phi);
    }
    live
}
