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
    Slice { low: Option<Operand>, high: Option<Operand>, inclusive: bool },
    Deref,
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
            (Projection::Deref, Projection::Deref) => true,
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
    Cast(Operand, Type),
    Array(Vec<Operand>),
    Repeat(Operand, TokenStream),
    Tuple(Vec<Operand>),
    Struct(StructLiteral),
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
}

/// An operator of the source, with its operands as they stand there.
#[derive(Clone, Debug)]
pub struct Operator {
    pub operation: Operation,
    pub left: Operated,
    /// Negation has none.
    pub right: Option<Operated>,
    /// Where it stands in the source.
    pub span: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    Binary(Op),
    /// `left op= right`: the value is what is assigned.
    Assign(Op),
    Negate,
}

/// An operand of an operator.
#[derive(Clone, Debug)]
pub enum Operated {
    Value(Operand),
    /// `&value`
    Referred(Operand),
    /// `&place`
    Place(Place),
}

impl Operated {
    pub fn is_reference(&self) -> bool {
        !matches!(self, Operated::Value(_))
    }

    /// The variable that the operand is, or is a part of.
    pub fn var(&self) -> Option<Var> {
        match self {
            Operated::Value(operand) | Operated::Referred(operand) => operand.var(),
            Operated::Place(place) => Some(place.base),
        }
    }

    fn map(&mut self, map: &mut dyn FnMut(&mut Operand)) {
        match self {
            Operated::Value(operand) | Operated::Referred(operand) => map(operand),
            Operated::Place(place) => map_place(place, map),
        }
    }

    fn reads(&self, visit: &mut dyn FnMut(Var)) {
        match self {
            Operated::Value(operand) | Operated::Referred(operand) => operand_reads(operand, visit),
            Operated::Place(place) => place_reads(place, visit),
        }
    }
}

impl Operator {
    pub fn operands(&self) -> impl Iterator<Item = &Operated> {
        [&self.left].into_iter().chain(&self.right)
    }

    pub fn operands_mut(&mut self) -> impl Iterator<Item = &mut Operated> {
        [&mut self.left].into_iter().chain(&mut self.right)
    }
}

/// `Path { member: value, ..base }`
#[derive(Clone, Debug)]
pub struct StructLiteral {
    pub path: syn::Path,
    pub fields: Vec<(syn::Member, Operand)>,
    pub base: Option<Operand>,
}

/// The operations of tangent spaces. Made by the transforms.
#[derive(Clone, Debug)]
#[allow(clippy::large_enum_variant)] // short-lived, and few
pub enum VectorOp {
    /// The zero of a space known from the context.
    Zero,
    /// The zero tangent of a value.
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
    /// Reads a cotangent and leaves zero.
    Take(Place),
    /// Takes the last element of a growing cotangent away.
    Pop(Place),
    /// Converts lanes to those of a float type in these sweeps, or to what the context wants.
    Cast(Operand, Option<(Type, Vec<SweepId>)>),
    /// The sum over the elements of an array.
    Sum(Operand),
    /// An element of an array, or a field of a tuple, of vectors.
    Element(Operand, Projected),
    /// The tangent of a struct: that of its base, or zero like the struct, with some fields set.
    StructOf { like: Operand, sweep: SweepId, base: Option<Operand>, fields: Vec<(syn::Member, Operand)> },
    /// What is left of the cotangent of a struct without some of its fields.
    Without(Operand, Vec<syn::Member>),
    /// The space of a variable, kept for its zero.
    SpaceOf(Var),
    /// The space of the elements from a position on.
    SpaceOfTail(Place, Operand),
    /// A copy of a kept space.
    SameSpace(Var),
    /// A zero made from a kept space, of the order of these sweeps, the oldest first.
    SpaceZero(Var, Vec<SweepId>),
    /// A zero cotangent to accumulate in, made from a kept space.
    SpaceCotangent(Var, Vec<SweepId>),
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
    Member(syn::Member),
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
    /// Its value carries no derivative because the user says so, by a call of what must be `jac::constant`.
    Stopped(syn::Path),
}

