//! The options of the attribute: `#[differentiable(wrt(x), out(y), strict)]`.

use proc_macro2::{Ident, Span, TokenStream};
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Token, parenthesized};

use crate::errors::Errors;

#[derive(Default)]
pub struct Options {
    /// The inputs to differentiate; all of them if absent.
    pub wrt: Option<Vec<Ident>>,
    /// `&mut` parameters that are only written.
    pub out: Vec<Ident>,
    /// Independence of an output from an input is an error.
    pub strict: Option<Span>,
    /// Print the generated code.
    pub show: bool,
}

const KNOWN: &str = "known options: `wrt(x, ..)`, `out(y, ..)`, `strict`, `show`";

struct OptionSyntax {
    name: Ident,
    list: Option<Punctuated<Ident, Token![,]>>,
}

impl Parse for OptionSyntax {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let name: Ident =
            input.parse().map_err(|error| syn::Error::new(error.span(), format!("expected an option; {KNOWN}")))?;
        let list = if input.peek(syn::token::Paren) {
            let content;
            parenthesized!(content in input);
            Some(Punctuated::parse_terminated(&content)?)
        } else {
            None
        };
        Ok(OptionSyntax { name, list })
    }
}

pub fn parse(attribute: TokenStream, errors: &mut Errors) -> Options {
    let mut options = Options::default();
    let syntax = match Punctuated::<OptionSyntax, Token![,]>::parse_terminated.parse2(attribute) {
        Ok(syntax) => syntax,
        Err(error) => {
            errors.push(error);
            return options;
        }
    };
    let mut seen: Vec<String> = Vec::new();
    for option in syntax {
        let name = option.name.to_string();
        if seen.contains(&name) {
            errors.at(&option.name, format!("option `{name}` is given twice"));
            continue;
        }
        match (name.as_str(), option.list) {
            ("wrt", Some(list)) if !list.is_empty() => options.wrt = Some(list.into_iter().collect()),
            ("wrt", _) => errors.at(&option.name, "`wrt` takes the inputs to differentiate: `wrt(x, ..)`"),
            ("out", Some(list)) if !list.is_empty() => options.out = list.into_iter().collect(),
            ("out", _) => errors.at(&option.name, "`out` takes the parameters that are only written: `out(y, ..)`"),
            ("strict", None) => options.strict = Some(option.name.span()),
            ("strict", Some(_)) => errors.at(&option.name, "`strict` takes no arguments"),
            ("show", None) if cfg!(feature = "show") => options.show = true,
            ("show", None) => errors.at(&option.name, "`show` needs the feature `show` of the crate `jac`"),
            ("show", Some(_)) => errors.at(&option.name, "`show` takes no arguments"),
            _ => errors.at(&option.name, format!("unknown option `{name}`; {KNOWN}")),
        }
        seen.push(name);
    }
    options
}
