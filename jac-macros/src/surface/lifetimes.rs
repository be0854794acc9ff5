//! Names for the lifetimes of the user's types.
//!
//! Before: parameters as they are written, `x: &[f64]`. After: their types with a name for each lifetime, where generated code repeats them, and generics that declare these.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::visit_mut::{self, VisitMut};
use syn::{GenericParam, Generics, ItemFn, Lifetime, Type};

use super::Surface;
use crate::ir::{Parameter, Passing};
use crate::lower::passing;

impl Surface<'_> {
    /// Every parameter's type, with a name for each lifetime, and the generics that declare them.
    pub(super) fn named_types(&self) -> (Generics, Vec<Type>) {
        let mut named = Named { prefix: "jac", lifetimes: Vec::new() };
        let types = self.parameters.iter().map(|parameter| {
            named.named(if self.lends_view(parameter) { passing(&parameter.ty).1 } else { &parameter.ty })
        });
        let types = types.collect();
        let mut generics = self.item.sig.generics.clone();
        named.declare(&mut generics);
        (generics, types)
    }

    /// The same of the types that users give: views of arrays are views.
    pub(super) fn given_types(&self) -> (Generics, Vec<Type>) {
        let (mut generics, types) = self.named_types();
        let mut named = Named { prefix: "jac_view", lifetimes: Vec::new() };
        let given = self.parameters.iter().zip(types).map(|(parameter, ty)| match &parameter.view {
            Some(view) => named.named(view),
            None => ty,
        });
        let given = given.collect();
        named.declare(&mut generics);
        (generics, given)
    }

    /// The user's generics with every lifetime named, and then `more`.
    pub(super) fn with_named_lifetimes(&self, more: &[TokenStream]) -> TokenStream {
        lifetimes_first(&self.named_types().0, more)
    }

    /// The same for the types that users give.
    pub(super) fn with_given_lifetimes(&self, more: &[TokenStream]) -> TokenStream {
        lifetimes_first(&self.given_types().0, more)
    }
}

fn lifetimes_first(generics: &Generics, more: &[TokenStream]) -> TokenStream {
    let (lifetimes, rest): (Vec<_>, Vec<_>) =
        generics.params.iter().partition(|parameter| matches!(parameter, GenericParam::Lifetime(_)));
    quote!(<#(#lifetimes,)* #(#rest,)* #(#more),*>)
}

/// Gives names to the lifetimes of types that have none.
struct Named {
    prefix: &'static str,
    lifetimes: Vec<Lifetime>,
}

impl Named {
    fn name(&mut self) -> Lifetime {
        let lifetime = Lifetime::new(&format!("'{}_{}", self.prefix, self.lifetimes.len()), Span::call_site());
        self.lifetimes.push(lifetime.clone());
        lifetime
    }

    fn named(&mut self, ty: &Type) -> Type {
        let mut ty = ty.clone();
        self.visit_type_mut(&mut ty);
        ty
    }

    fn declare(self, generics: &mut Generics) {
        for lifetime in self.lifetimes {
            let declared: syn::LifetimeParam = syn::parse_quote!(#lifetime);
            generics.params.insert(0, GenericParam::Lifetime(declared));
        }
    }
}

/// Data that is passed by value is held by pullbacks: its lifetimes get names.
pub fn name_held_lifetimes(item: &mut ItemFn, parameters: &mut [Parameter]) {
    let mut named = Named { prefix: "jac_held", lifetimes: Vec::new() };
    for parameter in parameters.iter_mut().filter(|parameter| is_held(parameter)) {
        parameter.ty = named.named(&parameter.ty);
    }
    named.declare(&mut item.sig.generics);
}

/// Data that is passed by value, and may have a lifetime.
fn is_held(parameter: &Parameter) -> bool {
    !parameter.differentiable && parameter.passing == Passing::Value && parameter.callable.is_none()
}

/// The lifetimes in the types of such data, each once.
pub fn held_lifetimes(parameters: &[Parameter]) -> Vec<Lifetime> {
    struct Lifetimes(Vec<Lifetime>);
    impl<'ast> syn::visit::Visit<'ast> for Lifetimes {
        fn visit_lifetime(&mut self, lifetime: &'ast Lifetime) {
            if lifetime.ident != "static" && !self.0.contains(lifetime) {
                self.0.push(lifetime.clone());
            }
        }
        fn visit_type_fn_ptr(&mut self, _: &'ast syn::TypeFnPtr) {}
        fn visit_parenthesized_generic_arguments(&mut self, _: &'ast syn::ParenthesizedGenericArguments) {}
    }
    let mut lifetimes = Lifetimes(Vec::new());
    parameters
        .iter()
        .filter(|parameter| is_held(parameter))
        .for_each(|parameter| syn::visit::Visit::visit_type(&mut lifetimes, &parameter.ty));
    lifetimes.0
}

impl VisitMut for Named {
    fn visit_type_reference_mut(&mut self, reference: &mut syn::TypeReference) {
        if reference.lifetime.is_none() {
            reference.lifetime = Some(self.name());
        }
        visit_mut::visit_type_reference_mut(self, reference);
    }

    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        if lifetime.ident == "_" {
            *lifetime = self.name();
        }
    }

    // Their lifetimes are their own.
    fn visit_type_fn_ptr_mut(&mut self, _: &mut syn::TypeFnPtr) {}

    fn visit_parenthesized_generic_arguments_mut(&mut self, _: &mut syn::ParenthesizedGenericArguments) {}
}
