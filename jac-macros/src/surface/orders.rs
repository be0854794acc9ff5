//! The pullback and its tangents as methods of traits of the runtime: over owned inputs and outputs, for generic code.
//!
//! Before: `__pullback`, `__pullback_tangent`, .., in the calling convention of [`derivatives`](super::derivatives). After: the method of the same name,
//! which takes the arguments as a tuple and the tangents of the inputs in their owned form, and whose closure takes and returns
//! cotangents in their owned form.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use super::{Surface, is_slice, lent, one_or_pattern, space};
use crate::emit::{SweepGenerics, derivative_name, one_or_tuple, order_mark};
use crate::ir::*;
use crate::lower::passing;

/// The tangents that a derivative is made of: of each version, the sweeps, the oldest first. The first version is the value.
pub struct Versions(pub Vec<Vec<SweepId>>);

impl Versions {
    pub fn of(tangents: usize) -> Versions {
        let mut versions = vec![Vec::new()];
        for tangent in 0..tangents {
            for index in 0..versions.len() {
                let mut sweeps: Vec<SweepId> = versions[index].clone();
                sweeps.push(tangent + 1);
                versions.push(sweeps);
            }
        }
        Versions(versions)
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }
}

/// What stands for a parameter in one version.
struct Local {
    primal: Ident,
    seed: Ident,
    dot: Ident,
    bar: Ident,
}

impl Local {
    fn new(parameter: &Parameter, version: usize) -> Local {
        let name = |stem: &str| match version {
            0 => format_ident!("{}_{}", stem, parameter.var.0),
            version => format_ident!("{}_{}_{}", stem, parameter.var.0, version),
        };
        Local { primal: name("arg"), seed: name("seed"), dot: name("dot"), bar: name("bar") }
    }
}

