//! Integers: indices, counters, exponents.

use super::{Generator, text};
use crate::syntax::{Expr, Len, Piece, Type};

impl Generator<'_> {
    /// An index into what has this length.
    pub fn index(&mut self, len: &Len) -> Expr {
        let visible = self.visible();
        let fitting: Vec<_> = visible
            .iter()
            .filter(|var| {
                let below = var.below.as_ref().is_some_and(|below| below.fits(len));
                var.ty == Type::Int && !var.reference && self.is_readable(var) && (below || var.max < len.min)
            })
            .collect();
        if !fitting.is_empty() && self.random.chance(60) {
            let var = *self.random.pick(&fitting);
            let exactly = var.below.as_ref().is_some_and(|below| below.text == len.text);
            if exactly && self.random.chance(12) && self.is_mentionable(len) {
                return int(format!("{} - 1 - {}", len.text, var.name)).loose();
            }
            return int(&var.name);
        }
        if self.random.chance(70) || len.text == "1" || !self.is_mentionable(len) || self.simple > 2 {
            return int(self.random.below(len.min).to_string());
        }
        if !len.is_fixed() && self.random.chance(15) {
            return int(format!("{} - 1", len.text)).loose();
        }
        let any = self.simply(|this| this.any_int(1).0);
        let mut pieces = vec![Piece::Operand(any)];
        pieces.push(text(format!(" % {}", len.text)));
        Expr::new(Type::Int, pieces).loose()
    }

    /// At most `max`.
    pub fn int(&mut self, max: usize, depth: usize) -> Expr {
        if self.random.chance(25) {
            return int(self.random.range(0, max).to_string());
        }
        let (any, size) = self.any_int(depth);
        if size <= max {
            return any;
        }
        Expr::new(Type::Int, vec![Piece::Operand(any), text(format!(" % {}", max + 1))]).loose()
    }

    /// With the largest that it may be.
    pub fn any_int(&mut self, depth: usize) -> (Expr, usize) {
        if depth > 0 && self.random.chance(60) {
            let (a, x) = self.any_int(depth - 1);
            match self.random.weighted(&[4, 3, 2, 2, 2]) {
                0 => {
                    let (b, y) = self.any_int(depth - 1);
                    return (binary(a, " + ", b), x + y);
                }
                1 => {
                    let factor = self.random.range(2, 3);
                    return (binary(a, " * ", int(factor.to_string())), x * factor);
                }
                2 => {
                    let (b, y) = self.any_int(depth - 1);
                    return (binary(a, " * ", b), x * y);
                }
                3 if self.simple == 0 => {
                    let (b, y) = self.any_int(depth - 1);
                    let condition = self.condition(1);
                    return (choice(condition, a, b), x.max(y));
                }
                4 if self.simple < 3 => {
                    self.conditions += 1;
                    let float = self.simply(|this| this.float(&Type::Double, 1));
                    self.conditions -= 1;
                    let float = self.unary("abs", float);
                    let pieces = vec![Piece::Operand(float), text(" as usize")];
                    return (Expr::new(Type::Int, pieces).loose(), 1000);
                }
                _ => {
                    let divisor = self.random.range(2, 3);
                    return (binary(a, " % ", int(divisor.to_string())), divisor - 1);
                }
            }
        }
        if self.generic && self.random.chance(10) {
            return (int("N"), 7);
        }
        if self.random.chance(75)
            && let Some(place) = self.place(&Type::Int)
        {
            return (place.expr, place.max);
        }
        let value = self.random.range(0, 3);
        (int(value.to_string()), value)
    }
}

fn int(written: impl Into<String>) -> Expr {
    Expr::text(Type::Int, written)
}

fn binary(a: Expr, operator: &str, b: Expr) -> Expr {
    Expr::new(Type::Int, vec![Piece::Operand(a), text(operator), Piece::Operand(b)]).loose()
}

/// `if condition { a } else { b }`
pub fn choice(condition: Expr, a: Expr, b: Expr) -> Expr {
    use crate::syntax::Block;
    let ty = a.ty.clone();
    let (strong, size) = (a.strong && b.strong, a.size.max(b.size));
    let arm = |value: Expr| Piece::Block(Block { stmts: Vec::new(), tail: Some(Box::new(value)) });
    let pieces = vec![text("if "), Piece::Expr(condition), text(" "), arm(a), text(" else "), arm(b)];
    Expr::new(ty, pieces).loose().strength(strong).sized(size)
}
