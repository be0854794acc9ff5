//! Operations on scalars: arithmetic, elementary functions, casts.
//!
//! Before: operands. After: a scalar, with an edge for each operand that varies.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Expr, Type};

use super::integers::Known;
use super::scalars::{Execution, Is, Scalar, Value, fitting, number};
use super::terms::Weight;
use crate::ir::*;
use crate::rules::Rule;
use crate::transform::partials::{Partial, partial, select};

impl<'a> Execution<'a> {
    /// A reference to a number stands for the number.
    pub fn operated(&mut self, original: Var, operand: &Operated) -> Option<Value> {
        match operand {
            Operated::Value(operand) | Operated::Referred(operand) => self.operand(operand),
            Operated::Place(place) => self.load(original, place),
        }
    }

    pub fn negation(&mut self, original: Var, annotation: Option<&Type>, value: Value) -> Option<Value> {
        let scalar = self.raw(value)?;
        let scalar = self.float_if_varied(scalar)?;
        let annotation = annotation.filter(|_| !matches!(scalar.is, Is::Float));
        let var = self.define(annotation, Rvalue::Negate(scalar.operand.clone()))?;
        Some(Value::Scalar(match &scalar.is {
            Is::Float => {
                let edges = scalar.vertex.map(|vertex| (vertex, Weight::ONE.negated()));
                let weight = scalar.weight.map(Weight::negated);
                self.scalar(var, edges.into_iter().collect(), weight)
            }
            Is::Constant(tokens) => {
                let tokens = quote!(-#tokens);
                self.inert(var, Is::Constant(tokens))
            }
            Is::Unknown => {
                let is = self.said(original);
                self.inert(var, is)
            }
        }))
    }

    pub fn binary(
        &mut self,
        original: Var,
        annotation: Option<&Type>,
        op: Op,
        left: Value,
        right: Value,
    ) -> Option<Value> {
        if let (Value::Known(Known::Number(left)), Value::Known(Known::Number(right))) = (&left, &right) {
            let value = match op {
                Op::Add => left.checked_add(*right),
                Op::Sub => left.checked_sub(*right),
                Op::Mul => left.checked_mul(*right),
                Op::Div => left.checked_div(*right),
                Op::Rem => left.checked_rem(*right),
            };
            return Some(Value::Known(Known::Number(fitting(value?)?)));
        }
        let (left, right) = (self.raw(left)?, self.raw(right)?);
        let varies = left.vertex.is_some() || right.vertex.is_some();
        // Beside a float that is computed, a constant is taken for one too, and the compiler is asked.
        let beside = |one: &Scalar, other: &Scalar| {
            matches!((&one.is, &other.is), (Is::Constant(_), Is::Float)) && tokens(other).is_none()
        };
        let are_floats = matches!((&left.is, &right.is), (Is::Float, Is::Float));
        let is_float = varies || are_floats || beside(&left, &right) || beside(&right, &left);
        let [left, right] = if is_float { [self.float(left)?, self.float(right)?] } else { [left, right] };
        // What floats give is one.
        let are_floats = matches!((&left.is, &right.is), (Is::Float, Is::Float));
        let annotation = annotation.filter(|_| !are_floats);
        let var = self.define(annotation, Rvalue::Binary(op, left.operand.clone(), right.operand.clone()))?;
        if let (Some(left_tokens), Some(right_tokens)) = (tokens(&left), tokens(&right))
            && !varies
        {
            let op = match op {
                Op::Add => quote!(+),
                Op::Sub => quote!(-),
                Op::Mul => quote!(*),
                Op::Div => quote!(/),
                Op::Rem => quote!(%),
            };
            if !are_floats {
                return Some(Value::Scalar(self.inert(var, Is::Constant(quote!((#left_tokens #op #right_tokens))))));
            }
        }
        if !are_floats {
            let is = self.said(original);
            return Some(Value::Scalar(self.inert(var, is)));
        }
        let (a, b) = (left.weight?, right.weight?);
        let terms = &mut self.terms;
        let (value, by_left, by_right) = match op {
            Op::Add => (Some(terms.sum(a, b)), Weight::ONE, Weight::ONE),
            Op::Sub => (Some(terms.sum(a, b.negated())), Weight::ONE, Weight::ONE.negated()),
            Op::Mul => (Some(terms.product(a, b)), b, a),
            Op::Div => {
                let reciprocal = terms.quotient(Weight::ONE, b);
                let value = (a == Weight::ONE).then_some(reciprocal);
                let result = value.unwrap_or_else(|| terms.unbounded(var));
                (value, reciprocal, terms.product(result, reciprocal).negated())
            }
            Op::Rem => {
                let result = terms.unbounded(var);
                (None, Weight::ONE, terms.call("rem_divisor", vec![a, b, result]))
            }
        };
        let by_left = left.vertex.map(|vertex| (vertex, by_left));
        let by_right = right.vertex.map(|vertex| (vertex, by_right));
        Some(Value::Scalar(self.scalar(var, by_left.into_iter().chain(by_right).collect(), value)))
    }

    pub fn elementary(
        &mut self,
        original: Var,
        annotation: Option<&Type>,
        rule: &'static Rule,
        spelling: &Spelling,
        arguments: &[Operand],
    ) -> Option<Scalar> {
        let mut scalars = Vec::new();
        for argument in arguments {
            let value = self.operand(argument)?;
            scalars.push(match value {
                // An exponent.
                Value::Known(_) => Scalar {
                    operand: argument.var().is_none().then(|| argument.clone())?,
                    vertex: None,
                    weight: None,
                    is: Is::Unknown,
                },
                value => self.raw(value)?,
            });
        }
        let varies = scalars.iter().any(|scalar| scalar.vertex.is_some());
        for (scalar, partial) in scalars.iter_mut().zip(rule.partials) {
            let is_constant = matches!(scalar.is, Is::Constant(_));
            if (varies || is_constant) && !partial.is_empty() {
                *scalar = self.float(scalar.clone())?;
            }
        }
        let mut operands: Vec<Operand> = scalars.iter().map(|scalar| scalar.operand.clone()).collect();
        // What is made of literals has methods only if its type is known.
        if let Spelling::Method(_) = spelling
            && scalars[0].vertex.is_none()
        {
            let ty = self.float;
            let annotation = matches!(scalars[0].is, Is::Float).then(|| syn::parse_quote!(#ty));
            let receiver = self.define(annotation.as_ref(), Rvalue::Use(operands[0].clone()))?;
            operands[0] = Operand::Var(receiver);
            if let Some(weight) = scalars[0].weight {
                self.weights.insert(receiver, weight);
            }
        }
        let all_floats = scalars
            .iter()
            .zip(rule.partials)
            .all(|(scalar, partial)| partial.is_empty() || matches!(scalar.is, Is::Float));
        let value = Rvalue::Elementary { rule, spelling: spelling.clone(), arguments: operands.clone() };
        let var = self.define(annotation.filter(|_| !all_floats), value)?;
        if !all_floats {
            let is = self.said(original);
            return Some(self.inert(var, is));
        }
        // Partials that are elementary functions themselves.
        let called = match rule.name {
            "sin" | "cos" | "sinh" | "cosh" | "exp" | "ln" | "sqrt" => {
                Some(self.terms.call(rule.name, vec![scalars[0].weight?]))
            }
            _ => None,
        };
        self.weights.insert(var, called.unwrap_or_else(|| self.terms.unbounded(var)));
        let selected = select(rule, |index| scalars[index].vertex.is_some());
        let result = Operand::Var(var);
        let mut edges = Vec::new();
        for (index, scalar) in scalars.iter().enumerate() {
            let Some(vertex) = scalar.vertex else { continue };
            let weight = match partial(selected, index, &operands, &result, false) {
                Partial::Zero => continue,
                Partial::One => Weight::ONE,
                Partial::Value(formula) => self.formula(&formula)?,
            };
            edges.push((vertex, weight));
        }
        Some(self.scalar(var, edges, called))
    }

    /// A partial, as a weight.
    pub fn formula(&mut self, value: &Rvalue) -> Option<Weight> {
        Some(match value {
            Rvalue::Use(operand) => self.weight(operand)?,
            Rvalue::Negate(operand) => self.weight(operand)?.negated(),
            Rvalue::Binary(op, left, right) => {
                let (left, right) = (self.weight(left)?, self.weight(right)?);
                match op {
                    Op::Add => self.terms.sum(left, right),
                    Op::Sub => self.terms.sum(left, right.negated()),
                    Op::Mul => self.terms.product(left, right),
                    Op::Div => self.terms.quotient(left, right),
                    Op::Rem => return None,
                }
            }
            Rvalue::Runtime(name, arguments) => {
                let arguments: Option<Vec<Weight>> = arguments.iter().map(|argument| self.weight(argument)).collect();
                self.terms.call(name, arguments?)
            }
            _ => return None,
        })
    }

    pub fn weight(&mut self, operand: &Operand) -> Option<Weight> {
        match operand {
            Operand::Var(var) => {
                let weight = self.weights.get(var).copied();
                Some(weight.unwrap_or_else(|| self.terms.variable(*var)))
            }
            Operand::Constant(tokens) => {
                let expression: Expr = syn::parse2(tokens.clone()).ok()?;
                Some(number(&expression).map_or_else(|| self.terms.constant(operand), Weight::number))
            }
            Operand::Nested(value) => self.formula(value),
        }
    }

    pub fn cast(
        &mut self,
        original: Var,
        annotation: Option<&Type>,
        operand: &Operand,
        ty: &Type,
        conversion: Conversion,
    ) -> Option<Value> {
        let value = self.operand(operand)?;
        if let Value::Known(Known::Number(number)) = value {
            if crate::lower::is_discrete(ty) {
                return Some(Value::Known(Known::Number(number)));
            }
            if !self.is_float_type(ty) {
                return None;
            }
            let literal = proc_macro2::Literal::usize_unsuffixed(number);
            let weight = Some(Weight::number(number as f64));
            let var = self
                .define(annotation, Rvalue::Cast(Operand::Constant(quote!(#literal)), ty.clone(), Conversion::Cast))?;
            return Some(Value::Scalar(Scalar { weight, ..self.inert(var, Is::Float) }));
        }
        let scalar = self.raw(value)?;
        if scalar.vertex.is_some() && self.is_float_type(ty) {
            return Some(Value::Scalar(scalar));
        }
        // Integers do not vary; the other float type does.
        if scalar.vertex.is_some() && !crate::lower::is_discrete(ty) {
            return None;
        }
        let var = self.define(annotation, Rvalue::Cast(scalar.operand, ty.clone(), conversion))?;
        let is = if self.is_float_type(ty) { Is::Float } else { self.said(original) };
        Some(Value::Scalar(self.inert(var, is)))
    }
}

/// What a constant scalar is, as an expression.
fn tokens(scalar: &Scalar) -> Option<TokenStream> {
    match (&scalar.is, &scalar.operand) {
        (Is::Constant(tokens), _) => Some(tokens.clone()),
        (Is::Float, Operand::Constant(tokens)) => Some(tokens.clone()),
        _ => None,
    }
}
