//! Functions as trees, while they are generated. An expression is its text with holes for its parts, and what is known of it.

use std::rc::Rc;

/// A length: as it is written, and the least it may be. A literal is exact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Len {
    pub text: String,
    pub min: usize,
}

impl Len {
    pub fn fixed(length: usize) -> Len {
        Len { text: length.to_string(), min: length }
    }

    pub fn is_fixed(&self) -> bool {
        self.text.starts_with(|c: char| c.is_ascii_digit())
    }

    /// Every index below this length is one below `other`.
    pub fn fits(&self, other: &Len) -> bool {
        self.text == other.text || self.is_fixed() && self.min <= other.min
    }
}

/// A struct of the program, which derives its tangent space.
#[derive(Debug, PartialEq, Eq)]
pub struct Struct {
    pub name: String,
    /// `struct S(f64, f64);`: its fields are called `0`, `1`.
    pub is_tuple: bool,
    pub fields: Vec<(String, Type)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    Double,
    Single,
    Int,
    Bool,
    Array(Box<Type>, Len),
    Tuple(Vec<Type>),
    Struct(Rc<Struct>),
    Vec(Box<Type>, Len),
    /// Behind a reference only.
    Slice(Box<Type>, Len),
    /// Of the argument `&x`; never printed.
    Borrow,
}

impl Type {
    pub fn array(element: Type, length: usize) -> Type {
        Type::Array(Box::new(element), Len::fixed(length))
    }

    pub fn is_float(&self) -> bool {
        matches!(self, Type::Double | Type::Single)
    }

    /// It has a float inside.
    pub fn varies(&self) -> bool {
        match self {
            Type::Double | Type::Single => true,
            Type::Int | Type::Bool | Type::Borrow => false,
            Type::Array(element, _) | Type::Vec(element, _) | Type::Slice(element, _) => element.varies(),
            Type::Tuple(parts) => parts.iter().any(Type::varies),
            Type::Struct(item) => item.fields.iter().any(|(_, ty)| ty.varies()),
        }
    }

    pub fn has_vec(&self) -> bool {
        match self {
            Type::Vec(..) => true,
            Type::Tuple(parts) => parts.iter().any(Type::has_vec),
            Type::Array(element, _) => element.has_vec(),
            _ => false,
        }
    }

    /// The elements and the length, of what has an index.
    pub fn elements(&self) -> Option<(&Type, &Len)> {
        match self {
            Type::Array(element, len) | Type::Vec(element, len) | Type::Slice(element, len) => Some((element, len)),
            _ => None,
        }
    }

    /// The same with another length instead of the generic one.
    pub fn instantiate(&self, n: &Len) -> Type {
        let replaced = |len: &Len| if len.text == "N" { n.clone() } else { len.clone() };
        match self {
            Type::Array(element, len) => Type::Array(Box::new(element.instantiate(n)), replaced(len)),
            Type::Tuple(parts) => Type::Tuple(parts.iter().map(|part| part.instantiate(n)).collect()),
            other => other.clone(),
        }
    }
}

impl std::fmt::Display for Type {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Type::Double => write!(f, "f64"),
            Type::Single => write!(f, "f32"),
            Type::Int => write!(f, "usize"),
            Type::Bool => write!(f, "bool"),
            Type::Array(element, len) => write!(f, "[{element}; {}]", len.text),
            Type::Vec(element, _) => write!(f, "Vec<{element}>"),
            Type::Slice(element, _) => write!(f, "[{element}]"),
            Type::Struct(item) => write!(f, "{}", item.name),
            Type::Borrow => write!(f, "_"),
            Type::Tuple(parts) => {
                let parts: Vec<String> = parts.iter().map(ToString::to_string).collect();
                match parts.as_slice() {
                    [single] => write!(f, "({single},)"),
                    parts => write!(f, "({})", parts.join(", ")),
                }
            }
        }
    }
}

#[derive(Clone, Debug)]
pub enum Piece {
    Text(String),
    Expr(Expr),
    /// An operand: in parentheses unless it is atomic.
    Operand(Expr),
    Block(Block),
}

