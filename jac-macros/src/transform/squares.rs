//! Squares: products in which a variable is a factor twice.
//!
//! Of `x · x` and of `(c · x) · x`, where `c` does not vary, the partial is twice the one factor: one product for what the rule of products makes two or
//! four of. The adjoint doubles the cotangent, which squares in a sum have in common and a loop's sum does not change; the tangent doubles the factor.

use std::collections::HashMap;

use crate::ir::*;

/// For each such product, the variable, and what half of the partial is.
pub type Squares = HashMap<Var, (Var, Operand)>;

/// `varied`: it depends on a differentiable input.
pub fn squares(block: &Block, varied: &dyn Fn(&Operand) -> bool) -> Squares {
    let mut found = Search { varied, copies: HashMap::new(), multiples: HashMap::new(), squares: HashMap::new() };
    found.block(block);
    found.squares
}

struct Search<'a> {
    varied: &'a dyn Fn(&Operand) -> bool,
    /// Other names for values.
    copies: HashMap<Var, Var>,
    /// Products of a variable and what does not vary.
    multiples: HashMap<Var, Var>,
    squares: Squares,
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
                if one == other || is_multiple(&one, &other) {
                    self.squares.insert(var, (other, left.clone()));
                } else if is_multiple(&other, &one) {
                    self.squares.insert(var, (one, right.clone()));
                }
            }
            (true, false) => self.multiples.extend(left.var().map(|of| (var, self.original(of)))),
            (false, true) => self.multiples.extend(right.var().map(|of| (var, self.original(of)))),
            (false, false) => {}
        }
    }
}

/// Twice what an operand is.
pub fn twice(operand: &Operand) -> Operand {
    Operand::nested(Rvalue::Binary(Op::Add, operand.clone(), operand.clone()))
}
