//! Methods that are found through a trait: `model.rate(t)`, where all that is known of `model` is `M: Model`.
//!
//! Before: a trait with the attribute. After: the trait, which asks of its types the derivatives of its methods (`MethodOf` of the runtime), and has a
//! hidden method beside each that gives its handle, as a block has (see `surface::handle`). So a bound by the trait is all that a caller
//! needs. An `impl` of the trait has the derivatives in the form that is asked for (`block::through`). Whether the trait
//! has the attribute, it does not see: a constant with the name of the trait, which is imported with it, tells.

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::{
    Attribute, FnArg, GenericArgument, GenericParam, Generics, ItemTrait, PathArguments, ReceiverKind, ReturnType,
    Signature, TraitItem, TraitItemFn, Type, TypeParamBound,
};

use crate::block::{is_own, is_skip};
use crate::errors::Errors;
use crate::hygiene::{Names, identifiers};
use crate::ir::{Passing, sibling};
use crate::lower::{element_of_array, is_discrete, is_text, passing};
use crate::options;
use crate::surface::name_of;

/// What the trait asks for a function, and the `impl` has: the same, or the compiler says that it is not there.
pub struct Shape {
    pub receiver: Receiver,
    /// With the receiver in front, if that is `self` or `&mut self`.
    pub arguments: Vec<Argument>,
    pub output: Type,
}

#[derive(Clone, Copy, PartialEq)]
pub enum Receiver {
    None,
    Value,
    Shared,
    /// Behind `&`, and left out of what varies.
    Data,
    Mutable,
}

#[derive(Clone)]
pub struct Argument {
    passing: Passing,
    /// Behind the reference.
    ty: Type,
    left_out: bool,
}

impl Shape {
    /// `generics` are those around the function.
    pub fn of(signature: &Signature, wrt: Option<&[Ident]>, generics: &Generics) -> syn::Result<Shape> {
        let own = &signature.generics;
        if let Some(parameter) = own.params.first() {
            let message = "through a trait, methods without generic parameters have derivatives; write a function that has the parameters, or leave \
                the method out with `#[differentiable(skip)]`";
            return Err(syn::Error::new_spanned(parameter, message));
        }
        let listed = |name: &str| wrt.map(|wrt| wrt.iter().any(|listed| listed == name));
        let left_out = listed("self") == Some(false);
        let receiver = match signature.receiver().map(|receiver| &receiver.kind) {
            None => Receiver::None,
            Some(ReceiverKind::Value) => Receiver::Value,
            Some(ReceiverKind::Reference(_, _, None)) if left_out => Receiver::Data,
            Some(ReceiverKind::Reference(_, _, None)) => Receiver::Shared,
            Some(ReceiverKind::Reference(_, _, Some(_))) => Receiver::Mutable,
            Some(_) => {
                let message = "through a trait, methods have derivatives that take `self`, `&self` or `&mut self`; write one of these, or leave the \
                    method out with `#[differentiable(skip)]`";
                return Err(syn::Error::new_spanned(signature.receiver(), message));
            }
        };
        let known = Known { generics };
        let mut arguments = Vec::new();
        let this: Type = syn::parse_quote!(Self);
        match receiver {
            Receiver::None | Receiver::Shared | Receiver::Data => {}
            Receiver::Value => arguments.push(Argument { passing: Passing::Value, ty: this, left_out }),
            // It carries the derivatives of what is written through it, wanted or not.
            Receiver::Mutable => arguments.push(Argument { passing: Passing::Mutable, ty: this, left_out: false }),
        }
        for input in &signature.inputs {
            let FnArg::Typed(input) = input else { continue };
            let (passing, ty) = passing(&input.ty);
            let listed = match &*input.pat {
                syn::Pat::Ident(pattern) => listed(&pattern.ident.to_string()),
                _ => wrt.map(|_| false),
            };
            let is_data = is_text(ty) || element_of_array(ty).is_some_and(is_discrete);
            let within = listed.unwrap_or(!is_data) || passing == Passing::Mutable;
            let left_out = !within && !is_discrete(ty);
            if !known.is_known(ty, passing != Passing::Value, left_out) {
                return Err(syn::Error::new_spanned(&input.ty, OTHER_TYPES));
            }
            arguments.push(Argument { passing, ty: ty.clone(), left_out });
        }
        let output = match &signature.output {
            ReturnType::Default => syn::parse_quote!(()),
            ReturnType::Type(_, ty) if known.is_known(ty, false, false) => (**ty).clone(),
            ReturnType::Type(_, ty) => return Err(syn::Error::new_spanned(ty, OTHER_TYPES)),
        };
        Ok(Shape { receiver, arguments, output })
    }

