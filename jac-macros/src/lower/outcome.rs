//! Values that are `Option`s or `Result`s: what functions give that may fail.
//!
//! An `Option` that is made and taken apart in one function is a flag and what is there (`option`). Across functions it is a value of
//! its own type, whose tangents are those of what is inside. It is made by `Some` and `Ok`, and taken apart by `?`, by patterns, and by
//! methods that end in what is inside. What is in an `Err` carries no derivative (`analysis/failures.rs`).

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::spanned::Spanned;
use syn::{Expr, ExprCall, ExprMethodCall, ExprTry};

use super::Lowering;
use super::by_type::is_of_typed_name;
use super::call::is_constructor;
use super::closure::Callable;
use super::expression::{NOT_UNDERSTOOD, unparenthesised};
use super::item::Item;
use super::option::{Optional, inside_of_option};
use super::side::Side;
use super::signature::is_discrete;
use super::told::unmarked;
use super::view::View;
use crate::ir::*;

/// Methods that `Result` has beside those of `Option` that end in something else.
const ENDING: &[&str] = &["is_ok", "is_err", "is_ok_and"];

/// Methods that make another of it.
const KEEPING: &[&str] = &["ok", "ok_or", "ok_or_else", "map_err"];

/// Methods that lend what is inside.
const LENDING: &[&str] = &["as_ref", "as_mut", "as_deref", "as_deref_mut"];

/// `Ok`, `Result::Err` and the like, and not `Status::Ok`.
fn variant_of_result(path: &syn::Path) -> Option<&'static str> {
    let mut segments = path.segments.iter().rev();
    let last = segments.next()?;
    let name = ["Ok", "Err"].into_iter().find(|name| last.ident == name)?;
    segments.next().is_none_or(|owner| owner.ident == "Result").then_some(name)
}

