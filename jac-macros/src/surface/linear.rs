//! `__linearized`, which generated code calls, and `linearize`, which users call.
//!
//! The first takes the parameters as they are, and gives the results as they are, and a continuation. That takes the tangents as
//! `__tangent` does and gives the tangent of the result, in a tuple of its own. It holds no borrow, and nothing is passed to it
//! again.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote};
use syn::{ReturnType, Type};

use super::derivatives::anonymous;
use super::wrappers::plain_type;
use super::{Derivative, Surface, is_slice, lent, owned_type, space};
use crate::analysis::layout;
use crate::emit::one_or_tuple;
use crate::hygiene::Names;
use crate::ir::*;
use crate::lower::passing;

impl Surface<'_> {
    /// The sweep that is run once, and its continuation.
    pub fn linearized(&self, derivative: &Derivative, names: &mut Names) -> TokenStream {
        let (runtime, jac, tape) = (self.runtime(), &self.jac, &self.tape);
        let function = &derivative.function;
        let (slot, count) = (names.fresh("slot", Span::call_site()), names.fresh("count", Span::call_site()));
        let emitter = self.emitter(derivative, &slot, &count);
        let reverse = function.reverse.as_ref().expect("a linearization has a continuation");
        let dots = reverse.dots.as_ref().expect("its continuation takes tangents");
        let mut read = Vec::new();
        block_reads(&reverse.body, &mut |var| read.push(var));
        reverse.results.iter().flatten().for_each(|result| operand_reads(result, &mut |var| read.push(var)));

        let (mut parameters, mut head) = (Vec::new(), TokenStream::new());
        let (mut taken, mut types, mut start) =
            (vec![quote!(#tape)], vec![quote!(&#runtime::Tape)], TokenStream::new());
        for parameter in self.parameters {
            let (ident, ty) = (emitter.ident(parameter.var), &parameter.ty);
            let mutable = (parameter.passing == Passing::Value).then(|| quote!(mut));
            parameters.push(quote!(#mutable #ident: #ty));
            let (_, behind) = passing(ty);
            let (dot, of_dot) = (dots[&parameter.var], self.tangent_type(behind));
            let is_read = read.contains(&dot);
            let present = function.presences.get(&dot).map(|present| emitter.ident(*present));
            let dot = emitter.ident(dot);
            let is_excluded = self.is_excluded(parameter);
            let of_dot = if is_excluded { self.left_out(behind, of_dot) } else { of_dot };
            let is_taken = is_read && !is_excluded;
            let mut kept_space = || {
                let kept = names.fresh(&format!("{ident}_space"), ident.span());
                let whole = if parameter.passing == Passing::Value { quote!(&#ident) } else { quote!(#ident) };
                head.extend(quote!(let #kept = #jac::space_of(#whole);));
                kept
            };
            let width = &self.sweeps[0].width;
            match parameter.passing {
                Passing::Value => {
                    if is_taken && !layout::is_fixed_type(behind) {
                        let kept = kept_space();
                        start.extend(quote!(#kept.complete::<#width>(&mut #dot);));
                    }
                    taken.push(if is_taken { quote!(mut #dot) } else { quote!(_) });
                    types.push(of_dot);
                }
                Passing::Shared => {
                    types.push(quote!(::core::option::Option<&#of_dot>));
                    if is_taken && is_slice(behind) {
                        start.extend(present.map(|present| {
                            let mask = &self.sweeps[0].mask;
                            let position = self.position(parameter);
                            let [varies, perhaps] =
                                [1 << position, perhaps_absent(position)].map(Literal::u128_unsuffixed);
                            quote!(let #present = #mask & #varies != 0 && (#mask & #perhaps == 0 || #dot.is_some());)
                        }));
                        start.extend(quote!(let #dot = #dot.unwrap_or_default();));
                    } else if is_taken {
                        let kept = kept_space();
                        let absent = names.fresh(&format!("{dot}_absent"), dot.span());
                        start.extend(quote! {
                            let #absent;
                            let #dot = match #dot {
                                ::core::option::Option::Some(#dot) => #dot,
                                ::core::option::Option::None => {
                                    #absent = #kept.zero::<#width>();
                                    &#absent
                                }
                            };
                        });
                    }
                    taken.push(if is_taken { quote!(#dot) } else { quote!(_) });
                }
                Passing::Mutable => {
                    types.push(quote!(&mut #of_dot));
                    taken.push(if is_read { quote!(#dot) } else { quote!(_) });
                }
            }
        }
        let types: Vec<TokenStream> = types.into_iter().map(anonymous).collect();
        let unit: Type = syn::parse_quote!(());
        let behind = match &self.item.sig.output {
            ReturnType::Default => &unit,
            ReturnType::Type(_, ty) => ty,
        };
        let (result_type, result_dot_type) = (self.result_type(), self.tangent_type(behind));
        let result = function.result.as_ref().map_or_else(|| quote!(()), |result| emitter.operand(result));
        let result_dot = match reverse.results[0].first() {
            Some(dot) if function.result.is_some() => emitter.operand(dot),
            _ => quote!(()),
        };
        let traces = reverse.own_traces.iter().map(|(trace, _)| {
            let trace = emitter.ident(*trace);
            quote!(let mut #trace = #jac::Trace::new();)
        });
        let cursors = reverse.own_traces.iter().map(|(_, cursor)| {
            let cursor = emitter.ident(*cursor);
            quote!(let mut #cursor = 0usize;)
        });
        let (body, later) = (emitter.block(&function.body), emitter.block(&reverse.body));
        let mut continuation = quote! {
            move |#(#taken: #types),*| {
                #(#cursors)*
                #start
                #later
                (#result_dot,)
            }
        };
        let mut continuation_type = quote!(::core::ops::Fn(#(#types),*) -> (#result_dot_type,));
        let (width, mask) = (&self.sweeps[0].width, &self.sweeps[0].mask);
        if self.recursive {
            continuation = quote!(#jac::Box::new(#continuation));
            continuation_type = quote!(#runtime::Box<dyn #continuation_type>);
        } else {
            let captured = &self.arguments;
            continuation_type = quote!(impl #continuation_type + use<#(#captured,)* #width, #mask>);
        }
        let (generics, where_clause) = (self.sweep_generics(), self.sweep_where(&self.sweeps[..1]));
        let items = &function.items;
        quote! {
            #[doc(hidden)]
            #[inline]
            pub fn __linearized #generics(
                _: #runtime::Sweep<#width, #mask>,
                #(#parameters,)*
                #tape: &mut #runtime::Tape,
            ) -> (#result_type, #continuation_type) #where_clause {
                use #runtime as #jac;
                use #runtime::methods::*;
                #(#items)*
                #head
                #(#traces)*
                #body
                (#result, #continuation)
            }
        }
    }

    /// The trait by which generic code linearizes.
    pub fn linearize_trait(&self) -> TokenStream {
        if self.options.linearize.is_none() || !self.has_derivative() {
            return TokenStream::new();
        }
        let (jac, name) = (self.runtime(), &self.item.sig.ident);
        let (generics, types) = self.named_types();
        let (impl_generics, _, where_clause) = generics.split_for_impl();
        let args_type = one_or_tuple(&types);
        let local = |stem: &str, parameter: &Parameter| format_ident!("{}_{}", stem, parameter.var.0);
        let args: Vec<Ident> = self.parameters.iter().map(|parameter| local("arg", parameter)).collect();
        let seeds: Vec<Ident> = self.inputs().iter().map(|parameter| local("seed", parameter)).collect();
        let (pattern, seed_pattern) = (one_or_tuple(&args), one_or_tuple(&seeds));
        let (mut head, mut dot_head) = (TokenStream::new(), TokenStream::new());
        let (mut primals, mut dots) = (Vec::new(), Vec::new());
        let (mut outputs, mut output_dots) = (Vec::new(), Vec::new());
        if self.has_result() {
            outputs.push(quote!(result));
            output_dots.push(quote!(result_dot));
        }
        let width = &self.sweeps[0].width;
        for (parameter, arg) in self.parameters.iter().zip(&args) {
            let [owned, kept, seed, dot] = ["owned", "space", "seed", "dot"].map(|stem| local(stem, parameter));
            let (_, behind) = passing(&parameter.ty);
            let whole = is_slice(behind).then(|| quote!([..]));
            let is_input = parameter.differentiable && !parameter.output_only;
            match parameter.passing {
                Passing::Value => {
                    primals.push(self.copied(parameter, arg));
                    dots.push(if is_input { quote!(::core::clone::Clone::clone(#seed)) } else { quote!(#jac::zero()) });
                }
                Passing::Shared => {
                    primals.push(self.behind(parameter, arg));
                    let lent = lent(behind, &seed, &jac);
                    dots.push(if is_input {
                        quote!(::core::option::Option::Some(#lent))
                    } else {
                        quote!(::core::option::Option::None)
                    });
                }
                Passing::Mutable => {
                    head.extend(quote!(let mut #owned = #jac::snapshot(&**#arg);));
                    head.extend(quote!(let #kept = #jac::space_of(&#owned);));
                    primals.push(quote!(&mut #owned #whole));
                    dot_head.extend(if is_input {
                        quote!(let mut #dot = ::core::clone::Clone::clone(#seed);)
                    } else {
                        quote!(let mut #dot = #kept.zero::<#width>();)
                    });
                    dots.push(quote!(&mut #dot #whole));
                }
            }
        }
        for parameter in self.written() {
            let [owned, dot] = ["owned", "dot"].map(|stem| local(stem, parameter));
            outputs.push(quote!(#owned));
            output_dots.push(quote!(#dot));
        }
        let (outputs, output_dots) = (one_or_tuple(&outputs), one_or_tuple(&output_dots));
        let (arguments, all) = (&self.arguments, Literal::u128_unsuffixed(self.all));
        quote! {
            #[allow(unused, clippy::all, clippy::pedantic, clippy::nursery)]
            #[automatically_derived]
            impl #impl_generics #jac::Linearize<#args_type> for #name #where_clause {
                #[inline]
                fn linearized<'jac, const #width: usize>(
                    args: &'jac #args_type,
                ) -> (
                    Self::Output,
                    impl ::core::ops::Fn(&#jac::Tangent<Self::Input, #width>) -> #jac::Tangent<Self::Output, #width> + 'jac,
                )
                where
                    Self::Output: 'jac,
                    Self::Input: 'jac,
                {
                    let #pattern = args;
                    let mut tape = #jac::Tape::default();
                    #head
                    let (result, linear) =
                        <#name>::__linearized::<#(#arguments,)* #width, #all>(#jac::Sweep, #(#primals,)* &mut tape);
                    (#outputs, move |seed: &#jac::Tangent<Self::Input, #width>| {
                        let #seed_pattern = seed;
                        #dot_head
                        let (result_dot,) = linear(&tape, #(#dots),*);
                        #output_dots
                    })
                }
            }
        }
    }

    /// `linearize`.
    pub fn linearize(&self, generics: &TokenStream, primals: &[TokenStream], names: &mut Names) -> TokenStream {
        if self.options.linearize.is_none() || !self.floats.is_empty() {
            return TokenStream::new();
        }
        let jac = self.runtime();
        let mut fresh = |stem: &str| names.fresh(stem, Span::call_site());
        let (value, linear, tape) = (fresh("value"), fresh("linear"), fresh("tape"));
        let (derivative, shape) = (fresh("derivative"), fresh("output_shape"));
        let (mut shapes, mut passed, mut dots, mut seeds) =
            (TokenStream::new(), Vec::new(), Vec::new(), TokenStream::new());
        let (mut tangents, mut given) = (Vec::new(), Vec::new());
        let (mut views, mut written) = (TokenStream::new(), TokenStream::new());
        let (mut values, mut derivatives) = (Vec::new(), Vec::new());
        if self.has_result() {
            values.push(quote!(#value));
            derivatives.push(quote!(#derivative));
        }
        for parameter in self.parameters {
            let name = &parameter.name;
            let (_, behind) = passing(&parameter.ty);
            let owned = owned_type(&parameter.ty, &jac);
            let [kept, dot] = ["shape", "tangent"].map(|suffix| fresh(&format!("{name}_{suffix}")));
            let is_input = parameter.differentiable && !parameter.output_only;
            let is_mutable = parameter.passing == Passing::Mutable;
            // Sweeps take arrays for views.
            let array = parameter.view.as_ref().map(|_| fresh(&format!("{name}_array")));
            if is_input || is_mutable {
                let of_argument = match parameter.passing {
                    _ if array.is_some() => quote!(#jac::space_of(&#array)),
                    Passing::Value => quote!(#jac::space_of(&#name)),
                    _ => space(behind, quote!(&*#name), &jac),
                };
                shapes.extend(quote!(let #kept = #of_argument;));
            }
            let mutable = is_mutable.then(|| quote!(mut));
            if is_input {
                let plain = if parameter.passing == Passing::Value {
                    quote!(#jac::Plain<#behind>)
                } else {
                    plain_type(behind, &jac)
                };
                tangents.push((dot.clone(), quote!(#jac::Plain<#owned>)));
                given.push(quote!(#jac::Given<#plain, #jac::Plain<#owned>>));
                seeds.extend(quote! {
                    let #mutable #dot = #jac::given::<#owned>(&#kept.clone().into_shape(), #dot);
                });
            } else if is_mutable {
                seeds.extend(quote!(let mut #dot = #kept.zero::<1>();));
            }
            let whole = is_slice(behind).then(|| quote!([..]));
            dots.push(match parameter.passing {
                Passing::Value if is_input => quote!(#dot),
                Passing::Value => quote!(#jac::zero()),
                Passing::Shared if is_input => quote!(::core::option::Option::Some(&#dot #whole)),
                Passing::Shared => quote!(::core::option::Option::None),
                Passing::Mutable => quote!(&mut #dot #whole),
            });
            if array.is_some() {
                views.extend(quote!(let #mutable #array = #name.view().into_owned();));
                passed.push(match parameter.passing {
                    Passing::Value => quote!(#array),
                    Passing::Shared => quote!(&#array),
                    Passing::Mutable => quote!(&mut #array),
                });
                written.extend(is_mutable.then(|| quote!(#name.assign(&#array);)));
                values.extend(is_mutable.then(|| quote!(#array)));
            } else {
                passed.push(if is_mutable { quote!(&mut *#name) } else { quote!(#name) });
                values.extend(is_mutable.then(|| quote!(#jac::snapshot(&*#name))));
            }
            derivatives.extend(is_mutable.then(|| quote!(#dot)));
        }
        let (values, derivatives) = (one_or_tuple(&values), one_or_tuple(&derivatives));
        let output = self.output_type();
        let (tangent_names, tangent_types): (Vec<Ident>, Vec<TokenStream>) = tangents.into_iter().unzip();
        let (user, where_clause) = (&self.arguments, self.with_predicates(Vec::new()));
        let all = Literal::u128_unsuffixed(self.all);
        quote! {
            /// The value, and the linear part of the function there: forward mode, of which everything that reads no tangent is done once,
            /// here.
            ///
            /// Each call of `jvp` of what is returned gives the product of the Jacobian with a tangent, as `jvp` gives it with the value. What is
            /// written through an `&mut` parameter is an output: its final value stands behind the result, and so does its tangent.
            #[inline]
            pub fn linearize #generics(
                #(#primals),*
            ) -> (
                #output,
                #jac::Linear<
                    impl ::core::ops::Fn(#(#tangent_types),*) -> #jac::Plain<#output> + use<#(#user),*>,
                    (#(#given,)*)
                >,
            ) #where_clause {
                let mut #tape = #jac::Tape::default();
                #views
                #shapes
                let (#value, #linear) =
                    Self::__linearized::<#(#user,)* 1, #all>(#jac::Sweep, #(#passed,)* &mut #tape);
                #written
                let #value: #output = #values;
                let #shape = #jac::space_of(&#value).into_shape();
                (#value, #jac::Linear::new(move |#(#tangent_names: #tangent_types),*| {
                    #seeds
                    let (#derivative,) = #linear(&#tape, #(#dots),*);
                    #jac::plain_of_cotangent::<#output>(&#shape, #derivatives)
                }))
            }
        }
    }
}
