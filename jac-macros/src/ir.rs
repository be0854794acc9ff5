//! The intermediate representation: A-normal form with structured control flow.
//!
//! `lower` makes it from syn's tree, `ssa` renames it, the analyses read it, the transforms map it
//! to itself, `emit` prints it. Every variable has one definition place and one name; operands are
//! variables or constants; everything that can be read or written in part is a [`Place`].

use std::collections::{HashMap, HashSet};

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;
use syn::{Expr, Type};

use crate::rules::Rule;
use crate::surface::CalledDerivative;

mod bounds;
mod callable;
mod calls;
mod function;
mod operators;
mod reads;
mod statements;
mod sweeps;

pub use bounds::*;
pub use callable::*;
pub use calls::*;
pub use function::*;
pub use operators::*;
pub use reads::*;
pub use statements::*;
pub use sweeps::*;

/// A variable, as an index into [`Function::variables`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Var(pub usize);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Assigned once, as a whole; only ever used as a whole.
    Value,
    /// Has parts that are read or written, or is borrowed: a named piece of memory.
    Memory,
    /// A reference to memory that the caller owns.
    Reference { mutable: bool },
    /// Made by the adjoint: what a call leaves for the reverse sweep.
    Pullback,
    /// Made by the adjoint: a copy on the tape.
    Kept,
}

/// The width of a float.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    Single,
    Double,
}

impl Width {
    pub fn name(self) -> &'static str {
        match self {
            Width::Single => "f32",
            Width::Double => "f64",
        }
    }
}

#[derive(Clone, Debug)]
pub struct Variable {
    pub ident: Ident,
    pub kind: Kind,
    /// Introduced by the lowering, not by the user.
    pub temporary: bool,
    /// An annotation says that it is of a type whose tangent space is trivial.
    pub discrete: bool,
    /// It is made of parts: what does not vary may be a `Vec` all the same, which has a length and is moved.
    pub compound: bool,
    /// It is a float, and of this width: known for what is in the function before the transforms.
    pub width: Option<Width>,
    /// The variable of the user that this is a version of.
    pub version_of: Option<Var>,
    /// Made by the transforms: it holds vectors of a tangent space, of whatever order.
    pub vector: bool,
}

#[derive(Clone, Debug)]
pub enum Operand {
    Var(Var),
    /// A literal or the path of a constant.
    Constant(TokenStream),
    /// A nested expression: only in what the transforms make.
    Nested(Box<Rvalue>),
}

impl Operand {
    pub fn var(&self) -> Option<Var> {
        match self {
            Operand::Var(var) => Some(*var),
            _ => None,
        }
    }

    pub fn nested(value: Rvalue) -> Operand {
        match value {
            Rvalue::Use(operand) => operand,
            value => Operand::Nested(Box::new(value)),
        }
    }
}

impl Rvalue {
    /// There is a product or a quotient in it, which may turn zero into NaN.
    pub fn multiplies(&self) -> bool {
        let nested = |operand: &Operand| matches!(operand, Operand::Nested(value) if value.multiplies());
        match self {
            Rvalue::Binary(Op::Mul | Op::Div | Op::Rem, ..) => true,
            Rvalue::Binary(_, left, right) => nested(left) || nested(right),
            Rvalue::Use(operand) | Rvalue::Negate(operand) => nested(operand),
            _ => false,
        }
    }
}

#[derive(Clone, Debug)]
pub struct Place {
    pub base: Var,
    pub projections: Vec<Projection>,
}

impl Place {
    pub fn whole(base: Var) -> Place {
        Place { base, projections: Vec::new() }
    }
}

#[derive(Clone, Debug)]
pub enum Projection {
    Field(syn::Member),
    Index(Operand),
    Slice {
        low: Option<Operand>,
        high: Option<Operand>,
        inclusive: bool,
    },
    Deref,
    /// What is in an `Option` or a `Result`, which is there. A tangent is one of what is inside.
    Inside,
    /// A part of what a variant of an `enum` holds, which it is. A tangent has a field for each part of each variant.
    Held(Held),
    /// A slice as an array of that length; of the one that inference finds if none is known. It is the last.
    Array(Option<TokenStream>),
}

