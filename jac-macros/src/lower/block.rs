//! Statements and blocks.

use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::{BinOp, Expr, ExprForLoop, Item, Local, Pat, RangeLimits, ReturnType, Stmt, Type};

use super::expression::unparenthesised;
use super::opaque::is_assignment;
use super::signature::{is_discrete, is_unsigned};
use super::{Lowering, flow};
use crate::ir::{Adaptor, Kind, Loop, Op, Operand, Place, Projection, Range, Rvalue, Statement, Var};

const TO_A_REFERENCE: &str = "a reference cannot be assigned to; write `*` in front of it for what it refers to";

const NOT_ITERABLE: &str = "`for` is not supported over this; \
    iterate over a range, `for i in 0..n`, or over the elements of an array or slice, `for x in xs.iter()`";

impl Lowering<'_> {
    pub fn function_body(&mut self, block: &syn::Block, output: &ReturnType) -> Option<Operand> {
        for (var, pattern) in std::mem::take(&mut self.parameter_patterns) {
            self.set_memory(var);
            self.bind_part(&pattern, Place::whole(var));
        }
        // `return value;` at the very end is the tail.
        let mut statements = block.stmts.clone();
        if let Some(Stmt::Expr(Expr::Return(tail), _)) = statements.last() {
            let tail = tail.expr.clone();
            statements.pop();
            statements.extend(tail.map(|value| Stmt::Expr(*value, None)));
        }
        if !flow::returns_early(block) {
            return self.block_statements(&statements, true);
        }
        let annotation = match output {
            ReturnType::Type(_, ty) => Some((**ty).clone()),
            ReturnType::Default => None,
        };
        self.open_exit(annotation.is_some(), annotation);
        let tail = self.block_statements(&statements, true);
        self.close_exit(tail)
    }

    /// Lowers statements; the operand is the value of the tail, if there is one and it is wanted.
    pub fn block_statements(&mut self, statements: &[Stmt], wanted: bool) -> Option<Operand> {
        let (last, before) = statements.split_last()?;
        for (index, statement) in before.iter().enumerate() {
            let raised_before = std::mem::take(&mut self.raised);
            self.statement(statement);
            let raised = self.raised.clone();
            self.raised.extend(raised_before);
            if !raised.is_empty() {
                return self.guarded_rest(&raised, &statements[index + 1..], wanted);
            }
        }
        match last {
            Stmt::Expr(tail, None) if !is_statement(tail) => {
                let value = match unparenthesised(tail) {
                    Expr::If(branch) => return self.branch(branch, wanted),
                    Expr::Match(expression) => return self.match_expression(expression, wanted),
                    Expr::Loop(expression) if !wanted => {
                        self.conditional_loop(expression.label.as_ref(), None, &expression.body, false);
                        return None;
                    }
                    _ => self.operand(tail),
                };
                wanted.then_some(value)
            }
            // `vec! { .. }` looks like a statement.
            Stmt::Macro(call) if wanted && call.semi_token.is_none() => Some(self.operand(&expression_of(call))),
            statement => {
                self.statement(statement);
                None
            }
        }
    }

    fn statement(&mut self, statement: &Stmt) {
        match statement {
            Stmt::Local(local) => self.local(local),
            Stmt::Item(item) => self.local_item(item),
            Stmt::Expr(expression, _) => self.expression_statement(expression),
            Stmt::Macro(call) => {
                self.operand(&expression_of(call));
            }
        }
    }

    /// Items are visible in their whole block: those of the function's own block stand at its start.
    fn local_item(&mut self, item: &Item) {
        let (name, supported) = match item {
            Item::Const(item) => (item.ident.to_token_stream(), true),
            Item::Use(item) => (item.tree.to_token_stream(), true),
            Item::Enum(item) => (item.ident.to_token_stream(), false),
            Item::Fn(item) => (item.sig.ident.to_token_stream(), false),
            Item::Static(item) => (item.ident.to_token_stream(), false),
            Item::Struct(item) => (item.ident.to_token_stream(), false),
            Item::Type(item) => (item.ident.to_token_stream(), false),
            item => (item.to_token_stream(), false),
        };
        if !supported {
            self.errors.at(
                name,
                "only `const` and `use` items are supported inside of a differentiable function; move this one out",
            );
        } else if self.scopes.len() > 1 {
            self.errors.at(name, "an item in an inner block is not supported; move it to the start of the function");
        } else {
            self.function.items.push(item.clone());
        }
    }

    fn expression_statement(&mut self, expression: &Expr) {
        match expression {
            Expr::Assign(assign) => self.assignment(&assign.left, &assign.right),
            Expr::Binary(binary) if is_assignment(&binary.op) => self.compound_assignment(binary),
            Expr::If(branch) => {
                self.branch(branch, false);
            }
            Expr::ForLoop(for_loop) => self.for_loop(for_loop),
            Expr::Loop(expression) => {
                self.conditional_loop(expression.label.as_ref(), None, &expression.body, false);
            }
            Expr::Match(expression) => {
                self.match_expression(expression, false);
            }
            Expr::Break(_) | Expr::Continue(_) | Expr::Return(_) => self.jump_expression(expression),
            Expr::Block(block) if block.label.is_none() => {
                self.scopes.push(Default::default());
                self.block_statements(&block.block.stmts, false);
                self.scopes.pop();
            }
            Expr::Paren(paren) => self.expression_statement(&paren.expr),
            Expr::MethodCall(call)
                if call.method == "swap" && call.args.len() == 2 && self.is_place(&call.receiver) =>
            {
                self.swap(call);
            }
            expression => {
                self.operand(expression);
            }
        }
    }

    /// `x.swap(i, j);`
    fn swap(&mut self, call: &syn::ExprMethodCall) {
        let place = self.place(&call.receiver);
        self.set_memory(place.base);
        let elements: Vec<Place> = self
            .in_order(&call.args, Self::operand)
            .into_iter()
            .map(|index| {
                let mut element = place.clone();
                element.projections.push(Projection::Index(index));
                element
            })
            .collect();
        let values: Vec<Operand> = elements
            .iter()
            .map(|element| self.name(Rvalue::Load(element.clone()), "element", call.method.span()))
            .collect();
        for (element, value) in elements.into_iter().zip(values.into_iter().rev()) {
            self.statements.push(Statement::Store { place: element, op: None, value });
        }
    }

    fn local(&mut self, local: &Local) {
        let Some(init) = &local.init else {
            return self.declare_later(&local.pat);
        };
        if let Some((otherwise, _)) = &init.diverge {
            self.errors.at(otherwise, "`let .. else` is not supported; use a pattern that always matches");
            self.operand(&init.expr);
            return self.declare_pattern(&local.pat);
        }
        self.bind_pattern(&local.pat, None, &init.expr);
    }

    /// `let x;`: assigned later, in every branch that reads it.
    fn declare_later(&mut self, pattern: &Pat) {
        let (pattern, annotation) = match pattern {
            Pat::Type(typed) => (&*typed.pat, Some(&*typed.ty)),
            pattern => (pattern, None),
        };
        let Pat::Ident(pattern) = pattern else {
            self.errors.at(pattern, "only one name at a time can be declared without a value");
            return self.declare_pattern(pattern);
        };
        let var = self.declare(&pattern.ident);
        self.mutable.insert(var);
        self.function.variables[var.0].discrete = annotation.is_some_and(is_discrete);
        self.declared_later.push((var, pattern.ident.span()));
        self.statements.push(Statement::Declare { var, annotation: annotation.cloned() });
    }

    /// After an error: the names exist all the same, so that nothing else is reported about them.
    fn declare_pattern(&mut self, pattern: &Pat) {
        match pattern {
            Pat::Ident(pattern) => {
                self.declare(&pattern.ident);
            }
            Pat::Type(pattern) => self.declare_pattern(&pattern.pat),
            Pat::Tuple(pattern) => pattern.elems.iter().for_each(|element| self.declare_pattern(element)),
            Pat::Slice(pattern) => pattern.elems.iter().for_each(|element| self.declare_pattern(element)),
            _ => {}
        }
    }

    fn bind_pattern(&mut self, pattern: &Pat, annotation: Option<&Type>, value: &Expr) {
        match (pattern, unparenthesised(value)) {
            (Pat::Type(typed), _) => self.bind_pattern(&typed.pat, Some(&typed.ty), value),
            (Pat::Paren(paren), _) => self.bind_pattern(&paren.pat, annotation, value),
            (Pat::Tuple(pattern), Expr::Tuple(tuple))
                if annotation.is_none() && pattern.elems.len() == tuple.elems.len() =>
            {
                let values: Vec<Rvalue> = tuple
                    .elems
                    .iter()
                    .map(|element| {
                        let operand = self.operand(element);
                        self.detached(operand, element)
                    })
                    .collect();
                for (pattern, value) in pattern.elems.iter().zip(values) {
                    self.bind_value(pattern, None, value);
                }
            }
            (pattern, Expr::MethodCall(call)) if self.split(pattern, call) => {}
            (pattern, Expr::Reference(_) | Expr::Path(_) | Expr::MethodCall(_)) if self.makes_view(value) => {
                let view = self.view(value).expect("it makes one");
                self.bind_view(pattern, view);
            }
            _ => {
                if let Some(ty) = annotation {
                    self.check_annotation(ty);
                }
                let length = self.array_length(value);
                let value = if annotation.is_some_and(is_discrete) && self.is_integer_call(value) {
                    Rvalue::Opaque(self.opaque(value))
                } else {
                    self.rvalue(value)
                };
                if let Some(var) = self.bind_value(pattern, annotation, value)
                    && let Some(length) = length
                {
                    self.lengths.insert(var, length);
                }
            }
        }
    }

    fn makes_view(&self, value: &Expr) -> bool {
        match unparenthesised(value) {
            Expr::Reference(_) => true,
            Expr::MethodCall(call) => {
                matches!(call.method.to_string().as_str(), "as_slice" | "as_mut_slice") && self.is_place(&call.receiver)
            }
            value => self.named_view(value).is_some(),
        }
    }

    /// The value of a variable as it is now, whatever is assigned to the variable later.
    fn detached(&mut self, operand: Operand, from: &Expr) -> Rvalue {
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
        if let Type::Reference(_) = ty {
            self.errors.at(ty, "a reference can only be bound to a part of a variable: `let r = &x[..];`");
        }
    }

    fn array_length(&self, value: &Expr) -> Option<proc_macro2::TokenStream> {
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
            Pat::Ident(pattern) => {
                if let Some(by_ref) = &pattern.by_ref {
                    self.errors.at(by_ref, "`ref` is not supported; write `let r = &x;`");
                }
                if let Some((_, subpattern)) = &pattern.subpat {
                    self.errors
                        .at(subpattern, "`@` in a pattern is not supported; bind the whole first, then its parts");
                }
                let var = self.declare(&pattern.ident);
                if pattern.mutability.is_some() {
                    self.mutable.insert(var);
                }
                let discrete = annotation.is_some_and(is_discrete);
                self.function.variables[var.0].discrete = discrete;
                if annotation.is_some_and(is_unsigned) {
                    self.unsigned.insert(var);
                }
                self.statements.push(Statement::Let { var, annotation: annotation.cloned(), value });
                Some(var)
            }
            Pat::Wild(_) => {
                self.name(value, "ignored", pattern.span());
                None
            }
            Pat::Tuple(tuple) => {
                let base = self.memory(annotation, value, pattern);
                for (index, element) in tuple.elems.iter().enumerate() {
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
                for (index, element) in slice.elems.iter().enumerate() {
                    let index = proc_macro2::Literal::usize_unsuffixed(index);
                    let projections = vec![Projection::Index(Operand::Constant(quote!(#index)))];
                    self.bind_part(element, Place { base, projections });
                }
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

    pub fn refused_pattern(&mut self, pattern: &Pat) {
        let message = match pattern {
            Pat::Rest(_) => "`..` in a pattern is not supported; bind every part, or write `_`",
            Pat::Reference(_) => {
                "`&` in this pattern is not supported; bind the reference, and write `*` where its value is meant"
            }
            Pat::Struct(_) | Pat::TupleStruct(_) => "structs are not supported yet; use a tuple or an array",
            _ => "this pattern is not supported; bind names, tuples or arrays",
        };
        self.errors.at(pattern, message);
        self.declare_pattern(pattern);
    }

    fn memory(&mut self, annotation: Option<&Type>, value: Rvalue, pattern: &Pat) -> Var {
        let var = self.temporary("parts", pattern.span());
        self.set_memory(var);
        self.statements.push(Statement::Let { var, annotation: annotation.cloned(), value });
        var
    }

    pub fn bind_part(&mut self, pattern: &Pat, place: Place) {
        match pattern {
            Pat::Wild(_) => {}
            Pat::Ident(_) => {
                self.bind_value(pattern, None, Rvalue::Load(place));
            }
            Pat::Tuple(tuple) => {
                for (index, element) in tuple.elems.iter().enumerate() {
                    let mut part = place.clone();
                    part.projections.push(Projection::Field(syn::Member::Unnamed(syn::Index::from(index))));
                    self.bind_part(element, part);
                }
            }
            Pat::Slice(slice) => {
                for (index, element) in slice.elems.iter().enumerate() {
                    let index = proc_macro2::Literal::usize_unsuffixed(index);
                    let mut part = place.clone();
                    part.projections.push(Projection::Index(Operand::Constant(quote!(#index))));
                    self.bind_part(element, part);
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

    fn assignment(&mut self, target: &Expr, value: &Expr) {
        match (unparenthesised(target), unparenthesised(value)) {
            (Expr::Tuple(targets), Expr::Tuple(values)) if targets.elems.len() == values.elems.len() => {
                let values: Vec<Operand> = values
                    .elems
                    .iter()
                    .map(|value| {
                        let operand = self.operand(value);
                        let detached = self.detached(operand, value);
                        self.name(detached, "value", value.span())
                    })
                    .collect();
                for (target, value) in targets.elems.iter().zip(values) {
                    self.store(target, None, value);
                }
            }
            (Expr::Array(targets), Expr::Array(values)) if targets.elems.len() == values.elems.len() => {
                let targets: Expr = Expr::Tuple(syn::ExprTuple {
                    attrs: Vec::new(),
                    paren_token: Default::default(),
                    elems: targets.elems.clone(),
                });
                let values: Expr = Expr::Tuple(syn::ExprTuple {
                    attrs: Vec::new(),
                    paren_token: Default::default(),
                    elems: values.elems.clone(),
                });
                self.assignment(&targets, &values);
            }
            (Expr::Tuple(targets), value) => {
                let whole = self.rvalue(value);
                let base = self.temporary("parts", value.span());
                self.set_memory(base);
                self.statements.push(Statement::Let { var: base, annotation: None, value: whole });
                for (index, target) in targets.elems.iter().enumerate() {
                    let member = syn::Member::Unnamed(syn::Index::from(index));
                    let part = Rvalue::Load(Place { base, projections: vec![Projection::Field(member)] });
                    let part = self.name(part, "part", target.span());
                    self.store(target, None, part);
                }
            }
            (target, value) => {
                if self.named_view(target).is_some() {
                    self.errors.at(target, TO_A_REFERENCE);
                    return;
                }
                let value = self.operand(value);
                self.store(target, None, value);
            }
        }
    }

    fn compound_assignment(&mut self, binary: &syn::ExprBinary) {
        let op = match binary.op {
            BinOp::AddAssign(_) => Op::Add,
            BinOp::SubAssign(_) => Op::Sub,
            BinOp::MulAssign(_) => Op::Mul,
            BinOp::DivAssign(_) => Op::Div,
            BinOp::RemAssign(_) => Op::Rem,
            // Bit operations: integers only.
            op => {
                let op = crate::lower::opaque::without_assignment(op);
                let (left, right) = (&binary.left, &binary.right);
                let expression: Expr = syn::parse_quote!((#left) #op (#right));
                let value = Rvalue::Opaque(self.opaque(&expression));
                let value = self.name(value, "updated", binary.span());
                return self.store(left, None, value);
            }
        };
        let value = self.number(&binary.right);
        self.store(&binary.left, Some(op), value);
    }

    fn store(&mut self, target: &Expr, op: Option<Op>, mut value: Operand) {
        let target = unparenthesised(target);
        if let Expr::Infer(_) = target {
            return;
        }
        if !self.is_place(target) {
            self.errors.at(
                target,
                "only local variables, their elements and fields, and `&mut` parameters can be assigned to",
            );
            return;
        }
        let mark = self.statements.len();
        let place = self.place(target);
        self.settle(&mut value, mark);
        if matches!(self.kind(place.base), Kind::Reference { .. }) && place.projections.is_empty() {
            self.errors.at(target, TO_A_REFERENCE);
            return;
        }
        if place.projections.is_empty() {
            let var = place.base;
            let value = match op {
                None => value,
                Some(op) => self.name(Rvalue::Binary(op, Operand::Var(var), value), "updated", target.span()),
            };
            self.statements.push(Statement::Assign { var, value });
            return;
        }
        match op {
            // The other operators need the old value.
            Some(op @ (Op::Mul | Op::Div | Op::Rem)) => {
                let old = self.name(Rvalue::Load(place.clone()), "old", target.span());
                let value = self.name(Rvalue::Binary(op, old, value), "updated", target.span());
                self.statements.push(Statement::Store { place, op: None, value });
            }
            op => self.statements.push(Statement::Store { place, op, value }),
        }
    }

    /// The body of a loop that is not understood is lowered for its own errors.
    fn refused_loop(&mut self, at: impl ToTokens, message: &str, for_loop: &ExprForLoop) {
        self.errors.at(at, message);
        self.loop_body(for_loop.label.as_ref(), None, |this| {
            this.declare_pattern(&for_loop.pat);
            this.block_statements(&for_loop.body.stmts, false);
        });
    }

    fn for_loop(&mut self, for_loop: &ExprForLoop) {
        if !is_plain_range(&for_loop.expr)
            && self.is_chain(&for_loop.expr)
            && let Some(chain) = self.chain(&for_loop.expr)
        {
            return self.for_each_item(chain, for_loop.label.as_ref(), |this, item| {
                this.bind_item(&for_loop.pat, item);
                this.block_statements(&for_loop.body.stmts, false);
            });
        }
        let mut steps: Vec<Option<&Expr>> = Vec::new();
        let mut iterator = unparenthesised(&for_loop.expr);
        while let Expr::MethodCall(call) = iterator {
            match (call.method.to_string().as_str(), call.args.first()) {
                ("rev", None) => steps.push(None),
                ("step_by", Some(step)) => steps.push(Some(step)),
                _ => return self.refused_loop(&call.method, NOT_ITERABLE, for_loop),
            }
            iterator = unparenthesised(&call.receiver);
        }
        let Expr::Range(range) = iterator else {
            return self.refused_loop(iterator, NOT_ITERABLE, for_loop);
        };
        let (Some(low), Some(high)) = (&range.start, &range.end) else {
            return self.refused_loop(
                range,
                "`for` needs a range with both ends; use `loop` for one without",
                for_loop,
            );
        };
        let inclusive = matches!(range.limits, RangeLimits::Closed(_));
        // An index that is assigned to is no bound of anything.
        let is_constant = !matches!(&*for_loop.pat, Pat::Ident(pattern) if pattern.mutability.is_some());
        let bound = self.trip_bound(low, high, inclusive);
        let in_order = [&**low, &**high].into_iter().chain(steps.iter().rev().copied().flatten());
        let mut operands = self.in_order(in_order, Self::integer_operand).into_iter();
        let (low, high) = (operands.next().expect("low"), operands.next().expect("high"));
        let adaptors = steps.iter().rev().map(|step| match step {
            None => Adaptor::Reverse,
            Some(_) => Adaptor::StepBy(operands.next().expect("a step")),
        });
        let adaptors = adaptors.collect();
        let id = self.next_loop();
        let mut index = None;
        let (body, until) = self.loop_body(for_loop.label.as_ref(), None, |this| {
            let var = match &*for_loop.pat {
                Pat::Ident(pattern) => this.declare(&pattern.ident),
                Pat::Wild(wild) => this.temporary("iteration", wild.span()),
                pattern => {
                    this.errors.at(pattern, "the index of a `for` loop must be a name");
                    this.temporary("iteration", pattern.span())
                }
            };
            this.function.variables[var.0].discrete = true;
            if let Some(bound) = bound.clone().filter(|_| is_constant) {
                this.bounds.insert(var, bound);
            }
            index = Some(var);
            this.block_statements(&for_loop.body.stmts, false);
        });
        self.statements.push(Statement::For(Loop {
            reversed: false,
            recorded: None,
            replayed: None,
            index,
            range: Some(Range { low, high, inclusive, adaptors }),
            until,
            count: None,
            carried: Vec::new(),
            body,
            bound: bound.and_then(|bound| bound.tokens()),
            id,
        }));
    }
}

/// A macro in the place of a statement, as an expression.
fn expression_of(call: &syn::StmtMacro) -> Expr {
    Expr::Macro(syn::ExprMacro { attrs: call.attrs.clone(), mac: call.mac.clone() })
}

/// Expressions that are statements in tail position.
fn is_statement(expression: &Expr) -> bool {
    match unparenthesised(expression) {
        Expr::Assign(_) | Expr::ForLoop(_) | Expr::While(_) => true,
        Expr::Break(_) | Expr::Continue(_) | Expr::Return(_) => true,
        Expr::Binary(binary) => is_assignment(&binary.op),
        _ => false,
    }
}

/// A range, perhaps with `rev()` and `step_by(n)`: of any integer type.
fn is_plain_range(expression: &Expr) -> bool {
    match unparenthesised(expression) {
        Expr::Range(_) => true,
        Expr::MethodCall(call) => {
            matches!(call.method.to_string().as_str(), "rev" | "step_by") && is_plain_range(&call.receiver)
        }
        _ => false,
    }
}
