//! From the text of a program to what is compiled: its expansion, and its twin.

use std::panic::{AssertUnwindSafe, catch_unwind};

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{Attribute, ImplItem, Item, Meta, Path, Token};

use crate::entry::{has_derive, is_derived, options};
use crate::project::Failure;
use crate::rewrite;

/// What the macro makes of a program, without those functions of the surface that the program does not name.
pub fn expansion(text: &str) -> Result<String, Failure> {
    let file = parsed(text)?;
    let mut tokens = TokenStream::new();
    for item in file.items {
        if let Some(expanded) = caught(|| expanded(&item, text))? {
            tokens.extend(expanded);
        }
    }
    let file: syn::File = syn::parse2(tokens)
        .map_err(|error| Failure::new("expansion", "the expansion is no Rust", format!("{error}: {text}")))?;
    let mut messages = Messages::default();
    messages.visit_file(&file);
    if let Some(first) = messages.0.first() {
        return Err(Failure::refusal(first, messages.0.join("\n")));
    }
    Ok(prettyplease::unparse(&file))
}

/// The same over dual numbers.
pub fn twin(text: &str) -> Result<String, Failure> {
    let mut file = parsed(text)?;
    file.items.retain(|item| !imports_the_macro(item));
    file.items.iter_mut().for_each(without_derive);
    rewrite::file(&mut file);
    let prelude = "use checker::dual::{CastTo, Dual, libm, lift};\n";
    Ok(format!("{prelude}{}", prettyplease::unparse(&file)))
}

/// The program as rustc alone sees it.
pub fn plain(text: &str) -> Result<String, Failure> {
    let mut file = parsed(text)?;
    for item in &mut file.items {
        let attributes = match item {
            Item::Fn(item) => &mut item.attrs,
            Item::Impl(item) => {
                for item in &mut item.items {
                    if let ImplItem::Fn(item) = item {
                        item.attrs.retain(|attribute| !attribute.path().is_ident("differentiable"));
                    }
                }
                &mut item.attrs
            }
            _ => {
                without_derive(item);
                continue;
            }
        };
        attributes.retain(|attribute| !attribute.path().is_ident("differentiable"));
    }
    file.items.retain(|item| !imports_the_macro(item));
    Ok(prettyplease::unparse(&file))
}

fn imports_the_macro(item: &Item) -> bool {
    matches!(item, Item::Use(item) if item.tree.to_token_stream().to_string().starts_with("jac"))
}

pub fn parsed(text: &str) -> Result<syn::File, Failure> {
    syn::parse_str(text).map_err(|error| Failure::new("generator", "no Rust", format!("{error}\n{text}")))
}

/// A panic of the macro is a failure.
fn caught<R>(run: impl FnOnce() -> R) -> Result<R, Failure> {
    catch_unwind(AssertUnwindSafe(run)).map_err(|panic| {
        let message = panic.downcast_ref::<String>().cloned();
        let message = message.or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string));
        let message = message.unwrap_or_else(|| "?".into());
        Failure::new("macro-panic", &crate::errors::without_numbers(&message), message)
    })
}

fn expanded(item: &Item, text: &str) -> Option<TokenStream> {
    if imports_the_macro(item) {
        return None;
    }
    let mut item = item.clone();
    if let Item::Struct(item) = &mut item
        && is_derived(item)
    {
        let derived = expander::derive_differentiable(item.to_token_stream());
        let mut item = Item::Struct(item.clone());
        without_derive(&mut item);
        return Some(quote!(#item #derived));
    }
    if let Item::Enum(item) = &mut item
        && has_derive(&item.attrs)
    {
        let derived = expander::derive_differentiable(item.to_token_stream());
        let mut item = Item::Enum(item.clone());
        without_derive(&mut item);
        return Some(quote!(#item #derived));
    }
    let attributes = match &mut item {
        Item::Fn(item) => &mut item.attrs,
        Item::Impl(item) => &mut item.attrs,
        _ => return Some(item.to_token_stream()),
    };
    let Some(options) = options(attributes) else { return Some(item.to_token_stream()) };
    attributes.retain(|attribute| !attribute.path().is_ident("differentiable"));
    let output = expander::differentiable(options, item.to_token_stream());
    Some(lean(output, text))
}

/// A type as it is without the derive.
fn without_derive(item: &mut Item) {
    if let Item::Struct(item) = item {
        item.attrs = remaining(&item.attrs);
        for field in &mut item.fields {
            field.attrs.retain(|attribute| !attribute.path().is_ident("constant"));
        }
    }
    if let Item::Enum(item) = item {
        item.attrs = remaining(&item.attrs);
    }
}

/// The derives that are no macros of `jac`.
fn remaining(attributes: &[Attribute]) -> Vec<Attribute> {
    let mut found = attributes.to_vec();
    for attribute in &mut found {
        if let Meta::List(list) = &mut attribute.meta
            && list.path.is_ident("derive")
            && let Ok(paths) = list.parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated)
        {
            let kept = paths.iter().filter(|path| !path.is_ident("Differentiable"));
            list.tokens = quote!(#(#kept),*);
        }
    }
    found
}

/// Without the functions of the surface: there are ten for each function, and programs use few.
fn lean(output: TokenStream, text: &str) -> TokenStream {
    let Ok(mut file) = syn::parse2::<syn::File>(output.clone()) else { return output };
    // What is called needs no `Function`, unless its derivative is asked for.
    let composed = ["::gradient(", "::jacobian(", "::jvp(", "::vjp("].iter().any(|form| text.contains(form));
    file.items.retain(|item| match item {
        Item::Impl(block) => block.trait_.as_ref().is_none_or(|(path, _)| {
            let named = |last: &syn::PathSegment| last.ident == "Function" || last.ident == "Linearize";
            let of_function = path.segments.last().is_some_and(named);
            composed || !of_function || block.self_ty.to_token_stream().to_string() == "entry"
        }),
        _ => true,
    });
    for item in &mut file.items {
        if let Item::Impl(block) = item
            && block.trait_.is_none()
            && block.attrs.iter().any(|attribute| attribute.path().is_ident("automatically_derived"))
        {
            block.items.retain(|item| match item {
                ImplItem::Fn(function) => {
                    let name = function.sig.ident.to_string();
                    name.starts_with("__") || text.contains(&format!("::{name}("))
                }
                _ => true,
            });
        }
    }
    file.to_token_stream()
}

/// The texts of `compile_error!`.
#[derive(Default)]
struct Messages(Vec<String>);

impl Visit<'_> for Messages {
    fn visit_macro(&mut self, mac: &syn::Macro) {
        if mac.path.segments.last().is_some_and(|segment| segment.ident == "compile_error") {
            let literal = syn::parse2::<syn::LitStr>(mac.tokens.clone());
            self.0.push(literal.map_or_else(|_| mac.tokens.to_string(), |literal| literal.value()));
        }
        visit::visit_macro(self, mac);
    }
}
