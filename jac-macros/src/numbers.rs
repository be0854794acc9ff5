//! The elementary functions of floats, and what integers have of their names, as methods that the compiler finds.
//!
//! Before: the table of rules. After, once, in the facade: traits that numbers have, with handles like those of users' methods (see
//! `surface::handle`). What is called on a value whose type the macro does not know, and that turns out to be a number (`type Real = f64;`), finds its
//! derivatives here.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

use crate::ir::sibling;
use crate::rules::{CLAMP_AS_METHOD, RULES, Rule};
use crate::transform::partials::formula;

/// What `core` has.
const OF_CORE: &[&str] = &["abs", "clamp", "copysign", "max", "min", "recip", "signum", "to_degrees", "to_radians"];

/// What all integers have, and what those with a sign have besides.
const OF_INTEGERS: &[&str] = &["clamp", "div_euclid", "max", "min", "rem_euclid"];
const OF_SIGNED: &[&str] = &["abs", "signum"];

const FLOATS: &[&str] = &["f32", "f64"];
const SIGNED: &[&str] = &["i8", "i16", "i32", "i64", "i128", "isize"];
const UNSIGNED: &[&str] = &["u8", "u16", "u32", "u64", "u128", "usize"];

/// The traits and the handles, for the module that has all of the runtime's names.
pub fn methods() -> TokenStream {
    let integers = [SIGNED, UNSIGNED].concat();
    let floats = methods_of("FloatMethods", FLOATS, &|_| true);
    let integers = methods_of("IntegerMethods", &integers, &|rule| OF_INTEGERS.contains(&rule.name));
    let signed = methods_of("SignedMethods", SIGNED, &|rule| OF_SIGNED.contains(&rule.name));
    quote!(#floats #integers #signed)
}

/// A trait with a finder for each of the rules, what it gives for each of the types, and a module of it for the handles.
fn methods_of(group: &str, types: &[&str], has: &dyn Fn(&Rule) -> bool) -> TokenStream {
    let rules: Vec<&Rule> = RULES.iter().chain([&CLAMP_AS_METHOD]).filter(|rule| has(rule)).collect();
    let group = Ident::new(group, Span::call_site());
    let is_float = types == FLOATS;
    let gate = |rule| if is_float { gate(rule) } else { TokenStream::new() };
    let declared = rules.iter().map(|rule| {
        let (finder, handle, gate) = (finder(rule), name(rule), gate(rule));
        quote!(#gate type #handle; #gate fn #finder(&self) -> Self::#handle;)
    });
    let implementations = types.iter().map(|ty| {
        let number = Ident::new(ty, Span::call_site());
        let module = format_ident!("{}_of_{}", group, number);
        let given = rules.iter().map(|rule| {
            let (finder, handle, gate) = (finder(rule), name(rule), gate(rule));
            quote! {
                #gate type #handle = #module::#handle;
                #gate #[inline(always)] fn #finder(&self) -> Self::#handle { #module::#handle }
            }
        });
        let handles = rules.iter().map(|rule| handle(rule, &number, is_float, &gate(rule)));
        quote! {
            #[allow(non_snake_case)]
            mod #module { #(#handles)* }
            impl #group for ::core::primitive::#number { #(#given)* }
        }
    });
    quote! {
        #[allow(non_camel_case_types, non_snake_case, missing_docs)]
        pub trait #group { #(#declared)* }
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

/// The handle of a method of a number: `tangent`, `pullback` and `linearized`, as for a user's method that takes `self` by value.
fn handle(rule: &Rule, number: &Ident, of_float: bool, gate: &TokenStream) -> TokenStream {
    let handle = name(rule);
    let number = quote!(::core::primitive::#number);
    let lanes = if of_float { quote!(super::super::Lanes<#number, W>) } else { quote!(()) };
    let parameters: Vec<Ident> = rule.parameters.iter().map(|name| Ident::new(name, Span::call_site())).collect();
    let (receiver, arguments) = parameters.split_first().expect("an elementary function has an argument");
    let is_alike = |index: usize| !rule.partials[index].is_empty();
    let types: Vec<TokenStream> =
        (1..parameters.len()).map(|index| if is_alike(index) { number.clone() } else { quote!(i32) }).collect();
    let vectors: Vec<TokenStream> =
        (1..parameters.len()).map(|index| if is_alike(index) { lanes.clone() } else { quote!(()) }).collect();
    let dots: Vec<Ident> = arguments.iter().map(|argument| format_ident!("{}_dot", argument)).collect();
    // What is 0 is not computed.
    let scaled = |index: usize, by: TokenStream| match rule.partials[index] {
        "" | "0" => None,
        _ if !of_float => None,
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
        None if is_alike(index) => quote!(zero()),
        None => quote!(()),
    });
    let slope = |index: usize| format_ident!("slope_{}", index);
    let is_scaled = |index: &usize| scaled(*index, TokenStream::new()).is_some() && rule.partials[*index] != "1";
    let slopes = (0..parameters.len()).filter(is_scaled).map(|index| {
        let (slope, partial, bit) = (slope(index), formula(rule.partials[index]), 1_u128 << index);
        quote!(let #slope = if MASK & #bit != 0 { #partial } else { 0.0 };)
    });
    let pushed = (0..parameters.len()).filter_map(|index| {
        scaled(index, TokenStream::new())?;
        let (slope, bit) = (slope(index), 1_u128 << index);
        let by = is_scaled(&index).then(|| quote!(* #slope));
        Some(match index.checked_sub(1) {
            None => quote! {
                if let ::core::option::Option::Some(dot) = dot && MASK & #bit != 0 {
                    z_dot += *dot #by;
                }
            },
            Some(index) => {
                let dot = &dots[index];
                quote!(if MASK & #bit != 0 { z_dot += #dot #by; })
            }
        })
    });
    quote! {
        #gate
        #[derive(Clone, Copy)]
        pub struct #handle;

        #gate
        #[allow(unused, clippy::all, clippy::pedantic)]
        impl #handle {
            #[inline(always)]
            pub fn kept(self, _: &#number) -> ::core::option::Option<#number> {
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
                #receiver: &#number,
                #(#arguments: #types,)*
                dot: ::core::option::Option<&#lanes>,
                #(#dots: #vectors,)*
            ) -> (#number, #lanes) {
                use super::super::*;
                let #receiver = *#receiver;
                let z = #receiver.#handle(#(#arguments),*);
                let mut z_dot: #lanes = zero();
                #of_receiver
                #(#of_arguments)*
                (z, z_dot)
            }
            #[inline(always)]
            pub fn linearized<const W: usize, const MASK: u128>(
                self,
                _: super::super::Sweep<W, MASK>,
                #receiver: &#number,
                #(#arguments: #types,)*
                _: &mut super::super::Tape,
            ) -> (
                #number,
                impl ::core::ops::Fn(
                    &super::super::Tape,
                    ::core::option::Option<&#lanes>,
                    #(#vectors),*
                ) -> (#lanes,) + use<W, MASK>,
            ) {
                use super::super::*;
                let #receiver = *#receiver;
                let z = #receiver.#handle(#(#arguments),*);
                #(#slopes)*
                let linear = move |_: &Tape, dot: ::core::option::Option<&#lanes>, #(#dots: #vectors),*| {
                    let mut z_dot: #lanes = zero();
                    #(#pushed)*
                    (z_dot,)
                };
                (z, linear)
            }
            #[inline(always)]
            pub fn pullback<const W: usize, const MASK: u128>(
                self,
                _: super::super::Sweep<W, MASK>,
                #receiver: &#number,
                #(#arguments: #types,)*
                _: &mut super::super::Tape,
            ) -> (
                #number,
                impl ::core::ops::Fn(
                    &super::super::Tape,
                    ::core::option::Option<&#number>,
                    ::core::option::Option<&super::super::CotangentOf<#number, W>>,
                    #lanes,
                ) -> (#(#vectors,)*) + use<W, MASK>,
            ) {
                use super::super::*;
                let #receiver = *#receiver;
                let z = #receiver.#handle(#(#arguments),*);
                let pullback = move |
                    _: &Tape,
                    _: ::core::option::Option<&#number>,
                    bar: ::core::option::Option<&CotangentOf<#number, W>>,
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
