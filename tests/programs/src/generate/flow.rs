//! `while`, `loop`, `match`, and the ways out: `break`, `continue`, `return`.

use super::floats::CAP;
use super::scope::Var;
use super::{Generator, text};
use crate::syntax::{Block, Expr, Failing, Piece, Stmt, Type};

/// A loop around the current statement.
#[derive(Clone, Debug)]
pub struct Around {
    pub label: Option<String>,
    /// The counter is counted first: the rest can be skipped.
    pub can_continue: bool,
    /// The value that `break` must have.
    pub value: Option<Type>,
}

impl Generator<'_> {
    /// `'a: ` for some loops.
    pub fn label(&mut self) -> Option<String> {
        if self.random.chance(15) { Some(self.name("'l")) } else { None }
    }

    /// Runs `inside` in a loop about `count` times as often.
    pub fn looping<R>(&mut self, around: Around, count: usize, inside: impl FnOnce(&mut Self) -> R) -> R {
        let trips = self.trips;
        self.trips *= count.max(1);
        self.around.push(around);
        let result = self.scoped(inside);
        self.around.pop();
        self.trips = trips;
        result
    }

    /// `if .. { break; }` and the like.
    pub fn exit(&mut self, stmts: &mut Vec<Stmt>) {
        let condition = self.condition(1);
        let block = self.scoped(|this| {
            let mut stmts = Vec::new();
            if this.random.chance(40) {
                this.statements(1, &mut stmts);
            }
            let exit = this.way_out();
            stmts.push(exit);
            Block { stmts, tail: None }
        });
        stmts.push(Stmt::new(vec![text("if "), Piece::Expr(condition), text(" "), Piece::Block(block)]));
    }

    pub fn way_out(&mut self) -> Stmt {
        let leavable: Vec<Around> = self.around.iter().rev().filter(|around| around.value.is_none()).cloned().collect();
        let innermost = self.around.last().map(|around| around.value.is_none());
        if innermost != Some(true) || self.random.chance(25) {
            return match self.returned.clone() {
                Some(_) if self.fails.is_some() && self.random.chance(50) => {
                    let absent = self.fails.map_or("", Failing::absent);
                    Stmt::new(vec![text(format!("return {absent};"))])
                }
                Some(ty) => {
                    let value = self.value(&ty, 2);
                    self.returned_value(value)
                }
                None => Stmt::new(vec![text("return;")]),
            };
        }
        let labelled: Vec<&Around> = leavable.iter().filter(|around| around.label.is_some()).collect();
        let (target, label) = if !labelled.is_empty() && self.random.chance(60) {
            let target = (*self.random.pick(&labelled)).clone();
            let label = format!(" {}", target.label.as_deref().unwrap_or_default());
            (target, label)
        } else {
            (leavable[0].clone(), String::new())
        };
        let keyword = if target.can_continue && self.random.chance(45) { "continue" } else { "break" };
        Stmt::new(vec![text(format!("{keyword}{label};"))])
    }

    /// A counter that a loop counts itself, and the largest that it becomes.
    fn counter(&mut self, stmts: &mut Vec<Stmt>) -> (String, usize) {
        let name = self.name("n");
        let limit = self.random.range(1, 4);
        stmts.push(Stmt::new(vec![text(format!("let mut {name} = 0;"))]));
        (name, limit)
    }

    fn counter_var(name: &str, limit: usize) -> Var {
        Var { protected: true, strong: false, constant: true, max: limit, ..Var::new(name, Type::Int) }
    }

    pub fn while_loop(&mut self, stmts: &mut Vec<Stmt>) {
        let (name, limit) = self.counter(stmts);
        self.scope.push(Self::counter_var(&name, limit));
        let mut head = vec![text(format!("while {name} < {limit}"))];
        if self.random.chance(50) {
            let more = self.condition(1);
            head.extend([text(" && "), Piece::Operand(more)]);
        }
        head.push(text(" "));
        let first = self.random.chance(60);
        let label = self.label();
        if let Some(label) = &label {
            head.insert(0, text(format!("{label}: ")));
        }
        let around = Around { label, can_continue: first, value: None };
        let count = Stmt::new(vec![text(format!("{name} += 1;"))]);
        let mut body = self.looping(around, limit, |this| this.block(3));
        if first {
            body.stmts.insert(0, count);
        } else {
            body.stmts.push(count);
        }
        head.push(Piece::Block(body));
        stmts.push(Stmt::new(head));
    }

    /// `loop`, sometimes with a value.
    pub fn endless_loop(&mut self, stmts: &mut Vec<Stmt>) {
        let (name, limit) = self.counter(stmts);
        self.scope.push(Self::counter_var(&name, limit));
        let value = if self.random.chance(40) { Some(self.float_type()) } else { None };
        let label = if value.is_none() { self.label() } else { None };
        let around = Around { label: label.clone(), can_continue: true, value: value.clone() };
        let body = self.looping(around, limit, |this| {
            let mut stmts = Vec::new();
            let leave = Stmt::new(vec![text("break")]);
            let leave = |this: &mut Self| {
                let mut pieces = leave.pieces.clone();
                if let Some(ty) = &value {
                    let value = this.float(ty, 2);
                    pieces.extend([text(" "), Piece::Expr(this.tamed(value, CAP))]);
                }
                pieces.push(text(";"));
                Piece::Block(Block { stmts: vec![Stmt::new(pieces)], tail: None })
            };
            let block = leave(this);
            stmts.push(Stmt::new(vec![text(format!("if {name} >= {limit} ")), block]));
            stmts.push(Stmt::new(vec![text(format!("{name} += 1;"))]));
            let budget = this.random.range(1, 2);
            this.statements(budget, &mut stmts);
            if this.random.chance(50) {
                let condition = this.condition(1);
                let block = leave(this);
                stmts.push(Stmt::new(vec![text("if "), Piece::Expr(condition), text(" "), block]));
                this.statements(1, &mut stmts);
            }
            Block { stmts, tail: None }
        });
        let label = label.map_or_else(String::new, |label| format!("{label}: "));
        let Some(ty) = value else {
            return stmts.push(Stmt::new(vec![text(format!("{label}loop ")), Piece::Block(body)]));
        };
        let result = self.name("a");
        let head = text(format!("let mut {result}: {ty} = loop "));
        stmts.push(Stmt::new(vec![head, Piece::Block(body), text(";")]));
        self.scope.push(Var { mutable: true, ..Var::new(&result, ty) });
    }

    /// `match` as a statement.
    pub fn match_statement(&mut self, stmts: &mut Vec<Stmt>) {
        let mut pieces = self.match_head();
        for pattern in self.patterns() {
            pieces.extend(pattern);
            let block = self.scoped(|this| this.block(2));
            pieces.extend([Piece::Block(block), text(" ")]);
        }
        pieces.push(text("}"));
        stmts.push(Stmt::new(pieces));
    }

    /// `match` as a value.
    pub fn match_value(&mut self, ty: &Type, depth: usize) -> Expr {
        let mut pieces = self.match_head();
        let (mut strong, mut size) = (true, 0.0);
        for pattern in self.patterns() {
            pieces.extend(pattern);
            let value = self.float(ty, depth);
            strong &= value.strong;
            size = f64::max(size, value.size);
            pieces.extend([Piece::Expr(value), text(", ")]);
        }
        pieces.push(text("}"));
        Expr::new(ty.clone(), pieces).loose().strength(strong).sized(size)
    }

    fn match_head(&mut self) -> Vec<Piece> {
        self.simple += 1;
        self.conditions += 1;
        let (value, size) = self.any_int(1);
        self.simple -= 1;
        self.conditions -= 1;
        let mut pieces = vec![text("match "), Piece::Operand(value)];
        if size > 3 {
            pieces.push(text(" % 4"));
        }
        pieces.push(text(" { "));
        pieces
    }

    fn patterns(&mut self) -> Vec<Vec<Piece>> {
        let count = self.random.range(1, 2);
        let mut patterns: Vec<Vec<Piece>> = (0..count)
            .map(|_| match self.random.weighted(&[4, 2, 1, 2]) {
                0 => vec![text(format!("{} => ", self.random.below(4)))],
                1 => vec![text(format!("{} | {} => ", self.random.below(2), self.random.range(2, 3)))],
                2 => vec![text(format!("{}..={} => ", self.random.below(2), self.random.range(1, 3)))],
                _ => {
                    let name = self.name("m");
                    let condition = self.condition(0);
                    vec![text(format!("{name} if {name} > 1 || ")), Piece::Operand(condition), text(" => ")]
                }
            })
            .collect();
        patterns.push(vec![text("_ => ")]);
        patterns
    }
}
