//! Conversions: `impl From<Fahrenheit> for Celsius`, of which a type may have several.
//!
//! Before: the namesake of a conversion, with `__tangent` and `__pullback` of a function. After: a type that has these as the methods `tangent` and `pullback`,
//! which the compiler finds by the type and by what is converted (`Converts` in the runtime). A function `from` of the type itself has such a type beside it, too: the
//! caller does not know which of the two it calls.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{FnArg, GenericParam, ImplItemFn, Pat, Type};

use super::handle::{is_sweep, without_lifetimes};
use super::siblings::{Method, name_of, written_out};

#[derive(Clone, Copy)]
pub enum Conversion<'a> {
    /// Of the trait, from this type.
    OfTrait(&'a Type),
    /// Of the type itself.
    OfType,
}

impl Method<'_> {
    /// What has the derivatives of a conversion as methods.
    pub fn conversion(&self, conversion: Conversion, functions: &[ImplItemFn], runtime: &TokenStream) -> TokenStream {
        let derivatives = format_ident!("{}_derivatives", self.namesake);
        let (impl_generics, _, where_clause) = self.generics.split_for_impl();
        let (owner, vis, configured) = (self.owner, self.vis, &self.configured);
        let generics = without_lifetimes(self.generics);
        let (declared, _, _) = generics.split_for_impl();
        let arguments = super::own_arguments(&generics);
        let plain = generics.params.iter().map(|parameter| match parameter {
            GenericParam::Type(parameter) => parameter.ident.to_token_stream(),
            parameter => quote!(#parameter),
        });
        let types = generics.type_params().map(|parameter| &parameter.ident);
        let value = quote!(#derivatives(::core::marker::PhantomData));
        let found = match conversion {
            Conversion::OfTrait(argument) => quote! {
                #[automatically_derived]
                impl #impl_generics #runtime::Converts<#argument> for #owner #where_clause {
                    type Derivatives = #derivatives<#(#arguments),*>;
                    #[inline(always)]
                    fn derivatives() -> Self::Derivatives {
                        #value
                    }
                }
            },
            Conversion::OfType => quote! {
                #[automatically_derived]
                impl #impl_generics #owner #where_clause {
                    #[doc(hidden)]
                    #[inline(always)]
                    #vis fn __from_derivatives<Argument>(_: #runtime::Converted<Argument>) -> #derivatives<#(#arguments),*> {
                        #value
                    }
                }
            },
        };
        let sweeps = functions.iter().filter(|function| is_sweep(&function.sig.ident));
        let sweeps = sweeps.map(|function| self.sweep_of_conversion(function));
        quote! {
            #(#configured)*
            #[allow(dead_code, unused, non_camel_case_types, non_snake_case, private_interfaces, private_bounds, missing_docs, unreachable_pub)]
            #[allow(clippy::all, clippy::pedantic, clippy::nursery)]
            const _: () = {
                pub struct #derivatives<#(#plain),*>(::core::marker::PhantomData<fn() -> (#(#types,)*)>);

                #found

                #[automatically_derived]
                impl #declared #derivatives<#(#arguments),*> {
                    #(#sweeps)*
                }
            };
        }
    }

    /// A function of the namesake, as a method.
    fn sweep_of_conversion(&self, function: &ImplItemFn) -> TokenStream {
        let ImplItemFn { sig, .. } = function;
        let (namesake, sweep) = (self.namesake, &sig.ident);
        let name = Ident::new(sweep.to_string().trim_start_matches('_'), sweep.span());
        let is_own = |parameter: &&GenericParam| {
            let name = name_of(parameter);
            matches!(parameter, GenericParam::Lifetime(_))
                || !self.generics.params.iter().any(|own| name_of(own) == name)
        };
        let generics = sig.generics.params.iter().filter(is_own);
        let explicit = super::own_arguments(&sig.generics);
        let (output, where_clause) = (&sig.output, &sig.generics.where_clause);
        let (mut inputs, mut arguments) = (Vec::new(), Vec::new());
        for (position, input) in sig.inputs.iter().enumerate() {
            let FnArg::Typed(input) = input else { continue };
            let ident = match &*input.pat {
                Pat::Ident(pattern) => pattern.ident.clone(),
                _ => format_ident!("argument_{}", position),
            };
            let ty = &input.ty;
            inputs.push(quote!(#ident: #ty));
            arguments.push(ident);
        }
        let tokens = quote! {
            #[inline(always)]
            pub fn #name<#(#generics),*>(self, #(#inputs),*) #output #where_clause {
                #namesake::#sweep::<#(#explicit),*>(#(#arguments),*)
            }
        };
        written_out(tokens, namesake)
    }
}

/// What is found of a conversion of which there is but a stub.
pub fn stub_of_conversion(
    block: &syn::ItemImpl,
    argument: &Type,
    namesake: &Ident,
    runtime: &TokenStream,
) -> TokenStream {
    let (impl_generics, _, where_clause) = block.generics.split_for_impl();
    let owner = &block.self_ty;
    quote! {
        #[automatically_derived]
        #[allow(private_interfaces)]
        impl #impl_generics #runtime::Converts<#argument> for #owner #where_clause {
            type Derivatives = #namesake;
            fn derivatives() -> Self::Derivatives {
                loop {}
            }
        }
    }
}
