//! Loops: `for`, `while` and `loop`, and what `break` and `continue` do in them. Labelled blocks, which `break` leaves too.
//!
//! A jump sets a flag. What it skips is guarded by the flag (`flow`), and a loop looks at its flags at the end of each
//! iteration.

use proc_macro2::Span;
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Expr, ExprForLoop, Lifetime, Pat, RangeLimits};

use super::Lowering;
use super::expression::unparenthesised;
use super::flow::lowered;
use super::item::{Item, STORED_ROWS};
use super::matching::conjuncts;
use crate::ir::*;

const NOT_ITERABLE: &str = "`for` is not supported over this; \
    iterate over a range, `for i in 0..n`, or over the elements of an array or slice, `for x in xs.iter()`";

/// A loop, or a labelled block, that the lowering is in.
pub struct OpenLoop {
    label: Option<String>,
    /// Set by `break`.
    leave: Var,
    /// Set by `continue`.
    skip: Var,
    /// The value of `break value`.
    value: Option<Var>,
    /// One of the loops that a chain is made of, inside of another: `break` leaves both.
    pub flattened: bool,
    /// A labelled block: only its label leaves it.
    is_block: bool,
}

impl Lowering<'_> {
    fn refused_loop(&mut self, at: impl ToTokens, message: &str, for_loop: &ExprForLoop) {
        self.errors.at(at, message);
        self.lower_for_errors(for_loop);
    }

    /// The body of a loop that is not understood is lowered for its own errors.
    fn lower_for_errors(&mut self, for_loop: &ExprForLoop) {
        self.loop_body(for_loop.label.as_ref(), None, |this| {
            this.declare_pattern(&for_loop.pat);
            this.block_statements(&for_loop.body.stmts, false);
        });
    }

    /// The item of a loop. Of what a reference in a field or in a constant leads to it has been read, as by `for &i in table.columns`.
    fn bind_looped(&mut self, pattern: &Pat, item: Item) {
        match (pattern, item) {
            (Pat::Reference(reference), item @ Item::Value(_)) => self.bind_looped(&reference.pat, item),
            (Pat::Ident(name), item @ Item::Value(_)) => {
                self.bind_item(pattern, None, item);
                // Without `&` in the pattern, `*i` is `i`.
                self.perhaps_references.extend(self.lookup(&name.ident.to_string()));
            }
            (pattern, item) => self.bind_item(pattern, None, item),
        }
    }

    pub fn for_loop(&mut self, for_loop: &ExprForLoop) {
        if let Some(for_loop) = self.over_map(for_loop) {
            return self.for_loop(&for_loop);
        }
        if !is_plain_range(&for_loop.expr) {
            let errors = self.errors.count();
            let before = std::mem::replace(&mut self.data_has_sequences, true);
            let chain = if self.is_iterable(&for_loop.expr) { self.chain(&for_loop.expr) } else { None };
            self.data_has_sequences = before;
            if let Some(chain) = chain {
                return self.for_each_item(chain, for_loop.label.as_ref(), |this, item| {
                    this.bind_looped(&for_loop.pat, item);
                    this.block_statements(&for_loop.body.stmts, false);
                });
            }
            if self.errors.count() > errors {
                return self.lower_for_errors(for_loop);
            }
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
            let is_array =
                self.lent_rows(&syn::parse_quote!(&#iterator)).or_else(|| self.lent_rows(iterator)).is_some();
            let message = if is_array { STORED_ROWS } else { NOT_ITERABLE };
            return self.refused_loop(iterator, message, for_loop);
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
        let of_usize = self.is_usize(low) || self.is_usize(high);
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
            if of_usize {
                this.usizes.insert(var);
            }
            if let Some(bound) = bound.clone().filter(|_| is_constant) {
                this.bounds.insert(var, bound);
            }
            index = Some(var);
            this.block_statements(&for_loop.body.stmts, false);
        });
        self.statements.push(Statement::For(Loop {
            reversed: false,
            in_order: false,
            rewinds: None,
            recorded: None,
            replayed: None,
            index,
            range: Some(Range { low, high, inclusive, adaptors }),
            until,
            count: None,
            carried: Vec::new(),
            body,
            bound: bound.filter(Bound::may_be_a_length),
            id,
        }));
    }

    pub fn break_expression(&mut self, expression: &syn::ExprBreak) {
        let Some(mut position) = self.find_loop(expression.label.as_ref(), expression.span()) else { return };
        while self.open_loops[position].flattened {
            position -= 1;
        }
        if let Some(value) = &expression.expr {
            let value = self.operand(value);
            match self.open_loops[position].value {
                Some(var) => self.statements.push(Statement::Assign { var, value }),
                None => self.errors.at(expression, "only `loop` and a labelled block can be left with a value"),
            }
        }
        self.jump(position, true);
    }

    pub fn continue_expression(&mut self, expression: &syn::ExprContinue) {
        if let Some(position) = self.find_loop(expression.label.as_ref(), expression.span()) {
            self.jump(position, false);
        }
    }

    /// Leaves the loops inside of the one at `position`, and that one too, or its iteration.
    pub fn jump(&mut self, position: usize, leave: bool) {
        let inner: Vec<Var> = self.open_loops[position + 1..].iter().map(|inner| inner.leave).collect();
        for flag in inner {
            self.raise(flag);
        }
        let target = &self.open_loops[position];
        let flag = if leave { target.leave } else { target.skip };
        self.raise(flag);
    }

    fn find_loop(&mut self, label: Option<&Lifetime>, span: Span) -> Option<usize> {
        let found = match label {
            None => self.open_loops.iter().rposition(|open| !open.is_block),
            Some(label) => {
                let label = label.ident.to_string();
                self.open_loops.iter().rposition(|open| open.label.as_ref() == Some(&label))
            }
        };
        if found.is_none() {
            self.errors.span(span, "only loops and labelled blocks can be left");
        }
        found
    }

    /// The body of a loop, and whether an iteration may be the last one.
    pub fn loop_body(
        &mut self,
        label: Option<&syn::Label>,
        value: Option<Var>,
        body: impl FnOnce(&mut Self),
    ) -> (Block, Option<Operand>) {
        let outer = std::mem::take(&mut self.raised);
        let mut until = None;
        let leave = self.flag("leaves");
        let skip = self.flag("skips");
        let (mut block, ()) = self.nested(|this| {
            this.open_loops.push(OpenLoop {
                label: label.map(|label| label.name.ident.to_string()),
                leave,
                skip,
                value,
                flattened: false,
                is_block: false,
            });
            let first = this.function.variables.len();
            body(this);
            this.guarded_item(0, first, None);
            this.open_loops.pop();
            // `continue` ends here; everything else ends the loop too.
            this.raised.remove(&skip);
            if !this.raised.is_empty() {
                let raised = this.raised.clone();
                until = Some(this.flags(&raised, false));
            }
            this.raised.remove(&leave);
        });
        let raised = std::mem::replace(&mut self.raised, outer);
        self.raised.extend(raised);
        let used = [leave, skip].into_iter().filter(|flag| self.ever_raised.contains(flag));
        block.statements.splice(0..0, used.map(lowered));
        (block, until)
    }

    /// `while condition { .. }` and `loop { .. }`; the operand is the value of the latter.
    pub fn conditional_loop(
        &mut self,
        label: Option<&syn::Label>,
        condition: Option<&Expr>,
        body: &syn::Block,
        wanted: bool,
    ) -> Option<Operand> {
        let value = wanted.then(|| {
            let value = self.temporary("value", body.span());
            self.function.variables[value.0].temporary = false;
            self.statements.push(Statement::Declare { var: value, annotation: None });
            value
        });
        let id = self.next_loop();
        let span = body.span();
        let (body, until) = self.loop_body(label, value, |this| match condition {
            None => {
                this.block_statements(&body.stmts, false);
            }
            Some(condition) => {
                let conjuncts = conjuncts(condition);
                let found = this.conjunction(&conjuncts);
                let condition = found.condition.clone();
                let (then, ()) = this.nested(|this| {
                    this.bind_found(&conjuncts, &found);
                    this.block_statements(&body.stmts, false);
                });
                let leave = this.open_loops.last().expect("the loop is open").leave;
                let (otherwise, ()) = this.nested(|this| this.raise(leave));
                this.statements.push(Statement::If { condition, then, otherwise, joins: Vec::new() });
            }
        });
        if until.is_none() {
            self.errors.span(span, "this loop never ends: there is no `break` or `return` in it");
        }
        self.statements.push(Statement::For(Loop {
            reversed: false,
            in_order: false,
            rewinds: None,
            recorded: None,
            replayed: None,
            index: None,
            range: None,
            until,
            count: None,
            carried: Vec::new(),
            body,
            bound: None,
            id,
        }));
        self.may_have_left();
        value.map(Operand::Var)
    }

    /// `'label: { .. }`; the operand is its value.
    pub fn labelled_block(&mut self, block: &syn::ExprBlock, wanted: bool) -> Option<Operand> {
        let outer = std::mem::take(&mut self.raised);
        let from = self.left.len();
        let leave = self.flag("leaves");
        self.statements.push(lowered(leave));
        let value = wanted.then(|| {
            let value = self.temporary("value", block.span());
            self.function.variables[value.0].temporary = false;
            self.statements.push(Statement::Declare { var: value, annotation: None });
            value
        });
        self.open_loops.push(OpenLoop {
            label: block.label.as_ref().map(|label| label.name.ident.to_string()),
            leave,
            skip: leave,
            value,
            flattened: false,
            is_block: true,
        });
        self.scopes.push(Default::default());
        let tail = self.block_statements(&block.block.stmts, wanted);
        self.scopes.pop();
        self.open_loops.pop();
        if let (Some(value), Some(tail)) = (value, tail) {
            let tail = self.stored(tail, &block.block);
            let assigned = Statement::Assign { var: value, value: tail };
            if self.raised.is_empty() {
                self.statements.push(assigned);
            } else {
                let condition = self.flags(&self.raised.clone(), true);
                let then = Block { statements: vec![assigned] };
                self.statements.push(Statement::If { condition, then, otherwise: Block::default(), joins: Vec::new() });
            }
        }
        self.raised.remove(&leave);
        self.raised.extend(outer);
        // What leaves the block is behind it.
        self.left.truncate(from);
        self.may_have_left();
        value.map(Operand::Var)
    }

    pub fn next_loop(&mut self) -> usize {
        self.loops += 1;
        self.loops - 1
    }
}

