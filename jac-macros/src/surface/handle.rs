//! Handles: how the compiler finds the derivatives of a method that is called in method syntax.
//!
//! Before: the namesake of a method, with `__tangent` and `__pullback` of a function that takes the receiver as its first parameter. After:
//! beside the method `reach` a method `__reach_method`, which takes `&self` and gives the *handle* of the method, a value of a type that has
//! the derivatives under the names `tangent` and `pullback`. So whoever writes `arm.reach(q)` gets at them by
//! `arm.__reach_method().tangent(..)`, and what `arm` is, and whose method that is, is left to the compiler.
//!
//! The caller does not know how the method takes its receiver. The handle makes it uniform: primal and tangent are passed by
//! reference (see `jac_runtime::receiver`), and a pullback takes for the receiver an `Option` of the value and one of its cotangent, and returns
//! nothing for it.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{
    FnArg, GenericArgument, GenericParam, Generics, ImplItemFn, PathArguments, ReturnType, Type, TypeParamBound,
    WhereClause,
};

use super::siblings::{Method, name_of};
use crate::ir::{OF_BOUND, Passing, behind_named_trait, sibling};

/// A derivative of the namesake: a function of a sweep, the parameters, and tangents of these.
struct Derivative<'a> {
    function: &'a ImplItemFn,
    types: Vec<&'a Type>,
    /// Where the receiver is: behind the sweep, and what functions capture that a forward sweep takes.
    first: usize,
    /// How many parameters the method has, with the receiver.
    parameters: usize,
}

