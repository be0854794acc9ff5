//! Which types of a signature or a struct must have a tangent space, as predicates that say so.
//!
//! Before: types that users wrote. After: a predicate for each part of them that the macro does not know. Of a predicate that does not hold
//! and mentions no parameter, the compiler says so once, and takes it for granted in what it guards, where it would say it again.

use std::collections::HashSet;

use proc_macro2::{Group, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{GenericArgument, GenericParam, Generics, PathArguments, Type, WherePredicate};

use crate::hygiene::identifiers;
use crate::lower::{is_discrete, names_array};

/// The predicates for the types, without those that mention a parameter of `generics`: these are their bounds.
pub fn predicates<'a>(
    types: impl Iterator<Item = &'a Type>,
    generics: &Generics,
    jac: &TokenStream,
) -> Vec<WherePredicate> {
    let predicates = unknown(types, generics).into_iter().map(|ty| {
        // With one span, or the compiler shows the way from the attribute to the type.
        let at = Span::call_site().located_at(ty.span());
        at_span(quote_spanned!(at=> #ty: #jac::Space), at)
    });
    predicates.filter_map(|predicate| syn::parse2(predicate).ok()).collect()
}

/// The parts of the types that the macro does not know, without those that mention a parameter of `generics`.
pub fn unknown<'a>(types: impl Iterator<Item = &'a Type>, generics: &Generics) -> Vec<&'a Type> {
    let parameters: HashSet<String> = generics.params.iter().map(name).collect();
    let mut all = Vec::new();
    types.for_each(|ty| parts(ty, &mut all));
    let mut found: Vec<&Type> = Vec::new();
    for ty in all {
        let tokens = quote!(#ty);
        // A lifetime that is left out has no name here.
        let holds_references = tokens.to_string().contains(['&', '\'']);
        let is_generic = identifiers(tokens).iter().any(|name| parameters.contains(name));
        if !holds_references && !is_generic && !found.contains(&ty) {
            found.push(ty);
        }
    }
    found
}

/// The parts of a type that are neither numbers nor made of others in a way that is known.
fn parts<'a>(ty: &'a Type, found: &mut Vec<&'a Type>) {
    match ty {
        Type::Array(array) => parts(&array.elem, found),
        Type::Slice(slice) => parts(&slice.elem, found),
        Type::Reference(reference) => parts(&reference.elem, found),
        Type::Paren(paren) => parts(&paren.elem, found),
        Type::Group(group) => parts(&group.elem, found),
        Type::Tuple(tuple) => tuple.elems.iter().for_each(|ty| parts(ty, found)),
        Type::Path(path) if path.qself.is_none() && !is_discrete(ty) && !names_array(ty) => {
            let last = path.path.segments.last().expect("a path has a segment");
            let PathArguments::AngleBracketed(arguments) = &last.arguments else {
                if !["f32", "f64", "Self"].iter().any(|known| path.path.is_ident(known)) {
                    found.push(ty);
                }
                return;
            };
            if ["Vec", "Option", "Result"].iter().any(|known| last.ident == known) {
                if let Some(GenericArgument::Type(ty)) = arguments.args.first() {
                    parts(ty, found);
                }
            } else if arguments.args.iter().all(|argument| matches!(argument, GenericArgument::Type(_))) {
                found.push(ty);
            }
        }
        _ => {}
    }
}

fn name(parameter: &GenericParam) -> String {
    match parameter {
        GenericParam::Type(parameter) => parameter.ident.to_string(),
        GenericParam::Const(parameter) => parameter.ident.to_string(),
        GenericParam::Lifetime(parameter) => parameter.lifetime.ident.to_string(),
    }
}

/// The tokens at one span.
fn at_span(tokens: TokenStream, span: Span) -> TokenStream {
    let at = |token| {
        let mut token = match token {
            TokenTree::Group(group) => Group::new(group.delimiter(), at_span(group.stream(), span)).into(),
            token => token,
        };
        token.set_span(span);
        token
    };
    tokens.into_iter().map(at).collect()
}
