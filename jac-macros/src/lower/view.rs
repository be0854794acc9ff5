//! Views: `let r = &x[a..b];`, `let (left, right) = x.split_at(k);`. A view is a name for a place, not a value:
//! what is read or written through it is that part of the variable itself.

use syn::spanned::Spanned;
use syn::{Expr, ExprMethodCall, Member, Pat};

use super::call::is_slice_of;
use super::expression::unparenthesised;
use super::item::Item;
use super::names::lends;
use super::opaque::placeholder;
use super::{Binding, Lowering};
use crate::ir::*;

/// A place under a name, and whether it may be written.
#[derive(Clone, Debug)]
pub struct View {
    pub place: Place,
    pub mutable: bool,
}

impl View {
    /// A part of what is seen.
    pub fn part(&self, projection: Projection) -> View {
        let mut place = self.place.clone();
        place.select(projection);
        View { place, mutable: self.mutable }
    }
}

/// An index stands in the expression of a place.
fn selects_element(place: &Expr) -> bool {
    match unparenthesised(place) {
        Expr::Index(_) => true,
        Expr::Field(field) => selects_element(&field.base),
        Expr::Unary(unary) => selects_element(&unary.expr),
        Expr::MethodCall(call) => selects_element(&call.receiver),
        _ => false,
    }
}

