//! `map` and `and_then` of an `Option` or a `Result`, told from those of arrays by what is made of them; `collect` and `sum` of many;
//! `then` of conditions; `take` of parts; and `retain`.
//!
//! Before: the body as the user wrote it. After: these methods have names of their own where what they give is an outcome for certain:
//! in front of `?` and `unwrap_or`, matched with `Some` or `Ok`, bound with its type, or by a name of which this is said, or returned from a function that gives one.

use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::{format_ident, quote_spanned};
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, Pat, ReturnType, Stmt, Type};

use super::expression::unparenthesised;
use super::parted::parted;
use super::spread::{folded_or_left, spread, wrapper_of_closure};
use crate::ir::Wrapper;

pub const MARK: &str = "__jac_";

/// The name of a method as it was written, and what it gives, if that is told.
pub fn unmarked(name: &str) -> (&str, Option<Wrapper>) {
    let Some(name) = name.strip_prefix(MARK) else { return (name, None) };
    match name.strip_prefix("some_") {
        Some(name) => (name, Some(Wrapper::Some)),
        None => (name.strip_prefix("ok_").unwrap_or(name), Some(Wrapper::Ok)),
    }
}

/// The call as it was written, if its name has been changed.
pub fn plain(call: &syn::ExprMethodCall) -> Option<syn::ExprMethodCall> {
    let name = call.method.to_string();
    let (name, wrapper) = unmarked(&name);
    wrapper?;
    let method = syn::Ident::new(name, call.method.span());
    Some(syn::ExprMethodCall { method, ..call.clone() })
}

/// `map` or `and_then`, with a name that says what it gives.
pub fn marked(call: &syn::ExprMethodCall, wrapper: Wrapper) -> Option<syn::ExprMethodCall> {
    if !(call.method == "map" || call.method == "and_then") || call.args.len() != 1 {
        return None;
    }
    let prefix = match wrapper {
        Wrapper::Some => "some",
        Wrapper::Ok => "ok",
    };
    let method = format_ident!("{MARK}{prefix}_{}", call.method, span = call.method.span());
    Some(syn::ExprMethodCall { method, ..call.clone() })
}

/// What a function gives, by the type in its signature.
pub fn wrapper_of(output: &ReturnType) -> Option<Wrapper> {
    match output {
        ReturnType::Type(_, ty) => wrapper_of_type(ty),
        ReturnType::Default => None,
    }
}

pub fn wrapper_of_type(ty: &Type) -> Option<Wrapper> {
    let Type::Path(path) = ty else { return None };
    match path.path.segments.last() {
        Some(last) if last.ident == "Option" => Some(Wrapper::Some),
        Some(last) if last.ident == "Result" => Some(Wrapper::Ok),
        _ => None,
    }
}

/// What a list has, by its type.
fn element_of(ty: &Type) -> Option<&Type> {
    match ty {
        Type::Reference(reference) => element_of(&reference.elem),
        Type::Array(array) => Some(&array.elem),
        Type::Slice(slice) => Some(&slice.elem),
        Type::Path(path) if path.path.segments.last()?.ident == "Vec" => inside_of(ty),
        _ => None,
    }
}

/// `[None; n]`, `vec![None; n]`
fn is_list_of_none(value: &Expr) -> bool {
    match unparenthesised(value) {
        Expr::Repeat(repeat) => matches!(unparenthesised(&repeat.expr), Expr::Path(path) if path.path.is_ident("None")),
        Expr::Macro(call) if call.mac.path.is_ident("vec") => {
            let first = call.mac.tokens.clone().into_iter().next();
            matches!(first, Some(proc_macro2::TokenTree::Ident(name)) if name == "None")
        }
        _ => false,
    }
}

/// Marks the methods in the body of a function.
pub fn mark(block: &mut Block, signature: &syn::Signature, runtime: &TokenStream) {
    let returns_array = matches!(&signature.output, ReturnType::Type(_, ty) if is_array(ty));
    let mut marks = Mark {
        returned: wrapper_of(&signature.output),
        returns_array,
        lists: HashSet::new(),
        runtime: runtime.clone(),
    };
    for input in &signature.inputs {
        if let syn::FnArg::Typed(typed) = input {
            marks.declared(&typed.pat, &typed.ty);
        }
    }
    marks.tail(block);
    marks.visit_block_mut(block);
}

