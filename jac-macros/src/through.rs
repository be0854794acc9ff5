//! Methods that are found through a trait: `model.rate(t)`, where all that is known of `model` is `M: Model`.
//!
//! Before: a trait with the attribute. After: the trait, which asks of its types the derivatives of its methods (`MethodOf` of the runtime), and has a
//! hidden method beside each that gives its handle, as a block has (see `surface::handle`). So a bound by the trait is all that a caller
//! needs. An `impl` of the trait has the derivatives in the form that is asked for (`block::through`). Whether the trait
//! has the attribute, it does not see: a constant with the name of the trait, which is imported with it, tells.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{
    Attribute, FnArg, GenericArgument, GenericParam, Generics, ItemTrait, PathArguments, ReceiverKind, ReturnType,
    Signature, TraitItem, TraitItemFn, Type, TypeParamBound,
};

use crate::block::{is_own, is_skip};
use crate::errors::Errors;
use crate::hygiene::Names;
use crate::ir::{Passing, sibling};
use crate::lower::{element_of_array, is_discrete, is_text, passing};
use crate::options;
use crate::surface::name_of;

/// What the trait asks for a method, and the `impl` has: the same, or the compiler says that it is not there.
pub struct Shape {
    pub arguments: Vec<Argument>,
    pub output: Type,
    /// What it is called on is data.
    pub of_data: bool,
}

pub struct Argument {
    passing: Passing,
    /// Behind the reference.
    ty: Type,
    left_out: bool,
}

impl Shape {
    /// None of a function without a receiver. `generics` are those around the method.
    pub fn of(signature: &Signature, wrt: Option<&[Ident]>, generics: &Generics) -> syn::Result<Option<Shape>> {
        let Some(receiver) = signature.receiver() else { return Ok(None) };
        let is_shared = matches!(&receiver.kind, ReceiverKind::Reference(_, _, None));
        if !is_shared {
            let message = "through a trait, methods have derivatives that take `&self`; return what this changes, or leave the method out with \
                `#[differentiable(skip)]`";
            return Err(syn::Error::new_spanned(receiver, message));
        }
        let own = &signature.generics;
        if let Some(parameter) = own.params.first() {
            let message = "through a trait, methods without generic parameters have derivatives; write a function that has the parameters, or leave \
                the method out with `#[differentiable(skip)]`";
            return Err(syn::Error::new_spanned(parameter, message));
        }
        let listed = |name: &str| wrt.map(|wrt| wrt.iter().any(|listed| listed == name));
        let known = Known { generics };
        let mut arguments = Vec::new();
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
        Ok(Some(Shape { arguments, output, of_data: listed("self") == Some(false) }))
    }

