//! Closures in variables: they read what is around them, change it, or own copies of it.

use super::floats::CAP;
use super::scope::Var;
use super::{Generator, text};
use crate::print;
use crate::syntax::{Expr, Len, Piece, Stmt, Type};

/// A closure in a variable, which gives a float.
#[derive(Clone, Debug)]
pub struct Bound {
    pub name: String,
    params: Vec<Type>,
    /// A call changes something.
    pub changes: bool,
    /// The compiler knows the type of its value.
    strong: bool,
}

impl Generator<'_> {
    /// `let f = |a: f64| ..;` and statements that call it.
    pub fn bind_closure(&mut self, stmts: &mut Vec<Stmt>) {
        let count = self.random.weighted(&[1, 6, 3]);
        let mut vars = Vec::new();
        let mut written = Vec::new();
        let mut params = Vec::new();
        for _ in 0..count {
            let (param, ty, declared) = self.parameter();
            written.push(param);
            params.push(ty);
            vars.extend(declared);
        }
        let owns = self.random.chance(30);
        let accumulator = if self.random.chance(35) { self.accumulator() } else { None };
        // What cannot be copied stays outside of what owns copies.
        let mut kept: Vec<(String, bool)> = Vec::new();
        if owns {
            for var in self.visible() {
                let moves = var.ty.has_vec() && !var.reference || var.reference && var.mutable;
                if moves {
                    kept.push((var.name.clone(), true));
                }
            }
        }
        // A closure that owns others owns what these borrow.
        let hidden = if owns { std::mem::take(&mut self.closures) } else { Vec::new() };
        let closures = self.closures.clone();
        let body = self.during(&kept, |this| this.closure_body(vars, None, &Type::Double, CAP, accumulator.as_deref()));
        if owns {
            self.closures = hidden;
        }
        // A name that is already taken: the new closure may call the old one.
        let again = closures.iter().find(|closure| !closure.changes).map(|closure| closure.name.clone());
        let name = match again {
            Some(name) if self.random.chance(20) => name,
            _ => self.name("g"),
        };
        let mutable = if accumulator.is_some() { "mut " } else { "" };
        let owned = if owns { "move " } else { "" };
        let is_block = matches!(body.pieces.as_slice(), [Piece::Block(_)]);
        let result = if is_block && self.random.chance(30) { " -> f64" } else { "" };
        let mentioned = self.mentioned(&body);
        let strong = body.strong || !result.is_empty();
        let head = text(format!("let {mutable}{name} = {owned}|{}|{result} ", written.join(", ")));
        stmts.push(Stmt::new(vec![head, Piece::Expr(body), text(";")]));
        let mut loans: Vec<(String, bool)> = Vec::new();
        if !owns {
            loans.extend(mentioned.into_iter().map(|name| {
                let changes = accumulator.as_ref() == Some(&name);
                (name, changes)
            }));
        }
        let closure = Bound { name: name.clone(), params, changes: accumulator.is_some(), strong };
        let before = self.closures.clone();
        self.closures.retain(|other| other.name != name);
        self.closures.push(closure);
        let budget = self.random.range(1, 3);
        self.during(&loans, |this| {
            // It is called at least once.
            if let Some(call) = this.closure_call(&Type::Double) {
                let stmt = this.let_value(Type::Double, call);
                stmts.push(stmt);
            }
            this.statements(budget, stmts);
        });
        self.closures = before;
        self.closures.retain(|other| other.name != name);
    }

    /// The variables whose names stand in an expression.
    pub fn mentioned(&self, expr: &Expr) -> Vec<String> {
        let text = print::expression(expr);
        self.visible().into_iter().map(|var| var.name).filter(|name| mentions(&text, name)).collect()
    }

    /// A parameter: as it is written, its type, and the variables that it declares.
    fn parameter(&mut self) -> (String, Type, Vec<Var>) {
        match self.random.weighted(&[60, 10, 12, 10, 8]) {
            0 => {
                let name = if self.random.chance(25) { self.new_name(&Type::Double) } else { self.name("a") };
                let mutable = self.random.chance(20);
                let sign = if mutable { "mut " } else { "" };
                let var = Var { mutable, ..Var::new(&name, Type::Double) };
                (format!("{sign}{name}: f64"), Type::Double, vec![var])
            }
            1 => {
                let name = self.name("k");
                let var = Var { strong: true, ..Var::new(&name, Type::Int) };
                (format!("{name}: usize"), Type::Int, vec![var])
            }
            2 => {
                let name = self.name("c");
                let min = self.random.range(1, 2);
                let ty = Type::Slice(Box::new(Type::Double), Len { text: format!("{name}.len()"), min });
                let var = Var { reference: true, protected: true, ..Var::new(&name, ty.clone()) };
                (format!("{name}: &[f64]"), ty, vec![var])
            }
            3 => {
                let ty = Type::Tuple(vec![Type::Double, Type::Double]);
                let mut declared = Vec::new();
                let pattern = self.pattern(&ty, &mut declared);
                let vars = declared.into_iter().map(|(name, ty, mutable)| Var { mutable, ..Var::new(&name, ty) });
                (format!("{pattern}: {ty}"), ty, vars.collect())
            }
            _ => {
                let ty = Type::array(Type::Double, 2);
                let name = self.name("u");
                (format!("{name}: {ty}"), ty.clone(), vec![Var::new(&name, ty)])
            }
        }
    }

    /// A call of a closure in a variable.
    pub fn closure_call(&mut self, ty: &Type) -> Option<Expr> {
        if *ty != Type::Double || self.trips > 30 {
            return None;
        }
        let fitting: Vec<Bound> =
            self.closures.iter().filter(|closure| !closure.changes || self.conditions == 0).cloned().collect();
        if fitting.is_empty() {
            return None;
        }
        let closure = self.random.pick(&fitting).clone();
        let mut pieces = vec![text(format!("{}(", closure.name))];
        // While its arguments are evaluated, what changes is not called again.
        let others = self.closures.clone();
        if closure.changes {
            self.closures.retain(|other| other.name != closure.name);
        }
        let before = (self.blocked.len(), self.frozen.len());
        let mut complete = true;
        for (position, param) in closure.params.iter().enumerate() {
            if position > 0 {
                pieces.push(text(", "));
            }
            self.simple += 1;
            let argument = match param {
                Type::Slice(element, len) => self.lend_slice(element, len.min, false),
                Type::Double => {
                    let value = self.float(param, 1);
                    Some(self.tamed(value, CAP))
                }
                ty => Some(self.value(ty, 1)),
            };
            self.simple -= 1;
            match argument {
                Some(argument) => pieces.push(Piece::Expr(argument)),
                None => complete = false,
            }
        }
        self.blocked.truncate(before.0);
        self.frozen.truncate(before.1);
        self.closures = others;
        if !complete {
            return None;
        }
        self.cost += 3 * self.trips;
        pieces.push(text(")"));
        Some(Expr::new(Type::Double, pieces).strength(closure.strong).sized(2.0 * CAP))
    }
}

/// The name stands in the text as a word.
fn mentions(text: &str, name: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(name).any(|(at, _)| {
        let before = text[..at].chars().next_back().is_some_and(is_word);
        let behind = text[at + name.len()..].chars().next().is_some_and(is_word);
        !before && !behind
    })
}
