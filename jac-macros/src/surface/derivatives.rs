//! The generated functions that others build on: `__tangent`, `__pullback`, and the tangents of the latter.
//!
//! One rule gives every signature: the parameters as they are, then the tangents of all of them, in the same order; the results as
//! they are, then their tangents. A pullback is a function like any other and follows it too.

use std::collections::HashSet;

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::{format_ident, quote};
use syn::{ReturnType, Type};

use super::{Derivative, Surface, is_slice};
use crate::analysis::layout;
use crate::emit::{Emitter, derivative_name, one_or_tuple};
use crate::hygiene::identifiers;
use crate::ir::*;
use crate::lower::passing;
use crate::transform::eliminate::MOST_IN_REGISTERS;

/// The parameters of a generated function or closure, and what its body starts with.
#[derive(Default)]
struct Signature {
    names: Vec<TokenStream>,
    types: Vec<TokenStream>,
    head: TokenStream,
}

impl Signature {
    fn push(&mut self, name: TokenStream, ty: TokenStream) {
        self.names.push(name);
        self.types.push(ty);
    }
}

impl Surface<'_> {
    pub(super) fn emitter<'a>(&self, derivative: &'a Derivative, slot: &Ident, count: &Ident) -> Emitter<'a> {
        Emitter {
            jac: self.jac.clone(),
            namesake: self.item.sig.ident.clone(),
            function: &derivative.function,
            all: derivative.all.clone(),
            slot: slot.clone(),
            tape: self.tape.clone(),
            count: count.clone(),
            sweeps: self.sweeps.clone(),
            known: Default::default(),
            referenced: Default::default(),
        }
    }

    /// The type of a tangent, or of what a cotangent is accumulated in, of the order of these sweeps.
    pub(super) fn vector_type(&self, ty: &Type, sweeps: &[SweepId], is_cotangent: bool) -> TokenStream {
        let runtime = self.runtime();
        match ty {
            Type::Slice(slice) => {
                let element = self.vector_type(&slice.elem, sweeps, is_cotangent);
                quote!([#element])
            }
            // A row of a slice of references.
            Type::Reference(reference) => {
                let row = self.vector_type(&reference.elem, sweeps, is_cotangent);
                quote!(&#row)
            }
            Type::Paren(paren) => self.vector_type(&paren.elem, sweeps, is_cotangent),
            Type::Group(group) => self.vector_type(&group.elem, sweeps, is_cotangent),
            ty => sweeps.iter().enumerate().fold(quote!(#ty), |inner, (index, sweep)| {
                let alias = if is_cotangent && index + 1 == sweeps.len() { "CotangentOf" } else { "Tangent" };
                let (alias, width) = (format_ident!("{}", alias), &self.sweeps[*sweep].width);
                quote!(#runtime::#alias<#inner, #width>)
            }),
        }
    }

    /// The tangent of a parameter, given its sweeps.
    fn tangent_parameter(
        &self,
        emitter: &Emitter,
        parameter: &Parameter,
        (dot, sweeps): &(Var, Vec<SweepId>),
        signature: &mut Signature,
    ) {
        let jac = &self.jac;
        if let Some(callable) = &parameter.callable {
            let (environment, lent, dots) = (&callable.environment, emitter.ident(parameter.var), emitter.ident(*dot));
            let (kind, lent_type, dots_type) =
                (&callable.environment_type, self.lent_type(callable), self.beside_type(callable, false));
            signature.push(quote!((#environment, #lent, #dots)), quote!((#kind, #lent_type, #dots_type)));
            return;
        }
        let dot_var = *dot;
        let (primal, dot) = (emitter.ident(parameter.var), emitter.ident(*dot));
        let (_, behind) = passing(&parameter.ty);
        let ty = self.vector_type(behind, sweeps, false);
        let excluded = self.is_excluded(parameter);
        match parameter.passing {
            Passing::Value if excluded => signature.push(quote!(_), self.left_out(behind, ty)),
            Passing::Value => {
                signature.push(quote!(mut #dot), ty);
                if !layout::is_fixed_type(behind) {
                    let (of, newest) = match sweeps.as_slice() {
                        [sweep] => (primal, sweep),
                        sweeps => {
                            (emitter.ident(self.older_version(emitter, parameter, sweeps)), &sweeps[sweeps.len() - 1])
                        }
                    };
                    let width = &self.sweeps[*newest].width;
                    signature.head.extend(quote!(#jac::complete::<_, #width>(&#of, &mut #dot);));
                }
            }
            Passing::Shared if excluded => {
                let ty = self.left_out(behind, ty);
                signature.push(quote!(_), quote!(::core::option::Option<&#ty>));
            }
            Passing::Shared => {
                signature.push(quote!(#dot), quote!(::core::option::Option<&#ty>));
                let zero = match sweeps.as_slice() {
                    [sweep] => {
                        let width = &self.sweeps[*sweep].width;
                        quote!(#jac::zero_like::<_, #width>(#primal))
                    }
                    sweeps => emitter.of_space(quote!(#jac::space_of(#primal)), "zero", sweeps),
                };
                signature.head.extend(self.unwrapped(emitter, parameter, dot_var, sweeps, &zero));
            }
            Passing::Mutable => {
                signature.push(quote!(#dot), quote!(&mut #ty));
                if is_slice(behind) {
                    signature.head.extend(quote!(let #dot = #jac::beside_mut(#dot, &*#primal);));
                }
            }
        }
    }

    /// The vector behind an `Option`: a zero if it is absent. A slice has no zero: what is done with it asks first whether it
    /// is there, which is known at compile time unless the caller says that it may not be.
    fn unwrapped(
        &self,
        emitter: &Emitter,
        parameter: &Parameter,
        vector: Var,
        sweeps: &[SweepId],
        zero: &TokenStream,
    ) -> TokenStream {
        let (name, jac) = (emitter.ident(vector), &self.jac);
        let (_, behind) = passing(&parameter.ty);
        if !is_slice(behind) {
            let absent = format_ident!("{}_absent", name);
            return quote!(let #absent = #zero; let #name = #name.unwrap_or(&#absent););
        }
        let presence = emitter.function.presences.get(&vector).map(|present| {
            let present = emitter.ident(*present);
            let position = self.position(parameter);
            let masks: Vec<&Ident> = sweeps.iter().map(|sweep| &self.sweeps[*sweep].mask).collect();
            let [varies, perhaps] =
                [1 << position, perhaps_absent(position)].map(proc_macro2::Literal::u128_unsuffixed);
            quote! {
                let #present = #((#masks & #varies != 0))&&* && (#((#masks & #perhaps == 0))&&* || #name.is_some());
            }
        });
        let primal = emitter.ident(parameter.var);
        quote!(#presence let #name = #jac::beside(#name, #primal);)
    }

    pub(super) fn position(&self, parameter: &Parameter) -> usize {
        self.parameters.iter().position(|other| other.var == parameter.var).expect("it is a parameter of the function")
    }

    /// The vector that a vector of these sweeps is the newest tangent of.
    fn older_version(&self, emitter: &Emitter, parameter: &Parameter, sweeps: &[SweepId]) -> Var {
        let versions = emitter.function.versions(parameter.var);
        let older = &sweeps[..sweeps.len() - 1];
        versions.iter().find(|(_, sweeps)| sweeps == older).map_or(parameter.var, |(var, _)| *var)
    }

    /// What the closure takes for a parameter that is passed by reference: what stands behind it again, and its
    /// cotangent; or their tangents, in one of the versions.
    fn pulled_parameter(
        &self,
        emitter: &Emitter,
        parameter: &Parameter,
        cotangent: Var,
        version: usize,
        signature: &mut Signature,
    ) {
        let jac = &self.jac;
        if let Some(callable) = &parameter.callable {
            let (lent, bars) = (emitter.ident(parameter.var), emitter.ident(cotangent));
            signature.push(quote!(#lent), self.lent_type(callable));
            signature.push(quote!(#bars), self.beside_type(callable, true));
            return;
        }
        let (_, behind) = passing(&parameter.ty);
        let primal = emitter.ident(parameter.var);
        let (bar, sweeps) = &emitter.function.versions(cotangent)[version];
        let sweeps: Vec<SweepId> = [0].into_iter().chain(sweeps.iter().copied()).collect();
        let bar_var = *bar;
        let (bar, ty) = (emitter.ident(bar_var), self.vector_type(behind, &sweeps, true));
        if parameter.passing == Passing::Mutable {
            signature.push(quote!(_), quote!(()));
            let lent = if parameter.exclusive { quote!(&mut #ty) } else { quote!(&#ty) };
            signature.push(quote!(#bar), lent);
            return;
        }
        if version == 0 {
            signature.push(quote!(#primal), quote!(&#behind));
        } else {
            let dot = &emitter.function.versions(parameter.var)[version];
            self.tangent_parameter(emitter, parameter, dot, signature);
        }
        if self.is_excluded(parameter) {
            let ty = self.left_out(behind, ty);
            signature.push(quote!(_), quote!(::core::option::Option<&#ty>));
            return;
        }
        signature.push(quote!(#bar), quote!(::core::option::Option<&#ty>));
        let zero = emitter.of_space(quote!(#jac::space_of(#primal)), "cotangent", &sweeps);
        signature.head.extend(self.unwrapped(emitter, parameter, bar_var, &sweeps, &zero));
    }

    /// One of the generated functions.
    pub fn derivative(&self, derivative: &Derivative, slot: &Ident, count: &Ident) -> TokenStream {
        let (runtime, jac) = (self.runtime(), &self.jac);
        let function = &derivative.function;
        let emitter = self.emitter(derivative, slot, count);
        let order = function.sweeps();
        let versions = 1 << function.tangents.len();
        let is_pullback = function.reverse.is_some();
        let mut own = self.function_types(is_pullback);
        own.extend(self.sweeps[..order].iter().rev().map(|sweep| {
            let (width, mask) = (&sweep.width, &sweep.mask);
            quote!(const #width: usize, const #mask: u128)
        }));
        let generics = self.generics(&own);
        let sweeps = self.sweeps[..order].iter().rev().map(|sweep| {
            let (width, mask) = (&sweep.width, &sweep.mask);
            quote!(#runtime::Sweep<#width, #mask>)
        });
        let sweeps = one_or_tuple(&sweeps.collect::<Vec<_>>());

        let mut signature = Signature::default();
        if is_pullback {
            for (parameter, callable) in self.callables() {
                let (environment, lent) = (&callable.environment, emitter.ident(parameter.var));
                let (kind, lent_type) = (&callable.environment_type, self.lent_type(callable));
                signature.push(quote!((#environment, #lent)), quote!((#kind, #lent_type)));
            }
        }
        for parameter in self.parameters {
            if let Some(CallableParameter { code, code_type, .. }) = &parameter.callable {
                signature.push(quote!(#code), quote!(#code_type));
                continue;
            }
            let (ident, ty) = (emitter.ident(parameter.var), &parameter.ty);
            let mutable = (parameter.passing == Passing::Value).then(|| quote!(mut));
            signature.push(quote!(#mutable #ident), quote!(#ty));
        }
        for version in 1..versions {
            for parameter in self.parameters {
                self.tangent_parameter(&emitter, parameter, &function.versions(parameter.var)[version], &mut signature);
            }
        }
        if is_pullback {
            let tape = &self.tape;
            signature.push(quote!(#tape), quote!(&mut #runtime::Tape));
        }
        let Signature { names, types, head } = signature;

        let ty = self.result_type();
        let unit: Type = syn::parse_quote!(());
        let behind = match &self.item.sig.output {
            ReturnType::Default => &unit,
            ReturnType::Type(_, ty) => ty,
        };
        let version_sweeps = function.versions_of_result();
        let result_dot_types = version_sweeps[1..].iter().map(|sweeps| self.vector_type(behind, sweeps, false));
        let result = function.result.as_ref().map_or_else(|| quote!(()), |result| emitter.operand(result));
        let dots: Vec<&Operand> = function.tangents.iter().flat_map(|tangent| &tangent.results).collect();
        let result_dots = (1..versions).map(|version| match dots.get(version - 1) {
            Some(dot) if function.result.is_some() => emitter.operand(dot),
            _ => quote!(()),
        });
        let mut results = vec![result];
        results.extend(result_dots);
        let mut result_types = vec![ty];
        result_types.extend(result_dot_types);

        let items = &function.items;
        let name = format_ident!("{}", derivative_name(function.reverse.is_some(), order));
        let where_clause = self.sweep_where_also(&self.sweeps[..order], self.function_bounds(is_pullback));
        let mut start = TokenStream::new();
        let mut checks = TokenStream::new();
        if let Some(reverse) = &function.reverse {
            let (closure, ty) = self.closure(&emitter, reverse, versions);
            results.push(closure);
            result_types.push(ty);
            for (trace, _) in &reverse.own_traces {
                let trace = emitter.ident(*trace);
                start.extend(quote!(let mut #trace = #jac::Trace::new();));
            }
        } else {
            start = self.use_of_primal();
            let proofs = &function.proofs;
            checks = quote!(#({ #proofs })*);
        }
        let codes = self.callables().map(|(_, callable)| &callable.code);
        start.extend(quote!(#(#jac::holds_nothing(&#codes);)*));
        let (before, after) = if function.reverse.is_some() { (quote!(), start) } else { (start, quote!()) };
        let body = emitter.block(&function.body);
        quote! {
            #[doc(hidden)]
            #[inline]
            pub fn #name #generics(
                _: #sweeps,
                #(#names: #types,)*
            ) -> (#(#result_types),*) #where_clause {
                #before
                use #runtime as #jac;
                use #runtime::methods::*;
                #(#items)*
                #checks
                #head
                #after
                #body
                (#(#results),*)
            }
        }
    }

    /// A use of the function, which is not called where its derivatives alone are.
    fn use_of_primal(&self) -> TokenStream {
        let used = &self.subject.path;
        if self.takes_functions() {
            return TokenStream::new();
        }
        let named = identifiers(used.clone());
        if self.arguments.iter().all(|argument| identifiers(argument.clone()).is_subset(&named)) {
            return quote!(let _ = #used;);
        }
        // Of `impl Model`, the argument tells the type.
        let types = self.parameters.iter().map(|parameter| &parameter.ty);
        let names: Vec<Ident> = (0..self.parameters.len()).map(|index| format_ident!("argument_{}", index)).collect();
        quote!(let _ = |#(#names: #types),*| { #used(#(#names),*); };)
    }

    /// The reverse sweep, and its type.
    fn closure(&self, emitter: &Emitter, reverse: &Reverse, versions: usize) -> (TokenStream, TokenStream) {
        let function = emitter.function;
        let mut signature = Signature::default();
        let (tape, runtime) = (&self.tape, self.runtime());
        signature.push(quote!(#tape), quote!(&#runtime::Tape));
        let unit: Type = syn::parse_quote!(());
        let result = match &self.item.sig.output {
            ReturnType::Default => &unit,
            ReturnType::Type(_, ty) => ty,
        };
        let mut groups = Vec::new();
        let mut group_types = Vec::new();
        for version in 0..versions {
            for parameter in self.parameters {
                if let Some(cotangent) = reverse.cotangents.get(&parameter.var) {
                    self.pulled_parameter(emitter, parameter, *cotangent, version, &mut signature);
                }
            }
            let (seed, sweeps) = &function.versions(reverse.seed)[version];
            let sweeps: Vec<SweepId> = [0].into_iter().chain(sweeps.iter().copied()).collect();
            let seed = emitter.ident(*seed);
            signature.push(quote!(#seed), self.vector_type(result, &sweeps, false));
            let values = self.parameters.iter().filter(|parameter| parameter.passing == Passing::Value);
            let types = values.map(|parameter| {
                let (_, behind) = passing(&parameter.ty);
                let ty = self.vector_type(behind, &sweeps, false);
                if self.is_excluded(parameter) { self.left_out(behind, ty) } else { ty }
            });
            group_types.push(quote!((#(#types,)*)));
            let results = reverse.results[version].iter().map(|value| emitter.operand(value));
            groups.push(quote!((#(#results,)*)));
        }
        let cursors = reverse.own_traces.iter().map(|(trace, cursor)| {
            let (trace, cursor) = (emitter.ident(*trace), emitter.ident(*cursor));
            quote!(let mut #cursor = #trace.cursor();)
        });
        let Signature { names, types, head } = signature;
        let types: Vec<TokenStream> = types.into_iter().map(anonymous).collect();
        // What both sweeps read of a matrix, the compiler would keep on the stack in between, where it unrolls the loops.
        let mut read = HashSet::new();
        block_reads(&reverse.body, &mut |var| {
            read.insert(var);
        });
        let again = self.parameters.iter().filter(|parameter| {
            parameter.passing == Passing::Shared
                && reverse.cotangents.contains_key(&parameter.var)
                && read.contains(&parameter.var)
                && is_large_matrix(passing(&parameter.ty).1)
        });
        let again = again.map(|parameter| {
            let (ident, jac) = (emitter.ident(parameter.var), &self.jac);
            quote!(let #ident = #jac::read_again(#ident);)
        });
        let again: Vec<TokenStream> = again.collect();
        let body = emitter.block(&reverse.body);
        let (results, result_type) = (one_or_tuple(&groups), one_or_tuple(&group_types));
        let captured = self.captured();
        let sweeps = self.sweeps[..function.sweeps()].iter().rev().map(|sweep| {
            let (width, mask) = (&sweep.width, &sweep.mask);
            quote!(#width, #mask)
        });
        let mut closure = quote! {
            move |#(#names: #types),*| {
                #(#cursors)*
                #head
                #(#again)*
                #body
                #results
            }
        };
        let mut ty = quote!(::core::ops::Fn(#(#types),*) -> #result_type);
        if self.recursive {
            let (runtime, jac) = (self.runtime(), &self.jac);
            closure = quote!(#jac::Box::new(#closure));
            ty = quote!(#runtime::Box<dyn #ty>);
        } else {
            ty = quote!(impl #ty + use<#(#captured,)* #(#sweeps),*>);
        }
        (closure, ty)
    }
}

/// An array of arrays, of which not all elements are in registers.
fn is_large_matrix(ty: &Type) -> bool {
    let Type::Array(rows) = ty else { return false };
    let Type::Array(row) = &*rows.elem else { return false };
    let length = |length: &syn::Expr| match length {
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(number), .. }) => number.base10_parse::<usize>().ok(),
        _ => None,
    };
    match (length(&rows.len), length(&row.len)) {
        (Some(rows), Some(columns)) => rows.saturating_mul(columns) > MOST_IN_REGISTERS,
        _ => true,
    }
}

/// A type without the names of lifetimes: a pullback holds no borrow, and takes any.
pub(super) fn anonymous(ty: TokenStream) -> TokenStream {
    let mut tokens = ty.into_iter().peekable();
    let mut out = TokenStream::new();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(quote) if quote.as_char() == '\'' => {
                let name = tokens.next();
                out.extend([TokenTree::Punct(quote)]);
                out.extend(name.map(|name| match name {
                    TokenTree::Ident(name) if name != "static" => TokenTree::Ident(Ident::new("_", name.span())),
                    name => name,
                }));
            }
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), anonymous(group.stream()));
                inner.set_span(group.span());
                out.extend([TokenTree::Group(inner)]);
            }
            token => out.extend([token]),
        }
    }
    out
}
