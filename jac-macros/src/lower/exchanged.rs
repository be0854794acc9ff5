//! References that are exchanged: `mem::swap(&mut current, &mut next)`, `(current, next) = (next, current)`.
//!
//! Before: names of `&mut` references, and the statements behind them. After: what they refer to is exchanged instead, so that each is a name for one
//! place, as that of any view is. While the references are there, nothing else sees the places. Where something may behind them, what has been
//! exchanged goes back to where it belongs, which integers tell that are exchanged along with it.

use proc_macro2::Ident;
use quote::{ToTokens, format_ident};
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, Pat, Stmt, Type, parse_quote};

use super::expression::unparenthesised;
use super::flow::returns_early;
use super::names::names_in;
use super::signature::passing;
use super::told::MARK;
use super::view::View;
use super::{Binding, Lowering};
use crate::hygiene::identifiers;
use crate::ir::{Kind, Projection, Var};

/// Behind so many references, putting back takes more than what is done with them.
const MOST_REFERENCES: usize = 4;

/// Two names that are exchanged by the expression, if it does that and nothing else.
fn exchanged(expression: &Expr) -> Option<(&Ident, &Ident)> {
    fn named(expression: &Expr) -> Option<&Ident> {
        match unparenthesised(expression) {
            Expr::Path(path) => path.path.get_ident(),
            _ => None,
        }
    }
    fn lent(argument: &Expr) -> Option<&Ident> {
        match unparenthesised(argument) {
            Expr::Reference(reference) if reference.mutability.is_some() => named(&reference.expr),
            _ => None,
        }
    }
    match expression {
        Expr::Call(call) if call.args.len() == 2 => {
            let Expr::Path(path) = unparenthesised(&call.func) else { return None };
            let mut last = path.path.segments.iter().rev();
            let is_swap = last.next()?.ident == "swap" && last.next()?.ident == "mem";
            is_swap.then(|| Some((lent(&call.args[0])?, lent(&call.args[1])?)))?
        }
        Expr::Assign(assign) => {
            let (Expr::Tuple(left), Expr::Tuple(right)) = (&*assign.left, unparenthesised(&assign.right)) else {
                return None;
            };
            if left.elems.len() != 2 || right.elems.len() != 2 {
                return None;
            }
            let (first, second) = (named(&left.elems[0])?, named(&left.elems[1])?);
            (named(&right.elems[0])? == second && named(&right.elems[1])? == first).then_some((first, second))
        }
        _ => None,
    }
}

/// The names that are exchanged, and those that are given something else.
#[derive(Default)]
struct Names {
    exchanged: Vec<(Ident, Ident)>,
    given: Vec<Ident>,
}

impl<'ast> Visit<'ast> for Names {
    fn visit_expr(&mut self, expression: &'ast Expr) {
        if let Some((first, second)) = exchanged(expression) {
            self.exchanged.push((first.clone(), second.clone()));
            return;
        }
        if let Expr::Assign(assign) = expression {
            self.given.extend(assigned(&assign.left));
        }
        visit::visit_expr(self, expression);
    }

    fn visit_pat(&mut self, pattern: &'ast Pat) {
        self.given.extend(names_in(pattern));
        visit::visit_pat(self, pattern);
    }

