//! What a method makes of a chain.

use proc_macro2::Span;
use quote::{ToTokens, quote};
use syn::{Expr, ExprMethodCall};

use super::super::Lowering;
use super::super::item::Item;
use super::super::opaque::placeholder;
use super::super::view::View;
use super::passed_by::UNUSED_ELSEWHERE;
use super::source::{NO_POSITIONS, one};
use super::{BORROWING, Chain, Iteration, MADE, OF_TEXT, Source, Stage, is_in};
use crate::ir::*;

pub(super) const CHANGES_WHILE_SKIPPED: &str = "a closure in this chain changes something, and the iterator may call it for items \
    that are not used; write a `for` loop";

const WRITTEN_LISTS: &str = "a name stands for a place in one variable, and here are two that are written through; write a loop for each: \
    `for v in x.iter_mut() { .. }`, `for v in y.iter_mut() { .. }`";

const GIVEN_BY_ONES_OWN: &str = "this is called on a type of one's own, and what iterator it gives is not seen here; go through the field, `cloud.points.iter()`, or \
    put the attribute on the `impl Iterator` of a type of one's own, and give that";

const LEAVES_THE_REST: &str = "this leaves a part of the iterator in its variable, which is supported for a plain chain only, without `filter`, \
    `scan` and the like; write a `for` loop";

impl Source {
    /// The variable whose elements are lent to be written.
    fn written(&self) -> Option<Var> {
        match self {
            Source::Elements(view) => view.mutable.then_some(view.place.base),
            Source::Reverse(inner, _) | Source::Skip(inner, ..) | Source::Cut(inner, ..) | Source::StepBy(inner, _) => {
                inner.written()
            }
            Source::Chain(first, _, _) => first.written(),
            _ => None,
        }
    }

    /// To ask for an item does more than to give it.
    pub(super) fn changes_something(&self) -> bool {
        match self {
            Source::Tuple(sources) => sources.iter().any(Source::changes_something),
            Source::Chain(first, _, second) => first.changes_something() || second.changes_something(),
            Source::Map(inner, function) => function.changes_something() || inner.changes_something(),
            source => source.inner().is_some_and(Source::changes_something),
        }
    }

    /// The one source that its items are made of.
    pub(super) fn inner(&self) -> Option<&Source> {
        match self {
            Source::Enumerate(inner)
            | Source::Cycle(inner, _)
            | Source::Reverse(inner, _)
            | Source::Skip(inner, ..)
            | Source::Cut(inner, ..)
            | Source::StepBy(inner, _)
            | Source::Copied(inner)
            | Source::Cloned(inner)
            | Source::Map(inner, _) => Some(inner),
            Source::Elements(_)
            | Source::Parts { .. }
            | Source::PartsFromEnd { .. }
            | Source::Range(_)
            | Source::Integers(..)
            | Source::Same(_)
            | Source::Functions(..)
            | Source::Tuple(_)
            | Source::Chain(..) => None,
        }
    }
}

impl Stage {
    /// What becomes of an item is a matter of those before it.
    fn counts(&self) -> bool {
        match self {
            Stage::Map(_)
            | Stage::Copied
            | Stage::Cloned
            | Stage::Inspect(_)
            | Stage::Filter(_)
            | Stage::FilterMap(_) => false,
            Stage::Flatten
            | Stage::SkipWhile(_)
            | Stage::TakeWhile(_)
            | Stage::MapWhile(_)
            | Stage::Scan(..)
            | Stage::Successors(..)
            | Stage::Lent(_)
            | Stage::Enumerate
            | Stage::Skip(_)
            | Stage::Take(_)
            | Stage::StepBy(_)
            | Stage::Zip(..)
            | Stage::ZipBehind(_) => true,
        }
    }

    /// To put an item through does more than to give another one.
    pub(super) fn changes_something(&self) -> bool {
        match self {
            Stage::Map(function)
            | Stage::Inspect(function)
            | Stage::Filter(function)
            | Stage::FilterMap(function)
            | Stage::SkipWhile(function)
            | Stage::TakeWhile(function)
            | Stage::MapWhile(function) => function.changes_something(),
            Stage::Lent(_) => true,
            Stage::Scan(_, function) | Stage::Successors(.., function) => function.changes_something(),
            Stage::Zip(source, _) | Stage::ZipBehind(source) => source.changes_something(),
            Stage::Copied
            | Stage::Cloned
            | Stage::Flatten
            | Stage::Enumerate
            | Stage::Skip(_)
            | Stage::Take(_)
            | Stage::StepBy(_) => false,
        }
    }
}

