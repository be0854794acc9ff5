//! Mutable views that have names, followed to where they end.
//!
//! A mutable view is a copy of the part, which is written back behind the last statement that names the view, or what borrows from it: while
//! it is there, nothing else can read or write the array, so that nobody sees the difference. A view that a method makes of another one is a part of that, in
//! another shape. Where the view may be left on another way, by a `return` or a `break`, or is given away, it is not rewritten, and refused.

use std::collections::HashSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::visit::Visit;
use syn::{Expr, Pat, Stmt};

use super::scopes::{Free, defines, mentions};
use super::written::{CHANGES, Leaving, Part, consuming, hidden, is_part, root_of};
use super::{Bound, is_place, named, unparenthesised};

/// A mutable view that is not rewritten, as it cannot be followed.
pub struct Left {
    pub array: Expr,
    pub by: Span,
    pub message: &'static str,
}

const LEAVES: &str = "this leaves while a mutable view of an array is there, which is written back where it is named last; \
    set a variable that says so, and leave behind it";
const NAMED: &str = "the array is named while this mutable view of it is there, which is written back where it is named last; \
    name what is needed of the array in front of the view";
const SHADOWED: &str = "a variable has the name of this view or of its array, and stands in a macro while the view is there; give it another name";
const MOVED: &str = "this mutable view of an array is given away, so that it is not known where it ends; write through it where it has its name";