impl Lowering<'_> {
    pub fn lookup_view(&self, name: &str) -> Option<&View> {
        match self.find(name)? {
            Binding::View(view) | Binding::Moving(view) => Some(view),
            Binding::Variable(_) | Binding::Item(_) => None,
        }
    }

    /// The view that an expression names: a local one, or a reference parameter. A reference to a reference stands for what that refers to.
    pub fn named_view(&self, expression: &Expr) -> Option<View> {
        let view = self.raw_view(expression)?;
        Some(View { place: self.row_at(view.place), mutable: view.mutable })
    }

    /// The same, as it is.
    pub fn raw_view(&self, expression: &Expr) -> Option<View> {
        if let Some(item) = self.resolved(expression) {
            return match item.behind() {
                Item::View(view) => Some(view),
                _ => None,
            };
        }
        let Expr::Path(path) = unparenthesised(expression) else { return None };
        let name = path.path.get_ident()?.to_string();
        if let Some(view) = self.lookup_view(&name) {
            return Some(view.clone());
        }
        let base = self.lookup(&name)?;
        match self.kind(base) {
            Kind::Reference { mutable } => {
                Some(View { place: Place { base, projections: vec![Projection::Deref] }, mutable })
            }
            _ => None,
        }
    }

    /// The view that an expression makes: `&x[a..b]`, `&mut y`, the name of another one.
    pub fn view(&mut self, expression: &Expr) -> Option<View> {
        if let Some(view) = self.raw_view(expression) {
            return Some(View { place: self.fixed(view.place), mutable: view.mutable });
        }
        if let Some(view) = self.row(expression) {
            return Some(view);
        }
        match unparenthesised(expression) {
            Expr::Reference(reference) => {
                let mutable = reference.mutability.is_some();
                let inner = unparenthesised(&reference.expr);
                let place = if self.is_place(inner) || (is_slice_of(inner) && !mutable) {
                    let place = self.place(inner);
                    self.fixed(place)
                } else {
                    let value = self.rvalue(inner);
                    let base = self.temporary("referred", inner.span());
                    self.function.variables[base.0].temporary = false;
                    self.statements.push(Statement::Let { var: base, annotation: None, value });
                    Place::whole(base)
                };
                if mutable {
                    self.check_written(&place, inner);
                }
                self.set_memory(place.base);
                let view = View { place, mutable };
                if selects_element(inner) {
                    self.check_bounds(&view);
                }
                Some(view)
            }
            Expr::MethodCall(call)
                if matches!(call.method.to_string().as_str(), "as_slice" | "as_mut_slice" | "as_ref") =>
            {
                let view = self.receiver_view(&call.receiver, call.method == "as_mut_slice")?;
                self.require_taken(&view, TakenFor::Whole, call.method.span());
                Some(view)
            }
            Expr::MethodCall(_) if self.converts_slice(expression) => match self.chunk(expression, None)? {
                Item::View(view) => Some(view),
                _ => None,
            },
            Expr::MethodCall(call) if self.is_remainder(call) => self.remainder(call),
            Expr::MethodCall(_) if self.is_lent_element(expression) => self.lent_element(expression),
            Expr::MethodCall(call) => self.part_view(call),
            Expr::Call(_) => self.stopped_view(expression),
            _ => None,
        }
    }

    /// The expression is a reference, by how it is written.
    pub fn makes_reference(&self, expression: &Expr) -> bool {
        match unparenthesised(expression) {
            Expr::Reference(_) => true,
            Expr::MethodCall(call) if self.is_part_of_block(call) || self.is_remainder(call) => true,
            Expr::MethodCall(_) if self.is_lent_element(expression) => true,
            Expr::MethodCall(call) => {
                matches!(call.method.to_string().as_str(), "as_slice" | "as_mut_slice" | "as_ref")
                    && (self.is_place(&call.receiver) || self.makes_reference(&call.receiver))
            }
            expression => self.named_view(expression).is_some() || self.is_row(expression),
        }
    }

    /// What a method that borrows its receiver sees.
    pub fn receiver_view(&mut self, receiver: &Expr, mutable: bool) -> Option<View> {
        if let Some(view) = self.view(receiver) {
            return Some(view);
        }
        let receiver = unparenthesised(receiver);
        if let Some(view) = self.made_list(receiver) {
            return Some(view);
        }
        // `TABLE[1..]` of a constant.
        let of_constant = !mutable && is_slice_of(receiver) && self.is_constant_place(receiver);
        if !self.is_place(receiver) && !of_constant {
            return None;
        }
        let place = self.place(receiver);
        if mutable {
            self.check_written(&place, receiver);
        }
        self.set_memory(place.base);
        let place = self.fixed(place);
        let view = View { place, mutable };
        if selects_element(receiver) {
            self.check_bounds(&view);
        }
        Some(view)
    }

    /// The place with its indices as they are now, whatever is assigned to their variables later.
    pub fn fixed(&mut self, mut place: Place) -> Place {
        let mut operands = Vec::new();
        map_place(&mut place, &mut |operand| operands.push(operand.clone()));
        let mut fixed = Vec::new();
        for operand in operands {
            fixed.push(match operand {
                Operand::Var(var) if !self.function.variables[var.0].temporary => {
                    let copy = self.temporary("index", self.function.variables[var.0].ident.span());
                    self.function.variables[copy.0].discrete = true;
                    self.statements.push(Statement::Let { var: copy, annotation: None, value: Rvalue::Use(operand) });
                    Operand::Var(copy)
                }
                operand => operand,
            });
        }
        let mut fixed = fixed.into_iter();
        map_place(&mut place, &mut |operand| *operand = fixed.next().expect("one for each"));
        place
    }

    /// `let (left, right) = x.split_at(k);`
    pub fn split(&mut self, pattern: &Pat, call: &ExprMethodCall) -> bool {
        let mutable = call.method == "split_at_mut";
        let (true, Pat::Tuple(halves), Some(at)) = (mutable || call.method == "split_at", pattern, call.args.first())
        else {
            return false;
        };
        let Some(view) = self.receiver_view(&call.receiver, mutable) else { return false };
        self.require_list(&view, call.method.span());
        let at = self.count_operand(at);
        let slice = |low: Option<Operand>, high: Option<Operand>| Projection::Slice { low, high, inclusive: false };
        let halves_of_it = [slice(None, Some(at.clone())), slice(Some(at), None)];
        self.check_bounds(&view.part(halves_of_it[0].clone()));
        for (pattern, projection) in halves.elems.iter().zip(halves_of_it) {
            let half = view.part(projection);
            let half = View { place: self.fixed(half.place), mutable };
            self.bind_view(pattern, half);
        }
        true
    }

    /// Gives a view the names of a pattern.
    pub fn bind_view(&mut self, pattern: &Pat, view: View) {
        match pattern {
            Pat::Ident(ident) if ident.by_ref.is_none() && ident.subpat.is_none() => {
                if ident.mutability.is_some() {
                    return self.bind_moving(&ident.ident, view);
                }
                let name = ident.ident.to_string();
                self.scopes.last_mut().expect("a scope is open").insert(name, Binding::View(view));
            }
            Pat::Ident(ident) if ident.by_ref.is_none() && ident.mutability.is_none() => {
                let whole = syn::PatIdent { subpat: None, ..ident.clone() };
                self.bind_view(&Pat::Ident(whole), view.clone());
                if let Some((_, parts)) = &ident.subpat {
                    self.bind_view(parts, view);
                }
            }
            Pat::Wild(_) | Pat::Rest(_) => {}
            Pat::Paren(paren) => self.bind_view(&paren.pat, view),
            Pat::Type(typed) => self.bind_view(&typed.pat, view),
            Pat::Reference(reference) if self.is_reference_at(&view.place) => {
                let place = self.row_at(view.place);
                self.bind_view(&reference.pat, View { place, mutable: false });
            }
            // `&(x, ref row)`: parts that are copied, and parts that are lent on.
            Pat::Reference(reference) if lends(&reference.pat) => {
                self.bind_matched(&reference.pat, &Item::Place(view));
            }
            Pat::Reference(reference) => self.bind_part(&reference.pat, view.place),
            Pat::Tuple(tuple) => {
                for (index, element) in tuple.elems.iter().enumerate() {
                    self.check_rest(element, index, tuple.elems.len());
                    self.bind_view(element, view.part(Projection::Field(Member::Unnamed(index.into()))));
                }
            }
            Pat::Struct(fields) => {
                for field in &fields.fields {
                    self.bind_view(&field.pat, view.part(Projection::Field(field.member.clone())));
                }
            }
            Pat::TupleStruct(fields) => {
                for (index, element) in fields.elems.iter().enumerate() {
                    self.bind_view(element, view.part(Projection::Field(Member::Unnamed(index.into()))));
                }
            }
            Pat::Slice(slice) => {
                for (element, projection) in self.slice_parts(slice, &view.place) {
                    self.bind_view(&element, view.part(projection));
                }
            }
            _ => self.refused_pattern(pattern),
        }
    }

    /// The view as an expression with placeholders, and the variables that it reads.
    pub fn view_expression(&self, view: &View, reads: &mut Vec<Var>) -> Expr {
        let span = proc_macro2::Span::call_site();
        reads.push(view.place.base);
        let base = placeholder(view.place.base, span);
        let mut expression: Expr = syn::parse_quote!(#base);
        let mut operand = |operand: &Operand| -> Expr {
            match operand {
                Operand::Var(var) => {
                    reads.push(*var);
                    let name = placeholder(*var, span);
                    syn::parse_quote!(#name)
                }
                Operand::Constant(tokens) => syn::parse_quote!(#tokens),
                Operand::Nested(_) => unreachable!("the lowering does not nest"),
            }
        };
        for projection in &view.place.projections {
            expression = match projection {
                Projection::Field(member) => syn::parse_quote!(#expression.#member),
                Projection::Index(index) => {
                    let index = operand(index);
                    syn::parse_quote!(#expression[#index])
                }
                Projection::Slice { low, high, inclusive } => {
                    let low = low.as_ref().map(&mut operand);
                    let high = high.as_ref().map(&mut operand);
                    if *inclusive {
                        syn::parse_quote!(#expression[#low..=#high])
                    } else {
                        syn::parse_quote!(#expression[#low..#high])
                    }
                }
                Projection::Deref => syn::parse_quote!((*#expression)),
                Projection::Inside => syn::parse_quote!((*#expression.jac_within())),
                Projection::Held(Held { path, member }) => {
                    let held = syn::Ident::new("held", span);
                    syn::parse_quote!((*match #expression.jac_lent() { #path { #member: #held, .. } => #held, _ => ::core::unreachable!() }))
                }
                // Of its elements, those of the slice are as good.
                Projection::Array(_) => continue,
            };
        }
        syn::parse_quote!((&#expression))
    }
}
