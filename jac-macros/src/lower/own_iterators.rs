//! Iterators of one's own: `for q in points`, `points.map(f).sum()`, of a type with the attribute on its `impl Iterator`.
//!
//! Before: the body as the user wrote it, and what the process has seen: which types are iterators, and which functions give a value of one. After: a loop
//! or a chain over such a value asks for the next item until there is none, `repeat(()).map_while(|()| points.next())`. That `next` is that of the iterator, and
//! the method behind it that of all iterators, is proved by the compiler.

use std::collections::HashMap;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote_spanned};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ExprForLoop, ExprMethodCall, FnArg, ItemFn, Local, Pat, PatIdent, Path, Type, parse_quote_spanned};

use super::expression::unparenthesised;
use super::owned::is_of_library;
use super::signature::passing;
use crate::users::Makers;

/// What stands between an iterator and the end of a chain, and looks at no more items than it gives, one after the other.
const BETWEEN: &[&str] = &["enumerate", "filter", "inspect", "map", "take", "take_while"];

/// The same of what belongs to the chain, so that nobody sees how many items are taken.
const BETWEEN_OF_OWNED: &[&str] =
    &["filter_map", "flat_map", "fuse", "into_iter", "map_while", "scan", "skip", "skip_while", "step_by", "zip"];

const ENDS: &[&str] = &[
    "all",
    "any",
    "collect",
    "count",
    "find",
    "find_map",
    "fold",
    "for_each",
    "last",
    "max_by",
    "min_by",
    "nth",
    "partition",
    "position",
    "product",
    "reduce",
    "sum",
    "unzip",
];

/// Asks iterators of the user's for their items. Gives what the compiler is to prove.
pub fn ask(item: &mut ItemFn, makers: &Makers, runtime: &TokenStream) -> Vec<TokenStream> {
    if !makers.has_iterators() {
        return Vec::new();
    }
    let mut variables = Variables { makers, types: HashMap::new(), given: HashMap::new() };
    for input in &item.sig.inputs {
        if let FnArg::Typed(input) = input {
            variables.bind(&input.pat, iterator_type(passing(&input.ty).1, makers));
        }
    }
    variables.visit_block(&item.block);
    let Variables { mut types, given, .. } = variables;
    types.retain(|name, _| given.get(name) == Some(&1));
    let mut asked = Asked { makers, types, runtime, count: 0, proofs: Vec::new() };
    asked.visit_block_mut(&mut item.block);
    asked.proofs
}

/// The variables that are iterators of the user's.
struct Variables<'a> {
    makers: &'a Makers,
    types: HashMap<String, Path>,
    /// How often each name is given to something.
    given: HashMap<String, usize>,
}

impl Variables<'_> {
    fn bind(&mut self, pattern: &Pat, ty: Option<Path>) {
        match (pattern, ty) {
            (Pat::Ident(name), Some(ty)) => {
                self.types.insert(name.ident.to_string(), ty);
            }
            (Pat::Type(typed), _) => {
                return self.bind(&typed.pat, iterator_type(&typed.ty, self.makers));
            }
            _ => {}
        }
        self.visit_pat(pattern);
    }
}

impl Visit<'_> for Variables<'_> {
    fn visit_local(&mut self, local: &Local) {
        let made = local.init.as_ref().and_then(|init| made(&init.expr, self.makers, &self.types));
        self.bind(&local.pat, made);
        if let Some(init) = &local.init {
            self.visit_expr(&init.expr);
            init.diverge.iter().for_each(|(_, otherwise)| self.visit_expr(otherwise));
        }
    }

    fn visit_pat_ident(&mut self, pattern: &PatIdent) {
        *self.given.entry(pattern.ident.to_string()).or_default() += 1;
        visit::visit_pat_ident(self, pattern);
    }

    fn visit_item(&mut self, _: &syn::Item) {}
}

/// The type, if it is such an iterator, and can be named wherever the function stands.
fn iterator_type(ty: &Type, makers: &Makers) -> Option<Path> {
    let Type::Path(path) = ty else { return None };
    is_iterator(&path.path, makers).filter(|_| path.qself.is_none())
}

fn is_iterator(path: &Path, makers: &Makers) -> Option<Path> {
    let last = path.segments.last()?;
    let is_relative = path.segments.first().is_some_and(|first| first.ident == "self" || first.ident == "super");
    let is_plain = !is_relative && path.segments.iter().all(|segment| segment.arguments.is_none());
    (is_plain && makers.is_iterator(&last.ident)).then(|| path.clone())
}

/// The type of a value that an expression gives.
fn made(expression: &Expr, makers: &Makers, types: &HashMap<String, Path>) -> Option<Path> {
    match unparenthesised(expression) {
        Expr::Struct(literal) => is_iterator(&literal.path, makers).filter(|_| literal.qself.is_none()),
        Expr::Path(path) => types.get(&path.path.get_ident()?.to_string()).cloned(),
        Expr::Call(call) => {
            let Expr::Path(path) = unparenthesised(&call.func) else { return None };
            is_iterator(&makers.given_by(&path.path)?, makers).filter(|_| path.qself.is_none())
        }
        Expr::MethodCall(call) if call.method == "clone" => made(&call.receiver, makers, types),
        Expr::MethodCall(call) if !is_of_library(call) => is_iterator(&makers.given_by_method(&call.method)?, makers),
        _ => None,
    }
}

