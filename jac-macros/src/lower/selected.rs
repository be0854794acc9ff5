//! Functions that are chosen: by `if` and `match`, and by an index from an array.
//!
//! Before: ways of a choice that are functions, or an array of functions and an index. After: which one it is, as numbers; a call of the
//! chosen one is a choice between calls. Which function it is does not vary, as with any condition.

use std::rc::Rc;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Expr, ExprCall, ExprIndex, ExprMethodCall, Pat, Stmt};

use super::closure::{Callable, Chosen};
use super::expression::unparenthesised;
use super::item::Item;
use super::owned::is_of_library;
use super::side::Side;
use super::told::{is_arithmetic, is_named};
use super::{Binding, Lowering};
use crate::ir::*;

type Arguments = Punctuated<Expr, syn::Token![,]>;

impl Lowering<'_> {
    /// The name that a `let` binds is called behind it, or an element of it is, or a choice is passed to a function: what may be a function there is one.
    pub fn binds_function(&self, statement: &Stmt, rest: &[Stmt]) -> bool {
        let Stmt::Local(syn::Local { pat, init: Some(init), .. }) = statement else { return false };
        let name = match pat {
            Pat::Type(typed) => &*typed.pat,
            pat => pat,
        };
        let Pat::Ident(name) = name else { return false };
        let value = unparenthesised(&init.expr);
        // With a type, it is an `fn` pointer, which is data where it is not called.
        let is_untyped = matches!(pat, Pat::Ident(_));
        if is_untyped && matches!(value, Expr::If(_) | Expr::Match(_)) && is_used(&name.ident, rest, Used::Whole) {
            return true;
        }
        match value {
            Expr::Array(array) if self.are_functions_of_items(&array.elems) => return true,
            Expr::Array(array) if is_untyped && self.are_functions(&array.elems) => {
                return is_used(&name.ident, rest, Used::Element);
            }
            Expr::Index(index) if is_untyped && self.is_table(&index.expr) => {
                return is_used(&name.ident, rest, Used::Whole);
            }
            _ => {}
        }
        let is_choice = matches!(value, Expr::If(_) | Expr::Match(_) | Expr::Block(_) | Expr::Array(_) | Expr::Path(_));
        is_choice && is_called_behind(&name.ident, rest)
    }

    /// An array of functions, or the name of one.
    pub fn is_table(&self, table: &Expr) -> bool {
        match unparenthesised(table) {
            Expr::Array(array) => self.are_functions(&array.elems),
            table => matches!(self.resolved(table).map(Item::behind), Some(Item::Functions(_))),
        }
    }

    /// All of the elements of an array are functions.
    pub fn are_functions(&self, elements: &Punctuated<Expr, syn::Token![,]>) -> bool {
        !elements.is_empty()
            && elements.iter().map(named_function).all(|element| match element {
                Expr::Closure(_) => true,
                Expr::Path(path) => {
                    self.may_be_function(path)
                        || matches!(self.resolved(element).map(Item::behind), Some(Item::Function(_)))
                }
                _ => false,
            })
    }

    /// The same, where items of loops or chains are called in the function: names of what is a constant may be written like those of functions.
    pub fn are_functions_of_items(&self, elements: &Punctuated<Expr, syn::Token![,]>) -> bool {
        self.calls_items && self.are_functions(elements)
    }

    /// The functions that a loop or a chain goes through: an array of them, or the name of one, perhaps behind `&`.
    pub fn functions_among(&mut self, expression: &Expr) -> Option<Vec<Callable>> {
        match referred(expression) {
            Expr::Array(array) if self.are_functions_of_items(&array.elems) => Some(self.functions_of(&array.elems)),
            table => match self.resolved(table)?.behind() {
                Item::Functions(functions) => Some(functions),
                _ => None,
            },
        }
    }

    pub fn functions_of(&mut self, elements: &Punctuated<Expr, syn::Token![,]>) -> Vec<Callable> {
        let function = |this: &mut Self, element: &Expr| match (element, this.resolved(element).map(Item::behind)) {
            (_, Some(Item::Function(function))) => function,
            (Expr::Closure(closure), _) => this.closure(closure),
            (Expr::Path(path), _) => Callable::Path(Box::new(path.clone())),
            _ => unreachable!("all are functions"),
        };
        elements.iter().map(named_function).map(|element| function(self, element)).collect()
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
        let count = table.len();
        // It panics as the array would.
        self.statements.push(Statement::Evaluate(Rvalue::Opaque(Opaque {
            expression: syn::parse_quote!([(); #count][#name]),
            reads: vec![position],
            if_varied: IfVaried::Constant,
        })));
        self.function_at(table, position, span)
    }

    /// The one at a position, which there is.
    fn function_at(&mut self, table: Vec<Callable>, position: Var, span: Span) -> Option<Callable> {
        let name = super::opaque::placeholder(position, span);
        let mut ways = table.into_iter().enumerate().rev();
        let (_, last) = ways.next()?;
        Some(ways.fold(last, |second, (number, first)| {
            let expression = syn::parse_quote!(#name == #number);
            let is_it = Opaque { expression, reads: vec![position], if_varied: IfVaried::Constant };
            let is_first = self.name(Rvalue::Opaque(is_it), "is_it", span);
            Callable::Chosen(Rc::new(Chosen { is_first, first, second }))
        }))
    }

    /// The item of a loop over functions.
    pub fn function_item(&mut self, table: Vec<Callable>, position: Operand) -> Item {
        let position = self.copied_position(position);
        Item::Function(self.function_at(table, position, Span::call_site()).expect("a loop that is run has items"))
    }

    fn copied_position(&mut self, position: Operand) -> Var {
        let var = self.temporary("position", Span::call_site());
        let annotation = Some(syn::parse_quote!(usize));
        self.statements.push(Statement::Let { var, annotation, value: Rvalue::Use(position) });
        self.function.variables[var.0].discrete = true;
        var
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

    /// `apply(chosen, x)`: a choice between calls that pass one function each.
    pub fn call_with_chosen(&mut self, call: &ExprCall) -> Option<Item> {
        self.with_chosen(&call.args, None, call.span(), |args| Expr::Call(ExprCall { args, ..call.clone() }))
    }

    /// `solver.apply(chosen, x)`
    pub fn method_with_chosen(&mut self, call: &ExprMethodCall) -> Option<Item> {
        let with = |args| Expr::MethodCall(ExprMethodCall { args, ..call.clone() });
        self.with_chosen(&call.args, Some(&call.receiver), call.span(), with)
    }

    fn with_chosen(
        &mut self,
        arguments: &Arguments,
        receiver: Option<&Expr>,
        span: Span,
        with: impl Fn(Arguments) -> Expr,
    ) -> Option<Item> {
        let chosen = arguments.iter().enumerate().find_map(|(position, argument)| {
            match self.resolved(referred(argument)).map(Item::behind) {
                Some(Item::Function(Callable::Chosen(chosen))) => Some((position, chosen)),
                _ => None,
            }
        });
        let Some((position, chosen)) = chosen else {
            return self.with_choice_bound(arguments, receiver, with).map(|call| self.item(&call));
        };
        let name = format_ident!("__jac_chosen_{position}", span = arguments[position].span());
        let mut passed = arguments.clone();
        passed[position] = syn::parse_quote!(#name);
        let with = with(passed);
        let mut way = |function: &Callable| {
            let binding = Binding::Item(Item::Function(function.clone()));
            self.scopes.push([(name.to_string(), binding)].into_iter().collect());
            let side = self.side(|this| Some(this.item(&with)));
            self.scopes.pop();
            side
        };
        let (first, second) = (way(&chosen.first), way(&chosen.second));
        Some(self.choose(chosen.is_first.clone(), first, second, Some(span)).unwrap_or_else(Item::unit))
    }

    /// `apply(if c { f } else { g }, x)`: the choice gets a name, if it is no matter what is evaluated in front of it.
    fn with_choice_bound(
        &self,
        arguments: &Arguments,
        receiver: Option<&Expr>,
        with: impl Fn(Arguments) -> Expr,
    ) -> Option<Expr> {
        let position = arguments.iter().position(|argument| self.are_ways_functions(argument, false))?;
        let before = receiver.into_iter().chain(arguments.iter().take(position));
        let is_plain = |argument: &Expr| match unparenthesised(argument) {
            Expr::Reference(reference) => is_named(&reference.expr),
            argument => matches!(argument, Expr::Closure(_)) || is_named(argument),
        };
        let choice = &arguments[position];
        let is_first = receiver.is_none() && position == 0;
        let may_come_first = is_first || before.into_iter().all(is_plain) && self.are_ways_functions(choice, true);
        if !may_come_first {
            return None;
        }
        let span = choice.span();
        let name = format_ident!("__jac_choice_{position}", span = span);
        let mut passed = arguments.clone();
        passed[position] = syn::parse_quote!(#name);
        let (with, choice) = (with(passed), referred(choice));
        Some(syn::parse_quote_spanned!(span=> { let #name = #choice; #with }))
    }

    /// The expression is a choice, all ways of which give functions. If `plainly`, its conditions do nothing.
    fn are_ways_functions(&self, expression: &Expr, plainly: bool) -> bool {
        let is_condition = |condition: &Expr| !plainly || is_arithmetic(condition);
        let is_way = |way: &Expr| match referred(way) {
            Expr::Closure(_) => true,
            Expr::Path(path) => {
                self.may_be_function(path)
                    || matches!(self.resolved(referred(way)).map(Item::behind), Some(Item::Function(_)))
            }
            way => self.are_ways_functions(way, plainly),
        };
        if let Expr::Index(index) = referred(expression) {
            return is_condition(&index.index) && self.is_table(&index.expr);
        }
        let of_block = |block: &syn::Block| matches!(&block.stmts[..], [Stmt::Expr(tail, None)] if is_way(tail));
        match referred(expression) {
            Expr::If(branch) => {
                let otherwise = branch.else_branch.as_ref();
                is_condition(&branch.cond)
                    && of_block(&branch.then_branch)
                    && otherwise.is_some_and(|(_, way)| is_way(way))
            }
            Expr::Match(choice) => {
                let is_arm = |arm: &syn::Arm| is_way(&arm.body) && !(plainly && matches!(arm.pat, Pat::Guard(_)));
                is_condition(&choice.expr) && !choice.arms.is_empty() && choice.arms.iter().all(is_arm)
            }
            Expr::Block(block) if block.label.is_none() => of_block(&block.block),
            _ => false,
        }
    }
}

/// A name that is bound by a `for` loop or as a parameter of a closure is called, or one by a loop is passed.
pub fn calls_items(block: &syn::Block) -> bool {
    struct Items(bool);
    impl Items {
        fn look(&mut self, pattern: &Pat, tokens: TokenStream) {
            self.0 = self.0 || super::names::names_in(pattern).iter().any(|name| is_called(name, tokens.clone()));
        }
    }
    impl<'ast> Visit<'ast> for Items {
        fn visit_expr_for_loop(&mut self, for_loop: &'ast syn::ExprForLoop) {
            self.look(&for_loop.pat, for_loop.body.to_token_stream());
            let names = super::names::names_in(&for_loop.pat);
            self.0 = self.0 || names.iter().any(|name| is_used(name, &for_loop.body.stmts, Used::Whole));
            visit::visit_expr_for_loop(self, for_loop);
        }
        fn visit_expr_closure(&mut self, closure: &'ast syn::ExprClosure) {
            closure.inputs.iter().for_each(|input| self.look(input, closure.body.to_token_stream()));
            visit::visit_expr_closure(self, closure);
        }
        fn visit_item(&mut self, _: &'ast syn::Item) {}
    }
    let mut items = Items(false);
    items.visit_block(block);
    items.0
}

/// `f` of `f as fn(f64) -> f64`, and of `&f`.
fn named_function(element: &Expr) -> &Expr {
    match unparenthesised(element) {
        Expr::Cast(cast) if matches!(*cast.ty, syn::Type::FnPtr(_)) => named_function(&cast.expr),
        Expr::Reference(reference) if reference.mutability.is_none() => named_function(&reference.expr),
        element => element,
    }
}

/// What an argument is, or refers to.
pub fn referred(argument: &Expr) -> &Expr {
    match unparenthesised(argument) {
        Expr::Reference(reference) => unparenthesised(&reference.expr),
        argument => argument,
    }
}

/// What is used of a name: what it stands for, or an element of it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Used {
    Whole,
    Element,
}

/// What the name stands for is called or an argument of a call, perhaps by another name.
fn is_used(name: &Ident, statements: &[Stmt], used: Used) -> bool {
    struct Uses<'a>(&'a Ident, Used, bool);
    impl Uses<'_> {
        fn is_it(&self, expression: &Expr) -> bool {
            match (referred(expression), self.1) {
                (Expr::Path(path), Used::Whole) => path.path.is_ident(self.0),
                (Expr::Index(index), Used::Element) => {
                    matches!(&*index.expr, Expr::Path(path) if path.path.is_ident(self.0))
                }
                _ => false,
            }
        }
        fn look(&mut self, statements: &[Stmt]) {
            for (index, statement) in statements.iter().enumerate() {
                if let Stmt::Local(syn::Local { pat: Pat::Ident(other), init: Some(init), .. }) = statement
                    && self.is_it(&init.expr)
                {
                    self.2 |= is_used(&other.ident, &statements[index + 1..], Used::Whole);
                }
                self.visit_stmt(statement);
            }
        }
    }
    impl<'ast> Visit<'ast> for Uses<'_> {
        fn visit_expr_call(&mut self, call: &'ast ExprCall) {
            self.2 |= call.args.iter().any(|argument| self.is_it(argument));
            visit::visit_expr_call(self, call);
        }
        fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
            self.2 |= !is_of_library(call) && call.args.iter().any(|argument| self.is_it(argument));
            visit::visit_expr_method_call(self, call);
        }
        fn visit_block(&mut self, block: &'ast syn::Block) {
            self.look(&block.stmts);
        }
    }
    let mut uses = Uses(name, used, is_called_behind(name, statements));
    uses.look(statements);
    uses.2
}

fn is_called_behind(name: &Ident, statements: &[Stmt]) -> bool {
    statements.iter().any(|statement| is_called(name, statement.to_token_stream()))
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