#[derive(Clone, Debug)]
pub struct Expr {
    pub ty: Type,
    pub pieces: Vec<Piece>,
    pub atomic: bool,
    /// The compiler knows the type without looking further: methods can be called.
    pub strong: bool,
    /// An estimate of the largest magnitude.
    pub size: f64,
    /// A call: its arguments are the pieces that are expressions, in order.
    pub callee: Option<String>,
}

impl Expr {
    pub fn new(ty: Type, pieces: Vec<Piece>) -> Expr {
        Expr { ty, pieces, atomic: true, strong: true, size: 4.0, callee: None }
    }

    pub fn text(ty: Type, text: impl Into<String>) -> Expr {
        Expr::new(ty, vec![Piece::Text(text.into())])
    }

    pub fn loose(mut self) -> Expr {
        self.atomic = false;
        self
    }

    pub fn sized(mut self, size: f64) -> Expr {
        self.size = size;
        self
    }

    pub fn strength(mut self, strong: bool) -> Expr {
        self.strong = strong;
        self
    }
}

#[derive(Clone, Debug)]
pub struct Stmt {
    pub pieces: Vec<Piece>,
}

impl Stmt {
    pub fn new(pieces: Vec<Piece>) -> Stmt {
        Stmt { pieces }
    }
}

#[derive(Clone, Debug, Default)]
pub struct Block {
    pub stmts: Vec<Stmt>,
    pub tail: Option<Box<Expr>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passing {
    Value,
    Shared,
    Mutable,
}

#[derive(Clone, Debug)]
pub struct Param {
    pub name: String,
    pub ty: Type,
    pub passing: Passing,
    /// `mut x: f64`
    pub rebound: bool,
    /// Left out of `wrt`: what is passed here does not vary.
    pub excluded: bool,
    /// Listed in `out`: written before it is read.
    pub output_only: bool,
    /// Of a `Vec` behind `&mut`: how long it is at least when the function is over.
    pub least_after: usize,
}

impl Param {
    pub fn is_input(&self) -> bool {
        self.ty.varies() && !self.excluded && !self.output_only
    }

    /// `&mut [f64]`
    pub fn written_type(&self) -> String {
        let reference = match self.passing {
            Passing::Value => "",
            Passing::Shared => "&",
            Passing::Mutable => "&mut ",
        };
        format!("{reference}{}", self.ty)
    }
}

impl Function {
    /// As it is called: `f1`, `S0::f1`.
    pub fn path(&self) -> String {
        match &self.owner {
            Some(owner) => format!("{}::{}", owner.name, self.name),
            None => self.name.clone(),
        }
    }
}

/// What a function gives that may fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failing {
    /// `Option<T>`
    Option,
    /// `Result<T, usize>`
    Result,
}

impl Failing {
    /// The variant that holds a value.
    pub fn present(self) -> &'static str {
        match self {
            Failing::Option => "Some",
            Failing::Result => "Ok",
        }
    }

    pub fn absent(self) -> &'static str {
        match self {
            Failing::Option => "None",
            Failing::Result => "Err(3)",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trait {
    /// One that the program declares.
    Own(String),
    /// `Mul`, with its sign: the function is what the operator calls.
    Operator(&'static str, &'static str),
}

impl Trait {
    /// The name of an operator's function.
    pub fn function(name: &str) -> String {
        if name == "MulAssign" { "mul_assign".into() } else { name.to_lowercase() }
    }
}

#[derive(Clone, Debug)]
pub struct Function {
    pub name: String,
    /// The struct whose method it is: the first parameter is then called `self`.
    pub owner: Option<Rc<Struct>>,
    /// The trait that it is the function of.
    pub of_trait: Option<Trait>,
    /// It calls itself; the last parameter counts how deep it goes.
    pub recursive: bool,
    /// It has `const N: usize`.
    pub generic: bool,
    pub params: Vec<Param>,
    pub result: Option<Type>,
    /// What it gives holds the result, or nothing.
    pub fails: Option<Failing>,
    pub body: Block,
    /// The tail is written `return tail;`.
    pub returns: bool,
    /// An estimate of the number of statements that a call executes.
    pub cost: usize,
}