#[derive(Clone, Debug)]
pub enum Argument {
    Value(Operand),
    Borrow { lending: Lending, place: Place },
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

#[derive(Clone, Debug)]
pub struct Join {
    pub var: Var,
    pub then: Operand,
    pub otherwise: Operand,
}

/// A variable carried from one iteration of a loop to the next.
#[derive(Clone, Debug)]
pub struct Carried {
    /// Its value at the start of an iteration.
    pub phi: Var,
    pub initial: Operand,
    pub next: Operand,
    /// Its value after the loop.
    pub out: Var,
}

#[derive(Clone, Debug)]
pub struct Range {
    pub low: Operand,
    pub high: Operand,
    pub inclusive: bool,
    /// `rev()` and `step_by(n)`, in the order written.
    pub adaptors: Vec<Adaptor>,
}

#[derive(Clone, Debug)]
pub enum Adaptor {
    Reverse,
    StepBy(Operand),
}

#[derive(Clone, Debug)]
pub enum Statement {
    Let {
        var: Var,
        annotation: Option<Type>,
        value: Rvalue,
    },
    /// Only before `ssa`: a variable without a value yet.
    Declare {
        var: Var,
        annotation: Option<Type>,
    },
    /// Only before `ssa`: assigns the whole variable.
    Assign {
        var: Var,
        value: Operand,
    },
    Store {
        place: Place,
        op: Option<Op>,
        value: Operand,
    },
    If {
        condition: Operand,
        then: Block,
        otherwise: Block,
        joins: Vec<Join>,
    },
    For(Loop),
    Call(Call),
    /// Made by the transforms: a mutable variable, `let mut var = value;`.
    Mutable {
        var: Var,
        value: Rvalue,
    },
    /// Made by the transforms: `var = value;`.
    Update {
        var: Var,
        value: Rvalue,
    },
    /// Made by the transforms: adds to a plain vector.
    AddTo {
        var: Var,
        value: Rvalue,
    },
    /// Made by the transforms: adds to a cotangent.
    Accumulate {
        place: Place,
        value: Rvalue,
    },
    /// Puts an element at the end of a `Vec`.
    Push {
        place: Place,
        value: Operand,
    },
    /// Drops the elements of a `Vec` from a position on.
    Truncate {
        place: Place,
        length: Operand,
    },
    /// Two places exchange what they hold.
    Swap {
        first: Place,
        second: Place,
    },
    /// Made by the adjoint: the kept space follows a `Vec` that gets longer or shorter.
    Resize {
        space: Var,
        projections: Vec<Projection>,
        change: Resizing,
    },
    /// Made by the adjoint: compiles for what can be compared, and fails if the two have different shapes.
    RequireAlike {
        first: Place,
        second: Place,
    },
    /// Made by the adjoint: cotangents of elements that were dropped, put at the end.
    Append {
        place: Place,
        value: Rvalue,
    },
    /// Made by the adjoint: sets a part of a variable, whose shape must stay.
    Replace {
        place: Place,
        value: Operand,
    },
    /// Made by the transforms: sets a cotangent that is zero.
    Initialise {
        place: Place,
        value: Rvalue,
    },
    /// Evaluated for its effect.
    Evaluate(Rvalue),
    /// Made by the transforms: compiles only if the operand's type is as the function of the runtime wants it.
    Require {
        requirement: &'static str,
        operand: Operand,
        span: Span,
    },
    /// Made by the transforms: only if the condition holds.
    Guard(Condition, Block),
    /// Made by the transforms: a call of a derivative of the callee.
    Derived(Derived),
    /// Made at the very end: `let (left, right) = place.split_at_mut(at);`.
    Split {
        place: Place,
        at: Operand,
        halves: [Var; 2],
    },
    /// Made by the transforms: the derivative of an operator, by the rule of its types.
    Operate(Operate),
    /// Made by the adjoint: the reverse of an operator.
    Pull(Pull),
    /// Made by the transforms: a call of the pullback that the forward sweep left.
    PullCall {
        pullback: Var,
        /// The cotangents of the arguments passed by value; then, for each tangent, those of all before.
        results: Vec<Vec<Option<Var>>>,
        arguments: Vec<Companion>,
    },
}

/// What happens to the shape of a variable.
#[derive(Clone, Debug)]
pub enum Resizing {
    /// A `Vec` gets this element.
    Longer(Operand),
    /// A `Vec` keeps this many.
    Shorter(Operand),
    /// It is exchanged with that of another place, whose base is a space.
    Exchanged(Place),
}

/// A call of a derivative of the callee: its tangent, its forward sweep, or tangents of these.
#[derive(Clone, Debug)]
pub struct Derived {
    pub call: Call,
    /// The tangents of the result: for each order, those of all before.
    pub dots: Vec<Var>,
    /// What the forward sweep leaves.
    pub pullback: Option<Var>,
    /// What varies in each sweep, the oldest first.
    pub masks: Vec<Mask>,
    /// The tangents of the arguments: for each order, those of all before.
    pub tangents: Vec<Companion>,
}

/// `result = operator`, and its tangent or what its reverse needs.
#[derive(Clone, Debug)]
pub struct Operate {
    pub result: Var,
    pub annotation: Option<Type>,
    pub operator: Operator,
    /// Which operands vary.
    pub mask: Mask,
    pub beside: Beside,
}

/// What the rule of an operator gives beside the result.
#[derive(Clone, Debug)]
pub enum Beside {
    /// The tangent, given those of the operands.
    Tangent { dot: Var, operands: Vec<Companion> },
    /// What is kept for the reverse sweep.
    Kept(Var),
}

/// The cotangents of the operands of an operator.
#[derive(Clone, Debug)]
pub struct Pull {
    pub kept: Var,
    /// What is passed again: operands, and the result.
    pub left: Option<Operated>,
    pub right: Option<Operated>,
    pub result: Option<Operated>,
    pub bar: Operand,
    pub left_bar: Option<Var>,
    pub right_bar: Option<Var>,
}

/// What stands beside an argument of a call in its derivative.
#[derive(Clone, Debug)]
#[allow(clippy::large_enum_variant)] // short-lived, and few
pub enum Companion {
    /// The argument itself, once more.
    Primal(Place),
    /// The tangent of an argument passed by value, or the cotangent of the result.
    Value(Rvalue),
    /// The tangent of an argument passed by shared reference, if the condition holds.
    Shared(Place, Condition),
    /// The cotangent of an argument passed by shared reference, if the condition holds.
    Cotangent(Place, Condition),
    /// There is none: the argument does not vary.
    Absent,
    /// What an argument passed by mutable reference held: the callee wrote to it, and does not ask.
    Unasked,
    /// The tangent of an argument that the callee takes by either reference.
    Either(Place),
    /// The cotangent of such an argument.
    EitherCotangent(Place),
    /// A part of the copy of such an argument, if the callee asks for it.
    Held(Place),
    /// No tangent of that copy: it does not vary.
    NotHeld,
    /// The tangent of an argument passed by mutable reference.
    Mutable(Place),
    /// The cotangent of an argument passed by mutable reference.
    Accumulated(Place),
    /// Of what a method is called on. There is no tangent: it does not vary.
    AbsentReceiver,
    /// What a method is called on, once more.
    Again(Place),
    /// The same, as the method kept it, if it needs it.
    Kept(Var),
    /// The cotangent of what a method is called on, if the condition holds.
    ReceiverCotangent(Place, Condition),
}

/// What a loop leaves in its trace, or reads from it.
#[derive(Clone, Debug)]
pub struct Recording {
    pub trace: Var,
    pub storage: Storage,
    pub residuals: Vec<Residual>,
}

#[derive(Clone, Debug)]
pub enum Storage {
    /// An array of this length.
    Fixed(TokenStream),
    /// The tape, all iterations at once: nothing else is recorded in the loop. The name is that of the records.
    Slots(Ident),
    /// The tape, one iteration after the other. The name is that of a type that stands for the loop.
    Tape(Ident),
    /// A trace of the function's own, for records that may hold a borrow, or pullbacks of the function itself, and where the
    /// reverse sweep stands in it.
    Own { cursor: Var },
}

impl Storage {
    /// The loop defines the variable of the trace: it says where on the tape it stands.
    pub fn is_on_tape(&self) -> bool {
        matches!(self, Storage::Slots(_) | Storage::Tape(_))
    }
}

#[derive(Clone, Debug)]
pub struct Residual {
    pub var: Var,
    /// Read through a reference: memory, traces, pullbacks.
    pub by_reference: bool,
    /// A value of a type that may be no `Copy`: what is recorded and what is read is a copy.
    pub copied: bool,
    /// Wrapped in an `Option`, for want of a placeholder: pullbacks.
    pub wrapped: bool,
}

#[derive(Clone, Debug)]
pub struct Loop {
    /// Made by the adjoint: the iterations in reverse.
    pub reversed: bool,
    /// Made by the adjoint: the iterations do not depend on each other, and run in the order of the forward sweep.
    pub in_order: bool,
    /// Made by the adjoint: what the forward sweep records.
    pub recorded: Option<Recording>,
    /// Made by the adjoint: what the reverse sweep reads.
    pub replayed: Option<Recording>,
    pub index: Option<Var>,
    /// What a counted loop counts through; none for `while` and `loop`.
    pub range: Option<Range>,
    /// Evaluated at the end of an iteration: true if it was the last one.
    pub until: Option<Operand>,
    /// Made by the adjoint: the number of iterations, where `until` decides it.
    pub count: Option<Var>,
    pub carried: Vec<Carried>,
    pub body: Block,
    /// An upper bound of the trip count, if one is known at compile time, as an array length.
    pub bound: Option<TokenStream>,
    pub id: usize,
}

/// What is called, and where its derivatives are.
#[derive(Clone, Debug)]
pub enum Callee {
    /// `m::g`: they are functions of the type of the same name.
    Function(syn::ExprPath),
    /// `Arm::reach`: they stand beside it. If it is of the same `impl` block, they have a type too.
    Associated { path: syn::ExprPath, namesake: Option<Ident> },
    /// `arm.reach(..)`: whose method that is, and how it takes what it is called on, the compiler knows. It is called on the
    /// first argument, a place, which it may write if that is lent mutably.
    Method { name: Ident, turbofish: Option<syn::AngleBracketedGenericArguments> },
    /// `m::g::gradient`: a derivative of a function. Its own derivatives stand beside it.
    Derived { path: syn::ExprPath, function: syn::ExprPath, derivative: &'static CalledDerivative },
}

impl Callee {
    pub fn is_method(&self) -> bool {
        matches!(self, Callee::Method { .. })
    }

