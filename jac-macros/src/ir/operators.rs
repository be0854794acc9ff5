//! Operators of the source, whose operands' types the macro does not know.

use super::*;

/// An operator of the source, with its operands as they stand there.
#[derive(Clone, Debug)]
pub struct Operator {
    pub operation: Operation,
    pub left: Operated,
    /// Negation has none.
    pub right: Option<Operated>,
    /// Where it stands in the source.
    pub span: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    Binary(Op),
    /// `left op= right`: the value is what is assigned.
    Assign(Op),
    Negate,
}

/// An operand of an operator.
#[derive(Clone, Debug)]
pub enum Operated {
    Value(Operand),
    /// `&value`
    Referred(Operand),
    /// `&place`
    Place(Place),
}

impl Operated {
    pub fn is_reference(&self) -> bool {
        !matches!(self, Operated::Value(_))
    }

    /// The variable that the operand is, or is a part of.
    pub fn var(&self) -> Option<Var> {
        match self {
            Operated::Value(operand) | Operated::Referred(operand) => operand.var(),
            Operated::Place(place) => Some(place.base),
        }
    }

    pub(super) fn map(&mut self, map: &mut dyn FnMut(&mut Operand)) {
        match self {
            Operated::Value(operand) | Operated::Referred(operand) => map(operand),
            Operated::Place(place) => map_place(place, map),
        }
    }

    pub(super) fn reads(&self, visit: &mut dyn FnMut(Var)) {
        match self {
            Operated::Value(operand) | Operated::Referred(operand) => operand_reads(operand, visit),
            Operated::Place(place) => place_reads(place, visit),
        }
    }
}

impl Operator {
    pub fn operands(&self) -> impl Iterator<Item = &Operated> {
        [&self.left].into_iter().chain(&self.right)
    }

    pub fn operands_mut(&mut self) -> impl Iterator<Item = &mut Operated> {
        [&mut self.left].into_iter().chain(&mut self.right)
    }
}