/// How a `loop` is left by `break`.
#[derive(Clone, Copy, Default)]
pub struct Breaks {
    /// At all: otherwise there is nothing behind it.
    pub any: bool,
    /// Without a value: its value is `()`.
    pub without_value: bool,
}

pub fn breaks(of: &syn::ExprLoop) -> Breaks {
    struct Found<'a> {
        label: Option<&'a syn::Lifetime>,
        depth: usize,
        found: Breaks,
    }
    impl Found<'_> {
        fn inside(&mut self, visit: impl FnOnce(&mut Self)) {
            self.depth += 1;
            visit(self);
            self.depth -= 1;
        }
    }
    impl<'ast> Visit<'ast> for Found<'_> {
        fn visit_expr_break(&mut self, jump: &'ast syn::ExprBreak) {
            let leaves = match &jump.label {
                Some(label) => self.label.is_some_and(|own| own.ident == label.ident),
                None => self.depth == 0,
            };
            self.found.any |= leaves;
            self.found.without_value |= leaves && jump.expr.is_none();
            visit::visit_expr_break(self, jump);
        }
        fn visit_expr_loop(&mut self, inner: &'ast syn::ExprLoop) {
            self.inside(|this| visit::visit_expr_loop(this, inner));
        }
        fn visit_expr_while(&mut self, inner: &'ast syn::ExprWhile) {
            self.inside(|this| visit::visit_expr_while(this, inner));
        }
        fn visit_expr_for_loop(&mut self, inner: &'ast syn::ExprForLoop) {
            self.inside(|this| visit::visit_expr_for_loop(this, inner));
        }
        fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {}
        fn visit_item(&mut self, _: &'ast syn::Item) {}
    }
    let label = of.label.as_ref().map(|label| &label.name);
    let mut found = Found { label, depth: 0, found: Breaks::default() };
    found.visit_block(&of.body);
    found.found
}

/// A range, perhaps with `rev()` and `step_by(n)`: of any integer type.
fn is_plain_range(expression: &Expr) -> bool {
    match unparenthesised(expression) {
        // One without an end is a chain like any other.
        Expr::Range(range) => range.end.is_some(),
        Expr::MethodCall(call) => {
            matches!(call.method.to_string().as_str(), "rev" | "step_by") && is_plain_range(&call.receiver)
        }
        _ => false,
    }
}
