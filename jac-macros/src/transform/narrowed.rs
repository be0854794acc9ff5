//! Narrowed: loops of the forward sweep, without a check of each element.
//!
//! Before: a sweep, whose loops select elements as the function itself does. After: of a slice or a `Vec` of which every iteration reads the element at
//! its index, the part that the loop runs over is sliced in front, if the loop writes none of it, or that element only. The compiler then
//! checks no bound in the loop, and can vectorise it.
//!
//! An index that is out of bounds panics before the loop, and not in it: a panic, all the same.

use std::collections::{HashMap, HashSet};

use super::lean::Lean;
use super::reversed::{Access, Arrays, collect_writes};
use crate::hygiene::Names;
use crate::ir::*;
use crate::lower::passing;
use crate::surface::is_slice;

pub fn narrow(function: &mut Function, names: &mut Names) {
    let arrays = Lists::of(function);
    let mut body = std::mem::take(&mut function.body);
    block(&mut body, function, &arrays, names);
    function.body = body;
}

fn block(body: &mut Block, function: &mut Function, arrays: &Lists, names: &mut Names) {
    let mut narrowed = Vec::new();
    for mut statement in std::mem::take(&mut body.statements) {
        match &mut statement {
            Statement::If { then, otherwise, .. } => {
                block(then, function, arrays, names);
                block(otherwise, function, arrays, names);
            }
            Statement::For(for_loop) => {
                block(&mut for_loop.body, function, arrays, names);
                if let Some(mut lean) = Lean::forward(for_loop, function, arrays, names) {
                    for array in written_at_its_index(&for_loop.body, &lean) {
                        lean.writes(array);
                    }
                    for statement in &mut for_loop.body.statements {
                        match statement {
                            Statement::Let { value, .. } | Statement::Mutable { value, .. } => {
                                loads(value, None, &mut |place, condition| {
                                    lean.narrow(place, Access::Primal, condition)
                                });
                            }
                            Statement::Store { place, .. } => lean.narrow(place, Access::Primal, None),
                            _ => {}
                        }
                    }
                    narrowed.extend(lean.windows(for_loop));
                }
            }
            _ => {}
        }
        narrowed.push(statement);
    }
    body.statements = narrowed;
}

/// What a value reads, and on which condition.
fn loads(value: &mut Rvalue, condition: Option<Condition>, visit: &mut dyn FnMut(&mut Place, Option<Condition>)) {
    let mut nested = |operand: &mut Operand| {
        if let Operand::Nested(value) = operand {
            loads(value, condition, visit);
        }
    };
    match value {
        Rvalue::Load(place) => visit(place, condition),
        Rvalue::Vector(VectorOp::When(inner, value)) if condition.is_none() => loads(value, Some(*inner), visit),
        Rvalue::Vector(VectorOp::Cast(operand, _)) => nested(operand),
        Rvalue::Use(_) | Rvalue::Negate(_) | Rvalue::Binary(..) | Rvalue::Elementary { .. } => {
            map_operands(value, &mut nested);
        }
        _ => {}
    }
}

/// The arrays of which each iteration writes the element at its index, and touches no other.
fn written_at_its_index(body: &Block, lean: &Lean) -> Vec<Var> {
    let mut elements: HashMap<Var, Option<String>> = HashMap::new();
    for statement in &body.statements {
        if let Statement::Store { place, .. } = statement {
            let element = lean.element(place);
            let known = elements.entry(place.base).or_insert_with(|| element.clone());
            if *known != element {
                *known = None;
            }
        }
    }
    let only_there = |array: &Var, element: &str| {
        body.statements.iter().all(|statement| {
            let mut touched = 0;
            let mut count = |var: Var| touched += usize::from(var == *array);
            match statement {
                Statement::Store { place, value, .. } => {
                    place_index_reads(place, &mut count);
                    operand_reads(value, &mut count);
                }
                statement => {
                    statement_reads(statement, &mut count);
                    let mut written = Vec::new();
                    collect_writes(&Block { statements: vec![statement.clone()] }, &mut written);
                    written.into_iter().for_each(count);
                }
            }
            if let Statement::Let { value, .. } | Statement::Mutable { value, .. } = statement {
                loads(&mut value.clone(), None, &mut |place, condition| {
                    let is_it = place.base == *array && condition.is_none();
                    touched -= usize::from(is_it && lean.element(place).as_deref() == Some(element));
                });
            }
            touched == 0
        })
    };
    let is_written =
        |(array, element): &(Var, Option<String>)| element.as_ref().is_some_and(|element| only_there(array, element));
    let mut written: Vec<Var> = elements.into_iter().filter(is_written).map(|(array, _)| array).collect();
    written.sort_by_key(|array| array.0);
    written
}

/// Slices and `Vec`s, by the signature or by how they are made, and their tangents.
struct Lists(HashSet<Var>);

impl Lists {
    fn of(function: &Function) -> Lists {
        let is_list = |parameter: &&Parameter| {
            let (_, behind) = passing(&parameter.ty);
            is_slice(behind)
                || matches!(behind, syn::Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "Vec"))
        };
        let mut primals: Vec<Var> = function.parameters.iter().filter(is_list).map(|parameter| parameter.var).collect();
        collect_made(&function.body, &mut primals);
        let known = |var: &Var| function.tangents.iter().all(|tangent| tangent.dots.contains_key(var));
        let (varied, others): (Vec<Var>, Vec<Var>) = primals.into_iter().partition(known);
        let versions = varied.into_iter().flat_map(|var| function.versions(var)).map(|(version, _)| version);
        Lists(versions.chain(others).collect())
    }
}

/// Local variables that are made as `Vec`s.
fn collect_made(block: &Block, made: &mut Vec<Var>) {
    for statement in &block.statements {
        match statement {
            Statement::Let { var, value: Rvalue::VecRepeat(..) | Rvalue::VecLiteral(_), .. } => made.push(*var),
            Statement::If { then, otherwise, .. } => {
                collect_made(then, made);
                collect_made(otherwise, made);
            }
            Statement::For(for_loop) => collect_made(&for_loop.body, made),
            _ => {}
        }
    }
}

impl Arrays for Lists {
    fn has_elements_apart(&self, cotangent: &Place) -> bool {
        self.is_dynamic(cotangent, true)
    }

    fn is_dynamic(&self, array: &Place, _: bool) -> bool {
        let is_part = |projection: &Projection| matches!(projection, Projection::Deref | Projection::Slice { .. });
        self.0.contains(&array.base) && array.projections.iter().all(is_part)
    }
}
