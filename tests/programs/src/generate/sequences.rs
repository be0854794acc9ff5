//! What `Vec`s and slices do as a whole: they grow and shrink, are filled, copied, turned.

use super::floats::CAP;
use super::flow::Around;
use super::scope::Var;
use super::{Generator, text};
use crate::syntax::{Block, Expr, Len, Piece, Stmt, Type};

impl Generator<'_> {
    /// A `Vec` that grows, and is in scope from then on.
    pub fn growing(&mut self, stmts: &mut Vec<Stmt>) {
        let name = self.name("w");
        let start = *self.random.pick(&["Vec::new()", "Vec::with_capacity(4)", "vec![]"]);
        stmts.push(Stmt::new(vec![text(format!("let mut {name}: Vec<f64> = {start};"))]));
        self.pushed(&name, stmts);
        self.grow(&name, 1, stmts);
    }

    /// `w.push(..);`
    fn pushed(&mut self, name: &str, stmts: &mut Vec<Stmt>) {
        let value = self.value(&Type::Double, 2);
        stmts.push(self.with_argument(name, "push(", value));
    }

    fn with_argument(&mut self, name: &str, method: &str, argument: Expr) -> Stmt {
        Stmt::new(vec![text(format!("{name}.{method}")), Piece::Expr(argument), text(");")])
    }

    /// Changes of a new `Vec` of at least `least` elements, which is in scope behind them.
    pub fn grow(&mut self, name: &str, mut least: usize, stmts: &mut Vec<Stmt>) {
        let reference = self.scope.iter().any(|var| var.name == name && var.reference);
        let var = |least: usize| {
            let len = Len { text: format!("{name}.len()"), min: least };
            Var { mutable: true, reference, protected: true, ..Var::new(name, Type::Vec(Box::new(Type::Double), len)) }
        };
        let steps = self.random.range(0, 4);
        for _ in 0..steps {
            self.scope.push(var(least));
            // Arguments are evaluated while the `Vec` is borrowed.
            self.blocked.push(name.to_string());
            match self.random.below(12) {
                0 | 1 => {
                    self.pushed(name, stmts);
                    least += 1;
                }
                2 => {
                    let at = self.random.below(least + 1);
                    let value = self.value(&Type::Double, 1);
                    stmts.push(self.with_argument(name, &format!("insert({at}, "), value));
                    least += 1;
                }
                3 => {
                    let values = self.value(&Type::array(Type::Double, 2), 1);
                    let method = *self.random.pick(&["extend(", "extend_from_slice(&"]);
                    stmts.push(self.with_argument(name, method, values));
                    least += 2;
                }
                4 => {
                    let length = self.random.range(1, 4);
                    let value = self.value(&Type::Double, 1);
                    stmts.push(self.with_argument(name, &format!("resize({length}, "), value));
                    least = length;
                }
                5 if least > 1 => {
                    stmts.push(Stmt::new(vec![text(format!("{name}.pop();"))]));
                    least -= 1;
                }
                6 if least > 1 => {
                    let kept = self.random.range(1, least);
                    stmts.push(Stmt::new(vec![text(format!("{name}.truncate({kept});"))]));
                    least = kept;
                }
                7 if least > 1 => {
                    let (held, at) = (self.name("h"), self.random.below(least));
                    let method = *self.random.pick(&["remove", "swap_remove"]);
                    stmts.push(Stmt::new(vec![text(format!("let {held} = {name}.{method}({at});"))]));
                    self.scope.push(Var::new(&held, Type::Double));
                    least -= 1;
                }
                8 => {
                    let last = self.name("b");
                    let value = self.scoped(|this| {
                        this.scope.push(Var::new(&last, Type::Double));
                        this.value(&Type::Double, 1)
                    });
                    let push = self.with_argument(name, "push(", value);
                    let body = Piece::Block(Block { stmts: vec![push], tail: None });
                    stmts.push(Stmt::new(vec![text(format!("if let Some({last}) = {name}.pop() ")), body]));
                }
                9 => {
                    let (index, count) = (self.name("i"), self.random.range(1, 3));
                    self.blocked.pop();
                    let value = self.scoped(|this| {
                        this.scope.push(Var::index(&index, Len::fixed(count)));
                        let value = this.float(&Type::Double, 2);
                        this.tamed(value, CAP)
                    });
                    self.blocked.push(name.to_string());
                    let held = self.name("a");
                    let bind = Stmt::new(vec![text(format!("let {held} = ")), Piece::Expr(value), text(";")]);
                    let push = Stmt::new(vec![text(format!("{name}.push({held});"))]);
                    let body = Piece::Block(Block { stmts: vec![bind, push], tail: None });
                    stmts.push(Stmt::new(vec![text(format!("for {index} in 0..{count} ")), body]));
                    least += count;
                }
                10 => {
                    let condition = self.condition(1);
                    let value = self.value(&Type::Double, 1);
                    let push = self.with_argument(name, "push(", value);
                    let body = Piece::Block(Block { stmts: vec![push], tail: None });
                    stmts.push(Stmt::new(vec![text("if "), Piece::Expr(condition), text(" "), body]));
                }
                _ => {
                    stmts.push(Stmt::new(vec![text(format!("{name}.clear();"))]));
                    self.pushed(name, stmts);
                    least = 1;
                }
            }
            self.blocked.retain(|blocked| blocked != name);
            self.scope.retain(|known| known.name != name);
        }
        self.scope.push(var(least));
    }

    /// `x.fill(..)`, `x[..2].copy_from_slice(&y[1..3])` and the like.
    pub fn as_a_whole(&mut self, stmts: &mut Vec<Stmt>) {
        let fits = |var: &Var| matches!(var.ty.elements(), Some((Type::Double, _)));
        let visible = self.visible();
        let written: Vec<&Var> = visible.iter().filter(|var| fits(var) && self.is_writable(var)).collect();
        if written.is_empty() {
            return self.compound(stmts);
        }
        let var = (*self.random.pick(&written)).clone();
        let Some((_, len)) = var.ty.elements() else { return };
        let (name, least) = (var.name.clone(), len.min);
        let count = self.random.range(1, least);
        let from = self.random.range(0, least - count);
        let part = match self.random.below(3) {
            0 => String::new(),
            1 => format!("[{from}..{}]", from + count),
            _ => format!("[{from}..]"),
        };
        let sure = match part.is_empty() {
            true => least,
            false if part.ends_with("..]") => least - from,
            false => count,
        };
        match self.random.below(6) {
            0 => {
                self.blocked.push(name.clone());
                let value = self.value(&Type::Double, 2);
                self.blocked.pop();
                let head = text(format!("{name}{part}.fill("));
                stmts.push(Stmt::new(vec![head, Piece::Expr(value), text(");")]));
            }
            1 => stmts.push(Stmt::new(vec![text(format!("{name}{part}.reverse();"))])),
            // What is no number panics, and is left out.
            2 => {
                let method = *self.random.pick(&["sort_by", "sort_unstable_by"]);
                let compare =
                    *self.random.pick(&["|a, b| a.partial_cmp(b).unwrap()", "|a, b| b.partial_cmp(a).unwrap()"]);
                stmts.push(Stmt::new(vec![text(format!("{name}{part}.{method}({compare});"))]));
            }
            3 | 4 => {
                let turn = self.random.range(0, sure);
                let method = *self.random.pick(&["rotate_left", "rotate_right"]);
                stmts.push(Stmt::new(vec![text(format!("{name}{part}.{method}({turn});"))]));
            }
            _ => {
                let others: Vec<&Var> = visible
                    .iter()
                    .filter(|other| fits(other) && other.name != name && self.is_readable(other))
                    .collect();
                if others.is_empty() {
                    return self.compound(stmts);
                }
                let other = (*self.random.pick(&others)).clone();
                let most = other.ty.elements().map_or(1, |(_, len)| len.min);
                let count = count.min(most);
                let (to, start) = (self.random.range(0, least - count), self.random.range(0, most - count));
                let method = *self.random.pick(&["copy_from_slice", "clone_from_slice"]);
                let (end, stop) = (to + count, start + count);
                stmts.push(Stmt::new(vec![text(format!(
                    "{name}[{to}..{end}].{method}(&{}[{start}..{stop}]);",
                    other.name
                ))]));
            }
        }
    }

    /// `let mut r = &x[..]; while r.len() > 1 { .. r = &r[1..]; }`
    pub fn walk(&mut self, stmts: &mut Vec<Stmt>) {
        let fits = |var: &Var| matches!(var.ty.elements(), Some((Type::Double, _)));
        let visible = self.visible();
        let read: Vec<&Var> = visible.iter().filter(|var| fits(var) && self.is_readable(var)).collect();
        if read.is_empty() {
            return self.compound(stmts);
        }
        let var = (*self.random.pick(&read)).clone();
        let Some((_, len)) = var.ty.elements() else { return };
        let (rest, from, left) = (self.name("r"), self.random.below(len.min + 1), self.random.below(2));
        let (step, trips) = (self.random.range(1, left + 1), len.min.saturating_sub(from).max(1));
        stmts.push(Stmt::new(vec![text(format!("let mut {rest} = &{}[{from}..];", var.name))]));
        self.frozen.push(var.name.clone());
        let around = Around { label: None, can_continue: false, value: None };
        let mut body = self.looping(around, trips, |this| {
            let len = Len { text: format!("{rest}.len()"), min: left + 1 };
            let ty = Type::Slice(Box::new(Type::Double), len);
            this.scope.push(Var { reference: true, protected: true, ..Var::new(&rest, ty) });
            this.block(2)
        });
        self.frozen.pop();
        body.stmts.push(Stmt::new(vec![text(format!("{rest} = &{rest}[{step}..];"))]));
        stmts.push(Stmt::new(vec![text(format!("while {rest}.len() > {left} ")), Piece::Block(body)]));
    }
}
