//! Variables of types that the user has made, as far as the body shows.
//!
//! Before: the body as it is written. After: the names of variables that are a struct by what they are given, or that a function of a type makes
//! and that have a method which nothing of the library has. `ring.push(x)` is a method of the user's then, and not that of `Vec`. A guess
//! that is wrong is an error of the compiler: a `Vec` has no derivative of `push`, and a struct none of a `Vec`'s.

use std::collections::{HashMap, HashSet};

use syn::visit::{self, Visit};
use syn::{Expr, ExprMethodCall, FnArg, Pat, Type};

use super::expression::unparenthesised;
use super::iterator::is_iteration;
use super::opaque::is_of_std;
use super::option::ELEMENTS;
use super::sequence::is_of_vec;
use super::signature::passing;
use crate::rules;

/// What a variable is given, or declared to be.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Origin {
    Anything,
    /// By a function of a type, or with the name of a type: which may be an alias of `Vec`.
    OfType,
    Struct,
}

#[derive(Default)]
struct Variables {
    /// The least that is known of any variable of the name.
    origins: HashMap<String, Origin>,
    /// Those with a method that the library does not have.
    asked: HashSet<String>,
}

/// The names of variables that are of a type of the user's wherever they stand.
pub fn of_users(item: &syn::ItemFn) -> HashSet<String> {
    let mut variables = Variables::default();
    for input in &item.sig.inputs {
        if let FnArg::Typed(input) = input {
            variables.bind(&input.pat, of_type(passing(&input.ty).1));
        }
    }
    variables.visit_block(&item.block);
    let Variables { origins, asked } = variables;
    let is_of_user = |name: &String, origin: Origin| match origin {
        Origin::Struct => true,
        Origin::OfType => asked.contains(name),
        Origin::Anything => false,
    };
    origins.into_iter().filter(|(name, origin)| is_of_user(name, *origin)).map(|(name, _)| name).collect()
}

impl Variables {
    fn bind(&mut self, pattern: &Pat, origin: Origin) {
        match pattern {
            Pat::Ident(name) => {
                let before = self.origins.entry(name.ident.to_string()).or_insert(origin);
                *before = origin.min(*before);
            }
            Pat::Type(typed) => self.bind(&typed.pat, of_type(passing(&typed.ty).1)),
            // The names in it are of its parts.
            pattern => self.visit_pat(pattern),
        }
    }
}

impl Visit<'_> for Variables {
    fn visit_local(&mut self, local: &syn::Local) {
        let origin = local.init.as_ref().map_or(Origin::Anything, |init| of_value(&init.expr));
        self.bind(&local.pat, origin);
        if let Some(init) = &local.init {
            self.visit_expr(&init.expr);
            init.diverge.iter().for_each(|(_, otherwise)| self.visit_expr(otherwise));
        }
    }

    fn visit_pat_ident(&mut self, pattern: &syn::PatIdent) {
        self.origins.insert(pattern.ident.to_string(), Origin::Anything);
        visit::visit_pat_ident(self, pattern);
    }

    fn visit_expr_method_call(&mut self, call: &ExprMethodCall) {
        if let Expr::Path(path) = unparenthesised(&call.receiver)
            && let Some(name) = path.path.get_ident()
            && !is_of_library(call)
        {
            self.asked.insert(name.to_string());
        }
        visit::visit_expr_method_call(self, call);
    }
}

fn is_of_library(call: &ExprMethodCall) -> bool {
    let name = call.method.to_string();
    let name = name.as_str();
    is_of_std(call)
        || is_of_vec(call)
        || is_iteration(call)
        || rules::method(name).is_some()
        || rules::QUESTIONS.contains(&name)
        || ELEMENTS.contains(&name)
        || name.starts_with("as_")
}

fn of_type(ty: &Type) -> Origin {
    let Type::Path(path) = ty else { return Origin::Anything };
    match path.path.segments.last() {
        Some(last) if path.qself.is_none() && last.ident != "Vec" => Origin::OfType,
        _ => Origin::Anything,
    }
}

fn of_value(value: &Expr) -> Origin {
    let is_type = |name: &str| name.starts_with(char::is_uppercase) && !OF_LIBRARY.contains(&name);
    match unparenthesised(value) {
        Expr::Struct(_) => Origin::Struct,
        Expr::Call(call) => {
            let Expr::Path(path) = unparenthesised(&call.func) else { return Origin::Anything };
            let names: Vec<String> = path.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
            match names.as_slice() {
                [.., name] if is_type(name) => Origin::Struct,
                [.., owner, _] if is_type(owner) => Origin::OfType,
                _ => Origin::Anything,
            }
        }
        _ => Origin::Anything,
    }
}

/// What gives no struct of the user's.
const OF_LIBRARY: &[&str] = &["Box", "Err", "Ok", "Option", "Result", "Some", "String", "Vec"];
