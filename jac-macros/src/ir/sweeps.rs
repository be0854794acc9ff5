//! What only the transforms make: calls of derivatives, what stands beside their arguments, and what loops record.

use super::*;

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
    /// What is left is a linear function of the tangents of the arguments, and no pullback.
    pub is_linear: bool,
}

/// A callee that takes a copy of an argument for its reverse: its type, what varies, and the position of the parameter.
#[derive(Clone, Debug)]
pub struct Reader {
    pub namesake: TokenStream,
    pub mask: Mask,
    pub position: usize,
}

/// `result = operator`, with its tangents and what its reverse needs.
#[derive(Clone, Debug)]
pub struct Operate {
    pub result: Var,
    pub annotation: Option<Type>,
    pub operator: Operator,
    /// What is kept for the reverse sweep, in reverse mode and its tangents.
    pub kept: Option<Var>,
    /// Which operands vary, by sweep, the oldest first.
    pub masks: Vec<Mask>,
    /// The tangents of the result.
    pub dots: Vec<Var>,
    /// Those of the left and of the right operand, for each of these.
    pub tangents: Vec<Companion>,
    /// What is kept is for a linear function of the tangents, and not for the reverse sweep.
    pub is_linear: bool,
}

/// The tangent of what an operator gives, made of what it has kept.
#[derive(Clone, Debug)]
pub struct OperatorPush {
    pub kept: Var,
    /// What is passed again: operands, and the result.
    pub again: [Option<Operated>; 3],
    /// The tangents of the left and of the right operand.
    pub tangents: Vec<Companion>,
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
    /// What the cotangents of the operands are made of besides that of the result: the operands, unless it is a sum. What is kept may hold them, whether they
    /// are passed again or not.
    pub factors: Vec<Var>,
    /// The tangents of all these.
    pub tangents: Vec<PullTangent>,
}

/// The tangents of what a [`Pull`] is given, and of what it gives.
#[derive(Clone, Debug)]
pub struct PullTangent {
    /// Of the operands and the result.
    pub again: [Companion; 3],
    pub bar: Rvalue,
    pub left_bar: Option<Var>,
    pub right_bar: Option<Var>,
}

impl Pull {
    /// The cotangents of the operands, and the tangents of these.
    pub fn bars(&self) -> impl Iterator<Item = Var> + '_ {
        let tangents = self.tangents.iter().flat_map(|tangent| tangent.left_bar.into_iter().chain(tangent.right_bar));
        self.left_bar.into_iter().chain(self.right_bar).chain(tangents)
    }
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
    /// The tangent of what a method is called on, which the method takes as it will.
    Receiver(Box<Companion>),
    /// Of what a method is called on. There is no tangent: it does not vary.
    AbsentReceiver,
    /// What a method is called on, once more.
    Again(Place),
    /// The same, as the method kept it, if it needs it.
    Kept(Var),
    /// The cotangent of what a method is called on, if the condition holds: lent as the method is, which takes away from it what it has overwritten; but by
    /// `&` where the same is passed beside it.
    ReceiverCotangent(Place, Condition, Lending),
    /// Rows themselves, once more.
    PrimalRows(Vec<Place>),
    /// The tangents of rows, or their cotangents.
    Rows { rows: Vec<RowVector>, are_cotangents: bool },
    /// What a function captures, lent again, and its tangents or cotangents; or the parameter that it is.
    Environment { passed: Box<Passed>, vectors: Vec<Option<(Place, Condition)>>, are_cotangents: bool },
}

impl Companion {
    /// A cotangent that a callee may make longer or shorter.
    pub fn resized(&self) -> Option<&Place> {
        match self {
            Companion::Accumulated(place) | Companion::EitherCotangent(place) => Some(place),
            Companion::ReceiverCotangent(place, _, lending) => lending.may_write().then_some(place),
            _ => None,
        }
    }
}

/// The condition that one of the rows varies: `mask` is empty if none does.
pub fn rows_condition(companion: &Companion) -> Condition {
    let Companion::Rows { rows, .. } = companion else { unreachable!("asked of rows") };
    let conditions = || rows.iter().filter_map(|row| row.vector.as_ref()).map(|(_, condition)| *condition);
    let certain = conditions().find(|condition| condition.present.is_none());
    let sweep = conditions().next().map_or(0, |condition| condition.sweep);
    let mask = conditions().fold(0, |mask, condition| mask | condition.mask);
    // A row that may be absent gives way to a zero; only one that is alone may be the reason that there are none.
    let present = conditions().next().and_then(|condition| condition.present);
    let alone = conditions().count() == 1;
    Condition { sweep, mask, present: present.filter(|_| alone && certain.is_none()) }
}

/// The vector beside a row.
#[derive(Clone, Debug)]
pub struct RowVector {
    /// The row itself, for a zero of its shape where it does not vary.
    pub primal: Place,
    /// The vector, if the condition holds.
    pub vector: Option<(Place, Condition)>,
    /// The sweeps of the vector.
    pub sweeps: Vec<SweepId>,
}

/// What a loop leaves in its trace, or reads from it.
#[derive(Clone, Debug)]
pub struct Recording {
    pub trace: Var,
    pub storage: Storage,
    pub residuals: Vec<Residual>,
    /// Slots are empty until they are filled: pullbacks have no placeholder.
    pub optional: bool,
}

#[derive(Clone, Debug)]
pub enum Storage {
    /// An array of this length.
    Fixed(Bound),
    /// An array of this length, or the tape if there is one and the condition holds. The names are those of a type that stands for the loop, and
    /// of what takes the records; there are none if nothing else is recorded in the loop: all iterations at once.
    Bounded { length: Bound, many: TokenStream, one_by_one: Option<(Ident, Ident)> },
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

    /// The length, if the variable of the trace is defined in front of the loop, and may be an array.
    pub fn length(&self) -> Option<&Bound> {
        match self {
            Storage::Fixed(length) | Storage::Bounded { length, .. } => Some(length),
            _ => None,
        }
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
    /// A `Vec` that the next iteration sets anew: it goes on the tape as it is, in exchange for one of the same length.
    pub exchanged: bool,
}
