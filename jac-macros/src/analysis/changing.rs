//! Changing: which variables have values that depend on an input in any way, if only through an index, a cast or a rounding.
//!
//! Before: the IR. After: what is no constant factor, for `dependence.rs`.

use std::collections::HashSet;

use super::dependence::decide_length;
use super::lengths::Lengths;
use crate::ir::*;

/// The variables whose value depends on an input in any way.
pub fn changing(function: &Function) -> HashSet<Var> {
    let mut changing: HashSet<Var> = function
        .parameters
        .iter()
        .filter(|parameter| parameter.differentiable)
        .map(|parameter| parameter.var)
        .collect();
    let mut lengths = Lengths::of(function);
    let integers = integers(function);
    loop {
        let before = changing.len();
        collect_uneven(&function.body, false, &mut lengths, &changing);
        spread(&function.body, false, &lengths, &integers, &mut changing);
        if changing.len() == before {
            return changing;
        }
    }
}

/// Variables that certainly hold integers and the like: those that are known to, and the bounds of loops.
fn integers(function: &Function) -> HashSet<Var> {
    fn collect_bounds(block: &Block, integers: &mut HashSet<Var>) {
        for statement in &block.statements {
            match statement {
                Statement::If { then, otherwise, .. } => {
                    collect_bounds(then, integers);
                    collect_bounds(otherwise, integers);
                }
                Statement::For(for_loop) => {
                    let range = for_loop.range.iter().flat_map(|range| [&range.low, &range.high]);
                    integers.extend(range.filter_map(Operand::var));
                    collect_bounds(&for_loop.body, integers);
                }
                _ => {}
            }
        }
    }
    let discrete = |var: &Var| function.variables[var.0].discrete;
    let mut integers = (0..function.variables.len()).map(Var).filter(discrete).collect();
    collect_bounds(&function.body, &mut integers);
    integers
}

/// What gets longer in a block of which a changing condition decides whether, or how often, it is entered.
fn collect_uneven(block: &Block, decided: bool, lengths: &mut Lengths, changing: &HashSet<Var>) {
    let changes = |operand: &Operand| operand.var().is_some_and(|var| changing.contains(&var));
    for statement in &block.statements {
        match statement {
            Statement::If { condition, then, otherwise, .. } => {
                let decided = decided || changes(condition);
                collect_uneven(then, decided, lengths, changing);
                collect_uneven(otherwise, decided, lengths, changing);
            }
            Statement::For(for_loop) => {
                let decided = decided || decide_length(for_loop).any(changes);
                collect_uneven(&for_loop.body, decided, lengths, changing);
            }
            Statement::Push { place, .. } if decided => lengths.is_uneven(place.base),
            _ => {}
        }
    }
}

/// `decided`: a changing condition decides whether, or how often, the block is entered.
fn spread(block: &Block, decided: bool, lengths: &Lengths, integers: &HashSet<Var>, changing: &mut HashSet<Var>) {
    let of = |operand: &Operand, changing: &HashSet<Var>| operand.var().is_some_and(|var| changing.contains(&var));
    for statement in &block.statements {
        // Whatever a statement reads, its blocks included, may change whatever it defines or writes.
        let mut reads = false;
        statement_reads(statement, &mut |var| reads |= changing.contains(&var));
        match statement {
            Statement::If { condition, then, otherwise, joins } => {
                let decides = of(condition, changing);
                spread(then, decided || decides, lengths, integers, changing);
                spread(otherwise, decided || decides, lengths, integers, changing);
                for join in joins {
                    if decides || of(&join.then, changing) || of(&join.otherwise, changing) {
                        changing.insert(join.var);
                    }
                }
            }
            Statement::For(for_loop) => {
                let decides = decide_length(for_loop).any(|operand| of(operand, changing));
                spread(&for_loop.body, decided || decides, lengths, integers, changing);
                for carried in &for_loop.carried {
                    if decides || of(&carried.initial, changing) || of(&carried.next, changing) {
                        changing.extend([carried.phi, carried.out]);
                    }
                }
            }
            Statement::Swap { first, second } if reads || decided => {
                changing.extend([first.base, second.base]);
            }
            Statement::Store { place, .. } | Statement::Push { place, .. } | Statement::Truncate { place, .. }
                if reads || decided =>
            {
                changing.insert(place.base);
            }
            Statement::Call(call) if reads || decided => {
                if reads {
                    changing.insert(call.result);
                }
                changing.extend(super::activity::call_targets(call));
            }
            Statement::Let { value: Rvalue::Length(place), .. } if lengths.are_fixed(place, changing) => {}
            // The integers of an input are no matter of its values.
            Statement::Let { var, value: Rvalue::Load(place) | Rvalue::Clone(place), .. }
                if integers.contains(var) && lengths.are_as_passed(place, changing) => {}
            Statement::Let { var, .. } if reads => {
                changing.insert(*var);
            }
            _ => {}
        }
    }
}
