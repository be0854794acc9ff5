//! `impl` blocks: each function of a block becomes a free function, which is differentiated like any other.
//!
//! Before: a block with the attribute. After: the block as written; for each of its functions a type with the
//! derivatives (`Arm_reach` for `Arm::reach`), as if of a function that takes the receiver as its first parameter; and a second block
//! with the siblings (`reach_jvp`, `__reach_tangent`), which call these.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::visit_mut::VisitMut;
use syn::{
    Attribute, ConstParam, FnArg, GenericParam, Generics, ImplItem, ImplItemFn, ImplItemType, ItemFn, ItemImpl,
    Lifetime, Path, PathArguments, ReceiverKind, Signature, Type, TypeParam, Visibility,
};

use crate::cycles::{self, Expanded};
use crate::errors::Errors;
use crate::expand::derivatives;
use crate::hygiene::{Names, identifiers};
use crate::ir::Passing;
use crate::lower::{name_types, ungroup};
use crate::options::{self, Associated, Context};
use crate::surface::{Method, Owner, Subject};
use crate::users::Makers;

mod choice;
mod conversion;
mod index;
mod operator;
mod own;
mod path;
mod place;
mod recursive;
mod rule;
mod sum;
mod through;

pub fn expand(
    attribute: TokenStream,
    tokens: TokenStream,
    mut block: ItemImpl,
    expanded: &mut Expanded,
) -> TokenStream {
    expanded.note_block(&block);
    name_lifetimes(&mut block);
    let block = &block;
    if index::is_index(block) {
        return index::expand(attribute, tokens, block);
    }
    if operator::is_operator(block) {
        return operator::expand(attribute, tokens, block);
    }
    if sum::is_sum(block) {
        return sum::expand(attribute, tokens, block, expanded);
    }
    let mut errors = Errors::default();
    let names = identifiers(tokens.clone());
    let (writing, traits) = (Rc::new(expanded.writing(&names)), Rc::new(expanded.traits(&names)));
    let makers = Rc::new(expanded.makers(&names));
    let functions_seen = Rc::new(expanded.functions(&names));
    let written = without_attributes(tokens);
    options::check_of_block(attribute.clone(), &mut errors);
    let owner = self_path(&block.self_ty, conversion::converted(block).is_some(), &mut errors);
    if let (Some((path, _)), Some(owner)) = (&block.trait_, &owner) {
        check_trait(path, owner, &mut errors);
        check_parameters(block, &mut errors);
        let name = &path.segments.last().expect("a path has a segment").ident;
        if is_of_library(&block.self_ty) && expanded.has_trait_here(name) {
            expanded.note_trait_of_numbers(name);
            errors.at(&block.self_ty, format!("{NOT_THROUGH_TRAIT}; {WITH_BOUND_BY_FLOAT}"));
        }
    }
    for function in differentiable_functions(block).iter().filter(|_| block.trait_.is_none()) {
        let name = &function.sig.ident;
        if (name == "clone" || name == "to_owned")
            && function.sig.inputs.len() == 1
            && receiver(&function.sig).is_some()
        {
            errors.at(name, A_CLONE_IS_A_COPY);
        }
    }
    let (Some(owner), true) = (owner, errors.is_empty()) else {
        let errors = errors.into_compile_errors();
        return quote!(#written #errors);
    };
    let (parts, functions): (Vec<_>, Vec<_>) =
        differentiable_functions(block).into_iter().partition(|function| place::chooses(function));
    let options = options::parse(attribute.clone(), &mut Errors::default());
    let parts_of_self = parts.iter().map(|function| (function.sig.ident.to_string(), receiver(&function.sig)));
    let parts_of_self = parts_of_self.filter_map(|(name, receiver)| Some((name, receiver?))).collect();
    let known = functions.iter().map(|function| {
        let namesake = namesake(block, &owner, &function.sig.ident);
        let makes_owner = matches!(&function.sig.output, syn::ReturnType::Type(_, ty)
            if **ty == *block.self_ty || matches!(&**ty, Type::Path(path) if path.path.is_ident("Self")));
        // Of a type of the library's, no path names what has the derivatives: they are found by the handle.
        let receiver = receiver(&function.sig).filter(|_| !is_of_library(&block.self_ty));
        let writing = cycles::writing(&function.sig);
        (function.sig.ident.to_string(), Associated { namesake, receiver, makes_owner, writing })
    });
    let own = block.self_ty.to_token_stream();
    let results = functions.iter().map(|function| match &function.sig.output {
        syn::ReturnType::Type(_, ty) if identifiers(quote!(#ty)).contains("Self") => quote!(#ty #own),
        result => quote!(#result),
    });
    let in_results = identifiers(results.collect());
    let context = Rc::new(Context {
        in_results,
        is_of_trait: block.trait_.is_some(),
        functions: known.collect(),
        parts: parts_of_self,
        owner,
    });
    let written_self = WrittenSelf::of(block);
    let alone = only_one(block, &functions, &context);
    let proofs = own::proofs(block, &functions, &options.facade.runtime());
    let bodies = through::of_block(block, &options.facade.runtime(), &mut Names::new(quote!(#attribute #block)));
    let recursive = recursive::recursive(&functions, &context.owner);
    let runtime = options.facade.runtime();
    let block =
        Block { attribute, block, context, writing, traits, makers, functions_seen, written_self, runtime, recursive };
    let mut namesakes = TokenStream::new();
    let mut siblings = TokenStream::new();
    for function in parts {
        let mut errors = Errors::default();
        let (vis, runtime) = (block.vis(function), options.facade.runtime());
        match place::expand(block.block, function, &vis, &runtime, &mut errors).filter(|_| errors.is_empty()) {
            Some(chosen) => namesakes.extend(chosen),
            None => block.refused(function, errors, &mut namesakes, &mut siblings),
        }
    }
    for function in functions {
        block.function(function, &mut namesakes, &mut siblings);
    }
    let (impl_generics, _, where_clause) = block.block.generics.split_for_impl();
    let (configured, owner) = (configuration(&block.block.attrs), &block.block.self_ty);
    // What the library defines has no other methods.
    if is_of_library(owner) || conversion::converted(block.block).is_some() {
        return quote!(#written #alone #proofs #bodies #namesakes);
    }
    quote! {
        #written
        #alone
        #proofs
        #bodies
        #namesakes
        #(#configured)*
        #[allow(dead_code, unused, non_snake_case, private_interfaces, clippy::all, clippy::pedantic, clippy::nursery)]
        #[automatically_derived]
        impl #impl_generics #owner #where_clause {
            #siblings
        }
    }
}

/// Gives lifetimes names that have none, `impl Grid<'_>`: beside the block they stand where nothing stands for them.
fn name_lifetimes(block: &mut ItemImpl) {
    struct Unnamed(Vec<Lifetime>);
    impl VisitMut for Unnamed {
        fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
            if lifetime.ident == "_" {
                *lifetime = Lifetime::new(&format!("'jac_of_block_{}", self.0.len()), lifetime.span());
                self.0.push(lifetime.clone());
            }
        }
    }
    let mut unnamed = Unnamed(Vec::new());
    unnamed.visit_type_mut(&mut block.self_ty);
    if let Some((path, _)) = &mut block.trait_ {
        unnamed.visit_path_mut(path);
    }
    let named = unnamed.0.into_iter().map(|lifetime| GenericParam::Lifetime(syn::LifetimeParam::new(lifetime)));
    block.generics.params = named.chain(std::mem::take(&mut block.generics.params)).collect();
}

struct Block<'a> {
    attribute: TokenStream,
    block: &'a ItemImpl,
    context: Rc<Context>,
    /// Of free functions that have been expanded.
    writing: Rc<HashMap<String, Vec<bool>>>,
    /// The traits in it that have the attribute.
    traits: Rc<HashSet<String>>,
    makers: Rc<Makers>,
    functions_seen: Rc<HashSet<String>>,
    written_self: WrittenSelf,
    /// The path of what generated code names.
    runtime: TokenStream,
    /// The functions that break the cycles of calls in the block.
    recursive: HashSet<String>,
}

/// What stands for `Self` outside of the block.
pub struct WrittenSelf {
    owner: TokenStream,
    /// The same in front of what only the trait of the block has, its associated types: `<Arm as Model>`.
    of_trait: Option<TokenStream>,
    associated_types: HashSet<String>,
}

impl WrittenSelf {
    /// Of a body in a trait: a type of which nothing else is known.
    pub fn of_trait(own: &Ident, of_trait: &TokenStream, associated_types: HashSet<String>) -> WrittenSelf {
        WrittenSelf { owner: quote!(#own), of_trait: Some(quote!(<#own as #of_trait>)), associated_types }
    }

    fn of(block: &ItemImpl) -> WrittenSelf {
        let owner = as_in_expressions(&block.self_ty);
        let types = block.items.iter().filter_map(|item| match item {
            ImplItem::Type(associated) => Some(associated.ident.to_string()),
            _ => None,
        });
        WrittenSelf {
            owner: owner.clone(),
            of_trait: block.trait_.as_ref().map(|(path, _)| quote!(<#owner as #path>)),
            associated_types: types.collect(),
        }
    }
}

impl Block<'_> {
    fn function(&self, function: &ImplItemFn, namesakes: &mut TokenStream, siblings: &mut TokenStream) {
        let mut errors = Errors::default();
        let attribute = &self.attribute;
        let mut names = Names::new(quote!(#attribute #function));
        let receiver = function.sig.receiver().map(|receiver| names.fresh("this", receiver.self_token.span));
        let mut options = options::parse(self.options(function, &mut errors), &mut errors);
        options.receiver.clone_from(&receiver);
        if options.recursive.is_none() && self.recursive.contains(&function.sig.ident.to_string()) {
            options.recursive = Some(function.sig.ident.span());
        }
        options.block = Some(Rc::clone(&self.context));
        options.writing = Rc::clone(&self.writing);
        options.traits = Rc::clone(&self.traits);
        options.makers = Rc::clone(&self.makers);
        options.functions = Rc::clone(&self.functions_seen);
        let namesake = &self.context.functions[&function.sig.ident.to_string()].namesake;
        let Some(mut item) = self.free_function(function, namesake, receiver.as_ref(), &mut errors) else {
            self.refused(function, errors, namesakes, siblings);
            return;
        };
        ungroup(&mut item);
        name_types(&mut item, &mut names);
        let configured: Vec<&Attribute> =
            configuration(&self.block.attrs).into_iter().chain(configuration(&function.attrs)).collect();
        let Some(derived) =
            derivatives(&item, self.subject(function), &options, &mut names, &mut errors).filter(|_| errors.is_empty())
        else {
            self.refused(function, errors, namesakes, siblings);
            return;
        };
        let typed = function.sig.inputs.iter().filter(|input| matches!(input, FnArg::Typed(_)));
        let takes_self =
            typed.clone().any(|input| crate::hygiene::identifiers(input.to_token_stream()).contains("Self"));
        let own = &function.sig.generics;
        let is_generic = own.type_params().next().is_some()
            || own.const_params().next().is_some()
            || typed.clone().any(own::is_anonymous);
        let method = Method {
            is_generic,
            takes_self,
            namesake,
            name: &function.sig.ident,
            vis: &self.vis(function),
            receiver: self::receiver(&function.sig),
            owner: &self.block.self_ty,
            configured: configuration(&function.attrs),
            generics: &self.block.generics,
            of_trait: self.of_trait(),
            is_of_trait: self.block.trait_.is_some(),
            is_in_prelude: self.block.trait_.as_ref().is_some_and(|(path, _)| own::in_prelude(path).is_some()),
            is_of_library: is_of_library(&self.block.self_ty),
            conversion: conversion::conversion(self.block, function),
        };
        let varying = derived.varying;
        let derived = derived.items;
        let (of_method, handle) = method.siblings(&derived, &options.facade.runtime());
        let through = through::of_method(self.block, function, namesake, &varying, &options, &mut names);
        siblings.extend(of_method);
        namesakes.extend(crate::surface::configured(quote!(#derived #handle #through), &configured));
    }

    /// The errors of a function, and what others ask for where they call it, so that the compiler says no more of it.
    fn refused(&self, function: &ImplItemFn, errors: Errors, namesakes: &mut TokenStream, siblings: &mut TokenStream) {
        let configured = configuration(&function.attrs);
        let of_function: Vec<&Attribute> =
            configuration(&self.block.attrs).into_iter().chain(configured.iter().copied()).collect();
        let namesake = namesake(self.block, &self.context.owner, &function.sig.ident);
        let vis = self.vis(function);
        let stub = crate::surface::stub(&namesake, &vis, &errors.into_compile_errors());
        namesakes.extend(crate::surface::configured(stub, &of_function));
        match conversion::converted(self.block) {
            Some(ty) => {
                let stub = crate::surface::stub_of_conversion(self.block, ty, &namesake, &self.runtime);
                namesakes.extend(crate::surface::configured(stub, &of_function));
            }
            None => siblings.extend(crate::surface::stubs_of_siblings(&function.sig, &namesake, &vis, &configured)),
        }
    }

    /// The options of the block, then those of the function.
    fn options(&self, function: &ImplItemFn, errors: &mut Errors) -> TokenStream {
        let mut tokens = self.attribute.clone();
        for attribute in function.attrs.iter().filter(|attribute| is_own(attribute)) {
            let more = match &attribute.meta {
                syn::Meta::Path(_) => continue,
                syn::Meta::List(list) => written_out(list.tokens.clone(), &format_ident!("self"), &self.written_self),
                syn::Meta::NameValue(_) => {
                    errors.at(attribute, "options stand in parentheses: `#[differentiable(wrt(x))]`");
                    continue;
                }
            };
            tokens = if tokens.is_empty() { more } else { quote!(#tokens, #more) };
        }
        tokens
    }

    fn subject(&self, function: &ImplItemFn) -> Subject {
        let (owner, name) = (&self.context.owner, &function.sig.ident);
        let qualified = self.written_self.of_trait.as_ref().unwrap_or(&self.written_self.owner);
        let generics = crate::surface::own_arguments(&function.sig.generics);
        let shown = format!("{}::{name}", owner.segments.last().expect("a path has a segment").ident);
        Subject {
            link: format!("the method [`{shown}`]"),
            name: shown,
            path: quote!(#qualified::#name::<#(#generics),*>),
            is_method: true,
            owner: function
                .sig
                .receiver()
                .is_none()
                .then(|| Owner { ty: (*self.block.self_ty).clone(), generics: self.block.generics.clone() }),
        }
    }

    /// The trait of the block, as the bound of an opaque type, with its associated types. It names the lifetime of the block, if there is one.
    fn of_trait(&self) -> Option<TokenStream> {
        let mut path = self.block.trait_.as_ref()?.0.clone();
        for item in &self.block.items {
            let ImplItem::Type(ImplItemType { ident, ty, generics, .. }) = item else { continue };
            if !generics.params.is_empty() {
                return None;
            }
            let arguments = &mut path.segments.last_mut()?.arguments;
            if arguments.is_none() {
                *arguments = PathArguments::AngleBracketed(syn::parse_quote!(<>));
            }
            let PathArguments::AngleBracketed(arguments) = arguments else { return None };
            arguments.args.push(syn::parse_quote!(#ident = #ty));
        }
        let path = written_out(path.to_token_stream(), &format_ident!("self"), &self.written_self);
        let mut lifetimes = self.block.generics.lifetimes().map(|parameter| &parameter.lifetime);
        match (lifetimes.next(), lifetimes.next()) {
            (None, _) => Some(path),
            (Some(lifetime), None) => Some(quote!(#path + #lifetime)),
            _ => None,
        }
    }

    /// Functions of a trait are as public as that is.
    fn vis(&self, function: &ImplItemFn) -> Visibility {
        if self.block.trait_.is_some() { syn::parse_quote!(pub) } else { function.vis.clone() }
    }

    /// The function outside of its block: `self` is a parameter like any other, and `Self` is written out.
    fn free_function(
        &self,
        function: &ImplItemFn,
        namesake: &Ident,
        receiver: Option<&Ident>,
        errors: &mut Errors,
    ) -> Option<ItemFn> {
        let (ImplItemFn { sig, block, .. }, vis) = (function, self.vis(function));
        let mut sig: Signature = sig.clone();
        sig.ident = namesake.clone();
        sig.generics = merged(&self.block.generics, &sig.generics);
        if let (Some(this), Some(FnArg::Receiver(written))) = (receiver, sig.inputs.first_mut()) {
            let mutable = &written.mutability;
            let typed: FnArg = match &written.kind {
                ReceiverKind::Value => syn::parse_quote!(#mutable #this: Self),
                ReceiverKind::Reference(and, lifetime, mutability) => {
                    syn::parse_quote!(#mutable #this: #and #lifetime #mutability Self)
                }
                ReceiverKind::Typed(_, ty) if is_self(ty) => syn::parse_quote!(#mutable #this: #ty),
                _ => {
                    errors.at(written, "a receiver is `self`, `&self` or `&mut self`");
                    return None;
                }
            };
            sig.inputs[0] = typed;
        }
        let this = receiver.cloned().unwrap_or_else(|| format_ident!("self"));
        let tokens = written_out(quote!(#vis #sig #block), &this, &self.written_self);
        match syn::parse2(tokens) {
            Ok(item) => Some(item),
            Err(error) => {
                errors.push(error);
                None
            }
        }
    }
}

/// An item that cannot be there twice, and says what is wrong if it is: the derivatives of the functions of one type are found by name, whatever the
/// arguments of the trait are that they belong to.
fn only_one(block: &ItemImpl, functions: &[&ImplItemFn], context: &Context) -> Option<TokenStream> {
    let last = block.trait_.as_ref()?.0.segments.last()?;
    if last.arguments.is_none() || conversion::converted(block).is_some() {
        return None;
    }
    let namesake = &context.functions[&functions.first()?.sig.ident.to_string()].namesake;
    let span = last.ident.span();
    let name = format_ident!(
        "{namesake}_hasDerivativesInOneImplOf{}Only_WriteAnAssociatedFunctionOfAnotherName",
        last.ident,
        span = span
    );
    let configured = configuration(&block.attrs);
    Some(quote_spanned! {span=>
        #(#configured)*
        #[allow(non_camel_case_types, dead_code)]
        #[doc(hidden)]
        enum #name {}
    })
}

fn differentiable_functions(block: &ItemImpl) -> Vec<&ImplItemFn> {
    let skipped =
        |function: &ImplItemFn| function.attrs.iter().any(|attribute| is_own(attribute) && is_skip(attribute));
    let functions = block.items.iter().filter_map(|item| match item {
        ImplItem::Fn(function) if !skipped(function) => Some(function),
        _ => None,
    });
    functions.collect()
}

/// The type with the derivatives of a function of the block. It is named after the type, and those of its generic
/// arguments that the block does not leave open.
fn namesake(block: &ItemImpl, owner: &Path, function: &Ident) -> Ident {
    let open: HashSet<String> = block.generics.params.iter().map(parameter_name).collect();
    let last = owner.segments.last().expect("a path has a segment");
    let mut name = unraw(&last.ident);
    if let PathArguments::AngleBracketed(arguments) = &last.arguments {
        for argument in &arguments.args {
            let text = argument.to_token_stream().to_string();
            if !open.contains(&text) && !text.starts_with('\'') {
                let text: String = text.chars().filter(|c| c.is_alphanumeric() || *c == '_').collect();
                name = format!("{name}_{text}");
            }
        }
    }
    // A type may have several.
    let from = conversion::converted(block).map(|ty| format!("_{}", conversion::words(ty))).unwrap_or_default();
    format_ident!("{name}_{}{from}", unraw(function), span = function.span())
}

fn receiver(signature: &Signature) -> Option<Passing> {
    let mutability = match &signature.receiver()?.kind {
        ReceiverKind::Reference(_, _, mutability) => mutability,
        ReceiverKind::Typed(_, ty) => match &**ty {
            Type::Reference(reference) => &reference.mutability,
            _ => return Some(Passing::Value),
        },
        _ => return Some(Passing::Value),
    };
    Some(if mutability.is_some() { Passing::Mutable } else { Passing::Shared })
}

/// `Self`, `&Self`, `&mut Self`.
fn is_self(ty: &Type) -> bool {
    match ty {
        Type::Path(path) => path.path.is_ident("Self"),
        Type::Reference(reference) => matches!(&*reference.elem, Type::Path(path) if path.path.is_ident("Self")),
        _ => false,
    }
}

/// The tokens with `this` for `self`, and the type for `Self`.
pub fn written_out(tokens: TokenStream, this: &Ident, written_self: &WrittenSelf) -> TokenStream {
    let mut out = TokenStream::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(ident) if ident == "Self" => {
                let span = ident.span();
                let names_type = names_one_of(tokens.clone(), &written_self.associated_types);
                let of_trait = written_self.of_trait.as_ref().filter(|_| names_type);
                let written = of_trait.unwrap_or(&written_self.owner).clone();
                out.extend(written.into_iter().map(|mut token| {
                    token.set_span(span);
                    token
                }));
            }
            // `self::item` is a path.
            TokenTree::Ident(ident)
                if ident == "self"
                    && !matches!(tokens.peek(), Some(TokenTree::Punct(punct)) if punct.as_char() == ':') =>
            {
                out.extend([TokenTree::Ident(Ident::new(&this.to_string(), ident.span()))]);
            }
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), written_out(group.stream(), this, written_self));
                inner.set_span(group.span());
                out.extend([TokenTree::Group(inner)]);
            }
            token => out.extend([token]),
        }
    }
    out
}

/// `::Name`, where the name is one of these.
fn names_one_of(mut tokens: impl Iterator<Item = TokenTree>, names: &HashSet<String>) -> bool {
    let name = tokens.nth(2);
    matches!(name, Some(TokenTree::Ident(name)) if names.contains(&name.to_string()))
}

/// Operators have rules of another kind, and what stands beside a method must be allowed to.
fn check_trait(path: &Path, owner: &Path, errors: &mut Errors) {
    let name = path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
    if OPERATORS.contains(&name.trim_end_matches("Assign")) {
        errors.at(path, "this operator is not supported; put the code into a method of the type, and call that");
    }
    if matches!(name.as_str(), "Clone" | "ToOwned") {
        errors.at(path, A_CLONE_IS_A_COPY);
    }
    let is_discrete = owner.get_ident().is_some_and(|ident| {
        let name = ident.to_string();
        name == "str" || crate::rules::DISCRETE.contains(&name.as_str())
    });
    if is_discrete {
        errors.at(
            owner,
            "of primitive types, methods of `f32` and `f64` have derivatives; write a `#[differentiable]` function",
        );
    }
}

/// Derivatives stand beside the type, whatever the trait is: all parameters are those of the type, or known from these.
fn check_parameters(block: &ItemImpl, errors: &mut Errors) {
    let of_type = identifiers(block.self_ty.to_token_stream());
    for parameter in &block.generics.params {
        let (GenericParam::Type(TypeParam { ident, .. }) | GenericParam::Const(ConstParam { ident, .. })) = parameter
        else {
            continue;
        };
        let others = block.generics.params.iter().filter(|other| !std::ptr::eq(*other, parameter));
        let mut told = others.map(ToTokens::to_token_stream).chain([block.generics.where_clause.to_token_stream()]);
        let name = ident.to_string();
        if !of_type.contains(&name) && !told.any(|tokens| identifiers(tokens).contains(&name)) {
            let message = format!(
                "derivatives are found by the type alone, and `{ident}` is no part of it; write the block for one type, `f64`, \
                 or give the type this parameter"
            );
            return errors.at(ident, &message);
        }
    }
}

const A_CLONE_IS_A_COPY: &str = "`clone` and `to_owned` are differentiated as what makes a copy, so that what is written here would not be \
    looked at; leave the attribute away if it makes a copy, and call a method of another name otherwise";

const NOT_THROUGH_TRAIT: &str = "derivatives are found through a bound for types of one's own, and not for numbers, arrays and `Vec`s; remove the \
    attribute from the trait, and call its methods on values whose type is named";

/// What to write in the place of a bound by a trait of one's own that is one of numbers.
pub const WITH_BOUND_BY_FLOAT: &str = "a function that is generic over numbers has the bound `jac::Float`, which has arithmetic, the elementary functions and \
    `T::from_f64(0.5)`: `fn g<T: jac::Float>(x: T) -> T`";

/// Those without a rule; the others are those of `operator` and `index`.
const OPERATORS: &[&str] = &["BitAnd", "BitOr", "BitXor", "Deref", "DerefMut", "Not", "Shl", "Shr"];

/// The type is of the library's: what stands beside a method is found by a trait. Of others it is known to be the type's own.
fn is_of_library(ty: &Type) -> bool {
    match ty {
        Type::Array(_) => true,
        Type::Group(group) => is_of_library(&group.elem),
        Type::Paren(paren) => is_of_library(&paren.elem),
        Type::Path(path) => {
            let is_list =
                path.path.segments.last().is_some_and(|last| last.ident == "Vec" && !last.arguments.is_none());
            path.qself.is_none() && (is_list || ["f32", "f64"].iter().any(|float| path.path.is_ident(float)))
        }
        _ => false,
    }
}

/// The type as it stands where expressions do.
fn as_in_expressions(ty: &Type) -> TokenStream {
    match ty {
        Type::Array(_) => ty.to_token_stream(),
        Type::Tuple(_) => ty.to_token_stream(),
        ty => self_path(ty, false, &mut Errors::default())
            .map_or_else(|| ty.to_token_stream(), |path| path.to_token_stream()),
    }
}

/// The path of the type of the block, which may stand where expressions do. An array gets a name.
fn self_path(ty: &Type, is_conversion: bool, errors: &mut Errors) -> Option<Path> {
    match ty {
        Type::Array(_) => {
            let text = ty.to_token_stream().to_string();
            let text: String = text.chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
            Some(format_ident!("Array{text}", span = ty.span()).into())
        }
        Type::Tuple(_) if is_conversion => Some(format_ident!("{}", conversion::words(ty), span = ty.span()).into()),
        Type::Path(path) if path.qself.is_none() => {
            let mut path = path.path.clone();
            for segment in &mut path.segments {
                if let PathArguments::AngleBracketed(arguments) = &mut segment.arguments {
                    arguments.colon2_token = Some(Default::default());
                }
            }
            Some(path)
        }
        Type::Group(group) => self_path(&group.elem, is_conversion, errors),
        Type::Paren(paren) => self_path(&paren.elem, is_conversion, errors),
        ty => {
            errors.at(ty, "only methods of a type with a name, and of arrays, are supported");
            None
        }
    }
}

fn unraw(ident: &Ident) -> String {
    ident.to_string().trim_start_matches("r#").to_string()
}

fn parameter_name(parameter: &GenericParam) -> String {
    match parameter {
        GenericParam::Lifetime(parameter) => parameter.lifetime.to_string(),
        GenericParam::Type(parameter) => parameter.ident.to_string(),
        GenericParam::Const(parameter) => parameter.ident.to_string(),
    }
}

/// The generics of the block and of a function in it, lifetimes first.
fn merged(block: &Generics, function: &Generics) -> Generics {
    let is_lifetime = |parameter: &&GenericParam| matches!(parameter, GenericParam::Lifetime(_));
    let all = || block.params.iter().chain(&function.params);
    let params = all().filter(is_lifetime).chain(all().filter(|parameter| !is_lifetime(parameter)));
    let mut generics = Generics { params: params.cloned().collect(), ..Generics::default() };
    let predicates = [block, function].into_iter().filter_map(|generics| generics.where_clause.as_ref());
    for predicate in predicates.flat_map(|clause| &clause.predicates) {
        generics.make_where_clause().predicates.push(predicate.clone());
    }
    generics
}

pub fn is_own(attribute: &Attribute) -> bool {
    attribute.path().segments.last().is_some_and(|last| last.ident == "differentiable")
}

/// `#[differentiable(skip)]`
pub fn is_skip(attribute: &Attribute) -> bool {
    attribute.parse_args::<Ident>().is_ok_and(|option| option == "skip")
}

fn configuration(attributes: &[Attribute]) -> Vec<&Attribute> {
    attributes.iter().filter(|attribute| attribute.path().is_ident("cfg")).collect()
}

/// The block without our attributes on the functions in it; otherwise as written, to the token.
fn without_attributes(tokens: TokenStream) -> TokenStream {
    let mut tokens: Vec<TokenTree> = tokens.into_iter().collect();
    if let Some(TokenTree::Group(body)) = tokens.last_mut()
        && body.delimiter() == Delimiter::Brace
    {
        let mut kept = TokenStream::new();
        let mut inside = body.stream().into_iter().peekable();
        while let Some(token) = inside.next() {
            if let (TokenTree::Punct(punct), Some(TokenTree::Group(attribute))) = (&token, inside.peek())
                && punct.as_char() == '#'
                && is_differentiable(attribute)
            {
                inside.next();
                continue;
            }
            kept.extend([token]);
        }
        let mut stripped = Group::new(Delimiter::Brace, kept);
        stripped.set_span(body.span());
        *body = stripped;
    }
    tokens.into_iter().collect()
}

/// `[differentiable(..)]`, `[jac::differentiable]`
fn is_differentiable(attribute: &Group) -> bool {
    let ends = |token: &TokenTree| match token {
        TokenTree::Group(_) => true,
        TokenTree::Punct(punct) => punct.as_char() == '=',
        _ => false,
    };
    let path = attribute.stream().into_iter().take_while(|token| !ends(token));
    attribute.delimiter() == Delimiter::Bracket
        && path.last().is_some_and(|last| matches!(last, TokenTree::Ident(ident) if ident == "differentiable"))
}
