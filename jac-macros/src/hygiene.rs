//! Names: generated ones never meet the user's.

use std::collections::{HashMap, HashSet};

use proc_macro2::{Ident, Span, TokenStream, TokenTree};

pub struct Names {
    taken: HashSet<String>,
    /// The last number that was put behind each stem. No name is given back, so that smaller ones need not be tried again.
    last: HashMap<String, usize>,
}

impl Names {
    /// All identifiers in `tokens` are the user's.
    pub fn new(tokens: TokenStream) -> Names {
        Names { taken: identifiers(tokens), last: HashMap::new() }
    }

    /// All identifiers in `tokens` are taken, too: those of names that a rewriting of the user's code has added.
    pub fn take(&mut self, tokens: TokenStream) {
        self.taken.extend(identifiers(tokens));
    }

    /// `stem`, or `stem_1`, `stem_2`, … if that is taken.
    pub fn fresh(&mut self, stem: &str, span: Span) -> Ident {
        let stem = stem.strip_prefix("r#").unwrap_or(stem);
        let mut name = stem.to_string();
        let count = self.last.entry(stem.to_string()).or_default();
        if *count > 0 {
            name = format!("{stem}_{count}");
        }
        // No keyword has a digit in it, and to ask for each name takes time.
        let is_keyword =
            |name: &str| !name.contains(|c: char| c.is_ascii_digit()) && syn::parse_str::<Ident>(name).is_err();
        while self.taken.contains(&name) || is_keyword(&name) {
            *count += 1;
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
