//! Structured exits: `while`, `loop`, `break`, `continue`, `return` and `match`.
//!
//! A jump sets a flag, and what it skips is guarded by the flag: what follows in its block and in the
//! blocks around it, up to the loop or the function that is left. Loops look at the flags at the end
//! of each iteration. After this, control flow is `if` and loops alone.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span};
use quote::quote;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Expr, ExprMatch, Lifetime, Pat, Stmt};

use super::Lowering;
use super::expression::unparenthesised;
use super::opaque::placeholder;
use crate::ir::*;

/// A loop that the lowering is in.
pub struct OpenLoop {
    label: Option<String>,
    /// Set by `break`.
    leave: Var,
    /// Set by `continue`.
    skip: Var,
    /// The value of `break value`.
    value: Option<Var>,
}

/// Where `return` puts things.
#[derive(Clone, Copy)]
pub struct Exit {
    returned: Var,
    result: Option<Var>,
}

/// True if the expression returns or uses `?`.
pub fn jumps(expression: &Expr) -> bool {
    let block: syn::Block = syn::parse_quote!({ let _ = #expression; });
    returns_early(&block)
}

/// True if the block returns anywhere but at its very end.
pub fn returns_early(block: &syn::Block) -> bool {
    struct Returns(bool);
    impl<'ast> Visit<'ast> for Returns {
        fn visit_expr_return(&mut self, _: &'ast syn::ExprReturn) {
            self.0 = true;
        }
        fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {}
        fn visit_item(&mut self, _: &'ast syn::Item) {}
        fn visit_expr(&mut self, expression: &'ast Expr) {
            visit::visit_expr(self, expression);
        }
    }
    let mut returns = Returns(false);
    let statements = match block.stmts.split_last() {
        Some((Stmt::Expr(Expr::Return(last), _), before)) => {
            if let Some(value) = &last.expr {
                returns.visit_expr(value);
            }
            before
        }
        _ => &block.stmts,
    };
    for statement in statements {
        returns.visit_stmt(statement);
    }
    returns.0
}

impl Lowering<'_> {
    fn flag(&mut self, stem: &str) -> Var {
        let var = self.temporary(stem, Span::call_site());
        self.function.variables[var.0].discrete = true;
        self.function.variables[var.0].temporary = false;
        var
    }

    fn raise(&mut self, flag: Var) {
        self.statements.push(Statement::Assign { var: flag, value: Operand::Constant(quote!(true)) });
        self.raised.insert(flag);
        self.ever_raised.insert(flag);
    }

    /// An operand that is true if any of the flags is set, or if none is.
    fn flags(&mut self, flags: &BTreeSet<Var>, none: bool) -> Operand {
        let idents: Vec<Ident> = flags.iter().map(|flag| placeholder(*flag, Span::call_site())).collect();
        let expression: Expr = match (idents.as_slice(), none) {
            ([flag], true) => syn::parse_quote!(!#flag),
            ([flag], false) => syn::parse_quote!(#flag),
            (flags, true) => syn::parse_quote!(!(#(#flags)||*)),
            (flags, false) => syn::parse_quote!(#(#flags)||*),
        };
        let reads = flags.iter().copied().collect();
        let opaque = Opaque { expression, reads, inactive_only: None };
        self.name(Rvalue::Opaque(opaque), "goes_on", Span::call_site())
    }

    /// Lowers the rest of a block behind statements that may have jumped over it.
    pub fn guarded_rest(&mut self, raised: &BTreeSet<Var>, rest: &[Stmt], wanted: bool) -> Option<Operand> {
        let condition = self.flags(raised, true);
        let (then, value) = self.nested(|this| this.block_statements(rest, wanted));
        let mut joins = Vec::new();
        let result = value.map(|then| {
            let var = self.temporary("value", Span::call_site());
            joins.push(Join { var, then, otherwise: not_reached() });
            Operand::Var(var)
        });
        self.statements.push(Statement::If { condition, then, otherwise: Block::default(), joins });
        result
    }

    /// Prepares a function that returns early.
    pub fn open_exit(&mut self, has_result: bool, annotation: Option<syn::Type>) {
        let returned = self.flag("returned");
        self.statements.push(lowered(returned));
        let result = has_result.then(|| {
            let result = self.temporary("result", Span::call_site());
            self.function.variables[result.0].temporary = false;
            self.statements.push(Statement::Declare { var: result, annotation });
            result
        });
        self.exit = Some(Exit { returned, result });
    }

    /// The result of such a function, given the value of its tail.
    pub fn close_exit(&mut self, tail: Option<Operand>) -> Option<Operand> {
        let exit = self.exit?;
        let result = exit.result?;
        if let Some(tail) = tail {
            let condition = self.flags(&BTreeSet::from([exit.returned]), true);
            let then = Block { statements: vec![Statement::Assign { var: result, value: tail }] };
            self.statements.push(Statement::If { condition, then, otherwise: Block::default(), joins: Vec::new() });
        }
        Some(Operand::Var(result))
    }

    pub fn jump_expression(&mut self, expression: &Expr) {
        match expression {
            Expr::Break(expression) => self.break_expression(expression),
            Expr::Continue(expression) => self.continue_expression(expression),
            Expr::Return(expression) => self.return_expression(expression),
            _ => {}
        }
    }

    fn return_expression(&mut self, expression: &syn::ExprReturn) {
        let Some(exit) = self.exit else {
            self.errors.at(expression, "`return` is not supported here");
            return;
        };
        if let Some(value) = &expression.expr {
            let value = self.operand(value);
            if let Some(result) = exit.result {
                self.statements.push(Statement::Assign { var: result, value });
            }
        }
        self.raise(exit.returned);
    }

    fn break_expression(&mut self, expression: &syn::ExprBreak) {
        let Some(position) = self.find_loop(expression.label.as_ref(), expression.span()) else { return };
        if let Some(value) = &expression.expr {
            let value = self.operand(value);
            match self.open_loops[position].value {
                Some(var) => self.statements.push(Statement::Assign { var, value }),
                None => self.errors.at(expression, "only `loop` can be left with a value"),
            }
        }
        self.jump(position, true);
    }

    fn continue_expression(&mut self, expression: &syn::ExprContinue) {
        if let Some(position) = self.find_loop(expression.label.as_ref(), expression.span()) {
            self.jump(position, false);
        }
    }

    /// Leaves the loops inside of the one at `position`, and that one too, or its iteration.
    fn jump(&mut self, position: usize, leave: bool) {
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
            None => self.open_loops.len().checked_sub(1),
            Some(label) => {
                let label = label.ident.to_string();
                self.open_loops.iter().rposition(|open| open.label.as_ref() == Some(&label))
            }
        };
        if found.is_none() {
            self.errors.span(span, "only loops can be left; a labelled block is not supported, use `if`");
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
            });
            body(this);
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
                let condition = this.condition(condition);
                let (then, ()) = this.nested(|this| {
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
        value.map(Operand::Var)
    }

    /// `match`: a chain of `if`s.
    pub fn match_expression(&mut self, expression: &ExprMatch, wanted: bool) -> Option<Operand> {
        let binds = expression.arms.iter().any(|arm| binds(unguarded(&arm.pat).0));
        let matched = unparenthesised(&expression.expr);
        let variable = match matched {
            Expr::Path(path) => path.path.get_ident().and_then(|ident| self.lookup(&ident.to_string())),
            _ => None,
        };
        let scrutinee = match variable {
            // Nothing is assigned between here and the comparisons.
            Some(var) if !binds => var,
            _ => {
                if binds && self.named_view(matched).is_some() {
                    self.errors
                        .at(matched, "a reference cannot be bound in `match`; write `*` in front of it for the value");
                    return wanted.then(|| Operand::Constant(quote!(())));
                }
                // What an arm binds is the value as it is now, and it may vary.
                let value = match self.named_view(matched) {
                    Some(_) => Rvalue::Opaque(self.opaque(matched)),
                    None => self.rvalue(matched),
                };
                let var = self.temporary("scrutinee", matched.span());
                self.function.variables[var.0].temporary = false;
                self.statements.push(Statement::Let { var, annotation: None, value });
                var
            }
        };
        self.arms(scrutinee, &expression.arms, wanted)
    }

    fn arms(&mut self, scrutinee: Var, arms: &[syn::Arm], wanted: bool) -> Option<Operand> {
        let (arm, rest) = arms.split_first()?;
        self.scopes.push(Default::default());
        let (pattern, guard) = unguarded(&arm.pat);
        let binding = self.arm_binding(pattern, scrutinee);
        let guard = guard.map(|guard| self.opaque(guard));
        if rest.is_empty() && guard.is_none() {
            // The last arm takes what is left: `match` is exhaustive.
            let value = self.arm_value(&arm.body, wanted);
            self.scopes.pop();
            value
        } else {
            let name = placeholder(scrutinee, pattern.span());
            let mut reads = vec![scrutinee];
            let expression: Expr = match (&guard, binding) {
                (None, _) => syn::parse_quote!(match #name { #pattern => true, _ => false }),
                (Some(guard), true) => {
                    reads.extend(&guard.reads);
                    let guard = &guard.expression;
                    syn::parse_quote!(#guard)
                }
                (Some(guard), false) => {
                    reads.extend(&guard.reads);
                    let guard = &guard.expression;
                    syn::parse_quote!((match #name { #pattern => true, _ => false }) && (#guard))
                }
            };
            let opaque = Opaque { expression, reads, inactive_only: None };
            let condition = self.name(Rvalue::Opaque(opaque), "matches", pattern.span());
            let (then, then_value) = self.nested(|this| this.arm_value(&arm.body, wanted));
            // The names of this arm end with it.
            self.scopes.pop();
            let (otherwise, otherwise_value) = self.nested(|this| this.arms(scrutinee, rest, wanted));
            let (joins, result) = self.joined(then_value, otherwise_value, wanted);
            self.statements.push(Statement::If { condition, then, otherwise, joins });
            result
        }
    }

    /// A pattern that is a name binds the whole; nothing else may bind.
    fn arm_binding(&mut self, pattern: &Pat, scrutinee: Var) -> bool {
        match pattern {
            Pat::Ident(ident) if binds(pattern) => {
                self.bind(&ident.ident.to_string(), scrutinee);
                true
            }
            pattern => {
                self.check_arm_pattern(pattern);
                false
            }
        }
    }

    fn check_arm_pattern(&mut self, pattern: &Pat) {
        match pattern {
            Pat::Lit(_) | Pat::Range(_) | Pat::Path(_) | Pat::Wild(_) | Pat::Rest(_) => {}
            Pat::Ident(ident) if ident.subpat.is_none() && ident.ident.to_string().starts_with(char::is_uppercase) => {}
            Pat::Or(or) => or.cases.iter().for_each(|case| self.check_arm_pattern(case)),
            Pat::Tuple(tuple) => tuple.elems.iter().for_each(|element| self.check_arm_pattern(element)),
            Pat::Paren(paren) => self.check_arm_pattern(&paren.pat),
            Pat::Reference(reference) => self.check_arm_pattern(&reference.pat),
            Pat::TupleStruct(pattern) => pattern.elems.iter().for_each(|element| self.check_arm_pattern(element)),
            _ => self.errors.at(pattern, "this pattern is not supported in `match`: it may compare, but not bind parts; bind the whole, or use `if`"),
        }
    }

    fn arm_value(&mut self, body: &Expr, wanted: bool) -> Option<Operand> {
        match unparenthesised(body) {
            Expr::Block(block) if block.label.is_none() => self.block_statements(&block.block.stmts, wanted),
            body => self.block_statements(&[Stmt::Expr(body.clone(), None)], wanted),
        }
    }

    /// Joins the values of two branches. One that has none has jumped away.
    pub fn joined(
        &mut self,
        then: Option<Operand>,
        otherwise: Option<Operand>,
        wanted: bool,
    ) -> (Vec<Join>, Option<Operand>) {
        if !wanted || (then.is_none() && otherwise.is_none()) {
            return (Vec::new(), None);
        }
        let var = self.temporary("choice", Span::call_site());
        let join =
            Join { var, then: then.unwrap_or_else(not_reached), otherwise: otherwise.unwrap_or_else(not_reached) };
        (vec![join], Some(Operand::Var(var)))
    }

    /// The condition of an `if` or a `while`.
    pub fn condition(&mut self, condition: &Expr) -> Operand {
        if let Expr::Let(_) = unparenthesised(condition) {
            self.refuse(condition, "`let` in a condition is not supported yet; use a plain condition");
            return Operand::Constant(quote!(false));
        }
        let opaque = self.opaque(condition);
        match &opaque.expression {
            Expr::Path(_) if opaque.reads.len() == 1 => Operand::Var(opaque.reads[0]),
            _ => self.name(Rvalue::Opaque(opaque), "condition", condition.span()),
        }
    }

    pub fn next_loop(&mut self) -> usize {
        self.loops += 1;
        self.loops - 1
    }
}

/// The flag is not set to begin with.
fn lowered(flag: Var) -> Statement {
    Statement::Let { var: flag, annotation: None, value: Rvalue::Use(Operand::Constant(quote!(false))) }
}

/// A pattern, and the guard behind it.
fn unguarded(pattern: &Pat) -> (&Pat, Option<&Expr>) {
    match pattern {
        Pat::Guard(guarded) => (&guarded.pat, Some(&guarded.guard)),
        pattern => (pattern, None),
    }
}

/// The pattern is a name for the whole. A capital starts the name of a constant.
fn binds(pattern: &Pat) -> bool {
    matches!(pattern, Pat::Ident(ident) if ident.subpat.is_none()
        && ident.ident.to_string().starts_with(|first: char| first.is_lowercase() || first == '_'))
}

/// What stands for a value on a path that never uses it.
fn not_reached() -> Operand {
    Operand::nested(Rvalue::Runtime("empty", Vec::new()))
}
