//! What statements read: visitors of variables, operands and places.
//!
//! Every analysis and transform asks here, so that a new kind of statement is described once.

use super::*;

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
            Projection::Field(_)
            | Projection::Deref
            | Projection::Inside
            | Projection::Held(_)
            | Projection::Array(_) => {}
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
        Rvalue::Use(operand)
        | Rvalue::Negate(operand)
        | Rvalue::Cast(operand, ..)
        | Rvalue::Repeat(operand, _)
        | Rvalue::Wrap(_, operand)
        | Rvalue::Unwrap(operand) => {
            operand_reads(operand, visit);
        }
        Rvalue::Load(place)
        | Rvalue::Clone(place)
        | Rvalue::Held(place)
        | Rvalue::Length(place)
        | Rvalue::Within(place) => {
            place_reads(place, visit);
        }
        Rvalue::Kept { receiver, copied, .. } => {
            place_reads(receiver, visit);
            place_reads(copied, visit);
        }
        Rvalue::Path { of, index } => {
            place_reads(of, visit);
            operand_reads(index, visit);
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
        VectorOp::Chosen(vector, partial) => {
            operand_reads(vector, visit);
            operand_reads(partial, visit);
        }
        VectorOp::StructOf { like, base, fields, .. } => {
            for operand in fields.iter().map(|(_, operand)| operand).chain(base).chain([like]) {
                operand_reads(operand, visit);
            }
        }
        VectorOp::Get(place)
        | VectorOp::Collect(place)
        | VectorOp::Take(place)
        | VectorOp::Pop(place)
        | VectorOp::Seeded(place) => place_reads(place, visit),
        VectorOp::SpaceOfTail(place, length) => {
            place_reads(place, visit);
            operand_reads(length, visit);
        }
        VectorOp::When(_, value) => rvalue_reads(value, visit),
        VectorOp::WhenElseLike { value, like, .. } => {
            rvalue_reads(value, visit);
            operand_reads(like, visit);
        }
        VectorOp::CotangentOf(var, value) => {
            visit(*var);
            rvalue_reads(value, visit);
        }
        VectorOp::Operated(push) => {
            visit(push.kept);
            push.again.iter().flatten().for_each(|operand| operand.reads(visit));
            push.tangents.iter().for_each(|companion| companion_reads(companion, visit));
        }
        VectorOp::SpaceOf(place) => place_reads(place, visit),
        VectorOp::SameSpace(var) | VectorOp::SpaceZero(var, _) | VectorOp::SpaceCotangent(var, _) => visit(*var),
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
        Statement::RequireTaken { place, taken, .. } => {
            place_reads(place, visit);
            if let TakenFor::Copied(copy) = taken {
                visit(*copy);
            }
        }
        Statement::Swap { first, second } | Statement::RequireAlike { first, second } => {
            place_reads(first, visit);
            place_reads(second, visit);
        }
        Statement::Resize { space, projections, change } => {
            place_reads(&Place { base: *space, projections: projections.clone() }, visit);
            match change {
                Resizing::Longer(operand) | Resizing::Shorter(operand) => operand_reads(operand, visit),
                Resizing::Exchanged(place) | Resizing::Measured(place) => place_reads(place, visit),
            }
        }
        Statement::Accumulate { place, value }
        | Statement::Initialise { place, value, .. }
        | Statement::Append { place, value }
        | Statement::Reshape { place, value } => {
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
        Statement::Operate(Operate { operator, tangents, .. }) => {
            operator.operands().for_each(|operand| operand.reads(visit));
            tangents.iter().for_each(|companion| companion_reads(companion, visit));
        }
        Statement::Pull(Pull { kept, left, right, result, bar, tangents, .. }) => {
            visit(*kept);
            operand_reads(bar, visit);
            [left, right, result].into_iter().flatten().for_each(|operand| operand.reads(visit));
            for PullTangent { again, bar, .. } in tangents {
                again.iter().for_each(|companion| companion_reads(companion, visit));
                rvalue_reads(bar, visit);
            }
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
            Argument::Rows(places) => places.iter().for_each(|place| place_reads(place, visit)),
            Argument::Function(passed) => passed.captures.iter().for_each(|place| place_reads(place, visit)),
        }
    }
}

