//! `Option`s that do not vary, as in `t.checked_sub(1).map_or(0.0, |s| y[s])`: methods that take a closure are a `match`.
//!
//! Before: a method call on what is certainly an `Option` of the compiler's. After: the `match` that does the same. It leaves the `Option` to the
//! compiler, and what the closure gives to the lowering.

use proc_macro2::Ident;
use quote::{quote, quote_spanned};
use syn::{Expr, ExprMethodCall, Pat, Type};

use super::Lowering;
use super::expression::unparenthesised;
use super::signature::{is_discrete, passing};
use super::told::{MARK, can_stand_for, is_arithmetic, unmarked, wrapper_of_type};
use crate::ir::{Var, Wrapper};

impl Lowering<'_> {
    /// The `match` that stands for `map`, `and_then`, `map_or` or `map_or_else` of an `Option` that does not vary.
    pub fn matched_data(&self, call: &ExprMethodCall) -> Option<Expr> {
        let method = call.method.to_string();
        let (name, told) = unmarked(&method);
        let arguments: Vec<&Expr> = call.args.iter().map(unparenthesised).collect();
        let (default, closure) = match (name, arguments.as_slice()) {
            ("map" | "and_then", [Expr::Closure(closure)]) => (None, closure),
            ("map_or", [default, Expr::Closure(closure)]) => (Some(*default), closure),
            ("map_or_else", [Expr::Closure(default), Expr::Closure(closure)])
                if default.inputs.is_empty() && can_stand_for(default) =>
            {
                (Some(&*default.body), closure)
            }
            _ => return None,
        };
        let is_certain = told.is_some() || default.is_some();
        let one = closure.inputs.len() == 1 && can_stand_for(closure);
        if !one || !self.is_option_of_data(&call.receiver, is_certain) {
            return None;
        }
        let (receiver, body, span) = (&call.receiver, &closure.body, call.method.span());
        let value = match &closure.inputs[0] {
            Pat::Type(typed) => &typed.pat,
            pattern => pattern,
        };
        let some = quote_spanned!(span=> ::core::option::Option::Some);
        let none = quote_spanned!(span=> ::core::option::Option::None);
        let (present, absent, wrapped) = match told {
            Some(Wrapper::Ok) => {
                let (ok, err) = (quote!(::core::result::Result::Ok), quote!(::core::result::Result::Err));
                let error = Ident::new(&format!("{MARK}error"), span);
                (quote!(#ok(#value)), quote!(#err(#error) => #err(#error)), quote!(#ok(#body)))
            }
            _ => (quote!(#some(#value)), quote!(#none => #none), quote!(#some(#body))),
        };
        let matched = match (name, default) {
            ("map", _) => quote_spanned!(span=> match #receiver { #present => #wrapped, #absent }),
            ("and_then", _) => quote_spanned!(span=> match #receiver { #present => #body, #absent }),
            // The default is made in any case, but by `map_or_else`.
            ("map_or", Some(default)) if !is_arithmetic(default) => {
                let otherwise = Ident::new(&format!("{MARK}default"), span);
                quote_spanned!(span=> {
                    let #otherwise = #default;
                    match #receiver { #present => #body, _ => #otherwise }
                })
            }
            (_, default) => quote_spanned!(span=> match #receiver { #present => #body, _ => #default }),
        };
        syn::parse2(matched).ok()
    }

    /// The expression is certainly an `Option`, and does not vary. Of a field of data it is the method that is certain.
    fn is_option_of_data(&self, expression: &Expr, is_certain: bool) -> bool {
        match unparenthesised(expression) {
            // What another one leads to.
            Expr::MethodCall(call) if call.method == "and_then" => {
                matches!(call.args.first().map(unparenthesised), Some(Expr::Closure(closure)) if self.is_option_of_data(&closure.body, false))
                    && self.is_option_of_data(&call.receiver, is_certain)
            }
            Expr::MethodCall(call) => {
                call.method.to_string().starts_with("checked_") && super::opaque::is_of_integers(call)
            }
            expression => {
                let name = match expression {
                    Expr::Path(path) => path.path.get_ident(),
                    _ => None,
                };
                let var = name.and_then(|name| self.lookup(&name.to_string()));
                var.is_some_and(|var| self.options_of_data.contains(&var) || self.is_parameter_of_data(var))
                    || (is_certain && self.is_of_another_type(expression) && !self.is_outcome(expression))
            }
        }
    }

    fn is_parameter_of_data(&self, var: Var) -> bool {
        let parameter = self.function.parameters.iter().find(|parameter| parameter.var == var);
        parameter.is_some_and(|parameter| is_option_of_integers(passing(&parameter.ty).1))
    }

    /// `let one = option;`
    pub fn note_option_of_data(&mut self, pattern: &Pat, value: &Expr) {
        let (name, is_data) = match pattern {
            Pat::Type(typed) => (&*typed.pat, is_option_of_integers(&typed.ty)),
            pattern => (pattern, self.is_option_of_data(value, false)),
        };
        if let (Pat::Ident(name), true) = (name, is_data)
            && let Some(var) = self.lookup(&name.ident.to_string())
        {
            self.options_of_data.insert(var);
        }
    }
}

fn is_option_of_integers(ty: &Type) -> bool {
    wrapper_of_type(ty) == Some(Wrapper::Some) && is_discrete(ty)
}
