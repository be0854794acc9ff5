//! Collects every error of a function, so that users see all at once.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;

#[derive(Default)]
pub struct Errors {
    errors: Vec<syn::Error>,
    /// What follows is a consequence of the last one.
    closed: bool,
}

impl Errors {
    /// At the tokens of `tokens`: what is wrong and what to write instead.
    pub fn at(&mut self, tokens: impl ToTokens, message: impl std::fmt::Display) {
        self.push(syn::Error::new_spanned(tokens, message));
    }

    pub fn span(&mut self, span: Span, message: impl std::fmt::Display) {
        self.push(syn::Error::new(span, message));
    }

    pub fn push(&mut self, error: syn::Error) {
        if !self.closed {
            self.errors.push(error);
        }
    }

    /// One in the place of those behind the first `count`.
    pub fn replace(&mut self, count: usize, tokens: impl ToTokens, message: impl std::fmt::Display) {
        self.errors.truncate(count);
        self.at(tokens, message);
    }

    /// The last one says it all: what is reported behind it would not be there without it.
    pub fn close(&mut self) {
        self.closed = true;
    }

    pub fn count(&self) -> usize {
        self.errors.len()
    }

    pub fn is_empty(&self) -> bool {
        self.errors.is_empty()
    }

    pub fn into_compile_errors(self) -> TokenStream {
        self.errors.into_iter().map(|error| error.to_compile_error()).collect()
    }
}
