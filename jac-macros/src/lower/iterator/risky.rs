//! Whether a closure of a chain looks as if it may panic.
//!
//! Before: a chain whose closures are called for items that nobody asks for, if the chain is not gone through to its end. After: where one of them looks at an
//! index, unwraps something or calls a function, this is known. Arithmetic is that of numbers, unless integers are seen in it.

use syn::visit::{self, Visit};
use syn::{BinOp, Expr};

use super::super::Binding;
use super::super::Lowering;
use super::super::closure::{Callable, Closure};
use super::super::expression::unparenthesised;
use super::{Chain, Source, Stage};
use crate::rules;

impl Lowering<'_> {
    pub(super) fn looks_risky(&self, chain: &Chain) -> bool {
        self.source_looks_risky(&chain.source) || chain.stages.iter().any(|stage| self.stage_looks_risky(stage))
    }

    fn source_looks_risky(&self, source: &Source) -> bool {
        match source {
            Source::Map(inner, function) => self.function_looks_risky(function) || self.source_looks_risky(inner),
            Source::Tuple(sources) => sources.iter().any(|source| self.source_looks_risky(source)),
            Source::Chain(first, _, second) => self.source_looks_risky(first) || self.source_looks_risky(second),
            source => source.inner().is_some_and(|inner| self.source_looks_risky(inner)),
        }
    }

    fn stage_looks_risky(&self, stage: &Stage) -> bool {
        match stage {
            Stage::Map(function)
            | Stage::Inspect(function)
            | Stage::Filter(function)
            | Stage::FilterMap(function)
            | Stage::SkipWhile(function)
            | Stage::TakeWhile(function)
            | Stage::MapWhile(function)
            | Stage::Scan(_, function)
            | Stage::Successors(.., function) => self.function_looks_risky(function),
            Stage::Zip(source, _) | Stage::ZipBehind(source) => self.source_looks_risky(source),
            Stage::Copied
            | Stage::Cloned
            | Stage::Flatten
            | Stage::Lent(_)
            | Stage::Enumerate
            | Stage::Skip(_)
            | Stage::Take(_)
            | Stage::StepBy(_) => false,
        }
    }

    fn function_looks_risky(&self, function: &Callable) -> bool {
        match function {
            Callable::Closure(closure) => {
                let mut risks = Risks { lowering: self, closure, found: false };
                risks.visit_expr(closure.body());
                risks.found
            }
            Callable::Path(path) => path.path.segments.last().is_none_or(|last| {
                let name = last.ident.to_string();
                name == "clamp" || rules::method(&name).is_none() && name != "Some"
            }),
            Callable::Parameter(_) => true,
            Callable::Chosen(chosen) => {
                self.function_looks_risky(&chosen.first) || self.function_looks_risky(&chosen.second)
            }
        }
    }
}

struct Risks<'a, 'b> {
    lowering: &'a Lowering<'b>,
    closure: &'a Closure,
    found: bool,
}

impl Risks<'_, '_> {
    /// An integer, by how it is written or where it comes from.
    fn is_integer(&self, expression: &Expr) -> bool {
        match unparenthesised(expression) {
            Expr::Lit(literal) => matches!(literal.lit, syn::Lit::Int(_)),
            Expr::MethodCall(call) => call.method == "len",
            Expr::Path(path) => path.path.get_ident().is_some_and(|name| {
                let name = name.to_string();
                let captured = self.closure.scopes().iter().rev().find_map(|scope| scope.get(&name));
                matches!(captured, Some(Binding::Variable(var)) if self.lowering.usizes.contains(var))
            }),
            _ => false,
        }
    }
}

impl<'ast> Visit<'ast> for Risks<'_, '_> {
    fn visit_expr(&mut self, expression: &'ast Expr) {
        self.found |= match expression {
            Expr::Index(_) | Expr::Macro(_) => true,
            Expr::MethodCall(call) => {
                matches!(call.method.to_string().as_str(), "clamp" | "expect" | "split_at" | "unwrap")
                    || self.lowering.is_certainly_of_user(call)
            }
            Expr::Call(call) => match &*call.func {
                Expr::Path(path) => path.path.segments.last().is_none_or(|last| {
                    let name = last.ident.to_string();
                    !name.starts_with(char::is_uppercase) && rules::method(&name).is_none()
                }),
                _ => true,
            },
            Expr::Binary(binary) => match binary.op {
                BinOp::Sub(_) => self.is_integer(&binary.left) || self.is_integer(&binary.right),
                // By a number that is written out, which the compiler would not let be zero.
                BinOp::Div(_) | BinOp::Rem(_) => {
                    !matches!(*binary.right, Expr::Lit(_)) && self.is_integer(&binary.right)
                }
                _ => false,
            },
            _ => false,
        };
        visit::visit_expr(self, expression);
    }

    fn visit_stmt_macro(&mut self, _: &'ast syn::StmtMacro) {
        self.found = true;
    }
}
