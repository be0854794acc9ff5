//! Parts of arrays that are gone through: in loops, and in chains of iterators.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;
use syn::spanned::Spanned;
use syn::{Expr, ExprMethodCall, Pat};

use super::{Plain, expression, is_place, unparenthesised};

impl Plain {
    /// `for row in x.outer_iter()`, `for (i, row) in x.rows().into_iter().enumerate()`, `for v in &x`
    pub fn over_parts(&self, for_loop: &syn::ExprForLoop) -> Option<Expr> {
        let (label, pattern, body, over) = (&for_loop.label, &for_loop.pat, &for_loop.body, &for_loop.expr);
        let span = over.span();
        if let Expr::Reference(reference) = unparenthesised(over)
            && reference.mutability.is_none()
            && self.is_array(&reference.expr)
        {
            let array = &reference.expr;
            return expression(quote_spanned!(span=> #label for #pattern in #array.jac_elements().iter() #body));
        }
        if let Some(changed) = self.changing_loop(for_loop).or_else(|| self.with_indices(for_loop)) {
            return Some(changed);
        }
        let Expr::MethodCall(mut call) = unparenthesised(over).clone() else { return None };
        let enumerated = call.method == "enumerate";
        while matches!(call.method.to_string().as_str(), "enumerate" | "into_iter") {
            let Expr::MethodCall(inner) = unparenthesised(&call.receiver).clone() else { return None };
            call = inner;
        }
        let array = &call.receiver;
        if !is_place(array) {
            return None;
        }
        let index = Ident::new("__jac_index", span.resolved_at(Span::mixed_site()));
        let axis = call.args.first();
        let is_array = self.is_array(array);
        let mutable = call.method.to_string().ends_with("_mut");
        let (length, part) = match (call.method.to_string().as_str(), axis) {
            ("outer_iter", None) => {
                (quote_spanned!(span=> #array.shape()[0]), quote_spanned!(span=> #array.jac_outer(#index)))
            }
            ("axis_iter", Some(axis)) => {
                (quote_spanned!(span=> #array.len_of(#axis)), quote_spanned!(span=> #array.index_axis(#axis, #index)))
            }
            ("rows", None) if is_array => {
                (quote_spanned!(span=> #array.nrows()), quote_spanned!(span=> #array.row(#index)))
            }
            ("columns", None) if is_array => {
                (quote_spanned!(span=> #array.ncols()), quote_spanned!(span=> #array.column(#index)))
            }
            ("outer_iter_mut", None) => {
                (quote_spanned!(span=> #array.shape()[0]), quote_spanned!(span=> #array.outer_mut(#index)))
            }
            ("axis_iter_mut", Some(axis)) => (
                quote_spanned!(span=> #array.len_of(#axis)),
                quote_spanned!(span=> #array.index_axis_mut(#axis, #index)),
            ),
            ("rows_mut", None) => {
                (quote_spanned!(span=> #array.nrows()), quote_spanned!(span=> #array.row_mut(#index)))
            }
            ("columns_mut", None) => {
                (quote_spanned!(span=> #array.ncols()), quote_spanned!(span=> #array.column_mut(#index)))
            }
            _ => return None,
        };
        let statements = &body.stmts;
        if mutable {
            // The copy of a part is written back at the end of the body: see `written`.
            let (counter, pattern) = match (enumerated, &**pattern) {
                (true, Pat::Tuple(tuple)) if tuple.elems.len() == 2 => {
                    let counter = &tuple.elems[0];
                    (quote_spanned!(span=> let #counter = #index;), &tuple.elems[1])
                }
                (true, _) => return None,
                (false, pattern) => (TokenStream::new(), pattern),
            };
            return expression(quote_spanned! {span=>
                #label for #index in 0..#length {
                    #counter
                    let #pattern = #part;
                    #(#statements)*
                }
            });
        }
        let bound = if enumerated { quote_spanned!(span=> (#index, #part)) } else { part };
        expression(quote_spanned! {span=>
            #label for #index in 0..#length {
                let #pattern = #bound;
                #(#statements)*
            }
        })
    }

    /// `for ((i, j), v) in x.indexed_iter()`
    fn with_indices(&self, for_loop: &syn::ExprForLoop) -> Option<Expr> {
        let Expr::MethodCall(call) = unparenthesised(&for_loop.expr) else { return None };
        let (array, span) = (&call.receiver, call.method.span());
        let Pat::Tuple(pattern) = &*for_loop.pat else { return None };
        if call.method != "indexed_iter" || !is_place(array) || pattern.elems.len() != 2 {
            return None;
        }
        let (place, element) = (&pattern.elems[0], &pattern.elems[1]);
        let (label, statements) = (&for_loop.label, &for_loop.body.stmts);
        let index = Ident::new("__jac_index", span.resolved_at(Span::mixed_site()));
        let place = match self.axes(array)?.0? {
            1 => quote_spanned!(span=> let #place = #index;),
            2 => quote_spanned!(span=> let #place = (#index / #array.ncols(), #index % #array.ncols());),
            _ => return None,
        };
        expression(quote_spanned! {span=>
            #label for (#index, #element) in #array.jac_elements().iter().enumerate() {
                #place
                #(#statements)*
            }
        })
    }

    /// `x.outer_iter()`, `x.rows()`, `x.axis_iter(Axis(1))` in a chain: the parts by their indices.
    pub fn iterated_parts(&self, call: &ExprMethodCall) -> Option<Expr> {
        let call = match unparenthesised(&call.receiver) {
            Expr::MethodCall(parts) if call.method == "into_iter" && call.args.is_empty() => parts,
            _ => call,
        };
        let (array, span) = (&call.receiver, call.method.span());
        let index = Ident::new("__jac_index", span.resolved_at(Span::mixed_site()));
        if !is_place(array) || !self.is_array(array) {
            return None;
        }
        let (count, part) = match (call.method.to_string().as_str(), call.args.first()) {
            ("outer_iter", None) => (quote_spanned!(span=> shape()[0]), quote_spanned!(span=> jac_outer(#index))),
            ("axis_iter", Some(axis)) => {
                (quote_spanned!(span=> len_of(#axis)), quote_spanned!(span=> index_axis(#axis, #index)))
            }
            ("rows", None) => (quote_spanned!(span=> nrows()), quote_spanned!(span=> row(#index))),
            ("columns", None) => (quote_spanned!(span=> ncols()), quote_spanned!(span=> column(#index))),
            ("into_iter", None) => return expression(quote_spanned!(span=> #array.jac_elements().into_iter())),
            _ => return None,
        };
        expression(quote_spanned!(span=> (0..#array.#count).map(|#index| #array.#part)))
    }
}
