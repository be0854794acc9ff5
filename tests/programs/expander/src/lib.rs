//! The attribute macro as a library.
//!
//! A proc macro runs in the compiler only. The random programs are expanded here instead: what the macro refuses is known
//! in microseconds, and what the programs do not need of the surface is left out before anything is compiled.

// The modules of `jac-macros`, whose paths start at the root of their crate.
include!(concat!(env!("OUT_DIR"), "/macros/lib.rs"));

use proc_macro2::TokenStream;

/// What `#[differentiable(attribute)] item` becomes.
pub fn differentiable(attribute: TokenStream, item: TokenStream) -> TokenStream {
    // The programs are apart from each other.
    expand::expand(attribute, item, &mut cycles::Expanded::default())
}

/// What `#[derive(Differentiable)]` adds to an item.
pub fn derive_differentiable(item: TokenStream) -> TokenStream {
    derive::derive(item)
}
