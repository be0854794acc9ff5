//! What replaces a part of a local variable of which parts get longer or shorter, or are exchanged.
//!
//! Before: `s.a = value`, which the reverse sweep takes for a store that keeps the shape. After: an exchange with a variable that holds the value, as `mem::replace` is,
//! where something in the function changes the shape of a part of `s`: cotangents and shapes change places too, whatever they are.

use std::collections::HashSet;

use crate::analysis::layout::{self, Layouts};
use crate::hygiene::Names;
use crate::ir::*;

pub fn resolve(function: &mut Function, names: &mut Names) {
    let mut reshaped = HashSet::new();
    collect_reshaped(&function.body, &mut reshaped);
    reshaped.retain(|var| function.variables[var.0].kind == Kind::Memory);
    if reshaped.is_empty() {
        return;
    }
    let layouts = layout::analyse(function);
    let mut body = std::mem::take(&mut function.body);
    exchange(&mut body, &reshaped, &layouts, function, names);
    function.body = body;
}

/// Variables of which a part changes its shape.
fn collect_reshaped(block: &Block, reshaped: &mut HashSet<Var>) {
    for statement in &block.statements {
        match statement {
            // Elements of one list are mostly of one shape.
            Statement::Swap { first, second } if first.base != second.base => {
                let parts = [first, second].into_iter().filter(|place| !place.projections.is_empty());
                reshaped.extend(parts.map(|place| place.base));
            }
            Statement::Push { place, .. } | Statement::Truncate { place, .. } if !place.projections.is_empty() => {
                reshaped.insert(place.base);
            }
            Statement::If { then, otherwise, .. } => {
                collect_reshaped(then, reshaped);
                collect_reshaped(otherwise, reshaped);
            }
            Statement::For(for_loop) => collect_reshaped(&for_loop.body, reshaped),
            _ => {}
        }
    }
}

fn exchange(block: &mut Block, reshaped: &HashSet<Var>, layouts: &Layouts, function: &mut Function, names: &mut Names) {
    let mut statements = Vec::with_capacity(block.statements.len());
    for mut statement in std::mem::take(&mut block.statements) {
        match statement {
            Statement::Store { place, op: None, value: Operand::Var(value) }
                if reshaped.contains(&place.base)
                    && !place.projections.is_empty()
                    && !layouts.is_fixed(value)
                    && !layouts.is_fixed_place(&place) =>
            {
                let span = function.variables[value.0].ident.span();
                let held = function.new_variable(names.fresh("replaced", span), Kind::Memory, false);
                let value = Rvalue::Use(Operand::Var(value));
                statements.push(Statement::Let { var: held, annotation: None, value });
                statements.push(Statement::Swap { first: place, second: Place::whole(held) });
                continue;
            }
            Statement::If { ref mut then, ref mut otherwise, .. } => {
                exchange(then, reshaped, layouts, function, names);
                exchange(otherwise, reshaped, layouts, function, names);
            }
            Statement::For(ref mut for_loop) => exchange(&mut for_loop.body, reshaped, layouts, function, names),
            _ => {}
        }
        statements.push(statement);
    }
    block.statements = statements;
}
