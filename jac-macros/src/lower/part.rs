//! Methods that return a part of what they are called on: `*m.at(i, j)`, `self.row(i)[j]`.
//!
//! Before: a call of such a method, known by the `*` in front of it, by the type that it is bound to, or by the block that both are of. After: a place like
//! `m[index]`, with an index that stands for the method and its arguments (see `block::place`).

use quote::quote;
use syn::{Expr, ExprMethodCall, Type, UnOp};

use super::Lowering;
use super::expression::unparenthesised;
use super::view::View;
use crate::derive::name_hash;
use crate::ir::{Passing, Place, Projection, Rvalue, StructLiteral};

impl Lowering<'_> {
    /// The call behind a `*`, if the method is one of those.
    pub fn dereferenced_part<'e>(&self, expression: &'e Expr) -> Option<&'e ExprMethodCall> {
        let Expr::Unary(unary) = expression else { return None };
        let (UnOp::Deref(_), Expr::MethodCall(call)) = (&unary.op, unparenthesised(&unary.expr)) else { return None };
        (self.is_part_of_block(call) || self.may_return_part(call)).then_some(call)
    }

    /// The method is one of those, and of the block that the function is of.
    pub fn is_part_of_block(&self, call: &ExprMethodCall) -> bool {
        self.part_of_block(call).is_some()
    }

    fn part_of_block(&self, call: &ExprMethodCall) -> Option<Passing> {
        let passing = self.block.as_ref()?.parts.get(&call.method.to_string())?;
        self.is_called_on_block(call).then_some(*passing)
    }

    fn may_return_part(&self, call: &ExprMethodCall) -> bool {
        let is_place = self.is_place(&call.receiver) || self.named_view(&call.receiver).is_some();
        is_place && call.turbofish.is_none() && self.can_be_called(call)
    }

    /// `let row: &[f64] = m.row(i);`
    pub fn annotated_part(&self, value: &Expr, annotation: Option<&Type>) -> Option<Expr> {
        let (Expr::MethodCall(call), Some(Type::Reference(reference))) = (unparenthesised(value), annotation) else {
            return None;
        };
        let mutability = &reference.mutability;
        self.may_return_part(call).then(|| syn::parse_quote!(&#mutability *#call))
    }

    /// What the call refers to.
    pub fn part_view(&mut self, call: &ExprMethodCall) -> Option<View> {
        let mutable = self.part_of_block(call)? == Passing::Mutable;
        let place = self.part(call);
        let place = self.fixed(place);
        Some(View { place, mutable })
    }

    /// The place that the call refers to.
    pub fn part(&mut self, call: &ExprMethodCall) -> Place {
        let receiver = unparenthesised(&call.receiver);
        let mut place = match self.named_view(receiver) {
            Some(view) => view.place,
            None => self.place(receiver),
        };
        let mark = self.statements.len();
        let arguments = self.in_order(call.args.iter(), Self::integer_operand);
        self.settle_place(&mut place, mark);
        let span = call.method.span();
        let arguments = self.name(Rvalue::Tuple(arguments), "arguments", span);
        let (runtime, hash) = (&self.runtime, name_hash(&call.method.to_string()));
        let path = syn::parse2(quote!(#runtime::Part::<#hash, _>)).expect("a path");
        let first = syn::Member::Unnamed(0.into());
        let part = StructLiteral { path, fields: vec![(first, arguments)], base: None };
        let part = self.name(Rvalue::Struct(part), "part", span);
        self.set_memory(place.base);
        place.projections.push(Projection::Index(part));
        place
    }
}
