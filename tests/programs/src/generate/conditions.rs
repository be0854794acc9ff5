//! Conditions.

use super::{Generator, text};
use crate::syntax::{Expr, Piece, Type};

impl Generator<'_> {
    pub fn condition(&mut self, depth: usize) -> Expr {
        self.conditions += 1;
        let condition = self.simply(|this| this.any_condition(depth));
        self.conditions -= 1;
        condition
    }

    fn any_condition(&mut self, depth: usize) -> Expr {
        match self.random.weighted(&[10, 5, 3, if depth > 0 { 2 } else { 0 }]) {
            0 => {
                let ty = self.float_type();
                let left = self.float(&ty, depth);
                let right = if self.random.chance(60) { self.literal(&ty) } else { self.float(&ty, depth.min(1)) };
                let operator = *self.random.pick(&[" > ", " < ", " >= ", " <= "]);
                comparison(left, operator, right)
            }
            1 => {
                let (left, size) = self.any_int(1);
                if self.random.chance(50) {
                    let divided = Expr::new(Type::Int, vec![Piece::Operand(left), text(" % 2")]).loose();
                    return comparison(divided, " == ", Expr::text(Type::Int, "0"));
                }
                let right = self.int(size.min(3), 1);
                let operator = *self.random.pick(&[" > ", " < ", " == ", " != "]);
                comparison(left, operator, right)
            }
            2 => match self.place(&Type::Bool) {
                Some(place) if self.random.chance(40) => {
                    Expr::new(Type::Bool, vec![text("!"), Piece::Operand(place.expr)]).loose()
                }
                Some(place) => place.expr,
                None => self.any_condition(0),
            },
            _ => {
                let left = self.any_condition(depth - 1);
                let right = self.any_condition(depth - 1);
                let operator = *self.random.pick(&[" && ", " || "]);
                comparison(left, operator, right)
            }
        }
    }
}

fn comparison(left: Expr, operator: &str, right: Expr) -> Expr {
    Expr::new(Type::Bool, vec![Piece::Operand(left), text(operator), Piece::Operand(right)]).loose()
}
