//! `jvp` of slices: tangents are taken where users have them, and `&mut` arguments are written where they are.
//!
//! Otherwise a driver of the runtime packs all arguments into one owned value, which copies slices.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use syn::{GenericParam, Type};

use super::wrappers::{Writer, plain_type};
use super::{Surface, is_slice, owned_type, space};
use crate::emit::one_or_tuple;
use crate::ir::Passing;
use crate::lower::{passing, row_type};

impl Surface<'_> {
    /// There is a slice, and nothing whose tangent has another form than it has in the signature.
    pub fn takes_tangents_in_place(&self) -> bool {
        let is_generic =
            self.item.sig.generics.params.iter().any(|parameter| matches!(parameter, GenericParam::Type(_)));
        let has_slice = self.parameters.iter().any(|parameter| {
            let (passing, behind) = passing(&parameter.ty);
            passing != Passing::Value && is_slice(behind)
        });
        let is_plain = |ty: &Type| row_type(passing(ty).1).is_none();
        has_slice
            && !is_generic
            && self
                .parameters
                .iter()
                .all(|parameter| parameter.view.is_none() && parameter.callable.is_none() && is_plain(&parameter.ty))
    }
}

impl Writer<'_> {
    /// The tangents as parameters, and the body.
    pub fn jvp_in_place(&self, output: &TokenStream) -> (Vec<TokenStream>, TokenStream) {
        let surface = self.surface;
        let jac = surface.runtime();
        let (mut parameters, mut seeds, mut primals, mut dots) =
            (Vec::new(), TokenStream::new(), Vec::new(), Vec::new());
        let (mut values, mut tangents) = (Vec::new(), Vec::new());
        let (value, derivative) = (&self.value, &self.derivative);
        if surface.has_result() {
            values.push(quote!(#value));
            tangents.push(quote!(#derivative));
        }
        for (parameter, tangent) in surface.parameters.iter().zip(&self.tangents) {
            let name = &parameter.name;
            let (_, behind) = passing(&parameter.ty);
            let owned = owned_type(&parameter.ty, &jac);
            let is_input = parameter.differentiable && !parameter.output_only;
            let is_passed_in_place = parameter.passing == Passing::Shared && is_slice(behind);
            if is_input {
                parameters.push(match behind {
                    _ if parameter.passing == Passing::Value => quote!(#tangent: #jac::Plain<#behind>),
                    Type::Slice(slice) if is_passed_in_place => {
                        let element = plain_type(&slice.elem, &jac);
                        quote!(#tangent: impl #jac::SlicePlain<#element>)
                    }
                    _ => {
                        let plain = plain_type(behind, &jac);
                        quote!(#tangent: impl #jac::IntoPlain<#plain, Plain = #jac::Plain<#owned>>)
                    }
                });
            }
            match parameter.passing {
                Passing::Value => {
                    if is_input {
                        seeds.extend(quote! {
                            let #tangent = #jac::given::<#owned>(&#jac::space_of(&#name).into_shape(), #tangent);
                        });
                    }
                    primals.push(quote!(#name));
                    dots.push(if is_input { quote!(#tangent) } else { quote!(#jac::zero()) });
                }
                Passing::Shared => {
                    let element = match behind {
                        Type::Slice(slice) => Some(&slice.elem),
                        _ => None,
                    };
                    if is_input {
                        seeds.extend(match element {
                            Some(element) => quote!(let #tangent = #jac::given_slice::<#element>(#name, &#tangent);),
                            None => {
                                let shape = space(behind, quote!(#name), &jac);
                                quote!(let #tangent = #jac::given::<#owned>(&#shape.into_shape(), #tangent.into_plain());)
                            }
                        });
                    }
                    primals.push(quote!(#name));
                    dots.push(match element {
                        _ if !is_input => quote!(::core::option::Option::None),
                        Some(_) => quote!(::core::option::Option::Some(#tangent.elements())),
                        None => quote!(::core::option::Option::Some(&#tangent)),
                    });
                }
                Passing::Mutable => {
                    let shape = space(behind, quote!(&*#name), &jac);
                    seeds.extend(if is_input {
                        quote!(let mut #tangent = #jac::given::<#owned>(&#shape.into_shape(), #tangent.into_plain());)
                    } else {
                        quote!(let mut #tangent = #shape.zero::<1>();)
                    });
                    let whole = is_slice(behind).then(|| quote!([..]));
                    primals.push(quote!(&mut *#name));
                    dots.push(quote!(&mut #tangent #whole));
                }
            }
        }
        for written in surface.written() {
            let position = surface.parameters.iter().position(|parameter| parameter.var == written.var);
            let (name, tangent) = (&written.name, &self.tangents[position.expect("it is one of them")]);
            values.push(quote!(#jac::snapshot(&*#name)));
            tangents.push(quote!(#tangent));
        }
        let (values, tangents) = (one_or_tuple(&values), one_or_tuple(&tangents));
        let both = self.both();
        let (arguments, all) = (&surface.arguments, Literal::u128_unsuffixed(surface.all));
        let body = quote! {
            use #jac::IntoPlain as _;
            #seeds
            let (#value, #derivative) =
                Self::__tangent::<#(#arguments,)* 1, #all>(#jac::Sweep, #(#primals,)* #(#dots,)*);
            let (#value, #derivative) = #jac::product_of::<#output>(#values, #tangents);
            #both
        };
        (parameters, body)
    }
}
