//! Functions of `ndarray` that are called by their bare names, after `use`.
//!
//! Before: a function as the user wrote it. After: `concatenate(..)` is `ndarray::concatenate(..)`, and an item beside it is a proof that the name
//! means this: a function has a type of its own.

use std::collections::BTreeMap;

use proc_macro2::{Ident, TokenStream};
use quote::quote_spanned;
use syn::visit::Visit;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ItemFn};

use super::{Bound, unparenthesised};

/// The functions, with their generic arguments for the proof.
const FUNCTIONS: &[(&str, &str)] = &[
    ("arr0", "::<f64>"),
    ("arr1", "::<f64>"),
    ("arr2", "::<f64, 1>"),
    ("arr3", "::<f64, 1, 1>"),
    ("aview1", "::<f64>"),
    ("concatenate", "::<f64, Ix1>"),
    ("general_mat_mul", "::<f64>"),
    ("general_mat_vec_mul", "::<f64>"),
    ("stack", "::<f64, Ix1>"),
];

/// Writes the names out, and gives the proofs.
pub fn qualified(item: &mut ItemFn, runtime: &TokenStream) -> Vec<syn::Item> {
    let mut bound = Bound::default();
    bound.visit_item_fn(item);
    let mut qualifying = Qualifying { bound: bound.0, found: BTreeMap::new() };
    qualifying.visit_block_mut(&mut item.block);
    let proofs = qualifying.found.into_values().filter_map(|(name, generics)| {
        let span = name.span();
        let generics: TokenStream = generics.replace("Ix1", &format!("{runtime}::of_ndarray::Ix1")).parse().ok()?;
        // A mistake is reported at the name.
        let located = generics.into_iter().map(|mut token| {
            token.set_span(span);
            token
        });
        let generics: TokenStream = located.collect();
        syn::parse2(quote_spanned!(span=> const _: () = #runtime::is_of_ndarray(
            &#name #generics,
            &#runtime::of_ndarray::#name #generics,
        );))
        .ok()
    });
    proofs.collect()
}

struct Qualifying {
    /// Names of variables.
    bound: Vec<String>,
    found: BTreeMap<String, (Ident, &'static str)>,
}

impl VisitMut for Qualifying {
    fn visit_expr_call_mut(&mut self, call: &mut syn::ExprCall) {
        visit_mut::visit_expr_call_mut(self, call);
        let Expr::Path(path) = &mut *call.func else { return };
        let Some(name) = path.path.get_ident().cloned() else { return };
        let key = name.to_string();
        let Some((_, generics)) = FUNCTIONS.iter().find(|(function, _)| key == *function) else { return };
        let fits = match key.as_str() {
            "concatenate" | "stack" => {
                call.args.len() == 2
                    && matches!(unparenthesised(&call.args[1]), Expr::Reference(list) if matches!(unparenthesised(&list.expr), Expr::Array(_)))
            }
            "arr0" | "aview1" => call.args.len() == 1,
            "general_mat_mul" | "general_mat_vec_mul" => call.args.len() == 5,
            _ => {
                matches!(call.args.first(), Some(Expr::Reference(list)) if call.args.len() == 1 && matches!(unparenthesised(&list.expr), Expr::Array(_)))
            }
        };
        if fits && !self.bound.contains(&key) {
            path.path = match key.as_str() {
                "general_mat_mul" | "general_mat_vec_mul" => syn::parse_quote!(ndarray::linalg::#name),
                _ => syn::parse_quote!(ndarray::#name),
            };
            self.found.insert(key, (name, generics));
        }
    }

    // What stands in an item is its own.
    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}
