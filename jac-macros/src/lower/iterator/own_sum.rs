//! Sums of the user's own types: folds with what the `impl` of `Sum` is made of (see `block::sum`).

use proc_macro2::{Ident, Span};
use quote::quote;
use syn::{Expr, ExprMethodCall, Type};

use super::Chain;
use super::end::turbofish;
use crate::ir::*;
use crate::lower::Lowering;
use crate::lower::closure::Callable;
use crate::lower::item::Item;

/// The names of what a sum starts with, and of what makes the next one of a sum and an item, or a reference to one.
pub fn sum_of_user(by_reference: bool, span: Span) -> [Ident; 2] {
    let of = if by_reference { "sum_of_references" } else { "sum" };
    ["first", "next"].map(|name| Ident::new(&format!("jac_{of}_{name}"), span))
}

impl Lowering<'_> {
    /// `chain.sum::<Vec3>()` of a type whose `impl` of `Sum` has the attribute, and stands in front.
    pub(super) fn sums_own_type(&self, call: &ExprMethodCall) -> bool {
        match turbofish(call) {
            Some(Type::Path(path)) if path.qself.is_none() => {
                path.path.segments.last().is_some_and(|last| self.makers.has_sum(&last.ident))
            }
            _ => false,
        }
    }

    /// `chain.sum()` where the result is of such a type, with the type written out.
    pub fn own_sum_of_type(&self, value: &Expr, ty: &Type) -> Option<Expr> {
        let told = self.with_type(value, ty)?;
        matches!(&told, Expr::MethodCall(call) if call.method == "sum" && self.sums_own_type(call)).then_some(told)
    }

    /// Whether the items are references, is known at the first one: what the sum starts with is put in front then.
    pub(super) fn own_sum(&mut self, chain: Chain, call: &ExprMethodCall) -> Option<Item> {
        let (owner, span) = (turbofish(call)?.clone(), call.method.span());
        let total = self.temporary("total", span);
        self.function.variables[total.0].temporary = false;
        let mark = self.statements.len();
        let mut by_reference = false;
        self.for_each_item(chain, None, |this, item| {
            by_reference = matches!(item, Item::View(_) | Item::Reference(_));
            let [_, next] = sum_of_user(by_reference, span);
            let next = Callable::Path(Box::new(syn::parse_quote!(<#owner>::#next)));
            let item = this.called(&next, vec![Item::Value(Operand::Var(total)), item], span);
            let value = this.item_operand(item, call);
            this.statements.push(Statement::Assign { var: total, value });
        });
        let [first, _] = sum_of_user(by_reference, span);
        let first: Expr = syn::parse2(quote!(<#owner>::#first())).expect("a call");
        let (start, ()) = self.nested(|this| {
            let value = Rvalue::Use(this.operand(&first));
            this.statements.push(Statement::Let { var: total, annotation: None, value });
        });
        self.insert(mark, start.statements);
        Some(Item::Value(Operand::Var(total)))
    }
}