    /// The generic arguments that the user wrote.
    pub fn generic_arguments(&self) -> Option<&syn::AngleBracketedGenericArguments> {
        match self {
            Callee::Function(path) | Callee::Associated { path, .. } | Callee::Derived { path, .. } => {
                match &path.path.segments.last()?.arguments {
                    syn::PathArguments::AngleBracketed(arguments) => Some(arguments),
                    _ => None,
                }
            }
            Callee::Method { turbofish, .. } => turbofish.as_ref(),
        }
    }

    /// The type whose constants tell about its derivatives, if it can be named: a type with methods may be generic.
    pub fn namesake(&self) -> Option<TokenStream> {
        match self {
            Callee::Function(path) | Callee::Derived { function: path, .. } => {
                let path = without_arguments(path);
                Some(quote!(<#path>))
            }
            Callee::Associated { namesake, .. } => namesake.as_ref().map(|namesake| quote!(#namesake)),
            Callee::Method { .. } => None,
        }
    }

    /// How an output of it depends on a parameter, if that is known where it stands.
    pub fn dependence(&self, output: &Literal, column: &Literal, jac: &TokenStream) -> Option<TokenStream> {
        let namesake = self.namesake()?;
        match self {
            Callee::Derived { derivative, .. } if derivative.has_value => None,
            Callee::Derived { function, .. } => {
                let function = without_arguments(function);
                Some(quote!(<#function as #jac::OfSecondOrder>::Sweeps::__derivative_depends(#column)))
            }
            _ => Some(quote!(#namesake::__depends(#output, #column))),
        }
    }
}

/// The path of a function without the function's own generic arguments.
pub fn without_arguments(path: &syn::ExprPath) -> syn::ExprPath {
    let mut path = path.clone();
    if let Some(last) = path.path.segments.last_mut() {
        last.arguments = syn::PathArguments::None;
    }
    path
}

/// The name beside a method of one of its derivatives: `reach_jvp`, `__reach_tangent`.
pub fn sibling(method: &Ident, derivative: &str, span: Span) -> Ident {
    let method = method.to_string();
    let method = method.trim_start_matches("r#");
    match derivative.strip_prefix("__") {
        Some(derivative) => Ident::new(&format!("__{method}_{derivative}"), span),
        None => Ident::new(&format!("{method}_{derivative}"), span),
    }
}

#[derive(Clone, Debug)]
pub struct Call {
    pub result: Var,
    pub callee: Callee,
    pub arguments: Vec<Argument>,
    pub span: Span,
    /// The function calls itself, by its name.
    pub recursive: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Block {
    pub statements: Vec<Statement>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passing {
    Value,
    Shared,
    Mutable,
}

#[derive(Clone, Debug)]
pub struct Parameter {
    pub var: Var,
    pub name: Ident,
    /// What the user calls it: `self`, where it was the receiver of a method.
    pub label: String,
    pub ty: Type,
    pub passing: Passing,
    /// It has a tangent: its type varies, and the options do not leave it out.
    pub differentiable: bool,
    /// Only written: `out(y)`.
    pub output_only: bool,
}

#[derive(Clone, Debug)]
pub struct Function {
    pub variables: Vec<Variable>,
    pub parameters: Vec<Parameter>,
    pub body: Block,
    /// The result, if the function has one.
    pub result: Option<Operand>,
    /// `const` and `use` items of the body.
    pub items: Vec<syn::Item>,
    /// Paths of elementary functions, in the words of the user and beyond doubt: both must name one function.
    pub paths: Vec<(TokenStream, TokenStream)>,
    /// It leaves loops or itself early: flags stand for the jumps.
    pub jumps: bool,
    /// The type parameters that stand for floats.
    pub floats: Vec<Ident>,
    /// Pairs of variables of one type, which no data flow shows: those of two calls of a closure.
    pub alike: Vec<(Var, Var)>,
    /// It calls itself, so that its pullback holds others of the same kind.
    pub recursive: bool,
    /// Made by the adjoint: what follows the body once cotangents are known.
    pub reverse: Option<Reverse>,
    /// Made by the tangents, the oldest first.
    pub tangents: Vec<Companions>,
    /// For each tangent or cotangent of a slice behind `&`, the variable that says whether it is there.
    pub presences: HashMap<Var, Var>,
    /// Made by the adjoint: for each slice of an array that was taken out of a loop, the array.
    pub slices: HashMap<Var, Var>,
}

/// The tangents that one transform adds.
#[derive(Clone, Debug, Default)]
pub struct Companions {
    /// The tangent of each variable that has one: of every parameter, and of what varies.
    pub dots: HashMap<Var, Var>,
    /// The tangents of the results that there were.
    pub results: Vec<Operand>,
}

/// The reverse sweep: a continuation of the function, with parameters of its own. It names values of the body freely.
#[derive(Clone, Debug)]
pub struct Reverse {
    /// The cotangents of the parameters passed by reference, by parameter.
    pub cotangents: HashMap<Var, Var>,
    /// The cotangent of the result.
    pub seed: Var,
    pub body: Block,
    /// The cotangents of the parameters passed by value, in order; then, for each tangent, those of all before.
    pub results: Vec<Vec<Operand>>,
    /// The traces that are the function's own, with the variable that holds the cursor.
    pub own_traces: Vec<(Var, Var)>,
    /// Pullbacks that were recorded, and so are wrapped in an `Option`.
    pub wrapped: HashSet<Var>,
}

impl Function {
    pub fn new_variable(&mut self, ident: Ident, kind: Kind, temporary: bool) -> Var {
        let (discrete, width, version_of, vector) = (false, None, None, false);
        self.variables.push(Variable { ident, kind, temporary, discrete, width, version_of, vector });
        Var(self.variables.len() - 1)
    }
}

impl Function {
    /// The variable is a slice behind `&`, or a tangent of one: its own tangents and cotangents may be absent.
    pub fn may_be_absent(&self, var: Var) -> bool {
        self.parameters.iter().any(|parameter| {
            parameter.passing == Passing::Shared
                && crate::surface::is_slice(crate::lower::passing(&parameter.ty).1)
                && self.versions(parameter.var).iter().any(|(version, _)| *version == var)
        })
    }

    /// The tangent or cotangent that a variable says is there.
    pub fn present_companion(&self, present: Var) -> Option<Var> {
        self.presences.iter().find(|(_, var)| **var == present).map(|(companion, _)| *companion)
    }

    /// The slice behind `&` that is the one input in a mask.
    pub fn slice_alone_in(&self, mask: Mask) -> Option<Var> {
        let position = mask.is_power_of_two().then(|| mask.trailing_zeros() as usize)?;
        let var = self.parameters.get(position)?.var;
        self.may_be_absent(var).then_some(var)
    }

    /// The number of sweeps of this derivative: none for the function itself.
    pub fn sweeps(&self) -> usize {
        usize::from(self.reverse.is_some()) + self.tangents.len()
    }

    /// The sweep of a tangent.
    pub fn tangent_sweep(&self, tangent: usize) -> SweepId {
        usize::from(self.reverse.is_some()) + tangent
    }

    /// The variable, its tangent, the tangents of both, and so on, each with the sweeps of the tangents, the oldest first.
    pub fn versions(&self, var: Var) -> Vec<(Var, Vec<SweepId>)> {
        let mut versions = vec![(var, Vec::new())];
        for (tangent, companions) in self.tangents.iter().enumerate() {
            let sweep = self.tangent_sweep(tangent);
            for index in 0..versions.len() {
                let (var, mut sweeps) = versions[index].clone();
                sweeps.push(sweep);
                versions.push((companions.dots[&var], sweeps));
            }
        }
        versions
    }

    /// The sweeps of the result, of its tangent, and so on.
    pub fn versions_of_result(&self) -> Vec<Vec<SweepId>> {
        let mut versions = vec![Vec::new()];
        for tangent in 0..self.tangents.len() {
            for index in 0..versions.len() {
                let mut sweeps: Vec<SweepId> = versions[index].clone();
                sweeps.push(self.tangent_sweep(tangent));
                versions.push(sweeps);
            }
        }
        versions
    }

    /// The operand is made of vectors of a tangent space.
    pub fn is_vector(&self, operand: &Operand) -> bool {
        match operand {
            Operand::Var(var) => self.variables[var.0].vector,
            Operand::Constant(_) => false,
            Operand::Nested(value) => self.makes_vector(value),
        }
    }

    /// The result is made of vectors of a tangent space.
    pub fn makes_vector(&self, value: &Rvalue) -> bool {
        match value {
            Rvalue::Vector(_) => true,
            Rvalue::Use(operand) | Rvalue::Negate(operand) | Rvalue::Binary(_, operand, _) => self.is_vector(operand),
            Rvalue::Load(place) | Rvalue::Clone(place) | Rvalue::Held(place) => self.variables[place.base.0].vector,
            _ => false,
        }
    }
}

/// Calls `visit` for each variable that the operand reads.
pub fn operand_reads(operand: &Operand, visit: &mut dyn FnMut(Var)) {
    match operand {
        Operand::Var(var) => visit(*var),
        Operand::Constant(_) => {}
        Operand::Nested(value) => rvalue_reads(value, visit),
    }
}

/// The variables in the indices of a place, without its base.
pub fn place_index_reads(place: &Place, visit: &mut dyn FnMut(Var)) {
    for projection in &place.projections {
        match projection {
            Projection::Field(_) | Projection::Deref => {}
            Projection::Index(index) => operand_reads(index, visit),
            Projection::Slice { low, high, .. } => {
                for bound in [low, high].into_iter().flatten() {
                    operand_reads(bound, visit);
                }
            }
        }
    }
}

pub fn place_reads(place: &Place, visit: &mut dyn FnMut(Var)) {
    visit(place.base);
    place_index_reads(place, visit);
}

pub fn rvalue_reads(value: &Rvalue, visit: &mut dyn FnMut(Var)) {
    match value {
        Rvalue::Use(operand) | Rvalue::Negate(operand) | Rvalue::Cast(operand, _) | Rvalue::Repeat(operand, _) => {
            operand_reads(operand, visit);
        }
        Rvalue::Load(place) | Rvalue::Clone(place) | Rvalue::Held(place) | Rvalue::Length(place) => {
            place_reads(place, visit);
        }
        Rvalue::Kept { receiver, copied, .. } => {
            place_reads(receiver, visit);
            place_reads(copied, visit);
        }
        Rvalue::Binary(_, left, right) | Rvalue::VecRepeat(left, right) => {
            operand_reads(left, visit);
            operand_reads(right, visit);
        }
        Rvalue::Elementary { arguments, .. } | Rvalue::Runtime(_, arguments) => {
            for argument in arguments {
                operand_reads(argument, visit);
            }
        }
        Rvalue::Array(operands) | Rvalue::Tuple(operands) | Rvalue::VecLiteral(operands) => {
            for operand in operands {
                operand_reads(operand, visit);
            }
        }
        Rvalue::Struct(literal) => {
            for operand in literal.fields.iter().map(|(_, operand)| operand).chain(&literal.base) {
                operand_reads(operand, visit);
            }
        }
        Rvalue::Opaque(opaque) => {
            for var in &opaque.reads {
                visit(*var);
            }
        }
        Rvalue::Operator(operator) => operator.operands().for_each(|operand| operand.reads(visit)),
        Rvalue::Vector(vector) => vector_reads(vector, visit),
        Rvalue::Slice(slice) => {
            place_reads(&slice.array, visit);
            for operand in slice.start.iter().chain([&slice.length, &slice.runs.low, &slice.runs.high]) {
                operand_reads(operand, visit);
            }
        }
        Rvalue::Runs(range) => {
            operand_reads(&range.low, visit);
            operand_reads(&range.high, visit);
        }
    }
}

fn vector_reads(vector: &VectorOp, visit: &mut dyn FnMut(Var)) {
    match vector {
        VectorOp::Zero => {}
        VectorOp::Each { dot, lane, value } => {
            operand_reads(dot, visit);
            rvalue_reads(value, &mut |var| {
                if var != *lane {
                    visit(var);
                }
            });
        }
        VectorOp::ZeroLike(operand, _)
        | VectorOp::Cast(operand, _)
        | VectorOp::Sum(operand)
        | VectorOp::Without(operand, _)
        | VectorOp::Element(operand, _) => operand_reads(operand, visit),
        VectorOp::CapacityLike { like, length, .. } => {
            operand_reads(like, visit);
            operand_reads(length, visit);
        }
        VectorOp::StructOf { like, base, fields, .. } => {
            for operand in fields.iter().map(|(_, operand)| operand).chain(base).chain([like]) {
                operand_reads(operand, visit);
            }
        }
        VectorOp::Get(place) | VectorOp::Take(place) | VectorOp::Pop(place) => place_reads(place, visit),
        VectorOp::SpaceOfTail(place, length) => {
            place_reads(place, visit);
            operand_reads(length, visit);
        }
        VectorOp::When(_, value) => rvalue_reads(value, visit),
        VectorOp::WhenElseLike { value, like, .. } => {
            rvalue_reads(value, visit);
            operand_reads(like, visit);
        }
        VectorOp::SpaceOf(var)
        | VectorOp::SameSpace(var)
        | VectorOp::SpaceZero(var, _)
        | VectorOp::SpaceCotangent(var, _) => visit(*var),
    }
}

/// Calls `visit` for each variable that the statement reads, in nested blocks too.
pub fn statement_reads(statement: &Statement, visit: &mut dyn FnMut(Var)) {
    match statement {
        Statement::Let { value, .. }
        | Statement::Mutable { value, .. }
        | Statement::Update { value, .. }
        | Statement::Evaluate(value) => rvalue_reads(value, visit),
        Statement::AddTo { var, value } => {
            visit(*var);
            rvalue_reads(value, visit);
        }
        Statement::Declare { .. } => {}
        Statement::Assign { value, .. } | Statement::Require { operand: value, .. } => operand_reads(value, visit),
        Statement::Store { place, value, .. }
        | Statement::Replace { place, value }
        | Statement::Push { place, value }
        | Statement::Truncate { place, length: value } => {
            place_reads(place, visit);
            operand_reads(value, visit);
        }
        Statement::Swap { first, second } | Statement::RequireAlike { first, second } => {
            place_reads(first, visit);
            place_reads(second, visit);
        }
        Statement::Resize { space, projections, change } => {
            place_reads(&Place { base: *space, projections: projections.clone() }, visit);
            match change {
                Resizing::Longer(operand) | Resizing::Shorter(operand) => operand_reads(operand, visit),
                Resizing::Exchanged(place) => place_reads(place, visit),
            }
        }
        Statement::Accumulate { place, value }
        | Statement::Initialise { place, value }
        | Statement::Append { place, value } => {
            place_reads(place, visit);
            rvalue_reads(value, visit);
        }
        Statement::If { condition, then, otherwise, joins } => {
            operand_reads(condition, visit);
            block_reads(then, visit);
            block_reads(otherwise, visit);
            for join in joins {
                operand_reads(&join.then, visit);
                operand_reads(&join.otherwise, visit);
            }
        }
        Statement::For(for_loop) => {
            if let Some(range) = &for_loop.range {
                operand_reads(&range.low, visit);
                operand_reads(&range.high, visit);
                for adaptor in &range.adaptors {
                    if let Adaptor::StepBy(step) = adaptor {
                        operand_reads(step, visit);
                    }
                }
            }
            if let Some(until) = &for_loop.until {
                operand_reads(until, visit);
            }
            if let (true, Some(count)) = (for_loop.reversed, for_loop.count) {
                visit(count);
            }
            for carried in &for_loop.carried {
                operand_reads(&carried.initial, visit);
                operand_reads(&carried.next, visit);
            }
            for recording in [&for_loop.recorded, &for_loop.replayed].into_iter().flatten() {
                if for_loop.reversed || !recording.storage.is_on_tape() {
                    visit(recording.trace);
                }
            }
            for residual in for_loop.recorded.iter().flat_map(|recording| &recording.residuals) {
                visit(residual.var);
            }
            block_reads(&for_loop.body, visit);
        }
        Statement::Call(call) => call_reads(call, visit),
        Statement::Guard(_, block) => block_reads(block, visit),
        Statement::Derived(Derived { call, tangents, .. }) => {
            call_reads(call, visit);
            tangents.iter().for_each(|companion| companion_reads(companion, visit));
        }
        Statement::Split { place, at, .. } => {
            place_reads(place, visit);
            operand_reads(at, visit);
        }
        Statement::Operate(Operate { operator, beside, .. }) => {
            operator.operands().for_each(|operand| operand.reads(visit));
            if let Beside::Tangent { operands, .. } = beside {
                operands.iter().for_each(|companion| companion_reads(companion, visit));
            }
        }
        Statement::Pull(Pull { kept, left, right, result, bar, .. }) => {
            visit(*kept);
            operand_reads(bar, visit);
            [left, right, result].into_iter().flatten().for_each(|operand| operand.reads(visit));
        }
        Statement::PullCall { pullback, arguments, .. } => {
            visit(*pullback);
            arguments.iter().for_each(|companion| companion_reads(companion, visit));
        }
    }
}

pub fn block_reads(block: &Block, visit: &mut dyn FnMut(Var)) {
    for statement in &block.statements {
        statement_reads(statement, visit);
    }
}

fn call_reads(call: &Call, visit: &mut dyn FnMut(Var)) {
    for argument in &call.arguments {
        match argument {
            Argument::Value(operand) => operand_reads(operand, visit),
            Argument::Borrow { place, .. } => place_reads(place, visit),
        }
    }
}

fn companion_reads(companion: &Companion, visit: &mut dyn FnMut(Var)) {
    match companion {
        Companion::Value(value) => rvalue_reads(value, visit),
        Companion::Absent | Companion::AbsentReceiver | Companion::Unasked | Companion::NotHeld => {}
        Companion::Kept(var) => visit(*var),
        Companion::Primal(place)
        | Companion::Either(place)
        | Companion::EitherCotangent(place)
        | Companion::Held(place)
        | Companion::Again(place)
        | Companion::Shared(place, _)
        | Companion::Cotangent(place, _)
        | Companion::ReceiverCotangent(place, _)
        | Companion::Mutable(place)
        | Companion::Accumulated(place) => place_reads(place, visit),
    }
}

/// Every operand that an r-value reads, indices included.
pub fn each_operand(value: &Rvalue, visit: &mut dyn FnMut(&Operand)) {
    match value {
        Rvalue::Use(operand) | Rvalue::Negate(operand) | Rvalue::Cast(operand, _) | Rvalue::Repeat(operand, _) => {
            visit(operand);
        }
        Rvalue::Load(place) | Rvalue::Clone(place) | Rvalue::Held(place) | Rvalue::Length(place) => {
            each_of_place(place, visit);
        }
        Rvalue::Kept { receiver, copied, .. } => {
            each_of_place(receiver, visit);
            each_of_place(copied, visit);
        }
        Rvalue::Binary(_, left, right) | Rvalue::VecRepeat(left, right) => [left, right].into_iter().for_each(visit),
        Rvalue::Elementary { arguments: operands, .. }
        | Rvalue::Runtime(_, operands)
        | Rvalue::Array(operands)
        | Rvalue::Tuple(operands)
        | Rvalue::VecLiteral(operands) => operands.iter().for_each(visit),
        Rvalue::Struct(literal) => {
            literal.fields.iter().map(|(_, operand)| operand).chain(&literal.base).for_each(visit);
        }
        Rvalue::Operator(operator) => operator.operands().for_each(|operand| match operand {
            Operated::Value(operand) | Operated::Referred(operand) => visit(operand),
            Operated::Place(place) => each_of_place(place, visit),
        }),
        Rvalue::Opaque(_) | Rvalue::Vector(_) | Rvalue::Slice(_) | Rvalue::Runs(_) => {}
    }
}

fn each_of_place(place: &Place, visit: &mut dyn FnMut(&Operand)) {
    for projection in &place.projections {
        match projection {
            Projection::Field(_) | Projection::Deref => {}
            Projection::Index(index) => visit(index),
            Projection::Slice { low, high, .. } => [low, high].into_iter().flatten().for_each(&mut *visit),
        }
    }
}

/// Replaces every operand that an r-value reads, indices included.
pub fn map_operands(value: &mut Rvalue, map: &mut dyn FnMut(&mut Operand)) {
    match value {
        Rvalue::Use(operand) | Rvalue::Negate(operand) | Rvalue::Cast(operand, _) | Rvalue::Repeat(operand, _) => {
            map(operand);
        }
        Rvalue::Load(place) | Rvalue::Clone(place) | Rvalue::Held(place) | Rvalue::Length(place) => {
            map_place(place, map);
        }
        Rvalue::Kept { receiver, copied, .. } => {
            map_place(receiver, map);
            map_place(copied, map);
        }
        Rvalue::Binary(_, left, right) | Rvalue::VecRepeat(left, right) => {
            map(left);
            map(right);
        }
        Rvalue::Elementary { arguments, .. } | Rvalue::Runtime(_, arguments) => arguments.iter_mut().for_each(map),
        Rvalue::Array(operands) | Rvalue::Tuple(operands) | Rvalue::VecLiteral(operands) => {
            operands.iter_mut().for_each(map)
        }
        Rvalue::Struct(literal) => {
            literal.fields.iter_mut().map(|(_, operand)| operand).chain(&mut literal.base).for_each(map);
        }
        Rvalue::Operator(operator) => operator.operands_mut().for_each(|operand| operand.map(map)),
        Rvalue::Opaque(_) | Rvalue::Vector(_) | Rvalue::Slice(_) | Rvalue::Runs(_) => {}
    }
}

pub fn map_place(place: &mut Place, map: &mut dyn FnMut(&mut Operand)) {
    for projection in &mut place.projections {
        match projection {
            Projection::Field(_) | Projection::Deref => {}
            Projection::Index(index) => map(index),
            Projection::Slice { low, high, .. } => {
                for bound in [low, high].into_iter().flatten() {
                    map(bound);
                }
            }
        }
    }
}
