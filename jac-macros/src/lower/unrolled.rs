//! Loops over references that are written out: `for side in [&mut left, &mut right] { .. }`.
//!
//! Before: the body as the user wrote it. After: the loop's body stands there once for each reference, which is a name for a place there. All of the places are variables or
//! fields, so that nothing is evaluated in front of the loop, and the body cannot change what is borrowed.

use proc_macro2::Span;
use quote::format_ident;
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ExprForLoop, ItemFn, Lifetime, Stmt, parse_quote, parse_quote_spanned};

use super::expression::unparenthesised;

pub fn unroll(item: &mut ItemFn) {
    Unrolled { loops: 0 }.visit_block_mut(&mut item.block);
}

/// More are not written out by hand.
const MOST: usize = 16;

struct Unrolled {
    loops: usize,
}

impl VisitMut for Unrolled {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        visit_mut::visit_expr_mut(self, expression);
        if let Expr::ForLoop(for_loop) = expression
            && let Some(references) = references(&for_loop.expr)
        {
            self.loops += 1;
            *expression = unrolled(for_loop, &references, self.loops);
        }
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}

/// References to variables and fields, in an array.
fn references(expression: &Expr) -> Option<Vec<Expr>> {
    let Expr::Array(array) = unparenthesised(expression) else { return None };
    let is_reference =
        |element: &Expr| matches!(unparenthesised(element), Expr::Reference(reference) if is_plain(&reference.expr));
    (!array.elems.is_empty() && array.elems.len() <= MOST && array.elems.iter().all(is_reference))
        .then(|| array.elems.iter().cloned().collect())
}

fn is_plain(place: &Expr) -> bool {
    match unparenthesised(place) {
        // A capital or a path is that of a constant or a function.
        Expr::Path(path) => path.path.get_ident().is_some_and(|name| !name.to_string().starts_with(char::is_uppercase)),
        Expr::Field(field) => is_plain(&field.base),
        _ => false,
    }
}

fn unrolled(for_loop: &ExprForLoop, references: &[Expr], number: usize) -> Expr {
    let span = for_loop.span();
    let label = |name: &str| Lifetime { apostrophe: Span::call_site(), ident: format_ident!("{name}_{number}") };
    let left = label("jac_left");
    let mut leaves = false;
    let mut statements: Vec<Stmt> = Vec::new();
    for (position, reference) in references.iter().enumerate() {
        let skipped = label(&format!("jac_skipped_{position}"));
        let mut jumps = Jumps {
            label: for_loop.label.as_ref().map(|label| label.name.clone()),
            depth: 0,
            left: &left,
            skipped: &skipped,
            leaves: false,
            skips: false,
        };
        let (pattern, mut body) = (&for_loop.pat, for_loop.body.clone());
        jumps.visit_block_mut(&mut body);
        leaves |= jumps.leaves;
        let body = body.stmts;
        statements.push(if jumps.skips {
            parse_quote!(#skipped: { let #pattern = #reference; #(#body)* })
        } else {
            parse_quote!({ let #pattern = #reference; #(#body)* })
        });
    }
    if leaves {
        parse_quote_spanned!(span=> #left: { #(#statements)* })
    } else {
        parse_quote_spanned!(span=> { #(#statements)* })
    }
}

/// What leaves the loop leaves a block, and so does what skips the rest of an iteration.
struct Jumps<'a> {
    label: Option<Lifetime>,
    /// How many loops are around it in the body.
    depth: usize,
    left: &'a Lifetime,
    skipped: &'a Lifetime,
    leaves: bool,
    skips: bool,
}

impl Jumps<'_> {
    fn is_of_loop(&self, label: Option<&Lifetime>) -> bool {
        match label {
            Some(label) => self.label.as_ref().is_some_and(|own| own.ident == label.ident),
            None => self.depth == 0,
        }
    }
}

impl VisitMut for Jumps<'_> {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        let is_loop = matches!(expression, Expr::ForLoop(_) | Expr::While(_) | Expr::Loop(_));
        self.depth += usize::from(is_loop);
        visit_mut::visit_expr_mut(self, expression);
        self.depth -= usize::from(is_loop);
        match expression {
            Expr::Break(jump) if self.is_of_loop(jump.label.as_ref()) => {
                self.leaves = true;
                jump.label = Some(self.left.clone());
            }
            Expr::Continue(jump) if self.is_of_loop(jump.label.as_ref()) => {
                self.skips = true;
                let skipped = self.skipped;
                *expression = parse_quote_spanned!(jump.span()=> break #skipped);
            }
            _ => {}
        }
    }

    // A closure cannot leave the loop, and an item is no part of it.
    fn visit_expr_closure_mut(&mut self, _: &mut syn::ExprClosure) {}

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}
