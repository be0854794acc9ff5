//! Text in variables: names of modes and the like, which are passed on.
//!
//! Before: the body as the user wrote it. After: the names that stand for text wherever they are bound, and those that stand for arrays of it. Text is a reference, so that it is lent
//! to what it is passed to, like any other.

use std::collections::HashSet;

use syn::visit::{self, Visit};
use syn::{Block, Expr, ItemFn, Lit, Pat, Stmt, Type};

use super::expression::unparenthesised;
use super::signature::is_text;

#[derive(Default)]
pub struct Texts {
    texts: HashSet<String>,
    arrays: HashSet<String>,
    /// Names that are bound to something else.
    others: HashSet<String>,
}

impl Texts {
    pub fn of(item: &ItemFn) -> Texts {
        let mut texts = Texts::default();
        item.sig.inputs.iter().for_each(|input| texts.visit_fn_arg(input));
        texts.visit_block(&item.block);
        texts
    }

    pub fn is_text(&self, expression: &Expr) -> bool {
        let of_block = |block: &Block| matches!(block.stmts.last(), Some(Stmt::Expr(tail, None)) if self.is_text(tail));
        match unparenthesised(expression) {
            Expr::Lit(literal) => matches!(literal.lit, Lit::Str(_) | Lit::ByteStr(_) | Lit::CStr(_)),
            Expr::Path(path) => path.path.get_ident().is_some_and(|name| self.is_one(&self.texts, &name.to_string())),
            Expr::Index(index) => {
                !matches!(unparenthesised(&index.index), Expr::Range(_)) && self.is_array(&index.expr)
            }
            Expr::If(branch) => {
                let otherwise = branch.else_branch.as_ref();
                of_block(&branch.then_branch) && otherwise.is_some_and(|(_, way)| self.is_text(way))
            }
            Expr::Match(choice) => !choice.arms.is_empty() && choice.arms.iter().all(|arm| self.is_text(&arm.body)),
            Expr::Block(block) if block.label.is_none() => of_block(&block.block),
            _ => false,
        }
    }

    fn is_array(&self, expression: &Expr) -> bool {
        match unparenthesised(expression) {
            Expr::Array(array) => !array.elems.is_empty() && array.elems.iter().all(|element| self.is_text(element)),
            Expr::Path(path) => path.path.get_ident().is_some_and(|name| self.is_one(&self.arrays, &name.to_string())),
            _ => false,
        }
    }

    fn is_one(&self, names: &HashSet<String>, name: &str) -> bool {
        names.contains(name) && !self.others.contains(name)
    }

    /// A pattern that is bound to text or an array of it, if it is a name.
    fn bind(&mut self, pattern: &Pat, is_text: bool, is_array: bool) {
        match pattern {
            Pat::Ident(name) if name.by_ref.is_none() && name.subpat.is_none() && is_text != is_array => {
                let (names, others) =
                    if is_text { (&mut self.texts, &self.arrays) } else { (&mut self.arrays, &self.texts) };
                let name = name.ident.to_string();
                if others.contains(&name) {
                    self.others.insert(name.clone());
                }
                names.insert(name);
            }
            pattern => self.visit_pat(pattern),
        }
    }
}

impl<'ast> Visit<'ast> for Texts {
    fn visit_pat_ident(&mut self, pattern: &'ast syn::PatIdent) {
        self.others.insert(pattern.ident.to_string());
        visit::visit_pat_ident(self, pattern);
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        let Some(init) = &local.init else { return self.visit_pat(&local.pat) };
        visit::visit_local_init(self, init);
        match &local.pat {
            Pat::Type(typed) if matches!(&*typed.ty, Type::Reference(_)) && is_text(&typed.ty) => {
                self.bind(&typed.pat, true, false)
            }
            Pat::Type(typed) => self.visit_pat(&typed.pat),
            pattern => self.bind(pattern, self.is_text(&init.expr), self.is_array(&init.expr)),
        }
    }

    fn visit_expr_for_loop(&mut self, for_loop: &'ast syn::ExprForLoop) {
        self.visit_expr(&for_loop.expr);
        self.bind(&for_loop.pat, self.is_array(&for_loop.expr), false);
        self.visit_block(&for_loop.body);
    }

    fn visit_item(&mut self, _: &'ast syn::Item) {}
}
