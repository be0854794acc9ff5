//! Methods that are found through a trait: `model.rate(t)`, where all that is known of `model` is `M: Model`.
//!
//! Before: a trait with the attribute. After: the trait, which asks of its types the derivatives of its methods (`MethodOf` of the runtime), and has a
//! hidden method beside each that gives its handle, as a block has (see `surface::handle`). So a bound by the trait is all that a caller
//! needs. An `impl` of the trait has the derivatives in the form that is asked for (`block::through`). Whether the trait
//! has the attribute, it does not see: a constant with the name of the trait, which is imported with it, tells.

use std::collections::HashSet;
use std::rc::Rc;

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::{
    Attribute, FnArg, GenericArgument, GenericParam, Generics, ItemFn, ItemTrait, PathArguments, ReceiverKind,
    ReturnType, Signature, TraitItem, TraitItemFn, Type, TypeParamBound,
};

use crate::block::{WrittenSelf, is_own, is_skip, written_out};
use crate::cycles::Expanded;
use crate::errors::Errors;
use crate::hygiene::{Names, identifiers};
use crate::ir::{Passing, sibling};
use crate::lower::{element_of_array, is_discrete, is_text, passing, ungroup};
use crate::options;
use crate::surface::{Subject, name_of};

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
    fn besides(&self, runtime: &TokenStream) -> Vec<TokenStream> {
        let is_within = |ty: &Type| identifiers(ty.to_token_stream()).contains("Self");
        let varies = |argument: &&Argument| !argument.left_out && is_within(&argument.ty);
        if self.arguments.iter().any(|argument| varies(&argument)) || is_within(&self.output) {
            vec![quote!(#runtime::Space), quote!('static)]
        } else if self.receiver == Receiver::Value {
            vec![quote!(::core::marker::Sized), quote!('static)]
        } else {
            Vec::new()
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

    /// How a body in the trait is replaced.
    fn kind(&self, runtime: &TokenStream) -> TokenStream {
        match self.receiver {
            Receiver::Shared => quote!(#runtime::AsMethod),
            Receiver::Data => quote!(#runtime::AsDataMethod),
            Receiver::None | Receiver::Value | Receiver::Mutable => quote!(#runtime::AsFunction),
        }
    }

    pub fn arguments_type(&self, runtime: &TokenStream) -> TokenStream {
        arguments_type(&self.arguments, runtime)
    }
}

/// The arguments as one type.
fn arguments_type(arguments: &[Argument], runtime: &TokenStream) -> TokenStream {
    arguments.iter().rev().fold(quote!(()), |rest, argument| {
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

/// The same with `r#` in front and without.
pub fn name_of_function(name: &Ident) -> String {
    name.to_string().trim_start_matches("r#").to_owned()
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
pub fn expand(attribute: TokenStream, mut item: ItemTrait, expanded: &mut Expanded) -> TokenStream {
    expanded.note_trait(&item.ident);
    let traits = Rc::new(expanded.traits(&identifiers(item.to_token_stream())));
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
    let through = Through { item: item.clone(), traits, runtime, width, mask, own };
    let mut beside = TokenStream::new();
    let mut bodies: Vec<String> = Vec::new();
    let (mut asked, mut finders): (Vec<TypeParamBound>, Vec<TraitItem>) = (Vec::new(), Vec::new());
    for function in &mut item.items {
        let TraitItem::Fn(function) = function else { continue };
        let (own, attrs): (Vec<Attribute>, _) = std::mem::take(&mut function.attrs).into_iter().partition(is_own);
        function.attrs = attrs;
        let wrt = own.iter().find(|attribute| matches!(attribute.meta, syn::Meta::List(_)));
        if own.iter().any(is_skip) {
            finders.extend(function.sig.receiver().map(|_| through.no_finder(function)));
            continue;
        }
        let wrt = wrt.and_then(|attribute| options::wrt_of_trait(attribute, &mut errors));
        match Shape::of(&function.sig, wrt.as_deref(), &through.item.generics) {
            Ok(shape) if function.default.is_some() => {
                let slot = bodies.len();
                bodies.push(name_of_function(&function.sig.ident));
                beside.extend(through.key_of(function));
                beside.extend(through.derivatives_of_body(
                    function,
                    &shape,
                    wrt,
                    &attribute,
                    slot,
                    &mut names,
                    &mut errors,
                ));
                beside.extend(through.found_by_bounds(function, &shape));
                asked.push(through.asked_of_body(function));
                if shape.receiver != Receiver::None {
                    beside.extend(through.handle(function, &shape));
                }
            }
            // It need not have any.
            Err(_) if function.default.is_some() => {
                finders.extend(function.sig.receiver().map(|_| through.no_finder(function)));
            }
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
    if bodies.len() > BODIES {
        let message = format!(
            "of the functions that have a body in the trait, at most {BODIES} have derivatives that are found through it; leave the others out with \
             `#[differentiable(skip)]`"
        );
        errors.at(&item.ident, message);
    }
    if !errors.is_empty() {
        let errors = errors.into_compile_errors();
        return quote!(#item #errors);
    }
    item.colon_token.get_or_insert_default();
    item.supertraits.extend(asked);
    item.items.extend(finders);
    let key = through.key(&bodies);
    quote!(#item #key #beside)
}

/// So many functions of a trait may have bodies and derivatives: the parameters of `Bodies` in the runtime.
pub const BODIES: usize = 8;

struct Through {
    /// As it is written.
    item: ItemTrait,
    /// Traits with the attribute.
    traits: Rc<HashSet<String>>,
    runtime: TokenStream,
    /// Names of the parameters of what stands beside it.
    width: Ident,
    mask: Ident,
    own: Ident,
}

impl Through {
    /// The constant that has the name of the trait, by which the `impl` finds out that it has the attribute.
    fn key(&self, bodies: &[String]) -> TokenStream {
        let (runtime, name, vis) = (&self.runtime, &self.item.ident, &self.item.vis);
        let text = name.to_string();
        quote! {
            #[doc(hidden)]
            #[allow(non_upper_case_globals, dead_code, unreachable_pub)]
            #vis const #name: #runtime::TraitKey = #runtime::TraitKey {
                number: #runtime::trait_key(
                    ::core::option_env!("CARGO_PKG_NAME"),
                    ::core::file!(),
                    ::core::module_path!(),
                    ::core::concat!(#text, ":", ::core::line!(), ":", ::core::column!()),
                ),
                bodies: &[#(#bodies),*],
            };
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
            (&item.ident, &item.vis, self.beside(function, ""), name_of_function(&function.sig.ident));
        quote! {
            #[doc(hidden)]
            #[allow(non_upper_case_globals, dead_code, unreachable_pub)]
            #vis const #key: ::core::primitive::u128 = #runtime::method_key(#of_trait.number, #name);
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
        let asked = shape.asked(&self.beside(function, "").to_token_stream(), &self.runtime);
        let kind = if matches!(shape.receiver, Receiver::Shared | Receiver::Data) { "method" } else { "function" };
        self.sweeps_by(function, shape, &quote!(<Self as #asked>), kind)
    }

    /// The same, by functions of what has the derivatives.
    fn sweeps_by(&self, function: &TraitItemFn, shape: &Shape, found: &TokenStream, kind: &str) -> Vec<TraitItem> {
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
    fn handle(&self, function: &TraitItemFn, shape: &Shape) -> TokenStream {
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

    /// The derivatives of a body in the trait, and what chooses them or those of the `impl`.
    #[allow(clippy::too_many_arguments)]
    fn derivatives_of_body(
        &self,
        function: &TraitItemFn,
        shape: &Shape,
        wrt: Option<Vec<Ident>>,
        attribute: &TokenStream,
        slot: usize,
        names: &mut Names,
        errors: &mut Errors,
    ) -> TokenStream {
        let Through { item, own, runtime, width, mask, .. } = self;
        let (vis, name, body) = (&item.vis, self.beside(function, "_derivatives"), self.beside(function, "_body"));
        let (params, parameters) = self.generics();
        let (of_trait, method) = (&item.ident, &function.sig.ident);
        let of_trait = quote!(#of_trait<#(#parameters),*>);
        let mut options = options::parse(attribute.clone(), &mut Errors::default());
        options.wrt = wrt;
        options.traits = Rc::clone(&self.traits);
        let derivatives = self.free_function(function, &of_trait, &body, &mut options, names, errors);
        let derivatives = derivatives.and_then(|(function, subject)| {
            crate::expand::derivatives(&function, subject, &options, names, errors).map(|derivatives| derivatives.items)
        });
        let all = shape.with_receiver();
        let (arguments, output) = (arguments_type(&all, runtime), &shape.output);
        let (key, kind) = (self.beside(function, ""), shape.kind(runtime));
        let source = quote!(#runtime::SourceOf<Self, #kind, { #key }, #arguments, #output>);
        let source_of_own = in_place_of_self(source.clone(), own);
        let besides = match shape.receiver {
            Receiver::Shared => vec![quote!(#runtime::Space), quote!('static)],
            Receiver::Data => vec![quote!('static)],
            Receiver::None | Receiver::Value | Receiver::Mutable => shape.besides(runtime),
        };
        let of_key = &item.ident;
        let bodies = quote!(<#own as #runtime::BlockOf<{ #of_key.number }>>::Bodies);
        let source_type = self.beside(function, "_source");
        let chosen = quote!(<#bodies as #runtime::Chosen<#slot>>::Source<#source_type<#(#parameters),*>>);
        let (values, dots, bars) = (self::names(&all, ""), self::names(&all, "_dot"), self::names(&all, "_bar"));
        let (packed_values, packed_dots) = (packed(&values), packed(&dots));
        let (again, packed_again) = again(&all, &values, &bars);
        let packed_again = packed(&packed_again);
        let (pulled, packed_pulled) = pulled(&all, &bars);
        let packed_pulled = packed(&packed_pulled);
        let of_own = in_place_of_self(quote!(#arguments), own);
        let output_of_own = in_place_of_self(quote!(#output), own);
        let note = format!(
            "put `#[differentiable]` on the `impl` of `{}`; a body there that stands in the place of that of the trait has derivatives, too, \
             with what the trait has as `wrt`",
            item.ident
        );
        let message = format!("`{{Self}}` has no derivatives of `{method}` that are found through `{}`", item.ident);
        quote! {
            #derivatives

            #[doc(hidden)]
            #[allow(non_camel_case_types, dead_code, unreachable_pub)]
            #vis struct #source_type<#(#params),*>;

            #[diagnostic::on_unimplemented(message = #message, label = "the trait has the attribute", note = #note)]
            #[doc(hidden)]
            #[allow(non_camel_case_types, dead_code, unreachable_pub)]
            #vis trait #name<#(#params),*>: #(#besides)+* {
                type Source: #source where Self: ::core::marker::Sized;
            }

            #[automatically_derived]
            #[allow(private_interfaces)]
            impl<#(#params,)* #own: #(#besides)+*> #name<#(#parameters),*> for #own
            where
                #own: #runtime::BlockOf<{ #of_key.number }>,
                #bodies: #runtime::Chosen<#slot>,
                #chosen: #source_of_own,
            {
                type Source = #chosen;
            }

            #[doc(hidden)]
            #[automatically_derived]
            #[allow(unused, private_interfaces, clippy::all, clippy::pedantic, clippy::nursery)]
            impl<#(#params,)* #own: #of_trait> #source_of_own for #source_type<#(#parameters),*> {
                #[inline(always)]
                fn tangent_of_source<'jac, const #width: usize, const #mask: u128>(
                    #packed_values: <#of_own as #runtime::Arguments>::Values<'jac>,
                    #packed_dots: <#of_own as #runtime::Arguments>::Tangents<'jac, #width>,
                ) -> (#output_of_own, #runtime::Tangent<#output_of_own, #width>) {
                    #body::__tangent::<#(#parameters,)* #own, #width, #mask>(#runtime::Sweep, #(#values,)* #(#dots,)*)
                }

                #[inline(always)]
                fn pullback_of_source<const #width: usize, const #mask: u128>(
                    #packed_values: <#of_own as #runtime::Arguments>::Values<'_>,
                    tape: &mut #runtime::Tape,
                ) -> (
                    #output_of_own,
                    impl for<'jac> ::core::ops::Fn(
                        &#runtime::Tape,
                        <#of_own as #runtime::Arguments>::Again<'jac, #width>,
                        #runtime::Tangent<#output_of_own, #width>
                    ) -> <#of_own as #runtime::Arguments>::Pulled<#width> + use<#(#parameters,)* #own, #width, #mask>,
                ) {
                    let (value, pull) =
                        #body::__pullback::<#(#parameters,)* #own, #width, #mask>(#runtime::Sweep, #(#values,)* tape);
                    (
                        value,
                        move |
                            tape: &#runtime::Tape,
                            #packed_again: <#of_own as #runtime::Arguments>::Again<'_, #width>,
                            seed: #runtime::Tangent<#output_of_own, #width>
                        | {
                            let (#(#pulled,)*) = pull(tape, #(#again,)* seed);
                            #packed_pulled
                        },
                    )
                }
            }
        }
    }

    /// The body outside of the trait: what it is called on is a parameter like any other, of a type of which the trait is known.
    fn free_function(
        &self,
        function: &TraitItemFn,
        of_trait: &TokenStream,
        name: &Ident,
        options: &mut options::Options,
        names: &mut Names,
        errors: &mut Errors,
    ) -> Option<(ItemFn, Subject)> {
        let Through { item, own, .. } = self;
        let (params, _) = self.generics();
        let TraitItemFn { sig, default, .. } = function;
        let types = item.items.iter().filter_map(|item| match item {
            TraitItem::Type(associated) => Some(associated.ident.to_string()),
            _ => None,
        });
        let written_self = WrittenSelf::of_trait(own, of_trait, types.collect());
        let mut sig = sig.clone();
        let subject = Subject {
            name: format!("{}::{}", item.ident, sig.ident),
            link: format!("the method [`{}::{}`]", item.ident, sig.ident),
            path: {
                let method = &sig.ident;
                quote!(<#own as #of_trait>::#method)
            },
            is_method: true,
            owner: None,
        };
        sig.ident = name.clone();
        sig.generics.params = params.into_iter().cloned().collect();
        sig.generics.params.push(syn::parse_quote!(#own: #of_trait));
        let span = sig.receiver().map_or_else(proc_macro2::Span::call_site, |receiver| receiver.self_token.span);
        let this = names.fresh("this", span);
        if let Some(FnArg::Receiver(receiver)) = sig.inputs.first() {
            let mutable = &receiver.mutability;
            let typed: FnArg = match &receiver.kind {
                ReceiverKind::Reference(and, lifetime, mutability) => {
                    syn::parse_quote!(#mutable #this: #and #lifetime #mutability Self)
                }
                _ => syn::parse_quote!(#mutable #this: Self),
            };
            sig.inputs[0] = typed;
            options.receiver = Some(this.clone());
        }
        let vis = &item.vis;
        match syn::parse2(written_out(quote!(#vis #sig #default), &this, &written_self)) {
            Ok(mut item) => {
                ungroup(&mut item);
                Some((item, subject))
            }
            Err(error) => {
                errors.push(error);
                None
            }
        }
    }

    /// What has the names of derivatives of a body in the trait. It is found through bounds alone, whatever is imported: a type that is named may have a function of this name of its own,
    /// which goes before that of the trait.
    fn found_by_bounds(&self, function: &TraitItemFn, shape: &Shape) -> TokenStream {
        let (vis, runtime, own) = (&self.item.vis, &self.runtime, &self.own);
        let (params, parameters) = self.generics();
        let (found, derivatives) = (self.beside(function, "_found"), self.beside(function, "_derivatives"));
        let derivatives = quote!(super::#derivatives<#(#parameters),*>);
        let (key, kind) = (self.beside(function, ""), shape.kind(runtime));
        let (arguments, output) = (arguments_type(&shape.with_receiver(), runtime), &shape.output);
        let source = quote! {
            <<Self as #derivatives>::Source as #runtime::SourceOf<Self, #kind, { super::#key }, #arguments, #output>>
        };
        let sweeps = self.sweeps_by(function, shape, &source, "source");
        let (of_trait, method) = (&self.item.ident, &function.sig.ident);
        let message = format!("`{{Self}}` has no derivatives of `{method}` that are found through `{of_trait}`");
        let finder = (shape.receiver != Receiver::None).then(|| {
            let (name, handle) = (&function.sig.ident, self.beside(function, "_method"));
            let finder = sibling(name, "__method", name.span());
            quote! {
                #[inline(always)]
                fn #finder(&self) -> super::#handle<#(#parameters,)* Self>
                where
                    Self: ::core::marker::Sized,
                {
                    super::#handle(::core::marker::PhantomData)
                }
            }
        });
        quote! {
            #[doc(hidden)]
            #[allow(non_snake_case, unused, unreachable_pub, private_interfaces, private_bounds, missing_docs)]
            #vis mod #found {
                use super::*;

                #[diagnostic::on_unimplemented(
                    message = #message,
                    label = "the trait has the attribute, and a body of this function",
                    note = "put `#[differentiable]` on the `impl` of the trait"
                )]
                pub trait NotToBeImported<#(#params),*>: #derivatives {
                    #(#sweeps)*
                    #finder
                }

                #[automatically_derived]
                impl<#(#params,)* #own: ?::core::marker::Sized + #derivatives> NotToBeImported<#(#parameters),*> for #own {}
            }
        }
    }

    /// What a type must have for a function with a body.
    fn asked_of_body(&self, function: &TraitItemFn) -> TypeParamBound {
        let (_, parameters) = self.generics();
        let found = self.beside(function, "_found");
        syn::parse_quote!(#found::NotToBeImported<#(#parameters),*>)
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
