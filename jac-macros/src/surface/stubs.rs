//! What stands in the place of what is not there, so that the compiler says why.
//!
//! Beside a function or a method with errors, these are all that it says. Of a derivative that a function does not have, or that was not asked for, the
//! namesake has a function that asks for a trait with the reason (`absent.rs` of the runtime).

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};
use syn::ReturnType;

use super::Surface;
use crate::ir::sibling;

/// What stands beside a function with errors, and reports them: a type whose length is the erroneous
/// constant. The compiler says no more about a type with an error in it, whatever is called on it.
pub fn stub(name: &Ident, vis: &syn::Visibility, errors: &TokenStream) -> TokenStream {
    quote! {
        #[allow(non_camel_case_types, dead_code)]
        #[doc(hidden)]
        #vis type #name = [(); { #errors 0 }];
    }
}

/// What is asked for where a method is called of which there is but a stub: of that type.
pub fn stubs_of_siblings(
    signature: &syn::Signature,
    namesake: &Ident,
    vis: &syn::Visibility,
    configured: &[&syn::Attribute],
) -> TokenStream {
    const ASKED: &[&str] = &["__tangent", "__pullback", "__linearized", "__depends"];
    let name = &signature.ident;
    let finder = signature.receiver().map(|_| {
        let finder = sibling(name, "__method", name.span());
        quote! {
            #(#configured)*
            #[doc(hidden)]
            #vis const fn #finder(&self) -> #namesake {
                loop {}
            }
        }
    });
    let asked = ASKED.iter().map(|asked| {
        let asked = sibling(name, asked, name.span());
        quote! {
            #(#configured)*
            #[doc(hidden)]
            #vis const #asked: #namesake = loop {};
        }
    });
    quote!(#finder #(#asked)*)
}

impl Surface<'_> {
    /// The derivatives that users may look for, and that a free function does not have.
    pub(super) fn absent(&self) -> TokenStream {
        if self.subject.is_method || self.options.inactive.is_some() || self.inputs().is_empty() {
            return TokenStream::new();
        }
        const OF_NUMBERS: &[&str] = &["gradient", "value_and_gradient", "hessian", "hvp", "vhp"];
        let gives_number = match &self.item.sig.output {
            ReturnType::Type(_, ty) => self.may_be_float(ty).is_some() && self.written().is_empty(),
            ReturnType::Default => false,
        };
        let (names, reason) = match () {
            () if self.takes_functions() => (&["jvp", "vjp", "gradient", "jacobian"][..], "TakesNoFunctions"),
            () if !self.has_derivative() => return TokenStream::new(),
            () if !gives_number => (OF_NUMBERS, "GivesOneNumber"),
            () if self.options.order < 2 => (&OF_NUMBERS[2..], "HasSecondDerivatives"),
            () => return TokenStream::new(),
        };
        let (runtime, reason) = (self.runtime(), Ident::new(reason, Span::call_site()));
        let absent = names.iter().map(|name| {
            // Products take tangents or a cotangent besides.
            let more = match *name {
                "jvp" | "hvp" | "vhp" => self.inputs().len(),
                "vjp" => 1,
                _ => 0,
            };
            let count = self.parameters.len() + more;
            let arguments = (0..count).map(|position| format_ident!("_{}", position));
            let name = Ident::new(name, Span::call_site());
            quote! {
                #[doc(hidden)]
                pub fn #name<Found>(#(#arguments: impl ::core::marker::Sized),*) -> Found
                where
                    for<'delayed> Self: #runtime::absent::#reason<'delayed>,
                {
                    ::core::unreachable!("nothing has it")
                }
            }
        });
        absent.collect()
    }
}
