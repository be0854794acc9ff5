//! Closures and functions as values: each call is the body itself, in the place of the call.
//!
//! A closure sees the names of where it was written, not of where it is called. It captures variables by name: as long as
//! it borrows one, the compiler lets nothing else change it. `move` copies them where the closure is written, and what
//! the closure then does to its copies stays with them.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::rc::Rc;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::quote;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Expr, ExprCall, ExprClosure, ExprPath, ReturnType, Stmt};

use super::expression::unparenthesised;
use super::flow::{jumps, returns_value};
use super::item::Item;
use super::macros::names_in;
use super::view::View;
use super::{Binding, Lowering, Scope};
use crate::analysis::literals::is_loose_literal;
use crate::ir::*;

#[derive(Clone)]
pub enum Callable {
    Closure(Rc<Closure>),
    /// The path of a function.
    Path(Box<ExprPath>),
    /// A parameter.
    Parameter(Var),
    /// One of two (see [`super::selected`]).
    Chosen(Rc<Chosen>),
}

pub struct Chosen {
    /// Whether it is the first.
    pub is_first: Operand,
    pub first: Callable,
    pub second: Callable,
}

#[derive(Clone)]
pub struct Closure {
    written: ExprClosure,
    /// What its names stand for.
    scopes: Vec<Scope>,
    /// The last scope holds copies that belong to the closure.
    owns: bool,
    /// A call does more than to give a value.
    changes_something: bool,
    gives: Gives,
    /// What it has been called with, and what it gave.
    calls: Rc<Calls>,
}

/// What a call of a closure gives, as far as is seen where it is written: where it is called, its names may be those of others.
#[derive(Clone, Copy)]
struct Gives {
    option: bool,
    outcome: bool,
}

/// For each parameter of a closure, and for its result, a variable that it was in some call. It has the same type in all.
struct Calls {
    parameters: Vec<Cell<Option<Var>>>,
    result: Cell<Option<Var>>,
}

impl Callable {
    pub fn span(&self) -> Span {
        match self {
            Callable::Path(path) => path.span(),
            Callable::Closure(closure) => closure.written.body.span(),
            Callable::Parameter(_) => Span::call_site(),
            Callable::Chosen(chosen) => chosen.first.span(),
        }
    }

    /// A call does more than to give a value: it assigns, prints, or may do so.
    pub fn changes_something(&self) -> bool {
        match self {
            Callable::Path(_) | Callable::Parameter(_) => false,
            Callable::Closure(closure) => closure.changes_something,
            Callable::Chosen(chosen) => chosen.first.changes_something() || chosen.second.changes_something(),
        }
    }
}

/// Methods that change what they are called on.
pub const CHANGING: &[&str] = &[
    "append",
    "clear",
    "clone_from_slice",
    "copy_from_slice",
    "extend",
    "fill",
    "insert",
    "next",
    "pop",
    "push",
    "remove",
    "replace",
    "resize",
    "retain",
    "reverse",
    "rotate_left",
    "rotate_right",
    "swap",
    "take",
    "truncate",
];

impl Lowering<'_> {
    /// The body of a closure that stands here assigns, prints, or may do so.
    fn body_changes_something(&self, closure: &ExprClosure) -> bool {
        struct Changes<'a, 'b>(&'a Lowering<'b>, bool);
        impl<'ast> Visit<'ast> for Changes<'_, '_> {
            fn visit_expr(&mut self, expression: &'ast Expr) {
                self.1 |= match expression {
                    Expr::Macro(_) => true,
                    Expr::MethodCall(call) => {
                        let name = call.method.to_string();
                        name.ends_with("_mut") || name.starts_with("sort") || CHANGING.contains(&name.as_str())
                    }
                    // A reference through which a function may.
                    Expr::Path(path) => path.path.get_ident().is_some_and(|name| {
                        let binding = self.0.find(&name.to_string());
                        matches!(binding, Some(Binding::View(view) | Binding::Moving(view)) if view.mutable)
                    }),
                    _ => false,
                };
                self.1 |= self.0.changes_something(expression);
                visit::visit_expr(self, expression);
            }
            fn visit_stmt_macro(&mut self, _: &'ast syn::StmtMacro) {
                self.1 = true;
            }
        }
        let mut changes = Changes(self, false);
        changes.visit_expr(&closure.body);
        changes.1
    }

    /// What its parameters stand for is no matter of the variables around it.
    fn hide_parameters(&mut self, closure: &ExprClosure) {
        let parameters = closure.inputs.iter().flat_map(super::names::names_in);
        let hidden = parameters.map(|name| (name.to_string(), Binding::Item(Item::unit()))).collect();
        self.scopes.push(hidden);
    }
}

