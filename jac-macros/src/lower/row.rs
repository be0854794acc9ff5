//! Slices of references, `rows: &[&[f64]]`: each element is a reference to a row, which lies somewhere.
//!
//! A row is a place as a part of an array is: `rows[i][j]` is `(*rows[i])[j]`. What is special is that an element is no value, but a view of the row;
//! so `rows[i]` is lowered to that view, and a name for an element, `row` of `for row in rows`, is a reference to a reference.

use syn::{Expr, Type, UnOp};

use super::Lowering;
use super::expression::unparenthesised;
use super::item::Item;
use super::signature::passing;
use super::view::View;
use crate::ir::{Place, Projection};

/// What the elements refer to, if the type is a slice of shared references.
pub fn row_type(ty: &Type) -> Option<&Type> {
    match ty {
        Type::Slice(slice) => match unwrapped(&slice.elem) {
            Type::Reference(reference) if reference.mutability.is_none() => Some(unwrapped(&reference.elem)),
            _ => None,
        },
        Type::Paren(paren) => row_type(&paren.elem),
        Type::Group(group) => row_type(&group.elem),
        _ => None,
    }
}

fn unwrapped(ty: &Type) -> &Type {
    match ty {
        Type::Paren(paren) => unwrapped(&paren.elem),
        Type::Group(group) => unwrapped(&group.elem),
        ty => ty,
    }
}

impl Lowering<'_> {
    /// The place is an element of a slice of references, and not yet the row behind it.
    pub fn is_reference_at(&self, place: &Place) -> bool {
        self.index_of_row(place).is_some_and(|index| index + 1 == place.projections.len())
    }

    /// Which of the projections selects a reference, if any may.
    fn index_of_row(&self, place: &Place) -> Option<usize> {
        let parameter = self.function.parameters.iter().find(|parameter| parameter.var == place.base)?;
        row_type(passing(&parameter.ty).1)?;
        place.projections.iter().position(|projection| matches!(projection, Projection::Index(_)))
    }

    /// The row, if the place is a reference to one.
    pub fn row_at(&self, mut place: Place) -> Place {
        if self.is_reference_at(&place) {
            place.projections.push(Projection::Deref);
        }
        place
    }

    /// The expression is an element of a slice of references: `rows[i]`, `*row`.
    pub fn is_row(&self, expression: &Expr) -> bool {
        match unparenthesised(expression) {
            Expr::Index(index) => {
                !matches!(unparenthesised(&index.index), Expr::Range(_)) && self.is_slice_of_rows(&index.expr)
            }
            Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => self.names_row(&unary.expr),
            _ => false,
        }
    }

    /// The expression is a name for an element of a slice of references: a reference to it.
    fn names_row(&self, expression: &Expr) -> bool {
        self.raw_view(expression).is_some_and(|view| self.is_reference_at(&view.place))
    }

    /// The expression is a slice of references, or a reference to one.
    fn is_slice_of_rows(&self, expression: &Expr) -> bool {
        match unparenthesised(expression) {
            Expr::Index(index) => {
                matches!(unparenthesised(&index.index), Expr::Range(_)) && self.is_slice_of_rows(&index.expr)
            }
            Expr::Reference(reference) => self.is_slice_of_rows(&reference.expr),
            Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => self.is_slice_of_rows(&unary.expr),
            path @ Expr::Path(_) => {
                let view = self.raw_view(path);
                view.is_some_and(|view| self.has_rows(&view.place) && self.index_of_row(&view.place).is_none())
            }
            _ => false,
        }
    }

    fn has_rows(&self, place: &Place) -> bool {
        let parameter = self.function.parameters.iter().find(|parameter| parameter.var == place.base);
        parameter.is_some_and(|parameter| row_type(passing(&parameter.ty).1).is_some())
    }

    /// The view of a row that the expression is a reference to.
    pub fn row(&mut self, expression: &Expr) -> Option<View> {
        if !self.is_row(expression) {
            return None;
        }
        let place = self.place(unparenthesised(expression));
        let place = self.row_at(place);
        Some(View { place: self.fixed(place), mutable: false })
    }

    /// The expression is an array that is made of shared references.
    pub fn is_array_of_references(&self, expression: &Expr) -> bool {
        let Expr::Array(array) = unparenthesised(expression) else { return false };
        let is_mutable = |element: &Expr| match unparenthesised(element) {
            Expr::Reference(reference) => reference.mutability.is_some(),
            element => self.named_view(element).is_some_and(|view| view.mutable),
        };
        !array.elems.is_empty()
            && array.elems.iter().all(|element| self.makes_reference(element) && !is_mutable(element))
    }

    /// The views in an array that is made of references.
    pub fn rows_of<'e>(&mut self, elements: impl IntoIterator<Item = &'e Expr>) -> Option<Vec<View>> {
        let views: Option<Vec<View>> = elements.into_iter().map(|element| self.view(element)).collect();
        let views = views?.into_iter().map(|View { place, mutable }| View { place: self.row_at(place), mutable });
        Some(views.collect())
    }

    /// The views behind a reference to an array of references: `&rows`, `&[&a[..], &b[..]]`.
    pub fn lent_rows(&mut self, expression: &Expr) -> Option<Vec<View>> {
        match unparenthesised(expression) {
            Expr::Reference(reference) if reference.mutability.is_none() => {
                let mut inner = unparenthesised(&reference.expr);
                while let Expr::Index(index) = inner
                    && matches!(&*index.index, Expr::Range(range) if range.start.is_none() && range.end.is_none())
                {
                    inner = unparenthesised(&index.expr);
                }
                match (self.resolved(inner), inner) {
                    (Some(Item::Rows(views)), _) => Some(views),
                    (None, Expr::Array(array)) if self.is_array_of_references(inner) => self.rows_of(&array.elems),
                    _ => None,
                }
            }
            expression => match self.resolved(expression)? {
                Item::Reference(item) => match item.behind() {
                    Item::Rows(views) => Some(views),
                    _ => None,
                },
                _ => None,
            },
        }
    }
}
