//! Forwards: cotangents of what stays the same in a loop that carries one number, as in Horner's scheme.
//!
//! Before: a loop whose number is an affine function of itself, with coefficients that are made of what the loop does not change, as in
//! `value = value * x + c[i]`. Its reverse needs the values for the cotangent of `x` alone. After: the forward sweep carries the derivative by `x` along, which
//! the cotangent of the result multiplies once, and nothing is recorded. By the chain rule it is the sum of products with values that come in the
//! other order (the mixed mode of Griewank and Walther, Evaluating Derivatives, 2008, section 10.2).

use std::collections::{HashMap, HashSet};

use proc_macro2::TokenStream;

use super::super::reversed::binary;
use super::Transform;
use crate::ir::*;

/// What the loop changes does not stay the same: as many more numbers would have to be carried. Two are no more than are recorded and read again.
const MOST: usize = 2;

/// A variable that stays the same, and what is carried of the derivative by it.
pub(super) struct Forwards {
    pub by: Var,
    pub carried: Carried,
    /// What makes it of what it was.
    pub next: Statement,
}

/// A derivative, as it is written.
#[derive(Clone)]
enum Derivative {
    Zero,
    One,
    Is(Operand),
}

impl Derivative {
    fn negated(self) -> Derivative {
        match self {
            Derivative::Zero => Derivative::Zero,
            Derivative::One => Derivative::Is(number(-1)),
            Derivative::Is(operand) => Derivative::Is(Operand::nested(Rvalue::Negate(operand))),
        }
    }

    fn times(self, factor: &Operand) -> Derivative {
        match self {
            Derivative::Zero => Derivative::Zero,
            Derivative::One => Derivative::Is(factor.clone()),
            Derivative::Is(operand) => Derivative::Is(binary(Op::Mul, operand, factor.clone())),
        }
    }

    fn plus(self, other: Derivative) -> Derivative {
        match (self, other) {
            (Derivative::Zero, other) | (other, Derivative::Zero) => other,
            (left, right) => Derivative::Is(binary(Op::Add, left.operand(), right.operand())),
        }
    }

    fn operand(self) -> Operand {
        match self {
            Derivative::Zero => number(0),
            Derivative::One => number(1),
            Derivative::Is(operand) => operand,
        }
    }
}

fn number(number: i8) -> Operand {
    let tokens: TokenStream = format!("{number}.0").parse().expect("it is a number");
    if number < 0 {
        let positive: TokenStream = format!("{}.0", -number).parse().expect("it is a number");
        return Operand::nested(Rvalue::Negate(Operand::Constant(positive)));
    }
    Operand::Constant(tokens)
}

