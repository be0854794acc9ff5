//! What a name means where it stands.
//!
//! Variables of one name may follow each other, and stand in each other: a name in a statement is that of a variable around it only where nothing
//! between the two defines it anew.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::visit::Visit;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, Pat, Stmt};

use super::written::consumes;
use super::{Bound, unparenthesised};

/// The pattern gives the name to something else.
pub fn binds(pattern: &Pat, name: &Ident) -> bool {
    let mut bound = Bound::default();
    bound.visit_pat(pattern);
    bound.0.iter().any(|bound| name == bound)
}

/// The statement gives the name to something else, for what stands behind it.
pub fn defines(statement: &Stmt, name: &Ident) -> bool {
    matches!(statement, Stmt::Local(local) if binds(&local.pat, name))
}

/// The names that the conditions of a branch or a loop bind for its body: `if let Some(y) = x`
pub fn bound_by_condition(condition: &Expr) -> Vec<String> {
    match condition {
        Expr::Let(matched) => {
            let mut bound = Bound::default();
            bound.visit_pat(&matched.pat);
            bound.0
        }
        Expr::Binary(syn::ExprBinary { left, op: syn::BinOp::And(_), right, .. }) => {
            let mut bound = bound_by_condition(left);
            bound.extend(bound_by_condition(right));
            bound
        }
        Expr::Paren(paren) => bound_by_condition(&paren.expr),
        _ => Vec::new(),
    }
}

/// Where a name stands that is a variable's, in statements behind the definition of that variable.
pub struct Free<'a> {
    name: &'a Ident,
    /// What it is called instead.
    renamed: Option<&'a Ident>,
    /// It is there.
    pub found: bool,
    /// It is there and has the old name, as it stands in a macro that may be anything.
    pub unclear: bool,
    /// A method that changes shapes is called on it.
    pub reshaped: bool,
    /// It is given to another place as it is.
    pub moved: bool,
    /// Other fields of it do not count.
    field: Option<syn::Member>,
}

