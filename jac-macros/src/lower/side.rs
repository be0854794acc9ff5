//! Sides: the ways of a branch, and the item that they have in common.
//!
//! Before: what each way does, and its item. After: one branch, and one item: values are joined, references are to one place, with the indices joined, and
//! tuples, options and functions are joined part by part.

use std::rc::Rc;

use proc_macro2::Span;
use quote::quote;

use super::Lowering;
use super::closure::{Callable, Chosen};
use super::flow::not_reached;
use super::item::{Item, STORED_ITERATOR};
use super::option::Optional;
use super::view::View;
use crate::ir::*;

const CHOSEN_REFERENCE: &str = "a reference chosen by `if` or `match` must be to the same variable on all ways; \
    choose an index, or write `*` for the value";

/// One way of a branch: what it does, and its item, unless it jumps away.
#[derive(Default)]
pub struct Side {
    pub block: Block,
    pub item: Option<Item>,
    /// The variables from here on are its own.
    pub first: usize,
    /// It may jump away.
    jumps: bool,
}

impl Side {
    /// A way that does nothing.
    pub fn of(item: Item) -> Side {
        Side { item: Some(item), block: Block::default(), first: usize::MAX, jumps: false }
    }
}

impl Lowering<'_> {
    /// One way of a branch.
    pub fn side(&mut self, inside: impl FnOnce(&mut Self) -> Option<Item>) -> Side {
        let (first, jumps) = (self.function.variables.len(), self.jumps);
        let (block, item) = self.nested(|this| {
            let item = inside(this);
            this.guarded_item(0, first, item)
        });
        Side { block, item, first, jumps: self.jumps > jumps }
    }

    /// A branch, and the item that its ways have in common, if it is wanted. One that has none has jumped away.
    pub fn choose(
        &mut self,
        condition: Operand,
        mut then: Side,
        mut otherwise: Side,
        wanted: Option<Span>,
    ) -> Option<Item> {
        let mut joins = Vec::new();
        let items = (then.item.take(), otherwise.item.take());
        let item = wanted.and_then(|span| self.join(&mut then, &mut otherwise, items, &mut joins, span));
        let joined: Vec<Var> = joins.iter().map(|join| join.var).collect();
        let jumps = wanted.is_some() && (then.jumps || otherwise.jumps);
        self.statements.push(Statement::If { condition, then: then.block, otherwise: otherwise.block, joins });
        if jumps {
            self.may_have_left();
        }
        item.map(|item| self.of_joined(item, &joined))
    }

    /// References to what two ways have joined: a variable of its own, which may have parts.
    fn of_joined(&mut self, item: Item, joined: &[Var]) -> Item {
        match item {
            Item::View(View { place, .. }) if joined.contains(&place.base) && place.projections.is_empty() => {
                self.referenced(Item::Value(Operand::Var(place.base)))
            }
            Item::Reference(item) => Item::Reference(Box::new(self.of_joined(*item, joined))),
            Item::Tuple(items) => Item::Tuple(items.into_iter().map(|item| self.of_joined(item, joined)).collect()),
            Item::Optional(Optional { present, item: Some(item) }) => {
                let item = Some(Box::new(self.of_joined(*item, joined)));
                Item::Optional(Optional { present, item })
            }
            item => item,
        }
    }

    fn join(
        &mut self,
        then: &mut Side,
        otherwise: &mut Side,
        items: (Option<Item>, Option<Item>),
        joins: &mut Vec<Join>,
        span: Span,
    ) -> Option<Item> {
        let mut one = |this: &mut Self, then: Operand, otherwise: Operand| {
            let var = this.temporary("choice", Span::call_site());
            joins.push(Join { var, then, otherwise });
            Operand::Var(var)
        };
        Some(match items {
            (None, None) => return None,
            (Some(Item::Value(left)), None) => Item::Value(one(self, left, not_reached())),
            (None, Some(Item::Value(right))) => Item::Value(one(self, not_reached(), right)),
            (Some(Item::Value(left)), Some(Item::Value(right))) => Item::Value(one(self, left, right)),
            (Some(Item::Tuple(left)), None) => Item::Tuple(
                left.into_iter()
                    .filter_map(|left| self.join(then, otherwise, (Some(left), None), joins, span))
                    .collect(),
            ),
            (None, Some(Item::Tuple(right))) => Item::Tuple(
                right
                    .into_iter()
                    .filter_map(|right| self.join(then, otherwise, (None, Some(right)), joins, span))
                    .collect(),
            ),
            (Some(Item::Tuple(left)), Some(Item::Tuple(right))) if left.len() == right.len() => {
                let pairs = left.into_iter().zip(right);
                let items = pairs
                    .filter_map(|(left, right)| self.join(then, otherwise, (Some(left), Some(right)), joins, span));
                Item::Tuple(items.collect())
            }
            (Some(Item::Function(function)), None) => Item::Function(self.joined_function(function, then, joins, true)),
            (None, Some(Item::Function(function))) => {
                Item::Function(self.joined_function(function, otherwise, joins, false))
            }
            (Some(Item::Function(first)), Some(Item::Function(second))) => {
                let is_first = one(self, Operand::Constant(quote!(true)), Operand::Constant(quote!(false)));
                let first = self.joined_function(first, then, joins, true);
                let second = self.joined_function(second, otherwise, joins, false);
                Item::Function(Callable::Chosen(Rc::new(Chosen { is_first, first, second })))
            }
            (Some(Item::Optional(left)), Some(Item::Optional(right))) => {
                let present = one(self, left.present, right.present);
                let items = (left.item.map(|item| *item), right.item.map(|item| *item));
                let item = self.join(then, otherwise, items, joins, span).map(Box::new);
                Item::Optional(Optional { present, item })
            }
            (Some(Item::Optional(left)), None) => {
                let present = one(self, left.present, not_reached());
                let item = self.join(then, otherwise, (left.item.map(|item| *item), None), joins, span).map(Box::new);
                Item::Optional(Optional { present, item })
            }
            (None, Some(Item::Optional(right))) => {
                let present = one(self, not_reached(), right.present);
                let item = self.join(then, otherwise, (None, right.item.map(|item| *item)), joins, span).map(Box::new);
                Item::Optional(Optional { present, item })
            }
            (Some(Item::View(View { mut place, mutable })), None) if place.base.0 < then.first => {
                map_place(&mut place, &mut |operand| {
                    if operand.var().is_some_and(|var| var.0 >= then.first) {
                        *operand = one(self, operand.clone(), not_reached());
                    }
                });
                Item::View(View { place, mutable })
            }
            (None, Some(Item::View(View { mut place, mutable }))) if place.base.0 < otherwise.first => {
                map_place(&mut place, &mut |operand| {
                    if operand.var().is_some_and(|var| var.0 >= otherwise.first) {
                        *operand = one(self, not_reached(), operand.clone());
                    }
                });
                Item::View(View { place, mutable })
            }
            (Some(Item::View(left)), Some(Item::View(right))) if self.parts_of_one(&left, &right, then.first) => {
                // The bounds of both slices are there.
                let left = self.within(then, |this| this.bounded(left));
                let right = self.within(otherwise, |this| this.bounded(right));
                return self.join(then, otherwise, (Some(Item::View(left)), Some(Item::View(right))), joins, span);
            }
            (Some(Item::View(left)), Some(Item::View(right)))
                if self.same_but_for_indices(&left, &right, then.first) =>
            {
                let mut place = left.place;
                let mut others = Vec::new();
                map_place(&mut right.place.clone(), &mut |operand| others.push(operand.clone()));
                let mut others = others.into_iter();
                map_place(&mut place, &mut |operand| {
                    let other = others.next().expect("one for each");
                    if !is_same(operand, &other) {
                        *operand = one(self, operand.clone(), other);
                    }
                });
                Item::View(View { place, mutable: left.mutable && right.mutable })
            }
            (Some(Item::Place(left)), right @ (None | Some(Item::Place(_)))) => {
                let right = right.map(referred);
                self.join(then, otherwise, (Some(Item::View(left)), right), joins, span).map(|item| match item {
                    Item::View(view) => Item::Place(view),
                    item => item,
                })?
            }
            (Some(Item::Reference(left)), Some(Item::Reference(right))) => {
                let item = self.join(then, otherwise, (Some(*left), Some(*right)), joins, span)?;
                reference_to(item)
            }
            (left, right) => {
                let is_reference =
                    [&left, &right].iter().any(|item| matches!(item, Some(Item::View(_) | Item::Reference(_))));
                if [&left, &right].into_iter().flatten().any(|item| matches!(item, Item::Iterator(_))) {
                    self.errors.span(span, STORED_ITERATOR);
                    return left.or(right);
                }
                if [&left, &right].into_iter().flatten().any(is_no_value) {
                    self.errors.span(span, CHOSEN_REFERENCE);
                    return left.or(right);
                }
                let left = left.map(|item| self.within(then, |this| this.cloned_item(item)));
                let right = right.map(|item| self.within(otherwise, |this| this.cloned_item(item)));
                let (left, right) = (left.unwrap_or_else(not_reached), right.unwrap_or_else(not_reached));
                let value = Item::Value(one(self, left, right));
                if is_reference { reference_to(value) } else { value }
            }
        })
    }

    /// Slices of one place, which differ in how they are written.
    fn parts_of_one(&self, left: &View, right: &View, first: usize) -> bool {
        let whole = |view: &View| {
            let mut place = view.place.clone();
            while let Some(Projection::Slice { .. }) = place.projections.last() {
                place.projections.pop();
            }
            let is_slice = place.projections.len() < view.place.projections.len();
            (View { place, ..view.clone() }, is_slice)
        };
        let ((one, is_slice), (other, also)) = (whole(left), whole(right));
        (is_slice || also)
            && !self.same_but_for_indices(left, right, first)
            && self.same_but_for_indices(&one, &other, first)
    }

    /// A slice with both bounds.
    fn bounded(&mut self, view: View) -> View {
        View { place: self.one_slice(view.place), ..view }
    }

    /// The same place, if with other indices, which both ways of a branch see.
    fn same_but_for_indices(&self, left: &View, right: &View, first: usize) -> bool {
        let pairs = left.place.projections.iter().zip(&right.place.projections);
        left.place.base == right.place.base
            && left.place.base.0 < first
            && left.place.projections.len() == right.place.projections.len()
            && pairs.into_iter().all(|pair| match pair {
                (Projection::Field(left), Projection::Field(right)) => left == right,
                (Projection::Index(_), Projection::Index(_))
                | (Projection::Deref, Projection::Deref)
                | (Projection::Inside, Projection::Inside)
                | (Projection::Array(_), Projection::Array(_)) => true,
                (Projection::Held(left), Projection::Held(right)) => left.is_same(right),
                (
                    Projection::Slice { low, high, inclusive },
                    Projection::Slice { low: other_low, high: other_high, inclusive: other },
                ) => {
                    low.is_some() == other_low.is_some() && high.is_some() == other_high.is_some() && inclusive == other
                }
                _ => false,
            })
    }

    fn within<R>(&mut self, side: &mut Side, inside: impl FnOnce(&mut Self) -> R) -> R {
        std::mem::swap(&mut self.statements, &mut side.block.statements);
        let result = inside(self);
        std::mem::swap(&mut self.statements, &mut side.block.statements);
        result
    }
}

/// A reference that the value cannot stand for: it may be written through, or is to a slice.
fn is_no_value(item: &Item) -> bool {
    match item {
        Item::View(view) => {
            view.mutable || matches!(view.place.projections.last(), Some(Projection::Slice { .. } | Projection::Deref))
        }
        Item::Reference(item) => is_no_value(item),
        Item::Rows(_) => true,
        _ => false,
    }
}

/// A reference to an item whose variables are assigned nowhere else.
fn reference_to(item: Item) -> Item {
    match item {
        Item::Value(Operand::Var(var)) => Item::View(View { place: Place::whole(var), mutable: false }),
        item => Item::Reference(Box::new(item)),
    }
}

fn is_same(left: &Operand, right: &Operand) -> bool {
    match (left, right) {
        (Operand::Var(left), Operand::Var(right)) => left == right,
        (Operand::Constant(left), Operand::Constant(right)) => left.to_string() == right.to_string(),
        _ => false,
    }
}

/// A reference to a place.
fn referred(item: Item) -> Item {
    match item {
        Item::Place(view) => Item::View(view),
        item => item,
    }
}
