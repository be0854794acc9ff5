//! Arrays that are made: of elements, of other arrays, and what is unwrapped where it is made.

use proc_macro2::{Ident, Span};
use quote::quote_spanned;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Expr, ExprMethodCall, Pat, Token};

use super::written::hidden;
use super::{
    Axes, UNWRAPPED, array_type, expression, is_array_type, is_of_ndarray, is_place, levels, named, unparenthesised,
};

/// `x.mean().unwrap()`, `concatenate(axis, &[a, b]).unwrap()`
pub fn unwrapped(call: &ExprMethodCall) -> Option<Expr> {
    if call.method == "unwrap_or"
        && let Expr::MethodCall(inner) = unparenthesised(&call.receiver)
        && inner.method == "mean"
        && inner.args.is_empty()
        && is_place(&inner.receiver)
    {
        let (array, otherwise, span) = (&inner.receiver, &call.args, inner.method.span());
        return expression(
            quote_spanned!(span=> if #array.shape().contains(&0) { #otherwise } else { #array.jac_mean() }),
        );
    }
    if !matches!(call.method.to_string().as_str(), "unwrap" | "expect") {
        return None;
    }
    match unparenthesised(&call.receiver) {
        Expr::MethodCall(inner) => {
            let (_, instead) = UNWRAPPED.iter().find(|(name, _)| inner.method == name)?;
            let mut inner = inner.clone();
            inner.method = named(instead, inner.method.span());
            Some(Expr::MethodCall(inner))
        }
        Expr::Call(inner) => {
            let Expr::Path(path) = &*inner.func else { return None };
            let name = path.path.segments.last()?.ident.to_string();
            let mut arguments = inner.args.iter();
            let (first, second) = (arguments.next()?, arguments.next()?);
            let span = inner.func.span();
            if name == "from_shape" && view_type(&path.path) {
                return expression(quote_spanned!(span=> (#second).to_vec().jac_into_array1().jac_reshaped(#first)));
            }
            if name == "from_shape_vec" && is_array_type(&path.path) {
                return expression(quote_spanned!(span=> (#second).jac_into_array1().jac_reshaped(#first)));
            }
            let Expr::Reference(reference) = unparenthesised(second).clone() else { return None };
            if !is_of_ndarray(&path.path) {
                return None;
            }
            let Expr::Array(arrays) = unparenthesised(&reference.expr) else { return None };
            joined(&name, first, &arrays.elems.iter().collect::<Vec<_>>(), span)
        }
        _ => None,
    }
}

/// `concatenate(axis, &list)`, of a list that is made elsewhere.
pub fn joins_a_list(call: &syn::ExprCall) -> Option<Span> {
    let Expr::Path(path) = &*call.func else { return None };
    let name = path.path.segments.last()?.ident.to_string();
    let is_listed = |list: &Expr| matches!(unparenthesised(list), Expr::Reference(list) if matches!(unparenthesised(&list.expr), Expr::Array(_)));
    let joins = matches!(name.as_str(), "concatenate" | "stack") && call.args.len() == 2;
    (joins && !is_listed(&call.args[1])).then(|| call.args[1].span())
}

/// Arrays one behind the other, or one beside the other.
fn joined(name: &str, axis: &Expr, arrays: &[&Expr], span: Span) -> Option<Expr> {
    let raised = |array: &Expr| match name {
        "concatenate" => Some(quote_spanned!(span=> #array)),
        "stack" => Some(quote_spanned!(span=> (#array).view().insert_axis(#axis))),
        _ => None,
    };
    let (first, rest) = arrays.split_first()?;
    let first = raised(first)?;
    let joined = rest.iter().try_fold(quote_spanned!(span=> (#first).view()), |joined, array| {
        let array = raised(array)?;
        Some(quote_spanned!(span=> #joined.jac_concatenated(#axis, &(#array))))
    })?;
    expression(joined)
}

/// `array![..]`, `concatenate![axis, a, b]`, `stack![axis, a, b]`
pub fn of_macro(call: &syn::Macro) -> Option<Expr> {
    let name = call.path.segments.last()?.ident.to_string();
    let tokens = &call.tokens;
    let span = call.path.span();
    match name.as_str() {
        "array" => {
            let nested: Expr = syn::parse2(quote_spanned!(span=> [#tokens])).ok()?;
            let method = named(&format!("jac_into_array{}", levels(&nested)), span);
            expression(quote_spanned!(span=> #nested.#method()))
        }
        "azip" => super::zip::of_azip(call),
        "concatenate" | "stack" => {
            let arguments = Punctuated::<Expr, Token![,]>::parse_terminated.parse2(tokens.clone()).ok()?;
            let arguments: Vec<&Expr> = arguments.iter().collect();
            let (axis, arrays) = arguments.split_first()?;
            joined(&name, axis, arrays, span)
        }
        _ => None,
    }
}

/// `Array1::from_vec(v)`, `arr1(&[..])`
pub fn made_of_elements(call: &syn::ExprCall) -> Option<Expr> {
    let Expr::Path(path) = &*call.func else { return None };
    let name = path.path.segments.last()?.ident.to_string();
    if name == "from_shape_fn" && is_array_type(&path.path) {
        return of_function(call, array_type(&path.path)?);
    }
    let argument = call.args.first().filter(|_| call.args.len() == 1)?;
    let span = call.func.span();
    match (name.as_str(), unparenthesised(argument)) {
        ("from_vec", argument) if is_array_type(&path.path) => {
            expression(quote_spanned!(span=> (#argument).jac_into_array1()))
        }
        ("from", argument) if is_array_type(&path.path) => {
            expression(quote_spanned!(span=> (#argument).jac_into_array1()))
        }
        ("from", argument) if view_type(&path.path) => {
            expression(quote_spanned!(span=> (#argument).to_vec().jac_into_array1()))
        }
        ("from_iter", argument) if is_array_type(&path.path) => expression(match argument {
            Expr::MethodCall(_) | Expr::Range(_) => {
                quote_spanned!(span=> { let __jac_list = (#argument).collect::<Vec<_>>(); __jac_list.jac_into_array1() })
            }
            argument => {
                quote_spanned!(span=> { let __jac_list = (#argument).into_iter().collect::<Vec<_>>(); __jac_list.jac_into_array1() })
            }
        }),
        ("from_diag", Expr::Reference(reference)) if is_array_type(&path.path) => {
            let vector = &reference.expr;
            expression(quote_spanned!(span=> (#vector).jac_from_diag()))
        }
        ("from_diag", argument) if is_array_type(&path.path) => {
            expression(quote_spanned!(span=> (#argument).jac_from_diag()))
        }
        ("arr0", argument) if is_of_ndarray(&path.path) => {
            expression(quote_spanned!(span=> [#argument].jac_into_array1().jac_reshaped(())))
        }
        ("aview1", argument) if is_of_ndarray(&path.path) => {
            expression(quote_spanned!(span=> (#argument).to_vec().jac_into_array1()))
        }
        ("arr1" | "arr2" | "arr3", Expr::Reference(reference)) if is_of_ndarray(&path.path) => {
            let elements = &reference.expr;
            let method = named(&format!("jac_into_array{}", levels(elements)), span);
            matches!(unparenthesised(elements), Expr::Array(_))
                .then(|| expression(quote_spanned!(span=> #elements.#method())))?
        }
        _ => None,
    }
}

/// `Array2::from_shape_fn((n, m), |(i, j)| ..)`: the elements in logical order.
fn of_function(call: &syn::ExprCall, Axes(axes): Axes) -> Option<Expr> {
    let span = call.func.span();
    let (shape, function) = (call.args.first()?, unparenthesised(call.args.get(1)?));
    let Expr::Closure(function) = function else { return None };
    if !super::elementwise::is_pure(&Expr::Closure(function.clone())) {
        return None;
    }
    let pattern = match function.inputs.first()? {
        Pat::Type(typed) => &*typed.pat,
        pattern => pattern,
    };
    let body = &function.body;
    let indices: Vec<&Pat> = match pattern {
        Pat::Tuple(tuple) => tuple.elems.iter().collect(),
        Pat::Slice(slice) => slice.elems.iter().collect(),
        _ => Vec::new(),
    };
    let members = 0..indices.len();
    let lengths: Option<Vec<Expr>> = match unparenthesised(shape) {
        Expr::Tuple(tuple) => Some(tuple.elems.iter().cloned().collect()),
        Expr::Array(array) => Some(array.elems.iter().cloned().collect()),
        // The shape of another array.
        Expr::MethodCall(call) if !indices.is_empty() && (call.method == "dim" || call.method == "raw_dim") => {
            let array = &call.receiver;
            members.map(|axis| expression(quote_spanned!(span=> #array.shape()[#axis]))).collect()
        }
        // A tuple.
        Expr::Path(path) if !indices.is_empty() => {
            members.map(syn::Index::from).map(|member| expression(quote_spanned!(span=> #path.#member))).collect()
        }
        _ => None,
    };
    let position = hidden("__jac_position", span);
    let Some(lengths) = lengths else {
        // One length.
        return (matches!(axes, None | Some(1)) && matches!(pattern, Pat::Ident(_) | Pat::Wild(_)))
            .then(|| expression(quote_spanned!(span=> { let __jac_list = (0..#shape).map(|#pattern| #body).collect::<Vec<_>>(); __jac_list.jac_into_array1() })))?;
    };
    if indices.len() != lengths.len() || lengths.is_empty() {
        return None;
    }
    let names: Vec<Ident> = (0..lengths.len()).map(|axis| hidden(&format!("__jac_length{axis}"), span)).collect();
    // The last index runs fastest.
    let indices = indices.iter().enumerate().map(|(axis, index)| {
        let behind = &names[axis + 1..];
        let length = &names[axis];
        quote_spanned!(span=> let #index = #position #(/ #behind)* % #length;)
    });
    let count = names
        .iter()
        .map(|name| quote_spanned!(span=> #name))
        .reduce(|count, name| quote_spanned!(span=> #count * #name))?;
    expression(quote_spanned! {span=> {
        #(let #names: usize = #lengths;)*
        let __jac_list = (0..#count)
            .map(|#position| {
                #(#indices)*
                #body
            })
            .collect::<Vec<_>>();
        __jac_list.jac_into_array1().jac_reshaped((#(#names,)*))
    }})
}

/// `ArrayView1::..`
fn view_type(path: &syn::Path) -> bool {
    let Some(segment) = path.segments.iter().rev().nth(1) else { return false };
    segment.ident.to_string().strip_prefix("ArrayView").is_some_and(|rest| super::axes_of_name(rest).is_some())
}