    fn visit_item(&mut self, _: &'ast syn::Item) {}
}

fn assigned(target: &Expr) -> Vec<Ident> {
    match unparenthesised(target) {
        Expr::Path(path) => path.path.get_ident().cloned().into_iter().collect(),
        Expr::Tuple(tuple) => tuple.elems.iter().flat_map(assigned).collect(),
        _ => Vec::new(),
    }
}

fn names(statements: &[Stmt]) -> Names {
    let mut names = Names::default();
    statements.iter().for_each(|statement| names.visit_stmt(statement));
    names
}

/// The names that are exchanged anywhere in the body, be they of references or not.
pub fn exchanged_in(body: &syn::Block) -> Vec<String> {
    let pairs = names(&body.stmts).exchanged.into_iter();
    pairs.flat_map(|(first, second)| [first.to_string(), second.to_string()]).collect()
}

/// The statements mention one of the names, perhaps in a format.
fn mentions(statement: &Stmt, names: &[Ident]) -> bool {
    let tokens = statement.to_token_stream();
    let (text, mentioned) = (tokens.to_string(), identifiers(tokens));
    names.iter().any(|name| mentioned.contains(&name.to_string()) || text.contains(&format!("{{{name}")))
}

impl Lowering<'_> {
    /// A `let` of references that are exchanged: each name stays one for its place.
    pub fn let_of_exchanged(&self, statement: &Stmt) -> Option<Stmt> {
        struct Fixed<'a>(&'a [String], bool);
        impl VisitMut for Fixed<'_> {
            fn visit_pat_ident_mut(&mut self, pattern: &mut syn::PatIdent) {
                if pattern.mutability.is_some() && self.0.contains(&pattern.ident.to_string()) {
                    pattern.mutability = None;
                    self.1 = true;
                }
            }
        }
        let Stmt::Local(local) = statement else { return None };
        let init = local.init.as_ref().filter(|init| init.diverge.is_none())?;
        let refers = |value: &Expr| match unparenthesised(value) {
            Expr::Reference(reference) => reference.mutability.is_some(),
            value => self.named_view(value).is_some_and(|view| view.mutable),
        };
        let is_of_references = match unparenthesised(&init.expr) {
            Expr::Tuple(tuple) => tuple.elems.iter().all(refers),
            value => refers(value),
        };
        let mut fixed = Fixed(&self.exchanged, false);
        let mut local = local.clone();
        fixed.visit_pat_mut(&mut local.pat);
        (is_of_references && fixed.1).then_some(Stmt::Local(local))
    }

    /// The statements with what references refer to exchanged instead of these, if all that are exchanged have their names already.
    pub fn with_exchanged(&mut self, statements: &[Stmt]) -> Option<Vec<Stmt>> {
        let Names { exchanged: pairs, given } = names(statements);
        let mut references: Vec<(Ident, View)> = Vec::new();
        for name in pairs.iter().flat_map(|(first, second)| [first, second]) {
            if references.iter().any(|(known, _)| known == name) {
                continue;
            }
            // Further inside, it would be the same in each iteration.
            if let Some(Binding::View(view)) = self.scopes.last().and_then(|scope| scope.get(&name.to_string()))
                && view.mutable
            {
                references.push((name.clone(), view.clone()));
            }
        }
        let names: Vec<Ident> = references.iter().map(|(name, _)| name.clone()).collect();
        let is_whole = pairs.iter().all(|(first, second)| names.contains(first) == names.contains(second));
        if names.is_empty()
            || names.len() > MOST_REFERENCES
            || !is_whole
            || given.iter().any(|name| names.contains(name))
        {
            return None;
        }
        let last = statements.iter().rposition(|statement| mentions(statement, &names))?;
        let (inside, behind) = statements.split_at(last + 1);
        let ends_here = references.iter().all(|(_, view)| self.ends_here(view, &names, behind));
        if !ends_here && (leaves(inside) || self.touches(&inside[last], &references)) {
            return None;
        }
        let are_slices = references.iter().any(|(_, view)| self.is_slice_behind(view));
        let exchange = |first: &Ident, second: &Ident| -> Stmt {
            if are_slices {
                parse_quote!(#first.swap_with_slice(&mut *#second);)
            } else {
                parse_quote!(::core::mem::swap(&mut *#first, &mut *#second);)
            }
        };
        let order = |name: &Ident| format_ident!("{MARK}order_{}", name, span = name.span());
        let mut rewritten = inside.to_vec();
        let mut exchanges = Exchanges { names: &names, are_slices, ordered: !ends_here, proven: Vec::new() };
        rewritten.iter_mut().for_each(|statement| exchanges.visit_stmt_mut(statement));
        for path in exchanges.proven {
            self.prove_memory(&path);
        }
        if ends_here {
            return Some(rewritten.into_iter().chain(behind.iter().cloned()).collect());
        }
        let mut all: Vec<Stmt> = Vec::new();
        for (index, name) in names.iter().enumerate() {
            let order = order(name);
            all.push(parse_quote!(let mut #order = #index;));
        }
        let result = format_ident!("{MARK}exchanged");
        let tail = match rewritten.last() {
            Some(Stmt::Expr(tail, None)) if behind.is_empty() => Some(tail.clone()),
            _ => None,
        };
        if let Some(tail) = &tail {
            rewritten.pop();
            rewritten.push(if has_value(tail) {
                parse_quote!(let #result = #tail;)
            } else {
                Stmt::Expr(tail.clone(), Some(Default::default()))
            });
        }
        all.extend(rewritten);
        for (index, first) in names.iter().enumerate() {
            for second in &names[index + 1..] {
                let (exchange, here, there) = (exchange(first, second), order(first), order(second));
                all.push(parse_quote! {
                    if #there == #index { #exchange #there = #here; #here = #index; }
                });
            }
        }
        if tail.is_some_and(|tail| has_value(&tail)) {
            all.push(Stmt::Expr(parse_quote!(#result), None));
        }
        all.extend(behind.iter().cloned());
        Some(all)
    }

    /// What is referred to is a variable of the block around, and nothing names it any more, nor what borrows from it.
    fn ends_here(&self, view: &View, names: &[Ident], behind: &[Stmt]) -> bool {
        let base = view.place.base;
        let is_own = matches!(self.kind(base), Kind::Value | Kind::Memory)
            && self.scopes.last().is_some_and(|scope| {
                scope.values().any(|binding| matches!(binding, Binding::Variable(var) if *var == base))
            });
        let belongs = |binding: &Binding| match binding {
            Binding::Variable(var) => *var == base,
            Binding::View(view) | Binding::Moving(view) => view.place.base == base,
            // It is not looked into.
            Binding::Item(_) => true,
        };
        let bindings = self.scopes.iter().flatten().filter(|(_, binding)| belongs(binding));
        let others: Vec<Ident> = bindings
            .filter(|(name, _)| names.iter().all(|known| known != name.as_str()))
            .filter_map(|(name, _)| syn::parse_str(name).ok())
            .collect();
        is_own && !behind.iter().any(|statement| mentions(statement, &others))
    }

    /// The statement, in which the references come to an end, may name by itself what they refer to.
    fn touches(&self, statement: &Stmt, references: &[(Ident, View)]) -> bool {
        struct Touching<'a, 'b> {
            lowering: &'a Lowering<'b>,
            references: &'a [(Ident, View)],
            places: Vec<(Var, String)>,
            found: bool,
        }
        impl<'ast> Visit<'ast> for Touching<'_, '_> {
            fn visit_expr(&mut self, expression: &'ast Expr) {
                if let Expr::Path(path) = expression
                    && let Some(name) = path.path.get_ident()
                    && self.references.iter().any(|(known, _)| known == name)
                {
                    return;
                }
                if let (Expr::Path(_) | Expr::Field(_), Some((base, parts))) =
                    (expression, self.lowering.skeleton(expression))
                {
                    self.found |= self.places.iter().any(|(var, other)| {
                        *var == base && (other.starts_with(&parts) || parts.starts_with(other.as_str()))
                    });
                    return;
                }
                visit::visit_expr(self, expression);
            }
            // What is in it is not seen here.
            fn visit_macro(&mut self, _: &'ast syn::Macro) {
                self.found = true;
            }
        }
        let places = references.iter().map(|(_, view)| super::chosen::skeleton_of(&view.place)).collect();
        let mut touching = Touching { lowering: self, references, places, found: false };
        touching.visit_stmt(statement);
        touching.found
    }

    fn is_slice_behind(&self, view: &View) -> bool {
        match view.place.projections.last() {
            Some(Projection::Slice { .. }) => true,
            Some(Projection::Deref) | None => {
                let parameter = self.function.parameters.iter().find(|parameter| parameter.var == view.place.base);
                parameter.is_some_and(|parameter| matches!(passing(&parameter.ty).1, Type::Slice(_)))
            }
            _ => false,
        }
    }
}

/// The statements may be left for somewhere behind them.
fn leaves(statements: &[Stmt]) -> bool {
    /// Jumps within a loop that is inside, which have no label, stay inside.
    struct Outermost(bool);
    impl<'ast> Visit<'ast> for Outermost {
        fn visit_expr_for_loop(&mut self, inner: &'ast syn::ExprForLoop) {
            self.labelled(&inner.body);
        }
        fn visit_expr_while(&mut self, inner: &'ast syn::ExprWhile) {
            self.labelled(&inner.body);
        }
        fn visit_expr_loop(&mut self, inner: &'ast syn::ExprLoop) {
            self.labelled(&inner.body);
        }
        fn visit_expr_break(&mut self, _: &'ast syn::ExprBreak) {
            self.0 = true;
        }
        fn visit_expr_continue(&mut self, _: &'ast syn::ExprContinue) {
            self.0 = true;
        }
        fn visit_item(&mut self, _: &'ast syn::Item) {}
    }
    impl Outermost {
        fn labelled(&mut self, body: &syn::Block) {
            struct Labels(bool);
            impl<'ast> Visit<'ast> for Labels {
                fn visit_expr_break(&mut self, jump: &'ast syn::ExprBreak) {
                    self.0 |= jump.label.is_some();
                }
                fn visit_expr_continue(&mut self, jump: &'ast syn::ExprContinue) {
                    self.0 |= jump.label.is_some();
                }
            }
            let mut labels = Labels(false);
            labels.visit_block(body);
            self.0 |= labels.0;
        }
    }
    let block: syn::Block = parse_quote!({ #(#statements)* () });
    let mut outermost = Outermost(false);
    outermost.visit_block(&block);
    outermost.0 || returns_early(&block)
}

/// The tail of a block is no statement that gives nothing.
fn has_value(tail: &Expr) -> bool {
    match tail {
        Expr::ForLoop(_) | Expr::While(_) | Expr::Assign(_) => false,
        Expr::If(branch) => {
            branch.else_branch.is_some() && matches!(branch.then_branch.stmts.last(), Some(Stmt::Expr(_, None)))
        }
        _ => true,
    }
}

/// Puts exchanges of what is referred to in the place of those of references.
struct Exchanges<'a> {
    names: &'a [Ident],
    are_slices: bool,
    ordered: bool,
    proven: Vec<syn::ExprPath>,
}

impl VisitMut for Exchanges<'_> {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        let pair = exchanged(expression).map(|(first, second)| (first.clone(), second.clone()));
        let Some((first, second)) = pair.filter(|(first, _)| self.names.contains(first)) else {
            return visit_mut::visit_expr_mut(self, expression);
        };
        if let Expr::Call(call) = &*expression
            && let Expr::Path(path) = unparenthesised(&call.func)
        {
            self.proven.push(path.clone());
        }
        let exchange: Expr = if self.are_slices {
            parse_quote!(#first.swap_with_slice(&mut *#second))
        } else {
            parse_quote!(::core::mem::swap(&mut *#first, &mut *#second))
        };
        let orders = [&first, &second].map(|name| format_ident!("{MARK}order_{}", name, span = name.span()));
        let [one, other] = orders;
        *expression = if self.ordered {
            parse_quote!({ #exchange; ::core::mem::swap(&mut #one, &mut #other); })
        } else {
            parse_quote!({ #exchange; })
        };
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}
