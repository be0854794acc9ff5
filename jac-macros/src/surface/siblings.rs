//! Siblings: the derivatives of a method, as methods and associated functions of its type.
//!
//! Before: the namesake of the method, a type with the derivatives of a function that takes the receiver as its first
//! parameter. After: for each function of that type one beside the method, `jvp` under the name `reach_jvp`, which calls it.

use std::collections::HashSet;

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Expr, FnArg, GenericParam, Generics, ImplItem, ImplItemFn, Item, Pat, Stmt, Type, Visibility};

use super::conversions::Conversion;
use crate::ir::{Passing, of_named_trait, sibling};

pub struct Method<'a> {
    pub namesake: &'a Ident,
    pub name: &'a Ident,
    pub vis: &'a Visibility,
    pub receiver: Option<Passing>,
    /// The type of the block, as it is written there.
    pub owner: &'a Type,
    /// `cfg` attributes.
    pub configured: Vec<&'a Attribute>,
    /// The generics of the block.
    pub generics: &'a Generics,
    /// The block is of a trait.
    pub is_of_trait: bool,
    /// That trait is in scope everywhere.
    pub is_in_prelude: bool,
    /// That trait as a bound, if an opaque type can have it.
    pub of_trait: Option<TokenStream>,
    /// The function has parameters of its own, types or constants, which follow from its arguments.
    pub is_generic: bool,
    /// An argument besides the receiver has a type that says `Self`, which for a stand-in is another type.
    pub takes_self: bool,
    /// The type of the block is one of the library's.
    pub is_of_library: bool,
    /// It is a conversion, `from`.
    pub conversion: Option<Conversion<'a>>,
}

/// The items of a block, without the block.
struct Items(Vec<ImplItem>);

impl Parse for Items {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let mut items = Vec::new();
        while !input.is_empty() {
            items.push(input.parse()?);
        }
        Ok(Items(items))
    }
}

/// The items in the scope that derivatives may have of their own, `const _: () = { .. };`, and others as they are.
pub fn in_scope(item: Item) -> Vec<Item> {
    match item {
        Item::Const(item) => match *item.expr {
            Expr::Block(scope) => {
                let items = scope.block.stmts.into_iter().filter_map(|statement| match statement {
                    Stmt::Item(item) => Some(item),
                    _ => None,
                });
                items.collect()
            }
            _ => Vec::new(),
        },
        item => vec![item],
    }
}

