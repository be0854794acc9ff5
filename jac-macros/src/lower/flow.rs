//! Structured exits: flags, early `return`, and the joins of branches.
//!
//! A jump sets a flag, and what it skips is guarded by the flag: what follows in its block and in the
//! blocks around it, up to the loop or the function that is left. Loops look at the flags at the end
//! of each iteration. After this, control flow is `if` and loops alone.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::quote;
use syn::visit::Visit;
use syn::{Expr, Stmt};

use super::Lowering;
use super::expression::NOT_UNDERSTOOD;
use super::item::Item;
use super::opaque::placeholder;
use super::side::Side;
use crate::ir::*;

/// A statement that is being lowered may have been left here.
#[derive(Clone, Copy)]
pub struct Left {
    /// The number of statements in front.
    pub position: usize,
    /// The number of jumps so far.
    jumps: usize,
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

/// True if the expression returns a value somewhere, or is one itself.
pub fn returns_value(expression: &Expr) -> bool {
    struct Returns(bool);
    impl<'ast> Visit<'ast> for Returns {
        fn visit_expr_return(&mut self, returns: &'ast syn::ExprReturn) {
            self.0 |= returns.expr.is_some();
        }
        fn visit_expr_try(&mut self, _: &'ast syn::ExprTry) {
            self.0 = true;
        }
        fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {}
        fn visit_item(&mut self, _: &'ast syn::Item) {}
        fn visit_macro(&mut self, call: &'ast syn::Macro) {
            self.0 |= may_return(call.tokens.clone());
        }
    }
    let mut returns = Returns(false);
    returns.visit_expr(expression);
    returns.0
}

/// The arguments of a macro have a `return` or a `?`. Whether they are expressions is not looked at.
fn may_return(arguments: TokenStream) -> bool {
    arguments.into_iter().any(|token| match token {
        TokenTree::Group(group) => may_return(group.stream()),
        TokenTree::Ident(ident) => ident == "return",
        TokenTree::Punct(punct) => punct.as_char() == '?',
        TokenTree::Literal(_) => false,
    })
}

/// True if the block returns anywhere but at its very end.
pub fn returns_early(block: &syn::Block) -> bool {
    struct Returns(bool);
    impl<'ast> Visit<'ast> for Returns {
        fn visit_expr_return(&mut self, _: &'ast syn::ExprReturn) {
            self.0 = true;
        }
        fn visit_expr_try(&mut self, _: &'ast syn::ExprTry) {
            self.0 = true;
        }
        fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {}
        fn visit_item(&mut self, _: &'ast syn::Item) {}
        fn visit_macro(&mut self, call: &'ast syn::Macro) {
            self.0 |= may_return(call.tokens.clone());
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
    pub fn flag(&mut self, stem: &str) -> Var {
        let var = self.temporary(stem, Span::call_site());
        self.function.variables[var.0].discrete = true;
        self.function.variables[var.0].temporary = false;
        var
    }

    pub fn raise(&mut self, flag: Var) {
        self.jumps += 1;
        self.statements.push(Statement::Assign { var: flag, value: Operand::Constant(quote!(true)) });
        self.raised.insert(flag);
        self.ever_raised.insert(flag);
    }

    /// An operand that is true if any of the flags is set, or if none is.
    pub fn flags(&mut self, flags: &BTreeSet<Var>, none: bool) -> Operand {
        let idents: Vec<Ident> = flags.iter().map(|flag| placeholder(*flag, Span::call_site())).collect();
        let expression: Expr = match (idents.as_slice(), none) {
            ([flag], true) => syn::parse_quote!(!#flag),
            ([flag], false) => syn::parse_quote!(#flag),
            (flags, true) => syn::parse_quote!(!(#(#flags)||*)),
            (flags, false) => syn::parse_quote!(#(#flags)||*),
        };
        let reads = flags.iter().copied().collect();
        let opaque = Opaque { expression, reads, if_varied: IfVaried::Constant };
        self.name(Rvalue::Opaque(opaque), "goes_on", Span::call_site())
    }

    /// What comes now is reached only if nothing in this statement has jumped so far.
    pub fn may_have_left(&mut self) {
        let (position, jumps) = (self.statements.len(), self.jumps);
        if !self.raised.is_empty() && self.left.last().is_none_or(|left| left.position < position) {
            self.left.push(Left { position, jumps });
        }
    }

    /// What follows a jump in the statement that has just been lowered is done only if it was not taken: behind the jumps
    /// from number `from` on. So is what `rest` makes. The variables from `first` on are of the statement.
    pub fn guarded(
        &mut self,
        from: usize,
        first: usize,
        wanted: bool,
        rest: impl FnOnce(&mut Self) -> Option<Item>,
    ) -> Option<Item> {
        let left = self.left.split_off(from);
        self.guarded_behind(&left, first, wanted, rest)
    }

    /// The same where nothing follows the statement.
    pub fn guarded_item(&mut self, from: usize, first: usize, item: Option<Item>) -> Option<Item> {
        let end = self.statements.len();
        self.left
            .truncate(self.left.iter().rposition(|left| left.position < end).map_or(from, |last| from.max(last + 1)));
        self.guarded(from, first, item.is_some(), |_| item)
    }

    fn guarded_behind(
        &mut self,
        left: &[Left],
        first: usize,
        wanted: bool,
        rest: impl FnOnce(&mut Self) -> Option<Item>,
    ) -> Option<Item> {
        let Some((Left { position, .. }, later)) = left.split_first() else { return rest(self) };
        let skipped = self.statements.split_off(*position);
        let later: Vec<Left> = later.iter().map(|left| Left { position: left.position - position, ..*left }).collect();
        let condition = self.flags(&self.raised.clone(), true);
        let mut then = self.side(|this| {
            this.statements = skipped;
            this.guarded_behind(&later, first, wanted, rest)
        });
        then.first = first;
        self.choose(condition, then, Side::default(), wanted.then(Span::call_site))
    }

    /// Lowers the rest of a block behind a statement that may have jumped over it: behind its jumps from number `from` on.
    pub fn guarded_rest(&mut self, from: usize, first: usize, rest: &[Stmt], wanted: bool) -> Option<Item> {
        // What jumps at the end of the statement, and not in the midst of it.
        let jumps_last = self.left.get(from..).and_then(<[Left]>::last).is_none_or(|left| left.jumps < self.jumps);
        self.guarded(from, first, wanted, |this| {
            if !jumps_last {
                return this.block_statements(rest, wanted);
            }
            let condition = this.flags(&this.raised.clone(), true);
            let then = this.side(|this| this.block_statements(rest, wanted));
            this.choose(condition, then, Side::default(), wanted.then(Span::call_site))
        })
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
    pub fn close_exit(&mut self, tail: Option<Item>) -> Option<Operand> {
        let exit = self.exit?;
        let result = exit.result?;
        if let Some(tail) = tail {
            let tail = self.stored(tail, &TokenStream::new());
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
            self.errors.at(expression, NOT_UNDERSTOOD);
            return;
        };
        if let Some(value) = &expression.expr {
            let value = self.operand(value);
            self.leave(exit, value);
        } else {
            self.raise(exit.returned);
        }
    }

    /// Leaves the function with a value.
    pub fn leave(&mut self, exit: Exit, value: Operand) {
        if let Some(result) = exit.result {
            self.statements.push(Statement::Assign { var: result, value });
        }
        self.raise(exit.returned);
    }
}

/// The flag is not set to begin with.
pub fn lowered(flag: Var) -> Statement {
    Statement::Let { var: flag, annotation: None, value: Rvalue::Use(Operand::Constant(quote!(false))) }
}

/// What stands for a value on a path that never uses it.
pub fn not_reached() -> Operand {
    Operand::nested(Rvalue::Runtime("empty", Vec::new()))
}