impl Lowering<'_> {
    /// The expression is a value of type `Option` or `Result`.
    pub fn is_outcome(&self, expression: &Expr) -> bool {
        match unparenthesised(expression) {
            Expr::Path(path) => path
                .path
                .get_ident()
                .and_then(|ident| self.lookup(&ident.to_string()))
                .is_some_and(|var| self.outcomes.contains_key(&var) || self.is_parameter_that_may_fail(var)),
            Expr::Call(call) => match unparenthesised(&call.func) {
                Expr::Path(path) => {
                    variant_of_result(&path.path).is_some()
                        || match self.resolved(&call.func).map(Item::behind) {
                            Some(Item::Function(Callable::Closure(closure))) => closure.gives_outcome(),
                            _ => !is_constructor(path) && !self.is_understood(path),
                        }
                }
                _ => false,
            },
            Expr::MethodCall(call) => {
                let name = call.method.to_string();
                if unmarked(&name).1.is_some() {
                    return self.is_outcome(&call.receiver) || self.is_view_of_outcome(&call.receiver);
                }
                if self.told_by_type(call).is_some() {
                    return true;
                }
                if KEEPING.contains(&name.as_str()) {
                    return self.is_outcome(&call.receiver) || self.is_option(&call.receiver);
                }
                // A method of the user's, perhaps of no type that gives an outcome: the compiler tells.
                !ends(&name) && self.can_be_called(call) && !self.is_iterator(expression)
            }
            Expr::If(branch) => {
                let otherwise = branch.else_branch.as_ref();
                self.ends_in_outcome(&branch.then_branch)
                    || otherwise.is_some_and(|(_, otherwise)| self.may_be_outcome(otherwise))
            }
            Expr::Field(_) | Expr::Index(_) => self.is_place(expression) && !self.is_of_another_type(expression),
            Expr::Match(matched) => matched.arms.iter().any(|arm| self.may_be_outcome(&arm.body)),
            Expr::Block(block) => self.ends_in_outcome(&block.block),
            _ => false,
        }
    }

    fn is_parameter_that_may_fail(&self, var: Var) -> bool {
        let parameter = self.function.parameters.iter().find(|parameter| parameter.var == var);
        parameter.is_some_and(|parameter| is_outcome_type(super::signature::passing(&parameter.ty).1))
    }

    fn ends_in_outcome(&self, block: &syn::Block) -> bool {
        let Some(syn::Stmt::Expr(tail, None)) = block.stmts.last() else { return false };
        self.may_be_outcome(tail) || is_of_typed_name(tail, block)
    }

    fn may_be_outcome(&self, expression: &Expr) -> bool {
        self.is_outcome(expression) || self.is_option(expression)
    }

    /// A method of the `Option` that a call gives, which makes another of it.
    pub fn is_alternative(&self, call: &ExprMethodCall) -> bool {
        let takes_closure = || matches!(call.args.first().map(unparenthesised), Some(Expr::Closure(_)));
        call.args.len() == 1
            && (call.method == "or" || ((call.method == "or_else" || call.method == "filter") && takes_closure()))
            && (self.is_outcome(&call.receiver)
                || !self.makers.is_method(&call.method) && self.is_view_of_outcome(&call.receiver))
    }

    /// `outcome.as_ref()`, `outcome.as_mut()`: what is inside of a place, lent.
    pub fn lends_inside(&self, call: &ExprMethodCall) -> bool {
        LENDING.contains(&call.method.to_string().as_str())
            && call.args.is_empty()
            && self.is_place(&call.receiver)
            && !self.is_option(&call.receiver)
            && self.is_outcome(&call.receiver)
    }

    pub fn lent_inside(&mut self, call: &ExprMethodCall) -> Option<Optional> {
        let mutable = call.method == "as_mut" || call.method == "as_deref_mut";
        let view = self.receiver_view(&call.receiver, mutable)?;
        let view = View { place: self.fixed(view.place), ..view };
        let (span, mut reads) = (call.method.span(), Vec::new());
        let lent = View { mutable: false, ..view.clone() };
        let place = self.item_expression(&Item::View(lent), &mut reads, span);
        let jac = self.runtime.clone();
        let expression = syn::parse_quote!(#jac::is_present(#place));
        let present = Rvalue::Opaque(Opaque { expression, reads, if_varied: IfVaried::Nothing });
        let present = self.name(present, "is_present", span);
        self.function.jumps = true;
        Some(Optional { present, item: Some(Box::new(Item::View(view.part(Projection::Inside)))) })
    }

    /// The name of the local function or closure, or of an elementary function.
    pub fn is_understood(&self, path: &syn::ExprPath) -> bool {
        let name = path.path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
        path.path.get_ident().is_some_and(|ident| self.is_bound(&ident.to_string()))
            || crate::rules::method(&name).is_some()
            || path.qself.as_ref().is_some_and(|qself| qself.as_token.is_some())
    }

    /// `Ok(value)`, `Err(error)`
    pub fn result_call(&mut self, call: &ExprCall) -> Option<Rvalue> {
        let Expr::Path(path) = unparenthesised(&call.func) else { return None };
        let name = variant_of_result(&path.path).filter(|_| call.args.len() == 1)?;
        let variant = Ident::new(name, Span::call_site());
        self.prove(&path.path, quote!(::core::result::Result::#variant::<(), ()>));
        match name {
            "Ok" => {
                let item = self.item(&call.args[0]);
                let value = Rvalue::Wrap(Wrapper::Ok, self.stored(item, &call.args[0]));
                // `Ok::<f64, ()>(value)`
                let last = path.path.segments.last()?;
                let syn::PathArguments::AngleBracketed(types) = &last.arguments else { return Some(value) };
                let types = &types.args;
                let var = self.temporary("ok", last.ident.span());
                let annotation = Some(syn::parse_quote!(::core::result::Result<#types>));
                self.statements.push(Statement::Let { var, annotation, value });
                Some(Rvalue::Use(Operand::Var(var)))
            }
            _ => {
                let opaque = self.error(&Expr::Call(call.clone()));
                Some(Rvalue::Opaque(opaque))
            }
        }
    }

    /// `Err(error)`: whatever is in it carries no derivative.
    fn error(&mut self, expression: &Expr) -> Opaque {
        struct Stop<'a, 'b>(&'a mut Lowering<'b>, Vec<Var>);
        impl syn::visit_mut::VisitMut for Stop<'_, '_> {
            fn visit_expr_mut(&mut self, expression: &mut Expr) {
                if let Expr::Call(call) = &*expression
                    && let Some(constant) = self.0.stopped(call)
                {
                    let span = expression.span();
                    let value = self.0.name(Rvalue::Opaque(constant), "constant", span);
                    *expression = self.0.item_expression(&Item::Value(value), &mut self.1, span);
                } else {
                    syn::visit_mut::visit_expr_mut(self, expression);
                }
            }
            fn visit_expr_closure_mut(&mut self, _: &mut syn::ExprClosure) {}
        }
        let mut expression = expression.clone();
        let mut stop = Stop(self, Vec::new());
        syn::visit_mut::VisitMut::visit_expr_mut(&mut stop, &mut expression);
        let stopped = stop.1;
        let mut opaque = self.opaque(&expression);
        opaque.reads.extend(stopped);
        opaque.if_varied = IfVaried::Failure;
        opaque
    }

    /// An `Option` of the lowering as a value.
    pub fn option_value(&mut self, optional: Optional, at: Span) -> Rvalue {
        let none = Rvalue::Opaque(Opaque {
            expression: syn::parse_quote!(::core::option::Option::None),
            reads: Vec::new(),
            if_varied: IfVaried::Constant,
        });
        let Some(item) = optional.item else { return none };
        let wrapped = |this: &mut Self| {
            let value = this.stored(*item, &TokenStream::new());
            this.name(Rvalue::Wrap(Wrapper::Some, value), "some", at)
        };
        if let Operand::Constant(flag) = &optional.present
            && flag.to_string() == "true"
        {
            return Rvalue::Use(wrapped(self));
        }
        let then = self.side(|this| Some(Item::Value(wrapped(this))));
        let otherwise = self.side(|this| Some(Item::Value(this.name(none, "none", at))));
        match self.chosen(optional.present, then, otherwise, at) {
            Item::Value(value) => Rvalue::Use(value),
            _ => unreachable!("both ways have a value"),
        }
    }

    /// A value of type `Option` as a flag and what is there.
    pub fn taken_apart(&mut self, outcome: &Operand, span: Span) -> Optional {
        let present = self.is_present(outcome, span);
        let then = self.side(|this| Some(Item::Value(this.inside(outcome, span))));
        let item = self.choose(present.clone(), then, Side::default(), Some(span));
        Optional { present, item: item.map(Box::new) }
    }

    /// What is there, which it must be.
    pub fn inside(&mut self, outcome: &Operand, span: Span) -> Operand {
        // A pattern may be looked at twice, for its guard, and one behind a reference leaves what it takes apart.
        self.function.jumps = true;
        self.name(Rvalue::Unwrap(outcome.clone()), "inside", span)
    }

    /// Whether a value is there, or whatever the function of the runtime says of the outcome.
    fn told(&mut self, function: &str, outcome: &Operand, by_reference: bool, span: Span) -> Rvalue {
        let mut reads = Vec::new();
        let value = self.item_expression(&Item::Value(outcome.clone()), &mut reads, span);
        let if_varied = match function {
            "error_of" => IfVaried::OfFailure,
            "absent" | "same_error" => IfVaried::Failure,
            _ => IfVaried::Nothing,
        };
        let (jac, function) = (self.runtime.clone(), syn::Ident::new(function, span));
        let expression = if by_reference {
            syn::parse_quote!(#jac::#function(&#value))
        } else {
            syn::parse_quote!(#jac::#function(#value))
        };
        Rvalue::Opaque(Opaque { expression, reads, if_varied })
    }

    fn is_present(&mut self, outcome: &Operand, span: Span) -> Operand {
        let present = self.told("is_present", outcome, true, span);
        self.name(present, "is_present", span)
    }

    /// `outcome?`
    pub fn try_item(&mut self, attempt: &ExprTry) -> Item {
        let span = attempt.question_token.span();
        // `option.ok_or(error)?`: what is there stays what it is, a reference among them.
        let failing = match unparenthesised(&attempt.expr) {
            Expr::MethodCall(call)
                if (call.method == "ok_or" || call.method == "ok_or_else")
                    && call.args.len() == 1
                    && self.is_option(&call.receiver) =>
            {
                Some(call)
            }
            _ => None,
        };
        let item = self.item(failing.map_or(&*attempt.expr, |call| &*call.receiver));
        let item = self.detached_item(item);
        let Some(exit) = self.exit else {
            self.errors.at(attempt, NOT_UNDERSTOOD);
            return Item::unit();
        };
        let item = match (item.behind(), failing) {
            (Item::Value(outcome), Some(_)) => Item::Optional(self.taken_apart(&outcome, span)),
            (item, _) => item,
        };
        match item {
            Item::Optional(optional) => {
                let eager = failing.and_then(|call| self.eager_failure(call, None));
                let (present, then) = (optional.present.clone(), self.present_side(&optional, |_, item| Some(item)));
                let otherwise = self.side(|this| {
                    let absent = match failing {
                        Some(call) => {
                            let error = eager.or_else(|| this.failure(call, None))?;
                            this.told("absent", &error, false, span)
                        }
                        None => this.option_value(Optional::none(), span),
                    };
                    let none = this.name(absent, "none", span);
                    this.leave(exit, none);
                    None
                });
                let item = self.choose(present, then, otherwise, Some(span));
                item.unwrap_or_else(|| Item::Value(super::flow::not_reached()))
            }
            item => {
                let outcome = self.outcome_operand(item, attempt);
                let present = self.is_present(&outcome, span);
                let then = self.side(|this| Some(Item::Value(this.inside(&outcome, span))));
                let otherwise = self.side(|this| {
                    let absent = this.told("absent", &outcome, false, span);
                    let absent = this.name(absent, "absent", span);
                    this.leave(exit, absent);
                    None
                });
                self.chosen(present, then, otherwise, span)
            }
        }
    }

    /// The outcome as a variable that nothing else is assigned to.
    pub fn outcome_operand(&mut self, item: Item, at: &dyn quote::ToTokens) -> Operand {
        let value = self.item_rvalue(item, at);
        let var = self.temporary("outcome", at.span());
        self.function.variables[var.0].temporary = false;
        self.statements.push(Statement::Let { var, annotation: None, value });
        Operand::Var(var)
    }

    /// A method of an outcome.
    pub fn is_of_outcome(&self, call: &ExprMethodCall) -> bool {
        let name = call.method.to_string();
        if unmarked(&name).1.is_some() {
            return self.is_outcome(&call.receiver) || self.is_view_of_outcome(&call.receiver);
        }
        // A question to a place is kept as it is written, whatever its type is.
        let is_question = name.starts_with("is_") && call.args.is_empty() && self.is_place(&call.receiver);
        let keeps = KEEPING.contains(&name.as_str());
        !is_question
            && (keeps || ends(&name))
            && (self.is_outcome(&call.receiver)
                || (ends(&name) && self.is_view_of_outcome(&call.receiver))
                || (keeps && self.is_option(&call.receiver)))
    }

    /// The name of an element, or of another part of something, or of a copy of it, where the method tells that it is an `Option` or a `Result`.
    fn is_view_of_outcome(&self, receiver: &Expr) -> bool {
        let Expr::Path(path) = unparenthesised(receiver) else { return false };
        let is_copy = || {
            let var = path.path.get_ident().and_then(|name| self.lookup(&name.to_string()));
            var.is_some_and(|var| self.copies_of_parts.contains(&var))
        };
        !self.is_option(receiver) && !self.is_of_users(receiver) && (self.named_view(receiver).is_some() || is_copy())
    }

    /// What a method makes of an outcome.
    pub fn outcome_method(&mut self, call: &ExprMethodCall) -> Option<Item> {
        if !self.is_of_outcome(call) {
            return None;
        }
        let span = call.method.span();
        let item = match self.item(&call.receiver).behind() {
            // A method looks behind references.
            Item::View(view) => Item::Place(view),
            item => item,
        };
        let outcome = self.outcome_operand(item, &call.receiver);
        self.of_outcome(&outcome, call, span)
    }

    /// The same of the value that the receiver is.
    pub fn of_outcome(&mut self, outcome: &Operand, call: &ExprMethodCall, span: Span) -> Option<Item> {
        let name = call.method.to_string();
        if let (name, Some(wrapper)) = unmarked(&name) {
            return self.mapped(outcome, (name, wrapper), call, span);
        }
        let arguments: Vec<&Expr> = call.args.iter().collect();
        let inside = |this: &mut Self| Some(Item::Value(this.inside(outcome, span)));
        Some(match (name.as_str(), arguments.as_slice()) {
            ("is_some" | "is_ok", []) => Item::Value(self.is_present(outcome, span)),
            ("is_none" | "is_err", []) => {
                let present = self.is_present(outcome, span);
                Item::Value(self.negated(present))
            }
            ("is_some_and" | "is_ok_and" | "is_none_or", [function]) => {
                let function = self.callable(function, &name)?;
                let present = self.is_present(outcome, span);
                let then = self.side(|this| {
                    let value = Item::Value(this.inside(outcome, span));
                    Some(this.called(&function, vec![value], span))
                });
                let absent = name == "is_none_or";
                self.chosen(present, then, Side::of(Item::Value(Operand::Constant(quote!(#absent)))), span)
            }
            ("unwrap" | "expect", arguments) => {
                let mut reads = Vec::new();
                let message = match arguments {
                    [message] => {
                        let opaque = self.opaque(message);
                        reads = opaque.reads;
                        Some(opaque.expression)
                    }
                    _ => None,
                };
                let message = message.iter();
                let value = self.item_expression(&Item::Value(outcome.clone()), &mut reads, span);
                let method = &call.method;
                let expression = syn::parse_quote!(#value.as_ref().#method(#(#message),*));
                let opaque = Opaque { expression, reads, if_varied: IfVaried::Constant };
                self.statements.push(Statement::Evaluate(Rvalue::Opaque(opaque)));
                Item::Value(self.inside(outcome, span))
            }
            ("unwrap_or", [default]) => {
                let default = self.item(default);
                let present = self.is_present(outcome, span);
                let then = self.side(inside);
                self.chosen(present, then, Side::of(default), span)
            }
            ("unwrap_or_default", []) => {
                let default = Item::Value(Operand::Constant(quote!(::core::default::Default::default())));
                let present = self.is_present(outcome, span);
                let then = self.side(inside);
                self.chosen(present, then, Side::of(default), span)
            }
            ("unwrap_or_else", [function]) => {
                let present = self.is_present(outcome, span);
                let then = self.side(inside);
                let otherwise = self.side(|this| this.otherwise(Some(outcome), function, &name, span));
                self.chosen(present, then, otherwise, span)
            }
            ("map_or", [default, function]) => {
                let default = self.item(default);
                let function = self.callable(function, &name)?;
                let present = self.is_present(outcome, span);
                let then = self.side(|this| {
                    let value = Item::Value(this.inside(outcome, span));
                    Some(this.called(&function, vec![value], span))
                });
                self.chosen(present, then, Side::of(default), span)
            }
            ("map_or_else", [default, function]) => {
                let function = self.callable(function, &name)?;
                let present = self.is_present(outcome, span);
                let then = self.side(|this| {
                    let value = Item::Value(this.inside(outcome, span));
                    Some(this.called(&function, vec![value], span))
                });
                let otherwise = self.side(|this| this.otherwise(Some(outcome), default, &name, span));
                self.chosen(present, then, otherwise, span)
            }
            ("ok", []) => Item::Value(self.without_error(outcome, span)),
            ("ok_or" | "ok_or_else" | "map_err", [_]) => {
                let eager = self.eager_failure(call, Some(outcome));
                let present = self.is_present(outcome, span);
                let then = self.side(|this| {
                    let value = this.inside(outcome, span);
                    Some(Item::Value(this.name(Rvalue::Wrap(Wrapper::Ok, value), "ok", span)))
                });
                let otherwise = self.side(|this| eager.or_else(|| this.failure(call, Some(outcome))).map(Item::Value));
                self.chosen(present, then, otherwise, span)
            }
            _ => return None,
        })
    }

    /// The `Err` that `ok_or` gives: what is in it is evaluated whether or not there is something.
    fn eager_failure(&mut self, call: &ExprMethodCall, outcome: Option<&Operand>) -> Option<Operand> {
        if call.method == "ok_or" { self.failure(call, outcome) } else { None }
    }

    /// The `Err` that `ok_or`, `ok_or_else` and `map_err` give. Without an outcome, nothing else says what would have been in an `Ok`.
    fn failure(&mut self, call: &ExprMethodCall, outcome: Option<&Operand>) -> Option<Operand> {
        let error = self.failed(call, outcome)?;
        Some(self.name(error, "err", call.method.span()))
    }

    fn failed(&mut self, call: &ExprMethodCall, outcome: Option<&Operand>) -> Option<Rvalue> {
        let (error, span, name) = (&call.args[0], call.method.span(), call.method.to_string());
        let err: syn::Path = match outcome {
            Some(_) => syn::parse_quote!(::core::result::Result::Err),
            None => syn::parse_quote!(::core::result::Result::Err::<(), _>),
        };
        if name == "ok_or" {
            return Some(Rvalue::Opaque(self.error(&syn::parse_quote!(#err(#error)))));
        }
        let (expression, reads) = if let Expr::Closure(_) = unparenthesised(error) {
            let error = self.otherwise(outcome, error, &name, span)?;
            let value = self.stored(error, &call.args);
            let mut reads = Vec::new();
            let value = self.item_expression(&Item::Value(value), &mut reads, span);
            (syn::parse_quote!(#err(#value)), reads)
        } else {
            let (error, mut reads) = self.opaque_function(error);
            let expression = match outcome.filter(|_| name == "map_err") {
                None => syn::parse_quote!(#err((#error)())),
                Some(outcome) => {
                    let found = self.told("error_of", outcome, false, span);
                    let found = self.name(found, "error", span);
                    let found = self.item_expression(&Item::Value(found), &mut reads, span);
                    syn::parse_quote!(#err((#error)(#found)))
                }
            };
            (expression, reads)
        };
        Some(Rvalue::Opaque(Opaque { expression, reads, if_varied: IfVaried::Failure }))
    }

    /// `outcome.map(function)`, `outcome.and_then(function)`
    fn mapped(
        &mut self,
        outcome: &Operand,
        (name, wrapper): (&str, Wrapper),
        call: &ExprMethodCall,
        span: Span,
    ) -> Option<Item> {
        let function = &call.args[0];
        let forgets_error = name == "and_then" && is_behind_map(call);
        let function = self.callable(function, name)?;
        let present = self.is_present(outcome, span);
        let then = self.side(|this| {
            let value = Item::Value(this.inside(outcome, span));
            let item = this.called(&function, vec![value], span);
            let gives_option = matches!(item, Item::Optional(_));
            let value = this.stored(item, &TokenStream::new());
            Some(Item::Value(match (name, wrapper) {
                ("map", _) => this.name(Rvalue::Wrap(wrapper, value), "mapped", span),
                // The error is of no matter.
                (_, Wrapper::Some) if forgets_error && !gives_option => this.without_error(&value, span),
                _ => value,
            }))
        });
        let otherwise = self.side(|this| {
            let absent = match wrapper {
                // Of both, if it is not known which.
                Wrapper::Some if name == "and_then" && !forgets_error => this.told("absent", outcome, false, span),
                Wrapper::Some => this.option_value(Optional::none(), span),
                Wrapper::Ok => this.told("same_error", outcome, false, span),
            };
            Some(Item::Value(this.name(absent, "absent", span)))
        });
        Some(self.chosen(present, then, otherwise, span))
    }

    /// The `Option` of what is inside.
    fn without_error(&mut self, outcome: &Operand, span: Span) -> Operand {
        let present = self.is_present(outcome, span);
        let then = self.side(|this| {
            let value = this.inside(outcome, span);
            Some(Item::Value(this.name(Rvalue::Wrap(Wrapper::Some, value), "some", span)))
        });
        let otherwise = self.side(|this| {
            let none = this.option_value(Optional::none(), span);
            Some(Item::Value(this.name(none, "none", span)))
        });
        let chosen = self.chosen(present, then, otherwise, span);
        self.stored(chosen, &TokenStream::new())
    }

    /// What `unwrap_or_else` and its kin call: a function of nothing, or of the error.
    fn otherwise(&mut self, outcome: Option<&Operand>, function: &Expr, name: &str, span: Span) -> Option<Item> {
        let of_error = matches!(unparenthesised(function), Expr::Closure(closure) if !closure.inputs.is_empty());
        let function = self.callable(function, name)?;
        let mut arguments = Vec::new();
        if let Some(outcome) = outcome.filter(|_| of_error) {
            let error = self.told("error_of", outcome, false, span);
            arguments.push(Item::Value(self.name(error, "error", span)));
        }
        Some(self.called(&function, arguments, span))
    }

    /// What the name in `Err(name)` is bound to: it carries no derivative.
    pub fn bind_error(&mut self, pattern: &syn::Pat, item: &Item) {
        if let (syn::Pat::TupleStruct(error), Item::Value(outcome)) = (pattern, item)
            && let [syn::Pat::Ident(name)] = error.elems.iter().collect::<Vec<_>>()[..]
            && super::names::binds(name)
            && name.by_ref.is_none()
            && name.subpat.is_none()
        {
            // It is given away, as what is inside is.
            self.function.jumps = true;
            let error = self.told("error_of", outcome, false, name.span());
            let var = self.declare(&name.ident);
            if name.mutability.is_some() {
                self.mutable.insert(var);
            }
            self.statements.push(Statement::Let { var, annotation: None, value: error });
            return;
        }
        for name in super::names::names_in(pattern) {
            let mut reads = Vec::new();
            let matched = self.item_expression(item, &mut reads, pattern.span());
            let only = super::names::only_name(pattern, &name);
            let expression = syn::parse_quote!(match &#matched { #only => ::core::clone::Clone::clone(#name), _ => ::core::unreachable!() });
            let opaque = Opaque { expression, reads, if_varied: IfVaried::OfFailure };
            let var = self.declare(&name);
            self.perhaps_references.insert(var);
            self.statements.push(Statement::Let { var, annotation: None, value: Rvalue::Opaque(opaque) });
        }
    }
}

/// What the method is called on is an `Option`, made of an outcome by a `map` in front.
fn is_behind_map(call: &ExprMethodCall) -> bool {
    let Expr::MethodCall(receiver) = unparenthesised(&call.receiver) else { return false };
    match unmarked(&receiver.method.to_string()) {
        ("map", Some(Wrapper::Some)) => true,
        ("and_then", Some(Wrapper::Some)) => is_behind_map(receiver),
        _ => false,
    }
}

/// The method ends in what is inside, or in a question.
fn ends(name: &str) -> bool {
    super::option::ENDING.contains(&name) || ENDING.contains(&name)
}

/// `Option<T>` or `Result<T, E>`, of something that may vary.
pub fn is_outcome_type(ty: &syn::Type) -> bool {
    let syn::Type::Path(path) = ty else { return false };
    match path.path.segments.last() {
        Some(last) if last.ident == "Option" => inside_of_option(ty).is_some_and(|inside| !is_discrete(inside)),
        Some(last) => last.ident == "Result",
        None => false,
    }
}