impl Method<'_> {
    /// The siblings that belong to what `derived` defines, and the items beside the block.
    pub fn siblings(&self, derived: &TokenStream, runtime: &TokenStream) -> (TokenStream, TokenStream) {
        let file: syn::File = syn::parse2(derived.clone()).expect("the surface emits items");
        let blocks = file.items.into_iter().flat_map(in_scope).filter_map(|item| match item {
            Item::Impl(block) if block.trait_.is_none() => Some(block),
            _ => None,
        });
        let items: Vec<ImplItem> = blocks.flat_map(|block| block.items).collect();
        // Several conversions would have siblings of the same names.
        let siblings = match self.conversion {
            Some(Conversion::OfTrait(_)) => TokenStream::new(),
            _ => items.iter().map(|item| self.item(item)).chain(self.stand_in()).collect(),
        };
        let functions = items.into_iter().filter_map(|item| match item {
            ImplItem::Fn(function) => Some(function),
            _ => None,
        });
        let functions: Vec<ImplItemFn> = functions.collect();
        let found = match self.conversion {
            Some(conversion) => self.conversion(conversion, &functions, runtime),
            None => self.handle(&functions, runtime),
        };
        (siblings, found)
    }

    fn item(&self, item: &ImplItem) -> TokenStream {
        match item {
            ImplItem::Fn(function) => self.function(function),
            // Items that exist on a condition.
            ImplItem::Macro(condition) => {
                let items: Items = syn::parse2(condition.mac.tokens.clone()).expect("the surface emits items");
                let items = items.0.iter().map(|item| self.item(item));
                let path = &condition.mac.path;
                quote!(#path! { #(#items)* })
            }
            _ => TokenStream::new(),
        }
    }

    fn function(&self, function: &ImplItemFn) -> TokenStream {
        let (namesake, derivative) = (self.namesake, &function.sig.ident);
        let hidden = derivative.to_string().starts_with("__");
        // By a path without the trait, a function of it is not known to be the one that is called, but where it is called on what is lent.
        let is_proved = !self.is_of_trait
            || self.is_in_prelude
            || matches!(self.receiver, Some(Passing::Shared | Passing::Mutable));
        let plain = (!hidden || is_proved).then(|| self.name.clone());
        let named = (hidden && self.is_of_trait).then(|| of_named_trait(self.name));
        let names =
            plain.into_iter().chain(named).map(|stem| sibling(&stem, &derivative.to_string(), self.name.span()));
        let (vis, configured) = (self.vis, &self.configured);
        let attributes = function.attrs.iter().map(|attribute| self.documentation(attribute));
        let constness = &function.sig.constness;
        let own: HashSet<String> = self.generics.params.iter().map(name_of).collect();
        let generics = function.sig.generics.params.iter().filter(|parameter| !own.contains(&name_of(parameter)));
        // Those of the block may be determined by the receiver alone.
        let explicit = function.sig.generics.params.iter().filter_map(|parameter| match parameter {
            GenericParam::Lifetime(_) => None,
            GenericParam::Type(parameter) => Some(&parameter.ident),
            GenericParam::Const(parameter) => Some(&parameter.ident),
        });
        let mut inputs = Vec::new();
        let mut arguments = Vec::new();
        for (position, input) in function.sig.inputs.iter().enumerate() {
            let FnArg::Typed(input) = input else { continue };
            if position == 0 && self.receiver.is_some() && !hidden {
                inputs.push(receiver(&input.ty));
                arguments.push(quote!(self));
                continue;
            }
            let ident = match &*input.pat {
                Pat::Ident(pattern) => pattern.ident.clone(),
                _ => format_ident!("argument_{}", position),
            };
            let ty = &input.ty;
            inputs.push(quote!(#ident: #ty));
            arguments.push(quote!(#ident));
        }
        let output = &function.sig.output;
        let where_clause = &function.sig.generics.where_clause;
        let signature = quote!(<#(#generics),*>(#(#inputs),*) #output #where_clause);
        let signature = written_out(signature, namesake);
        let attributes: Vec<TokenStream> = attributes.collect();
        let explicit: Vec<&Ident> = explicit.collect();
        let functions = names.map(|name| {
            quote! {
                #(#configured)*
                #(#attributes)*
                #vis #constness fn #name #signature {
                    #namesake::#derivative::<#(#explicit),*>(#(#arguments),*)
                }
            }
        });
        functions.collect()
    }

    /// A value of which nothing is known but the trait, beside the type.
    fn stand_in(&self) -> Option<TokenStream> {
        let of_trait = self.of_trait.as_ref()?;
        let (vis, configured, owner) = (self.vis, &self.configured, self.owner);
        let name = sibling(&of_named_trait(self.name), "__stand_in", self.name.span());
        Some(quote! {
            #(#configured)*
            #[doc(hidden)]
            #vis fn #name() -> impl #of_trait {
                let stand_in: #owner = ::core::unreachable!("it is never run");
                stand_in
            }
        })
    }

    /// Links go to the siblings.
    fn documentation(&self, attribute: &Attribute) -> TokenStream {
        if let syn::Meta::NameValue(meta) = &attribute.meta
            && let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) = &meta.value
        {
            let prefix = format!("](Self::{}_", self.name.to_string().trim_start_matches("r#"));
            let text = text.value().replace("](Self::", &prefix);
            return quote!(#[doc = #text]);
        }
        attribute.to_token_stream()
    }
}

/// The receiver of this type.
fn receiver(ty: &Type) -> TokenStream {
    match ty {
        Type::Reference(reference) => {
            let (lifetime, mutability) = (&reference.lifetime, &reference.mutability);
            quote!(&#lifetime #mutability self)
        }
        _ => quote!(self),
    }
}

pub fn name_of(parameter: &GenericParam) -> String {
    match parameter {
        GenericParam::Lifetime(parameter) => parameter.lifetime.to_string(),
        GenericParam::Type(parameter) => parameter.ident.to_string(),
        GenericParam::Const(parameter) => parameter.ident.to_string(),
    }
}

/// In the namesake, `Self` is the namesake.
pub fn written_out(tokens: TokenStream, namesake: &Ident) -> TokenStream {
    tokens
        .into_iter()
        .map(|token| match token {
            TokenTree::Ident(ident) if ident == "Self" => TokenTree::Ident(namesake.clone()),
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), written_out(group.stream(), namesake));
                inner.set_span(group.span());
                TokenTree::Group(inner)
            }
            token => token,
        })
        .collect()
}

/// The items, under the same conditions as the method.
pub fn configured(items: TokenStream, conditions: &[&Attribute]) -> TokenStream {
    if conditions.is_empty() {
        return items;
    }
    let file: syn::File = syn::parse2(items).expect("the surface emits items");
    file.items.iter().map(|item| quote!(#(#conditions)* #item)).collect()
}
