//! Ranges with a name that select parts: `let row = starts[i]..starts[i + 1];`, `values[row.clone()]`, `columns[row]`.
//!
//! Before: the body as the user wrote it, with such ranges among the parameters or without. After: the bounds of such a range have names of their own, and stand where it stood in an index.

use proc_macro2::Ident;
use quote::{ToTokens, format_ident, quote_spanned};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, ExprRange, ExprReference, Member, Pat, RangeLimits, Stmt, parse_quote, parse_quote_spanned};

use super::Lowering;
use super::expression::unparenthesised;
use super::names::names_in;
use super::opaque::{is_of_std, placeholder};
use super::signature::range_of_integers;
use super::told::MARK;
use crate::ir::{Argument, IfVaried, Lending, Opaque, Operand, Place, Rvalue};
use crate::options::Options;

impl Lowering<'_> {
    /// Ranges that are parameters are made anew of their bounds, and are like others then.
    pub fn take_ranges_apart(&mut self, signature: &syn::Signature, options: &Options, block: &mut Block) {
        for input in &signature.inputs {
            let syn::FnArg::Typed(input) = input else { continue };
            let (Some(ty), Pat::Ident(name)) = (range_of_integers(&input.ty), &*input.pat) else { continue };
            let is_plain = name.mutability.is_none() && name.by_ref.is_none() && name.subpat.is_none();
            let is_range = is_plain && !has_other_fields(&name.ident, block);
            // Of another type, something may vary that is not left out.
            if is_range || options.wrt.is_none() {
                self.function.prove(quote_spanned!(ty.span()=>
                    fn it_is_that_of_the_library(range: &#ty) {
                        let _: &::core::ops::Range<_> = range;
                    }
                ));
            }
            if !is_range {
                continue;
            }
            let name = &name.ident;
            block.stmts.insert(0, parse_quote!(let #name = #name.start..#name.end;));
        }
    }

    /// `part(x, 0..n)`, `part(x, &(0..n))`: a range as an argument, which does not vary.
    pub fn range_argument(&mut self, argument: &Expr) -> Option<Argument> {
        if let Expr::Reference(ExprReference { mutability: None, expr, .. }) = unparenthesised(argument) {
            let Argument::Value(Operand::Var(base)) = self.range_argument(expr)? else { return None };
            return Some(Argument::Borrow { lending: Lending::Shared, place: Place::whole(base) });
        }
        let Expr::Range(ExprRange { start: Some(low), end: Some(high), limits: RangeLimits::HalfOpen(_), .. }) =
            unparenthesised(argument)
        else {
            return None;
        };
        let mut low_operand = self.integer_operand(low);
        let mark = self.statements.len();
        let high_operand = self.integer_operand(high);
        self.settle(&mut low_operand, mark);
        let mut reads = Vec::new();
        let [low, high] = [(low_operand, low), (high_operand, high)].map(|(bound, written)| match bound {
            Operand::Var(var) => {
                reads.push(var);
                placeholder(var, written.span()).to_token_stream()
            }
            Operand::Constant(tokens) => tokens,
            Operand::Nested(_) => unreachable!("only in what the transforms make"),
        });
        let varies =
            "the bounds of a range that is passed to a function must not vary; pass the bounds, each by itself";
        let if_varied = IfVaried::Refused(argument.span(), varies.to_owned());
        let opaque = Opaque { expression: parse_quote!((#low..#high)), reads, if_varied };
        Some(Argument::Value(self.name(Rvalue::Opaque(opaque), "range", argument.span())))
    }
}

/// It has fields that a range has not.
fn has_other_fields(name: &Ident, block: &Block) -> bool {
    struct Fields<'a> {
        name: &'a Ident,
        found: bool,
    }
    impl<'ast> Visit<'ast> for Fields<'_> {
        fn visit_expr_field(&mut self, field: &'ast syn::ExprField) {
            let is_bound = matches!(&field.member, Member::Named(member) if member == "start" || member == "end");
            self.found |= !is_bound && is_range(&field.base, self.name);
            visit::visit_expr_field(self, field);
        }
    }
    let mut fields = Fields { name, found: false };
    fields.visit_block(block);
    fields.found
}

/// Gives names to the bounds of ranges.
pub fn name_bounds(block: &mut Block) {
    Bounds { named: 0 }.visit_block_mut(block);
}

struct Bounds {
    named: usize,
}

impl VisitMut for Bounds {
    fn visit_block_mut(&mut self, block: &mut Block) {
        let mut position = 0;
        while position < block.stmts.len() {
            let (before, behind) = block.stmts.split_at_mut(position + 1);
            if let Some((range, low, high)) = named_range(&before[position])
                && selects(&range, behind)
            {
                let [low_name, high_name] =
                    ["low", "high"].map(|end| format_ident!("{MARK}{range}_{end}_{}", self.named, span = range.span()));
                self.named += 1;
                let (low, high) = (low.clone(), high.clone());
                let mut spelled = Spelled { range: &range, low: &low_name, high: &high_name };
                spelled.statements(behind);
                let bounds: [Stmt; 3] = [
                    parse_quote!(let #low_name = #low;),
                    parse_quote!(let #high_name = #high;),
                    parse_quote!(let #range = #low_name..#high_name;),
                ];
                block.stmts.splice(position..=position, bounds);
                position += 2;
            }
            position += 1;
        }
        visit_mut::visit_block_mut(self, block);
    }
}

/// `let range = low..high;`
fn named_range(statement: &Stmt) -> Option<(Ident, &Expr, &Expr)> {
    let Stmt::Local(local) = statement else { return None };
    let pattern = match &local.pat {
        Pat::Type(typed) => &typed.pat,
        pattern => pattern,
    };
    let Pat::Ident(name) = pattern else { return None };
    let init = local.init.as_ref().filter(|init| init.diverge.is_none())?;
    let Expr::Range(range) = unparenthesised(&init.expr) else { return None };
    let is_plain = name.mutability.is_none() && name.by_ref.is_none() && name.subpat.is_none();
    let (true, RangeLimits::HalfOpen(_)) = (is_plain, &range.limits) else { return None };
    Some((name.ident.clone(), range.start.as_deref()?, range.end.as_deref()?))
}

/// The range, or a copy of it.
fn is_range(expression: &Expr, range: &Ident) -> bool {
    match unparenthesised(expression) {
        Expr::Path(path) => path.path.is_ident(range),
        Expr::MethodCall(call) => call.method == "clone" && call.args.is_empty() && is_range(&call.receiver, range),
        _ => false,
    }
}

/// What is behind `&`, or the expression itself.
fn lent(argument: &Expr) -> &Expr {
    match unparenthesised(argument) {
        Expr::Reference(ExprReference { mutability: None, expr, .. }) => expr,
        argument => argument,
    }
}

/// The range selects a part in one of the statements, is asked for a bound, or passed to a function.
fn selects(range: &Ident, statements: &[Stmt]) -> bool {
    struct Uses<'a> {
        range: &'a Ident,
        selects: bool,
    }
    impl<'ast> Visit<'ast> for Uses<'_> {
        fn visit_expr_index(&mut self, index: &'ast syn::ExprIndex) {
            self.selects |= is_range(&index.index, self.range);
            visit::visit_expr_index(self, index);
        }

        fn visit_expr_field(&mut self, field: &'ast syn::ExprField) {
            self.selects |= is_range(&field.base, self.range);
            visit::visit_expr_field(self, field);
        }

        fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
            self.selects |= call.args.iter().any(|argument| is_range(lent(argument), self.range));
            visit::visit_expr_call(self, call);
        }

        fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
            self.selects |= !is_of_std(call) && call.args.iter().any(|argument| is_range(lent(argument), self.range));
            visit::visit_expr_method_call(self, call);
        }

        fn visit_item(&mut self, _: &'ast syn::Item) {}
    }
    let mut uses = Uses { range, selects: false };
    statements.iter().for_each(|statement| uses.visit_stmt(statement));
    uses.selects
}

/// Writes the bounds where a range with a name selects a part, or is asked for one of them, as far as the name is that of the range.
struct Spelled<'a> {
    range: &'a Ident,
    low: &'a Ident,
    high: &'a Ident,
}

impl Spelled<'_> {
    fn statements(&mut self, statements: &mut [Stmt]) {
        for statement in statements {
            self.visit_stmt_mut(statement);
            if matches!(statement, Stmt::Local(local) if self.is_hidden_by(&local.pat)) {
                return;
            }
        }
    }

    fn is_hidden_by(&self, pattern: &Pat) -> bool {
        names_in(pattern).iter().any(|name| name == self.range)
    }

    /// A pattern in a condition gives the name to something else.
    fn is_hidden_in(&self, condition: &Expr) -> bool {
        struct Patterns<'a, 'b> {
            spelled: &'a Spelled<'b>,
            is_hidden: bool,
        }
        impl<'ast> Visit<'ast> for Patterns<'_, '_> {
            fn visit_expr_let(&mut self, condition: &'ast syn::ExprLet) {
                self.is_hidden |= self.spelled.is_hidden_by(&condition.pat);
            }
        }
        let mut patterns = Patterns { spelled: self, is_hidden: false };
        patterns.visit_expr(condition);
        patterns.is_hidden
    }
}

