//! Structs: declared, made, taken apart; and the functions that are their methods.

use std::rc::Rc;

use super::scope::Var;
use super::signature::plain;
use super::{Generator, text};
use crate::random::Random;
use crate::syntax::{Expr, Param, Passing, Piece, Stmt, Struct, Trait, Type};

/// The structs of a program: none, one, or two of which the second may hold the first.
pub fn structs(random: &mut Random) -> Vec<Rc<Struct>> {
    let count = random.weighted(&[55, 30, 15]);
    let mut found: Vec<Rc<Struct>> = Vec::new();
    for index in 0..count {
        let is_tuple = random.chance(25);
        let fields = random.range(1, 3);
        let mut fields: Vec<(String, Type)> = (0..fields)
            .map(|field| {
                let ty = match random.weighted(&[10, 5, 3, 2, if found.is_empty() { 0 } else { 4 }]) {
                    0 => Type::Double,
                    1 => Type::array(Type::Double, random.range(1, 3)),
                    2 => Type::Int,
                    3 => Type::Tuple(vec![Type::Double, Type::Double]),
                    _ => Type::Struct(found[0].clone()),
                };
                let names = ["x", "a1", "slot"];
                (if is_tuple { field.to_string() } else { names[field].to_string() }, ty)
            })
            .collect();
        if !fields.iter().any(|(_, ty)| ty.varies()) {
            fields[0].1 = Type::Double;
        }
        found.push(Rc::new(Struct { name: format!("S{index}"), is_tuple, fields }));
    }
    found
}

impl Generator<'_> {
    /// There is one.
    pub fn a_struct(&mut self) -> Type {
        let structs = self.structs;
        Type::Struct(self.random.pick(structs).clone())
    }

    /// The struct whose method the next function is.
    pub fn owner(&mut self, entry: bool) -> Option<Rc<Struct>> {
        let structs = self.structs;
        if entry || structs.is_empty() || self.generic || !self.random.chance(35) {
            return None;
        }
        Some(self.random.pick(structs).clone())
    }

    /// Sometimes: an operator of a struct that is not there yet, with its operands and its result.
    pub fn operator(&mut self, owner: &Rc<Struct>) -> Option<(Trait, Vec<Param>, Option<Type>)> {
        if !self.random.chance(45) {
            return None;
        }
        let (name, sign) =
            *self.random.pick(&[("Mul", "*"), ("Mul", "*"), ("Div", "/"), ("Rem", "%"), ("MulAssign", "*=")]);
        let own = Type::Struct(owner.clone());
        let right = if self.random.chance(50) { Type::Double } else { own.clone() };
        let operator = Trait::Operator(name, sign);
        let is_there = self.callees.iter().any(|other| {
            other.of_trait.as_ref() == Some(&operator)
                && other.owner.as_ref() == Some(owner)
                && other.params[1].ty == right
        });
        if is_there {
            return None;
        }
        let assigns = name == "MulAssign";
        let passing = if assigns { Passing::Mutable } else { Passing::Value };
        let rebound = !assigns && self.random.chance(40);
        let receiver = Param { rebound, ..plain("self".into(), own.clone(), passing) };
        let operands = vec![receiver, plain("x1".into(), right, Passing::Value)];
        let result = if self.random.chance(50) { own } else { Type::Double };
        Some((operator, operands, (!assigns).then_some(result)))
    }

    pub fn receiver(&mut self, owner: &Rc<Struct>) -> Param {
        let passing = *self.random.pick(&[Passing::Value, Passing::Shared, Passing::Shared, Passing::Mutable]);
        let rebound = passing == Passing::Value && self.random.chance(40);
        Param { rebound, ..plain("self".into(), Type::Struct(owner.clone()), passing) }
    }

    /// A copy, a literal, or a literal with an update.
    pub fn struct_value(&mut self, ty: &Type, item: &Rc<Struct>, depth: usize) -> Expr {
        if self.random.chance(35)
            && let Some(whole) = self.whole(ty)
        {
            return whole;
        }
        let update = if item.fields.len() > 1 && self.random.chance(35) { self.place(ty) } else { None };
        let mut fields: Vec<&(String, Type)> = item.fields.iter().collect();
        if update.is_some() {
            let kept = self.random.range(0, fields.len() - 1);
            while fields.len() > kept {
                let out = self.random.below(fields.len());
                fields.remove(out);
            }
        }
        // Fields are evaluated in the order in which they are written.
        if self.random.chance(30) {
            fields.reverse();
        }
        let positional = item.is_tuple && update.is_none() && self.random.chance(70);
        if positional {
            fields = item.fields.iter().collect();
        }
        let mut pieces = vec![text(format!("{}{}", item.name, if positional { "(" } else { " { " }))];
        for (position, (name, part)) in fields.iter().enumerate() {
            if position > 0 {
                pieces.push(text(", "));
            }
            if !positional {
                pieces.push(text(format!("{name}: ")));
            }
            pieces.push(Piece::Expr(self.value(part, depth.min(1))));
        }
        if let Some(base) = update {
            let comma = if fields.is_empty() { "" } else { ", " };
            pieces.extend([text(format!("{comma}..")), Piece::Expr(base.expr)]);
        }
        pieces.push(text(if positional { ")" } else { " }" }));
        // Not in front of a block.
        Expr::new(ty.clone(), pieces).loose()
    }

    /// `let S0 { x, a1: [p, q], .. } = s;`
    pub fn destructure(&mut self, stmts: &mut Vec<Stmt>) {
        if self.structs.is_empty() {
            return self.lending(stmts);
        }
        let whole = self.a_struct();
        let value = self.value(&whole, 1);
        let mut declared = Vec::new();
        let pattern = self.pattern(&whole, &mut declared);
        stmts.push(Stmt::new(vec![text(format!("let {pattern} = ")), Piece::Expr(value), text(";")]));
        for (name, ty, mutable) in declared {
            self.scope.push(Var { mutable, ..Var::new(&name, ty) });
        }
    }
}
