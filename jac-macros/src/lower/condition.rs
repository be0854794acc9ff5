//! Conditions. Most are kept as written. What must be lowered (a block, a call of a closure) is taken out of them in
//! front, or, behind `&&` and `||`, into a branch of its own.

use proc_macro2::Span;
use quote::quote;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{BinOp, Expr, UnOp};

use super::Lowering;
use super::expression::unparenthesised;
use super::item::Item;
use super::opaque::placeholder;
use super::side::Side;
use crate::ir::*;

impl Lowering<'_> {
    /// The condition of an `if` or a `while`.
    pub fn condition(&mut self, condition: &Expr) -> Operand {
        match unparenthesised(condition) {
            Expr::Binary(binary) if self.contains_lowered(&binary.right) => match binary.op {
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
            Expr::Call(call) if call.args.iter().any(is_exclusive_reference) => true,
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
            }
            Expr::Macro(call) => call.mac.path.is_ident("matches") || call.mac.path.is_ident("format"),
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
