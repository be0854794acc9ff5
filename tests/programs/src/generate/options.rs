//! Options, and patterns that bind parts: `if let`, `let else`, `while let`, `match` with guards.

use super::floats::CAP;
use super::flow::Around;
use super::scope::Var;
use super::{Generator, text};
use crate::syntax::{Block, Expr, Piece, Stmt, Type};

impl Generator<'_> {
    /// Something that gives an element, if it is there: as it is written, with the base that is borrowed,
    /// and whether the compiler knows its type.
    fn element(&mut self) -> Option<(String, String, bool)> {
        let visible = self.visible();
        let fitting: Vec<Var> = visible
            .into_iter()
            .filter(|var| {
                var.ty.elements().is_some_and(|(element, _)| *element == Type::Double) && self.is_readable(var)
            })
            .collect();
        if fitting.is_empty() {
            return None;
        }
        let Var { name, strong, .. } = self.random.pick(&fitting).clone();
        let written = match self.random.below(4) {
            0 => format!("{name}.first()"),
            1 => format!("{name}.last()"),
            _ => {
                self.blocked.push(name.clone());
                let index = self.simply(|this| this.int(4, 1));
                self.blocked.pop();
                format!("{name}.get({})", crate::print::expression(&index))
            }
        };
        Some((written, name, strong))
    }

    /// An option as a float.
    pub fn option_value(&mut self, ty: &Type) -> Option<Expr> {
        if *ty != Type::Double {
            return None;
        }
        let (element, base, known) = self.element()?;
        let other = self.during(&[(base.clone(), false)], |this| {
            let other = this.float(ty, 1);
            this.tamed(other, CAP)
        });
        let known_other = other.strong;
        let name = self.name("v");
        let var = Var { reference: true, strong: known, ..Var::new(&name, Type::Double) };
        Some(self.during(&[(base, false)], |this| match this.random.below(4) {
            0 => {
                let pieces = vec![text(format!("{element}.copied().unwrap_or(")), Piece::Expr(other), text(")")];
                Expr::new(Type::Double, pieces).strength(known || known_other)
            }
            1 => {
                let body = this.closure_body(vec![var], None, &Type::Double, CAP, None);
                let strong = body.strong || known_other;
                let pieces = vec![
                    text(format!("{element}.map_or(")),
                    Piece::Expr(other),
                    text(format!(", |{name}| ")),
                    Piece::Expr(body),
                    text(")"),
                ];
                Expr::new(Type::Double, pieces).strength(strong)
            }
            2 => {
                let body = this.closure_body(vec![var], None, &Type::Double, CAP, None);
                let strong = body.strong || known_other;
                let pieces = vec![
                    text(format!("{element}.map(|{name}| ")),
                    Piece::Expr(body),
                    text(").unwrap_or("),
                    Piece::Expr(other),
                    text(")"),
                ];
                Expr::new(Type::Double, pieces).strength(strong)
            }
            _ => {
                let guard = this.scoped(|this| {
                    this.scope.push(var.clone());
                    this.condition(0)
                });
                let body = this.scoped(|this| {
                    this.scope.push(var);
                    let value = this.float(&Type::Double, 1);
                    this.tamed(value, CAP)
                });
                let pieces = vec![
                    text(format!("match {element} {{ Some({name}) if ")),
                    Piece::Operand(guard),
                    text(" => "),
                    Piece::Expr(body),
                    text(format!(", Some(&{name}) => {name} * 0.5, None => ")),
                    Piece::Expr(other),
                    text(" }"),
                ];
                Expr::new(Type::Double, pieces).loose().strength(known)
            }
        }))
    }

    pub fn option_statement(&mut self, stmts: &mut Vec<Stmt>) {
        match self.random.below(5) {
            0 => self.if_let(stmts),
            1 => self.let_else(stmts),
            2 => self.best(stmts),
            3 => self.while_let(stmts),
            _ => self.match_parts(stmts),
        }
    }

    /// `if let Some(v) = x.get(1) && .. { .. } else { .. }`
    fn if_let(&mut self, stmts: &mut Vec<Stmt>) {
        let Some((element, base, strong)) = self.element() else { return self.compound(stmts) };
        let by_value = self.random.chance(40);
        let name = if by_value { self.new_name(&Type::Double) } else { self.name("v") };
        let sign = if by_value { "&" } else { "" };
        let var = Var { reference: !by_value, strong, ..Var::new(&name, Type::Double) };
        let loans = if by_value { Vec::new() } else { vec![(base, false)] };
        let mut pieces = vec![text(format!("if let Some({sign}{name}) = {element} "))];
        if self.random.chance(25) {
            let condition = self.during(&loans, |this| {
                this.scoped(|this| {
                    this.scope.push(var.clone());
                    this.condition(1)
                })
            });
            pieces.extend([text("&& "), Piece::Operand(condition), text(" ")]);
        }
        let then = self.during(&loans, |this| {
            this.scoped(|this| {
                this.scope.push(var);
                this.block(2)
            })
        });
        pieces.push(Piece::Block(then));
        if self.random.chance(50) {
            let otherwise = self.scoped(|this| this.block(2));
            pieces.extend([text(" else "), Piece::Block(otherwise)]);
        }
        stmts.push(Stmt::new(pieces));
    }

    /// `let Some(&v) = x.get(2) else { return ..; };`
    fn let_else(&mut self, stmts: &mut Vec<Stmt>) {
        let Some((element, _, strong)) = self.element() else { return self.compound(stmts) };
        let name = self.new_name(&Type::Double);
        let otherwise = self.scoped(|this| {
            let exit = this.way_out();
            Block { stmts: vec![exit], tail: None }
        });
        let head = text(format!("let Some(&{name}) = {element} else "));
        stmts.push(Stmt::new(vec![head, Piece::Block(otherwise), text(";")]));
        self.scope.push(Var { strong, ..Var::new(&name, Type::Double) });
    }

    /// A search: `let mut best = None; for .. { match best { .. } }`
    fn best(&mut self, stmts: &mut Vec<Stmt>) {
        let best = self.name("best");
        let name = self.name("b");
        let item = self.name("v");
        let (range, below, count) = self.range();
        stmts.push(Stmt::new(vec![text(format!("let mut {best}: Option<f64> = None;"))]));
        let index = self.name("i");
        let around = Around { label: None, can_continue: true, value: None };
        let body = self.looping(around, count, |this| {
            let mut stmts = Vec::new();
            this.scope.push(Var::index(&index, below));
            let value = this.float(&Type::Double, 2);
            let value = this.tamed(value, CAP);
            stmts.push(Stmt::new(vec![text(format!("let {item}: f64 = ")), Piece::Expr(value), text(";")]));
            this.scope.push(Var { protected: true, ..Var::new(&item, Type::Double) });
            if this.random.chance(40) {
                this.statements(1, &mut stmts);
            }
            let inner = Var::new(&name, Type::Double);
            let chosen = this.scoped(|this| {
                this.scope.push(inner);
                let value = this.float(&Type::Double, 1);
                this.tamed(value, CAP)
            });
            stmts.push(Stmt::new(vec![
                text(format!(
                    "match {best} {{ None => {best} = Some({item}), Some({name}) if {name} < {item} => {best} = Some("
                )),
                Piece::Expr(chosen),
                text("), Some(_) => {} }"),
            ]));
            Block { stmts, tail: None }
        });
        stmts.push(Stmt::new(vec![text(format!("for {index} in {range} ")), Piece::Block(body)]));
        let result = self.new_name(&Type::Double);
        let other = self.float(&Type::Double, 1);
        let other = self.tamed(other, CAP);
        stmts.push(Stmt::new(vec![
            text(format!("let {result} = if let Some({name}) = {best} {{ {name} * {name} }} else {{ ")),
            Piece::Expr(other),
            text(" };"),
        ]));
        self.scope.push(Var::new(&result, Type::Double));
    }

    /// `while let Some(v) = next { next = if .. { Some(..) } else { None }; }`
    fn while_let(&mut self, stmts: &mut Vec<Stmt>) {
        if self.trips > 40 || self.depth > 3 {
            return self.compound(stmts);
        }
        let (next, count, name) = (self.name("next"), self.name("n"), self.name("b"));
        let limit = self.random.range(1, 3);
        let value = self.float(&Type::Double, 2);
        let value = self.tamed(value, CAP);
        stmts.push(Stmt::new(vec![
            text(format!("let mut {next}: Option<f64> = Some(")),
            Piece::Expr(value),
            text(");"),
        ]));
        stmts.push(Stmt::new(vec![text(format!("let mut {count} = 0;"))]));
        let around = Around { label: None, can_continue: false, value: None };
        let body = self.looping(around, limit, |this| {
            this.scope.push(Var::new(&name, Type::Double));
            let mut stmts = vec![Stmt::new(vec![text(format!("{count} += 1;"))])];
            let budget = this.random.range(1, 2);
            this.statements(budget, &mut stmts);
            let condition = this.condition(0);
            let value = this.float(&Type::Double, 1);
            let value = this.tamed(value, CAP);
            stmts.push(Stmt::new(vec![
                text(format!("{next} = if {count} < {limit} && ")),
                Piece::Operand(condition),
                text(" { Some("),
                Piece::Expr(value),
                text(") } else { None };"),
            ]));
            Block { stmts, tail: None }
        });
        stmts.push(Stmt::new(vec![text(format!("while let Some({name}) = {next} ")), Piece::Block(body)]));
    }

    /// `match (a, k) { (v, 0) if v > 0.5 => .., (v, n) => .. }`
    fn match_parts(&mut self, stmts: &mut Vec<Stmt>) {
        let value = self.float(&Type::Double, 1);
        let value = self.tamed(value, CAP);
        self.conditions += 1;
        let int = self.simply(|this| this.int(3, 1));
        self.conditions -= 1;
        let (result, strong) = (self.name("a"), value.strong);
        let (first, second) = (self.new_name(&Type::Double), self.name("m"));
        let head = text(format!("let mut {result}: f64 = match ("));
        let mut pieces = vec![head, Piece::Expr(value), text(", "), Piece::Expr(int), text(") { ")];
        let arms = self.random.range(1, 3);
        for arm in 0..=arms {
            let last = arm == arms;
            let number = self.random.range(0, 3);
            let by_name = last || self.random.chance(40);
            let pattern =
                if by_name { format!("({first}, {second})") } else { format!("({first}, {number} | {})", number + 1) };
            let mut vars = vec![Var { strong, ..Var::new(&first, Type::Double) }];
            if by_name {
                vars.push(Var { constant: true, max: 3, ..Var::new(&second, Type::Int) });
            }
            pieces.push(text(pattern));
            let guarded = !last && self.random.chance(60);
            let (guard, body) = self.scoped(|this| {
                this.scope.extend(vars);
                let guard = if guarded { Some(this.condition(0)) } else { None };
                let mut stmts = Vec::new();
                if this.random.chance(30) {
                    this.statements(1, &mut stmts);
                }
                let value = this.float(&Type::Double, 2);
                let tail = Some(Box::new(this.tamed(value, CAP)));
                (guard, Block { stmts, tail })
            });
            if let Some(guard) = guard {
                pieces.extend([text(" if "), Piece::Operand(guard)]);
            }
            pieces.extend([text(" => "), Piece::Block(body), text(" ")]);
        }
        pieces.push(text("};"));
        stmts.push(Stmt::new(pieces));
        self.scope.push(Var { mutable: true, ..Var::new(&result, Type::Double) });
    }
}
