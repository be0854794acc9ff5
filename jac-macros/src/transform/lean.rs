//! Lean loops: slices in front of a loop, and sums that are added when it is over.
//!
//! Before: the body of a loop, and what is known of its indices (see `reversed`). After: what it runs over is sliced in front, and what it adds to one
//! place in every iteration is summed in a variable. Loops of the forward sweeps get their slices from here, too (see `narrowed`).

use std::collections::HashSet;

use quote::quote;

use super::reversed::{Access, Arrays, Indices, binary, each_place, key, plain_range};
use crate::hygiene::Names;
use crate::ir::*;

/// A reversed loop: the statements in front of it, and those after it.
pub fn reversed(
    reversed: &mut Loop,
    function: &mut Function,
    arrays: &dyn Arrays,
    names: &mut Names,
    range: Range,
    indices: Indices,
) -> (Vec<Statement>, Vec<Statement>) {
    let mut body = std::mem::take(&mut reversed.body);
    let accumulated = only_accumulated(&body);
    let (written, windows, sums) = (HashSet::new(), Vec::new(), Vec::new());
    let mut lean = Lean { function, arrays, names, range, indices, accumulated, written, windows, sums };
    lean.block(&mut body, None);
    let sums = std::mem::take(&mut lean.sums);
    let range = lean.range.clone();
    let mut before = lean.windows(reversed);
    reversed.body = body;
    let mut after = Vec::new();
    for Sum { var, place, condition, .. } in sums {
        before.push(Statement::Mutable { var, value: Rvalue::Vector(VectorOp::Zero) });
        let accumulate = Statement::Accumulate { place, value: Rvalue::Use(Operand::Var(var)) };
        let statement = match condition {
            Some(condition) => Statement::Guard(condition, Block { statements: vec![accumulate] }),
            None => accumulate,
        };
        after.push(statement);
    }
    if !after.is_empty() {
        // A loop that does not run says nothing of the bounds of what stands in it.
        after = vec![Statement::If {
            condition: Operand::nested(Rvalue::Runs(Box::new(range))),
            then: Block { statements: after },
            otherwise: Block::default(),
            joins: Vec::new(),
        }];
    }
    (before, after)
}

struct Window {
    key: String,
    var: Var,
    value: Rvalue,
}

struct Sum {
    key: String,
    var: Var,
    place: Place,
    condition: Option<Condition>,
}

pub struct Lean<'a> {
    function: &'a mut Function,
    arrays: &'a dyn Arrays,
    names: &'a mut Names,
    range: Range,
    indices: Indices,
    /// Cotangents that are only added to.
    accumulated: HashSet<Var>,
    /// Arrays that the loop writes, at its index only.
    written: HashSet<Var>,
    windows: Vec<Window>,
    sums: Vec<Sum>,
}

impl<'a> Lean<'a> {
    /// Of a loop of the forward sweep; none if not all of its range is run through.
    pub fn forward(
        for_loop: &Loop,
        function: &'a mut Function,
        arrays: &'a dyn Arrays,
        names: &'a mut Names,
    ) -> Option<Lean<'a>> {
        let index = for_loop.index?;
        let range = plain_range(for_loop)?;
        let mut indices = Indices::of(index, for_loop);
        indices.defined.extend(for_loop.carried.iter().map(|carried| carried.phi));
        let (accumulated, written) = (HashSet::new(), HashSet::new());
        let (windows, sums) = (Vec::new(), Vec::new());
        Some(Lean { function, arrays, names, range, indices, accumulated, written, windows, sums })
    }

    /// What tells the element at the loop's index, or at a constant distance from it, of an array that does not change but for its elements.
    pub fn element(&self, place: &Place) -> Option<String> {
        let (Projection::Index(Operand::Var(index)), prefix) = place.projections.split_last()? else { return None };
        let array = Place { base: place.base, projections: prefix.to_vec() };
        let mut bounds = Vec::new();
        place_index_reads(&array, &mut |var| bounds.push(var));
        let terms = self.indices.terms(*index)?;
        let is_list =
            self.arrays.is_dynamic(&array, false) && !bounds.iter().any(|var| self.indices.defined.contains(var));
        is_list.then(|| format!("{}{terms:?}", key(&array)))
    }

    /// The loop writes elements of the array, and selects no others.
    pub fn writes(&mut self, array: Var) {
        self.written.insert(array);
        self.indices.defined.remove(&array);
    }

    /// The slices in front of the loop, which then excludes its end.
    pub fn windows(self, for_loop: &mut Loop) -> Vec<Statement> {
        if let Some(last) = for_loop.range.as_mut().filter(|range| range.inclusive && !self.windows.is_empty()) {
            // It is the index of an element, so that there is a number after it.
            last.high = binary(Op::Add, last.high.clone(), Operand::Constant(quote!(1)));
            last.inclusive = false;
        }
        let define = |window: Window| Statement::Let { var: window.var, annotation: None, value: window.value };
        self.windows.into_iter().map(define).collect()
    }
}