impl<'a> Free<'a> {
    pub fn of(name: &'a Ident) -> Free<'a> {
        Free { name, renamed: None, found: false, unclear: false, reshaped: false, moved: false, field: None }
    }

    pub fn in_statement(statement: &Stmt, name: &'a Ident) -> Free<'a> {
        let mut free = Free::of(name);
        free.visit_stmt_mut(&mut statement.clone());
        free
    }

    /// The expression names the variable.
    pub fn in_expression(expression: &Expr, name: &'a Ident) -> bool {
        let mut free = Free::of(name);
        free.visit_expr_mut(&mut expression.clone());
        free.found
    }

    /// What may be seen of a place, which is a variable or a field of one, is there.
    pub fn sees(statement: &Stmt, root: &'a Ident, place: &Expr) -> bool {
        let mut free = Free { field: first_field(place, root), ..Free::of(root) };
        free.visit_stmt_mut(&mut statement.clone());
        free.found
    }

    fn is_named(&self, expression: &Expr) -> bool {
        matches!(unparenthesised(expression), Expr::Path(path) if path.path.is_ident(self.name))
    }

    /// The value of a block, or what is assigned: a view that is made of this one and gone with it.
    fn given(&mut self, value: &Expr) {
        let mut start = value;
        while let Expr::MethodCall(call) = unparenthesised(start)
            && (consumes(&call.method.to_string()) || matches!(call.method.to_string().as_str(), "unwrap" | "expect"))
        {
            start = &call.receiver;
        }
        self.moved |= self.is_named(start);
    }

    /// An expression that is used where it stands.
    fn used(&mut self, expression: &mut Expr) {
        let moved = self.moved;
        let is_named = self.is_named(expression);
        self.visit_expr_mut(expression);
        if is_named {
            self.moved = moved;
        }
    }

    /// Gives the variable another name, up to where the next of its name is defined. None if it stands where it cannot be renamed.
    pub fn rename(statements: &mut [Stmt], name: &'a Ident, renamed: &'a Ident) -> Option<()> {
        let mut free = Free { renamed: Some(renamed), ..Free::of(name) };
        free.statements(statements);
        (!free.unclear).then_some(())
    }

    /// Gives another name to the variable that the first of these statements defines, in that and in all behind it. None if it cannot be renamed.
    pub fn redefine(statements: &mut [Stmt], name: &'a Ident, renamed: &'a Ident) -> Option<()> {
        struct Redefined<'a>(&'a Ident, &'a Ident);
        impl VisitMut for Redefined<'_> {
            fn visit_pat_ident_mut(&mut self, pattern: &mut syn::PatIdent) {
                if pattern.ident == *self.0 {
                    pattern.ident = self.1.clone();
                }
                visit_mut::visit_pat_ident_mut(self, pattern);
            }
            // `Key { row }` is `Key { row: row }`.
            fn visit_field_pat_mut(&mut self, field: &mut syn::FieldPat) {
                field.colon_token.get_or_insert_default();
                visit_mut::visit_field_pat_mut(self, field);
            }
        }
        let (first, behind) = statements.split_first_mut()?;
        let Stmt::Local(local) = first else { return None };
        Redefined(name, renamed).visit_pat_mut(&mut local.pat);
        Free::rename(behind, name, renamed)
    }

    fn statements(&mut self, statements: &mut [Stmt]) {
        for statement in statements {
            self.visit_stmt_mut(statement);
            if defines(statement, self.name) {
                return;
            }
        }
    }

    /// A condition; gives whether it gives the name to something else.
    fn condition(&mut self, condition: &mut Expr) -> bool {
        match condition {
            Expr::Let(matched) => {
                self.visit_expr_mut(&mut matched.expr);
                binds(&matched.pat, self.name)
            }
            Expr::Binary(syn::ExprBinary { left, op: syn::BinOp::And(_), right, .. }) => {
                self.condition(left) || self.condition(right)
            }
            Expr::Paren(paren) => self.condition(&mut paren.expr),
            condition => {
                self.visit_expr_mut(condition);
                false
            }
        }
    }
}

/// The field of a variable that a place is, or is in.
fn first_field(place: &Expr, root: &Ident) -> Option<syn::Member> {
    match unparenthesised(place) {
        Expr::Field(field) if matches!(unparenthesised(&field.base), Expr::Path(path) if path.path.is_ident(root)) => {
            Some(field.member.clone())
        }
        Expr::Field(field) => first_field(&field.base, root),
        Expr::Unary(unary) => first_field(&unary.expr, root),
        _ => None,
    }
}

impl VisitMut for Free<'_> {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        match expression {
            Expr::Path(path) => self.moved |= path.path.is_ident(self.name),
            Expr::Assign(assignment) => self.given(&assignment.right),
            Expr::Tuple(tuple) => tuple.elems.iter().for_each(|element| self.given(element)),
            Expr::Index(index) => {
                self.used(&mut index.expr);
                return self.visit_expr_mut(&mut index.index);
            }
            Expr::Reference(syn::ExprReference { expr, .. }) | Expr::Unary(syn::ExprUnary { expr, .. }) => {
                return self.used(expr);
            }
            Expr::Binary(binary) => {
                self.used(&mut binary.left);
                return self.used(&mut binary.right);
            }
            Expr::Call(call) => {
                self.visit_expr_mut(&mut call.func);
                return call.args.iter_mut().for_each(|argument| self.used(argument));
            }
            Expr::Field(field) => {
                if !(self.is_named(&field.base) && self.field.as_ref().is_some_and(|own| *own != field.member)) {
                    self.used(&mut field.base);
                }
                return;
            }
            _ => {}
        }
        visit_mut::visit_expr_mut(self, expression);
    }

    fn visit_stmt_mut(&mut self, statement: &mut Stmt) {
        if let Stmt::Expr(value, None) = statement {
            self.given(value);
        }
        visit_mut::visit_stmt_mut(self, statement);
    }

    fn visit_path_mut(&mut self, path: &mut syn::Path) {
        if path.is_ident(self.name) {
            self.found = true;
            if let Some(renamed) = self.renamed {
                path.segments[0].ident = renamed.clone();
            }
        }
        visit_mut::visit_path_mut(self, path);
    }

    fn visit_field_value_mut(&mut self, field: &mut syn::FieldValue) {
        visit_mut::visit_field_value_mut(self, field);
        if self.renamed.is_some() && field.colon_token.is_none() {
            field.colon_token = Some(syn::Token![:](self.name.span()));
        }
    }

    fn visit_macro_mut(&mut self, call: &mut syn::Macro) {
        let tokens = call.tokens.clone();
        if !mentions(tokens.clone(), self.name) {
            return;
        }
        // The arguments of most are expressions. A format may name a variable itself.
        let listed = syn::parse2::<Expr>(quote!([#tokens])).ok().filter(|_| !formats(tokens, self.name));
        let Some(mut listed) = listed else {
            (self.found, self.unclear) = (true, true);
            return;
        };
        let moved = self.moved;
        self.visit_expr_mut(&mut listed);
        self.moved = moved;
        if self.renamed.is_some() {
            call.tokens = match &listed {
                Expr::Array(list) => list.elems.to_token_stream(),
                Expr::Repeat(repeat) => {
                    let (value, length) = (&repeat.expr, &repeat.len);
                    quote!(#value; #length)
                }
                _ => return,
            };
        }
    }

    fn visit_expr_method_call_mut(&mut self, call: &mut syn::ExprMethodCall) {
        let method = call.method.to_string();
        self.reshaped |= self.is_named(&call.receiver) && super::reshaped::RESHAPING.contains(&method.as_str());
        self.used(&mut call.receiver);
        call.args.iter_mut().for_each(|argument| self.used(argument));
    }

    fn visit_block_mut(&mut self, block: &mut syn::Block) {
        self.statements(&mut block.stmts);
    }

    fn visit_expr_for_loop_mut(&mut self, for_loop: &mut syn::ExprForLoop) {
        self.used(&mut for_loop.expr);
        if !binds(&for_loop.pat, self.name) {
            self.visit_block_mut(&mut for_loop.body);
        }
    }

    fn visit_expr_if_mut(&mut self, branch: &mut syn::ExprIf) {
        if !self.condition(&mut branch.cond) {
            self.visit_block_mut(&mut branch.then_branch);
        }
        if let Some((_, otherwise)) = &mut branch.else_branch {
            self.visit_expr_mut(otherwise);
        }
    }

    fn visit_expr_while_mut(&mut self, while_loop: &mut syn::ExprWhile) {
        if !self.condition(&mut while_loop.cond) {
            self.visit_block_mut(&mut while_loop.body);
        }
    }

    fn visit_arm_mut(&mut self, arm: &mut syn::Arm) {
        if !binds(&arm.pat, self.name) {
            self.given(&arm.body);
            visit_mut::visit_arm_mut(self, arm);
        }
    }

    fn visit_expr_closure_mut(&mut self, closure: &mut syn::ExprClosure) {
        if !closure.inputs.iter().any(|input| binds(input, self.name)) {
            self.visit_expr_mut(&mut closure.body);
        }
    }

    // What stands in an item is its own.
    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}

/// The name stands somewhere in the tokens.
pub fn mentions(tokens: TokenStream, name: &Ident) -> bool {
    formats(tokens.clone(), name)
        || tokens.into_iter().any(|token| match token {
            TokenTree::Ident(ident) => ident == *name,
            TokenTree::Group(group) => mentions(group.stream(), name),
            TokenTree::Literal(_) | TokenTree::Punct(_) => false,
        })
}

/// A format among the tokens names the variable.
fn formats(tokens: TokenStream, name: &Ident) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Group(group) => formats(group.stream(), name),
        TokenTree::Literal(literal) => literal.to_string().contains(&format!("{{{name}")),
        TokenTree::Ident(_) | TokenTree::Punct(_) => false,
    })
}
