//! References that are assigned to: `let mut rest = &x[..]; while .. { rest = &rest[1..]; }`.
//!
//! Such a name stands for a place, as that of any view does, but the indices in it are variables of the function, and assigning to the name gives
//! them other values. So it can only move within one variable. What is made of it (`let head = &rest[..k]`) has the indices as they
//! were then.

use proc_macro2::{Ident, Span};
use quote::quote;
use syn::{Expr, Type};

use super::expression::unparenthesised;
use super::signature::passing;
use super::view::View;
use super::{Binding, Lowering};
use crate::ir::*;

const ELSEWHERE: &str = "a reference can only be given another part of the variable that it refers to; \
                         bind the other one to a name of its own with `let`, and choose where it is used";

impl Lowering<'_> {
    /// Gives a view a name that may be assigned to.
    pub fn bind_moving(&mut self, name: &Ident, view: View) {
        let mut place =
            if self.is_sequence(&view.place) { self.one_slice(view.place) } else { self.flattened(view.place) };
        let mut operands = Vec::new();
        map_place(&mut place, &mut |operand| operands.push(operand.clone()));
        if operands.is_empty() {
            // There is nothing in it that could be another.
            self.scopes
                .last_mut()
                .expect("a scope is open")
                .insert(name.to_string(), Binding::View(View { place, mutable: view.mutable }));
            return;
        }
        let variables: Vec<Operand> =
            operands.into_iter().map(|operand| self.index_variable(operand, name.span())).collect();
        replace_operands(&mut place, variables);
        let binding = Binding::Moving(View { place, mutable: view.mutable });
        self.scopes.last_mut().expect("a scope is open").insert(name.to_string(), binding);
    }

    /// `rest = &rest[1..];`: false if the target is no name of a reference that can be assigned to.
    pub fn move_reference(&mut self, target: &Expr, value: &Expr) -> bool {
        let Expr::Path(path) = unparenthesised(target) else { return false };
        let Some(name) = path.path.get_ident() else { return false };
        let Some(Binding::Moving(moved)) = self.find(&name.to_string()).cloned() else { return false };
        let Some(view) = self.moved_to(value) else {
            self.errors.at(value, ELSEWHERE);
            return true;
        };
        let is_slice = matches!(moved.place.projections.last(), Some(Projection::Slice { .. }));
        let mut place = if is_slice { self.one_slice(view.place) } else { self.flattened(view.place) };
        if !same_shape(&moved.place, &place) {
            self.errors.at(value, ELSEWHERE);
            return true;
        }
        let mut to = Vec::new();
        map_place(&mut place, &mut |operand| to.push(operand.clone()));
        let mut variables = Vec::new();
        map_place(&mut moved.place.clone(), &mut |operand| variables.push(operand.clone()));
        for (variable, value) in variables.iter().zip(to) {
            let var = variable.var().expect("indices of what moves are variables");
            self.statements.push(Statement::Assign { var, value });
        }
        true
    }

    /// The place that a reference is to refer to.
    fn moved_to(&mut self, value: &Expr) -> Option<View> {
        match self.structured(value) {
            Some(item) => match item.behind() {
                super::item::Item::View(view) => Some(view),
                _ => None,
            },
            None => self.view(value),
        }
    }

    /// An index that later assignments change.
    fn index_variable(&mut self, value: Operand, span: Span) -> Operand {
        let var = self.temporary("index", span);
        let variable = &mut self.function.variables[var.0];
        (variable.temporary, variable.discrete) = (false, true);
        self.statements.push(Statement::Let { var, annotation: None, value: Rvalue::Use(value) });
        Operand::Var(var)
    }

    /// The place with one slice at its end, whose bounds are both there.
    pub fn one_slice(&mut self, mut place: Place) -> Place {
        if !matches!(place.projections.last(), Some(Projection::Slice { .. })) {
            place.projections.push(Projection::Slice { low: None, high: None, inclusive: false });
        }
        self.flattened(place)
    }

    /// The place without slices that something else is selected from: slices of slices are one, elements of slices are elements.
    pub fn flattened(&mut self, place: Place) -> Place {
        let mut flat = Place::whole(place.base);
        for projection in place.projections {
            match (flat.projections.last().cloned(), projection) {
                (Some(Projection::Slice { low: Some(low), .. }), Projection::Slice { low: by, high, inclusive }) => {
                    // What is out of bounds panics here, as it does in the source.
                    let mut inner = flat.clone();
                    inner.projections.push(Projection::Slice { low: by.clone(), high, inclusive });
                    let length = self.name(Rvalue::Length(inner.clone()), "length", Span::call_site());
                    flat.projections.pop();
                    let low = by.map_or(low.clone(), |by| self.arithmetic(Op::Add, low, by));
                    self.select_slice(&mut flat, low, length);
                }
                (Some(Projection::Slice { low: Some(low), .. }), Projection::Index(index)) => {
                    let length = self.name(Rvalue::Length(flat.clone()), "length", Span::call_site());
                    let index = self.integer(&[low, index, length], |operands| {
                        let [low, index, length] = operands else { unreachable!("three operands") };
                        syn::parse_quote!({
                            ::core::assert!(#index < #length, "index out of bounds");
                            #low + #index
                        })
                    });
                    flat.projections.pop();
                    flat.projections.push(Projection::Index(index));
                }
                (_, Projection::Slice { low, high, inclusive }) => {
                    // The slice may become a part of another one.
                    let span = self.function.variables[flat.base.0].ident.span();
                    self.require_list(&View { place: flat.clone(), mutable: false }, span);
                    let mut inner = flat.clone();
                    inner.projections.push(Projection::Slice { low: low.clone(), high, inclusive });
                    let length = self.name(Rvalue::Length(inner.clone()), "length", Span::call_site());
                    let low = low.unwrap_or_else(|| Operand::Constant(quote!(0usize)));
                    self.select_slice(&mut flat, low, length);
                }
                (_, projection) => flat.projections.push(projection),
            }
        }
        self.fixed(flat)
    }

    fn select_slice(&mut self, place: &mut Place, low: Operand, length: Operand) {
        let high = self.arithmetic(Op::Add, low.clone(), length);
        place.projections.push(Projection::Slice { low: Some(low), high: Some(high), inclusive: false });
    }

    /// The place certainly is a slice, an array or a `Vec`.
    fn is_sequence(&self, place: &Place) -> bool {
        if let Some(Projection::Slice { .. }) = place.projections.last() {
            return true;
        }
        let Some(parameter) = self.function.parameters.iter().find(|parameter| parameter.var == place.base) else {
            return false;
        };
        let mut ty = passing(&parameter.ty).1;
        for projection in &place.projections {
            ty = match (projection, ty) {
                (Projection::Deref, Type::Reference(reference)) => &reference.elem,
                (Projection::Deref | Projection::Slice { .. }, ty) => ty,
                (Projection::Index(_), ty) => match element_of(ty) {
                    Some(element) => element,
                    None => return false,
                },
                _ => return false,
            };
        }
        element_of(ty).is_some()
    }
}

/// What a slice, an array or a `Vec` is made of.
fn element_of(ty: &Type) -> Option<&Type> {
    match ty {
        Type::Slice(slice) => Some(&slice.elem),
        Type::Array(array) => Some(&array.elem),
        Type::Path(path) => crate::analysis::spelled::vec_element(&path.path),
        _ => None,
    }
}

fn replace_operands(place: &mut Place, operands: Vec<Operand>) {
    let mut operands = operands.into_iter();
    map_place(place, &mut |operand| *operand = operands.next().expect("one for each"));
}

/// The places differ in nothing but indices.
fn same_shape(one: &Place, other: &Place) -> bool {
    one.base == other.base
        && one.projections.len() == other.projections.len()
        && one.projections.iter().zip(&other.projections).all(|(one, other)| match (one, other) {
            (Projection::Field(one), Projection::Field(other)) => one == other,
            (
                Projection::Slice { low: Some(_), high: Some(_), inclusive: false },
                Projection::Slice { low: Some(_), high: Some(_), inclusive: false },
            ) => true,
            (Projection::Index(_), Projection::Index(_)) | (Projection::Deref, Projection::Deref) => true,
            _ => false,
        })
}
