//! Loops over `x.iter_mut().chain(y.iter_mut())`: one loop for each list, as a name stands for a place in one variable.
//!
//! Before: a `for` loop or a `for_each` as the user wrote it. After: a block with two, of which the first one, if it is left, leaves both.

use quote::{format_ident, quote, quote_spanned};
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ExprMethodCall, Lifetime};

use super::expression::unparenthesised;
use super::told::{MARK, can_stand_for, is_arithmetic};

/// The expression as two loops, if it is such a loop.
pub fn parted(expression: &Expr) -> Option<Expr> {
    let parted = match expression {
        Expr::ForLoop(for_loop) => {
            let (first, second, count) = parts(&for_loop.expr)?;
            let (label, pattern) = (&for_loop.label, &for_loop.pat);
            let span = for_loop.for_token.span;
            // One in the body belongs to another loop.
            let own = label.as_ref().map(|label| label.name.ident.to_string()).unwrap_or_default();
            let both = Lifetime::new(&format!("'{MARK}both_{own}_{count}"), span);
            let mut body = for_loop.body.clone();
            let mut leaving =
                Leaving { own: label.as_ref().map(|label| &label.name), both: &both, in_loops: 0, found: false };
            leaving.visit_block_mut(&mut body);
            let label_of_both = leaving.found.then(|| quote!(#both:));
            quote_spanned! {span=> #label_of_both {
                #label for #pattern in #first #body
                #label for #pattern in #second #body
            }}
        }
        Expr::MethodCall(call) if call.method == "for_each" && call.args.len() == 1 => {
            let (first, second, _) = parts(&call.receiver)?;
            let Expr::Closure(closure) = unparenthesised(&call.args[0]) else { return None };
            if !can_stand_for(closure) {
                return None;
            }
            quote_spanned!(call.method.span()=> { #first.for_each(#closure); #second.for_each(#closure); })
        }
        _ => return None,
    };
    syn::parse2(parted).ok()
}

/// `first.chain(second)`, of lists that are written through, and how many lists there are in the first. Nothing in front of the second one
/// changes what the second is.
fn parts(iterator: &Expr) -> Option<(Expr, Expr, usize)> {
    let Expr::MethodCall(call) = unparenthesised(iterator) else { return None };
    if call.method != "chain" || call.args.len() != 1 {
        return None;
    }
    let second = match unparenthesised(&call.args[0]) {
        Expr::MethodCall(other) if is_written(other) && is_arithmetic(&other.receiver) => {
            Expr::MethodCall(other.clone())
        }
        Expr::Reference(other) if other.mutability.is_some() && is_arithmetic(&other.expr) => {
            let (list, method) = (&other.expr, format_ident!("iter_mut", span = call.method.span()));
            syn::parse_quote!(#list.#method())
        }
        Expr::Path(list) => syn::parse_quote!(#list.iter_mut()),
        _ => return None,
    };
    let count = match unparenthesised(&call.receiver) {
        Expr::MethodCall(first) if is_written(first) => 1,
        first => parts(first)?.2 + 1,
    };
    Some(((*call.receiver).clone(), second, count))
}

fn is_written(call: &ExprMethodCall) -> bool {
    call.method == "iter_mut" && call.args.is_empty()
}

/// Makes what leaves a loop leave both.
struct Leaving<'a> {
    own: Option<&'a Lifetime>,
    both: &'a Lifetime,
    in_loops: usize,
    found: bool,
}

impl VisitMut for Leaving<'_> {
    fn visit_expr_break_mut(&mut self, leaving: &mut syn::ExprBreak) {
        let leaves = match &leaving.label {
            Some(label) => Some(label) == self.own,
            None => self.in_loops == 0,
        };
        if leaves {
            leaving.label = Some(self.both.clone());
            self.found = true;
        }
        visit_mut::visit_expr_break_mut(self, leaving);
    }

    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        let is_loop = matches!(expression, Expr::ForLoop(_) | Expr::While(_) | Expr::Loop(_));
        self.in_loops += usize::from(is_loop);
        visit_mut::visit_expr_mut(self, expression);
        self.in_loops -= usize::from(is_loop);
    }

    fn visit_expr_closure_mut(&mut self, _: &mut syn::ExprClosure) {}
    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}
