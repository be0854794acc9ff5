//! Bodies in a trait.
//!
//! Before: a function of a trait with the attribute that has a body there, and its shape. After: the derivatives of the body, as those of a function that is generic over a type
//! with the trait; a trait that chooses between these and those of the `impl`, by the names of its functions (`Chosen` of the runtime); and functions with the names of derivatives, which are
//! those of what is chosen.

use std::rc::Rc;

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{FnArg, ItemFn, ReceiverKind, TraitItem, TraitItemFn, TypeParamBound};

use super::shape::{Receiver, Shape, again, arguments_type, packed, pulled};
use super::{Through, in_place_of_self};
use crate::block::{WrittenSelf, written_out};
use crate::errors::Errors;
use crate::hygiene::Names;
use crate::ir::sibling;
use crate::lower::ungroup;
use crate::options;
use crate::surface::Subject;

impl Through {
    /// The derivatives of a body in the trait, and what chooses them or those of the `impl`.
    #[allow(clippy::too_many_arguments)]
    pub fn derivatives_of_body(
        &self,
        function: &TraitItemFn,
        shape: &Shape,
        wrt: Option<Vec<Ident>>,
        attribute: &TokenStream,
        slot: usize,
        names: &mut Names,
        errors: &mut Errors,
    ) -> TokenStream {
        let Through { item, own, runtime, width, mask, .. } = self;
        let (vis, name, body) = (&item.vis, self.beside(function, "_derivatives"), self.beside(function, "_body"));
        let (params, parameters) = self.generics();
        let (of_trait, method) = (&item.ident, &function.sig.ident);
        let of_trait = quote!(#of_trait<#(#parameters),*>);
        let mut options = options::parse(attribute.clone(), &mut Errors::default());
        options.wrt = wrt;
        options.traits = Rc::clone(&self.traits);
        let derivatives = self.free_function(function, &of_trait, &body, &mut options, names, errors);
        let derivatives = derivatives.and_then(|(function, subject)| {
            crate::expand::derivatives(&function, subject, &options, names, errors).map(|derivatives| derivatives.items)
        });
        let all = shape.with_receiver();
        let (arguments, output) = (arguments_type(&all, runtime), &shape.output);
        let (key, kind) = (self.beside(function, ""), shape.kind(runtime));
        let source = quote!(#runtime::SourceOf<Self, #kind, { #key }, #arguments, #output>);
        let source_of_own = in_place_of_self(source.clone(), own);
        let besides = match shape.receiver {
            Receiver::Shared => vec![quote!(#runtime::Space), quote!('static)],
            Receiver::Data => vec![quote!('static)],
            Receiver::None | Receiver::Value | Receiver::Mutable => shape.besides(runtime),
        };
        let of_key = &item.ident;
        let bodies = quote!(<#own as #runtime::BlockOf<{ #of_key.number }>>::Bodies);
        let source_type = self.beside(function, "_source");
        let chosen = quote!(<#bodies as #runtime::Chosen<#slot>>::Source<#source_type<#(#parameters),*>>);
        let (values, dots, bars) =
            (super::shape::names(&all, ""), super::shape::names(&all, "_dot"), super::shape::names(&all, "_bar"));
        let (packed_values, packed_dots) = (packed(&values), packed(&dots));
        let (again, packed_again) = again(&all, &values, &bars);
        let packed_again = packed(&packed_again);
        let (pulled, packed_pulled) = pulled(&all, &bars);
        let packed_pulled = packed(&packed_pulled);
        let of_own = in_place_of_self(quote!(#arguments), own);
        let output_of_own = in_place_of_self(quote!(#output), own);
        let note = format!(
            "put `#[differentiable]` on the `impl` of `{}`; a body there that stands in the place of that of the trait has derivatives, too, \
             with what the trait has as `wrt`",
            item.ident
        );
        let message = format!("`{{Self}}` has no derivatives of `{method}` that are found through `{}`", item.ident);
        quote! {
            #derivatives

            #[doc(hidden)]
            #[allow(non_camel_case_types, dead_code, unreachable_pub)]
            #vis struct #source_type<#(#params),*>;

            #[diagnostic::on_unimplemented(message = #message, label = "the trait has the attribute", note = #note)]
            #[doc(hidden)]
            #[allow(non_camel_case_types, dead_code, unreachable_pub)]
            #vis trait #name<#(#params),*>: #(#besides)+* {
                type Source: #source where Self: ::core::marker::Sized;
            }

            #[automatically_derived]
            #[allow(private_interfaces)]
            impl<#(#params,)* #own: #(#besides)+*> #name<#(#parameters),*> for #own
            where
                #own: #runtime::BlockOf<{ #of_key.number }>,
                #bodies: #runtime::Chosen<#slot>,
                #chosen: #source_of_own,
            {
                type Source = #chosen;
            }

            #[doc(hidden)]
            #[automatically_derived]
            #[allow(unused, private_interfaces, clippy::all, clippy::pedantic, clippy::nursery)]
            impl<#(#params,)* #own: #of_trait> #source_of_own for #source_type<#(#parameters),*> {
                #[inline(always)]
                fn tangent_of_source<'jac, const #width: usize, const #mask: u128>(
                    #packed_values: <#of_own as #runtime::Arguments>::Values<'jac>,
                    #packed_dots: <#of_own as #runtime::Arguments>::Tangents<'jac, #width>,
                ) -> (#output_of_own, #runtime::Tangent<#output_of_own, #width>) {
                    #body::__tangent::<#(#parameters,)* #own, #width, #mask>(#runtime::Sweep, #(#values,)* #(#dots,)*)
                }

                #[inline(always)]
                fn pullback_of_source<const #width: usize, const #mask: u128>(
                    #packed_values: <#of_own as #runtime::Arguments>::Values<'_>,
                    tape: &mut #runtime::Tape,
                ) -> (
                    #output_of_own,
                    impl for<'jac> ::core::ops::Fn(
                        &#runtime::Tape,
                        <#of_own as #runtime::Arguments>::Again<'jac, #width>,
                        #runtime::Tangent<#output_of_own, #width>
                    ) -> <#of_own as #runtime::Arguments>::Pulled<#width> + use<#(#parameters,)* #own, #width, #mask>,
                ) {
                    let (value, pull) =
                        #body::__pullback::<#(#parameters,)* #own, #width, #mask>(#runtime::Sweep, #(#values,)* tape);
                    (
                        value,
                        move |
                            tape: &#runtime::Tape,
                            #packed_again: <#of_own as #runtime::Arguments>::Again<'_, #width>,
                            seed: #runtime::Tangent<#output_of_own, #width>
                        | {
                            let (#(#pulled,)*) = pull(tape, #(#again,)* seed);
                            #packed_pulled
                        },
                    )
                }
            }
        }
    }

    /// The body outside of the trait: what it is called on is a parameter like any other, of a type of which the trait is known.
    pub fn free_function(
        &self,
        function: &TraitItemFn,
        of_trait: &TokenStream,
        name: &Ident,
        options: &mut options::Options,
        names: &mut Names,
        errors: &mut Errors,
    ) -> Option<(ItemFn, Subject)> {
        let Through { item, own, .. } = self;
        let (params, _) = self.generics();
        let TraitItemFn { sig, default, .. } = function;
        let types = item.items.iter().filter_map(|item| match item {
            TraitItem::Type(associated) => Some(associated.ident.to_string()),
            _ => None,
        });
        let written_self = WrittenSelf::of_trait(own, of_trait, types.collect());
        let mut sig = sig.clone();
        let subject = Subject {
            name: format!("{}::{}", item.ident, sig.ident),
            link: format!("the method [`{}::{}`]", item.ident, sig.ident),
            path: {
                let method = &sig.ident;
                quote!(<#own as #of_trait>::#method)
            },
            is_method: true,
            owner: None,
        };
        sig.ident = name.clone();
        sig.generics.params = params.into_iter().cloned().collect();
        sig.generics.params.push(syn::parse_quote!(#own: #of_trait));
        let span = sig.receiver().map_or_else(proc_macro2::Span::call_site, |receiver| receiver.self_token.span);
        let this = names.fresh("this", span);
        if let Some(FnArg::Receiver(receiver)) = sig.inputs.first() {
            let mutable = &receiver.mutability;
            let typed: FnArg = match &receiver.kind {
                ReceiverKind::Reference(and, lifetime, mutability) => {
                    syn::parse_quote!(#mutable #this: #and #lifetime #mutability Self)
                }
                _ => syn::parse_quote!(#mutable #this: Self),
            };
            sig.inputs[0] = typed;
            options.receiver = Some(this.clone());
        }
        let vis = &item.vis;
        match syn::parse2(written_out(quote!(#vis #sig #default), &this, &written_self)) {
            Ok(mut item) => {
                ungroup(&mut item);
                Some((item, subject))
            }
            Err(error) => {
                errors.push(error);
                None
            }
        }
    }

    /// What has the names of derivatives of a body in the trait. It is found through bounds alone, whatever is imported: a type that is named may have a function of this name of its own,
    /// which goes before that of the trait.
    pub fn found_by_bounds(&self, function: &TraitItemFn, shape: &Shape) -> TokenStream {
        let (vis, runtime, own) = (&self.item.vis, &self.runtime, &self.own);
        let (params, parameters) = self.generics();
        let (found, derivatives) = (self.beside(function, "_found"), self.beside(function, "_derivatives"));
        let derivatives = quote!(super::#derivatives<#(#parameters),*>);
        let (key, kind) = (self.beside(function, ""), shape.kind(runtime));
        let (arguments, output) = (arguments_type(&shape.with_receiver(), runtime), &shape.output);
        let source = quote! {
            <<Self as #derivatives>::Source as #runtime::SourceOf<Self, #kind, { super::#key }, #arguments, #output>>
        };
        let sweeps = self.sweeps_by(function, shape, &source, "source");
        let (of_trait, method) = (&self.item.ident, &function.sig.ident);
        let message = format!("`{{Self}}` has no derivatives of `{method}` that are found through `{of_trait}`");
        let finder = (shape.receiver != Receiver::None).then(|| {
            let (name, handle) = (&function.sig.ident, self.beside(function, "_method"));
            let finder = sibling(name, "__method", name.span());
            quote! {
                #[inline(always)]
                fn #finder(&self) -> super::#handle<#(#parameters,)* Self>
                where
                    Self: ::core::marker::Sized,
                {
                    super::#handle(::core::marker::PhantomData)
                }
            }
        });
        quote! {
            #[doc(hidden)]
            #[allow(non_snake_case, unused, unreachable_pub, private_interfaces, private_bounds, missing_docs)]
            #vis mod #found {
                use super::*;

                #[diagnostic::on_unimplemented(
                    message = #message,
                    label = "the trait has the attribute, and a body of this function",
                    note = "put `#[differentiable]` on the `impl` of the trait"
                )]
                pub trait NotToBeImported<#(#params),*>: #derivatives {
                    #(#sweeps)*
                    #finder
                }

                #[automatically_derived]
                impl<#(#params,)* #own: ?::core::marker::Sized + #derivatives> NotToBeImported<#(#parameters),*> for #own {}
            }
        }
    }

    /// What a type must have for a function with a body.
    pub fn asked_of_body(&self, function: &TraitItemFn) -> TypeParamBound {
        let (_, parameters) = self.generics();
        let found = self.beside(function, "_found");
        syn::parse_quote!(#found::NotToBeImported<#(#parameters),*>)
    }
}
