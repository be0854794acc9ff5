//! Iterators: chains over slices, ranges and values, lowered to counted loops.
//!
//! A chain is a tree of sources whose items can be asked for by position, and behind it stages that take the items one
//! after the other, as far as an item depends on those before it (`filter`, `take_while`, ..). Nothing is evaluated before an end of the
//! chain, or a loop, asks for it; then items go through all stages one by one, as they do in `core`.
//!
//! `source` makes sources, `adapt` what is made of a chain by a method, `walk` makes the loop, and `end` what a method makes of its items.

mod adapt;
mod buffer;
mod end;
mod own_sum;
mod passed_by;
mod risky;
mod source;
mod walk;

pub use own_sum::sum_of_user;

use std::rc::Rc;

use proc_macro2::Span;
use syn::{Expr, ExprMethodCall};

use super::Lowering;
use super::bounds::names_constant;
use super::closure::Callable;
use super::expression::unparenthesised;
use super::item::Item;
use super::view::View;
use crate::ir::*;

#[derive(Clone)]
pub enum Source {
    /// The elements of an array or slice.
    Elements(View),
    /// Consecutive parts of a slice, `step` apart. The last one may be shorter than `length` if the whole has this `end`.
    Parts {
        view: View,
        length: Operand,
        step: Operand,
        end: Option<Operand>,
    },
    /// The same from the end of a slice of this length, of which the first part may be shorter.
    PartsFromEnd {
        view: View,
        length: Operand,
        end: Operand,
    },
    /// `low + k`, of type `usize`.
    Range(Operand),
    /// The same of a range of another integer type, or of one that the compiler finds out.
    Integers(syn::Expr, Vec<Var>),
    /// The same item at every position.
    Same(Item),
    /// Functions, or references to them.
    Functions(Vec<Callable>, bool),
    Enumerate(Box<Source>),
    /// Items beside each other.
    Tuple(Vec<Source>),
    /// The first source for so many positions, then the second.
    Chain(Box<Source>, Operand, Box<Source>),
    /// Position `k mod length`.
    Cycle(Box<Source>, Operand),
    /// Position `last − k`.
    Reverse(Box<Source>, Operand),
    /// Position `offset + k`; and how many items the library passes by when it is asked for the first one, if these matter.
    Skip(Box<Source>, Operand, Option<Operand>),
    /// The same items in front, so many of so many: from the end, the library passes by the others first. If there is a count, it is what `take` was asked for,
    /// which asks for nothing if that is zero.
    Cut(Box<Source>, Operand, Operand, Option<Operand>),
    /// Position `step · k`.
    StepBy(Box<Source>, Operand),
    /// Values instead of references, of a type that is `Copy`.
    Copied(Box<Source>),
    /// And of any type.
    Cloned(Box<Source>),
    Map(Box<Source>, Callable),
}

/// What is done with the items of a source in turn.
#[derive(Clone)]
pub enum Stage {
    Map(Callable),
    Copied,
    Cloned,
    Inspect(Callable),
    Filter(Callable),
    FilterMap(Callable),
    /// Items, each of which is a chain or a sequence, one behind the other.
    Flatten,
    SkipWhile(Callable),
    TakeWhile(Callable),
    MapWhile(Callable),
    Scan(Operand, Callable),
    /// Items of which each is made of the one before: whether there is a first one, and which.
    Successors(Operand, Operand, Callable),
    /// The iterator is lent by a variable, which counts what has been taken out.
    Lent(Var),
    Enumerate,
    Skip(Operand),
    Take(Operand),
    StepBy(Operand),
    /// Beside the items of another source of this length.
    Zip(Box<Source>, Operand),
    /// The same behind those of another source, which has enough.
    ZipBehind(Box<Source>),
}

