//! Expressions of floats.

use super::integers::choice;
use super::{Generator, text};
use crate::syntax::{Block, Expr, Piece, Stmt, Type};

/// What variables stay below, about.
pub const CAP: f64 = 4.0;

impl Generator<'_> {
    pub fn float(&mut self, ty: &Type, depth: usize) -> Expr {
        if depth == 0 || self.random.chance(12) {
            return self.leaf(ty);
        }
        let depth = depth - 1;
        let structured = if self.simple == 0 { 1 } else { 0 };
        let mixed = if self.single { 6 } else { 0 };
        match self.random.weighted(&[
            40,
            16,
            5,
            20,
            10,
            6 * structured,
            4 * structured,
            3 * structured,
            14,
            mixed,
            2 * structured,
            8 * structured,
            if self.closures.is_empty() || self.simple > 1 { 0 } else { 22 },
            3 * structured,
            if self.this.is_some() && self.simple < 2 { 16 } else { 0 },
        ]) {
            0 => {
                let (a, b) = (self.float(ty, depth), self.float(ty, depth));
                match self.random.below(5) {
                    0 | 1 => {
                        let (a, b) = (self.tamed(a, 16.0), self.tamed(b, 16.0));
                        arithmetic(a, " * ", b, |x, y| x * y)
                    }
                    2 | 3 => arithmetic(a, " + ", b, |x, y| x + y),
                    _ => arithmetic(a, " - ", b, |x, y| x + y),
                }
            }
            1 => {
                let a = self.float(ty, depth);
                let b = self.positive(ty, depth);
                arithmetic(a, " / ", b, |x, _| 2.5 * x)
            }
            2 => {
                let a = self.float(ty, depth);
                let (strong, size) = (a.strong, a.size);
                Expr::new(ty.clone(), vec![text("-"), Piece::Operand(a)]).loose().strength(strong).sized(size)
            }
            3 => self.function_of_one(ty, depth),
            4 => self.function_of_two(ty, depth),
            5 => {
                let condition = self.condition(1);
                let (a, b) = (self.float(ty, depth), self.float(ty, depth));
                choice(condition, a, b)
            }
            6 => self.block_value(ty, depth),
            7 => self.changing_value(ty, depth),
            8 => match self.call_for(ty) {
                Some(call) => call,
                None => self.leaf(ty),
            },
            10 => self.match_value(ty, depth),
            11 => self.chain_value(ty).unwrap_or_else(|| self.leaf(ty)),
            12 => self.closure_call(ty).unwrap_or_else(|| self.leaf(ty)),
            13 => self.option_value(ty).unwrap_or_else(|| self.leaf(ty)),
            14 => self.self_call(ty).unwrap_or_else(|| self.leaf(ty)),
            _ => {
                let other = if *ty == Type::Single { Type::Double } else { Type::Single };
                let value = self.float(&other, depth);
                let size = value.size;
                Expr::new(ty.clone(), vec![Piece::Operand(value), text(format!(" as {ty}"))]).loose().sized(size)
            }
        }
    }

    /// A variable, a literal or an integer.
    pub fn leaf(&mut self, ty: &Type) -> Expr {
        match self.random.weighted(&[78, 14, 8]) {
            0 => match self.place(ty) {
                Some(place) => place.expr.sized(CAP),
                None => self.literal(ty),
            },
            1 => self.literal(ty),
            _ if self.simple > 2 => self.literal(ty),
            _ => {
                let value = self.simply(|this| this.int(4, 1));
                Expr::new(ty.clone(), vec![Piece::Operand(value), text(format!(" as {ty}"))]).loose().sized(4.0)
            }
        }
    }

    pub fn literal(&mut self, ty: &Type) -> Expr {
        let value = *self.random.pick(&["0.5", "1.0", "2.0", "0.25", "1.5", "-0.75", "0.0", "3.0", "0.1"]);
        let size: f64 = value.parse().unwrap_or(1.0);
        let mut expr = Expr::text(ty.clone(), value).strength(false).sized(size.abs());
        expr.atomic = !value.starts_with('-');
        expr
    }

    /// A literal that shows its type.
    pub fn strong_literal(&mut self, ty: &Type) -> Expr {
        let mut literal = self.literal(ty);
        literal.pieces.push(text(format!("_{ty}")));
        literal.strength(true)
    }

    /// Kept below `cap`.
    pub fn tamed(&mut self, value: Expr, cap: f64) -> Expr {
        if value.size <= cap {
            return value;
        }
        let ty = value.ty.clone();
        match self.random.weighted(&[4, 3, 2, 1, if value.size * 0.125 <= cap { 6 } else { 0 }]) {
            0 => self.unary("sin", value).sized(1.0),
            1 => self.unary("tanh", value).sized(1.0),
            2 if cap >= 1.6 => self.unary("atan", value).sized(1.6),
            3 => {
                let bound = if cap >= 2.0 { 2.0 } else { 0.5 };
                self.method(value, "clamp", vec![text(format!("-{bound:.1}, {bound:.1}"))]).sized(bound)
            }
            4 => {
                let size = value.size * 0.125;
                let strong = value.strong;
                Expr::new(ty, vec![text("0.125 * "), Piece::Operand(value)]).loose().sized(size).strength(strong)
            }
            _ => self.unary("cos", value).sized(1.0),
        }
    }

    /// At least 0.4.
    fn positive(&mut self, ty: &Type, depth: usize) -> Expr {
        let depth = depth.saturating_sub(1);
        match self.random.below(6) {
            0 => {
                let value = self.float(ty, depth);
                let value = self.unary("abs", value);
                let size = value.size + 0.5;
                Expr::new(ty.clone(), vec![Piece::Operand(value), text(" + 0.5")]).loose().sized(size)
            }
            1 => {
                let value = self.float(ty, depth);
                let name = *self.random.pick(&["sin", "cos", "tanh"]);
                let value = self.unary(name, value);
                Expr::new(ty.clone(), vec![text("1.5 + "), Piece::Operand(value)]).loose().sized(2.5)
            }
            2 => {
                let value = self.float(ty, depth);
                let value = self.tamed(value, 0.9);
                self.unary("exp", value).sized(2.5)
            }
            3 => {
                let value = self.float(ty, depth);
                let value = self.tamed(value, 3.0);
                let square = self.method(value, "powi", vec![text("2")]);
                Expr::new(ty.clone(), vec![Piece::Operand(square), text(" + 1.0")]).loose().sized(10.0)
            }
            4 => match self.place(ty) {
                Some(place) => {
                    let strong = place.expr.strong;
                    let pieces = vec![
                        text("1.0 + "),
                        Piece::Operand(place.expr.clone()),
                        text(" * "),
                        Piece::Operand(place.expr),
                    ];
                    Expr::new(ty.clone(), pieces).loose().strength(strong).sized(17.0)
                }
                None => Expr::text(ty.clone(), format!("1.5_{ty}")).sized(1.5),
            },
            _ => Expr::text(ty.clone(), format!("{}_{ty}", self.random.pick(&["2.0", "0.5", "1.0", "3.0"]))).sized(3.0),
        }
    }

    /// Between -0.9 and 0.9.
    fn unit(&mut self, ty: &Type, depth: usize) -> Expr {
        let value = self.float(ty, depth);
        let name = *self.random.pick(&["sin", "cos", "tanh"]);
        let value = self.unary(name, value);
        Expr::new(ty.clone(), vec![text("0.9 * "), Piece::Operand(value)]).loose().sized(0.9)
    }

    fn function_of_one(&mut self, ty: &Type, depth: usize) -> Expr {
        match self.random.weighted(&[10, 5, 5, 3, 3]) {
            0 => {
                let name = *self.random.pick(&["sin", "cos", "tanh", "atan", "asinh"]);
                let value = self.float(ty, depth);
                self.unary(name, value).sized(2.0)
            }
            1 => {
                let name = *self.random.pick(&["sqrt", "ln", "ln_1p", "log2", "log10", "recip", "cbrt"]);
                let value = self.positive(ty, depth);
                self.unary(name, value).sized(4.0)
            }
            2 => {
                let name = *self.random.pick(&["exp", "exp2", "exp_m1", "sinh", "cosh"]);
                let value = self.float(ty, depth);
                let value = self.tamed(value, 2.0);
                self.unary(name, value).sized(8.0)
            }
            3 => {
                let name = *self.random.pick(&["asin", "acos", "atanh", "tan"]);
                let value = self.unit(ty, depth);
                self.unary(name, value).sized(3.2)
            }
            _ => {
                let name = *self.random.pick(&[
                    "abs",
                    "abs",
                    "signum",
                    "floor",
                    "ceil",
                    "round",
                    "trunc",
                    "fract",
                    "to_radians",
                ]);
                let value = self.float(ty, depth);
                let size = value.size + 1.0;
                self.unary(name, value).sized(size)
            }
        }
    }

    fn function_of_two(&mut self, ty: &Type, depth: usize) -> Expr {
        match self.random.below(12) {
            0..=2 => {
                let name = *self.random.pick(&["max", "min"]);
                let (a, b) = (self.float(ty, depth), self.float(ty, depth));
                let size = a.size.max(b.size);
                self.method(a, name, vec![Piece::Expr(b)]).sized(size)
            }
            3 => {
                let (a, b) = (self.float(ty, depth), self.positive(ty, depth));
                self.method(a, "atan2", vec![Piece::Expr(b)]).sized(1.6)
            }
            4 => {
                let (a, b) = (self.positive(ty, depth), self.float(ty, depth));
                let size = a.size + b.size;
                self.method(a, "hypot", vec![Piece::Expr(b)]).sized(size)
            }
            5 => {
                let (a, b) = (self.positive(ty, depth), self.float(ty, depth));
                let b = self.tamed(b, 2.0);
                let size = a.size * a.size + 5.0;
                self.method(a, "powf", vec![Piece::Expr(b)]).sized(size)
            }
            6 => {
                let value = self.float(ty, depth);
                let value = self.tamed(value, 2.0);
                let exponent = if self.random.chance(30) && self.simple < 3 {
                    let int = self.simply(|this| this.int(3, 1));
                    vec![Piece::Operand(int), text(" as i32")]
                } else {
                    vec![text(self.random.pick(&["0", "1", "2", "3"]).to_string())]
                };
                self.method(value, "powi", exponent).sized(8.0)
            }
            7 => {
                let (a, b) = (self.float(ty, depth), self.float(ty, depth));
                let size = a.size;
                self.method(a, "copysign", vec![Piece::Expr(b)]).sized(size)
            }
            8 => {
                let (a, b) = (self.float(ty, depth), self.positive(ty, depth));
                if self.random.chance(50) {
                    arithmetic(a, " % ", b, f64::min)
                } else {
                    let size = b.size;
                    self.method(a, "rem_euclid", vec![Piece::Expr(b)]).sized(size)
                }
            }
            9 => {
                let (a, b, c) = (self.float(ty, depth), self.float(ty, depth), self.float(ty, depth));
                let size = a.size * b.size + c.size;
                self.method(a, "mul_add", vec![Piece::Expr(b), text(", "), Piece::Expr(c)]).sized(size)
            }
            10 => {
                let a = self.float(ty, depth);
                let (low, high) = (self.unit(ty, depth), self.unit(ty, depth));
                let pieces = vec![text("-1.0 + "), Piece::Operand(low), text(", 1.0 + "), Piece::Operand(high)];
                self.method(a, "clamp", pieces).sized(2.0)
            }
            _ => {
                let a = self.positive(ty, depth);
                self.method(a, "log", vec![text("3.0")]).sized(4.0)
            }
        }
    }

    /// `{ let a = ..; a * a }`
    fn block_value(&mut self, ty: &Type, depth: usize) -> Expr {
        let (block, strong, size) = self.scoped(|this| {
            let mut stmts = Vec::new();
            let count = this.random.range(1, 2);
            for _ in 0..count {
                stmts.push(this.let_float(ty));
            }
            let tail = this.float(ty, depth);
            let (strong, size) = (tail.strong, tail.size);
            (Block { stmts, tail: Some(Box::new(tail)) }, strong, size)
        });
        Expr::new(ty.clone(), vec![Piece::Block(block)]).loose().strength(strong).sized(size)
    }

    /// `{ x = ..; x }`: evaluated after what stands to its left.
    fn changing_value(&mut self, ty: &Type, depth: usize) -> Expr {
        let Some(target) = self.target(ty) else { return self.leaf(ty) };
        let value = self.float(ty, depth);
        let value = self.tamed(value, CAP);
        let assign = Stmt::new(vec![Piece::Expr(target.expr.clone()), text(" = "), Piece::Expr(value), text(";")]);
        let tail = if self.random.chance(60) { target.expr } else { self.leaf(ty) };
        let strong = tail.strong;
        let block = Block { stmts: vec![assign], tail: Some(Box::new(tail)) };
        Expr::new(ty.clone(), vec![Piece::Block(block)]).loose().strength(strong)
    }

    /// `x.sin()`, or `f64::sin(x)` where the compiler needs to be told the type.
    pub fn unary(&mut self, name: &str, value: Expr) -> Expr {
        self.method(value, name, Vec::new())
    }

    pub fn method(&mut self, receiver: Expr, name: &str, arguments: Vec<Piece>) -> Expr {
        let (ty, size) = (receiver.ty.clone(), receiver.size);
        let mut pieces = Vec::new();
        if receiver.strong && self.random.chance(95) {
            pieces.extend([Piece::Operand(receiver), text(format!(".{name}("))]);
        } else {
            pieces.extend([text(format!("{ty}::{name}(")), Piece::Expr(receiver)]);
            if !arguments.is_empty() {
                pieces.push(text(", "));
            }
        }
        pieces.extend(arguments);
        pieces.push(text(")"));
        Expr::new(ty, pieces).sized(size)
    }
}

fn arithmetic(mut a: Expr, operator: &str, mut b: Expr, size: impl Fn(f64, f64) -> f64) -> Expr {
    undereferenced(&mut a);
    undereferenced(&mut b);
    let (strong, size) = (a.strong || b.strong, size(a.size, b.size));
    let ty = a.ty.clone();
    Expr::new(ty, vec![Piece::Operand(a), text(operator), Piece::Operand(b)]).loose().strength(strong).sized(size)
}

/// `v` in place of `*v`, for items of iterators: arithmetic takes references to floats too.
fn undereferenced(operand: &mut Expr) {
    if let [Piece::Text(star), Piece::Text(name)] = operand.pieces.as_slice()
        && star == "*"
        && name.starts_with('v')
        && name.ends_with(['0', '2', '4', '6', '8'])
    {
        operand.pieces.remove(0);
        operand.atomic = true;
    }
}
