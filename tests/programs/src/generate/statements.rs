//! Statements.

use super::floats::CAP;
use super::flow::Around;
use super::scope::Var;
use super::{Generator, LARGEST_COST, text};
use crate::syntax::{Block, Expr, Function, Len, Passing, Piece, Stmt, Type};

impl Generator<'_> {
    pub fn statements(&mut self, budget: usize, stmts: &mut Vec<Stmt>) {
        for _ in 0..budget {
            self.statement(stmts);
            self.cost += self.trips;
        }
    }

    fn statement(&mut self, stmts: &mut Vec<Stmt>) {
        let nested = if self.depth < 3 && self.cost < LARGEST_COST { 1 } else { 0 };
        let looped = if self.trips <= 40 { nested } else { 0 };
        let exits = if self.around.is_empty() { nested } else { 2 * nested };
        match self.random.weighted(&[
            22,
            4,
            16,
            18,
            11 * nested,
            16 * looped,
            2 * nested,
            4,
            7,
            3 * nested,
            3,
            4,
            5 * exits,
            3 * looped,
            3 * looped,
            3 * nested,
            12 * looped,
            9 * nested,
            9 * nested,
            5 * nested,
            3 * nested,
            5,
            5,
            5 * nested,
            4 * looped,
            5,
            3 * looped,
            8 * looped,
            3,
            5 * nested,
            5 * nested,
            6 * nested,
            if self.templates { 30 * nested } else { 0 },
        ]) {
            0 => self.let_any(stmts),
            1 => self.let_pattern(stmts),
            2 => self.assignment(stmts),
            3 => self.compound(stmts),
            4 => self.branch(stmts),
            5 => self.for_loop(stmts),
            6 => {
                let block = self.scoped(|this| this.block(2));
                stmts.push(Stmt::new(vec![Piece::Block(block)]));
            }
            7 => self.exchange(stmts),
            8 => self.call_statement(stmts),
            9 => self.declared_later(stmts),
            10 => self.tuple_assignment(stmts),
            11 => self.change_integer(stmts),
            12 => self.exit(stmts),
            13 => self.while_loop(stmts),
            14 => self.endless_loop(stmts),
            16 => self.iteration(stmts),
            17 => self.lending(stmts),
            18 => self.bind_closure(stmts),
            19 => self.option_statement(stmts),
            20 => self.destructure(stmts),
            21 => self.growing(stmts),
            22 => self.as_a_whole(stmts),
            23 => self.collected(stmts),
            24 => self.walk(stmts),
            25 => self.exchange_memory(stmts),
            26 => self.double_buffer(stmts),
            27 => self.lone_loop(stmts),
            28 => self.list_assigned(stmts),
            29 => self.within(stmts),
            30 => self.grown_by_call(stmts),
            31 => self.choosing(stmts),
            32 => self.forms(stmts),
            _ => self.match_statement(stmts),
        }
    }

    pub fn block(&mut self, most: usize) -> Block {
        let budget = self.random.range(1, most);
        let mut stmts = Vec::new();
        self.statements(budget, &mut stmts);
        Block { stmts, tail: None }
    }

    pub fn let_float(&mut self, ty: &Type) -> Stmt {
        let value = self.value(ty, 2);
        self.let_value(ty.clone(), value)
    }

    fn let_any(&mut self, stmts: &mut Vec<Stmt>) {
        let float = self.float_type();
        let structs = if self.structs.is_empty() { 0 } else { 12 };
        let ty = match self.random.weighted(&[44, 22, 6, 10, 9, 6, 5, structs]) {
            0 => float,
            1 => Type::Array(Box::new(float), self.len()),
            2 => self.matrix(float),
            3 => Type::Int,
            4 => self.tuple(),
            5 => Type::Vec(Box::new(float), self.vec_len()),
            7 if self.random.chance(35) => Type::array(self.a_struct(), self.random.range(1, 3)),
            7 => self.a_struct(),
            _ => Type::Bool,
        };
        if self.random.chance(12) {
            return self.index_array(stmts);
        }
        let depth = self.random.weighted(&[0, 4, 3, 1]);
        let value = self.value(&ty, depth);
        stmts.push(self.let_value(ty, value));
    }

    /// The length of a new `Vec`: a number, or that of something else.
    fn vec_len(&mut self) -> Len {
        let visible = self.visible();
        let lens: Vec<&Len> = visible
            .iter()
            .filter_map(|var| match &var.ty {
                Type::Slice(_, len) | Type::Vec(_, len) => Some(len),
                _ => None,
            })
            .filter(|len| self.is_mentionable(len))
            .collect();
        if !lens.is_empty() && self.random.chance(60) {
            return (*self.random.pick(&lens)).clone();
        }
        Len { text: "?".into(), min: self.random.range(1, 3) }
    }

    pub fn let_value(&mut self, mut ty: Type, value: Expr) -> Stmt {
        let mut name = self.new_name(&ty);
        let mut sized = false;
        if let Type::Vec(_, len) = &mut ty {
            sized = true;
            name = self.name("w");
            if len.text == "?" {
                len.text = format!("{name}.len()");
            }
        }
        let mutable = self.random.chance(60);
        let written = if ty == Type::Bool { true } else { value.strong };
        let annotated = self.random.chance(if written { 12 } else { 50 });
        let max = if ty == Type::Int { 3 } else { super::scope::LARGEST_ARGUMENT };
        let keyword = if mutable { "let mut " } else { "let " };
        let annotation = if annotated { format!(": {ty}") } else { String::new() };
        let head = text(format!("{keyword}{name}{annotation} = "));
        self.scope.push(Var { mutable, strong: written || annotated, max, protected: sized, ..Var::new(&name, ty) });
        Stmt::new(vec![head, Piece::Expr(value), text(";")])
    }

    /// An array of indices, written as a permutation.
    fn index_array(&mut self, stmts: &mut Vec<Stmt>) {
        let count = self.random.range(2, 4);
        let mut order: Vec<usize> = (0..count).collect();
        for k in (1..count).rev() {
            let other = self.random.below(k + 1);
            order.swap(k, other);
        }
        let name = self.name("p");
        let order: Vec<String> = order.iter().map(ToString::to_string).collect();
        stmts.push(Stmt::new(vec![text(format!("let mut {name} = [{}];", order.join(", ")))]));
        let ty = Type::array(Type::Int, count);
        self.scope.push(Var { mutable: true, strong: false, max: count - 1, ..Var::new(&name, ty) });
    }

    /// `let (a, b) = ..;`
    fn let_pattern(&mut self, stmts: &mut Vec<Stmt>) {
        let ty = self.float_type();
        if self.random.chance(30) {
            let angle = self.float(&ty, 1);
            let angle = if angle.strong { angle } else { self.strong_literal(&ty) };
            let value = Expr::new(ty.clone(), vec![Piece::Operand(angle), text(".sin_cos()")]);
            let (s, c) = (self.name("s"), self.name("c"));
            stmts.push(Stmt::new(vec![text(format!("let ({s}, {c}) = ")), Piece::Expr(value), text(";")]));
            self.scope.push(Var::new(&s, ty.clone()));
            self.scope.push(Var::new(&c, ty));
            return;
        }
        let whole = if self.random.chance(50) { self.tuple() } else { Type::array(ty, self.random.range(1, 3)) };
        let value = self.value(&whole, 2);
        let strong = value.strong;
        let mut declared = Vec::new();
        let pattern = self.pattern(&whole, &mut declared);
        stmts.push(Stmt::new(vec![text(format!("let {pattern} = ")), Piece::Expr(value), text(";")]));
        for (name, ty, mutable) in declared {
            self.scope.push(Var { mutable, strong, ..Var::new(&name, ty) });
        }
    }

    pub fn pattern(&mut self, ty: &Type, declared: &mut Vec<(String, Type, bool)>) -> String {
        let deeper = declared.is_empty() || self.random.chance(50);
        match ty {
            Type::Tuple(parts) if deeper => {
                let inner: Vec<String> = parts.iter().map(|part| self.pattern(part, declared)).collect();
                if inner.len() == 1 { format!("({},)", inner[0]) } else { format!("({})", inner.join(", ")) }
            }
            Type::Array(element, len) if deeper && len.is_fixed() => {
                let inner: Vec<String> = (0..len.min).map(|_| self.pattern(element, declared)).collect();
                format!("[{}]", inner.join(", "))
            }
            Type::Struct(item) if deeper => {
                let mut inner: Vec<String> = Vec::new();
                let mut complete = true;
                for (name, part) in &item.fields {
                    if self.random.chance(20) {
                        complete = false;
                        continue;
                    }
                    let pattern = self.pattern(part, declared);
                    inner.push(format!("{name}: {pattern}"));
                }
                let rest = if complete { "" } else { ".." };
                let comma = if complete || inner.is_empty() { "" } else { ", " };
                format!("{} {{ {}{comma}{rest} }}", item.name, inner.join(", "))
            }
            _ if self.random.chance(10) => "_".into(),
            ty => {
                let name = self.name("b");
                let mutable = self.random.chance(40);
                declared.push((name.clone(), ty.clone(), mutable));
                if mutable { format!("mut {name}") } else { name }
            }
        }
    }

    /// The type of a part of what can be assigned to.
    fn target_type(&mut self) -> Type {
        let mut types = vec![Type::Double, Type::Double, Type::Double];
        if self.single {
            types.push(Type::Single);
        }
        for var in self.visible() {
            if self.is_writable(&var) {
                match &var.ty {
                    Type::Array(element, _) => {
                        types.push(var.ty.clone());
                        types.push((**element).clone());
                    }
                    Type::Tuple(_) | Type::Struct(_) | Type::Bool | Type::Vec(..) => types.push(var.ty.clone()),
                    _ => {}
                }
            }
        }
        types.retain(|ty| !matches!(ty, Type::Int) && !matches!(ty, Type::Array(element, _) if **element == Type::Int));
        self.random.pick(&types).clone()
    }

    pub fn assignment(&mut self, stmts: &mut Vec<Stmt>) {
        let ty = self.target_type();
        let depth = self.random.weighted(&[0, 4, 3, 1]);
        let value = if ty.is_float() {
            let value = self.float(&ty, depth);
            self.tamed(value, CAP)
        } else {
            self.value(&ty, depth)
        };
        let Some(target) = self.target(&ty) else { return self.let_any(stmts) };
        stmts.push(assign(target.expr, " = ", value));
    }

    pub fn compound(&mut self, stmts: &mut Vec<Stmt>) {
        let ty = self.float_type();
        let value = self.float(&ty, 2);
        let (operator, value) = match self.random.weighted(&[45, 20, 20, 10, 4]) {
            0 | 1 => {
                let cap = if self.trips > 1 { 1.0 } else { CAP };
                let value = self.tamed(value, cap);
                (*self.random.pick(&[" += ", " += ", " -= "]), value)
            }
            2 => (" *= ", self.tamed(value, if self.trips > 1 { 1.0 } else { 2.0 })),
            3 => {
                let name = *self.random.pick(&["sin", "cos", "tanh"]);
                let value = self.unary(name, value);
                (" /= ", Expr::new(ty.clone(), vec![text("2.0 + "), Piece::Operand(value)]).loose())
            }
            _ => (" %= ", self.strong_literal_above_zero(&ty)),
        };
        let Some(target) = self.target(&ty) else { return self.let_any(stmts) };
        stmts.push(assign(target.expr, operator, value));
    }

    fn strong_literal_above_zero(&mut self, ty: &Type) -> Expr {
        Expr::text(ty.clone(), self.random.pick(&["1.5", "2.0", "0.7"]).to_string()).strength(false)
    }

    pub fn branch(&mut self, stmts: &mut Vec<Stmt>) {
        let condition = self.condition(2);
        let mut pieces = vec![text("if "), Piece::Expr(condition), text(" ")];
        let then = self.scoped(|this| this.block(3));
        pieces.push(Piece::Block(then));
        if self.random.chance(20) {
            let condition = self.condition(1);
            let otherwise = self.scoped(|this| this.block(2));
            pieces.extend([text(" else if "), Piece::Expr(condition), text(" "), Piece::Block(otherwise)]);
        }
        if self.random.chance(55) {
            let otherwise = self.scoped(|this| this.block(3));
            pieces.extend([text(" else "), Piece::Block(otherwise)]);
        }
        stmts.push(Stmt::new(pieces));
    }

    pub fn for_loop(&mut self, stmts: &mut Vec<Stmt>) {
        let (range, below, count) = self.range();
        // An inclusive range does not know its length.
        let exact = if range.contains("..=") { 0 } else { 1 };
        let adapted = match self.random.weighted(&[60, 16, 10, 4, 4 * exact]) {
            0 => range,
            1 => format!("({range}).rev()"),
            2 => format!("({range}).step_by({})", self.random.range(2, 3)),
            3 => format!("({range}).rev().step_by(2)"),
            _ => format!("({range}).step_by(2).rev()"),
        };
        let unused = self.random.chance(12);
        let index = if unused { "_".to_string() } else { self.name("i") };
        let label = self.label();
        let around = Around { label: label.clone(), can_continue: true, value: None };
        let body = self.looping(around, count, |this| {
            if !unused {
                this.scope.push(Var::index(&index, below));
            }
            this.block(4)
        });
        let label = label.map_or_else(String::new, |label| format!("{label}: "));
        let head = text(format!("{label}for {index} in {adapted} "));
        stmts.push(Stmt::new(vec![head, Piece::Block(body)]));
    }

    /// A loop that does one kind of thing: what changes in it, a single statement says.
    fn lone_loop(&mut self, stmts: &mut Vec<Stmt>) {
        let changing = |function: &Function| function.params.iter().any(|param| param.passing == Passing::Mutable);
        let callees: Vec<usize> = (0..self.callees.len()).filter(|index| changing(&self.callees[*index])).collect();
        // Something that the callee can change.
        if !self.structs.is_empty() && self.random.chance(60) {
            let ty = self.a_struct();
            let value = self.value(&ty, 1);
            let name = self.name("t");
            stmts.push(Stmt::new(vec![text(format!("let mut {name} = ")), Piece::Expr(value), text(";")]));
            self.scope.push(Var { mutable: true, ..Var::new(&name, ty) });
        }
        let count = self.random.range(1, 4);
        let around = Around { label: None, can_continue: false, value: None };
        let body = self.looping(around, count, |this| {
            let mut inside = Vec::new();
            for _ in 0..this.random.range(1, 2) {
                match this.random.weighted(&[60, 15, 10, 10]) {
                    0 if !callees.is_empty() => {
                        let index = *this.random.pick(&callees);
                        let n = Len::fixed(this.random.range(2, 4));
                        match this.call(index, &n) {
                            Some(call) => this.evaluated(call, &mut inside),
                            None => this.exchange(&mut inside),
                        }
                    }
                    1 => this.exchange_memory(&mut inside),
                    2 => this.as_a_whole(&mut inside),
                    _ => this.exchange(&mut inside),
                }
            }
            Block { stmts: inside, tail: None }
        });
        stmts.push(Stmt::new(vec![text(format!("for _ in 0..{count} ")), Piece::Block(body)]));
    }

    /// `f(..);`, `let _ = f(..);`, `y = f(..);`
    fn evaluated(&mut self, call: Expr, stmts: &mut Vec<Stmt>) {
        let is_nothing = matches!(&call.ty, Type::Tuple(parts) if parts.is_empty());
        if !is_nothing && self.random.chance(60) {
            let mentioned = self.mentioned(&call);
            let blocked = self.blocked.len();
            self.blocked.extend(mentioned);
            let target = if matches!(call.ty, Type::Int | Type::Vec(..)) { None } else { self.target(&call.ty) };
            self.blocked.truncate(blocked);
            if let Some(target) = target {
                return stmts.push(assign(target.expr, " = ", call));
            }
        }
        let head = if is_nothing || self.random.chance(50) { "" } else { "let _ = " };
        stmts.push(Stmt::new(vec![text(head), Piece::Expr(call), text(";")]));
    }

    /// `std::mem::swap(&mut a, &mut b);`, `let held = std::mem::replace(&mut a, b);`
    fn exchange_memory(&mut self, stmts: &mut Vec<Stmt>) {
        let ty = self.target_type();
        if matches!(ty, Type::Vec(..) | Type::Int | Type::Bool) {
            return self.exchange(stmts);
        }
        let Some(first) = self.target(&ty) else { return self.compound(stmts) };
        let blocked = self.blocked.len();
        self.blocked.push(first.base.clone());
        let (second, value) = if self.random.chance(60) {
            (self.target(&ty), None)
        } else {
            let value = self.value(&ty, 1);
            (None, Some(if ty.is_float() { self.tamed(value, CAP) } else { value }))
        };
        self.blocked.truncate(blocked);
        let head = |function: &str| text(format!("std::mem::{function}(&mut "));
        match (second, value) {
            (Some(second), _) => stmts.push(Stmt::new(vec![
                head("swap"),
                Piece::Operand(first.expr),
                text(", &mut "),
                Piece::Operand(second.expr),
                text(");"),
            ])),
            (None, Some(value)) => {
                let name = self.name("h");
                stmts.push(Stmt::new(vec![
                    text(format!("let {name}: {ty} = ")),
                    head("replace"),
                    Piece::Operand(first.expr),
                    text(", "),
                    Piece::Expr(value),
                    text(");"),
                ]));
                self.scope.push(Var::new(&name, ty));
            }
            (None, None) => self.compound(stmts),
        }
    }

    /// `w = vec![..];`, no shorter than it has to be.
    fn list_assigned(&mut self, stmts: &mut Vec<Stmt>) {
        let is_list = |this: &Self, var: &Var| {
            let of_floats = matches!(&var.ty, Type::Vec(element, _) if **element == Type::Double);
            of_floats && !var.reference && this.is_writable(var)
        };
        let lists: Vec<Var> = self.visible().into_iter().filter(|var| is_list(self, var)).collect();
        // Indices in a loop may be below the length that it had.
        if lists.is_empty() || !self.around.is_empty() {
            return self.exchange_memory(stmts);
        }
        let var = self.random.pick(&lists).clone();
        let Type::Vec(_, len) = &var.ty else { return };
        let count = len.min + self.random.range(0, 2);
        let value = self.list(count);
        stmts.push(Stmt::new(vec![text(format!("{} = ", var.name)), Piece::Expr(value), text(";")]));
    }

    /// `vec![..]`
    pub fn list(&mut self, count: usize) -> Expr {
        let elements: Vec<Expr> = (0..count).map(|_| self.float(&Type::Double, 1)).collect();
        let mut pieces = vec![text("vec![")];
        for (position, element) in elements.into_iter().enumerate() {
            pieces.extend([text(if position > 0 { ", " } else { "" }), Piece::Expr(element)]);
        }
        pieces.push(text("]"));
        let len = Len { text: "?".into(), min: count };
        Expr::new(Type::Vec(Box::new(Type::Double), len), pieces)
    }

    /// `let mut a = vec![..]; let mut b = vec![..]; for _ in 0..3 { .. std::mem::swap(&mut a, &mut b); }`
    fn double_buffer(&mut self, stmts: &mut Vec<Stmt>) {
        let least = self.random.range(1, 3);
        for _ in 0..2 {
            let value = self.list(least);
            let name = self.name("w");
            let head = text(format!("let mut {name}: Vec<f64> = "));
            stmts.push(Stmt::new(vec![head, Piece::Expr(value), text(";")]));
            let len = Len { text: format!("{name}.len()"), min: least };
            let ty = Type::Vec(Box::new(Type::Double), len);
            self.scope.push(Var { mutable: true, protected: true, ..Var::new(&name, ty) });
        }
        let [.., first, second] = self.scope.as_slice() else { return };
        let swap = format!("std::mem::swap(&mut {}, &mut {});", first.name, second.name);
        if self.random.chance(30) {
            return stmts.push(Stmt::new(vec![text(swap)]));
        }
        let count = self.random.range(1, 3);
        let around = Around { label: None, can_continue: false, value: None };
        let body = self.looping(around, count, |this| {
            let mut block = this.block(2);
            block.stmts.push(Stmt::new(vec![text(swap)]));
            block
        });
        stmts.push(Stmt::new(vec![text(format!("for _ in 0..{count} ")), Piece::Block(body)]));
    }

    /// A range, the length that its elements are below, and about how many there are.
    pub fn range(&mut self) -> (String, Len, usize) {
        let visible = self.visible();
        let readable = visible.iter().filter(|var| self.is_readable(var));
        let mut ends: Vec<(String, Len, usize)> = Vec::new();
        for var in readable {
            match &var.ty {
                Type::Array(_, len) | Type::Slice(_, len) | Type::Vec(_, len) if self.is_mentionable(len) => {
                    ends.push((format!("{}.len()", var.name), len.clone(), 3));
                }
                Type::Int if !var.reference && var.max <= 8 => {
                    let below = var.below.clone().unwrap_or_else(|| Len::fixed(var.max));
                    ends.push((var.name.clone(), below, 2));
                }
                _ => {}
            }
        }
        if self.generic {
            ends.push(("N".into(), Len { text: "N".into(), min: 2 }, 3));
        }
        let literal = self.random.weighted(&[1, 2, 5, 6, 2]);
        ends.push((literal.to_string(), Len::fixed(literal), literal));
        if self.random.chance(35) {
            ends.drain(..ends.len() - 1);
        }
        let (high, below, count) = self.random.pick(&ends).clone();
        let lows: Vec<String> = visible
            .iter()
            .filter(|var| var.ty == Type::Int && !var.reference && self.is_readable(var) && var.name != high)
            .map(|var| var.name.clone())
            .collect();
        let low = match self.random.weighted(&[70, 15, 10]) {
            0 => "0".to_string(),
            1 => "1".to_string(),
            _ if lows.is_empty() => "0".to_string(),
            _ => {
                let low = self.random.pick(&lows).clone();
                if self.random.chance(40) { format!("{low} + 1") } else { low }
            }
        };
        // `0..=i` for an index `i` stays below what `i` is below; other bounds are literals.
        let is_index = visible.iter().any(|var| var.name == high && var.below.is_some());
        if is_index && self.random.chance(40) {
            return (format!("{low}..={high}"), below, count);
        }
        if below.is_fixed() && !high.ends_with(")") && self.random.chance(12) {
            return (format!("{low}..={high}"), Len::fixed(below.min + 1), count + 1);
        }
        (format!("{low}..{high}"), below, count)
    }

    /// Swaps, in several ways.
    fn exchange(&mut self, stmts: &mut Vec<Stmt>) {
        let visible = self.visible();
        let mut swappable: Vec<(Var, Len)> = Vec::new();
        for var in visible {
            if let (true, Some((_, len))) = (self.is_writable(&var), var.ty.elements()) {
                swappable.push((var.clone(), len.clone()));
            }
        }
        if swappable.is_empty() || self.random.chance(40) {
            return self.tuple_assignment(stmts);
        }
        let (var, len) = self.random.pick(&swappable).clone();
        let name = var.name;
        self.blocked.push(name.clone());
        let i = self.simply(|this| this.index(&len));
        let j = self.simply(|this| this.index(&len));
        self.blocked.pop();
        if self.random.chance(60) {
            let pieces = vec![text(format!("{name}.swap(")), Piece::Expr(i), text(", "), Piece::Expr(j), text(");")];
            return stmts.push(Stmt::new(pieces));
        }
        let held = self.name("h");
        let part = |index: &Expr| [text(format!("{name}[")), Piece::Expr(index.clone()), text("]")];
        let [a, b, c] = part(&i);
        stmts.push(Stmt::new(vec![text(format!("let {held} = ")), a, b, c, text(";")]));
        let ([a, b, c], [d, e, f]) = (part(&i), part(&j));
        stmts.push(Stmt::new(vec![a, b, c, text(" = "), d, e, f, text(";")]));
        let [a, b, c] = part(&j);
        stmts.push(Stmt::new(vec![a, b, c, text(format!(" = {held};"))]));
    }

    /// `(a, b) = (b, a);`
    fn tuple_assignment(&mut self, stmts: &mut Vec<Stmt>) {
        let ty = self.float_type();
        let (Some(first), Some(second)) = (self.target(&ty), self.target(&ty)) else { return self.let_any(stmts) };
        let values = if self.random.chance(50) {
            (second.expr.clone(), first.expr.clone())
        } else {
            let (a, b) = (self.float(&ty, 2), self.float(&ty, 1));
            (self.tamed(a, CAP), self.tamed(b, CAP))
        };
        let pieces = vec![
            text("("),
            Piece::Expr(first.expr),
            text(", "),
            Piece::Expr(second.expr),
            text(") = ("),
            Piece::Expr(values.0),
            text(", "),
            Piece::Expr(values.1),
            text(");"),
        ];
        stmts.push(Stmt::new(pieces));
    }

    fn call_statement(&mut self, stmts: &mut Vec<Stmt>) {
        if self.callees.is_empty() {
            return self.compound(stmts);
        }
        if self.random.chance(50) {
            // Something that the callee can write to.
            let ty =
                if self.random.chance(70) { Type::array(Type::Double, self.random.range(2, 4)) } else { Type::Double };
            // A workspace that holds nothing that varies, until a callee writes to it.
            let held = self.random.chance(60);
            let value = if held { self.constant(&ty) } else { self.value(&ty, 1) };
            let name = self.name("work");
            stmts.push(Stmt::new(vec![text(format!("let mut {name}: {ty} = ")), Piece::Expr(value), text(";")]));
            self.scope.push(Var { mutable: true, ..Var::new(&name, ty) });
        }
        let Some(call) = self.any_call() else { return self.assignment(stmts) };
        match call.ty.clone() {
            Type::Tuple(parts) if parts.is_empty() => stmts.push(Stmt::new(vec![Piece::Expr(call), text(";")])),
            _ if self.random.chance(30) => stmts.push(Stmt::new(vec![text("let _ = "), Piece::Expr(call), text(";")])),
            _ if self.random.chance(30) => stmts.push(Stmt::new(vec![Piece::Expr(call), text(";")])),
            ty => {
                let stmt = self.let_value(ty, call);
                stmts.push(stmt);
            }
        }
    }

    /// `let a; if .. { a = ..; } else { a = ..; }`
    fn declared_later(&mut self, stmts: &mut Vec<Stmt>) {
        let ty = self.float_type();
        let name = self.name("d");
        let annotated = self.random.chance(50);
        let annotation = if annotated { format!(": {ty}") } else { String::new() };
        stmts.push(Stmt::new(vec![text(format!("let {name}{annotation};"))]));
        let condition = self.condition(1);
        let mut arms = Vec::new();
        for _ in 0..2 {
            arms.push(self.scoped(|this| {
                let mut block = if this.random.chance(40) { this.block(2) } else { Block::default() };
                let value = this.value(&ty, 2);
                block.stmts.push(Stmt::new(vec![text(format!("{name} = ")), Piece::Expr(value), text(";")]));
                block
            }));
        }
        let otherwise = arms.pop().unwrap_or_default();
        let then = arms.pop().unwrap_or_default();
        let pieces = vec![
            text("if "),
            Piece::Expr(condition),
            text(" "),
            Piece::Block(then),
            text(" else "),
            Piece::Block(otherwise),
        ];
        stmts.push(Stmt::new(pieces));
        self.scope.push(Var { strong: annotated, ..Var::new(&name, ty) });
    }

    /// Counters, flags and index arrays change.
    fn change_integer(&mut self, stmts: &mut Vec<Stmt>) {
        let accept = |this: &Self, var: &Var| this.is_writable(var) && !var.protected && !var.reference;
        let Some(place) = self.place_where(&Type::Int, &accept) else { return self.let_any(stmts) };
        let value = self.int(place.max, 2);
        stmts.push(assign(place.expr, " = ", value));
    }
}

fn assign(target: Expr, operator: &str, value: Expr) -> Stmt {
    Stmt::new(vec![Piece::Expr(target), text(operator), Piece::Expr(value), text(";")])
}
