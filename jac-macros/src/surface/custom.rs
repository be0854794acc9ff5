//! The sweeps of a function whose body is not read: made of the user's rules.
//!
//! A rule knows one seed. Each lane of a sweep calls it once; a mode for which there is no rule is assembled from the other one, by
//! a call for each float of an input or of the result.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, Type};

use super::derivatives::anonymous;
use super::references::{copied_slice, lent};
use super::{Surface, is_slice, owned_type, space};
use crate::emit::{SweepGenerics, one_or_tuple};
use crate::hygiene::Names;
use crate::ir::{Parameter, Passing};
use crate::lower::{passing, row_type};

/// The names in the sweeps, which neither the function nor the attribute has.
struct Locals<'a> {
    parameters: Vec<Local<'a>>,
    rule: Ident,
    pull: Ident,
    value: Ident,
    value_bar: Ident,
    value_shape: Ident,
    tangent: Ident,
    unit: Ident,
    by: Ident,
    sum: Ident,
    lane: Ident,
    index: Ident,
}

struct Local<'a> {
    parameter: &'a Parameter,
    bit: Literal,
    is_input: bool,
    is_excluded: bool,
    primal: Ident,
    /// Tangent or cotangent, as it is passed.
    companion: Ident,
    shape: Ident,
    /// The cotangent for all lanes, and for one.
    total: Ident,
    contribution: Ident,
}

impl<'a> Locals<'a> {
    fn new(surface: &Surface<'a>, names: &mut Names) -> Self {
        let mut fresh = |stem: &str| names.fresh(stem, Span::call_site());
        let parameters = surface.parameters.iter().enumerate().map(|(position, parameter)| {
            let name = parameter.name.to_string();
            Local {
                parameter,
                bit: Literal::u128_unsuffixed(1 << position),
                is_input: parameter.differentiable,
                is_excluded: surface.is_excluded(parameter),
                primal: fresh(&name),
                companion: fresh(&format!("{name}_vector")),
                shape: fresh(&format!("{name}_shape")),
                total: fresh(&format!("{name}_bar")),
                contribution: fresh(&format!("{name}_contribution")),
            }
        });
        Locals {
            parameters: parameters.collect(),
            rule: fresh("rule"),
            pull: fresh("pull"),
            value: fresh("value"),
            value_bar: fresh("value_bar"),
            value_shape: fresh("value_shape"),
            tangent: fresh("tangent"),
            unit: fresh("unit"),
            by: fresh("by"),
            sum: fresh("sum"),
            lane: fresh("lane"),
            index: fresh("index"),
        }
    }

