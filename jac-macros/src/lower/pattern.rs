//! Patterns: `let`, and whatever else gives names to values and their parts.

use quote::quote;
use syn::spanned::Spanned;
use syn::{Expr, Pat, Type};

use super::Lowering;
use super::expression::unparenthesised;
use super::item::Item;
use super::names::{lends, lends_mutably};
use super::signature::{is_discrete, is_text, is_trait_object, is_unsigned, is_usize};
use super::view::View;
use crate::ir::{Operand, Place, Projection, Rvalue, Statement, Var};

impl Lowering<'_> {
    /// `let x;`, `let (a, b);`: assigned later, in every branch that reads it.
    pub fn declare_later(&mut self, pattern: &Pat) {
        match pattern {
            Pat::Type(typed) => self.declare_name_later(&typed.pat, Some(&typed.ty)),
            pattern => self.declare_name_later(pattern, None),
        }
    }

    fn declare_name_later(&mut self, pattern: &Pat, annotation: Option<&Type>) {
        let pattern = match (pattern, annotation) {
            (Pat::Ident(pattern), _) => pattern,
            (Pat::Paren(paren), _) => return self.declare_name_later(&paren.pat, annotation),
            (Pat::Tuple(tuple), None) => {
                return tuple.elems.iter().for_each(|element| self.declare_name_later(element, None));
            }
            (Pat::Tuple(tuple), Some(Type::Tuple(types))) if tuple.elems.len() == types.elems.len() => {
                let pairs = tuple.elems.iter().zip(&types.elems);
                return pairs.into_iter().for_each(|(element, ty)| self.declare_name_later(element, Some(ty)));
            }
            (pattern, _) => {
                self.errors.at(pattern, "only names, and tuples of names, can be declared without a value");
                return self.declare_pattern(pattern);
            }
        };
        let var = self.declare(&pattern.ident);
        self.mutable.insert(var);
        self.function.variables[var.0].discrete = annotation.is_some_and(is_discrete);
        self.declared_later.push((var, pattern.ident.span()));
        self.statements.push(Statement::Declare { var, annotation: annotation.cloned() });
    }

    /// After an error: the names exist all the same, so that nothing else is reported about them.
    pub fn declare_pattern(&mut self, pattern: &Pat) {
        match pattern {
            Pat::Ident(pattern) => {
                let var = self.declare(&pattern.ident);
                self.perhaps_references.insert(var);
            }
            Pat::Type(pattern) => self.declare_pattern(&pattern.pat),
            Pat::Tuple(pattern) => pattern.elems.iter().for_each(|element| self.declare_pattern(element)),
            Pat::Slice(pattern) => pattern.elems.iter().for_each(|element| self.declare_pattern(element)),
            _ => {}
        }
    }

    pub fn bind_pattern(&mut self, pattern: &Pat, annotation: Option<&Type>, value: &Expr) {
        let typed = annotation.and_then(|ty| self.with_type(value, ty).or_else(|| self.conversion(value, ty)));
        let typed = typed.or_else(|| self.annotated_part(value, annotation));
        let value = typed.as_ref().unwrap_or(value);
        if let Some(ty) = annotation {
            self.expect_type(value, ty);
        } else if let Some(ty) = array_of_as_many(pattern) {
            self.expect_type(value, &ty);
        }
        match (pattern, unparenthesised(value)) {
            (Pat::Type(typed), _) => self.bind_pattern(&typed.pat, Some(&typed.ty), value),
            (Pat::Paren(paren), _) => self.bind_pattern(&paren.pat, annotation, value),
            (pattern, Expr::MethodCall(call)) if self.split(pattern, call) => {}
            // `let [ref mut first, .., ref mut last] = a;`
            (pattern, place) if annotation.is_none() && lends(pattern) && self.is_place(place) => {
                if let Some(view) = self.receiver_view(place, lends_mutably(pattern)) {
                    self.bind_matched(pattern, &Item::Place(view));
                }
            }
            (pattern, Expr::MethodCall(_)) if self.converts_slice(value) => {
                let item = self.chunk(value, annotation).expect("it converts one");
                self.bind_item(pattern, annotation, item);
            }
            // Each element has its name at once: nothing has to be moved out of an array.
            (Pat::Slice(slice), Expr::Array(array)) if annotation.is_none() && are_paired(slice, array) => {
                let items = self.items_in_order(array.elems.iter());
                let mut vars = items.iter().filter_map(|item| match item {
                    Item::Value(Operand::Var(var)) => Some(*var),
                    _ => None,
                });
                if let Some(first) = vars.next() {
                    self.function.alike.extend(vars.map(|var| (first, var)));
                }
                for (pattern, item) in slice.elems.iter().zip(items) {
                    self.bind_item(pattern, None, item);
                }
            }
            // What is taken apart behind a reference or in an array is read part by part: nothing of it can be moved.
            (Pat::Tuple(_) | Pat::Slice(_) | Pat::Struct(_) | Pat::TupleStruct(_), place)
                if annotation.is_none() && is_selected(place) && self.is_place(place) =>
            {
                let place = self.place(place);
                self.check_bounds(&View { place: place.clone(), mutable: false });
                self.bind_part(pattern, place);
            }
            (pattern, Expr::MethodCall(call)) if is_whole_slice(call) && self.makes_view(value) => {
                let view = self.view(value).expect("it makes one");
                // A part of it may get the name later.
                self.bind_view(pattern, view.part(Projection::Slice { low: None, high: None, inclusive: false }));
            }
            (pattern, Expr::MethodCall(_) | Expr::Call(_)) if self.makes_view(value) => {
                match self.view(value) {
                    Some(view) => {
                        self.check_bounds(&view);
                        self.bind_view(pattern, view);
                    }
                    // It is refused.
                    None => self.declare_pattern(pattern),
                }
            }
            _ => {
                if let Some(item) = self.structured(value) {
                    if let (Some(ty), Item::Value(_)) = (annotation, &item) {
                        self.check_annotation(ty);
                    }
                    if let Item::View(view) = &item {
                        self.check_bounds(view);
                    }
                    return self.bind_item(pattern, annotation, item);
                }
                if let Some(ty) = annotation {
                    self.check_annotation(ty);
                }
                let length = self.array_length(value);
                let is_fixed = matches!(pattern, Pat::Ident(pattern) if pattern.mutability.is_none());
                let cap = self.cap(value).filter(|_| is_fixed && self.nonnegative(value));
                let value = if annotation.is_some_and(is_discrete) && self.is_integer_call(value) {
                    Rvalue::Opaque(self.opaque(value))
                } else {
                    self.rvalue(value)
                };
                if let Some(var) = self.bind_value(pattern, annotation, value) {
                    if let Some(length) = length {
                        self.lengths.insert(var, length);
                    }
                    if let Some(cap) = cap {
                        self.bounds.insert(var, cap);
                    }
                }
            }
        }
    }

    pub fn makes_view(&self, value: &Expr) -> bool {
        match unparenthesised(value) {
            Expr::MethodCall(call) if self.is_part_of_block(call) || self.is_remainder(call) => true,
            Expr::MethodCall(call) => {
                matches!(call.method.to_string().as_str(), "as_slice" | "as_mut_slice") && self.is_place(&call.receiver)
            }
            Expr::Call(_) => self.stops_view(value),
            value => self.named_view(value).is_some(),
        }
    }

    /// The value of a variable as it is now, whatever is assigned to the variable later.
    pub fn detached(&mut self, operand: Operand, from: &Expr) -> Rvalue {
        match operand {
            Operand::Var(var) if !self.function.variables[var.0].temporary => {
                let copy = self.temporary("value", from.span());
                self.statements.push(Statement::Let {
                    var: copy,
                    annotation: None,
                    value: Rvalue::Use(Operand::Var(var)),
                });
                Rvalue::Use(Operand::Var(copy))
            }
            operand => Rvalue::Use(operand),
        }
    }

    fn check_annotation(&mut self, ty: &Type) {
        if matches!(ty, Type::Reference(_)) && !is_text(ty) {
            self.errors.at(ty, "a reference can only be bound to a part of a variable: `let r = &x[..];`");
        }
    }

    /// A part of something that `wrt` does not leave out.
    pub fn may_be_varying_part(&self, place: &Place) -> bool {
        !place.projections.is_empty() && !self.is_left_out(place.base)
    }

    pub fn array_length(&self, value: &Expr) -> Option<proc_macro2::TokenStream> {
        match unparenthesised(value) {
            Expr::Repeat(repeat) => {
                let length = &repeat.len;
                Some(quote!(#length))
            }
            Expr::Array(array) => {
                let length = array.elems.len();
                Some(quote!(#length))
            }
            _ => None,
        }
    }

    pub fn bind_value(&mut self, pattern: &Pat, annotation: Option<&Type>, value: Rvalue) -> Option<Var> {
        match pattern {
            Pat::Ident(pattern) if pattern.subpat.is_none() && self.is_fresh(&value) => {
                Some(self.named_as_it_is(pattern, annotation, value))
            }
            Pat::Ident(pattern) => {
                if let Some(by_ref) = &pattern.by_ref {
                    self.errors
                        .at(by_ref, "`ref` is for variables and their parts here; bind the value with `let` first");
                }
                let var = self.declare(&pattern.ident);
                if pattern.mutability.is_some() {
                    self.mutable.insert(var);
                }
                let discrete = annotation.is_some_and(is_discrete);
                self.function.variables[var.0].discrete = discrete;
                if annotation.is_some_and(is_trait_object) {
                    self.trait_objects.insert(var);
                }
                if annotation.is_some_and(is_unsigned) {
                    self.unsigned.insert(var);
                }
                if annotation.is_some_and(is_usize) || matches!(value, Rvalue::Length(_)) {
                    self.usizes.insert(var);
                }
                if let Rvalue::Load(place) | Rvalue::Clone(place) = &value
                    && !discrete
                    && self.may_be_varying_part(place)
                {
                    self.copies_of_parts.insert(var);
                }
                self.statements.push(Statement::Let { var, annotation: annotation.cloned(), value });
                // Behind `@`: what is both whole and in parts can be copied.
                if let Some((_, parts)) = &pattern.subpat {
                    self.set_memory(var);
                    self.bind_part(parts, Place::whole(var));
                }
                Some(var)
            }
            Pat::Wild(_) => {
                self.name(value, "ignored", pattern.span());
                None
            }
            Pat::Tuple(tuple) => {
                let base = self.memory(annotation, value, pattern);
                for (index, element) in tuple.elems.iter().enumerate() {
                    self.check_rest(element, index, tuple.elems.len());
                    let member = syn::Member::Unnamed(syn::Index::from(index));
                    self.bind_part(element, Place { base, projections: vec![Projection::Field(member)] });
                }
                None
            }
            Pat::Struct(_) | Pat::TupleStruct(_) => {
                let base = self.memory(annotation, value, pattern);
                self.bind_part(pattern, Place { base, projections: Vec::new() });
                None
            }
            Pat::Slice(slice) => {
                let base = self.memory(annotation, value, pattern);
                self.bind_part(&Pat::Slice(slice.clone()), Place::whole(base));
                None
            }
            Pat::Type(typed) => self.bind_value(&typed.pat, Some(&typed.ty), value),
            Pat::Paren(paren) => self.bind_value(&paren.pat, annotation, value),
            _ => {
                self.refused_pattern(pattern);
                None
            }
        }
    }

    /// What has been made for this name alone gets it.
    fn named_as_it_is(&mut self, pattern: &syn::PatIdent, annotation: Option<&Type>, value: Rvalue) -> Var {
        let Rvalue::Use(Operand::Var(var)) = value else { unreachable!("a variable is fresh") };
        self.fresh.remove(&var);
        let declared = self.declare(&pattern.ident);
        let ident = self.function.variables[declared.0].ident.clone();
        let made = &mut self.function.variables[var.0];
        made.ident = ident;
        made.discrete |= annotation.is_some_and(is_discrete);
        if let Some(ty) = annotation {
            let its_own = self.statements.iter_mut().rev().find_map(|statement| match statement {
                Statement::Let { var: known, annotation, .. } if *known == var => Some(annotation),
                _ => None,
            });
            *its_own.expect("it is declared in the same block") = Some(ty.clone());
        }
        self.bind(&pattern.ident.to_string(), var);
        if pattern.mutability.is_some() {
            self.mutable.insert(var);
        }
        var
    }

    pub fn refused_rest(&mut self, pattern: &Pat) {
        self.errors.at(
            pattern,
            "the rest of an array can be bound by reference only; write `&` in front of what is taken apart",
        );
        self.declare_pattern(pattern);
    }

    pub fn refused_pattern(&mut self, pattern: &Pat) {
        let message = match pattern {
            Pat::Reference(_) => {
                "`&` in this pattern is not supported; bind the reference, and write `*` where its value is meant"
            }
            _ => "this pattern is not supported; bind names, tuples or arrays",
        };
        self.errors.at(pattern, message);
        self.declare_pattern(pattern);
    }

    /// The parts of a slice or an array, each with its place in it. `name @ ..` is a slice of what the others leave.
    pub fn slice_parts(&mut self, slice: &syn::PatSlice, place: &Place) -> Vec<(Pat, Projection)> {
        let is_rest = |pattern: &Pat| match pattern {
            Pat::Rest(_) => true,
            Pat::Ident(ident) => ident.subpat.as_ref().is_some_and(|(_, inside)| matches!(**inside, Pat::Rest(_))),
            _ => false,
        };
        let count = slice.elems.len();
        let rest = slice.elems.iter().position(is_rest).unwrap_or(count);
        let length = (rest < count).then(|| self.name(Rvalue::Length(place.clone()), "length", slice.span()));
        let from_end = |this: &mut Self, distance: usize| {
            let length = length.clone().expect("there is a rest");
            this.integer(&[length], |operands| {
                let [length] = operands else { unreachable!("one operand") };
                syn::parse_quote!((#length).wrapping_sub(#distance))
            })
        };
        let mut parts = Vec::new();
        for (index, element) in slice.elems.iter().enumerate() {
            let low = proc_macro2::Literal::usize_unsuffixed(index);
            let low = Operand::Constant(quote!(#low));
            match element {
                Pat::Rest(_) => {}
                Pat::Ident(ident) if index == rest => {
                    let high = from_end(self, count - index - 1);
                    let name = syn::PatIdent { subpat: None, ..ident.clone() };
                    let projection = Projection::Slice { low: Some(low), high: Some(high), inclusive: false };
                    parts.push((Pat::Ident(name), projection));
                }
                element if index < rest => parts.push((element.clone(), Projection::Index(low))),
                element => {
                    let index = from_end(self, count - index);
                    parts.push((element.clone(), Projection::Index(index)));
                }
            }
        }
        parts
    }

    pub fn memory(&mut self, annotation: Option<&Type>, value: Rvalue, pattern: &Pat) -> Var {
        let var = self.temporary("parts", pattern.span());
        self.set_memory(var);
        self.statements.push(Statement::Let { var, annotation: annotation.cloned(), value });
        var
    }

    pub fn bind_part(&mut self, pattern: &Pat, place: Place) {
        match pattern {
            Pat::Wild(_) | Pat::Rest(_) => {}
            Pat::Ident(_) => {
                let value = self.load(place);
                self.bind_value(pattern, None, value);
            }
            Pat::Tuple(tuple) => {
                for (index, element) in tuple.elems.iter().enumerate() {
                    self.check_rest(element, index, tuple.elems.len());
                    let mut part = place.clone();
                    part.projections.push(Projection::Field(syn::Member::Unnamed(syn::Index::from(index))));
                    self.bind_part(element, part);
                }
            }
            Pat::Slice(slice) => {
                for (element, projection) in self.slice_parts(slice, &place) {
                    if let Projection::Slice { .. } = projection {
                        self.refused_rest(&element);
                        continue;
                    }
                    let mut part = place.clone();
                    part.projections.push(projection);
                    self.bind_part(&element, part);
                }
            }
            Pat::Struct(fields) => {
                for field in &fields.fields {
                    let mut part = place.clone();
                    part.projections.push(Projection::Field(field.member.clone()));
                    self.bind_part(&field.pat, part);
                }
            }
            Pat::TupleStruct(fields) => {
                for (index, element) in fields.elems.iter().enumerate() {
                    let mut part = place.clone();
                    part.projections.push(Projection::Field(syn::Member::Unnamed(syn::Index::from(index))));
                    self.bind_part(element, part);
                }
            }
            Pat::Paren(paren) => self.bind_part(&paren.pat, place),
            _ => self.refused_pattern(pattern),
        }
    }
}

/// Each element has a pattern, and a type that does not come from its neighbours.
fn are_paired(slice: &syn::PatSlice, array: &syn::ExprArray) -> bool {
    let is_literal = |expression: &Expr| match unparenthesised(expression) {
        Expr::Unary(unary) => matches!(*unary.expr, Expr::Lit(_)),
        expression => matches!(expression, Expr::Lit(_)),
    };
    slice.elems.len() == array.elems.len()
        && slice.elems.iter().all(|pattern| {
            matches!(pattern, Pat::Ident(name) if name.subpat.is_none()) || matches!(pattern, Pat::Wild(_))
        })
        && !array.elems.iter().any(is_literal)
}

fn is_whole_slice(call: &syn::ExprMethodCall) -> bool {
    (call.method == "as_slice" || call.method == "as_mut_slice") && call.args.is_empty()
}

/// It selects an element, or what a reference stands for.
fn is_selected(place: &Expr) -> bool {
    match unparenthesised(place) {
        Expr::Index(_) => true,
        Expr::Unary(unary) => matches!(unary.op, syn::UnOp::Deref(_)),
        Expr::Field(field) => is_selected(&field.base),
        _ => false,
    }
}

/// `[_; 3]` for `[a, b, c]`: as many elements are taken apart as an array has.
fn array_of_as_many(pattern: &Pat) -> Option<Type> {
    let Pat::Slice(slice) = pattern else { return None };
    let has_rest = slice.elems.iter().any(|element| match element {
        Pat::Rest(_) => true,
        Pat::Ident(ident) => ident.subpat.as_ref().is_some_and(|(_, rest)| matches!(**rest, Pat::Rest(_))),
        _ => false,
    });
    let length = slice.elems.len();
    (!has_rest).then(|| syn::parse_quote!([_; #length]))
}
