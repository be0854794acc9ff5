//! What is read from fields that are marked `#[constant]`: it does not vary.
//!
//! Before: IR as the body was lowered, in which memory varies as a whole. After: what is read from such a field of a parameter is code that is kept as it is written, and what is lent
//! from one a copy. That the field has no tangent is proved by the compiler, as the names of types and fields are all that is known here.

use proc_macro2::Span;
use quote::quote;
use syn::Type;

use super::Lowering;
use super::declared::{element, plain};
use super::item::Item;
use super::view::View;
use crate::ir::*;

impl Lowering<'_> {
    pub fn settle_marked_fields(&mut self, block: &mut Block) {
        let mut statements = Vec::with_capacity(block.statements.len());
        for mut statement in std::mem::take(&mut block.statements) {
            match &mut statement {
                Statement::Let { value: Rvalue::Operator(Operator { left, right, .. }), .. } => {
                    for operand in [Some(left), right.as_mut()].into_iter().flatten() {
                        if let Operated::Place(place) = operand
                            && self.is_marked(place)
                        {
                            let value = self.kept_value(place, true);
                            let var = self.temporary("constant", self.function.variables[place.base.0].ident.span());
                            statements.push(Statement::Let { var, annotation: None, value });
                            *operand = Operated::Value(Operand::Var(var));
                        }
                    }
                }
                Statement::Let { value, .. } => {
                    if let Rvalue::Load(place) | Rvalue::Clone(place) = value
                        && !matches!(place.projections.last(), Some(Projection::Slice { .. }))
                        && self.is_marked(place)
                    {
                        let place = place.clone();
                        *value = self.kept_value(&place, matches!(value, Rvalue::Load(_)));
                    }
                }
                Statement::Call(call) => {
                    for argument in &mut call.arguments {
                        if let Argument::Borrow { lending: Lending::Shared, place } = argument
                            && self.is_marked(place)
                        {
                            *place = self.kept_copy(place, call.span, &mut statements);
                        }
                    }
                }
                Statement::If { then, otherwise, .. } => {
                    self.settle_marked_fields(then);
                    self.settle_marked_fields(otherwise);
                }
                Statement::For(for_loop) => self.settle_marked_fields(&mut for_loop.body),
                _ => {}
            }
            statements.push(statement);
        }
        block.statements = statements;
    }

    fn kept_value(&mut self, place: &Place, is_copy: bool) -> Rvalue {
        let mut reads = Vec::new();
        let span = self.function.variables[place.base.0].ident.span();
        let view = View { place: place.clone(), mutable: false };
        let place = self.item_expression(&Item::View(view), &mut reads, span);
        let expression =
            if is_copy { syn::parse_quote!(*#place) } else { syn::parse_quote!(::core::clone::Clone::clone(#place)) };
        Rvalue::Opaque(Opaque { expression, reads, if_varied: IfVaried::Marked })
    }

    /// A copy, which outlives what it is a copy of.
    fn kept_copy(&mut self, place: &Place, span: Span, statements: &mut Vec<Statement>) -> Place {
        let value = self.kept_value(place, false);
        let copy = self.temporary("constant", span);
        self.set_memory(copy);
        statements.push(Statement::Let { var: copy, annotation: None, value });
        Place::whole(copy)
    }

    /// The place is in a field that is marked, of what a parameter is declared to be; notes the proof.
    fn is_marked(&mut self, place: &Place) -> bool {
        let Some(mut ty) = self.type_of_variable(place.base) else { return false };
        let (mut first, mut path) = (None, quote!());
        for projection in &place.projections {
            match projection {
                Projection::Deref | Projection::Array(_) | Projection::Slice { .. } => {}
                Projection::Index(_) => {
                    let Some(inside) = element(&ty) else { return false };
                    ty = inside;
                    if first.is_some() {
                        path = quote!(#path [0]);
                    }
                }
                Projection::Field(member) => {
                    let owner = plain(&ty).clone();
                    first.get_or_insert_with(|| owner.clone());
                    path = quote!(#path.#member);
                    if self.is_marked_field(&owner, member) {
                        let (of, jac) = (first.expect("just set"), self.runtime.clone());
                        self.function.prove(quote! {{
                            fn marked(dot: &#jac::Tangent<#of, 1>) -> &() { &dot #path }
                        }});
                        return true;
                    }
                    let Some(inside) = self.type_of_field(&owner, member) else { return false };
                    ty = inside;
                }
                Projection::Inside | Projection::Held(_) => return false,
            }
        }
        false
    }

    fn is_marked_field(&self, owner: &Type, member: &syn::Member) -> bool {
        match (owner, member) {
            (Type::Path(path), syn::Member::Named(name)) if path.qself.is_none() => {
                let last = path.path.segments.last();
                last.is_some_and(|last| last.arguments.is_none() && self.makers.is_marked(&last.ident, name))
            }
            _ => false,
        }
    }
}
