//! What is taken apart like a slice, and certainly is one; what is cloned, and may be no copy.
//!
//! Before: in front of each method or loop that the lowering has taken apart, [`Statement::RequireTaken`]. After: those are left of which the macro
//! does not see that they are of an array, a slice or a `Vec`, and there is one behind each clone of what is not seen to be a number, or made of
//! numbers. The compiler proves the former, the sweeps ask for the latter.

use std::collections::HashSet;

use syn::{Expr, Type};

use crate::analysis::activity::Activity;
use crate::analysis::types::Types;
use crate::ir::*;
use crate::lower::passing;

pub fn settle(function: &mut Function, types: &Types) {
    let mut made = HashSet::new();
    for parameter in &function.parameters {
        if is_list_type(passing(&parameter.ty).1) {
            made.insert(parameter.var);
        }
    }
    loop {
        let before = made.len();
        collect_made(&function.body, &mut made);
        if made.len() == before {
            break;
        }
    }
    let mut body = std::mem::take(&mut function.body);
    drop_certain(&mut body, types, &made);
    add_clones(&mut body, types, function);
    function.body = body;
}

/// Clones of what does not vary are nobody's business.
pub fn drop_unvaried(block: &mut Block, activity: &Activity) {
    block.statements.retain_mut(|statement| {
        match statement {
            Statement::RequireTaken { taken: TakenFor::Copied(copy), .. } => return activity.is_varied(*copy),
            Statement::If { then, otherwise, .. } => {
                drop_unvaried(then, activity);
                drop_unvaried(otherwise, activity);
            }
            Statement::For(for_loop) => drop_unvaried(&mut for_loop.body, activity),
            _ => {}
        }
        true
    });
}

/// A requirement behind each clone of what may have a `clone` of its own.
fn add_clones(block: &mut Block, types: &Types, function: &Function) {
    let mut statements = Vec::with_capacity(block.statements.len());
    for mut statement in std::mem::take(&mut block.statements) {
        let mut required = None;
        match &mut statement {
            Statement::Let { var, value: Rvalue::Clone(place), .. } if !types.is_of_numbers_at(place) => {
                let span = function.variables[var.0].ident.span();
                required = Some(Statement::RequireTaken { place: place.clone(), taken: TakenFor::Copied(*var), span });
            }
            Statement::If { then, otherwise, .. } => {
                add_clones(then, types, function);
                add_clones(otherwise, types, function);
            }
            Statement::For(for_loop) => add_clones(&mut for_loop.body, types, function),
            _ => {}
        }
        statements.push(statement);
        statements.extend(required);
    }
    block.statements = statements;
}

fn drop_certain(block: &mut Block, types: &Types, made: &HashSet<Var>) {
    block.statements.retain_mut(|statement| {
        match statement {
            Statement::RequireTaken { place, taken, .. } => {
                let is_whole = place.projections.iter().all(|projection| matches!(projection, Projection::Deref));
                // What gets longer is called a list for that reason alone, if there is no other.
                return !(is_whole && made.contains(&place.base)
                    || *taken != TakenFor::Length && types.is_sequence(place));
            }
            Statement::If { then, otherwise, .. } => {
                drop_certain(then, types, made);
                drop_certain(otherwise, types, made);
            }
            Statement::For(for_loop) => drop_certain(&mut for_loop.body, types, made),
            _ => {}
        }
        true
    });
}

/// Variables that are arrays or `Vec`s by how they are made.
fn collect_made(block: &Block, made: &mut HashSet<Var>) {
    for statement in &block.statements {
        match statement {
            Statement::Let { var, annotation, value }
                if annotation.as_ref().is_some_and(is_list_type) || makes_list(value, made) =>
            {
                made.insert(*var);
            }
            Statement::Declare { var, annotation: Some(ty) } if is_list_type(ty) => {
                made.insert(*var);
            }
            Statement::Call(Call { callee: Callee::Function { path, .. }, result, .. }) if is_of_vec(path) => {
                made.insert(*result);
            }
            Statement::If { then, otherwise, .. } => {
                collect_made(then, made);
                collect_made(otherwise, made);
            }
            Statement::For(for_loop) => collect_made(&for_loop.body, made),
            _ => {}
        }
    }
}

fn makes_list(value: &Rvalue, made: &HashSet<Var>) -> bool {
    match value {
        Rvalue::Array(_) | Rvalue::Repeat(..) | Rvalue::VecLiteral(_) | Rvalue::VecRepeat(..) => true,
        Rvalue::Use(operand) => operand.var().is_some_and(|var| made.contains(&var)),
        Rvalue::Load(place) | Rvalue::Clone(place) => {
            let keeps = |projection: &Projection| matches!(projection, Projection::Deref | Projection::Slice { .. });
            made.contains(&place.base) && place.projections.iter().all(keeps)
        }
        Rvalue::Opaque(opaque) => match &opaque.expression {
            Expr::Call(call) => matches!(&*call.func, Expr::Path(path) if is_of_vec(path)),
            _ => false,
        },
        _ => false,
    }
}

/// `Vec::new`, `Vec::with_capacity`
fn is_of_vec(path: &syn::ExprPath) -> bool {
    let mut names = path.path.segments.iter().rev();
    let name = names.next().map(|last| last.ident.to_string()).unwrap_or_default();
    path.qself.is_none()
        && matches!(name.as_str(), "new" | "with_capacity")
        && names.next().is_some_and(|owner| owner.ident == "Vec")
}

fn is_list_type(ty: &Type) -> bool {
    match ty {
        Type::Array(_) | Type::Slice(_) => true,
        Type::Paren(paren) => is_list_type(&paren.elem),
        Type::Group(group) => is_list_type(&group.elem),
        Type::Reference(reference) => is_list_type(&reference.elem),
        Type::Path(path) => path.qself.is_none() && path.path.segments.last().is_some_and(|last| last.ident == "Vec"),
        _ => false,
    }
}
