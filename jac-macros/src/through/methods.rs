//! Handles of the methods of a trait.
//!
//! Before: a function of a trait with the attribute, and its shape. After: a trait that asks for its derivatives (`MethodOf` of the runtime), functions of the trait that have the names
//! of these, and for a method a hidden one beside it that gives its handle, as a block has (see `surface::handle`).

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::{TraitItem, TraitItemFn, Type, TypeParamBound};

use super::shape::{Receiver, Shape, again, names, packed, pulled};
use super::{Through, Types, in_place_of_self};
use crate::ir::{OF_BOUND, Passing, sibling};

impl Through {
    /// What a type must have for a method.
    pub fn asked(&self, function: &TraitItemFn) -> TypeParamBound {
        let (_, arguments) = self.generics();
        let asked = self.beside(function, "_derivatives");
        syn::parse_quote!(#asked<#(#arguments),*>)
    }

    /// The trait of the runtime, under a name that tells what is missing.
    pub fn derivatives(&self, function: &TraitItemFn, shape: &Shape) -> TokenStream {
        let Through { item, own, runtime, .. } = self;
        let asked = {
            let (asked, besides) =
                (shape.asked(&self.beside(function, "").to_token_stream(), runtime), shape.besides(runtime));
            quote!(#(#besides +)* #asked)
        };
        let asked_of_own = in_place_of_self(asked.clone(), own);
        let (vis, name) = (&item.vis, self.beside(function, "_derivatives"));
        let (params, arguments) = self.generics();
        let (of_trait, method) = (item.ident.to_string(), function.sig.ident.to_string());
        let message = format!("`{{Self}}` has no derivatives of `{method}` that are found through `{of_trait}`");
        let note = format!(
            "put `#[differentiable]` on the `impl` of `{of_trait}`, and what the trait has as `wrt` of `{method}` on the method there; a type of \
             which `self` varies has `#[derive(Differentiable)]`, and the trait stands outside of functions"
        );
        quote! {
            #[diagnostic::on_unimplemented(
                message = #message,
                label = "the trait asks for them, as it has the attribute",
                note = #note
            )]
            #[doc(hidden)]
            #[allow(non_camel_case_types, dead_code, unreachable_pub)]
            #vis trait #name<#(#params),*>: #asked {}

            #[automatically_derived]
            #[diagnostic::do_not_recommend]
            impl<#(#params,)* #own: #asked_of_own> #name<#(#arguments),*> for #own {}
        }
    }

    /// The hidden method that gives the handle.
    pub fn finder(&self, function: &TraitItemFn) -> TraitItem {
        let (name, handle) = (&function.sig.ident, self.beside(function, "_method"));
        let (_, arguments) = self.generics();
        let finder = sibling(name, "__method", name.span());
        syn::parse_quote! {
            #[doc(hidden)]
            #[inline(always)]
            fn #finder(&self) -> #handle<#(#arguments,)* Self>
            where
                Self: ::core::marker::Sized,
            {
                #handle(::core::marker::PhantomData)
            }
        }
    }

    /// What stands there for a method without derivatives, and says so.
    pub fn no_finder(&self, function: &TraitItemFn) -> TraitItem {
        let (runtime, name) = (&self.runtime, &function.sig.ident);
        let finder = sibling(name, "__method", name.span());
        syn::parse_quote! {
            #[doc(hidden)]
            fn #finder(&self) -> <Self as #runtime::NotThroughTraits>::Handle
            where
                Self: ::core::marker::Sized + #runtime::NotThroughTraits,
            {
                ::core::unreachable!("no type has it")
            }
        }
    }