/// The statements of a block, in which each mutable view that has a name is a copy that is written back. Gives those that are not, whose definitions are marked.
///
/// `views` are the mutable views around the block.
pub fn with_named_parts(block: &mut syn::Block, views: &HashSet<String>) -> Vec<Left> {
    with_consumed(&mut block.stmts, views);
    let mut left = Vec::new();
    // A view of a view is written back first.
    for position in (0..block.stmts.len()).rev() {
        let number = left.len();
        if let Some(statements) = with_named_part(&block.stmts[position..], &mut left) {
            block.stmts.splice(position.., statements);
        } else if let Some(statements) = with_split(&block.stmts[position]) {
            block.stmts.splice(position..=position, statements);
        } else if left.len() > number
            && let Stmt::Local(local) = &mut block.stmts[position]
        {
            let mark = named(LEFT, Span::call_site());
            local.attrs.push(syn::parse_quote!(#[#mark(#number)]));
        }
    }
    left
}

/// Marks the definition of a view that is not rewritten.
const LEFT: &str = "__jac_left";

/// Which of the views that are not rewritten this defines. The mark is taken away.
pub fn left_by(local: &mut syn::Local) -> Option<usize> {
    let position = local.attrs.iter().position(|attribute| attribute.path().is_ident(LEFT))?;
    let mark: syn::LitInt = local.attrs.remove(position).parse_args().ok()?;
    mark.base10_parse().ok()
}

/// `let t = v.reversed_axes();`, where `v` is a mutable view: a view of what stays.
fn with_consumed(statements: &mut Vec<Stmt>, views: &HashSet<String>) {
    let mut views = views.clone();
    let mut position = 0;
    while position < statements.len() {
        if let Stmt::Local(local) = &mut statements[position] {
            let mut bound = Bound::default();
            bound.visit_pat(&local.pat);
            let suffix = bound.0.first().cloned().unwrap_or_default();
            let mut chain = Chain { views: &views, suffix, before: Vec::new() };
            let is_view = match &mut local.init {
                Some(init) if init.diverge.is_none() => chain.of_pattern(&local.pat, &mut init.expr),
                _ => false,
            };
            let before = chain.before;
            for name in bound.0 {
                if is_view {
                    views.insert(name);
                } else {
                    views.remove(&name);
                }
            }
            position += before.len();
            let start = position - before.len();
            statements.splice(start..start, before);
        }
        position += 1;
    }
}

/// Views that are made one of the other in one expression, each with a name.
struct Chain<'a> {
    views: &'a HashSet<String>,
    suffix: String,
    before: Vec<Stmt>,
}

impl Chain<'_> {
    fn of_pattern(&mut self, pattern: &Pat, value: &mut Expr) -> bool {
        match super::zip::untyped(pattern) {
            Pat::Ident(_) => self.view(value),
            Pat::Tuple(_) => {
                let Expr::MethodCall(call) = value else { return false };
                let span = call.method.span();
                if call.method == "split_at" && call.args.len() == 2 && !is_whole(&call.receiver) {
                    let mut receiver = (*call.receiver).clone();
                    if !self.view(&mut receiver) {
                        return false;
                    }
                    let name = self.named(receiver, span);
                    *call.receiver = syn::parse_quote_spanned!(span=> #name.view_mut());
                }
                matches!(call.method.to_string().as_str(), "multi_slice_mut" | "split_at")
            }
            _ => false,
        }
    }

    /// The expression as a part of what has a name, if it is a mutable view.
    fn view(&mut self, value: &mut Expr) -> bool {
        if Part::of(value, "").is_some() {
            return true;
        }
        if let Expr::Path(path) = unparenthesised(value) {
            let is_view = path.path.get_ident().is_some_and(|name| self.views.contains(&name.to_string()));
            if is_view {
                *value = syn::parse_quote!(#value.view_mut());
            }
            return is_view;
        }
        let Some((call, part)) = consuming(value) else { return false };
        let (span, arguments) = (call.method.span(), call.args.clone());
        let mut receiver = (*call.receiver).clone();
        let place = match unparenthesised(&call.receiver) {
            Expr::Path(path) => path.path.get_ident().filter(|name| self.views.contains(&name.to_string())).cloned(),
            _ => self.view(&mut receiver).then(|| self.named(receiver, span)),
        };
        let Some(place) = place else { return false };
        let method = named(part, span);
        *value = syn::parse_quote_spanned!(span=> #place.#method(#arguments));
        true
    }

    fn named(&mut self, value: Expr, span: Span) -> Ident {
        let name = hidden(&format!("__jac_view{}_{}", self.before.len(), self.suffix), span);
        self.before.push(syn::parse_quote_spanned!(span=> let mut #name = #value;));
        name
    }
}

/// `y.view_mut()`
fn is_whole(view: &Expr) -> bool {
    matches!(unparenthesised(view), Expr::MethodCall(view) if view.method == "view_mut" && is_place(&view.receiver))
}

/// `let (a, b) = x.split_at(axis, k);` as two definitions. A slice takes one argument.
fn with_split(statement: &Stmt) -> Option<Vec<Stmt>> {
    let Stmt::Local(syn::Local { pat: Pat::Tuple(pattern), init: Some(init), .. }) = statement else { return None };
    let Expr::MethodCall(call) = unparenthesised(&init.expr) else { return None };
    if call.method != "split_at" || call.args.len() != 2 || pattern.elems.len() != 2 || init.diverge.is_some() {
        return None;
    }
    let span = call.method.span();
    let (whole, along, at) = (hidden("__jac_whole", span), hidden("__jac_along", span), hidden("__jac_at", span));
    let (array, axis, index) = (&call.receiver, &call.args[0], &call.args[1]);
    let (first, second) = (&pattern.elems[0], &pattern.elems[1]);
    let statements = quote_spanned! {span=>
        let #whole = #array;
        let #along = #axis;
        let #at = #index;
        let #first = #whole.jac_stretch(#along, 0, #at);
        let #second = #whole.jac_stretch(#along, #at, #whole.len_of(#along));
    };
    syn::parse::Parser::parse2(syn::Block::parse_within, statements).ok()
}

fn with_named_part(statements: &[Stmt], left: &mut Vec<Left>) -> Option<Vec<Stmt>> {
    let (first, rest) = statements.split_first()?;
    let Stmt::Local(local) = first else { return None };
    let pattern = match &local.pat {
        Pat::Type(typed) => &*typed.pat,
        pattern => pattern,
    };
    let init = local.init.as_ref().filter(|init| init.diverge.is_none())?;
    let (names, parts) = match pattern {
        Pat::Ident(name) => (vec![&name.ident], vec![Part::of(&init.expr, &format!("_{}", name.ident))?]),
        Pat::Tuple(tuple) => {
            let names = tuple.elems.iter().map(|name| match name {
                Pat::Ident(name) => Some(&name.ident),
                _ => None,
            });
            let names: Vec<&Ident> = names.collect::<Option<_>>()?;
            let parts = Part::all_of(&init.expr, &names)?;
            (names, parts)
        }
        _ => return None,
    };
    let array = parts[0].array;
    let root = root_of(array)?;
    let span = parts[0].span;
    let mut leave = |by: Span, message: &'static str| {
        left.push(Left { array: array.clone(), by, message });
        None
    };
    let mut rest = rest.to_vec();
    let mut names: Vec<Ident> = names.into_iter().cloned().collect();
    // What is behind the last of them does not see them any more.
    let end = names.iter().map(|name| end_of(&rest, name)).max().unwrap_or_default();
    let fresh = |rest: &[Stmt], name: &Ident| {
        let tokens = quote!(#(#rest)*);
        let named = |number: usize| hidden(&format!("__jac_other{number}_{name}"), span);
        (0..).map(named).find(|other| !mentions(tokens.clone(), other))
    };
    for name in &mut names {
        if *name == root || rest[..end].iter().any(|statement| defines(statement, name)) {
            let other = fresh(&rest, name)?;
            if Free::rename(&mut rest, name, &other).is_none() {
                return leave(span, SHADOWED);
            }
            *name = other;
        }
    }
    // The array has its name where the view is written back.
    while let Some(position) = rest[..end].iter().position(|statement| defines(statement, &root)) {
        let other = fresh(&rest, &root)?;
        if Free::redefine(&mut rest[position..], &root, &other).is_none() {
            return leave(span, SHADOWED);
        }
    }
    let (used, behind) = rest.split_at(end);
    let mut leaving = Leaving::default();
    used.iter().for_each(|statement| leaving.visit_stmt(statement));
    if let Some(by) = leaving.found {
        return leave(by, LEAVES);
    }
    let frees = names.iter().flat_map(|name| used.iter().map(move |statement| Free::in_statement(statement, name)));
    let frees: Vec<Free> = frees.collect();
    // A view that gets another shape is another part.
    if frees.iter().any(|free| free.reshaped) {
        return None;
    }
    if frees.iter().any(|free| free.moved) {
        return leave(span, MOVED);
    }
    if used.iter().any(|statement| Free::sees(statement, &root, array)) {
        return leave(span, NAMED);
    }
    let (mut before, mut behind_them) = (TokenStream::new(), TokenStream::new());
    for (ident, part) in names.iter().zip(&parts) {
        let (bindings, read, written) = (&part.bindings, part.read(), part.written(&quote!(&#ident)));
        before.extend(quote_spanned!(span=> #bindings let mut #ident = #read;));
        behind_them.extend(quote_spanned!(span=> #written;));
    }
    let parsed = |tokens: TokenStream| syn::parse::Parser::parse2(syn::Block::parse_within, tokens).ok();
    let mut statements = parsed(before)?;
    let writes = parsed(behind_them)?;
    let mut used = used.to_vec();
    match used.pop() {
        // The value of the block.
        Some(Stmt::Expr(tail, None)) if behind.is_empty() && !is_unit(&tail) => {
            let value = hidden("__jac_value", span);
            statements.extend(used);
            statements.push(syn::parse_quote_spanned!(span=> let #value = #tail;));
            statements.extend(writes);
            statements.push(Stmt::Expr(syn::parse_quote!(#value), None));
            return Some(statements);
        }
        Some(Stmt::Expr(tail, None)) => used.push(Stmt::Expr(tail, Some(syn::Token![;](span)))),
        last => used.extend(last),
    }
    statements.extend(used);
    statements.extend(writes);
    statements.extend(behind.iter().cloned());
    Some(statements)
}

/// How many statements there are up to the last that names the variable, or what borrows from it.
fn end_of(statements: &[Stmt], name: &Ident) -> usize {
    let mut names = vec![name.clone()];
    let mut end = 0;
    for (position, statement) in statements.iter().enumerate() {
        let named: Vec<&Ident> = names.iter().filter(|name| Free::in_statement(statement, name).found).collect();
        if !named.is_empty() {
            end = position + 1;
        }
        let mut borrowing = Bound::default();
        if let Stmt::Local(syn::Local { pat, init: Some(init), .. }) = statement
            && named.iter().any(|name| borrows(&init.expr, name))
        {
            borrowing.visit_pat(pat);
        }
        names.retain(|name| !defines(statement, name));
        names.extend(borrowing.0.iter().map(|borrowing| Ident::new(borrowing, name.span())));
    }
    end
}

/// The value may be changed to change the variable: `&mut v[0]`, `v.iter_mut()`, a closure.
fn borrows(value: &Expr, name: &Ident) -> bool {
    match unparenthesised(value) {
        Expr::Reference(reference) => reference.mutability.is_some() && root_in(&reference.expr, name),
        Expr::Closure(_) => true,
        Expr::Tuple(tuple) => tuple.elems.iter().any(|element| borrows(element, name)),
        Expr::MethodCall(call) => {
            const ENDS: &[&str] = &[
                "all", "any", "clone", "collect", "count", "fold", "for_each", "len", "product", "sum", "to_owned",
                "to_vec",
            ];
            let method = call.method.to_string();
            !ENDS.contains(&method.as_str())
                && (is_part(&method) || method.ends_with("_mut") || borrows(&call.receiver, name))
                && root_in(&call.receiver, name)
        }
        _ => false,
    }
}

/// The expression starts with the name.
fn root_in(expression: &Expr, name: &Ident) -> bool {
    match unparenthesised(expression) {
        Expr::Path(path) => path.path.is_ident(name),
        Expr::Index(index) => root_in(&index.expr, name),
        Expr::Field(field) => root_in(&field.base, name),
        Expr::Unary(unary) => root_in(&unary.expr, name),
        Expr::MethodCall(call) => root_in(&call.receiver, name),
        _ => false,
    }
}

/// The expression certainly has no value.
fn is_unit(expression: &Expr) -> bool {
    match expression {
        Expr::Assign(_) | Expr::ForLoop(_) | Expr::While(_) => true,
        Expr::Binary(binary) => {
            use syn::BinOp::{AddAssign, DivAssign, MulAssign, RemAssign, SubAssign};
            matches!(binary.op, AddAssign(_) | SubAssign(_) | MulAssign(_) | DivAssign(_) | RemAssign(_))
        }
        Expr::MethodCall(call) => {
            let method = call.method.to_string();
            matches!(method.as_str(), "assign" | "fill" | "for_each") || CHANGES.contains(&method.as_str())
        }
        Expr::If(branch) => branch.else_branch.is_none(),
        // The body of a loop that is left: see `exits`.
        Expr::Block(block) => block.label.is_some(),
        _ => false,
    }
}
