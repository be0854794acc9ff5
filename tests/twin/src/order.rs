//! `order!(second_derivatives, 2, "calls", except(f, g))` reads a file of the corpus and the file of its points, and emits the functions with the
//! order added to their attributes, or another option in the place of the order, and the points for another macro. `every(4, f)` takes
//! every fourth function of each file, `f`, and what these call, or all functions if the variable `JAC_EVERY_FUNCTION` is set when the tests are
//! compiled.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, Ident, ImplItemFn, Item, ItemFn, LitInt, LitStr, Meta, Token, parenthesized};

pub struct Request {
    check: Ident,
    option: AddedOption,
    names: Vec<LitStr>,
    except: Vec<String>,
    /// Of so many functions, one is taken.
    every: usize,
    /// And these.
    also: Vec<String>,
}

impl Parse for Request {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let check = input.parse()?;
        input.parse::<Token![,]>()?;
        let option = input.parse()?;
        input.parse::<Token![,]>()?;
        let (mut names, mut except, mut also, mut every) = (Vec::new(), Vec::new(), Vec::new(), 1);
        while input.peek(LitStr) {
            names.push(input.parse()?);
            input.parse::<Option<Token![,]>>()?;
        }
        while !input.is_empty() {
            let key: Ident = input.parse()?;
            let content;
            parenthesized!(content in input);
            let listed = if key == "every" {
                every = content.parse::<LitInt>()?.base10_parse()?;
                content.parse::<Option<Token![,]>>()?;
                &mut also
            } else {
                &mut except
            };
            let functions = Punctuated::<Ident, Token![,]>::parse_terminated(&content)?;
            *listed = functions.iter().map(Ident::to_string).collect();
            input.parse::<Option<Token![,]>>()?;
        }
        if std::env::var_os("JAC_EVERY_FUNCTION").is_some() {
            every = 1;
        }
        Ok(Request { check, option, names, except, every, also })
    }
}

/// What is added to the attributes: `2` for `order = 2`, or the name of an option.
struct AddedOption {
    tokens: TokenStream,
    /// An order goes on functions and on operators: methods have the first.
    is_order: bool,
}