impl Method<'_> {
    /// The handle, if the method has a receiver.
    pub fn handle(&self, functions: &[ImplItemFn], runtime: &TokenStream) -> TokenStream {
        let Some(receiver) = self.receiver else { return TokenStream::new() };
        let first = functions.iter().find(|function| function.sig.ident == "__tangent").expect("every surface has one");
        let parameters = (first.sig.inputs.len() - 1) / 2;
        let handle = format_ident!("{}_method", self.namesake);
        let finder = sibling(self.name, "__method", self.name.span());
        let (impl_generics, _, where_clause) = self.generics.split_for_impl();
        let (owner, vis, configured) = (self.owner, self.vis, &self.configured);
        let generics = without_lifetimes(self.generics);
        let (declared, _, _) = generics.split_for_impl();
        let arguments = super::own_arguments(&generics);
        let plain = generics.params.iter().map(|parameter| match parameter {
            GenericParam::Type(parameter) => parameter.ident.to_token_stream(),
            parameter => quote!(#parameter),
        });
        let types = generics.type_params().map(|parameter| &parameter.ident);
        let this = behind(type_of(&first.sig.inputs[1]));
        let lifetimes = self.generics.lifetimes();
        let taken_lifetimes = self.generics.lifetimes();
        let own_lifetimes = self.generics.lifetimes();
        let kept_where = with_clone(where_clause, this);
        let keeps = receiver == Passing::Shared;
        let kept = |value: TokenStream| {
            let kept = quote!(::core::option::Option::Some(::core::clone::Clone::clone(#value)));
            if keeps { kept } else { quote!(::core::option::Option::None) }
        };
        let (kept_value, kept_vector) = (kept(quote!(value)), kept(quote!(vector)));
        let kind = match receiver {
            Passing::Value => quote!(TakesValue),
            Passing::Shared => quote!(TakesShared),
            Passing::Mutable => quote!(TakesMutable),
        };
        let by_path = sibling(self.name, "__of_trait", self.name.span());
        let (of_trait, value) = match (&self.of_trait, self.is_generic, self.takes_self) {
            (Some(path), false, _) => (
                quote!((impl #path, #runtime::BySignature)),
                quote!((#runtime::never::<#this>(), #runtime::BySignature)),
            ),
            (Some(path), true, false) => {
                (quote!((impl #path, #runtime::ByType)), quote!((#runtime::never::<#this>(), #runtime::ByType)))
            }
            _ => {
                let none = quote!((#runtime::OfNoTrait, #runtime::ByType));
                (none.clone(), none)
            }
        };
        let derivatives = functions.iter().filter(|function| is_sweep(&function.sig.ident)).map(|function| {
            let types: Vec<&Type> = function.sig.inputs.iter().map(type_of).collect();
            let first = if function.sig.ident == "__pullback" { types.len() - parameters - 1 } else { 1 };
            Derivative { function, types, first, parameters }.by_handle(self, receiver, runtime)
        });
        // Such a type has methods of traits alone.
        let (extension, found) = if self.is_of_library {
            let extension = format_ident!("{}_extension", self.namesake);
            let definition = quote! {
                #(#configured)*
                #[allow(dead_code, non_camel_case_types, missing_docs, unreachable_pub)]
                #[doc(hidden)]
                pub trait #extension {
                    type Handle;
                    fn #finder(&self) -> Self::Handle;
                }
            };
            let implementation = quote! {
                impl #impl_generics #extension for #owner #where_clause {
                    type Handle = #handle<#(#arguments),*>;
                    #[inline(always)]
                    fn #finder(&self) -> Self::Handle {
                        #handle(::core::marker::PhantomData)
                    }
                }
            };
            (Some(definition), implementation)
        } else {
            let found = quote! {
                impl #impl_generics #owner #where_clause {
                    #[doc(hidden)]
                    #[inline(always)]
                    #vis const fn #finder(&self) -> #handle<#(#arguments),*> {
                        #handle(::core::marker::PhantomData)
                    }
                    #[doc(hidden)]
                    #vis fn #by_path(&self) -> #of_trait {
                        #value
                    }
                }
            };
            (None, found)
        };
        quote! {
            #extension
            #(#configured)*
            #[allow(dead_code, unused, non_camel_case_types, non_snake_case, private_interfaces, private_bounds, missing_docs, unreachable_pub)]
            #[allow(clippy::all, clippy::pedantic, clippy::nursery)]
            const _: () = {
                pub struct #handle<#(#plain),*>(::core::marker::PhantomData<fn() -> (#(#types,)*)>);

                #found

                #[automatically_derived]
                impl #declared #handle<#(#arguments),*> {
                    #[inline(always)]
                    pub fn kept<#(#lifetimes),*>(self, value: &#this) -> ::core::option::Option<#this> #kept_where {
                        #kept_value
                    }
                    #[inline(always)]
                    pub fn kept_vector<Vector: ::core::clone::Clone>(self, vector: &Vector) -> ::core::option::Option<Vector> {
                        #kept_vector
                    }
                    #[inline(always)]
                    pub fn taken<#(#taken_lifetimes,)* Receiver: ?::core::marker::Sized>(
                        self,
                        _: &Receiver,
                    ) -> #runtime::Taken<#runtime::#kind, Receiver, #this> {
                        #runtime::Taken::NEW
                    }
                    pub fn of_trait<#(#own_lifetimes),*>(self) -> #of_trait #where_clause {
                        #value
                    }
                    #(#derivatives)*
                }
            };
        }
    }
}

/// Traits that say what is wrong if a type has no handle for a method that is called on it. Nothing implements them.
pub fn reports(namesake: &Ident, methods: &[Ident]) -> TokenStream {
    let report = |method: &Ident| {
        let name = method.to_string();
        let message = format!("`{name}` is not known to `jac`: it cannot be differentiated");
        let note = format!(
            "put the attribute on the `impl` block that `{name}` stands in (a body in a `trait` is repeated there), and on the trait, if a bound by \
             it is all that is known of the type; call a `#[differentiable]` function, or stop differentiation with `jac::constant(..)`"
        );
        let [known, report] = ["known", "report"].map(|suffix| format_ident!("__{}_{}_{}", namesake, method, suffix));
        let finder = sibling(method, "__method", proc_macro2::Span::call_site());
        quote! {
            #[diagnostic::on_unimplemented(
                message = #message,
                label = "not a method of an `impl` block with `#[differentiable]`",
                note = #note
            )]
            #[allow(non_camel_case_types)]
            #[doc(hidden)]
            trait #known {}
            #[allow(non_camel_case_types, dead_code)]
            #[doc(hidden)]
            trait #report {
                fn #finder(&self) {}
            }
            impl<T: ?Sized + #known> #report for T {}
        }
    };
    methods.iter().map(report).collect()
}

