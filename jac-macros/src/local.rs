//! Local functions: those in the body of the function that have to be differentiated get the attribute.
//!
//! Before: the items of the body, which each derivative has a copy of, and the activity of its calls. After: a local function that is
//! called with what varies carries the attribute, and so do the local functions that it names. The others stay as they are: they
//! may do what has no derivative.

use std::collections::HashSet;

use quote::ToTokens;
use syn::{Item, ItemFn};

use crate::analysis::activity::{Activity, call_sources};
use crate::hygiene::identifiers;
use crate::ir::*;
use crate::lower::{is_discrete, passing};
use crate::options::Options;

pub fn differentiate(
    function: &mut Function,
    activity: &Activity,
    called_in_closures: HashSet<String>,
    options: &Options,
) {
    let mut wanted = called_in_closures;
    called(&function.body, activity, &mut wanted);
    let mut pending: Vec<String> = wanted.iter().cloned().collect();
    while let Some(name) = pending.pop() {
        let items = function.items.iter().filter_map(local_function);
        let Some(item) = items.clone().find(|item| item.sig.ident == name) else { continue };
        let named = identifiers(item.block.to_token_stream());
        for other in items.filter(|item| has_floats(item)).map(|item| item.sig.ident.to_string()) {
            if named.contains(&other) && wanted.insert(other.clone()) {
                pending.push(other);
            }
        }
    }
    let linearize = options.linearize.map(|_| quote::quote!(, linearize));
    let (attribute, order) = (options.facade.attribute(), options.order);
    for item in &mut function.items {
        let Item::Fn(item) = item else { continue };
        if wanted.contains(&item.sig.ident.to_string()) && !is_marked(item) {
            let order = proc_macro2::Literal::usize_unsuffixed(order);
            let options = options.facade.option();
            item.attrs.push(syn::parse_quote!(#[#attribute(order = #order #linearize #options)]));
        }
    }
}

fn local_function(item: &Item) -> Option<&ItemFn> {
    match item {
        Item::Fn(item) => Some(item),
        _ => None,
    }
}

/// The attribute may be renamed by an import; what has any path that ends in its name is left alone.
fn is_marked(item: &ItemFn) -> bool {
    item.attrs
        .iter()
        .any(|attribute| attribute.path().segments.last().is_some_and(|last| last.ident == "differentiable"))
}

/// Something in its signature may vary.
fn has_floats(item: &ItemFn) -> bool {
    item.sig.inputs.iter().any(|input| match input {
        syn::FnArg::Typed(input) => !is_discrete(passing(&input.ty).1),
        syn::FnArg::Receiver(_) => true,
    })
}

/// The names of functions that are called with what varies.
fn called(block: &Block, activity: &Activity, found: &mut HashSet<String>) {
    for statement in &block.statements {
        match statement {
            Statement::Call(call) if call_sources(call).any(|var| activity.is_varied(var)) => {
                if let Callee::Function(path) | Callee::Derived { function: path, .. } = &call.callee {
                    found.extend(path.path.get_ident().map(ToString::to_string));
                }
            }
            Statement::If { then, otherwise, .. } => {
                called(then, activity, found);
                called(otherwise, activity, found);
            }
            Statement::For(for_loop) => called(&for_loop.body, activity, found),
            _ => {}
        }
    }
}
