//! Elementwise functions: the elements in logical order, as an iterator goes through them.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{Expr, ExprClosure, ExprMethodCall, Pat, Token};

use super::written::hidden;
use super::{Bound, Plain, expression, is_place, unparenthesised};

impl Plain {
    /// `x.mapv(f)`, `x.mapv_inplace(f)`, `x.exp()`, and what iterates through an array
    pub fn elementwise(&self, call: &ExprMethodCall) -> Option<Expr> {
        let method = call.method.to_string();
        let receiver = &call.receiver;
        let span = call.method.span();
        let is_array = self.is_array(receiver);
        let fresh = |name: &str| Ident::new(name, span.resolved_at(Span::mixed_site()));
        let function = call.args.first().filter(|_| call.args.len() == 1);
        let rule =
            crate::rules::method(&method).filter(|rule| is_array && rule.parameters.len() == call.args.len() + 1);
        if function.is_some_and(|function| !is_pure(function)) {
            return None;
        }
        let function = match (function, rule) {
            (_, Some(_)) => {
                let (element, name, arguments) = (fresh("__jac_element"), &call.method, &call.args);
                quote_spanned!(span=> |#element| #element.#name(#arguments))
            }
            (Some(function), None) => quote_spanned!(span=> #function),
            (None, None) if method == "iter" && is_array && call.args.is_empty() => {
                return expression(quote_spanned!(span=> #receiver.jac_elements().iter()));
            }
            (None, None) if method == "fold" => TokenStream::new(),
            (None, None) => return None,
        };
        let mapped = |array: &TokenStream, items: TokenStream| {
            quote_spanned! {span=>
                #array.jac_with_elements(#array.jac_elements().#items.map(#function).collect::<Vec<_>>())
            }
        };
        let values = || quote_spanned!(span=> iter().copied());
        let with = |items: TokenStream| {
            if is_place(receiver) {
                return expression(mapped(&quote_spanned!(span=> #receiver), items));
            }
            let name = fresh("__jac_array");
            let mapped = mapped(&quote_spanned!(span=> #name), items);
            expression(quote_spanned!(span=> { let #name = #receiver; #mapped }))
        };
        match method.as_str() {
            "mapv" | "mapv_into" => with(values()),
            "map" if is_array => with(quote_spanned!(span=> iter())),
            "mapv_inplace" if is_place(receiver) => {
                let name = fresh("__jac_mapped");
                let mapped = mapped(&quote_spanned!(span=> #receiver), values());
                expression(quote_spanned!(span=> { let #name = #mapped; #receiver.assign(&#name); }))
            }
            "fold" if is_array && call.args.len() == 2 => {
                let arguments = &call.args;
                expression(quote_spanned!(span=> #receiver.jac_elements().iter().fold(#arguments)))
            }
            "fill" if is_array => expression(quote_spanned!(span=> #receiver.jac_fill(#function))),
            _ if rule.is_some() => with(values()),
            _ => None,
        }
    }

    /// `Zip::from(&mut y).and(&x).for_each(..)`, `Zip::from(&x).and(&z).map_collect(..)`, `Zip::from(&x).fold(..)`
    pub fn zipped(&self, call: &ExprMethodCall) -> Option<Expr> {
        let span = call.method.span();
        let (producers, initial, function) = match (call.method.to_string().as_str(), call.args.len()) {
            ("for_each" | "map_collect", 1) => (producers(&call.receiver)?, None, &call.args[0]),
            ("fold", 2) => (producers(&call.receiver)?, Some(&call.args[0]), &call.args[1]),
            _ => return None,
        };
        let Expr::Closure(function) = unparenthesised(function) else { return None };
        if !is_pure(&Expr::Closure(function.clone())) {
            return None;
        }
        let mut before = TokenStream::new();
        let mut behind = TokenStream::new();
        let mut chain: Option<TokenStream> = None;
        let mut first: Option<TokenStream> = None;
        for (position, producer) in producers.iter().enumerate() {
            let changed = changed_array(producer);
            let array = changed.unwrap_or(producer);
            if !self.is_array(array) || (changed.is_some() && call.method != "for_each") {
                return None;
            }
            let name = hidden(&format!("__jac_zipped{position}"), span);
            let elements = hidden(&format!("__jac_elements{position}"), span);
            let array = if is_place(array) {
                quote!(#array)
            } else {
                before.extend(quote_spanned!(span=> let #name = #array;));
                quote!(#name)
            };
            match &first {
                Some(first) => before.extend(quote_spanned!(span=>
                    ::core::assert!(#array.shape() == #first.shape(), "arrays that are zipped have one shape");
                )),
                None => first = Some(array.clone()),
            }
            let iterator = match changed {
                Some(_) => {
                    let written = hidden(&format!("__jac_changed{position}"), span);
                    before.extend(quote_spanned!(span=> let mut #elements = #array.jac_elements();));
                    behind.extend(quote_spanned!(span=>
                        let #written = #array.jac_with_elements(#elements);
                        #array.assign(&#written);
                    ));
                    quote_spanned!(span=> #elements.iter_mut())
                }
                None => {
                    before.extend(quote_spanned!(span=> let #elements = #array.jac_elements();));
                    quote_spanned!(span=> #elements.iter())
                }
            };
            chain = Some(match chain {
                Some(chain) => quote_spanned!(span=> #chain.zip(#iterator)),
                None => iterator,
            });
        }
        let (chain, first) = (chain?, first?);
        match initial {
            Some(initial) => {
                let function = of_accumulated(function, producers.len())?;
                expression(quote_spanned!(span=> { #before #chain.fold(#initial, #function) }))
            }
            None if call.method == "for_each" => {
                let function = of_tuples(function, producers.len())?;
                expression(quote_spanned!(span=> { #before #chain.for_each(#function); #behind }))
            }
            None => {
                let function = of_tuples(function, producers.len())?;
                let made = hidden("__jac_made", span);
                expression(quote_spanned!(span=> {
                    #before
                    let #made = #chain.map(#function).collect::<Vec<_>>();
                    #first.jac_with_elements(#made)
                }))
            }
        }
    }

    /// `x.map_axis(Axis(0), |column| ..)`, of a matrix
    pub fn lanewise(&self, call: &ExprMethodCall) -> Option<Expr> {
        let span = call.method.span();
        let array = &call.receiver;
        if call.method != "map_axis" || call.args.len() != 2 || !is_place(array) || self.axes(array)?.0 != Some(2) {
            return None;
        }
        let Expr::Call(axis) = unparenthesised(&call.args[0]) else { return None };
        let Expr::Closure(function) = unparenthesised(&call.args[1]) else { return None };
        let Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(axis), .. }) = axis.args.first()? else { return None };
        let (pattern, body) = (untyped(function.inputs.first()?), &function.body);
        let index = hidden("__jac_index", span);
        let (count, lane) = match axis.base10_parse::<usize>().ok()? {
            0 => (quote_spanned!(span=> ncols()), quote_spanned!(span=> column(#index))),
            1 => (quote_spanned!(span=> nrows()), quote_spanned!(span=> row(#index))),
            _ => return None,
        };
        expression(quote_spanned!(span=> {
            let mut __jac_lanes = Vec::new();
            for #index in 0..#array.#count {
                let #pattern = #array.#lane;
                __jac_lanes.push(#body);
            }
            __jac_lanes.jac_into_array1()
        }))
    }
}

/// What a `Zip` is made of.
fn producers(chain: &Expr) -> Option<Vec<&Expr>> {
    match unparenthesised(chain) {
        Expr::MethodCall(call) if call.method == "and" && call.args.len() == 1 => {
            let mut producers = producers(&call.receiver)?;
            producers.push(unparenthesised(&call.args[0]));
            Some(producers)
        }
        Expr::Call(call) => {
            let Expr::Path(path) = &*call.func else { return None };
            let mut names = path.path.segments.iter().rev().map(|segment| segment.ident.to_string());
            let is_zip = names.next()? == "from" && names.next()? == "Zip" && call.args.len() == 1;
            is_zip.then(|| vec![unparenthesised(&call.args[0])])
        }
        _ => None,
    }
}

/// `&mut y`, `y.view_mut()`
fn changed_array(producer: &Expr) -> Option<&Expr> {
    let array = match producer {
        Expr::Reference(reference) if reference.mutability.is_some() => &reference.expr,
        Expr::MethodCall(call) if call.method == "view_mut" => &call.receiver,
        _ => return None,
    };
    // Methods go through references by themselves.
    let array = match unparenthesised(array) {
        Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Deref(_)) => unparenthesised(&unary.expr),
        array => array,
    };
    is_place(array).then_some(array)
}

/// The pattern without a type.
fn untyped(pattern: &Pat) -> &Pat {
    match pattern {
        Pat::Type(typed) => untyped(&typed.pat),
        pattern => pattern,
    }
}

/// `((a, b), c)`
fn nested<'a>(patterns: impl Iterator<Item = &'a Pat>) -> Option<TokenStream> {
    let patterns = patterns.map(untyped).map(|pattern| quote!(#pattern));
    patterns.reduce(|nested, pattern| quote!((#nested, #pattern)))
}

/// A closure of so many parameters as one of what zipped iterators give.
pub fn of_tuples(closure: &ExprClosure, count: usize) -> Option<TokenStream> {
    let body = &closure.body;
    let pattern = nested(closure.inputs.iter()).filter(|_| closure.inputs.len() == count)?;
    Some(quote!(|#pattern| #body))
}

/// The same behind an accumulator.
fn of_accumulated(closure: &ExprClosure, count: usize) -> Option<TokenStream> {
    let body = &closure.body;
    let accumulator = untyped(closure.inputs.first()?);
    let pattern = nested(closure.inputs.iter().skip(1)).filter(|_| closure.inputs.len() == count + 1)?;
    Some(quote!(|#accumulator, #pattern| #body))
}

/// The closure changes nothing but what it is given, so that the order in which it is called makes no difference.
pub fn is_pure(function: &Expr) -> bool {
    let Expr::Closure(closure) = unparenthesised(function) else { return true };
    let mut bound = Bound::default();
    closure.inputs.iter().for_each(|input| bound.visit_pat(input));
    bound.visit_expr(&closure.body);
    let mut changes = Changes { own: bound.0, found: false };
    changes.visit_expr(&closure.body);
    !changes.found
}

struct Changes {
    own: Vec<String>,
    found: bool,
}

impl Changes {
    fn changed(&mut self, place: &Expr) {
        match unparenthesised(place) {
            Expr::Path(path) => {
                let own = path.path.get_ident().is_some_and(|ident| self.own.iter().any(|own| ident == own));
                self.found |= !own;
            }
            Expr::Unary(unary) => self.changed(&unary.expr),
            Expr::Field(field) => self.changed(&field.base),
            Expr::Index(index) => self.changed(&index.expr),
            Expr::Tuple(tuple) => tuple.elems.iter().for_each(|element| self.changed(element)),
            _ => self.found = true,
        }
    }
}

impl<'ast> Visit<'ast> for Changes {
    fn visit_expr_assign(&mut self, assignment: &'ast syn::ExprAssign) {
        self.changed(&assignment.left);
        visit::visit_expr_assign(self, assignment);
    }

    fn visit_expr_binary(&mut self, binary: &'ast syn::ExprBinary) {
        use syn::BinOp::{AddAssign, DivAssign, MulAssign, RemAssign, SubAssign};
        if matches!(binary.op, AddAssign(_) | SubAssign(_) | MulAssign(_) | DivAssign(_) | RemAssign(_)) {
            self.changed(&binary.left);
        }
        visit::visit_expr_binary(self, binary);
    }

    fn visit_expr_reference(&mut self, reference: &'ast syn::ExprReference) {
        if reference.mutability.is_some() {
            self.changed(&reference.expr);
        }
        visit::visit_expr_reference(self, reference);
    }
}

/// `azip!((y in &mut y, &x in &x) *y = x)`
struct Azip(Vec<(Pat, Expr)>, Expr);

impl Parse for Azip {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let list;
        syn::parenthesized!(list in input);
        let mut producers = Vec::new();
        while !list.is_empty() {
            let pattern = Pat::parse_single(&list)?;
            list.parse::<Token![in]>()?;
            producers.push((pattern, list.parse()?));
            if !list.is_empty() {
                list.parse::<Token![,]>()?;
            }
        }
        let body = input.parse()?;
        Ok(Azip(producers, body))
    }
}

/// The macro as the `Zip` that it stands for.
pub fn of_azip(call: &syn::Macro) -> Option<Expr> {
    let Azip(producers, body) = syn::parse2(call.tokens.clone()).ok()?;
    let span = call.path.segments.last()?.ident.span();
    let (patterns, arrays): (Vec<Pat>, Vec<Expr>) = producers.into_iter().unzip();
    let (first, rest) = arrays.split_first()?;
    let patterns: Punctuated<Pat, Token![,]> = patterns.into_iter().collect();
    expression(quote_spanned!(span=> Zip::from(#first)#(.and(#rest))*.for_each(|#patterns| #body)))
}