/// A chain: what it gives, how often, and an upper bound of that.
#[derive(Clone)]
pub struct Chain {
    source: Source,
    length: Operand,
    bound: Option<Bound>,
    stages: Vec<Stage>,
    /// Where closures that may panic were called for all items in front, whether or not each is asked for later.
    early: Option<Span>,
}

/// A chain in a variable.
#[derive(Clone)]
pub struct Iteration {
    chain: Rc<Chain>,
    /// How many items have been taken out, if that may happen one by one.
    position: Option<Var>,
}

/// Methods that make a chain of a slice, and how many arguments they have.
const MADE: &[(&str, usize)] = &[
    ("iter", 0),
    ("iter_mut", 0),
    ("chunks", 1),
    ("chunks_mut", 1),
    ("chunks_exact", 1),
    ("chunks_exact_mut", 1),
    ("rchunks", 1),
    ("rchunks_mut", 1),
    ("windows", 1),
];

/// Methods of text that give what does not vary.
const OF_TEXT: &[(&str, usize)] = &[("bytes", 0), ("char_indices", 0), ("chars", 0)];

/// Methods that make a chain of a chain.
const ADAPTED: &[(&str, usize)] = &[
    ("by_ref", 0),
    ("chain", 1),
    ("clone", 0),
    ("cloned", 0),
    ("copied", 0),
    ("cycle", 0),
    ("enumerate", 0),
    ("filter", 1),
    ("filter_map", 1),
    ("flat_map", 1),
    ("flatten", 0),
    ("fuse", 0),
    ("inspect", 1),
    ("into_iter", 0),
    ("map", 1),
    ("map_while", 1),
    ("peekable", 0),
    ("rev", 0),
    ("scan", 2),
    ("skip", 1),
    ("skip_while", 1),
    ("step_by", 1),
    ("take", 1),
    ("take_while", 1),
    ("zip", 1),
];

/// Methods that give something else.
const ENDS: &[(&str, usize)] = &[
    ("all", 1),
    ("any", 1),
    ("collect", 0),
    ("count", 0),
    ("fold", 2),
    ("for_each", 1),
    ("len", 0),
    ("partition", 1),
    ("product", 0),
    ("sum", 0),
    ("unzip", 0),
];

/// Methods that give an option.
const OPTIONAL_ENDS: &[(&str, usize)] = &[
    ("find", 1),
    ("find_map", 1),
    ("last", 0),
    ("max", 0),
    ("max_by", 1),
    ("max_by_key", 1),
    ("min", 0),
    ("min_by", 1),
    ("min_by_key", 1),
    ("next", 0),
    ("next_if", 1),
    ("nth", 1),
    ("peek", 0),
    ("position", 1),
    ("reduce", 1),
    ("rposition", 1),
];

/// Ends that leave what they do not look at in the iterator.
const BORROWING: &[&str] = &["all", "any", "by_ref", "find", "find_map", "next", "next_if", "nth", "peek", "position"];

fn is_in(table: &[(&str, usize)], call: &ExprMethodCall) -> bool {
    table.contains(&(call.method.to_string().as_str(), call.args.len()))
}

/// The method is one that a loop is made of.
pub fn is_iteration(call: &ExprMethodCall) -> bool {
    [MADE, OF_TEXT, ADAPTED, ENDS, OPTIONAL_ENDS].into_iter().any(|table| is_in(table, call))
}

