//! `impl Model` as the type of a parameter: a type parameter without a name.
//!
//! Before: a function whose parameters may have such types. After: the same with a name for each, behind the parameters that have one. Functions, `impl Fn(f64) -> f64`,
//! stay as they are, and so does what is bound by traits of the library's alone: it would stand for a float.

use syn::{FnArg, ItemFn, Type};

use super::generics::trait_of_users;
use crate::hygiene::Names;

pub fn name_types(item: &mut ItemFn, names: &mut Names) {
    let generics = &mut item.sig.generics;
    for (position, input) in item.sig.inputs.iter_mut().enumerate() {
        let FnArg::Typed(input) = input else { continue };
        let ty = behind(&mut input.ty);
        let Type::ImplTrait(anonymous) = &*ty else { continue };
        let named = |bound| trait_of_users(bound).filter(|name| !name.to_string().ends_with("Iterator"));
        let Some(of_users) = anonymous.bounds.iter().find_map(named) else { continue };
        let name = names.fresh(&format!("Impl{of_users}{position}"), anonymous.impl_token.span);
        let bounds = &anonymous.bounds;
        generics.params.push(syn::parse_quote!(#name: #bounds));
        *ty = syn::parse_quote!(#name);
    }
}

/// Behind references, lists and parentheses.
fn behind(ty: &mut Type) -> &mut Type {
    match ty {
        Type::Array(array) => behind(&mut array.elem),
        Type::Group(group) => behind(&mut group.elem),
        Type::Paren(paren) => behind(&mut paren.elem),
        Type::Reference(reference) => behind(&mut reference.elem),
        Type::Slice(slice) => behind(&mut slice.elem),
        ty => ty,
    }
}
