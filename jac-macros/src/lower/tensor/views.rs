//! Views of arrays as parameters, and what is lent of arrays to functions that take them.
//!
//! In sweeps, a view is an owned array, a mutable view is `&mut` of one, and what stands behind a reference is that behind the same reference.
//! So a caller lends an array as a whole in the place of its view, and in the place of a view of a part a copy, which it writes back.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, Type};

use super::scopes::Free;
use super::written::{Part, hidden, root_of};
use super::{Plain, axes_of_name, expression, is_place, unparenthesised};

/// `ArrayView1<'_, f64>`, or with `prefix` for `ArrayView`.
fn is_type_of(path: &syn::Path, prefix: &str) -> bool {
    let name = path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
    cfg!(feature = "ndarray") && name.strip_prefix(prefix).is_some_and(|rest| axes_of_name(rest).is_some())
}

fn names(ty: &Type, prefix: &str) -> bool {
    match ty {
        Type::Path(path) => is_type_of(&path.path, prefix),
        Type::Paren(paren) => names(&paren.elem, prefix),
        Type::Group(group) => names(&group.elem, prefix),
        _ => false,
    }
}

/// A view of an array.
pub fn is_view(ty: &Type) -> bool {
    names(ty, "ArrayView")
}

/// A view that can be written.
pub fn is_mutable_view(ty: &Type) -> bool {
    names(ty, "ArrayViewMut")
}

/// A parameter that is a view of whatever kind, or a reference to one. A view behind `&mut` could be exchanged for another.
pub fn is_view_parameter(ty: &Type) -> bool {
    match ty {
        Type::Reference(reference) if reference.mutability.is_some() => is_mutable_view(&reference.elem),
        Type::Reference(reference) => is_view(&reference.elem) || is_mutable_view(&reference.elem),
        Type::Paren(paren) => is_view_parameter(&paren.elem),
        Type::Group(group) => is_view_parameter(&group.elem),
        ty => is_view(ty) || is_mutable_view(ty),
    }
}

/// A mutable view, or a view behind `&mut`.
pub fn may_be_written_through(ty: &Type) -> bool {
    match ty {
        Type::Reference(reference) => is_view(&reference.elem) || is_mutable_view(&reference.elem),
        Type::Paren(paren) => may_be_written_through(&paren.elem),
        Type::Group(group) => may_be_written_through(&group.elem),
        ty => is_mutable_view(ty),
    }
}

/// The type of the array that a view is of.
pub fn owned(ty: &Type, runtime: &TokenStream) -> Option<Type> {
    is_view(ty).then(|| array_of(ty, runtime))?
}

fn array_of(ty: &Type, runtime: &TokenStream) -> Option<Type> {
    match ty {
        Type::Paren(paren) => array_of(&paren.elem, runtime),
        Type::Group(group) => array_of(&group.elem, runtime),
        Type::Path(path) => {
            let mut path = path.clone();
            let last = path.path.segments.last_mut()?;
            let syn::PathArguments::AngleBracketed(arguments) = &mut last.arguments else { return None };
            let types = arguments.args.iter().filter(|argument| !matches!(argument, syn::GenericArgument::Lifetime(_)));
            let types: Vec<&syn::GenericArgument> = types.collect();
            arguments.args = syn::parse_quote!('static, #(#types),*);
            Some(syn::parse_quote_spanned!(ty.span()=> <#path as #runtime::Owned>::Array))
        }
        _ => None,
    }
}

/// What a parameter that is a view is in sweeps.
pub fn owned_parameter(ty: &Type, runtime: &TokenStream) -> Option<Type> {
    if !is_view_parameter(ty) {
        return None;
    }
    match ty {
        Type::Paren(paren) => owned_parameter(&paren.elem, runtime),
        Type::Group(group) => owned_parameter(&group.elem, runtime),
        Type::Reference(reference) => {
            let mut reference = reference.clone();
            *reference.elem = array_of(&reference.elem, runtime)?;
            Some(Type::Reference(reference))
        }
        ty if is_mutable_view(ty) => {
            let array = array_of(ty, runtime)?;
            Some(syn::parse_quote_spanned!(ty.span()=> &mut #array))
        }
        ty => array_of(ty, runtime),
    }
}

impl Plain {
    fn named_in<'a>(expression: &'a Expr, names: &std::collections::HashSet<String>) -> Option<&'a Ident> {
        let Expr::Path(path) = unparenthesised(expression) else { return None };
        path.path.get_ident().filter(|ident| names.contains(&ident.to_string()))
    }

    /// A mutable view that is a reference in sweeps: `&v` is `&*v`, and `v += w` is `*v += w`.
    pub fn through_reference(&self, expression: &mut Expr) {
        use syn::BinOp::{AddAssign, DivAssign, MulAssign, RemAssign, SubAssign};
        let place = match expression {
            Expr::Reference(reference) => &mut reference.expr,
            Expr::Binary(binary)
                if matches!(binary.op, AddAssign(_) | SubAssign(_) | MulAssign(_) | DivAssign(_) | RemAssign(_)) =>
            {
                &mut binary.left
            }
            _ => return,
        };
        if let Some(name) = Self::named_in(place, &self.known.mutable_views) {
            **place = syn::parse_quote_spanned!(name.span()=> *#name);
        }
    }

    /// What is lent to a function that takes a mutable view: `f(a.view_mut())`, `f(a.row_mut(i))`
    pub fn lending(&self, call: &syn::ExprCall) -> Option<Expr> {
        let span = call.func.span();
        let (mut lent, mut before, mut behind) = (call.clone(), TokenStream::new(), TokenStream::new());
        let mut changed = false;
        for (position, argument) in call.args.iter().enumerate() {
            // `f(&mut a.view_mut())` lends the same.
            let argument = match unparenthesised(argument) {
                Expr::Reference(reference) if reference.mutability.is_some() => &reference.expr,
                argument => argument,
            };
            let Expr::MethodCall(view) = unparenthesised(argument) else { continue };
            let whole = matches!(view.method.to_string().as_str(), "view_mut" | "reborrow") && view.args.is_empty();
            if whole && is_place(&view.receiver) && self.is_array(&view.receiver) {
                let array = &view.receiver;
                let is_reference = Self::named_in(array, &self.known.mutable_views).is_some()
                    || Self::named_in(array, &self.known.references).is_some();
                lent.args[position] =
                    if is_reference { (**array).clone() } else { expression(quote_spanned!(span=> &mut #array))? };
                changed = true;
            } else if let Some(part) = Part::of(argument, &format!("_{position}")) {
                // What else is passed must not have seen the part before the copy was made, or after.
                let root = root_of(part.array)?;
                let others = call.args.iter().enumerate().filter(|(other, _)| *other != position);
                if others.into_iter().any(|(_, other)| Free::in_expression(other, &root)) {
                    return None;
                }
                let copy = hidden(&format!("__jac_lent{position}"), span);
                let (bindings, read, written) = (&part.bindings, part.read(), part.written(&quote!(&#copy)));
                before.extend(quote_spanned!(span=> #bindings let mut #copy = #read;));
                behind.extend(quote_spanned!(span=> #written;));
                lent.args[position] = expression(quote_spanned!(span=> &mut #copy))?;
                changed = true;
            }
        }
        if !changed {
            return None;
        }
        if behind.is_empty() {
            return Some(Expr::Call(lent));
        }
        let value = hidden("__jac_value", span);
        expression(quote_spanned!(span=> { #before let #value = #lent; #behind #value }))
    }
}
