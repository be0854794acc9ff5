//! What is in scope.

use super::Generator;
use crate::syntax::{Expr, Len, Param, Passing, Type};

#[derive(Clone, Debug)]
pub struct Var {
    pub name: String,
    pub ty: Type,
    /// Behind `&` or `&mut`.
    pub reference: bool,
    pub mutable: bool,
    pub strong: bool,
    /// An integer below this length.
    pub below: Option<Len>,
    /// The largest that integers in it may be.
    pub max: usize,
    /// Not to be assigned to or shadowed: an index, or something whose length is mentioned elsewhere.
    pub protected: bool,
    /// It does not vary.
    pub constant: bool,
}

/// What integers of arguments may be at most.
pub const LARGEST_ARGUMENT: usize = 4;

impl Var {
    pub fn new(name: &str, ty: Type) -> Var {
        Var {
            name: name.into(),
            ty,
            reference: false,
            mutable: false,
            strong: true,
            below: None,
            max: LARGEST_ARGUMENT,
            protected: false,
            constant: false,
        }
    }

    /// The index of a loop.
    pub fn index(name: &str, below: Len) -> Var {
        let max = if below.is_fixed() { below.min.saturating_sub(1) } else { 7 };
        Var { below: Some(below), max, protected: true, strong: false, constant: true, ..Var::new(name, Type::Int) }
    }
}

impl Generator<'_> {
    pub fn declare_param(&mut self, param: &Param) {
        let sized_at_run_time = matches!(param.ty, Type::Slice(..) | Type::Vec(..));
        self.scope.push(Var {
            reference: param.passing != Passing::Value,
            mutable: param.passing == Passing::Mutable || param.rebound,
            protected: sized_at_run_time,
            // What varies may be stored in a variable of one's own.
            constant: param.excluded && !param.rebound,
            ..Var::new(&param.name, param.ty.clone())
        });
    }

    /// What a name in scope means, the last declared first.
    pub fn visible(&self) -> Vec<Var> {
        let mut seen: Vec<&str> = Vec::new();
        let mut found = Vec::new();
        for var in self.scope.iter().rev() {
            if !seen.contains(&var.name.as_str()) {
                seen.push(&var.name);
                found.push(var.clone());
            }
        }
        found
    }

    pub fn is_readable(&self, var: &Var) -> bool {
        !self.blocked.contains(&var.name)
    }

    pub fn is_writable(&self, var: &Var) -> bool {
        var.mutable && self.is_readable(var) && !self.frozen.contains(&var.name)
    }

    /// The length can be mentioned: what it is the length of is there, and not lent.
    pub fn is_mentionable(&self, len: &Len) -> bool {
        len.text.strip_suffix(".len()").is_none_or(|name| {
            self.scope.iter().any(|var| var.name == name) && !self.blocked.iter().any(|blocked| blocked == name)
        })
    }

    /// A name for a new variable: sometimes that of an older one.
    pub fn new_name(&mut self, ty: &Type) -> String {
        if self.random.chance(15) && self.simple == 0 {
            let visible = self.visible();
            let hidden: Vec<&Var> =
                visible.iter().filter(|var| !var.protected && !var.reference && var.name != "self").collect();
            if !hidden.is_empty() {
                return self.random.pick(&hidden).name.clone();
            }
        }
        let stem = match ty {
            Type::Double | Type::Single => "a",
            Type::Int => "k",
            Type::Bool => "flag",
            Type::Array(..) => "u",
            Type::Tuple(_) => "t",
            Type::Struct(_) => "s",
            Type::Vec(..) | Type::Slice(..) => "w",
            Type::Borrow => "r",
        };
        self.name(stem)
    }

    /// Makes what a block declares invisible again.
    pub fn scoped<R>(&mut self, inside: impl FnOnce(&mut Self) -> R) -> R {
        let before = self.scope.len();
        let closures = self.closures.len();
        self.depth += 1;
        let result = inside(self);
        self.depth -= 1;
        self.scope.truncate(before);
        self.closures.truncate(closures);
        result
    }

    /// Conditions, indices and arguments.
    pub fn simply(&mut self, inside: impl FnOnce(&mut Self) -> Expr) -> Expr {
        self.simple += 1;
        let result = inside(self);
        self.simple -= 1;
        result
    }
}
