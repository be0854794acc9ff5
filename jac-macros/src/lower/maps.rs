//! Maps and sets in a body: bookkeeping of what does not vary.
//!
//! Before: local variables that are declared or made as a map or a set of the standard library, by the names of these types. After: what is read of one is code
//! that is kept as written; what changes one is a function of it that is called at once. Nothing in one may vary, nor what it is asked by: the type
//! has no tangent space.

use std::collections::HashMap;

use proc_macro2::{Ident, Span};
use quote::format_ident;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Expr, ExprForLoop, ExprMethodCall, GenericArgument, ItemFn, Pat, Type};

use super::expression::unparenthesised;
use super::foreign::MAP;
use super::item::Item;
use super::opaque::placeholder;
use super::option::Optional;
use super::{Binding, Lowering, passing};
use crate::ir::{IfVaried, Opaque, Passing, Rvalue, Statement, Var};

const IN_ONE_STATEMENT: &str = "a reference into a map cannot be kept here; change what is in it by one statement, `*map.entry(key).or_insert(0) += 1;`";

const IN_A_LOOP: &str = "a loop cannot change what is in a map here; go through a list of its keys, `let keys: Vec<_> = map.keys().copied().collect();`, and change each by one statement, `*map.get_mut(key).unwrap() += 1;`";

/// What is known of a variable.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Map {
    Keyed,
    Set,
}

/// What an expression does with a map.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Use {
    Reads,
    Changes,
}

/// Methods that read.
const READING: &[&str] = &[
    "contains",
    "contains_key",
    "first",
    "first_key_value",
    "get",
    "get_key_value",
    "is_disjoint",
    "is_empty",
    "is_subset",
    "is_superset",
    "iter",
    "keys",
    "last",
    "last_key_value",
    "len",
    "range",
    "values",
];

/// Methods that change what they are called on.
const CHANGING: &[&str] = &[
    "append",
    "clear",
    "entry",
    "extend",
    "get_mut",
    "insert",
    "pop_first",
    "pop_last",
    "remove",
    "remove_entry",
    "replace",
    "retain",
    "take",
];

/// Methods that give a reference into a map, or what leads to one.
const LEADING: &[&str] =
    &["and_modify", "entry", "get_mut", "or_default", "or_insert", "or_insert_with", "or_insert_with_key"];

fn map_of_name(name: &Ident) -> Option<Map> {
    match name.to_string().as_str() {
        "BTreeMap" | "HashMap" => Some(Map::Keyed),
        "BTreeSet" | "HashSet" => Some(Map::Set),
        _ => None,
    }
}

pub fn map_of_type(ty: &Type) -> Option<Map> {
    match passing(ty).1 {
        Type::Path(path) if path.qself.is_none() => map_of_name(&path.path.segments.last()?.ident),
        _ => None,
    }
}

/// What makes a map says so.
fn map_of_value(value: &Expr) -> Option<Map> {
    match unparenthesised(value) {
        Expr::Call(call) => {
            let Expr::Path(path) = unparenthesised(&call.func) else { return None };
            map_of_name(&path.path.segments.iter().rev().nth(1)?.ident)
        }
        Expr::MethodCall(call) if call.method == "collect" => match call.turbofish.as_ref()?.args.first()? {
            GenericArgument::Type(ty) => map_of_type(ty),
            _ => None,
        },
        _ => None,
    }
}