impl Lean<'_> {
    fn block(&mut self, block: &mut Block, condition: Option<Condition>) {
        for statement in &mut block.statements {
            match statement {
                Statement::Let { value, .. }
                | Statement::Mutable { value, .. }
                | Statement::Update { value, .. }
                | Statement::AddTo { value, .. }
                | Statement::Evaluate(value) => self.value(value),
                Statement::Accumulate { place, value } => {
                    self.value(value);
                    match self.sum(place, condition) {
                        Some(var) => *statement = Statement::AddTo { var, value: value.clone() },
                        None => self.narrow(place, Access::Cotangent, condition),
                    }
                }
                Statement::Guard(condition, block) => self.block(block, Some(*condition)),
                // What stands in a branch or a loop need not be reached.
                _ => {}
            }
        }
    }

    fn value(&mut self, value: &mut Rvalue) {
        each_place(value, &mut |place, access| self.narrow(place, access, None));
    }

    /// The variable that sums what is added to a place, if that is the same in all iterations.
    fn sum(&mut self, place: &Place, condition: Option<Condition>) -> Option<Var> {
        let is_part = !place.projections.is_empty();
        if !is_part || !self.accumulated.contains(&place.base) || !self.indices.is_invariant_place(place) {
            return None;
        }
        let key = key(place);
        if let Some(sum) = self.sums.iter().find(|sum| sum.key == key && sum.condition == condition) {
            return Some(sum.var);
        }
        let var = self.companion(place.base, "sum");
        self.function.variables[var.0].vector = true;
        self.sums.push(Sum { key, var, place: place.clone(), condition });
        Some(var)
    }

    /// Makes the place an element of a slice that begins where the loop begins, or before, and ends where it ends.
    pub fn narrow(&mut self, place: &mut Place, access: Access, condition: Option<Condition>) {
        let Some((Projection::Index(Operand::Var(index)), prefix)) = place.projections.split_last() else { return };
        let Some(terms) = self.indices.terms(*index) else { return };
        let array = Place { base: place.base, projections: prefix.to_vec() };
        let mutable = self.written.contains(&place.base);
        if !self.indices.is_invariant_place(&array)
            || !self.arrays.is_dynamic(&array, matches!(access, Access::Cotangent | Access::Reads))
        {
            return;
        }
        let Range { low, high, inclusive, .. } = self.range.clone();
        let one = |inclusive: bool, length: Operand| {
            let one = Operand::Constant(quote!(1));
            if inclusive { binary(Op::Add, length, one) } else { length }
        };
        let counter = Operand::Var(self.indices.index);
        let (added, subtracted): (Vec<_>, Vec<_>) = terms.into_iter().partition(|(op, _)| *op == Op::Add);
        let sum = added.into_iter().map(|(_, term)| term).reduce(|sum, term| binary(Op::Add, sum, term));
        let (start, length, index) = if subtracted.is_empty() {
            (sum, one(inclusive, high), counter)
        } else {
            // What is subtracted may exceed the rest until the loop begins.
            let start = sum.map_or(low.clone(), |sum| binary(Op::Add, low.clone(), sum));
            let start = subtracted.into_iter().fold(start, |start, (op, term)| binary(op, start, term));
            (Some(start), one(inclusive, binary(Op::Sub, high, low.clone())), binary(Op::Sub, counter, low))
        };
        let key = format!("{}{start:?}{condition:?}", key(&array));
        let window = match self.windows.iter().find(|window| window.key == key) {
            Some(window) => window.var,
            None => {
                let var = self.companion(place.base, "window");
                self.function.variables[var.0].kind = Kind::Reference { mutable };
                self.function.variables[var.0].vector = self.function.variables[place.base.0].vector;
                let value = Slice { array, start, length, runs: self.range.clone(), condition, mutable };
                self.function.slices.insert(var, place.base);
                self.windows.push(Window { key, var, value: Rvalue::Slice(Box::new(value)) });
                var
            }
        };
        *place = Place { base: window, projections: vec![Projection::Index(index)] };
    }

    fn companion(&mut self, var: Var, suffix: &str) -> Var {
        let ident = self.function.variables[var.0].ident.clone();
        let ident = self.names.fresh(&format!("{ident}_{suffix}"), ident.span());
        self.function.new_variable(ident, Kind::Value, false)
    }
}

/// The cotangents that are added to, and neither read nor lent.
fn only_accumulated(block: &Block) -> HashSet<Var> {
    let (mut added, mut others) = (HashSet::new(), HashSet::new());
    collect_accumulated(block, &mut added, &mut others);
    &added - &others
}

fn collect_accumulated(block: &Block, added: &mut HashSet<Var>, others: &mut HashSet<Var>) {
    for statement in &block.statements {
        match statement {
            Statement::Accumulate { place, value } => {
                added.insert(place.base);
                let mut other = |var: Var| {
                    others.insert(var);
                };
                place_index_reads(place, &mut other);
                rvalue_reads(value, &mut other);
            }
            Statement::Guard(_, block) => collect_accumulated(block, added, others),
            statement => statement_reads(statement, &mut |var| {
                others.insert(var);
            }),
        }
    }
}
