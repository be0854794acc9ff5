//! Scalars: a function as straight-line code over scalars, with the graph of what varies beside it.
//!
//! Before: IR in single assignment form. After: loops with few iterations are unrolled, arrays and tuples are their
//! elements, what is known of integers and flags is decided, and what remains are scalars that are assigned once. Each scalar that varies is a
//! vertex. A branch on what is not known stays one; its vertices are eliminated inside of it, and what it gives is a vertex with
//! the partials by what stands outside. Whatever is not understood has no such form, and is left to the sweeps.

use std::collections::HashMap;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::{Expr, Lit, Type};

use super::branches::Frame;
use super::graph::{Graph, Row, Vertex};
use super::integers::{self, Known};
use super::terms::{Terms, Weight};
use crate::analysis::nodes;
use crate::analysis::types::Types;
use crate::ir::*;

/// More statements than this are left to the sweeps.
const MOST_STATEMENTS: usize = 1500;
/// The same of statements that are looked at, for the sake of the time that it takes to compile.
const MOST_STEPS: usize = 10_000;

/// The variables of the generated function.
pub struct Names<'a> {
    pub function: &'a mut Function,
    pub names: &'a mut crate::hygiene::Names,
    pub count: usize,
}

impl Names<'_> {
    pub fn variable(&mut self) -> Var {
        self.count += 1;
        let ident = self.names.fresh(&format!("v{}", self.count), Span::call_site());
        self.function.new_variable(ident, Kind::Value, true)
    }
}

/// What is known of the type of a scalar.
#[derive(Clone, Debug)]
pub enum Is {
    /// The float type of the function.
    Float,
    /// The compiler will tell: an expression of constants.
    Constant(TokenStream),
    Unknown,
}

#[derive(Clone, Debug)]
pub struct Scalar {
    pub operand: Operand,
    /// It varies.
    pub vertex: Option<Vertex>,
    /// Its value, where it is a factor.
    pub weight: Option<Weight>,
    pub is: Is,
}

/// A part of a parameter.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    Index(usize),
    Field(syn::Member),
}

#[derive(Clone, Debug)]
pub enum Value {
    Scalar(Scalar),
    Known(Known),
    Array(Vec<Value>),
    Tuple(Vec<Value>),
    /// A parameter, or a part of one, that has not been read yet.
    Input {
        parameter: usize,
        steps: Vec<Step>,
    },
    /// A placeholder, never read.
    Empty,
}

/// An input float: its parameter and its place there.
pub struct Input {
    pub parameter: usize,
    pub steps: Vec<Step>,
    pub vertex: Vertex,
}

pub struct Execution<'a> {
    pub source: &'a Function,
    pub types: &'a Types,
    pub float: &'a Ident,
    pub names: Names<'a>,
    pub terms: Terms,
    pub graph: Graph,
    pub environment: HashMap<Var, Value>,
    /// The weights of the variables that were made.
    pub weights: HashMap<Var, Weight>,
    pub read: HashMap<(usize, Vec<Step>), Scalar>,
    /// Parts of parameters that were selected, of which the source does not show that they are there.
    pub selected: Vec<(usize, Vec<Step>)>,
    /// The loads of the parameters.
    pub prologue: Vec<Statement>,
    pub frame: Frame,
    pub inputs: Vec<Input>,
    /// Expressions that must be floats.
    pub constants: Vec<TokenStream>,
    /// Constants that were evaluated outside of branches, by how they are written: one number is one factor, however often it is named.
    pub evaluated: HashMap<String, Scalar>,
    /// The same, as floats.
    pub as_floats: HashMap<String, Scalar>,
    /// Something was taken for a float that may be of any type.
    pub assumes: bool,
    statements: usize,
    steps: usize,
}

impl<'a> Execution<'a> {
    pub fn new(source: &'a Function, types: &'a Types, float: &'a Ident, names: Names<'a>) -> Self {
        let mut environment = HashMap::new();
        for (parameter, declared) in source.parameters.iter().enumerate() {
            environment.insert(declared.var, Value::Input { parameter, steps: Vec::new() });
        }
        Execution {
            source,
            types,
            float,
            names,
            terms: Terms::new(float.clone()),
            graph: Graph::default(),
            environment,
            weights: HashMap::new(),
            read: HashMap::new(),
            selected: Vec::new(),
            prologue: Vec::new(),
            frame: Frame::default(),
            inputs: Vec::new(),
            constants: Vec::new(),
            evaluated: HashMap::new(),
            as_floats: HashMap::new(),
            assumes: false,
            statements: 0,
            steps: 0,
        }
    }