struct Asked<'a> {
    makers: &'a Makers,
    types: HashMap<String, Path>,
    runtime: &'a TokenStream,
    count: usize,
    proofs: Vec<TokenStream>,
}

impl Asked<'_> {
    /// The chain with what asks in place of the iterator that it starts with, and what stands in front of it.
    fn chain(&mut self, expression: &Expr) -> Option<(Expr, TokenStream)> {
        match unparenthesised(expression) {
            Expr::MethodCall(call) if call.method == "by_ref" && call.args.is_empty() => {
                let (name, ty) = self.variable(&call.receiver)?;
                self.prove_method(&ty, &call.method);
                Some((self.asking(&name, &ty, expression.span()), TokenStream::new()))
            }
            Expr::Reference(reference) if reference.mutability.is_some() => {
                let (name, ty) = self.variable(&reference.expr)?;
                Some((self.asking(&name, &ty, expression.span()), TokenStream::new()))
            }
            Expr::MethodCall(call)
                if BETWEEN.iter().chain(BETWEEN_OF_OWNED).any(|name| call.method == name)
                    && made(expression, self.makers, &self.types).is_none() =>
            {
                let (receiver, before) = self.chain(&call.receiver)?;
                let is_lent = before.is_empty();
                if is_lent && !BETWEEN.iter().any(|name| call.method == name) {
                    return None;
                }
                if let Some(ty) = made(&call.receiver, self.makers, &self.types) {
                    self.prove_method(&ty, &call.method);
                }
                let call = ExprMethodCall { receiver: Box::new(receiver), ..call.clone() };
                Some((Expr::MethodCall(call), before))
            }
            owned => {
                let ty = made(owned, self.makers, &self.types)?;
                self.count += 1;
                let span = owned.span();
                let name = format_ident!("__jac_iterator_{}", self.count, span = span);
                let before = quote_spanned!(span=> let mut #name: #ty = #owned;);
                Some((self.asking(&name, &ty, span), before))
            }
        }
    }

    fn variable(&self, expression: &Expr) -> Option<(Ident, Path)> {
        let Expr::Path(path) = unparenthesised(expression) else { return None };
        let name = path.path.get_ident()?;
        Some((name.clone(), self.types.get(&name.to_string())?.clone()))
    }

    fn asking(&mut self, iterator: &Ident, ty: &Path, span: Span) -> Expr {
        let runtime = self.runtime;
        self.proofs.push(quote_spanned! {ty.span()=>
            const _: () = {
                #[allow(dead_code, unused)]
                fn proof() {
                    #runtime::same_method(<#ty>::next, <#ty as ::core::iter::Iterator>::next);
                }
            };
        });
        parse_quote_spanned!(span=> ::core::iter::repeat(()).map_while(|()| #iterator.next()))
    }

    /// A proof that the type has no method of this name, neither of its own nor by a trait that takes it by value: both would go before that of all iterators. Where no trait of the
    /// library is in scope, the name is that of another trait's.
    fn prove_method(&mut self, ty: &Path, method: &Ident) {
        let runtime = self.runtime;
        self.proofs.push(quote_spanned! {method.span()=>
            const _: () = {
                #[no_implicit_prelude]
                mod without_iterators {
                    #[allow(unused_imports)]
                    use super::*;
                    struct NothingElseTakesThis;
                    trait MethodOfAllIterators: ::core::marker::Sized {
                        fn #method(self, _: NothingElseTakesThis) {}
                    }
                    impl<Type> MethodOfAllIterators for Type {}
                    #[allow(dead_code)]
                    fn proof(iterator: #ty) {
                        #runtime::same_method(<#ty>::#method, <#ty as MethodOfAllIterators>::#method);
                        iterator.#method(NothingElseTakesThis);
                    }
                }
            };
        });
    }
}

impl VisitMut for Asked<'_> {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        visit_mut::visit_expr_mut(self, expression);
        match expression {
            Expr::ForLoop(for_loop) => {
                let Some((chain, before)) = self.chain(&for_loop.expr) else { return };
                let asking = Expr::ForLoop(ExprForLoop { expr: Box::new(chain), ..for_loop.clone() });
                *expression = wrapped(asking, &before);
            }
            Expr::MethodCall(call) if ENDS.iter().any(|end| call.method == end) => {
                let Some((receiver, before)) = self.chain(&call.receiver) else { return };
                if let Some(ty) = made(&call.receiver, self.makers, &self.types) {
                    self.prove_method(&ty, &call.method);
                }
                let asking = Expr::MethodCall(ExprMethodCall { receiver: Box::new(receiver), ..call.clone() });
                *expression = wrapped(asking, &before);
            }
            _ => {}
        }
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}

/// Behind what stands in front of it.
fn wrapped(expression: Expr, before: &TokenStream) -> Expr {
    if before.is_empty() {
        return expression;
    }
    let span = expression.span();
    let expression = expression.to_token_stream();
    parse_quote_spanned!(span=> { #before #expression })
}