/// A part of what a variant holds: the variant by its path, and the part.
#[derive(Clone, Debug)]
pub struct Held {
    pub path: syn::Path,
    pub member: syn::Member,
}

impl Held {
    /// The field of the tangent.
    pub fn field(&self) -> syn::Member {
        let variant = &self.path.segments.last().expect("a path has a segment").ident;
        syn::Member::Named(crate::derive::field_of_variant(variant, &self.member))
    }

    pub fn is_same(&self, other: &Held) -> bool {
        self.field() == other.field()
    }
}

/// The path is that of a variant, with its `enum` in front.
pub fn is_of_variant(path: &syn::Path) -> bool {
    let mut segments = path.segments.iter().rev();
    let starts_large = |segment: &syn::PathSegment| segment.ident.to_string().starts_with(char::is_uppercase);
    segments.next().is_some_and(starts_large) && segments.next().is_some_and(starts_large)
}

impl Place {
    /// Selects a part. Elements of an array behind a slice are those of the slice.
    pub fn select(&mut self, projection: Projection) {
        if let Some(Projection::Array(_)) = self.projections.last() {
            self.projections.pop();
        }
        self.projections.push(projection);
    }
}

/// The same part, by how it is selected.
pub fn same_projections(left: &[Projection], right: &[Projection]) -> bool {
    let same = |left: &Operand, right: &Operand| match (left, right) {
        (Operand::Var(left), Operand::Var(right)) => left == right,
        (Operand::Constant(left), Operand::Constant(right)) => left.to_string() == right.to_string(),
        _ => false,
    };
    let both = |left: &Option<Operand>, right: &Option<Operand>| match (left, right) {
        (Some(left), Some(right)) => same(left, right),
        (left, right) => left.is_none() && right.is_none(),
    };
    left.len() == right.len()
        && left.iter().zip(right).all(|pair| match pair {
            (Projection::Field(left), Projection::Field(right)) => left == right,
            (Projection::Index(left), Projection::Index(right)) => same(left, right),
            (
                Projection::Slice { low, high, inclusive },
                Projection::Slice { low: other_low, high: other_high, inclusive: other },
            ) => both(low, other_low) && both(high, other_high) && inclusive == other,
            (Projection::Deref, Projection::Deref)
            | (Projection::Inside, Projection::Inside)
            | (Projection::Array(_), Projection::Array(_)) => true,
            (Projection::Held(left), Projection::Held(right)) => left.is_same(right),
            _ => false,
        })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    Add,
    Sub,
    Mul,
    Div,
    Rem,
}

/// How the user wrote the call of an elementary function.
#[derive(Clone, Debug)]
pub enum Spelling {
    Method(Ident),
    Path(TokenStream),
}

/// How a number of another type is made of one.
#[derive(Clone, Copy, Debug)]
pub enum Conversion {
    /// `x as f64`
    Cast,
    /// `f64::from(x)`, which takes a `bool`, too.
    From,
}

#[derive(Clone, Debug)]
pub enum Rvalue {
    Use(Operand),
    Load(Place),
    /// An owned copy: `place.clone()`, `place.to_vec()`.
    Clone(Place),
    /// Made by the transforms: a copy of `copied`, if the reverse of a method needs what it is called on.
    Kept {
        method: Ident,
        receiver: Place,
        copied: Place,
    },
    /// Made by the transforms: a copy of an argument, if the callee takes it by shared reference.
    Held(Place),
    Length(Place),
    /// Nothing, but that it panics where the place is out of bounds. It is evaluated and never named.
    Within(Place),
    /// Made by `paths`: what an index asks of what is indexed.
    Path {
        of: Place,
        index: Operand,
    },
    Negate(Operand),
    /// Of numbers. The lowering makes an [`Operator`] of what the user writes; `operators` knows better.
    Binary(Op, Operand, Operand),
    /// Of types that only the compiler knows.
    Operator(Operator),
    Elementary {
        rule: &'static Rule,
        spelling: Spelling,
        arguments: Vec<Operand>,
    },
    Cast(Operand, Type, Conversion),
    Array(Vec<Operand>),
    Repeat(Operand, TokenStream),
    Tuple(Vec<Operand>),
    Struct(StructLiteral),
    /// `Some(value)`, `Ok(value)`: the tangent space is that of what is inside.
    Wrap(Wrapper, Operand),
    /// What is inside: it must be there.
    Unwrap(Operand),
    VecRepeat(Operand, Operand),
    VecLiteral(Vec<Operand>),
    /// An expression that carries no derivative, kept as the user wrote it.
    Opaque(Opaque),
    /// A function of the runtime applied to operands: partials.
    Runtime(&'static str, Vec<Operand>),
    /// A vector of a tangent space.
    Vector(VectorOp),
    /// Made by the adjoint: a part of an array, borrowed.
    Slice(Box<Slice>),
    /// Made by the adjoint: a loop over the range has iterations.
    Runs(Box<Range>),
}

/// From `start` on, so many elements, if a loop over the range runs and the condition holds. None otherwise.
#[derive(Clone, Debug)]
pub struct Slice {
    pub array: Place,
    pub start: Option<Operand>,
    pub length: Operand,
    pub runs: Range,
    pub condition: Option<Condition>,
    /// It is written through.
    pub mutable: bool,
}

/// What may hold a value or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrapper {
    /// `Option`
    Some,
    /// `Result`
    Ok,
}

