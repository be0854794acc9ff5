//! Functions as parameters, in signatures; and named functions as what is passed for them (see `ir::callable`).
//!
//! Of `f: impl Fn(f64) -> f64` a sweep takes the code, whose parameters are what the code captures, references to the arguments, and what stands
//! beside these, and the environment: its type, references to it, and its tangents.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use syn::{GenericParam, ItemFn, Type, WherePredicate};

use super::Surface;
use super::derivatives::anonymous;
use crate::analysis::called::{Called, Source, Use};
use crate::ir::*;
use crate::lower::passing;

/// The function without its type parameters that stand for functions: the sweeps have others.
pub fn without_function_types(item: &ItemFn) -> ItemFn {
    let mut item = item.clone();
    let functions: Vec<String> =
        crate::lower::function_types(&item.sig.generics).iter().map(ToString::to_string).collect();
    let is_function = |name: String| functions.contains(&name);
    let generics = &mut item.sig.generics;
    let kept = std::mem::take(&mut generics.params).into_iter();
    generics.params = kept
        .filter(|parameter| !matches!(parameter, GenericParam::Type(ty) if is_function(ty.ident.to_string())))
        .collect();
    if let Some(clause) = &mut generics.where_clause {
        let kept = std::mem::take(&mut clause.predicates).into_iter();
        clause.predicates = kept
            .filter(|predicate| {
                let bounded = match predicate {
                    WherePredicate::Type(predicate) => &predicate.bounded_ty,
                    _ => return true,
                };
                !matches!(bounded, Type::Path(path) if path.path.get_ident().is_some_and(|name| is_function(name.to_string())))
            })
            .collect();
    }
    item
}