impl Closure {
    pub fn body(&self) -> &Expr {
        &self.written.body
    }

    pub fn written(&self) -> &ExprClosure {
        &self.written
    }

    pub fn scopes(&self) -> &[Scope] {
        &self.scopes
    }

    /// A call gives an option that the lowering takes apart.
    pub fn gives_option(&self) -> bool {
        self.gives.option
    }

    /// A call gives a value of type `Option` or `Result`.
    pub fn gives_outcome(&self) -> bool {
        self.gives.outcome
    }

    /// What the names stand for that it uses.
    pub fn used(&self) -> Vec<&Binding> {
        let names = used_names(&self.written);
        names.iter().filter_map(|name| self.scopes.iter().rev().find_map(|scope| scope.get(name))).collect()
    }
}

impl Lowering<'_> {
    /// A closure, where it is written.
    pub fn closure(&mut self, closure: &ExprClosure) -> Callable {
        if let Some(token) = &closure.asyncness {
            self.errors.at(token, "asynchronous code cannot be differentiated");
        }
        let mut scopes = self.scopes.clone();
        if closure.capture.is_some() {
            let copies = self.copies_of(used_names(closure));
            scopes.push(copies);
        }
        let owns = closure.capture.is_some();
        let parameters = closure.inputs.iter().map(|_| Cell::new(None)).collect();
        let calls = Rc::new(Calls { parameters, result: Cell::new(None) });
        self.hide_parameters(closure);
        let changes_something = self.body_changes_something(closure);
        let gives = Gives { option: self.is_option(&closure.body), outcome: self.is_outcome(&closure.body) };
        self.scopes.pop();
        let written = closure.clone();
        Callable::Closure(Rc::new(Closure { written, scopes, owns, changes_something, gives, calls }))
    }

    /// Copies of the variables of these names, under the same names.
    fn copies_of(&mut self, names: impl IntoIterator<Item = String>) -> Scope {
        let mut copies = Scope::new();
        for name in names {
            let copy = match self.find(&name).cloned() {
                Some(Binding::Variable(var)) if !matches!(self.kind(var), Kind::Reference { .. }) => {
                    Binding::Variable(self.copy_of_variable(var))
                }
                Some(Binding::Item(Item::Function(function))) => Binding::Item(Item::Function(self.forked(&function))),
                Some(Binding::Moving(view)) => {
                    Binding::View(View { place: self.fixed(view.place), mutable: view.mutable })
                }
                // References and what is made of them stay what they are.
                _ => continue,
            };
            copies.insert(name, copy);
        }
        copies
    }

    fn copy_of_variable(&mut self, var: Var) -> Var {
        let Operand::Var(copy) = self.copied(var) else { unreachable!("a variable was asked for") };
        self.function.variables[copy.0].temporary = false;
        if self.mutable.contains(&var) {
            self.mutable.insert(copy);
        }
        if self.unsigned.contains(&var) {
            self.unsigned.insert(copy);
        }
        if let Some(length) = self.lengths.get(&var).cloned() {
            self.lengths.insert(copy, length);
        }
        copy
    }

    /// The closure as it is handed on by value: with copies of its own of what it owns.
    pub fn forked(&mut self, function: &Callable) -> Callable {
        let Callable::Closure(closure) = function else { return function.clone() };
        let (true, Some((owned, outer))) = (closure.owns, closure.scopes.split_last()) else { return function.clone() };
        let mut scopes = outer.to_vec();
        let inner = std::mem::replace(&mut self.scopes, vec![owned.clone()]);
        let mut names: Vec<String> = owned.keys().cloned().collect();
        names.sort();
        let copies = self.copies_of(names);
        self.scopes = inner;
        scopes.push(copies);
        Callable::Closure(Rc::new(Closure { scopes, ..Closure::clone(closure) }))
    }

    /// What stands as a function in front of a call, or as an argument of `map` and the like.
    pub fn callable(&mut self, expression: &Expr, method: &str) -> Option<Callable> {
        match self.structured_function(expression) {
            Some(function) => Some(function),
            None => {
                self.errors.at(expression, format!("`{method}` takes a closure or the name of a function here"));
                None
            }
        }
    }

    fn structured_function(&mut self, expression: &Expr) -> Option<Callable> {
        match unparenthesised(expression) {
            Expr::Closure(closure) => Some(self.closure(closure)),
            // By reference: the closure keeps what it owns.
            Expr::Reference(reference) => match self.resolved(&reference.expr)?.behind() {
                Item::Function(function) => Some(function),
                _ => None,
            },
            Expr::Path(path) => match self.resolved(expression) {
                Some(item) => match item.behind() {
                    Item::Function(function) => Some(self.forked(&function)),
                    _ => None,
                },
                None if path.path.get_ident().is_some_and(|ident| self.is_bound(&ident.to_string())) => None,
                None => Some(match method_of_list(path).or_else(|| self.operator_by_path(path)) {
                    Some(closure) => self.closure(&closure),
                    None => Callable::Path(Box::new(path.clone())),
                }),
            },
            _ => None,
        }
    }

    /// A call of a closure in a variable.
    pub fn local_call(&mut self, call: &ExprCall) -> Option<Item> {
        let function = match unparenthesised(&call.func) {
            Expr::Closure(closure) => self.closure(closure),
            Expr::Index(index) => self.function_of_table(index)?,
            function => match self.resolved(function)?.behind() {
                Item::Function(function) => function,
                _ => return None,
            },
        };
        let items = self.items_in_order(call.args.iter());
        Some(self.called(&function, items, call.span()))
    }

    /// The result of a call.
    pub fn called(&mut self, function: &Callable, items: Vec<Item>, span: Span) -> Item {
        match function {
            Callable::Closure(closure) => self.inlined(&closure.clone(), items),
            Callable::Path(path) => self.called_by_path(path, items, span),
            Callable::Parameter(var) => self.called_parameter(*var, items, span),
            Callable::Chosen(chosen) => self.called_chosen(chosen, items, span),
        }
    }

    fn inlined(&mut self, closure: &Closure, items: Vec<Item>) -> Item {
        let ExprClosure { inputs, .. } = &closure.written;
        if inputs.len() != items.len() {
            let expected =
                if items.len() == 1 { "one parameter".to_string() } else { format!("{} parameters", items.len()) };
            self.errors.at(&closure.written, format!("a closure with {expected} is expected here"));
            return Item::unit();
        }
        let outer = std::mem::replace(&mut self.scopes, closure.scopes.clone());
        self.scopes.push(Scope::default());
        for ((pattern, item), known) in inputs.iter().zip(items).zip(&closure.calls.parameters) {
            let item = self.alike(known, item, pattern.span());
            self.bind_item(pattern, None, item);
        }
        let item = self.closure_body(&closure.written);
        self.scopes = outer;
        let item = self.alike(&closure.calls.result, item, closure.written.body.span());
        match &closure.written.output {
            ReturnType::Type(_, ty) => self.annotated_item(item, ty, closure.written.body.span()),
            ReturnType::Default => item,
        }
    }

    /// A value that has the same type in every call of a closure. A literal becomes a variable, which can be told its type.
    fn alike(&mut self, known: &Cell<Option<Var>>, item: Item, span: Span) -> Item {
        let var = match item {
            Item::Value(Operand::Var(var)) => var,
            Item::Value(Operand::Constant(number)) if is_loose_literal(&number) => {
                let var = self.temporary("number", span);
                let value = Rvalue::Use(Operand::Constant(number));
                self.statements.push(Statement::Let { var, annotation: None, value });
                var
            }
            item => return item,
        };
        if let Some(other) = known.replace(Some(var)) {
            self.function.alike.push((other, var));
        }
        Item::Value(Operand::Var(var))
    }

    /// The body of a closure: `return` leaves it, and no jump leaves it for a loop around it.
    pub fn closure_body(&mut self, closure: &ExprClosure) -> Item {
        let loops = std::mem::take(&mut self.open_loops);
        let exit = self.exit.take();
        let raised = std::mem::take(&mut self.raised);
        let body = [Stmt::Expr((*closure.body).clone(), None)];
        let item = if jumps(&closure.body) {
            let annotation = match &closure.output {
                ReturnType::Type(_, ty) => Some((**ty).clone()),
                ReturnType::Default => None,
            };
            self.open_exit(returns_value(&closure.body), annotation);
            let tail = self.block_statements(&body, true);
            self.close_exit(tail).map(Item::Value)
        } else {
            self.block_statements(&body, true)
        };
        self.open_loops = loops;
        self.exit = exit;
        self.raised = raised;
        item.unwrap_or_else(Item::unit)
    }

    /// A call of a function by name, as if its arguments were variables.
    fn called_by_path(&mut self, path: &ExprPath, items: Vec<Item>, span: Span) -> Item {
        self.scopes.push(Scope::default());
        let names: Vec<Ident> =
            (0..items.len()).map(|index| Ident::new(&format!("__jac_argument_{index}"), span)).collect();
        for (name, item) in names.iter().zip(items) {
            let binding = match item {
                Item::Value(Operand::Var(var)) => Binding::Variable(var),
                Item::View(view) => Binding::View(view),
                Item::Value(_) | Item::Tuple(_) => {
                    let value = self.item_rvalue(item, path);
                    let var = self.temporary("argument", span);
                    self.statements.push(Statement::Let { var, annotation: None, value });
                    Binding::Variable(var)
                }
                item => Binding::Item(item),
            };
            self.scopes.last_mut().expect("just opened").insert(name.to_string(), binding);
        }
        let call: Expr = syn::parse_quote!(#path(#(#names),*));
        let item = self.item(&call);
        self.scopes.pop();
        item
    }
}