/// `Path { member: value, ..base }`
#[derive(Clone, Debug)]
pub struct StructLiteral {
    pub path: syn::Path,
    pub fields: Vec<(syn::Member, Operand)>,
    pub base: Option<Operand>,
}

impl StructLiteral {
    /// How a field is selected.
    pub fn part(&self, member: &syn::Member) -> Projection {
        if is_of_variant(&self.path) {
            Projection::Held(Held { path: self.path.clone(), member: member.clone() })
        } else {
            Projection::Field(member.clone())
        }
    }
}

/// The operations of tangent spaces. Made by the transforms.
#[derive(Clone, Debug)]
#[allow(clippy::large_enum_variant)] // short-lived, and few
pub enum VectorOp {
    /// The zero of a space known from the context.
    Zero,
    /// The zero tangent of a value. What it is made like may be a kept space, here and in what follows.
    ZeroLike(Operand, SweepId),
    /// An empty `Vec` of tangents of the elements of another `Vec`, with room for so many.
    CapacityLike { like: Operand, length: Operand, sweep: SweepId },
    /// The value, if the condition holds; else zero.
    When(Condition, Box<Rvalue>),
    /// The same, where the zero needs a shape: that of the tangent of `like` in the sweep.
    WhenElseLike { condition: Condition, value: Box<Rvalue>, like: Operand, sweep: SweepId },
    /// A linear map of each lane of `dot`: `value`, which is linear in `lane`.
    Each { dot: Operand, lane: Var, value: Box<Rvalue> },
    /// Reads a cotangent.
    Get(Place),
    /// Reads a cotangent for the last time.
    Collect(Place),
    /// Reads a cotangent and leaves zero.
    Take(Place),
    /// Takes the last element of a growing cotangent away.
    Pop(Place),
    /// A cotangent is not zero under all seeds.
    Seeded(Place),
    /// A vector times a partial that says which of several arguments is the result: of an argument that is not, zero, whatever the vector is.
    Chosen(Operand, Operand),
    /// Converts lanes to those of a float type in these sweeps, or to what the context wants.
    Cast(Operand, Option<(Type, Vec<SweepId>)>),
    /// The sum over the elements of an array.
    Sum(Operand),
    /// An element of an array, or a field of a tuple, of vectors.
    Element(Operand, Projected),
    /// The tangent of a struct: that of its base, or zero like the struct, with some fields set.
    StructOf {
        like: Operand,
        sweep: SweepId,
        base: Option<Operand>,
        fields: Vec<(Projection, Operand)>,
        /// The fields of the base that something replaces which does not vary: they are zero.
        zeros: Vec<Projection>,
    },
    /// What is left of the cotangent of a struct without some of its fields.
    Without(Operand, Vec<syn::Member>),
    /// The space of a variable, or of a part of one, kept for its zero.
    SpaceOf(Place),
    /// The space of the elements from a position on.
    SpaceOfTail(Place, Operand),
    /// A copy of a kept space.
    SameSpace(Var),
    /// A zero made from a kept space, of the order of these sweeps, the oldest first.
    SpaceZero(Var, Vec<SweepId>),
    /// A zero cotangent to accumulate in, made from a kept space.
    SpaceCotangent(Var, Vec<SweepId>),
    /// The same, with what is added first, in the first sweep.
    CotangentOf(Var, Box<Rvalue>),
    /// The tangent of what an operator gives.
    Operated(Box<OperatorPush>),
}