impl Surface<'_> {
    pub(super) fn callables(&self) -> impl Iterator<Item = (&Parameter, &CallableParameter)> {
        self.parameters.iter().filter_map(|parameter| Some((parameter, parameter.callable.as_ref()?)))
    }

    pub(super) fn takes_functions(&self) -> bool {
        self.callables().next().is_some()
    }

    /// The types that stand for the parts of functions.
    pub(super) fn function_types(&self, is_pullback: bool) -> Vec<TokenStream> {
        let types = self.callables().flat_map(|(_, callable)| {
            let CallableParameter { code_type, environment_type, pullback_type, .. } = callable;
            [Some(code_type), Some(environment_type), is_pullback.then_some(pullback_type)]
        });
        types.flatten().map(|name| quote!(#name)).collect()
    }

    /// What the sweeps can do with functions.
    pub(super) fn function_bounds(&self, is_pullback: bool) -> Vec<TokenStream> {
        let jac = self.runtime();
        let width = &self.sweeps[0].width;
        let bounds = self.callables().flat_map(|(_, callable)| {
            let CallableParameter { inputs, output, code_type, environment_type, pullback_type, .. } = callable;
            let lent = quote!(#jac::Lent<'_, #environment_type>);
            let lent_inputs: Vec<TokenStream> = inputs
                .iter()
                .map(|ty| match passing(ty) {
                    (Passing::Mutable, ty) => quote!(&mut #ty),
                    (_, ty) => quote!(&#ty),
                })
                .collect();
            let output_dot = self.tangent_type(output);
            // What stands behind a `Box` is to live as long as that will. A pullback may be recorded on the tape, with the code of what is passed on.
            let passes_on = |called: &Called| called.uses.iter().any(|of| matches!(of, Use::PassedTo { .. }));
            let lasting = (self.recursive || self.called.iter().any(passes_on)).then(|| quote!(+ 'static));
            let environment_bound = quote!(#environment_type: #jac::Environment #lasting);
            let bounds = if is_pullback {
                let pairs = inputs.iter().map(|ty| {
                    let (passing, ty) = passing(ty);
                    let bar = self.cotangent_type(ty);
                    match passing {
                        Passing::Mutable => quote!((), &mut #bar),
                        _ => quote!(&#ty, ::core::option::Option<&#bar>),
                    }
                });
                vec![
                    environment_bound,
                    quote! {
                        #code_type: ::core::ops::Fn(#lent, #(#lent_inputs,)* &mut #jac::Tape)
                            -> (#output, #pullback_type) + ::core::marker::Copy #lasting
                    },
                    quote! {
                        #pullback_type: ::core::ops::Fn(
                            &#jac::Tape, #lent, #jac::LentCotangents<'_, #environment_type, #width>,
                            #(#pairs,)* #output_dot
                        ) + 'static
                    },
                ]
            } else {
                let dots = inputs.iter().map(|ty| {
                    let (passing, ty) = passing(ty);
                    let dot = self.tangent_type(ty);
                    match passing {
                        Passing::Mutable => quote!(&mut #dot),
                        _ => quote!(::core::option::Option<&#dot>),
                    }
                });
                vec![
                    environment_bound,
                    quote! {
                        #code_type: ::core::ops::Fn(
                            #lent, #jac::LentTangents<'_, #environment_type, #width>,
                            #(#lent_inputs,)* #(#dots),*
                        ) -> (#output, #output_dot) + ::core::marker::Copy
                    },
                ]
            };
            bounds.into_iter().map(anonymous).collect::<Vec<_>>()
        });
        bounds.collect()
    }

    /// The type of what the code of a function captures.
    pub(super) fn lent_type(&self, callable: &CallableParameter) -> TokenStream {
        let (jac, environment) = (self.runtime(), &callable.environment_type);
        quote!(#jac::Lent<'_, #environment>)
    }

    pub(super) fn beside_type(&self, callable: &CallableParameter, is_cotangent: bool) -> TokenStream {
        let (jac, environment, width) = (self.runtime(), &callable.environment_type, &self.sweeps[0].width);
        let vectors = if is_cotangent { quote!(LentCotangents) } else { quote!(LentTangents) };
        quote!(#jac::#vectors<'_, #environment, #width>)
    }

    /// `__calls`: what varies where this function calls those that it is passed.
    pub(super) fn calls(&self) -> TokenStream {
        if !self.takes_functions() {
            return TokenStream::new();
        }
        let of_parameters = self.called.iter().map(|Called { position, uses }| {
            let position = Literal::u128_unsuffixed(*position as Mask);
            let count = uses.iter().map(|call| if let Use::Called(sources) = call { sources.len() } else { 0 });
            let count = count.max().unwrap_or(0);
            let arguments = (0..count).map(|argument| {
                let sources: Vec<&Source> = uses
                    .iter()
                    .filter_map(|call| if let Use::Called(sources) = call { sources.get(argument) } else { None })
                    .collect();
                let masks: Vec<Literal> = sources.iter().map(|source| Literal::u128_unsuffixed(source.mask)).collect();
                let bit = Literal::u128_unsuffixed(1 << argument);
                let perhaps = Literal::u128_unsuffixed(perhaps_absent(argument));
                let always = sources.iter().any(|source| source.may_be_absent);
                let somewhere = if always { quote!(true) } else { quote!(!(#(mask & #masks != 0)&&*)) };
                quote! {
                    if #(mask & #masks != 0)||* {
                        calls |= #bit;
                        if #somewhere { calls |= #perhaps; }
                    }
                }
            });
            let passed = uses.iter().filter_map(|call| match call {
                Use::PassedTo { namesake: Some(namesake), position, mask } => {
                    let [position, mask] = [*position as Mask, *mask].map(Literal::u128_unsuffixed);
                    Some(quote!(calls |= #namesake::__calls(#position, #mask);))
                }
                Use::PassedTo { .. } => {
                    let everything = Literal::u128_unsuffixed(Mask::from(u64::MAX));
                    Some(quote!(calls |= #everything;))
                }
                Use::Called(_) => None,
            });
            quote!(if position == #position { #(#arguments)* #(#passed)* })
        });
        quote! {
            #[doc(hidden)]
            pub const fn __calls(position: u128, mask: u128) -> u128 {
                let mut calls = 0;
                #(#of_parameters)*
                calls
            }
        }
    }

    /// The function as one that is passed: all of its arguments are lent.
    pub(super) fn as_passed(&self) -> TokenStream {
        let is_value = |parameter: &Parameter| parameter.view.is_none() && !self.is_excluded(parameter);
        let fits = !self.subject.is_method
            && !self.takes_functions()
            && (self.has_result() || !self.written().is_empty())
            && !self.parameters.is_empty()
            && self.parameters.iter().all(is_value)
            && !self.parameters.iter().any(|parameter| crate::lower::row_type(passing(&parameter.ty).1).is_some())
            && self.is_determined();
        if !fits {
            return TokenStream::new();
        }
        let runtime = self.runtime();
        let (generics, where_clause) = (self.sweep_generics(), self.sweep_where(&self.sweeps[..1]));
        let crate::emit::SweepGenerics { width, mask } = &self.sweeps[0];
        let result = self.result_type();
        let behind_result: Type = syn::parse_quote!(#result);
        let result_dot = self.tangent_type(&behind_result);
        let (mut names, mut lent, mut dots, mut dot_names, mut bars, mut bar_names) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut lent_again = Vec::new();
        let (mut arguments, mut argument_dots, mut again, mut results, mut contributions) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (position, parameter) in self.parameters.iter().enumerate() {
            let (passing, behind) = passing(&parameter.ty);
            let [name, dot, bar, result] =
                ["argument", "dot", "bar", "result"].map(|stem| quote::format_ident!("{}_{}", stem, position));
            lent.push(match passing {
                Passing::Value => quote!(&#behind),
                _ => {
                    let ty = &parameter.ty;
                    quote!(#ty)
                }
            });
            let (dot_type, bar_type) = (self.tangent_type(behind), self.cotangent_type(behind));
            if passing == Passing::Mutable {
                dots.push(quote!(&mut #dot_type));
                lent_again.push(quote!(()));
                bars.push(quote!(&mut #bar_type));
            } else {
                dots.push(quote!(::core::option::Option<&#dot_type>));
                lent_again.push(anonymous(lent[position].clone()));
                bars.push(quote!(::core::option::Option<&#bar_type>));
            }
            if passing == Passing::Value {
                arguments.push(self.copied(parameter, &name));
                argument_dots.push(quote!(#dot.map_or_else(#runtime::zero, ::core::clone::Clone::clone)));
                contributions.push(if parameter.differentiable {
                    quote!(if let ::core::option::Option::Some(bar) = #bar { #runtime::accumulate(bar, #result); })
                } else {
                    TokenStream::new()
                });
                results.push(result);
            } else {
                arguments.push(quote!(#name));
                argument_dots.push(quote!(#dot));
                again.push(quote!(#name, #bar,));
            }
            names.push(name);
            dot_names.push(dot);
            bar_names.push(bar);
        }
        let captured = &self.arguments;
        let environment = quote!(#runtime::Sweep<#width, #mask>);
        let of_environment = |name: &str| {
            let name = quote::format_ident!("{}", name);
            quote!(#runtime::#name<'_, #environment, #width>)
        };
        let lent_sweep = quote!(#runtime::Lent<'_, #environment>);
        let [no_tangents, no_cotangents] = ["LentTangents", "LentCotangents"].map(of_environment);
        quote! {
            #[doc(hidden)]
            #[inline]
            pub fn __called_tangent #generics(
                _: #lent_sweep, _: #no_tangents, #(#names: #lent,)* #(#dot_names: #dots),*
            ) -> (#result, #result_dot) #where_clause {
                Self::__tangent(#runtime::Sweep::<#width, #mask>, #(#arguments,)* #(#argument_dots),*)
            }

            #[doc(hidden)]
            #[inline]
            pub fn __called_pullback #generics(
                _: #lent_sweep, #(#names: #lent,)* tape: &mut #runtime::Tape
            ) -> (
                #result,
                impl ::core::ops::Fn(
                    &#runtime::Tape, #lent_sweep, #no_cotangents, #(#lent_again, #bars,)* #result_dot
                ) + use<#(#captured,)* #width, #mask>
            ) #where_clause {
                let (value, pullback) = Self::__pullback(#runtime::Sweep::<#width, #mask>, #(#arguments,)* tape);
                (
                    value,
                    move |
                        tape: &#runtime::Tape,
                        _: #lent_sweep,
                        _: #no_cotangents,
                        #(#names: #lent_again, #bar_names: #bars,)*
                        seed: #result_dot
                    | {
                        let (#(#results,)*) = pullback(tape, #(#again)* seed);
                        #(#contributions)*
                    },
                )
            }
        }
    }

    /// The generic arguments that a pullback may depend on: of lifetimes, those of data that is passed by value.
    pub(super) fn captured(&self) -> Vec<TokenStream> {
        let held = super::held_lifetimes(self.parameters).into_iter().map(|lifetime| quote!(#lifetime));
        held.chain(self.arguments.iter().cloned()).chain(self.function_types(true)).collect()
    }
}
