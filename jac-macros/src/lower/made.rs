//! Lists that have no name: what a call gives, `f(x).first()`, and what the end of an `Option` refers to, `rows.last_mut().unwrap()`.
//!
//! Before: a method that lists have, called on such an expression. After: what a call gives is in memory of its own, and what a reference is to is a place.

use syn::spanned::Spanned;
use syn::{Expr, ExprMethodCall};

use super::Lowering;
use super::call::is_constructor;
use super::closure::used_names;
use super::expression::{NOT_UNDERSTOOD, unparenthesised};
use super::item::Item;
use super::option::ELEMENTS;
use super::view::View;
use crate::ir::{Place, Statement};

impl Lowering<'_> {
    /// The name is that of a variable that may vary, as far as it is seen in front of the analyses.
    pub fn may_vary(&self, name: &str) -> bool {
        let var = self.lookup_view(name).map(|view| view.place.base).or_else(|| self.lookup(name));
        let is_left_out =
            self.function.parameters.iter().any(|parameter| Some(parameter.var) == var && !parameter.differentiable);
        var.is_some_and(|var| !is_left_out && !self.function.variables[var.0].discrete)
    }

    /// A call of a function or a method of the user's, of something that may vary: where a method of lists is called on what it gives, it is one.
    pub fn is_made_list(&self, expression: &Expr) -> bool {
        let is_call = match unparenthesised(expression) {
            Expr::Call(call) => match unparenthesised(&call.func) {
                Expr::Path(path) => !is_constructor(path) && !self.is_understood(path) && !self.stops_view(expression),
                _ => false,
            },
            Expr::MethodCall(call) => {
                self.can_be_called(call)
                    && !self.is_option(expression)
                    && !self.is_iterator(expression)
                    && !self.is_part_of_block(call)
                    && !self.is_array_map(call)
            }
            _ => false,
        };
        is_call && self.names_what_may_vary(expression)
    }

    /// The expression names a variable that may vary.
    pub fn names_what_may_vary(&self, expression: &Expr) -> bool {
        names_in(expression).iter().any(|name| self.may_vary(name))
    }

    /// So does a closure, beside its own parameters.
    pub fn closure_names_what_may_vary(&self, closure: &syn::ExprClosure) -> bool {
        let own: Vec<String> =
            closure.inputs.iter().flat_map(super::names::names_in).map(|name| name.to_string()).collect();
        used_names(closure).iter().any(|name| !own.contains(name) && self.may_vary(name))
    }

    /// What such a call gives, in memory of its own.
    pub fn made_list(&mut self, expression: &Expr) -> Option<View> {
        if !self.is_made_list(expression) {
            return None;
        }
        let value = self.rvalue(expression);
        let base = self.temporary("made", expression.span());
        self.function.variables[base.0].temporary = false;
        self.set_memory(base);
        self.statements.push(Statement::Let { var: base, annotation: None, value });
        Some(View { place: Place::whole(base), mutable: true })
    }

    /// `rows.last_mut().unwrap()`: a reference to an element.
    pub fn is_lent_element(&self, expression: &Expr) -> bool {
        let Expr::MethodCall(call) = unparenthesised(expression) else { return false };
        let gives_element = |call: &ExprMethodCall| {
            let name = call.method.to_string();
            ELEMENTS.contains(&name.as_str())
                && !name.starts_with("split")
                && self.is_element(call)
                && !self.is_element_of_user(call)
        };
        (call.method == "unwrap" || call.method == "expect")
            && matches!(unparenthesised(&call.receiver), Expr::MethodCall(inner) if gives_element(inner))
    }

    /// The element that it refers to.
    pub fn lent_element(&mut self, expression: &Expr) -> Option<View> {
        let item = self.structured(expression).unwrap_or_else(Item::unit);
        match item.behind() {
            Item::View(view) => Some(view),
            _ => {
                self.errors.at(expression, NOT_UNDERSTOOD);
                None
            }
        }
    }
}

/// The names in an expression.
fn names_in(expression: &Expr) -> std::collections::HashSet<String> {
    crate::hygiene::identifiers(quote::ToTokens::to_token_stream(expression))
}
