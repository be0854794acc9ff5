//! Integers: integer code and conditions that are known once loops are unrolled.
//!
//! Before: an expression that is kept as the user wrote it. After: its value, if all that it reads is known. Nothing is said of numbers
//! that do not fit every integer type, so that it does not matter which one the user has.

use std::collections::HashMap;

use proc_macro2::Literal;
use syn::{BinOp, Expr, Lit, UnOp};

use crate::ir::Var;
use crate::lower::{is_discrete, is_placeholder, placeholder};

/// The largest number that every integer type has.
pub const LARGEST: usize = i8::MAX as usize;

/// What is known of an integer or a flag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    Number(usize),
    Flag(bool),
}

/// The value of an expression, given the variables that are known.
pub fn evaluate(expression: &Expr, known: &HashMap<String, Known>) -> Option<Known> {
    let number = |expression: &Expr| match evaluate(expression, known)? {
        Known::Number(number) => Some(number),
        Known::Flag(_) => None,
    };
    let flag = |expression: &Expr| match evaluate(expression, known)? {
        Known::Flag(flag) => Some(flag),
        Known::Number(_) => None,
    };
    let fitting = |number: Option<usize>| number.filter(|number| *number <= LARGEST).map(Known::Number);
    match expression {
        Expr::Paren(paren) => evaluate(&paren.expr, known),
        Expr::Group(group) => evaluate(&group.expr, known),
        Expr::Lit(literal) => match &literal.lit {
            Lit::Int(number) if !matches!(number.suffix(), "f32" | "f64") => fitting(number.base10_parse().ok()),
            Lit::Bool(flag) => Some(Known::Flag(flag.value)),
            _ => None,
        },
        Expr::Path(path) => known.get(&path.path.get_ident()?.to_string()).copied(),
        Expr::Cast(cast) if is_discrete(&cast.ty) => number(&cast.expr).map(Known::Number),
        Expr::Unary(unary) if matches!(unary.op, UnOp::Not(_)) => flag(&unary.expr).map(|flag| Known::Flag(!flag)),
        Expr::Binary(binary) => {
            let (left, right) = (&*binary.left, &*binary.right);
            match binary.op {
                BinOp::Add(_) => fitting(number(left)?.checked_add(number(right)?)),
                BinOp::Sub(_) => fitting(number(left)?.checked_sub(number(right)?)),
                BinOp::Mul(_) => fitting(number(left)?.checked_mul(number(right)?)),
                BinOp::Div(_) => fitting(number(left)?.checked_div(number(right)?)),
                BinOp::Rem(_) => fitting(number(left)?.checked_rem(number(right)?)),
                BinOp::And(_) => Some(Known::Flag(flag(left)? && flag(right)?)),
                BinOp::Or(_) => Some(Known::Flag(flag(left)? || flag(right)?)),
                BinOp::Eq(_) => Some(Known::Flag(evaluate(left, known)? == evaluate(right, known)?)),
                BinOp::Ne(_) => Some(Known::Flag(evaluate(left, known)? != evaluate(right, known)?)),
                BinOp::Lt(_) => Some(Known::Flag(number(left)? < number(right)?)),
                BinOp::Le(_) => Some(Known::Flag(number(left)? <= number(right)?)),
                BinOp::Gt(_) => Some(Known::Flag(number(left)? > number(right)?)),
                BinOp::Ge(_) => Some(Known::Flag(number(left)? >= number(right)?)),
                _ => None,
            }
        }
        _ => None,
    }
}

/// The name of a variable in an expression that is kept.
pub fn name(var: Var) -> String {
    placeholder(var, proc_macro2::Span::call_site()).to_string()
}

/// Made of variables, literals and operators: it means the same of floats whatever was taken for one.
pub fn is_arithmetic(expression: &Expr) -> bool {
    match expression {
        Expr::Lit(_) => true,
        Expr::Path(path) => path.path.get_ident().is_some_and(is_placeholder),
        Expr::Paren(paren) => is_arithmetic(&paren.expr),
        Expr::Group(group) => is_arithmetic(&group.expr),
        Expr::Unary(unary) => is_arithmetic(&unary.expr),
        Expr::Binary(binary) => is_arithmetic(&binary.left) && is_arithmetic(&binary.right),
        Expr::Cast(cast) => is_arithmetic(&cast.expr),
        _ => false,
    }
}

/// The expression with literals for what is known; none where the type of a literal would matter.
pub fn substitute(expression: &Expr, known: &HashMap<String, Known>) -> Option<Expr> {
    if let Some(value) = evaluate(expression, known) {
        return Some(match value {
            Known::Number(number) => {
                let literal = Literal::usize_unsuffixed(number);
                syn::parse_quote!(#literal)
            }
            Known::Flag(flag) => syn::parse_quote!(#flag),
        });
    }
    // Arithmetic on an integer depends on how many bits it has.
    let operand = |expression: &Expr| match evaluate(expression, known) {
        Some(Known::Number(_)) if !matches!(expression, Expr::Lit(_)) => None,
        _ => substitute(expression, known),
    };
    let mut expression = expression.clone();
    match &mut expression {
        Expr::Path(_) | Expr::Lit(_) => {}
        Expr::Paren(paren) => *paren.expr = operand(&paren.expr)?,
        Expr::Group(group) => *group.expr = operand(&group.expr)?,
        Expr::Unary(unary) => *unary.expr = operand(&unary.expr)?,
        Expr::Field(field) => *field.base = operand(&field.base)?,
        Expr::Binary(binary) => {
            *binary.left = operand(&binary.left)?;
            *binary.right = operand(&binary.right)?;
        }
        Expr::Cast(cast) => *cast.expr = substitute(&cast.expr, known)?,
        Expr::Index(index) => {
            *index.expr = operand(&index.expr)?;
            *index.index = substitute(&index.index, known)?;
        }
        _ => return None,
    }
    Some(expression)
}