struct Mark {
    returned: Option<Wrapper>,
    /// The function gives an array.
    returns_array: bool,
    /// The names that are declared to be lists of `Option`s.
    lists: HashSet<String>,
    /// The path of the runtime.
    runtime: TokenStream,
}

impl Mark {
    fn declared(&mut self, pattern: &Pat, ty: &Type) {
        if let (Pat::Ident(name), Some(Wrapper::Some)) = (pattern, element_of(ty).and_then(wrapper_of_type)) {
            self.lists.insert(name.ident.to_string());
        }
    }

    /// `list.iter().flatten()`
    fn is_flattened(&self, call: &syn::ExprMethodCall) -> bool {
        let Expr::MethodCall(iterator) = unparenthesised(&call.receiver) else { return false };
        let Expr::Path(list) = unparenthesised(&iterator.receiver) else { return false };
        call.method == "flatten"
            && call.args.is_empty()
            && (iterator.method == "iter" || iterator.method == "into_iter")
            && list.path.get_ident().is_some_and(|name| self.lists.contains(&name.to_string()))
    }

    fn tail(&self, block: &mut Block) {
        if let Some(Stmt::Expr(tail, None)) = block.stmts.last_mut() {
            self.returned_value(tail);
        }
    }

    fn returned_value(&self, expression: &mut Expr) {
        match expression {
            Expr::If(branch) => {
                self.tail(&mut branch.then_branch);
                if let Some((_, otherwise)) = &mut branch.else_branch {
                    self.returned_value(otherwise);
                }
            }
            Expr::Match(expression) => expression.arms.iter_mut().for_each(|arm| self.returned_value(&mut arm.body)),
            Expr::Block(block) => self.tail(&mut block.block),
            Expr::Paren(paren) => self.returned_value(&mut paren.expr),
            expression => {
                mark_tried(expression, &self.runtime);
                match (gathered(expression, &self.runtime), self.returned) {
                    (Some(gathered), Some(Wrapper::Some)) => {
                        *expression = syn::parse_quote!(::core::option::Option::Some(#gathered));
                    }
                    (Some(gathered), Some(Wrapper::Ok)) => {
                        *expression = syn::parse_quote!(::core::result::Result::Ok(#gathered));
                    }
                    _ if self.returns_array => map_of_array(expression),
                    _ => told(expression, self.returned),
                }
            }
        }
    }
}

fn is_array(ty: &Type) -> bool {
    match ty {
        Type::Paren(paren) => is_array(&paren.elem),
        ty => matches!(ty, Type::Array(_)),
    }
}

/// `f(x).map(..)` gives an array: so what `f` gives is one, which gets a name.
fn map_of_array(expression: &mut Expr) {
    match expression {
        Expr::Paren(paren) => map_of_array(&mut paren.expr),
        Expr::MethodCall(call) if call.method == "map" && call.args.len() == 1 => {
            map_of_array(&mut call.receiver);
            if !matches!(unparenthesised(&call.receiver), Expr::MethodCall(_) | Expr::Call(_) | Expr::Block(_)) {
                return;
            }
            let span = call.method.span();
            let items = format_ident!("{MARK}items", span = span);
            let (receiver, method, function) = (&call.receiver, &call.method, &call.args[0]);
            *expression = syn::parse_quote_spanned!(span=> { let #items = #receiver; #items.#method(#function) });
        }
        _ => {}
    }
}

/// The expression gives this.
fn told(expression: &mut Expr, wrapper: Option<Wrapper>) {
    let Some(wrapper) = wrapper else { return };
    match expression {
        Expr::Paren(paren) => told(&mut paren.expr, Some(wrapper)),
        Expr::Block(block) => told_tail(&mut block.block, wrapper),
        Expr::If(branch) => {
            told_tail(&mut branch.then_branch, wrapper);
            if let Some((_, otherwise)) = &mut branch.else_branch {
                told(otherwise, Some(wrapper));
            }
        }
        Expr::Match(matched) => matched.arms.iter_mut().for_each(|arm| told(&mut arm.body, Some(wrapper))),
        Expr::MethodCall(call) => {
            if let Some(marked) = marked(call, wrapper) {
                *call = marked;
                told(&mut call.receiver, Some(wrapper));
            }
        }
        _ => {}
    }
}

/// What a method tells of what it is called on.
fn wrapper_by_method(call: &syn::ExprMethodCall) -> Option<Wrapper> {
    match call.method.to_string().as_str() {
        "is_some" | "is_none" | "ok_or" | "ok_or_else" => Some(Wrapper::Some),
        // The error is of no matter.
        "unwrap" | "expect" | "unwrap_or" | "unwrap_or_default" | "map_or" => Some(Wrapper::Some),
        "is_some_and" | "is_none_or" => Some(Wrapper::Some),
        // A closure that is given the error is for a `Result`.
        "unwrap_or_else" | "map_or_else" => match call.args.first().map(unparenthesised) {
            Some(Expr::Closure(closure)) if closure.inputs.is_empty() => Some(Wrapper::Some),
            Some(Expr::Closure(closure)) if closure.inputs.len() == 1 => Some(Wrapper::Ok),
            _ => None,
        },
        "is_ok" | "is_err" | "ok" | "map_err" => Some(Wrapper::Ok),
        _ => None,
    }
}

/// What the statements behind `let name = ..` tell of it, up to where the name is bound again.
fn wrapper_behind(name: &syn::Ident, statements: &[Stmt], returned: Option<Wrapper>) -> Option<Wrapper> {
    struct Behind<'a> {
        name: &'a syn::Ident,
        returned: Option<Wrapper>,
        told: Option<Wrapper>,
        is_bound_again: bool,
    }
    impl Behind<'_> {
        fn tells(&mut self, value: &Expr, wrapper: Option<Wrapper>) {
            let value = match unparenthesised(value) {
                Expr::Reference(reference) => unparenthesised(&reference.expr),
                value => value,
            };
            if !self.is_bound_again && matches!(value, Expr::Path(path) if path.path.is_ident(self.name)) {
                // Some methods are those of both.
                self.told = wrapper.filter(|wrapper| *wrapper == Wrapper::Ok).or(self.told).or(wrapper);
            }
        }
    }
    impl<'ast> Visit<'ast> for Behind<'_> {
        fn visit_pat_ident(&mut self, pattern: &'ast syn::PatIdent) {
            self.is_bound_again |= pattern.ident == *self.name;
            visit::visit_pat_ident(self, pattern);
        }
        fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
            self.tells(&call.receiver, wrapper_by_method(call));
            visit::visit_expr_method_call(self, call);
        }
        fn visit_expr_try(&mut self, attempt: &'ast syn::ExprTry) {
            self.tells(&attempt.expr, self.returned);
            visit::visit_expr_try(self, attempt);
        }
        fn visit_expr_let(&mut self, matched: &'ast syn::ExprLet) {
            self.tells(&matched.expr, wrapper_in(&matched.pat));
            visit::visit_expr_let(self, matched);
        }
        fn visit_expr_match(&mut self, matched: &'ast syn::ExprMatch) {
            self.tells(&matched.expr, matched.arms.iter().find_map(|arm| wrapper_in(&arm.pat)));
            visit::visit_expr_match(self, matched);
        }
        fn visit_local(&mut self, local: &'ast syn::Local) {
            if let Some(init) = local.init.as_ref().filter(|init| init.diverge.is_some()) {
                self.tells(&init.expr, wrapper_in(&local.pat));
            }
            if let Some(init) = &local.init {
                visit::visit_local_init(self, init);
            }
            self.visit_pat(&local.pat);
        }
        // In a closure, `?` leaves that.
        fn visit_expr_closure(&mut self, closure: &'ast syn::ExprClosure) {
            let returned = std::mem::replace(&mut self.returned, wrapper_of(&closure.output));
            visit::visit_expr_closure(self, closure);
            self.returned = returned;
        }
        fn visit_item(&mut self, _: &'ast syn::Item) {}
    }
    let mut behind = Behind { name, returned, told: None, is_bound_again: false };
    statements.iter().for_each(|statement| behind.visit_stmt(statement));
    behind.told
}

fn told_tail(block: &mut Block, wrapper: Wrapper) {
    if let Some(Stmt::Expr(tail, None)) = block.stmts.last_mut() {
        told(tail, Some(wrapper));
    }
}

/// The closure of a `try_fold` gives an `Option` or a `Result`.
fn mark_tried(expression: &mut Expr, runtime: &TokenStream) {
    let Expr::MethodCall(call) = expression else { return };
    if !["try_fold", "try_for_each"].iter().any(|name| call.method == name) {
        return;
    }
    let wrapper = call.args.last().and_then(wrapper_of_closure);
    if let (Some(_), Some(Expr::Closure(closure))) = (wrapper, call.args.last_mut()) {
        let marks = Mark { returned: wrapper, returns_array: false, lists: HashSet::new(), runtime: runtime.clone() };
        marks.returned_value(&mut closure.body);
    }
}

/// `chain.collect()?`, `chain.sum()?`: a loop that leaves the function at the first item that is absent.
fn gathered(expression: &Expr, runtime: &TokenStream) -> Option<Expr> {
    let Expr::MethodCall(call) = unparenthesised(expression) else { return None };
    if let Some(folded) = folded_or_left(call) {
        return syn::parse2(folded).ok();
    }
    let Expr::MethodCall(_) = unparenthesised(&call.receiver) else { return None };
    if !call.args.is_empty() {
        return None;
    }
    let (chain, span) = (&call.receiver, call.method.span());
    let [all, item] = ["all", "item"].map(|name| format_ident!("{MARK}{name}", span = span));
    let gathered = match call.method.to_string().as_str() {
        "collect" => {
            quote_spanned! {span=> { let mut #all = #runtime::Vec::new(); for #item in #chain { #all.push(#item?); } #all }}
        }
        "sum" => quote_spanned! {span=> { let mut #all = -0.0; for #item in #chain { #all += #item?; } #all }},
        "product" => quote_spanned! {span=> { let mut #all = 1.0; for #item in #chain { #all *= #item?; } #all }},
        _ => return None,
    };
    syn::parse2(gathered).ok()
}

/// `chain.collect()`, `chain.sum()` of this type, an `Option` or a `Result`: a loop that ends at the first item that is absent.
fn gathered_whole(expression: &Expr, ty: &Type, runtime: &TokenStream) -> Option<Expr> {
    let Expr::MethodCall(call) = unparenthesised(expression) else { return None };
    let Expr::MethodCall(_) = unparenthesised(&call.receiver) else { return None };
    let wrapper = wrapper_of_type(ty).filter(|_| call.args.is_empty())?;
    let inside = inside_of(ty)?;
    let (chain, span) = (&call.receiver, call.method.span());
    let [all, item, whole] = ["all", "item", "whole"].map(|name| format_ident!("{MARK}{name}", span = span));
    let (start, step) = match call.method.to_string().as_str() {
        "collect" if is_list(inside) => {
            (quote_spanned!(span=> #runtime::Vec::new()), quote_spanned!(span=> #all.push(#item)))
        }
        "sum" => (quote_spanned!(span=> -0.0), quote_spanned!(span=> #all += #item)),
        "product" => (quote_spanned!(span=> 1.0), quote_spanned!(span=> #all *= #item)),
        _ => return None,
    };
    let label = syn::Lifetime::new(&format!("'{MARK}gathered"), span);
    let (present, absent) = match wrapper {
        Wrapper::Some => {
            let none = quote_spanned!(span=> ::core::option::Option::None);
            (quote_spanned!(span=> ::core::option::Option::Some), quote_spanned!(span=> #none => break #label #none))
        }
        Wrapper::Ok => {
            let error = format_ident!("{MARK}error", span = span);
            let err = quote_spanned!(span=> ::core::result::Result::Err);
            (
                quote_spanned!(span=> ::core::result::Result::Ok),
                quote_spanned!(span=> #err(#error) => break #label #err(#error)),
            )
        }
    };
    let gathered = quote_spanned! {span=> {
        let #whole: #ty = #label: {
            let mut #all = #start;
            for #item in #chain {
                match #item { #present(#item) => #step, #absent }
            }
            #present(#all)
        };
        #whole
    }};
    syn::parse2(gathered).ok()
}

/// `T` of `Option<T>` and `Result<T, E>`.
pub fn inside_of(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ty else { return None };
    let syn::PathArguments::AngleBracketed(arguments) = &path.path.segments.last()?.arguments else { return None };
    arguments.args.iter().find_map(|argument| match argument {
        syn::GenericArgument::Type(inside) => Some(inside),
        _ => None,
    })
}

/// A `Vec`, or what is left to be inferred.
fn is_list(ty: &Type) -> bool {
    match ty {
        Type::Infer(_) => true,
        Type::Path(path) => path.path.segments.last().is_some_and(|last| last.ident == "Vec"),
        _ => false,
    }
}

/// The type in `collect::<T>()`.
fn turbofish(expression: &Expr) -> Option<&Type> {
    let Expr::MethodCall(call) = unparenthesised(expression) else { return None };
    match call.turbofish.as_ref()?.args.first()? {
        syn::GenericArgument::Type(ty) => Some(ty),
        _ => None,
    }
}

/// `|item| item`, `|item| *item` of a chain's `filter_map`: the item is an `Option`, taken apart and put together again.
fn passed_on(closure: &mut syn::ExprClosure) {
    let [Pat::Ident(name)] = closure.inputs.iter().collect::<Vec<_>>()[..] else { return };
    let given = match unparenthesised(&closure.body) {
        Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Deref(_)) => unparenthesised(&unary.expr),
        given => given,
    };
    if !matches!(given, Expr::Path(path) if path.path.is_ident(&name.ident)) {
        return;
    }
    let (body, span) = (&closure.body, name.ident.span());
    let held = format_ident!("{MARK}held", span = span);
    let option = quote_spanned!(span=> ::core::option::Option);
    *closure.body = syn::parse_quote_spanned!(span=> if let #option::Some(#held) = #body { #option::Some(#held) } else { #option::None });
}

/// `condition.then(|| value)`, `condition.then_some(value)`: a branch.
fn chosen(expression: &Expr) -> Option<Expr> {
    let Expr::MethodCall(call) = expression else { return None };
    let (condition, span) = (&call.receiver, call.method.span());
    let [argument] = call.args.iter().map(unparenthesised).collect::<Vec<_>>()[..] else { return None };
    let [met, value] = ["met", "value"].map(|name| format_ident!("{MARK}{name}", span = span));
    let some = quote_spanned!(span=> ::core::option::Option::Some);
    let none = quote_spanned!(span=> ::core::option::Option::None);
    let chosen = match (call.method.to_string().as_str(), argument) {
        ("then", Expr::Closure(closure)) if closure.inputs.is_empty() && can_stand_for(closure) => {
            let body = &closure.body;
            quote_spanned!(span=> if (#condition) { #some(#body) } else { #none })
        }
        // Arithmetic alone is done where it is wanted: a pole that is not would make zeros NaN.
        ("then_some", argument) if is_arithmetic(argument) => {
            quote_spanned!(span=> if (#condition) { #some(#argument) } else { #none })
        }
        // The value is made whether it is wanted or not.
        ("then_some", argument) => {
            quote_spanned!(span=> { let #met = #condition; let #value = #argument; if #met { #some(#value) } else { #none } })
        }
        _ => return None,
    };
    syn::parse2(chosen).ok()
}

/// The body does the same where the closure stands: it does not leave the closure, and changes no copy of what it captures.
pub fn can_stand_for(closure: &syn::ExprClosure) -> bool {
    closure.capture.is_none() && !super::flow::jumps(&closure.body)
}

/// A place that is selected by nothing but names and numbers.
pub fn is_named(place: &Expr) -> bool {
    match unparenthesised(place) {
        Expr::Index(index) => is_named(&index.expr) && is_arithmetic(&index.index),
        place => is_arithmetic(place),
    }
}

/// Nothing but names, numbers and what is between them.
pub fn is_arithmetic(expression: &Expr) -> bool {
    match unparenthesised(expression) {
        Expr::Path(_) | Expr::Lit(_) => true,
        Expr::Field(field) => is_arithmetic(&field.base),
        Expr::Unary(unary) => is_arithmetic(&unary.expr),
        Expr::Binary(binary) => is_arithmetic(&binary.left) && is_arithmetic(&binary.right),
        _ => false,
    }
}

/// `place.take()`, `place.replace(value)` of an `Option` that is a part of something: the functions of `core::mem`.
fn taken_out(expression: &Expr) -> Option<Expr> {
    let Expr::MethodCall(call) = expression else { return None };
    let (place, span) = (unparenthesised(&call.receiver), call.method.span());
    let is_part = match place {
        Expr::Field(_) | Expr::Index(_) => true,
        Expr::Unary(unary) => matches!(unary.op, syn::UnOp::Deref(_)),
        _ => false,
    };
    if !is_part {
        return None;
    }
    let taken = match (call.method.to_string().as_str(), call.args.len()) {
        ("take", 0) => quote_spanned!(span=> ::core::mem::replace(&mut #place, ::core::option::Option::None)),
        ("replace", 1) => {
            let value = &call.args[0];
            quote_spanned!(span=> ::core::mem::replace(&mut #place, ::core::option::Option::Some(#value)))
        }
        _ => return None,
    };
    syn::parse2(taken).ok()
}

/// `list.retain(|value| condition)`: elements that stay take the place of those that go.
fn retained(expression: &Expr) -> Option<Expr> {
    let Expr::MethodCall(call) = expression else { return None };
    if call.method != "retain" || call.args.len() != 1 {
        return None;
    }
    let Expr::Closure(closure) = unparenthesised(&call.args[0]) else { return None };
    let value = closure.inputs.first().filter(|_| closure.inputs.len() == 1)?;
    // The list is named several times.
    if !can_stand_for(closure) || !is_named(&call.receiver) {
        return None;
    }
    let (list, condition, span) = (&call.receiver, &closure.body, call.method.span());
    let [kept, index, stays] = ["kept", "index", "stays"].map(|name| format_ident!("{MARK}{name}", span = span));
    let retained = quote_spanned! {span=> {
        let mut #kept = 0usize;
        for #index in 0..#list.len() {
            let #stays = { let #value = &#list[#index]; #condition };
            if #stays {
                #list.swap(#kept, #index);
                #kept += 1;
            }
        }
        #list.truncate(#kept);
    }};
    syn::parse2(retained).ok()
}

/// `Vec::from(elements)`: a copy of them.
pub fn copied_list(call: &syn::ExprCall) -> Option<Expr> {
    let Expr::Path(path) = &*call.func else { return None };
    let segments: Vec<String> = path.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    let (["Vec", "from"] | ["std" | "alloc", "vec", "Vec", "from"], 1) = (&segments[..], call.args.len()) else {
        return None;
    };
    let (elements, span) = (&call.args[0], path.path.segments.last()?.ident.span());
    let list = format_ident!("{MARK}list", span = span);
    syn::parse2(quote_spanned!(span=> { let #list = #elements; #list.to_vec() })).ok()
}

/// What the variants in a pattern tell.
fn wrapper_in(pattern: &Pat) -> Option<Wrapper> {
    let path = match pattern {
        Pat::TupleStruct(variant) => &variant.path,
        Pat::Path(variant) => &variant.path,
        Pat::Ident(name) if name.ident == "None" => return Some(Wrapper::Some),
        Pat::Or(or) => return or.cases.iter().find_map(wrapper_in),
        Pat::Guard(guarded) => return wrapper_in(&guarded.pat),
        _ => return None,
    };
    match path.segments.last()?.ident.to_string().as_str() {
        "Some" | "None" => Some(Wrapper::Some),
        "Ok" | "Err" => Some(Wrapper::Ok),
        _ => None,
    }
}

impl VisitMut for Mark {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        if let Expr::Try(attempt) = &mut *expression
            && self.returned.is_some()
        {
            mark_tried(&mut attempt.expr, &self.runtime);
        }
        if let Expr::Try(attempt) = &*expression
            && self.returned.is_some()
            && let Some(gathered) = gathered(&attempt.expr, &self.runtime)
        {
            *expression = gathered;
        }
        mark_tried(expression, &self.runtime);
        if let Some(gathered) = turbofish(expression).and_then(|ty| gathered_whole(expression, ty, &self.runtime)) {
            *expression = gathered;
        }
        if let Some(parted) = parted(expression) {
            *expression = parted;
        }
        let written = chosen(expression).or_else(|| taken_out(expression)).or_else(|| retained(expression));
        if let Some(written) = written.or_else(|| spread(expression)) {
            *expression = written;
        }
        visit_mut::visit_expr_mut(self, expression);
    }

    fn visit_expr_try_mut(&mut self, attempt: &mut syn::ExprTry) {
        told(&mut attempt.expr, self.returned);
        visit_mut::visit_expr_try_mut(self, attempt);
    }

    fn visit_expr_return_mut(&mut self, returned: &mut syn::ExprReturn) {
        if let Some(value) = &mut returned.expr {
            self.returned_value(value);
        }
        visit_mut::visit_expr_return_mut(self, returned);
    }

    fn visit_expr_let_mut(&mut self, matched: &mut syn::ExprLet) {
        told(&mut matched.expr, wrapper_in(&matched.pat));
        visit_mut::visit_expr_let_mut(self, matched);
    }

    fn visit_expr_match_mut(&mut self, matched: &mut syn::ExprMatch) {
        told(&mut matched.expr, matched.arms.iter().find_map(|arm| wrapper_in(&arm.pat)));
        visit_mut::visit_expr_match_mut(self, matched);
    }

    fn visit_block_mut(&mut self, block: &mut Block) {
        for index in 0..block.stmts.len() {
            let (before, behind) = block.stmts.split_at_mut(index + 1);
            if let Some(Stmt::Local(syn::Local { pat: Pat::Ident(name), init: Some(init), .. })) = before.last_mut()
                && init.diverge.is_none()
                && matches!(unparenthesised(&init.expr), Expr::MethodCall(_))
            {
                told(&mut init.expr, wrapper_behind(&name.ident, behind, self.returned));
            }
        }
        visit_mut::visit_block_mut(self, block);
    }

    fn visit_local_mut(&mut self, local: &mut syn::Local) {
        if let Some(init) = &mut local.init
            && init.diverge.is_some()
        {
            told(&mut init.expr, wrapper_in(&local.pat));
        }
        if let (Some(init), Pat::Ident(name)) = (&local.init, &local.pat)
            && is_list_of_none(&init.expr)
        {
            self.lists.insert(name.ident.to_string());
        }
        if let (Some(init), Pat::Type(typed)) = (&mut local.init, &local.pat) {
            told(&mut init.expr, wrapper_of_type(&typed.ty));
            if turbofish(&init.expr).is_none()
                && let Some(gathered) = gathered_whole(&init.expr, &typed.ty, &self.runtime)
            {
                *init.expr = gathered;
            }
            self.declared(&typed.pat, &typed.ty);
            if is_array(&typed.ty) {
                map_of_array(&mut init.expr);
            }
        }
        visit_mut::visit_local_mut(self, local);
    }

    fn visit_expr_method_call_mut(&mut self, call: &mut syn::ExprMethodCall) {
        let wrapper = wrapper_by_method(call);
        if matches!(unparenthesised(&call.receiver), Expr::MethodCall(_)) {
            told(&mut call.receiver, wrapper);
        }
        if self.is_flattened(call) {
            let span = call.method.span();
            let item = format_ident!("{MARK}item", span = span);
            call.method = syn::Ident::new("filter_map", span);
            call.args.push(syn::parse_quote_spanned!(span=> |#item| #item));
        }
        if ["filter_map", "find_map", "map_while", "scan"].iter().any(|name| call.method == name)
            && let Some(Expr::Closure(closure)) = call.args.last_mut()
        {
            passed_on(closure);
            let lists = std::mem::take(&mut self.lists);
            let runtime = self.runtime.clone();
            let marks = Mark { returned: Some(Wrapper::Some), returns_array: false, lists, runtime };
            marks.returned_value(&mut closure.body);
            self.lists = marks.lists;
        }
        visit_mut::visit_expr_method_call_mut(self, call);
    }

    /// `return` and `?` leave the closure, of which the type is not known.
    fn visit_expr_closure_mut(&mut self, closure: &mut syn::ExprClosure) {
        let returned = std::mem::replace(&mut self.returned, wrapper_of(&closure.output));
        let returns_array = std::mem::replace(&mut self.returns_array, false);
        visit_mut::visit_expr_closure_mut(self, closure);
        self.returned = returned;
        self.returns_array = returns_array;
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}