impl Transform<'_> {
    /// Carries derivatives of the one number that varies in the loop, as a part of its body; none if there are no such, or the reverse needs the values all the
    /// same.
    pub(super) fn carry_forwards(&mut self, for_loop: &Loop, id: usize, outer: usize) -> Vec<Forwards> {
        let Some((carried, by)) = self.carried_forwards(for_loop) else { return Vec::new() };
        let Carried { phi, next: Operand::Var(next), .. } = carried else { return Vec::new() };
        let lets: Vec<(Var, Rvalue)> = for_loop.body.statements.iter().filter_map(made).collect();
        let own = derivatives(&lets, phi).and_then(|of| of.get(&next).cloned());
        let mut forwards = Vec::new();
        for by in by {
            let direct = derivatives(&lets, by).and_then(|of| of.get(&next).cloned());
            let (Some(own), Some(direct)) = (own.clone(), direct) else { unreachable!("both were found before") };
            let [slope, slope_next, out] = ["slope", "slope_next", "slope_last"].map(|suffix| {
                let var = self.companion(phi, suffix);
                self.function.variables[var.0].width = self.function.variables[phi.0].width;
                var
            });
            self.records.scopes.define(slope, id);
            self.records.scopes.define(slope_next, id);
            self.records.scopes.define(out, outer);
            let value = own.times(&Operand::Var(slope)).plus(direct).operand();
            let value = match value {
                Operand::Nested(value) => *value,
                operand => Rvalue::Use(operand),
            };
            let statement = Statement::Let { var: slope_next, annotation: None, value };
            let carried = Carried { phi: slope, initial: number(0), next: Operand::Var(slope_next), out };
            forwards.push(Forwards { by, carried, next: statement });
        }
        forwards
    }

    /// The number that the loop carries, and what stays the same of which its reverse would read the values.
    fn carried_forwards(&self, for_loop: &Loop) -> Option<(Carried, Vec<Var>)> {
        if !self.records.traces.lean || for_loop.until.is_some() {
            return None;
        }
        let mut active = for_loop.carried.iter().filter(|carried| self.activity.is_active(carried.phi));
        let (Some(carried), None) = (active.next(), active.next()) else { return None };
        let Operand::Var(next) = carried.next else { return None };
        if !self.is_number(carried.phi) || !self.is_number(next) {
            return None;
        }
        let statements = &for_loop.body.statements;
        let lets: Vec<(Var, Rvalue)> = statements.iter().filter_map(made).collect();
        if lets.len() != statements.len() {
            return None;
        }
        let inside: HashSet<Var> = lets
            .iter()
            .map(|(var, _)| *var)
            .chain(for_loop.index)
            .chain(for_loop.carried.iter().map(|carried| carried.phi))
            .collect();
        // What is read again is there: it is the same all the time, or stands behind `&`.
        let stays = |operand: &Operand| {
            let mut stays = true;
            operand_reads(operand, &mut |var| stays &= !inside.contains(&var) || self.is_passed(&lets, var));
            stays
        };
        let of_next = |by: Var| derivatives(&lets, by)?.remove(&next);
        if !stays(&of_next(carried.phi)?.operand()) {
            return None;
        }
        let mut by = Vec::new();
        let mut seen = HashSet::new();
        for (var, value) in &lets {
            let is_leaf = matches!(value, Rvalue::Load(_));
            let mut reads = Vec::new();
            rvalue_reads(value, &mut |var| reads.push(var));
            if is_leaf {
                reads = vec![*var];
            }
            for var in reads {
                let outside = !inside.contains(&var) || is_leaf;
                if !outside || !self.activity.is_active(var) || !seen.insert(var) {
                    continue;
                }
                let derivative = of_next(var)?.operand();
                if stays(&derivative) {
                    continue;
                }
                if is_leaf || !self.is_number(var) {
                    return None;
                }
                by.push(var);
            }
        }
        (!by.is_empty() && by.len() <= MOST).then(|| (carried.clone(), by))
    }

    fn is_number(&self, var: Var) -> bool {
        let variable = &self.function.variables[var.0];
        variable.kind == Kind::Value && variable.width.is_some()
    }

    /// An element of what stands behind `&` and does not vary.
    fn is_passed(&self, lets: &[(Var, Rvalue)], var: Var) -> bool {
        let value = lets.iter().find(|(made, _)| *made == var).map(|(_, value)| value);
        let Some(Rvalue::Load(place)) = value else { return false };
        !self.activity.is_varied(var) && self.kind(place.base) == Kind::Reference { mutable: false }
    }
}

fn made(statement: &Statement) -> Option<(Var, Rvalue)> {
    match statement {
        Statement::Let { var, annotation: None, value } => Some((*var, value.clone())),
        _ => None,
    }
}

/// The derivative of each variable by one of them; none if it is not made of it by sums and products.
fn derivatives(lets: &[(Var, Rvalue)], by: Var) -> Option<HashMap<Var, Derivative>> {
    let mut known = HashMap::from([(by, Derivative::One)]);
    for (var, value) in lets {
        if *var == by {
            continue;
        }
        let of = |operand: &Operand| match operand {
            Operand::Var(var) => known.get(var).cloned().unwrap_or(Derivative::Zero),
            _ => Derivative::Zero,
        };
        let derivative = match value {
            Rvalue::Use(operand) => of(operand),
            Rvalue::Negate(operand) => of(operand).negated(),
            Rvalue::Binary(Op::Add, left, right) => of(left).plus(of(right)),
            Rvalue::Binary(Op::Sub, left, right) => of(left).plus(of(right).negated()),
            Rvalue::Binary(Op::Mul, left, right) => of(left).times(right).plus(of(right).times(left)),
            other => {
                let mut varies = false;
                rvalue_reads(other, &mut |read| {
                    varies |= known.get(&read).is_some_and(|of| !matches!(of, Derivative::Zero))
                });
                if varies {
                    return None;
                }
                Derivative::Zero
            }
        };
        known.insert(*var, derivative);
    }
    Some(known)
}
