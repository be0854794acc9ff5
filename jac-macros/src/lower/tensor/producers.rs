//! What gives one part of an array after the other: `outer_iter`, `rows`, `lanes`, `windows` and the like.
//!
//! Before: a call of one of these. After: how many parts there are, and each by its number, as a view that has a derivative.

use proc_macro2::{Ident, TokenStream};
use quote::quote_spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ExprMethodCall};

use super::written::hidden;
use super::{Axes, Plain, expression, is_place, unparenthesised};

/// The parts of an array, in order.
pub struct Parts {
    pub count: TokenStream,
    /// The part whose number the given name has.
    pub part: TokenStream,
    /// The shape of the producer for `Zip`, as a dimension; none if it has one axis.
    pub dim: Option<TokenStream>,
    /// How many axes the shape has, if that is known.
    pub axes: Axes,
    pub mutable: bool,
}

impl Plain {
    /// The parts that a call gives, of an array that can be named twice.
    pub fn parts(&self, call: &ExprMethodCall, index: &Ident) -> Option<Parts> {
        let (array, span) = (&call.receiver, call.method.span());
        if !is_place(array) {
            return None;
        }
        let method = call.method.to_string();
        let axes = self.axes(array);
        let arguments: Vec<&Expr> = call.args.iter().collect();
        let mutable = method.ends_with("_mut");
        let is_matrix = axes.and_then(|axes| axes.0) == Some(2);
        let vector = |count: TokenStream, part: TokenStream| {
            let axes = Axes(Some(1));
            Some(Parts { count, part, dim: None, axes, mutable })
        };
        let lanes = |axis: TokenStream| {
            let lane = if mutable { quote_spanned!(span=> lane_mut) } else { quote_spanned!(span=> jac_lane) };
            Some(Parts {
                count: quote_spanned!(span=> #array.jac_lane_count(#axis)),
                part: quote_spanned!(span=> #array.#lane(#axis, #index)),
                dim: (!is_matrix).then(|| quote_spanned!(span=> #array.jac_lanes_dim(#axis))),
                axes: Axes(axes.and_then(|axes| axes.0?.checked_sub(1))),
                mutable,
            })
        };
        match (method.as_str(), arguments.as_slice()) {
            ("outer_iter", []) => {
                vector(quote_spanned!(span=> #array.shape()[0]), quote_spanned!(span=> #array.jac_outer(#index)))
            }
            ("outer_iter_mut", []) => {
                vector(quote_spanned!(span=> #array.shape()[0]), quote_spanned!(span=> #array.outer_mut(#index)))
            }
            ("axis_iter", [axis]) => vector(
                quote_spanned!(span=> #array.len_of(#axis)),
                quote_spanned!(span=> #array.jac_index_axis(#axis, #index)),
            ),
            ("axis_iter_mut", [axis]) => vector(
                quote_spanned!(span=> #array.len_of(#axis)),
                quote_spanned!(span=> #array.index_axis_mut(#axis, #index)),
            ),
            ("rows", []) if is_matrix => {
                vector(quote_spanned!(span=> #array.nrows()), quote_spanned!(span=> #array.jac_row(#index)))
            }
            ("columns", []) if is_matrix => {
                vector(quote_spanned!(span=> #array.ncols()), quote_spanned!(span=> #array.jac_column(#index)))
            }
            ("rows_mut", []) if is_matrix => {
                vector(quote_spanned!(span=> #array.nrows()), quote_spanned!(span=> #array.row_mut(#index)))
            }
            ("columns_mut", []) if is_matrix => {
                vector(quote_spanned!(span=> #array.ncols()), quote_spanned!(span=> #array.column_mut(#index)))
            }
            ("rows" | "rows_mut", []) => lanes(quote_spanned!(span=> #array.jac_last_axis())),
            ("columns" | "columns_mut", []) => lanes(quote_spanned!(span=> #array.jac_first_axis())),
            ("lanes" | "lanes_mut", [axis]) => lanes(quote_spanned!(span=> #axis)),
            ("windows", [size]) if axes.is_some() => Some(Parts {
                count: quote_spanned!(span=> #array.jac_window_count(#size)),
                part: quote_spanned!(span=> #array.jac_window(#size, #index)),
                dim: Some(quote_spanned!(span=> #array.jac_windows_dim(#size))),
                axes: axes?,
                mutable,
            }),
            ("windows_with_stride", [size, stride]) => Some(Parts {
                count: quote_spanned!(span=> #array.jac_strided_window_count(#size, #stride)),
                part: quote_spanned!(span=> #array.jac_strided_window(#size, #stride, #index)),
                dim: Some(quote_spanned!(span=> #array.jac_strided_windows_dim(#size, #stride))),
                axes: axes.unwrap_or(Axes(None)),
                mutable,
            }),
            ("exact_chunks" | "exact_chunks_mut", [size]) => {
                let chunk = if mutable { quote_spanned!(span=> chunk_mut) } else { quote_spanned!(span=> jac_chunk) };
                Some(Parts {
                    count: quote_spanned!(span=> #array.jac_chunk_count(#size)),
                    part: quote_spanned!(span=> #array.#chunk(#size, #index)),
                    dim: Some(quote_spanned!(span=> #array.jac_chunks_dim(#size))),
                    axes: axes.unwrap_or(Axes(None)),
                    mutable,
                })
            }
            ("axis_windows", [axis, size]) => vector(
                quote_spanned!(span=> #array.jac_axis_window_count(#axis, #size)),
                quote_spanned!(span=> #array.jac_stretch(#axis, #index, #index + #size)),
            ),
            ("axis_chunks_iter" | "axis_chunks_iter_mut", [axis, size]) => {
                let stretch =
                    if mutable { quote_spanned!(span=> stretch_mut) } else { quote_spanned!(span=> jac_stretch) };
                vector(
                    quote_spanned!(span=> #array.jac_axis_chunk_count(#axis, #size)),
                    quote_spanned!(span=> #array.#stretch(
                        #axis,
                        #index * #size,
                        (#index * #size + #size).min(#array.len_of(#axis)),
                    )),
                )
            }
            _ => None,
        }
    }
}

/// What is gone through: parts and elements, side by side or with their numbers.
pub enum Source {
    /// How many there are, and the item.
    Items {
        before: TokenStream,
        count: TokenStream,
        item: TokenStream,
        mutable: bool,
    },
    Zipped(Box<Source>, Box<Source>),
    Numbered(Box<Source>),
}

impl Source {
    /// A part that is written is among the items.
    pub fn writes(&self) -> bool {
        match self {
            Source::Items { mutable, .. } => *mutable,
            Source::Zipped(first, second) => first.writes() || second.writes(),
            Source::Numbered(source) => source.writes(),
        }
    }

    pub fn before(&self) -> TokenStream {
        match self {
            Source::Items { before, .. } => before.clone(),
            Source::Zipped(first, second) => {
                let mut before = first.before();
                before.extend(second.before());
                before
            }
            Source::Numbered(source) => source.before(),
        }
    }

    /// As many as the shortest has.
    pub fn count(&self) -> TokenStream {
        match self {
            Source::Items { count, .. } => count.clone(),
            Source::Zipped(first, second) => {
                let (first, second) = (first.count(), second.count());
                quote::quote!(usize::min(#first, #second))
            }
            Source::Numbered(source) => source.count(),
        }
    }

    /// The definitions of what a pattern binds: first all that is read, as a name in the pattern may be that of an array.
    pub fn bound(&self, pattern: &syn::Pat, index: &Ident) -> Option<TokenStream> {
        let mut bound = Bound::default();
        self.bind(pattern, index, &mut bound)?;
        let Bound { read, written, names, .. } = bound;
        Some(quote::quote!(#read #written #names))
    }

    fn bind(&self, pattern: &syn::Pat, index: &Ident, bound: &mut Bound) -> Option<()> {
        let span = index.span();
        match (self, pattern) {
            (source, syn::Pat::Paren(paren)) => source.bind(&paren.pat, index, bound),
            (Source::Items { item, mutable: true, .. }, pattern) => {
                bound.written.extend(quote_spanned!(span=> let #pattern = #item;));
                Some(())
            }
            (Source::Items { item, .. }, pattern) => {
                let name = hidden(&format!("__jac_item{}", bound.count), span);
                bound.count += 1;
                bound.read.extend(quote_spanned!(span=> let #name = #item;));
                bound.names.extend(quote_spanned!(span=> let #pattern = #name;));
                Some(())
            }
            (Source::Zipped(first, second), syn::Pat::Tuple(tuple)) if tuple.elems.len() == 2 => {
                first.bind(&tuple.elems[0], index, bound)?;
                second.bind(&tuple.elems[1], index, bound)
            }
            (Source::Numbered(source), syn::Pat::Tuple(tuple)) if tuple.elems.len() == 2 => {
                let number = &tuple.elems[0];
                bound.names.extend(quote_spanned!(span=> let #number = #index;));
                source.bind(&tuple.elems[1], index, bound)
            }
            _ => None,
        }
    }
}

/// What a pattern binds, in the order in which it is defined.
#[derive(Default)]
struct Bound {
    read: TokenStream,
    written: TokenStream,
    names: TokenStream,
    count: usize,
}

impl Plain {
    /// What an expression goes through, by numbers.
    pub fn source(&self, chain: &Expr, index: &Ident) -> Option<Source> {
        let span = index.span();
        let items = |count: TokenStream, item: TokenStream, mutable: bool| {
            Some(Source::Items { before: TokenStream::new(), count, item, mutable })
        };
        match unparenthesised(chain) {
            Expr::MethodCall(call) => match (call.method.to_string().as_str(), call.args.len()) {
                ("enumerate", 0) => Some(Source::Numbered(Box::new(self.source(&call.receiver, index)?))),
                ("into_iter", 0) if matches!(unparenthesised(&call.receiver), Expr::MethodCall(_)) => {
                    self.source(&call.receiver, index)
                }
                ("zip", 1) => {
                    let (first, second) = (self.source(&call.receiver, index)?, self.source(&call.args[0], index)?);
                    Some(Source::Zipped(Box::new(first), Box::new(second)))
                }
                ("iter", 0) if is_place(&call.receiver) || self.is_array(&call.receiver) => {
                    self.items_of(&call.receiver, index)
                }
                _ => {
                    let parts = self.parts(call, index)?;
                    items(parts.count, parts.part, parts.mutable)
                }
            },
            Expr::Reference(reference) if reference.mutability.is_none() && is_place(&reference.expr) => {
                self.items_of(&reference.expr, index)
            }
            Expr::Path(path) => {
                path.path.get_ident()?;
                self.is_borrowed(chain).then(|| self.items_of(chain, index))?
            }
            Expr::Range(syn::ExprRange {
                start: Some(start),
                end: Some(end),
                limits: syn::RangeLimits::HalfOpen(_),
                ..
            }) => items(
                quote_spanned!(span=> (#end).saturating_sub(#start)),
                quote_spanned!(span=> (#start) + #index),
                false,
            ),
            _ => None,
        }
    }

    /// The elements behind a reference.
    fn items_of(&self, list: &Expr, index: &Ident) -> Option<Source> {
        let span = index.span();
        let Some(axes) = self.axes(list) else {
            let count = quote_spanned!(span=> #list.len());
            let item = quote_spanned!(span=> &#list[#index]);
            return Some(Source::Items { before: TokenStream::new(), count, item, mutable: false });
        };
        if axes.0 == Some(1) && is_place(list) {
            let count = quote_spanned!(span=> #list.len_of(#list.jac_first_axis()));
            let item = quote_spanned!(span=> &#list[#index]);
            return Some(Source::Items { before: TokenStream::new(), count, item, mutable: false });
        }
        // Different places have different names.
        let spelled = |c: char| if c.is_ascii_alphanumeric() { c.to_string() } else { format!("_{:x}", u32::from(c)) };
        let name: String = quote::quote!(#list).to_string().chars().map(spelled).collect();
        let elements = hidden(&format!("__jac_elements_{name}"), span);
        Some(Source::Items {
            before: quote_spanned!(span=> let #elements = #list.jac_elements();),
            count: quote_spanned!(span=> #elements.len()),
            item: quote_spanned!(span=> &#elements[#index]),
            mutable: false,
        })
    }

    /// The arguments of what gives parts are those of when the loop began: with names, if they may change.
    pub fn with_arguments(&self, over: &Expr) -> Option<(TokenStream, Expr)> {
        struct Binding<'a>(TokenStream, &'a Plain);
        impl VisitMut for Binding<'_> {
            fn visit_expr_method_call_mut(&mut self, call: &mut ExprMethodCall) {
                visit_mut::visit_expr_mut(self, &mut call.receiver);
                let is_windows = call.method == "windows" && self.1.is_array(&call.receiver);
                if !is_windows && !is_of_arrays(call) {
                    call.args.iter_mut().for_each(|argument| self.visit_expr_mut(argument));
                    return;
                }
                let span = call.method.span();
                for argument in call.args.iter_mut().filter(|argument| !is_constant(argument)) {
                    let name = hidden(&format!("__jac_argument{}", self.0.clone().into_iter().count()), span);
                    self.0.extend(quote_spanned!(span=> let #name = #argument;));
                    *argument = syn::parse_quote!(#name);
                }
            }
            fn visit_expr_closure_mut(&mut self, _: &mut syn::ExprClosure) {}
        }
        let (mut binding, mut over) = (Binding(TokenStream::new(), self), over.clone());
        binding.visit_expr_mut(&mut over);
        (!binding.0.is_empty()).then_some((binding.0, over))
    }

    /// The indices of the element of a number, of an array with so many axes.
    pub fn place_of(&self, shape: &TokenStream, Axes(axes): Axes, number: &Ident) -> Option<TokenStream> {
        let span = number.span();
        let axes = axes.filter(|axes| *axes > 0)?;
        if axes == 1 {
            return Some(quote_spanned!(span=> #number));
        }
        let indices = (0..axes).map(|axis| {
            let behind = axis + 1..axes;
            quote_spanned!(span=> #number #(/ #shape[#behind])* % #shape[#axis])
        });
        Some(quote_spanned!(span=> (#(#indices),*)))
    }

    /// `x.indexed_iter()` in a chain
    pub fn indexed(&self, call: &ExprMethodCall) -> Option<Expr> {
        let (array, span) = (&call.receiver, call.method.span());
        if call.method != "indexed_iter" || !is_place(array) {
            return None;
        }
        let (number, element) = (hidden("__jac_number", span), hidden("__jac_element", span));
        let place = self.place_of(&quote_spanned!(span=> #array.shape()), self.axes(array)?, &number)?;
        expression(quote_spanned!(span=>
            #array.jac_elements().iter().enumerate().map(|(#number, #element)| (#place, #element))
        ))
    }
}

/// It is the same whenever it is evaluated: literals, and what has such a name already.
fn is_constant(argument: &Expr) -> bool {
    match unparenthesised(argument) {
        Expr::Lit(_) => true,
        Expr::Path(path) => path.path.get_ident().is_some_and(|name| name.to_string().starts_with("__jac_")),
        Expr::Call(call) => matches!(&*call.func, Expr::Path(_)) && call.args.iter().all(is_constant),
        Expr::Tuple(tuple) => tuple.elems.iter().all(is_constant),
        Expr::Array(array) => array.elems.iter().all(is_constant),
        _ => false,
    }
}

/// The methods that give parts, which nothing but arrays has.
const OF_ARRAYS: &[&str] =
    &["axis_chunks_iter", "axis_iter", "axis_windows", "exact_chunks", "lanes", "outer_iter", "windows_with_stride"];

/// The method is one of arrays, whatever it is called on.
pub fn is_of_arrays(call: &ExprMethodCall) -> bool {
    let method = call.method.to_string();
    OF_ARRAYS.contains(&method.strip_suffix("_mut").unwrap_or(&method))
}

impl Plain {
    /// What is made where it is gone through, at the start of a chain; and the chain, in which it has a name: `a.t().rows().into_iter().map(..)`
    pub fn made_at_start(&self, chain: &Expr, name: &Ident) -> Option<(Expr, Expr)> {
        const PARTS: &[&str] = &["columns", "indexed_iter", "into_iter", "iter", "rows", "windows"];
        let Expr::MethodCall(call) = unparenthesised(chain) else { return None };
        let mut renamed = call.clone();
        let gives_parts = is_of_arrays(call) || PARTS.iter().any(|method| call.method == method);
        if gives_parts && !is_place(&call.receiver) && self.is_array(&call.receiver) {
            let value = std::mem::replace(&mut *renamed.receiver, syn::parse_quote!(#name));
            return Some((value, Expr::MethodCall(renamed)));
        }
        let (value, receiver) = self.made_at_start(&call.receiver, name)?;
        *renamed.receiver = receiver;
        Some((value, Expr::MethodCall(renamed)))
    }

    /// The end of a chain over what is made where it is gone through.
    pub fn over_made(&self, call: &ExprMethodCall) -> Option<Expr> {
        const ENDS: &[&str] = &["collect", "fold", "for_each", "max_by", "min_by", "product", "sum"];
        if !ENDS.iter().any(|end| call.method == end) || !matches!(&*call.receiver, Expr::MethodCall(_)) {
            return None;
        }
        let span = call.method.span();
        let name = hidden("__jac_made_array", span);
        let (value, receiver) = self.made_at_start(&call.receiver, &name)?;
        let mut call = call.clone();
        *call.receiver = receiver;
        expression(quote_spanned!(span=> { let #name = #value; #call }))
    }
}
