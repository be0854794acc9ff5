//! Calls of earlier functions, with every way to pass an argument.

use super::scope::Var;
use super::{Generator, LARGEST_COST, text};
use crate::syntax::{Expr, Failing, Function, Len, Param, Passing, Piece, Trait, Type};

impl Generator<'_> {
    /// A call whose result has this type, if a function has it and its arguments can be had.
    pub fn call_for(&mut self, want: &Type) -> Option<Expr> {
        if self.simple > 2 {
            return None;
        }
        let candidates: Vec<(usize, Len)> = (0..self.callees.len())
            .filter_map(|index| {
                let n = self.instance(&self.callees[index], want)?;
                Some((index, n))
            })
            .collect();
        if candidates.is_empty() {
            return None;
        }
        let (index, n) = self.random.pick(&candidates).clone();
        self.call(index, &n)
    }

    /// The generic length with which the function returns the wanted type.
    fn instance(&self, function: &Function, want: &Type) -> Option<Len> {
        let result = function.result.as_ref()?;
        let mut lens = vec![Len::fixed(2), Len::fixed(3), Len::fixed(4)];
        if self.generic {
            lens.push(Len { text: "N".into(), min: 2 });
        }
        let matches = |n: &Len| match (result.instantiate(n), want) {
            (Type::Vec(a, has), Type::Vec(b, wants)) => a == *b && wants.text == "?" && has.min >= wants.min,
            (result, want) => result == *want,
        };
        lens.into_iter().find(matches)
    }

    /// A call of any function, as a statement.
    pub fn any_call(&mut self) -> Option<Expr> {
        if self.callees.is_empty() {
            return None;
        }
        let index = self.random.below(self.callees.len());
        let mut n = Len::fixed(self.random.range(2, 4));
        if self.generic && self.random.chance(50) {
            n = Len { text: "N".into(), min: 2 };
        }
        self.call(index, &n)
    }

    pub fn call(&mut self, index: usize, n: &Len) -> Option<Expr> {
        let callees = self.callees;
        self.call_of(&callees[index], n)
    }

    /// A call of the function that is being written, one level deeper.
    pub fn self_call(&mut self, want: &Type) -> Option<Expr> {
        let this = self.this.clone()?;
        if this.result.as_ref() != Some(want) || self.trips > 4 || self.self_calls > 1 {
            return None;
        }
        let call = self.call_of(&this, &Len::fixed(2))?;
        self.self_calls += 1;
        Some(call)
    }

    fn call_of(&mut self, callee: &Function, n: &Len) -> Option<Expr> {
        let pure = callee.params.iter().all(|param| param.passing != Passing::Mutable && !param.ty.has_vec());
        if self.conditions > 0 && !pure {
            return None;
        }
        if self.cost + callee.cost * self.trips > LARGEST_COST {
            return None;
        }
        if let Some(Trait::Operator(_, sign)) = callee.of_trait {
            return self.operation(callee, sign);
        }
        let lent = (self.blocked.len(), self.frozen.len());
        let mut pieces = vec![text(format!("{}(", callee.path()))];
        let mut complete = true;
        let receiver = if callee.owner.is_some() && self.random.chance(50) { self.receiver_of(callee) } else { None };
        let as_method = usize::from(receiver.is_some());
        if let Some(receiver) = receiver {
            pieces = vec![Piece::Operand(receiver), text(format!(".{}(", callee.name))];
        }
        for (position, param) in callee.params.iter().enumerate().skip(as_method) {
            if position > as_method {
                pieces.push(text(", "));
            }
            let is_depth = callee.recursive && position + 1 == callee.params.len();
            let is_itself = self.this.as_ref().is_some_and(|this| this.name == callee.name);
            self.simple += 1;
            let argument = match (is_depth, is_itself) {
                (true, true) => Some(Expr::text(Type::Int, format!("{} - 1", param.name)).loose()),
                (true, false) => Some(self.int(3, 0)),
                _ => self.argument(param, n),
            };
            self.simple -= 1;
            match argument {
                Some(argument) => pieces.push(Piece::Expr(argument)),
                None => {
                    complete = false;
                    break;
                }
            }
        }
        self.blocked.truncate(lent.0);
        self.frozen.truncate(lent.1);
        if !complete {
            return None;
        }
        self.cost += callee.cost * self.trips;
        pieces.push(text(")"));
        let ty = callee.result.as_ref().map_or(Type::Tuple(Vec::new()), |result| result.instantiate(n));
        let mut expr = Expr::new(ty, pieces).sized(8.0);
        expr.callee = Some(callee.path());
        Some(match callee.fails {
            Some(fails) => self.taken_apart(expr, fails),
            None => expr,
        })
    }

    /// What is inside of what a call gives, or something else.
    fn taken_apart(&mut self, call: Expr, fails: Failing) -> Expr {
        let ty = call.ty.clone();
        if let (Some(own), true) = (self.fails, self.random.chance(40)) {
            let converted = match (fails, own) {
                (Failing::Option, Failing::Result) if self.random.chance(50) => ".ok_or(5usize)?",
                (Failing::Option, Failing::Result) => ".ok_or_else(|| 4usize)?",
                (Failing::Result, Failing::Option) => ".ok()?",
                (Failing::Result, Failing::Result) if self.random.chance(30) => ".map_err(|error| error + 1)?",
                _ => "?",
            };
            return Expr::new(ty, vec![Piece::Operand(call), text(converted)]).sized(8.0);
        }
        self.simple += 1;
        let other = self.value(&ty, 1);
        self.simple -= 1;
        let (present, is_simple) = (fails.present(), self.simple > 0 || self.conditions > 0);
        let absent = if fails == Failing::Option { "None" } else { "Err(_)" };
        let way = self.random.below(if is_simple { 2 } else { 4 });
        let is_call = way < 2;
        let pieces = match way {
            0 => vec![Piece::Operand(call), text(".unwrap_or("), Piece::Expr(other), text(")")],
            1 if fails == Failing::Option => {
                vec![Piece::Operand(call), text(".unwrap_or_else(|| "), Piece::Expr(other), text(")")]
            }
            1 => vec![Piece::Operand(call), text(".ok().unwrap_or("), Piece::Expr(other), text(")")],
            2 => vec![
                text("if let "),
                text(format!("{present}(inside) = ")),
                Piece::Expr(call),
                text(" { inside } else { "),
                Piece::Expr(other),
                text(" }"),
            ],
            _ => vec![
                text("match "),
                Piece::Expr(call),
                text(format!(" {{ {present}(inside) => inside, {absent} => ")),
                Piece::Expr(other),
                text(" }"),
            ],
        };
        let whole = Expr::new(ty, pieces).sized(8.0);
        if is_call { whole } else { whole.loose() }
    }

    /// `a * b`, `a *= b`
    fn operation(&mut self, callee: &Function, sign: &str) -> Option<Expr> {
        let [left, right] = callee.params.as_slice() else { return None };
        self.simple += 1;
        let left = if left.passing == Passing::Mutable {
            self.target(&left.ty).map(|place| place.expr)
        } else {
            Some(self.value(&left.ty, 1))
        };
        let right = match right.ty.is_float() {
            true => {
                let value = self.float(&right.ty, 1);
                self.tamed(value, 4.0)
            }
            false => self.value(&right.ty, 1),
        };
        self.simple -= 1;
        self.cost += callee.cost * self.trips;
        let ty = callee.result.clone().unwrap_or(Type::Tuple(Vec::new()));
        let pieces = vec![Piece::Operand(left?), text(format!(" {sign} ")), Piece::Operand(right)];
        Some(Expr::new(ty, pieces).loose().sized(8.0))
    }

    /// What a method is called on in method syntax.
    fn receiver_of(&mut self, callee: &Function) -> Option<Expr> {
        let param = &callee.params[0];
        if param.excluded {
            return None;
        }
        if param.passing == Passing::Value {
            self.simple += 1;
            let value = self.value(&param.ty, 1);
            self.simple -= 1;
            // The macro takes what it is a copy of for lent.
            self.mentioned(&value).iter().for_each(|name| self.lent(name, false));
            return Some(value);
        }
        let mutable = param.passing == Passing::Mutable;
        self.simple += 1;
        let place = self.place_where(&param.ty, &|this, var| lendable(this, var, mutable));
        self.simple -= 1;
        let place = place?;
        self.lent(&place.base, mutable);
        // The language finds the reference that the method wants.
        Some(if place.is_deref { Expr::text(param.ty.clone(), place.base) } else { place.expr })
    }

    fn argument(&mut self, param: &Param, n: &Len) -> Option<Expr> {
        let ty = param.ty.instantiate(n);
        match param.passing {
            Passing::Value if param.excluded => Some(self.constant(&ty)),
            // Some arguments vary and others do not: each call has a mask of its own.
            Passing::Value if ty.is_float() && self.random.chance(20) => Some(self.constant(&ty)),
            Passing::Value => Some(match &ty {
                Type::Vec(element, len) => {
                    let any = Type::Vec(element.clone(), Len { text: "?".into(), min: len.min });
                    self.value(&any, 1)
                }
                Type::Array(element, _) if **element == Type::Int => self.value(&ty, 1),
                ty if ty.is_float() => {
                    let value = self.float(ty, 1);
                    self.tamed(value, 4.0)
                }
                ty => self.value(ty, 1),
            }),
            Passing::Shared if param.excluded => {
                let value = self.constant(&ty);
                Some(self.borrow_of_value(value))
            }
            Passing::Shared => self.lend(&ty, false),
            Passing::Mutable if matches!(ty, Type::Vec(..)) => self.handed(),
            Passing::Mutable => self.lend(&ty, true),
        }
    }

    /// A reference, handed on: sometimes it says that what is lent is only read.
    fn passed_on(&mut self, name: String, mutable: bool) -> Expr {
        let writes = self.visible().iter().any(|var| var.name == name && var.mutable);
        Expr::text(Type::Borrow, if writes && !mutable && self.random.chance(50) { format!("&*{name}") } else { name })
    }

    fn borrow_of_value(&mut self, value: Expr) -> Expr {
        Expr::new(Type::Borrow, vec![text("&"), Piece::Operand(value)])
    }

    /// `&x`, `&mut x[1..]`, or a reference passed on.
    fn lend(&mut self, ty: &Type, mutable: bool) -> Option<Expr> {
        let sign = if mutable { "&mut " } else { "&" };
        if let Type::Slice(element, len) = ty {
            if !mutable && self.random.chance(16) && element.is_float() {
                let ty = Type::Array(element.clone(), Len::fixed(len.min));
                let value = if self.random.chance(50) { self.constant(&ty) } else { self.value(&ty, 1) };
                return Some(self.borrow_of_value(value));
            }
            return self.lend_slice(element, len.min, mutable);
        }
        if !mutable && self.random.chance(12) {
            let held = self.random.chance(40) && !matches!(ty, Type::Struct(_) | Type::Tuple(_));
            let value = if held { self.constant(ty) } else { self.value(ty, 1) };
            return Some(self.borrow_of_value(value));
        }
        let integers = matches!(ty, Type::Array(element, _) if **element == Type::Int);
        let accept = |this: &Self, var: &Var| lendable(this, var, mutable) && !(mutable && integers);
        let place = self.place_where(ty, &accept)?;
        self.lent(&place.base, mutable);
        if place.is_deref {
            return Some(self.passed_on(place.base, mutable));
        }
        Some(Expr::new(Type::Borrow, vec![text(sign), Piece::Expr(place.expr)]))
    }

    pub fn lend_slice(&mut self, element: &Type, min: usize, mutable: bool) -> Option<Expr> {
        let mut types: Vec<Type> = Vec::new();
        for var in self.visible() {
            if lendable(self, &var, mutable) {
                collect(&var.ty, element, min, &mut types);
            }
        }
        if types.is_empty() {
            return None;
        }
        let ty = self.random.pick(&types).clone();
        let place = self.place_where(&ty, &|this, var| lendable(this, var, mutable))?;
        let (_, len) = ty.elements()?;
        self.lent(&place.base, mutable);
        let sign = if mutable { "&mut " } else { "&" };
        let base = place.expr;
        let range = self.sub_range(len, min);
        if range.is_empty() {
            if place.is_deref {
                return Some(self.passed_on(place.base, mutable));
            }
            return Some(Expr::new(Type::Borrow, vec![text(sign), Piece::Expr(base)]));
        }
        if place.is_deref {
            return Some(Expr::text(Type::Borrow, format!("{sign}{}{range}", place.base)));
        }
        Some(Expr::new(Type::Borrow, vec![text(sign), Piece::Expr(base), text(range)]))
    }

    /// `[1..]`, or nothing for the whole: at least `min` long.
    pub fn sub_range(&mut self, len: &Len, min: usize) -> String {
        let spare = len.min - min;
        let cut = self.random.range(0, spare);
        match self.random.weighted(&[4, 2, 3, 3, 2, 2]) {
            0 => String::new(),
            1 => "[..]".into(),
            2 => format!("[{cut}..]"),
            3 => format!("[..{}]", min + cut),
            4 => format!("[{cut}..{}]", self.random.range(cut + min, len.min)),
            _ => format!("[{cut}..={}]", cut + min - 1),
        }
    }

    pub fn lent(&mut self, base: &str, mutable: bool) {
        if mutable {
            self.blocked.push(base.to_string());
        }
        self.frozen.push(base.to_string());
    }
}

pub fn lendable(generator: &Generator, var: &Var, mutable: bool) -> bool {
    if !mutable {
        return generator.is_readable(var);
    }
    generator.is_writable(var) && var.ty != Type::Int
}

/// The types of parts of `ty` that have at least `min` elements.
fn collect(ty: &Type, element: &Type, min: usize, found: &mut Vec<Type>) {
    match ty {
        Type::Tuple(parts) => parts.iter().for_each(|part| collect(part, element, min, found)),
        Type::Struct(item) => item.fields.iter().for_each(|(_, part)| collect(part, element, min, found)),
        _ => {}
    }
    if let Some((inner, len)) = ty.elements() {
        if inner == element && len.min >= min {
            found.push(ty.clone());
        }
        collect(inner, element, min, found);
    }
}