/// The same of functions that are called by the path of their type: what a type has itself goes before what a trait has for all types.
pub fn reports_of_functions(namesake: &Ident, functions: &[Ident]) -> TokenStream {
    let report = |stem: &Ident| {
        let named = behind_named_trait(stem);
        let of_trait = named.is_none().then(|| {
            format!(
                "of a function of a trait that takes no `&self`, the path names the trait, as of several in scope it may be another's: \
                 `<{{Self}} as Trait>::{stem}(..)`"
            )
        });
        let function = named.unwrap_or_else(|| stem.to_string());
        let message = format!("`{{Self}}::{function}` is not known to `jac`: it cannot be differentiated");
        let note = format!(
            "put the attribute on the `impl` block that `{function}` stands in (a body in a `trait` is repeated there), call a `#[differentiable]` \
             function, or stop differentiation with `jac::constant(..)`"
        );
        let of_trait = of_trait.map(|note| quote!(, note = #note));
        let [known, report] =
            ["known_function", "report_function"].map(|suffix| format_ident!("__{}_{}_{}", namesake, stem, suffix));
        let sweeps =
            ["__tangent", "__pullback", "__stand_in"].map(|sweep| sibling(stem, sweep, proc_macro2::Span::call_site()));
        quote! {
            #[diagnostic::on_unimplemented(
                message = #message,
                label = "not a function of an `impl` block with `#[differentiable]`",
                note = #note
                #of_trait
            )]
            #[allow(non_camel_case_types)]
            #[doc(hidden)]
            trait #known {}
            #[allow(non_camel_case_types, dead_code)]
            #[doc(hidden)]
            trait #report {
                #(fn #sweeps() {})*
            }
            impl<T: ?Sized + #known> #report for T {}
        }
    };
    functions.iter().map(report).collect()
}

/// The path of a trait that reports that bounds have no derivatives of a method, or of a function that is called by the path of a type parameter.
pub fn of_no_bound(namesake: &Ident, stem: &Ident, is_function: bool) -> TokenStream {
    let (module, name) = (module_of_no_bound(namesake), name_of_no_bound(stem, is_function));
    quote!(#module::#name)
}

fn module_of_no_bound(namesake: &Ident) -> Ident {
    format_ident!("__{}_of_no_bound", namesake)
}

fn name_of_no_bound(stem: &Ident, is_function: bool) -> Ident {
    if is_function { format_ident!("Function_{}", stem) } else { format_ident!("Method_{}", stem) }
}

/// These traits, of all types, in a module, from which each call takes its own: what bounds have goes before them.
pub fn reports_of_bounds(
    namesake: &Ident,
    methods: &[Ident],
    functions: &[Ident],
    runtime: &TokenStream,
) -> TokenStream {
    let report = |stem: &Ident, is_function: bool| {
        let name = name_of_no_bound(stem, is_function);
        let (suffix, receiver) = if is_function { (OF_BOUND, None) } else { ("__method", Some(quote!(&self))) };
        let finder = sibling(stem, suffix, proc_macro2::Span::call_site());
        quote! {
            pub trait #name {
                fn #finder<Found>(#receiver) -> Found
                where
                    for<'jac_delayed> #runtime::TraitOfBound: #runtime::HasAttribute<'jac_delayed>,
                {
                    ::core::unreachable!("nothing has it")
                }
            }
            impl<T: ?::core::marker::Sized> #name for T {}
        }
    };
    let module = module_of_no_bound(namesake);
    let methods = methods.iter().map(|method| report(method, false));
    let functions = functions.iter().map(|stem| report(stem, true));
    quote! {
        #[allow(non_camel_case_types, non_snake_case, dead_code, unused_imports, unreachable_pub)]
        #[doc(hidden)]
        mod #module {
            use super::*;
            #(#methods)*
            #(#functions)*
        }
    }
}

pub(super) fn is_sweep(name: &Ident) -> bool {
    let name = name.to_string();
    name == "__tangent" || name == "__linearized" || name.starts_with("__pullback")
}

