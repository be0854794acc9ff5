//! `Zip` and `azip!`: the items of several producers side by side, in logical order.
//!
//! Before: `Zip::from(&mut y).and(&x).and(z.rows()).for_each(..)` and its kin. After: iterators over elements and parts that are zipped, or a loop where
//! parts are written.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Expr, ExprClosure, ExprMethodCall, Pat, Token};

use super::elementwise::is_pure;
use super::producers::Parts;
use super::written::{Leaving, hidden};
use super::{Axes, Plain, expression, is_place, unparenthesised};

/// What a `Zip` is made of.
struct Producers<'a> {
    producers: Vec<&'a Expr>,
    /// Those that are broadcast to the shape of the first.
    broadcast: Vec<bool>,
    indexed: bool,
}

/// A producer, as it is gone through.
struct Items {
    /// What stands in front, and behind.
    before: TokenStream,
    behind: TokenStream,
    /// As an iterator; none if it gives parts that are written.
    iterator: Option<TokenStream>,
    /// The item of a number.
    item: TokenStream,
    count: TokenStream,
    shape: TokenStream,
    /// An array with new elements of the same shape is made of it; or the shape is all that is known.
    array: Option<TokenStream>,
    axes: Axes,
}

impl Plain {
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
        let (mut before, mut behind) = (TokenStream::new(), TokenStream::new());
        let index = hidden("__jac_zip", span);
        let mut all: Vec<Items> = Vec::new();
        for (position, producer) in producers.producers.iter().enumerate() {
            let like = producers.broadcast[position].then(|| all.first().map(|first| first.shape.clone())).flatten();
            let items = self.items(producer, position, &index, span, like)?;
            before.extend(items.before.clone());
            behind.extend(items.behind.clone());
            if let Some(first) = all.first() {
                let (shape, first) = (&items.shape, &first.shape);
                before.extend(quote_spanned!(span=>
                    ::core::assert!(#shape == #first, "arrays that are zipped have one shape");
                ));
            }
            all.push(items);
        }
        let first = all.first()?;
        let number = hidden("__jac_number", span);
        let place = match producers.indexed {
            true => {
                // The closure may give the array's name to an element.
                let (shape, named) = (&first.shape, hidden("__jac_shape", span));
                before.extend(quote_spanned!(span=> let #named = #shape;));
                Some(self.place_of(&quote!(#named), first.axes, &number)?)
            }
            false => None,
        };
        if let Some(chain) = chained(&all) {
            let function = of_items(function, all.len(), initial.is_some(), place.as_ref(), &number)?;
            let chain = if producers.indexed { quote_spanned!(span=> #chain.enumerate()) } else { chain };
            return match (initial, &first.array) {
                (Some(initial), _) if behind.is_empty() => {
                    expression(quote_spanned!(span=> { #before #chain.fold(#initial, #function) }))
                }
                (Some(initial), _) => {
                    let folded = hidden("__jac_folded", span);
                    expression(quote_spanned!(span=> {
                        #before
                        let #folded = #chain.fold(#initial, #function);
                        #behind
                        #folded
                    }))
                }
                (None, _) if call.method == "for_each" => {
                    expression(quote_spanned!(span=> { #before #chain.for_each(#function); #behind }))
                }
                (None, array) => {
                    let made = hidden("__jac_made", span);
                    let shaped = match (array, first.axes) {
                        (Some(array), _) => quote_spanned!(span=> #array.jac_with_elements(#made)),
                        (None, Axes(Some(1))) => quote_spanned!(span=> #made.jac_into_array1()),
                        (None, _) => {
                            let shape = &first.shape;
                            quote_spanned!(span=> #made.jac_into_array1().jac_reshaped(#shape))
                        }
                    };
                    expression(quote_spanned!(span=> {
                        #before
                        let #made = #chain.map(#function).collect::<Vec<_>>();
                        #behind
                        #shaped
                    }))
                }
            };
        }
        // Parts are written.
        let body = &function.body;
        let block: syn::Block = syn::parse_quote!({ #body; });
        if call.method != "for_each" || Leaving::is_left(&block) {
            return None;
        }
        let mut patterns = function.inputs.iter().map(untyped);
        let numbered = place.map(|place| {
            let pattern = patterns.next();
            quote_spanned!(span=> let #number = #index; let #pattern = #place;)
        });
        let patterns: Vec<&Pat> = patterns.collect();
        if patterns.len() != all.len() {
            return None;
        }
        // What is read comes first: a pattern may have the name of an array.
        let (mut read, mut written, mut names) = (TokenStream::new(), TokenStream::new(), TokenStream::new());
        for (position, (items, pattern)) in all.iter().zip(&patterns).enumerate() {
            let (item, name) = (&items.item, hidden(&format!("__jac_item{position}"), span));
            if items.iterator.is_none() {
                written.extend(quote_spanned!(span=> let #pattern = #item;));
            } else {
                read.extend(quote_spanned!(span=> let #name = #item;));
                names.extend(quote_spanned!(span=> let #pattern = #name;));
            }
        }
        let count = &first.count;
        expression(quote_spanned!(span=> {
            #before
            for #index in 0..#count {
                #read
                #written
                #names
                #numbered
                #body;
            }
            #behind
        }))
    }

    fn items(
        &self,
        producer: &Expr,
        position: usize,
        index: &Ident,
        span: Span,
        like: Option<TokenStream>,
    ) -> Option<Items> {
        let producer = unparenthesised(producer);
        let name = |what: &str| hidden(&format!("__jac_{what}{position}"), span);
        let (elements, written, zipped) = (name("elements"), name("changed"), name("zipped"));
        let mut before = TokenStream::new();
        if let Some(shape) = like {
            let array = match producer {
                Expr::Reference(reference) if reference.mutability.is_none() => &reference.expr,
                producer => producer,
            };
            if !self.is_array(array) {
                return None;
            }
            before.extend(quote_spanned!(span=>
                let #zipped = (#array).jac_broadcast(#shape);
                let #elements = #zipped.jac_elements();
            ));
            return Some(Items {
                before,
                behind: TokenStream::new(),
                iterator: Some(quote_spanned!(span=> #elements.iter())),
                item: quote_spanned!(span=> &#elements[#index]),
                count: quote_spanned!(span=> #elements.len()),
                shape: quote_spanned!(span=> #zipped.raw_dim()),
                array: None,
                axes: Axes(None),
            });
        }
        let made_part = match producer {
            Expr::MethodCall(call) => super::written::is_part(&call.method.to_string()) && call.method != "view_mut",
            _ => false,
        };
        let changed = if made_part { None } else { changed_array(producer) };
        if changed.is_some() || made_part {
            let array = match changed {
                Some(array) if self.is_array(array) => quote!(#array),
                Some(_) => return None,
                None => {
                    before.extend(quote_spanned!(span=> let mut #zipped = #producer;));
                    quote!(#zipped)
                }
            };
            before.extend(quote_spanned!(span=> let mut #elements = #array.jac_elements();));
            let behind = quote_spanned!(span=>
                let #written = #array.jac_with_elements(#elements);
                #array.assign(&#written);
            );
            return Some(Items {
                before,
                behind,
                iterator: Some(quote_spanned!(span=> #elements.iter_mut())),
                item: quote_spanned!(span=> &mut #elements[#index]),
                count: quote_spanned!(span=> #elements.len()),
                shape: quote_spanned!(span=> #array.raw_dim()),
                axes: changed.and_then(|array| self.axes(array)).unwrap_or(Axes(None)),
                array: Some(array),
            });
        }
        if let Some(items) = self.items_of_parts(producer, &zipped, index, span) {
            return Some(items);
        }
        if !self.is_array(producer) {
            return None;
        }
        let array = if is_place(producer) {
            quote!(#producer)
        } else {
            before.extend(quote_spanned!(span=> let #zipped = #producer;));
            quote!(#zipped)
        };
        before.extend(quote_spanned!(span=> let #elements = #array.jac_elements();));
        Some(Items {
            before,
            behind: TokenStream::new(),
            iterator: Some(quote_spanned!(span=> #elements.iter())),
            item: quote_spanned!(span=> &#elements[#index]),
            count: quote_spanned!(span=> #elements.len()),
            shape: quote_spanned!(span=> #array.raw_dim()),
            axes: self.axes(producer).unwrap_or(Axes(None)),
            array: Some(array),
        })
    }

    /// Parts of an array, which gets a name if it has none.
    fn items_of_parts(&self, producer: &Expr, name: &Ident, index: &Ident, span: Span) -> Option<Items> {
        let Expr::MethodCall(call) = producer else { return None };
        let (mut call, mut before) = (call.clone(), TokenStream::new());
        if !is_place(&call.receiver) {
            let axes = self.axes(&call.receiver)?;
            let value = std::mem::replace(&mut call.receiver, syn::parse_quote!(#name));
            before = quote_spanned!(span=> let #name = #value;);
            let mut inner = Plain { known: self.known.clone(), runtime: self.runtime.clone(), ..Plain::default() };
            inner.known.arrays.insert(name.to_string(), axes);
            let parts = inner.parts(&call, index).filter(|parts| !parts.mutable)?;
            return Some(self.parts_as_items(parts, before, index, span));
        }
        if !self.is_array(&call.receiver) {
            return None;
        }
        let parts = self.parts(&call, index)?;
        Some(self.parts_as_items(parts, std::mem::take(&mut before), index, span))
    }

    fn parts_as_items(&self, parts: Parts, before: TokenStream, index: &Ident, span: Span) -> Items {
        let Parts { count, part, dim, axes, mutable } = parts;
        let runtime = &self.runtime;
        Items {
            before,
            behind: TokenStream::new(),
            iterator: (!mutable).then(|| quote_spanned!(span=> (0..#count).map(|#index| #part))),
            item: part,
            shape: dim.unwrap_or_else(|| quote_spanned!(span=> #runtime::of_ndarray::Ix1(#count))),
            count,
            array: None,
            axes,
        }
    }
}

/// Where the closure of a `Zip` changes what is around it.
pub fn changing_closure(call: &ExprMethodCall) -> Option<Span> {
    producers(&call.receiver)?;
    let is_end = matches!(call.method.to_string().as_str(), "for_each" | "map_collect" | "fold");
    let closure = call.args.last().filter(|closure| is_end && !is_pure(closure))?;
    Some(syn::spanned::Spanned::span(closure))
}

/// `Zip::from(&x).and(&y)`
pub fn is_chain(chain: &Expr) -> bool {
    producers(chain).is_some()
}

/// All of them as one iterator.
fn chained(all: &[Items]) -> Option<TokenStream> {
    let iterators: Option<Vec<&TokenStream>> = all.iter().map(|items| items.iterator.as_ref()).collect();
    let (first, rest) = iterators.as_ref()?.split_first()?;
    Some(rest.iter().fold(quote!(#first), |chain, iterator| quote!(#chain.zip(#iterator))))
}

fn producers(chain: &Expr) -> Option<Producers<'_>> {
    match unparenthesised(chain) {
        Expr::MethodCall(call) if call.args.len() == 1 && (call.method == "and" || call.method == "and_broadcast") => {
            let mut producers = producers(&call.receiver)?;
            producers.producers.push(unparenthesised(&call.args[0]));
            producers.broadcast.push(call.method == "and_broadcast");
            Some(producers)
        }
        Expr::Call(call) => {
            let Expr::Path(path) = &*call.func else { return None };
            let mut names = path.path.segments.iter().rev().map(|segment| segment.ident.to_string());
            let function = names.next()?;
            let is_zip =
                matches!(function.as_str(), "from" | "indexed") && names.next()? == "Zip" && call.args.len() == 1;
            let producers = vec![unparenthesised(call.args.first()?)];
            is_zip.then(|| Producers { producers, broadcast: vec![false], indexed: function == "indexed" })
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
pub fn untyped(pattern: &Pat) -> &Pat {
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

/// The same behind an accumulator, and with indices in front of the items.
fn of_items(
    closure: &ExprClosure,
    count: usize,
    folds: bool,
    place: Option<&TokenStream>,
    number: &Ident,
) -> Option<TokenStream> {
    let body = &closure.body;
    let mut inputs = closure.inputs.iter();
    let accumulator = if folds { Some(untyped(inputs.next()?)) } else { None };
    let indices = if place.is_some() { Some(untyped(inputs.next()?)) } else { None };
    let pattern = nested(inputs.clone()).filter(|_| inputs.len() == count)?;
    let accumulator = accumulator.map(|accumulator| quote!(#accumulator,));
    Some(match (indices, place) {
        (Some(indices), Some(place)) => {
            quote!(|#accumulator (#number, #pattern)| { let #indices = #place; #body })
        }
        _ => quote!(|#accumulator #pattern| #body),
    })
}

/// `azip!((y in &mut y, &x in &x) *y = x)`, `azip!((index (i, j), y in &mut y) *y = i as f64)`
struct Azip {
    index: Option<Pat>,
    producers: Vec<(Pat, Expr)>,
    body: Expr,
}

impl Parse for Azip {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let list;
        syn::parenthesized!(list in input);
        let mut producers = Vec::new();
        let mut index = None;
        let ahead = list.fork();
        if ahead.parse::<Ident>().is_ok_and(|ident| ident == "index") && !ahead.peek(Token![in]) {
            list.parse::<Ident>()?;
            index = Some(Pat::parse_single(&list)?);
            list.parse::<Token![,]>()?;
        }
        while !list.is_empty() {
            let pattern = Pat::parse_single(&list)?;
            list.parse::<Token![in]>()?;
            producers.push((pattern, list.parse()?));
            if !list.is_empty() {
                list.parse::<Token![,]>()?;
            }
        }
        let body = input.parse()?;
        Ok(Azip { index, producers, body })
    }
}

/// The macro as the `Zip` that it stands for.
pub fn of_azip(call: &syn::Macro) -> Option<Expr> {
    let Azip { index, producers, body } = syn::parse2(call.tokens.clone()).ok()?;
    let span = call.path.segments.last()?.ident.span();
    let (patterns, arrays): (Vec<Pat>, Vec<Expr>) = producers.into_iter().unzip();
    let (first, rest) = arrays.split_first()?;
    let start = if index.is_some() { quote_spanned!(span=> Zip::indexed) } else { quote_spanned!(span=> Zip::from) };
    let patterns: Punctuated<Pat, Token![,]> = index.into_iter().chain(patterns).collect();
    expression(quote_spanned!(span=> #start(#first)#(.and(#rest))*.for_each(|#patterns| #body)))
}
