//! Functions as arguments: a closure is made a function of its own, with all that it captures as further parameters.
//!
//! Before: an argument that is a closure, a parameter that is a function, or the path of one. After: in the IR, code and the variables that it captures. What
//! a closure captures it must not change. All of its parameters are references, whatever they are in the source.

use std::collections::HashSet;

use proc_macro2::{Ident, Span};
use quote::quote;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Expr, ExprPath, Pat, Type, UnOp};

use super::Lowering;
use super::call::is_type;
use super::closure::{Callable, Closure};
use super::expression::unparenthesised;
use super::item::Item;
use super::opaque::is_assignment;
use super::selected::referred;
use super::signature::{is_discrete, is_unsigned, is_usize, passing};
use super::view::View;
use crate::ir::{self, *};
use crate::rules;

impl Lowering<'_> {
    /// The function that an argument is: a closure, a parameter, or the path of a function.
    pub fn passed_function(&mut self, argument: &Expr) -> Option<Passed> {
        let function = referred(argument);
        let callable = match self.resolved(function).map(Item::behind) {
            Some(Item::Function(callable)) => callable,
            Some(_) => return None,
            None => match function {
                Expr::Closure(closure) => self.closure(closure),
                Expr::Path(path) if self.may_be_function(path) => Callable::Path(Box::new(path.clone())),
                _ => return None,
            },
        };
        let span = argument.span();
        if self.order > 1 {
            self.errors.span(
                span,
                "functions as arguments have first derivatives only; leave `order` out, or call a function by name",
            );
            return Some(Passed::new(Code::Parameter, Vec::new(), span));
        }
        Some(match callable {
            Callable::Parameter(var) => Passed::new(Code::Parameter, vec![Place::whole(var)], span),
            Callable::Closure(closure) => {
                // What it owns it does not change, so that it may keep that.
                self.passed_closure(&closure, span)
            }
            Callable::Path(path) => self.passed_path(*path, span),
            Callable::Chosen(_) => unreachable!("a call of its own passes each"),
        })
    }

    /// The path may be that of a function: it is no variable, and neither a constant nor a constructor by its initial.
    pub fn may_be_function(&self, path: &ExprPath) -> bool {
        let is_bound = path.path.get_ident().is_some_and(|ident| self.is_bound(&ident.to_string()));
        !is_bound && path.path.segments.last().is_some_and(|last| !is_type(last))
    }

    fn passed_path(&mut self, path: ExprPath, span: Span) -> Passed {
        let segments: Vec<String> = path.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        let names: Vec<&str> = segments.iter().map(String::as_str).collect();
        // Elementary functions have rules and no derivatives of their own.
        if let [.., "f64" | "f32", name] = names.as_slice()
            && let Some(rule) = rules::method(name)
        {
            let parameters: Vec<Ident> =
                (0..rule.partials.len()).map(|index| Ident::new(&format!("__jac_argument_{index}"), span)).collect();
            let closure: syn::ExprClosure = syn::parse_quote!(|#(#parameters),*| #path(#(#parameters),*));
            if let Callable::Closure(closure) = self.closure(&closure) {
                return self.passed_closure(&closure, span);
            }
        }
        if path.qself.is_some() || path.path.segments.iter().rev().nth(1).is_some_and(is_type) {
            self.errors.span(
                span,
                "a method cannot be passed by its path yet; pass a closure that calls it: `|x| Type::method(x)`",
            );
        }
        Passed::new(Code::Named(path), Vec::new(), span)
    }

    /// The closure as a function of its own.
    fn passed_closure(&mut self, closure: &Closure, span: Span) -> Passed {
        let first = self.function.variables.len();
        let outer = std::mem::replace(&mut self.scopes, closure.scopes().to_vec());
        let written = closure.written();
        let (mut body, (parameters, result)) = self.nested(|this| {
            let parameters: Vec<Var> =
                written.inputs.iter().map(|pattern| this.closure_parameter(pattern, &written.body)).collect();
            let item = this.closure_body(written);
            let result = this.item_operand(item, &written.body);
            (parameters, result)
        });
        self.scopes = outer;
        self.refuse_changes(&body, first, span);
        let mut captured = Vec::new();
        let mut capture = |var: Var| {
            if var.0 < first && !captured.contains(&var) {
                captured.push(var);
            }
        };
        block_reads(&body, &mut capture);
        result.var().into_iter().for_each(capture);
        let mut function = ir::Function {
            variables: self.function.variables.clone(),
            parameters: Vec::new(),
            body: Block::default(),
            result: Some(result),
            floats: self.function.floats.clone(),
            jumps: !self.ever_raised.is_empty(),
            ..Default::default()
        };
        let mut referred = HashSet::new();
        referred_in(&body, &mut referred);
        let (mut copies, mut copied, mut lent) = (Vec::new(), Vec::new(), Vec::new());
        let types = written.inputs.iter().map(|pattern| match pattern {
            Pat::Type(typed) => passing(&typed.ty).1.clone(),
            _ => syn::parse_quote!(_),
        });
        let given =
            parameters.iter().copied().zip(types).chain(captured.iter().map(|var| (*var, syn::parse_quote!(_))));
        for (var, behind) in given {
            if let Some(callable) =
                self.function.parameters.iter().find(|outer| outer.var == var && outer.callable.is_some())
            {
                function.parameters.push(callable.clone());
                continue;
            }
            let variable = function.variables[var.0].clone();
            let is_own = var.0 >= first;
            let is_written = is_own && self.mutable.contains(&var);
            let passing = match variable.kind {
                Kind::Reference { mutable: true } if is_own => Passing::Mutable,
                _ => Passing::Shared,
            };
            let mut parameter = var;
            let by_value = !matches!(variable.kind, Kind::Reference { .. });
            let is_referred = referred.contains(&var);
            if is_referred {
                self.set_memory(var);
            }
            if (variable.kind == Kind::Value && !is_referred) || (by_value && is_written) {
                let ident = self.names.fresh(&format!("{}_lent", variable.ident), variable.ident.span());
                parameter = function.new_variable(ident, Kind::Reference { mutable: false }, false);
                function.variables[parameter.0].discrete = variable.discrete;
                let place = Place { base: parameter, projections: vec![Projection::Deref] };
                let annotation = (!matches!(behind, Type::Infer(_))).then(|| behind.clone());
                copies.push(Statement::Let { var, annotation, value: Rvalue::Load(place) });
                copied.push((parameter, var));
            } else {
                function.variables[var.0].kind = Kind::Reference { mutable: passing == Passing::Mutable };
                if by_value {
                    lent.push(var);
                }
            }
            let discrete = variable.discrete || is_discrete(&behind);
            function.parameters.push(Parameter {
                var: parameter,
                name: variable.ident.clone(),
                label: variable.ident.to_string(),
                ty: if passing == Passing::Mutable {
                    syn::parse_quote!(&mut #behind)
                } else {
                    syn::parse_quote!(&#behind)
                },
                view: None,
                passing,
                differentiable: !discrete,
                output_only: false,
                callable: None,
                // As the bounds of functions say.
                exclusive: passing == Passing::Mutable,
            });
        }
        body.statements.splice(0..0, copies);
        function.body = body;
        settle_captures(&mut function, self.names);
        if let Some(parameter) = function.parameters.get(MOST_PARAMETERS) {
            let message = format!(
                "a closure that is passed has at most {MOST_PARAMETERS} parameters and captured variables; `{}` is one more",
                parameter.label
            );
            self.errors.span(span, message);
        }
        let is_callable = |var: Var| {
            self.function.parameters.iter().any(|parameter| parameter.var == var && parameter.callable.is_some())
        };
        let captures = captured.into_iter().map(|var| match self.kind(var) {
            Kind::Reference { .. } if is_callable(var) => Place::whole(var),
            Kind::Reference { .. } => Place { base: var, projections: vec![Projection::Deref] },
            _ => Place::whole(var),
        });
        let captures = captures.collect();
        let closure = ir::Closure { function, written: parameters.len(), copied, lent, derivatives: None };
        Passed::new(Code::Closure(Box::new(closure)), captures, span)
    }

    /// A parameter of a closure that is passed. Whether it is a reference its type says, or how it is used.
    fn closure_parameter(&mut self, pattern: &Pat, body: &Expr) -> Var {
        let (pattern, ty) = match pattern {
            Pat::Type(typed) => (&*typed.pat, Some(&*typed.ty)),
            pattern => (pattern, None),
        };
        let (passed, behind) = match ty {
            Some(ty) => (passing(ty).0, Some(passing(ty).1)),
            None if matches!(pattern, Pat::Reference(_)) => (Passing::Shared, None),
            None if matches!(pattern, Pat::Ident(name) if is_written_through(name, body)) => (Passing::Mutable, None),
            None if matches!(pattern, Pat::Ident(name) if is_dereferenced(&name.ident, body)) => {
                (Passing::Shared, None)
            }
            None => (Passing::Value, None),
        };
        if let (None, Pat::Ident(name)) = (ty, pattern)
            && self.is_ambiguous(&name.ident, body)
        {
            let name = &name.ident;
            let message = format!(
                "whether `{name}` is a reference is not known here; write its type: `{name}: f64`, `{name}: &[f64]`"
            );
            self.errors.at(pattern, message);
        }
        let var = match pattern {
            Pat::Ident(name) if name.by_ref.is_none() && name.subpat.is_none() => self.declare(&name.ident),
            pattern => self.temporary("parameter", pattern.span()),
        };
        if matches!(pattern, Pat::Ident(name) if name.mutability.is_some()) {
            self.mutable.insert(var);
        }
        if passed != Passing::Value {
            self.function.variables[var.0].kind = Kind::Reference { mutable: passed == Passing::Mutable };
        }
        if passed == Passing::Mutable {
            self.mutable.insert(var);
        }
        if let Some(Type::Array(array)) = behind {
            let length = &array.len;
            self.lengths.insert(var, quote!(#length));
        }
        if let Some(ty) = ty {
            self.function.variables[var.0].discrete = is_discrete(ty);
            if is_unsigned(ty) {
                self.unsigned.insert(var);
            }
            if is_usize(ty) {
                self.usizes.insert(var);
            }
        }
        match pattern {
            Pat::Ident(_) | Pat::Wild(_) => {}
            pattern if passed == Passing::Value => self.bind_item(pattern, None, Item::Value(Operand::Var(var))),
            pattern => {
                let place = Place { base: var, projections: vec![Projection::Deref] };
                self.bind_item(pattern, None, Item::View(View { place, mutable: passed == Passing::Mutable }));
            }
        }
        var
    }

    /// Nothing but the callee of a call says whether the name is that of a reference.
    fn is_ambiguous(&self, name: &Ident, body: &Expr) -> bool {
        let mut uses = Uses { name, is_local: &|path| self.is_local(path), given: false, is_known: false };
        uses.visit_expr(body);
        uses.given && !uses.is_known
    }

    fn is_local(&self, path: &ExprPath) -> bool {
        path.path.get_ident().is_some_and(|ident| self.is_bound(&ident.to_string()))
    }

    /// What a closure captures stays what it is.
    fn refuse_changes(&mut self, body: &Block, first: usize, span: Span) {
        let mut written = HashSet::new();
        written_by(body, &mut written);
        let mut changed: Vec<Var> = written.into_iter().filter(|var| var.0 < first).collect();
        changed.sort();
        if let Some(var) = changed.first() {
            let message = format!(
                "this closure changes `{}`, which it captures: that cannot be differentiated where it is passed to a function; \
                 let it return the value",
                self.function.variables[var.0].ident
            );
            self.errors.span(span, message);
        }
    }
}

/// What a block writes.
fn written_by(block: &Block, written: &mut HashSet<Var>) {
    for statement in &block.statements {
        match statement {
            Statement::Assign { var, .. } => {
                written.insert(*var);
            }
            Statement::Store { place, .. }
            | Statement::Replace { place, .. }
            | Statement::Push { place, .. }
            | Statement::Truncate { place, .. } => {
                written.insert(place.base);
            }
            Statement::Swap { first, second } => written.extend([first.base, second.base]),
            Statement::Call(call) => written.extend(crate::analysis::activity::call_targets(call)),
            Statement::If { then, otherwise, .. } => {
                written_by(then, written);
                written_by(otherwise, written);
            }
            Statement::For(for_loop) => written_by(&for_loop.body, written),
            _ => {}
        }
    }
}

/// The variables that operators take by reference: what can be copied is taken by value.
fn referred_in(block: &Block, referred: &mut HashSet<Var>) {
    for statement in &block.statements {
        match statement {
            Statement::Let { value: Rvalue::Operator(operator), .. } => {
                for operand in operator.operands() {
                    if let Operated::Referred(Operand::Var(var)) = operand {
                        referred.insert(*var);
                    }
                }
            }
            Statement::If { then, otherwise, .. } => {
                referred_in(then, referred);
                referred_in(otherwise, referred);
            }
            Statement::For(for_loop) => referred_in(&for_loop.body, referred),
            _ => {}
        }
    }
}

/// A part of what the name stands for is assigned to, and the name is no variable that can be written.
fn is_written_through(name: &syn::PatIdent, body: &Expr) -> bool {
    struct Written<'a>(&'a Ident, bool);
    impl Written<'_> {
        fn is_part(&self, expression: &Expr) -> bool {
            match unparenthesised(expression) {
                Expr::Index(index) => self.is_part(&index.expr) || self.is_name(&index.expr),
                Expr::Field(field) => self.is_part(&field.base) || self.is_name(&field.base),
                Expr::Unary(unary) => matches!(unary.op, UnOp::Deref(_)) && self.is_name(&unary.expr),
                _ => false,
            }
        }

        fn is_name(&self, expression: &Expr) -> bool {
            matches!(unparenthesised(expression), Expr::Path(path) if path.path.is_ident(self.0))
        }
    }
    impl<'ast> Visit<'ast> for Written<'_> {
        fn visit_expr(&mut self, expression: &'ast Expr) {
            match expression {
                Expr::Assign(assign) => self.1 |= self.is_part(&assign.left),
                Expr::Binary(binary) if is_assignment(&binary.op) => self.1 |= self.is_part(&binary.left),
                _ => {}
            }
            visit::visit_expr(self, expression);
        }
    }
    let mut written = Written(&name.ident, false);
    written.visit_expr(body);
    written.1 && name.mutability.is_none()
}

/// How a name is used in an expression.
struct Uses<'a> {
    name: &'a Ident,
    is_local: &'a dyn Fn(&ExprPath) -> bool,
    /// As an argument, as it is.
    given: bool,
    /// As a number, or behind `*`.
    is_known: bool,
}

