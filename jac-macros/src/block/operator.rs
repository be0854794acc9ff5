//! Operators of users' types: `impl Mul<Vec3> for f64`.
//!
//! Before: the `impl` of an operator with the attribute. After: the block as written; a type with the derivatives of its function, as if
//! of a free function of the operands; and the rule by which `a * b` finds these (`OperatorRule` in the runtime).

use std::collections::HashSet;

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::spanned::Spanned;
use syn::{
    Attribute, FnArg, GenericArgument, GenericParam, Generics, ImplItem, ImplItemFn, ItemFn, ItemImpl, PathArguments,
    Type,
};

use super::rule::{Side, Sides};
use super::{configuration, is_own, without_attributes};
use crate::emit::SweepGenerics;
use crate::errors::Errors;
use crate::expand::{Derivatives, derivatives};
use crate::hygiene::Names;
use crate::lower::ungroup;
use crate::options;
use crate::surface::Subject;

/// The traits of operators, whether they assign, and whether strict mode counts them as affine.
const OPERATORS: &[(&str, bool, bool)] = &[
    ("Add", false, true),
    ("Sub", false, true),
    ("Mul", false, false),
    ("Div", false, false),
    ("Rem", false, false),
    ("Neg", false, true),
    ("AddAssign", true, true),
    ("SubAssign", true, true),
    ("MulAssign", true, false),
    ("DivAssign", true, false),
    ("RemAssign", true, false),
];

/// The block is the `impl` of an operator.
pub fn is_operator(block: &ItemImpl) -> bool {
    find(block).is_some()
}

fn find(block: &ItemImpl) -> Option<&'static (&'static str, bool, bool)> {
    let (path, _) = block.trait_.as_ref()?;
    let last = path.segments.last()?;
    OPERATORS.iter().find(|(name, ..)| last.ident == name)
}

