//! Macros: `vec!`, `format!`, and those that are evaluated for what they do: `assert!`, `println!`, `panic!` and their kin.
//!
//! The latter read values and give none. They are kept as written, with placeholders for local variables, and evaluated
//! where the function itself evaluates them: in the forward sweep, once.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Expr, ExprMacro, Lit, Macro, Token};

use super::Lowering;
use super::closure::CHANGING;
use super::expression::unparenthesised;
use super::fence::ungroup_expression;
use super::flow::not_reached;
use super::item::Item;
use super::opaque::is_assignment;
use crate::ir::{IfVaried, Opaque, Operand, Rvalue, Statement};

/// Macros that read their arguments, and how many stand in front of the format.
const READING: &[(&str, usize)] = &[
    ("assert", 1),
    ("assert_eq", 2),
    ("assert_ne", 2),
    ("debug_assert", 1),
    ("debug_assert_eq", 2),
    ("debug_assert_ne", 2),
    ("eprint", 0),
    ("eprintln", 0),
    ("print", 0),
    ("println", 0),
    ("panic", 0),
    ("todo", 0),
    ("unimplemented", 0),
    ("unreachable", 0),
];

const DIVERGING: &[&str] = &["panic", "todo", "unimplemented", "unreachable"];

const NOT_SUPPORTED: &str = "this macro is not supported in a differentiable function; \
    of macros, `vec!`, `matches!`, `format!`, `assert!`, `println!`, `panic!` and their kin are";

const NOT_ALWAYS_EVALUATED: &str = "this changes something, and is not always evaluated here: a `debug_assert!` is not in a release, and the message of \
    an assertion only if that fails; bind it with `let` in front";

fn name_of(call: &Macro) -> String {
    call.path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default()
}

/// The expression is `panic!(..)` or the like: it has no value, and nothing comes after it.
pub fn diverges(expression: &Expr) -> bool {
    matches!(unparenthesised(expression), Expr::Macro(call) if DIVERGING.contains(&name_of(&call.mac).as_str()))
}