/// The sweeps of a derivative, the oldest first: the first transform makes number 0, each tangent after it the next one.
pub type SweepId = usize;

/// One of the inputs in the mask varies in a sweep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Condition {
    pub sweep: SweepId,
    pub mask: Mask,
    /// The tangent or cotangent of the one input that is meant is there: this says so (see [`perhaps_absent`]).
    pub present: Option<Var>,
}

#[derive(Clone, Debug)]
pub enum Projected {
    Index(usize),
    /// An element that may be no `Copy`, of what may be a zero without elements.
    Part(usize),
    Field(usize),
    /// A part of a struct.
    Member(Projection),
}

/// A set of differentiable parameters, by position.
pub type Mask = u128;

/// The most parameters that a differentiable function can have.
pub const MOST_PARAMETERS: usize = 32;

/// Tells a callee that an argument which varies in some calls of the caller may not vary in this one. Masks are literals where
/// functions are called, so that a caller that is told to hold an input constant says of what it passes on that it varies, and
/// gives no tangent. Of an array there is a zero then. Of a slice there is none, and the callee must ask.
pub fn perhaps_absent(position: usize) -> Mask {
    1 << (MOST_PARAMETERS + position)
}

/// An expression in which local variables stand as placeholders (see `lower::opaque`).
/// Tells a sweep that the cotangent of a parameter is zero at its start, and belongs to this parameter alone.
pub fn starts_at_zero(position: usize) -> Mask {
    1 << (2 * MOST_PARAMETERS + position)
}

#[derive(Clone, Debug)]
pub struct Opaque {
    pub expression: Expr,
    pub reads: Vec<Var>,
    pub if_varied: IfVaried,
}

/// What is to be said if an opaque expression reads something that varies.
#[derive(Clone, Debug)]
pub enum IfVaried {
    /// Its value carries no derivative all the same: a condition, a length, an integer.
    Constant,
    /// It is not understood: the place and the message.
    Refused(Span, String),
    /// There is nothing in it that varies: an `Option` without a value.
    Nothing,
    /// It is an `Err`, made or handed on. It carries no derivative, whatever is in it.
    Failure,
    /// It was taken out of an `Err`: no output may be computed of it, unless its type does not vary.
    OfFailure,
    /// It is a part of an enum, which is data: the compiler checks that it does not vary.
    Part,
    /// It is a part of a field that is marked as constant, which is proved.
    Marked,
    /// Its value carries no derivative because the user says so, by a call of what must be `jac::constant`.
    Stopped(syn::Path),
}

#[derive(Clone, Debug)]
pub enum Argument {
    Value(Operand),
    Borrow {
        lending: Lending,
        place: Place,
    },
    /// References to places, in an array that is lent.
    Rows(Vec<Place>),
    /// A function.
    Function(Box<Passed>),
}

impl Argument {
    /// The variables that are passed, whole or in part.
    pub fn vars(&self) -> Vec<Var> {
        match self {
            Argument::Value(operand) => operand.var().into_iter().collect(),
            Argument::Borrow { place, .. } => vec![place.base],
            Argument::Rows(places) => places.iter().map(|place| place.base).collect(),
            Argument::Function(passed) => passed.captures.iter().map(|place| place.base).collect(),
        }
    }
}

/// How the caller lends memory to a callee.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lending {
    /// `&x`.
    Shared,
    /// `&mut x`.
    Mutable,
    /// The name of an `&mut` reference: the callee may take it by `&` as well.
    Either,
}

impl Lending {
    pub fn new(mutable: bool) -> Lending {
        if mutable { Lending::Mutable } else { Lending::Shared }
    }

    /// The callee may write there.
    pub fn may_write(self) -> bool {
        self != Lending::Shared
    }
}
