//! The fence in front of the lowering: what is refused, or made plain, wherever it stands in a function.
//!
//! Before: a function that parses. After: what is written is what gets compiled, a name is one
//! variable, and precedence is in the tree or in parentheses.

use std::collections::HashMap;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, Expr, ItemFn, PatIdent, Type};

use crate::errors::Errors;

pub fn fence(item: &ItemFn, errors: &mut Errors) {
    let mut attributes = Attributes(errors);
    item.sig.inputs.iter().for_each(|input| attributes.visit_fn_arg(input));
    attributes.visit_block(&item.block);
    let mut seen = Names::default();
    item.sig.inputs.iter().for_each(|input| seen.visit_fn_arg(input));
    seen.visit_block(&item.block);
    seen.report(errors);
}

/// Attributes that remove or rewrite code. The macro sees the code before they do.
struct Attributes<'a>(&'a mut Errors);

const HARMLESS: &[&str] = &["allow", "expect", "warn", "deny", "forbid", "doc", "rustfmt", "clippy", "rustc_allow"];

impl<'ast> Visit<'ast> for Attributes<'_> {
    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        let path = attribute.path();
        let name = path.segments.first().map(|first| first.ident.to_string()).unwrap_or_default();
        match name.as_str() {
            name if HARMLESS.contains(&name) => {}
            "cfg" | "cfg_attr" => self.0.at(
                attribute,
                format!("`#[{name}]` is not supported inside of a differentiable function; put it on the function, and write one for each configuration"),
            ),
            name => self.0.at(attribute, format!("the attribute `{name}` is not supported inside of a differentiable function")),
        }
    }

    // The compiler sees to what stands on items.
    fn visit_item(&mut self, _: &'ast syn::Item) {}
}

/// The identifiers that may be variables, and where macros have brought them from.
#[derive(Default)]
struct Names<'a> {
    used: Vec<Ident>,
    bound: HashMap<String, &'a Ident>,
}

impl Names<'_> {
    /// A variable of a macro and one of its caller may have the same name. The lowering goes by names.
    fn report(self, errors: &mut Errors) {
        let mut contexts: HashMap<String, Option<String>> = HashMap::new();
        let mut reported = Vec::new();
        for ident in &self.used {
            let name = ident.to_string();
            if !self.bound.contains_key(&name) || reported.contains(&name) {
                continue;
            }
            let context = context(ident.span());
            if *contexts.entry(name.clone()).or_insert_with(|| context.clone()) != context {
                errors.at(
                    ident,
                    format!("`{name}` is the name of two variables here, one of a macro and one of its caller; rename one of them"),
                );
                reported.push(name);
            }
        }
    }

    fn collect(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => self.used.push(ident),
                TokenTree::Group(group) => self.collect(group.stream()),
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }
}

impl<'ast> Visit<'ast> for Names<'ast> {
    fn visit_pat_ident(&mut self, pattern: &'ast PatIdent) {
        self.used.push(pattern.ident.clone());
        self.bound.insert(pattern.ident.to_string(), &pattern.ident);
        visit::visit_pat_ident(self, pattern);
    }

    fn visit_expr_path(&mut self, path: &'ast syn::ExprPath) {
        self.used.extend(path.path.get_ident().cloned());
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.collect(call.tokens.clone());
    }

    fn visit_item(&mut self, _: &'ast syn::Item) {}
}

/// The expansion that a token comes from, if it can be told: `#3` in what the compiler prints of a span.
fn context(span: Span) -> Option<String> {
    let printed = format!("{span:?}");
    let context = printed.strip_prefix('#')?;
    Some(context.chars().take_while(char::is_ascii_digit).collect())
}

/// Puts parentheses where a macro has left an invisible group: these do not survive in generated code.
pub fn ungroup(item: &mut ItemFn) {
    Ungroup.visit_item_fn_mut(item);
}

pub fn ungroup_expression(expression: &mut Expr) {
    Ungroup.visit_expr_mut(expression);
}

struct Ungroup;

impl VisitMut for Ungroup {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        visit_mut::visit_expr_mut(self, expression);
        if let Expr::Group(group) = expression {
            let inner = std::mem::replace(&mut *group.expr, Expr::Verbatim(TokenStream::new()));
            *expression = match inner {
                Expr::Path(_) | Expr::Lit(_) => inner,
                inner => Expr::Paren(syn::ExprParen {
                    attrs: Vec::new(),
                    paren_token: Default::default(),
                    expr: Box::new(inner),
                }),
            };
        }
    }

    fn visit_type_mut(&mut self, ty: &mut Type) {
        visit_mut::visit_type_mut(self, ty);
        if let Type::Group(group) = ty {
            let inner = std::mem::replace(&mut *group.elem, Type::Verbatim(TokenStream::new()));
            *ty = inner;
        }
    }
}