impl Lowering<'_> {
    /// True for an expression that is an iterator, by how it is written.
    pub fn is_iterator(&self, expression: &Expr) -> bool {
        match unparenthesised(expression) {
            Expr::MethodCall(call) if self.is_source_of_map(call) => true,
            Expr::MethodCall(call) if self.is_certainly_of_user(call) => false,
            Expr::MethodCall(call) if is_in(MADE, call) => {
                self.data_has_sequences || !self.is_of_another_type(&call.receiver)
            }
            Expr::MethodCall(call) if is_in(OF_TEXT, call) => !self.is_of_block_method(call),
            Expr::MethodCall(call) if call.method == "into_iter" && call.args.is_empty() => {
                self.is_iterable(&call.receiver)
            }
            Expr::MethodCall(call) => {
                is_in(ADAPTED, call)
                    && (self.is_iterator(&call.receiver) || matches!(unparenthesised(&call.receiver), Expr::Range(_)))
            }
            Expr::Call(call) => source::constructor(call).is_some(),
            expression => matches!(self.resolved(expression), Some(Item::Iterator(_))),
        }
    }

    /// True for an expression whose items a `for` loop can go through.
    pub fn is_iterable(&self, expression: &Expr) -> bool {
        match unparenthesised(expression) {
            Expr::Range(_) | Expr::Reference(_) | Expr::Array(_) | Expr::Repeat(_) => true,
            Expr::Call(call) => source::constructor(call).is_some() || matches!(*call.func, Expr::Path(_)),
            Expr::Macro(call) => call.mac.path.is_ident("vec"),
            Expr::Block(block) => block.label.is_none(),
            Expr::MethodCall(call) if self.is_part_of_block(call) || self.is_remainder(call) => true,
            // What a method gives, if it is no chain.
            Expr::MethodCall(call) if self.makes_list(call) => true,
            Expr::Path(path) if self.names_nothing(path) && names_constant(&path.path) => true,
            Expr::Path(_) if matches!(self.resolved(expression).map(Item::behind), Some(Item::Functions(_))) => true,
            other => self.is_iterator(other) || self.named_view(other).is_some() || self.is_place(other),
        }
    }

    /// A copy of a list, or what a method of the user's gives.
    fn makes_list(&self, call: &ExprMethodCall) -> bool {
        let copies = matches!(call.method.to_string().as_str(), "clone" | "to_owned" | "to_vec");
        if copies && call.args.is_empty() {
            return self.is_place(&call.receiver);
        }
        // Mutable views are no lists.
        let is_view = call.method.to_string().ends_with("_mut");
        !is_view && (!is_iteration(call) || self.is_certainly_of_user(call)) && self.can_be_called(call)
    }

    /// The path names no variable of the function.
    fn names_nothing(&self, path: &syn::ExprPath) -> bool {
        path.path.get_ident().is_none_or(|ident| !self.is_bound(&ident.to_string()))
    }

    /// A method that ends a chain.
    pub fn is_end(&self, call: &ExprMethodCall) -> bool {
        (is_in(ENDS, call) || is_in(OPTIONAL_ENDS, call))
            && (self.is_iterator(&call.receiver)
                || (call.method != "len" && matches!(unparenthesised(&call.receiver), Expr::Range(_))))
    }

    /// A method that ends a chain over a field of data that `wrt` leaves out.
    pub fn is_end_over_data(&mut self, call: &ExprMethodCall) -> bool {
        if !matches!(call.method.to_string().as_str(), "sum" | "product" | "fold") && !self.has_varying_closure(call) {
            return false;
        }
        let before = std::mem::replace(&mut self.data_has_sequences, true);
        let is_end = self.is_end(call);
        self.data_has_sequences = before;
        is_end
    }

    /// A closure in the chain names a variable that may vary, or what is gone through beside it does.
    fn has_varying_closure(&self, call: &ExprMethodCall) -> bool {
        let goes_beside = matches!(call.method.to_string().as_str(), "zip" | "chain");
        let is_varying = |argument: &Expr| match unparenthesised(argument) {
            Expr::Closure(closure) => self.closure_names_what_may_vary(closure),
            beside => goes_beside && self.names_what_may_vary(beside),
        };
        call.args.iter().any(is_varying)
            || matches!(unparenthesised(&call.receiver), Expr::MethodCall(inner) if self.has_varying_closure(inner))
    }

    /// A method of a chain that gives an option.
    pub fn gives_option(&self, call: &ExprMethodCall) -> bool {
        is_in(OPTIONAL_ENDS, call) && self.is_end(call)
    }
}