    pub fn block(&mut self, block: &Block) -> Option<()> {
        block.statements.iter().try_for_each(|statement| self.statement(statement))
    }

    fn statement(&mut self, statement: &Statement) -> Option<()> {
        self.steps += 1;
        if self.steps > MOST_STEPS {
            return None;
        }
        match statement {
            Statement::Let { var, annotation, value } => {
                let value = self.rvalue(*var, annotation.as_ref(), value)?;
                self.environment.insert(*var, value);
            }
            Statement::Declare { var, .. } => {
                self.environment.insert(*var, Value::Empty);
            }
            Statement::Store { place, op, value } => self.store(place, *op, value)?,
            Statement::Swap { first, second } => self.swap(first, second)?,
            Statement::If { condition, then, otherwise, joins } => match self.operand(condition)? {
                Value::Known(Known::Flag(condition)) => {
                    self.block(if condition { then } else { otherwise })?;
                    for join in joins {
                        let value = self.operand(if condition { &join.then } else { &join.otherwise })?;
                        self.environment.insert(join.var, value);
                    }
                }
                Value::Scalar(Scalar { operand, vertex: None, .. }) => {
                    self.branch(operand, then, otherwise, joins)?;
                }
                _ => return None,
            },
            Statement::For(for_loop) => self.for_loop(for_loop)?,
            // The sweeps have it as well.
            Statement::RequireTaken { .. } => {}
            Statement::Evaluate(Rvalue::Within(place)) => {
                self.load(place.base, place)?;
            }
            Statement::Evaluate(Rvalue::Opaque(opaque)) => {
                let opaque = self.kept(opaque)?;
                self.push(Statement::Evaluate(Rvalue::Opaque(opaque)))?;
            }
            _ => return None,
        }
        Some(())
    }

    /// An iteration after the other.
    fn for_loop(&mut self, for_loop: &Loop) -> Option<()> {
        let positions = self.positions(for_loop)?;
        for carried in &for_loop.carried {
            let initial = self.operand(&carried.initial)?;
            self.environment.insert(carried.phi, initial.clone());
            self.environment.insert(carried.out, initial);
        }
        for position in positions {
            if let Some(index) = for_loop.index {
                self.environment.insert(index, Value::Known(Known::Number(position)));
            }
            self.block(&for_loop.body)?;
            let next: Option<Vec<Value>> = for_loop.carried.iter().map(|carried| self.operand(&carried.next)).collect();
            for (carried, next) in for_loop.carried.iter().zip(next?) {
                self.environment.insert(carried.phi, next.clone());
                self.environment.insert(carried.out, next);
            }
            if let Some(until) = &for_loop.until {
                match self.operand(until)? {
                    Value::Known(Known::Flag(false)) => {}
                    Value::Known(Known::Flag(true)) => return Some(()),
                    _ => return None,
                }
            }
        }
        // A loop without a range ends by a flag only.
        for_loop.range.is_some().then_some(())
    }

    fn positions(&mut self, for_loop: &Loop) -> Option<Vec<usize>> {
        let Some(range) = &for_loop.range else { return Some((0..integers::LARGEST).collect()) };
        let (low, high) = (self.known_number(&range.low)?, self.known_number(&range.high)?);
        let mut positions: Vec<usize> = if range.inclusive { (low..=high).collect() } else { (low..high).collect() };
        for adaptor in &range.adaptors {
            match adaptor {
                Adaptor::Reverse => positions.reverse(),
                Adaptor::StepBy(step) => {
                    let step = self.known_number(step).filter(|step| *step > 0)?;
                    positions = positions.into_iter().step_by(step).collect();
                }
            }
        }
        Some(positions)
    }

    fn known_number(&mut self, operand: &Operand) -> Option<usize> {
        match self.operand(operand)? {
            Value::Known(Known::Number(number)) => Some(number),
            _ => None,
        }
    }

    pub fn operand(&mut self, operand: &Operand) -> Option<Value> {
        match operand {
            Operand::Var(var) => self.environment.get(var).cloned(),
            Operand::Constant(tokens) => self.constant(tokens),
            Operand::Nested(value) => matches!(**value, Rvalue::Runtime("empty", _)).then_some(Value::Empty),
        }
    }