pub fn expand(attribute: TokenStream, tokens: TokenStream, block: &ItemImpl) -> TokenStream {
    let written = without_attributes(tokens);
    let mut errors = Errors::default();
    let rule = rule(attribute, block, &mut errors);
    let errors = if errors.is_empty() { TokenStream::new() } else { errors.into_compile_errors() };
    quote!(#written #rule #errors)
}

/// An operand: its type without the reference of `&T`, and whether there is one.
fn rule(attribute: TokenStream, block: &ItemImpl, errors: &mut Errors) -> Option<TokenStream> {
    let (name, assigns, affine) = *find(block)?;
    let (path, _) = block.trait_.as_ref()?;
    let function = block.items.iter().find_map(|item| match item {
        ImplItem::Fn(function) => Some(function),
        _ => None,
    })?;
    let negates = name == "Neg";
    let arguments = path.segments.last().map(|last| &last.arguments);
    let right: Type = match arguments {
        Some(PathArguments::AngleBracketed(arguments)) => match arguments.args.first() {
            Some(GenericArgument::Type(ty)) => ty.clone(),
            _ => (*block.self_ty).clone(),
        },
        _ => (*block.self_ty).clone(),
    };
    let own = &block.self_ty;
    let output: TokenStream = block
        .items
        .iter()
        .find_map(|item| match item {
            ImplItem::Type(output) => Some(output.ty.to_token_stream()),
            _ => None,
        })
        .unwrap_or_else(|| quote!(()));
    let output = written_out(output, &format_ident!("self"), own, &TokenStream::new());
    let right: Type = syn::parse2(written_out(right.to_token_stream(), &format_ident!("self"), own, &output)).ok()?;

    let mut names = Names::new(quote!(#attribute #block));
    let this = names.fresh("this", function.sig.ident.span());
    let namesake = format_ident!("{}", namesake(own, name, &right), span = path.span());
    let options = options::parse(merged_options(attribute, function), errors);
    let mut item = free_function(function, &namesake, &this, block, &output, errors)?;
    ungroup(&mut item);
    let trait_path = &block.trait_.as_ref()?.0;
    let method = &function.sig.ident;
    let shown = format!("<{} as {}>::{method}", own.to_token_stream(), trait_path.to_token_stream());
    let subject = Subject {
        link: format!("the operator `{shown}`"),
        name: shown,
        path: without_lifetimes(quote!(<#own as #trait_path>::#method), &lifetimes(&block.generics)),
        is_method: true,
        owner: None,
    };
    let Derivatives { items: derived, floats, .. } =
        derivatives(&item, subject, &options, &mut names, errors).filter(|_| errors.is_empty())?;

    let jac = options.facade.runtime();
    let (left, right) = (Side::of(own), if negates { None } else { Some(Side::of(&right)) });
    let output = syn::parse_quote!(#output);
    let linearizes = options.linearize.is_some();
    let sides = Sides { left, right, assigns, output, jac, namesake: namesake.clone(), linearizes };
    let sweeps = (0..options.order).map(|sweep| {
        let [width, mask] = match sweep {
            0 => ["WIDTH", "MASK"].map(str::to_owned),
            1 => ["WIDTHS", "DOTS"].map(str::to_owned),
            sweep => ["WIDTHS", "DOTS"].map(|stem| format!("{stem}{sweep}")),
        };
        SweepGenerics { width: names.fresh(&width, Span::call_site()), mask: names.fresh(&mask, Span::call_site()) }
    });
    let sweeps: Vec<SweepGenerics> = sweeps.collect();
    let proof = affine.then(|| sides.proof_of_affinity(trait_path.span()));
    let configured: Vec<&Attribute> = configuration(&block.attrs);
    let derived = crate::surface::configured(quote!(#derived), &configured);
    let generics = of_rule(&block.generics);
    let implementation = sides.implementation(name, &generics, &floats, &sweeps[0]);
    let higher = (1..sweeps.len()).map(|tangents| sides.of_order(name, &generics, &floats, &sweeps[..=tangents]));
    Some(quote! {
        #derived
        #(#configured)*
        #proof
        #(#configured)*
        #implementation
        #(#higher)*
    })
}

fn merged_options(attribute: TokenStream, function: &ImplItemFn) -> TokenStream {
    let mut tokens = attribute;
    for attribute in function.attrs.iter().filter(|attribute| is_own(attribute)) {
        if let syn::Meta::List(list) = &attribute.meta {
            let more = &list.tokens;
            tokens = if tokens.is_empty() { quote!(#more) } else { quote!(#tokens, #more) };
        }
    }
    tokens
}

/// `f64_Mul_Vec3`, `ref_Row_Mul_ref_Row`.
fn namesake(own: &Type, name: &str, right: &Type) -> String {
    let words = |ty: &Type| -> String {
        let text = ty.to_token_stream().to_string();
        let text = text.strip_prefix('&').map_or(text.clone(), |behind| format!("ref {behind}"));
        let words = text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty());
        words.collect::<Vec<_>>().join("_")
    };
    match name {
        "Neg" => format!("{}_{name}", words(own)),
        _ => format!("{}_{name}_{}", words(own), words(right)),
    }
}

/// The function of the operator outside of its block.
fn free_function(
    function: &ImplItemFn,
    namesake: &Ident,
    this: &Ident,
    block: &ItemImpl,
    output: &TokenStream,
    errors: &mut Errors,
) -> Option<ItemFn> {
    let mut sig = function.sig.clone();
    sig.ident = namesake.clone();
    sig.generics = block.generics.clone();
    let lifetimes = lifetimes(&sig.generics);
    sig.generics = of_rule(&sig.generics);
    let Some(FnArg::Receiver(receiver)) = sig.inputs.first().cloned() else { return None };
    let (own, mutable) = (&block.self_ty, &receiver.mutability);
    let typed: FnArg = match &receiver.kind {
        syn::ReceiverKind::Value => syn::parse_quote!(#mutable #this: #own),
        syn::ReceiverKind::Reference(..) => syn::parse_quote!(#this: &mut #own),
        _ => {
            errors.at(receiver, "a receiver is `self` or `&mut self`");
            return None;
        }
    };
    sig.inputs[0] = typed;
    let body = &function.block;
    let tokens = without_lifetimes(written_out(quote!(#sig #body), this, own, output), &lifetimes);
    match syn::parse2(tokens) {
        Ok(item) => Some(item),
        Err(error) => {
            errors.push(error);
            None
        }
    }
}

/// The lifetimes of references do not matter to the rule, which is asked for operands of any. The compiler infers them.
fn of_rule(generics: &Generics) -> Generics {
    let is_lifetime = |parameter: &&GenericParam| matches!(parameter, GenericParam::Lifetime(_));
    let params = generics.params.iter().filter(|parameter| !is_lifetime(parameter)).cloned().collect();
    let mut kept = Generics { params, ..Generics::default() };
    let names = lifetimes(generics);
    for predicate in generics.where_clause.iter().flat_map(|clause| &clause.predicates) {
        if !matches!(predicate, syn::WherePredicate::Lifetime(_)) {
            let predicate = without_lifetimes(predicate.to_token_stream(), &names);
            kept.make_where_clause().predicates.extend(syn::parse2::<syn::WherePredicate>(predicate));
        }
    }
    kept
}

/// The names of the lifetimes that a block declares.
fn lifetimes(generics: &Generics) -> HashSet<String> {
    generics.lifetimes().map(|parameter| parameter.lifetime.ident.to_string()).collect()
}

/// The tokens with `'_` for each of these lifetimes.
fn without_lifetimes(tokens: TokenStream, names: &HashSet<String>) -> TokenStream {
    let mut is_lifetime = false;
    let replaced = tokens.into_iter().map(|token| {
        let after_quote =
            std::mem::replace(&mut is_lifetime, matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '\''));
        match token {
            TokenTree::Ident(ident) if after_quote && names.contains(&ident.to_string()) => {
                TokenTree::Ident(Ident::new("_", ident.span()))
            }
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), without_lifetimes(group.stream(), names));
                inner.set_span(group.span());
                TokenTree::Group(inner)
            }
            token => token,
        }
    });
    replaced.collect()
}

/// The tokens with `this` for `self`, the type for `Self`, and the result's for `Self::Output`.
fn written_out(tokens: TokenStream, this: &Ident, own: &Type, output: &TokenStream) -> TokenStream {
    let mut out = TokenStream::new();
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut index = 0;
    while index < tokens.len() {
        match &tokens[index] {
            TokenTree::Ident(ident) if ident == "Self" => {
                let is_output = matches!(
                    &tokens[index + 1..],
                    [TokenTree::Punct(a), TokenTree::Punct(b), TokenTree::Ident(name), ..]
                        if a.as_char() == ':' && b.as_char() == ':' && name == "Output"
                );
                if is_output {
                    out.extend(output.clone());
                    index += 4;
                    continue;
                }
                out.extend(expression_type(own));
            }
            TokenTree::Ident(ident) if ident == "self" => {
                out.extend([TokenTree::Ident(Ident::new(&this.to_string(), ident.span()))]);
            }
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), written_out(group.stream(), this, own, output));
                inner.set_span(group.span());
                out.extend([TokenTree::Group(inner)]);
            }
            token => out.extend([token.clone()]),
        }
        index += 1;
    }
    out
}

/// The type as it may stand where expressions do: `Row::<N>`.
fn expression_type(ty: &Type) -> TokenStream {
    let mut ty = ty.clone();
    if let Type::Path(path) = &mut ty {
        for segment in &mut path.path.segments {
            if let PathArguments::AngleBracketed(arguments) = &mut segment.arguments {
                arguments.colon2_token = Some(Default::default());
            }
        }
    }
    ty.into_token_stream()
}
