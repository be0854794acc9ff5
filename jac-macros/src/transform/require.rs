//! Requirements: what the transforms take for granted of types that the macro does not see.
//!
//! Before: a statement, in a function that is about to be differentiated. After: statements to put around it, which
//! compile only if the type is what its derivative takes it for: an expression without derivative gives
//! something that does not vary, `len` gives a length, a method with the name of an elementary function is called on a float.

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{BinOp, Expr, Type};

use crate::analysis::activity::{self, Activity};
use crate::ir::*;
use crate::lower::{is_discrete, passing};

#[derive(Default)]
pub struct Requirements {
    pub before: Vec<Statement>,
    pub after: Vec<Statement>,
}

pub fn requirements(function: &Function, activity: &Activity, statement: &Statement) -> Requirements {
    let mut requirements = Requirements::default();
    let varies = |var: Var| activity.is_varied(var) && !function.variables[var.0].discrete;
    places(statement, &mut |place| {
        place_index_reads(place, &mut |index| {
            if varies(index) {
                let span = function.variables[index.0].ident.span();
                requirements.before.push(require("discrete", Operand::Var(index), span));
            }
        });
    });
    if let Statement::Let { var, .. } | Statement::Call(Call { result: var, .. }) = statement
        && activity.failures.computed_with(*var)
    {
        let span = function.variables[var.0].ident.span();
        requirements.after.push(require("part_of_failure", Operand::Var(*var), span));
    }
    if let Statement::Call(call) = statement {
        for var in activity::call_sources(call).filter(|var| activity.failures.passed(*var)) {
            requirements.before.push(require("part_of_failure", Operand::Var(var), call.span));
        }
    }
    let Statement::Let { var, annotation, value } = statement else { return requirements };
    match value {
        // Of what is stopped, the user says so.
        Rvalue::Opaque(Opaque { if_varied: IfVaried::Stopped(_) | IfVaried::Marked, .. }) => {}
        Rvalue::Opaque(Opaque { if_varied: IfVaried::Part, reads, .. }) if reads.iter().copied().any(varies) => {
            let span = function.variables[var.0].ident.span();
            requirements.after.push(require("part_of_data", Operand::Var(*var), span));
        }
        Rvalue::Opaque(opaque) if opaque.reads.iter().copied().any(varies) => {
            let annotated = function.variables[var.0].discrete || annotation.as_ref().is_some_and(is_discrete);
            let is_empty = matches!(opaque.if_varied, IfVaried::Nothing | IfVaried::Failure | IfVaried::OfFailure);
            if !annotated && !is_empty && !is_certainly_discrete(&opaque.expression) {
                requirements.after.push(require(
                    "discrete",
                    Operand::Var(*var),
                    function.variables[var.0].ident.span(),
                ));
            }
        }
        Rvalue::Length(place) if varies(place.base) && !is_sequence(function, place) => {
            let span = function.variables[var.0].ident.span();
            requirements.after.push(require("discrete", Operand::Var(*var), span));
        }
        Rvalue::Elementary { rule, arguments, spelling } => {
            let varied = || rule.partials.iter().zip(arguments).filter(|(_, argument)| activity.varied(argument));
            let span = match spelling {
                Spelling::Method(name) => name.span(),
                Spelling::Path(path) => path.span(),
            };
            // Formulas ask for floats themselves.
            let is_asked = varied().any(|(partial, _)| !matches!(*partial, "0" | "1" | ""));
            match varied().next() {
                Some((&"", exponent)) => requirements.before.push(require("discrete", exponent.clone(), span)),
                Some((_, receiver)) if !is_asked => {
                    requirements.before.push(require("float", receiver.clone(), span));
                }
                _ => {}
            }
        }
        _ => {}
    }
    requirements
}

fn require(requirement: &'static str, operand: Operand, span: Span) -> Statement {
    Statement::Require { requirement, operand, span }
}

/// The places that a statement itself names.
fn places(statement: &Statement, visit: &mut dyn FnMut(&Place)) {
    match statement {
        Statement::Let { value: Rvalue::Load(place) | Rvalue::Clone(place) | Rvalue::Length(place), .. }
        | Statement::Evaluate(Rvalue::Within(place)) => visit(place),
        Statement::Swap { first, second } => {
            visit(first);
            visit(second);
        }
        Statement::Store { place, .. }
        | Statement::Replace { place, .. }
        | Statement::Push { place, .. }
        | Statement::Truncate { place, .. } => visit(place),
        Statement::Call(call) => {
            for argument in &call.arguments {
                match argument {
                    Argument::Value(_) => {}
                    Argument::Borrow { place, .. } => visit(place),
                    Argument::Rows(places) => places.iter().for_each(&mut *visit),
                    Argument::Function(passed) => passed.captures.iter().for_each(&mut *visit),
                }
            }
        }
        _ => {}
    }
}

/// Of a type that does not vary, whatever its operands are.
fn is_certainly_discrete(expression: &Expr) -> bool {
    match expression {
        Expr::Binary(binary) => {
            use BinOp::*;
            matches!(binary.op, Eq(_) | Ne(_) | Lt(_) | Le(_) | Gt(_) | Ge(_) | And(_) | Or(_))
        }
        Expr::Cast(cast) => is_discrete(&cast.ty),
        Expr::Paren(paren) => is_certainly_discrete(&paren.expr),
        Expr::Unary(unary) => matches!(unary.op, syn::UnOp::Not(_)) && is_certainly_discrete(&unary.expr),
        // What is compared with the patterns of `match`, and the comparison.
        Expr::Reference(_) | Expr::Match(_) => true,
        _ => false,
    }
}

/// An array, a slice or a `Vec`, by the type of a parameter.
fn is_sequence(function: &Function, place: &Place) -> bool {
    let Some(parameter) = function.parameters.iter().find(|parameter| parameter.var == place.base) else {
        return false;
    };
    let (_, mut ty) = passing(&parameter.ty);
    for projection in &place.projections {
        match (projection, element_type(ty)) {
            (Projection::Deref | Projection::Slice { .. } | Projection::Array(_), _) => {}
            (Projection::Index(_), Some(element)) => ty = element,
            _ => return false,
        }
    }
    element_type(ty).is_some()
}

fn element_type(ty: &Type) -> Option<&Type> {
    match ty {
        Type::Array(array) => Some(&array.elem),
        Type::Slice(slice) => Some(&slice.elem),
        Type::Paren(paren) => element_type(&paren.elem),
        Type::Group(group) => element_type(&group.elem),
        // A row of a slice of references.
        Type::Reference(reference) => element_type(&reference.elem),
        Type::Path(path) => {
            let last = path.path.segments.last().filter(|last| last.ident == "Vec")?;
            match &last.arguments {
                syn::PathArguments::AngleBracketed(arguments) => match arguments.args.first()? {
                    syn::GenericArgument::Type(element) => Some(element),
                    _ => None,
                },
                _ => None,
            }
        }
        _ => None,
    }
}
