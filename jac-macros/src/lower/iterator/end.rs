//! What methods make of the items of a chain: sums, folds, extremes, `Vec`s, answers.

use std::rc::Rc;

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, ExprMethodCall, GenericArgument, Type};

use super::super::Lowering;
use super::super::closure::Callable;
use super::super::expression::unparenthesised;
use super::super::flow::not_reached;
use super::super::item::Item;
use super::super::option::Optional;
use super::super::sequence::zero;
use super::super::side::Side;
use super::super::signature::is_discrete;
use super::super::view::View;
use super::adapt::CHANGES_WHILE_SKIPPED;
use super::{Chain, Iteration, Source, Stage};
use crate::ir::*;

const COLLECTED: &str = "`collect` is supported into a `Vec`; write `collect::<Vec<_>>()`";
const CHANGES_WHILE_COMPARED: &str =
    "this closure changes something, and is called more than once for an item here; write a `for` loop";

const NOT_KEPT: &str = "what this chain gives cannot be kept; give a value instead, with `*` or `copied()`";

/// What decides between two items.
enum Order {
    /// A function of references to both.
    By(Callable),
    /// That of the keys.
    Key(Callable),
    /// That of the items.
    Own,
}

impl Lowering<'_> {
    /// A chain as an item.
    pub fn iterator_item(&mut self, expression: &Expr) -> Option<Item> {
        let chain = self.chain(expression)?;
        Some(Item::Iterator(Iteration { chain: Rc::new(chain), position: None }))
    }

    /// The result of a method that ends a chain.
    pub fn ended(&mut self, call: &ExprMethodCall) -> Option<Item> {
        let name = call.method.to_string();
        let span = call.method.span();
        let arguments: Vec<&Expr> = call.args.iter().collect();
        if let Some(Item::Iterator(Iteration { position: Some(position), chain })) = self.resolved(&call.receiver) {
            match (name.as_str(), arguments.as_slice()) {
                ("next" | "nth", _) => {
                    return self.taken_one((*chain).clone(), position, arguments.first().copied(), span);
                }
                ("peek", []) => return self.peeked(&chain, position, span),
                ("next_if", [function]) => return self.taken_if(&chain, position, function, span),
                _ => {}
            }
        }
        let chain = self.lent_or_given(call)?;
        let plain = chain.stages.is_empty() && !chain.source.changes_something();
        Some(match (name.as_str(), arguments.as_slice()) {
            ("for_each", [function]) => {
                let function = self.callable(function, &name)?;
                self.for_each_item(chain, None, |this, item| {
                    this.called(&function, vec![item], span);
                });
                Item::unit()
            }
            ("sum", []) if self.sums_own_type(call) => self.own_sum(chain, call)?,
            ("sum" | "product", []) => {
                let op = if name == "sum" { Op::Add } else { Op::Mul };
                let initial = self.start_of(call);
                let total = self.accumulator("total", initial, span);
                self.for_each_item(chain, None, |this, item| {
                    let item = this.item_operand(item, call);
                    let value = this.arithmetic(op, Operand::Var(total), item);
                    this.statements.push(Statement::Assign { var: total, value });
                });
                Item::Value(Operand::Var(total))
            }
            ("fold", [initial, function]) => {
                let initial = self.operand(initial);
                let function = self.callable(function, &name)?;
                let total = self.accumulator("folded", initial, span);
                self.for_each_item(chain, None, |this, item| {
                    let item = this.called(&function, vec![Item::Value(Operand::Var(total)), item], span);
                    let value = this.item_operand(item, call);
                    this.statements.push(Statement::Assign { var: total, value });
                });
                Item::Value(Operand::Var(total))
            }
            ("count", []) => {
                let count = self.accumulator("count", Operand::Constant(quote!(0usize)), span);
                self.function.variables[count.0].discrete = true;
                self.usizes.insert(count);
                self.for_each_item(chain, None, |this, _| {
                    let one = Operand::Constant(quote!(1usize));
                    let value = this.arithmetic(Op::Add, Operand::Var(count), one);
                    this.statements.push(Statement::Assign { var: count, value });
                });
                Item::Value(Operand::Var(count))
            }
            ("len", []) if chain.stages.is_empty() => Item::Value(chain.length),
            ("collect", []) => {
                self.check_collected(call)?;
                let collected = self.growing(&chain, span);
                self.for_each_item(chain, None, |this, item| this.collect_into(collected, item, call));
                Item::Value(Operand::Var(collected))
            }
            ("unzip", []) => {
                let both = [self.growing(&chain, span), self.growing(&chain, span)];
                self.for_each_item(chain, None, |this, item| match item.behind() {
                    Item::Tuple(items) if items.len() == 2 => {
                        for (collected, item) in both.into_iter().zip(items) {
                            this.collect_into(collected, item, call);
                        }
                    }
                    item => {
                        let pair = this.item_operand(item, call);
                        let base = this.accumulator("pair", pair, span);
                        this.set_memory(base);
                        for (index, collected) in both.into_iter().enumerate() {
                            let field = Projection::Field(syn::Member::Unnamed(index.into()));
                            let part = View { place: Place::whole(base), mutable: false }.part(field);
                            this.collect_into(collected, Item::View(part), call);
                        }
                    }
                });
                Item::Tuple(both.into_iter().map(|collected| Item::Value(Operand::Var(collected))).collect())
            }
            ("partition", [function]) => {
                let function = self.callable(function, &name)?;
                let [met, unmet] = [self.growing(&chain, span), self.growing(&chain, span)];
                self.for_each_item(chain, None, |this, item| {
                    let (item, seen) = this.shown(item);
                    let holds = this.called(&function, vec![seen], span);
                    let condition = this.item_operand(holds, call);
                    let (then, ()) = this.nested(|this| this.collect_into(met, item.clone(), call));
                    let (otherwise, ()) = this.nested(|this| this.collect_into(unmet, item, call));
                    this.statements.push(Statement::If { condition, then, otherwise, joins: Vec::new() });
                });
                Item::Tuple([met, unmet].into_iter().map(|list| Item::Value(Operand::Var(list))).collect())
            }
            ("any" | "all", [function]) => {
                let function = self.callable(function, &name)?;
                let any = name == "any";
                let answer =
                    self.accumulator("answer", Operand::Constant(if any { quote!(false) } else { quote!(true) }), span);
                self.function.variables[answer.0].discrete = true;
                let depth = self.open_loops.len();
                self.for_each_item(chain, None, |this, item| {
                    let holds = this.called(&function, vec![item], span);
                    let holds = this.item_operand(holds, call);
                    let decides = if any { holds } else { this.negated(holds) };
                    this.decided(decides, |this| {
                        let value = Operand::Constant(if any { quote!(true) } else { quote!(false) });
                        this.statements.push(Statement::Assign { var: answer, value });
                        this.jump(depth, true);
                    });
                });
                Item::Value(Operand::Var(answer))
            }
            ("position", [function]) => {
                let function = self.callable(function, &name)?;
                let count = self.accumulator("count", Operand::Constant(quote!(0usize)), span);
                self.function.variables[count.0].discrete = true;
                self.kept(chain, span, |this, item, keep| {
                    let holds = this.called(&function, vec![item], span);
                    let holds = this.item_operand(holds, &TokenStream::new());
                    let current = this.copied(count);
                    let next = this.arithmetic(Op::Add, current.clone(), Operand::Constant(quote!(1usize)));
                    this.statements.push(Statement::Assign { var: count, value: next });
                    this.decided(holds, |this| keep(this, Item::Value(current), true));
                })
            }
            ("rposition", [function]) => {
                let function = self.callable(function, &name)?;
                let chain = self.with_positions(chain, &call.method)?;
                let length = chain.length.clone();
                let last = self.integer(std::slice::from_ref(&length), |operands| {
                    let [length] = operands else { unreachable!("one operand") };
                    syn::parse_quote!((#length).wrapping_sub(1usize))
                });
                let count = self.accumulator("count", last.clone(), span);
                self.function.variables[count.0].discrete = true;
                let chain = chain.map_source(|inner| Source::Reverse(inner, last));
                self.kept(chain, span, |this, item, keep| {
                    let holds = this.called(&function, vec![item], span);
                    let holds = this.item_operand(holds, &TokenStream::new());
                    let current = this.copied(count);
                    let next = this.integer(std::slice::from_ref(&current), |operands| {
                        let [current] = operands else { unreachable!("one operand") };
                        syn::parse_quote!((#current).wrapping_sub(1usize))
                    });
                    this.statements.push(Statement::Assign { var: count, value: next });
                    this.decided(holds, |this| keep(this, Item::Value(current), true));
                })
            }
            ("find", [function]) => {
                let function = self.callable(function, &name)?;
                self.kept(chain, span, |this, item, keep| {
                    let (item, seen) = this.shown(item);
                    let holds = this.called(&function, vec![seen], span);
                    let holds = this.item_operand(holds, &TokenStream::new());
                    this.decided(holds, |this| keep(this, item, true));
                })
            }
            ("find_map", [function]) => {
                let function = self.callable(function, &name)?;
                self.kept(chain, span, |this, item, keep| {
                    let found = this.called(&function, vec![item], span);
                    if let Item::Optional(Optional { present, item: Some(item) }) =
                        this.optional(found, function.span())
                    {
                        this.decided(present, |this| keep(this, *item, true));
                    }
                })
            }
            ("next", []) if plain => {
                self.require_all_asked(&chain);
                self.ask(&chain.source, false);
                self.at_position(&chain, Operand::Constant(quote!(0usize)), span)?
            }
            ("next", []) => self.kept(chain, span, |this, item, keep| keep(this, item, true)),
            ("nth", [_]) if chain.source.changes_something() => {
                self.errors.at(&call.method, CHANGES_WHILE_SKIPPED);
                return None;
            }
            // Nothing behind the item is asked for.
            ("nth", [count]) if !chain.stages.is_empty() => {
                let count = self.count_operand(count);
                let mut chain = chain;
                chain.stages.push(Stage::Skip(count));
                self.kept(chain, span, |this, item, keep| keep(this, item, true))
            }
            ("nth", [count]) => {
                self.require_all_asked(&chain);
                let count = self.count_operand(count);
                self.ask(&chain.source, false);
                if self.may_panic(&chain.source) {
                    let passed = self.least(count.clone(), chain.length.clone());
                    self.pass_by(&chain.source, zero(), passed);
                }
                self.at_position(&chain, count, span)?
            }
            ("last", []) if plain => {
                let last = self.integer(std::slice::from_ref(&chain.length), |operands| {
                    let [length] = operands else { unreachable!("one operand") };
                    syn::parse_quote!((#length).wrapping_sub(1usize))
                });
                self.ask(&chain.source, false);
                if self.may_panic(&chain.source) {
                    let passed = self.least(last.clone(), chain.length.clone());
                    self.pass_by(&chain.source, zero(), passed);
                }
                self.at_position(&chain, last, span)?
            }
            ("last", []) => self.kept(chain, span, |this, item, keep| keep(this, item, false)),
            ("reduce", [function]) => {
                let function = self.callable(function, &name)?;
                self.reduced(chain, span, |this, so_far, item| Some(this.called(&function, vec![so_far, item], span)))?
            }
            ("min" | "max", []) => self.extreme(chain, name == "max", &Order::Own, span)?,
            ("min_by" | "max_by", [function]) => {
                let order = Order::By(self.callable(function, &name)?);
                self.extreme(chain, name == "max_by", &order, span)?
            }
            ("min_by_key" | "max_by_key", [function]) => {
                let function = self.callable(function, &name)?;
                if function.changes_something() {
                    self.errors.at(&call.method, CHANGES_WHILE_COMPARED);
                    return None;
                }
                let order = Order::Key(function);
                self.extreme(chain, name == "max_by_key", &order, span)?
            }
            _ => return None,
        })
    }

    /// What `sum` and `product` start with. As `std` does: −0.0 is what adding leaves unchanged.
    fn start_of(&mut self, call: &ExprMethodCall) -> Operand {
        let (float, integer) = if call.method == "sum" { (quote!(-0.0), quote!(0)) } else { (quote!(1.0), quote!(1)) };
        match turbofish(call) {
            Some(ty) if is_discrete(ty) => {
                let (start, ty) = (integer, ty.clone());
                Operand::Constant(quote!((#start as #ty)))
            }
            ty => {
                if let Some(ty) = ty.filter(|ty| is_named_type(ty)) {
                    let (runtime, at) = (&self.runtime, ty.span());
                    let proof = syn::parse2(quote_spanned!(at=> #runtime::summed::<#ty>())).expect("a call");
                    let value = Rvalue::Opaque(self.opaque(&proof));
                    self.statements.push(Statement::Evaluate(value));
                }
                self.neutral(call, float)
            }
        }
    }

    fn check_collected(&mut self, call: &ExprMethodCall) -> Option<()> {
        let is_vec = |ty: &Type| match ty {
            Type::Path(path) => path.path.segments.last().is_some_and(|last| last.ident == "Vec"),
            Type::Infer(_) => true,
            _ => false,
        };
        if turbofish(call).is_some_and(|ty| !is_vec(ty)) {
            self.errors.at(&call.turbofish, COLLECTED);
            return None;
        }
        Some(())
    }

    /// An empty `Vec`, with room for what a chain gives.
    fn growing(&mut self, chain: &Chain, span: Span) -> Var {
        let value = if chain.stages.is_empty() {
            Rvalue::Runtime("with_capacity", vec![chain.length.clone()])
        } else {
            Rvalue::VecLiteral(Vec::new())
        };
        let var = self.temporary("collected", span);
        self.function.variables[var.0].temporary = false;
        self.set_memory(var);
        self.statements.push(Statement::Let { var, annotation: None, value });
        self.fresh.insert(var);
        var
    }

    fn collect_into(&mut self, collected: Var, item: Item, at: &ExprMethodCall) {
        if let Item::View(view) = &item
            && matches!(view.place.projections.last(), Some(Projection::Slice { .. } | Projection::Deref))
        {
            self.errors
                .at(&at.method, "a `Vec` of slices cannot be made here; collect values, or write a loop over indices");
            return;
        }
        let value = self.item_operand(item, &at.method);
        self.statements.push(Statement::Push { place: Place::whole(collected), value });
    }

    fn decided(&mut self, condition: Operand, inside: impl FnOnce(&mut Self)) {
        let (then, ()) = self.nested(inside);
        self.statements.push(Statement::If { condition, then, otherwise: Block::default(), joins: Vec::new() });
    }

    /// An item that `choose` keeps, with `true` if it is the last one to be looked at.
    fn kept(
        &mut self,
        chain: Chain,
        span: Span,
        choose: impl FnOnce(&mut Lowering<'_>, Item, &mut dyn FnMut(&mut Lowering<'_>, Item, bool)),
    ) -> Item {
        let found = self.accumulator("found", Operand::Constant(quote!(false)), span);
        self.function.variables[found.0].discrete = true;
        let (depth, first, mark) = (self.open_loops.len(), self.function.variables.len(), self.statements.len());
        let mut declared = Vec::new();
        let mut result = None;
        self.for_each_item(chain, None, |this, item| {
            choose(this, item, &mut |this, item, last| {
                result = Some(this.brought_out(item, first, &mut declared, span));
                this.statements.push(Statement::Assign { var: found, value: Operand::Constant(quote!(true)) });
                if last {
                    this.jump(depth, true);
                }
            });
        });
        self.insert(mark, declared);
        let item = result.map(|item| Box::new(self.detached_item(item)));
        let present = self.copied(found);
        Item::Optional(Optional { present, item })
    }

    /// The item under names from outside of a loop; `first` is the first variable of the loop.
    fn brought_out(&mut self, item: Item, first: usize, declared: &mut Vec<Statement>, span: Span) -> Item {
        let mut bring = |this: &mut Self, operand: &mut Operand, discrete: bool| {
            let outside = this.temporary("kept", span);
            this.function.variables[outside.0].temporary = false;
            this.function.variables[outside.0].discrete = discrete;
            declared.push(Statement::Declare { var: outside, annotation: None });
            this.statements.push(Statement::Assign { var: outside, value: operand.clone() });
            *operand = Operand::Var(outside);
        };
        match item {
            Item::Value(mut operand) => {
                bring(self, &mut operand, false);
                Item::Value(operand)
            }
            Item::View(mut view) if view.place.base.0 < first => {
                map_place(&mut view.place, &mut |operand| {
                    if operand.var().is_some_and(|var| var.0 >= first) {
                        bring(self, operand, true);
                    }
                });
                Item::View(view)
            }
            // A reference to what the loop has made itself.
            Item::View(view) if !view.mutable => {
                let value = self.load(view.place);
                let mut operand = self.name(value, "element", span);
                bring(self, &mut operand, false);
                let Operand::Var(outside) = operand else { unreachable!("a variable was made") };
                Item::View(View { place: Place::whole(outside), mutable: false })
            }
            Item::Reference(item) => Item::Reference(Box::new(self.brought_out(*item, first, declared, span))),
            Item::Tuple(items) => {
                let items = items.into_iter().map(|item| self.brought_out(item, first, declared, span));
                Item::Tuple(items.collect())
            }
            Item::Optional(Optional { mut present, item }) => {
                bring(self, &mut present, true);
                let item = item.map(|item| Box::new(self.brought_out(*item, first, declared, span)));
                Item::Optional(Optional { present, item })
            }
            Item::View(_)
            | Item::Place(_)
            | Item::Rows(_)
            | Item::Function(_)
            | Item::Functions(_)
            | Item::Iterator(_) => {
                self.errors.span(span, NOT_KEPT);
                Item::Value(not_reached())
            }
        }
    }

    /// The first item, and what `combine` makes of it and each one behind it.
    fn reduced(
        &mut self,
        chain: Chain,
        span: Span,
        combine: impl FnOnce(&mut Lowering<'_>, Item, Item) -> Option<Item>,
    ) -> Option<Item> {
        let Chain { source, length, bound, .. } = self.with_positions(chain, at_span(span))?;
        self.ask(&source, false);
        let present = self.is_less(zero(), length.clone());
        let then = self.side(|this| {
            let (outer, mark) = (this.function.variables.len(), this.statements.len());
            let mut declared = Vec::new();
            // A position that is a constant would stay in what is brought out.
            let start = Operand::Var(this.accumulator("start", zero(), span));
            let item = this.item_at(&source, start);
            let so_far = this.brought_out(item, outer, &mut declared, span);
            this.insert(mark, declared);
            this.counted(Operand::Constant(quote!(1usize)), length, bound, None, |this, position| {
                let item = this.item_at(&source, position);
                let current = this.detached_item(so_far.clone());
                if let Some(item) = combine(this, current, item) {
                    this.put(&so_far, item, span);
                }
            });
            let item = this.detached_item(so_far);
            Some(Item::Optional(Optional::some(item)))
        });
        self.choose(present, then, Side::of(Item::Optional(Optional::none())), Some(span))
    }

    fn is_less(&mut self, left: Operand, right: Operand) -> Operand {
        self.integer(&[left, right], |operands| {
            let [left, right] = operands else { unreachable!("two operands") };
            syn::parse_quote!(#left < #right)
        })
    }

    /// The item at a position, if there is one.
    fn at_position(&mut self, chain: &Chain, position: Operand, span: Span) -> Option<Item> {
        let present = self.is_less(position.clone(), chain.length.clone());
        let then = self.side(|this| {
            let item = this.item_at(&chain.source, position);
            Some(Item::Optional(Optional::some(item)))
        });
        self.choose(present, then, Side::of(Item::Optional(Optional::none())), Some(span))
    }

    /// Sets what an item was brought out to.
    fn put(&mut self, target: &Item, item: Item, span: Span) {
        match (target, item) {
            (Item::Value(Operand::Var(var)), item) => {
                let value = self.item_operand(item, &TokenStream::new());
                self.statements.push(Statement::Assign { var: *var, value });
            }
            (Item::View(target), Item::View(view))
                if target.place.base == view.place.base
                    && target.place.projections.len() == view.place.projections.len() =>
            {
                let mut from = Vec::new();
                map_place(&mut view.place.clone(), &mut |operand| from.push(operand.clone()));
                let mut from = from.into_iter();
                map_place(&mut target.place.clone(), &mut |operand| {
                    let value = from.next().expect("one for each");
                    if let Operand::Var(var) = operand {
                        self.statements.push(Statement::Assign { var: *var, value });
                    }
                });
            }
            (Item::View(target), item) if target.place.projections.is_empty() => {
                let value = self.item_operand(item, &TokenStream::new());
                self.statements.push(Statement::Assign { var: target.place.base, value });
            }
            (Item::Reference(target), Item::Reference(item)) => self.put(target, *item, span),
            (Item::Tuple(targets), Item::Tuple(items)) if targets.len() == items.len() => {
                for (target, item) in targets.iter().zip(items) {
                    self.put(target, item, span);
                }
            }
            (Item::Tuple(targets), item) => {
                let value = self.item_operand(item, &TokenStream::new());
                let base = self.accumulator("parts", value, span);
                self.set_memory(base);
                for (index, target) in targets.iter().enumerate() {
                    let field = Projection::Field(syn::Member::Unnamed(index.into()));
                    let part = self.load(Place { base, projections: vec![field] });
                    let part = self.name(part, "part", span);
                    self.put(target, Item::Value(part), span);
                }
            }
            _ => self.errors.span(span, NOT_KEPT),
        }
    }

    /// The item that is the least or the greatest. Of equal ones, the first is the least, and the last is the greatest.
    fn extreme(&mut self, chain: Chain, greatest: bool, order: &Order, span: Span) -> Option<Item> {
        self.reduced(chain, span, |this, so_far, item| {
            let (so_far, item) = (this.shown(so_far), this.shown(item));
            let mut reads = Vec::new();
            let comparison: Expr = match order {
                Order::By(function) => {
                    let ordering = this.called(function, vec![so_far.1, item.1], span);
                    this.item_expression(&ordering, &mut reads, span)
                }
                Order::Key(function) => {
                    let [left, right] = [so_far.1, item.1].map(|item| {
                        let key = this.called(function, vec![item], span);
                        this.item_expression(&key, &mut reads, span)
                    });
                    syn::parse_quote!(::core::cmp::Ord::cmp(&#left, &#right))
                }
                Order::Own => {
                    let [left, right] = [so_far.1, item.1].map(|item| this.item_expression(&item, &mut reads, span));
                    syn::parse_quote!(::core::cmp::Ord::cmp(#left, #right))
                }
            };
            let replaces: Expr = if greatest {
                syn::parse_quote!(::core::cmp::Ordering::is_le(#comparison))
            } else {
                syn::parse_quote!(::core::cmp::Ordering::is_gt(#comparison))
            };
            let opaque = Opaque { expression: replaces, reads, if_varied: IfVaried::Constant };
            let condition = this.name(Rvalue::Opaque(opaque), "replaces", span);
            let (then, otherwise) = (Side::of(item.0), Side::of(so_far.0));
            this.choose(condition, then, otherwise, Some(span))
        })
    }

    /// `it.next()`, `it.nth(n)` of an iterator in a variable.
    fn taken_one(&mut self, chain: Chain, position: Var, skipped: Option<&Expr>, span: Span) -> Option<Item> {
        let mut at = self.copied(position);
        if let Some(count) = skipped {
            let count = self.count_operand(count);
            let first = at.clone();
            at = self.integer(&[at, count], |operands| {
                let [at, count] = operands else { unreachable!("two operands") };
                syn::parse_quote!((#at).saturating_add(#count))
            });
            if self.may_panic(&chain.source) {
                let passed = self.least(at.clone(), chain.length.clone());
                self.pass_by(&chain.source, first, passed);
            }
        }
        let next = self.integer(&[at.clone(), chain.length.clone()], |operands| {
            let [at, length] = operands else { unreachable!("two operands") };
            syn::parse_quote!(::core::cmp::Ord::min((#at).saturating_add(1usize), #length))
        });
        self.statements.push(Statement::Assign { var: position, value: next });
        self.at_position(&chain, at, span)
    }

    /// `it.peek()` of an iterator in a variable: a reference to the item that comes next.
    fn peeked(&mut self, chain: &Chain, position: Var, span: Span) -> Option<Item> {
        let at = self.copied(position);
        Some(match self.at_position(chain, at, span)? {
            Item::Optional(Optional { present, item: Some(item) }) => {
                let seen = self.referenced(*item);
                Item::Optional(Optional { present, item: Some(Box::new(seen)) })
            }
            item => item,
        })
    }

    /// `it.next_if(|item| ..)` of an iterator in a variable.
    fn taken_if(&mut self, chain: &Chain, position: Var, function: &Expr, span: Span) -> Option<Item> {
        let function = self.callable(function, "next_if")?;
        let at = self.copied(position);
        let Item::Optional(Optional { present, item: Some(item) }) = self.at_position(chain, at.clone(), span)? else {
            return None;
        };
        let (item, seen) = self.shown(*item);
        let then = self.side(|this| {
            let holds = this.called(&function, vec![seen], span);
            Some(Item::Value(this.item_operand(holds, &TokenStream::new())))
        });
        let otherwise = Side::of(Item::Value(Operand::Constant(quote!(false))));
        let taken = self.choose(present, then, otherwise, Some(span)).unwrap_or_else(Item::unit);
        let present = self.item_operand(taken, &TokenStream::new());
        let next = self.integer(&[at, present.clone()], |operands| {
            let [at, taken] = operands else { unreachable!("two operands") };
            syn::parse_quote!(if #taken { #at + 1usize } else { #at })
        });
        self.statements.push(Statement::Assign { var: position, value: next });
        Some(Item::Optional(Optional { present, item: Some(Box::new(item)) }))
    }

    /// The value was made for the name that it gets, and is in the block where the name is.
    pub fn is_fresh(&self, value: &Rvalue) -> bool {
        let Rvalue::Use(Operand::Var(var)) = value else { return false };
        let declares = |statement: &Statement| matches!(statement, Statement::Let { var: known, .. } if known == var);
        self.fresh.contains(var) && self.statements.iter().rev().any(declares)
    }
}

pub(super) fn turbofish(call: &ExprMethodCall) -> Option<&Type> {
    match call.turbofish.as_ref()?.args.first()? {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    }
}

/// A type that is none of the language's: it may be anything.
fn is_named_type(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.qself.is_none() && !["f32", "f64"].iter().any(|float| path.path.is_ident(float)))
        && !is_discrete(ty)
}

impl Lowering<'_> {
    /// The method call with its type written out, if the place of the result says what it is. In a function that is generic over floats, a
    /// float has to be told, too.
    pub fn with_type(&self, value: &Expr, ty: &Type) -> Option<Expr> {
        let Expr::MethodCall(call) = unparenthesised(value) else { return None };
        let names = matches!(call.method.to_string().as_str(), "sum" | "product") && call.args.is_empty();
        let is_float = |name: &str| matches!(name, "f32" | "f64") || self.is_float_parameter(name);
        let is_told = match ty {
            Type::Path(path) if !self.function.floats.is_empty() => {
                path.path.get_ident().is_some_and(|ident| is_float(&ident.to_string()))
            }
            _ => false,
        };
        if !names || call.turbofish.is_some() || !(is_discrete(ty) || is_told || is_named_type(ty)) {
            return None;
        }
        let (receiver, method) = (&call.receiver, &call.method);
        Some(syn::parse_quote!(#receiver.#method::<#ty>()))
    }
}

/// Something to report an error at.
fn at_span(span: Span) -> proc_macro2::Ident {
    proc_macro2::Ident::new("_here", span)
}
