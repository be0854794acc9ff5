//! What may come out of a function, or of a call, with another shape than it went in with.
//!
//! A `Vec` behind `&mut` gets longer and shorter, also as a part of a struct, or as an element of a slice. The cotangent has the length of the `Vec` at every
//! point of the reverse sweep, so that a function takes it by `&mut`. Of a callee nothing is known: it may want that of whatever is lent to it by `&mut`, and
//! may leave another shape in all that is not certainly of fixed size, or a slice of what is.

use super::layout::Layouts;
use crate::ir::*;
use crate::lower::{element_of_array, passing};

/// Marks the parameters whose cotangents are taken by `&mut`: what is lent on, and what may be resized here.
pub fn mark(function: &mut Function, layouts: &Layouts) {
    for position in 0..function.parameters.len() {
        let parameter = &function.parameters[position];
        if parameter.passing == Passing::Mutable {
            let exclusive = in_block(&function.body, parameter, layouts);
            function.parameters[position].exclusive = exclusive;
        }
    }
}

/// What stands behind the parameter may be overwritten by what has another shape. An array of `ndarray` keeps its own.
pub fn may_be_replaced(parameter: &Parameter) -> bool {
    parameter.view.is_none() && element_of_array(passing(&parameter.ty).1).is_none()
}

/// The places in which a callee may leave another shape.
pub fn by_call<'a>(call: &'a Call, function: &'a Function, layouts: &'a Layouts) -> impl Iterator<Item = &'a Place> {
    // The methods that stand for those of arrays do not.
    let keeps = matches!(&call.callee, Callee::Method { name, .. } if name.to_string().starts_with("jac_"));
    call.arguments.iter().filter_map(move |argument| match argument {
        Argument::Borrow { lending, place } if lending.may_write() && !keeps => {
            may_be_resized(place, function, layouts).then_some(place)
        }
        _ => None,
    })
}

fn may_be_resized(place: &Place, function: &Function, layouts: &Layouts) -> bool {
    let is_cut = matches!(place.projections.last(), Some(Projection::Slice { .. } | Projection::Array(_)));
    let mut part = place.clone();
    if is_cut {
        part.projections.push(Projection::Index(Operand::Constant(Default::default())));
    }
    // Integers are not looked into: they may stand in a list.
    let is_fixed = layouts.is_fixed_place(&part) && (is_cut || !function.variables[place.base.0].discrete);
    !is_fixed
}

fn in_block(block: &Block, parameter: &Parameter, layouts: &Layouts) -> bool {
    block.statements.iter().any(|statement| in_statement(statement, parameter, layouts))
}

fn in_statement(statement: &Statement, parameter: &Parameter, layouts: &Layouts) -> bool {
    let var = parameter.var;
    match statement {
        Statement::Push { place, .. } | Statement::Truncate { place, .. } => place.base == var,
        Statement::Store { place, op: None, value } => {
            let is_fixed = layouts.is_fixed_place(place) || layouts.keeps_shape(value);
            place.base == var && !is_fixed && may_be_replaced(parameter)
        }
        Statement::Swap { first, second } => {
            (first.base == var || second.base == var) && !layouts.is_fixed_place(first) && may_be_replaced(parameter)
        }
        Statement::Call(call) => super::activity::call_targets(call).any(|base| base == var),
        Statement::If { then, otherwise, .. } => {
            in_block(then, parameter, layouts) || in_block(otherwise, parameter, layouts)
        }
        Statement::For(for_loop) => in_block(&for_loop.body, parameter, layouts),
        _ => false,
    }
}
