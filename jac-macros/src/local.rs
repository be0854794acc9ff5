//! Local functions: those in the body of the function that have to be differentiated get the attribute.
//!
//! Before: the items of the body, which each derivative has a copy of, and the activity of its calls. After: a local function that is
//! called with what varies carries the attribute, and so do the local functions that it names. The others stay as they are: they
//! may do what has no derivative. What breaks a cycle of calls among those with the attribute has the option `recursive`.

use std::collections::HashSet;

use quote::ToTokens;
use syn::{Item, ItemFn};

use crate::analysis::activity::{Activity, call_sources};
use crate::cycles;
use crate::hygiene::identifiers;
use crate::ir::*;
use crate::lower::{is_discrete, passing};
use crate::options::Options;

pub fn differentiate(
    function: &mut Function,
    activity: &Activity,
    called_in_closures: HashSet<String>,
    own_name: &str,
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
    let order = proc_macro2::Literal::usize_unsuffixed(order);
    let options = options.facade.option();
    let marked = function.items.iter_mut().filter_map(|item| match item {
        Item::Fn(item) => Some(item).filter(|item| wanted.contains(&item.sig.ident.to_string()) && !is_marked(item)),
        _ => None,
    });
    let mut marked: Vec<&mut ItemFn> = marked.collect();
    let recursive = break_cycles(&marked, own_name);
    for (item, recursive) in marked.iter_mut().zip(recursive) {
        let recursive = recursive.then(|| quote::quote!(, recursive));
        item.attrs.push(syn::parse_quote!(#[#attribute(order = #order #linearize #recursive #options)]));
    }
}

/// Which of the functions break the cycles of calls among them. One that names the function around it breaks the cycle there.
fn break_cycles(functions: &[&mut ItemFn], own_name: &str) -> Vec<bool> {
    let named: Vec<HashSet<String>> = functions.iter().map(|item| identifiers(item.block.to_token_stream())).collect();
    let calls = named.iter().map(|named| {
        let callees = functions.iter().enumerate().filter(|(_, callee)| named.contains(&callee.sig.ident.to_string()));
        if named.contains(own_name) { Vec::new() } else { callees.map(|(index, _)| index).collect() }
    });
    let broken = cycles::broken_at(&calls.collect::<Vec<_>>());
    broken.into_iter().zip(&named).map(|(broken, named)| broken || named.contains(own_name)).collect()
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
                if let Callee::Function { path, .. } | Callee::Derived { function: path, .. } = &call.callee {
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
