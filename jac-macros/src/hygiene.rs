//! Names: generated ones never meet the user's.

use std::collections::HashSet;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};

pub struct Names {
    taken: HashSet<String>,
}

impl Names {
    /// All identifiers in `tokens` are the user's.
    pub fn new(tokens: TokenStream) -> Names {
        Names { taken: identifiers(tokens) }
    }

    /// `stem`, or `stem_1`, `stem_2`, … if that is taken.
    pub fn fresh(&mut self, stem: &str, span: Span) -> Ident {
        let stem = stem.strip_prefix("r#").unwrap_or(stem);
        let mut name = stem.to_string();
        let mut count = 0;
        while self.taken.contains(&name) || syn::parse_str::<Ident>(&name).is_err() {
            count += 1;
            name = format!("{stem}_{count}");
        }
        self.taken.insert(name.clone());
        Ident::new(&name, span)
    }
}

/// Every identifier in the tokens.
pub fn identifiers(tokens: TokenStream) -> HashSet<String> {
    let mut taken = HashSet::new();
    collect(tokens, &mut taken);
    taken
}

fn collect(tokens: TokenStream, taken: &mut HashSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => {
                taken.insert(ident.to_string().trim_start_matches("r#").to_string());
            }
            TokenTree::Group(group) => collect(group.stream(), taken),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}
