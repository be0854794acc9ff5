//! Buffers: what needs the positions of its items, behind stages that leave these open, goes through `Vec`s.
//!
//! Each part of an item has a `Vec` of its own: a value becomes an element, and a reference one to a copy.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::spanned::Spanned;

use super::super::Lowering;
use super::super::item::Item;
use super::super::view::View;
use super::{Chain, Source, Stage};
use crate::ir::*;

const CHANGES_EARLY: &str = "a closure in front of this changes something, and would be called for all items at once here; \
    write a `for` loop";

const LENT: &str = "what `by_ref` lends is taken from one by one, and here its items are asked for by their positions; leave `by_ref` out, or write \
    a loop with `next`";

const WRITTEN_THROUGH: &str = "what is in front of this leaves open where its items stand, and they are written through; \
    write a `for` loop";

pub(super) const CALLED_EARLY: &str = "a closure in front of this may panic, and is called here for all items at once, but not all of them need be asked \
    for; write a `for` loop";

impl Lowering<'_> {
    /// The chain with items that can be asked for by their positions.
    pub(super) fn with_positions(&mut self, chain: Chain, at: impl ToTokens) -> Option<Chain> {
        if chain.stages.is_empty() {
            return Some(chain);
        }
        if chain.stages.iter().any(|stage| matches!(stage, Stage::Lent(_))) {
            self.errors.at(at, LENT);
            return None;
        }
        if chain.changes_something() {
            self.errors.at(at, CHANGES_EARLY);
            return None;
        }
        // What is flattened gives any number of items for each.
        let is_flat = chain.stages.iter().any(|stage| matches!(stage, Stage::Flatten));
        let early = chain.early.or(self.looks_risky(&chain).then(|| at.to_token_stream().span()));
        let (mark, bound) = (self.statements.len(), chain.bound.clone().filter(|_| !is_flat));
        let mut made = Vec::new();
        let mut source = None;
        self.for_each_item(chain, None, |this, item| source = Some(this.buffered(item, &mut made, &at)));
        let buffers = made.iter().map(|var| {
            let value = Rvalue::VecLiteral(Vec::new());
            Statement::Let { var: *var, annotation: None, value }
        });
        self.insert(mark, buffers.collect());
        let (Some(source), Some(first)) = (source, made.first()) else { return None };
        let length = self.name(Rvalue::Length(Place::whole(*first)), "length", Span::call_site());
        Some(Chain { early, ..Chain::of(source, length, bound) })
    }

    /// Reports where items of a chain may be left over whose closures have been called.
    pub(super) fn require_all_asked(&mut self, chain: &Chain) {
        if let Some(span) = chain.early {
            self.errors.span(span, CALLED_EARLY);
        }
    }

    fn buffered(&mut self, item: Item, made: &mut Vec<Var>, at: &impl ToTokens) -> Source {
        match item {
            Item::Tuple(items) if !items.is_empty() => {
                Source::Tuple(items.into_iter().map(|item| self.buffered(item, made, at)).collect())
            }
            Item::View(view) if view.mutable => {
                self.errors.at(at, WRITTEN_THROUGH);
                Source::Elements(view)
            }
            Item::View(view) => {
                let value = self.name(Rvalue::Clone(view.place), "element", Span::call_site());
                Source::Elements(self.buffer(value, made))
            }
            Item::Reference(item) => self.buffered(*item, made, at),
            item => {
                let value = self.stored(item, &TokenStream::new());
                Source::Cloned(Box::new(Source::Elements(self.buffer(value, made))))
            }
        }
    }

    fn buffer(&mut self, value: Operand, made: &mut Vec<Var>) -> View {
        let var = self.temporary("buffer", Span::call_site());
        self.function.variables[var.0].temporary = false;
        self.set_memory(var);
        made.push(var);
        let place = Place::whole(var);
        self.statements.push(Statement::Push { place: place.clone(), value });
        View { place, mutable: false }
    }
}
