//! Queues: a local `VecDeque` is a list, whose front is its first element.
//!
//! Before: the body as the user wrote it. After: variables that are made as a `VecDeque` are `Vec`s, and what is done at their ends is done to the first or
//! the last element. A queue of another kind, in a field, a parameter or behind a name that stands for several variables, is left as it is: it is read, and its
//! elements are written.

use std::collections::HashMap;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, FnArg, ItemFn, Local, Pat, PatIdent, Path, Type, parse_quote_spanned};

use super::expression::unparenthesised;
use super::told::MARK;
use crate::errors::Errors;

/// Makes lists of the queues. Gives the paths of functions of the type, and what they must be.
pub fn as_lists(item: &mut ItemFn, runtime: &TokenStream) -> Vec<(Path, TokenStream)> {
    let mut found = Found::default();
    for input in &item.sig.inputs {
        if let FnArg::Typed(input) = input {
            found.visit_pat(&input.pat);
        }
    }
    found.visit_block(&item.block);
    let Found { queues, given, otherwise } = found;
    let is_list = |name: &String| given.get(name) == Some(&1) && !otherwise.contains(name);
    let queues: Vec<String> = queues.into_iter().filter(is_list).collect();
    if queues.is_empty() {
        return Vec::new();
    }
    let mut lists = Lists { queues, runtime, written: Vec::new() };
    lists.visit_block_mut(&mut item.block);
    lists.written
}

const KEEPS_LENGTH: &str = "elements of a `VecDeque` that is a parameter are read and written where they are, and not moved; make a local queue or a `Vec` of it";

/// Reports parameters that are queues and get longer or shorter, or whose elements change places: a queue has no slices.
pub fn refuse_moved(item: &ItemFn, errors: &mut Errors) {
    struct Moved<'a> {
        parameters: Vec<String>,
        errors: &'a mut Errors,
    }
    impl<'ast> Visit<'ast> for Moved<'_> {
        fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
            const MOVING: &[&str] = &[
                "append",
                "clear",
                "drain",
                "extend",
                "insert",
                "pop_back",
                "pop_front",
                "push_back",
                "push_front",
                "remove",
                "resize",
                "resize_with",
                "retain",
                "rotate_left",
                "rotate_right",
                "split_off",
                "swap",
                "truncate",
            ];
            let is_parameter = matches!(unparenthesised(&call.receiver), Expr::Path(path)
                if path.path.get_ident().is_some_and(|name| self.parameters.iter().any(|parameter| name == parameter)));
            if is_parameter && MOVING.iter().any(|moving| call.method == moving) {
                self.errors.at(&call.method, KEEPS_LENGTH);
            }
            visit::visit_expr_method_call(self, call);
        }
        fn visit_item(&mut self, _: &'ast syn::Item) {}
    }
    let mut found = Found::default();
    let mut parameters = Vec::new();
    for input in &item.sig.inputs {
        if let FnArg::Typed(input) = input {
            found.visit_pat(&input.pat);
            if let Pat::Ident(name) = &*input.pat
                && is_queue_type(super::passing(&input.ty).1)
            {
                parameters.push(name.ident.to_string());
            }
        }
    }
    found.visit_block(&item.block);
    parameters.retain(|name| found.given.get(name) == Some(&1));
    if !parameters.is_empty() {
        Moved { parameters, errors }.visit_block(&item.block);
    }
}

/// `VecDeque<f64>`, under whatever module.
fn is_queue(path: &Path) -> bool {
    path.segments.last().is_some_and(|last| last.ident == "VecDeque")
}

fn is_queue_type(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.qself.is_none() && is_queue(&path.path))
}

/// The function of `VecDeque` that a call is one of.
fn constructor(call: &syn::ExprCall) -> Option<&Path> {
    let Expr::Path(path) = unparenthesised(&call.func) else { return None };
    let owner = path.path.segments.iter().rev().nth(1)?;
    (path.qself.is_none() && owner.ident == "VecDeque").then_some(&path.path)
}

#[derive(Default)]
struct Found {
    queues: Vec<String>,
    /// How often each name is given to something.
    given: HashMap<String, usize>,
    /// The names of what has a method that a list has not, or for something else.
    otherwise: Vec<String>,
}

/// Those that give nothing where those of a list fail, and those of queues alone.
const OTHERWISE: &[&str] = &[
    "as_mut_slices",
    "as_slices",
    "make_contiguous",
    "range",
    "range_mut",
    "remove",
    "rotate_left",
    "rotate_right",
    "swap_remove_back",
    "swap_remove_front",
];

impl<'ast> Visit<'ast> for Found {
    fn visit_local(&mut self, local: &'ast Local) {
        let (name, ty) = match &local.pat {
            Pat::Ident(name) => (Some(name), None),
            Pat::Type(typed) => match &*typed.pat {
                Pat::Ident(name) => (Some(name), Some(&*typed.ty)),
                _ => (None, None),
            },
            _ => (None, None),
        };
        let is_made = local.init.as_ref().is_some_and(|init| match unparenthesised(&init.expr) {
            Expr::Call(call) => constructor(call).is_some(),
            Expr::MethodCall(call) => collects(call),
            _ => false,
        });
        if let Some(name) = name
            && (is_made || ty.is_some_and(is_queue_type))
        {
            self.queues.push(name.ident.to_string());
        }
        visit::visit_local(self, local);
    }

