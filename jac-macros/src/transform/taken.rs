//! Taken: what is added to a part of a cotangent that was just taken sets it.
//!
//! Before: the reverse of `x[i] = f(x[i])` takes the cotangent of what is overwritten, which leaves zero, and adds to it that of what was read.
//! After: it sets it. In one block, with nothing in between that may touch the part.

use std::collections::HashMap;

use quote::ToTokens;

use super::initialise::{Sequences, literal, mentioned, only_reads};
use super::reversed::key;
use crate::ir::*;

/// In all blocks. `slices`: what slices are parts of.
pub fn set_what_was_taken(block: &mut Block, slices: &HashMap<Var, Var>, sequences: &Sequences) {
    Walk { slices, sequences }.block(&mut block.statements, &mut Vec::new());
}

struct Walk<'a> {
    slices: &'a HashMap<Var, Var>,
    sequences: &'a Sequences<'a>,
}

impl Walk<'_> {
    /// `taken` are the parts that are zero.
    fn block(&self, statements: &mut [Statement], taken: &mut Vec<Place>) {
        for statement in statements {
            match statement {
                Statement::Let { value: Rvalue::Vector(VectorOp::Take(place)), .. }
                | Statement::Mutable { value: Rvalue::Vector(VectorOp::Take(place)), .. }
                | Statement::Update { value: Rvalue::Vector(VectorOp::Take(place)), .. }
                | Statement::AddTo { value: Rvalue::Vector(VectorOp::Take(place)), .. }
                | Statement::Evaluate(Rvalue::Vector(VectorOp::Take(place))) => taken.push(place.clone()),
                Statement::Accumulate { place, value } => {
                    let is_zero = taken.iter().any(|part| key(part) == key(place));
                    taken.retain(|part| self.are_apart(part, place));
                    if is_zero {
                        let (place, value) = (place.clone(), value.clone());
                        *statement = Statement::Initialise { place, value, told_by: None, lists: Vec::new() };
                    }
                }
                Statement::Initialise { place, .. } => taken.retain(|part| self.are_apart(part, place)),
                Statement::Guard(_, inner) => {
                    self.block(&mut inner.statements, &mut taken.clone());
                    self.forget(statement, taken);
                }
                Statement::If { then, otherwise, .. } => {
                    self.block(&mut then.statements, &mut taken.clone());
                    self.block(&mut otherwise.statements, &mut taken.clone());
                    self.forget(statement, taken);
                }
                Statement::For(for_loop) => {
                    self.block(&mut for_loop.body.statements, &mut Vec::new());
                    self.forget(statement, taken);
                }
                statement if only_reads(statement) => {}
                statement => self.forget(statement, taken),
            }
        }
    }

    fn forget(&self, statement: &Statement, taken: &mut Vec<Place>) {
        let mentioned: Vec<Var> = mentioned(statement).into_iter().map(|var| self.whole(var)).collect();
        taken.retain(|part| !mentioned.contains(&self.whole(part.base)));
    }

    fn whole(&self, mut var: Var) -> Var {
        while let Some(whole) = self.slices.get(&var) {
            var = *whole;
        }
        var
    }

    /// The two have nothing in common.
    fn are_apart(&self, one: &Place, other: &Place) -> bool {
        if self.whole(one.base) != self.whole(other.base) {
            return true;
        }
        if one.base != other.base {
            return false;
        }
        let pairs = one.projections.iter().zip(&other.projections).enumerate();
        for (position, pair) in pairs {
            match pair {
                (Projection::Field(one), Projection::Field(other)) => {
                    if one.to_token_stream().to_string() != other.to_token_stream().to_string() {
                        return true;
                    }
                }
                (Projection::Index(left), Projection::Index(right)) => {
                    let array = Place { base: one.base, projections: one.projections[..position].to_vec() };
                    let number = |operand: &Operand| match operand {
                        Operand::Constant(tokens) => literal(tokens),
                        _ => None,
                    };
                    if let (Some(left), Some(right)) = (number(left), number(right))
                        && left != right
                    {
                        return self.sequences.has(&array);
                    }
                }
                (Projection::Deref, Projection::Deref) => {}
                _ => return false,
            }
        }
        false
    }
}
