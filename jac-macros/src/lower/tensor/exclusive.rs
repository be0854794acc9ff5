//! What goes through an array by a reference that writes.
//!
//! Before: `for v in y`, `y.into_iter()`, `.zip(y)` and `Zip::from(y)`, where `y` is `&mut` of an array or a mutable view: the type alone tells that elements
//! are written. After: `y.iter_mut()`, and `Zip::from(&mut y)`.

use quote::quote_spanned;
use syn::spanned::Spanned;
use syn::{Expr, ExprForLoop, ExprMethodCall, Type};

use super::{Plain, expression, unparenthesised, views};

/// `&mut Array1<f64>`, `ArrayViewMut1<'_, f64>`
pub fn is_type(ty: &Type) -> bool {
    match ty {
        Type::Reference(reference) => reference.mutability.is_some() && super::names_array(ty),
        Type::Paren(paren) => is_type(&paren.elem),
        Type::Group(group) => is_type(&group.elem),
        ty => views::is_mutable_view(ty),
    }
}

impl Plain {
    /// A reference to an array that writes, as a value.
    pub fn is_exclusive(&self, value: &Expr) -> bool {
        match unparenthesised(value) {
            Expr::Path(path) => {
                path.path.get_ident().is_some_and(|name| self.known.exclusive.contains(&name.to_string()))
            }
            Expr::Reference(reference) => reference.mutability.is_some() && self.is_array(&reference.expr),
            _ => false,
        }
    }

    /// `for v in y`, and chains over `y` in its place.
    pub fn over_exclusive(&self, for_loop: &ExprForLoop) -> Option<Expr> {
        let over = self.items_exclusively(&for_loop.expr)?;
        Some(Expr::ForLoop(ExprForLoop { expr: Box::new(over), ..for_loop.clone() }))
    }

    /// `y.into_iter()`, `x.iter().zip(y)`, `Zip::from(y).and(z)`
    pub fn gone_through_exclusively(&self, call: &ExprMethodCall) -> Option<Expr> {
        let span = call.method.span();
        let mut changed = None;
        let is_zip = super::zip::is_chain(&call.receiver);
        match (call.method.to_string().as_str(), call.args.first()) {
            ("into_iter", None) if self.is_exclusive(&call.receiver) => {
                let array = written_by(&call.receiver);
                return expression(quote_spanned!(span=> #array.iter_mut()));
            }
            ("and", Some(argument)) if is_zip => changed = self.lent_exclusively(argument).map(|lent| (0, lent)),
            ("zip" | "chain", Some(argument)) if !is_zip => {
                changed = self.items_exclusively(argument).map(|items| (0, items));
            }
            _ => {}
        }
        let receiver = match unparenthesised(&call.receiver) {
            Expr::MethodCall(inner) => self.gone_through_exclusively(inner),
            Expr::Call(start) if is_zip => {
                let lent = start.args.first().and_then(|argument| self.lent_exclusively(argument));
                lent.map(|lent| {
                    let mut start = start.clone();
                    start.args[0] = lent;
                    Expr::Call(start)
                })
            }
            _ => None,
        };
        if changed.is_none() && receiver.is_none() {
            return None;
        }
        let mut call = call.clone();
        if let Some((position, argument)) = changed {
            call.args[position] = argument;
        }
        if let Some(receiver) = receiver {
            *call.receiver = receiver;
        }
        Some(Expr::MethodCall(call))
    }

    /// What is gone through as an iterator.
    fn items_exclusively(&self, items: &Expr) -> Option<Expr> {
        match unparenthesised(items) {
            Expr::MethodCall(call) => self.gone_through_exclusively(call),
            // A vector by its name is gone through as a list is.
            items @ Expr::Path(_) if self.is_exclusive(items) && self.axes(items)?.0 != Some(1) => {
                expression(quote_spanned!(items.span()=> #items.iter_mut()))
            }
            _ => None,
        }
    }

    /// A producer of a `Zip`.
    fn lent_exclusively(&self, producer: &Expr) -> Option<Expr> {
        match unparenthesised(producer) {
            producer @ Expr::Path(_) if self.is_exclusive(producer) => {
                expression(quote_spanned!(producer.span()=> &mut #producer))
            }
            _ => None,
        }
    }
}

/// `y` of `&mut y`
fn written_by(array: &Expr) -> &Expr {
    match unparenthesised(array) {
        Expr::Reference(reference) => &reference.expr,
        array => array,
    }
}
