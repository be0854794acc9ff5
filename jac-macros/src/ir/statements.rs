//! Statements, and what they consist of: loops, what they carry, and what branches join.
//!
//! Those that only the transforms make say so; their larger parts are in `sweeps.rs`.

use super::*;

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

/// What a place is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TakenFor {
    /// A slice or a `Vec`, by what reads or sets elements.
    Elements,
    /// A `Vec`, by what changes the length, from which the types are inferred too.
    Length,
    /// What `as_slice` or `as_ref` shows all of.
    Whole,
    /// What the variable is a copy of, and no other clone.
    Copied(Var),
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
    /// Compiles only if the place holds an array, a slice, a `Vec` or the like, of which the statements around it take a method or a loop
    /// apart. That a clone is a copy is asked at run time, with debug assertions.
    RequireTaken {
        place: Place,
        taken: TakenFor,
        span: Span,
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
    /// Made by the adjoint: a cotangent is zero, and has the shape that its variable had before.
    Reshape {
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
        /// The bit of the mask that says so (see [`starts_at_zero`]); otherwise this adds.
        told_by: Option<Mask>,
        /// What of the place must be arrays or `Vec`s, which the compiler knows; otherwise this adds.
        lists: Vec<Place>,
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
    /// It becomes that of what the variable holds there.
    Measured(Place),
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
    /// An upper bound of the trip count, if one is known at compile time.
    pub bound: Option<Bound>,
    /// Made by `joint`: both sweeps of an iteration are over when it ends, and what it has left on the tape is written over. The name is that of the
    /// place on the tape.
    pub rewinds: Option<Ident>,
    pub id: usize,
}

#[derive(Clone, Debug, Default)]
pub struct Block {
    pub statements: Vec<Statement>,
}
