//! Functions that are chosen: by `if` and `match`, and by an index from an array.
//!
//! Before: ways of a choice that are functions, or an array of functions and an index. After: which one it is, as numbers; a call of the
//! chosen one is a choice between calls. Which function it is does not vary, as with any condition.

use std::rc::Rc;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Expr, ExprIndex, Pat, Stmt};

use super::closure::{Callable, Chosen};
use super::expression::unparenthesised;
use super::item::Item;
use super::side::Side;
use super::{Binding, Lowering};
use crate::ir::*;
use crate::rules;

impl Lowering<'_> {
    /// The name that a `let` binds is called behind it, or an element of it is: what may be a function there is one.
    pub fn binds_function(&self, statement: &Stmt, rest: &[Stmt]) -> bool {
        let Stmt::Local(syn::Local { pat, init: Some(init), .. }) = statement else { return false };
        let name = match pat {
            Pat::Type(typed) => &*typed.pat,
            pat => pat,
        };
        let Pat::Ident(name) = name else { return false };
        let is_choice = matches!(
            unparenthesised(&init.expr),
            Expr::If(_) | Expr::Match(_) | Expr::Block(_) | Expr::Array(_) | Expr::Path(_)
        );
        is_choice && rest.iter().any(|statement| is_called(&name.ident, statement.to_token_stream()))
    }

    /// All of the elements of an array are functions.
    pub fn are_functions(&self, elements: &Punctuated<Expr, syn::Token![,]>) -> bool {
        !elements.is_empty()
            && elements.iter().all(|element| match unparenthesised(element) {
                Expr::Closure(_) => true,
                Expr::Path(path) => {
                    self.may_be_function(path) || matches!(self.resolved(element), Some(Item::Function(_)))
                }
                _ => false,
            })
    }

    pub fn functions_of(&mut self, elements: &Punctuated<Expr, syn::Token![,]>) -> Vec<Callable> {
        let function = |this: &mut Self, element: &Expr| match (unparenthesised(element), this.resolved(element)) {
            (_, Some(Item::Function(function))) => function,
            (Expr::Closure(closure), _) => this.closure(closure),
            (Expr::Path(path), _) => Callable::Path(Box::new(path.clone())),
            _ => unreachable!("all are functions"),
        };
        elements.iter().map(|element| function(self, element)).collect()
    }

    /// `[f64::sin, f64::exp][k]`, `table[k]`.
    pub fn function_of_table(&mut self, index: &ExprIndex) -> Option<Callable> {
        let table = match unparenthesised(&index.expr) {
            Expr::Array(array) if self.are_functions(&array.elems) => self.functions_of(&array.elems),
            table => match self.resolved(table)?.behind() {
                Item::Functions(functions) => functions,
                _ => return None,
            },
        };
        let span = index.index.span();
        let position = self.temporary("position", span);
        let value = self.rvalue(&index.index);
        self.statements.push(Statement::Let { var: position, annotation: Some(syn::parse_quote!(usize)), value });
        self.function.variables[position.0].discrete = true;
        let name = super::opaque::placeholder(position, span);
        let opaque = |expression: Expr| {
            Rvalue::Opaque(Opaque { expression, reads: vec![position], if_varied: IfVaried::Constant })
        };
        let count = table.len();
        // It panics as the array would.
        self.statements.push(Statement::Evaluate(opaque(syn::parse_quote!([(); #count][#name]))));
        let mut ways = table.into_iter().enumerate().rev();
        let (_, last) = ways.next()?;
        Some(ways.fold(last, |second, (number, first)| {
            let is_first = self.name(opaque(syn::parse_quote!(#name == #number)), "is_it", span);
            Callable::Chosen(Rc::new(Chosen { is_first, first, second }))
        }))
    }

    /// The call of one of two functions.
    pub fn called_chosen(&mut self, chosen: &Chosen, items: Vec<Item>, span: Span) -> Item {
        let first = self.side(|this| Some(this.called(&chosen.first, items.clone(), span)));
        let second = self.side(|this| Some(this.called(&chosen.second, items, span)));
        self.choose(chosen.is_first.clone(), first, second, Some(span)).unwrap_or_else(Item::unit)
    }

    /// A function that one way of a choice gives, where the ways come together: which one it is, is known there too.
    pub fn joined_function(
        &mut self,
        function: Callable,
        side: &Side,
        joins: &mut Vec<Join>,
        is_then: bool,
    ) -> Callable {
        match function {
            Callable::Chosen(chosen) => {
                let mut is_first = chosen.is_first.clone();
                if is_first.var().is_some_and(|var| var.0 >= side.first) {
                    let var = self.temporary("choice", Span::call_site());
                    let other = Operand::Constant(quote!(false));
                    let (then, otherwise) = if is_then { (is_first, other) } else { (other, is_first) };
                    joins.push(Join { var, then, otherwise });
                    is_first = Operand::Var(var);
                }
                let first = self.joined_function(chosen.first.clone(), side, joins, is_then);
                let second = self.joined_function(chosen.second.clone(), side, joins, is_then);
                Callable::Chosen(Rc::new(Chosen { is_first, first, second }))
            }
            Callable::Closure(closure) => {
                let is_inside = |binding: &&Binding| match binding {
                    Binding::Variable(var) => var.0 >= side.first,
                    Binding::View(view) | Binding::Moving(view) => view.place.base.0 >= side.first,
                    Binding::Item(Item::Function(_)) => false,
                    Binding::Item(_) => true,
                };
                if closure.used().iter().any(is_inside) {
                    self.errors.span(
                        closure.body().span(),
                        "a closure that is chosen captures variables from in front of the choice only; bind what it uses with `let` there",
                    );
                }
                Callable::Closure(closure)
            }
            function => function,
        }
    }

    /// A chosen function as a closure that calls it, if it is seen how many arguments that has.
    pub fn closure_around(&mut self, chosen: Callable, span: Span) -> Option<Callable> {
        let count = arity(&chosen)?;
        let arguments: Vec<Ident> =
            (0..count).map(|index| format_ident!("__jac_argument_{}", index, span = span)).collect();
        let name = Ident::new("__jac_chosen", span);
        let closure: syn::ExprClosure = syn::parse_quote!(|#(#arguments),*| #name(#(#arguments),*));
        let binding = Binding::Item(Item::Function(chosen));
        self.scopes.push([(name.to_string(), binding)].into_iter().collect());
        let closure = self.closure(&closure);
        self.scopes.pop();
        Some(closure)
    }
}

/// How many arguments a function takes, if that is seen.
fn arity(function: &Callable) -> Option<usize> {
    match function {
        Callable::Closure(closure) => Some(closure.written().inputs.len()),
        Callable::Path(path) => {
            let segments: Vec<String> = path.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
            let [.., owner, name] = segments.as_slice() else { return None };
            let rule = rules::method(name).filter(|_| owner == "f64" || owner == "f32")?;
            Some(rule.parameters.len())
        }
        Callable::Parameter(_) => None,
        Callable::Chosen(chosen) => arity(&chosen.first).or_else(|| arity(&chosen.second)),
    }
}

/// `name(..)` or `name[..](..)` stands there.
fn is_called(name: &Ident, tokens: TokenStream) -> bool {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let delimiter = |position: usize| match tokens.get(position) {
        Some(TokenTree::Group(group)) => Some(group.delimiter()),
        _ => None,
    };
    use proc_macro2::Delimiter::{Bracket, Parenthesis};
    tokens.iter().enumerate().any(|(position, token)| match token {
        TokenTree::Group(group) => is_called(name, group.stream()),
        TokenTree::Ident(ident) if ident == name => {
            let by_index = delimiter(position + 1) == Some(Bracket) && delimiter(position + 2) == Some(Parenthesis);
            by_index || delimiter(position + 1) == Some(Parenthesis)
        }
        _ => false,
    })
}
