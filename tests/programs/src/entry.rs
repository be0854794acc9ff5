//! What the checks must know of a program's entry, read from its text.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, Expr, Fields, FnArg, Ident, Item, ItemFn, ItemStruct, Meta, Pat, ReturnType, Token, Type};

pub struct Entry {
    pub params: Vec<Param>,
    /// The number of members of the result; 1 if it is no tuple, 0 if there is none.
    pub members: usize,
    /// The result is a tuple.
    pub splits: bool,
    /// Numbers of single precision occur in the program.
    pub single: bool,
    /// It has a linearization.
    pub linear: bool,
    /// The structs of the program that derive a tangent space.
    pub structs: Vec<ItemStruct>,
}

pub struct Param {
    pub name: String,
    /// Without `&`; the `Vec` for a slice.
    pub owned: Type,
    pub is_slice: bool,
    pub reference: bool,
    pub mutable: bool,
    pub input: bool,
    pub written: bool,
    /// It is not `Copy`.
    pub cloned: bool,
}

/// The attribute `#[differentiable]`, with the tokens of its options.
pub fn options(attributes: &[Attribute]) -> Option<TokenStream> {
    let attribute = attributes.iter().find(|attribute| attribute.path().is_ident("differentiable"))?;
    Some(match &attribute.meta {
        Meta::List(list) => list.tokens.clone(),
        _ => TokenStream::new(),
    })
}

/// True if a struct derives `Differentiable`.
pub fn is_derived(item: &ItemStruct) -> bool {
    has_derive(&item.attrs)
}

pub fn has_derive(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("derive") && attribute.meta.to_token_stream().to_string().contains("Differentiable")
    })
}

pub fn entry_of(file: &syn::File) -> Option<Entry> {
    let function: &ItemFn = file.items.iter().find_map(|item| match item {
        Item::Fn(function) if function.sig.ident == "entry" => Some(function),
        _ => None,
    })?;
    let structs: Vec<ItemStruct> = file
        .items
        .iter()
        .filter_map(|item| match item {
            Item::Struct(item) if is_derived(item) => Some(item.clone()),
            _ => None,
        })
        .collect();
    let options = options(&function.attrs).unwrap_or_default();
    let (wrt, out) = (listed(&options, "wrt"), listed(&options, "out"));
    let mut params = Vec::new();
    for input in &function.sig.inputs {
        let FnArg::Typed(argument) = input else { return None };
        let Pat::Ident(name) = &*argument.pat else { return None };
        let name = name.ident.to_string();
        let (reference, mutable, inner) = match &*argument.ty {
            Type::Reference(reference) => (true, reference.mutability.is_some(), &*reference.elem),
            ty => (false, false, ty),
        };
        let (is_slice, owned) = match inner {
            Type::Slice(slice) => {
                let element = &slice.elem;
                (true, syn::parse_quote!(Vec<#element>))
            }
            ty => (false, ty.clone()),
        };
        let varies = varies(&owned, &structs);
        let input = varies && wrt.as_ref().is_none_or(|wrt| wrt.contains(&name));
        let input = input && !out.as_ref().is_some_and(|out| out.contains(&name));
        let cloned = !is_copy(&owned, &structs);
        params.push(Param { name, is_slice, owned, reference, mutable, input, written: mutable, cloned });
    }
    let (members, splits) = match &function.sig.output {
        ReturnType::Default => (0, false),
        ReturnType::Type(_, ty) => match &**ty {
            Type::Tuple(tuple) => (tuple.elems.len(), true),
            _ => (1, false),
        },
    };
    let single = file.to_token_stream().to_string().contains("f32");
    let linear = options.to_string().contains("linearize");
    Some(Entry { params, members, splits, single, linear, structs })
}

/// The names in `wrt(..)`.
fn listed(options: &TokenStream, name: &str) -> Option<Vec<String>> {
    let metas = Punctuated::<Meta, Token![,]>::parse_terminated.parse2(options.clone()).ok()?;
    let list = metas.into_iter().find_map(|meta| match meta {
        Meta::List(list) if list.path.is_ident(name) => Some(list.tokens),
        _ => None,
    })?;
    let names = Punctuated::<Ident, Token![,]>::parse_terminated.parse2(list).ok()?;
    Some(names.iter().map(ToString::to_string).collect())
}

/// The fields of a struct that vary or are constant by type; not those marked `#[constant]`.
pub fn fields(item: &ItemStruct) -> Vec<(TokenStream, Type, bool)> {
    let constant = |attributes: &[Attribute]| attributes.iter().any(|attribute| attribute.path().is_ident("constant"));
    match &item.fields {
        Fields::Unit => Vec::new(),
        fields => fields
            .iter()
            .enumerate()
            .map(|(index, field)| {
                let member = match &field.ident {
                    Some(name) => name.to_token_stream(),
                    None => Literal::usize_unsuffixed(index).to_token_stream(),
                };
                (member, field.ty.clone(), constant(&field.attrs))
            })
            .collect(),
    }
}

fn struct_named<'a>(ty: &Type, structs: &'a [ItemStruct]) -> Option<&'a ItemStruct> {
    let Type::Path(path) = ty else { return None };
    structs.iter().find(|item| path.path.is_ident(&item.ident))
}

