//! The facade: the crate through which generated code names the runtime.
//!
//! It is `::jac`, unless `crate = path` says otherwise: in a package that depends on `jac` under another name, or for a macro of
//! another crate that re-exports it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Lit, Path, Token};

use crate::errors::Errors;

pub struct Facade(TokenStream);

impl Default for Facade {
    fn default() -> Self {
        Facade(quote!(::jac))
    }
}

impl Facade {
    /// The path of everything that generated code names.
    pub fn runtime(&self) -> TokenStream {
        let Facade(path) = self;
        quote!(#path::__private)
    }

    /// The path of the attribute.
    pub fn attribute(&self) -> TokenStream {
        let Facade(path) = self;
        quote!(#path::differentiable)
    }

    /// What says in its options that it is another one, if it is.
    pub fn option(&self) -> Option<TokenStream> {
        let Facade(path) = self;
        (path.to_string() != Facade::default().0.to_string()).then(|| quote!(, crate = #path))
    }

    /// The last name in its path.
    pub fn name(&self) -> String {
        let last = self.0.clone().into_iter().last();
        last.map(|last| last.to_string()).unwrap_or_default()
    }

    /// What stands behind `crate =`.
    pub fn parse(input: ParseStream) -> syn::Result<Self> {
        if let Ok(literal) = input.fork().parse::<Lit>() {
            return Err(syn::Error::new_spanned(literal, "`crate` takes a path, without quotes: `crate = autodiff`"));
        }
        let path = input.call(Path::parse_mod_style).map_err(|error| {
            syn::Error::new(error.span(), "`crate` takes the path of the crate `jac`: `crate = autodiff`")
        })?;
        Ok(Facade(path.into_token_stream()))
    }

    /// Of a derive: what its attributes `#[differentiable(crate = path)]` say.
    pub fn of_attributes(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let mut facade = None;
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("differentiable")) {
            match attribute.parse_args::<CrateOption>() {
                Ok(CrateOption(found)) if facade.is_none() => facade = Some(found),
                Ok(_) => errors.at(attribute, "option `crate` is given twice"),
                Err(error) => errors.push(error),
            }
        }
        facade.unwrap_or_default()
    }
}

/// `crate = path`, the only option of the derive.
struct CrateOption(Facade);

impl Parse for CrateOption {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let unknown = |span: Span| {
            syn::Error::new(
                span,
                "of the options, a derived struct has `crate` only: `#[differentiable(crate = path)]`",
            )
        };
        let Ok(keyword) = input.parse::<Token![crate]>() else {
            let found: syn::Result<Ident> = input.parse();
            return Err(unknown(found.map_or_else(|error| error.span(), |ident| ident.span())));
        };
        input.parse::<Token![=]>().map_err(|_| unknown(keyword.span))?;
        let facade = Facade::parse(input)?;
        if !input.is_empty() {
            return Err(unknown(input.span()));
        }
        Ok(CrateOption(facade))
    }
}
