//! Upper bounds of trip counts, for traces of fixed size.

use quote::quote;
use syn::{BinOp, Expr, Lit, Type};

use super::{Lowering, passing};
use crate::hygiene::identifiers;
use crate::ir::Bound;

/// The path names a constant or a static, by how it is written.
pub fn names_constant(path: &syn::Path) -> bool {
    path.segments.last().is_some_and(|last| {
        let name = last.ident.to_string();
        name.chars().any(char::is_uppercase) && !name.chars().any(char::is_lowercase)
    })
}

impl Lowering<'_> {
    /// An upper bound of an integer expression.
    pub fn bound(&self, expression: &Expr) -> Option<Bound> {
        match expression {
            Expr::Lit(literal) => match &literal.lit {
                Lit::Int(number) => number.base10_parse().ok().map(Bound::Number),
                _ => None,
            },
            Expr::Paren(paren) => self.bound(&paren.expr),
            Expr::Group(group) => self.bound(&group.expr),
            Expr::Path(path) => {
                let single = path.path.get_ident().map(ToString::to_string);
                if let Some(var) = single.as_ref().and_then(|name| self.lookup(name)) {
                    return self.bounds.get(&var).cloned();
                }
                let generic = single.as_ref().is_some_and(|name| self.lengths_in_types.contains(name));
                if !generic && single.is_some_and(|name| self.const_generics.contains(&name)) {
                    return None;
                }
                let path_is_constant = generic || names_constant(&path.path) && !self.is_of_generics(path);
                // A negative bound means no iteration.
                let tokens = if generic { quote!(#path) } else { quote!((if #path > 0 { #path as usize } else { 0 })) };
                path_is_constant.then_some(Bound::Path { tokens, generic })
            }
            Expr::Binary(binary) => {
                let left = self.bound(&binary.left);
                match binary.op {
                    // Smaller than what it is taken from.
                    BinOp::Sub(_) | BinOp::Div(_) | BinOp::Rem(_) if self.nonnegative(&binary.right) => left,
                    BinOp::Add(_) => left?.and(self.bound(&binary.right)?),
                    // Two negative factors make a positive product.
                    BinOp::Mul(_) if !self.nonnegative(expression) => None,
                    BinOp::Mul(_) => match (left?, self.bound(&binary.right)?) {
                        (Bound::Number(left), Bound::Number(right)) => left.checked_mul(right).map(Bound::Number),
                        _ => None,
                    },
                    _ => None,
                }
            }
            Expr::MethodCall(call) if call.method == "len" && call.args.is_empty() => self.length(&call.receiver),
            Expr::MethodCall(_) => self.cap(expression),
            _ => None,
        }
    }

    /// `M::STEPS` is known where the function is used, and not in what it declares.
    fn is_of_generics(&self, path: &syn::ExprPath) -> bool {
        let names = identifiers(quote!(#path));
        self.generics.params.iter().any(|parameter| names.contains(&crate::surface::name_of(parameter)))
    }

    /// `count.min(64)`: a count that is capped in the source. What is capped must be known to be an integer.
    pub fn cap(&self, expression: &Expr) -> Option<Bound> {
        match expression {
            Expr::Paren(paren) => self.cap(&paren.expr),
            Expr::Group(group) => self.cap(&group.expr),
            Expr::MethodCall(call) if call.method == "min" && self.nonnegative(&call.receiver) => {
                match (self.bound(&call.receiver), self.bound(call.args.first()?)) {
                    (Some(Bound::Number(one)), Some(Bound::Number(other))) => Some(Bound::Number(one.min(other))),
                    (one, other) => other.or(one),
                }
            }
            _ => None,
        }
    }

    /// The length of an array that is known as such.
    fn length(&self, array: &Expr) -> Option<Bound> {
        let Expr::Path(path) = array else { return None };
        let var = self.lookup(&path.path.get_ident()?.to_string())?;
        let tokens = self.lengths.get(&var)?.clone();
        self.bound(&syn::parse2(tokens).ok()?)
    }

    /// The largest trip count of `low..high`.
    pub fn trip_bound(&self, low: &Expr, high: &Expr, inclusive: bool) -> Option<Bound> {
        if !self.nonnegative(low) {
            return None;
        }
        self.bound(high)?.plus(usize::from(inclusive))
    }

    /// Certainly not below zero, whatever the integer type.
    pub fn nonnegative(&self, expression: &Expr) -> bool {
        match expression {
            Expr::Lit(literal) => matches!(literal.lit, Lit::Int(_)),
            Expr::Paren(paren) => self.nonnegative(&paren.expr),
            Expr::Group(group) => self.nonnegative(&group.expr),
            Expr::Path(path) => path.path.get_ident().is_some_and(|ident| {
                let name = ident.to_string();
                match self.lookup(&name) {
                    Some(var) => self.unsigned.contains(&var) || self.bounds.contains_key(&var),
                    None => self.unsigned_generics.contains(&name),
                }
            }),
            Expr::Binary(binary) => {
                matches!(binary.op, BinOp::Add(_) | BinOp::Mul(_) | BinOp::Div(_) | BinOp::Rem(_))
                    && self.nonnegative(&binary.left)
                    && self.nonnegative(&binary.right)
            }
            Expr::MethodCall(call) if call.method == "min" => {
                self.is_unsigned(&call.receiver)
                    || (self.nonnegative(&call.receiver) && call.args.first().is_some_and(|cap| self.nonnegative(cap)))
            }
            Expr::MethodCall(call) => self.is_length(call),
            _ => false,
        }
    }

    /// Of an unsigned type, or a length.
    fn is_unsigned(&self, expression: &Expr) -> bool {
        match expression {
            Expr::Paren(paren) => self.is_unsigned(&paren.expr),
            Expr::Path(path) => {
                let var = path.path.get_ident().and_then(|ident| self.lookup(&ident.to_string()));
                var.is_some_and(|var| self.unsigned.contains(&var))
            }
            Expr::MethodCall(call) => self.is_length(call),
            _ => false,
        }
    }

    /// The length of an array or a slice, which is known as such. That of a type of the user's may be negative.
    fn is_length(&self, call: &syn::ExprMethodCall) -> bool {
        let Expr::Path(path) = &*call.receiver else { return false };
        let Some(var) = path.path.get_ident().and_then(|ident| self.lookup(&ident.to_string())) else { return false };
        let is_sequence = |parameter: &crate::ir::Parameter| {
            let ty = passing(&parameter.ty).1;
            matches!(ty, Type::Slice(_) | Type::Array(_))
        };
        let parameter = self.function.parameters.iter().find(|parameter| parameter.var == var);
        call.method == "len"
            && call.args.is_empty()
            && (self.lengths.contains_key(&var) || parameter.is_some_and(is_sequence))
    }
}
