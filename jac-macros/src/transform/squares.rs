//! Squares: products in which a variable is a factor twice.
//!
//! Of `x · x` and of `(c · x) · x`, where `c` does not vary, the partial is twice the one factor: one product for what the rule of products makes two or
//! four of. The adjoint doubles the cotangent, which squares in a sum have in common and a loop's sum does not change; the tangent doubles the factor.
//!
//! In `0.5 · (x · x + y · y)` the number takes the doubling: where a sum of squares is used in products with numbers alone, its tangent is half of what it would be and
//! its cotangent twice, and the number counts twice in their place. So is `0.5 · x · x`, whose partial is `x`.

use std::collections::{HashMap, HashSet};

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::*;

#[derive(Default)]
pub struct Squares {
    squares: HashMap<Var, Square>,
    /// Squares, and sums of these, whose doubling is left to a number.
    halved: HashSet<Var>,
}

/// `x · half`, the partial of which is twice `half`.
#[derive(Clone)]
pub struct Square {
    pub var: Var,
    pub half: Operand,
    /// Or it is this, if that is at hand.
    pub partial: Option<Operand>,
}

impl Squares {
    /// Of a result that is a square.
    pub fn get(&self, result: &Operand) -> Option<Square> {
        let var = result.var()?;
        let mut square = self.squares.get(&var).cloned()?;
        if self.halved.contains(&var) {
            square.partial = Some(square.half.clone());
        }
        Some(square)
    }

    /// What stands for a factor in derivatives, beside the other one: twice the number, where that is left to it. `None` is one.
    pub fn factor(&self, factor: &Operand, beside: &Operand) -> Option<Operand> {
        if !beside.var().is_some_and(|var| self.halved.contains(&var)) {
            return Some(factor.clone());
        }
        let (number, suffix) = number(factor).expect("what is halved meets numbers");
        (number != 0.5).then(|| Operand::Constant(written(2.0 * number, &suffix)))
    }
}

/// `result`: what the function returns; `varied`: it depends on a differentiable input.
pub fn squares(block: &Block, result: Option<&Operand>, varied: &dyn Fn(&Operand) -> bool) -> Squares {
    let mut found = Search {
        varied,
        copies: HashMap::new(),
        multiples: HashMap::new(),
        halves: HashMap::new(),
        squares: HashMap::new(),
    };
    found.block(block);
    let Search { squares, .. } = found;
    let halved = halved(block, result, varied, &squares);
    Squares { squares, halved }
}

/// Squares and sums of these that are read by such sums and by products with numbers alone.
fn halved(
    block: &Block,
    result: Option<&Operand>,
    varied: &dyn Fn(&Operand) -> bool,
    squares: &HashMap<Var, Square>,
) -> HashSet<Var> {
    let mut uses = Uses { reads: HashMap::new(), sums: Vec::new(), scaled: Vec::new() };
    uses.block(block);
    block_reads(block, &mut |var| *uses.reads.entry(var).or_default() += 1);
    result.and_then(Operand::var).into_iter().for_each(|var| *uses.reads.entry(var).or_default() += 1);
    // A square with a partial at hand has no doubling.
    let mut halved: HashSet<Var> =
        squares.iter().filter(|(_, square)| square.partial.is_none()).map(|(var, _)| *var).collect();
    for (sum, operands) in &uses.sums {
        if operands.iter().all(|operand| !varied(operand) || operand.var().is_some_and(|var| halved.contains(&var)))
            && operands.iter().any(varied)
        {
            halved.insert(*sum);
        }
    }
    loop {
        let mut allowed: HashMap<Var, usize> = HashMap::new();
        let sums = uses.sums.iter().filter(|(sum, _)| halved.contains(sum));
        let used = sums.flat_map(|(_, operands)| operands).filter_map(Operand::var).chain(uses.scaled.iter().copied());
        used.for_each(|var| *allowed.entry(var).or_default() += 1);
        let before = halved.len();
        halved.retain(|var| uses.reads.get(var) == allowed.get(var));
        let complete = |operands: &[Operand]| {
            operands.iter().all(|operand| !varied(operand) || operand.var().is_some_and(|var| halved.contains(&var)))
        };
        let broken: Vec<Var> =
            uses.sums.iter().filter(|(_, operands)| !complete(operands)).map(|(sum, _)| *sum).collect();
        broken.iter().for_each(|sum| {
            halved.remove(sum);
        });
        if halved.len() == before {
            return halved;
        }
    }
}

