//! Patterns with alternatives, `Some(x) | Pair(x, _)`: what a name is there is a matter of which of them has matched.
//!
//! Before: the alternatives, of which it is known that one matches. After: each of their names once, with what is known of it in all of them.

use std::collections::BTreeMap;

use proc_macro2::Ident;
use syn::Pat;
use syn::spanned::Spanned;

use super::item::Item;
use super::names::names_in;
use super::{Binding, Lowering};
use crate::ir::*;

impl Lowering<'_> {
    /// The names of alternatives: each is what it is in the first one that matches. Copies are noted, and whether they stand for what is written through.
    pub fn bind_alternatives(&mut self, cases: &[&Pat], item: &Item) {
        let names = names_in(cases[0]);
        let mut known = KnownOfNames::default();
        let Some(Item::Tuple(items)) = self.alternative(cases, item, &names, &mut known) else { return };
        for (name, item) in names.iter().zip(items) {
            self.bind_item(&syn::parse_quote!(#name), None, item);
            let Some(var) = self.lookup(&name.to_string()) else { continue };
            if let Some(is_written) = known.copies.get(&name.to_string()) {
                self.perhaps_references.insert(var);
                if *is_written {
                    self.perhaps_written.insert(var);
                }
            }
            if let Some(wrapper) = known.outcomes.get(&name.to_string()) {
                self.outcomes.insert(var, *wrapper);
            }
        }
    }

    fn alternative(&mut self, cases: &[&Pat], item: &Item, names: &[Ident], known: &mut KnownOfNames) -> Option<Item> {
        let (case, rest) = cases.split_first()?;
        let condition = if rest.is_empty() { None } else { self.test(case, item) };
        let mut bound = |this: &mut Self| {
            this.bind_matched(case, item);
            let items = names.iter().map(|name| {
                let name = name.to_string();
                if let Some(Binding::View(view)) = this.find(&name)
                    && view.place.projections.iter().any(|part| matches!(part, Projection::Held(_)))
                {
                    // Parts of different variants are no one place.
                    let (value, is_written) = (this.load(view.place.clone()), view.mutable);
                    *known.copies.entry(name).or_default() |= is_written;
                    return Item::Value(this.name(value, "held", case.span()));
                }
                match this.find(&name) {
                    Some(Binding::Variable(var)) => {
                        if let Some(wrapper) = this.outcomes.get(var) {
                            known.outcomes.insert(name.clone(), *wrapper);
                        }
                        if this.perhaps_references.contains(var) {
                            *known.copies.entry(name).or_default() |= this.perhaps_written.contains(var);
                        }
                        Item::Value(Operand::Var(*var))
                    }
                    Some(Binding::View(view) | Binding::Moving(view)) => Item::View(view.clone()),
                    Some(Binding::Item(item)) => item.clone(),
                    None => Item::unit(),
                }
            });
            Some(Item::Tuple(items.collect()))
        };
        match condition {
            None => {
                self.scopes.push(Default::default());
                let items = bound(self);
                self.scopes.pop();
                items
            }
            Some(condition) => {
                let then = self.side(bound);
                let otherwise = self.side(|this| this.alternative(rest, item, names, known));
                self.choose(condition, then, otherwise, Some(case.span()))
            }
        }
    }
}

/// What is known of names that stand in several alternatives.
#[derive(Default)]
struct KnownOfNames {
    /// Copies of what may be behind a reference, and whether that is written.
    copies: BTreeMap<String, bool>,
    outcomes: BTreeMap<String, Option<Wrapper>>,
}
