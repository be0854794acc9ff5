//! What the gradient checker asks of a struct.
//!
//! Before: the parts of the struct. After: `impl`s by which its numbers are perturbed one by one, if there is a checker.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{GenericParam, Member};

use super::Derivation;

impl Derivation<'_> {
    /// The struct can be perturbed by the gradient checker, if it can be cloned: only the compiler knows that, and it looks at bounds
    /// with a lifetime of their own only where they are needed.
    pub(super) fn coordinates(&self) -> TokenStream {
        let jac = self.facade.runtime();
        let name = &self.input.ident;
        let (_, arguments, _) = self.input.generics.split_for_impl();
        let own: Vec<_> = self.input.generics.params.iter().collect();
        let of_field = self.where_clause(&quote!(#jac::check::Coordinates));
        let types = self.input.generics.type_params().map(|parameter| &parameter.ident);
        let bounds =
            quote!(#of_field #(#types: 'static,)* for<'copied> #name #arguments: ::core::clone::Clone + 'copied);
        let members: Vec<&Member> =
            self.parts.iter().filter(|part| !part.constant && !part.number).map(|part| &part.member).collect();
        let by_value = checked_by_value(&jac, &own, &quote!(#name #arguments), &bounds, &self.checked);
        quote! {
            #jac::with_check! {
                #[automatically_derived]
                #[allow(unused, clippy::all, clippy::pedantic, clippy::nursery)]
                impl<#(#own),*> #jac::check::Coordinates for #name #arguments #bounds {
                    fn map_floats(&mut self, map: &mut dyn ::core::ops::FnMut(f64) -> f64) {
                        #(#jac::check::Coordinates::map_floats(&mut self.#members, map);)*
                    }
                }

                #by_value
            }
        }
    }
}

/// What the checker does with an argument that is passed by value.
pub(super) fn checked_by_value(
    jac: &TokenStream,
    own: &[&GenericParam],
    subject: &TokenStream,
    bounds: &TokenStream,
    checked: &Ident,
) -> TokenStream {
    quote! {
        #[automatically_derived]
        #[allow(unused, clippy::all, clippy::pedantic, clippy::nursery)]
        impl<#(#own),*> #jac::check::Perturb for #subject #bounds {
            type Owned = Self;
            type Lent<'a> = &'a Self;
            type View<'a> = Self;
            fn to_owned(&self) -> Self {
                ::core::clone::Clone::clone(self)
            }
            fn lend(owned: &mut Self) -> &Self {
                owned
            }
            fn view(lent: &mut &Self) -> Self {
                ::core::clone::Clone::clone(*lent)
            }
            fn map_floats(owned: &mut Self, map: &mut dyn ::core::ops::FnMut(usize, f64) -> f64) {
                #jac::check::Coordinates::map_floats(owned, &mut |x| map(0, x));
            }
        }

        #[automatically_derived]
        #[allow(unused, clippy::all, clippy::pedantic, clippy::nursery)]
        impl<#(#own,)* #checked: #jac::Function<Self>> #jac::check::Checkable<#checked> for #subject #bounds {
            fn sweeps(owned: &mut Self) -> #jac::check::Sweeps {
                #jac::check::Sweeps::of::<#checked, Self>(&::core::clone::Clone::clone(owned))
            }
            fn value(owned: &mut Self) -> #jac::Vec<::core::option::Option<f64>> {
                #jac::check::value::<#checked, Self>(&::core::clone::Clone::clone(owned))
            }
        }
    }
}
