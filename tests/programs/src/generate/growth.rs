//! Lists of the caller's that get longer and shorter: `&mut Vec<f64>` as a parameter, and calls of functions that have one.
//!
//! Lengths are mentioned in the body: an index below that of one list is one of another of the same length. So a parameter changes at the
//! beginning, before anything is made of its length, and at the end, where what mentions it is out of scope.

use super::scope::Var;
use super::{Generator, text};
use crate::syntax::{Expr, Len, Param, Passing, Piece, Stmt, Type};

/// `&mut Vec<f64>`
pub fn is_grown(param: &Param) -> bool {
    param.passing == Passing::Mutable && matches!(param.ty, Type::Vec(..))
}

impl Generator<'_> {
    /// Changes of such a parameter. What is made of its length is forgotten.
    pub fn grow_parameter(&mut self, name: &str, stmts: &mut Vec<Stmt>) {
        let length = format!("{name}.len()");
        let is_of = |len: &Len| len.text == length;
        let Some(least) = self.least(name) else { return };
        self.scope.retain(|var| {
            let of_length =
                var.below.as_ref().is_some_and(is_of) || var.ty.elements().is_some_and(|(_, len)| is_of(len));
            var.name == name || !of_length
        });
        // They may have captured it.
        self.closures.clear();
        self.grow(name, least, stmts);
    }

    /// The least length of a list in scope.
    pub fn least(&self, name: &str) -> Option<usize> {
        let var = self.scope.iter().rev().find(|var| var.name == name)?;
        var.ty.elements().map(|(_, len)| len.min)
    }

    /// `let mut w = vec![..]; let a = f1(x, &mut w);`, where `f1` makes the list longer and shorter. It is in scope from then on.
    pub fn grown_by_call(&mut self, stmts: &mut Vec<Stmt>) {
        let fitting: Vec<usize> =
            (0..self.callees.len()).filter(|index| self.callees[*index].params.iter().any(is_grown)).collect();
        if fitting.is_empty() {
            return self.growing(stmts);
        }
        let index = *self.random.pick(&fitting);
        let param = self.callees[index].params.iter().find(|param| is_grown(param)).expect("it has one").clone();
        let Some((_, len)) = param.ty.elements() else { return };
        let count = len.min + self.random.below(2);
        let held = self.random.chance(30);
        let value = if held { self.constant(&Type::array(Type::Double, count)) } else { self.list(count) };
        let name = self.name("w");
        let (head, tail) = (text(format!("let mut {name}: Vec<f64> = ")), if held { ".to_vec();" } else { ";" });
        stmts.push(Stmt::new(vec![head, Piece::Operand(value), text(tail)]));
        for _ in 0..self.random.range(1, 2) {
            self.handed = Some(name.clone());
            let call = self.call(index, &Len::fixed(2));
            if self.handed.take().is_some() {
                break;
            }
            if let Some(call) = call {
                stmts.push(match &call.ty {
                    Type::Tuple(parts) if parts.is_empty() => Stmt::new(vec![Piece::Expr(call), text(";")]),
                    _ if self.random.chance(30) => Stmt::new(vec![text("let _ = "), Piece::Expr(call), text(";")]),
                    ty => self.let_value(ty.clone(), call),
                });
            }
        }
        let len = Len { text: format!("{name}.len()"), min: param.least_after.min(count) };
        let ty = Type::Vec(Box::new(Type::Double), len);
        self.scope.push(Var { mutable: true, protected: true, ..Var::new(&name, ty) });
    }

    /// The list that waits for a call.
    pub fn handed(&mut self) -> Option<Expr> {
        let name = self.handed.take()?;
        Some(Expr::text(Type::Borrow, format!("&mut {name}")))
    }

    /// `let r = if .. { &a[..2] } else { &b[1..3] };` and what is done with it.
    pub fn choosing(&mut self, stmts: &mut Vec<Stmt>) {
        let mutable = self.random.chance(45);
        let fits = |this: &Self, var: &Var| {
            matches!(var.ty.elements(), Some((Type::Double, _))) && super::calls::lendable(this, var, mutable)
        };
        let from: Vec<Var> = self.visible().into_iter().filter(|var| fits(self, var)).collect();
        if from.is_empty() {
            return self.lending(stmts);
        }
        let count = self.random.weighted(&[0, 0, 8, 2]);
        let chosen: Vec<Var> = (0..count).map(|_| self.random.pick(&from).clone()).collect();
        let least = |var: &Var| var.ty.elements().map_or(1, |(_, len)| len.min);
        let shortest = chosen.iter().map(least).min().unwrap_or(1);
        let length = self.random.range(1, shortest);
        let sign = if mutable { "&mut " } else { "&" };
        let name = self.name("r");
        let choice: Vec<String> = chosen
            .iter()
            .map(|var| {
                let from = self.random.range(0, least(var) - length);
                format!("{sign}{}[{from}..{}]", var.name, from + length)
            })
            .collect();
        let mut pieces = vec![text(format!("let {name} = "))];
        if let [first, second] = choice.as_slice() {
            let condition = self.condition(1);
            pieces.extend([text("if "), Piece::Expr(condition)]);
            pieces.push(text(format!(" {{ {first} }} else {{ {second} }};")));
        } else {
            let number = self.int(3, 1);
            pieces.extend([text("match "), Piece::Operand(number)]);
            pieces.push(text(format!(" {{ 0 => {}, 1 => {}, _ => {} }};", choice[0], choice[1], choice[2])));
        }
        stmts.push(Stmt::new(pieces));
        let len = Len { text: format!("{name}.len()"), min: length };
        let ty = Type::Slice(Box::new(Type::Double), len);
        let var = Var { reference: true, mutable, protected: true, ..Var::new(&name, ty) };
        let loans: Vec<(String, bool)> = chosen.into_iter().map(|var| (var.name, mutable)).collect();
        let budget = self.random.range(1, 3);
        self.during(&loans, |this| this.seeing(vec![var], budget, stmts));
    }
}