    fn constant(&mut self, tokens: &TokenStream) -> Option<Value> {
        let expression: Expr = syn::parse2(tokens.clone()).ok()?;
        if let Some(known) = integers::evaluate(&expression, &HashMap::new()) {
            return Some(Value::Known(known));
        }
        let operand = Operand::Constant(tokens.clone());
        let (weight, is) = match number(&expression) {
            Some(number) => (Weight::number(number), Is::Float),
            None if self.is_float_constant(&expression) => (self.terms.constant(&operand), Is::Float),
            None if is_typed_by_context(&expression) => return None,
            None => (self.terms.constant(&operand), Is::Constant(tokens.clone())),
        };
        Some(Value::Scalar(Scalar { operand, vertex: None, weight: Some(weight), is }))
    }

    pub fn push(&mut self, statement: Statement) -> Option<()> {
        self.statements += 1;
        self.frame.statements.push(statement);
        (self.statements <= MOST_STATEMENTS).then_some(())
    }

    pub fn define(&mut self, annotation: Option<&Type>, value: Rvalue) -> Option<Var> {
        let var = self.names.variable();
        self.push(Statement::Let { var, annotation: annotation.cloned(), value })?;
        Some(var)
    }

    /// A scalar that varies with others, if any partial is not zero.
    pub fn scalar(&mut self, var: Var, edges: Vec<(Vertex, Weight)>, weight: Option<Weight>) -> Scalar {
        let mut merged: Vec<(Vertex, Weight)> = Vec::new();
        for (source, partial) in edges {
            match merged.iter_mut().find(|(known, _)| *known == source) {
                Some((_, sum)) => *sum = self.terms.sum(*sum, partial),
                None => merged.push((source, partial)),
            }
        }
        merged.retain(|(_, partial)| !partial.is_zero());
        let operand = Operand::Var(var);
        let vertex = (!merged.is_empty()).then(|| self.graph.vertex(merged));
        let weight = match weight {
            Some(weight) if self.terms.is_available(weight) => weight,
            Some(weight @ Weight::Term { negative: false, .. }) => {
                self.terms.is_known_as(weight, &operand);
                weight
            }
            _ => self.terms.variable(var),
        };
        self.weights.insert(var, weight);
        Scalar { operand, vertex, weight: Some(weight), is: Is::Float }
    }

    pub fn joined(&mut self, var: Var, edges: Vec<(Vertex, Weight)>, is: Is) -> Scalar {
        Scalar { is, ..self.scalar(var, edges, None) }
    }

    /// What does not vary, or is not known to be a float.
    pub fn inert(&mut self, var: Var, is: Is) -> Scalar {
        let weight = self.terms.variable(var);
        self.weights.insert(var, weight);
        Scalar { operand: Operand::Var(var), vertex: None, weight: Some(weight), is }
    }

    pub fn said(&self, original: Var) -> Is {
        match self.types.of(original) {
            nodes::Known::Float(_) => Is::Float,
            _ => Is::Unknown,
        }
    }

    pub fn rvalue(&mut self, original: Var, annotation: Option<&Type>, value: &Rvalue) -> Option<Value> {
        Some(match value {
            Rvalue::Use(operand) => {
                let value = self.operand(operand)?;
                match (value, annotation) {
                    // The annotation may say what a literal is.
                    (Value::Scalar(scalar), Some(ty)) if scalar.vertex.is_none() => {
                        let is = if self.is_float_type(ty) { Is::Float } else { self.said(original) };
                        let var = self.define(annotation, Rvalue::Use(scalar.operand))?;
                        let weight = scalar.weight.filter(|_| matches!(is, Is::Float));
                        let inert = self.inert(var, is);
                        Value::Scalar(Scalar { weight: weight.or(inert.weight), ..inert })
                    }
                    (value, _) => value,
                }
            }
            Rvalue::Load(place) | Rvalue::Clone(place) => self.load(original, place)?,
            Rvalue::Length(place) => Value::Known(Known::Number(fitting(self.length_of(original, place)?)?)),
            Rvalue::Negate(operand) => {
                let value = self.operand(operand)?;
                self.negation(original, annotation, value)?
            }
            Rvalue::Operator(operator) => {
                let left = self.operated(original, &operator.left)?;
                match (operator.operation, &operator.right) {
                    (Operation::Binary(op) | Operation::Assign(op), Some(right)) => {
                        let right = self.operated(original, right)?;
                        self.binary(original, annotation, op, left, right)?
                    }
                    (Operation::Negate, None) => self.negation(original, annotation, left)?,
                    _ => return None,
                }
            }
            Rvalue::Binary(op, left, right) => {
                let (left, right) = (self.operand(left)?, self.operand(right)?);
                self.binary(original, annotation, *op, left, right)?
            }
            Rvalue::Elementary { rule, spelling, arguments } => {
                Value::Scalar(self.elementary(original, annotation, rule, spelling, arguments)?)
            }
            Rvalue::Cast(operand, ty, conversion) => self.cast(original, annotation, operand, ty, *conversion)?,
            Rvalue::Array(operands) => Value::Array(self.operands(operands)?),
            Rvalue::Tuple(operands) => Value::Tuple(self.operands(operands)?),
            Rvalue::Repeat(operand, length) => {
                let length = self.literal_length(&syn::parse2(length.clone()).ok()?)?;
                Value::Array(vec![self.operand(operand)?; fitting(length)?])
            }
            Rvalue::Opaque(opaque) => self.opaque(original, annotation, opaque)?,
            Rvalue::Runtime("empty", _) => Value::Empty,
            _ => return None,
        })
    }

