//! Parts of arrays that are gone through: in loops, and in chains of iterators.

use quote::quote_spanned;
use syn::spanned::Spanned;
use syn::{Expr, ExprMethodCall, Pat};

use super::producers::is_of_arrays;
use super::written::hidden;
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
        if let Expr::Path(path) = unparenthesised(over)
            && path.path.get_ident().is_some_and(|name| self.known.written.contains(&name.to_string()))
        {
            return expression(quote_spanned!(span=> #label for #pattern in #over.iter_mut() #body));
        }
        let special = self.changing_loop(for_loop).or_else(|| self.with_indices(for_loop));
        if let Some(changed) = special.or_else(|| over_written_part(for_loop)) {
            return Some(changed);
        }
        if matches!(unparenthesised(over), Expr::Path(_)) && self.axes(over).is_some_and(|axes| axes.0 != Some(1)) {
            let elements = quote_spanned!(span=> #over.jac_elements().iter());
            let items = if self.is_borrowed(over) { elements } else { quote_spanned!(span=> #elements.copied()) };
            return expression(quote_spanned!(span=> #label for #pattern in #items #body));
        }
        if let Some((arguments, over)) = self.with_arguments(over) {
            return expression(quote_spanned!(span=> {
                #arguments
                #label for #pattern in #over #body
            }));
        }
        let name = hidden("__jac_made_array", span);
        if let Some((value, over)) = self.made_at_start(over, &name) {
            return expression(quote_spanned!(span=> {
                let #name = #value;
                #label for #pattern in #over #body
            }));
        }
        let index = hidden("__jac_index", span);
        let source = self.source(over, &index)?;
        let statements = &body.stmts;
        if source.writes() {
            // The copy of a part is written back at the end of the body: see `written`.
            let (before, count, bound) = (source.before(), source.count(), source.bound(pattern, &index)?);
            let body = super::exits::left_by_label(body, label.as_ref(), span);
            let (flag, statements, end) = (&body.before, &body.statements, &body.behind);
            return expression(quote_spanned! {span=> {
                #before
                #flag
                #label for #index in 0..#count {
                    #bound
                    #statements
                    #end
                }
            }});
        }
        let (enumerated, mut parts) = match unparenthesised(over) {
            Expr::MethodCall(call) if call.method == "enumerate" => (true, unparenthesised(&call.receiver)),
            over => (false, over),
        };
        if let Expr::MethodCall(call) = parts
            && call.method == "into_iter"
        {
            parts = unparenthesised(&call.receiver);
        }
        let Expr::MethodCall(parts) = parts else { return None };
        let parts = self.parts(parts, &index)?;
        let (count, part) = (&parts.count, &parts.part);
        let bound = if enumerated { quote_spanned!(span=> (#index, #part)) } else { quote_spanned!(span=> #part) };
        expression(quote_spanned! {span=>
            #label for #index in 0..#count {
                let #pattern = #bound;
                #(#statements)*
            }
        })
    }

    /// `y.rows_mut().into_iter().zip(&x).for_each(|(mut row, v)| ..)`: a loop.
    pub fn each_part(&self, chain: &Expr, closure: &syn::ExprClosure) -> Option<Expr> {
        let span = chain.span();
        let index = hidden("__jac_index", span);
        let source = self.source(chain, &index).filter(|source| source.writes())?;
        let (pattern, body) = (closure.inputs.first()?, &closure.body);
        let block: syn::Block = syn::parse_quote!({ #body; });
        if super::written::Leaving::is_left(&block) {
            return None;
        }
        let (before, count, bound) = (source.before(), source.count(), source.bound(pattern, &index)?);
        expression(quote_spanned! {span=> {
            #before
            for #index in 0..#count {
                #bound
                #body;
            }
        }})
    }

    /// `for ((i, j), v) in x.indexed_iter()`
    fn with_indices(&self, for_loop: &syn::ExprForLoop) -> Option<Expr> {
        let Expr::MethodCall(call) = unparenthesised(&for_loop.expr) else { return None };
        let (array, span) = (&call.receiver, call.method.span());
        let Pat::Tuple(pattern) = &*for_loop.pat else { return None };
        let mutable = call.method == "indexed_iter_mut";
        if !(mutable || call.method == "indexed_iter") || !is_place(array) || pattern.elems.len() != 2 {
            return None;
        }
        let (place, element) = (&pattern.elems[0], &pattern.elems[1]);
        let (label, statements) = (&for_loop.label, &for_loop.body.stmts);
        let index = hidden("__jac_index", span);
        // The name of the element may be that of the array.
        let shape = hidden("__jac_shape", span);
        let indices = self.place_of(&quote_spanned!(span=> #shape), self.axes(array)?, &index)?;
        if mutable {
            if super::written::Leaving::is_left(&for_loop.body) {
                return None;
            }
            return self.changed_elements(array, span, |elements| {
                quote_spanned! {span=>
                    let #shape = #array.raw_dim();
                    #label for (#index, #element) in #elements.iter_mut().enumerate() {
                        let #place = #indices;
                        #(#statements)*
                    }
                }
            });
        }
        expression(quote_spanned! {span=> {
            let #shape = #array.raw_dim();
            #label for (#index, #element) in #array.jac_elements().iter().enumerate() {
                let #place = #indices;
                #(#statements)*
            }
        }})
    }

    /// `x.outer_iter()`, `x.rows()`, `x.axis_iter(Axis(1))` in a chain: the parts by their indices.
    pub fn iterated_parts(&self, call: &ExprMethodCall) -> Option<Expr> {
        let (call, followed) = match unparenthesised(&call.receiver) {
            Expr::MethodCall(parts) if call.method == "into_iter" && call.args.is_empty() => {
                (parts, parts.method == "rows" || parts.method == "columns")
            }
            _ => (call, false),
        };
        let (array, span) = (&call.receiver, call.method.span());
        let is_certain = self.is_array(array) || (is_place(array) && (followed || is_of_arrays(call)));
        if !is_certain {
            return None;
        }
        if call.method == "into_iter" && call.args.is_empty() && is_place(array) {
            return expression(if self.is_borrowed(array) {
                quote_spanned!(span=> #array.jac_elements().iter())
            } else {
                quote_spanned!(span=> #array.jac_elements().iter().copied())
            });
        }
        let index = hidden("__jac_index", span);
        let parts = self.parts(call, &index).filter(|parts| !parts.mutable)?;
        let (count, part) = (&parts.count, &parts.part);
        expression(quote_spanned!(span=> (0..#count).map(|#index| #part)))
    }
}

/// `for v in y.diag_mut()`, `for v in y.row_mut(i).iter_mut()`: the part with a name.
fn over_written_part(for_loop: &syn::ExprForLoop) -> Option<Expr> {
    let (label, pattern, body) = (&for_loop.label, &for_loop.pat, &for_loop.body);
    let span = for_loop.expr.span();
    let name = hidden("__jac_written", span);
    let (part, chain) = super::written::start_of_chain(&for_loop.expr, &name)?;
    expression(quote_spanned!(span=> {
        let mut #name = #part;
        #label for #pattern in #chain #body
    }))
}
