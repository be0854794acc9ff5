//! References that get what they refer to later: `let r; r = &x[n];`.
//!
//! Before: the body as the user wrote it. After: such a reference is bound where it is given, `let r = &x[n];`, or by the branch that gives it in each of its ways. Nothing names
//! it in between.

use proc_macro2::Ident;
use quote::ToTokens;
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, ItemFn, Local, LocalInit, Pat, Stmt};

use super::expression::unparenthesised;
use crate::hygiene::identifiers;

pub fn bind_where_given(item: &mut ItemFn) {
    Later.visit_block_mut(&mut item.block);
}

struct Later;

impl VisitMut for Later {
    fn visit_block_mut(&mut self, block: &mut Block) {
        let mut position = 0;
        while position < block.stmts.len() {
            if let Some((given, local)) = given_later(&block.stmts, position) {
                block.stmts[given] = Stmt::Local(local);
                block.stmts.remove(position);
            } else {
                position += 1;
            }
        }
        visit_mut::visit_block_mut(self, block);
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}

/// The name that a statement declares without a value.
fn declared(statement: &Stmt) -> Option<(&Local, &Ident)> {
    let Stmt::Local(local) = statement else { return None };
    let name = match &local.pat {
        Pat::Type(typed) => &*typed.pat,
        pattern => pattern,
    };
    match name {
        Pat::Ident(name) if local.init.is_none() && name.mutability.is_none() && name.by_ref.is_none() => {
            Some((local, &name.ident))
        }
        _ => None,
    }
}

/// The statement that gives a declared name a reference, and what is to stand in its place.
fn given_later(statements: &[Stmt], position: usize) -> Option<(usize, Local)> {
    let (local, name) = declared(&statements[position])?;
    let names_it = |statement: &Stmt| identifiers(statement.to_token_stream()).contains(&name.to_string());
    let given = position + 1 + statements[position + 1..].iter().position(names_it)?;
    let Stmt::Expr(expression, semicolon) = &statements[given] else { return None };
    let expr = Box::new(given_by(expression, name)?);
    let init = Some(LocalInit { eq_token: Default::default(), expr, diverge: None });
    Some((given, Local { init, semi_token: semicolon.unwrap_or_default(), ..local.clone() }))
}

/// The value of an assignment, or of a branch all ways of which end in one, if it is a reference.
fn given_by(expression: &Expr, name: &Ident) -> Option<Expr> {
    match expression {
        Expr::Assign(assignment) => {
            let is_it = matches!(&*assignment.left, Expr::Path(path) if path.path.is_ident(name));
            let is_reference = matches!(unparenthesised(&assignment.right), Expr::Reference(_));
            (is_it && is_reference).then(|| (*assignment.right).clone())
        }
        Expr::If(branch) => {
            let (otherwise_token, otherwise) = branch.else_branch.as_ref()?;
            let mut branch = branch.clone();
            branch.then_branch = block_given_by(&branch.then_branch, name)?;
            branch.else_branch = Some((*otherwise_token, Box::new(given_by(otherwise, name)?)));
            Some(Expr::If(branch))
        }
        Expr::Match(choice) => {
            let mut choice = choice.clone();
            for arm in &mut choice.arms {
                *arm.body = given_by(&arm.body, name)?;
                arm.comma.get_or_insert_default();
            }
            Some(Expr::Match(choice))
        }
        Expr::Block(block) if block.label.is_none() => {
            let block = syn::ExprBlock { block: block_given_by(&block.block, name)?, ..block.clone() };
            Some(Expr::Block(block))
        }
        _ => None,
    }
}

fn block_given_by(block: &Block, name: &Ident) -> Option<Block> {
    let (Stmt::Expr(last, _), before) = block.stmts.split_last()? else { return None };
    if before.iter().any(|statement| identifiers(statement.to_token_stream()).contains(&name.to_string())) {
        return None;
    }
    let mut block = block.clone();
    *block.stmts.last_mut()? = Stmt::Expr(given_by(last, name)?, None);
    Some(block)
}
