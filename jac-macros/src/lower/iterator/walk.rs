//! The loop that walks through a chain: items by their positions, then the stages behind the source, and then what is done with an
//! item.

use proc_macro2::{Span, TokenStream};
use quote::quote;

use super::super::Lowering;
use super::super::item::Item;
use super::super::option::Optional;
use super::super::side::Side;
use super::super::view::View;
use super::buffer::CALLED_EARLY;
use super::source::one;
use super::{Chain, Source, Stage};
use crate::ir::*;

/// What is done with an item.
type Body<'e> = Box<dyn FnOnce(&mut Lowering<'_>, Item) + 'e>;

/// The loops that walk through one chain.
#[derive(Clone, Copy)]
struct Walk<'e> {
    /// The position of the outermost one among the open loops.
    outermost: usize,
    label: Option<&'e syn::Label>,
}

const NOT_FLAT: &str = "the closure in front of this gives no iterator that is understood; write a `for` loop";

const GIVES_NO_OPTION: &str = "this closure gives no `Option` that is understood; write `Some(..)` or `None` in it";

impl Lowering<'_> {
    /// The item of a source at a position.
    pub(super) fn item_at(&mut self, source: &Source, position: Operand) -> Item {
        match source {
            Source::Elements(view) => Item::View(view.part(Projection::Index(position))),
            Source::Parts { view, length, step, end } => {
                let low = match step {
                    Operand::Constant(step) if step.to_string() == "1usize" => position,
                    step => self.arithmetic(Op::Mul, position, step.clone()),
                };
                let mut high = self.arithmetic(Op::Add, low.clone(), length.clone());
                if let Some(end) = end {
                    high = self.integer(&[high, end.clone()], |operands| {
                        let [high, end] = operands else { unreachable!("two operands") };
                        syn::parse_quote!(::core::cmp::Ord::min(#high, #end))
                    });
                }
                Item::View(view.part(Projection::Slice { low: Some(low), high: Some(high), inclusive: false }))
            }
            Source::PartsFromEnd { view, length, end } => {
                let behind = self.arithmetic(Op::Mul, position, length.clone());
                let high = self.arithmetic(Op::Sub, end.clone(), behind);
                let low = self.integer(&[high.clone(), length.clone()], |operands| {
                    let [high, length] = operands else { unreachable!("two operands") };
                    syn::parse_quote!((#high).saturating_sub(#length))
                });
                Item::View(view.part(Projection::Slice { low: Some(low), high: Some(high), inclusive: false }))
            }
            Source::Range(low) => match low {
                Operand::Constant(zero) if zero.to_string() == "0" => Item::Value(position),
                low => Item::Value(self.arithmetic(Op::Add, low.clone(), position)),
            },
            Source::Integers(range, reads) => {
                let mut reads = reads.clone();
                let position = self.item_expression(&Item::Value(position), &mut reads, Span::call_site());
                let expression = syn::parse_quote!(::core::iter::Iterator::nth(&mut #range, #position).unwrap());
                let item = Opaque { expression, reads, if_varied: IfVaried::Constant };
                let item = self.name(Rvalue::Opaque(item), "item", Span::call_site());
                if let Operand::Var(var) = item {
                    self.function.variables[var.0].discrete = true;
                }
                Item::Value(item)
            }
            Source::Same(item) => item.clone(),
            Source::Functions(functions, by_reference) => match self.function_item(functions.clone(), position) {
                item if *by_reference => Item::Reference(Box::new(item)),
                item => item,
            },
            Source::Enumerate(inner) => {
                let item = self.item_at(inner, position.clone());
                Item::Tuple(vec![Item::Value(position), item])
            }
            Source::Tuple(sources) => {
                Item::Tuple(sources.iter().map(|source| self.item_at(source, position.clone())).collect())
            }
            Source::Chain(first, length, second) => {
                let is_first = self.integer(&[position.clone(), length.clone()], |operands| {
                    let [position, length] = operands else { unreachable!("two operands") };
                    syn::parse_quote!(#position < #length)
                });
                let then = self.side(|this| Some(this.item_at(first, position.clone())));
                let otherwise = self.side(|this| {
                    let position = this.arithmetic(Op::Sub, position.clone(), length.clone());
                    Some(this.item_at(second, position))
                });
                self.choose(is_first, then, otherwise, Some(Span::call_site())).unwrap_or_else(Item::unit)
            }
            Source::Cycle(inner, length) => {
                let position = self.arithmetic(Op::Rem, position, length.clone());
                self.item_at(inner, position)
            }
            Source::Reverse(inner, last) => {
                let position = self.arithmetic(Op::Sub, last.clone(), position);
                self.item_at(inner, position)
            }
            Source::Cut(inner, ..) => self.item_at(inner, position),
            Source::Skip(inner, offset, _) => {
                let position = self.arithmetic(Op::Add, offset.clone(), position);
                self.item_at(inner, position)
            }
            Source::StepBy(inner, step) => {
                let position = self.arithmetic(Op::Mul, position, step.clone());
                self.item_at(inner, position)
            }
            Source::Copied(inner) => {
                let item = self.item_at(inner, position);
                self.owned(item, false)
            }
            Source::Cloned(inner) => {
                let item = self.item_at(inner, position);
                self.owned(item, true)
            }
            Source::Map(inner, function) => {
                let item = self.item_at(inner, position);
                self.called(function, vec![item], Span::call_site())
            }
        }
    }

    /// The value that a reference is to. It is a clone where it may be of a type that is no `Copy`.
    fn owned(&mut self, item: Item, cloned: bool) -> Item {
        match item {
            Item::View(view) if self.is_reference_at(&view.place) => {
                Item::View(View { place: self.row_at(view.place), mutable: false })
            }
            Item::Reference(item) if matches!(*item, Item::Function(_)) => *item,
            item @ (Item::View(_) | Item::Reference(_)) if cloned => Item::Value(self.cloned_item(item)),
            item @ (Item::View(_) | Item::Reference(_)) => Item::Value(self.item_operand(item, &TokenStream::new())),
            item => item,
        }
    }

    /// A loop over the items of a chain.
    pub fn for_each_item(
        &mut self,
        chain: Chain,
        label: Option<&syn::Label>,
        body: impl FnOnce(&mut Lowering<'_>, Item),
    ) {
        let walk = Walk { outermost: self.open_loops.len(), label };
        self.walk(chain, walk, Box::new(body));
    }

    fn walk(&mut self, chain: Chain, walk: Walk<'_>, body: Body<'_>) {
        let Chain { source, length, bound, stages, early } = chain;
        let stages: Vec<(Stage, Option<Var>)> = stages
            .into_iter()
            .map(|stage| {
                let counter = self.counter(&stage);
                (self.started(stage), counter)
            })
            .collect();
        self.ask(&source, false);
        self.counted_from_zero(length, bound, walk.label, |this, position| {
            let inner = this.open_loops.len() - 1 > walk.outermost;
            this.open_loops.last_mut().expect("just opened").flattened = inner;
            let item = this.item_at(&source, position);
            this.stages(&stages, walk, item, body);
        });
        let ends = matches!(self.statements.last(), Some(Statement::For(Loop { until: Some(_), .. })));
        if let Some(span) = early.filter(|_| ends) {
            self.errors.span(span, CALLED_EARLY);
        }
    }

    /// What a stage remembers of the items before: how many there were, whether one was found.
    fn counter(&mut self, stage: &Stage) -> Option<Var> {
        let initial = match stage {
            Stage::Enumerate
            | Stage::Skip(_)
            | Stage::Take(_)
            | Stage::StepBy(_)
            | Stage::Zip(..)
            | Stage::ZipBehind(_) => Operand::Constant(quote!(0usize)),
            Stage::SkipWhile(_) => Operand::Constant(quote!(false)),
            Stage::Scan(initial, _) | Stage::Successors(_, initial, _) => initial.clone(),
            _ => return None,
        };
        let is_state = matches!(stage, Stage::Scan(..) | Stage::Successors(..));
        let counter = self.accumulator(if is_state { "state" } else { "counter" }, initial, Span::call_site());
        if is_state {
            self.mutable.insert(counter);
        } else {
            self.function.variables[counter.0].discrete = true;
        }
        Some(counter)
    }

    /// The stage with a variable that says whether there is an item more, if that is what it remembers.
    fn started(&mut self, stage: Stage) -> Stage {
        let Stage::Successors(present, first, function) = stage else { return stage };
        let present = self.accumulator("present", present, Span::call_site());
        self.function.variables[present.0].discrete = true;
        Stage::Successors(Operand::Var(present), first, function)
    }

    /// The value of a counter, which is one more from then on.
    fn next_of(&mut self, counter: Var) -> Operand {
        let current = self.copied(counter);
        self.usizes.extend(current.var());
        let next = self.arithmetic(Op::Add, current.clone(), one());
        self.statements.push(Statement::Assign { var: counter, value: next });
        current
    }

    fn stages(&mut self, stages: &[(Stage, Option<Var>)], walk: Walk<'_>, item: Item, body: Body<'_>) {
        let Some(((stage, counter), rest)) = stages.split_first() else { return body(self, item) };
        let span = Span::call_site();
        let counter = counter.unwrap_or(Var(usize::MAX));
        match stage {
            Stage::Map(function) => {
                let item = self.called(function, vec![item], span);
                self.stages(rest, walk, item, body);
            }
            Stage::Copied | Stage::Cloned => {
                let item = self.owned(item, matches!(stage, Stage::Cloned));
                self.stages(rest, walk, item, body);
            }
            Stage::Inspect(function) => {
                let (item, seen) = self.shown(item);
                self.called(function, vec![seen], span);
                self.stages(rest, walk, item, body);
            }
            Stage::Filter(function) => {
                let (item, seen) = self.shown(item);
                let condition = self.called(function, vec![seen], span);
                let condition = self.item_operand(condition, &TokenStream::new());
                self.only_if(condition, |this| this.stages(rest, walk, item, body));
            }
            Stage::FilterMap(function) | Stage::MapWhile(function) => {
                let found = self.called(function, vec![item], span);
                self.if_found(found, matches!(stage, Stage::MapWhile(_)), rest, walk, function.span(), body);
            }
            Stage::Scan(_, function) => {
                let state = Item::View(View { place: Place::whole(counter), mutable: true });
                let found = self.called(function, vec![state, item], span);
                self.if_found(found, true, rest, walk, function.span(), body);
            }
            Stage::Successors(present, _, function) => {
                let there = present.var().map_or_else(|| present.clone(), |present| self.copied(present));
                self.while_it_holds(there, walk, |this| {
                    let item = this.copied(counter);
                    let (item, seen) = this.shown(Item::Value(item));
                    let next = this.called(function, vec![seen], span);
                    this.set_successor(next, present, counter, function.span());
                    this.stages(rest, walk, item, body);
                });
            }
            Stage::Lent(position) => {
                self.next_of(*position);
                self.stages(rest, walk, item, body);
            }
            Stage::TakeWhile(function) => {
                let (item, seen) = self.shown(item);
                let condition = self.called(function, vec![seen], span);
                let condition = self.item_operand(condition, &TokenStream::new());
                self.while_it_holds(condition, walk, |this| this.stages(rest, walk, item, body));
            }
            Stage::SkipWhile(function) => {
                let (item, seen) = self.shown(item);
                let then = Side::of(Item::Value(Operand::Constant(quote!(true))));
                let otherwise = self.side(|this| {
                    let condition = this.called(function, vec![seen], span);
                    let condition = this.item_operand(condition, &TokenStream::new());
                    Some(Item::Value(this.negated(condition)))
                });
                let found = self.choose(Operand::Var(counter), then, otherwise, Some(span)).unwrap_or_else(Item::unit);
                let found = self.item_operand(found, &TokenStream::new());
                self.statements.push(Statement::Assign { var: counter, value: found.clone() });
                self.only_if(found, |this| this.stages(rest, walk, item, body));
            }
            Stage::Enumerate => {
                let position = self.next_of(counter);
                let item = Item::Tuple(vec![Item::Value(position), item]);
                self.stages(rest, walk, item, body);
            }
            Stage::Skip(count) | Stage::StepBy(count) => {
                let position = self.next_of(counter);
                let skips = matches!(stage, Stage::Skip(_));
                let condition = self.integer(&[position, count.clone()], |operands| {
                    let [position, count] = operands else { unreachable!("two operands") };
                    if skips {
                        syn::parse_quote!(#position >= #count)
                    } else {
                        syn::parse_quote!(#position % #count == 0usize)
                    }
                });
                self.only_if(condition, |this| this.stages(rest, walk, item, body));
            }
            Stage::Take(count) => {
                let position = self.next_of(counter);
                self.stages(rest, walk, item, body);
                let last = self.integer(&[position, count.clone()], |operands| {
                    let [position, count] = operands else { unreachable!("two operands") };
                    syn::parse_quote!(#position + 1usize >= #count)
                });
                self.only_if(last, |this| this.jump(walk.outermost, true));
            }
            Stage::Zip(source, length) => {
                let position = self.next_of(counter);
                let condition = self.integer(&[position.clone(), length.clone()], |operands| {
                    let [position, length] = operands else { unreachable!("two operands") };
                    syn::parse_quote!(#position < #length)
                });
                self.while_it_holds(condition, walk, |this| {
                    let other = this.item_at(source, position);
                    this.stages(rest, walk, Item::Tuple(vec![item, other]), body);
                });
            }
            Stage::ZipBehind(source) => {
                let position = self.next_of(counter);
                let other = self.item_at(source, position);
                self.stages(rest, walk, Item::Tuple(vec![other, item]), body);
            }
            Stage::Flatten => {
                let chain = match item.behind() {
                    Item::Iterator(iterator) => self.rest_of(&iterator),
                    Item::View(view) => self.elements(view, span),
                    Item::Value(value) => {
                        let base = self.temporary("items", span);
                        self.function.variables[base.0].temporary = false;
                        self.set_memory(base);
                        let value = Rvalue::Use(value);
                        self.statements.push(Statement::Let { var: base, annotation: None, value });
                        let view = super::super::view::View { place: Place::whole(base), mutable: true };
                        let Chain { source, length, bound, .. } = self.elements(view, span);
                        Chain::of(Source::Cloned(Box::new(source)), length, bound)
                    }
                    Item::Optional(optional) => {
                        return self.if_found(Item::Optional(optional), false, rest, walk, span, body);
                    }
                    _ => return self.errors.span(walk.label.map_or(span, |label| label.name.span()), NOT_FLAT),
                };
                let rest = rest.to_vec();
                self.walk(chain, walk, Box::new(move |this, item| this.stages(&rest, walk, item, body)));
            }
        }
    }

    /// The item that comes next is what the function has given, if there is one.
    fn set_successor(&mut self, next: Item, present: &Operand, value: Var, span: Span) {
        let (Item::Optional(Optional { present: there, item }), Some(present)) =
            (self.optional(next, span), present.var())
        else {
            return;
        };
        if let Some(item) = item {
            self.only_if(there.clone(), |this| {
                let item = this.item_operand(*item, &TokenStream::new());
                this.statements.push(Statement::Assign { var: value, value: item });
            });
        }
        self.statements.push(Statement::Assign { var: present, value: there });
    }

    /// What a function gives that gives an option.
    pub(super) fn optional(&mut self, found: Item, span: Span) -> Item {
        match found {
            Item::Value(outcome @ Operand::Var(_)) => Item::Optional(self.taken_apart(&outcome, span)),
            Item::Optional(optional) => Item::Optional(optional),
            item => {
                self.errors.span(span, GIVES_NO_OPTION);
                item
            }
        }
    }

    /// The item, and a reference to it.
    pub(super) fn shown(&mut self, item: Item) -> (Item, Item) {
        let seen = self.referenced(item.clone());
        match (item, seen) {
            // What was stored to be seen is the item from then on.
            (Item::Value(_), Item::View(view)) => {
                let value = Item::Value(Operand::Var(view.place.base));
                (value, Item::View(view))
            }
            both => both,
        }
    }

    fn only_if(&mut self, condition: Operand, inside: impl FnOnce(&mut Self)) {
        let (then, ()) = self.nested(inside);
        self.statements.push(Statement::If { condition, then, otherwise: Block::default(), joins: Vec::new() });
    }

    /// Leaves the chain if the condition does not hold.
    fn while_it_holds(&mut self, condition: Operand, walk: Walk<'_>, inside: impl FnOnce(&mut Self)) {
        let (then, ()) = self.nested(inside);
        let (otherwise, ()) = self.nested(|this| this.jump(walk.outermost, true));
        self.statements.push(Statement::If { condition, then, otherwise, joins: Vec::new() });
    }

    fn if_found(
        &mut self,
        found: Item,
        leaves: bool,
        rest: &[(Stage, Option<Var>)],
        walk: Walk<'_>,
        span: Span,
        body: Body<'_>,
    ) {
        let optional = match found {
            Item::Optional(optional) => optional,
            // What a function gives.
            Item::Value(outcome @ Operand::Var(_)) => self.taken_apart(&outcome, span),
            _ => {
                self.errors.span(span, GIVES_NO_OPTION);
                return;
            }
        };
        let present = optional.present;
        let Some(item) = optional.item else {
            if leaves {
                self.jump(walk.outermost, true);
            }
            return;
        };
        let inside = |this: &mut Lowering<'_>| this.stages(rest, walk, *item, body);
        if leaves { self.while_it_holds(present, walk, inside) } else { self.only_if(present, inside) }
    }

    pub(super) fn accumulator(&mut self, stem: &str, initial: Operand, span: Span) -> Var {
        let var = self.temporary(stem, span);
        self.function.variables[var.0].temporary = false;
        self.statements.push(Statement::Let { var, annotation: None, value: Rvalue::Use(initial) });
        var
    }

    fn counted_from_zero(
        &mut self,
        length: Operand,
        bound: Option<Bound>,
        label: Option<&syn::Label>,
        body: impl FnOnce(&mut Lowering<'_>, Operand),
    ) {
        self.counted(Operand::Constant(quote!(0usize)), length, bound, label, body);
    }

    /// A loop that counts.
    pub fn counted(
        &mut self,
        low: Operand,
        high: Operand,
        bound: Option<Bound>,
        label: Option<&syn::Label>,
        body: impl FnOnce(&mut Lowering<'_>, Operand),
    ) {
        let id = self.next_loop();
        let mut index = None;
        let (block, until) = self.loop_body(label, None, |this| {
            let position = this.temporary("k", Span::call_site());
            this.function.variables[position.0].temporary = false;
            this.function.variables[position.0].discrete = true;
            if let Some(bound) = bound.clone() {
                this.bounds.insert(position, bound);
            }
            this.usizes.insert(position);
            index = Some(position);
            body(this, Operand::Var(position));
        });
        self.statements.push(Statement::For(Loop {
            reversed: false,
            in_order: false,
            rewinds: None,
            recorded: None,
            replayed: None,
            index,
            range: Some(Range { low, high, inclusive: false, adaptors: Vec::new() }),
            until,
            count: None,
            carried: Vec::new(),
            body: block,
            bound: bound.filter(Bound::may_be_a_length),
            id,
        }));
    }
}