fn varies(ty: &Type, structs: &[ItemStruct]) -> bool {
    match ty {
        Type::Array(array) => varies(&array.elem, structs),
        Type::Tuple(tuple) => tuple.elems.iter().any(|element| varies(element, structs)),
        Type::Path(path) => {
            if let Some(item) = struct_named(ty, structs) {
                return fields(item).iter().any(|(_, ty, constant)| !constant && varies(ty, structs));
            }
            let text = path.to_token_stream().to_string();
            text.contains("f64")
                || text.contains("f32")
                || structs.iter().any(|item| text.contains(&item.ident.to_string()))
        }
        _ => false,
    }
}

fn is_copy(ty: &Type, structs: &[ItemStruct]) -> bool {
    match ty {
        Type::Array(array) => is_copy(&array.elem, structs),
        Type::Tuple(tuple) => tuple.elems.iter().all(|element| is_copy(element, structs)),
        Type::Path(path) => match struct_named(ty, structs) {
            Some(item) => {
                item.attrs.iter().any(|attribute| attribute.meta.to_token_stream().to_string().contains("Copy"))
            }
            None => path.path.segments.last().is_some_and(|segment| segment.ident != "Vec"),
        },
        _ => false,
    }
}

/// The type with a number in place of `N`, and paths to the program's structs.
pub fn resolved(ty: &Type, n: usize, module: &TokenStream, structs: &[ItemStruct], dual: bool) -> String {
    struct Resolve<'a> {
        n: usize,
        module: &'a TokenStream,
        structs: &'a [ItemStruct],
        dual: bool,
    }
    impl VisitMut for Resolve<'_> {
        fn visit_expr_mut(&mut self, expr: &mut Expr) {
            if matches!(expr, Expr::Path(path) if path.path.is_ident("N")) {
                let n = Literal::usize_unsuffixed(self.n);
                *expr = syn::parse_quote!(#n);
            }
        }
        fn visit_type_mut(&mut self, ty: &mut Type) {
            if struct_named(ty, self.structs).is_some() {
                let module = self.module;
                *ty = syn::parse_quote!(#module::#ty);
                return;
            }
            if let Type::Path(path) = ty
                && self.dual
                && (path.path.is_ident("f64") || path.path.is_ident("f32"))
            {
                *ty = syn::parse_quote!(Dual);
                return;
            }
            visit_mut::visit_type_mut(self, ty);
        }
    }
    let mut ty = ty.clone();
    Resolve { n, module, structs, dual }.visit_type_mut(&mut ty);
    quote!(#ty).to_string()
}
