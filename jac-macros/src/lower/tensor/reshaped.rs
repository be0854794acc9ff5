//! Arrays that change their shape where they stand, and products that are written into an array.
//!
//! Before: `y.swap_axes(0, 1)`, `y.push_row(row).unwrap()`, `general_mat_mul(1.0, &a, &b, 0.0, &mut c)`. After: an assignment of an
//! array of the new shape, a method of what is written.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, ExprMethodCall, UnOp};

use super::written::{changes, consumes, hidden, is_part};
use super::{Plain, element, expression, is_of_linalg, is_place, unparenthesised};

/// Methods that change the shape of what they are called on.
pub const RESHAPING: &[&str] = &[
    "append",
    "collapse_axis",
    "invert_axis",
    "merge_axes",
    "permute_axes",
    "push",
    "push_column",
    "push_row",
    "remove_index",
    "reverse_axes",
    "slice_axis_inplace",
    "slice_collapse",
    "slice_each_axis_inplace",
    "swap_axes",
];

impl Plain {
    /// Where an array is that can get another shape; through a mutable view it would be another one.
    fn reshapable(&self, array: &Expr) -> Option<TokenStream> {
        let array = unparenthesised(array);
        if !is_place(array) || !self.is_array(array) {
            return None;
        }
        match array {
            Expr::Path(path) => {
                let name = path.path.get_ident()?.to_string();
                if self.known.fixed.contains(&name) {
                    return None;
                }
                let is_reference = self.known.references.contains(&name);
                Some(if is_reference { quote!(*#array) } else { quote!(#array) })
            }
            Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => {
                self.reshapable(&unary.expr).map(|_| quote!(#array))
            }
            _ => None,
        }
    }

    /// `y.swap_axes(0, 1)`, `y.push_row(row).unwrap()`, `x.move_into(&mut y)`, `x.first()`
    pub fn reshaping(&self, call: &ExprMethodCall) -> Option<Expr> {
        let (array, span) = (&call.receiver, call.method.span());
        let arguments: Vec<&Expr> = call.args.iter().collect();
        let method = call.method.to_string();
        match (method.as_str(), arguments.as_slice()) {
            ("unwrap" | "expect", _) => self.extended(array),
            ("swap_axes", [first, second]) => {
                let place = self.reshapable(array)?;
                expression(quote_spanned!(span=> #place = #array.jac_swapped_axes(#first, #second)))
            }
            ("invert_axis", [axis]) => {
                let place = self.reshapable(array)?;
                expression(quote_spanned!(span=> #place = #array.jac_inverted_axis(#axis)))
            }
            ("reverse_axes", []) => {
                let place = self.reshapable(array)?;
                expression(quote_spanned!(span=> #place = #array.jac_t()))
            }
            ("slice_axis_inplace", [axis, slice]) => {
                let place = self.reshapable(array)?;
                let slice = plain_slice(slice);
                expression(quote_spanned!(span=> #place = #array.jac_slice_axis(#axis, #slice)))
            }
            ("move_into" | "assign_to", [target]) if self.is_array(array) => {
                let target = match unparenthesised(target) {
                    Expr::Reference(reference) if reference.mutability.is_some() => &reference.expr,
                    target => target,
                };
                let is_reference = matches!(unparenthesised(array), Expr::Path(path)
                    if path.path.get_ident().is_some_and(|name| self.known.references.contains(&name.to_string())));
                expression(if is_reference {
                    quote_spanned!(span=> #target.assign(#array))
                } else {
                    quote_spanned!(span=> #target.assign(&#array))
                })
            }
            ("select", [axis, indices]) if self.is_array(array) => {
                let indices = match unparenthesised(indices) {
                    Expr::Reference(reference) => &reference.expr,
                    indices => indices,
                };
                expression(quote_spanned!(span=> #array.jac_select(#axis, #indices.to_vec())))
            }
            ("pow2", []) if self.is_array(array) => {
                let element = hidden("__jac_element", span);
                expression(quote_spanned!(span=> #array.mapv(|#element| #element * #element)))
            }
            ("first", []) if is_place(array) && self.is_vector(array) => expression(quote_spanned!(span=>
                if #array.is_empty() { None } else { Some(&#array[0]) }
            )),
            ("last", []) if is_place(array) && self.is_vector(array) => expression(quote_spanned!(span=>
                if #array.is_empty() { None } else { Some(&#array[#array.shape()[0] - 1]) }
            )),
            ("get", [index]) if is_place(array) && self.is_array(array) => {
                let indices: Vec<&Expr> = match unparenthesised(index) {
                    Expr::Array(list) => list.elems.iter().collect(),
                    Expr::Tuple(list) => list.elems.iter().collect(),
                    index => vec![index],
                };
                let axes = 0..indices.len();
                expression(quote_spanned!(span=>
                    if #((#indices) < #array.shape()[#axes])&&* { Some(&#array[#index]) } else { None }
                ))
            }
            ("zip", [other]) => {
                let other = match unparenthesised(other) {
                    Expr::Reference(reference) if reference.mutability.is_none() => unparenthesised(&reference.expr),
                    other if self.is_borrowed(other) => other,
                    _ => return None,
                };
                let axes = self.axes(other).filter(|_| is_place(other))?;
                if axes.0 == Some(1) {
                    return None;
                }
                expression(quote_spanned!(span=> #array.zip(#other.jac_elements().iter())))
            }
            _ => None,
        }
    }

    fn is_vector(&self, array: &Expr) -> bool {
        self.axes(array).is_some_and(|axes| axes.0 == Some(1))
    }

    /// `y.append(axis, other)`, `y.push_row(row)`, `y.push_column(column)`, which are unwrapped; `x.first()`, too, if it is a number
    fn extended(&self, call: &Expr) -> Option<Expr> {
        let Expr::MethodCall(call) = unparenthesised(call) else { return None };
        let (array, span, runtime) = (&call.receiver, call.method.span(), &self.runtime);
        let arguments: Vec<&Expr> = call.args.iter().collect();
        let appended = |axis: TokenStream, other: TokenStream| {
            let place = self.reshapable(array)?;
            expression(quote_spanned!(span=> #place = #array.jac_concatenated(#axis, &(#other))))
        };
        let axis = |axis: usize| quote_spanned!(span=> #runtime::of_ndarray::Axis(#axis));
        match (call.method.to_string().as_str(), arguments.as_slice()) {
            ("append", [axis, other]) => appended(quote!(#axis), quote!(#other)),
            ("push", [axis, part]) => appended(quote!(#axis), quote_spanned!(span=> (#part).jac_insert_axis(#axis))),
            ("push_row", [row]) => {
                let axis = axis(0);
                appended(axis.clone(), quote_spanned!(span=> (#row).jac_insert_axis(#axis)))
            }
            ("push_column", [column]) => {
                let axis = axis(1);
                appended(axis.clone(), quote_spanned!(span=> (#column).jac_insert_axis(#axis)))
            }
            ("as_slice", []) if self.is_array(array) => expression(quote_spanned!(span=> &#array.jac_elements())),
            ("first", []) if is_place(array) && self.is_array(array) && !self.is_vector(array) => {
                let element = element(array, span);
                expression(quote_spanned!(span=> &#element))
            }
            _ => None,
        }
    }

    /// `general_mat_mul(alpha, &a, &b, beta, &mut c)`
    pub fn scaled_product(&self, call: &syn::ExprCall) -> Option<Expr> {
        let Expr::Path(path) = &*call.func else { return None };
        let name = path.path.segments.last()?.ident.to_string();
        if !is_of_linalg(&path.path) {
            return None;
        }
        let method = match name.as_str() {
            "general_mat_mul" => "jac_mat_mul",
            "general_mat_vec_mul" => "jac_mat_vec_mul",
            _ => return None,
        };
        let span = call.func.span();
        let method = Ident::new(method, span);
        let arguments: Vec<&Expr> = call.args.iter().collect();
        let [factor, left, right, kept, target] = arguments.as_slice() else { return None };
        let target = match unparenthesised(target) {
            Expr::Reference(reference) if reference.mutability.is_some() => &reference.expr,
            target => target,
        };
        if let Expr::MethodCall(view) = unparenthesised(target)
            && super::written::is_part(&view.method.to_string())
        {
            let name = hidden("__jac_product", span);
            return expression(quote_spanned!(span=> {
                let mut #name = #target;
                #name.#method(#factor, #left, #right, #kept);
            }));
        }
        expression(quote_spanned!(span=> #target.#method(#factor, #left, #right, #kept)))
    }
}

impl Plain {
    fn is_lost_part(&self, view: &Expr) -> bool {
        matches!(unparenthesised(view), Expr::MethodCall(view) if is_part(&view.method.to_string()) && self.is_array(&view.receiver))
    }

    /// A mutable view without a name that can be followed: the method that makes it.
    fn lost_view<'a>(&self, expression: &'a Expr) -> Option<&'a Ident> {
        let changed = match expression {
            Expr::MethodCall(call) if is_part(&call.method.to_string()) && self.is_array(&call.receiver) => {
                return Some(&call.method);
            }
            Expr::MethodCall(call) if consumes(&call.method.to_string()) && self.is_lost_part(&call.receiver) => {
                return Some(&call.method);
            }
            Expr::MethodCall(call) if changes(&call.method.to_string()) => &call.receiver,
            Expr::Reference(reference) if reference.mutability.is_some() => &reference.expr,
            _ => return None,
        };
        let Expr::MethodCall(call) = unparenthesised(changed) else { return None };
        let call = match unparenthesised(&call.receiver) {
            Expr::MethodCall(inner) if matches!(call.method.to_string().as_str(), "unwrap" | "expect") => inner,
            _ => call,
        };
        let of_view = match unparenthesised(&call.receiver) {
            Expr::MethodCall(view) => is_part(&view.method.to_string()) || consumes(&view.method.to_string()),
            Expr::Path(path) => path.path.get_ident().is_some_and(|name| {
                let name = name.to_string();
                self.known.written.contains(&name) || self.known.mutable_views.contains(&name)
            }),
            _ => false,
        };
        (of_view && consumes(&call.method.to_string())).then_some(&call.method)
    }
}

/// Methods of arrays that are refused, and what to write instead.
const REFUSED: &[(&str, &str)] = &[
    (
        "as_slice_memory_order",
        "the order of elements in memory may be another one in a derivative; write `as_slice`, or `iter`",
    ),
    ("as_slice_mut", "elements are written one by one, or by `iter_mut`, `assign`, `fill`; write `y[i] = ..`"),
    ("collapse_axis", "write `index_axis`, which gives a view"),
    ("first_mut", "write `y[0] = ..`"),
    ("get_mut", "write `y[i] = ..`"),
    (
        "into_shape",
        "the order of its elements is that of the memory, which may be another one in a derivative; write `into_shape_with_order`",
    ),
    ("into_dimensionality", "write `into_shape_with_order((n, m))`"),
    ("last_mut", "write `y[n - 1] = ..`"),
    ("map_axis_mut", "write a loop over `lanes_mut`"),
    ("merge_axes", "write `into_shape_with_order`"),
    ("partition", "sort a `Vec`, or choose by index"),
    ("permute_axes", "write `permuted_axes`, which gives an array"),
    ("remove_index", "write `concatenate!` of two slices"),
    ("slice_collapse", "write `slice`, which gives a view"),
    ("slice_each_axis", "write `slice`"),
];

impl Plain {
    /// Refuses what arrays have and no derivative can tell of, at the name of the method.
    pub fn refuse(&mut self, expression: &mut Expr) {
        if let Some(method) = self.lost_view(expression) {
            let made = if consumes(&method.to_string()) { format!("view_mut().{method}") } else { method.to_string() };
            let axes = if method == "permuted_axes" { " with axes as numbers" } else { "" };
            let message = format!(
                "`{method}` gives a mutable view that has no name here; give it one in a statement of its own, `let mut part = y.{made}(..);`{axes}"
            );
            self.refused.push((method.span(), message));
            *expression = syn::parse_quote!({});
            return;
        }
        let Expr::MethodCall(call) = expression else { return };
        if let Some(changed) = super::zip::changing_closure(call) {
            let message = "a closure of `Zip` cannot change what is around it, as `Zip` leaves the order open; use `fold`, or a `for` loop over iterators";
            self.refused.push((changed, message.to_owned()));
            *expression = syn::parse_quote!({});
            return;
        }
        if let (Expr::Call(inner), "unwrap" | "expect") = (unparenthesised(&call.receiver), &*call.method.to_string())
            && let Some(span) = super::made::joins_a_list(inner)
        {
            let message = "arrays that are joined are listed where they are joined, `&[a.view(), b.view()]`; or append one after the other, `y.append(axis, a.view()).unwrap()`";
            self.refused.push((span, message.to_owned()));
            *expression = inner.args[0].clone();
            return;
        }
        let call = match unparenthesised(&call.receiver) {
            Expr::MethodCall(inner) if matches!(call.method.to_string().as_str(), "unwrap" | "expect") => inner.clone(),
            _ => call.clone(),
        };
        if RESHAPING.iter().any(|method| call.method == method)
            && let Expr::Path(path) = unparenthesised(&call.receiver)
            && path.path.get_ident().is_some_and(|name| self.known.fixed.contains(&name.to_string()))
        {
            let message = format!(
                "`{}` changes the shape of a mutable view, and of no array: what it is a view of then is not known; take `&mut Array`, or change the array",
                call.method
            );
            self.refused.push((call.method.span(), message));
            *expression = *call.receiver;
            return;
        }
        let Some((method, instead)) = REFUSED.iter().find(|(method, _)| call.method == method) else { return };
        if !self.is_array(&call.receiver) {
            return;
        }
        self.refused.push((call.method.span(), format!("`{method}` of an array cannot be differentiated: {instead}")));
        *expression = *call.receiver;
    }
}

/// `Slice::from(1..)` as `Slice::new(1, None, 1)`: a range stands for what a loop goes through.
pub fn plain_slice(slice: &Expr) -> Expr {
    let Expr::Call(call) = unparenthesised(slice) else { return slice.clone() };
    let (Expr::Path(path), Some(Expr::Range(range))) = (&*call.func, call.args.first().map(unparenthesised)) else {
        return slice.clone();
    };
    let mut function = path.clone();
    match function.path.segments.last_mut() {
        Some(last) if last.ident == "from" => last.ident = Ident::new("new", last.ident.span()),
        _ => return slice.clone(),
    }
    let start = range.start.as_ref().map_or(quote!(0), |start| quote!((#start) as isize));
    let end = match (&range.end, &range.limits) {
        (None, _) => quote!(None),
        (Some(end), syn::RangeLimits::HalfOpen(_)) => quote!(Some((#end) as isize)),
        // What stands behind the last index from the end is no number.
        (Some(_), syn::RangeLimits::Closed(_)) => return slice.clone(),
    };
    expression(quote_spanned!(call.span()=> #function(#start, #end, 1))).unwrap_or_else(|| slice.clone())
}