impl Lowering<'_> {
    pub fn macro_call(&mut self, call: &ExprMacro) -> Rvalue {
        let name = name_of(&call.mac);
        let first = &call.mac.path.segments[0].ident;
        if call.mac.path.segments.len() > 1
            && !["alloc", "core", "ndarray", "std"].iter().any(|library| first == library)
        {
            return self.refuse(&call.mac.path, NOT_SUPPORTED);
        }
        self.prove_macro(&call.mac.path);
        if name == "vec" {
            return self.vec_literal(call);
        }
        if name == "matches" {
            return self.matches_macro(&call.mac);
        }
        if name == "format" {
            return match self.reading_macro(&call.mac, 0) {
                Some(opaque) => Rvalue::Opaque(Opaque { if_varied: IfVaried::Nothing, ..opaque }),
                None => Rvalue::Use(not_reached()),
            };
        }
        if let Some((_, leading)) = READING.iter().find(|(known, _)| *known == name) {
            if let Some(opaque) = self.reading_macro(&call.mac, *leading) {
                self.statements.push(Statement::Evaluate(Rvalue::Opaque(opaque)));
            }
            let never = DIVERGING.contains(&name.as_str());
            return Rvalue::Use(if never { not_reached() } else { Operand::Constant(quote!(())) });
        }
        if name == "s" && cfg!(feature = "ndarray") {
            return self.slice_info(&call.mac);
        }
        if name == "dbg" {
            return self
                .refuse(&call.mac.path, "`dbg!` hands on what it prints, which is not supported; use `eprintln!`");
        }
        self.refuse(&call.mac.path, NOT_SUPPORTED)
    }

    fn vec_literal(&mut self, call: &ExprMacro) -> Rvalue {
        let tokens = call.mac.tokens.clone();
        if let Ok(Expr::Repeat(mut repeat)) = syn::parse2::<Expr>(quote!([#tokens])) {
            ungroup_expression(&mut repeat.expr);
            ungroup_expression(&mut repeat.len);
            let mut value = self.operand(&repeat.expr);
            let mark = self.statements.len();
            let count = self.operand(&repeat.len);
            self.settle(&mut value, mark);
            return Rvalue::VecRepeat(value, count);
        }
        if let Some(elements) = arguments(tokens) {
            return Rvalue::VecLiteral(self.in_order(&elements, Self::operand));
        }
        self.refuse(&call.mac.path, "`vec!` takes `[value; count]` or `[a, b, ..]`")
    }

    /// `s![..]` of `ndarray`: ranges, steps and indices, none of which varies.
    fn slice_info(&mut self, call: &Macro) -> Rvalue {
        let mut reads = Vec::new();
        let mut written: Vec<TokenStream> = Vec::new();
        let parts = Punctuated::<SlicePart, Token![,]>::parse_terminated.parse2(call.tokens.clone());
        let Ok(parts) = parts else {
            return self.refuse(&call.path, "`s!` takes ranges and indices, each with a step if need be");
        };
        for SlicePart { range, step } in parts {
            let range = self.read_argument(&range, &mut reads);
            let step = step.map(|step| {
                let step = self.read_argument(&step, &mut reads);
                quote!(;#step)
            });
            written.push(quote!(#range #step));
        }
        let path = &call.path;
        let expression: Expr = syn::parse_quote!(#path![#(#written),*]);
        Rvalue::Opaque(Opaque { expression, reads, if_varied: IfVaried::Constant })
    }

    /// A macro that reads its arguments: `leading` expressions, a format, and what the format prints.
    fn reading_macro(&mut self, call: &Macro, leading: usize) -> Option<Opaque> {
        let Some(arguments) = arguments(call.tokens.clone()) else {
            self.errors.at(&call.path, "the arguments of this macro are not understood; write expressions");
            return None;
        };
        let mut reads = Vec::new();
        let mut written: Vec<TokenStream> = Vec::new();
        let mut named: Vec<String> = Vec::new();
        let mut captured: Vec<(String, proc_macro2::Span)> = Vec::new();
        for (position, argument) in arguments.iter().enumerate() {
            match argument {
                Expr::Lit(literal) if position == leading => {
                    if let Lit::Str(format) = &literal.lit {
                        captured = names_in(&format.value()).into_iter().map(|name| (name, format.span())).collect();
                    }
                    written.push(quote!(#literal));
                }
                argument if position == leading => {
                    self.errors.at(argument, "the format must be written out: `\"..\"`");
                }
                // `name = value`
                Expr::Assign(assign) if position > leading => {
                    let (name, value) = (&assign.left, self.read_argument(&assign.right, &mut reads));
                    named.push(quote!(#name).to_string());
                    written.push(quote!(#name = #value));
                }
                argument => {
                    let value = self.read_argument(argument, &mut reads);
                    written.push(quote!(#value));
                }
            }
        }
        let (name, first_lazy) = (name_of(call), if leading > 0 { leading } else { arguments.len() });
        let first_lazy = if name.starts_with("debug_") { 0 } else { first_lazy };
        for (position, argument) in arguments.iter().enumerate().skip(first_lazy) {
            match argument {
                Expr::Assign(named) if position > leading => self.check_changes_nothing(&named.right),
                argument => self.check_changes_nothing(argument),
            }
        }
        // `{name}` in the format names a variable of the function.
        for (name, span) in captured {
            let Ok(ident) = syn::parse_str::<Ident>(&name) else { continue };
            let ident = Ident::new(&ident.to_string(), span);
            if !named.contains(&name) && self.is_bound(&name) {
                let value = self.read_argument(&syn::parse_quote!(#ident), &mut reads);
                written.push(quote!(#ident = #value));
                named.push(name);
            }
        }
        let path = &call.path;
        let expression: Expr = syn::parse_quote!(#path!(#(#written),*));
        Some(Opaque { expression, reads, if_varied: IfVaried::Constant })
    }

    /// Refuses what changes something where it may not be evaluated: in a `debug_assert!`, and in the message of an assertion.
    fn check_changes_nothing(&mut self, argument: &Expr) {
        struct Changes<'a, 'b>(&'a Lowering<'b>, Vec<proc_macro2::Span>);
        impl<'ast> Visit<'ast> for Changes<'_, '_> {
            fn visit_expr(&mut self, expression: &'ast Expr) {
                match self.0.changes_something(expression) {
                    true => self.1.push(expression.span()),
                    false => visit::visit_expr(self, expression),
                }
            }
        }
        let mut changes = Changes(self, Vec::new());
        changes.visit_expr(argument);
        for span in changes.1 {
            self.errors.push(syn::Error::new(span, NOT_ALWAYS_EVALUATED));
        }
    }

    /// The expression itself, not what it is made of.
    pub(super) fn changes_something(&self, expression: &Expr) -> bool {
        match expression {
            Expr::Assign(_) => true,
            Expr::Binary(binary) => is_assignment(&binary.op),
            Expr::Reference(reference) => reference.mutability.is_some(),
            // What a method gives is not in a variable.
            Expr::MethodCall(call) if matches!(unparenthesised(&call.receiver), Expr::MethodCall(_)) => false,
            // Parts of arrays, as chains of them are made of.
            Expr::MethodCall(call) if call.method.to_string().starts_with("jac_") => false,
            Expr::MethodCall(call) => CHANGING.contains(&call.method.to_string().as_str()) || self.may_write(call),
            Expr::Path(_) => match self.resolved(expression).map(Item::behind) {
                Some(Item::Function(function)) => function.changes_something(),
                _ => false,
            },
            _ => false,
        }
    }

    fn read_argument(&mut self, argument: &Expr, reads: &mut Vec<crate::ir::Var>) -> Expr {
        let opaque = self.opaque(argument);
        reads.extend(opaque.reads);
        opaque.expression
    }
}

/// One axis in `s![..]`: `range`, `range;step`, `index`.
struct SlicePart {
    range: Expr,
    step: Option<Expr>,
}

impl syn::parse::Parse for SlicePart {
    fn parse(input: syn::parse::ParseStream) -> syn::Result<Self> {
        let range = input.parse()?;
        let step = match input.parse::<Option<Token![;]>>()? {
            Some(_) => Some(input.parse()?),
            None => None,
        };
        Ok(SlicePart { range, step })
    }
}

/// Expressions with commas between them.
pub fn arguments(tokens: TokenStream) -> Option<Vec<Expr>> {
    let arguments = Punctuated::<Expr, Token![,]>::parse_terminated.parse2(tokens).ok()?;
    let mut arguments: Vec<Expr> = arguments.into_iter().collect();
    arguments.iter_mut().for_each(ungroup_expression);
    Some(arguments)
}

/// The names that a format captures: `{name}`, `{name:?}`, `{:width$}`, `{:.precision$}`.
pub fn names_in(format: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut add = |name: &str| {
        let starts = name.chars().next().is_some_and(|first| first.is_alphabetic() || first == '_');
        if starts && !names.iter().any(|known| known == name) {
            names.push(name.to_string());
        }
    };
    let mut rest = format;
    while let Some(open) = rest.find('{') {
        rest = &rest[open + 1..];
        if let Some(escaped) = rest.strip_prefix('{') {
            rest = escaped;
            continue;
        }
        let Some(close) = rest.find('}') else { break };
        let (argument, specification) = rest[..close].split_once(':').unwrap_or((&rest[..close], ""));
        add(argument.trim());
        for (end, _) in specification.match_indices('$') {
            let before = &specification[..end];
            let start = before
                .rfind(|c: char| !(c.is_alphanumeric() || c == '_'))
                .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
            add(&before[start..]);
        }
        rest = &rest[close + 1..];
    }
    names
}

#[cfg(test)]
mod tests {
    use super::names_in;

    #[test]
    fn finds_the_names_that_a_format_captures() {
        assert_eq!(names_in("{x} {{y}} {0} {} {z:?} {:>width$.p$} {x:e}"), ["x", "z", "width", "p"]);
        assert_eq!(names_in("{} {:?} }}{{ {_a}"), ["_a"]);
    }
}
