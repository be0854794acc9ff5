//! What a trait asks for a function, as a type.
//!
//! Before: the signature of a function in a trait, or in an `impl` of one. After: how it is called on something, and what its arguments are; the same for both, so that
//! what the trait asks for is what the `impl` has. What has no such shape is refused.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{FnArg, GenericArgument, GenericParam, Generics, PathArguments, ReceiverKind, ReturnType, Signature, Type};

use crate::hygiene::identifiers;
use crate::ir::Passing;
use crate::lower::{element_of_array, is_discrete, is_text, passing};
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
    pub passing: Passing,
    /// Behind the reference.
    pub ty: Type,
    pub left_out: bool,
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
    pub fn besides(&self, runtime: &TokenStream) -> Vec<TokenStream> {
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
    pub fn with_receiver(&self) -> Vec<Argument> {
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
    pub fn kind(&self, runtime: &TokenStream) -> TokenStream {
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
pub fn arguments_type(arguments: &[Argument], runtime: &TokenStream) -> TokenStream {
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
