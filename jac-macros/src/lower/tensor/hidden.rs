//! Methods of the user's that have names of array methods.
//!
//! Before: a function. After: `self.row(i)` has another name while arrays are looked for, if the block has a method of this name which returns a reference; and so
//! has what is bound to a variable of a reference type. Nothing of the kind is an array.

use proc_macro2::Ident;
use quote::format_ident;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ExprMethodCall, ItemFn, Local, Pat, Type, UnOp};

use crate::lower::expression::unparenthesised;
use crate::options::Options;

const PREFIX: &str = "__jac_hidden_";

/// Hides them.
pub fn hide(item: &mut ItemFn, options: &Options) {
    Hiding { options }.visit_block_mut(&mut item.block);
}

/// Gives them their names again.
pub fn show(item: &mut ItemFn) {
    Showing.visit_block_mut(&mut item.block);
}

struct Hiding<'a> {
    options: &'a Options,
}

impl Hiding<'_> {
    fn is_part_of_self(&self, call: &ExprMethodCall) -> bool {
        let is_receiver = matches!(
            (unparenthesised(&call.receiver), &self.options.receiver),
            (Expr::Path(path), Some(receiver)) if path.path.is_ident(receiver)
        );
        let block = self.options.block.as_ref();
        is_receiver && block.is_some_and(|block| block.parts.contains_key(&call.method.to_string()))
    }
}

fn rename(call: &mut ExprMethodCall) {
    call.method = format_ident!("{PREFIX}{}", call.method);
}

impl VisitMut for Hiding<'_> {
    fn visit_expr_method_call_mut(&mut self, call: &mut ExprMethodCall) {
        if self.is_part_of_self(call) {
            rename(call);
        }
        visit_mut::visit_expr_method_call_mut(self, call);
    }

    fn visit_expr_unary_mut(&mut self, unary: &mut syn::ExprUnary) {
        visit_mut::visit_expr_unary_mut(self, unary);
        if let (UnOp::Deref(_), Expr::MethodCall(call)) = (&unary.op, &mut *unary.expr)
            && is_of_arrays(call)
        {
            rename(call);
        }
    }

    fn visit_local_mut(&mut self, local: &mut Local) {
        visit_mut::visit_local_mut(self, local);
        let is_reference = matches!(&local.pat, Pat::Type(typed) if matches!(*typed.ty, Type::Reference(_)));
        if let (true, Some(init)) = (is_reference, &mut local.init)
            && let Expr::MethodCall(call) = &mut *init.expr
            && is_of_arrays(call)
        {
            rename(call);
        }
    }
}

/// A method of arrays has the name, and gives what no `*` stands in front of.
fn is_of_arrays(call: &ExprMethodCall) -> bool {
    let method = call.method.to_string();
    super::reads(&method) || super::written::is_part(&method)
}

struct Showing;

impl VisitMut for Showing {
    fn visit_expr_method_call_mut(&mut self, call: &mut ExprMethodCall) {
        if let Some(name) = call.method.to_string().strip_prefix(PREFIX) {
            call.method = syn::parse_str(name).unwrap_or_else(|_| Ident::new_raw(name, call.method.span()));
        }
        visit_mut::visit_expr_method_call_mut(self, call);
    }
}
