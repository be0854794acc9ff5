//! Statements and blocks.

use quote::ToTokens;
use syn::{Expr, Local, Pat, ReturnType, Stmt};

use super::expression::unparenthesised;
use super::flow::not_reached;
use super::item::Item;
use super::loops::breaks;
use super::macros::diverges;
use super::opaque::is_assignment;
use super::view::View;
use super::{Lowering, flow};
use crate::ir::{Kind, Operand, Place, Projection};

impl Lowering<'_> {
    pub fn function_body(&mut self, block: &syn::Block, output: &ReturnType) -> Option<Operand> {
        for (var, pattern) in std::mem::take(&mut self.parameter_patterns) {
            self.set_memory(var);
            match (&pattern, self.kind(var)) {
                // It is exchanged with others, and stays a name for one place.
                (syn::Pat::Ident(name), Kind::Reference { mutable: true })
                    if self.exchanged.contains(&name.ident.to_string()) =>
                {
                    let place = Place { base: var, projections: vec![Projection::Deref] };
                    let fixed = syn::PatIdent { mutability: None, ..name.clone() };
                    self.bind_view(&Pat::Ident(fixed), View { place, mutable: true });
                }
                // A reference that may be assigned to.
                (syn::Pat::Ident(name), Kind::Reference { mutable }) => {
                    let place = Place { base: var, projections: vec![Projection::Deref] };
                    self.bind_moving(&name.ident, View { place, mutable });
                }
                // What stands behind a reference is taken apart where it is.
                (
                    syn::Pat::Tuple(_) | syn::Pat::TupleStruct(_) | syn::Pat::Struct(_) | syn::Pat::Slice(_),
                    Kind::Reference { mutable },
                ) => {
                    let place = Place { base: var, projections: vec![Projection::Deref] };
                    self.bind_view(&pattern, View { place, mutable });
                }
                _ => self.bind_part(&pattern, Place::whole(var)),
            }
        }
        let mut statements = block.stmts.clone();
        // Items are visible in their whole block.
        statements.retain(|statement| {
            if let Stmt::Item(item) = statement {
                self.local_item(item);
            }
            !matches!(statement, Stmt::Item(_))
        });
        // `return value;` at the very end is the tail.
        if let Some(Stmt::Expr(Expr::Return(tail), _)) = statements.last() {
            let tail = tail.expr.clone();
            statements.pop();
            statements.extend(tail.map(|value| Stmt::Expr(*value, None)));
        }
        let annotation = match output {
            ReturnType::Type(_, ty) => Some((**ty).clone()),
            ReturnType::Default => None,
        };
        if let (Some(Stmt::Expr(tail, None)), Some(ty)) = (statements.last(), &annotation)
            && statements.len() == 1
        {
            self.expect_type(tail, ty);
        }
        if let (Some(Stmt::Expr(tail, None)), Some(ty)) = (statements.last_mut(), &annotation)
            && let Some(told) = self.own_sum_of_type(tail, ty)
        {
            *tail = told;
        }
        if !flow::returns_early(block) {
            // A body that has none never ends.
            return match self.block_statements(&statements, true) {
                Some(item) => Some(self.stored(item, &statements.last())),
                None => annotation.map(|_| not_reached()),
            };
        }
        self.open_exit(annotation.is_some(), annotation);
        let tail = self.block_statements(&statements, true);
        self.close_exit(tail)
    }

    /// Lowers statements; the item is that of the tail, if there is one and it is wanted.
    pub fn block_statements(&mut self, statements: &[Stmt], wanted: bool) -> Option<Item> {
        if !self.exchanged.is_empty()
            && let Some(exchanged) = self.with_exchanged(statements)
        {
            return self.block_statements(&exchanged, wanted);
        }
        let (last, before) = statements.split_last()?;
        let from = self.left.len();
        for (index, statement) in before.iter().enumerate() {
            if let Some((pattern, init)) = diverging(statement) {
                let first = self.function.variables.len();
                let item = self.let_else(pattern, init, &statements[index + 1..], wanted);
                return self.guarded_item(from, first, item);
            }
            if let Some(chosen) = self.with_chosen_reference(statement, &statements[index + 1..]) {
                let first = self.function.variables.len();
                let item = self.block_statements(&chosen, wanted);
                return self.guarded_item(from, first, item);
            }
            let raised_before = std::mem::take(&mut self.raised);
            let first = self.function.variables.len();
            let names_functions = self.binds_function(statement, &statements[index + 1..]);
            let outer = std::mem::replace(&mut self.names_functions, names_functions);
            match self.let_of_exchanged(statement) {
                Some(statement) => self.statement(&statement),
                None => self.statement(statement),
            }
            self.names_functions = outer;
            if !self.raised.is_empty() {
                let item = self.guarded_rest(from, first, &statements[index + 1..], wanted);
                self.raised.extend(raised_before);
                return item;
            }
            self.raised = raised_before;
            if !self.exchanged.is_empty()
                && let Some(exchanged) = self.with_exchanged(&statements[index + 1..])
            {
                let first = self.function.variables.len();
                let item = self.block_statements(&exchanged, wanted);
                return self.guarded_item(from, first, item);
            }
        }
        let first = self.function.variables.len();
        let item = self.last_statement(last, wanted);
        self.guarded_item(from, first, item)
    }

    fn last_statement(&mut self, last: &Stmt, wanted: bool) -> Option<Item> {
        match last {
            Stmt::Expr(tail, None) if !is_statement(tail) => {
                let value = match unparenthesised(tail) {
                    Expr::If(branch) => return self.branch(branch, wanted),
                    Expr::Match(expression) => return self.match_expression(expression, wanted),
                    Expr::Loop(expression) if !wanted || !breaks(expression).any => {
                        self.conditional_loop(expression.label.as_ref(), None, &expression.body, false);
                        return None;
                    }
                    _ if wanted => self.item(tail),
                    _ => {
                        self.evaluate(tail);
                        return None;
                    }
                };
                wanted.then_some(value)
            }
            // `vec! { .. }` looks like a statement.
            Stmt::Macro(call) if wanted && call.semi_token.is_none() && !diverges(&expression_of(call)) => {
                Some(Item::Value(self.operand(&expression_of(call))))
            }
            statement => match diverging(statement) {
                Some((pattern, init)) => self.let_else(pattern, init, &[], false),
                None => {
                    self.statement(statement);
                    None
                }
            },
        }
    }

    fn statement(&mut self, statement: &Stmt) {
        match statement {
            Stmt::Local(local) => self.local(local),
            Stmt::Item(item) => {
                let (name, _) = name_of_item(item);
                self.errors
                    .at(name, "an item in an inner block is not supported; move it to the start of the function");
            }
            Stmt::Expr(expression, _) => self.expression_statement(expression),
            Stmt::Macro(call) => {
                self.operand(&expression_of(call));
            }
        }
    }

    /// An item of the function's own block.
    fn local_item(&mut self, item: &syn::Item) {
        let (name, supported) = name_of_item(item);
        if supported {
            self.function.items.push(item.clone());
        } else {
            self.errors.at(
                name,
                "only `fn`, `const`, `static`, `type` and `use` items are supported inside of a differentiable function; move this one out",
            );
        }
    }

    fn expression_statement(&mut self, expression: &Expr) {
        if self.map_statement(expression) {
            return;
        }
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
            Expr::Block(block) => {
                self.labelled_block(block, false);
            }
            Expr::Paren(paren) => self.expression_statement(&paren.expr),
            expression => self.evaluate(expression),
        }
    }

    /// What the expression gives is dropped, whatever it is.
    fn evaluate(&mut self, expression: &Expr) {
        if self.structured(expression).is_none() {
            self.operand(expression);
        }
    }

    fn local(&mut self, local: &Local) {
        let Some(init) = &local.init else {
            return self.declare_later(&local.pat);
        };
        if let Pat::Type(typed) = &local.pat {
            self.refuse_map(&typed.ty, &init.expr);
        }
        if let Some(value) = self.bound_to_map(local) {
            self.bind_value(&local.pat, None, value);
            return;
        }
        let of_users = self.binds_of_users(&local.pat, &init.expr);
        self.bind_pattern(&local.pat, None, &init.expr);
        if of_users {
            self.note_of_users(&local.pat);
        }
        self.note_type_of_block(&local.pat, &init.expr);
        self.note_outcome(&local.pat, &init.expr);
        self.note_option_of_data(&local.pat, &init.expr);
    }

    /// `let one: Owner = ..;` and `let one = Owner { .. };` have the type of the block around.
    fn note_type_of_block(&mut self, pattern: &Pat, value: &Expr) {
        let Some(block) = &self.block else { return };
        let is_owner =
            |ty: &syn::Type| matches!(ty, syn::Type::Path(path) if path.qself.is_none() && path.path == block.owner);
        let (name, of_block) = match pattern {
            Pat::Type(typed) => (&*typed.pat, is_owner(&typed.ty)),
            pattern => {
                let literal = unparenthesised(value);
                (
                    pattern,
                    matches!(literal, Expr::Struct(literal) if literal.qself.is_none() && literal.path == block.owner),
                )
            }
        };
        if let (true, Pat::Ident(name)) = (of_block, name)
            && let Some(var) = self.lookup(&name.ident.to_string())
        {
            self.of_block.insert(var);
        }
    }
}