    pub fn operands(&mut self, operands: &[Operand]) -> Option<Vec<Value>> {
        operands.iter().map(|operand| self.operand(operand)).collect()
    }

    /// As a float of the type of the function. What only the compiler knows to be one is noted down.
    pub fn float(&mut self, scalar: Scalar) -> Option<Scalar> {
        match scalar.is {
            Is::Float => Some(scalar),
            Is::Unknown => None,
            Is::Constant(tokens) => {
                let written = tokens.to_string();
                if let Some(known) = self.as_floats.get(&written) {
                    return Some(known.clone());
                }
                self.constants.push(tokens);
                self.assumes = true;
                let ty = self.float;
                let value = Rvalue::Runtime("as_float", vec![scalar.operand]);
                let var = self.define(Some(&syn::parse_quote!(#ty)), value)?;
                let float = self.inert(var, Is::Float);
                if self.frame.depth == 0 {
                    self.as_floats.insert(written, float.clone());
                }
                Some(float)
            }
        }
    }

    pub fn float_if_varied(&mut self, scalar: Scalar) -> Option<Scalar> {
        if scalar.vertex.is_some() { self.float(scalar) } else { Some(scalar) }
    }

    /// As a scalar, of whatever type.
    pub fn raw(&mut self, value: Value) -> Option<Scalar> {
        match value {
            Value::Scalar(scalar) => Some(scalar),
            Value::Input { parameter, steps } => self.read(parameter, steps),
            Value::Known(Known::Flag(flag)) => {
                Some(Scalar { operand: Operand::Constant(quote!(#flag)), vertex: None, weight: None, is: Is::Unknown })
            }
            _ => None,
        }
    }

    /// The partials of outputs by what stands in front of `first`.
    pub fn partials(&mut self, first: Vertex, outputs: &[Vertex]) -> Vec<Row> {
        self.graph.accumulate(first, outputs, &mut self.terms)
    }
}

pub fn fitting(number: usize) -> Option<usize> {
    (number <= integers::LARGEST).then_some(number)
}

/// What the type of an expression is, only its surroundings say.
pub fn is_typed_by_context(expression: &Expr) -> bool {
    match expression {
        Expr::Call(call) => match &*call.func {
            Expr::Path(path) => {
                let mut names = path.path.segments.iter().rev().map(|segment| &segment.ident);
                names.next().is_some_and(|name| name == "default")
                    && names.next().is_some_and(|owner| owner == "Default")
            }
            _ => false,
        },
        Expr::MethodCall(call) => {
            const BY_CONTEXT: &[&str] = &["into", "try_into", "parse", "sum", "product", "collect", "unwrap"];
            call.turbofish.is_none() && BY_CONTEXT.iter().any(|name| call.method == name)
        }
        Expr::Paren(paren) => is_typed_by_context(&paren.expr),
        Expr::Group(group) => is_typed_by_context(&group.expr),
        _ => false,
    }
}

/// The value of a float literal.
pub fn number(expression: &Expr) -> Option<f64> {
    match expression {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Float(literal) => literal.base10_parse().ok(),
            Lit::Int(literal) if matches!(literal.suffix(), "f32" | "f64") => literal.base10_digits().parse().ok(),
            _ => None,
        },
        Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Neg(_)) => number(&unary.expr).map(|number| -number),
        Expr::Paren(paren) => number(&paren.expr),
        _ => None,
    }
}
