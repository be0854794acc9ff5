//! Bodies of loops that are left before their end.
//!
//! Before: the body of a loop over parts that are written back at its end. After: the same in a block with a label, so that `continue` and `break` leave the block, and
//! the part is written back behind it; a flag says that the loop ends there.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, Label, Lifetime};

use super::scopes::mentions;
use super::written::hidden;

/// A body that may be left, and what stands in front of the loop and at the end of its body.
pub struct Body {
    pub before: TokenStream,
    pub statements: TokenStream,
    pub behind: TokenStream,
}

/// The body as a block that is left.
pub fn left_by_label(body: &syn::Block, label: Option<&Label>, span: proc_macro2::Span) -> Body {
    // A loop around this one may have such a label already, to which the body jumps.
    let named = |number: usize| hidden(&format!("__jac_part{number}"), span);
    let tokens = body.to_token_stream();
    let number = (0..).find(|number| !mentions(tokens.clone(), &named(*number))).unwrap_or_default();
    let stop = hidden(&format!("__jac_stop{number}"), span);
    let own = Lifetime { apostrophe: span, ident: named(number) };
    let mut exits = Exits {
        loops: 0,
        loop_label: label.map(|label| &label.name),
        own: &own,
        stop: &stop,
        left: false,
        stopped: false,
    };
    let mut body = body.clone();
    exits.visit_block_mut(&mut body);
    let statements = &body.stmts;
    let (left, stopped) = (exits.left, exits.stopped);
    if !left {
        return Body {
            before: TokenStream::new(),
            statements: quote_spanned!(span=> #(#statements)*),
            behind: TokenStream::new(),
        };
    }
    Body {
        before: if stopped { quote_spanned!(span=> let mut #stop = false;) } else { TokenStream::new() },
        statements: quote_spanned!(span=> #own: { #(#statements)* }),
        behind: if stopped { quote_spanned!(span=> if #stop { break; }) } else { TokenStream::new() },
    }
}

struct Exits<'a> {
    loops: usize,
    loop_label: Option<&'a Lifetime>,
    own: &'a Lifetime,
    stop: &'a Ident,
    left: bool,
    stopped: bool,
}

impl VisitMut for Exits<'_> {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        let is_own = |label: &Option<Lifetime>| match label {
            Some(label) => Some(label) == self.loop_label,
            None => self.loops == 0,
        };
        let (own, stop) = (self.own, self.stop);
        let span = own.apostrophe;
        match expression {
            Expr::Continue(exit) if is_own(&exit.label) => {
                self.left = true;
                *expression = syn::parse_quote_spanned!(span=> break #own);
            }
            Expr::Break(exit) if exit.expr.is_none() && is_own(&exit.label) => {
                (self.left, self.stopped) = (true, true);
                *expression = syn::parse_quote_spanned!(span=> { #stop = true; break #own });
            }
            Expr::ForLoop(_) | Expr::While(_) | Expr::Loop(_) => {
                self.loops += 1;
                visit_mut::visit_expr_mut(self, expression);
                self.loops -= 1;
            }
            Expr::Closure(_) => {}
            _ => visit_mut::visit_expr_mut(self, expression),
        }
    }

    // What stands in an item is its own.
    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}
