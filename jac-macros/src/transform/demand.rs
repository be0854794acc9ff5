//! Demand: which parameters a reverse sweep reads, and for which inputs.
//!
//! Before: an adjoint. After: for each parameter, whether the reverse sweep reads floats of what the caller passes again, always or only if one of some
//! inputs varies. A caller that would have to copy an argument asks, and otherwise keeps its shape alone.
//!
//! What may end up in a condition, in an index or in a call counts as read: only a number that is computed and not used may be any other.

use std::collections::{HashMap, HashSet};

use crate::ir::*;

/// When something is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Demand {
    Never,
    /// If one of these inputs varies.
    If(Mask),
    Always,
}

impl Demand {
    fn or(self, other: Demand) -> Demand {
        match (self, other) {
            (Demand::Never, demand) | (demand, Demand::Never) => demand,
            (Demand::If(one), Demand::If(other)) => Demand::If(one | other),
            _ => Demand::Always,
        }
    }
}

/// For each parameter, in order.
pub fn of_parameters(adjoint: &Function) -> Vec<Demand> {
    let mut demands = Demands::default();
    if let Some(reverse) = &adjoint.reverse {
        demands.block(&reverse.body, Demand::Always);
        reverse.results.iter().flatten().for_each(|result| demands.root_operand(result, Demand::Always));
    }
    demands.settle();
    let of_parameter = |parameter: &Parameter| match parameter.passing {
        Passing::Shared => demands.of(parameter.var),
        // It has been taken along.
        _ => Demand::Never,
    };
    adjoint.parameters.iter().map(of_parameter).collect()
}

#[derive(Default)]
struct Demands {
    demands: HashMap<Var, Demand>,
    /// For each variable that is computed of others, these; what is read in a part that a condition guards, with that.
    reads: HashMap<Var, Vec<(Var, Option<Demand>)>>,
}

impl Demands {
    fn of(&self, var: Var) -> Demand {
        self.demands.get(&var).copied().unwrap_or(Demand::Never)
    }

    fn root(&mut self, var: Var, demand: Demand) {
        let before = self.of(var);
        self.demands.insert(var, before.or(demand));
    }

    fn root_operand(&mut self, operand: &Operand, demand: Demand) {
        operand_reads(operand, &mut |var| self.root(var, demand));
    }

    /// What is demanded of a result is demanded of what it is made of.
    fn settle(&mut self) {
        let mut open: Vec<Var> = self.demands.keys().copied().collect();
        while let Some(var) = open.pop() {
            let demand = self.of(var);
            for (read, guarded) in self.reads.get(&var).cloned().unwrap_or_default() {
                let before = self.of(read);
                let after = before.or(guarded.unwrap_or(demand));
                if after != before {
                    self.demands.insert(read, after);
                    open.push(read);
                }
            }
        }
    }

    /// `here`: when the block runs.
    fn block(&mut self, block: &Block, here: Demand) {
        block.statements.iter().for_each(|statement| self.statement(statement, here));
    }

    fn statement(&mut self, statement: &Statement, here: Demand) {
        match statement {
            Statement::Let { var, value, .. } | Statement::Mutable { var, value } => {
                let mut reads = Vec::new();
                self.value(value, None, here, &mut reads);
                self.reads.entry(*var).or_default().append(&mut reads);
            }
            Statement::Guard(condition, block) => self.block(block, guarded(*condition)),
            Statement::If { condition, then, otherwise, joins } => {
                self.root_operand(condition, here);
                for join in joins {
                    self.root_operand(&join.then, here);
                    self.root_operand(&join.otherwise, here);
                }
                self.block(then, here);
                self.block(otherwise, here);
            }
            Statement::For(for_loop) => {
                let mut header = for_loop.clone();
                let body = std::mem::take(&mut header.body);
                statement_reads(&Statement::For(header), &mut |var| self.root(var, here));
                self.block(&body, here);
            }
            Statement::AddTo { value, .. } | Statement::Update { value, .. } | Statement::Evaluate(value) => {
                self.effect(value, here);
            }
            Statement::Accumulate { place, value } | Statement::Initialise { place, value, .. } => {
                place_reads(place, &mut |var| self.root(var, here));
                self.effect(value, here);
            }
            other => statement_reads(other, &mut |var| self.root(var, here)),
        }
    }

    /// A value that is used at once.
    fn effect(&mut self, value: &Rvalue, here: Demand) {
        let mut reads = Vec::new();
        self.value(value, Some(here), here, &mut reads);
        reads.into_iter().for_each(|(read, demand)| self.root(read, demand.unwrap_or(here)));
    }

    /// Finds what a value is made of. `demand`: what a guard says, if there is one; `here`: when the value is computed.
    fn value(&mut self, value: &Rvalue, demand: Option<Demand>, here: Demand, reads: &mut Vec<(Var, Option<Demand>)>) {
        match value {
            Rvalue::Use(operand) | Rvalue::Negate(operand) => self.operand(operand, demand, here, reads),
            Rvalue::Binary(_, left, right) => {
                self.operand(left, demand, here, reads);
                self.operand(right, demand, here, reads);
            }
            Rvalue::Load(place) => {
                reads.push((place.base, demand));
                place_index_reads(place, &mut |var| self.root(var, here));
            }
            // A shape is always there.
            Rvalue::Length(place) if place.projections.is_empty() => {}
            Rvalue::Slice(slice) => {
                let mut indices = HashSet::new();
                rvalue_reads(value, &mut |var| {
                    indices.insert(var);
                });
                indices.remove(&slice.array.base);
                place_index_reads(&slice.array, &mut |var| {
                    indices.insert(var);
                });
                indices.into_iter().for_each(|var| self.root(var, here));
                reads.push((slice.array.base, demand));
            }
            Rvalue::Vector(VectorOp::When(condition, value)) => {
                let guarded = guarded(*condition);
                self.value(value, Some(guarded), guarded, reads);
            }
            other => rvalue_reads(other, &mut |var| self.root(var, here)),
        }
    }

    fn operand(
        &mut self,
        operand: &Operand,
        demand: Option<Demand>,
        here: Demand,
        reads: &mut Vec<(Var, Option<Demand>)>,
    ) {
        match operand {
            Operand::Var(var) => reads.push((*var, demand)),
            Operand::Constant(_) => {}
            Operand::Nested(value) => self.value(value, demand, here, reads),
        }
    }
}

/// What stands behind the condition is evaluated only if one of its inputs varies.
fn guarded(condition: Condition) -> Demand {
    Demand::If(condition.mask)
}