/// The names that stand for maps and for nothing else.
pub fn maps_in(item: &ItemFn) -> HashMap<String, Map> {
    #[derive(Default)]
    struct Found {
        maps: HashMap<String, (Map, usize)>,
        given: HashMap<String, usize>,
    }
    impl Found {
        fn note(&mut self, pattern: &Pat, map: Option<Map>) {
            if let (Pat::Ident(name), Some(map)) = (pattern, map) {
                self.maps.entry(name.ident.to_string()).or_insert((map, 0)).1 += 1;
            }
        }
    }
    impl<'ast> Visit<'ast> for Found {
        fn visit_local(&mut self, local: &'ast syn::Local) {
            match &local.pat {
                Pat::Type(typed) => self.note(&typed.pat, map_of_type(&typed.ty)),
                pattern => self.note(pattern, local.init.as_ref().and_then(|init| map_of_value(&init.expr))),
            }
            visit::visit_local(self, local);
        }
        fn visit_pat_ident(&mut self, pattern: &'ast syn::PatIdent) {
            *self.given.entry(pattern.ident.to_string()).or_default() += 1;
            visit::visit_pat_ident(self, pattern);
        }
        fn visit_item(&mut self, _: &'ast syn::Item) {}
    }
    let mut found = Found::default();
    for input in &item.sig.inputs {
        if let syn::FnArg::Typed(input) = input {
            found.note(&input.pat, map_of_type(&input.ty).filter(|_| passing(&input.ty).0 != Passing::Mutable));
        }
    }
    found.visit_signature(&item.sig);
    found.visit_block(&item.block);
    let Found { maps, given } = found;
    let maps = maps.into_iter().filter(|(name, (_, count))| given.get(name) == Some(count));
    maps.map(|(name, (map, _))| (name, map)).collect()
}

impl Lowering<'_> {
    /// The variable that is a map, by its name.
    fn map_named(&self, expression: &Expr) -> Option<Map> {
        let Expr::Path(path) = unparenthesised(expression) else { return None };
        let name = path.path.get_ident()?.to_string();
        self.maps.get(&name).copied().filter(|_| self.is_bound(&name))
    }

    /// What the expression does with the map that it starts from.
    pub fn use_of_map(&self, expression: &Expr) -> Option<Use> {
        if self.maps.is_empty() {
            return None;
        }
        match unparenthesised(expression) {
            Expr::MethodCall(call) if self.map_named(&call.receiver).is_some() => {
                let is_one_of = |names: &[&str]| names.iter().any(|name| call.method == name);
                if is_one_of(CHANGING) { Some(Use::Changes) } else { is_one_of(READING).then_some(Use::Reads) }
            }
            Expr::MethodCall(call) if self.is_entry(&call.receiver) || has_closure(call) => None,
            Expr::MethodCall(call) => self.use_of_map(&call.receiver),
            Expr::Index(index) if self.map_named(&index.expr).is_some() => Some(Use::Reads),
            Expr::Index(index) => self.use_of_map(&index.expr),
            Expr::Field(field) => self.use_of_map(&field.base),
            Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Deref(_)) => self.use_of_map(&unary.expr),
            Expr::Reference(reference) if reference.mutability.is_none() => self.use_of_map(&reference.expr),
            _ => None,
        }
    }

    /// `map.get(key)` and the like, an `Option` of a reference to what is there.
    pub fn is_entry(&self, expression: &Expr) -> bool {
        let Expr::MethodCall(call) = unparenthesised(expression) else { return false };
        ["first", "get", "last"].iter().any(|name| call.method == name) && self.map_named(&call.receiver).is_some()
    }

    /// What is read of a map, or what changes one gives.
    pub fn map_item(&mut self, expression: &Expr) -> Option<Item> {
        if self.is_entry(expression) {
            let span = expression.span();
            let mut opaque = self.opaque_map_read(expression);
            let found = &opaque.expression;
            opaque.expression = syn::parse_quote!(#found.cloned());
            let found = self.name(Rvalue::Opaque(opaque), "of_map", span);
            let Optional { present, item } = self.taken_apart(&found, span);
            let item = item.map(|item| Box::new(self.referenced(*item)));
            return Some(Item::Optional(Optional { present, item }));
        }
        Some(Item::Value(match self.use_of_map(expression)? {
            Use::Reads => {
                let opaque = self.opaque_map_read(expression);
                self.name(Rvalue::Opaque(opaque), "of_map", expression.span())
            }
            Use::Changes => {
                if let Expr::MethodCall(call) = unparenthesised(expression)
                    && LEADING.iter().any(|name| call.method == name)
                {
                    self.errors.at(&call.method, IN_ONE_STATEMENT);
                    self.errors.close();
                    return Some(Item::unit());
                }
                let change = self.changed_map(expression, None)?;
                let value = self.rvalue(&change);
                self.name(value, "of_map", expression.span())
            }
        }))
    }

    fn opaque_map_read(&mut self, expression: &Expr) -> Opaque {
        // What is looked up is no `Option` of the lowering here.
        let outer = std::mem::replace(&mut self.keeps_entries, true);
        let opaque = self.opaque(expression);
        self.keeps_entries = outer;
        Opaque { if_varied: IfVaried::Refused(expression.span(), MAP.to_string()), ..opaque }
    }

    /// What is read of a map, which may take its type from where it is bound; and `let map: HashMap<_, _> = chain.collect();`, a list first.
    pub fn bound_to_map(&mut self, local: &syn::Local) -> Option<Rvalue> {
        let value = &local.init.as_ref()?.expr;
        if self.use_of_map(value) == Some(Use::Reads) && !self.is_entry(value) {
            return Some(Rvalue::Opaque(self.opaque_map_read(value)));
        }
        let Expr::MethodCall(call) = unparenthesised(value) else { return None };
        let ty = match (&local.pat, call.turbofish.as_ref().and_then(|turbofish| turbofish.args.first())) {
            (_, Some(GenericArgument::Type(ty))) => ty,
            (Pat::Type(typed), None) => &typed.ty,
            _ => return None,
        };
        if call.method != "collect" || map_of_type(ty).is_none() {
            return None;
        }
        let list = Expr::MethodCall(ExprMethodCall { turbofish: None, ..call.clone() });
        let list = self.operand(&list);
        let mut reads = Vec::new();
        let list = self.item_expression(&Item::Value(list), &mut reads, call.method.span());
        let expression = syn::parse_quote!(#list.into_iter().collect::<#ty>());
        Some(Rvalue::Opaque(Opaque {
            expression,
            reads,
            if_varied: IfVaried::Refused(call.method.span(), MAP.to_string()),
        }))
    }

    /// A statement that changes a map.
    pub fn map_statement(&mut self, expression: &Expr) -> bool {
        let (target, assigned) = match expression {
            Expr::Assign(assign) => (&*assign.left, Some((None, &*assign.right))),
            Expr::Binary(binary) if super::opaque::is_assignment(&binary.op) => {
                (&*binary.left, Some((Some(binary.op), &*binary.right)))
            }
            expression => (expression, None),
        };
        if self.use_of_map(target) != Some(Use::Changes) {
            return false;
        }
        if let Some(change) = self.changed_map(target, Some(assigned)) {
            let value = self.rvalue(&change);
            self.name(value, "changed", expression.span());
        }
        true
    }

    /// The call that makes the change. As a statement, it gives nothing.
    fn changed_map(
        &mut self,
        expression: &Expr,
        statement: Option<Option<(Option<syn::BinOp>, &Expr)>>,
    ) -> Option<Expr> {
        let span = expression.span();
        let root = root(expression)?;
        let mut reads = Vec::new();
        let map = self.names.fresh("map", span);
        let mut change = self.in_map(expression, &map, &mut reads);
        if let Some(assigned) = statement {
            change = match assigned {
                Some((op, value)) => {
                    let value = self.opaque(value);
                    reads.extend(value.reads);
                    let value = value.expression;
                    match op {
                        Some(op) => syn::parse_quote!({ #change #op #value; }),
                        None => syn::parse_quote!({ #change = #value; }),
                    }
                }
                None => syn::parse_quote!({ #change; }),
            };
        }
        let (jac, is_lent) = (self.runtime.clone(), self.named_view(root).is_some());
        let (seen, lent): (Expr, Expr) = if is_lent {
            (syn::parse_quote!(&*#root), syn::parse_quote!(#root))
        } else {
            (syn::parse_quote!(&#root), syn::parse_quote!(&mut #root))
        };
        // The type of what is changed is that of what it is changed in.
        let seen = self.opaque(&seen);
        reads.extend(seen.reads);
        let seen = seen.expression;
        let expression = syn::parse_quote!(#jac::change_of(#seen, |#map| #change));
        let opaque = Opaque { expression, reads, if_varied: IfVaried::Refused(span, MAP.to_string()) };
        let var = self.temporary("change", span);
        self.statements.push(Statement::Let { var, annotation: None, value: Rvalue::Opaque(opaque) });
        let name = format_ident!("__jac_{}", placeholder(var, Span::call_site()));
        self.scopes.last_mut().expect("a scope is open").insert(name.to_string(), Binding::Variable(var));
        Some(syn::parse_quote!(#jac::changed(#lent, #name)))
    }

    /// The expression as it is written, with another name for the map.
    fn in_map(&mut self, expression: &Expr, map: &Ident, reads: &mut Vec<Var>) -> Expr {
        match unparenthesised(expression) {
            Expr::Path(_) => syn::parse_quote!(#map),
            Expr::MethodCall(call) => {
                let receiver = Box::new(self.in_map(&call.receiver, map, reads));
                let args = call.args.iter().map(|argument| match unparenthesised(argument) {
                    Expr::Closure(_) => {
                        let (function, more) = self.opaque_function(argument);
                        reads.extend(more);
                        function
                    }
                    argument => self.beside(argument, reads),
                });
                let args = args.collect();
                Expr::MethodCall(ExprMethodCall { receiver, args, ..call.clone() })
            }
            Expr::Index(index) => {
                let expr = Box::new(self.in_map(&index.expr, map, reads));
                let by = Box::new(self.beside(&index.index, reads));
                Expr::Index(syn::ExprIndex { expr, index: by, ..index.clone() })
            }
            Expr::Field(field) => {
                let base = Box::new(self.in_map(&field.base, map, reads));
                Expr::Field(syn::ExprField { base, ..field.clone() })
            }
            Expr::Unary(unary) => {
                let expr = Box::new(self.in_map(&unary.expr, map, reads));
                Expr::Unary(syn::ExprUnary { expr, ..unary.clone() })
            }
            Expr::Reference(reference) => {
                let expr = Box::new(self.in_map(&reference.expr, map, reads));
                Expr::Reference(syn::ExprReference { expr, ..reference.clone() })
            }
            other => other.clone(),
        }
    }

    fn beside(&mut self, expression: &Expr, reads: &mut Vec<Var>) -> Expr {
        let opaque = self.opaque(expression);
        reads.extend(opaque.reads);
        opaque.expression
    }

    /// `&mut map`, `map.values_mut()`
    fn changes_a_map(&self, source: &Expr) -> bool {
        match unparenthesised(source) {
            Expr::Reference(reference) => reference.mutability.is_some() && self.map_named(&reference.expr).is_some(),
            Expr::MethodCall(call) => {
                ["iter_mut", "values_mut"].iter().any(|name| call.method == name)
                    && self.map_named(&call.receiver).is_some()
            }
            _ => false,
        }
    }

    /// A loop over a map goes over a list of what is in it.
    pub fn over_map(&mut self, for_loop: &ExprForLoop) -> Option<ExprForLoop> {
        if self.changes_a_map(&for_loop.expr) {
            self.errors.at(&for_loop.expr, IN_A_LOOP);
            return Some(ExprForLoop {
                expr: syn::parse_quote!(0..0),
                pat: syn::parse_quote!(_),
                body: syn::parse_quote!({}),
                ..for_loop.clone()
            });
        }
        let expr = self.entries(&for_loop.expr)?;
        Some(ExprForLoop { expr: Box::new(expr), ..for_loop.clone() })
    }

    /// `map.iter()`, `map.keys()` and the like.
    pub fn is_source_of_map(&self, call: &ExprMethodCall) -> bool {
        let goes_over = ["iter", "into_iter", "keys", "values"].iter().any(|name| call.method == name);
        goes_over && call.args.is_empty() && self.map_named(&call.receiver).is_some()
    }

    /// A list of what is in a map, for a map or a method of one that goes over it.
    pub fn entries(&mut self, source: &Expr) -> Option<Expr> {
        let (source, by_reference) = match unparenthesised(source) {
            Expr::Reference(reference) if reference.mutability.is_none() => (&*reference.expr, true),
            source => (source, false),
        };
        let span = source.span();
        let (map, kind, method) = match source {
            Expr::MethodCall(call) if call.args.is_empty() && !by_reference => {
                (&*call.receiver, self.map_named(&call.receiver)?, call.method.to_string())
            }
            source => (source, self.map_named(source)?, if by_reference { "iter" } else { "into_iter" }.to_string()),
        };
        // Of a reference, its elements are lent.
        let is_lent = self.named_view(map).is_some() || method != "into_iter";
        let parts = match (method.as_str(), kind) {
            // A tuple of two references, as the map gives them.
            ("iter" | "into_iter", Map::Keyed) => vec!["keys", "values"],
            ("iter" | "into_iter", Map::Set) => vec!["iter"],
            ("keys", Map::Keyed) => vec!["keys"],
            ("values", Map::Keyed) => vec!["values"],
            _ => return None,
        };
        let lists: Vec<Expr> = parts
            .into_iter()
            .map(|part| {
                let list = self.list_of_map(map, &Ident::new(part, span));
                if is_lent { syn::parse_quote!(&#list) } else { syn::parse_quote!(#list) }
            })
            .collect();
        Some(match lists.as_slice() {
            [keys, values] => syn::parse_quote!((#keys).into_iter().zip(#values)),
            lists => lists[0].clone(),
        })
    }

    /// What a method of a map goes over, in a list.
    fn list_of_map(&mut self, map: &Expr, method: &Ident) -> Ident {
        let span = map.span();
        let mut opaque = self.opaque(map);
        let (map, jac) = (&opaque.expression, &self.runtime);
        opaque.expression = syn::parse_quote!(#map.#method().cloned().collect::<#jac::Vec<_>>());
        opaque.if_varied = IfVaried::Refused(span, MAP.to_string());
        let name = self.names.fresh("entries", span);
        let var = self.declare(&name);
        self.set_memory(var);
        self.statements.push(Statement::Let { var, annotation: None, value: Rvalue::Opaque(opaque) });
        name
    }
}

/// A method takes one, here or in front.
fn has_closure(call: &ExprMethodCall) -> bool {
    call.args.iter().any(|argument| matches!(unparenthesised(argument), Expr::Closure(_)))
        || matches!(unparenthesised(&call.receiver), Expr::MethodCall(inner) if has_closure(inner))
}

/// The name that an expression starts from.
fn root(expression: &Expr) -> Option<&Expr> {
    match unparenthesised(expression) {
        path @ Expr::Path(_) => Some(path),
        Expr::MethodCall(call) => root(&call.receiver),
        Expr::Index(index) => root(&index.expr),
        Expr::Field(field) => root(&field.base),
        Expr::Unary(unary) => root(&unary.expr),
        Expr::Reference(reference) => root(&reference.expr),
        _ => None,
    }
}
