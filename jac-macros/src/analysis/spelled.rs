//! What the spelling of types, paths and literals tells of types.

use proc_macro2::TokenStream;
use syn::{Expr, GenericArgument, Lit, PathArguments, Type, UnOp};

use super::nodes::{Known, Node};
use crate::ir::Width;
use crate::rules;

/// `f64::sin`, `libm::sinf`.
pub fn float_of_path(path: &TokenStream) -> Option<Node> {
    let path: syn::Path = syn::parse2(path.clone()).ok()?;
    let owner = path.segments.iter().rev().nth(1)?.ident.to_string();
    match owner.as_str() {
        "f32" => Some(Node::Float(Some(Width::Single))),
        "f64" => Some(Node::Float(Some(Width::Double))),
        "libm" => Some(Node::Float(None)),
        _ => None,
    }
}

pub fn elementary_type(path: &syn::Path) -> Option<Node> {
    let name = path.get_ident()?.to_string();
    match name.as_str() {
        "f32" => Some(Node::Float(Some(Width::Single))),
        "f64" => Some(Node::Float(Some(Width::Double))),
        name => rules::DISCRETE.contains(&name).then_some(Node::Discrete),
    }
}

pub fn vec_element(path: &syn::Path) -> Option<&Type> {
    let last = path.segments.last().filter(|last| last.ident == "Vec")?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    match arguments.args.iter().collect::<Vec<_>>().as_slice() {
        [GenericArgument::Type(element)] => Some(element),
        _ => None,
    }
}

/// `f64::consts::PI`, `usize::MAX`: constants that every type of numbers has.
pub fn constant_of_the_language(path: &syn::Path) -> Node {
    let segments: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    let float = |name: &str| Node::Float(Some(if name == "f32" { Width::Single } else { Width::Double }));
    match segments.as_slice() {
        [.., owner @ ("f32" | "f64"), "consts", _] => float(owner),
        [
            ..,
            owner @ ("f32" | "f64"),
            "EPSILON" | "INFINITY" | "MAX" | "MIN" | "MIN_POSITIVE" | "NAN" | "NEG_INFINITY",
        ] => float(owner),
        [.., owner, "MAX" | "MIN" | "BITS"] if rules::DISCRETE.contains(owner) => Node::Discrete,
        _ => Node::Unknown,
    }
}

/// The type of a literal.
pub fn literal(tokens: &TokenStream) -> Option<Known> {
    match syn::parse2::<Expr>(tokens.clone()).ok()? {
        Expr::Lit(literal) => of_literal(&literal.lit),
        Expr::Unary(unary) if matches!(unary.op, UnOp::Neg(_)) => match &*unary.expr {
            Expr::Lit(literal) => of_literal(&literal.lit),
            _ => None,
        },
        _ => None,
    }
}

pub fn of_literal(literal: &Lit) -> Option<Known> {
    let float = |suffix: &str| match suffix {
        "f32" => Some(Known::Float(Some(Width::Single))),
        "f64" => Some(Known::Float(Some(Width::Double))),
        _ => None,
    };
    match literal {
        Lit::Float(literal) => float(literal.suffix()).or(Some(Known::Float(None))),
        Lit::Int(literal) => float(literal.suffix()).or(Some(Known::Discrete)),
        Lit::Bool(_) | Lit::Char(_) | Lit::Byte(_) => Some(Known::Discrete),
        Lit::Str(_) | Lit::ByteStr(_) | Lit::CStr(_) => Some(Known::Discrete),
        _ => None,
    }
}

/// Of a type that does not vary, whatever its operands are.
pub fn is_certainly_discrete(expression: &Expr) -> bool {
    match expression {
        Expr::Binary(binary) => {
            use syn::BinOp::*;
            matches!(binary.op, Eq(_) | Ne(_) | Lt(_) | Le(_) | Gt(_) | Ge(_) | And(_) | Or(_))
        }
        Expr::Cast(cast) => crate::lower::is_discrete(&cast.ty),
        Expr::Paren(paren) => is_certainly_discrete(&paren.expr),
        Expr::Unary(unary) => matches!(unary.op, UnOp::Not(_)) && is_certainly_discrete(&unary.expr),
        Expr::Lit(literal) => of_literal(&literal.lit) == Some(Known::Discrete),
        _ => false,
    }
}
