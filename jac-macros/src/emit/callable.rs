//! Emission of functions that are passed, and of calls of parameters (see `ir::callable`).
//!
//! The sweeps of a closure are printed as closures that capture no variable: `move |Lent((p, (q, ()))), t, y, ..| { .. }`. They take along the code of parameters that
//! are functions. The types of their parameters are
//! those of the bound of the callee, from which the compiler knows them.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};

use super::{Emitter, SweepGenerics, derivative_name};
use crate::ir::*;

impl Emitter<'_> {
    /// What varies where a callee calls a function that it is passed, as a constant.
    pub(super) fn mask_of_calls(&self, call: &Call, position: usize, mask: Mask) -> TokenStream {
        // Of a method whose type has no name here, the function may be called with anything.
        let Some(namesake) = call.callee.namesake() else {
            return Literal::u128_unsuffixed(Mask::from(u64::MAX)).to_token_stream();
        };
        let [position, mask] = [position as Mask, mask].map(Literal::u128_unsuffixed);
        quote!(#namesake::__calls(#position, #mask))
    }

    /// The arguments of a sweep of the callee, with the code of functions.
    pub(super) fn passed_arguments(&self, call: &Call, mask: Mask, is_pullback: bool) -> Vec<TokenStream> {
        let arguments = call.arguments.iter().enumerate();
        let arguments = arguments.map(|(position, argument)| match argument {
            Argument::Function(passed) => {
                let mask = self.mask_of_calls(call, position, mask);
                self.code(passed, &mask, is_pullback)
            }
            argument => self.argument(argument),
        });
        arguments.collect()
    }

    fn code(&self, passed: &Passed, mask: &TokenStream, is_pullback: bool) -> TokenStream {
        match &passed.code {
            Code::Parameter => self.callable(passed).code.to_token_stream(),
            Code::Named(path) => {
                let path = without_arguments(path);
                let name = if is_pullback { "__called_pullback" } else { "__called_tangent" };
                let name = Ident::new(name, passed.span);
                quote_spanned!(passed.span=> <#path>::#name)
            }
            Code::Closure(closure) if is_pullback => self.closure_pullback(closure, passed, mask),
            Code::Closure(closure) => self.closure_tangent(closure, passed, mask),
        }
    }

    /// The parameter that is passed on.
    fn callable(&self, passed: &Passed) -> &CallableParameter {
        let var = passed.captures[0].base;
        let parameter = self.function.parameters.iter().find(|parameter| parameter.var == var);
        parameter.and_then(|parameter| parameter.callable.as_ref()).expect("it is callable")
    }

    /// What the code captures: its type, and references to it.
    fn environment(&self, passed: &Passed, mask: &TokenStream) -> TokenStream {
        let (jac, lent) = (&self.jac, self.lent(passed));
        let environment = match &passed.code {
            Code::Parameter => self.callable(passed).environment.to_token_stream(),
            Code::Named(_) => {
                let width = &self.sweeps[0].width;
                quote!(#jac::Sweep::<#width, { #mask }>)
            }
            Code::Closure(closure) => {
                let captures = passed.captures.iter().zip(closure.captured()).rev();
                captures.fold(quote!(()), |rest, (place, parameter)| {
                    if let Some(callable) = &parameter.callable {
                        let environment = &callable.environment;
                        return quote!(#jac::forwarded(#environment, #rest));
                    }
                    let place = self.place(place);
                    let kind = if parameter.differentiable { "captured" } else { "captured_constant" };
                    let kind = Ident::new(kind, passed.span);
                    quote!(#jac::#kind(&#place, #rest))
                })
            }
        };
        quote!(#environment, #lent)
    }

    fn lent(&self, passed: &Passed) -> TokenStream {
        match &passed.code {
            Code::Parameter => self.ident(passed.captures[0].base).to_token_stream(),
            Code::Named(_) => {
                let jac = &self.jac;
                quote!(#jac::Lent(#jac::Sweep))
            }
            Code::Closure(closure) => {
                let jac = &self.jac;
                let places = passed.captures.iter().zip(closure.captured()).map(|(place, parameter)| {
                    let place = self.place(place);
                    if parameter.callable.is_some() { quote!(#place.shorter()) } else { quote!(&#place) }
                });
                let places = nested(places);
                quote!(#jac::Lent(#places))
            }
        }
    }

    /// The tangents or cotangents of what the code captures.
    fn beside(&self, passed: &Passed, vectors: &[Option<(Place, Condition)>], are_cotangents: bool) -> TokenStream {
        let jac = &self.jac;
        let wrapper = Ident::new(if are_cotangents { "LentCotangents" } else { "LentTangents" }, passed.span);
        match (&passed.code, vectors) {
            (Code::Parameter, [Some((place, _))]) => self.ident(place.base).to_token_stream(),
            (Code::Closure(closure), vectors) => {
                let vectors = vectors.iter().zip(closure.captured()).map(|(vector, parameter)| match vector {
                    Some((place, _)) if parameter.callable.is_some() => {
                        let place = self.place(place);
                        quote!(#place.shorter())
                    }
                    Some((place, condition)) => {
                        let place = self.place(place);
                        self.if_wanted(*condition, quote!(::core::option::Option::Some(&#place)))
                    }
                    None if parameter.differentiable => quote!(::core::option::Option::None),
                    None => quote!(()),
                });
                let vectors = nested(vectors);
                quote!(#jac::#wrapper(#vectors))
            }
            _ => quote!(#jac::#wrapper(())),
        }
    }

    pub(super) fn environment_and_tangents(
        &self,
        passed: &Passed,
        vectors: &[Option<(Place, Condition)>],
        mask: &TokenStream,
    ) -> TokenStream {
        let (environment, tangents) = (self.environment(passed, mask), self.beside(passed, vectors, false));
        quote!((#environment, #tangents))
    }

    pub(super) fn environments(&self, call: &Call, mask: Mask) -> Vec<TokenStream> {
        let arguments = call.arguments.iter().enumerate();
        let environments = arguments.filter_map(|(position, argument)| match argument {
            Argument::Function(passed) => {
                let environment = self.environment(passed, &self.mask_of_calls(call, position, mask));
                Some(quote!((#environment)))
            }
            _ => None,
        });
        environments.collect()
    }

    pub(super) fn lent_and_cotangents(&self, passed: &Passed, vectors: &[Option<(Place, Condition)>]) -> TokenStream {
        let (lent, cotangents) = (self.lent(passed), self.beside(passed, vectors, true));
        quote!(#lent, #cotangents)
    }

    /// A call of a parameter whose derivative nobody asks for.
    pub(super) fn call_of_parameter(&self, call: &Call) -> TokenStream {
        let (passed, arguments) = parameter_and_arguments(call);
        let result = self.ident(call.result);
        let arguments = arguments.iter().map(|argument| self.argument(argument));
        let (code, lent, tape) = (&self.callable(passed).code, self.lent(passed), &self.tape);
        match self.function.tangents.first() {
            Some(tangents) => {
                let dots = self.ident(tangents.dots[&passed.captures[0].base]);
                let absent = arguments.clone().map(|_| quote!(::core::option::Option::None));
                quote!(let (#result, _) = #code(#lent, #dots, #(#arguments,)* #(#absent),*);)
            }
            None => quote!(let (#result, _) = #code(#lent, #(#arguments,)* #tape);),
        }
    }

    pub(super) fn derived_of_parameter(&self, derived: &Derived) -> TokenStream {
        let Derived { call, dots, pullback, tangents, .. } = derived;
        let (passed, arguments) = parameter_and_arguments(call);
        let results = [call.result].into_iter().chain(dots.iter().copied()).chain(*pullback);
        let results = results.map(|var| self.ident(var));
        let arguments = arguments.iter().map(|argument| self.argument(argument));
        let (code, lent) = (&self.callable(passed).code, self.lent(passed));
        if pullback.is_some() {
            let tape = &self.tape;
            return quote!(let (#(#results),*) = #code(#lent, #(#arguments,)* #tape););
        }
        let Some((Companion::Environment { vectors, .. }, tangents)) = tangents.split_first() else {
            unreachable!("a parameter that is called comes first")
        };
        let dots = self.beside(passed, vectors, false);
        let tangents = tangents.iter().map(|companion| self.companion(companion));
        quote!(let (#(#results),*) = #code(#lent, #dots, #(#arguments,)* #(#tangents),*);)
    }

    /// A call of a function that takes functions, in which nothing varies.
    pub(super) fn unvaried_call(&self, call: &Call) -> TokenStream {
        let (jac, width, result) = (&self.jac, &self.sweeps[0].width, self.ident(call.result));
        let is_pullback = self.function.reverse.is_some();
        let mut zeros = TokenStream::new();
        let mut arguments = if is_pullback { self.environments(call, 0) } else { Vec::new() };
        arguments.extend(self.passed_arguments(call, 0, is_pullback));
        if is_pullback {
            arguments.push(self.tape.to_token_stream());
        } else {
            let no_tangents: Vec<TokenStream> = call
                .arguments
                .iter()
                .enumerate()
                .map(|(position, argument)| {
                    let is_receiver = position == 0 && call.callee.is_method();
                    let tangent = match argument {
                        Argument::Function(passed) => {
                            let vectors = vec![None; passed.captures.len()];
                            self.environment_and_tangents(passed, &vectors, &self.mask_of_calls(call, position, 0))
                        }
                        Argument::Value(_) => quote!(#jac::zero()),
                        Argument::Borrow { lending: Lending::Shared, .. } if is_receiver => quote!(#jac::Absent),
                        Argument::Borrow { lending: Lending::Shared, .. } | Argument::Rows(_) => {
                            quote!(::core::option::Option::None)
                        }
                        Argument::Borrow { lending, place } => {
                            // Made before the place is lent.
                            let (place, zero) =
                                (self.place(place), format_ident!("zero_{}", position, span = Span::mixed_site()));
                            zeros.extend(quote!(let mut #zero = #jac::zero_like::<_, #width>(&#place);));
                            if *lending == Lending::Either {
                                quote!(#jac::taken_tangent(&mut #zero))
                            } else {
                                quote!(&mut #zero)
                            }
                        }
                    };
                    if is_receiver { quote!(#jac::tangent_of_receiver(#tangent)) } else { tangent }
                })
                .collect();
            arguments.extend(no_tangents);
        }
        let function = self.derivative(call, &derivative_name(is_pullback, 1), 1);
        quote! {
            let (#result, _) = {
                #zeros
                #function(#jac::Sweep::<#width, 0>, #(#arguments),*)
            };
        }
    }

    fn emitter_of<'c>(&self, function: &'c Function, all: Mask) -> Emitter<'c> {
        Emitter {
            jac: self.jac.clone(),
            namesake: self.namesake.clone(),
            function,
            all: vec![all],
            tape: self.tape.clone(),
            slot: self.slot.clone(),
            count: self.count.clone(),
            sweeps: self.sweeps.clone(),
            known: Default::default(),
            referenced: Default::default(),
        }
    }

    /// What varies in a closure, under the name of what varies in the function around it.
    fn closure_mask(&self, passed: &Passed, mask: &TokenStream) -> TokenStream {
        let name = &self.sweeps[0].mask;
        let varied = Literal::u128_unsuffixed(passed.varied);
        quote!(const #name: u128 = #mask | #varied;)
    }

    fn closure_tangent(&self, closure: &Closure, passed: &Passed, mask: &TokenStream) -> TokenStream {
        let derivatives = closure.derivatives.as_ref().expect("the closure has been differentiated");
        let function = &derivatives.tangent;
        let emitter = self.emitter_of(function, derivatives.all);
        let (written, captured) = function.parameters.split_at(closure.written);
        let lent = nested(captured.iter().map(|parameter| emitter.ident(parameter.var).to_token_stream()));
        let dot = |parameter: &Parameter| emitter.companion_name(parameter, function.tangents[0].dots[&parameter.var]);
        let dots_of_captured = nested(captured.iter().map(dot));
        let names = written.iter().map(|parameter| emitter.ident(parameter.var));
        let dots = written.iter().map(dot);
        let heads = function.parameters.iter().enumerate();
        let heads = heads.map(|(position, parameter)| {
            emitter.present(position, parameter, function.tangents[0].dots[&parameter.var], "tangent_beside")
        });
        let jac = &self.jac;
        let mask = self.closure_mask(passed, mask);
        let body = emitter.block(&function.body);
        let result = function.result.as_ref().map_or_else(|| quote!(()), |result| emitter.operand(result));
        let result_dot = function.tangents[0].results.first();
        let result_dot = result_dot.map_or_else(|| quote!(()), |result| emitter.operand(result));
        quote! {
            move |#jac::Lent(#lent), #jac::LentTangents(#dots_of_captured), #(#names,)* #(#dots),*| {
                #mask
                #(#heads)*
                #body
                (#result, #result_dot)
            }
        }
    }

    fn closure_pullback(&self, closure: &Closure, passed: &Passed, mask: &TokenStream) -> TokenStream {
        let derivatives = closure.derivatives.as_ref().expect("the closure has been differentiated");
        let function = &derivatives.adjoint;
        let reverse = function.reverse.as_ref().expect("it is an adjoint");
        let emitter = self.emitter_of(function, derivatives.all);
        let (jac, tape) = (&self.jac, &self.tape);
        let (written, captured) = function.parameters.split_at(closure.written);
        let lent = nested(captured.iter().map(|parameter| emitter.ident(parameter.var).to_token_stream()));
        let bar = |parameter: &Parameter| emitter.companion_name(parameter, reverse.cotangents[&parameter.var]);
        let bars_of_captured = nested(captured.iter().map(bar));
        let names: Vec<Ident> = written.iter().map(|parameter| emitter.ident(parameter.var)).collect();
        let pairs = written.iter().map(|parameter| {
            let (name, bar) = (emitter.ident(parameter.var), bar(parameter));
            if parameter.passing == Passing::Mutable { quote!(_, #bar) } else { quote!(#name, #bar) }
        });
        let heads = function.parameters.iter().enumerate();
        let heads = heads.map(|(position, parameter)| {
            emitter.present(position, parameter, reverse.cotangents[&parameter.var], "cotangent_beside")
        });
        // Copies cost less than to record them.
        let copies = closure.copied.iter().map(|(from, to)| {
            let (from, to) = (emitter.ident(*from), emitter.ident(*to));
            quote!(let #to = *#from;)
        });
        let traces = reverse.own_traces.iter().map(|(trace, _)| {
            let trace = emitter.ident(*trace);
            quote!(let mut #trace = #jac::Trace::new();)
        });
        let cursors = reverse.own_traces.iter().map(|(trace, cursor)| {
            let (trace, cursor) = (emitter.ident(*trace), emitter.ident(*cursor));
            quote!(let mut #cursor = #trace.cursor();)
        });
        let mask = self.closure_mask(passed, mask);
        let (body, reverse_body) = (emitter.block(&function.body), emitter.block(&reverse.body));
        let result = function.result.as_ref().map_or_else(|| quote!(()), |result| emitter.operand(result));
        let seed = emitter.ident(reverse.seed);
        quote! {
            move |#jac::Lent(#lent), #(#names,)* #tape| {
                #mask
                #(#traces)*
                #body
                (#result, move |#tape, #jac::Lent(#lent), #jac::LentCotangents(#bars_of_captured), #(#pairs,)* #seed| {
                    #(#cursors)*
                    #(#copies)*
                    #(#heads)*
                    #reverse_body
                })
            }
        }
    }

    fn companion_name(&self, parameter: &Parameter, companion: Var) -> TokenStream {
        if parameter.differentiable { self.ident(companion).to_token_stream() } else { quote!(_) }
    }

    /// The vector beside a parameter of a closure, or a zero.
    fn present(&self, position: usize, parameter: &Parameter, vector: Var, function: &str) -> TokenStream {
        let may_be_absent = parameter.passing == Passing::Shared && parameter.callable.is_none();
        if !parameter.differentiable || !may_be_absent {
            return TokenStream::new();
        }
        let SweepGenerics { width, mask } = &self.sweeps[0];
        let (jac, name, primal) = (&self.jac, self.ident(vector), self.ident(parameter.var));
        let function = Ident::new(function, name.span());
        let zero = format_ident!("{}_absent", name);
        let presence = self.function.presences.get(&vector).map(|present| {
            let present = self.ident(*present);
            let [varies, perhaps] = [1 << position, perhaps_absent(position)].map(Literal::u128_unsuffixed);
            quote!(let #present = #mask & #varies != 0 && (#mask & #perhaps == 0 || #name.is_some());)
        });
        quote! {
            #presence
            let mut #zero = ::core::option::Option::None;
            let #name = #jac::#function::<_, #width>(#primal, #name, &mut #zero);
        }
    }
}

/// A parameter that is called, and what it is called with.
fn parameter_and_arguments(call: &Call) -> (&Passed, &[Argument]) {
    match call.arguments.split_first() {
        Some((Argument::Function(passed), arguments)) => (passed, arguments),
        _ => unreachable!("a parameter that is called comes first"),
    }
}

/// `(a, (b, ()))`
fn nested(items: impl DoubleEndedIterator<Item = TokenStream>) -> TokenStream {
    items.rev().fold(quote!(()), |rest, item| quote!((#item, #rest)))
}

pub(super) fn takes_function(call: &Call) -> bool {
    call.arguments.iter().any(|argument| matches!(argument, Argument::Function(_)))
}

/// The generic arguments of a call without those that stand for functions, whose types have no names.
pub(super) fn without_function_types(
    arguments: &syn::AngleBracketedGenericArguments,
    functions: usize,
) -> Vec<&syn::GenericArgument> {
    let mut left = functions;
    let is_kept = |argument: &&syn::GenericArgument| {
        let inferred = matches!(argument, syn::GenericArgument::Type(syn::Type::Infer(_)));
        let dropped = inferred && left > 0;
        left -= usize::from(dropped);
        !dropped
    };
    arguments.args.iter().filter(is_kept).collect()
}
