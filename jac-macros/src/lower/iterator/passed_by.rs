//! Items that the library asks a chain for and does not use: what `skip` and `nth` pass by, what stands in front of the last one, what `rev` finds behind the
//! items that `take` and `zip` leave.
//!
//! Before: a chain whose items can be asked for by their positions, so that no item need be made that is not used. After: where the closures that make an item
//! may panic, those that the library calls for nothing are called here as well, in its order; where they certainly give a number and do nothing else, they are not.

use std::collections::HashMap;

use syn::{BinOp, Expr, Pat, Stmt, UnOp};

use super::super::closure::{Callable, Closure};
use super::super::expression::unparenthesised;
use super::super::sequence::zero;
use super::super::signature::passing;
use super::super::{Binding, Lowering};
use super::{Chain, Source};
use crate::ir::*;
use crate::rules;

pub(super) const UNUSED_ELSEWHERE: &str = "a closure in front of this may panic, and the library calls it here for items that are not used, when another part \
    of the chain is through; write a `for` loop";

/// What an item is, as far as is known.
#[derive(Clone)]
enum Known {
    Float,
    Tuple(Vec<Known>),
    Nothing,
}

impl Lowering<'_> {
    /// To make an item of the source, and to do nothing with it, may do something: a closure may panic.
    pub(super) fn may_panic(&self, source: &Source) -> bool {
        self.made(source).is_none()
    }

    /// What the items of a source are, if to make one does nothing else for certain.
    fn made(&self, source: &Source) -> Option<Known> {
        Some(match source {
            Source::Elements(view) if matches!(view.place.projections.as_slice(), [] | [Projection::Deref]) => {
                self.elements_of_parameter(view.place.base)
            }
            Source::Elements(_)
            | Source::Parts { .. }
            | Source::PartsFromEnd { .. }
            | Source::Range(_)
            | Source::Integers(..)
            | Source::Same(_)
            | Source::Functions(..) => Known::Nothing,
            Source::Enumerate(inner) => Known::Tuple(vec![Known::Nothing, self.made(inner)?]),
            Source::Tuple(sources) => {
                Known::Tuple(sources.iter().map(|source| self.made(source)).collect::<Option<_>>()?)
            }
            Source::Chain(first, _, second) => {
                self.made(second)?;
                self.made(first)?
            }
            Source::Cycle(inner, _)
            | Source::Reverse(inner, _)
            | Source::Skip(inner, ..)
            | Source::Cut(inner, ..)
            | Source::StepBy(inner, _)
            | Source::Copied(inner)
            | Source::Cloned(inner) => self.made(inner)?,
            Source::Map(inner, function) => self.given(function, self.made(inner)?)?,
        })
    }

    fn elements_of_parameter(&self, var: Var) -> Known {
        let parameter = self.function.parameters.iter().find(|parameter| parameter.var == var);
        let element = parameter.and_then(|parameter| match passing(&parameter.ty).1 {
            syn::Type::Slice(slice) => Some(&*slice.elem),
            syn::Type::Array(array) => Some(&*array.elem),
            _ => None,
        });
        if element.is_some_and(is_float) { Known::Float } else { Known::Nothing }
    }

    /// What a function gives, if it does nothing else for certain.
    fn given(&self, function: &Callable, item: Known) -> Option<Known> {
        let Callable::Closure(closure) = function else { return None };
        let [pattern] = closure.written().inputs.iter().collect::<Vec<_>>()[..] else { return None };
        let mut names = HashMap::new();
        bind(pattern, item, &mut names);
        Body { lowering: self, closure, names }.known(closure.body())
    }

    /// Makes the items of these positions, and does nothing with them.
    pub(super) fn pass_by(&mut self, source: &Source, from: Operand, to: Operand) {
        self.counted(from, to, None, None, |this, position| {
            this.item_at(source, position);
        });
    }

    /// The least of two integers.
    pub(super) fn least(&mut self, left: Operand, right: Operand) -> Operand {
        self.integer(&[left, right], |operands| {
            let [left, right] = operands else { unreachable!("two operands") };
            syn::parse_quote!(::core::cmp::Ord::min(#left, #right))
        })
    }

    /// The first items of a chain, so many. From its end, the library asks for the others first; but not for `take` of none.
    pub(super) fn cut(&mut self, chain: Chain, left: Operand, taken: Option<Operand>) -> Chain {
        if !self.may_panic(&chain.source) {
            return Chain { length: left, ..chain };
        }
        let (length, wanted) = (chain.length.clone(), left.clone());
        Chain { length: left, ..chain.map_source(|inner| Source::Cut(inner, wanted, length, taken)) }
    }

    /// What the library does when the first item is asked for, from the front or from the end: it passes by what is not used.
    pub(super) fn ask(&mut self, source: &Source, from_end: bool) {
        if !source.asks(from_end) {
            return;
        }
        match source {
            Source::Skip(inner, _, passed) => {
                self.ask(inner, from_end);
                if let Some(passed) = passed.clone().filter(|_| !from_end) {
                    self.pass_by(inner, zero(), passed);
                }
            }
            Source::Cut(inner, left, length, taken) => {
                let (then, ()) = self.nested(|this| {
                    this.ask(inner, from_end);
                    if from_end {
                        let last = this.integer(std::slice::from_ref(length), |operands| {
                            let [length] = operands else { unreachable!("one operand") };
                            syn::parse_quote!((#length).wrapping_sub(1usize))
                        });
                        let behind = this.arithmetic(Op::Sub, length.clone(), left.clone());
                        this.pass_by(&Source::Reverse(inner.clone(), last), zero(), behind);
                    }
                });
                let some = self.integer(taken.as_slice(), |operands| match operands {
                    [taken] => syn::parse_quote!(#taken > 0usize),
                    _ => syn::parse_quote!(true),
                });
                self.when(some, then);
            }
            Source::Reverse(inner, _) => self.ask(inner, !from_end),
            Source::Tuple(sources) => sources.iter().for_each(|source| self.ask(source, from_end)),
            Source::Chain(first, _, second) => self.ask(if from_end { second } else { first }, from_end),
            source => source.inner().into_iter().for_each(|inner| self.ask(inner, from_end)),
        }
    }
}

impl Source {
    /// There is something to pass by.
    pub(super) fn asks(&self, from_end: bool) -> bool {
        match self {
            Source::Skip(inner, _, passed) => (!from_end && passed.is_some()) || inner.asks(from_end),
            Source::Cut(inner, ..) => from_end || inner.asks(from_end),
            Source::Reverse(inner, _) => inner.asks(!from_end),
            Source::Tuple(sources) => sources.iter().any(|source| source.asks(from_end)),
            Source::Chain(first, _, second) => first.asks(from_end) || second.asks(from_end),
            source => source.inner().is_some_and(|inner| inner.asks(from_end)),
        }
    }

    /// There is something to pass by when the first item has been asked for: behind another source, or once more in each turn.
    pub(super) fn asks_later(&self, from_end: bool) -> bool {
        match self {
            Source::Chain(first, _, second) => {
                let later = if from_end { first } else { second };
                later.asks(from_end) || first.asks_later(from_end) || second.asks_later(from_end)
            }
            Source::Cycle(inner, _) => inner.asks(from_end),
            // The second is asked for one item if the first has one, and the first if the second has none.
            Source::Tuple(sources) => sources.iter().any(|source| source.asks_later(from_end)),
            Source::Reverse(inner, _) => inner.asks_later(!from_end),
            source => source.inner().is_some_and(|inner| inner.asks_later(from_end)),
        }
    }

    /// The same, where what it is beside has this many items: it is asked for none if there are none.
    pub(super) fn beside(self, lowering: &mut Lowering<'_>, length: &Operand) -> Source {
        match self {
            Source::Skip(inner, offset, Some(passed)) => {
                let inner = Box::new(inner.beside(lowering, length));
                let passed = lowering.integer(&[passed, length.clone()], |operands| {
                    let [passed, length] = operands else { unreachable!("two operands") };
                    syn::parse_quote!(if #length == 0usize { 0usize } else { #passed })
                });
                Source::Skip(inner, offset, Some(passed))
            }
            Source::Enumerate(inner) => Source::Enumerate(Box::new(inner.beside(lowering, length))),
            Source::Copied(inner) => Source::Copied(Box::new(inner.beside(lowering, length))),
            Source::Cloned(inner) => Source::Cloned(Box::new(inner.beside(lowering, length))),
            Source::Map(inner, function) => Source::Map(Box::new(inner.beside(lowering, length)), function),
            source => source,
        }
    }
}

/// The body of a closure, with what is known of its parameters.
struct Body<'a, 'b> {
    lowering: &'a Lowering<'b>,
    closure: &'a Closure,
    names: HashMap<String, Known>,
}

impl Body<'_, '_> {
    /// What an expression is, if it can neither panic nor change anything. Operators are those of numbers only where both operands are floats; integers overflow.
    fn known(&self, expression: &Expr) -> Option<Known> {
        Some(match unparenthesised(expression) {
            Expr::Lit(literal) => match &literal.lit {
                syn::Lit::Float(_) => Known::Float,
                _ => Known::Nothing,
            },
            Expr::Path(path) => self.named(path.path.get_ident()?),
            Expr::Reference(reference) if reference.mutability.is_none() => self.known(&reference.expr)?,
            Expr::Unary(unary) => match (&unary.op, self.known(&unary.expr)?) {
                (UnOp::Deref(_), known) => known,
                (UnOp::Neg(_), Known::Float) => Known::Float,
                _ => return None,
            },
            Expr::Binary(binary) => {
                let operands = (self.known(&binary.left)?, self.known(&binary.right)?);
                let (Known::Float, Known::Float) = operands else { return None };
                use BinOp::{Add, Div, Eq, Ge, Gt, Le, Lt, Mul, Ne, Rem, Sub};
                match binary.op {
                    Add(_) | Sub(_) | Mul(_) | Div(_) | Rem(_) => Known::Float,
                    Eq(_) | Ne(_) | Lt(_) | Le(_) | Gt(_) | Ge(_) => Known::Nothing,
                    _ => return None,
                }
            }
            Expr::Cast(cast) => {
                self.known(&cast.expr)?;
                if is_float(&cast.ty) { Known::Float } else { Known::Nothing }
            }
            Expr::Field(field) => match (self.known(&field.base)?, &field.member) {
                (Known::Tuple(items), syn::Member::Unnamed(index)) => items.get(index.index as usize)?.clone(),
                _ => Known::Nothing,
            },
            Expr::Tuple(tuple) => {
                Known::Tuple(tuple.elems.iter().map(|element| self.known(element)).collect::<Option<_>>()?)
            }
            Expr::Array(array) => {
                array.elems.iter().try_for_each(|element| self.known(element).map(|_| ()))?;
                Known::Nothing
            }
            // `clamp` panics if its bounds are out of order.
            Expr::MethodCall(call) if call.method != "clamp" => {
                let rule = rules::method(&call.method.to_string())?;
                let Known::Float = self.known(&call.receiver)? else { return None };
                call.args.iter().try_for_each(|argument| self.known(argument).map(|_| ()))?;
                if rule.parameters.len() != call.args.len() + 1 {
                    return None;
                }
                Known::Float
            }
            Expr::Block(block) if block.label.is_none() => match block.block.stmts.as_slice() {
                [Stmt::Expr(tail, None)] => self.known(tail)?,
                _ => return None,
            },
            Expr::If(branches) => {
                self.known(&branches.cond)?;
                let [Stmt::Expr(then, None)] = branches.then_branch.stmts.as_slice() else { return None };
                self.known(&branches.else_branch.as_ref()?.1)?;
                self.known(then)?
            }
            _ => return None,
        })
    }

    fn named(&self, name: &proc_macro2::Ident) -> Known {
        let name = name.to_string();
        if let Some(known) = self.names.get(&name) {
            return known.clone();
        }
        let captured = self.closure.scopes().iter().rev().find_map(|scope| scope.get(&name));
        let Some(Binding::Variable(var)) = captured else { return Known::Nothing };
        let parameter = self.lowering.function.parameters.iter().find(|parameter| parameter.var == *var);
        if parameter.is_some_and(|parameter| is_float(passing(&parameter.ty).1)) {
            Known::Float
        } else {
            Known::Nothing
        }
    }
}

fn is_float(ty: &syn::Type) -> bool {
    matches!(ty, syn::Type::Path(path) if path.path.is_ident("f64") || path.path.is_ident("f32"))
}

fn bind(pattern: &Pat, item: Known, names: &mut HashMap<String, Known>) {
    match (pattern, item) {
        (Pat::Ident(name), item) => {
            names.insert(name.ident.to_string(), item);
        }
        (Pat::Reference(reference), item) => bind(&reference.pat, item, names),
        (Pat::Paren(paren), item) => bind(&paren.pat, item, names),
        (Pat::Type(typed), item) => bind(&typed.pat, if is_float(&typed.ty) { Known::Float } else { item }, names),
        (Pat::Tuple(tuple), Known::Tuple(items)) if tuple.elems.len() == items.len() => {
            for (pattern, item) in tuple.elems.iter().zip(items) {
                bind(pattern, item, names);
            }
        }
        (pattern, _) => {
            for name in super::super::names::names_in(pattern) {
                names.insert(name.to_string(), Known::Nothing);
            }
        }
    }
}