    fn inputs(&self) -> impl Iterator<Item = &Local<'a>> {
        self.parameters.iter().filter(|local| local.is_input)
    }

    /// `x: f64, y: &[f64]`
    fn declared(&self) -> Vec<TokenStream> {
        let declared = |local: &Local| {
            let (primal, ty) = (&local.primal, &local.parameter.ty);
            quote!(#primal: #ty)
        };
        self.parameters.iter().map(declared).collect()
    }

    /// The arguments of the function, all copied if they are needed again.
    fn arguments(&self) -> Vec<TokenStream> {
        let argument = |local: &Local| {
            let primal = &local.primal;
            match local.parameter.passing {
                Passing::Value => quote!(::core::clone::Clone::clone(&#primal)),
                _ => quote!(#primal),
            }
        };
        self.parameters.iter().map(argument).collect()
    }

    /// The arguments, for the last time.
    fn given_away(&self) -> Vec<TokenStream> {
        self.parameters.iter().map(|local| local.primal.to_token_stream()).collect()
    }

    /// The shape of each input that `which` selects.
    fn shapes(&self, jac: &TokenStream, which: impl Fn(Passing) -> bool) -> TokenStream {
        let shapes = self.inputs().filter(|local| which(local.parameter.passing)).map(|local| {
            let (shape, primal) = (&local.shape, &local.primal);
            let (_, behind) = passing(&local.parameter.ty);
            let space = match local.parameter.passing {
                Passing::Value => quote!(#jac::space_of(&#primal)),
                _ => space(behind, primal, jac),
            };
            quote!(let #shape = #space.into_shape();)
        });
        shapes.collect()
    }

    /// The pattern of what a reverse rule returns.
    fn contributions(&self) -> TokenStream {
        let names: Vec<&Ident> = self.inputs().map(|local| &local.contribution).collect();
        one_or_tuple(&names)
    }
}

impl Local<'_> {
    /// What a rule knows the type by: a `Vec` for a slice.
    fn owned(&self, jac: &TokenStream) -> TokenStream {
        owned_type(&self.parameter.ty, jac)
    }
}

impl<'a> Surface<'a> {
    /// `__tangent` and `__pullback`.
    pub fn custom_sweeps(&self, names: &mut Names) -> (TokenStream, TokenStream) {
        let locals = Locals::new(self, names);
        let rules = &self.options.rules;
        let result = self.result_type();
        let primal = |arguments: &[TokenStream]| {
            let function = &self.subject.path;
            let value = &locals.value;
            quote!(let #value: #result = #function(#(#arguments),*);)
        };
        let forward = match (&rules.jvp, &rules.pullback, &rules.vjp) {
            (Some(rule), ..) => self.tangent_by_jvp(rule, &locals),
            (None, Some(rule), _) => {
                let rule = self.pullback_rule(rule, &locals, &locals.given_away());
                self.tangent_by_pullback(rule, &locals)
            }
            (None, None, Some(rule)) => {
                let rule = self.vjp_rule(rule, &locals);
                let primal = primal(&locals.arguments());
                self.tangent_by_pullback(quote!(#rule #primal), &locals)
            }
            (None, None, None) => unreachable!("the body is read if there is no rule"),
        };
        let reverse = match (&rules.pullback, &rules.vjp, &rules.jvp) {
            (Some(rule), ..) => {
                let rule = self.pullback_rule(rule, &locals, &locals.given_away());
                (rule, self.reverse_by_pullback(&locals))
            }
            (None, Some(rule), _) => {
                let (rule, primal) = (self.vjp_rule(rule, &locals), primal(&locals.arguments()));
                (quote!(#rule #primal), self.reverse_by_pullback(&locals))
            }
            (None, None, Some(rule)) => {
                let (rule, primal) = (self.jvp_rule(rule, &locals), primal(&locals.arguments()));
                (quote!(#rule #primal), self.reverse_by_jvp(&locals))
            }
            (None, None, None) => unreachable!("the body is read if there is no rule"),
        };
        let (jac, width) = (self.runtime(), &self.sweeps[0].width);
        let Locals { value, value_bar, value_shape, .. } = &locals;
        let (first, then) = reverse;
        let first = quote!(#first let #value_shape = #jac::space_of(&#value).into_shape(););
        let complete = quote!(let #value_bar = #jac::completed::<#result, #width>(&#value_shape, #value_bar););
        let reverse = (first, quote!(#complete #then));
        (self.custom_tangent(forward, &locals), self.custom_pullback(reverse, &locals))
    }

    fn custom_tangent(&self, body: TokenStream, locals: &Locals) -> TokenStream {
        let jac = self.runtime();
        let SweepGenerics { width, mask } = &self.sweeps[0];
        let (generics, where_clause) = (self.sweep_generics(), self.sweep_where(&self.sweeps[..1]));
        let primals = locals.declared();
        let result = self.result_type();
        let companions = self.custom_companions(locals).into_iter().map(|(name, ty)| quote!(#name: #ty));
        quote! {
            #[doc(hidden)]
            #[inline]
            pub fn __tangent #generics(
                _: #jac::Sweep<#width, #mask>,
                #(#primals,)*
                #(#companions,)*
            ) -> (#result, #jac::Tangent<#result, #width>) #where_clause {
                #body
            }
        }
    }

    /// From the forward part, which defines the value, and the reverse part, which defines the cotangents.
    fn custom_pullback(&self, (forward, reverse): (TokenStream, TokenStream), locals: &Locals) -> TokenStream {
        let jac = self.runtime();
        let SweepGenerics { width, mask } = &self.sweeps[0];
        let (generics, where_clause) = (self.sweep_generics(), self.sweep_where(&self.sweeps[..1]));
        let primals = locals.declared();
        let result = self.result_type();
        let Locals { value, value_bar, .. } = locals;
        let mut pattern = Vec::new();
        let mut types = Vec::new();
        let mut results = Vec::new();
        let mut result_types = Vec::new();
        let mut accumulations = TokenStream::new();
        for local in &locals.parameters {
            let (primal, companion, total) = (&local.primal, &local.companion, &local.total);
            let (_, behind) = passing(&local.parameter.ty);
            if local.parameter.passing == Passing::Value {
                results.push(if local.is_input { quote!(#total) } else { quote!(#jac::zero()) });
                let ty = self.tangent_type(behind);
                result_types.push(if local.is_excluded { self.left_out(behind, ty) } else { ty });
                continue;
            }
            let ty = self.cotangent_type(behind);
            let ty = if local.is_excluded { self.left_out(behind, ty) } else { ty };
            pattern.extend([quote!(#primal), quote!(#companion)]);
            types.extend([quote!(&#behind), quote!(::core::option::Option<&#ty>)]);
            if local.is_input {
                accumulations.extend(quote! {
                    if let ::core::option::Option::Some(#companion) = #companion {
                        #jac::accumulate(#companion, #total);
                    }
                });
            }
        }
        pattern.push(quote!(#value_bar));
        types.push(quote!(#jac::Tangent<#result, #width>));
        // What stands behind a reference is passed again; the shapes of what does not are kept.
        let kept = locals.shapes(&jac, |passing| passing == Passing::Value);
        let passed_again = locals.shapes(&jac, |passing| passing != Passing::Value);
        let captured = self.captured();
        quote! {
            #[doc(hidden)]
            #[inline]
            pub fn __pullback #generics(
                _: #jac::Sweep<#width, #mask>,
                #(#primals,)*
                _: &mut #jac::Tape,
            ) -> (#result, impl ::core::ops::Fn(&#jac::Tape, #(#types),*) -> (#(#result_types,)*) + use<#(#captured,)* #width, #mask>) #where_clause {
                #kept
                #forward
                (#value, move |_: &#jac::Tape, #(#pattern: #types),*| {
                    #passed_again
                    #reverse
                    #accumulations
                    (#(#results,)*)
                })
            }
        }
    }

    /// `__linearized`. A rule that takes a seed with the arguments is called for each product, with copies of what it was evaluated at; a closure is kept.
    pub fn custom_linearized(&self, names: &mut Names) -> TokenStream {
        let locals = Locals::new(self, names);
        let (jac, rules, result) = (self.runtime(), &self.options.rules, self.result_type());
        let SweepGenerics { width, mask } = &self.sweeps[0];
        let (generics, where_clause) = (self.sweep_generics(), self.sweep_where(&self.sweeps[..1]));
        let (primals, value) = (locals.declared(), &locals.value);
        let (mut kept, mut again) = (TokenStream::new(), TokenStream::new());
        for local in &locals.parameters {
            let (primal, shape) = (&local.primal, &local.shape);
            let (_, behind) = passing(&local.parameter.ty);
            if local.parameter.passing != Passing::Value {
                kept.extend(quote!(let #shape = #jac::snapshot(#primal);));
                let lent = lent(behind, shape, &jac);
                again.extend(quote!(let #primal = #lent;));
            }
        }
        let (first, then) = match (&rules.jvp, &rules.pullback, &rules.vjp) {
            (Some(rule), ..) => (None, self.tangent_by_jvp(rule, &locals)),
            (None, Some(rule), _) => {
                let rule = self.pullback_rule(rule, &locals, &locals.arguments());
                (Some(rule), self.tangent_by_pullback(TokenStream::new(), &locals))
            }
            (None, None, Some(rule)) => (None, self.tangent_by_pullback(self.vjp_rule(rule, &locals), &locals)),
            (None, None, None) => unreachable!("the body is read if there is no rule"),
        };
        let first = first.unwrap_or_else(|| {
            let (function, arguments) = (&self.subject.path, locals.arguments());
            quote!(let #value: #result = #function(#(#arguments),*);)
        });
        let (companions, types): (Vec<_>, Vec<_>) = self.custom_companions(&locals).into_iter().unzip();
        let types: Vec<TokenStream> = types.into_iter().map(anonymous).collect();
        let captured = self.captured();
        let held = names.fresh("held", Span::call_site());
        let is_read = rules.jvp.is_none();
        if is_read {
            again.extend(quote!(let #value = ::core::clone::Clone::clone(&#held);));
        }
        let hold = is_read.then(|| quote!(let #held = ::core::clone::Clone::clone(&#value);));
        quote! {
            #[doc(hidden)]
            #[inline]
            pub fn __linearized #generics(
                _: #jac::Sweep<#width, #mask>,
                #(#primals,)*
                _: &mut #jac::Tape,
            ) -> (
                #result,
                impl ::core::ops::Fn(&#jac::Tape, #(#types),*) -> (#jac::Tangent<#result, #width>,) + use<#(#captured,)* #width, #mask>,
            ) #where_clause {
                #kept
                #first
                #hold
                (#value, move |_: &#jac::Tape, #(#companions: #types),*| {
                    #again
                    let (_, #held) = { #then };
                    (#held,)
                })
            }
        }
    }

    /// The tangents of the arguments as sweeps take them, with their types.
    fn custom_companions(&self, locals: &Locals) -> Vec<(TokenStream, TokenStream)> {
        let companions = locals.parameters.iter().map(|local| {
            let companion = &local.companion;
            let (_, behind) = passing(&local.parameter.ty);
            let ty = self.tangent_type(behind);
            let (name, ty) = match local.is_excluded {
                true => (quote!(_), self.left_out(behind, ty)),
                false => (quote!(#companion), ty),
            };
            match local.parameter.passing {
                Passing::Value => (name, ty),
                _ => (name, quote!(::core::option::Option<&#ty>)),
            }
        });
        companions.collect()
    }

    /// The tangents of the inputs, complete.
    fn completed(&self, locals: &Locals) -> TokenStream {
        let jac = self.runtime();
        let width = &self.sweeps[0].width;
        let shapes = locals.shapes(&jac, |_| true);
        let completed = locals.inputs().map(|local| {
            let (companion, shape, owned) = (&local.companion, &local.shape, local.owned(&jac));
            let (_, behind) = passing(&local.parameter.ty);
            let vector = match local.parameter.passing {
                Passing::Value => quote!(#companion),
                _ if is_slice(behind) => copied_slice(behind, companion, &jac),
                _ => quote!(#jac::present(#companion)),
            };
            quote!(let #companion = #jac::completed::<#owned, #width>(&#shape, #vector);)
        });
        quote!(#shapes #(#completed)*)
    }

    /// The types of the arguments, as a rule takes them.
    fn argument_types(&self) -> Vec<&'a Type> {
        self.parameters.iter().map(|parameter| &parameter.ty).collect()
    }

    /// `let rule: fn(..) -> .. = path;`, with errors at the path.
    fn jvp_rule(&self, rule: &Expr, locals: &Locals) -> TokenStream {
        let jac = self.runtime();
        let (name, result, arguments) = (&locals.rule, self.result_type(), self.argument_types());
        let tangents = locals.inputs().map(|local| {
            let (_, behind) = passing(&local.parameter.ty);
            match (local.parameter.passing, behind) {
                (Passing::Value, ty) => quote!(#jac::Plain<#ty>),
                (_, Type::Slice(slice)) => {
                    let element = row_type(behind).unwrap_or(&slice.elem);
                    let element = owned_type(element, &jac);
                    quote!(&[#jac::Plain<#element>])
                }
                (_, ty) => quote!(&#jac::Plain<#ty>),
            }
        });
        quote_spanned! {rule.span()=>
            let #name: fn(#(#arguments,)* #(#tangents),*) -> (#result, #jac::Plain<#result>) = #rule;
        }
    }

    fn vjp_rule(&self, rule: &Expr, locals: &Locals) -> TokenStream {
        let jac = self.runtime();
        let (name, result, input, types) = (&locals.rule, self.result_type(), self.input_type(), self.argument_types());
        quote_spanned! {rule.span()=>
            let #name: fn(#(#types,)* #jac::Plain<#result>) -> (#result, #jac::Plain<#input>) = #rule;
        }
    }

    /// The forward part of a rule that returns a closure.
    fn pullback_rule(&self, rule: &Expr, locals: &Locals, arguments: &[TokenStream]) -> TokenStream {
        let Locals { rule: name, value, pull, .. } = locals;
        let (result, types) = (self.result_type(), self.argument_types());
        quote_spanned! {rule.span()=>
            let #name: fn(#(#types),*) -> (#result, _) = #rule;
            let (#value, #pull) = #name(#(#arguments),*);
        }
    }

    /// The cotangents of the inputs for one cotangent `by` of the result.
    fn pulled(&self, by: TokenStream, locals: &Locals) -> TokenStream {
        let jac = self.runtime();
        let (pattern, input) = (locals.contributions(), self.input_type());
        if let Some(rule) = &self.options.rules.pullback {
            let pull = &locals.pull;
            quote_spanned!(rule.span()=> let #pattern: #jac::Plain<#input> = #pull(#by);)
        } else {
            let (rule, arguments) = (&locals.rule, locals.arguments());
            quote!(let #pattern = #rule(#(#arguments,)* #by).1;)
        }
    }

    fn tangent_by_jvp(&self, rule: &Expr, locals: &Locals) -> TokenStream {
        let jac = self.runtime();
        let (width, result) = (&self.sweeps[0].width, self.result_type());
        let completed = self.completed(locals);
        let declaration = self.jvp_rule(rule, locals);
        let Locals { rule, lane, .. } = locals;
        let arguments = locals.arguments();
        let tangents = locals.inputs().map(|local| {
            let (companion, owned) = (&local.companion, local.owned(&jac));
            let reference = (local.parameter.passing != Passing::Value).then(|| quote!(&));
            quote!(#reference <#owned as #jac::Space>::plain::<#width>(&#companion, #lane))
        });
        quote! {
            #completed
            #declaration
            #jac::tangent_by_lanes::<#result, #width>(|#lane| #rule(#(#arguments,)* #(#tangents),*))
        }
    }

    /// A row of the Jacobian for each float of the result.
    fn tangent_by_pullback(&self, forward: TokenStream, locals: &Locals) -> TokenStream {
        let jac = self.runtime();
        let (width, mask, result) = (&self.sweeps[0].width, &self.sweeps[0].mask, self.result_type());
        let completed = self.completed(locals);
        let Locals { value, value_shape, tangent, unit, sum, index, .. } = locals;
        let pulled = self.pulled(quote!(::core::clone::Clone::clone(&#unit)), locals);
        let products = locals.inputs().map(|local| {
            let (companion, contribution, bit, owned) =
                (&local.companion, &local.contribution, &local.bit, local.owned(&jac));
            quote! {
                if #mask & #bit != 0 {
                    #jac::add_product::<#owned, #width>(&mut #sum, &#companion, &#contribution);
                }
            }
        });
        quote! {
            #completed
            #forward
            let #value_shape = #jac::space_of(&#value).into_shape();
            let mut #tangent = <#result as #jac::Space>::origin::<#width>(&#value_shape);
            for #index in 0..<#result as #jac::Space>::dimension(&#value_shape) {
                let #unit = #jac::unit::<#result>(&#value_shape, #index);
                #pulled
                let mut #sum = #jac::Lanes::<f64, #width>::ZERO;
                #(#products)*
                #jac::place::<#result, #width>(&mut #tangent, &#unit, #sum);
            }
            (#value, #tangent)
        }
    }

    /// `let mut x_bar = 0`, for each input.
    fn zeros(&self, locals: &Locals) -> TokenStream {
        let jac = self.runtime();
        let width = &self.sweeps[0].width;
        let zeros = locals.inputs().map(|local| {
            let (total, shape, owned) = (&local.total, &local.shape, local.owned(&jac));
            quote!(let mut #total = <#owned as #jac::Space>::origin::<#width>(&#shape);)
        });
        zeros.collect()
    }

    fn reverse_by_pullback(&self, locals: &Locals) -> TokenStream {
        let jac = self.runtime();
        let (width, result) = (&self.sweeps[0].width, self.result_type());
        let zeros = self.zeros(locals);
        let Locals { value_bar, by, lane, .. } = locals;
        let pulled = self.pulled(quote!(#by), locals);
        let insertions = locals.inputs().map(|local| {
            let (total, contribution, owned) = (&local.total, &local.contribution, local.owned(&jac));
            quote!(#jac::insert::<#owned, #width>(&mut #total, #lane, &#contribution);)
        });
        quote! {
            #zeros
            for #lane in 0..#width {
                let #by = <#result as #jac::Space>::plain::<#width>(&#value_bar, #lane);
                #pulled
                #(#insertions)*
            }
        }
    }

    /// A column of the Jacobian for each float of the inputs that vary.
    fn reverse_by_jvp(&self, locals: &Locals) -> TokenStream {
        let jac = self.runtime();
        let (width, mask, result) = (&self.sweeps[0].width, &self.sweeps[0].mask, self.result_type());
        let zeros = self.zeros(locals);
        let Locals { rule, value_bar, tangent, unit, sum, index, .. } = locals;
        let arguments = locals.arguments();
        let columns = locals.inputs().map(|local| {
            let (total, shape, bit, owned) = (&local.total, &local.shape, &local.bit, local.owned(&jac));
            let tangents = locals.inputs().map(|other| {
                let reference = (other.parameter.passing != Passing::Value).then(|| quote!(&));
                if other.primal == local.primal {
                    return if reference.is_some() {
                        quote!(&#unit)
                    } else {
                        quote!(::core::clone::Clone::clone(&#unit))
                    };
                }
                let (shape, owned) = (&other.shape, other.owned(&jac));
                quote!(#reference #jac::plain_zero::<#owned>(&#shape))
            });
            quote! {
                if #mask & #bit != 0 {
                    for #index in 0..<#owned as #jac::Space>::dimension(&#shape) {
                        let #unit = #jac::unit::<#owned>(&#shape, #index);
                        let (_, #tangent) = #rule(#(#arguments,)* #(#tangents),*);
                        let mut #sum = #jac::Lanes::<f64, #width>::ZERO;
                        #jac::add_product::<#result, #width>(&mut #sum, &#value_bar, &#tangent);
                        #jac::place::<#owned, #width>(&mut #total, &#unit, #sum);
                    }
                }
            }
        });
        quote!(#zeros #(#columns)*)
    }
}