impl Parse for AddedOption {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        if input.peek(LitInt) {
            let order: LitInt = input.parse()?;
            return Ok(AddedOption { tokens: quote!(order = #order), is_order: true });
        }
        let name: Ident = input.parse()?;
        Ok(AddedOption { tokens: quote!(#name), is_order: false })
    }
}

struct Order<'a> {
    option: &'a AddedOption,
    except: &'a [String],
}

impl Order<'_> {
    fn add(&self, name: &Ident, attributes: &mut [Attribute]) {
        if self.except.contains(&name.to_string()) {
            return;
        }
        for attribute in attributes {
            let option = &self.option.tokens;
            match &mut attribute.meta {
                meta if meta.path().segments.last().is_none_or(|last| last.ident != "differentiable") => {}
                Meta::Path(path) => attribute.meta = syn::parse_quote!(#path(#option)),
                Meta::List(list) => {
                    let tokens = &list.tokens;
                    list.tokens = quote!(#tokens, #option);
                }
                Meta::NameValue(_) => {}
            }
        }
    }
}

impl VisitMut for Order<'_> {
    fn visit_item_fn_mut(&mut self, function: &mut ItemFn) {
        self.add(&function.sig.ident.clone(), &mut function.attrs);
        visit_mut::visit_item_fn_mut(self, function);
    }

    fn visit_item_impl_mut(&mut self, block: &mut syn::ItemImpl) {
        let owner = match &*block.self_ty {
            syn::Type::Reference(reference) => &reference.elem,
            owner => owner,
        };
        let is_operator = block.trait_.as_ref().and_then(|(path, _)| path.segments.last()).is_some_and(|last| {
            let name = last.ident.to_string();
            matches!(name.trim_end_matches("Assign"), "Add" | "Sub" | "Mul" | "Div" | "Rem" | "Neg")
        });
        if (is_operator || !self.option.is_order)
            && let syn::Type::Path(owner) = owner
            && let Some(name) = owner.path.segments.last().map(|last| last.ident.clone())
        {
            self.add(&name, &mut block.attrs);
        }
        visit_mut::visit_item_impl_mut(self, block);
    }

    fn visit_impl_item_fn_mut(&mut self, function: &mut ImplItemFn) {
        self.add(&function.sig.ident.clone(), &mut function.attrs);
        visit_mut::visit_impl_item_fn_mut(self, function);
    }
}

/// An order or another option, and the path of a file.
pub struct File {
    option: AddedOption,
    path: LitStr,
}

impl Parse for File {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let option = input.parse()?;
        input.parse::<Token![,]>()?;
        Ok(File { option, path: input.parse()? })
    }
}

/// The items of the file.
pub fn of_order(File { option, path }: File) -> syn::Result<TokenStream> {
    let file = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join(path.value());
    let failed = |error: String| syn::Error::new(path.span(), error);
    let text = std::fs::read_to_string(&file).map_err(|error| failed(error.to_string()))?;
    let mut source = syn::parse_file(&text).map_err(|error| failed(error.to_string()))?;
    Order { option: &option, except: &[] }.visit_file_mut(&mut source);
    let (file, items) = (file.to_string_lossy(), source.items);
    Ok(quote! {
        // Makes the compiler watch the file.
        const _: &[u8] = include_bytes!(#file);
        #(#items)*
    })
}

pub fn order(request: Request) -> syn::Result<TokenStream> {
    let modules = request.names.iter().map(|name| module(name, &request)).collect::<syn::Result<Vec<_>>>()?;
    let (modules, points): (Vec<_>, Vec<_>) = modules.into_iter().unzip();
    Ok(quote! {
        mod corpus {
            #(#modules)*
        }
        #(#points)*
    })
}

/// The functions of one file, and their points for the macro that checks them.
fn module(
    name: &LitStr,
    Request { check, option, except, every, also, .. }: &Request,
) -> syn::Result<(TokenStream, TokenStream)> {
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").unwrap_or_default());
    let functions = root.join(format!("tests/corpus/{}.rs", name.value()));
    let points = root.join(format!("tests/corpus_{}.rs", name.value()));
    let failed = |error: String| syn::Error::new(name.span(), error);
    let read = |path: &PathBuf| std::fs::read_to_string(path).map_err(|error| failed(error.to_string()));
    let mut source = syn::parse_file(&read(&functions)?).map_err(|error| failed(error.to_string()))?;
    Order { option, except }.visit_file_mut(&mut source);
    let listed = syn::parse_file(&read(&points)?).map_err(|error| failed(error.to_string()))?;
    let mut taken = Taken { except, also, every: *every, seen: 0, names: Vec::new() };
    let mut lists = Vec::new();
    for item in listed.items {
        match item {
            Item::Macro(item) if item.mac.path.is_ident("derivatives") => {
                let list = taken.of_list(item.mac.tokens);
                lists.push(quote!(crate::#check! { #list }));
            }
            // Points may call it.
            Item::Fn(helper) if helper.attrs.iter().all(|attribute| attribute.path().is_ident("doc")) => {
                lists.push(quote!(#helper))
            }
            _ => {}
        }
    }
    if *every > 1 {
        retain(&mut source.items, taken.names);
    }
    let module = Ident::new(&name.value(), name.span());
    let attributes = source.attrs.iter().filter(|attribute| !attribute.path().is_ident("doc"));
    let items = &source.items;
    let (functions_path, points) = (functions.to_string_lossy(), points.to_string_lossy());
    let functions = quote! {
        #[allow(dead_code, unused_imports)]
        pub mod #module {
            #(#attributes)*
            #(#items)*
        }
    };
    let points = quote! {
        mod #module {
            // Makes the compiler watch the files.
            const _: (&[u8], &[u8]) = (include_bytes!(#functions_path), include_bytes!(#points));
            #(#lists)*
        }
    };
    Ok((functions, points))
}

/// The functions that are checked.
struct Taken<'a> {
    except: &'a [String],
    also: &'a [String],
    every: usize,
    seen: usize,
    names: Vec<String>,
}

impl Taken<'_> {
    /// `module { function (..) {..} .. }` without the others.
    fn of_list(&mut self, list: TokenStream) -> TokenStream {
        let tokens = list.into_iter().map(|token| match token {
            TokenTree::Group(group) => {
                let mut kept = Vec::new();
                let mut tokens = group.stream().into_iter();
                while let Some(name) = tokens.next() {
                    let entry = [Some(name.clone()), tokens.next(), tokens.next()];
                    if self.takes(name.to_string()) {
                        kept.extend(entry.into_iter().flatten());
                    }
                }
                let kept: TokenStream = kept.into_iter().collect();
                quote!({ #kept })
            }
            token => quote!(#token),
        });
        tokens.collect()
    }

    fn takes(&mut self, name: String) -> bool {
        self.seen += 1;
        let is_next = self.seen.is_multiple_of(self.every) || self.also.contains(&name);
        let is_taken = is_next && !self.except.contains(&name);
        if is_taken {
            self.names.push(name);
        }
        is_taken
    }
}

/// Leaves out functions that are neither in the list nor named, however far behind, by what remains.
fn retain(items: &mut Vec<Item>, listed: Vec<String>) {
    let mut functions = HashMap::new();
    let mut pending = listed;
    for item in &*items {
        match item {
            Item::Fn(function) => {
                functions.insert(function.sig.ident.to_string(), function.to_token_stream());
            }
            item => names_in(item.to_token_stream(), &mut pending),
        }
    }
    let mut reached = HashSet::new();
    while let Some(name) = pending.pop() {
        if let Some(function) = functions.get(&name)
            && reached.insert(name)
        {
            names_in(function.clone(), &mut pending);
        }
    }
    items.retain(|item| !matches!(item, Item::Fn(function) if !reached.contains(&function.sig.ident.to_string())));
}

fn names_in(tokens: TokenStream, names: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => names.push(ident.to_string()),
            TokenTree::Group(group) => names_in(group.stream(), names),
            _ => {}
        }
    }
}