impl Chain {
    pub(super) fn changes_something(&self) -> bool {
        self.source.changes_something() || self.stages.iter().any(Stage::changes_something)
    }

    fn then(mut self, stage: Stage) -> Chain {
        self.stages.push(stage);
        self
    }

    pub(super) fn map_source(self, map: impl FnOnce(Box<Source>) -> Source) -> Chain {
        Chain { source: map(Box::new(self.source)), ..self }
    }
}

impl Lowering<'_> {
    pub(super) fn chained(&mut self, call: &ExprMethodCall) -> Option<Chain> {
        let chain = self.adapted(call)?;
        let is_asked_later = chain.source.asks_later(false);
        if is_asked_later {
            self.errors.at(&call.method, UNUSED_ELSEWHERE);
            return None;
        }
        Some(chain)
    }

    fn adapted(&mut self, call: &ExprMethodCall) -> Option<Chain> {
        if is_in(MADE, call) {
            if self.is_map(&call.receiver) {
                self.errors.at(&call.receiver, NO_POSITIONS);
                return None;
            }
            if self.is_variable_of_users(&call.receiver) {
                self.errors.at(&call.method, GIVEN_BY_ONES_OWN);
                return None;
            }
            return self.parts(call);
        }
        if is_in(OF_TEXT, call) {
            return Some(self.of_text(call));
        }
        let name = call.method.to_string();
        let arguments: Vec<&Expr> = call.args.iter().collect();
        let chain = self.lent_or_given(call)?;
        let plain = chain.stages.is_empty();
        if plain && matches!(name.as_str(), "skip" | "step_by" | "zip") && chain.source.changes_something() {
            self.errors.at(&call.method, CHANGES_WHILE_SKIPPED);
            return None;
        }
        Some(match (name.as_str(), arguments.as_slice()) {
            ("into_iter" | "by_ref" | "fuse" | "peekable", []) => chain,
            ("clone", []) => {
                if chain.changes_something() {
                    self.errors.at(&call.method, "a closure in this chain changes something, which a copy of the chain would not see; write a `for` loop");
                    return None;
                }
                chain
            }
            ("enumerate", []) if plain => chain.map_source(Source::Enumerate),
            ("enumerate", []) => chain.then(Stage::Enumerate),
            ("copied", []) if plain => chain.map_source(Source::Copied),
            ("copied", []) => chain.then(Stage::Copied),
            ("cloned", []) if plain => chain.map_source(Source::Cloned),
            ("cloned", []) => chain.then(Stage::Cloned),
            ("rev", []) => {
                // From its end, stages that look at one item at a time give the same items.
                let counts = chain.stages.iter().any(Stage::counts);
                let steps = chain.stages.iter().any(|stage| matches!(stage, Stage::StepBy(_)));
                if steps && self.may_panic(&chain.source) {
                    self.errors.at(&call.method, UNUSED_ELSEWHERE);
                    return None;
                }
                let chain = if counts { self.with_positions(chain, &call.method)? } else { chain };
                let last = self.integer(std::slice::from_ref(&chain.length), |operands| {
                    let [length] = operands else { unreachable!("one operand") };
                    syn::parse_quote!((#length).wrapping_sub(1usize))
                });
                chain.map_source(|inner| Source::Reverse(inner, last))
            }
            ("zip", [other]) => {
                let other = self.chain_beside(other)?;
                self.zipped(chain, other, &call.method)?
            }
            ("chain", [other]) => {
                let other = self.chain_beside(other)?;
                let chain = self.with_positions(chain, &call.method)?;
                let other = self.with_positions(other, &call.method)?;
                if let (Some(first), Some(second)) = (chain.source.written(), other.source.written())
                    && first != second
                {
                    self.errors.at(&call.method, WRITTEN_LISTS);
                    return None;
                }
                self.one_after_the_other(chain, other)
            }
            ("cycle", []) => {
                let chain = self.with_positions(chain, &call.method)?;
                let length = self.integer(std::slice::from_ref(&chain.length), |operands| {
                    let [length] = operands else { unreachable!("one operand") };
                    syn::parse_quote!(if #length == 0usize { 0usize } else { ::core::primitive::usize::MAX })
                });
                let source = Source::Cycle(Box::new(chain.source), chain.length);
                Chain { early: chain.early, ..Chain::of(source, length, None) }
            }
            ("skip", [count]) => {
                let count = self.count_operand(count);
                if !plain {
                    return Some(chain.then(Stage::Skip(count)));
                }
                let passed = match self.may_panic(&chain.source) {
                    true => Some(self.least(count.clone(), chain.length.clone())),
                    false => None,
                };
                self.skipped(chain, count, passed)
            }
            ("take", [count]) => {
                let count_bound = self.bound(count);
                let count = self.count_operand(count);
                if !plain {
                    return Some(self.limited(chain, count));
                }
                self.require_all_asked(&chain);
                let length = self.least(chain.length.clone(), count.clone());
                let bound = count_bound.or(chain.bound.clone());
                Chain { bound, ..self.cut(chain, length, Some(count)) }
            }
            ("step_by", [step]) => {
                let step = self.count_operand(step);
                if !plain || self.may_panic(&chain.source) {
                    let step = self.not_zero(step);
                    return Some(chain.then(Stage::StepBy(step)));
                }
                let length = self.integer(&[chain.length.clone(), step.clone()], |operands| {
                    let [length, step] = operands else { unreachable!("two operands") };
                    syn::parse_quote!((#length).div_ceil(#step))
                });
                Chain { length, ..chain.map_source(|inner| Source::StepBy(inner, step)) }
            }
            ("map", [function]) => {
                let function = self.callable(function, "map")?;
                if plain {
                    chain.map_source(|inner| Source::Map(inner, function))
                } else {
                    chain.then(Stage::Map(function))
                }
            }
            // Lists are not moved out of the one that they are in: their elements are copied.
            ("flatten", []) if plain && matches!(chain.source, Source::Cloned(_)) => {
                let Source::Cloned(lists) = chain.source else { unreachable!("just seen") };
                Chain { source: *lists, ..chain }.then(Stage::Flatten).then(Stage::Cloned)
            }
            ("flatten", []) => chain.then(Stage::Flatten),
            ("flat_map", [function]) => {
                let function = self.callable(function, &name)?;
                chain.then(Stage::Map(function)).then(Stage::Flatten)
            }
            ("scan", [initial, function]) => {
                let initial = self.fixed_operand(initial);
                let function = self.callable(function, &name)?;
                chain.then(Stage::Scan(initial, function))
            }
            (_, [function]) => {
                let function = self.callable(function, &name)?;
                chain.then(match name.as_str() {
                    "filter" => Stage::Filter(function),
                    "filter_map" => Stage::FilterMap(function),
                    "inspect" => Stage::Inspect(function),
                    "skip_while" => Stage::SkipWhile(function),
                    "take_while" => Stage::TakeWhile(function),
                    "map_while" => Stage::MapWhile(function),
                    _ => return None,
                })
            }
            _ => return None,
        })
    }

    /// The characters of a text, and the like, in a list.
    fn of_text(&mut self, call: &ExprMethodCall) -> Chain {
        let runtime = &self.runtime;
        let list = syn::parse_quote!(::core::iter::Iterator::collect::<#runtime::Vec<_>>(#call));
        let value = Rvalue::Opaque(self.opaque(&list));
        let base = self.temporary("items", call.method.span());
        let variable = &mut self.function.variables[base.0];
        (variable.temporary, variable.discrete) = (false, true);
        self.set_memory(base);
        self.statements.push(Statement::Let { var: base, annotation: None, value });
        self.elements(View { place: Place::whole(base), mutable: false }, call.method.span()).map_source(Source::Copied)
    }

    /// Elements and parts of a slice.
    fn parts(&mut self, call: &ExprMethodCall) -> Option<Chain> {
        let name = call.method.to_string();
        if name == "iter"
            && let Some(functions) = self.functions_among(&call.receiver)
        {
            return Some(Chain::over_functions(functions, true));
        }
        let mut view = match self.receiver_view(&call.receiver, name.ends_with("_mut")) {
            Some(view) => view,
            None => self.sequence(&call.receiver).0,
        };
        // Items are references that only read, whatever they are references to.
        view.mutable &= name.ends_with("_mut");
        let Some(size) = call.args.first() else { return Some(self.elements(view, call.method.span())) };
        let size = self.count_operand(size);
        let whole = self.elements(view.clone(), call.method.span());
        let (step, end, length) = match name.as_str() {
            "windows" => {
                let size = self.not_zero(size.clone());
                let length = self.integer(&[whole.length, size.clone()], |operands| {
                    let [length, size] = operands else { unreachable!("two operands") };
                    syn::parse_quote!((#length + 1usize).saturating_sub(#size))
                });
                (one(), None, length)
            }
            "chunks" | "chunks_mut" | "rchunks" | "rchunks_mut" => {
                let length = self.integer(&[whole.length.clone(), size.clone()], |operands| {
                    let [length, size] = operands else { unreachable!("two operands") };
                    syn::parse_quote!((#length).div_ceil(#size))
                });
                (size.clone(), Some(whole.length), length)
            }
            _ => {
                let length = self.arithmetic(Op::Div, whole.length, size.clone());
                (size.clone(), None, length)
            }
        };
        let source = match end {
            Some(end) if name.starts_with("rchunks") => Source::PartsFromEnd { view, length: size, end },
            end => Source::Parts { view, length: size, step, end },
        };
        Some(Chain::of(source, length, whole.bound))
    }

    /// The first items that come out of the stages of a chain, so many. None is asked for if none is wanted.
    fn limited(&mut self, chain: Chain, count: Operand) -> Chain {
        let length = self.integer(&[chain.length.clone(), count.clone()], |operands| {
            let [length, count] = operands else { unreachable!("two operands") };
            syn::parse_quote!(if #count == 0usize { 0usize } else { #length })
        });
        let (before, left) = (chain.length.clone(), length.clone());
        let chain = match chain.source.asks(false) {
            true => chain.map_source(|inner| Source::Cut(inner, left, before, Some(count.clone()))),
            false => chain,
        };
        Chain { length, ..chain.then(Stage::Take(count)) }
    }

    pub(super) fn zipped(&mut self, left: Chain, right: Chain, at: impl ToTokens) -> Option<Chain> {
        if right.source.changes_something() || (left.stages.is_empty() && left.source.changes_something()) {
            self.errors.at(&at, CHANGES_WHILE_SKIPPED);
            return None;
        }
        // Items that stand at positions stand beside those that come one after the other, and one of these is asked for where there is one of the first.
        let is_lent = right.stages.iter().any(|stage| matches!(stage, Stage::Lent(_)));
        if left.stages.is_empty() && !right.stages.is_empty() && !is_lent && !left.source.asks(false) {
            self.require_all_asked(&left);
            let right = self.limited(right, left.length);
            return Some(right.then(Stage::ZipBehind(Box::new(left.source))));
        }
        let right = self.with_positions(right, &at)?;
        self.require_all_asked(&left);
        self.require_all_asked(&right);
        if !left.stages.is_empty() {
            if right.source.asks(false) {
                self.errors.at(&at, UNUSED_ELSEWHERE);
                return None;
            }
            return Some(left.then(Stage::Zip(Box::new(right.source), right.length)));
        }
        let right = match right.source.asks(false) {
            true => Chain { source: right.source.beside(self, &left.length), ..right },
            false => right,
        };
        let length = self.least(left.length.clone(), right.length.clone());
        let [left, right] = [left, right].map(|chain| self.cut(chain, length.clone(), None));
        let source = Source::Tuple(vec![left.source, right.source]);
        Some(Chain::of(source, length, left.bound.or(right.bound)))
    }

    fn one_after_the_other(&mut self, first: Chain, second: Chain) -> Chain {
        let length = self.integer(&[first.length.clone(), second.length], |operands| {
            let [first, second] = operands else { unreachable!("two operands") };
            syn::parse_quote!((#first).saturating_add(#second))
        });
        let bound = match (first.bound, second.bound) {
            (Some(first), Some(second)) => first.and(second),
            _ => None,
        };
        let source = Source::Chain(Box::new(first.source), first.length, Box::new(second.source));
        Chain { early: first.early.or(second.early), ..Chain::of(source, length, bound) }
    }

    pub(super) fn skipped(&mut self, chain: Chain, count: Operand, passed: Option<Operand>) -> Chain {
        let length = self.integer(&[chain.length.clone(), count.clone()], |operands| {
            let [length, count] = operands else { unreachable!("two operands") };
            syn::parse_quote!((#length).saturating_sub(#count))
        });
        Chain { length, ..chain.map_source(|inner| Source::Skip(inner, count, passed)) }
    }

    /// The chain that a method is called on. One in a variable is lent to a method that may leave a part of it there.
    pub(super) fn lent_or_given(&mut self, call: &ExprMethodCall) -> Option<Chain> {
        let Some(held) = self.resolved(&call.receiver) else { return self.chain(&call.receiver) };
        if !BORROWING.contains(&call.method.to_string().as_str()) {
            return self.chain(&call.receiver);
        }
        match held.behind() {
            Item::Iterator(iterator) if iterator.position.is_some() => {
                let lent = iterator.position.map(Stage::Lent);
                Some(lent.into_iter().fold(self.rest_of(&iterator), Chain::then))
            }
            _ => {
                self.errors.at(&call.method, LEAVES_THE_REST);
                None
            }
        }
    }

    /// The iterator as a variable holds it.
    pub fn held_iterator(&mut self, iterator: Iteration, name: &syn::PatIdent) -> Item {
        let source = &iterator.chain.source;
        let plain = iterator.chain.stages.is_empty() && !source.changes_something() && !source.asks(false);
        if name.mutability.is_none() || !plain || iterator.position.is_some() {
            return Item::Iterator(iterator);
        }
        self.require_all_asked(&iterator.chain);
        let position = self.temporary(&format!("{}_position", name.ident), name.ident.span());
        self.function.variables[position.0].temporary = false;
        self.function.variables[position.0].discrete = true;
        self.usizes.insert(position);
        let value = Rvalue::Use(Operand::Constant(quote!(0usize)));
        self.statements.push(Statement::Let { var: position, annotation: None, value });
        Item::Iterator(Iteration { position: Some(position), ..iterator })
    }

    /// A size or a step. The library panics at zero, whether or not there are items; here, what divides by it would.
    fn not_zero(&mut self, size: Operand) -> Operand {
        let literal = match &size {
            Operand::Constant(tokens) => syn::parse2::<syn::LitInt>(tokens.clone()).ok(),
            _ => None,
        };
        if literal.and_then(|literal| literal.base10_parse::<usize>().ok()).is_some_and(|size| size > 0) {
            return size;
        }
        self.integer(std::slice::from_ref(&size), |operands| {
            let [size] = operands else { unreachable!("one operand") };
            syn::parse_quote!(::core::num::NonZero::<usize>::new(#size).expect("this must not be zero").get())
        })
    }

    pub fn arithmetic(&mut self, op: Op, left: Operand, right: Operand) -> Operand {
        self.name(Rvalue::Binary(op, left, right), "position", Span::call_site())
    }

    /// Integer code on operands.
    pub fn integer(&mut self, operands: &[Operand], make: impl FnOnce(&[Expr]) -> Expr) -> Operand {
        let mut reads = Vec::new();
        let expressions: Vec<Expr> = operands
            .iter()
            .map(|operand| match operand {
                Operand::Var(var) => {
                    reads.push(*var);
                    let name = placeholder(*var, Span::call_site());
                    syn::parse_quote!(#name)
                }
                Operand::Constant(tokens) => syn::parse_quote!(#tokens),
                Operand::Nested(_) => unreachable!("the lowering does not nest"),
            })
            .collect();
        let expression = make(&expressions);
        self.name(
            Rvalue::Opaque(Opaque { expression, reads, if_varied: IfVaried::Constant }),
            "length",
            Span::call_site(),
        )
    }
}