struct Uses {
    reads: HashMap<Var, usize>,
    sums: Vec<(Var, [Operand; 2])>,
    /// What a number is a factor beside.
    scaled: Vec<Var>,
}

impl Uses {
    fn block(&mut self, block: &Block) {
        for statement in &block.statements {
            match statement {
                Statement::Let { var, value: Rvalue::Binary(Op::Add | Op::Sub, left, right), .. } => {
                    self.sums.push((*var, [left.clone(), right.clone()]));
                }
                Statement::Let { value: Rvalue::Binary(Op::Mul, left, right), .. } => {
                    let scaled = match (number(left), number(right)) {
                        (Some(_), None) => right.var(),
                        (None, Some(_)) => left.var(),
                        _ => None,
                    };
                    self.scaled.extend(scaled);
                }
                Statement::If { then, otherwise, .. } => {
                    self.block(then);
                    self.block(otherwise);
                }
                Statement::For(for_loop) => self.block(&for_loop.body),
                _ => {}
            }
        }
    }
}

/// A finite number as it stands in the source, and its suffix. Twice of it is finite too, in every type.
fn number(operand: &Operand) -> Option<(f64, String)> {
    let Operand::Constant(tokens) = operand else { return None };
    let literal: syn::LitFloat = syn::parse2(tokens.clone()).ok()?;
    let number: f64 = literal.base10_parse().ok()?;
    (1e-30..1e30).contains(&number).then(|| (number, literal.suffix().to_owned()))
}

fn written(number: f64, suffix: &str) -> TokenStream {
    let literal = syn::LitFloat::new(&format!("{number:?}{suffix}"), proc_macro2::Span::call_site());
    quote!(#literal)
}

struct Search<'a> {
    varied: &'a dyn Fn(&Operand) -> bool,
    /// Other names for values.
    copies: HashMap<Var, Var>,
    /// Products of a variable and what does not vary.
    multiples: HashMap<Var, Var>,
    /// Of these, what is `0.5 · x`.
    halves: HashMap<Var, Operand>,
    squares: HashMap<Var, Square>,
}

impl Search<'_> {
    fn block(&mut self, block: &Block) {
        for statement in &block.statements {
            match statement {
                Statement::Let { var, value: Rvalue::Use(Operand::Var(of)), .. } => {
                    self.copies.insert(*var, self.original(*of));
                }
                Statement::Let { var, value: Rvalue::Binary(Op::Mul, left, right), .. } => {
                    self.product(*var, left, right)
                }
                Statement::If { then, otherwise, .. } => {
                    self.block(then);
                    self.block(otherwise);
                }
                Statement::For(for_loop) => self.block(&for_loop.body),
                _ => {}
            }
        }
    }

    fn original(&self, var: Var) -> Var {
        self.copies.get(&var).copied().unwrap_or(var)
    }

    fn product(&mut self, var: Var, left: &Operand, right: &Operand) {
        match ((self.varied)(left), (self.varied)(right)) {
            (true, true) => {
                let (Operand::Var(one), Operand::Var(other)) = (left, right) else { return };
                let is_multiple = |multiple: &Var, of: &Var| self.multiples.get(multiple) == Some(of);
                let (one, other) = (self.original(*one), self.original(*other));
                let (of, half) = if one == other || is_multiple(&one, &other) {
                    (other, left)
                } else if is_multiple(&other, &one) {
                    (one, right)
                } else {
                    return;
                };
                let partial = half.var().and_then(|half| self.halves.get(&self.original(half))).cloned();
                self.squares.insert(var, Square { var: of, half: half.clone(), partial });
            }
            (true, false) => self.multiple(var, left, right),
            (false, true) => self.multiple(var, right, left),
            (false, false) => {}
        }
    }

    fn multiple(&mut self, var: Var, of: &Operand, factor: &Operand) {
        let Some(variable) = of.var() else { return };
        self.multiples.insert(var, self.original(variable));
        if number(factor).is_some_and(|(number, _)| number == 0.5) {
            self.halves.insert(var, of.clone());
        }
    }
}

/// Twice what an operand is.
pub fn twice(operand: &Operand) -> Operand {
    Operand::nested(Rvalue::Binary(Op::Add, operand.clone(), operand.clone()))
}