impl Surface<'_> {
    /// `T::Tangent<W>`, then the tangents of that, the oldest first.
    fn nested_tangent(&self, ty: &TokenStream, sweeps: impl Iterator<Item = SweepId>) -> TokenStream {
        let jac = self.runtime();
        sweeps.fold(ty.clone(), |inner, sweep| {
            let width = &self.sweeps[sweep].width;
            quote!(#jac::Tangent<#inner, #width>)
        })
    }

    /// A vector made from a space.
    fn made_of_space(&self, space: &Ident, method: &str, sweeps: &[SweepId]) -> TokenStream {
        let (newest, older) = sweeps.split_last().expect("a vector belongs to a sweep");
        let older = older.iter().map(|sweep| {
            let width = &self.sweeps[*sweep].width;
            quote!(.tangent::<#width>())
        });
        let (method, width) = (format_ident!("{}", method), &self.sweeps[*newest].width);
        quote!(#space #(#older)* .#method::<#width>())
    }

    /// The traits of higher order that the function implements, and the one by which generated code finds it.
    pub fn higher_orders(&self) -> TokenStream {
        if !self.has_derivative() {
            return TokenStream::new();
        }
        let jac = self.runtime();
        let name = &self.item.sig.ident;
        let (generics, types) = self.named_types();
        let (impl_generics, _, where_clause) = generics.split_for_impl();
        let args = one_or_tuple(&types);
        let methods = ["SecondOrder", "ThirdOrder", "FourthOrder"].iter().take(self.options.order - 1);
        let traits = methods.enumerate().map(|(index, order)| {
            let (order, method) = (format_ident!("{}", order), self.pullback_method(&args, index + 1));
            quote! {
                #[allow(unused, clippy::all, clippy::pedantic, clippy::nursery)]
                #[automatically_derived]
                impl #impl_generics #jac::#order<#args> for #name #where_clause {
                    #method
                }
            }
        });
        quote!(#(#traits)*)
    }

    /// What tells callers which orders there are.
    pub fn order_marks(&self) -> TokenStream {
        let jac = self.runtime();
        let name = &self.item.sig.ident;
        let marks = (2..=self.options.order).filter_map(order_mark).map(|mark| {
            let mark = format_ident!("{}", mark);
            quote! {
                #[automatically_derived]
                impl #jac::#mark for #name {
                    type Sweeps = #name;
                }
            }
        });
        quote!(#(#marks)*)
    }

    /// What a pullback and its tangents are made of.
    fn pulling(&self, tangents: usize) -> Pulling {
        let jac = self.runtime();
        let versions = Versions::of(tangents);
        let name = &self.item.sig.ident;
        let is_input = |parameter: &Parameter| parameter.differentiable && !parameter.output_only;
        let written = self.written();

        let mut head = TokenStream::new();
        // The cotangents of the outputs have the shapes of these.
        let mut measured = TokenStream::new();
        let mut primals = Vec::new();
        for parameter in self.parameters {
            let Local { primal: arg, .. } = Local::new(parameter, 0);
            let (owned, kept_space) =
                (format_ident!("owned_{}", parameter.var.0), format_ident!("space_{}", parameter.var.0));
            let (_, behind) = passing(&parameter.ty);
            let whole = is_slice(behind).then(|| quote!([..]));
            let behind_arg = self.behind(parameter, &arg);
            let of_argument = space(behind, &behind_arg, &jac);
            match parameter.passing {
                Passing::Value => primals.push(self.copied(parameter, &arg)),
                Passing::Shared => {
                    primals.push(behind_arg);
                    if is_input(parameter) {
                        head.extend(quote!(let #kept_space = #of_argument;));
                    }
                }
                Passing::Mutable => {
                    head.extend(quote!(let mut #owned = #jac::snapshot(&**#arg);));
                    primals.push(quote!(&mut #owned #whole));
                    head.extend(quote!(let #kept_space = #jac::space_of(&#owned);));
                    if parameter.exclusive {
                        measured.extend(quote!(let #kept_space = #jac::space_of(&#owned);));
                    }
                }
            }
        }

        let mut dots = Vec::new();
        for (version, sweeps) in versions.0.iter().enumerate().skip(1) {
            for parameter in self.parameters {
                let Local { seed, dot, .. } = Local::new(parameter, version);
                let space = format_ident!("space_{}", parameter.var.0);
                let (_, behind) = passing(&parameter.ty);
                let whole = is_slice(behind).then(|| quote!([..]));
                dots.push(match parameter.passing {
                    Passing::Value if is_input(parameter) => quote!(::core::clone::Clone::clone(#seed)),
                    Passing::Value => quote!(#jac::zero()),
                    Passing::Shared if is_input(parameter) => {
                        let lent = lent(behind, &seed, &jac);
                        quote!(::core::option::Option::Some(#lent))
                    }
                    Passing::Shared => quote!(::core::option::Option::None),
                    Passing::Mutable => {
                        let zero = self.made_of_space(&space, "zero", sweeps);
                        head.extend(if is_input(parameter) {
                            quote!(let mut #dot = ::core::clone::Clone::clone(#seed);)
                        } else {
                            quote!(let mut #dot = #zero;)
                        });
                        quote!(&mut #dot #whole)
                    }
                });
            }
        }

        let mut outputs = Vec::new();
        let mut output_seeds = Vec::new();
        let mut bars = TokenStream::new();
        let mut arguments = Vec::new();
        let mut results = Vec::new();
        let mut collected = Vec::new();
        for (version, sweeps) in versions.0.iter().enumerate() {
            let of_cotangent: Vec<SweepId> = [0].into_iter().chain(sweeps.iter().copied()).collect();
            let (result, result_seed) = (format_ident!("result_{}", version), format_ident!("result_seed_{}", version));
            let mut members = Vec::new();
            let mut seeds = Vec::new();
            if self.has_result() {
                members.push(quote!(#result));
                seeds.push(quote!(#result_seed));
            }
            for parameter in &written {
                let Local { dot, seed, .. } = Local::new(parameter, version);
                let owned = format_ident!("owned_{}", parameter.var.0);
                members.push(if version == 0 { quote!(#owned) } else { quote!(#dot) });
                seeds.push(quote!(#seed));
            }
            outputs.push(one_or_tuple(&members));
            output_seeds.push(one_or_tuple(&seeds));

            let mut pulled = Vec::new();
            let mut gathered = Vec::new();
            for parameter in self.parameters {
                let Local { seed, bar, .. } = Local::new(parameter, version);
                let Local { primal: arg, .. } = Local::new(parameter, 0);
                let space = format_ident!("space_{}", parameter.var.0);
                let (_, behind) = passing(&parameter.ty);
                let whole = is_slice(behind).then(|| quote!([..]));
                let zero = self.made_of_space(&space, "cotangent", &of_cotangent);
                match parameter.passing {
                    Passing::Value if is_input(parameter) => {
                        pulled.push(quote!(#bar));
                        gathered.push(quote!(#bar));
                    }
                    Passing::Value => pulled.push(quote!(_)),
                    Passing::Shared => {
                        let again = match version {
                            0 => self.behind(parameter, &arg),
                            _ if is_input(parameter) => {
                                let lent = lent(behind, &seed, &jac);
                                quote!(::core::option::Option::Some(#lent))
                            }
                            _ => quote!(::core::option::Option::None),
                        };
                        arguments.push(again);
                        if is_input(parameter) {
                            bars.extend(quote!(let #bar = #zero;));
                            let lent = lent(behind, &bar, &jac);
                            arguments.push(quote!(::core::option::Option::Some(#lent)));
                            gathered.push(quote!(#jac::into_value(#bar)));
                        } else {
                            arguments.push(quote!(::core::option::Option::None));
                        }
                    }
                    Passing::Mutable => {
                        let mutable = parameter.exclusive.then(|| quote!(mut));
                        bars.extend(quote!(let #mutable #bar = #zero;));
                        if !crate::lower::is_discrete(&parameter.ty) {
                            bars.extend(quote!(#jac::accumulate(&#bar, #seed);));
                        }
                        arguments.extend([quote!(()), quote!(& #mutable #bar #whole)]);
                        if is_input(parameter) {
                            gathered.push(quote!(#jac::into_value(#bar)));
                        }
                    }
                }
            }
            arguments.push(if self.has_result() { quote!(#result_seed) } else { quote!(()) });
            results.push(quote!((#(#pulled,)*)));
            collected.push(one_or_tuple(&gathered));
        }

        let arg_names: Vec<Ident> = self.parameters.iter().map(|parameter| Local::new(parameter, 0).primal).collect();
        let arg_pattern = one_or_pattern(&arg_names);
        // The cotangents that are made above are zero, and no two parameters share one.
        let all = Literal::u128_unsuffixed(self.all | self.starting_at_zero);
        let passed = self.sweeps[..=tangents].iter().rev().map(|SweepGenerics { width, mask }| {
            if tangents == 0 { quote!(#width, #all) } else { quote!(#width, #mask) }
        });
        let sweeps = vec![quote!(#jac::Sweep); tangents + 1];
        let sweeps = one_or_tuple(&sweeps);
        let result_names: Vec<Ident> = (0..versions.len()).map(|version| format_ident!("result_{}", version)).collect();
        let seed_names: Vec<Ident> =
            (0..versions.len()).map(|version| format_ident!("seeds_of_output_{}", version)).collect();
        let function = format_ident!("{}", derivative_name(true, tangents + 1));
        let user = &self.arguments;
        let results = if results.iter().all(|group| group.is_empty()) { quote!(_) } else { one_or_tuple(&results) };
        let collected = one_or_tuple(&collected);
        Pulling {
            arg_pattern,
            outputs,
            forward: quote! {
                #head
                let (#(#result_names,)* pull) =
                    <#name>::#function::<#(#user,)* #(#passed),*>(#sweeps, #(#primals,)* #(#dots,)* &mut tape);
                #measured
            },
            reverse: quote! {
                #(let #output_seeds = #seed_names;)*
                #bars
                let #results = pull(tape, #(#arguments),*);
                #collected
            },
            seed_names,
        }
    }

    /// `recorded`, `pullback_tangent`, ..
    pub fn pullback_method(&self, args: &TokenStream, tangents: usize) -> TokenStream {
        let Pulling { arg_pattern, outputs, forward, reverse, seed_names } = self.pulling(tangents);
        let own = self.sweeps[..=tangents].iter().rev().map(|SweepGenerics { width, mask }| {
            if tangents == 0 { quote!(const #width: usize) } else { quote!(const #width: usize, const #mask: u128) }
        });
        let (mut seed_parameters, mut seed_patterns) = (Vec::new(), TokenStream::new());
        for (version, sweeps) in Versions::of(tangents).0.iter().enumerate().skip(1) {
            let tangent = self.nested_tangent(&quote!(Self::Input), sweeps.iter().copied());
            let seeds = format_ident!("seeds_{}", version);
            let names: Vec<Ident> = self.inputs().iter().map(|parameter| Local::new(parameter, version).seed).collect();
            let pattern = one_or_pattern(&names);
            seed_parameters.push(quote!(#seeds: &'jac #tangent));
            seed_patterns.extend(quote!(let #pattern = #seeds;));
        }
        let nested = |ty: TokenStream, first: Option<SweepId>| -> Vec<TokenStream> {
            let of = |sweeps: &Vec<SweepId>| self.nested_tangent(&ty, first.into_iter().chain(sweeps.iter().copied()));
            Versions::of(tangents).0.iter().map(of).collect()
        };
        let output_types = nested(quote!(Self::Output), None);
        let cotangents = nested(quote!(Self::Output), Some(0));
        let pulled_types = one_or_tuple(&nested(quote!(Self::Input), Some(0)));
        let method = format_ident!("{}", derivative_name(true, tangents + 1).trim_start_matches("__"));
        let jac = self.runtime();
        if tangents == 0 {
            return quote! {
                #[inline]
                fn recorded<'jac, #(#own),*>(
                    args: &'jac #args,
                    mut tape: #jac::Tape,
                ) -> (
                    #(#output_types,)*
                    impl ::core::ops::Fn(&#jac::Tape, #(#cotangents),*) -> #pulled_types + 'jac,
                    #jac::Tape,
                )
                where
                    Self::Output: 'jac,
                    Self::Input: 'jac,
                {
                    let #arg_pattern = args;
                    #forward
                    let pull = move |tape: &#jac::Tape, #(#seed_names: #cotangents),*| {
                        #reverse
                    };
                    (#(#outputs,)* pull, tape)
                }
            };
        }
        quote! {
            #[inline]
            fn #method<'jac, #(#own),*>(
                args: &'jac #args,
                #(#seed_parameters),*
            ) -> (#(#output_types,)* impl ::core::ops::Fn(#(#cotangents),*) -> #pulled_types + 'jac)
            where
                Self::Output: 'jac,
                Self::Input: 'jac,
            {
                let #arg_pattern = args;
                #seed_patterns
                let mut tape = #jac::Tape::default();
                #forward
                (#(#outputs,)* move |#(#seed_names: #cotangents),*| {
                    let tape = &tape;
                    #reverse
                })
            }
        }
    }

    /// The pullback for users, which owns the arguments.
    pub fn owned_pullback(&self, generics: &TokenStream, primals: &[TokenStream], pack: &TokenStream) -> TokenStream {
        if !self.written().is_empty() || !self.floats.is_empty() {
            return TokenStream::new();
        }
        let jac = self.runtime();
        let Pulling { arg_pattern, outputs, forward, reverse, seed_names } = self.pulling(0);
        let (_, types) = self.named_types();
        let args = one_or_tuple(&types);
        let (input, output) = (self.input_type(), self.output_type());
        let width = &self.sweeps[0].width;
        let (named, _) = self.named_types();
        let lifetimes = named.lifetimes().map(|parameter| &parameter.lifetime);
        let (user, where_clause) = (&self.arguments, self.with_predicates(Vec::new()));
        quote! {
            /// The value, and a function that pulls cotangents of the output back to the differentiable inputs: reverse mode, of which the forward
            /// sweep is done once, here.
            ///
            /// Each call is a reverse sweep for one cotangent, of which `vjp` makes one.
            ///
            /// # Panics
            ///
            /// The function that is returned panics if a `Vec` of the cotangent has another length than the output.
            #[inline]
            pub fn pullback #generics(
                #(#primals),*
            ) -> (#output, impl ::core::ops::Fn(#jac::Plain<#output>) -> #jac::Plain<#input> + use<#(#lifetimes,)* #(#user),*>)
            #where_clause {
                const #width: usize = 1;
                let args: #args = #pack;
                let #arg_pattern = &args;
                let mut tape = #jac::Tape::default();
                #forward
                let value = #(#outputs)*;
                let shape = #jac::space_of(&value).into_shape();
                (value, move |by: #jac::Plain<#output>| {
                    let #arg_pattern = &args;
                    let tape = &tape;
                    let #(#seed_names)* = #jac::cotangent_of_plain::<#output>(&shape, by);
                    let pulled = { #reverse };
                    #jac::plain_of_cotangent::<#input>(&<Self as #jac::Function<#args>>::input_shape(&args), pulled)
                })
            }
        }
    }
}

/// The tokens that a pullback and its tangents share, whoever owns the arguments.
struct Pulling {
    arg_pattern: TokenStream,
    outputs: Vec<TokenStream>,
    /// Evaluates the forward sweep, on `tape`.
    forward: TokenStream,
    /// Evaluates the reverse sweep, on a reference `tape`, for the cotangents of these names.
    reverse: TokenStream,
    seed_names: Vec<Ident>,
}
