//! Parts of arrays that are written: the methods that give them, and what stands for a part where it is written at once.
//!
//! A mutable view is a copy of the part, which is written back. One that has a name is followed to its end in `followed.rs`; what is missed is a
//! mutable view in sweeps, which has no tangent space.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Expr, ExprMethodCall};

use super::{Plain, expression, is_place, named, unparenthesised};

/// The methods that give a mutable view, and what the part is called.
const PARTS: &[(&str, &str)] = &[
    ("chunk_mut", "chunk"),
    ("column_mut", "column"),
    ("diag_mut", "diag"),
    ("index_axis_mut", "index_axis"),
    ("insert_axis_mut", "insert_axis"),
    ("into_dyn_mut", "into_dyn"),
    ("lane_mut", "lane"),
    ("outer_mut", "outer"),
    ("permuted_axes_mut", "permuted_axes"),
    ("remove_axis_mut", "remove_axis"),
    ("reshaped_mut", "reshaped"),
    ("reversed_axes_mut", "reversed_axes"),
    ("row_mut", "row"),
    ("slice_axis_mut", "slice_axis"),
    ("slice_mut", "slice"),
    ("stretch_mut", "stretch"),
    ("view_mut", "view"),
];

/// The methods that make a mutable view of another one, which is gone then, and those that make it of what stays.
const CONSUMING: &[(&str, &str)] = &[
    ("index_axis_move", "index_axis_mut"),
    ("insert_axis", "insert_axis_mut"),
    ("into_diag", "diag_mut"),
    ("into_dyn", "into_dyn_mut"),
    ("permuted_axes", "permuted_axes_mut"),
    ("reborrow", "view_mut"),
    ("remove_axis", "remove_axis_mut"),
    ("reversed_axes", "reversed_axes_mut"),
    ("slice_move", "slice_mut"),
];

/// What is called on a view, which is gone then, and the method that makes the same of what stays: `v.reversed_axes()`, `v.into_shape_with_order(s).unwrap()`
pub fn consuming(expression: &Expr) -> Option<(&ExprMethodCall, &'static str)> {
    let Expr::MethodCall(call) = unparenthesised(expression) else { return None };
    if matches!(call.method.to_string().as_str(), "unwrap" | "expect")
        && let Expr::MethodCall(inner) = unparenthesised(&call.receiver)
        && inner.method == "into_shape_with_order"
    {
        return Some((inner, "reshaped_mut"));
    }
    let (_, part) = CONSUMING.iter().find(|(method, _)| call.method == method)?;
    (call.method != "permuted_axes" || inverse(call.args.first()?).is_some()).then_some((call, part))
}

/// The method gives another view of the same elements, and its receiver is gone.
pub fn consumes(method: &str) -> bool {
    matches!(method, "into_shape_with_order" | "split_at")
        || CONSUMING.iter().any(|(consuming, _)| method == *consuming)
}

