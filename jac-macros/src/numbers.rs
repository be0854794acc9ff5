//! The elementary functions of floats as methods that the compiler finds.
//!
//! Before: the table of rules. After, once, in the facade: a trait that `f32` and `f64` have, with handles like those of users' methods (see
//! `surface::handle`). What is called on a value whose type the macro does not know, and that turns out to be a float (`type Real = f64;`), finds its
//! derivatives here.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

use crate::ir::sibling;
use crate::rules::{RULES, Rule};
use crate::transform::partials::formula;

/// What `core` has.
const OF_CORE: &[&str] = &["abs", "copysign", "max", "min", "recip", "signum", "to_degrees", "to_radians"];

/// The rule has methods: those of the most arguments are called on floats only.
pub fn has_method(rule: &Rule) -> bool {
    rule.parameters.len() <= 2
}

/// The trait and the handles, for the module that has all of the runtime's names.
pub fn methods() -> TokenStream {
    let rules: Vec<&Rule> = RULES.iter().filter(|rule| has_method(rule)).collect();
    let declared = rules.iter().map(|rule| {
        let (finder, handle, gate) = (finder(rule), name(rule), gate(rule));
        quote!(#gate type #handle; #gate fn #finder(&self) -> Self::#handle;)
    });
    let implementations = ["f32", "f64"].map(|float| {
        let float = Ident::new(float, Span::call_site());
        let given = rules.iter().map(|rule| {
            let (finder, handle, gate) = (finder(rule), name(rule), gate(rule));
            quote! {
                #gate type #handle = #float::#handle;
                #gate #[inline(always)] fn #finder(&self) -> Self::#handle { #float::#handle }
            }
        });
        let handles = rules.iter().map(|rule| handle(rule, &float));
        quote! {
            mod #float { #(#handles)* }
            impl NumberMethods for ::core::primitive::#float { #(#given)* }
        }
    });
    quote! {
        #[allow(non_camel_case_types, non_snake_case, missing_docs)]
        pub trait NumberMethods { #(#declared)* }
        #(#implementations)*
    }
}

fn name(rule: &Rule) -> Ident {
    Ident::new(rule.name, Span::call_site())
}

fn finder(rule: &Rule) -> Ident {
    sibling(&name(rule), "__method", Span::call_site())
}

fn gate(rule: &Rule) -> TokenStream {
    if OF_CORE.contains(&rule.name) { TokenStream::new() } else { quote!(#[cfg(feature = "std")]) }
}

/// The handle of a method of a float: `tangent` and `pullback`, as for a user's method that takes `self` by value.
fn handle(rule: &Rule, float: &Ident) -> TokenStream {
    let (handle, gate) = (name(rule), gate(rule));
    let float = quote!(::core::primitive::#float);
    let lanes = quote!(super::super::Lanes<#float, W>);
    let parameters: Vec<Ident> = rule.parameters.iter().map(|name| Ident::new(name, Span::call_site())).collect();
    let (receiver, arguments) = parameters.split_first().expect("an elementary function has an argument");
    let is_float = |index: usize| !rule.partials[index].is_empty();
    let types: Vec<TokenStream> =
        (1..parameters.len()).map(|index| if is_float(index) { float.clone() } else { quote!(i32) }).collect();
    let vectors: Vec<TokenStream> =
        (1..parameters.len()).map(|index| if is_float(index) { lanes.clone() } else { quote!(()) }).collect();
    let dots: Vec<Ident> = arguments.iter().map(|argument| format_ident!("{}_dot", argument)).collect();
    // What is 0 is not computed.
    let scaled = |index: usize, by: TokenStream| match rule.partials[index] {
        "" | "0" => None,
        "1" => Some(by),
        partial => {
            let partial = formula(partial);
            Some(quote!(#by * (#partial)))
        }
    };
    let of_receiver = scaled(0, quote!(*dot)).map(|term| {
        quote! {
            if let ::core::option::Option::Some(dot) = dot && MASK & 1 != 0 {
                z_dot += #term;
            }
        }
    });
    let of_arguments = dots.iter().enumerate().filter_map(|(index, dot)| {
        let (term, bit) = (scaled(index + 1, quote!(#dot))?, 2_u128 << index);
        Some(quote!(if MASK & #bit != 0 { z_dot += #term; }))
    });
    let accumulated = scaled(0, quote!(z_bar)).map(|term| {
        quote! {
            if let ::core::option::Option::Some(bar) = bar && MASK & 1 != 0 {
                accumulate(bar, #term);
            }
        }
    });
    let contributions = (1..parameters.len()).map(|index| match scaled(index, quote!(z_bar)) {
        Some(term) => {
            let bit = 1_u128 << index;
            quote!(if MASK & #bit != 0 { #term } else { zero() })
        }
        None if is_float(index) => quote!(zero()),
        None => quote!(()),
    });
    quote! {
        #gate
        #[derive(Clone, Copy)]
        pub struct #handle;

        #gate
        #[allow(unused, clippy::all, clippy::pedantic)]
        impl #handle {
            #[inline(always)]
            pub fn kept(self, _: &#float) -> ::core::option::Option<#float> {
                ::core::option::Option::None
            }
            #[inline(always)]
            pub fn kept_vector<Vector>(self, _: &Vector) -> ::core::option::Option<Vector> {
                ::core::option::Option::None
            }
            #[inline(always)]
            pub fn tangent<const W: usize, const MASK: u128>(
                self,
                _: super::super::Sweep<W, MASK>,
                #receiver: &#float,
                #(#arguments: #types,)*
                dot: ::core::option::Option<&#lanes>,
                #(#dots: #vectors,)*
            ) -> (#float, #lanes) {
                use super::super::*;
                let #receiver = *#receiver;
                let z = #receiver.#handle(#(#arguments),*);
                let mut z_dot: #lanes = zero();
                #of_receiver
                #(#of_arguments)*
                (z, z_dot)
            }
            #[inline(always)]
            pub fn pullback<const W: usize, const MASK: u128>(
                self,
                _: super::super::Sweep<W, MASK>,
                #receiver: &#float,
                #(#arguments: #types,)*
                _: &mut super::super::Tape,
            ) -> (
                #float,
                impl ::core::ops::Fn(
                    &super::super::Tape,
                    ::core::option::Option<&#float>,
                    ::core::option::Option<&super::super::CotangentOf<#float, W>>,
                    #lanes,
                ) -> (#(#vectors,)*) + use<W, MASK>,
            ) {
                use super::super::*;
                let #receiver = *#receiver;
                let z = #receiver.#handle(#(#arguments),*);
                let pullback = move |
                    _: &Tape,
                    _: ::core::option::Option<&#float>,
                    bar: ::core::option::Option<&CotangentOf<#float, W>>,
                    z_bar: #lanes,
                | {
                    #accumulated
                    (#(#contributions,)*)
                };
                (z, pullback)
            }
        }
    }
}
