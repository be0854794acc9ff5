//! Branches on what is known at run time only.
//!
//! Before: two blocks, each with what the environment is behind it. After: one statement, with a join for each scalar that differs and for
//! each of its partials by what stands outside.

use std::collections::{BTreeMap, HashMap};

use super::graph::{Row, Vertex};
use super::hash::Table;
use super::scalars::{Execution, Is, Scalar, Value};
use super::terms::{Term, Weight};
use crate::ir::*;

/// A block that is being made.
#[derive(Default)]
pub struct Frame {
    pub statements: Vec<Statement>,
    /// Its first vertex.
    pub first: Vertex,
    pub depth: usize,
}

/// A block of a branch.
struct Side {
    frame: Frame,
    environment: HashMap<Var, Value>,
    /// The values of the joins.
    values: Vec<Value>,
    terms: Table<Term, Operand>,
}

/// A scalar that the two blocks do not agree on; none where it is a placeholder.
struct Leaf {
    var: Var,
    then: Option<Scalar>,
    otherwise: Option<Scalar>,
}

impl Execution<'_> {
    pub fn branch(&mut self, condition: Operand, then: &Block, otherwise: &Block, joins: &[Join]) -> Option<()> {
        let mut then = self.side(then, joins.iter().map(|join| &join.then))?;
        let mut otherwise = self.side(otherwise, joins.iter().map(|join| &join.otherwise))?;
        let mut leaves = Vec::new();
        let mut merged: BTreeMap<Var, Value> = BTreeMap::new();
        let mut outer: Vec<Var> = self.environment.keys().copied().collect();
        outer.sort();
        // A join that has a value already has it from an earlier iteration.
        outer.retain(|var| joins.iter().all(|join| join.var != *var));
        let values = std::mem::take(&mut then.values).into_iter().zip(std::mem::take(&mut otherwise.values));
        for (join, (then, otherwise)) in joins.iter().zip(values) {
            let value = self.merge(then, otherwise, &mut leaves)?;
            merged.insert(join.var, value);
        }
        for var in outer {
            let (Some(then), Some(otherwise)) = (then.environment.remove(&var), otherwise.environment.remove(&var))
            else {
                return None;
            };
            let value = self.merge(then, otherwise, &mut leaves)?;
            merged.insert(var, value);
        }
        let scalars = self.join(condition, then, otherwise, leaves)?;
        for (var, mut value) in merged {
            settle(&mut value, &scalars);
            self.environment.insert(var, value);
        }
        Some(())
    }

    fn side<'b>(&mut self, block: &Block, joins: impl Iterator<Item = &'b Operand>) -> Option<Side> {
        let before = self.environment.clone();
        let frame = Frame { statements: Vec::new(), first: self.graph.end(), depth: self.frame.depth + 1 };
        let outer = std::mem::replace(&mut self.frame, frame);
        self.terms.open(Table::default());
        self.block(block)?;
        let values = joins.map(|operand| self.operand(operand)).collect::<Option<Vec<Value>>>()?;
        Some(Side {
            frame: std::mem::replace(&mut self.frame, outer),
            environment: std::mem::replace(&mut self.environment, before),
            values,
            terms: self.terms.close(),
        })
    }

    /// What holds either value.
    fn merge(&mut self, then: Value, otherwise: Value, leaves: &mut Vec<Leaf>) -> Option<Value> {
        Some(match (then, otherwise) {
            (Value::Empty, Value::Empty) => Value::Empty,
            (Value::Known(then), Value::Known(otherwise)) if then == otherwise => Value::Known(then),
            (Value::Input { parameter, steps }, Value::Input { parameter: other_parameter, steps: other_steps })
                if parameter == other_parameter && steps == other_steps =>
            {
                Value::Input { parameter, steps }
            }
            (Value::Array(then), Value::Array(otherwise)) if then.len() == otherwise.len() => {
                Value::Array(self.merge_all(then, otherwise, leaves)?)
            }
            (Value::Tuple(then), Value::Tuple(otherwise)) if then.len() == otherwise.len() => {
                Value::Tuple(self.merge_all(then, otherwise, leaves)?)
            }
            (Value::Input { parameter, steps }, other @ (Value::Array(_) | Value::Tuple(_))) => {
                let opened = self.opened(parameter, &steps)?;
                self.merge(opened, other, leaves)?
            }
            (other @ (Value::Array(_) | Value::Tuple(_)), Value::Input { parameter, steps }) => {
                let opened = self.opened(parameter, &steps)?;
                self.merge(other, opened, leaves)?
            }
            (then, otherwise) => {
                let then = self.side_of_leaf(then)?;
                let otherwise = self.side_of_leaf(otherwise)?;
                if let (Some(then), Some(otherwise)) = (&then, &otherwise)
                    && is_same(&then.operand, &otherwise.operand)
                {
                    return Some(Value::Scalar(then.clone()));
                }
                let var = self.names.variable();
                leaves.push(Leaf { var, then, otherwise });
                let operand = Operand::Var(var);
                Value::Scalar(Scalar { operand, vertex: None, weight: None, is: Is::Unknown })
            }
        })
    }

    fn merge_all(&mut self, then: Vec<Value>, otherwise: Vec<Value>, leaves: &mut Vec<Leaf>) -> Option<Vec<Value>> {
        then.into_iter().zip(otherwise).map(|(then, otherwise)| self.merge(then, otherwise, leaves)).collect()
    }

    fn side_of_leaf(&mut self, value: Value) -> Option<Option<Scalar>> {
        match value {
            Value::Empty => Some(None),
            value => self.raw(value).map(Some),
        }
    }

    /// The statement; gives what the leaves are behind it.
    fn join(
        &mut self,
        condition: Operand,
        mut then: Side,
        mut otherwise: Side,
        leaves: Vec<Leaf>,
    ) -> Option<HashMap<Var, Scalar>> {
        let then_rows = self.rows(&mut then, leaves.iter().map(|leaf| leaf.then.as_ref()));
        let otherwise_rows = self.rows(&mut otherwise, leaves.iter().map(|leaf| leaf.otherwise.as_ref()));
        let mut joins = Vec::new();
        let mut partials = Vec::new();
        let mut joined = Vec::new();
        for (leaf, (then, otherwise)) in leaves.into_iter().zip(then_rows.into_iter().zip(otherwise_rows)) {
            let mut sources: BTreeMap<Vertex, [Weight; 2]> = BTreeMap::new();
            for (side, row) in [then, otherwise].into_iter().enumerate() {
                for (source, weight) in row {
                    sources.entry(source).or_insert([Weight::ZERO; 2])[side] = weight;
                }
            }
            let is = match (&leaf.then, &leaf.otherwise) {
                (Some(Scalar { is: Is::Float, .. }) | None, Some(Scalar { is: Is::Float, .. }) | None) => Is::Float,
                _ if sources.is_empty() => Is::Unknown,
                _ => return None,
            };
            let mut edges = Vec::new();
            for (source, [then, otherwise]) in sources {
                let weight = match (then, otherwise) {
                    (Weight::Number(one), Weight::Number(other)) if one == other => then,
                    _ => {
                        let var = self.names.variable();
                        partials.push((var, then, otherwise));
                        if self.terms.may_blow_up(then) || self.terms.may_blow_up(otherwise) {
                            self.terms.unbounded(var);
                        }
                        if then.is_zero() || otherwise.is_zero() {
                            self.terms.sided(var)
                        } else {
                            self.terms.variable(var)
                        }
                    }
                };
                edges.push((source, weight));
            }
            let operand = |scalar: Option<Scalar>| {
                scalar.map_or_else(|| Operand::nested(Rvalue::Runtime("empty", Vec::new())), |scalar| scalar.operand)
            };
            joins.push(Join { var: leaf.var, then: operand(leaf.then), otherwise: operand(leaf.otherwise) });
            joined.push((leaf.var, edges, is));
        }
        let then_partials = self.emitted(&mut then, partials.iter().map(|(_, weight, _)| *weight));
        let otherwise_partials = self.emitted(&mut otherwise, partials.iter().map(|(.., weight)| *weight));
        for ((var, ..), (then, otherwise)) in
            partials.into_iter().zip(then_partials.into_iter().zip(otherwise_partials))
        {
            joins.push(Join { var, then, otherwise });
        }
        self.push(Statement::If {
            condition,
            then: Block { statements: then.frame.statements },
            otherwise: Block { statements: otherwise.frame.statements },
            joins,
        })?;
        let scalars = joined.into_iter().map(|(var, edges, is)| (var, self.joined(var, edges, is)));
        Some(scalars.collect())
    }

    /// The partials of scalars by what stands outside of the block.
    fn rows<'s>(&mut self, side: &mut Side, scalars: impl Iterator<Item = Option<&'s Scalar>>) -> Vec<Row> {
        let vertices: Vec<Option<Vertex>> = scalars.map(|scalar| scalar.and_then(|scalar| scalar.vertex)).collect();
        let outputs: Vec<Vertex> = vertices.iter().flatten().copied().collect();
        self.terms.open(std::mem::take(&mut side.terms));
        let mut rows = self.partials(side.frame.first, &outputs).into_iter();
        side.terms = self.terms.close();
        vertices.iter().map(|vertex| vertex.map_or_else(Vec::new, |_| rows.next().unwrap_or_default())).collect()
    }

    fn emitted(&mut self, side: &mut Side, weights: impl Iterator<Item = Weight>) -> Vec<Operand> {
        self.terms.open(std::mem::take(&mut side.terms));
        let statements = &mut side.frame.statements;
        let operands = weights.map(|weight| self.terms.emit(weight, &mut self.names, statements)).collect();
        side.terms = self.terms.close();
        operands
    }
}

fn is_same(one: &Operand, other: &Operand) -> bool {
    match (one, other) {
        (Operand::Var(one), Operand::Var(other)) => one == other,
        (Operand::Constant(one), Operand::Constant(other)) => one.to_string() == other.to_string(),
        _ => false,
    }
}

fn settle(value: &mut Value, scalars: &HashMap<Var, Scalar>) {
    match value {
        Value::Scalar(scalar) => {
            if let Operand::Var(var) = scalar.operand
                && let Some(settled) = scalars.get(&var)
            {
                *scalar = settled.clone();
            }
        }
        Value::Array(values) | Value::Tuple(values) => values.iter_mut().for_each(|value| settle(value, scalars)),
        Value::Known(_) | Value::Input { .. } | Value::Empty => {}
    }
}
