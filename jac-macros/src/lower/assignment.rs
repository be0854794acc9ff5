//! Assignments: to variables, to parts of them, to tuples of places, and `swap`.

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{BinOp, Expr};

use super::Lowering;
use super::expression::unparenthesised;
use super::item::Item;
use super::order::changes;
use crate::ir::{
    Kind, Op, Operand, Operated, Operation, Operator, Place, Projection, Rvalue, Statement, place_index_reads,
    rvalue_reads,
};

const TO_A_REFERENCE: &str = "a reference cannot be assigned to; write `*` in front of it for what it refers to";

impl Lowering<'_> {
    pub fn assignment(&mut self, target: &Expr, value: &Expr) {
        match (unparenthesised(target), unparenthesised(value)) {
            (Expr::Tuple(targets), Expr::Tuple(values)) if targets.elems.len() == values.elems.len() => {
                let values: Vec<Operand> = values
                    .elems
                    .iter()
                    .map(|value| {
                        let operand = self.operand(value);
                        let detached = self.detached(operand, value);
                        self.name(detached, "value", value.span())
                    })
                    .collect();
                for (target, value) in targets.elems.iter().zip(values) {
                    self.store(target, value);
                }
            }
            (Expr::Array(targets), Expr::Array(values)) if targets.elems.len() == values.elems.len() => {
                let targets: Expr = Expr::Tuple(syn::ExprTuple {
                    attrs: Vec::new(),
                    paren_token: Default::default(),
                    elems: targets.elems.clone(),
                });
                let values: Expr = Expr::Tuple(syn::ExprTuple {
                    attrs: Vec::new(),
                    paren_token: Default::default(),
                    elems: values.elems.clone(),
                });
                self.assignment(&targets, &values);
            }
            (Expr::Tuple(targets), value) => {
                let whole = self.rvalue(value);
                let base = self.temporary("parts", value.span());
                self.set_memory(base);
                self.statements.push(Statement::Let { var: base, annotation: None, value: whole });
                for (index, target) in targets.elems.iter().enumerate() {
                    let member = syn::Member::Unnamed(syn::Index::from(index));
                    let part = Rvalue::Load(Place { base, projections: vec![Projection::Field(member)] });
                    let part = self.name(part, "part", target.span());
                    self.store(target, part);
                }
            }
            (target, value) if self.place_of_option(target).is_some() => {
                let place = self.place_of_option(target).expect("just seen");
                self.assign_option(place, value);
            }
            (target, value) if self.move_reference(target, value) => {}
            (target, value) => {
                if self.named_view(target).is_some() {
                    self.errors.at(target, TO_A_REFERENCE);
                    return;
                }
                let value = self.operand(value);
                self.store(target, value);
            }
        }
    }

    pub fn compound_assignment(&mut self, binary: &syn::ExprBinary) {
        let op = match binary.op {
            BinOp::AddAssign(_) => Op::Add,
            BinOp::SubAssign(_) => Op::Sub,
            BinOp::MulAssign(_) => Op::Mul,
            BinOp::DivAssign(_) => Op::Div,
            BinOp::RemAssign(_) => Op::Rem,
            // Bit operations: integers only.
            op => {
                let op = crate::lower::opaque::without_assignment(op);
                let (left, right) = (&binary.left, &binary.right);
                let expression: Expr = syn::parse_quote!((#left) #op (#right));
                let value = Rvalue::Opaque(self.opaque(&expression));
                let value = self.name(value, "updated", binary.span());
                return self.store(left, value);
            }
        };
        let before = self.statements.len();
        let value = self.operated(&binary.right);
        let behind = self.statements.len();
        self.update(&binary.left, op, value, binary.op.span());
        self.check_order(before, behind, &binary.right);
    }

    /// Of numbers, the right side of `target op= value` is computed first; of other types, the place is found first. What the statements from
    /// `before` to `behind` change must not be what the ones from there on find the place by.
    fn check_order(&mut self, before: usize, behind: usize, value: &Expr) {
        let mut reads = Vec::new();
        for statement in self.statements.iter().skip(behind) {
            match statement {
                Statement::Store { place, .. } => place_index_reads(place, &mut |var| reads.push(var)),
                Statement::Let { value: Rvalue::Load(place), .. } => {
                    place_index_reads(place, &mut |var| reads.push(var));
                }
                // An index.
                Statement::Let { value: value @ Rvalue::Opaque(_), .. } => {
                    rvalue_reads(value, &mut |var| reads.push(var))
                }
                _ => {}
            }
        }
        let first = self.statements.get(before..behind).unwrap_or_default();
        if reads.iter().any(|var| first.iter().any(|statement| changes(statement, *var))) {
            self.errors.at(
                value,
                "this changes what the place on the left is chosen by, and which of the two comes first depends on their types; \
                 bind this with `let` first",
            );
        }
    }

    fn store(&mut self, target: &Expr, mut value: Operand) {
        let target = unparenthesised(target);
        if let Expr::Infer(_) = target {
            return;
        }
        let mark = self.statements.len();
        let Some(place) = self.target(target) else { return };
        self.settle(&mut value, mark);
        self.statements.push(match place.projections.as_slice() {
            [] => Statement::Assign { var: place.base, value },
            _ => Statement::Store { place, op: None, value },
        });
    }

    /// The place that is assigned to.
    fn target(&mut self, target: &Expr) -> Option<Place> {
        // `*x.last_mut().unwrap() = ..`
        if let Expr::Unary(behind) = target
            && matches!(behind.op, syn::UnOp::Deref(_))
            && match unparenthesised(&behind.expr) {
                Expr::MethodCall(call) => self.ends_option(call) || self.fills_option(call),
                Expr::Try(_) => true,
                _ => false,
            }
            && let Item::View(view) = self.item(&behind.expr).behind()
        {
            return Some(view.place);
        }
        if !self.is_place(target) {
            if let Expr::Unary(behind) = target
                && let Some(view) = self.named_view(&behind.expr)
                && self.perhaps_written.contains(&view.place.base)
            {
                self.check_written(&view.place, target);
                return None;
            }
            self.errors.at(
                target,
                "only local variables, their elements and fields, and `&mut` parameters can be assigned to",
            );
            return None;
        }
        let place = self.place(target);
        if matches!(self.kind(place.base), Kind::Reference { .. }) && place.projections.is_empty() {
            self.errors.at(target, TO_A_REFERENCE);
            return None;
        }
        self.check_written(&place, target);
        Some(place)
    }

    /// `target op= value`
    fn update(&mut self, target: &Expr, op: Op, mut value: Operated, span: Span) {
        let target = unparenthesised(target);
        let mark = self.statements.len();
        let Some(place) = self.target(target) else { return };
        self.settle_operated(&mut value, mark);
        // The other operators need the old value.
        if let (Op::Add | Op::Sub, Operated::Value(value), [_, ..]) = (op, &value, place.projections.as_slice()) {
            self.statements.push(Statement::Store { place, op: Some(op), value: value.clone() });
            return;
        }
        let old = match place.projections.as_slice() {
            [] => Operand::Var(place.base),
            _ => self.name(Rvalue::Load(place.clone()), "old", target.span()),
        };
        let operator =
            Operator { operation: Operation::Assign(op), left: Operated::Value(old), right: Some(value), span };
        let value = self.name(Rvalue::Operator(operator), "updated", target.span());
        self.statements.push(match place.projections.as_slice() {
            [] => Statement::Assign { var: place.base, value },
            _ => Statement::Store { place, op: None, value },
        });
    }
}
