//! Names of `Option`s and `Result`s of which the type is written: what their methods give is known from there.
//!
//! Before: a `let` or a parameter with its type. After: `map` and `and_then` of the name are marked, as if what stands behind them told what
//! they give (see `told`).

use syn::{Expr, ExprMethodCall};

use super::Lowering;
use super::expression::unparenthesised;
use super::item::Item;
use super::names::is_outcome_variant;
use super::outcome::is_outcome_type;
use super::told::{self, unmarked, wrapper_of_type};
use crate::ir::{Operand, Wrapper};

impl Lowering<'_> {
    /// `let one = outcome;`
    pub fn note_outcome(&mut self, pattern: &syn::Pat, value: &Expr) {
        if let (syn::Pat::Tuple(patterns), Expr::Tuple(values)) = (pattern, unparenthesised(value))
            && patterns.elems.len() == values.elems.len()
        {
            patterns.elems.iter().zip(&values.elems).for_each(|(pattern, value)| self.note_outcome(pattern, value));
            return;
        }
        let (name, ty) = match pattern {
            syn::Pat::Type(typed) => (&*typed.pat, Some(&*typed.ty).filter(|ty| is_outcome_type(ty))),
            pattern => (pattern, None),
        };
        if let syn::Pat::Ident(name) = name
            && (ty.is_some() || self.is_outcome(value))
            && let Some(var) = self.lookup(&name.ident.to_string())
        {
            self.outcomes.insert(var, ty.and_then(wrapper_of_type));
        }
    }

    /// `(Some(a), Some(b)) => .., (a, b) => a.or(b)`: what one arm takes for an outcome is one in all.
    pub fn note_matched(&mut self, patterns: &[&syn::Pat], item: &Item) {
        match item {
            Item::Value(Operand::Var(var)) => {
                if let Some(wrapper) = patterns.iter().find_map(|pattern| wrapper_of_pattern(pattern)) {
                    self.outcomes.entry(*var).or_insert(Some(wrapper));
                }
            }
            Item::Tuple(items) => {
                for (index, item) in items.iter().enumerate() {
                    let column: Vec<&syn::Pat> = patterns
                        .iter()
                        .flat_map(|pattern| alternatives(pattern))
                        .filter_map(|pattern| match pattern {
                            syn::Pat::Tuple(tuple) if tuple.elems.len() == items.len() => tuple.elems.get(index),
                            _ => None,
                        })
                        .collect();
                    self.note_matched(&column, item);
                }
            }
            _ => {}
        }
    }

    /// `p.map(f)`, `p.and_then(f)` of a variable of which the type is written: marked, as if what stands behind it told.
    pub fn told_by_type(&self, call: &ExprMethodCall) -> Option<ExprMethodCall> {
        told::marked(call, self.wrapper_by_type(&call.receiver)?)
    }

    fn wrapper_by_type(&self, expression: &Expr) -> Option<Wrapper> {
        let path = match unparenthesised(expression) {
            Expr::Path(path) => path,
            Expr::MethodCall(call) if call.method == "map" || call.method == "and_then" => {
                return self.wrapper_by_type(&call.receiver);
            }
            _ => return None,
        };
        let var = path.path.get_ident().and_then(|ident| self.lookup(&ident.to_string()))?;
        let of_parameter = || {
            let parameter = self.function.parameters.iter().find(|parameter| parameter.var == var)?;
            wrapper_of_type(&parameter.ty).filter(|_| is_outcome_type(&parameter.ty))
        };
        self.outcomes.get(&var).copied().flatten().or_else(of_parameter)
    }
}

fn alternatives(pattern: &syn::Pat) -> Vec<&syn::Pat> {
    match pattern {
        syn::Pat::Or(or) => or.cases.iter().flat_map(alternatives).collect(),
        syn::Pat::Paren(paren) => alternatives(&paren.pat),
        pattern => vec![pattern],
    }
}

fn wrapper_of_pattern(pattern: &syn::Pat) -> Option<Wrapper> {
    alternatives(pattern).into_iter().find_map(|pattern| match pattern {
        syn::Pat::TupleStruct(variant) if is_outcome_variant(pattern) => {
            Some(if variant.path.segments.last()?.ident == "Some" { Wrapper::Some } else { Wrapper::Ok })
        }
        syn::Pat::Ident(name) if name.ident == "None" => Some(Wrapper::Some),
        _ => None,
    })
}

/// A name that the block binds with the type of an outcome, or what `map` and `and_then` make of it.
pub fn is_of_typed_name(expression: &Expr, block: &syn::Block) -> bool {
    match unparenthesised(expression) {
        Expr::MethodCall(call) => {
            let name = call.method.to_string();
            matches!(unmarked(&name).0, "map" | "and_then") && is_of_typed_name(&call.receiver, block)
        }
        Expr::Path(path) => {
            let bound = block.stmts.iter().rev().find_map(|statement| match statement {
                syn::Stmt::Local(local)
                    if super::names::names_in(&local.pat).iter().any(|name| path.path.is_ident(name)) =>
                {
                    Some(&local.pat)
                }
                _ => None,
            });
            matches!(bound, Some(syn::Pat::Type(typed)) if is_outcome_type(&typed.ty))
        }
        _ => false,
    }
}
