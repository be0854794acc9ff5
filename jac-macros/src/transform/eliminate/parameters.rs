//! Parameters: what stands in the source of their types, and their scalars, which are read once.

use std::collections::HashMap;

use syn::{Expr, Type};

use super::graph::Vertex;
use super::integers::{self, Known};
use super::places::projection;
use super::scalars::{Execution, Input, Is, Scalar, Step, Value, fitting};
use crate::ir::*;
use crate::lower::passing;

impl<'a> Execution<'a> {
    /// An array length that stands in the source.
    pub fn literal_length(&self, length: &Expr) -> Option<usize> {
        match integers::evaluate(length, &HashMap::new()) {
            Some(Known::Number(number)) => Some(number),
            _ => {
                let Expr::Path(path) = length else { return None };
                let name = path.path.get_ident()?;
                let value = self.source.items.iter().find_map(|item| match item {
                    syn::Item::Const(item) if item.ident == *name => Some(&item.expr),
                    _ => None,
                });
                match integers::evaluate(value?, &HashMap::new())? {
                    Known::Number(number) => Some(number),
                    Known::Flag(_) => None,
                }
            }
        }
    }

    /// A constant whose type stands in the source: an item of the body, an element of one, or a constant of the language.
    pub fn is_float_constant(&self, expression: &Expr) -> bool {
        let item = |expression: &Expr| {
            let Expr::Path(path) = expression else { return None };
            let name = path.path.get_ident()?;
            self.source.items.iter().find_map(|item| match item {
                syn::Item::Const(item) if item.ident == *name => Some((*item.ty).clone()),
                _ => None,
            })
        };
        if let Some(ty) = item(expression) {
            return self.is_float_type(&ty);
        }
        if let Expr::Index(index) = expression
            && let Some(Type::Array(array)) = item(&index.expr)
        {
            return self.is_float_type(&array.elem);
        }
        let Expr::Path(path) = expression else { return false };
        let mut names = path.path.segments.iter().rev().map(|segment| &segment.ident);
        matches!((names.next(), names.next(), names.next()), (Some(_), Some(module), Some(owner))
            if module == "consts" && owner == self.float)
    }

    pub fn is_float_type(&self, ty: &Type) -> bool {
        match ty {
            Type::Path(path) => path.path.is_ident(self.float),
            Type::Paren(paren) => self.is_float_type(&paren.elem),
            Type::Group(group) => self.is_float_type(&group.elem),
            _ => false,
        }
    }

    /// The type of a part of a parameter, as far as it stands in the source.
    pub fn type_of(&self, parameter: usize, steps: &[Step]) -> Option<&'a Type> {
        let (_, mut ty) = passing(&self.source.parameters[parameter].ty);
        for step in steps {
            ty = match (unwrapped(ty), step) {
                (Type::Array(array), Step::Index(_)) => &array.elem,
                (Type::Slice(slice), Step::Index(_)) => &slice.elem,
                (Type::Tuple(tuple), Step::Field(syn::Member::Unnamed(index))) => {
                    tuple.elems.iter().nth(index.index as usize)?
                }
                _ => return None,
            };
        }
        Some(unwrapped(ty))
    }

    pub fn length(&self, parameter: usize, steps: &[Step]) -> Option<usize> {
        match self.type_of(parameter, steps)? {
            Type::Array(array) => self.literal_length(&array.len),
            _ => None,
        }
    }

    /// The part certainly exists. Of inputs, the layout tells.
    pub fn is_within(&self, parameter: usize, steps: &[Step]) -> bool {
        steps.iter().enumerate().all(|(depth, step)| match step {
            Step::Index(index) => self.length(parameter, &steps[..depth]).is_some_and(|length| *index < length),
            Step::Field(_) => true,
        })
    }

    /// What was selected was read, too: if it is out of bounds, that is seen. Otherwise sweeps see it.
    pub fn reads_what_it_selects(&self) -> bool {
        self.selected.iter().all(|(parameter, steps)| {
            self.read.keys().any(|(read, parts)| read == parameter && parts.starts_with(steps))
        })
    }

    /// One level of a part of a parameter.
    pub fn opened(&self, parameter: usize, steps: &[Step]) -> Option<Value> {
        let part = |step: Step| Value::Input { parameter, steps: steps.iter().cloned().chain([step]).collect() };
        match self.type_of(parameter, steps)? {
            Type::Array(_) => {
                let length = fitting(self.length(parameter, steps)?)?;
                Some(Value::Array((0..length).map(|index| part(Step::Index(index))).collect()))
            }
            Type::Tuple(tuple) => {
                let fields = (0..tuple.elems.len()).map(|index| part(Step::Field(syn::Member::from(index))));
                Some(Value::Tuple(fields.collect()))
            }
            _ => None,
        }
    }

    /// Reads a scalar of a parameter, once.
    pub fn read(&mut self, parameter: usize, steps: Vec<Step>) -> Option<Scalar> {
        let key = (parameter, steps);
        if let Some(scalar) = self.read.get(&key) {
            return Some(scalar.clone());
        }
        let (parameter, steps) = key.clone();
        let declared = &self.source.parameters[parameter];
        if declared.passing == Passing::Mutable {
            return None;
        }
        let ty = self.type_of(parameter, &steps);
        let is_float = ty.is_some_and(|ty| self.is_float_type(ty));
        let is_scalar = ty.is_none_or(|ty| matches!(ty, Type::Path(_)));
        if !is_scalar {
            return None;
        }
        let projections = steps.iter().map(projection);
        let mut place = Place { base: declared.var, projections: projections.collect() };
        if place.projections.is_empty() && declared.passing == Passing::Shared {
            place.projections.push(Projection::Deref);
        }
        let is_input = declared.differentiable && !declared.output_only;
        let load = Rvalue::Load(place);
        let var = self.names.variable();
        let float = self.float;
        // Behind the name of a type there may be anything.
        let (annotation, value) = if is_input && !is_float && ty.is_none_or(|ty| !crate::lower::is_discrete(ty)) {
            self.assumes = true;
            (Some(syn::parse_quote!(#float)), Rvalue::Runtime("as_float", vec![Operand::nested(load)]))
        } else {
            (None, load)
        };
        let is = if is_float || annotation.is_some() { Is::Float } else { Is::Unknown };
        let load = Statement::Let { var, annotation, value };
        if is_input || self.is_within(parameter, &steps) {
            self.prologue.push(load);
        } else if self.frame.depth == 0 {
            self.push(load)?;
        } else {
            return None;
        }
        let mut scalar = self.inert(var, is);
        if is_input && matches!(scalar.is, Is::Float) {
            let vertex = self.input(parameter, steps);
            scalar.vertex = Some(vertex);
        }
        self.read.insert(key, scalar.clone());
        Some(scalar)
    }

    pub fn input(&mut self, parameter: usize, steps: Vec<Step>) -> Vertex {
        let vertex = self.graph.input();
        self.inputs.push(Input { parameter, steps, vertex });
        vertex
    }
}

fn unwrapped(ty: &Type) -> &Type {
    match ty {
        Type::Paren(paren) => unwrapped(&paren.elem),
        Type::Group(group) => unwrapped(&group.elem),
        ty => ty,
    }
}
