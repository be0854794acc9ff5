//! Pinned expansions: `tests/expand/*.rs` of the workspace hold functions, `*.expanded.rs` what becomes of them.
//!
//! `BLESS=1 cargo test -p jac-macros` writes the latter anew; read the difference before you commit it.

use std::path::{Path, PathBuf};

use proc_macro2::TokenStream;
use quote::ToTokens;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/expand")
}

/// The sweeps that each function of the file expands to: the rest of the surface is the same for all.
fn expansion(source: &str) -> String {
    let file: syn::File = syn::parse_str(source).expect("the source parses");
    let mut expanded = TokenStream::new();
    for item in file.items {
        let syn::Item::Fn(mut function) = item else { continue };
        let Some(position) = function.attrs.iter().position(|attribute| attribute.path().is_ident("differentiable"))
        else {
            continue;
        };
        let attribute = match function.attrs.remove(position).meta {
            syn::Meta::List(list) => list.tokens,
            _ => TokenStream::new(),
        };
        let output =
            crate::expand::expand(attribute, function.to_token_stream(), &mut crate::cycles::Expanded::default());
        let output: syn::File = syn::parse2(output).expect("the expansion parses");
        for item in output.items.into_iter().flat_map(crate::surface::in_scope) {
            if let syn::Item::Impl(mut block) = item
                && block.trait_.is_none()
            {
                block.items.retain(|item| {
                    matches!(item, syn::ImplItem::Fn(function) if ["__tangent", "__pullback", "__linearized"].contains(&function.sig.ident.to_string().as_str()))
                });
                block.attrs.clear();
                block.to_tokens(&mut expanded);
            }
        }
    }
    crate::show::formatted(expanded)
}

#[test]
fn expansions_are_as_pinned() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut sources: Vec<PathBuf> = std::fs::read_dir(folder())
        .expect("the folder of expansions")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.to_string_lossy().ends_with(".rs") && !path.to_string_lossy().ends_with(".expanded.rs"))
        .collect();
    sources.sort();
    assert!(sources.len() >= 10, "ten expansions are pinned");
    for source in sources {
        let expanded = expansion(&std::fs::read_to_string(&source).expect("a source"));
        let pinned = source.with_extension("expanded.rs");
        if bless {
            std::fs::write(&pinned, &expanded).expect("a writable folder");
        }
        let expected = std::fs::read_to_string(&pinned).unwrap_or_default();
        assert!(
            expanded == expected,
            "{} expands to something else than is pinned; it is now:\n\n{expanded}",
            source.display()
        );
    }
}