    fn visit_pat_ident(&mut self, pattern: &'ast PatIdent) {
        *self.given.entry(pattern.ident.to_string()).or_default() += 1;
        visit::visit_pat_ident(self, pattern);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        if let Expr::Path(path) = unparenthesised(&call.receiver)
            && let Some(name) = path.path.get_ident()
            && OTHERWISE.iter().any(|method| call.method == method)
        {
            self.otherwise.push(name.to_string());
        }
        visit::visit_expr_method_call(self, call);
    }

    fn visit_item(&mut self, _: &'ast syn::Item) {}
}

/// `chain.collect::<VecDeque<_>>()`
fn collects(call: &syn::ExprMethodCall) -> bool {
    let argument = call.turbofish.as_ref().and_then(|turbofish| turbofish.args.first());
    call.method == "collect" && matches!(argument, Some(syn::GenericArgument::Type(ty)) if is_queue_type(ty))
}

struct Lists<'a> {
    queues: Vec<String>,
    runtime: &'a TokenStream,
    written: Vec<(Path, TokenStream)>,
}

impl Lists<'_> {
    fn is_queue(&self, expression: &Expr) -> bool {
        let Expr::Path(path) = unparenthesised(expression) else { return false };
        path.path.get_ident().is_some_and(|name| self.queues.contains(&name.to_string()))
    }

    /// What makes a queue makes a list.
    fn made(&mut self, value: &mut Expr) {
        match value {
            Expr::Call(call) => {
                let Some(mut path) = constructor(call).cloned() else { return };
                let is_from = path.segments.last().is_some_and(|last| last.ident == "from") && call.args.len() == 1;
                self.renamed(&mut path);
                if is_from {
                    let (elements, span) = (&call.args[0], call.func.span());
                    let list = format_ident!("{MARK}list", span = span);
                    *value = parse_quote_spanned!(span=> { let #list = #elements; #list.to_vec() });
                } else {
                    *call.func = parse_quote_spanned!(call.func.span()=> #path);
                }
            }
            Expr::MethodCall(call) if collects(call) => {
                if let Some(turbofish) = &mut call.turbofish
                    && let Some(syn::GenericArgument::Type(Type::Path(ty))) = turbofish.args.first_mut()
                {
                    self.renamed(&mut ty.path);
                }
            }
            _ => {}
        }
    }

    /// The path with `Vec` for `VecDeque`. The compiler is to see to it that this is that of the library.
    fn renamed(&mut self, path: &mut Path) {
        let mut owner = path.clone();
        while owner.segments.last().is_some_and(|last| last.ident != "VecDeque") {
            owner.segments.pop();
        }
        owner.segments.pop_punct();
        let runtime = self.runtime;
        let span = owner.segments.last().map_or_else(proc_macro2::Span::call_site, |last| last.ident.span());
        let from = owner.segments.len() - 1;
        owner.segments.push(Ident::new("new", span).into());
        self.written.push((owner, quote!(#runtime::VecDeque::<()>::new)));
        let arguments = &path.segments[from].arguments;
        let behind = path.segments.iter().skip(from + 1);
        *path = parse_quote_spanned!(span=> #runtime::Vec #arguments #(::#behind)*);
    }
}

impl VisitMut for Lists<'_> {
    fn visit_local_mut(&mut self, local: &mut Local) {
        struct Types<'a, 'b>(&'a mut Lists<'b>);
        impl VisitMut for Types<'_, '_> {
            fn visit_type_path_mut(&mut self, ty: &mut syn::TypePath) {
                if is_queue(&ty.path) {
                    self.0.renamed(&mut ty.path);
                }
            }
        }
        let name = match &local.pat {
            Pat::Ident(name) => Some(name),
            Pat::Type(typed) => match &*typed.pat {
                Pat::Ident(name) => Some(name),
                _ => None,
            },
            _ => None,
        };
        if name.is_some_and(|name| self.queues.contains(&name.ident.to_string())) {
            Types(self).visit_pat_mut(&mut local.pat);
            if let Some(init) = &mut local.init {
                self.made(&mut init.expr);
            }
        }
        visit_mut::visit_local_mut(self, local);
    }

    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        if let Expr::MethodCall(call) = expression
            && self.is_queue(&call.receiver)
        {
            let (queue, span) = (&call.receiver, call.method.span());
            let arguments: Vec<&Expr> = call.args.iter().collect();
            let of_list: Option<Expr> = match (call.method.to_string().as_str(), arguments.as_slice()) {
                ("push_back", [value]) => Some(parse_quote_spanned!(span=> #queue.push(#value))),
                ("push_front", [value]) => Some(parse_quote_spanned!(span=> #queue.insert(0, #value))),
                ("pop_back", []) => Some(parse_quote_spanned!(span=> #queue.pop())),
                ("pop_front", []) => Some(parse_quote_spanned! {span=>
                    if #queue.is_empty() { ::core::option::Option::None } else { ::core::option::Option::Some(#queue.remove(0)) }
                }),
                ("front", []) => Some(parse_quote_spanned!(span=> #queue.first())),
                ("back", []) => Some(parse_quote_spanned!(span=> #queue.last())),
                ("front_mut", []) => Some(parse_quote_spanned!(span=> #queue.first_mut())),
                ("back_mut", []) => Some(parse_quote_spanned!(span=> #queue.last_mut())),
                _ => None,
            };
            if let Some(of_list) = of_list {
                *expression = of_list;
            }
        }
        visit_mut::visit_expr_mut(self, expression);
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}