impl Derivative<'_> {
    fn by_handle(&self, method: &Method, receiver: Passing, runtime: &TokenStream) -> TokenStream {
        let ImplItemFn { sig, .. } = self.function;
        let (namesake, function) = (method.namesake, &sig.ident);
        let name = Ident::new(function.to_string().trim_start_matches('_'), function.span());
        let is_own = |parameter: &&GenericParam| {
            let name = name_of(parameter);
            matches!(parameter, GenericParam::Lifetime(_))
                || !method.generics.params.iter().any(|own| name_of(own) == name)
        };
        let generics = sig.generics.params.iter().filter(is_own);
        let explicit = super::own_arguments(&sig.generics);
        let where_clause = sig.generics.where_clause.as_ref();
        let where_clause = match receiver {
            Passing::Value => with_clone(where_clause, self.types[self.first]),
            _ => where_clause.to_token_stream(),
        };
        let is_linear = *function == "__linearized";
        let is_forward_sweep = is_linear || function.to_string().starts_with("__pullback");
        let mut inputs = Vec::new();
        let mut arguments = Vec::new();
        for (position, ty) in self.types.iter().enumerate() {
            let ident = format_ident!("argument_{}", position);
            // A forward sweep takes the tape behind all others.
            let is_tape = is_forward_sweep && position + 1 == self.types.len();
            let of_receiver =
                position >= self.first && (position - self.first).is_multiple_of(self.parameters) && !is_tape;
            let is_primal = position == self.first;
            let (ty, argument) = match receiver {
                _ if !of_receiver => (quote!(#ty), quote!(#ident)),
                Passing::Mutable => (quote!(#ty), quote!(#ident)),
                Passing::Shared if is_primal => (quote!(#ty), quote!(#ident)),
                Passing::Value if is_primal => (quote!(&#ty), quote!(::core::clone::Clone::clone(#ident))),
                Passing::Shared | Passing::Value => {
                    let tangent = inside_of_option(ty).map_or(*ty, behind);
                    let owned = quote!(match #ident {
                        ::core::option::Option::Some(tangent) => ::core::clone::Clone::clone(tangent),
                        ::core::option::Option::None => #runtime::zero(),
                    });
                    let argument = if receiver == Passing::Shared { quote!(#ident) } else { owned };
                    (quote!(::core::option::Option<&#tangent>), argument)
                }
            };
            inputs.push(quote!(#ident: #ty));
            arguments.push(argument);
        }
        let call = quote!(#namesake::#function::<#(#explicit),*>(#(#arguments),*));
        let ReturnType::Type(_, output) = &sig.output else { unreachable!("a sweep has results") };
        let (body, output) = match self.pullback(output) {
            Some(linear) if is_linear => {
                let (closure, ty) = linear.uniform_linear(receiver, &explicit, runtime);
                let result = &linear.results[0];
                (quote!(let (result, inner) = #call; (result, #closure)), quote!((#result, #ty)))
            }
            None => (call, output.to_token_stream()),
            Some(pullback) => {
                let results = pullback.results.len();
                let names: Vec<Ident> = (0..results).map(|index| format_ident!("result_{}", index)).collect();
                let (closure, ty) = pullback.uniform(self, receiver, &explicit, runtime);
                let results = &pullback.results;
                (quote!(let (#(#names,)* inner) = #call; (#(#names,)* #closure)), quote!((#(#results,)* #ty)))
            }
        };
        let tokens = quote! {
            #[inline(always)]
            pub fn #name<#(#generics),*>(self, #(#inputs),*) -> #output #where_clause {
                #body
            }
        };
        super::siblings::written_out(tokens, namesake)
    }

    /// What the forward sweep of reverse mode returns.
    fn pullback(&self, output: &Type) -> Option<Pullback> {
        let Type::Tuple(tuple) = output else { return None };
        let (closure, results) = {
            let mut elements: Vec<&Type> = tuple.elems.iter().collect();
            (elements.pop()?, elements)
        };
        let (mut inputs, output) = closure_type(closure)?;
        let tape = inputs.remove(0);
        Some(Pullback { results: results.into_iter().cloned().collect(), tape, inputs, output })
    }

    /// The type of the tangent of the receiver in a version, by the parameter of it.
    fn tangent(&self, version: usize) -> TokenStream {
        let ty = self.types[self.first + version * self.parameters];
        inside_of_option(ty).map_or(ty, |ty| ty).to_token_stream()
    }
}

/// The results of a forward sweep, and the type of its closure.
struct Pullback {
    results: Vec<Type>,
    /// The first parameter of the closure.
    tape: Type,
    inputs: Vec<Type>,
    output: Type,
}

impl Pullback {
    /// The continuation of a linearization with a uniform receiver, and its type.
    fn uniform_linear(
        &self,
        receiver: Passing,
        generics: &[TokenStream],
        runtime: &TokenStream,
    ) -> (TokenStream, TokenStream) {
        let (tape, output) = (&self.tape, &self.output);
        let (mut names, mut types, mut arguments) = (vec![quote!(tape)], vec![quote!(#tape)], vec![quote!(tape)]);
        for (position, ty) in self.inputs.iter().enumerate() {
            let name = format_ident!("input_{}", position);
            if position == 0 && receiver == Passing::Value {
                types.push(quote!(::core::option::Option<&#ty>));
                arguments.push(quote!(match #name {
                    ::core::option::Option::Some(tangent) => ::core::clone::Clone::clone(tangent),
                    ::core::option::Option::None => #runtime::zero(),
                }));
            } else {
                types.push(quote!(#ty));
                arguments.push(quote!(#name));
            }
            names.push(quote!(#name));
        }
        let closure = quote!(move |#(#names: #types),*| inner(#(#arguments),*));
        (closure, quote!(impl ::core::ops::Fn(#(#types),*) -> #output + use<#(#generics),*>))
    }

    /// The closure with a uniform receiver, and its type.
    fn uniform(
        &self,
        derivative: &Derivative,
        receiver: Passing,
        generics: &[TokenStream],
        runtime: &TokenStream,
    ) -> (TokenStream, TokenStream) {
        let versions = self.results.len();
        let of_version = self.inputs.len() / versions;
        let groups: Vec<Vec<Type>> = match (&self.output, versions) {
            (Type::Tuple(group), 1) => vec![group.elems.iter().cloned().collect()],
            (Type::Tuple(groups), _) => groups.elems.iter().map(elements).collect(),
            _ => unreachable!("a pullback returns tuples"),
        };
        let tape = &self.tape;
        let mut names = vec![quote!(tape)];
        let mut types = vec![quote!(#tape)];
        let mut arguments = vec![quote!(tape)];
        let mut results = Vec::new();
        let mut result_types = Vec::new();
        let mut patterns = Vec::new();
        let mut accumulations = TokenStream::new();
        for (version, group) in groups.iter().enumerate() {
            let inputs = &self.inputs[version * of_version..(version + 1) * of_version];
            let (value, bar) = (format_ident!("value_{}", version), format_ident!("bar_{}", version));
            let value_type = if version == 0 {
                behind(derivative.types[derivative.first]).to_token_stream()
            } else {
                let tangent = derivative.tangent(version);
                let tangent: Type = syn::parse_quote!(#tangent);
                behind(&tangent).to_token_stream()
            };
            names.push(quote!(#value));
            types.push(quote!(::core::option::Option<&#value_type>));
            names.push(quote!(#bar));
            let (own, cotangent) = match receiver {
                Passing::Value => (0, as_cotangent(&group[0])),
                Passing::Shared => (2, behind(inside_of_option(&inputs[1]).expect("a cotangent")).to_token_stream()),
                Passing::Mutable => (2, behind(&inputs[1]).to_token_stream()),
            };
            // By `&mut`, if the method may make it longer or shorter.
            let mutable = match receiver {
                Passing::Mutable => is_mutable(&inputs[1]).then(|| quote!(mut)),
                _ => None,
            };
            types.push(quote!(::core::option::Option<&#mutable #cotangent>));
            match receiver {
                Passing::Value => {}
                Passing::Shared if version == 0 => {
                    arguments.push(quote!(#value.expect("what a method borrows is passed to its pullback")));
                    arguments.push(quote!(#bar));
                }
                Passing::Shared => arguments.extend([quote!(#value), quote!(#bar)]),
                Passing::Mutable => {
                    arguments.extend([quote!(()), quote!(#bar.expect("what a method changes has a cotangent"))]);
                }
            }
            for (index, ty) in inputs.iter().enumerate().skip(own) {
                let name = format_ident!("input_{}_{}", version, index);
                names.push(quote!(#name));
                types.push(quote!(#ty));
                arguments.push(quote!(#name));
            }
            let first = usize::from(receiver == Passing::Value);
            let values: Vec<Ident> =
                (0..group.len()).map(|index| format_ident!("output_{}_{}", version, index)).collect();
            if receiver == Passing::Value && !is_left_out(&group[0]) {
                let value = &values[0];
                accumulations.extend(quote! {
                    if let ::core::option::Option::Some(bar) = #bar {
                        #runtime::accumulate(bar, #value);
                    }
                });
            }
            patterns.push(quote!((#(#values,)*)));
            let (values, group) = (&values[first..], &group[first..]);
            results.push(quote!((#(#values,)*)));
            result_types.push(quote!((#(#group,)*)));
        }
        let (patterns, results, result_types) = (
            crate::emit::one_or_tuple(&patterns),
            crate::emit::one_or_tuple(&results),
            crate::emit::one_or_tuple(&result_types),
        );
        let types: Vec<TokenStream> = types.into_iter().map(super::derivatives::anonymous).collect();
        let closure = quote! {
            move |#(#names: #types),*| {
                let #patterns = inner(#(#arguments),*);
                #accumulations
                #results
            }
        };
        (closure, quote!(impl ::core::ops::Fn(#(#types),*) -> #result_types + use<#(#generics),*>))
    }
}

fn type_of(input: &FnArg) -> &Type {
    match input {
        FnArg::Typed(input) => &input.ty,
        FnArg::Receiver(input) => unreachable!("the namesake has no methods: {}", input.to_token_stream()),
    }
}

/// The predicates, and that a type is `Clone`, which is asked only where the function is used.
fn with_clone(clause: Option<&WhereClause>, ty: &Type) -> TokenStream {
    let predicates = clause.into_iter().flat_map(|clause| &clause.predicates);
    quote!(where #(#predicates,)* for<'jac_delayed> #ty: ::core::clone::Clone)
}

fn is_left_out(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "LeftOutOfWrt"))
}

fn is_mutable(ty: &Type) -> bool {
    matches!(ty, Type::Reference(reference) if reference.mutability.is_some())
}

/// What a reference refers to.
fn behind(ty: &Type) -> &Type {
    match ty {
        Type::Reference(reference) => &reference.elem,
        ty => ty,
    }
}

/// `T` of `::core::option::Option<T>`.
fn inside_of_option(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last().filter(|last| path.path.leading_colon.is_some() && last.ident == "Option")?;
    match &last.arguments {
        PathArguments::AngleBracketed(arguments) => match arguments.args.first()? {
            GenericArgument::Type(ty) => Some(ty),
            _ => None,
        },
        _ => None,
    }
}

fn elements(ty: &Type) -> Vec<Type> {
    match ty {
        Type::Tuple(tuple) => tuple.elems.iter().cloned().collect(),
        ty => vec![ty.clone()],
    }
}

/// Where vectors of this type are accumulated: `CotangentOf` for the outermost `Tangent`.
fn as_cotangent(vector: &Type) -> TokenStream {
    let mut ty = vector.clone();
    if let Type::Path(path) = &mut ty
        && let Some(last) = path.path.segments.last_mut()
        && last.ident == "Tangent"
    {
        last.ident = Ident::new("CotangentOf", last.ident.span());
    }
    ty.to_token_stream()
}

/// The inputs and the output of `impl Fn(..) -> ..` or `Box<dyn Fn(..) -> ..>`.
fn closure_type(ty: &Type) -> Option<(Vec<Type>, Type)> {
    let bounds = match ty {
        Type::ImplTrait(ty) => &ty.bounds,
        Type::TraitObject(ty) => &ty.bounds,
        Type::Path(path) => {
            let last = path.path.segments.last().filter(|last| last.ident == "Box")?;
            let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
            let GenericArgument::Type(inside) = arguments.args.first()? else { return None };
            return closure_type(inside);
        }
        _ => return None,
    };
    let TypeParamBound::Trait(bound) = bounds.first()? else { return None };
    let PathArguments::Parenthesized(signature) = &bound.path.segments.last()?.arguments else { return None };
    let output = match &signature.output {
        ReturnType::Type(_, ty) => (**ty).clone(),
        ReturnType::Default => syn::parse_quote!(()),
    };
    Some((signature.inputs.iter().map(|input| input.ty.clone()).collect(), output))
}

pub(super) fn without_lifetimes(generics: &Generics) -> Generics {
    let params = generics.params.iter().filter(|parameter| !matches!(parameter, GenericParam::Lifetime(_)));
    Generics { params: params.cloned().collect(), where_clause: None, ..generics.clone() }
}
