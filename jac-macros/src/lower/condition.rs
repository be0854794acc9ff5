//! Conditions. Most are kept as written. What must be lowered (a block, a call of a closure) is taken out of them in
//! front, or, behind `&&` and `||`, into a branch of its own.

use proc_macro2::Span;
use quote::quote;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{BinOp, Expr, ExprCall, ExprMethodCall, UnOp};

use super::Lowering;
use super::call::is_type;
use super::expression::unparenthesised;
use super::item::Item;
use super::opaque::placeholder;
use super::side::Side;
use crate::cycles::writing;
use crate::ir::*;

impl Lowering<'_> {
    /// The condition of an `if` or a `while`.
    pub fn condition(&mut self, condition: &Expr) -> Operand {
        match unparenthesised(condition) {
            Expr::Binary(binary) if self.may_skip_lowered(condition) => match binary.op {
                BinOp::And(_) => return self.lazy(&binary.left, &binary.right, true),
                BinOp::Or(_) => return self.lazy(&binary.left, &binary.right, false),
                _ => {}
            },
            Expr::Unary(unary) if matches!(unary.op, UnOp::Not(_)) && self.contains_lowered(&unary.expr) => {
                let operand = self.condition(&unary.expr);
                return self.negated(operand);
            }
            _ => {}
        }
        let opaque = self.opaque(condition);
        match &opaque.expression {
            Expr::Path(_) if opaque.reads.len() == 1 => Operand::Var(opaque.reads[0]),
            _ => self.name(Rvalue::Opaque(opaque), "condition", condition.span()),
        }
    }

    /// `left && right`, if `and`, or `left || right`: the right one is evaluated if it decides.
    fn lazy(&mut self, left: &Expr, right: &Expr, and: bool) -> Operand {
        let condition = self.condition(left);
        let decides = self.side(|this| Some(Item::Value(this.condition(right))));
        let decided = !and;
        let decided = Side::of(Item::Value(Operand::Constant(quote!(#decided))));
        let (then, otherwise) = if and { (decides, decided) } else { (decided, decides) };
        match self.choose(condition, then, otherwise, Some(Span::call_site())) {
            Some(Item::Value(operand)) => operand,
            _ => unreachable!("both ways have a value"),
        }
    }

    pub fn negated(&mut self, operand: Operand) -> Operand {
        match operand {
            Operand::Var(var) => {
                let name = placeholder(var, Span::call_site());
                let opaque =
                    Opaque { expression: syn::parse_quote!(!#name), reads: vec![var], if_varied: IfVaried::Constant };
                self.name(Rvalue::Opaque(opaque), "condition", Span::call_site())
            }
            Operand::Constant(tokens) => Operand::Constant(quote!(!#tokens)),
            operand => operand,
        }
    }

    /// The expression cannot be kept as written: it is lowered.
    pub fn is_lowered(&self, expression: &Expr) -> bool {
        if let Some(of_map) = self.use_of_map(expression) {
            return of_map == super::maps::Use::Changes || (self.is_entry(expression) && !self.keeps_entries);
        }
        match expression {
            Expr::If(_) | Expr::Match(_) | Expr::Block(_) | Expr::Try(_) => true,
            // It writes something.
            Expr::Call(call) if call.args.iter().any(is_exclusive_reference) || self.is_written_by(call) => true,
            Expr::Call(call) => match unparenthesised(&call.func) {
                Expr::Closure(_) => true,
                function => matches!(self.resolved(function).map(Item::behind), Some(Item::Function(_))),
            },
            Expr::MethodCall(call) => {
                self.is_end(call)
                    || self.ends_option(call)
                    || self.fills_option(call)
                    || self.is_option(expression)
                    || self.is_change(call)
                    || self.is_array_map(call)
                    || self.is_of_outcome(call)
                    || self.matched_data(call).is_some()
                    || self.may_write(call)
                    || self.is_written_by_method(call)
            }
            Expr::Macro(call) => call.mac.path.is_ident("matches") || call.mac.path.is_ident("format"),
            _ => false,
        }
    }

    /// A `&mut` reference is passed by its name to what is known to take it so. Of other functions the compiler sees to it that they only read it.
    fn is_written_by(&self, call: &ExprCall) -> bool {
        let Expr::Path(path) = unparenthesised(&call.func) else { return false };
        let local = path.path.get_ident().and_then(|name| self.local_function(name));
        let writing = match (local, self.of_same_block(path)) {
            (Some(local), _) => &writing(&local.sig),
            (None, Some(associated)) => &associated.writing,
            (None, None) if path.qself.is_some() || path.path.segments.iter().rev().nth(1).is_some_and(is_type) => {
                return false;
            }
            (None, None) => {
                let name = path.path.segments.last().map(|last| last.ident.to_string());
                let Some(writing) = name.and_then(|name| self.writing.get(&name)) else { return false };
                writing
            }
        };
        self.lends_mutably(call.args.iter().zip(writing))
    }

    /// The same of a method of the block around.
    fn is_written_by_method(&self, call: &ExprMethodCall) -> bool {
        let block = self.block.as_ref().filter(|_| self.is_of_block_method(call));
        let associated = block.and_then(|block| block.functions.get(&call.method.to_string()));
        associated.is_some_and(|associated| self.lends_mutably(call.args.iter().zip(associated.writing.iter().skip(1))))
    }

    fn lends_mutably<'e>(&self, arguments: impl Iterator<Item = (&'e Expr, &'e bool)>) -> bool {
        arguments
            .filter(|(_, writes)| **writes)
            .any(|(argument, _)| self.named_view(argument).is_some_and(|view| view.mutable))
    }

    fn local_function(&self, name: &syn::Ident) -> Option<&syn::ItemFn> {
        self.function.items.iter().find_map(|item| match item {
            syn::Item::Fn(item) if item.sig.ident == *name => Some(item),
            _ => None,
        })
    }

    /// Behind `&&` or `||` stands what must be lowered.
    fn may_skip_lowered(&self, condition: &Expr) -> bool {
        match unparenthesised(condition) {
            Expr::Binary(binary) if matches!(binary.op, BinOp::And(_) | BinOp::Or(_)) => {
                self.contains_lowered(&binary.right) || self.may_skip_lowered(&binary.left)
            }
            Expr::Unary(unary) if matches!(unary.op, UnOp::Not(_)) => self.may_skip_lowered(&unary.expr),
            _ => false,
        }
    }

    pub fn contains_lowered(&self, expression: &Expr) -> bool {
        struct Contains<'a, 'b>(&'a Lowering<'b>, bool);
        impl<'ast> Visit<'ast> for Contains<'_, '_> {
            fn visit_expr(&mut self, expression: &'ast Expr) {
                self.1 |= self.0.is_lowered(expression);
                visit::visit_expr(self, expression);
            }
            fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {}
            fn visit_item(&mut self, _: &'ast syn::Item) {}
        }
        let mut contains = Contains(self, false);
        contains.visit_expr(expression);
        contains.1
    }
}

/// `&mut x`
fn is_exclusive_reference(expression: &Expr) -> bool {
    matches!(unparenthesised(expression), Expr::Reference(reference) if reference.mutability.is_some())
}