/// The order of axes that undoes one of numbers.
fn inverse(axes: &Expr) -> Option<TokenStream> {
    let axes = match unparenthesised(axes) {
        Expr::Array(list) => &list.elems,
        Expr::Tuple(list) => &list.elems,
        _ => return None,
    };
    let axes = axes.iter().map(|axis| match unparenthesised(axis) {
        Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(axis), .. }) => axis.base10_parse::<usize>().ok(),
        _ => None,
    });
    let axes: Vec<usize> = axes.collect::<Option<_>>()?;
    let back: Option<Vec<usize>> = (0..axes.len()).map(|axis| axes.iter().position(|other| *other == axis)).collect();
    let back = back?;
    Some(quote!([#(#back),*]))
}

/// A method that gives a mutable view.
pub fn is_part(method: &str) -> bool {
    PARTS.iter().any(|(part, _)| *part == method)
}

/// What changes a part as a whole, and may be called on a mutable view where that is made.
pub const CHANGES: &[&str] = &["map_inplace", "mapv_inplace", "scaled_add", "zip_mut_with"];

/// The method writes what it is called on.
pub fn changes(method: &str) -> bool {
    matches!(method, "assign" | "fill") || method.ends_with("_mut") || CHANGES.contains(&method)
}

/// A mutable view: of what, and which part.
pub struct Part<'a> {
    pub array: &'a Expr,
    name: &'static str,
    /// Evaluates the arguments, once.
    pub bindings: TokenStream,
    arguments: Vec<TokenStream>,
    /// For axes in another order: the order that undoes it.
    inverse: Option<TokenStream>,
    pub span: Span,
}

impl<'a> Part<'a> {
    /// `suffix` makes the names of the arguments different from those of other parts.
    pub fn of(expression: &'a Expr, suffix: &str) -> Option<Part<'a>> {
        let Expr::MethodCall(call) = unparenthesised(expression) else { return None };
        let (_, name_of_part) = PARTS.iter().find(|(method, _)| call.method == method)?;
        if !is_place(&call.receiver) {
            return None;
        }
        let span = call.method.span();
        let mut bindings = TokenStream::new();
        let arguments = call.args.iter().enumerate().map(|(position, argument)| match argument {
            Expr::Lit(literal) => quote!(#literal),
            argument => {
                let name = hidden(&format!("__jac_part{position}{suffix}"), span);
                let plain = super::reshaped::plain_slice(argument);
                let argument = if *name_of_part == "slice_axis" { &plain } else { argument };
                bindings.extend(quote_spanned!(span=> let #name = #argument;));
                quote!(#name)
            }
        });
        let arguments = arguments.collect();
        let inverse = match *name_of_part {
            "permuted_axes" => Some(inverse(call.args.first()?)?),
            _ => None,
        };
        Some(Part { array: &call.receiver, name: name_of_part, bindings, arguments, inverse, span })
    }

    /// Several parts of one array: `y.view_mut().split_at(axis, k)`, `y.multi_slice_mut((s![..2], s![2..]))`
    pub fn all_of(expression: &'a Expr, names: &[&Ident]) -> Option<Vec<Part<'a>>> {
        let Expr::MethodCall(call) = unparenthesised(expression) else { return None };
        let span = call.method.span();
        let name = |position: &str| hidden(&format!("__jac_{position}_{}", names[0]), span);
        match call.method.to_string().as_str() {
            "split_at" if call.args.len() == 2 && names.len() == 2 => {
                let Expr::MethodCall(view) = unparenthesised(&call.receiver) else { return None };
                let (array, axis, index) = (&view.receiver, &call.args[0], &call.args[1]);
                if view.method != "view_mut" || !is_place(array) {
                    return None;
                }
                let (along, at) = (name("along"), name("at"));
                let bindings = quote_spanned!(span=> let #along = #axis; let #at = #index;);
                let bounds = [
                    (bindings, quote_spanned!(span=> 0), quote_spanned!(span=> #at)),
                    (TokenStream::new(), quote_spanned!(span=> #at), quote_spanned!(span=> #array.len_of(#along))),
                ];
                let parts = bounds.into_iter().map(|(bindings, low, high)| {
                    let arguments = vec![quote_spanned!(span=> #along), low, high];
                    Part { array, name: "stretch", bindings, arguments, inverse: None, span }
                });
                Some(parts.collect())
            }
            "multi_slice_mut" if call.args.len() == 1 && is_place(&call.receiver) => {
                let Expr::Tuple(slices) = unparenthesised(&call.args[0]) else { return None };
                if slices.elems.len() != names.len() || names.is_empty() {
                    return None;
                }
                let parts = slices.elems.iter().enumerate().map(|(position, slice)| {
                    let info = name(&format!("slice{position}"));
                    let bindings = quote_spanned!(span=> let #info = #slice;);
                    let arguments = vec![quote_spanned!(span=> #info)];
                    Part { array: &call.receiver, name: "slice", bindings, arguments, inverse: None, span }
                });
                Some(parts.collect())
            }
            _ => None,
        }
    }

    pub fn read(&self) -> TokenStream {
        let (array, arguments) = (self.array, &self.arguments);
        let method = named(&format!("jac_{}", self.name), self.span);
        quote_spanned!(self.span=> #array.#method(#(#arguments),*))
    }

    pub fn written(&self, value: &TokenStream) -> TokenStream {
        let (array, arguments) = (self.array, &self.arguments);
        let span = self.span;
        // The same elements in another shape.
        let whole = match self.name {
            "view" => quote!(#value),
            "insert_axis" => quote_spanned!(span=> &(#value).jac_index_axis(#(#arguments,)* 0)),
            "into_dyn" | "reshaped" => quote_spanned!(span=> &(#value).jac_reshaped(#array.raw_dim())),
            "permuted_axes" => {
                let inverse = &self.inverse;
                quote_spanned!(span=> &(#value).jac_permuted_axes(#inverse))
            }
            "remove_axis" => quote_spanned!(span=> &(#value).jac_insert_axis(#(#arguments),*)),
            "reversed_axes" => quote_spanned!(span=> &(#value).jac_reversed_axes()),
            name => {
                let method = named(&format!("jac_set_{name}"), span);
                return quote_spanned!(span=> #array.#method(#(#arguments,)* #value));
            }
        };
        quote_spanned!(span=> #array.assign(#whole))
    }
}

/// A name that the user's code does not see.
pub fn hidden(name: &str, span: Span) -> Ident {
    Ident::new(name, span.resolved_at(Span::mixed_site()))
}

/// `y.row_mut(i).assign(&x)`, `y.slice_mut(s![..]).fill(0.0)`, `y.row_mut(i).mapv_inplace(f)`, `y.view_mut().assign(&x)`
pub fn written_part(call: &ExprMethodCall) -> Option<Expr> {
    let span = call.method.span();
    let method = call.method.to_string();
    if let Expr::MethodCall(view) = unparenthesised(&call.receiver)
        && view.method == "view_mut"
        && is_place(&view.receiver)
        && !consumes(&method)
    {
        let mut call = call.clone();
        call.receiver = view.receiver.clone();
        return Some(Expr::MethodCall(call));
    }
    let part = Part::of(&call.receiver, "")?;
    let bindings = &part.bindings;
    match (method.as_str(), call.args.first()) {
        ("assign", Some(value)) if call.args.len() == 1 => {
            let written = part.written(&quote!(#value));
            expression(quote_spanned!(span=> { #bindings #written; }))
        }
        ("fill", Some(value)) if call.args.len() == 1 => {
            let written = part.written(&quote_spanned!(span=> &[#value].jac_into_array1()));
            expression(quote_spanned!(span=> { #bindings #written; }))
        }
        _ if CHANGES.contains(&method.as_str()) => {
            let (copy, name, arguments) = (hidden("__jac_copy", span), &call.method, &call.args);
            let (read, written) = (part.read(), part.written(&quote!(&#copy)));
            expression(quote_spanned!(span=> {
                #bindings
                let mut #copy = #read;
                #copy.#name(#arguments);
                #written;
            }))
        }
        _ => None,
    }
}

/// `y.row_mut(i)[j]`
pub fn element_of_part(index: &syn::ExprIndex) -> Option<Expr> {
    let part = Part::of(&index.expr, "")?;
    let Expr::MethodCall(call) = unparenthesised(&index.expr) else { return None };
    let (array, line, element) = (part.array, call.args.first()?, &index.index);
    if matches!(&**element, Expr::Array(_) | Expr::Tuple(_)) {
        return None;
    }
    match part.name {
        "row" => expression(quote!(#array[[#line, #element]])),
        "column" => expression(quote!(#array[[#element, #line]])),
        _ => None,
    }
}

/// The variable that a place is a part of.
pub fn root_of(place: &Expr) -> Option<Ident> {
    match unparenthesised(place) {
        Expr::Path(path) => path.path.get_ident().cloned(),
        Expr::Field(field) => root_of(&field.base),
        Expr::Unary(unary) => root_of(&unary.expr),
        _ => None,
    }
}

/// Whether statements may be left before their end.
#[derive(Default)]
pub struct Leaving {
    loops: usize,
    /// The labels of blocks and loops inside.
    labels: Vec<syn::Lifetime>,
    /// The first that leaves them.
    pub found: Option<Span>,
}

impl Leaving {
    /// The block, which is that of a loop, may be left by more than the end of the loop.
    pub fn is_left(body: &syn::Block) -> bool {
        let mut leaving = Leaving { loops: 1, ..Leaving::default() };
        leaving.visit_block(body);
        leaving.found.is_some()
    }
}

impl<'ast> Visit<'ast> for Leaving {
    fn visit_expr(&mut self, expression: &'ast Expr) {
        match expression {
            Expr::Return(_) | Expr::Try(_) => self.found = self.found.or(Some(expression.span())),
            Expr::Break(syn::ExprBreak { label, .. }) | Expr::Continue(syn::ExprContinue { label, .. }) => {
                let leaves = match label {
                    Some(label) => !self.labels.contains(label),
                    None => self.loops == 0,
                };
                if leaves {
                    self.found = self.found.or(Some(expression.span()));
                }
            }
            Expr::ForLoop(syn::ExprForLoop { label, .. })
            | Expr::While(syn::ExprWhile { label, .. })
            | Expr::Loop(syn::ExprLoop { label, .. })
            | Expr::Block(syn::ExprBlock { label: label @ Some(_), .. }) => {
                let is_loop = !matches!(expression, Expr::Block(_));
                let outside = self.labels.len();
                self.loops += usize::from(is_loop);
                self.labels.extend(label.iter().map(|label| label.name.clone()));
                visit::visit_expr(self, expression);
                self.labels.truncate(outside);
                self.loops -= usize::from(is_loop);
                return;
            }
            // What a closure returns, it returns to its caller.
            Expr::Closure(_) => return,
            _ => {}
        }
        visit::visit_expr(self, expression);
    }
}

impl Plain {
    /// What goes through the elements of an array to change them: the elements in logical order, changed and put back.
    ///
    /// `made` is given the name of the elements.
    pub fn changed_elements(&self, array: &Expr, span: Span, made: impl FnOnce(&Ident) -> TokenStream) -> Option<Expr> {
        let (elements, changed) = (hidden("__jac_elements", span), hidden("__jac_changed", span));
        let made = made(&elements);
        expression(quote_spanned!(span=> {
            let mut #elements = #array.jac_elements();
            #made;
            let #changed = #array.jac_with_elements(#elements);
            #array.assign(&#changed);
        }))
    }

    /// `y.iter_mut()` at the start of a chain, of an array that is not certainly a vector: these are gone through as they are.
    fn changing(&self, chain: &Expr) -> Option<Expr> {
        match unparenthesised(chain) {
            Expr::MethodCall(call) if call.method == "iter_mut" && call.args.is_empty() => {
                let array = unparenthesised(&call.receiver);
                let axes = self.axes(array).filter(|_| is_place(array))?;
                (axes.0 != Some(1)).then(|| array.clone())
            }
            Expr::MethodCall(call) => self.changing(&call.receiver),
            _ => None,
        }
    }

    /// `y.iter_mut().zip(&x).for_each(..)`, `y.map_inplace(..)`, `y.zip_mut_with(&x, ..)`
    pub fn changes(&self, call: &ExprMethodCall) -> Option<Expr> {
        let span = call.method.span();
        let array = &call.receiver;
        let is_array = || is_place(array) && self.is_array(array);
        let mut arguments = call.args.iter();
        match (call.method.to_string().as_str(), arguments.next(), arguments.next()) {
            ("for_each", Some(Expr::Closure(closure)), None) if let Some(changed) = self.each_part(array, closure) => {
                Some(changed)
            }
            ("for_each", Some(_), None) if self.changing(array).is_none() => {
                let name = hidden("__jac_written", span);
                let (part, chain) = start_of_chain(array, &name)?;
                let arguments = &call.args;
                expression(quote_spanned!(span=> { let mut #name = #part; #chain.for_each(#arguments); }))
            }
            ("for_each", Some(_), None) => {
                let array = self.changing(array)?;
                let chain = Expr::MethodCall(call.clone());
                self.changed_elements(&array, span, |elements| replaced(&chain, elements))
            }
            ("map_inplace", Some(function), None) if is_array() => {
                super::elementwise::is_pure(function).then_some(())?;
                self.changed_elements(
                    array,
                    span,
                    |elements| quote_spanned!(span=> #elements.iter_mut().for_each(#function)),
                )
            }
            ("zip_mut_with", Some(other), Some(Expr::Closure(closure))) if is_array() => {
                super::elementwise::is_pure(&Expr::Closure(closure.clone())).then_some(())?;
                let closure = super::zip::of_tuples(closure, 2)?;
                let spread = hidden("__jac_spread", span);
                let changed = self.changed_elements(
                    array,
                    span,
                    |elements| quote_spanned!(span=> #elements.iter_mut().zip(#spread.iter()).for_each(#closure)),
                )?;
                expression(quote_spanned!(span=> {
                    let #spread = (#other).jac_broadcast(#array.raw_dim()).jac_elements();
                    #changed
                }))
            }
            _ => None,
        }
    }

    /// `for v in y.iter_mut()`, `for v in &mut y`
    pub fn changing_loop(&self, for_loop: &syn::ExprForLoop) -> Option<Expr> {
        let span = for_loop.expr.span();
        if Leaving::is_left(&for_loop.body) {
            return None;
        }
        if let Expr::Reference(reference) = unparenthesised(&for_loop.expr)
            && reference.mutability.is_some()
            && is_place(&reference.expr)
            && self.is_array(&reference.expr)
        {
            let (label, pattern, body) = (&for_loop.label, &for_loop.pat, &for_loop.body);
            return self.changed_elements(
                &reference.expr,
                span,
                |elements| quote_spanned!(span=> #label for #pattern in #elements.iter_mut() #body),
            );
        }
        let array = self.changing(&for_loop.expr)?;
        let (label, pattern, body) = (&for_loop.label, &for_loop.pat, &for_loop.body);
        self.changed_elements(&array, span, |elements| {
            let chain = replaced(&for_loop.expr, elements);
            quote_spanned!(span=> #label for #pattern in #chain #body)
        })
    }
}

/// The chain, which starts with other elements.
fn replaced(chain: &Expr, elements: &Ident) -> TokenStream {
    match unparenthesised(chain) {
        Expr::MethodCall(call) if call.method == "iter_mut" => {
            quote_spanned!(call.method.span()=> #elements.iter_mut())
        }
        Expr::MethodCall(call) => {
            let receiver = replaced(&call.receiver, elements);
            let (method, turbofish, arguments) = (&call.method, &call.turbofish, &call.args);
            quote!(#receiver.#method #turbofish(#arguments))
        }
        other => quote!(#other),
    }
}

/// The part at the start of a chain of iterators that change it, and the chain behind its name.
pub fn start_of_chain(chain: &Expr, name: &Ident) -> Option<(Expr, TokenStream)> {
    let Expr::MethodCall(call) = unparenthesised(chain) else { return None };
    let span = call.method.span();
    if Part::of(chain, "").is_some() {
        return Some((chain.clone(), quote_spanned!(span=> #name.iter_mut())));
    }
    let (method, turbofish, arguments) = (&call.method, &call.turbofish, &call.args);
    let (part, receiver) = if Part::of(&call.receiver, "").is_some() {
        if method == "into_iter" {
            return Some(((*call.receiver).clone(), quote_spanned!(span=> #name.iter_mut())));
        }
        ((*call.receiver).clone(), quote!(#name))
    } else {
        start_of_chain(&call.receiver, name)?
    };
    Some((part, quote!(#receiver.#method #turbofish(#arguments))))
}
