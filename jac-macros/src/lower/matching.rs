//! `match`: a chain of `if`s.

use syn::spanned::Spanned;
use syn::{Expr, ExprMatch, Pat, Stmt};

use super::Lowering;
use super::expression::unparenthesised;
use super::item::Item;
use super::opaque::placeholder;
use crate::ir::*;

impl Lowering<'_> {
    /// `match`: a chain of `if`s.
    pub fn match_expression(&mut self, expression: &ExprMatch, wanted: bool) -> Option<Item> {
        let binds = expression.arms.iter().any(|arm| binds(unguarded(&arm.pat).0));
        let matched = unparenthesised(&expression.expr);
        let variable = match matched {
            Expr::Path(path) => path.path.get_ident().and_then(|ident| self.lookup(&ident.to_string())),
            _ => None,
        };
        let scrutinee = match variable {
            // Nothing is assigned between here and the comparisons.
            Some(var) if !binds => var,
            _ => {
                if binds && self.named_view(matched).is_some() {
                    self.errors
                        .at(matched, "a reference cannot be bound in `match`; write `*` in front of it for the value");
                    return wanted.then(Item::unit);
                }
                // What an arm binds is the value as it is now, and it may vary.
                let value = match self.named_view(matched) {
                    Some(_) => Rvalue::Opaque(self.opaque(matched)),
                    None => self.rvalue(matched),
                };
                let var = self.temporary("scrutinee", matched.span());
                self.function.variables[var.0].temporary = false;
                self.statements.push(Statement::Let { var, annotation: None, value });
                var
            }
        };
        self.arms(scrutinee, &expression.arms, wanted)
    }

    fn arms(&mut self, scrutinee: Var, arms: &[syn::Arm], wanted: bool) -> Option<Item> {
        let (arm, rest) = arms.split_first()?;
        self.scopes.push(Default::default());
        let (pattern, guard) = unguarded(&arm.pat);
        let binding = self.arm_binding(pattern, scrutinee);
        let guard = guard.map(|guard| self.opaque(guard));
        if rest.is_empty() && guard.is_none() {
            // The last arm takes what is left: `match` is exhaustive.
            let value = self.arm_value(&arm.body, wanted);
            self.scopes.pop();
            value
        } else {
            let name = placeholder(scrutinee, pattern.span());
            let mut reads = vec![scrutinee];
            let expression: Expr = match (&guard, binding) {
                (None, _) => syn::parse_quote!(match #name { #pattern => true, _ => false }),
                (Some(guard), true) => {
                    reads.extend(&guard.reads);
                    let guard = &guard.expression;
                    syn::parse_quote!(#guard)
                }
                (Some(guard), false) => {
                    reads.extend(&guard.reads);
                    let guard = &guard.expression;
                    syn::parse_quote!((match #name { #pattern => true, _ => false }) && (#guard))
                }
            };
            let opaque = Opaque { expression, reads, if_varied: IfVaried::Constant };
            let condition = self.name(Rvalue::Opaque(opaque), "matches", pattern.span());
            let then = self.side(|this| this.arm_value(&arm.body, wanted));
            // The names of this arm end with it.
            self.scopes.pop();
            let otherwise = self.side(|this| this.arms(scrutinee, rest, wanted));
            self.choose(condition, then, otherwise, wanted.then(|| arm.pat.span()))
        }
    }

    /// A pattern that is a name binds the whole; nothing else may bind.
    fn arm_binding(&mut self, pattern: &Pat, scrutinee: Var) -> bool {
        match pattern {
            Pat::Ident(ident) if binds(pattern) => {
                self.bind(&ident.ident.to_string(), scrutinee);
                true
            }
            pattern => {
                self.check_arm_pattern(pattern);
                false
            }
        }
    }

    fn check_arm_pattern(&mut self, pattern: &Pat) {
        match pattern {
            Pat::Lit(_) | Pat::Range(_) | Pat::Path(_) | Pat::Wild(_) | Pat::Rest(_) => {}
            Pat::Ident(ident) if ident.subpat.is_none() && ident.ident.to_string().starts_with(char::is_uppercase) => {}
            Pat::Or(or) => or.cases.iter().for_each(|case| self.check_arm_pattern(case)),
            Pat::Tuple(tuple) => tuple.elems.iter().for_each(|element| self.check_arm_pattern(element)),
            Pat::Paren(paren) => self.check_arm_pattern(&paren.pat),
            Pat::Reference(reference) => self.check_arm_pattern(&reference.pat),
            Pat::TupleStruct(pattern) => pattern.elems.iter().for_each(|element| self.check_arm_pattern(element)),
            _ => self.errors.at(pattern, "this pattern is not supported in `match`: it may compare, but not bind parts; bind the whole, or use `if`"),
        }
    }

    fn arm_value(&mut self, body: &Expr, wanted: bool) -> Option<Item> {
        match unparenthesised(body) {
            Expr::Block(block) if block.label.is_none() => self.block_statements(&block.block.stmts, wanted),
            body => self.block_statements(&[Stmt::Expr(body.clone(), None)], wanted),
        }
    }
}

/// A pattern, and the guard behind it.
fn unguarded(pattern: &Pat) -> (&Pat, Option<&Expr>) {
    match pattern {
        Pat::Guard(guarded) => (&guarded.pat, Some(&guarded.guard)),
        pattern => (pattern, None),
    }
}

/// The pattern is a name for the whole. A capital starts the name of a constant.
fn binds(pattern: &Pat) -> bool {
    matches!(pattern, Pat::Ident(ident) if ident.subpat.is_none()
        && ident.ident.to_string().starts_with(|first: char| first.is_lowercase() || first == '_'))
}
