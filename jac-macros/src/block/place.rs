//! Methods that return a reference to a part of `self`: `fn row(&self, i: usize) -> &[f64]`.
//!
//! Before: such a method of a block with the attribute. After: an `Index` by a type of the runtime that stands for the method and its arguments, and what
//! chooses the same place in companions. So `*m.at(i, j)` is a place like `m[(i, j)]`. A method that takes `&mut self` is one that can be written.

use proc_macro2::TokenStream;
use quote::quote;
use syn::visit_mut::{self, VisitMut};
use syn::{FnArg, ImplItemFn, ItemImpl, Pat, ReturnType, Type, Visibility};

use super::choice::{Choice, is_reference_to_slice};
use super::{configuration, is_own};
use crate::derive::name_hash;
use crate::errors::Errors;
use crate::hygiene::Names;
use crate::ir::{Passing, sibling};

const NOT_A_PLACE: &str = "a differentiable method that returns a reference can only choose a place: `&self.field[i]`, behind `let`, `if` and `match`; \
    return the value of what is computed, or leave the method out with `#[differentiable(skip)]`";

const RETURNS_SELF: &str = "a differentiable method cannot return `self` for another call behind it; return nothing and write a statement for each call, \
    or take and return it by value: `fn add(mut self, ..) -> Self`";

const NOT_MUTABLE: &str = "a part of `&self` is returned as `&`, and one of `&mut self` as `&mut`";

const LENT_BY_MUTABLE: &str = "a differentiable method that changes `self` cannot return a part of it as `&`: return nothing, and read the part behind the call, \
    as a field or by a method that takes `&self`";

/// The method returns a reference to a part of what it is called on, as far as its signature tells.
pub fn chooses(function: &ImplItemFn) -> bool {
    let by_reference = matches!(super::receiver(&function.sig), Some(Passing::Shared | Passing::Mutable));
    by_reference && matches!(&function.sig.output, ReturnType::Type(_, ty) if matches!(**ty, Type::Reference(_)))
}

/// What finds the place in companions.
pub fn expand(
    block: &ItemImpl,
    function: &ImplItemFn,
    vis: &Visibility,
    jac: &TokenStream,
    errors: &mut Errors,
) -> Option<TokenStream> {
    if let Some(own) = function.attrs.iter().find(|attribute| is_own(attribute)) {
        errors.at(own, "a method that returns a reference has no options");
    }
    let ReturnType::Type(_, result) = &function.sig.output else { return None };
    let Type::Reference(reference) = &**result else { return None };
    let own = &block.self_ty;
    if matches!(&*reference.elem, Type::Path(path) if path.path.is_ident("Self")) || reference.elem == *own {
        errors.at(result, RETURNS_SELF);
        return None;
    }
    let receiver = super::receiver(&function.sig)?;
    let mutable = reference.mutability.is_some();
    if mutable != (receiver == Passing::Mutable) {
        errors.at(result, if mutable { NOT_MUTABLE } else { LENT_BY_MUTABLE });
        return None;
    }
    if !function.sig.generics.params.iter().all(|parameter| matches!(parameter, syn::GenericParam::Lifetime(_))) {
        errors.at(
            &function.sig.generics,
            "a differentiable method that returns a reference has no parameters but lifetimes",
        );
    }
    let (mut patterns, mut types): (Vec<&Pat>, Vec<&Type>) = (Vec::new(), Vec::new());
    for input in function.sig.inputs.iter().skip(1) {
        let FnArg::Typed(input) = input else { return None };
        if let Type::Reference(_) = &*input.ty {
            errors.at(&input.ty, "what chooses a place is passed by value");
        }
        patterns.push(&input.pat);
        types.push(&input.ty);
    }
    if !errors.is_empty() {
        return None;
    }
    let name = name_hash(&function.sig.ident.to_string());
    let mut names = Names::new(quote!(#block));
    let output = &reference.elem;
    let configured: Vec<_> = configuration(&block.attrs).into_iter().chain(configuration(&function.attrs)).collect();
    let mut shared_body = function.block.clone();
    Shared.visit_block_mut(&mut shared_body);
    let (index, pattern) = (quote!(#jac::Part<#name, (#(#types,)*)>), quote!(#jac::Part((#(#patterns,)*))));
    let choice = |body| Choice {
        jac,
        own,
        generics: &block.generics,
        configured: &configured,
        index: index.clone(),
        pattern: pattern.clone(),
        body,
        slice: is_reference_to_slice(result),
        refusal: NOT_A_PLACE,
    };
    let (shared, body) = (choice(&shared_body), &function.block);
    shared.check_generics(errors);
    let in_companion = shared.shared(&mut names, errors)?;
    let (head, params, predicates) = (shared.head(), shared.params(), shared.predicates());
    let written = if mutable {
        let in_companion = choice(body).mutable(&mut names, errors)?;
        Some(quote! {
            #in_companion
            #head
            impl<#params> ::core::ops::IndexMut<#index> for #own
            where
                #predicates
            {
                #[inline(always)]
                fn index_mut(&mut self, #pattern: #index) -> &mut Self::Output #body
            }
        })
    } else {
        None
    };
    let finder = sibling(&function.sig.ident, "__method", function.sig.ident.span());
    Some(quote! {
        #head
        impl<#params> #own
        where
            #predicates
        {
            #[doc(hidden)]
            #[inline(always)]
            #vis const fn #finder(&self) -> #jac::ReturnsReference {
                #jac::ReturnsReference
            }
        }
        #head
        impl<#params> ::core::ops::Index<#index> for #own
        where
            #predicates
        {
            type Output = #output;
            #[inline(always)]
            fn index(&self, #pattern: #index) -> &Self::Output #shared_body
        }
        #in_companion
        #written
    })
}

/// Chooses the same place behind a shared reference.
struct Shared;

impl VisitMut for Shared {
    fn visit_expr_reference_mut(&mut self, reference: &mut syn::ExprReference) {
        reference.mutability = None;
        visit_mut::visit_expr_reference_mut(self, reference);
    }
}
