//! `twins!("tests/corpus/scalars.rs", ..)` reads files of plain functions over floats and emits `mod dual` with a
//! module for each file, in which the same functions compute with dual numbers.
//!
//! Nothing is differentiated here. Types `f32` and `f64` become `Dual`, constants are lifted, casts become
//! calls of a trait; the derivative is then a matter of the arithmetic of dual numbers. The crate that uses this has
//! `crate::harness::dual` with `Dual`, `lift`, `cast` and a module `libm`.

mod order;
mod rewrite;

use std::path::PathBuf;

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Ident, LitStr, Token};

/// Emits `mod dual`. Paths are relative to the manifest of the crate that calls this; a module has the name
/// of its file, and of its package if the file is a `lib.rs`.
#[proc_macro]
pub fn twins(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let paths = Punctuated::<LitStr, Token![,]>::parse_terminated.parse(input);
    let expanded = paths.and_then(|paths| {
        let modules = paths.iter().map(module).collect::<syn::Result<Vec<_>>>()?;
        let packages = paths.iter().filter(|path| path.value().ends_with("lib.rs"));
        let packages: Vec<_> = packages.filter_map(module_name).collect();
        let modules = modules.iter().map(|(name, items)| {
            let others = packages.iter().filter(|package| *package != name);
            quote! {
                pub mod #name {
                    #(use super::#others;)*
                    #items
                }
            }
        });
        Ok(quote! {
            #[allow(warnings, clippy::all)]
            mod dual {
                #(#modules)*
            }
        })
    });
    expanded.unwrap_or_else(syn::Error::into_compile_error).into()
}

/// Emits `mod corpus` with the functions of one file of the corpus at a higher order, and passes its points to another macro.
#[proc_macro]
pub fn order(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let expanded = syn::parse(input).and_then(order::order);
    expanded.unwrap_or_else(syn::Error::into_compile_error).into()
}

/// `of_order!(2, "tests/arrays/values.rs")` emits the items of a file, with the order added to the attributes of its functions.
#[proc_macro]
pub fn of_order(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let expanded = syn::parse(input).and_then(order::of_order);
    expanded.unwrap_or_else(syn::Error::into_compile_error).into()
}

/// The name and the items of the module of a file.
fn module(path: &LitStr) -> syn::Result<(Ident, TokenStream)> {
    let root = std::env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
    let file = PathBuf::from(root).join(path.value());
    let failed = |error: String| syn::Error::new(path.span(), error);
    let text = std::fs::read_to_string(&file).map_err(|error| failed(error.to_string()))?;
    let mut source = syn::parse_file(&text).map_err(|error| failed(error.to_string()))?;
    let name = module_name(path).ok_or_else(|| failed("this path names no module".into()))?;
    rewrite::file(&mut source);
    let items = source.items;
    let file = file.to_string_lossy();
    let items = quote! {
        use crate::harness::dual::{CastTo, Dual, Float, libm, lift};
        // Makes the compiler watch the file.
        const _: &[u8] = include_bytes!(#file);
        #(#items)*
    };
    Ok((name, items))
}

fn module_name(path: &LitStr) -> Option<Ident> {
    let file = PathBuf::from(path.value());
    let stem = file.file_stem()?;
    let package = || file.parent()?.parent()?.file_name();
    let name = if stem == "lib" { package()? } else { stem };
    Some(Ident::new(name.to_str()?, path.span()))
}
