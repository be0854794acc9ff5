//! `#[derive(Differentiable)]` on an enum: data that does not vary, like an integer.
//!
//! Its tangent space is the trivial one. The compiler checks that no variant holds what may vary.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{DataEnum, DeriveInput, Field, Fields};

use crate::errors::Errors;
use crate::facade::Facade;
use crate::hygiene::Names;

pub fn expand(input: &DeriveInput, data: &DataEnum, errors: &mut Errors) -> TokenStream {
    if !input.generics.params.is_empty() {
        errors.at(
            &input.generics.params,
            "an `enum` with generic parameters has no tangent space; keep it in a field marked `#[constant]`",
        );
    }
    let Some(placeholder) = data.variants.iter().min_by_key(|variant| variant.fields.len()) else {
        errors.at(&input.ident, "there is no value of this `enum`, and so nothing to differentiate");
        return TokenStream::new();
    };
    let facade = Facade::of_attributes(&input.attrs, errors);
    let (jac, name) = (facade.runtime(), &input.ident);
    let held = data.variants.iter().flat_map(|variant| &variant.fields).map(|field| {
        let ty = &field.ty;
        quote_spanned!(ty.span()=> #jac::held_by_enum::<#ty>();)
    });
    let variant = &placeholder.ident;
    let empty = |field: &Field| {
        let (ident, ty) = (field.ident.iter(), &field.ty);
        quote!(#(#ident:)* <#ty as #jac::Residual>::empty())
    };
    let empty = match &placeholder.fields {
        Fields::Unit => quote!(#name::#variant),
        Fields::Named(fields) => {
            let fields = fields.named.iter().map(empty);
            quote!(#name::#variant { #(#fields),* })
        }
        Fields::Unnamed(fields) => {
            let fields = fields.unnamed.iter().map(empty);
            quote!(#name::#variant(#(#fields),*))
        }
    };
    let bounds = quote!(where for<'copied> #name: ::core::clone::Clone + 'copied);
    let checked = Names::new(quote!(#input)).fresh("Checked", Span::call_site());
    let by_value = super::checked_by_value(&jac, &[], &quote!(#name), &bounds, &checked);
    quote! {
        const _: () = { #(#held)* };

        #jac::discrete_space!(#name);

        #[automatically_derived]
        impl #jac::Discrete for #name {}

        #[automatically_derived]
        impl #jac::Residual for #name {
            #[inline(always)]
            fn empty() -> Self {
                #empty
            }
        }

        #jac::with_check! {
            #[automatically_derived]
            impl #jac::check::Coordinates for #name #bounds {
                fn map_floats(&mut self, _: &mut dyn ::core::ops::FnMut(::core::primitive::f64) -> ::core::primitive::f64) {}
            }

            #by_value
        }
    }
}
