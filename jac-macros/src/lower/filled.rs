//! What is put into an `Option` in a variable: `best.replace(x)`, `*best.get_or_insert(0.0) += x`.
//!
//! Before: a method of an option that is a flag and a variable (see `option`). After: assignments to the two, and what was there before, or a name for the place
//! of what is there now.

use syn::{Expr, ExprMethodCall};

use quote::quote;

use super::Lowering;
use super::item::Item;
use super::option::Optional;
use super::side::Side;
use super::view::View;
use crate::ir::*;

/// Methods that put something in and lend it.
const LENDING: &[&str] = &["get_or_insert", "get_or_insert_with", "insert"];

impl Lowering<'_> {
    /// A method of an option that puts something in and lends it.
    pub fn fills_option(&self, call: &ExprMethodCall) -> bool {
        LENDING.contains(&call.method.to_string().as_str())
            && call.args.len() == 1
            && self.is_option(&call.receiver)
            && self.place_of_option(&call.receiver).is_some()
    }

    /// `option.replace(value)`: what was there before.
    pub fn exchanged_inside(&mut self, (present, value): (Var, Var), argument: &Expr) -> Option<Item> {
        let new = self.operand(argument);
        let item = Item::Value(Operand::Var(value));
        let optional = Optional { present: Operand::Var(present), item: Some(Box::new(item)) };
        let before = self.detached_option(optional);
        self.put_inside((present, value), new);
        Some(Item::Optional(before))
    }

    fn put_inside(&mut self, (present, value): (Var, Var), new: Operand) {
        self.statements.push(Statement::Assign { var: value, value: new });
        self.statements.push(Statement::Assign { var: present, value: Operand::Constant(quote!(true)) });
    }

    /// `option.get_or_insert(value)`, `option.insert(value)`: what is inside then, as a place.
    pub fn filled_option(&mut self, call: &ExprMethodCall) -> Option<Item> {
        let place = self.place_of_option(&call.receiver)?;
        let (name, argument) = (call.method.to_string(), &call.args[0]);
        if name == "get_or_insert_with" {
            let function = self.callable(argument, &name)?;
            let otherwise = self.side(|this| {
                let item = this.called(&function, Vec::new(), call.method.span());
                let new = this.stored(item, argument);
                this.put_inside(place, new);
                None
            });
            self.choose(Operand::Var(place.0), Side::default(), otherwise, None);
        } else {
            let new = self.operand(argument);
            if name == "insert" {
                self.put_inside(place, new);
            } else {
                let otherwise = self.side(|this| {
                    this.put_inside(place, new);
                    None
                });
                self.choose(Operand::Var(place.0), Side::default(), otherwise, None);
            }
        }
        self.set_memory(place.1);
        Some(Item::View(View { place: Place::whole(place.1), mutable: true }))
    }
}
