//! What is kept as the user wrote it: conditions, integer code, assertions.
//!
//! Before: an expression that reads variables of the function. After: its value, if that is known, or the expression, which reads
//! variables of the straight-line code.

use std::collections::HashMap;

use quote::ToTokens;
use syn::{Expr, Type};

use super::integers;
use super::places::projection;
use super::scalars::{Execution, Is, Scalar, Value, is_typed_by_context};
use crate::ir::*;
use crate::lower::renumber;

impl<'a> Execution<'a> {
    pub fn opaque(&mut self, original: Var, annotation: Option<&Type>, opaque: &Opaque) -> Option<Value> {
        let mut known = HashMap::new();
        for var in &opaque.reads {
            match self.environment.get(var)? {
                Value::Known(value) => {
                    known.insert(integers::name(*var), *value);
                }
                Value::Array(_) | Value::Tuple(_) | Value::Scalar(_) | Value::Input { .. } => {}
                Value::Empty => return None,
            }
        }
        if let Some(value) = integers::evaluate(&opaque.expression, &known) {
            return Some(Value::Known(value));
        }
        let mut opaque = opaque.clone();
        if !known.is_empty() {
            opaque.expression = integers::substitute(&opaque.expression, &known)?;
            opaque.reads.retain(|var| !known.contains_key(&integers::name(*var)));
        }
        let expression = opaque.expression.clone();
        let is_float = annotation.is_some_and(|ty| self.is_float_type(ty))
            || self.is_float_constant(&expression)
            || self.stops_a_float(&opaque);
        let is_constant = opaque.reads.is_empty();
        let written = match annotation {
            None if is_constant && is_named(&expression) => Some(expression.to_token_stream().to_string()),
            _ => None,
        };
        if let Some(known) = written.as_ref().and_then(|written| self.evaluated.get(written)) {
            return Some(Value::Scalar(known.clone()));
        }
        let kept = self.kept(&opaque)?;
        let var = self.define(annotation, Rvalue::Opaque(kept))?;
        let is = match (is_float, self.said(original)) {
            (true, _) => Is::Float,
            (false, Is::Unknown) if is_constant && is_typed_by_context(&expression) => return None,
            (false, Is::Unknown) if is_constant => Is::Constant(expression.to_token_stream()),
            (false, said) => said,
        };
        let scalar = self.inert(var, is);
        if let Some(written) = written.filter(|_| self.frame.depth == 0) {
            self.evaluated.insert(written, scalar.clone());
        }
        Some(Value::Scalar(scalar))
    }

    /// `jac::constant(x)`, where `x` is a float.
    pub fn stops_a_float(&self, opaque: &Opaque) -> bool {
        let (IfVaried::Stopped(_), Expr::Call(call), [var]) =
            (&opaque.if_varied, &opaque.expression, opaque.reads.as_slice())
        else {
            return false;
        };
        matches!(call.args.first(), Some(Expr::Path(path)) if path.path.is_ident(&integers::name(*var)))
            && matches!(self.environment.get(var), Some(Value::Scalar(Scalar { is: Is::Float, .. })))
    }

    /// The expression, with what it reads in variables of their own.
    pub fn kept(&mut self, opaque: &Opaque) -> Option<Opaque> {
        let mut opaque = opaque.clone();
        let mut renamed = HashMap::new();
        for var in opaque.reads.clone() {
            let value = self.environment.get(&var)?.clone();
            let is_float =
                matches!(&value, Value::Scalar(Scalar { is: Is::Float, .. }) | Value::Array(_) | Value::Tuple(_));
            // It may be compared with something of its own type.
            if self.assumes && is_float && !integers::is_arithmetic(&opaque.expression) {
                return None;
            }
            let whole = match value {
                // A copy of what is behind a reference: the parameter itself is the reference.
                Value::Input { parameter, steps }
                    if steps.is_empty()
                        && self.source.parameters[parameter].passing == Passing::Shared
                        && !self.is_reference(var) =>
                {
                    let base = self.source.parameters[parameter].var;
                    self.define(None, Rvalue::Load(Place { base, projections: vec![Projection::Deref] }))?
                }
                value => self.whole(value)?,
            };
            renamed.insert(var, whole);
        }
        renumber(&mut opaque, &|var| renamed.get(&var).copied().unwrap_or(var));
        Some(opaque)
    }

    fn is_reference(&self, var: Var) -> bool {
        matches!(self.source.variables[var.0].kind, Kind::Reference { .. })
    }

    /// A variable with the value, of the type that the user gave it.
    pub fn whole(&mut self, value: Value) -> Option<Var> {
        match value {
            Value::Input { parameter, steps } if steps.is_empty() => Some(self.source.parameters[parameter].var),
            Value::Scalar(Scalar { operand: Operand::Var(var), .. }) => Some(var),
            Value::Input { parameter, steps } => {
                let base = self.source.parameters[parameter].var;
                let projections = steps.iter().map(projection).collect();
                self.define(None, Rvalue::Load(Place { base, projections }))
            }
            value => {
                let value = self.assembled(value)?;
                self.define(None, value)
            }
        }
    }

    /// The value as the user would write it.
    pub fn assembled(&mut self, value: Value) -> Option<Rvalue> {
        let operands = |this: &mut Self, values: Vec<Value>| -> Option<Vec<Operand>> {
            values.into_iter().map(|value| Some(Operand::nested(this.assembled(value)?))).collect()
        };
        Some(match value {
            Value::Array(elements) => Rvalue::Array(operands(self, elements)?),
            Value::Tuple(members) => Rvalue::Tuple(operands(self, members)?),
            Value::Known(_) | Value::Empty => return None,
            value => Rvalue::Use(self.raw(value)?.operand),
        })
    }
}

/// A constant by its own name, or a part of one: the same wherever it stands, and of a type that does not depend on where.
fn is_named(expression: &Expr) -> bool {
    match expression {
        Expr::Path(path) => {
            path.path.get_ident().is_some() || path.path.segments.len() == 2 && path.path.segments[0].ident == "Self"
        }
        Expr::Paren(paren) => is_named(&paren.expr),
        Expr::Group(group) => is_named(&group.expr),
        Expr::Field(field) => is_named(&field.base),
        Expr::Index(index) => is_named(&index.expr) && (matches!(*index.index, Expr::Lit(_)) || is_named(&index.index)),
        _ => false,
    }
}