    /// Functions of the trait that have the derivatives, as a block has them beside a function: what it is called on is an argument like others.
    pub fn sweeps(&self, function: &TraitItemFn, shape: &Shape) -> Vec<TraitItem> {
        let asked = shape.asked(&self.beside(function, "").to_token_stream(), &self.runtime);
        let kind = if matches!(shape.receiver, Receiver::Shared | Receiver::Data) { "method" } else { "function" };
        self.sweeps_by(function, shape, &quote!(<Self as #asked>), kind)
    }

    /// The same, by functions of what has the derivatives.
    pub fn sweeps_by(&self, function: &TraitItemFn, shape: &Shape, found: &TokenStream, kind: &str) -> Vec<TraitItem> {
        let Through { runtime, width, mask, .. } = self;
        let (_, parameters) = self.generics();
        let all = shape.with_receiver();
        let Types { values: value_types, dots: dot_types, again: again_types, pulled: pulled_types } = self.types(&all);
        let (values, dots, bars) = (names(&all, ""), names(&all, "_dot"), names(&all, "_bar"));
        let (output, output_vector) = (&shape.output, self.vector(&shape.output, false));
        let (again, mut packed_again) = again(&all, &values, &bars);
        let patterns = again.iter().map(|again| if again.to_string() == "()" { quote!(_) } else { again.clone() });
        let patterns: Vec<TokenStream> = patterns.collect();
        let (pulled, mut packed_pulled) = pulled(&all, &bars);
        // What is asked of methods stands beside the other arguments.
        let (mut of_self, mut given_values, mut given_dots) = (Vec::new(), values.clone(), dots.clone());
        let (mut tangent_of_self, mut again_of_self) = (Vec::new(), Vec::new());
        if kind == "method" {
            let (value, dot, bar) = (given_values.remove(0), given_dots.remove(0), &bars[0]);
            packed_again.remove(0);
            packed_pulled.remove(0);
            again_of_self.push(quote!(#value,));
            of_self.push(quote!(#value,));
            if shape.receiver == Receiver::Shared {
                tangent_of_self.push(quote!(#dot,));
                again_of_self.push(quote!(#bar,));
            }
        }
        let (packed_values, packed_dots) = (packed(&given_values), packed(&given_dots));
        let (packed_again, packed_pulled) = (packed(&packed_again), packed(&packed_pulled));
        let [forward, reverse] = ["tangent", "pullback"].map(|sweep| format_ident!("{sweep}_of_{kind}"));
        let span = function.sig.ident.span();
        let [tangent, pullback, higher] =
            ["__tangent", "__pullback", "__pullback_tangent"].map(|sweep| sibling(&function.sig.ident, sweep, span));
        let unused = (0..2 * all.len() + 1).map(|index| format_ident!("_{index}"));
        let of_bound = sibling(&function.sig.ident, OF_BOUND, span);
        vec![
            syn::parse_quote! {
                #[doc(hidden)]
                #[inline(always)]
                fn #of_bound()
                where
                    Self: ::core::marker::Sized,
                {
                }
            },
            syn::parse_quote! {
                #[doc(hidden)]
                #[inline(always)]
                #[allow(unused, private_interfaces, clippy::all, clippy::pedantic, clippy::nursery)]
                fn #tangent<const #width: usize, const #mask: u128>(
                    _: #runtime::Sweep<#width, #mask>,
                    #(#values: #value_types,)*
                    #(#dots: #dot_types,)*
                ) -> (#output, #output_vector)
                where
                    Self: ::core::marker::Sized,
                {
                    #found::#forward::<#width, #mask>(#(#of_self)* #(#tangent_of_self)* #packed_values, #packed_dots)
                }
            },
            syn::parse_quote! {
                #[doc(hidden)]
                #[inline(always)]
                #[allow(unused, private_interfaces, clippy::all, clippy::pedantic, clippy::nursery)]
                fn #pullback<const #width: usize, const #mask: u128>(
                    _: #runtime::Sweep<#width, #mask>,
                    #(#values: #value_types,)*
                    tape: &mut #runtime::Tape,
                ) -> (
                    #output,
                    impl ::core::ops::Fn(&#runtime::Tape, #(#again_types,)* #output_vector) -> (#(#pulled_types,)*)
                    + use<#(#parameters,)* Self, #width, #mask>,
                )
                where
                    Self: ::core::marker::Sized,
                {
                    let (value, pull) = #found::#reverse::<#width, #mask>(#(#of_self)* #packed_values, tape);
                    (
                        value,
                        move |tape: &#runtime::Tape, #(#patterns: #again_types,)* seed: #output_vector| {
                            let #packed_pulled = pull(tape, #(#again_of_self)* #packed_again, seed);
                            (#(#pulled,)*)
                        },
                    )
                }
            },
            syn::parse_quote! {
                #[doc(hidden)]
                #[allow(unused, private_interfaces, clippy::all, clippy::pedantic, clippy::nursery)]
                fn #higher<Sweeps: #runtime::HigherThroughTraits>(
                    _: Sweeps,
                    #(#unused: impl ::core::marker::Sized,)*
                ) -> Sweeps::Found
                where
                    Self: ::core::marker::Sized,
                {
                    ::core::unreachable!("no type has it")
                }
            },
        ]
    }

    /// The handle of a method, as that of a block, for any type that has the trait.
    pub fn handle(&self, function: &TraitItemFn, shape: &Shape) -> TokenStream {
        let Through { item, runtime, width, mask, own, .. } = self;
        let (of_trait, vis) = (&item.ident, &item.vis);
        let handle = self.beside(function, "_method");
        let (params, parameters) = self.generics();
        let span = function.sig.ident.span();
        let [tangent, pullback] = ["__tangent", "__pullback"].map(|sweep| sibling(&function.sig.ident, sweep, span));
        let all = shape.with_receiver();
        let (this, rest) = all.split_first().expect("a method has a receiver");
        let Types { values: value_types, dots: dot_types, again: again_types, pulled: pulled_types } = self.types(rest);
        let (values, dots, bars) = (names(rest, ""), names(rest, "_dot"), names(rest, "_bar"));
        let (again, _) = again(rest, &values, &bars);
        let (pulled, _) = pulled(rest, &bars);
        let patterns = again.iter().map(|again| if again.to_string() == "()" { quote!(_) } else { again.clone() });
        let patterns: Vec<TokenStream> = patterns.collect();
        let (output, output_vector) = (&shape.output, self.vector(&shape.output, false));
        let own_type: Type = syn::parse_quote!(#own);
        let [own_dot, own_bar] = [false, true].map(|is_cotangent| match this.left_out {
            true => quote!(#runtime::LeftOutOfWrt),
            false => self.vector(&own_type, is_cotangent),
        });
        let some = quote!(::core::option::Option::Some);
        let clone_of = |name: TokenStream| quote!(#some(::core::clone::Clone::clone(#name)));
        let none = quote!(::core::option::Option::None);
        let keeps = this.passing == Passing::Shared;
        let (kept, kept_vector) =
            if keeps { (clone_of(quote!(value)), clone_of(quote!(vector))) } else { (none.clone(), none) };
        let kept_where = keeps.then(|| quote!(where #own: ::core::clone::Clone));
        let (kind, and, given, given_dot, and_bar) = match this.passing {
            Passing::Value => (
                quote!(TakesValue),
                quote!(&),
                quote!(::core::clone::Clone::clone(this)),
                quote!(this_dot.map_or_else(#runtime::zero, ::core::clone::Clone::clone)),
                quote!(&),
            ),
            Passing::Shared => (quote!(TakesShared), quote!(&), quote!(this), quote!(this_dot), quote!(&)),
            Passing::Mutable => (quote!(TakesMutable), quote!(&mut), quote!(this), quote!(this_dot), quote!(&mut)),
        };
        let given_dot =
            if this.passing == Passing::Value && this.left_out { quote!(#runtime::LeftOutOfWrt) } else { given_dot };
        let dot_type = match this.passing {
            Passing::Mutable => quote!(&mut #own_dot),
            _ => quote!(::core::option::Option<&#own_dot>),
        };
        let clones = (this.passing == Passing::Value).then(|| quote!(where #own: ::core::clone::Clone));
        let (again_of_this, pulled_of_this, accumulated) = match this.passing {
            Passing::Value => (
                TokenStream::new(),
                quote!(of_this,),
                (!this.left_out).then(|| quote!(if let #some(bar) = this_bar { #runtime::accumulate(bar, of_this); })),
            ),
            Passing::Shared => (
                quote!(this.expect("what a method borrows is passed to its pullback"), this_bar,),
                TokenStream::new(),
                None,
            ),
            Passing::Mutable => {
                (quote!((), this_bar.expect("what a method changes has a cotangent"),), TokenStream::new(), None)
            }
        };
        let unused = (0..2 * all.len() + 1).map(|index| format_ident!("_{index}"));
        let of_own = match function.default {
            Some(_) => {
                let found = self.beside(function, "_found");
                quote!(<#own as #found::NotToBeImported<#(#parameters),*>>)
            }
            None => quote!(<#own as #of_trait<#(#parameters),*>>),
        };
        let tokens = quote! {
            #[doc(hidden)]
            #[allow(non_camel_case_types, dead_code, unreachable_pub)]
            #vis struct #handle<#(#params,)* #own>(::core::marker::PhantomData<fn() -> #own>);

            #[doc(hidden)]
            #[automatically_derived]
            #[allow(dead_code, unused, private_interfaces, unreachable_pub, clippy::all, clippy::pedantic, clippy::nursery)]
            impl<#(#params,)* #own: #of_trait<#(#parameters),*>> #handle<#(#parameters,)* #own> {
                #[inline(always)]
                pub fn kept(self, value: &#own) -> ::core::option::Option<#own> #kept_where {
                    #kept
                }
                #[inline(always)]
                pub fn kept_vector<Vector: ::core::clone::Clone>(self, vector: &Vector) -> ::core::option::Option<Vector> {
                    #kept_vector
                }
                #[inline(always)]
                pub fn taken<Receiver: ?::core::marker::Sized>(
                    self,
                    _: &Receiver,
                ) -> #runtime::Taken<#runtime::#kind, Receiver, #own> {
                    #runtime::Taken::NEW
                }
                #[inline(always)]
                pub fn tangent<const #width: usize, const #mask: u128>(
                    self,
                    sweep: #runtime::Sweep<#width, #mask>,
                    this: #and #own,
                    #(#values: #value_types,)*
                    this_dot: #dot_type,
                    #(#dots: #dot_types,)*
                ) -> (#output, #output_vector) #clones {
                    #of_own::#tangent::<#width, #mask>(sweep, #given, #(#values,)* #given_dot, #(#dots,)*)
                }
                pub fn pullback_tangent<Sweeps: #runtime::HigherThroughTraits>(
                    self,
                    _: Sweeps,
                    #(#unused: impl ::core::marker::Sized,)*
                ) -> Sweeps::Found {
                    ::core::unreachable!("no type has it")
                }
                #[inline(always)]
                pub fn pullback<const #width: usize, const #mask: u128>(
                    self,
                    sweep: #runtime::Sweep<#width, #mask>,
                    this: #and #own,
                    #(#values: #value_types,)*
                    tape: &mut #runtime::Tape,
                ) -> (
                    #output,
                    impl ::core::ops::Fn(
                        &#runtime::Tape,
                        ::core::option::Option<&#own>,
                        ::core::option::Option<#and_bar #own_bar>,
                        #(#again_types,)*
                        #output_vector
                    ) -> (#(#pulled_types,)*) + use<#(#parameters,)* #own, #width, #mask>,
                ) #clones {
                    let (value, pull) = #of_own::#pullback::<#width, #mask>(sweep, #given, #(#values,)* tape);
                    (
                        value,
                        move |
                            tape: &#runtime::Tape,
                            this: ::core::option::Option<&#own>,
                            this_bar: ::core::option::Option<#and_bar #own_bar>,
                            #(#patterns: #again_types,)*
                            seed: #output_vector
                        | {
                            let (#pulled_of_this #(#pulled,)*) = pull(tape, #again_of_this #(#again,)* seed);
                            #accumulated
                            (#(#pulled,)*)
                        },
                    )
                }
            }
        };
        in_place_of_self(tokens, own)
    }
}