fn companion_reads(companion: &Companion, visit: &mut dyn FnMut(Var)) {
    match companion {
        Companion::Value(value) => rvalue_reads(value, visit),
        Companion::Absent | Companion::AbsentReceiver | Companion::Unasked | Companion::NotHeld => {}
        Companion::Kept(var) => visit(*var),
        Companion::Receiver(companion) => companion_reads(companion, visit),
        Companion::PrimalRows(places) => places.iter().for_each(|place| place_reads(place, visit)),
        Companion::Environment { passed, vectors, .. } => {
            passed.captures.iter().for_each(|place| place_reads(place, visit));
            vectors.iter().flatten().for_each(|(place, _)| place_reads(place, visit));
        }
        Companion::Rows { rows, .. } => {
            for row in rows {
                place_reads(&row.primal, visit);
                row.vector.iter().for_each(|(place, _)| place_reads(place, visit));
            }
        }
        Companion::Primal(place)
        | Companion::Either(place)
        | Companion::EitherCotangent(place)
        | Companion::Held(place)
        | Companion::Again(place)
        | Companion::Shared(place, _)
        | Companion::Cotangent(place, _)
        | Companion::ReceiverCotangent(place, ..)
        | Companion::Mutable(place)
        | Companion::Accumulated(place) => place_reads(place, visit),
    }
}

/// Every operand that an r-value reads, indices included.
pub fn each_operand(value: &Rvalue, visit: &mut dyn FnMut(&Operand)) {
    match value {
        Rvalue::Use(operand)
        | Rvalue::Negate(operand)
        | Rvalue::Cast(operand, ..)
        | Rvalue::Repeat(operand, _)
        | Rvalue::Wrap(_, operand)
        | Rvalue::Unwrap(operand) => {
            visit(operand);
        }
        Rvalue::Load(place)
        | Rvalue::Clone(place)
        | Rvalue::Held(place)
        | Rvalue::Length(place)
        | Rvalue::Within(place) => {
            each_of_place(place, visit);
        }
        Rvalue::Kept { receiver, copied, .. } => {
            each_of_place(receiver, visit);
            each_of_place(copied, visit);
        }
        Rvalue::Path { of, index } => {
            each_of_place(of, visit);
            visit(index);
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
            Projection::Field(_)
            | Projection::Deref
            | Projection::Inside
            | Projection::Held(_)
            | Projection::Array(_) => {}
            Projection::Index(index) => visit(index),
            Projection::Slice { low, high, .. } => [low, high].into_iter().flatten().for_each(&mut *visit),
        }
    }
}

/// Replaces every operand that an r-value reads, indices included.
pub fn map_operands(value: &mut Rvalue, map: &mut dyn FnMut(&mut Operand)) {
    match value {
        Rvalue::Use(operand)
        | Rvalue::Negate(operand)
        | Rvalue::Cast(operand, ..)
        | Rvalue::Repeat(operand, _)
        | Rvalue::Wrap(_, operand)
        | Rvalue::Unwrap(operand) => {
            map(operand);
        }
        Rvalue::Load(place)
        | Rvalue::Clone(place)
        | Rvalue::Held(place)
        | Rvalue::Length(place)
        | Rvalue::Within(place) => {
            map_place(place, map);
        }
        Rvalue::Kept { receiver, copied, .. } => {
            map_place(receiver, map);
            map_place(copied, map);
        }
        Rvalue::Path { of, index } => {
            map_place(of, map);
            map(index);
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
            Projection::Field(_)
            | Projection::Deref
            | Projection::Inside
            | Projection::Held(_)
            | Projection::Array(_) => {}
            Projection::Index(index) => map(index),
            Projection::Slice { low, high, .. } => {
                for bound in [low, high].into_iter().flatten() {
                    map(bound);
                }
            }
        }
    }
}
