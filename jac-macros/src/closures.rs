//! Closures that are passed: their own derivatives.
//!
//! Before: the activity of the function around them, which says what they capture varies. After: each closure has a tangent and an adjoint, which are
//! made like those of any function.

use std::collections::HashSet;
use std::rc::Rc;

use proc_macro2::Span;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ItemFn};

use crate::analysis::activity::{self, Activity};
use crate::analysis::{layout, memory, types};
use crate::errors::Errors;
use crate::hygiene::Names;
use crate::ir::*;
use crate::lower::placeholder;
use crate::moves;
use crate::operators;
use crate::paths;
use crate::ssa;
use crate::transform::{adjoint, nest, record, reuse, separate, tangent};
use crate::users::Makers;

pub struct Surroundings<'a> {
    /// The function around the closures, without a result.
    pub item: ItemFn,
    pub items: Vec<syn::Item>,
    pub traces: record::Traces,
    pub all_of_numbers: bool,
    pub makers: Rc<Makers>,
    pub names: &'a mut Names,
    pub errors: &'a mut Errors,
    /// The paths that must be `jac::constant`.
    pub stops: Vec<syn::Path>,
    /// Functions that are called in closures.
    pub called: HashSet<String>,
}

impl Surroundings<'_> {
    pub fn differentiate(&mut self, block: &mut Block, around: &Activity) {
        for statement in &mut block.statements {
            match statement {
                Statement::Call(call) => {
                    for argument in &mut call.arguments {
                        let Argument::Function(passed) = argument else { continue };
                        match &mut passed.code {
                            Code::Parameter => {}
                            Code::Named(path) => {
                                self.called.extend(path.path.get_ident().map(ToString::to_string));
                            }
                            Code::Closure(closure) => {
                                let varies = passed.captures.iter().map(|place| around.is_varied(place.base));
                                self.closure(closure, varies.collect());
                            }
                        }
                    }
                }
                Statement::If { then, otherwise, .. } => {
                    self.differentiate(then, around);
                    self.differentiate(otherwise, around);
                }
                Statement::For(for_loop) => self.differentiate(&mut for_loop.body, around),
                _ => {}
            }
        }
    }

    fn closure(&mut self, closure: &mut Closure, varies: Vec<bool>) {
        let Closure { function, written, lent, derivatives, .. } = closure;
        for (parameter, varies) in function.parameters[*written..].iter_mut().zip(varies) {
            parameter.differentiable &= varies;
        }
        function.items = self.items.clone();
        ssa::construct(function, self.names);
        lend(function, lent);
        let types = types::analyse(function, &self.item.sig, &self.makers);
        types.mark(function);
        operators::resolve(function, &types, self.all_of_numbers, self.names);
        moves::load_copies(function);
        moves::resolve(function, self.names);
        let mut layouts = layout::analyse(function);
        reuse::reuse(function, &layouts);
        let mut activity = activity::analyse(function);
        if paths::resolve(function, &types, &activity, self.names) {
            layouts = layout::analyse(function);
            activity = activity::analyse(function);
        }
        activity::check(function, &activity, self.errors);
        activity::stops(&function.body, &activity, &mut self.stops);
        self.differentiate(&mut function.body, &activity);
        self.callees(&function.body, &activity);
        if !self.errors.is_empty() {
            return;
        }
        let memory = memory::analyse(function, &layouts);
        let mut tangent = tangent::tangent(function, &activity, &layouts, self.names);
        let mut adjoint = adjoint::adjoint(function, &activity, &types, &layouts, &memory, self.traces, self.names);
        for derivative in [&mut tangent, &mut adjoint] {
            nest::nest(derivative);
            separate::separate(derivative, self.names);
        }
        *derivatives = Some(Box::new(ClosureDerivatives { tangent, adjoint, all: activity.all }));
    }

    fn callees(&mut self, block: &Block, activity: &Activity) {
        for statement in &block.statements {
            match statement {
                Statement::Call(call) if activity::call_sources(call).any(|var| activity.is_varied(var)) => {
                    if let Callee::Function { path, .. } | Callee::Derived { function: path, .. } = &call.callee {
                        self.called.extend(path.path.get_ident().map(ToString::to_string));
                    }
                }
                Statement::If { then, otherwise, .. } => {
                    self.callees(then, activity);
                    self.callees(otherwise, activity);
                }
                Statement::For(for_loop) => self.callees(&for_loop.body, activity),
                _ => {}
            }
        }
    }
}

/// What the body names as a variable is behind a reference: as a whole it is `*p`. The parts of `p` have the names that they had.
fn lend(function: &mut Function, lent: &[Var]) {
    let mut body = std::mem::take(&mut function.body);
    lend_block(&mut body, lent);
    function.body = body;
}

fn lend_block(block: &mut Block, lent: &[Var]) {
    for statement in &mut block.statements {
        match statement {
            Statement::Let { value, .. } | Statement::Evaluate(value) => lend_value(value, lent),
            Statement::RequireTaken { place, .. } => lend_place(place, lent),
            Statement::Call(call) => {
                for argument in &mut call.arguments {
                    match argument {
                        Argument::Value(_) => {}
                        Argument::Borrow { place, .. } => lend_place(place, lent),
                        Argument::Rows(places) => places.iter_mut().for_each(|place| lend_place(place, lent)),
                        Argument::Function(passed) => {
                            passed.captures.iter_mut().for_each(|place| lend_place(place, lent));
                        }
                    }
                }
            }
            Statement::If { then, otherwise, .. } => {
                lend_block(then, lent);
                lend_block(otherwise, lent);
            }
            Statement::For(for_loop) => lend_block(&mut for_loop.body, lent),
            _ => {}
        }
    }
}

fn lend_place(place: &mut Place, lent: &[Var]) {
    if place.projections.is_empty() && lent.contains(&place.base) {
        place.projections.push(Projection::Deref);
    }
}

fn lend_value(value: &mut Rvalue, lent: &[Var]) {
    match value {
        Rvalue::Load(place) | Rvalue::Length(place) | Rvalue::Within(place) => lend_place(place, lent),
        Rvalue::Operator(operator) => {
            for operand in operator.operands_mut() {
                match operand {
                    Operated::Place(place) => lend_place(place, lent),
                    Operated::Referred(Operand::Var(var)) if lent.contains(var) => {
                        *operand = Operated::Place(Place { base: *var, projections: vec![Projection::Deref] });
                    }
                    _ => {}
                }
            }
        }
        Rvalue::Opaque(opaque) => Lend(lent).visit_expr_mut(&mut opaque.expression),
        _ => {}
    }
}

struct Lend<'a>(&'a [Var]);

impl VisitMut for Lend<'_> {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        if let Expr::Path(path) = expression
            && let Some(name) = path.path.get_ident()
            && self.0.iter().any(|var| *name == placeholder(*var, Span::call_site()))
        {
            *expression = syn::parse_quote!((*#name));
            return;
        }
        visit_mut::visit_expr_mut(self, expression);
    }
}
