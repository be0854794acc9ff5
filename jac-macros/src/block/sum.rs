//! Sums of users' types: `impl Sum for Vec3`.
//!
//! Before: the `impl` of the trait with the attribute, which folds what it is given, or goes through it in a loop. After: the block as written, and one of the type itself,
//! with the attribute, that has what the sum starts with, and what makes the next sum of one and an item. A chain that ends in `sum::<Vec3>()` is a fold with these.

use proc_macro2::{Group, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::{Expr, FnArg, GenericArgument, GenericParam, ImplItem, ImplItemFn, ItemImpl, Pat, PathArguments, Stmt, Type};

use super::{is_of_library, without_attributes};
use crate::cycles::Expanded;
use crate::errors::Errors;
use crate::lower::sum_of_user;

/// The block is the `impl` of a sum: its function is given an iterator. (A method of that name is of a trait of one's own.)
pub fn is_sum(block: &ItemImpl) -> bool {
    let name = block.trait_.as_ref().and_then(|(path, _)| path.segments.last());
    let function = function(block);
    name.is_some_and(|name| name.ident == "Sum")
        && function.is_some_and(|function| function.sig.receiver().is_none() && function.sig.inputs.len() == 1)
        && !is_of_library(&block.self_ty)
}

fn function(block: &ItemImpl) -> Option<&ImplItemFn> {
    block.items.iter().find_map(|item| match item {
        ImplItem::Fn(function) if function.sig.ident == "sum" => Some(function),
        _ => None,
    })
}

pub fn expand(attribute: TokenStream, tokens: TokenStream, block: &ItemImpl, expanded: &mut Expanded) -> TokenStream {
    let written = without_attributes(tokens);
    let mut errors = Errors::default();
    let Some(parts) = parts(block, &mut errors) else {
        let errors = errors.into_compile_errors();
        return quote!(#written #errors);
    };
    expanded.note_sum(&block.self_ty);
    let own = own_block(block, parts);
    let own = match syn::parse2::<ItemImpl>(own.clone()) {
        Ok(parsed) => super::expand(attribute, own, parsed, expanded),
        Err(error) => error.to_compile_error(),
    };
    let proof = is_of_library_itself(block);
    quote!(#written #proof #own)
}

/// That the trait is the library's: what has another one of that name need not have that one.
fn is_of_library_itself(block: &ItemImpl) -> Option<TokenStream> {
    let (path, _) = block.trait_.as_ref()?;
    let span = path.segments.last()?.ident.span();
    let own = &block.self_ty;
    let argument = argument(block).map_or_else(|| quote!(Type), |ty| with_own_type(quote!(#ty), &quote!(#own)));
    let path = with_own_type(quote!(#path), &quote!(#own));
    let mut generics = block.generics.clone();
    generics.params.push(syn::parse_quote!(Type: #path));
    let (declared, _, where_clause) = generics.split_for_impl();
    Some(quote_spanned! {span=>
        const _: () = {
            #[allow(dead_code, clippy::extra_unused_lifetimes)]
            fn is_the_sum_of_the_library #declared () #where_clause {
                #[diagnostic::on_unimplemented(
                    message = "this `Sum` is another trait than that of the standard library",
                    label = "a sum with the attribute is what `sum` of an iterator makes",
                    note = "give the trait, or the function, another name"
                )]
                trait OfTheLibrary<Item> {}
                #[diagnostic::do_not_recommend]
                impl<Type: ::core::iter::Sum<Item>, Item> OfTheLibrary<Item> for Type {}
                fn sums<Type: OfTheLibrary<Item>, Item>() {}
                sums::<Type, #argument>()
            }
        };
    })
}

/// What stands for `Self` outside of the block.
fn with_own_type(tokens: TokenStream, own: &TokenStream) -> TokenStream {
    let tokens = tokens.into_iter().map(|token| match token {
        TokenTree::Ident(ident) if ident == "Self" => own.clone(),
        TokenTree::Group(group) => {
            let inside = with_own_type(group.stream(), own);
            TokenTree::from(Group::new(group.delimiter(), inside)).into()
        }
        token => token.into(),
    });
    tokens.collect()
}

/// What is summed, if it is not the type itself.
fn argument(block: &ItemImpl) -> Option<&Type> {
    let (path, _) = block.trait_.as_ref()?;
    match &path.segments.last()?.arguments {
        PathArguments::AngleBracketed(arguments) => arguments.args.iter().find_map(|argument| match argument {
            GenericArgument::Type(ty) => Some(ty),
            _ => None,
        }),
        _ => None,
    }
}

/// What a sum starts with, the names of a sum and of an item, and what makes the next sum of these.
struct Parts {
    first: Expr,
    sum: Pat,
    item: Pat,
    next: TokenStream,
    span: Span,
}

fn parts(block: &ItemImpl, errors: &mut Errors) -> Option<Parts> {
    let function = function(block)?;
    let parts = of_function(function);
    if parts.is_none() {
        errors.at(
            &function.sig.ident,
            "a sum with the attribute is a fold, `items.fold(Self::ZERO, |sum, item| sum + item)`, or a loop: \
             `let mut sum = Self::ZERO; for item in items { sum += item; } sum`",
        );
    }
    parts
}

fn of_function(function: &ImplItemFn) -> Option<Parts> {
    let items = match function.sig.inputs.first()? {
        FnArg::Typed(input) => match &*input.pat {
            Pat::Ident(name) => name.ident.clone(),
            _ => return None,
        },
        FnArg::Receiver(_) => return None,
    };
    let is_items = |expression: &Expr| matches!(expression, Expr::Path(path) if path.path.is_ident(&items));
    match function.block.stmts.as_slice() {
        [Stmt::Expr(Expr::MethodCall(call), None)]
            if call.method == "fold" && call.args.len() == 2 && is_items(&call.receiver) =>
        {
            let (first, span) = (call.args[0].clone(), call.method.span());
            match &call.args[1] {
                Expr::Closure(closure) if closure.inputs.len() == 2 && !returns(&closure.body) => {
                    let [sum, item] = [0, 1].map(|index| without_type(&closure.inputs[index]));
                    let body = &closure.body;
                    Some(Parts { first, sum, item, next: quote!(#body), span })
                }
                Expr::Path(path) => Some(Parts {
                    first,
                    sum: syn::parse_quote!(sum),
                    item: syn::parse_quote!(item),
                    next: quote!(#path(sum, item)),
                    span,
                }),
                _ => None,
            }
        }
        [Stmt::Local(local), Stmt::Expr(Expr::ForLoop(for_loop), _), Stmt::Expr(Expr::Path(result), None)]
            if is_items(&for_loop.expr) && !leaves(for_loop) =>
        {
            let init = local.init.as_ref().filter(|init| init.diverge.is_none())?;
            let sum = without_type(&local.pat);
            let name = match &sum {
                Pat::Ident(name) if result.path.is_ident(&name.ident) => name.ident.clone(),
                _ => return None,
            };
            let (first, item, body) = ((*init.expr).clone(), (*for_loop.pat).clone(), &for_loop.body);
            Some(Parts { first, sum, item, next: quote!({ #body #name }), span: for_loop.for_token.span })
        }
        _ => None,
    }
}

fn without_type(pattern: &Pat) -> Pat {
    match pattern {
        Pat::Type(typed) => (*typed.pat).clone(),
        pattern => pattern.clone(),
    }
}

/// Something in it would leave the function.
fn returns(body: &Expr) -> bool {
    mentions(quote!(#body), &["return"])
}

fn leaves(for_loop: &syn::ExprForLoop) -> bool {
    let body = &for_loop.body;
    for_loop.label.is_some() || mentions(quote!(#body), &["return", "break", "continue"])
}

fn mentions(tokens: TokenStream, words: &[&str]) -> bool {
    let names = crate::hygiene::identifiers(tokens);
    words.iter().any(|word| names.contains(*word))
}

fn own_block(block: &ItemImpl, parts: Parts) -> TokenStream {
    let Parts { first, sum, item, next, span } = parts;
    let own = &block.self_ty;
    let (item_type, by_reference) = match argument(block) {
        Some(Type::Reference(reference)) => {
            let behind = &reference.elem;
            (quote!(&#behind), true)
        }
        Some(ty) => (quote!(#ty), false),
        None => (quote!(#own), false),
    };
    // What only the reference needs has no place in a block of the type.
    let mut generics = block.generics.clone();
    let of_type = crate::hygiene::identifiers(quote!(#own));
    generics.params = std::mem::take(&mut generics.params)
        .into_iter()
        .filter(|parameter| match parameter {
            GenericParam::Lifetime(lifetime) => of_type.contains(&lifetime.lifetime.ident.to_string()),
            _ => true,
        })
        .collect();
    let (impl_generics, _, where_clause) = generics.split_for_impl();
    let [first_name, next_name] = sum_of_user(by_reference, span);
    quote_spanned! {span=>
        impl #impl_generics #own #where_clause {
            #[doc(hidden)]
            pub fn #first_name() -> #own {
                #first
            }
            #[doc(hidden)]
            pub fn #next_name(#sum: #own, #item: #item_type) -> #own {
                #next
            }
        }
    }
}
