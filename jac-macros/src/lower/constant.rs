//! `jac::constant(..)`: what stands in it carries no derivative, and is kept as the user wrote it.
//!
//! A macro knows functions by name only. Whether it is that of `jac` is proved by the compiler, if something that varies is
//! passed (`surface` emits the proof); so a function of the user's with the same name is never taken for it.

use syn::spanned::Spanned;
use syn::{Expr, ExprCall};

use super::Lowering;
use super::expression::unparenthesised;
use super::opaque::placeholder;
use super::view::View;
use crate::ir::{IfVaried, Kind, Opaque, Place, Rvalue, Statement};

impl Lowering<'_> {
    /// The call as an opaque expression, if it has the name of `jac::constant`.
    pub fn stopped(&mut self, call: &ExprCall) -> Option<Opaque> {
        let path = self.path_of_constant(call)?;
        let mut opaque = self.opaque(&Expr::Call(call.clone()));
        opaque.if_varied = IfVaried::Stopped(path);
        Some(opaque)
    }

    /// `jac::constant(&x)`: sees a copy that carries no derivative.
    pub fn stopped_view(&mut self, expression: &Expr) -> Option<View> {
        if !self.stops_view(expression) {
            return None;
        }
        let Expr::Call(call) = unparenthesised(expression) else { return None };
        let path = self.path_of_constant(call)?;
        let seen = self.view(call.args.first()?)?;
        let copy = self.temporary("copy", call.span());
        self.function.variables[copy.0].kind = Kind::Memory;
        self.statements.push(Statement::Let { var: copy, annotation: None, value: Rvalue::Clone(seen.place) });
        let (name, function) = (placeholder(copy, call.span()), &call.func);
        let opaque = Opaque {
            expression: syn::parse_quote!(#function(#name)),
            reads: vec![copy],
            if_varied: IfVaried::Stopped(path),
        };
        let stopped = self.temporary("constant", call.span());
        self.function.variables[stopped.0].kind = Kind::Memory;
        self.statements.push(Statement::Let { var: stopped, annotation: None, value: Rvalue::Opaque(opaque) });
        Some(View { place: Place::whole(stopped), mutable: false })
    }

    /// The expression is `jac::constant` of a reference.
    pub fn stops_view(&self, expression: &Expr) -> bool {
        let Expr::Call(call) = unparenthesised(expression) else { return false };
        self.path_of_constant(call).is_some()
            && call.args.first().is_some_and(|inner| match unparenthesised(inner) {
                Expr::Reference(reference) => reference.mutability.is_none(),
                inner => self.named_view(inner).is_some_and(|view| !view.mutable),
            })
    }

    fn path_of_constant(&self, call: &ExprCall) -> Option<syn::Path> {
        let Expr::Path(path) = unparenthesised(&call.func) else { return None };
        let segments: Vec<String> = path.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        let named = match segments.as_slice() {
            [name] => name == "constant" && !self.is_bound(name) && self.own_name != name,
            [.., facade, name] => name == "constant" && (facade == "jac" || *facade == self.facade_name),
            [] => false,
        };
        (named && path.qself.is_none() && call.args.len() == 1).then(|| path.path.clone())
    }
}