impl Uses<'_> {
    fn is_name(&self, expression: &Expr) -> bool {
        matches!(unparenthesised(expression), Expr::Path(path) if path.path.is_ident(self.name))
    }
}

impl<'ast> Visit<'ast> for Uses<'_> {
    fn visit_expr(&mut self, expression: &'ast Expr) {
        match expression {
            Expr::Call(call) => {
                let is_function = match unparenthesised(&call.func) {
                    Expr::Path(path) => {
                        let of_numbers =
                            path.path.segments.iter().any(|part| part.ident == "f64" || part.ident == "f32");
                        !of_numbers && !(self.is_local)(path)
                    }
                    _ => false,
                };
                self.given |= is_function && call.args.iter().any(|argument| self.is_name(argument));
            }
            Expr::Binary(binary) => self.is_known |= self.is_name(&binary.left) || self.is_name(&binary.right),
            Expr::Unary(unary) => self.is_known |= self.is_name(&unary.expr),
            Expr::Cast(cast) => self.is_known |= self.is_name(&cast.expr),
            Expr::MethodCall(call) => {
                self.is_known |= self.is_name(&call.receiver) && rules::method(&call.method.to_string()).is_some();
            }
            _ => {}
        }
        visit::visit_expr(self, expression);
    }
}

/// `*name` stands in the expression.
fn is_dereferenced(name: &Ident, body: &Expr) -> bool {
    struct Dereferenced<'a>(&'a Ident, bool);
    impl<'ast> Visit<'ast> for Dereferenced<'_> {
        fn visit_expr_unary(&mut self, unary: &'ast syn::ExprUnary) {
            let is_name = matches!(unparenthesised(&unary.expr), Expr::Path(path) if path.path.is_ident(self.0));
            self.1 |= matches!(unary.op, UnOp::Deref(_)) && is_name;
            visit::visit_expr_unary(self, unary);
        }
    }
    let mut dereferenced = Dereferenced(name, false);
    dereferenced.visit_expr(body);
    dereferenced.1
}