impl Spelled<'_> {
    /// The bounds in the place of a range that is passed.
    fn passed(&self, argument: &mut Expr) {
        let (low, high, span) = (self.low, self.high, argument.span());
        match argument {
            argument if is_range(argument, self.range) => {
                *argument = parse_quote_spanned!(span=> (#low..#high));
            }
            Expr::Reference(reference) if reference.mutability.is_none() && is_range(&reference.expr, self.range) => {
                *reference.expr = parse_quote_spanned!(span=> (#low..#high));
            }
            _ => {}
        }
    }
}

impl VisitMut for Spelled<'_> {
    fn visit_block_mut(&mut self, block: &mut Block) {
        self.statements(&mut block.stmts);
    }

    fn visit_expr_closure_mut(&mut self, closure: &mut syn::ExprClosure) {
        if !closure.inputs.iter().any(|input| self.is_hidden_by(input)) {
            visit_mut::visit_expr_closure_mut(self, closure);
        }
    }

    fn visit_expr_for_loop_mut(&mut self, for_loop: &mut syn::ExprForLoop) {
        self.visit_expr_mut(&mut for_loop.expr);
        if !self.is_hidden_by(&for_loop.pat) {
            self.visit_block_mut(&mut for_loop.body);
        }
    }

    fn visit_arm_mut(&mut self, arm: &mut syn::Arm) {
        if !self.is_hidden_by(&arm.pat) {
            visit_mut::visit_arm_mut(self, arm);
        }
    }

    fn visit_expr_if_mut(&mut self, branch: &mut syn::ExprIf) {
        if !self.is_hidden_in(&branch.cond) {
            visit_mut::visit_expr_if_mut(self, branch);
        } else if let Some((_, otherwise)) = &mut branch.else_branch {
            self.visit_expr_mut(otherwise);
        }
    }

    fn visit_expr_while_mut(&mut self, while_loop: &mut syn::ExprWhile) {
        if !self.is_hidden_in(&while_loop.cond) {
            visit_mut::visit_expr_while_mut(self, while_loop);
        }
    }

    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        let (low, high) = (self.low, self.high);
        match expression {
            Expr::Index(index) if is_range(&index.index, self.range) => {
                let span = index.index.span();
                *index.index = parse_quote_spanned!(span=> #low..#high);
                self.visit_expr_mut(&mut index.expr);
            }
            Expr::Field(field) if is_range(&field.base, self.range) => {
                let bound = match &field.member {
                    Member::Named(name) if name == "start" => low,
                    Member::Named(name) if name == "end" => high,
                    _ => return,
                };
                *expression = parse_quote!(#bound);
            }
            Expr::MethodCall(call)
                if matches!(call.method.to_string().as_str(), "contains" | "is_empty")
                    && is_range(&call.receiver, self.range) =>
            {
                let span = call.receiver.span();
                *call.receiver = parse_quote_spanned!(span=> (#low..#high));
                call.args.iter_mut().for_each(|argument| self.visit_expr_mut(argument));
            }
            Expr::Call(call) => {
                call.args.iter_mut().for_each(|argument| self.passed(argument));
                visit_mut::visit_expr_call_mut(self, call);
            }
            Expr::MethodCall(call) if !is_of_std(call) => {
                call.args.iter_mut().for_each(|argument| self.passed(argument));
                visit_mut::visit_expr_method_call_mut(self, call);
            }
            _ => visit_mut::visit_expr_mut(self, expression),
        }
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}
