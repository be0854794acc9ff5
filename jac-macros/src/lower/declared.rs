//! Types of places, as declarations say them: of parameters, of what these hold, and of fields of structs with the derive.
//!
//! Before: an expression that names a place. After: its type, if each step is declared. `u.len()` in a chain over a `&[Segment]` is a method of `Segment` then.

use proc_macro2::Ident;
use syn::{Expr, ExprMethodCall, Member, Pat, Path, Type};

use super::Lowering;
use super::expression::unparenthesised;
use super::owned::is_of_library;
use super::signature::passing;
use crate::ir::{Place, Projection, Var};

impl Lowering<'_> {
    /// The expression is of a type with the derive: a place that is declared to be, or what gives one by its name.
    pub fn is_declared_of_users(&self, expression: &Expr) -> bool {
        match unparenthesised(expression) {
            Expr::MethodCall(call) => {
                self.makers.methods.contains(&call.method.to_string())
                    && (!is_of_library(call) || self.is_declared_of_users(&call.receiver))
            }
            Expr::Call(call) => match unparenthesised(&call.func) {
                Expr::Path(path) => {
                    path.path.segments.last().is_some_and(|last| self.makers.is_of_user(&last.ident))
                        || !self.is_understood(path) && self.makers.makes(&path.path)
                }
                _ => false,
            },
            Expr::Struct(literal) => self.names_type_of_users(&literal.path),
            Expr::Path(path) if path.path.get_ident().is_some_and(|name| self.is_noted(name)) => true,
            _ => self.declared_type(expression).is_some_and(|ty| self.is_type_of_users(&ty)),
        }
    }

    /// The method has derivatives, and is one of the type that the receiver is declared to be, or of a type of the user's where nothing more is known of that.
    pub fn is_declared_method(&self, call: &ExprMethodCall) -> bool {
        self.is_declared_of_users(&call.receiver)
            && match self.declared_name(&call.receiver) {
                Some(owner) => self.makers.has_method(&owner, &call.method),
                None => self.makers.is_method(&call.method),
            }
    }

    /// A variable or a field that is declared to be of such a type, in the same file.
    pub fn is_variable_of_users(&self, expression: &Expr) -> bool {
        let is_nearby = |last: &syn::PathSegment| self.makers.is_of_user_nearby(&last.ident);
        let Some(ty) = self.declared_type(expression) else { return false };
        matches!(plain(&ty), Type::Path(path) if path.qself.is_none() && path.path.segments.last().is_some_and(is_nearby))
    }

    fn declared_name(&self, expression: &Expr) -> Option<Ident> {
        match (unparenthesised(expression), self.declared_type(expression)) {
            (Expr::Struct(literal), _) => literal.path.segments.last().map(|last| last.ident.clone()),
            (_, Some(ty)) => match plain(&ty) {
                Type::Path(path) => path.path.segments.last().map(|last| last.ident.clone()),
                _ => None,
            },
            _ => None,
        }
    }

    fn is_noted(&self, name: &Ident) -> bool {
        self.lookup(&name.to_string()).is_some_and(|var| self.declared_of_users.contains(&var))
    }

    fn is_type_of_users(&self, ty: &Type) -> bool {
        matches!(plain(ty), Type::Path(path) if path.qself.is_none() && self.names_type_of_users(&path.path))
    }

    fn names_type_of_users(&self, path: &Path) -> bool {
        path.segments.last().is_some_and(|last| self.makers.is_of_user(&last.ident))
    }

    /// `let name: T = value;`, `let name = value;`: whether what is bound is of a type with the derive.
    pub fn binds_of_users(&self, pattern: &Pat, value: &Expr) -> bool {
        match pattern {
            Pat::Type(typed) => self.is_type_of_users(&typed.ty),
            Pat::Ident(_) => self.is_declared_of_users(value),
            _ => false,
        }
    }

    pub fn note_of_users(&mut self, pattern: &Pat) {
        let name = match pattern {
            Pat::Type(typed) => &typed.pat,
            pattern => pattern,
        };
        if let Pat::Ident(name) = name
            && let Some(var) = self.lookup(&name.ident.to_string())
        {
            self.declared_of_users.insert(var);
        }
    }

    fn declared_type(&self, expression: &Expr) -> Option<Type> {
        match unparenthesised(expression) {
            Expr::Path(path) => {
                if let Some(view) = self.named_view(expression) {
                    return self.type_of_place(&view.place);
                }
                self.type_of_variable(self.lookup(&path.path.get_ident()?.to_string())?)
            }
            Expr::Field(field) => self.type_of_field(&self.declared_type(&field.base)?, &field.member),
            Expr::Index(index) if !matches!(unparenthesised(&index.index), Expr::Range(_)) => {
                element(&self.declared_type(&index.expr)?)
            }
            Expr::Index(index) => self.declared_type(&index.expr),
            Expr::Reference(reference) => self.declared_type(&reference.expr),
            Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Deref(_)) => self.declared_type(&unary.expr),
            _ => None,
        }
    }

    pub fn type_of_variable(&self, var: Var) -> Option<Type> {
        let parameter = self.function.parameters.iter().find(|parameter| parameter.var == var)?;
        Some(passing(&parameter.ty).1.clone())
    }

    fn type_of_place(&self, place: &Place) -> Option<Type> {
        let of_base = self.type_of_variable(place.base)?;
        place.projections.iter().try_fold(of_base, |ty, projection| match projection {
            Projection::Deref | Projection::Array(_) | Projection::Slice { .. } => Some(ty),
            Projection::Index(_) => element(&ty),
            Projection::Field(member) => self.type_of_field(&ty, member),
            Projection::Inside | Projection::Held(_) => None,
        })
    }

    pub fn type_of_field(&self, ty: &Type, member: &Member) -> Option<Type> {
        match (plain(ty), member) {
            (Type::Tuple(tuple), Member::Unnamed(index)) => tuple.elems.iter().nth(index.index as usize).cloned(),
            (Type::Path(path), Member::Named(name)) => self.makers.field(&path.path.segments.last()?.ident, name),
            _ => None,
        }
    }
}

/// What a reference or a `Box` refers to.
pub fn plain(ty: &Type) -> &Type {
    match ty {
        Type::Paren(paren) => plain(&paren.elem),
        Type::Group(group) => plain(&group.elem),
        Type::Reference(reference) => plain(&reference.elem),
        Type::Path(path) => match path.path.segments.last() {
            Some(last) if last.ident == "Box" => argument(last).map_or(ty, plain),
            _ => ty,
        },
        _ => ty,
    }
}

pub fn element(ty: &Type) -> Option<Type> {
    match plain(ty) {
        Type::Array(array) => Some((*array.elem).clone()),
        Type::Slice(slice) => Some((*slice.elem).clone()),
        Type::Path(path) => argument(path.path.segments.last().filter(|last| last.ident == "Vec")?).cloned(),
        _ => None,
    }
}

fn argument(segment: &syn::PathSegment) -> Option<&Type> {
    let syn::PathArguments::AngleBracketed(arguments) = &segment.arguments else { return None };
    arguments.args.iter().find_map(|argument| match argument {
        syn::GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}