/// A variable that is lent is memory. What is captured as a value is copied, where it is a value to the end.
pub fn settle_captures(function: &mut ir::Function, names: &mut crate::hygiene::Names) {
    let mut body = std::mem::take(&mut function.body);
    settle_block(&mut body, function, names);
    function.body = body;
}

fn settle_block(block: &mut Block, function: &mut ir::Function, names: &mut crate::hygiene::Names) {
    let mut statements = Vec::with_capacity(block.statements.len());
    for mut statement in std::mem::take(&mut block.statements) {
        match &mut statement {
            Statement::Call(call) => {
                let passed = call.arguments.iter_mut().filter_map(|argument| match argument {
                    Argument::Function(passed) => Some(passed),
                    _ => None,
                });
                for place in passed.flat_map(|passed| &mut passed.captures) {
                    let variable = function.variables[place.base.0].clone();
                    if variable.kind == Kind::Value {
                        let ident = names.fresh(&format!("{}_captured", variable.ident), variable.ident.span());
                        let copy = function.new_variable(ident, Kind::Memory, true);
                        function.variables[copy.0].discrete = variable.discrete;
                        let value = Rvalue::Use(Operand::Var(place.base));
                        statements.push(Statement::Let { var: copy, annotation: None, value });
                        place.base = copy;
                    }
                }
            }
            Statement::If { then, otherwise, .. } => {
                settle_block(then, function, names);
                settle_block(otherwise, function, names);
            }
            Statement::For(for_loop) => settle_block(&mut for_loop.body, function, names),
            _ => {}
        }
        statements.push(statement);
    }
    block.statements = statements;
}
