//! What is taken for the library's by its name, and the proof that it is.
//!
//! A macro sees names, which may be anybody's: `iter::once` is a function of the user's if there is a module `iter` of the user's around. So whoever takes a
//! path for one of the library's says here what is meant by it, and the compiler compares the two, once for each function, in its first tangent.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::Path;
use syn::spanned::Spanned;

use super::Lowering;
use crate::ir::{Function, Passing};

impl Lowering<'_> {
    /// That the path, as it stands in the source, is what is meant: a function, a variant, or a constant. A function has a type of its own.
    pub fn prove(&mut self, path: &Path, meant: TokenStream) {
        let mut written = path.clone();
        // The compiler finds them, from those of what is meant.
        written.segments.iter_mut().for_each(|segment| segment.arguments = syn::PathArguments::None);
        let is_certain = written.leading_colon.is_some()
            && written.segments.first().is_some_and(|first| first.ident == "core" || first.ident == "std");
        if !is_certain {
            self.function.prove_same(quote!(#written), meant, &self.runtime);
        }
    }

    /// That `Vec` in a path, `Vec::with_capacity`, is that of the library.
    pub fn prove_vec(&mut self, path: &Path) {
        let (runtime, mut written) = (&self.runtime, path.clone());
        let meant = quote!(#runtime::Vec::<()>::new);
        if let Some(name) = written.segments.last_mut() {
            name.ident = syn::Ident::new("new", name.ident.span());
        }
        self.prove(&written, meant);
    }

    /// That the method of this name that is called on a number is that of the number. Behind a reference, one of a trait that takes `&self` goes before
    /// it: with another one in scope that takes the reference as it is, the call is ambiguous then.
    pub fn prove_method_of_number(&mut self, name: &syn::Ident, passing: Passing) {
        let numbers: &[TokenStream] = match passing {
            Passing::Shared => &[quote!(&0.0_f64), quote!(&&0.0_f64), quote!(&0.0_f32)],
            Passing::Mutable => &[quote!(&mut 0.0_f64), quote!(&mut 0.0_f32)],
            Passing::Value => return,
        };
        // A type parameter has the methods of its bounds, which may take `&self`.
        if !self.function.floats.is_empty() {
            return;
        }
        self.function.prove(quote_spanned!(name.span()=>
            struct NothingElseTakesThis;
            trait CallItOnTheNumberAsATraitTakesTheReference: ::core::marker::Sized {
                fn #name(self, _: NothingElseTakesThis) {}
            }
            impl<T> CallItOnTheNumberAsATraitTakesTheReference for T {}
            let _ = || {
                #((#numbers).#name(NothingElseTakesThis);)*
            };
        ));
    }

    /// That a macro is the one of the library: the name is ambiguous where it is another one.
    pub fn prove_macro(&mut self, path: &Path) {
        let Some(name) = path.get_ident() else { return };
        let Some((_, arguments)) = MACROS.iter().find(|(known, _)| name == known) else { return };
        let arguments: TokenStream = arguments.parse().expect("they are tokens");
        let runtime = &self.runtime;
        self.function.prove(quote_spanned!(name.span()=> {
            #[allow(unused_imports)]
            use #runtime::macros::*;
            let _ = || { let _proof = #name!(#arguments); };
        }));
    }
}

/// The macros that are not kept as they are written, with arguments for a proof.
const MACROS: &[(&str, &str)] = &[("format", "\"\""), ("matches", "(), ()"), ("vec", "()")];

impl Function {
    pub fn prove_same(&mut self, written: TokenStream, meant: TokenStream, runtime: &TokenStream) {
        self.prove(quote_spanned!(written.span()=> #runtime::same_function(#written, #meant);));
    }

    pub fn prove(&mut self, proof: TokenStream) {
        let text = proof.to_string();
        if self.proofs.iter().all(|known| known.to_string() != text) {
            self.proofs.push(proof);
        }
    }
}