    /// The trait of the runtime that asks for it.
    pub fn asked(&self, key: &TokenStream, runtime: &TokenStream) -> TokenStream {
        let (arguments, output) = (self.arguments_type(runtime), &self.output);
        let asks = match self.receiver {
            Receiver::Shared => quote!(MethodOf),
            Receiver::Data => quote!(DataMethodOf),
            Receiver::None | Receiver::Value | Receiver::Mutable => quote!(FunctionOf),
        };
        quote!(#runtime::#asks<{ #key }, #arguments, #output>)
    }

    /// What the trait must ask for besides, so that it can be asked.
    fn besides(&self, runtime: &TokenStream) -> TokenStream {
        let is_within = |ty: &Type| identifiers(ty.to_token_stream()).contains("Self");
        let varies = |argument: &&Argument| !argument.left_out && is_within(&argument.ty);
        if self.arguments.iter().any(|argument| varies(&argument)) || is_within(&self.output) {
            quote!(#runtime::Space + 'static +)
        } else if self.receiver == Receiver::Value {
            quote!(::core::marker::Sized + 'static)
        } else {
            TokenStream::new()
        }
    }

    /// All of them, the receiver in front.
    fn with_receiver(&self) -> Vec<Argument> {
        let receiver = match self.receiver {
            Receiver::Shared | Receiver::Data => {
                let left_out = self.receiver == Receiver::Data;
                Some(Argument { passing: Passing::Shared, ty: syn::parse_quote!(Self), left_out })
            }
            Receiver::None | Receiver::Value | Receiver::Mutable => None,
        };
        receiver.into_iter().chain(self.arguments.iter().cloned()).collect()
    }

    /// The arguments as one type.
    pub fn arguments_type(&self, runtime: &TokenStream) -> TokenStream {
        self.arguments.iter().rev().fold(quote!(()), |rest, argument| {
            let ty = &argument.ty;
            let kind = match (argument.passing, argument.left_out) {
                (Passing::Value, false) => quote!(PassedByValue),
                (Passing::Value, true) => quote!(LeftOutByValue),
                (Passing::Shared, false) => quote!(ByShared),
                (Passing::Shared, true) => quote!(LeftOutByShared),
                (Passing::Mutable, _) => quote!(ByMutable),
            };
            quote!((#runtime::#kind<#ty>, #rest))
        })
    }
}

pub fn names(arguments: &[Argument], suffix: &str) -> Vec<Ident> {
    (0..arguments.len()).map(|index| format_ident!("argument_{index}{suffix}")).collect()
}

/// For each argument that is a reference, what the reverse sweep takes: two of a function, and one or two of what is asked for.
pub fn again(arguments: &[Argument], values: &[Ident], bars: &[Ident]) -> (Vec<TokenStream>, Vec<TokenStream>) {
    let (mut spread, mut packed) = (Vec::new(), Vec::new());
    for (argument, (value, bar)) in arguments.iter().zip(values.iter().zip(bars)) {
        match argument.passing {
            Passing::Value => packed.push(quote!(())),
            Passing::Shared => {
                spread.extend([quote!(#value), quote!(#bar)]);
                packed.push(quote!((#value, #bar)));
            }
            Passing::Mutable => {
                spread.extend([quote!(()), quote!(#bar)]);
                packed.push(quote!(#bar));
            }
        }
    }
    (spread, packed)
}

/// What the reverse sweep gives: for each argument that is passed by value.
pub fn pulled(arguments: &[Argument], bars: &[Ident]) -> (Vec<TokenStream>, Vec<TokenStream>) {
    let by_value = |(argument, _): &(&Argument, &Ident)| argument.passing == Passing::Value;
    let spread = arguments.iter().zip(bars).filter(by_value).map(|(_, name)| quote!(#name));
    let packed = arguments.iter().zip(bars).map(|(argument, name)| match argument.passing {
        Passing::Value => quote!(#name),
        _ => quote!(()),
    });
    (spread.collect(), packed.collect())
}

/// `(a, (b, ()))`
pub fn packed<T: ToTokens>(items: &[T]) -> TokenStream {
    items.iter().rev().fold(quote!(()), |rest, item| quote!((#item, #rest)))
}

const OTHER_TYPES: &str = "through a trait, methods have derivatives of which the arguments and results are numbers, arrays, slices, tuples, `Vec`s and \
    types of one's own without lifetimes or parameters of the trait, and what `wrt` leaves out numbers and text; put other data into \
    `self`, or leave the method out with `#[differentiable(skip)]`";

/// Which types can be named in a trait of the runtime, without a lifetime that is not seen.
struct Known<'a> {
    /// Those that are no constants may not be mentioned.
    generics: &'a Generics,
}

impl Known<'_> {
    fn is_known(&self, ty: &Type, may_be_slice: bool, left_out: bool) -> bool {
        match ty {
            Type::Paren(paren) => self.is_known(&paren.elem, may_be_slice, left_out),
            Type::Group(group) => self.is_known(&group.elem, may_be_slice, left_out),
            Type::Array(array) => self.is_known(&array.elem, false, left_out),
            Type::Slice(slice) => may_be_slice && self.is_known(&slice.elem, false, left_out),
            Type::Tuple(tuple) => tuple.elems.iter().all(|ty| self.is_known(ty, false, left_out)),
            Type::Path(path) if path.qself.is_none() => {
                let first = &path.path.segments[0].ident;
                let is_parameter = |parameter: &GenericParam| {
                    matches!(parameter, GenericParam::Type(_)) && *first == name_of(parameter)
                };
                let names_one = |name: &str| path.path.is_ident(name);
                let is_number = is_discrete(ty) || names_one("f32") || names_one("f64");
                if path.path.is_ident("Self") {
                    return !left_out;
                }
                if first == "Self" || self.generics.params.iter().any(is_parameter) {
                    return false;
                }
                let last = path.path.segments.last().expect("a path has a segment");
                let known =
                    is_number || is_text(ty) || ["Vec", "Option", "Result"].iter().any(|name| last.ident == name);
                let borrows = ["View", "Cow", "Ref"].iter().any(|name| last.ident.to_string().contains(name));
                !borrows
                    && (known || !left_out)
                    && path.path.segments.iter().all(|segment| match &segment.arguments {
                        PathArguments::None => true,
                        PathArguments::AngleBracketed(arguments) => {
                            arguments.args.iter().all(|argument| match argument {
                                GenericArgument::Type(ty) => self.is_known(ty, false, left_out),
                                GenericArgument::Const(_) => true,
                                _ => false,
                            })
                        }
                        PathArguments::Parenthesized(_) => false,
                    })
            }
            _ => false,
        }
    }
}

/// The trait with the derivatives of its methods.
pub fn expand(attribute: TokenStream, mut item: ItemTrait) -> TokenStream {
    let mut errors = Errors::default();
    options::check_of_trait(attribute.clone(), &mut errors);
    let runtime = options::parse(attribute.clone(), &mut errors).facade.runtime();
    if let Some(parameter) = item.generics.params.iter().find(|parameter| !matches!(parameter, GenericParam::Const(_)))
    {
        errors.at(
            parameter,
            "a trait with other parameters than constants has no derivatives yet; write the trait for one type, `f64`",
        );
    }
    let mut names = Names::new(quote!(#item));
    let [width, mask, own] = ["WIDTH", "MASK", "Own"].map(|name| names.fresh(name, proc_macro2::Span::call_site()));
    let through = Through { item: item.clone(), runtime, width, mask, own };
    let mut beside = TokenStream::new();
    let (mut asked, mut finders): (Vec<TypeParamBound>, Vec<TraitItem>) = (Vec::new(), Vec::new());
    for function in &mut item.items {
        let TraitItem::Fn(function) = function else { continue };
        let (own, attrs): (Vec<Attribute>, _) = std::mem::take(&mut function.attrs).into_iter().partition(is_own);
        function.attrs = attrs;
        let wrt = own.iter().find(|attribute| matches!(attribute.meta, syn::Meta::List(_)));
        if function.default.is_some() || own.iter().any(is_skip) {
            finders.extend(function.sig.receiver().map(|_| through.no_finder(function)));
            continue;
        }
        let wrt = wrt.and_then(|attribute| options::wrt_of_trait(attribute, &mut errors));
        match Shape::of(&function.sig, wrt.as_deref(), &through.item.generics) {
            Ok(shape) => {
                beside.extend(through.key_of(function));
                beside.extend(through.derivatives(function, &shape));
                asked.push(through.asked(function));
                finders.extend(through.sweeps(function, &shape));
                if shape.receiver != Receiver::None {
                    beside.extend(through.handle(function, &shape));
                    finders.push(through.finder(function));
                }
            }
            Err(error) => errors.push(error),
        }
    }
    if !errors.is_empty() {
        let errors = errors.into_compile_errors();
        return quote!(#item #errors);
    }
    item.colon_token.get_or_insert_default();
    item.supertraits.extend(asked);
    item.items.extend(finders);
    let key = through.key();
    quote!(#item #key #beside)
}

struct Through {
    /// As it is written.
    item: ItemTrait,
    runtime: TokenStream,
    /// Names of the parameters of what stands beside it.
    width: Ident,
    mask: Ident,
    own: Ident,
}

impl Through {
    /// The constant that has the name of the trait, by which the `impl` finds out that it has the attribute.
    fn key(&self) -> TokenStream {
        let (runtime, name, vis) = (&self.runtime, &self.item.ident, &self.item.vis);
        let text = name.to_string();
        quote! {
            #[doc(hidden)]
            #[allow(non_upper_case_globals, dead_code, unreachable_pub)]
            #vis const #name: ::core::primitive::u128 = #runtime::trait_key(
                ::core::option_env!("CARGO_PKG_NAME"),
                ::core::file!(),
                ::core::module_path!(),
                ::core::concat!(#text, ":", ::core::line!(), ":", ::core::column!()),
            );
        }
    }

    fn beside(&self, function: &TraitItemFn, suffix: &str) -> Ident {
        let plain = |ident: &Ident| ident.to_string().trim_start_matches("r#").to_owned();
        format_ident!("__{}_{}{suffix}", plain(&self.item.ident), plain(&function.sig.ident))
    }

    /// The parameters of the trait, and the type.
    fn generics(&self) -> (Vec<&GenericParam>, Vec<TokenStream>) {
        (self.item.generics.params.iter().collect(), crate::surface::own_arguments(&self.item.generics))
    }

    /// What a type must have for a method.
    fn asked(&self, function: &TraitItemFn) -> TypeParamBound {
        let (_, arguments) = self.generics();
        let asked = self.beside(function, "_derivatives");
        syn::parse_quote!(#asked<#(#arguments),*>)
    }

    /// The trait of the runtime, under a name that tells what is missing.
    fn derivatives(&self, function: &TraitItemFn, shape: &Shape) -> TokenStream {
        let Through { item, own, runtime, .. } = self;
        let asked = {
            let (asked, besides) =
                (shape.asked(&self.beside(function, "").to_token_stream(), runtime), shape.besides(runtime));
            quote!(#besides #asked)
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
    fn finder(&self, function: &TraitItemFn) -> TraitItem {
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
    fn no_finder(&self, function: &TraitItemFn) -> TraitItem {
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

    /// The number of a function.
    fn key_of(&self, function: &TraitItemFn) -> TokenStream {
        let Through { item, runtime, .. } = self;
        let (of_trait, vis, key, name) =
            (&item.ident, &item.vis, self.beside(function, ""), function.sig.ident.to_string());
        quote! {
            #[doc(hidden)]
            #[allow(non_upper_case_globals, dead_code, unreachable_pub)]
            #vis const #key: ::core::primitive::u128 = #runtime::method_key(#of_trait, #name);
        }
    }

    /// What stands beside arguments.
    fn types(&self, arguments: &[Argument]) -> Types {
        let left_out = {
            let runtime = &self.runtime;
            quote!(#runtime::LeftOutOfWrt)
        };
        let mut types = Types::default();
        for Argument { passing, ty, left_out: is_left_out } in arguments {
            let [dot, bar] = [false, true].map(|is_cotangent| match is_left_out {
                true => left_out.clone(),
                false => self.vector(ty, is_cotangent),
            });
            match passing {
                Passing::Value => {
                    types.values.push(quote!(#ty));
                    types.pulled.push(dot.clone());
                    types.dots.push(dot);
                }
                Passing::Shared => {
                    types.values.push(quote!(&#ty));
                    types.dots.push(quote!(::core::option::Option<&#dot>));
                    types.again.extend([quote!(&#ty), quote!(::core::option::Option<&#bar>)]);
                }
                Passing::Mutable => {
                    types.values.push(quote!(&mut #ty));
                    types.dots.push(quote!(&mut #dot));
                    types.again.extend([quote!(()), quote!(&mut #bar)]);
                }
            }
        }
        types
    }

    /// Functions of the trait that have the derivatives, as a block has them beside a function: what it is called on is an argument like others.
    fn sweeps(&self, function: &TraitItemFn, shape: &Shape) -> Vec<TraitItem> {
        let Through { runtime, width, mask, .. } = self;
        let (_, parameters) = self.generics();
        let asked = shape.asked(&self.beside(function, "").to_token_stream(), runtime);
        let all = shape.with_receiver();
        let Types { values: value_types, dots: dot_types, again: again_types, pulled: pulled_types } = self.types(&all);
        let (values, dots, bars) = (names(&all, ""), names(&all, "_dot"), names(&all, "_bar"));
        let (output, output_vector) = (&shape.output, self.vector(&shape.output, false));
        let (again, mut packed_again) = again(&all, &values, &bars);
        let patterns = again.iter().map(|again| if again.to_string() == "()" { quote!(_) } else { again.clone() });
        let patterns: Vec<TokenStream> = patterns.collect();
        let (pulled, mut packed_pulled) = pulled(&all, &bars);
        let kind = if all.len() > shape.arguments.len() { "method" } else { "function" };
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
        vec![
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
                    <Self as #asked>::#forward::<#width, #mask>(#(#of_self)* #(#tangent_of_self)* #packed_values, #packed_dots)
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
                    let (value, pull) = <Self as #asked>::#reverse::<#width, #mask>(#(#of_self)* #packed_values, tape);
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
    fn handle(&self, function: &TraitItemFn, shape: &Shape) -> TokenStream {
        let Through { item, runtime, width, mask, own } = self;
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
        let of_own = quote!(<#own as #of_trait<#(#parameters),*>>);
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

    /// The type of a tangent, or of what a cotangent is accumulated in.
    fn vector(&self, ty: &Type, is_cotangent: bool) -> TokenStream {
        let (runtime, width) = (&self.runtime, &self.width);
        match ty {
            Type::Paren(paren) => self.vector(&paren.elem, is_cotangent),
            Type::Group(group) => self.vector(&group.elem, is_cotangent),
            Type::Slice(slice) => {
                let element = self.vector(&slice.elem, is_cotangent);
                quote!([#element])
            }
            ty => {
                let alias = if is_cotangent { quote!(CotangentOf) } else { quote!(Tangent) };
                quote!(#runtime::#alias<#ty, #width>)
            }
        }
    }
}

/// Types of values, and of what stands beside them in the sweeps.
#[derive(Default)]
struct Types {
    values: Vec<TokenStream>,
    dots: Vec<TokenStream>,
    again: Vec<TokenStream>,
    pulled: Vec<TokenStream>,
}

/// The tokens of types with another name for `Self`.
fn in_place_of_self(tokens: TokenStream, own: &Ident) -> TokenStream {
    let replaced = tokens.into_iter().map(|token| match token {
        TokenTree::Ident(ident) if ident == "Self" => TokenTree::Ident(own.clone()),
        TokenTree::Group(group) => {
            let mut inner = Group::new(group.delimiter(), in_place_of_self(group.stream(), own));
            inner.set_span(group.span());
            TokenTree::Group(inner)
        }
        token => token,
    });
    replaced.collect()
}