impl Lowering<'_> {
    /// `Neg::neg`, `std::ops::Add::add`: the operator, if the compiler finds that it is.
    fn operator_by_path(&mut self, path: &ExprPath) -> Option<ExprClosure> {
        let mut segments = path.path.segments.iter().rev().map(|segment| &segment.ident);
        let (name, owner) = (segments.next().filter(|_| path.qself.is_none())?, segments.next()?);
        let [left, right] = ["__jac_left", "__jac_right"].map(|side| Ident::new(side, name.span()));
        let closure = match (owner.to_string().as_str(), name.to_string().as_str()) {
            ("Neg", "neg") => syn::parse_quote!(|#left| -#left),
            ("Add", "add") => syn::parse_quote!(|#left, #right| #left + #right),
            ("Sub", "sub") => syn::parse_quote!(|#left, #right| #left - #right),
            ("Mul", "mul") => syn::parse_quote!(|#left, #right| #left * #right),
            ("Div", "div") => syn::parse_quote!(|#left, #right| #left / #right),
            ("Rem", "rem") => syn::parse_quote!(|#left, #right| #left % #right),
            _ => return None,
        };
        self.prove(&path.path, quote!(<f64 as ::core::ops::#owner>::#name));
        Some(closure)
    }
}

/// `<[f64]>::to_vec`, `Vec::len`: the method, called on what is given.
fn method_of_list(path: &ExprPath) -> Option<ExprClosure> {
    const KNOWN: &[&str] =
        &["as_slice", "clone", "first", "into_iter", "is_empty", "iter", "last", "len", "to_owned", "to_vec"];
    let name = &path.path.segments.last()?.ident;
    let owner = match (&path.qself, path.path.segments.iter().rev().nth(1)) {
        (Some(qself), None) => matches!(*qself.ty, syn::Type::Slice(_)),
        (None, Some(owner)) => owner.ident == "Vec",
        _ => false,
    };
    if !owner || !KNOWN.iter().any(|known| name == known) {
        return None;
    }
    let list = Ident::new("__jac_list", name.span());
    Some(syn::parse_quote!(|#list| #list.#name()))
}

/// The names that a closure uses and that may be variables around it.
pub fn used_names(closure: &ExprClosure) -> BTreeSet<String> {
    struct Used(BTreeSet<String>);
    impl Used {
        fn tokens(&mut self, tokens: TokenStream) {
            for token in tokens {
                match token {
                    TokenTree::Ident(ident) => {
                        self.0.insert(ident.to_string());
                    }
                    TokenTree::Group(group) => self.tokens(group.stream()),
                    TokenTree::Literal(literal) => {
                        if let Ok(format) = syn::parse2::<syn::LitStr>(quote!(#literal)) {
                            self.0.extend(names_in(&format.value()));
                        }
                    }
                    TokenTree::Punct(_) => {}
                }
            }
        }
    }
    impl<'ast> Visit<'ast> for Used {
        fn visit_expr_path(&mut self, path: &'ast ExprPath) {
            self.0.extend(path.path.get_ident().map(ToString::to_string));
            visit::visit_expr_path(self, path);
        }
        fn visit_macro(&mut self, call: &'ast syn::Macro) {
            self.tokens(call.tokens.clone());
        }
    }
    struct Parameters(BTreeSet<String>);
    impl<'ast> Visit<'ast> for Parameters {
        fn visit_pat_ident(&mut self, pattern: &'ast syn::PatIdent) {
            self.0.insert(pattern.ident.to_string());
            visit::visit_pat_ident(self, pattern);
        }
    }
    let mut used = Used(BTreeSet::new());
    used.visit_expr(&closure.body);
    let mut parameters = Parameters(BTreeSet::new());
    closure.inputs.iter().for_each(|input| parameters.visit_pat(input));
    used.0.difference(&parameters.0).cloned().collect()
}
