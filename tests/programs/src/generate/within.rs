//! Options that are parts of something: what is in them is read and changed where it is, taken out, and put back.

use super::floats::CAP;
use super::flow::Around;
use super::scope::Var;
use super::{Generator, text};
use crate::syntax::{Block, Expr, Len, Piece, Stmt, Type};

/// A variable that only these statements know.
struct Holder {
    name: String,
    /// `[Option<T>; 2]`, or `(Option<T>, f64)`.
    is_array: bool,
    inside: Type,
}

impl Generator<'_> {
    /// `let mut o: [Option<f64>; 2] = [Some(x), None];` and what is done with it.
    pub fn within(&mut self, stmts: &mut Vec<Stmt>) {
        let has_structs = usize::from(!self.structs.is_empty());
        let inside = match self.random.weighted(&[10, 4, 4 * has_structs]) {
            0 => Type::Double,
            1 => Type::array(Type::Double, 2),
            _ => self.a_struct(),
        };
        let holder = Holder { name: self.name("o"), is_array: self.random.chance(50), inside };
        let first = self.optional(&holder);
        let Holder { name, is_array, inside } = &holder;
        let mut declared = if *is_array {
            let second = self.optional(&holder);
            let mut pieces = vec![text(format!("let mut {name}: [Option<{inside}>; 2] = ["))];
            pieces.extend(first);
            pieces.push(text(", "));
            pieces.extend(second);
            pieces.push(text("]"));
            pieces
        } else {
            let mut pieces = vec![text(format!("let mut {name}: (Option<{inside}>, f64) = ("))];
            pieces.extend(first);
            pieces.push(text(", 1.0)"));
            pieces
        };
        declared.push(text(";"));
        stmts.push(Stmt::new(declared));
        let uses = self.random.range(1, 3);
        if self.trips <= 40 && self.random.chance(35) {
            let (range, below, count) = self.range();
            let index = self.name("i");
            let around = Around { label: None, can_continue: true, value: None };
            let body = self.looping(around, count, |this| {
                let mut stmts = Vec::new();
                this.scope.push(Var::index(&index, below));
                (0..uses).for_each(|_| this.use_inside(&holder, &mut stmts));
                Block { stmts, tail: None }
            });
            stmts.push(Stmt::new(vec![text(format!("for {index} in {range} ")), Piece::Block(body)]));
        } else {
            (0..uses).for_each(|_| self.use_inside(&holder, stmts));
        }
        self.read_inside(&holder, stmts);
    }

    /// `Some(x)`, or `None`, as a condition wants it or for certain.
    fn optional(&mut self, holder: &Holder) -> Vec<Piece> {
        match self.random.weighted(&[6, 2, 2]) {
            0 => vec![text("Some("), Piece::Expr(self.value(&holder.inside, 1)), text(")")],
            1 => vec![text("None")],
            _ => {
                let condition = self.condition(1);
                let value = self.value(&holder.inside, 1);
                vec![Piece::Operand(condition), text(".then(|| "), Piece::Expr(value), text(")")]
            }
        }
    }

    fn holding(&mut self, holder: &Holder) -> Vec<Piece> {
        let name = &holder.name;
        match holder.is_array {
            false => vec![text(format!("{name}.0"))],
            true if self.random.chance(50) => vec![text(format!("{name}[{}]", self.random.below(2)))],
            true => {
                let index = self.index(&Len::fixed(2));
                vec![text(format!("{name}[")), Piece::Expr(index), text("]")]
            }
        }
    }

    fn seen_inside(&mut self, holder: &Holder, reference: bool, mutable: bool) -> Var {
        // Arithmetic takes items that are called `v` as they are, which `&mut` has none of.
        let name = self.name(if mutable { "r" } else { "v" });
        Var { reference, mutable, ..Var::new(&name, holder.inside.clone()) }
    }

    fn block_with(&mut self, var: &Var, before: Vec<Stmt>) -> Piece {
        Piece::Block(self.scoped(|this| {
            this.scope.push(var.clone());
            let mut block = this.block(2);
            block.stmts.splice(0..0, before);
            block
        }))
    }

    fn use_inside(&mut self, holder: &Holder, stmts: &mut Vec<Stmt>) {
        let place = self.holding(holder);
        let mut pieces;
        match self.random.weighted(&[6, 3, 4, 3, 2, 2]) {
            0 | 1 => {
                let mutable = self.random.chance(70);
                let var = self.seen_inside(holder, true, mutable);
                pieces = vec![text(format!("if let Some({}) = ", var.name))];
                if self.random.chance(40) {
                    pieces.extend(place);
                    pieces.push(text(if mutable { ".as_mut() " } else { ".as_ref() " }));
                } else {
                    pieces.push(text(if mutable { "&mut " } else { "&" }));
                    pieces.extend(place);
                    pieces.push(text(" "));
                }
                pieces.push(self.block_with(&var, Vec::new()));
                if self.random.chance(40) {
                    pieces.extend([text(" else "), Piece::Block(self.scoped(|this| this.block(1)))]);
                }
            }
            2 => {
                let var = self.seen_inside(holder, true, true);
                pieces = vec![text("match &mut ")];
                pieces.extend(place.clone());
                pieces.push(text(" { "));
                if self.random.chance(50) {
                    let condition = self.scoped(|this| {
                        this.scope.push(var.clone());
                        this.condition(1)
                    });
                    let guarded = self.block_with(&var, Vec::new());
                    pieces.extend([
                        text(format!("Some({}) if ", var.name)),
                        Piece::Expr(condition),
                        text(" => "),
                        guarded,
                    ]);
                    pieces.push(text(" "));
                }
                pieces.extend([text(format!("Some({}) => ", var.name)), self.block_with(&var, Vec::new())]);
                pieces.push(text(" None => "));
                pieces.extend(place);
                pieces.push(text(" = "));
                pieces.extend(self.optional(holder));
                pieces.push(text(", }"));
            }
            // A copy stays what it was.
            3 => {
                let var = self.seen_inside(holder, false, false);
                let mut changed = place.clone();
                changed.push(text(" = "));
                changed.extend(self.optional(holder));
                changed.push(text(";"));
                let before = if self.random.chance(60) { vec![Stmt::new(changed)] } else { Vec::new() };
                pieces = vec![text(format!("if let Some({}) = ", var.name))];
                pieces.extend(place);
                pieces.extend([text(" "), self.block_with(&var, before)]);
            }
            4 => {
                pieces = place;
                pieces.push(text(" = "));
                pieces.extend(self.optional(holder));
                pieces.push(text(";"));
            }
            _ => {
                let var = self.seen_inside(holder, false, false);
                pieces = vec![text(format!("if let Some({}) = ", var.name))];
                pieces.extend(place);
                if self.random.chance(50) {
                    pieces.push(text(".take() "));
                } else {
                    let value = self.value(&holder.inside, 1);
                    pieces.extend([text(".replace("), Piece::Expr(value), text(") ")]);
                }
                pieces.push(self.block_with(&var, Vec::new()));
            }
        }
        stmts.push(Stmt::new(pieces));
    }

    /// `let a: f64 = match &o.0 { Some(v) => .., None => .. };`
    fn read_inside(&mut self, holder: &Holder, stmts: &mut Vec<Stmt>) {
        let var = self.seen_inside(holder, true, false);
        let place = self.holding(holder);
        let there = self.scoped(|this| {
            this.scope.push(var.clone());
            let value = this.float(&Type::Double, 2);
            this.tamed(value, CAP)
        });
        let other: Expr = self.float(&Type::Double, 1);
        let other = self.tamed(other, CAP);
        let name = self.new_name(&Type::Double);
        let mut pieces = vec![text(format!("let {name}: f64 = match &"))];
        pieces.extend(place);
        pieces.extend([text(format!(" {{ Some({}) => ", var.name)), Piece::Expr(there), text(", None => ")]);
        pieces.extend([Piece::Expr(other), text(" };")]);
        stmts.push(Stmt::new(pieces));
        self.scope.push(Var::new(&name, Type::Double));
    }
}
