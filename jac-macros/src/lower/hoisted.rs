//! Constants of inner blocks.
//!
//! Before: the body as the user wrote it. After: `const` items of inner blocks stand at the start of the function, under names that mean nothing else in it.
//! They see nothing of the function but other items, so that it is no matter where they stand.

use std::collections::HashMap;

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, Item, ItemFn, Path, Stmt};

use super::macros::{arguments, names_in};
use crate::hygiene::Names;

/// Moves the constants out of inner blocks.
pub fn hoist(item: &mut ItemFn) {
    let tokens = item.to_token_stream();
    let mut hoisted =
        Hoisted { names: Names::new(tokens.clone()), occurrences: occurrences(tokens), found: Vec::new() };
    item.block.stmts.iter_mut().for_each(|statement| hoisted.visit_stmt_mut(statement));
    item.block.stmts.splice(0..0, hoisted.found.into_iter().map(Stmt::Item));
}

struct Hoisted {
    names: Names,
    /// How often each name stands in the function.
    occurrences: HashMap<String, usize>,
    found: Vec<Item>,
}

impl VisitMut for Hoisted {
    fn visit_block_mut(&mut self, block: &mut Block) {
        let outside = self.found.len();
        // Those of blocks in it first: they hide its own.
        visit_mut::visit_block_mut(self, block);
        let constants: Vec<Ident> = block.stmts.iter().filter_map(constant).cloned().collect();
        if constants.is_empty() {
            return;
        }
        // What has left the block may name them, too.
        let inside = &self.found[outside..];
        let here = occurrences(quote!(#block #(#inside)*));
        let mut renamed = Renamed(HashMap::new());
        for name in constants {
            let key = name.to_string();
            if here.get(&key) != self.occurrences.get(&key) {
                renamed.0.insert(key, self.names.fresh(&name.to_string(), name.span()));
            }
        }
        renamed.visit_block_mut(block);
        self.found[outside..].iter_mut().for_each(|item| renamed.visit_item_mut(item));
        let (constants, others): (Vec<Stmt>, Vec<Stmt>) =
            std::mem::take(&mut block.stmts).into_iter().partition(|statement| constant(statement).is_some());
        block.stmts = others;
        self.found.extend(constants.into_iter().filter_map(|statement| match statement {
            Stmt::Item(item) => Some(item),
            _ => None,
        }));
    }

    // Local functions have bodies of their own.
    fn visit_item_mut(&mut self, _: &mut Item) {}
}

/// The name of a constant.
fn constant(statement: &Stmt) -> Option<&Ident> {
    match statement {
        Stmt::Item(Item::Const(item)) if item.ident != "_" => Some(&item.ident),
        _ => None,
    }
}

/// The names that stand in a text, if that is a format.
fn captured(literal: &TokenTree) -> Vec<String> {
    syn::parse2::<syn::LitStr>(quote!(#literal)).map_or(Vec::new(), |format| names_in(&format.value()))
}

/// How often each name stands in code, and in formats.
fn occurrences(tokens: TokenStream) -> HashMap<String, usize> {
    fn count(tokens: TokenStream, found: &mut HashMap<String, usize>) {
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => *found.entry(ident.to_string()).or_default() += 1,
                TokenTree::Group(group) => count(group.stream(), found),
                TokenTree::Literal(literal) => {
                    for name in captured(&literal.into()) {
                        *found.entry(name).or_default() += 1;
                    }
                }
                TokenTree::Punct(_) => {}
            }
        }
    }
    let mut found = HashMap::new();
    count(tokens, &mut found);
    found
}

/// Gives constants other names, wherever these stand for them.
struct Renamed(HashMap<String, Ident>);

impl Renamed {
    fn of_path(&self, path: &mut Path) {
        if let Some(name) = path.get_ident().and_then(|name| self.0.get(&name.to_string())) {
            *path = Ident::new(&name.to_string(), name.span()).into();
        }
    }

    fn tokens(&self, tokens: TokenStream) -> TokenStream {
        let mut before = [None, None];
        let renamed = tokens.into_iter().map(|token| {
            // A field, and no end of a range; or a part of a path, and no value of a field.
            let is_member = matches!(before, [first, Some('.')] if first != Some('.')) || before == [Some(':'); 2];
            let character = match &token {
                TokenTree::Punct(punct) => Some(punct.as_char()),
                _ => None,
            };
            before = [before[1], character];
            match token {
                TokenTree::Ident(ident) if !is_member => match self.0.get(&ident.to_string()) {
                    Some(name) => quote!(#name),
                    None => quote!(#ident),
                },
                TokenTree::Group(group) => {
                    let mut inner = Group::new(group.delimiter(), self.tokens(group.stream()));
                    inner.set_span(group.span());
                    quote!(#inner)
                }
                token => quote!(#token),
            }
        });
        renamed.collect()
    }
}

impl VisitMut for Renamed {
    fn visit_item_const_mut(&mut self, item: &mut syn::ItemConst) {
        if let Some(name) = self.0.get(&item.ident.to_string()) {
            item.ident = name.clone();
        }
        visit_mut::visit_item_const_mut(self, item);
    }

    fn visit_expr_path_mut(&mut self, path: &mut syn::ExprPath) {
        if path.qself.is_none() {
            self.of_path(&mut path.path);
        }
        visit_mut::visit_expr_path_mut(self, path);
    }

    // What looks like a type may be the argument for a number.
    fn visit_type_path_mut(&mut self, path: &mut syn::TypePath) {
        if path.qself.is_none() {
            self.of_path(&mut path.path);
        }
        visit_mut::visit_type_path_mut(self, path);
    }

    fn visit_pat_ident_mut(&mut self, pattern: &mut syn::PatIdent) {
        if let Some(name) = self.0.get(&pattern.ident.to_string()) {
            pattern.ident = name.clone();
        }
        visit_mut::visit_pat_ident_mut(self, pattern);
    }

    fn visit_field_value_mut(&mut self, field: &mut syn::FieldValue) {
        if let Expr::Path(_) = &field.expr {
            field.colon_token = Some(Default::default());
        }
        visit_mut::visit_field_value_mut(self, field);
    }

    fn visit_macro_mut(&mut self, call: &mut syn::Macro) {
        let Some(mut arguments) = arguments(call.tokens.clone()) else {
            call.tokens = self.tokens(std::mem::take(&mut call.tokens));
            return;
        };
        let mut named = Vec::new();
        let mut format = None;
        for argument in &mut arguments {
            match argument {
                // `name = value`
                Expr::Assign(assign) => {
                    named.push(assign.left.to_token_stream().to_string());
                    self.visit_expr_mut(&mut assign.right);
                }
                Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => _ = format.get_or_insert(text.clone()),
                argument => self.visit_expr_mut(argument),
            }
        }
        let captured = format.map_or(Vec::new(), |format| names_in(&format.value()));
        for name in captured.iter().filter(|name| !named.contains(name)) {
            if let Some(renamed) = self.0.get(name) {
                let name = Ident::new(name, renamed.span());
                arguments.push(syn::parse_quote!(#name = #renamed));
            }
        }
        call.tokens = quote!(#(#arguments),*);
    }
}