/// `let P = e else { .. };`: the pattern, the value, and what is done otherwise.
fn diverging(statement: &Stmt) -> Option<(&Pat, (&Expr, &Expr))> {
    let Stmt::Local(local) = statement else { return None };
    let init = local.init.as_ref()?;
    let (_, otherwise) = init.diverge.as_ref()?;
    Some((&local.pat, (&init.expr, otherwise)))
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
        call if diverges(call) => true,
        Expr::Binary(binary) => is_assignment(&binary.op),
        _ => false,
    }
}

/// What an item is known by, and whether it is supported.
fn name_of_item(item: &syn::Item) -> (proc_macro2::TokenStream, bool) {
    match item {
        syn::Item::Const(item) => (item.ident.to_token_stream(), true),
        syn::Item::Use(item) => (item.tree.to_token_stream(), true),
        syn::Item::Fn(item) => (item.sig.ident.to_token_stream(), true),
        syn::Item::Type(item) => (item.ident.to_token_stream(), true),
        syn::Item::Enum(item) => (item.ident.to_token_stream(), false),
        syn::Item::Static(item) => {
            (item.ident.to_token_stream(), matches!(item.mutability, syn::StaticMutability::None))
        }
        syn::Item::Struct(item) => (item.ident.to_token_stream(), false),
        item => (item.to_token_stream(), false),
    }
}
