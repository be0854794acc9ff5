//! Proofs that a type has no methods of its own with the names of those of a trait.
//!
//! Before: an `impl` of a trait whose functions have derivatives beside them. After: code that compiles only if the name of each, behind that of
//! the type, is the function of the trait. Methods of the type itself go before those of traits: a call of one would be differentiated as the other.

use proc_macro2::TokenStream;
use quote::quote_spanned;
use syn::{ImplItemFn, ItemImpl, Path, PathArguments};

use super::merged;
use crate::surface::own_arguments;

pub fn proofs(block: &ItemImpl, functions: &[&ImplItemFn], runtime: &TokenStream) -> TokenStream {
    let Some((path, _)) = &block.trait_ else { return TokenStream::new() };
    let owner = &block.self_ty;
    let (imported, by_path) = (without_arguments(path), path.segments.len() > 1);
    let in_prelude = in_prelude(path);
    // What has `impl Trait` among its parameters has generics without names.
    functions.iter().filter(|function| !function.sig.inputs.iter().any(is_anonymous)).map(|function| {
        let (name, span) = (&function.sig.ident, function.sig.ident.span());
        let configured = super::configuration(&block.attrs).into_iter().chain(super::configuration(&function.attrs));
        let generics = merged(&block.generics, &function.sig.generics);
        let (declared, _, where_clause) = generics.split_for_impl();
        let arguments = own_arguments(&function.sig.generics);
        // The trait has the name of the library's, and is that.
        let is_of_library = in_prelude.as_ref().map(|known| {
            quote_spanned! {span=>
                #runtime::same_method(<#owner as #path>::#name::<#(#arguments),*>, <#owner as #known>::#name::<#(#arguments),*>);
            }
        });
        let import = by_path.then(|| quote_spanned!(span=> use #imported as _;));
        quote_spanned! {span=>
            #(#configured)*
            #[allow(dead_code, unused, clippy::all, clippy::pedantic, clippy::nursery)]
            const _: () = {
                #import
                fn proof #declared() #where_clause {
                    #runtime::same_method(<#owner>::#name::<#(#arguments),*>, <#owner as #path>::#name::<#(#arguments),*>);
                    #is_of_library
                }
            };
        }
    }).collect()
}

/// The path in the library of a trait that is in scope everywhere, by its name.
pub fn in_prelude(path: &Path) -> Option<Path> {
    let last = path.segments.last()?;
    let mut known: Path = match last.ident.to_string().as_str() {
        "From" => syn::parse_quote!(::core::convert::From),
        "TryFrom" => syn::parse_quote!(::core::convert::TryFrom),
        "Default" => syn::parse_quote!(::core::default::Default),
        _ => return None,
    };
    known.segments.last_mut()?.arguments = last.arguments.clone();
    Some(known)
}

fn without_arguments(path: &Path) -> Path {
    let mut path = path.clone();
    for segment in &mut path.segments {
        segment.arguments = PathArguments::None;
    }
    path
}

pub fn is_anonymous(input: &syn::FnArg) -> bool {
    struct Anonymous(bool);
    impl<'ast> syn::visit::Visit<'ast> for Anonymous {
        fn visit_type_impl_trait(&mut self, _: &'ast syn::TypeImplTrait) {
            self.0 = true;
        }
    }
    let mut anonymous = Anonymous(false);
    syn::visit::Visit::visit_fn_arg(&mut anonymous, input);
    anonymous.0
}