    /// The trait of the runtime that asks for it.
    pub fn asked(&self, key: &TokenStream, runtime: &TokenStream) -> TokenStream {
        let (arguments, output) = (self.arguments_type(runtime), &self.output);
        let asks = if self.of_data { quote!(DataMethodOf) } else { quote!(MethodOf) };
        quote!(#runtime::#asks<{ #key }, #arguments, #output>)
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

    pub fn names(&self, suffix: &str) -> Vec<Ident> {
        (0..self.arguments.len()).map(|index| format_ident!("argument_{index}{suffix}")).collect()
    }

    /// For each argument that is a reference, what the reverse sweep takes: two of a function, and one or two of what is asked for.
    pub fn again(&self) -> (Vec<TokenStream>, Vec<TokenStream>) {
        let (mut spread, mut packed) = (Vec::new(), Vec::new());
        for (argument, (value, bar)) in self.arguments.iter().zip(self.names("").iter().zip(self.names("_bar"))) {
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
    pub fn pulled(&self) -> (Vec<TokenStream>, Vec<TokenStream>) {
        let names = self.names("_bar");
        let by_value = |(argument, _): &(&Argument, &Ident)| argument.passing == Passing::Value;
        let spread = self.arguments.iter().zip(&names).filter(by_value).map(|(_, name)| quote!(#name));
        let packed = self.arguments.iter().zip(&names).map(|(argument, name)| match argument.passing {
            Passing::Value => quote!(#name),
            _ => quote!(()),
        });
        (spread.collect(), packed.collect())
    }
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
            Ok(None) => {}
            Ok(Some(shape)) => {
                beside.extend(through.handle(function, &shape));
                asked.push(through.asked(function));
                finders.push(through.finder(function));
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
    fn derivatives(&self, function: &TraitItemFn, asked: &TokenStream) -> TokenStream {
        let Through { item, own, .. } = self;
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
            impl<#(#params,)* #own: #asked> #name<#(#arguments),*> for #own {}
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

    /// The handle of a method, as that of a block, for any type that has the trait.
    fn handle(&self, function: &TraitItemFn, shape: &Shape) -> TokenStream {
        let Through { item, runtime, width, mask, own } = self;
        let (of_trait, vis) = (&item.ident, &item.vis);
        let (key, handle) = (self.beside(function, ""), self.beside(function, "_method"));
        let method = function.sig.ident.to_string();
        let (params, arguments) = self.generics();
        let asked = shape.asked(&key.to_token_stream(), runtime);
        let vector = |ty: &Type, is_cotangent: bool| self.vector(ty, is_cotangent);
        let left_out = quote!(#runtime::LeftOutOfWrt);
        let (values, dots) = (shape.names(""), shape.names("_dot"));
        let (mut value_types, mut dot_types, mut again_types, mut pulled_types) = (vec![], vec![], vec![], vec![]);
        for Argument { passing, ty, left_out: is_left_out } in &shape.arguments {
            let [dot, bar] = [false, true].map(|is_cotangent| match is_left_out {
                true => left_out.clone(),
                false => vector(ty, is_cotangent),
            });
            match passing {
                Passing::Value => {
                    value_types.push(quote!(#ty));
                    pulled_types.push(dot.clone());
                    dot_types.push(dot);
                }
                Passing::Shared => {
                    value_types.push(quote!(&#ty));
                    dot_types.push(quote!(::core::option::Option<&#dot>));
                    again_types.extend([quote!(&#ty), quote!(::core::option::Option<&#bar>)]);
                }
                Passing::Mutable => {
                    value_types.push(quote!(&mut #ty));
                    dot_types.push(quote!(&mut #dot));
                    again_types.extend([quote!(()), quote!(&mut #bar)]);
                }
            }
        }
        let own_type: Type = syn::parse_quote!(#own);
        let [own_dot, own_bar] = [false, true].map(|is_cotangent| match shape.of_data {
            true => left_out.clone(),
            false => vector(&own_type, is_cotangent),
        });
        let (of_self_dot, of_self_bar) =
            if shape.of_data { (None, None) } else { (Some(quote!(this_dot,)), Some(quote!(this_bar,))) };
        let (output, output_vector) = (&shape.output, vector(&shape.output, false));
        let (packed_values, packed_dots) = (packed(&values), packed(&dots));
        let (again, packed_again) = shape.again();
        let patterns = again.iter().map(|again| if again.to_string() == "()" { quote!(_) } else { again.clone() });
        let patterns: Vec<TokenStream> = patterns.collect();
        let packed_again = packed(&packed_again);
        let (pulled, packed_pulled) = shape.pulled();
        let packed_pulled = packed(&packed_pulled);
        let derivatives = self.derivatives(function, &asked);
        let unused = (0..2 * (1 + values.len()) + 1).map(|index| format_ident!("_{index}"));
        quote! {
            #[doc(hidden)]
            #[allow(non_upper_case_globals, dead_code, unreachable_pub)]
            #vis const #key: ::core::primitive::u128 = #runtime::method_key(#of_trait, #method);

            #derivatives

            #[doc(hidden)]
            #[allow(non_camel_case_types, dead_code, unreachable_pub)]
            #vis struct #handle<#(#params,)* #own>(::core::marker::PhantomData<fn() -> #own>);

            #[doc(hidden)]
            #[automatically_derived]
            #[allow(dead_code, unused, private_interfaces, unreachable_pub, clippy::all, clippy::pedantic, clippy::nursery)]
            impl<#(#params,)* #own: #of_trait<#(#arguments),*>> #handle<#(#arguments,)* #own> {
                #[inline(always)]
                pub fn kept(self, value: &#own) -> ::core::option::Option<#own>
                where
                    #own: ::core::clone::Clone,
                {
                    ::core::option::Option::Some(::core::clone::Clone::clone(value))
                }
                #[inline(always)]
                pub fn kept_vector<Vector: ::core::clone::Clone>(self, vector: &Vector) -> ::core::option::Option<Vector> {
                    ::core::option::Option::Some(::core::clone::Clone::clone(vector))
                }
                #[inline(always)]
                pub fn taken<Receiver: ?::core::marker::Sized>(
                    self,
                    _: &Receiver,
                ) -> #runtime::Taken<#runtime::TakesShared, Receiver, #own> {
                    #runtime::Taken::NEW
                }
                #[inline(always)]
                pub fn tangent<const #width: usize, const #mask: u128>(
                    self,
                    _: #runtime::Sweep<#width, #mask>,
                    this: &#own,
                    #(#values: #value_types,)*
                    this_dot: ::core::option::Option<&#own_dot>,
                    #(#dots: #dot_types,)*
                ) -> (#output, #output_vector) {
                    <#own as #asked>::tangent_of_method::<#width, #mask>(this, #of_self_dot #packed_values, #packed_dots)
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
                    _: #runtime::Sweep<#width, #mask>,
                    this: &#own,
                    #(#values: #value_types,)*
                    tape: &mut #runtime::Tape,
                ) -> (
                    #output,
                    impl ::core::ops::Fn(
                        &#runtime::Tape,
                        ::core::option::Option<&#own>,
                        ::core::option::Option<&#own_bar>,
                        #(#again_types,)*
                        #output_vector
                    ) -> (#(#pulled_types,)*) + use<#(#arguments,)* #own, #width, #mask>,
                ) {
                    let (value, pull) =
                        <#own as #asked>::pullback_of_method::<#width, #mask>(this, #packed_values, tape);
                    (
                        value,
                        move |
                            tape: &#runtime::Tape,
                            this: ::core::option::Option<&#own>,
                            this_bar: ::core::option::Option<&#own_bar>,
                            #(#patterns: #again_types,)*
                            seed: #output_vector
                        | {
                            let this = this.expect("what a method borrows is passed to its pullback");
                            let #packed_pulled = pull(tape, this, #of_self_bar #packed_again, seed);
                            (#(#pulled,)*)
                        },
                    )
                }
            }
        }
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
